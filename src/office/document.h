/* Official documents: one template (templates/document/<name>.xml, mustache filled from a view)
   gives a small closed XML vocabulary, and that is written as PDF or as DOCX, both in the layout of
   GB/T 9704. The same data and date give the same bytes, in both kinds. See docs/document.md. */
#pragma once
#include "base/buf.h"
#include "base/month.h"
#include "base/view.h"

enum document_kind { DOCUMENT_PDF, DOCUMENT_DOCX };

#define DOCUMENT_BYTES_MAX ((size_t)48 << 20)     /* of a finished document */
#define DOCUMENT_XML_BYTES_MAX ((size_t)16 << 20) /* of a filled template */
#define DOCUMENT_PAGES_MAX 4000
#define DOCUMENT_ROWS_MAX 40000 /* of all tables of one document */
#define DOCUMENT_BLOCKS_MAX 60000
#define DOCUMENT_COLUMNS_MAX 24
#define DOCUMENT_TEXT_BYTES_MAX ((size_t)32 << 10) /* of one paragraph or cell */

/* template_name: "refusal" for templates/document/refusal.xml. date: the day of the document; it
   goes into the file's properties. ret: appended to; a max of DOCUMENT_BYTES_MAX is enough. NONE
   when there is no such template. REFUSED: DOCUMENT_CHARACTER (a control character in the data),
   DOCUMENT_LIMIT (too long, too many rows, a row taller than a page); the message says where.
   FAILED: DOCUMENT_FORM (the template is wrong: a fault of ours). */
MUST_USE enum status document_render(const char *template_name, const struct view *data,
                                     enum document_kind kind, struct date date, struct buf *ret,
                                     struct error *e);
/* The same into a file, which appears under its name when it is whole. */
MUST_USE enum status document_write(const char *template_name, const struct view *data,
                                    enum document_kind kind, struct date date, const char *path,
                                    struct error *e);
/* How many pages it takes on paper. */
MUST_USE enum status document_page_count(const char *template_name, const struct view *data,
                                         struct date date, int *ret, struct error *e);
/* From the vocabulary itself. */
MUST_USE enum status document_render_xml(const char *xml, size_t bytes, enum document_kind kind,
                                         struct date date, struct buf *ret, struct error *e);
/* The filled template: what document_render reads. */
MUST_USE enum status document_fill(const char *template_name, const struct view *data,
                                   struct buf *ret, struct error *e);

/* The names of all templates, in order. Pieces that only other templates use are not among them. */
size_t document_template_count(void);
const char *document_template_name(size_t i);

const char *document_ending(enum document_kind kind); /* ".pdf" */
const char *document_media_type(enum document_kind kind);

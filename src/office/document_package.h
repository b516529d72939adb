/* The parts of a DOCX around its text, and the zip package. Private to document_docx*.c. */
#pragma once
#include "office/document_model.h"

#define PACKAGE_PARTS_MAX 12

struct package_part {
    const char *name;
    struct buf bytes;
};
struct package {
    struct package_part parts[PACKAGE_PARTS_MAX];
    int count;
};

/* A new empty part of this name. */
struct buf *package_part(struct package *p, const char *name);
void package_free(struct package *p);
/* Zipped with the date as every part's time, appended to ret. */
MUST_USE enum status docx_package_write(struct package *p, struct date date, struct buf *ret,
                                        struct error *e);

int docx_twips(double points);
const char *docx_face(enum document_face face);
/* Escaped, for text and attributes. */
void docx_escape(struct buf *out, const char *p, size_t n);
enum docx_ink { INK_PLAIN, INK_UNDERLINED, INK_RED };
/* One run of text; "\n" becomes a break. */
void docx_run(struct buf *out, const struct document_style *style, enum docx_ink ink, const char *p,
              size_t n);
/* The paragraph's text with its spans as runs. */
void docx_runs(struct buf *out, const struct document_text *text,
               const struct document_style *style, enum docx_ink ink);
/* A run with the code as one drawn shape. number: from 1, of this document. */
void docx_qr(struct buf *out, const struct document_qr *qr, int number);
void docx_parts_write(struct package *p, const struct document *d, struct date date);

/* Documents from data written as JSON, and what can be read back from them. */
#pragma once
#include <jansson.h>

#include "office/document.h"
#include "office_support.h"

/* Objects, lists, texts, whole numbers and truths become the same in a view of the arena. */
struct view *view_of_json(struct arena *a, const json_t *json);
/* tests/office/document/<name>.json of the source. */
json_t *document_data(const char *name);
/* The words of a PDF without spaces, page 0: of all pages. malloc'ed. */
char *pdf_words(const struct buf *pdf, int page);
/* The words with their places, as pdftotext -bbox prints them. malloc'ed. */
char *pdf_boxes(const struct buf *pdf, int page);
int pdf_page_count(const struct buf *pdf);
/* One part of a DOCX; malloc'ed, NULL when it has none. */
char *docx_part(const struct buf *docx, const char *name);
/* Its words as pdf_words gives them; malloc'ed. */
char *docx_words(const struct buf *docx);
bool tool_is_there(const char *command);

/* The state of reading one document. Private to document_parse.c, document_reader.c and
 * document_reader_table.c. */
#pragma once
#include <expat.h>

#include "office/document_model.h"

enum element {
    E_DOCUMENT,
    E_ISSUER,
    E_NUMBER,
    E_TITLE,
    E_SUBTITLE,
    E_HEADING,
    E_PARAGRAPH,
    E_NOTE,
    E_PAIR,
    E_LEFT,
    E_RIGHT,
    E_SIGNATURE,
    E_ORGAN,
    E_DATE,
    E_TABLE,
    E_ROW,
    E_CELL,
    E_CLOSING,
    E_LINES,
    E_SPACE,
    E_PAGE_BREAK,
    E_FOOT,
    E_STRONG,
    E_FILL,
    E_CHECK,
    E_BREAK,
    E_QR,
    E_IMPRINT,
    ELEMENT_COUNT,
};

#define READER_DEPTH_MAX 8
#define READER_SPANS_MAX 256 /* of one text */

struct reader {
    XML_Parser xml;
    struct arena *arena;
    struct document *document;
    enum element stack[READER_DEPTH_MAX];
    int depth;
    struct document_block *block; /* the latest of each */
    struct document_row *row;
    struct document_cell *cell;
    struct document_paragraph *paragraph;
    int covered[DOCUMENT_COLUMNS_MAX]; /* rows for which a cell from above still covers the column
                                        */
    int column;                        /* next free one of the row */
    bool text_is_open, span_is_open;
    struct buf text;
    struct document_span spans[READER_SPANS_MAX];
    uint32_t span_count;
    enum status failed;
    struct error error;
};

struct element_rule {
    const char *name;
    uint32_t parents;       /* bits of elements */
    const char *attributes; /* allowed, separated by spaces */
    void (*start)(struct reader *r, const char **attributes);
    void (*end)(struct reader *r);
};

static inline enum element reader_element(const struct reader *r)
{
    return r->stack[r->depth - 1];
}
static inline enum element reader_parent(const struct reader *r)
{
    return r->depth > 1 ? r->stack[r->depth - 2] : E_DOCUMENT;
}

int reader_line(const struct reader *r);
void reader_form(struct reader *r, const char *what);  /* the template's fault */
void reader_limit(struct reader *r, const char *what); /* too much data */
void reader_exhausted(struct reader *r);

const char *reader_attribute(const char **attributes, const char *name); /* NULL: not given */
void reader_attributes_check(struct reader *r, const char **attributes, const char *allowed);
int64_t reader_number(struct reader *r, const char **attributes, const char *name, int64_t least,
                      int64_t most, int64_t otherwise);
bool reader_flag(struct reader *r, const char **attributes, const char *name, bool otherwise);
/* -1 when not given; names end with NULL. */
int reader_choice(struct reader *r, const char **attributes, const char *name,
                  const char *const *names);

void text_open(struct reader *r);
void text_add(struct reader *r, const char *p, size_t n);
bool text_is_blank(const struct reader *r);
void text_close(struct reader *r, struct document_text *ret);
void text_strong_start(struct reader *r, const char **attributes);
void text_fill_start(struct reader *r, const char **attributes);
void text_span_end(struct reader *r);
void text_check(struct reader *r, const char **attributes);
void text_break(struct reader *r, const char **attributes);

/* Into r->block; the text encoded at once, so that what is too long is said with its line. */
void reader_qr(struct reader *r, const char **attributes);

void reader_table_start(struct reader *r, const char **attributes);
void reader_table_end(struct reader *r);
void reader_row_start(struct reader *r, const char **attributes);
void reader_row_end(struct reader *r);
void reader_cell_start(struct reader *r, const char **attributes);

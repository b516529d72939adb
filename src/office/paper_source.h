/* What each file kind does with a table. Private to src/office/paper*.c. */
#pragma once
#include "office/outfile.h"
#include "office/paper.h"

struct paper_writer {
    const struct paper_table *table;
    const struct paper_format *format;
    struct outfile out;
    int64_t totals[PAPER_COLUMNS_MAX];
    int64_t row_count;
    bool is_ended;
    void *state; /* the format's own */
};

struct paper_format {
    enum status (*begin)(struct paper_writer *w, struct error *e);
    enum status (*row)(struct paper_writer *w, const struct paper_cell *cells, struct error *e);
    enum status (*end)(struct paper_writer *w, struct error *e); /* leaves w->out to be committed */
    void (*free)(struct paper_writer *w);
};
extern const struct paper_format paper_xlsx, paper_pdf, paper_csv;

#define PAPER_NUMBER_BYTES FEN_TEXT_BYTES
/* A number as people read it: 1,234.56 for fen, 1234 for counts. */
char *paper_number(enum paper_kind kind, int64_t number, char out[PAPER_NUMBER_BYTES]);
const char *paper_signature(const struct paper_table *table);
bool paper_has_totals(const struct paper_table *table);
/* Adds a row's numbers. FAILED (FEN_OVERFLOW) when a total no longer fits. */
MUST_USE enum status paper_add(const struct paper_table *table, const struct paper_cell *cells,
                               int64_t totals[PAPER_COLUMNS_MAX], struct error *e);

/* A table on paper or in a workbook: described once, written as xlsx, pdf or csv by the ending of
   the file's name. Rows are streamed; page totals, the overall total, page numbers and the
   signature line come by themselves. */
#pragma once
#include "base/arena.h"
#include "base/fen.h"
#include "base/month.h"

#define PAPER_COLUMNS_MAX 64

enum paper_kind {
    PAPER_TEXT, /* always a text cell, never a formula or a number: ID and account numbers keep
                   every digit */
    PAPER_FEN,  /* number: fen; shown in yuan */
    PAPER_INT,
};
enum paper_align { PAPER_LEFT, PAPER_CENTER, PAPER_RIGHT };

struct paper_column {
    const char *title;
    int width; /* in half-width characters; on paper the columns share the page in this proportion
                */
    enum paper_align align;
    enum paper_kind kind;
    bool is_totalled; /* FEN and INT only */
};

struct paper_table {
    const char *title;
    const char *subtitle; /* left under the title, e.g. "填报单位：泾县民政局"; NULL: none */
    const char *subtitle_right; /* e.g. "2013年6月  单位：元"; NULL: none */
    const char *signature;      /* NULL: "填报人：  审核人：  负责人：  （盖章）" */
    const struct paper_column *columns;
    int column_count;
    bool is_landscape;
    struct date date; /* goes into the file's properties: the same table of the same day has the
                         same bytes */
};

/* One cell. For FEN and INT a text stands in place of the number (and is not totalled). */
struct paper_cell {
    const char *text;
    int64_t number;
};

struct paper_writer;
/* path ends in .xlsx, .pdf or .csv (else REFUSED, PAPER_KIND). *table and its columns must outlive
   the writer. The file appears under its name only when paper_end succeeds. */
MUST_USE enum status paper_begin(const char *path, const struct paper_table *table,
                                 struct paper_writer **ret, struct error *e);
/* cells: column_count of them; copied. */
MUST_USE enum status paper_row(struct paper_writer *w, const struct paper_cell *cells,
                               struct error *e);
/* Writes the totals and closes the file; w stays to be freed. */
MUST_USE enum status paper_end(struct paper_writer *w, struct error *e);
/* Without paper_end before: throws the unfinished file away. */
void paper_free(struct paper_writer *w);
void paper_cleanup(struct paper_writer **w);

/* The characters of text for which no installed font of ours has a glyph, each once, joined; ""
   when all are there. Lives in the arena. For names: the officer installs a font before a public
   list shows an empty box. */
MUST_USE enum status paper_missing_glyphs(struct arena *a, const char *text, const char **ret,
                                          struct error *e);

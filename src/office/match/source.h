/* The rows of a list, as lines of bytes in blocks: a csv of millions of rows is cut where it lies,
   and only cells that somebody asks for are decoded. Workbooks come through office/sheet.h, their
   cells laid out as lines. Memory is one block, whatever the file. */
#pragma once
#include "base/arena.h"

#define SOURCE_BLOCK_BYTES ((size_t)1 << 20)

struct match_source;
struct source_line { /* valid until the next match_source_fill */
    const char *p;
    size_t n;
    int64_t row; /* 1-based, as the spreadsheet program numbers it */
    bool has_quotes;
};
struct source_cell {
    const char *p; /* bytes as in the file */
    size_t n;
    bool has_doubles; /* "" stands for " */
};

/* REFUSED: SHEET_FILE, and what sheet_book_open refuses. */
MUST_USE enum status match_source_open(const char *path, struct match_source **ret,
                                       struct error *e);
void match_source_free(struct match_source *s);
void match_source_cleanup(struct match_source **s);
bool match_source_is_csv(const struct match_source *s);
int match_source_sheet_count(const struct match_source *s); /* 1 for csv */
const char *match_source_sheet_name(const struct match_source *s, int sheet);
bool match_source_sheet_is_hidden(const struct match_source *s, int sheet);
/* Begins a sheet from its first row; fill before next. */
MUST_USE enum status match_source_begin(struct match_source *s, int sheet, struct error *e);
/* The next block. NONE at the end. REFUSED: CSV_QUOTE, SHEET_LIMIT, and what sheet_next refuses. */
MUST_USE enum status match_source_fill(struct match_source *s, struct error *e);
/* Whether this block is the sheet's last. */
bool match_source_is_last(const struct match_source *s);
/* The next line of the block; false at its end. */
bool match_source_next(struct match_source *s, struct source_line *ret);
/* False when the line has fewer cells; *ret is then empty. */
bool match_source_cell(const struct match_source *s, const struct source_line *line, int column,
                       struct source_cell *ret);
/* As UTF-8 in the arena. REFUSED (CSV_CHARSET) when the bytes are no text of the file's charset. */
MUST_USE enum status match_source_text(struct match_source *s, const struct source_cell *cell,
                                       struct arena *arena, const char **ret, struct error *e);
/* Share of the file behind us, as *ret_done of *ret_total bytes (csv; else rows of 0). */
void match_source_progress(const struct match_source *s, int64_t *ret_done, int64_t *ret_total);

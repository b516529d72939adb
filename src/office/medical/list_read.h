/* A list from outside with a few columns, found by what they are called: header in one of the first
   rows, then rows; blank rows and totals are passed over. A broken cell does not end the reading:
   all of them are named together, and then nothing of the list is taken. */
#pragma once
#include "base/buf.h"
#include "office/sheet.h"

#define LIST_COLUMNS_MAX 8

struct list_column {
    const char *name; /* as a refusal names it */
    const char *words; /* "|身份证号|身份证号码|": headings without spaces and parentheses */
    bool is_optional;
};
struct list_reading {
    const struct list_column
        *columns; /* the first one names the row: without it a row is skipped */
    size_t column_count;
    /* One row; cell[i] is NULL when column i is missing or the cell empty. A broken cell: set *bad
       to its column and return REFUSED with the reason. */
    enum status (*row)(void *context, const struct sheet_cell *const *cell, size_t *bad,
                       struct error *e);
    void *context;
    struct arena *arena;
};
/* The rows with room for one more: twice as many in the arena when `count` of `size` bytes fill it.
   NULL: the arena is full. */
void *list_room(struct arena *arena, void *rows, size_t count, size_t *room, size_t size);
/* All visible sheets that have the columns. REFUSED: what sheet_book_open and sheet_next refuse,
   LIST_HEADER (no sheet has the required columns), LIST_ROWS (none), LIST_CELLS (broken cells, by
   sheet and cell). */
MUST_USE enum status list_read(const char *path, const struct list_reading *reading,
                               struct error *e);

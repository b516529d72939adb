/* Workbooks as people send them, one row at a time: xlsx, xls and csv behind one interface.
   The kind is told from the content, never from the name. Memory does not grow with the number of
   rows (xlsx keeps its table of shared strings, with a cap). */
#pragma once
#include "base/arena.h"

#define SHEET_COUNT_MAX 256
#define SHEET_ROWS_MAX 1048576
#define SHEET_COLS_MAX 1024 /* cells with content further right are refused */
#define SHEET_CELL_BYTES_MAX 131072
#define SHEET_NAME_BYTES_MAX 256
#define SHEET_MERGES_MAX 200000

enum sheet_format { SHEET_XLSX = 1, SHEET_XLS, SHEET_CSV };
enum sheet_kind {
    SHEET_EMPTY,
    SHEET_TEXT,
    SHEET_NUMBER, /* text: the decimal digits as the file holds them, e.g. 8775.370000000001
                     or 1.2E+17 */
    SHEET_BOOL,   /* text: TRUE or FALSE */
    SHEET_DATE,   /* text: YYYY-MM-DD, the time of day dropped */
    SHEET_ERROR,  /* text: #N/A and the like */
};

struct sheet_cell {
    enum sheet_kind kind;
    const char *text; /* UTF-8, never NULL, as written (not tidied) */
    /* Numbers shown with a fixed format: least digits before and exact digits after the point; -1:
     * no such format. */
    int8_t shown_digits, shown_decimals;
};

/* Valid until the next call on the same reader. */
struct sheet_row {
    int row;   /* 1-based, as the spreadsheet program numbers it */
    int count; /* cells[0] is column A; cells past the last one with content are left out */
    const struct sheet_cell *cells;
};

struct sheet_range { /* 1-based rows, 0-based columns, both ends inside */
    int first_row, first_col, last_row, last_col;
};

struct sheet_book;
struct sheet_reader;

/* REFUSED: SHEET_FILE (cannot open), SHEET_KIND (not a workbook we read), SHEET_BROKEN (damaged),
   SHEET_LOCKED (password), SHEET_LIMIT (too large, too many, suspicious compression). The file
   stays open until sheet_book_free. */
MUST_USE enum status sheet_book_open(const char *path, struct sheet_book **ret, struct error *e);
void sheet_book_free(struct sheet_book *b);
void sheet_book_cleanup(struct sheet_book **b);
enum sheet_format sheet_book_format(const struct sheet_book *b);
int sheet_book_count(const struct sheet_book *b);
/* The sheet's name; for csv the file's name without its folder and ending. */
const char *sheet_book_name(const struct sheet_book *b, int index);
bool sheet_book_is_hidden(const struct sheet_book *b, int index);

enum sheet_option {
    SHEET_AS_IS = 0,
    SHEET_REPEAT_MERGED =
        1, /* the value of a merged range's first cell stands in all of its cells */
};
MUST_USE enum status sheet_open(struct sheet_book *b, int index, enum sheet_option option,
                                struct sheet_reader **ret, struct error *e);
void sheet_close(struct sheet_reader *r);
void sheet_cleanup(struct sheet_reader **r);
/* OK: a row with at least one filled cell; rows without content are skipped. NONE: the end.
   REFUSED: SHEET_BROKEN, SHEET_LIMIT, SHEET_ORDER (rows not in ascending order), CSV_QUOTE,
   CSV_CHARSET, with sheet and cell, or line and column. */
MUST_USE enum status sheet_next(struct sheet_reader *r, struct sheet_row *ret, struct error *e);
/* Merged ranges in file order; none for xls and csv. Lives as long as the reader. */
MUST_USE enum status sheet_merges(struct sheet_reader *r, const struct sheet_range **ret,
                                  int *ret_count, struct error *e);

/* "AB12" for row 12, column 27. */
#define SHEET_ADDRESS_BYTES 24
char *sheet_address(int row, int col, char out[SHEET_ADDRESS_BYTES]);
/* A number as its fixed format shows it ("2011.1" with two decimals is "2011.10", "7" with four
   digits "0007"); other cells as they are. Lives in the arena; NULL when that is exhausted. */
const char *sheet_cell_shown(struct arena *a, const struct sheet_cell *cell);

/* A table that somebody hands in, of which a few columns are wanted: the first sheet's header row
   is the first one with all wanted titles. xlsx, xls, csv. */
#pragma once
#include "office/sheet.h"
#include "web/request.h"

#define SHEET_WANTED_MAX 4
#define SHEET_HEADER_ROWS_MAX 20 /* within which the header row must stand */

struct sheet_wanted {
    const char *titles; /* "住院号|门诊号": any of them, spaces aside */
    bool is_optional;
};
/* cell[i]: of wanted[i], NULL when the column is not there or the cell is empty. */
typedef enum status (*sheet_take)(void *context, int row, const struct sheet_cell *const *cell,
                                  struct error *e);
/* The uploaded file "file" of the form. Rows without any wanted cell are passed over. REFUSED:
   FILE_MISSING (none chosen), FILE_COLUMNS (naming what is missing), FILE_EMPTY, and as sheet.h. */
MUST_USE enum status sheet_columns_read(struct request *r, const struct sheet_wanted *wanted,
                                        size_t wanted_count, sheet_take take, void *context,
                                        struct error *e);

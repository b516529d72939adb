/* The error workbook: what an import sends back. The original's sheets and headers, only the rows
   that were not taken, each bad cell red with a comment, and two columns at the end, 错误原因 and
   修改建议. The clerk corrects it in place and imports that file. */
#pragma once
#include "base/status.h"

#define SHEET_ERRORS_REASON "错误原因"
#define SHEET_ERRORS_SUGGESTION "修改建议"

struct sheet_mark {
    int sheet;                       /* index in the book */
    int row;                         /* 1-based, as sheet_row.row */
    int col;                         /* 0-based; -1: the row as a whole */
    const char *reason, *suggestion; /* plain words; suggestion may be NULL */
};
struct sheet_row_ref {
    int sheet, row;
};

struct sheet_errors {
    const struct sheet_mark *marks; /* any order; a mark also includes its row */
    size_t mark_count;
    const struct sheet_row_ref *rows; /* further rows to return, any order */
    size_t row_count;
    const int *header_last_row; /* per sheet of the book: rows up to this one are copied as they
                                   are; 0: none */
    int sheet_count; /* sheets beyond it, and sheets without returned rows, are left out */
};

/* Reads the original again and writes out_path (xlsx, whatever the original was). REFUSED/FAILED as
   sheet_book_open, or SHEET_WRITE. */
MUST_USE enum status sheet_errors_write(const char *original_path, const char *out_path,
                                        const struct sheet_errors *errors, struct error *e);

/* The same for several originals (a household file and a member file in csv) into one workbook:
   paths[i] goes with errors[i]. */
MUST_USE enum status sheet_errors_write_all(const char *const *original_paths,
                                            const struct sheet_errors *errors, int file_count,
                                            const char *out_path, struct error *e);

/* Where the fields of a return come from: lines of text or rows of a sheet. Private to
 * src/office/bank_return*.c. */
#pragma once
#include <stdio.h>

#include "base/buf.h"
#include "office/bank.h"
#include "office/charset.h"
#include "office/sheet.h"

#define RETURN_LINE_BYTES_MAX 8192
#define RETURN_CHUNK_BYTES (256u << 10)

/* One line cut into fields: UTF-8, spaces at the ends cut off; valid until the next is taken. */
struct return_fields {
    int line_no;
    int count;
    const char *texts[LAYOUT_FIELDS_MAX + 1];
    bool is_number[LAYOUT_FIELDS_MAX + 1]; /* a number cell: text is a double's decimal digits */
};

struct return_lines { /* text */
    FILE *file;
    struct charset *charset;
    char *chunk; /* RETURN_CHUNK_BYTES */
    size_t at, n;
    char line[RETURN_LINE_BYTES_MAX + 1];
    int line_no;
    struct buf decoded;
};

struct return_sheet { /* xlsx, xls or csv */
    struct sheet_book *book;
    struct sheet_reader *reader;
    int columns[LAYOUT_FIELDS_MAX]; /* of each field of return_detail */
};

struct bank_return {
    const struct layout *layout;
    struct bank_batch expected;
    char *path;
    bool is_sheet, has_trailer, is_checked;
    struct return_lines lines;
    struct return_sheet sheet;
    struct return_fields fields;
    int64_t count, ok_count, said_ok_count; /* said: -1 when the file does not say */
    struct fen total, ok_total, said_ok_total;
    int said_all_ok;
};

MUST_USE enum status return_lines_open(struct bank_return *r, struct error *e);
/* NONE at the end; blank lines are skipped. */
MUST_USE enum status return_lines_next(struct bank_return *r, struct error *e);
void return_lines_close(struct bank_return *r);
MUST_USE enum status return_sheet_open(struct bank_return *r, struct error *e);
MUST_USE enum status return_sheet_next(struct bank_return *r, struct error *e);
void return_sheet_close(struct bank_return *r);

/* REFUSED at line_no of the file (0: the file as a whole). */
enum status return_refuse(const struct bank_return *r, int line_no, struct error *e,
                          const char *code, const char *format, ...) PRINTF_LIKE(5, 6);

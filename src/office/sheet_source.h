/* What a file kind gives to sheet.c, and the row it fills. Private to src/office/sheet*.c. */
#pragma once
#include "base/buf.h"
#include "office/sheet.h"

#define ROW_BYTES_MAX (8u << 20)

/* One row being put together: text goes into one buffer that is reused row after row. */
struct row_builder {
    struct buf text;
    struct sheet_cell *cells; /* SHEET_COLS_MAX of them, EMPTY beyond count */
    size_t *offsets;          /* into text; SIZE_MAX: cells[i].text already points elsewhere */
    int count;
};
MUST_USE enum status row_builder_init(struct row_builder *b, struct error *e);
void row_builder_free(struct row_builder *b);
void row_builder_clear(struct row_builder *b);
/* Copies text (n bytes). col < SHEET_COLS_MAX. */
MUST_USE enum status row_builder_add(struct row_builder *b, int col, enum sheet_kind kind,
                                     const char *text, size_t n, struct error *e);
/* Keeps the pointer: text must outlive the row. */
void row_builder_refer(struct row_builder *b, int col, enum sheet_kind kind, const char *text);
/* Turns offsets into pointers; false when no cell has content. */
bool row_builder_finish(struct row_builder *b, int row, struct sheet_row *ret);

struct sheet_info {
    char name[SHEET_NAME_BYTES_MAX];
    bool is_hidden;
    char *part; /* xlsx: path in the package; owned by the book */
};

struct sheet_book {
    enum sheet_format format;
    char *path;
    struct sheet_info *sheets;
    int sheet_count;
    const struct sheet_source *source;
    void *state; /* the source's own */
};

struct sheet_source {
    enum status (*book_open)(struct sheet_book *b, struct error *e);
    void (*book_close)(struct sheet_book *b);
    enum status (*open)(struct sheet_book *b, int index, void **ret_state, struct error *e);
    enum status (*next)(void *state, struct sheet_row *ret, struct error *e);
    void (*close)(void *state);
    /* NULL when the kind has no merged cells. *ret is malloc'ed. */
    enum status (*merges)(void *state, struct sheet_range **ret, int *ret_count, struct error *e);
};
extern const struct sheet_source sheet_xlsx_source, sheet_xls_source, sheet_csv_source;

MUST_USE enum status sheet_book_add(struct sheet_book *b, const char *name, bool is_hidden,
                                    const char *part, struct error *e);
enum status sheet_out_of_memory(struct error *e);

/* What a number format makes of a number. */
struct number_format {
    bool is_date;
    int8_t digits, decimals; /* -1: not fixed */
};
struct number_format number_format_builtin(int id);
struct number_format number_format_of_code(const char *code);
/* The day of a serial number; false when it is none (below 1, day 60 of the 1900 system, past
 * 9999). */
bool serial_to_date(const char *number, bool is_1904, char out[24]);

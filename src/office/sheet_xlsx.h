/* What an xlsx package says once: strings, styles, sheets. Private to src/office/sheet_xlsx*.c. */
#pragma once
#include "office/sheet_source.h"
#include "office/xml_part.h"

#define XLSX_STRINGS_BYTES_MAX ((size_t)512 << 20)
#define XLSX_STRINGS_MAX 20000000u
#define XLSX_STYLES_MAX 65536
#define XLSX_FORMATS_MAX 2000
#define XLSX_ENTRIES_MAX 10000
#define XLSX_CELLS_MAX 100000000 /* per sheet */

struct xlsx_strings {
    struct buf text;
    size_t *offsets;
    size_t count, cap;
};

struct xlsx_book {
    zip_t *zip;
    bool is_1904;
    struct xlsx_strings strings;
    struct number_format *styles; /* by cell style index */
    int style_count;
};

MUST_USE enum status xlsx_strings_load(struct xlsx_book *x, const char *part, struct error *e);
MUST_USE enum status xlsx_styles_load(struct xlsx_book *x, const char *part, struct error *e);
/* NULL past the table. */
const char *xlsx_string(const struct xlsx_book *x, size_t index);
/* _x000D_ and the like become the characters they stand for; in place, returns the new length. */
size_t xlsx_unescape(char *p, size_t n);

MUST_USE enum status xlsx_sheet_open(struct sheet_book *b, int index, void **ret_state,
                                     struct error *e);
MUST_USE enum status xlsx_sheet_next(void *state, struct sheet_row *ret, struct error *e);
void xlsx_sheet_close(void *state);
MUST_USE enum status xlsx_sheet_merges(void *state, struct sheet_range **ret, int *ret_count,
                                       struct error *e);

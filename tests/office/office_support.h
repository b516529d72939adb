/* Workbooks made by hand, byte by byte, and sheets read back as text. */
#pragma once
#include "support/test_support.h"
#include "office/sheet.h"

void file_write(const char *path, const void *p, size_t n);
void file_write_text(const char *path, const char *text);
/* malloc'ed, NUL-terminated. */
char *file_read(const char *path, size_t *ret_n);

struct part {
    const char *name, *text;
};
/* A zip package of these parts, deflated. */
void package_write(const char *path, const struct part *parts, int count);
/* An xlsx of one sheet 表一: sheet_data goes between <sheetData> tags, after_data behind; styles
 * and strings may be NULL. */
struct xlsx_parts {
    const char *sheet_data, *after_data, *styles, *strings, *workbook_properties;
};
void xlsx_write(const char *path, const struct xlsx_parts *parts);

/* "1:T姓名|N2.50|D2013-06-01|E#N/A|BTRUE||…\n2:…" or "code place: message" on error. Static buffer.
 */
const char *sheet_dump(const char *path, int index, enum sheet_option option);
/* The same for an error: only its code; "" when the sheet reads to its end. Static buffer. */
const char *sheet_error_code(const char *path);

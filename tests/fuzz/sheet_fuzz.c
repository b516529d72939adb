/* A workbook as somebody sent it: xlsx, xls or csv, told from its content. */
#include "fuzz.h"
#include "office/sheet.h"

#define ROWS_MAX 2000
#define SHEETS_MAX 4

static void read_rows(struct sheet_reader *reader)
{
    struct arena *arena CLEANUP(arena_cleanup) = arena_new(1u << 20);
    struct error e = {0};
    struct sheet_row row;
    const struct sheet_range *merges;
    int merge_count;
    fuzz_check(sheet_merges(reader, &merges, &merge_count, &e), &e);
    enum status s = STATUS_OK;
    for (int n = 0; n < ROWS_MAX && s == STATUS_OK; n++) {
        s = sheet_next(reader, &row, &e);
        fuzz_check(s, &e);
        for (int i = 0; s == STATUS_OK && i < row.count; i++) {
            fuzz_check_text(row.cells[i].text);
            arena_reset(arena);
            sheet_cell_shown(arena, &row.cells[i]);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct sheet_book *book CLEANUP(sheet_book_cleanup) = NULL;
    struct error e = {0};
    enum status s = sheet_book_open(fuzz_file(data, bytes), &book, &e);
    fuzz_check(s, &e);
    for (int i = 0; s == STATUS_OK && i < sheet_book_count(book) && i < SHEETS_MAX; i++) {
        struct sheet_reader *reader CLEANUP(sheet_cleanup) = NULL;
        fuzz_check_text(sheet_book_name(book, i));
        enum status opened =
            sheet_open(book, i, i % 2 == 0 ? SHEET_REPEAT_MERGED : SHEET_AS_IS, &reader, &e);
        fuzz_check(opened, &e);
        if (opened == STATUS_OK)
            read_rows(reader);
    }
    return 0;
}

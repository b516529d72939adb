/* A cell as a township typed it: encodings, amounts, months, ID numbers, names. */
#include "fuzz.h"
#include "base/fen.h"
#include "base/idno.h"
#include "base/text.h"

#define ARENA_BYTES (16u << 20)
#define OUT_BYTES_MAX (4u << 20)

static void read_cell(const char *cell)
{
    struct error e = {0};
    struct fen amount;
    struct month month;
    struct date date;
    struct idno id;
    int64_t number;
    char initials[PINYIN_INITIALS_BYTES];
    fuzz_check(fen_parse(cell, &amount, &e), &e);
    fuzz_check(fen_parse_cell_number(cell, &amount, &e), &e);
    fuzz_check(month_parse(cell, &month, &e), &e);
    fuzz_check(month_parse_people(cell, &month, &e), &e);
    fuzz_check(date_parse(cell, &date, &e), &e);
    fuzz_check(i64_parse(cell, &number, &e), &e);
    fuzz_check(idno_parse(cell, date_make(2013, 6, 30), &id, &e), &e);
    pinyin_initials(cell, initials);
    fuzz_check_text(initials);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct arena *arena CLEANUP(arena_cleanup) = arena_new(ARENA_BYTES);
    struct buf text CLEANUP(buf_free) = BUF_INIT(OUT_BYTES_MAX);
    struct buf back CLEANUP(buf_free) = BUF_INIT(OUT_BYTES_MAX);
    struct error e = {0};
    enum status s = STATUS_OK;
    if (utf8_is_valid((const char *)data, bytes))
        buf_add(&text, data, bytes);
    else
        s = gb18030_to_utf8((const char *)data, bytes, &text, &e);
    fuzz_check(s, &e);
    if (s != STATUS_OK)
        return 0;
    const char *cell = arena_strdup(arena, buf_text(&text));
    if (cell == NULL)
        return 0;
    const char *tidy = text_tidy(arena, cell);
    const char *solid = text_tidy_solid(arena, cell);
    fuzz_check(utf8_to_gb18030(cell, text.n, &back, &e), &e);
    read_cell(cell);
    if (tidy != NULL) {
        fuzz_check_text(tidy);
        read_cell(tidy);
    }
    if (solid != NULL) {
        fuzz_check_text(solid);
        read_cell(solid);
    }
    return 0;
}

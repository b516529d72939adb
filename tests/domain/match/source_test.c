/* The quick readers say what the careful ones say: cells as office/sheet.h cuts them, numbers as
   idno_parse takes them, and the set never misses who is in it. */
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "domain/match/match_fixture.h"
#include "domain/match/match_set.h"
#include "office/match/number.h"
#include "office/match/source.h"
#include "office/sheet.h"

#define FILES 200
#define COLUMNS 5

static void cell_add(struct random *r, struct buf *out, char separator)
{
    static const char *const plain[] = {"", "a", "王 五", "123", "x\"y", " ", "乙'", "長い"};
    static const char *const quoted[] = {"a,b", "两\n行", "say \"\"hi\"\"", "", ";", "\t", "\"\""};
    if (random_below(r, 4)) {
        const char *text = plain[random_below(r, 8)];
        buf_adds(out, strchr(text, separator) ? "-" : text);
        return;
    }
    buf_addc(out, '"');
    buf_adds(out, quoted[random_below(r, 7)]);
    buf_addc(out, '"');
}

static void file_make(struct random *r, struct buf *out)
{
    static const char separators[] = {',', ';', '\t'};
    static const char *const ends[] = {"\n", "\r\n"};
    char separator = separators[random_below(r, 3)];
    const char *end = ends[random_below(r, 2)];
    uint32_t rows = random_below(r, 30) + 1;
    buf_clear(out);
    buf_adds(out, random_below(r, 4) ? "" : "\xEF\xBB\xBF");
    for (int c = 0; c < COLUMNS; c++)
        buf_addf(out, "列%d%c", c, separator);
    buf_addf(out, "尾%s", end);
    for (uint32_t i = 0; i < rows; i++) {
        uint32_t cells = random_below(r, COLUMNS) + 2;
        for (uint32_t c = 0; c < cells; c++) {
            cell_add(r, out, separator);
            if (c + 1 < cells)
                buf_addc(out, separator);
        }
        if (i + 1 < rows || random_below(r, 2))
            buf_adds(out, end);
    }
}

static void line_compare(struct match_source *s, const struct source_line *line,
                         const struct sheet_row *row, struct arena *arena)
{
    struct error e;
    assert_int_equal(line->row, row->row);
    for (int c = 0; c < row->count; c++) {
        struct source_cell cell;
        const char *text;
        assert_true(match_source_cell(s, line, c, &cell));
        assert_ok_e(match_source_text(s, &cell, arena, &text, &e), &e);
        assert_string_equal(text, row->cells[c].text);
    }
}

static bool is_blank(struct match_source *s, const struct source_line *line)
{
    struct source_cell cell;
    for (int c = 0; match_source_cell(s, line, c, &cell); c++)
        if (cell.n)
            return false;
    return true;
}

static void file_compare(const char *path, struct arena *arena)
{
    struct sheet_book *book;
    struct sheet_reader *reader;
    struct match_source *s;
    struct sheet_row row;
    struct source_line line;
    struct error e;
    assert_ok_e(sheet_book_open(path, &book, &e), &e);
    assert_ok_e(sheet_open(book, 0, SHEET_AS_IS, &reader, &e), &e);
    assert_ok_e(match_source_open(path, &s, &e), &e);
    assert_ok_e(match_source_begin(s, 0, &e), &e);
    assert_ok_e(match_source_fill(s, &e), &e);
    while (sheet_next(reader, &row, &e) == STATUS_OK) {
        do
            assert_true(match_source_next(s, &line));
        while (is_blank(s, &line));
        line_compare(s, &line, &row, arena);
    }
    while (match_source_next(s, &line))
        assert_true(is_blank(s, &line));
    assert_status(match_source_fill(s, &e), STATUS_NONE);
    match_source_free(s);
    sheet_close(reader);
    sheet_book_free(book);
}

static void a_csv_is_cut_as_the_sheet_reader_cuts_it(void **state)
{
    (void)state;
    struct random r = random_seed(test_seed());
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(8u << 20);
    CLEANUP(buf_free) struct buf text = BUF_INIT(1u << 20);
    for (int i = 0; i < FILES; i++) {
        file_make(&r, &text);
        file_compare(list_write("cut.csv", buf_text(&text)), arena);
        file_compare(list_write_gb("cut-gb.csv", text.p[0] == '\xEF' ? text.p + 3 : text.p), arena);
        arena_reset(arena);
    }
}

/* Lines and quoted cells that lie across two blocks, and one that is longer than a block. */
static void lines_across_blocks_stay_whole(void **state)
{
    (void)state;
    CLEANUP(buf_free) struct buf text = BUF_INIT(8u << 20);
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(8u << 20);
    struct match_source *s;
    struct source_line line;
    struct source_cell cell;
    struct error e;
    const char *value;
    int rows = 0;
    enum status st;
    for (int i = 0; i < 60000; i++)
        buf_addf(&text, "%d,\"第%d行\n的\"\"第二\"\"段,逗号\",末%d\n", i, i, i);
    assert_true(text.n > 2 * SOURCE_BLOCK_BYTES);
    assert_ok_e(match_source_open(list_write("blocks.csv", buf_text(&text)), &s, &e), &e);
    assert_ok_e(match_source_begin(s, 0, &e), &e);
    while ((st = match_source_fill(s, &e)) == STATUS_OK)
        for (; match_source_next(s, &line); rows++) {
            char expected[64];
            assert_int_equal(line.row, rows + 1);
            assert_true(match_source_cell(s, &line, 2, &cell));
            (void)snprintf(expected, sizeof expected, "末%d", rows);
            assert_int_equal(cell.n, strlen(expected));
            assert_memory_equal(cell.p, expected, cell.n);
            if (rows % 1000 == 0) {
                assert_true(match_source_cell(s, &line, 1, &cell));
                assert_ok_e(match_source_text(s, &cell, arena, &value, &e), &e);
                (void)snprintf(expected, sizeof expected, "第%d行\n的\"第二\"段,逗号", rows);
                assert_string_equal(value, expected);
            }
        }
    assert_int_equal(st, STATUS_NONE);
    assert_int_equal(rows, 60000);
    match_source_free(s);

    buf_clear(&text);
    for (size_t i = 0; i < SOURCE_BLOCK_BYTES / 8 + 10; i++)
        buf_adds(&text, "12345678");
    assert_ok_e(match_source_open(list_write("endless.csv", buf_text(&text)), &s, &e), &e);
    assert_ok_e(match_source_begin(s, 0, &e), &e);
    assert_refused(match_source_fill(s, &e), &e, "SHEET_LIMIT");
    match_source_free(s);
}

static void number_compare(const struct number_rules *rules, const char number[IDNO_BYTES])
{
    struct idno id;
    struct error ignored;
    bool careful = idno_parse(number, date_make(2013, 6, 30), &id, &ignored) == STATUS_OK &&
                   strcmp(id.text, number) == 0;
    if (number_is_plain(rules, number) != careful)
        print_error("number %s\n", number);
    assert_int_equal(number_is_plain(rules, number), careful);
}

static void the_quick_look_at_a_number_agrees_with_the_careful_one(void **state)
{
    (void)state;
    struct random r = random_seed(test_seed());
    struct number_rules rules;
    number_rules_make(date_make(2013, 6, 30), &rules);
    for (int i = 0; i < 200000; i++) {
        static const char odd[] = "0123456789Xx/: \xE9";
        char number[IDNO_BYTES];
        (void)snprintf(number, sizeof number, "%02u%04u%04u%02u%02u%03u", random_below(&r, 100),
                       random_below(&r, 10000), 1790 + random_below(&r, 230), random_below(&r, 14),
                       random_below(&r, 33), random_below(&r, 1000));
        number[17] = idno_check_char(number);
        number[18] = 0;
        number_compare(&rules, number);
        number[random_below(&r, 18)] = odd[random_below(&r, sizeof odd - 1)];
        number_compare(&rules, number);
    }
    static const char *const edges[] = {"34252920130630", "34252920130701", "34252919000229",
                                        "34252920000229", "34252918000101", "34252917991231"};
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++) {
        char number[IDNO_BYTES];
        (void)snprintf(number, sizeof number, "%s001", edges[i]);
        number[17] = idno_check_char(number);
        number[18] = 0;
        number_compare(&rules, number);
    }
}

static void whoever_is_in_the_set_is_found_and_hardly_anybody_else(void **state)
{
    (void)state;
    enum { PERSONS = 20000 };
    static uint8_t in[PERSONS][BLIND_INDEX_BYTES], out[PERSONS][BLIND_INDEX_BYTES];
    struct random r = random_seed(test_seed());
    struct match_set *set;
    struct error e;
    bool may[MATCH_BATCH_ROWS];
    size_t wrong = 0;
    for (int i = 0; i < PERSONS; i++)
        for (size_t k = 0; k < BLIND_INDEX_BYTES; k++) {
            in[i][k] = (uint8_t)random_below(&r, 256);
            out[i][k] = (uint8_t)random_below(&r, 256);
        }
    memset(in[0], 0xFF, sizeof in[0]); /* the last place, and the one behind it is the first */
    memset(in[1], 0xFF, sizeof in[1]);
    in[1][15] = 1;
    memset(in[2], 0, sizeof in[2]);
    assert_ok_e(match_set_new(PERSONS, &set, &e), &e);
    for (int i = 0; i < PERSONS; i++)
        assert_ok_e(match_set_add(set, in[i], &e), &e);
    assert_failed(match_set_add(set, out[0], &e), &e, "MATCH_SET_FULL");
    for (size_t at = 0; at < PERSONS; at += 1000) {
        match_set_find(set, (const uint8_t(*)[BLIND_INDEX_BYTES])in + at, 1000, may);
        for (size_t i = 0; i < 1000; i++)
            assert_true(may[i]);
        match_set_find(set, (const uint8_t(*)[BLIND_INDEX_BYTES])out + at, 1000, may);
        for (size_t i = 0; i < 1000; i++)
            wrong += may[i];
    }
    assert_true(wrong <= 1);
    match_set_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_csv_is_cut_as_the_sheet_reader_cuts_it),
        cmocka_unit_test(lines_across_blocks_stay_whole),
        cmocka_unit_test(the_quick_look_at_a_number_agrees_with_the_careful_one),
        cmocka_unit_test(whoever_is_in_the_set_is_found_and_hardly_anybody_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

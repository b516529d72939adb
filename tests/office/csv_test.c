#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "office/csv_write.h"
#include "office_support.h"

static const char *path(void)
{
    return test_path("家庭.csv");
}

static const char *dump_text(const char *text)
{
    file_write_text(path(), text);
    return sheet_dump(path(), 0, SHEET_AS_IS);
}

static void the_file_gives_the_sheet_its_name(void **state)
{
    (void)state;
    CLEANUP(sheet_book_cleanup) struct sheet_book *b = NULL;
    struct error e;
    file_write_text(path(), "a\n");
    assert_ok_e(sheet_book_open(path(), &b, &e), &e);
    assert_int_equal(sheet_book_format(b), SHEET_CSV);
    assert_string_equal(sheet_book_name(b, 0), "家庭");
}

static void fields_quotes_and_line_ends_are_read(void **state)
{
    (void)state;
    assert_string_equal(dump_text("姓名,金额\r\n\"张,三\",\"5\"\"6\"\r\n"),
                        "1:T姓名|T金额\n2:T张,三|T5\"6\n");
    assert_string_equal(dump_text("a,b\nc,d"), "1:Ta|Tb\n2:Tc|Td\n");
    assert_string_equal(dump_text("a,b\rc,d\r"), "1:Ta|Tb\n2:Tc|Td\n");
    assert_string_equal(dump_text("a,\"two\nlines\",c\n"), "1:Ta|Ttwo\nlines|Tc\n");
    assert_string_equal(dump_text("\n,,\n,x,,\n"), "3:|Tx\n");
    assert_string_equal(dump_text("5\" pipe,b\n"), "1:T5\" pipe|Tb\n");
    assert_string_equal(dump_text("\"\",x\n"), "1:|Tx\n");
}

static void the_separator_is_sniffed(void **state)
{
    (void)state;
    assert_string_equal(dump_text("a;b,1;c\nd;e;f\n"), "1:Ta|Tb,1|Tc\n2:Td|Te|Tf\n");
    assert_string_equal(dump_text("标题,一\na\tb\tc\nd\te\tf\n"),
                        "1:T标题,一\n2:Ta|Tb|Tc\n3:Td|Te|Tf\n");
    assert_string_equal(dump_text("\"a;b;c;d\",x\n"), "1:Ta;b;c;d|Tx\n");
}

static void utf8_with_and_without_mark_and_gb18030_are_told_apart(void **state)
{
    (void)state;
    static const char text[] = "姓名,村\n史䶮伟,桃花潭\n㑇,|乗\n";
    static const char wanted[] = "1:T姓名|T村\n2:T史䶮伟|T桃花潭\n3:T㑇|T|乗\n";
    struct buf gb = BUF_INIT(1000), bom = BUF_INIT(1000);
    struct error e;
    assert_string_equal(dump_text(text), wanted);
    buf_adds(&bom, "\xEF\xBB\xBF");
    buf_adds(&bom, text);
    assert_string_equal(dump_text(buf_text(&bom)), wanted);
    assert_ok_e(utf8_to_gb18030(text, strlen(text), &gb, &e), &e);
    assert_string_equal(dump_text(buf_text(&gb)), wanted);
    buf_free(&gb);
    buf_free(&bom);
}

/* The encoding is judged by the whole file: characters cut by any read buffer, and one GB18030 name
 * at the very end. */
static void a_long_file_is_judged_as_a_whole(void **state)
{
    (void)state;
    struct buf text = BUF_INIT(1u << 20);
    for (int shift = 0; shift < 4; shift++) {
        buf_clear(&text);
        for (int i = 0; i < shift; i++)
            buf_addc(&text, 'x');
        for (int i = 0; i < 30000; i++)
            buf_adds(&text, "村,户\n");
        file_write(path(), text.p, text.n);
        assert_string_equal(sheet_error_code(path()), "");
    }
    buf_clear(&text);
    for (int i = 0; i < 70000; i++)
        buf_adds(&text, "a,b\n");
    buf_adds(&text, "\xD0\xD5,x\n");
    file_write(path(), text.p, text.n);
    const char *read = sheet_dump(path(), 0, SHEET_AS_IS);
    assert_non_null(strstr(read, "\n70001:T姓|Tx\n"));
    buf_free(&text);
}

static void errors_say_line_and_column(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code, *where;
    } cases[] = {
        {"a,b\nc,\"open", "CSV_QUOTE", "第 2 行第 3 列"},
        {"a,b\n姓名,\"x\"y\n", "CSV_QUOTE", "第 2 行第 7 列"},
        {"a,b\n\"1\n2\",\"", "CSV_QUOTE", "第 3 行第 4 列"},
        {"a\n\xFF\xFE\xFD\n", "CSV_CHARSET", "第 2 行第 1 列"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        file_write_text(path(), cases[i].text);
        assert_string_equal(sheet_error_code(path()), cases[i].code);
        assert_non_null(strstr(sheet_dump(path(), 0, SHEET_AS_IS), cases[i].where));
    }
}

static void too_many_columns_and_an_endless_quote_are_refused(void **state)
{
    (void)state;
    struct buf text = BUF_INIT(1u << 20);
    for (int i = 0; i < SHEET_COLS_MAX; i++)
        buf_adds(&text, ",");
    buf_adds(&text, "x\n");
    file_write(path(), text.p, text.n);
    assert_string_equal(sheet_error_code(path()), "SHEET_LIMIT");
    file_write(path(), text.p + 1, text.n - 1);
    assert_string_equal(sheet_error_code(path()), "");
    buf_clear(&text);
    buf_adds(&text, "a,\"b\n");
    for (int i = 0; i < 20000; i++)
        buf_adds(&text, "1,2,3,4\n");
    file_write(path(), text.p, text.n);
    assert_string_equal(sheet_error_code(path()), "CSV_QUOTE");
    buf_free(&text);
}

static void what_is_written_is_read_back_and_no_text_becomes_a_formula(void **state)
{
    (void)state;
    struct csv_writer w;
    struct error e;
    FILE *f = fopen(path(), "wb");
    csv_begin(&w, f, true);
    csv_text(&w, "张,三");
    csv_text(&w, "5\"6\nx");
    csv_text(&w, "=cmd|' /C calc'!A0");
    csv_text(&w, "+86");
    csv_text(&w, "-1");
    csv_text(&w, "@x");
    csv_plain(&w, "-216.00");
    csv_text(&w, " 空格 ");
    csv_end_row(&w);
    csv_text(&w, "");
    csv_text(&w, "0012");
    csv_end_row(&w);
    assert_ok_e(csv_end(&w, &e), &e);
    fclose(f);
    assert_string_equal(
        sheet_dump(path(), 0, SHEET_AS_IS),
        "1:T张,三|T5\"6\nx|T'=cmd|' /C calc'!A0|T'+86|T'-1|T'@x|T-216.00|T 空格 \n2:|T0012\n");
    char *bytes = file_read(path(), NULL);
    assert_memory_equal(bytes, "\xEF\xBB\xBF\"张,三\",", 13);
    assert_non_null(strstr(bytes, ",-216.00,\" 空格 \"\r\n,0012\r\n"));
    free(bytes);
}

static void a_full_disk_is_reported(void **state)
{
    (void)state;
    FILE *f = fopen("/dev/full", "wb");
    if (!f)
        skip();
    struct csv_writer w;
    struct error e;
    csv_begin(&w, f, false);
    csv_text(&w, "x");
    csv_end_row(&w);
    assert_failed(csv_end(&w, &e), &e, "CSV_WRITE");
    fclose(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_gives_the_sheet_its_name),
        cmocka_unit_test(fields_quotes_and_line_ends_are_read),
        cmocka_unit_test(the_separator_is_sniffed),
        cmocka_unit_test(utf8_with_and_without_mark_and_gb18030_are_told_apart),
        cmocka_unit_test(a_long_file_is_judged_as_a_whole),
        cmocka_unit_test(errors_say_line_and_column),
        cmocka_unit_test(too_many_columns_and_an_endless_quote_are_refused),
        cmocka_unit_test(what_is_written_is_read_back_and_no_text_becomes_a_formula),
        cmocka_unit_test(a_full_disk_is_reported),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}

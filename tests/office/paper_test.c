#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "office/paper.h"
#include "office_support.h"

static const struct paper_column columns[] = {
    {"序号", 6, PAPER_CENTER, PAPER_INT, false},
    {"户主姓名", 12, PAPER_LEFT, PAPER_TEXT, false},
    {"身份证号", 20, PAPER_CENTER, PAPER_TEXT, false},
    {"人口", 6, PAPER_RIGHT, PAPER_INT, true},
    {"金额（元）", 14, PAPER_RIGHT, PAPER_FEN, true},
};

static struct paper_table table(void)
{
    return (struct paper_table){.title = "泾县2013年6月农村低保花名册",
                                .subtitle = "填报单位：泾县民政局",
                                .subtitle_right = "单位：元",
                                .columns = columns,
                                .column_count = 5,
                                .date = date_make(2013, 6, 10)};
}

static void write_rows(const char *path, int count)
{
    struct paper_table t = table();
    CLEANUP(paper_cleanup) struct paper_writer *w = NULL;
    struct error e;
    assert_ok_e(paper_begin(path, &t, &w, &e), &e);
    for (int i = 0; i < count; i++) {
        const struct paper_cell cells[] = {{.number = i + 1},
                                           {.text = i == 0 ? "=史䶮伟" : "薛刚堃"},
                                           {.text = "342529197508155217"},
                                           {.number = 2},
                                           {.number = 18001}};
        assert_ok_e(paper_row(w, cells, &e), &e);
    }
    assert_ok_e(paper_end(w, &e), &e);
}

static bool has_pdftotext(void)
{
    FILE *p = popen("pdftotext -v 2>&1", "r");
    if (p)
        while (fgetc(p) != EOF)
            ;
    if (p && pclose(p) == 0)
        return true;
    print_message("# pdftotext is not there\n");
    return false;
}

/* pdftotext's words, with every space left out: where they stand is not the claim. */
static char *pdf_text(const char *path, int page)
{
    char command[700];
    snprintf(command, sizeof command, "pdftotext -raw -f %d -l %d '%s' -", page, page, path);
    FILE *p = popen(command, "r");
    assert_non_null(p);
    struct buf text = BUF_INIT(1u << 20);
    for (int c; (c = fgetc(p)) != EOF;)
        if (c != ' ' && c != '\n')
            buf_addc(&text, (char)c);
    assert_int_equal(pclose(p), 0);
    return text.p;
}

static void assert_on_page(const char *path, int page, const char *words, bool is_there)
{
    char *text = pdf_text(path, page);
    if ((text && strstr(text, words)) != is_there)
        print_message("# page %d: %s\n", page, text ? text : "");
    assert_int_equal(text && strstr(text, words), is_there);
    free(text);
}

static void a_pdf_has_title_header_totals_and_numbers_on_every_page(void **state)
{
    (void)state;
    const char *path = test_path("名册.pdf");
    if (!has_pdftotext())
        skip();
    write_rows(path, 70);
    for (int page = 1; page <= 3; page++) {
        char number[64];
        snprintf(number, sizeof number, "第%d页共3页", page);
        assert_on_page(path, page, "泾县2013年6月农村低保花名册", true);
        assert_on_page(path, page, "身份证号", true);
        assert_on_page(path, page, "本页小计", true);
        assert_on_page(path, page, "审核人：", true);
        assert_on_page(path, page, number, true);
    }
    assert_on_page(path, 1, "=史䶮伟", true);
    assert_on_page(path, 3, "合计14012,600.70", true);
    assert_on_page(path, 2, "12,600.70", false);
}

static void an_empty_pdf_is_one_page_with_zero(void **state)
{
    (void)state;
    const char *path = test_path("空.pdf");
    if (!has_pdftotext())
        skip();
    write_rows(path, 0);
    assert_on_page(path, 1, "第1页共1页", true);
    assert_on_page(path, 1, "合计00.00", true);
}

static void the_same_table_of_the_same_day_has_the_same_bytes(void **state)
{
    (void)state;
    static const char *const endings[] = {"pdf", "xlsx", "csv"};
    for (int i = 0; i < 3; i++) {
        char name[2][32];
        size_t n[2];
        char *bytes[2];
        for (int k = 0; k < 2; k++) {
            snprintf(name[k], sizeof name[k], "same%d.%s", k, endings[i]);
            write_rows(test_path(name[k]), 40);
            bytes[k] = file_read(test_path(name[k]), &n[k]);
        }
        assert_int_equal(n[0], n[1]);
        assert_memory_equal(bytes[0], bytes[1], n[0]);
        free(bytes[0]);
        free(bytes[1]);
    }
}

static void a_workbook_keeps_texts_as_texts_and_money_as_numbers(void **state)
{
    (void)state;
    write_rows(test_path("表.xlsx"), 2);
    assert_string_equal(
        sheet_dump(test_path("表.xlsx"), 0, SHEET_AS_IS),
        "1:T泾县2013年6月农村低保花名册\n2:T填报单位：泾县民政局||||T单位：元\n"
        "3:T序号|T户主姓名|T身份证号|T人口|T金额（元）\n"
        "4:N1|T=史䶮伟|T342529197508155217|N2|N180.01\n"
        "5:N2|T薛刚堃|T342529197508155217|N2|N180.01\n6:T合计|||N4|N360.02\n"
        "7:T填报人：            审核人：            负责人：            （盖章）\n");
}

static void a_csv_has_one_header_and_rows_only(void **state)
{
    (void)state;
    write_rows(test_path("表.csv"), 1);
    assert_string_equal(sheet_dump(test_path("表.csv"), 0, SHEET_AS_IS),
                        "1:T序号|T户主姓名|T身份证号|T人口|T金额（元）\n"
                        "2:T1|T'=史䶮伟|T342529197508155217|T2|T180.01\n");
}

static void an_unfinished_file_never_appears_under_its_name(void **state)
{
    (void)state;
    static const char *const names[] = {"half.pdf", "half.xlsx", "half.csv"};
    struct paper_table t = table();
    struct error e;
    for (int i = 0; i < 3; i++) {
        struct paper_writer *w = NULL;
        const struct paper_cell cells[5] = {{.number = 1}, {.text = "a"}, {.text = "b"}};
        assert_ok_e(paper_begin(test_path(names[i]), &t, &w, &e), &e);
        assert_ok_e(paper_row(w, cells, &e), &e);
        paper_free(w);
        assert_int_equal(access(test_path(names[i]), F_OK), -1);
    }
    struct paper_writer *w = NULL;
    assert_refused(paper_begin(test_path("x.doc"), &t, &w, &e), &e, "PAPER_KIND");
    assert_refused(paper_begin("/no/such/folder/x.csv", &t, &w, &e), &e, "FILE_WRITE");
}

static void a_total_that_does_not_fit_is_an_error(void **state)
{
    (void)state;
    struct paper_table t = table();
    CLEANUP(paper_cleanup) struct paper_writer *w = NULL;
    struct error e;
    const struct paper_cell cells[5] = {
        {.number = 1}, {.text = ""}, {.text = ""}, {.number = 0}, {.number = INT64_MAX}};
    const struct paper_cell text[5] = {
        {.number = 1}, {.text = ""}, {.text = ""}, {.number = 0}, {.text = "—", .number = 5}};
    assert_ok_e(paper_begin(test_path("sum.csv"), &t, &w, &e), &e);
    assert_ok_e(paper_row(w, cells, &e), &e);
    assert_ok_e(paper_row(w, text, &e), &e); /* shown, not added */
    assert_failed(paper_row(w, cells, &e), &e, "FEN_OVERFLOW");
}

static void characters_without_glyph_are_listed_once(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *a = arena_new(1 << 20);
    const char *missing;
    struct error e;
    assert_ok_e(paper_missing_glyphs(a, "薛刚堃史䶮伟喆玥祎", &missing, &e), &e);
    assert_string_equal(missing, "");
    assert_ok_e(paper_missing_glyphs(a, "张\xF3\xB0\x80\x80三\xF3\xB0\x80\x80", &missing, &e), &e);
    assert_string_equal(missing, "\xF3\xB0\x80\x80");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pdf_has_title_header_totals_and_numbers_on_every_page),
        cmocka_unit_test(an_empty_pdf_is_one_page_with_zero),
        cmocka_unit_test(the_same_table_of_the_same_day_has_the_same_bytes),
        cmocka_unit_test(a_workbook_keeps_texts_as_texts_and_money_as_numbers),
        cmocka_unit_test(a_csv_has_one_header_and_rows_only),
        cmocka_unit_test(an_unfinished_file_never_appears_under_its_name),
        cmocka_unit_test(a_total_that_does_not_fit_is_an_error),
        cmocka_unit_test(characters_without_glyph_are_listed_once),
    };
    return cmocka_run_group_tests_name("paper", tests, NULL, NULL);
}

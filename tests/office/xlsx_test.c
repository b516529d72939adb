#include <stdio.h>
#include <stdlib.h>
#include <xlsxwriter.h>

#include "base/buf.h"
#include "office_support.h"

#define DATE_STYLES                                                                                \
    "<styleSheet><numFmts count=\"5\"><numFmt numFmtId=\"164\" "                                   \
    "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/>"                                         \
    "<numFmt numFmtId=\"165\" formatCode=\"0.00&quot;元/day&quot;\"/><numFmt numFmtId=\"166\" "   \
    "formatCode=\"h:mm\"/>"                                                                        \
    "<numFmt numFmtId=\"167\" formatCode=\"[$-804]d\"/><numFmt numFmtId=\"168\" "                  \
    "formatCode=\"00000000\"/></numFmts>"                                                          \
    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf "          \
    "numFmtId=\"14\"/>"                                                                            \
    "<xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/><xf numFmtId=\"167\"/>"     \
    "<xf numFmtId=\"168\"/><xf numFmtId=\"31\"/><xf numFmtId=\"2\"/></cellXfs></styleSheet>"

static const char *path(void)
{
    return test_path("made.xlsx");
}

static void every_kind_of_cell_is_read(void **state)
{
    (void)state;
    xlsx_write(
        path(),
        &(struct xlsx_parts){
            .sheet_data = "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" "
                          "t=\"inlineStr\"><is><t>张三</t></is></c>"
                          "<c r=\"D2\" t=\"str\"><f>A1&amp;B1</f><v>拼接</v></c><c r=\"E2\" "
                          "t=\"b\"><v>1</v></c>"
                          "<c r=\"F2\" t=\"b\"><v>0</v></c><c r=\"G2\" t=\"e\"><v>#N/A</v></c>"
                          "<c r=\"H2\" t=\"d\"><v>2013-06-30T08:00:00</v></c><c "
                          "r=\"I2\"><v>8775.370000000001</v></c>"
                          "<c r=\"J2\" t=\"n\"><v>6.229E+17</v></c><c r=\"K2\" s=\"3\"/></row>",
            .strings =
                "<sst><si><r><t>富</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">文 本</t></r>"
                "<rPh sb=\"0\" eb=\"1\"><t>fu</t></rPh></si></sst>"});
    assert_string_equal(
        sheet_dump(path(), 0, SHEET_AS_IS),
        "2:T富文 本|T张三||T拼接|BTRUE|BFALSE|E#N/A|D2013-06-30|N8775.370000000001|N6.229E+17\n");
}

static void dates_are_told_by_their_number_format(void **state)
{
    (void)state;
    struct xlsx_parts parts = {
        .sheet_data =
            "<row><c s=\"1\"><v>41455</v></c><c s=\"2\"><v>41426.75</v></c><c "
            "s=\"3\"><v>41455</v></c>"
            "<c s=\"4\"><v>0.5</v></c><c s=\"5\"><v>4.1455E4</v></c><c s=\"0\"><v>41455</v></c>"
            "<c s=\"7\"><v>1</v></c><c s=\"7\"><v>59</v></c><c s=\"7\"><v>60</v></c><c "
            "s=\"7\"><v>61</v></c>"
            "<c s=\"7\"><v>2958465</v></c><c s=\"7\"><v>2958466</v></c><c "
            "s=\"7\"><v>-3</v></c></row>",
        .styles = DATE_STYLES};
    xlsx_write(path(), &parts);
    assert_string_equal(
        sheet_dump(path(), 0, SHEET_AS_IS),
        "1:D2013-06-30|D2013-06-01|N41455|N0.5|D2013-06-30|N41455|D1900-01-01|D1900-02-28|N60|"
        "D1900-03-01|D9999-12-31|N2958466|N-3\n");
    parts.workbook_properties = "date1904=\"1\"";
    xlsx_write(path(), &parts);
    assert_memory_equal(sheet_dump(path(), 0, SHEET_AS_IS), "1:D2017-07-01|D2017-06-02|", 26);
}

static void a_number_is_shown_as_its_fixed_format_shows_it(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *a = arena_new(1 << 16);
    CLEANUP(sheet_book_cleanup) struct sheet_book *b = NULL;
    CLEANUP(sheet_cleanup) struct sheet_reader *r = NULL;
    struct sheet_row row;
    struct error e;
    xlsx_write(
        path(),
        &(struct xlsx_parts){
            .sheet_data =
                "<row><c s=\"8\"><v>2011.1</v></c><c s=\"6\"><v>123</v></c><c><v>2011.1</v></c>"
                "<c s=\"8\"><v>-2</v></c><c s=\"8\"><v>1.005</v></c></row>",
            .styles = DATE_STYLES});
    assert_ok_e(sheet_book_open(path(), &b, &e), &e);
    assert_ok_e(sheet_open(b, 0, SHEET_AS_IS, &r, &e), &e);
    assert_ok_e(sheet_next(r, &row, &e), &e);
    static const char *const shown[] = {"2011.10", "00000123", "2011.1", "-2.00", "1.005"};
    for (int i = 0; i < 5; i++)
        assert_string_equal(sheet_cell_shown(a, &row.cells[i]), shown[i]);
}

static void positions_are_optional(void **state)
{
    (void)state;
    xlsx_write(path(),
               &(struct xlsx_parts){
                   .sheet_data =
                       "<row><c><v>1</v></c><c r=\"D1\"><v>2</v></c><c><v>3</v></c></row><row/>"
                       "<row r=\"7\"><c r=\"C7\"><v>4</v></c><c "
                       "r=\"A7\"><v>5</v></c></row><row><c><v>6</v></c></row>"});
    assert_string_equal(sheet_dump(path(), 0, SHEET_AS_IS), "1:N1|||N2|N3\n7:N5||N4\n8:N6\n");
}

static void merged_cells_are_reported_and_repeated_on_request(void **state)
{
    (void)state;
    xlsx_write(
        path(),
        &(struct xlsx_parts){
            .sheet_data = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>姓名</t></is></c><c "
                          "r=\"B1\" t=\"inlineStr\"><is>"
                          "<t>金额</t></is></c></row><row r=\"2\"><c r=\"B2\" "
                          "t=\"inlineStr\"><is><t>基本</t></is></c>"
                          "<c r=\"C2\" t=\"inlineStr\"><is><t>加发</t></is></c></row><row "
                          "r=\"3\"><c r=\"A3\"><v>9</v></c></row>",
            .after_data =
                "<mergeCells><mergeCell ref=\"A1:A2\"/><x:mergeCell  ref='B1:C1'/></mergeCells>"});
    assert_string_equal(sheet_dump(path(), 0, SHEET_AS_IS),
                        "1:T姓名|T金额\n2:|T基本|T加发\n3:N9\n");
    assert_string_equal(sheet_dump(path(), 0, SHEET_REPEAT_MERGED),
                        "1:T姓名|T金额|T金额\n2:T姓名|T基本|T加发\n3:N9\n");
    CLEANUP(sheet_book_cleanup) struct sheet_book *b = NULL;
    CLEANUP(sheet_cleanup) struct sheet_reader *r = NULL;
    const struct sheet_range *merges;
    struct error e;
    int count;
    assert_ok_e(sheet_book_open(path(), &b, &e), &e);
    assert_ok_e(sheet_open(b, 0, SHEET_AS_IS, &r, &e), &e);
    assert_ok_e(sheet_merges(r, &merges, &count, &e), &e);
    assert_int_equal(count, 2);
    assert_int_equal(merges[1].first_row, 1);
    assert_int_equal(merges[1].first_col, 1);
    assert_int_equal(merges[1].last_col, 2);
}

static void merges_are_found_wherever_the_buffer_is_cut(void **state)
{
    (void)state;
    struct buf data = BUF_INIT(8u << 20), after = BUF_INIT(8u << 20);
    for (int i = 1; i <= 3000; i++)
        buf_addf(&data, "<row r=\"%d\"><c r=\"A%d\"><v>%d</v></c></row>", i, i, i);
    buf_adds(&after, "<mergeCells>");
    for (int i = 1; i <= 9000; i++)
        buf_addf(&after, "<mergeCell ref=\"C%d:D%d\"/>", i, i);
    buf_adds(&after, "</mergeCells>");
    xlsx_write(path(),
               &(struct xlsx_parts){.sheet_data = buf_text(&data), .after_data = buf_text(&after)});
    CLEANUP(sheet_book_cleanup) struct sheet_book *b = NULL;
    CLEANUP(sheet_cleanup) struct sheet_reader *r = NULL;
    const struct sheet_range *merges;
    struct error e;
    int count;
    assert_ok_e(sheet_book_open(path(), &b, &e), &e);
    assert_ok_e(sheet_open(b, 0, SHEET_AS_IS, &r, &e), &e);
    assert_ok_e(sheet_merges(r, &merges, &count, &e), &e);
    assert_int_equal(count, 9000);
    for (int i = 0; i < count; i++)
        assert_int_equal(merges[i].first_row, i + 1);
    buf_free(&data);
    buf_free(&after);
}

static void escaped_characters_and_entities_are_undone(void **state)
{
    (void)state;
    xlsx_write(path(),
               &(struct xlsx_parts){.sheet_data = "<row><c "
                                                  "t=\"inlineStr\"><is><t>a_x000A_b_x005F_x_x4E2D_&"
                                                  "lt;&#20013;_xD800__x00</t></is></c></row>"});
    assert_string_equal(sheet_dump(path(), 0, SHEET_AS_IS), "1:Ta\nb_x中<中_xD800__x00\n");
}

static void damage_and_trickery_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *data, *code;
    } cases[] = {
        {"<row r=\"2\"><c><v>1</v></c></row><row r=\"1\"><c><v>1</v></c></row>", "SHEET_ORDER"},
        {"<row r=\"2\"><c><v>1</v></c></row><row r=\"2\"><c><v>1</v></c></row>", "SHEET_ORDER"},
        {"<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>", "SHEET_ORDER"},
        {"<row r=\"0\"><c><v>1</v></c></row>", "SHEET_BROKEN"},
        {"<row r=\"x\"><c><v>1</v></c></row>", "SHEET_BROKEN"},
        {"<row r=\"1048577\"><c><v>1</v></c></row>", "SHEET_LIMIT"},
        {"<row r=\"1\"><c r=\"1\"><v>1</v></c></row>", "SHEET_BROKEN"},
        {"<row r=\"1\"><c r=\"ABCDE1\"><v>1</v></c></row>", "SHEET_BROKEN"},
        {"<row r=\"1\"><c r=\"AMK1\"><v>1</v></c></row>", "SHEET_LIMIT"}, /* column 1025 */
        {"<row r=\"1\"><c t=\"s\"><v>5</v></c></row>", "SHEET_BROKEN"},
        {"<row r=\"1\"><c t=\"s\"><v>-1</v></c></row>", "SHEET_BROKEN"},
        {"<row r=\"1\"><c><v>1</c></row>", "SHEET_BROKEN"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        xlsx_write(path(), &(struct xlsx_parts){.sheet_data = cases[i].data});
        assert_string_equal(sheet_error_code(path()), cases[i].code);
    }
    /* The last row and the last column, and empty styled cells beyond, are fine. */
    xlsx_write(
        path(),
        &(struct xlsx_parts){
            .sheet_data =
                "<row r=\"1048576\"><c r=\"AMJ1\"><v>1</v></c><c r=\"XFD1\" s=\"0\"/></row>"});
    assert_string_equal(sheet_error_code(path()), "");
}

static void a_billion_laughs_are_refused_at_the_first(void **state)
{
    (void)state;
    static const char laughs[] =
        "<?xml version=\"1.0\"?><!DOCTYPE sst [<!ENTITY a \"哈哈\"><!ENTITY b "
        "\"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>"
        "<sst><si><t>&c;</t></si></sst>";
    xlsx_write(path(), &(struct xlsx_parts){.sheet_data = "<row/>", .strings = laughs});
    assert_string_equal(sheet_error_code(path()), "SHEET_BROKEN");
}

static void a_zip_bomb_is_refused(void **state)
{
    (void)state;
    struct buf data = BUF_INIT(64u << 20);
    buf_adds(&data, "<row><c><v>1</v></c></row>");
    while (data.n < 12u << 20)
        buf_adds(&data, "                                                                ");
    xlsx_write(path(), &(struct xlsx_parts){.sheet_data = buf_text(&data)});
    assert_string_equal(sheet_error_code(path()), "SHEET_LIMIT");
    buf_free(&data);
}

static void a_cell_longer_than_the_limit_is_refused(void **state)
{
    (void)state;
    struct buf data = BUF_INIT(1u << 20);
    for (int over = 0; over < 2; over++) {
        buf_clear(&data);
        buf_adds(&data, "<row><c t=\"inlineStr\"><is><t>");
        for (int i = 0; i < SHEET_CELL_BYTES_MAX + over; i++)
            buf_addc(&data, (char)('a' + (i * 7 + i / 26) % 26));
        buf_adds(&data, "</t></is></c></row>");
        xlsx_write(path(), &(struct xlsx_parts){.sheet_data = buf_text(&data)});
        assert_string_equal(sheet_error_code(path()), over ? "SHEET_LIMIT" : "");
    }
    buf_free(&data);
}

static void what_is_no_workbook_is_named(void **state)
{
    (void)state;
    static const struct part zip[] = {{"readme.txt", "hello"}};
    static const struct part ods[] = {
        {"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}};
    package_write(path(), zip, 1);
    assert_string_equal(sheet_error_code(path()), "SHEET_KIND");
    package_write(path(), ods, 1);
    assert_string_equal(sheet_error_code(path()), "SHEET_KIND");
    file_write_text(path(), "<html><table><tr><td>1</td></tr></table></html>");
    assert_string_equal(sheet_error_code(path()), "SHEET_KIND");
    file_write(path(),
               "\xFF\xFE"
               "a\0",
               4);
    assert_string_equal(sheet_error_code(path()), "SHEET_KIND");
    file_write(path(),
               "\x7F"
               "ELF\0\1",
               6);
    assert_string_equal(sheet_error_code(path()), "SHEET_KIND");
    file_write_text(path(), "");
    assert_string_equal(sheet_error_code(path()), "SHEET_KIND");
    file_write_text(path(), "PK\3\4 no zip at all");
    assert_string_equal(sheet_error_code(path()), "SHEET_BROKEN");
    assert_string_equal(sheet_error_code(test_path("no-such-file.xlsx")), "SHEET_FILE");
}

static void a_truncated_package_is_refused_at_every_length(void **state)
{
    (void)state;
    size_t n;
    xlsx_write(path(), &(struct xlsx_parts){.sheet_data = "<row><c><v>1</v></c></row>"});
    char *whole = file_read(path(), &n);
    for (size_t cut = 4; cut < n; cut += 7) {
        file_write(test_path("cut.xlsx"), whole, cut);
        assert_string_not_equal(sheet_error_code(test_path("cut.xlsx")), "");
    }
    free(whole);
}

/* 100,000 rows of the library's own making: the count and the last cell, in little memory. */
static void a_hundred_thousand_rows_are_read(void **state)
{
    (void)state;
    const char *big = test_path("big.xlsx");
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    lxw_workbook *book = workbook_new_opt(big, &options);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "家庭");
    for (lxw_row_t row = 0; row < 100000; row++) {
        worksheet_write_number(sheet, row, 0, row + 1, NULL);
        worksheet_write_string(sheet, row, 1, "桃花潭镇", NULL);
        worksheet_write_string(sheet, row, 2, "342529197508155217", NULL);
    }
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    CLEANUP(sheet_book_cleanup) struct sheet_book *b = NULL;
    CLEANUP(sheet_cleanup) struct sheet_reader *r = NULL;
    struct sheet_row row;
    struct error e;
    int count = 0;
    assert_ok_e(sheet_book_open(big, &b, &e), &e);
    assert_string_equal(sheet_book_name(b, 0), "家庭");
    assert_ok_e(sheet_open(b, 0, SHEET_AS_IS, &r, &e), &e);
    while (sheet_next(r, &row, &e) == STATUS_OK) {
        count++;
        assert_int_equal(row.row, count);
        assert_int_equal(row.count, 3);
    }
    assert_int_equal(count, 100000);
    remove(big);
}

static void shared_strings_of_a_usual_workbook_are_read(void **state)
{
    (void)state;
    lxw_workbook *book = workbook_new(path());
    lxw_worksheet *one = workbook_add_worksheet(book, "家庭"),
                  *two = workbook_add_worksheet(book, "成员");
    lxw_format *date = workbook_add_format(book);
    format_set_num_format(date, "yyyy/m/d");
    lxw_datetime day = {2013, 6, 30, 0, 0, 0};
    worksheet_write_string(one, 0, 0, "姓名", NULL);
    worksheet_write_string(one, 1, 0, "䶮", NULL);
    worksheet_write_datetime(one, 1, 1, &day, date);
    worksheet_write_string(two, 3, 2, "姓名", NULL);
    worksheet_activate(two);
    worksheet_hide(one);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    assert_string_equal(sheet_dump(path(), 0, SHEET_AS_IS), "1:T姓名\n2:T䶮|D2013-06-30\n");
    assert_string_equal(sheet_dump(path(), 1, SHEET_AS_IS), "4:||T姓名\n");
    CLEANUP(sheet_book_cleanup) struct sheet_book *b = NULL;
    struct error e;
    assert_ok_e(sheet_book_open(path(), &b, &e), &e);
    assert_int_equal(sheet_book_count(b), 2);
    assert_true(sheet_book_is_hidden(b, 0));
    assert_false(sheet_book_is_hidden(b, 1));
}

static int count_rows(const char *file, int index)
{
    CLEANUP(sheet_book_cleanup) struct sheet_book *b = NULL;
    CLEANUP(sheet_cleanup) struct sheet_reader *r = NULL;
    struct sheet_row row;
    struct error e;
    int count = 0;
    assert_ok_e(sheet_book_open(file, &b, &e), &e);
    assert_ok_e(sheet_open(b, index, SHEET_AS_IS, &r, &e), &e);
    while (sheet_next(r, &row, &e) == STATUS_OK)
        count++;
    return count;
}

static void the_townships_rosters_are_read(void **state)
{
    (void)state;
    const char *shared = getenv("MINSHENG_SHARED");
    char file[600];
    snprintf(file, sizeof file, "%s/data/rosters/messy/dibao.xlsx", shared ? shared : "../shared");
    FILE *f = fopen(file, "rb");
    if (!f) {
        print_message("# %s is not there\n", file);
        skip();
    }
    fclose(f);
    assert_int_equal(count_rows(file, 0), 305);
    assert_int_equal(count_rows(file, 1), 803);
    assert_memory_equal(sheet_dump(file, 0, SHEET_AS_IS),
                        "1:T泾县农村居民最低生活保障对象花名册\n2:T填报单位:(盖章)", 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_cell_is_read),
        cmocka_unit_test(dates_are_told_by_their_number_format),
        cmocka_unit_test(a_number_is_shown_as_its_fixed_format_shows_it),
        cmocka_unit_test(positions_are_optional),
        cmocka_unit_test(merged_cells_are_reported_and_repeated_on_request),
        cmocka_unit_test(merges_are_found_wherever_the_buffer_is_cut),
        cmocka_unit_test(escaped_characters_and_entities_are_undone),
        cmocka_unit_test(damage_and_trickery_are_refused),
        cmocka_unit_test(a_billion_laughs_are_refused_at_the_first),
        cmocka_unit_test(a_zip_bomb_is_refused),
        cmocka_unit_test(a_cell_longer_than_the_limit_is_refused),
        cmocka_unit_test(what_is_no_workbook_is_named),
        cmocka_unit_test(a_truncated_package_is_refused_at_every_length),
        cmocka_unit_test(a_hundred_thousand_rows_are_read),
        cmocka_unit_test(shared_strings_of_a_usual_workbook_are_read),
        cmocka_unit_test(the_townships_rosters_are_read),
    };
    return cmocka_run_group_tests_name("xlsx", tests, NULL, NULL);
}

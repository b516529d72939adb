#include <string.h>
#include <xlsxwriter.h>
#include <zip.h>

#include "office/sheet_errors.h"
#include "office_support.h"

#define TEXT(at, text) "<c r=\"" at "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"

/* A title over all columns, a header of two lines, three rows. */
static void original_write(const char *path)
{
    xlsx_write(
        path,
        &(struct xlsx_parts){
            .sheet_data = "<row r=\"1\">" TEXT(
                "A1",
                "花名册") "</row>"
                          "<row r=\"3\">" TEXT("A3", "姓名") TEXT("B3", "身份证号") TEXT(
                              "C3",
                              "保障金") "</row>"
                                        "<row r=\"4\">" TEXT("C4", "基本") TEXT(
                                            "D4",
                                            "月份") "</row>"
                                                    "<row r=\"5\">" TEXT("A5", "张三") TEXT(
                                                        "B5",
                                                        "342529197508155217") "<c r=\"C5\" "
                                                                              "s=\"1\"><v>180.5</"
                                                                              "v></c><c "
                                                                              "r=\"D5\"><v>2011.1</"
                                                                              "v></c></row>"
                                                                              "<row r=\"6\">" TEXT(
                                                                                  "A6", "李四")
                                                                                  TEXT(
                                                                                      "B6",
                                                                                      "=1+1") "<c "
                                                                                              "r="
                                                                                              "\"C6"
                                                                                              "\"><"
                                                                                              "v>"
                                                                                              "8775"
                                                                                              ".370"
                                                                                              "0000"
                                                                                              "0000"
                                                                                              "1</"
                                                                                              "v></"
                                                                                              "c><"
                                                                                              "c "
                                                                                              "r="
                                                                                              "\"D6"
                                                                                              "\" "
                                                                                              "s="
                                                                                              "\"2"
                                                                                              "\"><"
                                                                                              "v>"
                                                                                              "4145"
                                                                                              "5</"
                                                                                              "v></"
                                                                                              "c></"
                                                                                              "row>"
                                                                                              "<row"
                                                                                              " r="
                                                                                              "\"8"
                                                                                              "\""
                                                                                              ">" TEXT("A8", "王五") "<c r=\"C8\" t=\"b\"><v>1</v></c>" TEXT(
                                                                                                  "E8",
                                                                                                  "备注") "</row>",
            .after_data = "<mergeCells><mergeCell ref=\"A1:D1\"/><mergeCell "
                          "ref=\"A3:A4\"/><mergeCell ref=\"B3:B4\"/>"
                          "<mergeCell ref=\"C3:D3\"/></mergeCells>",
            .styles = "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"2\"/><xf "
                      "numFmtId=\"14\"/></cellXfs></styleSheet>"});
}

static const int header_rows[] = {4};

static void only_the_returned_rows_come_back_with_reasons(void **state)
{
    (void)state;
    const char *in = test_path("原.xlsx"), *out = test_path("错.xlsx");
    struct error e;
    original_write(in);
    const struct sheet_mark marks[] = {
        {0, 8, 2, "应保人口不是数字", "填写整数"},
        {0, 6, 1, "身份证号不对", "核对后重填"},
        {0, 6, 3, "月份不对", NULL},
        {0, 6, -1, "同户有错误", NULL},
    };
    const struct sheet_errors errors = {
        .marks = marks, .mark_count = 4, .header_last_row = header_rows, .sheet_count = 1};
    assert_ok_e(sheet_errors_write(in, out, &errors, &e), &e);
    assert_string_equal(
        sheet_dump(out, 0, SHEET_AS_IS),
        "1:T花名册\n3:T姓名|T身份证号|T保障金\n4:||T基本|T月份||T错误原因|T修改建议\n"
        "5:T李四|T=1+1|N8775.370000000001|T2013-06-30||T同户有错误；身份证号不对；月份不对|"
        "T核对后重填\n"
        "6:T王五||BTRUE||T备注|T应保人口不是数字|T填写整数\n");
    assert_string_equal(sheet_dump(out, 0, SHEET_REPEAT_MERGED),
                        "1:T花名册|T花名册|T花名册|T花名册\n3:T姓名|T身份证号|T保障金|T保障金\n"
                        "4:T姓名|T身份证号|T基本|T月份||T错误原因|T修改建议\n"
                        "5:T李四|T=1+1|N8775.370000000001|T2013-06-30||"
                        "T同户有错误；身份证号不对；月份不对|T核对后重填\n"
                        "6:T王五||BTRUE||T备注|T应保人口不是数字|T填写整数\n");
}

static void unmarked_rows_of_a_household_come_along_unchanged(void **state)
{
    (void)state;
    const char *in = test_path("原.xlsx"), *out = test_path("错.xlsx");
    struct error e;
    const struct sheet_row_ref rows[] = {{0, 6}, {0, 5}};
    const struct sheet_errors errors = {
        .rows = rows, .row_count = 2, .header_last_row = header_rows, .sheet_count = 1};
    assert_ok_e(sheet_errors_write(in, out, &errors, &e), &e);
    assert_string_equal(
        sheet_dump(out, 0, SHEET_AS_IS),
        "1:T花名册\n3:T姓名|T身份证号|T保障金\n4:||T基本|T月份|T错误原因|T修改建议\n"
        "5:T张三|T342529197508155217|N180.5|N2011.1\n6:T李四|T=1+1|N8775.370000000001|D2013-06-"
        "30\n");
}

static void a_second_round_uses_the_same_two_columns(void **state)
{
    (void)state;
    const char *in = test_path("原.xlsx"), *once = test_path("一.xlsx"),
               *twice = test_path("二.xlsx");
    struct error e;
    const struct sheet_mark first = {0, 5, 0, "姓名不对", "改"},
                            second = {0, 5, 1, "号码不对", NULL};
    struct sheet_errors errors = {
        .marks = &first, .mark_count = 1, .header_last_row = header_rows, .sheet_count = 1};
    assert_ok_e(sheet_errors_write(in, once, &errors, &e), &e);
    errors.marks = &second;
    assert_ok_e(sheet_errors_write(once, twice, &errors, &e), &e);
    assert_string_equal(
        sheet_dump(twice, 0, SHEET_AS_IS),
        "1:T花名册\n3:T姓名|T身份证号|T保障金\n4:||T基本|T月份|T错误原因|T修改建议\n"
        "5:T张三|T342529197508155217|N180.5|N2011.1|T号码不对\n");
}

static bool package_contains(const char *path, const char *name, const char *words)
{
    char text[65536] = "";
    zip_t *z = zip_open(path, ZIP_RDONLY, NULL);
    assert_non_null(z);
    zip_file_t *f = zip_fopen(z, name, 0);
    if (f) {
        zip_int64_t n = zip_fread(f, text, sizeof text - 1);
        text[n > 0 ? n : 0] = '\0';
        zip_fclose(f);
    }
    zip_discard(z);
    return strstr(text, words) != NULL;
}

static void marked_cells_are_red_and_have_a_comment(void **state)
{
    (void)state;
    const char *in = test_path("原.xlsx"), *out = test_path("红.xlsx");
    struct error e;
    const struct sheet_mark mark = {0, 5, 1, "校验码不对", "末位应为 X"};
    const struct sheet_errors errors = {
        .marks = &mark, .mark_count = 1, .header_last_row = header_rows, .sheet_count = 1};
    assert_ok_e(sheet_errors_write(in, out, &errors, &e), &e);
    assert_true(package_contains(out, "xl/comments1.xml", "<comment ref=\"B5\""));
    assert_true(package_contains(out, "xl/comments1.xml", "校验码不对；末位应为 X"));
    assert_true(package_contains(out, "xl/styles.xml", "FFFF0000"));
}

static void csv_files_come_back_together_as_one_workbook(void **state)
{
    (void)state;
    const char *const in[] = {test_path("家庭.csv"), test_path("成员.csv")};
    const char *out = test_path("合.xlsx");
    struct error e;
    file_write_text(in[0], "姓名,账号\n张三,6229005380101855245\n李四,6.229E+17\n");
    file_write_text(in[1], "姓名,关系\n张小,子\n李小,女\n");
    static const int one[] = {1};
    const struct sheet_mark mark = {0, 3, 1, "账号被表格软件改成了科学计数",
                                    "从存折重新录入，单元格设为文本"};
    const struct sheet_row_ref row = {0, 3};
    const struct sheet_errors errors[] = {
        {.marks = &mark, .mark_count = 1, .header_last_row = one, .sheet_count = 1},
        {.rows = &row, .row_count = 1, .header_last_row = one, .sheet_count = 1}};
    assert_ok_e(sheet_errors_write_all(in, errors, 2, out, &e), &e);
    CLEANUP(sheet_book_cleanup) struct sheet_book *b = NULL;
    assert_ok_e(sheet_book_open(out, &b, &e), &e);
    assert_int_equal(sheet_book_count(b), 2);
    assert_string_equal(sheet_book_name(b, 0), "家庭");
    assert_string_equal(sheet_book_name(b, 1), "成员");
    assert_string_equal(
        sheet_dump(out, 0, SHEET_AS_IS),
        "1:T姓名|T账号|T错误原因|T修改建议\n"
        "2:T李四|T6.229E+17|T账号被表格软件改成了科学计数|T从存折重新录入，单元格设为文本\n");
    assert_string_equal(sheet_dump(out, 1, SHEET_AS_IS),
                        "1:T姓名|T关系|T错误原因|T修改建议\n2:T李小|T女\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_returned_rows_come_back_with_reasons),
        cmocka_unit_test(unmarked_rows_of_a_household_come_along_unchanged),
        cmocka_unit_test(a_second_round_uses_the_same_two_columns),
        cmocka_unit_test(marked_cells_are_red_and_have_a_comment),
        cmocka_unit_test(csv_files_come_back_together_as_one_workbook),
    };
    return cmocka_run_group_tests_name("sheet_errors", tests, NULL, NULL);
}

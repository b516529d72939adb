/* Lists of hospitals and of the insurance office: found by their headings, whole or not at all. */
#include "base/idno.h"
#include "office/medical/enrolment.h"
#include "office/medical/statement_list.h"
#include "office_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BYTES ((size_t)16 << 20)

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    setenv("MINSHENG_TODAY", "2013-06-30", 1);
    arena = arena_new(ARENA_BYTES);
    return arena == NULL;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const char *number(int sequence)
{
    char *out = arena_alloc(arena, IDNO_BYTES);
    (void)snprintf(out, IDNO_BYTES, "34252919600101%03d", sequence);
    out[17] = idno_check_char(out);
    out[18] = 0;
    return out;
}

static const char *list(const char *text)
{
    const char *path = test_path("list.csv");
    file_write_text(path, text);
    return path;
}

static void an_enrolment_is_found_under_its_headings(void **state)
{
    (void)state;
    struct enrolment_row *rows;
    size_t count;
    struct error e = {0};
    const char *text = arena_printf(
        arena,
        "2013年度参合名单,,,\n序号,姓名,身份证号（18位）,险种\n1,张一,%s,新农合\n\n2,张二, %s "
        ",职工医保\n3,张三,%s,城乡居民基本医疗保险\n合计,3,,\n",
        number(1), number(2), number(3));
    assert_ok_e(enrolment_read(list(text), (enum medical_scheme)0, arena, &rows, &count, &e), &e);
    assert_int_equal(count, 3);
    assert_string_equal(rows[0].id_number, number(1));
    assert_int_equal(rows[0].scheme, SCHEME_NCMS);
    assert_string_equal(rows[1].id_number, number(2));
    assert_int_equal(rows[1].scheme, SCHEME_EMPLOYEES);
    assert_int_equal(rows[2].scheme, SCHEME_RESIDENTS);
}

static void a_list_without_a_scheme_takes_the_one_that_was_said(void **state)
{
    (void)state;
    struct enrolment_row *rows;
    size_t count;
    struct error e = {0};
    const char *path = list(arena_printf(arena, "姓名,公民身份号码\n张一,%s\n", number(1)));
    assert_refused(enrolment_read(path, (enum medical_scheme)0, arena, &rows, &count, &e), &e,
                   "LIST_CELLS");
    assert_ok_e(enrolment_read(path, SCHEME_NCMS, arena, &rows, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].scheme, SCHEME_NCMS);
}

static void every_broken_cell_is_named_and_nothing_is_taken(void **state)
{
    (void)state;
    struct enrolment_row *rows = NULL;
    size_t count = 99;
    struct error e = {0};
    const char *text = arena_printf(arena,
                                    "姓名,身份证号,险种\n张一,%s,新农合\n张二,123,新农合\n张三,,"
                                    "新农合\n张四,%s,商业保险\n",
                                    number(1), number(4));
    assert_refused(enrolment_read(list(text), (enum medical_scheme)0, arena, &rows, &count, &e), &e,
                   "LIST_CELLS");
    assert_non_null(strstr(e.message, "3 处"));
    assert_non_null(strstr(e.message, "B3"));
    assert_non_null(strstr(e.message, "B4"));
    assert_non_null(strstr(e.message, "C5"));
    assert_non_null(strstr(e.message, "商业保险"));
    assert_null(rows);
    assert_int_equal(count, 99);
}

static void a_file_that_is_no_such_list_says_what_it_lacks(void **state)
{
    (void)state;
    struct enrolment_row *rows;
    struct their_line *lines;
    size_t count;
    struct error e = {0};
    const char *path = list("姓名,住院号\n张一,Z1\n");
    assert_refused(enrolment_read(path, SCHEME_NCMS, arena, &rows, &count, &e), &e, "LIST_HEADER");
    assert_non_null(strstr(e.message, "身份证号"));
    assert_refused(statement_list_read(path, arena, &lines, &count, &e), &e, "LIST_HEADER");
    assert_refused(statement_list_read(list("住院号,金额\n"), arena, &lines, &count, &e), &e,
                   "LIST_ROWS");
    assert_refused(statement_list_read(test_path("none.csv"), arena, &lines, &count, &e), &e,
                   "SHEET_FILE");
}

static void a_hospitals_amounts_come_to_the_fen(void **state)
{
    (void)state;
    struct their_line *lines;
    size_t count;
    struct error e = {0};
    const char *path = list("某医院2013年6月垫付清单\n住院号,姓名,救助金额（元）\nZ0001,张一,\""
                            "1,234.50\"\nZ0002,张二,-300\nZ0003,张三,0\n合计,,934.50\n");
    assert_ok_e(statement_list_read(path, arena, &lines, &count, &e), &e);
    assert_int_equal(count, 3);
    assert_string_equal(lines[0].admission_no, "Z0001");
    assert_int_equal(lines[0].amount.v, 123450);
    assert_int_equal(lines[1].amount.v, -30000);
    assert_int_equal(lines[2].amount.v, 0);
    assert_refused(
        statement_list_read(list("住院号,金额\nZ1,一百\n,5\n"), arena, &lines, &count, &e), &e,
        "LIST_CELLS");
    assert_non_null(strstr(e.message, "B2"));
    assert_non_null(strstr(e.message, "A3"));
}

static void a_workbook_says_the_same_as_a_csv(void **state)
{
    (void)state;
    struct their_line *lines;
    struct enrolment_row *rows;
    size_t count;
    struct error e = {0};
    const char *path = test_path("list.xlsx");
    xlsx_write(path, &(struct xlsx_parts){
                         .sheet_data =
                             "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>住院号</t></is></c>"
                             "<c r=\"B1\" t=\"inlineStr\"><is><t>金额</t></is></c></row>"
                             "<row r=\"2\"><c r=\"A2\"><v>20130601</v></c>"
                             "<c r=\"B2\"><v>8775.370000000001</v></c></row>"});
    assert_ok_e(statement_list_read(path, arena, &lines, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_string_equal(lines[0].admission_no, "20130601");
    assert_int_equal(lines[0].amount.v, 877537);
    /* An ID number that became a number has lost its last digits. */
    xlsx_write(path, &(struct xlsx_parts){
                         .sheet_data =
                             "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>身份证号</t></is></c>"
                             "</row><row r=\"2\"><c r=\"A2\"><v>342529196001010000</v></c></row>"});
    assert_refused(enrolment_read(path, SCHEME_NCMS, arena, &rows, &count, &e), &e, "LIST_CELLS");
    assert_non_null(strstr(e.message, "A2"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_enrolment_is_found_under_its_headings),
        cmocka_unit_test(a_list_without_a_scheme_takes_the_one_that_was_said),
        cmocka_unit_test(every_broken_cell_is_named_and_nothing_is_taken),
        cmocka_unit_test(a_file_that_is_no_such_list_says_what_it_lacks),
        cmocka_unit_test(a_hospitals_amounts_come_to_the_fen),
        cmocka_unit_test(a_workbook_says_the_same_as_a_csv),
    };
    return cmocka_run_group_tests_name("medical list", tests, setup, teardown);
}

/* What comes back can be put right in place and taken in again; and a roster written out is a
 * roster that can be read. */
#include "office/roster/roster_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct sheet_made sheets[4];

/* Every cell of the workbook that is exactly `from`, in rows that also hold `beside` (NULL: any).
 */
static int put_right(int count, const char *from, const char *beside, const char *to)
{
    int done = 0;
    for (int i = 0; i < count; i++) {
        for (int r = 0; r < sheets[i].rows; r++) {
            bool fits = !beside;
            for (int c = 0; c < MADE_COLS && !fits; c++)
                fits = strcmp(sheets[i].cell[r][c], beside) == 0;
            for (int c = 0; c < MADE_COLS && fits; c++) {
                if (strcmp(sheets[i].cell[r][c], from) != 0)
                    continue;
                (void)snprintf(sheets[i].cell[r][c], MADE_BYTES, "%s", to);
                done++;
            }
        }
    }
    return done;
}

static const char *messy(const char *name)
{
    static char path[2][512];
    static int at;
    const char *root = getenv("MINSHENG_SHARED");
    char *out = path[at++ % 2];
    (void)snprintf(out, sizeof path[0], "%s/data/rosters/messy/%s", root ? root : "../shared",
                   name);
    return out;
}

static void corrected_rows_go_in(struct county *c)
{
    static const char *const corrections[][3] = {
        {"#6.229E+17", "唐桂涛", "6229005608053630947"},
        {"342529195212055592", "戴娜桂", "342529198408039803"},
        {"#-50", NULL, "#50"},
        {"2013年13月", NULL, "2013-01"},
        {"约三千", NULL, "3,000.00"},
        {"342529197801061249", NULL, "342529197801061244"},
        {"云领镇", NULL, "昌桥乡"},
        {"#9", "曾翀", "#3"},
    };
    const char *file = messy("dibao.xlsx"), *errors = test_path("back.xlsx"),
               *fixed = test_path("fixed.xlsx");
    struct roster_result r = import_files(c, PROGRAMME_DIBAO, FROM, &file, 1, errors);
    assert_int_equal(r.error_file_count, 1);
    assert_int_equal(r.households_returned, 10);
    int count = book_read(errors, sheets, 4);
    assert_int_equal(count, 2);
    for (size_t i = 0; i < sizeof corrections / sizeof *corrections; i++) {
        if (put_right(count, corrections[i][0], corrections[i][1], corrections[i][2]) < 1)
            fail_msg("%s is not in the workbook", corrections[i][0]);
    }
    for (int row = 0; row < sheets[0].rows; row++) {
        for (int col = 0; col + 1 < MADE_COLS; col++) {
            if (strcmp(sheets[0].cell[row][col + 1], "342529196705214082") == 0)
                (void)snprintf(sheets[0].cell[row][col], MADE_BYTES, "闫超春");
        }
    }
    book_write(fixed, sheets, count);
    r = import_files(c, PROGRAMME_DIBAO, FROM, &fixed, 1, NULL);
    assert_string_equal(marks_text(c, &r), "");
    assert_int_equal(r.households_new, 10);
    assert_int_equal(r.households_untouched, 290);
    assert_int_equal(count_of(c, "SELECT count(*) FROM household"), 300);
}

static void nothing_else_comes_back(struct county *c)
{
    const char *errors = test_path("one.xlsx"), *path = test_path("one-in.xlsx");
    dibao_made(sheets);
    SET(&sheets[MEMBERS], 2, "是否保障", "?");
    book_write(path, sheets, 2);
    struct roster_result r = import_files(c, PROGRAMME_DIBAO, FROM, &path, 1, errors);
    assert_int_equal(r.rows_returned, 3); /* the household and its two members */
    assert_int_equal(book_read(errors, sheets, 4), 2);
    assert_int_equal(sheets[HOUSEHOLDS].rows, 2);
    assert_int_equal(sheets[MEMBERS].rows, 3);
    assert_string_equal(cell_at(&sheets[HOUSEHOLDS], 1, "户主姓名"), "张一");
    assert_string_equal(cell_at(&sheets[MEMBERS], 2, "姓名"), "赵香");
    assert_non_null(strstr(cell_at(&sheets[MEMBERS], 2, "错误原因"), "看不出是还是否"));
    assert_string_equal(cell_at(&sheets[MEMBERS], 1, "错误原因"), "");
    SET(&sheets[MEMBERS], 2, "是否保障", "是");
    r = import_book(c, PROGRAMME_DIBAO, FROM, sheets, 2);
    assert_int_equal(r.households_new, 1);
}

static void two_files_come_back_as_two(struct county *c)
{
    const char *files[] = {test_path("h.csv"), test_path("m.csv")};
    dibao_made(sheets);
    SET(&sheets[HOUSEHOLDS], 1, "类别", "X");
    csv_sheet_write(files[0], &sheets[HOUSEHOLDS], true);
    csv_sheet_write(files[1], &sheets[MEMBERS], true);
    struct roster_result r =
        import_files(c, PROGRAMME_DIBAO, FROM, files, 2, test_path("errors.xlsx"));
    assert_int_equal(r.error_file_count, 2);
    assert_true(book_read(r.error_files[0], &sheets[0], 1) == 1);
    assert_true(book_read(r.error_files[1], &sheets[1], 1) == 1);
    SET(&sheets[0], 1, "类别", "A");
    sheets[0].name = "家庭";
    sheets[1].name = "成员";
    r = import_book(c, PROGRAMME_DIBAO, FROM, sheets, 2);
    assert_int_equal(r.households_new, 1);
    assert_int_equal(r.mark_count, 0);
}

static void an_unwritable_workbook_imports_nothing(struct county *c)
{
    const char *path = test_path("unwritable.xlsx");
    struct error e;
    struct roster_result r;
    dibao_made(sheets);
    SET(&sheets[HOUSEHOLDS], 1, "类别", "X");
    book_write(path, sheets, 2);
    int64_t before = registry_rows(c);
    const struct roster_request request = {.files = &path,
                                           .file_count = 1,
                                           .programme = PROGRAMME_DIBAO,
                                           .from = FROM,
                                           .actor = "tester",
                                           .errors_path = "/nowhere/errors.xlsx"};
    assert_true(roster_import(c->db, COUNTY, c->keys, &request, c->arena, &r, &e) >=
                STATUS_REFUSED);
    assert_int_equal(registry_rows(c), before);
}

static void an_exported_roster_reads_back(struct county *c)
{
    static struct sheet_made wubao;
    struct error e;
    int64_t households = 0;
    wubao_made(&wubao);
    (void)import_book(c, PROGRAMME_WUBAO, FROM, &wubao, 1);
    const struct roster_export_request request = {.programme = PROGRAMME_WUBAO,
                                                  .month = FROM,
                                                  .known = KNOWN_NOW,
                                                  .path = test_path("wubao.xlsx")};
    assert_ok_e(roster_export(c->db, COUNTY, c->keys, &request, &households, &e), &e);
    assert_int_equal(households, 3);
    struct roster_result r = import_files(c, PROGRAMME_WUBAO, FROM, &request.path, 1, NULL);
    assert_string_equal(marks_text(c, &r), "");
    assert_int_equal(r.households_unchanged, 3);
    assert_int_equal(r.change, 0);
    dibao_made(sheets);
    (void)import_book(c, PROGRAMME_DIBAO, FROM, sheets, 2);
    static const char *const names[] = {"dibao.csv", "dibao.xlsx", "dibao.pdf"};
    for (int i = 0; i < 3; i++) {
        const struct roster_export_request one = {.programme = PROGRAMME_DIBAO,
                                                  .month = FROM,
                                                  .known = KNOWN_NOW,
                                                  .path = test_path(names[i])};
        assert_ok_e(roster_export(c->db, COUNTY, c->keys, &one, &households, &e), &e);
        assert_int_equal(households, 3);
    }
}

#define CASE(body)                                                                                 \
    static void test_##body(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        on_each_engine(body);                                                                      \
    }
CASE(nothing_else_comes_back)
CASE(two_files_come_back_as_two)
CASE(an_unwritable_workbook_imports_nothing)
CASE(an_exported_roster_reads_back)

static void test_corrected_rows_go_in(void **state)
{
    (void)state;
    FILE *f = fopen(messy("dibao.xlsx"), "rb");
    if (!f) {
        print_message("# the rosters with right answers are not there (MINSHENG_SHARED)\n");
        skip();
    }
    fclose(f);
    on_each_engine(corrected_rows_go_in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_corrected_rows_go_in),
        cmocka_unit_test(test_nothing_else_comes_back),
        cmocka_unit_test(test_two_files_come_back_as_two),
        cmocka_unit_test(test_an_unwritable_workbook_imports_nothing),
        cmocka_unit_test(test_an_exported_roster_reads_back),
    };
    return cmocka_run_group_tests_name("roster errors", tests, NULL, NULL);
}

/* Headers wherever and however they stand, csv pairs, and a clear word when a column is missing. */
#include "office/roster/roster_fixture.h"

#include <stdio.h>
#include <string.h>

static struct sheet_made sheets[2];

static void shift_down(struct sheet_made *s, int rows)
{
    for (int r = s->rows - 1; r >= 0; r--)
        memcpy(s->cell[r + rows], s->cell[r], sizeof s->cell[r]);
    memset(s->cell, 0, sizeof s->cell[0] * (size_t)rows);
    s->rows += rows;
}

static void goes_in_whole(struct county *c, const struct sheet_made *made, int count)
{
    struct roster_result r = import_book(c, PROGRAMME_DIBAO, FROM, made, count);
    assert_string_equal(marks_text(c, &r), "");
    assert_int_equal(r.rows, 8);
    assert_int_equal(r.households_new, 3);
    assert_int_equal(r.persons_new, 5);
    struct dossier d = dossier_of(c, PROGRAMME_DIBAO, id_number(1950, 1, 2, 101));
    assert_int_equal(d.entitlements[0].income_year.v, 115950);
    assert_int_equal(d.member_count, 2);
    const struct member_row *wife = member_at(c, &d, id_number(1955, 7, 8, 102), FROM);
    assert_int_equal(wife->disability_grade, 2);
}

static void titles_totals_blanks_and_signatures(struct county *c)
{
    dibao_made(sheets);
    for (int i = 0; i < 2; i++) {
        shift_down(&sheets[i], 2);
        (void)snprintf(sheets[i].cell[0][0], MADE_BYTES, "泾县农村居民最低生活保障对象花名册");
        memcpy(sheets[i].merge[0], (int[]){0, 0, 0, 10}, sizeof sheets[i].merge[0]);
        sheets[i].merge_count = 1;
        (void)snprintf(sheets[i].cell[1][0], MADE_BYTES, "填报单位:(盖章)");
        int last = sheets[i].rows;
        (void)snprintf(sheets[i].cell[last][0], MADE_BYTES, "合计");
        (void)snprintf(sheets[i].cell[last][6], MADE_BYTES, "#5");
        memcpy(sheets[i].cell[last + 2], sheets[i].cell[2], sizeof sheets[i].cell[2]);
        (void)snprintf(sheets[i].cell[last + 3][0], MADE_BYTES, "#9"); /* a numbered empty row */
        (void)snprintf(sheets[i].cell[last + 4][0], MADE_BYTES, "填表人：");
        (void)snprintf(sheets[i].cell[last + 4][5], MADE_BYTES, "审核人：");
        sheets[i].rows = last + 5;
    }
    goes_in_whole(c, sheets, 2);
}

static void moved_columns_and_other_words(struct county *c)
{
    static struct sheet_made moved[2];
    dibao_made(sheets);
    memset(moved, 0, sizeof moved);
    static const char *const words[][2] = {{"户主身份证号", "户主 公民身份号码"},
                                           {"乡镇", "所属乡镇"},
                                           {"村(居)", "行政村"},
                                           {"家庭年收入(元)", "家庭年总收入\n（元）"},
                                           {"账号", "一卡通账号"},
                                           {"账户名", "户 名"},
                                           {"开户行", "开户银行"},
                                           {"纳入月份", "纳保时间"},
                                           {"家庭人口", "家庭人口数"},
                                           {"保障人口", "享受人数"},
                                           {"类别", "保障类别"},
                                           {"身份证号", "身份证号码"},
                                           {"与户主关系", "与户主的关系"},
                                           {"是否保障", "是否保障对象*"},
                                           {"残疾等级", "残疾级别"}};
    for (int i = 0; i < 2; i++) {
        moved[i].name = i ? "表2" : "表1";
        moved[i].rows = sheets[i].rows;
        int cols = i ? 11 : 16;
        for (int r = 0; r < sheets[i].rows; r++)
            for (int k = 0; k < cols; k++)
                memcpy(moved[i].cell[r][cols - 1 - k], sheets[i].cell[r][k], MADE_BYTES);
        for (int k = 0; k < cols; k++)
            for (size_t w = 0; w < sizeof words / sizeof *words; w++)
                if (strcmp(moved[i].cell[0][k], words[w][0]) == 0)
                    (void)snprintf(moved[i].cell[0][k], MADE_BYTES, "%s", words[w][1]);
    }
    goes_in_whole(c, moved, 2);
}

/* 户主 over 姓名 and 身份证号, 账户信息 over three columns, 残疾 over two; other columns merged
 * downwards. */
static void make_two_lines(struct sheet_made *s, bool is_merged)
{
    static const struct {
        const char *title, *group, *own;
    } split[] = {{"户主姓名", "户主", "姓名"},     {"户主身份证号", "户主", "身份证号"},
                 {"开户行", "账户信息", "开户行"}, {"账户名", "账户信息", "户名"},
                 {"账号", "账户信息", "账号"},     {"残疾类别", "残疾情况", "类别"},
                 {"残疾等级", "残疾情况", "等级"}, {"家庭人口", "人口", "家庭"},
                 {"保障人口", "人口", "保障"}};
    bool is_member = strcmp(s->name, "成员") == 0;
    shift_down(s, 1);
    const char *last = "";
    for (int c = 0; c < MADE_COLS && s->cell[1][c][0]; c++) {
        const char *group = NULL;
        for (size_t i = 0; i < sizeof split / sizeof *split; i++) {
            if (strcmp(s->cell[1][c], split[i].title) != 0 || (is_member && i < 2))
                continue;
            group = split[i].group;
            (void)snprintf(s->cell[1][c], MADE_BYTES, "%s", split[i].own);
        }
        if (group && strcmp(group, last) != 0) {
            (void)snprintf(s->cell[0][c], MADE_BYTES, "%s", group);
            int width = strcmp(group, "账户信息") == 0 ? 3 : 2;
            memcpy(s->merge[s->merge_count++], (int[]){0, c, 0, c + width - 1}, sizeof s->merge[0]);
        } else if (!group) {
            memcpy(s->cell[0][c], s->cell[1][c], MADE_BYTES);
            s->cell[1][c][0] = 0;
        }
        last = group ? group : "";
    }
    if (!is_merged)
        s->merge_count = 0;
}

static void two_line_headers(struct county *c)
{
    dibao_made(sheets);
    make_two_lines(&sheets[HOUSEHOLDS], true);
    make_two_lines(&sheets[MEMBERS], true);
    goes_in_whole(c, sheets, 2);
}

static void two_line_headers_without_merges(struct county *c)
{
    dibao_made(sheets);
    make_two_lines(&sheets[HOUSEHOLDS], false);
    make_two_lines(&sheets[MEMBERS], false);
    goes_in_whole(c, sheets, 2);
}

static void a_township_merged_down_its_villages(struct county *c)
{
    dibao_made(sheets);
    SET(&sheets[HOUSEHOLDS], 2, "乡镇", "");
    SET(&sheets[HOUSEHOLDS], 2, "村(居)", "巧峰村");
    SET(&sheets[HOUSEHOLDS], 2, "村(居)", "古坝村委会");
    memcpy(sheets[HOUSEHOLDS].merge[0], (int[]){1, 1, 2, 1}, sizeof sheets[0].merge[0]);
    sheets[HOUSEHOLDS].merge_count = 1;
    goes_in_whole(c, sheets, 2);
}

static void a_pair_of_csv_files(struct county *c)
{
    const char *files[] = {test_path("家庭.csv"), test_path("成员.csv")};
    dibao_made(sheets);
    for (int gb18030 = 0; gb18030 < 2; gb18030++) {
        SET(&sheets[HOUSEHOLDS], 1, "备注", gb18030 ? "䶮" : "");
        csv_sheet_write(files[0], &sheets[HOUSEHOLDS], gb18030);
        csv_sheet_write(files[1], &sheets[MEMBERS], gb18030);
        struct roster_result r = import_files(c, PROGRAMME_DIBAO, FROM, files, 2, NULL);
        assert_string_equal(marks_text(c, &r), "");
        assert_int_equal(r.households_new, gb18030 ? 0 : 3);
        assert_int_equal(r.households_unchanged, gb18030 ? 3 : 0);
        const char *turned[] = {files[1], files[0]};
        /* Only what brought something is remembered; the order of the files is no difference. */
        r = import_files(c, PROGRAMME_DIBAO, FROM, turned, 2, NULL);
        assert_true(r.is_known_file == !gb18030);
    }
}

static void refuse(struct county *c, const struct sheet_made *made, int count, const char *code,
                   const char *word)
{
    const char *path = test_path("refused.xlsx");
    struct error e;
    struct roster_result r;
    book_write(path, made, count);
    int64_t before = registry_rows(c);
    const struct roster_request request = {.files = &path,
                                           .file_count = 1,
                                           .programme = PROGRAMME_DIBAO,
                                           .from = FROM,
                                           .actor = "tester"};
    assert_refused(roster_import(c->db, COUNTY, c->keys, &request, c->arena, &r, &e), &e, code);
    if (!strstr(e.message, word))
        fail_msg("<%s> lacks %s", e.message, word);
    assert_string_equal(e.place, "refused.xlsx");
    assert_int_equal(registry_rows(c), before);
}

static void a_missing_column_is_named(struct county *c)
{
    dibao_made(sheets);
    SET(&sheets[HOUSEHOLDS], 0, "家庭年收入(元)", "每月收入");
    refuse(c, sheets, 2, "IMPORT_HEADER_MISSING", "家庭年收入。找到的列：序号、乡镇");
    dibao_made(sheets);
    SET(&sheets[HOUSEHOLDS], 0, "家庭年收入(元)", "家庭年收入(万元)");
    refuse(c, sheets, 2, "IMPORT_HEADER_MISSING", "家庭年收入");
    dibao_made(sheets);
    SET(&sheets[MEMBERS], 0, "是否保障", "");
    refuse(c, sheets, 2, "IMPORT_HEADER_MISSING", "工作表“成员”第 1 行的表头缺少列：是否保障");
}

static void a_column_twice_is_named(struct county *c)
{
    dibao_made(sheets);
    SET(&sheets[HOUSEHOLDS], 0, "备注", "一卡通账号");
    const char *path = test_path("refused.xlsx");
    (void)path;
    refuse(c, sheets, 2, "IMPORT_HEADER_TWICE", "账号");
}

#define CASE(body)                                                                                 \
    static void test_##body(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        on_each_engine(body);                                                                      \
    }
CASE(titles_totals_blanks_and_signatures)
CASE(moved_columns_and_other_words)
CASE(two_line_headers)
CASE(two_line_headers_without_merges)
CASE(a_township_merged_down_its_villages)
CASE(a_pair_of_csv_files)
CASE(a_missing_column_is_named)
CASE(a_column_twice_is_named)

static void test_a_missing_sheet_is_named(void **state)
{
    (void)state;
    struct county c;
    county_fresh(&c, DB_SQLITE, county_plan);
    const char *path = test_path("alone.xlsx");
    struct error e;
    struct roster_result r;
    dibao_made(sheets);
    book_write(path, sheets, 1);
    const struct roster_request request = {.files = &path,
                                           .file_count = 1,
                                           .programme = PROGRAMME_DIBAO,
                                           .from = FROM,
                                           .actor = "tester"};
    assert_refused(roster_import(c.db, COUNTY, c.keys, &request, c.arena, &r, &e), &e,
                   "IMPORT_SHEET_MISSING");
    assert_non_null(strstr(e.message, "家庭成员表"));
    county_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_titles_totals_blanks_and_signatures),
        cmocka_unit_test(test_moved_columns_and_other_words),
        cmocka_unit_test(test_two_line_headers),
        cmocka_unit_test(test_two_line_headers_without_merges),
        cmocka_unit_test(test_a_township_merged_down_its_villages),
        cmocka_unit_test(test_a_pair_of_csv_files),
        cmocka_unit_test(test_a_missing_column_is_named),
        cmocka_unit_test(test_a_column_twice_is_named),
        cmocka_unit_test(test_a_missing_sheet_is_named),
    };
    return cmocka_run_group_tests_name("roster header", tests, NULL, NULL);
}

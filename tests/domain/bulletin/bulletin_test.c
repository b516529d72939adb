/* A bulletin from the figures to the seal: named by rank and target, book by book, the same for
   ever. */
#include "domain/project/project_fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/bulletin/bulletin.h"
#include "domain/target/target.h"

#define COUNTY COUNTY_JINGXIAN
#define SUPERVISOR "supervisor"
#define SUPERVISOR2 "supervisor2"
#define DIRECTOR "director"
#define SCOPE INT64_C(341823000000)
#define MAOLIN INT64_C(341823101000)
#define YUNLING INT64_C(341823106000)

static const char *const BEDS[] = {"project.beds_city", "project.beds_county", "home.occupancy"};
#define BEDS_COUNT (sizeof BEDS / sizeof BEDS[0])

static enum status draft(struct world *w, int quarter, int64_t *id, struct error *e)
{
    return bulletin_draft(w->db, COUNTY,
                          &(struct bulletin_request){.kind = BULLETIN_QUARTER,
                                                     .year = 2013,
                                                     .quarter = quarter,
                                                     .codes = BEDS,
                                                     .code_count = BEDS_COUNT},
                          SUPERVISOR, id, e);
}

static int64_t drafted(struct world *w, int quarter)
{
    int64_t id = 0;
    struct error e = {0};
    assert_ok_e(draft(w, quarter, &id, &e), &e);
    return id;
}

static struct bulletin read(struct world *w, int64_t id)
{
    struct bulletin b;
    struct error e = {0};
    assert_ok_e(bulletin_read(w->db, COUNTY, id, w->arena, &b, &e), &e);
    return b;
}

static struct bulletin_figure *figures(struct world *w, int64_t id, size_t *n)
{
    struct bulletin b = read(w, id);
    struct bulletin_figure *list;
    struct error e = {0};
    assert_ok_e(bulletin_figure_list(w->db, COUNTY, &b, w->arena, &list, n, &e), &e);
    return list;
}

static const struct bulletin_figure *figure(struct world *w, int64_t id, const char *code,
                                            const char *name)
{
    size_t n;
    const struct bulletin_figure *list = figures(w, id, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].code, code) == 0 && strcmp(list[i].name, name) == 0)
            return &list[i];
    fail_msg("no figure %s of %s", code, name);
    return NULL;
}

static struct bulletin_section section(struct world *w, int64_t id, int number)
{
    struct bulletin b = read(w, id);
    struct bulletin_section *list;
    size_t n;
    struct error e = {0};
    assert_ok_e(bulletin_section_list(w->db, COUNTY, &b, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, BULLETIN_SECTIONS);
    return list[number - 1];
}

static const char *printed(struct world *w, int64_t id, int number)
{
    size_t n;
    const struct bulletin_figure *list = figures(w, id, &n);
    const char *text;
    struct error e = {0};
    assert_ok_e(bulletin_text_print(list, n, section(w, id, number).body, w->arena, &text, &e), &e);
    return text;
}

static void targets_put(struct world *w)
{
    size_t n;
    struct error e = {0};
    assert_ok_e(target_split_from_plan(w->db, COUNTY, "", SUPERVISOR, &n, &e), &e);
    assert_ok_e(target_split_issue(w->db, COUNTY, 0, 2013, "泾民〔2013〕2号", DIRECTOR, &n, &e),
                &e);
}

/* 泾川 36 of 60 and 茂林 30 of 50 are both at the line of 60 %; 榔桥 at 48 %; 云岭 at 50 % in the
   county's book only. */
static void june_put(struct world *w)
{
    targets_put(w);
    world_signed(w, "P01", 6, 36, 100);
    world_signed(w, "P02", 6, 30, 100);
    world_signed(w, "P03", 6, 24, 100);
    world_signed(w, "P07", 6, 25, 100);
}

static const char *place_of(struct world *w, const char *project)
{
    return world_read(w, project).scope.township_name;
}

static void books_body(struct world *w)
{
    june_put(w);
    const int64_t id = drafted(w, 2);
    const char *first = place_of(w, "P01"), *second = place_of(w, "P02"),
               *third = place_of(w, "P03"), *yunling = place_of(w, "P07");
    const struct bulletin_figure *f = figure(w, id, "project.beds_city", first);
    assert_int_equal(f->numerator, 36);
    assert_int_equal(f->denominator, 60);
    assert_int_equal(f->target_bp, 6000);
    assert_int_equal(f->rank, 1);
    assert_string_equal(f->book, "city");
    assert_int_equal(figure(w, id, "project.beds_city", second)->rank, 1);
    assert_int_equal(figure(w, id, "project.beds_city", third)->rank, 3);
    assert_int_equal(figure(w, id, "project.beds_county", yunling)->rank, 3);
    assert_int_equal(figure(w, id, "project.beds_county", third)->rank, 4);
    /* Not asked is not zero: neither ranked nor blamed. */
    f = figure(w, id, "project.beds_city", yunling);
    assert_int_equal(f->target_bp, BULLETIN_NOT_ASKED);
    assert_int_equal(f->rank, 0);
    assert_int_equal(figure(w, id, "project.beds_county", "黄村镇")->target_bp, BULLETIN_NOT_ASKED);
    assert_int_equal(figure(w, id, "project.beds_city", "全县")->numerator, 90);
    assert_int_equal(figure(w, id, "project.beds_county", "全县")->numerator, 115);

    /* Both leaders by name, and no book's sentence speaks of the other's township. */
    const char *praise = printed(w, id, 4), *blame = printed(w, id, 5);
    char expected[200];
    (void)snprintf(expected, sizeof expected, "%s、%s并列第一", first, second);
    assert_non_null(strstr(praise, expected));
    (void)snprintf(expected, sizeof expected,
                   "%s48.0%%，完成24张，任务50张，低于序时线60%%，差12.0个百分点", third);
    assert_non_null(strstr(blame, expected));
    const char *city = strstr(blame, "市对县"), *county = strstr(blame, "县对乡镇");
    assert_non_null(city);
    assert_non_null(county);
    assert_true(city < county);
    const char *named = strstr(blame, yunling);
    assert_non_null(named);
    assert_true(named > county);
    assert_null(strstr(blame, first));
    assert_null(strstr(blame, "黄村镇"));
    assert_string_equal(read(w, id).title,
                        "泾县民政局关于2013年第二季度各乡镇民生工程完成情况的通报");
}

static void the_named_are_those_of_ranks_and_targets_in_each_book(void **state)
{
    (void)state;
    world_on_each(books_body);
}

static void all_done_body(struct world *w)
{
    static const char *const codes[] = {"P01", "P02", "P03", "P04", "P05", "P06", "P07"};
    targets_put(w);
    for (size_t i = 0; i < 7; i++)
        world_signed(w, codes[i], 11, world_read(w, codes[i]).scope.beds, 100);
    const int64_t id = drafted(w, 4);
    assert_non_null(strstr(printed(w, id, 4), "参加排名的乡镇均达到序时线"));
    assert_null(strstr(printed(w, id, 4), "第一"));
    assert_non_null(strstr(printed(w, id, 5), "没有落后的乡镇"));
    assert_null(strstr(printed(w, id, 5), "低于"));
    assert_int_equal(figure(w, id, "project.beds_city", place_of(w, "P06"))->rank, 1);
}

static void nobody_is_behind_when_all_have_reached_it(void **state)
{
    (void)state;
    world_on_each(all_done_body);
}

static void no_target_body(struct world *w)
{
    world_signed(w, "P01", 6, 36, 100);
    const int64_t id = drafted(w, 2);
    assert_int_equal(figure(w, id, "project.beds_city", "全县")->target_bp, 0);
    assert_non_null(strstr(printed(w, id, 5), "没有已下达的目标"));
    struct error e = {0};
    int64_t other;
    assert_refused(draft(w, 2, &other, &e), &e, "BULLETIN_EXISTS");
    assert_refused(draft(w, 5, &other, &e), &e, "BULLETIN_SPAN");
    struct bulletin_request r = {.kind = BULLETIN_QUARTER, .year = 2014, .quarter = 1};
    assert_refused(bulletin_draft(w->db, COUNTY, &r, SUPERVISOR, &other, &e), &e, "BULLETIN_SPAN");
    r = (struct bulletin_request){.kind = BULLETIN_MIDYEAR, .year = 2013};
    assert_refused(bulletin_draft(w->db, COUNTY, &r, SUPERVISOR, &other, &e), &e,
                   "BULLETIN_ASSESSMENT");
    assert_refused(bulletin_draft(w->db, COUNTY, &r, CLERK, &other, &e), &e, "ACCESS_DENIED");
}

static void without_targets_it_says_so(void **state)
{
    (void)state;
    world_on_each(no_target_body);
}

/* ---- by hand ---- */

static enum status write(struct world *w, int64_t id, int number, const char *body, int64_t seen,
                         struct error *e)
{
    return bulletin_section_write(w->db, COUNTY, id, number, NULL, body, seen, SUPERVISOR2, e);
}

static void edit_body(struct world *w)
{
    struct error e = {0};
    june_put(w);
    const int64_t id = drafted(w, 2);
    struct bulletin_section before = section(w, id, 6);
    assert_false(before.is_edited);
    assert_refused(write(w, id, 6, "任务171户，完成171户，完成率103.64%。", 0, &e), &e,
                   "BULLETIN_NUMBER");
    assert_string_equal(e.place, "body");
    assert_refused(write(w, id, 6, "见[[99999]]", 0, &e), &e, "BULLETIN_MARK");
    assert_refused(write(w, id, 6, " \n", 0, &e), &e, "BULLETIN_FIELD");
    assert_refused(write(w, id, 7, "请落实", 0, &e), &e, "BULLETIN_SECTION");
    assert_string_equal(section(w, id, 6).body, before.body);
    assert_ok_e(
        write(w, id, 6, "请各乡镇抓好落实。\r\n市对县口径全县为[[1]]。\n", before.known_from, &e),
        &e);
    struct bulletin_section after = section(w, id, 6);
    assert_true(after.is_edited);
    assert_string_equal(after.body, "请各乡镇抓好落实。\n市对县口径全县为[[1]]。");
    assert_string_equal(after.heading, before.heading);
    assert_refused(write(w, id, 6, "又改", before.known_from, &e), &e, "BULLETIN_CHANGED");

    /* Later facts come with a redraft; what was written by hand stays, and so do the numbers. */
    const int64_t number = figure(w, id, "project.beds_city", place_of(w, "P03"))->number;
    const char *blame = printed(w, id, 5);
    world_signed(w, "P03", 6, 30, 100);
    assert_string_equal(printed(w, id, 5), blame);
    assert_ok_e(bulletin_redraft(w->db, COUNTY, id, SUPERVISOR, &e), &e);
    assert_int_equal(read(w, id).version, 2);
    assert_true(section(w, id, 6).is_edited);
    assert_string_equal(section(w, id, 6).body, after.body);
    assert_int_equal(figure(w, id, "project.beds_city", place_of(w, "P03"))->number, number);
    assert_int_equal(figure(w, id, "project.beds_city", place_of(w, "P03"))->numerator, 30);
    assert_null(strstr(printed(w, id, 5), place_of(w, "P03")));
    assert_ok_e(bulletin_redraft(w->db, COUNTY, id, SUPERVISOR, &e), &e);
    assert_true(section(w, id, 6).is_edited);
    assert_false(section(w, id, 5).is_edited);
}

static void hands_write_words_and_the_system_numbers(void **state)
{
    (void)state;
    world_on_each(edit_body);
}

/* ---- the seal ---- */

static void raw(struct world *w, const char *sql)
{
    struct error e = {0};
    assert_ok_e(db_execute_raw(w->db, sql, &e), &e);
}

static void tamper(struct world *w, int64_t id, const char *set, const char *back)
{
    size_t n;
    struct error e = {0};
    raw(w, set);
    assert_refused(bulletin_verify(w->db, COUNTY, id, &n, &e), &e, "BULLETIN_HASH");
    raw(w, back);
    assert_ok_e(bulletin_verify(w->db, COUNTY, id, &n, &e), &e);
}

static void roles_check(struct world *w, int64_t id)
{
    struct error e = {0};
    assert_refused(bulletin_issue(w->db, COUNTY, id, 0, DIRECTOR, &e), &e, "BULLETIN_STATE");
    assert_ok_e(bulletin_submit(w->db, COUNTY, id, SUPERVISOR, &e), &e);
    assert_refused(bulletin_issue(w->db, COUNTY, id, 0, SUPERVISOR2, &e), &e, "ACCESS_DENIED");
    assert_refused(bulletin_send_back(w->db, COUNTY, id, "", DIRECTOR, &e), &e, "REASON_MISSING");
    assert_ok_e(bulletin_send_back(w->db, COUNTY, id, "请补充“要求”", DIRECTOR, &e), &e);
    assert_int_equal(read(w, id).state, BULLETIN_DRAFT);
    assert_ok_e(bulletin_submit(w->db, COUNTY, id, SUPERVISOR, &e), &e);
    /* Whoever drafted it and then became director does not issue it. */
    assert_ok_e(
        access_user_role(w->db, COUNTY, "admin", SUPERVISOR, ROLE_BUREAU_DIRECTOR, SCOPE, &e), &e);
    assert_refused(bulletin_issue(w->db, COUNTY, id, 0, SUPERVISOR, &e), &e, "SAME_PERSON");
    assert_ok_e(
        access_user_role(w->db, COUNTY, "admin", SUPERVISOR, ROLE_BUREAU_SUPERVISOR, SCOPE, &e),
        &e);
}

static void seal_body(struct world *w)
{
    static char first_hash[HASH_HEX_BYTES];
    struct error e = {0};
    size_t n;
    char hex[HASH_HEX_BYTES];
    june_put(w);
    const int64_t id = drafted(w, 2);
    roles_check(w, id);
    assert_ok_e(bulletin_issue(w->db, COUNTY, id, 0, DIRECTOR, &e), &e);
    struct bulletin b = read(w, id);
    assert_string_equal(b.document, "泾民〔2013〕1号");
    assert_int_equal(b.issued_on.v, date_make(2013, 12, 31).v);
    assert_string_equal(b.issued_by, DIRECTOR);
    assert_true(b.known < b.issued_change);
    hash_hex(b.content_hash, hex);
    if (!first_hash[0])
        memcpy(first_hash, hex, sizeof hex);
    assert_string_equal(hex, first_hash); /* of the other engine */

    /* Whatever is learnt afterwards, it says what it said. */
    const char *blame = printed(w, id, 5);
    world_signed(w, "P03", 6, 30, 100);
    world_signed(w, "P01", 7, 10, 100);
    assert_ok_e(bulletin_verify(w->db, COUNTY, id, &n, &e), &e);
    assert_int_equal(n, 3 * (1 + 11));
    assert_string_equal(printed(w, id, 5), blame);
    assert_refused(bulletin_redraft(w->db, COUNTY, id, SUPERVISOR, &e), &e, "BULLETIN_STATE");
    assert_refused(write(w, id, 1, "改", 0, &e), &e, "BULLETIN_STATE");
    assert_refused(bulletin_discard(w->db, COUNTY, id, "错", SUPERVISOR, &e), &e, "BULLETIN_STATE");

    tamper(w, id, "UPDATE bulletin_figure SET numerator = numerator + 1 WHERE number = 1",
           "UPDATE bulletin_figure SET numerator = numerator - 1 WHERE number = 1");
    tamper(w, id, "UPDATE bulletin_figure SET rank_no = rank_no + 1 WHERE number = 2",
           "UPDATE bulletin_figure SET rank_no = rank_no - 1 WHERE number = 2");
    tamper(w, id, "UPDATE bulletin_section SET body = body || '。' WHERE number = 5",
           "UPDATE bulletin_section SET body = substr(body, 1, length(body) - 1) WHERE number = 5");
    tamper(w, id, "UPDATE bulletin SET issued_on = issued_on - 1",
           "UPDATE bulletin SET issued_on = issued_on + 1");
}

static void an_issued_bulletin_never_changes_and_proves_it(void **state)
{
    (void)state;
    world_on_each(seal_body);
}

static void numbers_body(struct world *w)
{
    struct error e = {0};
    size_t n;
    world_signed(w, "P01", 3, 10, 100);
    int64_t id = drafted(w, 1);
    raw(w, "UPDATE bulletin_figure SET numerator = 11 WHERE number = 1");
    assert_refused(bulletin_verify(w->db, COUNTY, id, &n, &e), &e, "BULLETIN_FIGURE");
    assert_ok_e(bulletin_discard(w->db, COUNTY, id, "数据有误", SUPERVISOR, &e), &e);
    const int64_t first = drafted(w, 1), second = drafted(w, 2);
    assert_ok_e(bulletin_submit(w->db, COUNTY, first, SUPERVISOR, &e), &e);
    assert_ok_e(bulletin_submit(w->db, COUNTY, second, SUPERVISOR, &e), &e);
    assert_ok_e(bulletin_issue(w->db, COUNTY, first, 7, DIRECTOR, &e), &e);
    assert_refused(bulletin_issue(w->db, COUNTY, second, 7, DIRECTOR, &e), &e, "BULLETIN_DOCUMENT");
    assert_string_equal(e.place, "number");
    assert_ok_e(bulletin_issue(w->db, COUNTY, second, 0, DIRECTOR, &e), &e);
    assert_string_equal(read(w, second).document, "泾民〔2013〕8号");
    struct bulletin *list;
    assert_ok_e(bulletin_list(w->db, COUNTY, 2013, true, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 2);
    assert_int_equal(list[0].id, second);
    assert_ok_e(bulletin_list(w->db, COUNTY, 0, false, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 3);

    /* Whatever indicator a county asks for, its draft stands by its own rules. */
    static const char *codes[BULLETIN_ITEMS_MAX];
    const struct indicator *i;
    for (size_t at = 0, k = 0; (i = indicator_at(at)) != NULL || k > 0; at++) {
        if (i)
            codes[k++] = i->code;
        if (i && k < BULLETIN_ITEMS_MAX)
            continue;
        const struct bulletin_request r = {
            .kind = BULLETIN_QUARTER, .year = 2013, .quarter = 3, .codes = codes, .code_count = k};
        assert_ok_e(bulletin_draft(w->db, COUNTY, &r, SUPERVISOR, &id, &e), &e);
        assert_ok_e(bulletin_verify(w->db, COUNTY, id, &n, &e), &e);
        assert_ok_e(bulletin_discard(w->db, COUNTY, id, "试", SUPERVISOR, &e), &e);
        k = 0;
        if (!i)
            break;
    }
}

static void documents_are_numbered_and_every_indicator_can_be_told(void **state)
{
    (void)state;
    world_on_each(numbers_body);
}

/* ---- of an assessment ---- */

static void assessment_put(struct world *w)
{
    const bool is_postgres = db_engine(w->db) == DB_POSTGRES;
    char sql[600];
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO assessment (county, id, year, scope, plan, from_month, to_month,"
                   " known, survey, tie, state, opened_by, opened_on, dispute_until, published_by,"
                   " published_on, document, content_hash, known_from, published_change) VALUES"
                   " (341823, 1, 2013, 'MIDYEAR', 1, 201301, 201306, 1, 0, 'SAME', 7, 'a',"
                   " 20130701, 20130710, 'b', 20130715, '', %s00', 1, 1)",
                   is_postgres ? "'\\x" : "x'");
    raw(w, sql);
    static const struct {
        int64_t township;
        int points, rank;
    } rows[] = {{INT64_C(341823100000), 9250, 1}, {MAOLIN, 9250, 1}, {YUNLING, 8800, 3}};
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(sql, sizeof sql,
                       "INSERT INTO assessment_rank (county, assessment, township, known_from,"
                       " known_to, total_cp, rank_no, is_vetoed) VALUES (341823, 1, %" PRId64
                       ", 1, 2147483647, %d, %d, 0)",
                       rows[i].township, rows[i].points, rows[i].rank);
        raw(w, sql);
    }
}

static void midyear_body(struct world *w)
{
    struct error e = {0};
    int64_t id;
    size_t n;
    assessment_put(w);
    june_put(w);
    assert_ok_e(
        bulletin_draft(w->db, COUNTY,
                       &(struct bulletin_request){
                           .kind = BULLETIN_MIDYEAR, .year = 2013, .codes = BEDS, .code_count = 2},
                       SUPERVISOR, &id, &e),
        &e);
    assert_non_null(strstr(printed(w, id, 1), "各乡镇考核平均得分91.00分"));
    assert_non_null(strstr(printed(w, id, 4), "考核得分：泾川镇、茂林镇并列第一，均为92.50分。"));
    assert_non_null(strstr(printed(w, id, 5), "云岭镇位居末位，为88.00分"));
    assert_non_null(strstr(read(w, id).title, "年中检查考核结果的通报"));
    assert_ok_e(bulletin_verify(w->db, COUNTY, id, &n, &e), &e);
    raw(w, "UPDATE assessment_rank SET total_cp = 9300 WHERE rank_no = 3");
    assert_refused(bulletin_verify(w->db, COUNTY, id, &n, &e), &e, "BULLETIN_FIGURE");
}

static void the_mid_year_result_is_told_to_the_whole_county(void **state)
{
    (void)state;
    world_on_each(midyear_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_named_are_those_of_ranks_and_targets_in_each_book),
        cmocka_unit_test(nobody_is_behind_when_all_have_reached_it),
        cmocka_unit_test(without_targets_it_says_so),
        cmocka_unit_test(hands_write_words_and_the_system_numbers),
        cmocka_unit_test(an_issued_bulletin_never_changes_and_proves_it),
        cmocka_unit_test(documents_are_numbered_and_every_indicator_can_be_told),
        cmocka_unit_test(the_mid_year_result_is_told_to_the_whole_county),
    };
    return cmocka_run_group_tests_name("bulletins", tests, NULL, NULL);
}

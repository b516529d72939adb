/* Meetings: an agenda from what is behind, problems carried until closed, minutes that stay. */
#include "domain/project/project_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/indicator/indicator.h"
#include "domain/meeting/meeting.h"
#include "domain/meeting/practice.h"
#include "domain/meeting/problem.h"

#define SUPERVISOR "supervisor"
#define DIRECTOR "director"
#define P01_TOWN INT64_C(341823100000) /* 泾川镇 */
#define P02_TOWN INT64_C(341823101000)
#define YUNLING INT64_C(341823106000)
#define RETURNS "home.returns_on_time"

static void today(int month, int day)
{
    char text[16];
    (void)snprintf(text, sizeof text, "2013-%02d-%02d", month, day);
    setenv("MINSHENG_TODAY", text, 1);
}

static struct meeting_new meeting_of(int month, int day)
{
    return (struct meeting_new){.month = month_make(2013, month),
                                .held_on = date_make(2013, month, day),
                                .place = "县民政局二楼会议室",
                                .chair = "李局长",
                                .recorder = "王强"};
}

static int64_t opened(struct world *w, int month, int day)
{
    struct error e = {0};
    const struct meeting_new new = meeting_of(month, day);
    int64_t id;
    assert_ok_e(meeting_open(w->db, COUNTY_JINGXIAN, &new, SUPERVISOR, &id, &e), &e);
    return id;
}

static struct meeting_item *items_of(struct world *w, int64_t id, size_t *n)
{
    struct error e = {0};
    struct meeting_item *items;
    assert_ok_e(meeting_item_list(w->db, COUNTY_JINGXIAN, id, 0, w->arena, &items, n, &e), &e);
    return items;
}

/* The figure of a township on the agenda; NULL: it is not behind. */
static const struct meeting_item *behind(struct world *w, int64_t id, const char *indicator,
                                         int64_t township)
{
    size_t n;
    const struct meeting_item *items = items_of(w, id, &n);
    for (size_t i = 0; i < n; i++)
        if (items[i].kind == MEETING_BEHIND && strcmp(items[i].indicator, indicator) == 0 &&
            items[i].township == township)
            return &items[i];
    return NULL;
}

static size_t kind_count(struct world *w, int64_t id, enum meeting_item_kind kind)
{
    size_t n, count = 0;
    const struct meeting_item *items = items_of(w, id, &n);
    for (size_t i = 0; i < n; i++)
        count += items[i].kind == kind;
    return count;
}

static void raw(struct world *w, const char *sql)
{
    struct error e = {0};
    assert_ok_e(db_execute_raw(w->db, sql, &e), &e);
}

static void behind_is_exact(void **state)
{
    (void)state;
    assert_false(meeting_is_behind(1, 2, 5000, true));
    assert_true(meeting_is_behind(4999, 10000, 5000, true));
    assert_true(meeting_is_behind(49999999, 100000000, 5000, true)); /* rounds to 50.0 % */
    assert_false(meeting_is_behind(0, 0, 10000, true));
    assert_false(meeting_is_behind(0, 5, 0, true)); /* a target of zero asks for nothing */
    assert_true(meeting_is_behind(3, 10, 2999, false));
    assert_false(meeting_is_behind(3, 10, 3000, false));
    assert_true(meeting_is_behind(INT64_MAX - 1, INT64_MAX, 10000, true));
    assert_int_equal(meeting_figures_month(date_make(2013, 6, 29)).v, month_make(2013, 5).v);
    assert_int_equal(meeting_figures_month(date_make(2013, 6, 30)).v, month_make(2013, 6).v);
    assert_int_equal(meeting_figures_month(date_make(2013, 1, 5)).v, month_make(2012, 12).v);
}

/* Returns of P01 for every month that is due by May are signed in time; nobody else's are. */
static void returns_in_time(struct world *w)
{
    for (int m = 1; m <= 5; m++) {
        const struct project p = world_read(w, "P01");
        if (date_month(p.scope.start_on).v > month_make(2013, m).v)
            continue;
        today(m + 1, 9);
        world_signed(w, "P01", m, 0, 100);
    }
}

static void agenda_body(struct world *w)
{
    returns_in_time(w);
    today(6, 25);
    int64_t id = opened(w, 6, 25);
    assert_null(behind(w, id, RETURNS, P01_TOWN)); /* exactly on the line */
    const struct meeting_item *other = behind(w, id, RETURNS, P02_TOWN);
    assert_non_null(other);
    assert_int_equal(other->numerator, 0);
    assert_true(other->denominator > 0);
    assert_int_equal(other->target_bp, 10000);
    assert_int_equal(other->from.v, month_make(2013, 1).v);
    assert_int_equal(other->to.v, month_make(2013, 5).v);
    assert_string_equal(other->book, "");

    /* What the figure is, is what it was as of the meeting's change. */
    struct error e = {0};
    struct meeting m;
    struct indicator_row *rows;
    size_t n;
    assert_ok_e(meeting_read(w->db, COUNTY_JINGXIAN, id, w->arena, &m, &e), &e);
    world_signed(w, "P02", 5, 0, 100);
    assert_ok_e(indicator_read(w->db, COUNTY_JINGXIAN, indicator_by_code(RETURNS), other->from,
                               other->to, m.known, w->arena, &rows, &n, &e),
                &e);
    for (size_t i = 0; i < n; i++)
        if (rows[i].township == P02_TOWN) {
            assert_int_equal(rows[i].numerator, other->numerator);
            assert_int_equal(rows[i].denominator, other->denominator);
        }
}

static void who_is_on_the_line_is_not_behind(void **state)
{
    (void)state;
    world_on_each(agenda_body);
}

/* A target in force: id, book, what measures it, of a day before the meeting. */
static void target_write(struct world *w, int id, const char *book, const char *indicator,
                         const char *unit, const char *shares)
{
    char sql[2000];
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO target_split (county, id, year, book, measure, indicator, due_on, "
                   "unit, total, rule, weights, clause, reason, document, is_example, state, "
                   "prepared_by, issued_by, issued_on, known_from, issued_change, replaced_change) "
                   "VALUES (341823, %d, 2013, '%s', 'test%d', '%s', 20130531, '%s', 10000, "
                   "'BY_HAND', '', 'P4.1', '', '', 0, 2, 'supervisor', 'director', 20130102, 1, 1, "
                   "0)",
                   id, book, id, indicator, unit);
    raw(w, sql);
    (void)snprintf(
        sql, sizeof sql,
        "INSERT INTO target_share (county, split, township, weight, value, is_asked) "
        "SELECT 341823, %d, d.code, 1, %s FROM division AS d WHERE d.county = 341823 AND "
        "d.level = 2 AND 201301 BETWEEN d.valid_from AND d.valid_to",
        id, shares);
    raw(w, sql);
}

static void asked_body(struct world *w)
{
    target_write(w, 901, "county", RETURNS, "BP",
                 "CASE WHEN d.code = 341823101000 THEN 0 ELSE 10000 END, CASE WHEN d.code = "
                 "341823101000 THEN 0 ELSE 1 END");
    today(6, 25);
    int64_t id = opened(w, 6, 25);
    assert_null(behind(w, id, RETURNS, P02_TOWN)); /* not asked */
    assert_non_null(behind(w, id, RETURNS, P01_TOWN));
}

static void who_is_not_asked_is_not_behind(void **state)
{
    (void)state;
    world_on_each(asked_body);
}

static void book_body(struct world *w)
{
    today(12, 31);
    int64_t id = opened(w, 12, 31);
    const struct meeting_item *item;
    size_t n;
    item = items_of(w, id, &n);
    for (size_t i = 0; i < n; i++) {
        if (item[i].kind != MEETING_BEHIND)
            continue;
        const size_t length = strlen(item[i].indicator);
        const bool is_city = length > 5 && strcmp(item[i].indicator + length - 5, "_city") == 0;
        assert_int_equal(strcmp(item[i].book, "city") == 0, is_city);
        assert_false(is_city && item[i].township == YUNLING);
    }
    target_write(w, 902, "city", "project.beds_city", "BP",
                 "CASE WHEN d.code = 341823106000 THEN 0 ELSE 10000 END, CASE WHEN d.code = "
                 "341823106000 THEN 0 ELSE 1 END");
    target_write(w, 903, "county", "project.beds_county", "BP", "10000, 1");
    struct error e = {0};
    assert_ok_e(meeting_agenda_refresh(w->db, COUNTY_JINGXIAN, id, SUPERVISOR, &e), &e);
    assert_null(behind(w, id, "project.beds_city", YUNLING));
    assert_non_null(behind(w, id, "project.beds_city", P01_TOWN));
    const struct meeting_item *county = behind(w, id, "project.beds_county", YUNLING);
    assert_non_null(county);
    assert_string_equal(county->book, "county");
    assert_int_equal(county->denominator, 50);
}

static void yunling_is_in_the_countys_book_only(void **state)
{
    (void)state;
    world_on_each(book_body);
}

static int64_t raised(struct world *w, int64_t meeting, int month, int day, int due_month,
                      int due_day)
{
    struct error e = {0};
    const struct problem_new p = {.source = meeting ? PROBLEM_MEETING : PROBLEM_INDICATOR,
                                  .source_id = meeting,
                                  .township = P02_TOWN,
                                  .title = "项目进度慢",
                                  .cause = "征地未完成",
                                  .measure = "镇长包保",
                                  .owner = "茂林镇人民政府",
                                  .raised_on = date_make(2013, month, day),
                                  .due_on = date_make(2013, due_month, due_day)};
    int64_t id;
    assert_ok_e(problem_raise(w->db, COUNTY_JINGXIAN, &p, SUPERVISOR, &id, &e), &e);
    return id;
}

static void recorded(struct world *w, int64_t id, const char *outcome)
{
    struct error e = {0};
    size_t n, k = 0;
    const struct meeting_item *items = items_of(w, id, &n);
    struct meeting_outcome outcomes[MEETING_ITEMS_MAX];
    for (size_t i = 0; i < n; i++)
        if (items[i].kind == MEETING_PROBLEM)
            outcomes[k++] = (struct meeting_outcome){items[i].number, outcome};
    const char *const decisions[] = {"各镇月底前补报", "下月专题督查"};
    const struct meeting_record record = {.present = "县直有关单位、各乡镇",
                                          .absent = "无",
                                          .summary = "通报了进度。\n研究了问题。",
                                          .outcomes = outcomes,
                                          .outcome_count = k,
                                          .decisions = decisions,
                                          .decision_count = 2};
    assert_ok_e(meeting_record(w->db, COUNTY_JINGXIAN, id, &record, SUPERVISOR, &e), &e);
}

static void carried_body(struct world *w)
{
    struct error e = {0};
    struct problem p;
    today(6, 25);
    int64_t problem = raised(w, 0, 6, 20, 7, 10);
    int64_t june = opened(w, 6, 25);
    assert_int_equal(kind_count(w, june, MEETING_PROBLEM), 1);
    assert_true(kind_count(w, june, MEETING_DUE) >= 1); /* due before the end of July */
    recorded(w, june, "继续跟踪");
    recorded(w, june, "明确镇长负责"); /* put right before it is issued: carried once */
    today(7, 25);
    int64_t july = opened(w, 7, 25);
    assert_int_equal(kind_count(w, july, MEETING_PROBLEM), 1);
    size_t n;
    const struct meeting_item *items = items_of(w, july, &n);
    for (size_t i = 0; i < n; i++)
        if (items[i].kind == MEETING_PROBLEM) {
            assert_int_equal(items[i].subject, problem);
            assert_non_null(strstr(items[i].text, "15")); /* days overdue */
        }
    recorded(w, july, "已见成效");
    assert_ok_e(problem_read(w->db, COUNTY_JINGXIAN, problem, 0, 0, w->arena, &p, &e), &e);
    assert_int_equal(p.carried, 2);
    assert_ok_e(problem_report(w->db, COUNTY_JINGXIAN, problem, "已开工", "township101.clerk", &e),
                &e);
    today(8, 1);
    assert_ok_e(problem_close(w->db, COUNTY_JINGXIAN, problem, "现场查看属实", SUPERVISOR, &e), &e);
    int64_t august = opened(w, 8, 30);
    assert_int_equal(kind_count(w, august, MEETING_PROBLEM), 0);
}

static void a_problem_is_carried_until_it_is_closed(void **state)
{
    (void)state;
    world_on_each(carried_body);
}

static void days_body(struct world *w)
{
    struct error e = {0};
    struct meeting_new new = meeting_of(6, 25);
    const struct meeting_record record = {.present = "各乡镇", .summary = "议了事"};
    int64_t id, second;
    today(6, 20);
    new.held_on = date_make(2013, 7, 1);
    assert_refused(meeting_open(w->db, COUNTY_JINGXIAN, &new, SUPERVISOR, &id, &e), &e,
                   "MEETING_DATE");
    new = meeting_of(8, 1);
    assert_refused(meeting_open(w->db, COUNTY_JINGXIAN, &new, SUPERVISOR, &id, &e), &e,
                   "MEETING_DATE");
    new = meeting_of(6, 25);
    assert_refused(meeting_open(w->db, COUNTY_JINGXIAN, &new, DIRECTOR, &id, &e), &e,
                   "ACCESS_DENIED");
    assert_ok_e(meeting_open(w->db, COUNTY_JINGXIAN, &new, SUPERVISOR, &id, &e), &e);
    assert_refused(meeting_record(w->db, COUNTY_JINGXIAN, id, &record, SUPERVISOR, &e), &e,
                   "MEETING_DATE"); /* the day has not come */
    assert_refused(meeting_open(w->db, COUNTY_JINGXIAN, &new, SUPERVISOR, &second, &e), &e,
                   "MEETING_ONCE");
    new.is_extra = true;
    assert_ok_e(meeting_open(w->db, COUNTY_JINGXIAN, &new, SUPERVISOR, &second, &e), &e);
    struct meeting m;
    assert_ok_e(meeting_read(w->db, COUNTY_JINGXIAN, second, w->arena, &m, &e), &e);
    assert_int_equal(m.number, 2);
    assert_refused(meeting_cancel(w->db, COUNTY_JINGXIAN, second, "", SUPERVISOR, &e), &e,
                   "REASON_MISSING");
    assert_ok_e(meeting_cancel(w->db, COUNTY_JINGXIAN, second, "并入下月", SUPERVISOR, &e), &e);
    today(6, 25);
    assert_ok_e(meeting_record(w->db, COUNTY_JINGXIAN, id, &record, SUPERVISOR, &e), &e);
    assert_refused(meeting_cancel(w->db, COUNTY_JINGXIAN, id, "不开了", SUPERVISOR, &e), &e,
                   "MEETING_STATE");
    assert_refused(meeting_agenda_refresh(w->db, COUNTY_JINGXIAN, id, SUPERVISOR, &e), &e,
                   "MEETING_STATE");
    assert_refused(meeting_record(w->db, COUNTY_JINGXIAN, second, &record, SUPERVISOR, &e), &e,
                   "MEETING_STATE");
    const struct meeting_outcome stray = {.number = 4000, .text = "无"};
    struct meeting_record wrong = record;
    wrong.outcomes = &stray;
    wrong.outcome_count = 1;
    assert_refused(meeting_record(w->db, COUNTY_JINGXIAN, id, &wrong, SUPERVISOR, &e), &e,
                   "MEETING_ITEM");
}

static void a_meeting_is_held_once_a_month_and_on_its_day(void **state)
{
    (void)state;
    world_on_each(days_body);
}

static void frozen_body(struct world *w)
{
    struct error e = {0};
    struct meeting m;
    today(6, 25);
    int64_t id = opened(w, 6, 25);
    assert_refused(meeting_issue(w->db, COUNTY_JINGXIAN, id, "", DIRECTOR, &e), &e,
                   "MEETING_STATE");
    (void)raised(w, id, 6, 25, 7, 10);
    const struct practice p = {.meeting = id, .title = "一站式", .body = "放在一处办。"};
    int64_t practice;
    assert_ok_e(practice_propose(w->db, COUNTY_JINGXIAN, &p, SUPERVISOR, &practice, &e), &e);
    recorded(w, id, "继续");
    assert_refused(meeting_issue(w->db, COUNTY_JINGXIAN, id, "", SUPERVISOR, &e), &e,
                   "ACCESS_DENIED");
    assert_ok_e(meeting_issue(w->db, COUNTY_JINGXIAN, id, "", DIRECTOR, &e), &e);
    assert_ok_e(meeting_read(w->db, COUNTY_JINGXIAN, id, w->arena, &m, &e), &e);
    assert_int_equal(m.state, MEETING_ISSUED);
    assert_string_equal(m.document, "会议纪要〔2013〕1号");
    assert_int_equal(strlen(m.hash), 64);
    assert_ok_e(meeting_verify(w->db, COUNTY_JINGXIAN, id, &e), &e);
    char sql[300];
    int64_t named;
    (void)snprintf(sql, sizeof sql,
                   "SELECT count(*) FROM change_trail WHERE action = 'meeting.issue' AND detail "
                   "LIKE '%%%s%%'",
                   m.hash);
    assert_ok_e(db_query_i64_raw(w->db, sql, &named, &e), &e);
    assert_int_equal(named, 1);

    const struct meeting_record again = {.present = "无", .summary = "改"};
    assert_refused(meeting_record(w->db, COUNTY_JINGXIAN, id, &again, SUPERVISOR, &e), &e,
                   "MEETING_STATE");
    const struct problem_new late = {.source = PROBLEM_MEETING,
                                     .source_id = id,
                                     .title = "补",
                                     .cause = "补",
                                     .measure = "补",
                                     .owner = "补",
                                     .raised_on = date_make(2013, 6, 25),
                                     .due_on = date_make(2013, 7, 25)};
    int64_t problem;
    assert_refused(problem_raise(w->db, COUNTY_JINGXIAN, &late, SUPERVISOR, &problem, &e), &e,
                   "MEETING_STATE");
    /* What goes on with a problem afterwards leaves the minutes as they are. */
    assert_ok_e(
        problem_defer(w->db, COUNTY_JINGXIAN, 1, date_make(2013, 8, 1), "汛期", SUPERVISOR, &e),
        &e);
    assert_ok_e(practice_decide(w->db, COUNTY_JINGXIAN, practice, true, DIRECTOR, &e), &e);
    assert_ok_e(meeting_verify(w->db, COUNTY_JINGXIAN, id, &e), &e);
    /* A word changed behind the program's back is seen. */
    raw(w, "UPDATE meeting_item SET outcome = '已办结' WHERE kind = 'DECISION'");
    assert_refused(meeting_verify(w->db, COUNTY_JINGXIAN, id, &e), &e, "MEETING_ALTERED");
}

static void issued_minutes_stay(void **state)
{
    (void)state;
    world_on_each(frozen_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(behind_is_exact),
        cmocka_unit_test(who_is_on_the_line_is_not_behind),
        cmocka_unit_test(who_is_not_asked_is_not_behind),
        cmocka_unit_test(yunling_is_in_the_countys_book_only),
        cmocka_unit_test(a_problem_is_carried_until_it_is_closed),
        cmocka_unit_test(a_meeting_is_held_once_a_month_and_on_its_day),
        cmocka_unit_test(issued_minutes_stay),
    };
    (void)test_seed();
    return cmocka_run_group_tests_name("meeting", tests, NULL, NULL);
}

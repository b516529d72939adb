/* Problems and practices: who may do what, in which order; what was known when. */
#include "domain/project/project_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "domain/meeting/practice.h"
#include "domain/meeting/problem.h"

#define SUPERVISOR "supervisor"
#define SUPERVISOR2 "supervisor2"
#define DIRECTOR "director"
#define TOWN INT64_C(341823100000)
#define OTHER_TOWN INT64_C(341823101000)

static struct problem_new sample(void)
{
    return (struct problem_new){.source = PROBLEM_INDICATOR,
                                .township = TOWN,
                                .indicator = "home.returns_on_time",
                                .title = "月报迟报",
                                .cause = "无专人负责",
                                .measure = "确定专人，每月 5 日前报送",
                                .owner = "泾川镇人民政府",
                                .raised_on = date_make(2013, 12, 1),
                                .due_on = date_make(2013, 12, 20)};
}

static enum status raise(struct world *w, const struct problem_new *p, const char *actor,
                         int64_t *id, struct error *e)
{
    return problem_raise(w->db, COUNTY_JINGXIAN, p, actor, id, e);
}

static struct problem read_one(struct world *w, int64_t id)
{
    struct error e = {0};
    struct problem p;
    assert_ok_e(problem_read(w->db, COUNTY_JINGXIAN, id, 0, 0, w->arena, &p, &e), &e);
    return p;
}

static void whole_body(struct world *w)
{
    struct error e = {0};
    struct problem_new p = sample();
    int64_t id;
    assert_refused(raise(w, &p, CLERK, &id, &e), &e, "ACCESS_DENIED");
    const char **const needed[] = {&p.title, &p.cause, &p.measure, &p.owner};
    static const char *const names[] = {"title", "cause", "measure", "owner"};
    for (size_t i = 0; i < 4; i++) {
        const char *kept = *needed[i];
        *needed[i] = "";
        assert_refused(raise(w, &p, SUPERVISOR, &id, &e), &e, "PROBLEM_FIELD");
        assert_string_equal(e.place, names[i]);
        *needed[i] = kept;
    }
    p.due_on = (struct date){0};
    assert_refused(raise(w, &p, SUPERVISOR, &id, &e), &e, "PROBLEM_DATE");
    p.due_on = date_make(2013, 11, 30);
    assert_refused(raise(w, &p, SUPERVISOR, &id, &e), &e, "PROBLEM_DATE");
    p.due_on = p.raised_on;
    assert_ok_e(raise(w, &p, SUPERVISOR, &id, &e), &e);
    p.raised_on = p.due_on = date_make(2014, 1, 1); /* tomorrow */
    assert_refused(raise(w, &p, SUPERVISOR, &id, &e), &e, "PROBLEM_DATE");
    p = sample();
    p.indicator = "no.such";
    assert_refused(raise(w, &p, SUPERVISOR, &id, &e), &e, "PROBLEM_FIELD");
    p.indicator = "";
    p.township = INT64_C(341823100200); /* a village */
    assert_refused(raise(w, &p, SUPERVISOR, &id, &e), &e, "PROBLEM_FIELD");
    p.township = TOWN;
    p.source = PROBLEM_MEETING;
    p.source_id = 77;
    assert_refused(raise(w, &p, SUPERVISOR, &id, &e), &e, "MEETING_UNKNOWN");
}

static void a_problem_has_cause_measure_owner_and_deadline(void **state)
{
    (void)state;
    world_on_each(whole_body);
}

static int64_t head_of(struct world *w)
{
    int64_t id;
    char hex[HASH_HEX_BYTES];
    assert_status(change_head(w->db, COUNTY_JINGXIAN, &id, hex, NULL), STATUS_OK);
    return id;
}

static void way_body(struct world *w)
{
    struct error e = {0};
    struct problem_new new = sample();
    int64_t id;
    assert_ok_e(raise(w, &new, SUPERVISOR, &id, &e), &e);
    assert_int_equal(read_one(w, id).days_overdue, 11); /* 20 to 31 December */
    const int64_t raised = head_of(w);

    /* A township reports its own; nobody closes what nobody reported. */
    assert_refused(problem_report(w->db, COUNTY_JINGXIAN, id, "已整改", OTHER_CLERK, &e), &e,
                   "ACCESS_SCOPE");
    assert_refused(problem_close(w->db, COUNTY_JINGXIAN, id, "属实", SUPERVISOR, &e), &e,
                   "PROBLEM_STATE");
    assert_refused(problem_report(w->db, COUNTY_JINGXIAN, id, "", CLERK, &e), &e, "PROBLEM_FIELD");
    assert_ok_e(problem_report(w->db, COUNTY_JINGXIAN, id, "已定专人", CLERK, &e), &e);
    assert_refused(problem_report(w->db, COUNTY_JINGXIAN, id, "再报", LEAD, &e), &e,
                   "PROBLEM_STATE");
    assert_refused(problem_send_back(w->db, COUNTY_JINGXIAN, id, "", SUPERVISOR, &e), &e,
                   "REASON_MISSING");
    assert_ok_e(problem_send_back(w->db, COUNTY_JINGXIAN, id, "11 月仍迟报", SUPERVISOR, &e), &e);
    assert_int_equal(read_one(w, id).state, PROBLEM_OPEN);
    const int64_t sent_back = head_of(w);

    /* A deadline moves by a note, and the first one stays. */
    const struct date later = date_make(2014, 1, 10);
    assert_refused(problem_defer(w->db, COUNTY_JINGXIAN, id, later, "", SUPERVISOR, &e), &e,
                   "REASON_MISSING");
    assert_refused(problem_defer(w->db, COUNTY_JINGXIAN, id, new.due_on, "不变", SUPERVISOR, &e),
                   &e, "PROBLEM_DATE");
    assert_refused(problem_defer(w->db, COUNTY_JINGXIAN, id, later, "宽限", CLERK, &e), &e,
                   "ACCESS_DENIED");
    assert_ok_e(problem_defer(w->db, COUNTY_JINGXIAN, id, later, "等系统培训", SUPERVISOR, &e), &e);
    struct problem p = read_one(w, id);
    assert_int_equal(p.due_on.v, later.v);
    assert_int_equal(p.first_due_on.v, new.due_on.v);
    assert_int_equal(p.deferred, 1);
    assert_int_equal(p.days_overdue, 0);

    /* Whoever reported does not close: the system acts for everybody, yet not for both. */
    assert_ok_e(problem_report(w->db, COUNTY_JINGXIAN, id, "12 月按时", ACTOR_SYSTEM, &e), &e);
    assert_refused(problem_close(w->db, COUNTY_JINGXIAN, id, "属实", ACTOR_SYSTEM, &e), &e,
                   "SAME_PERSON");
    assert_refused(problem_send_back(w->db, COUNTY_JINGXIAN, id, "不实", ACTOR_SYSTEM, &e), &e,
                   "SAME_PERSON");
    assert_refused(problem_close(w->db, COUNTY_JINGXIAN, id, "", SUPERVISOR, &e), &e,
                   "PROBLEM_FIELD");
    assert_ok_e(problem_close(w->db, COUNTY_JINGXIAN, id, "12 月 8 日查看属实", SUPERVISOR, &e),
                &e);
    assert_refused(problem_defer(w->db, COUNTY_JINGXIAN, id, new.due_on, "晚了", SUPERVISOR, &e),
                   &e, "PROBLEM_STATE");
    assert_refused(problem_close(w->db, COUNTY_JINGXIAN, 99, "无", SUPERVISOR, &e), &e,
                   "PROBLEM_UNKNOWN");

    /* As it was known. */
    assert_ok_e(problem_read(w->db, COUNTY_JINGXIAN, id, 0, raised, w->arena, &p, &e), &e);
    assert_int_equal(p.state, PROBLEM_OPEN);
    assert_int_equal(p.due_on.v, new.due_on.v);
    assert_string_equal(p.outcome, "");
    assert_string_equal(p.reported_by, "");
    assert_ok_e(problem_read(w->db, COUNTY_JINGXIAN, id, 0, sent_back, w->arena, &p, &e), &e);
    assert_int_equal(p.state, PROBLEM_OPEN);
    assert_string_equal(p.reported_by, CLERK);
    assert_status(problem_read(w->db, COUNTY_JINGXIAN, id, 0, raised - 1, w->arena, &p, &e),
                  STATUS_NONE);
    struct problem_note *notes;
    size_t n;
    assert_ok_e(problem_note_list(w->db, COUNTY_JINGXIAN, id, 0, w->arena, &notes, &n, &e), &e);
    static const char *const kinds[] = {"REPORTED", "SENT_BACK", "DEADLINE", "REPORTED", "CLOSED"};
    assert_int_equal(n, 5);
    for (size_t i = 0; i < n; i++)
        assert_string_equal(notes[i].kind, kinds[i]);
    assert_int_equal(notes[2].new_due_on.v, later.v);
}

static void who_reported_does_not_close_and_every_step_stays(void **state)
{
    (void)state;
    world_on_each(way_body);
}

static size_t count_of(struct world *w, struct problem_filter f)
{
    struct error e = {0};
    struct problem *list;
    size_t n;
    assert_ok_e(problem_list(w->db, COUNTY_JINGXIAN, &f, w->arena, &list, &n, &e), &e);
    return n;
}

static void list_body(struct world *w)
{
    struct error e = {0};
    struct problem_new mine = sample(), other = sample(), county = sample();
    int64_t id;
    assert_ok_e(raise(w, &mine, SUPERVISOR, &id, &e), &e);
    other.township = OTHER_TOWN;
    other.due_on = date_make(2013, 12, 31); /* today: not late yet */
    other.owner = "民政局";
    assert_ok_e(raise(w, &other, SUPERVISOR, &id, &e), &e);
    county.township = 0;
    assert_ok_e(raise(w, &county, SUPERVISOR, &id, &e), &e);
    assert_int_equal(count_of(w, (struct problem_filter){0}), 3);
    assert_int_equal(count_of(w, (struct problem_filter){.scope = TOWN}), 1);
    assert_int_equal(count_of(w, (struct problem_filter){.is_overdue = true}), 2);
    assert_int_equal(
        count_of(w, (struct problem_filter){.is_overdue = true, .on = date_make(2014, 1, 1)}), 3);
    assert_int_equal(count_of(w, (struct problem_filter){.owner = "泾川"}), 2);
    assert_int_equal(count_of(w, (struct problem_filter){.source = PROBLEM_MEETING}), 0);
    /* A township's clerk does not answer for what is the county's. */
    assert_refused(problem_report(w->db, COUNTY_JINGXIAN, id, "已办", CLERK, &e), &e,
                   "ACCESS_SCOPE");
    assert_ok_e(problem_report(w->db, COUNTY_JINGXIAN, id, "已办", OFFICER, &e), &e);
    assert_ok_e(problem_close(w->db, COUNTY_JINGXIAN, id, "属实", SUPERVISOR2, &e), &e);
    assert_int_equal(count_of(w, (struct problem_filter){.is_open = true}), 2);
    struct problem p;
    assert_status(problem_read(w->db, COUNTY_JINGXIAN, id, TOWN, 0, w->arena, &p, &e), STATUS_NONE);
}

static void a_township_sees_its_own_problems(void **state)
{
    (void)state;
    world_on_each(list_body);
}

static size_t practices_of(struct world *w, int64_t scope)
{
    struct error e = {0};
    struct practice *list;
    size_t n;
    assert_ok_e(practice_list(w->db, COUNTY_JINGXIAN, scope, 0, 0, w->arena, &list, &n, &e), &e);
    return n;
}

static void practice_body(struct world *w)
{
    struct error e = {0};
    struct practice p = {.township = TOWN, .title = "一站式办理", .body = "把受理和核对放在一处。"};
    struct practice *list;
    size_t n;
    int64_t id, second;
    assert_refused(practice_propose(w->db, COUNTY_JINGXIAN, &p, OTHER_CLERK, &id, &e), &e,
                   "ACCESS_SCOPE");
    p.body = "";
    assert_refused(practice_propose(w->db, COUNTY_JINGXIAN, &p, CLERK, &id, &e), &e,
                   "PRACTICE_FIELD");
    p.body = "把受理和核对放在一处。";
    assert_ok_e(practice_propose(w->db, COUNTY_JINGXIAN, &p, CLERK, &id, &e), &e);
    p.title = "夜间值班";
    assert_ok_e(practice_propose(w->db, COUNTY_JINGXIAN, &p, ACTOR_SYSTEM, &second, &e), &e);
    assert_ok_e(practice_public_list(w->db, COUNTY_JINGXIAN, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 0);
    assert_int_equal(practices_of(w, OTHER_TOWN), 0);
    assert_int_equal(practices_of(w, TOWN), 2);
    assert_refused(practice_decide(w->db, COUNTY_JINGXIAN, id, true, SUPERVISOR, &e), &e,
                   "ACCESS_DENIED");
    assert_refused(practice_decide(w->db, COUNTY_JINGXIAN, second, true, ACTOR_SYSTEM, &e), &e,
                   "SAME_PERSON");
    assert_ok_e(practice_decide(w->db, COUNTY_JINGXIAN, id, true, DIRECTOR, &e), &e);
    assert_ok_e(practice_decide(w->db, COUNTY_JINGXIAN, second, false, DIRECTOR, &e), &e);
    assert_refused(practice_decide(w->db, COUNTY_JINGXIAN, id, false, DIRECTOR, &e), &e,
                   "PRACTICE_STATE");
    assert_ok_e(practice_public_list(w->db, COUNTY_JINGXIAN, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 1);
    assert_string_equal(list[0].title, "一站式办理");
    assert_string_equal(list[0].proposed_by, ""); /* no name of a user is shown to the world */
    assert_int_equal(list[0].decided_on.v, date_make(2013, 12, 31).v);
    assert_int_equal(practices_of(w, OTHER_TOWN), 1);
}

static void only_what_another_published_is_told_to_the_world(void **state)
{
    (void)state;
    world_on_each(practice_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_problem_has_cause_measure_owner_and_deadline),
        cmocka_unit_test(who_reported_does_not_close_and_every_step_stays),
        cmocka_unit_test(a_township_sees_its_own_problems),
        cmocka_unit_test(only_what_another_published_is_told_to_the_world),
    };
    (void)test_seed();
    return cmocka_run_group_tests_name("problem", tests, NULL, NULL);
}

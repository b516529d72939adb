/* A visit: by whom, what may be written on it, and that it stays as it was handed in. */
#include "domain/inspection/inspection_fixture.h"

#include <stdio.h>

#include <string.h>

#include "domain/assessment/assessment.h"
#include "domain/meeting/problem.h"

static const struct inspection_filter ALL = {0};

static int64_t round_open(struct field *w)
{
    struct error e = {0};
    int64_t id = 0;
    assert_ok_e(assessment_open(w->db, w->county,
                                &(struct assessment_new){.year = 2013, .scope = ASSESSMENT_MIDYEAR},
                                SUPERVISOR, &id, &e),
                &e);
    assert_ok_e(
        assessment_team_add(w->db, w->county, id, JINGCHUAN, INSPECTOR, true, SUPERVISOR, &e), &e);
    return id;
}

static enum status try_open(struct field *w, int64_t round, int64_t division, const char *actor,
                            struct error *e)
{
    int64_t id;
    return inspection_open(
        w->db, w->county,
        &(struct inspection_entry){
            .assessment = round, .division = division, .place = "村委会", .inspectors = "王五"},
        actor, &id, e);
}

static void who_body(struct field *w)
{
    struct error e = {0};
    int64_t round = round_open(w), id;
    assert_refused(try_open(w, 0, MAOLIN, INSPECTOR_OF_MAOLIN, &e), &e, "INSPECTION_OWN");
    assert_ok_e(try_open(w, 0, JINGCHUAN, INSPECTOR_OF_MAOLIN, &e), &e);
    assert_refused(try_open(w, 0, JINGCHUAN, SUPERVISOR, &e), &e, "ACCESS_DENIED");
    assert_refused(try_open(w, 0, JINGCHUAN, ACTOR_SYSTEM, &e), &e, "ACCESS_DENIED");
    assert_refused(try_open(w, round, MAOLIN, INSPECTOR, &e), &e, "INSPECTION_TEAM");
    assert_refused(try_open(w, round, JINGCHUAN, INSPECTOR_OF_MAOLIN, &e), &e, "INSPECTION_TEAM");
    assert_refused(try_open(w, 0, INT64_C(341823999000), INSPECTOR, &e), &e, "INSPECTION_FIELD");
    assert_string_equal(e.place, "division");
    struct inspection_entry late = {.division = JINGCHUAN,
                                    .on = field_day("2013-07-11"),
                                    .place = "村委会",
                                    .inspectors = "王五"};
    assert_refused(inspection_open(w->db, w->county, &late, INSPECTOR, &id, &e), &e,
                   "INSPECTION_DATE");
    late.on = field_day(TODAY);
    assert_ok_e(inspection_open(w->db, w->county, &late, INSPECTOR, &id, &e), &e);
    /* Whose draft it is, he writes it. */
    assert_refused(inspection_strike(w->db, w->county, id, "重复", INSPECTOR_OF_MAOLIN, &e), &e,
                   "ACCESS_DENIED");
    assert_refused(inspection_strike(w->db, w->county, id, "", INSPECTOR, &e), &e,
                   "REASON_MISSING");
    assert_ok_e(inspection_strike(w->db, w->county, id, "重复", INSPECTOR, &e), &e);
}

static void only_a_stranger_of_the_team_inspects(void **state)
{
    (void)state;
    field_on_each(who_body);
}

static enum status mark(struct field *w, int64_t visit, const char *node, int64_t share,
                        const char *reason, struct error *e)
{
    return inspection_mark_write(
        w->db, w->county, visit,
        &(struct inspection_mark){.node = node, .share_bp = share, .reason = reason}, 1, INSPECTOR,
        e);
}

static enum status find(struct field *w, int64_t visit, const char *node, const char *subject,
                        struct error *e)
{
    int number;
    return inspection_finding_add(
        w->db, w->county, visit,
        &(struct inspection_finding){
            .kind = INSPECTION_DEFECT, .node = node, .subject = subject, .text = "公示栏没有张贴"},
        INSPECTOR, &number, e);
}

static void writing_body(struct field *w)
{
    struct error e = {0};
    int64_t round = round_open(w), visit = field_visit(w, round, JINGCHUAN, INSPECTOR);
    int64_t plain = field_visit(w, 0, JINGCHUAN, INSPECTOR);
    assert_refused(mark(w, visit, "A11", 8000, "差", &e), &e, "INSPECTION_NODE"); /* by figures */
    assert_refused(mark(w, visit, "C3", 8000, "差", &e), &e, "INSPECTION_NODE");  /* by findings */
    assert_refused(mark(w, visit, "C1", 10001, "差", &e), &e, "INSPECTION_FIELD");
    assert_refused(mark(w, visit, "C1", 8000, "", &e), &e, "REASON_MISSING");
    assert_refused(mark(w, plain, "C1", 8000, "差", &e), &e, "INSPECTION_NODE");
    assert_ok_e(mark(w, visit, "C1", 8000, "制度未上墙", &e), &e);
    assert_ok_e(mark(w, visit, "C1", 9000, "制度已补", &e), &e);
    assert_ok_e(mark(w, visit, "C2", 10000, "", &e), &e);

    assert_refused(find(w, visit, "A11", "", &e), &e, "INSPECTION_NODE");
    assert_refused(find(w, visit, "C3", "home 999", &e), &e, "INSPECTION_FIELD");
    assert_refused(find(w, visit, "C3", "house 1", &e), &e, "INSPECTION_FIELD");
    assert_refused(find(w, visit, "C3", "home", &e), &e, "INSPECTION_FIELD");
    int at = 0;
    int64_t homes_here = 0;
    char subject[40];
    for (at = 1; at <= 11; at++) { /* one of the plan's homes is here, all others elsewhere */
        (void)snprintf(subject, sizeof subject, "home %d", at);
        enum status s = find(w, visit, "C3", subject, &e);
        homes_here += s == STATUS_OK;
        assert_true(s == STATUS_OK || s == STATUS_REFUSED);
    }
    assert_int_equal(homes_here, 1);
    struct inspection i;
    assert_ok_e(inspection_read(w->db, w->county, visit, &ALL, w->arena, &i, &e), &e);
    assert_int_equal(i.marks, 2);
    assert_int_equal(i.defects, 1);
    struct inspection_mark *marks;
    size_t n;
    assert_ok_e(inspection_mark_list(w->db, w->county, visit, w->arena, &marks, &n, &e), &e);
    assert_int_equal(marks[0].share_bp, 9000);
}

static void marks_and_findings_bear_on_what_inspections_decide(void **state)
{
    (void)state;
    field_on_each(writing_body);
}

static void submit_body(struct field *w)
{
    struct error e = {0};
    int64_t visit = field_visit(w, 0, JINGCHUAN, INSPECTOR);
    assert_refused(inspection_submit(w->db, w->county, visit, NULL, 0, INSPECTOR, &e), &e,
                   "INSPECTION_EMPTY");
    int good = field_finding(w, visit, INSPECTION_GOOD, "每月公示");
    int defect = field_finding(w, visit, INSPECTION_DEFECT, "档案缺少核查表");
    int missed = field_finding(w, visit, INSPECTION_MISSED_STEP, "民主评议没有记录");
    struct inspection_demand d[2] = {
        {.finding = good, .is_order = true, .demand = "补", .due_on = field_day("2013-07-31")},
        {.finding = missed,
         .demand = "补做评议",
         .owner = "王所长",
         .due_on = field_day("2013-07-31")}};
    assert_refused(inspection_submit(w->db, w->county, visit, d, 2, INSPECTOR, &e), &e,
                   "INSPECTION_FIELD"); /* praise leads to nothing */
    d[0].finding = defect;
    d[0].due_on = field_day("2013-07-09");
    assert_refused(inspection_submit(w->db, w->county, visit, d, 2, INSPECTOR, &e), &e,
                   "RECTIFICATION_DATE"); /* and nothing of it was done */
    struct problem *problems;
    struct rectification *orders;
    size_t n, m;
    assert_ok_e(problem_list(w->db, w->county, &(struct problem_filter){.township = JINGCHUAN},
                             w->arena, &problems, &n, &e),
                &e);
    assert_int_equal(n, 0);
    d[0].due_on = field_day(TODAY); /* the first day it may be */
    assert_ok_e(inspection_submit(w->db, w->county, visit, d, 2, INSPECTOR, &e), &e);
    assert_ok_e(problem_list(w->db, w->county, &(struct problem_filter){.township = JINGCHUAN},
                             w->arena, &problems, &n, &e),
                &e);
    assert_int_equal(n, 1);
    assert_int_equal(problems[0].source, PROBLEM_INSPECTION);
    assert_ok_e(rectification_list(w->db, w->county,
                                   &(struct rectification_filter){.scope = JINGCHUAN}, w->arena,
                                   &orders, &m, &e),
                &e);
    assert_int_equal(m, 1);
    assert_int_equal(orders[0].origin_id, visit);

    /* Frozen: nothing more can be written, and the hash is that of what is there. */
    assert_refused(find(w, visit, "", "", &e), &e, "INSPECTION_STATE");
    assert_refused(inspection_finding_remove(w->db, w->county, visit, good, INSPECTOR, &e), &e,
                   "INSPECTION_STATE");
    assert_refused(inspection_strike(w->db, w->county, visit, "错", INSPECTOR, &e), &e,
                   "INSPECTION_STATE");
    struct inspection i;
    uint8_t hash[HASH_BYTES];
    assert_ok_e(inspection_read(w->db, w->county, visit, &ALL, w->arena, &i, &e), &e);
    assert_ok_e(inspection_hash(w->db, w->county, &i, w->arena, hash, &e), &e);
    assert_memory_equal(hash, i.content_hash, HASH_BYTES);
    /* Others' drafts are not shown, what was handed in is. */
    int64_t draft = field_visit(w, 0, JINGCHUAN, INSPECTOR);
    struct inspection_filter other = {.viewer = CLERK, .scope = JINGCHUAN};
    assert_status(inspection_read(w->db, w->county, draft, &other, w->arena, &i, &e), STATUS_NONE);
    assert_ok_e(inspection_read(w->db, w->county, visit, &other, w->arena, &i, &e), &e);
    other.scope = MAOLIN;
    assert_status(inspection_read(w->db, w->county, visit, &other, w->arena, &i, &e), STATUS_NONE);
}

static void what_is_handed_in_is_frozen_and_leads_on(void **state)
{
    (void)state;
    field_on_each(submit_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_a_stranger_of_the_team_inspects),
        cmocka_unit_test(marks_and_findings_bear_on_what_inspections_decide),
        cmocka_unit_test(what_is_handed_in_is_frozen_and_leads_on),
    };
    return cmocka_run_group_tests_name("inspection", tests, NULL, NULL);
}

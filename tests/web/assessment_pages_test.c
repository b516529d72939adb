/* Assessment on the site: a round with its table, a township that sees its own points alone, a
   dispute from the form to the decision, and what everybody is told when it is published. */
#include "domain/assessment/assessment.h"
#include "domain/inspection/inspection.h"
#include "domain/target/target.h"
#include "web/site_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUPERVISOR "supervisor"
#define DIRECTOR "director"
#define LEAD "township101.lead"
#define OTHER_LEAD "township100.lead"
#define MAOLIN "341823101000"
#define TOWNSHIP_COUNT 11

static const int64_t townships[TOWNSHIP_COUNT] = {
    341823100000, 341823101000, 341823102000, 341823103000, 341823104000, 341823105000,
    341823106000, 341823107000, 341823108000, 341823200000, 341823201000};

static void visit_make(struct db *db, int64_t round, int64_t township)
{
    struct error e = {0};
    int64_t id;
    const struct inspection_entry visit = {
        .assessment = round, .division = township, .place = "民政办", .inspectors = "督查员"};
    const struct inspection_mark marks[] = {{.node = "C1", .share_bp = 5000, .reason = "缺记录"},
                                            {.node = "C2", .share_bp = 10000}};
    assert_ok_e(inspection_open(db, LIVE_COUNTY, &visit, "inspector", &id, &e), &e);
    assert_ok_e(inspection_mark_write(db, LIVE_COUNTY, id, marks, 2, "inspector", &e), &e);
    assert_ok_e(inspection_submit(db, LIVE_COUNTY, id, NULL, 0, "inspector", &e), &e);
}

static int start(void **state)
{
    (void)state;
    struct error e = {0};
    size_t n;
    int64_t round;
    (void)setenv("MINSHENG_TODAY", "2013-07-05", 1);
    struct db *db = site_begin();
    site_posts_unlock(db);
    assert_ok_e(target_split_from_plan(db, LIVE_COUNTY, "", SUPERVISOR, &n, &e), &e);
    assert_ok_e(target_split_issue(db, LIVE_COUNTY, 0, 2013, "2号", DIRECTOR, &n, &e), &e);
    const struct assessment_new new = {.year = 2013, .scope = ASSESSMENT_MIDYEAR};
    assert_ok_e(assessment_open(db, LIVE_COUNTY, &new, SUPERVISOR, &round, &e), &e);
    for (size_t i = 0; i < TOWNSHIP_COUNT; i++) {
        assert_ok_e(assessment_team_add(db, LIVE_COUNTY, round, townships[i], "inspector", true,
                                        SUPERVISOR, &e),
                    &e);
        visit_make(db, round, townships[i]);
    }
    db_close(db);
    site_serve();
    return 0;
}

static json_t *asked(const char *who, const char *target)
{
    BUF page = {0};
    char path[200];
    (void)snprintf(path, sizeof path, "%s?format=json", target);
    assert_int_equal(site_get(who, path, &page), 200);
    return site_json(&page);
}

static size_t rows_of(const char *who, const char *target, const char *list)
{
    json_t *page = asked(who, target);
    const size_t n = json_array_size(json_object_get(page, list));
    json_decref(page);
    return n;
}

static void a_round_is_scored_and_a_township_sees_itself(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(rows_of(SUPERVISOR, "/assessments", "assessments"), 1);
    assert_int_equal(site_post(LEAD, "/assessments/1/advance", "&state=INSPECTED", &page), 403);
    assert_int_equal(
        site_post(SUPERVISOR, "/assessments/1/score", "&dispute_until=2013-07-12", &page), 422);
    assert_int_equal(site_post(SUPERVISOR, "/assessments/1/advance", "&state=INSPECTED", &page),
                     303);
    assert_int_equal(
        site_post(SUPERVISOR, "/assessments/1/score", "&dispute_until=2013-07-12", &page), 303);
    assert_int_equal(rows_of(SUPERVISOR, "/assessments/1", "rows"), TOWNSHIP_COUNT);
    assert_int_equal(rows_of(LEAD, "/assessments/1", "rows"), 1);
    assert_true(rows_of(LEAD, "/assessments/1/townships/" MAOLIN, "lines") > 10);
    assert_int_equal(site_get(OTHER_LEAD, "/assessments/1/townships/" MAOLIN, &page), 404);
    assert_int_equal(site_get(SUPERVISOR, "/assessments/1/townships/" MAOLIN, &page), 200);
    assert_true(live_has(&page, "/indicators/project.beds_county/rows?township=" MAOLIN));
    assert_true(live_has(&page, "/inspections?assessment=1"));
    assert_int_equal(site_get(LEAD, "/assessments/1/table.pdf", &page), 403);
    assert_int_equal(site_get(SUPERVISOR, "/assessments/1/table.docx", &page), 200);
    assert_int_equal(site_get(LEAD, "/assessments/1/townships/" MAOLIN "/letter.docx", &page), 200);
    assert_int_equal(rows_of("", "/public/results", "results"), 0);
}

static void a_dispute_goes_from_the_form_to_the_decision(void **state)
{
    (void)state;
    BUF page = {0};
    const char *form = "/assessments/1/townships/" MAOLIN "/disputes";
    assert_int_equal(site_post(OTHER_LEAD, form, "&node=C1&claim=x", &page), 404);
    assert_int_equal(site_post(LEAD, form, "&node=C1&claim=", &page), 422);
    assert_int_equal(site_post(LEAD, form, "&node=C1&claim=记录在镇政府", &page), 303);
    assert_int_equal(rows_of(DIRECTOR, "/assessments/1", "disputes"), 1);
    assert_int_equal(rows_of(OTHER_LEAD, "/assessments/1", "disputes"), 0);
    assert_int_equal(
        site_post(DIRECTOR, "/assessments/1/disputes/1", "&points=600.00&finding=属实", &page),
        422);
    assert_int_equal(
        site_post(DIRECTOR, "/assessments/1/disputes/1", "&points=6.00&finding=属实", &page), 303);
    assert_int_equal(site_get(LEAD, "/assessments/1/townships/" MAOLIN, &page), 200);
    assert_true(live_has(&page, "经第 1 号争议复核"));
}

static void what_is_published_everybody_sees(void **state)
{
    (void)state;
    BUF page = {0};
    (void)setenv("MINSHENG_TODAY", "2013-07-13", 1);
    assert_int_equal(site_post(SUPERVISOR, "/assessments/1/advance", "&state=REVIEWED", &page),
                     303);
    assert_int_equal(site_get(SUPERVISOR, "/assessments/1/city.zip", &page), 422);
    assert_int_equal(site_post(SUPERVISOR, "/assessments/1/publish",
                               "&document=21号&orders_due=2013-08-31", &page),
                     403);
    assert_int_equal(site_post(DIRECTOR, "/assessments/1/publish",
                               "&document=21号&orders_due=2013-07-01", &page),
                     422);
    assert_int_equal(site_post(DIRECTOR, "/assessments/1/publish",
                               "&document=21号&orders_due=2013-08-31", &page),
                     303);
    json_t *results = asked("", "/public/results");
    const json_t *one = json_array_get(json_object_get(results, "results"), 0);
    assert_int_equal(json_array_size(json_object_get(one, "rows")), TOWNSHIP_COUNT);
    assert_null(json_object_get(json_array_get(json_object_get(one, "rows"), 0), "cells"));
    json_decref(results);
    assert_int_equal(rows_of(LEAD, "/assessments/1", "rows"), TOWNSHIP_COUNT);
    assert_int_equal(site_get(SUPERVISOR, "/assessments/1/city.zip", &page), 200);
}

int main(int argc, char **argv)
{
    if (!site_engine_choose(argc, argv))
        return 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_round_is_scored_and_a_township_sees_itself),
        cmocka_unit_test(a_dispute_goes_from_the_form_to_the_decision),
        cmocka_unit_test(what_is_published_everybody_sees),
    };
    return cmocka_run_group_tests_name("assessment pages", tests, start, site_stop);
}

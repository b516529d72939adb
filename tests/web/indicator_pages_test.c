/* Indicators and the hand-over on the site: a township sees its own figures only, the county all
   and their sum; only the supervisor hands over, and not while anything is open. */
#include "office/demo/medical.h"
#include "web/site_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define HOUSEHOLDS 200
#define OWN_TOWNSHIP INT64_C(341823106000)
#define CLERK "township106.clerk"
#define SUPERVISOR "supervisor"
#define SPAN "?from=2013-06&to=2013-07"

static int start(void **state)
{
    struct error e = {0};
    (void)state;
    struct db *db = site_begin();
    struct payment_context c = {.county = LIVE_COUNTY, .actor = "dibao1", .keys = site.keys};
    struct demo_medical_counts counts;
    struct demo_options options = {.seed = test_seed(),
                                   .dibao_households = HOUSEHOLDS,
                                   .wubao_persons = HOUSEHOLDS / 2,
                                   .month = month_make(2013, 6)};
    assert_ok_e(demo_ground_read(db, LIVE_COUNTY, site.arena, &options, &e), &e);
    assert_ok_e(demo_store(db, &c, &options, NULL, &e), &e);
    assert_ok_e(demo_medical_store(db, &c, &options, date_make(2013, 7, 4), test_tmpdir(), NULL,
                                   &counts, &e),
                &e);
    site_posts_unlock(db);
    db_close(db);
    site_serve();
    return 0;
}

static int64_t counted(const char *sql)
{
    struct error e = {0};
    int64_t n;
    assert_ok_e(db_query_i64_raw(site.db, sql, &n, &e), &e);
    return n;
}

static int64_t integer(const json_t *o, const char *name)
{
    assert_true(json_is_integer(json_object_get(o, name)));
    return json_integer_value(json_object_get(o, name));
}

static json_t *asked(const char *who, const char *target)
{
    BUF page = {0};
    char path[200];
    (void)snprintf(path, sizeof path, "%s&format=json", target);
    assert_int_equal(site_get(who, path, &page), 200);
    return site_json(&page);
}

/* The cell of the span as a whole: the last of the row. */
static const json_t *whole_of(const json_t *line)
{
    const json_t *cells = json_object_get(line, "cells");
    return json_array_get(cells, json_array_size(cells) - 1);
}

static void the_county_sees_every_township_and_their_sum(void **state)
{
    (void)state;
    int64_t numerator = 0, denominator = 0;
    json_t *page = asked(SUPERVISOR, "/indicators/medical.on_counter" SPAN);
    const json_t *rows = json_object_get(page, "rows"), *total = json_object_get(page, "total");
    assert_int_equal(json_array_size(rows), 11);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *whole = whole_of(json_array_get(rows, i));
        numerator += integer(whole, "numerator");
        denominator += integer(whole, "denominator");
    }
    assert_int_equal(integer(whole_of(total), "numerator"), numerator);
    assert_int_equal(integer(whole_of(total), "denominator"), denominator);
    assert_int_equal(
        denominator,
        counted("SELECT count(*) FROM medical_bill WHERE state = 1 AND discharged_on >= 20130601"));
    json_decref(page);
}

static void a_township_sees_its_own_row_and_no_sum(void **state)
{
    (void)state;
    BUF html = {0};
    json_t *page = asked(CLERK, "/indicators/medical.on_counter" SPAN);
    const json_t *rows = json_object_get(page, "rows");
    assert_int_equal(json_array_size(rows), 1);
    assert_int_equal(integer(json_array_get(rows, 0), "township"), OWN_TOWNSHIP);
    assert_null(json_object_get(page, "total"));
    json_decref(page);
    page = asked(CLERK, "/indicators" SPAN);
    assert_int_equal(json_array_size(json_object_get(page, "townships_by_name")), 1);
    assert_null(json_object_get(json_array_get(json_object_get(page, "indicators"), 0), "figure"));
    json_decref(page);
    /* The money of the whole county is in no township's page. */
    page = asked(CLERK, "/indicators/medical.fund_use" SPAN);
    assert_int_equal(json_array_size(json_object_get(page, "rows")), 0);
    assert_null(json_object_get(page, "total"));
    json_decref(page);
    assert_int_equal(site_get(CLERK, "/indicators/medical.nothing", &html), 404);
}

static void each_figure_opens_the_bills_behind_it(void **state)
{
    (void)state;
    BUF page = {0};
    const char *link = "/medical/bills?year=2013&amp;township=341823106000";
    assert_int_equal(site_get(CLERK, "/indicators/medical.rate" SPAN, &page), 200);
    assert_true(live_has(&page, link));
    assert_int_equal(site_get(CLERK, "/medical/bills?year=2013&township=341823106000", &page), 200);
    /* Whoever may not see bills sees figures without a way to them. */
    assert_int_equal(site_get("inspector", "/indicators/medical.rate" SPAN, &page), 200);
    assert_false(live_has(&page, "/medical/bills"));
}

static void only_the_supervisor_hands_over_and_not_while_work_is_open(void **state)
{
    (void)state;
    BUF page = {0};
    const char *fields = "bureau=medical&document=2019-3";
    assert_int_equal(site_get(CLERK, "/handover", &page), 403);
    assert_int_equal(site_get("medical1", "/handover", &page), 403);
    assert_int_equal(site_post("medical1", "/handover", fields, &page), 403);
    assert_int_equal(site_get(SUPERVISOR, "/handover", &page), 200);
    assert_false(live_has(&page, "name=\"bureau\""));
    assert_int_equal(site_post(SUPERVISOR, "/handover", fields, &page), 422);
    assert_true(live_has(&page, "未结算的入院备案 3"));
    assert_int_equal(site_post(SUPERVISOR, "/handover/release", fields, &page), 422);
    assert_int_equal(counted("SELECT count(*) FROM programme_handover"), 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_county_sees_every_township_and_their_sum),
        cmocka_unit_test(a_township_sees_its_own_row_and_no_sum),
        cmocka_unit_test(each_figure_opens_the_bills_behind_it),
        cmocka_unit_test(only_the_supervisor_hands_over_and_not_while_work_is_open),
    };
    if (!site_engine_choose(argc, argv))
        return 0;
    return cmocka_run_group_tests_name(testdb_engine_name(site.engine), tests, start, site_stop);
}

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

/* Reads all pages of rows and adds them up; the figure stands on each. */
static void rows_add_up(const char *who, const char *code, const char *place)
{
    int64_t numerator = 0, denominator = 0, skip = 0;
    char target[200];
    bool has_more = true;
    while (has_more) {
        (void)snprintf(target, sizeof target, "/indicators/%s/rows" SPAN "%s&skip=%" PRId64, code,
                       place, skip);
        json_t *page = asked(who, target);
        const json_t *rows = json_object_get(page, "rows"), *total = json_object_get(page, "total");
        for (size_t i = 0; i < json_array_size(rows); i++) {
            numerator += integer(json_array_get(rows, i), "numerator");
            denominator += integer(json_array_get(rows, i), "denominator");
        }
        skip += (int64_t)json_array_size(rows);
        has_more = json_object_get(page, "next") != NULL;
        if (!has_more) {
            assert_int_equal(integer(total, "numerator"), numerator);
            assert_int_equal(integer(total, "denominator"), denominator);
        }
        json_decref(page);
    }
    assert_true(skip > 0);
}

static void each_figure_opens_to_the_rows_that_add_up_to_it(void **state)
{
    (void)state;
    BUF page = {0};
    const char *link = "/indicators/medical.rate/rows?from=2013-06&amp;to=2013-06&amp;township="
                       "341823106000";
    assert_int_equal(site_get(CLERK, "/indicators/medical.rate" SPAN, &page), 200);
    assert_true(live_has(&page, link));
    rows_add_up(CLERK, "medical.rate", "&township=341823106000");
    rows_add_up(SUPERVISOR, "medical.coverage", ""); /* of many pages */
    rows_add_up(SUPERVISOR, "benefit.new", "");
    rows_add_up(SUPERVISOR, "medical.fund_use", "");
    assert_int_equal(site_get(CLERK, "/indicators/medical.rate/rows" SPAN, &page), 200);
    assert_true(live_has(&page, "/medical/bills/"));
    assert_int_equal(site_get(CLERK, "/indicators/medical.rate/rows.xlsx" SPAN, &page), 200);
}

static void rows_are_for_those_who_may_read_names(void **state)
{
    (void)state;
    BUF page = {0};
    /* Whoever may not see bills sees figures without a way to them. */
    assert_int_equal(site_get("inspector", "/indicators/medical.rate" SPAN, &page), 200);
    assert_false(live_has(&page, "/rows"));
    assert_int_equal(site_get("inspector", "/indicators/medical.rate/rows" SPAN, &page), 404);
    assert_int_equal(site_get("inspector", "/indicators/medical.rate/rows.xlsx" SPAN, &page), 404);
    assert_int_equal(
        site_get(CLERK, "/indicators/medical.rate/rows" SPAN "&township=341823100000", &page), 404);
    assert_int_equal(site_get(CLERK, "/indicators/medical.fund_use/rows" SPAN, &page), 404);
    assert_int_equal(site_get(CLERK, "/indicators/medical.nothing/rows" SPAN, &page), 404);
}

static void rows_are_as_they_were_known(void **state)
{
    (void)state;
    json_t *page = asked(SUPERVISOR, "/indicators/medical.rate/rows" SPAN "&known=1");
    assert_int_equal(json_array_size(json_object_get(page, "rows")), 0);
    assert_int_equal(integer(page, "known"), 1);
    json_decref(page);
}

#define BOARD_BYTES_MAX 300000

static void the_board_is_one_small_page_for_the_county_and_for_a_township(void **state)
{
    (void)state;
    static const char *const county[] = {SUPERVISOR, "director", "auditor", "finance1"};
    BUF html = {0};
    for (size_t i = 0; i < sizeof county / sizeof county[0]; i++) {
        assert_int_equal(site_get(county[i], "/board?to=2013-07", &html), 200);
        assert_true(html.n < BOARD_BYTES_MAX);
    }
    assert_true(live_has(&html, "board-line-table"));
    json_t *page = asked(SUPERVISOR, "/board?to=2013-07");
    assert_int_equal(json_array_size(json_object_get(page, "townships")), 11);
    const json_t *first = json_array_get(
        json_object_get(json_array_get(json_object_get(page, "cards"), 0), "figures"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "address")),
                        "/indicators/pay.on_time_dibao/rows?from=2013-01&to=2013-07");
    json_decref(page);
    page = asked(CLERK, "/board?to=2013-07");
    const json_t *own = json_object_get(page, "townships");
    assert_int_equal(json_array_size(own), 1);
    assert_int_equal(integer(json_array_get(own, 0), "township"), OWN_TOWNSHIP);
    assert_int_equal(json_array_size(json_object_get(json_object_get(page, "charted"), "rows")), 1);
    json_decref(page);
    assert_int_equal(site_get(SUPERVISOR, "/board.xlsx?to=2013-07", &html), 200);
    assert_int_equal(site_get(SUPERVISOR, "/board?to=2013-07&indicator=nothing", &html), 200);
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
        cmocka_unit_test(each_figure_opens_to_the_rows_that_add_up_to_it),
        cmocka_unit_test(rows_are_for_those_who_may_read_names),
        cmocka_unit_test(rows_are_as_they_were_known),
        cmocka_unit_test(the_board_is_one_small_page_for_the_county_and_for_a_township),
        cmocka_unit_test(only_the_supervisor_hands_over_and_not_while_work_is_open),
    };
    if (!site_engine_choose(argc, argv))
        return 0;
    return cmocka_run_group_tests_name(testdb_engine_name(site.engine), tests, start, site_stop);
}

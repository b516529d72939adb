/* Outside lists on the site: handed in as a job, answered by whom they concern, nothing lost when
   an answer is refused, and exported as shown. */
#include "domain/registry/household_list.h"
#include "office/demo/demo.h"
#include "office/match/match_file.h"
#include "office/work/work.h"
#include "web/site_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUSEHOLDS 120
#define OWN_TOWNSHIP INT64_C(341823106000)
#define OFFICER "dibao1"
#define CLERK "township106.clerk"
#define OTHER_CLERK "township101.clerk"

static struct work_options work_options;
/* Somebody of a household of the clerk's township. */
static struct {
    char id_number[IDNO_BYTES], name[64];
} owner;

static void owner_pick(struct db *db)
{
    struct error e = {0};
    struct household_item *items;
    struct person_row person;
    size_t count;
    bool has_more;
    const struct household_filter f = {.programme = PROGRAMME_DIBAO,
                                       .month = month_make(2013, 6),
                                       .scope = OWN_TOWNSHIP,
                                       .row_count = 1};
    assert_ok_e(household_list(db, LIVE_COUNTY, &f, site.arena, &items, &count, &has_more, &e), &e);
    assert_int_equal(count, 1);
    assert_ok_e(person_by_id(db, LIVE_COUNTY, items[0].head, site.keys, site.arena, &person, &e),
                &e);
    memcpy(owner.id_number, person.id_number, IDNO_BYTES);
    snprintf(owner.name, sizeof(owner.name), "%s", person.name);
}

static void county_fill(struct db *db)
{
    struct error e = {0};
    struct payment_context c = {.county = LIVE_COUNTY, .actor = "dibao1", .keys = site.keys};
    struct demo_options options = {.seed = test_seed(),
                                   .dibao_households = HOUSEHOLDS,
                                   .wubao_persons = 20,
                                   .month = month_make(2013, 6)};
    assert_ok_e(demo_ground_read(db, LIVE_COUNTY, site.arena, &options, &e), &e);
    assert_ok_e(demo_store(db, &c, &options, NULL, &e), &e);
    site_posts_unlock(db);
    owner_pick(db);
}

static int start(void **state)
{
    (void)state;
    setenv("MINSHENG_TODAY", "2013-06-28", 1);
    struct db *db = site_begin();
    county_fill(db);
    db_close(db);
    site_serve();
    work_options = (struct work_options){
        .db_url = site.live.testdb.url, .county = LIVE_COUNTY, .keys = site.keys, .threads = 1};
    return 0;
}

static int hand_in(const char *who, const char *kind, const char *name, const char *content,
                   struct buf *out)
{
    return site_upload(who, "/match/import", (const char *const[]){"kind", kind, NULL},
                       &(struct site_file){name, "text/csv", content, strlen(content)}, out);
}

static void work(void)
{
    struct error e = {0};
    int64_t done = 0;
    assert_ok_e(work_drain(&work_options, &done, &e), &e);
    assert_int_equal(done, 1);
}

static void a_list_is_handed_in_as_a_job_and_asks_the_township_concerned(void **state)
{
    (void)state;
    BUF page = {0};
    char text[400];
    snprintf(text, sizeof(text), "车主姓名,身份证号,号牌号码\n%s,%s,<b>皖P1</b>\n坏,123,皖P2\n",
             owner.name, owner.id_number);
    assert_int_equal(site_get(OFFICER, "/match", &page), 200);
    assert_true(live_has(&page, "action=\"/match/import\""));
    assert_int_equal(site_get(CLERK, "/match", &page), 200);
    assert_false(live_has(&page, "action=\"/match/import\""));
    assert_int_equal(hand_in(CLERK, "vehicle", "车辆.csv", text, &page), 403);
    assert_int_equal(hand_in(OFFICER, "spaceship", "车辆.csv", text, &page), 422);
    assert_int_equal(hand_in(OFFICER, "vehicle", "车辆.csv", text, &page), 303);
    assert_true(live_has(&page, "/jobs/"));
    work();
    assert_int_equal(site_get(OFFICER, "/jobs/1", &page), 200);
    assert_true(live_has(&page, "/match/hits?list=1"));
    assert_true(live_has(&page, "/jobs/1/errors/0"));
    assert_int_equal(site_get(OFFICER, "/jobs/1/errors/0", &page), 200);
    assert_int_equal(site_get(CLERK, "/match", &page), 200);
    assert_true(live_has(&page, "车辆.csv"));

    assert_int_equal(site_get(CLERK, "/match/hits?state=open", &page), 200);
    assert_true(live_has(&page, "/match/hits/1\""));
    assert_true(live_has(&page, "&lt;b&gt;皖P1"));
    assert_false(live_has(&page, "<b>皖P1"));
    assert_false(live_has(&page, owner.id_number)); /* never the whole number */
    assert_int_equal(site_get(OTHER_CLERK, "/match/hits?state=open", &page), 200);
    assert_false(live_has(&page, "/match/hits/1\""));
    assert_int_equal(site_get(OTHER_CLERK, "/match/hits/1", &page), 404);
    assert_int_equal(site_get(CLERK, "/match/hits.xlsx?list=1", &page), 200);
    assert_int_equal(site_get(CLERK, "/match/hits/999", &page), 404);
}

static void an_answer_that_is_refused_keeps_what_was_typed(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_get(CLERK, "/match/hits/1", &page), 200);
    assert_true(live_has(&page, "action=\"/match/hits/1/explain\""));
    assert_false(live_has(&page, "report_death")); /* a car tells of no death */
    assert_int_equal(site_post(CLERK, "/match/hits/1/explain", "conclusion=&text=seen+it", &page),
                     422);
    assert_true(live_has(&page, ">seen it</textarea>"));
    assert_int_equal(
        site_post(CLERK, "/match/hits/1/explain", "conclusion=death-reported&text=seen+it", &page),
        422);
    assert_int_equal(
        site_post(CLERK, "/match/hits/1/explain", "conclusion=no-effect&text=+", &page), 422);
    assert_true(live_has(&page, "value=\"no-effect\" selected"));
    assert_int_equal(
        site_post(OTHER_CLERK, "/match/hits/1/explain", "conclusion=no-effect&text=seen+it", &page),
        404);
    assert_int_equal(
        site_post(CLERK, "/match/hits/1/explain", "conclusion=no-effect&text=seen+it", &page), 303);
    assert_int_equal(site_get(CLERK, "/match/hits/1", &page), 200);
    assert_true(live_has(&page, "seen it"));
    assert_false(live_has(&page, "/explain\""));
    assert_int_equal(
        site_post(CLERK, "/match/hits/1/explain", "conclusion=list-wrong&text=again", &page), 422);
    assert_int_equal(site_get(CLERK, "/match/hits?state=open", &page), 200);
    assert_false(live_has(&page, "/match/hits/1\""));
}

static void a_death_is_reported_with_the_answer_when_that_is_ticked(void **state)
{
    (void)state;
    BUF page = {0};
    struct error e = {0};
    char text[400];
    int64_t dead = -1;
    snprintf(text, sizeof(text), "姓名,身份证号,死亡日期\n%s,%s,2013-06-20\n", owner.name,
             owner.id_number);
    assert_int_equal(hand_in(OFFICER, "cremation", "dead.csv", text, &page), 303);
    work();
    assert_int_equal(site_get(CLERK, "/match/hits/1001", &page), 200);
    assert_true(live_has(&page, "value=\"2013-06-20\""));
    assert_int_equal(site_post(CLERK, "/match/hits/1001/explain",
                               "conclusion=death-reported&text=certificate", &page),
                     422); /* not ticked, and the registry knows of none */
    assert_int_equal(site_post(CLERK, "/match/hits/1001/explain",
                               "conclusion=death-reported&text=certificate&report_death=1&"
                               "died_on=2013-06-20",
                               &page),
                     303);
    struct db *db = testdb_open(site.live.testdb.url, DB_READER);
    assert_ok_e(db_query_i64_raw(db,
                                 "SELECT count(*) FROM person_death WHERE died_on = 20130620 AND "
                                 "known_to = 2147483647",
                                 &dead, &e),
                &e);
    db_close(db);
    assert_int_equal(dead, 1);
}

static void whoever_receives_nothing_is_visited_and_the_visit_is_written_down(void **state)
{
    (void)state;
    BUF page = {0};
    char number[IDNO_BYTES], text[400];
    snprintf(number, sizeof(number), "34252919700202004");
    number[17] = idno_check_char(number);
    number[18] = '\0';
    snprintf(text, sizeof(text), "乡镇,姓名,身份证号,残疾等级\n云岭镇,没人知,%s,一级\n", number);
    assert_int_equal(hand_in(OFFICER, "disability", "need.csv", text, &page), 303);
    work();
    assert_int_equal(site_get(CLERK, "/match/candidates", &page), 200);
    assert_true(live_has(&page, "没人知"));
    assert_true(live_has(&page, "/match/candidates/1\""));
    assert_false(live_has(&page, number));
    assert_int_equal(site_get(OTHER_CLERK, "/match/candidates", &page), 200);
    assert_false(live_has(&page, "没人知"));
    assert_int_equal(site_get(OTHER_CLERK, "/match/candidates/1", &page), 404);
    assert_int_equal(site_get(CLERK, "/match/candidates.xlsx", &page), 200);
    assert_int_equal(site_get(CLERK, "/match/candidates/1", &page), 200);
    assert_true(live_has(&page, "一级"));
    assert_int_equal(site_post(CLERK, "/match/candidates/1/close",
                               "result=applies&text=will+apply&visited_on=2013-06-28", &page),
                     422); /* with which case? */
    assert_true(live_has(&page, ">will apply</textarea>"));
    assert_int_equal(site_post(CLERK, "/match/candidates/1/close",
                               "result=declined&text=does+not+want&visited_on=2013-06-28", &page),
                     303);
    assert_int_equal(site_get(CLERK, "/match/candidates?state=closed", &page), 200);
    assert_true(live_has(&page, "/match/candidates/1\""));
    assert_int_equal(site_post(CLERK, "/match/sweep", "", &page), 403);
    assert_int_equal(site_post(OFFICER, "/match/sweep", "", &page), 303);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_is_handed_in_as_a_job_and_asks_the_township_concerned),
        cmocka_unit_test(an_answer_that_is_refused_keeps_what_was_typed),
        cmocka_unit_test(a_death_is_reported_with_the_answer_when_that_is_ticked),
        cmocka_unit_test(whoever_receives_nothing_is_visited_and_the_visit_is_written_down),
    };
    if (!site_engine_choose(argc, argv))
        return 0;
    return cmocka_run_group_tests_name(testdb_engine_name(site.engine), tests, start, site_stop);
}

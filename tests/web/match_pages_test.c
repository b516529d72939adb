/* Outside lists on the site: handed in as a job, answered by whom they concern, nothing lost when
   an answer is refused, and exported as shown. */
#include "domain/registry/household_list.h"
#include "office/demo/demo.h"
#include "office/match/match_file.h"
#include "office/work/work.h"
#include "web/live.h"
#include "web/pages/pages.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUF CLEANUP(buf_free) struct buf
#define HOUSEHOLDS 120
#define OWN_TOWNSHIP INT64_C(341823106000)
#define BOUNDARY "----list"

static struct {
    struct live live;
    struct keyring *keys;
    struct arena *arena;
    struct work_options work;
    char car_owner[IDNO_BYTES], name[64];
    int64_t household;
} site;
static enum db_engine engine;

struct person {
    char cookie[200], csrf[64];
};
static struct person officer, clerk, other;

static void posts_unlock(struct db *db)
{
    struct access_user *users;
    size_t count;
    struct error e = {0};
    for (int k = 0; k < ACCESS_SETTING_COUNT; k++)
        assert_ok_e(
            access_setting_set(db, LIVE_COUNTY, "system", (enum access_setting)k, false, &e), &e);
    assert_ok_e(access_user_list(db, LIVE_COUNTY, site.arena, &users, &count, &e), &e);
    for (size_t i = 0; i < count; i++)
        assert_ok_e(access_user_passwd(db, LIVE_COUNTY, "system", users[i].name, LIVE_PASSWORD,
                                       ACCESS_COST_TEST, &e),
                    &e);
}

/* Somebody of a household of the township that the tests look at. */
static void car_owner_pick(struct db *db)
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
    memcpy(site.car_owner, person.id_number, IDNO_BYTES);
    snprintf(site.name, sizeof(site.name), "%s", person.name);
    site.household = items[0].household;
}

static void county_fill(struct db *db)
{
    struct plan *plan;
    struct error e = {0};
    struct payment_context c = {.county = LIVE_COUNTY, .actor = "dibao1", .keys = site.keys};
    struct demo_options options = {.seed = test_seed(),
                                   .dibao_households = HOUSEHOLDS,
                                   .wubao_persons = 20,
                                   .month = month_make(2013, 6)};
    assert_ok_e(plan_read(getenv("MINSHENG_PLAN"), site.arena, &plan, &e), &e);
    assert_ok_e(plan_load(db, plan, plan_content(plan), site.keys, "system", NULL, &e), &e);
    assert_ok_e(demo_ground_read(db, LIVE_COUNTY, site.arena, &options, &e), &e);
    assert_ok_e(demo_store(db, &c, &options, NULL, &e), &e);
    posts_unlock(db);
    car_owner_pick(db);
}

static int start(void **state)
{
    (void)state;
    struct error e = {0};
    setenv("MINSHENG_TODAY", "2013-06-28", 1);
    testdb_fresh(engine, &site.live.testdb);
    site.arena = arena_new(64u << 20);
    assert_ok_e(keyring_open(test_path(engine == DB_SQLITE ? "key" : "key-postgresql"), true,
                             &site.keys, &e),
                &e);
    struct db *db = testdb_open(site.live.testdb.url, DB_WRITER);
    county_fill(db);
    db_close(db);
    setenv("MINSHENG_UPLOADS", test_path("uploads"), 1);
    site.work = (struct work_options){
        .db_url = site.live.testdb.url, .county = LIVE_COUNTY, .keys = site.keys, .threads = 1};
    const struct server_options options = {.listen = "127.0.0.1:0",
                                           .db_url = site.live.testdb.url,
                                           .county = LIVE_COUNTY,
                                           .keys = site.keys,
                                           .temp_dir = test_tmpdir(),
                                           .is_quiet = true,
                                           .map = &SITE_MAP};
    assert_ok_e(server_start(&options, &site.live.server, &e), &e);
    live_login(&site.live, "dibao1", officer.cookie, officer.csrf);
    live_login(&site.live, "township106.clerk", clerk.cookie, clerk.csrf);
    live_login(&site.live, "township101.clerk", other.cookie, other.csrf);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    live_stop(&site.live);
    keyring_cleanup(&site.keys);
    arena_free(site.arena);
    return 0;
}

static int get(const struct person *p, const char *target, struct buf *out)
{
    buf_free(out);
    live_get(&site.live, target, p->cookie, out);
    return live_status(out);
}

static int post(const struct person *p, const char *target, const char *fields, struct buf *out)
{
    char body[2000];
    snprintf(body, sizeof(body), "csrf=%s&%s", p->csrf, fields);
    buf_free(out);
    live_post(&site.live, target, p->cookie, body, out);
    return live_status(out);
}

static bool has(const struct buf *b, const char *text)
{
    return strstr(buf_text(b), text) != NULL;
}

/* Hands a file in as a browser does. */
static int hand_in(const struct person *p, const char *kind, const char *name, const char *content,
                   struct buf *out)
{
    BUF body = BUF_INIT(1u << 20);
    BUF request = BUF_INIT(1u << 20);
    buf_addf(&body, "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n",
             p->csrf);
    buf_addf(&body, "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n%s\r\n",
             kind);
    buf_addf(&body,
             "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
             "Content-Type: text/csv\r\n\r\n%s\r\n--" BOUNDARY "--\r\n",
             name, content);
    buf_addf(&request,
             "POST /match/import HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: %s\r\n"
             "Content-Type: multipart/form-data; boundary=" BOUNDARY
             "\r\nContent-Length: %zu\r\n\r\n",
             p->cookie, body.n);
    buf_add(&request, body.p, body.n);
    buf_free(out);
    live_send(&site.live, request.p, request.n, out);
    return live_status(out);
}

static void work(void)
{
    struct error e = {0};
    int64_t done = 0;
    assert_ok_e(work_drain(&site.work, &done, &e), &e);
    assert_int_equal(done, 1);
}

static void a_list_is_handed_in_as_a_job_and_asks_the_township_concerned(void **state)
{
    (void)state;
    BUF page = {0};
    char text[400];
    snprintf(text, sizeof(text), "车主姓名,身份证号,号牌号码\n%s,%s,<b>皖P1</b>\n坏,123,皖P2\n",
             site.name, site.car_owner);
    assert_int_equal(get(&officer, "/match", &page), 200);
    assert_true(has(&page, "action=\"/match/import\""));
    assert_int_equal(get(&clerk, "/match", &page), 200);
    assert_false(has(&page, "action=\"/match/import\""));
    assert_int_equal(hand_in(&clerk, "vehicle", "车辆.csv", text, &page), 403);
    assert_int_equal(hand_in(&officer, "spaceship", "车辆.csv", text, &page), 422);
    assert_int_equal(hand_in(&officer, "vehicle", "车辆.csv", text, &page), 303);
    assert_true(has(&page, "/jobs/"));
    work();
    assert_int_equal(get(&officer, "/jobs/1", &page), 200);
    assert_true(has(&page, "/match/hits?list=1"));
    assert_true(has(&page, "/jobs/1/errors/0"));
    assert_int_equal(get(&officer, "/jobs/1/errors/0", &page), 200);
    assert_int_equal(get(&clerk, "/match", &page), 200);
    assert_true(has(&page, "车辆.csv"));

    assert_int_equal(get(&clerk, "/match/hits?state=open", &page), 200);
    assert_true(has(&page, "/match/hits/1\""));
    assert_true(has(&page, "&lt;b&gt;皖P1"));
    assert_false(has(&page, "<b>皖P1"));
    assert_false(has(&page, site.car_owner)); /* never the whole number */
    assert_int_equal(get(&other, "/match/hits?state=open", &page), 200);
    assert_false(has(&page, "/match/hits/1\""));
    assert_int_equal(get(&other, "/match/hits/1", &page), 404);
    assert_int_equal(get(&clerk, "/match/hits.xlsx?list=1", &page), 200);
    assert_int_equal(get(&clerk, "/match/hits/999", &page), 404);
}

static void an_answer_that_is_refused_keeps_what_was_typed(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(get(&clerk, "/match/hits/1", &page), 200);
    assert_true(has(&page, "action=\"/match/hits/1/explain\""));
    assert_false(has(&page, "report_death")); /* a car tells of no death */
    assert_int_equal(post(&clerk, "/match/hits/1/explain", "conclusion=&text=seen+it", &page), 422);
    assert_true(has(&page, ">seen it</textarea>"));
    assert_int_equal(
        post(&clerk, "/match/hits/1/explain", "conclusion=death-reported&text=seen+it", &page),
        422);
    assert_int_equal(post(&clerk, "/match/hits/1/explain", "conclusion=no-effect&text=+", &page),
                     422);
    assert_true(has(&page, "value=\"no-effect\" selected"));
    assert_int_equal(
        post(&other, "/match/hits/1/explain", "conclusion=no-effect&text=seen+it", &page), 404);
    assert_int_equal(
        post(&clerk, "/match/hits/1/explain", "conclusion=no-effect&text=seen+it", &page), 303);
    assert_int_equal(get(&clerk, "/match/hits/1", &page), 200);
    assert_true(has(&page, "seen it"));
    assert_false(has(&page, "/explain\""));
    assert_int_equal(
        post(&clerk, "/match/hits/1/explain", "conclusion=list-wrong&text=again", &page), 422);
    assert_int_equal(get(&clerk, "/match/hits?state=open", &page), 200);
    assert_false(has(&page, "/match/hits/1\""));
}

static void a_death_is_reported_with_the_answer_when_that_is_ticked(void **state)
{
    (void)state;
    BUF page = {0};
    struct error e = {0};
    char text[400];
    int64_t dead = -1;
    snprintf(text, sizeof(text), "姓名,身份证号,死亡日期\n%s,%s,2013-06-20\n", site.name,
             site.car_owner);
    assert_int_equal(hand_in(&officer, "cremation", "dead.csv", text, &page), 303);
    work();
    assert_int_equal(get(&clerk, "/match/hits/1001", &page), 200);
    assert_true(has(&page, "value=\"2013-06-20\""));
    assert_int_equal(post(&clerk, "/match/hits/1001/explain",
                          "conclusion=death-reported&text=certificate", &page),
                     422); /* not ticked, and the registry knows of none */
    assert_int_equal(post(&clerk, "/match/hits/1001/explain",
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
    assert_int_equal(hand_in(&officer, "disability", "need.csv", text, &page), 303);
    work();
    assert_int_equal(get(&clerk, "/match/candidates", &page), 200);
    assert_true(has(&page, "没人知"));
    assert_true(has(&page, "/match/candidates/1\""));
    assert_false(has(&page, number));
    assert_int_equal(get(&other, "/match/candidates", &page), 200);
    assert_false(has(&page, "没人知"));
    assert_int_equal(get(&other, "/match/candidates/1", &page), 404);
    assert_int_equal(get(&clerk, "/match/candidates.xlsx", &page), 200);
    assert_int_equal(get(&clerk, "/match/candidates/1", &page), 200);
    assert_true(has(&page, "一级"));
    assert_int_equal(post(&clerk, "/match/candidates/1/close",
                          "result=applies&text=will+apply&visited_on=2013-06-28", &page),
                     422); /* with which case? */
    assert_true(has(&page, ">will apply</textarea>"));
    assert_int_equal(post(&clerk, "/match/candidates/1/close",
                          "result=declined&text=does+not+want&visited_on=2013-06-28", &page),
                     303);
    assert_int_equal(get(&clerk, "/match/candidates?state=closed", &page), 200);
    assert_true(has(&page, "/match/candidates/1\""));
    assert_int_equal(post(&clerk, "/match/sweep", "", &page), 403);
    assert_int_equal(post(&officer, "/match/sweep", "", &page), 303);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_is_handed_in_as_a_job_and_asks_the_township_concerned),
        cmocka_unit_test(an_answer_that_is_refused_keeps_what_was_typed),
        cmocka_unit_test(a_death_is_reported_with_the_answer_when_that_is_ticked),
        cmocka_unit_test(whoever_receives_nothing_is_visited_and_the_visit_is_written_down),
    };
    engine = argc > 1 && strcmp(argv[1], "postgresql") == 0 ? DB_POSTGRES : DB_SQLITE;
    if (engine == DB_POSTGRES && !testdb_has_postgres()) {
        printf("1..0 # SKIP no PostgreSQL\n");
        return 0;
    }
    return cmocka_run_group_tests_name(testdb_engine_name(engine), tests, start, stop);
}

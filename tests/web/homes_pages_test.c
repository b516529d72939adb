/* Homes for the aged on the site: a director has his own home only, nobody confirms what he asked
   for, what was left out is not guessed, another home's record is out of reach, and what a doctor
   found is not for everybody. */
#include "domain/home/record.h"
#include "office/demo/demo.h"
#include "web/site_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUSEHOLDS 40
#define SUPPORTED 60
#define TOWNSHIP INT64_C(341823106000)
#define OTHER_TOWNSHIP INT64_C(341823100000)
#define DIRECTOR "home106.director"
#define OTHER_DIRECTOR "home100.director"
#define LEAD "township106.lead"
#define OFFICER "wubao1"
#define FINANCE "finance1"
#define HEALTH "高血压三级"
#define PATH_BYTES 200

static struct ground {
    int64_t home, other;
    int64_t stay;       /* waits to be confirmed; HEALTH stands in it */
    int64_t other_stay; /* is in the other home */
    int64_t other_record;
} g;

static int64_t home_make(struct db *db, int64_t township)
{
    struct error e = {0};
    struct home *homes;
    size_t count;
    assert_ok_e(home_list(db, LIVE_COUNTY, township, site.arena, &homes, &count, &e), &e);
    assert_true(count > 0);
    const struct home_beds_new beds = {.home = homes[0].id,
                                       .room = "101",
                                       .storey = 1,
                                       .beds = 4,
                                       .area_m2 = 30,
                                       .from = date_make(2012, 1, 1)};
    assert_ok_e(home_beds_add(db, LIVE_COUNTY, &beds, ACTOR_SYSTEM, &e), &e);
    return homes[0].id;
}

/* A paying resident: anybody of the registry. */
static int64_t stay_make(struct db *db, int64_t home, int64_t person, const char *agreement)
{
    struct error e = {0};
    int64_t stay;
    const struct stay_request request = {.home = home,
                                         .person = person,
                                         .kind = STAY_PAYING,
                                         .from = date_make(2013, 6, 1),
                                         .agreement = agreement,
                                         .health = HEALTH,
                                         .contact = "",
                                         .note = ""};
    assert_ok_e(stay_request(db, LIVE_COUNTY, site.keys, &request, ACTOR_SYSTEM, &stay, &e), &e);
    return stay;
}

static int start(void **state)
{
    (void)state;
    struct error e = {0};
    (void)setenv("MINSHENG_TODAY", "2013-06-20", 1);
    struct db *db = site_begin();
    struct payment_context c = {.county = LIVE_COUNTY, .actor = "dibao1", .keys = site.keys};
    struct demo_options options = {.seed = test_seed(),
                                   .dibao_households = HOUSEHOLDS,
                                   .wubao_persons = SUPPORTED,
                                   .month = month_make(2013, 6)};
    assert_ok_e(demo_ground_read(db, LIVE_COUNTY, site.arena, &options, &e), &e);
    assert_ok_e(demo_store(db, &c, &options, NULL, &e), &e);
    g.home = home_make(db, TOWNSHIP);
    g.other = home_make(db, OTHER_TOWNSHIP);
    g.stay = stay_make(db, g.home, 1, "A-1");
    g.other_stay = stay_make(db, g.other, 2, "B-1");
    assert_ok_e(stay_confirm(db, LIVE_COUNTY, site.keys, g.other_stay, OFFICER, &e), &e);
    const struct home_record duty = {.home = g.other,
                                     .kind = RECORD_DUTY,
                                     .on = date_make(2013, 6, 20),
                                     .detail = "值班",
                                     .result = ""};
    assert_ok_e(home_record_add(db, LIVE_COUNTY, &duty, ACTOR_SYSTEM, &g.other_record, &e), &e);
    site_posts_unlock(db);
    db_close(db);
    site_serve();
    return 0;
}

static int get(const char *who, struct buf *out, const char *before, int64_t id, const char *after)
{
    char path[PATH_BYTES];
    (void)snprintf(path, sizeof path, "%s%" PRId64 "%s", before, id, after);
    return site_get(who, path, out);
}

static int post(const char *who, struct buf *out, const char *before, int64_t id, const char *after,
                const char *fields)
{
    char path[PATH_BYTES];
    (void)snprintf(path, sizeof path, "%s%" PRId64 "%s", before, id, after);
    return site_post(who, path, fields, out);
}

static struct stay stay_now(int64_t id)
{
    struct error e = {0};
    struct stay s;
    assert_ok_e(stay_read(site.db, LIVE_COUNTY, id, site.arena, &s, &e), &e);
    return s;
}

/* ---- the claims ---- */

static void a_director_has_his_own_home_and_no_other(void **state)
{
    (void)state;
    static const char *const pages[] = {"", "/residents", "/day", "/staff", "/admit", "/many"};
    char own[PATH_BYTES];
    BUF page = {0};
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        assert_int_equal(get(DIRECTOR, &page, "/homes/", g.home, pages[i]), 200);
        assert_int_equal(get(DIRECTOR, &page, "/homes/", g.other, pages[i]), 404);
        assert_int_equal(get(OTHER_DIRECTOR, &page, "/homes/", g.home, pages[i]), 404);
    }
    assert_int_equal(get(DIRECTOR, &page, "/residents/", g.other_stay, ""), 404);
    (void)snprintf(own, sizeof own, "Location: /homes/%" PRId64 "\r\n", g.home);
    assert_int_equal(site_get(DIRECTOR, "/homes", &page), 303);
    assert_non_null(strstr(buf_text(&page), own));
    assert_int_equal(site_get(DIRECTOR, "/homes.csv", &page), 200);
    assert_null(strstr(buf_text(&page), "泾川镇敬老院"));
    assert_int_equal(site_get(OFFICER, "/homes.csv", &page), 200);
    assert_non_null(strstr(buf_text(&page), "泾川镇敬老院"));
}

static void what_a_doctor_found_is_not_for_the_finance_office(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(get(DIRECTOR, &page, "/residents/", g.stay, ""), 200);
    assert_non_null(strstr(buf_text(&page), HEALTH));
    assert_int_equal(get(FINANCE, &page, "/residents/", g.stay, ""), 200);
    assert_null(strstr(buf_text(&page), HEALTH));
    assert_int_equal(get(FINANCE, &page, "/residents/", g.stay, "?format=json"), 200);
    assert_null(strstr(buf_text(&page), HEALTH));
}

static void who_may_not_confirm_is_refused_and_nothing_changes(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(post(DIRECTOR, &page, "/residents/", g.stay, "/confirm", ""), 403);
    assert_int_equal(post("township100.lead", &page, "/residents/", g.stay, "/confirm", ""), 404);
    assert_int_equal(stay_now(g.stay).state, STAY_REQUESTED);
    assert_int_equal(post(LEAD, &page, "/residents/", g.stay, "/confirm", ""), 303);
    assert_int_equal(stay_now(g.stay).state, STAY_IN);
    assert_int_equal(post(LEAD, &page, "/residents/", g.stay, "/confirm", ""), 422);
}

static void a_day_that_was_not_said_is_not_guessed(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(
        post(OTHER_DIRECTOR, &page, "/residents/", g.other_stay, "/death?format=json", ""), 422);
    assert_int_equal(
        post(OTHER_DIRECTOR, &page, "/residents/", g.other_stay, "/leave", "why=DISCHARGE"), 422);
    assert_int_equal(stay_now(g.other_stay).state, STAY_IN);
}

static void another_home_s_record_is_out_of_reach(void **state)
{
    (void)state;
    struct error e = {0};
    struct home_record *records;
    size_t count;
    char fields[PATH_BYTES];
    BUF page = {0};
    const struct record_filter filter = {.home = g.other, .rows = 10};
    (void)snprintf(fields, sizeof fields, "record=%" PRId64 "&on=2013-06-20&reason=x",
                   g.other_record);
    assert_int_equal(post(DIRECTOR, &page, "/homes/", g.home, "/day/strike", fields), 422);
    assert_int_equal(post(DIRECTOR, &page, "/homes/", g.other, "/day/strike", fields), 404);
    assert_ok_e(home_record_list(site.db, LIVE_COUNTY, &filter, site.arena, &records, &count, &e),
                &e);
    assert_int_equal(count, 1);
    assert_false(records[0].is_struck);
    assert_int_equal(post(OTHER_DIRECTOR, &page, "/homes/", g.other, "/day/strike", fields), 303);
}

static void pocket_money_is_for_those_that_are_ticked(void **state)
{
    (void)state;
    struct error e = {0};
    struct home_record *records;
    size_t count;
    char fields[PATH_BYTES];
    BUF page = {0};
    const struct record_filter filter = {.home = g.other, .kind = RECORD_POCKET, .rows = 10};
    const char *several = "kind=POCKET&on=2013-06-20&month=2013-06&amount=50";
    assert_int_equal(post(OTHER_DIRECTOR, &page, "/homes/", g.other, "/many", several), 422);
    /* One of another home beside his own: left out, as if not there. */
    (void)snprintf(fields, sizeof fields, "%s&stay=%" PRId64 "&stay=%" PRId64, several, g.stay,
                   g.other_stay);
    assert_int_equal(post(OTHER_DIRECTOR, &page, "/homes/", g.other, "/many", fields), 303);
    assert_ok_e(home_record_list(site.db, LIVE_COUNTY, &filter, site.arena, &records, &count, &e),
                &e);
    assert_int_equal(count, 1);
    assert_int_equal(records[0].stay, g.other_stay);
    assert_int_equal(records[0].amount.v, 5000);
    assert_int_equal(post(OTHER_DIRECTOR, &page, "/homes/", g.other, "/many", fields), 422);
}

static void the_level_is_what_six_answers_make(void **state)
{
    (void)state;
    struct error e = {0};
    struct care_assessment *care;
    size_t count;
    BUF page = {0};
    const char *five = "eats=1&dresses=1&rises=1&toilets=1&walks=1&level=1&assessed_on=2013-06-20"
                       "&assessors=%E7%94%B2%E3%80%81%E4%B9%99";
    char six[PATH_BYTES];
    (void)snprintf(six, sizeof six, "%s&bathes=0", five);
    assert_int_equal(post(DIRECTOR, &page, "/residents/", g.stay, "/care", five), 422);
    assert_int_equal(post(DIRECTOR, &page, "/residents/", g.stay, "/care", six), 303);
    assert_ok_e(care_list(site.db, LIVE_COUNTY, g.stay, site.arena, &care, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_int_equal(care[0].level, CARE_HALF);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_director_has_his_own_home_and_no_other),
        cmocka_unit_test(what_a_doctor_found_is_not_for_the_finance_office),
        cmocka_unit_test(who_may_not_confirm_is_refused_and_nothing_changes),
        cmocka_unit_test(a_day_that_was_not_said_is_not_guessed),
        cmocka_unit_test(another_home_s_record_is_out_of_reach),
        cmocka_unit_test(pocket_money_is_for_those_that_are_ticked),
        cmocka_unit_test(the_level_is_what_six_answers_make),
    };
    if (!site_engine_choose(argc, argv))
        return 0;
    return cmocka_run_group_tests_name(testdb_engine_name(site.engine), tests, start, site_stop);
}

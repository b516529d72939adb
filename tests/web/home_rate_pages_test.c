/* Rates on the site: whose rows and names somebody sees, the way from a number to what is behind
   it, and a public page that names no person. */
#include "domain/home/rate_fixture.h"
#include "web/site_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define OWN INT64_C(341823106000)
#define OTHER INT64_C(341823101000)
#define CLERK "township106.clerk"
#define BUREAU "wubao1"
#define HOME 901
#define HOME_NAME "云岭试院"
#define DAY "2013-06-30"

/* Three of the own township, one of them in the home there with one of another township. */
static void people_fill(struct county *c)
{
    put_home(c, HOME, OWN, HOME_NAME, 3);
    for (int i = 0; i < 3; i++)
        put_person(c, 5000 + i, OWN, 1);
    put_person(c, 5010, OTHER, 1);
    put_stay(c, &(struct put_stay){.id = 1,
                                   .home = HOME,
                                   .person = 5000,
                                   .kind = 1,
                                   .state = 2,
                                   .from = 20130501,
                                   .bed = 1});
    put_stay(c, &(struct put_stay){.id = 2,
                                   .home = HOME,
                                   .person = 5010,
                                   .kind = 1,
                                   .state = 2,
                                   .from = 20130501,
                                   .bed = 2});
    put_wish(c, 7, 5001, HOME, 20130601);
    put(c,
        "INSERT INTO home_profile (county, home, known_from, known_to, grade, registration,"
        " opened_on, land, floor_m2, indoor_m2, outdoor_m2, heating, address, phone, director,"
        " introduction) VALUES (341823, %d, 10, 2147483647, 3, '', 20100101, 0, 0, 0, 0, 'NONE',"
        " '云岭镇一号', '05635550000', '不该公开', '<b>老人的家</b>')",
        HOME);
    put(c,
        "INSERT INTO home_journal (county, home, book, id, month, entered_on, kind, subject, line,"
        " debit, credit, amount_fen, party, document, memo, actor, known_from) VALUES (341823, %d,"
        " 6, 1, 201303, 20130301, 'DONATION', 0, 0, 61001, 64103, 123456, '捐款人', '', '', 'a',"
        " 300)",
        HOME);
}

static int start(void **state)
{
    (void)state;
    setenv("MINSHENG_TODAY", DAY, 1);
    struct db *db = site_begin();
    struct county c = {.db = db, .keys = site.keys, .arena = site.arena};
    people_fill(&c);
    site_posts_unlock(db);
    db_close(db);
    site_serve();
    return 0;
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
    (void)snprintf(path, sizeof path, "%s%cformat=json", target, strchr(target, '?') ? '&' : '?');
    assert_int_equal(site_get(who, path, &page), 200);
    return site_json(&page);
}

static const json_t *row_of(const json_t *page, int64_t township)
{
    const json_t *rows = json_object_get(page, "rows");
    for (size_t i = 0; i < json_array_size(rows); i++)
        if (integer(json_array_get(rows, i), "township") == township)
            return json_array_get(rows, i);
    fail();
    return NULL;
}

static void the_county_sees_each_township_and_what_it_lacks(void **state)
{
    (void)state;
    json_t *page = asked(BUREAU, "/homes/rates?on=" DAY);
    const json_t *own = row_of(page, OWN), *other = row_of(page, OTHER);
    assert_int_equal(json_array_size(json_object_get(page, "rows")), 11);
    assert_int_equal(integer(own, "in"), 1);
    assert_int_equal(integer(own, "all"), 3);
    assert_int_equal(integer(own, "due"), 2); /* 40 % of three */
    assert_int_equal(integer(own, "gap"), 1);
    assert_true(json_is_false(json_object_get(own, "is_met")));
    assert_string_equal(json_string_value(json_object_get(own, "rate")), "33.3%");
    assert_int_equal(integer(own, "beds"), 3);
    assert_int_equal(integer(own, "occupied"), 2);
    assert_int_equal(integer(other, "in"), 1); /* lives in the home of the other township */
    assert_int_equal(integer(other, "all"), 1);
    assert_int_equal(integer(other, "beds"), 0);
    assert_int_equal(integer(json_object_get(page, "county"), "townships_below"), 1);
    /* The bureau sees who could move; asking for the admission is the home's or the township's. */
    const json_t *s = json_array_get(json_object_get(page, "suggestions"), 0);
    assert_int_equal(integer(s, "person"), 5001);
    assert_null(json_object_get(s, "admit"));
    json_decref(page);
    /* Another day, another figure. */
    page = asked(BUREAU, "/homes/rates?on=2013-04-30");
    assert_int_equal(integer(row_of(page, OWN), "in"), 0);
    json_decref(page);
}

static void a_township_sees_its_own_row_and_people(void **state)
{
    (void)state;
    BUF html = {0};
    json_t *page = asked(CLERK, "/homes/rates?on=" DAY);
    assert_int_equal(json_array_size(json_object_get(page, "rows")), 1);
    assert_null(json_object_get(page, "county"));
    assert_null(json_object_get(page, "mergers"));
    assert_string_equal(json_string_value(json_object_get(
                            json_array_get(json_object_get(page, "suggestions"), 0), "admit")),
                        "/homes/901/admit?wish=7");
    json_decref(page);
    assert_int_equal(site_get(CLERK, "/homes/rates?on=" DAY, &html), 200);
    assert_true(live_has(&html, "/homes/rates/341823106000?on=" DAY "#people"));
    page = asked(CLERK, "/homes/rates/341823106000?on=" DAY);
    assert_int_equal(json_array_size(json_object_get(page, "people")), 3);
    assert_int_equal(json_array_size(json_object_get(page, "homes")), 2); /* one of the plan */
    json_decref(page);
    assert_int_equal(site_get(CLERK, "/homes/rates/341823106000?on=" DAY, &html), 200);
    assert_true(live_has(&html, "某5000"));
    assert_false(live_has(&html, "某5010")); /* sleeps here, but is registered elsewhere */
    assert_int_equal(site_get(CLERK, "/homes/rates/341823101000", &html), 404);
    assert_int_equal(site_get(BUREAU, "/homes/rates/341823999000", &html), 404);
}

static void who_may_not_see_people_sees_numbers_only(void **state)
{
    (void)state;
    BUF html = {0};
    assert_int_equal(site_get("inspector", "/homes/rates?on=" DAY, &html), 200);
    assert_false(live_has(&html, "某5001"));
    assert_int_equal(site_get("inspector", "/homes/rates/341823106000?on=" DAY, &html), 200);
    assert_true(live_has(&html, "33.3%"));
    assert_false(live_has(&html, "某5000"));
    assert_int_equal(site_get("admin", "/homes/rates", &html), 403);
}

static void everybody_sees_a_home_and_nobodys_name(void **state)
{
    (void)state;
    BUF html = {0};
    static const char *const pages[] = {"/public/homes", "/public/homes/901"};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(site_get("", pages[i], &html), 200);
        assert_true(live_has(&html, HOME_NAME));
        assert_true(live_has(&html, "05635550000"));
        assert_false(live_has(&html, "不该公开"));
        assert_false(live_has(&html, "捐款人"));
        assert_false(live_has(&html, "某50"));
    }
    assert_true(live_has(&html, "3 张，空 1 张"));
    assert_true(live_has(&html, "1,234.56"));
    assert_true(live_has(&html, "2,640.00")); /* the plan's standard of 2013 */
    assert_true(live_has(&html, "P3.2"));
    assert_false(live_has(&html, "<b>老人"));
    assert_int_equal(site_get("", "/public/homes/999999", &html), 404);
    assert_int_equal(site_get("", "/homes/rates", &html), 303);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_county_sees_each_township_and_what_it_lacks),
        cmocka_unit_test(a_township_sees_its_own_row_and_people),
        cmocka_unit_test(who_may_not_see_people_sees_numbers_only),
        cmocka_unit_test(everybody_sees_a_home_and_nobodys_name),
    };
    if (!site_engine_choose(argc, argv))
        return 0;
    return cmocka_run_group_tests_name(testdb_engine_name(site.engine), tests, start, site_stop);
}

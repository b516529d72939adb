/* Rates, occupancy, suggestions: against people counted by hand, on both engines. */
#include "domain/home/rate_fixture.h"

#include <string.h>

#include "domain/home/rate.h"

#define COUNTY COUNTY_JINGXIAN
#define IN_A 34
#define ALL_A 87
#define IN_B 34
#define ALL_B 85
#define FIRST_B 201
#define HOME_A 1
#define HOME_B 2
#define HOME_C 3
#define STAY_OF 10000 /* + person */

static struct date day(int64_t yyyymmdd)
{
    return date_from_yyyymmdd(yyyymmdd);
}

/* Townships A: 34 of 87 in homes. B: 34 of 85. C: nobody. All since May. */
static void fill(struct county *c)
{
    put_division(c, INT64_C(341823000000), 1, "泾县");
    put_division(c, TOWN_A, 2, "泾川镇");
    put_division(c, TOWN_B, 2, "茂林镇");
    put_division(c, TOWN_C, 2, "榔桥镇");
    put_plan(c, 1, 2013, 5);
    put_home(c, HOME_A, TOWN_A, "泾川敬老院", 40);
    put_home(c, HOME_B, TOWN_B, "茂林敬老院", 40);
    put_home(c, HOME_C, TOWN_C, "榔桥敬老院", 3);
    for (int i = 1; i <= ALL_A; i++)
        put_person(c, i, TOWN_A, i == ALL_A ? 3 : 1); /* one of them in grace */
    for (int i = FIRST_B; i < FIRST_B + ALL_B; i++)
        put_person(c, i, TOWN_B, 1);
    for (int i = 1; i <= IN_A; i++)
        put_stay(c, &(struct put_stay){.id = STAY_OF + i,
                                       .home = HOME_A,
                                       .person = i,
                                       .kind = 1,
                                       .state = 2,
                                       .from = 20130501,
                                       .bed = i});
    for (int i = 0; i < IN_B; i++)
        put_stay(c, &(struct put_stay){.id = STAY_OF + FIRST_B + i,
                                       .home = HOME_B,
                                       .person = FIRST_B + i,
                                       .kind = 1,
                                       .state = 2,
                                       .from = 20130501,
                                       .bed = i + 1});
    put_person(c, 301, TOWN_A, 2); /* suspended */
    put_person(c, 302, TOWN_A, 4); /* ended */
    put_person(c, 303, TOWN_A, 1);
    put(c, "UPDATE member SET is_protected = 0 WHERE person = 303");
}

static struct home_rate rate_of(struct county *c, int64_t on, int64_t known, int64_t township)
{
    struct error e = {0};
    struct home_rate *rows, sum;
    size_t count;
    assert_ok_e(home_rate_list(c->db, COUNTY, day(on), known, c->arena, &rows, &count, &sum, &e),
                &e);
    assert_int_equal(count, 3);
    if (township == 0)
        return sum;
    for (size_t i = 0; i < count; i++)
        if (rows[i].township == township)
            return rows[i];
    fail();
    return sum;
}
#define gives(c, on, known, town, n, d)                                                            \
    do {                                                                                           \
        struct home_rate rate_ = rate_of((c), (on), (known), (town));                              \
        assert_int_equal(rate_.in, (n));                                                           \
        assert_int_equal(rate_.all, (d));                                                          \
    } while (0)

static struct home_occupancy home_known(struct county *c, int64_t on, int64_t home, int64_t known)
{
    struct error e = {0};
    struct home_occupancy *rows;
    size_t count;
    assert_ok_e(home_occupancy_list(c->db, COUNTY, day(on), known, c->arena, &rows, &count, &e),
                &e);
    for (size_t i = 0; i < count; i++)
        if (rows[i].home == home)
            return rows[i];
    return (struct home_occupancy){0};
}

static struct home_occupancy home_of(struct county *c, int64_t on, int64_t home)
{
    return home_known(c, on, home, KNOWN_NOW);
}

static void judged(struct county *c)
{
    struct home_rate a = rate_of(c, 20130630, KNOWN_NOW, TOWN_A),
                     b = rate_of(c, 20130630, KNOWN_NOW, TOWN_B),
                     none = rate_of(c, 20130630, KNOWN_NOW, TOWN_C),
                     sum = rate_of(c, 20130630, KNOWN_NOW, 0);
    assert_int_equal(a.in, IN_A);
    assert_int_equal(a.all, ALL_A);
    assert_false(a.is_met);
    assert_int_equal(a.gap, 1);
    assert_int_equal(b.in, IN_B);
    assert_int_equal(b.all, ALL_B);
    assert_true(b.is_met);
    assert_int_equal(b.gap, 0);
    assert_int_equal(none.all, 0);
    assert_true(none.is_met);
    assert_int_equal(none.gap, 0);
    assert_int_equal(sum.in, IN_A + IN_B);
    assert_int_equal(sum.all, ALL_A + ALL_B);
    assert_false(sum.is_met); /* each township, not the county's average */
    assert_int_equal(a.target_bp, 4000);
    /* A plan that was not known yet set no target. */
    assert_int_equal(rate_of(c, 20130630, 4, TOWN_A).target_bp, 0);
    assert_int_equal(rate_of(c, 20130630, 4, TOWN_A).gap, 0);
    assert_int_equal(rate_of(c, 20121231, KNOWN_NOW, TOWN_A).target_bp, 0);
    /* A later plan's number is the later years', not this one's. */
    put_plan(c, 2, 2014, 6);
    put(c, "UPDATE plan_target SET value = 5000 WHERE plan = 2");
    assert_int_equal(rate_of(c, 20131231, KNOWN_NOW, TOWN_A).target_bp, 4000);
    assert_int_equal(rate_of(c, 20140101, KNOWN_NOW, TOWN_A).target_bp, 5000);
    assert_false(rate_of(c, 20140101, KNOWN_NOW, TOWN_B).is_met);
}

static void days(struct county *c)
{
    gives(c, 20130430, KNOWN_NOW, TOWN_A, 0, ALL_A);
    gives(c, 20130501, KNOWN_NOW, TOWN_A, IN_A, ALL_A);
    /* Left: the night before counts, that of the day does not. */
    put(c, "UPDATE home_stay SET state = 4, until_date = 20130620, left_change = 700,"
           " leave_reason = 'DISCHARGE' WHERE id = 10001");
    put(c, "UPDATE home_bed_use SET until_date = 20130620 WHERE stay = 10001");
    gives(c, 20130619, KNOWN_NOW, TOWN_A, IN_A, ALL_A);
    gives(c, 20130620, KNOWN_NOW, TOWN_A, IN_A - 1, ALL_A);
    gives(c, 20130620, 699, TOWN_A, IN_A, ALL_A); /* nobody knew yet */
    /* Dead: there on the day, in neither number the day after. */
    put(c, "INSERT INTO person_death (county, person, known_from, known_to, died_on, source)"
           " VALUES (341823, 2, 800, 2147483647, 20130624, '')");
    put(c, "UPDATE home_stay SET state = 4, until_date = 20130625, left_change = 800,"
           " leave_reason = 'DEATH' WHERE id = 10002");
    gives(c, 20130624, KNOWN_NOW, TOWN_A, IN_A - 1, ALL_A);
    gives(c, 20130625, KNOWN_NOW, TOWN_A, IN_A - 2, ALL_A - 1);
    gives(c, 20130625, 799, TOWN_A, IN_A - 1, ALL_A);
    /* A death in a village moves the larger number alone. */
    put(c, "INSERT INTO person_death (county, person, known_from, known_to, died_on, source)"
           " VALUES (341823, 80, 800, 2147483647, 20130624, '')");
    gives(c, 20130625, KNOWN_NOW, TOWN_A, IN_A - 2, ALL_A - 2);
    /* An admission confirmed late is in its past nights, once it is known. */
    put_stay(c, &(struct put_stay){.id = 900,
                                   .home = HOME_A,
                                   .person = 50,
                                   .kind = 1,
                                   .state = 2,
                                   .from = 20130610,
                                   .confirmed = 900,
                                   .bed = 36});
    gives(c, 20130610, KNOWN_NOW, TOWN_A, IN_A + 1, ALL_A);
    gives(c, 20130609, KNOWN_NOW, TOWN_A, IN_A, ALL_A);
    gives(c, 20130610, 899, TOWN_A, IN_A, ALL_A);
    /* Asked for or refused is not in. */
    put_stay(c,
             &(struct put_stay){
                 .id = 901, .home = HOME_A, .person = 51, .kind = 1, .state = 1, .from = 20130501});
    put_stay(c,
             &(struct put_stay){
                 .id = 902, .home = HOME_A, .person = 52, .kind = 1, .state = 5, .from = 20130501});
    gives(c, 20130610, KNOWN_NOW, TOWN_A, IN_A + 1, ALL_A);
    /* To come, and asked to leave. */
    put_stay(c, &(struct put_stay){.id = 903,
                                   .home = HOME_A,
                                   .person = 53,
                                   .kind = 1,
                                   .state = 2,
                                   .from = 20130701,
                                   .bed = 37});
    put(c, "UPDATE home_stay SET state = 3, until_date = 20130710, leave_requested_by = 'a'"
           " WHERE id = 10003");
    struct home_rate a = rate_of(c, 20130630, KNOWN_NOW, TOWN_A);
    assert_int_equal(a.waiting, 1);
    assert_int_equal(a.leaving, 1);
    gives(c, 20130701, KNOWN_NOW, TOWN_A, IN_A, ALL_A - 2);
    gives(c, 20130710, KNOWN_NOW, TOWN_A, IN_A, ALL_A - 2); /* asked for is not gone */
    put(c, "UPDATE home_stay SET state = 4, leave_reason = 'DISCHARGE', left_change = 970"
           " WHERE id = 10003");
    gives(c, 20130709, KNOWN_NOW, TOWN_A, IN_A, ALL_A - 2);
    gives(c, 20130710, KNOWN_NOW, TOWN_A, IN_A - 1, ALL_A - 2);
    gives(c, 20130710, 969, TOWN_A, IN_A, ALL_A - 2);
}

static void homes(struct county *c)
{
    /* Who pays fills a bed and is in no rate, even when he has a benefit. */
    put_stay(c, &(struct put_stay){.id = 910,
                                   .home = HOME_C,
                                   .person = 60,
                                   .kind = 2,
                                   .state = 2,
                                   .from = 20130501,
                                   .bed = 1});
    put_stay(c, &(struct put_stay){.id = 911,
                                   .home = HOME_C,
                                   .person = 999,
                                   .kind = 2,
                                   .state = 2,
                                   .from = 20130501,
                                   .bed = 2});
    gives(c, 20130630, KNOWN_NOW, TOWN_A, IN_A, ALL_A);
    assert_int_equal(home_of(c, 20130630, HOME_C).occupied, 2);
    assert_int_equal(home_of(c, 20130630, HOME_C).paying, 2);
    assert_int_equal(home_of(c, 20130630, HOME_C).free_beds, 1);
    /* Somebody of A in the home of C: A's rate, C's beds. */
    put_stay(c, &(struct put_stay){.id = 912,
                                   .home = HOME_C,
                                   .person = 61,
                                   .kind = 1,
                                   .state = 2,
                                   .from = 20130501,
                                   .bed = 3});
    gives(c, 20130630, KNOWN_NOW, TOWN_A, IN_A + 1, ALL_A);
    gives(c, 20130630, KNOWN_NOW, TOWN_C, 0, 0);
    assert_true(rate_of(c, 20130630, KNOWN_NOW, TOWN_A).is_met); /* 35 of 87 */
    assert_int_equal(rate_of(c, 20130630, KNOWN_NOW, TOWN_C).occupied, 3);
    assert_int_equal(rate_of(c, 20130630, KNOWN_NOW, TOWN_C).beds, 3);
    assert_int_equal(home_of(c, 20130630, HOME_C).free_beds, 0);
    /* On leave from the 10th to the 12th, both included. */
    put(c, "INSERT INTO home_record (county, id, home, stay, kind, on_date, until_date, month,"
           " quantity, amount_fen, result, detail, actor, confirmed_by, confirmed_on, known_from,"
           " struck_change, strike_reason) VALUES (341823, 1, 3, 912, 'LEAVE', 20130610, 20130612,"
           " 201306, 0, 0, '', '', 'a', '', 0, 60, 0, '')");
    assert_int_equal(home_of(c, 20130609, HOME_C).away, 0);
    assert_int_equal(home_of(c, 20130611, HOME_C).away, 1);
    assert_int_equal(home_of(c, 20130612, HOME_C).away, 1);
    assert_int_equal(home_of(c, 20130613, HOME_C).away, 0);
    assert_int_equal(home_of(c, 20130611, HOME_C).occupied, 3);
    /* Kept for somebody to come: not free, not occupied. */
    put_stay(c, &(struct put_stay){.id = 913,
                                   .home = HOME_B,
                                   .person = 62,
                                   .kind = 1,
                                   .state = 1,
                                   .from = 20130701,
                                   .bed = 40});
    assert_int_equal(home_of(c, 20130630, HOME_B).reserved, 1);
    assert_int_equal(home_of(c, 20130630, HOME_B).occupied, IN_B);
    assert_int_equal(home_of(c, 20130630, HOME_B).free_beds, 40 - IN_B - 1);
    /* Refused: its bed was kept until then. */
    put(c, "UPDATE home_stay SET state = 5 WHERE id = 913");
    put(c, "UPDATE home_bed_use SET known_to = 965 WHERE stay = 913");
    assert_int_equal(home_of(c, 20130630, HOME_B).reserved, 0);
    assert_int_equal(home_known(c, 20130630, HOME_B, 964).reserved, 1);
    /* A bed that is out of use, a home that is closed. */
    put(c, "UPDATE home_bed SET until_date = 20130630, until_change = 950 WHERE id = 2039");
    assert_int_equal(home_of(c, 20130629, HOME_B).beds, 40);
    assert_int_equal(home_of(c, 20130630, HOME_B).beds, 39);
    put(c, "UPDATE home SET closed_on = 20130630, closed_change = 955 WHERE id = 3");
    assert_int_equal(home_of(c, 20130629, HOME_C).home, HOME_C);
    assert_int_equal(home_of(c, 20130630, HOME_C).occupied, 3); /* they are still there */
    put(c, "UPDATE home_stay SET state = 4, until_date = 20130630, left_change = 960,"
           " leave_reason = 'MERGE' WHERE home = 3");
    assert_int_equal(home_of(c, 20130630, HOME_C).home, 0);
    assert_int_equal(home_known(c, 20130630, HOME_C, 954).home, HOME_C); /* not known to close */
    assert_int_equal(home_known(c, 20130630, HOME_C, 959).occupied, 3);
}

static void forecasts(struct county *c)
{
    /* Nobody lived in homes in March: a county that begins has no trend. */
    struct home_rate a = rate_of(c, 20130630, KNOWN_NOW, TOWN_A);
    assert_int_equal(a.forecast_in, IN_A);
    assert_int_equal(a.forecast_all, ALL_A);
    assert_false(a.is_forecast_met);
    /* Two came in since, one is to come; from August four months are left: + 2 · 4 / 3 = 2. */
    for (int i = 0; i < 2; i++)
        put_stay(c, &(struct put_stay){.id = 920 + i,
                                       .home = HOME_A,
                                       .person = 60 + i,
                                       .kind = 1,
                                       .state = 2,
                                       .from = 20130701,
                                       .bed = 35 + i});
    put_stay(c, &(struct put_stay){.id = 922,
                                   .home = HOME_A,
                                   .person = 62,
                                   .kind = 1,
                                   .state = 2,
                                   .from = 20130815,
                                   .bed = 37});
    a = rate_of(c, 20130731, KNOWN_NOW, TOWN_A);
    assert_int_equal(a.in, 36);
    assert_int_equal(a.waiting, 1);
    assert_int_equal(a.forecast_in, 36 + 1); /* 30 April: nobody yet */
    a = rate_of(c, 20130801, KNOWN_NOW, TOWN_A);
    assert_int_equal(a.forecast_in, 36 + 1 + 2 * 4 / 3);
    assert_true(a.is_forecast_met);
    put(c, "UPDATE entitlement SET from_month = 201307 WHERE household BETWEEN 70 AND 73");
    a = rate_of(c, 20130801, KNOWN_NOW, TOWN_A);
    assert_int_equal(a.all, ALL_A);
    assert_int_equal(a.forecast_all, ALL_A + 4 * 4 / 3);
    /* Leaving is carried on likewise, toward zero: − 2 · 4 / 3 = − 2. */
    put(c, "UPDATE home_stay SET state = 4, until_date = 20130731, left_change = 970,"
           " leave_reason = 'DISCHARGE' WHERE id BETWEEN 10201 AND 10202");
    struct home_rate b = rate_of(c, 20130801, KNOWN_NOW, TOWN_B);
    assert_int_equal(b.forecast_in, IN_B - 2 - 2);
    assert_int_equal(rate_of(c, 20131231, KNOWN_NOW, TOWN_B).forecast_in, IN_B - 2);
}

static void suggestions(struct county *c)
{
    struct error e = {0};
    struct home_suggestion *s;
    struct home_merge_option *m;
    size_t count;
    /* B is met, A is not: A's wishes first, oldest first; B's though older come last. */
    put_wish(c, 1, FIRST_B + 60, 0, 20130101);
    put_wish(c, 2, 70, HOME_C, 20130301);
    put_wish(c, 3, 71, 0, 20130201);
    put_wish(c, 4, 72, HOME_C, 20130302);
    put_wish(c, 5, 1, HOME_B, 20130101);   /* lives in a home */
    put_wish(c, 6, 301, HOME_B, 20130101); /* suspended */
    put_wish(c, 7, 73, HOME_B, 20130701);  /* not yet asked on the day */
    put_wish(c, 8, 74, HOME_C, 20130303);
    put_wish(c, 9, 75, HOME_C, 20130304);
    put(c, "INSERT INTO person_death (county, person, known_from, known_to, died_on, source)"
           " VALUES (341823, 76, 800, 2147483647, 20130624, '')");
    put_wish(c, 10, 76, 0, 20130101); /* dead */
    assert_ok_e(home_suggest(c->db, COUNTY, day(20130630), c->arena, &s, &count, &e), &e);
    static const struct {
        int wish, home;
    } expected[] = {{3, HOME_A}, {2, HOME_C}, {4, HOME_C}, {8, HOME_C}, {9, HOME_A}, {1, HOME_B}};
    assert_int_equal(count, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(s[i].wish, expected[i].wish);
        assert_int_equal(s[i].home, expected[i].home);
    }
    assert_true(s[0].is_own_township && !s[1].is_own_township);
    assert_string_equal(s[0].person_name, "某71");
    assert_string_equal(s[0].home_name, "泾川敬老院");
    assert_string_equal(s[0].township_name, "泾川镇");
    assert_int_equal(rate_of(c, 20130630, KNOWN_NOW, TOWN_A).wishes, 6); /* of those entitled */
    /* Not more than there are beds. */
    put(c, "UPDATE home_bed SET until_date = 20130601, until_change = 980"
           " WHERE home < 3 AND id NOT IN (SELECT bed FROM home_bed_use) AND id <> 1040");
    assert_ok_e(home_suggest(c->db, COUNTY, day(20130630), c->arena, &s, &count, &e), &e);
    assert_int_equal(count, 4);
    /* 34 do not fit anywhere; the empty home fits both, the fuller one first. */
    assert_ok_e(home_merge_options(c->db, COUNTY, day(20130630), c->arena, &m, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_true(m[0].from == HOME_C && m[0].into == HOME_A && m[0].free_beds == 1);
    put_home(c, 4, TOWN_B, "茂林二院", 34);
    assert_ok_e(home_merge_options(c->db, COUNTY, day(20130630), c->arena, &m, &count, &e), &e);
    assert_int_equal(count, 6);
    assert_true(m[0].from == HOME_C && m[0].into == HOME_A);
    assert_true(m[1].from == 4 && m[1].into == HOME_A);
    assert_true(m[2].from == 4 && m[2].into == HOME_C);
    assert_true(m[3].from == HOME_C && m[3].into == 4);
    assert_true(m[4].from == HOME_B && m[4].into == 4 && m[4].residents == 34);
    assert_true(m[4].is_same_township && !m[5].is_same_township);
}

static void people(struct county *c)
{
    struct error e = {0};
    struct home_rate_person *p;
    size_t count;
    int64_t in = 0;
    put_stay(c,
             &(struct put_stay){
                 .id = 930, .home = HOME_B, .person = 40, .kind = 1, .state = 2, .from = 20130701});
    put_wish(c, 1, 41, 0, 20130101);
    assert_ok_e(home_rate_people(c->db, COUNTY, day(20130630), KNOWN_NOW, TOWN_A, 0, 500, c->arena,
                                 &p, &count, &e),
                &e);
    assert_int_equal(count, ALL_A);
    for (size_t i = 0; i < count; i++)
        in += p[i].is_in;
    assert_int_equal(in, IN_A);
    assert_true(p[0].is_in && p[0].home == HOME_A && date_yyyymmdd(p[0].from) == 20130501);
    assert_true(!p[39].is_in && p[39].home == HOME_B); /* to come */
    assert_true(p[40].is_wish && p[40].home == 0 && p[40].home_name == NULL);
    assert_ok_e(home_rate_people(c->db, COUNTY, day(20130630), KNOWN_NOW, TOWN_A, 80, 5, c->arena,
                                 &p, &count, &e),
                &e);
    assert_int_equal(count, 5);
    assert_int_equal(p[0].person, 81);
}

#define ON_EACH(name, body)                                                                        \
    static void name(void **state)                                                                 \
    {                                                                                              \
        (void)state;                                                                               \
        county_on_each(fill, body);                                                                \
    }
ON_EACH(each_township_is_judged_by_whole_numbers_against_the_plan_of_its_year, judged)
ON_EACH(nights_deaths_and_late_news_move_the_numbers_on_their_day, days)
ON_EACH(homes_count_beds_where_they_stand_whoever_fills_them, homes)
ON_EACH(the_forecast_carries_three_months_on_toward_zero, forecasts)
ON_EACH(beds_go_to_the_oldest_wish_of_those_below_the_target_first, suggestions)
ON_EACH(the_people_behind_a_rate_are_those_it_counts, people)

static void the_gap_is_the_next_whole_person(void **state)
{
    (void)state;
    assert_int_equal(home_rate_gap(34, 87, 4000), 1);
    assert_int_equal(home_rate_gap(35, 87, 4000), 0);
    assert_int_equal(home_rate_gap(34, 85, 4000), 0);
    assert_int_equal(home_rate_gap(33, 85, 4000), 1);
    assert_int_equal(home_rate_gap(0, 0, 4000), 0);
    assert_int_equal(home_rate_gap(0, 1, 4000), 1);
    assert_int_equal(home_rate_gap(5, 5, 10000), 0);
    assert_int_equal(home_rate_gap(3, 100, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_gap_is_the_next_whole_person),
        cmocka_unit_test(each_township_is_judged_by_whole_numbers_against_the_plan_of_its_year),
        cmocka_unit_test(nights_deaths_and_late_news_move_the_numbers_on_their_day),
        cmocka_unit_test(homes_count_beds_where_they_stand_whoever_fills_them),
        cmocka_unit_test(the_forecast_carries_three_months_on_toward_zero),
        cmocka_unit_test(beds_go_to_the_oldest_wish_of_those_below_the_target_first),
        cmocka_unit_test(the_people_behind_a_rate_are_those_it_counts),
    };
    return cmocka_run_group_tests_name("home-rate", tests, NULL, NULL);
}

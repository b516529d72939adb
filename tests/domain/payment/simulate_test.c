/* What-if: who gains, loses, enters, leaves, by township; nothing is changed. */
#include "domain/payment/county.h"

#include <string.h>

static void gains_losses_entries_and_exits(struct county *c)
{
    struct error e = {0};
    struct simulation s;
    static const int64_t incomes[] = {0, 100000, 215000, 216000, 230000, 500000};
    for (size_t i = 0; i < sizeof incomes / sizeof incomes[0]; i++)
        county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                                    .from = "2013-06",
                                                    .income_year_fen = incomes[i]});
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-08"});
    const char *raise[] = {"dibao.standard_year=2400.00"};
    assert_ok_e(payment_simulate(c->db, COUNTY, PROGRAMME_DIBAO, month_make(2013, 7), raise, 1,
                                 c->arena, &s, &e),
                &e);
    assert_int_equal(s.count, 1);
    assert_int_equal(s.township[0].township, VILLAGE / 1000 * 1000);
    assert_true(strlen(s.township[0].name) > 0);
    assert_int_equal(s.total.households_before, 3);
    assert_int_equal(s.total.households_after, 5);
    assert_int_equal(s.total.gaining, 3);
    assert_int_equal(s.total.entering, 2);
    assert_int_equal(s.total.losing + s.total.leaving, 0);
    /* 18000 + 9667 + 83; 20000 + 11667 + 2083 + 2000 + 833 */
    assert_int_equal(s.total.before.v, 27750);
    assert_int_equal(s.total.after.v, 36583);
    const char *lower[] = {"dibao.standard_year=2155.00"};
    assert_ok_e(payment_simulate(c->db, COUNTY, PROGRAMME_DIBAO, month_make(2013, 7), lower, 1,
                                 c->arena, &s, &e),
                &e);
    assert_int_equal(s.total.losing, 3);
    assert_int_equal(s.total.leaving, 0);
    const char *lowest[] = {"dibao.standard_year=2150.00"};
    assert_ok_e(payment_simulate(c->db, COUNTY, PROGRAMME_DIBAO, month_make(2013, 7), lowest, 1,
                                 c->arena, &s, &e),
                &e);
    assert_int_equal(s.total.losing, 2);
    assert_int_equal(s.total.leaving, 1);
    const char *wrong[] = {"dibao.standart=1"};
    assert_status(payment_simulate(c->db, COUNTY, PROGRAMME_DIBAO, month_make(2013, 7), wrong, 1,
                                   c->arena, &s, &e),
                  STATUS_REFUSED);
    assert_int_equal(county_number(c, "SELECT count(*) FROM parameter WHERE value = 240000"), 0);
    assert_int_equal(county_number(c, "SELECT count(*) FROM payment_run"), 0);
}

static int64_t run_sum(struct county *c)
{
    return county_number(
        c, "SELECT CAST(coalesce(sum(basic_fen + topup_fen), 0) AS BIGINT) FROM payment_item");
}

static int64_t run_count(struct county *c)
{
    return county_number(c, "SELECT count(*) FROM payment_item WHERE basic_fen + topup_fen > 0");
}

/* Members of every kind: old, young, disabled, ill, unprotected, dead before the month and in it.
 */
static void households_of_every_kind(struct county *c)
{
    const struct new_household family = {
        .programme = PROGRAMME_DIBAO,
        .from = "2013-03",
        .income_year_fen = 432100,
        .persons = 5,
        .birth = {"1943-07-31", "1943-08-01", "1995-07-31", "1995-08-01", NULL},
        .disability_grade = {0, 2, 0, 3, 1},
        .is_ill = {false, true, false, true, false},
        .is_unprotected = {false, false, false, false, true}};
    int64_t id = county_household(c, &family);
    county_death(c, id, 2, "2013-06-15");
    id = county_household(c, &family);
    county_death(c, id, 0, "2013-07-15");
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                                .from = "2013-03",
                                                .income_year_fen = 230000});
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                                .from = "2013-03",
                                                .status = ENTITLEMENT_SUSPENDED});
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-08"});
    county_household(c, &(struct new_household){.programme = PROGRAMME_WUBAO,
                                                .from = "2013-03",
                                                .form = FORM_SCATTERED});
}

static void both_sides_are_what_runs_pay(struct county *c)
{
    struct error e = {0};
    struct simulation s;
    households_of_every_kind(c);
    const char *raise[] = {"dibao.standard_year=2400.00"};
    assert_ok_e(payment_simulate(c->db, COUNTY, PROGRAMME_DIBAO, month_make(2013, 7), raise, 1,
                                 c->arena, &s, &e),
                &e);
    (void)county_prepare(c, PROGRAMME_DIBAO, "2013-07");
    assert_true(s.total.before.v > 0);
    assert_int_equal(run_sum(c), s.total.before.v);
    assert_int_equal(run_count(c), s.total.households_before);
    county_parameter(c, "dibao.standard_year", "2013-07", 240000);
    (void)county_prepare(c, PROGRAMME_DIBAO, "2013-07");
    assert_int_equal(run_sum(c), s.total.after.v);
    assert_int_equal(run_count(c), s.total.households_after);
    assert_true(s.total.after.v > s.total.before.v);
}

static void test_both_sides(void **state)
{
    (void)state;
    county_each(both_sides_are_what_runs_pay);
}

static void test_simulate(void **state)
{
    (void)state;
    county_each(gains_losses_entries_and_exits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"gains_losses_entries_and_exits_by_township", test_simulate, NULL, NULL, NULL},
        {"both_sides_are_what_runs_pay", test_both_sides, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("simulate", tests, NULL, NULL);
}

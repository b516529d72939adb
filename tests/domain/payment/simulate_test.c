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

static void test_simulate(void **state)
{
    (void)state;
    county_each(gains_losses_entries_and_exits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"gains_losses_entries_and_exits_by_township", test_simulate, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("simulate", tests, NULL, NULL);
}

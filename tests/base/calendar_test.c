#include "support/test_support.h"
#include "base/calendar.h"
#include "base/random.h"

#define DAY(y, m, d) date_make((y), (m), (d))
#define assert_day(got, y, m, d) assert_int_equal(date_yyyymmdd(got), date_yyyymmdd(DAY(y, m, d)))

static void the_worked_examples_of_autumn_2013_come_out(void **state)
{
    (void)state;
    /* Accepted on Monday 16 September: the survey is due after 10 working days. */
    assert_day(calendar_add_working_days(DAY(2013, 9, 16), 10), 2013, 9, 30);
    /* Surveyed on 30 September: deliberation after 5; 1 to 7 October are free, Saturday 12 is
     * worked. */
    assert_day(calendar_add_working_days(DAY(2013, 9, 30), 5), 2013, 10, 12);
    assert_day(calendar_nth_day(DAY(2013, 9, 25), 7), 2013, 10, 1);
    assert_day(calendar_nth_working_day(DAY(2013, 9, 25), 7), 2013, 10, 9);
}

static void the_year_2013_has_250_working_days(void **state)
{
    (void)state;
    assert_int_equal(calendar_working_days_between(DAY(2012, 12, 31), DAY(2013, 12, 31)), 250);
    assert_int_equal(calendar_working_days_between(DAY(2013, 12, 31), DAY(2012, 12, 31)), -250);
}

static void holidays_are_free_and_make_up_days_are_worked(void **state)
{
    (void)state;
    assert_false(calendar_is_working_day(DAY(2013, 10, 1)));
    assert_false(calendar_is_working_day(DAY(2013, 10, 7)));
    assert_true(calendar_is_working_day(DAY(2013, 10, 8)));
    assert_true(calendar_is_working_day(DAY(2013, 9, 29)));  /* a Sunday made up */
    assert_false(calendar_is_working_day(DAY(2013, 9, 28))); /* an ordinary Saturday */
    assert_true(calendar_is_working_day(DAY(2013, 9, 30)));
    assert_string_equal(calendar_day_name(DAY(2013, 10, 1)), "国庆节");
    assert_string_equal(calendar_day_name(DAY(2013, 10, 12)), "国庆节");
    assert_string_equal(calendar_day_name(DAY(2013, 6, 12)), "端午");
    assert_string_equal(calendar_day_name(DAY(2013, 9, 30)), "");
    assert_string_equal(calendar_day_name(DAY(2013, 9, 28)), "");
}

static void outside_the_published_years_only_weekends_are_free(void **state)
{
    (void)state;
    assert_true(calendar_year_is_known(2007));
    assert_true(calendar_year_is_known(2013));
    assert_true(calendar_year_is_known(2026));
    assert_false(calendar_year_is_known(1999));
    assert_false(calendar_year_is_known(2099));
    assert_true(calendar_is_working_day(DAY(1999, 10, 1))); /* a Friday */
    assert_false(calendar_is_working_day(DAY(1999, 10, 2)));
    assert_string_equal(calendar_day_name(DAY(1999, 10, 1)), "");
    assert_int_equal(calendar_working_days_between(DAY(1998, 12, 31), DAY(1999, 12, 31)), 261);
}

static void zero_days_is_the_day_itself_and_one_day_is_the_next_worked(void **state)
{
    (void)state;
    struct date free_day = DAY(2013, 10, 1);
    assert_int_equal(calendar_add_working_days(free_day, 0).v, free_day.v);
    assert_day(calendar_add_working_days(free_day, 1), 2013, 10, 8);
    assert_day(calendar_add_working_days(DAY(2013, 9, 27), 1), 2013, 9, 29);
    assert_int_equal(calendar_nth_day(free_day, 1).v, free_day.v);
    assert_day(calendar_nth_working_day(free_day, 1), 2013, 10, 8);
    assert_day(calendar_nth_working_day(DAY(2013, 9, 30), 1), 2013, 9, 30);
    assert_int_equal(calendar_working_days_between(free_day, free_day), 0);
    assert_int_equal(calendar_working_days_between(DAY(2013, 9, 30), DAY(2013, 10, 7)), 0);
    assert_int_equal(calendar_working_days_between(DAY(2013, 10, 7), DAY(2013, 10, 8)), 1);
}

static void counting_and_adding_agree_on_random_days(void **state)
{
    (void)state;
    struct random rnd = random_seed(test_seed());
    for (int i = 0; i < 2000; i++) {
        struct date from = {DAY(2003, 1, 1).v + (int32_t)random_below(&rnd, 365 * 27)};
        int n = (int)random_below(&rnd, 300);
        struct date to = calendar_add_working_days(from, n);
        assert_int_equal(calendar_working_days_between(from, to), n);
        int walked = 0;
        for (struct date d = {from.v + 1}; d.v <= to.v; d.v++)
            walked += calendar_is_working_day(d);
        assert_int_equal(walked, n);
        assert_true(n == 0 || calendar_is_working_day(to));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_examples_of_autumn_2013_come_out),
        cmocka_unit_test(the_year_2013_has_250_working_days),
        cmocka_unit_test(holidays_are_free_and_make_up_days_are_worked),
        cmocka_unit_test(outside_the_published_years_only_weekends_are_free),
        cmocka_unit_test(zero_days_is_the_day_itself_and_one_day_is_the_next_worked),
        cmocka_unit_test(counting_and_adding_agree_on_random_days),
    };
    return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}

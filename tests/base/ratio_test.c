#include "support/test_support.h"
#include "base/random.h"
#include "base/ratio.h"
#include <stdlib.h>
#include <string.h>

#define RANDOM_CASES 50000

static const char *percent(int64_t part, int64_t whole, int decimals)
{
    static char text[RATIO_TEXT_BYTES];
    return ratio_percent(part, whole, decimals, text);
}

static const char *against(int64_t part, int64_t whole, int64_t target_bp)
{
    static char text[RATIO_TEXT_BYTES];
    return ratio_percent_of_target(part, whole, target_bp, 1, text);
}

static void shares_round_half_up_to_the_decimals_asked(void **state)
{
    (void)state;
    assert_string_equal(percent(88, 112, 1), "78.6%"); /* 78.571… */
    assert_string_equal(percent(88, 112, 2), "78.57%");
    assert_string_equal(percent(1, 3, 1), "33.3%");
    assert_string_equal(percent(2, 3, 2), "66.67%");
    assert_string_equal(percent(1, 2000, 1), "0.1%"); /* 0.05 */
    assert_string_equal(percent(499, 1000000, 1), "0.0%");
    assert_string_equal(percent(0, 7, 1), "0.0%");
    assert_string_equal(percent(7, 7, 2), "100.00%");
    assert_string_equal(percent(9, 4, 1), "225.0%");
    assert_string_equal(percent(-1, 8, 1), "-12.5%");
    assert_string_equal(percent(-1, 1000000, 1), "0.0%");
}

static void of_nothing_there_is_no_share(void **state)
{
    (void)state;
    char text[RATIO_TEXT_BYTES];
    assert_string_equal(percent(0, 0, 1), "—");
    assert_string_equal(percent(5, 0, 2), "—");
    assert_string_equal(percent(5, -1, 2), "—");
    assert_string_equal(ratio_number(5, 0, 2, text), "—");
    assert_string_equal(ratio_number(5, 8, 2, text), "62.50");
}

static void a_whole_percent_is_not_shown_before_it_is_reached(void **state)
{
    (void)state;
    assert_string_equal(percent(1999, 5000, 1), "39.98%");
    assert_string_equal(percent(2000, 5000, 1), "40.0%");
    assert_string_equal(percent(2001, 5000, 1), "40.0%");
    assert_string_equal(percent(1997, 5000, 1), "39.9%");
    assert_string_equal(percent(1999, 2000, 1), "99.95%");
    assert_string_equal(percent(19989, 20000, 1), "99.9%");
    assert_string_equal(percent(39999999, 100000000, 2), "39.99%");
    assert_string_equal(percent(40000000, 100000000, 2), "40.00%");
}

static void a_target_between_whole_percents_is_told_on_both_sides(void **state)
{
    (void)state;
    assert_string_equal(against(3349, 10000, 3350), "33.49%"); /* would read 33.5% */
    assert_string_equal(against(3350, 10000, 3350), "33.5%");
    assert_string_equal(against(3343, 10000, 3343), "33.43%"); /* would read 33.4% */
    assert_string_equal(against(3342, 10000, 3343), "33.4%");
    assert_string_equal(against(1999, 5000, 4000), "39.98%");
}

static void rates_that_are_set_are_shown_exactly(void **state)
{
    (void)state;
    char text[RATIO_TEXT_BYTES];
    assert_string_equal(ratio_rate(3000, text), "30%");
    assert_string_equal(ratio_rate(1250, text), "12.5%");
    assert_string_equal(ratio_rate(1205, text), "12.05%");
    assert_string_equal(ratio_rate(8333, text), "83.33%");
    assert_string_equal(ratio_rate(0, text), "0%");
    assert_string_equal(ratio_rate(5, text), "0.05%");
    assert_string_equal(ratio_rate(-5, text), "-0.05%");
}

static void the_largest_numbers_keep_within_the_text(void **state)
{
    (void)state;
    assert_string_equal(percent(INT64_MAX, INT64_MAX, 2), "100.00%");
    assert_string_equal(percent(INT64_MAX - 1, INT64_MAX, 2), "99.99%");
    assert_string_equal(percent(INT64_MIN, INT64_MAX, 1), "-100.0%");
    assert_true(strlen(percent(INT64_MAX, 1, 2)) < RATIO_TEXT_BYTES - 1);
}

/* The text, read back as bp, says of any target what the exact comparison says. */
static void what_is_shown_and_what_is_compared_agree(void **state)
{
    (void)state;
    struct random r = random_seed(20131231);
    print_message("# seed 20131231\n");
    for (int i = 0; i < RANDOM_CASES; i++) {
        const int64_t whole = 1 + random_below(&r, 100000);
        const int64_t part = random_below(&r, (uint32_t)whole + 1);
        const int64_t target_bp = 1 + random_below(&r, RATIO_WHOLE_BP);
        const char *text = against(part, whole, target_bp), *dot = strchr(text, '.');
        const int64_t shown =
            strtoll(text, NULL, 10) * 100 + strtoll(dot + 1, NULL, 10) * (dot[2] == '%' ? 10 : 1);
        const bool is_met = part * RATIO_WHOLE_BP >= whole * target_bp;
        if ((shown >= target_bp) != is_met)
            fail_msg("%lld of %lld against %lld bp reads %s", (long long)part, (long long)whole,
                     (long long)target_bp, text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_round_half_up_to_the_decimals_asked),
        cmocka_unit_test(of_nothing_there_is_no_share),
        cmocka_unit_test(a_whole_percent_is_not_shown_before_it_is_reached),
        cmocka_unit_test(a_target_between_whole_percents_is_told_on_both_sides),
        cmocka_unit_test(rates_that_are_set_are_shown_exactly),
        cmocka_unit_test(the_largest_numbers_keep_within_the_text),
        cmocka_unit_test(what_is_shown_and_what_is_compared_agree),
    };
    return cmocka_run_group_tests_name("ratio", tests, NULL, NULL);
}

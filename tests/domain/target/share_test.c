/* Largest remainder: exact sums, ties in order, the order of weights kept. */
#include <stdio.h>

#include "base/apportion.h"
#include "support/test_support.h"

#define ROUNDS 300

static void a_tie_goes_to_the_first_and_zero_weights_get_nothing(void **state)
{
    (void)state;
    int64_t equal[3] = {1, 1, 1}, mixed[4] = {0, 3, 0, 3}, values[4];
    assert_true(apportion_whole(10, equal, 3, values));
    assert_int_equal(values[0], 4);
    assert_int_equal(values[1], 3);
    assert_int_equal(values[2], 3);
    assert_true(apportion_whole(7, mixed, 4, values));
    assert_int_equal(values[0], 0);
    assert_int_equal(values[1], 4);
    assert_int_equal(values[2], 0);
    assert_int_equal(values[3], 3);
    /* 7 of 2:3:2 is 2, 3, 2; 8 is 2.29, 3.43, 2.29: the largest remainder is the middle one's. */
    int64_t three[3] = {2, 3, 2};
    assert_true(apportion_whole(8, three, 3, values));
    assert_int_equal(values[0], 2);
    assert_int_equal(values[1], 4);
    assert_int_equal(values[2], 2);
}

static void nothing_to_go_by_is_refused_but_nothing_to_share_is_not(void **state)
{
    (void)state;
    int64_t none[2] = {0, 0}, values[2] = {9, 9};
    assert_false(apportion_whole(1, none, 2, values));
    assert_true(apportion_whole(0, none, 2, values));
    assert_int_equal(values[0] + values[1], 0);
}

static void huge_weights_do_not_overflow(void **state)
{
    (void)state;
    int64_t top = INT64_C(1) << 62, weights[3] = {top, top, top - 1}, values[3];
    assert_true(apportion_whole(top, weights, 3, values));
    assert_true(values[0] + values[1] + values[2] == top);
    assert_true(values[0] >= values[2]);
}

static uint64_t next(uint64_t *s)
{
    *s ^= *s << 13;
    *s ^= *s >> 7;
    *s ^= *s << 17;
    return *s;
}

static void random_splits_add_up_and_keep_the_order_of_weights(void **state)
{
    (void)state;
    uint64_t seed = test_seed();
    for (int round = 0; round < ROUNDS; round++) {
        int64_t weights[APPORTION_MAX], values[APPORTION_MAX], sum = 0;
        size_t n = 1 + next(&seed) % 40;
        int64_t total = (int64_t)(next(&seed) % (round % 2 ? 400 : 100000000000));
        for (size_t i = 0; i < n; i++)
            weights[i] = next(&seed) % 4 ? (int64_t)(next(&seed) % (round % 3 ? 50 : 1000000)) : 0;
        weights[next(&seed) % n] = 1; /* somebody is there */
        assert_true(apportion_whole(total, weights, n, values));
        for (size_t i = 0; i < n; i++) {
            sum += values[i];
            assert_true(weights[i] > 0 || values[i] == 0);
            for (size_t k = 0; k < n; k++) {
                assert_true(weights[i] <= weights[k] || values[i] >= values[k]);
                assert_true(weights[i] != weights[k] || values[i] - values[k] <= 1);
            }
        }
        assert_true(sum == total);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tie_goes_to_the_first_and_zero_weights_get_nothing),
        cmocka_unit_test(nothing_to_go_by_is_refused_but_nothing_to_share_is_not),
        cmocka_unit_test(huge_weights_do_not_overflow),
        cmocka_unit_test(random_splits_add_up_and_keep_the_order_of_weights),
    };
    return cmocka_run_group_tests_name("target-share", tests, NULL, NULL);
}

#include "support/test_support.h"
#include "base/fen.h"
#include "base/random.h"
#include <string.h>

#define RANDOM_CASES 200000

static void sums_and_products_are_checked(void **state)
{
    (void)state;
    struct fen r = FEN(7);
    assert_ok(fen_add(FEN(INT64_MAX - 1), FEN(1), &r));
    assert_int_equal(r.v, INT64_MAX);
    assert_ok(fen_sub(FEN(INT64_MIN + 1), FEN(1), &r));
    assert_int_equal(r.v, INT64_MIN);
    assert_ok(fen_mul(FEN(21000), 3, &r));
    assert_int_equal(r.v, 63000);
    r = FEN(7);
    assert_status(fen_add(FEN(INT64_MAX), FEN(1), &r), STATUS_FAILED);
    assert_status(fen_sub(FEN(INT64_MIN), FEN(1), &r), STATUS_FAILED);
    assert_status(fen_mul(FEN(INT64_MAX), 2, &r), STATUS_FAILED);
    assert_status(fen_mul(FEN(INT64_MIN), -1, &r), STATUS_FAILED);
    assert_status(fen_mul_div(FEN(INT64_MAX), 2, 1, &r), STATUS_FAILED);
    assert_status(fen_mul_div(FEN(INT64_MIN), -1, 1, &r), STATUS_FAILED);
    assert_int_equal(r.v, 7);
    assert_ok(fen_mul_div(FEN(INT64_MIN), 1, 1, &r));
    assert_int_equal(r.v, INT64_MIN);
    assert_status(fen_mul_div(FEN(INT64_MIN), INT64_MIN, INT64_MAX, &r), STATUS_FAILED);
    assert_ok(fen_mul_div(FEN(INT64_MAX), INT64_MAX, INT64_MAX, &r));
    assert_int_equal(r.v, INT64_MAX);
}

static void half_a_fen_goes_up_and_less_goes_down(void **state)
{
    (void)state;
    static const struct {
        int64_t v, numerator, denominator, expected;
    } cases[] = {
        {1, 1, 2, 1},           {1, 1, 3, 0},           {2, 1, 3, 1},    {3, 1, 2, 2},
        {-1, 1, 2, -1},         {-1, 1, 3, 0},          {-3, 1, 2, -2},  {-5, 1, 2, -3},
        {0, 5, 7, 0},           {49, 1, 100, 0},        {50, 1, 100, 1}, {-49, 1, 100, 0},
        {-50, 1, 100, -1},      {160100, 1, 12, 13342}, /* (7302.00 - 5701.00) / 12 = 133.42 */
        {15500, 30, 300, 1550}, {15500, 20, 300, 1033},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fen r;
        assert_ok(fen_mul_div(FEN(cases[i].v), cases[i].numerator, cases[i].denominator, &r));
        assert_int_equal(r.v, cases[i].expected);
        assert_int_equal(
            fen_half_up_i64((__int128)cases[i].v * cases[i].numerator, cases[i].denominator),
            cases[i].expected);
    }
}

/* r is the rounding of p/q exactly when |p - r q| * 2 <= q, and a half went away from zero. */
static void mul_div_is_the_nearest_fen_for_random_values(void **state)
{
    (void)state;
    struct random rnd = random_seed(test_seed());
    for (int i = 0; i < RANDOM_CASES; i++) {
        int64_t a = (int64_t)random_u64(&rnd) >> random_below(&rnd, 63);
        int64_t n = (int64_t)random_u64(&rnd) >> random_below(&rnd, 63);
        int64_t d = (int64_t)(random_u64(&rnd) >> (1 + random_below(&rnd, 62))) + 1;
        if (d < 0)
            d = INT64_MAX;
        __int128 p = (__int128)a * n, whole = p / d, rest = p % d;
        unsigned __int128 rest_size = (unsigned __int128)(rest < 0 ? -rest : rest);
        if (rest_size * 2 >= (unsigned __int128)d)
            whole += p < 0 ? -1 : 1;
        struct fen r = FEN(42);
        if (whole > INT64_MAX || whole < INT64_MIN) {
            assert_status(fen_mul_div(FEN(a), n, d, &r), STATUS_FAILED);
            assert_int_equal(r.v, 42);
        } else {
            assert_ok(fen_mul_div(FEN(a), n, d, &r));
            assert_true(r.v == (int64_t)whole);
        }
    }
}

/* Paying what is due so far minus what was paid: no fen is lost or made in a year, and months
 * differ by one at most. */
static void twelve_cumulative_months_are_the_annual_standard_to_the_fen(void **state)
{
    (void)state;
    struct random rnd = random_seed(test_seed() + 1);
    for (int i = 0; i < RANDOM_CASES / 10; i++) {
        int64_t annual = random_below(&rnd, 100000000), paid = 0, least = INT64_MAX, most = 0;
        for (int month = 1; month <= 12; month++) {
            struct fen due;
            assert_ok(fen_mul_div(FEN(annual), month, 12, &due));
            int64_t pay = due.v - paid;
            least = pay < least ? pay : least;
            most = pay > most ? pay : most;
            paid = due.v;
        }
        assert_int_equal(paid, annual);
        assert_true(most - least <= 1);
    }
}

static void amounts_are_written_with_two_decimals(void **state)
{
    (void)state;
    static const struct {
        int64_t v;
        const char *plain, *people;
    } cases[] = {
        {0, "0.00", "0.00"},
        {5, "0.05", "0.05"},
        {-5, "-0.05", "-0.05"},
        {100, "1.00", "1.00"},
        {99999, "999.99", "999.99"},
        {100000, "1000.00", "1,000.00"},
        {-123456789, "-1234567.89", "-1,234,567.89"},
        {INT64_MAX, "92233720368547758.07", "92,233,720,368,547,758.07"},
        {INT64_MIN, "-92233720368547758.08", "-92,233,720,368,547,758.08"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[FEN_TEXT_BYTES];
        assert_string_equal(fen_format(FEN(cases[i].v), out), cases[i].plain);
        assert_string_equal(fen_format_people(FEN(cases[i].v), out), cases[i].people);
    }
}

static void yuan_as_people_write_them_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t v;
    } good[] = {
        {"5,115.00", 511500},
        {"5115", 511500},
        {"5115.5", 511550},
        {"0", 0},
        {"0.05", 5},
        {"-3", -300},
        {"+3.1", 310},
        {"-0", 0},
        {"999,999", 99999900},
        {"1,234,567.89", 123456789},
        {"12,345", 1234500},
        {"007", 700},
        {"92233720368547758.07", INT64_MAX},
    };
    struct error e;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct fen r;
        assert_ok_e(fen_parse(good[i].text, &r, &e), &e);
        assert_int_equal(r.v, good[i].v);
    }
}

static void other_amounts_are_refused_with_a_reason(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",       "5,11.00", "约三千", "1.234",  "1.",       ".5",       "-",     "+",
        "--3",    "1,2345",  ",123",   "1,,234", "1234,567", "1,234,56", "1.2.3", "3元",
        "1,23.4", "1 000",   "1e3",    "0x10",   "1.5,0",    "1,",       "1,234,"};
    struct error e;
    struct fen r = FEN(42);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_refused(fen_parse(bad[i], &r, &e), &e, "FEN_FORM");
    assert_refused(fen_parse("约三千", &r, &e), &e, "FEN_FORM");
    assert_non_null(strstr(e.message, "约三千"));
    assert_refused(fen_parse("5,11.00", &r, &e), &e, "FEN_FORM");
    assert_non_null(strstr(e.message, "逗号"));
    assert_refused(fen_parse("92233720368547758.08", &r, &e), &e, "FEN_OVERFLOW");
    assert_refused(fen_parse("99999999999999999999", &r, &e), &e, "FEN_OVERFLOW");
    assert_int_equal(r.v, 42);
}

static void number_cells_are_read_without_floating_point(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t v;
    } good[] = {
        {"8775.370000000001", 877537},
        {"8775.3699999999999", 877537},
        {"5115", 511500},
        {"5115.0", 511500},
        {"0.1", 10},
        {"0.01", 1},
        {"1e-2", 1},
        {"1.0000000000000001E-2", 1},
        {"9.9999999999999985E-3", 1},
        {"0", 0},
        {"0.0", 0},
        {"0e0", 0},
        {"-3.5", -350},
        {"6.229E+3", 622900},
        {"6.229E+16", 6229000000000000000},
        {"5e1", 5000},
        {".5", 50},
        {"5.", 500},
        {"0.999999999", 100},
        {"0.000000001", 0},
        {"0.000001", 0},   /* 1e-6 yuan off: still taken */
        {"1.009999", 101}, /* the same from below */
        {"0.30000000000000004", 30},
        {"1e-300", 0},
        {"00012.50", 1250},
        {"92233720368547758.07", INT64_MAX},
    };
    struct error e;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct fen r = FEN(-1);
        assert_ok_e(fen_parse_cell_number(good[i].text, &r, &e), &e);
        assert_int_equal(r.v, good[i].v);
    }
    static const char *const bad[] = {"",    "0.005", "0.015", "0.0000011", "1.0099989", "abc",
                                      "1e",  "1e+",   "e5",    ".",         "1.2.3",     "1,000",
                                      "--1", "1e5x",  "1.005", "133.4166",  "0x1p3",     "1e999",
                                      "nan", "inf",   "1 "};
    struct fen r = FEN(42);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_refused(fen_parse_cell_number(bad[i], &r, &e), &e, "FEN_FORM");
    static const char *const large[] = {"6.229E+17", "1e300", "92233720368547758.08",
                                        "92233720368547758.0799999", "-1e30"};
    for (size_t i = 0; i < sizeof large / sizeof large[0]; i++)
        assert_refused(fen_parse_cell_number(large[i], &r, &e), &e, "FEN_OVERFLOW");
    assert_int_equal(r.v, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_and_products_are_checked),
        cmocka_unit_test(half_a_fen_goes_up_and_less_goes_down),
        cmocka_unit_test(mul_div_is_the_nearest_fen_for_random_values),
        cmocka_unit_test(twelve_cumulative_months_are_the_annual_standard_to_the_fen),
        cmocka_unit_test(amounts_are_written_with_two_decimals),
        cmocka_unit_test(yuan_as_people_write_them_are_read),
        cmocka_unit_test(other_amounts_are_refused_with_a_reason),
        cmocka_unit_test(number_cells_are_read_without_floating_point),
    };
    return cmocka_run_group_tests_name("money", tests, NULL, NULL);
}

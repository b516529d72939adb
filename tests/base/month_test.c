#include "support/test_support.h"
#include "base/month.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void days_are_counted_like_the_c_library_counts_them(void **state)
{
    (void)state;
    for (int32_t v = -25567; v < 50000; v++) { /* 1900-01-01 .. 2106 */
        time_t at = (time_t)v * 86400;
        struct tm tm;
        assert_non_null(gmtime_r(&at, &tm));
        int year, month, day;
        date_split((struct date){v}, &year, &month, &day);
        assert_int_equal(year, tm.tm_year + 1900);
        assert_int_equal(month, tm.tm_mon + 1);
        assert_int_equal(day, tm.tm_mday);
        assert_int_equal(date_make(year, month, day).v, v);
        assert_int_equal(date_weekday((struct date){v}), tm.tm_wday ? tm.tm_wday : 7);
        assert_int_equal(date_from_yyyymmdd(date_yyyymmdd((struct date){v})).v, v);
    }
}

static void known_days_have_their_weekdays(void **state)
{
    (void)state;
    assert_int_equal(date_make(1970, 1, 1).v, 0);
    assert_int_equal(date_weekday(date_make(1970, 1, 1)), 4);
    assert_int_equal(date_weekday(date_make(2013, 6, 30)), 7);
    assert_int_equal(date_weekday(date_make(2013, 9, 16)), 1);
    assert_int_equal(date_weekday(date_make(2000, 2, 29)), 2);
    assert_int_equal(date_weekday(date_make(1949, 10, 1)), 6);
    assert_int_equal(DATE_OPEN.v, date_make(9999, 12, 31).v);
    assert_int_equal(date_yyyymmdd(DATE_OPEN), 99991231);
}

static void leap_days_exist_only_in_leap_years(void **state)
{
    (void)state;
    assert_true(date_is_valid(2012, 2, 29));
    assert_true(date_is_valid(2000, 2, 29));
    assert_false(date_is_valid(2013, 2, 29));
    assert_false(date_is_valid(1900, 2, 29));
    assert_true(date_is_valid(2013, 4, 30));
    assert_false(date_is_valid(2013, 4, 31));
    assert_false(date_is_valid(2013, 0, 1));
    assert_false(date_is_valid(2013, 13, 1));
    assert_false(date_is_valid(2013, 1, 0));
    assert_false(date_is_valid(0, 1, 1));
    assert_true(date_is_valid(9999, 12, 31));
    assert_false(date_is_valid(10000, 1, 1));
}

static void months_turn_years_and_quarters(void **state)
{
    (void)state;
    struct month m = month_make(2013, 12);
    assert_int_equal(month_yyyymm(m), 201312);
    assert_int_equal(month_yyyymm(month_add(m, 1)), 201401);
    assert_int_equal(month_yyyymm(month_add(m, -12)), 201212);
    assert_int_equal(month_from_yyyymm(201312).v, m.v);
    assert_int_equal(month_yyyymm(MONTH_OPEN), 999912);
    assert_int_equal(month_quarter(month_make(2013, 3)), 1);
    assert_int_equal(month_quarter(month_make(2013, 4)), 2);
    assert_int_equal(month_quarter(m), 4);
    assert_int_equal(date_yyyymmdd(month_first_day(month_make(2012, 2))), 20120201);
    assert_int_equal(date_yyyymmdd(month_last_day(month_make(2012, 2))), 20120229);
    assert_int_equal(date_yyyymmdd(month_last_day(month_make(2013, 2))), 20130228);
    assert_int_equal(date_yyyymmdd(month_last_day(MONTH_OPEN)), 99991231);
    assert_int_equal(date_month(date_make(2013, 6, 30)).v, month_make(2013, 6).v);
}

static void an_anniversary_inside_the_month_counts_as_a_year_of_age(void **state)
{
    (void)state;
    struct month birth = month_make(1953, 6);
    assert_int_equal(age_in_month(birth, month_make(2013, 5)), 59);
    assert_int_equal(age_in_month(birth, month_make(2013, 6)), 60);
    assert_int_equal(age_in_month(birth, month_make(2014, 5)), 60);
}

static void months_are_read_strictly_where_programs_write_them(void **state)
{
    (void)state;
    struct error e;
    struct month m = {0};
    assert_ok(month_parse("2013-06", &m, &e));
    assert_int_equal(month_yyyymm(m), 201306);
    assert_ok(month_parse("1900-01", &m, &e));
    assert_ok(month_parse("9999-12", &m, &e));
    assert_int_equal(m.v, MONTH_OPEN.v);
    static const char *const bad[] = {"",         "2013-6",   "2013-13", "2013-00",
                                      "1899-12",  "201306",   "2013/06", "2013-0x",
                                      "2013-06 ", " 2013-06", "-013-06"};
    m.v = 42;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_refused(month_parse(bad[i], &m, &e), &e, "MONTH_FORM");
    assert_int_equal(m.v, 42);
}

static void months_as_people_write_them_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int yyyymm;
    } good[] = {
        {"2013-06", 201306},          {"2013-6", 201306},         {"2013/6", 201306},
        {"2013/06", 201306},          {"2013.6", 201306},         {"2013.06", 201306},
        {"2011.1", 201101},           {"2011.10", 201110},        {"2013年6月", 201306},
        {"2013年06月", 201306},       {"2013年6月份", 201306},    {"201306", 201306},
        {"20130615", 201306},         {"2013-06-15", 201306},     {"2013/6/15", 201306},
        {"2013.6.5", 201306},         {"2013年6月5日", 201306},   {"2013-06-01 00:00:00", 201306},
        {"2013-06-01T08:00", 201306}, {"２０１３－０６", 201306}, {"２０１３年６月", 201306},
        {" 2013-06 ", 201306},        {"1900-01", 190001},        {"2999-12", 299912},
        {"2012-02-29", 201202},
    };
    struct error e;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct month m;
        assert_ok_e(month_parse_people(good[i].text, &m, &e), &e);
        assert_int_equal(month_yyyymm(m), good[i].yyyymm);
    }
}

static void other_months_are_refused_with_the_reason_named(void **state)
{
    (void)state;
    struct error e;
    struct month m = {42};
    assert_refused(month_parse_people("2013-13", &m, &e), &e, "MONTH_RANGE");
    assert_non_null(strstr(e.message, "13"));
    assert_refused(month_parse_people("2013年13月", &m, &e), &e, "MONTH_RANGE");
    assert_refused(month_parse_people("201313", &m, &e), &e, "MONTH_RANGE");
    assert_refused(month_parse_people("2013-0", &m, &e), &e, "MONTH_RANGE");
    assert_refused(month_parse_people("1899-12", &m, &e), &e, "MONTH_YEAR");
    assert_refused(month_parse_people("3000-01", &m, &e), &e, "MONTH_YEAR");
    assert_refused(month_parse_people("2013-02-29", &m, &e), &e, "MONTH_DAY");
    static const char *const bad[] = {"",           "2013",          "13-06",        "2013-",
                                      "2013-006",   "2013-06/1",     "2013-06-",     "2013-06-0",
                                      "2013年6",    "2013年月",      "六月",         "2013 06",
                                      "2013-06x",   "2013-06-15x",   "2013013",      "-2013-06",
                                      "2013年6月x", "2013-06-15 午", "2013-06-0115", "20130600"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_refused(month_parse_people(bad[i], &m, &e), &e, "MONTH_FORM");
    char lengthy[200];
    memset(lengthy, '1', sizeof lengthy - 1);
    lengthy[sizeof lengthy - 1] = 0;
    assert_refused(month_parse_people(lengthy, &m, &e), &e, "MONTH_FORM");
    assert_int_equal(m.v, 42);
}

static void dates_are_read_strictly(void **state)
{
    (void)state;
    struct error e;
    struct date d = {0};
    assert_ok(date_parse("2013-06-30", &d, &e));
    assert_int_equal(date_yyyymmdd(d), 20130630);
    d.v = 42;
    static const char *const bad[] = {"",           "2013-06-31", "2013-6-30",   "2013/06/30",
                                      "1899-12-31", "2013-02-29", "2013-06-30 ", "20130630"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_refused(date_parse(bad[i], &d, &e), &e, "DATE_FORM");
    assert_int_equal(d.v, 42);
}

static void months_and_dates_are_written_for_programs_and_for_people(void **state)
{
    (void)state;
    char m[MONTH_TEXT_BYTES], d[DATE_TEXT_BYTES];
    assert_string_equal(month_format(month_make(2013, 6), m), "2013-06");
    assert_string_equal(month_format_people(month_make(2013, 6), m), "2013年6月");
    assert_string_equal(month_format_people(MONTH_OPEN, m), "9999年12月");
    assert_string_equal(date_format(date_make(2013, 6, 5), d), "2013-06-05");
    assert_string_equal(date_format_people(date_make(2013, 6, 5), d), "2013年6月5日");
    assert_string_equal(date_format_people(DATE_OPEN, d), "9999年12月31日");
}

static void today_can_be_set_and_the_clock_follows(void **state)
{
    (void)state;
    char now[TIME_TEXT_BYTES];
    setenv("MINSHENG_TODAY", "2013-06-30", 1);
    assert_int_equal(date_yyyymmdd(date_today()), 20130630);
    assert_int_equal(strncmp(time_now(now), "2013-06-30T", 11), 0);
    assert_int_equal(strlen(now), 20);
    assert_int_equal(now[19], 'Z');
    setenv("MINSHENG_TODAY", "2013-06-31", 1); /* no such day: as if unset */
    assert_true(date_today().v > date_make(2020, 1, 1).v);
    unsetenv("MINSHENG_TODAY");
    assert_true(date_today().v > date_make(2020, 1, 1).v);
    assert_true(strncmp(time_now(now), "2020", 4) > 0);
    assert_int_equal(strlen(now), 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_counted_like_the_c_library_counts_them),
        cmocka_unit_test(known_days_have_their_weekdays),
        cmocka_unit_test(leap_days_exist_only_in_leap_years),
        cmocka_unit_test(months_turn_years_and_quarters),
        cmocka_unit_test(an_anniversary_inside_the_month_counts_as_a_year_of_age),
        cmocka_unit_test(months_are_read_strictly_where_programs_write_them),
        cmocka_unit_test(months_as_people_write_them_are_read),
        cmocka_unit_test(other_months_are_refused_with_the_reason_named),
        cmocka_unit_test(dates_are_read_strictly),
        cmocka_unit_test(months_and_dates_are_written_for_programs_and_for_people),
        cmocka_unit_test(today_can_be_set_and_the_clock_follows),
    };
    return cmocka_run_group_tests_name("month", tests, NULL, NULL);
}

#include "support/test_support.h"
#include "base/idno.h"
#include <stdio.h>
#include <string.h>

#define TODAY date_make(2013, 6, 30)

/* The number with its right check character. */
static const char *number(const char *first17)
{
    static char text[IDNO_BYTES];
    snprintf(text, sizeof text, "%.17s%c", first17, idno_check_char(first17));
    return text;
}

static void the_example_of_the_standard_is_valid(void **state)
{
    (void)state;
    struct error e;
    struct idno id;
    assert_ok_e(idno_parse("11010519491231002X", TODAY, &id, &e), &e);
    assert_string_equal(id.text, "11010519491231002X");
    assert_int_equal(date_yyyymmdd(id.birth), 19491231);
    assert_int_equal(id.sex, SEX_FEMALE);
    assert_ok_e(idno_parse("11010519491231002x", TODAY, &id, &e), &e);
    assert_string_equal(id.text, "11010519491231002X");
    assert_ok_e(idno_parse("440524188001010014", TODAY, &id, &e), &e);
    assert_int_equal(id.sex, SEX_MALE);
}

static void a_wrong_check_character_is_refused_and_the_right_one_named(void **state)
{
    (void)state;
    struct error e;
    struct idno id = {0};
    assert_refused(idno_parse("110105194912310021", TODAY, &id, &e), &e, "IDNO_CHECK");
    assert_non_null(strstr(e.message, "X"));
    assert_refused(idno_parse("44052418800101001X", TODAY, &id, &e), &e, "IDNO_CHECK");
    assert_non_null(strstr(e.message, "应为 4"));
    assert_string_equal(id.text, "");
}

static void a_refusal_does_not_tell_the_whole_number(void **state)
{
    (void)state;
    static const char *const bad[] = {"110105194912310021", "990105194912310021",
                                      "11010519491331002X", "11010520991231002X",
                                      "11010519491231O02X", "110105194912310022222"};
    struct error e;
    struct idno id;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_status(idno_parse(bad[i], TODAY, &id, &e), STATUS_REFUSED);
        assert_null(strstr(e.message, bad[i]));
        assert_true(!strstr(e.message, "491231") || !strstr(e.message, "110105"));
    }
    assert_refused(idno_parse("张三", TODAY, &id, &e), &e, "IDNO_LENGTH");
    assert_non_null(strstr(e.message, "张三"));
    assert_non_null(strstr(e.message, " 2 位"));
}

static void fifteen_digits_become_eighteen(void **state)
{
    (void)state;
    struct error e;
    struct idno id;
    assert_ok_e(idno_parse("110105491231002", TODAY, &id, &e), &e);
    assert_string_equal(id.text, "11010519491231002X");
    assert_refused(idno_parse("11010549123100X", TODAY, &id, &e), &e, "IDNO_CHARACTER");
    assert_refused(idno_parse("110105491331002", TODAY, &id, &e), &e, "IDNO_BIRTH");
}

static void leap_days_are_births_only_in_leap_years(void **state)
{
    (void)state;
    struct error e;
    struct idno id;
    assert_ok_e(idno_parse(number("34182319480229000"), TODAY, &id, &e), &e);
    assert_int_equal(date_yyyymmdd(id.birth), 19480229);
    assert_refused(idno_parse(number("34182319490229000"), TODAY, &id, &e), &e, "IDNO_BIRTH");
    assert_refused(idno_parse(number("34182319490231000"), TODAY, &id, &e), &e, "IDNO_BIRTH");
    assert_refused(idno_parse(number("34182300000101000"), TODAY, &id, &e), &e, "IDNO_BIRTH");
}

static void nobody_is_born_tomorrow(void **state)
{
    (void)state;
    struct error e;
    struct idno id;
    assert_ok_e(idno_parse(number("34182320130630000"), TODAY, &id, &e), &e);
    assert_refused(idno_parse(number("34182320130701000"), TODAY, &id, &e), &e, "IDNO_FUTURE");
}

static void length_characters_and_province_are_checked(void **state)
{
    (void)state;
    struct error e;
    struct idno id;
    static const char *const lengths[] = {
        "",     "1101051949123100", "11010519491231002", "11010519491231002XX",
        "张三", "1101054912310020"};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
        assert_refused(idno_parse(lengths[i], TODAY, &id, &e), &e, "IDNO_LENGTH");
    static const char *const characters[] = {"1101051949123l002X", "X1010519491231002X",
                                             "11010519491231002Y", "11010519491231X02X",
                                             "张三张三张三"};
    for (size_t i = 0; i < sizeof characters / sizeof characters[0]; i++)
        assert_refused(idno_parse(characters[i], TODAY, &id, &e), &e, "IDNO_CHARACTER");
    static const char *const abroad[] = {"81", "82", "83", "71", "91", "11", "65"};
    for (size_t i = 0; i < sizeof abroad / sizeof abroad[0]; i++) {
        char first[20];
        snprintf(first, sizeof first, "%s000019481231002", abroad[i]);
        assert_ok_e(idno_parse(number(first), TODAY, &id, &e), &e);
    }
    static const char *const unknown[] = {"00", "10", "16", "24", "47", "66", "84", "99"};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        char first[20];
        snprintf(first, sizeof first, "%s000019481231002", unknown[i]);
        assert_refused(idno_parse(number(first), TODAY, &id, &e), &e, "IDNO_PROVINCE");
    }
}

static void every_single_wrong_digit_is_noticed(void **state)
{
    (void)state;
    const char *right = "11010519491231002X";
    struct error e;
    struct idno id;
    for (size_t i = 0; i < 17; i++) {
        for (char c = '0'; c <= '9'; c++) {
            char text[IDNO_BYTES];
            memcpy(text, right, sizeof text);
            text[i] = c;
            assert_status(idno_parse(text, TODAY, &id, &e),
                          c == right[i] ? STATUS_OK : STATUS_REFUSED);
        }
    }
}

static void the_luhn_check_tells_cards_from_slips(void **state)
{
    (void)state;
    assert_true(luhn_is_valid("79927398713"));
    assert_true(luhn_is_valid("4111111111111111"));
    assert_false(luhn_is_valid("79927398710"));
    assert_false(luhn_is_valid("4111111111111112"));
    assert_false(luhn_is_valid(""));
    assert_false(luhn_is_valid("4111 1111"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_the_standard_is_valid),
        cmocka_unit_test(a_wrong_check_character_is_refused_and_the_right_one_named),
        cmocka_unit_test(a_refusal_does_not_tell_the_whole_number),
        cmocka_unit_test(fifteen_digits_become_eighteen),
        cmocka_unit_test(leap_days_are_births_only_in_leap_years),
        cmocka_unit_test(nobody_is_born_tomorrow),
        cmocka_unit_test(length_characters_and_province_are_checked),
        cmocka_unit_test(every_single_wrong_digit_is_noticed),
        cmocka_unit_test(the_luhn_check_tells_cards_from_slips),
    };
    return cmocka_run_group_tests_name("idno", tests, NULL, NULL);
}

#include "support/test_support.h"
#include "base/text.h"
#include <string.h>

#define ARENA_BYTES ((size_t)1 << 20)

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new(ARENA_BYTES);
    return arena ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void only_well_formed_utf8_without_nul_is_valid(void **state)
{
    (void)state;
#define VALID(text) utf8_is_valid((text), sizeof(text) - 1)
    assert_true(VALID(""));
    assert_true(VALID("abc 张三 𠮷 é"));
    assert_true(VALID("\xF4\x8F\xBF\xBF"));
    assert_false(VALID("a\0b"));
    assert_false(VALID("\x80"));
    assert_false(VALID("\xC0\xAF"));
    assert_false(VALID("\xC1\xBF"));
    assert_false(VALID("\xE0\x9F\xBF"));
    assert_false(VALID("\xED\xA0\x80"));
    assert_false(VALID("\xF0\x8F\xBF\xBF"));
    assert_false(VALID("\xF4\x90\x80\x80"));
    assert_false(VALID("\xF5\x80\x80\x80"));
    assert_false(VALID("\xE5\xBC"));
    assert_false(VALID("\xE5\xBC"
                       "a"));
    assert_false(VALID("\xD5\xC5\xC8\xFD")); /* 张三 in GBK */
#undef VALID
    assert_true(utf8_is_valid("ab\xE5", 2));
    assert_int_equal(utf8_length(""), 0);
    assert_int_equal(utf8_length("a张𠮷"), 3);
}

static void text_is_tidied(void **state)
{
    (void)state;
    static const struct {
        const char *text, *tidy, *solid;
    } cases[] = {
        {"", "", ""},
        {NULL, "", ""},
        {"张三", "张三", "张三"},
        {" a  b ", "a b", "ab"},
        {"张  三", "张 三", "张三"},
        {"\u3000张\u3000三\u3000", "张 三", "张三"},
        {"\uFEFF张\u00A0三\u00A0", "张 三", "张三"},
        {"\t张\t\n三\r\n", "张 三", "张三"},
        {"张\u200B三\u200D\u2060", "张三", "张三"},
        {" \u200B \uFEFF ", "", ""},
        {"\u202A341823\u202C", "341823", "341823"},
        {"１２３ＡＢＣ", "123ABC", "123ABC"},
        {"（低保）", "(低保)", "(低保)"},
        {"５，１１５．００", "5,115.00", "5,115.00"},
        {"e\u0301", "é", "é"},
        {"\uF900", "豈", "豈"},
        {"买买提·艾力", "买买提·艾力", "买买提·艾力"},
        {"a\x01 b", "a b", "ab"},
        {"张\xFF三", "张\uFFFD三", "张\uFFFD三"},
        {"　　", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(text_tidy(arena, cases[i].text), cases[i].tidy);
        assert_string_equal(text_tidy_solid(arena, cases[i].text), cases[i].solid);
        assert_string_equal(text_tidy(arena, cases[i].tidy), cases[i].tidy);
    }
    CLEANUP(arena_cleanup) struct arena *small = arena_new(16);
    assert_null(text_tidy(small, "a name that is longer than sixteen bytes"));
}

static void gb18030_goes_both_ways(void **state)
{
    (void)state;
    static const char *const texts[] = {"",     "plain", "张三", "泾县低保 5,115.00 元",
                                        "𠮷田", "㐂€é"};
    struct error e;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        CLEANUP(buf_free) struct buf gb = BUF_INIT(4096);
        CLEANUP(buf_free) struct buf back = BUF_INIT(4096);
        assert_ok_e(utf8_to_gb18030(texts[i], strlen(texts[i]), &gb, &e), &e);
        assert_ok_e(gb18030_to_utf8(gb.p, gb.n, &back, &e), &e);
        assert_string_equal(buf_text(&back), texts[i]);
    }
    CLEANUP(buf_free) struct buf gb = BUF_INIT(4096);
    assert_ok_e(utf8_to_gb18030("a张三", 7, &gb, &e), &e);
    assert_string_equal(buf_text(&gb), "a\xD5\xC5\xC8\xFD");
}

static void large_texts_are_converted_whole(void **state)
{
    (void)state;
    CLEANUP(buf_free) struct buf text = BUF_INIT(1 << 20);
    CLEANUP(buf_free) struct buf gb = BUF_INIT(1 << 20);
    CLEANUP(buf_free) struct buf back = BUF_INIT(1 << 20);
    struct error e;
    for (int i = 0; i < 20000; i++)
        buf_adds(&text, i % 3 ? "县" : "x县");
    assert_ok_e(utf8_to_gb18030(text.p, text.n, &gb, &e), &e);
    assert_ok_e(gb18030_to_utf8(gb.p, gb.n, &back, &e), &e);
    assert_int_equal(back.n, text.n);
    assert_memory_equal(back.p, text.p, text.n);
    CLEANUP(buf_free) struct buf small = BUF_INIT(100);
    assert_failed(gb18030_to_utf8(gb.p, gb.n, &small, &e), &e, "BUFFER_FULL");
}

static void broken_gb18030_is_refused_at_its_byte(void **state)
{
    (void)state;
    CLEANUP(buf_free) struct buf out = BUF_INIT(4096);
    struct error e;
    assert_refused(gb18030_to_utf8("ab\xD5\xC5\xFF\xFF", 6, &out, &e), &e, "CHARSET_GB18030");
    assert_non_null(strstr(e.message, "第 4 字节"));
    assert_refused(gb18030_to_utf8("ab\xD5", 3, &out, &e), &e, "CHARSET_GB18030");
    assert_non_null(strstr(e.message, "第 2 字节"));
    assert_refused(gb18030_to_utf8("a\xD5\xC5\0b", 5, &out, &e), &e, "CHARSET_GB18030");
    assert_non_null(strstr(e.message, "第 3 字节"));
    assert_refused(utf8_to_gb18030("a\xFF", 2, &out, &e), &e, "CHARSET_UTF8");
}

static void initials_prefer_the_reading_of_surnames(void **state)
{
    (void)state;
    static const struct {
        const char *name, *initials;
    } cases[] = {
        {"张三", "zs"},
        {"单雄信", "sxx"},
        {"曾国藩", "zgf"},
        {"仇英", "qy"},
        {"解缙", "xj"},
        {"区大伦", "odl"},
        {"查良镛", "zly"},
        {"朴正熙", "pzx"},
        {"阚泽", "kz"},
        {"覃秀英", "qxy"},
        {"种师道", "csd"},
        {"尉健行", "wjx"},
        {"尉迟恭", "ycg"},
        {"欧阳修", "oyx"},
        {"单于", "cy"},
        {"王单", "wd"},
        {"买买提·艾力", "mmtal"},
        {"John Smith", "js"},
        {"", ""},
        {"123", ""},
        {"李㐂", "l"},
        {"一一一一一一一一一一一一一一一一一一", "yyyyyyyyyyyyyyyy"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[PINYIN_INITIALS_BYTES];
        pinyin_initials(cases[i].name, out);
        assert_string_equal(out, cases[i].initials);
        pinyin_initials(cases[i].name, out); /* from the cache */
        assert_string_equal(out, cases[i].initials);
    }
}

static void small_questions_about_text(void **state)
{
    (void)state;
    assert_true(text_is_digits("0123456789"));
    assert_false(text_is_digits(""));
    assert_false(text_is_digits("12a"));
    assert_false(text_is_digits("-1"));
    assert_true(text_equals("a", "a"));
    assert_false(text_equals("a", "b"));
    assert_true(text_equals(NULL, NULL));
    assert_false(text_equals(NULL, ""));
    assert_false(text_equals("", NULL));
    assert_true(text_starts("abc", "ab"));
    assert_true(text_starts("abc", ""));
    assert_false(text_starts("a", "ab"));
    assert_true(text_ends("a.csv", ".csv"));
    assert_true(text_ends("a", ""));
    assert_false(text_ends("csv", ".csv"));
    assert_false(text_ends("a.csvx", ".csv"));
}

static void integers_are_read_whole_or_refused(void **state)
{
    (void)state;
    struct error e;
    int64_t v = 0;
    assert_ok(i64_parse("0", &v, &e));
    assert_int_equal(v, 0);
    assert_ok(i64_parse("-9223372036854775808", &v, &e));
    assert_true(v == INT64_MIN);
    assert_ok(i64_parse("+9223372036854775807", &v, &e));
    assert_true(v == INT64_MAX);
    v = 42;
    assert_refused(i64_parse("9223372036854775808", &v, &e), &e, "NUMBER_SIZE");
    assert_refused(i64_parse("-9223372036854775809", &v, &e), &e, "NUMBER_SIZE");
    static const char *const bad[] = {"", "-", "+", " 1", "1 ", "1.0", "abc", "--1", "0x1"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_refused(i64_parse(bad[i], &v, &e), &e, "NUMBER_FORM");
    assert_int_equal(v, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_well_formed_utf8_without_nul_is_valid),
        cmocka_unit_test(text_is_tidied),
        cmocka_unit_test(gb18030_goes_both_ways),
        cmocka_unit_test(large_texts_are_converted_whole),
        cmocka_unit_test(broken_gb18030_is_refused_at_its_byte),
        cmocka_unit_test(initials_prefer_the_reading_of_surnames),
        cmocka_unit_test(small_questions_about_text),
        cmocka_unit_test(integers_are_read_whole_or_refused),
    };
    return cmocka_run_group_tests_name("text", tests, setup, teardown);
}

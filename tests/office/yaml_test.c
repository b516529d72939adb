#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/yaml.h"
#include "office_support.h"

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_new(64 << 20);
    return arena ? 0 : -1;
}

static int free_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct yaml_node *parse(const char *text)
{
    const struct yaml_node *root;
    struct error e;
    assert_ok_e(yaml_parse(arena, "计划.yaml", text, strlen(text), &root, &e), &e);
    return root;
}

static void values_are_bound_by_type(void **state)
{
    (void)state;
    const struct yaml_node *root =
        parse("name: 低保\ncode: \"01\"\nn: -5\nyuan: 2160.00\nrate: 12.5%\nwhole: 30%\n"
              "month: 2013-06\ndate: 2013-06-30\nyes: true\nno: false\nlist:\n  - a\n  - 2\nmap:\n "
              " k: v\n");
    const char *text;
    int64_t n;
    struct fen fen;
    struct month m;
    struct date d;
    bool b;
    const struct yaml_node *node;
    struct error e;
    assert_ok_e(yaml_text(root, "name", &text, &e), &e);
    assert_string_equal(text, "低保");
    assert_ok_e(yaml_text(root, "code", &text, &e), &e);
    assert_string_equal(text, "01");
    assert_ok_e(yaml_i64(root, "n", &n, &e), &e);
    assert_int_equal(n, -5);
    assert_ok_e(yaml_fen(root, "yuan", &fen, &e), &e);
    assert_int_equal(fen.v, 216000);
    assert_ok_e(yaml_rate_bp(root, "rate", &n, &e), &e);
    assert_int_equal(n, 1250);
    assert_ok_e(yaml_rate_bp(root, "whole", &n, &e), &e);
    assert_int_equal(n, 3000);
    assert_ok_e(yaml_month(root, "month", &m, &e), &e);
    assert_int_equal(month_yyyymm(m), 201306);
    assert_ok_e(yaml_date(root, "date", &d, &e), &e);
    assert_int_equal(date_yyyymmdd(d), 20130630);
    assert_ok_e(yaml_bool(root, "yes", &b, &e), &e);
    assert_true(b);
    assert_ok_e(yaml_bool(root, "no", &b, &e), &e);
    assert_false(b);
    assert_ok_e(yaml_sequence(root, "list", &node, &e), &e);
    assert_int_equal(node->count, 2);
    assert_string_equal(node->first->next->text, "2");
    assert_int_equal(node->first->next->line, 13);
    assert_int_equal(node->first->next->column, 5);
    assert_ok_e(yaml_mapping(root, "map", &node, &e), &e);
    assert_string_equal(node->first->key, "k");
    assert_ok_e(yaml_i64_or(root, "absent", 7, &n, &e), &e);
    assert_int_equal(n, 7);
    assert_ok_e(yaml_i64_between(root, "n", -5, -5, &n, &e), &e);
    assert_refused(yaml_i64_between(root, "n", -4, 9, &n, &e), &e, "YAML_VALUE");
    assert_refused(yaml_i64_or(root, "name", 7, &n, &e), &e, "YAML_VALUE");
}

static void what_other_readers_would_guess_is_refused(void **state)
{
    (void)state;
    static const char *const not_numbers[] = {"650.00", "1e3",  "12abc", "1_000",
                                              "010",    "+5",   "0x10",  "9223372036854775808",
                                              "-0",     "1,000"};
    static const char *const not_amounts[] = {"1e3", "2160.001", "¥5", "5元", "1,000.00",
                                              "+5",  "0x10",     ".",  "abc"};
    static const char *const not_rates[] = {
        "30", "0.3", "30 %", "12.345%", "-5%", "1.%", "999999999999999999%"};
    static const char *const not_booleans[] = {"yes", "True", "1", "on"};
    static const char *const not_dates[] = {"2013-02-29", "2013/06/30", "2013-6-1", "20130630"};
    char text[100];
    int64_t n = 77;
    struct fen fen = FEN(77);
    struct date d;
    bool b;
    struct error e;
#define EACH(list, call)                                                                           \
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {                                      \
        snprintf(text, sizeof text, "x:\n  key: %s\n", list[i]);                                   \
        const struct yaml_node *map = parse(text)->first;                                          \
        assert_refused(call, &e, "YAML_VALUE");                                                    \
        assert_string_equal(e.place, "计划.yaml:2:8");                                             \
    }
    EACH(not_numbers, yaml_i64(map, "key", &n, &e))
    EACH(not_amounts, yaml_fen(map, "key", &fen, &e))
    EACH(not_rates, yaml_rate_bp(map, "key", &n, &e))
    EACH(not_booleans, yaml_bool(map, "key", &b, &e))
    EACH(not_dates, yaml_date(map, "key", &d, &e))
    assert_int_equal(n, 77);
    assert_int_equal(fen.v, 77);
    const struct yaml_node *map = parse("a: \"5\"\nb: [1]\nc:\nd: {}\n");
    const char *s;
    assert_refused(yaml_i64(map, "a", &n, &e), &e, "YAML_TYPE");
    assert_refused(yaml_text(map, "b", &s, &e), &e, "YAML_TYPE");
    assert_refused(yaml_text(map, "c", &s, &e), &e, "YAML_VALUE");
    assert_refused(yaml_fen(map, "d", &fen, &e), &e, "YAML_TYPE");
    assert_refused(yaml_fen(map, "z", &fen, &e), &e, "YAML_KEY_MISSING");
    assert_refused(yaml_i64(map->first, "z", &n, &e), &e, "YAML_TYPE");
}

static void an_unknown_key_is_named_with_its_place(void **state)
{
    (void)state;
    const struct yaml_node *root = parse("name: a\nplan:\n  标准: 1\n  standart: 2\n");
    struct error e;
    assert_ok_e(yaml_known_keys(root, YAML_KEYS("name", "plan"), &e), &e);
    assert_refused(yaml_known_keys(yaml_get(root, "plan"), YAML_KEYS("标准", "standard"), &e), &e,
                   "YAML_KEY_UNKNOWN");
    assert_string_equal(e.place, "计划.yaml:4:3");
    assert_non_null(strstr(e.message, "standart"));
    assert_non_null(strstr(e.message, "标准, standard"));
    assert_refused(yaml_known_keys(root->first, YAML_KEYS("x"), &e), &e, "YAML_TYPE");
}

static void what_yaml_can_do_beyond_plain_data_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code, *place;
    } cases[] = {
        {"a: 1\nb: 2\na: 3\n", "YAML_KEY_TWICE", "p:3:1"},
        {"a: &x 1\nb: *x\n", "YAML_FEATURE", "p:1:4"},
        {"a: 1\nb: *x\n", "YAML_FEATURE", "p:2:4"},
        {"a: !!str 1\n", "YAML_FEATURE", "p:1:4"},
        {"a: &m\n  b: 1\n", "YAML_FEATURE", "p:1:4"},
        {"a: 1\n---\nb: 2\n", "YAML_FEATURE", "p:2:1"},
        {"%YAML 1.1\n---\na: 1\n", "YAML_FEATURE", "p:1:1"},
        {"? [1, 2]\n: x\n", "YAML_KEY", "p:1:3"},
        {"a: [1, 2\nb: 3\n", "YAML_SYNTAX", "p:2:2"},
        {"a: b: c\n", "YAML_SYNTAX", "p:1:5"},
        {"\ta: 1\n", "YAML_SYNTAX", "p:1:1"},
        {"", "YAML_SYNTAX", "p:1:1"},
        {"# nothing\n", "YAML_SYNTAX", "p:1:1"},
        {"a: \xFF\xFE\n", "YAML_SYNTAX", NULL},
        {"a: \"x\\0y\"\n", "YAML_VALUE", "p:1:4"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct yaml_node *root = NULL;
        struct error e;
        assert_refused(yaml_parse(arena, "p", cases[i].text, strlen(cases[i].text), &root, &e), &e,
                       cases[i].code);
        if (cases[i].place)
            assert_string_equal(e.place, cases[i].place);
        assert_null(root);
    }
}

static void depth_and_number_of_keys_have_limits(void **state)
{
    (void)state;
    struct buf text = BUF_INIT(1 << 20);
    const struct yaml_node *root;
    struct error e;
    for (int depth = YAML_DEPTH_MAX; depth <= YAML_DEPTH_MAX + 1; depth++) {
        buf_clear(&text);
        for (int i = 0; i < depth; i++)
            buf_addc(&text, '[');
        for (int i = 0; i < depth; i++)
            buf_addc(&text, ']');
        if (depth == YAML_DEPTH_MAX)
            assert_ok_e(yaml_parse(arena, "p", text.p, text.n, &root, &e), &e);
        else
            assert_refused(yaml_parse(arena, "p", text.p, text.n, &root, &e), &e, "YAML_LIMIT");
    }
    buf_clear(&text);
    for (int i = 0; i < YAML_KEYS_MAX; i++)
        buf_addf(&text, "k%d: 1\n", i);
    assert_ok_e(yaml_parse(arena, "p", text.p, text.n, &root, &e), &e);
    assert_int_equal(root->count, YAML_KEYS_MAX);
    buf_adds(&text, "more: 1\n");
    assert_refused(yaml_parse(arena, "p", text.p, text.n, &root, &e), &e, "YAML_LIMIT");
    struct arena *small = arena_new(2000);
    assert_failed(yaml_parse(small, "p", text.p, text.n, &root, &e), &e, "OUT_OF_MEMORY");
    arena_free(small);
    buf_free(&text);
}

static void files_are_loaded_or_refused_with_their_name(void **state)
{
    (void)state;
    const char *path = test_path("a.yaml");
    const struct yaml_node *root;
    struct error e;
    file_write_text(path, "a: 1\nb: ]\n");
    assert_refused(yaml_load(arena, path, &root, &e), &e, "YAML_SYNTAX");
    assert_non_null(strstr(e.place, "a.yaml:2:4"));
    file_write_text(path, "a: 1\n");
    assert_ok_e(yaml_load(arena, path, &root, &e), &e);
    assert_refused(yaml_load(arena, test_path("none.yaml"), &root, &e), &e, "YAML_FILE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_bound_by_type),
        cmocka_unit_test(what_other_readers_would_guess_is_refused),
        cmocka_unit_test(an_unknown_key_is_named_with_its_place),
        cmocka_unit_test(what_yaml_can_do_beyond_plain_data_is_refused),
        cmocka_unit_test(depth_and_number_of_keys_have_limits),
        cmocka_unit_test(files_are_loaded_or_refused_with_their_name),
    };
    return cmocka_run_group_tests_name("yaml", tests, make_arena, free_arena);
}

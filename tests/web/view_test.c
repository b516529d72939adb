/* One tree, two faces. */
#include "support/test_support.h"
#include "base/view.h"

#include <jansson.h>

static const char *people(const struct view *v, enum view_language language)
{
    static char scratch[VIEW_SCALAR_TEXT_BYTES];
    return view_scalar_text(v, language, scratch);
}

static void values_are_formatted_for_people_and_exact_for_programs(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 16);
    struct view *root = view_new(arena);
    view_add_fen(root, "total_fen", FEN(123456789));
    view_add_count(root, "households", 4500);
    view_add_count(root, "negative", INT64_MIN);
    view_add_integer(root, "year", 2013);
    view_add_month(root, "month", month_make(2013, 6));
    view_add_month(root, "open", MONTH_OPEN);
    view_add_date(root, "day", date_make(2013, 6, 30));
    view_add_date(root, "never", DATE_OPEN);
    view_add_bool(root, "is_due", true);
    view_add_text(root, "name", "张\"三\"\n</script>");
    view_add_text(root, "nothing", NULL);
    assert_string_equal(people(view_get(root, "total_fen"), VIEW_CHINESE), "1,234,567.89");
    assert_string_equal(people(view_get(root, "households"), VIEW_CHINESE), "4,500");
    assert_string_equal(people(view_get(root, "negative"), VIEW_CHINESE),
                        "-9,223,372,036,854,775,808");
    assert_string_equal(people(view_get(root, "year"), VIEW_CHINESE), "2013");
    assert_string_equal(people(view_get(root, "month"), VIEW_CHINESE), "2013年6月");
    assert_string_equal(people(view_get(root, "month"), VIEW_ENGLISH), "2013-06");
    assert_string_equal(people(view_get(root, "day"), VIEW_CHINESE), "2013-06-30");
    assert_false(view_is_truthy(view_get(root, "open")));
    CLEANUP(buf_free) struct buf out = BUF_INIT(4096);
    struct error e = {0};
    assert_ok_e(view_json(root, &out, &e), &e);
    assert_string_equal(
        buf_text(&out),
        "{\"total_fen\":123456789,\"households\":4500,\"negative\":-9223372036854775808,"
        "\"year\":2013,\"month\":\"2013-06\",\"open\":null,\"day\":\"2013-06-30\",\"never\":null,"
        "\"is_due\":true,\"name\":\"张\\\"三\\\"\\n</script>\",\"nothing\":null}");
    json_t *parsed = json_loads(buf_text(&out), JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(parsed);
    assert_string_equal(json_string_value(json_object_get(parsed, "name")), "张\"三\"\n</script>");
    json_decref(parsed);
}

static void every_byte_below_space_survives_json(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 16);
    char text[40] = {0};
    for (int c = 1; c < 32; c++)
        text[c - 1] = (char)c;
    struct view *root = view_new(arena);
    view_add_text(root, "t", text);
    CLEANUP(buf_free) struct buf out = BUF_INIT(4096);
    struct error e = {0};
    assert_ok_e(view_json(root, &out, &e), &e);
    json_t *parsed = json_loads(buf_text(&out), 0, NULL);
    assert_non_null(parsed);
    assert_string_equal(json_string_value(json_object_get(parsed, "t")), text);
    json_decref(parsed);
}

static void running_out_of_memory_is_told_once_at_the_end(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(8192);
    struct view *root = view_new(arena);
    assert_non_null(root);
    struct error e = {0};
    assert_ok_e(view_status(root, &e), &e);
    struct view *list = view_add_list(root, "rows");
    for (int i = 0; i < 1000; i++) {
        struct view *row = view_add_object(list, NULL);
        view_add_integer(row, "i", i);
        view_add_text(row, "text", "some text");
    }
    assert_failed(view_status(root, &e), &e, "OUT_OF_MEMORY");
    CLEANUP(buf_free) struct buf out = BUF_INIT(1 << 20);
    assert_failed(view_json(root, &out, &e), &e, "OUT_OF_MEMORY");
}

static void a_tree_deeper_than_the_limit_is_refused(void **state)
{
    (void)state;
    for (int depth = VIEW_DEPTH_MAX - 1; depth <= VIEW_DEPTH_MAX; depth++) {
        CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 16);
        struct view *root = view_new(arena), *v = root;
        for (int i = 0; i < depth; i++)
            v = view_add_object(v, "x");
        CLEANUP(buf_free) struct buf out = BUF_INIT(4096);
        struct error e = {0};
        if (depth < VIEW_DEPTH_MAX)
            assert_ok_e(view_json(root, &out, &e), &e);
        else
            assert_failed(view_json(root, &out, &e), &e, "VIEW_TOO_DEEP");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_formatted_for_people_and_exact_for_programs),
        cmocka_unit_test(every_byte_below_space_survives_json),
        cmocka_unit_test(running_out_of_memory_is_told_once_at_the_end),
        cmocka_unit_test(a_tree_deeper_than_the_limit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

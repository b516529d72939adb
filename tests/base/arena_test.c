#include "support/test_support.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void memory_is_zeroed_aligned_and_capped(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *a = arena_new(1000);
    assert_non_null(a);
    unsigned char *p = arena_alloc(a, 100);
    assert_non_null(p);
    assert_int_equal((uintptr_t)p % 16, 0);
    for (int i = 0; i < 100; i++)
        assert_int_equal(p[i], 0);
    assert_int_equal(arena_used(a), 112);
    assert_null(arena_alloc(a, 889)); /* 112 + 896 > 1000 */
    assert_int_equal(arena_used(a), 112);
    assert_non_null(arena_alloc(a, 880));
    assert_null(arena_alloc(a, 1));
    assert_null(arena_alloc(a, SIZE_MAX));
    assert_null(arena_array(a, SIZE_MAX / 2, 4));
    struct error e;
    assert_failed(arena_exhausted(&e), &e, "OUT_OF_MEMORY");
}

static void a_reset_arena_starts_anew_with_zeroed_memory(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *a = arena_new(1 << 20);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++) {
            unsigned char *p = arena_alloc(a, 5000);
            assert_non_null(p);
            assert_int_equal(p[0] | p[4999], 0);
            memset(p, 0xEE, 5000);
        }
        arena_reset(a);
        assert_int_equal(arena_used(a), 0);
    }
    struct point {
        int x, y;
    };
    struct point *one = ARENA_NEW(a, struct point), *many = ARENA_ARRAY(a, struct point, 1000);
    assert_true(one && many && one->y == 0 && many[999].x == 0);
}

static void a_large_piece_does_not_waste_the_block_in_use(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *a = arena_new(64 << 20);
    char *texts[2000];
    for (int i = 0; i < 2000; i++) {
        texts[i] = arena_printf(a, "row %d", i);
        assert_non_null(texts[i]);
        if (i % 100 == 0) {
            unsigned char *large = arena_alloc(a, 300000);
            assert_non_null(large);
            memset(large, 1, 300000);
        }
    }
    for (int i = 0; i < 2000; i++) {
        char expected[20];
        snprintf(expected, sizeof expected, "row %d", i);
        assert_string_equal(texts[i], expected);
    }
}

static void texts_are_copied_into_the_arena(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *a = arena_new(10000);
    char source[] = "张三";
    char *copy = arena_strdup(a, source);
    source[0] = 'x';
    assert_string_equal(copy, "张三");
    assert_null(arena_strdup(a, NULL));
    assert_string_equal(arena_strndup(a, "abcdef", 3), "abc");
    assert_string_equal(arena_strndup(a, NULL, 0), "");
    assert_string_equal(arena_printf(a, "%d-%s", 7, "x"), "7-x");
    char *wide = arena_printf(a, "%300d", 5);
    assert_int_equal(strlen(wide), 300);
    assert_null(arena_printf(a, "%20000d", 5));
    arena_free(NULL);
}

static void a_buffer_grows_to_its_maximum_and_then_drops(void **state)
{
    (void)state;
    struct error e;
    CLEANUP(buf_free) struct buf b = BUF_INIT(1000);
    assert_string_equal(buf_text(&b), "");
    assert_ok(buf_status(&b, &e));
    for (int i = 0; i < 100; i++)
        buf_adds(&b, "0123456789");
    assert_int_equal(b.n, 1000);
    assert_ok(buf_status(&b, &e));
    buf_adds(&b, NULL);
    buf_add(&b, "", 0);
    assert_false(b.overflow);
    buf_addc(&b, 'x');
    assert_true(b.overflow);
    assert_int_equal(b.n, 1000);
    assert_int_equal(strlen(buf_text(&b)), 1000);
    assert_failed(buf_status(&b, &e), &e, "BUFFER_FULL");
    buf_clear(&b);
    assert_ok(buf_status(&b, &e));
    buf_adds(&b, "again");
    assert_string_equal(buf_text(&b), "again");
    buf_free(&b);
    assert_int_equal(b.max, 1000);
    assert_string_equal(buf_text(&b), "");
}

static void after_an_overflow_nothing_is_added_any_more(void **state)
{
    (void)state;
    CLEANUP(buf_free) struct buf b = BUF_INIT(10);
    buf_adds(&b, "12345678");
    buf_addf(&b, "%s", "too long");
    buf_adds(&b, "9");
    buf_addf(&b, "%d", 1);
    buf_add_i64(&b, 1);
    assert_string_equal(buf_text(&b), "12345678");
}

static void formats_and_numbers_are_added(void **state)
{
    (void)state;
    CLEANUP(buf_free) struct buf b = BUF_INIT(100000);
    buf_addf(&b, "%s", "");
    buf_addf(&b, "%d/%s;", 5, "张");
    buf_addf(&b, "%1000d", 1);
    assert_int_equal(b.n, 6 + 1000);
    buf_clear(&b);
    static const int64_t numbers[] = {0, 1, -1, 9, 10, -10, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        char expected[32];
        snprintf(expected, sizeof expected, "%" PRId64, numbers[i]);
        buf_clear(&b);
        buf_add_i64(&b, numbers[i]);
        assert_string_equal(buf_text(&b), expected);
    }
}

static void an_error_says_where_what_and_keeps_the_deepest_place(void **state)
{
    (void)state;
    struct error e;
    char out[2000];
    assert_status(error_set(&e, STATUS_REFUSED, "CODE", "坏了 %d", 3), STATUS_REFUSED);
    assert_string_equal(e.code, "CODE");
    error_text(&e, out, sizeof out);
    assert_string_equal(out, "坏了 3");
    assert_status(error_place(&e, "%s!%s", "roster.xlsx", "C5"), STATUS_REFUSED);
    assert_status(error_place(&e, "elsewhere"), STATUS_REFUSED);
    error_text(&e, out, sizeof out);
    assert_string_equal(out, "roster.xlsx!C5: 坏了 3");
    assert_status(error_set(&e, STATUS_FAILED, NULL, "again: %s", e.message), STATUS_FAILED);
    assert_string_equal(e.message, "again: 坏了 3");
    assert_string_equal(e.place, "");
    assert_string_equal(e.code, "");
    assert_status(error_set(NULL, STATUS_REFUSED, "X", "x"), STATUS_REFUSED);
    assert_status(error_place(NULL, "x"), STATUS_FAILED);
}

static void a_cut_message_is_still_utf8(void **state)
{
    (void)state;
    struct error e;
    char many[3001] = {0}, out[20];
    for (int i = 0; i < 1000; i++)
        memcpy(many + i * 3, "泾", 3);
    for (int lead = 0; lead < 3; lead++) {
        error_set(&e, STATUS_FAILED, "X", "%.*s%s", lead, "ab", many);
        assert_true(utf8_is_valid(e.message, strlen(e.message)));
        assert_true(strlen(e.message) >= ERROR_MESSAGE_BYTES - 4);
        error_place(&e, "%.*s%s", lead, "ab", many);
        assert_true(utf8_is_valid(e.place, strlen(e.place)));
        for (size_t bytes = 0; bytes <= sizeof out; bytes++) {
            error_text(&e, out, bytes);
            assert_true(!bytes || utf8_is_valid(out, strlen(out)));
        }
    }
    error_set(&e, STATUS_REFUSED, "X", "“%.4s”太长", "泾县");
    assert_string_equal(e.message, "“泾”太长");
}

/* What log_event writes, caught from stderr. */
static void caught_log(char *out, size_t out_bytes, enum log_level level, const char *message)
{
    fflush(stderr);
    int kept = dup(STDERR_FILENO);
    int fd = open(test_path("log"), O_RDWR | O_CREAT | O_TRUNC, 0600);
    assert_true(kept >= 0 && fd >= 0);
    dup2(fd, STDERR_FILENO);
    log_event(level, "import.done", "%s", message);
    fflush(stderr);
    dup2(kept, STDERR_FILENO);
    ssize_t n = pread(fd, out, out_bytes - 1, 0);
    close(kept);
    close(fd);
    assert_true(n >= 0);
    out[n] = 0;
}

static void an_event_is_one_line_of_json(void **state)
{
    (void)state;
    char out[8192];
    setenv("MINSHENG_TODAY", "2013-06-30", 1);
    caught_log(out, sizeof out, LOG_WARNING, "a \"b\"\\\n\t张\xFF");
    assert_non_null(strstr(out, "\"level\":\"warning\",\"event\":\"import.done\","
                                "\"message\":\"a \\\"b\\\"\\\\\\n\\u0009张\\ufffd\"}\n"));
    assert_int_equal(strncmp(out, "{\"time\":\"2013-06-30T", 20), 0);
    assert_ptr_equal(strchr(out, '\n'), out + strlen(out) - 1);
    caught_log(out, sizeof out, LOG_DEBUG, "quiet");
    assert_string_equal(out, "");
    log_set_level(LOG_ERROR);
    caught_log(out, sizeof out, LOG_WARNING, "quiet");
    assert_string_equal(out, "");
    log_set_level(LOG_DEBUG);
    caught_log(out, sizeof out, LOG_DEBUG, "loud");
    assert_non_null(strstr(out, "loud"));
    log_set_level(LOG_INFO);
    unsetenv("MINSHENG_TODAY");
}

static void without_a_translation_the_message_is_chinese(void **state)
{
    (void)state;
    setenv("MINSHENG_LOCALEDIR", test_tmpdir(), 1);
    i18n_init();
    assert_string_equal(_("没有这个月"), "没有这个月");
    assert_string_equal(N_("月份"), "月份");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_aligned_and_capped),
        cmocka_unit_test(a_reset_arena_starts_anew_with_zeroed_memory),
        cmocka_unit_test(a_large_piece_does_not_waste_the_block_in_use),
        cmocka_unit_test(texts_are_copied_into_the_arena),
        cmocka_unit_test(a_buffer_grows_to_its_maximum_and_then_drops),
        cmocka_unit_test(after_an_overflow_nothing_is_added_any_more),
        cmocka_unit_test(formats_and_numbers_are_added),
        cmocka_unit_test(an_error_says_where_what_and_keeps_the_deepest_place),
        cmocka_unit_test(a_cut_message_is_still_utf8),
        cmocka_unit_test(an_event_is_one_line_of_json),
        cmocka_unit_test(without_a_translation_the_message_is_chinese),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}

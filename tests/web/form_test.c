/* Outside bytes: what is accepted, and on the other side of each edge what is not. */
#include "support/test_support.h"
#include "web/form.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct form form_new(struct arena *arena)
{
    return (struct form){.arena = arena};
}

static void a_query_is_decoded(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 20);
    struct form f = form_new(arena);
    struct error e = {0};
    static const char q[] = "name=%E5%BC%A0%E4%B8%89+a&empty=&flag&&x=1&x=2&%61%3D=b%26c";
    assert_ok_e(form_add_urlencoded(&f, q, strlen(q), &e), &e);
    assert_string_equal(form_get(&f, "name"), "张三 a");
    assert_string_equal(form_get(&f, "empty"), "");
    assert_string_equal(form_get(&f, "flag"), "");
    assert_string_equal(form_get(&f, "x"), "1");
    assert_string_equal(form_get(&f, "a="), "b&c");
    assert_null(form_get(&f, "none"));
    assert_int_equal(f.count, 6);
}

static void what_is_not_well_formed_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } cases[] = {{"a=%", "FORM_ENCODING"},  {"a=%4", "FORM_ENCODING"},   {"a=%zz", "FORM_ENCODING"},
                 {"a=%00", "FORM_TEXT"},    {"%00=a", "FORM_TEXT"},      {"a=%ff", "FORM_TEXT"},
                 {"a=%C0%80", "FORM_TEXT"}, {"a=%ED%A0%80", "FORM_TEXT"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 20);
        struct form f = form_new(arena);
        struct error e;
        assert_refused(form_add_urlencoded(&f, cases[i].text, strlen(cases[i].text), &e), &e,
                       cases[i].code);
    }
}

static void limits_hold_to_the_field(void **state)
{
    (void)state;
    for (size_t fields = FORM_FIELDS_MAX; fields <= FORM_FIELDS_MAX + 1; fields++) {
        CLEANUP(arena_cleanup) struct arena *arena = arena_new(8u << 20);
        CLEANUP(buf_free) struct buf text = BUF_INIT(1u << 20);
        struct form f = form_new(arena);
        struct error e = {0};
        for (size_t i = 0; i < fields; i++)
            buf_adds(&text, "a=1&");
        if (fields == FORM_FIELDS_MAX)
            assert_ok_e(form_add_urlencoded(&f, text.p, text.n, &e), &e);
        else
            assert_refused(form_add_urlencoded(&f, text.p, text.n, &e), &e, "FORM_LIMIT");
    }
    for (size_t n = FORM_NAME_BYTES_MAX; n <= FORM_NAME_BYTES_MAX + 1; n++) {
        CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 20);
        char name[FORM_NAME_BYTES_MAX + 2];
        struct form f = form_new(arena);
        struct error e = {0};
        memset(name, 'n', sizeof(name));
        if (n == FORM_NAME_BYTES_MAX)
            assert_ok_e(form_add_urlencoded(&f, name, n, &e), &e);
        else
            assert_refused(form_add_urlencoded(&f, name, n, &e), &e, "FORM_LIMIT");
    }
}

static void encoding_and_decoding_agree_for_every_character(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 20);
    char all[200] = {0};
    for (int c = 1; c < 128; c++)
        all[c - 1] = (char)c;
    strncat(all, "泾县𠮷", sizeof(all) - strlen(all) - 1);
    CLEANUP(buf_free) struct buf text = BUF_INIT(4096);
    buf_adds(&text, "v=");
    form_encode(&text, all);
    struct form f = form_new(arena);
    struct error e = {0};
    assert_ok_e(form_add_urlencoded(&f, text.p, text.n, &e), &e);
    assert_string_equal(form_get(&f, "v"), all);
}

static void paths_are_decoded_or_refused(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 20);
    const char *path = NULL;
    struct error e = {0};
    assert_ok_e(path_decode(arena, "/runs/%E4%BD%8E+a", 17, &path, &e), &e);
    assert_string_equal(path, "/runs/低+a");
    static const char *const bad[] = {"",       "runs",  "/a%00b", "/a%2fb", "/a%5cb", "/a\\b",
                                      "/a%0ab", "/a%7f", "/%ff",   "/a%",    "/%e4%bd"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_refused(path_decode(arena, bad[i], strlen(bad[i]), &path, &e), &e, "PATH_FORM");
}

static void cookies_are_found_by_their_whole_name(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 20);
    static const struct {
        const char *header, *value; /* NULL: none */
    } cases[] = {{"s=1", "1"},     {"a=0; s=1; t=2", "1"}, {"xs=0;s=1", "1"}, {"s=\"1\"", "1"},
                 {"s=", ""},       {"s=a=b", "a=b"},       {"sx=1", NULL},    {"s", NULL},
                 {"", NULL},       {"S=1", NULL},          {"s=\xff", NULL},  {";;; ; s=1 ;", "1"},
                 {"s=1; s=2", "1"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *value = NULL;
        enum status s = cookie_find(arena, cases[i].header, "s", &value, NULL);
        if (cases[i].value == NULL) {
            assert_int_equal(s, STATUS_NONE);
        } else {
            assert_int_equal(s, STATUS_OK);
            assert_string_equal(value, cases[i].value);
        }
    }
}

#define TYPE "multipart/form-data; boundary=XX"
static const char BODY[] =
    "--XX\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ntoken\r\n"
    "--XX\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n"
    "--XX\r\ncontent-disposition: form-data; name=\"f\"; filename=\"C:\\花名册.xlsx\"\r\n"
    "Content-Type: application/octet-stream\r\n\r\nline\r\n--X\r\n-XX\r\n--XX--\r\nepilogue";
#define FILE_CONTENT "line\r\n--X\r\n-XX"

static struct multipart_options options_new(int64_t file_bytes_max)
{
    return (struct multipart_options){.temp_dir = test_tmpdir(), .file_bytes_max = file_bytes_max};
}

static void an_upload_is_the_same_however_it_is_cut(void **state)
{
    (void)state;
    for (size_t piece = 1; piece < sizeof(BODY); piece++) {
        CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 20);
        struct form f = form_new(arena);
        struct multipart_options options = options_new(1000);
        CLEANUP(multipart_cleanup) struct multipart *m = NULL;
        struct error e = {0};
        assert_ok_e(multipart_new(&f, TYPE, &options, &m, &e), &e);
        for (size_t at = 0; at < sizeof(BODY) - 1; at += piece) {
            size_t left = sizeof(BODY) - 1 - at;
            assert_ok_e(multipart_feed(m, BODY + at, left < piece ? left : piece, &e), &e);
        }
        assert_ok_e(multipart_end(m, &e), &e);
        assert_string_equal(form_get(&f, "csrf"), "token");
        assert_string_equal(form_get(&f, "none"), "");
        assert_null(form_get_file(&f, "none"));
        const struct form_file *file = form_get_file(&f, "f");
        assert_non_null(file);
        assert_string_equal(file->client_name, "花名册.xlsx");
        assert_int_equal(file->bytes, strlen(FILE_CONTENT));
        char content[100] = {0};
        FILE *in = fopen(file->path, "rb");
        assert_non_null(in);
        assert_int_equal(fread(content, 1, sizeof(content), in), strlen(FILE_CONTENT));
        fclose(in);
        assert_string_equal(content, FILE_CONTENT);
        form_files_remove(&f);
        assert_int_equal(access(file->path, F_OK), -1);
    }
}

static enum status upload(const char *type, const char *body, size_t n, int64_t file_bytes_max,
                          struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(2u << 20);
    struct form f = form_new(arena);
    struct multipart_options options = options_new(file_bytes_max);
    CLEANUP(multipart_cleanup) struct multipart *m = NULL;
    enum status s = multipart_new(&f, type, &options, &m, e);
    if (s == STATUS_OK)
        s = multipart_feed(m, body, n, e);
    if (s == STATUS_OK)
        s = multipart_end(m, e);
    form_files_remove(&f);
    return s;
}

static void a_broken_upload_is_refused(void **state)
{
    (void)state;
    struct error e;
    size_t end = (size_t)(strstr(BODY, "--XX--") - BODY) + 6;
    for (size_t n = 0; n < end; n++)
        assert_refused(upload(TYPE, BODY, n, 1000, &e), &e, "FORM_MULTIPART");
    assert_ok_e(upload(TYPE, BODY, end, 1000, &e), &e);
    assert_ok_e(upload("multipart/form-data; a=b; boundary=\"XX\"", BODY, end, 1000, &e), &e);
    static const char *const types[] = {
        "multipart/form-data",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=\"XX",
        "multipart/form-data; boundary=YY", "multipart/form-data; boundary=X\tX"};
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        assert_refused(upload(types[i], BODY, end, 1000, &e), &e, "FORM_MULTIPART");
    static const char no_name[] = "--XX\r\nContent-Disposition: form-data\r\n\r\na\r\n--XX--";
    assert_refused(upload(TYPE, no_name, sizeof(no_name) - 1, 1000, &e), &e, "FORM_MULTIPART");
}

static void a_file_larger_than_allowed_is_refused(void **state)
{
    (void)state;
    struct error e;
    int64_t n = (int64_t)strlen(FILE_CONTENT);
    assert_ok_e(upload(TYPE, BODY, sizeof(BODY) - 1, n, &e), &e);
    assert_refused(upload(TYPE, BODY, sizeof(BODY) - 1, n - 1, &e), &e, "UPLOAD_TOO_LARGE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_query_is_decoded),
        cmocka_unit_test(what_is_not_well_formed_is_refused),
        cmocka_unit_test(limits_hold_to_the_field),
        cmocka_unit_test(encoding_and_decoding_agree_for_every_character),
        cmocka_unit_test(paths_are_decoded_or_refused),
        cmocka_unit_test(cookies_are_found_by_their_whole_name),
        cmocka_unit_test(an_upload_is_the_same_however_it_is_cut),
        cmocka_unit_test(a_broken_upload_is_refused),
        cmocka_unit_test(a_file_larger_than_allowed_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The door for programs: what opens it, what a body may be, how every refusal looks. */
#include "web/live.h"
#include "domain/registry/change.h"
#include "web/pages/pages.h"
#include "web/request.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#define BUF CLEANUP(buf_free) struct buf
#define HOUR_S 3600
#define DAY_S (24 * HOUR_S)

/* What was understood, said back. */
static enum status echo(struct request *r, struct error *e)
{
    struct view *fields = view_add_list(r->page, "fields");
    for (const struct form_field *f = r->form.first; f != NULL; f = f->next) {
        struct view *v = view_add_object(fields, NULL);
        view_add_text(v, "name", f->name);
        view_add_text(v, "value", f->value);
    }
    view_add_text(r->page, "who", r->has_session ? r->session.user.name : "");
    view_add_text(r->page, "path", r->path);
    view_add_bool(r->page, "is_english", r->language == VIEW_ENGLISH);
    return respond_page(r, "error/page.html", NULL, e);
}

static enum status move_on(struct request *r, struct error *e)
{
    return respond_redirect(r, "已办", e, "/things/%s", request_field(r, "to"));
}

static enum status too_late(struct request *r, struct error *e)
{
    (void)r;
    return error_set(e, STATUS_REFUSED, "THING_CHANGED", "别人刚刚改过");
}

static enum status nothing(struct request *r, struct error *e)
{
    (void)r;
    (void)e;
    return STATUS_NONE;
}

static enum status refused(struct request *r, struct error *e)
{
    (void)r;
    error_set(e, STATUS_REFUSED, "THING", "金额不对");
    return error_place(e, "amount");
}

/* As the page of a long form says it, at the fields and at the top. */
static enum status faulty(struct request *r, struct error *e)
{
    struct error why = {0};
    struct view *v = view_add_object(view_add_list(r->page, "faults"), NULL);
    view_add_text(v, "field", "members.1.name");
    view_add_text(v, "message", "请填写姓名");
    view_add_bool(v, "is_shown", true);
    error_set(&why, STATUS_REFUSED, "THING_FORM", "有 1 处不对");
    return respond_page_status(r, 422, "error/page.html", NULL, &why, e);
}

static const struct route routes[] = {
    {HTTP_GET, "/", echo, PERMISSION_SESSION, "t"},
    {HTTP_GET, "/open", echo, PERMISSION_PUBLIC, "t"},
    {HTTP_GET, "/county", echo, PERMISSION_LEDGER_READ, "t"},
    {HTTP_GET, "/people", echo, PERMISSION_SESSION, "t", AUDIENCE_PEOPLE},
    {HTTP_GET, "/missing", nothing, PERMISSION_SESSION, "t"},
    {HTTP_POST, "/echo", echo, PERMISSION_SESSION, "t"},
    {HTTP_POST, "/move", move_on, PERMISSION_SESSION, "t"},
    {HTTP_POST, "/late", too_late, PERMISSION_SESSION, "t"},
    {HTTP_POST, "/refused", refused, PERMISSION_SESSION, "t"},
    {HTTP_POST, "/faulty", faulty, PERMISSION_SESSION, "t"},
};
static const struct route_table TABLE = ROUTE_TABLE("t", routes);
static const struct route_table *const TABLES[] = {&LOGIN_ROUTES, &TABLE};
static const struct site_map MAP = {.tables = TABLES, .table_count = 2};

static struct live live;
static char clerk[ACCESS_TOKEN_BYTES], expired[ACCESS_TOKEN_BYTES], revoked[ACCESS_TOKEN_BYTES],
    locked[ACCESS_TOKEN_BYTES];
static enum db_engine engine;

static void token_make(struct db *db, const char *user, int64_t now_s, char ret[ACCESS_TOKEN_BYTES],
                       int64_t *ret_id)
{
    struct error e = {0};
    assert_ok_e(access_bearer_create(db, LIVE_COUNTY, ACTOR_SYSTEM, user, "测试", now_s, 1, ret,
                                     ret_id, &e),
                &e);
}

static int start(void **state)
{
    (void)state;
    struct error e = {0};
    int64_t id, now_s = (int64_t)time(NULL);
    live_start(&live, engine, &MAP);
    struct db *db = testdb_open(live.testdb.url, DB_WRITER);
    token_make(db, "clerk", now_s, clerk, &id);
    token_make(db, "clerk", now_s - DAY_S - HOUR_S, expired, &id);
    token_make(db, "locked", now_s, locked, &id);
    token_make(db, "clerk", now_s, revoked, &id);
    assert_ok_e(access_bearer_revoke(db, LIVE_COUNTY, ACTOR_SYSTEM, "clerk", id, &e), &e);
    db_close(db);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    live_stop(&live);
    return 0;
}

/* fields: whole head lines, each ended by \r\n. */
static int call(const char *method, const char *target, const char *fields, const char *body,
                struct buf *out)
{
    BUF request = BUF_INIT(4u << 20);
    buf_addf(&request, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s", method,
             target, fields);
    if (body != NULL)
        buf_addf(&request, "Content-Length: %zu\r\n", strlen(body));
    buf_addf(&request, "\r\n%s", body == NULL ? "" : body);
    live_send(&live, request.p, request.n, out);
    return live_status(out);
}

static int call_as(const char *token, const char *method, const char *target, const char *type,
                   const char *body, struct buf *out)
{
    char fields[400];
    snprintf(fields, sizeof(fields), "Authorization: Bearer %s\r\n%s%s%s", token,
             type == NULL ? "" : "Content-Type: ", type == NULL ? "" : type,
             type == NULL ? "" : "\r\n");
    return call(method, target, fields, body, out);
}

static json_t *answer_json(const struct buf *answer)
{
    const char *body = strstr(buf_text(answer), "\r\n\r\n");
    json_error_t why;
    assert_non_null(body);
    assert_non_null(strstr(buf_text(answer), "application/json"));
    json_t *json = json_loads(body + 4, 0, &why);
    assert_non_null(json);
    return json;
}

static void assert_error(const struct buf *answer, const char *code)
{
    json_t *json = answer_json(answer), *error = json_object_get(json, "error");
    assert_string_equal(json_string_value(json_object_get(error, "code")), code);
    assert_true(json_string_length(json_object_get(error, "message")) > 0);
    assert_null(strcasestr(buf_text(answer), "\r\nset-cookie:"));
    json_decref(json);
}

static void only_a_living_token_opens(void **state)
{
    (void)state;
    static const char none[] = "";
    const char *const closed[] = {none, expired, locked, revoked, "x", clerk + 1};
    for (size_t i = 0; i < sizeof(closed) / sizeof(closed[0]); i++) {
        BUF answer = {0};
        assert_int_equal(call_as(closed[i], "GET", "/api/v1/", NULL, NULL, &answer), 401);
        assert_non_null(strstr(buf_text(&answer), "\r\nWWW-Authenticate: Bearer"));
        assert_error(&answer, "ACCESS_TOKEN");
    }
    BUF answer = {0};
    assert_int_equal(call_as(clerk, "GET", "/api/v1/", NULL, NULL, &answer), 200);
    json_t *json = answer_json(&answer);
    assert_string_equal(json_string_value(json_object_get(json, "who")), "clerk");
    assert_string_equal(json_string_value(json_object_get(json, "path")), "/");
    json_decref(json);
    assert_null(strcasestr(buf_text(&answer), "\r\nset-cookie:"));
    BUF other = {0};
    assert_int_equal(call_as(clerk, "GET", "/api/v1/county", NULL, NULL, &other), 403);
    assert_error(&other, "ACCESS_DENIED");
}

static void a_cookie_opens_nothing_here_and_a_token_nothing_there(void **state)
{
    (void)state;
    char cookie[200], csrf[64], fields[400];
    live_login(&live, "officer", cookie, csrf);
    snprintf(fields, sizeof(fields), "Cookie: %s\r\nX-CSRF-Token: %s\r\n", cookie, csrf);
    BUF get = {0};
    BUF post = {0};
    BUF page = {0};
    assert_int_equal(call("GET", "/api/v1/", fields, NULL, &get), 401);
    assert_error(&get, "ACCESS_TOKEN");
    assert_int_equal(call("POST", "/api/v1/echo", fields, "", &post), 401);
    assert_error(&post, "ACCESS_TOKEN");
    snprintf(fields, sizeof(fields), "Authorization: Bearer %s\r\nAccept: application/json\r\n",
             clerk);
    assert_int_equal(call("GET", "/", fields, NULL, &page), 401);
    assert_non_null(strstr(buf_text(&page), "ACCESS_SESSION"));
}

static void a_json_body_is_the_forms_fields(void **state)
{
    (void)state;
    static const char body[] =
        "{\"name\":\"王小明\",\"count\":3,\"yes\":true,\"no\":false,\"none\":null,\"case\":[4,"
        "\"5\"],"
        "\"members\":[{\"name\":\"a\"},{\"name\":\"b\",\"more\":{\"x\":1}}]}";
    static const char *const expected[][2] = {
        {"name", "王小明"},
        {"count", "3"},
        {"yes", "1"},
        {"case", "4"},
        {"case", "5"},
        {"members.1.name", "a"},
        {"members.2.name", "b"},
        {"members.2.more.x", "1"},
    };
    BUF answer = {0};
    assert_int_equal(
        call_as(clerk, "POST", "/api/v1/echo", "application/json; charset=utf-8", body, &answer),
        200);
    json_t *json = answer_json(&answer), *fields = json_object_get(json, "fields");
    assert_int_equal(json_array_size(fields), sizeof(expected) / sizeof(expected[0]));
    for (size_t i = 0; i < json_array_size(fields); i++) {
        const json_t *field = json_array_get(fields, i);
        assert_string_equal(json_string_value(json_object_get(field, "name")), expected[i][0]);
        assert_string_equal(json_string_value(json_object_get(field, "value")), expected[i][1]);
    }
    json_decref(json);
    BUF form = {0};
    assert_int_equal(call_as(clerk, "POST", "/api/v1/echo", "application/x-www-form-urlencoded",
                             "name=%E7%8E%8B", &form),
                     200);
    assert_non_null(strstr(buf_text(&form), "王"));
}

static void other_bodies_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "[]",
        "{",
        "\"a\"",
        "{\"a\":1.5}",
        "{\"a\":1,\"a\":2}",
        "{}x",
        "{\"a\":[[1]]}",
        "{\"a\":1e3}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":\"\xff\"}",
        "{\"a\":99999999999999999999}",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        BUF answer = {0};
        int status = call_as(clerk, "POST", "/api/v1/echo", "application/json", bad[i], &answer);
        if (bad[i][0] == '\0') { /* no body at all: no fields */
            assert_int_equal(status, 200);
            continue;
        }
        if (status != 400)
            print_message("# %s: %d\n", bad[i], status);
        assert_int_equal(status, 400);
        assert_error(&answer, "FORM_JSON");
    }
    char long_name[300];
    snprintf(long_name, sizeof(long_name), "{\"%0200d\":1}", 0);
    BUF limit = {0};
    assert_int_equal(call_as(clerk, "POST", "/api/v1/echo", "application/json", long_name, &limit),
                     400);
    assert_error(&limit, "FORM_LIMIT");
    BUF text = {0};
    assert_int_equal(call_as(clerk, "POST", "/api/v1/echo", "text/plain", "a", &text), 415);
    assert_error(&text, "FORM_TYPE");
    /* Pages take forms only, as before. */
    BUF page = {0};
    char cookie[200], csrf[64], fields[400];
    live_login(&live, "officer", cookie, csrf);
    snprintf(fields, sizeof(fields),
             "Cookie: %s\r\nX-CSRF-Token: %s\r\nContent-Type: application/json\r\n", cookie, csrf);
    assert_int_equal(call("POST", "/echo", fields, "{}", &page), 415);
}

static void refusals_have_one_shape(void **state)
{
    (void)state;
    static const struct {
        const char *method, *target;
        int status;
        const char *code;
    } calls[] = {
        {"GET", "/api/v1/missing", 404, "NOT_FOUND"},
        {"GET", "/api/v1/unknown", 404, "NOT_FOUND"},
        {"GET", "/api/v1/people", 404, "NOT_FOUND"},
        {"GET", "/api/v1/echo", 405, "HTTP_METHOD"},
        {"PUT", "/api/v1/echo", 405, "HTTP_METHOD"},
        {"POST", "/api/v1/late", 409, "THING_CHANGED"},
        {"POST", "/api/v1/refused", 422, "THING"},
        {"GET", "/api/v1/%ff", 400, "PATH_FORM"},
        {"GET", "/api/v1/?a=%ff", 400, "FORM_TEXT"},
        {"GET", "/api/v1//", 404, "NOT_FOUND"},
    };
    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
        BUF answer = {0};
        int status = call_as(clerk, calls[i].method, calls[i].target, NULL, NULL, &answer);
        if (status != calls[i].status)
            print_message("# %s %s: %d\n", calls[i].method, calls[i].target, status);
        assert_int_equal(status, calls[i].status);
        assert_error(&answer, calls[i].code);
    }
    BUF answer = {0};
    call_as(clerk, "POST", "/api/v1/refused", NULL, NULL, &answer);
    assert_non_null(strstr(buf_text(&answer), "\"place\":\"amount\""));
}

static void a_forms_faults_are_listed_by_field(void **state)
{
    (void)state;
    BUF answer = {0};
    assert_int_equal(call_as(clerk, "POST", "/api/v1/faulty", NULL, NULL, &answer), 422);
    assert_error(&answer, "THING_FORM");
    assert_non_null(
        strstr(buf_text(&answer),
               "\"faults\":[{\"field\":\"members.1.name\",\"message\":\"请填写姓名\"}]"));
}

static void a_redirect_is_a_location(void **state)
{
    (void)state;
    BUF answer = {0};
    assert_int_equal(
        call_as(clerk, "POST", "/api/v1/move", "application/json", "{\"to\":7}", &answer), 200);
    json_t *json = answer_json(&answer);
    assert_string_equal(json_string_value(json_object_get(json, "location")), "/api/v1/things/7");
    assert_string_equal(json_string_value(json_object_get(json, "notice")), "已办");
    json_decref(json);
    assert_null(strcasestr(buf_text(&answer), "\r\nset-cookie:"));
    assert_null(strcasestr(buf_text(&answer), "\r\nlocation:"));
}

static void what_is_open_needs_no_token(void **state)
{
    (void)state;
    BUF answer = {0};
    BUF near = {0};
    assert_int_equal(call("GET", "/api/v1/open", "", NULL, &answer), 200);
    /* Another name is another address. */
    assert_int_equal(call("GET", "/api/v10/open", "", NULL, &near), 404);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_a_living_token_opens),
        cmocka_unit_test(a_cookie_opens_nothing_here_and_a_token_nothing_there),
        cmocka_unit_test(a_json_body_is_the_forms_fields),
        cmocka_unit_test(other_bodies_are_refused),
        cmocka_unit_test(refusals_have_one_shape),
        cmocka_unit_test(a_forms_faults_are_listed_by_field),
        cmocka_unit_test(a_redirect_is_a_location),
        cmocka_unit_test(what_is_open_needs_no_token),
    };
    engine = argc > 1 && strcmp(argv[1], "postgresql") == 0 ? DB_POSTGRES : DB_SQLITE;
    if (engine == DB_POSTGRES && !testdb_has_postgres()) {
        puts("1..0 # SKIP MINSHENG_TEST_PG is not set (tests/with-postgres.sh sets it)");
        return 0;
    }
    return cmocka_run_group_tests_name(testdb_engine_name(engine), tests, start, stop);
}

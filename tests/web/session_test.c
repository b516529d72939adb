/* A browser's way through the server: login, cookies, forms, files, and what is refused. */
#include "web/live.h"
#include "web/pages/pages.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

static struct live server;

/* ---- a page of our own, to see what a handler gets ---- */

static enum status echo_show(struct request *r, struct error *e)
{
    view_add_text(r->page, "id", request_parameter(r, "id"));
    view_add_text(r->page, "q", request_query(r, "q"));
    view_add_bool(r->page, "sees_accounts", request_can(r, PERMISSION_ACCOUNT_READ));
    view_add_integer(r->page, "scope", r->session.user.scope);
    return respond_page(r, "home/page.html", NULL, e);
}

static enum status echo_take(struct request *r, struct error *e)
{
    const struct form_file *file = NULL;
    struct db *db;
    TRY(request_writer(r, &db, e));
    if (request_file(r, "file", &file) == STATUS_OK)
        view_add_integer(r->page, "bytes", file->bytes);
    if (strcmp(request_field(r, "what"), "refuse") == 0)
        return error_set(e, STATUS_REFUSED, "TEST_RULE", "规则不允许");
    if (strcmp(request_field(r, "what"), "fail") == 0)
        return error_set(e, STATUS_FAILED, "TEST_BROKEN", "secret of the inside");
    if (strcmp(request_field(r, "what"), "none") == 0)
        return STATUS_NONE;
    if (strcmp(request_field(r, "what"), "go") == 0)
        return respond_redirect(r, "办好了 <b>", e, "/echo/%d", 5);
    if (strcmp(request_field(r, "what"), "download") == 0) {
        CLEANUP(buf_free) struct buf b = BUF_INIT(100);
        buf_adds(&b, "a,b\n");
        return respond_bytes(r, "text/csv", "花名册 \"1\".csv", &b, e);
    }
    view_add_text(r->page, "what", request_field(r, "what"));
    return respond_page(r, "home/page.html", NULL, e);
}

/* What a GET may not do. */
static enum status sneak_show(struct request *r, struct error *e)
{
    return db_execute_raw(r->db, "DELETE FROM access_session", e);
}

static const struct route ECHO[] = {
    {HTTP_GET, "/echo/{id}", echo_show, PERMISSION_REGISTRY_READ, "echo"},
    {HTTP_POST, "/echo", echo_take, PERMISSION_REGISTRY_CHANGE, "echo"},
    {HTTP_GET, "/money", echo_show, PERMISSION_PAYMENT_APPROVE, "money"},
    {HTTP_GET, "/sneak", sneak_show, PERMISSION_SESSION, "sneak"},
    {HTTP_GET, "/forgotten", echo_show, PERMISSION_NONE, "no permission given"},
};
static const struct route_table ECHO_ROUTES = ROUTE_TABLE("echo", ECHO);
static const struct route_table *const TABLES[] = {&LOGIN_ROUTES, &HOME_ROUTES, &ECHO_ROUTES};
static const struct navigation_entry NAVIGATION[] = {
    {"/", "首页", PERMISSION_SESSION, NULL, NULL},
    {"/money", "拨款", PERMISSION_PAYMENT_APPROVE, NULL, NULL},
};
static const struct site_map MAP = {TABLES, 3, NAVIGATION, 2};

static int start(void **state)
{
    (void)state;
    live_start(&server, DB_SQLITE, &MAP);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    live_stop(&server);
    return 0;
}

static bool has(const struct buf *b, const char *text)
{
    return strstr(buf_text(b), text) != NULL;
}

#define BUF CLEANUP(buf_free) struct buf

static void without_a_session_one_is_led_to_the_login_and_back(void **state)
{
    (void)state;
    BUF page = {0}, json = {0}, post = {0}, login = {0};
    live_get(&server, "/echo/7?q=a%26b", "", &page);
    assert_int_equal(live_status(&page), 303);
    assert_true(has(&page, "\r\nLocation: /login?next=%2Fecho%2F7%3Fq%3Da%2526b\r\n"));
    live_get(&server, "/echo/7?format=json", "", &json);
    assert_int_equal(live_status(&json), 401);
    assert_true(has(&json, "\"code\":\"ACCESS_SESSION\""));
    live_post(&server, "/echo", "", "what=x", &post);
    assert_int_equal(live_status(&post), 401);
    live_get(&server, "/login?next=%2Fecho%2F7%3Fq%3Da%2526b", "", &login);
    assert_true(has(&login, "name=\"next\" value=\"/echo/7?q=a%26b\""));
}

static void login_never_leads_to_another_site(void **state)
{
    (void)state;
    static const char *const elsewhere[] = {"%2F%2Fevil.example%2F", "https%3A%2F%2Fevil.example",
                                            "%2F%5Cevil.example",    "javascript%3Aalert(1)",
                                            "%2F%0d%0aSet-Cookie:x", ""};
    for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++) {
        BUF page = {0};
        char target[200];
        snprintf(target, sizeof(target), "/login?next=%s", elsewhere[i]);
        live_get(&server, target, "", &page);
        assert_true(has(&page, "name=\"next\" value=\"/\""));
    }
}

static void a_wrong_password_keeps_the_name_and_says_no_more(void **state)
{
    (void)state;
    static const char *const names[] = {"officer", "nobody", "locked"};
    for (size_t i = 0; i < 3; i++) {
        BUF page = {0}, answer = {0};
        char cookie[200], body[300];
        live_get(&server, "/login", "", &page);
        snprintf(cookie, sizeof(cookie), "minsheng_login=%s", live_cookie(&page, "minsheng_login"));
        snprintf(body, sizeof(body), "csrf=%s&name=%s&password=wrong+horse", live_csrf(&page),
                 names[i]);
        live_post(&server, "/login", cookie, body, &answer);
        assert_int_equal(live_status(&answer), 422);
        assert_true(has(&answer, "用户名或密码不对"));
        assert_true(has(&answer, names[i]));
        assert_false(has(&answer, "minsheng_session="));
    }
}

static void a_form_without_its_token_is_not_carried_out(void **state)
{
    (void)state;
    char cookie[200], csrf[64], other_cookie[200], other_csrf[64], body[200];
    live_login(&server, "officer", cookie, csrf);
    live_login(&server, "clerk", other_cookie, other_csrf);
    const char *const bodies[] = {"what=x", "csrf=&what=x", "csrf=guess&what=x"};
    for (size_t i = 0; i < 3; i++) {
        BUF answer = {0};
        live_post(&server, "/echo?format=json", cookie, bodies[i], &answer);
        assert_int_equal(live_status(&answer), 403);
        assert_true(has(&answer, "ACCESS_CSRF"));
    }
    BUF foreign = {0}, own = {0};
    snprintf(body, sizeof(body), "csrf=%s&what=x", other_csrf);
    live_post(&server, "/echo", cookie, body, &foreign);
    assert_int_equal(live_status(&foreign), 403);
    snprintf(body, sizeof(body), "csrf=%s&what=x", csrf);
    live_post(&server, "/echo?format=json", cookie, body, &own);
    assert_int_equal(live_status(&own), 200);
    assert_true(has(&own, "{\"what\":\"x\"}"));
}

static void a_form_from_another_site_is_not_carried_out(void **state)
{
    (void)state;
    char cookie[200], csrf[64];
    live_login(&server, "officer", cookie, csrf);
    static const struct {
        const char *field;
        int status;
    } cases[] = {{"Origin: http://evil.example", 403}, {"Origin: null", 403},
                 {"Sec-Fetch-Site: cross-site", 403},  {"Sec-Fetch-Site: same-site", 403},
                 {"Origin: http://localhost", 200},    {"Sec-Fetch-Site: same-origin", 200}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        BUF request = BUF_INIT(4096), answer = {0};
        buf_addf(
            &request,
            "POST /echo HTTP/1.1\r\nHost: localhost\r\n%s\r\nCookie: %s\r\nX-CSRF-Token: %s\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 6\r\n\r\nwhat=x",
            cases[i].field, cookie, csrf);
        live_send(&server, request.p, request.n, &answer);
        assert_int_equal(live_status(&answer), cases[i].status);
    }
}

static void roles_open_only_their_own_doors(void **state)
{
    (void)state;
    char cookie[200], csrf[64];
    live_login(&server, "officer", cookie, csrf);
    BUF echo = {0}, money = {0}, forgotten = {0}, home = {0}, missing = {0}, method = {0};
    live_get(&server, "/echo/7?q=%E5%BC%A0&format=json", cookie, &echo);
    assert_true(
        has(&echo, "{\"id\":\"7\",\"q\":\"张\",\"sees_accounts\":true,\"scope\":341823000000}"));
    live_get(&server, "/money", cookie, &money);
    assert_int_equal(live_status(&money), 403);
    assert_true(has(&money, "您的岗位不能做这件事"));
    live_get(&server, "/forgotten", cookie, &forgotten);
    assert_int_equal(live_status(&forgotten), 403);
    live_get(&server, "/", cookie, &home);
    assert_false(has(&home, "拨款"));
    live_get(&server, "/nothing", cookie, &missing);
    assert_int_equal(live_status(&missing), 404);
    live_get(&server, "/logout", cookie, &method);
    assert_int_equal(live_status(&method), 405);
}

static void a_get_can_not_write(void **state)
{
    (void)state;
    char cookie[200], csrf[64];
    live_login(&server, "officer", cookie, csrf);
    BUF sneak = {0}, home = {0};
    live_get(&server, "/sneak", cookie, &sneak);
    assert_int_equal(live_status(&sneak), 500);
    live_get(&server, "/", cookie, &home);
    assert_int_equal(live_status(&home), 200);
}

static void refusals_and_failures_have_their_own_answers(void **state)
{
    (void)state;
    char cookie[200], csrf[64], body[200];
    live_login(&server, "officer", cookie, csrf);
    static const struct {
        const char *what, *shown, *hidden;
        int status;
    } cases[] = {{"refuse", "规则不允许", "TEST_BROKEN", 422},
                 {"none", "没有找到", "TEST", 404},
                 {"fail", "系统出错", "TEST_RULE", 500}};
    for (size_t i = 0; i < 3; i++) {
        BUF answer = {0};
        snprintf(body, sizeof(body), "csrf=%s&what=%s", csrf, cases[i].what);
        live_post(&server, "/echo", cookie, body, &answer);
        assert_int_equal(live_status(&answer), cases[i].status);
        assert_true(has(&answer, cases[i].shown));
        assert_false(has(&answer, cases[i].hidden));
    }
}

static void what_was_done_is_told_once_on_the_next_page(void **state)
{
    (void)state;
    char cookie[200], csrf[64], body[200], with_notice[400];
    live_login(&server, "officer", cookie, csrf);
    BUF answer = {0}, next = {0};
    snprintf(body, sizeof(body), "csrf=%s&what=go", csrf);
    live_post(&server, "/echo", cookie, body, &answer);
    assert_int_equal(live_status(&answer), 303);
    assert_true(has(&answer, "\r\nLocation: /echo/5\r\n"));
    snprintf(with_notice, sizeof(with_notice), "%s; minsheng_notice=%s", cookie,
             live_cookie(&answer, "minsheng_notice"));
    live_get(&server, "/echo/5", with_notice, &next);
    assert_true(has(&next, "办好了 &lt;b&gt;"));
    assert_true(has(&next, "Set-Cookie: minsheng_notice=; Path=/; SameSite=Lax; Max-Age=0"));
}

static void a_download_keeps_its_chinese_name(void **state)
{
    (void)state;
    char cookie[200], csrf[64], body[200];
    live_login(&server, "officer", cookie, csrf);
    BUF answer = {0};
    snprintf(body, sizeof(body), "csrf=%s&what=download", csrf);
    live_post(&server, "/echo", cookie, body, &answer);
    assert_true(has(&answer, "Content-Disposition: attachment; filename=\"_________ _1_.csv\"; "
                             "filename*=UTF-8''%E8%8A%B1%E5%90%8D%E5%86%8C%20%221%22.csv\r\n"));
    assert_true(has(&answer, "\r\n\r\na,b\n"));
}

static int files_in(const char *folder)
{
    int count = 0;
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *entry; (entry = readdir(d)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(d);
    return count;
}

static void upload(const char *cookie, const char *csrf, size_t file_bytes, struct buf *answer)
{
    BUF body = BUF_INIT(8u << 20), request = BUF_INIT(8u << 20);
    buf_addf(&body,
             "--XX\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n--XX\r\n"
             "Content-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n",
             csrf);
    for (size_t i = 0; i < file_bytes; i++)
        buf_addc(&body, (char)('a' + i % 26));
    buf_adds(&body, "\r\n--XX--\r\n");
    buf_addf(&request,
             "POST /echo?format=json HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n"
             "Content-Type: multipart/form-data; boundary=XX\r\nContent-Length: %zu\r\n\r\n",
             cookie, body.n);
    buf_add(&request, body.p, body.n);
    live_send(&server, request.p, request.n, answer);
}

static void an_upload_goes_to_disk_and_is_gone_after_the_request(void **state)
{
    (void)state;
    char cookie[200], csrf[64];
    live_login(&server, "officer", cookie, csrf);
    BUF good = {0}, large = {0}, stranger = {0}, unsigned_upload = {0};
    upload(cookie, csrf, 1 << 20, &good);
    assert_int_equal(live_status(&good), 200);
    assert_true(has(&good, "{\"bytes\":1048576,"));
    upload(cookie, csrf, (1 << 20) + 1, &large);
    assert_int_equal(live_status(&large), 422);
    assert_true(has(&large, "UPLOAD_TOO_LARGE"));
    upload("", csrf, 1000, &stranger);
    assert_int_equal(live_status(&stranger), 401);
    upload(cookie, "guess", 1000, &unsigned_upload);
    assert_int_equal(live_status(&unsigned_upload), 403);
    BUF last = {
        0}; /* the answer may come before the clean-up of the same request, not of the one before */
    live_get(&server, "/healthz", "", &last);
    for (int i = 0; i < 1000000 && files_in(server.folder) > 0; i++)
        ;
    assert_int_equal(files_in(server.folder), 0);
}

static void every_answer_carries_the_security_fields(void **state)
{
    (void)state;
    static const char *const targets[] = {"/login", "/assets/app.css", "/nothing", "/healthz"};
    for (size_t i = 0; i < 4; i++) {
        BUF answer = {0};
        live_get(&server, targets[i], "", &answer);
        assert_true(has(&answer, "\r\nContent-Security-Policy: default-src 'self';"));
        assert_true(has(&answer, "frame-ancestors 'none'"));
        assert_false(has(&answer, "unsafe-inline"));
        assert_true(has(&answer, "\r\nX-Content-Type-Options: nosniff\r\n"));
        assert_true(has(&answer, "\r\nReferrer-Policy: same-origin\r\n"));
    }
    BUF page = {0};
    live_get(&server, "/login", "", &page);
    assert_true(has(&page, "\r\nCache-Control: no-store\r\n"));
    assert_true(has(&page, "; SameSite=Lax; Max-Age=43200; HttpOnly\r\n"));
    assert_false(has(&page, "style="));
    assert_false(has(&page, "<style"));
    assert_false(has(&page, "onclick="));
}

static void leaving_ends_the_session(void **state)
{
    (void)state;
    char cookie[200], csrf[64], body[200];
    live_login(&server, "officer", cookie, csrf);
    BUF answer = {0}, after = {0};
    snprintf(body, sizeof(body), "csrf=%s", csrf);
    live_post(&server, "/logout", cookie, body, &answer);
    assert_int_equal(live_status(&answer), 303);
    live_get(&server, "/", cookie, &after);
    assert_int_equal(live_status(&after), 303);
}

static void assets_are_kept_by_the_browser_for_ever_under_their_hash(void **state)
{
    (void)state;
    BUF page = {0}, asset = {0}, plain = {0};
    live_get(&server, "/login", "", &page);
    const char *at = strstr(buf_text(&page), "/assets/app.css?v=");
    assert_non_null(at);
    char target[100];
    snprintf(target, sizeof(target), "%.*s", (int)strcspn(at, "\""), at);
    live_get(&server, target, "", &asset);
    assert_true(has(&asset, "\r\nCache-Control: public, max-age=31536000, immutable\r\n"));
    live_get(&server, "/assets/app.css?v=other", "", &plain);
    assert_int_equal(live_status(&plain), 200);
    assert_true(has(&plain, "\r\nCache-Control: public, no-cache\r\n"));
    BUF missing = {0};
    live_get(&server, "/assets/../meson.build", "", &missing);
    assert_int_equal(live_status(&missing), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_session_one_is_led_to_the_login_and_back),
        cmocka_unit_test(login_never_leads_to_another_site),
        cmocka_unit_test(a_wrong_password_keeps_the_name_and_says_no_more),
        cmocka_unit_test(a_form_without_its_token_is_not_carried_out),
        cmocka_unit_test(a_form_from_another_site_is_not_carried_out),
        cmocka_unit_test(roles_open_only_their_own_doors),
        cmocka_unit_test(a_get_can_not_write),
        cmocka_unit_test(refusals_and_failures_have_their_own_answers),
        cmocka_unit_test(what_was_done_is_told_once_on_the_next_page),
        cmocka_unit_test(a_download_keeps_its_chinese_name),
        cmocka_unit_test(an_upload_goes_to_disk_and_is_gone_after_the_request),
        cmocka_unit_test(every_answer_carries_the_security_fields),
        cmocka_unit_test(leaving_ends_the_session),
        cmocka_unit_test(assets_are_kept_by_the_browser_for_ever_under_their_hash),
    };
    return cmocka_run_group_tests(tests, start, stop);
}

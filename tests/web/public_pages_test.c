/* The public site against those who try: hostile texts in every public route there is, identifiers
   one after the other, too many questions; and what is kept of it in memory is never old. */
#include "domain/library/library.h"
#include "web/pages/pages.h"
#include "web/site_support.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TARGET_BYTES 2000
#define LOOKUPS 20

static _Atomic int64_t now_us = 1;
static int64_t shown, hidden; /* documents of the library */

static int64_t clock_in_hand(void)
{
    return atomic_load(&now_us);
}

static int64_t document_enter(struct db *db, const char *title, bool is_public)
{
    struct error e = {0};
    struct library_document d = {.kind = LIBRARY_NOTICE,
                                 .document = title,
                                 .title = title,
                                 .issuer = "泾县民政局",
                                 .clause = "",
                                 .body = "每户两人到场。",
                                 .issued_on = date_make(2013, 2, 1),
                                 .effective_from = date_make(2013, 2, 1),
                                 .effective_until = DATE_OPEN,
                                 .is_public = is_public};
    int64_t id;
    assert_ok_e(library_enter(db, LIVE_COUNTY, &d, "supervisor", &id, &e), &e);
    return id;
}

static int start(void **state)
{
    (void)state;
    struct error e = {0};
    setenv("MINSHENG_TODAY", "2013-07-10", 1);
    struct db *db = site_begin();
    site_posts_unlock(db);
    shown = document_enter(db, "看得见的通知", true);
    hidden = document_enter(db, "还没有审核的通知", true);
    int64_t inner = document_enter(db, "内部通知", false);
    assert_ok_e(library_approve(db, LIVE_COUNTY, shown, "director", &e), &e);
    assert_ok_e(library_approve(db, LIVE_COUNTY, inner, "director", &e), &e);
    db_close(db);
    site.db = testdb_open(site.live.testdb.url, DB_READER);
    setenv("MINSHENG_UPLOADS", test_path("uploads"), 1);
    const struct server_options options = {.listen = "127.0.0.1:0",
                                           .db_url = site.live.testdb.url,
                                           .county = LIVE_COUNTY,
                                           .keys = site.keys,
                                           .temp_dir = test_tmpdir(),
                                           .is_quiet = true,
                                           .lookups_a_minute = LOOKUPS,
                                           .posts_an_hour = 10,
                                           .keeps_public_pages = true,
                                           .clock_us = clock_in_hand,
                                           .map = &SITE_MAP};
    assert_ok_e(server_start(&options, &site.live.server, &e), &e);
    return 0;
}

/* An hour later nothing that was asked counts any more. */
static void an_hour_passes(void)
{
    atomic_fetch_add(&now_us, INT64_C(3601) * 1000000);
}

static const char *header(const struct buf *answer, const char *name, char out[200])
{
    const char *at = strcasestr(buf_text(answer), name);
    out[0] = '\0';
    if (at != NULL)
        (void)sscanf(at + strlen(name), ": %199[^\r]", out);
    return out;
}

/* ---- hostile texts ---- */

static const char *const HOSTILE[] = {
    "' OR '1'='1",
    "1; DROP TABLE household; --",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "{{site.csrf}}",
    "../../../../etc/passwd",
    "a\r\nX-Evil: 1",
    "%00",
    "-1",
    "9223372036854775808",
    "\xef\xbc\x8e\xef\xbc\x8e",
    "$(id)`id`",
};

static void answer_is_harmless(const char *target, const struct buf *page)
{
    static const char *const never[] = {"<script>alert", "<img src=x",   "root:x:", "SELECT ",
                                        "sqlite3",       "syntax error", "libpq",   "src/web/"};
    /* The first two are harm in a page only; JSON is never taken for one (nosniff). */
    const size_t from = live_has(page, "Content-Type: text/html") ? 0 : 2;
    int status = live_status(page);
    assert_true(live_has(page, "nosniff"));
    const char *evil = strstr(buf_text(page), "\r\nX-Evil");
    assert_true(evil == NULL || evil > strstr(buf_text(page), "\r\n\r\n")); /* no header */
    for (size_t i = from; i < sizeof never / sizeof never[0]; i++)
        if (status >= 500 || strstr(buf_text(page), never[i]) != NULL) {
            fprintf(stderr, "# %s: %d, %s\n%.600s\n", target, status, never[i], buf_text(page));
            fail();
        }
}

static void path_make(const struct route *route, const char *value, struct buf *out)
{
    for (const char *p = route->pattern; *p != '\0'; p++)
        if (*p != '{') {
            buf_addc(out, *p);
        } else {
            form_encode(out, value);
            p = strchr(p, '}');
        }
}

static void route_try(const struct route *route, const char *text)
{
    static const char *const beside[] = {"receipt", "code",   "q",    "township", "before",
                                         "after",   "format", "lang", "theme",    "x"};
    BUF target = BUF_INIT(TARGET_BYTES);
    BUF page = {0};
    an_hour_passes();
    for (size_t door = 0; door < 2; door++) {
        target.n = 0;
        buf_adds(&target, door == 0 ? "" : API_PREFIX);
        path_make(route, text, &target);
        buf_addc(&target, '?');
        for (const struct route_input *i = route->inputs; i != NULL && i->name != NULL; i++) {
            buf_addf(&target, "%s=", i->name);
            form_encode(&target, text);
            buf_addc(&target, '&');
        }
        for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++) {
            buf_addf(&target, "%s=", beside[i]);
            form_encode(&target, text);
            buf_addc(&target, '&');
        }
        (void)site_get("", buf_text(&target), &page);
        answer_is_harmless(buf_text(&target), &page);
    }
}

static void form_try(const struct route *route, const char *text)
{
    static const char *const fields[] = {"code",  "q1",    "q2",       "text",    "name",
                                         "phone", "about", "township", "category"};
    BUF page = {0};
    BUF body = BUF_INIT(TARGET_BYTES);
    char cookie[200];
    an_hour_passes();
    (void)site_get("", route->pattern, &page);
    (void)snprintf(cookie, sizeof cookie, "%s=%s", COOKIE_LOGIN, live_cookie(&page, COOKIE_LOGIN));
    buf_addf(&body, "csrf=%s", live_cookie(&page, COOKIE_LOGIN));
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        buf_addf(&body, "&%s=", fields[i]);
        form_encode(&body, text);
    }
    buf_free(&page);
    live_post(&site.live, route->pattern, cookie, buf_text(&body), &page);
    answer_is_harmless(route->pattern, &page);
    assert_int_not_equal(live_status(&page), 429);
    buf_free(&page);
    live_post(&site.live, route->pattern, cookie, "csrf=00&text=x", &page); /* from elsewhere */
    assert_int_equal(live_status(&page), 403);
}

static void hostile_texts_are_refused_or_escaped_on_every_public_route(void **state)
{
    (void)state;
    size_t tried = 0;
    for (size_t t = 0; t < SITE_MAP.table_count; t++)
        for (size_t i = 0; i < SITE_MAP.tables[t]->count; i++) {
            const struct route *route = &SITE_MAP.tables[t]->routes[i];
            if (strcmp(route->pattern, "/public") != 0 &&
                strncmp(route->pattern, "/public/", 8) != 0)
                continue;
            assert_int_equal(route->permission, PERMISSION_PUBLIC);
            for (size_t h = 0; h < sizeof HOSTILE / sizeof HOSTILE[0]; h++, tried++)
                if (route->method == HTTP_POST)
                    form_try(route, HOSTILE[h]);
                else
                    route_try(route, HOSTILE[h]);
        }
    assert_true(tried > 200);
}

/* ---- one identifier after the other ---- */

static const char *body_of(const struct buf *answer)
{
    const char *at = strstr(buf_text(answer), "\r\n\r\n");
    return at == NULL ? "" : at;
}

static void what_is_not_public_answers_like_what_is_not_there(void **state)
{
    static const char *const things[] = {"notices", "bulletins", "policies", "homes"};
    (void)state;
    BUF page = {0};
    BUF unknown = {0};
    char target[100];
    for (size_t t = 0; t < sizeof things / sizeof things[0]; t++) {
        (void)snprintf(target, sizeof target, "/api/v1/public/%s/987654321", things[t]);
        assert_int_equal(site_get("", target, &unknown), 404);
        for (int64_t id = 0; id <= 20; id++) {
            (void)snprintf(target, sizeof target, "/api/v1/public/%s/%" PRId64, things[t], id);
            int status = site_get("", target, &page);
            if (status == 404)
                assert_string_equal(body_of(&page), body_of(&unknown));
            else
                assert_int_equal(status, 200);
            assert_false(live_has(&page, "还没有审核"));
            assert_false(live_has(&page, "内部通知"));
        }
    }
    assert_int_equal(site_get("", "/public/policies", &page), 200);
    assert_true(live_has(&page, "看得见的通知"));
    assert_false(live_has(&page, "还没有审核"));
    assert_false(live_has(&page, "内部通知"));
}

/* ---- too many ---- */

static void lookups_and_posts_are_counted_by_address(void **state)
{
    (void)state;
    BUF page = {0};
    char value[200];
    an_hour_passes();
    for (int i = 0; i < LOOKUPS; i++)
        assert_int_equal(site_get("", "/public/case?receipt=AAAA", &page), 404);
    assert_true(strstr(header(&page, "Cache-Control", value), "no-store") != NULL);
    assert_int_equal(site_get("", "/public/complaint/status?receipt=AAAA", &page), 429);
    assert_string_equal(header(&page, "Retry-After", value), "3");
    assert_true(live_has(&page, "请过一会儿再试"));
    assert_int_equal(site_get("", "/api/v1/public/slip/AAAA", &page), 429);
    assert_int_equal(site_get("", "/public/survey?code=A", &page), 429);
    assert_int_equal(site_get("", "/public/case", &page), 200); /* nothing is looked up */
    assert_int_equal(site_get("supervisor", "/public/case?receipt=AAAA", &page), 404);
    atomic_fetch_add(&now_us, INT64_C(3000000));
    assert_int_equal(site_get("", "/public/case?receipt=AAAA", &page), 404);
    for (int i = 0; i < 10; i++) {
        buf_free(&page);
        live_post(&site.live, "/public/complaint", "", "csrf=0", &page);
        assert_int_equal(live_status(&page), 403);
    }
    buf_free(&page);
    live_post(&site.live, "/public/complaint", "", "csrf=0", &page);
    assert_int_equal(live_status(&page), 429);
}

/* ---- what is kept ---- */

static void a_kept_page_has_nothing_of_anybody_and_is_never_old(void **state)
{
    (void)state;
    BUF page = {0};
    BUF again = {0};
    BUF ask = BUF_INIT(TARGET_BYTES);
    struct error e = {0};
    char etag[200], value[200];
    assert_int_equal(site_get("", "/public/policies", &page), 200);
    (void)header(&page, "ETag", etag);
    assert_true(etag[0] == '"');
    assert_string_equal(header(&page, "Cache-Control", value), "public, max-age=60");
    assert_string_equal(header(&page, "Set-Cookie", value), "");
    assert_true(live_has(&page, "Content-Security-Policy"));
    assert_int_equal(site_get("", "/public/policies", &again), 200);
    assert_string_equal(body_of(&page), body_of(&again));
    buf_addf(&ask,
             "GET /public/policies HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
             "If-None-Match: %s\r\n\r\n",
             etag);
    buf_free(&again);
    live_send(&site.live, ask.p, ask.n, &again);
    assert_int_equal(live_status(&again), 304);
    /* Somebody's own page is his own. */
    assert_int_equal(site_get("supervisor", "/public/policies", &again), 200);
    assert_string_equal(header(&again, "Cache-Control", value), "no-store");
    /* Another process writes: seen after a second. */
    struct db *db = testdb_open(site.live.testdb.url, DB_WRITER);
    assert_ok_e(library_approve(db, LIVE_COUNTY, hidden, "director", &e), &e);
    db_close(db);
    atomic_fetch_add(&now_us, INT64_C(1000000));
    assert_int_equal(site_get("", "/public/policies", &page), 200);
    assert_true(live_has(&page, "还没有审核的通知"));
    buf_free(&again);
    live_send(&site.live, ask.p, ask.n, &again);
    assert_int_equal(live_status(&again), 200);
    /* A day begins. */
    setenv("MINSHENG_TODAY", "2013-07-11", 1);
    atomic_fetch_add(&now_us, INT64_C(1000000));
    assert_int_equal(site_get("", "/public", &page), 200);
    assert_true(page.n < 50000);
    assert_true(live_has(&page, "农村低保"));
    assert_true(live_has(&page, "示例"));
    assert_int_equal(site_get("", "/public/standards", &page), 200);
    assert_true(live_has(&page, "工作日"));
    assert_int_equal(site_get("", "/public?lang=en", &page), 200);
    assert_true(live_has(&page, "no-store")); /* gives a cookie */
}

int main(int argc, char **argv)
{
    if (!site_engine_choose(argc, argv))
        return 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_public_answers_like_what_is_not_there),
        cmocka_unit_test(hostile_texts_are_refused_or_escaped_on_every_public_route),
        cmocka_unit_test(lookups_and_posts_are_counted_by_address),
        cmocka_unit_test(a_kept_page_has_nothing_of_anybody_and_is_never_old),
    };
    return cmocka_run_group_tests_name("public pages", tests, start, site_stop);
}

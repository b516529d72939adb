/* The door and what hangs on it, as a browser meets it: the steps of a login, one's own account,
   users, tokens, and a whole number shown for a reason. */
#include "web/live.h"
#include "base/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define BUF CLEANUP(buf_free) struct buf
#define COUNTY_SCOPE (LIVE_COUNTY * 1000000)
#define TOWNSHIP INT64_C(341823106000)
#define ID_NUMBER "342529196404079999"

static struct live site;
static struct keyring *keys;
static enum db_engine engine;

/* One household of one person in TOWNSHIP, his number sealed. */
static void household_add(struct db *db)
{
    uint8_t sealed[sizeof(ID_NUMBER) - 1 + SEAL_OVERHEAD_BYTES], index[BLIND_INDEX_BYTES];
    char a[200], b[100], sql[2000];
    const char *open = engine == DB_POSTGRES ? "'\\x" : "x'",
               *close = engine == DB_POSTGRES ? "'::bytea" : "'";
    size_t n = seal(keys, SEAL_ID_NUMBER, ID_NUMBER, sizeof(ID_NUMBER) - 1, sealed), at = 0;
    struct error e = {0};
    blind_index(keys, SEAL_ID_NUMBER, ID_NUMBER, index);
    for (size_t i = 0; i < n; i++)
        at += (size_t)snprintf(a + at, sizeof(a) - at, "%02x", sealed[i]);
    for (size_t i = at = 0; i < sizeof(index); i++)
        at += (size_t)snprintf(b + at, sizeof(b) - at, "%02x", index[i]);
    snprintf(sql, sizeof(sql),
             "INSERT INTO person (county, id, name, initials, sex, id_tail, id_index, id_sealed, "
             "phone_tail, phone_sealed, known_from) VALUES (341823, 1, '张三', 'zs', 1, '9999', "
             "%s%s%s, %s%s%s, NULL, NULL, 1);"
             "INSERT INTO household (county, id, address, group_no, known_from) VALUES (341823, 1, "
             "'', '', 1);"
             "INSERT INTO member (county, household, person, from_month, known_from, to_month, "
             "known_to, birth, is_present, is_protected, relation, disability_kind, "
             "disability_grade, is_seriously_ill, is_student, cause) VALUES (341823, 1, 1, 201301, "
             "1, 999912, 2147483647, 19640407, 1, 1, 1, 0, 0, 0, 0, '');"
             "INSERT INTO entitlement (county, programme, household, from_month, known_from, "
             "to_month, known_to, status, cause, division, head, mgmt_class, income_year_fen, "
             "form, home, care_level, begun_month) VALUES (341823, 1, 1, 201301, 1, 999912, "
             "2147483647, 1, '', 341823106201, 1, 1, 0, 0, 0, 0, 201301)",
             open, b, close, open, a, close);
    assert_ok_e(db_execute_raw(db, sql, &e), &e);
}

static int start(void **state)
{
    (void)state;
    struct error e = {0};
    testdb_fresh(engine, &site.testdb);
    if (keyring_open(test_path("site.key"), true, &keys, &e) != STATUS_OK)
        return -1;
    struct db *db = testdb_open(site.testdb.url, DB_WRITER);
    live_user_add(db, "officer", ROLE_BUREAU_OFFICER, COUNTY_SCOPE);
    live_user_add(db, "village", ROLE_VILLAGE_CLERK, INT64_C(341823106201));
    live_user_add(db, "clerk", ROLE_TOWNSHIP_CLERK, TOWNSHIP);
    live_user_add(db, "away", ROLE_TOWNSHIP_CLERK, INT64_C(341823101000));
    live_user_add(db, "root", ROLE_ADMINISTRATOR, COUNTY_SCOPE);
    household_add(db);
    db_close(db);
    snprintf(site.folder, sizeof(site.folder), "%s/uploads", test_tmpdir());
    mkdir(site.folder, 0700);
    struct server_options options = {.listen = "127.0.0.1:0",
                                     .db_url = site.testdb.url,
                                     .county = LIVE_COUNTY,
                                     .keys = keys,
                                     .temp_dir = site.folder,
                                     .upload_bytes_max = 1 << 20,
                                     .is_quiet = true,
                                     .map = &SITE_MAP};
    return server_start(&options, &site.server, &e) == STATUS_OK ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    live_stop(&site);
    keyring_free(keys);
    return 0;
}

/* A password is enough; the session's token is on every page of one's own. */
static void enter(const char *name, char cookie[200], char csrf[64])
{
    BUF door = {0}, answer = {0}, page = {0};
    char before[200], body[400];
    live_get(&site, "/login", "", &door);
    snprintf(before, sizeof(before), "minsheng_login=%s", live_cookie(&door, "minsheng_login"));
    snprintf(body, sizeof(body), "csrf=%s&name=%s&password=correct+horse", live_csrf(&door), name);
    live_post(&site, "/login", before, body, &answer);
    assert_int_equal(live_status(&answer), 303);
    snprintf(cookie, 200, "minsheng_session=%s", live_cookie(&answer, "minsheng_session"));
    live_get(&site, "/account", cookie, &page);
    assert_int_equal(live_status(&page), 200);
    snprintf(csrf, 64, "%s", live_csrf(&page));
}

static void settings(bool is_on)
{
    struct db *db = testdb_open(site.testdb.url, DB_WRITER);
    live_settings_set(db, is_on);
    db_close(db);
}

static int64_t count(const char *sql)
{
    int64_t value = -1;
    struct error e = {0};
    struct db *db = testdb_open(site.testdb.url, DB_READER);
    assert_ok_e(db_query_i64_raw(db, sql, &value, &e), &e);
    db_close(db);
    return value;
}

/* ---- the steps of a login ---- */

/* The cookie of who is on his way in, and the token that his forms carry. */
struct visitor {
    char cookie[200], csrf[64];
};

/* Sends name and password; the answer leads to a step: its page is read. */
static void step_begin(struct visitor *v, const char *name, const char *password, struct buf *page)
{
    BUF door = {0}, answer = {0};
    char body[400];
    live_get(&site, "/login", "", &door);
    snprintf(v->cookie, sizeof(v->cookie), "minsheng_login=%s",
             live_cookie(&door, "minsheng_login"));
    snprintf(body, sizeof(body), "csrf=%s&name=%s&password=%s&next=%%2Faccount", live_csrf(&door),
             name, password);
    live_post(&site, "/login", v->cookie, body, &answer);
    assert_int_equal(live_status(&answer), 303);
    assert_true(live_has(&answer, "\r\nLocation: /login/step?next=%2Faccount\r\n"));
    assert_string_equal(live_cookie(&answer, "minsheng_session"), "");
    snprintf(v->cookie, sizeof(v->cookie), "minsheng_login=%s",
             live_cookie(&answer, "minsheng_login"));
    live_get(&site, "/login/step?next=%2Faccount", v->cookie, page);
    assert_int_equal(live_status(page), 200);
    snprintf(v->csrf, sizeof(v->csrf), "%s", live_csrf(page));
}

static void step_give(struct visitor *v, const char *fields, struct buf *answer)
{
    char body[400];
    snprintf(body, sizeof(body), "csrf=%s&next=%%2Faccount&%s", v->csrf, fields);
    live_post(&site, "/login/step", v->cookie, body, answer);
    const char *session = live_cookie(answer, "minsheng_session");
    if (session[0] != '\0')
        snprintf(v->cookie, sizeof(v->cookie), "minsheng_session=%s", session);
}

static bool is_inside(const struct visitor *v)
{
    BUF page = {0};
    live_get(&site, "/account", v->cookie, &page);
    return live_status(&page) == 200;
}

/* What the telephone shows, from the secret that the page shows. */
static void telephone(const struct buf *page, int64_t at, char code[ACCESS_CODE_DIGITS + 1],
                      uint8_t secret[20])
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const char *p = strstr(buf_text(page), "user-select-all\">");
    assert_non_null(p);
    p += strlen("user-select-all\">");
    memset(secret, 0, 20);
    for (size_t bit = 0; bit < 160; p++) {
        if (*p == ' ')
            continue;
        size_t letter = (size_t)(strchr(letters, *p) - letters);
        assert_true(letter < 32);
        for (int k = 4; k >= 0; k--, bit++)
            secret[bit / 8] |= (uint8_t)((letter >> k & 1u) << (7 - bit % 8));
    }
    access_totp_code(secret, 20, at, code);
}

static void an_officer_enters_by_all_steps_and_then_by_code(void **state)
{
    (void)state;
    struct visitor v, again;
    BUF page = {0}, same = {0}, enrol = {0}, wrong = {0}, codes = {0}, ask = {0}, used = {0},
        in = {0};
    char fields[200], code[ACCESS_CODE_DIGITS + 1];
    uint8_t secret[20];
    settings(true);
    step_begin(&v, "officer", "correct+horse", &page);
    assert_true(live_has(&page, "设自己的密码"));
    assert_false(is_inside(&v));
    step_give(&v, "password=correct+horse&again=correct+horse", &same);
    assert_int_equal(live_status(&same), 422);
    buf_free(&same);
    step_give(&v, "password=my+own+words&again=my+other+words", &same);
    assert_int_equal(live_status(&same), 422);
    step_give(&v, "password=my+own+words&again=my+own+words", &enrol);
    assert_int_equal(live_status(&enrol), 303);
    buf_free(&enrol);
    live_get(&site, "/login/step", v.cookie, &enrol);
    assert_true(live_has(&enrol, "<path fill=\"#000\" d=\"M"));
    assert_false(live_has(&enrol, "<script>")); /* drawn by the server */
    assert_false(is_inside(&v));
    telephone(&enrol, (int64_t)time(NULL), code, secret);
    step_give(&v, "code=000000", &wrong);
    assert_int_equal(live_status(&wrong), 422);
    snprintf(fields, sizeof(fields), "code=%s", code);
    step_give(&v, fields, &codes);
    assert_int_equal(live_status(&codes), 200);
    assert_true(live_has(&codes, "恢复码"));
    assert_true(live_has(&codes, "Cache-Control: no-store"));
    assert_true(is_inside(&v));
    /* next time: the code, but not the one just used */
    step_begin(&again, "officer", "my+own+words", &ask);
    assert_true(live_has(&ask, "输入验证码"));
    step_give(&again, fields, &used);
    assert_int_equal(live_status(&used), 422);
    assert_false(is_inside(&again));
    const char *recovery = strstr(buf_text(&codes), "<li><code class=\"user-select-all\">");
    assert_non_null(recovery);
    snprintf(fields, sizeof(fields), "code=%.19s", strchr(recovery + 4, '>') + 1);
    step_give(&again, fields, &in);
    assert_int_equal(live_status(&in), 303);
    assert_true(is_inside(&again));
    settings(false);
}

static void without_a_ticket_there_is_no_step(void **state)
{
    (void)state;
    BUF door = {0}, page = {0}, post = {0};
    char cookie[200], body[200];
    live_get(&site, "/login", "", &door);
    snprintf(cookie, sizeof(cookie), "minsheng_login=%s", live_cookie(&door, "minsheng_login"));
    live_get(&site, "/login/step", cookie, &page);
    assert_int_equal(live_status(&page), 303);
    assert_true(live_has(&page, "\r\nLocation: /login\r\n"));
    snprintf(body, sizeof(body), "csrf=%s&code=123456", live_csrf(&door));
    live_post(&site, "/login/step", cookie, body, &post);
    assert_int_equal(live_status(&post), 303);
    assert_string_equal(live_cookie(&post, "minsheng_session"), "");
}

/* ---- one's own account ---- */

static void a_new_password_ends_the_session_that_asked_for_it(void **state)
{
    (void)state;
    char cookie[200], csrf[64], body[300], fresh[200];
    BUF wrong = {0}, done = {0}, old = {0}, new_page = {0};
    enter("village", cookie, csrf);
    snprintf(body, sizeof(body), "csrf=%s&old=wrong+horse&password=long+new+one&again=long+new+one",
             csrf);
    live_post(&site, "/account/password", cookie, body, &wrong);
    assert_int_equal(live_status(&wrong), 422);
    snprintf(body, sizeof(body),
             "csrf=%s&old=correct+horse&password=long+new+one&again=long+new+one", csrf);
    live_post(&site, "/account/password", cookie, body, &done);
    assert_int_equal(live_status(&done), 303);
    snprintf(fresh, sizeof(fresh), "minsheng_session=%s", live_cookie(&done, "minsheng_session"));
    live_get(&site, "/account?format=json", cookie, &old);
    assert_int_equal(live_status(&old), 401);
    live_get(&site, "/account?format=json", fresh, &new_page);
    assert_int_equal(live_status(&new_page), 200);
}

static int api_status(const char *token)
{
    BUF request = BUF_INIT(4096), answer = {0};
    buf_addf(&request,
             "GET /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n",
             token);
    live_send(&site, request.p, request.n, &answer);
    return live_status(&answer);
}

static void a_token_is_shown_once_and_dies_with_its_users_lock(void **state)
{
    (void)state;
    char cookie[200], csrf[64], body[300], token[ACCESS_TOKEN_BYTES], root[200], root_csrf[64];
    BUF made = {0}, page = {0}, refused = {0}, locked = {0};
    enter("clerk", cookie, csrf);
    snprintf(body, sizeof(body), "csrf=%s&label=&days=3", csrf);
    live_post(&site, "/account/tokens", cookie, body, &refused);
    assert_int_equal(live_status(&refused), 422);
    snprintf(body, sizeof(body), "csrf=%s&label=printer&days=3", csrf);
    live_post(&site, "/account/tokens", cookie, body, &made);
    assert_int_equal(live_status(&made), 200);
    const char *p = strstr(buf_text(&made), "user-select-all\">");
    assert_non_null(p);
    snprintf(token, sizeof(token), "%s", p + strlen("user-select-all\">"));
    live_get(&site, "/account", cookie, &page);
    assert_true(live_has(&page, "printer"));
    assert_false(live_has(&page, token));
    assert_int_equal(api_status(token), 200);
    enter("root", root, root_csrf);
    snprintf(body, sizeof(body), "csrf=%s", root_csrf);
    live_post(&site, "/users/clerk/lock", root, body, &locked);
    assert_int_equal(live_status(&locked), 303);
    assert_int_equal(api_status(token), 401);
    buf_free(&locked);
    live_post(&site, "/users/clerk/unlock", root, body, &locked);
    assert_int_equal(api_status(token), 200);
    buf_free(&locked);
    snprintf(body, sizeof(body), "csrf=%s&password=correct+horse", root_csrf);
    live_post(&site, "/users/clerk/password", root, body, &locked);
    assert_int_equal(live_status(&locked), 303);
    assert_int_equal(api_status(token), 401); /* somebody else set the password: revoked */
}

static void the_administrator_manages_others_but_not_himself(void **state)
{
    (void)state;
    char cookie[200], csrf[64], clerk[200], clerk_csrf[64], body[300];
    BUF list = {0}, added = {0}, twice = {0}, self = {0}, role = {0}, other = {0}, unknown = {0};
    enter("root", cookie, csrf);
    live_get(&site, "/users?q=cle", cookie, &list);
    assert_true(live_has(&list, "href=\"/users/clerk\""));
    assert_false(live_has(&list, "href=\"/users/village\""));
    snprintf(body, sizeof(body),
             "csrf=%s&name=fresh&title=x&role=auditor&scope=341823&password=four+plain+words",
             csrf);
    live_post(&site, "/users", cookie, body, &added);
    assert_int_equal(live_status(&added), 303);
    live_post(&site, "/users", cookie, body, &twice);
    assert_int_equal(live_status(&twice), 422);
    snprintf(body, sizeof(body), "csrf=%s&role=finance_officer&scope=341823", csrf);
    live_post(&site, "/users/root/role", cookie, body, &self);
    assert_int_equal(live_status(&self), 422);
    live_post(&site, "/users/fresh/role", cookie, body, &role);
    assert_int_equal(live_status(&role), 303);
    live_post(&site, "/users/nobody/role", cookie, body, &unknown);
    assert_int_equal(live_status(&unknown), 404);
    enter("away", clerk, clerk_csrf);
    live_get(&site, "/users", clerk, &other);
    assert_int_equal(live_status(&other), 403);
    assert_int_equal(count("SELECT count(*) FROM change_trail WHERE action = 'user.role' AND actor "
                           "= 'root' AND subject = 'user fresh'"),
                     1);
}

/* ---- a whole number ---- */

static void a_number_is_shown_once_to_its_township_and_recorded(void **state)
{
    (void)state;
    char cookie[200], csrf[64], body[300];
    BUF form = {0}, bare = {0}, shown = {0}, get = {0}, away = {0};
    enter("clerk", cookie, csrf);
    live_get(&site, "/households/1/reveal", cookie, &form);
    assert_int_equal(live_status(&form), 200);
    assert_true(live_has(&form, "value=\"id_number:1\""));
    assert_false(live_has(&form, ID_NUMBER));
    snprintf(body, sizeof(body), "csrf=%s&what=id_number%%3A1&purpose=", csrf);
    live_post(&site, "/households/1/reveal", cookie, body, &bare);
    assert_int_equal(live_status(&bare), 422);
    assert_false(live_has(&bare, ID_NUMBER));
    snprintf(body, sizeof(body), "csrf=%s&what=id_number%%3A1&purpose=check+the+passbook", csrf);
    live_post(&site, "/households/1/reveal", cookie, body, &shown);
    assert_int_equal(live_status(&shown), 200);
    assert_true(live_has(&shown, ID_NUMBER));
    assert_true(live_has(&shown, "Cache-Control: no-store"));
    live_get(&site, "/households/1/reveal", cookie, &get);
    assert_false(live_has(&get, ID_NUMBER));
    assert_int_equal(count("SELECT count(*) FROM change_trail WHERE action = 'number.reveal' AND "
                           "actor = 'clerk' AND subject = 'household 1'"),
                     1);
    enter("away", cookie, csrf);
    snprintf(body, sizeof(body), "csrf=%s&what=id_number%%3A1&purpose=check+the+passbook", csrf);
    live_post(&site, "/households/1/reveal", cookie, body, &away);
    assert_int_equal(live_status(&away), 404);
    assert_int_equal(count("SELECT count(*) FROM change_trail WHERE action = 'number.reveal'"), 1);
}

int main(int argc, char **argv)
{
    engine = argc > 1 && strcmp(argv[1], "postgresql") == 0 ? DB_POSTGRES : DB_SQLITE;
    const char *name = testdb_engine_name(engine);
    if (engine == DB_POSTGRES && !testdb_has_postgres()) {
        printf("1..0 # SKIP MINSHENG_TEST_PG is not set\n");
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_officer_enters_by_all_steps_and_then_by_code),
        cmocka_unit_test(without_a_ticket_there_is_no_step),
        cmocka_unit_test(a_new_password_ends_the_session_that_asked_for_it),
        cmocka_unit_test(a_number_is_shown_once_to_its_township_and_recorded),
        cmocka_unit_test(a_token_is_shown_once_and_dies_with_its_users_lock),
        cmocka_unit_test(the_administrator_manages_others_but_not_himself),
    };
    return cmocka_run_group_tests_name(name, tests, start, stop);
}

/* Every route, asked by every post for its own place and for others', on the site and under
   /api/v1. What must come back follows from PERMISSIONS and the scope of divisions alone, so a new
   page is tried as soon as it stands in a route table. */
#include "web/matrix.h"
#include "domain/registry/change.h"
#include "web/pages/pages.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define BUF CLEANUP(buf_free) struct buf
#define PATH_BYTES 500
#define FAULTS_SHOWN_MAX 60

enum door { DOOR_SITE, DOOR_API };

static struct matrix m;
static enum db_engine engine;
static size_t tried, fault_count;
/* By role; [ROLE_NONE]: nobody has logged in. */
static struct {
    char cookie[200], csrf[64], token[ACCESS_TOKEN_BYTES];
} people[ROLE_COUNT];

/* Steps of whole runs are the county's, whatever a township's post may do with its own rows. */
static const char *const COUNTY_PATTERNS[] = {
    "/runs/{run}/check",
    "/medical/statements",
    "/medical/statements/{statement}",
    "/medical/statements/{statement}/lines.xlsx",
    "/medical/statements/{statement}/paper.pdf",
    "/medical/statements/{statement}/paper.docx",
    "/assessments/{assessment}/table.pdf",
    "/assessments/{assessment}/table.docx",
    "/assessments/{assessment}/report.pdf",
    "/assessments/{assessment}/report.docx",
    "/assessments/{assessment}/city.zip",
    "/assessments/{assessment}/province.zip",
};
/* Not there for who may: nothing has been begun, was named, or is left after the first time. */
static const char *const ABSENT_PATTERNS[] = {
    "/account/totp",
    "/cases",
    "/cases/{case}/attachments/{paper}/strike",
    "/projects/{project}/returns/{return}/photos/{photo}/strike",
    "/meetings/{meeting}/photos/{photo}/strike",
};
/* What would put the person who asks out of the door: tried by session_test. */
static const char *const LEAVING_PATTERNS[] = {
    "/logout",
    "/account/sessions",
    "/account/password",
};
#define IS_AMONG(list, pattern) is_among(list, sizeof(list) / sizeof((list)[0]), pattern)

static bool is_among(const char *const *list, size_t count, const char *pattern)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], pattern) == 0)
            return true;
    return false;
}

static int start(void **state)
{
    (void)state;
    struct error e = {0};
    matrix_start(&m, engine);
    struct db *db = testdb_open(m.live.testdb.url, DB_WRITER);
    for (int role = ROLE_NONE + 1; role < ROLE_SYSTEM; role++) {
        int64_t id;
        assert_ok_e(access_bearer_create(db, LIVE_COUNTY, ACTOR_SYSTEM,
                                         matrix_user((enum role)role), "matrix",
                                         (int64_t)time(NULL), 1, people[role].token, &id, &e),
                    &e);
    }
    db_close(db);
    for (int role = ROLE_NONE + 1; role < ROLE_SYSTEM; role++)
        live_login(&m.live, matrix_user((enum role)role), people[role].cookie, people[role].csrf);
    BUF page = {0};
    live_get(&m.live, "/login", "", &page);
    snprintf(people[ROLE_NONE].cookie, sizeof(people[ROLE_NONE].cookie), "%s=%s", COOKIE_LOGIN,
             live_cookie(&page, COOKIE_LOGIN));
    snprintf(people[ROLE_NONE].csrf, sizeof(people[ROLE_NONE].csrf), "%s", live_csrf(&page));
    return 0;
}

static int stop(void **state)
{
    (void)state;
    matrix_stop(&m);
    return 0;
}

/* ---- asking ---- */

struct question {
    const struct route *route;
    enum role role;
    enum side side;
    enum door door;
    char path[PATH_BYTES];
    bool is_placed, is_township, is_own; /* parameters of those kinds are in it */
};

/* Fills in the path; false when a parameter is not known. */
static bool path_fill(struct question *q)
{
    BUF path = BUF_INIT(PATH_BYTES);
    for (const char *p = q->route->pattern; *p != '\0';) {
        if (*p != '{') {
            buf_addc(&path, *p++);
            continue;
        }
        char value[100];
        size_t n = strcspn(p + 1, "}");
        switch (matrix_parameter(&m, p + 1, n, q->side, value, sizeof(value))) {
        case PARAMETER_UNKNOWN:
            fprintf(stderr,
                    "# %s: nothing is known to stand for {%.*s}: add it to PARAMETERS in "
                    "tests/web/matrix_fixture.c\n",
                    q->route->pattern, (int)n, p + 1);
            return false;
        case PARAMETER_PLACED:
            q->is_placed = true;
            break;
        case PARAMETER_TOWNSHIP:
            q->is_placed = q->is_township = true;
            break;
        case PARAMETER_OWN:
            q->is_own = true;
            break;
        case PARAMETER_COUNTY:
            break;
        }
        buf_adds(&path, value);
        p += n + 2;
    }
    snprintf(q->path, sizeof(q->path), "%s", buf_text(&path));
    return true;
}

static int ask(const struct question *q, struct buf *out)
{
    BUF request = BUF_INIT(65536);
    BUF body = BUF_INIT(200);
    bool is_post = q->route->method == HTTP_POST;
    buf_addf(&request, "%s %s%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n",
             is_post ? "POST" : "GET", q->door == DOOR_API ? API_PREFIX : "", q->path);
    if (q->door == DOOR_API && q->role != ROLE_NONE)
        buf_addf(&request, "Authorization: Bearer %s\r\n", people[q->role].token);
    if (q->door == DOOR_SITE)
        buf_addf(&request, "Cookie: %s\r\n", people[q->role].cookie);
    if (is_post && q->door == DOOR_SITE)
        buf_addf(&body, "csrf=%s", people[q->role].csrf);
    else if (is_post)
        buf_adds(&body, "{}");
    if (is_post)
        buf_addf(&request, "Content-Type: %s\r\nContent-Length: %zu\r\n",
                 q->door == DOOR_API ? "application/json" : "application/x-www-form-urlencoded",
                 body.n);
    buf_addf(&request, "\r\n%s", buf_text(&body));
    live_send(&m.live, request.p, request.n, out);
    tried++;
    return live_status(out);
}

/* ---- what must come back ---- */

enum expected { EXPECT_LOGIN, EXPECT_DENIED, EXPECT_ABSENT, EXPECT_UNSIGNED, EXPECT_SERVED };

static bool in_scope(const struct question *q)
{
    const bool sees_township = q->is_township && q->role == ROLE_VILLAGE_CLERK;
    return access_in_scope(sees_township ? MATRIX_TOWNSHIP : matrix_scope(&m, q->role),
                           m.of[q->side].village);
}

static enum expected expected_of(const struct question *q)
{
    const bool is_public = q->route->permission == PERMISSION_PUBLIC;
    if (!access_can(q->role, q->route->permission))
        return q->role == ROLE_NONE ? EXPECT_LOGIN : EXPECT_DENIED;
    if (IS_AMONG(COUNTY_PATTERNS, q->route->pattern) &&
        !access_in_scope(matrix_scope(&m, q->role), LIVE_COUNTY * 1000000))
        return EXPECT_DENIED;
    if (q->route->is_signed)
        return EXPECT_UNSIGNED;
    if (q->is_placed && !is_public && !in_scope(q))
        return EXPECT_ABSENT;
    if (q->is_township && q->role == ROLE_VILLAGE_CLERK && q->route->method == HTTP_POST)
        return EXPECT_DENIED;
    return EXPECT_SERVED;
}

static bool answer_is(const struct question *q, enum expected expected, int status,
                      const struct buf *answer)
{
    switch (expected) {
    case EXPECT_LOGIN:
        if (q->door == DOOR_SITE && q->route->method == HTTP_GET)
            return status == 303 && strstr(buf_text(answer), "\r\nLocation: /login?") != NULL;
        return status == 401;
    case EXPECT_UNSIGNED:
        return status == 401;
    case EXPECT_DENIED:
        return status == 403;
    case EXPECT_ABSENT:
        return status == 404;
    case EXPECT_SERVED:
        break;
    }
    if (status == 404)
        return q->is_own || IS_AMONG(ABSENT_PATTERNS, q->route->pattern);
    if (q->route->method == HTTP_GET)
        return status == 200 || status == 303 || status == 422;
    return status == 200 || status == 303 || status == 400 || status == 409 || status == 415 ||
           status == 422;
}

static const char *expected_text(enum expected expected)
{
    static const char *const texts[] = {"to be sent to the login", "403", "404",
                                        "401 for want of a signature", "to be served"};
    return texts[expected];
}

static void fault(const struct question *q, const char *what, int status)
{
    if (fault_count++ < FAULTS_SHOWN_MAX)
        fprintf(stderr, "# %s %s%s as %s (%s): %s, got %d\n",
                q->route->method == HTTP_POST ? "POST" : "GET",
                q->door == DOOR_API ? API_PREFIX : "", q->path, role_code(q->role),
                side_name(q->side), what, status);
}

/* Whatever lies outside the viewer's scope: no link to it, no row of it, no name. */
static void leak_check(const struct question *q, int status, const struct buf *answer)
{
    if (q->route->permission == PERMISSION_PUBLIC)
        return;
    for (int side = 0; side < SIDE_COUNT; side++) {
        const struct matrix_things *t = &m.of[side];
        char marks[10][80];
        if (access_in_scope(matrix_scope(&m, q->role), t->village))
            continue;
        snprintf(marks[0], sizeof(marks[0]), "/households/%" PRId64 "\"", t->household);
        snprintf(marks[1], sizeof(marks[1]), "\"household\":%" PRId64 ",", t->household);
        snprintf(marks[2], sizeof(marks[2]), "/cases/%" PRId64 "\"", t->case_id);
        snprintf(marks[3], sizeof(marks[3]), "/match/hits/%" PRId64 "\"", t->hit);
        snprintf(marks[4], sizeof(marks[4]), "/match/candidates/%" PRId64 "\"", t->candidate);
        snprintf(marks[5], sizeof(marks[5]), "%s", t->applicant);
        snprintf(marks[6], sizeof(marks[6]), "%s", t->number);
        snprintf(marks[7], sizeof(marks[7]), "/medical/people/%" PRId64 "\"", t->person);
        snprintf(marks[8], sizeof(marks[8]), "/medical/bills/%" PRId64 "\"", t->bill);
        snprintf(marks[9], sizeof(marks[9]), "/medical/advances/%" PRId64 "\"", t->advance);
        for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
            if (strstr(q->path, marks[i]) == NULL && strstr(buf_text(answer), marks[i]) != NULL)
                fault(q, marks[i], status);
    }
}

static int64_t trail_length(void)
{
    struct error e = {0};
    char hex[HASH_HEX_BYTES];
    int64_t id = 0;
    assert_ok_e(change_head(m.db, LIVE_COUNTY, &id, hex, &e), &e);
    return id;
}

static void question_try(const struct question *q)
{
    BUF answer = {0};
    const enum expected expected = expected_of(q);
    const int64_t before = trail_length();
    const int status = ask(q, &answer);
    char what[100];
    if (!answer_is(q, expected, status, &answer)) {
        snprintf(what, sizeof(what), "expected %s", expected_text(expected));
        fault(q, what, status);
    }
    if (expected != EXPECT_SERVED && trail_length() != before)
        fault(q, "refused, and yet something changed", status);
    leak_check(q, status, &answer);
}

/* A list asked for another township's rows by its filters: served or refused, but none of them. */
static void filter_try(const struct route *route, enum role role, enum door door)
{
    struct question q = {.route = route, .role = role, .side = SIDE_OTHER, .door = door};
    BUF answer = {0};
    if (route->method != HTTP_GET || !path_fill(&q) || q.is_placed)
        return;
    size_t n = strlen(q.path);
    const int64_t village = m.of[SIDE_OTHER].village;
    snprintf(q.path + n, sizeof(q.path) - n,
             "?township=%" PRId64 "&village=%" PRId64 "&division=%" PRId64 "&household=%" PRId64
             "&show=all&q=%%E5%%A4%%96%%E9%%95%%87",
             MATRIX_OTHER_TOWNSHIP, village, village, m.of[SIDE_OTHER].household);
    int status = ask(&q, &answer);
    if (status >= 500)
        fault(&q, "expected an answer", status);
    leak_check(&q, status, &answer);
}

static void route_try(const struct route *route, enum door door)
{
    filter_try(route, ROLE_VILLAGE_CLERK, door);
    filter_try(route, ROLE_TOWNSHIP_CLERK, door);
    filter_try(route, ROLE_HOME_DIRECTOR, door);
    for (int role = ROLE_NONE; role < ROLE_SYSTEM; role++)
        for (int side = SIDE_COUNT - 1; side >= 0; side--) {
            struct question q = {
                .route = route, .role = (enum role)role, .side = (enum side)side, .door = door};
            if (!path_fill(&q)) {
                fault_count++;
                return;
            }
            if (q.is_placed || side == SIDE_OWN)
                question_try(&q);
        }
}

/* GETs first: what is looked at is not changed by then. */
static void every_route_try(enum http_method method, enum door door)
{
    tried = fault_count = 0;
    for (size_t t = 0; t < SITE_MAP.table_count; t++)
        for (size_t i = 0; i < SITE_MAP.tables[t]->count; i++) {
            const struct route *route = &SITE_MAP.tables[t]->routes[i];
            if (route->method == method &&
                !(method == HTTP_POST && IS_AMONG(LEAVING_PATTERNS, route->pattern)) &&
                route->audience != (door == DOOR_SITE ? AUDIENCE_PROGRAMS : AUDIENCE_PEOPLE))
                route_try(route, door);
        }
    print_message("# %zu requests\n", tried);
    assert_true(tried > 100);
    assert_int_equal(fault_count, 0);
}

static void every_page_opens_to_its_posts_and_places_only(void **state)
{
    (void)state;
    every_route_try(HTTP_GET, DOOR_SITE);
}

static void every_resource_opens_to_its_posts_and_places_only(void **state)
{
    (void)state;
    every_route_try(HTTP_GET, DOOR_API);
}

static void every_action_is_its_posts_and_places_only(void **state)
{
    (void)state;
    every_route_try(HTTP_POST, DOOR_SITE);
}

static void every_call_is_its_posts_and_places_only(void **state)
{
    (void)state;
    every_route_try(HTTP_POST, DOOR_API);
}

/* Else that nobody sees them elsewhere would mean nothing. */
static void who_sees_the_county_sees_every_mark(void **state)
{
    (void)state;
    static const char *const pages[] = {"/cases", "/match/hits", "/match/candidates",
                                        "/medical/bills", "/medical/advances"};
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        BUF answer = {0};
        live_get(&m.live, pages[i], people[ROLE_BUREAU_OFFICER].cookie, &answer);
        for (int side = 0; side < SIDE_COUNT; side++) {
            const int64_t ids[] = {m.of[side].case_id, m.of[side].hit, m.of[side].candidate,
                                   m.of[side].bill, m.of[side].advance};
            char mark[80];
            snprintf(mark, sizeof(mark), "%s/%" PRId64 "\"", pages[i], ids[i]);
            assert_non_null(strstr(buf_text(&answer), mark));
            if (i == 0)
                assert_non_null(strstr(buf_text(&answer), m.of[side].applicant));
        }
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_sees_the_county_sees_every_mark),
        cmocka_unit_test(every_page_opens_to_its_posts_and_places_only),
        cmocka_unit_test(every_resource_opens_to_its_posts_and_places_only),
        cmocka_unit_test(every_action_is_its_posts_and_places_only),
        cmocka_unit_test(every_call_is_its_posts_and_places_only),
    };
    engine = argc > 1 && strcmp(argv[1], "postgresql") == 0 ? DB_POSTGRES : DB_SQLITE;
    if (engine == DB_POSTGRES && !testdb_has_postgres()) {
        puts("1..0 # SKIP MINSHENG_TEST_PG is not set (tests/with-postgres.sh sets it)");
        return 0;
    }
    return cmocka_run_group_tests_name(testdb_engine_name(engine), tests, start, stop);
}

/* The door of the counter: what a signature is over, who is let in, how a refusal reads, and that a
   hospital sees nothing but its own. */
#include "hospital/town.h"

#include "base/hash.h"
#include "domain/medical/statement.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BUF CLEANUP(buf_free) struct buf
#define ANSWER_BYTES (64u << 10)
#define STAYS 60

static struct town town;
static uint16_t port;

/* ---- the worked example of docs/api.md ---- */

static void the_worked_example_of_the_documentation_is_true(void **state)
{
    (void)state;
    static const char body[] =
        "{\"serial\":\"20130620-000017\",\"admission_no\":\"Z2013-0456\",\"reason\":\"费用录错\"}";
    const struct signed_request r = {.method = "POST",
                                     .path = "/api/v1/counter/reversals",
                                     .timestamp = "1371700000",
                                     .body = body,
                                     .body_bytes = sizeof body - 1};
    char signature[65], digest_hex[HASH_HEX_BYTES];
    uint8_t digest[HASH_BYTES];
    hash_bytes(body, sizeof body - 1, digest);
    hash_hex(digest, digest_hex);
    hospital_sign("nTbmWq0c2yXh5Jr8VfKu3LzDpA7sEg9oRi1QaZxCvBM", &r, signature);
    char *text = process_text(MINSHENG_ROOT "/docs/api.md");
    assert_non_null(strstr(text, body));
    assert_non_null(strstr(text, r.timestamp));
    if (strstr(text, digest_hex) == NULL || strstr(text, signature) == NULL)
        fail_msg("docs/api.md should say %s and %s", digest_hex, signature);
    free(text);
}

/* ---- who is let in ---- */

static struct counter line_of(int hospital)
{
    return (struct counter){port, town.hospital[hospital].token, town.hospital[hospital].secret,
                            -1};
}

static int64_t rows(void)
{
    struct db *db = testdb_open(town.story.db.url, DB_READER);
    int64_t n = town_number(db, "SELECT (SELECT count(*) FROM medical_admission) + (SELECT "
                                "count(*) FROM change_trail) + (SELECT count(*) FROM "
                                "medical_message)");
    db_close(db);
    return n;
}

static void admit_body(struct buf *b, size_t stay, const char *serial)
{
    const struct town_person *p = &town.person[town.stay[stay].person];
    *b = BUF_INIT(ANSWER_BYTES);
    buf_addf(b,
             "{\"serial\":\"%s\",\"admission_no\":\"Z%05zu\",\"id_number\":\"%s\",\"name\":\"%s\","
             "\"visit\":\"inpatient\",\"scheme\":\"ncms\",\"admitted_on\":\"2013-12-01\","
             "\"disease\":\"C34.1\"}",
             serial, stay, p->number, p->name);
}

static int post(int hospital, const char *path, const char *body, struct buf *out)
{
    struct counter line = line_of(hospital);
    *out = BUF_INIT(ANSWER_BYTES);
    int status = counter_post(&line, path, body, COUNTER_PLAIN, out);
    counter_hang_up(&line);
    return status;
}

static int get(int hospital, const char *path, struct buf *out)
{
    struct counter line = line_of(hospital);
    *out = BUF_INIT(ANSWER_BYTES);
    int status = counter_get(&line, path, out);
    counter_hang_up(&line);
    return status;
}

static void assert_code(int status, int expected, const struct buf *answer, const char *code)
{
    char wanted[80];
    (void)snprintf(wanted, sizeof wanted, "\"code\":\"%s\"", code);
    if (status != expected || strstr(buf_text(answer), wanted) == NULL)
        fail_msg("expected %d %s, got %d %s", expected, code, status, buf_text(answer));
}

/* How a request that was signed rightly is spoiled. */
static void only_what_its_own_secret_has_signed_is_taken(void **state)
{
    (void)state;
    BUF body = {0};
    const int64_t now = (int64_t)time(NULL), before = rows();
    admit_body(&body, 30, "door-1");
    const struct {
        int secret_of;
        const char *method, *path;
        int64_t at;
        const char *signed_body, *code;
    } wrong[] = {
        {1, "POST", "/api/v1/counter/admissions", now, NULL, "SIGNATURE_WRONG"},
        {0, "GET", "/api/v1/counter/admissions", now, NULL, "SIGNATURE_WRONG"},
        {0, "POST", "/counter/admissions", now, NULL, "SIGNATURE_WRONG"},
        {0, "POST", "/api/v1/counter/quotes", now, NULL, "SIGNATURE_WRONG"},
        {0, "POST", "/api/v1/counter/admissions", now, "{}", "SIGNATURE_WRONG"},
        {0, "POST", "/api/v1/counter/admissions", now - SIGNATURE_SKEW_S - 5, NULL,
         "SIGNATURE_TIME"},
        {0, "POST", "/api/v1/counter/admissions", now + SIGNATURE_SKEW_S + 60, NULL,
         "SIGNATURE_TIME"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        BUF answer = BUF_INIT(ANSWER_BYTES);
        struct counter line = line_of(0);
        char stamp[24], signature[65];
        const char *signed_body = wrong[i].signed_body ? wrong[i].signed_body : buf_text(&body);
        (void)snprintf(stamp, sizeof stamp, "%" PRId64, wrong[i].at);
        hospital_sign(town.hospital[wrong[i].secret_of].secret,
                      &(struct signed_request){.method = wrong[i].method,
                                               .path = wrong[i].path,
                                               .timestamp = stamp,
                                               .body = signed_body,
                                               .body_bytes = strlen(signed_body)},
                      signature);
        int status = counter_post_as(&line, "/counter/admissions", buf_text(&body), stamp,
                                     signature, &answer);
        assert_code(status, 401, &answer, wrong[i].code);
        counter_hang_up(&line);
    }
    struct counter line = line_of(0);
    BUF answer = BUF_INIT(ANSWER_BYTES);
    int status =
        counter_post_as(&line, "/counter/admissions", buf_text(&body), NULL, NULL, &answer);
    assert_int_equal(status, 401);
    counter_hang_up(&line);
    assert_int_equal(rows(), before);
}

static void a_revoked_secret_ends_at_once_and_its_successor_stays(void **state)
{
    (void)state;
    struct error e = {0};
    BUF answer = {0};
    char second[HOSPITAL_SECRET_BYTES], first[HOSPITAL_SECRET_BYTES];
    int64_t key;
    const char *ask = "{\"id_number\":\"x\",\"name\":\"y\"}";
    struct db *db = testdb_open(town.story.db.url, DB_WRITER);
    struct town_hospital *h = &town.hospital[2];
    assert_ok_e(hospital_key_add(db, TOWN_COUNTY, town.keys, ACTOR_SYSTEM, h->id, &key, second, &e),
                &e);
    assert_int_equal(post(2, "/counter/entitlement", ask, &answer), 422);
    memcpy(first, h->secret, sizeof first);
    memcpy(h->secret, second, sizeof second);
    buf_free(&answer);
    assert_int_equal(post(2, "/counter/entitlement", ask, &answer), 422);
    assert_ok_e(hospital_key_revoke(db, TOWN_COUNTY, ACTOR_SYSTEM, h->id, key - 1, &e), &e);
    buf_free(&answer);
    assert_int_equal(post(2, "/counter/entitlement", ask, &answer), 422);
    memcpy(h->secret, first, sizeof first);
    buf_free(&answer);
    assert_code(post(2, "/counter/entitlement", ask, &answer), 401, &answer, "SIGNATURE_WRONG");
    memcpy(h->secret, second, sizeof second);
    db_close(db);
}

/* ---- what it says ---- */

static void a_stay_is_told_from_entitlement_to_reversal(void **state)
{
    (void)state;
    const struct town_person *p = &town.person[town.stay[40].person];
    BUF body = BUF_INIT(ANSWER_BYTES);
    BUF answer = {0};
    BUF again = {0};
    BUF admission = {0};
    static const char settle[] =
        "{\"serial\":\"tale-2\",\"admission_no\":\"Z00040\",\"discharged_on\":\"2013-12-10\","
        "\"total\":\"10000.00\",\"in_scope\":\"8000.00\",\"insurance\":\"5000.00\"}";
    buf_addf(&body, "{\"id_number\":\"%s\",\"name\":\"%s\"}", p->number, p->name);
    assert_int_equal(post(0, "/counter/entitlement", buf_text(&body), &answer), 200);
    assert_non_null(strstr(buf_text(&answer), "\"is_entitled\":true"));
    assert_null(strstr(buf_text(&answer), p->number));
    admit_body(&admission, 40, "tale-1");
    buf_free(&answer);
    assert_int_equal(post(0, "/counter/admissions", buf_text(&admission), &answer), 200);
    buf_free(&answer);
    assert_int_equal(post(0, "/counter/quotes", settle, &answer), 200);
    assert_non_null(strstr(buf_text(&answer), "\"lines\":[{"));
    const char *aid = p->class == MEDICAL_WUBAO ? "\"aid_fen\":270000" : "\"aid_fen\":210000";
    assert_non_null(strstr(buf_text(&answer), aid));
    buf_free(&answer);
    assert_int_equal(post(0, "/counter/settlements", settle, &answer), 200);
    assert_non_null(strstr(buf_text(&answer), aid));
    assert_int_equal(post(0, "/counter/settlements", settle, &again), 200);
    assert_string_equal(buf_text(&answer), buf_text(&again));
    buf_free(&answer);
    assert_code(post(0, "/counter/cancellations",
                     "{\"serial\":\"tale-3\",\"admission_no\":\"Z00040\",\"reason\":\"x\"}",
                     &answer),
                422, &answer, "ADMISSION_SETTLED");
    assert_non_null(strstr(buf_text(&answer), "\"place\":\"admission_no\""));
    buf_free(&answer);
    assert_code(post(0, "/counter/reversals",
                     "{\"serial\":\"tale-2\",\"admission_no\":\"Z00040\",\"reason\":\"x\"}",
                     &answer),
                409, &answer, "SERIAL_REUSED");
    buf_free(&answer);
    assert_code(post(0, "/counter/settlements",
                     "{\"serial\":\"tale-4\",\"admission_no\":\"Z00040\",\"total\":1.5}", &answer),
                400, &answer, "FORM_JSON");
}

static void a_hospital_sees_its_own_only(void **state)
{
    (void)state;
    BUF own = {0};
    BUF other = {0};
    BUF bills = {0};
    char path[60];
    assert_int_equal(get(0, "/counter/admissions/Z00040", &own), 200);
    assert_non_null(strstr(buf_text(&own), "\"state\":\"settled\""));
    assert_int_equal(get(1, "/counter/admissions/Z00040", &other), 404);
    const char *bill = strstr(buf_text(&own), "\"bill\":");
    assert_non_null(bill);
    (void)snprintf(path, sizeof path, "/counter/bills/%ld", strtol(bill + 7, NULL, 10));
    buf_free(&own);
    assert_int_equal(get(0, path, &own), 200);
    assert_non_null(strstr(buf_text(&own), "\"admission_no\":\"Z00040\""));
    buf_free(&other);
    assert_int_equal(get(1, path, &other), 404);
    assert_int_equal(get(0, "/counter/bills", &bills), 200);
    assert_non_null(strstr(buf_text(&bills), "Z00040"));
    buf_free(&bills);
    assert_int_equal(get(1, "/counter/bills", &bills), 200);
    assert_null(strstr(buf_text(&bills), "Z00040"));
    buf_free(&other);
    assert_code(post(1, "/counter/settlements",
                     "{\"serial\":\"x-1\",\"admission_no\":\"Z00040\",\"discharged_on\":"
                     "\"2013-12-10\",\"total\":\"1.00\",\"in_scope\":\"1.00\"}",
                     &other),
                422, &other, "ADMISSION_UNKNOWN");
    buf_free(&other);
    assert_int_equal(get(0, "/medical/statements", &other), 403);
}

/* The month's statement, line by line with the hospital's own list. */
static void a_statement_is_agreed_when_both_lists_are_the_same(void **state)
{
    (void)state;
    struct error e = {0};
    BUF lines = {0};
    BUF other = {0};
    BUF answer = {0};
    char path[80], body[200];
    int64_t id;
    const bool is_wubao = town.person[town.stay[40].person].class == MEDICAL_WUBAO;
    struct db *db = testdb_open(town.story.db.url, DB_WRITER);
    assert_ok_e(statement_prepare(db, TOWN_COUNTY, town.hospital[0].id, month_make(2013, 12),
                                  "medical1", &id, &e),
                &e);
    db_close(db);
    (void)snprintf(path, sizeof path, "/counter/statements/%" PRId64 "/lines", id);
    assert_int_equal(get(0, path, &lines), 200);
    assert_non_null(strstr(buf_text(&lines), "\"admission_no\":\"Z00040\""));
    assert_int_equal(get(1, path, &other), 404);
    (void)snprintf(path, sizeof path, "/counter/statements/%" PRId64 "/compare", id);
    assert_int_equal(post(0, path, "{\"lines\":[{\"admission_no\":\"Z00040\"}]}", &answer), 400);
    buf_free(&answer);
    assert_int_equal(
        post(0, path, "{\"lines\":[{\"amount\":\"1.00\",\"admission_no\":\"Z00040\"}]}", &answer),
        200);
    assert_non_null(strstr(buf_text(&answer), "\"state\":\"draft\""));
    assert_non_null(strstr(buf_text(&answer), "\"outcome\":\"DIFFERENT\""));
    (void)snprintf(body, sizeof body,
                   "{\"lines\":[{\"admission_no\":\"Z00040\",\"amount\":\"%s\"}]}",
                   is_wubao ? "2700.00" : "2100.00");
    buf_free(&other);
    assert_int_equal(post(1, path, body, &other), 404);
    buf_free(&answer);
    assert_int_equal(post(0, path, body, &answer), 200);
    assert_non_null(strstr(buf_text(&answer), "\"state\":\"agreed\""));
    buf_free(&answer);
    assert_code(post(0, path, body, &answer), 422, &answer, "STATEMENT_STATE");
}

static enum db_engine engine;
static struct process server;

static int start(void **state)
{
    (void)state;
    struct random r = random_seed(test_seed());
    town_open(&town, engine, STAYS, &r);
    port = town_port();
    town_serve(&town, port, &server);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    town_serve_end(&server);
    town_close(&town);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_example_of_the_documentation_is_true),
        cmocka_unit_test(only_what_its_own_secret_has_signed_is_taken),
        cmocka_unit_test(a_revoked_secret_ends_at_once_and_its_successor_stays),
        cmocka_unit_test(a_stay_is_told_from_entitlement_to_reversal),
        cmocka_unit_test(a_hospital_sees_its_own_only),
        cmocka_unit_test(a_statement_is_agreed_when_both_lists_are_the_same),
    };
    engine = argc > 1 && strcmp(argv[1], "postgresql") == 0 ? DB_POSTGRES : DB_SQLITE;
    if (engine == DB_POSTGRES && !testdb_has_postgres()) {
        puts("1..0 # SKIP MINSHENG_TEST_PG is not set (tests/with-postgres.sh sets it)");
        return 0;
    }
    return cmocka_run_group_tests_name(testdb_engine_name(engine), tests, start, stop);
}

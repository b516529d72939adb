/* The trail of changes: one unbroken chain, recomputed here by other code; both engines. */
#include "domain/plan/fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

#include "base/buf.h"
#include "domain/registry/change.h"
#include "support/testdb.h"

#define COUNTY COUNTY_JINGXIAN

struct note {
    const char *actor, *subject;
    int64_t id;
    bool fails;
};

static enum status record_work(struct db *db, void *context, struct error *e)
{
    struct note *n = context;
    TRY(change_record(
        db, COUNTY,
        &(struct change_entry){
            .actor = n->actor, .action = "test.note", .subject = n->subject, .detail = "{}"},
        &n->id, e));
    return n->fails ? error_set(e, STATUS_REFUSED, "TEST", "no") : STATUS_OK;
}

static int64_t record(struct db *db, const char *subject)
{
    struct note n = {.actor = "dibao1", .subject = subject};
    struct error e;
    assert_ok_e(db_transaction(db, record_work, &n, &e), &e);
    return n.id;
}

static void both(void (*claim)(struct db *db, const char *url))
{
    for (int engine = DB_SQLITE; engine <= DB_POSTGRES; engine++) {
        if (engine == DB_POSTGRES && !testdb_has_postgres())
            return;
        struct testdb testdb;
        testdb_fresh((enum db_engine)engine, &testdb);
        CLEANUP(db_cleanup) struct db *db = testdb_open(testdb.url, DB_WRITER);
        claim(db, testdb.url);
    }
}

static void add(struct buf *b, const void *p, size_t n)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        buf_addc(b, (char)((n >> shift) & 0xFF));
    buf_add(b, p, n);
}

/* By hand: every field behind its length, in the order of change.h. */
static void expected_hash(const uint8_t prev[HASH_BYTES], int64_t id, const char *at,
                          const char *subject, uint8_t out[HASH_BYTES])
{
    CLEANUP(buf_free) struct buf b = BUF_INIT(4096);
    char number[24];
    add(&b, prev, HASH_BYTES);
    add(&b, "341823", 6);
    snprintf(number, sizeof number, "%" PRId64, id);
    add(&b, number, strlen(number));
    add(&b, at, strlen(at));
    add(&b, "dibao1", 6);
    add(&b, "test.note", 9);
    add(&b, subject, strlen(subject));
    add(&b, "{}", 2);
    hash_bytes(b.p, b.n, out);
}

static void each_change_seals_those_before_it_claim(struct db *db, const char *url)
{
    (void)url;
    struct error e;
    int64_t head;
    char hex[HASH_HEX_BYTES], expected[HASH_HEX_BYTES];
    uint8_t hash[HASH_BYTES] = {0};
    assert_status(change_head(db, COUNTY, &head, hex, &e), STATUS_NONE);
    setenv("MINSHENG_TODAY", "2013-06-10", 1);
    char at[TIME_TEXT_BYTES];
    for (int i = 0; i < 3; i++) {
        const char *subject = i == 1 ? "户 7" : "run 12";
        int64_t id;
        do { /* until the stamp could not have turned in between */
            time_now(at);
            id = record(db, subject);
            char after[TIME_TEXT_BYTES];
            time_now(after);
            if (strcmp(at, after) == 0)
                break;
            assert_ok(db_execute_raw(
                db, "DELETE FROM change_trail WHERE id = (SELECT max(id) FROM change_trail)", &e));
        } while (true);
        expected_hash(hash, id, at, subject, hash);
        hash_hex(hash, expected);
        assert_ok_e(change_head(db, COUNTY, &head, hex, &e), &e);
        assert_int_equal(head, id);
        assert_string_equal(hex, expected);
    }
    unsetenv("MINSHENG_TODAY");
}

static void a_change_undone_leaves_no_gap_in_the_chain_claim(struct db *db, const char *url)
{
    (void)url;
    struct error e;
    int64_t first = record(db, "a"), head;
    char hex[HASH_HEX_BYTES];
    struct note n = {.actor = "dibao1", .subject = "b", .fails = true};
    assert_refused(db_transaction(db, record_work, &n, &e), &e, "TEST");
    assert_ok(change_head(db, COUNTY, &head, hex, &e));
    assert_int_equal(head, first);
    assert_true(record(db, "c") > first);
}

static void the_knowledge_of_a_day_is_its_last_change_claim(struct db *db, const char *url)
{
    (void)url;
    struct error e;
    int64_t known = -1;
    assert_ok(change_known_on(db, COUNTY, date_make(2013, 6, 30), &known, &e));
    assert_int_equal(known, 0);
    setenv("MINSHENG_TODAY", "2013-06-10", 1);
    int64_t first = record(db, "a");
    setenv("MINSHENG_TODAY", "2013-07-02", 1);
    int64_t second = record(db, "b");
    unsetenv("MINSHENG_TODAY");
    const struct {
        struct date day;
        int64_t known;
    } days[] = {{date_make(2013, 6, 8), 0},
                {date_make(2013, 6, 20), first},
                {date_make(2013, 7, 3), second},
                {date_make(2014, 1, 1), second}};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        assert_ok(change_known_on(db, COUNTY, days[i].day, &known, &e));
        assert_int_equal(known, days[i].known);
    }
}

static enum status take_work(struct db *db, void *context, struct error *e)
{
    int64_t *first = context;
    TRY(counter_take(db, COUNTY, "test", 10, &first[0], e));
    TRY(counter_take(db, COUNTY, "test", 1, &first[1], e));
    return counter_take(db, COUNTY, "other", 5, &first[2], e);
}

static void numbers_are_taken_once_claim(struct db *db, const char *url)
{
    (void)url;
    struct error e;
    int64_t first[3];
    assert_ok_e(db_transaction(db, take_work, first, &e), &e);
    assert_int_equal(first[0], 1);
    assert_int_equal(first[1], 11);
    assert_int_equal(first[2], 1);
    assert_ok_e(db_transaction(db, take_work, first, &e), &e);
    assert_int_equal(first[0], 12);
}

#define WRITERS 3
#define CHANGES_EACH 20

static void writer_run(const char *url)
{
    struct db *db = testdb_open(url, DB_WRITER);
    for (int i = 0; i < CHANGES_EACH; i++) {
        struct note n = {.actor = "dibao1", .subject = "x"};
        struct error e = {.status = STATUS_OK};
        if (db_transaction(db, record_work, &n, &e) != STATUS_OK) {
            fprintf(stderr, "# writer: %s %s\n", e.code, e.message);
            _exit(1);
        }
    }
    db_close(db);
    _exit(0);
}

/* Processes, as the server and the command line are. */
static void writers_at_the_same_time_make_one_chain_claim(struct db *db, const char *url)
{
    struct error e;
    int64_t n;
    for (int i = 0; i < WRITERS; i++) {
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0)
            writer_run(url);
    }
    for (int i = 0; i < WRITERS; i++) {
        int status;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    assert_ok(db_query_i64_raw(db, "SELECT count(*) FROM change_trail", &n, &e));
    assert_int_equal(n, WRITERS * CHANGES_EACH);
    assert_ok(db_query_i64_raw(db,
                               "SELECT count(*) FROM change_trail AS a JOIN change_trail AS b ON "
                               "b.id = a.id + 1 AND b.prev_hash = a.hash",
                               &n, &e));
    assert_int_equal(n, WRITERS * CHANGES_EACH - 1);
}

#define ON_BOTH(claim)                                                                             \
    static void claim(void **state)                                                                \
    {                                                                                              \
        (void)state;                                                                               \
        both(claim##_claim);                                                                       \
    }
ON_BOTH(each_change_seals_those_before_it)
ON_BOTH(a_change_undone_leaves_no_gap_in_the_chain)
ON_BOTH(the_knowledge_of_a_day_is_its_last_change)
ON_BOTH(numbers_are_taken_once)
ON_BOTH(writers_at_the_same_time_make_one_chain)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_change_seals_those_before_it),
        cmocka_unit_test(a_change_undone_leaves_no_gap_in_the_chain),
        cmocka_unit_test(the_knowledge_of_a_day_is_its_last_change),
        cmocka_unit_test(numbers_are_taken_once),
        cmocka_unit_test(writers_at_the_same_time_make_one_chain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

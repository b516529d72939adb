/* One writer at a time, whatever process or thread it is; readers never wait for it and never
 * checkpoint. */
#include "probe.h"
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSES 4
#define ROUNDS 60
#define CHILD_FAILED 3

static struct testdb where;
static struct error e;

static int64_t tally_of(struct db *db)
{
    struct tally_row row = {0};
    assert_ok_e(tally_value(db, NULL, &row, &e), &e);
    return row.value;
}

/* Reads the tally, lets others run, raises it. On SQLite nobody may come between; on PostgreSQL
   (READ COMMITTED) others may, and only the raising itself is exact. */
static enum status raise_work(struct db *db, void *context, struct error *err)
{
    (void)context;
    struct tally_row before, after;
    TRY(tally_value(db, NULL, &before, err));
    sched_yield();
    TRY(tally_next(db, NULL, &after, err));
    if (db_engine(db) == DB_SQLITE && after.value != before.value + 1)
        return error_set(err, STATUS_FAILED, "TEST_LOST", "%d then %d", (int)before.value,
                         (int)after.value);
    return STATUS_OK;
}

static bool raise_many(const char *url)
{
    struct error own = {0};
    struct db *db = NULL;
    bool good = db_open(url, DB_WRITER, &db, &own) == STATUS_OK;
    for (int i = 0; good && i < ROUNDS; i++)
        good = db_transaction(db, raise_work, NULL, &own) == STATUS_OK;
    if (!good)
        fprintf(stderr, "# writer: %s %s\n", own.code, own.message);
    db_close(db);
    return good;
}

static void wait_for_all(const pid_t *children, int n)
{
    int bad = 0;
    for (int i = 0; i < n; i++) {
        int status = 0;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        bad += WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : 1;
    }
    assert_int_equal(bad, 0);
}

static void processes_that_write_at_once_all_succeed(void **state)
{
    (void)state;
    struct db *db = probe_open(DB_SQLITE, &where);
    db_close(db); /* a connection must not cross fork */
    pid_t children[PROCESSES];
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        if (children[i] == 0)
            _exit(raise_many(where.url) ? 0 : CHILD_FAILED);
    }
    wait_for_all(children, PROCESSES);
    db = testdb_open(where.url, DB_WRITER);
    assert_int_equal(tally_of(db), PROCESSES * ROUNDS);
    assert_ok_e(db_integrity(db, &e), &e);
    db_close(db);
}

static void *thread_main(void *url)
{
    return raise_many(url) ? url : NULL;
}

static void threads_that_write_at_once_all_succeed(enum db_engine engine)
{
    struct db *db = probe_open(engine, &where);
    pthread_t threads[PROCESSES];
    for (int i = 0; i < PROCESSES; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, thread_main, where.url), 0);
    for (int i = 0; i < PROCESSES; i++) {
        void *result = NULL;
        pthread_join(threads[i], &result);
        assert_non_null(result);
    }
    assert_int_equal(tally_of(db), PROCESSES * ROUNDS);
    assert_ok_e(db_integrity(db, &e), &e);
    db_close(db);
}

static void threads_that_write_at_once_all_succeed_on_sqlite(void **state)
{
    (void)state;
    threads_that_write_at_once_all_succeed(DB_SQLITE);
}

/* ---- a writer that does not end ---- */

struct held {
    struct db *second;
};

static enum status never_called(struct db *db, void *context, struct error *err)
{
    (void)db;
    (void)context;
    (void)err;
    fail();
    return STATUS_OK;
}

static enum status holding_work(struct db *db, void *context, struct error *err)
{
    (void)db;
    (void)err;
    struct held *h = context;
    struct error own = {0};
    assert_failed(db_transaction(h->second, never_called, NULL, &own), &own, "DB_WRITE_LOCKED");
    char pid[24];
    snprintf(pid, sizeof pid, "%ld", (long)getpid());
    assert_non_null(strstr(own.message, pid));
    assert_non_null(strstr(own.place, ".lock"));
    return STATUS_OK;
}

static void who_waits_too_long_is_told_by_whom(void **state)
{
    (void)state;
    struct db *db = probe_open(DB_SQLITE, &where);
    struct held h = {testdb_open(where.url, DB_WRITER)};
    db_set_lock_wait(h.second, 20);
    assert_ok_e(db_transaction(db, holding_work, &h, &e), &e);
    assert_ok_e(db_transaction(h.second, raise_work, NULL, &e), &e); /* released at the end */
    db_close(h.second);
    db_close(db);
}

static void a_killed_writer_leaves_neither_lock_nor_half_a_change(void **state)
{
    (void)state;
    struct db *db = probe_open(DB_SQLITE, &where);
    db_close(db);
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        struct db *own = testdb_open(where.url, DB_WRITER);
        struct error own_error;
        if (own->ops->begin(own, &own_error) != STATUS_OK ||
            own->ops->execute(own, "SELECT 1", &own_error) != STATUS_OK)
            _exit(CHILD_FAILED);
        own->in_transaction = true;
        struct tally_row row;
        if (tally_next(own, NULL, &row, &own_error) != STATUS_OK || write(ready[1], "x", 1) != 1)
            _exit(CHILD_FAILED);
        for (;;)
            pause();
    }
    char c;
    assert_int_equal(read(ready[0], &c, 1), 1);
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    db = testdb_open(where.url, DB_WRITER);
    assert_int_equal(tally_of(db), 0);
    assert_ok_e(db_transaction(db, raise_work, NULL, &e), &e);
    assert_int_equal(tally_of(db), 1);
    db_close(db);
    close(ready[0]);
    close(ready[1]);
}

/* ---- readers and the log ---- */

struct reading {
    struct db *reader;
};

static enum status read_while_writing(struct db *db, void *context, struct error *err)
{
    struct reading *r = context;
    struct tally_row row;
    TRY(tally_next(db, NULL, &row, err));
    assert_int_equal(tally_of(r->reader), row.value - 1); /* at once, the last committed value */
    return STATUS_OK;
}

static void a_reader_does_not_wait_for_the_writer(void **state)
{
    (void)state;
    struct db *db = probe_open(DB_SQLITE, &where);
    struct reading r = {testdb_open(where.url, DB_READER)};
    assert_ok_e(db_transaction(db, read_while_writing, &r, &e), &e);
    assert_int_equal(tally_of(r.reader), 1);
    db_close(r.reader);
    db_close(db);
}

static off_t wal_bytes(void)
{
    char path[600];
    struct stat s;
    snprintf(path, sizeof path, "%s-wal", where.url + strlen("sqlite:"));
    return stat(path, &s) == 0 ? s.st_size : 0;
}

static enum status fill_work(struct db *db, void *context, struct error *err)
{
    (void)context;
    CLEANUP(db_bulk_cleanup) struct db_bulk *bulk = NULL;
    static int64_t next = 1;
    static uint8_t bytes[4000];
    TRY(probe_bulk_begin(db, &bulk, err));
    for (int i = 0; i < 500; i++) { /* two megabytes */
        struct probe_bulk_row row = {
            .id = next++, .x = {bytes, sizeof bytes}, .m = month_make(2013, 6)};
        TRY(probe_bulk_add(bulk, &row, err));
    }
    struct db_bulk *ending = bulk;
    bulk = NULL;
    return db_bulk_end(ending, err);
}

static void the_log_stays_short_while_a_writer_works_and_is_gone_when_it_closes(void **state)
{
    (void)state;
    struct db *db = probe_open(DB_SQLITE, &where);
    for (int i = 0; i < 40; i++) /* 80 MB */
        assert_ok_e(db_transaction(db, fill_work, NULL, &e), &e);
    assert_true(wal_bytes() > 0);
    assert_true(wal_bytes() < 24 * 1024 * 1024);
    db_close(db);
    assert_int_equal(wal_bytes(), 0);
}

static void closing_a_reader_does_not_checkpoint(void **state)
{
    (void)state;
    struct db *db = probe_open(DB_SQLITE, &where);
    struct db *reader = testdb_open(where.url, DB_READER);
    assert_ok_e(db_transaction(db, fill_work, NULL, &e), &e);
    assert_true(tally_of(reader) == 0);
    off_t before = wal_bytes();
    assert_true(before > 0);
    db_close(reader);
    assert_int_equal(wal_bytes(), before);
    db_close(db);
    reader =
        testdb_open(where.url, DB_READER); /* and the last connection of all, a reader, neither */
    assert_int_equal(tally_of(reader), 0);
    db_close(reader);
}

static void only_the_owner_may_read_the_files(void **state)
{
    (void)state;
    struct db *db = probe_open(DB_SQLITE, &where);
    assert_ok_e(db_transaction(db, raise_work, NULL, &e), &e);
    static const char *const suffixes[] = {"", "-wal", "-shm", ".lock"};
    for (size_t i = 0; i < 4; i++) {
        char path[600];
        struct stat s;
        snprintf(path, sizeof path, "%s%s", where.url + strlen("sqlite:"), suffixes[i]);
        assert_int_equal(stat(path, &s), 0);
        assert_int_equal(s.st_mode & 077, 0);
    }
    db_close(db);
}

static void a_full_disk_fails_with_words_and_changes_nothing(void **state)
{
    (void)state;
    struct db *db = probe_open(DB_SQLITE, &where);
    int64_t pages = 0;
    assert_ok_e(db_query_i64_raw(db, "PRAGMA page_count", &pages, &e), &e);
    char sql[64];
    snprintf(sql, sizeof sql, "PRAGMA max_page_count=%d", (int)pages + 50);
    assert_ok_e(db_execute_raw(db, sql, &e), &e);
    assert_failed(db_transaction(db, fill_work, NULL, &e), &e, "DB_FULL");
    struct probe_count_row row;
    assert_ok_e(probe_count(db, NULL, &row, &e), &e);
    assert_int_equal(row.n, 0);
    assert_ok_e(db_execute_raw(db, "PRAGMA max_page_count=1000000", &e), &e);
    assert_ok_e(db_transaction(db, fill_work, NULL, &e), &e); /* when there is room again */
    db_close(db);
}

/* ---- backup ---- */

static void a_backup_is_whole_while_others_write_and_never_overwrites(void **state)
{
    (void)state;
    struct db *db = probe_open(DB_SQLITE, &where);
    assert_ok_e(db_transaction(db, fill_work, NULL, &e), &e);
    struct db *reader = testdb_open(where.url, DB_READER);
    const char *path = test_path("backup.db");
    assert_ok_e(db_backup(reader, path, &e), &e);
    assert_ok_e(db_transaction(db, raise_work, NULL, &e), &e);
    assert_refused(db_backup(reader, path, &e), &e, "DB_BACKUP_EXISTS");
    assert_failed(db_execute_raw(reader, "DELETE FROM tally", &e), &e,
                  "DB_READ_ONLY"); /* still only a reader */
    char url[600];
    snprintf(url, sizeof url, "sqlite:%s", path);
    struct db *copy = testdb_open(url, DB_READER);
    assert_int_equal(tally_of(copy), 0);
    assert_ok_e(db_integrity(copy, &e), &e);
    assert_ok_e(db_schema_check(copy, &e), &e);
    db_close(copy);
    db_close(reader);
    db_close(db);
}

static void a_damaged_file_is_told_not_used(void **state)
{
    (void)state;
    struct db *db = probe_open(DB_SQLITE, &where);
    db_close(db);
    int fd = open(where.url + strlen("sqlite:"), O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, "this is no database file", 24, 0), 24);
    close(fd);
    struct db *none = NULL;
    assert_failed(db_open(where.url, DB_READER, &none, &e), &e, "DB_CORRUPT");
    assert_failed(db_open(where.url, DB_WRITER, &none, &e), &e, "DB_CORRUPT");
}

/* ---- PostgreSQL ---- */

static void threads_that_write_at_once_all_succeed_on_postgresql(void **state)
{
    (void)state;
    if (!testdb_has_postgres())
        skip();
    threads_that_write_at_once_all_succeed(DB_POSTGRES);
}

struct crossing {
    const char *url;
    int64_t first, second; /* rows, in opposite order by the two threads */
    pthread_barrier_t *both_have_one;
    int attempts;
    enum status result;
};

static enum status crossing_work(struct db *db, void *context, struct error *err)
{
    struct crossing *c = context;
    c->attempts++;
    TRY(probe_set(db, (struct probe_set_args){.id = c->first, .f = FEN(c->first), .has_f = true},
                  NULL, err));
    if (c->attempts == 1)
        pthread_barrier_wait(c->both_have_one);
    return probe_set(
        db, (struct probe_set_args){.id = c->second, .f = FEN(c->first), .has_f = true}, NULL, err);
}

static void *crossing_main(void *context)
{
    struct crossing *c = context;
    struct error own = {0};
    struct db *db = testdb_open(c->url, DB_WRITER);
    c->result = db_transaction(db, crossing_work, c, &own);
    db_close(db);
    return NULL;
}

static enum status two_rows_work(struct db *db, void *context, struct error *err)
{
    (void)context;
    TRY(probe_insert(db, (struct probe_insert_args){.id = 1, .m = month_make(2013, 6)}, NULL, err));
    return probe_insert(db, (struct probe_insert_args){.id = 2, .m = month_make(2013, 6)}, NULL,
                        err);
}

static void a_deadlock_repeats_one_of_the_two_and_both_succeed(void **state)
{
    (void)state;
    if (!testdb_has_postgres())
        skip();
    struct db *db = probe_open(DB_POSTGRES, &where);
    assert_ok_e(db_transaction(db, two_rows_work, NULL, &e), &e);
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, NULL, 2);
    struct crossing a = {where.url, 1, 2, &barrier, 0, STATUS_FAILED};
    struct crossing b = {where.url, 2, 1, &barrier, 0, STATUS_FAILED};
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, crossing_main, &a);
    pthread_create(&threads[1], NULL, crossing_main, &b);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    pthread_barrier_destroy(&barrier);
    assert_int_equal(a.result, STATUS_OK);
    assert_int_equal(b.result, STATUS_OK);
    assert_int_equal(a.attempts + b.attempts, 3);
    db_close(db);
}

static void a_connection_that_the_server_cut_is_made_anew(void **state)
{
    (void)state;
    if (!testdb_has_postgres())
        skip();
    struct db *db = probe_open(DB_POSTGRES, &where);
    struct db *killer = testdb_open(where.url, DB_WRITER);
    static const char cut[] = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                              " WHERE datname = current_database() AND pid <> pg_backend_pid()";
    int64_t n = 0;
    assert_int_equal(tally_of(db), 0); /* a prepared statement to be forgotten */
    assert_ok_e(db_query_i64_raw(killer, cut, &n, &e), &e);
    assert_int_equal(tally_of(db), 0); /* reading outside of a transaction */
    assert_ok_e(db_query_i64_raw(killer, cut, &n, &e), &e);
    assert_ok_e(db_transaction(db, raise_work, NULL, &e), &e); /* beginning a transaction */
    assert_int_equal(tally_of(db), 1);
    db_close(killer);
    db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(processes_that_write_at_once_all_succeed),
        cmocka_unit_test(threads_that_write_at_once_all_succeed_on_sqlite),
        cmocka_unit_test(who_waits_too_long_is_told_by_whom),
        cmocka_unit_test(a_killed_writer_leaves_neither_lock_nor_half_a_change),
        cmocka_unit_test(a_reader_does_not_wait_for_the_writer),
        cmocka_unit_test(the_log_stays_short_while_a_writer_works_and_is_gone_when_it_closes),
        cmocka_unit_test(closing_a_reader_does_not_checkpoint),
        cmocka_unit_test(only_the_owner_may_read_the_files),
        cmocka_unit_test(a_full_disk_fails_with_words_and_changes_nothing),
        cmocka_unit_test(a_backup_is_whole_while_others_write_and_never_overwrites),
        cmocka_unit_test(a_damaged_file_is_told_not_used),
        cmocka_unit_test(threads_that_write_at_once_all_succeed_on_postgresql),
        cmocka_unit_test(a_deadlock_repeats_one_of_the_two_and_both_succeed),
        cmocka_unit_test(a_connection_that_the_server_cut_is_made_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Works that share a commit: each stands or falls alone, and none is answered before the disk has
   it. */
#include "web/commit_group.h"
#include "support/test_support.h"
#include "support/testdb.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define THREADS 8
#define WORKS_OF_A_THREAD 40
#define SQL_BYTES 200

enum toy_kind {
    TOY_GOOD,
    TOY_REFUSED, /* by a rule, after it has written */
    TOY_NONE,
    TOY_TWICE,   /* a constraint says no */
    TOY_RETRIED, /* the database asks once to repeat */
    TOY_LATE,    /* refused by the commit itself; SQLite only */
    TOY_SWALLOWED,
};
struct toy {
    struct commit_work work; /* first */
    enum toy_kind kind;
    int64_t id;
    int runs;
    atomic_bool is_done;
    bool was_visible; /* to another connection, when done was called */
};
struct ground {
    struct testdb testdb;
    struct db *writer, *reader;
    struct commit_group *group;
    pthread_mutex_t lock;
    pthread_cond_t done;
    pthread_mutex_t reader_lock; /* tests and done share one connection */
    pthread_mutex_t writer_lock; /* held: nobody commits, works gather */
    bool is_writer_gone;
    int64_t takes, broken;
};
static struct ground *ground; /* of the running test */

static enum status writer_take(void *context, struct db **ret, struct error *e)
{
    struct ground *g = context;
    pthread_mutex_lock(&g->writer_lock);
    g->takes++;
    if (g->is_writer_gone) {
        pthread_mutex_unlock(&g->writer_lock);
        return error_set(e, STATUS_FAILED, "DB_MISSING", "没有数据库");
    }
    *ret = g->writer;
    return STATUS_OK;
}

static void writer_give(void *context, struct db *db, bool is_broken)
{
    struct ground *g = context;
    assert_ptr_equal(db, g->writer);
    g->broken += is_broken;
    pthread_mutex_unlock(&g->writer_lock);
}

static void ground_open(struct ground *g, enum db_engine engine)
{
    struct error e = {0};
    const struct commit_source source = {writer_take, writer_give, g};
    *g = (struct ground){.lock = PTHREAD_MUTEX_INITIALIZER,
                         .reader_lock = PTHREAD_MUTEX_INITIALIZER,
                         .writer_lock = PTHREAD_MUTEX_INITIALIZER,
                         .done = PTHREAD_COND_INITIALIZER};
    testdb_fresh(engine, &g->testdb);
    g->writer = testdb_open(g->testdb.url, DB_WRITER);
    assert_ok_e(db_execute_raw(g->writer,
                               "CREATE TABLE toy (id BIGINT PRIMARY KEY, "
                               "of BIGINT REFERENCES toy (id))",
                               &e),
                &e);
    g->reader = testdb_open(g->testdb.url, DB_READER);
    assert_ok_e(commit_group_start(&source, &g->group, &e), &e);
    ground = g;
}

static void ground_close(struct ground *g)
{
    commit_group_free(g->group);
    db_close(g->reader);
    db_close(g->writer);
    testdb_drop(&g->testdb);
}

static int64_t rows(struct ground *g, int64_t id)
{
    char sql[SQL_BYTES];
    struct error e = {0};
    int64_t n = 0;
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM toy WHERE id = %" PRId64, id);
    pthread_mutex_lock(&g->reader_lock);
    assert_ok_e(db_query_i64_raw(g->reader, id > 0 ? sql : "SELECT count(*) FROM toy", &n, &e), &e);
    pthread_mutex_unlock(&g->reader_lock);
    return n;
}

static enum status insert(struct db *db, int64_t id, int64_t of, struct error *e)
{
    char sql[SQL_BYTES];
    snprintf(sql, sizeof(sql), "INSERT INTO toy VALUES (%" PRId64 ", %" PRId64 ")", id, of);
    return db_execute_raw(db, sql, e);
}

static enum status toy_run(struct db *db, void *context, struct error *e)
{
    struct toy *t = context;
    t->runs++;
    switch (t->kind) {
    case TOY_GOOD:
        return insert(db, t->id, t->id, e);
    case TOY_REFUSED:
        TRY(insert(db, t->id, t->id, e));
        return error_set(e, STATUS_REFUSED, "TOY_NO", "不行");
    case TOY_NONE:
        TRY(insert(db, t->id, t->id, e));
        return STATUS_NONE;
    case TOY_TWICE:
        TRY(insert(db, t->id, t->id, e));
        return insert(db, t->id, t->id, e);
    case TOY_SWALLOWED:
        TRY(insert(db, t->id, t->id, e));
        (void)!insert(db, t->id, t->id, e);
        return STATUS_OK;
    case TOY_RETRIED:
        TRY(insert(db, t->id, t->id, e));
        return t->runs == 1 ? error_set(e, STATUS_RETRY, "TOY_AGAIN", "再来") : STATUS_OK;
    case TOY_LATE:
        TRY(db_execute_raw(db, "PRAGMA defer_foreign_keys = ON", e));
        return insert(db, t->id, t->id + 1000000, e);
    }
    return STATUS_FAILED;
}

static void toy_done(struct commit_work *w)
{
    struct toy *t = (struct toy *)w;
    pthread_mutex_lock(&ground->lock);
    t->was_visible = rows(ground, t->id) == 1;
    atomic_store(&t->is_done, true);
    pthread_cond_broadcast(&ground->done);
    pthread_mutex_unlock(&ground->lock);
}

static void toy_submit(struct ground *g, struct toy *t, enum toy_kind kind, int64_t id)
{
    *t = (struct toy){.kind = kind, .id = id};
    t->work = (struct commit_work){.run = toy_run, .context = t, .done = toy_done};
    commit_group_submit(g->group, &t->work);
}

static void toy_wait(struct ground *g, struct toy *t)
{
    pthread_mutex_lock(&g->lock);
    while (!atomic_load(&t->is_done))
        pthread_cond_wait(&g->done, &g->lock);
    pthread_mutex_unlock(&g->lock);
}

/* All of one transaction: they gather while nobody can write. */
static void toys_do(struct ground *g, struct toy *toys, const enum toy_kind *kinds, size_t count)
{
    struct toy before;
    pthread_mutex_lock(&g->writer_lock);
    toy_submit(g, &before, TOY_GOOD, 900000 + g->takes);
    for (size_t i = 0; i < count; i++)
        toy_submit(g, &toys[i], kinds[i], (int64_t)i + 1);
    pthread_mutex_unlock(&g->writer_lock);
    for (size_t i = 0; i < count; i++)
        toy_wait(g, &toys[i]);
    toy_wait(g, &before);
    assert_int_equal(before.work.status, STATUS_OK);
}

static void assert_stands(struct ground *g, const struct toy *t)
{
    assert_int_equal(t->work.status, STATUS_OK);
    assert_true(t->was_visible);
    assert_int_equal(rows(g, t->id), 1);
}

static void assert_fell(struct ground *g, const struct toy *t, enum status s, const char *code)
{
    assert_int_equal(t->work.status, s);
    if (code != NULL)
        assert_string_equal(t->work.error.code, code);
    assert_int_equal(rows(g, t->id), 0);
}

static void what_is_refused_leaves_nothing_and_harms_nobody(enum db_engine engine)
{
    static const enum toy_kind kinds[] = {TOY_GOOD,  TOY_REFUSED,   TOY_GOOD, TOY_NONE,
                                          TOY_TWICE, TOY_SWALLOWED, TOY_GOOD};
    struct ground g;
    struct toy toys[7];
    ground_open(&g, engine);
    toys_do(&g, toys, kinds, 7);
    assert_stands(&g, &toys[0]);
    assert_fell(&g, &toys[1], STATUS_REFUSED, "TOY_NO");
    assert_stands(&g, &toys[2]);
    assert_fell(&g, &toys[3], STATUS_NONE, "");
    assert_fell(&g, &toys[4], STATUS_REFUSED, "DB_UNIQUE");
    assert_fell(&g, &toys[5], STATUS_REFUSED, "DB_UNIQUE");
    assert_stands(&g, &toys[6]);
    for (int i = 0; i < 7; i++)
        assert_int_equal(toys[i].runs, 1);
    assert_true(g.takes <= 2); /* the first may have gone alone */
    assert_int_equal(g.broken, 0);
    ground_close(&g);
}

static void a_transaction_to_be_repeated_is_repeated_for_all(enum db_engine engine)
{
    static const enum toy_kind kinds[] = {TOY_GOOD, TOY_RETRIED, TOY_REFUSED};
    struct ground g;
    struct toy toys[3];
    ground_open(&g, engine);
    toys_do(&g, toys, kinds, 3);
    assert_stands(&g, &toys[0]);
    assert_stands(&g, &toys[1]);
    assert_fell(&g, &toys[2], STATUS_REFUSED, "TOY_NO");
    assert_int_equal(toys[1].runs, 2);
    ground_close(&g);
}

static void whoever_breaks_the_transaction_fails_alone(enum db_engine engine)
{
    static const enum toy_kind kinds[] = {TOY_GOOD, TOY_LATE, TOY_GOOD, TOY_REFUSED};
    struct ground g;
    struct toy toys[4];
    if (engine != DB_SQLITE)
        return;
    ground_open(&g, engine);
    toys_do(&g, toys, kinds, 4);
    assert_stands(&g, &toys[0]);
    assert_fell(&g, &toys[1], STATUS_REFUSED, "DB_FOREIGN_KEY");
    assert_stands(&g, &toys[2]);
    assert_fell(&g, &toys[3], STATUS_REFUSED, "TOY_NO");
    assert_int_equal(toys[2].runs, 2);
    ground_close(&g);
}

static void without_a_database_everybody_is_told(enum db_engine engine)
{
    static const enum toy_kind good = TOY_GOOD;
    struct ground g;
    struct toy toys[3], after;
    ground_open(&g, engine);
    pthread_mutex_lock(&g.writer_lock);
    g.is_writer_gone = true;
    for (int i = 0; i < 3; i++)
        toy_submit(&g, &toys[i], TOY_GOOD, i + 1);
    pthread_mutex_unlock(&g.writer_lock);
    for (int i = 0; i < 3; i++) {
        toy_wait(&g, &toys[i]);
        assert_fell(&g, &toys[i], STATUS_FAILED, "DB_MISSING");
        assert_int_equal(toys[i].runs, 0);
    }
    pthread_mutex_lock(&g.writer_lock);
    g.is_writer_gone = false;
    pthread_mutex_unlock(&g.writer_lock);
    toys_do(&g, &after, &good, 1);
    assert_stands(&g, &after);
    ground_close(&g);
}

struct crowd {
    struct ground *g;
    int64_t first;
    size_t wrong;
};

static void *crowd_member(void *context)
{
    struct crowd *c = context;
    for (int64_t i = 0; i < WORKS_OF_A_THREAD; i++) {
        struct toy t;
        enum toy_kind kind = i % 5 == 4 ? TOY_REFUSED : TOY_GOOD;
        toy_submit(c->g, &t, kind, c->first + i);
        toy_wait(c->g, &t);
        c->wrong += t.work.status != (kind == TOY_GOOD ? STATUS_OK : STATUS_REFUSED);
        c->wrong += t.was_visible != (kind == TOY_GOOD);
    }
    return NULL;
}

static void many_at_once_share_their_commits(enum db_engine engine)
{
    struct ground g;
    struct crowd crowd[THREADS];
    pthread_t threads[THREADS];
    int64_t commits, works;
    ground_open(&g, engine);
    for (int i = 0; i < THREADS; i++) {
        crowd[i] = (struct crowd){.g = &g, .first = 1 + i * 1000};
        assert_int_equal(pthread_create(&threads[i], NULL, crowd_member, &crowd[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(crowd[i].wrong, 0);
    }
    commit_group_counts(g.group, &commits, &works);
    assert_int_equal(rows(&g, 0), THREADS * WORKS_OF_A_THREAD * 4 / 5);
    assert_int_equal(works, THREADS * WORKS_OF_A_THREAD);
    printf("# %s: %" PRId64 " works in %" PRId64 " commits\n", testdb_engine_name(engine), works,
           commits);
    assert_true(commits < works);
    ground_close(&g);
}

static void what_was_handed_over_is_done_before_the_end_and_nothing_after(enum db_engine engine)
{
    struct ground g;
    struct toy toys[5], late;
    ground_open(&g, engine);
    for (int i = 0; i < 5; i++)
        toy_submit(&g, &toys[i], TOY_GOOD, i + 1);
    commit_group_close(g.group);
    for (int i = 0; i < 5; i++) {
        assert_true(atomic_load(&toys[i].is_done));
        assert_stands(&g, &toys[i]);
    }
    toy_submit(&g, &late, TOY_GOOD, 6);
    assert_true(atomic_load(&late.is_done));
    assert_fell(&g, &late, STATUS_FAILED, "SERVER_STOPPING");
    ground_close(&g);
}

#define ON_EACH(claim)                                                                             \
    static void test_##claim(void **state)                                                         \
    {                                                                                              \
        (void)state;                                                                               \
        claim(DB_SQLITE);                                                                          \
        if (testdb_has_postgres())                                                                 \
            claim(DB_POSTGRES);                                                                    \
    }
ON_EACH(what_is_refused_leaves_nothing_and_harms_nobody)
ON_EACH(a_transaction_to_be_repeated_is_repeated_for_all)
ON_EACH(whoever_breaks_the_transaction_fails_alone)
ON_EACH(without_a_database_everybody_is_told)
ON_EACH(many_at_once_share_their_commits)
ON_EACH(what_was_handed_over_is_done_before_the_end_and_nothing_after)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_refused_leaves_nothing_and_harms_nobody),
        cmocka_unit_test(test_a_transaction_to_be_repeated_is_repeated_for_all),
        cmocka_unit_test(test_whoever_breaks_the_transaction_fails_alone),
        cmocka_unit_test(test_without_a_database_everybody_is_told),
        cmocka_unit_test(test_many_at_once_share_their_commits),
        cmocka_unit_test(test_what_was_handed_over_is_done_before_the_end_and_nothing_after),
    };
    return cmocka_run_group_tests_name("commit group", tests, NULL, NULL);
}

/* Tests that are run on both engines, each with fresh tables of probe.sql. Included by one .c per
 * program. */
#pragma once
#include "probe.h"
#include <stdio.h>

static struct testdb where;
static struct db *db;
static struct arena *arena;
static struct error e;

/* One database per engine for all tests (creating one takes PostgreSQL a while), with fresh tables
 * for each. */
static int open_probe(void **state)
{
    static struct testdb made[2];
    enum db_engine engine = *(const enum db_engine *)*state;
    if (made[engine].url[0] == '\0')
        testdb_fresh(engine, &made[engine]);
    where = made[engine];
    db = testdb_open(where.url, DB_WRITER);
    assert_ok_e(db_execute_raw(db, "DROP TABLE IF EXISTS child", &e), &e);
    assert_ok_e(db_execute_raw(db, "DROP TABLE IF EXISTS probe", &e), &e);
    assert_ok_e(db_execute_raw(db, "DROP TABLE IF EXISTS tally", &e), &e);
    probe_schema(db);
    arena = arena_new(1 << 20);
    return 0;
}

static int close_probe(void **state)
{
    (void)state;
    db_close(db);
    arena_free(arena);
    db = NULL;
    arena = NULL;
    return 0;
}

static struct probe_insert_args sample(int64_t id)
{
    return (struct probe_insert_args){.id = id, .m = month_make(2013, 6)};
}

static const uint8_t bytes[] = {0, 1, '\\', '\n', 0, 0xff, '"', '\'', 0};

static struct probe_bulk_row bulk_row_of(struct probe_insert_args a)
{
    return (struct probe_bulk_row){.id = a.id,
                                   .b = a.b,
                                   .t = a.t,
                                   .x = a.x,
                                   .f = a.f,
                                   .has_f = a.has_f,
                                   .m = a.m,
                                   .d = a.d,
                                   .has_d = a.has_d,
                                   .flag = a.flag,
                                   .has_flag = a.has_flag};
}

/* ---- work inside a transaction, as small callbacks ---- */

static enum status insert_work(struct db *d, void *context, struct error *err)
{
    return probe_insert(d, *(const struct probe_insert_args *)context, NULL, err);
}

static void insert(struct probe_insert_args a)
{
    assert_ok_e(db_transaction(db, insert_work, &a, &e), &e);
}

static int64_t count(void)
{
    struct probe_count_row row = {0};
    assert_ok_e(probe_count(db, arena, &row, &e), &e);
    return row.n;
}

struct named_test {
    const char *name;
    CMUnitTestFunction function;
};
#define NAMED(f)                                                                                   \
    {                                                                                              \
#f, f                                                                                      \
    }
#define BOTH_TESTS_MAX 64

static void postgres_is_skipped(void **state)
{
    (void)state;
    skip();
}

static int run_on_both(const struct named_test *tests, size_t n)
{
    static const enum db_engine engines[] = {DB_SQLITE, DB_POSTGRES};
    static struct CMUnitTest all[2 * BOTH_TESTS_MAX];
    static char names[2 * BOTH_TESTS_MAX][128];
    for (size_t i = 0; i < 2 * n; i++) {
        const struct named_test *t = &tests[i % n];
        const enum db_engine *engine = &engines[i / n];
        bool run = *engine == DB_SQLITE || testdb_has_postgres();
        snprintf(names[i], sizeof names[i], "%s [%s]", t->name, testdb_engine_name(*engine));
        all[i] = (struct CMUnitTest){.name = names[i],
                                     .test_func = run ? t->function : postgres_is_skipped,
                                     .setup_func = run ? open_probe : NULL,
                                     .teardown_func = run ? close_probe : NULL,
                                     .initial_state = (void *)(uintptr_t)engine};
    }
    return _cmocka_run_group_tests("both engines", all, 2 * n, NULL, NULL);
}

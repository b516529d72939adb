/* Numbered migrations: once, whole or not at all, never edited afterwards. */
#include "db/migration.h"
#include "probe.h"
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static struct error e;

static void migrations_run_once(enum db_engine engine)
{
    struct testdb where;
    testdb_empty(engine, &where);
    struct db *db = testdb_open(where.url, DB_WRITER);
    assert_refused(db_schema_check(db, &e), &e, "DB_SCHEMA_OLD");
    int applied = -1;
    assert_ok_e(db_migrate(db, &applied, &e), &e);
    assert_int_equal(applied, migration_count);
    assert_ok_e(db_schema_check(db, &e), &e);
    assert_ok_e(db_migrate(db, &applied, &e), &e);
    assert_int_equal(applied, 0);
    assert_ok_e(db_integrity(db, &e), &e);
    db_close(db);
    db = testdb_open(where.url, DB_READER);
    assert_ok_e(db_schema_check(db, &e), &e);
    db_close(db);
}

static void edited_or_newer_schemas_are_refused(enum db_engine engine)
{
    struct testdb where;
    testdb_fresh(engine, &where);
    struct db *db = testdb_open(where.url, DB_WRITER);
    const char *zero = engine == DB_SQLITE
                           ? "UPDATE schema_migration SET sha256 = zeroblob(32) WHERE version = 1"
                           : "UPDATE schema_migration SET sha256 = decode(repeat('00', 32), 'hex')"
                             " WHERE version = 1";
    assert_ok_e(db_execute_raw(db, zero, &e), &e);
    assert_refused(db_schema_check(db, &e), &e, "DB_SCHEMA_DIFFERS");
    assert_refused(db_migrate(db, NULL, &e), &e, "DB_SCHEMA_DIFFERS");
    db_close(db);

    testdb_fresh(engine, &where);
    db = testdb_open(where.url, DB_WRITER);
    char sql[200];
    snprintf(sql, sizeof sql,
             "INSERT INTO schema_migration (version, name, sha256, applied_at)"
             " SELECT %d, 'later', sha256, applied_at FROM schema_migration WHERE version = 1",
             migration_count + 1);
    assert_ok_e(db_execute_raw(db, sql, &e), &e);
    assert_refused(db_schema_check(db, &e), &e, "DB_SCHEMA_NEWER");
    assert_refused(db_migrate(db, NULL, &e), &e, "DB_SCHEMA_NEWER");
    db_close(db);

    testdb_fresh(engine, &where);
    db = testdb_open(where.url, DB_WRITER);
    assert_ok_e(db_execute_raw(db, "DELETE FROM schema_migration WHERE version = 1", &e), &e);
    assert_refused(db_schema_check(db, &e), &e,
                   migration_count == 1 ? "DB_SCHEMA_OLD" : "DB_SCHEMA_DIFFERS");
    db_close(db);
}

/* A table that stands in the way makes the first migration fail: nothing of it stays, and it can
 * run again later. */
static void a_failing_migration_leaves_nothing(enum db_engine engine)
{
    struct testdb where;
    testdb_empty(engine, &where);
    struct db *db = testdb_open(where.url, DB_WRITER);
    const char *table_sql =
        engine == DB_SQLITE
            ? "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' AND type = 'table'"
            : "SELECT count(*) FROM pg_tables WHERE schemaname = 'minsheng'";
    if (engine == DB_POSTGRES)
        assert_ok_e(db_execute_raw(db, "CREATE SCHEMA minsheng", &e), &e);
    assert_ok_e(db_execute_raw(db, "CREATE TABLE change_trail (x INTEGER)", &e), &e);
    assert_failed(db_migrate(db, NULL, &e), &e, "DB_SQL");
    assert_string_equal(e.place, "migrations/0001_ground.sql");
    int64_t tables = 0;
    assert_ok_e(db_query_i64_raw(db, table_sql, &tables, &e), &e);
    assert_int_equal(tables, 2); /* ours in the way and schema_migration */
    assert_ok_e(db_execute_raw(db, "DROP TABLE change_trail", &e), &e);
    int applied = 0;
    assert_ok_e(db_migrate(db, &applied, &e), &e);
    assert_int_equal(applied, migration_count);
    db_close(db);
}

static void two_processes_may_migrate_at_once(enum db_engine engine)
{
    struct testdb where;
    testdb_empty(engine, &where);
    pid_t children[3];
    for (int i = 0; i < 3; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct error own = {0};
            struct db *db = NULL;
            bool good = db_open(where.url, DB_WRITER, &db, &own) == STATUS_OK &&
                        db_migrate(db, NULL, &own) == STATUS_OK &&
                        db_schema_check(db, &own) == STATUS_OK;
            if (!good)
                fprintf(stderr, "# migrate: %s %s %s\n", own.code, own.place, own.message);
            db_close(db);
            _exit(good ? 0 : 1);
        }
    }
    int bad = 0;
    for (int i = 0; i < 3; i++) {
        int status = 0;
        waitpid(children[i], &status, 0);
        bad += status == 0 ? 0 : 1;
    }
    assert_int_equal(bad, 0);
}

static void tokens_become_each_engines_words(void **state)
{
    (void)state;
    static const char text[] =
        "CREATE TABLE t (a {INT}, b {BLOB}) {STRICT}; CREATE TABLE u (a {INT}) {CLUSTERED};";
    char *sqlite = schema_text(text, DB_SQLITE);
    char *postgres = schema_text(text, DB_POSTGRES);
    assert_string_equal(
        sqlite, "CREATE TABLE t (a INTEGER, b BLOB) STRICT; CREATE TABLE u (a INTEGER) STRICT,"
                " WITHOUT ROWID;");
    assert_string_equal(postgres,
                        "CREATE TABLE t (a BIGINT, b BYTEA) ; CREATE TABLE u (a BIGINT) ;");
    free(sqlite);
    free(postgres);
}

#define ON_BOTH(f)                                                                                 \
    static void f##_sqlite(void **state)                                                           \
    {                                                                                              \
        (void)state;                                                                               \
        f(DB_SQLITE);                                                                              \
    }                                                                                              \
    static void f##_postgresql(void **state)                                                       \
    {                                                                                              \
        (void)state;                                                                               \
        if (!testdb_has_postgres())                                                                \
            skip();                                                                                \
        f(DB_POSTGRES);                                                                            \
    }
ON_BOTH(migrations_run_once)
ON_BOTH(edited_or_newer_schemas_are_refused)
ON_BOTH(a_failing_migration_leaves_nothing)
ON_BOTH(two_processes_may_migrate_at_once)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_become_each_engines_words),
        cmocka_unit_test(migrations_run_once_sqlite),
        cmocka_unit_test(migrations_run_once_postgresql),
        cmocka_unit_test(edited_or_newer_schemas_are_refused_sqlite),
        cmocka_unit_test(edited_or_newer_schemas_are_refused_postgresql),
        cmocka_unit_test(a_failing_migration_leaves_nothing_sqlite),
        cmocka_unit_test(a_failing_migration_leaves_nothing_postgresql),
        cmocka_unit_test(two_processes_may_migrate_at_once_sqlite),
        cmocka_unit_test(two_processes_may_migrate_at_once_postgresql),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

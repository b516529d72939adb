/* Every statement of the program, found by the linker (db/register.h), prepared and run on an empty
   migrated database of both engines with neutral arguments, each in a transaction that is rolled
   back. */
#include "db/engine.h"
#include "db/register.h"
#include "support/test_support.h"
#include "support/testdb.h"
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OBJECT_MAX_BYTES 4096
#define NAMES_MAX 64
#define FILES_GLOB_MAX 4

static size_t statement_count(void)
{
    return (size_t)(__stop_db_statements - __start_db_statements);
}

static size_t bulk_count(void)
{
    return __start_db_bulk_tables == NULL
               ? 0
               : (size_t)(__stop_db_bulk_tables - __start_db_bulk_tables);
}

/* ---- neutral values ---- */

static void set_neutral(void *object, const struct db_column *c, bool with_nullable)
{
    static const uint8_t zeros[32];
    char *p = (char *)object + c->offset;
    if (c->nullable && !with_nullable)
        return; /* zeroed memory is NULL for each type */
    if (c->nullable && c->type != DB_TEXT && c->type != DB_BLOB)
        *((bool *)object + c->has_offset) = true;
    switch (c->type) {
    case DB_TEXT:
        *(const char **)(void *)p = "";
        break;
    case DB_BLOB:
        *(struct blob *)(void *)p = (struct blob){zeros, sizeof zeros};
        break;
    case DB_MONTH:
        *(struct month *)(void *)p = month_make(2013, 6);
        break;
    case DB_DATE:
        *(struct date *)(void *)p = date_make(2013, 6, 30);
        break;
    default:
        break; /* 0, false */
    }
}

struct trial {
    const struct db_statement *statement;
    const struct db_bulk_table *table;
    bool with_nullable;
};

static enum status run_statement(struct db *db, const struct trial *t, struct error *e)
{
    _Alignas(16) char arguments[OBJECT_MAX_BYTES] = {0};
    _Alignas(16) char row[OBJECT_MAX_BYTES];
    const struct db_statement *st = t->statement;
    for (int i = 0; i < st->argument_count; i++)
        set_neutral(arguments, &st->arguments[i], t->with_nullable);
    if (st->column_count == 0)
        return db_do(db, st, arguments, NULL, e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *c = NULL;
    TRY(db_open_cursor(db, st, arguments, &c, e));
    enum status s;
    int rows = 0;
    while ((s = db_next(c, row, e)) == STATUS_OK && ++rows < 1000) {
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status run_bulk(struct db *db, const struct trial *t, struct error *e)
{
    _Alignas(16) char row[OBJECT_MAX_BYTES] = {0};
    for (int i = 0; i < t->table->column_count; i++)
        set_neutral(row, &t->table->columns[i], t->with_nullable);
    struct db_bulk *bulk = NULL;
    TRY(db_bulk_begin(db, t->table, &bulk, e));
    enum status s = db_bulk_add(bulk, row, e);
    if (s == STATUS_OK)
        return db_bulk_end(bulk, e);
    db_bulk_abort(bulk);
    return s;
}

static enum status run_and_roll_back(struct db *db, void *context, struct error *e)
{
    const struct trial *t = context;
    TRY(t->statement != NULL ? run_statement(db, t, e) : run_bulk(db, t, e));
    return STATUS_NONE;
}

/* A constraint that refuses the neutral values was reached by a statement that runs. */
static bool is_good(enum status s, const struct error *e)
{
    return s == STATUS_NONE ||
           (s == STATUS_REFUSED &&
            (strcmp(e->code, "DB_FOREIGN_KEY") == 0 || strcmp(e->code, "DB_CHECK") == 0 ||
             strcmp(e->code, "DB_UNIQUE") == 0 || strcmp(e->code, "DB_NOT_NULL") == 0));
}

static int try(struct db *db, struct trial t)
{
    const char *name = t.statement != NULL ? t.statement->name : t.table->table;
    struct error e = {0};
    enum status s = db_transaction(db, run_and_roll_back, &t, &e);
    if (is_good(s, &e))
        return 0;
    print_error("# %s %s: %s %s: %s\n", testdb_engine_name(db_engine(db)), name, e.code, e.place,
                e.message);
    return 1;
}

static int declared_index(const struct db_statement *st, const char *name)
{
    for (int i = 0; i < st->column_count; i++) {
        if (strcmp(st->columns[i].name, name) == 0)
            return i;
    }
    return -1;
}

/* SELECT a, b declared as (b, a) would pass every type check. */
static int check_order(struct db *db, const struct db_statement *st)
{
    const char *names[NAMES_MAX];
    int n = 0, bad = 0;
    struct error e = {0};
    if (db_describe(db, st, &n, names, NAMES_MAX, &e) != STATUS_OK) {
        print_error("# %s %s: %s\n", testdb_engine_name(db_engine(db)), st->name, e.message);
        return 1;
    }
    for (int i = 0; i < n && i < NAMES_MAX; i++) {
        int declared = declared_index(st, names[i]);
        if (declared >= 0 && declared != i) {
            print_error("# %s: column %d is \"%s\", declared as \"%s\"\n", st->name, i + 1,
                        names[i], st->columns[i].name);
            bad++;
        }
    }
    return bad;
}

static void run_all(enum db_engine engine)
{
    struct testdb where;
    testdb_fresh(engine, &where);
    struct db *db = testdb_open(where.url, DB_WRITER);
    int bad = 0;
    for (size_t i = 0; i < statement_count(); i++) {
        const struct db_statement *st = __start_db_statements[i];
        bad += check_order(db, st);
        bad += try(db, (struct trial){.statement = st});
        bad += try(db, (struct trial){.statement = st, .with_nullable = true});
    }
    for (size_t i = 0; i < bulk_count(); i++) {
        bad += try(db, (struct trial){.table = __start_db_bulk_tables[i]});
        bad += try(db, (struct trial){.table = __start_db_bulk_tables[i], .with_nullable = true});
    }
    db_close(db);
    assert_int_equal(bad, 0);
}

static void every_statement_runs_on_sqlite(void **state)
{
    (void)state;
    run_all(DB_SQLITE);
}

static void every_statement_runs_on_postgresql(void **state)
{
    (void)state;
    if (!testdb_has_postgres()) {
        print_message("# skipped: MINSHENG_TEST_PG is not set (tests/with-postgres.sh sets it)\n");
        skip();
    }
    run_all(DB_POSTGRES);
}

/* ---- nothing is forgotten ---- */

static bool is_registered(const char *name)
{
    for (size_t i = 0; i < statement_count(); i++) {
        if (strcmp(__start_db_statements[i]->name, name) == 0)
            return true;
    }
    return false;
}

static int check_file(const char *path, int *found)
{
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    char *line = NULL;
    size_t size = 0;
    int bad = 0;
    while (getline(&line, &size, f) >= 0) {
        char name[64], kind[16];
        if (sscanf(line, " -- name: %63[a-z0-9_] %15[a-z]", name, kind) != 2)
            continue;
        ++*found;
        if (strcmp(kind, "bulk") != 0 && !is_registered(name)) {
            print_error("# %s: \"%s\" is not linked into this test (a new .sql file: meson setup "
                        "--reconfigure)\n",
                        path, name);
            bad++;
        }
    }
    free(line);
    fclose(f);
    return bad;
}

static void every_statement_in_the_sources_is_here(void **state)
{
    (void)state;
    static const char *const patterns[FILES_GLOB_MAX] = {"src/*/*.sql", "src/*/*/*.sql",
                                                         "src/*/*/*/*.sql", NULL};
    const char *root = getenv("MINSHENG_SOURCE");
    assert_non_null(root);
    int found = 0, bad = 0;
    for (int i = 0; patterns[i] != NULL; i++) {
        char pattern[4096];
        snprintf(pattern, sizeof pattern, "%s/%s", root, patterns[i]);
        glob_t files = {0};
        if (glob(pattern, 0, NULL, &files) == 0) {
            for (size_t k = 0; k < files.gl_pathc; k++) {
                if (strstr(files.gl_pathv[k], "/migrations/") == NULL)
                    bad += check_file(files.gl_pathv[k], &found);
            }
        }
        globfree(&files);
    }
    print_message("# %d statements in the sources, %zu registered with %zu bulk tables\n", found,
                  statement_count(), bulk_count());
    assert_int_equal(bad, 0);
    assert_int_equal(found, statement_count() + bulk_count());
}

/* A statement that does not name the county would visit every shard of a distributed database. */
static void every_statement_names_the_county(void **state)
{
    (void)state;
    int bad = 0;
    for (size_t i = 0; i < statement_count(); i++) {
        const struct db_statement *st = __start_db_statements[i];
        if (strncmp(st->name, "schema_migration_", 17) == 0 || strstr(st->sql, "county") != NULL)
            continue;
        print_error("# %s does not name the county\n", st->name);
        bad++;
    }
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_in_the_sources_is_here),
        cmocka_unit_test(every_statement_names_the_county),
        cmocka_unit_test(every_statement_runs_on_sqlite),
        cmocka_unit_test(every_statement_runs_on_postgresql),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

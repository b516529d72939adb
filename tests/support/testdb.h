/* Fresh databases for tests, on both engines. SQLite: a file in test_tmpdir(). PostgreSQL: a
   database of its own on the server that MINSHENG_TEST_PG names (a libpq URL where we may CREATE
   DATABASE; tests/with-postgres.sh starts one), dropped when the program exits. A failure to create
   one ends the program: a test without its database proves nothing. */
#pragma once
#include "db/db.h"

struct testdb {
    char url[512];
    enum db_engine engine;
};

/* One fresh migrated database per engine: 2, or 1 when PostgreSQL is not there (then the reason is
   printed once as a TAP comment). */
size_t testdb_each(struct testdb out[2]);
/* A fresh migrated database: a copy of one that is migrated once per program. */
void testdb_fresh(enum db_engine engine, struct testdb *out);
/* A fresh one with what `fill` wrote: a copy of one that `fill` is called for once per program and
   engine. What `fill` does besides (files of keys) it does only then. */
void testdb_filled(enum db_engine engine, void (*fill)(struct db *db), struct testdb *out);
/* One without any table. */
void testdb_empty(enum db_engine engine, struct testdb *out);
/* A database of its own with all that is in `from`, which nobody may have open. */
void testdb_copy(const struct testdb *from, struct testdb *out);
/* Before the program ends: to save room when there are many. */
void testdb_drop(const struct testdb *db);
bool testdb_has_postgres(void);
/* URLs of a testdb_each, ended by NULL. */
const char *const *testdb_urls(void);
/* Opens or ends the program with the error. */
struct db *testdb_open(const char *url, enum db_mode mode);
/* "sqlite" or "postgresql": to name a case. */
const char *testdb_engine_name(enum db_engine engine);

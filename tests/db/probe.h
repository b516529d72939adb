/* The tables of probe.sql. */
#pragma once
#include "db/engine.h"
#include "probe_sql.h"
#include "support/test_support.h"
#include "support/testdb.h"
#include <stdlib.h>
#include <string.h>

#define PROBE_SCHEMA                                                                               \
    "CREATE TABLE probe (id {INT} NOT NULL PRIMARY KEY, b {INT} NOT NULL, t TEXT, x {BLOB}, f "    \
    "{INT},"                                                                                       \
    " m {INT} NOT NULL, d {INT}, flag {INT}, CONSTRAINT probe_positive CHECK (id >= 0 OR id < "    \
    "-100),"                                                                                       \
    " UNIQUE (t)) {STRICT};"                                                                       \
    "CREATE TABLE child (id {INT} NOT NULL PRIMARY KEY, probe {INT} NOT NULL REFERENCES probe "    \
    "(id)) {STRICT};"                                                                              \
    "CREATE TABLE tally (name TEXT NOT NULL PRIMARY KEY, value {INT} NOT NULL) {CLUSTERED};"       \
    "INSERT INTO tally (name, value) VALUES ('x', 0);"

static inline void probe_schema(struct db *db)
{
    struct error e = {0};
    char *text = schema_text(PROBE_SCHEMA, db_engine(db));
    assert_ok_e(db_execute_raw(db, text, &e), &e);
    free(text);
}

/* A fresh database with the tables of probe.sql, opened as writer. */
static inline struct db *probe_open(enum db_engine engine, struct testdb *t)
{
    testdb_fresh(engine, t);
    struct db *db = testdb_open(t->url, DB_WRITER);
    probe_schema(db);
    return db;
}

/* One interface to two equal engines: SQLite (embedded) and PostgreSQL. Domain code never calls
   this by hand for statements: tools/sqlgen turns <noun>.sql into typed functions that do. */
#pragma once
#include "base/arena.h"
#include "base/fen.h"
#include "base/month.h"
#include "base/status.h"

struct db;

enum db_engine { DB_SQLITE, DB_POSTGRES };
enum db_mode {
    DB_READER, /* query_only on SQLite, read-only session on PostgreSQL; never checkpoints */
    DB_WRITER, /* may write inside db_transaction; SQLite takes the cross-process write lock for it
                */
};

/* url: "sqlite:PATH" or "postgresql://..." ("postgres://" too, and libpq
   "postgresql:///db?host=/socket/dir"). FAILED with what to do when the file or server is not there
   (a writer creates the SQLite file). */
MUST_USE enum status db_open(const char *url, enum db_mode mode, struct db **ret, struct error *e);
void db_close(struct db *db);
void db_cleanup(struct db **db); /* for CLEANUP() */
enum db_engine db_engine(const struct db *db);
/* "SQLite 3.53.2" / "PostgreSQL 15.18". Static per connection. */
const char *db_version(const struct db *db);

/* Creates or upgrades the schema by the numbered migrations compiled in. Run again: no change.
 * ret_applied may be NULL. */
MUST_USE enum status db_migrate(struct db *db, int *ret_applied, struct error *e);
/* REFUSED (DB_SCHEMA_OLD / DB_SCHEMA_NEWER) unless the schema is exactly what this program was
 * built with. */
MUST_USE enum status db_schema_check(struct db *db, struct error *e);

/* The one transaction runner. Calls work(db, context, e) between BEGIN (IMMEDIATE, under the write
   lock, on SQLite) and COMMIT. Any status but OK rolls everything back. RETRY (busy, serialisation,
   deadlock) repeats the whole callback, at most DB_RETRY_MAX times with growing waits; the callback
   must therefore be repeatable. Nesting is a programming error. A reader connection gets one
   consistent snapshot (read-only transaction). */
#define DB_RETRY_MAX 8
typedef enum status (*db_work)(struct db *db, void *context, struct error *e);
MUST_USE enum status db_transaction(struct db *db, db_work work, void *context, struct error *e);
bool db_in_transaction(const struct db *db);
/* A piece of a transaction that may fail alone: whatever `work` wrote is undone unless it returns
   OK, and the transaction goes on; so many may share one commit. Nesting in it is a programming
   error. FAILED (DB_NESTED) when the transaction can not go on: the caller must give it up. */
MUST_USE enum status db_nested(struct db *db, db_work work, void *context, struct error *e);

/* Engine hook after a first bulk load: ANALYZE where it matters (outside a transaction). */
MUST_USE enum status db_analyze(struct db *db, struct error *e);
/* A consistent copy of an SQLite database while others read and write (VACUUM INTO); REFUSED on
   PostgreSQL with the pg_dump line to use. */
MUST_USE enum status db_backup(struct db *db, const char *path, struct error *e);
/* For tests and doctor: engine's own integrity check. */
MUST_USE enum status db_integrity(struct db *db, struct error *e);
/* Raw statement(s) without results. Only for migrations, tests that tamper, and bench limit
 * programs. */
MUST_USE enum status db_execute_raw(struct db *db, const char *sql, struct error *e);
/* Raw single-integer query, same restriction. */
MUST_USE enum status db_query_i64_raw(struct db *db, const char *sql, int64_t *ret,
                                      struct error *e);

/* ---- used by generated code only ---- */

enum db_type { DB_I64, DB_TEXT, DB_BLOB, DB_FEN, DB_MONTH, DB_DATE, DB_BOOL };
struct blob {
    const uint8_t *p;
    size_t n;
};
struct db_column {
    const char *name;
    enum db_type type;
    bool nullable;
    uint16_t offset;     /* of the value in the row or argument struct */
    uint16_t has_offset; /* of `bool has_<name>` when nullable and not text/blob */
};
/* One static object per named statement; its address is the key of the connection's statement
 * cache. */
struct db_statement {
    const char *name; /* "household_by_id" */
    const char *sql;
    const struct db_column *arguments;
    const struct db_column *columns;
    uint16_t argument_count, column_count;
    uint16_t row_bytes;
};
/* Runs for at most one row. Text and blobs are copied into `arena`. NONE when there is no row. More
 * than one: FAILED. */
MUST_USE enum status db_one(struct db *db, const struct db_statement *st, const void *arguments,
                            struct arena *arena, void *row, struct error *e);
/* Runs without rows; *ret_affected may be NULL. Errors of constraints are REFUSED with codes
   DB_UNIQUE, DB_FOREIGN_KEY, DB_CHECK, DB_NOT_NULL, place = constraint or table. */
MUST_USE enum status db_do(struct db *db, const struct db_statement *st, const void *arguments,
                           int64_t *ret_affected, struct error *e);
/* Streams rows. On PostgreSQL inside a transaction: a server cursor fetched in batches, so other
   statements and bulk writes may run in between; memory stays flat. Several cursors may be open at
   once, also of the same statement. Text and blobs of a row live until the next db_next of that
   cursor. */
struct db_cursor;
MUST_USE enum status db_open_cursor(struct db *db, const struct db_statement *st,
                                    const void *arguments, struct db_cursor **ret, struct error *e);
MUST_USE enum status db_next(struct db_cursor *c, void *row,
                             struct error *e); /* OK: row; NONE: end */
void db_close_cursor(struct db_cursor *c);
void db_cursor_cleanup(struct db_cursor **c);

/* Bulk insert: prepared INSERT per row on SQLite, COPY in chunks on PostgreSQL. Must be inside
   db_transaction. Constraint errors may surface only at db_bulk_end. Dropping without end:
   db_bulk_abort. */
struct db_bulk_table {
    const char *table;
    const struct db_column *columns;
    uint16_t column_count;
};
struct db_bulk;
MUST_USE enum status db_bulk_begin(struct db *db, const struct db_bulk_table *table,
                                   struct db_bulk **ret, struct error *e);
MUST_USE enum status db_bulk_add(struct db_bulk *b, const void *row, struct error *e);
MUST_USE enum status db_bulk_end(struct db_bulk *b, struct error *e); /* frees b whatever happens */
void db_bulk_abort(struct db_bulk *b);
void db_bulk_cleanup(struct db_bulk **b);

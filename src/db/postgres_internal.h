/* Inside the PostgreSQL engine only. */
#pragma once
#include "db/engine.h"
#include <libpq-fe.h>

#define POSTGRES_SCHEMA "minsheng"
#define POSTGRES_PARAMETERS_MAX 64
#define POSTGRES_SQL_MAX_BYTES (32 * 1024)
#define POSTGRES_FETCH_ROWS 2000
#define POSTGRES_AT_ONCE_ROWS 5000
#define POSTGRES_COPY_BYTES (1024 * 1024)          /* a chunk of a bulk insert */
#define POSTGRES_COPY_MAX_BYTES (64 * 1024 * 1024) /* the largest single row */

/* Types of columns as the server numbers them (pg_type.dat). */
enum postgres_type {
    PG_BOOL = 16,
    PG_BYTEA = 17,
    PG_INT8 = 20,
    PG_INT2 = 21,
    PG_INT4 = 23,
    PG_TEXT = 25,
    PG_VARCHAR = 1043,
};

struct postgres_prepared {
    const void *key; /* address of the struct db_statement */
    unsigned number; /* its name on the server is s<number> */
};

struct postgres {
    struct db db;
    PGconn *conn;
    struct postgres_prepared
        *cache; /* open addressing, capacity a power of two; key NULL is free */
    size_t capacity, used;
    unsigned statement_number, cursor_number;
    int own_cursors;      /* cursors that share a read-only transaction of their own */
    char last_warning[6]; /* SQLSTATE of the last WARNING: on Citus the true reason of a failed
                             COMMIT */
    PGresult *described;
};
static inline struct postgres *postgres_of(struct db *db)
{
    return (struct postgres *)(void *)db;
}

/* Turns a failed result (or, when NULL, the connection's error) into ours, and clears it. */
enum status postgres_error(const struct postgres *pg, PGresult *r, const char *where,
                           struct error *e);
/* A command without parameters and rows. */
MUST_USE enum status postgres_command(struct postgres *pg, const char *sql, struct error *e);
/* Outside of transactions: connects anew when the server had gone. */
MUST_USE enum status postgres_ready(struct postgres *pg, struct error *e);
bool postgres_is_lost(const struct postgres *pg);
void postgres_forget_all(struct postgres *pg);
/* BEGIN in the connection's mode; connects anew once when the server had gone since the last
 * command. */
MUST_USE enum status postgres_begin_as(struct postgres *pg, bool writing, struct error *e);

/* Parameters in the binary format: integers as 8 bytes, text and bytea as they are. */
struct postgres_parameters {
    int count;
    Oid types[POSTGRES_PARAMETERS_MAX];
    const char *values[POSTGRES_PARAMETERS_MAX];
    int lengths[POSTGRES_PARAMETERS_MAX], formats[POSTGRES_PARAMETERS_MAX];
    uint64_t numbers[POSTGRES_PARAMETERS_MAX]; /* big-endian */
};
MUST_USE enum status postgres_parameters_set(struct postgres_parameters *p,
                                             const struct db_statement *st, const void *arguments,
                                             struct error *e);
/* The result's shape against the statement's declaration. */
MUST_USE enum status postgres_check_columns(const PGresult *r, const struct db_statement *st,
                                            struct error *e);
/* With an arena text and blobs are copied, without they live as long as r. */
MUST_USE enum status postgres_decode(const PGresult *r, int row_number,
                                     const struct db_statement *st, struct arena *arena, void *row,
                                     struct error *e);

/* Runs the prepared statement as a whole; *ret is the caller's to clear. */
MUST_USE enum status postgres_execute_statement(struct postgres *pg, const struct db_statement *st,
                                                const void *arguments, PGresult **ret,
                                                struct error *e);

enum status postgres_one(struct db *db, const struct db_statement *st, const void *arguments,
                         struct arena *arena, void *row, struct error *e);
enum status postgres_run(struct db *db, const struct db_statement *st, const void *arguments,
                         int64_t *ret_affected, struct error *e);
enum status postgres_describe(struct db *db, const struct db_statement *st, int *ret_count,
                              const char **names, int names_max, struct error *e);
enum status postgres_cursor_open(struct db *db, const struct db_statement *st,
                                 const void *arguments, struct db_cursor **ret, struct error *e);
enum status postgres_cursor_next(struct db_cursor *c, void *row, struct error *e);
void postgres_cursor_close(struct db_cursor *c);
enum status postgres_bulk_begin(struct db *db, const struct db_bulk_table *table,
                                struct db_bulk **ret, struct error *e);
enum status postgres_bulk_add(struct db_bulk *b, const void *row, struct error *e);
enum status postgres_bulk_end(struct db_bulk *b, struct error *e);
void postgres_bulk_free(struct db_bulk *b);
enum status postgres_execute(struct db *db, const char *sql, struct error *e);
enum status postgres_query_i64(struct db *db, const char *sql, int64_t *ret, struct error *e);
enum status postgres_analyze(struct db *db, struct error *e);
enum status postgres_backup(struct db *db, const char *path, struct error *e);
enum status postgres_integrity(struct db *db, struct error *e);
enum status postgres_prepare_schema(struct db *db, struct error *e);
enum status postgres_lock_schema(struct db *db, struct error *e);
void postgres_unlock_schema(struct db *db);

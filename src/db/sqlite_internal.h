/* Inside the SQLite engine only. */
#pragma once
#include "db/engine.h"
#include <sqlite3.h>

#define SQLITE_BUSY_WAIT_MS 5000     /* readers while another process recovers or resets the log */
#define SQLITE_LOCK_WAIT_MS 30000    /* a writer for other writers */
#define SQLITE_CHECKPOINT_PAGES 2000 /* 8 MB of log */
#define SQLITE_PATH_BYTES 4096

/* The write lock shared by all processes and threads: docs/decisions/0003-write-lock.md. */
struct write_lock {
    int fd; /* -1 for a reader */
    bool is_held;
    int wait_ms;
    char path[SQLITE_PATH_BYTES];
};
MUST_USE enum status write_lock_open(struct write_lock *lock, const char *database_path,
                                     struct error *e);
void write_lock_close(struct write_lock *lock);
MUST_USE enum status write_lock_take(struct write_lock *lock, int wait_ms, struct error *e);
void write_lock_release(struct write_lock *lock);

/* One argument or result column with its place in the statement. */
struct sqlite_slot {
    const struct db_column *column;
    int index;
};
struct sqlite_prepared {
    const void *key; /* address of the struct db_statement or db_bulk_table */
    const char *name;
    sqlite3_stmt *stmt;
    bool is_busy; /* a cursor or bulk insert is using it */
    bool is_write;
    struct sqlite_prepared *next; /* another copy, for a second cursor of the same statement */
    int argument_count;
    struct sqlite_slot arguments[];
};

struct sqlite {
    struct db db;
    sqlite3 *handle;
    struct write_lock lock;
    struct sqlite_prepared **cache; /* open addressing, capacity a power of two */
    size_t capacity, used;
    int wal_pages;     /* length of the log after the last commit of this connection */
    int checkpoint_at; /* its length that makes the writer checkpoint */
    char path[SQLITE_PATH_BYTES];
};
static inline struct sqlite *sqlite_of(struct db *db)
{
    return (struct sqlite *)(void *)db;
}

/* Turns the handle's last error into ours. `where` is the statement's or table's name. */
enum status sqlite_error(const struct sqlite *s, int rc, const char *where, struct error *e);

struct sqlite_sql {
    const void *key;
    const char *name, *sql;
    const struct db_column *arguments;
    int argument_count, column_count; /* column_count -1: not checked */
};
/* A prepared copy that no cursor uses at the moment. */
MUST_USE enum status sqlite_prepare(struct sqlite *s, const struct sqlite_sql *sql,
                                    struct sqlite_prepared **ret, struct error *e);
struct sqlite_prepared *sqlite_cached(const struct sqlite *s,
                                      const void *key); /* NULL when none is free */
void sqlite_forget_all(struct sqlite *s);
/* destructor: SQLITE_STATIC when the step follows at once, SQLITE_TRANSIENT when the caller's text
 * may go before. */
MUST_USE enum status sqlite_bind(const struct sqlite_prepared *p, const void *arguments,
                                 sqlite3_destructor_type destructor, struct error *e);
/* Decodes the current row. With an arena text and blobs are copied, without they live until the
 * next step. */
MUST_USE enum status sqlite_decode(const struct sqlite_prepared *p, const struct db_statement *st,
                                   struct arena *arena, void *row, struct error *e);
/* Writing outside of db_transaction would go round the write lock. */
MUST_USE enum status sqlite_may_run(const struct sqlite *s, const struct sqlite_prepared *p,
                                    struct error *e);

enum status sqlite_one(struct db *db, const struct db_statement *st, const void *arguments,
                       struct arena *arena, void *row, struct error *e);
enum status sqlite_run(struct db *db, const struct db_statement *st, const void *arguments,
                       int64_t *ret_affected, struct error *e);
enum status sqlite_cursor_open(struct db *db, const struct db_statement *st, const void *arguments,
                               struct db_cursor **ret, struct error *e);
enum status sqlite_cursor_next(struct db_cursor *c, void *row, struct error *e);
void sqlite_cursor_close(struct db_cursor *c);
enum status sqlite_bulk_begin(struct db *db, const struct db_bulk_table *table,
                              struct db_bulk **ret, struct error *e);
enum status sqlite_bulk_add(struct db_bulk *b, const void *row, struct error *e);
enum status sqlite_bulk_end(struct db_bulk *b, struct error *e);
void sqlite_bulk_free(struct db_bulk *b);
enum status sqlite_describe(struct db *db, const struct db_statement *st, int *ret_count,
                            const char **names, int names_max, struct error *e);
enum status sqlite_execute(struct db *db, const char *sql, struct error *e);
enum status sqlite_query_i64(struct db *db, const char *sql, int64_t *ret, struct error *e);
enum status sqlite_analyze(struct db *db, struct error *e);
enum status sqlite_backup(struct db *db, const char *path, struct error *e);
enum status sqlite_integrity(struct db *db, struct error *e);
enum status sqlite_prepare_schema(struct db *db, struct error *e);
enum status sqlite_lock_schema(struct db *db, struct error *e);
void sqlite_unlock_schema(struct db *db);

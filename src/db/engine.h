/* Inside src/db only: what the two engines give the common floor. */
#pragma once
#include "db/db.h"

/* 64 columns, the generator's limit, of 24 bytes (a blob with its has_ and padding). */
#define DB_ROW_MAX_BYTES 1536
/* For buffers of a hot path that are written before they are read: the compiler would zero them
 * each time. */
#define UNINITIALIZED __attribute__((uninitialized))

struct db_ops {
    void (*close)(struct db *db);
    enum status (*begin)(struct db *db, struct error *e);
    enum status (*commit)(struct db *db,
                          struct error *e); /* on failure the transaction is still open */
    void (*rollback)(struct db *db);
    enum status (*mark)(struct db *db, struct error *e); /* a savepoint */
    enum status (*keep)(struct db *db, struct error *e); /* what was written since */
    enum status (*undo)(struct db *db, struct error *e); /* the same, and the savepoint */
    enum status (*one)(struct db *db, const struct db_statement *st, const void *arguments,
                       struct arena *arena, void *row, struct error *e);
    enum status (*run)(struct db *db, const struct db_statement *st, const void *arguments,
                       int64_t *ret_affected, struct error *e);
    enum status (*cursor_open)(struct db *db, const struct db_statement *st, const void *arguments,
                               struct db_cursor **ret, struct error *e);
    enum status (*cursor_next)(struct db_cursor *c, void *row, struct error *e);
    void (*cursor_close)(struct db_cursor *c);
    enum status (*bulk_begin)(struct db *db, const struct db_bulk_table *table,
                              struct db_bulk **ret, struct error *e);
    enum status (*bulk_add)(struct db_bulk *b, const void *row, struct error *e);
    enum status (*bulk_end)(struct db_bulk *b, struct error *e); /* does not free */
    void (*bulk_free)(struct db_bulk *b);
    enum status (*execute)(struct db *db, const char *sql, struct error *e);
    enum status (*query_i64)(struct db *db, const char *sql, int64_t *ret, struct error *e);
    enum status (*analyze)(struct db *db, struct error *e);
    enum status (*backup)(struct db *db, const char *path, struct error *e);
    enum status (*integrity)(struct db *db, struct error *e);
    /* Before the first migration: the schema and the table of migrations. */
    enum status (*prepare_schema)(struct db *db, struct error *e);
    /* Inside a transaction: no other session migrates until it ends. */
    enum status (*lock_schema)(struct db *db, struct error *e);
    /* After the transaction of lock_schema, committed or not. */
    void (*unlock_schema)(struct db *db);
    /* The statement's result columns as the engine names them, in order; for the statements test.
     */
    enum status (*describe)(struct db *db, const struct db_statement *st, int *ret_count,
                            const char **names, int names_max, struct error *e);
};

/* The common beginning of struct sqlite and struct postgres. */
struct db {
    const struct db_ops *ops;
    enum db_engine engine;
    enum db_mode mode;
    bool in_transaction, is_nested;
    bool is_broken; /* a statement of this transaction failed: nothing but rollback may follow */
    int cursors, bulks;
    char version[48];
    struct error first_error; /* of a broken transaction */
};
struct db_cursor {
    struct db *db;
    const struct db_statement *st;
};
struct db_bulk {
    struct db *db;
    const struct db_bulk_table *table;
};

MUST_USE enum status sqlite_open(const char *path, enum db_mode mode, struct db **ret,
                                 struct error *e);
MUST_USE enum status postgres_open(const char *url, enum db_mode mode, struct db **ret,
                                   struct error *e);

/* A migration's text for one engine. free() it; NULL when out of memory. */
char *schema_text(const char *sql, enum db_engine engine);
/* See db_ops.describe. The names live until the statement is run again. */
MUST_USE enum status db_describe(struct db *db, const struct db_statement *st, int *ret_count,
                                 const char **names, int names_max, struct error *e);
/* How long a writer waits for another one (milliseconds); tests shorten it. No effect on
 * PostgreSQL. */
void db_set_lock_wait(struct db *db, int wait_ms);
MUST_USE enum status db_out_of_memory(struct error *e);

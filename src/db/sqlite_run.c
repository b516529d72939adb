/* Running statements: one row, no rows, cursors, bulk inserts. */
#include "base/buf.h"
#include "base/i18n.h"
#include "db/sqlite_internal.h"
#include "db/value.h"
#include <assert.h>
#include <stdlib.h>

#define BULK_SQL_MAX_BYTES 8192

static struct sqlite_sql sql_of(const struct db_statement *st)
{
    return (struct sqlite_sql){
        st, st->name, st->sql, st->arguments, st->argument_count, st->column_count};
}

static inline enum status statement_ready(struct sqlite *s, const struct db_statement *st,
                                          struct sqlite_prepared **ret, struct error *e)
{
    struct sqlite_prepared *p = sqlite_cached(s, st);
    if (p == NULL) {
        struct sqlite_sql sql = sql_of(st);
        TRY(sqlite_prepare(s, &sql, &p, e));
    }
    TRY(sqlite_may_run(s, p, e));
    *ret = p;
    return STATUS_OK;
}

/* Text and blobs of the row go to the arena before the second step, which must find nothing. */
static enum status take_only_row(struct sqlite *s, const struct sqlite_prepared *p,
                                 const struct db_statement *st, struct arena *arena, void *row,
                                 struct error *e)
{
    int rc = sqlite3_step(p->stmt);
    if (rc == SQLITE_DONE)
        return STATUS_NONE;
    if (rc != SQLITE_ROW)
        return sqlite_error(s, rc, st->name, e);
    TRY(sqlite_decode(p, st, arena, row, e));
    rc = sqlite3_step(p->stmt);
    if (rc == SQLITE_DONE)
        return STATUS_OK;
    if (rc != SQLITE_ROW)
        return sqlite_error(s, rc, st->name, e);
    error_set(e, STATUS_FAILED, "DB_MANY_ROWS", _("程序错误：应至多一行，数据库给出多行"));
    return error_place(e, "%s", st->name);
}

enum status sqlite_one(struct db *db, const struct db_statement *st, const void *arguments,
                       struct arena *arena, void *row, struct error *e)
{
    struct sqlite *s = sqlite_of(db);
    struct sqlite_prepared *p;
    _Alignas(
        16) char own[DB_ROW_MAX_BYTES] UNINITIALIZED; /* *row stays untouched unless all is well */
    assert(st->row_bytes <= sizeof own);
    TRY(statement_ready(s, st, &p, e));
    TRY(sqlite_bind(p, arguments, SQLITE_STATIC, e));
    enum status status = take_only_row(s, p, st, arena, own, e);
    sqlite3_reset(p->stmt);
    if (status == STATUS_OK)
        memcpy(row, own, st->row_bytes);
    return status;
}

enum status sqlite_run(struct db *db, const struct db_statement *st, const void *arguments,
                       int64_t *ret_affected, struct error *e)
{
    struct sqlite *s = sqlite_of(db);
    struct sqlite_prepared *p;
    TRY(statement_ready(s, st, &p, e));
    TRY(sqlite_bind(p, arguments, SQLITE_STATIC, e));
    int rc = sqlite3_step(p->stmt);
    enum status status = rc == SQLITE_DONE ? STATUS_OK : sqlite_error(s, rc, st->name, e);
    sqlite3_reset(p->stmt);
    if (status == STATUS_OK && ret_affected != NULL)
        *ret_affected = sqlite3_changes64(s->handle);
    return status;
}

struct sqlite_cursor {
    struct db_cursor cursor;
    struct sqlite_prepared *prepared;
    bool is_done;
};

enum status sqlite_cursor_open(struct db *db, const struct db_statement *st, const void *arguments,
                               struct db_cursor **ret, struct error *e)
{
    struct sqlite_prepared *p;
    TRY(statement_ready(sqlite_of(db), st, &p, e));
    TRY(sqlite_bind(p, arguments, SQLITE_TRANSIENT, e));
    struct sqlite_cursor *c = calloc(1, sizeof *c);
    if (c == NULL)
        return db_out_of_memory(e);
    c->cursor = (struct db_cursor){db, st};
    c->prepared = p;
    p->is_busy = true;
    *ret = &c->cursor;
    return STATUS_OK;
}

enum status sqlite_cursor_next(struct db_cursor *cursor, void *row, struct error *e)
{
    struct sqlite_cursor *c = (struct sqlite_cursor *)(void *)cursor;
    if (c->is_done) /* a further step would begin again */
        return STATUS_NONE;
    int rc = sqlite3_step(c->prepared->stmt);
    if (rc == SQLITE_ROW)
        return sqlite_decode(c->prepared, cursor->st, NULL, row, e);
    c->is_done = true;
    if (rc == SQLITE_DONE) {
        sqlite3_reset(c->prepared->stmt);
        return STATUS_NONE;
    }
    return sqlite_error(sqlite_of(cursor->db), rc, cursor->st->name, e);
}

void sqlite_cursor_close(struct db_cursor *cursor)
{
    struct sqlite_cursor *c = (struct sqlite_cursor *)(void *)cursor;
    sqlite3_reset(c->prepared->stmt);
    sqlite3_clear_bindings(c->prepared->stmt); /* the copies of texts */
    c->prepared->is_busy = false;
    free(c);
}

struct sqlite_bulk {
    struct db_bulk bulk;
    struct sqlite_prepared *prepared;
};

static enum status bulk_prepare(struct sqlite *s, const struct db_bulk_table *table,
                                struct sqlite_prepared **ret, struct error *e)
{
    CLEANUP(buf_free) struct buf sql = BUF_INIT(BULK_SQL_MAX_BYTES);
    buf_addf(&sql, "INSERT INTO %s (", table->table);
    for (int i = 0; i < table->column_count; i++)
        buf_addf(&sql, "%s%s", i > 0 ? ", " : "", table->columns[i].name);
    buf_adds(&sql, ") VALUES (");
    for (int i = 0; i < table->column_count; i++)
        buf_addf(&sql, "%s$%d", i > 0 ? ", " : "", i + 1);
    buf_addc(&sql, ')');
    TRY(buf_status(&sql, e));
    struct sqlite_sql q = {table,          table->table,        buf_text(&sql),
                           table->columns, table->column_count, 0};
    return sqlite_prepare(s, &q, ret, e);
}

enum status sqlite_bulk_begin(struct db *db, const struct db_bulk_table *table,
                              struct db_bulk **ret, struct error *e)
{
    struct sqlite *s = sqlite_of(db);
    struct sqlite_prepared *p = sqlite_cached(s, table);
    if (p == NULL)
        TRY(bulk_prepare(s, table, &p, e));
    struct sqlite_bulk *b = calloc(1, sizeof *b);
    if (b == NULL)
        return db_out_of_memory(e);
    b->bulk = (struct db_bulk){db, table};
    b->prepared = p;
    p->is_busy = true;
    *ret = &b->bulk;
    return STATUS_OK;
}

enum status sqlite_bulk_add(struct db_bulk *bulk, const void *row, struct error *e)
{
    const struct sqlite_prepared *p = ((struct sqlite_bulk *)(void *)bulk)->prepared;
    TRY(sqlite_bind(p, row, SQLITE_STATIC, e));
    int rc = sqlite3_step(p->stmt);
    enum status status = rc == SQLITE_DONE
                             ? STATUS_OK
                             : sqlite_error(sqlite_of(bulk->db), rc, bulk->table->table, e);
    sqlite3_reset(p->stmt);
    return status;
}

enum status sqlite_bulk_end(struct db_bulk *bulk, struct error *e)
{
    (void)bulk;
    (void)e;
    return STATUS_OK;
}

void sqlite_bulk_free(struct db_bulk *bulk)
{
    struct sqlite_bulk *b = (struct sqlite_bulk *)(void *)bulk;
    b->prepared->is_busy = false;
    free(b);
}

enum status sqlite_describe(struct db *db, const struct db_statement *st, int *ret_count,
                            const char **names, int names_max, struct error *e)
{
    struct sqlite_prepared *p;
    struct sqlite_sql sql = sql_of(st);
    sql.column_count = -1;
    TRY(sqlite_prepare(sqlite_of(db), &sql, &p, e));
    int n = sqlite3_column_count(p->stmt);
    for (int i = 0; i < n && i < names_max; i++)
        names[i] = sqlite3_column_name(p->stmt, i);
    *ret_count = n;
    return STATUS_OK;
}

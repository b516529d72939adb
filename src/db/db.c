#include "db/db.h"
#include "base/i18n.h"
#include "db/engine.h"
#include <assert.h>
#include <string.h>

enum status db_out_of_memory(struct error *e)
{
    return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
}

enum status db_open(const char *url, enum db_mode mode, struct db **ret, struct error *e)
{
    if (strncmp(url, "sqlite:", 7) == 0 && url[7] != '\0')
        return sqlite_open(url + 7, mode, ret, e);
    if (strncmp(url, "postgresql://", 13) == 0 || strncmp(url, "postgres://", 11) == 0)
        return postgres_open(url, mode, ret, e);
    return error_set(e, STATUS_REFUSED, "DB_URL",
                     _("数据库地址应写作 sqlite:文件路径 或 postgresql://用户@主机/库名"));
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    assert(!db->in_transaction);
    assert(db->cursors == 0);
    db->ops->close(db);
}

void db_cleanup(struct db **db)
{
    db_close(*db);
    *db = NULL;
}

enum db_engine db_engine(const struct db *db)
{
    return db->engine;
}

const char *db_version(const struct db *db)
{
    return db->version;
}

bool db_in_transaction(const struct db *db)
{
    return db->in_transaction;
}

/* SQLite would carry on after a failed statement and commit half; PostgreSQL would not. Neither
 * does here. */
static enum status refuse_broken(const struct db *db, struct error *e)
{
    if (e != NULL && e != &db->first_error)
        *e = db->first_error;
    return db->first_error.status;
}

static enum status settle(struct db *db, enum status s, struct error *e)
{
    if (s == STATUS_OK || s == STATUS_NONE)
        return s;
    if (db->in_transaction) {
        if (!db->is_broken) {
            db->is_broken = true;
            if (e != NULL)
                db->first_error = *e;
            else
                error_set(&db->first_error, s, "DB_FAILED", _("数据库语句失败"));
            db->first_error.status = s;
        }
        return s;
    }
    if (s == STATUS_RETRY) /* only the transaction runner can repeat */
        return error_set(e, STATUS_FAILED, "DB_BUSY", _("数据库正忙，请稍后再试"));
    return s;
}

/* Without an arena a text would point into the engine's own memory, which is gone when db_one
 * returns. */
static bool needs_arena(const struct db_statement *st)
{
    for (int i = 0; i < st->column_count; i++) {
        if (st->columns[i].type == DB_TEXT || st->columns[i].type == DB_BLOB)
            return true;
    }
    return false;
}

enum status db_one(struct db *db, const struct db_statement *st, const void *arguments,
                   struct arena *arena, void *row, struct error *e)
{
    assert(arena != NULL || !needs_arena(st));
    if (db->is_broken)
        return refuse_broken(db, e);
    return settle(db, db->ops->one(db, st, arguments, arena, row, e), e);
}

enum status db_do(struct db *db, const struct db_statement *st, const void *arguments,
                  int64_t *ret_affected, struct error *e)
{
    if (db->is_broken)
        return refuse_broken(db, e);
    return settle(db, db->ops->run(db, st, arguments, ret_affected, e), e);
}

enum status db_open_cursor(struct db *db, const struct db_statement *st, const void *arguments,
                           struct db_cursor **ret, struct error *e)
{
    if (db->is_broken)
        return refuse_broken(db, e);
    enum status s = settle(db, db->ops->cursor_open(db, st, arguments, ret, e), e);
    if (s == STATUS_OK)
        db->cursors++;
    return s;
}

enum status db_next(struct db_cursor *c, void *row, struct error *e)
{
    if (c->db->is_broken)
        return refuse_broken(c->db, e);
    return settle(c->db, c->db->ops->cursor_next(c, row, e), e);
}

void db_close_cursor(struct db_cursor *c)
{
    if (c == NULL)
        return;
    c->db->cursors--;
    c->db->ops->cursor_close(c);
}

void db_cursor_cleanup(struct db_cursor **c)
{
    db_close_cursor(*c);
    *c = NULL;
}

enum status db_bulk_begin(struct db *db, const struct db_bulk_table *table, struct db_bulk **ret,
                          struct error *e)
{
    if (db->is_broken)
        return refuse_broken(db, e);
    if (!db->in_transaction)
        return error_set(e, STATUS_FAILED, "DB_NO_TRANSACTION",
                         _("程序错误：批量写入必须在事务之内"));
    enum status s = settle(db, db->ops->bulk_begin(db, table, ret, e), e);
    if (s == STATUS_OK)
        db->bulks++;
    return s;
}

enum status db_bulk_add(struct db_bulk *b, const void *row, struct error *e)
{
    if (b->db->is_broken)
        return refuse_broken(b->db, e);
    return settle(b->db, b->db->ops->bulk_add(b, row, e), e);
}

enum status db_bulk_end(struct db_bulk *b, struct error *e)
{
    struct db *db = b->db;
    enum status s = db->is_broken ? refuse_broken(db, e) : settle(db, db->ops->bulk_end(b, e), e);
    db_bulk_abort(b);
    return s;
}

void db_bulk_abort(struct db_bulk *b)
{
    if (b == NULL)
        return;
    b->db->bulks--;
    b->db->ops->bulk_free(b);
}

void db_bulk_cleanup(struct db_bulk **b)
{
    db_bulk_abort(*b);
    *b = NULL;
}

enum status db_analyze(struct db *db, struct error *e)
{
    return settle(db, db->ops->analyze(db, e), e);
}

enum status db_backup(struct db *db, const char *path, struct error *e)
{
    return settle(db, db->ops->backup(db, path, e), e);
}

enum status db_integrity(struct db *db, struct error *e)
{
    return settle(db, db->ops->integrity(db, e), e);
}

enum status db_execute_raw(struct db *db, const char *sql, struct error *e)
{
    if (db->is_broken)
        return refuse_broken(db, e);
    return settle(db, db->ops->execute(db, sql, e), e);
}

enum status db_query_i64_raw(struct db *db, const char *sql, int64_t *ret, struct error *e)
{
    if (db->is_broken)
        return refuse_broken(db, e);
    return settle(db, db->ops->query_i64(db, sql, ret, e), e);
}

enum status db_describe(struct db *db, const struct db_statement *st, int *ret_count,
                        const char **names, int names_max, struct error *e)
{
    return settle(db, db->ops->describe(db, st, ret_count, names, names_max, e), e);
}

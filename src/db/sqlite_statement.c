/* Prepared statements: the cache, arguments in, columns out. */
#include "db/sqlite_internal.h"
#include "db/value.h"
#include "base/i18n.h"
#include <stdio.h>
#include <stdlib.h>

#define CACHE_FIRST 128

static size_t cache_slot(struct sqlite_prepared *const *cache, size_t capacity, const void *key)
{
    size_t i = (size_t)(((uintptr_t)key >> 4) * 0x9E3779B97F4A7C15u >> 32) & (capacity - 1);
    while (cache[i] != NULL && cache[i]->key != key)
        i = (i + 1) & (capacity - 1);
    return i;
}

static bool cache_grow(struct sqlite *s)
{
    size_t capacity = s->capacity == 0 ? CACHE_FIRST : s->capacity * 2;
    struct sqlite_prepared **cache = calloc(capacity, sizeof(struct sqlite_prepared *));
    if (cache == NULL)
        return false;
    for (size_t i = 0; i < s->capacity; i++) {
        if (s->cache[i] != NULL)
            cache[cache_slot(cache, capacity, s->cache[i]->key)] = s->cache[i];
    }
    free(s->cache);
    s->cache = cache;
    s->capacity = capacity;
    return true;
}

struct sqlite_prepared *sqlite_cached(const struct sqlite *s, const void *key)
{
    if (s->capacity == 0)
        return NULL;
    struct sqlite_prepared *p = s->cache[cache_slot(s->cache, s->capacity, key)];
    while (p != NULL && p->is_busy)
        p = p->next;
    return p;
}

static bool cache_add(struct sqlite *s, struct sqlite_prepared *p)
{
    if (s->used * 2 >= s->capacity && !cache_grow(s))
        return false;
    size_t i = cache_slot(s->cache, s->capacity, p->key);
    if (s->cache[i] != NULL) {
        p->next = s->cache[i]->next;
        s->cache[i]->next = p;
    } else {
        s->cache[i] = p;
        s->used++;
    }
    return true;
}

static void prepared_free(struct sqlite_prepared *p)
{
    sqlite3_finalize(p->stmt);
    free(p);
}

void sqlite_forget_all(struct sqlite *s)
{
    for (size_t i = 0; i < s->capacity; i++) {
        for (struct sqlite_prepared *p = s->cache[i], *next; p != NULL; p = next) {
            next = p->next;
            prepared_free(p);
        }
    }
    free(s->cache);
    s->cache = NULL;
    s->capacity = s->used = 0;
}

static enum status check_shape(const struct sqlite_prepared *p, const struct sqlite_sql *sql,
                               struct error *e)
{
    int columns = sqlite3_column_count(p->stmt);
    int placeholders = sqlite3_bind_parameter_count(p->stmt);
    if (placeholders == sql->argument_count &&
        (sql->column_count < 0 || columns == sql->column_count))
        return STATUS_OK;
    error_set(e, STATUS_FAILED, "DB_SHAPE",
              _("程序错误：语句声明 %d 个参数、%d 列，实际 %d 个参数、%d 列"), sql->argument_count,
              sql->column_count, placeholders, columns);
    return error_place(e, "%s", sql->name);
}

enum status sqlite_prepare(struct sqlite *s, const struct sqlite_sql *sql,
                           struct sqlite_prepared **ret, struct error *e)
{
    struct sqlite_prepared *p = sqlite_cached(s, sql->key);
    if (p != NULL) {
        *ret = p;
        return STATUS_OK;
    }
    p = calloc(1, sizeof *p + (size_t)sql->argument_count * sizeof p->arguments[0]);
    if (p == NULL)
        return db_out_of_memory(e);
    p->key = sql->key;
    p->name = sql->name;
    int rc = sqlite3_prepare_v3(s->handle, sql->sql, -1, SQLITE_PREPARE_PERSISTENT, &p->stmt, NULL);
    enum status st = rc == SQLITE_OK ? check_shape(p, sql, e) : sqlite_error(s, rc, sql->name, e);
    if (st == STATUS_OK && !cache_add(s, p))
        st = db_out_of_memory(e);
    if (st != STATUS_OK) {
        prepared_free(p);
        return st;
    }
    p->is_write = sqlite3_stmt_readonly(p->stmt) == 0;
    p->argument_count = sql->argument_count;
    for (int i = 0; i < sql->argument_count; i++) {
        /* SQLite numbers $n by first appearance, so the name decides. */
        char name[12];
        snprintf(name, sizeof name, "$%d", i + 1);
        p->arguments[i].column = &sql->arguments[i];
        p->arguments[i].index = sqlite3_bind_parameter_index(p->stmt, name);
    }
    *ret = p;
    return STATUS_OK;
}

static enum status bind_text(const struct sqlite_prepared *p, const struct sqlite_slot *slot,
                             const void *arguments, sqlite3_destructor_type destructor, int *rc,
                             struct error *e)
{
    const struct db_column *c = slot->column;
    const char *text = value_load_text(arguments, c);
    if (text == NULL) {
        if (!c->nullable)
            return value_null_error(p->name, c, e);
        *rc = sqlite3_bind_null(p->stmt, slot->index);
        return STATUS_OK;
    }
    size_t n = 0;
    TRY(value_text_length(text, c, p->name, &n, e));
    *rc = sqlite3_bind_text64(p->stmt, slot->index, text, n, destructor, SQLITE_UTF8);
    return STATUS_OK;
}

static enum status bind_blob(const struct sqlite_prepared *p, const struct sqlite_slot *slot,
                             const void *arguments, sqlite3_destructor_type destructor, int *rc,
                             struct error *e)
{
    const struct db_column *c = slot->column;
    struct blob b = value_load_blob(arguments, c);
    if (b.p == NULL && !c->nullable)
        return value_null_error(p->name, c, e);
    if (b.p == NULL)
        *rc = sqlite3_bind_null(p->stmt, slot->index);
    else if (b.n == 0)
        *rc = sqlite3_bind_zeroblob(p->stmt, slot->index, 0);
    else
        *rc = sqlite3_bind_blob64(p->stmt, slot->index, b.p, b.n, destructor);
    return STATUS_OK;
}

enum status sqlite_bind(const struct sqlite_prepared *p, const void *arguments,
                        sqlite3_destructor_type destructor, struct error *e)
{
    for (int i = 0; i < p->argument_count; i++) {
        const struct sqlite_slot *slot = &p->arguments[i];
        const struct db_column *c = slot->column;
        int rc;
        if (type_is_integer(c->type))
            rc = value_has(arguments, c)
                     ? sqlite3_bind_int64(p->stmt, slot->index, value_load_i64(arguments, c))
                     : sqlite3_bind_null(p->stmt, slot->index);
        else if (c->type == DB_TEXT)
            TRY(bind_text(p, slot, arguments, destructor, &rc, e));
        else
            TRY(bind_blob(p, slot, arguments, destructor, &rc, e));
        if (rc != SQLITE_OK) {
            error_set(e, STATUS_FAILED, "DB_SQL", "%s", sqlite3_errstr(rc));
            error_place(e, "%s.%s", p->name, c->name);
            return STATUS_FAILED;
        }
    }
    return STATUS_OK;
}

static const char *storage_name(int type)
{
    static const char *const names[] = {"?", "integer", "real", "text", "blob", "null"};
    return names[type >= SQLITE_INTEGER && type <= SQLITE_NULL ? type : 0];
}

static enum status decode_text(sqlite3_value *value, const struct db_column *c, struct arena *arena,
                               void *row, struct error *e)
{
    const char *text = (const char *)sqlite3_value_text(value);
    if (text == NULL)
        return db_out_of_memory(e);
    if (arena != NULL) {
        text = arena_strndup(arena, text, (size_t)sqlite3_value_bytes(value));
        if (text == NULL)
            return arena_exhausted(e);
    }
    value_store_text(row, c, text);
    return STATUS_OK;
}

static enum status decode_blob(sqlite3_value *value, const struct db_column *c, struct arena *arena,
                               void *row, struct error *e)
{
    static const uint8_t empty[1];
    struct blob b = {sqlite3_value_blob(value), (size_t)sqlite3_value_bytes(value)};
    if (b.n == 0) {
        b.p = empty;
    } else if (arena != NULL) {
        uint8_t *copy = arena_alloc(arena, b.n);
        if (copy == NULL)
            return arena_exhausted(e);
        memcpy(copy, b.p, b.n);
        b.p = copy;
    }
    value_store_blob(row, c, b);
    return STATUS_OK;
}

enum status sqlite_decode(const struct sqlite_prepared *p, const struct db_statement *st,
                          struct arena *arena, void *row, struct error *e)
{
    static const int storage[] = {
        [DB_I64] = SQLITE_INTEGER,  [DB_TEXT] = SQLITE3_TEXT,    [DB_BLOB] = SQLITE_BLOB,
        [DB_FEN] = SQLITE_INTEGER,  [DB_MONTH] = SQLITE_INTEGER, [DB_DATE] = SQLITE_INTEGER,
        [DB_BOOL] = SQLITE_INTEGER,
    };
    for (int i = 0; i < st->column_count; i++) {
        const struct db_column *c = &st->columns[i];
        /* Each sqlite3_column_…() finds the value anew; half of a scan's cost would be that. The
         * value is unprotected: fine, as a connection belongs to one thread. */
        sqlite3_value *value = sqlite3_column_value(p->stmt, i);
        int type = sqlite3_value_type(value);
        if (type != storage[c->type]) {
            if (type != SQLITE_NULL || !c->nullable)
                return value_type_error(st->name, c, storage_name(type), e);
            value_store_null(row, c);
        } else if (type == SQLITE_INTEGER) {
            if (!value_store_i64(row, c, sqlite3_value_int64(value)))
                return value_type_error(st->name, c, (const char *)sqlite3_column_text(p->stmt, i),
                                        e);
            value_store_has(row, c, true);
        } else if (type == SQLITE3_TEXT) {
            TRY(decode_text(value, c, arena, row, e));
        } else {
            TRY(decode_blob(value, c, arena, row, e));
        }
    }
    return STATUS_OK;
}

enum status sqlite_may_run(const struct sqlite *s, const struct sqlite_prepared *p, struct error *e)
{
    if (!p->is_write || s->db.in_transaction)
        return STATUS_OK;
    if (s->db.mode == DB_READER)
        error_set(e, STATUS_FAILED, "DB_READ_ONLY", _("只读的数据库连接不能写入"));
    else
        error_set(e, STATUS_FAILED, "DB_NO_TRANSACTION", _("程序错误：写入必须在事务之内"));
    error_place(e, "%s", p->name);
    return STATUS_FAILED;
}

/* Prepared statements: the cache, arguments in, columns out. */
#include "db/postgres_internal.h"
#include "db/value.h"
#include "base/i18n.h"
#include <endian.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#define CACHE_FIRST 128

static size_t cache_slot(const struct postgres_prepared *cache, size_t capacity, const void *key)
{
    size_t i = (size_t)(((uintptr_t)key >> 4) * 0x9E3779B97F4A7C15u >> 32) & (capacity - 1);
    while (cache[i].key != NULL && cache[i].key != key)
        i = (i + 1) & (capacity - 1);
    return i;
}

static bool cache_grow(struct postgres *pg)
{
    size_t capacity = pg->capacity == 0 ? CACHE_FIRST : pg->capacity * 2;
    struct postgres_prepared *cache = calloc(capacity, sizeof *cache);
    if (cache == NULL)
        return false;
    for (size_t i = 0; i < pg->capacity; i++) {
        if (pg->cache[i].key != NULL)
            cache[cache_slot(cache, capacity, pg->cache[i].key)] = pg->cache[i];
    }
    free(pg->cache);
    pg->cache = cache;
    pg->capacity = capacity;
    return true;
}

void postgres_forget_all(struct postgres *pg)
{
    free(pg->cache);
    pg->cache = NULL;
    pg->capacity = pg->used = 0;
}

static Oid type_of(enum db_type type)
{
    return type == DB_TEXT ? PG_TEXT : type == DB_BLOB ? PG_BYTEA : PG_INT8;
}

static enum status prepare(struct postgres *pg, const struct db_statement *st, char name[16],
                           struct error *e)
{
    if (pg->used * 2 >= pg->capacity && !cache_grow(pg))
        return db_out_of_memory(e);
    struct postgres_prepared *p = &pg->cache[cache_slot(pg->cache, pg->capacity, st)];
    if (p->key == st) {
        snprintf(name, 16, "s%u", p->number);
        return STATUS_OK;
    }
    if (st->argument_count > POSTGRES_PARAMETERS_MAX)
        return error_set(e, STATUS_FAILED, "DB_SHAPE", _("程序错误：语句 %s 的参数太多"), st->name);
    Oid types[POSTGRES_PARAMETERS_MAX];
    for (int i = 0; i < st->argument_count; i++)
        types[i] = type_of(st->arguments[i].type);
    unsigned number = ++pg->statement_number;
    snprintf(name, 16, "s%u", number);
    PGresult *r = PQprepare(pg->conn, name, st->sql, st->argument_count, types);
    if (PQresultStatus(r) != PGRES_COMMAND_OK)
        return postgres_error(pg, r, st->name, e);
    PQclear(r);
    *p = (struct postgres_prepared){st, number};
    pg->used++;
    return STATUS_OK;
}

static enum status set_text(struct postgres_parameters *p, int i, const struct db_statement *st,
                            const void *arguments, struct error *e)
{
    const struct db_column *c = &st->arguments[i];
    size_t n = 0;
    p->values[i] = value_load_text(arguments, c);
    if (p->values[i] != NULL)
        TRY(value_text_length(p->values[i], c, st->name, &n, e));
    else if (!c->nullable)
        return value_null_error(st->name, c, e);
    if (n > INT_MAX)
        return error_set(e, STATUS_REFUSED, "DB_TOO_LARGE", _("内容过大，不能存入数据库"));
    p->lengths[i] = (int)n;
    return STATUS_OK;
}

static enum status set_blob(struct postgres_parameters *p, int i, const struct db_statement *st,
                            const void *arguments, struct error *e)
{
    const struct db_column *c = &st->arguments[i];
    struct blob b = value_load_blob(arguments, c);
    if (b.p == NULL && !c->nullable)
        return value_null_error(st->name, c, e);
    if (b.n > INT_MAX)
        return error_set(e, STATUS_REFUSED, "DB_TOO_LARGE", _("内容过大，不能存入数据库"));
    p->values[i] = (const char *)b.p;
    p->lengths[i] = (int)b.n;
    return STATUS_OK;
}

enum status postgres_parameters_set(struct postgres_parameters *p, const struct db_statement *st,
                                    const void *arguments, struct error *e)
{
    p->count = st->argument_count;
    for (int i = 0; i < st->argument_count; i++) {
        const struct db_column *c = &st->arguments[i];
        p->types[i] = type_of(c->type);
        p->formats[i] = 1;
        if (c->type == DB_TEXT) {
            TRY(set_text(p, i, st, arguments, e));
        } else if (c->type == DB_BLOB) {
            TRY(set_blob(p, i, st, arguments, e));
        } else {
            p->numbers[i] = htobe64((uint64_t)value_load_i64(arguments, c));
            p->values[i] = value_has(arguments, c) ? (const char *)&p->numbers[i] : NULL;
            p->lengths[i] = 8;
        }
    }
    return STATUS_OK;
}

static bool type_fits(Oid type, enum db_type declared)
{
    if (declared == DB_TEXT)
        return type == PG_TEXT || type == PG_VARCHAR;
    if (declared == DB_BLOB)
        return type == PG_BYTEA;
    return type == PG_INT8 || type == PG_INT4 || type == PG_INT2;
}

enum status postgres_check_columns(const PGresult *r, const struct db_statement *st,
                                   struct error *e)
{
    if (PQnfields(r) != st->column_count) {
        error_set(e, STATUS_FAILED, "DB_SHAPE", _("程序错误：语句声明 %d 列，实际 %d 列"),
                  st->column_count, PQnfields(r));
        return error_place(e, "%s", st->name);
    }
    for (int i = 0; i < st->column_count; i++) {
        if (type_fits(PQftype(r, i), st->columns[i].type))
            continue;
        char got[24];
        snprintf(got, sizeof got, "type %u", PQftype(r, i));
        return value_type_error(st->name, &st->columns[i], got, e);
    }
    return STATUS_OK;
}

static int64_t integer_of(const char *p, int bytes)
{
    uint64_t v8;
    uint32_t v4;
    uint16_t v2;
    switch (bytes) {
    case 8:
        memcpy(&v8, p, 8);
        return (int64_t)be64toh(v8);
    case 4:
        memcpy(&v4, p, 4);
        return (int32_t)be32toh(v4);
    default:
        memcpy(&v2, p, 2);
        return (int16_t)be16toh(v2);
    }
}

/* The value as it stands in the result (libpq adds a zero byte behind it), or a copy of it in the
 * arena. */
static enum status decode_bytes(const char *p, size_t n, const struct db_column *c,
                                struct arena *arena, void *row, struct error *e)
{
    if (arena != NULL) {
        char *copy = arena_alloc(arena, n + 1);
        if (copy == NULL)
            return arena_exhausted(e);
        memcpy(copy, p, n);
        p = copy;
    }
    if (c->type == DB_TEXT)
        value_store_text(row, c, p);
    else
        value_store_blob(row, c, (struct blob){(const uint8_t *)p, n});
    return STATUS_OK;
}

static enum status decode_integer(const char *p, int n, const struct db_statement *st,
                                  const struct db_column *c, void *row, struct error *e)
{
    int64_t v = integer_of(p, n);
    if (!value_store_i64(row, c, v)) {
        char text[24];
        snprintf(text, sizeof text, "%lld", (long long)v);
        return value_type_error(st->name, c, text, e);
    }
    value_store_has(row, c, true);
    return STATUS_OK;
}

enum status postgres_decode(const PGresult *r, int row_number, const struct db_statement *st,
                            struct arena *arena, void *row, struct error *e)
{
    for (int i = 0; i < st->column_count; i++) {
        const struct db_column *c = &st->columns[i];
        if (PQgetisnull(r, row_number, i) != 0) {
            if (!c->nullable)
                return value_type_error(st->name, c, "null", e);
            value_store_null(row, c);
            continue;
        }
        const char *p = PQgetvalue(r, row_number, i);
        int n = PQgetlength(r, row_number, i);
        if (type_is_integer(c->type))
            TRY(decode_integer(p, n, st, c, row, e));
        else
            TRY(decode_bytes(p, (size_t)n, c, arena, row, e));
    }
    return STATUS_OK;
}

static enum status execute_once(struct postgres *pg, const struct db_statement *st,
                                const struct postgres_parameters *p, PGresult **ret,
                                struct error *e)
{
    char name[16];
    TRY(prepare(pg, st, name, e));
    PGresult *r = PQexecPrepared(pg->conn, name, p->count, p->values, p->lengths, p->formats, 1);
    ExecStatusType status = PQresultStatus(r);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        return postgres_error(pg, r, st->name, e);
    *ret = r;
    return STATUS_OK;
}

enum status postgres_execute_statement(struct postgres *pg, const struct db_statement *st,
                                       const void *arguments, PGresult **ret, struct error *e)
{
    struct postgres_parameters p UNINITIALIZED;
    TRY(postgres_parameters_set(&p, st, arguments, e));
    bool is_alone = !pg->db.in_transaction && pg->own_cursors == 0;
    if (is_alone)
        TRY(postgres_ready(pg, e));
    enum status s = execute_once(pg, st, &p, ret, e);
    if (s == STATUS_OK || !is_alone || !postgres_is_lost(pg))
        return s;
    /* Outside of a transaction the session is read-only: reading again after the server came back
     * is safe. */
    TRY(postgres_ready(pg, e));
    return execute_once(pg, st, &p, ret, e);
}

enum status postgres_one(struct db *db, const struct db_statement *st, const void *arguments,
                         struct arena *arena, void *row, struct error *e)
{
    PGresult *r = NULL;
    TRY(postgres_execute_statement(postgres_of(db), st, arguments, &r, e));
    _Alignas(
        16) char own[DB_ROW_MAX_BYTES] UNINITIALIZED; /* *row stays untouched unless all is well */
    enum status s = postgres_check_columns(r, st, e);
    if (s == STATUS_OK && PQntuples(r) == 0) {
        s = STATUS_NONE;
    } else if (s == STATUS_OK && PQntuples(r) > 1) {
        error_set(e, STATUS_FAILED, "DB_MANY_ROWS", _("程序错误：应至多一行，数据库给出多行"));
        s = error_place(e, "%s", st->name);
    } else if (s == STATUS_OK) {
        s = postgres_decode(r, 0, st, arena, own, e);
    }
    PQclear(r);
    if (s == STATUS_OK)
        memcpy(row, own, st->row_bytes);
    return s;
}

enum status postgres_run(struct db *db, const struct db_statement *st, const void *arguments,
                         int64_t *ret_affected, struct error *e)
{
    PGresult *r = NULL;
    TRY(postgres_execute_statement(postgres_of(db), st, arguments, &r, e));
    if (ret_affected != NULL)
        *ret_affected = strtoll(PQcmdTuples(r), NULL, 10);
    PQclear(r);
    return STATUS_OK;
}

enum status postgres_describe(struct db *db, const struct db_statement *st, int *ret_count,
                              const char **names, int names_max, struct error *e)
{
    struct postgres *pg = postgres_of(db);
    char name[16];
    TRY(prepare(pg, st, name, e));
    PGresult *r = PQdescribePrepared(pg->conn, name);
    if (PQresultStatus(r) != PGRES_COMMAND_OK)
        return postgres_error(pg, r, st->name, e);
    PQclear(pg->described);
    pg->described = r;
    *ret_count = PQnfields(r);
    for (int i = 0; i < *ret_count && i < names_max; i++)
        names[i] = PQfname(r, i);
    return STATUS_OK;
}

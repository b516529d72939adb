/* Between the values of the database and the fields of generated structs. */
#pragma once
#include "db/db.h"
#include <string.h>

static inline bool type_is_integer(enum db_type type)
{
    return type != DB_TEXT && type != DB_BLOB;
}

static inline bool value_has(const void *row, const struct db_column *c)
{
    return !c->nullable || *((const bool *)row + c->has_offset);
}

/* Integer types only. */
static inline int64_t value_load_i64(const void *row, const struct db_column *c)
{
    const char *p = (const char *)row + c->offset;
    switch (c->type) {
    case DB_I64:
        return *(const int64_t *)(const void *)p;
    case DB_FEN:
        return ((const struct fen *)(const void *)p)->v;
    case DB_MONTH:
        return month_yyyymm(*(const struct month *)(const void *)p);
    case DB_DATE:
        return date_yyyymmdd(*(const struct date *)(const void *)p);
    case DB_BOOL:
        return *(const bool *)(const void *)p;
    default:
        return 0;
    }
}

static inline const char *value_load_text(const void *row, const struct db_column *c)
{
    return *(const char *const *)(const void *)((const char *)row + c->offset);
}

static inline struct blob value_load_blob(const void *row, const struct db_column *c)
{
    return *(const struct blob *)(const void *)((const char *)row + c->offset);
}

static inline void value_store_has(void *row, const struct db_column *c, bool has)
{
    if (c->nullable)
        *((bool *)row + c->has_offset) = has;
}

bool value_store_date(void *row, const struct db_column *c, int64_t v);

/* Months and dates that do not exist, and truths other than 0 and 1, answer false. */
static inline bool value_store_i64(void *row, const struct db_column *c, int64_t v)
{
    char *p = (char *)row + c->offset;
    switch (c->type) {
    case DB_I64:
    case DB_FEN:
        memcpy(p, &v, sizeof v);
        return true;
    case DB_BOOL:
        *(bool *)(void *)p = v == 1;
        return v == 0 || v == 1;
    case DB_MONTH: {
        int64_t of_year = v % 100;
        if (v < 100 || v > 999912 || of_year < 1 || of_year > 12)
            return false;
        *(struct month *)(void *)p = month_from_yyyymm(v);
        return true;
    }
    case DB_DATE:
        return value_store_date(row, c, v);
    default:
        return false;
    }
}

static inline void value_store_text(void *row, const struct db_column *c, const char *text)
{
    *(const char **)(void *)((char *)row + c->offset) = text;
}

static inline void value_store_blob(void *row, const struct db_column *c, struct blob b)
{
    *(struct blob *)(void *)((char *)row + c->offset) = b;
}

/* NULL in the database. */
static inline void value_store_null(void *row, const struct db_column *c)
{
    if (c->type == DB_TEXT) {
        value_store_text(row, c, NULL);
    } else if (c->type == DB_BLOB) {
        value_store_blob(row, c, (struct blob){NULL, 0});
    } else {
        value_store_has(row, c, false);
        (void)value_store_i64(row, c,
                              c->type == DB_MONTH  ? 190001
                              : c->type == DB_DATE ? 19000101
                                                   : 0);
    }
}

const char *type_name(enum db_type type);
/* The length of a text argument; REFUSED (DB_TEXT) unless it is valid UTF-8. */
MUST_USE enum status value_text_length(const char *text, const struct db_column *c,
                                       const char *statement, size_t *ret, struct error *e);
/* FAILED (DB_TYPE): the column answered something else than it is declared to. */
MUST_USE enum status value_type_error(const char *statement, const struct db_column *c,
                                      const char *got, struct error *e);
/* FAILED (DB_ARGUMENT): NULL for an argument that must have a value. */
MUST_USE enum status value_null_error(const char *statement, const struct db_column *c,
                                      struct error *e);

#include "bench/lean.h"

#include <stdio.h>
#include <stdlib.h>

void lean_check(sqlite3 *db, int rc, const char *what)
{
    if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
        return;
    fprintf(stderr, "limit program: %s: %s\n", what, sqlite3_errmsg(db));
    exit(1);
}

void lean_do(sqlite3 *db, const char *sql)
{
    lean_check(db, sqlite3_exec(db, sql, NULL, NULL, NULL), sql);
}

sqlite3 *lean_open(const char *path)
{
    sqlite3 *db;
    int rc = sqlite3_open_v2(
        path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    lean_check(db, rc, path);
    lean_do(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -4096; "
                "PRAGMA journal_size_limit = 33554432; PRAGMA wal_autocheckpoint = 2000");
    return db;
}

void lean_close(sqlite3 *db)
{
    sqlite3_close(db);
}

sqlite3_stmt *lean_prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt;
    lean_check(db, sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL), sql);
    return stmt;
}

int64_t lean_i64(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = lean_prepare(db, sql);
    lean_check(db, sqlite3_step(stmt), sql);
    int64_t v = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return v;
}

void lean_run(sqlite3 *db, sqlite3_stmt *stmt, int count, const int64_t *values)
{
    for (int i = 0; i < count; i++)
        sqlite3_bind_int64(stmt, i + 1, values[i]);
    lean_check(db, sqlite3_step(stmt), sqlite3_sql(stmt));
    sqlite3_reset(stmt);
}

void lean_registry_open(struct lean_registry *r, sqlite3 *db, int32_t yyyymm)
{
    *r = (struct lean_registry){.db = db, .yyyymm = yyyymm};
    r->entitlements = lean_prepare(
        db, "SELECT household, division, status, form, income_year_fen FROM entitlement "
            "WHERE county = 341823 AND programme = 1 AND known_from <= 2147483646 "
            "AND known_to > 2147483646 AND from_month <= ?1 AND to_month >= ?1 "
            "ORDER BY county, programme, household, from_month");
    r->members = lean_prepare(
        db, "SELECT household, birth, is_protected, disability_grade, is_seriously_ill FROM member "
            "WHERE county = 341823 AND known_from <= 2147483646 AND known_to > 2147483646 "
            "AND from_month <= ?1 AND to_month >= ?1 AND is_present = 1 "
            "ORDER BY county, household, person, from_month");
    sqlite3_bind_int64(r->entitlements, 1, yyyymm);
    sqlite3_bind_int64(r->members, 1, yyyymm);
    r->has_member = sqlite3_step(r->members) == SQLITE_ROW;
}

void lean_registry_close(struct lean_registry *r)
{
    sqlite3_finalize(r->entitlements);
    sqlite3_finalize(r->members);
}

/* Completed years by the last day of the month. */
static int64_t age(int32_t yyyymm, int64_t birth)
{
    int64_t months = (yyyymm / 100 - birth / 10000) * 12 + yyyymm % 100 - birth / 100 % 100;
    return months / 12;
}

static void add_member(const struct lean_registry *r, struct lean_household *h)
{
    sqlite3_stmt *m = r->members;
    if (!sqlite3_column_int64(m, 2))
        return;
    h->count++;
    int64_t years = age(r->yyyymm, sqlite3_column_int64(m, 1)), grade = sqlite3_column_int64(m, 3);
    int bp = 0;
    if ((grade >= 1 && grade <= 2) || sqlite3_column_int64(m, 4))
        bp = 3000;
    else if (years >= 70 || years < 18)
        bp = 2000;
    if (bp > 0)
        h->best_bp[h->topups++] = bp;
}

int lean_registry_next(struct lean_registry *r, struct lean_household *h)
{
    int rc = sqlite3_step(r->entitlements);
    lean_check(r->db, rc, "entitlement");
    if (rc == SQLITE_DONE)
        return 0;
    h->household = sqlite3_column_int64(r->entitlements, 0);
    h->division = sqlite3_column_int64(r->entitlements, 1);
    h->status = sqlite3_column_int64(r->entitlements, 2);
    h->form = sqlite3_column_int64(r->entitlements, 3);
    h->income_fen = sqlite3_column_int64(r->entitlements, 4);
    h->count = h->topups = 0;
    while (r->has_member && sqlite3_column_int64(r->members, 0) <= h->household) {
        if (sqlite3_column_int64(r->members, 0) == h->household)
            add_member(r, h);
        rc = sqlite3_step(r->members);
        lean_check(r->db, rc, "member");
        r->has_member = rc == SQLITE_ROW;
    }
    return 1;
}

void lean_amount(const struct lean_household *h, int64_t standard_fen, int64_t *ret_basic,
                 int64_t *ret_topup)
{
    int64_t gap = standard_fen * h->count - h->income_fen, topup = 0;
    int64_t basic = h->status == 2 || gap <= 0 ? 0 : (gap * 2 + 12) / 24;
    for (int i = 0; i < h->topups; i++)
        topup += (h->best_bp[i] * basic * 2 + 10000 * h->count) / (20000 * h->count);
    *ret_basic = basic;
    *ret_topup = topup;
}

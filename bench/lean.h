/* The limit programs' common part: SQLite and C, nothing of ours. The registry is read by two
   sequential scans and merged, and the example rule of 2013 is written out with its numbers. */
#pragma once
#include <sqlite3.h>
#include <stdint.h>

sqlite3 *lean_open(const char *path); /* with the pragmas that our engine sets */
void lean_close(sqlite3 *db);
void lean_check(sqlite3 *db, int rc, const char *what); /* ends the program on an error */
void lean_do(sqlite3 *db, const char *sql);
int64_t lean_i64(sqlite3 *db, const char *sql);
sqlite3_stmt *lean_prepare(sqlite3 *db, const char *sql);
/* Binds integers $1, $2, … and runs to the end. */
void lean_run(sqlite3 *db, sqlite3_stmt *stmt, int count, const int64_t *values);

struct lean_household {
    int64_t household, division, status, form, income_fen;
    int count;       /* protected persons */
    int best_bp[64]; /* the best top-up of each, without those that have none */
    int topups;
};
struct lean_registry {
    sqlite3 *db;
    sqlite3_stmt *entitlements, *members;
    int has_member;
    int32_t yyyymm;
};
void lean_registry_open(struct lean_registry *r, sqlite3 *db, int32_t yyyymm);
int lean_registry_next(struct lean_registry *r, struct lean_household *ret); /* 0: the end */
void lean_registry_close(struct lean_registry *r);
/* Fen of a month under a standard per person and year. */
void lean_amount(const struct lean_household *h, int64_t standard_fen, int64_t *ret_basic,
                 int64_t *ret_topup);

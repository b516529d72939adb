/* The limit of a payment run: bench-run-lean DB YYYYMM whole|store, bench-run-lean DB YYYYMM lean
   COUNT lean: a file of its own with the leanest schema that can hold an item and two balanced
   postings: clustered keys, one index by payee; the months one after the other as ours are. COUNT
   items, amounts from a formula, nothing is read. Says how many bytes an item of the file takes.
   store: the same amounts into our tables, nothing is read.
   whole: reads the registry, calculates, stores items and postings in our tables. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/lean.h"

#define COUNTY 341823
#define STANDARD_FEN 216000
#define PAGE_BYTES 4096

struct store {
    sqlite3 *db;
    sqlite3_stmt *item, *posting;
    int64_t month, journal, items, total;
};

static void add(struct store *s, const struct lean_household *h, int64_t basic, int64_t topup)
{
    const int64_t item[] = {
        COUNTY, 1, s->month, h->household, h->division, h->form, h->count, basic, topup, 0, 0,
        1,      0, 0};
    const int64_t posting[] = {COUNTY, 1, s->journal, h->household, 15001, 12001, basic + topup};
    lean_run(s->db, s->item, 14, item);
    lean_run(s->db, s->posting, 7, posting);
    s->items++;
    s->total += basic + topup;
}

static void open_store(struct store *s, int64_t month)
{
    s->month = month;
    s->journal = lean_i64(s->db, "SELECT coalesce(max(journal), 0) + 1 FROM posting");
    s->item = lean_prepare(s->db, "INSERT INTO payment_item VALUES "
                                  "(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)");
    s->posting = lean_prepare(s->db, "INSERT INTO posting VALUES (?1,?2,?3,?4,?5,?6,?7)");
}

static void close_store(struct store *s)
{
    sqlite3_finalize(s->item);
    sqlite3_finalize(s->posting);
    fprintf(stderr, "limit: %" PRId64 " items, %" PRId64 " fen\n", s->items, s->total);
}

static void whole(struct store *s)
{
    struct lean_registry r;
    struct lean_household h;
    int64_t basic, topup;
    lean_registry_open(&r, s->db, (int32_t)s->month);
    while (lean_registry_next(&r, &h)) {
        lean_amount(&h, STANDARD_FEN, &basic, &topup);
        if (basic > 0)
            add(s, &h, basic, topup);
    }
    lean_registry_close(&r);
}

static int64_t made_basic(int64_t i)
{
    return 5000 + i * 37 % 40000;
}

static int64_t made_topup(int64_t i)
{
    return i % 2 * 1800;
}

static void store_only(struct store *s, int64_t count)
{
    for (int64_t i = 1; i <= count; i++) {
        struct lean_household h = {
            .household = i, .division = INT64_C(341823100200) + i % 140, .count = 2};
        add(s, &h, made_basic(i), made_topup(i));
    }
}

static void lean(sqlite3 *db, int64_t month, int64_t count)
{
    static const char ddl[] =
        "CREATE TABLE IF NOT EXISTS item (run INTEGER NOT NULL, payee INTEGER NOT NULL, basic "
        "INTEGER NOT NULL, "
        "topup INTEGER NOT NULL, adjustment INTEGER NOT NULL, state INTEGER NOT NULL, "
        "PRIMARY KEY (run, payee)) STRICT, WITHOUT ROWID;"
        "CREATE INDEX IF NOT EXISTS item_by_payee ON item (payee);"
        "CREATE TABLE IF NOT EXISTS posting (run INTEGER NOT NULL, account INTEGER NOT NULL, payee "
        "INTEGER NOT "
        "NULL, amount INTEGER NOT NULL, PRIMARY KEY (run, account, payee)) STRICT, WITHOUT ROWID";
    lean_do(db, ddl);
    lean_do(db, "BEGIN IMMEDIATE");
    sqlite3_stmt *item = lean_prepare(db, "INSERT INTO item VALUES (?1,?2,?3,?4,?5,?6)");
    sqlite3_stmt *posting = lean_prepare(db, "INSERT INTO posting VALUES (?1,?2,?3,?4)");
    for (int64_t i = 1; i <= count; i++)
        lean_run(db, item, 6, (const int64_t[]){month, i, made_basic(i), made_topup(i), 0, 1});
    for (int64_t account = 0; account < 2; account++)
        for (int64_t i = 1; i <= count; i++) {
            int64_t amount = made_basic(i) + made_topup(i);
            lean_run(
                db, posting, 4,
                (const int64_t[]){month, 12001 + account * 3000, i, account ? amount : -amount});
        }
    sqlite3_finalize(item);
    sqlite3_finalize(posting);
    lean_do(db, "COMMIT");
    int64_t pages = lean_i64(db, "SELECT page_count FROM pragma_page_count");
    int64_t items = lean_i64(db, "SELECT count(*) FROM item");
    fprintf(stderr, "bytes %.1f\n", (double)pages * PAGE_BYTES / (double)items);
}

int main(int argc, char **argv)
{
    bool is_lean = argc == 5 && strcmp(argv[3], "lean") == 0;
    if (!is_lean && argc != 4)
        return bench_usage("DB YYYYMM whole|store, or DB YYYYMM lean COUNT");
    struct bench_meter meter = bench_start();
    struct store s = {.db = lean_open(argv[1])};
    if (is_lean) {
        lean(s.db, strtoll(argv[2], NULL, 10), strtoll(argv[4], NULL, 10));
        lean_close(s.db);
        bench_stop(&meter, argv[3], 0);
        return 0;
    }
    lean_do(s.db, "BEGIN IMMEDIATE");
    open_store(&s, strtoll(argv[2], NULL, 10));
    if (strcmp(argv[3], "whole") == 0)
        whole(&s);
    else
        store_only(&s, lean_i64(s.db, "SELECT count(*) FROM entitlement WHERE programme = 1"));
    close_store(&s);
    lean_do(s.db, "COMMIT");
    lean_close(s.db);
    bench_stop(&meter, argv[3], 0);
    return 0;
}

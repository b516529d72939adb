/* Our bank loop: bench-bank fund DB RUN | send DB RUN | write DB RUN FILE | return DB RUN FILE |
   answer FILE FILE | plain DB PLAN HOUSEHOLDS MONTH
   plain: puts the same accounts and persons in clear into tables for the limit program. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/lean.h"
#include "office/bank/exchange.h"
#include "office/demo/bank.h"
#include "office/demo/demo.h"

#define RETURNS 100

struct bank {
    struct db *db;
    struct payment_context c;
    int64_t run;
    char **argv;
};

static enum status write_out(const struct bank *b, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 20);
    struct remittance_row sent;
    TRY(payment_remittance_open(b->db, b->c.county, b->run, arena, &sent, e));
    return bank_exchange_write(b->db, b->c.county, b->c.keys, b->run, sent.id, b->argv[4], e);
}

static enum status step(struct bank *b, struct error *e)
{
    const char *what = b->argv[1];
    struct payment_return_result result;
    if (strcmp(what, "fund") == 0) {
        b->c.actor = "approver";
        return payment_fund(b->db, &b->c, b->run, e);
    }
    b->c.actor = "payer";
    if (strcmp(what, "send") == 0)
        return bank_exchange_send(b->db, &b->c, b->run, DEMO_LAYOUT, false, NULL, e);
    if (strcmp(what, "write") == 0)
        return write_out(b, e);
    TRY(bank_exchange_take(b->db, &b->c, b->run, b->argv[4], &result, e));
    fprintf(stderr, "paid %" PRId64 ", returned %" PRId64 "\n", result.paid, result.returned);
    return STATUS_OK;
}

static enum status plain(char **argv, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new((size_t)64 << 20);
    CLEANUP(db_cleanup) struct db *db = NULL;
    CLEANUP(keyring_cleanup) struct keyring *keys = NULL;
    CLEANUP(demo_county_cleanup) struct demo_county *county = NULL;
    struct demo_options options = {.seed = DEMO_SEED,
                                   .dibao_households = strtoll(argv[4], NULL, 10)};
    struct demo_household h;
    int64_t id = 0, person = 0;

    TRY(bench_open(argv[2], &db, &keys, e));
    TRY(month_parse(argv[5], &options.month, e));
    TRY(demo_ground_read(db, COUNTY_JINGXIAN, arena, &options, e));
    TRY(demo_county_new(&options, &county, e));
    db_cleanup(&db);
    sqlite3 *lean = lean_open(argv[2]);
    lean_do(lean,
            "CREATE TABLE plain_account (household INTEGER PRIMARY KEY, person INTEGER NOT NULL, "
            "holder TEXT NOT NULL, account TEXT NOT NULL) STRICT; "
            "CREATE TABLE plain_person (id INTEGER PRIMARY KEY, name TEXT NOT NULL, "
            "id_number TEXT NOT NULL) STRICT; BEGIN");
    sqlite3_stmt *account = lean_prepare(lean, "INSERT INTO plain_account VALUES (?1, ?2, ?3, ?4)");
    sqlite3_stmt *one = lean_prepare(lean, "INSERT INTO plain_person VALUES (?1, ?2, ?3)");
    while (demo_county_next(county, &h)) {
        id++;
        if (h.account[0] != '\0') {
            sqlite3_bind_text(account, 3, h.members[0].name, -1, SQLITE_STATIC);
            sqlite3_bind_text(account, 4, h.account, -1, SQLITE_STATIC);
            lean_run(lean, account, 2, (const int64_t[]){id, person + 1});
        }
        for (int i = 0; i < (int)h.member_count; i++) {
            person++;
            sqlite3_bind_text(one, 2, h.members[i].name, -1, SQLITE_STATIC);
            sqlite3_bind_text(one, 3, h.members[i].id.text, -1, SQLITE_STATIC);
            lean_run(lean, one, 1, &person);
        }
    }
    sqlite3_finalize(account);
    sqlite3_finalize(one);
    lean_do(lean, "COMMIT");
    lean_close(lean);
    return STATUS_OK;
}

int main(int argc, char **argv)
{
    CLEANUP(keyring_cleanup) struct keyring *keys = NULL;
    struct error e = {0};
    struct bank b = {.argv = argv, .c.county = COUNTY_JINGXIAN};
    if (argc < 4)
        return bench_usage("fund|send|write|return DB RUN [FILE] | answer FILE FILE | "
                           "plain DB PLAN HOUSEHOLDS MONTH");
    if (strcmp(argv[1], "answer") == 0) {
        bench_check(demo_bank_answer(argv[2], argv[3], RETURNS, &e), &e);
        return 0;
    }
    if (strcmp(argv[1], "plain") == 0 && argc == 6) {
        bench_check(plain(argv, &e), &e);
        return 0;
    }
    b.run = strtoll(argv[3], NULL, 10);
    struct bench_meter meter = bench_start();
    bench_check(bench_open(argv[2], &b.db, &keys, &e), &e);
    b.c.keys = keys;
    bench_check(step(&b, &e), &e);
    db_cleanup(&b.db);
    bench_stop(&meter, argv[1], 0);
    return 0;
}

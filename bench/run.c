/* Our payment run, computed and approved: bench-run DB MONTH. Needs the month before approved. */
#include <inttypes.h>
#include <stdio.h>

#include "bench/bench.h"
#include "domain/payment/payment.h"

static enum status pay(struct db *db, struct month month, struct arena *arena, int64_t *ret_items,
                       struct error *e)
{
    struct payment_run run;
    struct payment_context c = {.county = COUNTY_JINGXIAN, .actor = "maker"};
    TRY(payment_prepare(db, &c, PROGRAMME_DIBAO, month, &run, arena, e));
    c.actor = "checker";
    TRY(payment_check(db, &c, run.id, e));
    c.actor = "reviewer";
    TRY(payment_review(db, &c, run.id, e));
    c.actor = "approver";
    TRY(payment_approve(db, &c, run.id, e));
    fprintf(stderr, "run %" PRId64 ": %" PRId64 " items, %" PRId64 " fen\n", run.id, run.items,
            run.total.v);
    *ret_items = run.items;
    return STATUS_OK;
}

int main(int argc, char **argv)
{
    CLEANUP(db_cleanup) struct db *db = NULL;
    CLEANUP(keyring_cleanup) struct keyring *keys = NULL;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new((size_t)16 << 20);
    struct error e = {0};
    struct month month;
    int64_t items = 0;
    if (argc != 3)
        return bench_usage("DB MONTH");
    bench_check(month_parse(argv[2], &month, &e), &e);
    struct bench_meter meter = bench_start();
    bench_check(bench_open(argv[1], &db, &keys, &e), &e);
    bench_check(pay(db, month, arena, &items, &e), &e);
    db_cleanup(&db);
    bench_stop(&meter, "run", items);
    return 0;
}

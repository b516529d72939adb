/* Makes the database that the others measure on: bench-county DB PLAN HOUSEHOLDS WUBAO MONTH
   Indexes come last, as for any first bulk load. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "office/demo/demo.h"

#define CACHE_FOR_LOADING "PRAGMA cache_size = -400000" /* KiB */

static enum status load(struct db *db, const struct keyring *keys, char **argv, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new((size_t)256 << 20);
    struct plan *plan;
    struct demo_options options = {.seed = DEMO_SEED};
    struct demo_counts counts;

    TRY(plan_read(argv[2], arena, &plan, e));
    TRY(db_migrate(db, NULL, e));
    enum status s = plan_load(db, plan, plan_content(plan), keys, ACTOR_SYSTEM, NULL, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    options.dibao_households = strtoll(argv[3], NULL, 10);
    options.wubao_persons = strtoll(argv[4], NULL, 10);
    TRY(month_parse(argv[5], &options.month, e));
    int64_t county = plan_summary(plan).county;
    TRY(demo_ground_read(db, county, arena, &options, e));
    TRY(db_execute_raw(db, CACHE_FOR_LOADING, e));
    TRY(demo_store(db,
                   &(struct payment_context){.county = county, .actor = ACTOR_SYSTEM, .keys = keys},
                   &options, &counts, e));
    TRY(db_analyze(db, e));
    fprintf(stderr, "%" PRId64 " households, %" PRId64 " persons\n", counts.households,
            counts.persons);
    return STATUS_OK;
}

int main(int argc, char **argv)
{
    CLEANUP(db_cleanup) struct db *db = NULL;
    CLEANUP(keyring_cleanup) struct keyring *keys = NULL;
    struct error e = {0};
    if (argc != 6)
        return bench_usage("DB PLAN HOUSEHOLDS WUBAO MONTH");
    struct bench_meter meter = bench_start();
    bench_check(bench_open(argv[1], &db, &keys, &e), &e);
    bench_check(load(db, keys, argv, &e), &e);
    db_cleanup(&db);
    bench_stop(&meter, "county", 0);
    return 0;
}

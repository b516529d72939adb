/* Our what-if over every household: bench-simulate DB MONTH. */
#include <inttypes.h>
#include <stdio.h>

#include "bench/bench.h"
#include "domain/payment/payment.h"

int main(int argc, char **argv)
{
    CLEANUP(db_cleanup) struct db *db = NULL;
    CLEANUP(keyring_cleanup) struct keyring *keys = NULL;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new((size_t)16 << 20);
    struct error e = {0};
    struct month month;
    struct simulation s;
    static const char *const assignments[] = {"dibao.standard_year=2400.00"};
    if (argc != 3)
        return bench_usage("DB MONTH");
    bench_check(month_parse(argv[2], &month, &e), &e);
    struct bench_meter meter = bench_start();
    bench_check(bench_open(argv[1], &db, &keys, &e), &e);
    bench_check(payment_simulate(db, COUNTY_JINGXIAN, PROGRAMME_DIBAO, month, assignments, 1, arena,
                                 &s, &e),
                &e);
    bench_stop(&meter, "simulate", 0);
    fprintf(stderr,
            "what-if: %" PRId64 " -> %" PRId64 " households, %" PRId64 " -> %" PRId64 " fen\n",
            s.total.households_before, s.total.households_after, s.total.before.v, s.total.after.v);
    return 0;
}

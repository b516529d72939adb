/* The limit of a what-if: reads the registry once and calculates each household twice, summed by
   township: bench-simulate-lean DB YYYYMM */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "bench/lean.h"

#define STANDARD_FEN 216000
#define RAISED_FEN 240000
#define TOWNSHIPS 1000

struct township {
    int64_t households_before, households_after, gaining, losing, entering, leaving, before, after;
};

int main(int argc, char **argv)
{
    static struct township by_township[TOWNSHIPS], total;
    struct lean_registry r;
    struct lean_household h;
    if (argc != 3)
        return bench_usage("DB YYYYMM");
    struct bench_meter meter = bench_start();
    sqlite3 *db = lean_open(argv[1]);
    lean_do(db, "BEGIN");
    lean_registry_open(&r, db, (int32_t)strtol(argv[2], NULL, 10));
    while (lean_registry_next(&r, &h)) {
        struct township *t = &by_township[h.division / 1000 % TOWNSHIPS];
        int64_t basic[2], topup[2];
        lean_amount(&h, STANDARD_FEN, &basic[0], &topup[0]);
        lean_amount(&h, RAISED_FEN, &basic[1], &topup[1]);
        int64_t before = basic[0] + topup[0], after = basic[1] + topup[1];
        t->before += before;
        t->after += after;
        t->households_before += before > 0;
        t->households_after += after > 0;
        t->gaining += after > before;
        t->losing += after < before;
        t->entering += before == 0 && after > 0;
        t->leaving += before > 0 && after == 0;
    }
    lean_registry_close(&r);
    lean_do(db, "COMMIT");
    lean_close(db);
    bench_stop(&meter, "simulate-lean", 0);
    for (int i = 0; i < TOWNSHIPS; i++) {
        total.before += by_township[i].before;
        total.after += by_township[i].after;
    }
    fprintf(stderr, "limit: %" PRId64 " -> %" PRId64 " fen\n", total.before, total.after);
    return 0;
}

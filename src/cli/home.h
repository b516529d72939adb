/* Commands about homes: what they begin with. */
#pragma once
#include "cli/cli.h"
#include "domain/home/stay.h"

struct home_call {
    struct db *db;
    int64_t county;
    const struct keyring *keys; /* NULL unless it writes */
    const char *actor;
};
MUST_USE enum status home_call_begin(struct cli *cli, bool is_writing, struct home_call *ret,
                                     struct error *e);
/* A home by number or whole name. REFUSED: HOME_UNKNOWN. */
MUST_USE enum status home_call_find(struct cli *cli, const struct home_call *c, const char *text,
                                    struct home *ret, struct error *e);
/* The home that an option names. REFUSED: USAGE, HOME_UNKNOWN. */
MUST_USE enum status home_call_option(struct cli *cli, const struct home_call *c,
                                      const char *option, struct home *ret, struct error *e);
/* "17", or "101/2" for bed 2 of room 101; NULL or "": 0. REFUSED: STAY_BED. */
MUST_USE enum status home_call_bed(struct cli *cli, const struct home_call *c,
                                   const struct home *home, const char *text, int64_t *ret,
                                   struct error *e);
/* The option's number; `otherwise` when not given. REFUSED (USAGE). */
MUST_USE enum status home_call_number(struct cli *cli, const char *option, int64_t otherwise,
                                      int64_t *ret, struct error *e);
/* The first argument as a number. REFUSED (USAGE). */
MUST_USE enum status home_call_argument(struct cli *cli, int64_t *ret, struct error *e);
/* A day; empty for none and for "no end". */
void home_call_day(struct cli *cli, struct date d);

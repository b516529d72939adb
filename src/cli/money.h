/* Commands about money to institutions: what they begin with. */
#pragma once
#include "cli/cli.h"
#include "domain/payee/payee.h"

struct money {
    struct db *db;
    int64_t county;
    const char *actor;
};
/* With a writer, or with a reader. */
MUST_USE enum status money_writer(struct cli *cli, struct money *ret, struct error *e);
MUST_USE enum status money_reader(struct cli *cli, struct money *ret, struct error *e);
/* The first argument as a number. REFUSED (USAGE). */
MUST_USE enum status money_number(struct cli *cli, int64_t *ret, struct error *e);
/* A year of four digits out of --year. */
MUST_USE enum status money_year(struct cli *cli, int *ret, struct error *e);
/* The institution of that kind that an option names, by code or whole name; without the option the
   only one there is. REFUSED: PAYEE_UNKNOWN. */
MUST_USE enum status money_payee(struct cli *cli, const struct money *m, const char *option,
                                 enum payee_kind kind, struct payee *ret, struct error *e);
/* What a command says that has prepared a transfer. */
void money_transfer_prepared(struct cli *cli, int64_t transfer);

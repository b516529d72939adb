/* What the files of `pay` share. */
#pragma once
#include "cli/cli.h"
#include "domain/payment/payment.h"
#include "payment_item_sql.h"
#include "payment_sql.h"

struct pay {
    struct db *db;
    struct payment_context c;
};
MUST_USE enum status pay_context(struct cli *cli, struct pay *ret, struct error *e);
MUST_USE enum status pay_reader(struct cli *cli, struct pay *ret,
                                struct error *e); /* without keys and progress */
MUST_USE enum status pay_run_argument(struct cli *cli, const struct pay *p, struct payment_run *ret,
                                      struct error *e);
/* --household, or the household of --person. */
MUST_USE enum status pay_household(struct cli *cli, const struct pay *p, int64_t *ret,
                                   struct error *e);
void pay_print_run(struct cli *cli, const struct payment_run *r);
/* simulate.c: line by line, then what it comes to. */
void pay_print_explanation(struct cli *cli, const struct explanation *x,
                           const struct benefit_amount *a);
void pay_say_run(struct cli *cli, const struct payment_run *r);

/* pay_show.c */
enum status pay_show(struct cli *cli, struct error *e);
enum status pay_items(struct cli *cli, struct error *e);
enum status pay_exceptions(struct cli *cli, struct error *e);
enum status pay_returns(struct cli *cli, struct error *e);
/* pay_bank.c */
enum status pay_send(struct cli *cli, struct error *e);
enum status pay_return(struct cli *cli, struct error *e);
enum status pay_reissue(struct cli *cli, struct error *e);
enum status pay_correct(struct cli *cli, struct error *e);
enum status pay_release(struct cli *cli, struct error *e);
enum status pay_cancel(struct cli *cli, struct error *e);
enum status pay_repay(struct cli *cli, struct error *e);

/* project pay | payments: money of the works to the contractor, each on its transfer. */
#include <inttypes.h>

#include "base/i18n.h"
#include "cli/money.h"
#include "cli/project.h"
#include "domain/project/works.h"

static enum status pay_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct project project;
    struct month month;
    struct fen amount;
    int64_t payment, transfer;
    TRY(cli_month_option(cli, "--month", &month, e));
    TRY(project_call_yuan(cli, "--amount", FEN(0), &amount, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(project_call_find(cli, &c, &project, e));
    TRY(project_pay(c.db, c.county, project.id, amount, month, cli_option(cli, "--purpose"),
                    cli_option(cli, "--document"), cli_actor(cli), &payment, &transfer, e));
    money_transfer_prepared(cli, transfer);
    return STATUS_OK;
}

static enum status payments_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"payment", "month",    "contractor", "amount_fen",
                                          "state",   "transfer", "purpose",    "document"};
    static const char *const states[] = {"", "DRAFT", "TRANSFERRED", "APPROVED", "DISCARDED"};
    struct project_call c;
    struct project project;
    struct project_payment *list;
    size_t count;
    TRY(project_call_begin(cli, false, &c, e));
    TRY(project_call_find(cli, &c, &project, e));
    TRY(project_payment_list(c.db, c.county, project.id, cli_arena(cli), &list, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        const struct project_payment *p = &list[i];
        cli_i64(cli, p->id);
        cli_month(cli, p->month);
        cli_text(cli, p->contractor_name);
        cli_fen(cli, p->amount);
        cli_text(cli, p->state >= 1 && p->state <= 4 ? states[p->state] : "");
        cli_i64(cli, p->transfer);
        cli_text(cli, p->purpose);
        cli_text(cli, p->document);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_PROJECT_PAY[] = {
    {"project pay",
     "CODE",
     1,
     1,
     N_("编制一笔工程款和它的拨付单"),
     "project.manage",
     pay_command,
     {{"--amount", "YUAN", N_("金额（元）"), true},
      {"--month", "YYYY-MM", N_("所属月份"), true},
      {"--purpose", "TEXT", N_("付的是哪一部分"), true},
      {"--document", "TEXT", N_("依据的文件"), true},
      {0}}},
    {"project payments",
     "CODE",
     1,
     1,
     N_("一个项目的工程款"),
     "project.read",
     payments_command,
     {{0}}},
    {0},
};

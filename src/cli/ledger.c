/* ledger …: the books of a fund. */

#include "base/i18n.h"
#include "base/text.h"
#include "cli/cli.h"
#include "domain/ledger/ledger.h"
#include "ledger_sql.h"

static enum status fund_option(struct cli *cli, struct db *db, int64_t county, enum fund *ret,
                               struct error *e)
{
    return ledger_fund_parse(db, county, cli_option(cli, "--fund"), ret, e);
}

static enum status source_parse(const char *text, enum source *ret, struct error *e)
{
    static const char *const names[FUND_SOURCE_COUNT] = {
        [SOURCE_CENTRAL] = "central",
        [SOURCE_PROVINCE] = "province",
        [SOURCE_CITY] = "city",
        [SOURCE_COUNTY] = "county",
    };
    for (int i = 0; i < FUND_SOURCE_COUNT; i++) {
        if (text_equals(text, names[i])) {
            *ret = (enum source)i;
            return STATUS_OK;
        }
    }
    return cli_usage(e, _("--source 只能是 central、province、city 或 county"));
}

static enum status ledger_balance(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"account",   "name",       "kind",
                                          "debit_fen", "credit_fen", "balance_fen"};
    struct db *db;
    int64_t county;
    enum fund fund;
    struct month month = MONTH_OPEN;
    struct trial_row *rows;
    size_t count;
    if (cli_has(cli, "--month"))
        TRY(cli_month_option(cli, "--month", &month, e));
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(fund_option(cli, db, county, &fund, e));
    TRY(ledger_trial_balance(db, county, fund, month, cli_arena(cli), &rows, &count, e));
    struct fen debit = FEN(0), credit = FEN(0);
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        TRY(fen_add(debit, rows[i].debit, &debit));
        TRY(fen_add(credit, rows[i].credit, &credit));
        cli_i64(cli, rows[i].account);
        cli_text(cli, rows[i].name);
        cli_text(cli, rows[i].kind);
        cli_fen(cli, rows[i].debit);
        cli_fen(cli, rows[i].credit);
        cli_fen(cli, FEN(rows[i].debit.v - rows[i].credit.v));
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    char d[FEN_TEXT_BYTES], c[FEN_TEXT_BYTES];
    if (cli_format(cli) == CLI_TEXT)
        cli_say(cli, _("合计  借方 %s 元  贷方 %s 元"), fen_format_people(debit, d),
                fen_format_people(credit, c));
    return STATUS_OK;
}

static void journal_row(struct cli *cli, const struct journal_list_row *j)
{
    char day[DATE_TEXT_BYTES];
    cli_i64(cli, j->id);
    cli_month(cli, j->month);
    cli_text(cli, date_format(j->entered_on, day));
    cli_text(cli, j->kind);
    cli_i64(cli, j->run);
    cli_i64(cli, j->remittance);
    cli_i64(cli, j->line_count);
    cli_fen(cli, j->amount);
    cli_text(cli, j->document);
    cli_text(cli, j->memo);
    cli_row_end(cli);
}

static enum status ledger_journal(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"journal",    "month", "entered_on", "kind",     "run",
                                          "remittance", "lines", "amount_fen", "document", "memo"};
    struct db *db;
    int64_t county;
    enum fund fund;
    struct month from = month_make(1900, 1), to = MONTH_OPEN;
    if (cli_has(cli, "--month")) {
        TRY(cli_month_option(cli, "--month", &from, e));
        to = from;
    }
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(fund_option(cli, db, county, &fund, e));
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(journal_list_open(
        db,
        (struct journal_list_args){
            .county = county, .fund = (int64_t)fund, .from_month = from, .to_month = to},
        &cursor, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    struct journal_list_row row;
    enum status s;
    while ((s = journal_list_next(cursor, &row, e)) == STATUS_OK)
        journal_row(cli, &row);
    cli_rows_end(cli);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status amount_option(struct cli *cli, const char *name, struct fen *ret,
                                 struct error *e)
{
    if (fen_parse(cli_option(cli, name), ret, e) != STATUS_OK)
        return error_place(e, "%s", name);
    return STATUS_OK;
}

static enum status ledger_appropriate_command(struct cli *cli, struct error *e)
{
    struct db *db;
    int64_t county;
    enum fund fund;
    enum source source = SOURCE_COUNTY;
    struct fen amount;
    struct month month;
    char text[FEN_TEXT_BYTES];
    TRY(source_parse(cli_option(cli, "--source"), &source, e));
    TRY(amount_option(cli, "--amount", &amount, e));
    TRY(cli_month_option(cli, "--month", &month, e));
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(fund_option(cli, db, county, &fund, e));
    TRY(ledger_appropriate(db, county, fund, source, amount, month, cli_option(cli, "--document"),
                           cli_actor(cli), e));
    cli_say(cli, _("已记拨款 %s 元。"), fen_format_people(amount, text));
    return STATUS_OK;
}

static enum status ledger_state(struct cli *cli, struct error *e)
{
    struct db *db;
    int64_t county;
    enum fund fund;
    struct fen balance;
    struct date on;
    char text[FEN_TEXT_BYTES];
    if (date_parse(cli_option(cli, "--on"), &on, e) != STATUS_OK)
        return error_place(e, "--on");
    TRY(amount_option(cli, "--balance", &balance, e));
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(fund_option(cli, db, county, &fund, e));
    TRY(ledger_state_balance(db, county, fund, on, balance, cli_option(cli, "--document"),
                             cli_actor(cli), e));
    cli_say(cli, _("已录对账单余额 %s 元。"), fen_format_people(balance, text));
    return STATUS_OK;
}

static enum status ledger_close(struct cli *cli, struct error *e)
{
    struct db *db;
    int64_t county;
    enum fund fund;
    struct month month;
    char text[MONTH_TEXT_BYTES];
    TRY(cli_month_option(cli, "--month", &month, e));
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(fund_option(cli, db, county, &fund, e));
    TRY(ledger_close_month(db, county, fund, month, cli_actor(cli), e));
    cli_say(cli, _("%s 已结账。"), month_format(month, text));
    return STATUS_OK;
}

#define OPTION_FUND                                                                                \
    {                                                                                              \
        "--fund", "CODE", N_("专账：dibao、wubao……"), true                                         \
    }

const struct cli_command CLI_LEDGER[] = {
    {"ledger balance",
     "",
     0,
     0,
     N_("试算平衡表"),
     "ledger.read",
     ledger_balance,
     {OPTION_FUND, {"--month", "YYYY-MM", N_("截至哪个月，缺省为全部"), false}, {0}}},
    {"ledger journal",
     "",
     0,
     0,
     N_("凭证"),
     "ledger.read",
     ledger_journal,
     {OPTION_FUND, {"--month", "YYYY-MM", N_("哪个月，缺省为全部"), false}, {0}}},
    {"ledger appropriate",
     "",
     0,
     0,
     N_("记拨入资金"),
     "ledger.write",
     ledger_appropriate_command,
     {OPTION_FUND,
      {"--source", "central|province|city|county", N_("来源"), true},
      {"--amount", "YUAN", N_("金额(元)"), true},
      {"--month", "YYYY-MM", N_("记入哪个月"), true},
      {"--document", "TEXT", N_("文号或凭据号"), true},
      {0}}},
    {"ledger state",
     "",
     0,
     0,
     N_("录银行对账单余额"),
     "ledger.write",
     ledger_state,
     {OPTION_FUND,
      {"--on", "YYYY-MM-DD", N_("对账单日期"), true},
      {"--balance", "YUAN", N_("余额(元)"), true},
      {"--document", "TEXT", N_("凭据号"), false},
      {0}}},
    {"ledger close",
     "",
     0,
     0,
     N_("月末结账"),
     "ledger.write",
     ledger_close,
     {OPTION_FUND, {"--month", "YYYY-MM", N_("月份"), true}, {0}}},
    {0},
};

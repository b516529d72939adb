#include "ledger_internal.h"

#include "base/i18n.h"
#include "ledger_sql.h"

#include <stdio.h>

#define CLOSE_SCRATCH_BYTES ((size_t)256 * 1024)

struct statement_work {
    int64_t county;
    enum fund fund;
    struct date on;
    struct fen balance;
    const char *document, *actor;
};

static enum status state_work(struct db *db, void *context, struct error *e)
{
    const struct statement_work *w = context;
    TRY(ledger_fund_check(db, w->county, w->fund, e));
    struct month closed;
    enum status s = ledger_closed_until(db, w->county, w->fund, &closed, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK && closed.v >= date_month(w->on).v) {
        char day[DATE_TEXT_BYTES];
        return error_set(e, STATUS_REFUSED, "LEDGER_MONTH_CLOSED",
                         _("%s 所在月份已结账，不能再录对账单。"), date_format(w->on, day));
    }
    char subject[64], balance[FEN_TEXT_BYTES], detail[128];
    snprintf(subject, sizeof subject, "fund %d", (int)w->fund);
    snprintf(detail, sizeof detail, "{\"on\":%lld,\"balance\":\"%s\"}",
             (long long)date_yyyymmdd(w->on), fen_format(w->balance, balance));
    int64_t change;
    TRY(change_record(
        db, w->county,
        &(struct change_entry){
            .actor = w->actor, .action = "ledger.state", .subject = subject, .detail = detail},
        &change, e));
    return bank_statement_put(db,
                              (struct bank_statement_put_args){.county = w->county,
                                                               .fund = (int64_t)w->fund,
                                                               .stated_on = w->on,
                                                               .balance = w->balance,
                                                               .document = w->document,
                                                               .known_from = change},
                              NULL, e);
}

enum status ledger_state_balance(struct db *db, int64_t county, enum fund fund, struct date on,
                                 struct fen balance, const char *document, const char *actor,
                                 struct error *e)
{
    struct statement_work w = {county, fund, on, balance, document ? document : "", actor};
    return db_transaction(db, state_work, &w, e);
}

/* Months are closed one after the other, from the first one with a journal. */
static enum status order_check(struct db *db, int64_t county, enum fund fund, struct month month,
                               struct arena *scratch, struct error *e)
{
    char wanted[MONTH_TEXT_BYTES], text[MONTH_TEXT_BYTES];
    struct month closed;
    enum status s = ledger_closed_until(db, county, fund, &closed, e);
    if (s == STATUS_OK) {
        if (month.v <= closed.v)
            return error_set(e, STATUS_REFUSED, "LEDGER_MONTH_CLOSED", _("%s 已经结账。"),
                             month_format(month, text));
        if (month.v > closed.v + 1)
            return error_set(e, STATUS_REFUSED, "LEDGER_CLOSE_ORDER",
                             _("须按月顺序结账：先结 %s，再结 %s。"),
                             month_format(month_add(closed, 1), wanted), month_format(month, text));
        return STATUS_OK;
    }
    if (s != STATUS_NONE)
        return s;
    struct ledger_month_row first;
    TRY(ledger_first_month(
        db, (struct ledger_first_month_args){.county = county, .fund = (int64_t)fund}, scratch,
        &first, e));
    if (first.has_month && first.month.v < month.v)
        return error_set(e, STATUS_REFUSED, "LEDGER_CLOSE_ORDER",
                         _("须按月顺序结账：先结 %s，再结 %s。"), month_format(first.month, wanted),
                         month_format(month, text));
    return STATUS_OK;
}

/* The month's last bank statement must show the balance that the books show (专户储存). */
static enum status statement_check(struct db *db, int64_t county, enum fund fund,
                                   struct month month, struct fen bank, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(bank_statement_last_open(
        db,
        (struct bank_statement_last_args){.county = county,
                                          .fund = (int64_t)fund,
                                          .first_day = month_first_day(month),
                                          .last_day = month_last_day(month)},
        &cursor, e));
    struct bank_statement_row row;
    enum status s = bank_statement_last_next(cursor, &row, e);
    if (s == STATUS_NONE)
        return STATUS_OK;
    if (s != STATUS_OK)
        return s;
    if (row.balance.v == bank.v)
        return STATUS_OK;
    char day[DATE_TEXT_BYTES], stated[FEN_TEXT_BYTES], booked[FEN_TEXT_BYTES];
    return error_set(e, STATUS_REFUSED, "LEDGER_STATEMENT",
                     _("%s 银行对账单余额 %s 元，账面余额 %s 元，不相符。请查明差额后再结账。"),
                     date_format(row.stated_on, day), fen_format(row.balance, stated),
                     fen_format(bank, booked));
}

struct close_work {
    int64_t county;
    enum fund fund;
    struct month month;
    const char *actor;
};

static enum status trial_store(struct db *db, const struct close_work *w, int64_t change,
                               struct arena *scratch, struct error *e)
{
    struct trial_row *rows;
    size_t count;
    TRY(ledger_trial_balance(db, w->county, w->fund, w->month, scratch, &rows, &count, e));
    struct fen debit = FEN(0), credit = FEN(0), bank = FEN(0);
    for (size_t i = 0; i < count; i++) {
        TRY(fen_add(debit, rows[i].debit, &debit));
        TRY(fen_add(credit, rows[i].credit, &credit));
        if (rows[i].account == ledger_account(w->fund, LEDGER_BANK))
            TRY(fen_sub(rows[i].debit, rows[i].credit, &bank));
    }
    if (debit.v != credit.v)
        return error_set(e, STATUS_REFUSED, "LEDGER_UNBALANCED",
                         _("借贷不平，不能结账。请运行 minsheng audit 查明。"));
    if (bank.v < 0)
        return error_set(e, STATUS_REFUSED, "LEDGER_OVERDRAWN",
                         _("专户存款账面为负，不能结账。请补记拨款。"));
    TRY(statement_check(db, w->county, w->fund, w->month, bank, e));
    for (size_t i = 0; i < count; i++)
        TRY(ledger_close_insert(db,
                                (struct ledger_close_insert_args){.county = w->county,
                                                                  .fund = (int64_t)w->fund,
                                                                  .month = w->month,
                                                                  .account = rows[i].account,
                                                                  .debit = rows[i].debit,
                                                                  .credit = rows[i].credit,
                                                                  .known_from = change},
                                NULL, e));
    return STATUS_OK;
}

static enum status close_work(struct db *db, void *context, struct error *e)
{
    const struct close_work *w = context;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(CLOSE_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(ledger_fund_check(db, w->county, w->fund, e));
    char subject[64], month[MONTH_TEXT_BYTES];
    snprintf(subject, sizeof subject, "fund %d month %s", (int)w->fund,
             month_format(w->month, month));
    int64_t change;
    TRY(change_record(
        db, w->county,
        &(struct change_entry){
            .actor = w->actor, .action = "ledger.close", .subject = subject, .detail = ""},
        &change, e));
    TRY(order_check(db, w->county, w->fund, w->month, scratch, e));
    return trial_store(db, w, change, scratch, e);
}

enum status ledger_close_month(struct db *db, int64_t county, enum fund fund, struct month month,
                               const char *actor, struct error *e)
{
    struct close_work w = {county, fund, month, actor};
    return db_transaction(db, close_work, &w, e);
}

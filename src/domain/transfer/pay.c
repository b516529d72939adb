/* The money: out of the dedicated account, back from the bank, and into the account by the plan's
   shares when it lacks some. */
#include "transfer_internal.h"

#include "base/i18n.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>

enum status transfer_free_funds(struct db *db, int64_t county, enum fund fund, struct fen *ret,
                                struct error *e)
{
    struct fen left;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(TRANSFER_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(ledger_account_balance(db, county, fund, LEDGER_BANK, &left, e));
    for (int p = PROGRAMME_DIBAO; p <= PROGRAMME_COUNT; p++) {
        if (programme_fund((enum programme)p) != (int64_t)fund)
            continue;
        struct transfer_amount_row row;
        TRY(transfer_reserved(db, (struct transfer_reserved_args){.county = county, .programme = p},
                              scratch, &row, e));
        if (fen_sub(left, row.amount, &left) != STATUS_OK)
            return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("金额超出可表示的范围。"));
    }
    *ret = left;
    return STATUS_OK;
}

enum status transfer_day_check(struct db *db, int64_t county, const struct transfer_row *row,
                               struct date on, struct error *e)
{
    char day[DATE_TEXT_BYTES], month[MONTH_TEXT_BYTES];
    if (on.v > date_today().v)
        return error_set(e, STATUS_REFUSED, "TRANSFER_DATE", _("%s 还没有到，请写实际办理的日期。"),
                         date_format(on, day));
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(TRANSFER_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    struct transfer_month_row last;
    TRY(transfer_journal_month(db,
                               (struct transfer_journal_month_args){
                                   .county = county, .fund = row->fund, .transfer = row->id},
                               scratch, &last, e));
    if (!last.has_month || date_month(on).v >= last.month.v)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "TRANSFER_DATE",
                     _("%" PRId64 " 号拨付单上一笔凭证记在 %s，%s 在它之前，请核对日期。"), row->id,
                     month_format(last.month, month), date_format(on, day));
}

static enum status move(struct db *db, const struct transfer_moment *at,
                        const struct transfer_row *row, const char *kind, struct date on,
                        const char *document, struct journal_line line, struct error *e)
{
    const struct journal_header header = {.fund = (enum fund)row->fund,
                                          .month = date_month(on),
                                          .kind = kind,
                                          .transfer = row->id,
                                          .document = document,
                                          .memo = row->payee_name,
                                          .change = at->change};
    return journal_write(db, at->step->county, &header, &line, 1, NULL, e);
}

/* ---- out ---- */

struct payment_of {
    const char *bank_reference;
    struct date on;
};

static enum status funds_check(struct db *db, int64_t county, const struct transfer_row *row,
                               struct error *e)
{
    struct fen left;
    char have[FEN_TEXT_BYTES], need[FEN_TEXT_BYTES];
    TRY(transfer_free_funds(db, county, (enum fund)row->fund, &left, e));
    if (left.v >= row->total.v)
        return STATUS_OK;
    return error_set(
        e, STATUS_REFUSED, "TRANSFER_FUNDS",
        _("专户可用余额 %s 元，不够拨付 %" PRId64 " 号拨付单的 %s 元。请先由财政补足资金。"),
        fen_format(left, have), row->id, fen_format(row->total, need));
}

static enum status pay_body(struct db *db, const struct transfer_moment *at,
                            const struct transfer_row *row, int64_t *ret_affected, struct error *e)
{
    const struct payment_of *p = at->step->with;
    const int64_t county = at->step->county;
    if (!row->account_tail)
        return error_set(e, STATUS_REFUSED, "TRANSFER_ACCOUNT",
                         _("%s 没有登记收款账户，不能拨付。请先登记账户。"), row->payee_name);
    TRY(transfer_day_check(db, county, row, p->on, e));
    TRY(funds_check(db, county, row, e));
    TRY(move(db, at, row, "TRANSFER_PAY", p->on, p->bank_reference,
             (struct journal_line){LEDGER_PAYABLE, LEDGER_BANK, row->total}, e));
    return transfer_paid(db,
                         (struct transfer_paid_args){.county = county,
                                                     .id = row->id,
                                                     .actor = at->step->actor,
                                                     .at = at->now,
                                                     .paid_on = p->on,
                                                     .bank_reference = p->bank_reference},
                         ret_affected, e);
}

enum status transfer_pay(struct db *db, int64_t county, int64_t id, const char *bank_reference,
                         struct date on, const char *actor, struct error *e)
{
    if (!bank_reference || !*bank_reference)
        return error_set(e, STATUS_REFUSED, "TRANSFER_REFERENCE", _("请写银行回单号。"));
    const struct payment_of p = {bank_reference, on};
    const struct transfer_step step = {
        .county = county, .id = id, .actor = actor, .action = TRANSFER_PAY, .with = &p};
    return transfer_step_do(db, &step, pay_body, e);
}

/* ---- back ---- */

static enum status return_body(struct db *db, const struct transfer_moment *at,
                               const struct transfer_row *row, int64_t *ret_affected,
                               struct error *e)
{
    const struct date *on = at->step->with;
    char day[DATE_TEXT_BYTES], paid[DATE_TEXT_BYTES];
    struct date paid_on = date_from_yyyymmdd(row->paid_on);
    if (on->v < paid_on.v)
        return error_set(e, STATUS_REFUSED, "TRANSFER_DATE",
                         _("退汇日期 %s 早于拨付日期 %s，请核对。"), date_format(*on, day),
                         date_format(paid_on, paid));
    TRY(transfer_day_check(db, at->step->county, row, *on, e));
    TRY(move(db, at, row, "TRANSFER_RETURN", *on, row->bank_reference,
             (struct journal_line){LEDGER_BANK, LEDGER_PAYABLE, row->total}, e));
    return transfer_returned(db,
                             (struct transfer_returned_args){.county = at->step->county,
                                                             .id = row->id,
                                                             .reason = at->step->reason},
                             ret_affected, e);
}

enum status transfer_return(struct db *db, int64_t county, int64_t id, const char *reason,
                            struct date on, const char *actor, struct error *e)
{
    const struct transfer_step step = {.county = county,
                                       .id = id,
                                       .actor = actor,
                                       .action = TRANSFER_RETURN,
                                       .reason = reason ? reason : "",
                                       .with = &on};
    return transfer_step_do(db, &step, return_body, e);
}

/* ---- in ---- */

struct funding {
    struct fen *lack, beside;
};

static enum status fund_body(struct db *db, const struct transfer_moment *at,
                             const struct transfer_row *row, int64_t *ret_affected, struct error *e)
{
    const struct funding *w = at->step->with;
    struct fen *lack = w->lack, left;
    const int64_t county = at->step->county;
    const enum fund fund = (enum fund)row->fund;
    *ret_affected = 1;
    TRY(transfer_free_funds(db, county, fund, &left, e));
    struct fen need;
    if (fen_add(row->total, w->beside, &need) != STATUS_OK)
        return error_set(e, STATUS_REFUSED, "FEN_OVERFLOW", _("金额超出可表示的范围。"));
    *lack = FEN(left.v >= need.v ? 0 : need.v - left.v);
    if (lack->v == 0)
        return STATUS_OK;
    struct month today = date_month(date_today());
    struct policy_table *table;
    struct journal_line lines[FUND_SOURCE_COUNT];
    size_t count;
    TRY(policy_table_read(db, county, KNOWN_NOW, at->scratch, &table, e));
    TRY(ledger_share_lines(table, fund, row->month, *lack, lines, &count, e));
    struct journal_header header = {.fund = fund,
                                    .kind = "APPROPRIATION",
                                    .transfer = row->id,
                                    .document = "",
                                    .memo = row->payee_name,
                                    .change = at->change};
    TRY(ledger_open_month(db, county, fund, today.v > row->month.v ? today : row->month,
                          &header.month, e));
    return journal_write(db, county, &header, lines, count, NULL, e);
}

enum status transfer_fund_beside(struct db *db, int64_t county, int64_t id, struct fen beside,
                                 const char *actor, struct fen *ret_appropriated, struct error *e)
{
    struct fen lack = FEN(0);
    const struct funding w = {&lack, beside};
    const struct transfer_step step = {.county = county, .id = id, .actor = actor, .with = &w};
    TRY(transfer_step_do(db, &step, fund_body, e));
    *ret_appropriated = lack;
    return STATUS_OK;
}

enum status transfer_fund(struct db *db, int64_t county, int64_t id, const char *actor,
                          struct fen *ret_appropriated, struct error *e)
{
    return transfer_fund_beside(db, county, id, FEN(0), actor, ret_appropriated, e);
}

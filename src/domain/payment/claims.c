#include "claims.h"

#include "base/i18n.h"
#include "claims_sql.h"
#include "domain/medical/bill.h"

#include <inttypes.h>

struct claiming {
    const struct payment_context *c;
    struct month month;
    struct db_bulk *items, *exceptions;
    struct prepare_result result;
};

static void claiming_cleanup(struct claiming *w)
{
    db_bulk_cleanup(&w->items);
    db_bulk_cleanup(&w->exceptions);
}

static enum status exception_add(struct claiming *w, const struct claim_due_row *row,
                                 const char *code, const char *detail, struct error *e)
{
    return payment_exception_bulk_add(
        w->exceptions,
        &(struct payment_exception_bulk_row){.county = w->c->county,
                                             .programme = PROGRAMME_MEDICAL,
                                             .month = w->month,
                                             .household = row->household,
                                             .code = code,
                                             .division = row->division,
                                             .detail = detail},
        e);
}

static enum status household_add(struct claiming *w, const struct claim_due_row *row,
                                 struct error *e)
{
    char back[FEN_TEXT_BYTES];
    if (row->total.v == 0)
        return STATUS_OK;
    if (row->total.v < 0)
        return exception_add(w, row, "OWED_BACK", fen_format(FEN(-row->total.v), back), e);
    TRY(payment_item_bulk_add(
        w->items,
        &(struct payment_item_bulk_row){.county = w->c->county,
                                        .programme = PROGRAMME_MEDICAL,
                                        .month = w->month,
                                        .household = row->household,
                                        .division = row->division,
                                        .form = FORM_NONE,
                                        .protected_count = row->people,
                                        .basic_fen = row->total,
                                        .state = row->has_account ? ITEM_PENDING : ITEM_HELD},
        e));
    w->result.items++;
    if (fen_add(w->result.total, row->total, &w->result.total) != STATUS_OK)
        return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("发放总额超出范围。"));
    return row->has_account ? STATUS_OK : exception_add(w, row, "NO_ACCOUNT", "", e);
}

static enum status bulk_finish(struct db_bulk **bulk, struct error *e)
{
    struct db_bulk *b = *bulk;
    *bulk = NULL;
    return db_bulk_end(b, e);
}

static enum status households_add(struct db *db, struct claiming *w, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct claim_due_row row;
    enum status s;
    TRY(claim_due_open(
        db, (struct claim_due_args){.county = w->c->county, .until = month_last_day(w->month)},
        &cursor, e));
    while ((s = claim_due_next(cursor, &row, e)) == STATUS_OK) {
        TRY(household_add(w, &row, e));
        if (w->result.items % PAYMENT_PROGRESS_ROWS == 0)
            TRY(payment_report(w->c, w->result.items, w->result.items, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status claims_compute(struct db *db, const struct payment_context *c,
                           const struct prepare_decision *d, struct prepare_result *ret,
                           struct error *e)
{
    CLEANUP(claiming_cleanup) struct claiming w = {.c = c, .month = d->from};
    TRY(medical_writable(db, c->county, e));
    TRY(payment_item_bulk_begin(db, &w.items, e));
    TRY(payment_exception_bulk_begin(db, &w.exceptions, e));
    TRY(households_add(db, &w, e));
    TRY(bulk_finish(&w.items, e));
    TRY(bulk_finish(&w.exceptions, e));
    if (w.result.items == 0) {
        char month[MONTH_TEXT_BYTES];
        return error_set(e, STATUS_REFUSED, "NOTHING_OWED",
                         _("到 %s 底没有待付给家庭的医疗救助，不用编制。"),
                         month_format(d->from, month));
    }
    *ret = w.result;
    return STATUS_OK;
}

enum status payment_claims_waiting(struct db *db, int64_t county, struct month month,
                                   int64_t *ret_households, struct fen *ret_total, struct error *e)
{
    struct claim_waiting_row row;
    TRY(claim_waiting(db,
                      (struct claim_waiting_args){.county = county, .until = month_last_day(month)},
                      NULL, &row, e));
    *ret_households = row.households;
    *ret_total = row.total;
    return STATUS_OK;
}

enum status claims_bind(struct db *db, int64_t county, const struct payment_run_row *run,
                        struct error *e)
{
    TRY(claim_bind(db,
                   (struct claim_bind_args){.county = county,
                                            .run = run->id,
                                            .month = run->from_month,
                                            .until = month_last_day(run->from_month),
                                            .known = run->known},
                   NULL, e));
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct claim_unequal_row row;
    char item[FEN_TEXT_BYTES], lines[FEN_TEXT_BYTES];
    TRY(claim_unequal_open(
        db, (struct claim_unequal_args){.county = county, .run = run->id, .month = run->from_month},
        &cursor, e));
    enum status s = claim_unequal_next(cursor, &row, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    return error_set(e, STATUS_REFUSED, "CLAIM_LINES",
                     _("家庭 %" PRId64 " 的项目是 %s 元，应付明细现为 %s 元：编制以后明细已有变化。"
                       "请作废 %" PRId64 " 号发放后重新编制。"),
                     row.household, fen_format(row.item_fen, item),
                     fen_format(row.lines_fen, lines), run->id);
}

enum status claims_absorb(struct db *db, int64_t county, int64_t household, int64_t run,
                          struct error *e)
{
    return claim_absorb(db, (struct claim_absorb_args){county, household, run}, NULL, e);
}

enum status claims_repay(struct db *db, int64_t county, int64_t household, struct fen amount,
                         int64_t repayment, struct error *e)
{
    struct claim_owed_row owed;
    char back[FEN_TEXT_BYTES], given[FEN_TEXT_BYTES];
    TRY(claim_owed_back(db, (struct claim_owed_back_args){.county = county, .household = household},
                        NULL, &owed, e));
    if (-owed.total.v != amount.v)
        return error_set(e, STATUS_REFUSED, "REPAYMENT_AMOUNT",
                         _("家庭 %" PRId64 " 应退 %s 元，不能登记退回 %s 元。账单冲销或更正后"
                           "才有应退，须一次退清。"),
                         household, fen_format(FEN(owed.total.v < 0 ? -owed.total.v : 0), back),
                         fen_format(amount, given));
    return claim_repaid(db, (struct claim_repaid_args){county, household, -repayment}, NULL, e);
}

/* What happens to single items: put right, released, cancelled, paid back. */
#include "claims.h"

#include "base/i18n.h"
#include "reassess_sql.h"
#include "remittance_sql.h"

#include <inttypes.h>
#include <stdio.h>

/* What a step of an item finds. */
struct item_found {
    struct arena *scratch;
    struct payment_run_row run;
    struct payment_item_row item;
    int64_t change;
};
struct item_step {
    const struct payment_context *c;
    int64_t run, household;
    struct month month;
    const char *text;                /* note or reason */
    const char *name;                /* of the change */
    enum run_state run_from, run_to; /* the run must stand between these */
    enum status (*body)(struct db *db, const struct item_step *w, const struct item_found *x,
                        struct error *e);
};

static enum status item_begin(struct db *db, const struct item_step *w, struct item_found *x,
                              struct error *e)
{
    char detail[96], month[MONTH_TEXT_BYTES];
    snprintf(detail, sizeof detail, "{\"household\":%" PRId64 ",\"month\":\"%s\"}", w->household,
             month_format(w->month, month));
    const struct run_step step = {.c = w->c,
                                  .run = w->run,
                                  .state_from = w->run_from,
                                  .state_to = w->run_to,
                                  .name = w->name,
                                  .detail = detail};
    TRY(run_step_begin(db, &step, x->scratch, &x->run, &x->change, e));
    enum status s = STATUS_NONE;
    if (w->month.v >= x->run.from_month.v && w->month.v <= x->run.to_month.v)
        s = payment_item_read(db,
                              (struct payment_item_read_args){.county = w->c->county,
                                                              .programme = x->run.programme,
                                                              .month = w->month,
                                                              .household = w->household},
                              x->scratch, &x->item, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ITEM_UNKNOWN",
                         _("%" PRId64 " 号发放中没有家庭 %" PRId64 " %s 的项目。"), w->run,
                         w->household, month_format(w->month, month));
    return s;
}

/* In a transaction: the run and the item are read, then the step's body decides. */
static enum status item_work(struct db *db, void *context, struct error *e)
{
    const struct item_step *w = context;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(PAYMENT_SCRATCH_BYTES);
    struct item_found x = {.scratch = scratch};
    if (!scratch)
        return arena_exhausted(e);
    TRY(item_begin(db, w, &x, e));
    return w->body(db, w, &x, e);
}

static enum status item_refused(const struct item_step *w, const struct payment_item_row *item,
                                enum item_state wanted, const char *what, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "ITEM_STATE",
                     _("家庭 %" PRId64 " 的项目现在是“%s”，只有“%s”时才能%s。"), w->household,
                     item_state_label((enum item_state)item->state), item_state_label(wanted),
                     what);
}

static enum status item_move(struct db *db, const struct item_step *w,
                             const struct payment_run_row *run, int64_t from, enum item_state to,
                             struct error *e)
{
    int64_t affected;
    TRY(payment_item_move(db,
                          (struct payment_item_move_args){.county = w->c->county,
                                                          .programme = run->programme,
                                                          .month = w->month,
                                                          .household = w->household,
                                                          .from_state = from,
                                                          .to_state = to},
                          &affected, e));
    return run_moved(affected, run->id, e);
}

static enum status payee_check(struct db *db, const struct item_step *w,
                               const struct payment_run_row *run, struct arena *scratch,
                               struct error *e)
{
    const int64_t county = w->c->county;
    struct payment_payee_row payee;
    enum status s =
        run->programme == PROGRAMME_MEDICAL
            ? payment_claim_account(db, (struct payment_claim_account_args){county, w->household},
                                    scratch, &payee, e)
            : payment_payee_account(db,
                                    (struct payment_payee_account_args){.county = county,
                                                                        .programme = run->programme,
                                                                        .month = w->month,
                                                                        .household = w->household},
                                    scratch, &payee, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "NO_ACCOUNT",
                         _("家庭 %" PRId64 " 还没有收款账户。请先登记账户。"), w->household);
    return s;
}

static enum status item_correct(struct db *db, const struct item_step *w,
                                const struct item_found *x, struct error *e)
{
    int64_t affected;
    if (x->item.state != ITEM_RETURNED)
        return item_refused(w, &x->item, ITEM_RETURNED, _("更正"), e);
    TRY(payee_check(db, w, &x->run, x->scratch, e));
    TRY(item_move(db, w, &x->run, ITEM_RETURNED, ITEM_CORRECTED, e));
    TRY(bank_return_correct(db,
                            (struct bank_return_correct_args){.county = w->c->county,
                                                              .programme = x->run.programme,
                                                              .month = w->month,
                                                              .household = w->household,
                                                              .attempt = x->item.attempt,
                                                              .change = x->change,
                                                              .note = w->text},
                            &affected, e));
    return run_moved(affected, x->run.id, e);
}

enum status payment_correct(struct db *db, const struct payment_context *c, int64_t run,
                            int64_t household, struct month month, const char *note,
                            struct error *e)
{
    struct item_step w = {.c = c,
                          .run = run,
                          .household = household,
                          .month = month,
                          .text = note ? note : "",
                          .name = "payment.correct",
                          .run_from = RUN_SENT,
                          .run_to = RUN_RECONCILED,
                          .body = item_correct};
    return db_transaction(db, item_work, &w, e);
}

static enum status item_release(struct db *db, const struct item_step *w,
                                const struct item_found *x, struct error *e)
{
    if (x->item.state != ITEM_HELD)
        return item_refused(w, &x->item, ITEM_HELD, _("放行"), e);
    TRY(payee_check(db, w, &x->run, x->scratch, e));
    return item_move(db, w, &x->run, ITEM_HELD, ITEM_PENDING, e);
}

enum status payment_release(struct db *db, const struct payment_context *c, int64_t run,
                            int64_t household, struct month month, struct error *e)
{
    struct item_step w = {.c = c,
                          .run = run,
                          .household = household,
                          .month = month,
                          .text = "",
                          .name = "payment.release",
                          .run_from = RUN_DRAFT,
                          .run_to = RUN_RECONCILED,
                          .body = item_release};
    return db_transaction(db, item_work, &w, e);
}

static enum status cancel_post(struct db *db, const struct item_step *w,
                               const struct payment_run_row *run,
                               const struct payment_item_row *item, int64_t change, struct error *e)
{
    const enum fund fund = run_fund(run->programme);
    char memo[64], month[MONTH_TEXT_BYTES];
    snprintf(memo, sizeof memo, "%s household %" PRId64, month_format(w->month, month),
             w->household);
    struct journal_header header = {.fund = fund,
                                    .kind = "CANCEL",
                                    .run = run->id,
                                    .document = w->text,
                                    .memo = memo,
                                    .change = change};
    TRY(run_accounting_month(db, w->c->county, run, &header.month, e));
    int64_t journal;
    TRY(journal_open(db, w->c->county, &header, &journal, e));
    return payment_cancel_posting(
        db,
        (struct payment_cancel_posting_args){
            .county = w->c->county,
            .fund = (int64_t)fund,
            .journal = journal,
            .household = w->household,
            .expense = ledger_account(fund, expense_of(run->programme, item->form)),
            .payable = ledger_account(fund, LEDGER_PAYABLE),
            .amount = FEN(item->basic.v + item->topup.v + item->adjustment.v)},
        NULL, e);
}

static enum status item_cancel(struct db *db, const struct item_step *w, const struct item_found *x,
                               struct error *e)
{
    if (x->item.state == ITEM_SENT || x->item.state == ITEM_PAID || x->item.state == ITEM_CANCELLED)
        return error_set(e, STATUS_REFUSED, "ITEM_STATE",
                         _("家庭 %" PRId64 " 的项目“%s”，不能取消。已发的款项请用 pay repay "
                           "登记退款，或在登记更正后由下月追回。"),
                         w->household, item_state_label((enum item_state)x->item.state));
    if (x->item.basic.v + x->item.topup.v + x->item.adjustment.v == 0)
        return error_set(e, STATUS_REFUSED, "ITEM_EMPTY",
                         _("家庭 %" PRId64 " 的项目没有应付金额，不用取消。"), w->household);
    TRY(item_move(db, w, &x->run, x->item.state, ITEM_CANCELLED, e));
    if (x->run.programme == PROGRAMME_MEDICAL)
        TRY(claims_absorb(db, w->c->county, w->household, x->run.id, e));
    if (x->item.state == ITEM_RETURNED || x->item.state == ITEM_CORRECTED)
        TRY(bank_return_cancel(db,
                               (struct bank_return_cancel_args){.county = w->c->county,
                                                                .programme = x->run.programme,
                                                                .month = w->month,
                                                                .household = w->household,
                                                                .attempt = x->item.attempt,
                                                                .change = x->change,
                                                                .note = w->text},
                               NULL, e));
    return cancel_post(db, w, &x->run, &x->item, x->change, e);
}

enum status payment_cancel(struct db *db, const struct payment_context *c, int64_t run,
                           int64_t household, struct month month, const char *reason,
                           struct error *e)
{
    if (!reason || !*reason)
        return error_set(e, STATUS_REFUSED, "REASON_MISSING", _("取消必须写明原因。"));
    struct item_step w = {.c = c,
                          .run = run,
                          .household = household,
                          .month = month,
                          .text = reason,
                          .name = "payment.cancel",
                          .run_from = RUN_APPROVED,
                          .run_to = RUN_RECONCILED,
                          .body = item_cancel};
    return db_transaction(db, item_work, &w, e);
}

struct repayment {
    const struct payment_context *c;
    enum programme programme;
    int64_t household;
    struct month month;
    struct fen amount;
    const char *document;
};

/* What the household has for a month: its item, adjustments, less what it paid back. */
static enum status settled_for(struct db *db, const struct repayment *w, struct fen *ret,
                               struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(settled_scan_open(db,
                          (struct settled_scan_args){.county = w->c->county,
                                                     .programme = w->programme,
                                                     .before = MONTH_OPEN,
                                                     .first = w->household,
                                                     .last = w->household},
                          &cursor, e));
    struct fen sum = FEN(0);
    struct settled_row row;
    enum status s;
    while ((s = settled_scan_next(cursor, &row, e)) == STATUS_OK) {
        if (row.for_month.v != w->month.v || row.state == ITEM_CANCELLED)
            continue;
        TRY(row.kind == 3 ? fen_sub(sum, row.amount, &sum) : fen_add(sum, row.amount, &sum));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = sum;
    return STATUS_OK;
}

static enum status repay_check(struct db *db, const struct repayment *w, struct arena *scratch,
                               struct payment_item_row *item, struct error *e)
{
    char month[MONTH_TEXT_BYTES], have[FEN_TEXT_BYTES], give[FEN_TEXT_BYTES];
    enum status s = payment_item_read(db,
                                      (struct payment_item_read_args){.county = w->c->county,
                                                                      .programme = w->programme,
                                                                      .month = w->month,
                                                                      .household = w->household},
                                      scratch, item, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ITEM_UNKNOWN",
                         _("家庭 %" PRId64 " %s 没有发放记录，不能登记退款。"), w->household,
                         month_format(w->month, month));
    if (s != STATUS_OK)
        return s;
    struct fen settled;
    TRY(settled_for(db, w, &settled, e));
    if (w->amount.v > settled.v)
        return error_set(e, STATUS_REFUSED, "REPAYMENT_AMOUNT",
                         _("家庭 %" PRId64 " %s 实得 %s 元，不能退回 %s 元。"), w->household,
                         month_format(w->month, month), fen_format(settled, have),
                         fen_format(w->amount, give));
    return STATUS_OK;
}

static enum status repay_work(struct db *db, void *context, struct error *e)
{
    const struct repayment *w = context;
    const int64_t county = w->c->county;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(PAYMENT_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    char subject[48], detail[128], month[MONTH_TEXT_BYTES], amount[FEN_TEXT_BYTES];
    snprintf(subject, sizeof subject, "household %" PRId64, w->household);
    snprintf(detail, sizeof detail, "{\"month\":\"%s\",\"amount\":\"%s\"}",
             month_format(w->month, month), fen_format(w->amount, amount));
    int64_t change, id;
    TRY(change_record(
        db, county,
        &(struct change_entry){
            .actor = w->c->actor, .action = "payment.repay", .subject = subject, .detail = detail},
        &change, e));
    struct payment_item_row item;
    TRY(repay_check(db, w, scratch, &item, e));
    TRY(counter_take(db, county, "payment_repayment", 1, &id, e));
    TRY(payment_repayment_insert(db,
                                 (struct payment_repayment_insert_args){.county = county,
                                                                        .id = id,
                                                                        .programme = w->programme,
                                                                        .household = w->household,
                                                                        .for_month = w->month,
                                                                        .amount = w->amount,
                                                                        .known_from = change,
                                                                        .document = w->document},
                                 NULL, e));
    if (w->programme == PROGRAMME_MEDICAL)
        TRY(claims_repay(db, county, w->household, w->amount, id, e));
    const enum fund fund = run_fund(w->programme);
    struct journal_header header = {.fund = fund,
                                    .kind = "REPAYMENT",
                                    .document = w->document,
                                    .memo = subject,
                                    .change = change};
    struct month today = date_month(date_today());
    TRY(ledger_open_month(db, county, fund, today.v > w->month.v ? today : w->month, &header.month,
                          e));
    const struct journal_line line = {LEDGER_BANK, expense_of(w->programme, item.form), w->amount};
    return journal_write(db, county, &header, &line, 1, NULL, e);
}

enum status payment_repay(struct db *db, const struct payment_context *c, enum programme p,
                          int64_t household, struct month for_month, struct fen amount,
                          const char *document, struct error *e)
{
    if (amount.v <= 0)
        return error_set(e, STATUS_REFUSED, "AMOUNT", _("退款金额必须大于零。"));
    if (!document || !*document)
        return error_set(e, STATUS_REFUSED, "DOCUMENT_MISSING", _("退款须写明凭据号。"));
    struct repayment w = {c, p, household, for_month, amount, document};
    return db_transaction(db, repay_work, &w, e);
}

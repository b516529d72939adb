/* Approval freezes a run: a hash over its obligations, and every item in the books. */
#include "claims.h"

#include "base/i18n.h"

#include <endian.h>
#include <inttypes.h>
#include <string.h>

#define HASH_NUMBERS 10
#define HASH_ADJUSTMENTS_MARK INT64_C(-1)

static void hash_number(struct hash_state *h, const int64_t *numbers, size_t count)
{
    uint8_t bytes[HASH_NUMBERS * 8];
    for (size_t i = 0; i < count; i++) {
        const uint64_t v = htobe64((uint64_t)numbers[i]);
        memcpy(bytes + i * 8, &v, sizeof v);
    }
    hash_update(h, bytes, count * 8);
}

static enum status tally_add(struct run_tally *t, const struct payment_item_row *i, struct error *e)
{
    const int64_t amount = i->basic.v + i->topup.v + i->adjustment.v;
    if (amount <= 0 || i->state < 0 || i->state > ITEM_CANCELLED)
        return STATUS_OK;
    t->items[i->state]++;
    if (fen_add(t->total[i->state], FEN(amount), &t->total[i->state]) != STATUS_OK)
        return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("保障金超出可表示的范围"));
    return STATUS_OK;
}

static enum status hash_items(struct db *db, const struct payment_context *c,
                              const struct payment_run_row *run, struct hash_state *h,
                              struct run_tally *tally, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(payment_item_scan_open(db,
                               (struct payment_item_scan_args){.county = c->county,
                                                               .programme = run->programme,
                                                               .from_month = run->from_month,
                                                               .to_month = run->to_month},
                               &cursor, e));
    struct payment_item_row i;
    enum status s;
    for (int64_t done = 0; (s = payment_item_scan_next(cursor, &i, e)) == STATUS_OK; done++) {
        const int64_t numbers[] = {month_yyyymm(i.month),
                                   i.household,
                                   i.division,
                                   i.form,
                                   i.protected_count,
                                   i.basic.v,
                                   i.topup.v,
                                   i.adjustment.v,
                                   i.carry.v};
        hash_number(h, numbers, sizeof numbers / sizeof numbers[0]);
        TRY(tally_add(tally, &i, e));
        if (done % PAYMENT_PROGRESS_ROWS == 0)
            TRY(payment_report(c, done, run->items, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status hash_adjustments(struct db *db, const struct payment_context *c,
                                    const struct payment_run_row *run, struct hash_state *h,
                                    struct error *e)
{
    const int64_t mark = HASH_ADJUSTMENTS_MARK;
    hash_number(h, &mark, 1);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(payment_adjustment_scan_open(
        db,
        (struct payment_adjustment_scan_args){.county = c->county,
                                              .programme = run->programme,
                                              .from_month = run->from_month,
                                              .to_month = run->to_month},
        &cursor, e));
    struct payment_adjustment_row a;
    enum status s;
    while ((s = payment_adjustment_scan_next(cursor, &a, e)) == STATUS_OK) {
        const int64_t numbers[] = {month_yyyymm(a.month), a.household, month_yyyymm(a.for_month),
                                   a.amount.v};
        hash_number(h, numbers, sizeof numbers / sizeof numbers[0]);
        hash_update(h, a.reason, strlen(a.reason) + 1);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* SHA-256 over a run's obligations in key order; what it covers is written in docs/payment.md. */
static enum status run_hash(struct db *db, const struct payment_context *c,
                            const struct payment_run_row *run, uint8_t ret[HASH_BYTES],
                            struct run_tally *ret_tally, struct error *e)
{
    *ret_tally = (struct run_tally){0};
    struct hash_state h;
    hash_init(&h);
    const int64_t head[] = {c->county, run->id, run->programme, month_yyyymm(run->from_month),
                            month_yyyymm(run->to_month)};
    hash_number(&h, head, sizeof head / sizeof head[0]);
    TRY(hash_items(db, c, run, &h, ret_tally, e));
    TRY(hash_adjustments(db, c, run, &h, e));
    hash_final(&h, ret);
    return STATUS_OK;
}

enum status run_hash_check(struct db *db, const struct payment_context *c,
                           const struct payment_run_row *run, struct run_tally *ret,
                           struct error *e)
{
    uint8_t now[HASH_BYTES];
    struct run_tally tally;
    TRY(run_hash(db, c, run, now, ret ? ret : &tally, e));
    if (run->content_hash.n == HASH_BYTES && memcmp(run->content_hash.p, now, HASH_BYTES) == 0)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "RUN_ALTERED",
                     _("%" PRId64
                       " 号发放的名册与审批定稿时不一致，有人绕过系统改动了数据。请停止办理，"
                       "运行 minsheng audit 查明后再处理。"),
                     run->id);
}

/* A month in which nobody is owed anything (all carry a recovery) has no journal: an empty one
 * would say nothing. */
static enum status post_month(struct db *db, const struct payment_context *c,
                              const struct payment_run_row *run, struct month month, int64_t change,
                              struct error *e)
{
    struct payment_due_row due;
    enum status s =
        payment_due_first(db,
                          (struct payment_due_first_args){
                              .county = c->county, .programme = run->programme, .month = month},
                          NULL, &due, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    const enum fund fund = run_fund(run->programme);
    struct month accounting;
    TRY(ledger_open_month(db, c->county, fund, month, &accounting, e));
    char text[MONTH_TEXT_BYTES];
    const struct journal_header header = {.fund = fund,
                                          .month = accounting,
                                          .kind = "ENTITLE",
                                          .run = run->id,
                                          .document = "",
                                          .memo = month_format(month, text),
                                          .change = change};
    int64_t journal;
    TRY(journal_open(db, c->county, &header, &journal, e));
    return payment_entitle_posting(
        db,
        (struct payment_entitle_posting_args){
            .county = c->county,
            .programme = run->programme,
            .month = month,
            .fund = (int64_t)fund,
            .journal = journal,
            .expense = ledger_account(fund, expense_of(run->programme, FORM_NONE)),
            .expense_scattered = ledger_account(fund, LEDGER_EXPENSE_SCATTERED),
            .expense_institution = ledger_account(fund, LEDGER_EXPENSE_INSTITUTION),
            .payable = ledger_account(fund, LEDGER_PAYABLE)},
        NULL, e);
}

static enum status approve_body(struct db *db, const struct run_moment *at,
                                const struct payment_run_row *run, int64_t *ret_affected,
                                struct error *e)
{
    uint8_t hash[HASH_BYTES];
    struct run_tally tally;
    TRY(run_hash(db, at->c, run, hash, &tally, e));
    TRY(payment_run_approved(db,
                             (struct payment_run_approved_args){.county = at->c->county,
                                                                .id = run->id,
                                                                .actor = at->c->actor,
                                                                .at = at->now,
                                                                .content_hash = {hash, HASH_BYTES}},
                             ret_affected, e));
    if (run->programme == PROGRAMME_MEDICAL)
        TRY(claims_bind(db, at->c->county, run, e));
    for (struct month m = run->from_month; m.v <= run->to_month.v; m = month_add(m, 1))
        TRY(post_month(db, at->c, run, m, at->change, e));
    return STATUS_OK;
}

enum status payment_approve(struct db *db, const struct payment_context *c, int64_t run,
                            struct error *e)
{
    return run_transition_do(db, c, run, RUN_APPROVE, approve_body, e);
}

/* Making a transfer, checking, approving, and giving it up. */
#include "transfer_internal.h"

#include "base/i18n.h"
#include "base/text.h"

#include <inttypes.h>

enum status transfer_prepare(struct db *db, int64_t county, const struct transfer_draft *d,
                             const char *actor, int64_t change, int64_t *ret_id, struct error *e)
{
    char now[TIME_TEXT_BYTES];
    int64_t id;
    if (d->lines <= 0 || d->total.v <= 0)
        return error_set(e, STATUS_REFUSED, "TRANSFER_EMPTY",
                         _("没有应付的金额，不能编制拨付单。"));
    TRY(counter_take(db, county, "transfer", 1, &id, e));
    TRY(transfer_insert(db,
                        (struct transfer_insert_args){.county = county,
                                                      .id = id,
                                                      .fund = (int64_t)d->kind->fund,
                                                      .month = d->month,
                                                      .kind = d->kind->code,
                                                      .subject = d->subject,
                                                      .payee = d->payee,
                                                      .lines = d->lines,
                                                      .total = d->total,
                                                      .content_hash = {d->content_hash, HASH_BYTES},
                                                      .actor = actor,
                                                      .at = time_now(now),
                                                      .known_from = change},
                        NULL, e));
    *ret_id = id;
    return STATUS_OK;
}

static enum status check_body(struct db *db, const struct transfer_moment *at,
                              const struct transfer_row *row, int64_t *ret_affected,
                              struct error *e)
{
    return transfer_checked(
        db,
        (struct transfer_checked_args){
            .county = at->step->county, .id = row->id, .actor = at->step->actor, .at = at->now},
        ret_affected, e);
}

enum status transfer_check(struct db *db, int64_t county, int64_t id, const char *actor,
                           struct error *e)
{
    const struct transfer_step step = {
        .county = county, .id = id, .actor = actor, .action = TRANSFER_CHECK};
    return transfer_step_do(db, &step, check_body, e);
}

/* ---- approval ---- */

struct approval {
    const struct transfer_kind *kind;
    struct month month;
};

static enum status kind_check(const struct transfer_row *row, const struct transfer_kind *kind,
                              struct error *e)
{
    if (text_equals(row->kind, kind->code) && row->fund == (int64_t)kind->fund)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "TRANSFER_KIND",
                     _("%" PRId64 " 号拨付单的种类是 %s，不是 %s。"), row->id, row->kind,
                     kind->code);
}

/* Three ways to the same sum: the transfer, its subject's lines, the books. */
static enum status total_check(struct db *db, int64_t county, const struct transfer_row *row,
                               int64_t journal, struct fen lines, struct error *e)
{
    struct transfer_amount_row booked;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(TRANSFER_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(transfer_journal_payable(
        db,
        (struct transfer_journal_payable_args){
            .county = county,
            .fund = row->fund,
            .journal = journal,
            .payable = ledger_account((enum fund)row->fund, LEDGER_PAYABLE)},
        scratch, &booked, e));
    if (lines.v == row->total.v && booked.amount.v == row->total.v)
        return STATUS_OK;
    char a[FEN_TEXT_BYTES], b[FEN_TEXT_BYTES], c[FEN_TEXT_BYTES];
    return error_set(e, STATUS_REFUSED, "TRANSFER_ALTERED",
                     _("%" PRId64 " 号拨付单写的是 %s 元，明细合计 %s 元，入账 %s "
                       "元，三者不一致。请停止办理，运行 minsheng audit 查明。"),
                     row->id, fen_format(row->total, a), fen_format(lines, b),
                     fen_format(booked.amount, c));
}

static enum status approve_body(struct db *db, const struct transfer_moment *at,
                                const struct transfer_row *row, int64_t *ret_affected,
                                struct error *e)
{
    const struct approval *a = at->step->with;
    const int64_t county = at->step->county;
    char month[MONTH_TEXT_BYTES];
    TRY(kind_check(row, a->kind, e));
    const char *memo =
        arena_printf(at->scratch, "%s %s", row->payee_name, month_format(row->month, month));
    if (!memo)
        return arena_exhausted(e);
    const struct journal_header header = {.fund = (enum fund)row->fund,
                                          .month = a->month,
                                          .kind = "TRANSFER",
                                          .transfer = row->id,
                                          .document = "",
                                          .memo = memo,
                                          .change = at->change};
    int64_t journal;
    struct fen total;
    TRY(journal_open(db, county, &header, &journal, e));
    TRY(a->kind->post(db, county, row->subject, journal, &total, e));
    TRY(total_check(db, county, row, journal, total, e));
    return transfer_approved(
        db,
        (struct transfer_approved_args){
            .county = county, .id = row->id, .actor = at->step->actor, .at = at->now},
        ret_affected, e);
}

enum status transfer_approve(struct db *db, int64_t county, int64_t id,
                             const struct transfer_kind *kind, const char *actor,
                             struct month month, struct error *e)
{
    const struct approval a = {kind, month};
    const struct transfer_step step = {
        .county = county, .id = id, .actor = actor, .action = TRANSFER_APPROVE, .with = &a};
    return transfer_step_do(db, &step, approve_body, e);
}

/* ---- given up ---- */

static enum status discard_body(struct db *db, const struct transfer_moment *at,
                                const struct transfer_row *row, int64_t *ret_affected,
                                struct error *e)
{
    const struct transfer_kind *kind = at->step->with;
    TRY(kind_check(row, kind, e));
    TRY(kind->release(db, at->step->county, row->subject, e));
    return transfer_discarded(db,
                              (struct transfer_discarded_args){.county = at->step->county,
                                                               .id = row->id,
                                                               .reason = at->step->reason},
                              ret_affected, e);
}

enum status transfer_discard(struct db *db, int64_t county, int64_t id,
                             const struct transfer_kind *kind, const char *reason,
                             const char *actor, struct error *e)
{
    const struct transfer_step step = {.county = county,
                                       .id = id,
                                       .actor = actor,
                                       .action = TRANSFER_DISCARD,
                                       .reason = reason,
                                       .with = kind};
    return transfer_step_do(db, &step, discard_body, e);
}

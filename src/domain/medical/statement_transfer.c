/* An agreed statement's way to the money: its transfer, and its lines in the books. */
#include "domain/medical/transfer_kinds.h"
#include "statement_internal.h"

#include "base/i18n.h"

#include <inttypes.h>
#include <string.h>

static bool is_hash(struct blob kept, const uint8_t now[HASH_BYTES])
{
    return kept.n == HASH_BYTES && memcmp(kept.p, now, HASH_BYTES) == 0;
}

static enum status altered(const struct statement_row *row, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "STATEMENT_ALTERED",
                     _("%" PRId64 " 号结算单的明细与核对一致时不同，有人绕过系统改动了数据。"
                       "请停止办理，运行 minsheng audit 查明后再处理。"),
                     row->id);
}

/* Lines as agreed, by the statement's own hash and by that of its transfer. */
static enum status content_check(struct db *db, int64_t county, const struct statement_row *row,
                                 struct arena *scratch, struct statement_sums_row *ret,
                                 struct error *e)
{
    uint8_t now[HASH_BYTES];
    struct statement_hash_row transfer;
    TRY(statement_hash(db, county, row, now, ret, e));
    enum status s = statement_transfer_hash(
        db, (struct statement_transfer_hash_args){.county = county, .statement = row->id}, scratch,
        &transfer, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_NONE || !is_hash(transfer.content_hash, now) ||
        !is_hash(row->content_hash, now))
        return altered(row, e);
    return STATUS_OK;
}

static enum status post(struct db *db, int64_t county, int64_t statement, int64_t journal,
                        struct fen *ret_total, struct error *e)
{
    struct statement_row row;
    struct statement_sums_row sums;
    int64_t affected;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(STATEMENT_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(statement_by_id(db, (struct statement_by_id_args){.county = county, .id = statement},
                        scratch, &row, e));
    TRY(content_check(db, county, &row, scratch, &sums, e));
    const int64_t fund = FUND_MEDICAL_AID;
    const int64_t payable = ledger_account(FUND_MEDICAL_AID, LEDGER_PAYABLE);
    TRY(statement_post_before(
        db,
        (struct statement_post_before_args){
            .county = county,
            .hospital = row.hospital,
            .statement = statement,
            .fund = fund,
            .journal = journal,
            .expense = ledger_account(FUND_MEDICAL_AID, LEDGER_EXPENSE_BEFORE),
            .payable = payable},
        NULL, e));
    TRY(statement_post_during(
        db,
        (struct statement_post_during_args){
            .county = county,
            .hospital = row.hospital,
            .statement = statement,
            .fund = fund,
            .journal = journal,
            .expense = ledger_account(FUND_MEDICAL_AID, LEDGER_EXPENSE_DURING),
            .payable = payable},
        NULL, e));
    TRY(statement_approved(db, (struct statement_approved_args){.county = county, .id = statement},
                           &affected, e));
    if (affected != 1)
        return statement_state_refused(&row, _("审批"), e);
    if (fen_add(sums.before, sums.during, ret_total) != STATUS_OK)
        return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("结算总额超出可表示的范围。"));
    return STATUS_OK;
}

static enum status release(struct db *db, int64_t county, int64_t statement, struct error *e)
{
    return statement_has_transfer(
        db, (struct statement_has_transfer_args){.county = county, .id = statement, .transfer = 0},
        NULL, e);
}

const struct transfer_kind TRANSFER_OF_STATEMENT = {
    .code = "HOSPITAL",
    .label = N_("医院结算"),
    .fund = FUND_MEDICAL_AID,
    .post = post,
    .release = release,
};

struct transferring {
    struct statement_step step;
    int64_t transfer; /* result */
};

static enum status transfer_work(struct db *db, void *context, struct error *e)
{
    struct transferring *w = context;
    const int64_t county = w->step.county;
    struct statement_row row;
    int64_t change;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(STATEMENT_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(statement_step_begin(db, &w->step, scratch, &row, &change, e));
    if (row.state != STATEMENT_AGREED || row.transfer > 0)
        return statement_state_refused(&row, _("编制拨付单"), e);
    const struct transfer_draft draft = {.kind = &TRANSFER_OF_STATEMENT,
                                         .subject = row.id,
                                         .payee = row.hospital,
                                         .lines = row.lines,
                                         .total = row.total,
                                         .month = row.month,
                                         .content_hash = row.content_hash.p};
    TRY(transfer_prepare(db, county, &draft, w->step.actor, change, &w->transfer, e));
    return statement_has_transfer(db,
                                  (struct statement_has_transfer_args){
                                      .county = county, .id = row.id, .transfer = w->transfer},
                                  NULL, e);
}

enum status statement_transfer(struct db *db, int64_t county, int64_t statement, const char *actor,
                               int64_t *ret_transfer, struct error *e)
{
    struct transferring w = {.step = {.county = county,
                                      .statement = statement,
                                      .actor = actor,
                                      .action = "statement.transfer"}};
    TRY(db_transaction(db, transfer_work, &w, e));
    *ret_transfer = w.transfer;
    return STATUS_OK;
}

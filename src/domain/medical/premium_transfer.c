/* A list is confirmed, and its way to the insurance office. */
#include "batch_hash.h"
#include "domain/medical/transfer_kinds.h"
#include "premium_internal.h"

#include "base/i18n.h"

#include <inttypes.h>
#include <string.h>

/* SHA-256 over its people in the order of their numbers; docs/medical.md says what it covers. */
static enum status list_hash(struct db *db, int64_t county, const struct premium_row *row,
                             uint8_t ret[HASH_BYTES], int64_t *ret_people, struct fen *ret_total,
                             struct error *e)
{
    struct hash_state h;
    struct fen total = FEN(0);
    int64_t people = 0;
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    const int64_t head[] = {county, row->id, row->year, month_yyyymm(row->reference_month),
                            row->premium.v};
    hash_init(&h);
    batch_hash_numbers(&h, head, sizeof head / sizeof head[0]);
    TRY(premium_content_open(db, (struct premium_content_args){.county = county, .list = row->id},
                             &cursor, e));
    struct premium_content_row line;
    enum status s;
    while ((s = premium_content_next(cursor, &line, e)) == STATUS_OK) {
        const int64_t numbers[] = {line.person, line.class, line.rate_bp, line.amount.v,
                                   line.scheme};
        batch_hash_numbers(&h, numbers, sizeof numbers / sizeof numbers[0]);
        people++;
        if (fen_add(total, line.amount, &total) != STATUS_OK)
            return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("资助总额超出可表示的范围。"));
    }
    if (s != STATUS_NONE)
        return s;
    hash_final(&h, ret);
    *ret_people = people;
    *ret_total = total;
    return STATUS_OK;
}

/* ---- confirmed ---- */

static enum status confirm_work(struct db *db, void *context, struct error *e)
{
    const struct premium_step *step = context;
    const int64_t county = step->county, list = step->list;
    struct premium_row row;
    struct fen total;
    uint8_t hash[HASH_BYTES];
    int64_t change, people;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(PREMIUM_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(premium_step_begin(db, step, scratch, &row, &change, e));
    if (row.state != PREMIUM_DRAFT)
        return premium_state_refused(&row, _("定稿"), e);
    if (row.enrolled == 0)
        return error_set(e, STATUS_REFUSED, "PREMIUM_EMPTY",
                         _("名单上还没有人核对为已参合。请先导入参合名单。"));
    TRY(premium_absent_keep(db, (struct premium_absent_keep_args){.county = county, .list = list},
                            NULL, e));
    TRY(premium_absent_drop(db, (struct premium_absent_drop_args){.county = county, .list = list},
                            NULL, e));
    TRY(premium_sum(db, (struct premium_sum_args){.county = county, .id = list}, NULL, e));
    TRY(list_hash(db, county, &row, hash, &people, &total, e));
    return premium_confirmed(db,
                             (struct premium_confirmed_args){
                                 .county = county, .id = list, .content_hash = {hash, HASH_BYTES}},
                             NULL, e);
}

enum status premium_confirm(struct db *db, int64_t county, int64_t list, const char *actor,
                            struct error *e)
{
    struct premium_step step = {county, list, actor, "premium.confirm"};
    return db_transaction(db, confirm_work, &step, e);
}

/* ---- in the books ---- */

static bool is_hash(struct blob kept, const uint8_t now[HASH_BYTES])
{
    return kept.n == HASH_BYTES && memcmp(kept.p, now, HASH_BYTES) == 0;
}

static enum status content_check(struct db *db, int64_t county, const struct premium_row *row,
                                 struct arena *scratch, struct fen *ret_total, struct error *e)
{
    uint8_t now[HASH_BYTES];
    struct premium_hash_row transfer;
    int64_t people;
    TRY(list_hash(db, county, row, now, &people, ret_total, e));
    enum status s = premium_transfer_hash(
        db, (struct premium_transfer_hash_args){.county = county, .list = row->id}, scratch,
        &transfer, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK && is_hash(transfer.content_hash, now) && is_hash(row->content_hash, now) &&
        people == row->people)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "PREMIUM_ALTERED",
                     _("%" PRId64 " 号资助参合名单与定稿时不同，有人绕过系统改动了数据。"
                       "请停止办理，运行 minsheng audit 查明后再处理。"),
                     row->id);
}

static enum status post(struct db *db, int64_t county, int64_t list, int64_t journal,
                        struct fen *ret_total, struct error *e)
{
    struct premium_row row;
    struct fen total;
    int64_t affected;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(PREMIUM_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(premium_by_id(db, (struct premium_by_id_args){.county = county, .id = list}, scratch, &row,
                      e));
    TRY(content_check(db, county, &row, scratch, &total, e));
    TRY(premium_post(db,
                     (struct premium_post_args){
                         .county = county,
                         .list = list,
                         .fund = FUND_MEDICAL_AID,
                         .journal = journal,
                         .expense = ledger_account(FUND_MEDICAL_AID, LEDGER_EXPENSE_PREMIUM),
                         .payable = ledger_account(FUND_MEDICAL_AID, LEDGER_PAYABLE)},
                     NULL, e));
    TRY(premium_approved(db, (struct premium_approved_args){.county = county, .id = list},
                         &affected, e));
    if (affected != 1)
        return premium_state_refused(&row, _("审批"), e);
    *ret_total = total;
    return STATUS_OK;
}

static enum status release(struct db *db, int64_t county, int64_t list, struct error *e)
{
    return premium_has_transfer(
        db, (struct premium_has_transfer_args){.county = county, .id = list, .transfer = 0}, NULL,
        e);
}

const struct transfer_kind TRANSFER_OF_PREMIUM = {
    .code = "PREMIUM",
    .label = N_("资助参合"),
    .fund = FUND_MEDICAL_AID,
    .post = post,
    .release = release,
};

/* ---- its transfer ---- */

struct transferring {
    struct premium_step step;
    int64_t payee;
    struct month month;
    int64_t transfer; /* result */
};

static enum status office_check(struct db *db, int64_t county, int64_t payee, struct arena *scratch,
                                struct error *e)
{
    struct payee office;
    enum status s = payee_by_id(db, county, payee, scratch, &office, e);
    if (s == STATUS_NONE || (s == STATUS_OK && office.kind != PAYEE_INSURANCE))
        return error_set(e, STATUS_REFUSED, "PAYEE_KIND",
                         _("%" PRId64 " 号收款单位不是医保(新农合)经办机构。"), payee);
    return s;
}

static enum status transfer_work(struct db *db, void *context, struct error *e)
{
    struct transferring *w = context;
    const int64_t county = w->step.county;
    struct premium_row row;
    int64_t change;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(PREMIUM_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(premium_step_begin(db, &w->step, scratch, &row, &change, e));
    TRY(office_check(db, county, w->payee, scratch, e));
    if (row.state != PREMIUM_CONFIRMED || row.transfer > 0)
        return premium_state_refused(&row, _("编制拨付单"), e);
    const struct transfer_draft draft = {.kind = &TRANSFER_OF_PREMIUM,
                                         .subject = row.id,
                                         .payee = w->payee,
                                         .lines = row.people,
                                         .total = row.total,
                                         .month = w->month,
                                         .content_hash = row.content_hash.p};
    TRY(transfer_prepare(db, county, &draft, w->step.actor, change, &w->transfer, e));
    return premium_has_transfer(
        db,
        (struct premium_has_transfer_args){.county = county, .id = row.id, .transfer = w->transfer},
        NULL, e);
}

enum status premium_transfer(struct db *db, int64_t county, int64_t list, int64_t payee,
                             struct month month, const char *actor, int64_t *ret_transfer,
                             struct error *e)
{
    struct transferring w = {
        .step = {county, list, actor, "premium.transfer"}, .payee = payee, .month = month};
    TRY(db_transaction(db, transfer_work, &w, e));
    *ret_transfer = w.transfer;
    return STATUS_OK;
}

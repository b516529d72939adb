/* An allocation's way to the money: its transfer, and its lines in the books by category. */
#include "allocation_internal.h"

#include "base/i18n.h"

#include <inttypes.h>
#include <string.h>

static bool is_hash(struct blob kept, const uint8_t now[HASH_BYTES])
{
    return kept.n == HASH_BYTES && memcmp(kept.p, now, HASH_BYTES) == 0;
}

static enum status hash_now(struct db *db, int64_t county, const struct allocation_row *row,
                            uint8_t ret[HASH_BYTES], int64_t *ret_lines, struct fen *ret_total,
                            struct error *e)
{
    struct hash_state h;
    struct fen total = FEN(0);
    int64_t lines = 0;
    allocation_hash_begin(&h, &(struct allocation_head){county, row->id, row->payee,
                                                        (enum fund)row->fund, row->month});
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(allocation_line_list_open(
        db, (struct allocation_line_list_args){.county = county, .allocation = row->id}, &cursor,
        e));
    struct allocation_line_row line;
    enum status s;
    while ((s = allocation_line_list_next(cursor, &line, e)) == STATUS_OK) {
        allocation_hash_line(&h, &(struct allocation_entry){line.account, line.supplement,
                                                            line.people, line.amount, line.note});
        lines++;
        if (fen_add(total, line.amount, &total) != STATUS_OK)
            return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("金额超出可表示的范围。"));
    }
    if (s != STATUS_NONE)
        return s;
    hash_final(&h, ret);
    *ret_lines = lines;
    *ret_total = total;
    return STATUS_OK;
}

static enum status content_check(struct db *db, int64_t county, const struct allocation_row *row,
                                 struct arena *scratch, struct fen *ret_total, struct error *e)
{
    uint8_t now[HASH_BYTES];
    struct allocation_hash_row transfer;
    int64_t lines;
    TRY(hash_now(db, county, row, now, &lines, ret_total, e));
    enum status s = allocation_transfer_hash(
        db,
        (struct allocation_transfer_hash_args){
            .county = county, .id = row->id, .kind = allocation_kind((enum fund)row->fund)->code},
        scratch, &transfer, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK && is_hash(transfer.content_hash, now) && is_hash(row->content_hash, now) &&
        lines == row->lines && ret_total->v == row->total.v)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "ALLOCATION_ALTERED",
                     _("%" PRId64 " 号汇总表与编制时不同，有人绕过系统改动了数据。"
                       "请停止办理，运行 minsheng audit 查明后再处理。"),
                     row->id);
}

static enum status post(struct db *db, int64_t county, int64_t id, int64_t journal,
                        struct fen *ret_total, struct error *e)
{
    struct allocation_row row;
    struct fen total = FEN(0);
    int64_t affected;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(ALLOCATION_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(allocation_by_id(db, (struct allocation_by_id_args){.county = county, .id = id}, scratch,
                         &row, e));
    TRY(content_check(db, county, &row, scratch, &total, e));
    TRY(allocation_post(db,
                        (struct allocation_post_args){
                            .county = county,
                            .allocation = id,
                            .fund = row.fund,
                            .journal = journal,
                            .payable = ledger_account((enum fund)row.fund, LEDGER_PAYABLE)},
                        NULL, e));
    TRY(allocation_approved(db, (struct allocation_approved_args){.county = county, .id = id},
                            &affected, e));
    if (affected != 1)
        return error_set(e, STATUS_REFUSED, "ALLOCATION_STATE",
                         _("%" PRId64 " 号汇总表不在拨付中，不能审批。"), id);
    *ret_total = total;
    return STATUS_OK;
}

static enum status release(struct db *db, int64_t county, int64_t id, struct error *e)
{
    TRY(allocation_discarded(db, (struct allocation_discarded_args){.county = county, .id = id},
                             NULL, e));
    return allocation_lines_ended(
        db, (struct allocation_lines_ended_args){.county = county, .allocation = id}, NULL, e);
}

const struct transfer_kind TRANSFER_OF_SUPPORT = {
    .code = "SUPPORT",
    .label = N_("五保供养经费"),
    .fund = FUND_WUBAO,
    .post = post,
    .release = release,
};

const struct transfer_kind TRANSFER_OF_MANAGEMENT = {
    .code = "MANAGEMENT",
    .label = N_("敬老院工作管理经费"),
    .fund = FUND_HOME_MANAGEMENT,
    .post = post,
    .release = release,
};

const struct transfer_kind *allocation_kind(enum fund fund)
{
    return fund == FUND_WUBAO ? &TRANSFER_OF_SUPPORT : &TRANSFER_OF_MANAGEMENT;
}

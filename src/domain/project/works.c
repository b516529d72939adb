/* Payments of the works to contractors, out of the construction fund. */
#include "domain/project/works.h"

#include "base/i18n.h"
#include "domain/medical/batch_hash.h"
#include "works_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define WORKS_SCRATCH_BYTES ((size_t)2 << 20)
#define WORKS_MAX 2000
#define TEXT_BYTES_MAX 300

/* SHA-256 over numbers and both texts, each with its length; docs/allocation.md says the order. */
static void works_hash(int64_t county, const struct works_row *row, uint8_t ret[HASH_BYTES])
{
    struct hash_state h;
    const int64_t numbers[] = {county,
                               row->id,
                               row->project,
                               month_yyyymm(row->month),
                               row->contractor,
                               row->amount.v,
                               (int64_t)strlen(row->purpose),
                               (int64_t)strlen(row->document)};
    hash_init(&h);
    batch_hash_numbers(&h, numbers, sizeof numbers / sizeof numbers[0]);
    hash_update(&h, row->purpose, strlen(row->purpose));
    hash_update(&h, row->document, strlen(row->document));
    hash_final(&h, ret);
}

/* ---- what may be paid ---- */

struct paying {
    int64_t county, project;
    struct fen amount;
    struct month month;
    const char *purpose, *document, *actor;
    int64_t payment, transfer; /* results */
};

static enum status entry_check(const struct paying *w, struct error *e)
{
    if (w->amount.v <= 0)
        return error_set(e, STATUS_REFUSED, "PROJECT_FIELD", _("工程款金额应大于零。"));
    if (w->month.v <= 0 || w->month.v > date_month(date_today()).v)
        return error_set(e, STATUS_REFUSED, "PROJECT_FIELD", _("所属月份还没有到，请核对。"));
    if (!w->purpose || !*w->purpose || strlen(w->purpose) > TEXT_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "PROJECT_FIELD", _("请写明付的是哪一部分工程款。"));
    if (!w->document || !*w->document || strlen(w->document) > TEXT_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "PROJECT_FIELD", _("请写明依据的文件。"));
    return STATUS_OK;
}

static enum status bound_check(const char *code, const char *what, const struct fen paid,
                               const struct paying *w, struct fen bound, struct error *e)
{
    struct fen then;
    char a[FEN_TEXT_BYTES], b[FEN_TEXT_BYTES], c[FEN_TEXT_BYTES];
    if (fen_add(paid, w->amount, &then) != STATUS_OK)
        return error_set(e, STATUS_REFUSED, "FEN_OVERFLOW", _("金额超出可表示的范围。"));
    if (then.v <= bound.v)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, code,
                     _("已付和待付 %s 元，再付 %s 元就超过%s %s 元。请先按规定变更后再付。"),
                     fen_format(paid, a), fen_format(w->amount, b), what, fen_format(bound, c));
}

static enum status project_check(struct db *db, const struct paying *w, struct arena *scratch,
                                 struct works_project_row *ret, struct error *e)
{
    struct works_paid_row paid;
    struct works_key_row account;
    enum status s =
        works_project(db, (struct works_project_args){.county = w->county, .project = w->project},
                      scratch, ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PROJECT_UNKNOWN", _("没有 %" PRId64 " 号项目。"),
                         w->project);
    if (s != STATUS_OK)
        return s;
    if (ret->is_cancelled)
        return error_set(e, STATUS_REFUSED, "PROJECT_CANCELLED", _("%s已取消，不能再付工程款。"),
                         ret->name);
    if (ret->contractor == 0 || ret->payee_kind != PAYEE_CONTRACTOR)
        return error_set(e, STATUS_REFUSED, "WORKS_CONTRACTOR",
                         _("%s还没有施工单位：请先登记施工单位和合同价。"), ret->name);
    if (ret->foundation == 0)
        return error_set(e, STATUS_REFUSED, "PROJECT_STAGE_ORDER",
                         _("%s还没有到“基础”阶段，不能付工程款。"), ret->name);
    TRY(works_paid(db,
                   (struct works_paid_args){
                       .county = w->county, .project = w->project, .contractor = ret->contractor},
                   scratch, &paid, e));
    TRY(bound_check("WORKS_CONTRACT", _("合同价"), paid.of_contractor, w, ret->contract, e));
    TRY(bound_check("WORKS_INVESTMENT", _("计划总投资"), paid.total, w, ret->investment, e));
    s = works_account_known(
        db,
        (struct works_account_known_args){
            .county = w->county,
            .account = ledger_account(FUND_HOME_CONSTRUCTION, LEDGER_EXPENSE_WORKS)},
        scratch, &account, e);
    if (s != STATUS_NONE)
        return s;
    return error_set(e, STATUS_REFUSED, "ALLOCATION_ACCOUNT",
                     _("方案里没有工程款支出科目 %d，请先用 minsheng plan load 载入新方案。"),
                     LEDGER_EXPENSE_WORKS);
}

/* ---- drafting ---- */

static enum status pay_work(struct db *db, void *context, struct error *e)
{
    struct paying *w = context;
    struct works_project_row project;
    uint8_t hash[HASH_BYTES];
    char subject[48], now[TIME_TEXT_BYTES];
    int64_t change, id;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(WORKS_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    (void)snprintf(subject, sizeof subject, "project %" PRId64, w->project);
    TRY(change_record(
        db, w->county,
        &(struct change_entry){
            .actor = w->actor, .action = "project.pay", .subject = subject, .detail = ""},
        &change, e));
    TRY(project_check(db, w, scratch, &project, e));
    TRY(counter_take(db, w->county, "project_payment", 1, &id, e));
    const struct works_row row = {.id = id,
                                  .project = w->project,
                                  .month = w->month,
                                  .contractor = project.contractor,
                                  .amount = w->amount,
                                  .purpose = w->purpose,
                                  .document = w->document};
    works_hash(w->county, &row, hash);
    TRY(works_insert(db,
                     (struct works_insert_args){.county = w->county,
                                                .id = id,
                                                .project = w->project,
                                                .month = w->month,
                                                .contractor = project.contractor,
                                                .amount = w->amount,
                                                .purpose = w->purpose,
                                                .document = w->document,
                                                .content_hash = {hash, HASH_BYTES},
                                                .actor = w->actor,
                                                .at = time_now(now),
                                                .known_from = change},
                     NULL, e));
    const struct transfer_draft draft = {.kind = &TRANSFER_OF_PROJECT,
                                         .subject = id,
                                         .payee = project.contractor,
                                         .lines = 1,
                                         .total = w->amount,
                                         .month = w->month,
                                         .content_hash = hash};
    TRY(transfer_prepare(db, w->county, &draft, w->actor, change, &w->transfer, e));
    w->payment = id;
    return works_has_transfer(
        db,
        (struct works_has_transfer_args){.county = w->county, .id = id, .transfer = w->transfer},
        NULL, e);
}

enum status project_pay(struct db *db, int64_t county, int64_t project, struct fen amount,
                        struct month month, const char *purpose, const char *document,
                        const char *actor, int64_t *ret_payment, int64_t *ret_transfer,
                        struct error *e)
{
    struct paying w = {.county = county,
                       .project = project,
                       .amount = amount,
                       .month = month,
                       .purpose = purpose,
                       .document = document,
                       .actor = actor};
    TRY(entry_check(&w, e));
    TRY(db_transaction(db, pay_work, &w, e));
    *ret_payment = w.payment;
    *ret_transfer = w.transfer;
    return STATUS_OK;
}

/* ---- in the books ---- */

static enum status post(struct db *db, int64_t county, int64_t id, int64_t journal,
                        struct fen *ret_total, struct error *e)
{
    struct works_row row;
    struct works_hash_row kept;
    uint8_t now[HASH_BYTES];
    int64_t affected;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(WORKS_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(works_by_id(db, (struct works_by_id_args){.county = county, .id = id}, scratch, &row, e));
    TRY(works_transfer_hash(db, (struct works_transfer_hash_args){.county = county, .id = id},
                            scratch, &kept, e));
    works_hash(county, &row, now);
    if (kept.content_hash.n != HASH_BYTES || memcmp(kept.content_hash.p, now, HASH_BYTES) != 0 ||
        row.content_hash.n != HASH_BYTES || memcmp(row.content_hash.p, now, HASH_BYTES) != 0)
        return error_set(e, STATUS_REFUSED, "WORKS_ALTERED",
                         _("%" PRId64 " 号工程款与编制时不同，有人绕过系统改动了数据。"
                           "请停止办理，运行 minsheng audit 查明后再处理。"),
                         id);
    const int64_t fund = FUND_HOME_CONSTRUCTION;
    TRY(works_post(db,
                   (struct works_post_args){
                       .county = county,
                       .id = id,
                       .fund = fund,
                       .journal = journal,
                       .expense = ledger_account(FUND_HOME_CONSTRUCTION, LEDGER_EXPENSE_WORKS),
                       .payable = ledger_account(FUND_HOME_CONSTRUCTION, LEDGER_PAYABLE)},
                   NULL, e));
    TRY(works_approved(db, (struct works_approved_args){.county = county, .id = id}, &affected, e));
    if (affected != 1)
        return error_set(e, STATUS_REFUSED, "WORKS_STATE",
                         _("%" PRId64 " 号工程款不在拨付中，不能审批。"), id);
    *ret_total = row.amount;
    return STATUS_OK;
}

static enum status release(struct db *db, int64_t county, int64_t id, struct error *e)
{
    return works_discarded(db, (struct works_discarded_args){.county = county, .id = id}, NULL, e);
}

const struct transfer_kind TRANSFER_OF_PROJECT = {
    .code = "PROJECT",
    .label = N_("工程款"),
    .fund = FUND_HOME_CONSTRUCTION,
    .post = post,
    .release = release,
};

/* ---- reading ---- */

static enum status payment_keep(struct arena *arena, const struct works_row *r,
                                struct project_payment *ret, struct error *e)
{
    *ret = (struct project_payment){.id = r->id,
                                    .project = r->project,
                                    .contractor = r->contractor,
                                    .transfer = r->transfer,
                                    .month = r->month,
                                    .amount = r->amount,
                                    .purpose = arena_strdup(arena, r->purpose),
                                    .document = arena_strdup(arena, r->document),
                                    .contractor_name = arena_strdup(arena, r->contractor_name),
                                    .prepared_by = arena_strdup(arena, r->prepared_by),
                                    .state = (int)r->state};
    return ret->purpose && ret->document && ret->contractor_name && ret->prepared_by
               ? STATUS_OK
               : arena_exhausted(e);
}

enum status project_payment_list(struct db *db, int64_t county, int64_t project,
                                 struct arena *arena, struct project_payment **ret,
                                 size_t *ret_count, struct error *e)
{
    struct project_payment *list = ARENA_ARRAY(arena, struct project_payment, WORKS_MAX);
    struct works_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(works_list_open(db, (struct works_list_args){.county = county, .project = project}, &cursor,
                        e));
    while ((s = works_list_next(cursor, &row, e)) == STATUS_OK) {
        if (n == WORKS_MAX)
            return error_set(e, STATUS_FAILED, "WORKS_ROWS", _("工程款超过 %d 笔"), WORKS_MAX);
        TRY(payment_keep(arena, &row, &list[n], e));
        n++;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

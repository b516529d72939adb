/* Allocations are written with their transfers, several in one transaction; money of the other fund
   is refused, and that somebody tried stays in the trail. */
#include "allocation_internal.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LINES_MAX 100
#define TEXT_BYTES_MAX 300
#define SUPPLEMENTS_MAX 99
#define PEOPLE_MAX 1000000
#define LINE_FEN_MAX INT64_C(1000000000000) /* ten thousand million yuan: sums never overflow */
#define DETAIL_BYTES_MAX 1024

static const char *code_of(enum fund fund)
{
    return fund == FUND_WUBAO ? "SUPPORT" : "MANAGEMENT";
}

static const char *fund_label(enum fund fund)
{
    return fund == FUND_WUBAO ? _("五保供养资金") : _("敬老院工作管理经费");
}

/* ---- what may be written ---- */

static enum status field(struct error *e, size_t line, const char *why)
{
    return error_set(e, STATUS_REFUSED, "ALLOCATION_FIELD", _("第 %zu 行：%s"), line, why);
}

static enum status line_check(const struct allocation *a, size_t i, struct error *e)
{
    const struct allocation_line *l = &a->lines[i];
    if (!l->category)
        return field(e, i + 1, _("没有写经费类别"));
    if (l->category->fund != a->fund)
        return error_set(e, STATUS_REFUSED, "HOME_FUND_CROSSED",
                         _("“%s”由%s列支，不能放进%s的汇总表：两项资金不能互相挪用。"),
                         _(l->category->label), fund_label(l->category->fund), fund_label(a->fund));
    if (l->amount.v <= 0 || l->amount.v > LINE_FEN_MAX)
        return field(e, i + 1, _("金额应大于零，不超过一百亿元"));
    if (l->people < 0 || l->people > PEOPLE_MAX)
        return field(e, i + 1, _("人数不对"));
    if (l->supplement < 0 || l->supplement > SUPPLEMENTS_MAX)
        return field(e, i + 1, _("补拨序号应在 0 至 99 之间"));
    if (l->note && strlen(l->note) > TEXT_BYTES_MAX)
        return field(e, i + 1, _("说明太长"));
    for (size_t k = 0; k < i; k++)
        if (a->lines[k].category == l->category && a->lines[k].supplement == l->supplement)
            return field(e, i + 1, _("同一类写了两次，补拨请写补拨序号"));
    return STATUS_OK;
}

static enum status head_check(const struct allocation *a, struct error *e)
{
    if (a->fund != FUND_WUBAO && a->fund != FUND_HOME_MANAGEMENT)
        return error_set(e, STATUS_REFUSED, "ALLOCATION_FIELD",
                         _("汇总表只用于五保供养资金和敬老院工作管理经费"));
    if (a->line_count == 0 || a->line_count > LINES_MAX)
        return error_set(e, STATUS_REFUSED, "ALLOCATION_FIELD", _("汇总表要有 1 至 %d 行"),
                         LINES_MAX);
    if (a->month.v <= 0 || a->month.v > date_month(date_today()).v + 1)
        return error_set(e, STATUS_REFUSED, "ALLOCATION_FIELD", _("所属月份还没有到，请核对"));
    if (!a->document || !*a->document || strlen(a->document) > TEXT_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "ALLOCATION_FIELD",
                         _("请写明依据的文件，不超过 %d 个字节"), TEXT_BYTES_MAX);
    if (a->memo && strlen(a->memo) > TEXT_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "ALLOCATION_FIELD", _("事由太长"));
    return STATUS_OK;
}

/* Basic support is paid person by person, and who lives at home has nothing in a home's account. */
static enum status home_takes(const struct payee *payee, const struct allocation *a,
                              struct error *e)
{
    for (size_t i = 0; i < a->line_count; i++) {
        const struct allocation_category *c = a->lines[i].category;
        if (a->fund != FUND_WUBAO || c->account == LEDGER_EXPENSE_INSTITUTION_CARE ||
            c->account == LEDGER_EXPENSE_INSTITUTION_ELECTRICITY)
            continue;
        return error_set(e, STATUS_REFUSED, "PAYEE_KIND",
                         _("“%s”不拨到%s：供养资金账户只收集中供养的护理和电费补贴，基本生活随批次"
                           "逐人发放。"),
                         _(c->label), payee->name);
    }
    return STATUS_OK;
}

/* A home's account takes the money of its own book only; what is paid to people by a list goes
   through a bank (P3.2). */
static enum status payee_check(struct db *db, int64_t county, const struct allocation *a,
                               struct arena *scratch, struct error *e)
{
    struct payee payee;
    struct allocation_key_row book;
    enum status s = payee_by_id(db, county, a->payee, scratch, &payee, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PAYEE_UNKNOWN", _("没有 %" PRId64 " 号收款单位。"),
                         a->payee);
    if (s != STATUS_OK)
        return s;
    s = allocation_payee_book(
        db, (struct allocation_payee_book_args){.county = county, .payee = a->payee}, scratch,
        &book, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    const bool is_home = s == STATUS_OK || payee.kind == PAYEE_HOME_MANAGEMENT ||
                         payee.kind == PAYEE_HOME_OWN || payee.kind == PAYEE_HOME_SUPPORT;
    if (s == STATUS_OK && book.id == (int64_t)a->fund)
        return home_takes(&payee, a, e);
    if (s == STATUS_NONE && (payee.kind == PAYEE_BANK || (payee.kind == PAYEE_HOME_MANAGEMENT &&
                                                          a->fund == FUND_HOME_MANAGEMENT)))
        return STATUS_OK;
    if (is_home)
        return error_set(e, STATUS_REFUSED, "HOME_FUND_CROSSED",
                         _("%s的这个账户是“%s”，%s不能拨到那里。"), payee.name,
                         _(payee_kind_label(payee.kind)), fund_label(a->fund));
    return error_set(e, STATUS_REFUSED, "PAYEE_KIND",
                     _("%s是%s，经费只拨给代发银行或敬老院的供养资金、管理经费账户。"), payee.name,
                     _(payee_kind_label(payee.kind)));
}

static enum status check(struct db *db, int64_t county, const struct allocation *a,
                         struct arena *scratch, struct error *e)
{
    TRY(head_check(a, e));
    for (size_t i = 0; i < a->line_count; i++)
        TRY(line_check(a, i, e));
    return payee_check(db, county, a, scratch, e);
}

/* ---- writing ---- */

struct writing {
    int64_t county;
    const struct allocation *list;
    size_t count;
    const char *actor;
    int64_t *ids, *transfers;
    size_t at;       /* which one is being written */
    bool is_crossed; /* result */
};

static enum status twice_check(struct db *db, int64_t county, const struct allocation *a,
                               const struct allocation_line *l, struct arena *scratch,
                               struct error *e)
{
    struct allocation_key_row row;
    char month[MONTH_TEXT_BYTES];
    enum status s = allocation_same_line(
        db,
        (struct allocation_same_line_args){.county = county,
                                           .fund = (int64_t)a->fund,
                                           .month = a->month,
                                           .payee = a->payee,
                                           .account = allocation_account(l->category),
                                           .supplement = l->supplement},
        scratch, &row, e);
    if (s == STATUS_NONE)
        return STATUS_OK;
    if (s != STATUS_OK)
        return s;
    return error_set(e, STATUS_REFUSED, "ALLOCATION_TWICE",
                     _("%s 这一收款单位的“%s”已在 %" PRId64
                       " 号汇总表中。补拨请写另一个补拨序号，拨错了请先作废那一张。"),
                     month_format(a->month, month), _(l->category->label), row.id);
}

static enum status account_check(struct db *db, int64_t county, const struct allocation_line *l,
                                 struct arena *scratch, struct error *e)
{
    struct allocation_key_row row;
    enum status s =
        allocation_account_known(db,
                                 (struct allocation_account_known_args){
                                     .county = county, .account = allocation_account(l->category)},
                                 scratch, &row, e);
    if (s != STATUS_NONE)
        return s;
    return error_set(e, STATUS_REFUSED, "ALLOCATION_ACCOUNT",
                     _("方案里没有“%s”的支出科目 %d，请先用 minsheng plan load 载入新方案。"),
                     _(l->category->label), (int)l->category->account);
}

static enum status lines_write(struct db *db, int64_t county, const struct allocation *a,
                               int64_t id, struct arena *scratch, struct error *e)
{
    for (size_t i = 0; i < a->line_count; i++) {
        const struct allocation_line *l = &a->lines[i];
        TRY(account_check(db, county, l, scratch, e));
        TRY(twice_check(db, county, a, l, scratch, e));
        TRY(allocation_line_insert(
            db,
            (struct allocation_line_insert_args){.county = county,
                                                 .allocation = id,
                                                 .number = (int64_t)i + 1,
                                                 .fund = (int64_t)a->fund,
                                                 .month = a->month,
                                                 .payee = a->payee,
                                                 .account = allocation_account(l->category),
                                                 .supplement = l->supplement,
                                                 .people = l->people,
                                                 .amount = l->amount,
                                                 .note = l->note ? l->note : ""},
            NULL, e));
    }
    return STATUS_OK;
}

static enum status sums(int64_t county, const struct allocation *a, int64_t id,
                        uint8_t ret_hash[HASH_BYTES], struct fen *ret_total, int64_t *ret_people,
                        struct error *e)
{
    struct hash_state h;
    struct fen total = FEN(0);
    int64_t people = 0;
    allocation_hash_begin(&h, &(struct allocation_head){county, id, a->payee, a->fund, a->month});
    for (size_t i = 0; i < a->line_count; i++) {
        const struct allocation_line *l = &a->lines[i];
        allocation_hash_line(&h, &(struct allocation_entry){allocation_account(l->category),
                                                            l->supplement, l->people, l->amount,
                                                            l->note ? l->note : ""});
        people += l->people;
        if (fen_add(total, l->amount, &total) != STATUS_OK)
            return error_set(e, STATUS_REFUSED, "FEN_OVERFLOW", _("金额超出可表示的范围。"));
    }
    hash_final(&h, ret_hash);
    *ret_total = total;
    *ret_people = people;
    return STATUS_OK;
}

static enum status write_one(struct db *db, struct writing *w, const struct allocation *a,
                             struct arena *scratch, struct error *e)
{
    const int64_t county = w->county;
    uint8_t hash[HASH_BYTES];
    char subject[48], now[TIME_TEXT_BYTES];
    int64_t change, people, id;
    struct fen total = FEN(0);
    TRY(counter_take(db, county, "allocation", 1, &id, e));
    (void)snprintf(subject, sizeof subject, "allocation %" PRId64, id);
    TRY(change_record(
        db, county,
        &(struct change_entry){
            .actor = w->actor, .action = "allocation.write", .subject = subject, .detail = ""},
        &change, e));
    TRY(sums(county, a, id, hash, &total, &people, e));
    TRY(allocation_insert(db,
                          (struct allocation_insert_args){.county = county,
                                                          .id = id,
                                                          .fund = (int64_t)a->fund,
                                                          .month = a->month,
                                                          .payee = a->payee,
                                                          .document = a->document,
                                                          .memo = a->memo ? a->memo : "",
                                                          .lines = (int64_t)a->line_count,
                                                          .people = people,
                                                          .total = total,
                                                          .content_hash = {hash, HASH_BYTES},
                                                          .actor = w->actor,
                                                          .at = time_now(now),
                                                          .known_from = change},
                          NULL, e));
    TRY(lines_write(db, county, a, id, scratch, e));
    const struct transfer_draft draft = {.kind = allocation_kind(a->fund),
                                         .subject = id,
                                         .payee = a->payee,
                                         .lines = (int64_t)a->line_count,
                                         .total = total,
                                         .month = a->month,
                                         .content_hash = hash};
    w->ids[w->at] = id;
    TRY(transfer_prepare(db, county, &draft, w->actor, change, &w->transfers[w->at], e));
    return allocation_has_transfer(db,
                                   (struct allocation_has_transfer_args){
                                       .county = county, .id = id, .transfer = w->transfers[w->at]},
                                   NULL, e);
}

static enum status write_work(struct db *db, void *context, struct error *e)
{
    struct writing *w = context;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(ALLOCATION_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    w->is_crossed = false;
    for (w->at = 0; w->at < w->count; w->at++) {
        struct error why = {0};
        enum status s = check(db, w->county, &w->list[w->at], scratch, &why);
        if (s != STATUS_OK) {
            w->is_crossed = s == STATUS_REFUSED && strcmp(why.code, "HOME_FUND_CROSSED") == 0;
            if (e)
                *e = why;
            return s;
        }
        TRY(write_one(db, w, &w->list[w->at], scratch, e));
    }
    return STATUS_OK;
}

/* ---- who tried to cross ---- */

static enum status crossing_work(struct db *db, void *context, struct error *e)
{
    const struct writing *w = context;
    const struct allocation *a = &w->list[w->at];
    CLEANUP(buf_free) struct buf detail = BUF_INIT(DETAIL_BYTES_MAX);
    char subject[48], month[MONTH_TEXT_BYTES], total[FEN_TEXT_BYTES];
    int64_t change;
    (void)snprintf(subject, sizeof subject, "payee %" PRId64, a->payee);
    buf_adds(&detail, "{\"fund\":");
    buf_add_json(&detail, code_of(a->fund));
    buf_adds(&detail, ",\"month\":");
    buf_add_json(&detail, month_format(a->month, month));
    buf_adds(&detail, ",\"lines\":[");
    for (size_t i = 0; i < a->line_count && detail.n < DETAIL_BYTES_MAX / 2; i++) {
        const struct allocation_line *l = &a->lines[i];
        buf_adds(&detail, i == 0 ? "{\"category\":" : ",{\"category\":");
        buf_add_json(&detail, l->category ? l->category->code : NULL);
        buf_adds(&detail, ",\"amount\":");
        buf_add_json(&detail, fen_format(l->amount, total));
        buf_addc(&detail, '}');
    }
    buf_adds(&detail, "]}");
    return change_record(db, w->county,
                         &(struct change_entry){.actor = w->actor,
                                                .action = "allocation.cross_funds",
                                                .subject = subject,
                                                .detail = buf_text(&detail)},
                         &change, e);
}

enum status allocation_write_all(struct db *db, int64_t county, const struct allocation *list,
                                 size_t count, const char *actor, int64_t *ret_ids,
                                 int64_t *ret_transfers, size_t *ret_at, struct error *e)
{
    struct writing w = {.county = county,
                        .list = list,
                        .count = count,
                        .actor = actor,
                        .ids = ret_ids,
                        .transfers = ret_transfers};
    enum status s = db_transaction(db, write_work, &w, e);
    if (s != STATUS_OK && ret_at)
        *ret_at = w.at;
    if (w.is_crossed) {
        struct error why = {0};
        enum status kept = db_transaction(db, crossing_work, &w, &why);
        if (kept != STATUS_OK) {
            if (e)
                *e = why;
            return kept;
        }
    }
    return s;
}

enum status allocation_write(struct db *db, int64_t county, const struct allocation *a,
                             const char *actor, int64_t *ret_id, int64_t *ret_transfer,
                             struct error *e)
{
    int64_t id, transfer;
    TRY(allocation_write_all(db, county, a, 1, actor, &id, &transfer, NULL, e));
    *ret_id = id;
    *ret_transfer = transfer;
    return STATUS_OK;
}

/* A claim (报账单) is written: a draft of one book, with its lines. */
#include "claim_internal.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define WHAT_BYTES_MAX 600
#define REASON_BYTES_MAX 600
#define MONTHS_LATE 12 /* a receipt older than this is not claimed any more */

struct writing {
    int64_t county;
    const struct home_claim *claim;
    const char *actor;
    struct fen total;
    int64_t *accounts; /* of the lines */
    int64_t id;
};

static enum status line_refused(size_t number, const char *why, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "HOME_CLAIM", _("第 %zu 行：%s"), number, why);
}

/* The account, by name or as said, in the claim's book. */
static enum status line_account(const struct home_claim *c, size_t number, int64_t *ret,
                                struct error *e)
{
    const struct home_claim_line *l = &c->lines[number - 1];
    enum status s;
    if (l->line)
        s = home_line_account(c->book, l->line, ret, e);
    else {
        s = book_line_check(c->book, l->account, e);
        *ret = l->account;
    }
    if (s == STATUS_REFUSED)
        return error_place(e, _("第 %zu 行"), number);
    return s;
}

static enum status line_check(const struct home_claim *c, size_t number, struct error *e)
{
    const struct home_claim_line *l = &c->lines[number - 1];
    const struct date last = month_last_day(c->month);
    const struct date first = month_first_day(month_add(c->month, -MONTHS_LATE));
    if (l->amount.v <= 0 || l->amount.v > BOOK_AMOUNT_FEN_MAX)
        return line_refused(number, _("金额要大于零，不超过一亿元。"), e);
    if (l->spent_on.v > last.v || l->spent_on.v < first.v || l->spent_on.v > date_today().v)
        return line_refused(number, _("开支日期要在报账月份或之前一年之内，不能晚于今天。"), e);
    if (!l->detail || !l->detail[0] || strlen(l->detail) > BOOK_TEXT_BYTES_MAX)
        return line_refused(number, _("请写明开支内容，不要太长。"), e);
    if (l->receipt && strlen(l->receipt) > BOOK_TEXT_BYTES_MAX)
        return line_refused(number, _("票据号太长。"), e);
    return STATUS_OK;
}

static enum status claim_check(struct writing *w, struct error *e)
{
    const struct home_claim *c = w->claim;
    TRY(book_check(c->book, e));
    w->total = FEN(0);
    if (c->line_count == 0 || c->line_count > CLAIM_LINES_MAX)
        return error_set(e, STATUS_REFUSED, "HOME_CLAIM", _("报账单要有 1 至 %d 行开支。"),
                         CLAIM_LINES_MAX);
    TRY(book_text_check(c->payee_name, _("收款人"), true, "HOME_CLAIM", e));
    TRY(book_text_check(c->memo, _("说明"), false, "HOME_CLAIM", e));
    if (c->month.v > date_month(date_today()).v)
        return error_set(e, STATUS_REFUSED, "HOME_CLAIM", _("报账月份还没有到。"));
    /* Crossing first: whatever else is wrong with it, the attempt counts. */
    for (size_t i = 1; i <= c->line_count; i++)
        TRY(line_account(c, i, &w->accounts[i - 1], e));
    for (size_t i = 1; i <= c->line_count; i++) {
        TRY(line_check(c, i, e));
        if (fen_add(w->total, c->lines[i - 1].amount, &w->total) != STATUS_OK ||
            w->total.v > BOOK_AMOUNT_FEN_MAX)
            return error_set(e, STATUS_REFUSED, "HOME_CLAIM", _("报账总额超过一亿元。"));
    }
    return STATUS_OK;
}

enum status claim_change(struct db *db, int64_t county, int64_t id, const char *action,
                         const char *reason, const uint8_t *hash, const char *actor, int64_t *ret,
                         struct error *e)
{
    CLEANUP(buf_free) struct buf detail = BUF_INIT(REASON_BYTES_MAX * 2);
    char subject[48], whole[60], hex[HASH_HEX_BYTES];
    snprintf(subject, sizeof subject, "claim %" PRId64, id);
    snprintf(whole, sizeof whole, "home.claim.%s", action);
    if (hash) {
        hash_hex(hash, hex);
        buf_addf(&detail, "{\"content\":\"%s\"}", hex);
    } else if (reason && reason[0]) {
        buf_adds(&detail, "{\"reason\":");
        buf_add_json(&detail, reason);
        buf_addc(&detail, '}');
    }
    if (detail.overflow)
        return error_set(e, STATUS_REFUSED, "REASON_LONG", _("原因太长，请写得简短些。"));
    return change_record(
        db, county,
        &(struct change_entry){
            .actor = actor, .action = whole, .subject = subject, .detail = buf_text(&detail)},
        ret, e);
}

static enum status draft_new(struct db *db, struct writing *w, struct error *e)
{
    const struct home_claim *c = w->claim;
    int64_t change;
    TRY(counter_take(db, w->county, "home_claim", 1, &w->id, e));
    TRY(claim_change(db, w->county, w->id, "write", NULL, NULL, w->actor, &change, e));
    return home_claim_insert(db,
                             (struct home_claim_insert_args){.county = w->county,
                                                             .id = w->id,
                                                             .home = c->home,
                                                             .book = (int64_t)c->book,
                                                             .month = c->month,
                                                             .payee_name = c->payee_name,
                                                             .memo = c->memo ? c->memo : "",
                                                             .total = w->total,
                                                             .lines = (int64_t)c->line_count,
                                                             .actor = w->actor,
                                                             .on = date_today(),
                                                             .known_from = change},
                             NULL, e);
}

/* A draft written anew is whose hand wrote it last. */
static enum status draft_again(struct db *db, struct writing *w, struct error *e)
{
    const struct home_claim *c = w->claim;
    struct home_claim_row row;
    int64_t change, affected;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(BOOK_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    w->id = c->id;
    TRY(claim_change(db, w->county, w->id, "write", NULL, NULL, w->actor, &change, e));
    TRY(claim_find(db, w->county, c->id, scratch, &row, e));
    if (row.home != c->home || row.book != (int64_t)c->book)
        return error_set(e, STATUS_REFUSED, "HOME_CLAIM",
                         _("%" PRId64 " 号报账单是 %s 的%s，请另写一张。"), row.id, row.home_name,
                         _(home_book_label((enum home_book)row.book)));
    TRY(home_claim_rewrite(db,
                           (struct home_claim_rewrite_args){.county = w->county,
                                                            .id = c->id,
                                                            .month = c->month,
                                                            .payee_name = c->payee_name,
                                                            .memo = c->memo ? c->memo : "",
                                                            .total = w->total,
                                                            .lines = (int64_t)c->line_count,
                                                            .actor = w->actor,
                                                            .on = date_today(),
                                                            .known_from = change},
                           &affected, e));
    if (affected != 1)
        return claim_state_refused(&row, _("改写"), e);
    return home_claim_line_clear(
        db, (struct home_claim_line_clear_args){.county = w->county, .claim = c->id}, NULL, e);
}

static enum status writing_work(struct db *db, void *context, struct error *e)
{
    struct writing *w = context;
    const struct home_claim *c = w->claim;
    TRY(home_require(db, w->county, w->actor, PERMISSION_HOME_CLAIM, c->home, e));
    TRY(claim_check(w, e));
    for (size_t i = 0; i < c->line_count; i++)
        TRY(book_opened_check(db, w->county, c->home, c->lines[i].spent_on, "HOME_CLAIM", e));
    TRY(c->id > 0 ? draft_again(db, w, e) : draft_new(db, w, e));
    TRY(book_month_check(db, w->county, c->home, c->book, c->month, e));
    for (size_t i = 0; i < c->line_count; i++) {
        const struct home_claim_line *l = &c->lines[i];
        TRY(home_claim_line_insert(
            db,
            (struct home_claim_line_insert_args){.county = w->county,
                                                 .claim = w->id,
                                                 .number = (int64_t)i + 1,
                                                 .book = (int64_t)c->book,
                                                 .account = w->accounts[i],
                                                 .spent_on = l->spent_on,
                                                 .detail = l->detail,
                                                 .receipt = l->receipt ? l->receipt : "",
                                                 .amount = l->amount},
            NULL, e));
    }
    return STATUS_OK;
}

/* The lines as they were tried, as far as they fit: for the trail. */
static void attempt_say(const struct home_claim *c, char *out, size_t bytes)
{
    int n = snprintf(out, bytes, "claim %s:", home_book_code(c->book));
    for (size_t i = 0; i < c->line_count && n > 0 && (size_t)n < bytes; i++) {
        const struct home_claim_line *l = &c->lines[i];
        char amount[FEN_TEXT_BYTES];
        n += snprintf(out + n, bytes - (size_t)n, " %.40s %s",
                      l->line ? l->line : home_account_label(l->account),
                      fen_format(l->amount, amount));
    }
}

enum status home_claim_write(struct db *db, int64_t county, const struct home_claim *claim,
                             const char *actor, int64_t *ret_id, struct error *e)
{
    char what[WHAT_BYTES_MAX];
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(BOOK_SCRATCH_BYTES);
    struct writing w = {.county = county, .claim = claim, .actor = actor};
    w.accounts = scratch ? ARENA_ARRAY(scratch, int64_t, CLAIM_LINES_MAX) : NULL;
    if (!w.accounts)
        return arena_exhausted(e);
    attempt_say(claim, what, sizeof what);
    TRY(book_transaction(db, writing_work, &w, county, claim->home, what, actor, e));
    if (ret_id)
        *ret_id = w.id;
    return STATUS_OK;
}

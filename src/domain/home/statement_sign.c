/* The month is signed by the director and confirmed by the accountant; then it is frozen. */
#include "statement_internal.h"

#include "base/hash.h"
#include "base/i18n.h"
#include "base/text.h"

#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define STATEMENT_ARENA_BYTES ((size_t)16 << 20)
#define DETAIL_BYTES 240

struct signing {
    int64_t county, home;
    enum home_book book;
    struct month month;
    const char *actor;
};

static void hash_number(struct hash_state *h, int64_t number)
{
    const uint64_t v = htobe64((uint64_t)number);
    hash_update(h, &v, sizeof v);
}

/* Every figure of the paper, eight bytes each. */
static void statement_hash(const struct home_statement *s, uint8_t ret[HASH_BYTES])
{
    struct hash_state h;
    const int64_t figures[] = {s->home,         (int64_t)s->book, month_yyyymm(s->month),
                               s->opening.v,    s->received.v,    s->spent.v,
                               s->closing.v,    s->owed.v,        s->residents,
                               s->resident_days};
    hash_init(&h);
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++)
        hash_number(&h, figures[i]);
    for (size_t i = 0; i < s->income_count; i++) {
        hash_number(&h, s->income[i].account);
        hash_number(&h, s->income[i].amount.v);
    }
    for (size_t i = 0; i < s->expense_count; i++) {
        hash_number(&h, s->expense[i].account);
        hash_number(&h, s->expense[i].amount.v);
    }
    hash_final(&h, ret);
}

static enum status order_refused(const struct signing *c, struct month open, struct error *e)
{
    char asked[MONTH_TEXT_BYTES], first[MONTH_TEXT_BYTES];
    return error_set(e, STATUS_REFUSED, "HOME_STATEMENT_ORDER",
                     _("%s 的%s月报还没有确认，不能先办 %s 的。请按月份顺序办理。"),
                     month_format(open, first), _(home_book_label(c->book)),
                     month_format(c->month, asked));
}

/* The month is over, those before it are confirmed, and what the bank paid is in the book. */
static enum status order_check(struct db *db, const struct signing *c, struct error *e)
{
    struct month frozen;
    struct home_open_month_row open;
    int64_t lacks;
    char month[MONTH_TEXT_BYTES];
    if (month_last_day(c->month).v > date_today().v)
        return error_set(e, STATUS_REFUSED, "HOME_STATEMENT_ORDER", _("%s 还没有过完，月末再签。"),
                         month_format(c->month, month));
    enum status s = book_frozen(db, c->county, c->home, c->book, &frozen, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK && frozen.v >= c->month.v)
        return error_set(e, STATUS_REFUSED, "HOME_STATEMENT_STATE",
                         _("%s的账已确认到 %s，不能再签。"), _(home_book_label(c->book)),
                         month_format(frozen, month));
    TRY(home_month_open_before(
        db,
        (struct home_month_open_before_args){.county = c->county,
                                             .home = c->home,
                                             .book = (int64_t)c->book,
                                             .after = s == STATUS_OK ? month_yyyymm(frozen) : 0,
                                             .month = c->month},
        NULL, &open, e));
    if (open.has_month)
        return order_refused(c, open.month, e);
    TRY(book_gather_lacks(db, c->county, c->home, c->book, c->month, &lacks, e));
    if (lacks == 0)
        return STATUS_OK;
    return error_set(
        e, STATUS_REFUSED, "HOME_STATEMENT_ORDER",
        _("还有 %" PRId64 " 笔银行已到账的资金没有记入%s，请先归集（home book gather）。"), lacks,
        _(home_book_label(c->book)));
}

/* The trail names the figures that were signed, by their hash; NULL: none. */
static enum status signing_record(struct db *db, const struct signing *c, const char *action,
                                  const uint8_t *hash, int64_t *ret, struct error *e)
{
    char detail[DETAIL_BYTES], month[MONTH_TEXT_BYTES], hex[HASH_HEX_BYTES] = "";
    if (hash)
        hash_hex(hash, hex);
    snprintf(detail, sizeof detail, "{\"book\":%d,\"month\":\"%s\"%s%s%s}", (int)c->book,
             month_format(c->month, month), hash ? ",\"content\":\"" : "", hex, hash ? "\"" : "");
    return book_change(db, c->county, c->home, action, detail, c->actor, ret, e);
}

static enum status hash_now(struct db *db, const struct signing *c, struct arena *arena,
                            struct home_statement *ret, uint8_t ret_hash[HASH_BYTES],
                            struct error *e)
{
    TRY(statement_reckon(db, c->county, c->home, c->book, c->month, arena, ret, e));
    statement_hash(ret, ret_hash);
    return STATUS_OK;
}

static enum status moved_meanwhile(struct error *e)
{
    return error_set(e, STATUS_REFUSED, "HOME_STATEMENT_STATE",
                     _("账目刚刚变动过，请重新查看后再办。"));
}

static enum status sign_work(struct db *db, void *context, struct error *e)
{
    const struct signing *c = context;
    struct home_statement s;
    uint8_t said[HASH_BYTES], hash[HASH_BYTES];
    int64_t change, affected;
    char closing[FEN_TEXT_BYTES];
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(STATEMENT_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    TRY(home_require(db, c->county, c->actor, PERMISSION_HOME_CLAIM, c->home, e));
    TRY(hash_now(db, c, arena, &s, said, e));
    TRY(signing_record(db, c, "home.statement.sign", said, &change, e));
    TRY(order_check(db, c, e));
    TRY(hash_now(db, c, arena, &s, hash, e)); /* again, now that nobody else can write */
    if (memcmp(said, hash, HASH_BYTES) != 0)
        return moved_meanwhile(e);
    if (s.closing.v < 0)
        return error_set(e, STATUS_REFUSED, "HOME_BOOK_FUNDS",
                         _("%s期末余额是 %s 元：有拨款被银行退回。请等重新拨付到账，或登记报账款退"
                           "汇以后再签。"),
                         _(home_book_label(c->book)), fen_format_people(s.closing, closing));
    TRY(home_statement_signed(
        db,
        (struct home_statement_signed_args){.county = c->county,
                                            .home = c->home,
                                            .book = (int64_t)c->book,
                                            .month = c->month,
                                            .opening = s.opening,
                                            .received = s.received,
                                            .spent = s.spent,
                                            .closing = s.closing,
                                            .owed = s.owed,
                                            .residents = s.residents,
                                            .resident_days = s.resident_days,
                                            .content_hash = {hash, sizeof hash},
                                            .actor = c->actor,
                                            .on = date_today(),
                                            .known_from = change},
        &affected, e));
    if (affected == 1)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "HOME_STATEMENT_STATE", _("这个月已经确认，不能再签。"));
}

enum status home_statement_sign(struct db *db, int64_t county, int64_t home, enum home_book book,
                                struct month month, const char *actor, struct error *e)
{
    struct signing c = {county, home, book, month, actor};
    return db_transaction(db, sign_work, &c, e);
}

static enum status kept_check(struct db *db, const struct signing *c, struct arena *arena,
                              struct error *e)
{
    struct home_statement_kept_row kept;
    struct home_statement s;
    uint8_t hash[HASH_BYTES];
    enum status st = home_statement_row(
        db,
        (struct home_statement_row_args){
            .county = c->county, .home = c->home, .book = (int64_t)c->book, .month = c->month},
        arena, &kept, e);
    if (st == STATUS_NONE || (st == STATUS_OK && kept.state != HOME_STATEMENT_SIGNED))
        return error_set(e, STATUS_REFUSED, "HOME_STATEMENT_STATE",
                         st == STATUS_NONE ? _("这个月的月报院长还没有签。")
                                           : _("这个月的月报已经确认。"));
    if (st != STATUS_OK)
        return st;
    if (text_equals(kept.signed_by, c->actor))
        return error_set(e, STATUS_REFUSED, "SAME_PERSON",
                         _("%s 签过这份月报，要由另一位会计确认。"), c->actor);
    TRY(order_check(db, c, e));
    TRY(hash_now(db, c, arena, &s, hash, e));
    if (kept.content_hash.n == HASH_BYTES && memcmp(kept.content_hash.p, hash, HASH_BYTES) == 0)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "HOME_STATEMENT_ALTERED",
                     _("月报签字以后账目或在院人数有变动，请院长重新核对签字。"));
}

static enum status confirm_work(struct db *db, void *context, struct error *e)
{
    const struct signing *c = context;
    int64_t change, affected;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(STATEMENT_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    TRY(home_require(db, c->county, c->actor, PERMISSION_HOME_PAY, c->home, e));
    TRY(signing_record(db, c, "home.statement.confirm", NULL, &change, e));
    TRY(book_check(c->book, e));
    TRY(kept_check(db, c, arena, e));
    TRY(home_statement_confirmed(db,
                                 (struct home_statement_confirmed_args){.county = c->county,
                                                                        .home = c->home,
                                                                        .book = (int64_t)c->book,
                                                                        .month = c->month,
                                                                        .actor = c->actor,
                                                                        .on = date_today()},
                                 &affected, e));
    if (affected == 1)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "HOME_STATEMENT_STATE",
                     _("月报刚刚被别人改变，请重新查看。"));
}

enum status home_statement_confirm(struct db *db, int64_t county, int64_t home, enum home_book book,
                                   struct month month, const char *actor, struct error *e)
{
    struct signing c = {county, home, book, month, actor};
    return db_transaction(db, confirm_work, &c, e);
}

/* A home's books: what a book is, its rows and balances, its account at the bank. */
#include "book_internal.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/payee/payee.h"
#include "home_book_sql.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DETAIL_BYTES_MAX 2000
#define ENTRIES_MAX 100000

const enum home_book HOME_BOOKS[HOME_BOOK_COUNT] = {HOME_BOOK_SUPPORT, HOME_BOOK_MANAGEMENT,
                                                    HOME_BOOK_OWN};
static const struct {
    enum home_book book;
    const char *code, *label;
} BOOKS[] = {
    {HOME_BOOK_SUPPORT, "support", N_("供养资金")},
    {HOME_BOOK_MANAGEMENT, "management", N_("工作管理经费")},
    {HOME_BOOK_OWN, "own", N_("自有收入")},
};

const char *home_book_code(enum home_book b)
{
    for (size_t i = 0; i < HOME_BOOK_COUNT; i++)
        if (BOOKS[i].book == b)
            return BOOKS[i].code;
    return "";
}

const char *home_book_label(enum home_book b)
{
    for (size_t i = 0; i < HOME_BOOK_COUNT; i++)
        if (BOOKS[i].book == b)
            return BOOKS[i].label;
    return "";
}

enum status home_book_parse(const char *code, enum home_book *ret, struct error *e)
{
    for (size_t i = 0; i < HOME_BOOK_COUNT; i++)
        if (text_equals(BOOKS[i].code, code)) {
            *ret = BOOKS[i].book;
            return STATUS_OK;
        }
    return error_set(e, STATUS_REFUSED, "HOME_BOOK",
                     _("没有“%.40s”这本账：供养资金 support、工作管理经费 management、自有收入 "
                       "own。"),
                     code ? code : "");
}

enum status book_check(enum home_book book, struct error *e)
{
    if (home_book_code(book)[0])
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "HOME_BOOK", _("没有编号为 %d 的院账。"), (int)book);
}

/* ---- what every writing asks ---- */

enum status book_day_check(struct date on, const char *code, struct error *e)
{
    char day[DATE_TEXT_BYTES];
    if (on.v > 0 && on.v <= date_today().v)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, code, _("%s 还没有到，请写实际办理的日期。"),
                     date_format(on, day));
}

enum status book_opened_check(struct db *db, int64_t county, int64_t home, struct date on,
                              const char *code, struct error *e)
{
    struct home h;
    char day[DATE_TEXT_BYTES], opened[DATE_TEXT_BYTES];
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(BOOK_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(home_by_id(db, county, home, scratch, &h, e));
    if (h.opened_on.v == DATE_OPEN.v || on.v >= h.opened_on.v)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, code, _("%s 早于%s开院的 %s，请核对日期。"),
                     date_format(on, day), h.name, date_format(h.opened_on, opened));
}

enum status book_text_check(const char *text, const char *field, bool is_needed, const char *code,
                            struct error *e)
{
    if (is_needed && (!text || !text[0]))
        return error_set(e, STATUS_REFUSED, code, _("请写%s。"), field);
    if (!text || strlen(text) <= BOOK_TEXT_BYTES_MAX)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, code, _("%s太长，请写得简短些。"), field);
}

enum status book_change(struct db *db, int64_t county, int64_t home, const char *action,
                        const char *detail, const char *actor, int64_t *ret, struct error *e)
{
    char subject[48];
    snprintf(subject, sizeof subject, "home %" PRId64, home);
    return change_record(
        db, county,
        &(struct change_entry){
            .actor = actor, .action = action, .subject = subject, .detail = detail},
        ret, e);
}

/* ---- money may not cross ---- */

enum status book_crossed(struct error *e, enum home_book book, const char *what)
{
    return error_set(e, STATUS_REFUSED, "HOME_FUND_CROSSED",
                     _("%s 不属于%s这本账：供养资金、工作管理经费和自有收入分账核算、专款专用，"
                       "不得互相挪用（农村五保供养工作条例第十四条）。这次尝试已记入变更日志。"),
                     what, _(home_book_label(book)));
}

struct crossing {
    int64_t county, home;
    const char *what, *actor;
};

static enum status crossing_work(struct db *db, void *context, struct error *e)
{
    const struct crossing *c = context;
    CLEANUP(buf_free) struct buf detail = BUF_INIT(DETAIL_BYTES_MAX);
    int64_t change;
    buf_adds(&detail, "{\"what\":");
    buf_add_json(&detail, c->what);
    buf_addc(&detail, '}');
    TRY(buf_status(&detail, e));
    return book_change(db, c->county, c->home, "home.cross_funds", buf_text(&detail), c->actor,
                       &change, e);
}

enum status home_crossing_record(struct db *db, int64_t county, int64_t home, const char *what,
                                 const char *actor, struct error *e)
{
    struct crossing c = {county, home, what, actor};
    return db_transaction(db, crossing_work, &c, e);
}

enum status book_transaction(struct db *db, db_work work, void *context, int64_t county,
                             int64_t home, const char *what, const char *actor, struct error *e)
{
    struct error own = {0};
    struct error *said = e ? e : &own;
    enum status s = db_transaction(db, work, context, said);
    if (s == STATUS_REFUSED && text_equals(said->code, "HOME_FUND_CROSSED")) {
        struct error unrecorded = {0};
        enum status recorded = home_crossing_record(db, county, home, what, actor, &unrecorded);
        if (recorded != STATUS_OK) {
            *said = unrecorded;
            return recorded;
        }
    }
    return s;
}

/* ---- rows ---- */

enum status book_frozen(struct db *db, int64_t county, int64_t home, enum home_book book,
                        struct month *ret, struct error *e)
{
    struct home_frozen_row row;
    TRY(home_month_frozen(
        db, (struct home_month_frozen_args){.county = county, .home = home, .book = (int64_t)book},
        NULL, &row, e));
    if (!row.has_month)
        return STATUS_NONE;
    *ret = row.month;
    return STATUS_OK;
}

enum status book_month_check(struct db *db, int64_t county, int64_t home, enum home_book book,
                             struct month month, struct error *e)
{
    struct month frozen;
    char last[MONTH_TEXT_BYTES], asked[MONTH_TEXT_BYTES];
    enum status s = book_frozen(db, county, home, book, &frozen, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    if (month.v > frozen.v)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "HOME_MONTH_CLOSED",
                     _("%s的账已确认到 %s，不能再记入 %s，请记入以后的月份。"),
                     _(home_book_label(book)), month_format(frozen, last),
                     month_format(month, asked));
}

enum status book_write(struct db *db, int64_t county, const struct book_entry *entry,
                       struct error *e)
{
    struct home_entry_next_row next;
    const int64_t book = (int64_t)entry->book;
    assert(db_in_transaction(db));
    TRY(book_month_check(db, county, entry->home, entry->book, entry->month, e));
    TRY(home_entry_next(
        db, (struct home_entry_next_args){.county = county, .home = entry->home, .book = book},
        NULL, &next, e));
    return home_entry_insert(
        db,
        (struct home_entry_insert_args){.county = county,
                                        .home = entry->home,
                                        .book = book,
                                        .id = next.id,
                                        .month = entry->month,
                                        .entered_on = entry->on,
                                        .kind = entry->kind,
                                        .subject = entry->subject,
                                        .line = entry->line,
                                        .debit = home_account(entry->book, entry->debit),
                                        .credit = home_account(entry->book, entry->credit),
                                        .amount = entry->amount,
                                        .party = entry->party ? entry->party : "",
                                        .document = entry->document ? entry->document : "",
                                        .memo = entry->memo ? entry->memo : "",
                                        .actor = entry->actor,
                                        .known_from = entry->change},
        NULL, e);
}

static enum status entry_keep(const struct home_entry_row *row, struct arena *arena,
                              struct home_entry *ret, struct error *e)
{
    *ret = (struct home_entry){
        .id = row->id,
        .debit = row->debit,
        .credit = row->credit,
        .subject = row->subject,
        .month = row->month,
        .entered_on = row->entered_on,
        .kind = arena_strdup(arena, row->kind),
        .party = arena_strdup(arena, row->party),
        .document = arena_strdup(arena, row->document),
        .memo = arena_strdup(arena, row->memo),
        .actor = arena_strdup(arena, row->actor),
        .amount = row->amount,
    };
    return ret->kind && ret->party && ret->document && ret->memo && ret->actor ? STATUS_OK
                                                                               : arena_exhausted(e);
}

static enum status entries_read(struct db *db, const struct home_entry_list_args *asked,
                                struct arena *arena, struct home_entry *list, size_t *ret_count,
                                struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_entry_row row;
    size_t count = 0;
    enum status s;
    TRY(home_entry_list_open(db, *asked, &cursor, e));
    while ((s = home_entry_list_next(cursor, &row, e)) == STATUS_OK) {
        if (count == ENTRIES_MAX)
            return error_set(e, STATUS_REFUSED, "HOME_ENTRIES", _("凭证超过 %d 笔，请分月查看。"),
                             ENTRIES_MAX);
        if (list)
            TRY(entry_keep(&row, arena, &list[count], e));
        count++;
    }
    if (s != STATUS_NONE)
        return s;
    *ret_count = count;
    return STATUS_OK;
}

struct entries_asked {
    struct home_entry_list_args args;
    struct arena *arena;
    struct home_entry *list;
    size_t count;
};

/* Counted first, in the same snapshot. */
static enum status entries_work(struct db *db, void *context, struct error *e)
{
    struct entries_asked *a = context;
    TRY(entries_read(db, &a->args, a->arena, NULL, &a->count, e));
    a->list = ARENA_ARRAY(a->arena, struct home_entry, a->count + 1);
    if (!a->list)
        return arena_exhausted(e);
    return entries_read(db, &a->args, a->arena, a->list, &a->count, e);
}

enum status home_journal_list(struct db *db, int64_t county, int64_t home, enum home_book book,
                              struct month from, struct month to, struct arena *arena,
                              struct home_entry **ret, size_t *ret_count, struct error *e)
{
    struct entries_asked a = {
        .args = {.county = county, .home = home, .book = (int64_t)book, .first = from, .last = to},
        .arena = arena};
    TRY(book_check(book, e));
    if (db_in_transaction(db))
        TRY(entries_work(db, &a, e));
    else
        TRY(db_transaction(db, entries_work, &a, e));
    *ret = a.list;
    *ret_count = a.count;
    return STATUS_OK;
}

enum status home_balance(struct db *db, int64_t county, int64_t home, enum home_book book,
                         int64_t account, struct month up_to, struct fen *ret, struct error *e)
{
    struct home_amount_row row;
    TRY(home_account_balance(db,
                             (struct home_account_balance_args){.county = county,
                                                                .home = home,
                                                                .book = (int64_t)book,
                                                                .account = account,
                                                                .up_to = up_to},
                             NULL, &row, e));
    *ret = row.amount;
    return STATUS_OK;
}

/* The least that lies in the account at the end of any month from `from` on. */
static enum status bank_least(struct db *db, int64_t county, int64_t home, enum home_book book,
                              struct month from, struct fen *ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_account_month_row row;
    struct fen sum = FEN(0), least = FEN(0);
    bool is_late = false;
    enum status s;
    TRY(home_account_months_open(
        db,
        (struct home_account_months_args){.county = county,
                                          .home = home,
                                          .book = (int64_t)book,
                                          .account = home_account(book, HOME_BANK)},
        &cursor, e));
    while ((s = home_account_months_next(cursor, &row, e)) == STATUS_OK) {
        /* What lay there when the month began counts unless the month itself has rows. */
        if (!is_late && row.month.v > from.v) {
            least = sum;
            is_late = true;
        }
        if (fen_add(sum, row.amount, &sum) != STATUS_OK)
            return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("金额超出可表示的范围。"));
        if (row.month.v >= from.v) {
            least = !is_late || sum.v < least.v ? sum : least;
            is_late = true;
        }
    }
    if (s != STATUS_NONE)
        return s;
    *ret = is_late ? least : sum;
    return STATUS_OK;
}

enum status book_funds_check(struct db *db, int64_t county, int64_t home, enum home_book book,
                             struct month from, struct fen need, struct error *e)
{
    struct fen least = FEN(0);
    char have[FEN_TEXT_BYTES], wanted[FEN_TEXT_BYTES];
    TRY(bank_least(db, county, home, book, from, &least, e));
    if (least.v >= need.v)
        return STATUS_OK;
    return error_set(
        e, STATUS_REFUSED, "HOME_BOOK_FUNDS",
        _("%s账户余额 %s 元，不够支付 %s 元。请先归集到账的资金，不能从别的账户垫付。"),
        _(home_book_label(book)), fen_format_people(least, have), fen_format_people(need, wanted));
}

/* ---- its account at the bank ---- */

static enum payee_kind account_kind(enum home_book book)
{
    if (book == HOME_BOOK_SUPPORT)
        return PAYEE_HOME_SUPPORT;
    return book == HOME_BOOK_MANAGEMENT ? PAYEE_HOME_MANAGEMENT : PAYEE_HOME_OWN;
}

/* Books kept apart in one account at the bank would not be apart (专户储存). */
static enum status account_own(struct db *db, int64_t county, const struct keyring *keys,
                               int64_t home, enum home_book book, const char *number,
                               struct arena *scratch, struct error *e)
{
    uint8_t index[BLIND_INDEX_BYTES];
    struct home_account_taken_row taken;
    blind_index(keys, SEAL_ACCOUNT, number ? number : "", index);
    enum status s = home_account_taken(
        db,
        (struct home_account_taken_args){
            .county = county, .home = home, .book = (int64_t)book, .number = {index, sizeof index}},
        scratch, &taken, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    return error_set(e, STATUS_REFUSED, "HOME_ACCOUNT_SHARED",
                     _("这个账号已是%s的%s账户：每种资金要有自己的账户（专户储存）。"),
                     taken.home_name, _(home_book_label((enum home_book)taken.book)));
}

enum status home_account_write(struct db *db, int64_t county, const struct keyring *keys,
                               int64_t home, enum home_book book, const char *bank,
                               const char *holder, const char *number, int64_t change,
                               struct error *e)
{
    assert(db_in_transaction(db));
    TRY(book_check(book, e));
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(BOOK_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    struct home h;
    enum status s = home_by_id(db, county, home, scratch, &h, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "HOME_UNKNOWN", _("没有 %" PRId64 " 号敬老院。"), home);
    if (s != STATUS_OK)
        return s;
    TRY(account_own(db, county, keys, home, book, number, scratch, e));
    struct home_payee_row known;
    struct payee payee = {0};
    s = home_payee_of(
        db, (struct home_payee_of_args){.county = county, .home = home, .book = (int64_t)book},
        NULL, &known, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    const bool is_known = s == STATUS_OK;
    if (is_known)
        TRY(payee_by_id(db, county, known.payee, scratch, &payee, e));
    const char *code =
        is_known ? payee.code : arena_printf(scratch, "HOME-%" PRId64 "-%d", home, (int)book);
    const char *name =
        is_known ? payee.name : arena_printf(scratch, "%s（%s）", h.name, home_book_label(book));
    if (!code || !name)
        return arena_exhausted(e);
    const struct payee_entry entry = {.kind = account_kind(book),
                                      .code = code,
                                      .name = name,
                                      .township = h.township,
                                      .bank = bank,
                                      .holder = holder,
                                      .account = number};
    int64_t id;
    TRY(payee_write(db, county, keys, &entry, change, &id, e));
    if (book == HOME_BOOK_SUPPORT) /* into which runs pay for its residents */
        TRY(account_write(db, county, keys, OWNER_HOME, home, change, bank, holder, number, e));
    if (is_known)
        return STATUS_OK;
    return home_payee_insert(
        db,
        (struct home_payee_insert_args){
            .county = county, .home = home, .book = (int64_t)book, .payee = id},
        NULL, e);
}

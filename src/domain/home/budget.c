/* Budgets of homes: decided by the bureau, used up by approved claims. */
#include "claim_internal.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/json.h"
#include "home_budget_sql.h"

#include <inttypes.h>
#include <stdio.h>

#define DETAIL_BYTES_MAX 1200
#define WHAT_BYTES_MAX 200
#define ROWS_MAX 200
#define YEAR_FIRST 1990
#define YEAR_LAST 2999
#define BUDGET_FEN_MAX (100 * BOOK_AMOUNT_FEN_MAX)

static enum status claimed_of(struct db *db, int64_t county, int64_t home, int year,
                              int64_t account, struct fen *ret, struct error *e)
{
    struct home_budget_amount_row row;
    TRY(home_budget_claimed(db,
                            (struct home_budget_claimed_args){.county = county,
                                                              .home = home,
                                                              .account = account,
                                                              .first = month_make(year, 1),
                                                              .last = month_make(year, 12)},
                            NULL, &row, e));
    *ret = row.amount;
    return STATUS_OK;
}

static enum status budget_of(struct db *db, int64_t county, int64_t home, int year, int64_t account,
                             struct fen *ret, struct error *e)
{
    struct home_budget_amount_row row;
    enum status s =
        home_budget_now(db,
                        (struct home_budget_now_args){
                            .county = county, .home = home, .year = year, .account = account},
                        NULL, &row, e);
    if (s == STATUS_OK)
        *ret = row.amount;
    return s;
}

enum status budget_fits(struct db *db, int64_t county, int64_t home, struct month month,
                        int64_t account, struct fen more, struct error *e)
{
    const int year = month_year(month);
    struct fen budget = FEN(0), claimed, left, after;
    char have[FEN_TEXT_BYTES], need[FEN_TEXT_BYTES], whole[FEN_TEXT_BYTES];
    enum status s = budget_of(db, county, home, year, account, &budget, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "HOME_BUDGET",
                         _("%d 年没有给%s安排预算，请先下达预算（home budget set）。"), year,
                         _(home_account_label(account)));
    if (s != STATUS_OK)
        return s;
    TRY(claimed_of(db, county, home, year, account, &claimed, e));
    if (fen_sub(budget, claimed, &left) != STATUS_OK || fen_sub(left, more, &after) != STATUS_OK)
        return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("金额超出可表示的范围。"));
    if (after.v >= 0)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "HOME_BUDGET",
                     _("%s：%d 年预算 %s 元，还剩 %s 元，不够报账 %s 元。请核减或先调整预算。"),
                     _(home_account_label(account)), year, fen_format_people(budget, whole),
                     fen_format_people(left, have), fen_format_people(more, need));
}

/* ---- decided ---- */

struct budgeting {
    int64_t county, home, account;
    int year;
    struct fen amount;
    const char *document, *actor;
};

static enum status budget_check(const struct budgeting *b, struct error *e)
{
    const enum home_book book = (enum home_book)(b->account / 10000);
    TRY(book_line_check(book, b->account, e));
    if (b->year < YEAR_FIRST || b->year > YEAR_LAST)
        return error_set(e, STATUS_REFUSED, "HOME_BUDGET", _("预算年度 %d 不对。"), b->year);
    if (b->amount.v < 0 || b->amount.v > BUDGET_FEN_MAX)
        return error_set(e, STATUS_REFUSED, "HOME_BUDGET", _("预算金额不对，请核对。"));
    return book_text_check(b->document, _("预算文号"), true, "HOME_BUDGET", e);
}

static enum status budget_record(struct db *db, const struct budgeting *b, int64_t *ret_change,
                                 struct error *e)
{
    CLEANUP(buf_free) struct buf detail = BUF_INIT(DETAIL_BYTES_MAX);
    buf_addf(&detail,
             "{\"year\":%d,\"account\":%" PRId64 ",\"amount_fen\":%" PRId64 ",\"document\":",
             b->year, b->account, b->amount.v);
    buf_add_json(&detail, b->document);
    buf_addc(&detail, '}');
    TRY(buf_status(&detail, e));
    return book_change(db, b->county, b->home, "home.budget", buf_text(&detail), b->actor,
                       ret_change, e);
}

static enum status budget_work(struct db *db, void *context, struct error *e)
{
    const struct budgeting *b = context;
    struct fen claimed;
    int64_t change;
    char said[FEN_TEXT_BYTES], used[FEN_TEXT_BYTES];
    TRY(home_require(db, b->county, b->actor, PERMISSION_HOME_BUDGET, b->home, e));
    TRY(budget_check(b, e));
    TRY(budget_record(db, b, &change, e));
    TRY(claimed_of(db, b->county, b->home, b->year, b->account, &claimed, e));
    if (b->amount.v < claimed.v)
        return error_set(e, STATUS_REFUSED, "HOME_BUDGET",
                         _("%s已审批报账 %s 元，预算不能少于它（现写 %s 元）。"),
                         _(home_account_label(b->account)), fen_format_people(claimed, used),
                         fen_format_people(b->amount, said));
    TRY(home_budget_supersede(db,
                              (struct home_budget_supersede_args){.county = b->county,
                                                                  .home = b->home,
                                                                  .year = b->year,
                                                                  .account = b->account,
                                                                  .change = change},
                              NULL, e));
    return home_budget_insert(db,
                              (struct home_budget_insert_args){.county = b->county,
                                                               .home = b->home,
                                                               .year = b->year,
                                                               .account = b->account,
                                                               .change = change,
                                                               .amount = b->amount,
                                                               .document = b->document,
                                                               .actor = b->actor},
                              NULL, e);
}

enum status home_budget_set(struct db *db, int64_t county, int64_t home, int year, int64_t account,
                            struct fen amount, const char *document, const char *actor,
                            struct error *e)
{
    struct budgeting b = {county, home, account, year, amount, document, actor};
    char what[WHAT_BYTES_MAX], text[FEN_TEXT_BYTES];
    snprintf(what, sizeof what, "budget %d account %" PRId64 " %s", year, account,
             fen_format(amount, text));
    return book_transaction(db, budget_work, &b, county, home, what, actor, e);
}

enum status home_budget_list(struct db *db, int64_t county, int64_t home, int year,
                             struct arena *arena, struct home_budget_row **ret, size_t *ret_count,
                             struct error *e)
{
    struct home_budget_row *list = ARENA_ARRAY(arena, struct home_budget_row, ROWS_MAX);
    if (!list)
        return arena_exhausted(e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(home_budget_rows_open(db,
                              (struct home_budget_rows_args){.county = county,
                                                             .home = home,
                                                             .year = year,
                                                             .first = month_make(year, 1),
                                                             .last = month_make(year, 12)},
                              &cursor, e));
    struct home_budget_list_row row;
    enum status s;
    size_t count = 0;
    while ((s = home_budget_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (count == ROWS_MAX)
            return error_set(e, STATUS_FAILED, "HOME_BUDGET", _("预算项目超过 %d 项。"), ROWS_MAX);
        list[count] = (struct home_budget_row){
            .account = row.account, .budget = row.budget, .claimed = row.claimed};
        if (fen_sub(row.budget, row.claimed, &list[count].free) != STATUS_OK)
            return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("金额超出可表示的范围。"));
        count++;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

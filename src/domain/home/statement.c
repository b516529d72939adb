/* A home's month of one book as the books have it: opening, received, spent, closing. */
#include "statement_internal.h"

#include "base/i18n.h"

#define LINES_MAX 100

enum status statement_overflow(struct error *e)
{
    return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("金额超出可表示的范围。"));
}

typedef enum status (*line_next)(struct db_cursor *c, struct home_month_line_row *row,
                                 struct error *e);

static enum status lines_read(struct db_cursor *cursor, line_next next, struct arena *arena,
                              const struct home_statement_line **ret, size_t *ret_count,
                              struct fen *ret_sum, struct error *e)
{
    struct home_statement_line *list = ARENA_ARRAY(arena, struct home_statement_line, LINES_MAX);
    struct home_month_line_row row;
    size_t count = 0;
    enum status s;
    *ret_sum = FEN(0);
    if (!list)
        return arena_exhausted(e);
    while ((s = next(cursor, &row, e)) == STATUS_OK) {
        if (count == LINES_MAX || fen_add(*ret_sum, row.amount, ret_sum) != STATUS_OK)
            return statement_overflow(e);
        list[count++] = (struct home_statement_line){row.account, row.amount};
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

static enum status income_read(struct db *db, int64_t county, struct home_statement *s,
                               struct arena *arena, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(home_month_income_open(
        db,
        (struct home_month_income_args){.county = county,
                                        .home = s->home,
                                        .book = (int64_t)s->book,
                                        .month = s->month,
                                        .bank = home_account(s->book, HOME_BANK)},
        &cursor, e));
    return lines_read(cursor, home_month_income_next, arena, &s->income, &s->income_count,
                      &s->received, e);
}

static enum status expense_read(struct db *db, int64_t county, struct home_statement *s,
                                struct arena *arena, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(home_month_expense_open(
        db,
        (struct home_month_expense_args){
            .county = county, .home = s->home, .book = (int64_t)s->book, .month = s->month},
        &cursor, e));
    return lines_read(cursor, home_month_expense_next, arena, &s->expense, &s->expense_count,
                      &s->spent, e);
}

static enum status money_read(struct db *db, int64_t county, struct home_statement *s,
                              struct arena *arena, struct error *e)
{
    struct fen owed, held;
    const int64_t bank = home_account(s->book, HOME_BANK);
    TRY(home_balance(db, county, s->home, s->book, bank, month_add(s->month, -1), &s->opening, e));
    TRY(income_read(db, county, s, arena, e));
    TRY(expense_read(db, county, s, arena, e));
    TRY(home_balance(db, county, s->home, s->book, home_account(s->book, HOME_PAYABLE), s->month,
                     &owed, e));
    TRY(home_balance(db, county, s->home, s->book, bank, s->month, &held, e));
    if (fen_add(s->opening, s->received, &s->closing) != STATUS_OK ||
        fen_sub(s->closing, s->spent, &s->closing) != STATUS_OK ||
        fen_sub(FEN(0), owed, &s->owed) != STATUS_OK)
        return statement_overflow(e);
    if (s->closing.v == held.v)
        return STATUS_OK;
    return error_set(e, STATUS_FAILED, "HOME_STATEMENT_ALTERED",
                     _("期初加收入减支出和账上余额不一致。请运行 minsheng audit 查明。"));
}

/* ---- residents ---- */

struct leave {
    int64_t stay;
    struct date from, until;
};

static enum status leaves_read(struct db *db, int64_t county, const struct home_statement *s,
                               struct arena *arena, struct leave **ret, size_t *ret_count,
                               struct error *e)
{
    struct leave *list = ARENA_ARRAY(arena, struct leave, STATEMENT_LEAVES_MAX);
    struct home_month_leave_row row;
    size_t count = 0;
    enum status st;
    if (!list)
        return arena_exhausted(e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(home_month_leaves_open(
        db,
        (struct home_month_leaves_args){.county = county,
                                        .home = s->home,
                                        .first = month_first_day(s->month),
                                        .next = month_first_day(month_add(s->month, 1))},
        &cursor, e));
    while ((st = home_month_leaves_next(cursor, &row, e)) == STATUS_OK) {
        if (count == STATEMENT_LEAVES_MAX)
            return arena_exhausted(e);
        list[count++] = (struct leave){row.stay, row.on_date, row.until_date};
    }
    if (st != STATUS_NONE)
        return st;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

/* Nights of [from, until) that he was on leave; leaves are in the order of their days and may
   overlap. */
static int64_t nights_away(const struct leave *leaves, size_t count, int64_t stay, struct date from,
                           struct date until)
{
    int64_t nights = 0;
    int32_t at = from.v;
    for (size_t i = 0; i < count; i++) {
        if (leaves[i].stay != stay)
            continue;
        const int32_t first = leaves[i].from.v > at ? leaves[i].from.v : at;
        const int32_t last = leaves[i].until.v < until.v ? leaves[i].until.v : until.v;
        if (last <= first)
            continue;
        nights += last - first;
        at = last;
    }
    return nights;
}

static enum status residents_read(struct db *db, int64_t county, struct home_statement *s,
                                  struct arena *arena, struct error *e)
{
    const struct date first = month_first_day(s->month),
                      next = month_first_day(month_add(s->month, 1));
    struct leave *leaves;
    size_t leave_count;
    struct home_month_stay_row row;
    int64_t person = 0;
    enum status st;
    TRY(leaves_read(db, county, s, arena, &leaves, &leave_count, e));
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(home_month_stays_open(db,
                              (struct home_month_stays_args){
                                  .county = county, .home = s->home, .first = first, .next = next},
                              &cursor, e));
    s->residents = s->resident_days = 0;
    while ((st = home_month_stays_next(cursor, &row, e)) == STATUS_OK) {
        const struct date from = row.from_date.v > first.v ? row.from_date : first;
        const struct date until = row.until_date.v < next.v ? row.until_date : next;
        s->residents += row.person != person;
        person = row.person;
        s->resident_days +=
            until.v - from.v - nights_away(leaves, leave_count, row.id, from, until);
    }
    return st == STATUS_NONE ? STATUS_OK : st;
}

enum status statement_reckon(struct db *db, int64_t county, int64_t home, enum home_book book,
                             struct month month, struct arena *arena, struct home_statement *ret,
                             struct error *e)
{
    struct home_statement s = {.home = home, .book = book, .month = month};
    TRY(book_check(book, e));
    TRY(money_read(db, county, &s, arena, e));
    TRY(residents_read(db, county, &s, arena, e));
    *ret = s;
    return STATUS_OK;
}

enum status home_statement_read(struct db *db, int64_t county, int64_t home, enum home_book book,
                                struct month month, struct arena *arena, struct home_statement *ret,
                                struct error *e)
{
    struct home_statement s;
    struct home_statement_kept_row kept;
    TRY(statement_reckon(db, county, home, book, month, arena, &s, e));
    enum status st = home_statement_row(
        db,
        (struct home_statement_row_args){
            .county = county, .home = home, .book = (int64_t)book, .month = month},
        arena, &kept, e);
    if (st != STATUS_OK && st != STATUS_NONE)
        return st;
    if (st == STATUS_OK) {
        s.state = (int)kept.state;
        s.signed_by = kept.signed_by;
        s.confirmed_by = kept.confirmed_by;
    }
    /* The books of a confirmed month can not move; who slept there may be learned later. */
    if (s.state == HOME_STATEMENT_CONFIRMED) {
        s.residents = kept.residents;
        s.resident_days = kept.resident_days;
    }
    *ret = s;
    return STATUS_OK;
}

enum status home_month_list(struct db *db, int64_t county, int64_t home, struct month month,
                            struct arena *arena, struct home_month **ret, size_t *ret_count,
                            struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_month *list = ARENA_ARRAY(arena, struct home_month, HOME_MONTHS_MAX);
    struct home_statement_waiting_row row;
    size_t count = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(home_statement_waiting_open(
        db, (struct home_statement_waiting_args){.county = county, .home = home, .month = month},
        &cursor, e));
    while ((s = home_statement_waiting_next(cursor, &row, e)) == STATUS_OK &&
           count < HOME_MONTHS_MAX)
        list[count++] = (struct home_month){.home = row.home,
                                            .home_name = arena_strdup(arena, row.name),
                                            .month = row.month,
                                            .signed_books = row.signed_books,
                                            .confirmed_books = row.confirmed_books};
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

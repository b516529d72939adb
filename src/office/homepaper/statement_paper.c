#include "office/homepaper/statement_paper.h"

#include "base/i18n.h"
#include "base/view.h"
#include "domain/plan/plan.h"

#define PAPER_ARENA_BYTES ((size_t)64 << 20)
#define LEVEL_COUNTY 1
#define ACCOUNT_CODES 10000
#define NOT_OF_THIS_BOOK "—"
#define HOME_STATEMENT_CONFIRMED 2

struct statement_paper {
    struct db *db;
    int64_t county;
    struct arena *arena;
    struct view *root;
    struct home_statement book[HOME_BOOK_COUNT];
};

static const enum home_code INCOMES[] = {HOME_INCOME_SUPPORT,  HOME_INCOME_MANAGEMENT,
                                         HOME_INCOME_DONATION, HOME_INCOME_FARM,
                                         HOME_INCOME_INTEREST, HOME_INCOME_OTHER};

/* The post of a user; his name when he has none; "" for NULL. */
static const char *user_title(struct statement_paper *p, const char *user)
{
    struct access_user row;
    if (!user)
        return "";
    if (access_user_by_name(p->db, p->county, user, p->arena, &row, NULL) == STATUS_OK &&
        row.title && row.title[0])
        return row.title;
    return user;
}

static void cell_fen(struct view *row, size_t book, struct fen amount)
{
    char text[FEN_TEXT_BYTES];
    view_add_text(row, home_book_code(HOME_BOOKS[book]), fen_format_people(amount, text));
}

static struct fen amount_of(const struct home_statement_line *lines, size_t count, int code)
{
    for (size_t i = 0; i < count; i++)
        if (lines[i].account % ACCOUNT_CODES == code)
            return lines[i].amount;
    return FEN(0);
}

static bool income_is_of(enum home_code code, enum home_book book)
{
    if (code == HOME_INCOME_INTEREST)
        return true;
    if (code == HOME_INCOME_SUPPORT)
        return book == HOME_BOOK_SUPPORT;
    if (code == HOME_INCOME_MANAGEMENT)
        return book == HOME_BOOK_MANAGEMENT;
    return book == HOME_BOOK_OWN;
}

static bool line_is_of(const struct home_line *line, enum home_book book)
{
    for (size_t i = 0; i < HOME_BOOK_COUNT && line->books[i]; i++)
        if (line->books[i] == book)
            return true;
    return false;
}

static struct view *row_begin(struct view *rows, const char *label, bool is_sum)
{
    struct view *row = view_add_object(rows, NULL);
    view_add_text(row, "label", _(label));
    view_add_bool(row, "is_sum", is_sum);
    return row;
}

static void cell_none(struct view *row, size_t book)
{
    view_add_text(row, home_book_code(HOME_BOOKS[book]), NOT_OF_THIS_BOOK);
}

static void income_rows(struct statement_paper *p, struct view *rows)
{
    for (size_t i = 0; i < sizeof INCOMES / sizeof INCOMES[0]; i++) {
        struct view *row = row_begin(rows, home_account_label(INCOMES[i]), false);
        for (size_t b = 0; b < HOME_BOOK_COUNT; b++)
            if (income_is_of(INCOMES[i], HOME_BOOKS[b]))
                cell_fen(row, b, amount_of(p->book[b].income, p->book[b].income_count, INCOMES[i]));
            else
                cell_none(row, b);
    }
}

static void expense_rows(struct statement_paper *p, struct view *rows)
{
    for (const struct home_line *l = HOME_LINES; l->code; l++) {
        struct view *row = row_begin(rows, l->label, false);
        for (size_t b = 0; b < HOME_BOOK_COUNT; b++)
            if (line_is_of(l, HOME_BOOKS[b]))
                cell_fen(row, b, amount_of(p->book[b].expense, p->book[b].expense_count, l->code));
            else
                cell_none(row, b);
    }
}

/* One figure of every book, each in its own column. */
static void sum_row(struct statement_paper *p, struct view *rows, const char *label,
                    struct fen (*figure)(const struct home_statement *s))
{
    struct view *row = row_begin(rows, label, true);
    for (size_t b = 0; b < HOME_BOOK_COUNT; b++)
        cell_fen(row, b, figure(&p->book[b]));
}

static struct fen opening_of(const struct home_statement *s)
{
    return s->opening;
}

static struct fen received_of(const struct home_statement *s)
{
    return s->received;
}

static struct fen spent_of(const struct home_statement *s)
{
    return s->spent;
}

static struct fen closing_of(const struct home_statement *s)
{
    return s->closing;
}

static struct fen owed_of(const struct home_statement *s)
{
    return s->owed;
}

static void hands(struct statement_paper *p)
{
    struct view *list = view_add_list(p->root, "hands");
    for (size_t b = 0; b < HOME_BOOK_COUNT; b++) {
        const struct home_statement *s = &p->book[b];
        struct view *o = view_add_object(list, NULL);
        view_add_text(o, "book", _(home_book_label(HOME_BOOKS[b])));
        view_add_text(o, "signed_by", user_title(p, s->signed_by));
        view_add_text(o, "confirmed_by", user_title(p, s->confirmed_by));
        view_add_text(o, "state",
                      s->state == HOME_STATEMENT_CONFIRMED ? _("已确认")
                      : s->state > 0                       ? _("院长已签，会计未确认")
                                                           : _("未签"));
    }
}

static enum status place_read(struct statement_paper *p, struct date today, struct error *e)
{
    struct division_table *divisions;
    const struct division *d;
    const char *name = "";
    char day[DATE_TEXT_BYTES];
    TRY(division_table_read(p->db, p->county, date_month(today), p->arena, &divisions, e));
    for (size_t i = 0; (d = division_at(divisions, i)) != NULL; i++)
        if (d->level == LEVEL_COUNTY) {
            name = d->name;
            break;
        }
    struct view *place = view_add_object(p->root, "place");
    view_add_text(place, "county", name);
    view_add_textf(place, "bureau", "%s民政局", name);
    view_add_text(view_add_object(p->root, "print"), "date", date_format_people(today, day));
    return STATUS_OK;
}

static enum status fill(struct statement_paper *p, int64_t home, struct month month,
                        struct error *e)
{
    struct home h;
    char text[MONTH_TEXT_BYTES];
    TRY(home_by_id(p->db, p->county, home, p->arena, &h, e));
    for (size_t b = 0; b < HOME_BOOK_COUNT; b++)
        TRY(home_statement_read(p->db, p->county, home, HOME_BOOKS[b], month, p->arena, &p->book[b],
                                e));
    struct view *o = view_add_object(p->root, "statement");
    view_add_text(o, "home", h.name);
    view_add_text(o, "township", h.township_name);
    view_add_text(o, "month", month_format_people(month, text));
    view_add_integer(o, "residents", p->book[0].residents);
    view_add_integer(o, "resident_days", p->book[0].resident_days);
    struct view *rows = view_add_list(p->root, "rows");
    sum_row(p, rows, N_("期初余额"), opening_of);
    income_rows(p, rows);
    sum_row(p, rows, N_("本月收入合计"), received_of);
    expense_rows(p, rows);
    sum_row(p, rows, N_("本月支出合计"), spent_of);
    sum_row(p, rows, N_("期末余额"), closing_of);
    sum_row(p, rows, N_("已审批未支付"), owed_of);
    hands(p);
    return view_status(p->root, e);
}

enum status home_statement_paper_render(struct db *db, int64_t county, int64_t home,
                                        struct month month, enum document_kind kind,
                                        struct date today, struct buf *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PAPER_ARENA_BYTES);
    struct statement_paper p = {.db = db, .county = county, .arena = arena};
    p.root = arena ? view_new(arena) : NULL;
    if (!p.root)
        return arena_exhausted(e);
    TRY(place_read(&p, today, e));
    TRY(fill(&p, home, month, e));
    return document_render("home_statement", p.root, kind, today, ret, e);
}

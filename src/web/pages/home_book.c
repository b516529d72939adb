/* A home's books: what each account holds, the journal of a month, what the bank confirmed taken
   in, income entered; and the budget that the bureau decides. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/home_money.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

static const struct plain_field INCOME_FIELDS[] = {
    {"book", N_("记入哪本账"), N_("捐赠、院办经济只记自有收入；利息记到得利息的那本账"),
     PLAIN_CHOICE, false},
    {"kind", N_("收入种类"), NULL, PLAIN_CHOICE, false},
    {"party", N_("付款人"), NULL, PLAIN_TEXT, false},
    {"amount", N_("金额（元）"), NULL, PLAIN_YUAN, false},
    {"on", N_("收到日期"), NULL, PLAIN_DATE, false},
    {"document", N_("凭证号"), NULL, PLAIN_TEXT, true},
    {"memo", N_("说明"), NULL, PLAIN_TEXT, true},
};
#define INCOME_COUNT (sizeof(INCOME_FIELDS) / sizeof(INCOME_FIELDS[0]))
static const struct {
    const char *code, *label;
} KINDS[] = {
    {"DONATION", N_("捐赠")},
    {"FARM", N_("院办经济")},
    {"INTEREST", N_("利息")},
    {"OTHER", N_("其他")},
};

/* ---- the books ---- */

static enum status balance_add(struct request *r, const struct home *home, enum home_book book,
                               struct view *v, const char *name, int code, int sign,
                               struct error *e)
{
    struct fen left;
    TRY(home_balance(r->db, r->county, home->id, book, home_account(book, code), MONTH_OPEN, &left,
                     e));
    view_add_fen(v, name, FEN(left.v * sign));
    return STATUS_OK;
}

static enum status balances_add(struct request *r, const struct home *home, struct error *e)
{
    struct view *list = view_add_list(r->page, "balances");
    for (size_t i = 0; i < HOME_BOOK_COUNT; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "book", home_book_code(HOME_BOOKS[i]));
        view_add_text(v, "label", request_text(r, home_book_label(HOME_BOOKS[i])));
        TRY(balance_add(r, home, HOME_BOOKS[i], v, "bank_fen", HOME_BANK, 1, e));
        TRY(balance_add(r, home, HOME_BOOKS[i], v, "owed_fen", HOME_PAYABLE, -1, e));
    }
    return STATUS_OK;
}

static enum status journal_add(struct request *r, const struct home *home, enum home_book book,
                               struct month month, struct error *e)
{
    struct home_entry *entries;
    size_t count;
    TRY(home_journal_list(r->db, r->county, home->id, book, month, month, r->arena, &entries,
                          &count, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++) {
        const struct home_entry *x = &entries[i];
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "entry", x->id);
        view_add_date(v, "entered_on", x->entered_on);
        view_add_text(v, "debit_label", request_text(r, home_account_label(x->debit)));
        view_add_text(v, "credit_label", request_text(r, home_account_label(x->credit)));
        view_add_fen(v, "amount_fen", x->amount);
        view_add_text(v, "party", x->party);
        view_add_text(v, "document", x->document);
        view_add_text(v, "memo", x->memo);
    }
    return STATUS_OK;
}

static void income_begin(struct request *r, struct plain_form *f)
{
    plain_begin(f, r, r->page, INCOME_FIELDS, INCOME_COUNT);
    plain_default(f, "book", home_book_code(HOME_BOOK_OWN));
    plain_default(f, "on", home_day_text(r, date_today()));
    for (size_t i = 0; i < HOME_BOOK_COUNT; i++)
        plain_choice(f, "book", home_book_code(HOME_BOOKS[i]),
                     request_text(r, home_book_label(HOME_BOOKS[i])));
    for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++)
        plain_choice(f, "kind", KINDS[i].code, request_text(r, KINDS[i].label));
}

static enum status books_respond(struct request *r, const struct home *home, struct plain_form *f,
                                 unsigned status, const struct error *why, struct error *e)
{
    char key[MONTH_TEXT_BYTES];
    const enum home_book book = home_book_asked(r);
    const struct month month = query_month(r, "month", date_month(date_today()));
    plain_end(f);
    home_money_head_add(r, home, "books");
    home_books_add(r, r->page, book);
    view_add_text(r->page, "book_label", request_text(r, home_book_label(book)));
    view_add_month(r->page, "month", month);
    view_add_text(r->page, "month_key", month_format(month, key));
    view_add_bool(r->page, "can_enter", request_can(r, PERMISSION_HOME_PAY));
    view_add_bool(r->page, "is_tried", why != NULL);
    TRY(balances_add(r, home, e));
    TRY(journal_add(r, home, book, month, e));
    return respond_page_status(
        r, status, "money/books.html",
        arena_printf(r->arena, "%s · %s", request_text(r, N_("账目")), home->name), why, e);
}

static enum status books_show(struct request *r, struct error *e)
{
    struct home home;
    struct plain_form f;
    TRY(home_of_address(r, &home, e));
    income_begin(r, &f);
    return books_respond(r, &home, &f, 200, NULL, e);
}

static enum status gather_take(struct request *r, struct error *e)
{
    struct home home;
    struct plain_form f;
    struct error why = {0};
    struct db *db;
    int64_t rows = 0;
    TRY(home_of_address(r, &home, e));
    TRY(request_writer(r, &db, e));
    enum status s = home_book_gather(db, r->county, r->session.user.name, &rows, &why);
    if (s == STATUS_OK)
        return respond_redirect(r,
                                arena_printf(r->arena, "%s %" PRId64,
                                             request_text(r, N_("各敬老院新记到账笔数：")), rows),
                                e, "/homes/%" PRId64 "/books", home.id);
    if (!home_money_is_shown(s, &why)) {
        *e = why;
        return s;
    }
    income_begin(r, &f);
    return books_respond(r, &home, &f, 422, &why, e);
}

static enum status income_do(struct request *r, const struct home *home, struct plain_form *f,
                             struct error *e)
{
    struct db *db;
    struct home_income income = {.home = home->id,
                                 .kind = plain_text(f, "kind"),
                                 .party = plain_text(f, "party"),
                                 .document = plain_text(f, "document"),
                                 .memo = plain_text(f, "memo"),
                                 .amount = plain_yuan(f, "amount"),
                                 .on = plain_date(f, "on")};
    const char *book = plain_text(f, "book");
    TRY(plain_status(f, e));
    TRY(home_book_parse(book, &income.book, e));
    TRY(request_writer(r, &db, e));
    return home_income_record(db, r->county, &income, r->session.user.name, e);
}

static enum status income_take(struct request *r, struct error *e)
{
    struct home home;
    struct plain_form f;
    struct error why = {0};
    TRY(home_of_address(r, &home, e));
    income_begin(r, &f);
    enum status s = income_do(r, &home, &f, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已记账")), e,
                                "/homes/%" PRId64 "/books?book=%s", home.id,
                                request_field(r, "book"));
    if (home_money_is_shown(s, &why))
        return books_respond(r, &home, &f, 422, &why, e);
    *e = why;
    return s;
}

/* ---- the budget ---- */

static const struct plain_field BUDGET_FIELDS[] = {
    {"line", N_("开支项目"), NULL, PLAIN_CHOICE, false},
    {"amount", N_("全年预算（元）"), N_("代替原来的数，不能少于已经审批的"), PLAIN_YUAN, false},
    {"document", N_("依据的文件"), NULL, PLAIN_TEXT, false},
};

static int year_of(const struct request *r)
{
    const char *text = r->method == HTTP_POST ? request_field(r, "year") : request_query(r, "year");
    int64_t year;
    struct error ignored;
    if (text[0] != '\0' && i64_parse(text, &year, &ignored) == STATUS_OK && year >= 1990 &&
        year <= 2999)
        return (int)year;
    return month_year(date_month(date_today()));
}

static void budget_begin(struct request *r, struct plain_form *f)
{
    plain_begin(f, r, r->page, BUDGET_FIELDS, sizeof(BUDGET_FIELDS) / sizeof(BUDGET_FIELDS[0]));
    for (const struct home_line *l = HOME_LINES; l->code != 0; l++)
        for (size_t i = 0; i < HOME_BOOK_COUNT && l->books[i] != 0; i++)
            plain_choice(
                f, "line", arena_printf(r->arena, "%" PRId64, home_account(l->books[i], l->code)),
                arena_printf(r->arena, "%s · %s", request_text(r, home_book_label(l->books[i])),
                             request_text(r, l->label)));
}

static enum status budget_respond(struct request *r, const struct home *home, struct plain_form *f,
                                  unsigned status, const struct error *why, struct error *e)
{
    struct home_budget_row *rows;
    size_t count;
    const int year = year_of(r);
    plain_end(f);
    home_money_head_add(r, home, "budget");
    view_add_integer(r->page, "year", year);
    view_add_integer(r->page, "year_before", year - 1);
    view_add_integer(r->page, "year_after", year + 1);
    view_add_bool(r->page, "can_set", request_can(r, PERMISSION_HOME_BUDGET));
    TRY(home_budget_list(r->db, r->county, home->id, year, r->arena, &rows, &count, e));
    struct view *list = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "book_label",
                      request_text(r, home_book_label((enum home_book)(rows[i].account / 10000))));
        view_add_text(v, "label", request_text(r, home_account_label(rows[i].account)));
        view_add_fen(v, "budget_fen", rows[i].budget);
        view_add_fen(v, "claimed_fen", rows[i].claimed);
        view_add_fen(v, "free_fen", rows[i].free);
    }
    return respond_page_status(
        r, status, "money/budget.html",
        arena_printf(r->arena, "%d %s · %s", year, request_text(r, N_("年预算")), home->name), why,
        e);
}

static enum status budget_show(struct request *r, struct error *e)
{
    struct home home;
    struct plain_form f;
    TRY(home_of_address(r, &home, e));
    budget_begin(r, &f);
    return budget_respond(r, &home, &f, 200, NULL, e);
}

static enum status budget_do(struct request *r, const struct home *home, struct plain_form *f,
                             struct error *e)
{
    struct db *db;
    const int64_t account = plain_number(f, "line");
    const struct fen amount = plain_yuan(f, "amount");
    const char *document = plain_text(f, "document");
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return home_budget_set(db, r->county, home->id, year_of(r), account, amount, document,
                           r->session.user.name, e);
}

static enum status budget_take(struct request *r, struct error *e)
{
    struct home home;
    struct plain_form f;
    struct error why = {0};
    TRY(home_of_address(r, &home, e));
    budget_begin(r, &f);
    enum status s = budget_do(r, &home, &f, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("预算已下达")), e,
                                "/homes/%" PRId64 "/budget?year=%d", home.id, year_of(r));
    if (home_money_is_shown(s, &why))
        return budget_respond(r, &home, &f, 422, &why, e);
    *e = why;
    return s;
}

static const struct route_input BOOKS_INPUTS[] = {
    {"book", INPUT_TEXT, false, N_("账：support、management 或 own")},
    {"month", INPUT_MONTH, false, N_("月份")},
    {.name = NULL},
};
static const struct route_input INCOME_INPUTS[] = {
    {"book", INPUT_TEXT, true, N_("账：support、management 或 own")},
    {"kind", INPUT_TEXT, true, N_("DONATION、FARM、INTEREST 或 OTHER")},
    {"party", INPUT_TEXT, true, N_("付款人")},
    {"amount", INPUT_YUAN, true, N_("金额（元）")},
    {"on", INPUT_DATE, true, N_("收到日期")},
    {"document", INPUT_TEXT, false, N_("凭证号")},
    {"memo", INPUT_TEXT, false, N_("说明")},
    {.name = NULL},
};
static const struct route_input YEAR_INPUTS[] = {
    {"year", INPUT_INTEGER, false, N_("年度")},
    {.name = NULL},
};
static const struct route_input BUDGET_INPUTS[] = {
    {"year", INPUT_INTEGER, false, N_("年度，缺省为今年")},
    {"line", INPUT_INTEGER, true, N_("开支科目，如 25401")},
    {"amount", INPUT_YUAN, true, N_("全年预算（元）")},
    {"document", INPUT_TEXT, true, N_("依据的文件")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/homes/{home}/books", books_show, PERMISSION_HOME_READ, N_("账目"),
     .inputs = BOOKS_INPUTS},
    {HTTP_POST, "/homes/{home}/books/gather", gather_take, PERMISSION_HOME_PAY, N_("记入银行到账")},
    {HTTP_POST, "/homes/{home}/books/income", income_take, PERMISSION_HOME_PAY, N_("登记收入"),
     .inputs = INCOME_INPUTS},
    {HTTP_GET, "/homes/{home}/budget", budget_show, PERMISSION_HOME_READ, N_("预算"),
     .inputs = YEAR_INPUTS},
    {HTTP_POST, "/homes/{home}/budget", budget_take, PERMISSION_HOME_BUDGET, N_("下达预算"),
     .inputs = BUDGET_INPUTS},
};
const struct route_table HOME_BOOK_ROUTES = ROUTE_TABLE("home_book", ROUTES);

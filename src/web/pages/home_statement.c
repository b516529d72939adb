/* A home's month (月度收支): each book by itself, signed by the director, confirmed by the
   accountant. */
#include <inttypes.h>

#include "base/i18n.h"
#include "web/pages/home_money.h"
#include "web/pages/pages.h"
#include "web/pages/project_page.h"
#include "web/pages/query.h"

#define SIGNED 1
#define CONFIRMED 2

static void lines_add(struct request *r, struct view *v, const char *name,
                      const struct home_statement_line *lines, size_t count)
{
    struct view *list = view_add_list(v, name);
    for (size_t i = 0; i < count; i++) {
        struct view *row = view_add_object(list, NULL);
        view_add_text(row, "label", request_text(r, home_account_label(lines[i].account)));
        view_add_fen(row, "amount_fen", lines[i].amount);
    }
}

static enum status statement_add(struct request *r, const struct home *home, enum home_book book,
                                 struct month month, struct view *v, struct error *e)
{
    struct home_statement s;
    TRY(home_statement_read(r->db, r->county, home->id, book, month, r->arena, &s, e));
    view_add_text(v, "book", home_book_code(book));
    view_add_text(v, "book_label", request_text(r, home_book_label(book)));
    view_add_fen(v, "opening_fen", s.opening);
    view_add_fen(v, "received_fen", s.received);
    view_add_fen(v, "spent_fen", s.spent);
    view_add_fen(v, "closing_fen", s.closing);
    view_add_fen(v, "owed_fen", s.owed);
    view_add_count(v, "residents", s.residents);
    view_add_count(v, "resident_days", s.resident_days);
    lines_add(r, v, "income", s.income, s.income_count);
    lines_add(r, v, "expense", s.expense, s.expense_count);
    view_add_text(v, "state_label",
                  request_text(r, s.state == CONFIRMED ? N_("已确认")
                                  : s.state == SIGNED  ? N_("院长已签")
                                                       : N_("未签")));
    view_add_bool(v, "is_confirmed", s.state == CONFIRMED);
    view_add_bool(v, "is_waiting", s.state == SIGNED);
    view_add_text(v, "signed_by", project_person(r, s.signed_by));
    view_add_text(v, "confirmed_by", project_person(r, s.confirmed_by));
    view_add_bool(v, "can_sign", s.state < CONFIRMED && request_can(r, PERMISSION_HOME_CLAIM));
    view_add_bool(v, "can_confirm", s.state == SIGNED && request_can(r, PERMISSION_HOME_PAY));
    return STATUS_OK;
}

static enum status month_before(const struct request *r, struct month *ret, struct error *e)
{
    const struct month last = month_add(date_month(date_today()), -1);
    if (r->method == HTTP_POST)
        return field_month(r, "month", ret, e);
    *ret = query_month(r, "month", last);
    return STATUS_OK;
}

static enum status statements_respond(struct request *r, const struct home *home,
                                      struct month month, unsigned status, const struct error *why,
                                      struct error *e)
{
    char key[MONTH_TEXT_BYTES];
    home_money_head_add(r, home, "statements");
    view_add_month(r->page, "month", month);
    view_add_text(r->page, "month_key", month_format(month, key));
    struct view *list = view_add_list(r->page, "statements");
    for (size_t i = 0; i < HOME_BOOK_COUNT; i++)
        TRY(statement_add(r, home, HOME_BOOKS[i], month, view_add_object(list, NULL), e));
    return respond_page_status(
        r, status, "money/statements.html",
        arena_printf(r->arena, "%s · %s", request_text(r, N_("月度收支")), home->name), why, e);
}

static enum status statements_show(struct request *r, struct error *e)
{
    struct home home;
    struct month month;
    TRY(home_of_address(r, &home, e));
    TRY(month_before(r, &month, e));
    return statements_respond(r, &home, month, 200, NULL, e);
}

typedef enum status (*statement_step)(struct db *db, int64_t county, int64_t home,
                                      enum home_book book, struct month month, const char *actor,
                                      struct error *e);

static enum status step_take(struct request *r, statement_step step, const char *notice,
                             struct error *e)
{
    struct home home;
    struct month month;
    enum home_book book;
    struct error why = {0};
    struct db *db;
    char key[MONTH_TEXT_BYTES];
    TRY(home_of_address(r, &home, e));
    TRY(month_before(r, &month, e));
    enum status s = home_book_parse(request_field(r, "book"), &book, &why);
    if (s == STATUS_OK) {
        TRY(request_writer(r, &db, e));
        s = step(db, r->county, home.id, book, month, r->session.user.name, &why);
    }
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e,
                                "/homes/%" PRId64 "/statements?month=%s", home.id,
                                month_format(month, key));
    if (home_money_is_shown(s, &why))
        return statements_respond(r, &home, month, 422, &why, e);
    *e = why;
    return s;
}

static enum status sign_take(struct request *r, struct error *e)
{
    return step_take(r, home_statement_sign, N_("已签"), e);
}

static enum status confirm_take(struct request *r, struct error *e)
{
    return step_take(r, home_statement_confirm, N_("已确认，这个月不再记账"), e);
}

static const struct route_input MONTH_INPUTS[] = {
    {"month", INPUT_MONTH, false, N_("月份，缺省为上个月")},
    {.name = NULL},
};
static const struct route_input STEP_INPUTS[] = {
    {"month", INPUT_MONTH, true, N_("月份")},
    {"book", INPUT_TEXT, true, N_("账：support、management 或 own")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/homes/{home}/statements", statements_show, PERMISSION_HOME_READ, N_("月度收支"),
     .inputs = MONTH_INPUTS},
    {HTTP_POST, "/homes/{home}/statements/sign", sign_take, PERMISSION_HOME_CLAIM, N_("签月度收支"),
     .inputs = STEP_INPUTS},
    {HTTP_POST, "/homes/{home}/statements/confirm", confirm_take, PERMISSION_HOME_PAY,
     N_("确认月度收支"), .inputs = STEP_INPUTS},
};
const struct route_table HOME_STATEMENT_ROUTES = ROUTE_TABLE("home_statement", ROUTES);

/* A claim's draft: its book, its lines; written anew as a whole while it is a draft. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/home_money.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

#define NAME_BYTES 48

static const struct plain_field FIELDS[] = {
    {"book", N_("从哪本账开支"), N_("一张报账单只用一本账的钱"), PLAIN_CHOICE, false},
    {"month", N_("报账月份"), NULL, PLAIN_MONTH, false},
    {"payee_name", N_("收款人"), NULL, PLAIN_TEXT, false},
    {"memo", N_("说明"), NULL, PLAIN_TEXT, true},
};
#define FIELD_COUNT (sizeof(FIELDS) / sizeof(FIELDS[0]))

struct draft {
    struct home home;
    struct home_claim claim; /* id 0: a new one */
    struct plain_form form;
};

/* ---- the form ---- */

static const char *typed(const struct request *r, size_t number, const char *what)
{
    char name[NAME_BYTES];
    snprintf(name, sizeof(name), "lines.%zu.%s", number, what);
    return text_tidy(r->arena, request_field(r, name));
}

static const char *line_name(int64_t account)
{
    for (const struct home_line *l = HOME_LINES; l->code != 0; l++)
        if (l->code == account % 10000)
            return l->name;
    return "";
}

/* What a line's fields hold: typed just now, or as the draft has it. */
static const char *line_value(const struct request *r, const struct home_claim *c, size_t number,
                              const char *what)
{
    char text[FEN_TEXT_BYTES], day[DATE_TEXT_BYTES];
    if (r->method == HTTP_POST)
        return typed(r, number, what);
    if (number > c->line_count)
        return "";
    const struct home_claim_line *l = &c->lines[number - 1];
    if (strcmp(what, "line") == 0)
        return line_name(l->account);
    if (strcmp(what, "spent_on") == 0)
        return arena_strdup(r->arena, date_format(l->spent_on, day));
    if (strcmp(what, "amount") == 0)
        return arena_strdup(r->arena, fen_format(l->amount, text));
    return strcmp(what, "detail") == 0 ? l->detail : l->receipt;
}

/* A line that not every book knows says which ones do. */
static const char *line_label(const struct request *r, const struct home_line *l)
{
    const char *books = "";
    for (size_t i = 0; i < HOME_BOOK_COUNT && l->books[i] != 0; i++)
        books = arena_printf(r->arena, "%s%s%s", books, i > 0 ? " / " : "",
                             request_text(r, home_book_label(l->books[i])));
    return arena_printf(r->arena, "%s（%s）", request_text(r, l->label), books);
}

static void lines_add(struct request *r, const struct home_claim *c)
{
    static const char *const names[] = {"spent_on", "detail", "receipt", "amount"};
    struct view *list = view_add_list(r->page, "lines");
    for (size_t n = 1; n <= HOME_CLAIM_FORM_LINES; n++) {
        struct view *v = view_add_object(list, NULL);
        const char *chosen = line_value(r, c, n, "line");
        view_add_integer(v, "number", (int64_t)n);
        struct view *choices = view_add_list(v, "choices");
        for (const struct home_line *l = HOME_LINES; l->code != 0; l++)
            option_add(choices, l->name, line_label(r, l),
                       chosen != NULL && strcmp(chosen, l->name) == 0);
        for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
            view_add_text(v, names[k], line_value(r, c, n, names[k]));
        view_add_bool(v, "is_more", n > 3 && (chosen == NULL || chosen[0] == '\0'));
    }
}

static enum status draft_begin(struct request *r, bool is_new, struct draft *d, struct error *e)
{
    char month[MONTH_TEXT_BYTES];
    *d = (struct draft){.claim = {.book = HOME_BOOKS[0], .month = date_month(date_today())}};
    if (is_new)
        TRY(home_of_address(r, &d->home, e));
    else
        TRY(home_claim_of_address(r, &d->home, &d->claim, e));
    plain_begin(&d->form, r, r->page, FIELDS, FIELD_COUNT);
    plain_default(&d->form, "book", home_book_code(d->claim.book));
    plain_default(&d->form, "month", arena_strdup(r->arena, month_format(d->claim.month, month)));
    if (!is_new) {
        plain_default(&d->form, "payee_name", d->claim.payee_name);
        plain_default(&d->form, "memo", d->claim.memo);
    }
    for (size_t i = 0; i < HOME_BOOK_COUNT; i++)
        plain_choice(&d->form, "book", home_book_code(HOME_BOOKS[i]),
                     request_text(r, home_book_label(HOME_BOOKS[i])));
    return STATUS_OK;
}

static enum status draft_respond(struct request *r, struct draft *d, unsigned status,
                                 const struct error *why, struct error *e)
{
    lines_add(r, &d->claim);
    plain_end(&d->form);
    home_money_head_add(r, &d->home, "claims");
    view_add_integer(r->page, "claim", d->claim.id);
    view_add_text(r->page, "today", home_day_text(r, date_today()));
    if (d->claim.id > 0)
        view_add_textf(r->page, "action", "/homes/%" PRId64 "/claims/%" PRId64 "/edit", d->home.id,
                       d->claim.id);
    else
        view_add_textf(r->page, "action", "/homes/%" PRId64 "/claims/new", d->home.id);
    return respond_page_status(
        r, status, "money/claim_form.html",
        arena_printf(r->arena, "%s · %s", request_text(r, N_("填写报账单")), d->home.name), why, e);
}

/* ---- what was typed ---- */

static enum status line_typed(struct request *r, size_t number, struct home_claim_line *ret,
                              bool *ret_is_empty, struct error *e)
{
    const char *amount = text_tidy_solid(r->arena, typed(r, number, "amount"));
    const char *day = typed(r, number, "spent_on");
    struct home_claim_line l = {.line = typed(r, number, "line"),
                                .detail = typed(r, number, "detail"),
                                .receipt = typed(r, number, "receipt"),
                                .spent_on = date_today()};
    if (amount == NULL || day == NULL || l.line == NULL || l.detail == NULL || l.receipt == NULL)
        return arena_exhausted(e);
    *ret_is_empty = l.line[0] == '\0' && amount[0] == '\0' && l.detail[0] == '\0';
    if (*ret_is_empty)
        return STATUS_OK;
    if (l.line[0] == '\0')
        return error_set(e, STATUS_REFUSED, "HOME_CLAIM", _("第 %zu 行：请选择开支项目。"), number);
    if (day[0] != '\0' && date_parse(day, &l.spent_on, NULL) != STATUS_OK)
        return error_set(e, STATUS_REFUSED, "HOME_CLAIM",
                         _("第 %zu 行：开支日期应写成 2013-06-30。"), number);
    if (fen_parse(amount, &l.amount, NULL) != STATUS_OK)
        return error_set(e, STATUS_REFUSED, "HOME_CLAIM", _("第 %zu 行：金额不对，如 120.50。"),
                         number);
    *ret = l;
    return STATUS_OK;
}

static enum status draft_write(struct request *r, struct draft *d, int64_t *ret_id, struct error *e)
{
    struct home_claim_line lines[HOME_CLAIM_FORM_LINES];
    struct plain_form *f = &d->form;
    struct home_claim c = {.id = d->claim.id, .home = d->home.id, .lines = lines};
    struct db *db;
    const char *book = plain_text(f, "book");
    c.month = plain_month(f, "month");
    c.payee_name = plain_text(f, "payee_name");
    c.memo = plain_text(f, "memo");
    TRY(plain_status(f, e));
    TRY(home_book_parse(book, &c.book, e));
    for (size_t n = 1; n <= HOME_CLAIM_FORM_LINES; n++) {
        bool is_empty;
        TRY(line_typed(r, n, &lines[c.line_count], &is_empty, e));
        c.line_count += !is_empty;
    }
    TRY(request_writer(r, &db, e));
    return home_claim_write(db, r->county, &c, r->session.user.name, ret_id, e);
}

static enum status draft_take(struct request *r, bool is_new, struct error *e)
{
    struct draft d;
    struct error why = {0};
    int64_t id = 0;
    TRY(draft_begin(r, is_new, &d, e));
    enum status s = draft_write(r, &d, &id, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已存为草稿：传上票据照片后提交")), e,
                                "/homes/%" PRId64 "/claims/%" PRId64, d.home.id, id);
    if (home_money_is_shown(s, &why))
        return draft_respond(r, &d, 422, &why, e);
    *e = why;
    return s;
}

static enum status new_form(struct request *r, struct error *e)
{
    struct draft d;
    TRY(draft_begin(r, true, &d, e));
    return draft_respond(r, &d, 200, NULL, e);
}

static enum status new_take(struct request *r, struct error *e)
{
    return draft_take(r, true, e);
}

static enum status edit_form(struct request *r, struct error *e)
{
    struct draft d;
    TRY(draft_begin(r, false, &d, e));
    return draft_respond(r, &d, 200, NULL, e);
}

static enum status edit_take(struct request *r, struct error *e)
{
    return draft_take(r, false, e);
}

static const struct route_input INPUTS[] = {
    {"book", INPUT_TEXT, true, N_("账：support、management 或 own")},
    {"month", INPUT_MONTH, true, N_("报账月份")},
    {"payee_name", INPUT_TEXT, true, N_("收款人")},
    {"memo", INPUT_TEXT, false, N_("说明")},
    {"lines", INPUT_LIST, true, N_("各行：line、spent_on、detail、receipt、amount")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/homes/{home}/claims/new", new_form, PERMISSION_HOME_CLAIM, N_("填写报账单")},
    {HTTP_POST, "/homes/{home}/claims/new", new_take, PERMISSION_HOME_CLAIM, N_("填写报账单"),
     .inputs = INPUTS},
    {HTTP_GET, "/homes/{home}/claims/{claim}/edit", edit_form, PERMISSION_HOME_CLAIM,
     N_("填写报账单")},
    {HTTP_POST, "/homes/{home}/claims/{claim}/edit", edit_take, PERMISSION_HOME_CLAIM,
     N_("填写报账单"), .inputs = INPUTS},
};
const struct route_table HOME_CLAIM_NEW_ROUTES = ROUTE_TABLE("home_claim_new", ROUTES);

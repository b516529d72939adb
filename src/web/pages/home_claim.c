/* Claims (报账单) of a home: the list, one with what may be done to it by whom, and doing it. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "web/pages/home_money.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/project_page.h"
#include "web/pages/query.h"

/* ---- shared ---- */

enum home_book home_book_asked(const struct request *r)
{
    enum home_book book;
    struct error ignored;
    const char *text = r->method == HTTP_POST ? request_field(r, "book") : request_query(r, "book");
    if (home_book_parse(text, &book, &ignored) == STATUS_OK)
        return book;
    return HOME_BOOKS[0];
}

void home_books_add(struct request *r, struct view *v, enum home_book chosen)
{
    struct view *list = view_add_list(v, "books");
    for (size_t i = 0; i < HOME_BOOK_COUNT; i++)
        option_add(list, home_book_code(HOME_BOOKS[i]),
                   request_text(r, home_book_label(HOME_BOOKS[i])), HOME_BOOKS[i] == chosen);
}

void home_money_head_add(struct request *r, const struct home *home, const char *current)
{
    static const struct {
        const char *path, *label;
    } PAGES[] = {
        {"claims", N_("报账")},
        {"books", N_("账目")},
        {"budget", N_("预算")},
        {"statements", N_("月度收支")},
    };
    home_head_add(r->page, home);
    struct view *list = view_add_list(r->page, "money_pages");
    for (size_t i = 0; i < sizeof(PAGES) / sizeof(PAGES[0]); i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_textf(v, "path", "/homes/%" PRId64 "/%s", home->id, PAGES[i].path);
        view_add_text(v, "label", request_text(r, PAGES[i].label));
        view_add_bool(v, "is_current", strcmp(PAGES[i].path, current) == 0);
    }
}

bool home_money_is_shown(enum status s, const struct error *why)
{
    return is_page_refusal(s, why);
}

enum status home_claim_of_address(struct request *r, struct home *ret_home, struct home_claim *ret,
                                  struct error *e)
{
    int64_t id;
    TRY(home_of_address(r, ret_home, e));
    TRY(request_parameter_i64(r, "claim", &id));
    TRY(home_claim_read(r->db, r->county, id, r->arena, ret, e));
    return ret->home == ret_home->id ? STATUS_OK : STATUS_NONE;
}

static void day_add(struct view *v, const char *name, struct date day)
{
    if (day.v != 0 && day.v != DATE_OPEN.v)
        view_add_date(v, name, day);
}

void home_claim_add(struct request *r, struct view *v, const struct home_claim *c)
{
    view_add_integer(v, "claim", c->id);
    view_add_integer(v, "home", c->home);
    view_add_text(v, "book", home_book_code(c->book));
    view_add_text(v, "book_label", request_text(r, home_book_label(c->book)));
    view_add_month(v, "month", c->month);
    view_add_text(v, "state", home_claim_state_code(c->state));
    view_add_text(v, "state_label", request_text(r, home_claim_state_label(c->state)));
    view_add_bool(v, "is_draft", c->state == HOME_CLAIM_DRAFT);
    view_add_bool(v, "is_paid", c->state == HOME_CLAIM_PAID);
    view_add_bool(v, "is_bad",
                  c->state == HOME_CLAIM_REFUSED || c->state == HOME_CLAIM_RETURNED ||
                      c->state == HOME_CLAIM_WITHDRAWN);
    view_add_bool(v, "is_waiting", c->state >= HOME_CLAIM_DRAFT && c->state <= HOME_CLAIM_APPROVED);
    view_add_text(v, "payee_name", c->payee_name);
    view_add_text(v, "memo", c->memo);
    view_add_fen(v, "total_fen", c->total);
    view_add_text(v, "prepared_by", project_person(r, c->prepared_by));
    view_add_text(v, "approved_by", project_person(r, c->approved_by));
    view_add_text(v, "paid_by", project_person(r, c->paid_by));
    day_add(v, "prepared_on", c->prepared_on);
    day_add(v, "approved_on", c->approved_on);
    day_add(v, "paid_on", c->paid_on);
    view_add_text(v, "bank_reference", c->bank_reference);
    view_add_text(v, "reason", c->reason);
}

/* ---- the list ---- */

static enum home_claim_state state_asked(const struct request *r)
{
    const char *asked = request_query(r, "state");
    for (int s = HOME_CLAIM_DRAFT; s <= HOME_CLAIM_RETURNED; s++)
        if (strcmp(home_claim_state_code((enum home_claim_state)s), asked) == 0)
            return (enum home_claim_state)s;
    return (enum home_claim_state)0;
}

static enum status claim_index(struct request *r, struct error *e)
{
    static const char *const paging[] = {"before", NULL};
    struct home home;
    struct home_claim *claims;
    size_t count;
    const enum home_claim_state state = state_asked(r);
    const int64_t before = query_number(r, "before");
    TRY(home_of_address(r, &home, e));
    TRY(home_claim_list(r->db, r->county, home.id, state, before, HOMES_PAGE_ROWS + 1, r->arena,
                        &claims, &count, e));
    home_money_head_add(r, &home, "claims");
    view_add_bool(r->page, "can_claim", request_can(r, PERMISSION_HOME_CLAIM));
    struct view *states = view_add_list(r->page, "states");
    for (int s = HOME_CLAIM_DRAFT; s <= HOME_CLAIM_RETURNED; s++)
        option_add(states, home_claim_state_code((enum home_claim_state)s),
                   request_text(r, home_claim_state_label((enum home_claim_state)s)),
                   (int)state == s);
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count && i < HOMES_PAGE_ROWS; i++)
        home_claim_add(r, view_add_object(rows, NULL), &claims[i]);
    view_add_bool(r->page, "is_first", before == 0);
    if (count > HOMES_PAGE_ROWS)
        view_add_textf(
            r->page, "next", "%sbefore=%" PRId64,
            query_address(r, arena_printf(r->arena, "/homes/%" PRId64 "/claims", home.id), paging),
            claims[HOMES_PAGE_ROWS - 1].id);
    return respond_page(r, "money/claims.html",
                        arena_printf(r->arena, "%s · %s", request_text(r, N_("报账")), home.name),
                        e);
}

/* ---- one ---- */

static const struct plain_field REFUSE_FIELDS[] = {
    {"reason", N_("退回原因"), NULL, PLAIN_TEXT, false},
};
static const struct plain_field PAY_FIELDS[] = {
    {"bank_reference", N_("银行流水号或支付凭证号"), NULL, PLAIN_TEXT, false},
    {"on", N_("支付日期"), NULL, PLAIN_DATE, false},
};
static const struct plain_field RETURN_FIELDS[] = {
    {"return_reason", N_("银行退回原因"), NULL, PLAIN_TEXT, false},
    {"returned_on", N_("退回日期"), NULL, PLAIN_DATE, false},
};
#define ACTION_FIELDS(array) array, sizeof(array) / sizeof((array)[0])
/* text, day: the fields that say them; NULL: none. */
static const struct claim_step {
    enum home_claim_action action;
    const struct plain_field *fields;
    size_t count;
    const char *text, *day, *question, *notice;
} STEPS[] = {
    {HOME_CLAIM_SUBMIT, NULL, 0, NULL, NULL, N_("提交后不能再改。确定提交吗？"), N_("已提交")},
    {HOME_CLAIM_APPROVE, NULL, 0, NULL, NULL, N_("审批后记入账目。确定审批吗？"), N_("已审批")},
    {HOME_CLAIM_REFUSE, ACTION_FIELDS(REFUSE_FIELDS), "reason", NULL, "", N_("已退回")},
    {HOME_CLAIM_PAY, ACTION_FIELDS(PAY_FIELDS), "bank_reference", "on", "", N_("已登记支付")},
    {HOME_CLAIM_RETURN, ACTION_FIELDS(RETURN_FIELDS), "return_reason", "returned_on", "",
     N_("已登记银行退回，可以再付")},
    {HOME_CLAIM_WITHDRAW, NULL, 0, NULL, NULL, N_("撤回后要重新填写。确定撤回吗？"), N_("已撤回")},
};
#define STEP_COUNT (sizeof(STEPS) / sizeof(STEPS[0]))

static const struct claim_step *step_of(enum home_claim_action action)
{
    for (size_t i = 0; i < STEP_COUNT; i++)
        if (STEPS[i].action == action)
            return &STEPS[i];
    return &STEPS[0];
}

static void step_form(struct request *r, struct view *parent, const struct claim_step *step,
                      struct plain_form *f)
{
    plain_begin(f, r, parent, step->fields, step->count);
    if (step->day != NULL)
        plain_default(f, step->day, home_day_text(r, date_today()));
}

static bool is_same_person(const struct request *r, const struct home_claim_transition *t,
                           const struct home_claim *c)
{
    const char *const before[] = {c->prepared_by, c->approved_by};
    if (t->must_differ == NULL || t->must_differ[0] == '\0')
        return false;
    for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
        if (before[i] != NULL && strcmp(before[i], r->session.user.name) == 0)
            return true;
    return false;
}

static void action_add(struct request *r, struct view *list, const struct home_claim_transition *t,
                       const struct home_claim *c)
{
    const enum permission permission = permission_by_name(t->permission);
    const struct claim_step *step = step_of(t->action);
    const bool may = request_can(r, permission), is_same = is_same_person(r, t, c);
    const bool is_posted =
        r->method == HTTP_POST && strcmp(strrchr(r->match.route->pattern, '/') + 1, t->name) == 0;
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "action", t->name);
    view_add_text(v, "label", request_text(r, t->label));
    view_add_textf(v, "path", "/homes/%" PRId64 "/claims/%" PRId64 "/%s", c->home, c->id, t->name);
    view_add_bool(v, "is_open", may && !is_same);
    view_add_text(v, "needs", may ? NULL : request_text(r, PERMISSIONS[permission].label));
    view_add_bool(v, "needs_other", may && is_same);
    view_add_text(v, "must_differ",
                  t->must_differ != NULL && t->must_differ[0] != '\0'
                      ? request_text(r, t->must_differ)
                      : NULL);
    view_add_text(v, "question", step->question[0] != '\0' ? request_text(r, step->question) : "");
    view_add_bool(v, "is_seldom",
                  t->action == HOME_CLAIM_REFUSE || t->action == HOME_CLAIM_RETURN ||
                      t->action == HOME_CLAIM_WITHDRAW);
    view_add_bool(v, "is_tried", is_posted);
    if (!may || is_same)
        return;
    struct plain_form f;
    step_form(r, v, step, &f);
    if (is_posted)
        for (size_t i = 0; i < f.count; i++)
            (void)plain_text(&f, f.fields[i].name);
    plain_end(&f);
}

/* Lines, and what is left of each line's budget once this claim is approved. */
static enum status lines_add(struct request *r, const struct home_claim *c, struct error *e)
{
    struct home_budget_row *budget;
    size_t count;
    TRY(home_budget_list(r->db, r->county, c->home, month_year(c->month), r->arena, &budget, &count,
                         e));
    struct view *list = view_add_list(r->page, "lines");
    for (size_t i = 0; i < c->line_count; i++) {
        const struct home_claim_line *l = &c->lines[i];
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "number", (int64_t)i + 1);
        view_add_text(v, "label", request_text(r, home_account_label(l->account)));
        view_add_date(v, "spent_on", l->spent_on);
        view_add_text(v, "detail", l->detail);
        view_add_text(v, "receipt", l->receipt);
        view_add_fen(v, "amount_fen", l->amount);
        for (size_t k = 0; k < count; k++)
            if (budget[k].account == l->account)
                view_add_fen(v, "free_fen", budget[k].free);
    }
    return STATUS_OK;
}

enum status home_claim_respond(struct request *r, const struct home *home,
                               const struct home_claim *c, unsigned status, const struct error *why,
                               struct error *e)
{
    home_money_head_add(r, home, "claims");
    home_claim_add(r, r->page, c);
    TRY(lines_add(r, c, e));
    TRY(home_receipts_add(r, c, e));
    view_add_bool(r->page, "can_edit",
                  c->state == HOME_CLAIM_DRAFT && request_can(r, PERMISSION_HOME_CLAIM));
    struct view *actions = view_add_list(r->page, "actions");
    for (size_t i = 0; i < HOME_CLAIM_TRANSITION_COUNT; i++)
        if (HOME_CLAIM_TRANSITIONS[i].from == c->state)
            action_add(r, actions, &HOME_CLAIM_TRANSITIONS[i], c);
    return respond_page_status(r, status, "money/claim.html",
                               arena_printf(r->arena, "%s %" PRId64 " · %s",
                                            request_text(r, N_("报账单")), c->id, home->name),
                               why, e);
}

static enum status claim_show(struct request *r, struct error *e)
{
    struct home home;
    struct home_claim c;
    TRY(home_claim_of_address(r, &home, &c, e));
    return home_claim_respond(r, &home, &c, 200, NULL, e);
}

/* ---- doing it ---- */

static enum status step_do(struct request *r, const struct home_claim *c,
                           const struct claim_step *step, struct error *e)
{
    struct plain_form f;
    struct db *db;
    struct date on = date_today();
    const char *text = "";
    step_form(r, view_new(r->arena), step, &f);
    if (step->text != NULL)
        text = plain_text(&f, step->text);
    if (step->day != NULL)
        on = plain_date(&f, step->day);
    TRY(plain_status(&f, e));
    TRY(request_writer(r, &db, e));
    return home_claim_act(db, r->county, c->id, step->action, r->session.user.name, text, on, e);
}

static enum status claim_step(struct request *r, struct error *e)
{
    struct home home;
    struct home_claim c;
    struct error why = {0};
    const char *name = strrchr(r->match.route->pattern, '/') + 1;
    const struct claim_step *step = &STEPS[0];
    for (size_t i = 0; i < HOME_CLAIM_TRANSITION_COUNT; i++)
        if (strcmp(HOME_CLAIM_TRANSITIONS[i].name, name) == 0)
            step = step_of(HOME_CLAIM_TRANSITIONS[i].action);
    TRY(home_claim_of_address(r, &home, &c, e));
    enum status s = step_do(r, &c, step, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, step->notice), e,
                                "/homes/%" PRId64 "/claims/%" PRId64, home.id, c.id);
    if (home_money_is_shown(s, &why))
        return home_claim_respond(r, &home, &c, 422, &why, e);
    *e = why;
    return s;
}

static const struct route_input LIST_INPUTS[] = {
    {"state", INPUT_TEXT, false, N_("状态")},
    {"before", INPUT_INTEGER, false, N_("上一页最后一张的编号")},
    {.name = NULL},
};
static const struct route_input REFUSE_INPUTS[] = {
    {"reason", INPUT_TEXT, true, N_("退回原因")},
    {.name = NULL},
};
static const struct route_input PAY_INPUTS[] = {
    {"bank_reference", INPUT_TEXT, true, N_("银行流水号或支付凭证号")},
    {"on", INPUT_DATE, true, N_("支付日期")},
    {.name = NULL},
};
static const struct route_input RETURN_INPUTS[] = {
    {"return_reason", INPUT_TEXT, true, N_("银行退回原因")},
    {"returned_on", INPUT_DATE, true, N_("退回日期")},
    {.name = NULL},
};
#define CLAIM "/homes/{home}/claims/{claim}"
static const struct route ROUTES[] = {
    {HTTP_GET, "/homes/{home}/claims", claim_index, PERMISSION_HOME_READ, N_("报账"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, CLAIM, claim_show, PERMISSION_HOME_READ, N_("报账单")},
    {HTTP_POST, CLAIM "/submit", claim_step, PERMISSION_HOME_CLAIM, N_("提交报账单")},
    {HTTP_POST, CLAIM "/withdraw", claim_step, PERMISSION_HOME_CLAIM, N_("撤回报账单")},
    {HTTP_POST, CLAIM "/approve", claim_step, PERMISSION_HOME_APPROVE, N_("审批报账单")},
    {HTTP_POST, CLAIM "/refuse", claim_step, PERMISSION_HOME_APPROVE, N_("退回报账单"),
     .inputs = REFUSE_INPUTS},
    {HTTP_POST, CLAIM "/pay", claim_step, PERMISSION_HOME_PAY, N_("支付报账单"),
     .inputs = PAY_INPUTS},
    {HTTP_POST, CLAIM "/return", claim_step, PERMISSION_HOME_PAY, N_("登记报账单退汇"),
     .inputs = RETURN_INPUTS},
};
const struct route_table HOME_CLAIM_ROUTES = ROUTE_TABLE("home_claim", ROUTES);

/* The items of a run, page by page, as a file, and one item with what may be done to it. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/payment/explain.h"
#include "domain/registry/registry.h"
#include "run_list_sql.h"
#include "web/pages/download.h"
#include "web/pages/household_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"
#include "web/pages/run_page.h"

#define PAGE_ROWS 50

struct item_query {
    struct run_item_filter filter;
    int64_t township, village;
};

static void query_read(const struct request *r, struct item_query *q)
{
    q->township = query_number(r, "township");
    q->village = query_number(r, "village");
    if (q->village != 0 && division_township(q->village) != q->township)
        q->village = 0;
    q->filter = (struct run_item_filter){.scope = r->session.user.scope,
                                         .division = q->village != 0 ? q->village : q->township,
                                         .state = query_number(r, "state"),
                                         .after_month = query_month(r, "after_month", MONTH_OPEN),
                                         .after_household = query_number(r, "after"),
                                         .row_count = PAGE_ROWS};
}

static void item_add(struct request *r, struct view *row, const struct run_item *item,
                     const struct division_table *table)
{
    char month[MONTH_TEXT_BYTES];
    view_add_integer(row, "household", item->household);
    view_add_month(row, "month", item->month);
    view_add_text(row, "month_key", month_format(item->month, month));
    view_add_text(row, "name", item->name);
    view_add_text(row, "id_tail", item->id_tail);
    view_add_text(row, "account_tail", item->number_tail);
    view_add_count(row, "protected_count", item->protected_count);
    view_add_fen(row, "basic_fen", item->basic);
    view_add_fen(row, "topup_fen", item->topup);
    view_add_fen(row, "adjustment_fen", item->adjustment);
    view_add_fen(row, "carry_fen", item->carry);
    view_add_fen(row, "amount_fen", item->total);
    view_add_text(row, "item_state", item_state_name(item->state));
    view_add_text(row, "item_state_label", request_text(r, item_state_label(item->state)));
    view_add_bool(row, "is_paid", item->state == ITEM_PAID);
    view_add_bool(row, "is_bad", item->state == ITEM_RETURNED || item->state == ITEM_HELD);
    place_add(row, table, item->division);
}

static void states_add(struct request *r, int64_t chosen)
{
    struct view *states = view_add_list(r->page, "states");
    for (int s = ITEM_PENDING; s <= ITEM_CANCELLED; s++) {
        struct view *option = view_add_object(states, NULL);
        view_add_integer(option, "value", s);
        view_add_text(option, "label", request_text(r, item_state_label((enum item_state)s)));
        view_add_bool(option, "is_chosen", chosen == s);
    }
}

/* Of the next page, and of this list as a file. */
static void addresses_add(struct request *r, const struct payment_run *run,
                          const struct run_item *last)
{
    static const char *const paging[] = {"after", "after_month", "format", "lang", "theme", NULL};
    static const char *const endings[] = {"xlsx", "csv", "pdf"};
    char month[MONTH_TEXT_BYTES];
    if (last != NULL)
        view_add_textf(r->page, "next", "%safter_month=%s&after=%" PRId64,
                       query_address(r, r->path, paging), month_format(last->month, month),
                       last->household);
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        const char *path =
            arena_printf(r->arena, "/runs/%" PRId64 "/items.%s", run->id, endings[i]);
        view_add_text(r->page, endings[i], path != NULL ? query_address(r, path, paging) : "");
    }
}

static enum status item_index(struct request *r, struct error *e)
{
    struct run_entry entry;
    struct item_query q;
    const struct division_table *table;
    struct run_item *items;
    size_t count;
    bool has_more;
    TRY(run_of_address(r, &entry, e));
    query_read(r, &q);
    TRY(place_table(r, entry.run.to, &table, e));
    TRY(run_item_list(r->db, r->county, &entry.run, &q.filter, r->arena, &items, &count, &has_more,
                      e));
    run_head_add(r, r->page, &entry.run);
    view_add_bool(r->page, "is_span", entry.run.from.v != entry.run.to.v);
    view_add_bool(r->page, "is_first", q.filter.after_household == 0);
    states_add(r, q.filter.state);
    place_add_choices(r->page, r, table, q.township, q.village);
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++)
        item_add(r, view_add_object(rows, NULL), &items[i], table);
    addresses_add(r, &entry.run, has_more ? &items[count - 1] : NULL);
    return respond_page(
        r, "run/items.html",
        arena_printf(r->arena, "%s %s", run_title(r, &entry.run), request_text(r, N_("发放清册"))),
        e);
}

/* ---- as a file ---- */

struct export
{
    struct request *r;
    const struct division_table *table;
    struct paper_writer *paper;
    int64_t number;
};

static enum status export_row(void *context, const struct run_item *item, struct error *e)
{
    struct export *x = context;
    char month[MONTH_TEXT_BYTES];
    const struct division *village = division_by_code(x->table, item->division);
    const struct division *township = division_by_code(x->table, division_township(item->division));
    const struct paper_cell cells[] = {
        {.number = ++x->number},
        {.text = month_format(item->month, month)},
        {.text = township != NULL ? township->name : ""},
        {.text = village != NULL && village != township ? village->name : ""},
        {.text = item->name},
        {.text = item->id_tail},
        {.text = item->number_tail != NULL ? item->number_tail : ""},
        {.number = item->protected_count},
        {.number = item->basic.v},
        {.number = item->topup.v},
        {.number = item->adjustment.v},
        {.number = item->total.v},
        {.text = request_text(x->r, item_state_label(item->state))},
    };
    return paper_row(x->paper, cells, e);
}

static const struct paper_column COLUMNS[] = {
    {N_("序号"), 6, PAPER_RIGHT, PAPER_INT, false},
    {N_("月份"), 9, PAPER_CENTER, PAPER_TEXT, false},
    {N_("乡镇"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("村（居）"), 14, PAPER_LEFT, PAPER_TEXT, false},
    {N_("户主"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("证件后四位"), 11, PAPER_CENTER, PAPER_TEXT, false},
    {N_("账号后四位"), 11, PAPER_CENTER, PAPER_TEXT, false},
    {N_("保障人数"), 9, PAPER_RIGHT, PAPER_INT, true},
    {N_("基本"), 12, PAPER_RIGHT, PAPER_FEN, true},
    {N_("分类施保"), 12, PAPER_RIGHT, PAPER_FEN, true},
    {N_("补发追回"), 12, PAPER_RIGHT, PAPER_FEN, true},
    {N_("合计（元）"), 13, PAPER_RIGHT, PAPER_FEN, true},
    {N_("状态"), 10, PAPER_CENTER, PAPER_TEXT, false},
};
#define COLUMN_COUNT (sizeof(COLUMNS) / sizeof(COLUMNS[0]))

static enum status item_export(struct request *r, struct error *e)
{
    struct run_entry entry;
    struct item_query q;
    CLEANUP(download_cleanup) struct download download = {0};
    struct export x = {.r = r};
    TRY(run_of_address(r, &entry, e));
    query_read(r, &q);
    TRY(place_table(r, entry.run.to, &x.table, e));
    const struct division *part = division_by_code(x.table, q.filter.division);
    const char *title =
        arena_printf(r->arena, "%s %s", run_title(r, &entry.run), request_text(r, N_("发放清册")));
    TRY(download_begin(r, title, part != NULL ? part->name : NULL, COLUMNS, COLUMN_COUNT, &download,
                       e));
    x.paper = download.paper;
    TRY(run_item_each(r->db, r->county, &entry.run, &q.filter, export_row, &x, e));
    return download_send(r, &download, title, e);
}

/* ---- one item ---- */

static enum status item_of_address(struct request *r, struct run_entry *entry, struct run_item *ret,
                                   struct error *e)
{
    int64_t household;
    struct month month;
    struct error ignored;
    TRY(run_of_address(r, entry, e));
    TRY(request_parameter_i64(r, "household", &household));
    if (month_parse(request_parameter(r, "month"), &month, &ignored) != STATUS_OK)
        return STATUS_NONE;
    return run_item_read(r->db, r->county, &entry->run, month, household, r->session.user.scope,
                         r->arena, ret, e);
}

static enum status returns_add(struct request *r, const struct run_entry *entry,
                               const struct run_item *item, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct run_item_return_row row;
    enum status s;
    TRY(run_item_return_list_open(
        r->db,
        (struct run_item_return_list_args){.county = r->county,
                                           .programme = entry->run.programme,
                                           .month = item->month,
                                           .household = item->household},
        &cursor, e));
    struct view *list = view_add_list(r->page, "returns");
    while ((s = run_item_return_list_next(cursor, &row, e)) == STATUS_OK) {
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "attempt", row.attempt);
        view_add_text(v, "code", row.code);
        view_add_text(v, "reason", row.reason);
        view_add_date(v, "returned_on", row.returned_on);
        view_add_text(v, "note", row.note);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status account_add(struct request *r, const struct run_item *item, struct error *e)
{
    struct account_row account;
    enum status s = item->form == FORM_INSTITUTION
                        ? STATUS_NONE
                        : account_current(r->db, r->county, OWNER_HOUSEHOLD, item->household, NULL,
                                          r->arena, &account, e);
    if (s == STATUS_OK) {
        struct view *v = view_add_object(r->page, "account");
        view_add_text(v, "bank", account.bank);
        view_add_text(v, "holder", account.holder);
        view_add_text(v, "tail", account.number_tail);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* Of claims: which bills this item pays. */
static enum status claims_add(struct request *r, const struct run_item *item, struct error *e)
{
    struct explained_month *x;
    enum status s = payment_explain(r->db, r->county, PROGRAMME_MEDICAL, item->household,
                                    item->month, KNOWN_NOW, r->arena, &x, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    view_add_bool(r->page, "differs", x->differs);
    struct view *list = view_add_list(r->page, "claims");
    for (size_t i = 0; i < x->explanation.count; i++)
        explanation_line_add(r, view_add_object(list, NULL), &x->explanation.line[i]);
    return STATUS_OK;
}

/* Households that were only ever paid for bills have no page of their own. */
static enum status household_link_add(struct request *r, const struct run_item *item,
                                      struct error *e)
{
    struct household_period *story;
    size_t count;
    TRY(household_story(r->db, r->county, item->household, r->arena, &story, &count, e));
    view_add_bool(r->page, "has_page", count > 0);
    return STATUS_OK;
}

static enum status item_fill(struct request *r, const struct run_entry *entry,
                             const struct run_item *item, struct error *e)
{
    const struct division_table *table;
    enum run_state state = entry->run.state;
    bool may = request_can(r, PERMISSION_PAYMENT_CORRECT);
    bool is_with_bank = state == RUN_SENT || state == RUN_RECONCILED;
    bool is_home = item->form == FORM_INSTITUTION;
    TRY(place_table(r, item->month, &table, e));
    run_head_add(r, r->page, &entry->run);
    item_add(r, r->page, item, table);
    view_add_bool(r->page, "is_home", is_home);
    view_add_bool(r->page, "can_correct",
                  may && is_with_bank && item->state == ITEM_RETURNED &&
                      (is_home || request_can(r, PERMISSION_ACCOUNT_CHANGE)));
    view_add_bool(r->page, "can_release",
                  may && state <= RUN_RECONCILED && item->state == ITEM_HELD);
    view_add_bool(r->page, "can_cancel",
                  may && state >= RUN_APPROVED && state <= RUN_RECONCILED &&
                      item->state != ITEM_PAID && item->state != ITEM_SENT &&
                      item->state != ITEM_CANCELLED);
    TRY(account_add(r, item, e));
    const bool is_claim = entry->run.programme == PROGRAMME_MEDICAL;
    view_add_bool(r->page, "is_claim", is_claim);
    view_add_bool(r->page, "needs_account",
                  is_claim && item->number_tail == NULL &&
                      request_can(r, PERMISSION_ACCOUNT_CHANGE));
    TRY(household_link_add(r, item, e));
    if (is_claim)
        TRY(claims_add(r, item, e));
    return returns_add(r, entry, item, e);
}

static enum status item_show(struct request *r, struct error *e)
{
    struct run_entry entry;
    struct run_item item;
    TRY(item_of_address(r, &entry, &item, e));
    TRY(item_fill(r, &entry, &item, e));
    return respond_page(r, "run/item.html", item.name, e);
}

/* Shows the page again with what was typed, all but the account number. */
static enum status item_failed(struct request *r, enum status s, const struct run_entry *entry,
                               const struct run_item *item, const struct error *why,
                               struct error *e)
{
    static const char *const fields[] = {"bank", "holder", "note", "reason", "document"};
    if (s != STATUS_REFUSED) {
        *e = *why;
        return s;
    }
    struct view *typed = view_add_object(r->page, "typed");
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        view_add_text(typed, fields[i], request_field(r, fields[i]));
    TRY(item_fill(r, entry, item, e));
    return respond_page_status(r, 422, "run/item.html", item->name, why, e);
}

static enum status account_enter(struct request *r, struct db *db, const struct run_item *item,
                                 struct error *e)
{
    const char *bank = text_tidy(r->arena, request_field(r, "bank"));
    const char *holder = text_tidy(r->arena, request_field(r, "holder"));
    const char *number = text_tidy_solid(r->arena, request_field(r, "number"));
    const struct registry_actor actor = {.user = r->session.user.name,
                                         .document = request_field(r, "document")};
    if (!request_can(r, PERMISSION_ACCOUNT_CHANGE))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("您的岗位不能更正银行账号"));
    if (bank == NULL || holder == NULL || number == NULL)
        return arena_exhausted(e);
    return registry_change_account(db, r->county, r->keys, item->household, bank, holder, number,
                                   &actor, e);
}

/* The new account first; should the item meanwhile have been put right by somebody else, the
   account is still the true one. */
static enum status correct(struct request *r, struct db *db, const struct run_entry *entry,
                           const struct run_item *item, struct error *e)
{
    const struct payment_context c = run_context(r);
    if (item->state != ITEM_RETURNED)
        return error_set(e, STATUS_REFUSED, "ITEM_STATE", _("这一笔现在不是“退回”，不用更正"));
    if (item->form != FORM_INSTITUTION)
        TRY(account_enter(r, db, item, e));
    return payment_correct(db, &c, entry->run.id, item->household, item->month,
                           request_field(r, "note"), e);
}

static enum status cancel(struct request *r, struct db *db, const struct run_entry *entry,
                          const struct run_item *item, struct error *e)
{
    const struct payment_context c = run_context(r);
    const char *reason = text_tidy(r->arena, request_field(r, "reason"));
    if (reason == NULL || reason[0] == '\0')
        return error_set(e, STATUS_REFUSED, "REASON_MISSING", _("请写明取消的原因"));
    return payment_cancel(db, &c, entry->run.id, item->household, item->month, reason, e);
}

/* A household of no benefit has no page on which its account could be entered: it comes with the
   release. */
static enum status release(struct request *r, struct db *db, const struct run_entry *entry,
                           const struct run_item *item, struct error *e)
{
    const struct payment_context c = run_context(r);
    if (request_field(r, "number")[0] != '\0')
        TRY(account_enter(r, db, item, e));
    return payment_release(db, &c, entry->run.id, item->household, item->month, e);
}

typedef enum status (*item_change)(struct request *r, struct db *db, const struct run_entry *entry,
                                   const struct run_item *item, struct error *e);

static enum status item_do(struct request *r, item_change change, const char *notice,
                           struct error *e)
{
    struct run_entry entry;
    struct run_item item;
    struct db *db;
    struct error why = {0};
    TRY(item_of_address(r, &entry, &item, e));
    TRY(request_writer(r, &db, e));
    enum status s = change(r, db, &entry, &item, &why);
    if (s != STATUS_OK)
        return item_failed(r, s, &entry, &item, &why, e);
    return respond_redirect(r, request_text(r, notice), e, "/runs/%" PRId64 "/items/%s/%" PRId64,
                            entry.run.id, request_parameter(r, "month"), item.household);
}

static enum status item_correct(struct request *r, struct error *e)
{
    if (!request_can(r, PERMISSION_ACCOUNT_CHANGE))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("您的岗位不能更正银行账号"));
    return item_do(r, correct, N_("已更正，等待重发"), e);
}

static enum status item_cancel(struct request *r, struct error *e)
{
    return item_do(r, cancel, N_("已取消并冲账"), e);
}

static enum status item_release(struct request *r, struct error *e)
{
    return item_do(r, release, N_("已放行"), e);
}

#define ITEM "/runs/{run}/items/{month}/{household}"
static const struct route_input LIST_INPUTS[] = {
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {"village", INPUT_INTEGER, false, N_("村（居）")},
    {"state", INPUT_INTEGER, false, N_("状态")},
    {"after_month", INPUT_MONTH, false, N_("上一页最后一笔的月份")},
    {"after", INPUT_INTEGER, false, N_("上一页最后一户的编号")},
    {.name = NULL},
};
static const struct route_input CORRECT_INPUTS[] = {
    {"bank", INPUT_TEXT, true, N_("开户行")},
    {"holder", INPUT_TEXT, true, N_("户名")},
    {"number", INPUT_TEXT, true, N_("新账号")},
    {"document", INPUT_TEXT, false, N_("凭据（可不填）")},
    {"note", INPUT_TEXT, false, N_("如何更正的")},
    {.name = NULL},
};
static const struct route_input RELEASE_INPUTS[] = {
    {"bank", INPUT_TEXT, false, N_("开户行")},
    {"holder", INPUT_TEXT, false, N_("户名")},
    {"number", INPUT_TEXT, false, N_("账号（还没有登记时）")},
    {"document", INPUT_TEXT, false, N_("凭据（可不填）")},
    {.name = NULL},
};
static const struct route_input CANCEL_INPUTS[] = {
    {"reason", INPUT_TEXT, true, N_("原因")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/runs/{run}/items", item_index, PERMISSION_PAYMENT_READ, N_("发放清册"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/runs/{run}/items.xlsx", item_export, PERMISSION_PAYMENT_READ, N_("发放清册"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/runs/{run}/items.csv", item_export, PERMISSION_PAYMENT_READ, N_("发放清册"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/runs/{run}/items.pdf", item_export, PERMISSION_PAYMENT_READ, N_("发放清册"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, ITEM, item_show, PERMISSION_PAYMENT_READ, N_("发放项")},
    {HTTP_POST, ITEM "/correct", item_correct, PERMISSION_PAYMENT_CORRECT, N_("更正账号并待重发"),
     .inputs = CORRECT_INPUTS},
    {HTTP_POST, ITEM "/release", item_release, PERMISSION_PAYMENT_CORRECT, N_("放行"),
     .inputs = RELEASE_INPUTS},
    {HTTP_POST, ITEM "/cancel", item_cancel, PERMISSION_PAYMENT_CORRECT, N_("取消"),
     .inputs = CANCEL_INPUTS},
};
const struct route_table RUN_ITEM_ROUTES = ROUTE_TABLE("run_item", ROUTES);

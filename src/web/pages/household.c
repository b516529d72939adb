/* Households: the list with its filter in the address, and one household as one story. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/payment/explain.h"
#include "domain/registry/household_list.h"
#include "web/pages/download.h"
#include "web/pages/household_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"
#include "web/request.h"

#define PAGE_ROWS 50
#define DAY_BYTES 10 /* of a time: YYYY-MM-DD */

struct list_query {
    struct household_filter filter;
    int64_t township, village;
};

static enum status query_read(const struct request *r, struct list_query *q, struct error *e)
{
    struct month in_work;
    TRY(query_entitled_check(r, e));
    TRY(month_in_work(r, query_programme(r), &in_work, e));
    q->township = query_number(r, "township");
    q->village = query_number(r, "village");
    if (q->village != 0 && division_township(q->village) != q->township)
        q->village = 0;
    q->filter = (struct household_filter){.programme = query_programme(r),
                                          .month = query_month(r, "month", in_work),
                                          .scope = r->session.user.scope,
                                          .division = q->village != 0 ? q->village : q->township,
                                          .status = query_number(r, "status"),
                                          .mgmt_class = query_number(r, "class"),
                                          .form = query_number(r, "form"),
                                          .search = request_query(r, "q"),
                                          .after = query_number(r, "after"),
                                          .row_count = PAGE_ROWS};
    return STATUS_OK;
}

static void number_option_add(struct view *list, const struct request *r, int64_t value,
                              const char *label, int64_t chosen)
{
    struct view *option = view_add_object(list, NULL);
    view_add_integer(option, "value", value);
    view_add_text(option, "label", request_text(r, label));
    view_add_bool(option, "is_chosen", value == chosen);
}

static void options_add(const struct request *r, const struct list_query *q)
{
    struct view *statuses = view_add_list(r->page, "statuses"),
                *classes = view_add_list(r->page, "classes");
    struct view *forms = view_add_list(r->page, "forms");
    static const char *const class_names[] = {"A", "B", "C"};
    for (int s = ENTITLEMENT_ACTIVE; s <= ENTITLEMENT_ENDED; s++)
        number_option_add(statuses, r, s, entitlement_status_label((enum entitlement_status)s),
                          q->filter.status);
    for (int c = 1; c <= 3; c++)
        number_option_add(classes, r, c, class_names[c - 1], q->filter.mgmt_class);
    for (int f = FORM_SCATTERED; f <= FORM_INSTITUTION; f++)
        number_option_add(forms, r, f, support_form_label((enum support_form)f), q->filter.form);
    bool is_wubao = q->filter.programme == PROGRAMME_WUBAO;
    view_add_bool(r->page, "is_wubao", is_wubao);
    view_add_bool(r->page, "is_dibao", !is_wubao);
    view_add_text(r->page, "programme", programme_code(q->filter.programme));
    static const char *const elsewhere[] = {"after", "format", "lang", "theme", NULL};
    view_add_text(r->page, "xlsx", query_address(r, "/households.xlsx", elsewhere));
    view_add_text(r->page, "q", q->filter.search);
    view_add_bool(r->page, "is_first", q->filter.after == 0);
}

static void row_add(struct view *rows, const struct request *r, const struct household_item *item,
                    const struct division_table *table)
{
    static const char *const class_names[] = {"", "A", "B", "C"};
    struct view *row = view_add_object(rows, NULL);
    view_add_integer(row, "household", item->household);
    view_add_text(row, "head", item->head_name);
    view_add_text(row, "id_tail", item->id_tail);
    view_add_text(row, "programme", programme_code(item->programme));
    view_add_text(row, "programme_name", request_text(r, programme_name(item->programme)));
    view_add_text(row, "status", request_text(r, entitlement_status_label(item->status)));
    view_add_bool(row, "is_active", item->status == ENTITLEMENT_ACTIVE);
    view_add_text(row, "class", class_names[item->mgmt_class & 3]);
    view_add_text(row, "form",
                  item->form != FORM_NONE ? request_text(r, support_form_label(item->form)) : "");
    view_add_fen(row, "income_fen", item->income_year);
    place_add(row, table, item->division);
}

/* ---- the list as a file ---- */

static const struct paper_column COLUMNS[] = {
    {N_("户主"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("证件后四位"), 11, PAPER_CENTER, PAPER_TEXT, false},
    {N_("项目"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("乡镇"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("村（居）"), 14, PAPER_LEFT, PAPER_TEXT, false},
    {N_("类别"), 7, PAPER_CENTER, PAPER_TEXT, false},
    {N_("供养形式"), 10, PAPER_CENTER, PAPER_TEXT, false},
    {N_("年收入（元）"), 13, PAPER_RIGHT, PAPER_FEN, false},
    {N_("状态"), 10, PAPER_CENTER, PAPER_TEXT, false},
};

static enum status export_row(struct request *r, struct paper_writer *paper,
                              const struct household_item *item, const struct division_table *table,
                              struct error *e)
{
    static const char *const class_names[] = {"", "A", "B", "C"};
    const struct division *village = division_by_code(table, item->division);
    const struct division *township = division_by_code(table, division_township(item->division));
    const struct paper_cell cells[] = {
        {.text = item->head_name},
        {.text = item->id_tail},
        {.text = request_text(r, programme_name(item->programme))},
        {.text = township != NULL ? township->name : ""},
        {.text = village != NULL && village != township ? village->name : ""},
        {.text = class_names[item->mgmt_class & 3]},
        {.text = item->form != FORM_NONE ? request_text(r, support_form_label(item->form)) : ""},
        {.number = item->income_year.v},
        {.text = request_text(r, entitlement_status_label(item->status))},
    };
    return paper_row(paper, cells, e);
}

static enum status household_export(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    struct list_query q;
    const struct division_table *table;
    const char *title = request_text(r, N_("家庭名单"));
    char month[MONTH_TEXT_BYTES];
    bool has_more = true;
    TRY(query_read(r, &q, e));
    TRY(place_table(r, q.filter.month, &table, e));
    TRY(download_begin(r, title, month_text(r, q.filter.month, month), COLUMNS,
                       sizeof(COLUMNS) / sizeof(COLUMNS[0]), &download, e));
    q.filter.after = 0;
    q.filter.row_count = HOUSEHOLD_PAGE_ROWS_MAX;
    while (has_more) {
        struct household_item *items;
        size_t count;
        TRY(household_list(r->db, r->county, &q.filter, r->arena, &items, &count, &has_more, e));
        for (size_t i = 0; i < count; i++)
            TRY(export_row(r, download.paper, &items[i], table, e));
        has_more = has_more && count > 0;
        if (count > 0)
            q.filter.after = items[count - 1].household;
    }
    return download_send(r, &download, title, e);
}

/* The address of the next page: this filter, after the last row shown. */
static void next_add(const struct request *r, int64_t after)
{
    static const char *const paging[] = {"after", NULL};
    view_add_textf(r->page, "next", "%safter=%" PRId64, query_address(r, "/households", paging),
                   after);
}

static enum status household_index(struct request *r, struct error *e)
{
    struct list_query q;
    const struct division_table *table;
    struct household_item *items;
    size_t count;
    bool has_more;
    TRY(query_read(r, &q, e));
    TRY(place_table(r, q.filter.month, &table, e));
    TRY(household_list(r->db, r->county, &q.filter, r->arena, &items, &count, &has_more, e));
    view_add_month(r->page, "month", q.filter.month);
    options_add(r, &q);
    place_add_choices(r->page, r, table, q.township, q.village);
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++)
        row_add(rows, r, &items[i], table);
    view_add_count(r->page, "count", (int64_t)count);
    if (has_more)
        next_add(r, items[count - 1].household);
    return respond_page(r, "household/list.html", NULL, e);
}

/* ---- one household ---- */

/* NONE (404) when it is not there or lies outside the viewer's scope: who may not see it learns
 * nothing. */
static enum status household_seen(struct request *r, int64_t household, struct household_told *told,
                                  struct household_period *ret, struct error *e)
{
    struct household_period *story;
    size_t count;
    TRY(household_story(r->db, r->county, household, r->arena, &story, &count, e));
    *told = (struct household_told){
        .household = household, .now = ret, .story = story, .story_count = count};
    struct view *list = view_add_list(r->page, "story");
    bool is_found = false;
    for (size_t i = 0; i < count; i++) {
        if (story[i].is_believed) {
            *ret = story[i];
            is_found = true;
        }
        struct view *row = view_add_object(list, NULL);
        view_add_month(row, "from", story[i].from);
        view_add_month(row, "to", story[i].to);
        view_add_bool(row, "is_believed", story[i].is_believed);
        view_add_text(row, "status", request_text(r, entitlement_status_label(story[i].status)));
        view_add_fen(row, "income_fen", story[i].income_year);
        view_add_text(row, "form", request_text(r, support_form_label(story[i].form)));
        view_add_text(row, "cause", story[i].cause);
        view_add_textf(row, "at", "%.*s", DAY_BYTES, story[i].at);
        view_add_text(row, "actor", story[i].actor);
        view_add_text(row, "action", story[i].action);
    }
    return is_found && access_in_scope(r->session.user.scope, ret->division) ? STATUS_OK
                                                                             : STATUS_NONE;
}

static enum status members_add(struct request *r, int64_t household, struct month m,
                               struct error *e)
{
    struct household_member *members;
    size_t count;
    TRY(household_member_list(r->db, r->county, household, m, r->arena, &members, &count, e));
    struct view *list = view_add_list(r->page, "members");
    for (size_t i = 0; i < count; i++) {
        struct view *row = view_add_object(list, NULL);
        view_add_text(row, "name", members[i].name);
        if (request_can(r, PERMISSION_MEDICAL_READ))
            view_add_integer(row, "medical_person", members[i].person);
        view_add_text(row, "id_tail", members[i].id_tail);
        view_add_text(row, "relation", request_text(r, relation_label(members[i].relation)));
        view_add_text(row, "sex",
                      request_text(r, members[i].sex == SEX_MALE ? N_("男") : N_("女")));
        view_add_date(row, "birth", members[i].birth);
        view_add_integer(row, "age", age_in_month(date_month(members[i].birth), m));
        view_add_bool(row, "is_present", members[i].is_present);
        view_add_bool(row, "is_protected", members[i].is_present && members[i].is_protected);
        view_add_bool(row, "is_seriously_ill", members[i].is_seriously_ill);
        if (members[i].disability_grade > 0)
            view_add_integer(row, "disability_grade", members[i].disability_grade);
        view_add_text(row, "cause", members[i].cause);
    }
    return STATUS_OK;
}

/* A bill's steps stand in one formula: each is said by itself, or the first one's message would
   take the others for what stands at its last directive. */
static const char *formula_words(struct request *r, const char *steps)
{
    const char *const mark = "；", *end = strstr(steps, mark);
    if (r->language != VIEW_ENGLISH || end == NULL)
        return request_text(r, steps);
    const char *words = "";
    for (const char *next = steps; next != NULL && words != NULL; steps = next) {
        end = strstr(steps, mark);
        next = end == NULL ? NULL : end + strlen(mark);
        const char *step =
            end == NULL ? steps : arena_strndup(r->arena, steps, (size_t)(end - steps));
        words = step == NULL ? NULL
                             : arena_printf(r->arena, "%s%s%s", words, words[0] == '\0' ? "" : "; ",
                                            request_text(r, step));
    }
    return words;
}

void explanation_line_add(struct request *r, struct view *row, const struct explanation_line *line)
{
    view_add_text(row, "label", request_text(r, line->label));
    view_add_text(row, "formula", formula_words(r, line->formula));
    view_add_text(row, "clause", line->clause);
    view_add_text(row, "document", request_text(r, line->document));
    view_add_fen(row, "amount_fen", line->amount);
}

static void explanation_add(struct request *r, struct view *month, const struct explained_month *x)
{
    struct view *lines = view_add_list(month, "lines");
    struct fen total = FEN(0);
    for (size_t i = 0; i < x->explanation.count; i++) {
        const struct explanation_line *line = &x->explanation.line[i];
        explanation_line_add(r, view_add_object(lines, NULL), line);
        total.v += line->amount.v;
    }
    for (size_t i = 0; i < x->adjustment_count; i++) {
        char month_text[MONTH_TEXT_BYTES];
        struct view *row = view_add_object(lines, NULL);
        view_add_text(row, "label",
                      request_text(r, x->adjustments[i].amount.v > 0 ? N_("补发") : N_("追回")));
        view_add_textf(row, "formula", "%s · %s",
                       month_format_people(x->adjustments[i].for_month, month_text),
                       request_text(r, adjustment_reason_label(x->adjustments[i].reason)));
        view_add_text(row, "clause", "P3.1");
        view_add_fen(row, "amount_fen", x->adjustments[i].amount);
        total.v += x->adjustments[i].amount.v;
    }
    view_add_month(month, "month", x->month);
    view_add_fen(month, "total_fen", total);
    view_add_bool(month, "differs", x->differs);
    view_add_bool(month, "has_item", x->has_item);
    if (x->has_item)
        view_add_text(month, "state", request_text(r, item_state_label(x->state)));
    if (x->carry.v != 0)
        view_add_fen(month, "carry_fen", FEN(-x->carry.v));
    if (x->run != 0)
        view_add_integer(month, "run", x->run);
}

static enum status payments_add(struct request *r, struct household_told *told,
                                struct month *ret_latest, struct error *e)
{
    struct household_payment *payments;
    size_t count;
    TRY(payment_of_household(r->db, r->county, told->household, r->arena, &payments, &count, e));
    told->payments = payments;
    told->payment_count = count;
    struct view *list = view_add_list(r->page, "payments");
    for (size_t i = 0; i < count; i++) {
        struct view *row = view_add_object(list, NULL);
        char month_text[MONTH_TEXT_BYTES];
        view_add_month(row, "month", payments[i].month);
        view_add_text(row, "programme", programme_code(payments[i].programme));
        view_add_text(row, "programme_name",
                      request_text(r, programme_name(payments[i].programme)));
        view_add_text(row, "month_key", month_format(payments[i].month, month_text));
        view_add_integer(row, "run", payments[i].run);
        view_add_fen(row, "basic_fen", payments[i].basic);
        view_add_fen(row, "topup_fen", payments[i].topup);
        view_add_fen(row, "adjustment_fen", payments[i].adjustment);
        view_add_fen(row, "total_fen",
                     FEN(payments[i].basic.v + payments[i].topup.v + payments[i].adjustment.v));
        view_add_text(row, "state", request_text(r, item_state_label(payments[i].state)));
        view_add_bool(row, "is_paid", payments[i].state == ITEM_PAID);
        view_add_bool(row, "is_returned", payments[i].state == ITEM_RETURNED);
    }
    if (count > 0)
        *ret_latest = payments[0].month;
    return STATUS_OK;
}

static enum status account_add(struct request *r, int64_t household, struct error *e)
{
    struct account_row account;
    enum status s =
        account_current(r->db, r->county, OWNER_HOUSEHOLD, household, NULL, r->arena, &account, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    struct view *v = view_add_object(r->page, "account");
    view_add_text(v, "bank", account.bank);
    view_add_text(v, "holder", account.holder);
    view_add_text(v, "tail", account.number_tail);
    return STATUS_OK;
}

/* What is paid that month for the household's bills, or waits to be. */
static enum status claims_add(struct request *r, int64_t household, struct month month,
                              struct error *e)
{
    struct explained_month *x;
    enum status s = payment_explain(r->db, r->county, PROGRAMME_MEDICAL, household, month,
                                    KNOWN_NOW, r->arena, &x, e);
    if (s == STATUS_OK)
        explanation_add(r, view_add_object(r->page, "explained_claims"), x);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status household_fill(struct request *r, int64_t household, struct error *e)
{
    struct household_period now = {0};
    struct household_told told;
    struct month month = date_month(date_today());
    struct explained_month *x;
    const struct division_table *table;
    TRY(household_seen(r, household, &told, &now, e));
    TRY(payments_add(r, &told, &month, e));
    month = query_month(r, "month", month);
    TRY(place_table(r, month, &table, e));
    place_add(r->page, table, now.division);
    view_add_integer(r->page, "household", household);
    view_add_text(r->page, "programme", programme_code(now.programme));
    view_add_text(r->page, "programme_name", request_text(r, programme_name(now.programme)));
    view_add_text(r->page, "status", request_text(r, entitlement_status_label(now.status)));
    view_add_bool(r->page, "sees_payments", request_can(r, PERMISSION_PAYMENT_READ));
    view_add_bool(r->page, "can_change", request_can(r, PERMISSION_REGISTRY_CHANGE));
    view_add_bool(r->page, "can_reveal", request_can(r, PERMISSION_NUMBER_REVEAL));
    view_add_bool(r->page, "can_change_account", request_can(r, PERMISSION_ACCOUNT_CHANGE));
    TRY(members_add(r, household, month, e));
    TRY(account_add(r, household, e));
    TRY(household_tale_add(r, &told, e));
    TRY(claims_add(r, household, month, e));
    enum status s = payment_explain(r->db, r->county, now.programme, household, month, KNOWN_NOW,
                                    r->arena, &x, e);
    if (s == STATUS_OK)
        explanation_add(r, view_add_object(r->page, "explained"), x);
    return s == STATUS_NONE || (s == STATUS_REFUSED && strcmp(e->code, "POLICY_MISSING") == 0)
               ? STATUS_OK
               : s;
}

static const char *head_title(const struct request *r)
{
    const struct view *members = view_get(r->page, "members");
    const struct view *first = members != NULL ? members->of.first : NULL;
    const struct view *name = first != NULL ? view_get(first, "name") : NULL;
    return name != NULL ? name->text : NULL;
}

static enum status household_show(struct request *r, struct error *e)
{
    int64_t household;
    TRY(request_parameter_i64(r, "household", &household));
    TRY(household_fill(r, household, e));
    return respond_page(r, "household/page.html", head_title(r), e);
}

/* Shows the page again with what was typed and what is wrong with it. */
static enum status refuse(struct request *r, int64_t household, const struct error *why,
                          struct error *e)
{
    struct error ignored = {0};
    static const char *const fields[] = {"bank", "holder", "income", "from", "document"};
    struct view *typed = view_add_object(r->page, "typed");
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        view_add_text(typed, fields[i], request_field(r, fields[i]));
    TRY(household_fill(r, household, &ignored));
    return respond_page_status(r, 422, "household/page.html", head_title(r), why, e);
}

static enum status require_scope(struct request *r, int64_t household, struct error *e)
{
    struct household_period *story;
    size_t count;
    TRY(household_story(r->db, r->county, household, r->arena, &story, &count, e));
    for (size_t i = 0; i < count; i++)
        if (story[i].is_believed && access_in_scope(r->session.user.scope, story[i].division))
            return STATUS_OK;
    return STATUS_NONE;
}

static enum status household_account(struct request *r, struct error *e)
{
    int64_t household;
    struct db *db;
    struct error why = {0};
    struct registry_actor actor = {.user = r->session.user.name,
                                   .document = request_field(r, "document")};
    TRY(request_parameter_i64(r, "household", &household));
    TRY(require_scope(r, household, e));
    const char *bank = text_tidy(r->arena, request_field(r, "bank"));
    const char *holder = text_tidy(r->arena, request_field(r, "holder"));
    const char *number = text_tidy_solid(r->arena, request_field(r, "number"));
    if (bank == NULL || holder == NULL || number == NULL)
        return arena_exhausted(e);
    TRY(request_writer(r, &db, e));
    enum status s = registry_change_account(db, r->county, r->keys, household, bank, holder, number,
                                            &actor, &why);
    if (s == STATUS_REFUSED)
        return refuse(r, household, &why, e);
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    return respond_redirect(r, request_text(r, N_("账号已更正")), e, "/households/%" PRId64,
                            household);
}

static enum status household_income(struct request *r, struct error *e)
{
    int64_t household;
    struct db *db;
    struct fen income;
    struct month from;
    struct error why = {0};
    struct registry_actor actor = {.user = r->session.user.name,
                                   .document = request_field(r, "document")};
    TRY(request_parameter_i64(r, "household", &household));
    TRY(require_scope(r, household, e));
    const char *income_text = text_tidy_solid(r->arena, request_field(r, "income"));
    if (income_text == NULL)
        return arena_exhausted(e);
    enum status s = fen_parse(income_text, &income, &why);
    if (s == STATUS_OK)
        s = month_parse_people(request_field(r, "from"), &from, &why);
    if (s == STATUS_OK) {
        TRY(request_writer(r, &db, e));
        s = registry_change_income(db, r->county, household, income, from, &actor, &why);
    }
    if (s == STATUS_REFUSED)
        return refuse(r, household, &why, e);
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    return respond_redirect(r, request_text(r, N_("收入已登记，已发月份将在下次编制时自动核算")), e,
                            "/households/%" PRId64, household);
}

static const struct route_input LIST_INPUTS[] = {
    {"programme", INPUT_TEXT, false, N_("项目")},
    {"month", INPUT_MONTH, false, N_("月份")},
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {"village", INPUT_INTEGER, false, N_("村（居）")},
    {"status", INPUT_INTEGER, false, N_("状态")},
    {"class", INPUT_INTEGER, false, N_("类别")},
    {"form", INPUT_INTEGER, false, N_("供养形式")},
    {"q", INPUT_TEXT, false, N_("姓名、拼音首字母或证件后四位")},
    {"after", INPUT_INTEGER, false, N_("上一页最后一户的编号")},
    {.name = NULL},
};
static const struct route_input SHOW_INPUTS[] = {
    {"month", INPUT_MONTH, false, N_("月份")},
    {.name = NULL},
};
static const struct route_input ACCOUNT_INPUTS[] = {
    {"bank", INPUT_TEXT, true, N_("开户行")},
    {"holder", INPUT_TEXT, true, N_("户名")},
    {"number", INPUT_TEXT, true, N_("新账号")},
    {"document", INPUT_TEXT, false, N_("凭据（可不填）")},
    {.name = NULL},
};
static const struct route_input INCOME_INPUTS[] = {
    {"income", INPUT_YUAN, true, N_("家庭年收入（元）")},
    {"from", INPUT_MONTH, true, N_("从哪个月起")},
    {"document", INPUT_TEXT, false, N_("凭据（可不填）")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/households", household_index, PERMISSION_REGISTRY_READ, N_("家庭"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/households.xlsx", household_export, PERMISSION_REGISTRY_READ, N_("家庭名单"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/households/{household}", household_show, PERMISSION_REGISTRY_READ, N_("家庭"),
     .inputs = SHOW_INPUTS},
    {HTTP_POST, "/households/{household}/account", household_account, PERMISSION_ACCOUNT_CHANGE,
     N_("更正账号"), .inputs = ACCOUNT_INPUTS},
    {HTTP_POST, "/households/{household}/income", household_income, PERMISSION_REGISTRY_CHANGE,
     N_("登记收入变化"), .inputs = INCOME_INPUTS},
};
const struct route_table HOUSEHOLD_ROUTES = ROUTE_TABLE("household", ROUTES);

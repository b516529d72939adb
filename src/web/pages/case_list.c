/* The list of cases: the whole filter stands in the address, pages go by key, exactly what is shown
   is exported. Several cases may be chosen where the law lets them be handled together: put up in
   one notice, taken for review one after the other, or confirmed unchanged at a re-verification.
   Decisions are one by one. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/forms.h"
#include "web/pages/case_page.h"
#include "web/pages/download.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

#define PAGE_ROWS 50
#define CHOSEN_MAX PAGE_ROWS

struct list_query {
    struct case_filter filter;
    int64_t township, village;
    const char *show; /* "open", "overdue", "all" */
    bool is_mine;
    const struct division_table *table;
};

static enum status query_read(struct request *r, struct list_query *q, struct error *e)
{
    struct error ignored;
    enum case_kind kind = (enum case_kind)0;
    enum case_state state = STATE_NONE;
    q->township = query_number(r, "township");
    q->village = query_number(r, "village");
    if (q->village != 0 && division_township(q->village) != q->township)
        q->village = 0;
    if (case_kind_parse(request_query(r, "kind"), &kind, &ignored) != STATUS_OK)
        kind = (enum case_kind)0;
    for (int s = STATE_NONE + 1; s < STATE_COUNT; s++)
        if (strcmp(case_state_code((enum case_state)s), request_query(r, "state")) == 0)
            state = (enum case_state)s;
    q->show = request_query(r, "show");
    if (strcmp(q->show, "overdue") != 0 && strcmp(q->show, "all") != 0)
        q->show = "open";
    q->is_mine = strcmp(request_query(r, "mine"), "1") == 0;
    bool is_search = request_query(r, "q")[0] != '\0';
    q->filter = (struct case_filter){.scope = r->session.user.scope,
                                     .division = q->village != 0 ? q->village : q->township,
                                     .kind = kind,
                                     .state = state,
                                     .is_open_only = strcmp(q->show, "all") != 0 && !is_search &&
                                                     state == STATE_NONE,
                                     .is_overdue_only = strcmp(q->show, "overdue") == 0,
                                     .mine_role = q->is_mine ? (int)r->session.user.role : 0,
                                     .search = request_query(r, "q"),
                                     .month = query_month(r, "month", (struct month){0}),
                                     .after = query_number(r, "after"),
                                     .row_count = PAGE_ROWS,
                                     .today = date_today()};
    return place_table(r, date_month(q->filter.today), &q->table, e);
}

/* ---- the filter ---- */

static void options_add(struct request *r, const struct list_query *q)
{
    static const struct {
        const char *value, *label;
    } shows[] = {{"open", N_("未办结")}, {"overdue", N_("已超期")}, {"all", N_("全部")}};
    struct view *kinds = view_add_list(r->page, "kinds"),
                *states = view_add_list(r->page, "states");
    struct view *show = view_add_list(r->page, "shows");
    char month[MONTH_TEXT_BYTES];
    for (int k = CASE_DIBAO; k < CASE_KIND_COUNT; k++)
        option_add(kinds, case_kind_code((enum case_kind)k),
                   request_text(r, case_kind_label((enum case_kind)k)), (int)q->filter.kind == k);
    for (int s = STATE_NONE + 1; s < STATE_COUNT; s++)
        option_add(states, case_state_code((enum case_state)s),
                   request_text(r, case_state_label((enum case_state)s)),
                   (int)q->filter.state == s);
    for (size_t i = 0; i < sizeof(shows) / sizeof(shows[0]); i++)
        option_add(show, shows[i].value, request_text(r, shows[i].label),
                   strcmp(q->show, shows[i].value) == 0);
    view_add_text(r->page, "month",
                  q->filter.month.v != 0 ? month_format(q->filter.month, month) : "");
    view_add_text(r->page, "q", q->filter.search);
    view_add_bool(r->page, "is_mine", q->is_mine);
    view_add_bool(r->page, "is_first", q->filter.after == 0);
    static const char *const elsewhere[] = {"after", "format", "lang", "theme", NULL};
    view_add_text(r->page, "xlsx", query_address(r, "/cases.xlsx", elsewhere));
    view_add_text(r->page, "csv", query_address(r, "/cases.csv", elsewhere));
    view_add_text(r->page, "pdf", query_address(r, "/cases.pdf", elsewhere));
    view_add_text(r->page, "first", query_address(r, "/cases", elsewhere));
    place_add_choices(r->page, r, q->table, q->township, q->village);
}

/* ---- several at once ---- */

/* What may be done with several cases of one state: whether a notice, the next steps one by one, or
   a confirmation. */
static void bulk_add(struct request *r, const struct list_query *q)
{
    enum case_state s = q->filter.state;
    enum case_kind kind = q->filter.kind;
    bool is_one_place = q->village != 0 && kind != 0;
    bool can_post = is_one_place && request_can(r, PERMISSION_NOTICE_POST) && s != STATE_NONE &&
                    case_transition_find(kind, s, ACTION_POST) != NULL;
    const struct case_transition *review =
        kind != 0 && s != STATE_NONE ? case_transition_find(kind, s, ACTION_REVIEW) : NULL;
    const struct case_transition *confirm = kind == CASE_RECHECK && s != STATE_NONE
                                                ? case_transition_find(kind, s, ACTION_CONFIRM)
                                                : NULL;
    bool can_review = review != NULL && request_can(r, review->permission);
    bool can_confirm = confirm != NULL && request_can(r, confirm->permission);
    if (!can_post && !can_review && !can_confirm)
        return;
    struct view *v = view_add_object(r->page, "bulk");
    view_add_bool(v, "can_post", can_post);
    view_add_bool(v, "can_review", can_review);
    view_add_bool(v, "can_confirm", can_confirm);
}

static enum status case_index(struct request *r, struct error *e)
{
    struct list_query q;
    struct case_record *cases;
    size_t count;
    bool has_more;
    static const char *const paging[] = {"after", NULL};
    TRY(query_read(r, &q, e));
    TRY(case_list(r->db, r->county, &q.filter, r->arena, &cases, &count, &has_more, e));
    options_add(r, &q);
    bulk_add(r, &q);
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++)
        case_head_add(r, view_add_object(rows, NULL), &cases[i], q.table);
    view_add_count(r->page, "count", (int64_t)count);
    view_add_bool(r->page, "can_open",
                  request_can(r, PERMISSION_CASE_APPLY) || request_can(r, PERMISSION_CASE_CHANGE));
    if (has_more && count > 0)
        view_add_textf(r->page, "next", "%safter=%" PRId64, query_address(r, "/cases", paging),
                       cases[count - 1].id);
    return respond_page(r, "case/list.html", NULL, e);
}

/* ---- the list as a file ---- */

static const struct paper_column COLUMNS[] = {
    {N_("案号"), 20, PAPER_LEFT, PAPER_TEXT, false},
    {N_("申请人"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("证件后四位"), 11, PAPER_CENTER, PAPER_TEXT, false},
    {N_("种类"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("变动"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("乡镇"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("村（居）"), 14, PAPER_LEFT, PAPER_TEXT, false},
    {N_("状态"), 14, PAPER_LEFT, PAPER_TEXT, false},
    {N_("登记日期"), 12, PAPER_CENTER, PAPER_TEXT, false},
    {N_("应办到"), 12, PAPER_CENTER, PAPER_TEXT, false},
    {N_("金额（元）"), 12, PAPER_RIGHT, PAPER_FEN, false},
};

static const char *day_text(struct request *r, struct date day)
{
    char text[DATE_TEXT_BYTES];
    return day.v != 0 ? arena_strdup(r->arena, date_format(day, text)) : "";
}

static enum status export_row(struct request *r, struct paper_writer *paper,
                              const struct case_record *c, const struct division_table *table,
                              struct error *e)
{
    const struct division *village = division_by_code(table, c->division);
    const struct division *township = division_by_code(table, division_township(c->division));
    const struct paper_cell cells[] = {
        {.text = c->number},
        {.text = c->applicant},
        {.text = c->id_tail},
        {.text = request_text(r, case_kind_label(c->kind))},
        {.text = c->change_kind != CHANGE_NONE ? request_text(r, case_change_label(c->change_kind))
                                               : ""},
        {.text = township != NULL ? township->name : ""},
        {.text = village != NULL && village != township ? village->name : ""},
        {.text = request_text(r, case_record_state_label(c->kind, c->state))},
        {.text = day_text(r, c->opened_on)},
        {.text = c->closed_on.v == 0 ? day_text(r, c->due_on) : ""},
        {.number = c->amount_month.v},
    };
    return paper_row(paper, cells, e);
}

static enum status case_export(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    struct list_query q;
    const char *title = request_text(r, N_("办件清单"));
    bool has_more = true;
    TRY(query_read(r, &q, e));
    TRY(download_begin(r, title, day_text(r, q.filter.today), COLUMNS,
                       sizeof(COLUMNS) / sizeof(COLUMNS[0]), &download, e));
    q.filter.after = 0;
    q.filter.row_count = CASE_PAGE_ROWS_MAX;
    while (has_more) {
        struct case_record *cases;
        size_t count;
        TRY(case_list(r->db, r->county, &q.filter, r->arena, &cases, &count, &has_more, e));
        for (size_t i = 0; i < count; i++)
            TRY(export_row(r, download.paper, &cases[i], q.table, e));
        has_more = has_more && count > 0;
        if (count > 0)
            q.filter.after = cases[count - 1].id;
    }
    return download_send(r, &download, title, e);
}

/* ---- what is done with the chosen ones ---- */

static size_t chosen_read(const struct form *posted, int64_t ret[CHOSEN_MAX])
{
    size_t count = 0;
    for (const struct form_field *f = posted->first; f != NULL && count < CHOSEN_MAX; f = f->next) {
        struct error ignored;
        if (strcmp(f->name, "case") == 0 &&
            i64_parse(f->value, &ret[count], &ignored) == STATUS_OK && ret[count] > 0)
            count++;
    }
    return count;
}

/* The first one's review is opened; the others follow when it is done. */
static enum status case_queue(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf rest = BUF_INIT(2000);
    int64_t chosen[CHOSEN_MAX];
    size_t count = chosen_read(&r->query, chosen);
    if (count == 0)
        return error_set(e, STATUS_REFUSED, "CASE_NONE_CHOSEN",
                         _("没有选中办件。请回到清单，勾选后再试"));
    for (size_t i = 1; i < count; i++)
        buf_addf(&rest, "%s%" PRId64, i > 1 ? "," : "", chosen[i]);
    return respond_redirect(r, NULL, e, "/cases/%" PRId64 "/review?queue=%s", chosen[0],
                            buf_text(&rest));
}

static enum status confirm_one(struct request *r, struct db *db, int64_t id, struct error *e)
{
    struct case_record c;
    struct case_actor actor = case_page_actor(r);
    struct entry_faults faults = {.arena = r->arena};
    struct case_act act = {.case_id = id, .action = ACTION_CONFIRM, .on = actor.today};
    TRY(case_read(db, r->county, id, actor.today, r->arena, &c, e));
    if (!access_in_scope(r->session.user.scope, c.division))
        return STATUS_NONE;
    act.version = c.version;
    act.content = entry_data_new(r->arena);
    if (act.content == NULL)
        return arena_exhausted(e);
    return case_act(db, r->county, r->keys, &actor, &act, &faults, e);
}

/* Re-verified and nothing changed: the one step that may be taken for several at once. Each case is
   a step of its own; those that could not be taken are listed with the reason. */
static enum status case_confirm_chosen(struct request *r, struct error *e)
{
    int64_t chosen[CHOSEN_MAX], done = 0;
    struct db *db;
    size_t count = chosen_read(&r->form, chosen);
    struct view *left = view_add_list(r->page, "left");
    if (count == 0)
        return error_set(e, STATUS_REFUSED, "CASE_NONE_CHOSEN",
                         _("没有选中办件。请回到清单，勾选后再试"));
    TRY(request_writer(r, &db, e));
    for (size_t i = 0; i < count; i++) {
        struct error why = {0};
        enum status s = confirm_one(r, db, chosen[i], &why);
        if (s == STATUS_OK) {
            done++;
            continue;
        }
        if (s != STATUS_REFUSED && s != STATUS_NONE) {
            *e = why;
            return s;
        }
        struct view *v = view_add_object(left, NULL);
        view_add_integer(v, "case", chosen[i]);
        view_add_text(v, "message",
                      request_text(r, s == STATUS_NONE ? N_("没有找到") : why.message));
    }
    view_add_count(r->page, "done", done);
    return respond_page(r, "case/confirmed.html", NULL, e);
}

static const struct route_input LIST_INPUTS[] = {
    {"q", INPUT_TEXT, false, N_("姓名、拼音首字母、证件后四位或案号")},
    {"kind", INPUT_TEXT, false, N_("种类")},
    {"state", INPUT_TEXT, false, N_("状态")},
    {"show", INPUT_TEXT, false, N_("未办结、已超期或全部")},
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {"village", INPUT_INTEGER, false, N_("村（居）")},
    {"month", INPUT_MONTH, false, N_("登记月份")},
    {"mine", INPUT_BOOL, false, N_("只看等我办的")},
    {"after", INPUT_INTEGER, false, N_("上一页最后一件的编号")},
    {.name = NULL},
};
static const struct route_input CHOSEN_INPUTS[] = {
    {"case", INPUT_INTEGER, true, N_("选中的办件，可以有几个")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/cases", case_index, PERMISSION_CASE_READ, N_("办件"), .inputs = LIST_INPUTS},
    {HTTP_GET, "/cases.xlsx", case_export, PERMISSION_CASE_READ, N_("办件清单"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/cases.csv", case_export, PERMISSION_CASE_READ, N_("办件清单"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/cases.pdf", case_export, PERMISSION_CASE_READ, N_("办件清单"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/cases/queue", case_queue, PERMISSION_CASE_READ, N_("依次审核"),
     .audience = AUDIENCE_PEOPLE},
    {HTTP_POST, "/cases/confirm", case_confirm_chosen, PERMISSION_CASE_DECIDE, N_("复核无变化"),
     .inputs = CHOSEN_INPUTS},
};
const struct route_table CASE_LIST_ROUTES = ROUTE_TABLE("case_list", ROUTES);

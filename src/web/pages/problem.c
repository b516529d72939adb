/* The list of problems, one of them with all that became of it, and what is done about it. */
#include "domain/meeting/problem.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/indicator/indicator.h"
#include "web/pages/download.h"
#include "web/pages/meeting_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"

#define PROBLEMS_SHOWN_MAX 500

void problem_view_add(struct request *r, struct view *v, const struct problem *p)
{
    view_add_integer(v, "problem", p->id);
    view_add_text(v, "township_name",
                  p->township_name[0] ? p->township_name : request_text(r, N_("全县")));
    view_add_text(v, "problem_title", p->title);
    view_add_text(v, "cause", p->cause);
    view_add_text(v, "measure", p->measure);
    view_add_text(v, "owner", p->owner);
    view_add_text(v, "outcome", p->outcome);
    view_add_text(v, "source", problem_source_code(p->source));
    view_add_text(v, "source_label", request_text(r, problem_source_label(p->source)));
    view_add_integer(v, "source_id", p->source_id);
    view_add_bool(v, "is_of_meeting", p->source == PROBLEM_MEETING);
    const struct indicator *i = p->indicator[0] ? indicator_by_code(p->indicator) : NULL;
    view_add_text(v, "indicator", p->indicator);
    view_add_text(v, "indicator_label", i ? request_text(r, i->label) : p->indicator);
    view_add_date(v, "raised_on", p->raised_on);
    view_add_date(v, "first_due_on", p->first_due_on);
    view_add_date(v, "due_on", p->due_on);
    if (p->closed_on.v)
        view_add_date(v, "closed_on", p->closed_on);
    view_add_count(v, "carried", p->carried);
    view_add_count(v, "deferred", p->deferred);
    view_add_count(v, "days_overdue", p->days_overdue);
    view_add_text(v, "state_label", request_text(r, problem_state_label(p->state)));
    view_add_bool(v, "is_open", p->state == PROBLEM_OPEN);
    view_add_bool(v, "is_reported", p->state == PROBLEM_REPORTED);
    view_add_bool(v, "is_closed", p->state == PROBLEM_CLOSED);
    view_add_bool(v, "is_overdue", p->days_overdue > 0 && p->state != PROBLEM_CLOSED);
}

enum status problem_work_add(struct request *r, struct error *e)
{
    const struct problem_filter f = {.scope = meeting_scope_of(r), .is_open = true};
    struct problem *list;
    size_t n;
    int64_t waiting = 0, reported = 0, overdue = 0;
    const bool may_manage = request_can(r, PERMISSION_MEETING_MANAGE);
    if (!may_manage && !request_can(r, PERMISSION_PROBLEM_REPORT))
        return STATUS_OK;
    TRY(problem_list(r->db, r->county, &f, r->arena, &list, &n, e));
    for (size_t i = 0; i < n; i++) {
        waiting += list[i].state == PROBLEM_OPEN;
        reported += list[i].state == PROBLEM_REPORTED;
        overdue += list[i].days_overdue > 0;
    }
    if (waiting + (may_manage ? reported : 0) == 0)
        return STATUS_OK;
    struct view *v = view_add_object(r->page, "problem_work");
    view_add_count(v, "waiting", waiting);
    view_add_count(v, "reported", may_manage ? reported : 0);
    view_add_count(v, "overdue", overdue);
    return STATUS_OK;
}

/* ---- the list ---- */

static struct problem_filter asked(const struct request *r)
{
    struct problem_filter f = {.scope = meeting_scope_of(r),
                               .township = query_number(r, "township"),
                               .owner = request_query(r, "owner"),
                               .is_open = strcmp(request_query(r, "closed"), "1") != 0,
                               .is_overdue = strcmp(request_query(r, "overdue"), "1") == 0};
    struct error ignored;
    if (problem_source_parse(request_query(r, "source"), &f.source, &ignored) != STATUS_OK)
        f.source = 0;
    return f;
}

static enum status choices_add(struct request *r, const struct problem_filter *f, struct error *e)
{
    const struct division_table *table;
    const struct division *d;
    TRY(place_table(r, date_month(date_today()), &table, e));
    struct view *list = view_add_list(r->page, "townships");
    for (size_t i = 0; request_sees_county(r) && (d = division_at(table, i)) != NULL; i++) {
        if (d->level != 2)
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "code", d->code);
        view_add_text(v, "name", d->name);
        view_add_bool(v, "is_chosen", d->code == f->township);
    }
    list = view_add_list(r->page, "sources");
    for (enum problem_source s = PROBLEM_MEETING; s <= PROBLEM_INDICATOR; s++)
        option_add(list, problem_source_code(s), request_text(r, problem_source_label(s)),
                   s == f->source);
    view_add_text(r->page, "owner", f->owner);
    view_add_bool(r->page, "with_closed", !f->is_open);
    view_add_bool(r->page, "only_overdue", f->is_overdue);
    return STATUS_OK;
}

static enum status list_show(struct request *r, struct error *e)
{
    static const char *const paging[] = {NULL};
    const struct problem_filter f = asked(r);
    struct problem *list;
    size_t n;
    int64_t overdue = 0;
    TRY(problem_list(r->db, r->county, &f, r->arena, &list, &n, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < n; i++) {
        overdue += list[i].days_overdue > 0 && list[i].state != PROBLEM_CLOSED;
        if (i < PROBLEMS_SHOWN_MAX)
            problem_view_add(r, view_add_object(rows, NULL), &list[i]);
    }
    view_add_count(r->page, "total", (int64_t)n);
    view_add_count(r->page, "overdue", overdue);
    view_add_bool(r->page, "is_cut", n > PROBLEMS_SHOWN_MAX);
    view_add_text(r->page, "export", query_address(r, "/problems.xlsx", paging));
    view_add_bool(r->page, "can_raise", request_can(r, PERMISSION_MEETING_MANAGE));
    TRY(choices_add(r, &f, e));
    return respond_page(r, "problem/list.html", NULL, e);
}

static const struct paper_column COLUMNS[] = {
    {N_("编号"), 6, PAPER_RIGHT, PAPER_INT, false},
    {N_("乡镇"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("问题"), 26, PAPER_LEFT, PAPER_TEXT, false},
    {N_("原因"), 24, PAPER_LEFT, PAPER_TEXT, false},
    {N_("措施"), 28, PAPER_LEFT, PAPER_TEXT, false},
    {N_("责任单位"), 18, PAPER_LEFT, PAPER_TEXT, false},
    {N_("提出日期"), 11, PAPER_LEFT, PAPER_TEXT, false},
    {N_("期限"), 11, PAPER_LEFT, PAPER_TEXT, false},
    {N_("逾期天数"), 9, PAPER_RIGHT, PAPER_INT, false},
    {N_("研究次数"), 9, PAPER_RIGHT, PAPER_INT, false},
    {N_("状态"), 14, PAPER_LEFT, PAPER_TEXT, false},
    {N_("核实结果"), 24, PAPER_LEFT, PAPER_TEXT, false},
};
#define COLUMN_COUNT (sizeof(COLUMNS) / sizeof(COLUMNS[0]))

static enum status list_export(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    const struct problem_filter f = asked(r);
    struct problem *list;
    char day[DATE_TEXT_BYTES], raised[DATE_TEXT_BYTES], due[DATE_TEXT_BYTES];
    size_t n;
    TRY(problem_list(r->db, r->county, &f, r->arena, &list, &n, e));
    const char *title = request_text(r, N_("问题清单"));
    const char *subtitle = arena_printf(r->arena, "%s %s", request_text(r, N_("截至")),
                                        date_format(date_today(), day));
    if (!subtitle)
        return arena_exhausted(e);
    TRY(download_begin(r, title, subtitle, COLUMNS, COLUMN_COUNT, &download, e));
    for (size_t i = 0; i < n; i++) {
        const struct problem *p = &list[i];
        const struct paper_cell cells[COLUMN_COUNT] = {
            {.number = p->id},
            {.text = p->township_name[0] ? p->township_name : request_text(r, N_("全县"))},
            {.text = p->title},
            {.text = p->cause},
            {.text = p->measure},
            {.text = p->owner},
            {.text = date_format(p->raised_on, raised)},
            {.text = date_format(p->due_on, due)},
            {.number = p->days_overdue},
            {.number = p->carried},
            {.text = request_text(r, problem_state_label(p->state))},
            {.text = p->outcome},
        };
        TRY(paper_row(download.paper, cells, e));
    }
    return download_send(r, &download, title, e);
}

/* ---- one ---- */

static enum status of_address(struct request *r, struct problem *ret, struct error *e)
{
    int64_t id;
    TRY(request_parameter_i64(r, "listed", &id));
    return problem_read(r->db, r->county, id, meeting_scope_of(r), 0, r->arena, ret, e);
}

static enum status one_respond(struct request *r, const struct problem *p, unsigned status,
                               const struct error *why, struct error *e)
{
    static const char *const typed[] = {"text", "due_on"};
    struct problem_note *notes;
    size_t n;
    const bool is_own = strcmp(p->reported_by, r->session.user.name) == 0;
    const bool may_manage = request_can(r, PERMISSION_MEETING_MANAGE);
    const bool may_report =
        request_can(r, PERMISSION_PROBLEM_REPORT) && (p->township != 0 || request_sees_county(r));
    TRY(problem_note_list(r->db, r->county, p->id, 0, r->arena, &notes, &n, e));
    problem_view_add(r, r->page, p);
    view_add_text(r->page, "raised_by", meeting_person(r, p->raised_by));
    view_add_text(r->page, "closed_by", meeting_person(r, p->closed_by));
    struct view *list = view_add_list(r->page, "notes");
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "kind", notes[i].kind);
        view_add_text(v, "kind_label", request_text(r, problem_note_label(notes[i].kind)));
        view_add_date(v, "on", notes[i].on);
        view_add_text(v, "text", notes[i].text);
        view_add_text(v, "actor", meeting_person(r, notes[i].actor));
        view_add_integer(v, "of_meeting", notes[i].meeting);
        if (notes[i].new_due_on.v)
            view_add_date(v, "new_due_on", notes[i].new_due_on);
    }
    meeting_typed_add(r, typed, sizeof typed / sizeof typed[0]);
    view_add_bool(r->page, "can_report", may_report && p->state == PROBLEM_OPEN);
    view_add_bool(r->page, "can_check", may_manage && !is_own && p->state == PROBLEM_REPORTED);
    view_add_bool(r->page, "can_defer", may_manage && p->state != PROBLEM_CLOSED);
    return respond_page_status(r, status, "problem/page.html", p->title, why, e);
}

static enum status one_show(struct request *r, struct error *e)
{
    struct problem p;
    TRY(of_address(r, &p, e));
    return one_respond(r, &p, 200, NULL, e);
}

static enum status answer(struct request *r, const struct problem *p, enum status s,
                          const struct error *why, const char *notice, struct error *e)
{
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e, "/problems/%" PRId64, p->id);
    if (meeting_is_shown(s, why))
        return one_respond(r, p, 422, why, e);
    *e = *why;
    return s;
}

typedef enum status (*problem_act)(struct db *db, int64_t county, int64_t id, const char *text,
                                   const char *actor, struct error *e);

static enum status act_do(struct request *r, problem_act act, const char *notice, struct error *e)
{
    struct problem p;
    struct db *db;
    struct error why = {0};
    TRY(of_address(r, &p, e));
    TRY(request_writer(r, &db, e));
    enum status s = act(db, r->county, p.id, request_field(r, "text"), r->session.user.name, &why);
    return answer(r, &p, s, &why, notice, e);
}

static enum status report_do(struct request *r, struct error *e)
{
    return act_do(r, problem_report, N_("已报告，待核实"), e);
}

static enum status send_back_do(struct request *r, struct error *e)
{
    return act_do(r, problem_send_back, N_("已退回"), e);
}

static enum status close_do(struct request *r, struct error *e)
{
    return act_do(r, problem_close, N_("已核实销号"), e);
}

static enum status defer_do(struct request *r, struct error *e)
{
    struct problem p;
    struct db *db;
    struct date due;
    struct error why = {0};
    TRY(of_address(r, &p, e));
    enum status s = meeting_field_date(r, "due_on", &due, &why);
    TRY(request_writer(r, &db, e));
    if (s == STATUS_OK)
        s = problem_defer(db, r->county, p.id, due, request_field(r, "text"), r->session.user.name,
                          &why);
    return answer(r, &p, s, &why, N_("期限已调整"), e);
}

static const struct route_input LIST_INPUTS[] = {
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {"owner", INPUT_TEXT, false, N_("责任单位，一部分即可")},
    {"source", INPUT_TEXT, false, N_("来源：MEETING、INSPECTION、COMPLAINT 或 INDICATOR")},
    {"overdue", INPUT_BOOL, false, N_("只看逾期的")},
    {"closed", INPUT_BOOL, false, N_("也列出已销号的")},
    {.name = NULL},
};
static const struct route_input TEXT_INPUTS[] = {
    {"text", INPUT_TEXT, true, N_("做了什么、原因或核实结果")},
    {.name = NULL},
};
static const struct route_input DEFER_INPUTS[] = {
    {"due_on", INPUT_DATE, true, N_("新的期限")},
    {"text", INPUT_TEXT, true, N_("原因")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/problems", list_show, PERMISSION_MEETING_READ, N_("问题清单"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/problems.xlsx", list_export, PERMISSION_MEETING_READ, N_("问题清单"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/problems.csv", list_export, PERMISSION_MEETING_READ, N_("问题清单"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/problems/{listed}", one_show, PERMISSION_MEETING_READ, N_("问题")},
    {HTTP_POST, "/problems/{listed}/report", report_do, PERMISSION_PROBLEM_REPORT,
     N_("报告办理情况"), .inputs = TEXT_INPUTS},
    {HTTP_POST, "/problems/{listed}/send-back", send_back_do, PERMISSION_MEETING_MANAGE,
     N_("退回问题"), .inputs = TEXT_INPUTS},
    {HTTP_POST, "/problems/{listed}/close", close_do, PERMISSION_MEETING_MANAGE, N_("核实销号"),
     .inputs = TEXT_INPUTS},
    {HTTP_POST, "/problems/{listed}/defer", defer_do, PERMISSION_MEETING_MANAGE, N_("调整期限"),
     .inputs = DEFER_INPUTS},
};
const struct route_table PROBLEM_ROUTES = ROUTE_TABLE("problem", ROUTES);

/* The board of projects: one book of targets at a time, the plan's line against what is done, by
   month and by township; and the problems of all projects. No page reads both books into a sum. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "office/projectpaper/report.h"
#include "web/pages/pages.h"
#include "web/pages/project_board.h"
#include "web/pages/project_page.h"
#include "web/pages/query.h"

#define MONTHS_OF_YEAR 12

void project_board_asked(const struct request *r, struct project_board *ret)
{
    struct error ignored;
    const char *on = request_query(r, "on");
    const int64_t own = project_scope_of(r);
    *ret = (struct project_board){.book = BOOK_CITY, .on = date_today()};
    if (target_book_parse(request_query(r, "book"), &ret->book, &ignored) != STATUS_OK)
        ret->book = BOOK_CITY;
    if (on[0] != '\0' && date_parse(on, &ret->on, &ignored) != STATUS_OK)
        ret->on = date_today();
    ret->township = own != 0 ? own : query_number(r, "township");
}

/* ---- by month ---- */

/* The one whose line is drawn: the county, or the township chosen. */
static const struct project_standing *chosen(const struct project_board *b,
                                             const struct project_standing *list, size_t count,
                                             const struct project_standing *county)
{
    if (b->township == 0)
        return county;
    for (size_t i = 0; i < count; i++)
        if (list[i].township == b->township)
            return &list[i];
    return NULL;
}

static enum status month_add_row(struct request *r, const struct project_board *b, struct month m,
                                 struct view *rows, struct error *e)
{
    struct project_standing *list, county;
    size_t count;
    struct plan_share line;
    char text[MONTH_TEXT_BYTES];
    const bool is_english = r->language == VIEW_ENGLISH;
    const bool is_past = m.v < date_month(b->on).v, is_now = m.v == date_month(b->on).v;
    const struct date day = is_now ? b->on : month_last_day(m);
    TRY(plan_line_at(r->db, r->county, b->book, day, &line, e));
    TRY(project_standing_list(r->db, r->county, b->book, day, KNOWN_NOW, r->arena, &list, &count,
                              &county, e));
    const struct project_standing *s = chosen(b, list, count, &county);
    if (s == NULL || !s->has_target)
        return STATUS_OK;
    struct view *v = view_add_object(rows, NULL);
    view_add_month(v, "month", m);
    view_add_text(v, "label",
                  is_english ? month_format(m, text)
                             : arena_printf(r->arena, "%d月", month_of_year(m)));
    view_add_date(v, "on", day);
    project_percent_add(v, "line_percent", line.numerator, line.denominator);
    view_add_count(v, "beds_due", s->beds_due);
    view_add_bool(v, "is_ahead_of_day", !is_past && !is_now);
    if (!is_past && !is_now)
        return STATUS_OK;
    view_add_text(v, "beds_done", arena_printf(r->arena, "%" PRId64, s->beds));
    project_percent_add(v, "beds_percent", s->beds, s->target_beds);
    project_percent_add(v, "investment_percent", s->invested.v, s->target_investment.v);
    project_percent_add(v, "stage_percent", s->stage_bp, s->target_stage_bp);
    const bool is_behind = s->by_beds < 0 || s->by_investment < 0 || s->by_stage < 0;
    view_add_bool(v, "is_behind", is_behind);
    view_add_text(v, "line_label", request_text(r, is_behind ? N_("未达序时") : N_("达序时")));
    return STATUS_OK;
}

static enum status months_add(struct request *r, const struct project_board *b, struct error *e)
{
    struct view *rows = view_add_list(r->page, "months");
    const int year = month_year(date_month(b->on));
    for (int m = 1; m <= MONTHS_OF_YEAR; m++)
        TRY(month_add_row(r, b, month_make(year, m), rows, e));
    return STATUS_OK;
}

/* ---- by township, by project ---- */

static enum status townships_add(struct request *r, const struct project_board *b, struct error *e)
{
    struct project_standing *list, county;
    size_t count;
    struct plan_share line;
    const int64_t own = project_scope_of(r);
    TRY(plan_line_at(r->db, r->county, b->book, b->on, &line, e));
    TRY(project_standing_list(r->db, r->county, b->book, b->on, KNOWN_NOW, r->arena, &list, &count,
                              &county, e));
    project_share_add(r->page, "line", line.numerator, line.denominator);
    struct view *choices = view_add_list(r->page, "townships");
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++) {
        if (own != 0 && list[i].township != own)
            continue;
        struct view *choice = view_add_object(choices, NULL);
        view_add_integer(choice, "code", list[i].township);
        view_add_text(choice, "name", list[i].name);
        view_add_bool(choice, "is_chosen", list[i].township == b->township);
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "township", list[i].township);
        view_add_text(v, "name", list[i].name);
        project_standing_add(r, v, &list[i], line);
    }
    if (own == 0)
        project_standing_add(r, view_add_object(r->page, "county"), &county, line);
    const struct project_standing *s = chosen(b, list, count, &county);
    if (s != NULL) {
        struct view *v = view_add_object(r->page, "chosen");
        view_add_bool(r->page, "has_months", s->has_target);
        view_add_text(v, "name", s->township != 0 ? s->name : request_text(r, N_("全县")));
        project_standing_add(r, v, s, line);
    }
    return STATUS_OK;
}

static enum status projects_add(struct request *r, const struct project_board *b, struct error *e)
{
    struct project_report report;
    TRY(project_report_read(r->db, r->county, b->book, b->on, project_scope_of(r), r->arena,
                            &report, e));
    struct view *list = view_add_list(r->page, "projects");
    for (size_t i = 0; i < report.count; i++) {
        const struct project_report_row *row = &report.rows[i];
        struct view *v = view_add_object(list, NULL);
        project_head_add(r, v, &row->project);
        view_add_count(v, "beds_done", row->standing.beds);
        view_add_count(v, "beds_due", row->standing.beds_due);
        view_add_fen(v, "investment_fen", project_investment(&row->project.scope));
        view_add_fen(v, "invested_fen", row->standing.invested);
        view_add_text(v, "stage_label", project_stage_words(r, row->stage));
        view_add_text(v, "problems", row->problems);
        view_add_bool(v, "has_return", row->has_return);
        view_add_bool(v, "is_behind", row->is_behind);
        view_add_bool(v, "is_kept", !row->is_behind);
    }
    return STATUS_OK;
}

static enum status board_show(struct request *r, struct error *e)
{
    struct project_board b;
    char day[DATE_TEXT_BYTES], month[MONTH_TEXT_BYTES];
    project_board_asked(r, &b);
    const char *title = arena_printf(r->arena, "%s · %s", request_text(r, N_("建设项目")),
                                     request_text(r, target_book_label(b.book)));
    if (title == NULL)
        return arena_exhausted(e);
    struct view *books = view_add_list(r->page, "books");
    for (enum target_book k = BOOK_CITY; k <= BOOK_COUNTY; k++)
        option_add(books, target_book_code(k), request_text(r, target_book_label(k)), k == b.book);
    view_add_text(r->page, "book", target_book_code(b.book));
    view_add_text(r->page, "book_label", request_text(r, target_book_label(b.book)));
    view_add_date(r->page, "on", b.on);
    view_add_text(r->page, "on_key", date_format(b.on, day));
    view_add_text(r->page, "month_key", month_format(date_month(b.on), month));
    view_add_integer(r->page, "year", month_year(date_month(b.on)));
    view_add_bool(r->page, "sees_county", request_sees_county(r));
    view_add_bool(r->page, "sees_rates", request_can(r, PERMISSION_HOME_READ));
    TRY(townships_add(r, &b, e));
    TRY(months_add(r, &b, e));
    TRY(projects_add(r, &b, e));
    return respond_page(r, "project/board.html", title, e);
}

/* ---- problems of all projects ---- */

struct problem_row {
    const struct project *project;
    struct project_problem problem;
    bool is_open, is_overdue;
};

static int problem_order(const void *a, const void *b)
{
    const struct problem_row *x = a, *y = b;
    if (x->is_overdue != y->is_overdue)
        return x->is_overdue ? -1 : 1;
    if (x->is_open != y->is_open)
        return x->is_open ? -1 : 1;
    if (x->problem.due_on.v != y->problem.due_on.v)
        return x->problem.due_on.v < y->problem.due_on.v ? -1 : 1;
    return x->problem.id < y->problem.id ? -1 : x->problem.id > y->problem.id;
}

#define PROBLEMS_SHOWN_MAX 500

static enum status problems_read(struct request *r, bool with_closed, struct problem_row **ret,
                                 size_t *ret_count, struct error *e)
{
    struct project *projects;
    size_t project_count, count = 0;
    struct problem_row *rows = ARENA_ARRAY(r->arena, struct problem_row, PROBLEMS_SHOWN_MAX);
    if (rows == NULL)
        return arena_exhausted(e);
    TRY(project_list(r->db, r->county, project_scope_of(r), (enum target_book)0, r->arena,
                     &projects, &project_count, e));
    for (size_t i = 0; i < project_count; i++) {
        struct project_problem *all;
        size_t n;
        TRY(project_problem_list(r->db, r->county, projects[i].id, r->arena, &all, &n, e));
        for (size_t k = 0; k < n && count < PROBLEMS_SHOWN_MAX; k++) {
            const bool is_open = all[k].closed_on.v == 0;
            if (!is_open && !with_closed)
                continue;
            rows[count++] = (struct problem_row){
                .project = &projects[i],
                .problem = all[k],
                .is_open = is_open,
                .is_overdue = is_open && all[k].due_on.v < date_today().v,
            };
        }
    }
    qsort(rows, count, sizeof(*rows), problem_order);
    *ret = rows;
    *ret_count = count;
    return STATUS_OK;
}

static enum status problems_show(struct request *r, struct error *e)
{
    struct problem_row *rows;
    size_t count;
    int64_t overdue = 0, open = 0;
    const bool with_closed = strcmp(request_query(r, "closed"), "1") == 0;
    TRY(problems_read(r, with_closed, &rows, &count, e));
    struct view *list = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++) {
        const struct project_problem *p = &rows[i].problem;
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "code", rows[i].project->code);
        view_add_text(v, "name", rows[i].project->name);
        view_add_text(v, "township", rows[i].project->scope.township_name);
        view_add_integer(v, "problem_id", p->id);
        view_add_text(v, "problem", p->problem);
        view_add_text(v, "cause", p->cause);
        view_add_text(v, "owner_unit", p->owner_unit);
        view_add_date(v, "raised_on", p->raised_on);
        view_add_date(v, "due_on", p->due_on);
        view_add_text(v, "outcome", p->outcome);
        if (!rows[i].is_open)
            view_add_date(v, "closed_on", p->closed_on);
        view_add_bool(v, "is_open", rows[i].is_open);
        view_add_bool(v, "is_overdue", rows[i].is_overdue);
        overdue += rows[i].is_overdue;
        open += rows[i].is_open;
    }
    view_add_count(r->page, "overdue", overdue);
    view_add_count(r->page, "open", open);
    view_add_bool(r->page, "with_closed", with_closed);
    return respond_page(r, "project/problems.html", NULL, e);
}

static const struct route_input BOARD_INPUTS[] = {
    {"book", INPUT_TEXT, false, N_("city：市对县考核；county：县对乡镇考核")},
    {"on", INPUT_DATE, false, N_("截至哪一天；默认今天")},
    {"township", INPUT_INTEGER, false, N_("曲线画哪个乡镇；默认全县")},
    {.name = NULL},
};
static const struct route_input PROBLEM_INPUTS[] = {
    {"closed", INPUT_BOOL, false, N_("也列出已销号的")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/projects", board_show, PERMISSION_PROJECT_READ, N_("建设项目"),
     .inputs = BOARD_INPUTS},
    {HTTP_GET, "/projects/problems", problems_show, PERMISSION_PROJECT_READ, N_("项目问题清单"),
     .inputs = PROBLEM_INPUTS},
};
const struct route_table PROJECT_ROUTES = ROUTE_TABLE("project", ROUTES);

#include "base/i18n.h"
#include "base/ratio.h"
#include "base/view.h"
#include "domain/plan/plan.h"
#include "office/projectpaper/projectpaper.h"

#define PAPER_ARENA_BYTES ((size_t)64 << 20)
#define LEVEL_COUNTY 1

struct project_paper {
    struct db *db;
    int64_t county;
    const struct project_paper_options *options;
    struct arena *arena;
    struct view *root;
    struct division_table *divisions;
};

static void wan_add(struct view *v, const char *name, struct fen amount)
{
    char text[WAN_TEXT_BYTES];
    view_add_text(v, name, fen_format_wan(amount, text));
}

static void day_add(struct view *v, const char *name, struct date d)
{
    char text[DATE_TEXT_BYTES];
    view_add_text(v, name, d.v == 0 || d.v == DATE_OPEN.v ? "" : date_format(d, text));
}

static void month_add_text(struct view *v, const char *name, struct month m)
{
    char text[MONTH_TEXT_BYTES];
    view_add_text(v, name, month_format_people(m, text));
}

/* The post of a user; his name when he has none. */
static const char *user_words(struct project_paper *p, const char *user)
{
    struct access_user row;
    if (user == NULL)
        return "";
    if (access_user_by_name(p->db, p->county, user, p->arena, &row, NULL) == STATUS_OK &&
        row.title != NULL && row.title[0] != '\0')
        return row.title;
    return user;
}

static enum status paper_open(struct project_paper *p, struct db *db, int64_t county,
                              const struct project_paper_options *options, struct error *e)
{
    const struct division *d;
    const char *name = "";
    char text[DATE_TEXT_BYTES];
    *p = (struct project_paper){.db = db, .county = county, .options = options};
    p->arena = arena_new(PAPER_ARENA_BYTES);
    p->root = p->arena != NULL ? view_new(p->arena) : NULL;
    if (p->root == NULL)
        return arena_exhausted(e);
    TRY(division_table_read(db, county, date_month(options->today), p->arena, &p->divisions, e));
    for (size_t i = 0; (d = division_at(p->divisions, i)) != NULL && name[0] == '\0'; i++)
        if (d->level == LEVEL_COUNTY)
            name = d->name;
    view_add_text(view_add_object(p->root, "print"), "date",
                  date_format_people(options->today, text));
    struct view *place = view_add_object(p->root, "place");
    view_add_text(place, "county", name);
    view_add_textf(place, "bureau", "%s民政局", name);
    return view_status(p->root, e);
}

static enum status paper_close(struct project_paper *p, enum status s, const char *template_name,
                               struct buf *ret, struct error *e)
{
    if (s == STATUS_OK)
        s = view_status(p->root, e);
    if (s == STATUS_OK)
        s = document_render(template_name, p->root, p->options->kind, p->options->today, ret, e);
    arena_free(p->arena);
    return s;
}

static void sources_add(struct view *v, const struct fen amounts[PROJECT_SOURCES])
{
    static const char *const names[PROJECT_SOURCES] = {"central", "province", "city", "county",
                                                       "own"};
    struct fen sum = FEN(0);
    for (int i = 0; i < PROJECT_SOURCES; i++) {
        wan_add(v, names[i], amounts[i]);
        if (fen_add(sum, amounts[i], &sum) != STATUS_OK)
            return;
    }
    wan_add(v, "sum", sum);
}

/* What every paper says of the project itself. */
static void project_head_add(struct view *v, const struct project *p)
{
    view_add_text(v, "code", p->code);
    view_add_text(v, "name", p->name);
    view_add_text(v, "home", p->home_name);
    view_add_text(v, "township", p->scope.township_name);
    view_add_text(v, "kind", project_kind_words(p->scope.kind));
    view_add_text(v, "site", p->scope.site);
    view_add_integer(v, "area", p->scope.area_m2);
    view_add_integer(v, "beds", p->scope.beds);
    view_add_text(v, "contractor", p->scope.contractor_name);
    wan_add(v, "contract", p->scope.contract);
    wan_add(v, "investment", project_investment(&p->scope));
    sources_add(view_add_object(v, "planned"), p->scope.investment);
    day_add(v, "start", p->scope.start_on);
    day_add(v, "finish", p->scope.finish_on);
    view_add_textf(v, "books", "%s%s%s", p->is_city ? target_book_label(BOOK_CITY) : "",
                   p->is_city && p->is_county ? "、" : "",
                   p->is_county ? target_book_label(BOOK_COUNTY) : "");
}

static enum status project_read(struct project_paper *p, int64_t id, struct project *ret,
                                struct error *e)
{
    struct project *all;
    size_t count;
    TRY(project_list(p->db, p->county, 0, (enum target_book)0, p->arena, &all, &count, e));
    for (size_t i = 0; i < count; i++)
        if (all[i].id == id) {
            *ret = all[i];
            return STATUS_OK;
        }
    return STATUS_NONE;
}

static const char *stage_words(enum project_stage stage)
{
    return stage == STAGE_NONE ? "未开始" : PROJECT_STAGE_ROWS[stage - 1].label;
}

/* ---- a project's month ---- */

static enum status lines_add(struct project_paper *p, const struct project *project,
                             struct month month, struct error *e)
{
    struct view *list = view_add_list(p->root, "lines");
    for (enum target_book b = BOOK_CITY; b <= BOOK_COUNTY; b++) {
        struct project_standing s;
        bool is_in = false;
        TRY(project_standing_of(p->db, p->county, project->id, b, month_last_day(month), KNOWN_NOW,
                                &s, &is_in, e));
        if (!is_in)
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "book", target_book_label(b));
        view_add_integer(v, "target", s.target_beds);
        view_add_integer(v, "due", s.beds_due);
        view_add_integer(v, "beds", s.beds);
        view_add_text(v, "by_beds", project_line_words(s.by_beds));
        view_add_text(v, "by_investment", project_line_words(s.by_investment));
        view_add_text(v, "by_stage", project_line_words(s.by_stage));
    }
    return STATUS_OK;
}

static enum status return_fill(struct project_paper *p, int64_t id, struct error *e)
{
    struct project_return m;
    struct project project;
    struct fen sum[PROJECT_SOURCES] = {{0}};
    struct project_return *all;
    size_t count;
    TRY(project_return_read(p->db, p->county, id, p->arena, &m, e));
    TRY(project_read(p, m.project, &project, e));
    TRY(project_return_list(p->db, p->county, m.project, month_make(month_year(m.month), 1),
                            m.month, p->arena, &all, &count, e));
    for (size_t i = 0; i < count; i++)
        for (int s = 0; s < PROJECT_SOURCES; s++)
            if (all[i].id == m.id || (all[i].state == RETURN_SIGNED && all[i].month.v < m.month.v))
                TRY(fen_add(sum[s], all[i].received[s], &sum[s]));
    project_head_add(view_add_object(p->root, "project"), &project);
    struct view *v = view_add_object(p->root, "return");
    month_add_text(v, "month", m.month);
    view_add_integer(v, "version", m.version);
    view_add_bool(v, "is_correction", m.version > 1);
    view_add_text(v, "state", return_state_label(m.state));
    view_add_integer(v, "beds_added", m.beds_added);
    view_add_integer(v, "beds_total", m.beds_total);
    wan_add(v, "invested", m.invested);
    wan_add(v, "invested_total", m.invested_total);
    view_add_text(v, "stage", stage_words(m.stage));
    sources_add(view_add_object(v, "received"), m.received);
    sources_add(view_add_object(v, "received_total"), sum);
    view_add_text(v, "progress", m.progress);
    view_add_text(v, "problem", m.problem);
    view_add_text(v, "cause", m.cause);
    view_add_text(v, "measure", m.measure);
    view_add_text(v, "prepared_by", user_words(p, m.prepared_by));
    day_add(v, "prepared_on", m.prepared_on);
    view_add_text(v, "signed_by", user_words(p, m.signed_by));
    day_add(v, "signed_on", m.signed_on);
    return lines_add(p, &project, m.month, e);
}

enum status project_return_paper_render(struct db *db, int64_t county, int64_t return_id,
                                        const struct project_paper_options *options,
                                        struct buf *ret, struct error *e)
{
    struct project_paper p;
    enum status s = paper_open(&p, db, county, options, e);
    if (s == STATUS_OK)
        s = return_fill(&p, return_id, e);
    return paper_close(&p, s, "project_return", ret, e);
}

/* ---- the county's month of one book ---- */

static void row_add(struct view *v, const struct project_report_row *row)
{
    view_add_integer(v, "area", row->project.scope.area_m2);
    view_add_integer(v, "beds", row->project.scope.beds);
    view_add_integer(v, "beds_month", row->beds_month);
    view_add_integer(v, "beds_total", row->standing.beds);
    wan_add(v, "investment", project_investment(&row->project.scope));
    sources_add(view_add_object(v, "received"), row->received);
    wan_add(v, "invested", row->invested_month);
    wan_add(v, "invested_total", row->standing.invested);
}

static enum status report_fill(struct project_paper *p, enum target_book book, struct month month,
                               int64_t township, struct error *e)
{
    struct project_report report;
    struct plan_share line;
    TRY(project_report_read(p->db, p->county, book, month_last_day(month), township, p->arena,
                            &report, e));
    TRY(plan_line_at(p->db, p->county, book, report.on, &line, e));
    struct view *v = view_add_object(p->root, "report");
    const struct division *place = division_by_code(p->divisions, township);
    if (place != NULL)
        view_add_textf(v, "township_government", "%s人民政府", place->name);
    view_add_text(v, "book", target_book_label(book));
    month_add_text(v, "month", month);
    day_add(v, "on", report.on);
    view_add_integer(v, "count", (int64_t)report.count);
    char share[RATIO_TEXT_BYTES];
    view_add_text(v, "line", ratio_percent(line.numerator, line.denominator, 2, share));
    struct view *rows = view_add_list(p->root, "rows");
    for (size_t i = 0; i < report.count; i++) {
        const struct project_report_row *row = &report.rows[i];
        struct view *one = view_add_object(rows, NULL);
        view_add_integer(one, "no", (int64_t)i + 1);
        view_add_text(one, "name", row->project.name);
        view_add_text(one, "township", row->project.scope.township_name);
        view_add_text(one, "kind", project_kind_words(row->project.scope.kind));
        row_add(one, row);
        view_add_text(one, "stage", stage_words(row->stage));
        day_add(one, "start", row->project.scope.start_on);
        day_add(one, "finish", row->project.scope.finish_on);
        day_add(one, "accepted", row->accepted_on);
        view_add_text(one, "problems", row->problems);
        view_add_text(one, "line", row->is_behind ? "否" : "是");
    }
    row_add(view_add_object(p->root, "sum"), &report.sum);
    return STATUS_OK;
}

enum status project_report_paper_render(struct db *db, int64_t county, enum target_book book,
                                        struct month month, int64_t township,
                                        const struct project_paper_options *options,
                                        struct buf *ret, struct error *e)
{
    struct project_paper p;
    enum status s = paper_open(&p, db, county, options, e);
    if (s == STATUS_OK)
        s = report_fill(&p, book, month, township, e);
    return paper_close(&p, s, "project_report", ret, e);
}

/* ---- acceptance ---- */

static enum status acceptance_fill(struct project_paper *p, int64_t id, int64_t acceptance,
                                   struct error *e)
{
    struct project project;
    struct project_acceptance *all;
    size_t count, i = 0;
    TRY(project_read(p, id, &project, e));
    TRY(project_acceptance_list(p->db, p->county, id, p->arena, &all, &count, e));
    while (i < count && all[i].id != acceptance)
        i++;
    if (i == count)
        return STATUS_NONE;
    const struct project_acceptance *a = &all[i];
    char day[DATE_TEXT_BYTES];
    project_head_add(view_add_object(p->root, "project"), &project);
    struct view *original = view_add_object(p->root, "original");
    view_add_integer(original, "beds", project.original.beds);
    view_add_integer(original, "area", project.original.area_m2);
    view_add_text(original, "site", project.original.site);
    view_add_text(original, "township", project.original.township_name);
    struct view *v = view_add_object(p->root, "acceptance");
    view_add_integer(v, "id", a->id);
    view_add_text(v, "on", date_format_people(a->accepted_on, day));
    view_add_bool(v, "is_passed", a->is_passed);
    view_add_bool(v, "is_failed", !a->is_passed);
    view_add_bool(v, "is_confirmed", a->is_confirmed);
    view_add_integer(v, "beds", a->beds);
    view_add_integer(v, "area", a->area_m2);
    wan_add(v, "cost", a->cost);
    view_add_text(v, "members", a->members);
    view_add_text(v, "opinion", a->opinion);
    view_add_text(v, "document", a->document);
    view_add_text(v, "entered_by", user_words(p, a->entered_by));
    view_add_text(v, "confirmed_by", user_words(p, a->confirmed_by));
    return STATUS_OK;
}

enum status project_acceptance_paper_render(struct db *db, int64_t county, int64_t project,
                                            int64_t acceptance,
                                            const struct project_paper_options *options,
                                            struct buf *ret, struct error *e)
{
    struct project_paper p;
    enum status s = paper_open(&p, db, county, options, e);
    if (s == STATUS_OK)
        s = acceptance_fill(&p, project, acceptance, e);
    return paper_close(&p, s, "project_acceptance", ret, e);
}

#include "office/projectpaper/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

#define FEN_OF_WAN 1000000
#define WAN_DECIMALS 6
#define WAN_DECIMALS_MIN 2
#define FIRST_YEAR 1990 /* before any return there is */

const char *project_kind_words(enum project_kind kind)
{
    switch (kind) {
    case PROJECT_NEW:
        return N_("新建");
    case PROJECT_EXTEND:
        return N_("改扩建");
    case PROJECT_CONVERT:
        return N_("购置改建");
    }
    return "";
}

const char *project_change_words(const char *change)
{
    static const struct {
        const char *code, *words;
    } rows[] = {
        {"ORIGINAL", N_("原定任务")},       {"SITE", N_("变更选址")},
        {"SCOPE", N_("变更规模")},          {"SWAP", N_("调换乡镇")},
        {"CONTRACT", N_("签订或变更合同")}, {"CANCEL", N_("取消项目")},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (strcmp(rows[i].code, change) == 0)
            return rows[i].words;
    return change;
}

const char *project_line_words(int compared)
{
    return compared < 0 ? N_("未达序时") : compared > 0 ? N_("超序时") : N_("达序时");
}

char *fen_format_wan(struct fen amount, char out[WAN_TEXT_BYTES])
{
    const bool is_negative = amount.v < 0;
    const uint64_t v = is_negative ? 0 - (uint64_t)amount.v : (uint64_t)amount.v;
    int n = snprintf(out, WAN_TEXT_BYTES, "%s%" PRIu64 ".%0*" PRIu64, is_negative ? "-" : "",
                     v / FEN_OF_WAN, WAN_DECIMALS, v % FEN_OF_WAN);
    for (int cut = WAN_DECIMALS; cut > WAN_DECIMALS_MIN && out[n - 1] == '0'; cut--)
        out[--n] = '\0';
    return out;
}

/* ---- reading ---- */

/* The returns of one project among all: what was received so far, and the month's own. */
static enum status returns_take(struct project_report_row *row, const struct project_return *all,
                                size_t count, struct month month, const char **ret_problem)
{
    for (size_t i = 0; i < count; i++) {
        const struct project_return *one = &all[i];
        if (one->project != row->project.id || one->state != RETURN_SIGNED ||
            one->month.v > month.v)
            continue;
        for (int s = 0; s < PROJECT_SOURCES; s++)
            TRY(fen_add(row->received[s], one->received[s], &row->received[s]));
        if (one->month.v != month.v)
            continue;
        row->has_return = true;
        row->beds_month = one->beds_added;
        row->invested_month = one->invested;
        *ret_problem = one->problem;
    }
    return STATUS_OK;
}

static enum status stages_take(struct db *db, int64_t county, struct date on,
                               struct project_report_row *row, struct error *e)
{
    struct project_stage_day days[PROJECT_STAGES];
    TRY(project_stage_days(db, county, row->project.id, days, e));
    for (int i = 0; i < PROJECT_STAGES; i++) {
        if (days[i].reached_on.v == 0 || days[i].reached_on.v > on.v)
            continue;
        if (days[i].stage > row->stage)
            row->stage = days[i].stage;
        if (days[i].stage == STAGE_ACCEPTANCE)
            row->accepted_on = days[i].reached_on;
    }
    return STATUS_OK;
}

/* The month's own problem, then whatever else was open that day. */
static enum status problems_take(struct db *db, int64_t county, struct date on, const char *own,
                                 struct arena *arena, struct project_report_row *row,
                                 struct error *e)
{
    struct project_problem *problems;
    size_t count;
    TRY(project_problem_list(db, county, row->project.id, arena, &problems, &count, e));
    row->problems = own;
    for (size_t i = 0; i < count && row->problems != NULL; i++) {
        const struct project_problem *p = &problems[i];
        const bool is_open =
            p->raised_on.v <= on.v && (p->closed_on.v == 0 || p->closed_on.v > on.v);
        if (is_open && strcmp(p->problem, own) != 0)
            row->problems = arena_printf(arena, "%s%s%s", row->problems,
                                         row->problems[0] != '\0' ? "；" : "", p->problem);
    }
    return row->problems != NULL ? STATUS_OK : arena_exhausted(e);
}

static enum status sum_add(struct project_report_row *sum, const struct project_report_row *row)
{
    sum->beds_month += row->beds_month;
    sum->standing.beds += row->standing.beds;
    sum->project.scope.beds += row->project.scope.beds;
    sum->project.scope.area_m2 += row->project.scope.area_m2;
    TRY(fen_add(sum->standing.invested, row->standing.invested, &sum->standing.invested));
    TRY(fen_add(sum->invested_month, row->invested_month, &sum->invested_month));
    for (int s = 0; s < PROJECT_SOURCES; s++) {
        struct fen *planned = &sum->project.scope.investment[s];
        TRY(fen_add(sum->received[s], row->received[s], &sum->received[s]));
        TRY(fen_add(*planned, row->project.scope.investment[s], planned));
    }
    return STATUS_OK;
}

/* A month's return counts when the month is over. */
static struct month month_ended(struct date on)
{
    const struct month m = date_month(on);
    return month_last_day(m).v == on.v ? m : month_add(m, -1);
}

enum status project_report_read(struct db *db, int64_t county, enum target_book book,
                                struct date on, int64_t township, struct arena *arena,
                                struct project_report *ret, struct error *e)
{
    struct project *projects;
    struct project_return *returns;
    size_t count, return_count;
    struct project_report report = {.book = book, .month = month_ended(on), .on = on};
    TRY(project_list(db, county, township, book, arena, &projects, &count, e));
    TRY(project_return_list(db, county, 0, month_make(FIRST_YEAR, 1), report.month, arena, &returns,
                            &return_count, e));
    report.rows = ARENA_ARRAY(arena, struct project_report_row, count);
    if (count > 0 && report.rows == NULL)
        return arena_exhausted(e);
    for (size_t i = 0; i < count; i++) {
        struct project_report_row *row = &report.rows[report.count];
        const char *problem = "";
        bool is_in = false;
        *row = (struct project_report_row){.project = projects[i]};
        TRY(project_standing_of(db, county, projects[i].id, book, on, KNOWN_NOW, &row->standing,
                                &is_in, e));
        if (!is_in)
            continue;
        TRY(returns_take(row, returns, return_count, report.month, &problem));
        TRY(stages_take(db, county, on, row, e));
        TRY(problems_take(db, county, on, problem, arena, row, e));
        row->is_behind = row->standing.by_beds < 0 || row->standing.by_investment < 0 ||
                         row->standing.by_stage < 0;
        TRY(sum_add(&report.sum, row));
        report.count++;
    }
    *ret = report;
    return STATUS_OK;
}

/* Reading monthly returns, and whether a project's returns stand together. */
#include "domain/project/return_internal.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"

static enum status return_of(const struct project_return_row *r, struct arena *arena,
                             struct project_return *ret, struct error *e)
{
    struct project_return x = {
        .id = r->id,
        .project = r->project,
        .month = r->month,
        .version = (int)r->version,
        .state = (enum return_state)r->state,
        .beds_added = r->beds_added,
        .beds_total = r->beds_total,
        .invested = r->invested,
        .invested_total = r->invested_total,
        .received = {r->central, r->province, r->city, r->county_money, r->own},
        .stage = (enum project_stage)r->stage,
        .progress = arena_strdup(arena, r->progress),
        .problem = arena_strdup(arena, r->problem),
        .cause = arena_strdup(arena, r->cause),
        .measure = arena_strdup(arena, r->measure),
        .prepared_by = arena_strdup(arena, r->prepared_by),
        .signed_by = arena_strdup(arena, r->signed_by),
        .reason = arena_strdup(arena, r->reason),
        .prepared_on = r->prepared_on,
        .signed_on = day_of(r->signed_on),
    };
    if (!x.progress || !x.problem || !x.cause || !x.measure || !x.prepared_by || !x.reason ||
        (r->signed_by && !x.signed_by))
        return arena_exhausted(e);
    *ret = x;
    return STATUS_OK;
}

enum status project_return_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                struct project_return *ret, struct error *e)
{
    struct project_return_row row;
    TRY(project_return_one(db, (struct project_return_one_args){.county = county, .id = id}, arena,
                           &row, e));
    return return_of(&row, arena, ret, e);
}

enum status project_return_list(struct db *db, int64_t county, int64_t project, struct month from,
                                struct month to, struct arena *arena, struct project_return **ret,
                                size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct project_return *list = ARENA_ARRAY(arena, struct project_return, RETURN_ROWS_MAX);
    struct project_return_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(project_return_rows_open(
        db,
        (struct project_return_rows_args){
            .county = county, .project = project, .from_month = from, .to_month = to},
        &cursor, e));
    while ((s = project_return_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == RETURN_ROWS_MAX)
            return error_set(e, STATUS_FAILED, "PROJECT_ROWS", _("月报超过 %d 份：请缩短月份范围"),
                             RETURN_ROWS_MAX);
        TRY(return_of(&row, arena, &list[n++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status return_line_read(struct project_work *w, const struct project_return *draft,
                             struct return_line *ret, struct error *e)
{
    struct project_return *list, *line;
    size_t n, count = 0;
    bool is_placed = draft == NULL;
    TRY(project_return_list(w->db, w->county, w->id, (struct month){0}, MONTH_OPEN, w->arena, &list,
                            &n, e));
    line = ARENA_ARRAY(w->arena, struct project_return, n + 1);
    if (!line)
        return arena_exhausted(e);
    for (size_t i = n; i > 0; i--) { /* the list is newest first */
        const struct project_return *r = &list[i - 1];
        if (r->state != RETURN_SIGNED)
            continue;
        if (!is_placed && draft->month.v <= r->month.v) {
            line[count++] = *draft;
            is_placed = true;
        }
        if (!draft || draft->month.v != r->month.v)
            line[count++] = *r;
    }
    if (!is_placed)
        line[count++] = *draft;
    for (size_t i = 0; i < count; i++) {
        line[i].beds_total = line[i].beds_added + (i ? line[i - 1].beds_total : 0);
        if (fen_add(line[i].invested, i ? line[i - 1].invested_total : FEN(0),
                    &line[i].invested_total) != STATUS_OK)
            return project_field(e, "invested", _("完成投资过大"));
    }
    *ret = (struct return_line){.rows = line, .count = count};
    return STATUS_OK;
}

const struct project_return *return_line_at(const struct return_line *line, struct month m)
{
    for (size_t i = 0; i < line->count; i++) {
        if (line->rows[i].month.v == m.v)
            return &line->rows[i];
    }
    return NULL;
}

static enum status beds_check(struct project_work *w, const struct return_line *line,
                              struct error *e)
{
    struct project_acceptance passed;
    int64_t least = 0;
    enum status s = project_passed(w, &passed, e);
    if (s == STATUS_OK)
        least = passed.beds;
    else if (s != STATUS_NONE)
        return s;
    for (size_t i = 0; i < line->count; i++) {
        const struct project_return *r = &line->rows[i];
        char month[MONTH_TEXT_BYTES];
        if (r->beds_total < 0 || r->beds_total > w->project.scope.beds)
            return project_beds_refuse(e, month_format_people(r->month, month), r->beds_total,
                                       w->project.scope.beds);
    }
    int64_t total = line->count ? line->rows[line->count - 1].beds_total : 0;
    if (total < least)
        return error_set(e, STATUS_REFUSED, "PROJECT_BEDS",
                         _("累计床位 %" PRId64 " 张少于已验收的 %" PRId64 " 张"), total, least);
    return STATUS_OK;
}

enum status return_line_check(struct project_work *w, const struct return_line *line,
                              const struct project_return *draft, struct error *e)
{
    char month[MONTH_TEXT_BYTES], most[FEN_TEXT_BYTES];
    for (size_t i = 1; i < line->count; i++) {
        if (line->rows[i].month.v != line->rows[i - 1].month.v + 1)
            return error_set(e, STATUS_REFUSED, "PROJECT_RETURN_ORDER",
                             _("缺%s的月报：月报须逐月填报、逐月签发"),
                             month_format_people(month_add(line->rows[i - 1].month, 1), month));
    }
    TRY(beds_check(w, line, e));
    const struct project_return *own = return_line_at(line, draft->month);
    struct fen whole = project_investment(&w->project.scope);
    for (size_t i = 0; i < line->count; i++) {
        if (line->rows[i].invested_total.v < 0)
            return error_set(e, STATUS_REFUSED, "PROJECT_MONEY", _("%s累计完成投资小于零"),
                             month_format_people(line->rows[i].month, month));
    }
    if (own->invested_total.v > whole.v && (!draft->problem || !draft->problem[0]))
        return error_set(e, STATUS_REFUSED, "PROJECT_MONEY",
                         _("累计完成投资超过计划总投资 %s 元：请在存在问题中说明"),
                         fen_format_people(whole, most));
    return STATUS_OK;
}

enum status return_stage(struct project_work *w, struct month m, enum project_stage *ret,
                         struct error *e)
{
    struct project_stage_day days[PROJECT_STAGES];
    enum project_stage stage = STAGE_NONE;
    TRY(project_stage_days(w->db, w->county, w->id, days, e));
    for (int i = 0; i < PROJECT_STAGES; i++) {
        if (days[i].reached_on.v && days[i].reached_on.v <= month_last_day(m).v)
            stage = days[i].stage;
    }
    *ret = stage;
    return STATUS_OK;
}

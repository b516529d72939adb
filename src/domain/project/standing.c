/* How townships, the county and projects stand: beds, investment and stage against the plan's line,
   in one book. */
#include "domain/project/standing_internal.h"

#include "base/i18n.h"
#include "base/text.h"
#include "project_standing_sql.h"

#define TOWNSHIPS_MAX 500

/* One book at the end of one day. */
struct view {
    struct db *db;
    int64_t county, known, plan;
    enum target_book book;
    struct date on;
    int year;
    struct plan_share line;
    struct policy_table *policy; /* read when the first stage is weighed */
    struct arena *arena;
};

static enum status view_begin(struct view *v, struct error *e)
{
    TRY(plan_line_year(v->db, v->county, v->book, v->on, &v->plan, &v->year, e));
    return plan_line_at(v->db, v->county, v->book, v->on, &v->line, e);
}

/* The last month that has ended by the end of the day: its return counts, whenever it was signed.
 */
static struct month month_ended(struct date on)
{
    struct month m = date_month(on);
    return month_last_day(m).v == on.v ? m : month_add(m, -1);
}

static enum status projects_open(const struct view *v, int64_t project, struct db_cursor **ret,
                                 struct error *e)
{
    return standing_projects_open(v->db,
                                  (struct standing_projects_args){
                                      .county = v->county,
                                      .project = project,
                                      .is_city = v->book == BOOK_CITY,
                                      .finish_from = date_make(v->year, 1, 1),
                                      .finish_to = date_make(v->year, 12, 31),
                                      .on_date = v->on,
                                      .on_month = month_ended(v->on),
                                      .known = v->known,
                                  },
                                  ret, e);
}

static enum status stage_done(struct view *v, const struct standing_project_row *r, int64_t *ret,
                              struct error *e)
{
    int64_t share;
    if (r->stage != STAGE_NONE && !v->policy)
        TRY(policy_table_read(v->db, v->county, v->known, v->arena, &v->policy, e));
    TRY(project_stage_share(v->policy, (enum project_stage)r->stage, date_month(v->on), &share, e));
    *ret = r->beds_now * share;
    return STATUS_OK;
}

/* The target stays where the plan had it. */
static void target_add(struct project_standing *s, const struct standing_project_row *r)
{
    s->target_investment.v += r->investment.v;
    s->target_stage_bp += r->beds_original * 10000;
}

/* What is done counts where the project is built now; one that is given up counts nothing. */
static void done_add(struct project_standing *s, const struct standing_project_row *r,
                     int64_t stage_bp)
{
    s->beds += r->beds;
    s->invested.v += r->invested.v;
    s->stage_bp += stage_bp;
    s->projects++;
}

static void compare(struct project_standing *s, struct plan_share line)
{
    if (!s->has_target)
        return;
    s->by_beds = plan_line_compare(s->beds, s->target_beds, line);
    s->by_investment = plan_line_compare(s->invested.v, s->target_investment.v, line);
    s->by_stage = plan_line_compare(s->stage_bp, s->target_stage_bp, line);
    s->beds_due = plan_line_due(s->target_beds, line);
}

static enum status townships_read(const struct view *v, struct project_standing **ret,
                                  size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct project_standing *list = ARENA_ARRAY(v->arena, struct project_standing, TOWNSHIPS_MAX);
    struct standing_township_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(standing_townships_open(v->db,
                                (struct standing_townships_args){.county = v->county,
                                                                 .plan = v->plan,
                                                                 .book = target_book_code(v->book),
                                                                 .on_month = date_month(v->on)},
                                &cursor, e));
    while ((s = standing_townships_next(cursor, &row, e)) == STATUS_OK) {
        if (n == TOWNSHIPS_MAX)
            return error_set(e, STATUS_FAILED, "PROJECT_ROWS", _("乡镇超过 %d 个"), TOWNSHIPS_MAX);
        list[n] = (struct project_standing){.township = row.code,
                                            .name = arena_strdup(v->arena, row.name),
                                            .book = v->book,
                                            .target_beds = row.target,
                                            .has_target = row.target > 0};
        if (!list[n++].name)
            return arena_exhausted(e);
    }
    *ret = list;
    *ret_count = n;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status projects_add(struct view *v, struct project_standing *list, size_t n,
                                struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct standing_project_row row;
    enum status s;
    TRY(projects_open(v, 0, &cursor, e));
    while ((s = standing_projects_next(cursor, &row, e)) == STATUS_OK) {
        int64_t stage_bp;
        TRY(stage_done(v, &row, &stage_bp, e));
        for (size_t i = 0; i < n; i++) {
            if (list[i].township == row.township)
                target_add(&list[i], &row);
            if (list[i].township == row.township_now && !text_equals(row.change_now, "CANCEL"))
                done_add(&list[i], &row, stage_bp);
        }
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static struct project_standing sum_of(const struct view *v, const struct project_standing *list,
                                      size_t n)
{
    struct project_standing sum = {.name = "", .book = v->book};
    for (size_t i = 0; i < n; i++) {
        sum.target_beds += list[i].target_beds;
        sum.beds += list[i].beds;
        sum.target_investment.v += list[i].target_investment.v;
        sum.invested.v += list[i].invested.v;
        sum.target_stage_bp += list[i].target_stage_bp;
        sum.stage_bp += list[i].stage_bp;
        sum.projects += list[i].projects;
    }
    sum.has_target = sum.target_beds > 0;
    return sum;
}

enum status project_standing_list(struct db *db, int64_t county, enum target_book book,
                                  struct date on, int64_t known, struct arena *arena,
                                  struct project_standing **ret, size_t *ret_count,
                                  struct project_standing *ret_county, struct error *e)
{
    struct view v = {
        .db = db, .county = county, .known = known, .book = book, .on = on, .arena = arena};
    struct project_standing *list;
    size_t n;
    TRY(view_begin(&v, e));
    TRY(townships_read(&v, &list, &n, e));
    TRY(projects_add(&v, list, n, e));
    struct project_standing sum = sum_of(&v, list, n);
    for (size_t i = 0; i < n; i++)
        compare(&list[i], v.line);
    compare(&sum, v.line);
    *ret = list;
    *ret_count = n;
    *ret_county = sum;
    return STATUS_OK;
}

enum status project_standing_of(struct db *db, int64_t county, int64_t project,
                                enum target_book book, struct date on, int64_t known,
                                struct project_standing *ret, bool *ret_is_in, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PROJECT_ARENA_BYTES);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct view v = {
        .db = db, .county = county, .known = known, .book = book, .on = on, .arena = arena};
    struct standing_project_row row;
    int64_t stage_bp;
    if (!arena)
        return arena_exhausted(e);
    TRY(view_begin(&v, e));
    TRY(projects_open(&v, project, &cursor, e));
    enum status s = standing_projects_next(cursor, &row, e);
    if (s == STATUS_NONE) {
        *ret_is_in = false;
        return STATUS_OK;
    }
    if (s != STATUS_OK)
        return s;
    struct project_standing standing = {.township = row.township_now,
                                        .name = "",
                                        .book = book,
                                        .target_beds = row.beds_original,
                                        .has_target = v.plan > 0};
    TRY(stage_done(&v, &row, &stage_bp, e));
    target_add(&standing, &row);
    if (!text_equals(row.change_now, "CANCEL"))
        done_add(&standing, &row, stage_bp);
    compare(&standing, v.line);
    *ret = standing;
    *ret_is_in = true;
    return STATUS_OK;
}

/* Problems of a project: named, given to somebody to solve, closed with what came of it. */
#include "domain/project/project_internal.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "project_sql.h"

#define PROBLEM_ROWS_MAX 5000

struct raising {
    struct project_work w;
    const struct project_problem *problem;
    int64_t id;
};

static enum status raise_work(struct db *db, void *context, struct error *e)
{
    struct raising *x = context;
    const struct project_problem *p = x->problem;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(project_work_begin(&x->w, PERMISSION_PROJECT_RETURN, PERMISSION_PROJECT_MANAGE,
                           "project.problem", e));
    TRY(project_text_check("problem", p->problem, true, e));
    TRY(project_text_check("cause", p->cause, false, e));
    TRY(project_text_check("owner_unit", p->owner_unit, true, e));
    if (!p->raised_on.v || p->raised_on.v > x->w.today.v)
        return project_field(e, "raised_on", _("日期没有写，或还没有到"));
    if (p->due_on.v && p->due_on.v < p->raised_on.v)
        return project_field(e, "due_on", _("解决期限早于发现日期"));
    TRY(counter_take(db, x->w.county, "project_problem", 1, &x->id, e));
    return project_problem_insert(
        db,
        (struct project_problem_insert_args){.county = x->w.county,
                                             .project = x->w.id,
                                             .id = x->id,
                                             .raised_on = p->raised_on,
                                             .problem = p->problem,
                                             .cause = p->cause ? p->cause : "",
                                             .owner_unit = p->owner_unit,
                                             .due_on = day_number(p->due_on),
                                             .actor = x->w.actor,
                                             .known_from = x->w.change},
        NULL, e);
}

enum status project_problem_raise(struct db *db, int64_t county,
                                  const struct project_problem *problem, const char *actor,
                                  int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PROJECT_ARENA_BYTES);
    struct raising x = {
        .w = {.arena = arena, .county = county, .id = problem->project, .actor = actor},
        .problem = problem};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, raise_work, &x, e));
    *ret_id = x.id;
    return STATUS_OK;
}

struct closing {
    struct project_work w;
    int64_t id;
    const char *outcome;
    struct date on;
};

static enum status close_work(struct db *db, void *context, struct error *e)
{
    struct closing *x = context;
    struct project_problem *list;
    size_t n, i = 0;
    int64_t closed;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(project_work_begin(&x->w, PERMISSION_PROJECT_RETURN, PERMISSION_PROJECT_MANAGE,
                           "project.problem.close", e));
    TRY(project_text_check("outcome", x->outcome, true, e));
    TRY(project_problem_list(db, x->w.county, x->w.id, x->w.arena, &list, &n, e));
    while (i < n && list[i].id != x->id)
        i++;
    if (i == n || list[i].closed_on.v)
        return error_set(e, STATUS_REFUSED, "PROBLEM_UNKNOWN",
                         _("没有第 %" PRId64 " 号问题，或已销号"), x->id);
    if (x->on.v < list[i].raised_on.v || x->on.v > x->w.today.v)
        return project_field(e, "on", _("销号日期应在发现之后、今天之前"));
    TRY(project_problem_end(db,
                            (struct project_problem_end_args){.county = x->w.county,
                                                              .project = x->w.id,
                                                              .id = x->id,
                                                              .closed_on = x->on,
                                                              .outcome = x->outcome,
                                                              .change = x->w.change},
                            &closed, e));
    return STATUS_OK;
}

enum status project_problem_close(struct db *db, int64_t county, int64_t project, int64_t id,
                                  const char *outcome, struct date on, const char *actor,
                                  struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PROJECT_ARENA_BYTES);
    struct closing x = {.w = {.arena = arena, .county = county, .id = project, .actor = actor},
                        .id = id,
                        .outcome = outcome,
                        .on = on};
    return arena ? db_transaction(db, close_work, &x, e) : arena_exhausted(e);
}

static enum status problem_of(const struct project_problem_row *r, struct arena *arena,
                              struct project_problem *ret, struct error *e)
{
    *ret = (struct project_problem){.id = r->id,
                                    .project = r->project,
                                    .raised_on = r->raised_on,
                                    .due_on = day_of(r->due_on),
                                    .closed_on = day_of(r->closed_on),
                                    .problem = arena_strdup(arena, r->problem),
                                    .cause = arena_strdup(arena, r->cause),
                                    .owner_unit = arena_strdup(arena, r->owner_unit),
                                    .outcome = arena_strdup(arena, r->outcome),
                                    .actor = arena_strdup(arena, r->actor)};
    return ret->problem && ret->cause && ret->owner_unit && ret->outcome && ret->actor
               ? STATUS_OK
               : arena_exhausted(e);
}

enum status project_problem_list(struct db *db, int64_t county, int64_t project,
                                 struct arena *arena, struct project_problem **ret,
                                 size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct project_problem *list = ARENA_ARRAY(arena, struct project_problem, PROBLEM_ROWS_MAX);
    struct project_problem_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(project_problem_rows_open(
        db, (struct project_problem_rows_args){.county = county, .project = project}, &cursor, e));
    while ((s = project_problem_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == PROBLEM_ROWS_MAX)
            return error_set(e, STATUS_FAILED, "PROJECT_ROWS", _("项目的问题超过 %d 个"),
                             PROBLEM_ROWS_MAX);
        TRY(problem_of(&row, arena, &list[n++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

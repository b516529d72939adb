/* Acceptance (竣工验收): entered by one, confirmed by another; only then are beds given over. */
#include "domain/project/project_internal.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "project_finish_sql.h"

#define ACCEPTANCE_ROWS_MAX 1000
#define RESULT_PASSED 1
#define RESULT_FAILED 2

static enum status acceptance_of(const struct project_acceptance_row *r, struct arena *arena,
                                 struct project_acceptance *ret, struct error *e)
{
    *ret = (struct project_acceptance){.id = r->id,
                                       .project = r->project,
                                       .beds = r->beds,
                                       .area_m2 = r->area_m2,
                                       .accepted_on = r->accepted_on,
                                       .is_passed = r->result == RESULT_PASSED,
                                       .is_confirmed = r->confirmed_change > 0,
                                       .is_struck = r->struck_change > 0,
                                       .strike_reason = arena_strdup(arena, r->strike_reason),
                                       .cost = r->cost,
                                       .members = arena_strdup(arena, r->members),
                                       .opinion = arena_strdup(arena, r->opinion),
                                       .document = arena_strdup(arena, r->document),
                                       .entered_by = arena_strdup(arena, r->entered_by),
                                       .confirmed_by = arena_strdup(arena, r->confirmed_by)};
    return ret->members && ret->opinion && ret->document && ret->entered_by && ret->strike_reason
               ? STATUS_OK
               : arena_exhausted(e);
}

enum status project_acceptance_list(struct db *db, int64_t county, int64_t project,
                                    struct arena *arena, struct project_acceptance **ret,
                                    size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct project_acceptance *list =
        ARENA_ARRAY(arena, struct project_acceptance, ACCEPTANCE_ROWS_MAX);
    struct project_acceptance_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(project_acceptance_rows_open(
        db, (struct project_acceptance_rows_args){.county = county, .project = project}, &cursor,
        e));
    while ((s = project_acceptance_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == ACCEPTANCE_ROWS_MAX)
            return error_set(e, STATUS_FAILED, "PROJECT_ROWS", _("验收记录超过 %d 条"),
                             ACCEPTANCE_ROWS_MAX);
        TRY(acceptance_of(&row, arena, &list[n++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status project_passed(struct project_work *w, struct project_acceptance *ret, struct error *e)
{
    struct project_acceptance *list;
    size_t n;
    TRY(project_acceptance_list(w->db, w->county, w->id, w->arena, &list, &n, e));
    for (size_t i = 0; i < n; i++) {
        if (list[i].is_passed && !list[i].is_struck) {
            *ret = list[i];
            return STATUS_OK;
        }
    }
    return STATUS_NONE;
}

struct accepting {
    struct project_work w;
    const struct project_acceptance *a;
    int64_t id;
    const char *reason; /* struck: why */
};

static enum status fields_check(const struct accepting *x, struct error *e)
{
    const struct project_acceptance *a = x->a;
    if (!a->accepted_on.v || a->accepted_on.v > x->w.today.v)
        return project_field(e, "accepted_on", _("验收日期没有写，或还没有到"));
    if (a->area_m2 < 0 || a->cost.v < 0)
        return project_field(e, a->cost.v < 0 ? "cost" : "area", _("应为零或正数"));
    TRY(project_text_check("members", a->members, true, e));
    TRY(project_text_check("opinion", a->opinion, true, e));
    return project_text_check("document", a->document, false, e);
}

static enum status accept_work(struct db *db, void *context, struct error *e)
{
    struct accepting *x = context;
    const struct project_acceptance *a = x->a;
    struct project_acceptance other;
    struct project_built built;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(project_work_begin(&x->w, PERMISSION_PROJECT_MANAGE, PERMISSION_NONE, "project.accept", e));
    TRY(fields_check(x, e));
    enum status s = project_passed(&x->w, &other, e);
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "PROJECT_ACCEPTED",
                         _("项目 %s 已有验收合格的记录（第 %" PRId64 " 号）"), x->w.project.code,
                         other.id);
    if (s != STATUS_NONE)
        return s;
    TRY(project_stage_order(db, x->w.county, x->w.id, STAGE_ACCEPTANCE, a->accepted_on, e));
    TRY(project_built_read(db, x->w.county, x->w.id, &built, e));
    int64_t most = built.beds < x->w.project.scope.beds ? built.beds : x->w.project.scope.beds;
    if (a->beds < (a->is_passed ? 1 : 0) || a->beds > most)
        return project_beds_refuse(e, _("验收床位不能多于月报累计和批准的规模"), a->beds, most);
    TRY(counter_take(db, x->w.county, "project_acceptance", 1, &x->id, e));
    return project_acceptance_insert(db,
                                     (struct project_acceptance_insert_args){
                                         .county = x->w.county,
                                         .project = x->w.id,
                                         .id = x->id,
                                         .accepted_on = a->accepted_on,
                                         .result = a->is_passed ? RESULT_PASSED : RESULT_FAILED,
                                         .beds = a->beds,
                                         .area_m2 = a->area_m2,
                                         .cost = a->cost,
                                         .members = a->members,
                                         .opinion = a->opinion,
                                         .document = a->document ? a->document : "",
                                         .entered_by = x->w.actor,
                                         .known_from = x->w.change},
                                     NULL, e);
}

enum status project_accept(struct db *db, int64_t county,
                           const struct project_acceptance *acceptance, const char *actor,
                           int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PROJECT_ARENA_BYTES);
    struct accepting x = {
        .w = {.arena = arena, .county = county, .id = acceptance->project, .actor = actor},
        .a = acceptance};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, accept_work, &x, e));
    *ret_id = x.id;
    return STATUS_OK;
}

/* The one that waits for its confirmation. */
static enum status waiting_find(struct accepting *x, struct project_acceptance *ret,
                                struct error *e)
{
    struct project_acceptance *list;
    size_t n;
    TRY(project_acceptance_list(x->w.db, x->w.county, x->w.id, x->w.arena, &list, &n, e));
    for (size_t i = 0; i < n; i++)
        if (list[i].id == x->id && !list[i].is_confirmed && !list[i].is_struck) {
            *ret = list[i];
            return STATUS_OK;
        }
    return error_set(e, STATUS_REFUSED, "ACCEPTANCE_UNKNOWN",
                     _("没有第 %" PRId64 " 号待确认的验收"), x->id);
}

static enum status confirm_work(struct db *db, void *context, struct error *e)
{
    struct accepting *x = context;
    struct project_acceptance a;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(project_work_begin(&x->w, PERMISSION_PROJECT_DECIDE, PERMISSION_NONE,
                           "project.accept.confirm", e));
    TRY(waiting_find(x, &a, e));
    if (text_equals(a.entered_by, x->w.actor))
        return project_same_person(e, x->w.actor);
    TRY(project_acceptance_sign(db,
                                (struct project_acceptance_sign_args){.county = x->w.county,
                                                                      .project = x->w.id,
                                                                      .id = x->id,
                                                                      .confirmed_by = x->w.actor,
                                                                      .change = x->w.change},
                                NULL, e));
    if (!a.is_passed)
        return STATUS_OK;
    TRY(project_stage_order(db, x->w.county, x->w.id, STAGE_ACCEPTANCE, a.accepted_on, e));
    return project_stage_write(&x->w, STAGE_ACCEPTANCE, a.accepted_on, e);
}

enum status project_accept_confirm(struct db *db, int64_t county, int64_t project,
                                   int64_t acceptance, const char *actor, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PROJECT_ARENA_BYTES);
    struct accepting x = {.w = {.arena = arena, .county = county, .id = project, .actor = actor},
                          .id = acceptance};
    return arena ? db_transaction(db, confirm_work, &x, e) : arena_exhausted(e);
}

static enum status strike_work(struct db *db, void *context, struct error *e)
{
    struct accepting *x = context;
    struct project_acceptance a;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(project_work_begin(&x->w, PERMISSION_PROJECT_MANAGE, PERMISSION_NONE,
                           "project.accept.strike", e));
    TRY(waiting_find(x, &a, e));
    TRY(project_text_check("reason", x->reason, true, e));
    return project_acceptance_strike(db,
                                     (struct project_acceptance_strike_args){.county = x->w.county,
                                                                             .project = x->w.id,
                                                                             .id = x->id,
                                                                             .change = x->w.change,
                                                                             .reason = x->reason},
                                     NULL, e);
}

enum status project_accept_strike(struct db *db, int64_t county, int64_t project,
                                  int64_t acceptance, const char *reason, const char *actor,
                                  struct error *e)
{
    if (!reason || !reason[0])
        return error_set(e, STATUS_REFUSED, "REASON_MISSING", _("请写明作废原因"));
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PROJECT_ARENA_BYTES);
    struct accepting x = {.w = {.arena = arena, .county = county, .id = project, .actor = actor},
                          .id = acceptance,
                          .reason = reason};
    return arena ? db_transaction(db, strike_work, &x, e) : arena_exhausted(e);
}

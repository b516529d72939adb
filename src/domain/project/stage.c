/* Stages: in their order, planned once, reached once; a wrong day is superseded. */
#include "domain/project/project_internal.h"

#include "base/i18n.h"
#include "base/text.h"
#include "project_sql.h"

enum status project_stage_share(const struct policy_table *t, enum project_stage stage,
                                struct month m, int64_t *ret_bp, struct error *e)
{
    int64_t share = 0, whole = 0;
    char month[MONTH_TEXT_BYTES];
    if (stage == STAGE_NONE) {
        *ret_bp = 0;
        return STATUS_OK;
    }
    for (int i = STAGE_SITE; i <= PROJECT_STAGES; i++) {
        enum policy_key key = (enum policy_key)(POLICY_PROJECT_STAGE_FIRST + i - 1);
        struct policy_value v = policy_value_of(t, key, m);
        if (!v.is_set)
            return error_set(e, STATUS_REFUSED, "POLICY_MISSING",
                             _("%s没有参数 %s 的值：请在方案的 stage_weights 中写明"),
                             month_format_people(m, month), policy_key_name(key));
        whole += v.v;
        share += i <= (int)stage ? v.v : 0;
    }
    if (whole != 10000)
        return error_set(e, STATUS_REFUSED, "PROJECT_WEIGHTS",
                         _("%s各阶段权重（project.stage.*）合计不是 100%%：请改正参数"),
                         month_format_people(m, month));
    *ret_bp = share;
    return STATUS_OK;
}

enum status project_stage_days(struct db *db, int64_t county, int64_t project,
                               struct project_stage_day ret[PROJECT_STAGES], struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct project_stage_current_row row;
    enum status s;
    for (int i = 0; i < PROJECT_STAGES; i++)
        ret[i] = (struct project_stage_day){.stage = (enum project_stage)(i + 1)};
    TRY(project_stage_rows_open(
        db, (struct project_stage_rows_args){.county = county, .project = project}, &cursor, e));
    while ((s = project_stage_rows_next(cursor, &row, e)) == STATUS_OK) {
        ret[row.stage - 1].planned_on = day_of(row.planned_on);
        ret[row.stage - 1].reached_on = day_of(row.reached_on);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status project_stage_order(struct db *db, int64_t county, int64_t project,
                                enum project_stage stage, struct date on, struct error *e)
{
    struct project_stage_day days[PROJECT_STAGES];
    char day[DATE_TEXT_BYTES];
    TRY(project_stage_days(db, county, project, days, e));
    for (int i = 0; i < PROJECT_STAGES; i++) {
        const char *label = _(PROJECT_STAGE_ROWS[i].label);
        struct date other = days[i].reached_on;
        if (i + 1 < (int)stage && !other.v)
            return error_set(e, STATUS_REFUSED, "PROJECT_STAGE_ORDER",
                             _("“%s”还没有完成：各阶段须按先后登记"), label);
        if (other.v &&
            ((i + 1 < (int)stage && on.v < other.v) || (i + 1 > (int)stage && on.v > other.v)))
            return error_set(e, STATUS_REFUSED, "PROJECT_STAGE_ORDER",
                             _("“%s”在 %s 完成：各阶段的日期须按先后排列"), label,
                             date_format(other, day));
    }
    return STATUS_OK;
}

enum status project_stage_write(struct project_work *w, enum project_stage stage, struct date on,
                                struct error *e)
{
    struct project_stage_day days[PROJECT_STAGES];
    TRY(project_stage_days(w->db, w->county, w->id, days, e));
    const struct project_stage_day *now = &days[(int)stage - 1];
    if (now->planned_on.v || now->reached_on.v)
        TRY(project_stage_supersede(
            w->db,
            (struct project_stage_supersede_args){
                .county = w->county, .project = w->id, .stage = stage, .change = w->change},
            NULL, e));
    return project_stage_enter(
        w->db,
        (struct project_stage_enter_args){.county = w->county,
                                          .project = w->id,
                                          .stage = stage,
                                          .known_from = w->change,
                                          .planned_on = day_number(now->planned_on),
                                          .reached_on = day_number(on),
                                          .actor = w->actor},
        NULL, e);
}

struct reaching {
    struct project_work w;
    enum project_stage stage;
    struct date on;
};

static enum status reach_work(struct db *db, void *context, struct error *e)
{
    struct reaching *x = context;
    struct project_stage_day days[PROJECT_STAGES];
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(project_work_begin(&x->w, PERMISSION_PROJECT_RETURN, PERMISSION_PROJECT_MANAGE,
                           "project.stage", e));
    if (x->stage < STAGE_SITE || x->stage >= STAGE_ACCEPTANCE)
        return error_set(e, STATUS_REFUSED, "PROJECT_STAGE",
                         _("竣工验收和投入使用由验收、移交登记产生，不单独登记"));
    if (x->on.v > x->w.today.v)
        return project_field(e, "on", _("日期还没有到"));
    TRY(project_stage_days(db, x->w.county, x->w.id, days, e));
    if (days[(int)x->stage - 1].reached_on.v == x->on.v)
        return error_set(e, STATUS_REFUSED, "NOTHING_TO_CHANGE", _("这一阶段已按这一天登记"));
    TRY(project_stage_order(db, x->w.county, x->w.id, x->stage, x->on, e));
    return project_stage_write(&x->w, x->stage, x->on, e);
}

enum status project_stage_reach(struct db *db, int64_t county, int64_t project,
                                enum project_stage stage, struct date on, const char *actor,
                                struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PROJECT_ARENA_BYTES);
    struct reaching x = {.w = {.arena = arena, .county = county, .id = project, .actor = actor},
                         .stage = stage,
                         .on = on};
    return arena ? db_transaction(db, reach_work, &x, e) : arena_exhausted(e);
}

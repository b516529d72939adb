/* Writing a month's return: what the month added, as a whole, again and again until it is signed;
   of a signed month another version. */
#include "domain/project/return_internal.h"

#include "base/i18n.h"
#include "base/text.h"

struct writing {
    struct project_work w;
    const struct project_return *r;
    int64_t id;
};

static enum status refuse(struct error *e, const char *field, const char *reason)
{
    (void)error_set(e, STATUS_REFUSED, "PROJECT_RETURN", "%s", reason);
    return error_place(e, "%s", field), STATUS_REFUSED;
}

static enum status fields_check(const struct writing *x, bool is_first_version, struct error *e)
{
    static const char *const sources[PROJECT_SOURCES] = {"central", "province", "city", "county",
                                                         "own"};
    const struct project_return *r = x->r;
    if (r->month.v > date_month(x->w.today).v)
        return refuse(e, "month", _("这个月还没有到"));
    if (r->beds_added < -PROJECT_BEDS_MAX || r->beds_added > PROJECT_BEDS_MAX)
        return refuse(e, "beds", _("床位数不对"));
    if (is_first_version && r->beds_added < 0)
        return refuse(e, "beds", _("本月新增床位不能小于零：多报的请改填原来那个月的月报"));
    if (is_first_version && r->invested.v < 0)
        return refuse(e, "invested", _("本月完成投资不能小于零：多报的请改填原来那个月的月报"));
    for (size_t i = 0; i < PROJECT_SOURCES; i++) {
        if (r->received[i].v < 0)
            return refuse(e, sources[i], _("到位资金不能小于零"));
    }
    TRY(project_text_check("progress", r->progress, true, e));
    TRY(project_text_check("problem", r->problem, false, e));
    TRY(project_text_check("cause", r->cause, false, e));
    return project_text_check("measure", r->measure, false, e);
}

/* The open one of that month, else a new version of it. */
static enum status version_find(struct writing *x, int *ret_version, struct error *e)
{
    struct project_return_highest_row highest;
    struct project_return *list;
    size_t n;
    TRY(project_return_list(x->w.db, x->w.county, x->w.id, x->r->month, x->r->month, x->w.arena,
                            &list, &n, e));
    for (size_t i = 0; i < n; i++) {
        if (list[i].state == RETURN_SIGNED || list[i].state == RETURN_REPLACED)
            continue;
        x->id = list[i].id;
        *ret_version = list[i].version;
        return STATUS_OK;
    }
    TRY(project_return_highest(x->w.db,
                               (struct project_return_highest_args){
                                   .county = x->w.county, .project = x->w.id, .month = x->r->month},
                               NULL, &highest, e));
    *ret_version = (int)highest.version + 1;
    x->id = 0;
    return STATUS_OK;
}

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

static enum status fill(struct writing *x, const struct project_return *own, struct error *e)
{
    const struct project_return *r = x->r;
    enum project_stage stage;
    TRY(return_stage(&x->w, r->month, &stage, e));
    return project_return_fill(
        x->w.db,
        (struct project_return_fill_args){.county = x->w.county,
                                          .id = x->id,
                                          .beds_added = r->beds_added,
                                          .beds_total = own->beds_total,
                                          .invested = r->invested,
                                          .invested_total = own->invested_total,
                                          .central = r->received[0],
                                          .province = r->received[1],
                                          .city = r->received[2],
                                          .county_money = r->received[3],
                                          .own = r->received[4],
                                          .stage = stage,
                                          .progress = text_or_empty(r->progress),
                                          .problem = text_or_empty(r->problem),
                                          .cause = text_or_empty(r->cause),
                                          .measure = text_or_empty(r->measure),
                                          .prepared_by = x->w.actor,
                                          .prepared_on = x->w.today},
        NULL, e);
}

static enum status write_work(struct db *db, void *context, struct error *e)
{
    struct writing *x = context;
    struct return_line line;
    int version;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(project_work_begin(&x->w, PERMISSION_PROJECT_RETURN, PERMISSION_NONE,
                           "project.return.write", e));
    TRY(version_find(x, &version, e));
    TRY(fields_check(x, version == 1, e));
    TRY(return_line_read(&x->w, x->r, &line, e));
    TRY(return_line_check(&x->w, &line, x->r, e));
    if (!x->id) {
        TRY(counter_take(db, x->w.county, "project_return", 1, &x->id, e));
        TRY(project_return_insert(db,
                                  (struct project_return_insert_args){.county = x->w.county,
                                                                      .project = x->w.id,
                                                                      .month = x->r->month,
                                                                      .version = version,
                                                                      .id = x->id,
                                                                      .known_from = x->w.change},
                                  NULL, e));
    }
    return fill(x, return_line_at(&line, x->r->month), e);
}

enum status project_return_write(struct db *db, int64_t county, const struct project_return *r,
                                 const char *actor, int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PROJECT_ARENA_BYTES);
    struct writing x = {.w = {.arena = arena, .county = county, .id = r->project, .actor = actor},
                        .r = r};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, write_work, &x, e));
    *ret_id = x.id;
    return STATUS_OK;
}

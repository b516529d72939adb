/* What every act upon a project asks first: is it there, and may this person. */
#include "domain/project/project_internal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "project_sql.h"

static enum status may(const struct project_work *w, enum permission permission,
                       enum permission other, int64_t township, struct error *e)
{
    struct access_user user;
    if (text_equals(w->actor, ACTOR_SYSTEM))
        return STATUS_OK;
    enum status s = access_user_by_name(w->db, w->county, w->actor, w->arena, &user, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("没有用户“%s”"), w->actor);
    if (s != STATUS_OK)
        return s;
    if (user.is_locked || (!access_can(user.role, permission) &&
                           (other == PERMISSION_NONE || !access_can(user.role, other))))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s 没有“%s”的权限"), w->actor,
                         _(PERMISSIONS[permission].label));
    if (!access_in_scope(user.scope, township))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("%s 不管这个乡镇的项目"), w->actor);
    return STATUS_OK;
}

enum status project_work_begin(struct project_work *w, enum permission permission,
                               enum permission other, const char *action, struct error *e)
{
    char subject[40];
    assert(db_in_transaction(w->db));
    w->today = date_today();
    TRY(project_hold(w->db, (struct project_hold_args){.county = w->county, .id = w->id}, NULL, e));
    enum status s = project_by_id(w->db, w->county, w->id, w->arena, &w->project, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PROJECT_UNKNOWN", _("没有第 %" PRId64 " 号项目"),
                         w->id);
    if (s != STATUS_OK)
        return s;
    TRY(may(w, permission, other, w->project.scope.township, e));
    if (w->project.is_cancelled)
        return error_set(e, STATUS_REFUSED, "PROJECT_CANCELLED", _("项目 %s 已撤销，不能再办理"),
                         w->project.code);
    (void)snprintf(subject, sizeof subject, "project %" PRId64, w->id);
    return change_record(w->db, w->county,
                         &(struct change_entry){.actor = w->actor,
                                                .action = action,
                                                .subject = subject,
                                                .detail = w->detail ? w->detail : ""},
                         &w->change, e);
}

enum status project_beds_refuse(struct error *e, const char *what, int64_t beds, int64_t most)
{
    return error_set(
        e, STATUS_REFUSED, "PROJECT_BEDS",
        _("%s：床位 %" PRId64 " 张，应在 0 到 %" PRId64 " 张之间（同一床位只能计一次）"), what,
        beds, most);
}

enum status project_same_person(struct error *e, const char *actor)
{
    return error_set(e, STATUS_REFUSED, "SAME_PERSON", _("%s 是经办人：须由另一人签发、审批或确认"),
                     actor);
}

struct adding {
    struct project_work w;
    const struct project_entry *entry;
};

static enum status add_work(struct db *db, void *context, struct error *e)
{
    struct adding *x = context;
    struct project_number_row taken;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(may(&x->w, PERMISSION_PROJECT_MANAGE, PERMISSION_NONE, x->entry->scope.township, e));
    TRY(change_record(
        db, x->w.county,
        &(struct change_entry){
            .actor = x->w.actor, .action = "project.add", .subject = x->entry->code, .detail = ""},
        &x->w.change, e));
    enum status s = project_by_code(
        db, (struct project_by_code_args){.county = x->w.county, .code = x->entry->code}, NULL,
        &taken, e);
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "PROJECT_CODE", _("编号或名称 %s 已有项目"),
                         x->entry->code);
    if (s != STATUS_NONE)
        return s;
    return project_write(db, x->w.county, x->entry, x->w.actor, x->w.change, &x->w.id, e);
}

enum status project_enter(struct db *db, int64_t county, const struct project_entry *entry,
                          const char *actor, int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PROJECT_ARENA_BYTES);
    struct adding x = {.w = {.arena = arena, .county = county, .actor = actor}, .entry = entry};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, add_work, &x, e));
    *ret_id = x.w.id;
    return STATUS_OK;
}

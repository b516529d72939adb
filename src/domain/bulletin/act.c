/* What every act upon a bulletin asks first: is it there, may this person, is it its turn. */
#include "domain/bulletin/bulletin_internal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "bulletin_sql.h"

enum status bulletin_may(struct bulletin_work *w, enum permission permission, struct error *e)
{
    struct access_user user;
    if (text_equals(w->actor, ACTOR_SYSTEM) && access_can(ROLE_SYSTEM, permission))
        return STATUS_OK;
    enum status s = access_user_by_name(w->db, w->county, w->actor, w->arena, &user, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("没有用户“%s”"), w->actor);
    if (s != STATUS_OK)
        return s;
    if (user.is_locked || !access_can(user.role, permission))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s 没有“%s”的权限"), w->actor,
                         _(PERMISSIONS[permission].label));
    return STATUS_OK;
}

enum status bulletin_work_begin(struct bulletin_work *w, enum permission permission,
                                enum bulletin_state state, enum bulletin_state other,
                                struct error *e)
{
    assert(db_in_transaction(w->db));
    w->today = date_today();
    TRY(bulletin_may(w, permission, e));
    TRY(bulletin_hold(w->db, (struct bulletin_hold_args){.county = w->county, .id = w->id}, NULL,
                      e));
    enum status s = bulletin_read(w->db, w->county, w->id, w->arena, &w->b, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "BULLETIN_UNKNOWN", _("没有第 %" PRId64 " 号通报"),
                         w->id);
    if (s != STATUS_OK)
        return s;
    if (w->b.state != state && w->b.state != other)
        return error_set(e, STATUS_REFUSED, "BULLETIN_STATE",
                         _("第 %" PRId64 " 号通报%s，现在不能办理"), w->id,
                         _(bulletin_state_label(w->b.state)));
    return STATUS_OK;
}

enum status bulletin_change_record(struct bulletin_work *w, const char *action, struct error *e)
{
    char subject[40];
    (void)snprintf(subject, sizeof subject, "bulletin %" PRId64, w->id);
    return change_record(w->db, w->county,
                         &(struct change_entry){.actor = w->actor,
                                                .action = action,
                                                .subject = subject,
                                                .detail = w->detail ? w->detail : ""},
                         &w->change, e);
}

enum status bulletin_transact(struct db *db, struct bulletin_work *w, db_work work, void *context,
                              struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(BULLETIN_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    w->arena = arena;
    return db_transaction(db, work, context, e);
}

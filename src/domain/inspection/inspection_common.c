/* What every act upon a visit, a rectification or an accountability asks first. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/inspection/inspection_internal.h"
#include "rectification_sql.h"

enum status inspection_may(const struct inspection_act *act, enum permission permission,
                           int64_t township, struct error *e)
{
    struct access_user user = {.role = ROLE_SYSTEM, .scope = act->county};
    if (!text_equals(act->actor, ACTOR_SYSTEM)) {
        enum status s = access_user_by_name(act->db, act->county, act->actor, act->arena, &user, e);
        if (s == STATUS_NONE)
            return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("没有用户“%s”"), act->actor);
        if (s != STATUS_OK)
            return s;
    }
    if (user.is_locked || !access_can(user.role, permission))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s 没有“%s”的权限"), act->actor,
                         _(PERMISSIONS[permission].label));
    if (user.role == ROLE_INSPECTOR) {
        if (township && access_in_scope(township, user.scope))
            return error_set(e, STATUS_REFUSED, "INSPECTION_OWN",
                             _("%s 属于这个乡镇，检查和整改须由另外的检查员办理"), act->actor);
        return STATUS_OK;
    }
    if (!access_in_scope(user.scope, township ? township : act->county))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("%s 只能办理本乡镇的检查和整改"),
                         act->actor);
    return STATUS_OK;
}

enum status inspection_act_record(struct inspection_act *act, const char *action, const char *noun,
                                  const char *detail, struct error *e)
{
    char subject[48];
    assert(db_in_transaction(act->db));
    (void)snprintf(subject, sizeof subject, "%s %" PRId64, noun, act->id);
    act->today = date_today();
    return change_record(
        act->db, act->county,
        &(struct change_entry){
            .actor = act->actor, .action = action, .subject = subject, .detail = detail},
        &act->change, e);
}

enum status inspection_field_refuse(struct error *e, const char *code, const char *field,
                                    const char *reason)
{
    (void)error_set(e, STATUS_REFUSED, code, "%s", reason);
    return error_place(e, "%s", field);
}

enum status inspection_text_check(const char *code, const char *field, const char *text,
                                  bool is_needed, size_t most, struct error *e)
{
    if (!text || !text[0])
        return is_needed ? inspection_field_refuse(e, code, field, _("这一栏没有填写")) : STATUS_OK;
    if (strlen(text) > most)
        return inspection_field_refuse(e, code, field, _("这一栏太长，请写得简短些"));
    if (!utf8_is_valid(text, strlen(text)))
        return inspection_field_refuse(e, code, field, _("这一栏不是有效的文字"));
    return STATUS_OK;
}

enum status inspection_same_person(struct error *e, const char *actor)
{
    return error_set(e, STATUS_REFUSED, "SAME_PERSON", _("%s 是经办人：须由另一人复查、签发或决定"),
                     actor);
}

enum status inspection_township_check(struct db *db, int64_t county, const char *code,
                                      int64_t township, struct date day, struct arena *arena,
                                      struct error *e)
{
    struct rectification_township_row row;
    enum status s = rectification_township_known(
        db,
        (struct rectification_township_known_args){
            .county = county, .township = township, .on_month = date_month(day)},
        arena, &row, e);
    return s == STATUS_NONE ? inspection_field_refuse(e, code, "township", _("本县没有这个乡镇"))
                            : s;
}

/* What every act upon targets asks first: may this person, and are the words good. */
#include "domain/target/target_internal.h"

enum status target_may(struct db *db, int64_t county, const char *actor, enum permission permission,
                       int64_t division, struct arena *arena, const char **ret_title,
                       struct error *e)
{
    struct access_user user = {.role = ROLE_SYSTEM, .scope = county, .title = ""};
    if (!text_equals(actor, ACTOR_SYSTEM)) {
        enum status s = access_user_by_name(db, county, actor, arena, &user, e);
        if (s == STATUS_NONE)
            return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("没有用户“%s”"), actor);
        if (s != STATUS_OK)
            return s;
    }
    if (user.is_locked || !access_can(user.role, permission))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s 没有“%s”的权限"), actor,
                         _(PERMISSIONS[permission].label));
    if (!access_in_scope(user.scope, division))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("%s 不管这个地方的目标任务"), actor);
    if (ret_title)
        *ret_title = user.title ? user.title : "";
    return STATUS_OK;
}

enum status target_change(struct db *db, int64_t county, const char *actor, const char *action,
                          const char *noun, int64_t id, const char *detail, int64_t *ret_change,
                          struct error *e)
{
    char subject[64];
    (void)snprintf(subject, sizeof subject, "%s %" PRId64, noun, id);
    return change_record(
        db, county,
        &(struct change_entry){
            .actor = actor, .action = action, .subject = subject, .detail = detail ? detail : ""},
        ret_change, e);
}

enum status target_field(struct error *e, const char *code, const char *field, const char *reason)
{
    (void)error_set(e, STATUS_REFUSED, code, "%s", reason);
    return error_place(e, "%s", field), STATUS_REFUSED;
}

enum status target_text_check(const char *code, const char *field, const char *text, bool is_needed,
                              struct error *e)
{
    if (is_needed && (!text || !text[0]))
        return target_field(e, code, field, _("没有填写：这一项必须写明"));
    if (text && (strlen(text) > TARGET_TEXT_BYTES_MAX || !utf8_is_valid(text, strlen(text))))
        return target_field(e, code, field, _("过长，或含有不能保存的字符"));
    return STATUS_OK;
}

enum status target_same_person(struct error *e, const char *actor)
{
    return error_set(e, STATUS_REFUSED, "SAME_PERSON", _("%s 是经办人：须由另一人下达或签订"),
                     actor);
}

enum status target_clause_check(struct db *db, int64_t county, const char *code, const char *field,
                                const char *clause, struct arena *arena, struct error *e)
{
    const char *title, *body;
    TRY(target_text_check(code, field, clause, true, e));
    enum status s = plan_clause_text(db, county, clause, arena, &title, &body, e);
    return s == STATUS_NONE ? target_field(e, code, field, _("方案中没有这一条款")) : s;
}

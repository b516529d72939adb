#include "domain/library/may.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/registry/change.h"

enum status library_may(struct db *db, int64_t county, const char *actor,
                        enum permission permission, int64_t division, struct arena *arena,
                        struct error *e)
{
    struct access_user user;
    if (text_equals(actor, ACTOR_SYSTEM))
        return STATUS_OK;
    enum status s = access_user_by_name(db, county, actor, arena, &user, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("没有用户“%s”"), actor);
    if (s != STATUS_OK)
        return s;
    if (user.is_locked || !access_can(user.role, permission))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s 没有“%s”的权限"), actor,
                         _(PERMISSIONS[permission].label));
    if (division && !access_in_scope(user.scope, division))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("%s 不管这个地方的事"), actor);
    return STATUS_OK;
}

enum status library_same_person(struct error *e, const char *actor)
{
    return error_set(e, STATUS_REFUSED, "SAME_PERSON", _("%s 是经办人：须由另一人审核或确认"),
                     actor);
}

enum status library_text_check(const char *code, const char *field, const char *text,
                               bool is_needed, size_t most, struct error *e)
{
    size_t n = text ? strlen(text) : 0;
    if (is_needed && n == 0)
        (void)error_set(e, STATUS_REFUSED, code, _("这一项没有写"));
    else if (n > most)
        (void)error_set(e, STATUS_REFUSED, code, _("这一项太长：最多 %zu 个字节"), most);
    else
        return STATUS_OK;
    (void)error_place(e, "%s", field);
    return STATUS_REFUSED;
}

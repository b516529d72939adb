/* Who speaks for a home, and what every act upon one asks first. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/home/home_internal.h"
#include "home_sql.h"

enum status home_of_user(struct db *db, int64_t county, const char *user, int64_t *ret_home,
                         struct error *e)
{
    struct home_user_read_row row;
    TRY(home_user_read(db, (struct home_user_read_args){.county = county, .user_name = user}, NULL,
                       &row, e));
    *ret_home = row.home;
    return STATUS_OK;
}

static enum status user_of(struct db *db, int64_t county, const char *name, struct arena *arena,
                           struct access_user *ret, struct error *e)
{
    enum status s = access_user_by_name(db, county, name, arena, ret, e);
    if (s != STATUS_NONE)
        return s;
    return error_set(e, STATUS_REFUSED, "ACCESS_DENIED",
                     _("没有用户“%.64s”。用 minsheng user list 查看现有用户。"), name);
}

enum status home_user_bind(struct db *db, int64_t county, const char *user, int64_t home,
                           struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(HOME_ARENA_BYTES);
    struct access_user who;
    struct home known;
    if (!arena)
        return arena_exhausted(e);
    TRY(user_of(db, county, user, arena, &who, e));
    if (who.role != ROLE_HOME_DIRECTOR)
        return error_set(e, STATUS_REFUSED, "ACCESS_ROLE",
                         _("用户“%.64s”的角色是%s，不是敬老院院长，不能代表敬老院。"), user,
                         _(role_label(who.role)));
    TRY(home_read(db, county, home, arena, &known, e));
    return home_user_put(
        db, (struct home_user_put_args){.county = county, .user_name = user, .home = home}, NULL,
        e);
}

static enum status scope_check(struct db *db, int64_t county, const struct access_user *who,
                               const struct home *home, struct error *e)
{
    int64_t own = 0;
    if (who->role != ROLE_HOME_DIRECTOR) {
        if (access_in_scope(who->scope, home->township))
            return STATUS_OK;
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE",
                         _("%s在%s，不在您的数据范围内。请由当地或县民政局办理。"), home->name,
                         home->township_name);
    }
    enum status s = home_of_user(db, county, who->name, &own, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (own == home->id)
        return STATUS_OK;
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE",
                         _("用户“%.64s”还没有对应的敬老院。请管理员用 minsheng home bind 登记。"),
                         who->name);
    return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("院长只能办理本院的事，不能办理%s的。"),
                     home->name);
}

enum status home_require(struct db *db, int64_t county, const char *actor,
                         enum permission permission, int64_t home, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(HOME_ARENA_BYTES);
    struct access_user who;
    struct home known;
    if (!arena)
        return arena_exhausted(e);
    TRY(home_read(db, county, home, arena, &known, e));
    if (text_equals(actor, ACTOR_SYSTEM))
        return STATUS_OK;
    TRY(user_of(db, county, actor, arena, &who, e));
    if (who.is_locked || !access_can(who.role, permission))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s（%s）无权“%s”。"), who.name,
                         _(role_label(who.role)), _(PERMISSIONS[permission].label));
    return scope_check(db, county, &who, &known, e);
}

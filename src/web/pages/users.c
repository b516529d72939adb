/* Users, for the administrator: who is there, who may do what, and who has lost his keys. */
#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/guarded.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

#include <microhttpd.h>
#include <string.h>

#define PAGE_USERS 100

static void user_add(const struct request *r, struct view *v, const struct access_user *u)
{
    view_add_text(v, "name", u->name);
    view_add_text(v, "title", u->title);
    view_add_text(v, "role", role_code(u->role));
    view_add_text(v, "role_label", request_text(r, role_label(u->role)));
    view_add_integer(v, "scope", u->scope);
    view_add_bool(v, "is_locked", u->is_locked);
    view_add_bool(v, "has_password", u->has_password);
    view_add_bool(v, "must_change", u->must_change);
    view_add_bool(v, "has_totp", u->has_totp);
    view_add_bool(v, "is_self", text_equals(u->name, r->session.user.name));
}

static void roles_add(struct request *r, enum role chosen)
{
    struct view *list = view_add_list(r->page, "roles");
    for (int i = ROLE_NONE + 1; i < ROLE_SYSTEM; i++)
        option_add(list, role_code((enum role)i), request_text(r, role_label((enum role)i)),
                   (enum role)i == chosen);
}

static enum status settings_add(struct request *r, struct error *e)
{
    struct view *list = view_add_list(r->page, "settings");
    for (int i = 0; i < ACCESS_SETTING_COUNT; i++) {
        bool is_on = false;
        struct view *v = view_add_object(list, NULL);
        TRY(access_setting_get(r->db, r->county, (enum access_setting)i, &is_on, e));
        view_add_text(v, "name", access_setting_name((enum access_setting)i));
        view_add_text(v, "label", request_text(r, access_setting_label((enum access_setting)i)));
        view_add_bool(v, "is_on", is_on);
    }
    return STATUS_OK;
}

static enum status list_page(struct request *r, const struct error *why, struct error *e)
{
    const char *q = request_query(r, "q"), *after = request_query(r, "after");
    struct view *list = view_add_list(r->page, "users");
    struct access_user *users;
    size_t count, shown = 0;
    TRY(access_user_list(r->db, r->county, r->arena, &users, &count, e));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(users[i].name, after) <= 0 ||
            (strstr(users[i].name, q) == NULL && strstr(users[i].title, q) == NULL))
            continue;
        if (shown++ == PAGE_USERS) {
            static const char *const without[] = {"after", NULL};
            view_add_text(r->page, "more", query_address(r, "/users", without));
            break;
        }
        user_add(r, view_add_object(list, NULL), &users[i]);
        if (shown == PAGE_USERS)
            view_add_text(r->page, "last", users[i].name);
    }
    view_add_text(r->page, "q", q);
    roles_add(r, ROLE_NONE);
    view_add_integer(r->page, "county", r->session.user.scope);
    TRY(settings_add(r, e));
    static const char *const fields[] = {"name", "title", "scope", NULL};
    for (size_t i = 0; fields[i] != NULL; i++)
        view_add_text(r->page, fields[i], request_field(r, fields[i]));
    return respond_page_status(r, why != NULL ? MHD_HTTP_UNPROCESSABLE_CONTENT : MHD_HTTP_OK,
                               "users/list.html", request_text(r, N_("用户")), why, e);
}

static enum status list_show(struct request *r, struct error *e)
{
    return list_page(r, NULL, e);
}

static enum status user_page(struct request *r, const struct error *why, struct error *e)
{
    struct access_user user;
    TRY(access_user_by_name(r->db, r->county, request_parameter(r, "user"), r->arena, &user, e));
    user_add(r, r->page, &user);
    roles_add(r, user.role);
    return respond_page_status(r, why != NULL ? MHD_HTTP_UNPROCESSABLE_CONTENT : MHD_HTTP_OK,
                               "users/page.html", user.name, why, e);
}

static enum status user_show(struct request *r, struct error *e)
{
    return user_page(r, NULL, e);
}

static enum status role_fields(const struct request *r, enum role *role, int64_t *scope,
                               struct error *e)
{
    TRY(role_parse(request_field(r, "role"), role, e));
    if (i64_parse(request_field(r, "scope"), scope, e) != STATUS_OK)
        return error_set(e, STATUS_REFUSED, "USER_SCOPE",
                         _("请指定数据范围：县、乡镇或村的区划代码"));
    return STATUS_OK;
}

static enum status add_do(struct request *r, struct db *db, struct error *e)
{
    const char *password = request_field(r, "password");
    struct access_new_user user = {.name = request_field(r, "name"),
                                   .title = request_field(r, "title"),
                                   .password = password[0] != '\0' ? password : NULL,
                                   .cost = ACCESS_COST_INTERACTIVE};
    TRY(role_fields(r, &user.role, &user.scope, e));
    return access_user_add(db, r->county, r->session.user.name, &user, e);
}

static enum status user_take(struct request *r, struct error *e)
{
    struct error why = {0};
    struct db *db = NULL;
    TRY(guarded_begin(r, &db, e));
    enum status s = add_do(r, db, &why);
    guarded_end(r, s);
    if (s == STATUS_REFUSED)
        return list_page(r, &why, e);
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    return respond_redirect(r, _("已添加用户。"), e, "/users/%s", request_field(r, "name"));
}

static enum status setting_take(struct request *r, struct error *e)
{
    enum access_setting setting;
    struct db *db;
    TRY(access_setting_parse(request_field(r, "name"), &setting, e));
    TRY(request_writer(r, &db, e));
    TRY(access_setting_set(db, r->county, r->session.user.name, setting,
                           text_equals(request_field(r, "value"), "1"), e));
    return respond_redirect(r, _("设置已改。"), e, "/users");
}

/* ---- one user ---- */

enum change { CHANGE_LOCK, CHANGE_UNLOCK, CHANGE_ROLE, CHANGE_PASSWORD, CHANGE_TOTP };

static enum status change_do(struct request *r, struct db *db, enum change change, struct error *e)
{
    const char *name = request_parameter(r, "user"), *actor = r->session.user.name;
    enum role role;
    int64_t scope;
    switch (change) {
    case CHANGE_LOCK:
    case CHANGE_UNLOCK:
        return access_user_lock(db, r->county, actor, name, change == CHANGE_LOCK, e);
    case CHANGE_ROLE:
        TRY(role_fields(r, &role, &scope, e));
        return access_user_role(db, r->county, actor, name, role, scope, e);
    case CHANGE_PASSWORD:
        return access_user_passwd(db, r->county, actor, name, request_field(r, "password"),
                                  ACCESS_COST_INTERACTIVE, e);
    case CHANGE_TOTP:
        break;
    }
    return access_totp_reset(db, r->county, actor, name, e);
}

static enum status change_take(struct request *r, enum change change, const char *notice,
                               struct error *e)
{
    struct error why = {0};
    struct db *db = NULL;
    TRY(guarded_begin(r, &db, e));
    enum status s = change_do(r, db, change, &why);
    guarded_end(r, s);
    if (s == STATUS_REFUSED && text_equals(why.code, "ACCESS_USER_UNKNOWN"))
        return STATUS_NONE;
    if (s == STATUS_REFUSED)
        return user_page(r, &why, e);
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    return respond_redirect(r, notice, e, "/users/%s", request_parameter(r, "user"));
}

static enum status lock_take(struct request *r, struct error *e)
{
    return change_take(r, CHANGE_LOCK, _("已停用，他的登录和令牌都不再有效。"), e);
}

static enum status unlock_take(struct request *r, struct error *e)
{
    return change_take(r, CHANGE_UNLOCK, _("已启用。"), e);
}

static enum status role_take(struct request *r, struct error *e)
{
    return change_take(r, CHANGE_ROLE, _("岗位已调整，他须重新登录。"), e);
}

static enum status password_take(struct request *r, struct error *e)
{
    return change_take(r, CHANGE_PASSWORD, _("密码已设，他登录时须换成自己的。"), e);
}

static enum status totp_take(struct request *r, struct error *e)
{
    return change_take(r, CHANGE_TOTP, _("验证器已解除，他登录时须重新绑定。"), e);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/users", list_show, PERMISSION_USER_MANAGE, N_("用户"), AUDIENCE_PEOPLE},
    {HTTP_POST, "/users", user_take, PERMISSION_USER_MANAGE, N_("添加用户"), AUDIENCE_PEOPLE},
    {HTTP_POST, "/users/settings", setting_take, PERMISSION_USER_MANAGE, N_("登录的规定"),
     AUDIENCE_PEOPLE},
    {HTTP_GET, "/users/{user}", user_show, PERMISSION_USER_MANAGE, N_("用户"), AUDIENCE_PEOPLE},
    {HTTP_POST, "/users/{user}/lock", lock_take, PERMISSION_USER_MANAGE, N_("停用"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, "/users/{user}/unlock", unlock_take, PERMISSION_USER_MANAGE, N_("启用"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, "/users/{user}/role", role_take, PERMISSION_USER_MANAGE, N_("调整岗位"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, "/users/{user}/password", password_take, PERMISSION_USER_MANAGE, N_("设密码"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, "/users/{user}/totp", totp_take, PERMISSION_USER_MANAGE, N_("解除验证器"),
     AUDIENCE_PEOPLE},
};
const struct route_table USERS_ROUTES = ROUTE_TABLE("users", ROUTES);

/* One's own account: password, authenticator, sessions, tokens for programs. */
#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/guarded.h"
#include "web/pages/pages.h"

#include <inttypes.h>
#include <microhttpd.h>
#include <stdio.h>

#define TOKEN_DAYS 90

static enum status sessions_add(struct request *r, struct error *e)
{
    struct access_session_item *items;
    size_t count;
    struct view *list = view_add_list(r->page, "sessions");
    TRY(access_session_list(r->db, r->county, r->session.user.name, r->token, clock_s(), r->arena,
                            &items, &count, e));
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "key", items[i].key);
        stamp_add(v, "begun", items[i].created_at);
        stamp_add(v, "seen", items[i].seen_at);
        stamp_add(v, "ends", items[i].expires_at);
        view_add_bool(v, "is_current", items[i].is_current);
    }
    view_add_bool(r->page, "has_others", count > 1);
    return STATUS_OK;
}

static enum status tokens_add(struct request *r, struct error *e)
{
    struct access_bearer *tokens;
    size_t count;
    struct view *list = view_add_list(r->page, "tokens");
    TRY(access_bearer_list(r->db, r->county, r->session.user.name, r->arena, &tokens, &count, e));
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "id", tokens[i].id);
        view_add_text(v, "label", tokens[i].label);
        stamp_add(v, "made", tokens[i].created_at);
        stamp_add(v, "ends", tokens[i].expires_at);
        stamp_add(v, "used", tokens[i].used_at);
        view_add_bool(v, "is_revoked", tokens[i].is_revoked);
    }
    view_add_integer(r->page, "days", TOKEN_DAYS);
    return STATUS_OK;
}

/* The whole page; why: what went wrong with the form just sent, or NULL. */
static enum status account_page(struct request *r, const struct error *why, struct error *e)
{
    struct access_user user;
    const char *name = r->session.user.name;
    TRY(access_user_by_name(r->db, r->county, name, r->arena, &user, e));
    view_add_text(r->page, "name", name);
    view_add_text(r->page, "title", user.title);
    view_add_text(r->page, "role", request_text(r, role_label(user.role)));
    view_add_integer(r->page, "scope", user.scope);
    view_add_bool(r->page, "has_totp", user.has_totp);
    view_add_bool(r->page, "needs_totp", access_totp_is_required(user.role));
    TRY(sessions_add(r, e));
    TRY(tokens_add(r, e));
    return respond_page_status(r, why != NULL ? MHD_HTTP_UNPROCESSABLE_CONTENT : MHD_HTTP_OK,
                               "account/page.html", request_text(r, N_("我的账户")), why, e);
}

static enum status account_show(struct request *r, struct error *e)
{
    return account_page(r, NULL, e);
}

/* A refusal is shown on the page itself. */
static enum status refused_or(struct request *r, enum status s, const struct error *why,
                              struct error *e)
{
    if (s == STATUS_REFUSED)
        return account_page(r, why, e);
    if (s != STATUS_NONE)
        *e = *why;
    return s;
}

static enum status password_do(struct request *r, struct db *db, char token[ACCESS_TOKEN_BYTES],
                               struct error *e)
{
    struct access_session session;
    if (!text_equals(request_field(r, "password"), request_field(r, "again")))
        return error_set(e, STATUS_REFUSED, "ACCESS_PASSWORD_TYPED",
                         _("两次输入的新密码不一样，请重新输入。"));
    return access_password_change(db, r->county, r->session.user.name, request_field(r, "old"),
                                  request_field(r, "password"), ACCESS_COST_INTERACTIVE, clock_s(),
                                  r->arena, token, &session, e);
}

static enum status password_take(struct request *r, struct error *e)
{
    char token[ACCESS_TOKEN_BYTES];
    struct error why = {0};
    struct db *db = NULL;
    TRY(guarded_begin(r, &db, e));
    enum status s = password_do(r, db, token, &why);
    guarded_end(r, s);
    if (s != STATUS_OK)
        return refused_or(r, s, &why, e);
    session_cookie_set(r, token);
    return respond_redirect(r, _("密码已换，其他地方的登录都已结束。"), e, "/account");
}

/* ---- the authenticator ---- */

static enum status totp_page(struct request *r, const struct error *why, struct error *e)
{
    char secret[ACCESS_SECRET_TEXT_BYTES];
    const char *name = r->session.user.name;
    TRY(require_keys(r, e));
    TRY(access_totp_pending(r->db, r->county, r->keys, name, r->arena, secret, e));
    TRY(authenticator_add(r, name, secret, e));
    return respond_page_status(r, why != NULL ? MHD_HTTP_UNPROCESSABLE_CONTENT : MHD_HTTP_OK,
                               "account/totp.html", request_text(r, N_("绑定验证器")), why, e);
}

static enum status totp_show(struct request *r, struct error *e)
{
    return totp_page(r, NULL, e);
}

static enum status totp_begin(struct request *r, struct error *e)
{
    struct db *db;
    TRY(require_keys(r, e));
    TRY(request_writer(r, &db, e));
    TRY(access_totp_begin(db, r->county, r->keys, r->session.user.name, e));
    return respond_redirect(r, NULL, e, "/account/totp");
}

static enum status totp_confirm(struct request *r, struct error *e)
{
    char codes[ACCESS_RECOVERY_CODES][ACCESS_RECOVERY_BYTES];
    struct error why = {0};
    struct db *db;
    TRY(require_keys(r, e));
    TRY(request_writer(r, &db, e));
    enum status s = access_totp_confirm(db, r->county, r->keys, r->session.user.name,
                                        request_field(r, "code"), clock_s(), r->arena, codes, &why);
    if (s == STATUS_REFUSED)
        return totp_page(r, &why, e);
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    recovery_add(r, codes);
    return respond_page(r, "account/codes.html", request_text(r, N_("恢复码")), e);
}

/* ---- sessions ---- */

static enum status sessions_take(struct request *r, struct error *e)
{
    const char *key = request_field(r, "key"), *name = r->session.user.name;
    struct db *db;
    int64_t count = 0;
    TRY(request_writer(r, &db, e));
    if (key[0] != '\0')
        TRY(access_session_end(db, r->county, name, key, e));
    else
        TRY(access_session_end_others(db, r->county, name, r->token, &count, e));
    return respond_redirect(r, _("已结束。"), e, "/account");
}

/* ---- tokens ---- */

static enum status token_take(struct request *r, struct error *e)
{
    const char *name = r->session.user.name, *label = request_field(r, "label");
    char token[ACCESS_TOKEN_BYTES];
    int64_t id, days = TOKEN_DAYS;
    struct error why = {0};
    struct db *db;
    enum status s = STATUS_OK;
    if (request_field(r, "days")[0] != '\0')
        s = i64_parse(request_field(r, "days"), &days, &why);
    if (s == STATUS_OK) {
        TRY(request_writer(r, &db, e));
        s = access_bearer_create(db, r->county, name, name, label, clock_s(), days, token, &id,
                                 &why);
    }
    if (s != STATUS_OK)
        return refused_or(r, s, &why, e);
    view_add_text(r->page, "token", token);
    view_add_text(r->page, "label", label);
    view_add_integer(r->page, "id", id);
    return respond_page(r, "account/token.html", request_text(r, N_("新的接口令牌")), e);
}

static enum status token_revoke(struct request *r, struct error *e)
{
    const char *name = r->session.user.name;
    struct db *db;
    int64_t id;
    TRY(request_parameter_i64(r, "token", &id));
    TRY(request_writer(r, &db, e));
    TRY(access_bearer_revoke(db, r->county, name, name, id, e));
    return respond_redirect(r, _("令牌已撤销。"), e, "/account");
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/account", account_show, PERMISSION_SESSION, N_("我的账户"), AUDIENCE_PEOPLE},
    {HTTP_POST, "/account/password", password_take, PERMISSION_SESSION, N_("换密码"),
     AUDIENCE_PEOPLE},
    {HTTP_GET, "/account/totp", totp_show, PERMISSION_SESSION, N_("绑定验证器"), AUDIENCE_PEOPLE},
    {HTTP_POST, "/account/totp", totp_begin, PERMISSION_SESSION, N_("绑定验证器"), AUDIENCE_PEOPLE},
    {HTTP_POST, "/account/totp/confirm", totp_confirm, PERMISSION_SESSION, N_("绑定验证器"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, "/account/sessions", sessions_take, PERMISSION_SESSION, N_("结束登录"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, "/account/tokens", token_take, PERMISSION_API_TOKEN, N_("新的接口令牌"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, "/account/tokens/{token}/revoke", token_revoke, PERMISSION_API_TOKEN,
     N_("撤销令牌"), AUDIENCE_PEOPLE},
};
const struct route_table ACCOUNT_ROUTES = ROUTE_TABLE("account", ROUTES);

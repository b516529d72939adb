/* Coming in and going out. */
#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/pages.h"
#include "web/server_internal.h"

#include <string.h>
#include <time.h>

/* Only a path of this site: "/runs/3?tab=items", never "//elsewhere". */
static const char *next_path(const char *next)
{
    bool is_ours = next[0] == '/' && next[1] != '/' && next[1] != '\\' && strlen(next) < 1024 &&
                   !text_starts(next, "/login") && !text_starts(next, "/logout");
    for (const char *p = next; *p != '\0'; p++)
        is_ours = is_ours && (unsigned char)*p > 0x20 && (unsigned char)*p < 0x7f;
    return is_ours ? next : "/";
}

static enum status login_show(struct request *r, struct error *e)
{
    if (r->has_session)
        return respond_redirect(r, NULL, e, "%s", next_path(request_query(r, "next")));
    view_add_text(r->page, "next", next_path(request_query(r, "next")));
    return respond_page(r, "login/page.html", NULL, e);
}

static enum status login_try(struct request *r, char token[ACCESS_TOKEN_BYTES],
                             struct access_session *session, struct error *e)
{
    struct server *s = r->server;
    struct db *db = NULL;
    pthread_mutex_lock(&s->login_lock);
    enum status status = connection_login(s, &db, e);
    if (status == STATUS_OK)
        status = access_login(db, r->county, request_field(r, "name"), request_field(r, "password"),
                              (int64_t)time(NULL), r->token, r->arena, token, session, e);
    if (status == STATUS_FAILED)
        connection_login_drop(s);
    pthread_mutex_unlock(&s->login_lock);
    return status;
}

static enum status login_take(struct request *r, struct error *e)
{
    char token[ACCESS_TOKEN_BYTES];
    struct access_session session;
    struct error why = {0};
    enum status s = login_try(r, token, &session, &why);
    if (s == STATUS_REFUSED) {
        view_add_text(r->page, "name", request_field(r, "name"));
        view_add_text(r->page, "next", next_path(request_field(r, "next")));
        return respond_page_status(r, MHD_HTTP_UNPROCESSABLE_CONTENT, "login/page.html", NULL, &why,
                                   e);
    }
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    response_cookie_add(r, COOKIE_SESSION, token, ACCESS_LIFE_S);
    response_cookie_add(r, COOKIE_LOGIN, "", 0);
    return respond_redirect(r, NULL, e, "%s", next_path(request_field(r, "next")));
}

static enum status logout_take(struct request *r, struct error *e)
{
    struct db *db;
    TRY(request_writer(r, &db, e));
    TRY(access_logout(db, r->county, r->token, r->session.user.name, e));
    response_cookie_add(r, COOKIE_SESSION, "", 0);
    return respond_redirect(r, NULL, e, "/login");
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/login", login_show, PERMISSION_PUBLIC, N_("登录"), AUDIENCE_PEOPLE},
    {HTTP_POST, "/login", login_take, PERMISSION_PUBLIC, N_("登录"), AUDIENCE_PEOPLE},
    {HTTP_POST, "/logout", logout_take, PERMISSION_SESSION, N_("退出"), AUDIENCE_PEOPLE},
};
const struct route_table LOGIN_ROUTES = ROUTE_TABLE("login", ROUTES);

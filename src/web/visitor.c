#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "web/exchange.h"
#include "web/quota.h"

#include <string.h>
#include <time.h>

#define CHROME_COOKIE_AGE_S (365 * 24 * 3600)

static int64_t now_s(void)
{
    return (int64_t)time(NULL);
}

static const char *cookie(struct exchange *x, struct MHD_Connection *connection, const char *name)
{
    const char *value = "", *text = "";
    if (cookie_find(x->r.arena, exchange_header(connection, MHD_HTTP_HEADER_COOKIE), name, &value,
                    NULL) != STATUS_OK)
        return "";
    /* Written by form_encode; a value that does not decode is not ours. */
    struct form decoded = {.arena = x->r.arena};
    const char *pair = arena_printf(x->r.arena, "v=%s", value);
    if (pair != NULL && strpbrk(value, "&=") == NULL &&
        form_add_urlencoded(&decoded, pair, strlen(pair), NULL) == STATUS_OK)
        text = form_get(&decoded, "v");
    return text == NULL ? "" : text;
}

static void chrome_choose(struct exchange *x, struct MHD_Connection *connection)
{
    struct request *r = &x->r;
    const char *lang = request_query(r, "lang"), *theme = request_query(r, "theme");
    if (r->is_api) {
        r->language =
            strcmp(lang, "en") == 0 && r->server->english != NULL ? VIEW_ENGLISH : VIEW_CHINESE;
        r->wants_json = true;
        return;
    }
    if (strcmp(lang, "zh") == 0 || strcmp(lang, "en") == 0)
        response_cookie_add_readable(r, COOKIE_LANGUAGE, lang, CHROME_COOKIE_AGE_S);
    else
        lang = cookie(x, connection, COOKIE_LANGUAGE);
    r->language =
        strcmp(lang, "en") == 0 && r->server->english != NULL ? VIEW_ENGLISH : VIEW_CHINESE;
    bool is_given =
        strcmp(theme, "light") == 0 || strcmp(theme, "dark") == 0 || strcmp(theme, "auto") == 0;
    if (is_given)
        response_cookie_add_readable(r, COOKIE_THEME, theme, CHROME_COOKIE_AGE_S);
    else
        theme = cookie(x, connection, COOKIE_THEME);
    r->theme = strcmp(theme, "light") == 0 ? "light" : strcmp(theme, "dark") == 0 ? "dark" : "";
    r->notice = cookie(x, connection, COOKIE_NOTICE);
    const char *accept = exchange_header(connection, MHD_HTTP_HEADER_ACCEPT);
    r->wants_json =
        strcmp(request_query(r, "format"), "json") == 0 ||
        (strstr(accept, "application/json") != NULL && strstr(accept, "text/html") == NULL);
    r->is_htmx = exchange_header(connection, "HX-Request")[0] != '\0';
}

/* Target → path and query. */
static enum status target_read(struct exchange *x)
{
    struct request *r = &x->r;
    const char *mark = strchr(x->target, '?');
    size_t path_n = mark == NULL ? strlen(x->target) : (size_t)(mark - x->target);
    size_t query_n = mark == NULL ? 0 : strlen(mark + 1);
    if (query_n > REQUEST_QUERY_BYTES_MAX)
        return error_set(&x->error, STATUS_REFUSED, "PATH_FORM", _("网址过长"));
    TRY(path_decode(r->arena, x->target, path_n, &r->path, &x->error));
    r->is_api = r->wants_json = api_path_cut(&r->path);
    return query_n == 0 ? STATUS_OK : form_add_urlencoded(&r->query, mark + 1, query_n, &x->error);
}

/* Cookies are never looked at here: no other site can make a browser act through the API. */
static enum status bearer_read(struct exchange *x, struct MHD_Connection *connection)
{
    struct request *r = &x->r;
    r->token = api_bearer_token(exchange_header(connection, MHD_HTTP_HEADER_AUTHORIZATION));
    enum status s =
        access_bearer_find(r->db, r->county, r->token, now_s(), r->arena, &r->session, &x->error);
    r->has_session = s == STATUS_OK;
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status visitor_session(struct exchange *x, struct MHD_Connection *connection)
{
    struct request *r = &x->r;
    TRY(connection_reader(r->server, &r->db, &x->error));
    if (r->is_api)
        return bearer_read(x, connection);
    const char *token = cookie(x, connection, COOKIE_SESSION);
    enum status s =
        access_session_find(r->db, r->county, token, now_s(), r->arena, &r->session, &x->error);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    r->has_session = s == STATUS_OK;
    if (r->has_session) {
        r->token = token;
        r->csrf = r->session.csrf;
        return STATUS_OK;
    }
    const char *csrf = cookie(x, connection, COOKIE_LOGIN);
    if (strlen(csrf) != ACCESS_TOKEN_BYTES - 1) {
        char fresh[ACCESS_TOKEN_BYTES];
        access_token_make(fresh);
        csrf = arena_strdup(r->arena, fresh);
        if (csrf == NULL)
            return arena_exhausted(&x->error);
        if (r->method == HTTP_GET)
            response_cookie_add(r, COOKIE_LOGIN, csrf, ACCESS_LIFE_S);
    }
    r->csrf = csrf;
    return STATUS_OK;
}

/* Failing to note it harms nobody now. */
void visitor_touch(struct exchange *x)
{
    struct request *r = &x->r;
    if (!r->has_session || !r->session.needs_touch)
        return;
    struct db *db = NULL;
    struct error e = {0};
    enum status s = connection_writer_take(r->server, &db, &e);
    if (s == STATUS_OK) {
        s = r->is_api ? access_bearer_touch(db, r->county, r->token, now_s(), &e)
                      : access_session_touch(db, r->county, r->token, now_s(), &e);
        connection_writer_give(r->server, db, s == STATUS_FAILED);
    }
    if (s != STATUS_OK)
        log_event(LOG_WARNING, "session_touch", "%s %s", e.code, e.message);
}

enum status visitor_read(struct exchange *x, struct MHD_Connection *connection)
{
    TRY(target_read(x));
    chrome_choose(x, connection);
    return STATUS_OK;
}

/* ---- how often ---- */

static bool has_secret(const struct request *r)
{
    const char *name = r->match.route->secret;
    if (name == NULL)
        return false;
    for (size_t i = 0; i < r->match.parameter_count; i++)
        if (strncmp(r->match.parameter[i].name, name, r->match.parameter[i].name_bytes) == 0 &&
            name[r->match.parameter[i].name_bytes] == '\0')
            return true;
    return request_query(r, name)[0] != '\0';
}

static enum status too_often(struct exchange *x, unsigned wait_s)
{
    const char *wait = arena_printf(x->r.arena, "%u", wait_s);
    if (wait == NULL)
        return arena_exhausted(&x->error);
    response_header_add(&x->r, MHD_HTTP_HEADER_RETRY_AFTER, wait);
    return exchange_refuse(x, MHD_HTTP_TOO_MANY_REQUESTS, "QUOTA",
                           _("这个网络地址在短时间内查询或提交的次数太多，请过一会儿再试；"
                             "急事请打电话或到乡镇民政办办理"));
}

enum status visitor_quota(struct exchange *x, struct MHD_Connection *connection)
{
    const struct request *r = &x->r;
    const union MHD_ConnectionInfo *peer =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    unsigned wait_s = 0;
    if (r->has_session || !path_is_public(r->path))
        return STATUS_OK;
    struct quota_address who =
        quota_address_of(r->server->quota, peer == NULL ? NULL : peer->client_addr,
                         exchange_header(connection, "X-Forwarded-For"));
    int64_t now = r->server->options.clock_us();
    if (!quota_take(r->server->quota, QUOTA_PAGES, &who, now, &wait_s) ||
        (has_secret(r) && !quota_take(r->server->quota, QUOTA_LOOKUPS, &who, now, &wait_s)) ||
        (r->method == HTTP_POST && !quota_take(r->server->quota, QUOTA_POSTS, &who, now, &wait_s)))
        return too_often(x, wait_s);
    return STATUS_OK;
}

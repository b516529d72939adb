#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "web/kept.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

void *exchange_begin(void *context, const char *target, struct MHD_Connection *connection)
{
    (void)connection;
    struct server *s = context;
    struct exchange *x = calloc(1, sizeof(*x));
    if (x == NULL)
        return NULL;
    clock_gettime(CLOCK_MONOTONIC, &x->begun);
    x->target = strdup(target);
    x->r.arena = arena_new(REQUEST_ARENA_BYTES_MAX);
    if (x->target == NULL || x->r.arena == NULL) {
        arena_free(x->r.arena);
        free(x->target);
        free(x);
        return NULL;
    }
    x->r.server = s;
    x->r.county = s->options.county;
    x->r.keys = s->options.keys;
    x->r.query.arena = x->r.form.arena = x->r.arena;
    x->r.path = "/";
    x->r.theme = x->r.csrf = x->r.notice = "";
    x->form_bytes = BUF_INIT(SERVER_FORM_BYTES_MAX);
    return x;
}

void exchange_end(void *context, struct MHD_Connection *connection, void **exchange,
                  enum MHD_RequestTerminationCode how)
{
    (void)context;
    (void)connection;
    (void)how;
    struct exchange *x = *exchange;
    if (x == NULL)
        return;
    multipart_free(x->multipart);
    form_files_remove(&x->r.form);
    if (x->r.response.body != NULL)
        MHD_destroy_response(x->r.response.body);
    assert(x->r.writer == NULL);
    buf_free(&x->form_bytes);
    arena_free(x->r.arena);
    free(x->target);
    free(x);
    *exchange = NULL;
}

/* ---- the head ---- */

struct field_list {
    struct head_field field[HEAD_FIELDS_MAX];
    size_t count;
};

/* In the library's buffer a value follows its name: colon (now NUL), blanks, value. A field
   continued on a second line gets a new name elsewhere, "Content-Length39" for "Content-Length:
   0\r\n 39": the only trace that it leaves. */
static bool field_is_folded(const char *name, size_t name_bytes, const char *value)
{
    uintptr_t gap_from = (uintptr_t)name + name_bytes + 1;
    if ((uintptr_t)value < gap_from || (uintptr_t)value - gap_from > SERVER_HEADER_BYTES_MAX)
        return true;
    for (const char *p = name + name_bytes + 1; p < value; p++)
        if (*p != ' ' && *p != '\t')
            return true;
    return false;
}

static enum MHD_Result field_add(void *context, enum MHD_ValueKind kind, const char *name,
                                 size_t name_bytes, const char *value, size_t value_bytes)
{
    (void)kind;
    struct field_list *list = context;
    if (list->count == HEAD_FIELDS_MAX)
        return MHD_NO;
    list->field[list->count++] = (struct head_field){
        .name = name,
        .value = value == NULL ? "" : value,
        .name_bytes = name_bytes,
        .value_bytes = value == NULL ? 0 : value_bytes,
        .is_folded = value == NULL || field_is_folded(name, name_bytes, value),
    };
    return MHD_YES;
}

/* The same site, by what browsers say of where a form came from. */
static bool origin_is_ours(struct MHD_Connection *connection)
{
    const char *origin = exchange_header(connection, "Origin"),
               *host = exchange_header(connection, MHD_HTTP_HEADER_HOST);
    const char *fetch = exchange_header(connection, "Sec-Fetch-Site");
    if (fetch[0] != '\0' && strcmp(fetch, "same-origin") != 0 && strcmp(fetch, "none") != 0)
        return false;
    if (origin[0] == '\0')
        return true;
    const char *scheme_end = strstr(origin, "://");
    return scheme_end != NULL && strcasecmp(scheme_end + 3, host) == 0;
}

enum status exchange_refuse(struct exchange *x, unsigned status, const char *code,
                            const char *message)
{
    x->refused_status = status;
    return error_set(&x->error, STATUS_REFUSED, code, "%s", message);
}

static enum status route_choose(struct exchange *x)
{
    struct request *r = &x->r;
    switch ((r->is_api ? route_find_program : route_find)(r->server->options.map, r->method,
                                                          r->path, r->arena, &r->match)) {
    case ROUTE_FOUND:
        return STATUS_OK;
    case ROUTE_OTHER_METHOD:
        return exchange_refuse(x, MHD_HTTP_METHOD_NOT_ALLOWED, "HTTP_METHOD",
                               _("这个网址不接受这种操作"));
    case ROUTE_NO_MEMORY:
        return arena_exhausted(&x->error);
    case ROUTE_UNKNOWN:
        break;
    }
    return exchange_refuse(x, MHD_HTTP_NOT_FOUND, "NOT_FOUND",
                           _("没有这个页面。请检查网址，或从首页重新进入"));
}

static enum status session_missing(struct exchange *x)
{
    return exchange_refuse(x, MHD_HTTP_UNAUTHORIZED, "ACCESS_SESSION",
                           _("请先登录，或重新登录：超过三十分钟没有操作会自动退出"));
}

/* Who may: before the body is read, so that a stranger can not fill the disk. */
static enum status permission_check(struct exchange *x, struct MHD_Connection *connection)
{
    struct request *r = &x->r;
    if (!r->is_api && r->method == HTTP_POST && !origin_is_ours(connection))
        return exchange_refuse(x, MHD_HTTP_FORBIDDEN, "ACCESS_ORIGIN",
                               _("表单来自别的网站，没有执行"));
    if (request_can(r, r->match.route->permission))
        return STATUS_OK;
    if (!r->has_session && r->is_api) {
        response_header_add(r, MHD_HTTP_HEADER_WWW_AUTHENTICATE,
                            r->token[0] == '\0'
                                ? "Bearer realm=\"minsheng\""
                                : "Bearer realm=\"minsheng\", error=\"invalid_token\"");
        return exchange_refuse(
            x, MHD_HTTP_UNAUTHORIZED, "ACCESS_TOKEN",
            _("没有有效的接口令牌：请在请求头写 Authorization: Bearer 加令牌；令牌可能"
              "已过期或停用"));
    }
    x->is_interrupted = !r->has_session && r->method == HTTP_POST && !r->wants_json &&
                        r->match.route->keeps_typed && r->server->options.map->interrupted != NULL;
    if (x->is_interrupted)
        return STATUS_OK; /* for the form's fields only, within SERVER_FORM_BYTES_MAX */
    if (!r->has_session)
        return session_missing(x);
    return exchange_refuse(x, MHD_HTTP_FORBIDDEN, "ACCESS_DENIED",
                           _("您的岗位不能做这件事。如有需要，请找系统管理员调整权限"));
}

static enum status body_begin(struct exchange *x, struct MHD_Connection *connection,
                              int64_t body_bytes)
{
    static const char multipart[] = "multipart/form-data",
                      form[] = "application/x-www-form-urlencoded", json[] = "application/json";
    struct request *r = &x->r;
    if (r->method != HTTP_POST || body_bytes == 0)
        return STATUS_OK;
    const char *type = exchange_header(connection, MHD_HTTP_HEADER_CONTENT_TYPE);
    if (strncasecmp(type, multipart, sizeof(multipart) - 1) == 0) {
        if (x->is_interrupted)
            return session_missing(x);
        if (r->match.route->is_signed)
            return exchange_refuse(x, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "FORM_TYPE",
                                   _("只接受 JSON"));
        if (body_bytes > r->server->options.upload_bytes_max + SERVER_FORM_BYTES_MAX)
            return exchange_refuse(x, MHD_HTTP_CONTENT_TOO_LARGE, "UPLOAD_TOO_LARGE",
                                   _("上传的文件过大，请分成几个文件"));
        x->multipart_options =
            (struct multipart_options){.temp_dir = r->server->options.temp_dir,
                                       .file_bytes_max = r->server->options.upload_bytes_max};
        return multipart_new(&r->form, type, &x->multipart_options, &x->multipart, &x->error);
    }
    x->is_json = r->is_api && strncasecmp(type, json, sizeof(json) - 1) == 0;
    if (!x->is_json && strncasecmp(type, form, sizeof(form) - 1) != 0)
        return exchange_refuse(x, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "FORM_TYPE",
                               r->is_api ? _("只接受 JSON 或网页表单") : _("只接受网页表单"));
    if (body_bytes > SERVER_FORM_BYTES_MAX)
        return exchange_refuse(x, MHD_HTTP_CONTENT_TOO_LARGE, "FORM_LIMIT", _("表单内容过多"));
    x->is_form = !x->is_json;
    return STATUS_OK;
}

/* ---- the answer ---- */

static const char CONTENT_POLICY[] = "default-src 'self'; img-src 'self' data:; object-src 'none'; "
                                     "base-uri 'none'; form-action 'self'; "
                                     "frame-ancestors 'none'";

void security_headers_add(struct MHD_Response *body)
{
    MHD_add_response_header(body, "Content-Security-Policy", CONTENT_POLICY);
    MHD_add_response_header(body, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(body, "X-Frame-Options", "DENY");
    MHD_add_response_header(body, "Referrer-Policy", "same-origin");
    MHD_add_response_header(body, "Cross-Origin-Opener-Policy", "same-origin");
    MHD_add_response_header(body, "Cross-Origin-Resource-Policy", "same-origin");
}

static void request_log(const struct exchange *x)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long long us = (long long)(now.tv_sec - x->begun.tv_sec) * 1000000 +
                   (now.tv_nsec - x->begun.tv_nsec) / 1000;
    log_event(LOG_INFO, "request", "%s %s%s %u %lldus %s",
              x->r.method == HTTP_POST ? "POST" : "GET", x->r.is_api ? API_PREFIX : "",
              x->r.match.route != NULL && x->r.match.route->secret != NULL
                  ? x->r.match.route->pattern
                  : x->r.path,
              x->r.response.status, us, x->r.has_session ? x->r.session.user.name : "-");
}

static enum MHD_Result answer_queue(struct exchange *x, struct MHD_Connection *connection)
{
    struct request *r = &x->r;
    if (r->response.body == NULL)
        return MHD_NO;
    for (size_t i = 0; i < r->response.header_count; i++)
        MHD_add_response_header(r->response.body, r->response.header[i].name,
                                r->response.header[i].value);
    security_headers_add(r->response.body);
    if (x->must_close)
        MHD_add_response_header(r->response.body, MHD_HTTP_HEADER_CONNECTION, "close");
    if (!r->server->options.is_quiet)
        request_log(x);
    enum MHD_Result queued = MHD_queue_response(connection, r->response.status, r->response.body);
    if (r->is_shared && queued == MHD_YES)
        kept_put(x);
    return queued;
}

/* From memory, before a reader or a session is asked for. */
static bool shared_answer(struct exchange *x, struct MHD_Connection *connection,
                          enum MHD_Result *ret)
{
    if (!x->r.is_shared || !kept_answer(x, connection, ret))
        return false;
    if (!x->r.server->options.is_quiet)
        request_log(x);
    return true;
}

/* Someone without a session is sent to the login page and from there back. */
static bool login_redirect(struct exchange *x)
{
    struct request *r = &x->r;
    if (x->refused_status != MHD_HTTP_UNAUTHORIZED || r->wants_json || r->method != HTTP_GET)
        return false;
    CLEANUP(buf_free) struct buf next = BUF_INIT(1500);
    form_encode(&next, x->target);
    struct error e = {0};
    return respond_redirect(r, NULL, &e, "/login?next=%s", next.overflow ? "" : buf_text(&next)) ==
           STATUS_OK;
}

/* Not who may; other codes of access say what was typed wrongly. */
static bool is_forbidden(const char *code)
{
    static const char *const codes[] = {"ACCESS_DENIED", "ACCESS_SCOPE", "ACCESS_CSRF",
                                        "ACCESS_ORIGIN", "ACCESS_OWN",   "ACCESS_LOGIN"};
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        if (text_equals(code, codes[i]))
            return true;
    return false;
}

static unsigned status_code_of(const struct exchange *x, enum status s)
{
    if (x->refused_status != 0)
        return x->refused_status;
    if (s == STATUS_FAILED || s == STATUS_RETRY)
        return MHD_HTTP_INTERNAL_SERVER_ERROR;
    if (s == STATUS_NONE)
        return MHD_HTTP_NOT_FOUND;
    if (is_forbidden(x->error.code))
        return MHD_HTTP_FORBIDDEN;
    if (text_ends(x->error.code, "_CHANGED") || /* another was quicker */
        text_equals(x->error.code, "SERIAL_REUSED"))
        return MHD_HTTP_CONFLICT;
    if (text_starts(x->error.code, "HEAD_") || text_starts(x->error.code, "PATH_") ||
        text_starts(x->error.code, "FORM_"))
        return MHD_HTTP_BAD_REQUEST;
    return MHD_HTTP_UNPROCESSABLE_CONTENT;
}

static enum MHD_Result refusal_answer(struct exchange *x, struct MHD_Connection *connection,
                                      enum status s)
{
    unsigned code = status_code_of(x, s);
    struct error shown = x->error;
    if (s == STATUS_NONE)
        error_set(&shown, s, "NOT_FOUND", "%s", _("没有找到。可能已被删除，或网址不对"));
    if (code >= 500) {
        log_event(LOG_ERROR, "request_failed", "%s %s: %s %s", x->r.path, x->error.code,
                  x->error.place, x->error.message);
        connection_reader_drop(x->r.server);
        x->r.db = NULL;
    }
    if (!login_redirect(x))
        respond_error(&x->r, code, &shown);
    return answer_queue(x, connection);
}

static enum status csrf_check(struct exchange *x, struct MHD_Connection *connection)
{
    const char *given = exchange_header(connection, "X-CSRF-Token");
    if (given[0] == '\0')
        given = request_field(&x->r, "csrf");
    if (x->r.is_api || x->r.method != HTTP_POST || access_token_equals(given, x->r.csrf))
        return STATUS_OK;
    return exchange_refuse(x, MHD_HTTP_FORBIDDEN, "ACCESS_CSRF",
                           _("页面已过期，没有执行。请返回上一页刷新后再试"));
}

/* Nothing is done, so that no token is asked for; the login's own form gets one. */
static enum status interrupted_answer(struct exchange *x)
{
    struct request *r = &x->r;
    response_cookie_add(r, COOKIE_LOGIN, r->csrf, ACCESS_LIFE_S);
    enum status s = r->server->options.map->interrupted(r, &x->error);
    return s == STATUS_NONE ? session_missing(x) : s;
}

/* A token says for whom a program speaks, a signature that the body is his. */
static enum status signature_check(struct exchange *x, struct MHD_Connection *connection)
{
    struct request *r = &x->r;
    if (!r->match.route->is_signed || x->is_interrupted)
        return STATUS_OK;
    assert(r->server->options.map->signature != NULL);
    r->signed_as.path = arena_strndup(r->arena, x->target, strcspn(x->target, "?"));
    r->signed_as.timestamp = exchange_header(connection, HEADER_TIMESTAMP);
    r->signed_as.signature = exchange_header(connection, HEADER_SIGNATURE);
    r->signed_as.body = buf_text(&x->form_bytes);
    r->signed_as.body_bytes = x->form_bytes.n;
    if (r->signed_as.path == NULL)
        return arena_exhausted(&x->error);
    enum status s = r->server->options.map->signature(r, &x->error);
    if (s == STATUS_REFUSED) {
        x->refused_status = MHD_HTTP_UNAUTHORIZED;
        response_header_add(r, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Signature realm=\"minsheng\"");
    }
    return s;
}

static enum status handle(struct exchange *x, struct MHD_Connection *connection)
{
    struct request *r = &x->r;
    if (r->db == NULL)
        TRY(connection_reader(r->server, &r->db, &x->error));
    TRY(signature_check(x, connection));
    if (x->is_form)
        TRY(form_add_urlencoded(&r->form, buf_text(&x->form_bytes), x->form_bytes.n, &x->error));
    if (x->is_json)
        TRY(api_form_read(&r->form, buf_text(&x->form_bytes), x->form_bytes.n, &x->error));
    if (x->multipart != NULL)
        TRY(multipart_end(x->multipart, &x->error));
    r->page = view_new(r->arena);
    if (r->page == NULL)
        return arena_exhausted(&x->error);
    if (x->is_interrupted)
        return interrupted_answer(x);
    TRY(csrf_check(x, connection));
    enum status s = r->match.route->handle(r, &x->error);
    if (r->writer != NULL) {
        connection_writer_give(r->server, r->writer, s == STATUS_FAILED);
        r->writer = NULL;
    }
    assert(s != STATUS_OK || r->response.body != NULL || r->commit.work != NULL);
    return s;
}

static enum MHD_Result body_take(struct exchange *x, const char *p, size_t n)
{
    x->body_bytes += (int64_t)n;
    if (x->body_bytes > x->r.server->options.upload_bytes_max + SERVER_FORM_BYTES_MAX)
        return MHD_NO; /* chunked without end: hang up */
    if (x->refused_status != 0 || x->error.status != STATUS_OK)
        return MHD_YES;
    enum status s = STATUS_OK;
    if (x->multipart != NULL) {
        s = multipart_feed(x->multipart, p, n, &x->error);
    } else {
        buf_add(&x->form_bytes, p, n);
        if (x->form_bytes.overflow)
            s = exchange_refuse(x, MHD_HTTP_CONTENT_TOO_LARGE, "FORM_LIMIT", _("表单内容过多"));
    }
    (void)s; /* kept in x->error, answered when the body has been read */
    return MHD_YES;
}

/* Everything that can be decided from the head. body_bytes: -1 when chunked. */
static enum status head_take(struct exchange *x, struct MHD_Connection *connection,
                             const char *method, int64_t body_bytes)
{
    if (strcmp(method, "POST") == 0)
        x->r.method = HTTP_POST;
    else if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return exchange_refuse(x, MHD_HTTP_METHOD_NOT_ALLOWED, "HTTP_METHOD",
                               _("这个网址不接受这种操作"));
    TRY(visitor_read(x, connection));
    x->r.is_shared = kept_is_shared(x, connection);
    if (!x->r.is_shared) {
        TRY(visitor_session(x, connection));
        TRY(route_choose(x));
    }
    TRY(permission_check(x, connection));
    TRY(visitor_quota(x, connection));
    visitor_touch(x);
    return body_begin(x, connection, body_bytes);
}

static bool target_is_asset(const struct exchange *x, const char *method)
{
    return strcmp(method, "POST") != 0 && text_starts(x->target, "/assets/");
}

static bool asset_answer(struct exchange *x, struct MHD_Connection *connection)
{
    size_t path_n = strcspn(x->target, "?");
    const char *path = arena_strndup(x->r.arena, x->target, path_n);
    return path != NULL && asset_respond(connection, path, x->target + path_n);
}

static enum MHD_Result begin(struct exchange *x, struct MHD_Connection *connection,
                             const char *method)
{
    struct field_list list = {.count = 0};
    int64_t body_bytes = 0;
    x->has_begun = true;
    /* By the address as it came, so that what can not be read is refused in the caller's terms. */
    x->r.is_api = x->r.wants_json = text_starts(x->target, API_PREFIX "/");
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, field_add, &list);
    enum status s = head_check(list.field, list.count, x->target, &body_bytes, &x->error);
    x->must_close = s != STATUS_OK;
    x->is_asset = s == STATUS_OK && body_bytes == 0 && target_is_asset(x, method);
    if (s == STATUS_OK && !x->is_asset) {
        s = head_take(x, connection, method, body_bytes);
        x->must_close = s != STATUS_OK && body_bytes != 0; /* the body stays unread */
    }
    return s == STATUS_OK ? MHD_YES : refusal_answer(x, connection, s);
}

enum MHD_Result exchange_access(void *context, struct MHD_Connection *connection, const char *url,
                                const char *method, const char *version, const char *upload,
                                size_t *upload_bytes, void **exchange)
{
    (void)context;
    (void)url;
    (void)version;
    struct exchange *x = *exchange;
    if (x == NULL)
        return MHD_NO;
    if (!x->has_begun)
        return begin(x, connection, method);
    if (*upload_bytes > 0) {
        enum MHD_Result result = body_take(x, upload, *upload_bytes);
        *upload_bytes = 0;
        return result;
    }
    if (x->is_asset) {
        if (asset_answer(x, connection))
            return MHD_YES;
        x->refused_status = MHD_HTTP_NOT_FOUND;
        return refusal_answer(x, connection, STATUS_NONE);
    }
    enum MHD_Result result;
    if (shared_answer(x, connection, &result))
        return result;
    enum status s = x->is_committing               ? commit_end(x)
                    : x->error.status == STATUS_OK ? handle(x, connection)
                                                   : x->error.status;
    if (s == STATUS_OK && x->r.response.body == NULL)
        return commit_begin(x, connection);
    return s == STATUS_OK ? answer_queue(x, connection) : refusal_answer(x, connection, s);
}

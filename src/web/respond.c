#include "base/hash.h"
#include "base/i18n.h"
#include "base/log.h"
#include "web/kept.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HTML "text/html; charset=utf-8"
#define JSON "application/json; charset=utf-8"
#define NOTICE_AGE_S 30
#define LOCATION_BYTES_MAX 2048

void response_header_add(struct request *r, const char *name, const char *value)
{
    assert(r->response.header_count < RESPONSE_HEADERS_MAX);
    char *copy = arena_strdup(r->arena, value);
    if (copy == NULL)
        return; /* the page then fails for the same want of memory */
    r->response.header[r->response.header_count].name = name;
    r->response.header[r->response.header_count++].value = copy;
}

static void cookie_add(struct request *r, const char *name, const char *value, int max_age_s,
                       const char *extra)
{
    CLEANUP(buf_free) struct buf out = BUF_INIT(COOKIE_HEADER_BYTES_MAX);
    if (r->is_api)
        return;
    buf_addf(&out, "%s=", name);
    form_encode(&out, value);
    buf_addf(&out, "; Path=/; SameSite=Lax; Max-Age=%d%s%s", max_age_s, extra,
             r->server->options.is_behind_tls ? "; Secure" : "");
    if (!out.overflow)
        response_header_add(r, MHD_HTTP_HEADER_SET_COOKIE, buf_text(&out));
}

void response_cookie_add(struct request *r, const char *name, const char *value, int max_age_s)
{
    cookie_add(r, name, value, max_age_s, "; HttpOnly");
}

void response_cookie_add_readable(struct request *r, const char *name, const char *value,
                                  int max_age_s)
{
    cookie_add(r, name, value, max_age_s, "");
}

static void response_set(struct request *r, unsigned status, struct MHD_Response *body,
                         const char *content_type)
{
    assert(r->response.body == NULL);
    MHD_add_response_header(body, MHD_HTTP_HEADER_CONTENT_TYPE, content_type);
    MHD_add_response_header(body, MHD_HTTP_HEADER_CACHE_CONTROL,
                            r->response.etag[0] != '\0' ? KEPT_AGE : "no-store");
    r->response.body = body;
    r->response.status = status;
}

/* What every stranger gets has a name by its bytes, so that he need not get it twice. */
static void shared_mark(struct request *r, unsigned status, const struct buf *b)
{
    struct hash_state state;
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX_BYTES];
    r->response.etag[0] = '\0';
    if (!r->is_shared || status != MHD_HTTP_OK)
        return;
    hash_init(&state);
    hash_update(&state, b->p, b->n);
    hash_final(&state, hash);
    hash_hex(hash, hex);
    (void)snprintf(r->response.etag, sizeof(r->response.etag), "\"%.32s\"", hex);
    r->response.byte_count = b->n;
    response_header_add(r, MHD_HTTP_HEADER_ETAG, r->response.etag);
}

/* Takes the bytes out of buf. */
static enum status response_from_buf(struct request *r, unsigned status, struct buf *b,
                                     const char *content_type, struct error *e)
{
    TRY(buf_status(b, e));
    if (b->p == NULL)
        buf_add(b, "", 1), b->n = 0;
    shared_mark(r, status, b);
    struct MHD_Response *body = MHD_create_response_from_buffer(b->n, b->p, MHD_RESPMEM_MUST_FREE);
    if (body == NULL)
        return arena_exhausted(e);
    *b = BUF_INIT(b->max);
    response_set(r, status, body, content_type);
    return STATUS_OK;
}

static enum status html_render(struct request *r, const char *template_name, const char *title,
                               const struct error *error, struct buf *out, struct error *e)
{
    struct view *site = site_view(r, title, error);
    TRY(view_status(site, e));
    TRY(view_status(r->page, e));
    const struct view *contexts[] = {site, r->page};
    enum status s = mustache_render(r->server->templates[r->language], template_name, contexts, 2,
                                    r->language, out, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_FAILED, "TEMPLATE_MISSING", _("没有模板 %s"), template_name);
    return s;
}

/* What a form's page shows at its fields: {field, label, message}. */
static void faults_add(const struct request *r, struct view *error)
{
    const struct view *faults = r->page == NULL ? NULL : view_get(r->page, "faults");
    if (faults == NULL || faults->kind != VIEW_LIST || faults->of.count == 0)
        return;
    struct view *list = view_add_list(error, "faults");
    for (const struct view *fault = faults->of.first; fault != NULL; fault = fault->next) {
        struct view *v = view_add_object(list, NULL);
        for (const struct view *part = fault->of.first; part != NULL; part = part->next)
            if (fault->kind == VIEW_OBJECT && part->kind == VIEW_TEXT &&
                strcmp(part->name, "id") != 0)
                view_add_text(v, part->name, part->text);
    }
}

static enum status error_json(const struct request *r, const struct error *error, struct buf *out,
                              struct error *e)
{
    struct view *root = view_new(r->arena);
    struct view *v = view_add_object(root, "error");
    view_add_text(v, "code", error->code);
    view_add_text(v, "place", error->place);
    view_add_text(v, "message", request_text(r, error->message));
    faults_add(r, v);
    return view_json(root, out, e);
}

enum status respond_page_status(struct request *r, unsigned status, const char *template_name,
                                const char *title, const struct error *error, struct error *e)
{
    CLEANUP(buf_free) struct buf out = BUF_INIT(RESPONSE_BYTES_MAX);
    response_header_add(r, MHD_HTTP_HEADER_VARY, r->is_api ? "Authorization" : "Accept, Cookie");
    if (r->wants_json) {
        if (error != NULL)
            TRY(error_json(r, error, &out, e));
        else
            TRY(view_json(r->page, &out, e));
        return response_from_buf(r, status, &out, JSON, e);
    }
    if (title == NULL)
        title = request_text(r, r->match.route->title);
    if (r->notice[0] != '\0')
        response_cookie_add(r, COOKIE_NOTICE, "", 0);
    TRY(html_render(r, template_name, title, error, &out, e));
    return response_from_buf(r, status, &out, HTML, e);
}

enum status respond_page(struct request *r, const char *template_name, const char *title,
                         struct error *e)
{
    return respond_page_status(r, MHD_HTTP_OK, template_name, title, NULL, e);
}

enum status respond_redirect(struct request *r, const char *notice, struct error *e,
                             const char *path_format, ...)
{
    char location[LOCATION_BYTES_MAX];
    va_list arguments;
    va_start(arguments, path_format);
    int n = vsnprintf(location, sizeof(location), path_format, arguments);
    va_end(arguments);
    if (n <= 0 || (size_t)n >= sizeof(location) || location[0] != '/' || location[1] == '/' ||
        location[1] == '\\' || strpbrk(location, "\r\n") != NULL)
        return error_set(e, STATUS_FAILED, "REDIRECT_FORM", _("内部地址不正确"));
    CLEANUP(buf_free) struct buf out = BUF_INIT(LOCATION_BYTES_MAX * 4);
    if (r->wants_json) {
        struct view *root = view_new(r->arena);
        view_add_textf(root, "location", "%s%s", r->is_api ? API_PREFIX : "", location);
        view_add_text(root, "notice", notice);
        TRY(view_json(root, &out, e));
        return response_from_buf(r, MHD_HTTP_OK, &out, JSON, e);
    }
    if (notice != NULL && notice[0] != '\0')
        response_cookie_add(r, COOKIE_NOTICE, notice, NOTICE_AGE_S);
    response_header_add(r, MHD_HTTP_HEADER_LOCATION, location);
    return response_from_buf(r, MHD_HTTP_SEE_OTHER, &out, "text/plain; charset=utf-8", e);
}

/* RFC 6266: a plain name for old programs, the true one percent-encoded. */
static void disposition_add(struct request *r, const char *file_name)
{
    if (file_name == NULL)
        return;
    CLEANUP(buf_free) struct buf out = BUF_INIT(2048);
    buf_adds(&out, "attachment; filename=\"");
    for (const char *p = file_name; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        buf_addc(&out, c < 0x20 || c >= 0x7f || c == '"' || c == '\\' || c == '%' ? '_' : (char)c);
    }
    buf_adds(&out, "\"; filename*=UTF-8''");
    for (const char *p = file_name; *p != '\0'; p++)
        if (*p == ' ')
            buf_adds(&out, "%20");
        else
            form_encode(&out, (char[]){*p, '\0'});
    response_header_add(r, MHD_HTTP_HEADER_CONTENT_DISPOSITION, buf_text(&out));
}

enum status respond_bytes(struct request *r, const char *content_type, const char *file_name,
                          struct buf *bytes, struct error *e)
{
    disposition_add(r, file_name);
    return response_from_buf(r, MHD_HTTP_OK, bytes, content_type, e);
}

enum status respond_fd(struct request *r, const char *content_type, const char *file_name, int fd,
                       struct error *e)
{
    struct stat st;
    struct MHD_Response *body = NULL;
    if (fd >= 0 && fstat(fd, &st) == 0)
        body = MHD_create_response_from_fd64((uint64_t)st.st_size, fd);
    if (body == NULL) {
        if (fd >= 0)
            close(fd);
        return error_set(e, STATUS_FAILED, "DOWNLOAD", _("无法读取要下载的文件"));
    }
    disposition_add(r, file_name);
    response_set(r, MHD_HTTP_OK, body, content_type);
    return STATUS_OK;
}

void respond_error(struct request *r, unsigned status, const struct error *error)
{
    CLEANUP(buf_free) struct buf out = BUF_INIT(RESPONSE_BYTES_MAX);
    struct error e = {0};
    if (r->response.body != NULL) { /* a handler failed after it had answered */
        MHD_destroy_response(r->response.body);
        r->response.body = NULL;
    }
    const char *title = status == 404   ? N_("没有这个页面")
                        : status == 403 ? N_("无权操作")
                        : status >= 500 ? N_("系统出错")
                                        : N_("请求未被接受");
    r->page = view_new(r->arena);
    view_add_integer(r->page, "status", status);
    view_add_bool(r->page, "is_failure", status >= 500);
    enum status s =
        r->wants_json ? error_json(r, error, &out, &e)
                      : html_render(r, "error/page.html", request_text(r, title), error, &out, &e);
    if (s == STATUS_OK)
        s = response_from_buf(r, status, &out, r->wants_json ? JSON : HTML, &e);
    if (s == STATUS_OK)
        return;
    log_event(LOG_ERROR, "error_page", "%s %s", e.code, e.message);
    static char plain[] = "minsheng: error\n";
    struct MHD_Response *body =
        MHD_create_response_from_buffer(strlen(plain), plain, MHD_RESPMEM_PERSISTENT);
    if (body != NULL)
        response_set(r, status, body, "text/plain");
}

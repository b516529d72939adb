#include "base/i18n.h"
#include "base/text.h"
#include "web/openapi_internal.h"
#include "web/request.h"

#include <ctype.h>
#include <string.h>

#define OPENAPI_ARENA_BYTES (32u << 20)
#define NAME_BYTES 200

const char *http_method_name(enum http_method m)
{
    return m == HTTP_POST ? "POST" : "GET";
}

const char *openapi_text(const struct document *d, const char *msgid)
{
    return catalog_text(d->english, msgid);
}

void openapi_ref_add(struct view *parent, const char *name, const char *kind, const char *what)
{
    view_add_textf(view_add_object(parent, name), "$ref", "#/components/%s/%s", kind, what);
}

/* ---- what goes in ---- */

/* "f." stands for all fields that begin so: in JSON one object. */
static const char *input_name(const struct document *d, const struct route_input *input)
{
    size_t n = strlen(input->name);
    return n > 1 && input->name[n - 1] == '.' ? arena_strndup(d->arena, input->name, n - 1)
                                              : input->name;
}

static void input_schema(struct view *parent, const char *name, const struct route *route,
                         const struct route_input *input)
{
    if (input->kind == INPUT_FORM) {
        openapi_step_forms_add(parent, name, route);
        return;
    }
    struct view *v = view_add_object(parent, name);
    static const struct {
        const char *type, *format, *pattern;
    } kinds[] = {
        [INPUT_TEXT] = {"string", NULL, NULL},
        [INPUT_INTEGER] = {"integer", NULL, NULL},
        [INPUT_YUAN] = {"string", NULL, "^[0-9,]+(\\.[0-9]{1,2})?$"},
        [INPUT_MONTH] = {"string", NULL, "^[0-9]{4}-[0-9]{2}$"},
        [INPUT_DATE] = {"string", "date", NULL},
        [INPUT_BOOL] = {"boolean", NULL, NULL},
        [INPUT_FILE] = {"string", "binary", NULL},
        [INPUT_LIST] = {"array", NULL, NULL},
        [INPUT_FORM] = {"object", NULL, NULL},
    };
    view_add_text(v, "type", kinds[input->kind].type);
    if (kinds[input->kind].format != NULL)
        view_add_text(v, "format", kinds[input->kind].format);
    if (kinds[input->kind].pattern != NULL)
        view_add_text(v, "pattern", kinds[input->kind].pattern);
}

static bool inputs_have_file(const struct route *route)
{
    for (const struct route_input *i = route->inputs; i != NULL && i->name != NULL; i++)
        if (i->kind == INPUT_FILE)
            return true;
    return false;
}

static void body_schema(const struct document *d, struct view *content, const char *type,
                        const struct route *route)
{
    struct view *schema = view_add_object(view_add_object(content, type), "schema");
    view_add_text(schema, "type", "object");
    struct view *properties = view_add_object(schema, "properties"), *required = NULL;
    for (const struct route_input *i = route->inputs; i != NULL && i->name != NULL; i++) {
        input_schema(properties, input_name(d, i), route, i);
        if (!i->is_required)
            continue;
        if (required == NULL)
            required = view_add_list(schema, "required");
        view_add_text(required, NULL, input_name(d, i));
    }
}

static void body_add(const struct document *d, struct view *operation, const struct route *route)
{
    CLEANUP(buf_free) struct buf words = BUF_INIT(8192);
    struct view *body = view_add_object(operation, "requestBody");
    for (const struct route_input *i = route->inputs; i != NULL && i->name != NULL; i++)
        buf_addf(&words, "%s`%s`: %s", i == route->inputs ? "" : "\n", input_name(d, i),
                 openapi_text(d, i->description));
    if (words.n > 0)
        view_add_text(body, "description", buf_text(&words));
    struct view *content = view_add_object(body, "content");
    if (inputs_have_file(route)) {
        body_schema(d, content, "multipart/form-data", route);
        return;
    }
    body_schema(d, content, "application/json", route);
    body_schema(d, content, "application/x-www-form-urlencoded", route);
}

static void path_parameters_add(struct view *list, const char *pattern)
{
    for (const char *open = strchr(pattern, '{'); open != NULL; open = strchr(open + 1, '{')) {
        struct view *v = view_add_object(list, NULL);
        view_add_textf(v, "name", "%.*s", (int)strcspn(open + 1, "}"), open + 1);
        view_add_text(v, "in", "path");
        view_add_bool(v, "required", true);
        view_add_text(view_add_object(v, "schema"), "type", "string");
    }
    openapi_ref_add(list, NULL, "parameters", "lang");
}

static void query_add(const struct document *d, struct view *list, const struct route *route)
{
    for (const struct route_input *i = route->inputs; i != NULL && i->name != NULL; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "name", i->name);
        view_add_text(v, "in", "query");
        view_add_bool(v, "required", i->is_required);
        view_add_text(v, "description", openapi_text(d, i->description));
        input_schema(v, "schema", route, i);
    }
}

/* ---- what comes out ---- */

static const char *file_type(const struct route *route)
{
    static const struct {
        const char *ending, *type;
    } types[] = {
        {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        {".csv", "text/csv"},
        {".pdf", "application/pdf"},
        {".zip", "application/zip"},
    };
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (text_ends(route->pattern, types[i].ending))
            return types[i].type;
    return route->answers_file ? "*/*" : NULL;
}

static void success_add(const struct document *d, struct view *responses, const struct route *route)
{
    const char *file = file_type(route);
    struct view *ok = view_add_object(responses, "200");
    view_add_text(ok, "description", openapi_text(d, route->title));
    struct view *content = view_add_object(ok, "content");
    if (file != NULL) {
        struct view *schema = view_add_object(view_add_object(content, file), "schema");
        view_add_text(schema, "type", "string");
        view_add_text(schema, "format", "binary");
        return;
    }
    struct view *json = view_add_object(content, "application/json");
    if (route->method == HTTP_GET) {
        openapi_ref_add(json, "schema", "schemas", "Page");
        return;
    }
    struct view *either = view_add_list(view_add_object(json, "schema"), "anyOf");
    openapi_ref_add(either, NULL, "schemas", "Done");
    openapi_ref_add(either, NULL, "schemas", "Page");
}

static void responses_add(const struct document *d, struct view *operation,
                          const struct route *route)
{
    struct view *responses = view_add_object(operation, "responses");
    success_add(d, responses, route);
    openapi_ref_add(responses, "400", "responses", "400");
    if (!access_can(ROLE_NONE, route->permission))
        openapi_ref_add(responses, "401", "responses", "401");
    openapi_ref_add(responses, "403", "responses", "403");
    openapi_ref_add(responses, "404", "responses", "404");
    if (route->method == HTTP_POST) {
        openapi_ref_add(responses, "409", "responses", "409");
        openapi_ref_add(responses, "413", "responses", "413");
        openapi_ref_add(responses, "415", "responses", "415");
    }
    openapi_ref_add(responses, "422", "responses", "422");
    openapi_ref_add(responses, "500", "responses", "500");
}

/* ---- operations ---- */

/* "GET /runs/{run}/items.csv" is "get_runs_run_items_csv". */
static void operation_id(struct view *operation, const struct route *route)
{
    CLEANUP(buf_free) struct buf id = BUF_INIT(NAME_BYTES);
    buf_adds(&id, route->method == HTTP_POST ? "post" : "get");
    for (const char *p = route->pattern; *p != '\0'; p++)
        if (isalnum((unsigned char)*p))
            buf_addc(&id, *p);
        else if (*p != '}' && buf_text(&id)[id.n - 1] != '_')
            buf_addc(&id, '_');
    if (buf_text(&id)[id.n - 1] == '_')
        buf_adds(&id, "root");
    view_add_text(operation, "operationId", buf_text(&id));
}

static void permission_add(struct view *operation, const struct route *route)
{
    const struct permission_row *row = &PERMISSIONS[route->permission];
    struct view *v = view_add_object(operation, "x-permission");
    view_add_text(v, "name", row->name);
    struct view *roles = view_add_list(v, "roles");
    for (int role = ROLE_NONE + 1; role < ROLE_SYSTEM; role++)
        if (access_can((enum role)role, route->permission))
            view_add_text(roles, NULL, role_code((enum role)role));
}

/* All three at once. */
static void signature_add(struct view *operation)
{
    struct view *security = view_add_object(view_add_list(operation, "security"), NULL);
    view_add_list(security, "bearer");
    view_add_list(security, "timestamp");
    view_add_list(security, "signature");
}

static void operation_add(const struct document *d, struct view *path, const char *tag,
                          const struct route *route)
{
    struct view *v = view_add_object(path, route->method == HTTP_POST ? "post" : "get");
    operation_id(v, route);
    view_add_text(v, "summary", openapi_text(d, route->title));
    view_add_text(view_add_list(v, "tags"), NULL, tag);
    permission_add(v, route);
    if (access_can(ROLE_NONE, route->permission))
        view_add_list(v, "security");
    if (route->is_signed)
        signature_add(v);
    if (route->method == HTTP_POST)
        body_add(d, v, route);
    else if (route->inputs != NULL)
        query_add(d, view_add_list(v, "parameters"), route);
    responses_add(d, v, route);
}

static void path_add(const struct document *d, const char *pattern)
{
    struct view *path = view_add_object(d->paths, pattern);
    path_parameters_add(view_add_list(path, "parameters"), pattern);
    for (size_t t = 0; t < d->map->table_count; t++)
        for (size_t i = 0; i < d->map->tables[t]->count; i++) {
            const struct route *route = &d->map->tables[t]->routes[i];
            if (route->audience != AUDIENCE_PEOPLE && strcmp(route->pattern, pattern) == 0)
                operation_add(d, path, d->map->tables[t]->name, route);
        }
}

static void paths_add(const struct document *d)
{
    for (size_t t = 0; t < d->map->table_count; t++)
        for (size_t i = 0; i < d->map->tables[t]->count; i++) {
            const struct route *route = &d->map->tables[t]->routes[i];
            if (route->audience != AUDIENCE_PEOPLE && view_get(d->paths, route->pattern) == NULL)
                path_add(d, route->pattern);
        }
}

/* ---- components ---- */

static void property_add(struct view *properties, const char *name, const char *type,
                         const char *description)
{
    struct view *v = view_add_object(properties, name);
    view_add_text(v, "type", type);
    view_add_text(v, "description", description);
}

static void error_schema_add(const struct document *d)
{
    struct view *v = view_add_object(d->schemas, "Error");
    view_add_text(v, "type", "object");
    view_add_text(view_add_list(v, "required"), NULL, "error");
    struct view *error = view_add_object(view_add_object(v, "properties"), "error");
    view_add_text(error, "type", "object");
    struct view *required = view_add_list(error, "required");
    view_add_text(required, NULL, "code");
    view_add_text(required, NULL, "message");
    struct view *p = view_add_object(error, "properties");
    property_add(p, "code", "string", openapi_text(d, N_("给程序看的代码，如 CASE_CHANGED")));
    property_add(p, "message", "string", openapi_text(d, N_("给人看的说明：哪里不对，怎么办")));
    property_add(p, "place", "string",
                 openapi_text(d, N_("出错的地方：文件的行、表单的栏，没有时为空")));
    struct view *faults = view_add_object(p, "faults");
    view_add_text(faults, "type", "array");
    view_add_text(faults, "description", openapi_text(d, N_("表单逐栏的错误，一次说全")));
    struct view *item = view_add_object(faults, "items");
    view_add_text(item, "type", "object");
    struct view *fields = view_add_object(item, "properties");
    property_add(fields, "field", "string", openapi_text(d, N_("栏目名")));
    property_add(fields, "label", "string", openapi_text(d, N_("栏目在纸上的名称")));
    property_add(fields, "message", "string",
                 openapi_text(d, N_("给人看的说明：哪里不对，怎么办")));
}

static void schemas_add(const struct document *d)
{
    error_schema_add(d);
    struct view *done = view_add_object(d->schemas, "Done");
    view_add_text(done, "type", "object");
    struct view *required = view_add_list(done, "required");
    view_add_text(required, NULL, "location");
    struct view *p = view_add_object(done, "properties");
    property_add(p, "location", "string", openapi_text(d, N_("办成以后看结果的地址")));
    struct view *notice = view_add_object(p, "notice");
    struct view *types = view_add_list(notice, "type");
    view_add_text(types, NULL, "string");
    view_add_text(types, NULL, "null");
    struct view *page = view_add_object(d->schemas, "Page");
    view_add_text(page, "type", "object");
    view_add_text(
        page, "description",
        openapi_text(d, N_("网页上的同一份内容：金额是以分为单位的整数（名称以 _fen 结尾），"
                           "月份写作 2013-06，日期写作 2013-06-30")));
}

static void responses_shared_add(const struct document *d, struct view *components)
{
    static const struct {
        const char *status, *description;
    } list[] = {
        {"400", N_("请求写得不对：网址、请求体的格式")},
        {"401", N_("没有令牌，或令牌已过期、停用")},
        {"403", N_("岗位或范围不许")},
        {"404", N_("没有，或不在令牌主人的范围内")},
        {"409", N_("别人先改了：重新读取后再办")},
        {"413", N_("请求体过大")},
        {"415", N_("不是 JSON 也不是表单")},
        {"422", N_("规则不许，或有栏目没有填对")},
        {"500", N_("系统出错，已记录")},
    };
    struct view *responses = view_add_object(components, "responses");
    for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
        struct view *v = view_add_object(responses, list[i].status);
        view_add_text(v, "description", openapi_text(d, list[i].description));
        if (strcmp(list[i].status, "401") == 0) {
            struct view *field = view_add_object(view_add_object(v, "headers"), "WWW-Authenticate");
            view_add_text(view_add_object(field, "schema"), "type", "string");
        }
        struct view *json = view_add_object(view_add_object(v, "content"), "application/json");
        openapi_ref_add(json, "schema", "schemas", "Error");
    }
}

static void header_scheme_add(const struct document *d, struct view *schemes, const char *name,
                              const char *header, const char *description)
{
    struct view *scheme = view_add_object(schemes, name);
    view_add_text(scheme, "type", "apiKey");
    view_add_text(scheme, "in", "header");
    view_add_text(scheme, "name", header);
    view_add_text(scheme, "description", openapi_text(d, description));
}

static void security_schemes_add(const struct document *d, struct view *components)
{
    struct view *schemes = view_add_object(components, "securitySchemes");
    struct view *scheme = view_add_object(schemes, "bearer");
    view_add_text(scheme, "type", "http");
    view_add_text(scheme, "scheme", "bearer");
    view_add_text(scheme, "description",
                  openapi_text(d, N_("用户自己的接口令牌，岗位和范围与用户相同")));
    header_scheme_add(d, schemes, "timestamp", HEADER_TIMESTAMP,
                      N_("发送时刻：1970 年以来的秒数，与服务器相差不超过五分钟"));
    header_scheme_add(d, schemes, "signature", HEADER_SIGNATURE,
                      N_("请求签名：HMAC-SHA-256 的 64 位十六进制，密钥是医院的密钥；写在 "
                         "docs/api.md"));
}

static void components_add(struct document *d)
{
    struct view *components = view_add_object(d->root, "components");
    security_schemes_add(d, components);
    struct view *lang = view_add_object(view_add_object(components, "parameters"), "lang");
    view_add_text(lang, "name", "lang");
    view_add_text(lang, "in", "query");
    view_add_text(lang, "description", openapi_text(d, N_("说明文字的语言")));
    struct view *schema = view_add_object(lang, "schema");
    view_add_text(schema, "type", "string");
    struct view *values = view_add_list(schema, "enum");
    view_add_text(values, NULL, "zh");
    view_add_text(values, NULL, "en");
    responses_shared_add(d, components);
    d->schemas = view_add_object(components, "schemas");
    schemas_add(d);
    openapi_forms_add(d);
}

static void head_add(const struct document *d)
{
    view_add_text(d->root, "openapi", "3.1.0");
    struct view *info = view_add_object(d->root, "info");
    view_add_text(info, "title", openapi_text(d, N_("民生：城乡低保、五保供养与养老服务")));
    view_add_text(info, "version", "1");
    view_add_text(
        info, "description",
        openapi_text(d, N_("网站的每个地址加上 /api/v1 就是给程序用的同一件事：同一权限，同一规"
                           "则。写在 docs/api.md。")));
    view_add_text(view_add_object(view_add_list(d->root, "servers"), NULL), "url", "/api/v1");
    struct view *security = view_add_object(view_add_list(d->root, "security"), NULL);
    view_add_list(security, "bearer");
}

enum status openapi_write(const struct site_map *map, const struct catalog *english,
                          struct buf *out, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(OPENAPI_ARENA_BYTES);
    struct document d = {.map = map, .english = english, .arena = arena};
    d.root = arena == NULL ? NULL : view_new(arena);
    if (d.root == NULL)
        return arena_exhausted(e);
    head_add(&d);
    d.paths = view_add_object(d.root, "paths");
    paths_add(&d);
    components_add(&d);
    return view_json(d.root, out, e);
}

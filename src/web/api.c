#include "base/i18n.h"
#include "base/text.h"
#include "web/server_internal.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define JSON_FIELD_DEPTH_MAX 5

bool api_path_cut(const char **path)
{
    size_t n = strlen(API_PREFIX);
    if (strncmp(*path, API_PREFIX, n) != 0 || ((*path)[n] != '\0' && (*path)[n] != '/'))
        return false;
    *path = (*path)[n] == '\0' ? "/" : *path + n;
    return true;
}

const char *api_bearer_token(const char *authorization)
{
    static const char scheme[] = "Bearer";
    const size_t n = sizeof(scheme) - 1;
    if (strncasecmp(authorization, scheme, n) != 0 || authorization[n] != ' ')
        return "";
    return authorization + n + strspn(authorization + n, " ");
}

static enum status field_add(struct form *f, const char *name, const char *value, struct error *e)
{
    return form_add(f, name, strlen(name), value, strlen(value), NULL, e);
}

static enum status value_add(struct form *f, const char *name, const json_t *value, int depth,
                             struct error *e);

static enum status object_add(struct form *f, const char *name, const json_t *object, int depth,
                              struct error *e)
{
    const char *key;
    const json_t *value;
    json_t *all = (json_t *)(uintptr_t)object; /* its iterator reads only */
    json_object_foreach(all, key, value)
    {
        char full[FORM_NAME_BYTES_MAX + 1];
        int n = snprintf(full, sizeof(full), "%s%s%s", name, name[0] != '\0' ? "." : "", key);
        if (n < 0 || (size_t)n >= sizeof(full))
            return error_set(e, STATUS_REFUSED, "FORM_LIMIT", _("JSON 中的字段名过长"));
        TRY(value_add(f, full, value, depth + 1, e));
    }
    return STATUS_OK;
}

static enum status list_add(struct form *f, const char *name, const json_t *list, int depth,
                            struct error *e)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *value = json_array_get(list, i);
        char full[FORM_NAME_BYTES_MAX + 1];
        int n = json_is_object(value) ? snprintf(full, sizeof(full), "%s.%zu", name, i + 1)
                                      : snprintf(full, sizeof(full), "%s", name);
        if (n < 0 || (size_t)n >= sizeof(full))
            return error_set(e, STATUS_REFUSED, "FORM_LIMIT", _("JSON 中的字段名过长"));
        if (json_is_array(value))
            return error_set(e, STATUS_REFUSED, "FORM_JSON", _("JSON 字段 %s：列表里不能再有列表"),
                             name);
        TRY(value_add(f, full, value, depth + 1, e));
    }
    return STATUS_OK;
}

static enum status value_add(struct form *f, const char *name, const json_t *value, int depth,
                             struct error *e)
{
    char digits[32];
    if (depth > JSON_FIELD_DEPTH_MAX)
        return error_set(e, STATUS_REFUSED, "FORM_JSON", _("JSON 层次过深：%s"), name);
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return object_add(f, name, value, depth, e);
    case JSON_ARRAY:
        return list_add(f, name, value, depth, e);
    case JSON_STRING:
        return form_add(f, name, strlen(name), json_string_value(value), json_string_length(value),
                        NULL, e);
    case JSON_INTEGER:
        snprintf(digits, sizeof(digits), "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return field_add(f, name, digits, e);
    case JSON_TRUE:
        return field_add(f, name, "1", e);
    case JSON_FALSE:
    case JSON_NULL:
        return STATUS_OK;
    case JSON_REAL:
        break;
    }
    return error_set(e, STATUS_REFUSED, "FORM_JSON",
                     _("JSON 字段 %s：带小数的数请写成文字，例如 \"1234.50\""), name);
}

enum status api_form_read(struct form *f, const char *p, size_t n, struct error *e)
{
    json_error_t why;
    json_t *root = json_loadb(p, n, JSON_REJECT_DUPLICATES, &why);
    if (!json_is_object(root)) {
        json_decref(root);
        return error_set(e, STATUS_REFUSED, "FORM_JSON",
                         _("请求体应是一个 JSON 对象，字段名不重复（第 %d 行起不对）"),
                         root == NULL ? why.line : 1);
    }
    enum status s = object_add(f, "", root, 0, e);
    json_decref(root);
    return s;
}

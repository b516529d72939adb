/* Filled forms as JSON: one order, so that the same data has the same bytes and hash. */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "domain/casework/entry.h"

struct pair {
    const char *name, *value;
};

static int pair_order(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    return strcmp(x->name, y->name);
}

enum status entry_json(const struct entry_data *d, struct buf *out, struct error *e)
{
    static const struct entry_data nothing = {0};
    if (!d)
        d = &nothing;
    CLEANUP(arena_cleanup)
    struct arena *arena = arena_new((d->count + 1) * sizeof(struct pair) + 4096);
    struct pair *pairs = arena ? ARENA_ARRAY(arena, struct pair, d->count + 1) : NULL;
    if (!pairs)
        return arena_exhausted(e);
    for (size_t i = 0; i < d->count; i++)
        pairs[i] = (struct pair){d->item[i].name, d->item[i].value};
    qsort(pairs, d->count, sizeof *pairs, pair_order);
    buf_addc(out, '{');
    for (size_t i = 0; i < d->count; i++) {
        if (i > 0)
            buf_addc(out, ',');
        buf_add_json(out, pairs[i].name);
        buf_addc(out, ':');
        buf_add_json(out, pairs[i].value);
    }
    buf_addc(out, '}');
    return buf_status(out, e);
}

static enum status value_refused(const char *name, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "ENTRY_JSON",
                     _("JSON 中“%.80s”的值不对：应为文字、整数、真假，或由这些组成的行。"), name);
}

static enum status set_value(struct entry_data *d, const char *name, const json_t *value,
                             struct error *e)
{
    char number[32];
    switch (json_typeof(value)) {
    case JSON_STRING:
        return entry_data_set(d, name, json_string_value(value), e);
    case JSON_INTEGER:
        (void)snprintf(number, sizeof number, "%" PRId64, (int64_t)json_integer_value(value));
        return entry_data_set(d, name, number, e);
    case JSON_TRUE:
        return entry_data_set(d, name, "1", e);
    case JSON_FALSE:
    case JSON_NULL:
        return STATUS_OK;
    default:
        return value_refused(name, e);
    }
}

/* [{"name": "王小明"}] under "members": members.1.name. */
static enum status set_rows(struct entry_data *d, const char *section, json_t *rows,
                            struct error *e)
{
    size_t index;
    json_t *row, *value;
    const char *key;
    if (json_array_size(rows) > ENTRY_REPEAT_MAX)
        return error_set(e, STATUS_REFUSED, "ENTRY_TOO_LARGE", _("“%.40s”超过 %d 行。"), section,
                         ENTRY_REPEAT_MAX);
    json_array_foreach(rows, index, row)
    {
        if (!json_is_object(row))
            return value_refused(section, e);
        json_object_foreach(row, key, value)
        {
            char name[2 * ENTRY_NAME_BYTES_MAX];
            (void)snprintf(name, sizeof name, "%.40s.%zu.%.40s", section, index + 1, key);
            TRY(set_value(d, name, value, e));
        }
    }
    return STATUS_OK;
}

static enum status read_object(json_t *root, struct entry_data *d, struct error *e)
{
    const char *key;
    json_t *value;
    if (!json_is_object(root))
        return error_set(e, STATUS_REFUSED, "ENTRY_JSON", _("JSON 应是一个对象：{\"栏目\": 值}。"));
    json_object_foreach(root, key, value)
    {
        if (json_is_array(value))
            TRY(set_rows(d, key, value, e));
        else
            TRY(set_value(d, key, value, e));
    }
    return STATUS_OK;
}

enum status entry_json_read(const char *text, size_t bytes, struct arena *arena,
                            struct entry_data **ret, struct error *e)
{
    json_error_t fault;
    struct entry_data *d = entry_data_new(arena);
    if (!d)
        return arena_exhausted(e);
    if (bytes > ENTRY_JSON_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "ENTRY_TOO_LARGE", _("表单超过 %u KB。"),
                         ENTRY_JSON_BYTES_MAX >> 10);
    json_t *root = json_loadb(text, bytes, JSON_REJECT_DUPLICATES, &fault);
    if (!root)
        return error_set(e, STATUS_REFUSED, "ENTRY_JSON", _("不是 JSON：第 %d 行第 %d 列，%s"),
                         fault.line, fault.column, fault.text);
    enum status s = read_object(root, d, e);
    json_decref(root);
    if (s == STATUS_OK)
        *ret = d;
    return s;
}

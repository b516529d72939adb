#include "base/yaml.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define RATE_BP_MAX 10000000 /* 100,000 % */

static enum status place_value(const struct yaml_node *node, struct error *e)
{
    return error_place(e, "%s:%d:%d", node->file, node->line, node->column);
}

enum status yaml_refuse(const struct yaml_node *node, struct error *e, const char *code,
                        const char *format, ...)
{
    char message[ERROR_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    (void)error_set(e, STATUS_REFUSED, code, "%s", message);
    (void)place_value(node, e);
    return STATUS_REFUSED;
}

static const char *key_or_item(const struct yaml_node *node)
{
    return node->key ? node->key : "-";
}

static const char *kind_name(const struct yaml_node *node)
{
    switch (node->kind) {
    case YAML_SEQUENCE:
        return _("列表");
    case YAML_MAPPING:
        return _("映射");
    case YAML_SCALAR:
        break;
    }
    return node->text[0] || node->is_quoted ? _("值") : _("空");
}

static enum status refuse_type(const struct yaml_node *node, struct error *e, const char *wanted)
{
    return yaml_refuse(node, e, "YAML_TYPE", _("“%s”应为%s，这里是%s"), key_or_item(node), wanted,
                       kind_name(node));
}

static enum status refuse_value(const struct yaml_node *node, struct error *e, const char *wanted)
{
    return yaml_refuse(node, e, "YAML_VALUE", _("“%s”的值“%.80s”不对：应为%s"), key_or_item(node),
                       node->text, wanted);
}

static bool is_filled_scalar(const struct yaml_node *node)
{
    return node->kind == YAML_SCALAR && (node->text[0] || node->is_quoted);
}

static bool is_plain_scalar(const struct yaml_node *node)
{
    return node->kind == YAML_SCALAR && node->text[0] && !node->is_quoted;
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
    if (map->kind != YAML_MAPPING)
        return NULL;
    for (const struct yaml_node *c = map->first; c; c = c->next)
        if (strcmp(c->key, key) == 0)
            return c;
    return NULL;
}

enum status yaml_need(const struct yaml_node *map, const char *key, const struct yaml_node **ret,
                      struct error *e)
{
    if (map->kind != YAML_MAPPING)
        return refuse_type(map, e, _("映射（键: 值）"));
    const struct yaml_node *node = yaml_get(map, key);
    if (!node)
        return yaml_refuse(map, e, "YAML_KEY_MISSING", _("缺少“%s”"), key);
    *ret = node;
    return STATUS_OK;
}

enum status yaml_known_keys(const struct yaml_node *map, const char *const *keys, struct error *e)
{
    if (map->kind != YAML_MAPPING)
        return refuse_type(map, e, _("映射（键: 值）"));
    for (const struct yaml_node *c = map->first; c; c = c->next) {
        const char *const *k = keys;
        while (*k && strcmp(*k, c->key) != 0)
            k++;
        if (*k)
            continue;
        CLEANUP(buf_free) struct buf known = BUF_INIT(400);
        for (k = keys; *k; k++)
            buf_addf(&known, "%s%s", known.n ? ", " : "", *k);
        (void)error_set(e, STATUS_REFUSED, "YAML_KEY_UNKNOWN",
                        _("不认识“%.80s”：这里可用的键是 %s"), c->key, buf_text(&known));
        (void)error_place(e, "%s:%d:%d", c->file, c->key_line, c->key_column);
        return STATUS_REFUSED;
    }
    return STATUS_OK;
}

enum status yaml_as_text(const struct yaml_node *node, const char **ret, struct error *e)
{
    if (!is_filled_scalar(node))
        return refuse_type(node, e, _("文字"));
    *ret = node->text;
    return STATUS_OK;
}

enum status yaml_as_i64(const struct yaml_node *node, int64_t *ret, struct error *e)
{
    if (!is_plain_scalar(node))
        return refuse_type(node, e, _("整数（不加引号）"));
    /* Only one way to write a number: 010 and +5 would mean different things to different readers.
     */
    const char *digits = node->text + (node->text[0] == '-');
    int64_t value;
    if (digits[0] < '0' || digits[0] > '9' ||
        (digits[0] == '0' && (digits[1] || digits != node->text)) ||
        i64_parse(node->text, &value, NULL) != STATUS_OK)
        return refuse_value(node, e, _("整数"));
    *ret = value;
    return STATUS_OK;
}

enum status yaml_as_fen(const struct yaml_node *node, struct fen *ret, struct error *e)
{
    if (!is_plain_scalar(node))
        return refuse_type(node, e, _("金额（元，不加引号，如 2160.00）"));
    if (strspn(node->text, "-0123456789.") != strlen(node->text) ||
        fen_parse(node->text, ret, NULL) != STATUS_OK)
        return refuse_value(node, e, _("以元为单位、最多两位小数的金额，如 2160.00"));
    return STATUS_OK;
}

static bool rate_parse(const char *text, int64_t *ret_bp)
{
    int64_t whole = 0, bp;
    const char *p = text;
    if (*p < '0' || *p > '9')
        return false;
    for (; *p >= '0' && *p <= '9'; p++) {
        whole = whole * 10 + (*p - '0');
        if (whole * 100 > RATE_BP_MAX)
            return false;
    }
    bp = whole * 100;
    if (*p == '.') {
        if (p[1] < '0' || p[1] > '9')
            return false;
        bp += (p[1] - '0') * 10;
        p += 2;
        if (*p >= '0' && *p <= '9')
            bp += *p++ - '0';
    }
    if (p[0] != '%' || p[1])
        return false;
    *ret_bp = bp;
    return true;
}

enum status yaml_as_rate_bp(const struct yaml_node *node, int64_t *ret, struct error *e)
{
    if (!is_plain_scalar(node))
        return refuse_type(node, e, _("百分率（不加引号，如 30%）"));
    if (!rate_parse(node->text, ret))
        return refuse_value(node, e, _("最多两位小数的百分率，如 30% 或 12.5%"));
    return STATUS_OK;
}

enum status yaml_as_month(const struct yaml_node *node, struct month *ret, struct error *e)
{
    if (!is_filled_scalar(node))
        return refuse_type(node, e, _("月份（如 2013-06）"));
    if (month_parse(node->text, ret, NULL) != STATUS_OK)
        return refuse_value(node, e, _("月份，如 2013-06"));
    return STATUS_OK;
}

enum status yaml_as_date(const struct yaml_node *node, struct date *ret, struct error *e)
{
    if (!is_filled_scalar(node))
        return refuse_type(node, e, _("日期（如 2013-06-30）"));
    if (date_parse(node->text, ret, NULL) != STATUS_OK)
        return refuse_value(node, e, _("存在的日期，如 2013-06-30"));
    return STATUS_OK;
}

enum status yaml_as_bool(const struct yaml_node *node, bool *ret, struct error *e)
{
    if (!is_plain_scalar(node))
        return refuse_type(node, e, _("true 或 false"));
    if (strcmp(node->text, "true") == 0)
        *ret = true;
    else if (strcmp(node->text, "false") == 0)
        *ret = false;
    else
        return refuse_value(node, e, _("true 或 false"));
    return STATUS_OK;
}

enum status yaml_text(const struct yaml_node *map, const char *key, const char **ret,
                      struct error *e)
{
    const struct yaml_node *node;
    TRY(yaml_need(map, key, &node, e));
    if (node->kind == YAML_SCALAR && !node->text[0])
        return yaml_refuse(node, e, "YAML_VALUE", _("“%s”不能为空"), key);
    return yaml_as_text(node, ret, e);
}

enum status yaml_i64_between(const struct yaml_node *map, const char *key, int64_t min, int64_t max,
                             int64_t *ret, struct error *e)
{
    const struct yaml_node *node;
    int64_t value;
    TRY(yaml_need(map, key, &node, e));
    TRY(yaml_as_i64(node, &value, e));
    if (value < min || value > max)
        return yaml_refuse(node, e, "YAML_VALUE", _("“%s”的值 %lld 不在 %lld 到 %lld 之间"), key,
                           (long long)value, (long long)min, (long long)max);
    *ret = value;
    return STATUS_OK;
}

/* Each pair: the key must be there, or a value stands in for it. */
#define BIND(name, type)                                                                           \
    enum status yaml_##name(const struct yaml_node *map, const char *key, type *ret,               \
                            struct error *e)                                                       \
    {                                                                                              \
        const struct yaml_node *node;                                                              \
        TRY(yaml_need(map, key, &node, e));                                                        \
        return yaml_as_##name(node, ret, e);                                                       \
    }
#define BIND_OR(name, type)                                                                        \
    enum status yaml_##name##_or(const struct yaml_node *map, const char *key, type otherwise,     \
                                 type *ret, struct error *e)                                       \
    {                                                                                              \
        const struct yaml_node *node = yaml_get(map, key);                                         \
        if (node)                                                                                  \
            return yaml_as_##name(node, ret, e);                                                   \
        *ret = otherwise;                                                                          \
        return STATUS_OK;                                                                          \
    }
BIND(i64, int64_t)
BIND(fen, struct fen)
BIND(rate_bp, int64_t)
BIND(month, struct month)
BIND(date, struct date)
BIND(bool, bool)
BIND_OR(text, const char *)
BIND_OR(i64, int64_t)
BIND_OR(month, struct month)
BIND_OR(bool, bool)

enum status yaml_sequence(const struct yaml_node *map, const char *key,
                          const struct yaml_node **ret, struct error *e)
{
    const struct yaml_node *node;
    TRY(yaml_need(map, key, &node, e));
    if (node->kind != YAML_SEQUENCE)
        return refuse_type(node, e, _("列表"));
    *ret = node;
    return STATUS_OK;
}

enum status yaml_mapping(const struct yaml_node *map, const char *key, const struct yaml_node **ret,
                         struct error *e)
{
    const struct yaml_node *node;
    TRY(yaml_need(map, key, &node, e));
    if (node->kind != YAML_MAPPING)
        return refuse_type(node, e, _("映射（键: 值）"));
    *ret = node;
    return STATUS_OK;
}

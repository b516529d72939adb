#include "base/i18n.h"
#include "web/server_internal.h"

#include <string.h>
#include <strings.h>

#define CONTENT_LENGTH_DIGITS_MAX 15

static enum status refuse(struct error *e, const char *what)
{
    return error_set(e, STATUS_REFUSED, "HEAD_FORM", _("请求格式不正确：%s"), what);
}

static bool is_token(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        bool is_letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && (c == '\0' || strchr("!#$%&'*+-.^_`|~", c) == NULL))
            return false;
    }
    return n > 0;
}

static bool name_is(const struct head_field *f, const char *name)
{
    return f->name_bytes == strlen(name) && strncasecmp(f->name, name, f->name_bytes) == 0;
}

static bool value_has_control(const struct head_field *f)
{
    for (size_t i = 0; i < f->value_bytes; i++) {
        unsigned char c = (unsigned char)f->value[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return true;
    }
    return false;
}

static bool content_length_parse(const struct head_field *f, int64_t *ret)
{
    int64_t v = 0;
    if (f->value_bytes == 0 || f->value_bytes > CONTENT_LENGTH_DIGITS_MAX)
        return false;
    for (size_t i = 0; i < f->value_bytes; i++) {
        if (f->value[i] < '0' || f->value[i] > '9')
            return false;
        v = v * 10 + (f->value[i] - '0');
    }
    *ret = v;
    return true;
}

static bool target_is_sound(const char *target)
{
    if (target == NULL || target[0] != '/')
        return false;
    for (const char *p = target; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        if (c <= 0x20 || c >= 0x7f || c == '#')
            return false;
        if (c == '%' && p[1] == '0' && p[2] == '0')
            return false;
    }
    return true;
}

enum status head_check(const struct head_field *fields, size_t count, const char *target,
                       int64_t *ret_body_bytes, struct error *e)
{
    int lengths = 0, codings = 0, hosts = 0;
    int64_t body_bytes = 0;
    if (!target_is_sound(target))
        return refuse(e, "target");
    if (count >= HEAD_FIELDS_MAX)
        return refuse(e, "too many fields");
    for (size_t i = 0; i < count; i++) {
        const struct head_field *f = &fields[i];
        if (f->is_folded)
            return refuse(e, "folded field");
        if (!is_token(f->name, f->name_bytes))
            return refuse(e, "field name");
        if (value_has_control(f))
            return refuse(e, "field value");
        if (name_is(f, "host"))
            hosts++;
        if (name_is(f, "content-length")) {
            lengths++;
            if (!content_length_parse(f, &body_bytes))
                return refuse(e, "Content-Length");
        }
        if (name_is(f, "transfer-encoding")) {
            codings++;
            if (f->value_bytes != strlen("chunked") ||
                strncasecmp(f->value, "chunked", f->value_bytes) != 0)
                return refuse(e, "Transfer-Encoding");
        }
    }
    if (hosts > 1 || lengths > 1 || codings > 1)
        return refuse(e, "field given twice");
    if (lengths > 0 && codings > 0)
        return refuse(e, "Content-Length with Transfer-Encoding");
    *ret_body_bytes = codings > 0 ? -1 : body_bytes;
    return STATUS_OK;
}

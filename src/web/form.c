#include "web/form.h"
#include "base/i18n.h"
#include "base/text.h"

#include <string.h>
#include <unistd.h>

const char *form_get(const struct form *f, const char *name)
{
    for (const struct form_field *field = f->first; field != NULL; field = field->next)
        if (strcmp(field->name, name) == 0)
            return field->value;
    return NULL;
}

const struct form_file *form_get_file(const struct form *f, const char *name)
{
    for (const struct form_field *field = f->first; field != NULL; field = field->next)
        if (field->file != NULL && strcmp(field->name, name) == 0)
            return field->file;
    return NULL;
}

void form_files_remove(const struct form *f)
{
    for (const struct form_field *field = f->first; field != NULL; field = field->next)
        if (field->file != NULL)
            unlink(field->file->path); /* a handler may have moved it away */
}

enum status form_add(struct form *f, const char *name, size_t name_bytes, const char *value,
                     size_t value_bytes, const struct form_file *file, struct error *e)
{
    if (f->count == FORM_FIELDS_MAX || name_bytes > FORM_NAME_BYTES_MAX ||
        value_bytes > FORM_VALUE_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "FORM_LIMIT", _("表单内容过多或某一项过长"));
    if (!utf8_is_valid(name, name_bytes) || !utf8_is_valid(value, value_bytes))
        return error_set(e, STATUS_REFUSED, "FORM_TEXT", _("表单里有无法识别的字符，请重新填写"));
    struct form_field *field = ARENA_NEW(f->arena, struct form_field);
    if (field == NULL)
        return arena_exhausted(e);
    field->name = arena_strndup(f->arena, name, name_bytes);
    field->value = arena_strndup(f->arena, value, value_bytes);
    field->file = file;
    if (field->name == NULL || field->value == NULL)
        return arena_exhausted(e);
    if (f->last == NULL)
        f->first = field;
    else
        f->last->next = field;
    f->last = field;
    f->count++;
    return STATUS_OK;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* Decodes %XX, and '+' when asked, into out (at least n bytes). False on a broken escape. */
static bool percent_decode(const char *p, size_t n, bool plus_is_space, char *out, size_t *ret_n)
{
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        char c = p[i];
        if (c == '+' && plus_is_space) {
            c = ' ';
        } else if (c == '%') {
            if (n - i < 3)
                return false;
            int high = hex_value(p[i + 1]), low = hex_value(p[i + 2]);
            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        }
        out[at++] = c;
    }
    *ret_n = at;
    return true;
}

static enum status pair_add(struct form *f, const char *p, size_t n, struct error *e)
{
    const char *equals = memchr(p, '=', n);
    size_t name_n = equals == NULL ? n : (size_t)(equals - p);
    size_t value_n = equals == NULL ? 0 : n - name_n - 1;
    if (name_n > FORM_NAME_BYTES_MAX * 3 || value_n > FORM_VALUE_BYTES_MAX * 3)
        return error_set(e, STATUS_REFUSED, "FORM_LIMIT", _("表单内容过多或某一项过长"));
    char name[FORM_NAME_BYTES_MAX * 3];
    char *value = arena_alloc(f->arena, value_n + 1);
    if (value == NULL)
        return arena_exhausted(e);
    size_t name_bytes, value_bytes = 0;
    if (!percent_decode(p, name_n, true, name, &name_bytes) ||
        (equals != NULL && !percent_decode(equals + 1, value_n, true, value, &value_bytes)))
        return error_set(e, STATUS_REFUSED, "FORM_ENCODING",
                         _("地址或表单的编码不完整（%% 后缺少两位）"));
    return form_add(f, name, name_bytes, value, value_bytes, NULL, e);
}

enum status form_add_urlencoded(struct form *f, const char *p, size_t n, struct error *e)
{
    size_t at = 0;
    while (at < n) {
        const char *amp = memchr(p + at, '&', n - at);
        size_t end = amp == NULL ? n : (size_t)(amp - p);
        if (end > at)
            TRY(pair_add(f, p + at, end - at, e));
        at = end + 1;
    }
    return STATUS_OK;
}

void form_encode(struct buf *out, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    for (const char *p = text; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                        (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' || c == '~';
        if (is_plain) {
            buf_addc(out, *p);
        } else if (c == ' ') {
            buf_addc(out, '+');
        } else {
            buf_addc(out, '%');
            buf_addc(out, hex[c >> 4]);
            buf_addc(out, hex[c & 15]);
        }
    }
}

enum status path_decode(struct arena *a, const char *p, size_t n, const char **ret, struct error *e)
{
    char *out = arena_alloc(a, n + 1);
    if (out == NULL)
        return arena_exhausted(e);
    size_t out_n = 0;
    bool is_good = n > 0 && p[0] == '/' && percent_decode(p, n, false, out, &out_n) &&
                   utf8_is_valid(out, out_n);
    size_t slashes_before = 0, slashes_after = 0;
    for (size_t i = 0; i < n; i++)
        slashes_before += p[i] == '/';
    for (size_t i = 0; is_good && i < out_n; i++) {
        unsigned char c = (unsigned char)out[i];
        is_good = c >= 0x20 && c != 0x7f && c != '\\';
        slashes_after += c == '/';
    }
    if (!is_good || slashes_before != slashes_after)
        return error_set(e, STATUS_REFUSED, "PATH_FORM", _("网址不正确"));
    out[out_n] = '\0';
    *ret = out;
    return STATUS_OK;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

enum status cookie_find(struct arena *a, const char *header, const char *name, const char **ret,
                        struct error *e)
{
    size_t name_n = strlen(name), n = strnlen(header, COOKIE_HEADER_BYTES_MAX + 1);
    if (n > COOKIE_HEADER_BYTES_MAX)
        return STATUS_NONE;
    for (const char *p = header, *stop = header + n; p < stop;) {
        const char *end = memchr(p, ';', (size_t)(stop - p));
        if (end == NULL)
            end = stop;
        const char *from = p, *to = end;
        p = end + 1;
        while (from < to && is_blank(*from))
            from++;
        while (to > from && is_blank(to[-1]))
            to--;
        if ((size_t)(to - from) <= name_n || memcmp(from, name, name_n) != 0 || from[name_n] != '=')
            continue;
        from += name_n + 1;
        if (to - from >= 2 && *from == '"' && to[-1] == '"') {
            from++;
            to--;
        }
        if (!utf8_is_valid(from, (size_t)(to - from)))
            return STATUS_NONE;
        const char *value = arena_strndup(a, from, (size_t)(to - from));
        if (value == NULL)
            return arena_exhausted(e);
        *ret = value;
        return STATUS_OK;
    }
    return STATUS_NONE;
}

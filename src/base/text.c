#include "base/text.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum spacing { SPACING_NONE, SPACING_SPACE, SPACING_INVISIBLE };

/* Invisible characters (zero width, byte order marks, direction marks) are pasted along by web
   pages and office programs; nobody means them, so they go wherever they are. */
static enum spacing spacing_of(int c)
{
    if (c <= 0x20 || c == 0x7F || c == 0x85 || c == 0xA0)
        return SPACING_SPACE;
    if (c < 0x1680)
        return c == 0xAD ? SPACING_INVISIBLE : SPACING_NONE;
    if (c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
        c == 0x205F || c == 0x3000 || c == 0x3164)
        return SPACING_SPACE;
    if (c == 0x180E || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
        (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF)
        return SPACING_INVISIBLE;
    return SPACING_NONE;
}

bool utf8_is_valid(const char *p, size_t n)
{
    for (size_t i = 0; i < n;) {
        if (p[i] == 0)
            return false;
        size_t step = utf8_step(p + i, n - i);
        if (!step)
            return false;
        i += step;
    }
    return true;
}

size_t utf8_length(const char *text)
{
    size_t count = 0;
    for (const char *p = text; *p; p++)
        count += ((unsigned char)*p & 0xC0) != 0x80;
    return count;
}

/* Whether NFKC can change it: ASCII and the common Han characters it never touches. Most of a
 * roster is that. */
static bool is_plain(const char *text, size_t n, bool *valid)
{
    bool plain = true;
    *valid = true;
    for (size_t i = 0; i < n;) {
        size_t step = utf8_step(text + i, n - i);
        if (!step) {
            *valid = false;
            return false;
        }
        if (step > 1) {
            int c = utf8_code(text + i, step);
            plain = plain && c >= 0x4E00 && c <= 0x9FFF;
        }
        i += step;
    }
    return plain;
}

/* Bytes that are not UTF-8 become U+FFFD, so that they are seen instead of spoiling the neighbours.
 */
static const char *mend(struct arena *a, const char *text, size_t n)
{
    char *out = arena_array(a, n + 1, 3);
    if (!out)
        return NULL;
    size_t kept = 0;
    for (size_t i = 0; i < n;) {
        size_t step = utf8_step(text + i, n - i);
        memcpy(out + kept, step ? text + i : "\xEF\xBF\xBD", step ? step : 3);
        kept += step ? step : 3;
        i += step ? step : 1;
    }
    return out;
}

/* out must hold strlen(text) + 1: nothing here grows. */
static void respace(const char *text, size_t n, bool solid, char *out)
{
    size_t kept = 0;
    bool space = false;
    for (size_t i = 0; i < n;) {
        size_t step = utf8_step(text + i, n - i);
        step = step ? step : 1;
        enum spacing spacing = spacing_of(utf8_code(text + i, step));
        if (spacing == SPACING_SPACE) {
            space = true;
        } else if (spacing == SPACING_NONE) {
            if (space && kept && !solid)
                out[kept++] = ' ';
            space = false;
            memcpy(out + kept, text + i, step);
            kept += step;
        }
        i += step;
    }
    out[kept] = 0;
}

static const char *tidy(struct arena *a, const char *text, bool solid)
{
    if (!text || !*text)
        return "";
    size_t n = strlen(text);
    bool valid;
    bool plain = is_plain(text, n, &valid);
    if (!valid) {
        text = mend(a, text, n);
        if (!text)
            return NULL;
        n = strlen(text);
    }
    utf8proc_uint8_t *normal = NULL;
    if (!plain) {
        utf8proc_ssize_t length =
            utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)n, &normal,
                         UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
        if (length < 0)
            return NULL; /* only memory: the text is valid by now */
        text = (const char *)normal;
        n = (size_t)length;
    }
    char *out = arena_alloc(a, n + 1);
    if (out)
        respace(text, n, solid, out);
    free(normal);
    return out;
}

const char *text_tidy(struct arena *a, const char *text)
{
    return tidy(a, text, false);
}

const char *text_tidy_solid(struct arena *a, const char *text)
{
    return tidy(a, text, true);
}

bool text_is_digits(const char *text)
{
    return *text && text[strspn(text, "0123456789")] == 0;
}

bool text_equals(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *text, const char *suffix)
{
    size_t n = strlen(text), m = strlen(suffix);
    return n >= m && memcmp(text + n - m, suffix, m) == 0;
}

enum status i64_parse(const char *text, int64_t *ret, struct error *e)
{
    const char *p = text;
    bool negative = *p == '-';
    if (*p == '-' || *p == '+')
        p++;
    if (!text_is_digits(p))
        return error_set(e, STATUS_REFUSED, "NUMBER_FORM", _("“%.40s”不是整数。请只填数字。"),
                         text);
    int64_t v = 0;
    for (; *p; p++) {
        int digit = *p - '0';
        if (__builtin_mul_overflow(v, 10, &v) ||
            __builtin_add_overflow(v, negative ? -digit : digit, &v))
            return error_set(e, STATUS_REFUSED, "NUMBER_SIZE", _("数字“%.40s”太大。请核对。"),
                             text);
    }
    *ret = v;
    return STATUS_OK;
}

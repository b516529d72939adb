#include "base/buf.h"
#include "base/catalog.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define HOLES_MAX 12
#define TRIES_MAX 20000u /* of one msgid at one text */
#define WORDS_BYTES_MAX 4096u
#define DEPTH_MAX 3          /* a message in a message in a message */
#define LITERAL_BYTES_MIN 3u /* a msgid of directives alone fits everything */
#define COMMA "、"

/* What of a text stands at the directives of a msgid. */
struct fit {
    struct {
        const char *p;
        size_t n;
    } hole[HOLES_MAX];
    size_t count, literal_bytes;
    unsigned tries;
};

/* The directive at p, which is a %: its end, NULL when it is none of ours. kind: s for texts
   and characters, d for numbers, % for itself; position: 1.. for %1$s, otherwise 0. */
static const char *directive_read(const char *p, char *ret_kind, size_t *ret_position)
{
    size_t digits = strspn(++p, "0123456789");
    *ret_position = 0;
    if (digits > 0 && digits < 3 && p[digits] == '$') {
        *ret_position = (size_t)strtoul(p, NULL, 10);
        p += digits + 1;
    }
    p += strspn(p, "-+ 0#");
    p += strspn(p, "0123456789");
    if (*p == '.')
        p += 1 + strspn(p + 1, "0123456789*");
    p += strspn(p, "hlzjt");
    if (*p == '\0' || strchr("csdiouxX%", *p) == NULL)
        return NULL;
    *ret_kind = *p == '%' ? '%' : strchr("cs", *p) != NULL ? 's' : 'd';
    return p + 1;
}

static bool is_of_number(char c)
{
    return c != '\0' && strchr("0123456789abcdefABCDEF-+", c) != NULL;
}

/* Each hole as short as can be. */
static bool fits(struct fit *f, const char *format, const char *text)
{
    for (; *format != '\0' && *format != '%'; format++, text++, f->literal_bytes++)
        if (*format != *text)
            return false;
    if (*format == '\0')
        return *text == '\0';
    char kind;
    size_t position;
    const char *after = directive_read(format, &kind, &position);
    if (after == NULL || f->count == HOLES_MAX)
        return false;
    if (kind == '%') {
        f->literal_bytes++;
        return *text == '%' && fits(f, after, text + 1);
    }
    size_t mine = f->count, literal_bytes = f->literal_bytes;
    for (size_t n = kind == 's' ? 0 : 1; f->tries < TRIES_MAX; n++) {
        if (kind == 'd' && !is_of_number(text[n - 1]))
            return false;
        f->tries++;
        f->count = mine + 1;
        f->literal_bytes = literal_bytes;
        f->hole[mine].p = text;
        f->hole[mine].n = n;
        if (fits(f, after, text + n))
            return true;
        if (text[n] == '\0')
            return false;
    }
    return false;
}

static const char *words_within(const struct catalog *c, struct arena *a, const char *text,
                                int depth);

static const char *filled_in(const struct catalog *c, struct arena *a, const char *format,
                             const struct fit *f, int depth)
{
    CLEANUP(buf_free) struct buf out = BUF_INIT(WORDS_BYTES_MAX);
    size_t next = 0;
    while (*format != '\0') {
        size_t literal = strcspn(format, "%"), position = 0;
        char kind = '%';
        buf_add(&out, format, literal);
        format += literal;
        if (*format == '\0')
            break;
        format = directive_read(format, &kind, &position);
        if (format == NULL)
            return NULL;
        if (kind == '%') {
            buf_addc(&out, '%');
            continue;
        }
        size_t i = position > 0 ? position - 1 : next++;
        const char *hole = i < f->count ? arena_strndup(a, f->hole[i].p, f->hole[i].n) : NULL;
        if (hole == NULL)
            return NULL;
        buf_adds(&out, words_within(c, a, hole, depth - 1));
    }
    return out.overflow ? NULL : arena_strdup(a, buf_text(&out));
}

/* "批准、不予批准": each by itself. NULL unless one of them has a translation. */
static const char *listed(const struct catalog *c, struct arena *a, const char *text, int depth)
{
    CLEANUP(buf_free) struct buf out = BUF_INIT(WORDS_BYTES_MAX);
    bool has_words = false;
    for (const char *end; *text != '\0'; text = *end == '\0' ? end : end + strlen(COMMA)) {
        end = strstr(text, COMMA);
        end = end == NULL ? text + strlen(text) : end;
        const char *part = arena_strndup(a, text, (size_t)(end - text));
        if (part == NULL)
            return NULL;
        const char *words = words_within(c, a, part, depth - 1);
        has_words = has_words || words != part;
        buf_adds(&out, out.n == 0 ? "" : ", ");
        buf_adds(&out, words);
    }
    return !has_words || out.overflow ? NULL : arena_strdup(a, buf_text(&out));
}

/* "2013年6月" and "2013年6月30日" as 2013-06 and 2013-06-30; NULL for everything else. */
static const char *day_words(struct arena *a, const char *text)
{
    static const char *const units[] = {"年", "月", "日"};
    unsigned long part[3] = {0};
    size_t n = 0;
    for (char *end; *text != '\0'; text = end + strlen(units[n++])) {
        if (n == 3 || !is_of_number(*text))
            return NULL;
        part[n] = strtoul(text, &end, 10);
        if (!text_starts(end, units[n]))
            return NULL;
    }
    if (n < 2 || part[0] > 9999 || part[1] > 12 || part[2] > 31)
        return NULL;
    return n == 2 ? arena_printf(a, "%04lu-%02lu", part[0], part[1])
                  : arena_printf(a, "%04lu-%02lu-%02lu", part[0], part[1], part[2]);
}

static const char *words_within(const struct catalog *c, struct arena *a, const char *text,
                                int depth)
{
    bool is_ascii = true;
    for (const char *p = text; *p != '\0' && is_ascii; p++)
        is_ascii = (unsigned char)*p < 0x80;
    const char *words = is_ascii ? text : catalog_text(c, text);
    const char *day = is_ascii || words != text ? NULL : day_words(a, text);
    if (day != NULL)
        return day;
    if (is_ascii || words != text || depth <= 0)
        return words;
    const struct catalog_format *formats, *best = NULL;
    struct fit best_fit = {.literal_bytes = LITERAL_BYTES_MIN - 1};
    size_t count = catalog_formats(c, &formats);
    for (size_t i = 0; i < count; i++) {
        struct fit f = {.count = 0};
        if (!fits(&f, formats[i].msgid, text) || f.literal_bytes <= best_fit.literal_bytes)
            continue;
        best = &formats[i];
        best_fit = f;
    }
    if (best != NULL)
        words = filled_in(c, a, best->text, &best_fit, depth);
    else if (strstr(text, COMMA) != NULL)
        words = listed(c, a, text, depth);
    return words == NULL ? text : words;
}

const char *catalog_words(const struct catalog *c, struct arena *a, const char *text)
{
    return c == NULL ? text : words_within(c, a, text, DEPTH_MAX);
}

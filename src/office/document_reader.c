#include "office/document_reader.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

/* ---- errors ---- */

int reader_line(const struct reader *r)
{
    return (int)XML_GetCurrentLineNumber(r->xml);
}

static void fail(struct reader *r, enum status status, const char *code, const char *what)
{
    if (r->failed != STATUS_OK)
        return;
    r->failed = error_set(&r->error, status, code, "%s", what);
    (void)error_place(&r->error, _("文书第 %d 行"), reader_line(r));
    (void)XML_StopParser(r->xml, XML_FALSE);
}

void reader_form(struct reader *r, const char *what)
{
    char message[ERROR_MESSAGE_BYTES];
    (void)snprintf(message, sizeof message, _("文书模板有误：%s"), what);
    fail(r, STATUS_FAILED, "DOCUMENT_FORM", message);
}

void reader_limit(struct reader *r, const char *what)
{
    fail(r, STATUS_REFUSED, "DOCUMENT_LIMIT", what);
}

void reader_exhausted(struct reader *r)
{
    fail(r, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
}

/* ---- attributes ---- */

const char *reader_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

static bool is_word_of(const char *word, const char *words)
{
    size_t n = strlen(word);
    for (const char *p = words; (p = strstr(p, word)) != NULL; p += n)
        if ((p == words || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
            return true;
    return false;
}

void reader_attributes_check(struct reader *r, const char **attributes, const char *allowed)
{
    for (; *attributes; attributes += 2)
        if (!is_word_of(attributes[0], allowed))
            reader_form(r, _("不认识的属性"));
}

int64_t reader_number(struct reader *r, const char **attributes, const char *name, int64_t least,
                      int64_t most, int64_t otherwise)
{
    const char *text = reader_attribute(attributes, name);
    int64_t v;
    if (!text)
        return otherwise;
    if (i64_parse(text, &v, NULL) == STATUS_OK && v >= least && v <= most)
        return v;
    reader_form(r, _("属性的数值不合规定"));
    return otherwise;
}

int reader_choice(struct reader *r, const char **attributes, const char *name,
                  const char *const *names)
{
    const char *text = reader_attribute(attributes, name);
    if (!text)
        return -1;
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], text) == 0)
            return i;
    reader_form(r, _("属性的取值不合规定"));
    return -1;
}

bool reader_flag(struct reader *r, const char **attributes, const char *name, bool otherwise)
{
    static const char *const names[] = {"false", "true", NULL};
    int which = reader_choice(r, attributes, name, names);
    return which < 0 ? otherwise : which == 1;
}

/* ---- texts ---- */

void text_open(struct reader *r)
{
    r->text_is_open = true;
    r->span_is_open = false;
    r->span_count = 0;
    buf_clear(&r->text);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

void text_add(struct reader *r, const char *p, size_t n)
{
    if (r->failed != STATUS_OK)
        return;
    if (!r->text_is_open) {
        for (size_t i = 0; i < n; i++)
            if (!is_space(p[i])) {
                reader_form(r, _("文字放错了地方"));
                return;
            }
        return;
    }
    for (size_t i = 0; i < n; i++) {
        char c = p[i] == '\t' ? ' ' : p[i];
        bool is_first = r->text.n == 0 && !r->span_is_open;
        if (c == '\r' || (is_first && is_space(c)))
            continue;
        buf_addc(&r->text, c);
    }
    if (r->text.overflow)
        reader_limit(r, _("一段文字太长，请缩短后再打印"));
}

bool text_is_blank(const struct reader *r)
{
    return r->text.n == 0 && r->span_count == 0;
}

void text_close(struct reader *r, struct document_text *ret)
{
    size_t end = r->span_count ? r->spans[r->span_count - 1].end : 0;
    if (r->failed != STATUS_OK)
        return;
    while (r->text.n > end && is_space(r->text.p[r->text.n - 1]))
        r->text.n--;
    struct document_span *spans = ARENA_ARRAY(r->arena, struct document_span, r->span_count + 1);
    char *p = arena_strndup(r->arena, buf_text(&r->text), r->text.n);
    if (!spans || !p) {
        reader_exhausted(r);
        return;
    }
    memcpy(spans, r->spans, r->span_count * sizeof *spans);
    *ret = (struct document_text){p, r->text.n, spans, r->span_count};
    r->text_is_open = false;
}

static struct document_span *span_add(struct reader *r, enum document_span_kind kind)
{
    if (!r->text_is_open) {
        reader_form(r, _("文字放错了地方"));
        return NULL;
    }
    if (r->span_count == READER_SPANS_MAX) {
        reader_limit(r, _("一段文字里的填空或选项太多"));
        return NULL;
    }
    struct document_span *s = &r->spans[r->span_count++];
    *s = (struct document_span){
        .kind = kind, .start = (uint32_t)r->text.n, .end = (uint32_t)r->text.n};
    return s;
}

void text_strong_start(struct reader *r, const char **attributes)
{
    (void)attributes;
    r->span_is_open = span_add(r, SPAN_STRONG) != NULL;
}

void text_fill_start(struct reader *r, const char **attributes)
{
    struct document_span *s = span_add(r, SPAN_FILL);
    if (s)
        s->chars = (int)reader_number(r, attributes, "chars", 1, 60, 1);
    r->span_is_open = s != NULL;
}

void text_span_end(struct reader *r)
{
    r->spans[r->span_count - 1].end = (uint32_t)r->text.n;
    r->span_is_open = false;
}

void text_check(struct reader *r, const char **attributes)
{
    /* "" is what a template gives for data that is not there: not ticked. */
    static const char *const names[] = {"", "false", "true", NULL};
    bool is_on = reader_choice(r, attributes, "on", names) == 2;
    struct document_span *s = span_add(r, is_on ? SPAN_CHECK_ON : SPAN_CHECK_OFF);
    if (!s)
        return;
    buf_adds(&r->text, DOCUMENT_BOX);
    s->end = (uint32_t)r->text.n;
}

void text_break(struct reader *r, const char **attributes)
{
    (void)attributes;
    buf_addc(&r->text, '\n');
}

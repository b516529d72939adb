#include "base/i18n.h"
#include "base/mustache_set.h"

#include <stdlib.h>
#include <string.h>

#define SET_ARENA_BYTES_MAX (64u * 1024 * 1024)

struct compiler {
    struct mustache *m;
    const struct mustache_options *options;
    const struct mustache_template *t;
    struct error *e;
    size_t at; /* read position in t->text */
    int line;  /* of `at` */
    char open[MUSTACHE_DELIMITER_BYTES_MAX + 1];
    char close[MUSTACHE_DELIMITER_BYTES_MAX + 1];
    uint32_t containers[MUSTACHE_DEPTH_MAX]; /* nodes still open */
    size_t container_count;
};

/* One tag as it stands in the source. */
struct tag {
    char sigil; /* '\0' for a plain value */
    const char *text;
    size_t bytes;      /* without sigil and surrounding spaces */
    size_t start, end; /* of the whole tag, delimiters included */
    int line;
};

static enum status compile_error(struct compiler *c, int line, const char *code,
                                 const char *message, const char *what)
{
    error_set(c->e, STATUS_REFUSED, code, message, what);
    error_place(c->e, "%s:%d", c->t->name, line);
    return STATUS_REFUSED;
}

static bool is_blank(char ch)
{
    return ch == ' ' || ch == '\t';
}

static bool is_space(char ch)
{
    return is_blank(ch) || ch == '\r' || ch == '\n';
}

static int lines_in(const char *p, size_t n)
{
    int lines = 0;
    for (size_t i = 0; i < n; i++)
        lines += p[i] == '\n';
    return lines;
}

static enum status node_add(struct compiler *c, enum mustache_node_kind kind, int line,
                            struct mustache_node **ret)
{
    struct mustache *m = c->m;
    if (m->node_count == MUSTACHE_NODES_MAX)
        return compile_error(c, line, "TEMPLATE_LIMIT", _("模板节点过多，请拆分模板%s"), "");
    if (m->node_count == m->node_capacity) {
        uint32_t capacity = m->node_capacity == 0 ? 256 : m->node_capacity * 2;
        struct mustache_node *grown = realloc(m->nodes, capacity * sizeof(*grown));
        if (grown == NULL)
            return arena_exhausted(c->e);
        m->nodes = grown;
        m->node_capacity = capacity;
    }
    struct mustache_node *n = &m->nodes[m->node_count++];
    *n = (struct mustache_node){.kind = kind, .line = line, .target = -1, .end = m->node_count};
    *ret = n;
    return STATUS_OK;
}

static bool line_starts_at(const struct mustache_template *t, size_t at)
{
    return at == 0 || t->text[at - 1] == '\n';
}

static enum status text_add(struct compiler *c, size_t from, size_t to, int line)
{
    if (from >= to)
        return STATUS_OK;
    struct mustache_node *n;
    TRY(node_add(c, MUSTACHE_TEXT, line, &n));
    n->text = c->t->text + from;
    n->bytes = to - from;
    n->starts_line = line_starts_at(c->t, from);
    return STATUS_OK;
}

static enum status name_parse(struct compiler *c, const struct tag *tag,
                              const struct mustache_name **ret)
{
    struct mustache_name *name = ARENA_NEW(c->m->arena, struct mustache_name);
    if (name == NULL)
        return arena_exhausted(c->e);
    *ret = name;
    if (tag->bytes == 1 && tag->text[0] == '.')
        return STATUS_OK;
    const char *p = tag->text, *stop = tag->text + tag->bytes;
    for (;;) {
        const char *dot = memchr(p, '.', (size_t)(stop - p));
        const char *end = dot == NULL ? stop : dot;
        if (end == p)
            return compile_error(c, tag->line, "TEMPLATE_NAME", _("名称为空或多余的点%s"), "");
        if (name->part_count == MUSTACHE_NAME_PARTS_MAX)
            return compile_error(c, tag->line, "TEMPLATE_LIMIT", _("名称层次过多%s"), "");
        size_t n = (size_t)(end - p);
        name->part[name->part_count].text = p;
        name->part[name->part_count].bytes = n;
        name->part[name->part_count++].hash = view_name_hash(p, n);
        if (dot == NULL)
            return STATUS_OK;
        p = dot + 1;
    }
}

/* A tag alone on its line takes the line with it. On yes: *ret_from its first byte, *ret_to the
 * next line. */
static bool tag_is_standalone(const struct mustache_template *t, const struct tag *tag,
                              size_t *ret_from, size_t *ret_to)
{
    if (strchr("#^/!=><$", tag->sigil) == NULL || tag->sigil == '\0')
        return false;
    size_t from = tag->start, to = tag->end;
    while (from > 0 && is_blank(t->text[from - 1]))
        from--;
    if (!line_starts_at(t, from))
        return false;
    while (to < t->bytes && is_blank(t->text[to]))
        to++;
    if (to < t->bytes && t->text[to] == '\r')
        to++;
    if (to < t->bytes && t->text[to] != '\n')
        return false;
    *ret_from = from;
    *ret_to = to < t->bytes ? to + 1 : to;
    return true;
}

/* Finds the next tag; NONE at the end of the template. */
static enum status tag_next(struct compiler *c, struct tag *ret)
{
    const struct mustache_template *t = c->t;
    size_t open_bytes = strlen(c->open), close_bytes = strlen(c->close);
    const char *base = t->text + c->at;
    const char *found = memmem(base, t->bytes - c->at, c->open, open_bytes);
    if (found == NULL)
        return STATUS_NONE;
    struct tag tag = {.start = (size_t)(found - t->text),
                      .line = c->line + lines_in(base, (size_t)(found - base))};
    size_t p = tag.start + open_bytes;
    while (p < t->bytes && is_space(t->text[p]))
        p++;
    if (p < t->bytes && t->text[p] != '\0' && strchr("#^/!=><$&{_@", t->text[p]) != NULL)
        tag.sigil = t->text[p++];
    /* A comment may contain anything; the others end at their own closing form. */
    char closing[MUSTACHE_DELIMITER_BYTES_MAX + 2];
    size_t extra = tag.sigil == '{' || tag.sigil == '=' ? 1 : 0;
    closing[0] = tag.sigil == '{' ? '}' : '=';
    memcpy(closing + extra, c->close, close_bytes);
    const char *stop = memmem(t->text + p, t->bytes - p, closing, close_bytes + extra);
    if (stop == NULL)
        return compile_error(c, tag.line, "TEMPLATE_UNCLOSED", _("标记没有结束，缺少 %s"),
                             c->close);
    size_t text_end = (size_t)(stop - t->text);
    tag.end = text_end + extra + close_bytes;
    while (p < text_end && is_space(t->text[p]))
        p++;
    while (text_end > p && is_space(t->text[text_end - 1]))
        text_end--;
    tag.text = t->text + p;
    tag.bytes = text_end - p;
    if (tag.bytes == 0 && tag.sigil != '!')
        return compile_error(c, tag.line, "TEMPLATE_NAME", _("标记里没有名称%s"), "");
    *ret = tag;
    return STATUS_OK;
}

static enum status delimiters_set(struct compiler *c, const struct tag *tag)
{
    const char *p = tag->text, *stop = tag->text + tag->bytes;
    const char *open_end = p;
    while (open_end < stop && !is_space(*open_end))
        open_end++;
    const char *close = open_end;
    while (close < stop && is_space(*close))
        close++;
    size_t open_bytes = (size_t)(open_end - p), close_bytes = (size_t)(stop - close);
    bool is_good = open_bytes > 0 && close_bytes > 0 &&
                   open_bytes <= MUSTACHE_DELIMITER_BYTES_MAX &&
                   close_bytes <= MUSTACHE_DELIMITER_BYTES_MAX;
    for (size_t i = 0; is_good && i < close_bytes; i++)
        is_good = !is_space(close[i]) && close[i] != '=';
    if (!is_good)
        return compile_error(c, tag->line, "TEMPLATE_DELIMITER", _("分隔符写法不对%s"), "");
    memcpy(c->open, p, open_bytes);
    c->open[open_bytes] = '\0';
    memcpy(c->close, close, close_bytes);
    c->close[close_bytes] = '\0';
    return STATUS_OK;
}

static enum status container_close(struct compiler *c, const struct tag *tag)
{
    if (c->container_count == 0)
        return compile_error(c, tag->line, "TEMPLATE_NESTING", _("多余的结束标记 %s"),
                             arena_strndup(c->m->arena, tag->text, tag->bytes));
    struct mustache_node *n = &c->m->nodes[c->containers[c->container_count - 1]];
    if (strlen(n->label) != tag->bytes || memcmp(n->label, tag->text, tag->bytes) != 0)
        return compile_error(c, tag->line, "TEMPLATE_NESTING", _("结束标记应为 %s"), n->label);
    n->end = c->m->node_count;
    c->container_count--;
    return STATUS_OK;
}

static enum mustache_node_kind kind_of(char sigil)
{
    switch (sigil) {
    case '#':
        return MUSTACHE_SECTION;
    case '^':
        return MUSTACHE_INVERTED;
    case '>':
        return MUSTACHE_PARTIAL;
    case '<':
        return MUSTACHE_PARENT;
    case '$':
        return MUSTACHE_BLOCK;
    case '{':
    case '&':
        return MUSTACHE_VALUE_RAW;
    default:
        return MUSTACHE_VALUE;
    }
}

static enum status node_tag_add(struct compiler *c, const struct tag *tag, size_t line_from,
                                bool is_standalone)
{
    enum mustache_node_kind kind = kind_of(tag->sigil);
    struct mustache_node *n;
    TRY(node_add(c, kind, tag->line, &n));
    size_t index = c->m->node_count - 1u;
    n->label = arena_strndup(c->m->arena, tag->text, tag->bytes);
    if (n->label == NULL)
        return arena_exhausted(c->e);
    if (kind == MUSTACHE_PARTIAL) {
        n->text = c->t->text + line_from;
        n->bytes = is_standalone ? tag->start - line_from : 0;
        return STATUS_OK;
    }
    if (kind == MUSTACHE_VALUE || kind == MUSTACHE_VALUE_RAW || kind == MUSTACHE_SECTION ||
        kind == MUSTACHE_INVERTED)
        TRY(name_parse(c, tag, &c->m->nodes[index].name));
    if (kind == MUSTACHE_VALUE || kind == MUSTACHE_VALUE_RAW)
        return STATUS_OK;
    if (c->container_count == MUSTACHE_DEPTH_MAX)
        return compile_error(c, tag->line, "TEMPLATE_LIMIT", _("嵌套过深%s"), "");
    c->containers[c->container_count++] = (uint32_t)index;
    return STATUS_OK;
}

static enum status literal_add(struct compiler *c, const char *p, size_t bytes, int line)
{
    if (bytes == 0)
        return STATUS_OK;
    CLEANUP(buf_free) struct buf escaped = BUF_INIT(MUSTACHE_SOURCE_BYTES_MAX * 6);
    html_add_escaped(&escaped, p, bytes);
    TRY(buf_status(&escaped, c->e));
    struct mustache_node *n;
    TRY(node_add(c, MUSTACHE_TEXT, line, &n));
    n->text = arena_strndup(c->m->arena, escaped.p, escaped.n);
    n->bytes = escaped.n;
    return n->text == NULL ? arena_exhausted(c->e) : STATUS_OK;
}

/* {{_ 共 %count% 户}} and {{@ app.css}} become text nodes now, %name% a value node. */
static enum status resolved_add(struct compiler *c, const struct tag *tag)
{
    const char *text = arena_strndup(c->m->arena, tag->text, tag->bytes);
    if (text == NULL)
        return arena_exhausted(c->e);
    if (c->options->resolve != NULL) {
        const char *resolved = c->options->resolve(c->options->context, tag->sigil, text);
        if (resolved == NULL)
            return compile_error(c, tag->line, "TEMPLATE_UNKNOWN", _("找不到 %s"), text);
        text = arena_strdup(c->m->arena, resolved);
        if (text == NULL)
            return arena_exhausted(c->e);
    }
    const char *p = text;
    while (tag->sigil == '_') {
        const char *open = strchr(p, '%');
        const char *close = open == NULL ? NULL : strchr(open + 1, '%');
        if (close == NULL || close == open + 1)
            break;
        TRY(literal_add(c, p, (size_t)(open - p), tag->line));
        struct tag value = {
            .text = open + 1, .bytes = (size_t)(close - open - 1), .line = tag->line};
        TRY(node_tag_add(c, &value, 0, false));
        p = close + 1;
    }
    return literal_add(c, p, strlen(p), tag->line);
}

static enum status tag_compile(struct compiler *c, const struct tag *tag)
{
    size_t line_from = tag->start, next = tag->end;
    bool is_standalone = tag_is_standalone(c->t, tag, &line_from, &next);
    TRY(text_add(c, c->at, is_standalone ? line_from : tag->start, c->line));
    if (!is_standalone && line_starts_at(c->t, tag->start) && tag->sigil != '!' &&
        tag->sigil != '/') {
        struct mustache_node *indent;
        TRY(node_add(c, MUSTACHE_INDENT, tag->line, &indent));
    }
    c->line += lines_in(c->t->text + c->at, next - c->at);
    c->at = next;
    switch (tag->sigil) {
    case '!':
        return STATUS_OK;
    case '=':
        return delimiters_set(c, tag);
    case '/':
        return container_close(c, tag);
    case '_':
    case '@':
        return resolved_add(c, tag);
    default:
        return node_tag_add(c, tag, line_from, is_standalone);
    }
}

static enum status template_compile(struct compiler *c, struct mustache_template *t)
{
    c->t = t;
    c->at = 0;
    c->line = 1;
    c->container_count = 0;
    memcpy(c->open, "{{", 3);
    memcpy(c->close, "}}", 3);
    t->first = c->m->node_count;
    struct tag tag;
    enum status s;
    while ((s = tag_next(c, &tag)) == STATUS_OK)
        TRY(tag_compile(c, &tag));
    if (s != STATUS_NONE)
        return s;
    TRY(text_add(c, c->at, t->bytes, c->line));
    if (c->container_count > 0) {
        const struct mustache_node *open = &c->m->nodes[c->containers[c->container_count - 1]];
        return compile_error(c, open->line, "TEMPLATE_NESTING", _("%s 没有结束标记"), open->label);
    }
    t->end = c->m->node_count;
    return STATUS_OK;
}

static int template_compare(const void *a, const void *b)
{
    return strcmp(((const struct mustache_template *)a)->name,
                  ((const struct mustache_template *)b)->name);
}

int32_t mustache_find(const struct mustache *m, const char *name)
{
    struct mustache_template key = {.name = name};
    const struct mustache_template *t =
        bsearch(&key, m->templates, m->template_count, sizeof(key), template_compare);
    return t == NULL ? -1 : (int32_t)(t - m->templates);
}

static enum status targets_resolve(struct compiler *c)
{
    for (size_t i = 0; i < c->m->template_count; i++) {
        c->t = &c->m->templates[i];
        for (uint32_t k = c->t->first; k < c->t->end; k++) {
            struct mustache_node *n = &c->m->nodes[k];
            if (n->kind != MUSTACHE_PARTIAL && n->kind != MUSTACHE_PARENT)
                continue;
            n->target = mustache_find(c->m, n->label);
            if (n->target < 0 && !c->options->partials_may_be_missing)
                return compile_error(c, n->line, "TEMPLATE_MISSING", _("没有模板 %s"), n->label);
        }
    }
    return STATUS_OK;
}

static enum status set_compile(struct compiler *c, const struct mustache_source *sources,
                               size_t count)
{
    struct mustache *m = c->m;
    m->templates = ARENA_ARRAY(m->arena, struct mustache_template, count == 0 ? 1 : count);
    if (m->templates == NULL)
        return arena_exhausted(c->e);
    for (size_t i = 0; i < count; i++) {
        struct mustache_template *t = &m->templates[i];
        t->name = arena_strdup(m->arena, sources[i].name);
        t->text = arena_strndup(m->arena, sources[i].text, sources[i].bytes);
        t->bytes = sources[i].bytes;
        if (t->name == NULL || t->text == NULL)
            return arena_exhausted(c->e);
        c->t = t;
        if (t->bytes > MUSTACHE_SOURCE_BYTES_MAX)
            return compile_error(c, 1, "TEMPLATE_LIMIT", _("模板过大%s"), "");
        if (memchr(t->text, '\0', t->bytes) != NULL)
            return compile_error(c, 1, "TEMPLATE_BYTES", _("模板含有空字符%s"), "");
    }
    m->template_count = count;
    qsort(m->templates, count, sizeof(m->templates[0]), template_compare);
    for (size_t i = 0; i < count; i++)
        TRY(template_compile(c, &m->templates[i]));
    return targets_resolve(c);
}

enum status mustache_compile(const struct mustache_source *sources, size_t count,
                             const struct mustache_options *options, struct mustache **ret,
                             struct error *e)
{
    static const struct mustache_options no_options;
    if (count > MUSTACHE_TEMPLATES_MAX)
        return error_set(e, STATUS_REFUSED, "TEMPLATE_LIMIT", _("模板超过 %d 个"),
                         MUSTACHE_TEMPLATES_MAX);
    CLEANUP(mustache_cleanup) struct mustache *m = calloc(1, sizeof(*m));
    if (m == NULL)
        return arena_exhausted(e);
    m->arena = arena_new(SET_ARENA_BYTES_MAX);
    if (m->arena == NULL)
        return arena_exhausted(e);
    struct compiler c = {.m = m, .options = options == NULL ? &no_options : options, .e = e};
    TRY(set_compile(&c, sources, count));
    *ret = m;
    m = NULL;
    return STATUS_OK;
}

void mustache_free(struct mustache *m)
{
    if (m == NULL)
        return;
    arena_free(m->arena);
    free(m->nodes);
    free(m);
}

void mustache_cleanup(struct mustache **m)
{
    mustache_free(*m);
}

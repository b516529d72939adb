#include "base/i18n.h"
#include "base/mustache_set.h"

#include <string.h>

#define CONTEXTS_MAX (MUSTACHE_DEPTH_MAX + 8)

/* The blocks that one {{<parent}} gives; `outer` is what was in force where it stands. */
struct frame {
    uint32_t parent; /* node */
    const struct frame *outer;
};

struct rendering {
    const struct mustache *m;
    struct buf *out;
    enum view_language language;
    const struct view *contexts[CONTEXTS_MAX];
    size_t context_count;
    const struct frame *frames;
    char indent[MUSTACHE_INDENT_BYTES_MAX];
    size_t indent_bytes;
    int depth;
    int64_t steps;
    const char *limit; /* what was exceeded; NULL while all is well */
};

static void nodes_render(struct rendering *r, uint32_t from, uint32_t to);

void html_add_escaped(struct buf *out, const char *text, size_t bytes)
{
    size_t run = 0;
    for (size_t i = 0; i < bytes; i++) {
        const char *entity;
        switch (text[i]) {
        case '&':
            entity = "&amp;";
            break;
        case '<':
            entity = "&lt;";
            break;
        case '>':
            entity = "&gt;";
            break;
        case '"':
            entity = "&quot;";
            break;
        case '\'':
            entity = "&#39;";
            break;
        default:
            continue;
        }
        buf_add(out, text + run, i - run);
        buf_adds(out, entity);
        run = i + 1;
    }
    buf_add(out, text + run, bytes - run);
}

/* The first part is looked for through all contexts, the others only inside it. */
static const struct view *name_find(const struct rendering *r, const struct mustache_name *name)
{
    if (name->part_count == 0)
        return r->context_count == 0 ? NULL : r->contexts[r->context_count - 1];
    const struct view *v = NULL;
    for (size_t i = r->context_count; i > 0 && v == NULL; i--)
        v = view_get_hashed(r->contexts[i - 1], name->part[0].text, name->part[0].bytes,
                            name->part[0].hash);
    for (uint32_t k = 1; k < name->part_count && v != NULL; k++)
        v = view_get_hashed(v, name->part[k].text, name->part[k].bytes, name->part[k].hash);
    return v;
}

static void text_render(struct rendering *r, const struct mustache_node *n)
{
    if (r->indent_bytes == 0) {
        buf_add(r->out, n->text, n->bytes);
        return;
    }
    if (n->starts_line)
        buf_add(r->out, r->indent, r->indent_bytes);
    for (size_t i = 0; i < n->bytes; i++) {
        buf_addc(r->out, n->text[i]);
        if (n->text[i] == '\n' && i + 1 < n->bytes)
            buf_add(r->out, r->indent, r->indent_bytes);
    }
}

static void value_render(struct rendering *r, const struct mustache_node *n)
{
    char scratch[VIEW_SCALAR_TEXT_BYTES];
    const struct view *v = name_find(r, n->name);
    const char *text = view_scalar_text(v, r->language, scratch);
    if (n->kind == MUSTACHE_VALUE_RAW || text == scratch)
        buf_adds(r->out, text); /* what was formatted into scratch holds nothing to escape */
    else
        html_add_escaped(r->out, text, strlen(text));
}

static bool context_push(struct rendering *r, const struct view *v)
{
    if (r->context_count == CONTEXTS_MAX) {
        r->limit = "contexts";
        return false;
    }
    r->contexts[r->context_count++] = v;
    return true;
}

static void section_render(struct rendering *r, uint32_t index)
{
    const struct mustache_node *n = &r->m->nodes[index];
    const struct view *v = name_find(r, n->name);
    if (!view_is_truthy(v))
        return;
    bool is_list = v->kind == VIEW_LIST;
    if (!context_push(r, NULL))
        return;
    for (const struct view *item = is_list ? v->of.first : v; item != NULL && r->limit == NULL;
         item = is_list ? item->next : NULL) {
        r->contexts[r->context_count - 1] = item;
        nodes_render(r, index + 1, n->end);
    }
    r->context_count--;
}

static void template_render(struct rendering *r, const struct mustache_node *n)
{
    if (n->target < 0)
        return;
    size_t indent_before = r->indent_bytes;
    char saved[MUSTACHE_INDENT_BYTES_MAX];
    memcpy(saved, r->indent, indent_before);
    /* Only a partial alone on its line passes the indentation on. */
    size_t more = n->kind == MUSTACHE_PARTIAL ? n->bytes : 0;
    if (more == 0)
        r->indent_bytes = 0;
    if (r->indent_bytes + more > sizeof(r->indent)) {
        r->limit = "indentation";
        return;
    }
    if (more > 0)
        memcpy(r->indent + r->indent_bytes, n->text, more);
    r->indent_bytes += more;
    const struct mustache_template *t = &r->m->templates[n->target];
    nodes_render(r, t->first, t->end);
    memcpy(r->indent, saved, indent_before);
    r->indent_bytes = indent_before;
}

static void parent_render(struct rendering *r, uint32_t index)
{
    struct frame frame = {.parent = index, .outer = r->frames};
    r->frames = &frame;
    template_render(r, &r->m->nodes[index]);
    r->frames = frame.outer;
}

/* The block's replacement given by the outermost caller, or itself. */
static void block_render(struct rendering *r, uint32_t index)
{
    const struct mustache_node *nodes = r->m->nodes;
    const struct frame *given_by = NULL;
    uint32_t given = index;
    for (const struct frame *f = r->frames; f != NULL; f = f->outer)
        for (uint32_t k = f->parent + 1; k < nodes[f->parent].end; k = nodes[k].end)
            if (nodes[k].kind == MUSTACHE_BLOCK &&
                strcmp(nodes[k].label, nodes[index].label) == 0) {
                given = k;
                given_by = f;
                break;
            }
    const struct frame *before = r->frames;
    if (given_by != NULL)
        r->frames = given_by->outer; /* its own blocks mean what they mean where it was written */
    nodes_render(r, given + 1, nodes[given].end);
    r->frames = before;
}

static void node_render(struct rendering *r, uint32_t index)
{
    const struct mustache_node *n = &r->m->nodes[index];
    switch (n->kind) {
    case MUSTACHE_TEXT:
        text_render(r, n);
        break;
    case MUSTACHE_INDENT:
        buf_add(r->out, r->indent, r->indent_bytes);
        break;
    case MUSTACHE_VALUE:
    case MUSTACHE_VALUE_RAW:
        value_render(r, n);
        break;
    case MUSTACHE_SECTION:
        section_render(r, index);
        break;
    case MUSTACHE_INVERTED:
        if (!view_is_truthy(name_find(r, n->name)))
            nodes_render(r, index + 1, n->end);
        break;
    case MUSTACHE_PARTIAL:
        template_render(r, n);
        break;
    case MUSTACHE_PARENT:
        parent_render(r, index);
        break;
    case MUSTACHE_BLOCK:
        block_render(r, index);
        break;
    }
}

static void nodes_render(struct rendering *r, uint32_t from, uint32_t to)
{
    if (r->depth == MUSTACHE_DEPTH_MAX) {
        r->limit = "depth";
        return;
    }
    r->depth++;
    for (uint32_t i = from; i < to && r->limit == NULL; i = r->m->nodes[i].end) {
        if (++r->steps > MUSTACHE_STEPS_MAX)
            r->limit = "steps";
        if (r->out->overflow)
            r->limit = "output";
        node_render(r, i);
    }
    r->depth--;
}

enum status mustache_render(const struct mustache *m, const char *name,
                            const struct view *const *contexts, size_t context_count,
                            enum view_language language, struct buf *out, struct error *e)
{
    int32_t index = mustache_find(m, name);
    if (index < 0)
        return STATUS_NONE;
    struct rendering r = {.m = m, .out = out, .language = language};
    for (size_t i = 0; i < context_count; i++)
        if (!context_push(&r, contexts[i]))
            break;
    nodes_render(&r, m->templates[index].first, m->templates[index].end);
    if (out->overflow)
        return buf_status(out, e);
    if (r.limit != NULL)
        return error_set(e, STATUS_FAILED, "TEMPLATE_LIMIT", _("模板 %s 超出限制：%s"), name,
                         r.limit);
    return STATUS_OK;
}

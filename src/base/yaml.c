#include "base/yaml.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "base/buf.h"
#include "base/i18n.h"

struct level {
    struct yaml_node *node;
    struct yaml_node *last;
    bool expects_key;
    const char *key;
    int key_line, key_column;
};

struct builder {
    struct arena *arena;
    const char *file;
    yaml_parser_t *parser;
    struct level levels[YAML_DEPTH_MAX];
    int depth;
    int node_count;
    struct yaml_node *root;
    bool document_ended;
};

static enum status refuse_mark(const struct builder *b, const yaml_mark_t *mark, struct error *e,
                               const char *code, const char *message)
{
    (void)error_set(e, STATUS_REFUSED, code, "%s", message);
    return error_place(e, "%s:%zu:%zu", b->file, mark->line + 1, mark->column + 1);
}

static enum status refuse_syntax(const struct builder *b, struct error *e)
{
    const yaml_parser_t *p = b->parser;
    if (p->error == YAML_MEMORY_ERROR)
        return arena_exhausted(e);
    (void)error_set(
        e, STATUS_REFUSED, "YAML_SYNTAX",
        _("这里的写法不是合法的 YAML（%s）：请检查缩进、冒号后的空格和引号，文件须为 UTF-8"),
        p->problem ? p->problem : "?");
    if (p->error == YAML_READER_ERROR)
        return error_place(e, "%s:%zu:%zu", b->file, p->mark.line + 1, p->mark.column + 1);
    return error_place(e, "%s:%zu:%zu", b->file, p->problem_mark.line + 1,
                       p->problem_mark.column + 1);
}

static struct yaml_node *node_new(struct builder *b, const yaml_event_t *event, enum yaml_kind kind)
{
    struct yaml_node *node = ARENA_NEW(b->arena, struct yaml_node);
    if (!node)
        return NULL;
    node->kind = kind;
    node->file = b->file;
    node->line = (int)event->start_mark.line + 1;
    node->column = (int)event->start_mark.column + 1;
    return node;
}

/* Hangs the node under the open sequence or mapping, or makes it the root. */
static enum status attach(struct builder *b, struct yaml_node *node, const yaml_event_t *event,
                          struct error *e)
{
    if (++b->node_count > YAML_NODES_MAX)
        return refuse_mark(b, &event->start_mark, e, "YAML_LIMIT", _("文件中的条目太多"));
    if (b->depth == 0) {
        b->root = node;
        return STATUS_OK;
    }
    struct level *level = &b->levels[b->depth - 1];
    if (level->node->kind == YAML_MAPPING) {
        node->key = level->key;
        node->key_line = level->key_line;
        node->key_column = level->key_column;
        level->expects_key = true;
    }
    if (level->last)
        level->last->next = node;
    else
        level->node->first = node;
    level->last = node;
    level->node->count++;
    return STATUS_OK;
}

static enum status take_key(struct builder *b, struct level *level, const yaml_event_t *event,
                            struct error *e)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t n = event->data.scalar.length;
    const yaml_mark_t *mark = &event->start_mark;
    if (n == 0 || n > YAML_KEY_BYTES_MAX || memchr(text, 0, n))
        return refuse_mark(b, mark, e, "YAML_KEY", _("键为空、过长或含有非法字符"));
    if (level->node->count >= YAML_KEYS_MAX)
        return refuse_mark(b, mark, e, "YAML_LIMIT", _("一个映射中的键太多"));
    for (const struct yaml_node *c = level->node->first; c; c = c->next)
        if (strcmp(c->key, text) == 0) {
            (void)error_set(e, STATUS_REFUSED, "YAML_KEY_TWICE",
                            _("键“%s”写了两次（前一次在第 %d 行）：请只保留一个"), text,
                            c->key_line);
            return error_place(e, "%s:%zu:%zu", b->file, mark->line + 1, mark->column + 1);
        }
    level->key = arena_strndup(b->arena, text, n);
    if (!level->key)
        return arena_exhausted(e);
    level->key_line = (int)mark->line + 1;
    level->key_column = (int)mark->column + 1;
    level->expects_key = false;
    return STATUS_OK;
}

static enum status take_scalar(struct builder *b, const yaml_event_t *event, struct error *e)
{
    struct level *level = b->depth > 0 ? &b->levels[b->depth - 1] : NULL;
    if (event->data.scalar.anchor || event->data.scalar.tag)
        return refuse_mark(b, &event->start_mark, e, "YAML_FEATURE",
                           _("不支持锚点（&）和标签（!）：请直接写出值"));
    if (level && level->node->kind == YAML_MAPPING && level->expects_key)
        return take_key(b, level, event, e);
    const char *text = (const char *)event->data.scalar.value;
    size_t n = event->data.scalar.length;
    if (memchr(text, 0, n))
        return refuse_mark(b, &event->start_mark, e, "YAML_VALUE", _("值中含有空字符"));
    struct yaml_node *node = node_new(b, event, YAML_SCALAR);
    if (!node || !(node->text = arena_strndup(b->arena, text, n)))
        return arena_exhausted(e);
    node->is_quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return attach(b, node, event, e);
}

static enum status open_level(struct builder *b, const yaml_event_t *event, enum yaml_kind kind,
                              bool has_feature, struct error *e)
{
    if (has_feature)
        return refuse_mark(b, &event->start_mark, e, "YAML_FEATURE",
                           _("不支持锚点（&）和标签（!）：请直接写出值"));
    if (b->depth == YAML_DEPTH_MAX)
        return refuse_mark(b, &event->start_mark, e, "YAML_LIMIT", _("嵌套层数太多"));
    if (b->depth > 0) {
        const struct level *level = &b->levels[b->depth - 1];
        if (level->node->kind == YAML_MAPPING && level->expects_key)
            return refuse_mark(b, &event->start_mark, e, "YAML_KEY", _("键必须是文字"));
    }
    struct yaml_node *node = node_new(b, event, kind);
    if (!node)
        return arena_exhausted(e);
    TRY(attach(b, node, event, e));
    b->levels[b->depth++] = (struct level){.node = node, .expects_key = true};
    return STATUS_OK;
}

static enum status take_event(struct builder *b, const yaml_event_t *event, struct error *e)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (b->document_ended)
            return refuse_mark(b, &event->start_mark, e, "YAML_FEATURE",
                               _("一个文件只能有一个文档（去掉“---”之后的部分）"));
        if (event->data.document_start.tag_directives.start !=
                event->data.document_start.tag_directives.end ||
            event->data.document_start.version_directive)
            return refuse_mark(b, &event->start_mark, e, "YAML_FEATURE", _("不支持 % 指令"));
        return STATUS_OK;
    case YAML_DOCUMENT_END_EVENT:
        b->document_ended = true;
        return STATUS_OK;
    case YAML_ALIAS_EVENT:
        return refuse_mark(b, &event->start_mark, e, "YAML_FEATURE",
                           _("不支持引用（*）：请直接写出值"));
    case YAML_SCALAR_EVENT:
        return take_scalar(b, event, e);
    case YAML_SEQUENCE_START_EVENT:
        return open_level(b, event, YAML_SEQUENCE,
                          event->data.sequence_start.anchor || event->data.sequence_start.tag, e);
    case YAML_MAPPING_START_EVENT:
        return open_level(b, event, YAML_MAPPING,
                          event->data.mapping_start.anchor || event->data.mapping_start.tag, e);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        b->depth--;
        return STATUS_OK;
    default:
        return STATUS_OK;
    }
}

static enum status build(struct builder *b, struct error *e)
{
    for (;;) {
        yaml_event_t event;
        if (!yaml_parser_parse(b->parser, &event))
            return refuse_syntax(b, e);
        bool ended = event.type == YAML_STREAM_END_EVENT;
        enum status s = take_event(b, &event, e);
        yaml_event_delete(&event);
        if (s != STATUS_OK)
            return s;
        if (ended)
            return STATUS_OK;
    }
}

enum status yaml_parse(struct arena *a, const char *name, const char *p, size_t n,
                       const struct yaml_node **ret, struct error *e)
{
    struct builder b = {.arena = a, .file = arena_strdup(a, name)};
    if (!b.file)
        return arena_exhausted(e);
    if (n > YAML_FILE_BYTES_MAX) {
        (void)error_set(e, STATUS_REFUSED, "YAML_LIMIT", _("文件太大（上限 %u 字节）"),
                        YAML_FILE_BYTES_MAX);
        return error_place(e, "%s", name);
    }
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return arena_exhausted(e);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)p, n);
    b.parser = &parser;
    enum status s = build(&b, e);
    yaml_parser_delete(&parser);
    if (s != STATUS_OK)
        return s;
    if (!b.root) {
        (void)error_set(e, STATUS_REFUSED, "YAML_SYNTAX", _("文件是空的"));
        return error_place(e, "%s:1:1", name);
    }
    *ret = b.root;
    return STATUS_OK;
}

static void file_cleanup(FILE **f)
{
    if (*f)
        fclose(*f);
}

enum status yaml_load(struct arena *a, const char *path, const struct yaml_node **ret,
                      struct error *e)
{
    CLEANUP(file_cleanup) FILE *f = fopen(path, "rbe");
    if (!f) {
        (void)error_set(e, STATUS_REFUSED, "YAML_FILE", _("打不开文件：%s"), strerror(errno));
        return error_place(e, "%s", path);
    }
    CLEANUP(buf_free) struct buf b = BUF_INIT(YAML_FILE_BYTES_MAX + 1);
    char chunk[16384];
    size_t got;
    while ((got = fread(chunk, 1, sizeof chunk, f)) > 0 && !b.overflow)
        buf_add(&b, chunk, got);
    if (ferror(f)) {
        (void)error_set(e, STATUS_FAILED, "YAML_FILE", _("读文件出错：%s"), strerror(errno));
        return error_place(e, "%s", path);
    }
    if (b.overflow || b.n > YAML_FILE_BYTES_MAX) {
        (void)error_set(e, STATUS_REFUSED, "YAML_LIMIT", _("文件太大（上限 %u 字节）"),
                        YAML_FILE_BYTES_MAX);
        return error_place(e, "%s", path);
    }
    return yaml_parse(a, path, buf_text(&b), b.n, ret, e);
}

#include "office/layout.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/yaml.h"

#define NAME_BYTES_MAX 40

struct source_word {
    const char *word;
    enum field_source source;
    enum field_type type; /* when the layout says nothing */
    bool is_detail, is_frame;
    bool is_money; /* the layout has to say yuan or fen */
};

static const struct source_word source_words[] = {
    {"const", SOURCE_CONST, FIELD_CONST, true, true, false},
    {"empty", SOURCE_EMPTY, FIELD_TEXT, true, true, false},
    {"unit", SOURCE_UNIT, FIELD_TEXT, false, true, false},
    {"date", SOURCE_DATE, FIELD_DATE, false, true, false},
    {"count", SOURCE_COUNT, FIELD_INT, false, true, false},
    {"total", SOURCE_TOTAL, FIELD_YUAN, false, true, true},
    {"ok_count", SOURCE_OK_COUNT, FIELD_INT, false, true, false},
    {"ok_total", SOURCE_OK_TOTAL, FIELD_YUAN, false, true, true},
    {"all_ok", SOURCE_ALL_OK, FIELD_TEXT, false, true, false},
    {"agent_no", SOURCE_AGENT_NO, FIELD_TEXT, true, false, false},
    {"name", SOURCE_NAME, FIELD_TEXT, true, false, false},
    {"amount", SOURCE_AMOUNT, FIELD_YUAN, true, false, true},
    {"account", SOURCE_ACCOUNT, FIELD_TEXT, true, false, false},
    {"line_unit", SOURCE_LINE_UNIT, FIELD_TEXT, true, false, false},
    {"id_kind", SOURCE_ID_KIND, FIELD_TEXT, true, false, false},
    {"id_number", SOURCE_ID_NUMBER, FIELD_TEXT, true, false, false},
    {"times", SOURCE_TIMES, FIELD_INT, true, false, false},
    {"paid_amount", SOURCE_PAID_AMOUNT, FIELD_YUAN, true, false, true},
    {"code", SOURCE_CODE, FIELD_TEXT, true, false, false},
    {"reason", SOURCE_REASON, FIELD_TEXT, true, false, false},
};

enum part_kind { PART_FRAME, PART_DETAIL }; /* frame: header or trailer */

static enum status source_read(const struct yaml_node *node, enum part_kind kind,
                               const struct source_word **ret, struct error *e)
{
    const char *word;
    const struct yaml_node *holds;
    TRY(yaml_need(node, "holds", &holds, e));
    TRY(yaml_as_text(holds, &word, e));
    for (size_t i = 0; i < sizeof source_words / sizeof *source_words; i++) {
        const struct source_word *s = &source_words[i];
        if (strcmp(s->word, word) == 0 && (kind == PART_DETAIL ? s->is_detail : s->is_frame)) {
            *ret = s;
            return STATUS_OK;
        }
    }
    return yaml_refuse(holds, e, "YAML_VALUE",
                       kind == PART_DETAIL ? _("明细行没有“%s”这一项") : _("首尾行没有“%s”这一项"),
                       word);
}

static enum status type_read(const struct yaml_node *node, const struct source_word *source,
                             enum field_type *ret, struct error *e)
{
    const struct yaml_node *type = yaml_get(node, "type");
    *ret = source->type;
    if (!source->is_money) {
        if (type)
            return yaml_refuse(type, e, "YAML_VALUE", _("只有金额需要写 type（yuan 或 fen）"));
        return STATUS_OK;
    }
    const char *word;
    TRY(yaml_text(node, "type", &word, e));
    if (strcmp(word, "yuan") == 0)
        *ret = FIELD_YUAN;
    else if (strcmp(word, "fen") == 0)
        *ret = FIELD_FEN;
    else
        return yaml_refuse(type, e, "YAML_VALUE", _("金额的 type 应为 yuan 或 fen"));
    return STATUS_OK;
}

static enum status field_read(const struct yaml_node *node, enum part_kind kind,
                              struct layout_field *ret, struct error *e)
{
    const struct source_word *source = NULL;
    int64_t width, chars;
    struct layout_field f = {.title = NULL};
    TRY(yaml_known_keys(
        node,
        YAML_KEYS("title", "holds", "type", "value", "width", "chars", "all_ok", "not_all_ok"), e));
    TRY(source_read(node, kind, &source, e));
    f.source = source->source;
    TRY(type_read(node, source, &f.type, e));
    TRY(yaml_text_or(node, "title", source->word, &f.title, e));
    TRY(yaml_text_or(node, "value", "", &f.value, e));
    TRY(yaml_text_or(node, "all_ok", NULL, &f.all_ok, e));
    TRY(yaml_text_or(node, "not_all_ok", NULL, &f.not_all_ok, e));
    TRY(yaml_i64_or(node, "width", 0, &width, e));
    TRY(yaml_i64_or(node, "chars", 16, &chars, e));
    if (width < 0 || width > 1000 || chars < 1 || chars > 200)
        return yaml_refuse(node, e, "YAML_VALUE",
                           _("width 应在 0 到 1000、chars 应在 1 到 200 之间"));
    if (f.source == SOURCE_CONST && !f.value[0])
        return yaml_refuse(node, e, "YAML_KEY_MISSING", _("固定内容（const）需要 value"));
    if (f.source == SOURCE_ALL_OK && (!f.all_ok || !f.not_all_ok))
        return yaml_refuse(node, e, "YAML_KEY_MISSING", _("all_ok 一项需要 all_ok 和 not_all_ok"));
    f.width_bytes = (int)width;
    f.chars = (int)chars;
    *ret = f;
    return STATUS_OK;
}

static enum status part_read(const struct yaml_node *map, const char *key, enum part_kind kind,
                             struct layout_part *ret, struct error *e)
{
    const struct yaml_node *list;
    if (kind == PART_FRAME && !yaml_get(map, key))
        return STATUS_OK;
    TRY(yaml_sequence(map, key, &list, e));
    if (list->count > LAYOUT_FIELDS_MAX)
        return yaml_refuse(list, e, "YAML_LIMIT", _("字段太多（上限 %d 个）"), LAYOUT_FIELDS_MAX);
    for (const struct yaml_node *n = list->first; n; n = n->next) {
        TRY(field_read(n, kind, &ret->fields[ret->count], e));
        for (int i = 0; i < ret->count; i++) {
            enum field_source s = ret->fields[i].source;
            if (s == ret->fields[ret->count].source && s != SOURCE_CONST && s != SOURCE_EMPTY)
                return yaml_refuse(n, e, "YAML_VALUE", _("同一项在一行中出现了两次"));
        }
        ret->count++;
    }
    return STATUS_OK;
}

static const struct layout_field *field_of(const struct layout_part *part, enum field_source source)
{
    for (int i = 0; i < part->count; i++)
        if (part->fields[i].source == source)
            return &part->fields[i];
    return NULL;
}

static enum status one_of(const struct yaml_node *map, const char *key, const char *const *words,
                          int *ret, struct error *e)
{
    const char *text;
    TRY(yaml_text(map, key, &text, e));
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], text) == 0) {
            *ret = i;
            return STATUS_OK;
        }
    CLEANUP(buf_free) struct buf all = BUF_INIT(200);
    for (int i = 0; words[i]; i++)
        buf_addf(&all, "%s%s", i ? ", " : "", words[i]);
    return yaml_refuse(yaml_get(map, key), e, "YAML_VALUE", _("“%s”只能是 %s"), key,
                       buf_text(&all));
}

static enum status text_keys_read(const struct yaml_node *root, struct layout *l, struct error *e)
{
    int index;
    const char *separator;
    TRY(one_of(root, "charset", YAML_KEYS("GB18030", "GBK", "UTF-8"), &index, e));
    l->charset = (const char *const[]){"GB18030", "GBK", "UTF-8"}[index];
    TRY(one_of(root, "line_end", YAML_KEYS("lf", "crlf"), &index, e));
    l->line_end = index == 0 ? "\n" : "\r\n";
    TRY(yaml_text(root, "separator", &separator, e));
    if (strlen(separator) != 1 || !strchr("|,;\t^~", separator[0]))
        return yaml_refuse(yaml_get(root, "separator"), e, "YAML_VALUE",
                           _("分隔符应是 | , ; ^ ~ 或制表符中的一个"));
    l->separator = separator[0];
    return STATUS_OK;
}

/* Without these a return could not be matched, or a file not told from another. */
static enum status layout_check(const struct yaml_node *root, struct layout *l, struct error *e)
{
    static const enum field_source both[] = {SOURCE_AGENT_NO, SOURCE_AMOUNT};
    for (size_t i = 0; i < sizeof both / sizeof *both; i++)
        if (!field_of(&l->detail, both[i]) || !field_of(&l->return_detail, both[i]))
            return yaml_refuse(root, e, "YAML_VALUE",
                               _("去盘和回盘的明细都必须有 agent_no（代理编号）和 amount（金额）"));
    if (!field_of(&l->return_detail, SOURCE_CODE))
        return yaml_refuse(root, e, "YAML_VALUE", _("回盘明细必须有 code（处理结果）"));
    const struct layout_part *trailers[] = {&l->trailer, &l->return_trailer};
    for (int i = 0; i < 2; i++)
        if (trailers[i]->count > 0 && trailers[i]->fields[0].source != SOURCE_CONST)
            return yaml_refuse(root, e, "YAML_VALUE", _("尾行的第一项必须是固定内容（const）"));
    bool has_frame =
        l->header.count + l->trailer.count + l->return_header.count + l->return_trailer.count > 0;
    if (l->kind == LAYOUT_XLSX && has_frame)
        return yaml_refuse(root, e, "YAML_VALUE", _("表格（xlsx）版式没有首行和尾行"));
    const struct layout_field *agent = field_of(&l->detail, SOURCE_AGENT_NO);
    l->agent_no_bytes_max = agent->width_bytes > 0 ? agent->width_bytes : 64;
    return STATUS_OK;
}

static enum status layout_bind(struct arena *a, const struct yaml_node *root,
                               const struct layout **ret, struct error *e)
{
    int index;
    const struct yaml_node *back;
    struct layout *l = ARENA_NEW(a, struct layout);
    if (!l)
        return arena_exhausted(e);
    TRY(yaml_known_keys(root,
                        YAML_KEYS("name", "title", "kind", "charset", "line_end", "separator",
                                  "paid_code", "header", "detail", "trailer", "return"),
                        e));
    TRY(yaml_text(root, "name", &l->name, e));
    TRY(yaml_text(root, "title", &l->title, e));
    TRY(yaml_text(root, "paid_code", &l->paid_code, e));
    TRY(one_of(root, "kind", YAML_KEYS("text", "xlsx"), &index, e));
    l->kind = index == 0 ? LAYOUT_TEXT : LAYOUT_XLSX;
    if (l->kind == LAYOUT_TEXT) {
        TRY(text_keys_read(root, l, e));
    } else {
        TRY(one_of(root, "charset", YAML_KEYS("GB18030", "GBK", "UTF-8"), &index, e));
        l->charset = (const char *const[]){"GB18030", "GBK", "UTF-8"}[index];
    }
    TRY(part_read(root, "header", PART_FRAME, &l->header, e));
    TRY(part_read(root, "detail", PART_DETAIL, &l->detail, e));
    TRY(part_read(root, "trailer", PART_FRAME, &l->trailer, e));
    TRY(yaml_mapping(root, "return", &back, e));
    TRY(yaml_known_keys(back, YAML_KEYS("header", "detail", "trailer"), e));
    TRY(part_read(back, "header", PART_FRAME, &l->return_header, e));
    TRY(part_read(back, "detail", PART_DETAIL, &l->return_detail, e));
    TRY(part_read(back, "trailer", PART_FRAME, &l->return_trailer, e));
    TRY(layout_check(root, l, e));
    *ret = l;
    return STATUS_OK;
}

enum status layout_load_file(struct arena *a, const char *path, const struct layout **ret,
                             struct error *e)
{
    const struct yaml_node *root;
    TRY(yaml_load(a, path, &root, e));
    return layout_bind(a, root, ret, e);
}

const char *layout_folder(void)
{
    const char *set = getenv("MINSHENG_LAYOUTS");
    if (set)
        return set;
    return access("layouts", R_OK | X_OK) == 0 ? "layouts" : MINSHENG_LAYOUTS_BUILT_IN;
}

enum status layout_load(struct arena *a, const char *folder, const char *name,
                        const struct layout **ret, struct error *e)
{
    size_t n = strlen(name);
    /* The name comes from the outside: it must not lead out of the folder. */
    if (n == 0 || n > NAME_BYTES_MAX ||
        strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != n)
        return error_set(e, STATUS_REFUSED, "LAYOUT_NAME",
                         _("银行版式名“%.40s”不对：只能用字母、数字和“-”"), name);
    const char *path = arena_printf(a, "%s/%s.yaml", folder ? folder : layout_folder(), name);
    if (!path)
        return arena_exhausted(e);
    const struct layout *l;
    TRY(layout_load_file(a, path, &l, e));
    if (strcmp(l->name, name) != 0) {
        (void)error_set(e, STATUS_REFUSED, "LAYOUT_NAME", _("文件里写的版式名是“%s”"), l->name);
        (void)error_place(e, "%s", path);
        return STATUS_REFUSED;
    }
    *ret = l;
    return STATUS_OK;
}

#include "base/view.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define VIEW_FORMATTED_BYTES_MAX 4096
#define FIELDS_WALKED_MAX 6 /* an object with more has its names in slots */

struct view_document {
    struct arena *arena;
    bool is_exhausted;
};

/* Eight bytes from each end and the length: names are made and asked for by the thousand in one
   page, and those that still meet are told apart by comparing them. */
static inline uint32_t name_hash(const char *name, size_t bytes)
{
    uint64_t head = 0, tail = 0;
    if (bytes >= sizeof head) {
        memcpy(&head, name, sizeof head);
        memcpy(&tail, name + bytes - sizeof tail, sizeof tail);
    } else {
        for (size_t i = 0; i < bytes; i++)
            head = head << 8 | (uint8_t)name[i];
    }
    uint64_t h = (head ^ (tail << 23 | tail >> 41) ^ bytes) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32);
}

uint32_t view_name_hash(const char *name, size_t bytes)
{
    return name_hash(name, bytes);
}

struct view *view_new(struct arena *a)
{
    struct view_document *d = ARENA_NEW(a, struct view_document);
    struct view *v = ARENA_NEW(a, struct view);
    if (d == NULL || v == NULL)
        return NULL;
    d->arena = a;
    v->kind = VIEW_OBJECT;
    v->document = d;
    return v;
}

enum status view_status(const struct view *root, struct error *e)
{
    if (root == NULL || root->document->is_exhausted)
        return arena_exhausted(e);
    return STATUS_OK;
}

static void name_slot(struct view **names, struct view *v)
{
    struct view **at = &names[v->name_hash % VIEW_NAME_SLOTS];
    while (*at != NULL)
        at = &(*at)->next_alike; /* behind the others: a name given twice means the first */
    *at = v;
}

static void name_add(struct view *parent, struct view *v)
{
    if (parent->of.names != NULL) {
        name_slot(parent->of.names, v);
        return;
    }
    if (parent->of.count <= FIELDS_WALKED_MAX)
        return;
    parent->of.names = ARENA_ARRAY(parent->document->arena, struct view *, VIEW_NAME_SLOTS);
    if (parent->of.names == NULL) {
        parent->document->is_exhausted = true;
        return;
    }
    for (struct view *c = parent->of.first; c != NULL; c = c->next)
        name_slot(parent->of.names, c);
}

static struct view *view_add(struct view *parent, const char *name, enum view_kind kind)
{
    if (parent == NULL)
        return NULL;
    assert(parent->kind == (name == NULL ? VIEW_LIST : VIEW_OBJECT));
    struct view *v = ARENA_NEW(parent->document->arena, struct view);
    if (v == NULL) {
        parent->document->is_exhausted = true;
        return NULL;
    }
    v->name = name;
    v->name_hash = name == NULL ? 0 : name_hash(name, strlen(name));
    v->kind = kind;
    v->document = parent->document;
    if (parent->of.last == NULL)
        parent->of.first = v;
    else
        parent->of.last->next = v;
    parent->of.last = v;
    parent->of.count++;
    if (name != NULL)
        name_add(parent, v);
    return v;
}

struct view *view_add_object(struct view *parent, const char *name)
{
    return view_add(parent, name, VIEW_OBJECT);
}

struct view *view_add_list(struct view *parent, const char *name)
{
    return view_add(parent, name, VIEW_LIST);
}

void view_add_text(struct view *parent, const char *name, const char *text)
{
    struct view *v = view_add(parent, name, text == NULL ? VIEW_NULL : VIEW_TEXT);
    if (v == NULL || text == NULL)
        return;
    v->text = arena_strdup(v->document->arena, text);
    if (v->text == NULL) {
        v->text = "";
        v->document->is_exhausted = true;
    }
}

void view_add_textf(struct view *parent, const char *name, const char *format, ...)
{
    char text[VIEW_FORMATTED_BYTES_MAX];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (parent != NULL && (n < 0 || (size_t)n >= sizeof(text)))
        parent->document->is_exhausted = true;
    view_add_text(parent, name, text);
}

void view_add_integer(struct view *parent, const char *name, int64_t v)
{
    struct view *node = view_add(parent, name, VIEW_INTEGER);
    if (node != NULL)
        node->integer = v;
}

void view_add_count(struct view *parent, const char *name, int64_t v)
{
    struct view *node = view_add(parent, name, VIEW_COUNT);
    if (node != NULL)
        node->integer = v;
}

void view_add_bool(struct view *parent, const char *name, bool v)
{
    struct view *node = view_add(parent, name, VIEW_BOOL);
    if (node != NULL)
        node->truth = v;
}

void view_add_fen(struct view *parent, const char *name, struct fen v)
{
    assert(name == NULL || text_ends(name, "_fen"));
    struct view *node = view_add(parent, name, VIEW_FEN);
    if (node != NULL)
        node->fen = v;
}

void view_add_month(struct view *parent, const char *name, struct month v)
{
    struct view *node = view_add(parent, name, v.v == MONTH_OPEN.v ? VIEW_NULL : VIEW_MONTH);
    if (node != NULL)
        node->month = v;
}

void view_add_date(struct view *parent, const char *name, struct date v)
{
    struct view *node = view_add(parent, name, v.v == DATE_OPEN.v ? VIEW_NULL : VIEW_DATE);
    if (node != NULL)
        node->date = v;
}

const struct view *view_get_hashed(const struct view *v, const char *name, size_t name_bytes,
                                   uint32_t hash)
{
    if (v == NULL || v->kind != VIEW_OBJECT)
        return NULL;
    const bool has_names = v->of.names != NULL;
    const struct view *c = has_names ? v->of.names[hash % VIEW_NAME_SLOTS] : v->of.first;
    for (; c != NULL; c = has_names ? c->next_alike : c->next)
        if (c->name_hash == hash && strncmp(c->name, name, name_bytes) == 0 &&
            c->name[name_bytes] == '\0')
            return c;
    return NULL;
}

const struct view *view_get(const struct view *v, const char *name)
{
    size_t n = strlen(name);
    return view_get_hashed(v, name, n, name_hash(name, n));
}

bool view_is_truthy(const struct view *v)
{
    if (v == NULL)
        return false;
    switch (v->kind) {
    case VIEW_OBJECT:
    case VIEW_MONTH:
    case VIEW_DATE:
        return true;
    case VIEW_LIST:
        return v->of.count > 0;
    case VIEW_NULL:
        return false;
    case VIEW_TEXT:
        return v->text[0] != '\0';
    case VIEW_INTEGER:
    case VIEW_COUNT:
        return v->integer != 0;
    case VIEW_BOOL:
        return v->truth;
    case VIEW_FEN:
        return v->fen.v != 0;
    }
    return false;
}

_Static_assert(VIEW_SCALAR_TEXT_BYTES >= FEN_TEXT_BYTES, "an amount fits");
_Static_assert(VIEW_SCALAR_TEXT_BYTES >= MONTH_TEXT_BYTES, "a month fits");

static void count_format(int64_t v, char out[VIEW_SCALAR_TEXT_BYTES])
{
    char digits[24];
    uint64_t magnitude = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    int n = snprintf(digits, sizeof(digits), "%" PRIu64, magnitude);
    size_t at = 0;
    if (v < 0)
        out[at++] = '-';
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            out[at++] = ',';
        out[at++] = digits[i];
    }
    out[at] = '\0';
}

const char *view_scalar_text(const struct view *v, enum view_language language,
                             char scratch[VIEW_SCALAR_TEXT_BYTES])
{
    if (v == NULL)
        return "";
    switch (v->kind) {
    case VIEW_OBJECT:
    case VIEW_LIST:
    case VIEW_NULL:
        return "";
    case VIEW_TEXT:
        return v->text;
    case VIEW_INTEGER:
        snprintf(scratch, VIEW_SCALAR_TEXT_BYTES, "%" PRId64, v->integer);
        return scratch;
    case VIEW_COUNT:
        count_format(v->integer, scratch);
        return scratch;
    case VIEW_BOOL:
        return v->truth ? "true" : "false";
    case VIEW_FEN:
        return fen_format_people(v->fen, scratch);
    case VIEW_MONTH:
        return language == VIEW_CHINESE ? month_format_people(v->month, scratch)
                                        : month_format(v->month, scratch);
    case VIEW_DATE:
        return date_format(v->date, scratch);
    }
    return "";
}

static bool json_add(const struct view *v, struct buf *out, int depth)
{
    char scratch[VIEW_SCALAR_TEXT_BYTES];
    switch (v->kind) {
    case VIEW_OBJECT:
    case VIEW_LIST:
        if (depth >= VIEW_DEPTH_MAX)
            return false;
        buf_addc(out, v->kind == VIEW_OBJECT ? '{' : '[');
        for (const struct view *c = v->of.first; c != NULL; c = c->next) {
            if (c != v->of.first)
                buf_addc(out, ',');
            if (v->kind == VIEW_OBJECT) {
                buf_add_json(out, c->name);
                buf_addc(out, ':');
            }
            if (!json_add(c, out, depth + 1))
                return false;
        }
        buf_addc(out, v->kind == VIEW_OBJECT ? '}' : ']');
        return true;
    case VIEW_NULL:
        buf_adds(out, "null");
        return true;
    case VIEW_TEXT:
        buf_add_json(out, v->text);
        return true;
    case VIEW_INTEGER:
    case VIEW_COUNT:
        buf_add_i64(out, v->integer);
        return true;
    case VIEW_BOOL:
        buf_adds(out, v->truth ? "true" : "false");
        return true;
    case VIEW_FEN:
        buf_add_i64(out, v->fen.v);
        return true;
    case VIEW_MONTH:
    case VIEW_DATE:
        buf_add_json(out, view_scalar_text(v, VIEW_ENGLISH, scratch));
        return true;
    }
    return true;
}

enum status view_json(const struct view *v, struct buf *out, struct error *e)
{
    TRY(view_status(v, e));
    if (!json_add(v, out, 0))
        return error_set(e, STATUS_FAILED, "VIEW_TOO_DEEP", _("页面数据嵌套超过 %d 层"),
                         VIEW_DEPTH_MAX);
    return buf_status(out, e);
}

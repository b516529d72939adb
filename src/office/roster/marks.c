/* Marks on cells, and small tables by key. */
#include "base/i18n.h"
#include "office/roster/roster_internal.h"
#include <stdlib.h>
#include <string.h>

#define MARKS_START 256

static enum status list_add(struct roster_import *m, struct mark_list *marks,
                            const struct roster_mark *mark, struct error *e)
{
    if (marks->count == marks->capacity) {
        size_t wanted = marks->capacity ? marks->capacity * 2 : MARKS_START;
        struct roster_mark *bigger = ARENA_ARRAY(m->arena, struct roster_mark, wanted);
        if (!bigger)
            return arena_exhausted(e);
        if (marks->count)
            memcpy(bigger, marks->list, marks->count * sizeof *bigger);
        marks->list = bigger;
        marks->capacity = wanted;
    }
    marks->list[marks->count++] = *mark;
    return STATUS_OK;
}

static struct roster_mark mark_make(struct roster_import *m, struct mark_at at)
{
    const struct roster_file *file = &m->files[at.file];
    const struct roster_header *h = file->header[at.sheet];
    int col = at.field < FIELD_COUNT && h ? h->col[at.field] : -1;
    return (struct roster_mark){.file = at.file,
                                .sheet = at.sheet,
                                .row = at.row,
                                .col = col,
                                .sheet_name = sheet_book_name(file->book, at.sheet),
                                .column = col >= 0 ? h->column_name[at.field] : ""};
}

enum status mark_add(struct roster_import *m, struct mark_at at, const char *reason,
                     const char *suggestion, struct error *e)
{
    struct roster_mark mark = mark_make(m, at);
    /* Marks of one row stand together or far apart; the last few are where a second one would be.
     */
    size_t back = m->marks.count < 64 ? m->marks.count : 64;
    for (size_t i = m->marks.count - back; i < m->marks.count; i++) {
        const struct roster_mark *k = &m->marks.list[i];
        if (k->file == mark.file && k->sheet == mark.sheet && k->row == mark.row &&
            k->col == mark.col)
            return STATUS_OK;
    }
    mark.reason = arena_strdup(m->arena, reason);
    mark.suggestion = arena_strdup(m->arena, suggestion);
    mark.sheet_name = arena_strdup(m->arena, mark.sheet_name);
    if (!mark.reason || !mark.sheet_name)
        return arena_exhausted(e);
    return list_add(m, &m->marks, &mark, e);
}

enum status mark_suggest(struct roster_import *m, struct mark_at at, const char *suggestion,
                         struct error *e)
{
    struct roster_mark mark = mark_make(m, at);
    for (size_t i = 0; i < m->marks.count; i++) {
        struct roster_mark *k = &m->marks.list[i];
        if (k->file == mark.file && k->sheet == mark.sheet && k->row == mark.row &&
            k->col == mark.col) {
            k->suggestion =
                arena_printf(m->arena, "%s%s", suggestion, k->suggestion ? k->suggestion : "");
            return k->suggestion ? STATUS_OK : arena_exhausted(e);
        }
    }
    return STATUS_OK;
}

enum status warning_add(struct roster_import *m, struct mark_at at, const char *reason,
                        struct error *e)
{
    struct roster_mark mark = mark_make(m, at);
    mark.reason = arena_strdup(m->arena, reason);
    mark.sheet_name = arena_strdup(m->arena, mark.sheet_name);
    if (!mark.reason || !mark.sheet_name)
        return arena_exhausted(e);
    return list_add(m, &m->warnings, &mark, e);
}

static int compare_marks(const void *a, const void *b)
{
    const struct roster_mark *x = a, *y = b;
    if (x->file != y->file)
        return x->file - y->file;
    if (x->sheet != y->sheet)
        return x->sheet - y->sheet;
    return x->row != y->row ? x->row - y->row : x->col - y->col;
}

void marks_sort(struct mark_list *marks)
{
    if (marks->count)
        qsort(marks->list, marks->count, sizeof *marks->list, compare_marks);
}

const char *row_words(struct roster_import *m, int file, int sheet, int row)
{
    const struct roster_file *f = &m->files[file];
    const char *text =
        arena_printf(m->arena, _("工作表“%s”第 %d 行"), sheet_book_name(f->book, sheet), row);
    return text ? text : "";
}

/* ---- tables ---- */

enum status key_table_init(struct key_table *t, size_t expected, struct arena *arena,
                           struct error *e)
{
    size_t capacity = 64;
    while (capacity < expected * 2)
        capacity *= 2;
    *t = (struct key_table){.keys = ARENA_ARRAY(arena, uint64_t, capacity),
                            .values = ARENA_ARRAY(arena, int32_t, capacity),
                            .capacity = capacity};
    return t->keys && t->values ? STATUS_OK : arena_exhausted(e);
}

static size_t slot_of(const struct key_table *t, uint64_t key)
{
    uint64_t mixed = key * UINT64_C(0x9E3779B97F4A7C15);
    size_t slot = (size_t)(mixed >> 20) & (t->capacity - 1);
    while (t->keys[slot] && t->keys[slot] != key)
        slot = (slot + 1) & (t->capacity - 1);
    return slot;
}

int32_t key_table_put(struct key_table *t, uint64_t key, int32_t value)
{
    size_t slot = slot_of(t, key);
    if (t->keys[slot])
        return t->values[slot];
    if (t->count + 1 >= t->capacity)
        abort(); /* sized by the caller for all it will ever put */
    t->keys[slot] = key;
    t->values[slot] = value;
    t->count++;
    return value;
}

int32_t key_table_get(const struct key_table *t, uint64_t key)
{
    if (!t->capacity)
        return -1;
    size_t slot = slot_of(t, key);
    return t->keys[slot] ? t->values[slot] : -1;
}

uint64_t id_key(const char id[IDNO_BYTES])
{
    uint64_t v = 0;
    for (int i = 0; i < 17; i++)
        v = v * 10 + (uint64_t)(id[i] - '0');
    return v;
}

uint64_t text_key(const char *text)
{
    uint64_t h = UINT64_C(1469598103934665603); /* FNV-1a */
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return h ? h : 1;
}

#include "office/medical/list_read.h"

#include "base/i18n.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

#define HEADER_ROWS_MAX 40
#define CORE_BYTES 128
#define FAULTS_NAMED 5
#define FAULTS_BYTES 640
#define ROWS_FIRST 256

struct list_state {
    const struct list_reading *reading;
    const char *sheet;
    int column[LIST_COLUMNS_MAX]; /* from 0; -1: none */
    int64_t rows, faults;
    bool has_header;
    struct buf words; /* what is broken, the first of it in full */
};

/* Solid, without what stands in parentheses. */
static void heading_core(const char *text, char out[CORE_BYTES])
{
    size_t n = 0;
    int depth = 0;
    for (const char *p = text; *p && n + 1 < CORE_BYTES; p++) {
        if (*p == '(')
            depth++;
        else if (*p == ')')
            depth -= depth > 0;
        else if (!depth && !strchr("*:#", *p))
            out[n++] = *p;
    }
    out[n] = 0;
}

/* Whether all required columns stand in this row. */
static enum status header_try(struct list_state *x, const struct sheet_row *row, bool *ret,
                              struct error *e)
{
    const struct list_reading *r = x->reading;
    char core[CORE_BYTES], needle[CORE_BYTES + 2];
    for (size_t i = 0; i < r->column_count; i++)
        x->column[i] = -1;
    for (int c = 0; c < row->count; c++) {
        const char *text = text_tidy_solid(r->arena, row->cells[c].text);
        if (!text)
            return arena_exhausted(e);
        heading_core(text, core);
        (void)snprintf(needle, sizeof needle, "|%s|", core);
        for (size_t i = 0; i < r->column_count && *core; i++)
            if (x->column[i] < 0 && strstr(r->columns[i].words, needle)) {
                x->column[i] = c;
                break;
            }
    }
    *ret = true;
    for (size_t i = 0; i < r->column_count; i++)
        *ret = *ret && (x->column[i] >= 0 || r->columns[i].is_optional);
    return STATUS_OK;
}

static bool is_total(const struct sheet_row *row)
{
    for (int c = 0; c < row->count; c++) {
        const char *text = row->cells[c].text;
        if (row->cells[c].kind == SHEET_EMPTY || !*text)
            continue;
        return strstr(text, "合计") || strstr(text, "总计") || strstr(text, "小计");
    }
    return false;
}

static void fault_add(struct list_state *x, const struct sheet_row *row, size_t bad,
                      const struct error *why)
{
    char address[SHEET_ADDRESS_BYTES];
    int column = bad < LIST_COLUMNS_MAX && x->column[bad] >= 0 ? x->column[bad] : x->column[0];
    if (++x->faults > FAULTS_NAMED)
        return;
    buf_addf(&x->words, "%s%s %s %s", x->faults > 1 ? _("；") : "", x->sheet,
             sheet_address(row->row, column, address), why->message);
}

static enum status row_take(struct list_state *x, const struct sheet_row *row, struct error *e)
{
    const struct list_reading *r = x->reading;
    const struct sheet_cell *cell[LIST_COLUMNS_MAX] = {0};
    struct error why = {0};
    size_t bad = 0, filled = 0;
    for (size_t i = 0; i < r->column_count; i++) {
        int c = x->column[i];
        if (c < 0 || c >= row->count || row->cells[c].kind == SHEET_EMPTY ||
            !*text_tidy(r->arena, row->cells[c].text))
            continue;
        cell[i] = &row->cells[c];
        filled++;
    }
    if (filled == 0 || is_total(row))
        return STATUS_OK;
    x->rows++;
    enum status s = r->row(r->context, cell, &bad, &why);
    if (s == STATUS_REFUSED) {
        fault_add(x, row, bad, &why);
        return STATUS_OK;
    }
    if (s != STATUS_OK && e)
        *e = why;
    return s;
}

static enum status sheet_read(struct list_state *x, struct sheet_book *book, int index,
                              struct error *e)
{
    CLEANUP(sheet_cleanup) struct sheet_reader *reader = NULL;
    struct sheet_row row;
    enum status s;
    bool is_found = false;
    x->sheet = sheet_book_name(book, index);
    TRY(sheet_open(book, index, SHEET_AS_IS, &reader, e));
    for (int n = 0; (s = sheet_next(reader, &row, e)) == STATUS_OK; n++) {
        if (!is_found) {
            if (n == HEADER_ROWS_MAX)
                return STATUS_OK; /* no list: notes, a cover */
            TRY(header_try(x, &row, &is_found, e));
            x->has_header = x->has_header || is_found;
        } else {
            TRY(row_take(x, &row, e));
        }
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status refused_columns(const struct list_reading *r, struct error *e)
{
    char names[CORE_BYTES * 2];
    size_t n = 0;
    names[0] = 0;
    for (size_t i = 0; i < r->column_count && n < sizeof names; i++)
        if (!r->columns[i].is_optional)
            n += (size_t)snprintf(names + n, sizeof names - n, "%s%s", n > 0 ? _("、") : "",
                                  r->columns[i].name);
    return error_set(e, STATUS_REFUSED, "LIST_HEADER",
                     _("没有找到表头：名单要有一行列名，其中有%s。"), names);
}

static enum status outcome(const struct list_state *x, struct error *e)
{
    if (!x->has_header)
        return refused_columns(x->reading, e);
    if (x->faults > FAULTS_NAMED)
        return error_set(e, STATUS_REFUSED, "LIST_CELLS",
                         _("名单有 %lld 处不能用，没有导入任何一行：%s；……"), (long long)x->faults,
                         buf_text(&x->words));
    if (x->faults > 0)
        return error_set(e, STATUS_REFUSED, "LIST_CELLS",
                         _("名单有 %lld 处不能用，没有导入任何一行：%s"), (long long)x->faults,
                         buf_text(&x->words));
    if (x->rows == 0)
        return error_set(e, STATUS_REFUSED, "LIST_ROWS", _("名单里一行也没有。"));
    return STATUS_OK;
}

static void state_free(struct list_state *x)
{
    buf_free(&x->words);
}

enum status list_read(const char *path, const struct list_reading *reading, struct error *e)
{
    CLEANUP(sheet_book_cleanup) struct sheet_book *book = NULL;
    CLEANUP(state_free)
    struct list_state x = {.reading = reading, .words = BUF_INIT(FAULTS_BYTES)};
    TRY(sheet_book_open(path, &book, e));
    for (int i = 0; i < sheet_book_count(book); i++)
        if (!sheet_book_is_hidden(book, i))
            TRY(sheet_read(&x, book, i, e));
    return outcome(&x, e);
}

void *list_room(struct arena *arena, void *rows, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return rows;
    size_t more = *room ? *room * 2 : ROWS_FIRST;
    void *moved = arena_array(arena, more, size);
    if (!moved)
        return NULL;
    if (count > 0)
        memcpy(moved, rows, count * size);
    *room = more;
    return moved;
}

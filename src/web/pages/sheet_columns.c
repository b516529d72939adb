#include "web/pages/sheet_columns.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define NOT_THERE (-1)

struct columns {
    const struct sheet_wanted *wanted;
    size_t count;
    int at[SHEET_WANTED_MAX];
};

static bool is_titled(const char *titles, const char *cell)
{
    size_t n = strlen(cell);
    for (const char *p = titles; n > 0 && *p != '\0';) {
        size_t bytes = strcspn(p, "|");
        if (bytes == n && memcmp(p, cell, n) == 0)
            return true;
        p += bytes + (p[bytes] == '|');
    }
    return false;
}

/* Whether the row is the header: every column that is not optional has its title. */
static bool header_find(struct columns *c, struct arena *arena, const struct sheet_row *row,
                        size_t *ret_missing)
{
    size_t missing = 0, found = 0;
    for (size_t i = 0; i < c->count; i++) {
        c->at[i] = NOT_THERE;
        for (int k = row->count - 1; k >= 0; k--) {
            const char *title = text_tidy_solid(arena, row->cells[k].text);
            if (title != NULL && is_titled(c->wanted[i].titles, title))
                c->at[i] = k;
        }
        found += c->at[i] != NOT_THERE;
        if (c->at[i] == NOT_THERE && !c->wanted[i].is_optional)
            missing |= (size_t)1 << i;
    }
    if (missing != 0 && found > 0)
        *ret_missing = missing; /* what the likeliest row lacks */
    return missing == 0;
}

static enum status missing_refuse(const struct columns *c, size_t missing, struct error *e)
{
    size_t i = 0;
    while (missing != 0 && (missing >> i & 1) == 0)
        i++;
    const char *titles = c->wanted[i].titles;
    return error_set(e, STATUS_REFUSED, "FILE_COLUMNS",
                     _("表格前几行里找不到“%.*s”这一列，请补上列名后再交"),
                     (int)strcspn(titles, "|"), titles);
}

static bool cells_pick(const struct columns *c, const struct sheet_row *row,
                       const struct sheet_cell **ret)
{
    bool is_any = false;
    for (size_t i = 0; i < c->count; i++) {
        const struct sheet_cell *cell =
            c->at[i] != NOT_THERE && c->at[i] < row->count ? &row->cells[c->at[i]] : NULL;
        ret[i] = cell != NULL && cell->kind != SHEET_EMPTY && cell->text[0] != '\0' ? cell : NULL;
        is_any = is_any || ret[i] != NULL;
    }
    return is_any;
}

static enum status rows_read(struct request *r, struct sheet_reader *sheet, struct columns *c,
                             sheet_take take, void *context, struct error *e)
{
    struct sheet_row row;
    enum status s;
    bool is_headed = false;
    int seen = 0, taken = 0;
    size_t missing = 1;
    while ((s = sheet_next(sheet, &row, e)) == STATUS_OK) {
        const struct sheet_cell *cell[SHEET_WANTED_MAX];
        if (!is_headed) {
            is_headed = header_find(c, r->arena, &row, &missing);
            if (!is_headed && ++seen == SHEET_HEADER_ROWS_MAX)
                return missing_refuse(c, missing, e);
            continue;
        }
        if (!cells_pick(c, &row, cell))
            continue;
        TRY(take(context, row.row, cell, e));
        taken++;
    }
    if (s != STATUS_NONE)
        return s;
    if (!is_headed)
        return missing_refuse(c, missing, e);
    if (taken == 0)
        return error_set(e, STATUS_REFUSED, "FILE_EMPTY", _("表格里没有一行数据"));
    return STATUS_OK;
}

enum status sheet_columns_read(struct request *r, const struct sheet_wanted *wanted,
                               size_t wanted_count, sheet_take take, void *context, struct error *e)
{
    CLEANUP(sheet_book_cleanup) struct sheet_book *book = NULL;
    CLEANUP(sheet_cleanup) struct sheet_reader *sheet = NULL;
    const struct form_file *file;
    struct columns c = {.wanted = wanted, .count = wanted_count};
    enum status s = request_file(r, "file", &file);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "FILE_MISSING", _("请选择要交的表格"));
    TRY(s);
    TRY(sheet_book_open(file->path, &book, e));
    TRY(sheet_open(book, 0, SHEET_AS_IS, &sheet, e));
    return rows_read(r, sheet, &c, take, context, e);
}

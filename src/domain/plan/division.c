#include "domain/plan/plan_model.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "division_sql.h"

struct division_table {
    size_t count;
    const struct division *rows; /* by code */
};

struct division_table *division_table_make(struct arena *arena, const struct division *rows,
                                           size_t count)
{
    struct division_table *t = ARENA_NEW(arena, struct division_table);
    if (t)
        *t = (struct division_table){.count = count, .rows = rows};
    return t;
}

static enum status rows_read(struct db_cursor *cursor, struct arena *arena, struct division *rows,
                             size_t *ret_count, struct error *e)
{
    struct division_row row;
    enum status s;
    size_t n = 0;
    while ((s = division_in_month_next(cursor, &row, e)) == STATUS_OK) {
        if (n == PLAN_DIVISIONS_MAX)
            return error_set(e, STATUS_FAILED, "DIVISIONS_TOO_MANY", _("区划超过 %d 个"),
                             PLAN_DIVISIONS_MAX);
        const char *name = arena_strdup(arena, row.name);
        if (!name)
            return arena_exhausted(e);
        rows[n++] = (struct division){
            .code = row.code, .parent = row.parent, .level = (int)row.level, .name = name};
    }
    *ret_count = n;
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status division_table_read(struct db *db, int64_t county, struct month m, struct arena *arena,
                                struct division_table **ret, struct error *e)
{
    struct division *rows = malloc(PLAN_DIVISIONS_MAX * sizeof *rows);
    if (!rows)
        return arena_exhausted(e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    size_t n = 0;
    enum status s = division_in_month_open(
        db, (struct division_in_month_args){.county = county, .month = m}, &cursor, e);
    if (s == STATUS_OK)
        s = rows_read(cursor, arena, rows, &n, e);
    struct division *kept = s == STATUS_OK ? ARENA_ARRAY(arena, struct division, n + 1) : NULL;
    struct division_table *t = kept ? division_table_make(arena, kept, n) : NULL;
    for (size_t i = 0; t && i < n; i++)
        kept[i] = rows[i];
    free(rows);
    if (s != STATUS_OK)
        return s;
    if (!t)
        return arena_exhausted(e);
    *ret = t;
    return STATUS_OK;
}

const struct division *division_by_code(const struct division_table *t, int64_t code)
{
    size_t low = 0, high = t->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->rows[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < t->count && t->rows[low].code == code ? &t->rows[low] : NULL;
}

const struct division *division_at(const struct division_table *t, size_t index)
{
    return index < t->count ? &t->rows[index] : NULL;
}

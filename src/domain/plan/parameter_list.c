/* Reading the policy numbers: as they were known, and what changed between two times of knowing. */
#include "domain/plan/plan_model.h"

#include <stdlib.h>
#include <string.h>

#include "parameter_sql.h"

#define PARAMETER_LIST_MAX 20000

enum status parameter_list(struct db *db, int64_t county, int64_t known, struct arena *arena,
                           struct parameter_info **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct parameter_row row;
    struct parameter_info *list = NULL;
    size_t count = 0, room = 0;
    enum status s;
    TRY(parameter_rows_open(db, (struct parameter_rows_args){.county = county, .known = known},
                            &cursor, e));
    while ((s = parameter_rows_next(cursor, &row, e)) == STATUS_OK) {
        enum policy_key key;
        if (known >= row.known_to || !policy_key_parse(row.name, &key))
            continue;
        if (count == room) {
            room = room ? room * 2 : POLICY_COUNT;
            struct parameter_info *more =
                room <= PARAMETER_LIST_MAX ? ARENA_ARRAY(arena, struct parameter_info, room) : NULL;
            if (!more)
                return arena_exhausted(e);
            if (count > 0)
                memcpy(more, list, count * sizeof *more);
            list = more;
        }
        list[count] = (struct parameter_info){.key = key,
                                              .from = row.from_month,
                                              .to = row.to_month,
                                              .value = row.value,
                                              .known_from = row.known_from,
                                              .document = arena_strdup(arena, row.document),
                                              .clause = arena_strdup(arena, row.clause),
                                              .is_example = row.is_example};
        if (!list[count].document || !list[count].clause)
            return arena_exhausted(e);
        count++;
    }
    *ret = list;
    *ret_count = count;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static const struct parameter_info *info_at(const struct parameter_info *list, size_t count,
                                            enum policy_key key, struct month m)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i].key == key && list[i].from.v <= m.v && m.v <= list[i].to.v)
            return &list[i];
    }
    return NULL;
}

struct edge {
    enum policy_key key;
    struct month month;
};

static int edge_compare(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    int by_name = strcmp(policy_key_name(x->key), policy_key_name(y->key));
    return by_name ? by_name : (x->month.v > y->month.v) - (x->month.v < y->month.v);
}

/* Values only change where a period begins or has just ended. */
static struct edge *edges_make(const struct parameter_info *list, size_t count, struct edge *out)
{
    for (size_t i = 0; i < count; i++) {
        *out++ = (struct edge){list[i].key, list[i].from};
        if (list[i].to.v != MONTH_OPEN.v)
            *out++ = (struct edge){list[i].key, month_add(list[i].to, 1)};
    }
    return out;
}

enum status parameter_differences(struct db *db, int64_t county, int64_t before, int64_t after,
                                  struct arena *arena, struct parameter_difference **ret,
                                  size_t *ret_count, struct error *e)
{
    struct parameter_info *old, *new;
    size_t old_count, new_count, n = 0;
    TRY(parameter_list(db, county, before, arena, &old, &old_count, e));
    TRY(parameter_list(db, county, after, arena, &new, &new_count, e));
    struct edge *edges = ARENA_ARRAY(arena, struct edge, (old_count + new_count) * 2 + 1);
    struct parameter_difference *list =
        ARENA_ARRAY(arena, struct parameter_difference, (old_count + new_count) * 2 + 1);
    if (!edges || !list)
        return arena_exhausted(e);
    size_t edge_count =
        (size_t)(edges_make(new, new_count, edges_make(old, old_count, edges)) - edges);
    qsort(edges, edge_count, sizeof *edges, edge_compare);
    for (size_t i = 0; i < edge_count; i++) {
        if (i > 0 && edge_compare(&edges[i - 1], &edges[i]) == 0)
            continue;
        const struct parameter_info *was = info_at(old, old_count, edges[i].key, edges[i].month);
        const struct parameter_info *is = info_at(new, new_count, edges[i].key, edges[i].month);
        if (was == is || (was && is && was->value == is->value))
            continue;
        list[n++] = (struct parameter_difference){.key = edges[i].key,
                                                  .from = edges[i].month,
                                                  .is_set = is != NULL,
                                                  .value = is ? is->value : 0,
                                                  .document = is ? is->document : ""};
    }
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

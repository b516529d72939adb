/* What of the plan loaded last is only read to be shown or followed: its calendar, the names of the
   leading group, and which targets are examples. */
#include "domain/plan/plan_model.h"

#include <string.h>

#include "base/i18n.h"
#include "plan_sql.h"

#define PLAN_WORDS_ARENA_BYTES (32u << 20)

static enum status content_read(struct db *db, int64_t county, struct arena *arena,
                                const struct yaml_node **ret, int *ret_year, struct error *e)
{
    struct plan_version_row last;
    TRY(plan_latest(db, (struct plan_latest_args){.county = county}, arena, &last, e));
    *ret_year = (int)last.year;
    return yaml_parse(arena, "plan_version", last.content, strlen(last.content), ret, e);
}

enum status plan_target_is_example(struct db *db, int64_t county, const char *measure, bool *ret,
                                   struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *work = arena_new(PLAN_WORDS_ARENA_BYTES);
    const struct yaml_node *root, *list;
    int year;
    if (!work)
        return arena_exhausted(e);
    TRY(content_read(db, county, work, &root, &year, e));
    TRY(yaml_sequence(root, "targets", &list, e));
    for (const struct yaml_node *c = list->first; c; c = c->next) {
        const char *name;
        TRY(yaml_text(c, "measure", &name, e));
        if (strcmp(name, measure) == 0)
            return yaml_bool_or(c, "example", false, ret, e);
    }
    *ret = false;
    return STATUS_OK;
}

enum status plan_calendar_read(struct db *db, int64_t county, struct arena *arena,
                               struct plan_calendar_entry **ret, size_t *ret_count, int *ret_year,
                               struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *work = arena_new(PLAN_WORDS_ARENA_BYTES);
    const struct yaml_node *root, *list;
    size_t n = 0;
    if (!work)
        return arena_exhausted(e);
    TRY(content_read(db, county, work, &root, ret_year, e));
    TRY(yaml_sequence(root, "calendar", &list, e));
    struct plan_calendar_entry *entries =
        ARENA_ARRAY(arena, struct plan_calendar_entry, (size_t)list->count + 1);
    if (!entries)
        return arena_exhausted(e);
    for (const struct yaml_node *c = list->first; c; c = c->next, n++) {
        const char *when, *what, *clause;
        TRY(yaml_text(c, "when", &when, e));
        TRY(yaml_text(c, "what", &what, e));
        TRY(yaml_text(c, "clause", &clause, e));
        entries[n] = (struct plan_calendar_entry){.when = arena_strdup(arena, when),
                                                  .what = arena_strdup(arena, what),
                                                  .clause = arena_strdup(arena, clause)};
        if (!entries[n].when || !entries[n].what || !entries[n].clause)
            return arena_exhausted(e);
    }
    *ret = entries;
    *ret_count = n;
    return STATUS_OK;
}

static enum status name_take(struct arena *arena, const struct yaml_node *node, int seat,
                             struct plan_leading_name *names, size_t *n, struct error *e)
{
    if (!node || node->kind != YAML_SCALAR || !node->text[0])
        return STATUS_OK;
    if (*n == PLAN_LEADING_MAX)
        return yaml_refuse(node, e, "PLAN_ROWS", _("领导小组成员过多"));
    names[*n] = (struct plan_leading_name){.seat = seat, .name = arena_strdup(arena, node->text)};
    return names[(*n)++].name ? STATUS_OK : arena_exhausted(e);
}

enum status plan_leading_read(struct db *db, int64_t county, struct arena *arena,
                              struct plan_leading_name **ret, size_t *ret_count, int *ret_year,
                              struct error *e)
{
    static const char *const keys[] = {"leader", "first_deputy", "deputies", "members"};
    CLEANUP(arena_cleanup) struct arena *work = arena_new(PLAN_WORDS_ARENA_BYTES);
    const struct yaml_node *root, *group;
    struct plan_leading_name *names =
        ARENA_ARRAY(arena, struct plan_leading_name, PLAN_LEADING_MAX);
    size_t n = 0;
    if (!work || !names)
        return arena_exhausted(e);
    TRY(content_read(db, county, work, &root, ret_year, e));
    TRY(yaml_mapping(root, "leading_group", &group, e));
    for (int seat = 1; seat <= 4; seat++) {
        const struct yaml_node *node = yaml_get(group, keys[seat - 1]);
        if (node && node->kind == YAML_SEQUENCE)
            for (const struct yaml_node *c = node->first; c; c = c->next)
                TRY(name_take(arena, c, seat, names, &n, e));
        else
            TRY(name_take(arena, node, seat, names, &n, e));
    }
    *ret = names;
    *ret_count = n;
    return STATUS_OK;
}

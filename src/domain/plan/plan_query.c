/* What the loaded plan answers. */
#include "domain/plan/plan_model.h"

#include <string.h>

#include "base/i18n.h"
#include "plan_sql.h"

#define QUERY_ARENA_BYTES (32u << 20)

enum status plan_county(struct db *db, int64_t *ret_county, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(4096);
    struct plan_county_row row;
    if (!arena)
        return arena_exhausted(e);
    enum status s = plan_county_first(db, arena, &row, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "NOT_INITIALISED",
                         _("数据库中还没有方案：请先运行 minsheng init --plan 方案文件"));
    if (s != STATUS_OK)
        return s;
    *ret_county = row.county;
    return STATUS_OK;
}

enum status plan_clause_text(struct db *db, int64_t county, const char *clause, struct arena *arena,
                             const char **ret_title, const char **ret_body, struct error *e)
{
    struct plan_clause_row row;
    TRY(plan_clause_latest(db, (struct plan_clause_latest_args){.county = county, .clause = clause},
                           arena, &row, e));
    *ret_title = row.title;
    *ret_body = row.body;
    return STATUS_OK;
}

enum status plan_bank_unit(struct db *db, int64_t county, struct arena *arena, const char **ret,
                           struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *work = arena_new(QUERY_ARENA_BYTES);
    struct plan_version_row last;
    const struct yaml_node *root, *bank;
    const char *unit;
    if (!work)
        return arena_exhausted(e);
    TRY(plan_latest(db, (struct plan_latest_args){.county = county}, work, &last, e));
    TRY(yaml_parse(work, "plan_version", last.content, strlen(last.content), &root, e));
    TRY(yaml_mapping(root, "bank", &bank, e));
    TRY(yaml_text(bank, "unit", &unit, e));
    const char *copy = arena_strdup(arena, unit);
    if (!copy)
        return arena_exhausted(e);
    *ret = copy;
    return STATUS_OK;
}

/* What the loaded plan answers. */
#include "domain/plan/plan_model.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
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

enum status plan_phone(struct db *db, int64_t county, struct arena *arena, const char **ret,
                       struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *work = arena_new(QUERY_ARENA_BYTES);
    struct plan_version_row last;
    const struct yaml_node *root, *phone;
    const char *number;
    bool is_example;
    if (!work)
        return arena_exhausted(e);
    enum status s = plan_latest(db, (struct plan_latest_args){.county = county}, work, &last, e);
    if (s == STATUS_NONE) {
        *ret = "";
        return STATUS_OK;
    }
    if (s != STATUS_OK)
        return s;
    TRY(yaml_parse(work, "plan_version", last.content, strlen(last.content), &root, e));
    if (!yaml_get(root, "phone")) {
        *ret = "";
        return STATUS_OK;
    }
    TRY(yaml_mapping(root, "phone", &phone, e));
    TRY(yaml_text(phone, "number", &number, e));
    TRY(yaml_bool_or(phone, "example", false, &is_example, e));
    const char *text = arena_printf(arena, "%s%s", number, is_example ? _("（示例）") : "");
    if (!text)
        return arena_exhausted(e);
    *ret = text;
    return STATUS_OK;
}

/* By bytes: what "P3.1" and "P3" come to must not hang on a database's collation. */
static int clause_compare(const void *a, const void *b)
{
    const struct plan_clause *x = a, *y = b;
    return strcmp(x->id, y->id);
}

static enum status clauses_read(struct db *db, int64_t county, struct arena *arena,
                                struct plan_text *text, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct plan_clauses_row row;
    enum status s;
    text->clauses = ARENA_ARRAY(arena, struct plan_clause, PLAN_CLAUSES_MAX);
    if (!text->clauses)
        return arena_exhausted(e);
    TRY(plan_clauses_latest_open(db, (struct plan_clauses_latest_args){.county = county}, &cursor,
                                 e));
    while ((s = plan_clauses_latest_next(cursor, &row, e)) == STATUS_OK) {
        if (text->clause_count == PLAN_CLAUSES_MAX)
            return error_set(e, STATUS_REFUSED, "PLAN_CLAUSES", _("方案条款超过 %d 条"),
                             PLAN_CLAUSES_MAX);
        const struct plan_clause c = {arena_strdup(arena, row.clause),
                                      arena_strdup(arena, row.title),
                                      arena_strdup(arena, row.body)};
        if (!c.id || !c.title || !c.body)
            return arena_exhausted(e);
        text->clauses[text->clause_count++] = c;
    }
    if (s != STATUS_NONE)
        return s;
    qsort(text->clauses, text->clause_count, sizeof text->clauses[0], clause_compare);
    return STATUS_OK;
}

enum status plan_text_read(struct db *db, int64_t county, struct arena *arena,
                           struct plan_text *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *work = arena_new(QUERY_ARENA_BYTES);
    struct plan_version_row last;
    if (!work)
        return arena_exhausted(e);
    TRY(plan_latest(db, (struct plan_latest_args){.county = county}, work, &last, e));
    struct plan_text text = {.version = last.id,
                             .known_from = last.known_from,
                             .year = (int)last.year,
                             .title = arena_strdup(arena, last.title),
                             .document = arena_strdup(arena, last.document)};
    if (!text.title || !text.document)
        return arena_exhausted(e);
    if (last.sha256.n == HASH_BYTES)
        hash_hex(last.sha256.p, text.sha256);
    TRY(clauses_read(db, county, arena, &text, e));
    *ret = text;
    return STATUS_OK;
}

/* Reading projects: the original target beside what is in force. */
#include "domain/project/project_internal.h"

#include <assert.h>

#include "base/i18n.h"
#include "base/text.h"
#include "project_sql.h"

struct fen project_investment(const struct project_scope *s)
{
    struct fen total = FEN(0);
    for (size_t i = 0; i < PROJECT_SOURCES; i++)
        total.v += s->investment[i].v; /* their sum was checked when they were entered */
    return total;
}

static enum status scope_of(const struct project_scope_row *r, struct arena *arena,
                            struct project_scope *ret, struct error *e)
{
    struct project_scope s = {
        .version = (int)r->version,
        .change = arena_strdup(arena, r->change),
        .kind = (enum project_kind)r->kind,
        .township = r->township,
        .land = r->land,
        .area_m2 = r->area_m2,
        .beds = r->beds,
        .contractor = r->contractor,
        .site = arena_strdup(arena, r->site),
        .township_name = arena_strdup(arena, r->township_name),
        .contractor_name = arena_strdup(arena, r->contractor_name),
        .reason = arena_strdup(arena, r->reason),
        .document = arena_strdup(arena, r->document),
        .requested_by = arena_strdup(arena, r->requested_by),
        .decided_by = arena_strdup(arena, r->decided_by),
        .investment = {r->central, r->province, r->city, r->county_money, r->own},
        .contract = r->contract,
        .start_on = r->start_on,
        .finish_on = r->finish_on,
        .requested_on = r->requested_on,
        .decided_on = day_of(r->decided_on),
        .state = (int)r->state,
    };
    if (!s.change || !s.site || !s.township_name || !s.contractor_name || !s.reason ||
        !s.document || !s.requested_by || (r->decided_by && !s.decided_by))
        return arena_exhausted(e);
    *ret = s;
    return STATUS_OK;
}

static enum status project_of(const struct project_scope_row *r, struct arena *arena,
                              struct project *ret, struct error *e)
{
    *ret = (struct project){.id = r->id,
                            .home = r->home,
                            .code = arena_strdup(arena, r->code),
                            .name = arena_strdup(arena, r->name),
                            .home_name = arena_strdup(arena, r->home_name),
                            .is_city = r->is_city,
                            .is_county = r->is_county};
    return ret->code && ret->name && ret->home_name ? STATUS_OK : arena_exhausted(e);
}

/* A version more: rows come in their order, so the last approved one is in force. */
static void project_take(struct project *p, const struct project_scope *s)
{
    if (s->version == 1)
        p->original = *s;
    if (s->state == SCOPE_APPROVED) {
        p->scope = *s;
        p->is_cancelled = text_equals(s->change, "CANCEL");
    }
    p->has_open_change = p->has_open_change || s->state == SCOPE_REQUESTED;
}

/* project 0: all. */
static enum status read_rows(struct db *db, int64_t county, int64_t project, struct arena *arena,
                             struct project **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct project *list =
        ARENA_ARRAY(arena, struct project, project ? 1 : (size_t)PROJECT_ROWS_MAX);
    struct project_scope_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(project_scope_rows_open(
        db, (struct project_scope_rows_args){.county = county, .project = project}, &cursor, e));
    while ((s = project_scope_rows_next(cursor, &row, e)) == STATUS_OK) {
        struct project_scope scope;
        if (n == 0 || list[n - 1].id != row.id) {
            if (n == PROJECT_ROWS_MAX)
                return error_set(e, STATUS_FAILED, "PROJECT_ROWS", _("项目超过 %d 个"),
                                 PROJECT_ROWS_MAX);
            TRY(project_of(&row, arena, &list[n++], e));
        }
        TRY(scope_of(&row, arena, &scope, e));
        project_take(&list[n - 1], &scope);
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status project_by_id(struct db *db, int64_t county, int64_t id, struct arena *arena,
                          struct project *ret, struct error *e)
{
    struct project *list;
    size_t n;
    if (id <= 0)
        return STATUS_NONE;
    TRY(read_rows(db, county, id, arena, &list, &n, e));
    if (n == 0)
        return STATUS_NONE;
    *ret = list[0];
    return STATUS_OK;
}

enum status project_find(struct db *db, int64_t county, const char *code_or_name,
                         struct arena *arena, struct project *ret, struct error *e)
{
    struct project_number_row row;
    TRY(project_by_code(db, (struct project_by_code_args){.county = county, .code = code_or_name},
                        NULL, &row, e));
    return project_by_id(db, county, row.id, arena, ret, e);
}

enum status project_list(struct db *db, int64_t county, int64_t township, enum target_book book,
                         struct arena *arena, struct project **ret, size_t *ret_count,
                         struct error *e)
{
    struct project *list;
    size_t n, kept = 0;
    TRY(read_rows(db, county, 0, arena, &list, &n, e));
    for (size_t i = 0; i < n; i++) {
        const struct project *p = &list[i];
        bool is_in = book == 0 || (book == BOOK_CITY ? p->is_city : p->is_county);
        if (is_in && (township == 0 || p->scope.township == township))
            list[kept++] = *p;
    }
    *ret = list;
    *ret_count = kept;
    return STATUS_OK;
}

enum status project_scope_list(struct db *db, int64_t county, int64_t project, struct arena *arena,
                               struct project_scope **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct project_scope *list = ARENA_ARRAY(arena, struct project_scope, PROJECT_VERSIONS_MAX);
    struct project_scope_row row;
    size_t n = 0;
    enum status s;
    assert(project > 0);
    if (!list)
        return arena_exhausted(e);
    TRY(project_scope_rows_open(
        db, (struct project_scope_rows_args){.county = county, .project = project}, &cursor, e));
    while ((s = project_scope_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == PROJECT_VERSIONS_MAX)
            return error_set(e, STATUS_FAILED, "PROJECT_ROWS", _("项目的变更超过 %d 次"),
                             PROJECT_VERSIONS_MAX);
        TRY(scope_of(&row, arena, &list[n++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status project_built_read(struct db *db, int64_t county, int64_t project,
                               struct project_built *ret, struct error *e)
{
    struct project_built_row row;
    TRY(project_built_sums(
        db, (struct project_built_sums_args){.county = county, .project = project}, NULL, &row, e));
    *ret =
        (struct project_built){.beds = row.beds, .returns = row.returns, .invested = row.invested};
    if (row.returns) {
        ret->first = month_from_yyyymm(row.first);
        ret->last = month_from_yyyymm(row.last);
    }
    return STATUS_OK;
}

/* Reading allocations, and what a month came to by category. */
#include "allocation_internal.h"

#include "base/i18n.h"
#include "base/text.h"

#define CATEGORIES_MAX 16

static struct allocation allocation_of(const struct allocation_row *r)
{
    return (struct allocation){.id = r->id,
                               .payee = r->payee,
                               .transfer = r->transfer,
                               .people = r->people,
                               .fund = (enum fund)r->fund,
                               .month = r->month,
                               .payee_name = r->payee_name,
                               .document = r->document,
                               .memo = r->memo,
                               .prepared_by = r->prepared_by,
                               .state = (int)r->state,
                               .total = r->total,
                               .line_count = (size_t)r->lines};
}

static enum status unknown_account(int64_t account, struct error *e)
{
    return error_set(e, STATUS_FAILED, "ALLOCATION_ACCOUNT", _("汇总表里有不认识的科目 %lld"),
                     (long long)account);
}

static enum status lines_read(struct db *db, int64_t county, struct allocation *a,
                              struct arena *arena, struct error *e)
{
    struct allocation_line *lines = ARENA_ARRAY(arena, struct allocation_line, a->line_count + 1);
    struct allocation_line_row row;
    size_t n = 0;
    enum status s;
    if (!lines)
        return arena_exhausted(e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(allocation_line_list_open(
        db, (struct allocation_line_list_args){.county = county, .allocation = a->id}, &cursor, e));
    while ((s = allocation_line_list_next(cursor, &row, e)) == STATUS_OK && n < a->line_count) {
        const struct allocation_category *category = allocation_category_of(row.account);
        const char *note = arena_strdup(arena, row.note);
        if (!category)
            return unknown_account(row.account, e);
        if (!note)
            return arena_exhausted(e);
        lines[n++] = (struct allocation_line){.category = category,
                                              .people = row.people,
                                              .supplement = (int)row.supplement,
                                              .amount = row.amount,
                                              .note = note};
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    a->lines = lines;
    a->line_count = n;
    return STATUS_OK;
}

enum status allocation_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                            struct allocation *ret, struct error *e)
{
    struct allocation_row row;
    TRY(allocation_by_id(db, (struct allocation_by_id_args){.county = county, .id = id}, arena,
                         &row, e));
    struct allocation a = allocation_of(&row);
    TRY(lines_read(db, county, &a, arena, e));
    *ret = a;
    return STATUS_OK;
}

static enum status texts_keep(struct allocation *a, struct arena *arena, struct error *e)
{
    const char **texts[] = {&a->payee_name, &a->document, &a->memo, &a->prepared_by};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i] = arena_strdup(arena, *texts[i]);
        if (!*texts[i])
            return arena_exhausted(e);
    }
    return STATUS_OK;
}

enum status allocation_list(struct db *db, int64_t county, enum fund fund, struct month month,
                            int64_t before, int rows, struct arena *arena, struct allocation **ret,
                            size_t *ret_count, struct error *e)
{
    struct allocation *list = ARENA_ARRAY(arena, struct allocation, (size_t)rows + 1);
    struct allocation_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(allocation_page_open(
        db,
        (struct allocation_page_args){.county = county,
                                      .fund = (int64_t)fund,
                                      .month = month.v == 0 ? 0 : month_yyyymm(month),
                                      .before = before,
                                      .rows = rows},
        &cursor, e));
    while ((s = allocation_page_next(cursor, &row, e)) == STATUS_OK) {
        list[n] = allocation_of(&row);
        TRY(texts_keep(&list[n], arena, e));
        n++;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status allocation_month(struct db *db, int64_t county, struct month month, struct arena *arena,
                             struct allocation_sum **ret, size_t *ret_count, struct error *e)
{
    struct allocation_sum *list = ARENA_ARRAY(arena, struct allocation_sum, CATEGORIES_MAX);
    struct allocation_sum found[CATEGORIES_MAX];
    struct allocation_sum_row row;
    size_t n = 0, placed = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(allocation_month_sums_open(
        db, (struct allocation_month_sums_args){.county = county, .month = month}, &cursor, e));
    while ((s = allocation_month_sums_next(cursor, &row, e)) == STATUS_OK && n < CATEGORIES_MAX) {
        const struct allocation_category *category = allocation_category_of(row.account);
        if (!category)
            return unknown_account(row.account, e);
        found[n++] = (struct allocation_sum){.category = category,
                                             .people = row.people,
                                             .payees = row.payees,
                                             .amount = row.amount,
                                             .paid = row.paid};
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    for (const struct allocation_category *c = ALLOCATION_CATEGORIES; c->code; c++)
        for (size_t k = 0; k < n; k++)
            if (found[k].category == c)
                list[placed++] = found[k];
    *ret = list;
    *ret_count = placed;
    return STATUS_OK;
}

bool allocation_fits(enum payee_kind kind, enum fund fund)
{
    if (fund == FUND_HOME_MANAGEMENT)
        return kind == PAYEE_HOME_MANAGEMENT;
    return kind == PAYEE_BANK || kind == PAYEE_HOME_SUPPORT;
}

enum status allocation_payee_by_name(struct db *db, int64_t county, const char *code_or_name,
                                     enum fund fund, struct arena *arena, struct payee *ret,
                                     struct error *e)
{
    struct payee found, *list;
    size_t count;
    TRY(payee_by_name(db, county, code_or_name, arena, &found, e));
    *ret = found;
    if (allocation_fits(found.kind, fund) || text_equals(found.code, code_or_name))
        return STATUS_OK;
    TRY(payee_list(db, county, 0, arena, &list, &count, e));
    for (size_t i = 0; i < count; i++)
        if (allocation_fits(list[i].kind, fund) && text_equals(list[i].name, code_or_name)) {
            *ret = list[i];
            break;
        }
    return STATUS_OK;
}

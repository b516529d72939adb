/* Re-verification as lists: who is due when, and what became of it. */
#include "base/i18n.h"
#include "domain/casework/dynamic.h"
#include "domain/registry/household_list.h"
#include "recheck_sql.h"

#define CALENDAR_MONTHS 12
#define DUE_PER_HOUSEHOLD_MAX 24 /* rows of one household beyond a page's end */

static struct date date_or_none(int64_t yyyymmdd)
{
    return yyyymmdd ? date_from_yyyymmdd(yyyymmdd) : (struct date){0};
}

/* A page ends with a household, never in the midst of its months. */
static size_t page_end(const struct recheck_row *rows, size_t count, size_t row_count)
{
    size_t end = count < row_count ? count : row_count;
    while (end < count && rows[end].household == rows[end - 1].household)
        end++;
    return end;
}

enum status recheck_list(struct db *db, int64_t county, enum programme p, struct month from,
                         struct month to, int64_t scope, int64_t after_household, int row_count,
                         struct arena *arena, struct recheck_row **ret, size_t *ret_count,
                         bool *ret_has_more, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    if (row_count < 1 || row_count > HOUSEHOLD_PAGE_ROWS_MAX)
        row_count = HOUSEHOLD_PAGE_ROWS_MAX;
    size_t room = (size_t)row_count + DUE_PER_HOUSEHOLD_MAX, count = 0;
    struct recheck_row *rows = ARENA_ARRAY(arena, struct recheck_row, room);
    struct recheck_page_row row;
    struct recheck_page_args args = {.county = county,
                                     .programme = p,
                                     .from_month = from,
                                     .to_month = to,
                                     .after = after_household,
                                     .row_limit = (int64_t)room};
    enum status s;
    if (!rows)
        return arena_exhausted(e);
    division_span(scope, &args.first, &args.last);
    TRY(recheck_page_open(db, args, &cursor, e));
    while (count < room && (s = recheck_page_next(cursor, &row, e)) == STATUS_OK) {
        rows[count] = (struct recheck_row){.household = row.household,
                                           .division = row.division,
                                           .case_id = row.case_id,
                                           .head_name = arena_strdup(arena, row.head_name),
                                           .id_tail = arena_strdup(arena, row.id_tail),
                                           .due = row.due_month,
                                           .done_on = date_or_none(row.done_on),
                                           .mgmt_class = (int)row.mgmt_class};
        if (!rows[count].head_name || !rows[count].id_tail)
            return arena_exhausted(e);
        count++;
    }
    if (count < room && s != STATUS_NONE)
        return s;
    size_t end = page_end(rows, count, (size_t)row_count);
    *ret = rows;
    *ret_count = end;
    *ret_has_more = end < count;
    return STATUS_OK;
}

enum status recheck_calendar(struct db *db, int64_t county, enum programme p, struct month from,
                             int64_t scope, struct arena *arena, struct recheck_month **ret,
                             size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct recheck_month *months = ARENA_ARRAY(arena, struct recheck_month, CALENDAR_MONTHS);
    struct recheck_month_row row;
    struct recheck_months_args args = {.county = county,
                                       .programme = p,
                                       .from_month = from,
                                       .to_month = month_add(from, CALENDAR_MONTHS - 1)};
    enum status s;
    if (!months)
        return arena_exhausted(e);
    for (int i = 0; i < CALENDAR_MONTHS; i++)
        months[i] = (struct recheck_month){.month = month_add(from, i)};
    division_span(scope, &args.first, &args.last);
    TRY(recheck_months_open(db, args, &cursor, e));
    while ((s = recheck_months_next(cursor, &row, e)) == STATUS_OK) {
        months[row.due_month.v - from.v].due = row.due;
        months[row.due_month.v - from.v].done = row.done;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = months;
    *ret_count = CALENDAR_MONTHS;
    return STATUS_OK;
}

enum status recheck_count_open(struct db *db, int64_t county, enum programme p, struct month m,
                               int64_t scope, struct recheck_open_count *ret, struct error *e)
{
    struct recheck_open_count_row row;
    struct recheck_open_count_args args = {.county = county, .programme = p, .month = m};
    division_span(scope, &args.first, &args.last);
    TRY(recheck_open_count(db, args, NULL, &row, e));
    *ret = (struct recheck_open_count){.due = row.due, .late = row.late};
    return STATUS_OK;
}

enum status recheck_next(struct db *db, int64_t county, int64_t household, struct month *ret_due,
                         int64_t *ret_case, struct error *e)
{
    struct recheck_next_row row;
    TRY(recheck_next_open(db, (struct recheck_next_open_args){county, household}, NULL, &row, e));
    *ret_due = row.due_month;
    *ret_case = row.case_id;
    return STATUS_OK;
}

enum status recheck_begin(struct db *db, int64_t county, int64_t household, struct month due,
                          int64_t case_id, struct error *e)
{
    int64_t affected = 0;
    TRY(recheck_set_case(db, (struct recheck_set_case_args){county, household, due, case_id},
                         &affected, e));
    if (affected)
        return STATUS_OK;
    TRY(recheck_set_case_overdue(
        db, (struct recheck_set_case_overdue_args){county, household, due, case_id}, &affected, e));
    if (affected)
        return STATUS_OK;
    TRY(recheck_insert_unplanned(
        db, (struct recheck_insert_unplanned_args){county, household, due, case_id}, &affected, e));
    if (affected)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "HOUSEHOLD_UNKNOWN",
                     _("家庭 %lld 现在没有待遇，不需复核。"), (long long)household);
}

enum status recheck_done(struct db *db, int64_t county, int64_t case_id, struct date on,
                         struct error *e)
{
    return recheck_set_done(db, (struct recheck_set_done_args){county, case_id, on}, NULL, e);
}

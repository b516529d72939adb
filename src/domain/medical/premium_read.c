/* Premium lists as they are shown. */
#include "premium_internal.h"

#include "domain/registry/household_list.h"

#define LISTS_MAX 1000
#define COUNTY_UNIT INT64_C(1000000) /* a county's code ends in six zeros */

static struct premium_list list_of(const struct premium_row *r)
{
    return (struct premium_list){
        .id = r->id,
        .people = r->people,
        .transfer = r->transfer,
        .enrolled = r->enrolled,
        .not_enrolled = r->not_enrolled,
        .year = (int)r->year,
        .reference = r->reference_month,
        .premium = r->premium,
        .total = r->total,
        .state = (enum premium_state)r->state,
        .prepared_by = r->prepared_by,
    };
}

enum status premium_read(struct db *db, int64_t county, int64_t list, struct arena *arena,
                         struct premium_list *ret, struct error *e)
{
    struct premium_row row;
    TRY(premium_by_id(db, (struct premium_by_id_args){.county = county, .id = list}, arena, &row,
                      e));
    *ret = list_of(&row);
    return STATUS_OK;
}

enum status premium_lists(struct db *db, int64_t county, struct arena *arena,
                          struct premium_list **ret, size_t *ret_count, struct error *e)
{
    struct premium_row row;
    enum status s = STATUS_NONE;
    size_t count = 0;
    struct premium_list *lists = ARENA_ARRAY(arena, struct premium_list, LISTS_MAX);
    if (!lists)
        return arena_exhausted(e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(premium_page_open(db, (struct premium_page_args){.county = county}, &cursor, e));
    while (count < LISTS_MAX && (s = premium_page_next(cursor, &row, e)) == STATUS_OK) {
        lists[count] = list_of(&row);
        lists[count].prepared_by = arena_strdup(arena, row.prepared_by);
        if (!lists[count++].prepared_by)
            return arena_exhausted(e);
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = lists;
    *ret_count = count;
    return STATUS_OK;
}

enum status premium_lines(struct db *db, int64_t county, int64_t list, int64_t scope,
                          bool not_enrolled_only, int64_t after_division, int64_t after,
                          int row_count, struct arena *arena, struct premium_line **ret,
                          size_t *ret_count, struct error *e)
{
    const size_t room = row_count > 0 ? (size_t)row_count : 0;
    struct premium_line *lines = ARENA_ARRAY(arena, struct premium_line, room + 1);
    if (!lines)
        return arena_exhausted(e);
    struct premium_line_list_args args = {.county = county,
                                          .list = list,
                                          .after_division = after_division,
                                          .after = after,
                                          .not_enrolled_only = not_enrolled_only,
                                          .rows = (int64_t)room};
    division_span(scope, &args.division_from, &args.division_to);
    /* Whoever lives in no household that we know of has no place: the county's. */
    if (args.division_from % COUNTY_UNIT == 0)
        args.division_from = 0;
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(premium_line_list_open(db, args, &cursor, e));
    struct premium_line_row row;
    enum status s = STATUS_NONE;
    size_t count = 0;
    while (count < room && (s = premium_line_list_next(cursor, &row, e)) == STATUS_OK) {
        struct premium_line *l = &lines[count++];
        *l = (struct premium_line){.person = row.person,
                                   .household = row.household,
                                   .division = row.division,
                                   .class = (enum medical_class)row.class,
                                   .rate_bp = row.rate_bp,
                                   .amount = row.amount,
                                   .is_enrolled = row.is_enrolled,
                                   .scheme = (enum medical_scheme)row.scheme,
                                   .person_name = arena_strdup(arena, row.person_name),
                                   .id_tail = arena_strdup(arena, row.id_tail)};
        if (!l->person_name || !l->id_tail)
            return arena_exhausted(e);
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = lines;
    *ret_count = count;
    return STATUS_OK;
}

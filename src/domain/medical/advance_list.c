/* Advances as pages and commands show them. */
#include "base/i18n.h"
#include "advance_sql.h"
#include "domain/medical/advance.h"
#include "domain/registry/household_list.h"

#include <assert.h>

#define ADVANCE_ROWS_MAX 500

static enum status record_of(const struct advance_page_row *r, struct arena *arena,
                             struct advance_record *ret, struct error *e)
{
    struct advance_record a = {
        .id = r->id,
        .person = r->person,
        .household = r->household,
        .division = r->division,
        .hospital = r->hospital,
        .admission = r->admission,
        .bill = r->bill,
        .case_file = r->case_file,
        .state = (enum advance_state)r->state,
        .person_name = arena_strdup(arena, r->person_name),
        .id_tail = arena_strdup(arena, r->id_tail),
        .hospital_name = arena_strdup(arena, r->hospital_name),
        .disease_name = arena_strdup(arena, r->disease_name),
        .approved_by = arena_strdup(arena, r->approved_by),
        .ended_reason = arena_strdup(arena, r->ended_reason),
        .case_number = arena_strdup(arena, r->case_number),
        .amount = r->amount,
        .approved_on = r->approved_on,
        .expires_on = r->expires_on,
    };
    if (!a.person_name || !a.id_tail || !a.hospital_name || !a.disease_name || !a.approved_by ||
        !a.ended_reason || !a.case_number)
        return arena_exhausted(e);
    if (r->ended_on)
        a.ended_on = date_from_yyyymmdd(r->ended_on);
    *ret = a;
    return STATUS_OK;
}

enum status advance_read(struct db *db, int64_t county, int64_t advance, struct arena *arena,
                         struct advance_record *ret, struct error *e)
{
    struct advance_page_row row;
    TRY(advance_one(db, (struct advance_one_args){.county = county, .id = advance}, arena, &row,
                    e));
    return record_of(&row, arena, ret, e);
}

enum status advance_list(struct db *db, int64_t county, const struct advance_filter *filter,
                         struct arena *arena, struct advance_record **ret, size_t *ret_count,
                         bool *ret_has_more, struct error *e)
{
    assert(filter->row_count > 0 && filter->row_count <= ADVANCE_ROWS_MAX);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct advance_record *list = ARENA_ARRAY(arena, struct advance_record, filter->row_count);
    struct advance_page_args args = {.county = county,
                                     .before = filter->before ? filter->before : INT64_MAX,
                                     .division_to = INT64_MAX,
                                     .hospital = filter->hospital,
                                     .person = filter->person,
                                     .state = filter->state,
                                     .row_count = filter->row_count + 1};
    struct advance_page_row row;
    size_t count = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    if (filter->scope)
        division_span(filter->scope, &args.division_from, &args.division_to);
    TRY(advance_page_open(db, args, &cursor, e));
    *ret_has_more = false;
    while ((s = advance_page_next(cursor, &row, e)) == STATUS_OK) {
        if (count == (size_t)filter->row_count) {
            *ret_has_more = true;
            break;
        }
        TRY(record_of(&row, arena, &list[count++], e));
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

#include "web/pages/return_list.h"

#include <string.h>

#include "base/i18n.h"
#include "domain/access/access.h"
#include "remittance_sql.h"

static enum status task_keep(struct arena *arena, const struct bank_return_list_row *row,
                             int64_t age_days, struct return_task *ret, struct error *e)
{
    *ret = (struct return_task){.run = row->run,
                                .household = row->household,
                                .division = row->division,
                                .age_days = age_days,
                                .programme = (enum programme)row->programme,
                                .month = row->month,
                                .returned_on = row->returned_on,
                                .amount = row->amount,
                                .name = arena_strdup(arena, row->name),
                                .number_tail = arena_strdup(arena, row->number_tail),
                                .code = arena_strdup(arena, row->code),
                                .reason = arena_strdup(arena, row->reason),
                                .state = arena_strdup(arena, row->state),
                                .note = arena_strdup(arena, row->note)};
    return ret->name && ret->code && ret->reason && ret->state && ret->note ? STATUS_OK
                                                                            : arena_exhausted(e);
}

enum status return_list(struct db *db, int64_t county, const struct return_filter *filter,
                        struct arena *arena, struct return_task **ret, size_t *ret_count,
                        struct return_summary *ret_summary, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct return_task *list = ARENA_ARRAY(arena, struct return_task, filter->row_count + 1);
    struct return_summary summary = {0};
    struct bank_return_list_row row;
    size_t count = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(bank_return_list_open(
        db, (struct bank_return_list_args){.county = county, .state = filter->state, .run = 0},
        &cursor, e));
    while ((s = bank_return_list_next(cursor, &row, e)) == STATUS_OK) {
        int64_t age_days = date_today().v - row.returned_on.v;
        if (!access_in_scope(filter->scope, row.division) ||
            (filter->division != 0 && !access_in_scope(filter->division, row.division)))
            continue;
        summary.count++;
        summary.amount.v += row.amount.v;
        if (age_days > summary.oldest_days)
            summary.oldest_days = age_days;
        if (count < filter->row_count)
            TRY(task_keep(arena, &row, age_days, &list[count++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    *ret_summary = summary;
    return STATUS_OK;
}

const char *return_task_state_label(const char *state)
{
    static const struct {
        const char *state, *label;
    } labels[] = {
        {"OPEN", N_("待更正")},
        {"CORRECTED", N_("已更正待重发")},
        {"REISSUED", N_("已重发")},
        {"CANCELLED", N_("已取消")},
    };
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (strcmp(labels[i].state, state) == 0)
            return labels[i].label;
    return state;
}

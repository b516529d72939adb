/* What the bank sent back, as tasks of the viewer's scope; each is put right on its item's page. */
#include <string.h>

#include "base/i18n.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"
#include "web/pages/return_list.h"
#include "web/request.h"

#define ROWS_MAX 200

static void row_add(struct request *r, struct view *list, const struct return_task *t,
                    const struct division_table *table)
{
    char month[MONTH_TEXT_BYTES];
    struct view *row = view_add_object(list, NULL);
    view_add_integer(row, "run", t->run);
    view_add_text(row, "programme_name", request_text(r, programme_name(t->programme)));
    view_add_month(row, "month", t->month);
    view_add_text(row, "month_key", month_format(t->month, month));
    view_add_integer(row, "household", t->household);
    view_add_text(row, "name", t->name);
    view_add_text(row, "account_tail", t->number_tail);
    view_add_fen(row, "amount_fen", t->amount);
    view_add_text(row, "code", t->code);
    view_add_text(row, "reason", t->reason);
    view_add_date(row, "returned_on", t->returned_on);
    view_add_count(row, "age_days", t->age_days);
    view_add_bool(row, "is_old", t->age_days > RETURN_OLD_DAYS);
    view_add_text(row, "task_state", t->state);
    view_add_text(row, "task_state_label", request_text(r, return_state_label(t->state)));
    view_add_bool(row, "is_open", strcmp(t->state, "OPEN") == 0);
    view_add_text(row, "note", t->note);
    place_add(row, table, t->division);
}

static void states_add(struct request *r, const char *chosen)
{
    static const char *const states[] = {"OPEN", "CORRECTED", "REISSUED", "CANCELLED"};
    struct view *list = view_add_list(r->page, "states");
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
        option_add(list, states[i], request_text(r, return_state_label(states[i])),
                   strcmp(chosen, states[i]) == 0);
    option_add(list, "ALL", request_text(r, N_("全部")), strcmp(chosen, "ALL") == 0);
}

static enum status returns_index(struct request *r, struct error *e)
{
    const struct division_table *table;
    struct return_task *tasks;
    struct return_summary summary;
    size_t count;
    const char *state = request_query(r, "state");
    if (state[0] == '\0')
        state = "OPEN";
    int64_t township = query_number(r, "township");
    struct return_filter filter = {.scope = r->session.user.scope,
                                   .division = township,
                                   .state = strcmp(state, "ALL") == 0 ? "" : state,
                                   .row_count = ROWS_MAX};
    TRY(place_table(r, date_month(date_today()), &table, e));
    TRY(return_list(r->db, r->county, &filter, r->arena, &tasks, &count, &summary, e));
    states_add(r, state);
    place_add_choices(r->page, r, table, township, 0);
    view_add_count(r->page, "count", summary.count);
    view_add_fen(r->page, "sum_fen", summary.amount);
    view_add_count(r->page, "oldest_days", summary.oldest_days);
    view_add_bool(r->page, "has_more", summary.count > (int64_t)count);
    view_add_bool(r->page, "can_correct", request_can(r, PERMISSION_PAYMENT_CORRECT));
    struct view *rows = view_add_list(r->page, "rows");
    struct month month = date_month(date_today());
    for (size_t i = 0; i < count; i++) {
        if (tasks[i].month.v != month.v) { /* places are called what they were called then */
            month = tasks[i].month;
            TRY(place_table(r, month, &table, e));
        }
        row_add(r, rows, &tasks[i], table);
    }
    return respond_page(r, "returns/page.html", NULL, e);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/returns", returns_index, PERMISSION_PAYMENT_READ, N_("银行退回")},
};
const struct route_table RETURNS_ROUTES = ROUTE_TABLE("returns", ROUTES);

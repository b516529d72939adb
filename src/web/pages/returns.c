/* What the bank sent back, as tasks of the viewer's scope; each is put right on its item's page. */
#include <string.h>

#include "base/i18n.h"
#include "web/pages/download.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"
#include "web/pages/return_list.h"
#include "web/request.h"

#define ROWS_MAX 200
#define EXPORT_ROWS_MAX 20000

static void row_add(struct request *r, struct view *list, const struct return_task *t,
                    const struct division_table *table)
{
    char month[MONTH_TEXT_BYTES];
    struct view *row = view_add_object(list, NULL);
    view_add_integer(row, "run", t->run);
    view_add_text(row, "programme_name", request_text(r, programme_name(t->programme)));
    view_add_bool(row, "is_claims", t->programme == PROGRAMME_MEDICAL);
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
    view_add_text(row, "task_state_label", request_text(r, return_task_state_label(t->state)));
    view_add_bool(row, "is_open", strcmp(t->state, "OPEN") == 0);
    view_add_text(row, "note", t->note);
    place_add(row, table, t->division);
}

static void states_add(struct request *r, const char *chosen)
{
    static const char *const states[] = {"OPEN", "CORRECTED", "REISSUED", "CANCELLED"};
    struct view *list = view_add_list(r->page, "states");
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
        option_add(list, states[i], request_text(r, return_task_state_label(states[i])),
                   strcmp(chosen, states[i]) == 0);
    option_add(list, "ALL", request_text(r, N_("全部")), strcmp(chosen, "ALL") == 0);
}

struct asked {
    const char *state;
    struct return_filter filter;
};

static struct asked query_read(const struct request *r, size_t row_count)
{
    const char *state = request_query(r, "state");
    struct asked q = {.state = state[0] == '\0' ? "OPEN" : state};
    q.filter = (struct return_filter){.scope = r->session.user.scope,
                                      .division = query_number(r, "township"),
                                      .state = strcmp(q.state, "ALL") == 0 ? "" : q.state,
                                      .row_count = row_count};
    return q;
}

/* Places are called what they were called in the task's month; few months differ. */
static enum status places_of(struct request *r, struct month m, struct month *seen,
                             const struct division_table **table, struct error *e)
{
    if (m.v == seen->v)
        return STATUS_OK;
    *seen = m;
    return place_table(r, m, table, e);
}

static enum status returns_index(struct request *r, struct error *e)
{
    static const char *const elsewhere[] = {"format", "lang", "theme", NULL};
    const struct division_table *table;
    struct return_task *tasks;
    struct return_summary summary;
    struct month month = date_month(date_today());
    size_t count;
    const struct asked q = query_read(r, ROWS_MAX);
    TRY(place_table(r, month, &table, e));
    TRY(return_list(r->db, r->county, &q.filter, r->arena, &tasks, &count, &summary, e));
    states_add(r, q.state);
    place_add_choices(r->page, r, table, q.filter.division, 0);
    view_add_count(r->page, "count", summary.count);
    view_add_fen(r->page, "sum_fen", summary.amount);
    view_add_count(r->page, "oldest_days", summary.oldest_days);
    view_add_bool(r->page, "has_more", summary.count > (int64_t)count);
    view_add_bool(r->page, "can_correct", request_can(r, PERMISSION_PAYMENT_CORRECT));
    view_add_text(r->page, "xlsx", query_address(r, "/returns.xlsx", elsewhere));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++) {
        TRY(places_of(r, tasks[i].month, &month, &table, e));
        row_add(r, rows, &tasks[i], table);
    }
    return respond_page(r, "returns/page.html", NULL, e);
}

static const struct paper_column COLUMNS[] = {
    {N_("户主"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("项目"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("月份"), 9, PAPER_CENTER, PAPER_TEXT, false},
    {N_("乡镇"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("村（居）"), 14, PAPER_LEFT, PAPER_TEXT, false},
    {N_("金额（元）"), 12, PAPER_RIGHT, PAPER_FEN, true},
    {N_("账号后四位"), 11, PAPER_CENTER, PAPER_TEXT, false},
    {N_("退回原因"), 20, PAPER_LEFT, PAPER_TEXT, false},
    {N_("天数"), 8, PAPER_RIGHT, PAPER_INT, false},
    {N_("状态"), 12, PAPER_CENTER, PAPER_TEXT, false},
};

static enum status export_row(struct request *r, struct paper_writer *paper,
                              const struct return_task *t, const struct division_table *table,
                              struct error *e)
{
    char month[MONTH_TEXT_BYTES];
    const struct division *village = division_by_code(table, t->division);
    const struct division *township = division_by_code(table, division_township(t->division));
    const struct paper_cell cells[] = {
        {.text = t->name},
        {.text = request_text(r, programme_name(t->programme))},
        {.text = month_format(t->month, month)},
        {.text = township != NULL ? township->name : ""},
        {.text = village != NULL && village != township ? village->name : ""},
        {.number = t->amount.v},
        {.text = t->number_tail != NULL ? t->number_tail : ""},
        {.text = t->reason},
        {.number = t->age_days},
        {.text = request_text(r, return_task_state_label(t->state))},
    };
    return paper_row(paper, cells, e);
}

static enum status returns_export(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    const struct division_table *table;
    struct return_task *tasks;
    struct return_summary summary;
    struct month month = date_month(date_today());
    size_t count;
    const struct asked q = query_read(r, EXPORT_ROWS_MAX);
    const char *title = request_text(r, N_("银行退回"));
    TRY(place_table(r, month, &table, e));
    TRY(return_list(r->db, r->county, &q.filter, r->arena, &tasks, &count, &summary, e));
    if (summary.count > (int64_t)count)
        return error_set(e, STATUS_REFUSED, "EXPORT_LIMIT",
                         _("超过 %lld 行，一个文件放不下。请按乡镇分开导出。"),
                         (long long)EXPORT_ROWS_MAX);
    TRY(download_begin(r, title, NULL, COLUMNS, sizeof(COLUMNS) / sizeof(COLUMNS[0]), &download,
                       e));
    for (size_t i = 0; i < count; i++) {
        TRY(places_of(r, tasks[i].month, &month, &table, e));
        TRY(export_row(r, download.paper, &tasks[i], table, e));
    }
    return download_send(r, &download, title, e);
}

static const struct route_input INPUTS[] = {
    {"state", INPUT_TEXT, false, N_("状态")},
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/returns", returns_index, PERMISSION_PAYMENT_READ, N_("银行退回"),
     .inputs = INPUTS},
    {HTTP_GET, "/returns.xlsx", returns_export, PERMISSION_PAYMENT_READ, N_("银行退回"),
     .inputs = INPUTS},
};
const struct route_table RETURNS_ROUTES = ROUTE_TABLE("returns", ROUTES);

/* Runs: the list, and one run as one page. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/job/job.h"
#include "office/work/work.h"
#include "remittance_sql.h"
#include "web/pages/download.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"
#include "web/pages/run_page.h"
#include "web/server_internal.h"

#define DAY_BYTES 10 /* of a time: YYYY-MM-DD */

enum status run_of_address(struct request *r, struct run_entry *ret, struct error *e)
{
    int64_t run;
    TRY(request_parameter_i64(r, "run", &run));
    return run_entry_read(r->db, r->county, run, r->arena, ret, e);
}

const char *run_title(const struct request *r, const struct payment_run *run)
{
    char from[MONTH_TEXT_BYTES], to[MONTH_TEXT_BYTES];
    bool is_span = run->from.v != run->to.v;
    return arena_printf(r->arena, "%s %s%s%s", request_text(r, programme_name(run->programme)),
                        month_text(r, run->from, from), is_span ? "–" : "",
                        is_span ? month_text(r, run->to, to) : "");
}

struct payment_context run_context(const struct request *r)
{
    return (struct payment_context){
        .county = r->county, .actor = r->session.user.name, .keys = r->keys};
}

void run_head_add(struct request *r, struct view *v, const struct payment_run *run)
{
    view_add_integer(v, "run", run->id);
    view_add_text(v, "programme", programme_code(run->programme));
    view_add_text(v, "programme_name", request_text(r, programme_name(run->programme)));
    /* Households of claims may have no entitlement, and then no page of their own. */
    view_add_bool(v, "is_claims", run->programme == PROGRAMME_MEDICAL);
    view_add_month(v, "month", run->from);
    if (run->to.v != run->from.v)
        view_add_month(v, "to", run->to);
    view_add_text(v, "state", run_state_name(run->state));
    view_add_text(v, "state_label", request_text(r, run_state_label(run->state)));
    view_add_bool(v, "is_closed", run->state == RUN_CLOSED);
    view_add_bool(v, "is_waiting", run->state < RUN_RECONCILED);
    if (!request_sees_county(r))
        return;
    view_add_count(v, "items", run->items);
    view_add_fen(v, "total_fen", run->total);
}

/* ---- the list ---- */

static enum status list_fill(struct request *r, struct error *e)
{
    struct run_entry *runs;
    size_t count;
    char month[MONTH_TEXT_BYTES];
    const char *wanted = request_query(r, "programme");
    enum programme programme = wanted[0] != '\0' ? query_programme(r) : (enum programme)0;
    TRY(run_list(r->db, r->county, programme, r->arena, &runs, &count, e));
    view_add_bool(r->page, "sees_county", request_sees_county(r));
    view_add_bool(r->page, "can_prepare",
                  request_can(r, PERMISSION_PAYMENT_PREPARE) && request_sees_county(r));
    struct month next = count > 0 ? month_add(runs[0].run.to, 1) : date_month(date_today());
    const char *typed = request_field(r, "month");
    view_add_text(r->page, "next_month", typed[0] != '\0' ? typed : month_format(next, month));
    programmes_paid_add(r, programme);
    struct view *list = view_add_list(r->page, "runs");
    for (size_t i = 0; i < count; i++) {
        struct view *row = view_add_object(list, NULL);
        run_head_add(r, row, &runs[i].run);
        view_add_textf(row, "prepared_on", "%.*s", DAY_BYTES, runs[i].run.prepared_at);
        view_add_text(row, "prepared_by", runs[i].run.prepared_by);
    }
    return STATUS_OK;
}

static enum status run_index(struct request *r, struct error *e)
{
    TRY(list_fill(r, e));
    return respond_page(r, "run/list.html", NULL, e);
}

static enum status prepare_ask(struct request *r, int64_t *ret_job, struct error *e)
{
    enum programme programme;
    struct month month;
    struct db *db;
    char text[MONTH_TEXT_BYTES];
    TRY(require_county(r, e));
    TRY(programme_parse(request_field(r, "programme"), &programme, e));
    TRY(field_month(r, "month", &month, e));
    const char *arguments = arena_printf(r->arena, "{\"programme\":\"%s\",\"month\":\"%s\"}",
                                         programme_code(programme), month_format(month, text));
    if (arguments == NULL)
        return arena_exhausted(e);
    TRY(request_writer(r, &db, e));
    return job_create(db, r->county, "payment.prepare", arguments, r->session.user.name, ret_job,
                      e);
}

static enum status run_prepare(struct request *r, struct error *e)
{
    int64_t job;
    struct error why = {0};
    enum status s = prepare_ask(r, &job, &why);
    if (s == STATUS_REFUSED && strncmp(why.code, "ACCESS_", 7) != 0) {
        TRY(list_fill(r, e));
        return respond_page_status(r, 422, "run/list.html", request_text(r, N_("发放")), &why, e);
    }
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    if (r->server->options.worker != NULL)
        worker_wake(r->server->options.worker);
    return respond_redirect(r, NULL, e, "/jobs/%" PRId64, job);
}

/* ---- one run ---- */

static const char *person_title(struct request *r, const char *name)
{
    struct access_user user;
    struct error ignored;
    return access_user_by_name(r->db, r->county, name, r->arena, &user, &ignored) == STATUS_OK &&
                   user.title[0] != '\0'
               ? user.title
               : name;
}

static void steps_add(struct request *r, const struct run_entry *entry)
{
    struct view *list = view_add_list(r->page, "steps");
    for (size_t i = 0; i < RUN_STEPS; i++) {
        const struct run_step_done *done = &entry->step[i];
        struct view *row = view_add_object(list, NULL);
        view_add_text(row, "label", request_text(r, run_state_label(done->state)));
        view_add_bool(row, "is_done", done->state <= entry->run.state);
        view_add_bool(row, "is_current", done->state == entry->run.state);
        view_add_text(row, "who", done->who != NULL ? person_title(r, done->who) : NULL);
        view_add_textf(row, "at", "%.*s", DAY_BYTES, done->at != NULL ? done->at : "");
    }
}

static void position_add(struct request *r, const struct payment_position *p)
{
    const struct {
        const char *name, *label;
        int64_t items;
        struct fen amount;
        enum item_state state;
        const char *sign;
    } rows[] = {
        {"due", N_("应发"), p->due_items, p->due, 0, ""},
        {"paid", N_("已发"), p->paid_items, p->paid, ITEM_PAID, "="},
        {"returned", N_("退回"), p->returned_items, p->returned, ITEM_RETURNED, "+"},
        {"held", N_("暂缓"), p->held_items, p->held, ITEM_HELD, "+"},
        {"not_sent", N_("未送"), p->not_sent_items, p->not_sent, ITEM_PENDING, "+"},
        {"in_transit", N_("在途"), p->in_transit_items, p->in_transit, ITEM_SENT, "+"},
        {"cancelled", N_("已取消"), p->cancelled_items, p->cancelled, ITEM_CANCELLED, "+"},
    };
    struct view *list = view_add_list(r->page, "position");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct view *row = view_add_object(list, NULL);
        view_add_text(row, "name", rows[i].name);
        view_add_text(row, "label", request_text(r, rows[i].label));
        view_add_count(row, "items", rows[i].items);
        view_add_fen(row, "amount_fen", rows[i].amount);
        view_add_text(row, "sign", rows[i].sign);
        view_add_bool(row, "is_empty", rows[i].items == 0);
        view_add_integer(row, "item_state", rows[i].state);
    }
}

static void township_add(struct view *row, const struct run_township *t)
{
    const struct payment_position *p = &t->position;
    view_add_count(row, "items", p->due_items);
    view_add_fen(row, "basic_fen", t->basic);
    view_add_fen(row, "topup_fen", t->topup);
    view_add_fen(row, "adjustment_fen", t->adjustment);
    view_add_fen(row, "due_fen", p->due);
    view_add_fen(row, "paid_fen", p->paid);
    view_add_fen(row, "rest_fen", FEN(p->due.v - p->paid.v - p->cancelled.v));
    view_add_count(row, "returned_items", p->returned_items);
}

static enum status townships_add(struct request *r, const struct run_entry *entry,
                                 const struct division_table *table,
                                 struct payment_position *ret_seen, struct error *e)
{
    struct run_township *list, total;
    size_t count;
    TRY(run_township_list(r->db, r->county, &entry->run, r->session.user.scope, r->arena, &list,
                          &count, &total, e));
    struct view *rows = view_add_list(r->page, "townships");
    for (size_t i = 0; i < count; i++) {
        const struct division *d = division_by_code(table, list[i].township);
        struct view *row = view_add_object(rows, NULL);
        view_add_integer(row, "code", list[i].township);
        view_add_text(row, "name", d != NULL ? d->name : "");
        township_add(row, &list[i]);
    }
    township_add(view_add_object(r->page, "whole"), &total);
    view_add_bool(r->page, "has_chart", count > 1);
    *ret_seen = total.position;
    return STATUS_OK;
}

static enum status exceptions_add(struct request *r, const struct run_entry *entry,
                                  const struct division_table *table, struct error *e)
{
    struct run_exception *list;
    struct run_exception_count *counts;
    size_t count, code_count;
    int64_t all = 0;
    TRY(run_exception_list(r->db, r->county, &entry->run, r->session.user.scope, r->arena, &list,
                           &count, &counts, &code_count, e));
    struct view *codes = view_add_list(r->page, "exception_counts");
    for (size_t i = 0; i < code_count; i++) {
        struct view *row = view_add_object(codes, NULL);
        view_add_text(row, "label", request_text(r, run_exception_label(counts[i].code)));
        view_add_count(row, "households", counts[i].households);
        all += counts[i].households;
    }
    struct view *rows = view_add_list(r->page, "exceptions");
    for (size_t i = 0; i < count; i++) {
        char month[MONTH_TEXT_BYTES];
        struct view *row = view_add_object(rows, NULL);
        view_add_integer(row, "household", list[i].household);
        view_add_text(row, "name", list[i].name);
        view_add_month(row, "month", list[i].month);
        view_add_text(row, "month_key", month_format(list[i].month, month));
        view_add_text(row, "code", list[i].code);
        view_add_text(row, "reason", request_text(r, run_exception_label(list[i].code)));
        view_add_text(row, "detail", list[i].detail);
        view_add_bool(row, "is_held", list[i].state == ITEM_HELD);
        place_add(row, table, list[i].division);
    }
    view_add_count(r->page, "exceptions_shown", (int64_t)count);
    view_add_bool(r->page, "has_more_exceptions", all > (int64_t)count);
    return STATUS_OK;
}

static enum status remittances_add(struct request *r, int64_t run, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct remittance_list_row m;
    enum status s;
    if (!request_sees_county(r))
        return STATUS_OK;
    bool can_send = request_can(r, PERMISSION_PAYMENT_SEND);
    TRY(remittance_list_open(r->db, (struct remittance_list_args){.county = r->county, .run = run},
                             &cursor, e));
    struct view *list = view_add_list(r->page, "remittances");
    while ((s = remittance_list_next(cursor, &m, e)) == STATUS_OK) {
        struct view *row = view_add_object(list, NULL);
        view_add_integer(row, "remittance", m.id);
        view_add_integer(row, "number", m.number);
        view_add_text(row, "layout", m.layout);
        view_add_date(row, "sent_on", m.sent_on);
        view_add_count(row, "items", m.items);
        view_add_fen(row, "sent_fen", m.total);
        view_add_bool(row, "is_reconciled", m.is_reconciled);
        view_add_count(row, "paid_items", m.paid_items);
        view_add_fen(row, "paid_fen", m.paid);
        view_add_count(row, "returned_items", m.returned_items);
        view_add_fen(row, "returned_fen", m.returned);
        view_add_bool(row, "can_download", can_send);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status run_fill(struct request *r, const struct run_entry *entry, struct error *e)
{
    const struct division_table *table;
    struct payment_position seen, whole;
    TRY(place_table(r, entry->run.to, &table, e));
    run_head_add(r, r->page, &entry->run);
    view_add_bool(r->page, "sees_county", request_sees_county(r));
    steps_add(r, entry);
    TRY(townships_add(r, entry, table, &seen, e));
    position_add(r, &seen);
    TRY(exceptions_add(r, entry, table, e));
    TRY(remittances_add(r, entry->run.id, e));
    whole = seen;
    if (!request_sees_county(r))
        TRY(payment_position_read(r->db, r->county, entry->run.id, &whole, e));
    return run_actions_add(r, &entry->run, &whole, e);
}

static enum status run_show(struct request *r, struct error *e)
{
    struct run_entry entry;
    TRY(run_of_address(r, &entry, e));
    TRY(run_fill(r, &entry, e));
    return respond_page(r, "run/page.html", run_title(r, &entry.run), e);
}

/* ---- by township, as a file ---- */

static const struct paper_column TOWNSHIP_COLUMNS[] = {
    {N_("乡镇"), 14, PAPER_LEFT, PAPER_TEXT, false},
    {N_("笔数"), 8, PAPER_RIGHT, PAPER_INT, true},
    {N_("基本"), 14, PAPER_RIGHT, PAPER_FEN, true},
    {N_("分类施保"), 14, PAPER_RIGHT, PAPER_FEN, true},
    {N_("补发追回"), 14, PAPER_RIGHT, PAPER_FEN, true},
    {N_("应发（元）"), 14, PAPER_RIGHT, PAPER_FEN, true},
    {N_("已发"), 14, PAPER_RIGHT, PAPER_FEN, true},
    {N_("未到户"), 14, PAPER_RIGHT, PAPER_FEN, true},
    {N_("退回（笔）"), 10, PAPER_RIGHT, PAPER_INT, true},
};

static enum status township_row(struct paper_writer *paper, const char *name,
                                const struct run_township *t, struct error *e)
{
    const struct payment_position *p = &t->position;
    const struct paper_cell cells[] = {
        {.text = name},
        {.number = p->due_items},
        {.number = t->basic.v},
        {.number = t->topup.v},
        {.number = t->adjustment.v},
        {.number = p->due.v},
        {.number = p->paid.v},
        {.number = p->due.v - p->paid.v - p->cancelled.v},
        {.number = p->returned_items},
    };
    return paper_row(paper, cells, e);
}

static enum status run_townships(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    struct run_entry entry;
    struct run_township *list, total;
    const struct division_table *table;
    size_t count;
    TRY(run_of_address(r, &entry, e));
    TRY(place_table(r, entry.run.to, &table, e));
    TRY(run_township_list(r->db, r->county, &entry.run, r->session.user.scope, r->arena, &list,
                          &count, &total, e));
    const char *title =
        arena_printf(r->arena, "%s %s", run_title(r, &entry.run), request_text(r, N_("按乡镇")));
    TRY(download_begin(r, title, request_text(r, run_state_label(entry.run.state)),
                       TOWNSHIP_COLUMNS, sizeof(TOWNSHIP_COLUMNS) / sizeof(TOWNSHIP_COLUMNS[0]),
                       &download, e));
    for (size_t i = 0; i < count; i++) {
        const struct division *d = division_by_code(table, list[i].township);
        TRY(township_row(download.paper, d != NULL ? d->name : "", &list[i], e));
    }
    return download_send(r, &download, title, e);
}

static const struct route_input LIST_INPUTS[] = {
    {"programme", INPUT_TEXT, false, N_("项目")},
    {.name = NULL},
};
static const struct route_input PREPARE_INPUTS[] = {
    {"programme", INPUT_TEXT, true, N_("项目")},
    {"month", INPUT_MONTH, true, N_("月份")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/runs", run_index, PERMISSION_PAYMENT_READ, N_("发放"), .inputs = LIST_INPUTS},
    {HTTP_POST, "/runs", run_prepare, PERMISSION_PAYMENT_PREPARE, N_("编制发放"),
     .inputs = PREPARE_INPUTS},
    {HTTP_GET, "/runs/{run}", run_show, PERMISSION_PAYMENT_READ, N_("发放")},
    {HTTP_GET, "/runs/{run}/townships.xlsx", run_townships, PERMISSION_PAYMENT_READ, N_("按乡镇")},
};
const struct route_table RUN_ROUTES = ROUTE_TABLE("run", ROUTES);

/* 不漏一户: who is to be visited, village by village, and what the visit found. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/download.h"
#include "web/pages/match.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"

#define PAGE_ROWS 50
#define REASONS_BYTES_MAX ((size_t)2048)
#define NEED_SENSES (1u << MATCH_OF_NEED | 1u << MATCH_OF_REGISTRY)

struct candidate_query {
    struct match_candidate_filter filter;
    int64_t township, village;
    const char *state;
};

static void query_read(const struct request *r, struct candidate_query *q)
{
    const char *state = request_query(r, "state");
    int64_t division = match_query_division(r, &q->township, &q->village);
    q->state = *state ? state : "open";
    q->filter =
        (struct match_candidate_filter){.scope = r->session.user.scope,
                                        .division = division,
                                        .kind = match_kind_by_code(request_query(r, "kind")),
                                        .is_open_only = strcmp(q->state, "open") == 0,
                                        .is_overdue_only = strcmp(q->state, "overdue") == 0,
                                        .is_closed_only = strcmp(q->state, "closed") == 0,
                                        .today = date_today(),
                                        .after_division = query_number(r, "after_division"),
                                        .after = query_number(r, "after"),
                                        .row_count = PAGE_ROWS};
}

static const char *reasons_text(const struct request *r, uint32_t reasons)
{
    CLEANUP(buf_free) struct buf text = BUF_INIT(REASONS_BYTES_MAX);
    for (int k = MATCH_NONE + 1; k < MATCH_KIND_COUNT; k++)
        if (reasons & 1u << k) {
            buf_adds(&text, text.n ? request_text(r, N_("；")) : "");
            buf_adds(&text, request_text(r, MATCH_KINDS[k].label));
        }
    const char *kept = arena_strdup(r->arena, buf_text(&text));
    return kept ? kept : "";
}

static void candidate_add(struct view *row, const struct request *r,
                          const struct match_candidate *c, const struct division_table *table)
{
    view_add_integer(row, "candidate", c->id);
    view_add_text(row, "name", c->name);
    view_add_text(row, "id_tail", c->id_tail);
    view_add_text(row, "place", c->place);
    if (c->household)
        view_add_integer(row, "household", c->household);
    view_add_text(row, "programme", programme_code(c->programme));
    view_add_text(row, "programme_name", request_text(r, programme_name(c->programme)));
    view_add_text(row, "reasons_text", reasons_text(r, c->reasons));
    view_add_bool(row, "is_open", c->is_open);
    view_add_bool(row, "is_overdue", c->is_open && c->due_on.v < date_today().v);
    view_add_date(row, "opened_on", c->opened_on);
    view_add_date(row, "due_on", c->due_on);
    view_add_text(row, "result", match_result_code(c->result));
    view_add_text(row, "result_name", request_text(r, match_result_label(c->result)));
    view_add_text(row, "case_number", c->case_number);
    view_add_text(row, "note", c->note);
    view_add_text(row, "closed_by", c->closed_by);
    if (!c->is_open)
        view_add_date(row, "visited_on", c->visited_on);
    place_add(row, table, c->division);
}

static void states_add(const struct request *r, const char *chosen)
{
    static const struct {
        const char *value, *label;
    } states[] = {{"open", N_("待走访")},
                  {"overdue", N_("超期未走访")},
                  {"closed", N_("已走访")},
                  {"all", N_("全部")}};
    struct view *list = view_add_list(r->page, "states");
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        option_add(list, states[i].value, request_text(r, states[i].label),
                   strcmp(states[i].value, chosen) == 0);
}

/* Rows of a village stand under its name. */
static void rows_add(const struct request *r, const struct match_candidate *list, size_t count,
                     const struct division_table *table)
{
    struct view *groups = view_add_list(r->page, "groups"), *rows = NULL;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || list[i].division != list[i - 1].division) {
            struct view *group = view_add_object(groups, NULL);
            place_add(group, table, list[i].division);
            rows = view_add_list(group, "rows");
        }
        candidate_add(view_add_object(rows, NULL), r, &list[i], table);
    }
}

static enum status candidate_index(struct request *r, struct error *e)
{
    static const char *const paging[] = {"after", "after_division", NULL};
    static const char *const elsewhere[] = {"after", "after_division", "format",
                                            "lang",  "theme",          NULL};
    struct candidate_query q;
    const struct division_table *table;
    struct match_candidate *list;
    size_t count;
    bool has_more;
    query_read(r, &q);
    TRY(place_table(r, date_month(date_today()), &table, e));
    TRY(match_candidate_list(r->db, r->county, &q.filter, r->arena, &list, &count, &has_more, e));
    rows_add(r, list, count, table);
    match_kinds_add(r->page, r, NEED_SENSES, q.filter.kind);
    states_add(r, q.state);
    place_add_choices(r->page, r, table, q.township, q.village);
    view_add_bool(r->page, "is_first", q.filter.after == 0);
    view_add_bool(r->page, "can_sweep",
                  request_can(r, PERMISSION_MATCH_IMPORT) && request_sees_county(r));
    view_add_text(r->page, "xlsx", query_address(r, "/match/candidates.xlsx", elsewhere));
    if (has_more)
        view_add_textf(r->page, "next", "%safter_division=%" PRId64 "&after=%" PRId64,
                       query_address(r, "/match/candidates", paging), list[count - 1].division,
                       list[count - 1].id);
    return respond_page(r, "match/candidates.html", NULL, e);
}

/* ---- the list as a file ---- */

static const struct paper_column COLUMNS[] = {
    {N_("乡镇"), 11, PAPER_LEFT, PAPER_TEXT, false},
    {N_("村（居）"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("姓名"), 9, PAPER_LEFT, PAPER_TEXT, false},
    {N_("证件后四位"), 11, PAPER_CENTER, PAPER_TEXT, false},
    {N_("住址（名单所写）"), 24, PAPER_LEFT, PAPER_TEXT, false},
    {N_("列入原因"), 30, PAPER_LEFT, PAPER_TEXT, false},
    {N_("走访期限"), 11, PAPER_CENTER, PAPER_TEXT, false},
    {N_("走访结果"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("走访情况"), 28, PAPER_LEFT, PAPER_TEXT, false},
    {N_("登记人"), 10, PAPER_LEFT, PAPER_TEXT, false},
};

static enum status export_row(struct request *r, struct paper_writer *paper,
                              const struct match_candidate *c, const struct division_table *table,
                              struct error *e)
{
    char due[DATE_TEXT_BYTES];
    const struct division *village = division_by_code(table, c->division);
    const struct division *township = division_by_code(table, division_township(c->division));
    const struct paper_cell cells[] = {
        {.text = township ? township->name : ""},
        {.text = village && village != township ? village->name : ""},
        {.text = c->name},
        {.text = c->id_tail},
        {.text = c->place},
        {.text = reasons_text(r, c->reasons)},
        {.text = date_format(c->due_on, due)},
        {.text = request_text(r, match_result_label(c->result))},
        {.text = c->note},
        {.text = c->closed_by},
    };
    return paper_row(paper, cells, e);
}

static enum status candidate_export(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    struct candidate_query q;
    const struct division_table *table;
    const char *title = request_text(r, N_("不漏一户走访名单"));
    bool has_more = true;
    query_read(r, &q);
    TRY(place_table(r, date_month(date_today()), &table, e));
    TRY(download_begin(r, title, NULL, COLUMNS, sizeof(COLUMNS) / sizeof(COLUMNS[0]), &download,
                       e));
    q.filter.after = q.filter.after_division = 0;
    q.filter.row_count = MATCH_PAGE_ROWS_MAX;
    while (has_more) {
        struct match_candidate *list;
        size_t count;
        TRY(match_candidate_list(r->db, r->county, &q.filter, r->arena, &list, &count, &has_more,
                                 e));
        for (size_t i = 0; i < count; i++)
            TRY(export_row(r, download.paper, &list[i], table, e));
        if (count > 0) {
            q.filter.after_division = list[count - 1].division;
            q.filter.after = list[count - 1].id;
        }
    }
    return download_send(r, &download, title, e);
}

/* ---- one candidate ---- */

static enum status reasons_add(struct request *r, int64_t candidate, struct error *e)
{
    struct match_reason *reasons;
    size_t count;
    TRY(match_reason_list(r->db, r->county, candidate, r->arena, &reasons, &count, e));
    struct view *list = view_add_list(r->page, "reasons");
    for (size_t i = 0; i < count; i++) {
        struct view *row = view_add_object(list, NULL);
        view_add_text(row, "kind", MATCH_KINDS[reasons[i].kind].code);
        view_add_text(row, "kind_name", request_text(r, MATCH_KINDS[reasons[i].kind].label));
        view_add_text(row, "meaning", request_text(r, MATCH_KINDS[reasons[i].kind].meaning));
        view_add_text(row, "list_name", reasons[i].list_name);
        if (reasons[i].row_no)
            view_add_integer(row, "row", reasons[i].row_no);
        match_facts_add(row, r, reasons[i].facts);
    }
    return STATUS_OK;
}

static enum status candidate_fill(struct request *r, struct match_candidate *c, struct error *e)
{
    int64_t id;
    const struct division_table *table;
    char today[DATE_TEXT_BYTES];
    TRY(request_parameter_i64(r, "candidate", &id));
    TRY(match_candidate_read(r->db, r->county, id, r->arena, c, e));
    if (!access_in_scope(r->session.user.scope, c->division))
        return STATUS_NONE;
    TRY(place_table(r, date_month(date_today()), &table, e));
    candidate_add(r->page, r, c, table);
    view_add_bool(r->page, "can_close", c->is_open && request_can(r, PERMISSION_MATCH_EXPLAIN));
    struct view *results = view_add_list(r->page, "results");
    for (int i = MATCH_UNVISITED + 1; i < MATCH_RESULT_COUNT; i++) {
        const char *code = match_result_code((enum match_result)i);
        option_add(results, code, request_text(r, match_result_label((enum match_result)i)),
                   strcmp(code, request_field(r, "result")) == 0);
    }
    view_add_text(r->page, "typed_note", request_field(r, "text"));
    view_add_text(r->page, "typed_case", request_field(r, "case"));
    view_add_text(r->page, "typed_day",
                  r->method == HTTP_POST ? request_field(r, "visited_on")
                                         : date_format(date_today(), today));
    return reasons_add(r, id, e);
}

static enum status candidate_show(struct request *r, struct error *e)
{
    struct match_candidate c;
    TRY(candidate_fill(r, &c, e));
    return respond_page(r, "match/candidate.html", c.name, e);
}

static enum status closing_read(struct request *r, struct match_closing *x, struct error *e)
{
    const char *day = text_tidy_solid(r->arena, request_field(r, "visited_on"));
    x->note = request_field(r, "text"); /* in the words and signs that were typed */
    x->case_number = text_tidy_solid(r->arena, request_field(r, "case"));
    if (!day || !x->case_number)
        return arena_exhausted(e);
    TRY(match_result_parse(request_field(r, "result"), &x->result, e));
    return date_parse(day, &x->visited_on, e);
}

static enum status candidate_close(struct request *r, struct error *e)
{
    struct match_closing x = {0};
    struct match_actor actor = match_actor_of(r);
    struct match_candidate c;
    struct error why = {0};
    struct db *db;
    TRY(request_parameter_i64(r, "candidate", &x.candidate));
    TRY(match_candidate_read(r->db, r->county, x.candidate, r->arena, &c, e));
    if (!access_in_scope(actor.scope, c.division))
        return STATUS_NONE;
    enum status s = closing_read(r, &x, &why);
    if (s == STATUS_OK) {
        TRY(request_writer(r, &db, e));
        s = match_candidate_close(db, r->county, &actor, &x, &why);
    }
    if (s == STATUS_REFUSED) {
        TRY(candidate_fill(r, &c, e));
        return respond_page_status(r, 422, "match/candidate.html", c.name, &why, e);
    }
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    return respond_redirect(r, request_text(r, N_("已记下走访的结果")), e,
                            "/match/candidates/%" PRId64, x.candidate);
}

static const struct route_input LIST_INPUTS[] = {
    {"kind", INPUT_TEXT, false, N_("列入原因")},
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {"village", INPUT_INTEGER, false, N_("村（居）")},
    {"state", INPUT_TEXT, false, N_("状态")},
    {"after_division", INPUT_INTEGER, false, N_("上一页最后一行的区划")},
    {"after", INPUT_INTEGER, false, N_("上一页最后一行的编号")},
    {.name = NULL},
};
static const struct route_input CLOSE_INPUTS[] = {
    {"result", INPUT_TEXT, true, N_("走访结果")},
    {"text", INPUT_TEXT, true, N_("走访的情况")},
    {"case", INPUT_TEXT, false, N_("申请的办件编号")},
    {"visited_on", INPUT_DATE, true, N_("走访日期")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/match/candidates", candidate_index, PERMISSION_CASE_READ, N_("不漏一户"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/match/candidates.xlsx", candidate_export, PERMISSION_CASE_READ, N_("导出走访名单"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/match/candidates/{candidate}", candidate_show, PERMISSION_CASE_READ,
     N_("走访对象")},
    {HTTP_POST, "/match/candidates/{candidate}/close", candidate_close, PERMISSION_MATCH_EXPLAIN,
     N_("登记走访结果"), .inputs = CLOSE_INPUTS, .keeps_typed = true},
};
const struct route_table MATCH_CANDIDATE_ROUTES = ROUTE_TABLE("match_candidate", ROUTES);

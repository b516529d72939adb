/* Hits: the list with its filter in the address, one hit, and what was found out about it. */
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
#define EARLIER_MAX 20

struct hit_query {
    struct match_hit_filter filter;
    int64_t township, village;
    const char *state;
};

static void query_read(const struct request *r, struct hit_query *q)
{
    const char *state = request_query(r, "state");
    int64_t division = match_query_division(r, &q->township, &q->village);
    q->state = state;
    q->filter = (struct match_hit_filter){.scope = r->session.user.scope,
                                          .division = division,
                                          .list = query_number(r, "list"),
                                          .kind = match_kind_by_code(request_query(r, "kind")),
                                          .household = query_number(r, "household"),
                                          .is_open_only = strcmp(state, "open") == 0,
                                          .is_explained_only = strcmp(state, "explained") == 0,
                                          .is_overdue_only = strcmp(state, "overdue") == 0,
                                          .is_doubtful_only = strcmp(state, "doubtful") == 0,
                                          .today = date_today(),
                                          .after = query_number(r, "after"),
                                          .row_count = PAGE_ROWS};
}

static void hit_add(struct view *row, const struct request *r, const struct match_hit *h,
                    const struct division_table *table)
{
    view_add_integer(row, "hit", h->id);
    view_add_integer(row, "list", h->list);
    view_add_integer(row, "row", h->row_no);
    view_add_text(row, "kind", MATCH_KINDS[h->kind].code);
    view_add_text(row, "kind_name", request_text(r, MATCH_KINDS[h->kind].label));
    view_add_text(row, "list_name", h->list_name);
    view_add_text(row, "name", h->name);
    view_add_text(row, "id_tail", h->id_tail);
    view_add_text(row, "listed_name", h->listed_name);
    view_add_integer(row, "household", h->household);
    view_add_text(row, "programme", programme_code(h->programme));
    view_add_text(row, "programme_name", request_text(r, programme_name(h->programme)));
    if (h->day.v)
        view_add_date(row, "day", h->day);
    view_add_text(row, "facts_text", match_facts_text(r, h->facts));
    view_add_bool(row, "is_open", h->is_open);
    view_add_bool(row, "is_overdue", h->is_open && h->due_on.v < date_today().v);
    view_add_date(row, "due_on", h->due_on);
    view_add_text(row, "conclusion", match_conclusion_code(h->conclusion));
    view_add_text(row, "conclusion_name", request_text(r, match_conclusion_label(h->conclusion)));
    view_add_text(row, "note", h->note);
    view_add_text(row, "explained_by", h->explained_by);
    if (!h->is_open)
        view_add_date(row, "explained_on", h->explained_on);
    place_add(row, table, h->division);
}

static void states_add(const struct request *r, const char *chosen)
{
    static const struct {
        const char *value, *label;
    } states[] = {{"open", N_("待核实")},
                  {"overdue", N_("超期未核实")},
                  {"doubtful", N_("姓名不符")},
                  {"explained", N_("已核实")}};
    struct view *list = view_add_list(r->page, "states");
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        option_add(list, states[i].value, request_text(r, states[i].label),
                   strcmp(states[i].value, chosen) == 0);
}

static enum status hit_index(struct request *r, struct error *e)
{
    static const char *const paging[] = {"after", NULL};
    static const char *const elsewhere[] = {"after", "format", "lang", "theme", NULL};
    struct hit_query q;
    const struct division_table *table;
    struct match_hit *hits;
    size_t count;
    bool has_more;
    query_read(r, &q);
    TRY(place_table(r, date_month(date_today()), &table, e));
    TRY(match_hit_list(r->db, r->county, &q.filter, r->arena, &hits, &count, &has_more, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++)
        hit_add(view_add_object(rows, NULL), r, &hits[i], table);
    match_kinds_add(r->page, r, 1u << MATCH_OF_BENEFIT, q.filter.kind);
    states_add(r, q.state);
    place_add_choices(r->page, r, table, q.township, q.village);
    if (q.filter.list)
        view_add_integer(r->page, "list", q.filter.list);
    view_add_bool(r->page, "is_first", q.filter.after == 0);
    view_add_text(r->page, "xlsx", query_address(r, "/match/hits.xlsx", elsewhere));
    if (has_more)
        view_add_textf(r->page, "next", "%safter=%" PRId64, query_address(r, "/match/hits", paging),
                       hits[count - 1].id);
    return respond_page(r, "match/hits.html", NULL, e);
}

/* ---- the list as a file ---- */

static const struct paper_column COLUMNS[] = {
    {N_("名单"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("姓名"), 9, PAPER_LEFT, PAPER_TEXT, false},
    {N_("证件后四位"), 11, PAPER_CENTER, PAPER_TEXT, false},
    {N_("名单上的姓名"), 11, PAPER_LEFT, PAPER_TEXT, false},
    {N_("项目"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("乡镇"), 11, PAPER_LEFT, PAPER_TEXT, false},
    {N_("村（居）"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("名单内容"), 34, PAPER_LEFT, PAPER_TEXT, false},
    {N_("核实期限"), 11, PAPER_CENTER, PAPER_TEXT, false},
    {N_("结论"), 13, PAPER_LEFT, PAPER_TEXT, false},
    {N_("核实情况"), 26, PAPER_LEFT, PAPER_TEXT, false},
    {N_("核实人"), 10, PAPER_LEFT, PAPER_TEXT, false},
};

static enum status export_row(struct request *r, struct paper_writer *paper,
                              const struct match_hit *h, const struct division_table *table,
                              struct error *e)
{
    char due[DATE_TEXT_BYTES], day[DATE_TEXT_BYTES];
    const struct division *village = division_by_code(table, h->division);
    const struct division *township = division_by_code(table, division_township(h->division));
    const char *facts = match_facts_text(r, h->facts);
    if (h->day.v)
        facts = arena_printf(r->arena, "%s%s%s %s", facts, *facts ? request_text(r, N_("；")) : "",
                             request_text(r, N_("死亡日期")), date_format(h->day, day));
    if (!facts)
        return arena_exhausted(e);
    const struct paper_cell cells[] = {
        {.text = request_text(r, MATCH_KINDS[h->kind].label)},
        {.text = h->name},
        {.text = h->id_tail},
        {.text = h->listed_name},
        {.text = request_text(r, programme_name(h->programme))},
        {.text = township ? township->name : ""},
        {.text = village && village != township ? village->name : ""},
        {.text = facts},
        {.text = date_format(h->due_on, due)},
        {.text = request_text(r, match_conclusion_label(h->conclusion))},
        {.text = h->note},
        {.text = h->explained_by},
    };
    return paper_row(paper, cells, e);
}

static enum status hit_export(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    struct hit_query q;
    const struct division_table *table;
    const char *title = request_text(r, N_("名单比对结果"));
    bool has_more = true;
    query_read(r, &q);
    TRY(place_table(r, date_month(date_today()), &table, e));
    TRY(download_begin(r, title, NULL, COLUMNS, sizeof(COLUMNS) / sizeof(COLUMNS[0]), &download,
                       e));
    q.filter.after = 0;
    q.filter.row_count = MATCH_PAGE_ROWS_MAX;
    while (has_more) {
        struct match_hit *hits;
        size_t count;
        TRY(match_hit_list(r->db, r->county, &q.filter, r->arena, &hits, &count, &has_more, e));
        for (size_t i = 0; i < count; i++)
            TRY(export_row(r, download.paper, &hits[i], table, e));
        if (count > 0)
            q.filter.after = hits[count - 1].id;
    }
    return download_send(r, &download, title, e);
}

/* ---- one hit ---- */

/* What is already known from other lists helps to answer. */
static enum status earlier_add(struct request *r, const struct match_hit *hit,
                               const struct division_table *table, struct error *e)
{
    struct match_hit_filter f = {.scope = r->session.user.scope,
                                 .person = hit->person,
                                 .today = date_today(),
                                 .row_count = EARLIER_MAX};
    struct match_hit *hits;
    size_t count;
    bool has_more;
    TRY(match_hit_list(r->db, r->county, &f, r->arena, &hits, &count, &has_more, e));
    struct view *list = view_add_list(r->page, "earlier");
    for (size_t i = 0; i < count; i++)
        if (hits[i].id != hit->id)
            hit_add(view_add_object(list, NULL), r, &hits[i], table);
    return STATUS_OK;
}

static void conclusions_add(const struct request *r, const struct match_hit *hit,
                            const char *chosen)
{
    struct view *list = view_add_list(r->page, "conclusions");
    for (int c = MATCH_OPEN + 1; c < MATCH_CONCLUSION_COUNT; c++) {
        enum match_conclusion conclusion = (enum match_conclusion)c;
        if (match_kind_allows(hit->kind, conclusion))
            option_add(list, match_conclusion_code(conclusion),
                       request_text(r, match_conclusion_label(conclusion)),
                       strcmp(chosen, match_conclusion_code(conclusion)) == 0);
    }
}

static enum status hit_fill(struct request *r, struct match_hit *hit, struct error *e)
{
    int64_t id;
    const struct division_table *table;
    char day[DATE_TEXT_BYTES];
    TRY(request_parameter_i64(r, "hit", &id));
    TRY(match_hit_read(r->db, r->county, id, r->arena, hit, e));
    if (!access_in_scope(r->session.user.scope, hit->division))
        return STATUS_NONE;
    TRY(place_table(r, date_month(date_today()), &table, e));
    hit_add(r->page, r, hit, table);
    match_facts_add(r->page, r, hit->facts);
    view_add_text(r->page, "meaning", request_text(r, MATCH_KINDS[hit->kind].meaning));
    view_add_bool(r->page, "tells_death",
                  match_kind_allows(hit->kind, MATCH_DEATH_REPORTED) &&
                      request_can(r, PERMISSION_DEATH_REPORT));
    view_add_bool(r->page, "can_explain", hit->is_open && request_can(r, PERMISSION_MATCH_EXPLAIN));
    bool is_typed = r->method == HTTP_POST;
    view_add_text(r->page, "typed_note", request_field(r, "text"));
    view_add_text(r->page, "typed_day",
                  is_typed     ? request_field(r, "died_on")
                  : hit->day.v ? date_format(hit->day, day)
                               : "");
    conclusions_add(r, hit, request_field(r, "conclusion"));
    return earlier_add(r, hit, table, e);
}

static const char *hit_title(const struct request *r, const struct match_hit *hit)
{
    return arena_printf(r->arena, "%s · %s", hit->name,
                        request_text(r, MATCH_KINDS[hit->kind].label));
}

static enum status hit_show(struct request *r, struct error *e)
{
    struct match_hit hit;
    TRY(hit_fill(r, &hit, e));
    return respond_page(r, "match/hit.html", hit_title(r, &hit), e);
}

static enum status explanation_read(struct request *r, struct match_explanation *x, struct error *e)
{
    const char *day = text_tidy_solid(r->arena, request_field(r, "died_on"));
    x->note = request_field(r, "text"); /* in the words and signs that were typed */
    x->reports_death = request_field(r, "report_death")[0] != '\0';
    if (!day)
        return arena_exhausted(e);
    TRY(match_conclusion_parse(request_field(r, "conclusion"), &x->conclusion, e));
    if (x->reports_death && !request_can(r, PERMISSION_DEATH_REPORT))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("您没有报告死亡的权限"));
    return x->reports_death && *day ? date_parse(day, &x->died_on, e) : STATUS_OK;
}

static enum status hit_explain(struct request *r, struct error *e)
{
    struct match_explanation x = {0};
    struct match_actor actor = match_actor_of(r);
    struct match_hit hit;
    struct error why = {0};
    struct db *db;
    TRY(request_parameter_i64(r, "hit", &x.hit));
    TRY(match_hit_read(r->db, r->county, x.hit, r->arena, &hit, e));
    if (!access_in_scope(actor.scope, hit.division))
        return STATUS_NONE;
    enum status s = explanation_read(r, &x, &why);
    if (s == STATUS_OK) {
        TRY(request_writer(r, &db, e));
        s = match_hit_explain(db, r->county, r->keys, &actor, &x, &why);
    }
    if (s == STATUS_REFUSED && strncmp(why.code, "ACCESS_", 7) != 0) {
        TRY(hit_fill(r, &hit, e));
        return respond_page_status(r, 422, "match/hit.html", hit_title(r, &hit), &why, e);
    }
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    bool is_proposed = x.conclusion == MATCH_CHANGE_PROPOSED || x.conclusion == MATCH_STOP_PROPOSED;
    return respond_redirect(
        r,
        request_text(r, is_proposed ? N_("已记下；待遇还没有变，请另行提出变动或停发的办件")
                                    : N_("已记下核实的情况")),
        e, "/match/hits/%" PRId64, x.hit);
}

static const struct route_input LIST_INPUTS[] = {
    {"list", INPUT_INTEGER, false, N_("名单")},
    {"kind", INPUT_TEXT, false, N_("名单种类")},
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {"village", INPUT_INTEGER, false, N_("村（居）")},
    {"household", INPUT_INTEGER, false, N_("家庭")},
    {"state", INPUT_TEXT, false, N_("状态")},
    {"after", INPUT_INTEGER, false, N_("上一页最后一行的编号")},
    {.name = NULL},
};
static const struct route_input EXPLAIN_INPUTS[] = {
    {"conclusion", INPUT_TEXT, true, N_("结论")},
    {"text", INPUT_TEXT, true, N_("核实的情况")},
    {"report_death", INPUT_BOOL, false, N_("一并报告死亡")},
    {"died_on", INPUT_DATE, false, N_("查实的死亡日期")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/match/hits", hit_index, PERMISSION_CASE_READ, N_("名单比对结果"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/match/hits.xlsx", hit_export, PERMISSION_CASE_READ, N_("导出比对结果"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/match/hits/{hit}", hit_show, PERMISSION_CASE_READ, N_("一条比对结果")},
    {HTTP_POST, "/match/hits/{hit}/explain", hit_explain, PERMISSION_MATCH_EXPLAIN,
     N_("核实比对结果"), .inputs = EXPLAIN_INPUTS, .keeps_typed = true},
};
const struct route_table MATCH_HIT_ROUTES = ROUTE_TABLE("match_hit", ROUTES);

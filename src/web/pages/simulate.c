/* What-if: the month under other numbers, township by township, with the budget beside it. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/ratio.h"
#include "domain/payment/run_list.h"
#include "web/pages/download.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/request.h"

#define MONTHS_OF_YEAR 12
#define SLIDER_STEP_FEN 1200 /* one yuan a month */
#define FEN_OF_YUAN 100

static const struct {
    enum policy_key key;
    const char *label, *unit;
    enum programme programme;
    bool is_slider;
} PARAMETERS[] = {
    {POLICY_DIBAO_STANDARD_YEAR, N_("低保标准"), N_("元/人·年"), PROGRAMME_DIBAO, true},
    {POLICY_DIBAO_TOPUP_DISABILITY, N_("重度残疾增发"), "", PROGRAMME_DIBAO, false},
    {POLICY_DIBAO_TOPUP_ILLNESS, N_("重病增发"), "", PROGRAMME_DIBAO, false},
    {POLICY_DIBAO_TOPUP_AGED, N_("老年人增发"), "", PROGRAMME_DIBAO, false},
    {POLICY_DIBAO_TOPUP_MINOR, N_("未成年人增发"), "", PROGRAMME_DIBAO, false},
    {POLICY_DIBAO_AGED_YEARS, N_("老年人起算年龄"), N_("岁"), PROGRAMME_DIBAO, false},
    {POLICY_WUBAO_SCATTERED_YEAR, N_("分散供养标准"), N_("元/人·年"), PROGRAMME_WUBAO, true},
    {POLICY_WUBAO_INSTITUTION_YEAR, N_("集中供养标准"), N_("元/人·年"), PROGRAMME_WUBAO, true},
};
#define PARAMETER_COUNT (sizeof(PARAMETERS) / sizeof(PARAMETERS[0]))

struct asked {
    enum programme programme;
    struct month month;
    struct policy now;
    const char *assignments[PARAMETER_COUNT];
    size_t count;
    struct simulation result;
};

/* The month that is of interest without being asked for: the latest run's, else today's. */
static enum status month_read(struct request *r, enum programme p, struct month *ret,
                              struct error *e)
{
    struct month in_work;
    TRY(month_in_work(r, p, &in_work, e));
    *ret = query_month(r, "month", in_work);
    return STATUS_OK;
}

/* Steps count from the value that holds now, so that an untouched slider changes nothing. */
static void slider_add(struct view *v, int64_t now_fen, int64_t value_fen)
{
    char text[FEN_TEXT_BYTES];
    int64_t low = now_fen - now_fen / 2 / SLIDER_STEP_FEN * SLIDER_STEP_FEN;
    int64_t high = now_fen + now_fen / SLIDER_STEP_FEN * SLIDER_STEP_FEN;
    if (value_fen < low)
        low = now_fen % SLIDER_STEP_FEN;
    view_add_bool(v, "is_slider", true);
    view_add_text(v, "low", fen_format(FEN(low), text));
    view_add_text(v, "high", fen_format(FEN(value_fen > high ? value_fen : high), text));
    view_add_integer(v, "step", SLIDER_STEP_FEN / FEN_OF_YUAN);
}

/* One parameter's field, and its assignment when it differs from what holds. What can not be read
   stays in the field and is said. */
static enum status parameter_add(struct request *r, struct view *list, size_t i, struct asked *q,
                                 struct error *why)
{
    enum policy_key key = PARAMETERS[i].key;
    const char *name = policy_key_name(key), *typed = request_query(r, name);
    int64_t now = q->now.value[key].v, value = now;
    char text[FEN_TEXT_BYTES];
    struct view *v = view_add_object(list, NULL);
    enum status s = typed[0] == '\0' ? STATUS_OK : policy_value_parse(name, typed, &value, why);
    view_add_text(v, "name", name);
    view_add_text(v, "label", request_text(r, PARAMETERS[i].label));
    view_add_text(v, "unit", request_text(r, PARAMETERS[i].unit));
    view_add_text(v, "now", policy_value_format(key, now, text));
    view_add_text(v, "value", s == STATUS_OK ? policy_value_format(key, value, text) : typed);
    view_add_bool(v, "is_changed", value != now);
    if (PARAMETERS[i].is_slider)
        slider_add(v, now, value);
    if (s == STATUS_OK && value != now) {
        const char *assignment =
            arena_printf(r->arena, "%s=%s", name, policy_value_format(key, value, text));
        if (assignment == NULL)
            return arena_exhausted(why);
        q->assignments[q->count++] = assignment;
    }
    return s;
}

static void township_add(struct view *row, const struct simulation_township *t)
{
    view_add_text(row, "name", t->name);
    view_add_count(row, "households_before", t->households_before);
    view_add_count(row, "households_after", t->households_after);
    view_add_fen(row, "before_fen", t->before);
    view_add_fen(row, "after_fen", t->after);
    view_add_fen(row, "difference_fen", FEN(t->after.v - t->before.v));
    view_add_count(row, "gaining", t->gaining);
    view_add_count(row, "losing", t->losing);
    view_add_count(row, "entering", t->entering);
    view_add_count(row, "leaving", t->leaving);
}

/* A year of such months, and who pays how much of it by the plan's shares. */
static enum status budget_add(struct request *r, const struct asked *q,
                              const struct simulation_township *total, struct error *e)
{
    static const char *const labels[FUND_SOURCE_COUNT] = {N_("中央"), N_("省级"), N_("市级"),
                                                          N_("县级")};
    struct fen before, after;
    if (fen_mul(total->before, MONTHS_OF_YEAR, &before) != STATUS_OK ||
        fen_mul(total->after, MONTHS_OF_YEAR, &after) != STATUS_OK)
        return error_set(e, STATUS_REFUSED, "FEN_OVERFLOW", _("金额太大，无法测算"));
    view_add_fen(r->page, "year_before_fen", before);
    view_add_fen(r->page, "year_after_fen", after);
    view_add_fen(r->page, "year_difference_fen", FEN(after.v - before.v));
    struct view *list = view_add_list(r->page, "shares");
    for (int s = 0; s < FUND_SOURCE_COUNT; s++) {
        const struct policy_value *share =
            &q->now.value[POLICY_FUND_SHARE_FIRST +
                          (programme_fund(q->programme) - 1) * FUND_SOURCE_COUNT + s];
        struct fen part_before, part_after;
        char percent[RATIO_TEXT_BYTES];
        if (!share->is_set || share->v == 0 ||
            fen_mul_div(before, share->v, RATIO_WHOLE_BP, &part_before) != STATUS_OK ||
            fen_mul_div(after, share->v, RATIO_WHOLE_BP, &part_after) != STATUS_OK)
            continue;
        struct view *row = view_add_object(list, NULL);
        view_add_text(row, "label", request_text(r, labels[s]));
        view_add_text(row, "percent", ratio_rate(share->v, percent));
        view_add_fen(row, "share_before_fen", part_before);
        view_add_fen(row, "share_after_fen", part_after);
        view_add_fen(row, "share_difference_fen", FEN(part_after.v - part_before.v));
    }
    return STATUS_OK;
}

static enum status result_add(struct request *r, struct asked *q, struct error *e)
{
    TRY(payment_simulate(r->db, r->county, q->programme, q->month, q->assignments, q->count,
                         r->arena, &q->result, e));
    struct view *rows = view_add_list(r->page, "townships");
    for (size_t i = 0; i < q->result.count; i++) {
        struct view *row = view_add_object(rows, NULL);
        view_add_integer(row, "code", q->result.township[i].township);
        township_add(row, &q->result.township[i]);
    }
    township_add(view_add_object(r->page, "whole"), &q->result.total);
    view_add_bool(r->page, "has_result", true);
    return budget_add(r, q, &q->result.total, e);
}

static enum status ask(struct request *r, struct asked *q, struct error *e)
{
    struct policy_table *table;
    struct view *parameters = view_add_list(r->page, "parameters");
    enum status s = STATUS_OK;
    TRY(policy_table_read(r->db, r->county, KNOWN_NOW, r->arena, &table, e));
    TRY(policy_at(table, q->programme, q->month, &q->now, e));
    for (size_t i = 0; i < PARAMETER_COUNT; i++) {
        struct error why = {0};
        if (PARAMETERS[i].programme != q->programme)
            continue;
        enum status one = parameter_add(r, parameters, i, q, &why);
        if (s == STATUS_OK && one != STATUS_OK) {
            s = one;
            *e = why;
        }
    }
    view_add_bool(r->page, "is_changed", q->count > 0);
    view_add_bool(r->page, "has_fields", q->programme == PROGRAMME_DIBAO);
    return s == STATUS_OK ? result_add(r, q, e) : s;
}

static enum status simulate_show(struct request *r, struct error *e)
{
    struct asked q = {.programme = query_programme(r)};
    struct error why = {0};
    char month[MONTH_TEXT_BYTES];
    TRY(require_county(r, e));
    view_add_bool(r->page, "is_htmx", r->is_htmx);
    TRY(query_entitled_check(r, e));
    TRY(month_read(r, q.programme, &q.month, e));
    programmes_add(r, q.programme);
    view_add_month(r->page, "month", q.month);
    view_add_text(r->page, "month_key", month_format(q.month, month));
    static const char *const elsewhere[] = {"format", "lang", "theme", NULL};
    view_add_text(r->page, "xlsx", query_address(r, "/simulate.xlsx", elsewhere));
    enum status s = ask(r, &q, &why);
    if (s == STATUS_REFUSED)
        return respond_page_status(r, 422, "simulate/page.html", NULL, &why, e);
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    return respond_page(r, "simulate/page.html", NULL, e);
}

/* ---- as a file ---- */

static const struct paper_column COLUMNS[] = {
    {N_("乡镇"), 14, PAPER_LEFT, PAPER_TEXT, false},
    {N_("现行（户）"), 9, PAPER_RIGHT, PAPER_INT, true},
    {N_("测算（户）"), 9, PAPER_RIGHT, PAPER_INT, true},
    {N_("现行（元）"), 15, PAPER_RIGHT, PAPER_FEN, true},
    {N_("测算（元）"), 15, PAPER_RIGHT, PAPER_FEN, true},
    {N_("相差（元）"), 15, PAPER_RIGHT, PAPER_FEN, true},
    {N_("增"), 7, PAPER_RIGHT, PAPER_INT, true},
    {N_("减"), 7, PAPER_RIGHT, PAPER_INT, true},
    {N_("进"), 7, PAPER_RIGHT, PAPER_INT, true},
    {N_("出"), 7, PAPER_RIGHT, PAPER_INT, true},
};

static enum status export_row(struct paper_writer *paper, const struct simulation_township *t,
                              struct error *e)
{
    const struct paper_cell cells[] = {
        {.text = t->name},
        {.number = t->households_before},
        {.number = t->households_after},
        {.number = t->before.v},
        {.number = t->after.v},
        {.number = t->after.v - t->before.v},
        {.number = t->gaining},
        {.number = t->losing},
        {.number = t->entering},
        {.number = t->leaving},
    };
    return paper_row(paper, cells, e);
}

static const char *assignments_text(struct request *r, const struct asked *q)
{
    const char *text = "";
    for (size_t i = 0; i < q->count && text != NULL; i++)
        text = arena_printf(r->arena, "%s%s%s", text, i == 0 ? "" : " ", q->assignments[i]);
    return text;
}

static enum status simulate_export(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    struct asked q = {.programme = query_programme(r)};
    char month[MONTH_TEXT_BYTES];
    TRY(require_county(r, e));
    TRY(query_entitled_check(r, e));
    TRY(month_read(r, q.programme, &q.month, e));
    TRY(ask(r, &q, e));
    const char *title =
        arena_printf(r->arena, "%s %s %s", request_text(r, programme_name(q.programme)),
                     month_text(r, q.month, month), request_text(r, N_("政策测算")));
    const char *assignments = assignments_text(r, &q);
    if (assignments == NULL)
        return arena_exhausted(e);
    TRY(download_begin(r, title, assignments, COLUMNS, sizeof(COLUMNS) / sizeof(COLUMNS[0]),
                       &download, e));
    for (size_t i = 0; i < q.result.count; i++)
        TRY(export_row(download.paper, &q.result.township[i], e));
    return download_send(r, &download, title, e);
}

static const struct route_input INPUTS[] = {
    {"programme", INPUT_TEXT, false, N_("项目")},
    {"month", INPUT_MONTH, false, N_("月份")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/simulate", simulate_show, PERMISSION_SIMULATE, N_("政策测算"), .inputs = INPUTS},
    {HTTP_GET, "/simulate.xlsx", simulate_export, PERMISSION_SIMULATE, N_("政策测算"),
     .inputs = INPUTS},
};
const struct route_table SIMULATE_ROUTES = ROUTE_TABLE("simulate", ROUTES);

/* The rows behind one figure: page by page, and all of them as a table to take away. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/download.h"
#include "web/pages/indicator_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

#define MONTHS_SHOWN 1
#define MONTHS_MAX 120
#define ROWS_SHOWN 100

static const struct {
    const char *kind, *label;
} KINDS[] = {
    {"run_item", N_("发放")},      {"return", N_("银行退回")},  {"household", N_("家庭")},
    {"township", N_("乡镇")},      {"case", N_("办件")},        {"recheck", N_("定期复核")},
    {"person", N_("人员")},        {"bill", N_("医疗费")},      {"journal", N_("记账凭证")},
    {"budget", N_("预算")},        {"home", N_("敬老院")},      {"project", N_("建设项目")},
    {"target", N_("目标任务")},    {"claim", N_("报账单")},     {"complaint", N_("投诉")},
    {"survey_answer", N_("答卷")}, {"village", N_("村（居）")}, {"publicity", N_("宣传")},
    {"course", N_("培训")},        {"problem", N_("问题")},     {"rectification", N_("整改")},
};

static const char *kind_label(const struct request *r, const char *kind)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (text_equals(KINDS[i].kind, kind))
            return request_text(r, KINDS[i].label);
    return kind;
}

struct asked {
    const struct indicator *indicator;
    struct indicator_query q;
    struct indicator_row figure;
    int64_t township; /* 0: the county */
    struct indicator_row *rows;
    size_t row_count;
};

static const char *place_name(const struct request *r, const struct asked *a, int64_t township)
{
    for (size_t i = 0; i < a->row_count; i++)
        if (a->rows[i].township == township)
            return indicator_row_name(r, a->indicator, &a->rows[i]);
    return "";
}

/* NONE: no such indicator or place, or not this viewer's. */
static enum status ask(struct request *r, struct asked *a, struct error *e)
{
    bool is_found = false;
    a->indicator = indicator_by_code(request_parameter(r, "code"));
    if (a->indicator == NULL)
        return STATUS_NONE;
    indicator_query_read(r, MONTHS_SHOWN, MONTHS_MAX, &a->q);
    a->township = query_number(r, "township");
    if (a->township == 0 && !request_sees_county(r))
        a->township = division_township(r->session.user.scope);
    if (!indicator_is_seen(r, a->township) ||
        indicator_rows_address(r, a->indicator, a->township, a->q.from, a->q.to, a->q.known) ==
            NULL)
        return STATUS_NONE;
    TRY(indicator_read(r->db, r->county, a->indicator, a->q.from, a->q.to, a->q.known, r->arena,
                       &a->rows, &a->row_count, e));
    a->figure = indicator_total(a->rows, a->row_count);
    for (size_t i = 0; i < a->row_count && a->township != 0; i++)
        if (a->rows[i].township == a->township) {
            a->figure = a->rows[i];
            is_found = true;
        }
    return a->township == 0 || is_found ? STATUS_OK : STATUS_NONE;
}

static void subject_add(struct request *r, struct view *list, const struct asked *a,
                        const struct indicator_subject *s)
{
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "kind", s->kind);
    view_add_text(v, "kind_label", kind_label(r, s->kind));
    view_add_integer(v, "id", s->id);
    view_add_text(v, "label", s->label);
    view_add_text(v, "path", s->path);
    view_add_integer(v, "township", s->township);
    view_add_text(v, "township_name", place_name(r, a, s->township));
    view_add_count(v, "numerator", s->numerator);
    view_add_count(v, "denominator", s->denominator);
    if (a->indicator->is_numerator_fen)
        view_add_fen(v, "numerator_fen", FEN(s->numerator));
    if (a->indicator->is_denominator_fen)
        view_add_fen(v, "denominator_fen", FEN(s->denominator));
}

static enum status rows_show(struct request *r, struct error *e)
{
    static const char *const elsewhere[] = {"format", "lang", "theme", "skip", NULL};
    struct asked a = {0};
    struct indicator_subject *subjects;
    size_t count;
    int64_t skip = query_number(r, "skip");
    TRY(ask(r, &a, e));
    if (skip < 0)
        skip = 0;
    TRY(indicator_behind(r->db, r->county, a.indicator, a.township, a.q.from, a.q.to, a.q.known,
                         skip, ROWS_SHOWN + 1, r->arena, &subjects, &count, e));
    indicator_span_add(r, &a.q);
    indicator_words_add(r, r->page, a.indicator);
    view_add_integer(r->page, "township", a.township);
    view_add_text(r->page, "place",
                  a.township == 0 ? request_text(r, N_("全县")) : place_name(r, &a, a.township));
    indicator_figure_add(r, view_add_object(r->page, "total"), a.indicator, &a.figure, a.q.from,
                         a.q.to, a.q.known);
    struct view *list = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count && i < ROWS_SHOWN; i++)
        subject_add(r, list, &a, &subjects[i]);
    const char *path = arena_printf(r->arena, "%s.xlsx", r->path);
    if (path == NULL)
        return arena_exhausted(e);
    view_add_text(r->page, "xlsx", query_address(r, path, elsewhere));
    if (skip > 0)
        view_add_textf(r->page, "previous", "%sskip=%" PRId64, query_address(r, r->path, elsewhere),
                       skip > ROWS_SHOWN ? skip - ROWS_SHOWN : 0);
    if (count > ROWS_SHOWN)
        view_add_textf(r->page, "next", "%sskip=%" PRId64, query_address(r, r->path, elsewhere),
                       skip + ROWS_SHOWN);
    return respond_page(r, "indicator/rows.html", request_text(r, a.indicator->label), e);
}

/* ---- to take away ---- */

static void columns_of(const struct indicator *i, struct paper_column columns[5])
{
    const enum paper_kind numerator = i->is_numerator_fen ? PAPER_FEN : PAPER_INT,
                          denominator = i->is_denominator_fen ? PAPER_FEN : PAPER_INT;
    columns[0] = (struct paper_column){N_("种类"), 12, PAPER_LEFT, PAPER_TEXT, false};
    columns[1] = (struct paper_column){N_("名称"), 30, PAPER_LEFT, PAPER_TEXT, false};
    columns[2] = (struct paper_column){N_("乡镇"), 14, PAPER_LEFT, PAPER_TEXT, false};
    columns[3] = (struct paper_column){N_("分子"), 14, PAPER_RIGHT, numerator, true};
    columns[4] = (struct paper_column){N_("分母"), 14, PAPER_RIGHT, denominator, true};
}

static enum status rows_write(struct request *r, const struct asked *a, struct paper_writer *paper,
                              struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *page = arena_new(8u << 20);
    struct indicator_subject *subjects;
    size_t count = INDICATOR_SUBJECTS_MAX;
    if (page == NULL)
        return arena_exhausted(e);
    for (int64_t skip = 0; count == INDICATOR_SUBJECTS_MAX; skip += INDICATOR_SUBJECTS_MAX) {
        arena_reset(page);
        TRY(indicator_behind(r->db, r->county, a->indicator, a->township, a->q.from, a->q.to,
                             a->q.known, skip, INDICATOR_SUBJECTS_MAX, page, &subjects, &count, e));
        for (size_t i = 0; i < count; i++) {
            const struct indicator_subject *s = &subjects[i];
            const struct paper_cell cells[] = {
                {.text = kind_label(r, s->kind)},
                {.text = s->label},
                {.text = place_name(r, a, s->township)},
                {.number = s->numerator},
                {.number = s->denominator},
            };
            TRY(paper_row(paper, cells, e));
        }
    }
    return STATUS_OK;
}

static enum status rows_export(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    struct paper_column columns[5];
    struct asked a = {0};
    char first[MONTH_TEXT_BYTES], last[MONTH_TEXT_BYTES];
    TRY(ask(r, &a, e));
    columns_of(a.indicator, columns);
    const char *title = request_text(r, a.indicator->label);
    const char *subtitle =
        arena_printf(r->arena, "%s %s..%s",
                     a.township == 0 ? request_text(r, N_("全县")) : place_name(r, &a, a.township),
                     month_format(a.q.from, first), month_format(a.q.to, last));
    if (subtitle == NULL)
        return arena_exhausted(e);
    TRY(download_begin(r, title, subtitle, columns, sizeof columns / sizeof columns[0], &download,
                       e));
    TRY(rows_write(r, &a, download.paper, e));
    return download_send(r, &download, title, e);
}

#define SPAN_INPUTS                                                                                \
    {"from", INPUT_MONTH, false, N_("从哪个月起；默认截止月份")},                                  \
        {"to", INPUT_MONTH, false, N_("到哪个月；默认本月")},                                      \
        {"township", INPUT_INTEGER, false, N_("乡镇；默认全县")},                                  \
    {                                                                                              \
        "known", INPUT_INTEGER, false, N_("截至哪一次变更所知；默认现在")                          \
    }
static const struct route_input INPUTS[] = {
    SPAN_INPUTS,
    {"skip", INPUT_INTEGER, false, N_("略过前面多少行")},
    {.name = NULL},
};
static const struct route_input EXPORT_INPUTS[] = {SPAN_INPUTS, {.name = NULL}};
static const struct route ROUTES[] = {
    {HTTP_GET, "/indicators/{code}/rows", rows_show, PERMISSION_INDICATOR_READ, N_("指标的明细"),
     .inputs = INPUTS},
    {HTTP_GET, "/indicators/{code}/rows.xlsx", rows_export, PERMISSION_INDICATOR_READ,
     N_("指标的明细"), .inputs = EXPORT_INPUTS},
};
const struct route_table INDICATOR_ROWS_ROUTES = ROUTE_TABLE("indicator_rows", ROUTES);

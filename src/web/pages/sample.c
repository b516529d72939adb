/* The county's draws for spot checks: drawing, the published list, what is still to be visited. */
#include "domain/casework/sample.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ratio.h"
#include "base/text.h"
#include "web/pages/case_page.h"
#include "web/pages/download.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

static void sample_add(const struct request *r, struct view *v, const struct sample_row *s)
{
    char rate[RATIO_TEXT_BYTES];
    view_add_integer(v, "sample", s->id);
    view_add_text(v, "programme", programme_code(s->programme));
    view_add_text(v, "programme_name", request_text(r, programme_name(s->programme)));
    view_add_date(v, "drawn_on", s->drawn_on);
    view_add_text(v, "drawn_by", s->drawn_by);
    view_add_text(v, "seed", s->seed);
    view_add_text(v, "head_hash", s->head_hash);
    view_add_integer(v, "rate_bp", s->rate_bp);
    view_add_text(v, "rate", ratio_rate(s->rate_bp, rate));
    view_add_count(v, "population", s->population);
    view_add_count(v, "selected", s->selected);
}

static enum status index_fill(struct request *r, struct error *e)
{
    struct sample_row *list;
    size_t count;
    TRY(sample_list(r->db, r->county, r->arena, &list, &count, e));
    view_add_bool(r->page, "can_draw",
                  request_can(r, PERMISSION_CASE_SAMPLE) && request_sees_county(r));
    view_add_text(r->page, "seed", request_field(r, "seed"));
    programmes_add(r, text_equals(request_field(r, "programme"), "wubao") ? PROGRAMME_WUBAO
                                                                          : PROGRAMME_DIBAO);
    struct view *rows = view_add_list(r->page, "samples");
    for (size_t i = 0; i < count; i++)
        sample_add(r, view_add_object(rows, NULL), &list[i]);
    return STATUS_OK;
}

static enum status sample_index(struct request *r, struct error *e)
{
    TRY(index_fill(r, e));
    return respond_page(r, "sample/list.html", NULL, e);
}

static enum status draw(struct request *r, int64_t *ret_sample, struct error *e)
{
    struct case_actor actor = case_page_actor(r);
    enum programme programme;
    struct db *db;
    const char *seed = text_tidy(r->arena, request_field(r, "seed"));
    if (!seed)
        return arena_exhausted(e);
    TRY(programme_parse(request_field(r, "programme"), &programme, e));
    TRY(request_writer(r, &db, e));
    return sample_draw(db, r->county, &actor, programme, seed, ret_sample, e);
}

static enum status sample_take(struct request *r, struct error *e)
{
    int64_t sample;
    struct error why = {0};
    enum status s = draw(r, &sample, &why);
    if (s == STATUS_REFUSED && strncmp(why.code, "ACCESS_", 7) != 0) {
        TRY(index_fill(r, e));
        return respond_page_status(r, 422, "sample/list.html", NULL, &why, e);
    }
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    return respond_redirect(r, request_text(r, N_("已抽签。名单可以公开，任何人都能重抽核对。")), e,
                            "/samples/%" PRId64, sample);
}

/* ---- one draw ---- */

/* A township sees the keys of all, names only of its own. */
static enum status sample_of_address(struct request *r, struct sample_row *ret,
                                     struct sample_case_row **ret_rows, size_t *ret_count,
                                     struct error *e)
{
    int64_t id;
    struct error why = {0};
    TRY(request_parameter_i64(r, "sample", &id));
    enum status s = sample_cases(r->db, r->county, id, r->arena, ret, ret_rows, ret_count, &why);
    if (s == STATUS_REFUSED && text_equals(why.code, "SAMPLE_UNKNOWN"))
        return STATUS_NONE;
    if (s != STATUS_OK)
        *e = why;
    return s;
}

static const char *reason_label(const struct request *r, int reason)
{
    return reason == 1   ? request_text(r, N_("抽中"))
           : reason == 2 ? request_text(r, N_("近亲属备案，必查"))
                         : "";
}

static enum status sample_show(struct request *r, struct error *e)
{
    const struct division_table *table;
    struct sample_row sample;
    struct sample_case_row *rows;
    size_t count;
    int64_t waiting = 0;
    TRY(sample_of_address(r, &sample, &rows, &count, e));
    TRY(place_table(r, date_month(sample.drawn_on), &table, e));
    sample_add(r, r->page, &sample);
    bool can_check = request_can(r, PERMISSION_CASE_SAMPLE);
    view_add_bool(r->page, "can_print", can_check);
    struct view *list = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        bool is_seen = access_in_scope(r->session.user.scope, rows[i].division);
        bool is_waiting = rows[i].reason > 0 && !rows[i].is_checked;
        view_add_count(v, "rank", (int64_t)i + 1);
        view_add_text(v, "number", rows[i].case_number);
        view_add_text(v, "draw_key", rows[i].draw_key);
        view_add_text(v, "reason_label", reason_label(r, rows[i].reason));
        view_add_bool(v, "is_drawn", rows[i].reason > 0);
        view_add_bool(v, "is_checked", rows[i].is_checked);
        view_add_bool(v, "is_waiting", is_waiting);
        waiting += is_waiting;
        if (!is_seen)
            continue;
        view_add_integer(v, "case", rows[i].case_id);
        view_add_text(v, "applicant", rows[i].applicant);
        view_add_bool(v, "can_check", can_check && is_waiting);
        place_add(v, table, rows[i].division);
    }
    view_add_count(r->page, "waiting", waiting);
    return respond_page(
        r, "sample/page.html",
        arena_printf(r->arena, "%s %" PRId64, request_text(r, N_("抽查")), sample.id), e);
}

/* ---- as a file: what anybody needs to draw again ---- */

static const struct paper_column COLUMNS[] = {
    {N_("次序"), 7, PAPER_RIGHT, PAPER_INT, false},
    {N_("案号"), 20, PAPER_LEFT, PAPER_TEXT, false},
    {N_("签号"), 66, PAPER_LEFT, PAPER_TEXT, false},
    {N_("结果"), 18, PAPER_LEFT, PAPER_TEXT, false},
    {N_("已入户抽查"), 12, PAPER_CENTER, PAPER_TEXT, false},
};

static enum status sample_export(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    struct sample_row sample;
    struct sample_case_row *rows;
    size_t count;
    TRY(sample_of_address(r, &sample, &rows, &count, e));
    const char *title =
        arena_printf(r->arena, "%s %" PRId64, request_text(r, N_("抽查")), sample.id);
    const char *seed = arena_printf(r->arena, "%s %s", request_text(r, N_("种子")), sample.seed);
    TRY(download_begin(r, title, seed, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], &download, e));
    for (size_t i = 0; i < count; i++) {
        const struct paper_cell cells[] = {
            {.number = (int64_t)i + 1},
            {.text = rows[i].case_number},
            {.text = rows[i].draw_key},
            {.text = reason_label(r, rows[i].reason)},
            {.text = rows[i].is_checked ? request_text(r, N_("是")) : ""},
        };
        TRY(paper_row(download.paper, cells, e));
    }
    return download_send(r, &download, title, e);
}

static const struct route_input DRAW_INPUTS[] = {
    {"programme", INPUT_TEXT, true, N_("项目")},
    {"seed", INPUT_TEXT, false, N_("公开的种子；不写则用变动记录的链头")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/samples", sample_index, PERMISSION_CASE_READ, N_("抽查")},
    {HTTP_POST, "/samples", sample_take, PERMISSION_CASE_SAMPLE, N_("抽签"), .inputs = DRAW_INPUTS},
    {HTTP_GET, "/samples/{sample}", sample_show, PERMISSION_CASE_READ, N_("抽查")},
    {HTTP_GET, "/samples/{sample}/list.xlsx", sample_export, PERMISSION_CASE_READ, N_("抽查")},
    {HTTP_GET, "/samples/{sample}/list.csv", sample_export, PERMISSION_CASE_READ, N_("抽查")},
};
const struct route_table SAMPLE_ROUTES = ROUTE_TABLE("sample", ROUTES);

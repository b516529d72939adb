/* The county's monthly report table of one book as a workbook, and the papers of projects. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "office/projectpaper/projectpaper.h"
#include "web/pages/download.h"
#include "web/pages/pages.h"
#include "web/pages/project_board.h"
#include "web/pages/project_page.h"
#include "web/pages/query.h"

static const struct paper_column COLUMNS[] = {
    {N_("考核口径"), 14, PAPER_LEFT, PAPER_TEXT, false},
    {N_("项目"), 20, PAPER_LEFT, PAPER_TEXT, false},
    {N_("乡镇"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("建设性质"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("建筑面积（平方米）"), 10, PAPER_RIGHT, PAPER_INT, true},
    {N_("计划床位"), 9, PAPER_RIGHT, PAPER_INT, true},
    {N_("本月新增床位"), 9, PAPER_RIGHT, PAPER_INT, true},
    {N_("累计新增床位"), 9, PAPER_RIGHT, PAPER_INT, true},
    {N_("计划总投资（元）"), 15, PAPER_RIGHT, PAPER_FEN, true},
    {N_("到位中央（元）"), 13, PAPER_RIGHT, PAPER_FEN, true},
    {N_("到位省级（元）"), 13, PAPER_RIGHT, PAPER_FEN, true},
    {N_("到位市级（元）"), 13, PAPER_RIGHT, PAPER_FEN, true},
    {N_("到位县级（元）"), 13, PAPER_RIGHT, PAPER_FEN, true},
    {N_("到位自筹（元）"), 13, PAPER_RIGHT, PAPER_FEN, true},
    {N_("本月完成投资（元）"), 15, PAPER_RIGHT, PAPER_FEN, true},
    {N_("累计完成投资（元）"), 15, PAPER_RIGHT, PAPER_FEN, true},
    {N_("形象进度"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("开工日"), 11, PAPER_LEFT, PAPER_TEXT, false},
    {N_("计划竣工日"), 11, PAPER_LEFT, PAPER_TEXT, false},
    {N_("实际竣工日"), 11, PAPER_LEFT, PAPER_TEXT, false},
    {N_("存在问题"), 24, PAPER_LEFT, PAPER_TEXT, false},
    {N_("是否达序时"), 8, PAPER_LEFT, PAPER_TEXT, false},
};
#define COLUMN_COUNT (sizeof(COLUMNS) / sizeof(COLUMNS[0]))

static enum status row_write(struct request *r, struct paper_writer *paper, enum target_book book,
                             const struct project_report_row *row, struct error *e)
{
    const struct project_scope *s = &row->project.scope;
    char start[DATE_TEXT_BYTES], finish[DATE_TEXT_BYTES], accepted[DATE_TEXT_BYTES];
    const struct paper_cell cells[COLUMN_COUNT] = {
        {.text = request_text(r, target_book_label(book))},
        {.text = row->project.name},
        {.text = s->township_name},
        {.text = request_text(r, project_kind_words(s->kind))},
        {.number = s->area_m2},
        {.number = s->beds},
        {.number = row->beds_month},
        {.number = row->standing.beds},
        {.number = project_investment(s).v},
        {.number = row->received[0].v},
        {.number = row->received[1].v},
        {.number = row->received[2].v},
        {.number = row->received[3].v},
        {.number = row->received[4].v},
        {.number = row->invested_month.v},
        {.number = row->standing.invested.v},
        {.text = project_stage_words(r, row->stage)},
        {.text = date_format(s->start_on, start)},
        {.text = date_format(s->finish_on, finish)},
        {.text = row->accepted_on.v != 0 ? date_format(row->accepted_on, accepted) : ""},
        {.text = row->problems},
        {.text = request_text(r, row->is_behind ? N_("否") : N_("是"))},
    };
    return paper_row(paper, cells, e);
}

static enum status report_export(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    struct project_board b;
    struct project_report report;
    char day[DATE_TEXT_BYTES];
    project_board_asked(r, &b);
    TRY(project_report_read(r->db, r->county, b.book, b.on, project_scope_of(r), r->arena, &report,
                            e));
    const char *title = arena_printf(r->arena, "%s（%s）", request_text(r, N_("建设项目月报表")),
                                     request_text(r, target_book_label(b.book)));
    const char *subtitle =
        arena_printf(r->arena, "%s %s", request_text(r, N_("截至")), date_format(b.on, day));
    if (title == NULL || subtitle == NULL)
        return arena_exhausted(e);
    TRY(download_begin(r, title, subtitle, COLUMNS, COLUMN_COUNT, &download, e));
    for (size_t i = 0; i < report.count; i++)
        TRY(row_write(r, download.paper, b.book, &report.rows[i], e));
    return download_send(r, &download, title, e);
}

/* ---- papers ---- */

static struct project_paper_options options_of(const struct request *r)
{
    const bool is_pdf =
        strcmp(strrchr(r->match.route->pattern, '.'), document_ending(DOCUMENT_PDF)) == 0;
    return (struct project_paper_options){.kind = is_pdf ? DOCUMENT_PDF : DOCUMENT_DOCX,
                                          .today = date_today()};
}

static enum status paper_respond(struct request *r, const struct project_paper_options *options,
                                 const char *name, const char *rest, struct buf *bytes,
                                 struct error *e)
{
    const char *file = arena_printf(r->arena, "%s-%s%s", request_text(r, name), rest,
                                    document_ending(options->kind));
    if (file == NULL)
        return arena_exhausted(e);
    return respond_bytes(r, document_media_type(options->kind), file, bytes, e);
}

static enum status report_paper(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    const struct project_paper_options options = options_of(r);
    struct project_board b;
    char month[MONTH_TEXT_BYTES];
    project_board_asked(r, &b);
    const struct month m = query_month(r, "month", date_month(b.on));
    TRY(project_report_paper_render(r->db, r->county, b.book, m, project_scope_of(r), &options,
                                    &bytes, e));
    return paper_respond(r, &options, N_("建设项目月报表"),
                         arena_printf(r->arena, "%s-%s", request_text(r, target_book_label(b.book)),
                                      month_format(m, month)),
                         &bytes, e);
}

static enum status return_paper(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    const struct project_paper_options options = options_of(r);
    struct project p;
    struct project_return m;
    char month[MONTH_TEXT_BYTES];
    TRY(project_return_of_address(r, &p, &m, e));
    TRY(project_return_paper_render(r->db, r->county, m.id, &options, &bytes, e));
    return paper_respond(r, &options, N_("项目月报"),
                         arena_printf(r->arena, "%s-%s", p.code, month_format(m.month, month)),
                         &bytes, e);
}

static enum status acceptance_paper(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    const struct project_paper_options options = options_of(r);
    struct project p;
    int64_t id;
    TRY(project_of_address(r, &p, e));
    TRY(request_parameter_i64(r, "acceptance", &id));
    TRY(project_acceptance_paper_render(r->db, r->county, p.id, id, &options, &bytes, e));
    return paper_respond(r, &options, N_("竣工验收表"), p.code, &bytes, e);
}

static const struct route_input BOARD_INPUTS[] = {
    {"book", INPUT_TEXT, false, N_("city：市对县考核；county：县对乡镇考核")},
    {"on", INPUT_DATE, false, N_("截至哪一天；默认今天")},
    {.name = NULL},
};
static const struct route_input REPORT_INPUTS[] = {
    {"book", INPUT_TEXT, false, N_("city：市对县考核；county：县对乡镇考核")},
    {"month", INPUT_MONTH, false, N_("月份；默认本月")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/projects.xlsx", report_export, PERMISSION_PROJECT_READ, N_("建设项目月报表"),
     .inputs = BOARD_INPUTS},
    {HTTP_GET, "/projects.csv", report_export, PERMISSION_PROJECT_READ, N_("建设项目月报表"),
     .inputs = BOARD_INPUTS},
    {HTTP_GET, "/projects/report.pdf", report_paper, PERMISSION_PROJECT_READ, N_("建设项目月报表"),
     .inputs = REPORT_INPUTS},
    {HTTP_GET, "/projects/report.docx", report_paper, PERMISSION_PROJECT_READ, N_("建设项目月报表"),
     .inputs = REPORT_INPUTS},
    {HTTP_GET, "/projects/{project}/returns/{return}/paper.pdf", return_paper,
     PERMISSION_PROJECT_READ, N_("项目月报")},
    {HTTP_GET, "/projects/{project}/returns/{return}/paper.docx", return_paper,
     PERMISSION_PROJECT_READ, N_("项目月报")},
    {HTTP_GET, "/projects/{project}/acceptances/{acceptance}/paper.pdf", acceptance_paper,
     PERMISSION_PROJECT_READ, N_("竣工验收表")},
    {HTTP_GET, "/projects/{project}/acceptances/{acceptance}/paper.docx", acceptance_paper,
     PERMISSION_PROJECT_READ, N_("竣工验收表")},
};
const struct route_table PROJECT_EXPORT_ROUTES = ROUTE_TABLE("project_export", ROUTES);

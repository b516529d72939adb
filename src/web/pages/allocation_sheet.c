/* A month's allocations as the sheet that can be taken in again: next month begins with it instead
   of being typed anew. */
#include "base/i18n.h"
#include "domain/allocation/allocation.h"
#include "web/pages/download.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

#define SHEET_ALLOCATIONS_MAX 2000
#define DISCARDED 4

/* The heads that the import knows. */
static const struct paper_column COLUMNS[] = {
    {N_("收款单位"), 24, PAPER_LEFT, PAPER_TEXT, false},
    {N_("类别"), 16, PAPER_LEFT, PAPER_TEXT, false},
    {N_("人数"), 8, PAPER_RIGHT, PAPER_INT, false},
    {N_("金额"), 14, PAPER_RIGHT, PAPER_FEN, false},
    {N_("说明"), 24, PAPER_LEFT, PAPER_TEXT, false},
};
#define COLUMN_COUNT (sizeof(COLUMNS) / sizeof(COLUMNS[0]))

/* What was paid beside the month's first sum does not come again by itself. */
static enum status lines_write(struct paper_writer *paper, const struct allocation *a,
                               struct error *e)
{
    for (size_t i = 0; i < a->line_count; i++) {
        const struct allocation_line *line = &a->lines[i];
        if (line->supplement != 0)
            continue;
        const struct paper_cell cells[COLUMN_COUNT] = {
            {.text = a->payee_name},  {.text = line->category->label},
            {.number = line->people}, {.number = line->amount.v},
            {.text = line->note},
        };
        TRY(paper_row(paper, cells, e));
    }
    return STATUS_OK;
}

static enum status sheet_export(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    struct allocation *list, one;
    size_t count;
    char text[MONTH_TEXT_BYTES];
    const struct month month = query_month(r, "month", month_add(date_month(date_today()), -1));
    const char *title = arena_printf(r->arena, "%s %s", request_text(r, N_("经费拨付汇总表")),
                                     month_format(month, text));
    TRY(require_county(r, e));
    TRY(allocation_list(r->db, r->county, (enum fund)0, month, 0, SHEET_ALLOCATIONS_MAX, r->arena,
                        &list, &count, e));
    TRY(download_begin(r, title, NULL, COLUMNS, COLUMN_COUNT, &download, e));
    for (size_t i = count; i > 0; i--) {
        if (list[i - 1].state == DISCARDED)
            continue;
        TRY(allocation_read(r->db, r->county, list[i - 1].id, r->arena, &one, e));
        TRY(lines_write(download.paper, &one, e));
    }
    return download_send(r, &download, title, e);
}

static const struct route_input INPUTS[] = {
    {"month", INPUT_MONTH, false, N_("月份，缺省为上个月")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/allocations/sheet.csv", sheet_export, PERMISSION_TRANSFER_READ,
     N_("可再导入的汇总表"), .inputs = INPUTS, .answers_file = true},
};
const struct route_table ALLOCATION_SHEET_ROUTES = ROUTE_TABLE("allocation_sheet", ROUTES);

/* Allocations: a month by category, each fund by itself; all of them, one of them, and its papers.
 */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "office/medicalpaper/medicalpaper.h"
#include "web/pages/allocation_page.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

static const enum fund FUNDS[] = {FUND_WUBAO, FUND_HOME_MANAGEMENT};

const char *allocation_fund_label(const struct request *r, enum fund fund)
{
    return request_text(r, fund == FUND_WUBAO ? N_("五保供养资金") : N_("敬老院工作管理经费"));
}

static const char *state_label(const struct request *r, int state)
{
    static const char *const labels[] = {"", N_("编制中"), N_("待拨付审批"), N_("已审批入账"),
                                         N_("已作废")};
    return state >= 1 && state <= 4 ? request_text(r, labels[state]) : "";
}

static void row_add(const struct request *r, struct view *v, const struct allocation *a)
{
    view_add_integer(v, "allocation", a->id);
    view_add_text(v, "fund_label", allocation_fund_label(r, a->fund));
    view_add_month(v, "month", a->month);
    view_add_text(v, "payee_name", a->payee_name);
    view_add_text(v, "document", a->document);
    view_add_text(v, "memo", a->memo);
    view_add_count(v, "people", a->people);
    view_add_fen(v, "total_fen", a->total);
    view_add_integer(v, "transfer", a->transfer);
    view_add_text(v, "prepared_by", a->prepared_by);
    view_add_text(v, "state_label", state_label(r, a->state));
    view_add_bool(v, "is_approved", a->state == 3);
    view_add_bool(v, "is_discarded", a->state == 4);
    view_add_bool(v, "is_waiting", a->state < 3);
}

/* ---- the month ---- */

static enum status sum_to(struct fen *sum, struct fen more, struct error *e)
{
    if (fen_add(*sum, more, sum) == STATUS_OK)
        return STATUS_OK;
    return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("金额超出可表示的范围。"));
}

static enum status fund_add(struct request *r, struct view *funds, enum fund fund,
                            const struct allocation_sum *sums, size_t count, struct error *e)
{
    struct fen amount = FEN(0), paid = FEN(0), electricity = FEN(0);
    struct view *v = view_add_object(funds, NULL), *rows = view_add_list(v, "categories");
    view_add_text(v, "fund_label", allocation_fund_label(r, fund));
    view_add_textf(v, "fund_path", "/funds/%d", (int)fund);
    for (size_t i = 0; i < count; i++) {
        if (sums[i].category->fund != fund)
            continue;
        struct view *row = view_add_object(rows, NULL);
        view_add_text(row, "category", sums[i].category->code);
        view_add_text(row, "label", request_text(r, sums[i].category->label));
        view_add_count(row, "payees", sums[i].payees);
        view_add_count(row, "people", sums[i].people);
        view_add_fen(row, "amount_fen", sums[i].amount);
        view_add_fen(row, "paid_fen", sums[i].paid);
        TRY(sum_to(&amount, sums[i].amount, e));
        TRY(sum_to(&paid, sums[i].paid, e));
        if (sums[i].category->is_electricity)
            TRY(sum_to(&electricity, sums[i].amount, e));
    }
    view_add_fen(v, "amount_fen", amount);
    view_add_fen(v, "paid_fen", paid);
    view_add_fen(v, "electricity_fen", electricity);
    return STATUS_OK;
}

static enum status sums_add(struct request *r, struct month month, struct error *e)
{
    struct allocation_sum *sums;
    size_t count;
    char text[MONTH_TEXT_BYTES];
    TRY(allocation_month(r->db, r->county, month, r->arena, &sums, &count, e));
    view_add_month(r->page, "month", month);
    view_add_text(r->page, "month_key", month_format(month, text));
    struct view *funds = view_add_list(r->page, "funds");
    for (size_t i = 0; i < sizeof(FUNDS) / sizeof(FUNDS[0]); i++)
        TRY(fund_add(r, funds, FUNDS[i], sums, count, e));
    return STATUS_OK;
}

static enum status allocation_index(struct request *r, struct error *e)
{
    static const char *const paging[] = {"before", NULL};
    struct allocation *list;
    size_t count;
    const int64_t before = query_number(r, "before");
    const bool is_month = request_query(r, "month")[0] != '\0';
    const struct month month = query_month(r, "month", date_month(date_today()));
    TRY(require_county(r, e));
    TRY(sums_add(r, month, e));
    TRY(allocation_list(r->db, r->county, (enum fund)0, is_month ? month : (struct month){0},
                        before, MEDICAL_PAGE_ROWS + 1, r->arena, &list, &count, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count && i < MEDICAL_PAGE_ROWS; i++)
        row_add(r, view_add_object(rows, NULL), &list[i]);
    view_add_bool(r->page, "can_prepare", request_can(r, PERMISSION_ALLOCATION_PREPARE));
    view_add_bool(r->page, "is_first", before == 0);
    if (count > MEDICAL_PAGE_ROWS)
        view_add_textf(r->page, "next", "%sbefore=%" PRId64,
                       query_address(r, "/allocations", paging), list[MEDICAL_PAGE_ROWS - 1].id);
    return respond_page(r, "allocation/list.html", NULL, e);
}

/* ---- one ---- */

static enum status allocation_show(struct request *r, struct error *e)
{
    struct allocation a;
    struct transfer_record t;
    int64_t id;
    TRY(request_parameter_i64(r, "allocation", &id));
    TRY(require_county(r, e));
    TRY(allocation_read(r->db, r->county, id, r->arena, &a, e));
    TRY(transfer_read(r->db, r->county, a.transfer, r->arena, &t, e));
    row_add(r, r->page, &a);
    view_add_text(r->page, "transfer_label", request_text(r, transfer_state_label(t.state)));
    struct view *lines = view_add_list(r->page, "lines");
    for (size_t i = 0; i < a.line_count; i++) {
        const struct allocation_line *l = &a.lines[i];
        struct view *v = view_add_object(lines, NULL);
        view_add_text(v, "category", l->category->code);
        view_add_text(v, "label", request_text(r, l->category->label));
        view_add_integer(v, "supplement", l->supplement);
        view_add_count(v, "people", l->people);
        view_add_fen(v, "amount_fen", l->amount);
        view_add_text(v, "note", l->note);
    }
    return respond_page(r, "allocation/page.html",
                        arena_printf(r->arena, "%s %" PRId64 " · %s",
                                     request_text(r, N_("经费拨付汇总表")), a.id, a.payee_name),
                        e);
}

/* ---- papers ---- */

static struct medical_paper_options options_of(const struct request *r)
{
    const char *ending = strrchr(r->match.route->pattern, '.');
    bool is_pdf = strcmp(ending, document_ending(DOCUMENT_PDF)) == 0;
    return (struct medical_paper_options){.kind = is_pdf ? DOCUMENT_PDF : DOCUMENT_DOCX,
                                          .today = date_today()};
}

static enum status paper_respond(struct request *r, const struct medical_paper_options *options,
                                 const char *what, struct buf *bytes, struct error *e)
{
    const char *file = arena_printf(r->arena, "%s-%s%s", request_text(r, N_("经费拨付汇总表")),
                                    what, document_ending(options->kind));
    if (file == NULL)
        return arena_exhausted(e);
    return respond_bytes(r, document_media_type(options->kind), file, bytes, e);
}

static enum status allocation_paper(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    const struct medical_paper_options options = options_of(r);
    int64_t id;
    TRY(request_parameter_i64(r, "allocation", &id));
    TRY(require_county(r, e));
    TRY(allocation_paper_render(r->db, r->county, id, &options, &bytes, e));
    return paper_respond(r, &options, request_parameter(r, "allocation"), &bytes, e);
}

static enum status month_paper(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    const struct medical_paper_options options = options_of(r);
    const struct month month = query_month(r, "month", date_month(date_today()));
    char text[MONTH_TEXT_BYTES];
    TRY(require_county(r, e));
    TRY(allocation_month_paper_render(r->db, r->county, month, &options, &bytes, e));
    return paper_respond(r, &options, month_format(month, text), &bytes, e);
}

static const struct route_input LIST_INPUTS[] = {
    {"month", INPUT_MONTH, false, N_("月份")},
    {"before", INPUT_INTEGER, false, N_("上一页最后一张的编号")},
    {.name = NULL},
};
static const struct route_input MONTH_INPUTS[] = {
    {"month", INPUT_MONTH, false, N_("月份")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/allocations", allocation_index, PERMISSION_TRANSFER_READ, N_("经费拨付"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/allocations/month.pdf", month_paper, PERMISSION_TRANSFER_READ,
     N_("经费拨付汇总表"), .inputs = MONTH_INPUTS, .answers_file = true},
    {HTTP_GET, "/allocations/month.docx", month_paper, PERMISSION_TRANSFER_READ,
     N_("经费拨付汇总表"), .inputs = MONTH_INPUTS, .answers_file = true},
    {HTTP_GET, "/allocations/{allocation}", allocation_show, PERMISSION_TRANSFER_READ,
     N_("经费拨付汇总表")},
    {HTTP_GET, "/allocations/{allocation}/paper.pdf", allocation_paper, PERMISSION_TRANSFER_READ,
     N_("经费拨付汇总表"), .answers_file = true},
    {HTTP_GET, "/allocations/{allocation}/paper.docx", allocation_paper, PERMISSION_TRANSFER_READ,
     N_("经费拨付汇总表"), .answers_file = true},
};
const struct route_table ALLOCATION_ROUTES = ROUTE_TABLE("allocation", ROUTES);

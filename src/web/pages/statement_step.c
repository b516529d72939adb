/* What is done to a statement: gathered, compared with the hospital's own list, a stay put off,
   handed on for payment. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/pages/sheet_columns.h"
#include "web/pages/statement_page.h"

#define THEIR_LINES_MAX 100000

static enum status prepare(struct request *r, int64_t *ret_id, struct error *e)
{
    struct month month;
    struct db *db;
    int64_t hospital;
    if (i64_parse(request_field(r, "hospital"), &hospital, e) != STATUS_OK)
        return error_set(e, STATUS_REFUSED, "STATEMENT_HOSPITAL", _("请选择医院"));
    TRY(field_month(r, "month", &month, e));
    TRY(request_writer(r, &db, e));
    enum status s =
        statement_prepare(db, r->county, hospital, month, r->session.user.name, ret_id, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "STATEMENT_NOTHING",
                         _("这家医院到这个月底没有应付的款项，或合计不大于零：留到下个月一起结算"));
    return s;
}

static enum status statement_make(struct request *r, struct error *e)
{
    struct error why = {0};
    int64_t id;
    TRY(require_county(r, e));
    enum status s = prepare(r, &id, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已归集，请与医院核对")), e,
                                "/medical/statements/%" PRId64, id);
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    return statement_list_respond(r, 422, &why, e);
}

/* ---- the hospital's own list ---- */

struct their_list {
    struct arena *arena;
    struct their_line *line;
    size_t count;
};

static enum status their_line_take(void *context, int row, const struct sheet_cell *const *cell,
                                   struct error *e)
{
    struct their_list *list = context;
    struct fen amount;
    if (cell[0] == NULL)
        return STATUS_OK; /* a line of sums or signatures */
    if (cell[1] == NULL)
        return error_set(e, STATUS_REFUSED, "STATEMENT_LINE", _("第 %d 行没有金额"), row);
    enum status s = cell[1]->kind == SHEET_NUMBER
                        ? fen_parse_cell_number(cell[1]->text, &amount, e)
                        : fen_parse(text_tidy_solid(list->arena, cell[1]->text), &amount, e);
    if (s != STATUS_OK)
        return error_place(e, _("第 %d 行"), row);
    if (list->count == THEIR_LINES_MAX)
        return error_set(e, STATUS_REFUSED, "STATEMENT_LINES", _("一张清单最多 %d 行"),
                         THEIR_LINES_MAX);
    const char *number = text_tidy_solid(list->arena, sheet_cell_shown(list->arena, cell[0]));
    if (number == NULL)
        return arena_exhausted(e);
    list->line[list->count++] = (struct their_line){.admission_no = number, .amount = amount};
    return STATUS_OK;
}

static enum status compare(struct request *r, const struct statement_record *s,
                           int64_t *ret_differences, struct error *e)
{
    static const struct sheet_wanted wanted[] = {
        {"住院号|门诊号|住院号码|住院（门诊）号", false},
        {"金额|救助金额|应付金额|合计|金额（元）|金额(元)", false},
    };
    struct their_list list = {.arena = r->arena,
                              .line = ARENA_ARRAY(r->arena, struct their_line, THEIR_LINES_MAX)};
    struct db *db;
    if (list.line == NULL)
        return arena_exhausted(e);
    TRY(sheet_columns_read(r, wanted, 2, their_line_take, &list, e));
    TRY(request_writer(r, &db, e));
    return statement_compare(db, r->county, s->id, list.line, list.count, r->session.user.name,
                             ret_differences, e);
}

static enum status statement_answer(struct request *r, const struct statement_record *s,
                                    enum status outcome, const struct error *why,
                                    const char *notice, struct error *e)
{
    if (outcome == STATUS_OK)
        return respond_redirect(r, notice, e, "%s/statements/%" PRId64, statement_prefix(r), s->id);
    if (is_page_refusal(outcome, why))
        return statement_respond(r, s, 422, why, e);
    *e = *why;
    return outcome;
}

static enum status statement_compare_file(struct request *r, struct error *e)
{
    struct statement_record s;
    struct error why = {0};
    int64_t differences = 0;
    TRY(statement_of_address(r, &s, e));
    enum status outcome = compare(r, &s, &differences, &why);
    const char *notice =
        differences == 0 ? request_text(r, N_("逐笔一致，结算单已定"))
                         : arena_printf(r->arena, "%s %" PRId64,
                                        request_text(r, N_("不一致的住院号（个）：")), differences);
    return statement_answer(r, &s, outcome, &why, notice, e);
}

/* ---- the bureau's steps ---- */

static enum status statement_postpone(struct request *r, struct error *e)
{
    struct statement_record s;
    struct error why = {0};
    struct db *db;
    const char *reason = text_tidy(r->arena, request_field(r, "reason"));
    TRY(statement_of_address(r, &s, e));
    if (reason == NULL)
        return arena_exhausted(e);
    enum status outcome = reason[0] == '\0' ? error_set(&why, STATUS_REFUSED, "REASON_MISSING",
                                                        _("请写明为什么缓一个月"))
                                            : STATUS_OK;
    if (outcome == STATUS_OK) {
        TRY(request_writer(r, &db, e));
        outcome = statement_put_off(db, r->county, s.id, request_field(r, "admission_no"), reason,
                                    r->session.user.name, &why);
    }
    return statement_answer(r, &s, outcome, &why, request_text(r, N_("已缓到下个月")), e);
}

static enum status statement_hand_on(struct request *r, struct error *e)
{
    struct statement_record s;
    struct error why = {0};
    struct db *db;
    int64_t transfer;
    TRY(statement_of_address(r, &s, e));
    TRY(request_writer(r, &db, e));
    enum status outcome =
        statement_transfer(db, r->county, s.id, r->session.user.name, &transfer, &why);
    if (outcome == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("拨付单已编制，请他人复核")), e,
                                "/transfers/%" PRId64, transfer);
    return statement_answer(r, &s, outcome, &why, NULL, e);
}

static const struct route_input PREPARE_INPUTS[] = {
    {"hospital", INPUT_INTEGER, true, N_("医院")},
    {"month", INPUT_MONTH, true, N_("月份")},
    {.name = NULL},
};
static const struct route_input COMPARE_INPUTS[] = {
    {"file", INPUT_FILE, true, N_("医院自己的清单：住院号、金额两列")},
    {.name = NULL},
};
static const struct route_input POSTPONE_INPUTS[] = {
    {"admission_no", INPUT_TEXT, true, N_("住院号")},
    {"reason", INPUT_TEXT, true, N_("原因")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_POST, "/medical/statements", statement_make, PERMISSION_MEDICAL_STATEMENT,
     N_("归集医院结算单"), .inputs = PREPARE_INPUTS},
    {HTTP_POST, "/medical/statements/{statement}/compare", statement_compare_file,
     PERMISSION_MEDICAL_STATEMENT, N_("核对结算单"), .inputs = COMPARE_INPUTS},
    {HTTP_POST, "/medical/statements/{statement}/put-off", statement_postpone,
     PERMISSION_MEDICAL_STATEMENT, N_("缓到下个月"), .inputs = POSTPONE_INPUTS},
    {HTTP_POST, "/medical/statements/{statement}/transfer", statement_hand_on,
     PERMISSION_TRANSFER_PREPARE, N_("编制拨付单")},
    {HTTP_POST, "/counter/statements/{statement}/compare", statement_compare_file,
     PERMISSION_MEDICAL_AGREE, N_("核对结算单"), .inputs = COMPARE_INPUTS},
};
const struct route_table STATEMENT_STEP_ROUTES = ROUTE_TABLE("statement_step", ROUTES);

/* What is done to a statement: gathered, compared with the hospital's own list, a stay put off,
   handed on for payment. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/medical/statement_list.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/pages/statement_page.h"
#include "web/pages/upload.h"

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

static enum status compare(struct request *r, const struct statement_record *s,
                           int64_t *ret_differences, struct error *e)
{
    const struct form_file *file;
    struct their_line *lines;
    struct db *db;
    size_t count;
    enum status found = request_file(r, "file", &file);
    if (found == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "FILE_MISSING", _("请选择要交的表格"));
    TRY(found);
    found = statement_list_read(file->path, r->arena, &lines, &count, e);
    if (found != STATUS_OK) {
        upload_name_place(file, e);
        return found;
    }
    TRY(request_writer(r, &db, e));
    return statement_compare(db, r->county, s->id, lines, count, r->session.user.name,
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
    return statement_answer(
        r, &s, outcome, &why,
        request_text(r, N_("已缓到下个月。其余的请再核对一次，清单里去掉这个住院号")), e);
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
     PERMISSION_MEDICAL_AGREE, N_("核对结算单"), .audience = AUDIENCE_PEOPLE,
     .inputs = COMPARE_INPUTS},
};
const struct route_table STATEMENT_STEP_ROUTES = ROUTE_TABLE("statement_step", ROUTES);

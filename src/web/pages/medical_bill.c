/* Bills of medical assistance: the list, one bill, and putting a claim's bill right. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/plain_form.h"
#include "web/pages/query.h"

static enum status bill_index(struct request *r, struct error *e)
{
    TRY(bill_list_fill(r, 0, "/medical/bills", e));
    return respond_page(r, "medical/bills.html", NULL, e);
}

static enum status bill_export(struct request *r, struct error *e)
{
    return bill_list_export(r, 0, e);
}

/* ---- one bill ---- */

static const struct plain_field AMOUNT_FIELDS[] = {
    MEDICAL_AMOUNT_FIELDS,
    {"reason", N_("更正原因"), NULL, PLAIN_TEXT, false},
};
#define AMOUNT_FIELD_COUNT (sizeof(AMOUNT_FIELDS) / sizeof(AMOUNT_FIELDS[0]))
static const struct plain_cause AMOUNT_CAUSES[] = {
    {"BILL_AMOUNTS", "total"},
    {NULL, NULL},
};

static void amounts_default(struct plain_form *f, const struct medical_amounts *a)
{
    const struct {
        const char *name;
        struct fen amount;
    } known[] = {
        {"total", a->total},       {"in_scope", a->in_scope}, {"insurance", a->insurance},
        {"critical", a->critical}, {"other", a->other},       {"relief", a->relief},
        {"veteran", a->veteran},
    };
    char text[FEN_TEXT_BYTES];
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        plain_default(f, known[i].name,
                      arena_strdup(f->r->arena, fen_format(known[i].amount, text)));
}

static bool can_correct(const struct request *r, const struct bill_record *b)
{
    return b->source == BILL_CLAIM && b->state == BILL_SETTLED &&
           request_can(r, PERMISSION_MEDICAL_MANAGE) && request_sees_county(r);
}

static enum status bill_respond(struct request *r, const struct bill_record *b, unsigned status,
                                const struct error *why, struct error *e)
{
    const char *title =
        request_text(r, arena_printf(r->arena, _("账单 %" PRId64 " · %s"), b->id, b->person_name));
    TRY(bill_fill(r, b, "/medical", e));
    view_add_bool(r->page, "can_correct", can_correct(r, b));
    view_add_bool(r->page, "is_open_form", why != NULL);
    return respond_page_status(r, status, "medical/bill.html", title, why, e);
}

static enum status bill_show(struct request *r, struct error *e)
{
    struct bill_record b;
    struct plain_form f;
    TRY(bill_of_address(r, &b, e));
    if (can_correct(r, &b)) {
        plain_begin(&f, r, r->page, AMOUNT_FIELDS, AMOUNT_FIELD_COUNT);
        amounts_default(&f, &b.amounts);
        plain_end(&f);
    }
    return bill_respond(r, &b, 200, NULL, e);
}

/* The bill is struck; unless the form says "strike" it is decided again with the new figures. */
static enum status correct(struct request *r, const struct bill_record *b, struct plain_form *f,
                           struct error *e)
{
    CLEANUP(medical_desk_cleanup) struct medical_desk *desk = medical_desk_new(r->county, r->keys);
    struct db *db;
    bool is_strike = strcmp(request_field(r, "do"), "strike") == 0;
    const struct medical_amounts amounts = medical_amounts_typed(f);
    const char *reason = plain_text(f, "reason");
    if (desk == NULL)
        return arena_exhausted(e);
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return medical_claim_correct(db, desk, b->id, is_strike ? NULL : &amounts, reason,
                                 r->session.user.name, date_today(), e);
}

static enum status bill_correct(struct request *r, struct error *e)
{
    struct bill_record b;
    struct plain_form f;
    struct error why = {0};
    TRY(bill_of_address(r, &b, e));
    TRY(require_county(r, e));
    plain_begin(&f, r, r->page, AMOUNT_FIELDS, AMOUNT_FIELD_COUNT);
    enum status s = correct(r, &b, &f, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("账单已更正，差额自动补发或追回")), e,
                                "/medical/people/%" PRId64, b.person);
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    plain_refused(&f, AMOUNT_CAUSES, &why);
    plain_end(&f);
    return bill_respond(r, &b, 422, &why, e);
}

static const struct route_input LIST_INPUTS[] = {
    BILL_LIST_INPUTS,
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {"village", INPUT_INTEGER, false, N_("村（居）")},
    {"hospital", INPUT_INTEGER, false, N_("医院")},
    {"source", INPUT_TEXT, false, N_("来源：hospital 或 claim")},
    {.name = NULL},
};
static const struct route_input CORRECT_INPUTS[] = {
    {"total", INPUT_YUAN, true, N_("总费用（元）")},
    {"in_scope", INPUT_YUAN, true, N_("合规费用（元）")},
    {"insurance", INPUT_YUAN, false, N_("基本医保支付（元）")},
    {"critical", INPUT_YUAN, false, N_("大病保险支付（元）")},
    {"other", INPUT_YUAN, false, N_("其他补偿（元）")},
    {"relief", INPUT_YUAN, false, N_("医院减免（元）")},
    {"veteran", INPUT_YUAN, false, N_("优抚补助（元）")},
    {"reason", INPUT_TEXT, true, N_("更正原因")},
    {"do", INPUT_TEXT, false, N_("填 strike：只冲账，不重新计算")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/medical/bills", bill_index, PERMISSION_MEDICAL_READ, N_("医疗救助账单"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/medical/bills.xlsx", bill_export, PERMISSION_MEDICAL_READ, N_("医疗救助账单"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/medical/bills.csv", bill_export, PERMISSION_MEDICAL_READ, N_("医疗救助账单"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/medical/bills/{bill}", bill_show, PERMISSION_MEDICAL_READ, N_("医疗救助账单")},
    {HTTP_POST, "/medical/bills/{bill}/correct", bill_correct, PERMISSION_MEDICAL_MANAGE,
     N_("更正账单"), .inputs = CORRECT_INPUTS},
};
const struct route_table MEDICAL_BILL_ROUTES = ROUTE_TABLE("medical_bill", ROUTES);

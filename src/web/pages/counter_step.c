/* One stay at the counter: what the aid would be, settling it, cancelling it; and one of the
   hospital's bills, which may be reversed. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/medical/board.h"
#include "web/pages/counter_page.h"
#include "web/pages/pages.h"

static const struct plain_field SETTLE_FIELDS[] = {
    {"discharged_on", N_("出院日期"), NULL, PLAIN_DATE, false},
    MEDICAL_AMOUNT_FIELDS,
};
#define SETTLE_FIELD_COUNT (sizeof(SETTLE_FIELDS) / sizeof(SETTLE_FIELDS[0]))
static const struct plain_cause SETTLE_CAUSES[] = {
    {"BILL_AMOUNTS", "total"},
    {"BILL_DATES", "discharged_on"},
    {"POST_LATE", "discharged_on"},
    {NULL, NULL},
};
static const struct plain_field CANCEL_FIELDS[] = {
    {"cancel_reason", N_("撤销原因"), NULL, PLAIN_TEXT, false},
};
static const struct plain_field REVERSE_FIELDS[] = {
    {"reverse_reason", N_("冲账原因"), NULL, PLAIN_TEXT, false},
};

struct counter {
    struct payee hospital;
    struct admission_record stay;
    const char *struck; /* number of the stay's last struck bill, which a new one replaces; NULL */
};

/* NONE: not there, or another hospital's. */
static enum status stay_of_address(struct request *r, struct counter *ret, struct error *e)
{
    int64_t id;
    const char *number;
    *ret = (struct counter){0};
    TRY(request_parameter_i64(r, "admission", &id));
    TRY(hospital_of_viewer(r, &ret->hospital, e));
    TRY(board_admission_number(r->db, r->county, ret->hospital.id, id, r->arena, &number, e));
    return admission_by_number(r->db, r->county, ret->hospital.id, number, r->arena, &ret->stay, e);
}

/* Bills of the stay that were reversed, newest first. */
static enum status struck_add(struct request *r, struct counter *c, struct error *e)
{
    struct bill_record *bills;
    size_t count;
    bool has_more;
    const struct bill_filter filter = {.hospital = c->hospital.id,
                                       .person = c->stay.person,
                                       .is_struck_too = true,
                                       .row_count = BILL_PAGE_ROWS_MAX};
    TRY(bill_list(r->db, r->county, &filter, r->arena, &bills, &count, &has_more, e));
    struct view *list = view_add_list(r->page, "struck");
    for (size_t i = 0; i < count; i++) {
        if (bills[i].admission != c->stay.id || bills[i].state != BILL_STRUCK)
            continue;
        bill_add(r, view_add_object(list, NULL), &bills[i], NULL);
        if (c->struck == NULL &&
            (c->struck = arena_printf(r->arena, "%" PRId64, bills[i].id)) == NULL)
            return arena_exhausted(e);
    }
    return STATUS_OK;
}

/* ---- the forms ---- */

static void forms_begin(struct request *r, struct plain_form *settle, struct plain_form *cancel)
{
    char day[DATE_TEXT_BYTES];
    plain_begin(settle, r, view_add_object(r->page, "settle"), SETTLE_FIELDS, SETTLE_FIELD_COUNT);
    plain_begin(cancel, r, view_add_object(r->page, "cancel"), CANCEL_FIELDS, 1);
    plain_default(settle, "discharged_on", arena_strdup(r->arena, date_format(date_today(), day)));
}

static enum status settlement_read(struct plain_form *f, const struct counter *c,
                                   struct medical_message *ret, struct error *e)
{
    *ret = (struct medical_message){.kind = MESSAGE_SETTLE,
                                    .admission_no = c->stay.number,
                                    .discharged_on = plain_date(f, "discharged_on"),
                                    .replaces = c->struck};
    ret->amounts = medical_amounts_typed(f);
    return plain_status(f, e);
}

static enum status stay_respond(struct request *r, const struct counter *c,
                                struct plain_form *settle, struct plain_form *cancel,
                                unsigned status, const struct error *why, struct error *e)
{
    const char *title = arena_printf(r->arena, "%s %s · %s", request_text(r, N_("住院")),
                                     c->stay.number, c->stay.person_name);
    plain_end(settle);
    plain_end(cancel);
    counter_serial_add(r, r->page);
    view_add_text(r->page, "replaces", c->struck);
    stay_add(r, r->page, &c->stay, NULL);
    return respond_page_status(r, status, "counter/stay.html", title, why, e);
}

static enum status counter_stay(struct request *r, struct error *e)
{
    struct counter c;
    struct plain_form settle, cancel;
    TRY(stay_of_address(r, &c, e));
    TRY(struck_add(r, &c, e));
    forms_begin(r, &settle, &cancel);
    return stay_respond(r, &c, &settle, &cancel, 200, NULL, e);
}

/* ---- quote and settle ---- */

static void quote_add(struct request *r, const struct medical_message *m,
                      const struct medical_answer *answer, const struct explanation *x)
{
    const struct medical_assessment *a = &answer->assessment;
    struct view *v = view_add_object(r->page, "quote");
    view_add_text(v, "class_label", request_text(r, medical_class_label(answer->class)));
    view_add_fen(v, "aid_fen", a->aid);
    view_add_fen(v, "advance_fen", answer->advance);
    view_add_fen(v, "pay_now_fen", answer->pay_now);
    view_add_bool(v, "is_given_back", answer->pay_now.v < 0);
    view_add_fen(v, "give_back_fen", FEN(answer->pay_now.v < 0 ? -answer->pay_now.v : 0));
    view_add_fen(v, "personal_fen", a->personal);
    bill_identity_add(r, v, &m->amounts, a->aid, a->personal);
    explanation_lines_add(r, v, x);
    view_add_bool(r->page, "has_quote", true);
}

static enum status quote(struct request *r, struct counter *c, struct plain_form *f,
                         struct error *e)
{
    CLEANUP(medical_desk_cleanup) struct medical_desk *desk = medical_desk_new(r->county, r->keys);
    struct explanation *x = ARENA_NEW(r->arena, struct explanation);
    struct medical_message m;
    struct medical_answer answer;
    if (desk == NULL || x == NULL)
        return arena_exhausted(e);
    x->arena = r->arena;
    TRY(settlement_read(f, c, &m, e));
    m.hospital = c->hospital.id;
    m.actor = r->session.user.name;
    m.serial = "quote";
    m.today = date_today();
    TRY(medical_quote(r->db, desk, &m, r->arena, &answer, x, e));
    quote_add(r, &m, &answer, x);
    return STATUS_OK;
}

static enum status counter_quote(struct request *r, struct error *e)
{
    struct counter c;
    struct plain_form settle, cancel;
    struct error why = {0};
    TRY(stay_of_address(r, &c, e));
    TRY(struck_add(r, &c, e));
    forms_begin(r, &settle, &cancel);
    enum status s = quote(r, &c, &settle, &why);
    if (s == STATUS_OK)
        return stay_respond(r, &c, &settle, &cancel, 200, NULL, e);
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    plain_refused(&settle, SETTLE_CAUSES, &why);
    return stay_respond(r, &c, &settle, &cancel, 422, &why, e);
}

static enum status counter_settle(struct request *r, struct error *e)
{
    struct counter c;
    struct plain_form settle, cancel;
    struct medical_message m;
    struct medical_answer answer;
    struct error why = {0};
    char personal[FEN_TEXT_BYTES];
    TRY(stay_of_address(r, &c, e));
    TRY(struck_add(r, &c, e));
    /* As the page said, so that a repeat says the same although more may have happened since. */
    const char *replaces = request_field(r, "replaces");
    c.struck = replaces[0] != '\0' ? replaces : NULL;
    forms_begin(r, &settle, &cancel);
    enum status s = settlement_read(&settle, &c, &m, &why);
    if (s == STATUS_OK)
        s = counter_send(r, &c.hospital, &m, &answer, &why);
    if (s == STATUS_OK) {
        const char *notice =
            arena_printf(r->arena, "%s %s", request_text(r, N_("已结算。向病人收取（元）：")),
                         fen_format_people(answer.assessment.personal, personal));
        return respond_redirect(r, notice, e, "/counter/bills/%" PRId64, answer.bill);
    }
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    plain_refused(&settle, SETTLE_CAUSES, &why);
    return stay_respond(r, &c, &settle, &cancel, 422, &why, e);
}

static enum status counter_cancel(struct request *r, struct error *e)
{
    struct counter c;
    struct plain_form settle, cancel;
    struct medical_answer answer;
    struct error why = {0};
    TRY(stay_of_address(r, &c, e));
    TRY(struck_add(r, &c, e));
    forms_begin(r, &settle, &cancel);
    struct medical_message m = {.kind = MESSAGE_CANCEL,
                                .admission_no = c.stay.number,
                                .reason = plain_text(&cancel, "cancel_reason")};
    enum status s = plain_status(&cancel, &why);
    if (s == STATUS_OK)
        s = counter_send(r, &c.hospital, &m, &answer, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("备案已撤销，医前救助已退回")), e,
                                "/counter");
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    return stay_respond(r, &c, &settle, &cancel, 422, &why, e);
}

/* ---- one of its bills ---- */

static enum status own_bill(struct request *r, struct payee *hospital, struct bill_record *ret,
                            struct error *e)
{
    int64_t id;
    TRY(request_parameter_i64(r, "bill", &id));
    TRY(hospital_of_viewer(r, hospital, e));
    TRY(bill_read(r->db, r->county, id, r->arena, ret, e));
    return ret->source == BILL_HOSPITAL && ret->hospital == hospital->id ? STATUS_OK : STATUS_NONE;
}

static enum status bill_respond(struct request *r, const struct bill_record *b,
                                struct plain_form *f, unsigned status, const struct error *why,
                                struct error *e)
{
    const char *title =
        request_text(r, arena_printf(r->arena, _("账单 %" PRId64 " · %s"), b->id, b->person_name));
    plain_end(f);
    counter_serial_add(r, r->page);
    TRY(bill_fill(r, b, "/counter", e));
    view_add_integer(r->page, "admission", b->admission);
    view_add_bool(r->page, "can_reverse", b->state == BILL_SETTLED);
    view_add_bool(r->page, "is_open_form", why != NULL);
    return respond_page_status(r, status, "medical/bill.html", title, why, e);
}

static enum status counter_bill(struct request *r, struct error *e)
{
    struct payee hospital;
    struct bill_record b;
    struct plain_form f;
    TRY(own_bill(r, &hospital, &b, e));
    plain_begin(&f, r, r->page, REVERSE_FIELDS, 1);
    return bill_respond(r, &b, &f, 200, NULL, e);
}

static enum status counter_reverse(struct request *r, struct error *e)
{
    struct payee hospital;
    struct bill_record b;
    struct plain_form f;
    struct medical_answer answer;
    struct error why = {0};
    TRY(own_bill(r, &hospital, &b, e));
    plain_begin(&f, r, r->page, REVERSE_FIELDS, 1);
    struct medical_message m = {.kind = MESSAGE_REVERSE,
                                .admission_no = b.admission_no,
                                .reason = plain_text(&f, "reverse_reason")};
    enum status s = plain_status(&f, &why);
    if (s == STATUS_OK)
        s = counter_send(r, &hospital, &m, &answer, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已冲账，可以按正确的费用重新结算")), e,
                                "/counter/admissions/%" PRId64, b.admission);
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    return bill_respond(r, &b, &f, 422, &why, e);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/counter/admissions/{admission}", counter_stay, PERMISSION_MEDICAL_COUNTER,
     N_("一次住院"), .audience = AUDIENCE_PEOPLE},
    {HTTP_POST, "/counter/admissions/{admission}/quote", counter_quote, PERMISSION_MEDICAL_COUNTER,
     N_("试算救助"), .audience = AUDIENCE_PEOPLE},
    {HTTP_POST, "/counter/admissions/{admission}/settle", counter_settle,
     PERMISSION_MEDICAL_COUNTER, N_("出院结算"), .audience = AUDIENCE_PEOPLE},
    {HTTP_POST, "/counter/admissions/{admission}/cancel", counter_cancel,
     PERMISSION_MEDICAL_COUNTER, N_("撤销备案"), .audience = AUDIENCE_PEOPLE},
    {HTTP_GET, "/counter/bills/{bill}", counter_bill, PERMISSION_MEDICAL_COUNTER, N_("本院账单"),
     .audience = AUDIENCE_PEOPLE},
    {HTTP_POST, "/counter/bills/{bill}/reverse", counter_reverse, PERMISSION_MEDICAL_COUNTER,
     N_("冲账"), .audience = AUDIENCE_PEOPLE},
};
const struct route_table COUNTER_STEP_ROUTES = ROUTE_TABLE("counter_step", ROUTES);

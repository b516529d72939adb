/* What a hospital's program reads back: its own stays and bills. Another's are not there. */
#include <inttypes.h>

#include "base/i18n.h"
#include "domain/medical/hospital.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/request.h"

static enum status own_hospital(struct request *r, int64_t *ret, struct error *e)
{
    enum status s = hospital_of_user(r->db, r->county, r->session.user.name, ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ACCESS_HOSPITAL",
                         _("您的账户还没有对应的医院，请系统管理员登记"));
    return s;
}

static enum status admission_show(struct request *r, struct error *e)
{
    static const char *const states[] = {[ADMISSION_OPEN] = "open",
                                         [ADMISSION_SETTLED] = "settled",
                                         [ADMISSION_CANCELLED] = "cancelled"};
    struct admission_record a;
    int64_t hospital;
    TRY(own_hospital(r, &hospital, e));
    TRY(admission_by_number(r->db, r->county, hospital, request_parameter(r, "admission_no"),
                            r->arena, &a, e));
    view_add_text(r->page, "admission_no", a.number);
    view_add_integer(r->page, "admission", a.id);
    view_add_text(r->page, "state", states[a.state]);
    view_add_text(r->page, "state_label", request_text(r, admission_state_label(a.state)));
    view_add_text(r->page, "name", a.person_name);
    view_add_text(r->page, "id_tail", a.id_tail);
    view_add_text(r->page, "visit", medical_visit_code(a.visit));
    view_add_text(r->page, "scheme", medical_scheme_code(a.scheme));
    view_add_date(r->page, "admitted_on", a.admitted_on);
    view_add_text(r->page, "department", a.department);
    view_add_text(r->page, "disease", a.disease);
    view_add_text(r->page, "disease_name", a.disease_name);
    view_add_fen(r->page, "advance_fen", a.advance_amount);
    if (a.bill != 0)
        view_add_integer(r->page, "bill", a.bill);
    return respond_page(r, "", NULL, e);
}

static void bill_tell(const struct request *r, struct view *v, const struct bill_record *b)
{
    view_add_integer(v, "bill", b->id);
    view_add_text(v, "admission_no", b->admission_no);
    view_add_text(v, "state", b->state == BILL_STRUCK ? "struck" : "settled");
    view_add_text(v, "state_label", request_text(r, bill_state_label(b->state)));
    view_add_text(v, "name", b->person_name);
    view_add_text(v, "id_tail", b->id_tail);
    view_add_text(v, "class", medical_class_code(b->class));
    view_add_text(v, "visit", medical_visit_code(b->visit));
    view_add_text(v, "scheme", medical_scheme_code(b->scheme));
    view_add_text(v, "disease", b->disease);
    view_add_date(v, "admitted_on", b->admitted_on);
    view_add_date(v, "discharged_on", b->discharged_on);
    view_add_date(v, "posted_on", b->posted_on);
    bill_amounts_add(v, &b->amounts);
    view_add_fen(v, "deductible_fen", b->deductible);
    view_add_integer(v, "rate_bp", b->rate_bp);
    view_add_fen(v, "cap_fen", b->cap);
    view_add_fen(v, "aided_before_fen", b->aided_before);
    view_add_fen(v, "borne_fen", b->borne);
    view_add_fen(v, "aid_fen", b->aid);
    view_add_fen(v, "personal_fen", b->personal);
    view_add_fen(v, "advance_fen", b->advance);
    view_add_bool(v, "is_paid", b->is_paid);
    if (b->replaces != 0)
        view_add_integer(v, "replaces", b->replaces);
    if (b->state == BILL_STRUCK) {
        view_add_date(v, "struck_on", b->struck_on);
        view_add_text(v, "strike_reason", b->strike_reason);
    }
}

static enum status bill_show(struct request *r, struct error *e)
{
    struct bill_record b;
    int64_t hospital, id;
    TRY(own_hospital(r, &hospital, e));
    TRY(request_parameter_i64(r, "bill", &id));
    TRY(bill_read(r->db, r->county, id, r->arena, &b, e));
    if (b.source != BILL_HOSPITAL || b.hospital != hospital)
        return STATUS_NONE;
    bill_tell(r, r->page, &b);
    return respond_page(r, "", NULL, e);
}

static enum status bill_index(struct request *r, struct error *e)
{
    static const char *const paging[] = {"before", NULL};
    struct bill_record *bills;
    size_t count;
    bool has_more;
    struct bill_filter filter = {.source = BILL_HOSPITAL,
                                 .year = (int)query_number(r, "year"),
                                 .is_struck_too = request_query(r, "struck")[0] == '1',
                                 .before = query_number(r, "before"),
                                 .row_count = BILL_PAGE_ROWS_MAX};
    TRY(own_hospital(r, &filter.hospital, e));
    TRY(bill_list(r->db, r->county, &filter, r->arena, &bills, &count, &has_more, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++)
        bill_tell(r, view_add_object(rows, NULL), &bills[i]);
    if (has_more)
        view_add_textf(r->page, "next", API_PREFIX "%sbefore=%" PRId64,
                       query_address(r, "/counter/bills", paging), bills[count - 1].id);
    else
        view_add_text(r->page, "next", NULL);
    return respond_page(r, "", NULL, e);
}

static const struct route_input BILL_INPUTS[] = {
    {"year", INPUT_INTEGER, false, N_("年度，以出院日期为准")},
    {"struck", INPUT_BOOL, false, N_("也列已冲账的")},
    {"before", INPUT_INTEGER, false, N_("从这个账单号以前列起")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/counter/admissions/{admission_no}", admission_show, PERMISSION_MEDICAL_COUNTER,
     N_("一次住院"), .audience = AUDIENCE_PROGRAMS},
    {HTTP_GET, "/counter/bills", bill_index, PERMISSION_MEDICAL_COUNTER, N_("本院账单"),
     .audience = AUDIENCE_PROGRAMS, .inputs = BILL_INPUTS},
    {HTTP_GET, "/counter/bills/{bill}", bill_show, PERMISSION_MEDICAL_COUNTER, N_("本院账单"),
     .audience = AUDIENCE_PROGRAMS},
};
const struct route_table COUNTER_READ_ROUTES = ROUTE_TABLE("counter_read", ROUTES);

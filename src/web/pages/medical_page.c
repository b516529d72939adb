#include "web/pages/medical_page.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ratio.h"
#include "domain/medical/board.h"
#include "domain/medical/hospital.h"
#include "domain/medical/premium.h"
#include "web/pages/query.h"

#define YEARS_SHOWN 5

bool medical_sees_illness(const struct request *r)
{
    return request_can(r, PERMISSION_CASE_PAPERS) || request_can(r, PERMISSION_MEDICAL_COUNTER);
}

void rate_add(struct view *v, const char *name, int64_t rate_bp)
{
    char text[RATIO_TEXT_BYTES];
    view_add_text(v, name, ratio_rate(rate_bp, text));
}

static void illness_add(const struct request *r, struct view *v, const char *code, const char *name)
{
    if (medical_sees_illness(r))
        view_add_textf(v, "disease", "%s%s%s", code != NULL ? code : "",
                       name != NULL && name[0] != '\0' ? " " : "", name != NULL ? name : "");
}

/* ---- one bill, stay or advance, as lists and pages say it ---- */

struct medical_amounts medical_amounts_typed(struct plain_form *f)
{
    return (struct medical_amounts){.total = plain_yuan(f, "total"),
                                    .in_scope = plain_yuan(f, "in_scope"),
                                    .insurance = plain_yuan(f, "insurance"),
                                    .critical = plain_yuan(f, "critical"),
                                    .other = plain_yuan(f, "other"),
                                    .relief = plain_yuan(f, "relief"),
                                    .veteran = plain_yuan(f, "veteran")};
}

void bill_amounts_add(struct view *v, const struct medical_amounts *a)
{
    view_add_fen(v, "total_fen", a->total);
    view_add_fen(v, "in_scope_fen", a->in_scope);
    view_add_fen(v, "insurance_fen", a->insurance);
    view_add_fen(v, "critical_fen", a->critical);
    view_add_fen(v, "other_fen", a->other);
    view_add_fen(v, "relief_fen", a->relief);
    view_add_fen(v, "veteran_fen", a->veteran);
}

static void bill_money_add(struct view *v, const struct bill_record *b)
{
    bill_amounts_add(v, &b->amounts);
    view_add_fen(v, "aid_fen", b->aid);
    view_add_fen(v, "advance_fen", b->advance);
    view_add_fen(v, "personal_fen", b->personal);
    view_add_fen(v, "borne_fen", b->borne);
    view_add_fen(v, "deductible_fen", b->deductible);
    view_add_fen(v, "cap_fen", b->cap);
    view_add_fen(v, "aided_before_fen", b->aided_before);
    rate_add(v, "rate", b->rate_bp);
}

void bill_add(const struct request *r, struct view *v, const struct bill_record *b,
              const struct division_table *table)
{
    bool is_struck = b->state == BILL_STRUCK, is_hospital = b->source == BILL_HOSPITAL;
    view_add_integer(v, "bill", b->id);
    view_add_integer(v, "person", b->person);
    view_add_text(v, "person_name", b->person_name);
    view_add_text(v, "id_tail", b->id_tail);
    view_add_text(v, "hospital_name", b->hospital_name);
    view_add_text(v, "admission_no", is_hospital ? b->admission_no : NULL);
    view_add_bool(v, "is_hospital", is_hospital);
    view_add_text(v, "source_label",
                  request_text(r, is_hospital ? N_("医院窗口") : N_("医后申请")));
    view_add_text(v, "visit_label", request_text(r, medical_visit_label(b->visit)));
    view_add_text(v, "scheme_label", request_text(r, medical_scheme_label(b->scheme)));
    view_add_text(v, "class", medical_class_code(b->class));
    view_add_text(v, "class_label", request_text(r, medical_class_label(b->class)));
    view_add_text(v, "state_label", request_text(r, bill_state_label(b->state)));
    view_add_bool(v, "is_struck", is_struck);
    view_add_bool(v, "is_paid", b->is_paid && !is_struck);
    view_add_integer(v, "year", b->year);
    view_add_date(v, "admitted_on", b->admitted_on);
    view_add_date(v, "discharged_on", b->discharged_on);
    view_add_date(v, "posted_on", b->posted_on);
    if (is_struck)
        view_add_date(v, "struck_on", b->struck_on);
    view_add_text(v, "strike_reason", is_struck ? b->strike_reason : NULL);
    illness_add(r, v, b->disease, NULL);
    if (b->case_file != 0)
        view_add_integer(v, "case", b->case_file);
    if (b->replaces != 0)
        view_add_integer(v, "replaces", b->replaces);
    bill_money_add(v, b);
    if (table != NULL)
        place_add(v, table, b->division);
}

void stay_add(const struct request *r, struct view *v, const struct admission_record *a,
              const struct division_table *table)
{
    view_add_integer(v, "admission", a->id);
    view_add_text(v, "admission_no", a->number);
    view_add_integer(v, "person", a->person);
    view_add_text(v, "person_name", a->person_name);
    view_add_text(v, "id_tail", a->id_tail);
    view_add_text(v, "hospital_name", a->hospital_name);
    view_add_text(v, "department", a->department);
    view_add_text(v, "visit_label", request_text(r, medical_visit_label(a->visit)));
    view_add_text(v, "scheme_label", request_text(r, medical_scheme_label(a->scheme)));
    view_add_text(v, "stay_state_label", request_text(r, admission_state_label(a->state)));
    view_add_bool(v, "is_open", a->state == ADMISSION_OPEN);
    view_add_bool(v, "is_settled", a->state == ADMISSION_SETTLED);
    view_add_date(v, "admitted_on", a->admitted_on);
    view_add_date(v, "received_on", a->received_on);
    view_add_fen(v, "advance_fen", a->advance_amount);
    illness_add(r, v, a->disease, a->disease_name);
    if (a->advance != 0)
        view_add_integer(v, "advance", a->advance);
    if (a->bill != 0)
        view_add_integer(v, "bill", a->bill);
    if (table != NULL)
        place_add(v, table, a->division);
}

void advance_add(const struct request *r, struct view *v, const struct advance_record *a,
                 const struct division_table *table)
{
    bool is_approved = a->state == ADVANCE_APPROVED;
    view_add_integer(v, "advance", a->id);
    view_add_integer(v, "person", a->person);
    view_add_text(v, "person_name", a->person_name);
    view_add_text(v, "id_tail", a->id_tail);
    view_add_text(v, "hospital_name",
                  a->hospital != 0 ? a->hospital_name : request_text(r, N_("任何定点医院")));
    view_add_text(v, "advance_state", advance_state_code(a->state));
    view_add_text(v, "advance_state_label", request_text(r, advance_state_label(a->state)));
    view_add_bool(v, "is_approved", is_approved);
    view_add_bool(v, "is_drawn", is_approved && a->admission != 0);
    view_add_bool(v, "is_used", a->state == ADVANCE_USED);
    view_add_bool(v, "is_bad", a->state == ADVANCE_EXPIRED || a->state == ADVANCE_REVOKED);
    view_add_bool(v, "is_expiring",
                  is_approved && a->admission == 0 &&
                      a->expires_on.v <= date_today().v + BOARD_EXPIRES_DAYS);
    view_add_fen(v, "amount_fen", a->amount);
    view_add_date(v, "approved_on", a->approved_on);
    view_add_date(v, "expires_on", a->expires_on);
    if (!is_approved && a->state != ADVANCE_USED)
        view_add_date(v, "ended_on", a->ended_on);
    view_add_text(v, "ended_reason", is_approved ? NULL : request_text(r, a->ended_reason));
    view_add_text(v, "approved_by", a->approved_by);
    view_add_text(v, "case_number", a->case_number);
    illness_add(r, v, NULL, a->disease_name);
    if (a->case_file != 0)
        view_add_integer(v, "case", a->case_file);
    if (a->bill != 0)
        view_add_integer(v, "bill", a->bill);
    if (table != NULL)
        place_add(v, table, a->division);
}

void explanation_lines_add(const struct request *r, struct view *v, const struct explanation *x)
{
    struct view *list = view_add_list(v, "lines");
    for (size_t i = 0; i < x->count; i++) {
        const struct explanation_line *line = &x->line[i];
        struct view *row = view_add_object(list, NULL);
        view_add_text(row, "label", request_text(r, line->label));
        view_add_text(row, "formula", request_text(r, line->formula));
        view_add_text(row, "clause", line->clause);
        view_add_text(row, "document", request_text(r, line->document));
        view_add_fen(row, "amount_fen", line->amount);
    }
}

void bill_identity_add(const struct request *r, struct view *v, const struct medical_amounts *a,
                       struct fen aid, struct fen personal)
{
    const struct {
        const char *label, *sign;
        struct fen amount;
    } parts[] = {
        {N_("总费用"), "", a->total},       {N_("基本医保"), "=", a->insurance},
        {N_("大病保险"), "+", a->critical}, {N_("其他补偿"), "+", a->other},
        {N_("医疗救助"), "+", aid},         {N_("医院减免"), "+", a->relief},
        {N_("优抚补助"), "+", a->veteran},  {N_("个人负担"), "+", personal},
    };
    struct view *list = view_add_list(v, "identity");
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        struct view *row = view_add_object(list, NULL);
        view_add_text(row, "label", request_text(r, parts[i].label));
        view_add_text(row, "sign", parts[i].sign);
        view_add_fen(row, "amount_fen", parts[i].amount);
        view_add_bool(row, "is_empty", parts[i].amount.v == 0);
    }
}

/* ---- choices ---- */

enum status hospitals_add(struct request *r, int64_t chosen, struct error *e)
{
    struct payee *hospitals;
    size_t count;
    TRY(payee_list(r->db, r->county, PAYEE_HOSPITAL, r->arena, &hospitals, &count, e));
    struct view *list = view_add_list(r->page, "hospitals");
    for (size_t i = 0; i < count; i++) {
        const char *value = arena_printf(r->arena, "%" PRId64, hospitals[i].id);
        option_add(list, value, hospitals[i].name, hospitals[i].id == chosen);
    }
    return STATUS_OK;
}

void classes_add(struct request *r, enum medical_class chosen)
{
    struct view *list = view_add_list(r->page, "classes");
    for (int c = MEDICAL_WUBAO; c <= MEDICAL_CLASS_COUNT; c++)
        option_add(list, medical_class_code((enum medical_class)c),
                   request_text(r, medical_class_label((enum medical_class)c)), (int)chosen == c);
}

void years_add(struct request *r, int chosen)
{
    int this_year = month_year(date_month(date_today()));
    struct view *list = view_add_list(r->page, "years");
    for (int y = this_year; y > this_year - YEARS_SHOWN; y--) {
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "value", y);
        view_add_integer(v, "label", y);
        view_add_bool(v, "is_chosen", y == chosen);
    }
}

int year_asked(const struct request *r)
{
    int64_t year = query_number(r, "year");
    return year > 1900 && year < 9999 ? (int)year : 0;
}

/* ---- whose it is ---- */

enum status bill_of_address(struct request *r, struct bill_record *ret, struct error *e)
{
    int64_t bill;
    TRY(request_parameter_i64(r, "bill", &bill));
    TRY(bill_read(r->db, r->county, bill, r->arena, ret, e));
    return access_in_scope(r->session.user.scope, ret->division) ? STATUS_OK : STATUS_NONE;
}

enum status medical_person_seen(struct request *r, int64_t person, int64_t *ret_division,
                                struct error *e)
{
    TRY(board_person_division(r->db, r->county, person, date_today(), r->arena, ret_division, e));
    return access_in_scope(r->session.user.scope, *ret_division) ? STATUS_OK : STATUS_NONE;
}

enum status hospital_of_viewer(struct request *r, struct payee *ret, struct error *e)
{
    int64_t hospital;
    enum status s = hospital_of_user(r->db, r->county, r->session.user.name, &hospital, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ACCESS_HOSPITAL",
                         _("您的账户还没有对应的医院，请系统管理员登记"));
    TRY(s);
    return payee_by_id(r->db, r->county, hospital, r->arena, ret, e);
}

const char *premium_state_text(const struct request *r, int state)
{
    static const char *const labels[] = {[PREMIUM_DRAFT] = N_("草稿"),
                                         [PREMIUM_CONFIRMED] = N_("已确认"),
                                         [PREMIUM_APPROVED] = N_("已入账")};
    bool is_known = state >= PREMIUM_DRAFT && state <= PREMIUM_APPROVED;
    return is_known ? request_text(r, labels[state]) : "";
}

bool is_page_refusal(enum status s, const struct error *why)
{
    return s == STATUS_REFUSED && strncmp(why->code, "ACCESS_", 7) != 0;
}

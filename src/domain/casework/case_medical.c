/* Claims and advances in the flow: what the registry and the rules say to an application, who else
   has claimed the same, what would be paid (§C.3). */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/i18n.h"
#include "case_internal.h"
#include "claim_sql.h"
#include "domain/casework/claim.h"
#include "domain/payee/payee.h"

#define CASE_OTHERS_MAX 20 /* unfinished ones of one patient */

static const char *bill_field(struct entry_faults *faults, size_t i, const char *field)
{
    const char *name = arena_printf(faults->arena, "bills.%zu.%s", i + 1, field);
    return name ? name : "bills";
}

/* ---- the application ---- */

static enum status number_at(const struct case_moment *m, enum medical_number n, int64_t *ret,
                             struct error *e)
{
    struct policy_table *table;
    TRY(policy_table_read(m->db, m->county, KNOWN_NOW, m->arena, &table, e));
    return medical_number_at(table, n, date_month(m->on), ret, e);
}

/* Papers come while memory and insurance are fresh: so many days from discharge, and no more. */
static enum status days_check(const struct case_moment *m, const struct claim *claim,
                              struct entry_faults *faults, struct error *e)
{
    char last_text[DATE_TEXT_BYTES];
    int64_t packed;
    TRY(number_at(m, MEDICAL_CLAIM_DAYS, &packed, e));
    const int days = day_limit_days(packed);
    for (size_t i = 0; i < claim->count; i++) {
        struct date out = claim->bill[i].discharged_on;
        struct date last = day_limit_is_working(packed) ? calendar_add_working_days(out, days)
                                                        : (struct date){out.v + days};
        if (m->c.opened_on.v == 0 ? m->on.v > last.v : m->c.opened_on.v > last.v)
            entry_fault_add(faults, bill_field(faults, i, "discharged_on"), _("出院日期"),
                            _("已过申请期限：应在 %s 以前申请。"), date_format(last, last_text));
    }
    return STATUS_OK;
}

/* Who has a place in the registry is helped there: those who know him look at the papers. */
static enum status place_check(const struct case_moment *m, const struct claim_patient *patient,
                               const struct case_record *c, struct entry_faults *faults,
                               struct medical_person *ret, struct error *e)
{
    const char *place;
    *ret = (struct medical_person){.class = MEDICAL_NONE};
    if (patient->person == 0)
        return STATUS_OK;
    TRY(medical_class_of(m->db, m->county, patient->person, date_month(m->on), KNOWN_NOW, ret, e));
    if (ret->division == 0 || ret->division == c->division)
        return STATUS_OK;
    TRY(case_place(m->db, m->county, ret->division, date_month(m->on), m->arena, &place, NULL, e));
    entry_fault_add(faults, "members.1.id_number", _("身份证号"),
                    _("患者的家庭登记在%s，请由那里的村（社区）申请。"), place);
    return STATUS_OK;
}

static void life_check(const struct claim_patient *patient, const struct claim *claim,
                       struct entry_faults *faults)
{
    char day[DATE_TEXT_BYTES];
    for (size_t i = 0; patient->died_on.v != 0 && i < claim->count; i++)
        if (claim->bill[i].admitted_on.v > patient->died_on.v)
            entry_fault_add(faults, bill_field(faults, i, "admitted_on"), _("入院（就诊）日期"),
                            _("患者已于%s登记死亡，请核对票据。"),
                            date_format_people(patient->died_on, day));
}

/* As at the counter: the number is one digit away from somebody else's. */
static void name_check(const struct claim_patient *patient, const struct entry_data *form,
                       struct entry_faults *faults)
{
    if (patient->person != 0 && strcmp(patient->name, entry_get(form, "members.1.name")) != 0)
        entry_fault_add(faults, "members.1.name", _("患者姓名"),
                        _("这个身份证号登记的姓名是%s：请核对证件；登记有误的，请先更正登记。"),
                        patient->name);
}

/* Aid goes to the household's account. One that has an account keeps it: another is a change of
   its own, with its own review. */
static void account_check_form(const struct claim_patient *patient, const struct entry_data *form,
                               struct entry_faults *faults)
{
    static const struct {
        const char *field, *label;
    } parts[] = {{"bank", N_("开户行")},
                 {"account_holder", N_("账户名")},
                 {"account_number", N_("一卡通账号")}};
    bool has_any = false;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        has_any |= *entry_get(form, parts[i].field) != '\0';
    if (patient->has_account && has_any)
        entry_fault_add(faults, "account_number", _("一卡通账号"),
                        _("家庭已有发放账户，不填；要换账户的，请先办账户变更。"));
    for (size_t i = 0; !patient->has_account && i < sizeof parts / sizeof parts[0]; i++)
        if (!*entry_get(form, parts[i].field))
            entry_fault_add(faults, parts[i].field, _(parts[i].label),
                            _("家庭还没有登记发放账户，必须填写。"));
}

static enum status claim_check(const struct case_moment *m, const struct entry_data *form,
                               const struct claim_patient *patient, struct entry_faults *faults,
                               struct case_record *c, struct error *e)
{
    enum medical_class class = MEDICAL_NONE;
    struct medical_person now;
    struct claim claim;
    claim_read(form, &claim);
    TRY(place_check(m, patient, c, faults, &now, e));
    TRY(days_check(m, &claim, faults, e));
    life_check(patient, &claim, faults);
    TRY(claim_class_find(m->db, m->county, form, patient, faults, &class, e));
    account_check_form(patient, form, faults);
    c->mgmt_class = (int)class;
    return STATUS_OK;
}

static enum status hospital_check(const struct case_moment *m, const struct entry_data *form,
                                  struct entry_faults *faults, struct error *e)
{
    const char *name = entry_get(form, "hospital");
    struct payee hospital;
    if (!*name)
        return STATUS_OK;
    enum status s = payee_by_name(m->db, m->county, name, m->arena, &hospital, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_NONE || hospital.kind != PAYEE_HOSPITAL)
        entry_fault_add(faults, "hospital", _("定点医院"), _("没有这家定点医院：%.60s。"), name);
    return STATUS_OK;
}

static enum status advance_check(const struct case_moment *m, const struct entry_data *form,
                                 const struct claim_patient *patient, struct entry_faults *faults,
                                 struct case_record *c, struct error *e)
{
    struct medical_person at;
    char yuan[FEN_TEXT_BYTES];
    int64_t max;
    if (patient->died_on.v != 0)
        return error_set(e, STATUS_REFUSED, "CASE_DEAD", _("%s已登记死亡，不能申请医前救助。"),
                         c->applicant);
    TRY(place_check(m, patient, c, faults, &at, e));
    if (at.class == MEDICAL_NONE)
        entry_fault_add(faults, "members.1.id_number", _("身份证号"),
                        at.is_suspended ? _("患者的家庭本月停助，不能申请医前救助。")
                                        : _("患者不在救助对象之列：先认定类别，再申请医前救助。"));
    TRY(hospital_check(m, form, faults, e));
    TRY(number_at(m, MEDICAL_ADVANCE_MAX, &max, e));
    c->amount_month = entry_fen(form, "amount");
    if (c->amount_month.v > max)
        entry_fault_add(faults, "amount", _("申请金额（元）"), _("超过医前救助的最高额 %s 元。"),
                        fen_format(FEN(max), yuan));
    c->mgmt_class = (int)at.class;
    return STATUS_OK;
}

enum status case_medical_check(const struct case_moment *m, const struct entry_data *form,
                               struct entry_faults *faults, struct case_record *c, struct error *e)
{
    struct entry_faults *own = ARENA_NEW(m->arena, struct entry_faults);
    struct claim_patient patient;
    if (!own)
        return arena_exhausted(e);
    own->arena = m->arena;
    if (!faults)
        faults = own;
    TRY(medical_writable(m->db, m->county, e));
    TRY(claim_patient_find(m->db, m->county, m->keys, form, m->arena, &patient, e));
    name_check(&patient, form, faults);
    TRY(c->kind == CASE_ADVANCE ? advance_check(m, form, &patient, faults, c, e)
                                : claim_check(m, form, &patient, faults, c, e));
    return entry_faults_status(faults, e);
}

/* ---- the same bill twice ---- */

/* As case_claim_bill has it: a stay is one however its cost was written. */
static bool is_same_bill(const struct claim_bill *a, const struct claim_bill *b)
{
    const bool are_stays = a->visit == VISIT_INPATIENT && b->visit == VISIT_INPATIENT;
    const bool are_same_days =
        a->admitted_on.v == b->admitted_on.v && a->discharged_on.v == b->discharged_on.v;
    const bool is_same_cost = a->amounts.total.v == b->amounts.total.v;
    if (strcmp(a->hospital_name, b->hospital_name) != 0)
        return are_stays && are_same_days && is_same_cost;
    if (a->admitted_on.v == b->admitted_on.v && is_same_cost)
        return true;
    return are_stays && (are_same_days || (a->admitted_on.v < b->discharged_on.v &&
                                           b->admitted_on.v < a->discharged_on.v));
}

static enum status other_refused(const struct case_moment *m, const struct case_claim_row *other,
                                 const struct claim_bill *bill, struct error *e)
{
    char day[DATE_TEXT_BYTES];
    const char *place;
    TRY(case_place(m->db, m->county, other->division, MONTH_OPEN, m->arena, &place, NULL, e));
    if (!bill)
        return error_set(e, STATUS_REFUSED, "CASE_GUARD",
                         _("患者已有一件未办结的医前救助申请：%s，%s，案号 %s。请先办结那一件。"),
                         place, other->applicant, other->number);
    return error_set(e, STATUS_REFUSED, "CASE_GUARD",
                     _("%s %s入院的票据已在另一件未办结的申请中：%s，%s，案号 %s。"
                       "请先办结或撤回那一件。"),
                     bill->hospital_name, date_format_people(bill->admitted_on, day), place,
                     other->applicant, other->number);
}

static enum status compare_with(const struct case_moment *m, const struct claim *claim,
                                const struct case_claim_row *other, struct error *e)
{
    const struct entry_data *form;
    struct claim theirs;
    if (m->c.kind == CASE_ADVANCE)
        return other_refused(m, other, NULL, e);
    TRY(case_form_read(m->db, m->county, m->keys, other->id, 0, m->arena, &form, e));
    claim_read(form, &theirs);
    for (size_t i = 0; i < claim->count; i++)
        for (size_t k = 0; k < theirs.count; k++)
            if (is_same_bill(&claim->bill[i], &theirs.bill[k]))
                return other_refused(m, other, &claim->bill[i], e);
    return STATUS_OK;
}

static enum status guard_open(const struct case_moment *m, const struct entry_data *form,
                              const struct claim *claim, int64_t except, struct error *e)
{
    struct case_claim_row others[CASE_OTHERS_MAX], row;
    const char *number = entry_get(form, "members.1.id_number");
    size_t length = strlen(number), count = 0;
    uint8_t index[BLIND_INDEX_BYTES];
    enum status s;
    blind_index(m->keys, SEAL_ID_NUMBER, number, index);
    {
        CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
        TRY(case_claim_others_open(
            m->db,
            (struct case_claim_others_args){.county = m->county,
                                            .id_tail = length > 4 ? number + length - 4 : number,
                                            .id_index = {index, sizeof index},
                                            .kind = m->c.kind,
                                            .except_case = except},
            &cursor, e));
        while ((s = case_claim_others_next(cursor, &row, e)) == STATUS_OK) {
            if (count == CASE_OTHERS_MAX)
                return error_set(e, STATUS_REFUSED, "CASE_GUARD",
                                 _("患者已有 %d 件未办结的申请。请先办结。"), CASE_OTHERS_MAX);
            row.number = arena_strdup(m->arena, row.number);
            row.applicant = arena_strdup(m->arena, row.applicant);
            if (!row.number || !row.applicant)
                return arena_exhausted(e);
            others[count++] = row;
        }
    }
    if (s != STATUS_NONE)
        return s;
    for (size_t i = 0; i < count; i++)
        TRY(compare_with(m, claim, &others[i], e));
    return STATUS_OK;
}

static enum status guard_bill(const struct case_moment *m, int64_t person,
                              const struct claim_bill *bill, struct error *e)
{
    struct case_claim_bill_row known;
    struct case_record other;
    char day[DATE_TEXT_BYTES];
    enum status s =
        case_claim_bill(m->db,
                        (struct case_claim_bill_args){.county = m->county,
                                                      .person = person,
                                                      .hospital_name = bill->hospital_name,
                                                      .admitted_on = bill->admitted_on,
                                                      .total = bill->amounts.total,
                                                      .visit = bill->visit,
                                                      .discharged_on = bill->discharged_on},
                        m->arena, &known, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    date_format_people(bill->admitted_on, day);
    if (known.source == BILL_HOSPITAL)
        return error_set(e, STATUS_REFUSED, "CASE_GUARD",
                         _("%s %s入院的费用已在医院窗口结算（票据 %" PRId64 "），不能再申请。"),
                         bill->hospital_name, day, known.id);
    TRY(case_read(m->db, m->county, known.case_file, m->on, m->arena, &other, e));
    return error_set(e, STATUS_REFUSED, "CASE_GUARD",
                     _("%s %s入院的票据已在 %s 中救助过（票据 %" PRId64 "），不能再申请。"),
                     bill->hospital_name, day, other.number, known.id);
}

enum status case_medical_guard(const struct case_moment *m, const struct entry_data *form,
                               int64_t except, struct error *e)
{
    struct claim_patient patient;
    struct claim claim;
    claim_read(form, &claim);
    TRY(guard_open(m, form, &claim, except, e));
    TRY(claim_patient_find(m->db, m->county, m->keys, form, m->arena, &patient, e));
    for (size_t i = 0; i < claim.count && patient.person != 0; i++)
        TRY(guard_bill(m, patient.person, &claim.bill[i], e));
    return STATUS_OK;
}

/* ---- the amount ---- */

enum status case_medical_propose(struct case_moment *m, struct error *e)
{
    return claim_quote(m->db, m->county, m->keys, m->new_form ? m->new_form : m->form,
                       (enum medical_class)m->next.mgmt_class, m->arena, &m->next.amount_month,
                       NULL, e);
}

static enum status advance_amount(struct case_moment *m, struct error *e)
{
    char asked[FEN_TEXT_BYTES];
    m->next.amount_month = entry_fen(m->form, "amount");
    if (!*entry_get(m->content, "amount"))
        return STATUS_OK;
    struct fen granted = entry_fen(m->content, "amount");
    if (granted.v > m->next.amount_month.v)
        return error_set(e, STATUS_REFUSED, "CASE_AMOUNT",
                         _("批准的金额多于申请的 %s 元。请减少，或由申请人重新申请。"),
                         fen_format(m->next.amount_month, asked));
    m->next.amount_month = granted;
    return STATUS_OK;
}

enum status case_medical_approve(struct case_moment *m, struct error *e)
{
    TRY(m->c.kind == CASE_ADVANCE ? advance_amount(m, e) : case_medical_propose(m, e));
    if (m->next.amount_month.v <= 0)
        return error_set(e, STATUS_REFUSED, "CASE_AMOUNT",
                         _("%s 按规则算出的救助金额为 0，不能批准。费用未超过起付线或已达封顶线的，"
                           "应不予批准；票据有误的，退回更正。"),
                         m->c.number);
    m->next.effective = date_month(m->on);
    m->more_facts = arena_printf(m->arena, ",\"class\":\"%s\"",
                                 medical_class_code((enum medical_class)m->next.mgmt_class));
    return m->more_facts ? STATUS_OK : arena_exhausted(e);
}

/* Medical assistance in force: who is helped is registered when unknown, the class is written, the
   bills become bills of the year or the advance can be drawn (§C.3). */
#include <string.h>

#include "base/i18n.h"
#include "domain/casework/claim.h"
#include "domain/casework/effect_internal.h"
#include "domain/medical/advance.h"
#include "domain/payee/payee.h"

#define YEAR_LAST_MONTH 12

static enum status patient_register(struct effect *f, struct claim_patient *ret,
                                    struct date *ret_birth, struct error *e)
{
    const struct entry_data *form = f->x->form;
    const struct registry_person person = {.name = entry_get(form, "members.1.name"),
                                           .id_number = entry_get(form, "members.1.id_number"),
                                           .phone = entry_get(form, "members.1.phone")};
    struct idno id;
    TRY(claim_patient_find(f->db, f->county, f->x->keys, form, f->arena, ret, e));
    TRY(registry_person_within(f->db, f->county, f->x->keys, &person, f->x->change, &ret->person,
                               &id, e));
    *ret_birth = id.birth;
    return STATUS_OK;
}

/* A household that is paid aid needs no benefit: it has a member and an account. */
static enum status household_make(struct effect *f, struct claim_patient *patient,
                                  struct date birth, struct error *e)
{
    const struct entry_data *form = f->x->form;
    if (patient->household == 0) {
        const struct member_row row = {.person = patient->person,
                                       .from = f->from,
                                       .birth = birth,
                                       .is_present = true,
                                       .relation = RELATION_HEAD,
                                       .cause = ""};
        TRY(registry_household_within(f->db, f->county, entry_get(form, "address"),
                                      entry_get(form, "group_no"), f->x->change,
                                      &patient->household, e));
        TRY(registry_join_within(f->db, f->county, patient->household, &row, f->x->change, e));
    }
    if (patient->has_account || !*entry_get(form, "account_number"))
        return STATUS_OK; /* without any the payment run lists it as an exception */
    return registry_account_within(f->db, f->county, f->x->keys, patient->household,
                                   entry_get(form, "bank"), entry_get(form, "account_holder"),
                                   entry_get(form, "account_number"), f->x->change, e);
}

static int year_of(struct date d)
{
    int year, month, day;
    date_split(d, &year, &month, &day);
    return year;
}

/* For the years in which the bills count. */
static enum status class_write(struct effect *f, const struct claim *claim, int64_t person,
                               struct error *e)
{
    const enum medical_class class = (enum medical_class)f->x->c->mgmt_class;
    if (medical_class_is_key(class))
        return STATUS_OK; /* the registry's */
    for (size_t i = 0; i < claim->count; i++) {
        int year = year_of(claim->bill[i].discharged_on);
        bool is_written = false;
        for (size_t k = 0; k < i; k++)
            is_written |= year_of(claim->bill[k].discharged_on) == year;
        if (!is_written)
            TRY(medical_class_write(f->db, f->county, person, class, month_make(year, 1),
                                    month_make(year, YEAR_LAST_MONTH), f->x->c->number, f->x->c->id,
                                    f->x->change, e));
    }
    return STATUS_OK;
}

enum status effect_claim(struct effect *f, struct error *e)
{
    CLEANUP(medical_desk_cleanup)
    struct medical_desk *desk = medical_desk_new(f->county, f->x->keys);
    struct claim_patient patient;
    struct claim claim;
    struct date birth;
    if (!desk)
        return arena_exhausted(e);
    f->from = date_month(f->x->decided_on);
    claim_read(f->x->form, &claim);
    TRY(patient_register(f, &patient, &birth, e));
    TRY(household_make(f, &patient, birth, e));
    TRY(class_write(f, &claim, patient.person, e));
    TRY(medical_claim_decide(f->db, desk, f->x->c->id, patient.person, patient.household,
                             f->x->c->division, claim.bill, claim.count, f->x->decided_on,
                             f->x->change, &f->result->amount, e));
    f->result->household = patient.household;
    return STATUS_OK;
}

enum status effect_advance(struct effect *f, struct error *e)
{
    const struct entry_data *form = f->x->form;
    struct claim_patient patient;
    struct payee hospital = {0};
    f->from = date_month(f->x->decided_on);
    TRY(claim_patient_find(f->db, f->county, f->x->keys, form, f->arena, &patient, e));
    if (*entry_get(form, "hospital")) {
        enum status s =
            payee_by_name(f->db, f->county, entry_get(form, "hospital"), f->arena, &hospital, e);
        if (s == STATUS_NONE)
            return error_set(e, STATUS_REFUSED, "PAYEE_UNKNOWN", _("没有这家定点医院：%.60s。"),
                             entry_get(form, "hospital"));
        if (s != STATUS_OK)
            return s;
    }
    const struct advance_grant grant = {.person = patient.person,
                                        .household = patient.household,
                                        .division = f->x->c->division,
                                        .hospital = hospital.id,
                                        .disease = entry_get(form, "illness_code"),
                                        .disease_name = entry_get(form, "illness_name"),
                                        .amount = f->x->c->amount_month,
                                        .approved_on = f->x->decided_on,
                                        .case_file = f->x->c->id,
                                        .approved_by = f->x->actor};
    TRY(advance_approve(f->db, f->county, &grant, f->x->change, &f->result->advance, e));
    f->result->amount = grant.amount;
    f->result->household = patient.household;
    return STATUS_OK;
}

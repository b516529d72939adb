/* Claims of medical assistance: the bills of a form, the patient, the class, the money. */
#include "domain/casework/claim.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "claim_sql.h"
#include "domain/casework/forms.h"
#include "domain/payment/payment.h"
#include "person_sql.h"

void claim_read(const struct entry_data *form, struct claim *ret)
{
    int rows = entry_rows(form, "bills");
    *ret = (struct claim){0};
    for (int n = 1; n <= rows && ret->count < CLAIM_BILLS_MAX; n++) {
        char name[ENTRY_NAME_BYTES_MAX];
        struct claim_bill *b = &ret->bill[ret->count++];
        struct fen *const amounts[] = {
            &b->amounts.total, &b->amounts.in_scope, &b->amounts.insurance, &b->amounts.critical,
            &b->amounts.other, &b->amounts.relief,   &b->amounts.veteran,
        };
        static const char *const fields[] = {"total", "in_scope", "insurance", "critical",
                                             "other", "relief",   "veteran"};
        for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
            (void)snprintf(name, sizeof name, "bills.%d.%s", n, fields[i]);
            *amounts[i] = entry_fen(form, name);
        }
        (void)snprintf(name, sizeof name, "bills.%d.admitted_on", n);
        b->admitted_on = entry_date(form, name);
        (void)snprintf(name, sizeof name, "bills.%d.discharged_on", n);
        b->discharged_on = entry_date(form, name);
        b->hospital_name = entry_getf(form, "bills.%d.hospital_name", n);
        b->disease = entry_get(form, "illness_code");
        /* The choices of the form are these codes. */
        (void)!medical_visit_parse(entry_getf(form, "bills.%d.visit", n), &b->visit, NULL);
        (void)!medical_scheme_parse(entry_getf(form, "bills.%d.scheme", n), &b->scheme, NULL);
    }
}

/* ---- the patient ---- */

static enum status household_find(struct db *db, int64_t county, int64_t person, int64_t *ret,
                                  struct arena *arena, struct error *e)
{
    struct person_household_now_row now;
    enum status s = person_household_now(
        db, (struct person_household_now_args){.county = county, .person = person}, arena, &now, e);
    if (s == STATUS_OK)
        *ret = now.household;
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status claim_patient_find(struct db *db, int64_t county, const struct keyring *keys,
                               const struct entry_data *form, struct arena *arena,
                               struct claim_patient *ret, struct error *e)
{
    struct claim_patient p = {0};
    struct person_record person;
    struct person_death_now_row death;
    struct account_row account;
    uint8_t index[BLIND_INDEX_BYTES];
    blind_index(keys, SEAL_ID_NUMBER, entry_get(form, "members.1.id_number"), index);
    enum status s = person_by_index(
        db, (struct person_by_index_args){.county = county, .id_index = {index, sizeof index}},
        arena, &person, e);
    if (s == STATUS_NONE) {
        *ret = p;
        return STATUS_OK;
    }
    if (s != STATUS_OK)
        return s;
    p.person = person.id;
    p.name = person.name;
    s = person_death_now(db, (struct person_death_now_args){.county = county, .person = p.person},
                         arena, &death, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK)
        p.died_on = death.died_on;
    TRY(household_find(db, county, p.person, &p.household, arena, e));
    if (p.household == 0 && p.died_on.v != 0) { /* its aid goes to those who are left */
        s = person_last_household(db, county, p.person, &p.household, e);
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
    }
    if (p.household != 0) {
        s = account_current(db, county, OWNER_HOUSEHOLD, p.household, NULL, arena, &account, e);
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
        p.has_account = s == STATUS_OK;
    }
    *ret = p;
    return STATUS_OK;
}

/* ---- the class ---- */

/* What the registry says for every month of discharge: one class, or none. */
struct registered {
    enum medical_class class;
    bool is_mixed, is_suspended;
};

static enum status registered_read(struct db *db, int64_t county, const struct claim *claim,
                                   int64_t person, struct registered *ret, struct error *e)
{
    struct registered r = {.class = MEDICAL_NONE};
    for (size_t i = 0; i < claim->count && person != 0; i++) {
        struct medical_person at;
        TRY(medical_class_of(db, county, person, date_month(claim->bill[i].discharged_on),
                             KNOWN_NOW, &at, e));
        if (i > 0)
            r.is_mixed |= medical_class_is_key(r.class) != medical_class_is_key(at.class);
        r.is_suspended |= at.is_suspended;
        if (i == 0 || at.class != MEDICAL_NONE)
            r.class = at.class;
    }
    *ret = r;
    return STATUS_OK;
}

enum status claim_class_find(struct db *db, int64_t county, const struct entry_data *form,
                             const struct claim_patient *patient, struct entry_faults *faults,
                             enum medical_class *ret, struct error *e)
{
    const char *label = _("申请的对象类别"), *asked = entry_get(form, "class");
    struct registered r;
    struct claim claim;
    claim_read(form, &claim);
    TRY(registered_read(db, county, &claim, patient->person, &r, e));
    *ret = r.class;
    if (r.is_suspended)
        entry_fault_add(faults, "class", label,
                        _("患者的家庭在出院的月份停助，该月的费用不能救助。"));
    else if (r.is_mixed)
        entry_fault_add(faults, "class", label,
                        _("患者只在部分出院月份是低保、五保对象。请把票据分开申请。"));
    else if (medical_class_is_key(r.class) && *asked)
        entry_fault_add(faults, "class", label, _("登记为%s，这一栏不填。"),
                        _(medical_class_label(r.class)));
    else if (!medical_class_is_key(r.class) && *asked)
        return medical_class_parse(asked, ret, e);
    else if (r.class == MEDICAL_NONE)
        entry_fault_add(faults, "class", label,
                        _("登记中不是低保或五保对象，也没有认定过类别，请选择。"));
    return STATUS_OK;
}

/* ---- the aid ---- */

/* Clause and document are the desk's words, and the desk goes. */
static enum status explanation_keep(struct explanation *x, struct error *e)
{
    for (size_t i = 0; i < x->count; i++) {
        const char **const words[] = {&x->line[i].clause, &x->line[i].document};
        for (size_t k = 0; k < sizeof words / sizeof words[0]; k++) {
            const char *kept = *words[k] ? arena_strdup(x->arena, *words[k]) : "";
            if (!kept)
                return arena_exhausted(e);
            *words[k] = kept;
        }
    }
    return STATUS_OK;
}

enum status claim_quote(struct db *db, int64_t county, const struct keyring *keys,
                        const struct entry_data *form, enum medical_class class,
                        struct arena *arena, struct fen *ret, struct explanation *explain,
                        struct error *e)
{
    CLEANUP(medical_desk_cleanup) struct medical_desk *desk = medical_desk_new(county, keys);
    struct claim_patient patient;
    struct claim claim;
    if (!desk)
        return arena_exhausted(e);
    claim_read(form, &claim);
    TRY(claim_patient_find(db, county, keys, form, arena, &patient, e));
    TRY(medical_claim_quote(db, desk, patient.person,
                            medical_class_is_key(class) ? MEDICAL_NONE : class, claim.bill,
                            claim.count, arena, ret, explain, e));
    return explain ? explanation_keep(explain, e) : STATUS_OK;
}

/* ---- the money ---- */

static const struct {
    const char *code, *label;
} PAYMENTS[] = {
    [CLAIM_UNPAID] = {"UNPAID", N_("待发放")},
    [CLAIM_IN_RUN] = {"IN_RUN", N_("发放中")},
    [CLAIM_PAID] = {"PAID", N_("已发放")},
    [CLAIM_RETURNED] = {"RETURNED", N_("银行退回，待重发")},
};

const char *claim_payment_code(enum claim_payment p)
{
    return PAYMENTS[p].code;
}

const char *claim_payment_label(enum claim_payment p)
{
    return PAYMENTS[p].label;
}

static enum claim_payment payment_of(const struct case_claim_money_row *row)
{
    if (row->batch < 0) /* given back in cash */
        return CLAIM_PAID;
    if (row->batch == 0 || row->state == 0)
        return CLAIM_UNPAID;
    if (row->state == ITEM_PAID)
        return CLAIM_PAID;
    return row->state == ITEM_RETURNED ? CLAIM_RETURNED : CLAIM_IN_RUN;
}

enum status claim_payment_read(struct db *db, int64_t county, int64_t case_id,
                               enum claim_payment *ret, struct fen *ret_amount, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct case_claim_money_row row;
    enum claim_payment worst = CLAIM_PAID;
    struct fen sum = {0};
    size_t lines = 0;
    enum status s;
    TRY(case_claim_money_open(
        db, (struct case_claim_money_args){.county = county, .case_id = case_id}, &cursor, e));
    while ((s = case_claim_money_next(cursor, &row, e)) == STATUS_OK) {
        enum claim_payment p = payment_of(&row);
        TRY(fen_add(sum, row.amount, &sum));
        /* The bank's return outweighs all: somebody must act. */
        if (lines == 0 || p == CLAIM_RETURNED || (worst != CLAIM_RETURNED && p < worst))
            worst = p;
        lines++;
    }
    if (s != STATUS_NONE)
        return s;
    if (lines == 0)
        return STATUS_NONE;
    *ret = worst;
    *ret_amount = sum;
    return STATUS_OK;
}

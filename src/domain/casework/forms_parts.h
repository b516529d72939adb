/* Shared by the tables of forms only: how a field is written down, and lists that several forms
   use. */
#pragma once
#include "base/i18n.h"
#include "domain/casework/claim.h"
#include "domain/casework/forms.h"

#define COUNT_OF(table) (sizeof(table) / sizeof(table)[0])
/* Name, label, kind; then designated initialisers: .is_required = true … */
#define FIELD(name_, label_, kind_, ...)                                                           \
    {                                                                                              \
        .name = name_, .label = label_, .kind = FIELD_##kind_, __VA_ARGS__                         \
    }
#define SECTION(label_, fields_)                                                                   \
    {                                                                                              \
        .label = label_, .fields = fields_, .field_count = COUNT_OF(fields_)                       \
    }
#define TABLE(name_, label_, min_, max_, fields_)                                                  \
    {                                                                                              \
        .name = name_, .label = label_, .repeat_min = min_, .repeat_max = max_, .fields = fields_, \
        .field_count = COUNT_OF(fields_)                                                           \
    }
#define FORM(name_, label_, sections_)                                                             \
    {                                                                                              \
        .name = name_, .label = label_, .sections = sections_,                                     \
        .section_count = COUNT_OF(sections_)                                                       \
    }

#define MEMBERS_MAX ENTRY_REPEAT_MAX
#define INCOMES_MAX ENTRY_REPEAT_MAX
#define OBLIGORS_MAX 6
#define INVESTIGATORS_MAX 6
#define MEMBER_FIELD_COUNT 21
#define INCOME_FIELD_COUNT 4
#define EXPENSE_FIELD_COUNT 4
#define EXEMPT_FIELD_COUNT 3
#define OBLIGOR_FIELD_COUNT 6
#define ABILITY_FIELD_COUNT 6
#define ACCOUNT_FIELD_COUNT 3
#define INVESTIGATOR_FIELD_COUNT 2

extern const struct field_choice SEX_CHOICES[], RELATION_CHOICES[], HEALTH_CHOICES[],
    DISABILITY_CHOICES[], WORK_CHOICES[], EMPLOYMENT_CHOICES[], EDUCATION_CHOICES[],
    MARRIAGE_CHOICES[], CARE_CHOICES[], HUKOU_CHOICES[], POVERTY_CHOICES[], INCOME_CHOICES[],
    EXEMPT_CHOICES[], EXPENSE_CHOICES[], CLASS_CHOICES[], HOUSE_CHOICES[], FORM_CHOICES[],
    APPLICANT_CHOICES[], OPINION_CHOICES[], REFUSAL_CHOICES[], STOP_CHOICES[], LEAVE_CHOICES[];
extern const struct entry_field MEMBER_FIELDS[MEMBER_FIELD_COUNT],
    INCOME_FIELDS[INCOME_FIELD_COUNT], EXPENSE_FIELDS[EXPENSE_FIELD_COUNT],
    EXEMPT_FIELDS[EXEMPT_FIELD_COUNT], OBLIGOR_FIELDS[OBLIGOR_FIELD_COUNT],
    ABILITY_FIELDS[ABILITY_FIELD_COUNT], ACCOUNT_FIELDS[ACCOUNT_FIELD_COUNT],
    INVESTIGATOR_FIELDS[INVESTIGATOR_FIELD_COUNT];

/* Which form belongs to which step: kinds is a set of bits 1 << kind, change CHANGE_NONE for any.
   The first row that fits holds. */
struct form_row {
    uint32_t kinds;
    enum case_change change;
    enum case_action action;
    const struct entry_form *form;
};
extern const struct entry_form DIBAO_APPLY, WUBAO_APPLY, MEDICAL_APPLY, ADVANCE_APPLY;
extern const struct form_row CHANGE_FORMS[], MEDICAL_FORMS[],
    STEP_FORMS[]; /* end with a NULL form */

/* What must agree on a claim: days, figures, no bill twice. */
void claim_form_check(const struct entry_data *d, struct entry_faults *faults);

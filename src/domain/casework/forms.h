/* Which form belongs to which step. */
#pragma once
#include "domain/casework/casework.h"

/* The form a step asks for: for APPLY, PROPOSE, REPORT, OPEN_RECHECK by kind and change. Never
   NULL: a step that needs nothing has a form with an optional remark. */
const struct entry_form *case_form_of(enum case_kind kind, enum case_change change,
                                      enum case_action action);
/* Every form there is, for generated tests and documentation. */
const struct entry_form *case_form_at(size_t index); /* NULL past the end */
/* What is known already: head, members, income, account of a household, filled into the names of
   the form (CHANGE, STOP, RECHECK …); last form's values for a case. ID numbers as full text only
   where the form asks for them. */
MUST_USE enum status case_form_prefill(struct db *db, int64_t county, const struct keyring *keys,
                                       enum case_kind kind, enum case_change change,
                                       int64_t household, struct arena *arena,
                                       struct entry_data **ret, struct error *e);
/* Sums of the application form: annual income in fen over all lines, members, protected. */
struct form_totals {
    int people, protected_count;
    struct fen income_year;
    int mgmt_class;
};
struct form_totals case_form_totals(enum case_kind kind, const struct entry_data *content);

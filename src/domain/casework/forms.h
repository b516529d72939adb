/* Which form belongs to which step. */
#pragma once
#include "domain/casework/casework.h"

/* The form a step asks for: for APPLY, PROPOSE, REPORT, OPEN_RECHECK by kind and change. Never
   NULL: a step that needs nothing has a form with an optional remark. */
const struct entry_form *case_form_of(enum case_kind kind, enum case_change change,
                                      enum case_action action);
/* Every form there is, for generated tests and documentation. */
const struct entry_form *case_form_at(size_t index); /* NULL past the end */
/* The form of a step checked: every field (entry_check) and what must agree between fields: one
   head, nobody twice, a home for who lives in one, votes that add up are the flow's. */
MUST_USE enum status case_form_check(enum case_kind kind, enum case_change change,
                                     enum case_action action, const struct entry_data *in,
                                     struct date today, struct arena *arena,
                                     struct entry_faults *faults, const struct entry_data **ret,
                                     struct error *e);
/* Papers supplied, with the whole application behind it to be corrected. In the arena. */
MUST_USE enum status case_supply_form(enum case_kind kind, struct arena *arena,
                                      const struct entry_form **ret, struct error *e);
/* The application as it stands, without whole numbers: left empty, they stay as they are. */
MUST_USE enum status case_supply_known(struct db *db, int64_t county, const struct keyring *keys,
                                       const struct case_record *c, struct arena *arena,
                                       struct entry_data **ret, struct error *e);
/* What is known already: head, members, income, account of a household, filled into the names of
   the form (CHANGE, STOP, RECHECK …); last form's values for a case. Whole numbers only where the
   form asks for them, and never with keys NULL: what is shown to somebody goes without. */
MUST_USE enum status case_form_prefill(struct db *db, int64_t county, const struct keyring *keys,
                                       enum case_kind kind, enum case_change change,
                                       int64_t household, struct arena *arena,
                                       struct entry_data **ret, struct error *e);
/* Sums of the application form: annual income in fen over all lines (what the township assessed,
   where it did), members, protected; class 1 A, 2 B, 3 C, 0 none. For a change: its new income,
   its new members, its new class. Members of the form are `members.N.…` in both programmes; in a
   dibao form the head is the one with relation HEAD, in a wubao form members.1 is the person.
   Nobody marked as protected in a dibao form: the whole household is (按户施保). */
struct form_totals {
    int people, protected_count;
    struct fen income_year;
    int mgmt_class;
};
/* The lines' sums, of an application or a survey: income; rigid expenses (刚性支出) that nobody
   reimbursed. */
struct fen case_form_income_lines(const struct entry_data *content);
struct fen case_form_rigid_expense(const struct entry_data *content);
struct form_totals case_form_totals(enum case_kind kind, const struct entry_data *content);
/* "members.N": 1-based row of the head; 0 when there is none. */
int case_form_head(const struct entry_data *content);
/* Is row N of the members protected, by the rule above. */
bool case_form_is_protected(const struct entry_data *content, int row);
/* "A" 1, "B" 2, "C" 3, else 0. */
int case_class_parse(const char *code);
const char *case_class_code(int mgmt_class); /* "A"; "" for 0 */

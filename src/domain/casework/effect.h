/* What a decision does to the registry. Called by the flow inside its transaction, at the step that
   puts a case into force; pure flow knows nothing of period rows, this knows nothing of steps. */
#pragma once
#include "domain/casework/casework.h"
#include "domain/benefit/benefit.h"
#include "domain/casework/deadline.h"

struct effect_context {
    const struct keyring *keys;
    const struct case_rules *rules;
    const struct case_record *c;
    const struct entry_data *form;     /* the case's newest form */
    const struct entry_data *decision; /* content of the approving step: amounts, class, month */
    struct date decided_on;            /* day of approval */
    int64_t change;                    /* already recorded */
    const char *actor;
};
struct effect_result {
    int64_t household;       /* granted to, or changed */
    struct month from;       /* in force from */
    const char *certificate; /* number given out; NULL */
    struct fen amount;       /* medical: the aid */
    int64_t advance;         /* approved; 0 none */
};
/* Grants (DIBAO at CLOSE_NOTICE of the second notice, WUBAO at APPROVE), changes, stops, suspends,
   gives grace, changes form, cancels. REFUSED with the registry's own reasons. */
MUST_USE enum status case_effect_apply(struct db *db, int64_t county,
                                       const struct effect_context *x, struct arena *arena,
                                       struct effect_result *ret, struct error *e);
/* The amount a month that the form's facts would give from `m` on by the benefit rule: proposals on
   reviews and notices. explain may be NULL. */
MUST_USE enum status case_amount(struct db *db, int64_t county, enum case_kind kind,
                                 const struct entry_data *form, struct month m, struct arena *arena,
                                 struct fen *ret, struct explanation *explain, struct error *e);

/* The parts of payment_prepare: decide, then compute household by household. */
#pragma once
#include "payment_internal.h"

struct prepare_decision {
    int64_t draft; /* the run to compute anew; 0: a new one */
    struct month from, to;
    struct month settled_first; /* MONTH_OPEN when nothing was settled before */
    int64_t known_before;       /* what the run before knew; 0 when there is none */
    struct month previous_from, previous_to;
    int64_t previous_items;
};
MUST_USE enum status prepare_decide(struct db *db, int64_t county, enum programme p, struct month m,
                                    const struct policy *policy, struct prepare_decision *ret,
                                    struct error *e);

/* Who has an account, read along with the dossiers. */
struct payees;
MUST_USE enum status payees_open(struct db *db, int64_t county, struct arena *arena,
                                 struct payees **ret, struct error *e);
/* household must not decrease from call to call. */
MUST_USE enum status payees_has_account(struct payees *p, int64_t household,
                                        const struct entitlement_row *row, bool *ret,
                                        struct error *e);
void payees_cleanup(struct payees **p);

struct prepare_result {
    int64_t items;
    struct fen total;
};
MUST_USE enum status prepare_compute(struct db *db, const struct payment_context *c,
                                     enum programme p, const struct prepare_decision *d,
                                     const struct policy_table *table, struct arena *arena,
                                     struct prepare_result *ret, struct error *e);

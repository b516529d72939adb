/* One household's month, opened: what was paid, why, and whether the rule still says so (decision
 * 0007). */
#pragma once
#include "domain/payment/payment.h"

#define EXPLAIN_ADJUSTMENTS_MAX 200
struct explained_adjustment {
    struct month for_month;
    struct fen amount;
    const char *reason; /* FACT, STANDARD, BOTH, CARRY, GRANT */
};
struct explained_month {
    struct month month;
    bool has_item;
    struct fen basic, topup, adjustment, carry; /* of the item */
    enum item_state state;
    int attempt;
    int64_t run;   /* 0: no run of that month yet, or a draft without the household */
    int64_t known; /* what the explanation was computed from: the run's, or the one asked for */
    struct benefit_amount amount;
    struct explanation explanation;
    bool differs; /* the rule, on what the run knew, gives other figures than the item: run
                     `minsheng audit` */
    size_t adjustment_count;
    struct explained_adjustment adjustments[EXPLAIN_ADJUSTMENTS_MAX];
};
/* known: KNOWN_NOW reads a month with a run as that run knew it, and any other month by today's
   knowledge; a change id reads it as known then. NONE: the household is not in the programme.
   PROGRAMME_MEDICAL: the claims of the item, bill by bill, or those that wait at the month's end.
   Result and texts in the arena. */
MUST_USE enum status payment_explain(struct db *db, int64_t county, enum programme p,
                                     int64_t household, struct month m, int64_t known,
                                     struct arena *arena, struct explained_month **ret,
                                     struct error *e);
/* The same for one household after another of a programme's month: the numbers in force are read
   once for each state of knowledge, not once for each household. Zeroed before the first call; its
   arena outlives the calls and may be another than theirs. */
struct explain_numbers {
    struct arena *arena;
    int64_t known; /* of policy; table NULL: none read yet */
    struct policy_table *table;
    struct policy policy;
};
MUST_USE enum status payment_explain_next(struct db *db, int64_t county, enum programme p,
                                          int64_t household, struct month m, int64_t known,
                                          struct explain_numbers *numbers, struct arena *arena,
                                          struct explained_month **ret, struct error *e);

/* A household's paid months, newest first. */
struct household_payment {
    enum programme programme;
    struct month month;
    int64_t run;
    struct fen basic, topup, adjustment, carry;
    enum item_state state;
    int attempt;
};
#define HOUSEHOLD_PAYMENTS_MAX 600
MUST_USE enum status payment_of_household(struct db *db, int64_t county, int64_t household,
                                          struct arena *arena, struct household_payment **ret,
                                          size_t *ret_count, struct error *e);
const char *adjustment_reason_label(const char *reason); /* msgid */

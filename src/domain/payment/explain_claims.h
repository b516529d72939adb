#pragma once
#include "domain/payment/explain.h"

/* Fills explanation, amount and differs of a household's month of claims from the lines of the run
   they are bound to; bound_run 0: from the open ones, entered up to the month's end, that x->known
   has. The item is there already. NONE: neither item nor line. */
MUST_USE enum status claims_explain(struct db *db, int64_t county, int64_t household,
                                    int64_t bound_run, struct arena *arena,
                                    struct explained_month *x, struct error *e);

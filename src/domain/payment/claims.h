/* Claims after medical treatment in a run (programme 3): its items are what the lines owed to a
   household come to, not what an entitlement says of a month. P3.3. */
#pragma once
#include "prepare.h"

/* One item per household whose open lines, entered up to the end of the run's month, add up to more
   than nothing; less waits, open, for later lines (exception OWED_BACK). A draft binds no line.
   REFUSED: NOTHING_OWED (no household has an item), PROGRAMME_HANDED_OVER. */
MUST_USE enum status claims_compute(struct db *db, const struct payment_context *c,
                                    const struct prepare_decision *d, struct prepare_result *ret,
                                    struct error *e);
/* At approval, in its transaction: the lines that the run knew become the run's. REFUSED
   (CLAIM_LINES) when they do not add up to the items any more. */
MUST_USE enum status claims_bind(struct db *db, int64_t county, const struct payment_run_row *run,
                                 struct error *e);
/* When the household's item is cancelled: open lines that lowered its claims become the run's, as far
   as they only take back what nobody got. Later ones do so by themselves (claim_bring). */
MUST_USE enum status claims_absorb(struct db *db, int64_t county, int64_t household, int64_t run,
                                   struct error *e);
/* What the household's open lines owe back is given back in cash: the lines become the repayment's
   (batch −repayment). REFUSED (REPAYMENT_AMOUNT) unless it is exactly that. */
MUST_USE enum status claims_repay(struct db *db, int64_t county, int64_t household,
                                  struct fen amount, int64_t repayment, struct error *e);

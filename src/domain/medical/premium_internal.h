/* Shared by the files of premium only. */
#pragma once
#include "domain/medical/bill.h"
#include "domain/medical/premium.h"
#include "premium_sql.h"

#define PREMIUM_SCRATCH_BYTES ((size_t)16 << 20)

/* Inside db_transaction: programme open, the change recorded, the list as it is now. REFUSED
   (PREMIUM_UNKNOWN). */
struct premium_step {
    int64_t county, list;
    const char *actor, *action;
};
MUST_USE enum status premium_step_begin(struct db *db, const struct premium_step *step,
                                        struct arena *scratch, struct premium_row *ret,
                                        int64_t *ret_change, struct error *e);
/* REFUSED (PREMIUM_STATE), naming the state it is in. */
enum status premium_state_refused(const struct premium_row *row, const char *action,
                                  struct error *e);

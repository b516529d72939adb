/* Shared by the files of transfer only. */
#pragma once
#include "domain/transfer/transfer.h"
#include "transfer_sql.h"

#define TRANSFER_SCRATCH_BYTES ((size_t)2 << 20)

/* A step of one transfer, a transaction of its own: the change (which lets only one writer of the
   county through), the transfer as it is now, whether the step is open to this actor, and then the
   body, whose UPDATE must meet exactly one row. */
struct transfer_step {
    int64_t county, id;
    const char *actor;
    enum transfer_action action; /* 0: no transition, but the money of one that is approved */
    const char *reason;          /* NULL: none asked for; kept in the trail */
    const void *with;            /* of the body */
};
struct transfer_moment {
    const struct transfer_step *step;
    int64_t change;
    const char *now;
    struct arena *scratch;
};
typedef enum status (*transfer_body)(struct db *db, const struct transfer_moment *at,
                                     const struct transfer_row *row, int64_t *ret_affected,
                                     struct error *e);
MUST_USE enum status transfer_step_do(struct db *db, const struct transfer_step *step,
                                      transfer_body body, struct error *e);
/* Who has put his hand to an earlier step may not take this one; `label`: what he wants to do. */
MUST_USE enum status transfer_actor_check(const struct transfer_row *row,
                                          enum transfer_action action, const char *label,
                                          const char *actor, struct error *e);
/* REFUSED (TRANSFER_DATE): in the future, or in a month before that of its latest journal. */
MUST_USE enum status transfer_day_check(struct db *db, int64_t county,
                                        const struct transfer_row *row, struct date on,
                                        struct error *e);

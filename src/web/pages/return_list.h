/* Returned rows as tasks of one scope, the oldest first: for the room of returns and the first
   screen. */
#pragma once
#include "domain/payment/payment.h"

#define RETURN_OLD_DAYS 15 /* a task of this age stands out */
struct return_filter {
    int64_t scope, division; /* division 0: all of the scope */
    const char *state;       /* "": any */
    size_t row_count;
};
struct return_task {
    int64_t run, household, division, age_days;
    enum programme programme;
    struct month month;
    struct date returned_on;
    struct fen amount;
    const char *name, *number_tail, *code, *reason, *state, *note; /* number_tail may be NULL */
};
struct return_summary { /* over all that match, also those beyond row_count */
    int64_t count, oldest_days;
    struct fen amount;
};
/* Rows in the arena, at most row_count. */
MUST_USE enum status return_list(struct db *db, int64_t county, const struct return_filter *filter,
                                 struct arena *arena, struct return_task **ret, size_t *ret_count,
                                 struct return_summary *ret_summary, struct error *e);
const char *return_task_state_label(const char *state); /* msgid */

/* Runs and their items as pages show them: read models, one scope of divisions, in the viewer's
   arena. */
#pragma once
#include "domain/payment/payment.h"

/* A run with everybody who had a hand in it. who and at are NULL until done. */
struct run_step_done {
    enum run_state state; /* reached by it */
    const char *who, *at; /* RECONCILED has neither: the bank's answer brings it about */
};
#define RUN_STEPS RUN_CLOSED
struct run_entry {
    struct payment_run run;
    struct run_step_done step[RUN_STEPS]; /* by state, from RUN_DRAFT */
};
#define RUN_LIST_MAX 200
/* Newest month first, at most RUN_LIST_MAX. programme 0: all. */
MUST_USE enum status run_list(struct db *db, int64_t county, enum programme programme,
                              struct arena *arena, struct run_entry **ret, size_t *ret_count,
                              struct error *e);
/* NONE: no such run. */
MUST_USE enum status run_entry_read(struct db *db, int64_t county, int64_t run, struct arena *arena,
                                    struct run_entry *ret, struct error *e);

/* The last month of the programme's newest run (0: of any programme): the month in work. NONE
   before the first run. */
MUST_USE enum status run_newest_month(struct db *db, int64_t county, enum programme programme,
                                      struct month *ret, struct error *e);

/* What one township has in a run. due = the sum of the others, as in payment_position. */
struct run_township {
    int64_t township;
    struct fen basic, topup, adjustment;
    struct payment_position position;
};
/* Those in the scope, by code; *ret_total over them. */
MUST_USE enum status run_township_list(struct db *db, int64_t county, const struct payment_run *run,
                                       int64_t scope, struct arena *arena,
                                       struct run_township **ret, size_t *ret_count,
                                       struct run_township *ret_total, struct error *e);

#define RUN_ITEM_ROWS_MAX 200
struct run_item_filter {
    int64_t scope;    /* of the viewer */
    int64_t division; /* a township or village inside the scope; 0: all of the scope */
    int64_t state;    /* of the item; 0: any */
    struct month after_month;
    int64_t after_household; /* of the last row of the page before; 0: first page */
    size_t row_count;        /* 1..RUN_ITEM_ROWS_MAX */
};
struct run_item {
    struct month month;
    int64_t household, division;
    enum support_form form;
    int64_t protected_count, attempt;
    struct fen basic, topup, adjustment, carry, total;
    enum item_state state;
    const char *name, *id_tail, *number_tail; /* of the head; the account's may be NULL */
};
MUST_USE enum status run_item_list(struct db *db, int64_t county, const struct payment_run *run,
                                   const struct run_item_filter *filter, struct arena *arena,
                                   struct run_item **ret, size_t *ret_count, bool *ret_has_more,
                                   struct error *e);
/* One item of the run; NONE when it has none, or outside the scope. */
MUST_USE enum status run_item_read(struct db *db, int64_t county, const struct payment_run *run,
                                   struct month month, int64_t household, int64_t scope,
                                   struct arena *arena, struct run_item *ret, struct error *e);
/* Every item of the filter, one after another (row_count and after_ are not used): for exports.
   `take` gets a row that lives until it returns. REFUSED (EXPORT_LIMIT) past 2,000,000 rows. */
MUST_USE enum status run_item_each(struct db *db, int64_t county, const struct payment_run *run,
                                   const struct run_item_filter *filter,
                                   enum status (*take)(void *context, const struct run_item *item,
                                                       struct error *e),
                                   void *context, struct error *e);

#define RUN_EXCEPTION_ROWS_MAX 200
struct run_exception {
    struct month month;
    int64_t household, division;
    const char *code, *detail, *name;
    enum item_state state; /* 0: no item */
};
struct run_exception_count {
    const char *code;
    int64_t households;
};
/* The first RUN_EXCEPTION_ROWS_MAX in the scope; the counts are of all. */
MUST_USE enum status run_exception_list(struct db *db, int64_t county,
                                        const struct payment_run *run, int64_t scope,
                                        struct arena *arena, struct run_exception **ret,
                                        size_t *ret_count, struct run_exception_count **ret_counts,
                                        size_t *ret_counts_count, struct error *e);
const char *run_exception_label(const char *code); /* msgid */
/* Why this person may not take this step although it is the run's next: REFUSED (SAME_PERSON). */
MUST_USE enum status run_step_person_check(const struct payment_run *run, enum run_action action,
                                           const char *actor, struct error *e);

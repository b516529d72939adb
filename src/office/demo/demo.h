/* The demonstration: a synthetic county in the registry, a month paid, a month drafted. What
   `minsheng demo` and the bench programs call. */
#pragma once
#include "domain/access/access.h"
#include "domain/payment/payment.h"
#include "office/demo/county.h"

#define DEMO_SEED 20130601
#define DEMO_DIBAO_HOUSEHOLDS 4500
#define DEMO_WUBAO_PERSONS 2500
#define DEMO_PASSWORD "minsheng-2013"
#define DEMO_ACTION "demo.load" /* in the trail of changes */

/* Fills places, homes and the dibao standard of options->month from the loaded plan. The villages'
   weights are drawn from the seed. In the arena. */
MUST_USE enum status demo_ground_read(struct db *db, int64_t county, struct arena *arena,
                                      struct demo_options *options, struct error *e);

enum demo_presence { DEMO_ABSENT, DEMO_LOADED, DEMO_OTHER_DATA };
MUST_USE enum status demo_presence_read(struct db *db, int64_t county, enum demo_presence *ret,
                                        struct error *e);
/* OK when the registry has nobody; REFUSED (DEMO_NOT_EMPTY) otherwise. */
MUST_USE enum status demo_require_empty(struct db *db, int64_t county, struct error *e);

struct demo_counts {
    int64_t households, persons;
};
/* Writes the county into an empty registry, entitled from options->month on: one transaction, one
   change. REFUSED (DEMO_NOT_EMPTY) when there is anybody already. progress and ret may be NULL. */
MUST_USE enum status demo_store(struct db *db, const struct payment_context *c,
                                const struct demo_options *options, struct demo_counts *ret,
                                struct error *e);

/* dibao.xlsx (家庭, 成员) and wubao.xlsx in folder, as a township sends them. */
MUST_USE enum status demo_roster_write(const char *folder, const struct demo_options *options,
                                       struct demo_counts *ret, struct error *e);

/* What is left after the months: for the words printed at the end. */
struct demo_month_result {
    int64_t run, items, returned, open_returns, draft_run;
    struct fen total;
    bool is_closed;
};
/* Pays options' month of one programme with the plan's posts, through every step, with a bank that
   returns `returns` lines and re-issue of all but `open_returns` of them; then drafts the next
   month. scratch: folder for the bank's files, which stay there. */
struct demo_month {
    enum programme programme;
    struct month month;
    int64_t returns, open_returns;
    bool closes; /* only possible when every payee is paid: no exception, no open return */
    const char *scratch;
    void (*set_today)(struct date day); /* the calendar of the story; NULL: it all happens today */
};
MUST_USE enum status demo_month_pay(struct db *db, const struct payment_context *c,
                                    const struct demo_month *m, struct demo_month_result *ret,
                                    struct error *e);

/* Gives every user without a password DEMO_PASSWORD. *ret_count: how many. */
MUST_USE enum status demo_passwords_set(struct db *db, int64_t county, const char *actor,
                                        enum access_cost cost, int64_t *ret_count, struct error *e);

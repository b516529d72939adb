/* Shared by the files of stays only. */
#pragma once
#include "domain/home/home_internal.h"
#include "domain/home/stay.h"
#include "stay_sql.h"

#define STAY_ARENA_BYTES ((size_t)32 << 20)
#define STAY_DETAIL_BYTES_MAX 2048

/* One transaction upon stays. */
struct stay_work {
    struct db *db;
    int64_t county;
    const struct keyring *keys;
    const char *actor;
    struct date today;
    struct arena *arena;
    int64_t change;
};
/* REFUSED (STAY_UNKNOWN). */
MUST_USE enum status stay_find(struct stay_work *w, int64_t id, struct stay_core_row *ret,
                               struct error *e);
/* REFUSED (STAY_STATE) unless a transition of the action begins in the stay's state. */
MUST_USE enum status stay_step_check(const struct stay_core_row *stay, enum stay_action action,
                                     struct error *e);
/* REFUSED (SAME_PERSON). */
MUST_USE enum status stay_other_check(const struct stay_core_row *stay, const char *first,
                                      const char *actor, struct error *e);
/* Records "stay.confirm" of the stay in w->change. */
MUST_USE enum status stay_change(struct stay_work *w, const char *action, int64_t stay,
                                 const char *detail, struct error *e);
/* The registry's form from a month on; that it is so already is no fault. home_name NULL:
   scattered. */
MUST_USE enum status stay_form_write(struct stay_work *w, int64_t household, const char *home_name,
                                     struct month from, struct error *e);
/* REFUSED (STAY_DATE): more than HOME_DAYS_AHEAD_MAX days ahead, before the home opened. */
MUST_USE enum status stay_day_check(const struct stay_work *w, const struct home *home,
                                    struct date from, struct error *e);
/* v 0: alive, as far as is known. */
MUST_USE enum status stay_died_on(struct stay_work *w, int64_t person, struct date *ret,
                                  struct error *e);
/* REFUSED: STAY_AGREEMENT (missing, or another person's). */
MUST_USE enum status stay_agreement_check(struct stay_work *w, const char *agreement,
                                          int64_t person, struct error *e);
/* REFUSED (STAY_OPEN): is in a home, or asked for; then STAY_DATE: left one later than `from`. */
MUST_USE enum status stay_none_open(struct stay_work *w, int64_t person, const char *name,
                                    struct date from, struct error *e);
/* The person's household with a living wubao benefit. REFUSED: NOT_WUBAO. */
MUST_USE enum status stay_wubao_household(struct stay_work *w, int64_t person, const char *name,
                                          int64_t *ret, struct error *e);

struct stay_new {
    int64_t home, bed, person, household;
    enum stay_kind kind;
    enum stay_state state;
    struct date from;
    struct month form_from; /* v 0: not by this stay */
    const char *agreement, *health, *contact, *note, *requested_by, *confirmed_by;
};
/* The stay and its bed. */
MUST_USE enum status stay_write(struct stay_work *w, const struct stay_new *stay, int64_t *ret,
                                struct error *e);
/* What a stay that ends has in common: the row, the bed. next: of a transfer, 0. */
struct stay_end {
    struct date until;
    enum stay_leave reason;
    struct month form_back; /* v 0: not by this stay */
    int64_t next;
    const char *note, *requested_by, *confirmed_by; /* confirmed_by NULL: needs none */
};
MUST_USE enum status stay_end_write(struct stay_work *w, int64_t stay, const struct stay_end *end,
                                    struct error *e);
/* Months as stored: 0 for v 0. */
static inline int64_t stay_month_stored(struct month m)
{
    return m.v ? month_yyyymm(m) : 0;
}
/* Runs work(w) in a transaction with a fresh arena; a unique index that refused after all is said
   in words. */
typedef enum status (*stay_job)(struct stay_work *w, void *context, struct error *e);
MUST_USE enum status stay_run(struct db *db, int64_t county, const struct keyring *keys,
                              const char *actor, stay_job job, void *context, struct error *e);
/* The death of a resident who is IN or LEAVING. */
MUST_USE enum status stay_end_by_death(struct stay_work *w, const struct stay_core_row *stay,
                                       const struct stay_leave_request *request, struct error *e);

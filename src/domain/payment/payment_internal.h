/* Shared by the files of payment only. */
#pragma once
#include "domain/payment/payment.h"
#include "payment_item_sql.h"
#include "payment_sql.h"

#define PAYMENT_SCRATCH_BYTES ((size_t)4 * 1024 * 1024)
#define PAYMENT_PROGRESS_ROWS 4096 /* rows between two calls of the progress function */

/* A step of one run, inside db_transaction: first the change (which lets only one writer of the
   county through), then the run as it is now, then whether the step is open to this actor. */
struct run_step {
    const struct payment_context *c;
    int64_t run;
    enum run_action action; /* 0: no transition, any state from `state_from` to `state_to` */
    enum run_state state_from, state_to;
    const char *name;   /* of the change: "payment.correct" */
    const char *detail; /* JSON or "" */
};
MUST_USE enum status run_step_begin(struct db *db, const struct run_step *step,
                                    struct arena *scratch, struct payment_run_row *ret,
                                    int64_t *ret_change, struct error *e);
/* A transition whose work is the same but for its body: begins the step "payment.<action>" in a
   transaction of its own, calls the body, and refuses unless the body's UPDATE met exactly one
   run. */
struct run_moment {
    const struct payment_context *c;
    int64_t change;
    const char *now; /* what the run's *_at columns get */
    struct arena *scratch;
};
typedef enum status (*run_transition_body)(struct db *db, const struct run_moment *at,
                                           const struct payment_run_row *run, int64_t *ret_affected,
                                           struct error *e);
MUST_USE enum status run_transition_do(struct db *db, const struct payment_context *c, int64_t run,
                                       enum run_action action, run_transition_body body,
                                       struct error *e);
MUST_USE enum status run_require(struct db *db, int64_t county, int64_t run, struct arena *arena,
                                 struct payment_run_row *ret, struct error *e);
/* Maker ≠ checker ≠ payer, in words (SAME_PERSON). */
MUST_USE enum status run_actor_check(const struct payment_run_row *run, enum run_action action,
                                     const char *actor, struct error *e);
MUST_USE enum status run_position(struct db *db, int64_t county, const struct payment_run_row *run,
                                  struct payment_position *ret, struct error *e);
enum ledger_code expense_of(int64_t programme, int64_t form);
struct payment_run run_from_row(const struct payment_run_row *row);
/* After an UPDATE guarded by state: exactly one row or RUN_STATE. */
MUST_USE enum status run_moved(int64_t affected, int64_t run, struct error *e);
/* REFUSED (CANCELLED) when the progress function says so. */
MUST_USE enum status payment_report(const struct payment_context *c, int64_t done, int64_t total,
                                    struct error *e);
/* "2013-06" or "2013-04..2013-06". */
#define SPAN_TEXT_BYTES 32
char *span_format(struct month from, struct month to, char out[SPAN_TEXT_BYTES]);
enum fund run_fund(int64_t programme);

/* Deletes what a draft computed: nothing was decided on it. */
MUST_USE enum status run_clear(struct db *db, int64_t county, const struct payment_run_row *run,
                               struct error *e);

/* ---- freeze.c ---- */
/* What a run holds to pay, by state; items of nothing are not counted. */
struct run_tally {
    int64_t items[ITEM_CANCELLED + 1];
    struct fen total[ITEM_CANCELLED + 1];
};
/* REFUSED (RUN_ALTERED) when the items are not the approved ones. ret may be NULL: counted in the
   same reading. */
MUST_USE enum status run_hash_check(struct db *db, const struct payment_context *c,
                                    const struct payment_run_row *run, struct run_tally *ret,
                                    struct error *e);
/* The accounting month of a movement of today for a run: never before the run, never in a closed
 * month. */
MUST_USE enum status run_accounting_month(struct db *db, int64_t county,
                                          const struct payment_run_row *run, struct month *ret,
                                          struct error *e);

/* ---- re-assessment: reassess.c ---- */
#define SETTLED_MONTHS_MAX 600
struct settled_month {
    struct month month;
    struct fen target, settled; /* target without grant */
    struct fen grant;           /* owed once beside the month's amount */
    bool is_waived;             /* its item was cancelled: nothing is owed any more */
    bool has_settled;           /* anything was ever decided for it */
};
struct reassessment {
    size_t count;
    struct settled_month months[SETTLED_MONTHS_MAX]; /* oldest first */
};
struct single_grant {
    int64_t household;
    struct month month;
    struct fen amount;
};
struct reassess_basis {
    int64_t county, known_before;
    enum programme programme;
    struct month first, before;    /* settled months: [first, before) */
    const struct policy *policies; /* one per settled month, as known now */
    struct month policy_changed;   /* earliest month whose policy changed since the run before */
    const struct single_grant *grants; /* by household, then month */
    size_t grant_count;
};
/* Reads what was settled, household after household in rising order; at once for a block of numbers
   when all have to be looked at, so that a back-dated standard costs no statement per household. */
struct settled_reader {
    int64_t block; /* household numbers per statement; 1 when few are looked at */
    struct db_cursor *cursor;
    int64_t last; /* the cursor's last household */
    bool has_row;
    int64_t household; /* of the row read ahead */
    struct settled_entry {
        int64_t kind, state;
        struct month for_month;
        struct fen amount;
    } row;
};
void settled_reader_close(struct settled_reader *r);
/* What the household should have had and what it got, month by month. */
MUST_USE enum status reassess_household(struct db *db, const struct reassess_basis *b,
                                        struct settled_reader *reader, const struct dossier *d,
                                        struct reassessment *ret, struct error *e);
struct adjustment_line {
    struct month item_month, for_month;
    struct fen amount;
    const char *reason;
};
struct run_month_amount {
    struct month month;
    bool has_item;
    struct fen base; /* basic + topup */
    struct fen adjustment, carry;
};
#define RUN_MONTHS_MAX 12
#define ADJUSTMENT_LINES_MAX (SETTLED_MONTHS_MAX + RUN_MONTHS_MAX)
struct adjustment_plan {
    size_t count;
    struct adjustment_line lines[ADJUSTMENT_LINES_MAX];
};
/* Pure: puts the differences on the run's items (one per month), arrears at once, recoveries oldest
   first down to the floor. An item that only carries differences is switched on in the first month.
 */
MUST_USE enum status reassess_allocate(const struct reassess_basis *b, const struct dossier *d,
                                       const struct reassessment *r, int64_t floor_bp,
                                       struct run_month_amount *months, size_t month_count,
                                       struct adjustment_plan *ret, struct error *e);

/* ---- bank files: file.c ---- */
struct file_writer;
#define FILE_READ_BYTES ((size_t)256 * 1024)
/* expected_hash: SHA-256 that the whole file must have when it ends, else REFUSED (FILE_READ);
   NULL when nothing is known of it. Must outlive the writer. */
MUST_USE enum status file_store_begin(struct db *db, const struct payment_context *c,
                                      const char *kind, const char *name, int64_t change,
                                      const uint8_t *expected_hash, struct file_writer **ret,
                                      struct error *e);
MUST_USE enum status file_store_add(struct file_writer *w, const void *p, size_t n,
                                    struct error *e);
MUST_USE enum status file_store_end(struct file_writer *w, int64_t *ret_file, struct error *e);
void file_store_cleanup(struct file_writer **w);

/* "yyyymm" and the household with at least six digits. */
#define AGENT_NO_BYTES 32
char *agent_no_format(struct month month, int64_t household, char out[AGENT_NO_BYTES]);
bool agent_no_parse(const char *text, struct month *ret_month, int64_t *ret_household);

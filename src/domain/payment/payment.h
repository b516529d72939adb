/* A month's payment, from computing what is due to the closed run (P3.1, P3.2: 及时、准确、足额;
   one-card account with the finance bureau). One obligation per household, programme and month is
   the primary key; nothing is paid twice; nothing paid is edited. */
#pragma once
#include "domain/benefit/benefit.h"
#include "domain/ledger/ledger.h"

enum run_state {
    RUN_DRAFT = 1,
    RUN_CHECKED,
    RUN_REVIEWED,
    RUN_APPROVED,
    RUN_FUNDED,
    RUN_SENT,
    RUN_RECONCILED,
    RUN_CLOSED
};
enum item_state {
    ITEM_PENDING = 1,
    ITEM_HELD,
    ITEM_SENT,
    ITEM_PAID,
    ITEM_RETURNED,
    ITEM_CORRECTED,
    ITEM_CANCELLED
};
enum run_action {
    RUN_CHECK = 1,
    RUN_REVIEW,
    RUN_APPROVE,
    RUN_FUND,
    RUN_SEND,
    RUN_RECONCILE,
    RUN_CLOSE,
    RUN_DISCARD
};

/* The state machine as a table: buttons, permissions and documentation are read from it. */
struct run_transition {
    enum run_action action;
    enum run_state from, to;
    const char *name;        /* stable: "check" */
    const char *label;       /* localised verb: 复核 … */
    const char *permission;  /* of access.h: "payment.check" */
    const char *must_differ; /* whom the actor must differ from, in words */
    const char *document;    /* what the step yields */
};
extern const struct run_transition RUN_TRANSITIONS[];
extern const size_t RUN_TRANSITION_COUNT;
const char *run_state_name(enum run_state s);  /* "DRAFT" */
const char *run_state_label(enum run_state s); /* 草稿 */
const char *item_state_name(enum item_state s);
const char *item_state_label(enum item_state s);

struct payment_run {
    int64_t id;
    enum programme programme;
    struct month from, to; /* equal for a monthly programme */
    enum run_state state;
    int64_t known, items;
    struct fen total;
    const char *prepared_by, *checked_by, *reviewed_by, *approved_by, *funded_by, *sent_by,
        *closed_by; /* NULL until done */
    const char *prepared_at, *approved_at, *sent_at, *closed_at;
};

/* rows done so far of about total; returning false cancels safely (nothing is kept). May be NULL.
 */
typedef bool (*payment_progress)(void *context, int64_t done, int64_t total);
struct payment_context {
    int64_t county;
    const char *actor;
    const struct keyring *keys; /* needed by send and take_return; may be NULL elsewhere */
    payment_progress progress;
    void *progress_context;
};

/* Computes the run of a month (three months for a quarterly programme): due items, and adjustments
   for every month already paid whose facts or standards became known since. A DRAFT of the same
   month is computed anew under the same number. REFUSED: an earlier run is still a draft, a later
   run exists, a month was skipped. One transaction; memory independent of size.
   PROGRAMME_MEDICAL: claims after treatment (lines of medical_line owed to households) that are
   open at the end of the month instead. A month without any has no run (REFUSED NOTHING_OWED), so
   months may be skipped. The lines become the run's at its approval. */
MUST_USE enum status payment_prepare(struct db *db, const struct payment_context *c,
                                     enum programme p, struct month month, struct payment_run *ret,
                                     struct arena *arena, struct error *e);
MUST_USE enum status payment_run_by_id(struct db *db, int64_t county, int64_t run,
                                       struct arena *arena, struct payment_run *ret,
                                       struct error *e);
/* check, review, approve (freezes by content hash and posts every item: debit expense, credit
   payable), fund (appropriates by the plan's shares what the dedicated account lacks), close. Maker
   ≠ checker ≠ payer is refused here in words and by CHECK in the database. */
MUST_USE enum status payment_check(struct db *db, const struct payment_context *c, int64_t run,
                                   struct error *e);
MUST_USE enum status payment_review(struct db *db, const struct payment_context *c, int64_t run,
                                    struct error *e);
MUST_USE enum status payment_approve(struct db *db, const struct payment_context *c, int64_t run,
                                     struct error *e);
MUST_USE enum status payment_fund(struct db *db, const struct payment_context *c, int64_t run,
                                  struct error *e);
MUST_USE enum status payment_close(struct db *db, const struct payment_context *c, int64_t run,
                                   struct error *e);
MUST_USE enum status
payment_discard(struct db *db, const struct payment_context *c, int64_t run,
                struct error *e); /* before approval: gone, the month can be prepared anew; the
                                     trail keeps who had checked it */

/* Claims that a run of PROGRAMME_MEDICAL for this month would pay now: households and sum. */
MUST_USE enum status payment_claims_waiting(struct db *db, int64_t county, struct month month,
                                            int64_t *ret_households, struct fen *ret_total,
                                            struct error *e);

/* What the bank loop gives to and takes from a file format, so that this floor knows no format. */
struct payment_line {
    const char *agent_no; /* yyyymm + household (six digits or more), unique in a file */
    const char *holder, *bank, *account, *id_number;
    struct fen amount;
};
struct payment_batch {
    int64_t count;
    struct fen total;
    struct date on;
    const char *unit;
};
struct payment_sink {
    void *context;
    /* may come again when the database asks to repeat the transaction: starts over */
    enum status (*begin)(void *context, const struct payment_batch *batch, struct error *e);
    enum status (*line)(void *context, const struct payment_line *line, struct error *e);
    enum status (*end)(void *context, struct error *e);
    /* after end: the produced bytes are read back for keeping: returns NONE at the end */
    enum status (*read)(void *context, void *p, size_t capacity, size_t *ret_n, struct error *e);
};
struct payment_return_line {
    const char *agent_no;
    /* as the bank gives them back: "" is a text altered, NULL one that the layout does not carry */
    const char *account, *holder, *id_number;
    const char *code, *reason;
    struct fen amount;
    bool is_paid;
    int64_t line_number;
};
struct payment_source {
    void *context;
    /* NONE at the end; REFUSED for a broken file (count, total, unit, date), naming the line */
    enum status (*next)(void *context, struct payment_return_line *ret, struct error *e);
    /* The file's own bytes from offset on, to be kept; NONE at the end. Read twice. */
    enum status (*read)(void *context, int64_t offset, void *p, size_t capacity, size_t *ret_n,
                        struct error *e);
};
struct payment_position { /* due = paid + returned + held + not_sent + in_transit + cancelled,
                             always */
    int64_t due_items, paid_items, returned_items, held_items, not_sent_items, in_transit_items,
        cancelled_items;
    struct fen due, paid, returned, held, not_sent, in_transit, cancelled;
};
MUST_USE enum status payment_position_read(struct db *db, int64_t county, int64_t run,
                                           struct payment_position *ret, struct error *e);
/* Sends every PENDING item with an account (FUNDED → SENT) or, when `reissue`, every CORRECTED and
   released item under the same obligation. The bytes are kept sealed and hashed in the same
   transaction. ret_remittance may be NULL. NONE: nothing to send. */
MUST_USE enum status payment_send(struct db *db, const struct payment_context *c, int64_t run,
                                  const char *layout, bool reissue, const struct payment_sink *sink,
                                  int64_t *ret_remittance, struct error *e);
/* The bytes of a kept file, part by part, into `write`. */
MUST_USE enum status
payment_file_read(struct db *db, int64_t county, const struct keyring *keys, int64_t file,
                  enum status (*write)(void *context, const void *p, size_t n, struct error *e),
                  void *context, struct error *e);
/* The kept file of one remittance of a run. REFUSED (REMITTANCE_UNKNOWN) when the run has no such.
 */
MUST_USE enum status payment_out_file(struct db *db, int64_t county, int64_t run,
                                      int64_t remittance, int64_t *ret_file, struct error *e);
/* What the file in hand must match: the oldest remittance of the run not yet reconciled. NONE when
 * all are. */
struct remittance_row {
    int64_t id, run, number, items, out_file;
    struct fen total;
    struct date sent_on;
    const char *unit, *layout;
};
MUST_USE enum status payment_remittance_open(struct db *db, int64_t county, int64_t run,
                                             struct arena *arena, struct remittance_row *ret,
                                             struct error *e);
/* Takes in a whole return file or nothing: unknown, duplicate, altered (amount, account, holder,
   ID number) or missing lines are REFUSED and named. Paid lines become PAID, returned ones RETURNED
   with a task. The same file again: NONE. Its bytes and file_name are kept. */
struct payment_return_result {
    int64_t paid, returned;
    struct fen paid_fen, returned_fen;
};
MUST_USE enum status payment_take_return(struct db *db, const struct payment_context *c,
                                         int64_t run, const struct payment_source *source,
                                         const char *file_name, struct payment_return_result *ret,
                                         struct error *e);
/* A returned item was put right (usually after registry_change_account): RETURNED → CORRECTED,
 * ready for re-issue. */
MUST_USE enum status payment_correct(struct db *db, const struct payment_context *c, int64_t run,
                                     int64_t household, struct month month, const char *note,
                                     struct error *e);
/* HELD → PENDING once the reason is gone. */
MUST_USE enum status payment_release(struct db *db, const struct payment_context *c, int64_t run,
                                     int64_t household, struct month month, struct error *e);
/* An item that will never be paid (death before payment …): reversed in the books with the reason.
 * Not for PAID or SENT. */
MUST_USE enum status payment_cancel(struct db *db, const struct payment_context *c, int64_t run,
                                    int64_t household, struct month month, const char *reason,
                                    struct error *e);
/* Cash given back for an overpaid month: debit bank, credit expense; counts as settled. REFUSED:
   ITEM_UNKNOWN, REPAYMENT_AMOUNT (more than the household has for the month; of claims anything
   but what its open lines owe back). */
MUST_USE enum status payment_repay(struct db *db, const struct payment_context *c, enum programme p,
                                   int64_t household, struct month for_month, struct fen amount,
                                   const char *document, struct error *e);

/* ---- what-if ---- */
struct simulation_township {
    int64_t township;
    const char *name;
    int64_t households_before, households_after, gaining, losing, entering, leaving;
    struct fen before, after;
};
struct simulation {
    size_t count;
    struct simulation_township *township; /* by code; then .total over all */
    struct simulation_township total;
};
/* The month's due amounts under today's policy and under the assignments
 * ("dibao.standard_year=2400.00"); changes nothing. REFUSED (PROGRAMME_UNENTITLED): claims have no
 * month's due. */
MUST_USE enum status payment_simulate(struct db *db, int64_t county, enum programme p,
                                      struct month m, const char *const *assignments,
                                      size_t assignment_count, struct arena *arena,
                                      struct simulation *ret, struct error *e);

/* One payment of a fund to an institution: maker, checker, approver and payer are four people. The
   approval enters it in the books line by line (journal TRANSFER: debit expense, credit payable;
   sides swapped where something is owed back), the payment takes it from the dedicated account
   (TRANSFER_PAY: debit payable, credit bank; TRANSFER_RETURN: back again). Their journals carry
   the transfer's number (journal_header.transfer). 专户储存、专账核算 (P3.2, P3.3). */
#pragma once
#include "domain/ledger/ledger.h"
#include "domain/payee/payee.h"

enum transfer_state {
    TRANSFER_DRAFT = 1,
    TRANSFER_CHECKED,
    TRANSFER_APPROVED,
    TRANSFER_PAID,
    TRANSFER_RETURNED, /* the bank sent it back: paid again under the same number */
    TRANSFER_DISCARDED
};
enum transfer_action {
    TRANSFER_CHECK = 1,
    TRANSFER_APPROVE,
    TRANSFER_PAY,
    TRANSFER_RETURN,
    TRANSFER_DISCARD
};
struct transfer_transition {
    enum transfer_action action;
    enum transfer_state from, to;
    const char *name, *label; /* "check"; msgid */
    const char *permission;   /* of access.h: "transfer.check" */
    const char *must_differ;  /* msgid */
};
extern const struct transfer_transition TRANSFER_TRANSITIONS[];
extern const size_t TRANSFER_TRANSITION_COUNT;
const char *transfer_state_code(enum transfer_state s);  /* "DRAFT" */
const char *transfer_state_label(enum transfer_state s); /* msgid */

/* What the books get at approval; amounts may be negative (owed back). Written set-wise by the
   subject's own statement: called inside the approving transaction with the open journal. */
typedef enum status (*transfer_post)(struct db *db, int64_t county, int64_t subject,
                                     int64_t journal, struct fen *ret_total, struct error *e);
/* Called when a transfer is discarded: the subject is free for another. */
typedef enum status (*transfer_release)(struct db *db, int64_t county, int64_t subject,
                                        struct error *e);
/* Each subject has its own kind and passes it when it calls; all of them stand in
   transfer_kind.h. */
struct transfer_kind {
    const char *code;  /* HOSPITAL, PREMIUM, SUPPORT, MANAGEMENT, PROJECT */
    const char *label; /* msgid */
    enum fund fund;
    transfer_post post;
    transfer_release release;
};

struct transfer_draft {
    const struct transfer_kind *kind;
    int64_t subject, payee, lines;
    struct fen total;
    struct month month;
    const uint8_t *content_hash; /* 32 bytes over the lines, checked again at approval by post */
};
/* Inside db_transaction. REFUSED (TRANSFER_EMPTY) when nothing is owed. */
MUST_USE enum status transfer_prepare(struct db *db, int64_t county, const struct transfer_draft *d,
                                      const char *actor, int64_t change, int64_t *ret_id,
                                      struct error *e);
struct transfer_record {
    int64_t id, subject, payee, lines;
    enum fund fund;
    enum transfer_state state;
    struct month month;
    const char *kind, *payee_name, *account_tail, *prepared_by, *checked_by, *approved_by, *paid_by,
        *bank_reference, *return_reason;
    struct fen total;
    struct date paid_on;
    int attempt;
};
MUST_USE enum status transfer_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                   struct transfer_record *ret, struct error *e); /* NONE */
/* Newest first. payee, state 0: any. */
MUST_USE enum status transfer_list(struct db *db, int64_t county, int64_t payee,
                                   enum transfer_state state, int64_t before, int row_count,
                                   struct arena *arena, struct transfer_record **ret,
                                   size_t *ret_count, struct error *e);
/* Each one transaction of its own. REFUSED: TRANSFER_UNKNOWN, TRANSFER_STATE, TRANSFER_KIND (not of
   its subject), SAME_PERSON (maker ≠ checker ≠ approver ≠ payer; who drew or compared the subject
   neither checks nor approves), TRANSFER_ALTERED (transfer, lines and books differ), TRANSFER_FUNDS
   (the dedicated account lacks so much: appropriate first), TRANSFER_ACCOUNT (the payee has none),
   LEDGER_MONTH_CLOSED. kind: of its subject. */
MUST_USE enum status transfer_check(struct db *db, int64_t county, int64_t id, const char *actor,
                                    struct error *e);
MUST_USE enum status transfer_approve(struct db *db, int64_t county, int64_t id,
                                      const struct transfer_kind *kind, const char *actor,
                                      struct month month, struct error *e);
MUST_USE enum status transfer_pay(struct db *db, int64_t county, int64_t id,
                                  const char *bank_reference, struct date on, const char *actor,
                                  struct error *e);
/* Of the dedicated account, what no funded run has still to send. */
MUST_USE enum status transfer_free_funds(struct db *db, int64_t county, enum fund fund,
                                         struct fen *ret, struct error *e);
/* Finance puts into the dedicated account what it lacks for this transfer, beside what funded runs
   have still to send, by the plan's shares (journal APPROPRIATION). Nothing when nothing lacks. By
   nobody who prepared or checked it. REFUSED also FUND_SHARES. */
MUST_USE enum status transfer_fund(struct db *db, int64_t county, int64_t id, const char *actor,
                                   struct fen *ret_appropriated, struct error *e);
/* The same where the account holds `beside` for other transfers that are paid with this one. */
MUST_USE enum status transfer_fund_beside(struct db *db, int64_t county, int64_t id,
                                          struct fen beside, const char *actor,
                                          struct fen *ret_appropriated, struct error *e);
/* bank_reference of the payment; on: the day. REFUSED also TRANSFER_REFERENCE, TRANSFER_DATE (in
   the future, or in a month before its last journal), REASON_MISSING. */
MUST_USE enum status transfer_return(struct db *db, int64_t county, int64_t id, const char *reason,
                                     struct date on, const char *actor, struct error *e);
MUST_USE enum status transfer_discard(struct db *db, int64_t county, int64_t id,
                                      const struct transfer_kind *kind, const char *reason,
                                      const char *actor, struct error *e);

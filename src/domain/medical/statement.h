/* A hospital's month: every line that is owed to it, compared with what the hospital itself says,
   entered in the books and paid by one transfer (P3.3; 城乡医疗救助基金管理办法). DRAFT → AGREED →
   APPROVED (its transfer is). */
#pragma once
#include "domain/medical/bill.h"
#include "domain/payee/payee.h"

enum statement_state { STATEMENT_DRAFT = 1, STATEMENT_AGREED = 2, STATEMENT_APPROVED = 3 };
const char *statement_state_code(enum statement_state s);  /* "DRAFT" */
const char *statement_state_label(enum statement_state s); /* msgid */
struct statement_record {
    int64_t id, hospital, lines, transfer;
    struct month month;
    enum statement_state state;
    const char *hospital_name, *prepared_by, *prepared_at, *agreed_by;
    struct fen before, during, total;
    int64_t differences; /* of the last comparison */
    bool is_compared;
};
struct statement_line {
    int64_t line, bill, admission;
    const char *admission_no, *person_name, *id_tail, *reason; /* reason: code of medical_line */
    struct fen before, during;
    struct date entered_on;
};
const char *medical_reason_label(const char *reason); /* msgid */
/* Gathers the hospital's open lines entered up to the month's end; a DRAFT of the month is gathered
   anew, and so is an AGREED one that is on no transfer (agreed no more). NONE: nothing owed, or the
   sum is not above zero (the lines wait for the next month). One transaction. REFUSED:
   STATEMENT_STATE, STATEMENT_MONTH (not begun), PAYEE_KIND. */
MUST_USE enum status statement_prepare(struct db *db, int64_t county, int64_t hospital,
                                       struct month month, const char *actor, int64_t *ret_id,
                                       struct error *e);
/* The hospital's own list: per admission number the sum it expects. All compared line by line,
   outcome kept; no difference: AGREED and frozen by content hash. Otherwise it stays a draft and
   the differences are listed. One transaction. REFUSED: STATEMENT_UNKNOWN, STATEMENT_STATE,
   STATEMENT_ALTERED (not what was gathered any more), ACCESS_SCOPE (another hospital's user). */
struct their_line {
    const char *admission_no;
    struct fen amount;
};
MUST_USE enum status statement_compare(struct db *db, int64_t county, int64_t statement,
                                       const struct their_line *lines, size_t count,
                                       const char *actor, int64_t *ret_differences,
                                       struct error *e);
/* Puts the lines of one admission off to the next month, so that the rest can be paid; compared
   anew then. A rest that is not above zero dissolves the statement: all its lines are open again.
   REFUSED: STATEMENT_UNKNOWN, STATEMENT_STATE, ADMISSION_UNKNOWN, REASON_MISSING, REASON_LONG. One
   transaction. */
MUST_USE enum status statement_put_off(struct db *db, int64_t county, int64_t statement,
                                       const char *admission_no, const char *reason,
                                       const char *actor, struct error *e);
/* The transfer of an AGREED statement (transfer.h), prepared by the actor. One transaction.
   REFUSED: STATEMENT_UNKNOWN, STATEMENT_STATE. */
MUST_USE enum status statement_transfer(struct db *db, int64_t county, int64_t statement,
                                        const char *actor, int64_t *ret_transfer, struct error *e);
MUST_USE enum status statement_read(struct db *db, int64_t county, int64_t statement,
                                    struct arena *arena, struct statement_record *ret,
                                    struct error *e); /* NONE */
MUST_USE enum status statement_list(struct db *db, int64_t county, int64_t hospital,
                                    struct arena *arena, struct statement_record **ret,
                                    size_t *ret_count, struct error *e); /* newest first */
MUST_USE enum status statement_lines(struct db *db, int64_t county, int64_t statement,
                                     struct arena *arena, struct statement_line **ret,
                                     size_t *ret_count, struct error *e);
struct statement_match {
    const char *admission_no, *outcome;
    struct fen ours, theirs;
};
MUST_USE enum status statement_matches(struct db *db, int64_t county, int64_t statement,
                                       bool differences_only, struct arena *arena,
                                       struct statement_match **ret, size_t *ret_count,
                                       struct error *e);

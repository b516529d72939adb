/* Before treatment (医前): money approved for a person and an illness, so that a poor patient is
   let in. It stands in for the deposit: a hospital draws it when it files the stay, the settlement
   consumes it. APPROVED → USED | EXPIRED | REVOKED; used once. What was drawn and not needed comes
   back on the hospital's statement. P3.3. */
#pragma once
#include "domain/medical/bill.h"

enum advance_state {
    ADVANCE_APPROVED = 1,
    ADVANCE_USED = 2,
    ADVANCE_EXPIRED = 3,
    ADVANCE_REVOKED = 4
};
const char *advance_state_code(enum advance_state s);  /* "APPROVED" */
const char *advance_state_label(enum advance_state s); /* msgid */

struct advance_grant {
    int64_t person, household, division;
    int64_t hospital; /* 0: any */
    const char *disease, *disease_name;
    struct fen amount;
    struct date approved_on;
    int64_t case_file; /* 0: without a case */
    const char *approved_by;
};
/* Within the transaction of the decision. The last day comes from medical.advance.days. REFUSED:
   NOT_ENTITLED, ADVANCE_AMOUNT (not above zero, or above medical.advance.max or the room of the
   year's inpatient cap), ADVANCE_OPEN (one is open already, with its number; one that is over and
   was never drawn is ended instead), POLICY_MISSING, PROGRAMME_HANDED_OVER. */
MUST_USE enum status advance_approve(struct db *db, int64_t county,
                                     const struct advance_grant *grant, int64_t change,
                                     int64_t *ret_id, struct error *e);
/* One transaction. REFUSED: ADVANCE_UNKNOWN, ADVANCE_STATE, ADVANCE_DRAWN (with an open admission;
   names hospital and number), SAME_PERSON (actor approved it), REASON_MISSING,
   PROGRAMME_HANDED_OVER. */
MUST_USE enum status advance_revoke(struct db *db, int64_t county, int64_t advance,
                                    const char *reason, const char *actor, struct date today,
                                    struct error *e);
/* Those whose last day is before `today` and that no admission has drawn. One transaction, without
   a change when there are none. REFUSED (PROGRAMME_HANDED_OVER). */
MUST_USE enum status advance_expire(struct db *db, int64_t county, const char *actor,
                                    struct date today, int64_t *ret_count, struct error *e);
struct advance_record {
    int64_t id, person, household, division, hospital, admission, bill, case_file;
    enum advance_state state;
    const char *person_name, *id_tail, *hospital_name, *disease_name, *approved_by, *ended_reason,
        *case_number;
    struct fen amount;
    struct date approved_on, expires_on, ended_on;
};
MUST_USE enum status advance_read(struct db *db, int64_t county, int64_t advance,
                                  struct arena *arena, struct advance_record *ret,
                                  struct error *e); /* NONE */
struct advance_filter {
    int64_t scope, hospital, person; /* 0: any */
    enum advance_state state;        /* 0: any */
    int64_t before;
    int row_count;
};
MUST_USE enum status advance_list(struct db *db, int64_t county,
                                  const struct advance_filter *filter, struct arena *arena,
                                  struct advance_record **ret, size_t *ret_count,
                                  bool *ret_has_more, struct error *e);

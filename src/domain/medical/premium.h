/* Premium subsidy (资助参合): the year's list from the registry, checked against the scheme's
   enrolment, paid to the insurance office by one transfer (P3.3). A person is on one list of a
   year: the primary key. DRAFT → CONFIRMED → APPROVED (its transfer is). */
#pragma once
#include "domain/payee/payee.h"
#include "domain/medical/rule.h"

enum premium_state { PREMIUM_DRAFT = 1, PREMIUM_CONFIRMED = 2, PREMIUM_APPROVED = 3 };
const char *premium_state_code(enum premium_state s);  /* "DRAFT" */
const char *premium_state_label(enum premium_state s); /* msgid */
struct premium_list {
    int64_t id, people, transfer, enrolled, not_enrolled;
    int year;
    struct month reference;    /* whose classes count */
    struct fen premium, total; /* total: of those enrolled */
    enum premium_state state;
    const char *prepared_by;
};
/* Everybody of a class with a premium rate in the reference month who is on no confirmed list of
   the year; a DRAFT of the year is drawn anew. The dead are left out, whenever they died. Premium
   and rate are those of the reference month, or of the year's January when that is later. NONE:
   nobody new. One transaction. REFUSED: PREMIUM_YEAR, POLICY_MISSING. */
MUST_USE enum status premium_prepare(struct db *db, int64_t county, int year,
                                     struct month reference, const char *actor, int64_t *ret_list,
                                     struct error *e);
/* The scheme's enrolment list, whole or not at all; again: nothing new. Marks the draft's people.
   One transaction. REFUSED: MEDICAL_SCHEME (a row without), ENROLMENT_ROWS. */
struct enrolment_row {
    const char *id_number;
    enum medical_scheme scheme;
};
struct enrolment_result {
    int64_t rows, known, unknown, added;
};
MUST_USE enum status premium_enrolment_take(struct db *db, int64_t county,
                                            const struct keyring *keys, int year,
                                            const struct enrolment_row *rows, size_t count,
                                            const char *actor, struct enrolment_result *ret,
                                            struct error *e);
/* Freezes the list with those enrolled; who is not goes off it (a later list may have him) and is
   the township's task: premium_lines(…, not_enrolled_only) still names him. REFUSED:
   PREMIUM_UNKNOWN, PREMIUM_STATE, PREMIUM_EMPTY. */
MUST_USE enum status premium_confirm(struct db *db, int64_t county, int64_t list, const char *actor,
                                     struct error *e);
/* payee: of kind PAYEE_INSURANCE. month: in whose books. One transaction. REFUSED: PREMIUM_UNKNOWN,
   PREMIUM_STATE, PAYEE_KIND. */
MUST_USE enum status premium_transfer(struct db *db, int64_t county, int64_t list, int64_t payee,
                                      struct month month, const char *actor, int64_t *ret_transfer,
                                      struct error *e);
MUST_USE enum status premium_read(struct db *db, int64_t county, int64_t list, struct arena *arena,
                                  struct premium_list *ret, struct error *e); /* NONE */
MUST_USE enum status premium_lists(struct db *db, int64_t county, struct arena *arena,
                                   struct premium_list **ret, size_t *ret_count, struct error *e);
struct premium_line {
    int64_t person, household, division;
    enum medical_class class;
    int64_t rate_bp;
    struct fen amount;
    bool is_enrolled;
    enum medical_scheme scheme;
    const char *person_name, *id_tail;
};
/* By division, then person; after the person `after` of division `after_division`. */
MUST_USE enum status premium_lines(struct db *db, int64_t county, int64_t list, int64_t scope,
                                   bool not_enrolled_only, int64_t after_division, int64_t after,
                                   int row_count, struct arena *arena, struct premium_line **ret,
                                   size_t *ret_count, struct error *e);

/* What a township says of itself (自查自评): points for each item of the tree with words and
   papers, the system's own figures beside them, frozen when its lead signs. P4.3. */
#pragma once
#include "domain/assessment/head.h"
#include "domain/indicator/indicator.h"

enum self_assessment_state {
    SELF_ASSESSMENT_DRAFT = 1,
    SELF_ASSESSMENT_SUBMITTED,
    SELF_ASSESSMENT_SIGNED,
    SELF_ASSESSMENT_SENT_BACK
};
const char *self_assessment_state_code(enum self_assessment_state s);  /* "DRAFT" */
const char *self_assessment_state_label(enum self_assessment_state s); /* msgid; 0: 未填报 */

struct self_assessment_claim {
    const char *node;      /* a leaf with points */
    int64_t claimed_cp;    /* 0 … the node's full points */
    const char *statement; /* in words; may name papers */
};
struct self_assessment_entry {
    int64_t assessment, township;
    const char *summary, *problems;
    const struct self_assessment_claim *claims; /* those not named stay as they are */
    size_t claim_count;
};
/* ---- one transaction each ---- Only while the assessment is OPEN, once for each township, by its
   own people. REFUSED: ACCESS_…, ASSESSMENT_UNKNOWN, SELF_ASSESSMENT_CLOSED (not OPEN any more),
   SELF_ASSESSMENT_STATE, SELF_ASSESSMENT_FIELD, SELF_ASSESSMENT_NODE, SELF_ASSESSMENT_BEYOND (more
   than the node's points). */
/* Writes or goes on with the draft. Papers are enclosures of ENCLOSURE_SELF_ASSESSMENT. */
MUST_USE enum status self_assessment_write(struct db *db, int64_t county,
                                           const struct self_assessment_entry *entry,
                                           const char *actor, int64_t *ret_id, struct error *e);
/* DRAFT → SUBMITTED. REFUSED: SELF_ASSESSMENT_MISSING (an item that only the township speaks to has
   no claim, or there is none at all, or no summary). */
MUST_USE enum status self_assessment_submit(struct db *db, int64_t county, int64_t assessment,
                                            int64_t township, const char *actor, struct error *e);
/* SUBMITTED → SIGNED, with the system's figures as known now and the content's hash in the trail.
   REFUSED: SAME_PERSON. */
MUST_USE enum status self_assessment_sign(struct db *db, int64_t county, int64_t assessment,
                                          int64_t township, const char *actor, struct error *e);
/* SUBMITTED → SENT_BACK: to be written again. REFUSED: REASON_MISSING. */
MUST_USE enum status self_assessment_send_back(struct db *db, int64_t county, int64_t assessment,
                                               int64_t township, const char *reason,
                                               const char *actor, struct error *e);

/* ---- reading ---- */
struct self_assessment {
    int64_t assessment, township, id, known_from, signed_change;
    enum self_assessment_state state; /* 0: nothing written yet */
    const char *township_name, *summary, *problems, *prepared_by, *reason;
    const char *signed_by; /* "": nobody yet */
    struct date prepared_on, signed_on;
    int64_t claimed_cp; /* of all lines */
    uint8_t content_hash[HASH_BYTES];
};
#define SELF_ASSESSMENTS_MAX 500
/* Every township of the county in the assessment's last month, in order of code; scope as a
   viewer's, 0: all. NONE: no such assessment. */
MUST_USE enum status self_assessment_list(struct db *db, int64_t county, int64_t assessment,
                                          int64_t scope, struct arena *arena,
                                          struct self_assessment **ret, size_t *ret_count,
                                          struct error *e);
/* NONE: no such assessment or township; state 0 when nothing is written. */
MUST_USE enum status self_assessment_read(struct db *db, int64_t county, int64_t assessment,
                                          int64_t township, struct arena *arena,
                                          struct self_assessment *ret, struct error *e);
/* Every node of the tree in order, with the claim when there is one. The system's figures: of a
   signed one as they were frozen, else as known now. */
struct self_assessment_line {
    struct assessment_node node;
    bool is_claimable; /* a leaf with points */
    bool is_claimed, has_figure;
    int64_t claimed_cp, numerator, denominator;
    const struct indicator *indicator; /* NULL: none */
    const char *statement, *actor;
};
MUST_USE enum status self_assessment_line_list(struct db *db, int64_t county, int64_t assessment,
                                               int64_t township, struct arena *arena,
                                               struct self_assessment_line **ret, size_t *ret_count,
                                               struct error *e);
/* SHA-256 over the fields that docs/self_assessment.md lists. */
void self_assessment_hash(int64_t county, const struct self_assessment *s,
                          const struct self_assessment_line *lines, size_t count,
                          uint8_t ret[HASH_BYTES]);

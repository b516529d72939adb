/* Rounds of assessment (考核): opened over a span of months, marked by a team, scored from whole
   numbers, disputed, published by another than who opened it. Points are hundredths (cp). P4.3. */
#pragma once
#include "base/hash.h"
#include "domain/assessment/head.h"

/* ---- the round's states: one table ---- */
struct assessment_transition {
    enum assessment_state from, to;
    enum permission permission;
    const char *action, *label; /* of the trail; msgid of the button */
    bool is_midyear_only;       /* leaves out what the middle of the year does not ask */
};
extern const struct assessment_transition ASSESSMENT_TRANSITIONS[];
extern const size_t ASSESSMENT_TRANSITION_COUNT;
/* NULL: no such step. */
const struct assessment_transition *assessment_transition_find(enum assessment_scope scope,
                                                               enum assessment_state from,
                                                               enum assessment_state to);
MUST_USE enum status assessment_state_parse(const char *code, enum assessment_state *ret,
                                            struct error *e);

struct assessment_new {
    int year;
    enum assessment_scope scope;
    struct month from, to; /* v 0: January to June, or to December */
};
/* Every one that writes is a transaction and asks for the permission. By the tree of that year's
   plan loaded last. REFUSED: ACCESS_DENIED, ASSESSMENT_TREE (none), ASSESSMENT_INDICATOR (the tree
   names one that is not there), ASSESSMENT_TWICE, ASSESSMENT_SPAN. */
MUST_USE enum status assessment_open(struct db *db, int64_t county,
                                     const struct assessment_new *round, const char *actor,
                                     int64_t *ret_id, struct error *e);
/* Newest first. */
MUST_USE enum status assessment_list(struct db *db, int64_t county, struct arena *arena,
                                     struct assessment_head **ret, size_t *ret_count,
                                     struct error *e);
/* SELF_SUBMITTED, INSPECTED, REVIEWED, FILED, CANCELLED. note: why a township has handed in no
   self-assessment, or was not visited, naming each of them; why it is cancelled. REFUSED:
   ASSESSMENT_UNKNOWN, ASSESSMENT_STATE, ASSESSMENT_SELF_MISSING, ASSESSMENT_NOT_INSPECTED,
   ASSESSMENT_DISPUTES (open ones, or they may still be raised), REASON_MISSING. */
MUST_USE enum status assessment_advance(struct db *db, int64_t county, int64_t id,
                                        enum assessment_state to, const char *note,
                                        const char *actor, struct error *e);
/* SURVEYED, by a survey that is closed. REFUSED also: ASSESSMENT_SURVEY. */
MUST_USE enum status assessment_survey_take(struct db *db, int64_t county, int64_t id,
                                            int64_t survey, const char *actor, struct error *e);
struct assessment_step {
    int number;
    enum assessment_state state;
    struct date on;
    const char *actor, *note;
};
MUST_USE enum status assessment_step_list(struct db *db, int64_t county, int64_t id,
                                          struct arena *arena, struct assessment_step **ret,
                                          size_t *ret_count, struct error *e);

/* ---- the team ---- */
struct assessment_member {
    int64_t township;
    const char *township_name, *user, *title;
    bool is_leader;
};
/* Who may record inspections, nobody at his own place; until the scoring. REFUSED:
   ASSESSMENT_MEMBER, ASSESSMENT_OWN, ASSESSMENT_STATE. */
MUST_USE enum status assessment_team_add(struct db *db, int64_t county, int64_t id,
                                         int64_t township, const char *user, bool is_leader,
                                         const char *actor, struct error *e);
MUST_USE enum status assessment_team_remove(struct db *db, int64_t county, int64_t id,
                                            int64_t township, const char *user, const char *actor,
                                            struct error *e);
/* In order of township, leaders first. */
MUST_USE enum status assessment_team_list(struct db *db, int64_t county, int64_t id,
                                          struct arena *arena, struct assessment_member **ret,
                                          size_t *ret_count, struct error *e);

/* ---- scores ---- */
/* SCORED, again and again until reviewed: what differs supersedes. Numbers of the system as known
   now, which becomes the round's `known`; a decided dispute stays. dispute_until: not before today.
   REFUSED also: ASSESSMENT_TARGET (a line is to be held against, and no target is in force),
   ASSESSMENT_DAY. */
MUST_USE enum status assessment_score(struct db *db, int64_t county, int64_t id,
                                      struct date dispute_until, const char *actor,
                                      struct error *e);
struct assessment_score_row {
    int64_t township, full_cp, score_cp, numerator, denominator, target_bp, cases, dispute,
        known_from;
    const char *node, *why;
    bool is_applicable;
};
/* township 0: all, in order of code and of node. known: a change or KNOWN_NOW. */
MUST_USE enum status assessment_score_list(struct db *db, int64_t county, int64_t id,
                                           int64_t township, int64_t known, struct arena *arena,
                                           struct assessment_score_row **ret, size_t *ret_count,
                                           struct error *e);
struct assessment_rank_row {
    int64_t township, total_cp, known_from;
    const char *name;
    int rank;
    bool is_vetoed;
};
/* By rank, then code. */
MUST_USE enum status assessment_rank_list(struct db *db, int64_t county, int64_t id, int64_t known,
                                          struct arena *arena, struct assessment_rank_row **ret,
                                          size_t *ret_count, struct error *e);
#define ASSESSMENT_POINTS_BYTES 24
char *assessment_points(int64_t cp, char out[ASSESSMENT_POINTS_BYTES]); /* "16.00" */

/* ---- disputes ---- */
enum assessment_dispute_state { DISPUTE_RAISED = 1, DISPUTE_UPHELD, DISPUTE_REJECTED };
const char *assessment_dispute_label(enum assessment_dispute_state s); /* msgid */
struct assessment_dispute {
    int64_t id, assessment, township, old_cp, new_cp;
    const char *node, *claim, *finding, *raised_by, *decided_by; /* decided_by "": open */
    struct date raised_on, decided_on;
    enum assessment_dispute_state state;
};
/* By the township's lead, of one leaf, until dispute_until. REFUSED: ASSESSMENT_NODE,
   ASSESSMENT_LATE, ASSESSMENT_DISPUTED, ACCESS_SCOPE, REASON_MISSING. */
MUST_USE enum status assessment_dispute_raise(struct db *db, int64_t county, int64_t id,
                                              int64_t township, const char *node, const char *claim,
                                              const char *actor, int64_t *ret_id, struct error *e);
/* By who neither raised it nor marked the point. new_cp < 0: rejected; else the leaf's points from
   now on, and totals and ranks with them. REFUSED: SAME_PERSON, ASSESSMENT_POINTS,
   ASSESSMENT_DISPUTE. */
MUST_USE enum status assessment_dispute_decide(struct db *db, int64_t county, int64_t dispute,
                                               int64_t new_cp, const char *finding,
                                               const char *actor, struct error *e);
/* township 0: all. */
MUST_USE enum status assessment_dispute_list(struct db *db, int64_t county, int64_t id,
                                             int64_t township, struct arena *arena,
                                             struct assessment_dispute **ret, size_t *ret_count,
                                             struct error *e);

/* ---- publication ---- */
#define ASSESSMENT_ORDER_SHARE_BP 6000 /* below this share of an item's points: put it right */
struct assessment_publication {
    const char *document;
    int64_t order_share_bp; /* 0: no orders */
    struct date due_on;     /* of the orders */
};
/* PUBLISHED, by another than who opened it. Orders to put right go to townships for the items under
   the share (docs/assessment.md). REFUSED also: SAME_PERSON, ASSESSMENT_DOCUMENT, ASSESSMENT_DAY.
 */
MUST_USE enum status assessment_publish(struct db *db, int64_t county, int64_t id,
                                        const struct assessment_publication *publication,
                                        const char *actor, int64_t *ret_orders, struct error *e);
/* SHA-256 over the canonical lines of docs/assessment.md, of scores and ranks as known. */
MUST_USE enum status assessment_content(struct db *db, int64_t county, int64_t id, int64_t known,
                                        uint8_t ret_hash[HASH_BYTES], struct error *e);

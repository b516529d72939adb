/* What stands below the rounds of assessment and is asked by visits and self-assessments: what a
   round is about, how far it is, and who may mark where. P4.3. */
#pragma once
#include "domain/assessment/tree.h"

/* §L: OPEN → SELF_SUBMITTED → INSPECTED → SURVEYED → SCORED → REVIEWED → PUBLISHED → FILED. */
enum assessment_state {
    ASSESSMENT_OPEN = 1,
    ASSESSMENT_SELF_SUBMITTED,
    ASSESSMENT_INSPECTED,
    ASSESSMENT_SURVEYED,
    ASSESSMENT_SCORED,
    ASSESSMENT_REVIEWED,
    ASSESSMENT_PUBLISHED,
    ASSESSMENT_FILED,
    ASSESSMENT_CANCELLED
};
const char *assessment_state_code(enum assessment_state s);  /* "SELF_SUBMITTED" */
const char *assessment_state_label(enum assessment_state s); /* msgid */

struct assessment_head {
    int64_t id, plan;
    int year;
    enum assessment_scope scope;
    enum assessment_state state;
    struct month from, to;
    int64_t known;   /* the last scoring's change; before it the opening's */
    int64_t survey;  /* 0: none yet */
    const char *tie; /* SAME, or the code of the node that decides between equal points */
    const char *opened_by, *published_by;               /* published_by "" until then */
    struct date opened_on, dispute_until, published_on; /* v 0: not yet */
    const char *document;                               /* of the publication */
    int64_t published_change;
};
/* NONE: no such assessment. */
MUST_USE enum status assessment_head_read(struct db *db, int64_t county, int64_t id,
                                          struct arena *arena, struct assessment_head *ret,
                                          struct error *e);
/* Is he on the team for that township today? */
MUST_USE enum status assessment_team_has(struct db *db, int64_t county, int64_t assessment,
                                         int64_t township, const char *user, bool *ret,
                                         struct error *e);
/* Marks and self-assessments may still be written: not yet scored. */
static inline bool assessment_is_gathering(enum assessment_state s)
{
    return s < ASSESSMENT_SCORED;
}

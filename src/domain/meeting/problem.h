/* A problem on the list (问题清单): cause, measure, owner, deadline; carried from meeting to
   meeting until another than its owner has seen it done. P4.2. */
#pragma once
#include "domain/access/access.h"
#include "domain/registry/change.h"

enum problem_source {
    PROBLEM_MEETING = 1,
    PROBLEM_INSPECTION,
    PROBLEM_COMPLAINT,
    PROBLEM_INDICATOR
};
struct problem_new {
    enum problem_source source;
    int64_t source_id;     /* the meeting, inspection, complaint; 0 for an indicator */
    int64_t township;      /* 0: the county's own */
    const char *indicator; /* code, or "" */
    const char *title, *cause, *measure, *owner;
    struct date raised_on, due_on;
};
/* Inside db_transaction, with its change recorded by the caller (change) and rights checked.
   REFUSED: PROBLEM_FIELD, PROBLEM_DATE (due before raised). */
MUST_USE enum status problem_raise_within(struct db *db, int64_t county,
                                          const struct problem_new *problem, const char *actor,
                                          int64_t change, int64_t *ret_id, struct error *e);

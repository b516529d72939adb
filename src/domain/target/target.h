/* The year's targets in two books (P3.4, P4.1): split to townships, put into force by another,
   letters signed, who answers for what. A later split replaces an earlier one; both stay. */
#pragma once
#include "domain/access/access.h"
#include "domain/indicator/indicator.h"

/* What an indicator should have reached in each township on a day. */
struct target_line {
    int64_t township;
    int64_t target_bp; /* of RATE indicators: the share that should be reached by then (a target's
                          plan line between its milestones for counted targets, the rate itself for
                          rates); 0 with is_asked: anything will do */
    int64_t final_bp;  /* at the end of the year */
    bool is_asked;     /* false: the township has no part in it: neither counted nor ranked */
};
/* Every township of the county in order of code, from the splits in force on that day as known at
   `known`. NONE: no target measures itself by this indicator. */
MUST_USE enum status target_line_list(struct db *db, int64_t county, const struct indicator *i,
                                      struct date day, int64_t known, struct arena *arena,
                                      struct target_line **ret, size_t *ret_count, struct error *e);

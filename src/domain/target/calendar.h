/* The plan's calendar as duties: what is due, from the day on which it may be done until it is. */
#pragma once
#include "domain/target/target.h"

struct target_duty {
    const char *what, *when; /* as the plan writes them */
    const char *clause;
    const char *note; /* which month, quarter or half-year is meant: a stable text "2013-06",
                         "2013-Q2", "2013" */
    const char *path; /* of the site, where it is done */
    struct date due_on;
    bool is_overdue;
};
/* Of the plan's own year (its last quarter's bulletin and year-end check reach into the next).
   Money is due while no run of the month is sent (state SENT or later), the meeting while none of
   the month is held, the bulletin while that of the last quarter is not issued (until the end of
   the month after it), checks while none is published; days of the plan appear TARGET_DUTY_DAYS
   before. By due day. */
#define TARGET_DUTY_DAYS 30
MUST_USE enum status target_calendar_due(struct db *db, int64_t county, struct date today,
                                         struct arena *arena, struct target_duty **ret,
                                         size_t *ret_count, struct error *e);

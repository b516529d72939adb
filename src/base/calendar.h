/* Working days by the State Council's holiday calendar with make-up days (调休), 2007 to the last
 * published year. */
#pragma once
#include "base/month.h"

/* True when the calendar of that year is known; outside, Saturday and Sunday are the only free
 * days. */
bool calendar_year_is_known(int year);
bool calendar_is_working_day(struct date d);
/* The holiday's or make-up day's name, "" when it is an ordinary day. Static. */
const char *calendar_day_name(struct date d);
/* The n-th working day after d (the day of the event does not count); n >= 0; n = 0 is d itself. */
struct date calendar_add_working_days(struct date d, int n);
/* The last of n calendar days that begin on d: 7 days from 25 September end on 1 October. */
struct date calendar_nth_day(struct date d, int n);
/* The n-th working day of those that begin on d (d counts when it is one). */
struct date calendar_nth_working_day(struct date d, int n);
/* Working days in (from, to]; negative when to < from. */
int calendar_working_days_between(struct date from, struct date to);

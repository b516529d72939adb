/* People, homes, beds and stays written as they stand in the database, so that a figure depends on
   nothing but its statement. */
#pragma once
#include "support/county.h"

#define TOWN_A INT64_C(341823100000)
#define TOWN_B INT64_C(341823101000)
#define TOWN_C INT64_C(341823102000)

void put(struct county *c, const char *format, ...) PRINTF_LIKE(2, 3);
/* A thousand rows of the trail: what the program records later is known after what stands here. */
void put_changes(struct county *c);
void put_division(struct county *c, int64_t code, int level, const char *name);
/* A wubao person with a household of the same number, from 2013-01 on. status as in the registry.
 */
void put_person(struct county *c, int person, int64_t township, int status);
void put_home(struct county *c, int home, int64_t township, const char *name, int beds);
struct put_stay {
    int id, home, person, kind, state, from, until; /* until 0: open */
    int confirmed, left; /* changes; confirmed 0: 100 when it has to be */
    int bed;             /* of the home, from 1; 0: none is written */
};
void put_stay(struct county *c, const struct put_stay *s);
void put_wish(struct county *c, int id, int person, int home, int asked_on);
/* The plan of a year: 40 % for each of the three townships. */
void put_plan(struct county *c, int id, int year, int known);

/* The county of the plan of 2013 and the people who split its targets. */
#pragma once
#include "support/planned.h"
#include "support/test_support.h"

#include "domain/target/calendar.h"
#include "domain/target/leading.h"
#include "domain/target/letter.h"

#define MAKER "supervisor"
#define MAKER2 "supervisor2"
#define DIRECTOR "director"
#define LEAD "township100.lead" /* of 泾川镇 */
#define OTHER_LEAD "township101.lead"
#define JINGCHUAN INT64_C(341823100000)
#define YUNLING INT64_C(341823106000)
#define DOCUMENT "泾民〔2013〕5号"
#define TOWNSHIPS 11

struct ground {
    struct db *db;
    struct arena *arena;
};
/* Runs the body in a county of its own on each engine there is. */
void ground_on_each(void (*body)(struct ground *g));
void ground_today(int month, int day); /* of 2013 */
/* Drafts from the plan, issued by the director. */
void ground_issue_plan(struct ground *g);
struct target_split ground_split(struct ground *g, enum target_book book, const char *measure,
                                 struct date due, enum target_state state);
const struct target_share *ground_share(const struct target_split *s, int64_t township);
int64_t ground_sum(const struct target_split *s);
/* Beds of the county's book for a day, by hand: 泾川镇 so many more than the plan, 茂林镇 fewer. */
int64_t ground_move(struct ground *g, struct date due, int64_t total, int64_t moved,
                    const char *reason);

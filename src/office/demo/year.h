/* A whole year of the plan, simulated: people change, both programmes are paid month by month,
   homes fill and are built, and the plan is in motion (motion.h). The same seed, the same year. */
#pragma once
#include "domain/home/stay.h"
#include "domain/project/return.h"
#include "office/demo/homes_story.h"
#include "office/demo/motion.h"

#define YEAR_PROJECTS_MAX 16
#define YEAR_MONTHS 12

struct year_project {
    int64_t id, beds, built;
    struct fen investment, invested;
    struct project_scope scope;
    char clerk[STORY_POST_BYTES], lead[STORY_POST_BYTES];
    bool is_late;
};
struct year_person {
    struct idno id;
    int month; /* what happens to him happens in it */
    enum { YEAR_DEATH = 1, YEAR_LATE_DEATH, YEAR_INCOME, YEAR_STOP } fate;
};
struct year_story {
    struct motion motion;
    struct homes_story homes;
    const char *scratch; /* folder for the bank's files */
    struct year_project projects[YEAR_PROJECTS_MAX];
    size_t project_count;
    struct year_person *people; /* in the arena */
    size_t person_count;
    int month; /* 1 … 12 */
    struct demo_year_counts {
        int64_t months, items, returned, deaths, changes, admissions, returns;
        struct demo_motion_counts motion;
    } counts;
};
/* Whom something will happen to, drawn from the county itself. */
MUST_USE enum status year_people_choose(struct year_story *y, struct error *e);
/* The month's deaths, incomes and removals; a death told of two months late. */
MUST_USE enum status year_facts(struct year_story *y, struct error *e);
/* From July another standard. */
MUST_USE enum status year_standard(struct year_story *y, struct error *e);
MUST_USE enum status year_projects_choose(struct year_story *y, struct error *e);
/* Stages and returns of the month: 60 % of the beds by June, all by November but of one. */
MUST_USE enum status year_works(struct year_story *y, struct error *e);
MUST_USE enum status year_homes_begin(struct year_story *y, struct error *e);
/* Two move in each month where a township is below its rate. */
MUST_USE enum status year_homes(struct year_story *y, struct error *e);

/* From January of options' year to the end of January after it. The registry holds the county of
   options, entitled from January on. scratch: as in demo_month. REFUSED (DEMO_YEAR): options do
   not begin in January, or the plan has no director. */
MUST_USE enum status demo_year_store(struct db *db, const struct payment_context *c,
                                     const struct demo_options *options, const char *scratch,
                                     void (*set_today)(struct date day),
                                     struct demo_year_counts *ret, struct error *e);

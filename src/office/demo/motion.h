/* The plan in motion, as the demonstration tells it (P2, P4.1–P5.3): targets, meetings, bulletins,
   visits, scores, the survey, complaints, publicity. Scenes are shared by the half year that is
   shown and by the whole simulated year. */
#pragma once
#include "domain/bulletin/bulletin.h"
#include "office/demo/demo.h"

#define MOTION_TOWNSHIPS_MAX 40
#define MOTION_POST_BYTES 32
#define MOTION_CODE_BYTES 16
#define MOTION_CODES_MAX 400
#define MOTION_COMPLAINTS 8
#define SUPERVISOR "supervisor"
#define SECOND_SUPERVISOR "supervisor2"
#define DIRECTOR "director"
#define INSPECTOR "inspector"

struct motion_township {
    int64_t code;
    const char *name;
    char clerk[MOTION_POST_BYTES], lead[MOTION_POST_BYTES];
};
struct motion {
    struct db *db;
    const struct payment_context *c;
    const struct demo_options *options;
    struct arena *arena; /* of the whole story */
    void (*set_today)(struct date day);
    struct random random;
    int year;
    struct date today;
    struct motion_township townships[MOTION_TOWNSHIPS_MAX];
    size_t township_count;
    int64_t meeting, midyear, final, survey, course;
    int64_t complaints[MOTION_COMPLAINTS];
    int64_t codes_township[MOTION_CODES_MAX];
    char codes[MOTION_CODES_MAX][MOTION_CODE_BYTES];
    size_t code_count;
    struct demo_motion_counts {
        int64_t targets, letters, meetings, problems, bulletins, visits, orders, complaints,
            answers, publicity, assessments, slips;
    } counts;
    int64_t papers_on_complaints; /* so far: each has a number of its own */
};
typedef enum status (*motion_play)(struct motion *m, struct error *e);
struct motion_scene {
    int year, month, day; /* year: 0 that of the plan, 1 the next */
    motion_play play;
};
MUST_USE enum status motion_begin(struct motion *m, struct db *db, const struct payment_context *c,
                                  const struct demo_options *options, struct arena *arena,
                                  void (*set_today)(struct date day), struct error *e);
/* Goes to a day, unless somebody else holds the calendar. */
void motion_go(struct motion *m, struct date day);
MUST_USE enum status motion_tell(struct motion *m, const struct motion_scene *scenes, size_t count,
                                 struct error *e);

/* ---- the year's beginning (motion_plan.c) ---- */
MUST_USE enum status motion_leading(struct motion *m, struct error *e);
MUST_USE enum status motion_targets(struct motion *m, struct error *e);
MUST_USE enum status motion_letters(struct motion *m, struct error *e);
MUST_USE enum status motion_library(struct motion *m, struct error *e);
MUST_USE enum status motion_course(struct motion *m, struct error *e);
MUST_USE enum status motion_course_held(struct motion *m, struct error *e);

/* ---- months (motion_month.c) ---- */
MUST_USE enum status motion_meeting(struct motion *m, struct error *e);
MUST_USE enum status motion_minutes(struct motion *m, struct error *e);
/* Townships say what they have done; others look. */
MUST_USE enum status motion_problems(struct motion *m, struct error *e);
MUST_USE enum status motion_practice(struct motion *m, struct error *e);
/* Of the last quarter that is over; one section edited by hand. */
MUST_USE enum status motion_bulletin(struct motion *m, struct error *e);
/* Of an assessment that was published. */
MUST_USE enum status motion_bulletin_of(struct motion *m, enum bulletin_kind kind, struct error *e);

/* ---- people (motion_public.c) ---- */
MUST_USE enum status motion_publicity_plan(struct motion *m, struct error *e);
MUST_USE enum status motion_publicity_done(struct motion *m, struct error *e);
MUST_USE enum status motion_slips(struct motion *m, struct error *e);
/* Of the last township alone. */
MUST_USE enum status motion_slips_one(struct motion *m, struct error *e);
MUST_USE enum status motion_complain(struct motion *m, struct error *e);
MUST_USE enum status motion_complaints_accept(struct motion *m, struct error *e);
MUST_USE enum status motion_complaints_extend(struct motion *m, struct error *e);
MUST_USE enum status motion_complaints_reply(struct motion *m, struct error *e);
MUST_USE enum status motion_survey_open(struct motion *m, struct error *e);
MUST_USE enum status motion_survey_answers(struct motion *m, struct error *e);
/* Of the first dozen codes. */
MUST_USE enum status motion_survey_few(struct motion *m, struct error *e);
MUST_USE enum status motion_survey_close(struct motion *m, struct error *e);

/* ---- checks (motion_assess.c) ---- */
MUST_USE enum status motion_visit(struct motion *m, struct error *e);
MUST_USE enum status motion_orders_reply(struct motion *m, struct error *e);
MUST_USE enum status motion_orders_recheck(struct motion *m, struct error *e);
MUST_USE enum status motion_answer_for(struct motion *m, struct error *e);
MUST_USE enum status motion_midyear_open(struct motion *m, struct error *e);
MUST_USE enum status motion_midyear_self(struct motion *m, struct error *e);
MUST_USE enum status motion_midyear_visits(struct motion *m, struct error *e);
MUST_USE enum status motion_midyear_score(struct motion *m, struct error *e);
MUST_USE enum status motion_midyear_publish(struct motion *m, struct error *e);
MUST_USE enum status motion_year_open(struct motion *m, struct error *e);
MUST_USE enum status motion_year_self(struct motion *m, struct error *e);
MUST_USE enum status motion_year_visits(struct motion *m, struct error *e);
MUST_USE enum status motion_year_score(struct motion *m, struct error *e);
MUST_USE enum status motion_year_publish(struct motion *m, struct error *e);

/* The half year up to the ninth day after the month of options, for the site. NONE: that month is
   not June, somebody else holds the calendar (the story needs its own days), there are too few
   people for homes, the plan is of another year or has no director. */
MUST_USE enum status demo_motion_store(struct db *db, const struct payment_context *c,
                                       const struct demo_options *options,
                                       void (*set_today)(struct date day),
                                       struct demo_motion_counts *ret, struct error *e);

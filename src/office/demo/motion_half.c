/* The half year that the site shows: as in the simulated year, up to the ninth of July, with work
   that waits for somebody. */
#include "domain/meeting/problem.h"
#include "domain/project/project.h"
#include "office/demo/motion.h"

#define HALF_ARENA_BYTES ((size_t)256 << 20)
#define PEOPLE_MIN 200 /* wubao persons: as for homes and projects */
#define LAST_MONTH 6   /* the month paid */

/* One is done and seen by another; what else was raised stays open. */
static enum status problem_done(struct motion *m, struct error *e)
{
    const struct problem_filter open = {.is_open = true};
    struct problem *list;
    size_t count;
    TRY(problem_list(m->db, m->c->county, &open, m->arena, &list, &count, e));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < m->township_count; k++)
            if (m->townships[k].code == list[i].township && list[i].state == PROBLEM_OPEN) {
                TRY(problem_report(m->db, m->c->county, list[i].id, "已按措施落实，进度赶上计划",
                                   m->townships[k].clerk, e));
                return problem_close(m->db, m->c->county, list[i].id, "现场查看属实", SUPERVISOR,
                                     e);
            }
    return STATUS_OK;
}

static const struct motion_scene SCENES[] = {
    {0, 1, 4, motion_library},
    {0, 1, 8, motion_leading},
    {0, 1, 20, motion_targets},
    {0, 1, 25, motion_letters},
    {0, 2, 5, motion_course},
    {0, 2, 10, motion_publicity_plan},
    {0, 2, 20, motion_course_held},
    {0, 3, 22, motion_publicity_done},
    {0, 6, 12, motion_publicity_done},
    {0, 6, 25, motion_slips_one},
    {0, 6, 26, motion_complain},
    {0, 6, 28, motion_meeting},
    {0, 6, 30, motion_minutes},
    {0, 7, 4, motion_complaints_accept},
    {0, 7, 4, problem_done},
    {0, 7, 4, motion_midyear_open},
    {0, 7, 5, motion_midyear_self},
    {0, 7, 8, motion_bulletin},
    {0, 7, 8, motion_midyear_visits},
    {0, 7, 8, motion_survey_open},
    {0, 7, 9, motion_survey_few},
    {0, 7, 9, motion_meeting}, /* its minutes wait for the director */
    {0, 7, 9, motion_practice},
};

/* NONE: the plan's projects are of another year. */
static enum status year_check(const struct motion *m, struct error *e)
{
    struct project *list;
    size_t count;
    TRY(project_list(m->db, m->c->county, 0, 0, m->arena, &list, &count, e));
    return count > 0 && month_year(date_month(list[0].scope.start_on)) == m->year ? STATUS_OK
                                                                                  : STATUS_NONE;
}

enum status demo_motion_store(struct db *db, const struct payment_context *c,
                              const struct demo_options *options,
                              void (*set_today)(struct date day), struct demo_motion_counts *ret,
                              struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(HALF_ARENA_BYTES);
    struct motion *m = arena != NULL ? ARENA_NEW(arena, struct motion) : NULL;
    if (m == NULL)
        return arena_exhausted(e);
    if (set_today == NULL || options->wubao_persons < PEOPLE_MIN ||
        month_of_year(options->month) != LAST_MONTH)
        return STATUS_NONE;
    TRY(motion_begin(m, db, c, options, arena, set_today, e));
    TRY(year_check(m, e));
    TRY(motion_tell(m, SCENES, sizeof SCENES / sizeof SCENES[0], e));
    *ret = m->counts;
    return STATUS_OK;
}

/* The calendar of the simulated year. */
#include "office/demo/year.h"

#include <string.h>

#include "base/i18n.h"

#define YEAR_ARENA_BYTES ((size_t)512 << 20)
#define RETURNS_DIBAO 3
#define RETURNS_WUBAO 1

/* What happens after the month's own business, in order of days. */
static const struct motion_scene SCENES[] = {
    {0, 1, 4, motion_library},
    {0, 1, 8, motion_leading},
    {0, 1, 20, motion_targets},
    {0, 1, 25, motion_letters},
    {0, 1, 28, motion_meeting},
    {0, 1, 30, motion_minutes},
    {0, 2, 5, motion_course},
    {0, 2, 10, motion_publicity_plan},
    {0, 2, 20, motion_course_held},
    {0, 2, 22, motion_complain},
    {0, 2, 27, motion_meeting},
    {0, 2, 28, motion_minutes},
    {0, 3, 5, motion_complaints_accept},
    {0, 3, 15, motion_problems},
    {0, 3, 22, motion_publicity_done},
    {0, 3, 25, motion_slips},
    {0, 3, 28, motion_meeting},
    {0, 3, 30, motion_minutes},
    {0, 4, 8, motion_bulletin},
    {0, 4, 12, motion_problems},
    {0, 4, 15, motion_visit},
    {0, 4, 26, motion_complain},
    {0, 4, 28, motion_meeting},
    {0, 4, 28, motion_practice},
    {0, 4, 30, motion_minutes},
    {0, 5, 2, motion_complaints_extend},
    {0, 5, 6, motion_orders_reply},
    {0, 5, 8, motion_complaints_accept},
    {0, 5, 15, motion_problems},
    {0, 5, 20, motion_orders_recheck},
    {0, 5, 25, motion_complaints_reply},
    {0, 5, 28, motion_meeting},
    {0, 5, 30, motion_minutes},
    {0, 6, 12, motion_publicity_done},
    {0, 6, 15, motion_problems},
    {0, 6, 25, motion_slips},
    {0, 6, 26, motion_complain},
    {0, 6, 28, motion_meeting},
    {0, 6, 30, motion_minutes},
    {0, 7, 2, motion_midyear_open},
    {0, 7, 8, motion_bulletin},
    {0, 7, 10, motion_midyear_self},
    {0, 7, 12, motion_complaints_accept},
    {0, 7, 15, motion_midyear_visits},
    {0, 7, 18, motion_midyear_score},
    {0, 7, 20, motion_problems},
    {0, 7, 25, motion_midyear_publish},
    {0, 7, 28, motion_meeting},
    {0, 7, 30, motion_minutes},
    {0, 8, 10, motion_orders_reply},
    {0, 8, 15, motion_problems},
    {0, 8, 18, motion_orders_recheck},
    {0, 8, 20, motion_complaints_reply},
    {0, 8, 22, motion_complain},
    {0, 8, 28, motion_meeting},
    {0, 8, 30, motion_minutes},
    {0, 9, 5, motion_complaints_accept},
    {0, 9, 10, motion_visit},
    {0, 9, 13, motion_publicity_done},
    {0, 9, 15, motion_problems},
    {0, 9, 20, motion_answer_for},
    {0, 9, 28, motion_meeting},
    {0, 9, 28, motion_practice},
    {0, 9, 30, motion_minutes},
    {0, 10, 8, motion_bulletin},
    {0, 10, 12, motion_orders_reply},
    {0, 10, 15, motion_problems},
    {0, 10, 20, motion_orders_recheck},
    {0, 10, 28, motion_meeting},
    {0, 10, 30, motion_minutes},
    {0, 11, 5, motion_survey_open},
    {0, 11, 15, motion_survey_answers},
    {0, 11, 16, motion_publicity_done},
    {0, 11, 18, motion_problems},
    {0, 11, 25, motion_complaints_reply},
    {0, 11, 28, motion_meeting},
    {0, 11, 30, motion_minutes},
    {0, 12, 3, motion_survey_close},
    {0, 12, 10, motion_problems},
    {0, 12, 20, motion_year_open},
    {0, 12, 28, motion_meeting},
    {0, 12, 30, motion_minutes},
    {1, 1, 6, motion_year_self},
    {1, 1, 10, motion_bulletin},
    {1, 1, 15, motion_year_visits},
    {1, 1, 18, motion_year_score},
    {1, 1, 24, motion_year_publish},
};
#define SCENE_COUNT (sizeof SCENES / sizeof SCENES[0])

static enum status month_pay(struct year_story *y, enum programme p, struct error *e)
{
    struct motion *m = &y->motion;
    struct demo_month_result result;
    const struct demo_month month = {.programme = p,
                                     .month = month_make(m->year, y->month),
                                     .returns =
                                         p == PROGRAMME_DIBAO ? RETURNS_DIBAO : RETURNS_WUBAO,
                                     .scratch = y->scratch,
                                     .set_today = m->set_today};
    TRY(demo_month_pay(m->db, m->c, &month, &result, e));
    y->counts.items += result.items;
    y->counts.returned += result.returned;
    return STATUS_OK;
}

/* People first, then the money, then what was built and who moved in. */
static enum status month_business(struct year_story *y, struct error *e)
{
    struct motion *m = &y->motion;
    motion_go(m, date_make(m->year, y->month, 2));
    TRY(year_facts(y, e));
    if (y->month == YEAR_MONTHS / 2)
        TRY(year_standard(y, e));
    TRY(month_pay(y, PROGRAMME_DIBAO, e));
    TRY(month_pay(y, PROGRAMME_WUBAO, e));
    y->counts.months++;
    return STATUS_OK;
}

static enum status month_works(struct year_story *y, struct error *e)
{
    struct date last = month_last_day(month_make(y->motion.year, y->month));
    motion_go(&y->motion, (struct date){last.v - 3});
    TRY(year_homes(y, e));
    motion_go(&y->motion, last);
    return year_works(y, e);
}

static enum status months_tell(struct year_story *y, struct error *e)
{
    size_t next = 0;
    for (y->month = 1; y->month <= YEAR_MONTHS; y->month++) {
        size_t first = next;
        TRY(month_business(y, e));
        while (next < SCENE_COUNT && SCENES[next].year == 0 && SCENES[next].month == y->month)
            next++;
        TRY(motion_tell(&y->motion, SCENES + first, next - first, e));
        TRY(month_works(y, e));
    }
    return motion_tell(&y->motion, SCENES + next, SCENE_COUNT - next, e);
}

enum status demo_year_store(struct db *db, const struct payment_context *c,
                            const struct demo_options *options, const char *scratch,
                            void (*set_today)(struct date day), struct demo_year_counts *ret,
                            struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(YEAR_ARENA_BYTES);
    struct year_story *y = arena != NULL ? ARENA_NEW(arena, struct year_story) : NULL;
    if (y == NULL)
        return arena_exhausted(e);
    *y = (struct year_story){.scratch = scratch};
    if (month_of_year(options->month) != 1)
        return error_set(e, STATUS_REFUSED, "DEMO_YEAR", _("一年的演示从一月开始"));
    enum status s = motion_begin(&y->motion, db, c, options, arena, set_today, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "DEMO_YEAR", _("方案里没有局长岗位（director）"));
    if (s != STATUS_OK)
        return s;
    TRY(year_people_choose(y, e));
    TRY(year_projects_choose(y, e));
    motion_go(&y->motion, month_first_day(options->month));
    TRY(year_homes_begin(y, e));
    TRY(months_tell(y, e));
    y->counts.motion = y->motion.counts;
    *ret = y->counts;
    return STATUS_OK;
}

/* What is built in the simulated year, and who moves in. */
#include <inttypes.h>
#include <stdio.h>

#include "office/demo/year.h"

#define PERCENT 100
#define LATE_PROJECT 3
#define BEHIND_PROJECT 5
#define STAGES_BY_RETURN 8 /* acceptance and use come by their own steps */

/* Of the beds and of the money, done by the end of each month, in percent. */
static const int USUAL[YEAR_MONTHS] = {0, 0, 8, 25, 45, 62, 70, 78, 86, 94, 100, 100};
static const int BEHIND[YEAR_MONTHS] = {0, 0, 4, 16, 32, 48, 60, 70, 82, 92, 100, 100};
static const int LATE[YEAR_MONTHS] = {0, 0, 5, 20, 38, 55, 60, 66, 72, 80, 90, 100};
/* The stage reached by the end of each month. */
static const int STAGE[YEAR_MONTHS] = {1, 2, 3, 4, 5, 6, 6, 7, 7, 8, 8, 8};

enum status year_projects_choose(struct year_story *y, struct error *e)
{
    const struct motion *m = &y->motion;
    struct project *list;
    size_t count;
    TRY(project_list(m->db, m->c->county, 0, 0, m->arena, &list, &count, e));
    for (size_t i = 0; i < count && i < YEAR_PROJECTS_MAX; i++) {
        struct year_project *p = &y->projects[y->project_count++];
        int64_t unit = list[i].scope.township / 1000 % 1000;
        *p = (struct year_project){.id = list[i].id,
                                   .beds = list[i].scope.beds,
                                   .investment = project_investment(&list[i].scope),
                                   .scope = list[i].scope};
        (void)snprintf(p->clerk, sizeof p->clerk, "township%03" PRId64 ".clerk", unit);
        (void)snprintf(p->lead, sizeof p->lead, "township%03" PRId64 ".lead", unit);
    }
    return STATUS_OK;
}

static const int *course_of(size_t i)
{
    return i == LATE_PROJECT ? LATE : i == BEHIND_PROJECT ? BEHIND : USUAL;
}

static enum status stages_reach(struct year_story *y, const struct year_project *p, struct error *e)
{
    const struct motion *m = &y->motion;
    struct project_stage_day days[PROJECT_STAGES];
    TRY(project_stage_days(m->db, m->c->county, p->id, days, e));
    for (int k = 0; k < STAGE[y->month - 1] && k < STAGES_BY_RETURN; k++)
        if (days[k].reached_on.v == 0)
            TRY(project_stage_reach(m->db, m->c->county, p->id, days[k].stage, m->today, p->clerk,
                                    e));
    return STATUS_OK;
}

static enum status return_sign(struct year_story *y, size_t i, struct error *e)
{
    const struct motion *m = &y->motion;
    struct year_project *p = &y->projects[i];
    int share = course_of(i)[y->month - 1];
    struct project_return r = {.project = p->id,
                               .month = month_make(m->year, y->month),
                               .beds_added = p->beds * share / PERCENT - p->built,
                               .invested = {p->investment.v / PERCENT * share - p->invested.v},
                               .progress = "按计划施工",
                               .problem = i == LATE_PROJECT ? "用地手续慢" : "",
                               .cause = i == LATE_PROJECT ? "界址有争议" : "",
                               .measure = i == LATE_PROJECT ? "镇村调解" : ""};
    int64_t id;
    TRY(project_return_write(m->db, m->c->county, &r, p->clerk, &id, e));
    TRY(project_return_submit(m->db, m->c->county, id, p->clerk, e));
    TRY(project_return_sign(m->db, m->c->county, id, p->lead, e));
    p->built += r.beds_added;
    p->invested.v += r.invested.v;
    y->counts.returns++;
    return STATUS_OK;
}

enum status year_works(struct year_story *y, struct error *e)
{
    for (size_t i = 0; i < y->project_count; i++) {
        TRY(stages_reach(y, &y->projects[i], e));
        TRY(return_sign(y, i, e));
    }
    return STATUS_OK;
}

/* ---- homes ---- */

#define HOMES_SALT UINT64_C(0x40FE5)
#define NUMBERS_FROM 475
#define ADMITTED_A_MONTH 2

enum status year_homes_begin(struct year_story *y, struct error *e)
{
    const struct motion *m = &y->motion;
    struct homes_story *h = &y->homes;
    struct demo_identity *numbers = ARENA_NEW(m->arena, struct demo_identity);
    if (numbers == NULL)
        return arena_exhausted(e);
    demo_identity_begin(numbers, NUMBERS_FROM);
    *h = (struct homes_story){.db = m->db,
                              .c = m->c,
                              .options = m->options,
                              .arena = m->arena,
                              .set_today = m->set_today,
                              .before = m->today,
                              .first = m->today,
                              .next = m->today,
                              .today = m->today,
                              .random = random_seed(m->options->seed ^ HOMES_SALT),
                              .numbers = numbers};
    enum status s = homes_find(h, e);
    if (s == STATUS_NONE)
        h->home_count = 0;
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    TRY(homes_furnish(h, e));
    return homes_adopt(h, e);
}

enum status year_homes(struct year_story *y, struct error *e)
{
    struct homes_story *h = &y->homes;
    for (size_t i = 0; i < h->home_count; i++) {
        struct home_place *place = &h->homes[i];
        for (int k = 0; place->is_low && k < ADMITTED_A_MONTH; k++) {
            int64_t stay;
            enum status s = homes_ask(h, place, y->motion.today, &stay, e);
            if (s == STATUS_REFUSED) /* the home is full, or he died meanwhile */
                break;
            if (s != STATUS_OK)
                return s;
            if (stay == 0)
                break;
            TRY(stay_confirm(h->db, h->c->county, h->c->keys, stay, place->lead, e));
            y->counts.admissions++;
        }
    }
    return STATUS_OK;
}

/* Monthly returns: written by the clerk, signed by the lead. On 30 June the first project is ahead
   of the plan's line, the second on it, the fourth behind, and the sixth has its June unsigned. */
#include <inttypes.h>
#include <stdio.h>

#include "office/demo/projects_story.h"

#define WRITTEN_DAY 27
#define SUBMITTED_DAY 28
#define UNSIGNED 5 /* place of the project, in the last month */
#define TEXT_BYTES 160
#define PERCENT 100

struct course {
    int64_t beds[STORY_MONTHS];
    int64_t invested[STORY_MONTHS];        /* percent of the planned investment */
    const char *problem, *cause, *measure; /* of the last month */
};
static const struct course COURSES[STORY_PROJECTS] = {
    {{0, 0, 4, 12, 14, 14}, {2, 6, 12, 14, 16, 16}, NULL, NULL, NULL},
    {{0, 0, 0, 8, 10, 12}, {1, 5, 10, 14, 14, 16}, NULL, NULL, NULL},
    {{0, 0, 0, 8, 12, 14}, {2, 5, 12, 14, 15, 16}, NULL, NULL, NULL},
    {{0, 0, 0, 4, 8, 10},
     {1, 3, 6, 9, 10, 12},
     "征地边界有争议，主楼基础推迟",
     "与相邻农户界址不清",
     "镇村调解，已重新放线"},
    {{0, 0, 2, 8, 10, 10}, {2, 6, 12, 14, 16, 16}, NULL, NULL, NULL},
    {{0, 0, 0, 4, 8, 10},
     {1, 4, 8, 10, 11, 12},
     "连续降雨，主体进度滞后",
     "六月雨日多",
     "雨后增加班组，七月补回"},
    {{0, 0, 0, 8, 12, 12}, {2, 5, 11, 14, 15, 15}, NULL, NULL, NULL},
};
/* Of what is planned, percent of each source that arrived in the month. */
static const int64_t ARRIVED[STORY_MONTHS] = {0, 20, 10, 20, 10, 10};
static const char *const PROGRESS[STORY_MONTHS] = {
    "选址论证，办理土地手续", "完成立项批复，开始设计",     "施工图完成，腾空旧房改造",
    "招标完成，施工单位进场", "基础施工，旧房改造分批交工", "主体施工，内装同步进行",
};

static enum status write(struct projects_story *s, size_t i, int month, struct error *e)
{
    const struct site *site = &s->sites[i];
    const struct course *k = &COURSES[i];
    bool is_last = month + 1 == STORY_MONTHS && k->problem != NULL;
    int64_t whole = project_investment(&site->scope).v, id;
    char progress[TEXT_BYTES];
    struct project_return r = {.project = site->id,
                               .month = month_make(s->year, month + 1),
                               .beds_added = k->beds[month],
                               .invested = FEN(whole * k->invested[month] / PERCENT),
                               .progress = progress,
                               .problem = is_last ? k->problem : "",
                               .cause = is_last ? k->cause : "",
                               .measure = is_last ? k->measure : ""};
    for (size_t source = 0; source < PROJECT_SOURCES; source++)
        r.received[source] = FEN(site->scope.investment[source].v * ARRIVED[month] / PERCENT);
    if (k->beds[month] > 0)
        (void)snprintf(progress, sizeof progress, "%s；本月新增床位 %" PRId64 " 张",
                       PROGRESS[month], k->beds[month]);
    else
        (void)snprintf(progress, sizeof progress, "%s", PROGRESS[month]);
    TRY(project_return_write(s->db, s->c->county, &r, site->clerk, &id, e));
    s->returns[i] = id;
    s->counts.returns++;
    return STATUS_OK;
}

enum status projects_returns_day(struct projects_story *s, struct error *e)
{
    int year, month, day;
    date_split(s->today, &year, &month, &day);
    bool is_last = date_month(s->today).v == s->options->month.v;
    if (month > STORY_MONTHS || date_month(s->today).v > s->options->month.v)
        return STATUS_OK;
    for (size_t i = 0; i < STORY_PROJECTS; i++) {
        bool is_unsigned = i == UNSIGNED && is_last;
        if (day == WRITTEN_DAY)
            TRY(write(s, i, month - 1, e));
        if (day == SUBMITTED_DAY)
            TRY(project_return_submit(s->db, s->c->county, s->returns[i], s->sites[i].clerk, e));
        if (s->today.v != month_last_day(date_month(s->today)).v || is_unsigned)
            continue;
        TRY(project_return_sign(s->db, s->c->county, s->returns[i], s->sites[i].lead, e));
        if (s->sites[i].is_city)
            s->counts.city_beds += COURSES[i].beds[month - 1];
    }
    return STATUS_OK;
}

/* Homes and projects: their own nouns reckon the figures, here they only get an indicator's form,
   so that no page can say two things. */
#include <inttypes.h>

#include "base/i18n.h"
#include "domain/home/rate.h"
#include "domain/indicator/indicator_internal.h"
#include "domain/project/return.h"
#include "indicator_home_behind_sql.h"

/* ---- homes ---- */

static enum status rates(struct db *db, const struct indicator_span *span, bool is_occupancy,
                         struct arena *arena, struct indicator_rows *rows, struct error *e)
{
    struct home_rate *list, sum;
    size_t count;
    TRY(home_rate_list(db, span->county, indicator_span_day(span), span->known, arena, &list,
                       &count, &sum, e));
    for (size_t i = 0; i < count; i++)
        TRY(indicator_take(rows, list[i].township, is_occupancy ? list[i].occupied : list[i].in,
                           is_occupancy ? list[i].beds : list[i].all, arena, e));
    return STATUS_OK;
}

static enum status inst_rate(struct db *db, const struct indicator_span *span, struct arena *arena,
                             struct indicator_rows *rows, struct error *e)
{
    return rates(db, span, false, arena, rows, e);
}

static enum status occupancy(struct db *db, const struct indicator_span *span, struct arena *arena,
                             struct indicator_rows *rows, struct error *e)
{
    return rates(db, span, true, arena, rows, e);
}

INDICATOR_BEHIND_AS(inst_rate, indicator_home_housed, .on_date = indicator_span_day(s))
INDICATOR_BEHIND_AS(claims_days, indicator_claims_paid)
INDICATOR_BOTH(indicator_returns_due, .today = s->today)

/* Home by home. */
static enum status behind_occupancy(struct db *db, const struct indicator_span *span,
                                    struct arena *arena, struct indicator_subjects *subjects,
                                    struct error *e)
{
    struct home_occupancy *homes;
    size_t count;
    TRY(home_occupancy_list(db, span->county, indicator_span_day(span), span->known, arena, &homes,
                            &count, e));
    for (size_t i = 0; i < count; i++) {
        struct indicator_subject one = {.kind = "home",
                                        .id = homes[i].home,
                                        .label = homes[i].name,
                                        .path =
                                            arena_printf(arena, "/homes/%" PRId64, homes[i].home),
                                        .township = homes[i].township,
                                        .numerator = homes[i].occupied,
                                        .denominator = homes[i].beds};
        if (one.path == NULL)
            return arena_exhausted(e);
        indicator_subject_take(subjects, &one);
    }
    return STATUS_OK;
}

static struct indicator_row *township_of(struct indicator_rows *rows, int64_t township)
{
    for (size_t i = 0; i < rows->count; i++)
        if (rows->row[i].township == township)
            return &rows->row[i];
    return NULL;
}

static enum status claims_days(struct db *db, const struct indicator_span *span,
                               struct arena *arena, struct indicator_rows *rows, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct indicator_claim_row claim;
    enum status s;
    TRY(indicator_claims_paid_open(db,
                                   (struct indicator_claims_paid_args){.county = span->county,
                                                                       .from_month = span->from,
                                                                       .to_month = span->to,
                                                                       .known = span->known},
                                   &cursor, e));
    while ((s = indicator_claims_paid_next(cursor, &claim, e)) == STATUS_OK) {
        const struct indicator_row *row = township_of(rows, claim.township);
        TRY(indicator_take(rows, claim.township,
                           (row ? row->numerator : 0) + claim.ended.v - claim.begun.v,
                           (row ? row->denominator : 0) + 1, arena, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* ---- projects ---- */

enum measure { MEASURE_BEDS, MEASURE_INVESTMENT, MEASURE_STAGE };

static int64_t done_of(const struct project_standing *s, enum measure measure)
{
    return measure == MEASURE_BEDS         ? s->beds
           : measure == MEASURE_INVESTMENT ? s->invested.v
                                           : s->stage_bp;
}

static int64_t target_of(const struct project_standing *s, enum measure measure)
{
    return measure == MEASURE_BEDS         ? s->target_beds
           : measure == MEASURE_INVESTMENT ? s->target_investment.v
                                           : s->target_stage_bp;
}

static enum status standings(struct db *db, const struct indicator_span *span,
                             enum target_book book, enum measure measure, struct arena *arena,
                             struct indicator_rows *rows, struct error *e)
{
    struct project_standing *list, sum;
    size_t count;
    TRY(project_standing_list(db, span->county, book, indicator_span_day(span), span->known, arena,
                              &list, &count, &sum, e));
    for (size_t i = 0; i < count; i++)
        TRY(indicator_take(rows, list[i].township, done_of(&list[i], measure),
                           target_of(&list[i], measure), arena, e));
    return STATUS_OK;
}

#define PROJECTS_MAX 2000

static enum status projects_read(struct db *db, const struct indicator_span *span,
                                 struct arena *arena, struct indicator_project_row *projects,
                                 size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct indicator_project_row p;
    size_t count = 0;
    enum status s;
    TRY(indicator_projects_open(
        db, (struct indicator_projects_args){.county = span->county, .known = span->known}, &cursor,
        e));
    while ((s = indicator_projects_next(cursor, &p, e)) == STATUS_OK) {
        if (count == PROJECTS_MAX)
            return error_set(e, STATUS_FAILED, "INDICATOR_PROJECTS", _("项目超过 %d 个"),
                             PROJECTS_MAX);
        p.code = arena_strdup(arena, p.code);
        p.name = arena_strdup(arena, p.name);
        if (!p.code || !p.name)
            return arena_exhausted(e);
        projects[count++] = p;
    }
    *ret_count = count;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static bool is_listed(const struct project_standing *list, size_t count, int64_t township)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].township == township)
            return true;
    return false;
}

/* The target stays where the plan had the project, what is done counts where it is built. */
static void project_take(struct indicator_subjects *subjects, const struct indicator_subject *told,
                         int64_t planned_at, int64_t built_at, int64_t done, int64_t target)
{
    struct indicator_subject one = *told;
    one.township = built_at;
    one.numerator = done;
    one.denominator = planned_at == built_at ? target : 0;
    if (built_at != 0 && (one.numerator != 0 || one.denominator != 0))
        indicator_subject_take(subjects, &one);
    one.township = planned_at;
    one.numerator = 0;
    one.denominator = target;
    if (planned_at != 0 && planned_at != built_at && target != 0)
        indicator_subject_take(subjects, &one);
}

/* Beds are asked of townships; investment and stage of the projects themselves. */
static enum status behind_standings(struct db *db, const struct indicator_span *span,
                                    enum target_book book, enum measure measure,
                                    struct arena *arena, struct indicator_subjects *subjects,
                                    struct error *e)
{
    struct indicator_project_row *projects =
        ARENA_ARRAY(arena, struct indicator_project_row, PROJECTS_MAX);
    struct project_standing *list, sum, one;
    struct date on = indicator_span_day(span);
    size_t count, project_count;
    bool is_in;
    if (projects == NULL)
        return arena_exhausted(e);
    TRY(project_standing_list(db, span->county, book, on, span->known, arena, &list, &count, &sum,
                              e));
    for (size_t i = 0; i < count && measure == MEASURE_BEDS; i++)
        if (list[i].target_beds != 0)
            indicator_subject_take(subjects,
                                   &(struct indicator_subject){.kind = "target",
                                                               .id = list[i].township,
                                                               .label = list[i].name,
                                                               .path = "",
                                                               .township = list[i].township,
                                                               .denominator = list[i].target_beds});
    TRY(projects_read(db, span, arena, projects, &project_count, e));
    for (size_t i = 0; i < project_count; i++) {
        const struct indicator_project_row *p = &projects[i];
        struct indicator_subject told = {
            .kind = "project",
            .id = p->id,
            .label = arena_printf(arena, "%s %s", p->code, p->name),
            .path = arena_printf(arena, "/projects/%s", p->code),
        };
        TRY(project_standing_of(db, span->county, p->id, book, on, span->known, &one, &is_in, e));
        if (!is_in)
            continue;
        if (told.label == NULL || told.path == NULL)
            return arena_exhausted(e);
        project_take(subjects, &told, is_listed(list, count, p->township) ? p->township : 0,
                     is_listed(list, count, one.township) ? one.township : 0,
                     done_of(&one, measure),
                     measure == MEASURE_BEDS ? 0 : target_of(&one, measure));
    }
    return STATUS_OK;
}

#define OF_BOOK(name, book_name, book, measure)                                                    \
    static enum status name##_##book_name(struct db *db, const struct indicator_span *span,        \
                                          struct arena *arena, struct indicator_rows *rows,        \
                                          struct error *e)                                         \
    {                                                                                              \
        return standings(db, span, book, measure, arena, rows, e);                                 \
    }                                                                                              \
    static enum status behind_##name##_##book_name(                                                \
        struct db *db, const struct indicator_span *span, struct arena *arena,                     \
        struct indicator_subjects *subjects, struct error *e)                                      \
    {                                                                                              \
        return behind_standings(db, span, book, measure, arena, subjects, e);                      \
    }
OF_BOOK(beds, city, BOOK_CITY, MEASURE_BEDS)
OF_BOOK(beds, county, BOOK_COUNTY, MEASURE_BEDS)
OF_BOOK(investment, city, BOOK_CITY, MEASURE_INVESTMENT)
OF_BOOK(investment, county, BOOK_COUNTY, MEASURE_INVESTMENT)
OF_BOOK(stage, city, BOOK_CITY, MEASURE_STAGE)
OF_BOOK(stage, county, BOOK_COUNTY, MEASURE_STAGE)

#define DONE_BEDS N_("已签发月报的新增床位累计")
#define DONE_INVESTMENT N_("已签发月报的完成投资累计")
#define DONE_STAGE N_("各项目床位乘以形象进度的权重（万分之几）")
static const struct indicator_entry ENTRIES[] = {
    {{"home.inst_rate", N_("集中供养率"), "P3.4", INDICATOR_RATE,
      N_("期末那天夜里住在敬老院的五保对象，按户籍乡镇"), N_("当月在册、当天在世的五保对象"), true,
      false},
     .behind_open = inst_rate_behind_of,
     .source = inst_rate},
    {{"home.occupancy", N_("敬老院入住率"), "P3.4", INDICATOR_RATE,
      N_("期末那天入住的人数，按敬老院所在乡镇"), N_("可用床位"), true, false},
     .source = occupancy,
     .behind_source = behind_occupancy},
    {{"home.returns_on_time", N_("项目月报按时率"), "P4.2", INDICATOR_RATE,
      N_("次月 10 日前签发的月报份数"), N_("应报的月报份数"), true, false},
     indicator_returns_due_of,
     indicator_returns_due_behind_of},
    {{"home.claims_days", N_("报账从提交到支付的平均天数"), "P3.2", INDICATOR_DAYS,
      N_("期内支付的报账单从提交到支付的天数之和"), N_("期内支付的报账单份数"), false, false},
     .behind_open = claims_days_behind_of,
     .source = claims_days},
    {{"project.beds_city", N_("新增床位完成率（市对县）"), "P3.4", INDICATOR_RATE, DONE_BEDS,
      N_("市对县考核的床位任务"), true, false},
     .source = beds_city,
     .behind_source = behind_beds_city},
    {{"project.beds_county", N_("新增床位完成率（县对乡镇）"), "P3.4", INDICATOR_RATE, DONE_BEDS,
      N_("县对乡镇考核的床位任务"), true, false},
     .source = beds_county,
     .behind_source = behind_beds_county},
    {{"project.investment_city", N_("投资完成率（市对县）"), "P3.4", INDICATOR_RATE,
      DONE_INVESTMENT, N_("市对县考核项目的计划投资"), true, false, true, true},
     .source = investment_city,
     .behind_source = behind_investment_city},
    {{"project.investment_county", N_("投资完成率（县对乡镇）"), "P3.4", INDICATOR_RATE,
      DONE_INVESTMENT, N_("县对乡镇考核项目的计划投资"), true, false, true, true},
     .source = investment_county,
     .behind_source = behind_investment_county},
    {{"project.stage_city", N_("形象进度（市对县）"), "P3.4", INDICATOR_RATE, DONE_STAGE,
      N_("市对县考核项目的计划床位乘以一万"), true, false},
     .source = stage_city,
     .behind_source = behind_stage_city},
    {{"project.stage_county", N_("形象进度（县对乡镇）"), "P3.4", INDICATOR_RATE, DONE_STAGE,
      N_("县对乡镇考核项目的计划床位乘以一万"), true, false},
     .source = stage_county,
     .behind_source = behind_stage_county},
};
const struct indicator_theme INDICATOR_HOME = INDICATOR_THEME(ENTRIES);

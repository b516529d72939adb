/* Rounds are opened and go from state to state; teams. */
#include "domain/assessment/assessment_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "assessment_sql.h"
#include "base/i18n.h"
#include "base/text.h"
#include "domain/survey/survey.h"

#define LIST_MAX 200

struct opening {
    struct assessment_work w;
    struct assessment_new round;
};

/* Indicators stand above the plan: only here can be asked whether the tree names real ones. */
static enum status indicators_check(const struct assessment_node *nodes, size_t count,
                                    const char **ret_tie, struct error *e)
{
    *ret_tie = "SAME";
    for (size_t i = 0; i < count; i++) {
        if (nodes[i].is_tie)
            *ret_tie = nodes[i].code;
        if (nodes[i].indicator[0] && !indicator_by_code(nodes[i].indicator))
            return error_set(e, STATUS_REFUSED, "ASSESSMENT_INDICATOR",
                             _("考核项目 %s 的指标“%s”不存在：请更正方案的 assessment 一节"),
                             nodes[i].code, nodes[i].indicator);
    }
    return STATUS_OK;
}

static enum status open_check(struct opening *x, int64_t *ret_plan, struct error *e)
{
    const struct assessment_new *r = &x->round;
    struct assessment_living_row living;
    struct assessment_plan_of_year_row plan;
    if (month_year(r->from) != r->year || month_year(r->to) != r->year || r->from.v > r->to.v ||
        r->from.v > date_month(x->w.today).v)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_SPAN",
                         _("考核的月份应在 %d 年之内，从前到后，并且已经开始"), r->year);
    enum status s = assessment_living(
        x->w.db,
        (struct assessment_living_args){
            .county = x->w.county, .year = r->year, .scope = assessment_scope_code(r->scope)},
        NULL, &living, e);
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_TWICE",
                         _("%d 年的%s已启动（第 %" PRId64 " 号）"), r->year,
                         _(assessment_scope_label(r->scope)), living.id);
    if (s != STATUS_NONE)
        return s;
    s = assessment_plan_of_year(
        x->w.db, (struct assessment_plan_of_year_args){.county = x->w.county, .year = r->year},
        NULL, &plan, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_TREE", _("没有 %d 年的方案"), r->year);
    if (s == STATUS_OK)
        *ret_plan = plan.id;
    return s;
}

static enum status open_work(struct db *db, void *context, struct error *e)
{
    struct opening *x = context;
    struct assessment_node *nodes;
    size_t count;
    int64_t plan = 0;
    const char *tie;
    x->w.db = db;
    x->w.today = date_today();
    arena_reset(x->w.arena);
    TRY(assessment_may(&x->w, PERMISSION_ASSESSMENT_MANAGE, 0, e));
    TRY(counter_take(db, x->w.county, "assessment", 1, &x->w.id, e));
    TRY(open_check(x, &plan, e));
    enum status s =
        assessment_tree_read(db, x->w.county, plan, x->round.scope, x->w.arena, &nodes, &count, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_TREE",
                         _("方案没有%s的考核项目：请写在 assessment 一节"),
                         _(assessment_scope_label(x->round.scope)));
    if (s != STATUS_OK)
        return s;
    TRY(indicators_check(nodes, count, &tie, e));
    TRY(assessment_record(&x->w, "assessment.open", e));
    TRY(assessment_round_insert(
        db,
        (struct assessment_round_insert_args){.county = x->w.county,
                                              .id = x->w.id,
                                              .year = x->round.year,
                                              .scope = assessment_scope_code(x->round.scope),
                                              .plan = plan,
                                              .from_month = x->round.from,
                                              .to_month = x->round.to,
                                              .known = x->w.change,
                                              .tie = tie,
                                              .opened_by = x->w.actor,
                                              .opened_on = date_yyyymmdd(x->w.today),
                                              .known_from = x->w.change},
        NULL, e));
    return assessment_step_write(&x->w, ASSESSMENT_OPEN, "", e);
}

enum status assessment_open(struct db *db, int64_t county, const struct assessment_new *round,
                            const char *actor, int64_t *ret_id, struct error *e)
{
    struct opening x = {.w = {.county = county, .actor = actor}, .round = *round};
    if (!x.round.from.v)
        x.round.from = month_make(round->year, 1);
    if (!x.round.to.v)
        x.round.to = month_make(round->year, round->scope == ASSESSMENT_MIDYEAR ? 6 : 12);
    TRY(assessment_run(db, &x.w, open_work, &x, e));
    *ret_id = x.w.id;
    return STATUS_OK;
}

enum status assessment_list(struct db *db, int64_t county, struct arena *arena,
                            struct assessment_head **ret, size_t *ret_count, struct error *e)
{
    int64_t ids[LIST_MAX];
    size_t n = 0;
    {
        CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
        struct assessment_all_row row;
        enum status s;
        TRY(assessment_all_open(db, (struct assessment_all_args){.county = county}, &cursor, e));
        while ((s = assessment_all_next(cursor, &row, e)) == STATUS_OK && n < LIST_MAX)
            ids[n++] = row.id;
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
    }
    struct assessment_head *list = ARENA_ARRAY(arena, struct assessment_head, n + 1);
    if (!list)
        return arena_exhausted(e);
    for (size_t i = 0; i < n; i++)
        TRY(assessment_head_read(db, county, ids[i], arena, &list[i], e));
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

/* ---- steps ---- */
struct advancing {
    struct assessment_work w;
    enum assessment_state to;
    const char *note;
    int64_t survey;
};

static enum status handed_in(struct advancing *x, int64_t *ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    bool is_self = x->to == ASSESSMENT_SELF_SUBMITTED;
    struct assessment_self_signed_row self;
    struct assessment_visited_row visit;
    size_t n = 0;
    enum status s;
    if (is_self)
        TRY(assessment_self_signed_open(
            x->w.db,
            (struct assessment_self_signed_args){.county = x->w.county, .assessment = x->w.id},
            &cursor, e));
    else
        TRY(assessment_visited_open(
            x->w.db, (struct assessment_visited_args){.county = x->w.county, .assessment = x->w.id},
            &cursor, e));
    while (n < ASSESSMENT_TOWNSHIPS_MAX &&
           (s = is_self ? assessment_self_signed_next(cursor, &self, e)
                        : assessment_visited_next(cursor, &visit, e)) == STATUS_OK)
        ret[n++] = is_self ? self.township : visit.township;
    *ret_count = n;
    return n == ASSESSMENT_TOWNSHIPS_MAX || s == STATUS_NONE ? STATUS_OK : s;
}

/* Every township is there, or the note names it and says why not. */
static enum status all_there(struct advancing *x, struct error *e)
{
    int64_t there[ASSESSMENT_TOWNSHIPS_MAX];
    size_t n, count;
    struct assessment_place *places;
    const char *missing = "";
    TRY(handed_in(x, there, &n, e));
    TRY(assessment_places(x->w.db, x->w.county, x->w.head.to, x->w.arena, &places, &count, e));
    for (size_t i = 0; i < count; i++) {
        bool is_there = x->note && strstr(x->note, places[i].name);
        for (size_t k = 0; k < n && !is_there; k++)
            is_there = there[k] == places[i].code;
        if (!is_there)
            missing =
                arena_printf(x->w.arena, "%s%s%s", missing, missing[0] ? "、" : "", places[i].name);
        if (!missing)
            return arena_exhausted(e);
    }
    if (!missing[0])
        return STATUS_OK;
    if (x->to == ASSESSMENT_SELF_SUBMITTED)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_SELF_MISSING",
                         _("还没有签发自查自评：%s。请催报，或在说明中写明乡镇和原因"), missing);
    return error_set(e, STATUS_REFUSED, "ASSESSMENT_NOT_INSPECTED",
                     _("还没有提交检查：%s。请先检查，或在说明中写明乡镇和原因"), missing);
}

static enum status disputes_over(struct advancing *x, struct error *e)
{
    struct assessment_disputes_open_row row;
    char text[DATE_TEXT_BYTES];
    TRY(assessment_disputes_open(
        x->w.db,
        (struct assessment_disputes_open_args){.county = x->w.county, .assessment = x->w.id}, NULL,
        &row, e));
    if (row.n > 0)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_DISPUTES",
                         _("还有 %" PRId64 " 件争议没有复核"), row.n);
    if (x->w.today.v <= x->w.head.dispute_until.v)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_DISPUTES",
                         _("争议期到 %s 为止，之后才能结束复核"),
                         date_format(x->w.head.dispute_until, text));
    return STATUS_OK;
}

static enum status survey_check(struct advancing *x, struct error *e)
{
    struct survey survey;
    TRY(survey_read(x->w.db, x->w.county, x->survey, x->w.arena, &survey, e));
    if (survey.state != SURVEY_CLOSED || survey.year != x->w.head.year)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_SURVEY",
                         _("第 %" PRId64 " 号测评没有结束，或不是 %d 年的"), x->survey,
                         x->w.head.year);
    return STATUS_OK;
}

static enum status advance_check(struct advancing *x, struct error *e)
{
    switch (x->to) {
    case ASSESSMENT_SELF_SUBMITTED:
    case ASSESSMENT_INSPECTED:
        return all_there(x, e);
    case ASSESSMENT_SURVEYED:
        return survey_check(x, e);
    case ASSESSMENT_REVIEWED:
        return disputes_over(x, e);
    case ASSESSMENT_CANCELLED:
        return assessment_text_check(x->note, true, "REASON_MISSING", _("请写明取消的原因"), e);
    case ASSESSMENT_FILED:
        return STATUS_OK;
    default:
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_STATE",
                         _("计分和公布另有办法，不能直接转为“%s”"),
                         _(assessment_state_label(x->to)));
    }
}

static enum status advance_work(struct db *db, void *context, struct error *e)
{
    struct advancing *x = context;
    const struct assessment_transition *t;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(assessment_take(&x->w, PERMISSION_ASSESSMENT_MANAGE, 0, e));
    TRY(assessment_step_find(&x->w, x->to, &t, e));
    TRY(assessment_text_check(x->note, false, "", "", e));
    TRY(advance_check(x, e));
    TRY(assessment_record(&x->w, t->action, e));
    TRY(assessment_state_set(
        db,
        (struct assessment_state_set_args){
            .county = x->w.county,
            .id = x->w.id,
            .state = x->to,
            .survey = x->to == ASSESSMENT_SURVEYED ? x->survey : x->w.head.survey,
            .known = x->w.head.known,
            .dispute_until = assessment_day_number(x->w.head.dispute_until)},
        NULL, e));
    return assessment_step_write(&x->w, x->to, x->note, e);
}

enum status assessment_advance(struct db *db, int64_t county, int64_t id, enum assessment_state to,
                               const char *note, const char *actor, struct error *e)
{
    struct advancing x = {
        .w = {.county = county, .id = id, .actor = actor}, .to = to, .note = note};
    if (to == ASSESSMENT_SURVEYED)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_SURVEY", _("请写明采用哪一次测评"));
    return assessment_run(db, &x.w, advance_work, &x, e);
}

enum status assessment_survey_take(struct db *db, int64_t county, int64_t id, int64_t survey,
                                   const char *actor, struct error *e)
{
    struct advancing x = {.w = {.county = county, .id = id, .actor = actor},
                          .to = ASSESSMENT_SURVEYED,
                          .note = "",
                          .survey = survey};
    return assessment_run(db, &x.w, advance_work, &x, e);
}

enum status assessment_step_list(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                 struct assessment_step **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct assessment_step *list = ARENA_ARRAY(arena, struct assessment_step, LIST_MAX);
    struct assessment_step_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(assessment_step_all_open(
        db, (struct assessment_step_all_args){.county = county, .assessment = id}, &cursor, e));
    while ((s = assessment_step_all_next(cursor, &row, e)) == STATUS_OK && n < LIST_MAX) {
        list[n] = (struct assessment_step){.number = (int)row.number,
                                           .state = (enum assessment_state)row.state,
                                           .on = assessment_day_of(row.on_date),
                                           .actor = arena_strdup(arena, row.actor),
                                           .note = arena_strdup(arena, row.note)};
        if (!list[n].actor || !list[n].note)
            return arena_exhausted(e);
        n++;
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

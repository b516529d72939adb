/* The agenda from what is behind: figures below their line, open problems, what falls due. */
#include "domain/meeting/meeting_internal.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/indicator/indicator.h"
#include "domain/project/project.h"
#include "domain/target/target.h"
#include "meeting_sql.h"

/* Held to the whole where no target says otherwise: paid on time and in full, decided within the
   limit, returns in time. */
static const char *const WHOLE[] = {"pay.on_time_dibao", "pay.on_time_wubao",
                                    "pay.in_full_dibao", "pay.in_full_wubao",
                                    "case.in_limit",     "home.returns_on_time"};

bool meeting_is_behind(int64_t numerator, int64_t denominator, int64_t target_bp,
                       bool is_more_better)
{
    if (denominator <= 0)
        return false;
    const __int128 reached = (__int128)numerator * RATIO_WHOLE_BP;
    const __int128 asked = (__int128)denominator * target_bp;
    return is_more_better ? reached < asked : reached > asked;
}

struct month meeting_figures_month(struct date held_on)
{
    const struct month m = date_month(held_on);
    return month_last_day(m).v == held_on.v ? m : month_add(m, -1);
}

struct drafting {
    struct meeting_act *act;
    struct date held_on, until; /* until: the next meeting is held by then at the latest */
    struct month from, to;
    int number;
};

static enum status item_add(struct drafting *d, struct meeting_item_insert_args item,
                            struct error *e)
{
    if (d->number == MEETING_ITEMS_MAX)
        return error_set(e, STATUS_FAILED, "MEETING_ROWS", _("议程超过 %d 项"), MEETING_ITEMS_MAX);
    item.county = d->act->county;
    item.meeting = d->act->id;
    item.number = ++d->number;
    item.actor = d->act->actor;
    item.indicator = item.indicator ? item.indicator : "";
    item.book = item.book ? item.book : "";
    return meeting_item_insert(d->act->db, item, NULL, e);
}

/* The book of a figure of two books stands at the end of its code. */
static const char *book_of(const char *code)
{
    return text_ends(code, "_city") ? "city" : text_ends(code, "_county") ? "county" : "";
}

static bool is_whole(const char *code)
{
    for (size_t i = 0; i < sizeof WHOLE / sizeof WHOLE[0]; i++)
        if (text_equals(code, WHOLE[i]))
            return true;
    return false;
}

/* What is asked of a township; -1: nothing. */
static int64_t asked_of(const struct target_line *lines, size_t n, bool has_target,
                        int64_t township)
{
    if (!has_target)
        return RATIO_WHOLE_BP;
    for (size_t i = 0; i < n; i++)
        if (lines[i].township == township)
            return lines[i].is_asked ? lines[i].target_bp : -1;
    return -1;
}

static enum status behind_add(struct drafting *d, const struct indicator *i, struct error *e)
{
    struct meeting_act *act = d->act;
    struct target_line *lines = NULL;
    struct indicator_row *rows;
    size_t line_count = 0, n;
    enum status s = target_line_list(act->db, act->county, i, month_last_day(d->to), act->change,
                                     act->arena, &lines, &line_count, e);
    if (s == STATUS_NONE && !is_whole(i->code))
        return STATUS_OK;
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    TRY(indicator_read(act->db, act->county, i, d->from, d->to, act->change, act->arena, &rows, &n,
                       e));
    for (size_t k = 0; k < n; k++) {
        const struct indicator_row *r = &rows[k];
        const int64_t asked = asked_of(lines, line_count, s == STATUS_OK, r->township);
        if (r->township == 0 || asked < 0 ||
            !meeting_is_behind(r->numerator, r->denominator, asked, i->is_more_better))
            continue;
        TRY(item_add(d,
                     (struct meeting_item_insert_args){.kind = "BEHIND",
                                                       .indicator = i->code,
                                                       .book = book_of(i->code),
                                                       .township = r->township,
                                                       .from_month = month_yyyymm(d->from),
                                                       .to_month = month_yyyymm(d->to),
                                                       .numerator = r->numerator,
                                                       .denominator = r->denominator,
                                                       .target_bp = asked,
                                                       .text = i->label},
                     e));
    }
    return STATUS_OK;
}

static enum status all_behind(struct drafting *d, struct error *e)
{
    const struct indicator *i;
    for (size_t k = 0; (i = indicator_at(k)); k++)
        if (i->unit == INDICATOR_RATE && !i->is_county_only)
            TRY(behind_add(d, i, e));
    return STATUS_OK;
}

/* "责任单位 X，期限 D，逾期 N 天，已研究 n 次" */
static const char *problem_words(const struct problem *p, struct arena *arena)
{
    char due[DATE_TEXT_BYTES];
    (void)date_format_people(p->due_on, due);
    const char *late =
        p->days_overdue ? arena_printf(arena, _("，已逾期 %d 天"), p->days_overdue) : "";
    const char *times = p->carried ? arena_printf(arena, _("，已研究 %d 次"), p->carried) : "";
    return late && times ? arena_printf(arena, _("%s（责任单位：%s，期限：%s%s%s）"), p->title,
                                        p->owner, due, late, times)
                         : NULL;
}

static enum status text_add(struct drafting *d, const char *kind, const char *book,
                            int64_t township, int64_t subject, const char *text, struct error *e)
{
    if (!text)
        return arena_exhausted(e);
    return item_add(
        d,
        (struct meeting_item_insert_args){
            .kind = kind, .book = book, .township = township, .subject = subject, .text = text},
        e);
}

static enum status problems_add(struct drafting *d, struct error *e)
{
    struct meeting_act *act = d->act;
    const struct problem_filter open = {.is_open = true, .on = d->held_on, .known = act->change};
    struct problem *list;
    size_t n;
    TRY(problem_list(act->db, act->county, &open, act->arena, &list, &n, e));
    for (size_t i = 0; i < n; i++)
        TRY(text_add(d, "PROBLEM", "", list[i].township, list[i].id,
                     problem_words(&list[i], act->arena), e));
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct meeting_project_problem_row row;
    enum status s;
    TRY(meeting_project_problems_open(
        act->db,
        (struct meeting_project_problems_args){.county = act->county, .known = act->change},
        &cursor, e));
    while ((s = meeting_project_problems_next(cursor, &row, e)) == STATUS_OK)
        TRY(text_add(d, "PROJECT", "", row.township, row.project,
                     arena_printf(act->arena, _("%s %s：%s（责任单位：%s）"), row.code, row.name,
                                  row.problem, row.owner_unit),
                     e));
    if (s != STATUS_NONE)
        return s;
    for (size_t i = 0; i < n; i++)
        if (list[i].due_on.v > d->held_on.v && list[i].due_on.v <= d->until.v)
            TRY(text_add(d, "DUE", "", list[i].township, list[i].id,
                         problem_words(&list[i], act->arena), e));
    return STATUS_OK;
}

static enum status orders_add(struct drafting *d, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct meeting_act *act = d->act;
    struct meeting_due_order_row row;
    char day[DATE_TEXT_BYTES];
    enum status s;
    TRY(meeting_due_orders_open(
        act->db,
        (struct meeting_due_orders_args){
            .county = act->county, .after = d->held_on, .until = d->until, .known = act->change},
        &cursor, e));
    while ((s = meeting_due_orders_next(cursor, &row, e)) == STATUS_OK)
        TRY(text_add(d, "DUE", "", row.township, row.id,
                     arena_printf(act->arena, _("整改：%s（期限：%s）"), row.problem,
                                  date_format_people(row.due_on, day)),
                     e));
    return s == STATUS_NONE ? STATUS_OK : s;
}

static const char *book_words(const char *book)
{
    return text_equals(book, "city") ? _("市对县考核") : _("县对乡镇考核");
}

static enum status milestones_add(struct drafting *d, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct meeting_act *act = d->act;
    struct meeting_due_target_row row;
    char day[DATE_TEXT_BYTES];
    enum status s;
    TRY(meeting_due_targets_open(
        act->db,
        (struct meeting_due_targets_args){
            .county = act->county, .after = d->held_on, .until = d->until, .known = act->change},
        &cursor, e));
    while ((s = meeting_due_targets_next(cursor, &row, e)) == STATUS_OK)
        TRY(text_add(d, "DUE", row.book, 0, row.id,
                     arena_printf(act->arena, _("目标节点：%s（%s，期限：%s）"),
                                  _(target_measure_label(row.measure)), book_words(row.book),
                                  date_format_people(row.due_on, day)),
                     e));
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status stages_add(struct drafting *d, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct meeting_act *act = d->act;
    struct meeting_due_stage_row row;
    char day[DATE_TEXT_BYTES];
    enum status s;
    TRY(meeting_due_stages_open(
        act->db,
        (struct meeting_due_stages_args){
            .county = act->county, .after = d->held_on, .until = d->until, .known = act->change},
        &cursor, e));
    while ((s = meeting_due_stages_next(cursor, &row, e)) == STATUS_OK) {
        const char *stage = row.stage >= 1 && row.stage <= PROJECT_STAGES
                                ? _(PROJECT_STAGE_ROWS[row.stage - 1].label)
                                : "";
        TRY(text_add(d, "DUE", "", row.township, row.project,
                     arena_printf(act->arena, _("建设节点：%s %s 计划 %s %s"), row.code, row.name,
                                  date_format_people(row.planned_on, day), stage),
                     e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status meeting_draft_items(struct meeting_act *act, struct date held_on, struct error *e)
{
    struct drafting d = {.act = act,
                         .held_on = held_on,
                         .until = month_last_day(month_add(date_month(held_on), 1)),
                         .to = meeting_figures_month(held_on)};
    d.from = month_make(month_year(d.to), 1);
    TRY(meeting_items_drop(
        act->db, (struct meeting_items_drop_args){.county = act->county, .meeting = act->id}, NULL,
        e));
    TRY(all_behind(&d, e));
    TRY(problems_add(&d, e));
    TRY(orders_add(&d, e));
    TRY(milestones_add(&d, e));
    return stages_add(&d, e);
}

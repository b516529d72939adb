/* What people do about a problem: raised, reported done, sent back, given more time, closed. */
#include "domain/meeting/meeting_internal.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/indicator/indicator.h"
#include "problem_sql.h"

#define CODE "PROBLEM_FIELD"

enum status problem_raise_within(struct db *db, int64_t county, const struct problem_new *problem,
                                 const char *actor, int64_t change, int64_t *ret_id,
                                 struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MEETING_ARENA_BYTES);
    const struct problem_new *p = problem;
    const char *indicator = p->indicator ? p->indicator : "";
    int64_t id;
    if (!arena)
        return arena_exhausted(e);
    if (p->source < PROBLEM_MEETING || p->source > PROBLEM_INDICATOR)
        return meeting_field(e, CODE, "source", _("没有写问题从哪里来"));
    TRY(meeting_text_check(CODE, "title", p->title, true, MEETING_TITLE_BYTES_MAX, e));
    TRY(meeting_text_check(CODE, "cause", p->cause, true, MEETING_TEXT_BYTES_MAX, e));
    TRY(meeting_text_check(CODE, "measure", p->measure, true, MEETING_TEXT_BYTES_MAX, e));
    TRY(meeting_text_check(CODE, "owner", p->owner, true, MEETING_TITLE_BYTES_MAX, e));
    if (indicator[0] && !indicator_by_code(indicator))
        return meeting_field(e, CODE, "indicator", _("没有这个指标"));
    if (!p->raised_on.v || p->raised_on.v > date_today().v)
        return meeting_field(e, "PROBLEM_DATE", "raised_on", _("提出日期没有写，或还没有到"));
    if (!p->due_on.v || p->due_on.v < p->raised_on.v)
        return meeting_field(e, "PROBLEM_DATE", "due_on", _("解决期限没有写，或早于提出日期"));
    TRY(meeting_township_check(db, county, CODE, p->township, p->raised_on, arena, e));
    if (p->source == PROBLEM_MEETING)
        TRY(meeting_is_open(db, county, p->source_id, e));
    TRY(counter_take(db, county, "problem", 1, &id, e));
    TRY(problem_insert(db,
                       (struct problem_insert_args){.county = county,
                                                    .id = id,
                                                    .source = problem_source_code(p->source),
                                                    .source_id = p->source_id,
                                                    .raised_on = p->raised_on,
                                                    .township = p->township,
                                                    .indicator = indicator,
                                                    .title = p->title,
                                                    .cause = p->cause,
                                                    .measure = p->measure,
                                                    .owner = p->owner,
                                                    .due_on = p->due_on,
                                                    .raised_by = actor,
                                                    .known_from = change},
                       NULL, e));
    *ret_id = id;
    return STATUS_OK;
}

struct raising {
    struct meeting_act act;
    const struct problem_new *problem;
};

/* What the change is about: the problem has no number yet. */
static const char *raised_at(enum problem_source source)
{
    switch (source) {
    case PROBLEM_MEETING:
        return "meeting";
    case PROBLEM_INSPECTION:
        return "inspection";
    case PROBLEM_COMPLAINT:
        return "complaint";
    case PROBLEM_INDICATOR:
        return "indicator";
    }
    return "problem";
}

static enum status raise_work(struct db *db, void *context, struct error *e)
{
    struct raising *x = context;
    struct problem_new p = *x->problem;
    x->act.db = db;
    arena_reset(x->act.arena);
    TRY(meeting_may(&x->act, PERMISSION_MEETING_MANAGE, PERMISSION_NONE, p.township, e));
    TRY(meeting_act_record(&x->act, "problem.raise", raised_at(p.source), "", e));
    if (!p.raised_on.v)
        p.raised_on = x->act.today;
    return problem_raise_within(db, x->act.county, &p, x->act.actor, x->act.change, &x->act.id, e);
}

enum status problem_raise(struct db *db, int64_t county, const struct problem_new *problem,
                          const char *actor, int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MEETING_ARENA_BYTES);
    struct raising x = {
        .act = {.arena = arena, .county = county, .id = problem->source_id, .actor = actor},
        .problem = problem};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, raise_work, &x, e));
    *ret_id = x.act.id;
    return STATUS_OK;
}

static enum status note_write(struct db *db, int64_t county, int64_t problem, const char *kind,
                              const char *text, struct date on, struct date new_due_on,
                              int64_t meeting, const char *actor, int64_t change, struct error *e)
{
    struct problem_note_last_row last;
    TRY(problem_note_last(db, (struct problem_note_last_args){.county = county, .problem = problem},
                          NULL, &last, e));
    return problem_note_insert(
        db,
        (struct problem_note_insert_args){.county = county,
                                          .problem = problem,
                                          .number = last.number + 1,
                                          .kind = kind,
                                          .meeting = meeting,
                                          .on_date = on,
                                          .text = text,
                                          .new_due_on = meeting_day_number(new_due_on),
                                          .actor = actor,
                                          .known_from = change},
        NULL, e);
}

enum status problem_carry_within(struct db *db, int64_t county, int64_t id, int64_t meeting,
                                 struct date on, const char *text, const char *actor,
                                 int64_t change, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MEETING_ARENA_BYTES);
    struct problem_carried_row row;
    struct problem p;
    if (!arena)
        return arena_exhausted(e);
    enum status s = problem_carried_at(
        db, (struct problem_carried_at_args){.county = county, .problem = id, .meeting = meeting},
        NULL, &row, e);
    if (s == STATUS_OK)
        return problem_carried_text(
            db,
            (struct problem_carried_text_args){
                .county = county, .problem = id, .meeting = meeting, .text = text, .on_date = on},
            NULL, e);
    if (s != STATUS_NONE)
        return s;
    s = problem_read(db, county, id, 0, 0, arena, &p, e);
    if (s == STATUS_NONE || (s == STATUS_OK && p.state == PROBLEM_CLOSED))
        return STATUS_OK;
    if (s != STATUS_OK)
        return s;
    return note_write(db, county, id, "CARRIED", text, on, (struct date){0}, meeting, actor, change,
                      e);
}

/* ---- the steps of one problem ---- */

struct step {
    struct meeting_act act;
    const char *text;
    struct date due_on;
};

static enum status step_do(struct db *db, int64_t county, int64_t id, const char *text,
                           struct date due_on, const char *actor, db_work work, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MEETING_ARENA_BYTES);
    struct step x = {.act = {.arena = arena, .county = county, .id = id, .actor = actor},
                     .text = text,
                     .due_on = due_on};
    return arena ? db_transaction(db, work, &x, e) : arena_exhausted(e);
}

/* The permission is asked of the problem's own place; then the change, then the problem as it is
   when nobody else can write it. */
static enum status step_begin(struct db *db, struct step *x, enum permission permission,
                              enum permission other, const char *action, struct problem *p,
                              struct error *e)
{
    struct meeting_act *act = &x->act;
    act->db = db;
    arena_reset(act->arena);
    enum status s = problem_read(db, act->county, act->id, 0, 0, act->arena, p, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PROBLEM_UNKNOWN", _("没有第 %" PRId64 " 号问题"),
                         act->id);
    if (s != STATUS_OK)
        return s;
    TRY(meeting_may(act, permission, other, p->township, e));
    TRY(meeting_act_record(act, action, "problem", "", e));
    return problem_read(db, act->county, act->id, 0, 0, act->arena, p, e);
}

static enum status state_refuse(struct error *e, const struct problem *p)
{
    return error_set(e, STATUS_REFUSED, "PROBLEM_STATE",
                     _("第 %" PRId64 " 号问题%s，现在不能办理这一步"), p->id,
                     _(problem_state_label(p->state)));
}

static enum status step_note(struct step *x, const char *kind, struct error *e)
{
    return note_write(x->act.db, x->act.county, x->act.id, kind, x->text, x->act.today, x->due_on,
                      0, x->act.actor, x->act.change, e);
}

static enum status report_work(struct db *db, void *context, struct error *e)
{
    struct step *x = context;
    struct problem p;
    TRY(step_begin(db, x, PERMISSION_PROBLEM_REPORT, PERMISSION_NONE, "problem.report", &p, e));
    TRY(meeting_text_check(CODE, "text", x->text, true, MEETING_TEXT_BYTES_MAX, e));
    if (p.state != PROBLEM_OPEN)
        return state_refuse(e, &p);
    TRY(step_note(x, "REPORTED", e));
    return problem_set_reported(db,
                                (struct problem_set_reported_args){.county = x->act.county,
                                                                   .id = p.id,
                                                                   .reported_by = x->act.actor,
                                                                   .reported_on = x->act.today},
                                NULL, e);
}

enum status problem_report(struct db *db, int64_t county, int64_t id, const char *text,
                           const char *actor, struct error *e)
{
    return step_do(db, county, id, text, (struct date){0}, actor, report_work, e);
}

static enum status send_back_work(struct db *db, void *context, struct error *e)
{
    struct step *x = context;
    struct problem p;
    TRY(step_begin(db, x, PERMISSION_MEETING_MANAGE, PERMISSION_NONE, "problem.send-back", &p, e));
    TRY(meeting_text_check("REASON_MISSING", "text", x->text, true, MEETING_TEXT_BYTES_MAX, e));
    if (p.state != PROBLEM_REPORTED)
        return state_refuse(e, &p);
    if (text_equals(p.reported_by, x->act.actor))
        return meeting_same_person(e, x->act.actor);
    TRY(step_note(x, "SENT_BACK", e));
    return problem_set_open(db, (struct problem_set_open_args){.county = x->act.county, .id = p.id},
                            NULL, e);
}

enum status problem_send_back(struct db *db, int64_t county, int64_t id, const char *reason,
                              const char *actor, struct error *e)
{
    return step_do(db, county, id, reason, (struct date){0}, actor, send_back_work, e);
}

static enum status defer_work(struct db *db, void *context, struct error *e)
{
    struct step *x = context;
    struct problem p;
    TRY(step_begin(db, x, PERMISSION_MEETING_MANAGE, PERMISSION_NONE, "problem.defer", &p, e));
    TRY(meeting_text_check("REASON_MISSING", "text", x->text, true, MEETING_TEXT_BYTES_MAX, e));
    if (p.state == PROBLEM_CLOSED)
        return state_refuse(e, &p);
    if (!x->due_on.v || x->due_on.v < p.raised_on.v || x->due_on.v == p.due_on.v)
        return meeting_field(e, "PROBLEM_DATE", "due_on",
                             _("新的期限没有写、早于提出日期，或与原期限相同"));
    TRY(step_note(x, "DEADLINE", e));
    return problem_set_due(
        db, (struct problem_set_due_args){.county = x->act.county, .id = p.id, .due_on = x->due_on},
        NULL, e);
}

enum status problem_defer(struct db *db, int64_t county, int64_t id, struct date due_on,
                          const char *reason, const char *actor, struct error *e)
{
    return step_do(db, county, id, reason, due_on, actor, defer_work, e);
}

static enum status close_work(struct db *db, void *context, struct error *e)
{
    struct step *x = context;
    struct problem p;
    TRY(step_begin(db, x, PERMISSION_MEETING_MANAGE, PERMISSION_NONE, "problem.close", &p, e));
    TRY(meeting_text_check(CODE, "outcome", x->text, true, MEETING_TEXT_BYTES_MAX, e));
    if (p.state != PROBLEM_REPORTED)
        return state_refuse(e, &p);
    if (text_equals(p.reported_by, x->act.actor))
        return meeting_same_person(e, x->act.actor);
    TRY(step_note(x, "CLOSED", e));
    return problem_set_closed(db,
                              (struct problem_set_closed_args){.county = x->act.county,
                                                               .id = p.id,
                                                               .closed_by = x->act.actor,
                                                               .closed_on = x->act.today,
                                                               .outcome = x->text,
                                                               .change = x->act.change},
                              NULL, e);
}

enum status problem_close(struct db *db, int64_t county, int64_t id, const char *outcome,
                          const char *actor, struct error *e)
{
    return step_do(db, county, id, outcome, (struct date){0}, actor, close_work, e);
}

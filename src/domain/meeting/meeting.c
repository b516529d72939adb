/* A meeting's way: opened with its agenda, recorded, its minutes issued by another; or cancelled.
 */
#include "domain/meeting/meeting_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "meeting_sql.h"

#define CODE "MEETING_FIELD"

enum status meeting_state_refuse(struct error *e, const struct meeting *m)
{
    return error_set(e, STATUS_REFUSED, "MEETING_STATE",
                     _("第 %" PRId64 " 号调度会%s，现在不能办理这一步"), m->id,
                     _(meeting_state_label(m->state)));
}

enum status meeting_take(struct meeting_act *act, struct meeting *ret, struct error *e)
{
    enum status s = meeting_read(act->db, act->county, act->id, act->arena, ret, e);
    return s == STATUS_NONE ? error_set(e, STATUS_REFUSED, "MEETING_UNKNOWN",
                                        _("没有第 %" PRId64 " 号调度会"), act->id)
                            : s;
}

struct opening {
    struct meeting_act act;
    const struct meeting_new *meeting;
};

static enum status new_check(const struct meeting_new *n, struct error *e)
{
    TRY(meeting_text_check(CODE, "place", n->place, true, MEETING_TITLE_BYTES_MAX, e));
    TRY(meeting_text_check(CODE, "chair", n->chair, true, MEETING_TITLE_BYTES_MAX, e));
    TRY(meeting_text_check(CODE, "recorder", n->recorder, true, MEETING_TITLE_BYTES_MAX, e));
    if (!n->held_on.v || date_month(n->held_on).v != n->month.v)
        return meeting_field(e, "MEETING_DATE", "held_on", _("会议日期应在会议的月份之内"));
    if (n->month.v > date_month(date_today()).v + 1)
        return meeting_field(e, "MEETING_DATE", "held_on", _("只能为本月和下月准备调度会"));
    return STATUS_OK;
}

static enum status open_work(struct db *db, void *context, struct error *e)
{
    struct opening *x = context;
    const struct meeting_new *n = x->meeting;
    struct meeting_act *act = &x->act;
    struct meeting_highest_row highest;
    char month[MONTH_TEXT_BYTES];
    act->db = db;
    act->id = month_yyyymm(n->month);
    arena_reset(act->arena);
    TRY(meeting_may(act, PERMISSION_MEETING_MANAGE, PERMISSION_NONE, 0, e));
    TRY(new_check(n, e));
    TRY(meeting_act_record(act, "meeting.open", "meeting of", "", e));
    TRY(meeting_highest(db, (struct meeting_highest_args){.county = act->county, .month = n->month},
                        NULL, &highest, e));
    if (highest.number > 0 && !n->is_extra)
        return error_set(e, STATUS_REFUSED, "MEETING_ONCE", _("%s已有调度会；加开的会请注明加开"),
                         month_format_people(n->month, month));
    TRY(counter_take(db, act->county, "progress_meeting", 1, &act->id, e));
    TRY(meeting_insert(db,
                       (struct meeting_insert_args){.county = act->county,
                                                    .id = act->id,
                                                    .year = month_year(n->month),
                                                    .month = n->month,
                                                    .number = highest.number + 1,
                                                    .held_on = n->held_on,
                                                    .place = n->place,
                                                    .chair = n->chair,
                                                    .recorder = n->recorder,
                                                    .actor = act->actor,
                                                    .change = act->change},
                       NULL, e));
    return meeting_draft_items(act, n->held_on, e);
}

enum status meeting_open(struct db *db, int64_t county, const struct meeting_new *meeting,
                         const char *actor, int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MEETING_ARENA_BYTES);
    struct opening x = {.act = {.arena = arena, .county = county, .actor = actor},
                        .meeting = meeting};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, open_work, &x, e));
    *ret_id = x.act.id;
    return STATUS_OK;
}

struct stepping {
    struct meeting_act act;
    const char *text;
    const struct meeting_record *record;
};

static enum status step_do(struct db *db, struct stepping *x, db_work work, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MEETING_ARENA_BYTES);
    x->act.arena = arena;
    return arena ? db_transaction(db, work, x, e) : arena_exhausted(e);
}

static enum status step_begin(struct db *db, struct stepping *x, enum permission permission,
                              const char *action, const char *detail, struct meeting *m,
                              struct error *e)
{
    x->act.db = db;
    TRY(meeting_may(&x->act, permission, PERMISSION_NONE, 0, e));
    TRY(meeting_take(&x->act, m, e));
    TRY(meeting_act_record(&x->act, action, "meeting", detail, e));
    return meeting_take(&x->act, m, e);
}

static enum status refresh_work(struct db *db, void *context, struct error *e)
{
    struct stepping *x = context;
    struct meeting m;
    arena_reset(x->act.arena);
    TRY(step_begin(db, x, PERMISSION_MEETING_MANAGE, "meeting.agenda", "", &m, e));
    if (m.state != MEETING_DRAFT)
        return meeting_state_refuse(e, &m);
    TRY(meeting_set_known(
        db,
        (struct meeting_set_known_args){
            .county = x->act.county, .id = m.id, .known = x->act.change, .actor = x->act.actor},
        NULL, e));
    return meeting_draft_items(&x->act, m.held_on, e);
}

enum status meeting_agenda_refresh(struct db *db, int64_t county, int64_t id, const char *actor,
                                   struct error *e)
{
    struct stepping x = {.act = {.county = county, .id = id, .actor = actor}};
    return step_do(db, &x, refresh_work, e);
}

/* ---- the record ---- */

static enum status record_check(const struct meeting_record *r, const struct meeting *m,
                                struct date held_on, struct date today, struct error *e)
{
    TRY(meeting_text_check(CODE, "present", r->present, true, MEETING_TEXT_BYTES_MAX, e));
    TRY(meeting_text_check(CODE, "absent", r->absent, false, MEETING_TEXT_BYTES_MAX, e));
    TRY(meeting_text_check(CODE, "summary", r->summary, true, MEETING_TEXT_BYTES_MAX, e));
    if (r->decision_count > MEETING_DECISIONS_MAX)
        return meeting_field(e, CODE, "decisions", _("议定事项太多"));
    for (size_t i = 0; i < r->decision_count; i++)
        TRY(meeting_text_check(CODE, "decisions", r->decisions[i], true, MEETING_TEXT_BYTES_MAX,
                               e));
    if (held_on.v > today.v)
        return meeting_field(e, "MEETING_DATE", "held_on", _("会议日期还没有到，开会后再登记"));
    if (date_month(held_on).v != m->month.v)
        return meeting_field(e, "MEETING_DATE", "held_on", _("会议日期应在会议的月份之内"));
    return STATUS_OK;
}

static const char *outcome_of(const struct meeting_record *r, int number)
{
    for (size_t i = 0; i < r->outcome_count; i++)
        if (r->outcomes[i].number == number)
            return r->outcomes[i].text ? r->outcomes[i].text : "";
    return "";
}

static enum status outcomes_check(const struct meeting_record *r, const struct meeting_item *items,
                                  size_t n, struct error *e)
{
    for (size_t i = 0; i < r->outcome_count; i++) {
        size_t k = 0;
        while (k < n && items[k].number != r->outcomes[i].number)
            k++;
        if (k == n || items[k].kind == MEETING_DECISION)
            return error_set(e, STATUS_REFUSED, "MEETING_ITEM", _("议程没有第 %d 项"),
                             r->outcomes[i].number);
        TRY(meeting_text_check(CODE, "outcome", r->outcomes[i].text, false, MEETING_TEXT_BYTES_MAX,
                               e));
    }
    return STATUS_OK;
}

/* An outcome for each item, problems carried forward, then what was decided. */
static enum status items_record(struct stepping *x, struct date held_on,
                                const struct meeting_item *items, size_t n, struct error *e)
{
    struct meeting_act *act = &x->act;
    int64_t number = 0;
    TRY(meeting_decisions_drop(
        act->db, (struct meeting_decisions_drop_args){.county = act->county, .meeting = act->id},
        NULL, e));
    for (size_t i = 0; i < n; i++) {
        const char *outcome = outcome_of(x->record, items[i].number);
        if (items[i].kind == MEETING_DECISION)
            continue;
        number = items[i].number;
        TRY(meeting_item_outcome(act->db,
                                 (struct meeting_item_outcome_args){.county = act->county,
                                                                    .meeting = act->id,
                                                                    .number = number,
                                                                    .outcome = outcome,
                                                                    .actor = act->actor},
                                 NULL, e));
        if (items[i].kind == MEETING_PROBLEM)
            TRY(problem_carry_within(act->db, act->county, items[i].subject, act->id, held_on,
                                     outcome, act->actor, act->change, e));
    }
    for (size_t i = 0; i < x->record->decision_count; i++)
        TRY(meeting_item_insert(act->db,
                                (struct meeting_item_insert_args){.county = act->county,
                                                                  .meeting = act->id,
                                                                  .number = ++number,
                                                                  .kind = "DECISION",
                                                                  .indicator = "",
                                                                  .book = "",
                                                                  .text = x->record->decisions[i],
                                                                  .actor = act->actor},
                                NULL, e));
    return STATUS_OK;
}

static enum status record_work(struct db *db, void *context, struct error *e)
{
    struct stepping *x = context;
    const struct meeting_record *r = x->record;
    struct meeting_item *items;
    struct meeting m;
    size_t n;
    arena_reset(x->act.arena);
    TRY(step_begin(db, x, PERMISSION_MEETING_MANAGE, "meeting.record", "", &m, e));
    if (m.state != MEETING_DRAFT && m.state != MEETING_HELD)
        return meeting_state_refuse(e, &m);
    const struct date held_on = r->held_on.v ? r->held_on : m.held_on;
    TRY(record_check(r, &m, held_on, x->act.today, e));
    TRY(meeting_item_list(db, x->act.county, m.id, 0, x->act.arena, &items, &n, e));
    TRY(outcomes_check(r, items, n, e));
    TRY(items_record(x, held_on, items, n, e));
    return meeting_set_held(db,
                            (struct meeting_set_held_args){.county = x->act.county,
                                                           .id = m.id,
                                                           .held_on = held_on,
                                                           .present = r->present,
                                                           .absent = r->absent ? r->absent : "",
                                                           .summary = r->summary,
                                                           .actor = x->act.actor},
                            NULL, e);
}

enum status meeting_record(struct db *db, int64_t county, int64_t id,
                           const struct meeting_record *record, const char *actor, struct error *e)
{
    struct stepping x = {.act = {.county = county, .id = id, .actor = actor}, .record = record};
    return step_do(db, &x, record_work, e);
}

static enum status cancel_work(struct db *db, void *context, struct error *e)
{
    struct stepping *x = context;
    struct meeting m;
    arena_reset(x->act.arena);
    TRY(step_begin(db, x, PERMISSION_MEETING_MANAGE, "meeting.cancel", "", &m, e));
    TRY(meeting_text_check("REASON_MISSING", "reason", x->text, true, MEETING_TEXT_BYTES_MAX, e));
    if (m.state != MEETING_DRAFT)
        return meeting_state_refuse(e, &m);
    return meeting_set_cancelled(
        db,
        (struct meeting_set_cancelled_args){.county = x->act.county, .id = m.id, .reason = x->text},
        NULL, e);
}

enum status meeting_cancel(struct db *db, int64_t county, int64_t id, const char *reason,
                           const char *actor, struct error *e)
{
    struct stepping x = {.act = {.county = county, .id = id, .actor = actor}, .text = reason};
    return step_do(db, &x, cancel_work, e);
}

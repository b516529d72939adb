/* Orders to put something right: issued, replied to, looked at again. */
#include "domain/inspection/rectification.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/inspection/inspection_internal.h"
#include "rectification_sql.h"

static enum status order_check(struct db *db, int64_t county, const struct rectification_new *o,
                               struct arena *arena, struct error *e)
{
    static const char code[] = "RECTIFICATION_FIELD";
    if (!rectification_origin_code(o->origin)[0])
        return inspection_field_refuse(e, code, "origin", _("没有写明整改从何而来"));
    TRY(inspection_text_check(code, "problem", o->problem, true, INSPECTION_TEXT_BYTES_MAX, e));
    TRY(inspection_text_check(code, "demand", o->demand, true, INSPECTION_TEXT_BYTES_MAX, e));
    TRY(inspection_text_check(code, "document", o->document, false, INSPECTION_LINE_BYTES_MAX, e));
    TRY(inspection_text_check(code, "node", o->node, false, INSPECTION_LINE_BYTES_MAX, e));
    if (!o->issued_on.v || o->due_on.v < o->issued_on.v)
        return inspection_field_refuse(e, "RECTIFICATION_DATE", "due_on",
                                       _("整改期限没有写，或早于下达日期"));
    return inspection_township_check(db, county, code, o->township, o->issued_on, arena, e);
}

enum status rectification_issue_within(struct db *db, int64_t county,
                                       const struct rectification_new *order, const char *actor,
                                       int64_t change, int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(INSPECTION_ARENA_BYTES);
    int64_t id;
    if (!arena)
        return arena_exhausted(e);
    TRY(order_check(db, county, order, arena, e));
    TRY(counter_take(db, county, "rectification", 1, &id, e));
    TRY(rectification_insert(
        db,
        (struct rectification_insert_args){.county = county,
                                           .id = id,
                                           .origin = rectification_origin_code(order->origin),
                                           .origin_id = order->origin_id,
                                           .township = order->township,
                                           .node = order->node ? order->node : "",
                                           .problem = order->problem,
                                           .demand = order->demand,
                                           .issued_on = order->issued_on,
                                           .due_on = order->due_on,
                                           .document = order->document ? order->document : "",
                                           .issued_by = actor,
                                           .known_from = change},
        NULL, e));
    *ret_id = id;
    return STATUS_OK;
}

struct rectifying {
    struct inspection_act act;
    struct rectification_new order;
    struct rectification now;
    const char *text;
    bool is_passed;
    struct date due_on;
};

static enum status issue_work(struct db *db, void *context, struct error *e)
{
    struct rectifying *x = context;
    x->act.db = db;
    arena_reset(x->act.arena);
    TRY(inspection_may(&x->act, PERMISSION_RECTIFICATION_ISSUE, x->order.township, e));
    TRY(inspection_act_record(&x->act, "rectification.issue",
                              rectification_origin_small(x->order.origin), "", e));
    if (!x->order.issued_on.v)
        x->order.issued_on = x->act.today;
    return rectification_issue_within(db, x->act.county, &x->order, x->act.actor, x->act.change,
                                      &x->act.id, e);
}

enum status rectification_issue(struct db *db, int64_t county,
                                const struct rectification_new *order, const char *actor,
                                int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(INSPECTION_ARENA_BYTES);
    struct rectifying x = {
        .act = {.arena = arena, .county = county, .actor = actor, .id = order->origin_id},
        .order = *order};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, issue_work, &x, e));
    *ret_id = x.act.id;
    return STATUS_OK;
}

/* Records the change first: of one county they come one after the other. */
static enum status step_begin(struct rectifying *x, struct db *db, enum permission permission,
                              const char *action, struct error *e)
{
    x->act.db = db;
    arena_reset(x->act.arena);
    TRY(inspection_act_record(&x->act, action, "rectification", "", e));
    enum status s = rectification_read(db, x->act.county, x->act.id, 0, x->act.arena, &x->now, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "RECTIFICATION_UNKNOWN",
                         _("没有第 %" PRId64 " 号整改通知"), x->act.id);
    if (s != STATUS_OK)
        return s;
    return inspection_may(&x->act, permission, x->now.township, e);
}

static enum status state_refuse(const struct rectifying *x, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "RECTIFICATION_STATE",
                     _("第 %" PRId64 " 号整改%s，现在不能这样办理"), x->act.id,
                     _(rectification_state_label(x->now.state)));
}

static enum status step_write(const struct rectifying *x, const char *step, struct error *e)
{
    return rectification_step_insert(
        x->act.db,
        (struct rectification_step_insert_args){.county = x->act.county,
                                                .rectification = x->act.id,
                                                .step = step,
                                                .on_date = x->act.today,
                                                .text = x->text,
                                                .is_passed = x->is_passed,
                                                .new_due_on = inspection_day_number(x->due_on),
                                                .actor = x->act.actor,
                                                .known_from = x->act.change},
        NULL, e);
}

static enum status move(const struct rectifying *x, enum rectification_state to, struct date due_on,
                        struct error *e)
{
    return rectification_move(
        x->act.db,
        (struct rectification_move_args){
            .county = x->act.county, .id = x->act.id, .state = to, .due_on = due_on},
        NULL, e);
}

static enum status reply_work(struct db *db, void *context, struct error *e)
{
    struct rectifying *x = context;
    TRY(step_begin(x, db, PERMISSION_RECTIFICATION_REPLY, "rectification.reply", e));
    if (x->now.state != RECTIFICATION_NOTICE && x->now.state != RECTIFICATION_RECHECK)
        return state_refuse(x, e);
    TRY(inspection_text_check("RECTIFICATION_FIELD", "text", x->text, true,
                              INSPECTION_TEXT_BYTES_MAX, e));
    TRY(step_write(x, "REPLY", e));
    return move(x, RECTIFICATION_REPLY, x->now.due_on, e);
}

static enum status recheck_work(struct db *db, void *context, struct error *e)
{
    struct rectifying *x = context;
    struct rectification_count_row replied;
    TRY(step_begin(x, db, PERMISSION_RECTIFICATION_CHECK, "rectification.recheck", e));
    if (x->now.state != RECTIFICATION_REPLY)
        return state_refuse(x, e);
    TRY(rectification_has_replied(
        db,
        (struct rectification_has_replied_args){
            .county = x->act.county, .rectification = x->act.id, .actor = x->act.actor},
        x->act.arena, &replied, e));
    if (replied.n > 0)
        return inspection_same_person(e, x->act.actor);
    TRY(inspection_text_check("RECTIFICATION_FIELD", "text", x->text, true,
                              INSPECTION_TEXT_BYTES_MAX, e));
    if (!x->is_passed && x->due_on.v <= x->act.today.v)
        return inspection_field_refuse(e, "RECTIFICATION_DATE", "new_due_on",
                                       _("复查未通过须写新的期限，并晚于今天"));
    if (x->is_passed)
        x->due_on = (struct date){0};
    TRY(step_write(x, "RECHECK", e));
    if (!x->is_passed)
        return move(x, RECTIFICATION_RECHECK, x->due_on, e);
    return rectification_close(db,
                               (struct rectification_close_args){.county = x->act.county,
                                                                 .id = x->act.id,
                                                                 .closed_by = x->act.actor,
                                                                 .closed_on = x->act.today,
                                                                 .change = x->act.change},
                               NULL, e);
}

static enum status extend_work(struct db *db, void *context, struct error *e)
{
    struct rectifying *x = context;
    TRY(step_begin(x, db, PERMISSION_RECTIFICATION_CHECK, "rectification.extend", e));
    if (x->now.state == RECTIFICATION_CLOSED)
        return state_refuse(x, e);
    TRY(inspection_text_check("REASON_MISSING", "reason", x->text, true, INSPECTION_TEXT_BYTES_MAX,
                              e));
    if (x->due_on.v <= x->now.due_on.v)
        return inspection_field_refuse(e, "RECTIFICATION_DATE", "due_on",
                                       _("延长后的期限应晚于原来的期限"));
    TRY(step_write(x, "EXTEND", e));
    return move(x, x->now.state, x->due_on, e);
}

static enum status step_do(struct db *db, int64_t county, int64_t id, const char *actor,
                           struct rectifying x, db_work work, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(INSPECTION_ARENA_BYTES);
    x.act = (struct inspection_act){.arena = arena, .county = county, .id = id, .actor = actor};
    return arena ? db_transaction(db, work, &x, e) : arena_exhausted(e);
}

enum status rectification_reply(struct db *db, int64_t county, int64_t id, const char *text,
                                const char *actor, struct error *e)
{
    return step_do(db, county, id, actor, (struct rectifying){.text = text}, reply_work, e);
}

enum status rectification_recheck(struct db *db, int64_t county, int64_t id, bool is_passed,
                                  const char *text, struct date new_due_on, const char *actor,
                                  struct error *e)
{
    return step_do(db, county, id, actor,
                   (struct rectifying){.text = text, .is_passed = is_passed, .due_on = new_due_on},
                   recheck_work, e);
}

enum status rectification_extend(struct db *db, int64_t county, int64_t id, struct date due_on,
                                 const char *reason, const char *actor, struct error *e)
{
    return step_do(db, county, id, actor, (struct rectifying){.text = reason, .due_on = due_on},
                   extend_work, e);
}

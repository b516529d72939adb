/* Steps on the law's clock: who, from where, by when. */
#include "domain/complaint/complaint_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "complaint_sql.h"

#define SWEEP_MAX 5000
#define DIGITS_SHOWN_MAX 10 /* a longer run is somebody's number */

struct acting {
    struct db *db;
    int64_t county, id, change;
    const struct keyring *keys;
    const struct complaint_act *act;
    const struct complaint_transition *t;
    const char *actor;
    struct arena *arena;
    struct date today;
    struct access_user user;
    struct complaint c;
    struct complaint_step *steps;
    size_t step_count;
    const char *handler;
    bool is_late;
};

static bool is_reply(const struct complaint_transition *t)
{
    return t->action == COMPLAINT_REPLY || t->action == COMPLAINT_ANSWER1 ||
           t->action == COMPLAINT_ANSWER2;
}

static bool is_review(const struct complaint_transition *t)
{
    return t->action == COMPLAINT_ANSWER1 || t->action == COMPLAINT_ANSWER2;
}

/* ---- who ---- */

static bool sees_county(int64_t scope)
{
    while (scope > 0 && scope < INT64_C(100000000000))
        scope *= 10;
    return scope > 0 && scope % 1000000 == 0;
}

bool complaint_in_scope(const struct access_user *user, const struct complaint *c)
{
    if (sees_county(user->scope))
        return true;
    return c->township > 0 && access_in_scope(user->scope, c->township) &&
           !text_equals(c->category, "CONDUCT");
}

static enum status conflict(struct error *e, const char *who)
{
    return error_set(e, STATUS_REFUSED, "COMPLAINT_CONFLICT",
                     _("投诉的是%s（或所在乡镇），应由县里另一人办理。"), who);
}

static bool is_complained_of(const struct complaint_content *content,
                             const struct access_user *user)
{
    if (!content->about[0])
        return false;
    return (user->title && user->title[0] && strstr(content->about, user->title)) ||
           text_equals(content->about, user->name);
}

/* Who is complained of handles nothing of it, nor does his township. */
static enum status handler_check(struct acting *x, const struct access_user *handler,
                                 struct error *e)
{
    struct complaint_content content;
    TRY(complaint_content_read(x->db, x->county, x->keys, x->id, x->arena, &content, e));
    if (is_complained_of(&content, handler) || !complaint_in_scope(handler, &x->c))
        return conflict(e, handler->name);
    return STATUS_OK;
}

static enum status actor_read(struct acting *x, struct error *e)
{
    if (x->t->action == COMPLAINT_CLOSE && text_equals(x->actor, ACTOR_SYSTEM))
        return STATUS_OK;
    TRY(complaint_may(x->db, x->county, x->actor, x->t->permission, x->t->other, x->arena, &x->user,
                      e));
    if (complaint_in_scope(&x->user, &x->c))
        return STATUS_OK;
    if (x->c.township > 0 && access_in_scope(x->user.scope, x->c.township))
        return conflict(e, _("本乡镇的工作人员"));
    return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("%s 不办理这个乡镇的投诉"), x->actor);
}

static bool has_handled(const struct acting *x)
{
    if (text_equals(x->c.handler, x->actor))
        return true;
    for (size_t i = 0; i < x->step_count; i++) {
        const char *step = x->steps[i].step;
        if ((text_equals(step, "ACCEPT") || text_equals(step, "REPLY") ||
             text_equals(step, "REVIEW1_REPLY")) &&
            text_equals(x->steps[i].actor, x->actor))
            return true;
    }
    return false;
}

static enum status persons_check(struct acting *x, struct error *e)
{
    if (x->t->action == COMPLAINT_EXTEND || is_review(x->t)) {
        if (has_handled(x))
            return error_set(e, STATUS_REFUSED, "SAME_PERSON",
                             _("%s 办理过这件投诉：延期、复查和复核须由另一人办理。"), x->actor);
    }
    if (is_review(x->t) && !sees_county(x->user.scope))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("复查和复核由县里办理。"));
    if (is_reply(x->t) || x->t->action == COMPLAINT_NOT_ACCEPT || x->t->action == COMPLAINT_FORWARD)
        return handler_check(x, &x->user, e);
    return STATUS_OK;
}

static enum status handler_choose(struct acting *x, struct error *e)
{
    struct access_user handler;
    x->handler = x->c.handler;
    if (x->t->action != COMPLAINT_ACCEPT)
        return STATUS_OK;
    x->handler = x->act->handler && x->act->handler[0] ? x->act->handler : x->actor;
    TRY(complaint_may(x->db, x->county, x->handler, PERMISSION_COMPLAINT_HANDLE, PERMISSION_NONE,
                      x->arena, &handler, e));
    return handler_check(x, &handler, e);
}

/* ---- when ---- */

static enum status limit_check(struct acting *x, struct error *e)
{
    char due[DATE_TEXT_BYTES];
    bool is_past = x->today.v > x->c.due_on.v;
    date_format_people(x->c.due_on, due);
    switch (x->t->action) {
    case COMPLAINT_EXTEND:
        if (is_past)
            return error_set(e, STATUS_REFUSED, "COMPLAINT_LATE",
                             _("期限是%s，已经超期，不能再延期。"), due);
        if (x->act->days < 1 || x->act->days > COMPLAINT_EXTEND_DAYS)
            return complaint_field(e, "days", _("延期应为 1 到 30 日。"));
        return STATUS_OK;
    case COMPLAINT_ASK1:
    case COMPLAINT_ASK2:
        return is_past ? error_set(e, STATUS_REFUSED, "COMPLAINT_LATE",
                                   _("申请复查、复核到%s为止，已经过期。"), due)
                       : STATUS_OK;
    case COMPLAINT_CLOSE:
        return is_past ? STATUS_OK
                       : error_set(e, STATUS_REFUSED, "COMPLAINT_EARLY",
                                   _("%s以前投诉人还可以申请复查、复核，过了才能办结。"), due);
    default:
        x->is_late = is_past;
        return STATUS_OK;
    }
}

static enum status state_check(const struct acting *x, struct error *e)
{
    bool is_level = x->t->level < 0 || x->t->level == x->c.level;
    if (x->t->action == COMPLAINT_CLOSE)
        is_level = complaint_is_answered(&x->c);
    if ((x->t->from >> x->c.state & 1u) && is_level)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "COMPLAINT_STATE", _("投诉 %s %s，现在不能%s。"),
                     x->c.number, _(complaint_stands(&x->c)), _(x->t->label));
}

/* ---- what ---- */

static bool has_number(const char *text)
{
    int run = 0;
    for (; *text && run <= DIGITS_SHOWN_MAX; text++)
        run = *text >= '0' && *text <= '9' ? run + 1 : 0;
    return run > DIGITS_SHOWN_MAX;
}

static enum status result_check(struct acting *x, struct error *e)
{
    const struct complaint_act *a = x->act;
    struct complaint_content content;
    if (a->is_founded != 1 && a->is_founded != 2)
        return complaint_field(e, "founded", _("请写明投诉是否属实。"));
    if (!a->public_result || !a->public_result[0] ||
        strlen(a->public_result) > COMPLAINT_RESULT_BYTES_MAX)
        return complaint_field(e, "public_result", _("凭回执能看到的结果没有写，或太长。"));
    TRY(complaint_content_read(x->db, x->county, x->keys, x->id, x->arena, &content, e));
    if (has_number(a->public_result) ||
        (content.name[0] && strstr(a->public_result, content.name)) ||
        (content.phone[0] && strstr(a->public_result, content.phone)))
        return complaint_field(e, "public_result",
                               _("公开的结果里不要写投诉人的姓名、电话和号码。"));
    return STATUS_OK;
}

static enum status words_check(struct acting *x, struct error *e)
{
    const struct complaint_act *a = x->act;
    bool is_text_needed = x->t->action != COMPLAINT_ACCEPT && x->t->action != COMPLAINT_CLOSE;
    if (is_text_needed && (!a->text || !a->text[0]))
        return complaint_field(e, "text", _("请写明理由或答复内容。"));
    if (a->text &&
        (strlen(a->text) > COMPLAINT_TEXT_BYTES_MAX || !utf8_is_valid(a->text, strlen(a->text))))
        return complaint_field(e, "text", _("写得太长，请缩短。"));
    if (x->t->is_document_needed && (!a->document || !a->document[0]))
        return complaint_field(e, "document", _("请写明告知书的文号。"));
    if (a->document && strlen(a->document) > COMPLAINT_WORD_BYTES_MAX)
        return complaint_field(e, "document", _("文号太长。"));
    return is_reply(x->t) ? result_check(x, e) : STATUS_OK;
}

/* ---- writing ---- */

static int64_t day_number(struct date d)
{
    return d.v ? date_yyyymmdd(d) : 0;
}

static enum status act_record(struct acting *x, struct error *e)
{
    CLEANUP(buf_free) struct buf detail = BUF_INIT(2048);
    char action[48];
    buf_addf(&detail, "{\"step\":\"%s\",\"late\":%d,\"handler\":", x->t->step, x->is_late);
    buf_add_json(&detail, x->handler);
    buf_adds(&detail, ",\"document\":");
    buf_add_json(&detail, x->act->document ? x->act->document : "");
    buf_addc(&detail, '}');
    TRY(buf_status(&detail, e));
    (void)snprintf(action, sizeof action, "complaint.%s", x->t->name);
    return complaint_record(x->db, x->county, x->actor, action, x->id, buf_text(&detail),
                            &x->change, e);
}

static struct date due_after(const struct acting *x)
{
    if (x->t->limit_days == 0)
        return (struct date){0};
    return x->t->action == COMPLAINT_EXTEND ? (struct date){x->c.due_on.v + x->act->days}
                                            : (struct date){x->today.v + x->t->limit_days};
}

static enum status step_write(struct acting *x, const char *step, const char *text, bool is_late,
                              struct date due, struct error *e)
{
    return complaint_step_write(
        x->db, x->county, x->keys,
        &(struct complaint_step_new){.complaint = x->id,
                                     .number = (int64_t)++x->step_count,
                                     .change = x->change,
                                     .step = step,
                                     .text = text,
                                     .document = x->act->document ? x->act->document : "",
                                     .actor = x->actor,
                                     .on = x->today,
                                     .due = due,
                                     .is_late = is_late},
        x->arena, e);
}

static enum status act_write(struct acting *x, struct error *e)
{
    const bool is_end = x->t->to == COMPLAINT_CLOSED || x->t->to == COMPLAINT_NOT_ACCEPTED ||
                        x->t->to == COMPLAINT_FORWARDED;
    const bool has_result = is_reply(x->t);
    const struct date due = due_after(x);
    struct complaint_moved_args row = {
        .county = x->county,
        .id = x->id,
        .state = x->t->to,
        .due_on = day_number(due),
        .handler = x->handler,
        .is_founded = has_result ? x->act->is_founded : x->c.is_founded,
        .public_result = has_result ? x->act->public_result : x->c.public_result,
        .accepted_on = day_number(x->t->action == COMPLAINT_ACCEPT ? x->today : x->c.accepted_on),
        .replied_on = day_number(x->t->action == COMPLAINT_REPLY ? x->today : x->c.replied_on),
        .closed_on = is_end ? date_yyyymmdd(x->today) : 0,
        .is_late = x->c.is_late || x->is_late};
    TRY(complaint_moved(x->db, row, NULL, e));
    TRY(step_write(x, x->t->step, x->act->text ? x->act->text : "", x->is_late, due, e));
    /* There is nothing to ask for after the second review: it ends with its answer. */
    return x->t->action == COMPLAINT_ANSWER2
               ? step_write(x, "CLOSE", "", false, (struct date){0}, e)
               : STATUS_OK;
}

static enum status act_work(struct db *db, void *context, struct error *e)
{
    struct acting *x = context;
    x->db = db;
    arena_reset(x->arena);
    x->today = date_today();
    x->is_late = false;
    TRY(complaint_hold(db, (struct complaint_hold_args){.county = x->county, .id = x->id}, NULL,
                       e));
    TRY(complaint_read(db, x->county, x->id, x->arena, &x->c, e));
    TRY(complaint_steps(db, x->county, NULL, x->id, x->arena, &x->steps, &x->step_count, e));
    TRY(actor_read(x, e));
    TRY(state_check(x, e));
    TRY(limit_check(x, e));
    TRY(persons_check(x, e));
    TRY(handler_choose(x, e));
    TRY(words_check(x, e));
    TRY(act_record(x, e));
    return act_write(x, e);
}

enum status complaint_act(struct db *db, int64_t county, const struct keyring *keys,
                          int64_t complaint, const struct complaint_act *act, const char *actor,
                          struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(COMPLAINT_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    if (act->action <= COMPLAINT_RECEIVE || act->action >= COMPLAINT_ACTION_END)
        return complaint_field(e, "action", _("没有这种办理。"));
    struct acting x = {.county = county,
                       .id = complaint,
                       .keys = keys,
                       .act = act,
                       .t = &COMPLAINT_TRANSITIONS[act->action],
                       .actor = actor,
                       .arena = arena};
    return db_transaction(db, act_work, &x, e);
}

enum status complaint_sweep(struct db *db, int64_t county, const struct keyring *keys,
                            const char *actor, int64_t *ret_closed, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(COMPLAINT_ARENA_BYTES);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    int64_t *ids = arena ? ARENA_ARRAY(arena, int64_t, SWEEP_MAX) : NULL;
    struct complaint_id_row row;
    size_t n = 0;
    enum status s = STATUS_NONE;
    if (!ids)
        return arena_exhausted(e);
    TRY(complaint_over_open(
        db, (struct complaint_over_args){.county = county, .today = date_today()}, &cursor, e));
    while (n < SWEEP_MAX && (s = complaint_over_next(cursor, &row, e)) == STATUS_OK)
        ids[n++] = row.id;
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    db_cursor_cleanup(&cursor);
    cursor = NULL;
    const struct complaint_act close = {.action = COMPLAINT_CLOSE};
    for (size_t i = 0; i < n; i++)
        TRY(complaint_act(db, county, keys, ids[i], &close, actor, e));
    *ret_closed = (int64_t)n;
    return STATUS_OK;
}

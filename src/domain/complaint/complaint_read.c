/* Reading complaints: lists without content, the content under the trail's eye, the receipt. */
#include "domain/complaint/complaint_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/receipt.h"
#include "base/text.h"
#include "complaint_sql.h"

static struct date day_of(int64_t yyyymmdd)
{
    return yyyymmdd ? date_from_yyyymmdd(yyyymmdd) : (struct date){0};
}

bool complaint_is_answered(const struct complaint *c)
{
    return c->state == COMPLAINT_REPLIED || (c->state == COMPLAINT_REVIEW1 && c->level > 0);
}

bool complaint_is_over(const struct complaint *c, struct date today)
{
    return c->state == COMPLAINT_CLOSED || c->state == COMPLAINT_NOT_ACCEPTED ||
           c->state == COMPLAINT_FORWARDED || (complaint_is_answered(c) && today.v > c->due_on.v);
}

bool complaint_is_overdue(const struct complaint *c, struct date today)
{
    return !complaint_is_over(c, today) && !complaint_is_answered(c) && today.v > c->due_on.v;
}

static enum status complaint_of(const struct complaint_row *r, struct arena *arena,
                                struct complaint *ret, struct error *e)
{
    struct complaint c = {
        .id = r->id,
        .township = r->township,
        .division = r->division,
        .programme = r->programme,
        .state = (enum complaint_state)r->state,
        .is_named = r->is_named,
        .is_late = r->is_late,
        .is_founded = (int)r->is_founded,
        .level = (int)r->level,
        .number = arena_strdup(arena, r->number),
        .receipt = arena_strdup(arena, r->receipt),
        .category = arena_strdup(arena, r->category),
        .handler = arena_strdup(arena, r->handler),
        .public_result = arena_strdup(arena, r->public_result),
        .received_by = arena_strdup(arena, r->received_by),
        .received_on = r->received_on,
        .due_on = day_of(r->due_on),
        .accepted_on = day_of(r->accepted_on),
        .replied_on = day_of(r->replied_on),
        .closed_on = day_of(r->closed_on),
    };
    if (!c.number || !c.receipt || !c.category || !c.handler || !c.public_result || !c.received_by)
        return arena_exhausted(e);
    TRY(complaint_channel_parse(r->channel, &c.channel, e));
    *ret = c;
    return STATUS_OK;
}

enum status complaint_read(struct db *db, int64_t county, int64_t complaint, struct arena *arena,
                           struct complaint *ret, struct error *e)
{
    struct complaint_row row;
    enum status s = complaint_row_read(
        db, (struct complaint_row_read_args){.county = county, .id = complaint}, arena, &row, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "COMPLAINT_UNKNOWN", _("没有第 %" PRId64 " 号投诉。"),
                         complaint);
    if (s != STATUS_OK)
        return s;
    return complaint_of(&row, arena, ret, e);
}

enum status complaint_find(struct db *db, int64_t county, const char *number, struct arena *arena,
                           struct complaint *ret, struct error *e)
{
    struct complaint_id_row row;
    if (text_is_digits(number)) {
        int64_t id;
        TRY(i64_parse(number, &id, e));
        return complaint_read(db, county, id, arena, ret, e);
    }
    enum status s = complaint_by_number(
        db, (struct complaint_by_number_args){.county = county, .number = number}, NULL, &row, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "COMPLAINT_UNKNOWN", _("没有投诉 %.40s。"), number);
    if (s != STATUS_OK)
        return s;
    return complaint_read(db, county, row.id, arena, ret, e);
}

/* The townships a scope covers. */
static void scope_span(int64_t scope, int64_t township, int64_t *from, int64_t *until,
                       bool *is_county)
{
    while (scope > 0 && scope < INT64_C(100000000000))
        scope *= 10;
    *is_county = scope > 0 && scope % 1000000 == 0;
    if (township > 0) {
        bool is_inside = access_in_scope(scope, township);
        *from = is_inside ? township : 1;
        *until = is_inside ? township : 0;
    } else {
        *from = *is_county ? 0 : scope / 1000 * 1000;
        *until = *is_county ? INT64_C(999999999999) : *from;
    }
}

static bool is_wanted(const struct complaint_filter *f, const struct complaint *c)
{
    if (f->is_open_only && complaint_is_over(c, f->today))
        return false;
    if (f->is_overdue_only && !complaint_is_overdue(c, f->today))
        return false;
    return f->due_until.v == 0 ||
           (!complaint_is_answered(c) && c->due_on.v > 0 && c->due_on.v <= f->due_until.v);
}

enum status complaint_list(struct db *db, int64_t county, const struct complaint_filter *filter,
                           struct arena *arena, struct complaint **ret, size_t *ret_count,
                           struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct complaint_rows_args a = {.county = county,
                                    .state = filter->state,
                                    .category = filter->category ? filter->category : "",
                                    .is_open = filter->is_open_only || filter->is_overdue_only ||
                                               filter->due_until.v != 0};
    struct complaint_row row;
    struct complaint *list = NULL;
    size_t n = 0, room = 0;
    enum status s = STATUS_NONE;
    scope_span(filter->scope, filter->township, &a.from_township, &a.until_township, &a.is_county);
    TRY(complaint_rows_open(db, a, &cursor, e));
    while (n < COMPLAINT_ROWS_MAX && (s = complaint_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == room) {
            size_t more = room ? room * 2 : 64;
            struct complaint *larger = ARENA_ARRAY(arena, struct complaint, more);
            if (!larger)
                return arena_exhausted(e);
            if (n)
                memcpy(larger, list, n * sizeof *list);
            list = larger;
            room = more;
        }
        TRY(complaint_of(&row, arena, &list[n], e));
        n += is_wanted(filter, &list[n]);
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

static const char *step_label(const char *step)
{
    for (int i = COMPLAINT_RECEIVE; i < COMPLAINT_ACTION_END; i++) {
        if (text_equals(step, COMPLAINT_TRANSITIONS[i].step))
            return COMPLAINT_TRANSITIONS[i].label;
    }
    return "";
}

enum status complaint_steps(struct db *db, int64_t county, const struct keyring *keys,
                            int64_t complaint, struct arena *arena, struct complaint_step **ret,
                            size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct complaint_step *list = ARENA_ARRAY(arena, struct complaint_step, COMPLAINT_STEPS_MAX);
    struct complaint_step_row row;
    size_t n = 0;
    enum status s = STATUS_NONE;
    if (!list)
        return arena_exhausted(e);
    TRY(complaint_step_rows_open(
        db, (struct complaint_step_rows_args){.county = county, .complaint = complaint}, &cursor,
        e));
    while (n < COMPLAINT_STEPS_MAX &&
           (s = complaint_step_rows_next(cursor, &row, e)) == STATUS_OK) {
        struct complaint_step *step = &list[n++];
        *step = (struct complaint_step){.number = (int)row.number,
                                        .step = arena_strdup(arena, row.step),
                                        .label = step_label(row.step),
                                        .on_date = row.on_date,
                                        .due_on = day_of(row.due_on),
                                        .is_late = row.is_late,
                                        .document = arena_strdup(arena, row.document),
                                        .actor = arena_strdup(arena, row.actor)};
        if (!step->step || !step->document || !step->actor)
            return arena_exhausted(e);
        if (keys)
            TRY(complaint_unseal(keys, row.text_sealed, arena, &step->text, e));
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

/* ---- the content ---- */

struct opening {
    int64_t county, id;
    const struct keyring *keys;
    const char *actor;
    struct arena *arena;
    struct complaint_content content;
    struct complaint_step *steps;
    size_t step_count;
};

static enum status open_work(struct db *db, void *context, struct error *e)
{
    struct opening *o = context;
    struct access_user user;
    struct complaint c;
    int64_t change;
    TRY(complaint_may(db, o->county, o->actor, PERMISSION_COMPLAINT_READ,
                      PERMISSION_COMPLAINT_HANDLE, o->arena, &user, e));
    TRY(complaint_read(db, o->county, o->id, o->arena, &c, e));
    if (!complaint_in_scope(&user, &c))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("%s 不办理这件投诉，不能看内容。"),
                         o->actor);
    TRY(complaint_record(db, o->county, o->actor, "complaint.open", o->id, "", &change, e));
    TRY(complaint_content_read(db, o->county, o->keys, o->id, o->arena, &o->content, e));
    return complaint_steps(db, o->county, o->keys, o->id, o->arena, &o->steps, &o->step_count, e);
}

enum status complaint_open(struct db *db, int64_t county, const struct keyring *keys,
                           int64_t complaint, const char *actor, struct arena *arena,
                           struct complaint_content *ret, struct complaint_step **ret_steps,
                           size_t *ret_count, struct error *e)
{
    struct opening o = {
        .county = county, .id = complaint, .keys = keys, .actor = actor, .arena = arena};
    TRY(db_transaction(db, open_work, &o, e));
    *ret = o.content;
    *ret_steps = o.steps;
    *ret_count = o.step_count;
    return STATUS_OK;
}

/* ---- the receipt ---- */

static const char *state_seen(const struct complaint *c, struct date today)
{
    if (complaint_is_answered(c) && complaint_is_over(c, today))
        return _("已办结");
    switch (c->state) {
    case COMPLAINT_RECEIVED:
        return _("已经收到，正在看是否受理");
    case COMPLAINT_ACCEPTED:
        return _("已经受理，正在办理");
    case COMPLAINT_EXTENDED:
        return _("正在办理，情况复杂，已批准延期");
    case COMPLAINT_REPLIED:
        return _("已经答复，不满意可以申请复查、复核");
    case COMPLAINT_REVIEW1:
        return c->level > 0 ? _("复查已经答复，不满意可以申请复核") : _("正在复查");
    case COMPLAINT_REVIEW2:
        return _("正在复核");
    case COMPLAINT_NOT_ACCEPTED:
        return _("不属于受理范围，不予受理");
    case COMPLAINT_FORWARDED:
        return _("已转送有权处理的单位");
    default:
        return _("已办结");
    }
}

enum status complaint_public(struct db *db, int64_t county, const char *receipt, struct date today,
                             struct arena *arena, struct complaint_public_state *ret,
                             struct error *e)
{
    char tidy[RECEIPT_TYPED_BYTES];
    struct complaint_id_row row;
    struct complaint c;
    receipt_tidy(receipt, tidy);
    enum status s = complaint_by_receipt(
        db, (struct complaint_by_receipt_args){.county = county, .receipt = tidy}, NULL, &row, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "COMPLAINT_RECEIPT",
                         _("没有这个查询码：请对照回执，看看有没有抄错。"));
    if (s != STATUS_OK)
        return s;
    TRY(complaint_read(db, county, row.id, arena, &c, e));
    bool is_over = complaint_is_over(&c, today);
    *ret = (struct complaint_public_state){.number = c.number,
                                           .state_text = state_seen(&c, today),
                                           .result = c.public_result,
                                           .received_on = c.received_on,
                                           .due_on = is_over ? (struct date){0} : c.due_on,
                                           .closed_on = c.closed_on,
                                           .is_late = c.is_late};
    return STATUS_OK;
}

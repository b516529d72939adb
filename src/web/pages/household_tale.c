#include "web/pages/household_page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/casework/dynamic.h"
#include "domain/payment/explain.h"
#include "web/pages/case_page.h"
#include "web/pages/query.h"

#define EVENTS_MAX 2000
#define DAY_BYTES 10 /* of a time: YYYY-MM-DD */

struct event {
    struct date on;
    int order; /* within a day: as they were found */
    const char *what, *actor, *path, *state;
    bool is_superseded, is_bad, is_month;
};
struct tale {
    struct event *event;
    size_t count;
};

static struct event *event_next(struct tale *t)
{
    if (t->count == EVENTS_MAX)
        return NULL;
    struct event *event = &t->event[t->count];
    *event = (struct event){.order = (int)t->count};
    t->count++;
    return event;
}

static int newest_first(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    if (x->on.v != y->on.v)
        return x->on.v > y->on.v ? -1 : 1;
    return x->order > y->order ? -1 : 1;
}

/* ---- where the events come from ---- */

static void decisions_take(struct request *r, struct tale *t, const struct household_told *told)
{
    const struct household_period *story = told->story;
    for (size_t i = 0; i < told->story_count; i++) {
        char from[MONTH_TEXT_BYTES], income[FEN_TEXT_BYTES];
        struct error ignored;
        struct event *event = event_next(t);
        const char *day = arena_strndup(r->arena, story[i].at, DAY_BYTES);
        if (event == NULL || day == NULL || date_parse(day, &event->on, &ignored) != STATUS_OK)
            continue;
        event->what = arena_printf(r->arena, "%s %s · %s · %s %s %s",
                                   month_text(r, story[i].from, from), request_text(r, N_("起")),
                                   request_text(r, entitlement_status_label(story[i].status)),
                                   request_text(r, N_("年收入")),
                                   fen_format_people(story[i].income_year, income), story[i].cause);
        event->actor = story[i].actor;
        event->is_superseded = !story[i].is_believed;
    }
}

static enum status steps_take(struct request *r, struct tale *t, const struct case_record *c,
                              struct error *e)
{
    struct case_step *steps;
    size_t count;
    TRY(case_steps(r->db, r->county, NULL, c->id, r->arena, &steps, &count, e));
    for (size_t i = 0; i < count; i++) {
        struct event *event = event_next(t);
        if (event == NULL)
            return STATUS_OK;
        event->on = steps[i].on;
        event->what = arena_printf(r->arena, "%s · %s → %s",
                                   request_text(r, c->change_kind != CHANGE_NONE
                                                       ? case_change_label(c->change_kind)
                                                       : case_kind_label(c->kind)),
                                   request_text(r, case_action_label(steps[i].action)),
                                   request_text(r, case_record_state_label(c->kind, steps[i].to)));
        event->actor = steps[i].actor;
        event->path = arena_printf(r->arena, "/cases/%" PRId64, c->id);
        if (event->what == NULL || event->path == NULL)
            return arena_exhausted(e);
    }
    return STATUS_OK;
}

static enum status payments_take(struct request *r, struct tale *t,
                                 const struct household_told *told, struct error *e)
{
    const struct household_payment *payments = told->payments;
    for (size_t i = 0; i < told->payment_count; i++) {
        char month[MONTH_TEXT_BYTES], key[MONTH_TEXT_BYTES], total[FEN_TEXT_BYTES];
        struct event *event = event_next(t);
        if (event == NULL)
            return STATUS_OK;
        struct fen sum = FEN(payments[i].basic.v + payments[i].topup.v + payments[i].adjustment.v);
        event->on = month_last_day(payments[i].month);
        event->is_month = true;
        event->what = arena_printf(r->arena, "%s %s %s %s", month_text(r, payments[i].month, month),
                                   request_text(r, N_("发放")), fen_format_people(sum, total),
                                   request_text(r, N_("元")));
        event->state = request_text(r, item_state_label(payments[i].state));
        event->is_bad = payments[i].state == ITEM_RETURNED;
        if (request_can(r, PERMISSION_PAYMENT_READ))
            event->path =
                arena_printf(r->arena, "/runs/%" PRId64 "/items/%s/%" PRId64, payments[i].run,
                             month_format(payments[i].month, key), told->household);
        if (event->what == NULL)
            return arena_exhausted(e);
    }
    return STATUS_OK;
}

static void timeline_show(struct request *r, const struct tale *t)
{
    struct view *list = view_add_list(r->page, "timeline");
    for (size_t i = 0; i < t->count; i++) {
        const struct event *event = &t->event[i];
        struct view *v = view_add_object(list, NULL);
        if (event->is_month)
            view_add_month(v, "on", date_month(event->on));
        else
            view_add_date(v, "on", event->on);
        view_add_text(v, "what", event->what);
        view_add_text(v, "actor", event->actor);
        view_add_text(v, "path", event->path);
        view_add_text(v, "state", event->state);
        view_add_bool(v, "is_bad", event->is_bad);
        view_add_bool(v, "is_superseded", event->is_superseded);
    }
}

/* ---- what happens next ---- */

static enum status recheck_add(struct request *r, int64_t household, struct error *e)
{
    struct month due;
    int64_t case_id;
    enum status s = recheck_next(r->db, r->county, household, &due, &case_id, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    struct view *v = view_add_object(r->page, "recheck");
    view_add_month(v, "due", due);
    if (case_id != 0)
        view_add_textf(v, "path", "/cases/%" PRId64, case_id);
    else if (request_can(r, PERMISSION_CASE_SURVEY))
        view_add_textf(v, "path", "/cases/new?kind=recheck&household=%" PRId64, household);
    else
        view_add_text(v, "path", "");
    return STATUS_OK;
}

static const struct proposal {
    enum case_kind kind;
    enum case_change change;
    uint32_t programmes; /* bit 1 << programme */
    uint32_t statuses;   /* bit 1 << entitlement status */
} PROPOSALS[] = {
#define DIBAO_ONLY (1u << PROGRAMME_DIBAO)
#define WUBAO_ONLY (1u << PROGRAMME_WUBAO)
#define BOTH (DIBAO_ONLY | WUBAO_ONLY)
#define PAID (1u << ENTITLEMENT_ACTIVE)
#define LIVING (PAID | 1u << ENTITLEMENT_SUSPENDED | 1u << ENTITLEMENT_GRACE)
    {CASE_CHANGE, CHANGE_INCOME, DIBAO_ONLY, LIVING},
    {CASE_CHANGE, CHANGE_MEMBER_JOIN, DIBAO_ONLY, LIVING},
    {CASE_CHANGE, CHANGE_MEMBER_LEAVE, DIBAO_ONLY, LIVING},
    {CASE_CHANGE, CHANGE_MEMBER, BOTH, LIVING},
    {CASE_CHANGE, CHANGE_HEAD, DIBAO_ONLY, LIVING},
    {CASE_CHANGE, CHANGE_CLASS, DIBAO_ONLY, LIVING},
    {CASE_CHANGE, CHANGE_CARE, WUBAO_ONLY, LIVING},
    {CASE_CHANGE, CHANGE_ADDRESS, BOTH, LIVING},
    {CASE_CHANGE, CHANGE_ACCOUNT, BOTH, LIVING},
    {CASE_CHANGE, CHANGE_PLACE, BOTH, LIVING},
    {CASE_STOP, CHANGE_STOP, DIBAO_ONLY, LIVING},
    {CASE_STOP, CHANGE_SUSPEND, BOTH, PAID},
    {CASE_STOP, CHANGE_RESUME, BOTH, 1u << ENTITLEMENT_SUSPENDED},
    {CASE_STOP, CHANGE_GRACE, DIBAO_ONLY, PAID},
    {CASE_FORM, CHANGE_FORM, WUBAO_ONLY, LIVING},
    {CASE_CANCEL, CHANGE_DEATH, WUBAO_ONLY, LIVING | 1u << ENTITLEMENT_ENDED},
    {CASE_CANCEL, CHANGE_CEASE, WUBAO_ONLY, LIVING},
    {CASE_RECHECK, CHANGE_NONE, BOTH, LIVING},
};

static bool may_open(const struct request *r, enum case_kind kind)
{
    for (size_t i = 0; i < CASE_TRANSITION_COUNT; i++)
        if (CASE_TRANSITIONS[i].from == STATE_NONE &&
            (CASE_TRANSITIONS[i].kinds & (1u << kind)) != 0)
            return request_can(r, CASE_TRANSITIONS[i].permission);
    return false;
}

static void proposals_add(struct request *r, int64_t household, const struct household_period *now)
{
    struct view *changes = NULL, *list = NULL;
    for (size_t i = 0; i < sizeof(PROPOSALS) / sizeof(PROPOSALS[0]); i++) {
        const struct proposal *p = &PROPOSALS[i];
        if ((p->programmes & 1u << now->programme) == 0 || (p->statuses & 1u << now->status) == 0 ||
            !may_open(r, p->kind))
            continue;
        if (list == NULL) {
            changes = view_add_object(r->page, "changes");
            list = view_add_list(changes, "choices");
        }
        struct view *v = view_add_object(list, NULL);
        bool is_change = p->change != CHANGE_NONE;
        view_add_text(
            v, "label",
            request_text(r, is_change ? case_change_label(p->change) : case_kind_label(p->kind)));
        view_add_textf(v, "path", "/cases/new?kind=%s&change=%s&household=%" PRId64,
                       case_kind_code(p->kind), is_change ? case_change_code(p->change) : "",
                       household);
    }
}

static enum status cases_take(struct request *r, struct tale *t, int64_t household, struct error *e)
{
    struct case_record *cases;
    size_t count;
    const struct division_table *table;
    struct view *open = view_add_list(r->page, "open_cases");
    TRY(place_table(r, date_month(date_today()), &table, e));
    TRY(case_list_of_household(r->db, r->county, household, date_today(), r->arena, &cases, &count,
                               e));
    for (size_t i = 0; i < count; i++) {
        if (cases[i].closed_on.v == 0)
            case_head_add(r, view_add_object(open, NULL), &cases[i], table);
        TRY(steps_take(r, t, &cases[i], e));
    }
    return STATUS_OK;
}

enum status household_tale_add(struct request *r, const struct household_told *told,
                               struct error *e)
{
    struct tale t = {.event = ARENA_ARRAY(r->arena, struct event, EVENTS_MAX)};
    if (t.event == NULL)
        return arena_exhausted(e);
    decisions_take(r, &t, told);
    TRY(payments_take(r, &t, told, e));
    if (request_can(r, PERMISSION_CASE_READ)) {
        TRY(cases_take(r, &t, told->household, e));
        if (told->now->status != ENTITLEMENT_ENDED)
            TRY(recheck_add(r, told->household, e));
        proposals_add(r, told->household, told->now);
    }
    qsort(t.event, t.count, sizeof(t.event[0]), newest_first);
    timeline_show(r, &t);
    return STATUS_OK;
}

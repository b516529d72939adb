/* A resident's death: the registry knows it at once, the bed is free from the next day, and the
   benefit's cancellation (核销: certificate, funeral payment) is opened (令456号 Art. 8). */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/casework.h"
#include "domain/home/stay_internal.h"
#include "domain/registry/within.h"

#define CASE_ARENA_BYTES ((size_t)8 << 20)

/* A death before the first night is believed when the registry has it: he never slept there. */
static enum status days_check(struct stay_work *w, const struct stay_core_row *stay,
                              const struct stay_leave_request *r, struct date funeral_on,
                              struct error *e)
{
    char died[DATE_TEXT_BYTES], other[DATE_TEXT_BYTES];
    struct date known;
    TRY(stay_died_on(w, stay->person, &known, e));
    if (r->died_on.v == 0)
        return error_set(e, STATUS_REFUSED, "STAY_DATE", _("没有写死亡日期。请补上。"));
    date_format_people(r->died_on, died);
    if (r->died_on.v > w->today.v)
        return error_set(e, STATUS_REFUSED, "STAY_DATE", _("死亡日期%s还没有到。请核对日期。"),
                         died);
    if (r->died_on.v < stay->from_date.v && r->died_on.v != known.v)
        return error_set(e, STATUS_REFUSED, "STAY_DATE",
                         _("死亡日期%s早于%s的入院日期%s。请核对日期。"), died, stay->person_name,
                         date_format_people(stay->from_date, other));
    if (funeral_on.v < r->died_on.v || funeral_on.v > w->today.v)
        return error_set(e, STATUS_REFUSED, "STAY_DATE",
                         _("丧事办结日期%s不对：应在死亡日期%s之后，且不晚于今天。"),
                         date_format_people(funeral_on, other), died);
    return STATUS_OK;
}

/* Reported before, by the village or a match: only the rest is left to do. */
static enum status registry_know(struct stay_work *w, const struct stay_core_row *stay,
                                 struct date died_on, struct error *e)
{
    struct error why = {0};
    const struct registry_death death = {.county = w->county,
                                         .person = stay->person,
                                         .name = stay->person_name,
                                         .source = stay->home_name,
                                         .died_on = died_on};
    enum status s = registry_death_within(w->db, &death, w->change, &why);
    if (s == STATUS_REFUSED && text_equals(why.code, "DEATH_KNOWN"))
        return STATUS_OK;
    if (s != STATUS_OK && e)
        *e = why;
    return s;
}

/* Nobody of the household goes on with the benefit. */
static enum status has_ended(struct stay_work *w, const struct stay_core_row *stay,
                             struct date died_on, bool *ret, struct error *e)
{
    struct stay_ended_in_row row;
    enum status s = stay_ended_in(
        w->db,
        (struct stay_ended_in_args){.county = w->county,
                                    .household = stay->household,
                                    .month = month_yyyymm(month_add(date_month(died_on), 1))},
        w->arena, &row, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = s == STATUS_OK && row.status == ENTITLEMENT_ENDED && row.head == stay->person;
    return STATUS_OK;
}

static enum status cancel_known(struct stay_work *w, int64_t household, int64_t *ret,
                                struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct stay_cancel_case_row row;
    TRY(stay_cancel_case_open(
        w->db, (struct stay_cancel_case_args){.county = w->county, .household = household}, &cursor,
        e));
    TRY(stay_cancel_case_next(cursor, &row, e));
    *ret = row.id;
    return STATUS_OK;
}

/* Who speaks for the home reports its resident's death wherever he is registered. */
static enum status actor_of(struct stay_work *w, struct case_actor *ret, struct error *e)
{
    struct access_user user;
    struct case_actor actor = {.user = w->actor,
                               .role = ROLE_SYSTEM,
                               .scope = w->county * INT64_C(1000000),
                               .today = w->today};
    if (!text_equals(w->actor, ACTOR_SYSTEM)) {
        enum status s = access_user_by_name(w->db, w->county, w->actor, w->arena, &user, e);
        if (s == STATUS_NONE)
            return error_set(e, STATUS_REFUSED, "ACCESS_DENIED",
                             _("没有用户“%.64s”。用 minsheng user list 查看现有用户。"), w->actor);
        if (s != STATUS_OK)
            return s;
        actor.role = user.role;
    }
    *ret = actor;
    return STATUS_OK;
}

static enum status cancel_open(struct stay_work *w, const struct stay_core_row *stay,
                               const struct stay_leave_request *r, struct date funeral_on,
                               int64_t *ret, struct error *e)
{
    struct entry_data *form = entry_data_new(w->arena);
    struct case_actor actor;
    char day[DATE_TEXT_BYTES];
    const char *by = r->funeral_by && *r->funeral_by ? r->funeral_by : stay->home_name;
    if (!form)
        return arena_exhausted(e);
    TRY(actor_of(w, &actor, e));
    TRY(entry_data_set(form, "died_on", date_format(r->died_on, day), e));
    TRY(entry_data_set(form, "funeral_on", date_format(funeral_on, day), e));
    TRY(entry_data_set(form, "funeral_by", by, e));
    if (r->note && *r->note)
        TRY(entry_data_set(form, "remark", r->note, e));
    return case_open_within(w->db, w->county, w->keys, &actor,
                            &(struct case_opening){.kind = CASE_CANCEL,
                                                   .change = CHANGE_DEATH,
                                                   .household = stay->household,
                                                   .on = w->today,
                                                   .content = form},
                            NULL, ret, e);
}

static enum status cancel_take(struct stay_work *w, const struct stay_core_row *stay,
                               const struct stay_leave_request *r, struct date funeral_on,
                               struct error *e)
{
    int64_t id;
    bool ended;
    TRY(has_ended(w, stay, r->died_on, &ended, e));
    if (!ended)
        return STATUS_OK;
    enum status s = cancel_known(w, stay->household, &id, e);
    if (s == STATUS_NONE)
        s = cancel_open(w, stay, r, funeral_on, &id, e);
    if (s != STATUS_OK)
        return s;
    return stay_set_case(
        w->db, (struct stay_set_case_args){.county = w->county, .id = stay->id, .case_file = id},
        NULL, e);
}

enum status stay_end_by_death(struct stay_work *w, const struct stay_core_row *stay,
                              const struct stay_leave_request *r, struct error *e)
{
    struct date funeral_on = r->funeral_on.v ? r->funeral_on : w->today;
    bool is_wubao = stay->kind == STAY_WUBAO;
    struct date until = {r->died_on.v + 1};
    if (stay->state != STAY_LEAVING)
        TRY(stay_step_check(stay, STAY_LEAVE, e));
    TRY(days_check(w, stay, r, funeral_on, e));
    if (is_wubao)
        TRY(registry_know(w, stay, r->died_on, e));
    if (until.v < stay->from_date.v)
        until = stay->from_date;
    TRY(stay_end_write(w, stay->id,
                       &(struct stay_end){.until = until,
                                          .reason = STAY_DEATH,
                                          .form_back = is_wubao
                                                           ? month_add(date_month(r->died_on), 1)
                                                           : (struct month){0},
                                          .note = r->note,
                                          .requested_by = w->actor},
                       e));
    return is_wubao ? cancel_take(w, stay, r, funeral_on, e) : STATUS_OK;
}

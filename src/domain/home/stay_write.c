/* What is written of a stay, and what the registry is told: the stay is the fact, the registry
   follows. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/home/stay_internal.h"
#include "domain/registry/within.h"
#include "person_sql.h"

enum status stay_form_write(struct stay_work *w, int64_t household, const char *home_name,
                            struct month from, struct error *e)
{
    struct error why = {0};
    enum status s = registry_form_within(w->db, w->county, household,
                                         home_name ? FORM_INSTITUTION : FORM_SCATTERED,
                                         home_name ? home_name : "", from, w->change, &why);
    if (s == STATUS_REFUSED && text_equals(why.code, "NOTHING_TO_CHANGE"))
        return STATUS_OK;
    if (s != STATUS_OK && e)
        *e = why;
    return s;
}

enum status stay_day_check(const struct stay_work *w, const struct home *home, struct date from,
                           struct error *e)
{
    char day[DATE_TEXT_BYTES], opened[DATE_TEXT_BYTES];
    date_format_people(from, day);
    if (home->opened_on.v != DATE_OPEN.v && from.v < home->opened_on.v)
        return error_set(e, STATUS_REFUSED, "STAY_DATE", _("%s早于%s的开办日期%s。请核对日期。"),
                         day, home->name, date_format_people(home->opened_on, opened));
    if (from.v > w->today.v + HOME_DAYS_AHEAD_MAX)
        return error_set(e, STATUS_REFUSED, "STAY_DATE",
                         _("%s距今超过 %d 天，不能提前这么久办理。请核对日期。"), day,
                         HOME_DAYS_AHEAD_MAX);
    return STATUS_OK;
}

enum status stay_died_on(struct stay_work *w, int64_t person, struct date *ret, struct error *e)
{
    struct person_death_now_row death;
    enum status s = person_death_now(
        w->db, (struct person_death_now_args){.county = w->county, .person = person}, w->arena,
        &death, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = s == STATUS_OK ? death.died_on : (struct date){0};
    return STATUS_OK;
}

enum status stay_agreement_check(struct stay_work *w, const char *agreement, int64_t person,
                                 struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct stay_with_agreement_row other;
    if (!agreement || !*agreement)
        return error_set(e, STATUS_REFUSED, "STAY_AGREEMENT",
                         _("没有写供养服务协议编号（农村五保供养工作条例第十七条）。请补上。"));
    TRY(stay_with_agreement_open(w->db,
                                 (struct stay_with_agreement_args){
                                     .county = w->county, .agreement = agreement, .person = person},
                                 &cursor, e));
    enum status s = stay_with_agreement_next(cursor, &other, e);
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "STAY_AGREEMENT",
                         _("协议编号“%.60s”已用于%s的另一人（入住记录 %" PRId64 "）。请核对编号。"),
                         agreement, other.home_name, other.id);
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status stay_none_open(struct stay_work *w, int64_t person, const char *name, struct date from,
                           struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct stay_open_of_row open;
    struct stay_last_of_row last;
    char day[DATE_TEXT_BYTES];
    enum status s =
        stay_open_of(w->db, (struct stay_open_of_args){.county = w->county, .person = person},
                     w->arena, &open, e);
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "STAY_OPEN",
                         _("%s已在%s（%s，%s起，入住记录 %" PRId64 "）。请先办理离院或转院。"),
                         name, open.home_name, _(stay_state_label((enum stay_state)open.state)),
                         date_format_people(open.from_date, day), open.id);
    if (s != STATUS_NONE)
        return s;
    TRY(stay_last_of_open(
        w->db, (struct stay_last_of_args){.county = w->county, .person = person, .from_date = from},
        &cursor, e));
    s = stay_last_of_next(cursor, &last, e);
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "STAY_DATE",
                         _("%s在%s住到%s，新的入住不能早于这一天。请核对日期。"), name,
                         last.home_name, date_format_people(last.until_date, day));
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status stay_wubao_household(struct stay_work *w, int64_t person, const char *name,
                                 int64_t *ret, struct error *e)
{
    struct person_place place;
    enum status s = person_current_place(w->db, w->county, person, w->arena, &place, e);
    if (s == STATUS_NONE)
        return error_set(
            e, STATUS_REFUSED, "NOT_WUBAO",
            _("%s现在没有五保待遇，不能按五保入住。请先申请五保，或按自费（PAYING）入住。"), name);
    if (s != STATUS_OK)
        return s;
    if (place.programme != PROGRAMME_WUBAO)
        return error_set(
            e, STATUS_REFUSED, "NOT_WUBAO",
            _("%s享受的是%s（%s%s），不是五保，不能按五保入住。可以按自费（PAYING）入住。"), name,
            programme_name(place.programme), place.township_name, place.village_name);
    *ret = place.household;
    return STATUS_OK;
}

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

enum status stay_write(struct stay_work *w, const struct stay_new *n, int64_t *ret, struct error *e)
{
    int64_t id;
    TRY(counter_take(w->db, w->county, "home.stay", 1, &id, e));
    TRY(home_stay_insert(w->db,
                         (struct home_stay_insert_args){
                             .county = w->county,
                             .id = id,
                             .home = n->home,
                             .person = n->person,
                             .household = n->household,
                             .kind = n->kind,
                             .state = n->state,
                             .from_date = n->from,
                             .agreement = n->agreement,
                             .health = text_or_empty(n->health),
                             .contact = text_or_empty(n->contact),
                             .note = text_or_empty(n->note),
                             .form_from = stay_month_stored(n->form_from),
                             .requested_by = n->requested_by,
                             .confirmed_by = n->confirmed_by,
                             .known_from = w->change,
                             .confirmed_change = n->state == STAY_REQUESTED ? 0 : w->change},
                         NULL, e));
    TRY(bed_take(w->db, w->county, n->home, n->bed, id, n->from, w->change, e));
    *ret = id;
    return STATUS_OK;
}

enum status stay_end_write(struct stay_work *w, int64_t stay, const struct stay_end *end,
                           struct error *e)
{
    int64_t affected = 0;
    TRY(stay_set_left(w->db,
                      (struct stay_set_left_args){.county = w->county,
                                                  .id = stay,
                                                  .until_date = end->until,
                                                  .leave_reason = stay_leave_code(end->reason),
                                                  .leave_note = text_or_empty(end->note),
                                                  .leave_requested_by = end->requested_by,
                                                  .leave_confirmed_by = end->confirmed_by,
                                                  .form_back = stay_month_stored(end->form_back),
                                                  .next_stay = end->next,
                                                  .change = w->change},
                      &affected, e));
    if (affected != 1)
        return error_set(e, STATUS_RETRY, "STAY_MOVED",
                         _("入住记录 %" PRId64 " 刚被他人修改，请重试。"), stay);
    return bed_leave(w->db, w->county, stay, end->until, w->change, e);
}

#include "web/pages/homes_page.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ratio.h"
#include "base/text.h"
#include "web/pages/medical_page.h"
#include "web/pages/project_page.h"
#include "web/pages/resident_page.h"

#define PERMILLE 1000

/* ---- whose ---- */

enum status home_seen(struct request *r, int64_t id, struct home *ret, struct error *e)
{
    struct error why = {0};
    enum status s =
        home_require(r->db, r->county, r->session.user.name, PERMISSION_HOME_READ, id, &why);
    if (s == STATUS_REFUSED)
        return STATUS_NONE;
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    return home_by_id(r->db, r->county, id, r->arena, ret, e);
}

enum status home_of_address(struct request *r, struct home *ret, struct error *e)
{
    int64_t id;
    TRY(request_parameter_i64(r, "home", &id));
    return home_seen(r, id, ret, e);
}

enum status stay_of_address(struct request *r, struct stay *ret, struct home *ret_home,
                            struct error *e)
{
    int64_t id;
    struct home home;
    TRY(request_parameter_i64(r, "stay", &id));
    TRY(stay_read(r->db, r->county, id, r->arena, ret, e));
    return home_seen(r, ret->home, ret_home != NULL ? ret_home : &home, e);
}

enum status home_of_viewer(struct request *r, int64_t *ret, struct error *e)
{
    if (r->session.user.role != ROLE_HOME_DIRECTOR)
        return STATUS_NONE;
    enum status s = home_of_user(r->db, r->county, r->session.user.name, ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ACCESS_HOME",
                         _("您的账户还没有对应的敬老院，请系统管理员登记"));
    return s;
}

/* ---- what is said of them ---- */

static enum status stays_count(struct request *r, int64_t home, enum stay_state state, int64_t *ret,
                               struct error *e)
{
    struct stay *stays;
    size_t count;
    const struct stay_filter filter = {.home = home, .state = state, .rows = HOMES_READ_MAX};
    TRY(stay_list(r->db, r->county, &filter, r->arena, &stays, &count, e));
    *ret = (int64_t)count;
    return STATUS_OK;
}

enum status home_figures_all(struct request *r, struct home_occupancy **ret, size_t *ret_count,
                             struct error *e)
{
    return home_occupancy_list(r->db, r->county, date_today(), KNOWN_NOW, r->arena, ret, ret_count,
                               e);
}

enum status home_figures_read(struct request *r, int64_t home, const struct home_occupancy *all,
                              size_t count, struct home_figures *ret, struct error *e)
{
    struct home_figures f = {0};
    for (size_t i = 0; i < count; i++)
        if (all[i].home == home)
            f = (struct home_figures){.beds = all[i].beds,
                                      .occupied = all[i].occupied,
                                      .free = all[i].free_beds,
                                      .reserved = all[i].reserved,
                                      .paying = all[i].paying,
                                      .away = all[i].away};
    TRY(stays_count(r, home, STAY_REQUESTED, &f.requested, e));
    TRY(stays_count(r, home, STAY_LEAVING, &f.leaving, e));
    *ret = f;
    return STATUS_OK;
}

enum status home_figures_of(struct request *r, int64_t home, struct home_figures *ret,
                            struct error *e)
{
    struct home_occupancy *all;
    size_t count;
    TRY(home_figures_all(r, &all, &count, e));
    return home_figures_read(r, home, all, count, ret, e);
}

void home_figures_add(struct view *v, const struct home_figures *f)
{
    char occupancy[RATIO_TEXT_BYTES];
    int64_t permille = f->beds > 0 ? f->occupied * PERMILLE / f->beds : 0;
    view_add_count(v, "beds", f->beds);
    view_add_count(v, "occupied", f->occupied);
    view_add_count(v, "free", f->free);
    view_add_count(v, "reserved", f->reserved);
    view_add_count(v, "paying", f->paying);
    view_add_count(v, "away", f->away);
    view_add_count(v, "requested", f->requested);
    view_add_count(v, "leaving", f->leaving);
    view_add_integer(v, "permille", permille);
    view_add_text(v, "occupancy", ratio_percent(f->occupied, f->beds, 1, occupancy));
}

void home_head_add(struct view *v, const struct home *home)
{
    view_add_integer(v, "home", home->id);
    view_add_text(v, "home_name", home->name);
    view_add_text(v, "township_name", home->township_name);
    view_add_integer(v, "township", home->township);
    view_add_bool(v, "is_closed", home->closed_on.v != DATE_OPEN.v);
    view_add_date(v, "closed_on", home->closed_on);
}

const char *home_day_text(struct request *r, struct date day)
{
    char text[DATE_TEXT_BYTES];
    if (day.v == 0 || day.v == DATE_OPEN.v)
        return "";
    return arena_strdup(r->arena, date_format(day, text));
}

const char *resident_care_text(const struct request *r, enum care_level care)
{
    static const char *const labels[] = {[CARE_NONE] = N_("未评估"),
                                         [CARE_SELF] = N_("自理"),
                                         [CARE_HALF] = N_("半护理"),
                                         [CARE_FULL] = N_("全护理")};
    bool is_known = care >= CARE_NONE && care <= CARE_FULL;
    return request_text(r, labels[is_known ? care : CARE_NONE]);
}

static void stay_who_add(struct request *r, struct view *v, const struct stay *s)
{
    view_add_integer(v, "person", s->person);
    view_add_text(v, "person_name", s->person_name);
    view_add_text(v, "id_tail", s->id_tail);
    view_add_text(v, "sex",
                  s->sex == SEX_FEMALE ? request_text(r, N_("女")) : request_text(r, N_("男")));
    view_add_date(v, "birth", s->birth);
    view_add_integer(v, "age", age_in_month(date_month(s->birth), date_month(date_today())));
    view_add_text(v, "village_name", s->village_name);
    view_add_text(v, "origin_name", s->township_name);
}

void stay_row_add(struct request *r, struct view *v, const struct stay *s)
{
    bool has_bed = s->bed != 0 && s->room_number != NULL;
    view_add_integer(v, "stay", s->id);
    stay_who_add(r, v, s);
    view_add_text(v, "home_name", s->home_name);
    view_add_text(v, "room_number", has_bed ? s->room_number : NULL);
    view_add_text(v, "bed_label", has_bed ? s->bed_label : NULL);
    view_add_bool(v, "is_paying", s->kind == STAY_PAYING);
    view_add_text(v, "kind_label",
                  request_text(r, s->kind == STAY_PAYING ? N_("自费") : N_("五保")));
    view_add_text(v, "state", stay_state_code(s->state));
    view_add_text(v, "state_label", request_text(r, stay_state_label(s->state)));
    view_add_bool(v, "is_in", s->state == STAY_IN);
    view_add_bool(v, "is_waiting", s->state == STAY_REQUESTED || s->state == STAY_LEAVING);
    view_add_bool(v, "is_bad", s->state == STAY_REFUSED);
    view_add_bool(v, "is_dead", s->died_on.v != 0);
    if (s->died_on.v != 0)
        view_add_date(v, "died_on", s->died_on);
    view_add_date(v, "from", s->from);
    view_add_date(v, "until", s->until);
    view_add_text(v, "care_label", resident_care_text(r, s->care));
    view_add_text(v, "leave_label",
                  s->leave != STAY_LEAVE_NONE ? request_text(r, stay_leave_label(s->leave)) : NULL);
    view_add_text(v, "requested_by", project_person(r, s->requested_by));
    view_add_text(v, "leave_requested_by", project_person(r, s->leave_requested_by));
}

/* Whoever has left in between is left out; both states are read, since a filter has one. */
enum status home_residents(struct request *r, int64_t home, struct stay **ret, size_t *ret_count,
                           struct error *e)
{
    static const enum stay_state states[] = {STAY_IN, STAY_LEAVING};
    struct stay *all = ARENA_ARRAY(r->arena, struct stay, 2 * HOMES_READ_MAX);
    size_t total = 0;
    if (all == NULL)
        return arena_exhausted(e);
    for (size_t i = 0; i < 2; i++) {
        struct stay *stays;
        size_t count;
        const struct stay_filter filter = {
            .home = home, .state = states[i], .rows = HOMES_READ_MAX};
        TRY(stay_list(r->db, r->county, &filter, r->arena, &stays, &count, e));
        for (size_t k = 0; k < count && k < HOMES_READ_MAX; k++)
            all[total++] = stays[k];
    }
    *ret = all;
    *ret_count = total;
    return STATUS_OK;
}

/* A box that stands once for each: the field is given several times, and its programs' lists too.
 */
bool home_is_chosen(const struct request *r, int64_t stay)
{
    for (const struct form_field *f = r->form.first; f != NULL; f = f->next) {
        int64_t value;
        struct error ignored;
        if (strcmp(f->name, "stay") == 0 && i64_parse(f->value, &value, &ignored) == STATUS_OK &&
            value == stay)
            return true;
    }
    return false;
}

/* ---- forms ---- */

enum status home_form_respond(struct request *r, struct plain_form *f, const struct home_form *form,
                              unsigned status, const struct error *why, struct error *e)
{
    plain_end(f);
    view_add_text(r->page, "intro", request_text(r, form->intro));
    view_add_text(r->page, "submit", request_text(r, form->submit));
    view_add_text(r->page, "question", request_text(r, form->question));
    view_add_text(r->page, "action", form->action);
    view_add_text(r->page, "back", form->back);
    view_add_text(r->page, "back_label", form->back_label);
    return respond_page_status(r, status, "homes/form.html", request_text(r, form->title), why, e);
}

enum status home_form_refused(struct request *r, struct plain_form *f, const struct home_form *form,
                              enum status s, const struct plain_cause *causes,
                              const struct error *why, struct error *e)
{
    if (!is_page_refusal(s, why)) {
        *e = *why;
        return s;
    }
    plain_refused(f, causes, why);
    return home_form_respond(r, f, form, 422, why, e);
}

enum status home_bed_choices(struct plain_form *f, const char *name, int64_t home, struct date on,
                             struct error *e)
{
    struct request *r = f->r;
    struct home_bed *beds;
    size_t count;
    TRY(home_bed_list(r->db, r->county, home, on, true, r->arena, &beds, &count, e));
    for (size_t i = 0; i < count; i++)
        plain_choice(f, name, arena_printf(r->arena, "%" PRId64, beds[i].id),
                     arena_printf(r->arena, "%s %s %s", beds[i].room_number,
                                  request_text(r, N_("室床")), beds[i].label));
    return STATUS_OK;
}

bool stay_step_is_open(const struct request *r, const struct stay *stay, enum stay_action action)
{
    const char *other = action == STAY_CONFIRM         ? stay->requested_by
                        : action == STAY_LEAVE_CONFIRM ? stay->leave_requested_by
                                                       : NULL;
    if (other != NULL && strcmp(other, r->session.user.name) == 0)
        return false;
    for (size_t i = 0; i < STAY_TRANSITION_COUNT; i++) {
        const struct stay_transition *t = &STAY_TRANSITIONS[i];
        if (t->action == action && t->from == stay->state &&
            request_can(r, permission_by_name(t->permission)))
            return true;
    }
    return false;
}

/* People who ask to move in: a wish is not an admission, but says who could fill a bed. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/home/stay_internal.h"
#include "wish_sql.h"

#define WISHES_MAX 20000
#define NOTE_LETTERS_MAX 500

struct wish_job {
    const char *id_number, *note;
    int64_t home, wish;
    struct date asked_on;
};

/* A wish for any home is entered by who may act in the village of registration. */
static enum status wish_require(struct stay_work *w, int64_t home, int64_t division,
                                struct error *e)
{
    struct access_user user;
    if (home)
        return home_require(w->db, w->county, w->actor, PERMISSION_HOME_ADMIT, home, e);
    if (text_equals(w->actor, ACTOR_SYSTEM))
        return STATUS_OK;
    enum status s = access_user_by_name(w->db, w->county, w->actor, w->arena, &user, e);
    if (s == STATUS_NONE || (s == STATUS_OK && !access_can(user.role, PERMISSION_HOME_ADMIT)))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s 无权“%s”。"), w->actor,
                         _(PERMISSIONS[PERMISSION_HOME_ADMIT].label));
    if (s != STATUS_OK)
        return s;
    if (access_in_scope(user.scope, division))
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE",
                     _("此人的户籍不在您的数据范围内。请由户籍所在乡镇登记。"));
}

static enum status wish_person(struct stay_work *w, const struct wish_job *job,
                               struct person_row *ret, struct stay_household_of_row *ret_benefit,
                               int64_t *ret_household, struct error *e)
{
    enum status s =
        person_by_id_number(w->db, w->county, w->keys, job->id_number, w->arena, ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PERSON_UNKNOWN",
                         _("名册中没有这个身份证号的人。请核对号码。"));
    if (s != STATUS_OK)
        return s;
    TRY(stay_wubao_household(w, ret->id, ret->name, ret_household, e));
    return stay_household_of(
        w->db, (struct stay_household_of_args){.county = w->county, .household = *ret_household},
        w->arena, ret_benefit, e);
}

/* SCATTERED now, in no home, and no wish yet. */
static enum status wish_check(struct stay_work *w, const struct person_row *person,
                              const struct stay_household_of_row *benefit,
                              const struct wish_job *job, struct error *e)
{
    struct wish_open_of_row open;
    char day[DATE_TEXT_BYTES];
    TRY(stay_none_open(w, person->id, person->name, DATE_OPEN, e));
    if (benefit->form == FORM_INSTITUTION)
        return error_set(e, STATUS_REFUSED, "STAY_OPEN",
                         _("%s已是集中供养，不必登记入住意愿；尚无入住记录的请用 minsheng home "
                           "adopt 补登。"),
                         person->name);
    if (job->asked_on.v > w->today.v)
        return error_set(e, STATUS_REFUSED, "STAY_DATE", _("登记日期%s还没有到。请核对日期。"),
                         date_format_people(job->asked_on, day));
    enum status s =
        wish_open_of(w->db, (struct wish_open_of_args){.county = w->county, .person = person->id},
                     w->arena, &open, e);
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "WISH_OPEN",
                         _("%s已于%s登记入住意愿（%" PRId64 "）。要改请先撤回那一条。"),
                         person->name, date_format_people(open.asked_on, day), open.id);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status add_job(struct stay_work *w, void *context, struct error *e)
{
    struct wish_job *job = context;
    struct person_row person;
    struct stay_household_of_row benefit;
    struct home home;
    int64_t household, id;
    TRY(wish_person(w, job, &person, &benefit, &household, e));
    TRY(wish_require(w, job->home, benefit.division, e));
    if (job->home) {
        TRY(home_read(w->db, w->county, job->home, w->arena, &home, e));
        TRY(home_open_check(&home, e));
    }
    TRY(counter_take(w->db, w->county, "home.wish", 1, &id, e));
    TRY(home_change(w->db, w->county, w->actor, "wish.add", "wish", id, "", &w->change, e));
    TRY(wish_check(w, &person, &benefit, job, e));
    TRY(wish_insert(w->db,
                    (struct wish_insert_args){.county = w->county,
                                              .id = id,
                                              .person = person.id,
                                              .household = household,
                                              .home = job->home,
                                              .asked_on = job->asked_on,
                                              .note = job->note ? job->note : "",
                                              .entered_by = w->actor,
                                              .known_from = w->change},
                    NULL, e));
    job->wish = id;
    return STATUS_OK;
}

enum status home_wish_add(struct db *db, int64_t county, const struct keyring *keys,
                          const char *id_number, int64_t home, struct date asked_on,
                          const char *note, const char *actor, int64_t *ret_id, struct error *e)
{
    struct wish_job job = {
        .id_number = id_number, .note = note, .home = home, .asked_on = asked_on};
    if (note && utf8_length(note) > NOTE_LETTERS_MAX)
        return error_set(e, STATUS_REFUSED, "STAY_TEXT", _("“%s”写得太长：不超过 %zu 个字。"),
                         _("备注"), (size_t)NOTE_LETTERS_MAX);
    TRY(stay_run(db, county, keys, actor, add_job, &job, e));
    *ret_id = job.wish;
    return STATUS_OK;
}

static enum status withdraw_job(struct stay_work *w, void *context, struct error *e)
{
    const struct wish_job *job = context;
    struct wish_read_row wish;
    struct stay_household_of_row benefit = {0};
    int64_t affected = 0;
    enum status s = wish_read(w->db, (struct wish_read_args){.county = w->county, .id = job->wish},
                              w->arena, &wish, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "WISH_UNKNOWN",
                         _("没有编号为 %" PRId64 " 的入住意愿。用 minsheng home wish list 查看。"),
                         job->wish);
    if (s != STATUS_OK)
        return s;
    s = stay_household_of(
        w->db, (struct stay_household_of_args){.county = w->county, .household = wish.household},
        w->arena, &benefit, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    TRY(wish_require(w, wish.home, benefit.division, e));
    TRY(home_change(w->db, w->county, w->actor, "wish.withdraw", "wish", job->wish, "", &w->change,
                    e));
    TRY(wish_set_withdrawn(w->db,
                           (struct wish_set_withdrawn_args){.county = w->county, .id = job->wish},
                           &affected, e));
    if (affected == 1)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "WISH_STATE", _("入住意愿 %" PRId64 " 已经办结或撤回。"),
                     job->wish);
}

enum status home_wish_withdraw(struct db *db, int64_t county, int64_t wish, const char *actor,
                               struct error *e)
{
    struct wish_job job = {.wish = wish};
    return stay_run(db, county, NULL, actor, withdraw_job, &job, e);
}

static enum status wish_of(const struct wish_page_row *r, struct arena *arena,
                           struct home_wish *ret, struct error *e)
{
    struct home_wish x = {
        .id = r->id,
        .person = r->person,
        .household = r->household,
        .home = r->home,
        .township = r->township,
        .asked_on = r->asked_on,
        .state = (int)r->state,
        .person_name = arena_strdup(arena, r->person_name),
        .id_tail = arena_strdup(arena, r->id_tail),
        .village_name = arena_strdup(arena, r->village_name),
        .township_name = arena_strdup(arena, r->township_name),
        .home_name = arena_strdup(arena, r->home_name),
        .note = arena_strdup(arena, r->note),
    };
    if (!x.person_name || !x.id_tail || !x.village_name || !x.township_name || !x.home_name ||
        !x.note)
        return arena_exhausted(e);
    *ret = x;
    return STATUS_OK;
}

enum status home_wish_list(struct db *db, int64_t county, int64_t township, struct arena *arena,
                           struct home_wish **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct wish_page_row row;
    struct home_wish *list = NULL;
    size_t count = 0, room = 0;
    enum status s;
    TRY(wish_page_open(db, (struct wish_page_args){.county = county, .township = township}, &cursor,
                       e));
    while ((s = wish_page_next(cursor, &row, e)) == STATUS_OK) {
        if (count == WISHES_MAX)
            return error_set(e, STATUS_FAILED, "WISHES_MAX", _("入住意愿超过 %d 条"), WISHES_MAX);
        if (count == room) {
            size_t wider = room ? room * 2 : 64;
            struct home_wish *grown = ARENA_ARRAY(arena, struct home_wish, wider);
            if (!grown)
                return arena_exhausted(e);
            for (size_t i = 0; i < count; i++)
                grown[i] = list[i];
            list = grown;
            room = wider;
        }
        TRY(wish_of(&row, arena, &list[count++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

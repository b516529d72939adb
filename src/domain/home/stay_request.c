/* Asking for an admission: one person, or many at once. */
#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/home/stay_internal.h"

#define TEXT_LETTERS_MAX 500
#define AGREEMENT_LETTERS_MAX 60

struct request_job {
    const struct stay_request *requests;
    size_t count;
    int64_t *ids;
    size_t *failed;
};

static enum status person_of(struct stay_work *w, const struct stay_request *r,
                             struct person_row *ret, struct error *e)
{
    enum status s = r->person
                        ? person_by_id(w->db, w->county, r->person, NULL, w->arena, ret, e)
                        : person_by_id_number(w->db, w->county, w->keys,
                                              r->id_number ? r->id_number : "", w->arena, ret, e);
    if (s != STATUS_NONE)
        return s;
    return error_set(e, STATUS_REFUSED, "PERSON_UNKNOWN",
                     _("名册中没有这个人。请核对身份证号，或先把他登记到名册中。"));
}

/* Wubao by benefit; who pays for himself has none, and may be in no household. */
static enum status household_of(struct stay_work *w, const struct stay_request *r,
                                const struct person_row *person, int64_t *ret, struct error *e)
{
    struct person_place place;
    if (r->kind == STAY_WUBAO)
        return stay_wubao_household(w, person->id, person->name, ret, e);
    enum status s = person_current_place(w->db, w->county, person->id, w->arena, &place, e);
    if (s == STATUS_OK && place.programme == PROGRAMME_WUBAO)
        return error_set(e, STATUS_REFUSED, "STAY_KIND",
                         _("%s是五保对象，应按五保（WUBAO）入住，不能按自费入住。"), person->name);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    s = person_last_household(w->db, w->county, person->id, ret, e);
    if (s == STATUS_NONE)
        *ret = 0;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status words_check(const struct stay_request *r, struct error *e)
{
    const struct {
        const char *text, *label;
        size_t most;
    } words[] = {{r->agreement, _("协议编号"), AGREEMENT_LETTERS_MAX},
                 {r->health, _("健康状况"), TEXT_LETTERS_MAX},
                 {r->contact, _("联系人"), TEXT_LETTERS_MAX},
                 {r->note, _("备注"), TEXT_LETTERS_MAX}};
    if (r->kind != STAY_WUBAO && r->kind != STAY_PAYING)
        return error_set(e, STATUS_REFUSED, "STAY_KIND",
                         _("入住类别只能是五保（WUBAO）或自费（PAYING）。"));
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i].text && utf8_length(words[i].text) > words[i].most)
            return error_set(e, STATUS_REFUSED, i == 0 ? "STAY_AGREEMENT" : "STAY_TEXT",
                             _("“%s”写得太长：不超过 %zu 个字。"), words[i].label, words[i].most);
    return STATUS_OK;
}

static enum status alive_check(struct stay_work *w, const struct person_row *person,
                               struct error *e)
{
    struct date died;
    char day[DATE_TEXT_BYTES];
    TRY(stay_died_on(w, person->id, &died, e));
    if (died.v == 0)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "STAY_DATE", _("%s已登记于%s死亡，不能办理入住。"),
                     person->name, date_format_people(died, day));
}

static enum status request_one(struct stay_work *w, const struct stay_request *r, int64_t *ret,
                               struct error *e)
{
    struct home home;
    struct person_row person;
    struct stay_new n = {.home = r->home,
                         .kind = r->kind,
                         .state = STAY_REQUESTED,
                         .from = r->from,
                         .health = r->health,
                         .contact = r->contact,
                         .note = r->note,
                         .requested_by = w->actor};
    TRY(home_require(w->db, w->county, w->actor, PERMISSION_HOME_ADMIT, r->home, e));
    TRY(home_read(w->db, w->county, r->home, w->arena, &home, e));
    TRY(home_open_check(&home, e));
    TRY(words_check(r, e));
    TRY(person_of(w, r, &person, e));
    TRY(alive_check(w, &person, e));
    TRY(household_of(w, r, &person, &n.household, e));
    TRY(stay_day_check(w, &home, r->from, e));
    TRY(stay_none_open(w, person.id, person.name, r->from, e));
    n.person = person.id;
    n.agreement = text_tidy(w->arena, r->agreement);
    if (!n.agreement)
        return arena_exhausted(e);
    TRY(stay_agreement_check(w, n.agreement, person.id, e));
    TRY(bed_choose(w->db, w->county, &home, r->bed, r->from, 0, &n.bed, e));
    return stay_write(w, &n, ret, e);
}

static enum status request_job(struct stay_work *w, void *context, struct error *e)
{
    struct request_job *job = context;
    char detail[64];
    (void)snprintf(detail, sizeof detail, "{\"people\":%zu}", job->count);
    TRY(home_change(w->db, w->county, w->actor, "stay.request", "home", job->requests[0].home,
                    detail, &w->change, e));
    for (size_t i = 0; i < job->count; i++) {
        if (job->failed)
            *job->failed = i;
        TRY(request_one(w, &job->requests[i], &job->ids[i], e));
    }
    return STATUS_OK;
}

enum status stay_request_all(struct db *db, int64_t county, const struct keyring *keys,
                             const struct stay_request *requests, size_t count, const char *actor,
                             int64_t *ret_stays, size_t *ret_failed, struct error *e)
{
    struct request_job job = {requests, count, ret_stays, ret_failed};
    if (count == 0 || count > STAY_BATCH_MAX)
        return error_set(e, STATUS_REFUSED, "STAY_BATCH", _("一次办理入住 1 至 %d 人。"),
                         STAY_BATCH_MAX);
    return stay_run(db, county, keys, actor, request_job, &job, e);
}

enum status stay_request(struct db *db, int64_t county, const struct keyring *keys,
                         const struct stay_request *request, const char *actor, int64_t *ret_stay,
                         struct error *e)
{
    int64_t id = 0;
    TRY(stay_request_all(db, county, keys, request, 1, actor, &id, NULL, e));
    *ret_stay = id;
    return STATUS_OK;
}

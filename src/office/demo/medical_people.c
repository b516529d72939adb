/* Whom the story happens to: people of the registry who receive in both months, a few who are in no
   register, and what they have. */
#include <stdio.h>

#include "domain/payee/payee.h"
#include "office/demo/medical_story.h"

#define DIBAO_PATIENTS 54
#define WUBAO_PATIENTS 26
#define PATIENTS_MIN 30
#define SEED_SALT UINT64_C(0x3ED1CA1)
#define NUMBERS_FROM 450
#define LISTED_ILLNESS 3 /* of ILLNESSES */

static const struct illness ILLNESSES[] = {
    {"I63.9", "脑梗死", "神经内科"},    {"J18.9", "肺炎", "呼吸内科"},
    {"K80.2", "胆囊结石", "普外科"},    {"C34.1", "肺恶性肿瘤", "肿瘤科"},
    {"E11.9", "2型糖尿病", "内分泌科"}, {"N18.5", "慢性肾功能衰竭", "肾内科"},
    {"S72.0", "股骨颈骨折", "骨科"},    {"I21.9", "急性心肌梗死", "心内科"},
};

const struct illness *medical_illness(struct medical_story *s)
{
    return &ILLNESSES[random_below(&s->random, sizeof ILLNESSES / sizeof ILLNESSES[0])];
}

const struct illness *medical_listed_illness(void)
{
    return &ILLNESSES[LISTED_ILLNESS];
}

const struct patient *medical_next_patient(struct medical_story *s)
{
    return &s->patients[s->patient_next++ % s->patient_count];
}

static struct patient patient_of(const struct demo_household *h)
{
    struct patient p = {.id = h->members[0].id, .place = h->place};
    snprintf(p.name, sizeof p.name, "%s", h->members[0].name);
    snprintf(p.phone, sizeof p.phone, "%s", h->members[0].phone);
    snprintf(p.account, sizeof p.account, "%s", h->account);
    return p;
}

/* Somebody whom cases or lists of the story have stopped meanwhile is no patient. */
static enum status is_entitled(struct medical_story *s, struct patient *p, bool *ret,
                               struct error *e)
{
    struct person_row row;
    struct medical_person now, later;
    enum status found =
        person_by_id_number(s->db, s->c->county, s->c->keys, p->id.text, s->arena, &row, e);
    *ret = false;
    if (found == STATUS_NONE)
        return STATUS_OK;
    if (found != STATUS_OK)
        return found;
    TRY(medical_class_of(s->db, s->c->county, row.id, s->options->month, KNOWN_NOW, &now, e));
    TRY(medical_class_of(s->db, s->c->county, row.id, date_month(s->until), KNOWN_NOW, &later, e));
    p->person = row.id;
    p->household = now.household;
    *ret = now.class != MEDICAL_NONE && later.class != MEDICAL_NONE;
    return STATUS_OK;
}

static enum status patients_choose(struct medical_story *s, struct error *e)
{
    CLEANUP(demo_county_cleanup) struct demo_county *county = NULL;
    const int64_t total[] = {s->options->dibao_households, s->options->wubao_persons};
    const int64_t wanted[] = {DIBAO_PATIENTS, WUBAO_PATIENTS};
    struct demo_household h;
    int64_t chosen[2] = {0}, seen[2] = {0};
    TRY(demo_county_new(s->options, &county, e));
    while (demo_county_next(county, &h)) {
        int p = h.programme == PROGRAMME_WUBAO;
        int64_t step = total[p] / wanted[p] > 0 ? total[p] / wanted[p] : 1;
        bool is_right;
        if (chosen[p] == wanted[p] || seen[p]++ < chosen[p] * step ||
            h.status != ENTITLEMENT_ACTIVE || h.account[0] == '\0' || h.form == FORM_INSTITUTION)
            continue;
        struct patient *patient = &s->patients[s->patient_count];
        *patient = patient_of(&h);
        TRY(is_entitled(s, patient, &is_right, e));
        s->patient_count += is_right;
        chosen[p] += is_right;
    }
    return STATUS_OK;
}

static enum status strangers_choose(struct medical_story *s, struct error *e)
{
    CLEANUP(demo_county_cleanup) struct demo_county *county = NULL;
    struct demo_options others = *s->options;
    struct demo_household h;
    others.seed ^= SEED_SALT;
    others.dibao_households = STORY_STRANGERS_MAX * 2;
    others.wubao_persons = 0;
    others.numbers_from = NUMBERS_FROM;
    TRY(demo_county_new(&others, &county, e));
    while (s->stranger_count < STORY_STRANGERS_MAX && demo_county_next(county, &h))
        if (h.account[0] != '\0')
            s->strangers[s->stranger_count++] = patient_of(&h);
    return STATUS_OK;
}

enum status medical_people_choose(struct medical_story *s, struct error *e)
{
    struct payee *list;
    size_t count;
    TRY(payee_list(s->db, s->c->county, PAYEE_HOSPITAL, s->arena, &list, &count, e));
    if (count < STORY_HOSPITALS)
        return STATUS_NONE;
    for (size_t i = 0; i < STORY_HOSPITALS; i++)
        s->hospital[i] = list[i].id;
    TRY(payee_list(s->db, s->c->county, PAYEE_INSURANCE, s->arena, &list, &count, e));
    if (count == 0)
        return STATUS_NONE;
    s->office = list[0].id;
    TRY(patients_choose(s, e));
    TRY(strangers_choose(s, e));
    return s->patient_count < PATIENTS_MIN ? STATUS_NONE : STATUS_OK;
}

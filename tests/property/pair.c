#include "property/pair.h"

#include <stdlib.h>
#include <string.h>

const char *const PAIR_MONTH[PAIR_MONTHS] = {"2013-01", "2013-02", "2013-03", "2013-04",
                                             "2013-05", "2013-06", "2013-07", "2013-08",
                                             "2013-09", "2013-10", "2013-11", "2013-12"};
#define HOME_NAME "泾川镇敬老院"

static struct month month_of(int index)
{
    return month_make(2013, index + 1);
}

static void event_add(struct pair *p, struct pair_event e)
{
    struct random *r = &p->random;
    assert_true(p->events < PAIR_EVENTS_MAX);
    e.month = 1 + (int)random_below(r, PAIR_LAST_EVENT_MONTH);
    for (int i = 0; i < 2; i++) {
        e.known[i] = 1 + (int)random_below(r, PAIR_LAST_EVENT_MONTH);
        e.turn[i] = random_below(r, UINT32_MAX);
    }
    p->event[p->events++] = e;
}

static void dibao_events(struct pair *p, int h, const struct new_household *made)
{
    struct random *r = &p->random;
    if (random_below(r, 2))
        event_add(p, (struct pair_event){.kind = PAIR_INCOME,
                                         .household = h,
                                         .value = (int64_t)random_below(r, 400000)});
    if (random_below(r, 5) == 0)
        event_add(p, (struct pair_event){.kind = PAIR_SUSPENDED, .household = h});
    if (made->persons > 1 && random_below(r, 3) == 0)
        event_add(p, (struct pair_event){.kind = PAIR_DEATH, .household = h, .who = 1});
    if (made->persons > 2 && random_below(r, 2))
        event_add(p, (struct pair_event){.kind = PAIR_MEMBER,
                                         .household = h,
                                         .who = 2,
                                         .value = made->is_unprotected[2]});
    if (random_below(r, 12) == 0)
        event_add(p, (struct pair_event){.kind = PAIR_DEATH, .household = h, .who = 0});
}

static void household_add(struct pair *p, int h)
{
    static const char *const births[] = {"1935-03-03", "1943-06-30", "1970-05-05", "1995-06-15",
                                         "2006-01-31"};
    struct random *r = &p->random;
    bool is_wubao = random_below(r, 4) == 0;
    struct new_household made = {.programme = is_wubao ? PROGRAMME_WUBAO : PROGRAMME_DIBAO,
                                 .from = "2013-01",
                                 .persons = is_wubao ? 1 : 1 + (int)random_below(r, 4),
                                 .income_year_fen = is_wubao ? 0 : (int64_t)random_below(r, 300000),
                                 .form = is_wubao ? FORM_SCATTERED : FORM_NONE};
    for (int i = 0; i < made.persons; i++) {
        made.birth[i] = births[random_below(r, sizeof births / sizeof births[0])];
        made.disability_grade[i] = random_below(r, 6) == 0 ? 1 + (int)random_below(r, 4) : 0;
        made.is_ill[i] = random_below(r, 8) == 0;
        made.is_unprotected[i] = i == 2 && random_below(r, 2);
    }
    p->programme[h] = made.programme;
    for (int i = 0; i < 2; i++)
        p->number[i][h] = county_household(&p->county[i], &made);
    if (!is_wubao)
        dibao_events(p, h, &made);
    else if (random_below(r, 3) == 0)
        event_add(p, (struct pair_event){.kind = PAIR_DEATH, .household = h, .who = 0});
    else if (random_below(r, 2))
        event_add(p, (struct pair_event){.kind = PAIR_FORM, .household = h});
}

void pair_open(struct pair *p, enum db_engine engine, uint64_t seed, int households)
{
    *p = (struct pair){.random = random_seed(seed), .households = households};
    assert_true(households <= PAIR_HOUSEHOLDS_MAX);
    for (int i = 0; i < 2; i++)
        county_open(&p->county[i], engine);
    for (int h = 0; h < households; h++)
        household_add(p, h);
    for (int i = 0; i < 2; i++)
        event_add(p, (struct pair_event){.kind = PAIR_STANDARD,
                                         .household = i,
                                         .value = (i ? 120000 : 200000) +
                                                  (int64_t)random_below(&p->random, 60000)});
}

void pair_close(struct pair *p)
{
    for (int i = 0; i < 2; i++)
        county_close(&p->county[i]);
}

struct member_work {
    struct county *c;
    int64_t household;
    const struct pair_event *event;
};

static enum status member_work(struct db *db, void *context, struct error *e)
{
    const struct member_work *w = context;
    struct dossier d;
    int64_t change;
    TRY(change_record(
        db, COUNTY,
        &(struct change_entry){
            .actor = "township", .action = "member.change", .subject = "test", .detail = ""},
        &change, e));
    struct month from = month_of(w->event->month);
    TRY(dossier_read(db, COUNTY, PROGRAMME_DIBAO, w->household, from, from, KNOWN_NOW, w->c->arena,
                     &d, e));
    assert_true(d.member_count > (size_t)w->event->who);
    struct member_row row = d.members[w->event->who];
    row.from = from;
    row.to = MONTH_OPEN;
    row.is_protected = w->event->value != 0;
    return member_write(db, COUNTY, w->household, change, &row, e);
}

static enum status happen_to(struct pair *p, int which, const struct pair_event *event,
                             struct error *e)
{
    struct county *c = &p->county[which];
    int64_t household = p->number[which][event->household];
    const struct registry_actor actor = {"township", "证明"};
    struct member_work work = {c, household, event};
    switch (event->kind) {
    case PAIR_INCOME:
        return registry_change_income(c->db, COUNTY, household, FEN(event->value),
                                      month_of(event->month), &actor, e);
    case PAIR_SUSPENDED:
        return registry_set_status(c->db, COUNTY, household, ENTITLEMENT_SUSPENDED, "核查",
                                   month_of(event->month), &actor, e);
    case PAIR_DEATH:
        return registry_report_death(c->db, COUNTY, c->keys,
                                     county_id_number(c, household, event->who),
                                     date_make(2013, event->month + 1, 9), &actor, e);
    case PAIR_MEMBER:
        return db_transaction(c->db, member_work, &work, e);
    default:
        return registry_change_form(c->db, COUNTY, c->keys, county_id_number(c, household, 0),
                                    FORM_INSTITUTION, HOME_NAME, month_of(event->month), &actor, e);
    }
}

static void happen(struct pair *p, int which, const struct pair_event *event)
{
    struct error e = {0};
    if (event->kind == PAIR_STANDARD) {
        county_parameter(&p->county[which],
                         event->household ? "wubao.scattered_year" : "dibao.standard_year",
                         PAIR_MONTH[event->month], event->value);
        return;
    }
    enum status s = happen_to(p, which, event, &e);
    if (s != STATUS_OK && strcmp(e.code, "NOTHING_TO_CHANGE") != 0)
        fail_msg("event %d of household %d: %s", (int)event->kind, event->household, e.message);
}

static int sorting; /* whose turn compare_turns reads */

static int compare_turns(const void *a, const void *b)
{
    const struct pair_event *const *x = a, *const *y = b;
    uint32_t t = (*x)->turn[sorting], u = (*y)->turn[sorting];
    return t < u ? -1 : t > u;
}

static void learn(struct pair *p, int which, int month)
{
    static const struct pair_event *now[PAIR_EVENTS_MAX];
    size_t n = 0;
    for (int i = 0; i < p->events; i++) {
        if (p->event[i].known[which] == month)
            now[n++] = &p->event[i];
    }
    sorting = which;
    qsort(now, n, sizeof now[0], compare_turns);
    for (size_t i = 0; i < n; i++)
        happen(p, which, now[i]);
}

void pair_live(struct pair *p, int which)
{
    struct county *c = &p->county[which];
    for (int m = 0; m < PAIR_MONTHS; m++) {
        learn(p, which, m);
        county_decide(c, county_prepare(c, PROGRAMME_DIBAO, PAIR_MONTH[m]));
        county_decide(c, county_prepare(c, PROGRAMME_WUBAO, PAIR_MONTH[m]));
    }
}

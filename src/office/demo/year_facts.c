/* What happens to people in the simulated year, and to the standard. */
#include <inttypes.h>
#include <stdio.h>

#include "office/demo/year.h"

#define FATES_EVERY 23
#define LATE_MONTHS 2
#define STANDARD_PERCENT 110
#define PERCENT 100
#define INCOME_MORE_FEN 60000

enum status year_people_choose(struct year_story *y, struct error *e)
{
    CLEANUP(demo_county_cleanup) struct demo_county *county = NULL;
    const struct demo_options *o = y->motion.options;
    struct demo_household h;
    size_t n = 0;
    y->people = ARENA_ARRAY(y->motion.arena, struct year_person,
                            (size_t)(o->dibao_households + o->wubao_persons) / FATES_EVERY + 1);
    if (y->people == NULL)
        return arena_exhausted(e);
    TRY(demo_county_new(o, &county, e));
    while (demo_county_next(county, &h)) {
        size_t i = n++;
        struct year_person *p = &y->people[y->person_count];
        if (i % FATES_EVERY != FATES_EVERY / 2 || h.status != ENTITLEMENT_ACTIVE)
            continue;
        *p = (struct year_person){.id = h.members[h.member_count - 1].id,
                                  .month = 2 + (int)(i / FATES_EVERY % (YEAR_MONTHS - 1)),
                                  .fate = YEAR_DEATH};
        switch (i / FATES_EVERY % 4) {
        case 1:
            p->fate = YEAR_LATE_DEATH;
            break;
        case 2:
            p->fate = h.programme == PROGRAMME_DIBAO ? YEAR_INCOME : YEAR_DEATH;
            break;
        case 3:
            p->fate = h.programme == PROGRAMME_DIBAO ? YEAR_STOP : YEAR_DEATH;
            break;
        default:
            break;
        }
        y->person_count++;
    }
    return STATUS_OK;
}

static enum status death(struct year_story *y, const struct year_person *p, struct error *e)
{
    const struct motion *m = &y->motion;
    const struct registry_actor actor = {.user = "dibao1", .document = "死亡证明（示例）"};
    struct month in =
        month_add(month_make(m->year, p->month),
                  p->fate == YEAR_LATE_DEATH && p->month > LATE_MONTHS ? -LATE_MONTHS : 0);
    struct date day = {month_first_day(in).v + (in.v == month_make(m->year, p->month).v ? 0 : 19)};
    enum status s =
        registry_report_death(m->db, m->c->county, m->c->keys, p->id.text, day, &actor, e);
    if (s == STATUS_OK)
        y->counts.deaths++;
    return s;
}

static enum status change(struct year_story *y, const struct year_person *p, struct error *e)
{
    const struct motion *m = &y->motion;
    const struct registry_actor actor = {.user = "dibao1", .document = "动态管理表（示例）"};
    struct month from = month_make(m->year, p->month);
    struct person_row person;
    struct person_place place;
    enum status s =
        person_by_id_number(m->db, m->c->county, m->c->keys, p->id.text, m->arena, &person, e);
    if (s == STATUS_OK)
        s = person_current_place(m->db, m->c->county, person.id, m->arena, &place, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    s = p->fate == YEAR_STOP
            ? registry_set_status(m->db, m->c->county, place.household, ENTITLEMENT_ENDED,
                                  "户籍迁出（示例）", from, &actor, e)
            : registry_change_income(m->db, m->c->county, place.household, FEN(INCOME_MORE_FEN),
                                     from, &actor, e);
    if (s == STATUS_OK)
        y->counts.changes++;
    return s;
}

enum status year_facts(struct year_story *y, struct error *e)
{
    for (size_t i = 0; i < y->person_count; i++) {
        const struct year_person *p = &y->people[i];
        if (p->month != y->month)
            continue;
        enum status s =
            p->fate == YEAR_DEATH || p->fate == YEAR_LATE_DEATH ? death(y, p, e) : change(y, p, e);
        if (s != STATUS_OK && s != STATUS_REFUSED) /* refused: it is so already */
            return s;
    }
    return STATUS_OK;
}

/* ---- the standard ---- */

static enum status standard_work(struct db *db, void *context, struct error *e)
{
    const struct year_story *y = context;
    const struct motion *m = &y->motion;
    int64_t change_id;
    struct month from = month_make(m->year, y->month + 1);
    int64_t value = m->options->standard_year.v / PERCENT * STANDARD_PERCENT;
    TRY(change_record(db, m->c->county,
                      &(struct change_entry){.actor = "dibao1",
                                             .action = "plan.set",
                                             .subject = "dibao.standard_year",
                                             .detail = ""},
                      &change_id, e));
    return parameter_set(db, m->c->county, "dibao.standard_year", from, value, "泾政〔2013〕示例",
                         NULL, change_id, e);
}

enum status year_standard(struct year_story *y, struct error *e)
{
    return db_transaction(y->motion.db, standard_work, y, e);
}

#include "office/demo/homes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/payee/payee.h"
#include "office/demo/homes_story.h"

#define HOMES_ARENA_BYTES ((size_t)256 << 20)
#define SEED_SALT UINT64_C(0x40FE5)
#define PEOPLE_MIN 200 /* wubao persons: below it the homes would stand empty */
#define TARGET_PERCENT 40
#define SECOND_HOME 6

/* What happens on which day: of the month before, the month itself, the month after. */
static const struct scene {
    int month, day;
    enum status (*play)(struct homes_story *s, struct error *e);
} SCENES[] = {
    {-1, 2, homes_furnish},
    {-1, 3, homes_budgets},
    {-1, 6, homes_allocate_before},
    {-1, 8, homes_decide_before},
    {-1, 10, homes_pay_before},
    {-1, 20, homes_gather},
    {-1, 27, homes_claims_before},
    {0, 1, homes_adopt},
    {0, 3, homes_statements_before},
    {0, 5, homes_confirm_before},
    {0, 9, homes_income},
    {0, 10, homes_pocket},
    {0, 12, homes_movers_ask},
    {0, 14, homes_movers_confirm},
    {0, 18, homes_care},
    {0, 19, homes_transfer_ask},
    {0, 20, homes_transfer_confirm},
    {0, 21, homes_gather},
    {0, 22, homes_wishes},
    {0, 25, homes_claims},
    {0, 26, homes_allocate},
    {0, 27, homes_check},
    {0, 28, homes_days},
    {1, 2, homes_waiting},
    {1, 3, homes_claims_late},
};

const struct mover *homes_next_mover(struct home_place *h)
{
    return h->free_next < h->free_count ? &h->free[h->free_next++] : NULL;
}

struct home_place *homes_second(struct homes_story *s)
{
    return &s->homes[s->home_count > SECOND_HOME ? SECOND_HOME : 1];
}

/* In the order of their numbers, as the plan has them: after the one of the number. */
static const struct demo_home *next_home(const struct demo_options *o, int64_t after)
{
    const struct demo_home *next = NULL;
    for (size_t i = 0; i < o->home_count; i++)
        if (o->homes[i].id > after && (next == NULL || o->homes[i].id < next->id))
            next = &o->homes[i];
    return next;
}

static enum status homes_choose(struct homes_story *s, struct error *e)
{
    const struct demo_options *o = s->options;
    for (size_t i = 0; i < o->home_count && s->home_count < STORY_HOMES_MAX; i++) {
        const struct demo_home *home = next_home(o, i > 0 ? s->homes[i - 1].id : 0);
        struct home_place *h = &s->homes[s->home_count];
        struct access_user user;
        int64_t unit = home->township / 1000 % 1000;
        *h = (struct home_place){.id = home->id, .township = home->township, .name = home->name};
        (void)snprintf(h->director, sizeof h->director, "home%03" PRId64 ".director", unit);
        (void)snprintf(h->clerk, sizeof h->clerk, "township%03" PRId64 ".clerk", unit);
        (void)snprintf(h->lead, sizeof h->lead, "township%03" PRId64 ".lead", unit);
        TRY(access_user_by_name(s->db, s->c->county, h->director, s->arena, &user, e));
        s->home_count++;
    }
    return s->home_count > 1 ? STATUS_OK : STATUS_NONE;
}

/* Whose account for management money is whose: the plan gave both one township and one name. */
static enum status payees_choose(struct homes_story *s, struct error *e)
{
    struct payee *list;
    size_t count;
    TRY(payee_list(s->db, s->c->county, PAYEE_HOME_MANAGEMENT, s->arena, &list, &count, e));
    for (size_t i = 0; i < s->home_count; i++)
        for (size_t k = 0; k < count; k++)
            if (strncmp(list[k].name, s->homes[i].name, strlen(s->homes[i].name)) == 0)
                s->homes[i].management = list[k].id;
    for (size_t i = 0; i < s->home_count; i++)
        if (s->homes[i].management == 0)
            return STATUS_NONE;
    return STATUS_OK;
}

static struct home_place *home_of(struct homes_story *s, int64_t township)
{
    for (size_t i = 0; i < s->home_count; i++)
        if (s->homes[i].township == township)
            return &s->homes[i];
    return NULL;
}

static enum status people_count(struct homes_story *s, struct error *e)
{
    CLEANUP(demo_county_cleanup) struct demo_county *county = NULL;
    int64_t all[STORY_HOMES_MAX] = {0};
    struct demo_household h;
    TRY(demo_county_new(s->options, &county, e));
    while (demo_county_next(county, &h)) {
        struct home_place *place = home_of(s, division_township(h.place->code));
        if (h.programme != PROGRAMME_WUBAO || place == NULL)
            continue;
        all[place - s->homes]++;
        if (h.form == FORM_INSTITUTION)
            place->roster++;
        else if (h.status == ENTITLEMENT_ACTIVE && h.account[0] != '\0' &&
                 place->free_count < STORY_FREE_MAX) {
            struct mover *m = &place->free[place->free_count++];
            memcpy(m->name, h.members[0].name, sizeof m->name);
            m->id = h.members[0].id;
        }
    }
    for (size_t i = 0; i < s->home_count; i++)
        s->homes[i].is_low = s->homes[i].roster * 100 < all[i] * TARGET_PERCENT;
    return STATUS_OK;
}

enum status homes_find(struct homes_story *s, struct error *e)
{
    TRY(homes_choose(s, e));
    TRY(payees_choose(s, e));
    TRY(people_count(s, e));
    s->counts.homes = (int64_t)s->home_count;
    return STATUS_OK;
}

static enum status story_tell(struct homes_story *s, struct error *e)
{
    TRY(homes_find(s, e));
    for (size_t i = 0; i < sizeof SCENES / sizeof SCENES[0]; i++) {
        const struct scene *scene = &SCENES[i];
        struct date month = month_first_day(month_add(s->options->month, scene->month));
        s->today.v = month.v + scene->day - 1;
        if (s->set_today != NULL)
            s->set_today(s->today);
        /* A day that the user has set stays. */
        s->today = date_today();
        TRY(scene->play(s, e));
    }
    return STATUS_OK;
}

enum status demo_homes_store(struct db *db, const struct payment_context *c,
                             const struct demo_options *options, struct date until,
                             void (*set_today)(struct date day), struct demo_home_counts *ret,
                             struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(HOMES_ARENA_BYTES);
    struct homes_story *s = arena != NULL ? ARENA_NEW(arena, struct homes_story) : NULL;
    struct demo_identity *numbers = arena != NULL ? ARENA_NEW(arena, struct demo_identity) : NULL;
    if (s == NULL || numbers == NULL)
        return arena_exhausted(e);
    if (options->wubao_persons < PEOPLE_MIN || (set_today == NULL && date_today().v < until.v))
        return STATUS_NONE;
    demo_identity_begin(numbers, STORY_NUMBERS_FROM);
    *s = (struct homes_story){.db = db,
                              .c = c,
                              .options = options,
                              .arena = arena,
                              .set_today = set_today,
                              .before = month_first_day(month_add(options->month, -1)),
                              .first = month_first_day(options->month),
                              .next = month_first_day(month_add(options->month, 1)),
                              .random = random_seed(options->seed ^ SEED_SALT),
                              .numbers = numbers};
    TRY(story_tell(s, e));
    *ret = s->counts;
    return STATUS_OK;
}

/* What happens to residents and beds, to the county and to the model alike. */
#include "property/homes.h"

#include <stdio.h>

#include "domain/registry/registry.h"

#define DAYS_BACK 70 /* what is entered late */
#define DAYS_AHEAD 20

static struct date day_of(int32_t day)
{
    return (struct date){day};
}

static int32_t some_day(struct homes *h)
{
    return h->today - DAYS_BACK + homes_below(h, DAYS_BACK + DAYS_AHEAD);
}

static const char *agreement(struct homes *h, char out[32])
{
    (void)snprintf(out, 32, "协议P%d", ++h->agreements);
    return out;
}

/* A random one in one of the states (a mask of 1 << state); -1: there is none. */
static int some_stay(struct homes *h, unsigned states)
{
    int found = -1, count = 0;
    for (int i = 0; i < h->stays; i++)
        if (states >> h->stay[i].state & 1u && homes_below(h, ++count) == 0)
            found = i;
    return found;
}

static bool is_dead(const struct homes *h, const struct model_stay *s)
{
    return h->person[s->person].died != 0;
}

/* ---- the model's own steps ---- */

static void use_add(struct homes *h, int bed, int stay, int32_t from)
{
    assert_true(h->uses < USES_MAX);
    h->use[h->uses++] = (struct model_use){bed, stay, from, NEVER};
}

static void uses_end(struct homes *h, int stay, int32_t until)
{
    for (int i = 0; i < h->uses; i++) {
        struct model_use *u = &h->use[i];
        if (u->stay == stay && u->until > until)
            u->until = u->from > until ? u->from : until;
    }
}

static int stay_add(struct homes *h, struct model_stay s, int bed)
{
    assert_true(h->stays < STAYS_MAX && bed >= 0);
    s.until = NEVER;
    h->stay[h->stays] = s;
    use_add(h, bed, h->stays, s.from);
    h->person[s.person].stay = h->stays;
    return h->stays++;
}

/* From the month after a day he lives in a home, or (-1) in his own. */
static void form_set(struct homes *h, int person, int32_t day, int home)
{
    for (int m = month_of_day(day) + 1; m <= 12; m++)
        h->person[person].home[m] = home;
}

static void stay_end(struct homes *h, int at, int32_t until)
{
    struct model_stay *s = &h->stay[at];
    s->state = STAY_LEFT;
    s->until = until;
    uses_end(h, at, until);
    h->person[s->person].stay = -1;
    h->person[s->person].last_until = until;
}

/* ---- moving in ---- */

static void ask(struct homes *h)
{
    char text[32];
    int i = homes_below(h, PEOPLE), home = homes_below(h, HOMES);
    int bed = homes_below(h, 3) ? -1 : homes_below(h, h->beds);
    struct model_person *p = &h->person[i];
    struct model_stay s = {.home = home,
                           .person = i,
                           .kind = i < WUBAO ? STAY_WUBAO : STAY_PAYING,
                           .state = STAY_REQUESTED,
                           .from = some_day(h)};
    int32_t from = s.from;
    if (i >= WUBAO && p->is_reported)
        return;
    bool is_right = h->closed[home] == NEVER && !p->died && p->stay < 0 && from >= p->last_until &&
                    (bed < 0 ? homes_free_bed(h, home, from) >= 0
                             : h->bed[bed].home == home && homes_bed_is_free(h, bed, from, -1));
    const struct stay_request r = {.home = h->home[home],
                                   .bed = bed < 0 ? 0 : h->bed[bed].id,
                                   .id_number = p->id_number,
                                   .kind = s.kind,
                                   .from = day_of(from),
                                   .agreement = agreement(h, text)};
    homes_agree(h, "ask",
                stay_request(h->c.db, COUNTY, h->c.keys, &r, h->director[home], &s.id, &h->e),
                is_right);
    if (is_right)
        (void)stay_add(h, s, bed < 0 ? homes_free_bed(h, home, from) : bed);
}

static void confirm(struct homes *h, int at)
{
    struct model_stay *s = &h->stay[at];
    bool is_right = h->closed[s->home] == NEVER && !is_dead(h, s);
    homes_agree(h, "confirm", stay_confirm(h->c.db, COUNTY, h->c.keys, s->id, OFFICER, &h->e),
                is_right);
    if (!is_right)
        return;
    s->state = STAY_IN;
    h->person[s->person].wish = 0;
    if (s->kind == STAY_WUBAO)
        form_set(h, s->person, s->from, s->home);
}

static void refuse(struct homes *h, int at)
{
    struct model_stay *s = &h->stay[at];
    homes_agree(h, "refuse", stay_refuse(h->c.db, COUNTY, s->id, "改变主意", OFFICER, &h->e), true);
    s->state = STAY_REFUSED;
    uses_end(h, at, s->from);
    h->person[s->person].stay = -1;
}

/* ---- moving out ---- */

static void leave(struct homes *h, int at)
{
    static const enum stay_leave reasons[] = {STAY_DISCHARGE, STAY_CEASED, STAY_TRANSFER,
                                              STAY_TRANSFER};
    char text[32];
    struct model_stay *s = &h->stay[at];
    struct stay_leave_request r = {
        .stay = s->id, .reason = reasons[homes_below(h, 4)], .until = day_of(some_day(h))};
    bool is_right = r.until.v >= s->from;
    int to = homes_below(h, HOMES);
    if (r.reason == STAY_TRANSFER) {
        r.to_home = h->home[to];
        r.agreement = agreement(h, text);
        is_right = is_right && to != s->home && h->closed[to] == NEVER &&
                   homes_free_bed(h, to, r.until.v) >= 0;
    }
    homes_agree(h, "leave", stay_leave(h->c.db, COUNTY, h->c.keys, &r, h->director[s->home], &h->e),
                is_right);
    if (!is_right)
        return;
    s->state = STAY_LEAVING;
    s->leave_on = r.until.v;
    s->reason = r.reason;
    s->to_home = to;
}

static void leave_confirm(struct homes *h, int at)
{
    struct model_stay *s = &h->stay[at];
    bool is_transfer = s->reason == STAY_TRANSFER, is_right = !is_dead(h, s);
    int bed = is_transfer ? homes_free_bed(h, s->to_home, s->leave_on) : -1;
    if (is_transfer)
        is_right = is_right && h->closed[s->to_home] == NEVER && bed >= 0;
    homes_agree(h, "leave confirm",
                stay_leave_confirm(h->c.db, COUNTY, h->c.keys, s->id, OFFICER, &h->e), is_right);
    if (!is_right)
        return;
    int person = s->person;
    stay_end(h, at, s->leave_on);
    if (s->kind == STAY_WUBAO)
        form_set(h, person, s->leave_on, is_transfer ? s->to_home : -1);
    if (!is_transfer)
        return;
    struct model_stay next = {.home = s->to_home,
                              .person = person,
                              .kind = s->kind,
                              .state = STAY_IN,
                              .from = s->leave_on};
    next.id =
        county_number(&h->c, "SELECT next_stay FROM home_stay WHERE id = %lld", (long long)s->id);
    (void)stay_add(h, next, bed);
}

static void take_back(struct homes *h, int at)
{
    struct model_stay *s = &h->stay[at];
    homes_agree(h, "take back",
                stay_leave_take_back(h->c.db, COUNTY, s->id, h->director[s->home], &h->e), true);
    s->state = STAY_IN;
}

/* ---- dying ---- */

static void die_at_home(struct homes *h, int at, int32_t died)
{
    struct model_stay *s = &h->stay[at];
    struct model_person *p = &h->person[s->person];
    bool is_right = (died >= s->from || died == p->died) && died <= h->today;
    const struct stay_leave_request r = {
        .stay = s->id, .reason = STAY_DEATH, .died_on = day_of(died)};
    homes_agree(h, "death", stay_leave(h->c.db, COUNTY, h->c.keys, &r, h->director[s->home], &h->e),
                is_right);
    if (!is_right)
        return;
    p->is_reported = true;
    if (s->kind == STAY_WUBAO)
        p->died = died;
    s->reason = STAY_DEATH;
    stay_end(h, at, died + 1 > s->from ? died + 1 : s->from);
}

static void die(struct homes *h, int at)
{
    const struct model_stay *s = &h->stay[at];
    int32_t known = h->person[s->person].died;
    int32_t died = h->today - homes_below(h, DAYS_BACK);
    die_at_home(h, at, known ? known : died > s->from ? died : s->from);
}

/* The village says it, late, or another day than was said before; of whom the home said it only an
   earlier one: he can not have gone on living where his stay has ended. */
static void village_tells(struct homes *h)
{
    const struct registry_actor actor = {"township", "死亡证明"};
    int i = homes_below(h, WUBAO);
    struct model_person *p = &h->person[i];
    int32_t died = h->today - homes_below(h, DAYS_BACK), first = first_day_of(1);
    if (p->died && homes_below(h, 3))
        return;
    died = died < first ? first : died;
    if (p->is_reported && died > p->died)
        return;
    bool is_right = died != p->died;
    homes_agree(h, "village tells",
                registry_report_death(h->c.db, COUNTY, h->c.keys, p->id_number, day_of(died),
                                      &actor, &h->e),
                is_right);
    p->died = died;
}

/* ---- beds, wishes ---- */

static void move(struct homes *h, int at)
{
    struct model_stay *s = &h->stay[at];
    int bed = homes_below(h, h->beds), now = -1;
    int32_t from = some_day(h);
    for (int i = 0; i < h->uses; i++)
        if (h->use[i].stay == at && h->use[i].until == NEVER)
            now = i;
    assert_true(now >= 0);
    bool is_right = from >= h->use[now].from && bed != h->use[now].bed &&
                    (s->state != STAY_LEAVING || from < s->leave_on) &&
                    h->bed[bed].home == s->home && homes_bed_is_free(h, bed, from, at);
    homes_agree(h, "move",
                stay_move(h->c.db, COUNTY, s->id, h->bed[bed].id, day_of(from),
                          h->director[s->home], &h->e),
                is_right);
    if (!is_right)
        return;
    uses_end(h, at, from);
    use_add(h, bed, at, from);
}

static void bed_close(struct homes *h)
{
    int bed = homes_below(h, h->beds);
    int32_t on = h->today - 10 + homes_below(h, 10 + DAYS_AHEAD);
    bool is_right = homes_bed_is_free(h, bed, on, -1);
    homes_agree(h, "bed close",
                home_bed_close(h->c.db, COUNTY, h->bed[bed].id, day_of(on), "损坏", OFFICER, &h->e),
                is_right);
    if (is_right)
        h->bed[bed].until = on;
}

static void wish(struct homes *h)
{
    int64_t id = 0;
    struct model_person *p = &h->person[homes_below(h, WUBAO)];
    if (p->stay >= 0 || p->last_until)
        return;
    bool is_right = !p->died && !p->wish;
    homes_agree(h, "wish",
                home_wish_add(h->c.db, COUNTY, h->c.keys, p->id_number, 0, day_of(h->today), "",
                              p->town ? "township101.clerk" : "township100.clerk", &id, &h->e),
                is_right);
    if (is_right)
        p->wish = id;
}

/* ---- consolidation ---- */

#define FROM 2 /* C becomes part of A */
#define INTO 0

static void all_decided(struct homes *h)
{
    for (int i = 0; i < h->stays; i++) {
        struct model_stay *s = &h->stay[i];
        if (s->home != FROM)
            continue;
        if (s->state == STAY_REQUESTED)
            refuse(h, i);
        if (s->state == STAY_LEAVING && !is_dead(h, s))
            take_back(h, i);
        if ((s->state == STAY_IN || s->state == STAY_LEAVING) && is_dead(h, s) && homes_below(h, 8))
            die_at_home(h, i, h->person[s->person].died);
    }
}

void homes_merge(struct homes *h)
{
    int64_t moved;
    int who[STAYS_MAX], count = 0, room = 0;
    bool is_right = true;
    all_decided(h);
    for (int i = 0; i < h->stays; i++) {
        const struct model_stay *s = &h->stay[i];
        if (s->home != FROM || s->state == STAY_REFUSED)
            continue;
        is_right = is_right && (s->state == STAY_LEFT ? s->until <= h->today
                                                      : s->from <= h->today && !is_dead(h, s));
        if (s->state == STAY_IN)
            who[count++] = i;
    }
    for (int i = 0; i < h->beds; i++)
        room += h->bed[i].home == INTO && homes_bed_is_free(h, i, h->today, -1);
    is_right = is_right && room >= count;
    assert_ok_e(home_merge_request(h->c.db, COUNTY, h->home[FROM], h->home[INTO], day_of(h->today),
                                   OFFICER, &h->e),
                &h->e);
    assert_ok_e(home_merge_request(h->c.db, COUNTY, h->home[FROM], h->home[INTO], day_of(h->today),
                                   OFFICER, &h->e),
                &h->e);
    homes_agree(h, "merge",
                home_merge(h->c.db, COUNTY, h->c.keys, h->home[FROM], h->home[INTO],
                           day_of(h->today), OFFICER, OFFICER_2, &moved, &h->e),
                is_right);
    if (!is_right)
        return;
    assert_int_equal(moved, count);
    for (int i = 0; i < count; i++) {
        struct model_stay *s = &h->stay[who[i]];
        struct model_stay next = *s;
        stay_end(h, who[i], h->today);
        next.home = INTO;
        next.from = h->today;
        next.id = county_number(&h->c, "SELECT next_stay FROM home_stay WHERE id = %lld",
                                (long long)s->id);
        if (s->kind == STAY_WUBAO)
            form_set(h, s->person, h->today, INTO);
        (void)stay_add(h, next, homes_free_bed(h, INTO, h->today));
    }
    for (int i = 0; i < h->beds; i++)
        if (h->bed[i].home == FROM && h->bed[i].until == NEVER)
            h->bed[i].until = h->today;
    h->closed[FROM] = h->today;
}

/* ---- a day ---- */

void homes_live(struct homes *h)
{
    static const struct {
        int share;
        void (*act)(struct homes *h);
        void (*step)(struct homes *h, int stay);
        unsigned states;
    } acts[] = {
        {10, ask, NULL, 0},
        {8, NULL, confirm, 1u << STAY_REQUESTED},
        {2, NULL, refuse, 1u << STAY_REQUESTED},
        {6, NULL, leave, 1u << STAY_IN},
        {4, NULL, leave_confirm, 1u << STAY_LEAVING},
        {1, NULL, take_back, 1u << STAY_LEAVING},
        {2, NULL, die, 1u << STAY_IN | 1u << STAY_LEAVING},
        {1, village_tells, NULL, 0},
        {4, NULL, move, 1u << STAY_REQUESTED | 1u << STAY_IN | 1u << STAY_LEAVING},
        {1, bed_close, NULL, 0},
        {2, wish, NULL, 0},
    };
    int total = 0;
    size_t i = 0;
    for (size_t k = 0; k < sizeof acts / sizeof acts[0]; k++)
        total += acts[k].share;
    for (int at = homes_below(h, total); at >= acts[i].share; i++)
        at -= acts[i].share;
    if (acts[i].act) {
        acts[i].act(h);
        return;
    }
    int stay = some_stay(h, acts[i].states);
    if (stay >= 0)
        acts[i].step(h, stay);
}

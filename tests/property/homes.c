#include "property/homes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/access/access.h"

#define SCOPE_COUNTY INT64_C(341823000000)
#define YEAR 2013

const int64_t TOWN[TOWNS] = {INT64_C(341823100000), INT64_C(341823101000)};
static const char *const NAMES[HOMES] = {"泾川镇敬老院", "茂林镇敬老院", "榔桥镇敬老院"};
static const int BEDS[HOMES] = {10, 6, 5};

int32_t homes_below(struct homes *h, int32_t n)
{
    return (int32_t)random_below(&h->random, (uint32_t)n);
}

int month_of_day(int32_t day)
{
    return month_of_year(date_month((struct date){day}));
}

int32_t first_day_of(int month)
{
    return date_make(YEAR, month, 1).v;
}

void homes_today(struct homes *h, int32_t day)
{
    char text[DATE_TEXT_BYTES];
    h->today = day;
    setenv("MINSHENG_TODAY", date_format((struct date){day}, text), 1);
}

/* ---- made ---- */

static void user_add(struct homes *h, const char *name, enum role role)
{
    assert_ok_e(access_user_add(h->c.db, COUNTY, "admin",
                                &(struct access_new_user){.name = name,
                                                          .title = name,
                                                          .role = role,
                                                          .scope = SCOPE_COUNTY,
                                                          .cost = ACCESS_COST_TEST},
                                &h->e),
                &h->e);
}

static enum status bind_work(struct db *db, void *context, struct error *e)
{
    struct homes *h = context;
    for (int i = 0; i < HOMES; i++)
        TRY(home_user_bind(db, COUNTY, h->director[i], h->home[i], e));
    return STATUS_OK;
}

static void beds_make(struct homes *h, int home)
{
    struct home_bed *list;
    size_t count;
    const struct home_beds_new n = {.home = h->home[home],
                                    .room = "101",
                                    .storey = 1,
                                    .beds = BEDS[home],
                                    .area_m2 = 60,
                                    .from = date_make(YEAR, 1, 1)};
    assert_ok_e(home_beds_add(h->c.db, COUNTY, &n, OFFICER, &h->e), &h->e);
    assert_ok_e(home_bed_list(h->c.db, COUNTY, h->home[home], (struct date){h->today}, false,
                              h->c.arena, &list, &count, &h->e),
                &h->e);
    for (size_t i = 0; i < count; i++)
        h->bed[h->beds++] = (struct model_bed){list[i].id, home, NEVER};
}

static void person_make(struct homes *h, int i)
{
    bool is_wubao = i < WUBAO;
    struct model_person *p = &h->person[i];
    const struct new_household made = {.programme = is_wubao ? PROGRAMME_WUBAO : PROGRAMME_DIBAO,
                                       .from = "2013-01",
                                       .form = is_wubao ? FORM_SCATTERED : FORM_NONE};
    *p = (struct model_person){.stay = -1, .town = i % TOWNS};
    p->household = county_household(&h->c, &made);
    p->id_number = county_id_number(&h->c, p->household, 0);
    p->person =
        county_number(&h->c, "SELECT person FROM member WHERE household = %" PRId64, p->household);
    for (int m = 0; m <= 12; m++)
        p->home[m] = -1;
    if (p->town)
        county_tamper(&h->c,
                      "UPDATE entitlement SET division = 341823101200 WHERE household = %" PRId64,
                      p->household);
}

static void budget_make(struct homes *h, int home, enum home_book book, struct model_book *b)
{
    int64_t account;
    b->budget = 1000 + homes_below(h, 3000000);
    assert_ok_e(home_line_account(book, "meals", &account, &h->e), &h->e);
    assert_ok_e(home_budget_set(h->c.db, COUNTY, h->home[home], YEAR, account, FEN(b->budget),
                                "预算〔2013〕1号", OFFICER, &h->e),
                &h->e);
}

void homes_open(struct homes *h, enum db_engine engine, uint64_t seed)
{
    *h = (struct homes){.random = random_seed(seed)};
    county_open(&h->c, engine);
    h->scratch = arena_new((size_t)32 << 20);
    assert_non_null(h->scratch);
    homes_today(h, date_make(YEAR, 1, 2).v);
    user_add(h, ACCOUNTANT, ROLE_BUREAU_ACCOUNTANT);
    for (int i = 0; i < HOMES; i++) {
        struct home home;
        assert_ok_e(home_find(h->c.db, COUNTY, NAMES[i], h->c.arena, &home, &h->e), &h->e);
        h->home[i] = home.id;
        h->closed[i] = NEVER;
        (void)snprintf(h->director[i], sizeof h->director[i], "director.p%d", i);
        user_add(h, h->director[i], ROLE_HOME_DIRECTOR);
        beds_make(h, i);
    }
    assert_ok_e(db_transaction(h->c.db, bind_work, h, &h->e), &h->e);
    for (int i = 0; i < PEOPLE; i++)
        person_make(h, i);
    for (int i = 0; i < HOMES; i++) {
        budget_make(h, i, HOME_BOOK_SUPPORT, &h->support[i]);
        budget_make(h, i, HOME_BOOK_OWN, &h->own[i]);
    }
}

void homes_close(struct homes *h)
{
    county_close(&h->c);
    arena_free(h->scratch);
    testdb_drop(&h->c.testdb);
}

void homes_agree(struct homes *h, const char *act, enum status got, bool is_right)
{
    if ((got == STATUS_OK) != is_right || (got != STATUS_OK && got != STATUS_REFUSED))
        fail_msg("%s: %s, the model %s: %s %s", act, got == STATUS_OK ? "done" : "not done",
                 is_right ? "does it" : "refuses", h->e.code, h->e.message);
    if (is_right)
        h->done++;
    else
        h->refused++;
    h->e = (struct error){0};
}

/* ---- beds ---- */

bool homes_bed_is_free(const struct homes *h, int bed, int32_t from, int except)
{
    if (h->bed[bed].until != NEVER || from < date_make(YEAR, 1, 1).v)
        return false;
    for (int i = 0; i < h->uses; i++)
        if (h->use[i].bed == bed && h->use[i].stay != except && h->use[i].until > from &&
            h->use[i].until > h->use[i].from)
            return false;
    return true;
}

int homes_free_bed(const struct homes *h, int home, int32_t from)
{
    for (int i = 0; i < h->beds; i++)
        if (h->bed[i].home == home && homes_bed_is_free(h, i, from, -1))
            return i;
    return -1;
}

/* ---- asked ---- */

static void model_home(const struct homes *h, int home, int32_t on, struct answer *a)
{
    for (int i = 0; i < h->stays; i++) {
        const struct model_stay *s = &h->stay[i];
        if (s->home != home || s->state == STAY_REFUSED)
            continue;
        bool is_confirmed = s->state != STAY_REQUESTED;
        bool is_there = is_confirmed && s->from <= on && s->until > on;
        a->home[home].occupied += is_there;
        a->home[home].paying += is_there && s->kind == STAY_PAYING;
        a->home[home].reserved += !is_confirmed || (s->from > on && s->until > s->from);
    }
    for (int i = 0; i < h->beds; i++) {
        bool is_used = false;
        if (h->bed[i].home != home || h->bed[i].until <= on)
            continue;
        a->home[home].beds++;
        for (int u = 0; u < h->uses; u++)
            is_used = is_used || (h->use[u].bed == i && h->use[u].until > on &&
                                  h->use[u].until > h->use[u].from);
        a->home[home].free_beds += !is_used;
    }
    a->home[home].is_listed = h->closed[home] > on || a->home[home].occupied > 0;
    if (!a->home[home].is_listed)
        memset(&a->home[home], 0, sizeof a->home[home]);
}

struct answer homes_model(const struct homes *h, struct date on)
{
    struct answer a = {.on = on};
    for (int i = 0; i < WUBAO; i++) {
        const struct model_person *p = &h->person[i];
        if (p->died && p->died < on.v)
            continue;
        a.all[p->town]++;
        for (int s = 0; s < h->stays; s++) {
            const struct model_stay *x = &h->stay[s];
            if (x->person == i && x->state != STAY_REFUSED && x->state != STAY_REQUESTED &&
                x->from <= on.v && x->until > on.v)
                a.in[p->town]++;
        }
    }
    for (int home = 0; home < HOMES; home++)
        model_home(h, home, on.v, &a);
    return a;
}

struct answer homes_asked(struct homes *h, struct date on, int64_t known)
{
    struct answer a = {.on = on, .known = known};
    struct home_rate *rates, sum;
    struct home_occupancy *list;
    size_t count;
    arena_reset(h->scratch);
    assert_ok_e(home_rate_list(h->c.db, COUNTY, on, known, h->scratch, &rates, &count, &sum, &h->e),
                &h->e);
    for (size_t i = 0; i < count; i++)
        for (int t = 0; t < TOWNS; t++)
            if (rates[i].township == TOWN[t]) {
                a.in[t] = rates[i].in;
                a.all[t] = rates[i].all;
            }
    assert_int_equal(sum.in, a.in[0] + a.in[1]);
    assert_ok_e(home_occupancy_list(h->c.db, COUNTY, on, known, h->scratch, &list, &count, &h->e),
                &h->e);
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < HOMES; k++)
            if (list[i].home == h->home[k]) {
                a.home[k].is_listed = true;
                a.home[k].beds = list[i].beds;
                a.home[k].occupied = list[i].occupied;
                a.home[k].paying = list[i].paying;
                a.home[k].free_beds = list[i].free_beds;
                a.home[k].reserved = list[i].reserved;
            }
    return a;
}

void homes_same(const struct answer *a, const struct answer *b, const char *what)
{
    char day[DATE_TEXT_BYTES];
    date_format(a->on, day);
    for (int t = 0; t < TOWNS; t++)
        if (a->in[t] != b->in[t] || a->all[t] != b->all[t])
            fail_msg("%s, %s, township %d: %" PRId64 " of %" PRId64 ", not %" PRId64 " of %" PRId64,
                     what, day, t, b->in[t], b->all[t], a->in[t], a->all[t]);
    for (int k = 0; k < HOMES; k++) {
        const int64_t x[] = {a->home[k].is_listed, a->home[k].beds,      a->home[k].occupied,
                             a->home[k].paying,    a->home[k].free_beds, a->home[k].reserved};
        const int64_t y[] = {b->home[k].is_listed, b->home[k].beds,      b->home[k].occupied,
                             b->home[k].paying,    b->home[k].free_beds, b->home[k].reserved};
        static const char *const names[] = {"listed", "beds", "occupied",
                                            "paying", "free", "reserved"};
        for (size_t i = 0; i < sizeof x / sizeof x[0]; i++)
            if (x[i] != y[i])
                fail_msg("%s, %s, home %d, %s: %" PRId64 ", not %" PRId64 " (known %" PRId64 ")",
                         what, day, k, names[i], y[i], x[i], b->known);
    }
}

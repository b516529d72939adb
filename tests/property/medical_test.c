/* Properties of a year of medical assistance, for random people and bills that arrive in random
   order from several hospitals, late, struck, corrected, with classes that change back-dated and
   claims in between: every bill's parts are its total to the fen, nobody passes a cap, what is owed
   is the position of every stay and claim, two orders of arrival end alike, and a plain reckoning
   from the facts alone says the same. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/medical/medical_fixture.h"

#define CASES_OF_ROUND 50
#define ROUNDS 4 /* on SQLite; PostgreSQL has ROUNDS_POSTGRES more: 300 cases */
#define ROUNDS_POSTGRES 2
#define ROUNDS_LONG 180
#define ROUNDS_POSTGRES_LONG 20
#define ORDERS 2
#define PEOPLE 2 /* of a case */
#define BILLS_MAX 7
#define STEPS_OF_GROUP 64
#define YEAR 2013

static uint64_t random_state;

static uint64_t random_next(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static int64_t random_below(int64_t n)
{
    return (int64_t)(random_next() % (uint64_t)n);
}

/* ---- what happens, whatever the order ---- */

enum fate { KEPT, STRUCK, CORRECTED, CANCELLED, OPEN, FATE_COUNT };
struct bill_plan {
    enum fate fate;
    bool is_claim;
    int hospital;
    enum medical_visit visit;
    struct date admitted_on, discharged_on;
    struct medical_amounts amounts[2]; /* the second: as corrected */
};
struct person_plan {
    enum medical_class class; /* from 2012 on */
    bool has_advance;
    enum medical_class changed; /* from changed_from on, for changed_months; NONE: never */
    int changed_from, changed_months;
    size_t count;
    struct bill_plan bill[BILLS_MAX];
};

/* ---- the same people, once per order ---- */

struct bill_made {
    int64_t admission, bill, case_file;
    int step, steps;
};
struct person_made_of {
    const struct person_plan *plan;
    const char *id;
    int64_t person, household;
    char number[BILLS_MAX][24];
    struct bill_made bill[BILLS_MAX];
};

static struct fen part_of(struct fen whole, int64_t percent_max)
{
    return FEN(whole.v * random_below(percent_max + 1) / 100);
}

static struct medical_amounts random_amounts(void)
{
    struct medical_amounts a = {.total = FEN(1 + random_below(random_below(2) ? 6000000 : 300000))};
    a.in_scope = random_below(5) ? FEN(a.total.v - a.total.v * random_below(30) / 100) : a.total;
    a.insurance = part_of(a.in_scope, 60);
    a.critical = random_below(3) ? FEN(0) : part_of(a.total, 15);
    a.other = random_below(3) ? FEN(0) : part_of(a.total, 8);
    a.relief = random_below(3) ? FEN(0) : part_of(a.total, 8);
    a.veteran = random_below(4) ? FEN(0) : part_of(a.total, 9);
    return a;
}

static struct bill_plan random_bill(int at)
{
    struct bill_plan b = {.is_claim = random_below(5) == 0,
                          .hospital = (int)random_below(HOSPITALS),
                          .visit = random_below(4) ? VISIT_INPATIENT : VISIT_OUTPATIENT,
                          .amounts = {random_amounts(), random_amounts()}};
    /* No two of a person on one day: then the number would decide, which follows the arrival. */
    b.admitted_on.v = date_make(YEAR - 1, 12, 20).v + at * 40 + (int32_t)random_below(30);
    b.discharged_on.v = b.admitted_on.v + 12 + (int32_t)random_below(40);
    static const enum fate fates[] = {KEPT, KEPT, KEPT, KEPT, STRUCK, CORRECTED, CANCELLED, OPEN};
    b.fate = fates[random_below(sizeof fates / sizeof fates[0])];
    if (b.is_claim && (b.fate == CANCELLED || b.fate == OPEN))
        b.fate = KEPT;
    return b;
}

static struct person_plan random_person(void)
{
    static const enum medical_class classes[] = {MEDICAL_WUBAO, MEDICAL_DIBAO, MEDICAL_DIBAO,
                                                 MEDICAL_LOW_INCOME, MEDICAL_ILLNESS_POOR};
    struct person_plan p = {.class = classes[random_below(5)], .has_advance = random_below(3) == 0};
    p.count = 1 + (size_t)random_below(BILLS_MAX);
    for (size_t i = 0; i < p.count; i++)
        p.bill[i] = random_bill((int)i);
    if (!medical_class_is_key(p.class) && random_below(2)) {
        p.changed = p.class == MEDICAL_LOW_INCOME ? MEDICAL_ILLNESS_POOR : MEDICAL_LOW_INCOME;
        p.changed_from = (int)random_below(10);
        p.changed_months = 1 + (int)random_below(12 - p.changed_from);
    }
    return p;
}

/* ---- one step of one bill ---- */

static int steps_of(const struct bill_plan *b)
{
    static const int of_stay[FATE_COUNT] = {
        [KEPT] = 2, [STRUCK] = 3, [CORRECTED] = 4, [CANCELLED] = 2, [OPEN] = 1};
    if (!b->is_claim)
        return of_stay[b->fate];
    return b->fate == KEPT ? 1 : 2;
}

static struct medical_message message_of(struct world *w, struct person_made_of *p, size_t at)
{
    const struct bill_plan *plan = &p->plan->bill[at];
    struct bill_made *made = &p->bill[at];
    char text[DATE_TEXT_BYTES];
    const char *out = date_format(plan->discharged_on, text);
    struct medical_message m;
    switch (made->step) {
    case 0:
        return admit_message(w, plan->hospital, p->number[at], p->id, plan->visit,
                             date_format(plan->admitted_on, text));
    case 1:
        if (plan->fate == CANCELLED)
            return cancel_message(w, plan->hospital, p->number[at]);
        return settle_message(w, plan->hospital, p->number[at], out, plan->amounts[0]);
    case 2:
        return reverse_message(w, plan->hospital, p->number[at]);
    default:
        m = settle_message(w, plan->hospital, p->number[at], out, plan->amounts[1]);
        m.replaces = arena_printf(w->c->arena, "%" PRId64, made->bill);
        return m;
    }
}

struct step {
    struct world *w;
    struct person_made_of *p;
    size_t at;
};

static enum status message_step(struct db *db, void *context, struct error *e)
{
    struct step *s = context;
    struct bill_made *made = &s->p->bill[s->at];
    struct medical_message m = message_of(s->w, s->p, s->at);
    struct medical_answer a;
    TRY(medical_message_do(db, s->w->desk, &m, s->w->c->arena, &a, e));
    made->admission = a.admission;
    if (a.bill)
        made->bill = a.bill;
    return STATUS_OK;
}

static enum status claim_step(struct db *db, void *context, struct error *e)
{
    struct step *s = context;
    const struct bill_plan *plan = &s->p->plan->bill[s->at];
    struct claim_bill bill = {.hospital_name = "省立医院",
                              .visit = plan->visit,
                              .scheme = SCHEME_NCMS,
                              .admitted_on = plan->admitted_on,
                              .discharged_on = plan->discharged_on,
                              .disease = "C34",
                              .amounts = plan->amounts[0]};
    int64_t change;
    struct fen aid;
    TRY(change_record(db, COUNTY,
                      &(struct change_entry){
                          .actor = "approver", .action = "case", .subject = "case", .detail = ""},
                      &change, e));
    return medical_claim_decide(db, s->w->desk, s->p->bill[s->at].case_file, s->p->person,
                                s->p->household, VILLAGE, &bill, 1, s->w->today, change, &aid, e);
}

static void claim_put_right(struct step *s)
{
    struct world *w = s->w;
    const struct bill_plan *plan = &s->p->plan->bill[s->at];
    int64_t bill =
        world_number(w, "SELECT id FROM medical_bill WHERE case_file = %" PRId64 " AND state = 1",
                     s->p->bill[s->at].case_file);
    assert_ok_e(medical_claim_correct(w->c->db, w->desk, bill,
                                      plan->fate == CORRECTED ? &plan->amounts[1] : NULL, "更正",
                                      "second", w->today, &w->e),
                &w->e);
}

/* ---- all of them, interleaved at random ---- */

struct crowd {
    struct world *w;
    struct person_made_of *people;
    struct step *waiting; /* chains with steps left; at == count: the person's class */
    size_t people_count, waiting_count;
    int64_t group; /* steps left of the transaction */
};

static bool is_class(const struct step *s)
{
    return s->at == s->p->plan->count;
}

static bool is_own_transaction(const struct step *s)
{
    if (is_class(s))
        return false;
    return s->p->plan->bill[s->at].is_claim && s->p->bill[s->at].step > 0;
}

static void chain_step_done(struct crowd *c, size_t at)
{
    struct step *s = &c->waiting[at];
    bool is_over = true;
    if (s->at < s->p->plan->count) {
        struct bill_made *made = &s->p->bill[s->at];
        is_over = ++made->step == made->steps;
    }
    if (is_over)
        c->waiting[at] = c->waiting[--c->waiting_count];
}

static enum status change_of(struct db *db, int64_t *ret, struct error *e)
{
    return change_record(db, COUNTY,
                         &(struct change_entry){
                             .actor = "tester", .action = "test", .subject = "test", .detail = ""},
                         ret, e);
}

static enum status class_step(struct db *db, void *context, struct error *e)
{
    struct step *s = context;
    const struct person_plan *plan = s->p->plan;
    struct month from = month_make(YEAR, 1 + plan->changed_from);
    int64_t change;
    TRY(change_of(db, &change, e));
    return medical_class_write(db, COUNTY, s->p->person, plan->changed, from,
                               month_add(from, plan->changed_months - 1), "认定〔2013〕2号", 0,
                               change, e);
}

static db_work work_of(const struct step *s)
{
    if (is_class(s))
        return class_step;
    return s->p->plan->bill[s->at].is_claim ? claim_step : message_step;
}

static enum status group_work(struct db *db, void *context, struct error *e)
{
    struct crowd *c = context;
    for (; c->group > 0 && c->waiting_count > 0; c->group--) {
        size_t at = (size_t)random_below((int64_t)c->waiting_count);
        struct step *s = &c->waiting[at];
        if (is_own_transaction(s))
            return STATUS_OK; /* drawn again outside */
        TRY(db_nested(db, work_of(s), s, e));
        chain_step_done(c, at);
    }
    return STATUS_OK;
}

static void crowd_run(struct crowd *c)
{
    while (c->waiting_count > 0) {
        size_t at = (size_t)random_below((int64_t)c->waiting_count);
        if (is_own_transaction(&c->waiting[at])) {
            claim_put_right(&c->waiting[at]);
            chain_step_done(c, at);
            continue;
        }
        c->group = STEPS_OF_GROUP;
        assert_ok_e(db_transaction(c->w->c->db, group_work, c, &c->w->e), &c->w->e);
    }
}

static void person_enter(struct crowd *c, const struct person_plan *plan, const char *id,
                         int64_t *numbers)
{
    struct world *w = c->w;
    struct person_made_of *p = &c->people[c->people_count++];
    *p = (struct person_made_of){.plan = plan, .id = id};
    p->person = person_of(w, p->id);
    p->household = household_of(w, p->id);
    for (size_t i = 0; i < plan->count; i++) {
        int64_t number = ++*numbers;
        (void)snprintf(p->number[i], sizeof p->number[i], "N%" PRId64, number);
        p->bill[i] = (struct bill_made){.case_file = number, .steps = steps_of(&plan->bill[i])};
        c->waiting[c->waiting_count++] = (struct step){w, p, i};
    }
    if (plan->changed != MEDICAL_NONE)
        c->waiting[c->waiting_count++] = (struct step){w, p, plan->count};
}

static enum status advances_work(struct db *db, void *context, struct error *e)
{
    const struct crowd *c = context;
    int64_t change, id;
    TRY(change_of(db, &change, e));
    for (size_t i = 0; i < c->people_count; i++) {
        const struct person_made_of *p = &c->people[i];
        struct advance_grant grant = {.person = p->person,
                                      .household = p->household,
                                      .division = VILLAGE,
                                      .amount = yuan("2000.00"),
                                      .approved_on = day("2013-01-05"),
                                      .approved_by = "officer"};
        if (p->plan->has_advance)
            TRY(advance_approve(db, COUNTY, &grant, change, &id, e));
    }
    return STATUS_OK;
}

static void crowd_enter(struct crowd *c, const struct person_plan *plans, int64_t *numbers)
{
    struct new_person made[CASES_OF_ROUND * PEOPLE];
    const char *ids[CASES_OF_ROUND * PEOPLE];
    for (size_t i = 0; i < CASES_OF_ROUND * PEOPLE; i++)
        made[i] = (struct new_person){plans[i].class, 1950 + (int)random_below(40)};
    world_people(c->w, made, CASES_OF_ROUND * PEOPLE, ids);
    for (size_t i = 0; i < CASES_OF_ROUND * PEOPLE; i++)
        person_enter(c, &plans[i], ids[i], numbers);
}

/* ---- what it must come to ---- */

/* In yuan, as the fixture's table. */
static const struct {
    int64_t deductible, rate, cap;
} TERMS[MEDICAL_CLASS_COUNT + 1][VISIT_COUNT + 1] = {
    [MEDICAL_WUBAO] = {{0}, {0, 90, 20000}, {1000, 70, 3000}},
    [MEDICAL_DIBAO] = {{0}, {0, 70, 20000}, {2000, 60, 3000}},
    [MEDICAL_LOW_INCOME] = {{0}, {20000, 50, 10000}, {3000, 60, 3000}},
    [MEDICAL_ILLNESS_POOR] = {{0}, {20000, 40, 10000}, {3000, 50, 3000}},
};

static enum medical_class class_at(const struct person_plan *p, struct date d)
{
    int year, month, day_of_month;
    date_split(d, &year, &month, &day_of_month);
    int at = (year - YEAR) * 12 + month - 1;
    bool is_changed = p->changed != MEDICAL_NONE && at >= p->changed_from &&
                      at < p->changed_from + p->changed_months;
    return is_changed ? p->changed : p->class;
}

static bool stands(const struct bill_plan *b)
{
    return b->fate == KEPT || b->fate == CORRECTED;
}

static int64_t plain_aid(const struct person_plan *p, size_t at, int64_t aided)
{
    const struct bill_plan *b = &p->bill[at];
    const struct medical_amounts *a = &b->amounts[b->fate == CORRECTED];
    enum medical_class class = class_at(p, b->discharged_on);
    int64_t deductible = TERMS[class][b->visit].deductible * 100;
    int64_t cap = TERMS[class][b->visit].cap * 100;
    int64_t left = a->in_scope.v - a->insurance.v - a->critical.v - a->other.v;
    int64_t above = left > deductible ? left - deductible : 0;
    int64_t aid = (above * TERMS[class][b->visit].rate * 2 + 100) / 200;
    int64_t room = cap > aided ? cap - aided : 0;
    int64_t borne =
        a->total.v - a->insurance.v - a->critical.v - a->other.v - a->relief.v - a->veteran.v;
    aid = aid < room ? aid : room;
    return aid < borne ? aid : borne;
}

static int year_of(struct date d)
{
    return month_year(date_month(d));
}

/* A person's bills are planned in the order of admission. */
static void person_is_right(struct world *w, const struct person_made_of *p)
{
    for (size_t i = 0; i < p->plan->count; i++) {
        const struct bill_plan *b = &p->plan->bill[i];
        int64_t aided = 0;
        if (!stands(b))
            continue;
        for (size_t k = 0; k < i; k++) {
            const struct bill_plan *before = &p->plan->bill[k];
            if (!stands(before) || before->visit != b->visit ||
                year_of(before->discharged_on) != year_of(b->discharged_on))
                continue;
            aided += plain_aid(p->plan, k, aided);
        }
        const char *column = b->is_claim ? "case_file" : "admission";
        int64_t of = b->is_claim ? p->bill[i].case_file : p->bill[i].admission;
        int64_t kept =
            world_number(w,
                         "SELECT s.aid_fen FROM medical_bill AS b JOIN "
                         "medical_assessment AS s ON s.county = b.county AND s.bill = "
                         "b.id AND s.known_to = 2147483647 WHERE b.county = %" PRId64
                         " AND b.person = %" PRId64 " AND b.%s = %" PRId64 " AND b.state = 1",
                         COUNTY, p->person, column, of);
        int64_t lines = world_number(w,
                                     "SELECT CAST(coalesce(sum(before_fen + during_fen + "
                                     "after_fen), 0) AS BIGINT) FROM medical_line WHERE county = "
                                     "%" PRId64 " AND %s = %" PRId64,
                                     COUNTY, column, of);
        int64_t right = plain_aid(p->plan, i, aided);
        if (kept != right || lines != right)
            fail_msg("%s, bill %zu: kept %" PRId64 ", owed %" PRId64 ", by hand %" PRId64, p->id, i,
                     kept, lines, right);
    }
}

static void round_run(struct world *w)
{
    static struct person_plan plans[CASES_OF_ROUND * PEOPLE];
    static struct person_made_of people[CASES_OF_ROUND * PEOPLE * ORDERS];
    static struct step waiting[CASES_OF_ROUND * PEOPLE * ORDERS * (BILLS_MAX + 1)];
    static int64_t numbers;
    struct crowd c = {.w = w, .people = people, .waiting = waiting};
    struct reassess_result r;
    for (size_t i = 0; i < CASES_OF_ROUND * PEOPLE; i++)
        plans[i] = random_person();
    for (int order = 0; order < ORDERS; order++)
        crowd_enter(&c, plans, &numbers);
    assert_ok_e(db_transaction(w->c->db, advances_work, &c, &w->e), &w->e);
    crowd_run(&c);
    for (int year = YEAR - 1; year <= YEAR; year++)
        assert_ok_e(medical_reassess(w->c->db, w->desk, year, "officer", w->today, &r, &w->e),
                    &w->e);
    for (size_t i = 0; i < c.people_count; i++)
        person_is_right(w, &people[i]);
    world_is_sound(w);
}

static void rounds_run(enum db_engine engine, int rounds)
{
    for (int i = 0; i < rounds; i++) {
        struct county c;
        struct world w;
        county_fresh(&c, engine, world_fill);
        world_open(&w, &c);
        w.today = date_make(YEAR, 12, 31);
        world_parameter(&w, "medical.post.days", "2012-01", 400 * 2);
        world_parameter(&w, "medical.claim.days", "2012-01", 400 * 2);
        world_parameter(&w, "medical.advance.days", "2012-01", 366 * 2);
        round_run(&w);
        world_close(&w);
        county_end(&c);
    }
}

static void a_year_ends_alike_in_whatever_order_its_bills_arrive(void **state)
{
    (void)state;
    random_state = test_seed() | 1;
    rounds_run(DB_SQLITE, getenv("MINSHENG_LONG") ? ROUNDS_LONG : ROUNDS);
    if (testdb_has_postgres())
        rounds_run(DB_POSTGRES, getenv("MINSHENG_LONG") ? ROUNDS_POSTGRES_LONG : ROUNDS_POSTGRES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_ends_alike_in_whatever_order_its_bills_arrive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

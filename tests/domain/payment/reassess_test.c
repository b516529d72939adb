/* Months already settled, looked at again: late deaths, changes of form, standards back-dated;
   whatever the order in which they become known, what was paid for a month ends at the same figure.
 */
#include "domain/payment/county.h"

#include "base/random.h"
#include "reassess_sql.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const MONTHS[] = {"2013-01", "2013-02", "2013-03", "2013-04",
                                     "2013-05", "2013-06", "2013-07", "2013-08",
                                     "2013-09", "2013-10", "2013-11", "2013-12"};

static void set_form(struct county *c, int64_t household, enum support_form form, const char *from)
{
    struct error e = {0};
    struct month m;
    struct registry_actor actor = {"township", "协议"};
    assert_ok(month_parse(from, &m, NULL));
    assert_ok_e(registry_change_form(c->db, COUNTY, c->keys, county_id_number(c, household, 0),
                                     form, form == FORM_INSTITUTION ? "云岭镇敬老院" : NULL, m,
                                     &actor, &e),
                &e);
}

static void set_income(struct county *c, int64_t household, int64_t income_fen, const char *from)
{
    struct error e = {0};
    struct month m;
    struct registry_actor actor = {"township", "核查表"};
    assert_ok(month_parse(from, &m, NULL));
    assert_ok_e(registry_change_income(c->db, COUNTY, household, FEN(income_fen), m, &actor, &e),
                &e);
}

static int64_t adjustment(struct county *c, const char *month, const char *for_month,
                          int64_t household, const char *reason)
{
    struct month m, f;
    assert_ok(month_parse(month, &m, NULL));
    assert_ok(month_parse(for_month, &f, NULL));
    return county_number(c,
                         "SELECT CAST(coalesce(sum(amount_fen), 0) AS BIGINT) FROM "
                         "payment_adjustment WHERE month = "
                         "%d AND for_month = %d AND household = %" PRId64 " AND reason = '%s'",
                         month_yyyymm(m), month_yyyymm(f), household, reason);
}

/* domain §B.5: scattered to institution from 1 May, known in June: 220.00 − 108.34 more for May;
 * the year 2193.33. */
static void change_of_form(struct county *c)
{
    int64_t h = county_household(c, &(struct new_household){.programme = PROGRAMME_WUBAO,
                                                            .from = "2013-01",
                                                            .form = FORM_SCATTERED});
    for (int i = 0; i < 5; i++)
        county_pay(c, PROGRAMME_WUBAO, MONTHS[i]);
    set_form(c, h, FORM_INSTITUTION, "2013-05");
    for (int i = 5; i < 12; i++)
        county_pay(c, PROGRAMME_WUBAO, MONTHS[i]);
    struct item i;
    assert_true(county_item(c, PROGRAMME_WUBAO, "2013-06", h, &i));
    assert_int_equal(i.basic, 22000);
    assert_int_equal(i.adjustment, 22000 - 10834);
    assert_int_equal(adjustment(c, "2013-06", "2013-05", h, "FACT"), 22000 - 10834);
    int64_t year = 0;
    for (int k = 0; k < 12; k++)
        year += county_settled(c, PROGRAMME_WUBAO, MONTHS[k], h);
    assert_int_equal(year, 219333);
}

/* A standard raised in July, back-dated to April: arrears for April to June with July, marked as
 * the standard's. */
static void standard_back_dated(struct county *c)
{
    int64_t h = county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                                            .from = "2013-03",
                                                            .income_year_fen = 100000,
                                                            .persons = 2});
    for (int i = 2; i < 6; i++)
        county_pay(c, PROGRAMME_DIBAO, MONTHS[i]);
    county_parameter(c, "dibao.standard_year", "2013-04", 240000);
    county_pay(c, PROGRAMME_DIBAO, "2013-07");
    /* (2 × 2160 − 1000) ÷ 12 = 276.67; with 2400: 316.67; 40.00 for each of three months. */
    struct item i;
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-07", h, &i));
    assert_int_equal(i.basic, 31667);
    assert_int_equal(i.adjustment, 12000);
    assert_int_equal(adjustment(c, "2013-07", "2013-04", h, "STANDARD"), 4000);
    assert_int_equal(adjustment(c, "2013-07", "2013-03", h, "STANDARD"), 0);
    county_pay(c, PROGRAMME_DIBAO, "2013-08");
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-08", h, &i));
    assert_int_equal(i.adjustment, 0);
}

/* Income risen since March, known in June: three months overpaid by 10000 each; floor 50 % of 8000
 * leaves 4000 a month. */
static void recovery_is_spread_above_the_floor(struct county *c)
{
    int64_t h = county_household(
        c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-03"});
    for (int i = 2; i < 5; i++)
        county_pay(c, PROGRAMME_DIBAO, MONTHS[i]);
    set_income(c, h, 120000, "2013-03"); /* 18000 → 8000 */
    struct item i;
    int64_t owed = 30000;
    for (int k = 5; k < 12; k++) {
        county_pay(c, PROGRAMME_DIBAO, MONTHS[k]);
        owed -= 4000;
        assert_true(county_item(c, PROGRAMME_DIBAO, MONTHS[k], h, &i));
        assert_int_equal(i.basic, 8000);
        assert_int_equal(i.adjustment, -4000);
        assert_int_equal(i.carry, -owed);
    }
    assert_int_equal(county_settled(c, PROGRAMME_DIBAO, "2013-03", h), 8000); /* oldest first */
    assert_int_equal(adjustment(c, "2013-06", "2013-03", h, "FACT"), -4000);
    assert_int_equal(adjustment(c, "2013-07", "2013-03", h, "CARRY"), -4000);
    assert_int_equal(county_settled(c, PROGRAMME_DIBAO, "2013-05", h), 18000 - 8000);
    county_pay(c, PROGRAMME_DIBAO, "2014-01");
    assert_true(county_item(c, PROGRAMME_DIBAO, "2014-01", h, &i));
    assert_int_equal(i.adjustment, -2000); /* the rest, less than the floor allows */
    assert_int_equal(i.carry, 0);
    county_pay(c, PROGRAMME_DIBAO, "2014-02");
    assert_true(county_item(c, PROGRAMME_DIBAO, "2014-02", h, &i));
    assert_int_equal(i.adjustment, 0);
}

/* A single person's death in March, known in June: April and May are owed back; nothing regular is
 * left to take it from. */
static void who_left_owes_until_it_is_paid_back(struct county *c)
{
    struct error e = {0};
    int64_t h = county_household(
        c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-03"});
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-03"});
    for (int i = 2; i < 5; i++)
        county_pay(c, PROGRAMME_DIBAO, MONTHS[i]);
    county_death(c, h, 0, "2013-03-15");
    int64_t run = county_pay(c, PROGRAMME_DIBAO, "2013-06");
    struct item i;
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-06", h, &i));
    assert_int_equal(i.basic + i.topup + i.adjustment, 0);
    assert_int_equal(i.carry, -36000);
    assert_int_equal(county_position(c, run).due_items, 1); /* nothing to send for the dead */
    assert_int_equal(county_number(c,
                                   "SELECT count(*) FROM payment_exception WHERE household = "
                                   "%" PRId64 " AND code = 'RECOVERY_LEFT'",
                                   h),
                     1);
    /* The heirs bring April back; May stays outstanding. */
    struct payment_context as = county_as(c, FINANCE);
    assert_refused(
        payment_repay(c->db, &as, PROGRAMME_DIBAO, h, month_make(2013, 4), FEN(18001), "收据1", &e),
        &e, "REPAYMENT_AMOUNT");
    assert_ok_e(
        payment_repay(c->db, &as, PROGRAMME_DIBAO, h, month_make(2013, 4), FEN(18000), "收据1", &e),
        &e);
    assert_refused(
        payment_repay(c->db, &as, PROGRAMME_DIBAO, h, month_make(2013, 4), FEN(1), "收据1", &e), &e,
        "REPAYMENT_AMOUNT");
    county_pay(c, PROGRAMME_DIBAO, "2013-07");
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-07", h, &i));
    assert_int_equal(i.carry, -18000);
    assert_ok_e(
        payment_repay(c->db, &as, PROGRAMME_DIBAO, h, month_make(2013, 5), FEN(18000), "收据2", &e),
        &e);
    county_pay(c, PROGRAMME_DIBAO, "2013-08");
    assert_false(county_item(c, PROGRAMME_DIBAO, "2013-08", h, &i)); /* done with */
    county_pay(c, PROGRAMME_DIBAO, "2013-09");
    assert_false(county_item(c, PROGRAMME_DIBAO, "2013-09", h, &i));
}

/* Paid back too early: the month turns out to be due after all and is paid again. */
static void paid_back_by_mistake_is_paid_again(struct county *c)
{
    struct error e = {0};
    int64_t h = county_household(
        c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-03"});
    county_pay(c, PROGRAMME_DIBAO, "2013-03");
    struct payment_context as = county_as(c, FINANCE);
    assert_ok_e(
        payment_repay(c->db, &as, PROGRAMME_DIBAO, h, month_make(2013, 3), FEN(500), "收据", &e),
        &e);
    county_pay(c, PROGRAMME_DIBAO, "2013-04");
    struct item i;
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-04", h, &i));
    assert_int_equal(i.adjustment, 500);
}

/* Arrears and recoveries of one household meet before the floor is asked. */
static void differences_are_netted(struct county *c)
{
    int64_t h = county_household(
        c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-03"});
    for (int i = 2; i < 5; i++)
        county_pay(c, PROGRAMME_DIBAO, MONTHS[i]);
    set_income(c, h, 120000, "2013-03"); /* −10000 for March only: */
    set_income(c, h, 0, "2013-04");
    county_parameter(c, "dibao.standard_year", "2013-04", 222000); /* +500 for April and May */
    county_pay(c, PROGRAMME_DIBAO, "2013-06");
    struct item i;
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-06", h, &i));
    assert_int_equal(i.basic, 18500);
    /* recovery may take arrears of 1000 and half of 18500: 9250 (half-up); 10000 fits */
    assert_int_equal(i.adjustment, 1000 - 10000);
    assert_int_equal(i.carry, 0);
    assert_int_equal(adjustment(c, "2013-06", "2013-04", h, "BOTH"), 500);
}

static void late_enrolment_is_paid_in_arrears_but_not_before_take_on(struct county *c)
{
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-03"});
    for (int i = 2; i < 5; i++)
        county_pay(c, PROGRAMME_DIBAO, MONTHS[i]);
    int64_t late = county_household(
        c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-04"});
    int64_t on_time = county_household(
        c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-06"});
    int64_t ancient = county_household(
        c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2012-01"});
    county_pay(c, PROGRAMME_DIBAO, "2013-06");
    struct item i;
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-06", late, &i));
    assert_int_equal(i.adjustment, 2 * 18000);
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-06", on_time, &i));
    assert_int_equal(i.adjustment, 0);
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-06", ancient, &i));
    assert_int_equal(i.adjustment,
                     3 * 18000); /* months before the first run were settled elsewhere */
}

static void a_cancelled_month_is_not_owed_again(struct county *c)
{
    struct error e = {0};
    int64_t h = county_household(
        c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-03"});
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-03"});
    int64_t run = county_prepare(c, PROGRAMME_DIBAO, "2013-03");
    county_decide(c, run);
    struct payment_context as = county_as(c, FINANCE);
    assert_ok_e(payment_cancel(c->db, &as, run, h, month_make(2013, 3), "自愿放弃", &e), &e);
    county_tie(c, run);
    struct bank bank = {0};
    assert_ok_e(bank_send(c, run, false, &bank, &e), &e);
    assert_int_equal(bank.count, 1);
    assert_ok_e(bank_answer(c, run, &bank, "回盘", NULL, &e), &e);
    assert_ok_e(payment_close(c->db, &as, run, &e), &e);
    county_pay(c, PROGRAMME_DIBAO, "2013-04");
    struct item i;
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-04", h, &i));
    assert_int_equal(i.adjustment, 0);
}

static void a_quarterly_run_spreads_a_recovery_over_its_months(struct county *c)
{
    county_parameter(c, "dibao.pay_months", "2013-01", 3);
    int64_t h = county_household(
        c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-01"});
    county_pay(c, PROGRAMME_DIBAO, "2013-01");
    set_income(c, h, 120000, "2013-01"); /* 18000 → 8000: 30000 too much */
    county_pay(c, PROGRAMME_DIBAO, "2013-04");
    struct item i;
    for (int k = 3; k < 6; k++) {
        assert_true(county_item(c, PROGRAMME_DIBAO, MONTHS[k], h, &i));
        assert_int_equal(i.adjustment, -4000);
        assert_int_equal(i.carry, k == 5 ? -18000 : 0);
    }
    county_pay(c, PROGRAMME_DIBAO, "2013-07");
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-09", h, &i));
    assert_int_equal(i.carry, -6000);
}

/* ---- the order in which facts arrive ---- */

enum event { DEATH_IN_MARCH, FORM_IN_MAY, STANDARD_FROM_APRIL, EVENT_COUNT };

static void happen(struct county *c, enum event event, int64_t dead, int64_t mover)
{
    if (event == DEATH_IN_MARCH)
        county_death(c, dead, 0, "2013-03-20");
    else if (event == FORM_IN_MAY)
        set_form(c, mover, FORM_INSTITUTION, "2013-05");
    else
        county_parameter(c, "wubao.scattered_year", "2013-04", 156000);
}

/* Entered before the runs of months[0], [1], [2] (index into MONTHS). */
static void one_order(struct county *c, const enum event order[EVENT_COUNT],
                      const int months[EVENT_COUNT])
{
    struct new_household scattered = {
        .programme = PROGRAMME_WUBAO, .from = "2013-01", .form = FORM_SCATTERED};
    int64_t dead = county_household(c, &scattered), mover = county_household(c, &scattered),
            quiet = county_household(c, &scattered);
    for (int m = 0; m < 10; m++) {
        for (int i = 0; i < EVENT_COUNT; i++) {
            if (months[i] == m)
                happen(c, order[i], dead, mover);
        }
        county_pay(c, PROGRAMME_WUBAO, MONTHS[m]);
    }
    /* By hand. Scattered 1300: 108.33 108.34 108.33; 1560 from April: 130.00. Institution from May:
     * 220.00. */
    static const int64_t as_mover[] = {10833, 10834, 10833, 13000, 22000,
                                       22000, 22000, 22000, 22000, 22000};
    static const int64_t as_quiet[] = {10833, 10834, 10833, 13000, 13000,
                                       13000, 13000, 13000, 13000, 13000};
    int64_t dead_sum = 0;
    for (int m = 0; m < 10; m++) {
        assert_int_equal(county_settled(c, PROGRAMME_WUBAO, MONTHS[m], mover), as_mover[m]);
        assert_int_equal(county_settled(c, PROGRAMME_WUBAO, MONTHS[m], quiet), as_quiet[m]);
        dead_sum += county_settled(c, PROGRAMME_WUBAO, MONTHS[m], dead);
    }
    /* January to March are the dead's own; what was paid beyond is outstanding, to the fen. */
    struct item i = {0};
    if (!county_item(c, PROGRAMME_WUBAO, MONTHS[9], dead, &i))
        i.carry = 0;
    assert_int_equal(dead_sum + i.carry, 32500);
}

static void every_order(struct county *c)
{
    static const enum event orders[6][EVENT_COUNT] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                                      {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    static const int months[4][EVENT_COUNT] = {{5, 6, 7}, {4, 5, 5}, {6, 6, 6}, {3, 4, 9}};
    enum db_engine engine = c->testdb.engine;
    for (int o = 0; o < 6; o++) {
        for (int t = 0; t < 4; t++) {
            struct county own;
            county_open(&own, engine);
            one_order(&own, orders[o], months[t]);
            county_close(&own);
        }
    }
}

/* ---- random facts in random order ---- */

#define CASES 300
#define CASES_LONG 10000
#define FACTS 4
#define RUNS 8       /* with facts arriving */
#define FLUSH_RUNS 4 /* without */

struct fact {
    int from, known; /* months by index; known >= from is not needed */
    int64_t income_fen;
};

static void random_facts(struct random *r, struct fact facts[FACTS])
{
    for (int i = 0; i < FACTS; i++)
        facts[i] = (struct fact){.from = (int)random_below(r, RUNS),
                                 .known = 1 + (int)random_below(r, RUNS - 1),
                                 .income_fen = (int64_t)random_below(r, 250000)};
}

static void learn(struct county *c, int64_t household, const struct fact facts[FACTS], int month,
                  bool reverse)
{
    struct error e = {0};
    struct registry_actor actor = {"township", ""};
    for (int k = 0; k < FACTS; k++) {
        const struct fact *f = &facts[reverse ? FACTS - 1 - k : k];
        struct month from;
        if (f->known != month)
            continue;
        assert_ok(month_parse(MONTHS[f->from], &from, NULL));
        enum status s =
            registry_change_income(c->db, COUNTY, household, FEN(f->income_fen), from, &actor, &e);
        assert_true(s == STATUS_OK || strcmp(e.code, "NOTHING_TO_CHANGE") == 0);
    }
}

#define ALL_MONTHS (RUNS + FLUSH_RUNS)

static void targets(struct county *c, int64_t household, const struct policy *policies,
                    int64_t due[ALL_MONTHS])
{
    struct error e = {0};
    struct dossier d;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new((size_t)4 << 20);
    assert_ok_e(dossier_read(c->db, COUNTY, PROGRAMME_DIBAO, household, month_make(2013, 1),
                             month_make(2013, ALL_MONTHS), KNOWN_NOW, arena, &d, &e),
                &e);
    for (int m = 0; m < ALL_MONTHS; m++) {
        struct benefit_amount a;
        assert_ok_e(benefit_assess(&policies[m], PROGRAMME_DIBAO, &d, month_make(2013, m + 1), &a,
                                   NULL, &e),
                    &e);
        due[m] = a.outcome == BENEFIT_PAYABLE ? a.basic.v + a.topup.v : 0;
    }
}

static void settled_all(struct county *c, int64_t household, int64_t paid[ALL_MONTHS])
{
    struct error e = {0};
    struct settled_row row;
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    assert_ok_e(settled_scan_open(c->db,
                                  (struct settled_scan_args){.county = COUNTY,
                                                             .programme = PROGRAMME_DIBAO,
                                                             .before = MONTH_OPEN,
                                                             .first = household,
                                                             .last = household},
                                  &cursor, &e),
                &e);
    memset(paid, 0, ALL_MONTHS * sizeof *paid);
    while (settled_scan_next(cursor, &row, &e) == STATUS_OK)
        paid[row.for_month.v - month_make(2013, 1).v] += row.amount.v;
}

static void draft_to_approved(struct county *c, const char *month)
{
    county_decide(c, county_prepare(c, PROGRAMME_DIBAO, month));
}

static void random_county(struct county *c)
{
    int cases = getenv("MINSHENG_LONG") ? CASES_LONG : CASES;
    struct random r = random_seed(test_seed());
    int64_t *household = calloc((size_t)cases, sizeof *household);
    struct fact(*facts)[FACTS] = calloc((size_t)cases, sizeof *facts);
    for (int i = 0; i < cases; i++) {
        household[i] = county_household(
            c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                       .from = "2013-01",
                                       .persons = 1 + (int)random_below(&r, 3),
                                       .income_year_fen = (int64_t)random_below(&r, 300000)});
        random_facts(&r, facts[i]);
    }
    for (int m = 0; m < RUNS; m++) {
        for (int i = 0; i < cases; i++)
            learn(c, household[i], facts[i], m, i % 2);
        if (random_below(&r, 3) == 0)
            county_parameter(c, "dibao.standard_year", MONTHS[random_below(&r, RUNS)],
                             200000 + (int64_t)random_below(&r, 60000));
        draft_to_approved(c, MONTHS[m]);
    }
    for (int m = RUNS; m < ALL_MONTHS; m++)
        draft_to_approved(c, MONTHS[m]);
    struct error e = {0};
    struct policy_table *table;
    struct policy policies[ALL_MONTHS];
    assert_ok_e(policy_table_read(c->db, COUNTY, KNOWN_NOW, c->arena, &table, &e), &e);
    for (int m = 0; m < ALL_MONTHS; m++)
        assert_ok_e(policy_at(table, PROGRAMME_DIBAO, month_make(2013, m + 1), &policies[m], &e),
                    &e);
    for (int i = 0; i < cases; i++) {
        int64_t beyond = 0, paid[ALL_MONTHS], due[ALL_MONTHS];
        settled_all(c, household[i], paid);
        targets(c, household[i], policies, due);
        for (int m = 0; m < ALL_MONTHS; m++) {
            if (paid[m] < due[m])
                fail_msg("case %d month %d: paid %" PRId64 " of %" PRId64, i, m + 1, paid[m],
                         due[m]);
            beyond += paid[m] - due[m];
        }
        struct item item = {0};
        if (!county_item(c, PROGRAMME_DIBAO, MONTHS[ALL_MONTHS - 1], household[i], &item))
            item.carry = 0;
        if (beyond != -item.carry)
            fail_msg("case %d: %" PRId64 " too much, %" PRId64 " to be recovered", i, beyond,
                     -item.carry);
    }
    free(household);
    free(facts);
}

#define CLAIM(name)                                                                                \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        county_each(name);                                                                         \
    }
CLAIM(change_of_form)
CLAIM(standard_back_dated)
CLAIM(recovery_is_spread_above_the_floor)
CLAIM(who_left_owes_until_it_is_paid_back)
CLAIM(paid_back_by_mistake_is_paid_again)
CLAIM(differences_are_netted)
CLAIM(late_enrolment_is_paid_in_arrears_but_not_before_take_on)
CLAIM(a_cancelled_month_is_not_owed_again)
CLAIM(a_quarterly_run_spreads_a_recovery_over_its_months)
CLAIM(every_order)
CLAIM(random_county)

static void claim_nobody_owed(struct county *c)
{
    int64_t h = county_household(c, &(struct new_household){.programme = PROGRAMME_WUBAO,
                                                            .from = "2013-01",
                                                            .form = FORM_SCATTERED});
    county_pay(c, PROGRAMME_WUBAO, "2013-01");
    county_pay(c, PROGRAMME_WUBAO, "2013-02");
    county_death(c, h, 0, "2013-01-10");
    int64_t run = county_prepare(c, PROGRAMME_WUBAO, "2013-03");
    county_decide(c, run);
    assert_int_equal(
        county_number(
            c, "SELECT CAST(sum(-carry_fen) AS BIGINT) FROM payment_item WHERE month = 201303"),
        10834);
    assert_int_equal(
        county_number(
            c, "SELECT count(*) FROM journal AS j WHERE NOT EXISTS (SELECT 1 FROM posting AS p "
               "WHERE p.fund = j.fund AND p.journal = j.id)"),
        0);
}

static void a_run_in_which_nobody_is_owed_anything_leaves_no_empty_journal(void **state)
{
    (void)state;
    county_each(claim_nobody_owed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"annual_standard_is_paid_to_the_fen_when_the_form_changes", test_change_of_form, NULL,
         NULL, NULL},
        {"a_standard_back_dated_pays_arrears", test_standard_back_dated, NULL, NULL, NULL},
        cmocka_unit_test(a_run_in_which_nobody_is_owed_anything_leaves_no_empty_journal),
        cmocka_unit_test(test_recovery_is_spread_above_the_floor),
        cmocka_unit_test(test_who_left_owes_until_it_is_paid_back),
        cmocka_unit_test(test_paid_back_by_mistake_is_paid_again),
        cmocka_unit_test(test_differences_are_netted),
        cmocka_unit_test(test_late_enrolment_is_paid_in_arrears_but_not_before_take_on),
        cmocka_unit_test(test_a_cancelled_month_is_not_owed_again),
        cmocka_unit_test(test_a_quarterly_run_spreads_a_recovery_over_its_months),
        {"paid_totals_are_the_same_in_every_order_of_knowledge", test_every_order, NULL, NULL,
         NULL},
        {"random_facts_in_any_order_converge_to_the_fen", test_random_county, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("reassess", tests, NULL, NULL);
}

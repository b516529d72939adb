/* Dynamic management: re-verification spread evenly, what ages alone will change, and change lists
   that add up to the difference of two runs. */
#include "domain/casework/effect_fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"

#define DIBAO PROGRAMME_DIBAO
#define WUBAO PROGRAMME_WUBAO
#define VILLAGES 4
#define WINDOW 12

static struct recheck_plan_result planned(struct county *c, enum programme p, const char *from)
{
    struct recheck_plan_result r;
    struct error e = {0};
    assert_ok_e(recheck_plan(c->db, COUNTY, p, month_of_text(from), "bureau", &r, &e), &e);
    return r;
}

static int64_t household_in(struct county *c, int village, int mgmt_class, const char *from)
{
    int64_t h = county_household(
        c, &(struct new_household){.programme = DIBAO, .from = from, .income_year_fen = 100000});
    county_tamper(c,
                  "UPDATE entitlement SET division = %" PRId64 ", mgmt_class = %d "
                  "WHERE household = %" PRId64,
                  VILLAGE + village, mgmt_class, h);
    return h;
}

static int64_t load_of(struct county *c, int village, int mgmt_class, int month_index)
{
    return county_number(c,
                         "SELECT count(*) FROM recheck WHERE division = %" PRId64
                         " AND mgmt_class = %d AND due_month = %d",
                         VILLAGE + village, mgmt_class,
                         month_yyyymm(month_add(month_make(2013, 7), month_index)));
}

/* In every village and class no month of the window has more than one above another. */
static void assert_even(struct county *c)
{
    for (int village = 0; village < VILLAGES; village++) {
        for (int k = 1; k <= 3; k++) {
            int64_t least = INT64_MAX, most = 0;
            for (int m = 0; m < WINDOW; m++) {
                int64_t n = load_of(c, village, k, m);
                least = n < least ? n : least;
                most = n > most ? n : most;
            }
            assert_true(most - least <= 1);
        }
    }
}

static int64_t checksum(struct county *c)
{
    return county_number(c, "SELECT CAST(coalesce(sum(household * (due_month - 201000)), 0) AS "
                            "BIGINT) FROM recheck");
}

static void even_claim(struct county *c)
{
    static const int periods[] = {12, 12, 6, 3}; /* 2012 rules: none, A, B, C */
    struct random random = random_seed(test_seed());
    int64_t count = 0, expected = 0;
    for (int village = 0; village < VILLAGES; village++) {
        for (int k = 1; k <= 3; k++) {
            int n = (int)random_below(&random, 23);
            for (int i = 0; i < n; i++)
                household_in(c, village, k, "2013-01");
            count += n;
            expected += n * (WINDOW / periods[k]);
        }
    }
    struct recheck_plan_result r = planned(c, DIBAO, "2013-07");
    assert_int_equal(r.households, count);
    assert_int_equal(r.planned, expected);
    assert_int_equal(r.to.v, month_make(2014, 6).v);
    assert_even(c);
    /* Every household keeps its period within the window. */
    assert_int_equal(county_number(c, "SELECT count(*) FROM recheck AS a JOIN recheck AS b ON "
                                      "a.household = b.household AND a.due_month < b.due_month "
                                      "WHERE (b.due_month / 100 * 12 + b.due_month %% 100) - "
                                      "(a.due_month / 100 * 12 + a.due_month %% 100) < "
                                      "CASE a.mgmt_class WHEN 1 THEN 12 WHEN 2 THEN 6 ELSE 3 END"),
                     0);
    /* Planned again: nothing moves, nothing is added; who is new fits in evenly. */
    int64_t before = checksum(c);
    assert_int_equal(planned(c, DIBAO, "2013-07").planned, 0);
    assert_int_equal(checksum(c), before);
    for (int village = 0; village < VILLAGES; village++) {
        for (int k = 1; k <= 3; k++)
            household_in(c, village, k, "2013-02");
    }
    planned(c, DIBAO, "2013-07");
    assert_even(c);
    /* The year after follows on, period by period. */
    struct recheck_plan_result next = planned(c, DIBAO, "2014-07");
    assert_int_equal(next.planned,
                     county_number(c, "SELECT count(*) FROM recheck WHERE due_month < 201407"));
}

static void every_village_has_each_class_spread_evenly(void **state)
{
    (void)state;
    county_each(even_claim);
}

/* Many small villages, one household of a class in each: the county is even as well. */
static void small_villages_claim(struct county *c)
{
    int64_t least = INT64_MAX, most = 0;
    for (int village = 0; village < 48; village++)
        household_in(c, village, village % 2 ? 1 : 3, "2013-01");
    planned(c, DIBAO, "2013-07");
    for (int m = 0; m < WINDOW; m++) {
        int64_t n = county_number(c, "SELECT count(*) FROM recheck WHERE due_month = %d",
                                  month_yyyymm(month_add(month_make(2013, 7), m)));
        least = n < least ? n : least;
        most = n > most ? n : most;
    }
    /* 120 in twelve months, taken one by one: never more than two apart. */
    assert_true(least >= 9 && most <= 11);
}

static void small_villages_make_an_even_county(void **state)
{
    (void)state;
    county_each(small_villages_claim);
}

/* The same county planned twice gives the same months, whatever the order of the rows. */
static void a_plan_follows_from_the_households_alone(void **state)
{
    (void)state;
    int64_t sums[2];
    for (int i = 0; i < 2; i++) {
        struct county c;
        county_open(&c, i == 1 && testdb_has_postgres() ? DB_POSTGRES : DB_SQLITE);
        for (int n = 0; n < 40; n++)
            household_in(&c, n % VILLAGES, n % 3 + 1, "2013-01");
        planned(&c, DIBAO, "2013-07");
        sums[i] = checksum(&c);
        county_close(&c);
    }
    assert_int_equal(sums[0], sums[1]);
}

struct step {
    int64_t household, case_id;
    struct month due;
    struct date on; /* v 0: begin */
};

static enum status step_work(struct db *db, void *context, struct error *e)
{
    const struct step *s = context;
    if (s->on.v)
        return recheck_done(db, COUNTY, s->case_id, s->on, e);
    return recheck_begin(db, COUNTY, s->household, s->due, s->case_id, e);
}

static void done_claim(struct county *c)
{
    struct error e = {0};
    struct recheck_row *rows;
    struct recheck_month *months;
    size_t count;
    bool has_more;
    int64_t h = household_in(c, 0, 3, "2013-01"), ended = household_in(c, 0, 3, "2013-01");
    planned(c, DIBAO, "2013-07");
    assert_ok_e(recheck_list(c->db, COUNTY, DIBAO, month_make(2013, 7), month_make(2014, 6), COUNTY,
                             0, 50, c->arena, &rows, &count, &has_more, &e),
                &e);
    assert_int_equal(count, 8);
    assert_false(has_more);
    assert_int_equal(rows[0].household, h);
    struct month due = rows[0].due;
    /* A page of one ends with the household's last month. */
    assert_ok_e(recheck_list(c->db, COUNTY, DIBAO, month_make(2013, 7), month_make(2014, 6), COUNTY,
                             0, 1, c->arena, &rows, &count, &has_more, &e),
                &e);
    assert_int_equal(count, 4);
    assert_true(has_more);
    /* Another township sees nothing of it. */
    assert_ok_e(recheck_list(c->db, COUNTY, DIBAO, month_make(2013, 7), month_make(2014, 6),
                             INT64_C(341823106000), 0, 50, c->arena, &rows, &count, &has_more, &e),
                &e);
    assert_int_equal(count, 0);
    county_tamper(c,
                  "INSERT INTO case_file (county, id, number, receipt, kind, programme, division, "
                  "household, linked_case, state, version, opened_on, accepted_on, state_on, "
                  "due_on, closed_on, applicant, initials, id_tail, people_count, protected_count, "
                  "mgmt_class, income_year_fen, amount_month_fen, effective_month, change_kind, "
                  "is_relative, is_sampled, is_spot_checked, created_change, last_change) VALUES "
                  "(341823, 9, 'F9', 'R9', 5, 1, 0, %" PRId64 ", 0, 1, 1, 20130901, 0, 20130901, "
                  "0, 0, '', '', '', 1, 1, 3, 0, 0, 0, 0, 0, 0, 0, 1, 1)",
                  h);
    struct step begin = {.household = h, .case_id = 9, .due = due};
    struct step done = {.case_id = 9, .on = date_make(2013, 12, 20)};
    assert_ok_e(db_transaction(c->db, step_work, &begin, &e), &e);
    assert_ok_e(db_transaction(c->db, step_work, &done, &e), &e);
    assert_int_equal(county_number(c, "SELECT done_on FROM recheck WHERE case_id = 9"), 20131220);
    /* Late for the next one: it is that check; with nothing open it counts all the same. */
    struct step late = {.household = h, .case_id = 11, .due = month_add(due, 4)};
    assert_ok_e(db_transaction(c->db, step_work, &late, &e), &e);
    assert_int_equal(county_number(c, "SELECT due_month FROM recheck WHERE case_id = 11"),
                     month_yyyymm(month_add(due, 3)));
    struct step unplanned = {.household = h, .case_id = 12, .due = month_make(2013, 6)};
    assert_ok_e(db_transaction(c->db, step_work, &unplanned, &e), &e);
    assert_int_equal(county_number(c, "SELECT due_month FROM recheck WHERE case_id = 12"), 201306);
    /* Who receives nothing any more is due no more. */
    county_tamper(c, "UPDATE entitlement SET status = 4 WHERE household = %" PRId64, ended);
    assert_ok_e(recheck_calendar(c->db, COUNTY, DIBAO, month_make(2013, 7), COUNTY, c->arena,
                                 &months, &count, &e),
                &e);
    assert_int_equal(count, WINDOW);
    int64_t all = 0, finished = 0;
    for (size_t i = 0; i < count; i++) {
        all += months[i].due;
        finished += months[i].done;
    }
    assert_int_equal(all, 4);
    assert_int_equal(finished, 1);
    struct step nobody = {.household = ended + 1000, .case_id = 10, .due = month_make(2015, 1)};
    assert_refused(db_transaction(c->db, step_work, &nobody, &e), &e, "HOUSEHOLD_UNKNOWN");
}

static void what_is_done_is_seen(void **state)
{
    (void)state;
    county_each(done_claim);
}

/* ---- what ages do ---- */

static void preview_claim(struct county *c)
{
    struct error e = {0};
    struct preview_row *rows;
    size_t count;
    /* Turns 70 on 15 July 2013; turns 18 on 31 July; another on 1 August, which is not July's. */
    int64_t aged = county_household(
        c, &(struct new_household){.programme = DIBAO, .from = "2013-01", .birth = {"1943-07-15"}});
    int64_t grown =
        county_household(c, &(struct new_household){.programme = DIBAO,
                                                    .from = "2013-01",
                                                    .persons = 2,
                                                    .birth = {"1970-01-01", "1995-07-31"}});
    county_household(c, &(struct new_household){.programme = DIBAO,
                                                .from = "2013-01",
                                                .persons = 2,
                                                .birth = {"1970-01-01", "1995-08-01"}});
    int64_t grace =
        county_household(c, &(struct new_household){.programme = DIBAO, .from = "2013-01"});
    decided(c, &(struct decision){
                   .kind = CASE_STOP,
                   .change = CHANGE_GRACE,
                   .programme = DIBAO,
                   .household = grace,
                   .on = "2013-03-10",
                   .form = FORM("cause", "OVER_INCOME", "months", "3", "reason", "收入超标")});
    assert_ok_e(dynamic_preview(c->db, COUNTY, DIBAO, month_make(2013, 7), COUNTY, c->arena, &rows,
                                &count, &e),
                &e);
    assert_int_equal(count, 3);
    assert_int_equal(rows[0].household, aged);
    assert_int_equal(rows[0].event, AGE_AGED_BEGINS);
    assert_int_equal(rows[0].before.v, 18000);
    assert_int_equal(rows[0].after.v, 21600);
    assert_int_equal(rows[1].household, grown);
    assert_int_equal(rows[1].event, AGE_MINOR_ENDS);
    assert_int_equal(rows[1].before.v, 39600);
    assert_int_equal(rows[1].after.v, 36000);
    assert_int_equal(rows[2].household, grace);
    assert_int_equal(rows[2].event, GRACE_ENDS);
    assert_int_equal(rows[2].before.v, 18000);
    assert_int_equal(rows[2].after.v, 0);
    assert_ok_e(dynamic_preview(c->db, COUNTY, DIBAO, month_make(2013, 7), INT64_C(341823106000),
                                c->arena, &rows, &count, &e),
                &e);
    assert_int_equal(count, 0);
}

static void next_months_birthdays_are_known_a_month_before(void **state)
{
    (void)state;
    county_each(preview_claim);
}

/* ---- the change list ---- */

struct listed {
    size_t count;
    int64_t difference_fen;
    struct {
        int64_t household;
        enum month_change change;
        char cause[200];
        int64_t before_fen, after_fen;
    } row[200];
};

static enum status take(const struct change_list_row *row, void *context, struct error *e)
{
    struct listed *l = context;
    (void)e;
    assert_true(l->count < 200);
    l->row[l->count].household = row->household;
    l->row[l->count].change = row->change;
    l->row[l->count].before_fen = row->before.v;
    l->row[l->count].after_fen = row->after.v;
    (void)snprintf(l->row[l->count].cause, sizeof l->row[0].cause, "%s", row->cause);
    l->difference_fen += row->after.v - row->before.v;
    l->count++;
    return STATUS_OK;
}

static struct change_list_total listed(struct county *c, enum programme p, const char *month,
                                       int64_t known, struct listed *l)
{
    struct change_list_total total;
    struct error e = {0};
    *l = (struct listed){0};
    assert_ok_e(
        change_list(c->db, COUNTY, p, month_of_text(month), COUNTY, known, take, l, &total, &e),
        &e);
    return total;
}

static int64_t run_total(struct county *c, enum programme p, const char *month)
{
    return county_number(c,
                         "SELECT CAST(coalesce(sum(basic_fen + topup_fen), 0) AS BIGINT) FROM "
                         "payment_item WHERE programme = %d AND month = %d",
                         (int)p, month_yyyymm(month_of_text(month)));
}

static int64_t sum_of(const struct change_list_total *t)
{
    int64_t sum = 0;
    for (int i = 0; i < 7; i++)
        sum += t->difference[i].v;
    return sum;
}

static void list_claim(struct county *c)
{
    struct listed l;
    struct change_list_total t;
    int64_t h[8];
    for (int i = 0; i < 8; i++)
        h[i] = county_household(c, &(struct new_household){.programme = DIBAO,
                                                           .from = i == 6 ? "2013-02" : "2013-01",
                                                           .persons = 2,
                                                           .income_year_fen = i * 12000});
    decided(c, &(struct decision){.kind = CASE_CHANGE,
                                  .change = CHANGE_INCOME,
                                  .programme = DIBAO,
                                  .household = h[0],
                                  .on = "2013-01-10",
                                  .form = FORM("income_year", "600.00")});
    decided(c, &(struct decision){.kind = CASE_CHANGE,
                                  .change = CHANGE_INCOME,
                                  .programme = DIBAO,
                                  .household = h[1],
                                  .on = "2013-01-10",
                                  .form = FORM("income_year", "0.00")});
    decided(c, &(struct decision){.kind = CASE_STOP,
                                  .change = CHANGE_STOP,
                                  .programme = DIBAO,
                                  .household = h[2],
                                  .on = "2013-01-10",
                                  .form = FORM("cause", "OVER_PROPERTY", "reason", "买车")});
    decided(c, &(struct decision){.kind = CASE_STOP,
                                  .change = CHANGE_SUSPEND,
                                  .programme = DIBAO,
                                  .household = h[3],
                                  .on = "2013-01-10",
                                  .form = FORM("cause", "LOST", "reason", "失联")});
    county_death(c, h[4], 1, "2013-01-20");
    county_death(c, h[5], 0, "2013-01-20");
    county_death(c, h[5], 1, "2013-01-21");
    county_pay(c, DIBAO, "2013-01");
    t = listed(c, DIBAO, "2013-02", KNOWN_NOW, &l);
    county_prepare(c, DIBAO, "2013-02");
    assert_int_equal(sum_of(&t), run_total(c, DIBAO, "2013-02") - run_total(c, DIBAO, "2013-01"));
    assert_int_equal(l.difference_fen, sum_of(&t));
    assert_int_equal(l.count, 7);
    const struct {
        enum month_change change;
        const char *cause;
    } expected[] = {{MONTH_DOWN, "家庭年收入由 0.00 元变为 600.00 元"},
                    {MONTH_UP, "家庭年收入由 120.00 元变为 0.00 元"},
                    {MONTH_STOPPED, "财产超标"},
                    {MONTH_SUSPENDED, "失踪或失联"},
                    {MONTH_DOWN, "保障人口由 2 人变为 1 人；人员死亡"},
                    {MONTH_STOPPED, "人员死亡"},
                    {MONTH_NEW, "新批准"}};
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(l.row[i].household, h[i]);
        assert_string_equal(l.row[i].cause, expected[i].cause);
        if (i != 5)
            assert_int_equal(l.row[i].change, expected[i].change);
    }
    assert_int_equal(l.row[5].change, MONTH_LEFT);
    assert_int_equal(t.count[0], 1);
    assert_int_equal(t.count[MONTH_NEW], 1);
}

static void a_change_list_adds_up_to_the_difference_of_two_runs(void **state)
{
    (void)state;
    county_each(list_claim);
}

/* 108.33, 108.34, 108.33: a fen more is nobody's change, yet the totals tie. */
static void rounding_claim(struct county *c)
{
    struct listed l;
    county_household(
        c, &(struct new_household){.programme = WUBAO, .from = "2013-01", .form = FORM_SCATTERED});
    county_pay(c, WUBAO, "2013-01");
    struct change_list_total t = listed(c, WUBAO, "2013-02", KNOWN_NOW, &l);
    county_prepare(c, WUBAO, "2013-02");
    assert_int_equal(l.count, 0);
    assert_int_equal(t.count[0], 1);
    assert_int_equal(t.difference[0].v, 1);
    assert_int_equal(sum_of(&t), run_total(c, WUBAO, "2013-02") - run_total(c, WUBAO, "2013-01"));
    /* The first month of all: everybody is new. */
    t = listed(c, WUBAO, "2013-01", KNOWN_NOW, &l);
    assert_int_equal(l.count, 1);
    assert_int_equal(l.row[0].change, MONTH_NEW);
    assert_int_equal(t.difference[MONTH_NEW].v, 10833);
}

static void a_fen_of_rounding_is_no_change(void **state)
{
    (void)state;
    county_each(rounding_claim);
}

/* What is decided after the cut-off day stands in the next month's list, and only there. */
static void cutoff_claim(struct county *c)
{
    struct error e = {0};
    struct listed l;
    struct date day;
    int64_t known;
    setenv("MINSHENG_TODAY", "2013-05-02", 1);
    int64_t h = county_household(c, &(struct new_household){.programme = DIBAO, .from = "2013-01"});
    setenv("MINSHENG_TODAY", "2013-07-16", 1);
    decided(c, &(struct decision){.kind = CASE_CHANGE,
                                  .change = CHANGE_INCOME,
                                  .programme = DIBAO,
                                  .household = h,
                                  .on = "2013-07-16",
                                  .from = "2013-07",
                                  .form = FORM("income_year", "1200.00")});
    setenv("MINSHENG_TODAY", "2013-09-01", 1);
    assert_ok_e(change_list_cutoff(c->db, COUNTY, month_make(2013, 7), &day, &known, &e), &e);
    assert_int_equal(date_yyyymmdd(day), 20130715);
    listed(c, DIBAO, "2013-07", known, &l);
    assert_int_equal(l.count, 0);
    assert_ok_e(change_list_cutoff(c->db, COUNTY, month_make(2013, 8), &day, &known, &e), &e);
    listed(c, DIBAO, "2013-08", known, &l);
    assert_int_equal(l.count, 1);
    assert_int_equal(l.row[0].before_fen, 18000);
    assert_int_equal(l.row[0].after_fen, 8000);
    /* By what is known today the change belongs to July. */
    listed(c, DIBAO, "2013-07", KNOWN_NOW, &l);
    assert_int_equal(l.count, 1);
    listed(c, DIBAO, "2013-08", KNOWN_NOW, &l);
    assert_int_equal(l.count, 0);
    unsetenv("MINSHENG_TODAY");
}

static void the_cutoff_day_moves_late_decisions_to_the_next_list(void **state)
{
    (void)state;
    /* Before the county is opened: the plan is known since then. */
    setenv("MINSHENG_TODAY", "2013-01-02", 1);
    county_each(cutoff_claim);
    unsetenv("MINSHENG_TODAY");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_village_has_each_class_spread_evenly),
        cmocka_unit_test(small_villages_make_an_even_county),
        cmocka_unit_test(a_plan_follows_from_the_households_alone),
        cmocka_unit_test(what_is_done_is_seen),
        cmocka_unit_test(next_months_birthdays_are_known_a_month_before),
        cmocka_unit_test(a_change_list_adds_up_to_the_difference_of_two_runs),
        cmocka_unit_test(a_fen_of_rounding_is_no_change),
        cmocka_unit_test(the_cutoff_day_moves_late_decisions_to_the_next_list),
    };
    return cmocka_run_group_tests_name("dynamic", tests, NULL, NULL);
}

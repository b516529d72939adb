/* What a run computes before anything lies behind it. */
#include "domain/payment/county.h"

/* domain: (3 × 2160.00 − 5700.00) ÷ 12 = 65.00; severe disability 30 % of a third: 6.50; aged 20
 * %: 4.33. */
static void due(struct county *c)
{
    int64_t h = county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                                            .from = "2013-06",
                                                            .income_year_fen = 570000,
                                                            .persons = 3,
                                                            .birth = {NULL, "1940-01-01"},
                                                            .disability_grade = {0, 0, 2}});
    int64_t run = county_prepare(c, PROGRAMME_DIBAO, "2013-06");
    struct item i;
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-06", h, &i));
    assert_int_equal(i.basic, 6500);
    assert_int_equal(i.topup, 650 + 433);
    assert_int_equal(i.adjustment, 0);
    assert_int_equal(i.state, ITEM_PENDING);
    struct payment_position p = county_position(c, run);
    assert_int_equal(p.due.v, 7583);
    assert_int_equal(p.due_items, 1);
}

static void who_gets_no_item_is_listed(struct county *c)
{
    int64_t rich = county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                                               .from = "2013-06",
                                                               .income_year_fen = 216000});
    int64_t stopped = county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                                                  .from = "2013-06",
                                                                  .status = ENTITLEMENT_SUSPENDED});
    int64_t later = county_household(
        c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-07"});
    int64_t almost = county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                                                 .from = "2013-06",
                                                                 .income_year_fen = 216000 - 6});
    int64_t run = county_prepare(c, PROGRAMME_DIBAO, "2013-06");
    struct item i;
    assert_false(county_item(c, PROGRAMME_DIBAO, "2013-06", rich, &i));
    assert_false(county_item(c, PROGRAMME_DIBAO, "2013-06", stopped, &i));
    assert_false(county_item(c, PROGRAMME_DIBAO, "2013-06", later, &i));
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-06", almost, &i));
    assert_int_equal(i.basic, 1);
    assert_int_equal(county_position(c, run).due_items, 1);
    assert_int_equal(county_number(c,
                                   "SELECT count(*) FROM payment_exception WHERE household = %d "
                                   "AND code = 'ZERO_BASIC'",
                                   (int)rich),
                     1);
    assert_int_equal(county_number(c,
                                   "SELECT count(*) FROM payment_exception WHERE household = %d "
                                   "AND code = 'SUSPENDED'",
                                   (int)stopped),
                     1);
    assert_int_equal(county_number(c, "SELECT count(*) FROM payment_exception"), 2);
}

static void without_an_account_an_item_is_held(struct county *c)
{
    struct error e = {0};
    int64_t h = county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                                            .from = "2013-06",
                                                            .has_no_account = true});
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-06"});
    int64_t run = county_prepare(c, PROGRAMME_DIBAO, "2013-06");
    struct item i;
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-06", h, &i));
    assert_int_equal(i.state, ITEM_HELD);
    assert_int_equal(county_position(c, run).held.v, 18000);
    assert_int_equal(county_position(c, run).not_sent.v, 18000);
    struct payment_context as = county_as(c, MAKER);
    assert_refused(payment_release(c->db, &as, run, h, month_make(2013, 6), &e), &e, "NO_ACCOUNT");
    struct registry_actor actor = {"township", ""};
    assert_ok_e(registry_change_account(c->db, COUNTY, c->keys, h, "农商行", "张三",
                                        "6228480012345678", &actor, &e),
                &e);
    assert_ok_e(payment_release(c->db, &as, run, h, month_make(2013, 6), &e), &e);
    assert_int_equal(county_position(c, run).held.v, 0);
    assert_refused(payment_release(c->db, &as, run, h, month_make(2013, 6), &e), &e, "ITEM_STATE");
}

static void a_home_without_account_holds_its_people(struct county *c)
{
    int64_t home = county_number(c, "SELECT min(id) FROM home");
    int64_t in = county_household(c, &(struct new_household){.programme = PROGRAMME_WUBAO,
                                                             .from = "2013-06",
                                                             .form = FORM_INSTITUTION,
                                                             .home = home,
                                                             .has_no_account = true});
    int64_t lost = county_household(c, &(struct new_household){.programme = PROGRAMME_WUBAO,
                                                               .from = "2013-06",
                                                               .form = FORM_INSTITUTION,
                                                               .home = 99999});
    county_prepare(c, PROGRAMME_WUBAO, "2013-06");
    struct item i;
    assert_true(county_item(c, PROGRAMME_WUBAO, "2013-06", in, &i));
    assert_int_equal(i.basic, 22000);
    assert_int_equal(i.state, ITEM_PENDING);
    assert_true(county_item(c, PROGRAMME_WUBAO, "2013-06", lost, &i));
    assert_int_equal(i.state, ITEM_HELD);
    assert_int_equal(
        county_number(c, "SELECT count(*) FROM payment_exception WHERE code = 'HOME_ACCOUNT'"), 1);
}

static void a_draft_is_computed_anew_under_its_number(struct county *c)
{
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-06"});
    int64_t run = county_prepare(c, PROGRAMME_DIBAO, "2013-06");
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-06"});
    assert_int_equal(county_prepare(c, PROGRAMME_DIBAO, "2013-06"), run);
    assert_int_equal(county_position(c, run).due_items, 2);
    assert_int_equal(county_position(c, run).due.v, 36000);
    assert_int_equal(county_number(c, "SELECT count(*) FROM payment_run"), 1);
}

static enum status prepare(struct county *c, enum programme p, int year, int month, struct error *e)
{
    struct payment_run run;
    struct payment_context as = county_as(c, MAKER);
    return payment_prepare(c->db, &as, p, month_make(year, month), &run, c->arena, e);
}

static void months_follow_each_other(struct county *c)
{
    struct error e = {0};
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-05"});
    int64_t run = county_prepare(c, PROGRAMME_DIBAO, "2013-06");
    assert_refused(prepare(c, PROGRAMME_DIBAO, 2013, 7, &e), &e, "RUN_UNFINISHED");
    assert_refused(prepare(c, PROGRAMME_DIBAO, 2013, 5, &e), &e, "RUN_LATER");
    struct payment_context checker = county_as(c, CHECKER);
    assert_ok_e(payment_check(c->db, &checker, run, &e), &e);
    assert_refused(prepare(c, PROGRAMME_DIBAO, 2013, 6, &e), &e, "RUN_EXISTS");
    assert_refused(prepare(c, PROGRAMME_DIBAO, 2013, 7, &e), &e, "RUN_UNFINISHED");
    struct payment_context reviewer = county_as(c, REVIEWER), finance = county_as(c, FINANCE);
    assert_ok_e(payment_review(c->db, &reviewer, run, &e), &e);
    assert_ok_e(payment_approve(c->db, &finance, run, &e), &e);
    assert_refused(prepare(c, PROGRAMME_DIBAO, 2013, 8, &e), &e, "MONTH_SKIPPED");
    assert_ok_e(prepare(c, PROGRAMME_WUBAO, 2013, 11, &e), &e); /* its own sequence */
    assert_ok_e(prepare(c, PROGRAMME_DIBAO, 2013, 7, &e), &e);
}

static void a_run_can_be_discarded_until_it_is_approved(struct county *c)
{
    struct error e = {0};
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-06"});
    int64_t run = county_prepare(c, PROGRAMME_DIBAO, "2013-06");
    struct payment_context as = county_as(c, MAKER), checker = county_as(c, CHECKER);
    assert_ok_e(payment_discard(c->db, &as, run, &e), &e);
    assert_int_equal(county_number(c, "SELECT count(*) FROM payment_item"), 0);
    assert_int_equal(county_number(c, "SELECT count(*) FROM payment_run_month"), 0);
    run = county_prepare(c, PROGRAMME_DIBAO, "2013-06");
    assert_ok_e(payment_check(c->db, &checker, run, &e), &e);
    assert_ok_e(payment_discard(c->db, &as, run, &e), &e);
    run = county_prepare(c, PROGRAMME_DIBAO, "2013-06");
    struct payment_context reviewer = county_as(c, REVIEWER);
    assert_ok_e(payment_check(c->db, &checker, run, &e), &e);
    assert_ok_e(payment_review(c->db, &reviewer, run, &e), &e);
    assert_ok_e(payment_discard(c->db, &as, run, &e), &e);
    run = county_prepare(c, PROGRAMME_DIBAO, "2013-06");
    county_decide(c, run);
    assert_refused(payment_discard(c->db, &as, run, &e), &e, "RUN_STATE");
}

static void a_quarter_is_three_months_of_items(struct county *c)
{
    struct error e = {0};
    county_parameter(c, "wubao.pay_months", "2013-01", 3);
    int64_t h = county_household(c, &(struct new_household){.programme = PROGRAMME_WUBAO,
                                                            .from = "2013-01",
                                                            .form = FORM_SCATTERED});
    int64_t joined = county_household(c, &(struct new_household){.programme = PROGRAMME_WUBAO,
                                                                 .from = "2013-06",
                                                                 .form = FORM_SCATTERED});
    int64_t run = county_pay(c, PROGRAMME_WUBAO, "2013-05");
    struct item i;
    assert_true(county_item(c, PROGRAMME_WUBAO, "2013-04", h, &i));
    assert_int_equal(i.basic, 10833);
    assert_true(county_item(c, PROGRAMME_WUBAO, "2013-05", h, &i));
    assert_int_equal(i.basic, 10834);
    assert_true(county_item(c, PROGRAMME_WUBAO, "2013-06", h, &i));
    assert_int_equal(i.basic, 10833); /* the quarter: 325.00 */
    assert_false(county_item(c, PROGRAMME_WUBAO, "2013-05", joined, &i));
    assert_true(county_item(c, PROGRAMME_WUBAO, "2013-06", joined, &i));
    assert_int_equal(county_position(c, run).paid.v, 32500 + 10833);
    assert_refused(prepare(c, PROGRAMME_WUBAO, 2013, 6, &e), &e, "RUN_EXISTS");
    assert_refused(prepare(c, PROGRAMME_WUBAO, 2013, 10, &e), &e, "MONTH_SKIPPED");
    /* Back to monthly in the next quarter. */
    county_parameter(c, "wubao.pay_months", "2013-08", 1);
    run = county_prepare(c, PROGRAMME_WUBAO, "2013-07");
    assert_int_equal(county_number(c, "SELECT count(*) FROM payment_run_month"), 6);
}

static bool stop(void *context, int64_t done, int64_t total)
{
    (void)done;
    (void)total;
    return !*(bool *)context;
}

static void a_stopped_run_leaves_nothing(struct county *c)
{
    struct error e = {0};
    bool must_stop = true;
    struct payment_run run;
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-06"});
    struct payment_context as = county_as(c, MAKER);
    as.progress = stop;
    as.progress_context = &must_stop;
    assert_refused(
        payment_prepare(c->db, &as, PROGRAMME_DIBAO, month_make(2013, 6), &run, c->arena, &e), &e,
        "CANCELLED");
    assert_int_equal(county_number(c, "SELECT count(*) FROM payment_run"), 0);
    assert_int_equal(county_number(c, "SELECT count(*) FROM payment_item"), 0);
    must_stop = false;
    assert_ok_e(
        payment_prepare(c->db, &as, PROGRAMME_DIBAO, month_make(2013, 6), &run, c->arena, &e), &e);
}

#define CLAIM(name)                                                                                \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        county_each(name);                                                                         \
    }
CLAIM(due)
CLAIM(who_gets_no_item_is_listed)
CLAIM(without_an_account_an_item_is_held)
CLAIM(a_home_without_account_holds_its_people)
CLAIM(a_draft_is_computed_anew_under_its_number)
CLAIM(months_follow_each_other)
CLAIM(a_run_can_be_discarded_until_it_is_approved)
CLAIM(a_quarter_is_three_months_of_items)
CLAIM(a_stopped_run_leaves_nothing)

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"basic_and_topups_are_due_to_the_fen", test_due, NULL, NULL, NULL},
        cmocka_unit_test(test_who_gets_no_item_is_listed),
        cmocka_unit_test(test_without_an_account_an_item_is_held),
        cmocka_unit_test(test_a_home_without_account_holds_its_people),
        cmocka_unit_test(test_a_draft_is_computed_anew_under_its_number),
        cmocka_unit_test(test_months_follow_each_other),
        cmocka_unit_test(test_a_run_can_be_discarded_until_it_is_approved),
        cmocka_unit_test(test_a_quarter_is_three_months_of_items),
        cmocka_unit_test(test_a_stopped_run_leaves_nothing),
    };
    return cmocka_run_group_tests_name("prepare", tests, NULL, NULL);
}

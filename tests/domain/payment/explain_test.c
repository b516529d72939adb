/* A paid amount can be opened years later and says what was known then. */
#include "domain/payment/county.h"

#include "domain/payment/explain.h"
#include "domain/registry/registry.h"

static struct explained_month *explain(struct county *c, enum programme p, int64_t household,
                                       const char *month, int64_t known)
{
    struct error e = {0};
    struct month m;
    struct explained_month *x = NULL;
    assert_ok_e(month_parse(month, &m, &e), &e);
    assert_ok_e(payment_explain(c->db, COUNTY, p, household, m, known, c->arena, &x, &e), &e);
    return x;
}

static int64_t lines_fen(const struct explained_month *x)
{
    int64_t sum = 0;
    for (size_t i = 0; i < x->explanation.count; i++)
        sum += x->explanation.line[i].amount.v;
    return sum;
}

static void claim_as_known_then(struct county *c)
{
    struct error e = {0};
    struct registry_actor actor = {.user = "dibao1", .document = "x"};
    int64_t h = county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                                            .from = "2013-03",
                                                            .income_year_fen = 120000,
                                                            .persons = 2,
                                                            .birth = {"1940-01-01"}});
    county_pay(c, PROGRAMME_DIBAO, "2013-03");
    struct explained_month *before = explain(c, PROGRAMME_DIBAO, h, "2013-03", KNOWN_NOW);
    assert_true(before->has_item);
    assert_false(before->differs);
    assert_int_equal(before->state, ITEM_PAID);
    assert_int_equal(lines_fen(before), before->basic.v + before->topup.v);
    assert_int_equal(before->basic.v, (2 * 216000 - 120000) / 12);
    assert_true(before->topup.v > 0);

    /* A correction that reaches back changes what is owed, not what the paid month says of itself.
     */
    assert_ok_e(
        registry_change_income(c->db, COUNTY, h, FEN(240000), month_make(2013, 3), &actor, &e), &e);
    struct explained_month *after = explain(c, PROGRAMME_DIBAO, h, "2013-03", KNOWN_NOW);
    assert_int_equal(after->basic.v, before->basic.v);
    assert_int_equal(lines_fen(after), lines_fen(before));
    assert_false(after->differs);

    int64_t run = county_prepare(c, PROGRAMME_DIBAO, "2013-04");
    struct explained_month *next = explain(c, PROGRAMME_DIBAO, h, "2013-04", KNOWN_NOW);
    assert_int_equal(next->run, run);
    assert_int_equal(next->basic.v, (2 * 216000 - 240000) / 12);
    assert_int_equal(next->adjustment_count, 1);
    assert_int_equal(next->adjustments[0].for_month.v, month_make(2013, 3).v);
    assert_true(next->adjustments[0].amount.v < 0);
    assert_string_equal(next->adjustments[0].reason, "FACT");
    assert_int_equal(next->adjustments[0].amount.v, next->adjustment.v);

    struct household_payment *list;
    size_t count;
    assert_ok_e(payment_of_household(c->db, COUNTY, h, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].month.v, month_make(2013, 4).v);
    assert_int_equal(list[1].state, ITEM_PAID);
}

static void a_paid_month_is_explained_as_it_was_known(void **state)
{
    (void)state;
    county_each(claim_as_known_then);
}

static void claim_differs(struct county *c)
{
    int64_t h = county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                                            .from = "2013-03",
                                                            .income_year_fen = 120000});
    county_pay(c, PROGRAMME_DIBAO, "2013-03");
    county_tamper(c, "UPDATE payment_item SET basic_fen = basic_fen + 1");
    assert_true(explain(c, PROGRAMME_DIBAO, h, "2013-03", KNOWN_NOW)->differs);
}

static void an_altered_item_is_seen_when_it_is_opened(void **state)
{
    (void)state;
    county_each(claim_differs);
}

static void claim_without_a_run(struct county *c)
{
    struct error e = {0};
    struct explained_month *x;
    int64_t h = county_household(c, &(struct new_household){.programme = PROGRAMME_WUBAO,
                                                            .from = "2013-03",
                                                            .form = FORM_SCATTERED});
    x = explain(c, PROGRAMME_WUBAO, h, "2013-05", KNOWN_NOW);
    assert_int_equal(x->run, 0);
    assert_false(x->has_item);
    assert_int_equal(x->amount.basic.v, 10834);
    assert_int_equal(explain(c, PROGRAMME_WUBAO, h, "2013-02", KNOWN_NOW)->amount.outcome,
                     BENEFIT_NOT_ENTITLED);
    assert_status(payment_explain(c->db, COUNTY, PROGRAMME_DIBAO, h, month_make(2013, 5), KNOWN_NOW,
                                  c->arena, &x, &e),
                  STATUS_NONE);
}

static void a_month_without_a_run_is_explained_by_what_is_known_now(void **state)
{
    (void)state;
    county_each(claim_without_a_run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paid_month_is_explained_as_it_was_known),
        cmocka_unit_test(an_altered_item_is_seen_when_it_is_opened),
        cmocka_unit_test(a_month_without_a_run_is_explained_by_what_is_known_now),
    };
    return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}

/* Claims after treatment are paid in the normal run: what lines come to, once, whatever happens to
   drafts. */
#include "domain/payment/county.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "domain/payment/run_list.h"
#include "domain/registry/registry.h"

#define MEDICAL PROGRAMME_MEDICAL

static int64_t household(struct county *c, bool has_no_account)
{
    return county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                                       .from = "2013-01",
                                                       .persons = 2,
                                                       .has_no_account = has_no_account});
}

static enum status prepare(struct county *c, int year, int month, struct error *e)
{
    struct payment_run run;
    struct payment_context as = county_as(c, MAKER);
    return payment_prepare(c->db, &as, MEDICAL, month_make(year, month), &run, c->arena, e);
}

static int64_t bound_fen(struct county *c, int64_t run, int64_t household)
{
    return county_number(c,
                         "SELECT CAST(coalesce(sum(after_fen), 0) AS BIGINT) FROM medical_line "
                         "WHERE payee = %" PRId64 " AND batch = %" PRId64,
                         household, run);
}

static void an_item_is_what_the_lines_of_its_household_come_to(struct county *c)
{
    struct item i;
    int64_t h = household(c, false), none = household(c, false), little = household(c, false);
    int64_t claim = county_claim(c, h, 0, "2013-04-30", 120000, 0);
    county_claim(c, h, 1, "2013-05-31", 34567, 0);
    county_claim(c, h, 0, "2013-05-02", -20000, claim);
    county_claim(c, h, 0, "2013-06-01", 777, 0); /* a day after the month */
    claim = county_claim(c, none, 0, "2013-05-01", 5000, 0);
    county_claim(c, none, 0, "2013-05-01", -5000, claim); /* exactly nothing */
    claim = county_claim(c, little, 0, "2013-05-01", 5000, 0);
    county_claim(c, little, 0, "2013-05-01", -4999, claim); /* a fen more */
    int64_t run = county_prepare(c, MEDICAL, "2013-05");
    assert_true(county_item(c, MEDICAL, "2013-05", h, &i));
    assert_int_equal(i.basic, 134567);
    assert_int_equal(i.topup, 0);
    assert_int_equal(i.state, ITEM_PENDING);
    assert_int_equal(county_number(c,
                                   "SELECT protected_count FROM payment_item WHERE household = "
                                   "%" PRId64,
                                   h),
                     2);
    assert_int_equal(county_number(c, "SELECT max(division) FROM payment_item"), VILLAGE);
    assert_false(county_item(c, MEDICAL, "2013-05", none, &i));
    assert_true(county_item(c, MEDICAL, "2013-05", little, &i));
    assert_int_equal(i.basic, 1);
    assert_int_equal(county_position(c, run).due.v, 134568);
}

static void lines_belong_to_the_run_from_its_approval_on(struct county *c)
{
    struct error e = {0};
    struct item i;
    int64_t h = household(c, false);
    struct payment_context maker = county_as(c, MAKER);
    county_claim(c, h, 0, "2013-05-02", 10000, 0);
    int64_t run = county_prepare(c, MEDICAL, "2013-05");
    assert_int_equal(bound_fen(c, 0, h), 10000); /* a draft binds nothing */
    county_claim(c, h, 0, "2013-05-03", 500, 0);
    assert_int_equal(county_prepare(c, MEDICAL, "2013-05"), run); /* anew */
    assert_true(county_item(c, MEDICAL, "2013-05", h, &i));
    assert_int_equal(i.basic, 10500);
    assert_ok_e(payment_discard(c->db, &maker, run, &e), &e);
    assert_int_equal(bound_fen(c, 0, h), 10500);
    run = county_prepare(c, MEDICAL, "2013-05");
    county_claim(c, h, 0, "2013-05-04", 70, 0); /* not known to the draft: the next run's */
    county_decide(c, run);
    assert_int_equal(bound_fen(c, run, h), 10500);
    assert_int_equal(bound_fen(c, 0, h), 70);
    assert_refused(prepare(c, 2013, 5, &e), &e, "RUN_EXISTS"); /* never two of a month */
    assert_refused(prepare(c, 2013, 4, &e), &e, "RUN_LATER");
    int64_t next = county_pay(c, MEDICAL, "2013-08"); /* months without claims have no run */
    assert_int_equal(bound_fen(c, next, h), 70);
    assert_int_equal(bound_fen(c, run, h), 10500);
    assert_refused(prepare(c, 2013, 9, &e), &e, "NOTHING_OWED");
    assert_int_equal(county_number(c, "SELECT count(*) FROM payment_run"), 2);
    assert_int_equal(
        county_number(c, "SELECT count(*) FROM payment_run_month WHERE month = 201309"), 0);
}

static void what_is_owed_back_waits_for_later_lines(struct county *c)
{
    struct error e = {0};
    struct item i;
    int64_t h = household(c, false), other = household(c, false);
    int64_t claim = county_claim(c, h, 0, "2013-05-02", 10000, 0);
    county_pay(c, MEDICAL, "2013-05");
    county_claim(c, h, 0, "2013-06-02", -4000, claim);
    assert_refused(prepare(c, 2013, 6, &e), &e, "NOTHING_OWED");
    county_claim(c, other, 0, "2013-06-02", 100, 0);
    int64_t run = county_pay(c, MEDICAL, "2013-06");
    assert_false(county_item(c, MEDICAL, "2013-06", h, &i));
    assert_int_equal(bound_fen(c, run, h), 0);
    assert_int_equal(county_number(c,
                                   "SELECT count(*) FROM payment_exception WHERE code = "
                                   "'OWED_BACK' AND detail = '40.00' AND household = %" PRId64,
                                   h),
                     1);
    county_claim(c, h, 1, "2013-07-02", 9000, 0);
    run = county_pay(c, MEDICAL, "2013-07");
    assert_true(county_item(c, MEDICAL, "2013-07", h, &i));
    assert_int_equal(i.basic, 5000);
    assert_int_equal(i.state, ITEM_PAID);
    assert_int_equal(bound_fen(c, run, h), 5000);
    assert_int_equal(bound_fen(c, 0, h), 0);
}

static void lines_that_changed_since_the_draft_stop_its_approval(struct county *c)
{
    struct error e = {0};
    struct payment_context checker = county_as(c, CHECKER), reviewer = county_as(c, REVIEWER),
                           finance = county_as(c, FINANCE);
    int64_t h = household(c, false);
    county_claim(c, h, 0, "2013-05-02", 10000, 0);
    int64_t run = county_prepare(c, MEDICAL, "2013-05");
    assert_ok_e(payment_check(c->db, &checker, run, &e), &e);
    assert_ok_e(payment_review(c->db, &reviewer, run, &e), &e);
    county_tamper(c, "UPDATE medical_line SET after_fen = 10001");
    assert_refused(payment_approve(c->db, &finance, run, &e), &e, "CLAIM_LINES");
    assert_int_equal(bound_fen(c, 0, h), 10001);
    county_tamper(c, "UPDATE medical_line SET after_fen = 10000");
    assert_ok_e(payment_approve(c->db, &finance, run, &e), &e);
}

static void money_given_back_settles_what_was_owed_back(struct county *c)
{
    struct error e = {0};
    struct payment_context as = county_as(c, FINANCE);
    const struct month may = month_make(2013, 5);
    int64_t h = household(c, false);
    int64_t claim = county_claim(c, h, 0, "2013-05-02", 10000, 0);
    county_pay(c, MEDICAL, "2013-05");
    assert_refused(payment_repay(c->db, &as, MEDICAL, h, may, FEN(4000), "收据1", &e), &e,
                   "REPAYMENT_AMOUNT"); /* nothing is owed back */
    county_claim(c, h, 0, "2013-06-02", -4000, claim);
    assert_refused(payment_repay(c->db, &as, MEDICAL, h, may, FEN(3999), "收据1", &e), &e,
                   "REPAYMENT_AMOUNT");
    assert_refused(payment_repay(c->db, &as, MEDICAL, h, may, FEN(4001), "收据1", &e), &e,
                   "REPAYMENT_AMOUNT");
    assert_ok_e(payment_repay(c->db, &as, MEDICAL, h, may, FEN(4000), "收据1", &e), &e);
    assert_int_equal(bound_fen(c, 0, h), 0);
    assert_int_equal(county_number(c, "SELECT count(*) FROM medical_line WHERE batch < 0"), 1);
    county_claim(c, h, 0, "2013-06-20", 900, 0);
    int64_t run = county_pay(c, MEDICAL, "2013-06");
    assert_int_equal(county_position(c, run).paid.v, 900); /* not netted a second time */
}

static void held_without_an_account_until_it_is_released(struct county *c)
{
    struct error e = {0};
    struct registry_actor actor = {"township", "存折"};
    struct payment_context as = county_as(c, MAKER), finance = county_as(c, FINANCE);
    const struct month may = month_make(2013, 5);
    struct bank *bank = calloc(1, sizeof *bank);
    int64_t h = household(c, true), paid = household(c, false);
    county_claim(c, h, 1, "2013-05-02", 10000, 0);
    county_claim(c, paid, 0, "2013-05-02", 300, 0);
    int64_t run = county_prepare(c, MEDICAL, "2013-05");
    assert_int_equal(county_position(c, run).held.v, 10000);
    assert_int_equal(
        county_number(c, "SELECT count(*) FROM payment_exception WHERE code = 'NO_ACCOUNT'"), 1);
    county_decide(c, run);
    assert_refused(payment_release(c->db, &as, run, h, may, &e), &e, "NO_ACCOUNT");
    assert_ok_e(bank_send(c, run, false, bank, &e), &e);
    assert_int_equal(bank->count, 1);
    assert_ok_e(bank_answer(c, run, bank, "回盘1", NULL, &e), &e);
    assert_refused(payment_close(c->db, &finance, run, &e), &e, "RUN_UNEXPLAINED");
    assert_ok_e(registry_change_account(c->db, COUNTY, c->keys, h, "农商行", "李四",
                                        "6228480099990000", &actor, &e),
                &e);
    assert_ok_e(payment_release(c->db, &as, run, h, may, &e), &e);
    assert_ok_e(bank_send(c, run, true, bank, &e), &e);
    assert_int_equal(bank->count, 1);
    assert_string_equal(bank->line[0].account, "6228480099990000");
    assert_string_equal(bank->line[0].id_number, county_id_number(c, h, 0)); /* the head's */
    assert_ok_e(bank_answer(c, run, bank, "回盘2", NULL, &e), &e);
    assert_ok_e(payment_close(c->db, &finance, run, &e), &e);
    county_tie(c, run);
    free(bank);
}

static void a_returned_claim_goes_out_again_under_a_new_account(struct county *c)
{
    struct error e = {0};
    struct registry_actor actor = {"township", "存折"};
    struct payment_context finance = county_as(c, FINANCE);
    struct bank *bank = calloc(1, sizeof *bank);
    int64_t h = household(c, false);
    county_claim(c, h, 0, "2013-05-02", 10000, 0);
    int64_t run = county_prepare(c, MEDICAL, "2013-05");
    county_decide(c, run);
    assert_ok_e(bank_send(c, run, false, bank, &e), &e);
    bank->line[0].is_paid = false;
    bank->line[0].code = "H007";
    assert_ok_e(bank_answer(c, run, bank, "回盘1", NULL, &e), &e);
    county_tie(c, run);
    assert_status(bank_send(c, run, true, bank, &e), STATUS_NONE);
    assert_ok_e(registry_change_account(c->db, COUNTY, c->keys, h, "农商行", "李四",
                                        "6228480099990000", &actor, &e),
                &e);
    assert_ok_e(bank_send(c, run, true, bank, &e), &e); /* sees the new account by itself */
    assert_string_equal(bank->line[0].account, "6228480099990000");
    assert_ok_e(bank_answer(c, run, bank, "回盘2", NULL, &e), &e);
    assert_ok_e(payment_close(c->db, &finance, run, &e), &e);
    assert_int_equal(bound_fen(c, run, h), 10000);
    free(bank);
}

static void a_cancelled_claim_is_not_owed_any_more(struct county *c)
{
    struct error e = {0};
    struct payment_context finance = county_as(c, FINANCE);
    int64_t h = household(c, false);
    county_claim(c, h, 0, "2013-05-02", 10000, 0);
    int64_t run = county_prepare(c, MEDICAL, "2013-05");
    county_decide(c, run);
    assert_ok_e(payment_cancel(c->db, &finance, run, h, month_make(2013, 5), "无人领取", &e), &e);
    county_tie(c, run);
    assert_int_equal(bound_fen(c, run, h), 10000);
    assert_refused(prepare(c, 2013, 6, &e), &e, "NOTHING_OWED");
}

/* What nobody got is not owed back: lowered before or after it was cancelled. */
static void a_cancelled_claim_leaves_no_debt(struct county *c)
{
    struct error e = {0};
    struct payment_context finance = county_as(c, FINANCE);
    const struct month may = month_make(2013, 5);
    int64_t h = household(c, false), other = household(c, false);
    int64_t claim = county_claim(c, h, 0, "2013-05-02", 10000, 0);
    int64_t paid = county_claim(c, other, 0, "2013-05-02", 5000, 0);
    int64_t run = county_prepare(c, MEDICAL, "2013-05");
    county_decide(c, run);
    county_claim(c, h, 0, "2013-05-20", -10000, claim);
    county_claim(c, other, 0, "2013-05-20", -5000, paid);
    assert_ok_e(payment_cancel(c->db, &finance, run, h, may, "票据不实", &e), &e);
    county_tie(c, run);
    assert_int_equal(bound_fen(c, 0, h), 0);
    assert_int_equal(bound_fen(c, 0, other), -5000); /* of one that is still to be paid */
    county_claim(c, h, 0, "2013-06-02", 700, 0);
    int64_t june = county_prepare(c, MEDICAL, "2013-06");
    assert_int_equal(county_position(c, june).due.v, 700);
}

/* Somebody in no programme: the person of the first claim stands for the household. */
static void who_is_in_no_programme_is_paid_as_well(struct county *c)
{
    struct error e = {0};
    struct run_entry *runs;
    struct run_item *items;
    struct payment_run run;
    struct bank *bank = calloc(1, sizeof *bank);
    size_t count;
    bool has_more;
    int64_t h = household(c, false);
    county_tamper(c, "DELETE FROM entitlement");
    county_claim(c, h, 1, "2013-05-02", 10000, 0);
    int64_t number = county_prepare(c, MEDICAL, "2013-05");
    county_decide(c, number);
    assert_ok_e(payment_run_by_id(c->db, COUNTY, number, c->arena, &run, &e), &e);
    assert_ok_e(run_item_list(c->db, COUNTY, &run,
                              &(struct run_item_filter){.scope = COUNTY * 1000000, .row_count = 5},
                              c->arena, &items, &count, &has_more, &e),
                &e);
    assert_int_equal(count, 1);
    assert_true(items[0].name[0] != '\0');
    assert_ok_e(run_list(c->db, COUNTY, MEDICAL, c->arena, &runs, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_ok_e(bank_send(c, number, false, bank, &e), &e);
    assert_string_equal(bank->line[0].id_number, county_id_number(c, h, 1));
    free(bank);
}

/* What was approved before is paid to its end; nothing new begins. */
static void nothing_is_prepared_after_the_programme_was_handed_over(struct county *c)
{
    struct error e = {0};
    int64_t h = household(c, false);
    struct payment_context finance = county_as(c, FINANCE);
    struct bank *bank = calloc(1, sizeof *bank);
    county_claim(c, h, 0, "2013-05-02", 10000, 0);
    int64_t run = county_prepare(c, MEDICAL, "2013-05");
    county_decide(c, run);
    county_claim(c, h, 0, "2013-06-02", 500, 0);
    county_tamper(c, "INSERT INTO programme_handover (county, programme, known_from, "
                     "is_read_only, bureau, document) VALUES (341823, 3, 999, 1, '医保局', '文')");
    assert_refused(prepare(c, 2013, 6, &e), &e, "PROGRAMME_HANDED_OVER");
    assert_ok_e(bank_send(c, run, false, bank, &e), &e);
    assert_ok_e(bank_answer(c, run, bank, "回盘", NULL, &e), &e);
    assert_ok_e(payment_close(c->db, &finance, run, &e), &e);
    free(bank);
}

/* A medical run neither moves the months of the others nor takes anything from them. */
static void other_programmes_are_left_alone(struct county *c)
{
    struct item i;
    int64_t h = household(c, false);
    county_claim(c, h, 0, "2013-05-02", 10000, 0);
    county_pay(c, PROGRAMME_DIBAO, "2013-05");
    county_pay(c, MEDICAL, "2013-05");
    county_pay(c, PROGRAMME_DIBAO, "2013-06");
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-06", h, &i));
    assert_int_equal(i.basic, 36000);
    assert_int_equal(i.adjustment, 0);
    assert_int_equal(county_number(c, "SELECT CAST(sum(amount_fen) AS BIGINT) FROM posting WHERE "
                                      "fund = 4 AND credit = 42001"),
                     10000);
}

#define CLAIM(name)                                                                                \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        county_each(name);                                                                         \
    }
CLAIM(an_item_is_what_the_lines_of_its_household_come_to)
CLAIM(lines_belong_to_the_run_from_its_approval_on)
CLAIM(what_is_owed_back_waits_for_later_lines)
CLAIM(lines_that_changed_since_the_draft_stop_its_approval)
CLAIM(money_given_back_settles_what_was_owed_back)
CLAIM(held_without_an_account_until_it_is_released)
CLAIM(a_returned_claim_goes_out_again_under_a_new_account)
CLAIM(a_cancelled_claim_is_not_owed_any_more)
CLAIM(a_cancelled_claim_leaves_no_debt)
CLAIM(who_is_in_no_programme_is_paid_as_well)
CLAIM(nothing_is_prepared_after_the_programme_was_handed_over)
CLAIM(other_programmes_are_left_alone)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_item_is_what_the_lines_of_its_household_come_to),
        cmocka_unit_test(test_lines_belong_to_the_run_from_its_approval_on),
        cmocka_unit_test(test_what_is_owed_back_waits_for_later_lines),
        cmocka_unit_test(test_lines_that_changed_since_the_draft_stop_its_approval),
        cmocka_unit_test(test_money_given_back_settles_what_was_owed_back),
        cmocka_unit_test(test_held_without_an_account_until_it_is_released),
        cmocka_unit_test(test_a_returned_claim_goes_out_again_under_a_new_account),
        cmocka_unit_test(test_a_cancelled_claim_is_not_owed_any_more),
        cmocka_unit_test(test_a_cancelled_claim_leaves_no_debt),
        cmocka_unit_test(test_who_is_in_no_programme_is_paid_as_well),
        cmocka_unit_test(test_nothing_is_prepared_after_the_programme_was_handed_over),
        cmocka_unit_test(test_other_programmes_are_left_alone),
    };
    return cmocka_run_group_tests_name("claims", tests, NULL, NULL);
}

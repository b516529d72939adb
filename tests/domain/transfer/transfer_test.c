/* One payment to an institution: four people, one obligation, however often the bank sends it back
   (P3.2 严格审核制度, P3.3). */
#include "domain/medical/settle_fixture.h"

#include <inttypes.h>
#include <stdio.h>

#define JUNE settle_month("2013-06")
#define DAY settle_date("2013-06-28")

/* 1000.00 owed to a hospital, on a transfer. */
static int64_t made(struct county *c, int64_t hospital)
{
    settle_line(c, &(struct line_made){hospital, "Z1", "SETTLEMENT", 20000, 80000, NULL});
    int64_t statement = settle_statement(c, hospital, "2013-06");
    settle_agree(c, statement);
    return settle_transfer(c, statement);
}

static enum status approve(struct county *c, int64_t id, const char *actor, struct error *e)
{
    return transfer_approve(c->db, COUNTY, id, &TRANSFER_OF_STATEMENT, actor, JUNE, e);
}

static enum status pay(struct county *c, int64_t id, const char *actor, struct error *e)
{
    return transfer_pay(c->db, COUNTY, id, "回单1", DAY, actor, e);
}

static int64_t journals(struct county *c, int64_t id, const char *kind)
{
    return settle_number(
        c, "SELECT count(*) FROM journal WHERE transfer = %" PRId64 " AND kind = '%s'", id, kind);
}

static void four_people_put_their_hands_to_it(struct county *c)
{
    struct error e = {0};
    int64_t id = made(c, settle.county_hospital);
    settle_money(c, 100000, "2013-06");
    assert_refused(approve(c, id, APPROVER, &e), &e, "TRANSFER_STATE");
    assert_refused(pay(c, id, PAYER, &e), &e, "TRANSFER_STATE");
    assert_refused(transfer_check(c->db, COUNTY, id, MAKER, &e), &e, "SAME_PERSON");
    assert_ok_e(transfer_check(c->db, COUNTY, id, CHECKER, &e), &e);
    assert_refused(transfer_check(c->db, COUNTY, id, "another", &e), &e, "TRANSFER_STATE");
    assert_refused(approve(c, id, MAKER, &e), &e, "SAME_PERSON");
    assert_refused(approve(c, id, CHECKER, &e), &e, "SAME_PERSON");
    assert_ok_e(approve(c, id, APPROVER, &e), &e);
    static const char *const hands[] = {MAKER, CHECKER, APPROVER};
    for (size_t i = 0; i < sizeof hands / sizeof hands[0]; i++) {
        char sql[200];
        assert_refused(pay(c, id, hands[i], &e), &e, "SAME_PERSON");
        /* Not even past the program. */
        (void)snprintf(sql, sizeof sql,
                       "UPDATE transfer SET state = 4, paid_by = '%s', bank_reference = 'x', "
                       "paid_on = 20130628 WHERE id = %lld",
                       hands[i], (long long)id);
        assert_refused(db_execute_raw(c->db, sql, &e), &e, "DB_CHECK");
    }
    assert_refused(transfer_pay(c->db, COUNTY, id, "", DAY, PAYER, &e), &e, "TRANSFER_REFERENCE");
    assert_ok_e(pay(c, id, PAYER, &e), &e);
    struct transfer_record t = transfer_now(c, id);
    assert_int_equal(t.state, TRANSFER_PAID);
    assert_int_equal(t.attempt, 1);
    assert_string_equal(t.prepared_by, MAKER);
    assert_string_equal(t.checked_by, CHECKER);
    assert_string_equal(t.approved_by, APPROVER);
    assert_string_equal(t.paid_by, PAYER);
    assert_string_equal(t.bank_reference, "回单1");
    assert_int_equal(t.paid_on.v, DAY.v);
    assert_refused(pay(c, id, PAYER, &e), &e, "TRANSFER_STATE");
    assert_refused(transfer_check(c->db, COUNTY, 999, CHECKER, &e), &e, "TRANSFER_UNKNOWN");
    assert_int_equal(settle_balance(c, LEDGER_BANK), 0);
}

/* Whoever drew the lines, or put one off, or compared them, made what is to be checked. */
static void who_drew_the_statement_does_not_check_its_transfer(struct county *c)
{
    struct error e = {0};
    int64_t statement, id;
    settle_line(c, &(struct line_made){settle.county_hospital, "D1", "SETTLEMENT", 0, 500, NULL});
    settle_line(c, &(struct line_made){settle.county_hospital, "D2", "SETTLEMENT", 0, 700, NULL});
    assert_ok_e(statement_prepare(c->db, COUNTY, settle.county_hospital, settle_month("2013-06"),
                                  CHECKER, &statement, &e),
                &e);
    settle_agree(c, statement);
    id = settle_transfer(c, statement);
    assert_refused(transfer_check(c->db, COUNTY, id, CHECKER, &e), &e, "SAME_PERSON");
    assert_refused(transfer_check(c->db, COUNTY, id, "医院", &e), &e, "SAME_PERSON");
    assert_ok_e(transfer_check(c->db, COUNTY, id, "another", &e), &e);
    assert_refused(approve(c, id, CHECKER, &e), &e, "SAME_PERSON");
    assert_ok_e(transfer_discard(c->db, COUNTY, id, &TRANSFER_OF_STATEMENT, "更正", MAKER, &e), &e);
    assert_ok_e(statement_put_off(c->db, COUNTY, statement, "D2", "待查", "another", &e), &e);
    settle_agree(c, statement);
    id = settle_transfer(c, statement);
    assert_refused(transfer_check(c->db, COUNTY, id, "another", &e), &e, "SAME_PERSON");
    assert_ok_e(transfer_check(c->db, COUNTY, id, CHECKER, &e), &e);
}

static void what_the_bank_sends_back_is_paid_again_under_its_number(struct county *c)
{
    struct error e = {0};
    int64_t id = made(c, settle.county_hospital);
    settle_money(c, 100000, "2013-06");
    transfer_decide(c, id, &TRANSFER_OF_STATEMENT, "2013-06");
    assert_string_equal(transfer_now(c, id).account_tail, "0101");
    assert_refused(transfer_return(c->db, COUNTY, id, "户名不符", DAY, PAYER, &e), &e,
                   "TRANSFER_STATE");
    assert_ok_e(pay(c, id, PAYER, &e), &e);
    assert_refused(transfer_return(c->db, COUNTY, id, "", DAY, PAYER, &e), &e, "REASON_MISSING");
    assert_refused(
        transfer_return(c->db, COUNTY, id, "户名不符", settle_date("2013-06-27"), PAYER, &e), &e,
        "TRANSFER_DATE");
    assert_ok_e(transfer_return(c->db, COUNTY, id, "户名不符", DAY, PAYER, &e), &e);
    struct transfer_record t = transfer_now(c, id);
    assert_int_equal(t.state, TRANSFER_RETURNED);
    assert_string_equal(t.return_reason, "户名不符");
    assert_int_equal(settle_balance(c, LEDGER_BANK), 100000);
    assert_int_equal(settle_balance(c, LEDGER_PAYABLE), -100000);
    /* Into the account in force then. */
    settle_account(c, settle.county_hospital, "20010000000000777");
    assert_ok_e(transfer_pay(c->db, COUNTY, id, "回单2", settle_date("2013-06-29"), PAYER, &e), &e);
    t = transfer_now(c, id);
    assert_int_equal(t.state, TRANSFER_PAID);
    assert_int_equal(t.attempt, 2);
    assert_string_equal(t.account_tail, "0777");
    assert_string_equal(t.bank_reference, "回单2");
    assert_int_equal(settle_balance(c, LEDGER_BANK), 0);
    assert_int_equal(settle_balance(c, LEDGER_PAYABLE), 0);
    assert_int_equal(journals(c, id, "TRANSFER"), 1);
    assert_int_equal(journals(c, id, "TRANSFER_PAY"), 2);
    assert_int_equal(journals(c, id, "TRANSFER_RETURN"), 1);
}

static void nothing_is_paid_without_an_account(struct county *c)
{
    struct error e = {0};
    int64_t id = made(c, settle.town_hospital);
    settle_money(c, 100000, "2013-06");
    transfer_decide(c, id, &TRANSFER_OF_STATEMENT, "2013-06");
    assert_null(transfer_now(c, id).account_tail);
    assert_refused(pay(c, id, PAYER, &e), &e, "TRANSFER_ACCOUNT");
    settle_account(c, settle.town_hospital, "20010000000000202");
    assert_ok_e(pay(c, id, PAYER, &e), &e);
}

static void what_the_account_lacks_comes_by_the_plans_shares(struct county *c)
{
    struct error e = {0};
    struct fen put;
    int64_t id = made(c, settle.county_hospital);
    assert_refused(transfer_fund(c->db, COUNTY, id, PAYER, &put, &e), &e, "TRANSFER_STATE");
    transfer_decide(c, id, &TRANSFER_OF_STATEMENT, "2013-06");
    assert_refused(pay(c, id, PAYER, &e), &e, "TRANSFER_FUNDS");
    settle_money(c, 99999, "2013-06"); /* a fen too little */
    assert_refused(pay(c, id, PAYER, &e), &e, "TRANSFER_FUNDS");
    assert_refused(transfer_fund(c->db, COUNTY, id, MAKER, &put, &e), &e, "SAME_PERSON");
    assert_ok_e(transfer_fund(c->db, COUNTY, id, APPROVER, &put, &e), &e);
    assert_int_equal(put.v, 1);
    assert_ok_e(transfer_fund(c->db, COUNTY, id, APPROVER, &put, &e), &e);
    assert_int_equal(put.v, 0);
    assert_int_equal(journals(c, id, "APPROPRIATION"), 1);
    assert_ok_e(pay(c, id, PAYER, &e), &e);
    assert_int_equal(settle_balance(c, LEDGER_BANK), 0);
}

static void shares_add_up_to_the_fen(struct county *c)
{
    struct error e = {0};
    struct fen put;
    int64_t id = made(c, settle.county_hospital);
    settle_parameter(c, "fund.medical_aid.share.central", "2013-01", 3333);
    settle_parameter(c, "fund.medical_aid.share.province", "2013-01", 3333);
    settle_parameter(c, "fund.medical_aid.share.city", "2013-01", 0);
    settle_parameter(c, "fund.medical_aid.share.county", "2013-01", 3334);
    transfer_decide(c, id, &TRANSFER_OF_STATEMENT, "2013-06");
    settle_money(c, 1, "2013-06");
    assert_ok_e(transfer_fund(c->db, COUNTY, id, PAYER, &put, &e), &e);
    assert_int_equal(put.v, 99999);
    assert_int_equal(settle_balance(c, LEDGER_BANK), 100000);
    assert_int_equal(settle_balance(c, LEDGER_INCOME_CENTRAL), -33330);
    assert_int_equal(settle_balance(c, LEDGER_INCOME_PROVINCE), -33330);
    assert_int_equal(settle_balance(c, LEDGER_INCOME_COUNTY), -33339 - 1);
}

static void a_discarded_transfer_frees_its_statement(struct county *c)
{
    struct error e = {0};
    int64_t id = made(c, settle.county_hospital);
    int64_t statement = transfer_now(c, id).subject;
    assert_ok_e(transfer_check(c->db, COUNTY, id, CHECKER, &e), &e);
    assert_refused(transfer_discard(c->db, COUNTY, id, &TRANSFER_OF_STATEMENT, "", MAKER, &e), &e,
                   "REASON_MISSING");
    assert_refused(transfer_discard(c->db, COUNTY, id, &TRANSFER_OF_PREMIUM, "错", MAKER, &e), &e,
                   "TRANSFER_KIND");
    assert_ok_e(transfer_discard(c->db, COUNTY, id, &TRANSFER_OF_STATEMENT, "月份写错", MAKER, &e),
                &e);
    assert_int_equal(transfer_now(c, id).state, TRANSFER_DISCARDED);
    assert_refused(approve(c, id, APPROVER, &e), &e, "TRANSFER_STATE");
    assert_int_equal(settle_read(c, statement).state, STATEMENT_AGREED);
    assert_int_equal(settle_read(c, statement).transfer, 0);
    int64_t next = settle_transfer(c, statement);
    assert_int_not_equal(next, id);
    transfer_decide(c, next, &TRANSFER_OF_STATEMENT, "2013-06");
    assert_refused(transfer_discard(c->db, COUNTY, next, &TRANSFER_OF_STATEMENT, "晚了", MAKER, &e),
                   &e, "TRANSFER_STATE");
    struct transfer_record *list;
    size_t count;
    assert_ok_e(
        transfer_list(c->db, COUNTY, 0, (enum transfer_state)0, 0, 10, c->arena, &list, &count, &e),
        &e);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].id, next);
    assert_ok_e(transfer_list(c->db, COUNTY, settle.county_hospital, TRANSFER_DISCARDED, 0, 10,
                              c->arena, &list, &count, &e),
                &e);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].id, id);
    assert_ok_e(transfer_list(c->db, COUNTY, 0, (enum transfer_state)0, next, 10, c->arena, &list,
                              &count, &e),
                &e);
    assert_int_equal(count, 1);
}

static void days_and_closed_months_are_kept(struct county *c)
{
    struct error e = {0};
    int64_t id = made(c, settle.county_hospital);
    settle_money(c, 100000, "2013-05");
    assert_ok_e(transfer_check(c->db, COUNTY, id, CHECKER, &e), &e);
    assert_ok_e(
        ledger_close_month(c->db, COUNTY, FUND_MEDICAL_AID, settle_month("2013-05"), "finance", &e),
        &e);
    assert_refused(transfer_approve(c->db, COUNTY, id, &TRANSFER_OF_STATEMENT, APPROVER,
                                    settle_month("2013-05"), &e),
                   &e, "LEDGER_MONTH_CLOSED");
    assert_ok_e(approve(c, id, APPROVER, &e), &e);
    assert_refused(transfer_pay(c->db, COUNTY, id, "回单", settle_date("2013-05-31"), PAYER, &e),
                   &e, "TRANSFER_DATE");
    assert_refused(transfer_pay(c->db, COUNTY, id, "回单", settle_date("2013-07-01"), PAYER, &e),
                   &e, "TRANSFER_DATE");
    assert_ok_e(transfer_pay(c->db, COUNTY, id, "回单", settle_date("2013-06-30"), PAYER, &e), &e);
}

/* The same money lies in one account: a funded run's is not given to a hospital. */
static void the_money_of_a_funded_run_is_kept_for_it(struct county *c)
{
    struct error e = {0};
    struct fen put;
    int64_t id = made(c, settle.county_hospital);
    settle_tamper(c,
                  "INSERT INTO payment_run (county, id, programme, from_month, to_month, state, "
                  "known, known_before, items, total_fen, content_hash, prepared_by, prepared_at, "
                  "checked_by, reviewed_by, approved_by, funded_by) VALUES (341823, 7, 3, 201306, "
                  "201306, 5, 1, 0, 1, 40000, %s, 'a', '', 'b', 'c', 'd', 'e')",
                  db_engine(c->db) == DB_SQLITE ? "x'00'" : "'\\x00'");
    settle_tamper(c, "INSERT INTO payment_item (county, programme, month, household, division, "
                     "form, protected_count, basic_fen, topup_fen, adjustment_fen, carry_fen, "
                     "state, attempt, remittance) VALUES (341823, 3, 201306, 1, 341823100204, 0, "
                     "1, 40000, 0, 0, 0, 1, 0, 0)");
    transfer_decide(c, id, &TRANSFER_OF_STATEMENT, "2013-06");
    settle_money(c, 139999, "2013-06");
    assert_refused(pay(c, id, PAYER, &e), &e, "TRANSFER_FUNDS");
    assert_ok_e(transfer_fund(c->db, COUNTY, id, PAYER, &put, &e), &e);
    assert_int_equal(put.v, 1);
    assert_ok_e(pay(c, id, PAYER, &e), &e);
    assert_int_equal(settle_balance(c, LEDGER_BANK), 40000);
}

#define TEST(name)                                                                                 \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        settle_each(name);                                                                         \
    }
TEST(four_people_put_their_hands_to_it)
TEST(who_drew_the_statement_does_not_check_its_transfer)
TEST(what_the_bank_sends_back_is_paid_again_under_its_number)
TEST(nothing_is_paid_without_an_account)
TEST(what_the_account_lacks_comes_by_the_plans_shares)
TEST(shares_add_up_to_the_fen)
TEST(a_discarded_transfer_frees_its_statement)
TEST(days_and_closed_months_are_kept)
TEST(the_money_of_a_funded_run_is_kept_for_it)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_four_people_put_their_hands_to_it),
        cmocka_unit_test(test_who_drew_the_statement_does_not_check_its_transfer),
        cmocka_unit_test(test_what_the_bank_sends_back_is_paid_again_under_its_number),
        cmocka_unit_test(test_nothing_is_paid_without_an_account),
        cmocka_unit_test(test_what_the_account_lacks_comes_by_the_plans_shares),
        cmocka_unit_test(test_shares_add_up_to_the_fen),
        cmocka_unit_test(test_a_discarded_transfer_frees_its_statement),
        cmocka_unit_test(test_days_and_closed_months_are_kept),
        cmocka_unit_test(test_the_money_of_a_funded_run_is_kept_for_it),
    };
    return cmocka_run_group_tests_name("transfer", tests, NULL, NULL);
}

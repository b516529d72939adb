/* Support and management money never meet: not in an allocation, not in an account, not in a book
   (P3.2; 令456号 Art. 14). Each sum is paid once. */
#include "domain/allocation/money_fixture.h"

#include <inttypes.h>

static const struct allocation_category *category(const char *code)
{
    const struct allocation_category *c;
    struct error e = {0};
    assert_ok_e(allocation_category_parse(code, &c, &e), &e);
    return c;
}

struct written {
    int64_t id, transfer;
};

static enum status write(struct money_county *c, enum fund fund, const char *payee,
                         const struct allocation_line *lines, size_t count, struct written *ret,
                         struct error *e)
{
    const struct allocation a = {.fund = fund,
                                 .payee = money_payee(c, payee),
                                 .month = money_month("2013-06"),
                                 .document = "民〔2013〕6号",
                                 .lines = lines,
                                 .line_count = count};
    return allocation_write(c->db, COUNTY, &a, MAKER, &ret->id, &ret->transfer, e);
}

static enum status write_one(struct money_county *c, const char *payee, const char *code,
                             int64_t fen, int supplement, struct written *ret, struct error *e)
{
    const struct allocation_line line = {
        .category = category(code), .people = 12, .amount = FEN(fen), .supplement = supplement};
    return write(c, line.category->fund, payee, &line, 1, ret, e);
}

static int64_t crossings(struct money_county *c)
{
    return money_number(
        c, "SELECT count(*) FROM change_trail WHERE action = 'allocation.cross_funds' AND actor = "
           "'" MAKER "'");
}

/* ---- the funds ---- */

static void money_of_the_other_fund_is_refused_and_the_attempt_stays(struct money_county *c)
{
    struct error e = {0};
    struct written w;
    const struct allocation_line mixed[] = {
        {.category = category("HOME_RUNNING"), .amount = FEN(498600)},
        {.category = category("INSTITUTION_CARE"), .amount = FEN(1)},
    };
    assert_refused(write(c, FUND_HOME_MANAGEMENT, "G01", mixed, 2, &w, &e), &e,
                   "HOME_FUND_CROSSED");
    assert_int_equal(crossings(c), 1);
    /* Support money into a home's account for management money. */
    assert_refused(write_one(c, "G01", "INSTITUTION_BASIC", 100, 0, &w, &e), &e,
                   "HOME_FUND_CROSSED");
    assert_int_equal(crossings(c), 2);
    /* A fund that allocations do not know, and a hospital: no crossing, but no. */
    assert_refused(write(c, FUND_DIBAO, "Y001", mixed, 1, &w, &e), &e, "ALLOCATION_FIELD");
    assert_refused(write_one(c, "H001", "HOME_RUNNING", 100, 0, &w, &e), &e, "PAYEE_KIND");
    assert_int_equal(crossings(c), 2);
    /* Nor sums that no sum could hold, nor a month that is far away. */
    assert_refused(write_one(c, "G01", "HOME_RUNNING", INT64_C(1000000000001), 0, &w, &e), &e,
                   "ALLOCATION_FIELD");
    const struct allocation_line running = {.category = category("HOME_RUNNING"), .amount = FEN(1)};
    const struct allocation later = {.fund = FUND_HOME_MANAGEMENT,
                                     .payee = money_payee(c, "G01"),
                                     .month = money_month("2013-08"),
                                     .document = "文",
                                     .lines = &running,
                                     .line_count = 1};
    assert_refused(allocation_write(c->db, COUNTY, &later, MAKER, &w.id, &w.transfer, &e), &e,
                   "ALLOCATION_FIELD");
    assert_int_equal(money_number(c, "SELECT count(*) FROM allocation"), 0);
    assert_int_equal(money_number(c, "SELECT count(*) FROM transfer"), 0);
    /* Not even past the program. */
    assert_ok_e(write_one(c, "G01", "HOME_RUNNING", 100, 0, &w, &e), &e);
    assert_refused(db_execute_raw(c->db, "UPDATE allocation_line SET account = 25104", &e), &e,
                   "DB_CHECK");
}

static void each_category_stands_in_its_own_account_of_its_own_fund(struct money_county *c)
{
    struct error e = {0};
    struct written support, management;
    const struct allocation_line lines[] = {
        {.category = category("SCATTERED_BASIC"), .people = 3, .amount = FEN(300)},
        {.category = category("SCATTERED_CARE"), .people = 2, .amount = FEN(20)},
        {.category = category("INSTITUTION_ELECTRICITY"), .people = 1, .amount = FEN(7)},
    };
    assert_ok_e(write(c, FUND_WUBAO, "Y001", lines, 3, &support, &e), &e);
    assert_ok_e(write_one(c, "G02", "HOME_STAFF", 5000, 0, &management, &e), &e);
    money_pay(c, support.transfer, &TRANSFER_OF_SUPPORT);
    money_pay(c, management.transfer, &TRANSFER_OF_MANAGEMENT);
    assert_int_equal(money_balance(c, FUND_WUBAO, LEDGER_EXPENSE_SCATTERED), 300);
    assert_int_equal(money_balance(c, FUND_WUBAO, LEDGER_EXPENSE_SCATTERED_CARE), 20);
    assert_int_equal(money_balance(c, FUND_WUBAO, LEDGER_EXPENSE_INSTITUTION_ELECTRICITY), 7);
    assert_int_equal(money_balance(c, FUND_HOME_MANAGEMENT, LEDGER_EXPENSE_HOME_STAFF), 5000);
    const enum fund funds[] = {FUND_WUBAO, FUND_HOME_MANAGEMENT};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(money_balance(c, funds[i], LEDGER_PAYABLE), 0);
        assert_int_equal(money_balance(c, funds[i], LEDGER_BANK), 0);
    }
    struct allocation a;
    assert_ok_e(allocation_read(c->db, COUNTY, support.id, c->arena, &a, &e), &e);
    assert_int_equal(a.state, 3);
    assert_int_equal(a.total.v, 327);
    assert_int_equal(a.people, 6);
    assert_string_equal(a.lines[1].category->code, "SCATTERED_CARE");
    struct allocation_sum *sums;
    size_t count;
    assert_ok_e(
        allocation_month(c->db, COUNTY, money_month("2013-06"), c->arena, &sums, &count, &e), &e);
    assert_int_equal(count, 4);
    assert_string_equal(sums[3].category->code, "HOME_STAFF");
    assert_int_equal(sums[0].amount.v, 300);
    assert_int_equal(sums[0].paid.v, 300);
}

/* Care and electricity of those who live there; basic support goes person by person. */
static void a_home_takes_support_money_in_its_own_account(struct money_county *c)
{
    struct error e = {0};
    struct written w;
    struct payee p;
    assert_ok_e(write_one(c, "S01", "INSTITUTION_CARE", 7000, 0, &w, &e), &e);
    money_pay(c, w.transfer, &TRANSFER_OF_SUPPORT);
    assert_ok_e(write_one(c, "S01", "INSTITUTION_ELECTRICITY", 800, 0, &w, &e), &e);
    static const char *const others[] = {"INSTITUTION_BASIC", "SCATTERED_BASIC", "SCATTERED_CARE",
                                         "SCATTERED_ELECTRICITY"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_refused(write_one(c, "S01", others[i], 1, 0, &w, &e), &e, "PAYEE_KIND");
    assert_int_equal(crossings(c), 0);
    assert_refused(write_one(c, "S01", "HOME_RUNNING", 1, 0, &w, &e), &e, "HOME_FUND_CROSSED");
    assert_refused(write_one(c, "S01", "HOME_STAFF", 1, 0, &w, &e), &e, "HOME_FUND_CROSSED");
    assert_int_equal(crossings(c), 2);
    /* Both accounts have the home's name: the fund says which. */
    assert_ok_e(
        allocation_payee_by_name(c->db, COUNTY, "泾川镇敬老院", FUND_WUBAO, c->arena, &p, &e), &e);
    assert_string_equal(p.code, "S01");
    assert_ok_e(allocation_payee_by_name(c->db, COUNTY, "泾川镇敬老院", FUND_HOME_MANAGEMENT,
                                         c->arena, &p, &e),
                &e);
    assert_string_equal(p.code, "G01");
    assert_status(allocation_payee_by_name(c->db, COUNTY, "某院", FUND_WUBAO, c->arena, &p, &e),
                  STATUS_NONE);
}

/* ---- once ---- */

static void a_sum_is_allocated_once_until_it_is_discarded(struct money_county *c)
{
    struct error e = {0};
    struct written first, again;
    assert_ok_e(write_one(c, "G01", "HOME_RUNNING", 498600, 0, &first, &e), &e);
    assert_refused(write_one(c, "G01", "HOME_RUNNING", 1, 0, &again, &e), &e, "ALLOCATION_TWICE");
    assert_refused(
        db_execute_raw(c->db,
                       "INSERT INTO allocation_line SELECT county, allocation, 9, fund, month, "
                       "payee, account, supplement, people, amount_fen, note, is_living FROM "
                       "allocation_line",
                       &e),
        &e, "DB_UNIQUE");
    /* Another home, another category, a second sum that says so. */
    assert_ok_e(write_one(c, "G02", "HOME_RUNNING", 1, 0, &again, &e), &e);
    assert_ok_e(write_one(c, "G01", "HOME_STAFF", 1, 0, &again, &e), &e);
    assert_ok_e(write_one(c, "G01", "HOME_RUNNING", 1, 1, &again, &e), &e);
    assert_refused(write_one(c, "G01", "HOME_RUNNING", 1, 1, &again, &e), &e, "ALLOCATION_TWICE");
    assert_ok_e(transfer_discard(c->db, COUNTY, first.transfer, &TRANSFER_OF_MANAGEMENT, "金额写错",
                                 MAKER, &e),
                &e);
    struct allocation a;
    assert_ok_e(allocation_read(c->db, COUNTY, first.id, c->arena, &a, &e), &e);
    assert_int_equal(a.state, 4);
    assert_ok_e(write_one(c, "G01", "HOME_RUNNING", 498600, 0, &again, &e), &e);
}

static void several_are_written_all_or_none(struct money_county *c)
{
    struct error e = {0};
    int64_t ids[2], transfers[2];
    size_t at = 9;
    const struct allocation_line lines[] = {
        {.category = category("HOME_RUNNING"), .amount = FEN(1)},
        {.category = category("SCATTERED_CARE"), .amount = FEN(1)},
    };
    struct allocation list[] = {
        {.fund = FUND_HOME_MANAGEMENT, .payee = money_payee(c, "G01"), .lines = &lines[0]},
        {.fund = FUND_WUBAO, .payee = money_payee(c, "G01"), .lines = &lines[1]},
    };
    for (size_t i = 0; i < 2; i++) {
        list[i].month = money_month("2013-06");
        list[i].document = "文";
        list[i].line_count = 1;
    }
    assert_refused(allocation_write_all(c->db, COUNTY, list, 2, MAKER, ids, transfers, &at, &e), &e,
                   "HOME_FUND_CROSSED");
    assert_int_equal(at, 1);
    assert_int_equal(money_number(c, "SELECT count(*) FROM allocation"), 0);
    assert_int_equal(money_number(c, "SELECT count(*) FROM transfer"), 0);
    assert_int_equal(crossings(c), 1);
}

/* ---- what was altered is not approved ---- */

static void an_altered_allocation_is_not_approved(struct money_county *c)
{
    static const char *const tampers[] = {
        "UPDATE allocation_line SET amount_fen = amount_fen + 1",
        "UPDATE allocation_line SET people = people + 1",
        "UPDATE allocation_line SET note = 'x'",
        "UPDATE allocation_line SET account = 35302",
        "UPDATE allocation SET payee = payee + 1",
        "UPDATE allocation SET total_fen = total_fen + 1",
    };
    static const char *const undo[] = {
        "UPDATE allocation_line SET amount_fen = amount_fen - 1",
        "UPDATE allocation_line SET people = people - 1",
        "UPDATE allocation_line SET note = ''",
        "UPDATE allocation_line SET account = 35301",
        "UPDATE allocation SET payee = payee - 1",
        "UPDATE allocation SET total_fen = total_fen - 1",
    };
    struct error e = {0};
    struct written w;
    assert_ok_e(write_one(c, "G01", "HOME_RUNNING", 498600, 0, &w, &e), &e);
    assert_refused(transfer_check(c->db, COUNTY, w.transfer, MAKER, &e), &e, "SAME_PERSON");
    assert_ok_e(transfer_check(c->db, COUNTY, w.transfer, CHECKER, &e), &e);
    for (size_t i = 0; i < sizeof tampers / sizeof tampers[0]; i++) {
        money_tamper(c, "%s", tampers[i]);
        assert_refused(transfer_approve(c->db, COUNTY, w.transfer, &TRANSFER_OF_MANAGEMENT,
                                        APPROVER, money_month("2013-06"), &e),
                       &e, "ALLOCATION_ALTERED");
        money_tamper(c, "%s", undo[i]);
    }
    assert_int_equal(money_number(c, "SELECT count(*) FROM journal"), 0);
    assert_refused(transfer_approve(c->db, COUNTY, w.transfer, &TRANSFER_OF_SUPPORT, APPROVER,
                                    money_month("2013-06"), &e),
                   &e, "TRANSFER_KIND");
    assert_ok_e(transfer_approve(c->db, COUNTY, w.transfer, &TRANSFER_OF_MANAGEMENT, APPROVER,
                                 money_month("2013-06"), &e),
                &e);
}

/* A county that was made by an older plan: its books get the accounts when the new plan is loaded.
 */
static void a_county_of_an_older_plan_says_what_it_lacks(struct money_county *c)
{
    struct error e = {0};
    struct written w;
    money_tamper(c, "DELETE FROM ledger_account WHERE account = 35301");
    assert_refused(write_one(c, "G01", "HOME_RUNNING", 1, 0, &w, &e), &e, "ALLOCATION_ACCOUNT");
}

#define CLAIM(name)                                                                                \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        money_each(name);                                                                          \
    }
CLAIM(money_of_the_other_fund_is_refused_and_the_attempt_stays)
CLAIM(a_home_takes_support_money_in_its_own_account)
CLAIM(each_category_stands_in_its_own_account_of_its_own_fund)
CLAIM(a_sum_is_allocated_once_until_it_is_discarded)
CLAIM(several_are_written_all_or_none)
CLAIM(an_altered_allocation_is_not_approved)
CLAIM(a_county_of_an_older_plan_says_what_it_lacks)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_money_of_the_other_fund_is_refused_and_the_attempt_stays),
        cmocka_unit_test(test_a_home_takes_support_money_in_its_own_account),
        cmocka_unit_test(test_each_category_stands_in_its_own_account_of_its_own_fund),
        cmocka_unit_test(test_a_sum_is_allocated_once_until_it_is_discarded),
        cmocka_unit_test(test_several_are_written_all_or_none),
        cmocka_unit_test(test_an_altered_allocation_is_not_approved),
        cmocka_unit_test(test_a_county_of_an_older_plan_says_what_it_lacks),
    };
    return cmocka_run_group_tests_name("allocation", tests, NULL, NULL);
}

/* The state machine of a run: every edge, who may take it, and what freezes. */
#include "domain/payment/county.h"

#include <inttypes.h>
#include <string.h>

typedef enum status (*step)(struct db *db, const struct payment_context *c, int64_t run,
                            struct error *e);

static enum status as(struct county *c, const char *actor, step call, int64_t run, struct error *e)
{
    struct payment_context who = county_as(c, actor);
    return call(c->db, &who, run, e);
}

static int64_t small_run(struct county *c)
{
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-06"});
    county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-06"});
    return county_prepare(c, PROGRAMME_DIBAO, "2013-06");
}

static enum run_state state_of(struct county *c, int64_t run)
{
    return (enum run_state)county_number(c, "SELECT state FROM payment_run WHERE id = %" PRId64,
                                         run);
}

static void steps_come_in_their_order(struct county *c)
{
    struct error e = {0};
    struct bank bank = {0};
    int64_t run = small_run(c);
    static const step LATER[] = {payment_review, payment_approve, payment_fund, payment_close};
    for (size_t i = 0; i < sizeof LATER / sizeof LATER[0]; i++)
        assert_refused(as(c, "x", LATER[i], run, &e), &e, "RUN_STATE");
    assert_refused(bank_send(c, run, false, &bank, &e), &e, "RUN_STATE");
    assert_ok_e(as(c, CHECKER, payment_check, run, &e), &e);
    assert_refused(as(c, "x", payment_check, run, &e), &e, "RUN_STATE");
    assert_refused(as(c, "x", payment_approve, run, &e), &e, "RUN_STATE");
    assert_ok_e(as(c, REVIEWER, payment_review, run, &e), &e);
    assert_refused(as(c, "x", payment_fund, run, &e), &e, "RUN_STATE");
    assert_ok_e(as(c, FINANCE, payment_approve, run, &e), &e);
    assert_refused(as(c, "x", payment_approve, run, &e), &e, "RUN_STATE");
    assert_refused(bank_send(c, run, false, &bank, &e), &e, "RUN_STATE");
    assert_ok_e(as(c, FINANCE, payment_fund, run, &e), &e);
    assert_refused(bank_send(c, run, true, &bank, &e), &e,
                   "RUN_STATE"); /* nothing to re-issue yet */
    assert_ok_e(bank_send(c, run, false, &bank, &e), &e);
    assert_int_equal(state_of(c, run), RUN_SENT);
    assert_refused(as(c, "x", payment_close, run, &e), &e, "RUN_STATE");
    assert_ok_e(bank_answer(c, run, &bank, "回盘", NULL, &e), &e);
    assert_int_equal(state_of(c, run), RUN_RECONCILED);
    assert_ok_e(as(c, FINANCE, payment_close, run, &e), &e);
    assert_int_equal(state_of(c, run), RUN_CLOSED);
    assert_refused(as(c, "x", payment_close, run, &e), &e, "RUN_STATE");
    assert_refused(as(c, "x", payment_check, 99999, &e), &e, "RUN_UNKNOWN");
}

static void maker_checker_and_payer_are_different_people(struct county *c)
{
    struct error e = {0};
    struct bank bank = {0};
    int64_t run = small_run(c);
    assert_refused(as(c, MAKER, payment_check, run, &e), &e, "SAME_PERSON");
    assert_ok_e(as(c, CHECKER, payment_check, run, &e), &e);
    assert_refused(as(c, MAKER, payment_review, run, &e), &e, "SAME_PERSON");
    assert_refused(as(c, CHECKER, payment_review, run, &e), &e, "SAME_PERSON");
    assert_ok_e(as(c, REVIEWER, payment_review, run, &e), &e);
    assert_refused(as(c, MAKER, payment_approve, run, &e), &e, "SAME_PERSON");
    assert_refused(as(c, CHECKER, payment_approve, run, &e), &e, "SAME_PERSON");
    assert_refused(as(c, REVIEWER, payment_approve, run, &e), &e, "SAME_PERSON");
    assert_ok_e(as(c, FINANCE, payment_approve, run, &e), &e);
    assert_refused(as(c, MAKER, payment_fund, run, &e), &e, "SAME_PERSON");
    assert_refused(as(c, CHECKER, payment_fund, run, &e), &e, "SAME_PERSON");
    assert_ok_e(as(c, FINANCE, payment_fund, run, &e), &e);
    struct payment_sink sink = {0};
    struct payment_context maker = county_as(c, MAKER), checker = county_as(c, CHECKER);
    assert_refused(payment_send(c->db, &maker, run, "x", false, &sink, NULL, &e), &e,
                   "SAME_PERSON");
    assert_refused(payment_send(c->db, &checker, run, "x", false, &sink, NULL, &e), &e,
                   "SAME_PERSON");
    assert_ok_e(bank_send(c, run, false, &bank, &e), &e);
}

/* The same, past the program: the database itself refuses. */
static void the_database_refuses_one_person_twice(struct county *c)
{
    struct error e = {0};
    int64_t run = small_run(c);
    assert_refused(
        db_execute_raw(c->db, "UPDATE payment_run SET state = 2, checked_by = 'maker'", &e), &e,
        "DB_CHECK");
    assert_refused(db_execute_raw(c->db, "UPDATE payment_run SET state = 2", &e), &e, "DB_CHECK");
    assert_ok_e(as(c, CHECKER, payment_check, run, &e), &e);
    static const char *const FORBIDDEN[] = {
        "UPDATE payment_run SET state = 3, reviewed_by = 'maker'",
        "UPDATE payment_run SET state = 3, reviewed_by = 'checker'",
        "UPDATE payment_run SET approved_by = 'maker'",
        "UPDATE payment_run SET approved_by = 'checker'",
        "UPDATE payment_run SET funded_by = 'maker'",
        "UPDATE payment_run SET funded_by = 'checker'",
        "UPDATE payment_run SET sent_by = 'maker'",
        "UPDATE payment_run SET sent_by = 'checker'",
        "UPDATE payment_run SET state = 4",
        "UPDATE payment_run SET state = 6",
    };
    for (size_t i = 0; i < sizeof FORBIDDEN / sizeof FORBIDDEN[0]; i++)
        assert_refused(db_execute_raw(c->db, FORBIDDEN[i], &e), &e, "DB_CHECK");
    assert_refused(db_execute_raw(c->db, "INSERT INTO payment_item SELECT * FROM payment_item", &e),
                   &e, "DB_UNIQUE");
    assert_refused(
        db_execute_raw(c->db, "INSERT INTO payment_run_month VALUES (341823, 1, 201306, 1)", &e),
        &e, "DB_UNIQUE");
}

static void an_altered_roster_goes_no_further(struct county *c)
{
    struct error e = {0};
    struct bank bank = {0};
    int64_t run = small_run(c);
    assert_ok_e(as(c, CHECKER, payment_check, run, &e), &e);
    assert_ok_e(as(c, REVIEWER, payment_review, run, &e), &e);
    assert_ok_e(as(c, FINANCE, payment_approve, run, &e), &e);
    static const char *const TAMPER[][2] = {
        {"UPDATE payment_item SET basic_fen = basic_fen + 1, topup_fen = topup_fen",
         "UPDATE payment_item SET basic_fen = basic_fen - 1"},
        {"UPDATE payment_item SET division = division + 1",
         "UPDATE payment_item SET division = division - 1"},
        {"UPDATE payment_item SET protected_count = 2",
         "UPDATE payment_item SET protected_count = 1"},
        {"UPDATE payment_item SET carry_fen = -1", "UPDATE payment_item SET carry_fen = 0"},
        {"INSERT INTO payment_adjustment VALUES (341823, 1, 201306, 1, 201305, 5, 'FACT')",
         "DELETE FROM payment_adjustment"},
    };
    for (size_t i = 0; i < sizeof TAMPER / sizeof TAMPER[0]; i++) {
        county_tamper(c, "%s", TAMPER[i][0]);
        assert_refused(as(c, FINANCE, payment_fund, run, &e), &e, "RUN_ALTERED");
        county_tamper(c, "%s", TAMPER[i][1]);
    }
    assert_ok_e(as(c, FINANCE, payment_fund, run, &e), &e);
    county_tamper(c, "%s", TAMPER[0][0]);
    assert_refused(bank_send(c, run, false, &bank, &e), &e, "RUN_ALTERED");
    county_tamper(c, "%s", TAMPER[0][1]);
    assert_ok_e(bank_send(c, run, false, &bank, &e), &e);
    assert_ok_e(bank_answer(c, run, &bank, "回盘", NULL, &e), &e);
    county_tamper(c, "%s", TAMPER[0][0]);
    assert_refused(as(c, FINANCE, payment_close, run, &e), &e, "RUN_ALTERED");
    county_tamper(c, "%s", TAMPER[0][1]);
    assert_ok_e(as(c, FINANCE, payment_close, run, &e), &e);
}

static void funding_brings_what_is_lacking_by_shares(struct county *c)
{
    struct error e = {0};
    struct fen bank;
    for (int i = 0; i < 3; i++)
        county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                                    .from = "2013-06",
                                                    .income_year_fen = 100001});
    /* 96.67 each (half-up of 96.6658), 290.01 in all; 100.00 is already there: 190.01 lack. */
    assert_ok_e(ledger_appropriate(c->db, COUNTY, FUND_DIBAO, SOURCE_COUNTY, FEN(10000),
                                   month_make(2013, 6), "泾财社1号", "finance", &e),
                &e);
    int64_t run = county_prepare(c, PROGRAMME_DIBAO, "2013-06");
    assert_int_equal(county_position(c, run).due.v, 29001);
    county_decide(c, run);
    assert_ok_e(ledger_account_balance(c->db, COUNTY, FUND_DIBAO, LEDGER_BANK, &bank, &e), &e);
    assert_int_equal(bank.v, 29001);
    /* 60 % 11400.6, 25 % 4750.25, 5 % 950.05, the county takes the rest. */
    static const int64_t income[] = {11401, 4750, 950, 19001 - 11401 - 4750 - 950 + 10000};
    for (int i = 0; i < 4; i++) {
        struct fen got;
        assert_ok_e(ledger_account_balance(c->db, COUNTY, FUND_DIBAO,
                                           (enum ledger_code)(LEDGER_INCOME_CENTRAL + i), &got, &e),
                    &e);
        assert_int_equal(-got.v, income[i]);
    }
    /* Money waiting for a run that is funded but not sent is not free for another programme's or
     * month's. */
    struct fen wubao;
    assert_ok_e(ledger_account_balance(c->db, COUNTY, FUND_WUBAO, LEDGER_BANK, &wubao, &e), &e);
    assert_int_equal(wubao.v, 0);
    int64_t next = county_prepare(c, PROGRAMME_DIBAO, "2013-07");
    county_decide(c, next);
    assert_ok_e(ledger_account_balance(c->db, COUNTY, FUND_DIBAO, LEDGER_BANK, &bank, &e), &e);
    assert_int_equal(bank.v, 2 * 29001);
}

static void wubao_is_spent_by_form(struct county *c)
{
    struct error e = {0};
    struct fen scattered, institution;
    county_household(c, &(struct new_household){.programme = PROGRAMME_WUBAO,
                                                .from = "2013-06",
                                                .form = FORM_SCATTERED});
    county_household(c,
                     &(struct new_household){.programme = PROGRAMME_WUBAO,
                                             .from = "2013-06",
                                             .form = FORM_INSTITUTION,
                                             .home = county_number(c, "SELECT min(id) FROM home")});
    county_decide(c, county_prepare(c, PROGRAMME_WUBAO, "2013-06"));
    assert_ok_e(
        ledger_account_balance(c->db, COUNTY, FUND_WUBAO, LEDGER_EXPENSE_SCATTERED, &scattered, &e),
        &e);
    assert_ok_e(ledger_account_balance(c->db, COUNTY, FUND_WUBAO, LEDGER_EXPENSE_INSTITUTION,
                                       &institution, &e),
                &e);
    assert_int_equal(scattered.v, 10833);
    assert_int_equal(institution.v, 22000);
}

static void a_month_with_nobody_ends_without_a_file(struct county *c)
{
    struct error e = {0};
    struct bank bank = {0};
    int64_t run = county_prepare(c, PROGRAMME_DIBAO, "2013-06");
    county_decide(c, run);
    assert_status(bank_send(c, run, false, &bank, &e), STATUS_NONE);
    assert_int_equal(state_of(c, run), RUN_RECONCILED);
    assert_ok_e(as(c, FINANCE, payment_close, run, &e), &e);
}

static void the_table_is_the_machine(void **state)
{
    (void)state;
    enum run_state expected = RUN_DRAFT;
    for (size_t i = 0; i < RUN_TRANSITION_COUNT; i++) {
        const struct run_transition *t = &RUN_TRANSITIONS[i];
        assert_true(*t->name && *t->label && strncmp(t->permission, "payment.", 8) == 0);
        if (t->action == RUN_DISCARD)
            continue;
        assert_int_equal(t->from, expected);
        assert_int_equal(t->to, expected + 1);
        expected = t->to;
    }
    assert_int_equal(expected, RUN_CLOSED);
    for (int s = RUN_DRAFT; s <= RUN_CLOSED; s++)
        assert_true(*run_state_name((enum run_state)s) && *run_state_label((enum run_state)s));
    for (int s = ITEM_PENDING; s <= ITEM_CANCELLED; s++)
        assert_true(*item_state_name((enum item_state)s) && *item_state_label((enum item_state)s));
    assert_string_equal(run_state_name((enum run_state)0), "");
    assert_string_equal(item_state_label((enum item_state)99), "");
}

#define CLAIM(name)                                                                                \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        county_each(name);                                                                         \
    }
CLAIM(steps_come_in_their_order)
CLAIM(maker_checker_and_payer_are_different_people)
CLAIM(the_database_refuses_one_person_twice)
CLAIM(an_altered_roster_goes_no_further)
CLAIM(funding_brings_what_is_lacking_by_shares)
CLAIM(wubao_is_spent_by_form)
CLAIM(a_month_with_nobody_ends_without_a_file)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_the_machine),
        cmocka_unit_test(test_steps_come_in_their_order),
        cmocka_unit_test(test_maker_checker_and_payer_are_different_people),
        cmocka_unit_test(test_the_database_refuses_one_person_twice),
        cmocka_unit_test(test_an_altered_roster_goes_no_further),
        cmocka_unit_test(test_funding_brings_what_is_lacking_by_shares),
        cmocka_unit_test(test_wubao_is_spent_by_form),
        cmocka_unit_test(test_a_month_with_nobody_ends_without_a_file),
    };
    return cmocka_run_group_tests_name("states", tests, NULL, NULL);
}

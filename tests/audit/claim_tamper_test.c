/* Faults planted in runs of claims after treatment and in the lines they pay. What the bills
   themselves say is not looked at here: they are made up. */
#include "audit/tamper.h"
#include "domain/payment/county.h"

#include <stdlib.h>
#include <string.h>

static struct county counties[2];

/* Household 1: two claims paid in May, one of them lowered in June, given back in cash, and a claim
   left open. Household 2: paid in May, lowered: waits. Household 3: paid in July. */
static void claims_fill(struct county *c)
{
    struct error e = {0};
    int64_t h[3];
    struct payment_context finance = county_as(c, FINANCE);
    for (int i = 0; i < 3; i++)
        h[i] = county_household(
            c,
            &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-05", .persons = 2});
    int64_t lowered = county_claim(c, h[0], 0, "2013-05-02", 50000, 0);
    county_claim(c, h[0], 1, "2013-05-03", 7000, 0);
    int64_t waiting = county_claim(c, h[1], 0, "2013-05-03", 30000, 0);
    county_pay(c, PROGRAMME_MEDICAL, "2013-05");
    county_claim(c, h[0], 0, "2013-06-03", -20000, lowered);
    county_claim(c, h[1], 0, "2013-06-03", -100, waiting);
    assert_ok_e(payment_repay(c->db, &finance, PROGRAMME_MEDICAL, h[0], month_make(2013, 5),
                              FEN(20000), "收据1", &e),
                &e);
    county_claim(c, h[2], 0, "2013-07-03", 1234, 0);
    county_pay(c, PROGRAMME_MEDICAL, "2013-07");
    county_claim(c, h[0], 0, "2013-08-03", 800, 0);
}

#define RUN_OF(month)                                                                              \
    "(SELECT run FROM payment_run_month WHERE programme = 3 AND month = " month ")"
#define HERE "programme = 3 AND month = 201305 AND household = 1"

static const struct fault FAULTS[] = {
    {"an amount raised", "UPDATE payment_item SET basic_fen = basic_fen + 1 WHERE " HERE,
     "ITEM_AMOUNT"},
    {"an amount that no line bears out",
     "UPDATE payment_item SET basic_fen = basic_fen + 1 WHERE " HERE, "CLAIM_UNBOUND"},
    {"an item altered after it was frozen",
     "UPDATE payment_item SET protected_count = 1 WHERE " HERE, "RUN_ALTERED"},
    {"more people than claims", "UPDATE payment_item SET protected_count = 3 WHERE " HERE,
     "ITEM_FACTS"},
    {"an item of another village", "UPDATE payment_item SET division = division + 1 WHERE " HERE,
     "ITEM_FACTS"},
    {"an item deleted", "DELETE FROM payment_item WHERE " HERE, "ITEM_MISSING"},
    {"an item for nobody",
     "INSERT INTO payment_item SELECT county, programme, month, 99, division, form, "
     "protected_count, basic_fen, topup_fen, adjustment_fen, carry_fen, state, attempt, remittance "
     "FROM payment_item WHERE " HERE,
     "ITEM_UNDUE"},
    {"an amount that is not in the books",
     "UPDATE payment_item SET basic_fen = basic_fen + 1 WHERE " HERE, "POSTING_AMOUNT"},
    {"a line taken out of its run", "UPDATE medical_line SET batch = 0 WHERE after_fen = 7000",
     "CLAIM_UNBOUND"},
    {"an open line slipped into a run",
     "UPDATE medical_line SET batch = " RUN_OF("201305") " WHERE after_fen = 800", "CLAIM_BOUND"},
    {"a line moved to another run",
     "UPDATE medical_line SET batch = " RUN_OF("201307") " WHERE after_fen = 7000", "CLAIM_BOUND"},
    {"a line in a run that there is not",
     "UPDATE medical_line SET batch = 77 WHERE after_fen = 7000", "CLAIM_BOUND"},
    {"a line paid twice",
     "INSERT INTO medical_line (county, id, payee_kind, payee, admission, case_file, bill, person, "
     "reason, before_fen, during_fen, after_fen, entered_on, known_from, batch) SELECT county, "
     "9999, payee_kind, payee, admission, case_file, bill, person, reason, 0, 0, after_fen, "
     "entered_on, known_from, " RUN_OF("201307") " FROM medical_line WHERE after_fen = 1234",
     "CLAIM_UNBOUND"},
    {"a line invented",
     "INSERT INTO medical_line (county, id, payee_kind, payee, admission, case_file, bill, person, "
     "reason, before_fen, during_fen, after_fen, entered_on, known_from, batch) SELECT county, "
     "9999, payee_kind, payee, admission, case_file, bill, person, reason, 0, 0, 50, 20130810, "
     "known_from, 0 FROM medical_line WHERE after_fen = 800",
     "CLAIM_LINES"},
    {"an open line raised", "UPDATE medical_line SET after_fen = 900 WHERE after_fen = 800",
     "CLAIM_LINES"},
    {"a line owed to another household", "UPDATE medical_line SET payee = 2 WHERE after_fen = 800",
     "CLAIM_PAYEE"},
    {"a debt wiped out", "DELETE FROM medical_line WHERE after_fen = -100", "CLAIM_LINES"},
    {"cash given back that settled less", "UPDATE payment_repayment SET amount_fen = 19999",
     "CLAIM_REPAID"},
    {"a debt settled by nothing", "UPDATE medical_line SET batch = -55 WHERE after_fen = -100",
     "CLAIM_REPAID"},
    {"what was given back taken as open",
     "UPDATE medical_line SET batch = 0 WHERE after_fen = -20000", "CLAIM_REPAID"},
    {"a debt hidden in a run that was paid",
     "UPDATE medical_line SET batch = " RUN_OF("201305") " WHERE after_fen = -100", "CLAIM_BOUND"},
    {"claims in another fund", "UPDATE journal SET fund = 1 WHERE fund = 4 AND kind = 'ENTITLE'",
     "FUND_MIXED"},
    {"claims as another expense",
     "UPDATE posting SET debit = 45001 WHERE fund = 4 AND debit = 45204", "POSTING_ACCOUNT"},
    {"a payment in the books twice",
     "UPDATE posting SET amount_fen = amount_fen + 1 WHERE fund = 4 AND credit = 42001 AND line = "
     "1",
     "BALANCE_PAYABLE"},
};

/* Only what this test is about: bills and cases that are made up are named, and rightly. */
static void claims_tie_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < world_count; i++) {
        struct codes codes;
        struct error e = {0};
        int64_t findings;
        assert_ok_e(audit(worlds[i].db, worlds[i].keys, &codes, &findings, &e), &e);
        for (size_t f = 0; f < sizeof FAULTS / sizeof FAULTS[0]; f++)
            if (strstr(codes.text, FAULTS[f].code))
                fail_msg("%s: %s", testdb_engine_name(worlds[i].testdb.engine), codes.text);
    }
}

static void every_fault_in_claims_is_named(void **state)
{
    (void)state;
    faults_are_named(FAULTS, sizeof FAULTS / sizeof FAULTS[0]);
}

static int setup(void **state)
{
    (void)state;
    const enum db_engine engines[] = {DB_SQLITE, DB_POSTGRES};
    for (size_t i = 0; i < (testdb_has_postgres() ? 2 : 1); i++) {
        county_open(&counties[i], engines[i]);
        claims_fill(&counties[i]);
        worlds[i] = (struct world){.testdb = counties[i].testdb,
                                   .db = counties[i].db,
                                   .keys = counties[i].keys,
                                   .arena = counties[i].arena};
        world_count = i + 1;
    }
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    for (size_t i = 0; i < world_count; i++)
        county_close(&counties[i]);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_tie_out),
        cmocka_unit_test(every_fault_in_claims_is_named),
    };
    return cmocka_run_group_tests_name("claim_tamper", tests, setup, teardown);
}

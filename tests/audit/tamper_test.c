/* Faults planted in payments, books, files, facts and the trail. */
#include "audit/tamper.h"

#include <string.h>

/* A paid dibao item that was never returned, and one that was. */
#define PAID                                                                                       \
    "(SELECT min(household) FROM payment_item WHERE programme = 1 AND month = 201306 AND state = " \
    "4 AND attempt = 1)"
#define BACK                                                                                       \
    "(SELECT min(household) FROM payment_item WHERE programme = 1 AND month = 201306 AND state = " \
    "5)"
#define HERE "programme = 1 AND month = 201306 AND household = " PAID
#define RUN1 "(SELECT run FROM payment_run_month WHERE programme = 1 AND month = 201306)"
#define RUN2 "(SELECT run FROM payment_run_month WHERE programme = 2 AND month = 201306)"
#define FILE1 "(SELECT min(out_file) FROM remittance WHERE run = " RUN1 ")"
#define FILE2 "(SELECT min(out_file) FROM remittance WHERE run = " RUN2 ")"
#define ENTITLE1 "(SELECT min(id) FROM journal WHERE fund = 1 AND kind = 'ENTITLE')"

static const struct fault FAULTS[] = {
    {"an amount raised", "UPDATE payment_item SET basic_fen = basic_fen + 100 WHERE " HERE,
     "ITEM_AMOUNT"},
    {"an amount lowered by one fen",
     "UPDATE payment_item SET basic_fen = basic_fen - 1 WHERE " HERE, "ITEM_AMOUNT"},
    {"a top-up invented", "UPDATE payment_item SET topup_fen = topup_fen + 5000 WHERE " HERE,
     "ITEM_AMOUNT"},
    {"an item altered after it was frozen",
     "UPDATE payment_item SET basic_fen = basic_fen + 100 WHERE " HERE, "RUN_ALTERED"},
    {"an item deleted", "DELETE FROM payment_item WHERE " HERE, "ITEM_MISSING"},
    {"an item for nobody",
     "INSERT INTO payment_item SELECT county, programme, month, 9999999, division, form, "
     "protected_count, basic_fen, topup_fen, "
     "adjustment_fen, carry_fen, state, attempt, remittance FROM payment_item WHERE " HERE,
     "ITEM_UNDUE"},
    {"an item paid to a month without a run",
     "INSERT INTO payment_item SELECT county, programme, 201201, household, division, form, "
     "protected_count, basic_fen, topup_fen, "
     "adjustment_fen, carry_fen, state, attempt, remittance FROM payment_item WHERE " HERE,
     "ITEM_ORPHAN"},
    {"an adjustment line added",
     "INSERT INTO payment_adjustment (county, programme, month, household, for_month, amount_fen, "
     "reason) "
     "SELECT county, programme, month, household, 201305, 777, 'FACT' FROM payment_item "
     "WHERE " HERE,
     "ADJUSTMENT_SUM"},
    {"an adjustment without a line", "UPDATE payment_item SET adjustment_fen = 777 WHERE " HERE,
     "ADJUSTMENT_SUM"},
    {"an adjustment without an item",
     "INSERT INTO payment_adjustment (county, programme, month, household, for_month, amount_fen, "
     "reason) "
     "SELECT county, programme, month, 9999999, 201305, 777, 'FACT' FROM payment_item WHERE " HERE,
     "ADJUSTMENT_ORPHAN"},
    {"a recovery hidden", "UPDATE payment_item SET carry_fen = -500 WHERE " HERE, "SETTLEMENT"},
    {"a repayment forged",
     "INSERT INTO payment_repayment (county, id, programme, household, for_month, amount_fen, "
     "known_from, document) "
     "SELECT county, 999, programme, household, month, 500, 1, 'x' FROM payment_item WHERE " HERE,
     "SETTLEMENT"},
    {"an item moved to another village",
     "UPDATE payment_item SET division = division + 1 WHERE " HERE, "ITEM_FACTS"},
    {"a head counted twice",
     "UPDATE payment_item SET protected_count = protected_count + 1 WHERE " HERE, "ITEM_FACTS"},
    {"a form of support swapped",
     "UPDATE payment_item SET form = 3 - form WHERE programme = 2 AND month = 201306 AND household "
     "= "
     "(SELECT min(household) FROM payment_item WHERE programme = 2 AND month = 201306)",
     "ITEM_FORM"},
    {"an income altered",
     "UPDATE entitlement SET income_year_fen = income_year_fen + 12000 WHERE programme = 1 AND "
     "household = " PAID,
     "ITEM_AMOUNT"},
    {"a birth date altered", "UPDATE member SET birth = 19700101 WHERE birth >= 20000101",
     "ITEM_AMOUNT"},
    {"a person no longer protected", "UPDATE member SET is_protected = 0 WHERE household = " PAID,
     "ITEM_UNDUE"},
    {"an entitlement made unknown",
     "UPDATE entitlement SET known_to = known_from + 1 WHERE programme = 1 AND household = " PAID,
     "ITEM_UNDUE"},
    {"an entitlement overlapping another",
     "INSERT INTO entitlement SELECT county, programme, household, from_month + 1, known_from, "
     "201312, known_to, status, cause, division, "
     "head, mgmt_class, income_year_fen, form, home, care_level, begun_month FROM entitlement "
     "WHERE programme = 1 AND household = " PAID,
     "PERIOD_OVERLAP"},
    {"a person in two households",
     "INSERT INTO member SELECT county, household + 1, person, from_month, known_from, 201312, "
     "known_to, birth, is_present, is_protected, "
     "relation, disability_kind, disability_grade, is_seriously_ill, is_student, cause FROM member "
     "WHERE household = " PAID,
     "PERSON_TWICE"},
    {"a fact nobody recorded", "UPDATE member SET known_from = 1000000 WHERE household = " PAID,
     "KNOWN_UNRECORDED"},
    {"an account swapped for another's",
     "UPDATE account SET number_sealed = (SELECT number_sealed FROM account WHERE owner_kind = 2 "
     "ORDER BY owner LIMIT 1) WHERE owner_kind = 1 AND owner = " PAID,
     "NUMBER_SEAL"},
    {"an ID number swapped for another's",
     "UPDATE person SET id_sealed = (SELECT id_sealed FROM person ORDER BY id DESC LIMIT 1) WHERE "
     "id = (SELECT min(id) FROM person)",
     "NUMBER_SEAL"},
    {"a standard altered",
     "UPDATE parameter SET value = value + 1200 WHERE name = 'dibao.standard_year'", "ITEM_AMOUNT"},
    {"a standard deleted", "DELETE FROM parameter WHERE name = 'wubao.scattered_year'",
     "PARAMETER_MISSING"},
    {"a household struck from the list of exceptions", "DELETE FROM payment_exception", "MISSED"},
    {"an obligation posted higher",
     "UPDATE posting SET amount_fen = amount_fen + 100 WHERE fund = 1 AND journal = " ENTITLE1
     " AND line = " PAID,
     "POSTING_AMOUNT"},
    {"an obligation not posted",
     "DELETE FROM posting WHERE fund = 1 AND journal = " ENTITLE1 " AND line = " PAID,
     "POSTING_MISSING"},
    {"an obligation posted for nobody",
     "INSERT INTO posting (county, fund, journal, line, debit, credit, amount_fen) SELECT county, "
     "fund, journal, 9999999, debit, credit, "
     "amount_fen FROM posting WHERE fund = 1 AND journal = " ENTITLE1 " AND line = " PAID,
     "POSTING_EXTRA"},
    {"an expense booked as income",
     "UPDATE posting SET debit = 14001 WHERE fund = 1 AND journal = " ENTITLE1 " AND line = " PAID,
     "POSTING_ACCOUNT"},
    {"an account nobody opened",
     "UPDATE posting SET debit = 19999 WHERE fund = 1 AND journal = " ENTITLE1 " AND line = " PAID,
     "POSTING_ORPHAN"},
    {"a journal deleted", "DELETE FROM journal WHERE fund = 1 AND kind = 'SEND'", "POSTING_ORPHAN"},
    {"a journal emptied",
     "DELETE FROM posting WHERE fund = 1 AND journal IN (SELECT id FROM journal WHERE fund = 1 AND "
     "kind = 'SEND')",
     "JOURNAL_EMPTY"},
    {"a file the books do not know",
     "DELETE FROM posting WHERE fund = 1 AND journal IN (SELECT id FROM journal WHERE fund = 1 AND "
     "kind = 'SEND')",
     "SENT_BOOKS"},
    {"one fund's journal for another's run",
     "UPDATE journal SET run = " RUN2 " WHERE fund = 1 AND kind = 'APPROPRIATION'", "FUND_MIXED"},
    {"an appropriation lowered",
     "UPDATE posting SET amount_fen = 1 WHERE fund = 1 AND debit = 11001 AND credit BETWEEN 14001 "
     "AND 14009",
     "BANK_OVERDRAWN"},
    {"money paid that was never owed",
     "UPDATE posting SET amount_fen = amount_fen + 1 WHERE fund = 1 AND debit = 12001 AND credit = "
     "11101",
     "BALANCE_PAYABLE"},
    {"money on its way to nowhere",
     "UPDATE posting SET amount_fen = amount_fen + 1 WHERE fund = 1 AND debit = 11101 AND credit = "
     "11001",
     "BALANCE_TRANSIT"},
    {"a bank statement that differs",
     "INSERT INTO bank_statement (county, fund, stated_on, balance_fen, document, known_from) "
     "VALUES (341823, 1, 20991231, 123456789, 'x', 1)",
     "STATEMENT_DIFFERS"},
    {"a closed month that differs",
     "INSERT INTO ledger_close (county, fund, month, account, debit_fen, credit_fen, known_from) "
     "VALUES (341823, 1, 201306, 11001, 1, 2, 1)",
     "CLOSE_DIFFERS"},
    {"a name changed in the trail", "UPDATE change_trail SET actor = 'mallory' WHERE id = 3",
     "TRAIL_HASH"},
    {"a word changed in the trail", "UPDATE change_trail SET detail = 'x' WHERE id = 2",
     "TRAIL_HASH"},
    {"an entry cut out of the trail", "DELETE FROM change_trail WHERE id = 3", "TRAIL_GAP"},
    {"a hash copied in the trail", "UPDATE change_trail SET hash = prev_hash WHERE id = 3",
     "TRAIL_LINK"},
    {"a checker replaced", "UPDATE payment_run SET checked_by = 'mallory' WHERE id = " RUN1,
     "DUTY_RECORD"},
    {"an approver replaced", "UPDATE payment_run SET approved_by = 'mallory' WHERE id = " RUN1,
     "DUTY_RECORD"},
    {"a run's total altered", "UPDATE payment_run SET total_fen = total_fen + 1 WHERE id = " RUN1,
     "RUN_TOTAL"},
    {"a run's rows altered", "UPDATE payment_run SET items = items - 1 WHERE id = " RUN1,
     "RUN_TOTAL"},
    {"a frozen hash replaced",
     "UPDATE payment_run SET content_hash = (SELECT content_hash FROM payment_run WHERE id = " RUN2
     ") WHERE id = " RUN1,
     "RUN_ALTERED"},
    {"a run that knew nothing", "UPDATE payment_run SET known = 1 WHERE id = " RUN1, "ITEM_UNDUE"},
    {"a month cut out of a run",
     "DELETE FROM payment_run_month WHERE programme = 1 AND month = 201306", "RUN_MONTHS"},
    {"a run closed too early", "UPDATE payment_run SET state = 8 WHERE id = " RUN1, "CLOSED_OPEN"},
    {"a returned item called paid",
     "UPDATE payment_item SET state = 4 WHERE programme = 1 AND month = 201306 AND household "
     "= " BACK,
     "ITEM_STATE"},
    {"a paid item called new", "UPDATE payment_item SET state = 1 WHERE " HERE, "ITEM_STATE"},
    {"an attempt invented", "UPDATE payment_item SET attempt = 3 WHERE " HERE, "ITEM_STATE"},
    {"an item torn from its file", "UPDATE payment_item SET remittance = 0 WHERE " HERE,
     "SENT_TOTAL"},
    {"a return struck out", "DELETE FROM bank_return WHERE programme = 1 AND household = " BACK,
     "RETURN_TOTAL"},
    {"a file's total altered",
     "UPDATE remittance SET total_fen = total_fen + 100, paid_fen = paid_fen + 100 WHERE out_file "
     "= " FILE1,
     "SENT_TOTAL"},
    {"a file's total that its bytes deny",
     "UPDATE remittance SET total_fen = total_fen + 100, paid_fen = paid_fen + 100 WHERE out_file "
     "= " FILE1,
     "SENT_BOOKS"},
    {"paid and returned swapped by one fen",
     "UPDATE remittance SET paid_fen = paid_fen - 1, returned_fen = returned_fen + 1 WHERE "
     "out_file = " FILE1,
     "RETURN_TOTAL"},
    {"a file lost", "UPDATE remittance SET out_file = 999999 WHERE out_file = " FILE1,
     "FILE_MISSING"},
    {"a file's length altered", "UPDATE bank_file SET bytes = bytes + 1 WHERE id = " FILE1,
     "FILE_HASH"},
    {"a file's part lost", "DELETE FROM bank_file_part WHERE file = " FILE1, "FILE_HASH"},
    {"a file's part replaced",
     "UPDATE bank_file_part SET content = (SELECT content FROM bank_file_part WHERE "
     "part = 1 AND file = " FILE2 ") WHERE file = " FILE1
     " AND part = (SELECT min(part) FROM bank_file_part WHERE file = " FILE1 ")",
     "FILE_HASH"},
    {"a file's seal broken",
     "UPDATE bank_file_part SET content = (SELECT hash FROM change_trail WHERE id = 1) WHERE file "
     "= " FILE1,
     "FILE_SEAL"},
    {"the newest entry cut off the trail",
     "DELETE FROM change_trail WHERE id = (SELECT max(id) FROM change_trail)", "TRAIL_CUT"},
    {"a death that changed nothing",
     "INSERT INTO person_death (county, person, known_from, known_to, died_on, source) SELECT "
     "county, min(person), 2, 2147483647, 20130115, 'x' FROM member WHERE is_protected = 1 AND "
     "household = " PAID " GROUP BY county",
     "DEATH_IGNORED"},
    {"a member struck off as dead",
     "UPDATE member SET is_present = 0, cause = 'DEATH' WHERE household = " PAID, "DEATH_MISSING"},
    {"a head who does not live there",
     "UPDATE entitlement SET head = 9999999 WHERE household = " PAID, "HEAD_NOT_MEMBER"},
    {"a run that knew what came later", "UPDATE payment_run SET known = known + 1 WHERE id = " RUN1,
     "RUN_KNOWN"},
    {"a run that forgot the run before",
     "UPDATE payment_run SET known_before = known_before + 1 WHERE id = " RUN2, "RUN_KNOWN"},
    {"a run closed by nobody known",
     "UPDATE payment_run SET state = 8, closed_by = 'mallory' WHERE id = " RUN2, "DUTY_RECORD"},
    {"a kind of journal invented", "UPDATE journal SET kind = 'GIFT' WHERE kind = 'APPROPRIATION'",
     "JOURNAL_KIND"},
    {"a file's journal called other", "UPDATE journal SET kind = 'OTHER' WHERE kind = 'SEND'",
     "JOURNAL_KIND"},
    {"a sending called a return", "UPDATE journal SET kind = 'RETURN' WHERE kind = 'SEND'",
     "JOURNAL_KIND"},
    {"an obligation called a cancellation",
     "UPDATE journal SET kind = 'CANCEL' WHERE fund = 1 AND id = " ENTITLE1, "JOURNAL_KIND"},
    {"a journal nobody recorded", "UPDATE journal SET known_from = 999999 WHERE kind = 'SEND'",
     "JOURNAL_KIND"},
    {"a repayment that never reached the bank",
     "INSERT INTO payment_repayment (county, id, programme, household, for_month, amount_fen, "
     "known_from, document) "
     "SELECT county, 999, programme, household, month, 500, 1, 'x' FROM payment_item WHERE " HERE,
     "REPAYMENT_BOOKS"},
    {"an item quietly cancelled", "UPDATE payment_item SET state = 7 WHERE " HERE, "CANCEL_BOOKS"},
    {"a recovery that leaves nothing",
     "UPDATE payment_item SET adjustment_fen = -basic_fen - topup_fen WHERE " HERE,
     "RECOVERY_FLOOR"},
    {"a file called the bank's answer", "UPDATE bank_file SET kind = 'IN' WHERE id = " FILE1,
     "FILE_KIND"},
    {"one file for two remittances",
     "UPDATE remittance SET out_file = " FILE2 " WHERE out_file = " FILE1, "FILE_ORPHAN"},
    {"a recovery left off the list", "UPDATE payment_item SET carry_fen = -500 WHERE " HERE,
     "CARRY_UNLISTED"},
    {"a recovery listed that is none",
     "INSERT INTO payment_exception (county, programme, month, household, code, division, detail) "
     "SELECT county, programme, month, household, 'RECOVERY_LEFT', division, '5.00' FROM "
     "payment_item WHERE " HERE,
     "CARRY_UNLISTED"},
    {"a paid household listed as suspended",
     "INSERT INTO payment_exception (county, programme, month, household, code, division, detail) "
     "SELECT county, programme, month, household, 'SUSPENDED', division, '' FROM payment_item "
     "WHERE " HERE,
     "EXCEPTION_FALSE"},
    {"a user nobody added",
     "INSERT INTO access_user (county, name, role, title, scope, password_hash, is_locked, "
     "failure_count, retry_after, created_change) SELECT county, 'mallory', role, title, scope, "
     "NULL, 0, 0, NULL, (SELECT min(id) FROM change_trail WHERE action = 'payment.prepare') FROM "
     "access_user WHERE name = (SELECT min(name) FROM access_user)",
     "USER_UNRECORDED"},
    {"a plan rewritten", "UPDATE plan_version SET content = content || '#'", "PLAN_HASH"},
    {"an old account swapped for another's",
     "UPDATE account SET number_sealed = (SELECT number_sealed FROM account WHERE owner_kind = 2 "
     "ORDER BY owner LIMIT 1) WHERE known_to < 2147483647",
     "NUMBER_SEAL"},
    {"an account swapped whole for another's",
     "UPDATE account SET (number_sealed, number_index, number_tail) = (SELECT number_sealed, "
     "number_index, number_tail FROM account WHERE owner_kind = 2 ORDER BY owner LIMIT 1) WHERE "
     "owner_kind = 1 AND owner = " PAID,
     "PAYEE"},
    {"an account holder renamed",
     "UPDATE account SET holder = 'mallory' WHERE owner_kind = 1 AND owner = " PAID, "PAYEE"},
    {"a home's account renamed", "UPDATE account SET holder = 'mallory' WHERE owner_kind = 2",
     "PAYEE"},
    {"a file's day altered", "UPDATE remittance SET sent_on = 20130601 WHERE out_file = " FILE1,
     "FILE_HEADER"},
    {"a file's unit altered", "UPDATE remittance SET unit = 'x' WHERE out_file = " FILE1,
     "FILE_HEADER"},
};
#define FAULT_COUNT (sizeof(FAULTS) / sizeof(FAULTS[0]))

static int setup(void **state)
{
    (void)state;
    worlds_open(NULL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    worlds_close();
    return 0;
}

static void an_honest_county_ties_out(void **state)
{
    (void)state;
    worlds_tie_out();
}

static void every_planted_fault_is_named(void **state)
{
    (void)state;
    faults_are_named(FAULTS, FAULT_COUNT);
}

/* What the database itself refuses needs no auditor. */
static void the_database_refuses_what_it_can(void **state)
{
    static const char *const refused[] = {
        "INSERT INTO payment_item SELECT * FROM payment_item WHERE " HERE,
        "UPDATE payment_run SET checked_by = prepared_by WHERE id = " RUN1,
        "UPDATE payment_run SET approved_by = checked_by WHERE id = " RUN1,
        "UPDATE payment_run SET sent_by = prepared_by WHERE id = " RUN1,
        "UPDATE posting SET credit = debit WHERE fund = 1",
        "UPDATE posting SET credit = 22001 WHERE fund = 1",
        "UPDATE posting SET amount_fen = -amount_fen WHERE fund = 1",
        "UPDATE payment_item SET basic_fen = -1 WHERE " HERE,
        "INSERT INTO payment_run_month SELECT county, programme, month, " RUN2
        " FROM payment_run_month WHERE programme = 1",
        "UPDATE remittance SET paid_fen = paid_fen + 1 WHERE is_reconciled = 1",
    };
    (void)state;
    statements_are_refused(refused, sizeof(refused) / sizeof(refused[0]));
}

static void without_the_key_files_are_a_finding(void **state)
{
    (void)state;
    for (size_t i = 0; i < world_count; i++) {
        struct codes codes;
        struct error e = {0};
        int64_t findings = 0;
        assert_ok_e(audit(worlds[i].db, NULL, &codes, &findings, &e), &e);
        assert_true(findings > 0);
        assert_non_null(strstr(codes.text, "FILE_UNOPENED"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_honest_county_ties_out),
        cmocka_unit_test(every_planted_fault_is_named),
        cmocka_unit_test(the_database_refuses_what_it_can),
        cmocka_unit_test(without_the_key_files_are_a_finding),
    };
    return cmocka_run_group_tests_name("audit", tests, setup, teardown);
}

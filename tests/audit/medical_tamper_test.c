/* Faults planted in medical assistance: bills, caps, rates, advances, what hospitals are owed,
   statements, transfers, premium lists. */
#include "audit/tamper.h"

#include <stdio.h>
#include <string.h>

#include "domain/medical/advance.h"
#include "domain/medical/premium.h"
#include "domain/medical/statement.h"
#include "domain/medical/transfer_kinds.h"
#include "domain/plan/plan.h"
#include "domain/transfer/transfer.h"

#define YUAN(yuan) FEN(INT64_C(100) * (yuan))
#define PATIENTS 6

/* A living bill of a hospital that brought aid, the one that consumed the advance, and one of the
   person with two. */
#define BILL                                                                                       \
    "(SELECT min(b.id) FROM medical_bill AS b JOIN medical_assessment AS a ON a.bill = b.id AND "  \
    "a.known_to = 2147483647 WHERE b.state = 1 AND a.aid_fen > 100)"
#define CURRENT "bill = " BILL " AND known_to = 2147483647"
#define STAY "(SELECT min(id) FROM medical_admission WHERE state = 2 AND advance > 0)"
#define OTHER_STAY "(SELECT max(id) FROM medical_admission WHERE state = 2 AND advance = 0)"
#define LINE "(SELECT min(id) FROM medical_line WHERE batch > 0)"
#define STATEMENT "(SELECT min(id) FROM medical_statement WHERE state = 3)"

static const struct fault FAULTS[] = {
    {"a bill over the cap",
     "UPDATE medical_assessment SET cap_fen = cap_fen * 2, aid_fen = aid_fen + 100, personal_fen = "
     "personal_fen - 100 WHERE " CURRENT,
     "BILL_TERMS"},
    {"aid raised within the cap",
     "UPDATE medical_assessment SET aid_fen = aid_fen + 1, personal_fen = personal_fen - 1 "
     "WHERE " CURRENT,
     "BILL_AID"},
    {"aid raised, the year not",
     "UPDATE medical_assessment SET aid_fen = aid_fen + 1, personal_fen = personal_fen - 1 "
     "WHERE " CURRENT,
     "YEAR_SUM"},
    {"aid raised, the lines not",
     "UPDATE medical_assessment SET aid_fen = aid_fen + 1, personal_fen = personal_fen - 1 "
     "WHERE " CURRENT,
     "STAY_LINES"},
    {"an altered rate", "UPDATE medical_assessment SET rate_bp = rate_bp + 100 WHERE " CURRENT,
     "BILL_TERMS"},
    {"an altered deductible",
     "UPDATE medical_assessment SET deductible_fen = deductible_fen + 100 WHERE " CURRENT,
     "BILL_TERMS"},
    {"the plan's rate altered",
     "UPDATE parameter SET value = value - 100 WHERE name = 'medical.dibao.inpatient.rate'",
     "BILL_TERMS"},
    {"another class", "UPDATE medical_assessment SET class = 3 - class WHERE " CURRENT,
     "BILL_CLASS"},
    {"the year's aid forgotten",
     "UPDATE medical_assessment SET aided_before_fen = 0 WHERE aided_before_fen > 0", "BILL_ORDER"},
    {"an admission dated earlier",
     "UPDATE medical_bill SET admitted_on = 20130101 WHERE id = (SELECT max(a.bill) FROM "
     "medical_assessment AS a WHERE a.aided_before_fen > 0 AND a.known_to = 2147483647)",
     "BILL_ORDER"},
    {"the guard of the cap lowered",
     "UPDATE medical_year SET aid_fen = aid_fen - 100 WHERE aid_fen >= 100", "YEAR_SUM"},
    {"the guard of the cap removed", "DELETE FROM medical_year WHERE aid_fen > 0", "YEAR_SUM"},
    {"a total altered", "UPDATE medical_bill SET total_fen = total_fen + 1 WHERE id = " BILL,
     "BILL_IDENTITY"},
    {"an insurer's part altered",
     "UPDATE medical_bill SET insurance_fen = insurance_fen - 1 WHERE id = " BILL, "BILL_IDENTITY"},
    {"costs moved into scope",
     "UPDATE medical_bill SET in_scope_fen = total_fen WHERE in_scope_fen < total_fen", "BILL_AID"},
    {"an assessment deleted", "DELETE FROM medical_assessment WHERE " CURRENT, "BILL_ASSESSMENT"},
    {"a bill entered twice",
     "INSERT INTO medical_bill SELECT county, 999999, 2, hospital, hospital_name, 0, 1, person, "
     "household, division, visit, year, admitted_on, discharged_on, posted_on, disease, scheme, "
     "total_fen, in_scope_fen, insurance_fen, critical_fen, other_fen, relief_fen, veteran_fen, "
     "0, 1, 0, 0, '', known_from FROM medical_bill WHERE id = " BILL,
     "BILL_UNRECORDED"},
    {"a stay settled at the counter and claimed",
     "INSERT INTO medical_bill SELECT b.county, 999999, 2, 0, p.name, 0, 1, b.person, b.household, "
     "b.division, b.visit, b.year, b.admitted_on + 1, b.discharged_on, b.posted_on, b.disease, "
     "b.scheme, b.total_fen + 100, b.in_scope_fen, b.insurance_fen, b.critical_fen, b.other_fen, "
     "b.relief_fen, b.veteran_fen, 0, 1, 0, 0, '', b.known_from FROM medical_bill AS b JOIN payee "
     "AS p ON p.id = b.hospital WHERE b.id = " BILL,
     "BILL_TWICE"},
    {"an invoice of the counter claimed under another hospital's name",
     "INSERT INTO medical_bill SELECT county, 999999, 2, 0, 'x', 0, 1, person, household, "
     "division, visit, year, admitted_on, discharged_on, posted_on, disease, scheme, total_fen, "
     "in_scope_fen, insurance_fen, critical_fen, other_fen, relief_fen, veteran_fen, 0, 1, 0, 0, "
     "'', known_from FROM medical_bill WHERE id = " BILL,
     "BILL_TWICE"},
    {"a stay after death",
     "INSERT INTO person_death SELECT county, person, 1, 2147483647, admitted_on - 1, 'x' FROM "
     "medical_admission WHERE id = " STAY,
     "BILL_DEAD"},
    {"a bill without a message",
     "DELETE FROM medical_message WHERE kind = 2 AND known_from = (SELECT b.known_from FROM "
     "medical_bill AS b WHERE b.id = " BILL ")",
     "BILL_UNRECORDED"},
    {"a settlement lost",
     "INSERT INTO medical_message SELECT county, hospital, 'ghost', 2, digest, answer, known_from "
     "+ 1000000 FROM medical_message WHERE kind = 2 AND serial = (SELECT min(serial) FROM "
     "medical_message WHERE kind = 2)",
     "MESSAGE_LOST"},
    {"a settled stay opened again",
     "UPDATE medical_admission SET state = 1, bill = 0 WHERE id = " STAY, "ADMISSION_STATE"},
    {"an advance used twice",
     "INSERT INTO medical_line SELECT county, 999999, payee_kind, payee, admission, case_file, "
     "bill, person, reason, before_fen, during_fen, after_fen, entered_on, known_from, 0 FROM "
     "medical_line WHERE reason = 'ADVANCE' AND admission = " STAY,
     "STAY_LINES"},
    {"an advance used for another stay",
     "UPDATE medical_advance SET admission = " OTHER_STAY
     ", bill = (SELECT d.bill FROM medical_admission AS d WHERE d.id = " OTHER_STAY
     ") WHERE state = 2",
     "ADVANCE_USE"},
    {"an advance given back unused",
     "UPDATE medical_advance SET state = 1, bill = 0, admission = 0 WHERE state = 2",
     "ADVANCE_USE"},
    {"an advance raised",
     "UPDATE medical_advance SET amount_fen = amount_fen + 100 WHERE state = 2", "STAY_LINES"},
    {"an advance used after its last day",
     "UPDATE medical_advance SET approved_on = 20130101, expires_on = 20130102 WHERE state = 2",
     "ADVANCE_USE"},
    {"a line raised",
     "UPDATE medical_line SET during_fen = during_fen + 100 WHERE id = (SELECT min(l.id) FROM "
     "medical_line AS l WHERE l.during_fen > 0)",
     "STAY_LINES"},
    {"a line of a statement dated otherwise",
     "UPDATE medical_line SET entered_on = entered_on - 1 WHERE id = " LINE, "STATEMENT_ALTERED"},
    {"a statement and its hash replaced",
     "UPDATE medical_statement SET content_hash = (SELECT m.digest FROM medical_message AS m ORDER "
     "BY "
     "m.hospital, m.serial LIMIT 1)",
     "STATEMENT_ALTERED"},
    {"a transfer of another statement's lines",
     "UPDATE transfer SET content_hash = (SELECT m.digest FROM medical_message AS m ORDER BY "
     "m.hospital, m.serial LIMIT 1)",
     "TRANSFER_SUBJECT"},
    {"another account's number under a hospital's",
     "UPDATE payee_account SET number_sealed = (SELECT a.number_sealed FROM payee_account AS a "
     "WHERE a.payee = (SELECT max(p.payee) FROM payee_account AS p)) WHERE payee = (SELECT "
     "min(p.payee) FROM payee_account AS p)",
     "NUMBER_SEAL"},
    {"somebody else speaks for a hospital",
     "UPDATE hospital_user SET hospital = (SELECT max(p.id) FROM payee AS p WHERE p.kind = 1) "
     "WHERE "
     "user_name = 'hospital1.counter'",
     "ACCESS_ROLE"},
    {"a line in another hospital's name",
     "UPDATE medical_line SET payee = payee + 1 WHERE id = " LINE, "LINE_PAYEE"},
    {"a line in another hospital's statement",
     "UPDATE medical_line SET payee = payee + 1 WHERE id = " LINE, "STATEMENT_LINES"},
    {"a line taken out of a statement", "UPDATE medical_line SET batch = 0 WHERE id = " LINE,
     "STATEMENT_LINES"},
    {"a line deleted", "DELETE FROM medical_line WHERE id = " LINE, "STATEMENT_LINES"},
    {"a statement that differs from its lines",
     "UPDATE medical_statement SET during_fen = during_fen + 1, total_fen = total_fen + 1 WHERE id "
     "= " STATEMENT,
     "STATEMENT_LINES"},
    {"before and during exchanged",
     "UPDATE medical_statement SET during_fen = before_fen, before_fen = during_fen WHERE id "
     "= " STATEMENT,
     "STATEMENT_LINES"},
    {"a statement agreed against the hospital's list",
     "UPDATE medical_statement_match SET theirs_fen = theirs_fen + 1 WHERE number = 1",
     "STATEMENT_AGREED"},
    {"a transfer raised", "UPDATE transfer SET total_fen = total_fen + 100 WHERE state = 4",
     "TRANSFER_SUBJECT"},
    {"a transfer raised, the books not",
     "UPDATE transfer SET total_fen = total_fen + 100 WHERE state = 4", "TRANSFER_BOOKS"},
    {"a transfer to somebody else",
     "UPDATE transfer SET payee = (SELECT max(p.id) FROM payee AS p WHERE p.id <> transfer.payee) "
     "WHERE kind = 'HOSPITAL'",
     "TRANSFER_SUBJECT"},
    {"a payment out of the books",
     "DELETE FROM posting WHERE journal IN (SELECT j.id FROM journal AS j WHERE j.kind = "
     "'TRANSFER_PAY' AND j.fund = 4) AND fund = 4",
     "TRANSFER_BOOKS"},
    {"a transfer booked at another account",
     "UPDATE posting SET debit = 42001, credit = 41001 WHERE fund = 4 AND journal IN (SELECT j.id "
     "FROM journal AS j WHERE j.kind = 'TRANSFER')",
     "JOURNAL_KIND"},
    {"a checker who never checked", "UPDATE transfer SET checked_by = 'mallory' WHERE state = 4",
     "TRANSFER_DUTY"},
    {"lines drawn by who checked them",
     "UPDATE medical_statement SET prepared_by = (SELECT t.checked_by FROM transfer AS t WHERE "
     "t.state = 4) WHERE id = " STATEMENT,
     "TRANSFER_DUTY"},
    {"a payer who never paid", "UPDATE transfer SET paid_by = 'mallory' WHERE state = 4",
     "TRANSFER_DUTY"},
    {"a premium raised",
     "UPDATE premium_line SET amount_fen = amount_fen + 1 WHERE person = (SELECT min(p.person) "
     "FROM premium_line AS p)",
     "PREMIUM_AMOUNT"},
    {"somebody added to a confirmed list",
     "UPDATE premium_list SET people = people + 1, total_fen = total_fen + 6000 WHERE state >= 2",
     "PREMIUM_SUM"},
    {"somebody not enrolled on a confirmed list",
     "DELETE FROM premium_enrolment WHERE person = (SELECT min(p.person) FROM premium_line AS p "
     "WHERE p.is_enrolled = 1)",
     "PREMIUM_SUM"},
    {"a bill written in other hands",
     "INSERT INTO programme_handover SELECT county, 3, min(known_from) - 1, 1, 'x', 'y' FROM "
     "medical_bill GROUP BY county",
     "HANDOVER_WRITTEN"},
};

/* ---- a county with stays, a paid statement and a confirmed premium list ---- */

struct filler {
    struct world *w;
    struct medical_desk *desk;
    int64_t first_hospital, second_hospital, insurance;
    int serial;
    struct person_row patient[PATIENTS];
};

static int64_t payee_of(struct filler *f, const char *code)
{
    struct error e = {0};
    struct payee payee;
    assert_ok_e(payee_by_name(f->w->db, COUNTY_JINGXIAN, code, f->w->arena, &payee, &e), &e);
    return payee.id;
}

static struct medical_answer say(struct filler *f, struct medical_message m)
{
    struct error e = {0};
    struct medical_answer answer;
    char serial[32];
    snprintf(serial, sizeof(serial), "S%04d", ++f->serial);
    m.serial = serial;
    m.actor = ACTOR_SYSTEM;
    if (m.today.v == 0)
        m.today = date_make(2013, 6, 20);
    assert_ok_e(medical_message_hear_take(f->w->db, f->desk, &m, f->w->arena, &answer, &e), &e);
    return answer;
}

static void admit(struct filler *f, int64_t hospital, const char *number, int patient,
                  struct date on)
{
    const struct person_row *p = &f->patient[patient];
    say(f, (struct medical_message){.kind = MESSAGE_ADMIT,
                                    .hospital = hospital,
                                    .admission_no = number,
                                    .id_number = p->id_number,
                                    .name = p->name,
                                    .department = "内科",
                                    .disease = "I63.9",
                                    .disease_name = "脑梗死",
                                    .insurance_no = "",
                                    .visit = VISIT_INPATIENT,
                                    .scheme = SCHEME_NCMS,
                                    .admitted_on = on});
}

static struct medical_answer settle(struct filler *f, int64_t hospital, const char *number,
                                    struct date on, int64_t left_yuan)
{
    return say(f, (struct medical_message){.kind = MESSAGE_SETTLE,
                                           .hospital = hospital,
                                           .admission_no = number,
                                           .discharged_on = on,
                                           .amounts = {.total = YUAN(left_yuan + 30500),
                                                       .in_scope = YUAN(left_yuan + 30000),
                                                       .insurance = YUAN(29000),
                                                       .critical = YUAN(1000)}});
}

static void patients_find(struct filler *f)
{
    struct error e = {0};
    int64_t person = 0;
    for (int i = 0; i < PATIENTS; i++) {
        char sql[512];
        snprintf(
            sql, sizeof(sql),
            "SELECT min(m.person) FROM member AS m JOIN entitlement AS e ON e.household = "
            "m.household WHERE m.is_protected = 1 AND m.is_present = 1 AND m.to_month = 999912 "
            "AND m.known_to = 2147483647 AND e.known_to = 2147483647 AND e.to_month = 999912 "
            "AND e.from_month <= 201306 AND m.from_month <= 201306 AND e.status = 1 AND "
            "e.programme = %d AND m.person > %lld",
            i == 0 ? 2 : 1, (long long)person);
        assert_ok_e(db_query_i64_raw(f->w->db, sql, &person, &e), &e);
        assert_ok_e(person_by_id(f->w->db, COUNTY_JINGXIAN, person, f->w->keys, f->w->arena,
                                 &f->patient[i], &e),
                    &e);
        if (i == 0)
            person = 0;
    }
}

static enum status approve_advance(struct db *db, void *context, struct error *e)
{
    struct filler *f = context;
    int64_t change, id;
    struct medical_person p;
    TRY(change_record(db, COUNTY_JINGXIAN,
                      &(struct change_entry){ACTOR_SYSTEM, "medical.advance", "person", ""},
                      &change, e));
    TRY(medical_class_of(db, COUNTY_JINGXIAN, f->patient[1].id, month_make(2013, 6), KNOWN_NOW, &p,
                         e));
    return advance_approve(db, COUNTY_JINGXIAN,
                           &(struct advance_grant){.person = p.person,
                                                   .household = p.household,
                                                   .division = p.division,
                                                   .hospital = f->first_hospital,
                                                   .disease = "I63.9",
                                                   .disease_name = "脑梗死",
                                                   .amount = YUAN(1500),
                                                   .approved_on = date_make(2013, 6, 1),
                                                   .approved_by = "medical2"},
                           change, &id, e);
}

static void stays_fill(struct filler *f)
{
    struct error e = {0};
    int64_t one = f->first_hospital, two = f->second_hospital;
    assert_ok_e(db_transaction(f->w->db, approve_advance, f, &e), &e);
    admit(f, one, "A1", 0, date_make(2013, 6, 1));
    admit(f, one, "A2", 1, date_make(2013, 6, 2));
    admit(f, one, "A3", 2, date_make(2013, 6, 3));
    admit(f, two, "B1", 3, date_make(2013, 6, 4));
    admit(f, two, "B2", 2, date_make(2013, 6, 10));
    admit(f, two, "B3", 4, date_make(2013, 6, 11));
    settle(f, one, "A1", date_make(2013, 6, 9), 5000);
    assert_int_equal(settle(f, one, "A2", date_make(2013, 6, 9), 9000).advance.v, 150000);
    settle(f, one, "A3", date_make(2013, 6, 9), 16000);
    settle(f, two, "B1", date_make(2013, 6, 12), 3000);
    say(f,
        (struct medical_message){
            .kind = MESSAGE_REVERSE, .hospital = two, .admission_no = "B1", .reason = "费用录错"});
    settle(f, two, "B1", date_make(2013, 6, 12), 2800);
    settle(f, two, "B2", date_make(2013, 6, 15), 20000); /* reaches the cap */
}

static enum status post_statement(struct filler *f, int64_t hospital, int64_t *ret_transfer,
                                  struct error *e)
{
    struct db *db = f->w->db;
    int64_t statement, differences;
    size_t count;
    struct statement_line *lines;
    TRY(statement_prepare(db, COUNTY_JINGXIAN, hospital, month_make(2013, 6), "medical1",
                          &statement, e));
    TRY(statement_lines(db, COUNTY_JINGXIAN, statement, f->w->arena, &lines, &count, e));
    struct their_line theirs[32];
    size_t their_count = 0;
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < their_count && strcmp(theirs[k].admission_no, lines[i].admission_no) != 0)
            k++;
        if (k == their_count)
            theirs[their_count++] = (struct their_line){lines[i].admission_no, FEN(0)};
        theirs[k].amount = FEN(theirs[k].amount.v + lines[i].before.v + lines[i].during.v);
    }
    TRY(statement_compare(db, COUNTY_JINGXIAN, statement, theirs, their_count, "hospital1.counter",
                          &differences, e));
    assert_int_equal(differences, 0);
    return statement_transfer(db, COUNTY_JINGXIAN, statement, "medical1", ret_transfer, e);
}

static void transfers_fill(struct filler *f)
{
    struct error e = {0};
    struct db *db = f->w->db;
    int64_t transfer;
    assert_ok_e(ledger_appropriate(db, COUNTY_JINGXIAN, FUND_MEDICAL_AID, SOURCE_COUNTY,
                                   YUAN(500000), month_make(2013, 6), "示例", ACTOR_SYSTEM, &e),
                &e);
    assert_ok_e(post_statement(f, f->first_hospital, &transfer, &e), &e);
    assert_ok_e(transfer_check(db, COUNTY_JINGXIAN, transfer, "accountant", &e), &e);
    assert_ok_e(transfer_approve(db, COUNTY_JINGXIAN, transfer, &TRANSFER_OF_STATEMENT, "finance1",
                                 month_make(2013, 6), &e),
                &e);
    assert_ok_e(
        transfer_pay(db, COUNTY_JINGXIAN, transfer, "R-1", date_make(2013, 6, 28), "finance2", &e),
        &e);
}

static void premiums_fill(struct filler *f)
{
    struct error e = {0};
    struct db *db = f->w->db;
    int64_t list, transfer;
    struct enrolment_result result;
    struct enrolment_row rows[PATIENTS];
    assert_ok_e(
        premium_prepare(db, COUNTY_JINGXIAN, 2013, month_make(2013, 6), "medical1", &list, &e), &e);
    for (int i = 0; i < PATIENTS; i++)
        rows[i] = (struct enrolment_row){f->patient[i].id_number, SCHEME_NCMS};
    assert_ok_e(premium_enrolment_take(db, COUNTY_JINGXIAN, f->w->keys, 2013, rows, PATIENTS,
                                       "medical1", &result, &e),
                &e);
    assert_ok_e(premium_confirm(db, COUNTY_JINGXIAN, list, "medical1", &e), &e);
    assert_ok_e(premium_transfer(db, COUNTY_JINGXIAN, list, f->insurance, month_make(2013, 6),
                                 "medical1", &transfer, &e),
                &e);
}

static void treat(struct world *w)
{
    struct filler f = {.w = w, .desk = medical_desk_new(COUNTY_JINGXIAN, w->keys)};
    struct error e = {0};
    struct payee *offices;
    size_t count;
    assert_non_null(f.desk);
    f.first_hospital = payee_of(&f, "泾县医院");
    f.second_hospital = payee_of(&f, "泾县中医院");
    assert_ok_e(payee_list(w->db, COUNTY_JINGXIAN, PAYEE_INSURANCE, w->arena, &offices, &count, &e),
                &e);
    assert_int_equal(count, 1);
    f.insurance = offices[0].id;
    patients_find(&f);
    stays_fill(&f);
    transfers_fill(&f);
    premiums_fill(&f);
    medical_desk_free(f.desk);
}

static int setup(void **state)
{
    (void)state;
    worlds_open(treat);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    worlds_close();
    return 0;
}

static void honest_assistance_ties_out(void **state)
{
    (void)state;
    worlds_tie_out();
}

static void every_fault_in_assistance_is_named(void **state)
{
    (void)state;
    faults_are_named(FAULTS, sizeof(FAULTS) / sizeof(FAULTS[0]));
}

/* What the database itself refuses needs no auditor. */
static void the_database_guards_assistance(void **state)
{
    static const char *const refused[] = {
        "UPDATE medical_bill SET state = 1, strike_change = 0 WHERE state = 2",
        "UPDATE medical_assessment SET aid_fen = aid_fen + 1 WHERE " CURRENT,
        "UPDATE medical_assessment SET aid_fen = cap_fen + 1, personal_fen = borne_fen - cap_fen - "
        "1, aided_before_fen = 1 WHERE " CURRENT,
        "UPDATE medical_year SET aid_fen = cap_fen + 1",
        "INSERT INTO medical_message SELECT * FROM medical_message",
        "UPDATE medical_advance SET bill = 0 WHERE state = 2",
        "INSERT INTO medical_advance SELECT county, 999999, person, household, division, hospital, "
        "disease, disease_name, amount_fen, approved_on, expires_on, state, admission, bill, 0, "
        "approved_by, known_from, 0, 0, '' FROM medical_advance WHERE state = 2",
        "UPDATE medical_bill SET insurance_fen = total_fen + 1",
        "UPDATE medical_statement SET total_fen = total_fen + 1",
        "UPDATE transfer SET checked_by = prepared_by WHERE state = 4",
        "UPDATE transfer SET paid_by = approved_by WHERE state = 4",
        "INSERT INTO transfer SELECT county, 999999, fund, month, kind, subject, payee, lines, "
        "total_fen, content_hash, 1, 1, prepared_by, prepared_at, NULL, NULL, NULL, NULL, NULL, "
        "NULL, 0, '', '', known_from FROM transfer",
        "INSERT INTO premium_line SELECT * FROM premium_line",
    };
    (void)state;
    statements_are_refused(refused, sizeof(refused) / sizeof(refused[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(honest_assistance_ties_out),
        cmocka_unit_test(every_fault_in_assistance_is_named),
        cmocka_unit_test(the_database_guards_assistance),
    };
    return cmocka_run_group_tests_name("audit-medical", tests, setup, teardown);
}

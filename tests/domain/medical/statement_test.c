/* A hospital's month: what is gathered, compared, put off, frozen and booked (P3.3). */
#include "domain/medical/settle_fixture.h"

#include "domain/access/access.h"
#include "domain/medical/hospital.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define LINE(h, admission, reason, before, during)                                                 \
    settle_line(c, &(struct line_made){(h), (admission), (reason), (before), (during), NULL})
#define LINE_ON(h, admission, reason, before, during, on)                                          \
    settle_line(c, &(struct line_made){(h), (admission), (reason), (before), (during), (on)})
#define A settle.county_hospital
#define B settle.town_hospital

static enum status prepare(struct county *c, int64_t hospital, const char *month, int64_t *ret,
                           struct error *e)
{
    return statement_prepare(c->db, COUNTY, hospital, settle_month(month), MAKER, ret, e);
}

static int64_t compare(struct county *c, int64_t statement, const struct their_line *lines,
                       size_t count)
{
    int64_t differences = -1;
    struct error e = {0};
    assert_ok_e(statement_compare(c->db, COUNTY, statement, lines, count, "医院", &differences, &e),
                &e);
    return differences;
}

static int64_t open_lines(struct county *c, int64_t hospital)
{
    return settle_number(c,
                         "SELECT count(*) FROM medical_line WHERE payee_kind = 1 AND batch = 0 AND "
                         "payee = %" PRId64,
                         hospital);
}

/* Three stays: one with an advance and a settlement; one struck and settled lower; one whose
   advance was larger than its aid. 1500.00 + 4500.00; 3000.00 − 3000.00 + 2400.00; 2000.00 −
   500.00. Before 1500 + 2000 − 500 = 3000.00; during 4500 + 2400 = 6900.00. */
static void three_stays(struct county *c)
{
    LINE(A, "Z1", "ADVANCE", 150000, 0);
    LINE(A, "Z1", "SETTLEMENT", 0, 450000);
    LINE(A, "Z2", "SETTLEMENT", 0, 300000);
    LINE(A, "Z2", "REVERSAL", 0, -300000);
    LINE(A, "Z2", "SETTLEMENT", 0, 240000);
    LINE(A, "Z3", "ADVANCE", 200000, 0);
    LINE(A, "Z3", "SETTLEMENT", -50000, 0);
}

static void a_month_goes_from_the_counter_to_the_bank(struct county *c)
{
    struct error e = {0};
    three_stays(c);
    LINE(B, "Z1", "SETTLEMENT", 0, 70000); /* another hospital, the same number */
    int64_t id = settle_statement(c, A, "2013-06");
    struct statement_record s = settle_read(c, id);
    assert_int_equal(s.lines, 7);
    assert_int_equal(s.before.v, 300000);
    assert_int_equal(s.during.v, 690000);
    assert_int_equal(s.total.v, 990000);
    assert_int_equal(open_lines(c, B), 1);
    int64_t none;
    assert_refused(statement_transfer(c->db, COUNTY, id, MAKER, &none, &e), &e, "STATEMENT_STATE");
    settle_agree(c, id);
    assert_int_equal(settle_read(c, id).state, STATEMENT_AGREED);
    int64_t transfer = settle_transfer(c, id);
    assert_refused(statement_transfer(c->db, COUNTY, id, MAKER, &none, &e), &e, "STATEMENT_STATE");
    struct transfer_record t = transfer_now(c, transfer);
    assert_int_equal(t.total.v, 990000);
    assert_int_equal(t.lines, 7);
    assert_int_equal(t.payee, A);
    assert_string_equal(t.kind, "HOSPITAL");

    transfer_decide(c, transfer, &TRANSFER_OF_STATEMENT, "2013-06");
    s = settle_read(c, id);
    assert_int_equal(s.state, STATEMENT_APPROVED);
    assert_int_equal(s.transfer, transfer);
    /* The books: by account, and line by line what is owed and owed back. */
    assert_int_equal(settle_balance(c, 5202), 300000);
    assert_int_equal(settle_balance(c, 5203), 690000);
    assert_int_equal(settle_balance(c, LEDGER_PAYABLE), -990000);
    assert_int_equal(
        settle_number(c,
                      "SELECT count(*) FROM posting AS p JOIN journal AS j ON j.county "
                      "= p.county AND j.fund = p.fund AND j.id = p.journal WHERE "
                      "j.kind = 'TRANSFER' AND j.transfer = %" PRId64,
                      transfer),
        7);
    assert_int_equal(
        settle_number(c,
                      "SELECT CAST(sum(CASE WHEN p.credit = 42001 THEN p.amount_fen ELSE 0 - "
                      "p.amount_fen END) AS BIGINT) FROM posting AS p JOIN medical_line AS l ON "
                      "l.id = p.line / 2 AND l.batch = %" PRId64
                      " WHERE p.line / 2 * 2 = p.line AND l.before_fen <> 0",
                      id),
        300000);
    assert_int_equal(
        settle_number(c, "SELECT count(*) FROM posting WHERE debit = 42001 AND credit = 45203"), 1);

    settle_money(c, 1000000, "2013-06");
    assert_ok_e(
        transfer_pay(c->db, COUNTY, transfer, "回单1", settle_date("2013-06-30"), PAYER, &e), &e);
    assert_int_equal(settle_balance(c, LEDGER_BANK), 10000);
    assert_int_equal(settle_balance(c, LEDGER_PAYABLE), 0);
    assert_int_equal(transfer_now(c, transfer).state, TRANSFER_PAID);
    /* Paid is paid: the month is not gathered again. */
    LINE(A, "Z4", "SETTLEMENT", 0, 100);
    assert_refused(prepare(c, A, "2013-06", &none, &e), &e, "STATEMENT_STATE");
    assert_int_equal(open_lines(c, A), 1);
}

static void what_is_not_above_zero_waits_for_the_next_month(struct county *c)
{
    struct error e = {0};
    int64_t id = 77;
    assert_status(prepare(c, A, "2013-05", &id, &e), STATUS_NONE);
    LINE_ON(A, "Z1", "REVERSAL", 0, -60000, "2013-05-20");
    assert_status(prepare(c, A, "2013-05", &id, &e), STATUS_NONE);
    LINE_ON(A, "Z2", "SETTLEMENT", 0, 60000, "2013-05-31");
    assert_status(prepare(c, A, "2013-05", &id, &e), STATUS_NONE);
    assert_int_equal(id, 77);
    assert_int_equal(open_lines(c, A), 2);
    assert_int_equal(settle_number(c, "SELECT count(*) FROM medical_statement"), 0);
    LINE_ON(A, "Z3", "SETTLEMENT", 0, 1, "2013-06-01");
    id = settle_statement(c, A, "2013-06");
    assert_int_equal(settle_read(c, id).total.v, 1);
    assert_int_equal(settle_read(c, id).lines, 3);
    assert_int_equal(open_lines(c, A), 0);
}

static void a_draft_is_gathered_anew_and_the_last_day_counts(struct county *c)
{
    struct error e = {0};
    LINE_ON(A, "Z1", "SETTLEMENT", 0, 5000, "2013-05-31");
    LINE_ON(A, "Z2", "SETTLEMENT", 0, 7000, "2013-06-01");
    int64_t id = settle_statement(c, A, "2013-05"), again, transfer;
    assert_int_equal(settle_read(c, id).total.v, 5000);
    LINE_ON(A, "Z3", "SETTLEMENT", 0, 300, "2013-05-02"); /* came in later */
    again = settle_statement(c, A, "2013-05");
    assert_int_equal(again, id);
    assert_int_equal(settle_read(c, id).total.v, 5300);
    settle_agree(c, id);
    again = settle_statement(c, A, "2013-05");
    assert_int_equal(settle_read(c, again).state, STATEMENT_DRAFT);
    assert_false(settle_read(c, again).is_compared);
    /* A reversal takes all of it away: the draft is gone, its lines are open. */
    LINE_ON(A, "Z1", "REVERSAL", 0, -5300, "2013-05-31");
    assert_status(prepare(c, A, "2013-05", &again, &e), STATUS_NONE);
    assert_status(statement_read(c->db, COUNTY, id, c->arena, &(struct statement_record){0}, &e),
                  STATUS_NONE);
    assert_int_equal(open_lines(c, A), 4);
    id = settle_statement(c, A, "2013-06");
    settle_agree(c, id);
    transfer = settle_transfer(c, id);
    assert_true(transfer > 0);
    assert_refused(prepare(c, A, "2013-06", &again, &e), &e, "STATEMENT_STATE");
    assert_refused(prepare(c, A, "2013-07", &again, &e), &e, "STATEMENT_MONTH");
    assert_refused(prepare(c, settle.office, "2013-06", &again, &e), &e, "PAYEE_KIND");
}

static void every_difference_is_named(struct county *c)
{
    struct error e = {0};
    LINE(A, "Z1", "SETTLEMENT", 0, 100);
    LINE(A, "Z2", "SETTLEMENT", 0, 200);
    LINE(A, "Z3", "SETTLEMENT", 0, 300);
    LINE(A, "Z9", "ADVANCE", 500, 0);
    LINE(A, "Z9", "CANCELLATION", -500, 0); /* nothing in the end: need not be on their list */
    int64_t id = settle_statement(c, A, "2013-06");
    /* Z1 given in two parts; Z2 one fen more; Z3 missing; Z8 unknown; Z7 without aid. */
    const struct their_line theirs[] = {
        {"Z8", FEN(50)}, {"Z1", FEN(60)}, {"Z2", FEN(201)}, {"Z1", FEN(40)}, {"Z7", FEN(0)}};
    assert_int_equal(compare(c, id, theirs, 5), 3);
    struct statement_record s = settle_read(c, id);
    assert_int_equal(s.state, STATEMENT_DRAFT);
    assert_int_equal(s.differences, 3);
    assert_true(s.is_compared);
    struct statement_match *m;
    size_t count;
    assert_ok_e(statement_matches(c->db, COUNTY, id, false, c->arena, &m, &count, &e), &e);
    assert_int_equal(count, 6);
    static const struct {
        const char *number, *outcome;
        int64_t ours, theirs;
    } expected[] = {{"Z1", "EQUAL", 100, 100},      {"Z2", "DIFFERENT", 200, 201},
                    {"Z3", "ONLY_COUNTY", 300, 0},  {"Z7", "EQUAL", 0, 0},
                    {"Z8", "ONLY_HOSPITAL", 0, 50}, {"Z9", "EQUAL", 0, 0}};
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(m[i].admission_no, expected[i].number);
        assert_string_equal(m[i].outcome, expected[i].outcome);
        assert_int_equal(m[i].ours.v, expected[i].ours);
        assert_int_equal(m[i].theirs.v, expected[i].theirs);
    }
    assert_ok_e(statement_matches(c->db, COUNTY, id, true, c->arena, &m, &count, &e), &e);
    assert_int_equal(count, 3);
    assert_int_equal(compare(c, id, NULL, 0), 3);
    const struct their_line right[] = {{"Z3", FEN(300)}, {"Z2", FEN(200)}, {"Z1", FEN(100)}};
    assert_int_equal(compare(c, id, right, 3), 0);
    assert_int_equal(settle_read(c, id).state, STATEMENT_AGREED);
    int64_t differences;
    assert_refused(statement_compare(c->db, COUNTY, id, right, 3, "医院", &differences, &e), &e,
                   "STATEMENT_STATE");
    assert_refused(statement_compare(c->db, COUNTY, 99, right, 3, "医院", &differences, &e), &e,
                   "STATEMENT_UNKNOWN");
}

static void a_stay_put_off_waits_for_the_next_month_and_the_rest_is_paid(struct county *c)
{
    struct error e = {0};
    LINE_ON(A, "Z1", "SETTLEMENT", 0, 100, "2013-05-10");
    LINE_ON(A, "Z2", "ADVANCE", 30, 0, "2013-05-10");
    LINE_ON(A, "Z2", "SETTLEMENT", 0, 170, "2013-05-11");
    int64_t id = settle_statement(c, A, "2013-05");
    assert_refused(statement_put_off(c->db, COUNTY, id, "Z5", "金额有异议", MAKER, &e), &e,
                   "ADMISSION_UNKNOWN");
    assert_refused(statement_put_off(c->db, COUNTY, id, "Z2", "", MAKER, &e), &e, "REASON_MISSING");
    assert_ok_e(statement_put_off(c->db, COUNTY, id, "Z2", "金额有异议", MAKER, &e), &e);
    assert_int_equal(settle_read(c, id).total.v, 100);
    assert_int_equal(settle_read(c, id).lines, 1);
    assert_int_equal(settle_statement(c, A, "2013-05"), id);
    assert_int_equal(settle_read(c, id).total.v, 100); /* not gathered into the same month again */
    settle_agree(c, id);
    int64_t transfer = settle_transfer(c, id);
    assert_refused(statement_put_off(c->db, COUNTY, id, "Z1", "晚了", MAKER, &e), &e,
                   "STATEMENT_STATE");
    transfer_decide(c, transfer, &TRANSFER_OF_STATEMENT, "2013-05");
    int64_t next = settle_statement(c, A, "2013-06");
    assert_int_equal(settle_read(c, next).total.v, 200);
    assert_int_equal(settle_read(c, next).lines, 2);
}

static void putting_off_what_carried_the_statement_dissolves_it(struct county *c)
{
    struct error e = {0};
    LINE(A, "Z1", "SETTLEMENT", 0, 100);
    LINE(A, "Z2", "REVERSAL", 0, -40);
    int64_t id = settle_statement(c, A, "2013-06");
    assert_int_equal(settle_read(c, id).total.v, 60);
    assert_ok_e(statement_put_off(c->db, COUNTY, id, "Z1", "待查", MAKER, &e), &e);
    assert_status(statement_read(c->db, COUNTY, id, c->arena, &(struct statement_record){0}, &e),
                  STATUS_NONE);
    assert_int_equal(open_lines(c, A), 2);
    assert_status(prepare(c, A, "2013-06", &id, &e), STATUS_NONE);
    setenv("MINSHENG_TODAY", "2013-07-31", 1);
    assert_int_equal(settle_read(c, settle_statement(c, A, "2013-07")).total.v, 60);
    setenv("MINSHENG_TODAY", "2013-06-30", 1);
}

static enum status approve(struct county *c, int64_t transfer, struct error *e)
{
    return transfer_approve(c->db, COUNTY, transfer, &TRANSFER_OF_STATEMENT, APPROVER,
                            settle_month("2013-06"), e);
}

static void lines_altered_after_the_agreement_are_not_approved(struct county *c)
{
    struct error e = {0};
    int64_t first = LINE(A, "Z1", "SETTLEMENT", 0, 100);
    LINE(A, "Z2", "SETTLEMENT", 0, 200);
    int64_t id = settle_statement(c, A, "2013-06");
    settle_agree(c, id);
    int64_t transfer = settle_transfer(c, id);
    assert_ok_e(transfer_check(c->db, COUNTY, transfer, CHECKER, &e), &e);
    /* The sum stays the same: only the hash knows. */
    settle_tamper(c, "UPDATE medical_line SET during_fen = during_fen + 5 WHERE id = %" PRId64,
                  first);
    settle_tamper(c, "UPDATE medical_line SET during_fen = during_fen - 5 WHERE id <> %" PRId64,
                  first);
    assert_refused(approve(c, transfer, &e), &e, "STATEMENT_ALTERED");
    assert_int_equal(settle_number(c, "SELECT count(*) FROM journal WHERE kind = 'TRANSFER'"), 0);
    settle_tamper(c, "UPDATE medical_line SET during_fen = during_fen - 5 WHERE id = %" PRId64,
                  first);
    settle_tamper(c, "UPDATE medical_line SET during_fen = during_fen + 5 WHERE id <> %" PRId64,
                  first);
    settle_tamper(c, "UPDATE medical_line SET reason = 'REASSESSMENT' WHERE id = %" PRId64, first);
    assert_refused(approve(c, transfer, &e), &e, "STATEMENT_ALTERED");
    settle_tamper(c, "UPDATE medical_line SET reason = 'SETTLEMENT' WHERE id = %" PRId64, first);
    /* A line that somebody moved onto it. */
    int64_t third = LINE(A, "Z3", "SETTLEMENT", 0, 300);
    settle_tamper(c, "UPDATE medical_line SET batch = %" PRId64 " WHERE id = %" PRId64, id, third);
    assert_refused(approve(c, transfer, &e), &e, "STATEMENT_ALTERED");
    settle_tamper(c, "UPDATE medical_line SET batch = 0 WHERE id = %" PRId64, third);
    /* The transfer itself. */
    settle_tamper(c, "UPDATE transfer SET total_fen = 301 WHERE id = %" PRId64, transfer);
    assert_refused(approve(c, transfer, &e), &e, "TRANSFER_ALTERED");
    settle_tamper(c, "UPDATE transfer SET total_fen = 300 WHERE id = %" PRId64, transfer);
    assert_refused(transfer_approve(c->db, COUNTY, transfer, &TRANSFER_OF_PREMIUM, APPROVER,
                                    settle_month("2013-06"), &e),
                   &e, "TRANSFER_KIND");
    assert_ok_e(approve(c, transfer, &e), &e);
}

static void the_list_shows_the_newest_first_and_lines_say_whose(struct county *c)
{
    struct error e = {0};
    struct statement_record *list;
    struct statement_line *lines;
    size_t count;
    LINE_ON(A, "Z1", "SETTLEMENT", 0, 100, "2013-05-10");
    LINE_ON(A, "Z2", "SETTLEMENT", 0, 200, "2013-06-10");
    LINE_ON(B, "Z1", "SETTLEMENT", 0, 300, "2013-06-10");
    int64_t may = settle_statement(c, A, "2013-05"), june = settle_statement(c, A, "2013-06"),
            other = settle_statement(c, B, "2013-06");
    assert_ok_e(statement_list(c->db, COUNTY, A, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].id, june);
    assert_int_equal(list[1].id, may);
    assert_string_equal(list[0].hospital_name, "甲医院");
    assert_ok_e(statement_list(c->db, COUNTY, 0, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 3);
    assert_ok_e(statement_lines(c->db, COUNTY, other, c->arena, &lines, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_string_equal(lines[0].admission_no, "Z1");
    assert_string_equal(lines[0].person_name, "吴病人");
    assert_string_equal(lines[0].id_tail, "0017");
    assert_int_equal(lines[0].during.v, 300);
    assert_string_equal(medical_reason_label("SETTLEMENT"), "出院即时结算");
}

static enum status bind_work(struct db *db, void *context, struct error *e)
{
    (void)context;
    return hospital_user_bind(db, COUNTY, "b.counter", B, e);
}

static void a_hospital_compares_its_own_statement_only(struct county *c)
{
    struct error e = {0};
    int64_t differences;
    const struct their_line theirs[] = {{"Z1", FEN(100)}};
    const struct access_new_user user = {
        .name = "b.counter", .title = "乙卫生院", .role = ROLE_HOSPITAL, .scope = 341823000000};
    assert_ok_e(access_user_add(c->db, COUNTY, ACTOR_SYSTEM, &user, &e), &e);
    assert_ok_e(db_transaction(c->db, bind_work, NULL, &e), &e);
    LINE(A, "Z1", "SETTLEMENT", 0, 100);
    LINE(B, "Z1", "SETTLEMENT", 0, 100);
    int64_t of_a = settle_statement(c, A, "2013-06"), of_b = settle_statement(c, B, "2013-06");
    assert_refused(statement_compare(c->db, COUNTY, of_a, theirs, 1, "b.counter", &differences, &e),
                   &e, "ACCESS_SCOPE");
    assert_int_equal(settle_read(c, of_a).state, STATEMENT_DRAFT);
    assert_false(settle_read(c, of_a).is_compared);
    assert_ok_e(statement_compare(c->db, COUNTY, of_b, theirs, 1, "b.counter", &differences, &e),
                &e);
    assert_int_equal(differences, 0);
    assert_string_equal(settle_read(c, of_b).agreed_by, "b.counter");
}

#define TEST(name)                                                                                 \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        settle_each(name);                                                                         \
    }
TEST(a_month_goes_from_the_counter_to_the_bank)
TEST(what_is_not_above_zero_waits_for_the_next_month)
TEST(a_draft_is_gathered_anew_and_the_last_day_counts)
TEST(every_difference_is_named)
TEST(a_stay_put_off_waits_for_the_next_month_and_the_rest_is_paid)
TEST(putting_off_what_carried_the_statement_dissolves_it)
TEST(lines_altered_after_the_agreement_are_not_approved)
TEST(the_list_shows_the_newest_first_and_lines_say_whose)
TEST(a_hospital_compares_its_own_statement_only)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_month_goes_from_the_counter_to_the_bank),
        cmocka_unit_test(test_what_is_not_above_zero_waits_for_the_next_month),
        cmocka_unit_test(test_a_draft_is_gathered_anew_and_the_last_day_counts),
        cmocka_unit_test(test_every_difference_is_named),
        cmocka_unit_test(test_a_stay_put_off_waits_for_the_next_month_and_the_rest_is_paid),
        cmocka_unit_test(test_putting_off_what_carried_the_statement_dissolves_it),
        cmocka_unit_test(test_lines_altered_after_the_agreement_are_not_approved),
        cmocka_unit_test(test_the_list_shows_the_newest_first_and_lines_say_whose),
        cmocka_unit_test(test_a_hospital_compares_its_own_statement_only),
    };
    return cmocka_run_group_tests_name("statement", tests, NULL, NULL);
}

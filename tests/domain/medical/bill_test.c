/* Bills at the counter: the worked examples, the edges of deductible and cap, reversals, late
   posts, corrections, refusals, repeats. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/medical/medical_fixture.h"

#define IN VISIT_INPATIENT

static void assert_fen(struct fen got, const char *expected)
{
    char text[FEN_TEXT_BYTES];
    assert_string_equal(fen_format(got, text), expected);
}

static struct medical_amounts example_one(void)
{
    return (struct medical_amounts){.total = yuan("38562.40"),
                                    .in_scope = yuan("33120.00"),
                                    .insurance = yuan("19872.00"),
                                    .critical = yuan("2500.00")};
}

static void example_one_takes_what_the_cap_leaves_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    (void)stay(w, 0, "A1", id, IN, "2013-05-02", "2013-05-12", plain("20000.00"));
    assert_fen(year_aid(w, id, 2013, IN), "14000.00");
    struct medical_answer a = stay(w, 1, "B1", id, IN, "2013-06-01", "2013-06-20", example_one());
    assert_fen(a.assessment.left, "10748.00");
    assert_fen(a.assessment.by_rate, "7523.60");
    assert_fen(a.assessment.room, "6000.00");
    assert_fen(a.assessment.aid, "6000.00");
    assert_fen(a.assessment.personal, "10190.40");
    assert_fen(a.pay_now, "6000.00");
    assert_fen(year_aid(w, id, 2013, IN), "20000.00");
    assert_non_null(strstr(a.json, "\"aid_fen\":600000"));
}

static void example_one_takes_what_the_cap_leaves(void **state)
{
    (void)state;
    world_each(example_one_takes_what_the_cap_leaves_of);
}

static void example_two_rounds_half_up_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_LOW_INCOME, 1950);
    struct medical_answer a =
        stay(w, 0, "A1", id, IN, "2013-06-01", "2013-06-20", plain("28300.55"));
    assert_int_equal(a.class, MEDICAL_LOW_INCOME);
    assert_fen(a.assessment.aid, "4150.28");
}

static void example_two_rounds_half_up(void **state)
{
    (void)state;
    world_each(example_two_rounds_half_up_of);
}

static void example_three_pays_the_rest_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    (void)stay(w, 0, "A1", id, IN, "2013-05-02", "2013-05-12", plain("20000.00"));
    int64_t advance = world_advance(w, id, "1500.00", "2013-05-31");
    struct medical_message admit = admit_message(w, 1, "B1", id, IN, "2013-06-01");
    struct medical_answer filed = take(w, &admit);
    assert_fen(filed.advance, "1500.00");
    assert_fen(stay_before(w, filed.admission), "1500.00");
    assert_int_equal(advance_state_of(w, advance), ADVANCE_APPROVED);
    struct medical_message settle = settle_message(w, 1, "B1", "2013-06-20", example_one());
    struct medical_answer a = take(w, &settle);
    assert_fen(a.assessment.aid, "6000.00");
    assert_fen(a.pay_now, "4500.00");
    assert_fen(stay_before(w, a.admission), "1500.00");
    assert_fen(stay_during(w, a.admission), "4500.00");
    assert_int_equal(advance_state_of(w, advance), ADVANCE_USED);
    assert_int_equal(
        world_number(w, "SELECT count(*) FROM medical_advance WHERE bill = %" PRId64, a.bill), 1);
}

static void example_three_pays_the_rest_of_the_advance(void **state)
{
    (void)state;
    world_each(example_three_pays_the_rest_of);
}

static void deductible_edges_of(struct world *w)
{
    const struct {
        const char *left, *aid;
    } cases[] = {{"19999.99", "0.00"}, {"20000.00", "0.00"}, {"20000.01", "0.01"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *id = world_person(w, MEDICAL_LOW_INCOME, 1950);
        char number[8];
        (void)snprintf(number, sizeof number, "D%zu", i);
        struct medical_answer a =
            stay(w, 0, number, id, IN, "2013-06-01", "2013-06-20", plain(cases[i].left));
        assert_fen(a.assessment.aid, cases[i].aid); /* half a fen is a fen */
    }
}

static void a_bill_at_the_deductible_gets_nothing_and_a_fen_above_half_a_fen(void **state)
{
    (void)state;
    world_each(deductible_edges_of);
}

static void cap_edges_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_WUBAO, 1940);
    /* 22,222.22 × 90 % = 19,999.998: a hair below the cap rounds to exactly it. */
    struct medical_answer a =
        stay(w, 0, "C1", id, IN, "2013-05-02", "2013-05-12", plain("22222.22"));
    assert_fen(a.assessment.aid, "20000.00");
    struct medical_answer b = stay(w, 1, "C2", id, IN, "2013-06-02", "2013-06-12", plain("0.01"));
    assert_fen(b.assessment.aid, "0.00");
    assert_fen(b.assessment.personal, "0.01");
    assert_fen(year_aid(w, id, 2013, IN), "20000.00");
    /* Another kind of visit has a cap of its own. */
    struct medical_answer c =
        stay(w, 1, "M1", id, VISIT_OUTPATIENT, "2013-06-20", "2013-06-20", plain("1100.00"));
    assert_fen(c.assessment.aid, "70.00");
    assert_int_equal(world_number(w, "SELECT count(*) FROM medical_line WHERE admission = %" PRId64,
                                  b.admission),
                     0);
}

static void a_year_ends_at_its_cap_to_the_fen(void **state)
{
    (void)state;
    world_each(cap_edges_of);
}

static void big_advance_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    (void)world_advance(w, id, "3000.00", "2013-06-01");
    struct medical_answer a =
        stay(w, 0, "A1", id, IN, "2013-06-02", "2013-06-12", plain("1000.00"));
    assert_fen(a.assessment.aid, "700.00");
    assert_fen(a.pay_now, "-2300.00");
    assert_fen(stay_before(w, a.admission), "700.00");
    assert_fen(stay_during(w, a.admission), "0.00");
    assert_int_equal(world_number(w,
                                  "SELECT before_fen FROM medical_line WHERE admission = %" PRId64
                                  " AND reason = 'SETTLEMENT'",
                                  a.admission),
                     -230000);
}

static void an_advance_above_the_aid_comes_back_as_a_negative_line(void **state)
{
    (void)state;
    world_each(big_advance_of);
}

static void reversal_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    int64_t advance = world_advance(w, id, "1500.00", "2013-06-01");
    struct medical_answer a =
        stay(w, 0, "A1", id, IN, "2013-06-02", "2013-06-12", plain("10000.00"));
    struct medical_answer later =
        stay(w, 1, "B1", id, IN, "2013-06-15", "2013-06-20", plain("20000.00"));
    assert_fen(later.assessment.aid, "13000.00"); /* 20,000 − 7,000 */
    struct medical_message reverse = reverse_message(w, 0, "A1");
    struct medical_answer r = take(w, &reverse);
    assert_int_equal(r.bill, a.bill);
    assert_fen(r.assessment.aid, "7000.00");
    /* The stay is open again with its advance, and the later bill has the room. */
    assert_fen(stay_before(w, a.admission), "1500.00");
    assert_fen(stay_during(w, a.admission), "0.00");
    assert_int_equal(advance_state_of(w, advance), ADVANCE_APPROVED);
    assert_fen(bill_aid(w, later.bill), "14000.00");
    assert_fen(stay_during(w, later.admission), "14000.00");
    reverse = reverse_message(w, 0, "A1");
    refused(w, &reverse, "BILL_STRUCK");
    /* Settled again with the right figures: the later bill gives way again. */
    struct medical_message settle = settle_message(w, 0, "A1", "2013-06-12", plain("15000.00"));
    settle.replaces = arena_printf(w->c->arena, "%" PRId64, a.bill);
    struct medical_answer again = take(w, &settle);
    assert_fen(again.assessment.aid, "10500.00");
    assert_fen(bill_aid(w, later.bill), "9500.00");
    assert_int_equal(advance_state_of(w, advance), ADVANCE_USED);
    assert_int_equal(
        world_number(w, "SELECT replaces FROM medical_bill WHERE id = %" PRId64, again.bill),
        a.bill);
    settle = settle_message(w, 0, "A1", "2013-06-12", plain("15000.00"));
    refused(w, &settle, "ADMISSION_SETTLED");
}

static void a_reversed_and_corrected_bill_moves_the_bills_after_it(void **state)
{
    (void)state;
    world_each(reversal_of);
}

static void after_new_year_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    w->today = day("2012-12-20");
    (void)stay(w, 0, "A1", id, IN, "2012-12-01", "2012-12-19", plain("20000.00"));
    w->today = day("2013-01-10");
    (void)stay(w, 0, "A2", id, IN, "2012-12-25", "2013-01-08", plain("20000.00"));
    (void)stay(w, 1, "B1", id, IN, "2012-12-20", "2012-12-31", plain("20000.00"));
    assert_fen(year_aid(w, id, 2012, IN), "20000.00");
    assert_fen(year_aid(w, id, 2013, IN), "14000.00");
    struct medical_message reverse = reverse_message(w, 0, "A1");
    (void)take(w, &reverse);
    assert_fen(year_aid(w, id, 2012, IN), "14000.00"); /* of B1, which now has the whole room */
    assert_fen(year_aid(w, id, 2013, IN), "14000.00");
    reverse = reverse_message(w, 1, "B1");
    (void)take(w, &reverse);
    assert_fen(year_aid(w, id, 2012, IN), "0.00");
}

static void a_reversal_after_new_year_gives_room_to_the_old_year_alone(void **state)
{
    (void)state;
    world_each(after_new_year_of);
}

static void late_post_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    struct medical_answer later =
        stay(w, 1, "B1", id, IN, "2013-06-10", "2013-06-20", plain("25000.00"));
    assert_fen(later.assessment.aid, "17500.00");
    struct medical_answer earlier =
        stay(w, 0, "A1", id, IN, "2013-05-10", "2013-05-20", plain("10000.00"));
    assert_fen(earlier.assessment.aid, "7000.00");
    assert_fen(earlier.assessment.aided_before, "0.00");
    assert_fen(bill_aid(w, later.bill), "13000.00");
    assert_fen(stay_during(w, later.admission), "13000.00");
    assert_int_equal(world_number(w,
                                  "SELECT during_fen FROM medical_line WHERE admission = %" PRId64
                                  " AND reason = 'REASSESSMENT'",
                                  later.admission),
                     -450000);
    assert_int_equal(world_number(w,
                                  "SELECT count(*) FROM medical_assessment WHERE bill = %" PRId64,
                                  later.bill),
                     2);
}

static void a_bill_posted_late_takes_the_cap_by_its_admission(void **state)
{
    (void)state;
    world_each(late_post_of);
}

static void post_days_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    struct medical_message admit = admit_message(w, 0, "A1", id, IN, "2013-04-20");
    (void)take(w, &admit);
    struct medical_message settle = settle_message(w, 0, "A1", "2013-04-30", plain("100.00"));
    refused(w, &settle, "POST_LATE"); /* the 61st day */
    settle = settle_message(w, 0, "A1", "2013-05-01", plain("100.00"));
    (void)take(w, &settle);
}

static void a_hospital_may_post_on_the_last_day_and_not_after(void **state)
{
    (void)state;
    world_each(post_days_of);
}

static void refusals_of_admit(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    const char *nobody = world_person(w, MEDICAL_NONE, 1951);
    struct medical_message m = admit_message(w, 0, "A1", id, IN, "2013-07-01");
    refused(w, &m, "BILL_DATES");
    m = admit_message(w, 0, "A1", id_number(1999, 1, 1, 999), IN, "2013-06-30");
    refused(w, &m, "PERSON_UNKNOWN");
    m = admit_message(w, 0, "A1", id, IN, "2013-06-30");
    m.name = "李某";
    refused(w, &m, "PERSON_NAME");
    m = admit_message(w, 0, "A1", nobody, IN, "2013-06-30");
    refused(w, &m, "NOT_ENTITLED");
    m = admit_message(w, 0, "", id, IN, "2013-06-30");
    refused(w, &m, "MESSAGE_FIELD");
    m = admit_message(w, 0, "A1", id, IN, "2013-06-30");
    m.disease = "肺癌";
    refused(w, &m, "DISEASE_CODE");
    m = admit_message(w, 0, "A1", id, IN, "2013-06-30");
    m.serial = "a b";
    refused(w, &m, "SERIAL_FORM");
    m = admit_message(w, 0, "A1", id, IN, "2013-06-30");
    (void)take(w, &m);
    m = admit_message(w, 0, "A1", id, IN, "2013-06-30");
    refused(w, &m, "ADMISSION_KNOWN");
    m = admit_message(w, 1, "A1", id, IN, "2013-06-30"); /* another hospital's own number */
    (void)take(w, &m);
}

static void refusals_of_settle(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    struct medical_message m = settle_message(w, 0, "A1", "2013-06-30", plain("100.00"));
    refused(w, &m, "ADMISSION_UNKNOWN");
    m = admit_message(w, 0, "A1", id, IN, "2013-06-20");
    (void)take(w, &m);
    m = settle_message(w, 1, "A1", "2013-06-30", plain("100.00"));
    refused(w, &m, "ADMISSION_UNKNOWN");
    m = settle_message(w, 0, "A1", "2013-06-19", plain("100.00"));
    refused(w, &m, "BILL_DATES");
    m = settle_message(w, 0, "A1", "2013-07-01", plain("100.00"));
    refused(w, &m, "BILL_DATES");
    m = settle_message(w, 0, "A1", "2013-06-30", plain("100.00"));
    m.amounts.insurance = yuan("100.01");
    refused(w, &m, "BILL_AMOUNTS");
    m = settle_message(w, 0, "A1", "2013-06-30", plain("100.00"));
    m.replaces = "7";
    refused(w, &m, "BILL_UNKNOWN");
    m = reverse_message(w, 0, "A1");
    refused(w, &m, "BILL_UNKNOWN");
    m = cancel_message(w, 0, "A1");
    (void)take(w, &m);
    m = cancel_message(w, 0, "A1");
    refused(w, &m, "ADMISSION_CANCELLED");
    m = settle_message(w, 0, "A1", "2013-06-30", plain("100.00"));
    refused(w, &m, "ADMISSION_CANCELLED");
    (void)stay(w, 0, "A2", id, IN, "2013-06-20", "2013-06-30", plain("100.00"));
    m = cancel_message(w, 0, "A2");
    refused(w, &m, "ADMISSION_SETTLED");
}

static void a_refused_message_leaves_nothing(void **state)
{
    (void)state;
    world_each(refusals_of_admit);
    world_each(refusals_of_settle);
}

static void repeats_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    struct medical_message admit = admit_message(w, 0, "A1", id, IN, "2013-06-01");
    (void)take(w, &admit);
    struct medical_message settle = settle_message(w, 0, "A1", "2013-06-20", plain("1000.00"));
    struct medical_answer first = take(w, &settle);
    assert_false(first.is_repeat);
    int64_t rows = world_rows(w);
    settle.actor = "hospital2"; /* whoever sends it, on whatever day */
    settle.today = day("2013-07-05");
    struct medical_answer second = take(w, &settle);
    assert_true(second.is_repeat);
    assert_string_equal(second.json, first.json);
    assert_int_equal(second.bill, first.bill);
    assert_int_equal(second.assessment.aid.v, first.assessment.aid.v);
    assert_int_equal(second.pay_now.v, first.pay_now.v);
    assert_int_equal(world_rows(w), rows);
    /* A refused serial may be sent again with other content. */
    settle.amounts.total.v++;
    refused(w, &settle, "SERIAL_REUSED");
    struct medical_message other = admit_message(w, 1, "B1", id, IN, "2013-06-21");
    other.serial = settle.serial; /* another hospital counts for itself */
    assert_false(take(w, &other).is_repeat);
    struct medical_message bad = settle_message(w, 1, "B1", "2013-06-20", plain("1.00"));
    refused(w, &bad, "BILL_DATES");
    bad.discharged_on = day("2013-06-22");
    assert_false(take(w, &bad).is_repeat);
}

static void the_same_serial_is_answered_by_the_same_bytes(void **state)
{
    (void)state;
    world_each(repeats_of);
}

static void quote_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    (void)world_advance(w, id, "1500.00", "2013-05-31");
    struct medical_message admit = admit_message(w, 0, "A1", id, IN, "2013-06-01");
    (void)take(w, &admit);
    struct medical_message settle = settle_message(w, 0, "A1", "2013-06-20", example_one());
    struct explanation explain = {.arena = w->c->arena};
    struct medical_answer quote = {0};
    int64_t rows = world_rows(w);
    assert_ok_e(medical_quote(w->c->db, w->desk, &settle, w->c->arena, &quote, &explain, &w->e),
                &w->e);
    assert_int_equal(world_rows(w), rows);
    assert_true(explain.count > 2);
    struct medical_answer a = take(w, &settle);
    assert_int_equal(quote.assessment.aid.v, a.assessment.aid.v);
    assert_int_equal(quote.pay_now.v, a.pay_now.v);
    assert_fen(quote.pay_now, "6023.60");
    struct medical_entitlement got;
    assert_ok_e(medical_entitlement_check(w->c->db, w->desk, w->hospital[0], id, NAME, w->today,
                                          w->c->arena, &got, &w->e),
                &w->e);
    assert_int_equal(got.class, MEDICAL_DIBAO);
    assert_fen(got.inpatient_room, "12476.40");
    assert_fen(got.outpatient_room, "3000.00");
    assert_fen(got.advance, "0.00");
    assert_refused(medical_entitlement_check(w->c->db, w->desk, w->hospital[0], id, "李某",
                                             w->today, w->c->arena, &got, &w->e),
                   &w->e, "PERSON_UNKNOWN");
}

static void a_quote_is_what_the_settlement_answers(void **state)
{
    (void)state;
    world_each(quote_of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(example_one_takes_what_the_cap_leaves),
        cmocka_unit_test(example_two_rounds_half_up),
        cmocka_unit_test(example_three_pays_the_rest_of_the_advance),
        cmocka_unit_test(a_bill_at_the_deductible_gets_nothing_and_a_fen_above_half_a_fen),
        cmocka_unit_test(a_year_ends_at_its_cap_to_the_fen),
        cmocka_unit_test(an_advance_above_the_aid_comes_back_as_a_negative_line),
        cmocka_unit_test(a_reversed_and_corrected_bill_moves_the_bills_after_it),
        cmocka_unit_test(a_reversal_after_new_year_gives_room_to_the_old_year_alone),
        cmocka_unit_test(a_bill_posted_late_takes_the_cap_by_its_admission),
        cmocka_unit_test(a_hospital_may_post_on_the_last_day_and_not_after),
        cmocka_unit_test(a_refused_message_leaves_nothing),
        cmocka_unit_test(the_same_serial_is_answered_by_the_same_bytes),
        cmocka_unit_test(a_quote_is_what_the_settlement_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

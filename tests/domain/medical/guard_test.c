/* Money that must not go out twice, to the dead, or be lost: a stay that was claimed and then
   posted, an admission after death, a correction that comes late. */
#include <inttypes.h>
#include <stdio.h>

#include "domain/medical/medical_fixture.h"

#include "domain/payee/payee.h"
#include "domain/registry/registry.h"

#define IN VISIT_INPATIENT

struct claim_work {
    struct world *w;
    const char *id;
    int64_t case_file;
    const struct claim_bill *bill;
    struct fen aid;
};

static enum status claim_work(struct db *db, void *context, struct error *e)
{
    struct claim_work *c = context;
    int64_t change;
    TRY(change_record(db, COUNTY,
                      &(struct change_entry){
                          .actor = "approver", .action = "case", .subject = "case", .detail = ""},
                      &change, e));
    return medical_claim_decide(db, c->w->desk, c->case_file, person_of(c->w, c->id),
                                household_of(c->w, c->id), VILLAGE, c->bill, 1, c->w->today, change,
                                &c->aid, e);
}

static void claim(struct world *w, int64_t case_file, const char *id, struct claim_bill bill)
{
    struct claim_work c = {w, id, case_file, &bill, {0}};
    assert_ok_e(db_transaction(w->c->db, claim_work, &c, &w->e), &w->e);
}

static const char *hospital_name(struct world *w, int h)
{
    struct payee payee;
    assert_ok_e(payee_by_id(w->c->db, COUNTY, w->hospital[h], w->c->arena, &payee, &w->e), &w->e);
    return payee.name;
}

static struct claim_bill paper(const char *hospital, const char *in, const char *out,
                               const char *left)
{
    return (struct claim_bill){.hospital_name = hospital,
                               .visit = IN,
                               .scheme = SCHEME_NCMS,
                               .admitted_on = day(in),
                               .discharged_on = day(out),
                               .disease = "C34",
                               .amounts = plain(left)};
}

static struct medical_message posted(struct world *w, int h, const char *number, const char *id,
                                     const char *in, const char *out, const char *left)
{
    struct medical_message admit = admit_message(w, h, number, id, IN, in);
    (void)take(w, &admit);
    return settle_message(w, h, number, out, plain(left));
}

static void claimed_first_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    claim(w, 71, id, paper(hospital_name(w, 0), "2013-05-01", "2013-05-10", "1000.00"));
    /* Of the same hospital and days, at another total: the same stay. */
    struct medical_message m = posted(w, 0, "A1", id, "2013-05-02", "2013-05-10", "1000.01");
    refused(w, &m, "BILL_CLAIMED");
    /* Under another spelling of the hospital, but the very invoice. */
    claim(w, 72, id, paper("某医院", "2013-06-01", "2013-06-05", "300.00"));
    m = posted(w, 1, "B1", id, "2013-06-01", "2013-06-05", "300.00");
    refused(w, &m, "BILL_CLAIMED");
    struct medical_answer quote;
    assert_refused(medical_quote(w->c->db, w->desk, &m, w->c->arena, &quote, NULL, &w->e), &w->e,
                   "BILL_CLAIMED");
    /* Moved to another hospital on the day of discharge, and back to the first one: new stays. */
    m = posted(w, 2, "C1", id, "2013-05-10", "2013-05-20", "1000.00");
    (void)take(w, &m);
    m = posted(w, 0, "A2", id, "2013-05-20", "2013-05-25", "1000.00");
    (void)take(w, &m);
    world_is_sound(w);
}

static void a_stay_that_was_claimed_is_not_settled_at_the_counter_too(void **state)
{
    (void)state;
    world_each(claimed_first_of);
}

static void struck_claim_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    claim(w, 71, id, paper(hospital_name(w, 0), "2013-05-01", "2013-05-10", "1000.00"));
    struct medical_message m = posted(w, 0, "A1", id, "2013-05-01", "2013-05-10", "1000.00");
    refused(w, &m, "BILL_CLAIMED");
    int64_t bill = world_number(w, "SELECT max(id) FROM medical_bill WHERE case_file = 71");
    assert_ok_e(medical_claim_correct(w->c->db, w->desk, bill, NULL, "医院已结算", "second",
                                      w->today, &w->e),
                &w->e);
    (void)take(w, &m);
    assert_int_equal(year_aid(w, id, 2013, IN).v, 70000);
    world_is_sound(w);
}

static void once_the_claim_is_struck_the_counter_may_settle(void **state)
{
    (void)state;
    world_each(struck_claim_of);
}

static void dead_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    struct registry_actor actor = {"town", "死亡证明"};
    assert_ok_e(
        registry_report_death(w->c->db, COUNTY, w->c->keys, id, day("2013-06-10"), &actor, &w->e),
        &w->e);
    struct medical_message m = admit_message(w, 0, "A1", id, IN, "2013-06-11");
    refused(w, &m, "PERSON_DEAD");
    m = posted(w, 0, "A2", id, "2013-06-10", "2013-06-11", "1000.00"); /* the last day */
    (void)take(w, &m);
    assert_int_equal(year_aid(w, id, 2013, IN).v, 70000);
    world_is_sound(w);
}

static void nobody_is_admitted_after_death(void **state)
{
    (void)state;
    world_each(dead_of);
}

static void late_correction_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    struct medical_answer first =
        stay(w, 0, "A1", id, IN, "2013-05-01", "2013-05-10", plain("1000.00"));
    w->today = day("2013-12-20");
    struct medical_message m = reverse_message(w, 0, "A1");
    (void)take(w, &m);
    m = settle_message(w, 0, "A1", "2013-05-10", plain("800.00"));
    refused(w, &m, "POST_LATE"); /* corrects nothing that is named */
    m = settle_message(w, 0, "A1", "2013-05-10", plain("800.00"));
    m.replaces = "999999";
    refused(w, &m, "BILL_UNKNOWN");
    char number[24];
    (void)snprintf(number, sizeof number, "%" PRId64, first.bill);
    m = settle_message(w, 0, "A1", "2013-05-10", plain("800.00"));
    m.replaces = number;
    struct medical_answer again = take(w, &m);
    assert_int_equal(again.assessment.aid.v, 56000);
    assert_int_equal(stay_during(w, first.admission).v, 56000);
    world_is_sound(w);
}

static void a_bill_posted_in_time_may_be_corrected_later(void **state)
{
    (void)state;
    world_each(late_correction_of);
}

static void tamper(struct world *w, const char *sql)
{
    assert_ok_e(db_execute_raw(w->c->db, sql, &w->e), &w->e);
}

static int64_t open_fen(struct world *w)
{
    return world_number(w, "SELECT CAST(coalesce(sum(after_fen), 0) AS BIGINT) FROM medical_line "
                           "WHERE payee_kind = 2 AND batch = 0");
}

static void cancelled_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    claim(w, 71, id, paper("省立医院", "2013-05-01", "2013-05-10", "1000.00"));
    tamper(w, "INSERT INTO payment_run (county, id, programme, from_month, to_month, state, "
              "known, known_before, items, total_fen, prepared_by, prepared_at) VALUES "
              "(341823, 9, 3, 201306, 201306, 1, 99999, 0, 1, 70000, 'a', 'b')");
    tamper(w, "INSERT INTO payment_item (county, programme, month, household, division, form, "
              "protected_count, basic_fen, topup_fen, adjustment_fen, carry_fen, state, attempt, "
              "remittance) SELECT county, 3, 201306, payee, 1, 0, 1, 70000, 0, 0, 0, 7, 0, 0 FROM "
              "medical_line WHERE case_file = 71");
    tamper(w, "UPDATE medical_line SET batch = 9 WHERE case_file = 71");
    int64_t bill = world_number(w, "SELECT max(id) FROM medical_bill WHERE case_file = 71");
    struct medical_amounts lower = plain("600.00");
    assert_ok_e(
        medical_claim_correct(w->c->db, w->desk, bill, &lower, "多记", "second", w->today, &w->e),
        &w->e);
    assert_int_equal(open_fen(w), 0); /* nobody got the 280 */
    bill = world_number(w, "SELECT max(id) FROM medical_bill WHERE case_file = 71");
    assert_ok_e(
        medical_claim_correct(w->c->db, w->desk, bill, NULL, "不实", "second", w->today, &w->e),
        &w->e);
    assert_int_equal(open_fen(w), 0);
    assert_int_equal(world_number(w, "SELECT CAST(sum(after_fen) AS BIGINT) FROM medical_line "
                                     "WHERE case_file = 71 AND batch = 9"),
                     0);
}

static void a_claim_lowered_after_its_item_was_cancelled_owes_nothing(void **state)
{
    (void)state;
    world_each(cancelled_of);
}

static enum status ask(struct world *w, const char *id, const char *name,
                       struct medical_entitlement *ret)
{
    const struct medical_ask ask = {w->hospital[1], CLERK, id, name, w->today};
    w->e = (struct error){0};
    return medical_entitlement_take(w->c->db, w->desk, &ask, w->c->arena, ret, &w->e);
}

static int64_t asked(struct world *w, const char *detail)
{
    return world_number(w,
                        "SELECT count(*) FROM change_trail WHERE action = 'medical.entitlement' "
                        "AND actor = '" CLERK "' AND subject = 'hospital %" PRId64
                        "' AND detail LIKE '%s'",
                        w->hospital[1], detail);
}

static void asked_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    char person[64], tail[64], whole[64];
    struct medical_entitlement got;
    (void)snprintf(person, sizeof person, "{\"person\":%" PRId64 "%%", person_of(w, id));
    assert_ok_e(ask(w, id, NAME, &got), &w->e);
    assert_int_equal(got.class, MEDICAL_DIBAO);
    assert_int_equal(asked(w, person), 1);
    /* A name that is guessed wrongly says nothing, but it is written down about whom. */
    assert_refused(ask(w, id, "李某", &got), &w->e, "PERSON_UNKNOWN");
    assert_int_equal(asked(w, person), 2);
    assert_int_equal(asked(w, "%PERSON_UNKNOWN%"), 1);
    assert_refused(ask(w, "11010519491231002X", NAME, &got), &w->e, "PERSON_UNKNOWN");
    assert_refused(ask(w, "1101054912310021", NAME, &got), &w->e, "PERSON_UNKNOWN");
    assert_int_equal(asked(w, "{\"id_tail\":\"002X\",%"), 1);
    (void)snprintf(tail, sizeof tail, "%%%s%%", id + 6);
    (void)snprintf(whole, sizeof whole, "%%%s%%", "19491231");
    assert_int_equal(asked(w, tail), 0);
    assert_int_equal(asked(w, whole), 0);
    assert_int_equal(asked(w, "%"), 4);
    /* A refused admission says as much as a check. */
    struct medical_answer answer;
    struct medical_message m = admit_message(w, 1, "A1", id, IN, "2013-06-20");
    m.name = "李某";
    assert_refused(medical_message_hear_take(w->c->db, w->desk, &m, w->c->arena, &answer, &w->e),
                   &w->e, "PERSON_NAME");
    assert_int_equal(asked(w, "%PERSON_NAME%"), 1);
    assert_int_equal(asked(w, person), 3);
    m.name = NAME;
    assert_ok_e(medical_message_hear_take(w->c->db, w->desk, &m, w->c->arena, &answer, &w->e),
                &w->e);
    assert_int_equal(asked(w, "%"), 5);
    world_is_sound(w);
}

static void who_asks_about_whom_is_written_down(void **state)
{
    (void)state;
    world_each(asked_of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stay_that_was_claimed_is_not_settled_at_the_counter_too),
        cmocka_unit_test(once_the_claim_is_struck_the_counter_may_settle),
        cmocka_unit_test(nobody_is_admitted_after_death),
        cmocka_unit_test(a_bill_posted_in_time_may_be_corrected_later),
        cmocka_unit_test(a_claim_lowered_after_its_item_was_cancelled_owes_nothing),
        cmocka_unit_test(who_asks_about_whom_is_written_down),
    };
    return cmocka_run_group_tests_name("guards", tests, NULL, NULL);
}

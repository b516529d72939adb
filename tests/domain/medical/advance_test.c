/* Advances: approved once, drawn by the right stay, used once, ended in time. */
#include <inttypes.h>

#include "domain/medical/medical_fixture.h"

#define IN VISIT_INPATIENT

static void limits_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    const char *nobody = world_person(w, MEDICAL_NONE, 1950);
    assert_int_equal(world_advance(w, id, "5000.01", "2013-06-01"), 0);
    assert_string_equal(w->e.code, "ADVANCE_AMOUNT");
    assert_int_equal(world_advance(w, id, "0.00", "2013-06-01"), 0);
    assert_string_equal(w->e.code, "ADVANCE_AMOUNT");
    assert_int_equal(world_advance(w, nobody, "100.00", "2013-06-01"), 0);
    assert_string_equal(w->e.code, "NOT_ENTITLED");
    assert_true(world_advance(w, id, "5000.00", "2013-06-01") > 0);
    assert_int_equal(world_advance(w, id, "100.00", "2013-06-02"), 0);
    assert_string_equal(w->e.code, "ADVANCE_OPEN");
    /* What the year's cap has left is the most. */
    const char *other = world_person(w, MEDICAL_DIBAO, 1950);
    (void)stay(w, 0, "A1", other, IN, "2013-06-02", "2013-06-12", plain("28000.00"));
    assert_int_equal(world_advance(w, other, "400.01", "2013-06-20"), 0);
    assert_string_equal(w->e.code, "ADVANCE_AMOUNT");
    assert_true(world_advance(w, other, "400.00", "2013-06-20") > 0);
}

static void an_advance_keeps_to_its_limits(void **state)
{
    (void)state;
    world_each(limits_of);
}

static void drawn_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    int64_t advance = world_advance(w, id, "1000.00", "2013-05-10"); /* until 2013-06-09 */
    struct medical_message m = admit_message(w, 0, "M1", id, VISIT_OUTPATIENT, "2013-06-01");
    assert_int_equal(take(w, &m).advance.v, 0);
    m = admit_message(w, 0, "A0", id, IN, "2013-05-09"); /* before it was approved */
    assert_int_equal(take(w, &m).advance.v, 0);
    m = admit_message(w, 0, "A1", id, IN, "2013-06-10"); /* a day too late */
    assert_int_equal(take(w, &m).advance.v, 0);
    m = admit_message(w, 0, "A2", id, IN, "2013-06-09");
    struct medical_answer first = take(w, &m);
    assert_int_equal(first.advance.v, 100000);
    m = admit_message(w, 1, "B1", id, IN, "2013-06-09"); /* once only */
    assert_int_equal(take(w, &m).advance.v, 0);
    assert_refused(advance_revoke(w->c->db, COUNTY, advance, "不再住院", "chief", w->today, &w->e),
                   &w->e, "ADVANCE_DRAWN");
    /* Not drawn any more: its last day is over, so it ends with the stay. */
    m = cancel_message(w, 0, "A2");
    (void)take(w, &m);
    assert_int_equal(stay_before(w, first.admission).v, 0);
    assert_int_equal(advance_state_of(w, advance), ADVANCE_EXPIRED);
}

static void an_advance_is_drawn_by_one_stay_in_its_time(void **state)
{
    (void)state;
    world_each(drawn_of);
}

static void given_back_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    int64_t advance = world_advance(w, id, "1000.00", "2013-06-20");
    struct medical_message m = admit_message(w, 0, "A1", id, IN, "2013-06-21");
    (void)take(w, &m);
    m = cancel_message(w, 0, "A1");
    (void)take(w, &m);
    assert_int_equal(advance_state_of(w, advance), ADVANCE_APPROVED);
    m = admit_message(w, 1, "B1", id, IN, "2013-06-22");
    assert_int_equal(take(w, &m).advance.v, 100000);
    m = settle_message(w, 1, "B1", "2013-06-25", plain("3000.00"));
    struct medical_answer a = take(w, &m);
    assert_int_equal(a.pay_now.v, 110000);
    assert_int_equal(advance_state_of(w, advance), ADVANCE_USED);
    assert_refused(advance_revoke(w->c->db, COUNTY, advance, "不再住院", "chief", w->today, &w->e),
                   &w->e, "ADVANCE_STATE");
    /* Used: another may be approved. A reversal then leaves both whole. */
    int64_t second = world_advance(w, id, "500.00", "2013-06-26");
    assert_true(second > 0);
    m = reverse_message(w, 1, "B1");
    (void)take(w, &m);
    assert_int_equal(advance_state_of(w, advance), ADVANCE_APPROVED);
    m = cancel_message(w, 1, "B1");
    (void)take(w, &m);
    assert_int_equal(advance_state_of(w, advance), ADVANCE_REVOKED);
    assert_int_equal(advance_state_of(w, second), ADVANCE_APPROVED);
    assert_int_equal(stay_before(w, a.admission).v + stay_during(w, a.admission).v, 0);
}

static void an_advance_is_used_once_and_goes_back_when_its_stay_does(void **state)
{
    (void)state;
    world_each(given_back_of);
}

static void ended_of(struct world *w)
{
    int64_t count;
    const char *a = world_person(w, MEDICAL_DIBAO, 1950);
    const char *b = world_person(w, MEDICAL_WUBAO, 1950);
    const char *c = world_person(w, MEDICAL_DIBAO, 1950);
    int64_t over = world_advance(w, a, "100.00", "2013-05-30"); /* until 06-29 */
    int64_t last = world_advance(w, b, "100.00", "2013-05-31"); /* until 06-30, today */
    int64_t unwise = world_advance(w, c, "100.00", "2013-06-30");
    assert_ok_e(advance_expire(w->c->db, COUNTY, "system", w->today, &count, &w->e), &w->e);
    assert_int_equal(count, 1);
    assert_int_equal(advance_state_of(w, over), ADVANCE_EXPIRED);
    assert_int_equal(advance_state_of(w, last), ADVANCE_APPROVED);
    int64_t rows = world_rows(w);
    assert_ok_e(advance_expire(w->c->db, COUNTY, "system", w->today, &count, &w->e), &w->e);
    assert_int_equal(count, 0);
    assert_refused(
        advance_revoke(w->c->db, COUNTY, unwise, "家属放弃治疗", "officer", w->today, &w->e), &w->e,
        "SAME_PERSON");
    assert_int_equal(world_rows(w), rows);
    assert_ok_e(advance_revoke(w->c->db, COUNTY, unwise, "家属放弃治疗", "chief", w->today, &w->e),
                &w->e);
    struct advance_record r;
    assert_ok_e(advance_read(w->c->db, COUNTY, unwise, w->c->arena, &r, &w->e), &w->e);
    assert_int_equal(r.state, ADVANCE_REVOKED);
    assert_string_equal(r.ended_reason, "家属放弃治疗");
    /* One that is over makes room without waiting for the nightly sweep. */
    w->today = day("2013-07-10");
    assert_true(world_advance(w, b, "200.00", "2013-07-10") > 0);
    assert_int_equal(advance_state_of(w, last), ADVANCE_EXPIRED);
    struct advance_record *list;
    size_t n;
    bool more;
    assert_ok_e(advance_list(w->c->db, COUNTY,
                             &(struct advance_filter){.scope = COUNTY, .row_count = 3}, w->c->arena,
                             &list, &n, &more, &w->e),
                &w->e);
    assert_int_equal(n, 3);
    assert_true(more);
    assert_string_equal(list[0].person_name, NAME);
}

static void an_advance_ends_on_its_last_day_or_by_another_than_who_approved(void **state)
{
    (void)state;
    world_each(ended_of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_advance_keeps_to_its_limits),
        cmocka_unit_test(an_advance_is_drawn_by_one_stay_in_its_time),
        cmocka_unit_test(an_advance_is_used_once_and_goes_back_when_its_stay_does),
        cmocka_unit_test(an_advance_ends_on_its_last_day_or_by_another_than_who_approved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What a counter keeps between messages is what holds: numbers, the hand-over, classes that end
   while somebody is in hospital. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/medical/medical_fixture.h"

#define IN VISIT_INPATIENT

struct step {
    struct world *w;
    const struct medical_message *m;
    int64_t read_only;
};

/* As when the third message of a group breaks the connection: nothing of the group was. */
static enum status lost_work(struct db *db, void *context, struct error *e)
{
    struct step *s = context;
    struct medical_answer a;
    TRY(medical_message_do(db, s->w->desk, s->m, s->w->c->arena, &a, e));
    return error_set(e, STATUS_REFUSED, "LOST", "lost");
}

static void lost_group_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    struct medical_message m = admit_message(w, 0, "A1", id, IN, "2013-06-01");
    struct step s = {.w = w, .m = &m};
    int64_t rows = world_rows(w);
    for (int i = 0; i < 3; i++) {
        assert_refused(db_transaction(w->c->db, lost_work, &s, &w->e), &w->e, "LOST");
        assert_int_equal(world_rows(w), rows);
    }
    /* The change of this number gets the very id that the lost message had. */
    world_parameter(w, "medical.dibao.inpatient.rate", "2013-06", 8000);
    (void)take(w, &m);
    m = settle_message(w, 0, "A1", "2013-06-20", plain("1000.00"));
    assert_int_equal(take(w, &m).assessment.aid.v, 80000);
}

static void a_change_that_takes_a_lost_messages_number_is_seen(void **state)
{
    (void)state;
    world_each(lost_group_of);
}

static void other_desk_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    struct medical_desk *mine = w->desk, *other = medical_desk_new(COUNTY, w->c->keys);
    assert_non_null(other);
    (void)stay(w, 0, "A1", id, IN, "2013-06-01", "2013-06-02", plain("100.00"));
    w->desk = other;
    (void)stay(w, 1, "B1", id, IN, "2013-06-03", "2013-06-04", plain("100.00"));
    world_parameter(w, "medical.dibao.inpatient.rate", "2013-06", 5000);
    (void)stay(w, 1, "B2", id, IN, "2013-06-05", "2013-06-06", plain("100.00"));
    w->desk = mine;
    struct medical_answer a = stay(w, 0, "A2", id, IN, "2013-06-07", "2013-06-08", plain("100.00"));
    assert_int_equal(a.assessment.aid.v, 5000);
    medical_desk_free(other);
}

static void a_number_changed_between_two_counters_reaches_both(void **state)
{
    (void)state;
    world_each(other_desk_of);
}

static enum status handover_work(struct db *db, void *context, struct error *e)
{
    struct step *s = context;
    char sql[256];
    int64_t change;
    TRY(change_record(db, COUNTY,
                      &(struct change_entry){.actor = "supervisor",
                                             .action = "programme.handover",
                                             .subject = "medical",
                                             .detail = ""},
                      &change, e));
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO programme_handover (county, programme, known_from, is_read_only, "
                   "bureau, document) VALUES (%" PRId64 ", 3, %" PRId64 ", %" PRId64
                   ", '泾县医疗保障局', '泾编〔2019〕3号')",
                   COUNTY, change, s->read_only);
    return db_execute_raw(db, sql, e);
}

static void handed_over(struct world *w, int64_t is_read_only)
{
    struct step s = {.w = w, .read_only = is_read_only};
    assert_ok_e(db_transaction(w->c->db, handover_work, &s, &w->e), &w->e);
}

static void handover_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    int64_t advance = world_advance(w, id, "100.00", "2013-06-01");
    struct reassess_result r;
    struct medical_message first = admit_message(w, 0, "A1", id, IN, "2013-06-01");
    struct medical_answer answer = take(w, &first);
    handed_over(w, 1);
    struct medical_message m = settle_message(w, 0, "A1", "2013-06-20", plain("1000.00"));
    refused(w, &m, "PROGRAMME_HANDED_OVER");
    assert_non_null(strstr(w->e.message, "泾县医疗保障局"));
    assert_string_equal(take(w, &first).json, answer.json); /* what was said stays said */
    assert_refused(medical_reassess(w->c->db, w->desk, 2013, "officer", w->today, &r, &w->e), &w->e,
                   "PROGRAMME_HANDED_OVER");
    assert_refused(advance_revoke(w->c->db, COUNTY, advance, "移交", "chief", w->today, &w->e),
                   &w->e, "PROGRAMME_HANDED_OVER");
    assert_int_equal(world_advance(w, world_person(w, MEDICAL_DIBAO, 1950), "1.00", "2013-06-30"),
                     0);
    assert_string_equal(w->e.code, "PROGRAMME_HANDED_OVER");
    handed_over(w, 0);
    (void)take(w, &m);
}

static void a_programme_handed_over_takes_nothing_more(void **state)
{
    (void)state;
    world_each(handover_of);
}

static void class_ends_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_LOW_INCOME, 1950);
    (void)world_advance(w, id, "1000.00", "2013-04-25");
    struct medical_message m = admit_message(w, 0, "A1", id, IN, "2013-05-20");
    struct medical_answer filed = take(w, &m);
    assert_int_equal(stay_before(w, filed.admission).v, 100000);
    world_class(w, id, MEDICAL_NONE, "2013-06", NULL);
    m = settle_message(w, 0, "A1", "2013-06-20", plain("50000.00"));
    struct medical_answer a = take(w, &m);
    assert_int_equal(a.class, MEDICAL_NONE);
    assert_int_equal(a.assessment.aid.v, 0);
    assert_int_equal(a.pay_now.v, -100000);
    assert_int_equal(stay_before(w, filed.admission).v, 0);
    m = admit_message(w, 0, "A2", id, IN, "2013-06-21");
    refused(w, &m, "NOT_ENTITLED");
}

static void who_lost_his_class_by_discharge_gets_no_aid_and_the_advance_is_back(void **state)
{
    (void)state;
    world_each(class_ends_of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_that_takes_a_lost_messages_number_is_seen),
        cmocka_unit_test(a_number_changed_between_two_counters_reaches_both),
        cmocka_unit_test(a_programme_handed_over_takes_nothing_more),
        cmocka_unit_test(who_lost_his_class_by_discharge_gets_no_aid_and_the_advance_is_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What-if over a year's bills: the cap taken in the same order under both rules, people counted
   once, nothing written. */
#include "domain/medical/medical_fixture.h"

#include <string.h>

#define IN VISIT_INPATIENT

static struct medical_simulation simulate(struct world *w, const char *const *assignments,
                                          size_t count)
{
    struct medical_simulation s;
    assert_ok_e(
        medical_simulate(w->c->db, COUNTY, 2013, assignments, count, w->c->arena, &s, &w->e),
        &w->e);
    int64_t by_township = 0, by_class = 0;
    for (size_t i = 0; i < s.township_count; i++)
        by_township += s.township[i].after.v;
    for (size_t i = 0; i < s.class_count; i++)
        by_class += s.class[i].after.v;
    assert_int_equal(by_township, s.total.after.v);
    assert_int_equal(by_class, s.total.after.v);
    return s;
}

static const struct medical_simulation_row *class_row(const struct medical_simulation *s,
                                                      enum medical_class class)
{
    for (size_t i = 0; i < s->class_count; i++) {
        if (s->class[i].key == (int64_t) class)
            return &s->class[i];
    }
    fail_msg("no row of class %d", (int)class);
    return NULL;
}

static void two_people(struct world *w)
{
    const char *dibao = world_person(w, MEDICAL_DIBAO, 1950),
               *wubao = world_person(w, MEDICAL_WUBAO, 1940);
    (void)stay(w, 0, "A1", dibao, IN, "2013-05-02", "2013-05-12", plain("20000.00"));
    (void)stay(w, 1, "A2", dibao, IN, "2013-06-01", "2013-06-10", plain("20000.00"));
    (void)stay(w, 0, "B1", wubao, IN, "2013-06-01", "2013-06-10", plain("10000.00"));
}

static void other_rules_of(struct world *w)
{
    two_people(w);
    int64_t rows = world_rows(w);
    struct medical_simulation s = simulate(w, NULL, 0);
    assert_int_equal(s.total.before.v, 2900000); /* 14000 + 6000 up to the cap, 9000 */
    assert_int_equal(s.total.after.v, 2900000);
    assert_int_equal(s.total.bills, 3);
    assert_int_equal(s.total.people, 2);
    assert_int_equal(s.total.gaining + s.total.losing, 0);

    /* a higher rate helps nobody who is at the cap anyway; a higher cap does */
    static const char *const rate[] = {"medical.dibao.inpatient.rate=80%"},
                             *const cap[] = {"medical.dibao.inpatient.cap=30000.00"},
                             *const both[] = {"medical.dibao.inpatient.rate=60%",
                                              "medical.wubao.inpatient.rate=100%"};
    s = simulate(w, rate, 1);
    assert_int_equal(s.total.after.v, 2900000);
    assert_int_equal(s.total.gaining, 0);
    s = simulate(w, cap, 1);
    assert_int_equal(s.total.after.v, 3700000);
    assert_int_equal(s.total.gaining, 1);
    assert_int_equal(class_row(&s, MEDICAL_DIBAO)->bills, 2);
    assert_int_equal(class_row(&s, MEDICAL_DIBAO)->people, 1);
    assert_int_equal(class_row(&s, MEDICAL_DIBAO)->before.v, 2000000);
    assert_int_equal(class_row(&s, MEDICAL_DIBAO)->after.v, 2800000);
    assert_int_equal(class_row(&s, MEDICAL_WUBAO)->gaining, 0);
    assert_int_equal(s.township_count, 1);
    assert_int_equal(s.township[0].key, division_township(VILLAGE));
    s = simulate(w, both, 2);
    assert_int_equal(class_row(&s, MEDICAL_DIBAO)->after.v, 2000000); /* 12000 + 8000 */
    assert_int_equal(class_row(&s, MEDICAL_WUBAO)->after.v, 1000000);
    assert_int_equal(s.total.losing, 0);
    static const char *const low[] = {"medical.dibao.inpatient.rate=40%"};
    s = simulate(w, low, 1);
    assert_int_equal(s.total.after.v, 1600000 + 900000);
    assert_int_equal(s.total.losing, 1);
    assert_int_equal(world_rows(w), rows);
}

static void other_rules_are_tried_on_the_years_bills(void **state)
{
    (void)state;
    world_each(other_rules_of);
}

static void wrong_assignments_of(struct world *w)
{
    static const char *const other[] = {"dibao.standard_year=2400.00"},
                             *const rate[] = {"medical.dibao.inpatient.rate=101%"},
                             *const name[] = {"medical.dibao.inpatient.rates=10%"};
    struct medical_simulation s;
    assert_refused(medical_simulate(w->c->db, COUNTY, 2013, other, 1, w->c->arena, &s, &w->e),
                   &w->e, "POLICY_UNKNOWN");
    assert_refused(medical_simulate(w->c->db, COUNTY, 2013, rate, 1, w->c->arena, &s, &w->e), &w->e,
                   "POLICY_VALUE");
    assert_refused(medical_simulate(w->c->db, COUNTY, 2013, name, 1, w->c->arena, &s, &w->e), &w->e,
                   "POLICY_UNKNOWN");
}

static void other_programmes_numbers_are_refused(void **state)
{
    (void)state;
    world_each(wrong_assignments_of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_rules_are_tried_on_the_years_bills),
        cmocka_unit_test(other_programmes_numbers_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A year reckoned anew: a class back-dated, a rate changed, a claim among the counter's bills, a
   claim's bill put right; and the explanation that goes with each. */
#include <inttypes.h>
#include <string.h>

#include "domain/medical/medical_fixture.h"

#define IN VISIT_INPATIENT

static struct reassess_result reassess(struct world *w, int year)
{
    struct reassess_result r;
    assert_ok_e(medical_reassess(w->c->db, w->desk, year, "officer", w->today, &r, &w->e), &w->e);
    return r;
}

static bool explained(struct world *w, int64_t bill)
{
    struct explanation x;
    bool differs;
    assert_ok_e(bill_explain(w->c->db, COUNTY, bill, w->c->arena, &x, &differs, &w->e), &w->e);
    assert_true(x.count > 2);
    return !differs;
}

static void class_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_LOW_INCOME, 1950);
    struct medical_answer a =
        stay(w, 0, "A1", id, IN, "2013-05-01", "2013-05-20", plain("35000.00"));
    struct medical_answer b =
        stay(w, 1, "B1", id, IN, "2013-06-01", "2013-06-20", plain("30000.00"));
    assert_int_equal(a.assessment.aid.v, 750000);
    assert_int_equal(b.assessment.aid.v, 250000); /* the cap of 10,000 */
    int64_t rows = world_rows(w);
    struct reassess_result r = reassess(w, 2013);
    assert_int_equal(r.bills, 0);
    assert_int_equal(world_rows(w), rows); /* nothing differs, nothing is written */
    /* Poor by illness since May: 40 % instead of 50 %. */
    world_class(w, id, MEDICAL_ILLNESS_POOR, "2013-05", "2013-05");
    r = reassess(w, 2013);
    assert_int_equal(r.people, 1);
    assert_int_equal(r.bills, 2);
    assert_int_equal(r.less.v, 150000);
    assert_int_equal(r.more.v, 150000);
    assert_int_equal(bill_aid(w, a.bill).v, 600000);
    assert_int_equal(bill_aid(w, b.bill).v, 400000);
    assert_int_equal(stay_during(w, a.admission).v, 600000);
    assert_true(explained(w, a.bill));
    assert_true(explained(w, b.bill));
    struct bill_record record;
    assert_ok_e(bill_read(w->c->db, COUNTY, a.bill, w->c->arena, &record, &w->e), &w->e);
    assert_int_equal(record.class, MEDICAL_ILLNESS_POOR);
    assert_string_equal(record.hospital_name, "第1医院");
    assert_false(record.is_paid);
}

static void a_class_known_later_reckons_the_year_anew(void **state)
{
    (void)state;
    world_each(class_of);
}

static void rate_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    struct medical_answer a =
        stay(w, 0, "A1", id, IN, "2013-03-01", "2013-05-20", plain("1000.00"));
    struct medical_answer b =
        stay(w, 0, "A2", id, IN, "2013-06-01", "2013-06-20", plain("1000.00"));
    world_parameter(w, "medical.dibao.inpatient.rate", "2013-06", 8000);
    /* The desk hears of it with the next message, whoever sends it. */
    const char *other = world_person(w, MEDICAL_DIBAO, 1950);
    struct medical_answer c =
        stay(w, 1, "B1", other, IN, "2013-06-01", "2013-06-20", plain("1000.00"));
    assert_int_equal(c.assessment.aid.v, 80000);
    assert_true(explained(w, b.bill)); /* by what was known then */
    struct reassess_result r = reassess(w, 2013);
    assert_int_equal(r.people, 1);
    assert_int_equal(r.bills, 1);
    assert_int_equal(r.more.v, 10000);
    assert_int_equal(bill_aid(w, a.bill).v, 70000);
    assert_int_equal(bill_aid(w, b.bill).v, 80000);
    assert_true(explained(w, b.bill));
}

static void a_rate_changed_moves_the_months_from_which_it_holds(void **state)
{
    (void)state;
    world_each(rate_of);
}

/* ---- claims ---- */

struct claim_work {
    struct world *w;
    int64_t case_file, person, household;
    const struct claim_bill *bills;
    size_t count;
    struct date decided_on;
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
    return medical_claim_decide(db, c->w->desk, c->case_file, c->person, c->household, VILLAGE,
                                c->bills, c->count, c->decided_on, change, &c->aid, e);
}

static enum status decide(struct world *w, int64_t case_file, const char *id,
                          const struct claim_bill *bills, size_t count, struct fen *ret)
{
    struct claim_work c = {w,     case_file, person_of(w, id), household_of(w, id),
                           bills, count,     w->today,         {0}};
    w->e = (struct error){0};
    enum status s = db_transaction(w->c->db, claim_work, &c, &w->e);
    *ret = c.aid;
    return s;
}

static struct claim_bill paper(enum medical_visit visit, const char *in, const char *out,
                               const char *left)
{
    return (struct claim_bill){.hospital_name = "省立医院",
                               .visit = visit,
                               .scheme = SCHEME_NCMS,
                               .admitted_on = day(in),
                               .discharged_on = day(out),
                               .disease = "C34",
                               .amounts = plain(left)};
}

static void claim_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    struct medical_answer counter =
        stay(w, 0, "A1", id, IN, "2013-05-01", "2013-05-20", plain("20000.00"));
    const struct claim_bill bills[] = {
        paper(IN, "2013-04-01", "2013-04-20", "20000.00"),
        paper(IN, "2013-06-01", "2013-06-20", "1000.00"),
        paper(VISIT_OUTPATIENT, "2013-06-25", "2013-06-25", "2100.00"),
        paper(IN, "2013-01-02", "2013-01-05", "100.00"),
    };
    struct fen quoted, aid;
    struct explanation x = {.arena = w->c->arena};
    assert_ok_e(medical_claim_quote(w->c->db, w->desk, person_of(w, id), MEDICAL_NONE, bills, 4,
                                    w->c->arena, &quoted, &x, &w->e),
                &w->e);
    assert_ok_e(decide(w, 71, id, bills, 4, &aid), &w->e);
    /* 70 in January, 14,000 in April, 5,930 left for May; 0 in June; 60 at the clinic. */
    assert_int_equal(aid.v, 7000 + 1400000 + 0 + 6000);
    assert_int_equal(quoted.v, aid.v);
    assert_int_equal(bill_aid(w, counter.bill).v, 593000);
    assert_int_equal(world_number(w, "SELECT after_fen FROM medical_line WHERE case_file = 71"),
                     aid.v);
    assert_int_equal(world_number(w, "SELECT payee FROM medical_line WHERE case_file = 71"),
                     household_of(w, id));
    assert_int_equal(stay_during(w, counter.admission).v, 593000);
}

static void a_claim_takes_its_place_among_the_counters_bills(void **state)
{
    (void)state;
    world_each(claim_of);
}

static void claim_refusals_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    const char *nobody = world_person(w, MEDICAL_NONE, 1950);
    struct fen aid;
    struct claim_bill late = paper(IN, "2012-12-01", "2012-12-31", "100.00"); /* 181 days ago */
    struct claim_bill last = paper(IN, "2012-12-01", "2013-01-01", "100.00");
    struct claim_bill wrong = paper(IN, "2013-06-01", "2013-06-02", "100.00");
    int64_t rows = world_rows(w);
    assert_status(decide(w, 71, id, &late, 1, &aid), STATUS_REFUSED);
    assert_string_equal(w->e.code, "POST_LATE");
    assert_status(decide(w, 71, nobody, &wrong, 1, &aid), STATUS_REFUSED);
    assert_string_equal(w->e.code, "NOT_ENTITLED");
    wrong.amounts.in_scope.v++;
    assert_status(decide(w, 71, id, &wrong, 1, &aid), STATUS_REFUSED);
    assert_string_equal(w->e.code, "BILL_AMOUNTS");
    assert_int_equal(world_rows(w), rows);
    assert_ok_e(decide(w, 71, id, &last, 1, &aid), &w->e);
}

static void a_claim_too_late_or_wrong_leaves_nothing(void **state)
{
    (void)state;
    world_each(claim_refusals_of);
}

static void correct_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_DIBAO, 1950);
    const struct claim_bill bills[] = {paper(IN, "2013-04-01", "2013-04-20", "1000.00"),
                                       paper(IN, "2013-05-01", "2013-05-20", "2000.00")};
    struct medical_amounts right = plain("3000.00");
    struct fen aid;
    assert_ok_e(decide(w, 71, id, bills, 2, &aid), &w->e);
    assert_int_equal(aid.v, 210000);
    int64_t first = world_number(w, "SELECT min(id) FROM medical_bill WHERE case_file = 71");
    assert_refused(medical_claim_correct(w->c->db, w->desk, first, &right, "发票补交", "approver",
                                         w->today, &w->e),
                   &w->e, "SAME_PERSON");
    assert_ok_e(medical_claim_correct(w->c->db, w->desk, first, &right, "发票补交", "second",
                                      w->today, &w->e),
                &w->e);
    assert_int_equal(world_number(w, "SELECT after_fen FROM medical_line WHERE reason = "
                                     "'REASSESSMENT' AND case_file = 71"),
                     140000);
    assert_refused(
        medical_claim_correct(w->c->db, w->desk, first, NULL, "重复", "second", w->today, &w->e),
        &w->e, "BILL_STRUCK");
    int64_t again = world_number(w, "SELECT id FROM medical_bill WHERE replaces = %" PRId64, first);
    assert_ok_e(
        medical_claim_correct(w->c->db, w->desk, again, NULL, "重复", "second", w->today, &w->e),
        &w->e);
    assert_int_equal(year_aid(w, id, 2013, IN).v, 140000);
    assert_int_equal(
        world_number(w, "SELECT after_fen FROM medical_line WHERE reason = 'REVERSAL'"), -210000);
    struct bill_record *list;
    size_t n;
    bool more;
    assert_ok_e(bill_list(w->c->db, COUNTY,
                          &(struct bill_filter){.scope = COUNTY,
                                                .person = person_of(w, id),
                                                .is_struck_too = true,
                                                .search = "张",
                                                .row_count = 10},
                          w->c->arena, &list, &n, &more, &w->e),
                &w->e);
    assert_int_equal(n, 3);
    assert_ok_e(bill_list(w->c->db, COUNTY, &(struct bill_filter){.scope = COUNTY, .row_count = 10},
                          w->c->arena, &list, &n, &more, &w->e),
                &w->e);
    assert_int_equal(n, 1);
    assert_string_equal(list[0].hospital_name, "省立医院");
    struct person_year *years;
    assert_ok_e(medical_person_years(w->c->db, COUNTY, person_of(w, id), w->today, w->c->arena,
                                     &years, &n, &w->e),
                &w->e);
    assert_int_equal(n, 2);
    assert_int_equal(years[0].left.v, 2000000 - 140000);
}

static void a_claims_bill_is_put_right_by_another_than_who_approved(void **state)
{
    (void)state;
    world_each(correct_of);
}

static void ages_of(struct world *w)
{
    const char *id = world_person(w, MEDICAL_ILLNESS_POOR, 1950);
    struct medical_message m = admit_message(w, 0, "A1", id, IN, "2013-06-01");
    m.disease = "J18.9"; /* not listed: this class is helped with listed diseases only */
    (void)take(w, &m);
    m = settle_message(w, 0, "A1", "2013-06-10", plain("30000.00"));
    assert_int_equal(take(w, &m).assessment.aid.v, 0);
    struct medical_answer a =
        stay(w, 0, "A2", id, IN, "2013-06-12", "2013-06-20", plain("30000.00"));
    assert_int_equal(a.assessment.aid.v, 400000);
}

static void a_class_of_listed_diseases_is_helped_with_those_alone(void **state)
{
    (void)state;
    world_each(ages_of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_class_known_later_reckons_the_year_anew),
        cmocka_unit_test(a_rate_changed_moves_the_months_from_which_it_holds),
        cmocka_unit_test(a_claim_takes_its_place_among_the_counters_bills),
        cmocka_unit_test(a_claim_too_late_or_wrong_leaves_nothing),
        cmocka_unit_test(a_claims_bill_is_put_right_by_another_than_who_approved),
        cmocka_unit_test(a_class_of_listed_diseases_is_helped_with_those_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

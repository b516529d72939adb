/* The rule of medical assistance by hand: what a bill leaves, the deductible, the rate, the cap,
   and what is still borne. No database. */
#include "support/test_support.h"

#include <string.h>

#include "domain/medical/rule.h"

#define XIUNING "休宁县医疗救助标准"

static struct medical_terms terms(enum medical_class class, int64_t deductible_fen, int64_t rate_bp,
                                  int64_t cap_fen)
{
    return (struct medical_terms){.class = class,
                                  .visit = VISIT_INPATIENT,
                                  .month = month_make(2013, 6),
                                  .deductible = FEN(deductible_fen),
                                  .cap = FEN(cap_fen),
                                  .rate_bp = rate_bp,
                                  .document = XIUNING,
                                  .clause = "P3.3",
                                  .is_example = true};
}

static const struct medical_amounts EXAMPLE_1 = {
    .total = {3856240}, .in_scope = {3312000}, .insurance = {1987200}, .critical = {250000}};

/* All in scope, nothing paid by others: left = total. */
static struct medical_amounts plain(int64_t fen)
{
    return (struct medical_amounts){.total = {fen}, .in_scope = {fen}};
}

static struct medical_assessment assess(const struct medical_amounts *m,
                                        const struct medical_terms *t, int64_t before_fen)
{
    struct medical_assessment a;
    struct error e;
    assert_ok_e(medical_amounts_check(m, &e), &e);
    assert_ok_e(medical_assess(m, t, false, FEN(before_fen), &a, NULL, &e), &e);
    assert_int_equal(a.aid.v + a.personal.v, a.borne.v);
    assert_true(a.aid.v >= 0 && a.personal.v >= 0);
    assert_true(a.aid.v == 0 || before_fen + a.aid.v <= t->cap.v);
    assert_int_equal(m->total.v, m->insurance.v + m->critical.v + m->other.v + a.aid.v +
                                     m->relief.v + m->veteran.v + a.personal.v);
    return a;
}

static int64_t aid_of(int64_t left_fen, const struct medical_terms *t, int64_t before_fen)
{
    struct medical_amounts m = plain(left_fen);
    return assess(&m, t, before_fen).aid.v;
}

static void a_dibao_patient_near_the_cap_gets_what_is_left_of_it(void **state)
{
    (void)state;
    struct medical_terms t = terms(MEDICAL_DIBAO, 0, 7000, 2000000);
    struct medical_assessment a = assess(&EXAMPLE_1, &t, 1400000);
    assert_int_equal(a.left.v, 1074800);
    assert_int_equal(a.by_rate.v, 752360);
    assert_int_equal(a.room.v, 600000);
    assert_int_equal(a.aid.v, 600000);
    assert_int_equal(a.personal.v, 1019040);
    /* with an advance of 1500.00 drawn, 4500.00 is left to pay: the aid itself is the same */
    assert_int_equal(a.aid.v - 150000, 450000);
}

static void half_a_fen_is_rounded_up_once_at_the_end(void **state)
{
    (void)state;
    struct medical_terms t = terms(MEDICAL_LOW_INCOME, 2000000, 5000, 1000000);
    assert_int_equal(aid_of(2830055, &t, 0), 415028); /* 4150.275 */
    assert_int_equal(aid_of(2830054, &t, 0), 415027); /* 4150.27 exactly */
    t.rate_bp = 3333;
    assert_int_equal(aid_of(2000001, &t, 0), 0); /* 0.33 of a fen */
    assert_int_equal(aid_of(2000002, &t, 0), 1); /* 0.67 */
}

static void the_deductible_itself_brings_nothing_and_one_fen_more_counts(void **state)
{
    (void)state;
    struct medical_terms t = terms(MEDICAL_LOW_INCOME, 2000000, 5000, 1000000);
    assert_int_equal(aid_of(1999999, &t, 0), 0);
    assert_int_equal(aid_of(2000000, &t, 0), 0);
    assert_int_equal(aid_of(2000001, &t, 0), 1); /* half a fen, rounded up */
    assert_int_equal(aid_of(2000200, &t, 0), 100);
}

static void the_cap_is_reached_and_never_passed(void **state)
{
    (void)state;
    struct medical_terms t = terms(MEDICAL_WUBAO, 0, 9000, 2000000);
    assert_int_equal(aid_of(1000000, &t, 1100000), 900000); /* exactly at it */
    assert_int_equal(aid_of(1000000, &t, 1100001), 899999); /* one fen less room */
    assert_int_equal(aid_of(1000000, &t, 1999999), 1);
    assert_int_equal(aid_of(1000000, &t, 2000000), 0);
    assert_int_equal(aid_of(1000000, &t, 2500000), 0); /* a class that was better before */
}

static void nobody_gets_more_than_he_bears(void **state)
{
    (void)state;
    struct medical_terms t = terms(MEDICAL_WUBAO, 0, 9000, 2000000);
    struct medical_amounts m = {.total = {1000000},
                                .in_scope = {1000000},
                                .insurance = {400000},
                                .relief = {300000},
                                .veteran = {250000}};
    struct medical_assessment a = assess(&m, &t, 0);
    assert_int_equal(a.by_rate.v, 540000); /* relief does not lessen what is in scope */
    assert_int_equal(a.borne.v, 50000);
    assert_int_equal(a.aid.v, 50000);
    assert_int_equal(a.personal.v, 0);
    m.veteran = FEN(300000); /* everything is paid already */
    assert_int_equal(assess(&m, &t, 0).aid.v, 0);
}

static void others_who_pay_more_than_the_scope_leave_nothing(void **state)
{
    (void)state;
    struct medical_terms t = terms(MEDICAL_DIBAO, 0, 7000, 2000000);
    struct medical_amounts m = {
        .total = {1000000}, .in_scope = {500000}, .insurance = {400000}, .critical = {150000}};
    struct medical_assessment a = assess(&m, &t, 0);
    assert_int_equal(a.left.v, 0);
    assert_int_equal(a.aid.v, 0);
    assert_int_equal(a.personal.v, 450000);
}

static void a_disease_that_is_not_listed_helps_only_key_groups(void **state)
{
    (void)state;
    struct medical_terms t = terms(MEDICAL_ILLNESS_POOR, 2000000, 4000, 1000000);
    struct medical_amounts m = plain(3000000);
    struct medical_assessment a;
    t.is_listed_only = true;
    assert_int_equal(assess(&m, &t, 0).aid.v, 0);
    assert_ok(medical_assess(&m, &t, true, FEN(0), &a, NULL, NULL));
    assert_int_equal(a.aid.v, 400000);
    t = terms(MEDICAL_DIBAO, 0, 7000, 2000000);
    assert_int_equal(assess(&m, &t, 0).aid.v, 2000000);
}

static void nobodys_class_gets_nothing(void **state)
{
    (void)state;
    struct medical_terms t = terms(MEDICAL_NONE, 0, 10000, 100);
    assert_int_equal(aid_of(1000000, &t, 0), 0);
}

static void random_bills_add_up_to_the_fen(void **state)
{
    (void)state;
    uint64_t x = test_seed();
    for (int i = 0; i < 20000; i++) {
        int64_t v[8];
        for (int k = 0; k < 8; k++) {
            x = x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            v[k] = (int64_t)(x >> 40);
        }
        struct medical_amounts m = {.total = {v[0] + 1}};
        int64_t rest = m.total.v;
        struct fen *parts[] = {&m.insurance, &m.critical, &m.other, &m.relief, &m.veteran};
        for (int k = 0; k < 5; k++) {
            parts[k]->v = rest > 0 ? v[k + 1] % (rest + 1) / 2 : 0;
            rest -= parts[k]->v;
        }
        m.in_scope = FEN(v[6] % (m.total.v + 1));
        struct medical_terms t = terms(MEDICAL_DIBAO, v[7] % 2000000, v[1] % 10001, v[2] % 5000000);
        (void)assess(&m, &t, v[3] % 5000000);
    }
}

static void faults_of_a_bill_are_said_together(void **state)
{
    (void)state;
    struct error e;
    struct medical_amounts m = {.total = {100}, .in_scope = {101}, .insurance = {-1}};
    assert_refused(medical_amounts_check(&m, &e), &e, "BILL_AMOUNTS");
    assert_non_null(strstr(e.message, "合规费用大于总费用"));
    assert_non_null(strstr(e.message, "基本医保支付是负数"));
    m = (struct medical_amounts){
        .total = {100}, .in_scope = {100}, .insurance = {60}, .other = {41}};
    assert_refused(medical_amounts_check(&m, &e), &e, "BILL_AMOUNTS");
    m.other = FEN(40);
    assert_ok_e(medical_amounts_check(&m, &e), &e);
    m = (struct medical_amounts){0};
    assert_refused(medical_amounts_check(&m, &e), &e, "BILL_AMOUNTS");
    m = (struct medical_amounts){
        .total = {INT64_MAX}, .in_scope = {INT64_MAX}, .insurance = {INT64_MAX}};
    assert_refused(medical_amounts_check(&m, &e), &e, "BILL_AMOUNTS");
}

static bool says(const struct explanation *x, const char *label, const char *words)
{
    for (size_t i = 0; i < x->count; i++) {
        if (strcmp(x->line[i].label, label) == 0)
            return strstr(x->line[i].formula, words) != NULL;
    }
    return false;
}

static void a_patient_can_follow_the_sum(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 20);
    struct explanation x = {.arena = arena};
    struct medical_terms t = terms(MEDICAL_DIBAO, 0, 7000, 2000000);
    struct medical_assessment a;
    struct error e;
    assert_ok_e(medical_assess(&EXAMPLE_1, &t, false, FEN(1400000), &a, &x, &e), &e);
    assert_true(says(&x, "合规费用余额",
                     "33,120.00 − 基本医保 19,872.00 − 大病保险 2,500.00 − 其他补偿 0.00 = "
                     "10,748.00"));
    assert_true(says(&x, "按比例救助", "10,748.00 × 70% = 7,523.60"));
    assert_true(says(&x, "本年封顶线余额", "20,000.00 − 本年已救助 14,000.00 = 6,000.00"));
    assert_true(says(&x, "医疗救助", "= 6,000.00（到封顶线为止）"));
    assert_true(says(&x, "个人支付", "16,190.40 − 医疗救助 6,000.00 = 10,190.40"));
    assert_string_equal(x.line[0].clause, "P3.3");
    assert_string_equal(x.line[0].document, XIUNING "(示例)");
    x.count = 0;
    t.is_listed_only = true;
    assert_ok_e(medical_assess(&EXAMPLE_1, &t, false, FEN(0), &a, &x, &e), &e);
    assert_true(says(&x, "医疗救助", "不在目录内"));
}

static void codes_are_read_as_they_are_written(void **state)
{
    (void)state;
    struct error e;
    for (int c = 0; c <= MEDICAL_CLASS_COUNT; c++) {
        enum medical_class class;
        assert_ok(medical_class_parse(medical_class_code((enum medical_class)c), &class, &e));
        assert_int_equal(class, c);
    }
    enum medical_visit visit;
    enum medical_scheme scheme;
    enum medical_class class;
    assert_ok(medical_visit_parse("outpatient", &visit, &e));
    assert_int_equal(visit, VISIT_OUTPATIENT);
    assert_ok(medical_scheme_parse("residents", &scheme, &e));
    assert_int_equal(scheme, SCHEME_RESIDENTS);
    assert_refused(medical_visit_parse("home", &visit, &e), &e, "MEDICAL_VISIT");
    assert_refused(medical_class_parse(NULL, &class, &e), &e, "MEDICAL_CLASS");
    assert_refused(medical_scheme_parse("x", &scheme, &e), &e, "MEDICAL_SCHEME");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dibao_patient_near_the_cap_gets_what_is_left_of_it),
        cmocka_unit_test(half_a_fen_is_rounded_up_once_at_the_end),
        cmocka_unit_test(the_deductible_itself_brings_nothing_and_one_fen_more_counts),
        cmocka_unit_test(the_cap_is_reached_and_never_passed),
        cmocka_unit_test(nobody_gets_more_than_he_bears),
        cmocka_unit_test(others_who_pay_more_than_the_scope_leave_nothing),
        cmocka_unit_test(a_disease_that_is_not_listed_helps_only_key_groups),
        cmocka_unit_test(nobodys_class_gets_nothing),
        cmocka_unit_test(random_bills_add_up_to_the_fen),
        cmocka_unit_test(faults_of_a_bill_are_said_together),
        cmocka_unit_test(a_patient_can_follow_the_sum),
        cmocka_unit_test(codes_are_read_as_they_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The rule on both sides of its edges, with the worked examples of the domain reference. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/benefit/benefit.h"

#define MEMBERS_MAX 8

struct story {
    struct policy policy;
    struct entitlement_row entitlement;
    struct member_row members[MEMBERS_MAX];
    struct dossier dossier;
};

static const struct month JUNE = {2013 * 12 + 5};

static void story_begin(struct story *s, struct month m, int64_t standard_year_fen,
                        int64_t income_year_fen)
{
    static const struct {
        enum policy_key key;
        int64_t v;
    } values[] = {
        {POLICY_DIBAO_TOPUP_DISABILITY, 3000},   {POLICY_DIBAO_TOPUP_ILLNESS, 3000},
        {POLICY_DIBAO_TOPUP_AGED, 2000},         {POLICY_DIBAO_TOPUP_MINOR, 2000},
        {POLICY_DIBAO_AGED_YEARS, 70},           {POLICY_DIBAO_MINOR_YEARS, 18},
        {POLICY_DIBAO_SEVERE_GRADE, 2},          {POLICY_WUBAO_SCATTERED_YEAR, 130000},
        {POLICY_WUBAO_INSTITUTION_YEAR, 264000},
    };
    *s = (struct story){.policy.month = m};
    for (size_t i = 0; i < POLICY_MONTHLY_COUNT; i++)
        s->policy.value[i] = (struct policy_value){.document = "", .clause = "P3.1"};
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
        s->policy.value[values[i].key].v = values[i].v;
    s->policy.value[POLICY_DIBAO_STANDARD_YEAR].v = standard_year_fen;
    s->entitlement = (struct entitlement_row){.from = month_make(2013, 1),
                                              .to = MONTH_OPEN,
                                              .status = ENTITLEMENT_ACTIVE,
                                              .income_year = FEN(income_year_fen)};
    s->dossier = (struct dossier){.household = 1,
                                  .entitlement_count = 1,
                                  .entitlements = &s->entitlement,
                                  .members = s->members};
}

static struct member_row *story_member(struct story *s, int birth_year, int birth_month,
                                       int birth_day)
{
    struct member_row *row = &s->members[s->dossier.member_count++];
    *row = (struct member_row){.person = (int64_t)s->dossier.member_count,
                               .from = month_make(2013, 1),
                               .to = MONTH_OPEN,
                               .birth = date_make(birth_year, birth_month, birth_day),
                               .is_present = true,
                               .is_protected = true};
    return row;
}

static struct benefit_amount assess(struct story *s, enum programme p)
{
    struct benefit_amount amount = {0};
    struct error e = {0};
    enum status status =
        benefit_assess(&s->policy, p, &s->dossier, s->policy.month, &amount, NULL, &e);
    assert_int_equal(status, STATUS_OK);
    return amount;
}

static void grant_is_the_yearly_gap_over_twelve(void **state)
{
    (void)state;
    struct story s;
    story_begin(&s, JUNE, 252000, 570000);
    for (int i = 0; i < 3; i++)
        story_member(&s, 1970, 1, 1);
    struct benefit_amount amount = assess(&s, PROGRAMME_DIBAO);
    assert_int_equal(amount.outcome, BENEFIT_PAYABLE);
    assert_int_equal(amount.basic.v, 15500);
    assert_int_equal(amount.topup.v, 0);
}

static void division_happens_once_and_last(void **state)
{
    (void)state;
    struct story s;
    story_begin(&s, JUNE, 243400, 570100);
    for (int i = 0; i < 3; i++)
        story_member(&s, 1970, 1, 1);
    assert_int_equal(assess(&s, PROGRAMME_DIBAO).basic.v, 13342);
}

static void topup_is_a_share_of_the_persons_own_grant(void **state)
{
    (void)state;
    struct story s;
    story_begin(&s, JUNE, 252000, 570000);
    story_member(&s, 1970, 1, 1)->disability_grade = 1;
    story_member(&s, 1940, 1, 1);
    story_member(&s, 1970, 1, 1);
    struct benefit_amount amount = assess(&s, PROGRAMME_DIBAO);
    assert_int_equal(amount.topup.v, 1550 + 1033);
    assert_int_equal(amount.basic.v + amount.topup.v, 18083);
}

static void only_the_best_category_counts(void **state)
{
    (void)state;
    struct story s;
    story_begin(&s, JUNE, 216000, 0);
    struct member_row *row = story_member(&s, 1930, 1, 1);
    row->is_seriously_ill = true;
    row->disability_grade = 2;
    assert_int_equal(assess(&s, PROGRAMME_DIBAO).topup.v, 5400);
}

static void disability_counts_up_to_the_severe_grade(void **state)
{
    (void)state;
    for (int grade = 0; grade <= 4; grade++) {
        struct story s;
        story_begin(&s, JUNE, 216000, 0);
        story_member(&s, 1970, 1, 1)->disability_grade = grade;
        assert_int_equal(assess(&s, PROGRAMME_DIBAO).topup.v, grade == 1 || grade == 2 ? 5400 : 0);
    }
}

static void age_is_reached_by_the_last_day_of_the_month(void **state)
{
    (void)state;
    const struct {
        int year, month, day;
        int64_t topup_fen;
    } cases[] = {
        {1995, 6, 30, 0},    /* turns 18 on the last day: no minor */
        {1995, 7, 1, 3600},  /* turns 18 a day later: still a minor */
        {1943, 6, 30, 3600}, /* turns 70 on the last day */
        {1943, 7, 1, 0},     /* not yet 70 */
        {2013, 6, 15, 3600}, /* born this month */
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct story s;
        story_begin(&s, JUNE, 216000, 0);
        story_member(&s, cases[i].year, cases[i].month, cases[i].day);
        assert_int_equal(assess(&s, PROGRAMME_DIBAO).topup.v, cases[i].topup_fen);
    }
}

static void income_at_the_standard_yields_nothing(void **state)
{
    (void)state;
    const struct {
        int64_t income_fen, basic_fen;
        enum benefit_outcome outcome;
    } cases[] = {
        {216000, 0, BENEFIT_ZERO},     {999999, 0, BENEFIT_ZERO},
        {216000 - 5, 0, BENEFIT_ZERO}, {216000 - 6, 1, BENEFIT_PAYABLE},
        {0, 18000, BENEFIT_PAYABLE},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct story s;
        story_begin(&s, JUNE, 216000, cases[i].income_fen);
        story_member(&s, 1930, 1, 1);
        struct benefit_amount amount = assess(&s, PROGRAMME_DIBAO);
        assert_int_equal(amount.basic.v, cases[i].basic_fen);
        assert_int_equal(amount.outcome, cases[i].outcome);
        if (amount.outcome == BENEFIT_ZERO)
            assert_int_equal(amount.topup.v, 0);
    }
}

static void only_present_and_protected_members_of_the_month_count(void **state)
{
    (void)state;
    struct story s;
    story_begin(&s, JUNE, 216000, 0);
    story_member(&s, 1970, 1, 1);
    story_member(&s, 1970, 1, 1)->is_protected = false;
    story_member(&s, 1970, 1, 1)->is_present = false;
    story_member(&s, 1970, 1, 1)->to = month_make(2013, 5);
    story_member(&s, 1970, 1, 1)->from = month_make(2013, 7);
    struct benefit_amount amount = assess(&s, PROGRAMME_DIBAO);
    assert_int_equal(amount.protected_count, 1);
    assert_int_equal(amount.basic.v, 18000);
}

static void suspended_ended_and_unknown_months_pay_nothing(void **state)
{
    (void)state;
    struct story s;
    story_begin(&s, JUNE, 216000, 0);
    story_member(&s, 1970, 1, 1);
    s.entitlement.status = ENTITLEMENT_SUSPENDED;
    assert_int_equal(assess(&s, PROGRAMME_DIBAO).outcome, BENEFIT_SUSPENDED);
    s.entitlement.status = ENTITLEMENT_ENDED;
    assert_int_equal(assess(&s, PROGRAMME_DIBAO).outcome, BENEFIT_NOT_ENTITLED);
    s.entitlement.status = ENTITLEMENT_GRACE;
    assert_int_equal(assess(&s, PROGRAMME_DIBAO).outcome, BENEFIT_PAYABLE);
    s.entitlement.from = month_make(2013, 7);
    assert_int_equal(assess(&s, PROGRAMME_DIBAO).outcome, BENEFIT_NOT_ENTITLED);
}

static void annual_standard_is_paid_to_the_fen_by_months_and_quarters(void **state)
{
    (void)state;
    static const int64_t months_fen[12] = {10833, 10834, 10833, 10833, 10834, 10833,
                                           10833, 10834, 10833, 10833, 10834, 10833};
    int64_t quarter_fen = 0;
    for (int k = 1; k <= 12; k++) {
        int64_t paid_fen = benefit_month_of_year(FEN(130000), month_make(2013, k)).v;
        assert_int_equal(paid_fen, months_fen[k - 1]);
        assert_int_equal(benefit_month_of_year(FEN(264000), month_make(2013, k)).v, 22000);
        quarter_fen += paid_fen;
        if (k % 3 == 0) {
            assert_int_equal(quarter_fen, 32500);
            quarter_fen = 0;
        }
    }
}

static void moving_to_a_home_in_may_pays_the_hand_computed_year(void **state)
{
    (void)state;
    int64_t year_fen = 0, second_quarter_fen = 0;
    for (int k = 1; k <= 12; k++) {
        struct story s;
        story_begin(&s, month_make(2013, k), 216000, 0);
        story_member(&s, 1935, 1, 1);
        s.entitlement.form = k < 5 ? FORM_SCATTERED : FORM_INSTITUTION;
        s.entitlement.home = k < 5 ? 0 : 1;
        int64_t paid_fen = assess(&s, PROGRAMME_WUBAO).basic.v;
        year_fen += paid_fen;
        if (k >= 4 && k <= 6)
            second_quarter_fen += paid_fen;
    }
    assert_int_equal(year_fen, 219333);
    assert_int_equal(second_quarter_fen, 54833);
}

static void every_line_of_an_explanation_adds_up_to_the_amount(void **state)
{
    (void)state;
    struct story s;
    struct arena *arena = arena_new(1 << 20);
    struct explanation explanation = {.arena = arena};
    struct benefit_amount amount;
    struct error e = {0};

    story_begin(&s, JUNE, 252000, 570000);
    s.policy.value[POLICY_DIBAO_STANDARD_YEAR].is_example = true;
    s.policy.value[POLICY_DIBAO_STANDARD_YEAR].document = "泾民〔2013〕1号";
    story_member(&s, 1970, 1, 1)->disability_grade = 1;
    story_member(&s, 1940, 1, 1);
    story_member(&s, 1970, 1, 1);
    assert_int_equal(
        benefit_assess(&s.policy, PROGRAMME_DIBAO, &s.dossier, JUNE, &amount, &explanation, &e),
        STATUS_OK);
    int64_t sum_fen = 0;
    for (size_t i = 0; i < explanation.count; i++)
        sum_fen += explanation.line[i].amount.v;
    assert_int_equal(explanation.count, 3);
    assert_int_equal(sum_fen, amount.basic.v + amount.topup.v);
    assert_non_null(strstr(explanation.line[0].formula,
                           "(保障人口 3 × 年标准 2520.00 − 家庭年收入 5700.00) ÷ 12 = 155.00"));
    assert_non_null(strstr(explanation.line[0].document, "示例"));
    assert_string_equal(explanation.line[0].clause, "P3.1");
    assert_int_equal(explanation.line[1].person, 1);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grant_is_the_yearly_gap_over_twelve),
        cmocka_unit_test(division_happens_once_and_last),
        cmocka_unit_test(topup_is_a_share_of_the_persons_own_grant),
        cmocka_unit_test(only_the_best_category_counts),
        cmocka_unit_test(disability_counts_up_to_the_severe_grade),
        cmocka_unit_test(age_is_reached_by_the_last_day_of_the_month),
        cmocka_unit_test(income_at_the_standard_yields_nothing),
        cmocka_unit_test(only_present_and_protected_members_of_the_month_count),
        cmocka_unit_test(suspended_ended_and_unknown_months_pay_nothing),
        cmocka_unit_test(annual_standard_is_paid_to_the_fen_by_months_and_quarters),
        cmocka_unit_test(moving_to_a_home_in_may_pays_the_hand_computed_year),
        cmocka_unit_test(every_line_of_an_explanation_adds_up_to_the_amount),
    };
    return cmocka_run_group_tests_name("benefit", tests, NULL, NULL);
}

/* Points from whole numbers: both sides of each edge, and a hundred points whatever is missing. */
#include "support/test_support.h"

#include <stdio.h>
#include <stdlib.h>

#include "domain/assessment/score.h"

#define TREES 300
#define GROUPS_MAX 6
#define LEAVES_MAX 6

static struct assessment_input share(int64_t numerator, int64_t denominator, int64_t target_bp)
{
    return (struct assessment_input){.is_known = denominator > 0,
                                     .numerator = numerator,
                                     .denominator = denominator,
                                     .target_bp = target_bp};
}

static int64_t linear(int64_t numerator, int64_t denominator, int64_t base_bp, int64_t target_bp,
                      int64_t full)
{
    struct assessment_node n = {.rule = ASSESSMENT_LINEAR,
                                .is_leaf = true,
                                .base_bp = base_bp,
                                .target_bp = target_bp,
                                .missing = ASSESSMENT_SPREAD};
    struct assessment_input in = share(numerator, denominator, target_bp);
    return assessment_leaf_points(&n, &in, full);
}

/* The line of 60 % at 30 June: 24 of 50 beds are 48 %, four fifths of what should be there. */
static void beds_against_the_line_give_four_fifths_of_the_points(void **state)
{
    (void)state;
    assert_int_equal(linear(24, 50, 0, 6000, 2000), 1600);
    assert_int_equal(linear(29, 50, 0, 6000, 2000), 1933); /* 1933.33 */
    assert_int_equal(linear(30, 50, 0, 6000, 2000), 2000);
    assert_int_equal(linear(31, 50, 0, 6000, 2000), 2000);
    assert_int_equal(linear(0, 50, 0, 6000, 2000), 0);
    assert_int_equal(linear(-5, 50, 0, 6000, 2000), 0);
}

static void halves_round_up_once(void **state)
{
    (void)state;
    assert_int_equal(linear(1, 8, 0, 10000, 100), 13);    /* 12.5 */
    assert_int_equal(linear(49, 400, 0, 10000, 100), 12); /* 12.25 */
    assert_int_equal(linear(1249, 10000, 0, 10000, 100), 12);
    assert_int_equal(linear(1250, 10000, 0, 10000, 100), 13);
}

static void between_base_and_target_points_grow_and_beyond_them_they_do_not(void **state)
{
    (void)state;
    assert_int_equal(linear(80, 100, 8000, 10000, 400), 0);
    assert_int_equal(linear(81, 100, 8000, 10000, 400), 20);
    assert_int_equal(linear(99, 100, 8000, 10000, 400), 380);
    assert_int_equal(linear(100, 100, 8000, 10000, 400), 400);
    /* Less is better: the base lies above the target. */
    assert_int_equal(linear(20, 100, 2000, 1000, 400), 0);
    assert_int_equal(linear(19, 100, 2000, 1000, 400), 40);
    assert_int_equal(linear(10, 100, 2000, 1000, 400), 400);
    assert_int_equal(linear(0, 100, 2000, 1000, 400), 400);
}

static void a_line_of_zero_asks_for_nothing(void **state)
{
    (void)state;
    assert_int_equal(linear(0, 50, 0, 0, 2000), 2000);
    struct assessment_node n = {.rule = ASSESSMENT_LINEAR, .is_leaf = true, .base_bp = 3000};
    struct assessment_input in = share(0, 50, 0);
    assert_int_equal(assessment_leaf_points(&n, &in, 2000), 2000);
}

static void sums_of_money_do_not_overflow(void **state)
{
    (void)state;
    int64_t big = INT64_C(4000000000000000000);
    assert_int_equal(linear(big / 2, big, 0, 10000, 10000), 5000);
}

static void steps_hold_from_their_edge(void **state)
{
    (void)state;
    struct assessment_node n = {
        .rule = ASSESSMENT_STEP, .is_leaf = true, .steps = "2000:5000 3000:10000"};
    static const struct {
        int64_t part, points;
    } edges[] = {{1999, 0}, {2000, 100}, {2999, 100}, {3000, 200}, {9000, 200}};
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        struct assessment_input in = share(edges[i].part, 10000, 0);
        assert_int_equal(assessment_leaf_points(&n, &in, 200), edges[i].points);
    }
}

static void deductions_count_whole_cases_and_stop_at_nothing(void **state)
{
    (void)state;
    struct assessment_node n = {.rule = ASSESSMENT_DEDUCT, .is_leaf = true, .per = 2, .per_cp = 50};
    static const int64_t points[] = {300, 300, 250, 250, 200};
    struct assessment_input in = {.is_known = true};
    for (in.cases = 0; in.cases < 5; in.cases++)
        assert_int_equal(assessment_leaf_points(&n, &in, 300), points[in.cases]);
    in.cases = 11;
    assert_int_equal(assessment_leaf_points(&n, &in, 300), 50);
    in.cases = 12;
    assert_int_equal(assessment_leaf_points(&n, &in, 300), 0);
    in.cases = INT64_MAX;
    assert_int_equal(assessment_leaf_points(&n, &in, 300), 0);
}

static void bonus_counts_whole_steps_above_its_base_up_to_the_cap(void **state)
{
    (void)state;
    struct assessment_node n = {.rule = ASSESSMENT_BONUS,
                                .is_leaf = true,
                                .base_bp = 8000,
                                .per = 500,
                                .per_cp = 50,
                                .cap_cp = 120};
    static const struct {
        int64_t part, points;
    } edges[] = {{8000, 0}, {8499, 0}, {8500, 50}, {8999, 50}, {9000, 100}, {9500, 120}};
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        struct assessment_input in = share(edges[i].part, 10000, 0);
        assert_int_equal(assessment_leaf_points(&n, &in, 0), edges[i].points);
    }
    struct assessment_input none = {0};
    assert_int_equal(assessment_leaf_points(&n, &none, 0), 0);
    struct assessment_node counted = {
        .rule = ASSESSMENT_BONUS, .is_leaf = true, .per = 1, .per_cp = 50, .cap_cp = 100};
    struct assessment_input three = {.is_known = true, .cases = 3};
    assert_int_equal(assessment_leaf_points(&counted, &three, 0), 100);
}

static void several_inspectors_give_their_exact_mean(void **state)
{
    (void)state;
    struct assessment_node n = {.rule = ASSESSMENT_MARK, .is_leaf = true};
    struct assessment_input in = share(9000 + 8000 + 8500, 30000, 0);
    assert_int_equal(assessment_leaf_points(&n, &in, 600), 510);
    in = share(10000 + 10000 + 9999, 30000, 0);
    assert_int_equal(assessment_leaf_points(&n, &in, 600), 600); /* 599.98 */
}

/* A tree like the county's: goals with building and care, and two marks. */
static const struct assessment_node goals[] = {
    {.code = "A", .parent = "", .weight_cp = 6000, .rule = ASSESSMENT_SUM},
    {.code = "A1", .parent = "A", .weight_cp = 4500, .rule = ASSESSMENT_SUM},
    {.code = "A11",
     .parent = "A1",
     .weight_cp = 3500,
     .rule = ASSESSMENT_LINEAR,
     .missing = ASSESSMENT_SPREAD,
     .is_leaf = true},
    {.code = "A12",
     .parent = "A1",
     .weight_cp = 1000,
     .rule = ASSESSMENT_LINEAR,
     .missing = ASSESSMENT_SPREAD,
     .is_leaf = true},
    {.code = "A2",
     .parent = "A",
     .weight_cp = 1000,
     .rule = ASSESSMENT_LINEAR,
     .missing = ASSESSMENT_SPREAD,
     .is_leaf = true},
    {.code = "A3",
     .parent = "A",
     .weight_cp = 500,
     .rule = ASSESSMENT_LINEAR,
     .missing = ASSESSMENT_SPREAD,
     .is_leaf = true},
    {.code = "B",
     .parent = "",
     .weight_cp = 4000,
     .rule = ASSESSMENT_MARK,
     .missing = ASSESSMENT_ZERO,
     .is_leaf = true},
    {.code = "V", .parent = "", .rule = ASSESSMENT_VETO, .is_leaf = true},
};
#define GOALS (sizeof goals / sizeof *goals)

static void points_of_what_is_not_asked_go_to_the_siblings(void **state)
{
    (void)state;
    int64_t full[GOALS];
    struct assessment_input in[GOALS] = {{0}};
    in[2] = in[3] = in[4] = in[5] = share(1, 2, 10000);
    assessment_full_points(goals, GOALS, in, full);
    for (size_t i = 0; i < GOALS; i++)
        assert_int_equal(full[i], goals[i].weight_cp);
    in[2].is_known = false; /* one missing: to the other under the same parent */
    assessment_full_points(goals, GOALS, in, full);
    assert_int_equal(full[2], 0);
    assert_int_equal(full[3], 4500);
    assert_int_equal(full[4], 1000);
    in[3].is_known = false; /* no project at all: one level up, two to one */
    assessment_full_points(goals, GOALS, in, full);
    assert_int_equal(full[1], 0);
    assert_int_equal(full[4], 4000);
    assert_int_equal(full[5], 2000);
    in[4].is_known = in[5].is_known =
        false; /* and up again: the mark takes all, unmarked as it is */
    assessment_full_points(goals, GOALS, in, full);
    assert_int_equal(full[6], 10000);
}

static void cents_that_do_not_divide_go_to_the_largest_remainder(void **state)
{
    (void)state;
    struct assessment_node nodes[4] = {{.code = "A", .parent = "", .weight_cp = 100},
                                       {.code = "B", .parent = "", .weight_cp = 3300},
                                       {.code = "C", .parent = "", .weight_cp = 3300},
                                       {.code = "D", .parent = "", .weight_cp = 3300}};
    struct assessment_input in[4] = {{0}};
    int64_t full[4];
    for (size_t i = 0; i < 4; i++) {
        nodes[i].rule = ASSESSMENT_LINEAR;
        nodes[i].is_leaf = true;
        nodes[i].missing = ASSESSMENT_SPREAD;
        in[i].is_known = i > 0;
    }
    assessment_full_points(nodes, 4, in, full);
    assert_int_equal(full[0], 0);
    assert_int_equal(full[1], 3334); /* equal remainders: in reading order */
    assert_int_equal(full[2], 3333);
    assert_int_equal(full[3], 3333);
}

static void a_dispute_sets_the_points_within_what_can_be_won(void **state)
{
    (void)state;
    struct assessment_input in[GOALS] = {{0}};
    struct assessment_point points[GOALS];
    int64_t set[GOALS], total;
    bool is_vetoed;
    for (size_t i = 0; i < GOALS; i++)
        set[i] = -1;
    in[2] = in[3] = in[4] = in[5] = share(1, 2, 10000);
    in[6] = share(10000, 10000, 0);
    assessment_reckon(goals, GOALS, in, set, points, &total, &is_vetoed);
    assert_int_equal(total, 3000 + 4000);
    assert_int_equal(points[0].score_cp, 3000);
    assert_false(is_vetoed);
    set[2] = 3500;
    assessment_reckon(goals, GOALS, in, set, points, &total, &is_vetoed);
    assert_int_equal(total, 7000 + 1750);
    assert_int_equal(points[1].score_cp, 4000);
    set[2] = 99999;
    in[7].cases = 1;
    assessment_reckon(goals, GOALS, in, set, points, &total, &is_vetoed);
    assert_int_equal(points[2].score_cp, 3500);
    assert_int_equal(total, 7000 + 1750); /* a veto takes the rank, not the points */
    assert_true(is_vetoed);
}

static void equal_points_share_a_rank_and_a_veto_comes_last(void **state)
{
    (void)state;
    struct assessment_standing list[] = {{.township = 5, .total_cp = 9900, .is_vetoed = true},
                                         {.township = 4, .total_cp = 8000},
                                         {.township = 3, .total_cp = 9000},
                                         {.township = 2, .total_cp = 9000},
                                         {.township = 1, .total_cp = 9500}};
    static const struct {
        int64_t township;
        int rank;
    } want[] = {{1, 1}, {2, 2}, {3, 2}, {4, 4}, {5, 5}};
    assessment_rank(list, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(list[i].township, want[i].township);
        assert_int_equal(list[i].rank, want[i].rank);
    }
    list[2].tie_cp = 1; /* township 3 has more of what decides */
    assessment_rank(list, 5);
    assert_int_equal(list[1].township, 3);
    assert_int_equal(list[1].rank, 2);
    assert_int_equal(list[2].rank, 3);
}

/* ---- three hundred random trees ---- */
static uint64_t next(uint64_t *s)
{
    *s = *s * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *s >> 33;
}

struct random_tree {
    struct assessment_node nodes[GROUPS_MAX * (LEAVES_MAX + 1)];
    struct assessment_input inputs[GROUPS_MAX * (LEAVES_MAX + 1)];
    char codes[GROUPS_MAX * (LEAVES_MAX + 1)][48];
    size_t count;
};

/* Weights of `n` that add up to `pool`, each at least 1. */
static void split(uint64_t *s, int64_t pool, size_t n, int64_t *ret)
{
    for (size_t i = 0; i < n; i++) {
        int64_t rest = (int64_t)(n - i - 1);
        ret[i] = rest ? 1 + (int64_t)(next(s) % (uint64_t)((pool - rest) / (rest + 1) + 1)) : pool;
        pool -= ret[i];
    }
}

static void leaf_make(uint64_t *s, struct assessment_node *n, struct assessment_input *in)
{
    static const enum assessment_rule rules[] = {ASSESSMENT_LINEAR, ASSESSMENT_STEP,
                                                 ASSESSMENT_DEDUCT, ASSESSMENT_MARK};
    n->is_leaf = true;
    n->rule = rules[next(s) % 4];
    n->missing =
        next(s) % 5 ? ASSESSMENT_SPREAD : (next(s) % 2 ? ASSESSMENT_FULL : ASSESSMENT_ZERO);
    n->base_bp = (int64_t)(next(s) % 5000);
    n->steps = "1000:2000 4000:5000 9000:10000";
    n->per = 1 + (int64_t)(next(s) % 3);
    n->per_cp = (int64_t)(next(s) % 100);
    *in = share((int64_t)(next(s) % 1000), (int64_t)(next(s) % 1000),
                n->base_bp + 1 + (int64_t)(next(s) % 6000));
    in->cases = (int64_t)(next(s) % 20);
    in->is_known = in->denominator > 0 && next(s) % 3;
}

static void tree_make(uint64_t *s, struct random_tree *t)
{
    int64_t groups[GROUPS_MAX], leaves[LEAVES_MAX];
    size_t group_count = 1 + next(s) % GROUPS_MAX;
    *t = (struct random_tree){0};
    split(s, 10000, group_count, groups);
    for (size_t g = 0; g < group_count; g++) {
        size_t at = t->count++, leaf_count = 1 + next(s) % LEAVES_MAX;
        if ((int64_t)leaf_count > groups[g])
            leaf_count = 1;
        snprintf(t->codes[at], sizeof t->codes[at], "G%zu", g);
        t->nodes[at] = (struct assessment_node){
            .code = t->codes[at], .parent = "", .weight_cp = groups[g], .rule = ASSESSMENT_SUM};
        split(s, groups[g], leaf_count, leaves);
        for (size_t l = 0; l < leaf_count; l++) {
            size_t k = t->count++;
            snprintf(t->codes[k], sizeof t->codes[k], "G%zuL%zu", g, l);
            t->nodes[k] = (struct assessment_node){
                .code = t->codes[k], .parent = t->codes[at], .weight_cp = leaves[l]};
            leaf_make(s, &t->nodes[k], &t->inputs[k]);
        }
    }
}

static void more_is_never_worse(uint64_t *s, const struct random_tree *t,
                                const struct assessment_point *points)
{
    for (size_t i = 0; i < t->count; i++) {
        struct assessment_input more = t->inputs[i];
        if (!t->nodes[i].is_leaf || !more.is_known)
            continue;
        more.numerator += (int64_t)(next(s) % 50);
        assert_true(assessment_leaf_points(&t->nodes[i], &more, points[i].full_cp) >=
                    points[i].score_cp);
        more.cases += 3;
        if (t->nodes[i].rule == ASSESSMENT_DEDUCT)
            assert_true(assessment_leaf_points(&t->nodes[i], &more, points[i].full_cp) <=
                        points[i].score_cp);
    }
}

static void a_hundred_points_remain_whatever_is_missing(void **state)
{
    (void)state;
    uint64_t s = test_seed();
    for (size_t round = 0; round < TREES; round++) {
        static struct random_tree t;
        struct assessment_point points[GROUPS_MAX * (LEAVES_MAX + 1)];
        int64_t total, full = 0, score = 0;
        bool is_vetoed, applies = false;
        tree_make(&s, &t);
        assessment_reckon(t.nodes, t.count, t.inputs, NULL, points, &total, &is_vetoed);
        for (size_t i = 0; i < t.count; i++) {
            assert_true(points[i].score_cp >= 0 && points[i].score_cp <= points[i].full_cp);
            if (!t.nodes[i].is_leaf)
                continue;
            applies = applies || points[i].is_applicable;
            assert_true(points[i].is_applicable || points[i].full_cp == 0);
            full += points[i].full_cp;
            score += points[i].score_cp;
        }
        assert_int_equal(full, applies ? 10000 : 0);
        assert_int_equal(score, total);
        more_is_never_worse(&s, &t, points);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beds_against_the_line_give_four_fifths_of_the_points),
        cmocka_unit_test(halves_round_up_once),
        cmocka_unit_test(between_base_and_target_points_grow_and_beyond_them_they_do_not),
        cmocka_unit_test(a_line_of_zero_asks_for_nothing),
        cmocka_unit_test(sums_of_money_do_not_overflow),
        cmocka_unit_test(steps_hold_from_their_edge),
        cmocka_unit_test(deductions_count_whole_cases_and_stop_at_nothing),
        cmocka_unit_test(bonus_counts_whole_steps_above_its_base_up_to_the_cap),
        cmocka_unit_test(several_inspectors_give_their_exact_mean),
        cmocka_unit_test(points_of_what_is_not_asked_go_to_the_siblings),
        cmocka_unit_test(cents_that_do_not_divide_go_to_the_largest_remainder),
        cmocka_unit_test(a_dispute_sets_the_points_within_what_can_be_won),
        cmocka_unit_test(equal_points_share_a_rank_and_a_veto_comes_last),
        cmocka_unit_test(a_hundred_points_remain_whatever_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

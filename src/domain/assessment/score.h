/* Points of one township, reckoned from whole numbers alone (no database): cp are hundredths of a
   point, a share is a fraction; multiply first, divide last, round half up once per leaf. P4.3. */
#pragma once
#include "domain/assessment/tree.h"

#define ASSESSMENT_FULL_CP 10000
/* What is known of one leaf in one township. */
struct assessment_input {
    bool is_known;                  /* false: not asked, nothing to measure, nobody marked it */
    int64_t numerator, denominator; /* the share; denominator > 0 when known, unless counted */
    int64_t target_bp; /* the node's, else the township's own line; 0: anything will do */
    int64_t cases;     /* of DEDUCT, VETO and counted BONUS */
};
/* What became of a node. full_cp: its points after redistribution; of bonus and veto 0. */
struct assessment_point {
    bool is_applicable;
    int64_t full_cp, score_cp;
};
/* Points of every node that can be won here. The points of a leaf that is not known and whose
   `missing` is SPREAD go to its siblings in proportion to their weight (largest remainder, equal
   remainders in reading order); where a whole group has none left, its points go to the group's
   siblings, one level up. What is left adds up to exactly 100.00, unless nothing at all applies.
   inputs: by index of the node; ret_full: `count` numbers. */
void assessment_full_points(const struct assessment_node *nodes, size_t count,
                            const struct assessment_input *inputs, int64_t *ret_full);
/* Of a leaf with so many full points. LINEAR: nothing at the base, everything at the target, in
   between in proportion (a base above the target: less is better). STEP: the highest step
   reached. DEDUCT: per_cp for each whole `per` cases, never below zero. BONUS: per_cp for each
   whole `per` (of share above base_bp, or of cases), at most cap_cp. MARK: the share. VETO: 0. */
int64_t assessment_leaf_points(const struct assessment_node *node,
                               const struct assessment_input *input, int64_t full_cp);
/* overrides: by index, -1 or the points that a decided dispute set (clamped to what can be won);
   NULL: none. ret: `count` points. */
void assessment_reckon(const struct assessment_node *nodes, size_t count,
                       const struct assessment_input *inputs, const int64_t *overrides,
                       struct assessment_point *ret, int64_t *ret_total_cp, bool *ret_is_vetoed);
/* Sums from the leaves upwards again. */
int64_t assessment_sum_up(const struct assessment_node *nodes, size_t count,
                          struct assessment_point *points);

struct assessment_standing {
    int64_t township, total_cp, tie_cp; /* tie_cp: points of the node that decides; 0: none does */
    bool is_vetoed;
    int rank; /* 1, 2, 2, 4 */
};
/* Most points first, whoever was vetoed last, equal ones share a rank; within a rank in order of
   code. */
void assessment_rank(struct assessment_standing *list, size_t count);

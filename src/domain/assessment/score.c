/* Points from shares. Products of 64-bit counts and basis points need 128 bits. */
#include "domain/assessment/score.h"

#include <stdlib.h>
#include <string.h>

#include "base/apportion.h"

#define BP 10000
__extension__ typedef __int128 wide;

static int64_t clamp(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

/* full × a ÷ b, half up, between 0 and full. b > 0. */
static int64_t part(int64_t full, wide a, wide b)
{
    if (a <= 0)
        return 0;
    if (a >= b)
        return full;
    return (int64_t)((2 * full * a + b) / (2 * b));
}

static bool is_weighed(const struct assessment_node *n)
{
    return n->weight_cp > 0;
}

static bool is_child(const struct assessment_node *nodes, size_t parent, size_t child, size_t count)
{
    const char *code = parent == count ? "" : nodes[parent].code;
    return strcmp(nodes[child].parent, code) == 0;
}

/* Whether points of a node can be won at all: a leaf that counts, or a group with one below. */
static void find_living(const struct assessment_node *nodes, size_t count,
                        const struct assessment_input *inputs, bool *ret)
{
    for (size_t i = count; i-- > 0;) {
        const struct assessment_node *n = &nodes[i];
        ret[i] = false;
        if (!is_weighed(n))
            continue;
        if (n->is_leaf)
            ret[i] = inputs[i].is_known || n->missing != ASSESSMENT_SPREAD;
        for (size_t k = i + 1; !n->is_leaf && !ret[i] && k < count; k++)
            ret[i] = ret[k] && is_child(nodes, i, k, count);
    }
}

/* Parts of `pool` for the living children of a node (count: of the root). */
static void share_out(const struct assessment_node *nodes, size_t count, size_t parent,
                      const bool *living, int64_t pool, int64_t *full)
{
    int64_t weights[ASSESSMENT_NODES_MAX] = {0}, shares[ASSESSMENT_NODES_MAX];
    for (size_t i = 0; i < count; i++) {
        if (living[i] && is_child(nodes, parent, i, count))
            weights[i] = nodes[i].weight_cp;
    }
    if (!apportion_whole(pool, weights, count, shares))
        return; /* nobody to share with */
    for (size_t i = 0; i < count; i++) {
        if (living[i] && is_child(nodes, parent, i, count))
            full[i] = shares[i];
    }
}

void assessment_full_points(const struct assessment_node *nodes, size_t count,
                            const struct assessment_input *inputs, int64_t *ret_full)
{
    bool living[ASSESSMENT_NODES_MAX] = {false};
    if (count > ASSESSMENT_NODES_MAX)
        count = ASSESSMENT_NODES_MAX;
    find_living(nodes, count, inputs, living);
    memset(ret_full, 0, count * sizeof *ret_full);
    share_out(nodes, count, count, living, ASSESSMENT_FULL_CP, ret_full);
    for (size_t i = 0; i < count; i++) { /* parents come first */
        if (!nodes[i].is_leaf && living[i])
            share_out(nodes, count, i, living, ret_full[i], ret_full);
    }
}

static int64_t linear(const struct assessment_node *n, const struct assessment_input *in,
                      int64_t full)
{
    wide have = (wide)in->numerator * BP, base = (wide)n->base_bp * in->denominator,
         target = (wide)in->target_bp * in->denominator;
    if (in->target_bp == n->base_bp) /* a line that stands where nothing is asked yet */
        return have >= target ? full : 0;
    if (in->target_bp == 0 && n->target_bp == 0)
        return full;
    return target > base ? part(full, have - base, target - base)
                         : part(full, base - have, base - target);
}

static int64_t stepped(const struct assessment_node *n, const struct assessment_input *in,
                       int64_t full)
{
    int64_t share = 0;
    for (const char *p = n->steps; *p;) {
        char *end;
        long long from = strtoll(p, &end, 10);
        if (*end != ':')
            break;
        long long to = strtoll(end + 1, &end, 10);
        if ((wide)in->numerator * BP >= (wide)from * in->denominator)
            share = to;
        p = *end == ' ' ? end + 1 : end;
    }
    return part(full, share, BP);
}

static int64_t bonus(const struct assessment_node *n, const struct assessment_input *in)
{
    wide times = n->per > 0 ? in->cases / n->per : 0;
    if (n->base_bp > 0) {
        wide above = (wide)in->numerator * BP - (wide)n->base_bp * in->denominator;
        wide per = (wide)n->per * in->denominator;
        times = in->is_known && per > 0 && above > 0 ? above / per : 0;
    }
    wide points = times * n->per_cp;
    return points > n->cap_cp ? n->cap_cp : points < 0 ? 0 : (int64_t)points;
}

int64_t assessment_leaf_points(const struct assessment_node *n, const struct assessment_input *in,
                               int64_t full)
{
    if (n->rule == ASSESSMENT_VETO || n->rule == ASSESSMENT_SUM)
        return 0;
    if (n->rule == ASSESSMENT_BONUS)
        return bonus(n, in);
    if (!in->is_known)
        return n->missing == ASSESSMENT_FULL ? full : 0;
    if (n->rule == ASSESSMENT_DEDUCT) {
        wide lost = n->per > 0 ? (wide)(in->cases / n->per) * n->per_cp : 0;
        return lost >= full ? 0 : lost < 0 ? full : full - (int64_t)lost;
    }
    if (in->denominator <= 0)
        return 0;
    if (n->rule == ASSESSMENT_LINEAR)
        return linear(n, in, full);
    return n->rule == ASSESSMENT_STEP ? stepped(n, in, full)
                                      : part(full, in->numerator, in->denominator);
}

int64_t assessment_sum_up(const struct assessment_node *nodes, size_t count,
                          struct assessment_point *points)
{
    int64_t total = 0;
    for (size_t i = count; i-- > 0;) {
        if (nodes[i].is_leaf)
            continue;
        points[i].score_cp = 0;
        points[i].is_applicable = false;
        for (size_t k = i + 1; k < count; k++) {
            if (!is_child(nodes, i, k, count))
                continue;
            points[i].score_cp += points[k].score_cp;
            points[i].is_applicable = points[i].is_applicable || points[k].is_applicable;
        }
    }
    for (size_t i = 0; i < count; i++)
        total += nodes[i].is_leaf ? points[i].score_cp : 0;
    return total;
}

void assessment_reckon(const struct assessment_node *nodes, size_t count,
                       const struct assessment_input *inputs, const int64_t *overrides,
                       struct assessment_point *ret, int64_t *ret_total_cp, bool *ret_is_vetoed)
{
    int64_t full[ASSESSMENT_NODES_MAX];
    bool is_vetoed = false;
    if (count > ASSESSMENT_NODES_MAX)
        count = ASSESSMENT_NODES_MAX;
    assessment_full_points(nodes, count, inputs, full);
    for (size_t i = 0; i < count; i++) {
        const struct assessment_node *n = &nodes[i];
        int64_t most = n->rule == ASSESSMENT_BONUS ? n->cap_cp : full[i];
        ret[i] = (struct assessment_point){.full_cp = full[i]};
        if (!n->is_leaf)
            continue;
        ret[i].is_applicable =
            inputs[i].is_known || (is_weighed(n) && n->missing != ASSESSMENT_SPREAD);
        ret[i].score_cp = clamp(assessment_leaf_points(n, &inputs[i], full[i]), 0, most);
        if (overrides && overrides[i] >= 0 && ret[i].is_applicable)
            ret[i].score_cp = clamp(overrides[i], 0, most);
        is_vetoed = is_vetoed || (n->rule == ASSESSMENT_VETO && inputs[i].cases > 0);
    }
    *ret_total_cp = assessment_sum_up(nodes, count, ret);
    *ret_is_vetoed = is_vetoed;
}

static int by_standing(const void *a, const void *b)
{
    const struct assessment_standing *x = a, *y = b;
    if (x->is_vetoed != y->is_vetoed)
        return x->is_vetoed ? 1 : -1;
    if (x->total_cp != y->total_cp)
        return x->total_cp < y->total_cp ? 1 : -1;
    if (x->tie_cp != y->tie_cp)
        return x->tie_cp < y->tie_cp ? 1 : -1;
    return (x->township > y->township) - (x->township < y->township);
}

void assessment_rank(struct assessment_standing *list, size_t count)
{
    qsort(list, count, sizeof *list, by_standing);
    for (size_t i = 0; i < count; i++) {
        const struct assessment_standing *before = i > 0 ? &list[i - 1] : NULL;
        bool is_equal = before && before->is_vetoed == list[i].is_vetoed &&
                        before->total_cp == list[i].total_cp && before->tie_cp == list[i].tie_cp;
        list[i].rank = is_equal ? before->rank : (int)i + 1;
    }
}

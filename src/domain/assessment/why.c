/* How points came about, in words that are kept with them: the paper's language, not the reader's.
 */
#include "domain/assessment/assessment_internal.h"

#include <inttypes.h>

#include "base/ratio.h"

static const char *missing(struct arena *arena, const struct assessment_node *n)
{
    const char *what = n->source == ASSESSMENT_INSPECTION ? "没有检查评分"
                       : n->source == ASSESSMENT_SELF     ? "没有签发自查自评"
                       : n->source == ASSESSMENT_SURVEY   ? "没有有效答卷"
                                                        : "没有这项任务或没有可考核的数";
    const char *then = n->missing == ASSESSMENT_FULL   ? "计满分"
                       : n->missing == ASSESSMENT_ZERO ? "不得分"
                                                       : "分值归其他项目";
    return arena_printf(arena, "%s，%s", what, then);
}

static const char *by_share(struct arena *arena, const struct assessment_node *n,
                            const struct assessment_input *in, const char *points)
{
    char share[RATIO_TEXT_BYTES], target[RATIO_TEXT_BYTES], base[RATIO_TEXT_BYTES];
    ratio_percent(in->numerator, in->denominator, 2, share);
    if (n->rule == ASSESSMENT_STEP)
        return arena_printf(arena, "%" PRId64 "/%" PRId64 "（%s），按档得 %s 分", in->numerator,
                            in->denominator, share, points);
    if (n->base_bp == 0)
        return arena_printf(arena, "%" PRId64 "/%" PRId64 "（%s），应达 %s，得 %s 分",
                            in->numerator, in->denominator, share,
                            ratio_rate(in->target_bp, target), points);
    return arena_printf(arena, "%" PRId64 "/%" PRId64 "（%s），%s 起计、%s 满分，得 %s 分",
                        in->numerator, in->denominator, share, ratio_rate(n->base_bp, base),
                        ratio_rate(in->target_bp, target), points);
}

static const char *by_bonus(struct arena *arena, const struct assessment_node *n,
                            const struct assessment_input *in, const char *points)
{
    char share[RATIO_TEXT_BYTES], base[RATIO_TEXT_BYTES], per[RATIO_TEXT_BYTES];
    if (n->base_bp == 0)
        return arena_printf(arena, "%" PRId64 " 件，加 %s 分", in->cases, points);
    if (!in->is_known)
        return "没有可考核的数，不加分";
    return arena_printf(arena, "%" PRId64 "/%" PRId64 "（%s），超过 %s 的每 %s 加一次，加 %s 分",
                        in->numerator, in->denominator,
                        ratio_percent(in->numerator, in->denominator, 2, share),
                        ratio_rate(n->base_bp, base), ratio_rate(n->per, per), points);
}

static const char *by_mark(struct arena *arena, const struct assessment_node *n,
                           const struct assessment_input *in, const char *points)
{
    char share[RATIO_TEXT_BYTES], claimed[ASSESSMENT_POINTS_BYTES], of[ASSESSMENT_POINTS_BYTES];
    if (n->source == ASSESSMENT_SELF)
        return arena_printf(arena, "自评 %s/%s 分，得 %s 分",
                            assessment_points(in->numerator, claimed),
                            assessment_points(in->denominator, of), points);
    return arena_printf(arena, "%" PRId64 " 人评分，平均 %s，得 %s 分", in->denominator / 10000,
                        ratio_percent(in->numerator, in->denominator, 2, share), points);
}

const char *assessment_why(struct arena *arena, const struct assessment_node *n,
                           const struct assessment_input *in, const struct assessment_point *point,
                           int64_t dispute)
{
    char points[ASSESSMENT_POINTS_BYTES], full[ASSESSMENT_POINTS_BYTES];
    const char *text;
    assessment_points(point->score_cp, points);
    assessment_points(point->full_cp, full);
    if (!n->is_leaf)
        return arena_printf(arena, "下级合计 %s/%s 分", points, full);
    if (dispute)
        return arena_printf(arena, "经第 %" PRId64 " 号争议复核，得 %s/%s 分", dispute, points,
                            full);
    if (n->rule == ASSESSMENT_VETO)
        return in->cases ? arena_printf(arena, "查实 %" PRId64 " 件，一票否决", in->cases)
                         : "没有发现";
    if (n->rule == ASSESSMENT_BONUS)
        return by_bonus(arena, n, in, points);
    if (!in->is_known)
        return missing(arena, n);
    if (n->rule == ASSESSMENT_DEDUCT)
        text = arena_printf(arena, "%" PRId64 " 件，得 %s 分", in->cases, points);
    else if (n->rule == ASSESSMENT_MARK)
        text = by_mark(arena, n, in, points);
    else
        text = by_share(arena, n, in, points);
    return text && point->full_cp != n->weight_cp
               ? arena_printf(arena, "%s（满分由 %" PRId64 ".%02" PRId64 " 调整为 %s）", text,
                              n->weight_cp / 100, n->weight_cp % 100, full)
               : text;
}

/* Who is praised, who is behind and by how much, what is asked: always by name, after ranks and
   targets (鼓励先进，鞭策落后). */
#include "domain/bulletin/bulletin_internal.h"

#include <inttypes.h>

#include "base/text.h"

static const char *line_word(const struct bulletin_figure *f)
{
    return text_starts(f->code, "project.") ? "序时线" : "目标";
}

static bool is_rate(const struct bulletin_group *g)
{
    return g->county->indicator && g->county->indicator->unit == INDICATOR_RATE;
}

/* Nobody is praised for being first below his target, or for standing where all stand. */
static bool is_praised(const struct bulletin_group *g)
{
    if (g->ranked < 2 || g->last < 2)
        return false;
    for (size_t i = 0; i < g->count; i++)
        if (g->rows[i]->rank == 1 && bulletin_figure_is_behind(g->rows[i]))
            return false;
    return true;
}

static bool all_reached(const struct bulletin_group *g)
{
    size_t held = 0;
    for (size_t i = 0; i < g->count; i++) {
        if (bulletin_figure_is_behind(g->rows[i]))
            return false;
        held += bulletin_figure_is_held(g->rows[i]);
    }
    return held > 0 && held == g->ranked;
}

static void standing_praise(const struct bulletin_prose *p, struct buf *out)
{
    struct bulletin_standing *list;
    size_t n, first = 0, ranked = 0;
    if (p->b->assessment ||
        bulletin_standing_list(p->figures, p->count, p->arena, &list, &n, NULL) != STATUS_OK)
        return;
    for (size_t i = 0; i < n; i++)
        first += list[i].rank == 1 && list[i].reached > 0;
    for (size_t i = 0; i < n; i++)
        ranked += list[i].rank > 0;
    if (first == 0 || first == ranked) /* where all are first nobody is */
        return;
    buf_adds(out, "从各项目标的总体达标情况看，");
    for (size_t i = 0, k = 0; i < n; i++)
        if (list[i].rank == 1)
            buf_addf(out, "%s%s", k++ ? "、" : "", list[i].name);
    buf_addf(out, "%s第一，予以通报表扬。\n", first > 1 ? "并列" : "位居");
}

void bulletin_prose_praise(const struct bulletin_prose *p, struct buf *out)
{
    struct bulletin_group g;
    const size_t start = out->n;
    standing_praise(p, out);
    for (size_t i = 0; bulletin_group_at(p->figures, p->count, i, &g); i++) {
        const struct bulletin_figure *one = NULL;
        if (!is_praised(&g)) {
            if (all_reached(&g))
                buf_addf(out, "%s：参加排名的乡镇均达到%s。\n", g.county->label,
                         line_word(g.county));
            continue;
        }
        buf_addf(out, "%s：", g.county->label);
        const size_t count = bulletin_ranked_names(&g, 1, out, &one);
        buf_addf(out, "%s第一，%s[[%" PRId64 "]]%s。\n", count > 1 ? "并列" : "位居",
                 count > 1 ? "均为" : "为", one->number,
                 !one->indicator                          ? "分"
                 : one->indicator->unit == INDICATOR_DAYS ? "天"
                 : one->indicator->unit == INDICATOR_FEN  ? "元"
                                                          : "");
    }
    if (out->n == start)
        buf_adds(out, "本期各项没有需要单独表扬的乡镇。");
    else if (!out->overflow)
        out->p[--out->n] = '\0'; /* the last line's end */
}

static void behind_say(const struct bulletin_group *g, struct buf *out)
{
    size_t n = 0;
    for (size_t i = 0; i < g->count; i++) {
        const struct bulletin_figure *f = g->rows[i];
        if (!bulletin_figure_is_behind(f))
            continue;
        if (n++ == 0)
            buf_addf(out, "%s：", g->county->label);
        else
            buf_adds(out, "；");
        buf_addf(out, "%s[[%" PRId64 "]]", f->name, f->number);
        if (text_starts(f->code, "project.beds_"))
            buf_addf(out, "，完成[[%" PRId64 ".n]]张，任务[[%" PRId64 ".d]]张", f->number,
                     f->number);
        if (is_rate(g))
            buf_addf(out, "，%s%s[[%" PRId64 ".t]]，%s[[%" PRId64 ".gap]]个百分点",
                     g->county->indicator->is_more_better ? "低于" : "高于", line_word(f),
                     f->number, g->county->indicator->is_more_better ? "差" : "超", f->number);
    }
    if (n)
        buf_adds(out, "。\n");
}

/* Without a target: the last ones, and how far from the county. */
static void last_say(const struct bulletin_group *g, struct buf *out)
{
    const struct bulletin_figure *one = NULL;
    bool has_target = false;
    for (size_t i = 0; i < g->count; i++)
        has_target = has_target || bulletin_figure_is_held(g->rows[i]);
    if (has_target || g->ranked < 2 || g->last < 2)
        return;
    buf_addf(out, "%s：", g->county->label);
    const size_t count = bulletin_ranked_names(g, g->last, out, &one);
    buf_addf(out, "%s末位，%s[[%" PRId64 "]]", count > 1 ? "并列" : "位居",
             count > 1 ? "均为" : "为", one->number);
    if (is_rate(g) && g->county->denominator > 0)
        buf_addf(out, "，与全县水平相差[[%" PRId64 ".gap]]个百分点", one->number);
    else
        buf_adds(out, !one->indicator                          ? "分"
                      : one->indicator->unit == INDICATOR_DAYS ? "天"
                      : one->indicator->unit == INDICATOR_FEN  ? "元"
                                                               : "");
    buf_adds(out, "。\n");
}

void bulletin_prose_blame(const struct bulletin_prose *p, struct buf *out)
{
    struct bulletin_group g;
    const size_t start = out->n;
    bool has_target = false;
    for (size_t i = 0; bulletin_group_at(p->figures, p->count, i, &g); i++) {
        for (size_t k = 0; k < g.count; k++)
            has_target = has_target || bulletin_figure_is_held(g.rows[k]);
        behind_say(&g, out);
    }
    if (out->n == start)
        buf_adds(out, has_target ? "对照已下达的目标，各乡镇均已达到，没有落后的乡镇。\n"
                                 : "本期没有已下达的目标可供对照。\n");
    const size_t named = out->n;
    for (size_t i = 0; bulletin_group_at(p->figures, p->count, i, &g); i++)
        last_say(&g, out);
    if (out->n == named && !has_target)
        buf_adds(out, "各项没有位次靠后的乡镇。\n");
    if (!out->overflow)
        out->p[--out->n] = '\0';
}

static size_t behind_names(const struct bulletin_prose *p, struct buf *out)
{
    struct bulletin_standing *list;
    size_t n, count = 0;
    if (bulletin_standing_list(p->figures, p->count, p->arena, &list, &n, NULL) != STATUS_OK)
        return 0;
    for (size_t i = 0; i < n; i++)
        if (list[i].reached < list[i].held)
            buf_addf(out, "%s%s", count++ ? "、" : "", list[i].name);
    return count;
}

void bulletin_prose_next(const struct bulletin_prose *p, struct buf *out)
{
    buf_adds(
        out,
        "（一）对照目标抓进度。各乡镇要对照目标任务和序时线，逐项查找差距，明确责任人和完成时限"
        "，确保按期完成。\n");
    const size_t at = out->n;
    if (behind_names(p, out) > 0) {
        buf_adds(out, "要对本通报指出的问题逐项说明原因、提出措施，在下次调度会上报告整改情况。\n");
    } else {
        out->n = at;
    }
    buf_adds(
        out,
        "（二）规范程序保质量。严格执行申请、核查、评议、公示、审批各环节时限，按时足额发放补助资"
        "金，发现差错及时纠正。\n"
        "（三）加强宣传和监督。做到政策进村入户、家喻户晓，认真办理群众投诉，自觉接受社会监督。");
    if (p->b->assessment)
        buf_adds(
            out,
            "\n（四）抓好整改。对考核中指出的问题，各乡镇要按整改通知的要求逐项改正、完善，并按"
            "期报告结果。");
}

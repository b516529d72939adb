/* The draft's words, in the style of the office: what the county has done, and each programme. All
   numbers are marks. The words are the document's own language, not the reader's. */
#include "domain/bulletin/bulletin_internal.h"

#include <inttypes.h>

#include "base/text.h"

#define NAMES_SEPARATOR "、"

bool bulletin_group_at(const struct bulletin_figure *figures, size_t count, size_t index,
                       struct bulletin_group *ret)
{
    struct bulletin_group g = {0};
    size_t seen = 0;
    const char *code = NULL;
    for (size_t i = 0; i < count && !code; i++)
        if (figures[i].township == 0 && seen++ == index)
            code = figures[i].code;
    if (!code)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct bulletin_figure *f = &figures[i];
        if (!text_equals(f->code, code))
            continue;
        if (f->township == 0) {
            g.county = f;
        } else if (g.count < BULLETIN_ITEM_ROWS_MAX) {
            g.rows[g.count++] = f;
            g.ranked += f->rank > 0;
            g.last = f->rank > g.last ? f->rank : g.last;
        }
    }
    *ret = g;
    return true;
}

size_t bulletin_ranked_names(const struct bulletin_group *g, int rank, struct buf *out,
                             const struct bulletin_figure **ret_one)
{
    size_t n = 0;
    for (size_t i = 0; i < g->count; i++) {
        if (g->rows[i]->rank != rank)
            continue;
        if (n++ > 0)
            buf_adds(out, NAMES_SEPARATOR);
        buf_adds(out, g->rows[i]->name);
        *ret_one = g->rows[i];
    }
    return n;
}

static const char *unit_of(const struct bulletin_figure *f)
{
    if (!f->indicator)
        return "分";
    switch (f->indicator->unit) {
    case INDICATOR_FEN:
        return "元";
    case INDICATOR_DAYS:
        return "天";
    case INDICATOR_RATE:
    case INDICATOR_COUNT:
        break;
    }
    return "";
}

/* "全县新增床位完成率（市对县）为[[1]]" */
static void county_say(const struct bulletin_figure *f, struct buf *out)
{
    if (!f->indicator)
        buf_addf(out, "各乡镇考核平均得分[[%" PRId64 "]]分", f->number);
    else if (f->denominator <= 0 && f->indicator->unit != INDICATOR_COUNT)
        buf_addf(out, "全县%s没有应计的事项", f->label);
    else
        buf_addf(out, "全县%s为[[%" PRId64 "]]%s", f->label, f->number, unit_of(f));
    if (text_starts(f->code, "project.beds_") && f->denominator > 0)
        buf_addf(out, "，新增床位[[%" PRId64 ".n]]张，任务[[%" PRId64 ".d]]张", f->number,
                 f->number);
    if (bulletin_figure_is_held(f)) {
        buf_addf(out, "，%s[[%" PRId64 ".t]]", text_starts(f->code, "project.") ? "序时线" : "目标",
                 f->number);
        buf_adds(out, bulletin_figure_is_behind(f) ? "，尚未达到" : "，已经达到");
    }
}

static void opening(const struct bulletin_prose *p, struct buf *out)
{
    const struct bulletin *b = p->b;
    char from[MONTH_TEXT_BYTES], to[MONTH_TEXT_BYTES];
    if (b->kind == BULLETIN_QUARTER)
        buf_addf(out, "%d年第%s季度（%s至%s），", b->year, bulletin_quarter_word(b->quarter),
                 month_format_people(b->from, from), month_format_people(b->to, to));
    else
        buf_addf(
            out,
            "根据全县民生工程实施方案，县民政局对各乡镇%s至%s民生工程目标任务完成情况进行了%s。",
            month_format_people(b->from, from), month_format_people(b->to, to),
            b->kind == BULLETIN_MIDYEAR ? "年中检查考核" : "年终考评");
    buf_adds(out, "各乡镇按照全县民生工程工作部署，继续推进农村低保、农村五保供养、城乡医疗救助和农"
                  "村五保供养服务机构建设。现将完成情况通报如下，所列数据均由系统按登记事项统计。");
}

static void overall(const struct bulletin_prose *p, struct buf *out)
{
    struct bulletin_group g;
    size_t reached = 0, behind = 0;
    opening(p, out);
    for (size_t i = 0; bulletin_group_at(p->figures, p->count, i, &g); i++) {
        const bool is_points = g.county->indicator == NULL;
        if (!is_points && !bulletin_figure_is_held(g.county))
            continue;
        buf_adds(out, "\n");
        county_say(g.county, out);
        buf_adds(out, "。");
        if (!is_points && bulletin_figure_is_behind(g.county))
            behind++;
        else if (!is_points)
            reached++;
    }
    if (reached + behind == 0)
        buf_adds(out, "\n本期没有已下达的全县目标可供对照。");
    else if (behind == 0)
        buf_adds(out, "\n全县设有目标的各项均已达到。");
}

/* Who is highest and who lowest; all the same is said so. */
static void extremes_say(const struct bulletin_group *g, struct buf *out)
{
    const struct bulletin_figure *one = NULL;
    const bool is_more_better = !g->county->indicator || g->county->indicator->is_more_better;
    if (g->ranked < 2)
        return;
    if (g->last == 1) {
        buf_adds(out, "参加排名的乡镇不分先后，均为");
        for (size_t i = 0; i < g->count && !one; i++)
            one = g->rows[i]->rank == 1 ? g->rows[i] : NULL;
        buf_addf(out, "[[%" PRId64 "]]%s", one->number, unit_of(one));
    } else {
        buf_adds(out, is_more_better ? "最高的是" : "最短的是");
        if (bulletin_ranked_names(g, 1, out, &one) > 1)
            buf_adds(out, "（并列）");
        buf_addf(out, "，为[[%" PRId64 "]]%s，%s", one->number, unit_of(one),
                 is_more_better ? "最低的是" : "最长的是");
        if (bulletin_ranked_names(g, g->last, out, &one) > 1)
            buf_adds(out, "（并列）");
        buf_addf(out, "，为[[%" PRId64 "]]%s", one->number, unit_of(one));
    }
    if (g->county->book[0])
        buf_addf(out, "（%s口径）", text_equals(g->county->book, "city") ? "市对县" : "县对乡镇");
    buf_adds(out, "。");
}

static void by_programme(const struct bulletin_prose *p, struct buf *out)
{
    static const char *const numbers[] = {"一", "二", "三", "四", "五", "六"};
    struct bulletin_group g;
    size_t shown = 0;
    for (int programme = BULLETIN_ASSESSED; programme < BULLETIN_PROGRAMMES; programme++) {
        bool is_headed = false;
        for (size_t i = 0; bulletin_group_at(p->figures, p->count, i, &g); i++) {
            if ((int)bulletin_programme_of(g.county->code) != programme)
                continue;
            if (!is_headed)
                buf_addf(out, "%s（%s）%s\n", shown ? "\n" : "", numbers[shown],
                         bulletin_programme_title((enum bulletin_programme)programme));
            shown += !is_headed;
            is_headed = true;
            county_say(g.county, out);
            buf_adds(out, "。");
            extremes_say(&g, out);
        }
    }
}

static void townships(const struct bulletin_prose *p, struct buf *out)
{
    buf_adds(out,
             "各乡镇各项指标完成情况见下列各表。名次按实际完成数与应完成数之比排列，比值相同的并列"
             "；没有该项任务或者没有应计事项的乡镇，不参加该项排名。");
    if (p->b->assessment)
        buf_adds(out, "考核得分和名次以公布的考核结果为准。");
}

enum status bulletin_prose_write(const struct bulletin_prose *p, int section, struct buf *out,
                                 struct error *e)
{
    static void (*const writers[BULLETIN_SECTIONS + 1])(const struct bulletin_prose *,
                                                        struct buf *) = {NULL,
                                                                         overall,
                                                                         by_programme,
                                                                         townships,
                                                                         bulletin_prose_praise,
                                                                         bulletin_prose_blame,
                                                                         bulletin_prose_next};
    writers[section](p, out);
    return buf_status(out, e);
}

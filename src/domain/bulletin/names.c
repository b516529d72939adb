/* Words of bulletins: kinds, states, and what is read by default. */
#include "domain/bulletin/bulletin_internal.h"

#include <strings.h>

#include "base/i18n.h"
#include "base/text.h"

static const struct {
    const char *code, *label;
} KINDS[] = {
    [BULLETIN_QUARTER] = {"QUARTER", N_("季度通报")},
    [BULLETIN_MIDYEAR] = {"MIDYEAR", N_("年中考核通报")},
    [BULLETIN_YEAR] = {"YEAR", N_("年终考评通报")},
};

const char *bulletin_kind_code(enum bulletin_kind k)
{
    return KINDS[k].code;
}

const char *bulletin_kind_label(enum bulletin_kind k)
{
    return KINDS[k].label;
}

enum status bulletin_kind_parse(const char *code, enum bulletin_kind *ret, struct error *e)
{
    for (int k = BULLETIN_QUARTER; code && k <= BULLETIN_YEAR; k++)
        if (strcasecmp(code, KINDS[k].code) == 0)
            return *ret = (enum bulletin_kind)k, STATUS_OK;
    (void)error_set(e, STATUS_REFUSED, "BULLETIN_KIND",
                    _("没有“%s”这种通报。可用：quarter、midyear、year"), code ? code : "");
    return error_place(e, "kind"), STATUS_REFUSED;
}

const char *bulletin_state_label(enum bulletin_state s)
{
    static const char *const labels[] = {
        [BULLETIN_DRAFT] = N_("起草中"),
        [BULLETIN_SUBMITTED] = N_("待签发"),
        [BULLETIN_ISSUED] = N_("已签发"),
        [BULLETIN_DISCARDED] = N_("已作废"),
    };
    return labels[s];
}

const char *bulletin_quarter_word(int quarter)
{
    static const char *const words[] = {"", "一", "二", "三", "四"};
    return words[quarter];
}

const char *bulletin_section_title(int section)
{
    static const char *const titles[BULLETIN_SECTIONS + 1] = {
        "", "总体情况", "分项目完成情况", "各乡镇完成情况", "表扬", "存在的问题", "下一步要求"};
    return titles[section];
}

const char *bulletin_programme_title(enum bulletin_programme p)
{
    static const char *const titles[BULLETIN_PROGRAMMES] = {
        [BULLETIN_ASSESSED] = "考核得分",
        [BULLETIN_DIBAO] = "农村居民最低生活保障",
        [BULLETIN_WUBAO] = "农村五保户供养",
        [BULLETIN_MEDICAL] = "城乡医疗救助",
        [BULLETIN_HOMES] = "农村五保供养服务机构建设",
        [BULLETIN_WORK] = "办理、公示、宣传和督办",
    };
    return titles[p];
}

/* In the order in which a bulletin tells them. */
static const struct bulletin_item ITEMS[] = {
    {"pay.on_time_dibao", BULLETIN_DIBAO},
    {"pay.in_full_dibao", BULLETIN_DIBAO},
    {"pay.on_time_wubao", BULLETIN_WUBAO},
    {"pay.in_full_wubao", BULLETIN_WUBAO},
    {"medical.coverage", BULLETIN_MEDICAL},
    {"medical.before_during_people", BULLETIN_MEDICAL},
    {"medical.days_from_application", BULLETIN_MEDICAL},
    {"project.beds_city", BULLETIN_HOMES},
    {"project.beds_county", BULLETIN_HOMES},
    {"home.inst_rate", BULLETIN_HOMES},
    {"home.occupancy", BULLETIN_HOMES},
    {"case.in_limit", BULLETIN_WORK},
    {"notice.posted", BULLETIN_WORK},
    {"recheck.done", BULLETIN_WORK},
    {"complaint.in_time", BULLETIN_WORK},
    {"publicity.done", BULLETIN_WORK},
    {"problem.closed_in_time", BULLETIN_WORK},
    {"rectification.in_time", BULLETIN_WORK},
};
#define ITEM_COUNT (sizeof ITEMS / sizeof ITEMS[0])

const struct bulletin_item *bulletin_item_at(size_t index)
{
    return index < ITEM_COUNT ? &ITEMS[index] : NULL;
}

enum bulletin_programme bulletin_programme_of(const char *code)
{
    for (size_t i = 0; i < ITEM_COUNT; i++)
        if (text_equals(ITEMS[i].code, code))
            return ITEMS[i].programme;
    if (text_equals(code, BULLETIN_POINTS))
        return BULLETIN_ASSESSED;
    if (text_starts(code, "medical."))
        return BULLETIN_MEDICAL;
    if (text_starts(code, "home.") || text_starts(code, "project."))
        return BULLETIN_HOMES;
    if (text_ends(code, "_dibao"))
        return BULLETIN_DIBAO;
    return text_ends(code, "_wubao") ? BULLETIN_WUBAO : BULLETIN_WORK;
}

const char *bulletin_book_of(const char *code)
{
    if (!text_starts(code, "project."))
        return "";
    return text_ends(code, "_city") ? "city" : text_ends(code, "_county") ? "county" : "";
}

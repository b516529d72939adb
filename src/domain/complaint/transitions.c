/* The whole machine of a complaint. 信访条例 Art. 21, 22, 33–35. */
#include "domain/complaint/complaint.h"

#include "base/i18n.h"
#include "base/text.h"

#define FROM(s) (1u << COMPLAINT_##s)
#define HANDLE PERMISSION_COMPLAINT_HANDLE
#define REVIEW PERMISSION_COMPLAINT_REVIEW
#define RECEIVE PERMISSION_COMPLAINT_RECEIVE

const struct complaint_transition COMPLAINT_TRANSITIONS[COMPLAINT_ACTION_END] = {
    [COMPLAINT_RECEIVE] = {COMPLAINT_RECEIVE, "RECEIVE", "receive", N_("登记"), 0,
                           COMPLAINT_RECEIVED, RECEIVE, PERMISSION_NONE, COMPLAINT_ACCEPT_DAYS,
                           false, -1},
    [COMPLAINT_ACCEPT] = {COMPLAINT_ACCEPT, "ACCEPT", "accept", N_("受理"), FROM(RECEIVED),
                          COMPLAINT_ACCEPTED, HANDLE, PERMISSION_NONE, COMPLAINT_REPLY_DAYS, false,
                          -1},
    [COMPLAINT_NOT_ACCEPT] = {COMPLAINT_NOT_ACCEPT, "NOT_ACCEPT", "refuse", N_("不予受理"),
                              FROM(RECEIVED), COMPLAINT_NOT_ACCEPTED, HANDLE, PERMISSION_NONE, 0,
                              true, -1},
    [COMPLAINT_FORWARD] = {COMPLAINT_FORWARD, "FORWARD", "forward", N_("转送"), FROM(RECEIVED),
                           COMPLAINT_FORWARDED, HANDLE, PERMISSION_NONE, 0, true, -1},
    [COMPLAINT_EXTEND] = {COMPLAINT_EXTEND, "EXTEND", "extend", N_("批准延期"), FROM(ACCEPTED),
                          COMPLAINT_EXTENDED, REVIEW, PERMISSION_NONE, COMPLAINT_EXTEND_DAYS, true,
                          -1},
    [COMPLAINT_REPLY] = {COMPLAINT_REPLY, "REPLY", "reply", N_("答复"),
                         FROM(ACCEPTED) | FROM(EXTENDED), COMPLAINT_REPLIED, HANDLE,
                         PERMISSION_NONE, COMPLAINT_ASK_DAYS, true, -1},
    [COMPLAINT_ASK1] = {COMPLAINT_ASK1, "REVIEW1", "review", N_("申请复查"), FROM(REPLIED),
                        COMPLAINT_REVIEW1, RECEIVE, HANDLE, COMPLAINT_REVIEW_DAYS, false, 0},
    [COMPLAINT_ANSWER1] = {COMPLAINT_ANSWER1, "REVIEW1_REPLY", "review-reply", N_("复查答复"),
                           FROM(REVIEW1), COMPLAINT_REVIEW1, REVIEW, HANDLE, COMPLAINT_ASK_DAYS,
                           true, 0},
    [COMPLAINT_ASK2] = {COMPLAINT_ASK2, "REVIEW2", "final-review", N_("申请复核"), FROM(REVIEW1),
                        COMPLAINT_REVIEW2, RECEIVE, HANDLE, COMPLAINT_REVIEW_DAYS, false, 1},
    [COMPLAINT_ANSWER2] = {COMPLAINT_ANSWER2, "REVIEW2_REPLY", "final-reply", N_("复核答复"),
                           FROM(REVIEW2), COMPLAINT_CLOSED, REVIEW, HANDLE, 0, true, 1},
    [COMPLAINT_CLOSE] = {COMPLAINT_CLOSE, "CLOSE", "close", N_("办结"),
                         FROM(REPLIED) | FROM(REVIEW1), COMPLAINT_CLOSED, HANDLE, REVIEW, 0, false,
                         -1},
};

struct name_row {
    const char *code, *label;
};
static const struct name_row STATES[COMPLAINT_STATE_END] = {
    [COMPLAINT_RECEIVED] = {"RECEIVED", N_("待受理")},
    [COMPLAINT_ACCEPTED] = {"ACCEPTED", N_("办理中")},
    [COMPLAINT_EXTENDED] = {"EXTENDED", N_("已延期")},
    [COMPLAINT_REPLIED] = {"REPLIED", N_("已答复")},
    [COMPLAINT_REVIEW1] = {"REVIEW1", N_("复查中")},
    [COMPLAINT_REVIEW2] = {"REVIEW2", N_("复核中")},
    [COMPLAINT_CLOSED] = {"CLOSED", N_("已办结")},
    [COMPLAINT_NOT_ACCEPTED] = {"NOT_ACCEPTED", N_("不予受理")},
    [COMPLAINT_FORWARDED] = {"FORWARDED", N_("已转送")},
};
static const struct name_row CHANNELS[] = {
    [COMPLAINT_WEB] = {"WEB", N_("网上")},
    [COMPLAINT_PHONE] = {"PHONE", N_("电话")},
    [COMPLAINT_VISIT] = {"VISIT", N_("来访")},
    [COMPLAINT_LETTER] = {"LETTER", N_("来信")},
};
const char *const COMPLAINT_CATEGORY_CODES[COMPLAINT_CATEGORIES] = {
    "AMOUNT", "ELIGIBILITY", "STEP", "CONDUCT", "HOME", "MEDICAL", "SUGGESTION", "OTHER"};
static const char *const CATEGORIES[COMPLAINT_CATEGORIES] = {
    N_("钱数不对"),   N_("该享受没享受或不该享受"),
    N_("办事程序"),   N_("工作人员作风"),
    N_("敬老院服务"), N_("医疗救助"),
    N_("意见建议"),   N_("其他")};

const char *complaint_state_code(enum complaint_state s)
{
    return s >= COMPLAINT_RECEIVED && s < COMPLAINT_STATE_END ? STATES[s].code : "";
}

const char *complaint_state_label(enum complaint_state s)
{
    return s >= COMPLAINT_RECEIVED && s < COMPLAINT_STATE_END ? STATES[s].label : "";
}

const char *complaint_stands(const struct complaint *c)
{
    return c->state == COMPLAINT_REVIEW1 && c->level > 0 ? N_("已复查答复")
                                                         : complaint_state_label(c->state);
}

const char *complaint_channel_code(enum complaint_channel c)
{
    return c >= COMPLAINT_WEB && c <= COMPLAINT_LETTER ? CHANNELS[c].code : "";
}

const char *complaint_channel_label(enum complaint_channel c)
{
    return c >= COMPLAINT_WEB && c <= COMPLAINT_LETTER ? CHANNELS[c].label : "";
}

const char *complaint_category_label(const char *code)
{
    for (int i = 0; i < COMPLAINT_CATEGORIES; i++) {
        if (text_equals(code, COMPLAINT_CATEGORY_CODES[i]))
            return CATEGORIES[i];
    }
    return code ? code : "";
}

enum status complaint_action_parse(const char *name, enum complaint_action *ret, struct error *e)
{
    for (int i = COMPLAINT_RECEIVE; i < COMPLAINT_ACTION_END; i++) {
        if (text_equals(name, COMPLAINT_TRANSITIONS[i].name)) {
            *ret = (enum complaint_action)i;
            return STATUS_OK;
        }
    }
    return error_set(e, STATUS_REFUSED, "COMPLAINT_FIELD", _("没有“%.40s”这种办理。"),
                     name ? name : "");
}

enum status complaint_channel_parse(const char *code, enum complaint_channel *ret, struct error *e)
{
    for (int i = COMPLAINT_WEB; i <= COMPLAINT_LETTER; i++) {
        if (text_equals(code, CHANNELS[i].code)) {
            *ret = (enum complaint_channel)i;
            return STATUS_OK;
        }
    }
    return error_set(e, STATUS_REFUSED, "COMPLAINT_FIELD",
                     _("来源应为 WEB（网上）、PHONE（电话）、VISIT（来访）或 LETTER（来信）。"));
}

/* The state machine as a table, and the words of its states. */
#include "payment_internal.h"

#include "base/i18n.h"

const struct run_transition RUN_TRANSITIONS[] = {
    {RUN_CHECK, RUN_DRAFT, RUN_CHECKED, "check", N_("复核"), "payment.check", N_("编制人"),
     N_("发放复核单")},
    {RUN_REVIEW, RUN_CHECKED, RUN_REVIEWED, "review", N_("审核"), "payment.review",
     N_("编制人、复核人"), N_("发放审核单")},
    {RUN_APPROVE, RUN_REVIEWED, RUN_APPROVED, "approve", N_("审批"), "payment.approve",
     N_("编制人、复核人、审核人"), N_("发放审批表(名册定稿，入账)")},
    {RUN_FUND, RUN_APPROVED, RUN_FUNDED, "fund", N_("拨款"), "payment.fund", N_("编制人、复核人"),
     N_("拨款凭证")},
    {RUN_SEND, RUN_FUNDED, RUN_SENT, "send", N_("送银行"), "payment.send", N_("编制人、复核人"),
     N_("代发文件")},
    {RUN_RECONCILE, RUN_SENT, RUN_RECONCILED, "reconcile", N_("回盘对账"), "payment.reconcile", "",
     N_("对账单、退回清单")},
    {RUN_CLOSE, RUN_RECONCILED, RUN_CLOSED, "close", N_("结清"), "payment.close", "",
     N_("发放结清单")},
    {RUN_DISCARD, RUN_DRAFT, RUN_DRAFT, "discard", N_("作废"), "payment.discard", "", ""},
    {RUN_DISCARD, RUN_CHECKED, RUN_CHECKED, "discard", N_("作废"), "payment.discard", "", ""},
    {RUN_DISCARD, RUN_REVIEWED, RUN_REVIEWED, "discard", N_("作废"), "payment.discard", "", ""},
};
const size_t RUN_TRANSITION_COUNT = sizeof RUN_TRANSITIONS / sizeof RUN_TRANSITIONS[0];

static const struct {
    const char *name, *label;
} RUN_STATES[] = {
    [RUN_DRAFT] = {"DRAFT", N_("草稿")},
    [RUN_CHECKED] = {"CHECKED", N_("已复核")},
    [RUN_REVIEWED] = {"REVIEWED", N_("已审核")},
    [RUN_APPROVED] = {"APPROVED", N_("已审批")},
    [RUN_FUNDED] = {"FUNDED", N_("已拨款")},
    [RUN_SENT] = {"SENT", N_("已送银行")},
    [RUN_RECONCILED] = {"RECONCILED", N_("已对账")},
    [RUN_CLOSED] = {"CLOSED", N_("已结清")},
};
static const struct {
    const char *name, *label;
} ITEM_STATES[] = {
    [ITEM_PENDING] = {"PENDING", N_("待发")},
    [ITEM_HELD] = {"HELD", N_("暂缓")},
    [ITEM_SENT] = {"SENT", N_("在途")},
    [ITEM_PAID] = {"PAID", N_("已发")},
    [ITEM_RETURNED] = {"RETURNED", N_("退回")},
    [ITEM_CORRECTED] = {"CORRECTED", N_("已更正待重发")},
    [ITEM_CANCELLED] = {"CANCELLED", N_("已取消")},
};

const char *run_state_name(enum run_state s)
{
    return s >= RUN_DRAFT && s <= RUN_CLOSED ? RUN_STATES[s].name : "";
}

const char *run_state_label(enum run_state s)
{
    return s >= RUN_DRAFT && s <= RUN_CLOSED ? _(RUN_STATES[s].label) : "";
}

const char *item_state_name(enum item_state s)
{
    return s >= ITEM_PENDING && s <= ITEM_CANCELLED ? ITEM_STATES[s].name : "";
}

const char *item_state_label(enum item_state s)
{
    return s >= ITEM_PENDING && s <= ITEM_CANCELLED ? _(ITEM_STATES[s].label) : "";
}

/* The state machine as a table, and the words of its states. */
#include "transfer_internal.h"

#include "base/i18n.h"

#define MAKER N_("编制人")
#define MAKER_CHECKER N_("编制人、复核人")
#define ALL_BEFORE N_("编制人、复核人、审批人")

const struct transfer_transition TRANSFER_TRANSITIONS[] = {
    {TRANSFER_CHECK, TRANSFER_DRAFT, TRANSFER_CHECKED, "check", N_("复核"), "transfer.check",
     MAKER},
    {TRANSFER_APPROVE, TRANSFER_CHECKED, TRANSFER_APPROVED, "approve", N_("审批"),
     "transfer.approve", MAKER_CHECKER},
    {TRANSFER_PAY, TRANSFER_APPROVED, TRANSFER_PAID, "pay", N_("拨付"), "transfer.pay", ALL_BEFORE},
    {TRANSFER_PAY, TRANSFER_RETURNED, TRANSFER_PAID, "pay", N_("拨付"), "transfer.pay", ALL_BEFORE},
    {TRANSFER_RETURN, TRANSFER_PAID, TRANSFER_RETURNED, "return", N_("登记退汇"), "transfer.pay",
     ""},
    {TRANSFER_DISCARD, TRANSFER_DRAFT, TRANSFER_DISCARDED, "discard", N_("作废"),
     "transfer.prepare", ""},
    {TRANSFER_DISCARD, TRANSFER_CHECKED, TRANSFER_DISCARDED, "discard", N_("作废"),
     "transfer.prepare", ""},
};
const size_t TRANSFER_TRANSITION_COUNT =
    sizeof TRANSFER_TRANSITIONS / sizeof TRANSFER_TRANSITIONS[0];

static const struct {
    const char *code, *label;
} STATES[] = {
    [TRANSFER_DRAFT] = {"DRAFT", N_("草稿")},
    [TRANSFER_CHECKED] = {"CHECKED", N_("已复核")},
    [TRANSFER_APPROVED] = {"APPROVED", N_("已审批")},
    [TRANSFER_PAID] = {"PAID", N_("已拨付")},
    [TRANSFER_RETURNED] = {"RETURNED", N_("银行退回")},
    [TRANSFER_DISCARDED] = {"DISCARDED", N_("已作废")},
};

const char *transfer_state_code(enum transfer_state s)
{
    return s >= TRANSFER_DRAFT && s <= TRANSFER_DISCARDED ? STATES[s].code : "";
}

const char *transfer_state_label(enum transfer_state s)
{
    return s >= TRANSFER_DRAFT && s <= TRANSFER_DISCARDED ? STATES[s].label : "";
}

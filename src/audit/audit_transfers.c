/* Payments of a fund to an institution (P3.2, P3.3, P3.4): what they pay for, the books, four
   people. Own SQL, own arithmetic. */
#include "audit/audit_internal.h"
#include "audit_transfers_sql.h"
#include "base/i18n.h"

RULE_STATEMENT(transfer_subject, transfer_breach_row)
RULE_STATEMENT(transfer_books, transfer_breach_row)
RULE_STATEMENT(transfer_duty, transfer_breach_row)
RULE_STATEMENT(transfer_payable, transfer_breach_row)
RULE_STATEMENT(allocation_sum, transfer_breach_row)
RULE_STATEMENT(allocation_books, transfer_breach_row)

static const struct audit_rule RULES[] = {
    {"TRANSFER_SUBJECT", RULE_ROWS(transfer_subject), RULE_MONEY,
     N_("拨付单与它所付的结算单、参合名单、经费汇总表或工程款不符")},
    {"TRANSFER_BOOKS", RULE_ROWS(transfer_books), RULE_MONEY, N_("账上的拨付与拨付单不符")},
    {"TRANSFER_DUTY", RULE_ROWS(transfer_duty), RULE_NONE_SHOWN,
     N_("拨付的各步不是四个人各自办理，或变动记录中没有这一步")},
    {"TRANSFER_PAYABLE", RULE_ROWS(transfer_payable), RULE_MONEY,
     N_("资金账上的待发余额与已审批未付的拨付单不符")},
    {"ALLOCATION_SUM", RULE_ROWS(allocation_sum), RULE_MONEY,
     N_("经费拨付汇总表与其各类之和不符，或有别的资金、月份、收款方的明细")},
    {"ALLOCATION_BOOKS", RULE_ROWS(allocation_books), RULE_MONEY,
     N_("账上这一类支出与经费拨付汇总表不符")},
};

enum status audit_check_transfers(struct audit *a, struct error *e)
{
    for (size_t i = 0; i < sizeof(RULES) / sizeof(RULES[0]); i++)
        TRY(audit_check_rule(a, &RULES[i], e));
    return STATUS_OK;
}

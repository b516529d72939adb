/* Homes' own books (P3.2: 专户储存、专账核算): what they were given, claimed and spent. Own SQL. */
#include "audit/audit_internal.h"
#include "audit_home_books_sql.h"
#include "base/i18n.h"

RULE_STATEMENT(home_kind, home_book_breach_row)
RULE_STATEMENT(home_unrecorded, home_book_breach_row)
RULE_STATEMENT(home_overdrawn, home_book_breach_row)
RULE_STATEMENT(home_claim_sum, home_book_breach_row)
RULE_STATEMENT(home_claim_books, home_book_breach_row)
RULE_STATEMENT(home_claim_paid, home_book_breach_row)
RULE_STATEMENT(home_claim_budget, home_book_breach_row)
RULE_STATEMENT(home_claim_duty, home_book_breach_row)
RULE_STATEMENT(home_received, home_book_breach_row)
RULE_STATEMENT(home_supported, home_book_breach_row)
RULE_STATEMENT(home_statement, home_book_breach_row)
RULE_STATEMENT(home_statement_duty, home_book_breach_row)

static const struct audit_rule RULES[] = {
    {"HOME_ENTRY_KIND", RULE_ROWS(home_kind), RULE_COUNTS, N_("敬老院账上这一类记录的科目不对")},
    {"HOME_UNRECORDED", RULE_ROWS(home_unrecorded), RULE_ONE_SHOWN,
     N_("敬老院账上的记录没有对应的变动记录")},
    {"HOME_OVERDRAWN", RULE_ROWS(home_overdrawn), RULE_MONEY, N_("敬老院账户支出超过存款")},
    {"HOME_CLAIM_SUM", RULE_ROWS(home_claim_sum), RULE_MONEY, N_("报账单与其明细之和不符")},
    {"HOME_CLAIM_BOOKS", RULE_ROWS(home_claim_books), RULE_MONEY,
     N_("敬老院账上的支出与报账单不符")},
    {"HOME_CLAIM_PAID", RULE_ROWS(home_claim_paid), RULE_MONEY, N_("敬老院账上的付款与报账单不符")},
    {"HOME_CLAIM_BUDGET", RULE_ROWS(home_claim_budget), RULE_MONEY, N_("审批的报账超过预算")},
    {"HOME_CLAIM_DUTY", RULE_ROWS(home_claim_duty), RULE_NONE_SHOWN,
     N_("报账、审批、支付不是三个人各自办理，或变动记录中没有这一步")},
    {"HOME_RECEIVED", RULE_ROWS(home_received), RULE_MONEY, N_("敬老院账上收到的拨款与拨付单不符")},
    {"HOME_RECEIVED", RULE_ROWS(home_supported), RULE_MONEY,
     N_("敬老院账上收到的供养经费与银行代发的不符")},
    {"HOME_STATEMENT", RULE_ROWS(home_statement), RULE_MONEY,
     N_("已确认的敬老院月度收支表与账不符")},
    {"HOME_STATEMENT", RULE_ROWS(home_statement_duty), RULE_NONE_SHOWN,
     N_("敬老院月度收支表由同一人签字并确认，或没有变动记录")},
};

enum status audit_check_home_books(struct audit *a, struct error *e)
{
    for (size_t i = 0; i < sizeof(RULES) / sizeof(RULES[0]); i++)
        TRY(audit_check_rule(a, &RULES[i], e));
    return STATUS_OK;
}

/* Projects (P3.4): a bed counted once from the return to the home, the target as it was, and who
   decided. Own SQL. */
#include "audit/audit_internal.h"
#include "audit_projects_sql.h"
#include "base/i18n.h"

RULE_STATEMENT(return_total, project_breach_row)
RULE_STATEMENT(return_beyond, project_breach_row)
RULE_STATEMENT(return_duty, project_breach_row)
RULE_STATEMENT(scope_duty, project_breach_row)
RULE_STATEMENT(project_target, project_breach_row)
RULE_STATEMENT(stage_order, project_breach_row)
RULE_STATEMENT(handover_beds, project_breach_row)
RULE_STATEMENT(handover_beyond, project_breach_row)
RULE_STATEMENT(acceptance_duty, project_breach_row)
RULE_STATEMENT(works_beyond, project_breach_row)

static const struct audit_rule RULES[] = {
    {"RETURN_TOTAL", RULE_ROWS(return_total), RULE_COUNTS,
     N_("项目月报的累计与各月新增之和不符（床位）")},
    {"RETURN_BEYOND", RULE_ROWS(return_beyond), RULE_COUNTS,
     N_("项目月报的床位超过批准的建设规模")},
    {"RETURN_DUTY", RULE_ROWS(return_duty), RULE_NONE_SHOWN,
     N_("项目月报由同一人填报并签发，或没有变动记录")},
    {"SCOPE_DUTY", RULE_ROWS(scope_duty), RULE_NONE_SHOWN,
     N_("项目变更由同一人申请并审批，或没有变动记录")},
    {"PROJECT_TARGET", RULE_ROWS(project_target), RULE_COUNTS,
     N_("项目的原定床位少于方案下达的任务")},
    {"STAGE_ORDER", RULE_ROWS(stage_order), RULE_COUNTS, N_("形象进度的日期早于前一阶段")},
    {"HANDOVER_BEDS", RULE_ROWS(handover_beds), RULE_COUNTS,
     N_("移交的床位与敬老院登记的床位不符")},
    {"HANDOVER_BEYOND", RULE_ROWS(handover_beyond), RULE_COUNTS,
     N_("移交的床位多于验收的，或验收的多于月报的")},
    {"ACCEPTANCE_DUTY", RULE_ROWS(acceptance_duty), RULE_NONE_SHOWN,
     N_("竣工验收由同一人登记并确认，或没有变动记录")},
    {"WORKS_BEYOND", RULE_ROWS(works_beyond), RULE_MONEY, N_("支付的工程款超过合同价")},
};

enum status audit_check_projects(struct audit *a, struct error *e)
{
    for (size_t i = 0; i < sizeof(RULES) / sizeof(RULES[0]); i++)
        TRY(audit_check_rule(a, &RULES[i], e));
    return STATUS_OK;
}

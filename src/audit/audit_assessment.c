/* Scores of townships, what they say of themselves, visits, orders to put right (P4.1, P4.3):
   points add up, nobody marks himself, nothing is closed unseen. Own SQL. */
#include "audit/audit_internal.h"
#include "audit_assessment_sql.h"
#include "base/i18n.h"

RULE_STATEMENT(score_sum, assessment_breach_row)
RULE_STATEMENT(score_full, assessment_breach_row)
RULE_STATEMENT(score_beyond, assessment_breach_row)
RULE_STATEMENT(rank_order, assessment_breach_row)
RULE_STATEMENT(rank_first, assessment_breach_row)
RULE_STATEMENT(assessment_duty, assessment_breach_row)
RULE_STATEMENT(dispute_duty, assessment_breach_row)
RULE_STATEMENT(self_duty, assessment_breach_row)
RULE_STATEMENT(inspection_own, assessment_breach_row)
RULE_STATEMENT(inspection_late, assessment_breach_row)
RULE_STATEMENT(rectification_closed, assessment_breach_row)
RULE_STATEMENT(rectification_deadline, assessment_breach_row)
RULE_STATEMENT(accountability_duty, assessment_breach_row)

static const struct audit_rule RULES[] = {
    {"SCORE_SUM", RULE_ROWS(score_sum), RULE_COUNTS, N_("总分与各项得分之和不符（百分之一分）")},
    {"SCORE_FULL", RULE_ROWS(score_full), RULE_COUNTS, N_("各项满分之和不是 100 分（百分之一分）")},
    {"SCORE_BEYOND", RULE_ROWS(score_beyond), RULE_COUNTS, N_("得分超过该项分值（百分之一分）")},
    {"RANK_ORDER", RULE_ROWS(rank_order), RULE_COUNTS, N_("名次与总分的先后不符")},
    {"RANK_FIRST", RULE_ROWS(rank_first), RULE_COUNTS, N_("名次不连续")},
    {"ASSESSMENT_DUTY", RULE_ROWS(assessment_duty), RULE_NONE_SHOWN,
     N_("考核由同一人组织并公布，或步骤与变动记录不符")},
    {"DISPUTE_DUTY", RULE_ROWS(dispute_duty), RULE_NONE_SHOWN,
     N_("争议由提出人自己复核，或复核结果没有落到得分")},
    {"SELF_DUTY", RULE_ROWS(self_duty), RULE_NONE_SHOWN,
     N_("自查自评由同一人填写并签发，或自评分超过分值")},
    {"INSPECTION_OWN", RULE_ROWS(inspection_own), RULE_NONE_SHOWN,
     N_("检查人检查了自己的乡镇，或不在考评组里")},
    {"INSPECTION_LATE", RULE_ROWS(inspection_late), RULE_NONE_SHOWN,
     N_("检查提交后又添了发现或评分")},
    {"RECTIFICATION_CLOSED", RULE_ROWS(rectification_closed), RULE_NONE_SHOWN,
     N_("整改未经他人复查合格就销号")},
    {"RECTIFICATION_DEADLINE", RULE_ROWS(rectification_deadline), RULE_COUNTS,
     N_("整改期限与登记的调整不符")},
    {"ACCOUNTABILITY_DUTY", RULE_ROWS(accountability_duty), RULE_NONE_SHOWN,
     N_("责任追究由提出人或系统自己决定")},
};

enum status audit_check_assessment(struct audit *a, struct error *e)
{
    for (size_t i = 0; i < sizeof(RULES) / sizeof(RULES[0]); i++)
        TRY(audit_check_rule(a, &RULES[i], e));
    return STATUS_OK;
}

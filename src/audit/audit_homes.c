/* Residents, beds and records of homes (P3.2, P3.4): one bed one resident, and the registry as
   the stays say. Own SQL. */
#include "audit/audit_internal.h"
#include "audit_homes_sql.h"
#include "base/i18n.h"

RULE_STATEMENT(bed_twice, home_breach_row)
RULE_STATEMENT(stay_twice, home_breach_row)
RULE_STATEMENT(stay_bed, home_breach_row)
RULE_STATEMENT(bed_period, home_breach_row)
RULE_STATEMENT(home_closed, home_breach_row)
RULE_STATEMENT(stay_form, home_breach_row)
RULE_STATEMENT(stay_back, home_breach_row)
RULE_STATEMENT(stay_entitled, home_breach_row)
RULE_STATEMENT(stay_unrecorded, home_breach_row)
RULE_STATEMENT(record_stay, home_breach_row)
RULE_STATEMENT(wish_state, home_breach_row)

static const struct audit_rule RULES[] = {
    {"BED_TWICE", RULE_ROWS(bed_twice), RULE_COUNTS,
     N_("一张床位同一晚住了两人（前一人住到，后一人住进）")},
    {"STAY_TWICE", RULE_ROWS(stay_twice), RULE_COUNTS,
     N_("一人同一晚在两处入住（前一处住到，后一处住进）")},
    {"STAY_BED", RULE_ROWS(stay_bed), RULE_COUNTS, N_("入住期间的床位不连续，或不在本院（首晚）")},
    {"BED_PERIOD", RULE_ROWS(bed_period), RULE_COUNTS, N_("床位停用或不在本院而仍有人住")},
    {"HOME_CLOSED", RULE_ROWS(home_closed), RULE_COUNTS, N_("已停办的敬老院仍有人入住")},
    {"STAY_FORM", RULE_ROWS(stay_form), RULE_COUNTS,
     N_("在院五保对象的供养形式或收款机构与入住登记不符（敬老院编号）")},
    {"STAY_FORM", RULE_ROWS(stay_back), RULE_COUNTS,
     N_("已离院的五保对象仍按集中供养发放（敬老院编号）")},
    {"STAY_ENTITLED", RULE_ROWS(stay_entitled), RULE_NONE_SHOWN,
     N_("按五保登记入住，却从未享受五保供养")},
    {"STAY_DUTY", RULE_ROWS(stay_unrecorded), RULE_NONE_SHOWN,
     N_("入住、确认或离院没有变动记录，或由同一人申请并确认")},
    {"RECORD_STAY", RULE_ROWS(record_stay), RULE_COUNTS,
     N_("日常记录的日期不在入住期间，或记在别的敬老院")},
    {"WISH_STATE", RULE_ROWS(wish_state), RULE_COUNTS,
     N_("已办结的入住意愿没有对应的入住登记（人员编号）")},
};

enum status audit_check_homes(struct audit *a, struct error *e)
{
    for (size_t i = 0; i < sizeof(RULES) / sizeof(RULES[0]); i++)
        TRY(audit_check_rule(a, &RULES[i], e));
    return STATUS_OK;
}

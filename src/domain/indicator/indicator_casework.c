/* Casework, re-verification, notices, and what became of benefits. */
#include <assert.h>

#include "base/i18n.h"
#include "domain/casework/casework.h"
#include "domain/indicator/indicator_internal.h"
#include "indicator_casework_behind_sql.h"
#include "indicator_casework_sql.h"

/* The numbers that stand in the statements. */
static_assert(ACTION_SUPPLY_PAPERS == 3 && ACTION_POST == 10 && ACTION_OBJECT == 12 &&
                  ACTION_SPOT_CHECK == 14 && ACTION_WITHDRAW == 19 && ACTION_APPEAL == 20,
              "indicator_casework.sql");
static_assert(STATE_REVIEWED == 8 && STATE_APPROVED == 12 && STATE_VILLAGE_MEETING == 18 &&
                  STATE_CONFIRMED == 23 && CASE_DIBAO == 1 && CASE_MEDICAL == 8,
              "indicator_casework.sql");

INDICATOR_BOTH(indicator_in_limit)
INDICATOR_BOTH(indicator_spot_check)
INDICATOR_BOTH(indicator_relatives_checked)
INDICATOR_BOTH(indicator_recheck_done)
INDICATOR_BOTH(indicator_notice_posted)
INDICATOR_BOTH(indicator_benefit_new)
INDICATOR_BOTH(indicator_benefit_withdrawn)
INDICATOR_BOTH(indicator_death_days)

#define VISITED N_("其中县级入户抽查的件数")
#define RECEIVING N_("期内有保障对象的乡镇")
static const struct indicator_entry ENTRIES[] = {
    {{"case.in_limit", N_("办件按期办结率"), "P3.1", INDICATOR_RATE, N_("其中在时限内办理的步骤"),
      N_("期内办理的有时限的步骤"), true},
     indicator_in_limit_of,
     indicator_in_limit_behind_of},
    {{"case.spot_check", N_("抽查入户率"), "P3.1", INDICATOR_RATE, VISITED, N_("期内抽中的件数"),
      true},
     indicator_spot_check_of,
     indicator_spot_check_behind_of},
    {{"case.relatives_checked", N_("近亲属申请核查率"), "P3.1", INDICATOR_RATE, VISITED,
      N_("期内抽查名单中经办人员近亲属的件数"), true},
     indicator_relatives_checked_of,
     indicator_relatives_checked_behind_of},
    {{"recheck.done", N_("定期复核完成率"), "P3.1", INDICATOR_RATE, N_("其中已经复核的户数"),
      N_("期内应复核的户数"), true},
     indicator_recheck_done_of,
     indicator_recheck_done_behind_of},
    {{"notice.posted", N_("应公示事项公示率"), "P3.1", INDICATOR_RATE, N_("其中已经张榜公示的件数"),
      N_("期内办到应公示一步的件数"), true},
     indicator_notice_posted_of,
     indicator_notice_posted_behind_of},
    {{"benefit.new", N_("新增保障户数"), "P3.1", INDICATOR_COUNT, N_("期内开始享受的户数"),
      RECEIVING, true},
     indicator_benefit_new_of,
     indicator_benefit_new_behind_of},
    {{"benefit.withdrawn", N_("退出保障户数"), "P3.1", INDICATOR_COUNT, N_("期内停止享受的户数"),
      RECEIVING, true},
     indicator_benefit_withdrawn_of,
     indicator_benefit_withdrawn_behind_of},
    {{"death.cancel_days", N_("死亡到登记停发的平均天数"), "P3.2", INDICATOR_DAYS,
      N_("期内登记的死亡，从死亡到登记的天数之和"), N_("期内登记死亡的保障对象人数"), false},
     indicator_death_days_of,
     indicator_death_days_behind_of},
};
const struct indicator_theme INDICATOR_CASEWORK = INDICATOR_THEME(ENTRIES);

/* Payments: on the day, in full, and what came back or was wrong. */
#include "base/i18n.h"
#include "domain/indicator/indicator_internal.h"
#include "indicator_payment_behind_sql.h"
#include "indicator_payment_sql.h"

INDICATOR_BOTH_AS(dibao_on_time, indicator_on_time, .programme = PROGRAMME_DIBAO, .today = s->today)
INDICATOR_BOTH_AS(wubao_on_time, indicator_on_time, .programme = PROGRAMME_WUBAO, .today = s->today)
INDICATOR_BOTH_AS(dibao_in_full, indicator_in_full, .programme = PROGRAMME_DIBAO, .today = s->today)
INDICATOR_BOTH_AS(wubao_in_full, indicator_in_full, .programme = PROGRAMME_WUBAO, .today = s->today)
INDICATOR_BOTH(indicator_returns_resent)
INDICATOR_BOTH(indicator_return_days)
INDICATOR_BOTH(indicator_wrong_found)

#define ITEMS_ON_TIME N_("其中按时发放到户的户次")
#define ITEMS_DUE N_("期内各月应发的户次，已发或发放日已过")
#define FEN_PAID N_("其中已经发放到户的金额")
#define FEN_DUE N_("期内各月应发的金额，已发或发放日已过")
static const struct indicator_entry ENTRIES[] = {
    {{"pay.on_time_dibao", N_("低保金按时发放率"), "P3.1", INDICATOR_RATE, ITEMS_ON_TIME, ITEMS_DUE,
      true},
     dibao_on_time_of,
     dibao_on_time_behind_of},
    {{"pay.on_time_wubao", N_("五保供养金按时发放率"), "P3.2", INDICATOR_RATE, ITEMS_ON_TIME,
      ITEMS_DUE, true},
     wubao_on_time_of,
     wubao_on_time_behind_of},
    {{"pay.in_full_dibao", N_("低保金足额发放率"), "P3.1", INDICATOR_RATE, FEN_PAID, FEN_DUE, true,
      false, true, true},
     dibao_in_full_of,
     dibao_in_full_behind_of},
    {{"pay.in_full_wubao", N_("五保供养金足额发放率"), "P3.2", INDICATOR_RATE, FEN_PAID, FEN_DUE,
      true, false, true, true},
     wubao_in_full_of,
     wubao_in_full_behind_of},
    {{"pay.returns_resent", N_("退回款项补发率"), "P3.1", INDICATOR_RATE,
      N_("其中更正后重新发放到户的笔数"), N_("期内银行退回、没有取消的笔数"), true},
     indicator_returns_resent_of,
     indicator_returns_resent_behind_of},
    {{"pay.return_days", N_("退回到补发的平均天数"), "P3.1", INDICATOR_DAYS,
      N_("期内重新送银行的退回款项，从退回到重发的天数之和"), N_("期内重新送银行的笔数"), false},
     indicator_return_days_of,
     indicator_return_days_behind_of},
    {{"pay.wrong_found", N_("事后查出发放金额有误"), "P3.1", INDICATOR_COUNT,
      N_("期内因事实变化补发、追回或退款的户次"), N_("期内有应发款项的乡镇"), false},
     indicator_wrong_found_of,
     indicator_wrong_found_behind_of},
};
const struct indicator_theme INDICATOR_PAYMENT = INDICATOR_THEME(ENTRIES);

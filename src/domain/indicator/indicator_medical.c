/* Medical assistance. */
#include "base/i18n.h"
#include "domain/indicator/indicator_internal.h"
#include "indicator_medical_behind_sql.h"

INDICATOR_BOTH(indicator_coverage)
INDICATOR_BOTH(indicator_before_during_money)
INDICATOR_BOTH(indicator_before_during_people)
INDICATOR_BOTH(indicator_before_people)
INDICATOR_BOTH(indicator_threshold)
INDICATOR_BOTH(indicator_rate)
INDICATOR_BOTH(indicator_on_counter)
INDICATOR_BOTH(indicator_days_from_discharge)
INDICATOR_BOTH(indicator_days_from_application)
INDICATOR_BEHIND_AS(indicator_premium_enrolled, indicator_premium_enrolled)
INDICATOR_BEHIND_AS(indicator_fund_use, indicator_fund_use)

static enum status indicator_premium_enrolled_of(struct db *db, const struct indicator_span *s,
                                                 struct db_cursor **ret, struct error *e)
{
    struct indicator_premium_enrolled_args arguments = {
        .county = s->county, .year = month_year(s->to), .to_month = s->to, .known = s->known};
    return indicator_premium_enrolled_open(db, arguments, ret, e);
}

static enum status indicator_fund_use_of(struct db *db, const struct indicator_span *s,
                                         struct db_cursor **ret, struct error *e)
{
    struct indicator_fund_use_args arguments = {.county = s->county,
                                                .january = month_make(month_year(s->to), 1),
                                                .to_month = s->to,
                                                .known = s->known};
    return indicator_fund_use_open(db, arguments, ret, e);
}

#define NUMERATOR_HELPED N_("期内出院、得到医疗救助的人数")
static const struct indicator_entry ENTRIES[] = {
    {{"medical.coverage", N_("救助覆盖面"), "P3.3", INDICATOR_RATE, NUMERATOR_HELPED,
      N_("期末月份在册的救助对象人数"), true, false},
     indicator_coverage_of,
     indicator_coverage_behind_of},
    {{"medical.before_during_money", N_("医前医中救助资金比例"), "P3.3", INDICATOR_RATE,
      N_("期内出院的医疗费中，出院结算时已经救助的金额"), N_("期内出院的全部救助金额"), true, false,
      true, true},
     indicator_before_during_money_of,
     indicator_before_during_money_behind_of},
    {{"medical.before_during_people", N_("医前医中救助人数比例"), "P3.3", INDICATOR_RATE,
      N_("其中在医院窗口得到救助的人数"), NUMERATOR_HELPED, true, false},
     indicator_before_during_people_of,
     indicator_before_during_people_behind_of},
    {{"medical.before_people", N_("医前救助人数比例"), "P3.3", INDICATOR_RATE,
      N_("其中入院时支用了医前救助的人数"), NUMERATOR_HELPED, true, false},
     indicator_before_people_of,
     indicator_before_people_behind_of},
    {{"medical.threshold", N_("平均起付线"), "P3.3", INDICATOR_FEN,
      N_("期内出院各笔医疗费的起付线之和"), N_("期内出院的救助对象医疗费笔数"), false, false, true,
      false},
     indicator_threshold_of,
     indicator_threshold_behind_of},
    {{"medical.rate", N_("救助占自负费用比例"), "P3.3", INDICATOR_RATE, N_("救助金额"),
      N_("保险和其他补助之后应由个人负担的金额"), true, false, true, true},
     indicator_rate_of,
     indicator_rate_behind_of},
    {{"medical.days_from_discharge", N_("出院到救助金到账的平均天数"), "P3.3", INDICATOR_DAYS,
      N_("期内到账各笔从出院到到账的天数之和，窗口结算为 0 天"), N_("期内到账的笔数"), false,
      false},
     indicator_days_from_discharge_of,
     indicator_days_from_discharge_behind_of},
    {{"medical.days_from_application", N_("申请到救助金到账的平均天数"), "P3.3", INDICATOR_DAYS,
      N_("期内到账的医后申请从申请到到账的天数之和"), N_("期内到账的医后申请件数"), false, false},
     indicator_days_from_application_of,
     indicator_days_from_application_behind_of},
    {{"medical.on_counter", N_("一站式结算比例"), "P3.3", INDICATOR_RATE,
      N_("期内出院、在医院窗口结算的笔数"), N_("期内出院的全部笔数"), true, false},
     indicator_on_counter_of,
     indicator_on_counter_behind_of},
    {{"medical.fund_use", N_("基金使用率"), "P3.3", INDICATOR_RATE, N_("专账当年到期末月份的支出"),
      N_("全年预算"), true, true, true, true},
     indicator_fund_use_of,
     indicator_fund_use_behind_of},
    {{"medical.premium_enrolled", N_("资助参合率"), "P3.3", INDICATOR_RATE,
      N_("当年由救助资金资助参合的人数"), N_("期末月份在册的救助对象人数"), true, false},
     indicator_premium_enrolled_of,
     indicator_premium_enrolled_behind_of},
};
const struct indicator_theme INDICATOR_MEDICAL = INDICATOR_THEME(ENTRIES);

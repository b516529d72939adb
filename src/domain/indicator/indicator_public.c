/* The public: complaints, surveys, publicity, training; and what was to be put right. */
#include "base/i18n.h"
#include "domain/indicator/indicator_internal.h"
#include "indicator_public_behind_sql.h"
#include "indicator_public_sql.h"

INDICATOR_BOTH(indicator_complaint_in_time, .today = s->today)
INDICATOR_BOTH(indicator_satisfaction)
INDICATOR_BOTH(indicator_publicity_done)
INDICATOR_BOTH(indicator_publicity_reach)
INDICATOR_BOTH(indicator_slip_delivered)
INDICATOR_BOTH(indicator_training_done)
INDICATOR_BOTH(indicator_problem_closed, .today = s->today)
INDICATOR_BOTH(indicator_rectification_closed, .today = s->today)

static const struct indicator_entry ENTRIES[] = {
    {{"complaint.in_time", N_("投诉按期办理率"), "P5.2", INDICATOR_RATE,
      N_("其中各个环节都按期的件数"), N_("期内有环节办理或到期的投诉件数"), true},
     indicator_complaint_in_time_of,
     indicator_complaint_in_time_behind_of},
    {{"survey.satisfaction", N_("群众满意度"), "P4.3", INDICATOR_RATE, N_("其中表示满意的份数"),
      N_("期内结束的测评的有效答卷份数"), true},
     indicator_satisfaction_of,
     indicator_satisfaction_behind_of},
    {{"publicity.done", N_("宣传计划完成率"), "P5.3", INDICATOR_RATE, N_("其中已经开展的项数"),
      N_("计划在期内开展的宣传项数"), true},
     indicator_publicity_done_of,
     indicator_publicity_done_behind_of},
    {{"publicity.reach", N_("宣传入户率"), "P5.3", INDICATOR_RATE,
      N_("期内开展的宣传到达的户数，每村取最多的一次"), N_("当年统计的总户数"), true},
     indicator_publicity_reach_of,
     indicator_publicity_reach_behind_of},
    {{"slip.delivered", N_("明白卡送达率"), "P5.3", INDICATOR_RATE,
      N_("其中期内月份的明白卡已经送到的户数"), N_("期末月份享受保障的户数"), true},
     indicator_slip_delivered_of,
     indicator_slip_delivered_behind_of},
    {{"training.done", N_("培训到课率"), "P5.1", INDICATOR_RATE, N_("其中到课的人次"),
      N_("期内举办的培训应到的人次"), true},
     indicator_training_done_of,
     indicator_training_done_behind_of},
    {{"problem.closed_in_time", N_("问题按期销号率"), "P4.2", INDICATOR_RATE,
      N_("其中在期限内销号的问题"), N_("期限在期内、已销号或期限已过的问题"), true},
     indicator_problem_closed_of,
     indicator_problem_closed_behind_of},
    {{"rectification.in_time", N_("整改按期完成率"), "P4.3", INDICATOR_RATE,
      N_("其中在期限内销号的整改"), N_("期限在期内、已销号或期限已过的整改"), true},
     indicator_rectification_closed_of,
     indicator_rectification_closed_behind_of},
};
const struct indicator_theme INDICATOR_PUBLIC = INDICATOR_THEME(ENTRIES);

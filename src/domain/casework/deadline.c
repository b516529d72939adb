/* Days: the numbers of casework in force, and by when a step must be done. */
#include "domain/casework/deadline.h"

#include <assert.h>

#include "base/calendar.h"
#include "base/i18n.h"

#define RULES_ARENA_BYTES (4u << 20)

static_assert(POLICY_CASE_LIMITS == LIMIT_COUNT - 1, "every limit is a parameter");

static const char *const LIMITS[LIMIT_COUNT] = {
    [LIMIT_NONE] = "none",
    [LIMIT_ACCEPT] = "accept",
    [LIMIT_PAPERS] = "papers",
    [LIMIT_CHECK] = "check",
    [LIMIT_SURVEY] = "survey",
    [LIMIT_DELIBERATE] = "deliberate",
    [LIMIT_REVIEW] = "review",
    [LIMIT_POST] = "post",
    [LIMIT_NOTICE] = "notice",
    [LIMIT_REINVESTIGATE] = "reinvestigate",
    [LIMIT_DECIDE] = "decide",
    [LIMIT_POST_DECISION] = "post_decision",
    [LIMIT_SERVE] = "serve",
    [LIMIT_APPEAL] = "appeal",
    [LIMIT_APPEAL_DECIDE] = "appeal_decide",
    [LIMIT_WUBAO_VILLAGE] = "wubao_village",
    [LIMIT_WUBAO_TOWNSHIP] = "wubao_township",
    [LIMIT_WUBAO_COUNTY] = "wubao_county",
    [LIMIT_CHANGE_REVIEW] = "change_review",
    [LIMIT_CHANGE_DECIDE] = "change_decide",
    [LIMIT_RECHECK] = "recheck",
    [LIMIT_CANCEL_TOWNSHIP] = "cancel_township",
    [LIMIT_CANCEL_COUNTY] = "cancel_county",
    [LIMIT_MEDICAL_REVIEW] = "medical_review",
    [LIMIT_MEDICAL_DECIDE] = "medical_decide",
    [LIMIT_ADVANCE_DECIDE] = "advance_decide",
};

const char *case_limit_code(enum case_limit l)
{
    assert(l >= LIMIT_NONE && l < LIMIT_COUNT);
    return LIMITS[l];
}

/* Numbers of medical assistance came later: a plan that was loaded before them stays whole, and its
   cases of that kind wait without a limit until it is loaded again. */
static bool is_optional(int key)
{
    return key >= POLICY_CASE_LIMIT_FIRST + LIMIT_MEDICAL_REVIEW - 1 &&
           key <= POLICY_CASE_LIMIT_FIRST + LIMIT_ADVANCE_DECIDE - 1;
}

static struct day_limit day_limit(int64_t packed)
{
    return (struct day_limit){.days = day_limit_days(packed),
                              .is_working = day_limit_is_working(packed)};
}

static void rules_fill(const int64_t *v, struct case_rules *r)
{
    r->rule_set = (int)v[POLICY_CASE_RULE_SET];
    for (int l = LIMIT_NONE + 1; l < LIMIT_COUNT; l++)
        r->limit[l] = day_limit(v[POLICY_CASE_LIMIT_FIRST + l - 1]);
    r->notice = r->limit[LIMIT_NOTICE];
    r->is_deliberation_required = v[POLICY_CASE_DELIBERATION] != 0;
    r->investigators_min = (int)v[POLICY_CASE_INVESTIGATORS];
    r->voters_min = (int)v[POLICY_CASE_VOTERS_MIN];
    r->villagers_share_bp = (int)v[POLICY_CASE_VILLAGERS_SHARE];
    r->spot_check_bp = (int)v[POLICY_CASE_SPOT_CHECK];
    r->start_months = (int)v[POLICY_CASE_START_MONTHS];
    for (int c = 0; c < 4; c++)
        r->recheck_months[c] = (int)v[POLICY_CASE_RECHECK_NONE + c];
    r->grace_months = (int)v[POLICY_CASE_GRACE_MONTHS];
    r->cutoff_day = (int)v[POLICY_CASE_CUTOFF_DAY];
    r->escalate_days = (int)v[POLICY_CASE_ESCALATE_DAYS];
    r->funeral_months = (int)v[POLICY_CASE_FUNERAL_MONTHS];
    r->is_change_publicised = v[POLICY_CASE_CHANGE_PUBLICISED] != 0;
    r->is_minor_hidden = v[POLICY_CASE_MINOR_HIDDEN] != 0;
}

enum status case_rules_read(struct db *db, int64_t county, struct month m, struct case_rules *ret,
                            struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(RULES_ARENA_BYTES);
    struct policy_table *table;
    int64_t v[POLICY_FUND_SHARE_FIRST] = {0};
    if (!arena)
        return arena_exhausted(e);
    TRY(policy_table_read(db, county, KNOWN_NOW, arena, &table, e));
    for (int k = POLICY_CASE_RULE_SET; k < POLICY_FUND_SHARE_FIRST; k++) {
        struct policy_value value = policy_value_of(table, (enum policy_key)k, m);
        char month[MONTH_TEXT_BYTES];
        if (!value.is_set && is_optional(k))
            continue;
        if (!value.is_set)
            return error_set(e, STATUS_REFUSED, "POLICY_MISSING",
                             _("%s没有参数 %s 的值：请在方案中写明“casework: {rules: 2012}”"
                               "（或 2021）并用 plan load 装入，或用 plan set 录入"),
                             month_format_people(m, month), policy_key_name((enum policy_key)k));
        v[k] = value.v;
    }
    struct case_rules rules = {.month = m};
    rules_fill(v, &rules);
    for (int c = MEDICAL_NONE + 1; c <= MEDICAL_CLASS_COUNT; c++)
        rules.is_claim_publicised[c] = medical_is_publicised(table, (enum medical_class)c, m);
    *ret = rules;
    return STATUS_OK;
}

struct date case_limit_due(const struct case_rules *rules, enum case_limit limit, struct date start)
{
    assert(limit >= LIMIT_NONE && limit < LIMIT_COUNT);
    struct day_limit l = rules->limit[limit];
    if (limit == LIMIT_NOTICE)
        return case_notice_last_day(rules, start);
    if (l.days == 0)
        return (struct date){0};
    if (l.is_working)
        return calendar_add_working_days(start, l.days);
    return (struct date){start.v + l.days};
}

struct date case_notice_last_day(const struct case_rules *rules, struct date first)
{
    if (rules->notice.days == 0)
        return first;
    return rules->notice.is_working ? calendar_nth_working_day(first, rules->notice.days)
                                    : calendar_nth_day(first, rules->notice.days);
}

/* The two rule sets of casework that ship: 2012 (民发〔2012〕220号, 令456号) and 2021 (民发〔2021〕
   57号, 民发〔2021〕43号). A plan takes one by its year; any number may be written in the plan
   instead. What no document known to us gives is marked 示例, what is known by hearsay is an
   example with its document (docs/deadline.md). */
#include "domain/plan/plan_model.h"

#include <assert.h>

#define WORKING(days) ((days)*2 + 1)
#define CALENDAR(days) ((days)*2)

#define R220 "民发〔2012〕220号"
#define R456 "国务院令456号"
#define R57 "民发〔2021〕57号"
#define R43 "民发〔2021〕43号"
#define R649 "国务院令649号第十三条"
#define APPEAL "行政复议法"
#define SHILI "示例"
#define P_DIBAO "P3.1"
#define P_WUBAO "P3.2"
#define P_MEDICAL "P3.3"

enum { SET_2012, SET_2021, SET_COUNT };

struct rule {
    int key;
    const char *clause;
    struct {
        int64_t value;
        const char *document;
        bool is_example;
    } by_set[SET_COUNT];
};
static const struct rule rules[] = {
    {POLICY_CASE_RULE_SET, P_DIBAO, {{2012, R220, false}, {2021, R57, false}}},
    {POLICY_CASE_LIMIT_FIRST + 0, P_DIBAO, {{WORKING(3), SHILI, true}, {WORKING(3), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 1,
     P_DIBAO,
     {{CALENDAR(30), SHILI, true}, {CALENDAR(30), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 2, P_DIBAO, {{WORKING(5), SHILI, true}, {WORKING(5), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 3,
     P_DIBAO,
     {{WORKING(10), R220, false}, {WORKING(10), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 4, P_DIBAO, {{WORKING(5), R220, false}, {WORKING(5), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 5,
     P_DIBAO,
     {{WORKING(10), SHILI, true}, {WORKING(10), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 6, P_DIBAO, {{WORKING(3), SHILI, true}, {WORKING(3), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 7, P_DIBAO, {{CALENDAR(7), R220, false}, {CALENDAR(7), R57, false}}},
    {POLICY_CASE_LIMIT_FIRST + 8,
     P_DIBAO,
     {{WORKING(20), R220, false}, {WORKING(20), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 9, P_DIBAO, {{WORKING(5), SHILI, true}, {WORKING(10), R57, false}}},
    {POLICY_CASE_LIMIT_FIRST + 10, P_DIBAO, {{WORKING(3), SHILI, true}, {WORKING(3), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 11, P_DIBAO, {{WORKING(3), SHILI, true}, {WORKING(3), R57, false}}},
    {POLICY_CASE_LIMIT_FIRST + 12,
     P_DIBAO,
     {{CALENDAR(60), APPEAL, true}, {CALENDAR(60), APPEAL, true}}},
    {POLICY_CASE_LIMIT_FIRST + 13,
     P_DIBAO,
     {{CALENDAR(60), APPEAL, true}, {CALENDAR(60), APPEAL, true}}},
    {POLICY_CASE_LIMIT_FIRST + 14,
     P_WUBAO,
     {{CALENDAR(20), SHILI, true}, {WORKING(15), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 15,
     P_WUBAO,
     {{CALENDAR(20), R456, false}, {WORKING(15), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 16,
     P_WUBAO,
     {{CALENDAR(20), R456, false}, {WORKING(10), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 17,
     P_DIBAO,
     {{WORKING(10), SHILI, true}, {WORKING(10), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 18,
     P_DIBAO,
     {{WORKING(10), SHILI, true}, {WORKING(10), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 19,
     P_DIBAO,
     {{CALENDAR(30), SHILI, true}, {CALENDAR(30), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 20,
     P_WUBAO,
     {{WORKING(10), SHILI, true}, {WORKING(10), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 21,
     P_WUBAO,
     {{WORKING(10), SHILI, true}, {WORKING(10), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 22,
     P_MEDICAL,
     {{WORKING(10), SHILI, true}, {WORKING(10), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 23,
     P_MEDICAL,
     {{WORKING(10), SHILI, true}, {WORKING(10), SHILI, true}}},
    {POLICY_CASE_LIMIT_FIRST + 24,
     P_MEDICAL,
     {{WORKING(2), SHILI, true}, {WORKING(2), SHILI, true}}},
    {POLICY_CASE_DELIBERATION, P_DIBAO, {{1, R220, false}, {0, R57, true}}},
    {POLICY_CASE_INVESTIGATORS, P_DIBAO, {{2, R220, false}, {2, R57, true}}},
    {POLICY_CASE_VOTERS_MIN, P_DIBAO, {{13, SHILI, true}, {13, SHILI, true}}},
    {POLICY_CASE_VILLAGERS_SHARE, P_DIBAO, {{6666, R220, false}, {6666, SHILI, true}}},
    {POLICY_CASE_SPOT_CHECK, P_DIBAO, {{3000, R220, false}, {3000, SHILI, true}}},
    {POLICY_CASE_START_MONTHS, P_DIBAO, {{1, SHILI, true}, {1, R57, false}}},
    {POLICY_CASE_RECHECK_NONE, P_WUBAO, {{12, SHILI, true}, {12, SHILI, true}}},
    {POLICY_CASE_RECHECK_A, P_DIBAO, {{12, SHILI, true}, {12, SHILI, true}}},
    {POLICY_CASE_RECHECK_B, P_DIBAO, {{6, SHILI, true}, {6, SHILI, true}}},
    {POLICY_CASE_RECHECK_C, P_DIBAO, {{3, R220, false}, {6, R57, false}}},
    {POLICY_CASE_GRACE_MONTHS, P_DIBAO, {{6, SHILI, true}, {6, SHILI, true}}},
    {POLICY_CASE_CUTOFF_DAY, P_DIBAO, {{15, SHILI, true}, {15, SHILI, true}}},
    {POLICY_CASE_ESCALATE_DAYS, P_DIBAO, {{3, SHILI, true}, {3, SHILI, true}}},
    {POLICY_CASE_FUNERAL_MONTHS, P_WUBAO, {{12, SHILI, true}, {12, SHILI, true}}},
    {POLICY_CASE_CHANGE_PUBLICISED, P_DIBAO, {{1, SHILI, true}, {1, R649, false}}},
    {POLICY_CASE_MINOR_HIDDEN, P_WUBAO, {{1, SHILI, true}, {1, R43, true}}},
};
static_assert(sizeof rules / sizeof rules[0] == POLICY_FUND_SHARE_FIRST - POLICY_CASE_RULE_SET,
              "every number of casework stands in both rule sets");

bool rule_set_exists(int64_t rule_set)
{
    return rule_set == 2012 || rule_set == 2021;
}

struct rule_value rule_set_value(int64_t rule_set, enum policy_key key)
{
    assert(rule_set_exists(rule_set) && policy_key_is_case(key));
    const struct rule *r = &rules[key - POLICY_CASE_RULE_SET];
    assert(r->key == (int)key);
    int set = rule_set == 2012 ? SET_2012 : SET_2021;
    return (struct rule_value){.value = r->by_set[set].value,
                               .document = r->by_set[set].document,
                               .clause = r->clause,
                               .is_example = r->by_set[set].is_example};
}

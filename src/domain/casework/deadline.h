/* How long each step may take: working or calendar days by the plan's rule set (2012: 民发〔2012〕
   220号; 2021: 民发〔2021〕57号; 五保: 令456号 Art. 7), as dated parameters "case.limit.survey" …
   The day of the event does not count for working-day limits; a notice's first day counts. */
#pragma once
#include "domain/casework/casework.h"
#include "domain/medical/rule.h"

struct day_limit {
    int days; /* 0: no limit */
    bool is_working;
};
/* All numbers of casework in force in a month. */
struct case_rules {
    struct month month;
    int rule_set; /* 2012 or 2021 */
    struct day_limit limit[LIMIT_COUNT];
    struct day_limit notice;       /* how long a notice hangs, first day counted */
    bool is_deliberation_required; /* 2012: every case; 2021: when doubtful */
    int investigators_min;
    int voters_min;         /* at a deliberation */
    int villagers_share_bp; /* of those present who must be village representatives */
    int spot_check_bp;      /* share of cases the county draws; near relatives all */
    int start_months;       /* 0: from the month of approval, 1: from the next */
    int recheck_months[4];  /* by class: 0 wubao/none, A, B, C */
    int grace_months;
    int cutoff_day;            /* last day of a month whose changes enter that month's list */
    int escalate_days;         /* overdue by so many working days: rises to the bureau */
    int funeral_months;        /* of the person's standard */
    bool is_change_publicised; /* 增减 and 退出 hang as well */
    bool is_minor_hidden;      /* names of minors on notices */
    bool is_claim_publicised[MEDICAL_CLASS_COUNT + 1]; /* by enum medical_class */
};
/* REFUSED (POLICY_MISSING) naming the parameter. */
MUST_USE enum status case_rules_read(struct db *db, int64_t county, struct month m,
                                     struct case_rules *ret, struct error *e);
/* The last day on which a limit that began on `start` is kept; v 0 without limit. */
struct date case_limit_due(const struct case_rules *rules, enum case_limit limit,
                           struct date start);
/* A notice put up on `first` may be taken down after this day. */
struct date case_notice_last_day(const struct case_rules *rules, struct date first);
const char *case_limit_code(enum case_limit l); /* "survey" */

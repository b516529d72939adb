/* The words of casework that its stories have in common. */
#pragma once
#include "scenario/people.h"

/* {A1} … {A6}: numbers of people who have no benefit yet, {dir}/a1.json … their applications, and a
   clerk of their village (高村, 泾川镇):
     a1  one adult, 1200.00 a year: (216000 - 120000) / 12 = 8000 a month
     a2  one adult, no income, a near relative of a village cadre: 18000
     a3  one adult, 5000.00 a year: above the standard
     a4  one aged without anybody, applies for wubao, scattered: 1300.00 a year
     a5  one aged without anybody, applies for wubao, in the home: 2640.00 a year
     a6  one adult, no income: 18000 */
void applicants(struct story *s);
#define A1_MONTH_FEN 8000
#define A6_MONTH_FEN 18000

#define VILLAGE "341823100204"
#define CLERK "village341823100204.clerk"
#define TOWNSHIP "township100.clerk"
#define LEAD "township100.lead"

/* One step of case {k}, printed as csv. */
#define ACT(label, who, rest) label, "case act {k} " rest " --as " who " --format csv"
#define APPLY(file)                                                                                \
    "case apply --kind dibao --division " VILLAGE " --file {dir}/" file ".json --as " CLERK        \
    " --format csv"
#define SURVEYED_ON(day)                                                                           \
    "survey --set visited_on=" day " --set is_home_visit=1 --set is_applicant_signed=1 "           \
    "--set investigators.1.name=徐甲 --set investigators.2.name=徐乙 --set finding=属实"
#define VOTED_ON(day)                                                                              \
    "deliberate --set held_on=" day " --set place=村部 --set chair=高主任 --set expected=15 " \
    "--set present=15 --set villagers=10 --set agree=12 --set disagree=2 --set abstain=1"
#define SPOT_CHECKED_ON(day)                                                                       \
    "spot_check --set visited_on=" day " --set result=TRUE --set investigators.1.name=胡甲 "     \
    "--set investigators.2.name=胡乙"

#define PROPOSE(change, household, rest)                                                           \
    "case propose --change " change " --household {" household "} " rest " --as " TOWNSHIP         \
    " --format csv"
/* The last proposed case, through the township's lead and another officer. */
#define REVIEWED ACT("the lead reviews", LEAD, "review --set opinion=AGREE")
#define APPROVED(officer) ACT("the county approves", officer, "approve")

/* From an application on Friday 2013-09-13 to a case that waits for the county on 2013-10-22, as
   {k}; each step within its days. */
void township_does_its_part(struct story *s, const char *file);
/* The draw of 2013-10-23 and, when the case is in it, the visit. */
void county_draws(struct story *s, const char *programme, const char *officer);
/* From the county's decision on 2013-10-24 to the end of the second notice on 2013-11-01. */
void county_grants(struct story *s);
/* A month's run, prepared and decided, and its items printed: {run}. */
void month_decide(struct story *s, const char *programme, const char *month);
/* What the run printed last pays whose number is {who}; NOT_PAID when there is no item. */
#define NOT_PAID (-1)
void pays(struct story *s, const char *who, int64_t fen);

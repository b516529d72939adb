/* P3.1 加大动态管理、分类施保; P3.2 动态管理、核销和增补: what changes after the decision, from the
   proposal to the money. */
#include <stdlib.h>
#include <string.h>

#include "scenario/paths.h"

static void open_story(struct story *s, enum db_engine engine)
{
    little_county_copy(s, engine, "2013-10");
    applicants(s);
}

/* By hand, standard 2160.00 a year:
     h1  the wife leaves from November:   18000 instead of 36000
     h2  income corrected in November, from October on, from 1200.00 to 600.00:
         (216000 - 60000) / 12 = 13000 and a fifth, 15600; for October and November 6000 each
     h3  the wife falls seriously ill:    45667, a fifth and three tenths of a third: 3044 + 4567
     h6  an account at last:              10000
     h7  income 1200.00 from November:    8000; from December in grace for two months
     h8  stopped from November
     h9  suspended in November, resumed in December: 18000 */
static void the_years_changes_end_in_the_runs(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    STORY_TELL(&s, {"October", .today = "2013-10-08"});
    month_decide(&s, "dibao", "2013-10");
    pays(&s, "H1", 36000);
    pays(&s, "H2", 9600);
    pays(&s, "H7", 18000);
    STORY_TELL(
        &s,
        {"h1's wife marries away",
         PROPOSE("member_leave", "h1",
                 "--set id_number={S1} --set cause=MARRIED --set left_on=2013-10-05 --set "
                 "reason=婚嫁迁出"),
         .keep = "k=case"},
        {REVIEWED}, {APPROVED("dibao2"), .expect = ",2013-11,"},
        {"h3's wife is ill",
         PROPOSE("member", "h3", "--set id_number={S3} --set seriously_ill=YES --set reason=重病"),
         .keep = "k=case"},
        {REVIEWED}, {APPROVED("dibao2")},
        {"h5 moves to another township",
         PROPOSE("place", "h5",
                 "--set division=341823101204 --set address=茂林镇 --set reason=搬迁"),
         .keep = "k=case"},
        {REVIEWED}, {APPROVED("dibao2"), .expect = "CHANGED"},
        {"h6 opens an account",
         PROPOSE("account", "h6",
                 "--set bank=泾县农村商业银行 --set account_holder=冯六顺 --set "
                 "account_number=6228480000000000169 --set reason=新开户"),
         .keep = "k=case"},
        {REVIEWED}, {APPROVED("dibao2")});
    STORY_TELL(
        &s,
        {"h7 earns more",
         PROPOSE("income", "h7", "--set income_year=1200.00 --set reason=外出务工"),
         .keep = "k=case"},
        {ACT("the proposer does not review", TOWNSHIP, "review --set opinion=AGREE"), 1, NULL},
        {REVIEWED}, {ACT("the reviewer does not decide", LEAD, "approve"), 1, NULL},
        {APPROVED("dibao2")},
        {"it hangs as well", "notice post --cases {k} --place 村务公开栏 --as " CLERK},
        {"a stop without a cause", PROPOSE("stop", "h8", "--set reason=x"), 1, "cause"},
        {"h8 is over the standard",
         PROPOSE("stop", "h8", "--set cause=OVER_INCOME --set reason=收入超过标准"),
         .keep = "k=case"},
        {REVIEWED}, {APPROVED("dibao2")},
        {"not two open changes of one kind",
         PROPOSE("income", "h9", "--set income_year=1.00 --set reason=x"), .keep = "k=case"},
        {"of one household", PROPOSE("income", "h9", "--set income_year=2.00 --set reason=x"), 1,
         NULL},
        {ACT("taken back", TOWNSHIP, "withdraw --set reason=误录"), .expect = "WITHDRAWN"},
        {"h9 can not be found", PROPOSE("suspend", "h9", "--set cause=LOST --set reason=外出未归"),
         .keep = "k=case"},
        {REVIEWED}, {APPROVED("dibao2")});
    STORY_TELL(&s, {"November", .today = "2013-11-05"});
    month_decide(&s, "dibao", "2013-11");
    pays(&s, "H1", 18000);
    pays(&s, "H2", 9600);
    pays(&s, "H3", 53278);
    pays(&s, "H5", 36608);
    pays(&s, "H6", 10000);
    pays(&s, "H7", 8000);
    pays(&s, "H8", NOT_PAID);
    pays(&s, "H9", NOT_PAID);
    STORY_TELL(
        &s,
        {"the month's changes are a list",
         "changes list --programme dibao --month 2013-11 --format csv", 0, "停发"},
        {"h9 is back", PROPOSE("resume", "h9", "--set reason=已返乡"), .keep = "k=case"},
        {REVIEWED}, {APPROVED("dibao2")},
        {"h2's income was wrong from October on",
         PROPOSE("income", "h2",
                 "--set income_year=600.00 --set from=2013-10 --set reason=原核定有误"),
         .keep = "k=case"},
        {REVIEWED}, {APPROVED("dibao2")},
        {"h7's son has found work: two months of grace",
         PROPOSE("grace", "h7", "--set months=2 --set cause=OVER_INCOME --set reason=子女就业"),
         .keep = "k=case"},
        {REVIEWED}, {APPROVED("dibao2")}, {"December", .today = "2013-12-03"});
    month_decide(&s, "dibao", "2013-12");
    pays(&s, "H2", 15600 + 2 * 6000);
    pays(&s, "H7", 8000);
    pays(&s, "H9", 18000);
    STORY_TELL(&s,
               {"the amount says what it rests on",
                "explain --person {H2} --programme dibao --month 2013-12", 0, "600.00"},
               {"January", .today = "2014-01-06"});
    month_decide(&s, "dibao", "2014-01");
    pays(&s, "H2", 15600);
    pays(&s, "H7", 8000);
    STORY_TELL(&s, {"February", .today = "2014-02-07"});
    month_decide(&s, "dibao", "2014-02");
    pays(&s, "H7", NOT_PAID);
    STORY_TELL(&s, {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(the_years_changes_end_in_the_runs)

/* 令456号 Art. 7: village, notice, township within 20 days, county within 20 days. */
static void wubao_is_granted_changed_and_cancelled(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    STORY_TELL(
        &s,
        {"the village helps an aged man",
         "case apply --kind wubao --division " VILLAGE " --file {dir}/a4.json --as " CLERK
         " --format csv",
         .keep = "k=case", .today = "2013-08-30"},
        {ACT("the village deliberates", CLERK, VOTED_ON("2013-09-02")), .expect = "VILLAGE_MEETING",
         .today = "2013-09-02"},
        {"it hangs", "notice post --cases {k} --place 村务公开栏 --as " CLERK,
         .today = "2013-09-03"},
        {"for seven days", "notice list --format csv --as " CLERK,
         .expect = ",2013-09-03,2013-09-09,", .keep = "n=notice"},
        {"and comes down", "notice close {n} --result 无异议 --as " CLERK, .today = "2013-09-10"},
        {"the township has twenty days", "case list --state TOWNSHIP_REVIEW --format csv", 0,
         "2013-09-30"},
        {ACT("not without a visit", LEAD, "review --set opinion=AGREE"), 1, NULL},
        {ACT("visited", TOWNSHIP, SURVEYED_ON("2013-09-12")), .today = "2013-09-12"},
        {ACT("reviewed: the county has twenty days", LEAD, "review --set opinion=AGREE"),
         .expect = ",2013-10-06,", .today = "2013-09-16"},
        {"drawn", "sample draw --programme wubao --seed 7 --as wubao1", .today = "2013-09-17"},
        {ACT("seen", "wubao1", SPOT_CHECKED_ON("2013-09-17"))},
        {ACT("certified from October", "wubao2", "approve"), .expect = "ACTIVE",
         .today = "2013-09-18"});
    STORY_TELL(
        &s,
        {"w2 asks for the home, and it must be his own wish",
         PROPOSE("form", "w2", "--set form=INSTITUTION --set home=泾川镇敬老院"), 1,
         "is_own_choice"},
        {"w2 chooses the home",
         PROPOSE("form", "w2",
                 "--set form=INSTITUTION --set home=泾川镇敬老院 --set is_own_choice=1"),
         .keep = "k=case"},
        {REVIEWED}, {APPROVED("wubao2"), .expect = "CHANGED"},
        {"w3 died in October",
         "case propose --change death --household {w3} --set died_on=2013-10-05 --set "
         "funeral_on=2013-10-08 --set funeral_by=韩小弟 --set funeral_bank=泾县农村商业银行 --set "
         "funeral_account=6228480000000000177 --set proof=火化证明 --as " CLERK " --format csv",
         .keep = "k=case", .today = "2013-10-09"},
        {REVIEWED, .expect = "CANCEL_REVIEW"}, {APPROVED("wubao2"), .expect = "CHANGED"},
        {"October is paid", .today = "2013-10-10"});
    month_decide(&s, "wubao", "2013-10");
    pays(&s, "A4", 10833);
    pays(&s, "W1", 10833);
    pays(&s, "W2", 22000);
    pays(&s, "W3", 10833);
    STORY_TELL(&s, {"November", .today = "2013-11-05"});
    month_decide(&s, "wubao", "2013-11");
    pays(&s, "A4", 10834);
    /* A year's standard for the funeral. */
    pays(&s, "W3", 130000);
    STORY_TELL(&s, {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(wubao_is_granted_changed_and_cancelled)

static void every_benefit_is_verified_again(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    STORY_TELL(
        &s,
        {"a year is planned", "recheck plan --programme dibao --from 2013-10 --as dibao1",
         .today = "2013-10-08"},
        {"and stays when planned again",
         "recheck plan --programme dibao --from 2013-10 --as dibao1"},
        {"by month", "recheck calendar --programme dibao --from 2013-10 --format csv", 0,
         "2013-10"},
        {"h2's turn", "case recheck --household {h2} --as " TOWNSHIP " --format csv",
         .expect = "DUE", .keep = "k=case"},
        {"not twice", "case recheck --household {h2} --as " TOWNSHIP, 1, NULL},
        {ACT("visited", TOWNSHIP,
             "survey --set visited_on=2013-10-08 --set is_home_visit=1 --set "
             "is_applicant_signed=1 --set investigators.1.name=徐甲 --set "
             "investigators.2.name=徐乙 --set result=SAME --set finding=无变化")},
        {REVIEWED, .expect = "REVIEWED"},
        {ACT("nothing changes", "dibao2", "confirm"), .expect = "CONFIRMED"},
        {"h7's turn", "case recheck --household {h7} --as " TOWNSHIP " --format csv",
         .keep = "k=case"},
        {ACT("visited", TOWNSHIP,
             "survey --set visited_on=2013-10-08 --set is_home_visit=1 --set "
             "is_applicant_signed=1 --set investigators.1.name=徐甲 --set "
             "investigators.2.name=徐乙 --set result=DOWN --set finding=收入增加")},
        {REVIEWED},
        {ACT("leads to a change", TOWNSHIP,
             "to_change --set change=income --set income_year=1200.00 --set reason=复核查明"),
         .expect = "CONFIRMED"},
        {"which is open", "case list --kind change --open --format csv", 0, "PROPOSED", "k=case"},
        {REVIEWED}, {APPROVED("dibao2"), .expect = ",2013-11,"}, {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(every_benefit_is_verified_again)

STORY_MAIN("case changes", STORY_BOTH(the_years_changes_end_in_the_runs),
           STORY_BOTH(wubao_is_granted_changed_and_cancelled),
           STORY_BOTH(every_benefit_is_verified_again))

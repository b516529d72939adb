/* P3.1 加强程序管理和规范操作; P3.2 严格审核制度: every way an application may go, told to the
   whole program, with its deadlines by the calendar of 2013 (§A.2's worked examples among them). */
#include <string.h>

#include "scenario/paths.h"

static void open_story(struct story *s, enum db_engine engine)
{
    little_county_copy(s, engine, "2013-11");
    applicants(s);
}

static int64_t paid_to(struct story *s, const char *run, const char *who)
{
    story_set(s, "asked", run);
    STORY_TELL(s, {"what is paid", "pay items {asked} --format csv"});
    return story_number_or(s, "id_number", story_get(s, who), "total_fen", -1);
}

static void a_granted_application_is_in_the_next_run(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    township_does_its_part(&s, "a1");
    county_draws(&s, "dibao", "dibao");
    county_grants(&s);
    STORY_TELL(&s,
               {"November is computed", "pay prepare --programme dibao --month 2013-11 --as dibao1",
                .today = "2013-11-04"});
    assert_int_equal(paid_to(&s, "dibao/2013-11", "A1"), A1_MONTH_FEN);
    STORY_TELL(&s, {"everything ties out", "audit"},
               {"the amount can be read", "explain --person {A1} --programme dibao --month 2013-11",
                0, "80.00"});
    story_close(&s);
}
STORY_CLAIM(a_granted_application_is_in_the_next_run)

static void missing_papers_are_asked_for_once(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    STORY_TELL(
        &s, {"applied", APPLY("a1"), .keep = "k=case", .today = "2013-09-13"},
        {ACT("all that is missing in one notice", TOWNSHIP, "ask_papers --set papers=户口簿"),
         .expect = "PAPERS_MISSING"},
        {ACT("brought", CLERK, "supply_papers --set papers=户口簿"), .expect = "APPLIED",
         .today = "2013-09-18"},
        {ACT("a second notice is not allowed", TOWNSHIP, "ask_papers --set papers=病历"), 1,
         "一次"},
        {ACT("not accepted needs a reason", TOWNSHIP, "not_accept"), 1, "reason_code"},
        {ACT("not accepted, in writing", TOWNSHIP,
             "not_accept --set reason_code=NOT_HERE --set reason=户籍不在本镇"),
         .expect = "NOT_ACCEPTED"},
        {ACT("and over", TOWNSHIP, "accept"), 1, NULL},
        {"nobody is kept from asking again", APPLY("a1"), .expect = "APPLIED"},
        {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(missing_papers_are_asked_for_once)

static void a_refusal_is_written_served_and_appealed(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    township_does_its_part(&s, "a3");
    county_draws(&s, "dibao", "dibao");
    STORY_TELL(
        &s, {ACT("a refusal needs its reason", "dibao2", "refuse"), 1, "reason"},
        {ACT("refused: to be served in three working days", "dibao2",
             "refuse --set reason_code=INCOME --set reason=人均收入高于标准"),
         .expect = ",2013-10-29,", .today = "2013-10-24"},
        {ACT("served", TOWNSHIP, "serve --set method=DIRECT --set receiver=高三喜"),
         .expect = "REFUSED", .today = "2013-10-28"},
        {ACT("appealed", CLERK, "appeal --set reason=收入算错"), .expect = "APPEALED",
         .today = "2013-11-05"},
        {ACT("not judged by who refused", "dibao2", "uphold --set reason=维持"), 1, "dibao2"},
        {ACT("but by another", "dibao1", "overturn --set reason=收入应重新核定"),
         .expect = "DECIDING", .today = "2013-11-06"},
        {ACT("who may not then decide what he checked", "dibao1", "approve"), 1, NULL},
        {ACT("refused again", "dibao2",
             "refuse --set reason_code=INCOME --set reason=重新核定后仍高于标准"),
         .expect = "REFUSED", .today = "2013-11-07"},
        {ACT("no appeal before it is served", CLERK, "appeal --set reason=不服"), 1, "送达"},
        {ACT("left with them", TOWNSHIP, "serve --set method=STAY --set receiver=高三喜"),
         .today = "2013-11-08"},
        {ACT("the next instance is not the bureau's", CLERK, "appeal --set reason=不服"), 1,
         "行政复议"},
        {"everything ties out", "audit"});
    STORY_TELL(
        &s, {"November is computed", "pay prepare --programme dibao --month 2013-11 --as dibao1"});
    assert_int_equal(paid_to(&s, "dibao/2013-11", "A3"), -1);
    story_close(&s);
}
STORY_CLAIM(a_refusal_is_written_served_and_appealed)

static void a_refusal_may_be_upheld(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    township_does_its_part(&s, "a6");
    county_draws(&s, "dibao", "dibao");
    STORY_TELL(&s,
               {ACT("refused", "dibao2", "refuse --set reason_code=LABOUR --set reason=有劳动能力"),
                .today = "2013-10-24"},
               {ACT("served", TOWNSHIP, "serve --set method=MAIL --set receiver=高六顺"),
                .today = "2013-10-25"},
               {ACT("after sixty days it is too late", CLERK, "appeal --set reason=不服"), 1, NULL,
                .today = "2013-12-25"},
               {ACT("on the last it is not", CLERK, "appeal --set reason=不服"),
                .expect = "APPEALED", .today = "2013-12-24"},
               {ACT("upheld", "dibao1", "uphold --set reason=原决定正确"), .expect = "REFUSED"},
               {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(a_refusal_may_be_upheld)

static void an_objection_is_investigated_again(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    STORY_TELL(
        &s, {"applied", APPLY("a1"), .keep = "k=case", .today = "2013-09-02"},
        {ACT("accepted", TOWNSHIP, "accept")},
        {ACT("checked", "dibao1", "check --set result=CLEAR"), .today = "2013-09-03"},
        {ACT("one investigator is not enough", TOWNSHIP,
             "survey --set visited_on=2013-09-05 --set is_applicant_signed=1 --set "
             "investigators.1.name=徐甲 --set finding=属实"),
         1, "2", .today = "2013-09-05"},
        {ACT("surveyed", TOWNSHIP, SURVEYED_ON("2013-09-05"))},
        {ACT("votes that do not add up", CLERK,
             "deliberate --set held_on=2013-09-06 --set place=村部 --set chair=高主任 --set "
             "expected=15 --set present=15 --set villagers=10 --set agree=12 --set disagree=2 "
             "--set abstain=2"),
         1, NULL, .today = "2013-09-06"},
        {ACT("deliberated", CLERK, VOTED_ON("2013-09-06"))},
        {ACT("the surveyor does not review", TOWNSHIP, "review --set opinion=AGREE"), 1, NULL},
        {ACT("reviewed", LEAD, "review --set opinion=AGREE --set mgmt_class=B"),
         .today = "2013-09-09"},
        {"it hangs", "notice post --cases {k} --place 村务公开栏 --as " CLERK,
         .today = "2013-09-25"},
        {"for seven days from the 25th: the first of October",
         "notice list --format csv --as " CLERK, .expect = ",2013-09-25,2013-10-01,",
         .keep = "n=notice"},
        {"somebody objects",
         "notice object {n} --case {k} --set objector=匿名 --set ground=家中有小汽车 --as " CLERK,
         .today = "2013-09-27"},
        {"looked into again within twenty working days", "case show {k} --format csv", 0,
         "2013-10-30"},
        {"its number", "notice objections {n} --format csv --as " LEAD, .keep = "o=objection"},
        {"and found untrue",
         "notice decide-objection {o} --upheld no --finding 车辆属邻居，与申请人无关 --as " LEAD,
         .today = "2013-10-10"},
        {"it goes to the county", "case show {k}", 0, "DECIDING"},
        {"after the last day an objection is too late",
         "notice object {n} --case {k} --set ground=再次反映 --as " CLERK, 1, NULL},
        {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(an_objection_is_investigated_again)

static void nobody_is_in_two_cases_or_two_benefits(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    STORY_TELL(
        &s, {"applied", APPLY("a4"), 1, NULL, .today = "2013-09-13"},
        {"the right form",
         "case apply --kind wubao --division " VILLAGE " --file {dir}/a4.json --as " CLERK
         " --format csv",
         .keep = "k=case"},
        {"not twice",
         "case apply --kind wubao --division " VILLAGE " --file {dir}/a4.json --as " CLERK, 1,
         "高村"},
        {ACT("withdrawn", CLERK, "withdraw --set reason=外出投靠亲属"), .expect = "WITHDRAWN"},
        {"and free to apply again",
         "case apply --kind wubao --division " VILLAGE " --file {dir}/a4.json --as " CLERK},
        {"nobody with a benefit applies: h1's number on a1's form",
         "case apply --kind dibao --division " VILLAGE
         " --file {dir}/a1.json --set members.1.id_number={H1} --set members.1.name=赵一山 "
         "--as " CLERK,
         1, "赵一山"},
        {"another village's clerk is kept out",
         "case apply --kind dibao --division 341823101204 --file {dir}/a1.json --as " CLERK, 1,
         NULL},
        {"an application that is not signed",
         "case apply --kind dibao --division " VILLAGE
         " --file {dir}/a1.json --set is_promised=0 --as " CLERK,
         1, "is_promised"},
        {"a number with a wrong last digit",
         "case apply --kind dibao --division " VILLAGE
         " --file {dir}/a1.json --set members.1.id_number=342529197003036019 --as " CLERK,
         1, "members.1.id_number"},
        {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(nobody_is_in_two_cases_or_two_benefits)

static void near_relatives_are_always_seen(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    township_does_its_part(&s, "a2");
    STORY_TELL(
        &s,
        {"the county draws", "sample draw --programme dibao --seed 1 --as dibao1",
         .today = "2013-10-23"},
        {"the last draw", "sample list --format csv", .keep = "sample=sample"},
        {"a relative is in it whatever the seed", "sample show {sample} --format csv", 0,
         "relative"},
        {"no decision before the visit", "case act {k} approve --as dibao2", 1, "抽查"},
        {"nothing is left to draw", "sample draw --programme dibao --seed 2 --as dibao1", 1, NULL},
        {"the system decides nothing", "case act {k} approve", 1, NULL},
        {"nor does the township", "case act {k} approve --as " LEAD, 1, NULL},
        {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(near_relatives_are_always_seen)

static void what_is_overdue_rises(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    STORY_TELL(
        &s, {"applied", APPLY("a1"), .keep = "k=case", .today = "2013-09-13"},
        {"in time it is the clerk's", "case mine --as " TOWNSHIP " --format csv", 0, "APPLIED"},
        {"and nobody else's", "case mine --as " LEAD " --format csv"});
    assert_int_equal(story_rows(&s), 0);
    STORY_TELL(
        &s,
        {"a day late it is his lead's too", "case mine --as " LEAD " --format csv", 0, "APPLIED",
         .today = "2013-09-22"},
        {"not yet the bureau's", "case mine --as dibao1 --format csv", .today = "2013-09-23"});
    assert_int_equal(story_rows(&s), 0);
    STORY_TELL(&s,
               {"after three working days the bureau's", "case mine --as dibao1 --format csv", 0,
                "APPLIED", .today = "2013-09-24"},
               {"and is listed", "case list --overdue --format csv --as dibao1", 0, "高一宝"});
    story_close(&s);
}
STORY_CLAIM(what_is_overdue_rises)

/* 民发〔2021〕57号: no meeting where there is no doubt. */
static void under_the_rules_of_2021_a_clear_case_needs_no_meeting(enum db_engine engine)
{
    static const struct plan_edit edits[] = {
        {"casework: {rules: 2012}", "casework: {rules: 2021}"}};
    struct story s;
    little_county_copy(&s, engine, "2013-11");
    plan_variant(&s, "plan-2021.yaml", edits, 1);
    STORY_TELL(&s, {"the plan chooses", "plan load {dir}/plan-2021.yaml"});
    applicants(&s);
    STORY_TELL(
        &s, {"applied", APPLY("a1"), .keep = "k=case", .today = "2013-09-13"},
        {ACT("accepted", TOWNSHIP, "accept")},
        {ACT("checked", "dibao1", "check --set result=CLEAR")},
        {ACT("surveyed", TOWNSHIP, SURVEYED_ON("2013-09-16")), .today = "2013-09-16"},
        {ACT("reviewed without a meeting", LEAD, "review --set opinion=AGREE --set mgmt_class=B"),
         .expect = "REVIEWED"},
        {"one with a patient",
         APPLY("a3") " --set expenses.1.kind=MEDICAL --set "
                     "expenses.1.amount_year=5000 --set expenses.1.reimbursed_year=3800",
         .keep = "k=case"},
        {ACT("accepted", TOWNSHIP, "accept")},
        {ACT("checked", "dibao1", "check --set result=CLEAR")},
        {ACT("what nobody reimbursed is taken off", TOWNSHIP, SURVEYED_ON("2013-09-16")),
         .expect = ",380000,"},
        {"another one", APPLY("a6"), .keep = "k=case"}, {ACT("accepted", TOWNSHIP, "accept")},
        {ACT("checked", "dibao1", "check --set result=DOUBT")},
        {ACT("surveyed, with doubts", TOWNSHIP, SURVEYED_ON("2013-09-16") " --set is_doubtful=1")},
        {ACT("needs its meeting", LEAD, "review --set opinion=AGREE --set mgmt_class=B"), 1, NULL},
        {ACT("deliberated", CLERK, VOTED_ON("2013-09-16"))},
        {ACT("and goes on", LEAD, "review --set opinion=AGREE --set mgmt_class=B"),
         .expect = "REVIEWED"},
        {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(under_the_rules_of_2021_a_clear_case_needs_no_meeting)

static void two_clerks_on_one_case(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    STORY_TELL(&s, {"applied", APPLY("a1"), .keep = "version=version", .today = "2013-09-13"},
               {"found", "case list --format csv --as " TOWNSHIP, .keep = "k=case"},
               {ACT("one accepts", TOWNSHIP, "accept --version {version}"), .expect = "ACCEPTED"},
               {ACT("the other, who saw the same page, is told who did what", TOWNSHIP,
                    "not_accept --set reason_code=NOT_HERE --set reason=x --version {version}"),
                1, TOWNSHIP},
               {"nothing was lost", "case show {k}", 0, "ACCEPTED"});
    story_close(&s);
}
STORY_CLAIM(two_clerks_on_one_case)

STORY_MAIN("case paths", STORY_BOTH(a_granted_application_is_in_the_next_run),
           STORY_BOTH(missing_papers_are_asked_for_once),
           STORY_BOTH(a_refusal_is_written_served_and_appealed),
           STORY_BOTH(a_refusal_may_be_upheld), STORY_BOTH(an_objection_is_investigated_again),
           STORY_BOTH(nobody_is_in_two_cases_or_two_benefits),
           STORY_BOTH(near_relatives_are_always_seen), STORY_BOTH(what_is_overdue_rises),
           STORY_BOTH(under_the_rules_of_2021_a_clear_case_needs_no_meeting),
           STORY_BOTH(two_clerks_on_one_case))

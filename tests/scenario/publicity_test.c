/* P5.1, P5.3: the rules are entered, approved and found; clerks learn them and are tested; villages
   are told, and how many households that reached is confirmed by another. */
#include "scenario/story.h"

#define CLERK " --as township100.clerk"
#define LEAD " --as township100.lead"
#define OFFICE " --as supervisor"
#define DIRECTOR " --as director"

static void rules_are_found(struct story *s)
{
    STORY_TELL(s,
               {"the first set", "library seed" OFFICE, .expect = "待审核", .today = "2013-03-01"},
               {"again nothing changes", "library seed" OFFICE, .expect = "没有变化"},
               {"nothing is found before it is approved", "library search 自行选择 --format csv"});
    assert_int_equal(story_rows(s), 0);
    STORY_TELL(s, {"who entered does not approve", "library approve 1" OFFICE, .exit = 1},
               {"but another", "library approve 1" DIRECTOR, .expect = "可以检索"},
               {"found by its words", "library search 自行选择 --format csv"});
    assert_int_equal(story_rows(s), 1);
}

static void clerks_are_tested(struct story *s)
{
    STORY_TELL(
        s, {"a course", "training plan --title 低保培训 --on 2013-03-05 --place 会议室" OFFICE},
        {"for the townships' clerks", "training expect 1 --role township_clerk" OFFICE,
         .expect = "11 人"},
        {"a question",
         "training question 1 --text 死亡当月发不发 --choice 发 --choice 不发 --answer 1" OFFICE},
        {"held", "training hold 1" OFFICE, .today = "2013-03-05"},
        {"all came", "training mark 1 --rest" OFFICE},
        {"a first attempt", "training take 1 --answers 2" CLERK, .expect = "不合格"},
        {"and a second", "training take 1 --answers 1" CLERK, .expect = "第 2 次"},
        {"by township", "training result 1 --format csv"});
    assert_int_equal(story_number(s, "name", "泾川镇", "passed"), 1);
    assert_int_equal(story_sum(s, "name", NULL, "came"), 11);
}

static void villages_are_told(struct story *s)
{
    STORY_TELL(s,
               {"how many live there",
                "publicity households set 341823100200 300 --document 统计年报 --example" OFFICE},
               {"planned",
                "publicity plan --title 进村入户 --form VISIT --day 2013-03-10 --responsible 民政办"
                " --township 341823100000" CLERK},
               {"done", "publicity done 1 --report 逐户讲解 --reach 341823100200=360" CLERK,
                .today = "2013-03-11"},
               {"not by who reported", "publicity confirm 1" CLERK, .exit = 1},
               {"but by the lead", "publicity confirm 1" LEAD, .expect = "已核实"},
               {"never more than all", "publicity reach --format csv"});
    assert_int_equal(story_number(s, "village", "341823100200", "reached"), 300);
    STORY_TELL(s,
               {"a leaflet of the numbers in force", "publicity leaflet dibao -o {dir}/l.pdf",
                .expect = "已写出"},
               {"the trail is whole", "audit"});
}

static void the_rules_reach_people(enum db_engine engine)
{
    struct story s;
    story_open(&s, engine);
    STORY_TELL(&s, {"init", "init --plan {plan}"});
    rules_are_found(&s);
    clerks_are_tested(&s);
    villages_are_told(&s);
    story_close(&s);
}

STORY_CLAIM(the_rules_reach_people)

STORY_MAIN("publicity", STORY_BOTH(the_rules_reach_people))

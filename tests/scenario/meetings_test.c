/* P4.2 每月召开调度会: an agenda from what is behind, a problem carried twice until another than
   its owner has seen it solved, minutes signed by the director, a good practice told to everybody.
 */
#include <stdio.h>

#include "scenario/story.h"

#define BY " --as supervisor"
#define DIRECTOR " --as director"
#define CLERK " --as township101.clerk"

static void june(struct story *s)
{
    STORY_TELL(
        s, {"nobody has reported in time", "init --plan {plan}", .today = "2013-06-25"},
        {"the director holds no meetings",
         "meeting open --on 2013-06-25 --place 二楼会议室 --chair 李局长 --recorder 王强" DIRECTOR,
         .exit = 1, .expect = "无权"},
        {"June's meeting has its agenda at once",
         "meeting open --on 2013-06-25 --place 二楼会议室 --chair 李局长 --recorder 王强" BY,
         .expect = "第 1 号"},
        {"one is held a month",
         "meeting open --on 2013-06-26 --place 二楼会议室 --chair 李局长 --recorder 王强" BY,
         .exit = 1, .expect = "已有"},
        {"what is behind", "meeting show 1 --format csv"});
    assert_int_equal(story_number(s, "township", "茂林镇", "numerator"), 0);
    assert_true(story_number(s, "township", "茂林镇", "denominator") > 0);
    assert_int_equal(story_number(s, "township", "茂林镇", "target_bp"), 10000);
    /* Who has no project owes no returns. */
    assert_int_equal(story_number_or(s, "township", "蔡村镇", "numerator", -1), -1);
    STORY_TELL(s,
               {"a problem without a deadline is none",
                "problem raise --title 迟报 --cause 无专人 --measure 定专人 --owner 茂林镇 "
                "--township 341823101000 --meeting 1" BY,
                .exit = 2},
               {"with one it is on the list",
                "problem raise --title 月报迟报 --cause 无专人 --measure 定专人 --owner 茂林镇 "
                "--township 341823101000 --meeting 1 --due 2013-07-10" BY,
                .expect = "第 1 号"},
               {"a good practice is told",
                "practice propose --title 月初提醒 --body 每月一日短信提醒各镇。 --township "
                "341823100000 --meeting 1 --as township100.clerk",
                .expect = "第 1 号"},
               {"it is recorded",
                "meeting record 1 --present 各乡镇 --summary 通报进度 --outcome 1=限期补报 "
                "--decision 六月底前补报" BY},
               {"not issued by who wrote it", "meeting issue 1" BY, .exit = 1, .expect = "无权"},
               {"but by the director", "meeting issue 1" DIRECTOR, .expect = "会议纪要〔2013〕1号"},
               {"nothing is recorded afterwards",
                "meeting record 1 --present 各乡镇 --summary 改" BY, .exit = 1},
               {"minutes on paper", "meeting paper 1 -o {dir}/minutes.pdf"},
               {"and to be edited", "meeting paper 1 -o {dir}/minutes.docx"});
}

/* Two meetings more carry it, then it is closed. */
static void carried(struct story *s)
{
    STORY_TELL(s,
               {"July's goes on with it",
                "meeting open --on 2013-07-25 --place 二楼会议室 --chair 李局长 --recorder 王强" BY,
                .today = "2013-07-25"},
               {"it is late by fifteen days", "problem list --open --format csv"});
    assert_int_equal(story_number(s, "id", "1", "days_overdue"), 15);
    STORY_TELL(s, {"on the agenda", "meeting show 2 --format csv", .expect = "已逾期 15 天"},
               {"carried", "meeting record 2 --present 各乡镇 --summary 研究问题" BY},
               {"more time, with the reason", "problem defer 1 --due 2013-08-20 --reason 汛期" BY,
                .expect = "已调整"},
               {"August's too",
                "meeting open --on 2013-08-25 --place 二楼会议室 --chair 李局长 --recorder 王强" BY,
                .today = "2013-08-25"},
               {"carried again", "meeting record 3 --present 各乡镇 --summary 研究问题" BY},
               {"another township does not report it",
                "problem report 1 --text 已定专人 --as township100.clerk", .exit = 1},
               {"its own does", "problem report 1 --text 已定专人" CLERK, .expect = "待核实"},
               {"and does not close it", "problem close 1 --outcome 属实" CLERK, .exit = 1},
               {"somebody who has seen it does", "problem close 1 --outcome 现场查看属实" BY,
                .expect = "已核实销号", .today = "2013-08-28"},
               {"twice carried, once deferred", "problem list --format csv"});
    assert_int_equal(story_number(s, "id", "1", "carried"), 2);
    assert_int_equal(story_number(s, "id", "1", "deferred"), 1);
    assert_int_equal(story_number(s, "id", "1", "days_overdue"), 8);
    STORY_TELL(s, {"every step stays", "problem show 1 --format csv"});
    assert_int_equal(story_rows(s), 5);
    STORY_TELL(s, {"another township sees none of it",
                   "problem list --format csv --as township100.clerk"});
    assert_int_equal(story_rows(s), 0);
    STORY_TELL(s, {"as it was known in July", "problem list --format csv --as-of 2013-07-25"});
    assert_int_equal(story_number(s, "id", "1", "carried"), 1);
    STORY_TELL(s,
               {"September's agenda has it no more",
                "meeting open --on 2013-09-25 --place 二楼会议室 --chair 李局长 --recorder 王强" BY,
                .today = "2013-09-25"},
               {"only figures", "meeting show 4 --format csv"});
    assert_int_equal(story_number_or(s, "kind", "PROBLEM", "subject", 0), 0);
}

static void meetings_carry_what_is_not_solved(enum db_engine engine)
{
    struct story s;
    story_open(&s, engine);
    june(&s);
    carried(&s);
    STORY_TELL(
        &s,
        {"who proposed does not publish", "practice publish 1 --as township100.clerk", .exit = 1},
        {"the director does", "practice publish 1" DIRECTOR, .expect = "已推广"},
        {"everybody has it", "practice list --format csv --as township101.clerk"});
    assert_int_equal(story_rows(&s), 1);
    STORY_TELL(&s, {"the audit is clean", "audit"});
    story_close(&s);
}

STORY_CLAIM(meetings_carry_what_is_not_solved)

STORY_MAIN("meetings", STORY_BOTH(meetings_carry_what_is_not_solved))

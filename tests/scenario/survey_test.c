/* P4.3 百姓测评: a survey from its questions over the published draw to its result. */
#include "scenario/people.h"
#include "scenario/story.h"

#define SUPERVISOR " --as supervisor"

static void a_survey_runs_from_the_draw_to_its_result(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-06");
    STORY_TELL(
        &s,
        {"a survey is made",
         "survey create 年终测评 --month 2013-06 --until 2013-12-20 --frame RECIPIENTS --size 11"
         " --question OVERALL:总的来说您满意吗 --question WORDS:意见" SUPERVISOR,
         .expect = "第 1 号", .today = "2013-12-01"},
        {"drawn by a published seed; its codes are told once",
         "survey draw 1 --seed 20131201 --reserve 1 --format csv" SUPERVISOR, .keep = "code=code"},
        {"and tell the township", "survey result 1 --format csv" SUPERVISOR,
         .keep = "township=township"},
        {"anybody draws the same", "survey verify 1" SUPERVISOR, .expect = "一致"},
        {"a sheet is entered", "survey answer {code} --channel PAPER --reply 1=2 --as inspector"},
        {"once", "survey answer {code} --channel PAPER --reply 1=1 --as inspector", .exit = 1,
         .expect = "只能答一次"},
        {"lost slips are void",
         "survey codes reprint 1 --township {township} -o {dir}/slips.pdf" SUPERVISOR,
         .expect = "张答题卡"},
        {"it is not closed on its last day", "survey close 1" SUPERVISOR, .exit = 1,
         .today = "2013-12-20"},
        {"but after it", "survey close 1" SUPERVISOR, .today = "2013-12-21"},
        {"the result", "survey result 1 --format csv" SUPERVISOR});
    assert_int_equal(story_number(&s, "township", "0", "satisfied"), 1);
    assert_int_equal(story_number(&s, "township", "0", "valid"), 1);
    STORY_TELL(&s, {"nothing is wrong with it", "audit"});
    story_close(&s);
}

STORY_CLAIM(a_survey_runs_from_the_draw_to_its_result)

STORY_MAIN("survey", STORY_BOTH(a_survey_runs_from_the_draw_to_its_result))

/* P5.2 社会监督: a complaint from the call to the end of its days, each step by whose turn it is.
 */
#include "scenario/story.h"

#define LEAD " --as township106.lead"

static void a_complaint_runs_on_the_laws_clock(enum db_engine engine)
{
    struct story s;
    story_open(&s, engine);
    STORY_TELL(&s, {"a county", "init --plan {plan}", .today = "2013-01-05"});
    STORY_TELL(
        &s,
        {"a call is written down by the clerk",
         "complaint receive --channel PHONE --category AMOUNT --township 341823106000 --name 王小二"
         " --phone 13956300001 --text 少发一个月 --as township106.clerk",
         .expect = "TS2013-0001", .today = "2013-03-01"},
        {"who wrote it down does not handle it",
         "complaint accept TS2013-0001 --as township106.clerk", .exit = 1},
        {"another township neither", "complaint accept TS2013-0001 --as township107.lead",
         .exit = 1},
        {"the lead accepts on the last day", "complaint accept TS2013-0001" LEAD,
         .expect = "2013年5月15日", .today = "2013-03-16"},
        {"the director allows thirty days more, not who handles it",
         "complaint extend TS2013-0001 --days 30 --text 案情复杂 --document 2号" LEAD, .exit = 1},
        {"in writing",
         "complaint extend TS2013-0001 --days 30 --text 案情复杂 --document 2号 --as director",
         .expect = "2013年6月14日", .today = "2013-05-15"},
        {"once",
         "complaint extend TS2013-0001 --days 1 --text 案情复杂 --document 3号 --as director",
         .exit = 1},
        {"the reply comes a day late",
         "complaint reply TS2013-0001 --text 已补发 --document 4号 --founded yes --result "
         "属实，已补发" LEAD,
         .expect = "2013年7月15日", .today = "2013-06-15"},
        {"and the list says so", "complaint list --as auditor --format csv", .expect = "yes"},
        {"its letter is printed", "complaint paper TS2013-0001 -o {dir}/reply.pdf" LEAD,
         .expect = "reply.pdf"},
        {"the complainant asks for a review", "complaint review TS2013-0001 --text 不服" LEAD,
         .today = "2013-07-15"},
        {"which is the county's",
         "complaint review-reply TS2013-0001 --text 维持 --document 5号 --founded yes --result 维持"
         " --as supervisor",
         .expect = "2013年8月14日"},
        {"nobody asks again: it is not over on the last day", "complaint sweep --as supervisor",
         .expect = "0 件", .today = "2013-08-14"},
        {"but on the next", "complaint sweep --as supervisor", .expect = "1 件",
         .today = "2013-08-15"},
        {"the steps are all there", "complaint show 1 --as auditor --format csv",
         .expect = "REVIEW1_REPLY"});
    assert_int_equal(story_rows(&s), 7);
    STORY_TELL(&s, {"nothing is wrong with it", "audit"});
    story_close(&s);
}

STORY_CLAIM(a_complaint_runs_on_the_laws_clock)

STORY_MAIN("complaint", STORY_BOTH(a_complaint_runs_on_the_laws_clock))

/* P4.1 分解任务: the plan's targets are drafted, put into force by the director, letters are signed
   by the townships, the split changes and the letters with it; both books stay apart. */
#include <stdlib.h>
#include <sys/stat.h>

#include "scenario/story.h"

#define MAKER " --as supervisor"
#define DIRECTOR " --as director"
#define LEAD " --as township100.lead"

static void split_and_issued(struct story *s)
{
    STORY_TELL(
        s,
        {"nobody has asked for anything yet", "target lines project.beds_county --format csv",
         .today = "2013-01-20"},
        {"letters need targets in force", "target letter issue --document 5号" DIRECTOR, .exit = 1,
         .expect = "没有已下达"},
        {"the director does not prepare", "target split --plan" DIRECTOR, .exit = 1,
         .expect = "无权"},
        {"the office drafts what the plan says", "target split --plan" MAKER, .expect = "6 项"},
        {"once", "target split --plan" MAKER, .expect = "没有新的"},
        {"who prepares does not issue", "target issue --document 5号" MAKER, .exit = 1},
        {"the director does", "target issue --document 泾民〔2013〕5号" DIRECTOR, .expect = "6 项"},
        {"the city's book", "target list --book city --measure beds --format csv"});
    assert_int_equal(story_number(s, "due", "2013-11-30", "total"), 300);
    assert_int_equal(story_number(s, "due", "2013-11-30", "asked"), 6);
    STORY_TELL(s, {"the county's", "target list --book county --measure beds --format csv"});
    assert_int_equal(story_number(s, "due", "2013-11-30", "total"), 350);
    assert_int_equal(story_number(s, "due", "2013-06-30", "total"), 210);
    assert_int_equal(story_number(s, "due", "2013-11-30", "asked"), 7);
    STORY_TELL(s, {"what should stand on 30 June",
                   "target lines project.beds_county --on 2013-06-30 --format csv"});
    assert_int_equal(story_rows(s), 11);
    assert_int_equal(story_number(s, "township", "341823100000", "target_bp"), 6000);
    STORY_TELL(s, {"云岭镇 has no part in the city's book",
                   "target lines project.beds_city --on 2013-06-30 --format csv",
                   .expect = "341823106000,no,0,0"});
}

static void letters_signed(struct story *s)
{
    STORY_TELL(
        s,
        {"the leading group has a leader",
         "target group set --seat LEADER --name 李卫东 --post 局长 --from 2013-01-01" MAKER},
        {"letters to all", "target letter issue --document 泾民〔2013〕6号" DIRECTOR,
         .expect = "11 份"},
        {"they stand", "target letter list --format csv", .keep = "letter=id"},
        {"another township's lead does not sign it",
         "target letter sign {letter} --as "
         "township101.lead",
         .exit = 1},
        {"its own does", "target letter sign {letter} --signer 王建国" LEAD, .expect = "已签订"},
        {"once", "target letter sign {letter}" LEAD, .exit = 1, .expect = "已签订"},
        {"on paper", "target letter paper {letter} -o {dir}/letter.pdf"},
        {"and as a document", "target letter paper {letter} -o {dir}/letter.docx"},
        {"all in one", "target letter paper -o {dir}/letters.pdf" DIRECTOR});
    char *one = story_text(s, "{dir}/letter.pdf"), *all = story_text(s, "{dir}/letters.pdf");
    struct stat a, b;
    assert_int_equal(stat(one, &a), 0);
    assert_int_equal(stat(all, &b), 0);
    assert_true(a.st_size > 1000 && b.st_size > a.st_size);
    free(one);
    free(all);
}

static void split_again(struct story *s)
{
    STORY_TELL(
        s,
        {"ten beds move from 茂林镇 to 泾川镇, without a reason",
         "target split --book county --measure beds --indicator project.beds_county --due "
         "2013-11-30 --total 350 --rule BY_HAND --clause P3.4 --share 泾川镇=70 --share 茂林镇=40 "
         "--share 榔桥镇=50 --share 桃花潭镇=50 --share 琴溪镇=40 --share 丁家桥镇=50 --share "
         "云岭镇=50" MAKER,
         .exit = 1, .expect = "原因", .today = "2013-07-10"},
        {"that do not add up",
         "target split --book county --measure beds --indicator project.beds_county --due "
         "2013-11-30 --total 350 --rule BY_HAND --clause P3.4 --share 泾川镇=70 --reason "
         "调整" MAKER,
         .exit = 1, .expect = "不符"},
        {"with a reason",
         "target split --book county --measure beds --indicator project.beds_county --due "
         "2013-11-30 --total 350 --rule BY_HAND --clause P3.4 --share 泾川镇=70 --share 茂林镇=40 "
         "--share 榔桥镇=50 --share 桃花潭镇=50 --share 琴溪镇=40 --share 丁家桥镇=50 --share "
         "云岭镇=50 --reason 茂林镇选址未定" MAKER,
         .expect = "待局长下达"},
        {"issued", "target issue --document 泾民〔2013〕18号" DIRECTOR, .expect = "1 项"},
        {"the signed letter keeps its lines", "target letter show {letter} --format csv",
         .expect = "county,beds,2013-11-30,COUNT,60"},
        {"letters to whom it touches", "target letter issue --document 泾民〔2013〕19号" DIRECTOR,
         .expect = "2 份"},
        {"the history", "target letter list --history --format csv"});
    assert_int_equal(story_rows(s), 13);
    STORY_TELL(s, {"as known in June the first split was in force",
                   "target list --book county --measure beds --as-of 2013-06-30 --format csv"});
    assert_int_equal(story_rows(s), 2);
    assert_int_equal(story_number(s, "due", "2013-11-30", "replaced"), 0);
    STORY_TELL(s, {"the record is whole", "audit"});
}

static void who_answers(struct story *s)
{
    STORY_TELL(
        s,
        {"the county answers",
         "target responsible set --division 341823 --item P3.1 --duty LEAD --name 李卫东 "
         "--from 2013-01-01" MAKER},
        {"the township too",
         "target responsible set --division 泾川镇 --item P3.1 --duty HANDLE --name 王建国 "
         "--from 2013-01-01" MAKER},
        {"of something that is not in the plan",
         "target responsible set --division 泾川镇 --item P9 --duty LEAD --name 某" MAKER,
         .exit = 1, .expect = "条款"},
        {"the township sees both", "target responsible list --division 泾川镇 --format csv" LEAD});
    assert_int_equal(story_rows(s), 2);
}

static void targets_are_split_signed_and_split_again(enum db_engine engine)
{
    struct story s;
    story_open(&s, engine);
    STORY_TELL(&s, {"the county", "init --plan {plan}", .today = "2013-01-05"});
    split_and_issued(&s);
    letters_signed(&s);
    split_again(&s);
    who_answers(&s);
    story_close(&s);
}

STORY_CLAIM(targets_are_split_signed_and_split_again)

STORY_MAIN("targets", STORY_BOTH(targets_are_split_signed_and_split_again))

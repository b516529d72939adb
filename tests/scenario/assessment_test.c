/* P4.3 考评验收: the middle of the year is inspected, scored, disputed, published with orders to
   put right; the papers and the packs for the city and the province follow, the same bytes each
   time. */
#include <stdio.h>

#include "scenario/story.h"

#define MAKER " --as supervisor"
#define DIRECTOR " --as director"
#define INSPECTOR " --as inspector"
#define LEAD " --as township101.lead"
#define CSV " --format csv"

static const char *const TOWNSHIPS[] = {
    "341823100000", "341823101000", "341823102000", "341823103000", "341823104000", "341823105000",
    "341823106000", "341823107000", "341823108000", "341823200000", "341823201000"};
#define TOWNSHIP_COUNT (sizeof TOWNSHIPS / sizeof *TOWNSHIPS)

static void targets_and_beds(struct story *s)
{
    STORY_TELL(
        s, {"the year begins", "init --plan {plan}", .today = "2013-01-20"},
        {"targets are drafted", "target split --plan" MAKER},
        {"and in force", "target issue --document 泾民〔2013〕5号" DIRECTOR},
        {"茂林镇 reports 24 of its 50 beds",
         "project return write P02 --month 2013-06 --beds 24 --invested 200000.00 --progress "
         "主体 --as township101.clerk",
         .today = "2013-07-02"},
        {"hands it in", "project return submit 1 --as township101.clerk"},
        {"its lead signs", "project return sign 1" LEAD});
}

static void visited(struct story *s)
{
    char command[300];
    for (size_t i = 0; i < TOWNSHIP_COUNT; i++) {
        snprintf(command, sizeof command, "assess team add 1 %s inspector --leader" MAKER,
                 TOWNSHIPS[i]);
        STORY_TELL(s, {"a team for each township", command});
        snprintf(command, sizeof command,
                 "inspection open %s --place 民政办 --inspectors 督查员 --assessment 1 --summary "
                 "查看档案" INSPECTOR,
                 TOWNSHIPS[i]);
        STORY_TELL(s, {"a visit", command});
        snprintf(command, sizeof command, "inspection mark %zu C1 --share %s" INSPECTOR, i + 1,
                 i == 1 ? "75 --reason 缺会议记录" : "100");
        STORY_TELL(s, {"a mark", command});
        snprintf(command, sizeof command, "inspection mark %zu C2 --share 100" INSPECTOR, i + 1);
        STORY_TELL(s, {"another", command});
        if (i == 7)
            STORY_TELL(s, {"黄村镇 reported what is not there",
                           "inspection finding 8 --kind false --text 月报与现场不符" INSPECTOR});
        snprintf(command, sizeof command, "inspection submit %zu" INSPECTOR, i + 1);
        STORY_TELL(s, {"handed in", command});
    }
}

static void scored(struct story *s)
{
    STORY_TELL(s,
               {"a township opens no assessment",
                "assess open midyear --year 2013 --as township101.lead", .exit = 1,
                .expect = "无权", .today = "2013-07-05"},
               {"the office does", "assess open midyear --year 2013" MAKER, .expect = "第 1 号"},
               {"once", "assess open midyear --year 2013" MAKER, .exit = 1, .expect = "已启动"},
               {"nobody has been anywhere", "assess advance 1 INSPECTED" MAKER, .exit = 1,
                .expect = "泾川镇"});
    visited(s);
    STORY_TELL(s, {"all visited", "assess advance 1 INSPECTED" MAKER, .expect = "检查完成"},
               {"scored", "assess score 1 --dispute-until 2013-07-15" MAKER, .expect = "已计分",
                .today = "2013-07-08"},
               {"how 茂林镇's points came about", "assess explain 1 茂林镇" CSV});
    assert_int_equal(story_number(s, "node", "B11", "numerator"), 24);
    assert_int_equal(story_number(s, "node", "B11", "denominator"), 50);
    assert_int_equal(story_number(s, "node", "B11", "target_bp"), 6000);
    STORY_TELL(s, {"蔡村镇 has nothing to build", "assess explain 1 蔡村镇" CSV});
    assert_int_equal(story_number(s, "node", "B11", "is_applicable"), 0);
    STORY_TELL(s, {"ranks", "assess table 1" CSV});
    assert_int_equal(story_rows(s), (int)TOWNSHIP_COUNT);
    assert_int_equal(story_number(s, "name", "黄村镇", "is_vetoed"), 1);
    assert_int_equal(story_number(s, "name", "黄村镇", "rank"), (int)TOWNSHIP_COUNT);
    STORY_TELL(s, {"before it is published a township sees itself", "assess table 1" CSV LEAD});
    assert_int_equal(story_rows(s), 1);
    STORY_TELL(s, {"and nobody else's reasons", "assess explain 1 泾川镇" LEAD, .exit = 1});
}

static void disputed(struct story *s)
{
    STORY_TELL(
        s,
        {"the lead disputes", "assess dispute raise 1 茂林镇 C1 --claim 记录在镇政府" LEAD,
         .expect = "第 1 号"},
        {"the office does not decide", "assess dispute decide 1 --reject --finding 维持" MAKER,
         .exit = 1, .expect = "无权"},
        {"the director gives it back in part",
         "assess dispute decide 1 --points 6.00 --finding 补看属实" DIRECTOR, .expect = "已复核"},
        {"as it was known that day and is known now", "assess dispute list 1" CSV,
         .expect = "予以调整"},
        {"disputes may still come", "assess advance 1 REVIEWED" MAKER, .exit = 1,
         .expect = "争议期"},
        {"then no more", "assess advance 1 REVIEWED" MAKER, .today = "2013-07-16"},
        {"too late", "assess dispute raise 1 茂林镇 C2 --claim 再看" LEAD, .exit = 1});
}

static void published(struct story *s)
{
    STORY_TELL(s,
               {"who opened it does not publish",
                "assess publish 1 --document 泾民〔2013〕21号 --orders-due 2013-08-31" MAKER,
                .exit = 1, .expect = "无权"},
               {"the director does",
                "assess publish 1 --document 泾民〔2013〕21号 --orders-due 2013-08-31" DIRECTOR,
                .expect = "整改通知"},
               {"orders are there", "rectification list" CSV, .expect = "C"},
               {"published: all see all totals", "assess table 1" CSV LEAD});
    assert_int_equal(story_rows(s), (int)TOWNSHIP_COUNT);
    STORY_TELL(s, {"table", "assess paper 1 table -o {dir}/table.pdf"},
               {"to be edited", "assess paper 1 table -o {dir}/table.docx"},
               {"the report", "assess paper 1 report -o {dir}/report.docx"},
               {"a letter", "assess paper 1 letter --township 茂林镇 -o {dir}/letter.pdf"},
               {"not another's",
                "assess paper 1 letter --township 泾川镇 -o {dir}/letter.docx" LEAD, .exit = 1},
               {"for the city", "assess pack 1 --for city -o {dir}/city", .expect = "个文件"},
               {"and once more, as a zip", "assess pack 1 --for city -o {dir}/city.zip"},
               {"for the province", "assess pack 1 --for province -o {dir}/province.zip"},
               {"filed", "assess file 1" MAKER, .expect = "已归档"},
               {"the audit is clean", "audit"});
}

static void the_middle_of_the_year_is_assessed(enum db_engine engine)
{
    struct story s;
    story_open(&s, engine);
    targets_and_beds(&s);
    scored(&s);
    disputed(&s);
    published(&s);
    story_close(&s);
}

STORY_CLAIM(the_middle_of_the_year_is_assessed)

STORY_MAIN("assessment", STORY_BOTH(the_middle_of_the_year_is_assessed))

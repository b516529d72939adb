/* P3.4 从选址到移交: a project is planned, its site is moved by approval, months are reported and
   signed, it is accepted and given over, and its beds are a home's; 泾川镇 in both books. */
#include <stdio.h>
#include <stdlib.h>

#include "scenario/story.h"

#define CLERK " --as township100.clerk"
#define LEAD " --as township100.lead"

/* A month's return written, submitted and signed at its end. */
static void month_reported(struct story *s, int number, const char *month, const char *last_day,
                           int beds, const char *yuan)
{
    char write[512], submit[64], sign[64];
    (void)snprintf(
        write, sizeof write,
        "project return write P01 --month %s --beds %d --invested %s --progress 按进度施工"
        " --received county=1000.00" CLERK,
        month, beds, yuan);
    (void)snprintf(submit, sizeof submit, "project return submit %d" CLERK, number);
    (void)snprintf(sign, sizeof sign, "project return sign %d" LEAD, number);
    STORY_TELL(s, {"the month is written", write, .today = last_day},
               {"submitted", submit, .expect = "待签发"},
               {"and not signed by who wrote it", "project return sign 1" CLERK, .exit = 1},
               {"but by the lead", sign, .expect = "已签发"});
}

static void stage(struct story *s, const char *code, const char *on)
{
    char command[128];
    (void)snprintf(command, sizeof command, "project stage P01 %s --on %s" CLERK, code, on);
    STORY_TELL(s, {"a stage is reached", command, .today = on});
}

/* What 泾川镇 and the county have in a book at a day. */
static void stands(struct story *s, const char *book, const char *on, int64_t beds,
                   const char *by_beds, int64_t county_target)
{
    char command[128], found[STORY_VALUE_BYTES];
    (void)snprintf(command, sizeof command, "project standing --book %s --on %s --format csv", book,
                   on);
    STORY_TELL(s, {"the standing", command});
    assert_int_equal(story_number(s, "name", "泾川镇", "beds"), beds);
    assert_int_equal(story_number(s, "name", "泾川镇", "target_beds"), 60);
    assert_int_equal(story_number(s, "name", "全县", "beds"), beds);
    assert_int_equal(story_number(s, "name", "全县", "target_beds"), county_target);
    assert_int_equal(story_rows(s), 12);
    assert_true(story_field(s, 0, "name", found));
    assert_string_equal(found, "泾川镇");
    assert_true(story_field(s, 0, "by_beds", found));
    assert_string_equal(found, by_beds);
    assert_true(story_field(s, 5, "by_beds", found)); /* 蔡村镇 has no project to be judged by */
    assert_string_equal(found, "");
}

static void site_is_moved(struct story *s)
{
    STORY_TELL(
        s,
        {"the land can not be had: another site is asked for",
         "project change request P01 --change SITE --reason 原址征地未成 --site 城西新区 --land "
         "6.50"
         " --finish 2013-11-25" CLERK,
         .expect = "第 2 版", .today = "2013-03-05"},
        {"more beds do not come with a site",
         "project change request P01 --change SITE --reason 加床 --site 城东 --beds 70" CLERK,
         .exit = 1},
        {"who asked does not decide", "project change decide P01 2 --approve --document 1号" CLERK,
         .exit = 1, .expect = "无权"},
        {"until it is decided the old one is in force", "project list --book city --format csv",
         .expect = "change_open"},
        {"the bureau approves",
         "project change decide P01 2 --approve --document 泾民〔2013〕12号 --as wubao1",
         .expect = "已批准"},
        {"both versions can be seen", "project show P01 --format csv",
         .expect = "泾民〔2013〕12号"});
    char found[STORY_VALUE_BYTES];
    assert_int_equal(story_rows(s), 2);
    assert_true(story_field(s, 0, "change", found));
    assert_string_equal(found, "ORIGINAL");
    assert_true(story_field(s, 0, "land", found));
    assert_string_equal(found, "5.20");
    assert_true(story_field(s, 1, "site", found));
    assert_string_equal(found, "城西新区");
    assert_true(story_field(s, 1, "land", found));
    assert_string_equal(found, "6.50");
    assert_int_equal(story_number(s, "change", "ORIGINAL", "beds"), 60);
}

static void beds_are_given_over(struct story *s)
{
    STORY_TELL(
        s,
        {"sixty-one beds were not built",
         "project accept P01 --beds 61 --members 验收组 --opinion 合格 --on 2013-11-20 --as wubao1",
         .exit = 1, .expect = "60", .today = "2013-11-30"},
        {"sixty pass",
         "project accept P01 --beds 60 --area 1520 --cost 503000.00 --members 验收组 --opinion 合格"
         " --on 2013-11-20 --as wubao1",
         .expect = "第 1 号验收"},
        {"nothing is given over before it is confirmed",
         "project hand-over P01 --room 201,2,20,120 --given-by 泾川镇人民政府 --received-by"
         " 泾川镇敬老院 --as wubao1",
         .exit = 1},
        {"not confirmed by who entered it", "project accept confirm P01 1 --as wubao1", .exit = 1,
         .expect = "另一人"},
        {"by another", "project accept confirm P01 1 --as wubao2", .expect = "已确认"},
        {"forty beds in two rooms",
         "project hand-over P01 --room 201,2,20,120 --room 202,2,20,120 --given-by 泾川镇人民政府"
         " --received-by 泾川镇敬老院 --on 2013-11-25 --as wubao1"},
        {"the same beds can not be given over again",
         "project hand-over P01 --room 301,3,21,126 --given-by 泾川镇人民政府 --received-by"
         " 泾川镇敬老院 --on 2013-11-28 --as wubao1",
         .exit = 1, .expect = "20"},
        {"twenty are left",
         "project hand-over P01 --room 301,3,20,120 --given-by 泾川镇人民政府 --received-by"
         " 泾川镇敬老院 --on 2013-11-28 --as wubao1"},
        {"the home has sixty beds more, all free",
         "home bed list 泾川镇敬老院 --on 2013-11-28 --format csv"});
    assert_int_equal(story_rows(s), 60);
    STORY_TELL(s,
               {"forty of them three days before", "home occupancy --on 2013-11-25 --format csv"});
    assert_int_equal(story_number(s, "name", "泾川镇敬老院", "beds"), 40);
    assert_int_equal(story_number(s, "name", "云岭镇敬老院", "beds"), 0);
    STORY_TELL(s, {"every stage has its day", "project show P01 --part stages --format csv",
                   .expect = "2013-11-28"});
    for (size_t i = 0; i < 10; i++) {
        char found[STORY_VALUE_BYTES];
        assert_true(story_field(s, i, "reached", found));
        assert_true(found[0] != '\0');
    }
}

static void a_project_goes_from_the_site_to_the_beds(enum db_engine engine)
{
    struct story s;
    story_open(&s, engine);
    STORY_TELL(&s, {"the plan brings seven projects", "init --plan {plan}", .today = "2013-01-05"},
               {"with 350 beds", "project list --format csv"});
    assert_int_equal(story_rows(&s), 7);
    assert_int_equal(story_sum(&s, "code", NULL, "beds"), 350);
    STORY_TELL(&s, {"a figure without its book is not given", "project standing", .exit = 2},
               {"the bureau writes no returns",
                "project return write P01 --month 2013-01 --progress 选址 --as wubao1", .exit = 1,
                .expect = "无权"});
    stage(&s, "SITE", "2013-01-28");
    site_is_moved(&s);
    stage(&s, "APPROVAL", "2013-03-10");
    stage(&s, "DESIGN", "2013-03-20");
    month_reported(&s, 1, "2013-03", "2013-03-31", 0, "20000.00");
    stage(&s, "TENDER", "2013-04-12");
    STORY_TELL(
        &s,
        {"May can not be told before April",
         "project return write P01 --month 2013-05 --progress 基础" CLERK, .exit = 1,
         .expect = "4月", .today = "2013-05-02"},
        {"rain stops the work",
         "project problem raise P01 --problem 连续降雨停工 --owner 泾川镇 --due 2013-05-20" CLERK,
         .expect = "第 1 号"});
    month_reported(&s, 2, "2013-04", "2013-05-03", 0, "40000.00");
    stage(&s, "FOUNDATION", "2013-05-12");
    STORY_TELL(&s, {"the rain is over",
                    "project problem close P01 1 --outcome 已复工 --on 2013-05-18" CLERK,
                    .today = "2013-05-18"});
    month_reported(&s, 3, "2013-05", "2013-05-31", 0, "100000.00");
    stage(&s, "STRUCTURE", "2013-06-20");
    month_reported(&s, 4, "2013-06", "2013-06-30", 35, "140000.00");
    stands(&s, "city", "2013-06-30", 35, "behind", 300);
    STORY_TELL(&s,
               {"the return of June lacked a bed: another version of it",
                "project return write P01 --month 2013-06 --beds 36 --invested 142400.00"
                " --progress 主体完工" CLERK,
                .today = "2013-07-02"},
               {"submitted", "project return submit 5" CLERK},
               {"signed", "project return sign 5" LEAD});
    stands(&s, "city", "2013-06-30", 36, "on", 300);
    stands(&s, "county", "2013-06-30", 36, "on", 350);
    stands(&s, "county", "2013-06-29", 0, "behind", 350);
    month_reported(&s, 6, "2013-07", "2013-07-31", 4, "50000.00");
    stage(&s, "ROOF", "2013-08-25");
    month_reported(&s, 7, "2013-08", "2013-08-31", 10, "50000.00");
    month_reported(&s, 8, "2013-09", "2013-09-30", 5, "50000.00");
    stage(&s, "FITOUT", "2013-10-30");
    month_reported(&s, 9, "2013-10", "2013-10-31", 5, "40000.00");
    STORY_TELL(&s, {"more than all beds is not written",
                    "project return write P01 --month 2013-11 --beds 1 --progress 装修" CLERK,
                    .exit = 1, .expect = "61", .today = "2013-11-02"});
    beds_are_given_over(&s);
    month_reported(&s, 10, "2013-11", "2013-11-30", 0, "11600.00");
    stands(&s, "city", "2013-11-30", 60, "on", 300);
    stands(&s, "county", "2013-11-30", 60, "on", 350);
    STORY_TELL(&s, {"all of the money and every stage too",
                    "project standing P01 --book county --on 2013-11-30 --format csv"});
    assert_int_equal(story_number(&s, "name", "P01", "invested_fen"), 50400000);
    assert_int_equal(story_number(&s, "name", "P01", "stage_bp"), 600000);
    STORY_TELL(&s,
               {"云岭镇 does not count for the city",
                "project standing P07 --book city --on 2013-11-30", .exit = 1, .expect = "P07"},
               {"who looks after another township sees nothing of it",
                "project return list --format csv --as township101.clerk"});
    assert_int_equal(story_rows(&s), 0);
    STORY_TELL(&s, {"the audit is clean", "audit"},
               {"the same plan again leaves the projects", "plan load {plan}"},
               {"as they are", "project list --format csv", .expect = "城西新区"});
    story_close(&s);
}

STORY_CLAIM(a_project_goes_from_the_site_to_the_beds)

STORY_MAIN("project", STORY_BOTH(a_project_goes_from_the_site_to_the_beds))

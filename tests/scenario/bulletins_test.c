/* P4.2 每季度通报，鼓励先进，鞭策落后: drafted from signed returns, edited without a typed number,
   issued by the director, the same for ever after. */
#include <stdio.h>

#include "scenario/story.h"

#define BY " --as supervisor"
#define DIRECTOR " --as director"

/* A township's month, signed; returns are numbered as they come. */
static void signed_month(struct story *s, const char *project, const char *month, int township,
                         int number, int beds)
{
    char write[300], submit[100], sign[100];
    (void)snprintf(write, sizeof write,
                   "project return write %s --month %s --beds %d --invested 1000.00 --progress "
                   "按进度施工 --as township%d.clerk",
                   project, month, beds, township);
    (void)snprintf(submit, sizeof submit, "project return submit %d --as township%d.clerk", number,
                   township);
    (void)snprintf(sign, sizeof sign, "project return sign %d --as township%d.lead", number,
                   township);
    STORY_TELL(s, {"written", write}, {"submitted", submit}, {"signed", sign});
}

static void text_write(struct story *s, const char *name, const char *text)
{
    char path[400];
    (void)snprintf(path, sizeof path, "%s/%s", s->folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void targets_and_june(struct story *s)
{
    STORY_TELL(s, {"the county's plan", "init --plan {plan}", .today = "2013-06-30"},
               {"targets are drafted", "target split --plan" BY},
               {"and in force", "target issue --document 泾民〔2013〕5号" DIRECTOR});
    signed_month(s, "P01", "2013-06", 100, 1, 36); /* at the line */
    signed_month(s, "P03", "2013-06", 102, 2, 24); /* behind it */
    signed_month(s, "P07", "2013-06", 106, 3, 30); /* 云岭: in the county's book only */
}

static void drafted(struct story *s)
{
    STORY_TELL(
        s,
        {"a quarter that is not over has none", "bulletin draft --year 2013 --quarter 3" BY,
         .exit = 1, .expect = "还没有结束"},
        {"the director does not draft", "bulletin draft --year 2013 --quarter 2" DIRECTOR,
         .exit = 1, .expect = "无权"},
        {"the office does", "bulletin draft --year 2013 --quarter 2" BY, .expect = "第 1 号"},
        {"once", "bulletin draft --year 2013 --quarter 2" BY, .exit = 1, .expect = "已有第 1 号"},
        {"leaders and those behind, by name", "bulletin show 1",
         .expect = "榔桥镇48.0%，完成24张，任务50张，低于序时线60%，差12.0个百分点"},
        {"every figure with its source", "bulletin figures 1 --format csv"});
    assert_true(story_rows(s) > 100);
    text_write(s, "typed.txt", "任务171户，完成171户，完成率103.64%。\n");
    text_write(s, "words.txt", "请落后的乡镇于2013年7月10日前报告措施。\n");
    STORY_TELL(s,
               {"a typed number is refused", "bulletin edit 1 6 --file {dir}/typed.txt" BY, .exit = 1,
                .expect = "171户”是手写的数字"},
               {"words are not", "bulletin edit 1 6 --file {dir}/words.txt" BY, .expect = "已保存"},
               {"it is handed in", "bulletin submit 1" BY, .expect = "已送签"},
               {"not issued by who wrote it", "bulletin issue 1" BY, .exit = 1, .expect = "无权"},
               {"but by the director", "bulletin issue 1" DIRECTOR, .expect = "泾民〔2013〕1号"});
}

static void bulletins_say_what_they_said(enum db_engine engine)
{
    struct story s;
    story_open(&s, engine);
    targets_and_june(&s);
    drafted(&s);
    signed_month(&s, "P03", "2013-06", 102, 4, 30); /* corrected afterwards */
    STORY_TELL(
        &s,
        {"it says what it said", "bulletin verify 1", .expect = "逐一相符", .today = "2013-07-20"},
        {"by name", "bulletin show 1", .expect = "榔桥镇48.0%"},
        {"nothing is written into it", "bulletin edit 1 6 --file {dir}/words.txt" BY, .exit = 1},
        {"and it is not discarded", "bulletin discard 1 --reason 错" BY, .exit = 1},
        {"on paper", "bulletin paper 1 -o {dir}/bulletin.pdf"},
        {"and as a document", "bulletin paper 1 -o {dir}/bulletin.docx"},
        {"no mid-year bulletin without an assessment",
         "bulletin draft --kind midyear --year 2013" BY, .exit = 1, .expect = "还没有公布结果"},
        {"townships read what is issued",
         "bulletin list --issued --format csv --as township101.clerk"});
    assert_int_equal(story_rows(&s), 1);
    STORY_TELL(&s, {"the audit is clean", "audit"});
    story_close(&s);
}

STORY_CLAIM(bulletins_say_what_they_said)

STORY_MAIN("bulletins", STORY_BOTH(bulletins_say_what_they_said))

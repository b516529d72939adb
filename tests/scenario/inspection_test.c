/* P4.1, P4.3 检查、整改、责任追究、自查自评: a visit leads to an order and a problem, the township
   replies, another looks again; a missed step is suggested and decided; a township's own points. */
#include <stdio.h>
#include <stdlib.h>

#include "scenario/story.h"

#define CLERK " --as township100.clerk"
#define LEAD " --as township100.lead"
#define INSPECTOR " --as inspector"
#define SUPERVISOR " --as supervisor"
#define DIRECTOR " --as director"

static void visited(struct story *s)
{
    STORY_TELL(
        s,
        {"an inspector begins a visit",
         "inspection open 341823100000 --place 敬老院 --inspectors 张三" INSPECTOR,
         .expect = "第 1 号检查", .today = "2013-07-10"},
        {"a clerk does not", "inspection open 341823100000 --place 敬老院 --inspectors 李四" CLERK,
         .exit = 1, .expect = "无权"},
        {"a defect", "inspection finding 1 --kind defect --text 公示栏没有张贴" INSPECTOR},
        {"a missed step", "inspection finding 1 --kind missed --text 民主评议没有记录" INSPECTOR},
        {"of a thing that is not there",
         "inspection finding 1 --kind defect --text 无 --subject 'home 99'" INSPECTOR, .exit = 1},
        {"ordinary visits bear no marks", "inspection mark 1 C1 --share 80 --reason 差" INSPECTOR,
         .exit = 1},
        {"handed in with what it leads to",
         "inspection submit 1 --order 1:2013-07-31:补齐公示"
         " --problem 2:2013-07-31:王所长:补做评议" INSPECTOR,
         .expect = "已提交"},
        {"nothing more is written", "inspection finding 1 --kind good --text 好" INSPECTOR,
         .exit = 1},
        {"the problem is on the list", "problem list --format csv", .expect = "INSPECTION"});
}

static void put_right(struct story *s)
{
    STORY_TELL(
        s,
        {"the township replies", "rectification reply 1 --text 已补齐" CLERK, .expect = "待复查",
         .today = "2013-07-20"},
        {"looked at again: not right",
         "rectification recheck 1 --failed --text 三个村未贴 --due 2013-08-10" SUPERVISOR,
         .expect = "已退回"},
        {"it replies again", "rectification reply 1 --text 全部张贴" LEAD, .today = "2013-08-08"},
        {"another looks", "rectification recheck 1 --passed --text 已到现场查看" INSPECTOR,
         .expect = "已销号"},
        {"all of it can be read", "rectification show 1 --format csv", .expect = "全部张贴"},
        {"and printed", "rectification paper 1 -o {dir}/order.pdf --steps"});
}

static void answered_for(struct story *s)
{
    STORY_TELL(
        s, {"the scan finds the missed step", "accountability scan", .expect = "新提出 1 件"},
        {"once", "accountability scan" SUPERVISOR, .expect = "新提出 0 件"},
        {"a supervisor does not decide",
         "accountability record 1 --action talk --decision 约谈 --person 王所长" SUPERVISOR,
         .exit = 1},
        {"the director does",
         "accountability record 1 --action talk --decision 约谈 --person 王所长" DIRECTOR,
         .expect = "已记录"},
        {"with what it rests on", "accountability list --format csv", .expect = "inspection 1/2"});
}

static void says_of_itself(struct story *s)
{
    STORY_TELL(
        s, {"a round begins", "assess open midyear --year 2013" SUPERVISOR},
        {"the township writes",
         "self-assessment write 1 341823100000 --summary 按期完成 --claim A11=4.00:按时发放" CLERK,
         .expect = "已保存"},
        {"not beyond the points",
         "self-assessment write 1 341823100000 --claim A12=4.01:足额" CLERK, .exit = 1},
        {"and hands in", "self-assessment submit 1 341823100000" CLERK, .expect = "待签发"},
        {"its lead signs", "self-assessment sign 1 341823100000" LEAD, .expect = "已签发"},
        {"the report", "self-assessment paper 1 341823100000 -o {dir}/self.docx" LEAD},
        {"nothing is written after that",
         "self-assessment write 1 341823100000 --claim A11=3.00:再改" CLERK, .exit = 1});
}

static void a_visit_leads_to_what_is_put_right(enum db_engine engine)
{
    struct story s;
    story_open(&s, engine);
    STORY_TELL(&s, {"the plan", "init --plan {plan}", .today = "2013-01-05"});
    visited(&s);
    put_right(&s);
    answered_for(&s);
    says_of_itself(&s);
    STORY_TELL(&s, {"the audit is clean", "audit"});
    story_close(&s);
}

STORY_CLAIM(a_visit_leads_to_what_is_put_right)

STORY_MAIN("inspection", STORY_BOTH(a_visit_leads_to_what_is_put_right))

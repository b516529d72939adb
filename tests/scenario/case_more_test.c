/* P3.1 加大动态管理; P3.2 动态管理、核销和增补; 社会救助暂行办法 Art. 13: ends and turns of a
   benefit that are rarer than a change of income, told to the whole program. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/idno.h"
#include "scenario/paths.h"

static void open_story(struct story *s, enum db_engine engine)
{
    little_county_copy(s, engine, "2013-10");
    applicants(s);
}

/* What the database says itself, for what no command prints. */
static int64_t asked(const struct story *s, const char *sql)
{
    struct error e = {0};
    int64_t value = -1;
    struct db *db = testdb_open(s->db.url, DB_READER);
    assert_ok_e(db_query_i64_raw(db, sql, &value, &e), &e);
    db_close(db);
    return value;
}

/* a4, aged, scattered, 1300.00 a year: 130000 / 12 = 10833 and a third. Granted in September, from
   October: October 10833. A supporter is found in October: nothing from November. */
static void wubao_ceases_when_a_supporter_is_found(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    STORY_TELL(
        &s,
        {"the village helps an aged man",
         "case apply --kind wubao --division " VILLAGE " --file {dir}/a4.json --as " CLERK
         " --format csv",
         .keep = "k=case", .today = "2013-08-30"},
        {ACT("the village deliberates", CLERK, VOTED_ON("2013-09-02")), .today = "2013-09-02"},
        {"it hangs", "notice post --cases {k} --place 村务公开栏 --as " CLERK,
         .today = "2013-09-03"},
        {"its number", "notice list --format csv --as " CLERK, .keep = "n=notice"},
        {"and comes down", "notice close {n} --result 无异议 --as " CLERK, .today = "2013-09-10"},
        {ACT("visited", TOWNSHIP, SURVEYED_ON("2013-09-12")), .today = "2013-09-12"},
        {REVIEWED, .today = "2013-09-16"},
        {"drawn", "sample draw --programme wubao --seed 7 --as wubao1", .today = "2013-09-17"},
        {ACT("seen", "wubao1", SPOT_CHECKED_ON("2013-09-17"))},
        {APPROVED("wubao2"), .expect = "ACTIVE", .today = "2013-09-18"},
        {"his household", "case show {k} --format csv"},
        {"the case names it", "case list --kind wubao --format csv", .keep = "a4=household"});
    assert_int_equal(asked(&s, "SELECT count(*) FROM certificate WHERE void_change = 0"), 1);
    STORY_TELL(&s, {"October", .today = "2013-10-08"});
    month_decide(&s, "wubao", "2013-10");
    pays(&s, "A4", 10833);
    STORY_TELL(&s,
               {"a niece will support him",
                "case propose --change cease --household {a4} --set cause=SUPPORTER --set "
                "reason=侄女愿意赡养并签订协议 --as " CLERK " --format csv",
                .keep = "k=case", .expect = "HX2013-", .today = "2013-10-14"},
               {ACT("the reporter's village does not review", CLERK, "review --set opinion=AGREE"),
                1, NULL},
               {REVIEWED, .expect = "CANCEL_REVIEW"},
               {ACT("the reviewer does not decide", LEAD, "approve"), 1, NULL},
               {APPROVED("wubao2"), .expect = "CHANGED"},
               {"its form can be printed", "case paper {k} cancellation -o {dir}/cancellation.pdf"},
               {"and says why", "changes list --programme wubao --month 2013-11 --format csv", 0,
                "义务人有能力"});
    assert_int_equal(asked(&s, "SELECT count(*) FROM certificate WHERE void_change = 0"), 0);
    assert_int_equal(
        asked(&s, "SELECT count(*) FROM certificate WHERE void_on = 20131031 AND void_reason = "
                  "'义务人有能力'"),
        1);
    STORY_TELL(&s, {"November", .today = "2013-11-05"});
    month_decide(&s, "wubao", "2013-11");
    pays(&s, "A4", NOT_PAID);
    pays(&s, "W1", 10834);
    STORY_TELL(&s,
               {"not twice",
                "case propose --change cease --household {a4} --set cause=SUPPORTER --set "
                "reason=x --as " CLERK,
                1, NULL},
               {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(wubao_ceases_when_a_supporter_is_found)

/* h1, two adults without income: 36000 in October and November. The head died on 2013-10-20, which
   is known on 2013-11-20: from November one person, 18000, so that 18000 of November come back. The
   plan leaves people half of a month: December and January 18000 - 9000 = 9000, February 18000. */
static void a_dead_head_s_file_goes_on_under_the_heir(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    STORY_TELL(&s, {"October", .today = "2013-10-08"});
    month_decide(&s, "dibao", "2013-10");
    pays(&s, "H1", 36000);
    STORY_TELL(&s, {"November", .today = "2013-11-05"});
    month_decide(&s, "dibao", "2013-11");
    pays(&s, "H1", 36000);
    STORY_TELL(
        &s,
        {"a death needs its day",
         PROPOSE("head", "h1", "--set id_number={S1} --set cause=DEATH --set reason=户主病故"), 1,
         "died_on", .today = "2013-11-20"},
        {"h1 died in October; his wife goes on",
         PROPOSE("head", "h1",
                 "--set id_number={S1} --set cause=DEATH --set died_on=2013-10-20 --set "
                 "reason=户主病故"),
         .keep = "k=case"},
        {REVIEWED}, {APPROVED("dibao2"), .expect = "CHANGED"},
        {"the household has its number still", "person show {S1} --format csv",
         .keep = "heir=household"},
        {"she opens an account",
         PROPOSE("account", "h1",
                 "--set bank=泾县农村商业银行 --set account_holder=钱桂花 --set "
                 "account_number=6228480000000000193 --set reason=户主变更"),
         .keep = "k=case"},
        {REVIEWED}, {APPROVED("dibao2")});
    assert_string_equal(story_get(&s, "heir"), story_get(&s, "h1"));
    assert_int_equal(asked(&s, "SELECT count(*) FROM certificate WHERE void_change = 0 AND "
                               "programme = 1"),
                     1);
    STORY_TELL(&s, {"December", .today = "2013-12-03"});
    month_decide(&s, "dibao", "2013-12");
    pays(&s, "H1", NOT_PAID);
    pays(&s, "S1", 9000);
    STORY_TELL(&s, {"January", .today = "2014-01-06"});
    month_decide(&s, "dibao", "2014-01");
    pays(&s, "S1", 9000);
    STORY_TELL(&s, {"February", .today = "2014-02-07"});
    month_decide(&s, "dibao", "2014-02");
    pays(&s, "S1", 18000);
    STORY_TELL(&s, {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(a_dead_head_s_file_goes_on_under_the_heir)

/* a1 as in paths.h, 8000 a month; sent back on 2013-10-24, approved on 2013-11-12: December. */
static void what_the_county_sends_back_is_done_again(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    township_does_its_part(&s, "a1");
    STORY_TELL(
        &s,
        {ACT("to send back needs a reason", "dibao2", "send_back"), 1, "reason",
         .today = "2013-10-24"},
        {ACT("not the township's to do", LEAD, "send_back --set reason=x"), 1, NULL},
        {ACT("sent back: ten working days for another visit", "dibao2",
             "send_back --set reason=收入未核实清楚"),
         .expect = ",2013-11-07,"},
        {"it waits for a visit again", "case show {k}", 0, "CHECKED"},
        {ACT("not approved meanwhile", "dibao2", "approve"), 1, NULL},
        {ACT("an old visit is not a new one", TOWNSHIP, SURVEYED_ON("2013-09-30")), 1, NULL},
        {ACT("visited again", TOWNSHIP, SURVEYED_ON("2013-10-28")), .today = "2013-10-28"},
        {ACT("deliberated again", CLERK, VOTED_ON("2013-10-29")), .today = "2013-10-29"},
        {ACT("reviewed again, with what was found", LEAD,
             "review --set opinion=AGREE --set mgmt_class=B"),
         .expect = "REVIEWED", .today = "2013-10-30"},
        {"it hangs again", "notice post --cases {k} --place 村务公开栏 --as " CLERK,
         .today = "2013-10-31"},
        {"for seven days", "notice list --format csv --as " CLERK,
         .expect = ",2013-10-31,2013-11-06,", .keep = "n=notice"},
        {"and comes down", "notice close {n} --result 公示期间无异议 --as " CLERK,
         .today = "2013-11-07"},
        {"drawn", "sample draw --programme dibao --seed 3 --as dibao1", .today = "2013-11-11"},
        {ACT("seen", "dibao1", SPOT_CHECKED_ON("2013-11-11"))},
        {ACT("approved, from the month after", "dibao2", "approve"), .expect = ",2013-12,",
         .today = "2013-11-12"},
        {"the second notice", "notice post --cases {k} --place 村务公开栏 --as " CLERK,
         .today = "2013-11-13"},
        {"its number", "notice list --format csv --as " CLERK, .keep = "n=notice"},
        {"comes down", "notice close {n} --result 公示期间无异议 --as " CLERK,
         .today = "2013-11-20"},
        {"both visits stay in the file", "case show {k}", 0, "send_back"},
        {"its notice is printed", "notice paper {n} wall -o {dir}/wall.pdf --as " CLERK},
        {"for the web as well", "notice paper {n} web -o {dir}/web.docx --as " CLERK},
        {"and what came of it", "notice paper {n} result -o {dir}/result.pdf --as " CLERK},
        {"not for another township", "notice paper {n} wall -o {dir}/no.pdf --as township106.clerk",
         1, "341823100204"},
        {"the draw's number", "sample list --format csv", .keep = "sample=sample"},
        {"the draw is printed", "sample paper {sample} -o {dir}/sample.pdf --as dibao1"},
        {"by the county only", "sample paper {sample} -o {dir}/no.pdf --as " LEAD, 1, NULL},
        {"the month's changes",
         "changes paper --programme dibao --month 2013-12 -o {dir}/changes.docx --as " LEAD},
        {"an empty form", "case blank home_visit -o {dir}/blank.docx --as " CLERK},
        {"what the case has", "case paper {k} --format csv --as " CLERK, 0, "certificate"},
        {"no paper of another kind", "case paper {k} refusal -o {dir}/no.pdf --as " CLERK, 1,
         "不予批准告知书"},
        {"a file of another kind", "case paper {k} application -o {dir}/no.txt --as " CLERK, 2,
         ".docx"},
        {"December", .today = "2013-12-03"});
    month_decide(&s, "dibao", "2013-12");
    pays(&s, "A1", A1_MONTH_FEN);
    STORY_TELL(&s, {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(what_the_county_sends_back_is_done_again)

static void newborn_number(struct story *s)
{
    char number[IDNO_BYTES] = "34252920131002901";
    number[17] = idno_check_char(number);
    number[18] = '\0';
    story_set(s, "N7", number);
}

/* From November, standard 2160.00 a year:
     h7  one without income, a child born on 2013-10-02 joins: 2 * 216000 / 12 = 36000, and a fifth
         of the minor's half of it: 36000 + 3600 = 39600
     h5  the wife becomes head: 36608 as before, under her name
     h9  class B becomes A: 18000 as before */
static void a_birth_a_handover_and_a_class(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    newborn_number(&s);
    STORY_TELL(&s, {"October", .today = "2013-10-08"});
    month_decide(&s, "dibao", "2013-10");
    pays(&s, "H5", 36608);
    pays(&s, "H7", 18000);
    pays(&s, "H9", 18000);
    STORY_TELL(
        &s,
        {"h7 has a child",
         PROPOSE("member_join", "h7",
                 "--set members.1.name=陈小宝 --set members.1.id_number={N7} --set "
                 "members.1.relation=SON --set members.1.is_protected=1 --set reason=新生儿"),
         .keep = "k=case", .today = "2013-10-10"},
        {REVIEWED}, {APPROVED("dibao2"), .expect = ",2013-11,"},
        {"who is in a household joins no other",
         PROPOSE("member_join", "h9",
                 "--set members.1.name=陈小宝 --set members.1.id_number={N7} --set "
                 "members.1.relation=SON --set members.1.is_protected=1 --set reason=x"),
         1, "陈七宝"},
        {"h5 hands over to his wife",
         PROPOSE("head", "h5", "--set id_number={S5} --set cause=HANDOVER --set reason=外出治病"),
         .keep = "k=case"},
        {REVIEWED}, {APPROVED("dibao2"), .expect = "CHANGED"},
        {"not to a stranger",
         PROPOSE("head", "h9", "--set id_number={H8} --set cause=HANDOVER --set reason=x"),
         .keep = "k=case"},
        {REVIEWED}, {APPROVED("dibao2"), 1, NULL},
        {ACT("taken back", TOWNSHIP, "withdraw --set reason=误录"), .expect = "WITHDRAWN"},
        {"h9 becomes class A", PROPOSE("class", "h9", "--set mgmt_class=A --set reason=年老多病"),
         .keep = "k=case"},
        {REVIEWED}, {APPROVED("dibao2"), .expect = "CHANGED"}, {"November", .today = "2013-11-05"});
    assert_int_equal(asked(&s, "SELECT count(*) FROM entitlement WHERE mgmt_class = 1 AND "
                               "known_to = 2147483647"),
                     1);
    month_decide(&s, "dibao", "2013-11");
    pays(&s, "H5", NOT_PAID);
    pays(&s, "S5", 36608);
    pays(&s, "H7", 39600);
    pays(&s, "H9", 18000);
    STORY_TELL(&s, {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(a_birth_a_handover_and_a_class)

static void list_write(struct story *s)
{
    char path[PROCESS_PATH_BYTES];
    FILE *f = fopen(story_path(s, "cremation.csv", path), "w");
    assert_non_null(f);
    fprintf(f,
            "姓名,身份证号,死亡日期,火化日期,殡仪馆\n"
            "高一宝,%s,2013-10-18,2013-10-20,泾县殡仪馆\n"
            "钱桂花,%s,2013-10-20,2013-10-22,泾县殡仪馆\n",
            story_get(s, "A1"), story_get(s, "S1"));
    assert_int_equal(fclose(f), 0);
}

/* h1's wife was cremated in October and is paid for until a list tells: November 18000 too much.
   December and January 18000 - 9000 = 9000, February 18000. a1 receives nothing and is nobody's
   hit. */
static void a_list_of_the_cremated_ends_in_a_recovery(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    list_write(&s);
    STORY_TELL(&s, {"October", .today = "2013-10-08"});
    month_decide(&s, "dibao", "2013-10");
    STORY_TELL(&s, {"November", .today = "2013-11-05"});
    month_decide(&s, "dibao", "2013-11");
    pays(&s, "H1", 36000);
    STORY_TELL(
        &s,
        {"the list of the funeral home",
         "match import {dir}/cremation.csv --kind cremation --as dibao1", .today = "2013-11-12"},
        {"one hit", "match hits --open --format csv --as " TOWNSHIP, 0, "钱桂花", "hit=hit"});
    assert_int_equal(story_rows(&s), 1);
    STORY_TELL(&s, {"another township sees none",
                    "match hits --open --format csv --as township106.clerk"});
    assert_int_equal(story_rows(&s), 0);
    STORY_TELL(
        &s,
        {"nothing is stopped by a list", "explain --person {H1} --programme dibao --month 2013-12",
         0, "360.00"},
        {"a death is not explained away",
         "match explain {hit} --conclusion no-effect --text 查过 --as " TOWNSHIP, 1, NULL},
        {"nor concluded before it is reported",
         "match explain {hit} --conclusion death-reported --text 村里证明 --as " TOWNSHIP, 1, NULL},
        {"reported with the list's day", "match explain {hit} --conclusion death-reported --text "
                                         "村里证明 --report-death --as " TOWNSHIP},
        {"once", "match explain {hit} --conclusion death-reported --text 村里证明 --as " TOWNSHIP,
         1, NULL},
        {"nothing is open", "match hits --open --format csv --as " TOWNSHIP});
    assert_int_equal(story_rows(&s), 0);
    STORY_TELL(&s, {"December", .today = "2013-12-03"});
    month_decide(&s, "dibao", "2013-12");
    pays(&s, "H1", 9000);
    STORY_TELL(&s,
               {"the amount says why", "explain --person {H1} --programme dibao --month 2013-12", 0,
                "保障人口 1"},
               {"January", .today = "2014-01-06"});
    month_decide(&s, "dibao", "2014-01");
    pays(&s, "H1", 9000);
    STORY_TELL(&s, {"February", .today = "2014-02-07"});
    month_decide(&s, "dibao", "2014-02");
    pays(&s, "H1", 18000);
    STORY_TELL(&s, {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(a_list_of_the_cremated_ends_in_a_recovery)

#define NEIGHBOUR "village341823100001.clerk"
static void the_next_village_sees_nothing(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    STORY_TELL(&s,
               {"the next village has a clerk",
                "user add " NEIGHBOUR
                " --role village_clerk --scope 341823100001 --title 城南居委会经办"},
               {"applied", APPLY("a1"), .keep = "k=case", .today = "2013-09-13"},
               {"his own clerk finds it", "case list --search 高一宝 --format csv --as " CLERK, 0,
                "高一宝"},
               {"so does the township", "case list --format csv --as " TOWNSHIP, 0, "高一宝"},
               {"not the next village", "case list --format csv --as " NEIGHBOUR});
    assert_int_equal(story_rows(&s), 0);
    STORY_TELL(&s, {"not by name either", "case list --search 高一宝 --division " VILLAGE
                                          " --format csv --as " NEIGHBOUR});
    assert_int_equal(story_rows(&s), 0);
    STORY_TELL(&s, {"nothing waits for him", "case mine --format csv --as " NEIGHBOUR});
    assert_int_equal(story_rows(&s), 0);
    STORY_TELL(
        &s, {"nor is it shown", "case show {k} --as " NEIGHBOUR, 1, "341823100204"},
        {"nor printed", "case paper {k} application -o {dir}/x.pdf --as " NEIGHBOUR, 1, NULL},
        {"nor its papers read", "attach list {k} --as " NEIGHBOUR, 1, NULL},
        {ACT("nor taken back", NEIGHBOUR, "withdraw --set reason=x"), 1, NULL},
        {"its own clerk prints it, covered",
         "case paper {k} application -o {dir}/a.pdf --as " CLERK, 0, "a.pdf"},
        {"whole numbers are not the village's to see",
         "case paper {k} application -o {dir}/b.pdf --purpose 申请人签字存档 --as " CLERK, 1, NULL},
        {"the township says why",
         "case paper {k} application -o {dir}/b.pdf --purpose 申请人签字存档 --as " TOWNSHIP},
        {"or gets none", "case paper {k} application -o {dir}/c.pdf --purpose 看 --as " TOWNSHIP, 1,
         NULL});
    assert_int_equal(asked(&s, "SELECT count(*) FROM change_trail WHERE action = 'number.reveal' "
                               "AND subject LIKE 'case %' AND actor = '" TOWNSHIP "'"),
                     1);
    STORY_TELL(&s, {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(the_next_village_sees_nothing)

STORY_MAIN("case more", STORY_BOTH(wubao_ceases_when_a_supporter_is_found),
           STORY_BOTH(a_dead_head_s_file_goes_on_under_the_heir),
           STORY_BOTH(what_the_county_sends_back_is_done_again),
           STORY_BOTH(a_birth_a_handover_and_a_class),
           STORY_BOTH(a_list_of_the_cremated_ends_in_a_recovery),
           STORY_BOTH(the_next_village_sees_nothing))

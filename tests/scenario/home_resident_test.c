/* P3.2 集中供养、完善核销; P3.4 提高敬老院的入住率; 令456号 Art. 8, 12, 17: a resident from his
   wish to move in to his death, told to the whole program. */
#include <stdlib.h>

#include "scenario/paths.h"

#define DIRECTOR "home100.director"
#define HOME "泾川镇敬老院"

static int64_t asked(const struct story *s, const char *sql)
{
    struct error e = {0};
    int64_t value = -1;
    struct db *db = testdb_open(s->db.url, DB_READER);
    assert_ok_e(db_query_i64_raw(db, sql, &value, &e), &e);
    db_close(db);
    return value;
}

/* a4: aged, scattered, granted in September, from October. */
static void certified(struct story *s)
{
    STORY_TELL(
        s,
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
        {APPROVED("wubao2"), .expect = "ACTIVE", .today = "2013-09-18"});
    assert_int_equal(asked(s, "SELECT count(*) FROM certificate WHERE void_change = 0"), 1);
}

static void the_home_is_ready(struct story *s)
{
    STORY_TELL(s,
               {"a room of 20 square metres does not hold five beds",
                "home bed add " HOME " --room 101 --area 20 --beds 5 --from 2013-10-01 --as wubao1",
                1, "101", .today = "2013-10-01"},
               {"but four",
                "home bed add " HOME " --room 101 --area 20 --beds 4 --from 2013-10-01 --as wubao1",
                0, "4 张床"},
               {"the director makes no beds",
                "home bed add " HOME " --room 102 --area 20 --beds 4 --as " DIRECTOR, 1, "无权"},
               {"whom the roster has there is adopted",
                "home adopt " HOME " --on 2013-10-01 --as wubao1", 0, "补登 2 人"},
               {"two beds are left", "home bed list " HOME " --free --format csv --as " DIRECTOR});
    assert_int_equal(story_rows(s), 2);
}

static void he_asks_and_moves_in(struct story *s)
{
    STORY_TELL(
        s,
        {"he asks to move in", "home wish add --person {A4} --on 2013-10-02 --as " TOWNSHIP,
         .today = "2013-10-02"},
        {"and stands on the list", "home wish list --format csv --as " TOWNSHIP, 0, "高四爷"},
        {"no stay without an agreement",
         "home admit --person {A4} --home " HOME " --from 2013-10-10 --as " DIRECTOR, 1, "协议",
         .today = "2013-10-09"},
        {"the director admits him",
         "home admit --person {A4} --home " HOME
         " --from 2013-10-10 --agreement 供养协议2013-1 --health 良好 --as " DIRECTOR
         " --format csv",
         .keep = "stay=stay"},
        {"not twice",
         "home admit --person {A4} --home " HOME " --agreement 供养协议2013-2 --as " DIRECTOR, 1,
         HOME},
        {"and does not confirm it himself", "home admit confirm {stay} --as " DIRECTOR, 1, "无权"},
        {"the township's lead does", "home admit confirm {stay} --as " LEAD, 0, "1 人"},
        {"the wish is fulfilled", "home wish list --format csv --as " TOWNSHIP});
    assert_int_equal(story_rows(s), 0);
    STORY_TELL(s, {"October is paid at home", .today = "2013-10-12"});
    month_decide(s, "wubao", "2013-10");
    pays(s, "A4", 10833); /* 130000 * 10 / 12 - 130000 * 9 / 12 */
}

static void he_lives_there(struct story *s)
{
    STORY_TELL(s,
               {"another bed", "home move {stay} --bed 101/4 --from 2013-10-20 --as " DIRECTOR,
                .today = "2013-10-20"},
               {"which the list shows", "home residents --home " HOME " --format csv --as wubao1",
                0, "供养协议2013-1"},
               {"a bed with somebody in it is not closed",
                "home bed close 4 --on 2013-10-21 --reason 漏雨 --as wubao1", 1, "高四爷"},
               {"November is paid to the home", .today = "2013-11-05"});
    month_decide(s, "wubao", "2013-11");
    pays(s, "A4", 22000);
    pays(s, "W1", 10834);
    STORY_TELL(
        s, {"funded", "pay fund {run} --as finance2"},
        {"to the bank", "pay send {run} --layout nsh-pipe -o {dir}/november.txt --as finance2"});
    char path[PROCESS_PATH_BYTES];
    char *file = process_text(story_path(s, "november.txt", path));
    /* w4, w5 and now a4: three lines of 220.00 to the home's account. */
    int lines = 0;
    for (const char *at = file; (at = strstr(at, "|220.00|6229000034182301000|")) != NULL; at++)
        lines++;
    assert_int_equal(lines, 3);
    free(file);
}

static void he_dies(struct story *s)
{
    STORY_TELL(s,
               {"a death has its day", "home leave {stay} --reason DEATH --as " DIRECTOR, 1,
                "死亡日期", .today = "2013-11-22"},
               {"the director reports it",
                "home leave {stay} --reason DEATH --died-on 2013-11-20 --funeral-on 2013-11-22 "
                "--as " DIRECTOR,
                0, "核销"},
               {"the bed is free",
                "home bed list " HOME " --on 2013-11-21 --free --format csv --as wubao1"});
    assert_int_equal(story_rows(s), 2);
    STORY_TELL(
        s,
        {"the stay names the case",
         "home residents --home " HOME " --state LEFT --format csv --as wubao1",
         .keep = "k=case_id"},
        {"which waits for the township", "case show {k}", 0, "HX2013-"},
        {ACT("the reporter does not review", DIRECTOR, "review --set opinion=AGREE"), 1, NULL},
        {REVIEWED, .expect = "CANCEL_REVIEW", .today = "2013-11-25"},
        {APPROVED("wubao2"), .expect = "CHANGED"});
    assert_int_equal(asked(s, "SELECT count(*) FROM certificate WHERE void_change = 0"), 0);
    assert_int_equal(asked(s, "SELECT count(*) FROM certificate WHERE void_on = 20131120"), 1);
    STORY_TELL(s, {"December", .today = "2013-12-05"});
    month_decide(s, "wubao", "2013-12");
    pays(s, "A4", 264000); /* a year of the standard in a home, for the funeral */
    pays(s, "W4", 22000);
}

static void a_resident_from_wish_to_death(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-10");
    applicants(&s);
    certified(&s);
    the_home_is_ready(&s);
    he_asks_and_moves_in(&s);
    he_lives_there(&s);
    he_dies(&s);
    STORY_TELL(&s, {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(a_resident_from_wish_to_death)

/* w2 goes in, on to another home, and back to his house: each from the month after. */
static void in_on_and_home_again(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-10");
    STORY_TELL(
        &s,
        {"beds",
         "home bed add " HOME " --room 101 --area 20 --beds 4 --from 2013-10-01 --as wubao1",
         .today = "2013-10-01"},
        {"and in the other home",
         "home bed add 茂林镇敬老院 --room 1 --area 20 --beds 4 --from 2013-10-01 --as wubao1"},
        {"its director", "user add maolin.director --role home_director --scope 341823103000"},
        {"speaks for it", "home bind maolin.director 茂林镇敬老院", 0, "代表"},
        {"a bureau's officer speaks for none", "home bind wubao1 茂林镇敬老院", 1, "院长"},
        {"w2 comes",
         "home admit --person {W2} --home " HOME " --from 2013-10-05 --agreement 甲 --as " DIRECTOR
         " --format csv",
         .keep = "stay=stay", .today = "2013-10-05"},
        {"confirmed", "home admit confirm --all --home " HOME " --as wubao1", 0, "1 人"});
    month_decide(&s, "wubao", "2013-10");
    pays(&s, "W2", 10833);
    STORY_TELL(&s,
               {"he asks for the other one",
                "home leave {stay} --reason TRANSFER --until 2013-11-10 --to 茂林镇敬老院 "
                "--agreement 乙 --as " DIRECTOR,
                .today = "2013-11-08"},
               {"thinks again", "home leave take-back {stay} --as " DIRECTOR},
               {"and asks once more",
                "home leave {stay} --reason TRANSFER --until 2013-11-10 --to 茂林镇敬老院 "
                "--agreement 乙 --as " DIRECTOR},
               {"the township's lead has not both homes", "home leave confirm {stay} --as " LEAD, 1,
                "茂林镇"},
               {"the county has", "home leave confirm {stay} --as wubao1"},
               {"the new stay",
                "home residents --home 茂林镇敬老院 --format csv --as maolin.director",
                .keep = "next=stay"});
    month_decide(&s, "wubao", "2013-11");
    pays(&s, "W2", 22000);
    STORY_TELL(&s,
               {"he goes home",
                "home leave {next} --reason DISCHARGE --until 2013-11-29 --as maolin.director",
                .today = "2013-11-28"},
               {"confirmed", "home leave confirm {next} --as wubao1"},
               {"December", .today = "2013-12-05"});
    month_decide(&s, "wubao", "2013-12");
    pays(&s, "W2", 10833); /* 130000 - 130000 * 11 / 12 */
    STORY_TELL(
        &s,
        {"w3 comes into the other home",
         "home admit --person {W3} --home 茂林镇敬老院 --from 2013-12-06 --agreement 丙 --as "
         "maolin.director --format csv",
         .keep = "last=stay", .today = "2013-12-06"},
        {"confirmed", "home admit confirm {last} --as wubao1"},
        {"the two homes become one, and not by one officer who names another",
         "home merge 茂林镇敬老院 --into " HOME
         " --on 2013-12-20 --requested-by wubao1 --as wubao2",
         1, "没有人提出", .today = "2013-12-20"},
        {"one asks", "home merge request 茂林镇敬老院 --into " HOME " --on 2013-12-20 --as wubao1"},
        {"not by who asked", "home merge 茂林镇敬老院 --into " HOME " --on 2013-12-20 --as wubao1",
         1, "另一人"},
        {"but by two",
         "home merge 茂林镇敬老院 --into " HOME
         " --on 2013-12-20 --requested-by wubao1 --as wubao2",
         0, "转入 1 人"},
        {"it takes nobody any more",
         "home admit --person {W1} --home 茂林镇敬老院 --agreement 丁 --as maolin.director", 1,
         "停办"},
        {"w3 sleeps here",
         "home residents --home " HOME " --on 2013-12-20 --format csv --as wubao1", 0, "韩大娘"},
        {"January", .today = "2014-01-05"});
    month_decide(&s, "wubao", "2014-01");
    pays(&s, "W3", 22000);
    STORY_TELL(&s, {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(in_on_and_home_again)

STORY_MAIN("home resident", STORY_BOTH(a_resident_from_wish_to_death),
           STORY_BOTH(in_on_and_home_again))

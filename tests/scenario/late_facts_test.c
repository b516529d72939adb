/* P3.1 加大动态管理; P3.2 完善核销和增补机制: facts that are known late. Whatever the order in
   which they are entered, everybody ends with the same money, to the fen. */
#include <stdio.h>
#include <string.h>

#include "base/fen.h"
#include "scenario/people.h"

/* By hand. Taken on from March; standards 2160 and 1300 until March, 2400 and 1560 from April.
   Until October for dibao (8 months), until August for wubao (6 months).

   h1, two adults without income; the wife died in March, whose month is still due:
        March 2 * 216000 / 12 = 36000; April to October 240000 / 12 = 20000 each: 36000 + 7 * 20000
   = 176000. At most 75 % of a month's 20000 is taken back, so no month falls below 5000. h2, aged,
   income 1200.00: March 9600; then (240000 - 120000) / 12 = 10000 and a fifth: 9600 + 7 * 12000 =
   93600. h7, no income: March 18000, then 20000: 18000 + 7 * 20000 = 158000. w1, scattered, died in
   March: 10833 for March (32500 - 21667); what was paid beyond stays to be recovered. w2,
   scattered, in the home from May: March 10833, April 156000 / 12 = 13000, May to August 264000 /
   12 = 22000 each: 10833 + 13000 + 88000 = 111833. w3, scattered throughout: 10833 + 5 * 13000 =
   75833. w4, in the home throughout: 6 * 22000 = 132000. */
#define H1_FEN 176000
#define H2_FEN 93600
#define H7_FEN 158000
#define W1_FEN 10833
#define W2_FEN 111833
#define W3_FEN 75833
#define W4_FEN 132000
#define H1_FLOOR_FEN 4500

static const char *const MONTHS[] = {"2013-03", "2013-04", "2013-05", "2013-06",
                                     "2013-07", "2013-08", "2013-09", "2013-10"};
#define DIBAO_MONTHS 8
#define WUBAO_MONTHS 6
#define PREFIX_MONTHS 3 /* paid before any of it is known */

static void month_decide(struct story *s, const char *programme, int month)
{
    char prepare[128], run[32];
    snprintf(prepare, sizeof prepare, "pay prepare --programme %s --month %s --as %s1", programme,
             MONTHS[month], programme);
    snprintf(run, sizeof run, "%s/%s", programme, MONTHS[month]);
    STORY_TELL(s, {MONTHS[month], prepare});
    little_decide(s, run);
}

enum event { DEATHS, FORM, STANDARD, EVENT_COUNT };

static void happen(struct story *s, enum event event)
{
    switch (event) {
    case DEATHS:
        STORY_TELL(
            s,
            {"h1's wife died in March", "person death {S1} --on 2013-03-15 --document 死亡证明1"},
            {"w1 died in March", "person death {W1} --on 2013-03-28 --document 死亡证明2"});
        break;
    case FORM:
        STORY_TELL(s, {"w2 moved to the home in May",
                       "wubao form {W2} institution --from 2013-05 --home 泾川镇敬老院"});
        break;
    default:
        STORY_TELL(
            s,
            {"dibao's standard rises, back-dated to April",
             "plan set dibao.standard_year 2400.00 --from 2013-04 --document 政发〔2013〕7号"},
            {"and that of scattered support",
             "plan set wubao.scattered_year 1560.00 --from 2013-04 --document 政发〔2013〕7号"});
    }
}

/* Everything paid in the programme's runs to the households of these heads. */
static void paid(struct story *s, const char *programme, int months, const char *const *heads,
                 size_t count, int64_t *ret)
{
    memset(ret, 0, count * sizeof *ret);
    for (int m = 0; m < months; m++) {
        char command[96];
        snprintf(command, sizeof command, "pay items %s/%s --format csv", programme, MONTHS[m]);
        STORY_TELL(s, {"what was paid", command});
        for (size_t i = 0; i < count; i++) {
            int64_t part = story_sum(s, "id_number", story_get(s, heads[i]), "total_fen");
            if (strcmp(heads[i], "H1") == 0)
                assert_true(part >= H1_FLOOR_FEN);
            ret[i] += part;
        }
    }
}

/* What the last run still wants back from w1, as its exception says. */
static int64_t left_to_recover(struct story *s)
{
    char code[STORY_VALUE_BYTES], detail[STORY_VALUE_BYTES];
    int64_t left = 0;
    STORY_TELL(s, {"what is left to recover", "pay exceptions wubao/2013-08 --format csv"});
    for (size_t i = 0; story_field(s, i, "code", code); i++) {
        struct fen amount;
        if (strcmp(code, "RECOVERY_LEFT") != 0)
            continue;
        assert_true(story_field(s, i, "detail", detail));
        assert_ok(fen_parse(detail, &amount, NULL));
        left += amount.v;
    }
    return left;
}

static void everybody_has_what_is_due(struct story *s)
{
    static const char *const dibao[] = {"H1", "H2", "H7"};
    static const char *const wubao[] = {"W1", "W2", "W3", "W4"};
    int64_t sum[4];
    paid(s, "dibao", DIBAO_MONTHS, dibao, 3, sum);
    assert_int_equal(sum[0], H1_FEN);
    assert_int_equal(sum[1], H2_FEN);
    assert_int_equal(sum[2], H7_FEN);
    paid(s, "wubao", WUBAO_MONTHS, wubao, 4, sum);
    assert_int_equal(sum[0] - left_to_recover(s), W1_FEN);
    assert_int_equal(sum[1], W2_FEN);
    assert_int_equal(sum[2], W3_FEN);
    assert_int_equal(sum[3], W4_FEN);
    STORY_TELL(s, {"the audit is clean", "audit"});
}

static void one_order(const struct story *until_may, const enum event order[EVENT_COUNT])
{
    struct story s;
    story_copy(until_may, &s);
    STORY_TELL(&s, {"June", .today = "2013-06-05"});
    happen(&s, order[0]);
    happen(&s, order[1]);
    month_decide(&s, "dibao", 3);
    month_decide(&s, "wubao", 3);
    STORY_TELL(&s, {"July", .today = "2013-07-05"});
    happen(&s, order[2]);
    for (int m = 4; m < DIBAO_MONTHS; m++)
        month_decide(&s, "dibao", m);
    for (int m = 4; m < WUBAO_MONTHS; m++)
        month_decide(&s, "wubao", m);
    everybody_has_what_is_due(&s);
    story_close(&s);
}

static void late_facts_end_in_the_same_money_in_every_order(enum db_engine engine)
{
    static const enum event orders[6][EVENT_COUNT] = {
        {DEATHS, FORM, STANDARD}, {DEATHS, STANDARD, FORM}, {FORM, DEATHS, STANDARD},
        {FORM, STANDARD, DEATHS}, {STANDARD, DEATHS, FORM}, {STANDARD, FORM, DEATHS}};
    struct story until_may;
    little_county_copy(&until_may, engine, "2013-03");
    STORY_TELL(&until_may, {"recoveries leave a quarter",
                            "plan set recovery.floor 25% --from 2013-01 --document 示例",
                            .today = "2013-03-01"});
    for (int m = 0; m < PREFIX_MONTHS; m++) {
        month_decide(&until_may, "dibao", m);
        month_decide(&until_may, "wubao", m);
    }
    for (int o = 0; o < 6; o++)
        one_order(&until_may, orders[o]);
    story_close(&until_may);
}

STORY_CLAIM(late_facts_end_in_the_same_money_in_every_order)

STORY_MAIN("late facts", STORY_BOTH(late_facts_end_in_the_same_money_in_every_order))

/* P3.2, P3.4: two hundred people move into a home in one month. Payments, payees and rates follow,
   to the fen; who leaves again is paid at home from the month after. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/idno.h"
#include "scenario/people.h"

#define PEOPLE 200
#define STAY_AT_HOME 100 /* of the same township, who stay scattered */
#define LEAVERS 5
#define HOME "泾川镇敬老院"
#define HOME_ACCOUNT "6229000034182301000"
#define DIRECTOR "home100.director"

/* By hand: 1300.00 a year in twelve parts, 2640.00 in twelve (§B.5). */
static const int64_t SCATTERED[] = {10833, 10834, 10833, 10833, 10834, 10833, 10833};
#define INSTITUTION 22000
#define UNTIL_APRIL 43333 /* round(130000 * 4 / 12) */

static void number_of(int i, char out[IDNO_BYTES])
{
    (void)snprintf(out, IDNO_BYTES, "342529%04d%02d%02d%03d", 1930 + i % 20, i / 20 % 12 + 1,
                   i % 28 + 1, i * 2 % 1000);
    out[17] = idno_check_char(out);
    out[18] = '\0';
}

static FILE *file_of(const struct story *s, const char *name)
{
    char path[PROCESS_PATH_BYTES];
    FILE *f = fopen(story_path(s, name, path), "w");
    assert_non_null(f);
    return f;
}

static void roster_write(struct story *s)
{
    FILE *f = file_of(s, "two-hundred.csv");
    fprintf(f, "序号,乡镇,村(居),姓名,身份证号,供养形式,供养机构,自理能力,开户行,账户名,账号,"
               "纳入月份,备注\n");
    for (int i = 0; i < PEOPLE + STAY_AT_HOME; i++) {
        char number[IDNO_BYTES];
        number_of(i, number);
        fprintf(f,
                "%d,泾川镇,高村村委会,老人甲,%s,散居,,自理,泾县农村商业银行,老人甲,"
                "62284800000001%05d,2012-01,\n",
                i + 1, number, i);
    }
    assert_int_equal(fclose(f), 0);
}

/* spoiled: the row (from 1) whose day is no day; 0: none. */
static void list_write(struct story *s, const char *name, int spoiled)
{
    FILE *f = file_of(s, name);
    fprintf(f, "id_number,home,bed,from,agreement\n");
    for (int i = 0; i < PEOPLE; i++) {
        char number[IDNO_BYTES];
        number_of(i, number);
        fprintf(f, "%s," HOME ",,%s,协议%03d\n", number,
                i + 1 == spoiled ? "2013-04-31" : "2013-04-20", i + 1);
    }
    assert_int_equal(fclose(f), 0);
}

static void county_of_three_hundred(struct story *s, enum db_engine engine)
{
    story_open(s, engine);
    roster_write(s);
    list_write(s, "list.csv", 0);
    list_write(s, "spoiled.csv", 150);
    STORY_TELL(s, {"the county begins", "init --plan {plan}", .today = "2013-01-10"},
               {"its roster",
                "roster import {dir}/two-hundred.csv --programme wubao --from 2013-01",
                .expect = "新增 300 户 300 人"});
    for (int room = 1; room <= PEOPLE / 20; room++) {
        char command[160];
        (void)snprintf(command, sizeof command,
                       "home bed add " HOME
                       " --room %d --area 100 --beds 20 --from 2013-01-10 --as "
                       "wubao1",
                       100 + room);
        STORY_TELL(s, {"twenty beds", command});
    }
}

/* Everybody's item of the month: the movers', and those of who stays at home. */
static void month_pays(struct story *s, int month, int64_t movers, int64_t others)
{
    char name[16], command[96];
    (void)snprintf(name, sizeof name, "2013-%02d", month);
    (void)snprintf(command, sizeof command, "pay prepare --programme wubao --month %s --as wubao1",
                   name);
    STORY_TELL(s, {"the month's run", command});
    (void)snprintf(command, sizeof command, "wubao/%s", name);
    little_decide(s, command);
    story_set(s, "run", command);
    STORY_TELL(s, {"what it pays", "pay items {run} --format csv"});
    assert_int_equal(story_rows(s), PEOPLE + STAY_AT_HOME);
    int64_t moved = 0;
    for (int i = 0; i < PEOPLE; i += 50) { /* a few by name, all by sum */
        char number[IDNO_BYTES];
        number_of(i + LEAVERS, number);
        assert_int_equal(story_number(s, "id_number", number, "total_fen"), movers);
    }
    moved = story_sum(s, "programme", NULL, "total_fen");
    assert_int_equal(moved, PEOPLE * movers + STAY_AT_HOME * others);
}

static int lines_with(struct story *s, const char *name, const char *part)
{
    char path[PROCESS_PATH_BYTES];
    char *text = process_text(story_path(s, name, path));
    int count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at++)
        count++;
    free(text);
    return count;
}

static void all_or_none(struct story *s)
{
    STORY_TELL(s,
               {"a day that is no day spoils the list: its row is named",
                "home admit --file {dir}/spoiled.csv --as " DIRECTOR, 1, "第 151 行 from 列",
                .today = "2013-04-20"},
               {"and nobody is in", "home residents --home " HOME " --format csv --as wubao1"});
    assert_int_equal(story_rows(s), 0);
    STORY_TELL(s, {"two hundred", "home admit --file {dir}/list.csv --format csv --as " DIRECTOR});
    assert_int_equal(story_rows(s), PEOPLE);
    STORY_TELL(s,
               {"not once more", "home admit --file {dir}/list.csv --as " DIRECTOR, 1, "第 2 行"},
               {"the home is full", "home bed list " HOME " --free --format csv --as wubao1"});
    assert_int_equal(story_rows(s), 0);
    STORY_TELL(
        s,
        {"confirmed together", "home admit confirm --all --home " HOME " --as wubao2", 0, "200 人"},
        {"whoever sleeps there",
         "home residents --home " HOME " --on 2013-04-20 --format csv --as wubao1"});
    assert_int_equal(story_rows(s), PEOPLE);
}

static void five_leave(struct story *s)
{
    for (int i = 0; i < LEAVERS; i++) {
        char number[IDNO_BYTES], command[160];
        number_of(i, number);
        STORY_TELL(s, {"the residents", "home residents --home " HOME " --format csv --as wubao1"});
        int64_t stay = story_number(s, "id_tail", number + 14, "stay");
        (void)snprintf(
            command, sizeof command,
            "home leave %" PRId64 " --reason DISCHARGE --until 2013-06-20 --as " DIRECTOR, stay);
        STORY_TELL(s, {"one goes home", command, .today = "2013-06-20"});
        (void)snprintf(command, sizeof command, "home leave confirm %" PRId64 " --as wubao2", stay);
        STORY_TELL(s, {"confirmed", command});
    }
    STORY_TELL(s, {"five beds", "home bed list " HOME " --free --format csv --as wubao1"});
    assert_int_equal(story_rows(s), LEAVERS);
}

static void two_hundred_move_in(enum db_engine engine)
{
    struct story s;
    county_of_three_hundred(&s, engine);
    for (int month = 1; month <= 4; month++) {
        if (month == 4)
            all_or_none(&s);
        month_pays(&s, month, SCATTERED[month - 1], SCATTERED[month - 1]);
    }
    assert_int_equal(SCATTERED[0] + SCATTERED[1] + SCATTERED[2] + SCATTERED[3], UNTIL_APRIL);
    STORY_TELL(&s, {"April to the bank: each to his own account", "pay fund {run} --as finance2"},
               {"sent", "pay send {run} --layout nsh-pipe -o {dir}/april.txt --as finance2"});
    assert_int_equal(lines_with(&s, "april.txt", HOME_ACCOUNT), 0);
    STORY_TELL(&s, {"May", .today = "2013-05-10"});
    month_pays(&s, 5, INSTITUTION, SCATTERED[4]);
    STORY_TELL(&s, {"May to the bank: two hundred to the home", "pay fund {run} --as finance2"},
               {"sent", "pay send {run} --layout nsh-pipe -o {dir}/may.txt --as finance2"});
    assert_int_equal(lines_with(&s, "may.txt", "|220.00|" HOME_ACCOUNT "|"), PEOPLE);
    STORY_TELL(&s, {"the rate", "home rate --on 2013-05-31 --format csv --as wubao1"});
    assert_int_equal(story_number(&s, "township", "341823100000", "in"), PEOPLE);
    assert_int_equal(story_number(&s, "township", "341823100000", "all"), PEOPLE + STAY_AT_HOME);
    STORY_TELL(&s, {"June", .today = "2013-06-10"});
    month_pays(&s, 6, INSTITUTION, SCATTERED[5]);
    five_leave(&s);
    STORY_TELL(&s, {"July", .today = "2013-07-10"},
               {"the month's run", "pay prepare --programme wubao --month 2013-07 --as wubao1"});
    little_decide(&s, "wubao/2013-07");
    STORY_TELL(&s, {"what it pays", "pay items wubao/2013-07 --format csv"});
    assert_int_equal(story_sum(&s, "programme", NULL, "total_fen"),
                     (PEOPLE - LEAVERS) * INSTITUTION + (STAY_AT_HOME + LEAVERS) * SCATTERED[6]);
    char number[IDNO_BYTES];
    number_of(0, number);
    assert_int_equal(story_number(&s, "id_number", number, "total_fen"), SCATTERED[6]);
    STORY_TELL(&s, {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(two_hundred_move_in)

STORY_MAIN("home admission", STORY_BOTH(two_hundred_move_in))

/* P3.2 专户储存、专帐核算: a return file that is not whole is refused whole; nothing of it is
 * booked.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/bank.h"
#include "scenario/people.h"

static const struct {
    const char *name;
    enum bank_fault fault;
    const char *expect; /* what is wrong, or which line */
} FAULTS[] = {
    {"a count that is not the file's", BANK_WRONG_COUNT, "总笔数是 8，应是 7"},
    {"a total that is not the file's", BANK_WRONG_TOTAL, "总金额是 1849.20 元，应是 1849.19 元"},
    {"another unit", BANK_WRONG_UNIT, "单位编号"},
    {"another day", BANK_WRONG_DATE, "日期"},
    {"a line that was never sent", BANK_UNKNOWN_LINE, "201306999999"},
    {"a line twice", BANK_DUPLICATE_LINE, "行"},
    {"a line that is missing", BANK_MISSING_LINE, "总笔数是 6，应是 7"},
    {"amounts shifted between two lines", BANK_ALTERED_AMOUNTS, "第 2 行"},
    {"another account", BANK_ALTERED_ACCOUNT, "“账号”与送出的不同"},
    {"no account", BANK_EMPTY_ACCOUNT, "“账号”与送出的不同"},
    {"another name", BANK_ALTERED_NAME, "“户名”与送出的不同"},
    {"no name", BANK_EMPTY_NAME, "“户名”与送出的不同"},
    {"another unit in a line", BANK_ALTERED_LINE_UNIT, "“单位编号”与送出的不同"},
    {"no unit in a line", BANK_EMPTY_LINE_UNIT, "“单位编号”与送出的不同"},
    {"another kind of ID", BANK_ALTERED_ID_KIND, "“证件类型”与送出的不同"},
    {"no kind of ID", BANK_EMPTY_ID_KIND, "“证件类型”与送出的不同"},
    {"another ID number", BANK_ALTERED_ID_NUMBER, "“证件号码”与送出的不同"},
    {"no ID number", BANK_EMPTY_ID_NUMBER, "“证件号码”与送出的不同"},
    {"another number of times", BANK_ALTERED_TIMES, "“当日代理次数”与送出的不同"},
    {"no number of times", BANK_EMPTY_TIMES, "当日代理次数"},
    {"a file cut short", BANK_CUT_SHORT, "明细笔数是 3，应是 7"},
};

static void refused_whole(struct story *s, size_t i)
{
    bank_answer_pipe(s, "sent", "back", "h1", FAULTS[i].fault);
    STORY_TELL(s, {FAULTS[i].name, "pay return 1 {dir}/back --as accountant", .exit = 1,
                   .expect = FAULTS[i].expect});
    printf("# %s: %s", FAULTS[i].name, s->err);
    if (FAULTS[i].fault >= BANK_ALTERED_ACCOUNT && FAULTS[i].fault < BANK_EMPTY_TIMES)
        assert_non_null(strstr(s->err, "第 2 行"));
    struct story_position p = story_position(s, "1");
    assert_int_equal(p.in_transit, 184919);
    assert_int_equal(p.paid + p.returned, 0);
    STORY_TELL(s, {"no task was made", "pay returns 1 --all --format csv"});
    assert_int_equal(story_rows(s), 0);
}

static void a_return_that_is_not_whole_is_refused_whole(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-06");
    STORY_TELL(&s, {"the draft", "pay prepare --programme dibao --month 2013-06 --as dibao1"});
    little_decide(&s, "1");
    STORY_TELL(&s,
               {"a return before anything was sent", "pay return 1 {dir}/dibao.csv --as accountant",
                .exit = 1},
               {"funded", "pay fund 1 --as finance2"},
               {"sent", "pay send 1 --layout nsh-pipe -o {dir}/sent --as finance2"},
               {"the trail so far", "doctor --format csv"});
    char *before = strdup(strstr(s.out, "trail"));
    for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; i++)
        refused_whole(&s, i);
    STORY_TELL(&s,
               {"a file that is no file", "pay return 1 {dir}/nowhere --as accountant", .exit = 1},
               {"the trail has not moved", "doctor --format csv", .expect = "trail"});
    assert_string_equal(before, strstr(s.out, "trail"));
    free(before);
    bank_answer_pipe(&s, "sent", "back", "h1", BANK_RIGHT);
    STORY_TELL(&s,
               {"the right file is still taken", "pay return 1 {dir}/back --as accountant",
                .expect = "成功 6 笔"},
               {"and the audit is clean", "audit"});
    story_close(&s);
}

STORY_CLAIM(a_return_that_is_not_whole_is_refused_whole)

int main(void)
{
    const struct CMUnitTest tests[] = {STORY_TESTS(a_return_that_is_not_whole_is_refused_whole)};
    return cmocka_run_group_tests_name("bank refusals", tests, NULL, NULL);
}

/* P3.2 会同县财政局按时足额通过“一卡通”打卡发放; P3.1 及时、准确、足额: a month from the draft to
   the closed run, with lines that the bank returns. After every command the run's position ties and
   the audit is clean. */
#include <stdlib.h>

#include "scenario/bank.h"
#include "scenario/people.h"

static void bank_returns_three(struct story *s)
{
    bank_answer_pipe(s, "june.txt", "june-back.txt", "h1 h3 h8", BANK_RIGHT);
}
static void bank_returns_one_again(struct story *s)
{
    bank_answer_pipe(s, "again.txt", "again-back.txt", "h8", BANK_RIGHT);
}
static void bank_pays_all(struct story *s)
{
    bank_answer_pipe(s, "third.txt", "third-back.txt", "", BANK_RIGHT);
}
static void from_here_on_watched(struct story *s)
{
    s->watch = "1";
}

static void position(struct story *s, struct story_position expected)
{
    struct story_position p = story_position(s, "1");
    assert_int_equal(p.due, expected.due);
    assert_int_equal(p.paid, expected.paid);
    assert_int_equal(p.returned, expected.returned);
    assert_int_equal(p.held, expected.held);
    assert_int_equal(p.not_sent, expected.not_sent);
    assert_int_equal(p.in_transit, expected.in_transit);
    assert_int_equal(p.cancelled, expected.cancelled);
}

static void decided(struct story *s)
{
    STORY_TELL(
        s,
        {"the draft", "pay prepare --programme dibao --month 2013-06 --as dibao1 --format csv",
         .expect = "dibao,2013-06,DRAFT,8,194919", .keep = "run=run"},
        {"whoever is due nothing is listed", "pay exceptions 1 --format csv",
         .act = from_here_on_watched, .expect = "ZERO_BASIC"},
        {"who has no account is held", "pay exceptions 1 --format csv", .expect = "NO_ACCOUNT"},
        {"checked", "pay check 1 --as dibao2", .expect = "已复核"},
        {"reviewed", "pay review 1 --as supervisor", .expect = "已审核"},
        {"approved", "pay approve 1 --as finance1", .expect = "已审批"},
        {"funded", "pay fund 1 --as finance2", .expect = "已拨款"},
        {"the fund's books carry what is owed", "ledger balance --fund dibao_rural --format csv"});
    /* Payable 2001: all that was approved is owed; the dedicated account holds what is lacking. */
    assert_int_equal(story_number(s, "account", "12001", "balance_fen"), -LITTLE_DIBAO_FEN);
    assert_int_equal(story_number(s, "account", "15001", "balance_fen"), LITTLE_DIBAO_FEN);
    position(s, (struct story_position){.due = 194919, .held = 10000, .not_sent = 184919});
}

static void three_returned(struct story *s)
{
    STORY_TELL(
        s,
        {"to the bank", "pay send 1 --layout nsh-pipe -o {dir}/june.txt --as finance2",
         .expect = "7 笔"},
        {"closing is refused while money is under way", "pay close 1 --as accountant", .exit = 1});
    position(s, (struct story_position){.due = 194919, .held = 10000, .in_transit = 184919});
    STORY_TELL(
        s,
        {"three lines come back", "pay return 1 {dir}/june-back.txt --as accountant",
         .act = bank_returns_three, .expect = "退回 3 笔"},
        {"the same file again changes nothing", "pay return 1 {dir}/june-back.txt --as accountant",
         .expect = "没有改动"},
        {"each is a task with its reason", "pay returns 1 --format csv", .expect = "账号不存在"});
    assert_int_equal(story_rows(s), 3);
    /* h1 36000, h3 48711, h8 18000 came back. */
    position(s, (struct story_position){
                    .due = 194919, .paid = 82208, .returned = 102711, .held = 10000});
    STORY_TELL(
        s, {"closing is refused while tasks are open", "pay close 1 --as accountant", .exit = 1},
        {"nothing is re-issued before it is corrected", "pay reissue 1 --as finance2",
         .expect = "没有可送银行的项目"});
}

static void corrected_and_reissued(struct story *s)
{
    STORY_TELL(
        s,
        {"h1 opens another account",
         "household account {h1} --bank 泾县农村商业银行 --holder 赵一山 --number "
         "6228480000000000998",
         .today = "2013-06-12"},
        {"h1's task is done", "pay correct 1 --household {h1} --note 新存折 --as dibao1"},
        {"h3's too, by ID number", "pay correct 1 --person {C3} --as dibao1"},
        {"and h8's", "pay correct 1 --household {h8} --as dibao1"},
        {"a paid household has nothing to correct", "pay correct 1 --household {h2}", .exit = 1},
        {"h6, who had no account, opens one",
         "household account {h6} --bank 泾县农村商业银行 --holder 冯六顺 --number "
         "6228480000000000060"},
        {"and is no longer held", "pay release 1 --household {h6} --as dibao1"},
        {"re-issued under the same obligation", "pay reissue 1 -o {dir}/again.txt --as finance2",
         .expect = "第 2 份文件"});
    position(s, (struct story_position){.due = 194919, .paid = 82208, .in_transit = 112711});
    STORY_TELL(
        s,
        {"one comes back a second time", "pay return 1 {dir}/again-back.txt --as accountant",
         .act = bank_returns_one_again, .expect = "成功 3 笔"},
        {"closing is still refused", "pay close 1 --as accountant", .exit = 1},
        {"it is corrected again", "pay correct 1 --household {h8} --as dibao1"},
        {"and re-issued again", "pay reissue 1 -o {dir}/third.txt --as finance2", .expect = "1 笔"},
        {"all is paid", "pay return 1 {dir}/third-back.txt --as accountant", .act = bank_pays_all,
         .expect = "退回 0 笔"},
        {"now the run can be closed", "pay close 1 --as accountant", .expect = "已结清"},
        {"and not twice", "pay close 1 --as accountant", .exit = 1},
        {"every task ended", "pay returns 1 --format csv"});
    assert_int_equal(story_rows(s), 0);
    position(s, (struct story_position){.due = 194919, .paid = 194919});
    STORY_TELL(s, {"the books are square", "ledger balance --fund dibao_rural --format csv"});
    assert_int_equal(story_number(s, "account", "12001", "balance_fen"), 0);
    assert_int_equal(story_number(s, "account", "11101", "balance_fen"), 0);
    assert_int_equal(story_number(s, "account", "11001", "balance_fen"), 0);
}

static void a_month_with_returns_is_paid_to_the_fen_and_closed(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-06");
    decided(&s);
    three_returned(&s);
    corrected_and_reissued(&s);
    story_close(&s);
}

/* ---- the other layouts, with wubao: two in the home are paid to the home's account ---- */

static void fen_answer(struct story *s)
{
    bank_answer_fen(s, "sent", "back", "w2");
}
static void fen_answer_all(struct story *s)
{
    bank_answer_fen(s, "sent2", "back2", "");
}
static void sheet_answer(struct story *s)
{
    bank_answer_sheet(s, "sent", "back.csv", "w2");
}
static void sheet_answer_all(struct story *s)
{
    bank_answer_sheet(s, "sent2", "back2.csv", "");
}

struct layout_story {
    const char *name, *back, *back2;
    void (*answer)(struct story *s), (*answer_all)(struct story *s);
};

static void one_layout(enum db_engine engine, const struct layout_story *l)
{
    struct story s;
    little_county_copy(&s, engine, "2013-06");
    story_set(&s, "layout", l->name);
    story_set(&s, "back", l->back);
    story_set(&s, "back2", l->back2);
    STORY_TELL(&s, {"the draft",
                    "pay prepare --programme wubao --month 2013-06 --as wubao1 --format csv",
                    .expect = "DRAFT,5,76499"});
    little_decide(&s, "1");
    STORY_TELL(&s, {"funded", "pay fund 1 --as finance2"},
               {"books tell the forms apart", "ledger balance --fund wubao_support --format csv"});
    assert_int_equal(story_number(&s, "account", "25101", "balance_fen"), 32499);
    assert_int_equal(story_number(&s, "account", "25102", "balance_fen"), 44000);
    s.watch = "1";
    STORY_TELL(
        &s,
        {"sent", "pay send 1 --layout {layout} -o {dir}/sent --as accountant", .expect = "5 笔"},
        {"one comes back", "pay return 1 {dir}/{back} --as accountant", .act = l->answer,
         .expect = "退回 1 笔"},
        {"corrected", "pay correct 1 --household {w2} --as wubao1"},
        {"re-issued in the same layout", "pay reissue 1 -o {dir}/sent2 --as accountant",
         .expect = "1 笔"},
        {"paid", "pay return 1 {dir}/{back2} --as accountant", .act = l->answer_all,
         .expect = "成功 1 笔"},
        {"closed", "pay close 1 --as accountant"});
    story_close(&s);
}

static void the_layout_in_fen_makes_the_same_loop(enum db_engine engine)
{
    one_layout(engine,
               &(struct layout_story){"txt-fen", "back", "back2", fen_answer, fen_answer_all});
}

static void the_sheet_layout_makes_the_same_loop(enum db_engine engine)
{
    one_layout(engine, &(struct layout_story){"excel", "back.csv", "back2.csv", sheet_answer,
                                              sheet_answer_all});
}

/* The file that is written again is the one that was kept, to the byte. */
static void a_file_is_written_again_but_never_sent_twice(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-06");
    STORY_TELL(&s, {"the draft", "pay prepare --programme wubao --month 2013-06 --as wubao1"});
    little_decide(&s, "1");
    STORY_TELL(&s, {"funded", "pay fund 1 --as finance2"},
               {"sent", "pay send 1 --layout nsh-pipe -o {dir}/one --as finance2"},
               {"written again", "pay send 1 -o {dir}/two --as finance2", .expect = "不会重复付款"},
               {"not in another layout", "pay send 1 --layout txt-fen -o {dir}/three --as finance2",
                .exit = 1});
    char one[PROCESS_PATH_BYTES], two[PROCESS_PATH_BYTES];
    char *a = process_text(story_path(&s, "one", one)),
         *b = process_text(story_path(&s, "two", two));
    assert_string_equal(a, b);
    free(a);
    free(b);
    story_close(&s);
}

STORY_CLAIM(a_month_with_returns_is_paid_to_the_fen_and_closed)
STORY_CLAIM(the_layout_in_fen_makes_the_same_loop)
STORY_CLAIM(the_sheet_layout_makes_the_same_loop)
STORY_CLAIM(a_file_is_written_again_but_never_sent_twice)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY_TESTS(a_month_with_returns_is_paid_to_the_fen_and_closed),
        STORY_TESTS(the_layout_in_fen_makes_the_same_loop),
        STORY_TESTS(the_sheet_layout_makes_the_same_loop),
        STORY_TESTS(a_file_is_written_again_but_never_sent_twice),
    };
    return cmocka_run_group_tests_name("bank loop", tests, NULL, NULL);
}

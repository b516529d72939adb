/* P3.2 严格审核制度, P3.1 加强程序管理和规范操作: who may do what to a run, and in what order;
   drafts computed anew; a frozen roster; a programme that pays by the quarter. */
#include <stdlib.h>

#include "scenario/bank.h"
#include "scenario/people.h"

static void maker_checker_and_payer_are_different_people(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-06");
    STORY_TELL(
        &s,
        {"a township clerk drafts no run",
         "pay prepare --programme dibao --month 2013-06 --as township100.clerk", .exit = 1,
         .expect = "无权"},
        {"an unknown user does nothing",
         "pay prepare --programme dibao --month 2013-06 --as nobody", .exit = 1,
         .expect = "没有用户"},
        {"dibao1 drafts", "pay prepare --programme dibao --month 2013-06 --as dibao1"},
        {"the step that comes next is the check", "pay approve 1 --as finance1", .exit = 1},
        {"the machine checks nothing", "pay check 1", .exit = 1, .expect = "无权"},
        {"the maker does not check", "pay check 1 --as dibao1", .exit = 1, .expect = "编制"},
        {"finance does not check", "pay check 1 --as finance1", .exit = 1, .expect = "无权"},
        {"dibao2 checks", "pay check 1 --as dibao2", .expect = "已复核"},
        {"not twice", "pay check 1 --as wubao1", .exit = 1},
        {"the checker does not review", "pay review 1 --as dibao2", .exit = 1},
        {"nor does the maker", "pay review 1 --as dibao1", .exit = 1},
        {"the supervisor reviews", "pay review 1 --as supervisor", .expect = "已审核"},
        {"but does not approve", "pay approve 1 --as supervisor", .exit = 1, .expect = "无权"},
        {"finance1 approves", "pay approve 1 --as finance1", .expect = "已审批"},
        {"nothing is sent before it is funded", "pay send 1 -o {dir}/x --as finance2", .exit = 1},
        {"the bureau does not move money", "pay fund 1 --as accountant", .exit = 1,
         .expect = "无权"},
        {"finance2 funds", "pay fund 1 --as finance2", .expect = "已拨款"},
        {"a bureau officer does not send", "pay send 1 -o {dir}/x --as dibao2", .exit = 1,
         .expect = "无权"},
        {"finance2 is locked", "user lock finance2"},
        {"and can not send any more", "pay send 1 -o {dir}/x --as finance2", .exit = 1,
         .expect = "已停用"},
        {"the accountant sends", "pay send 1 -o {dir}/x --as accountant"},
        {"the audit agrees", "audit"});
    story_close(&s);
}

static void a_draft_is_computed_anew_and_a_decided_run_is_not(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-06");
    STORY_TELL(
        &s,
        {"a draft", "pay prepare --programme dibao --month 2013-06 --as dibao1 --format csv",
         .expect = "1,dibao,2013-06,DRAFT,8,194919"},
        /* h7: (216000 - 60000) / 12 = 13000 instead of 18000. */
        {"h7 earns 600 yuan", "household income {h7} 600 --from 2013-06"},
        {"the draft anew, under its number",
         "pay prepare --programme dibao --month 2013-06 --as dibao1 --format csv",
         .expect = "1,dibao,2013-06,DRAFT,8,189919"},
        {"one run all the same", "pay list --format csv",
         .expect = "1,dibao,2013-06,DRAFT,8,189919"},
        {"the next month waits for it", "pay prepare --programme dibao --month 2013-07", .exit = 1,
         .expect = "1 号发放"},
        {"a draft can be given up", "pay discard 1"}, {"and is gone", "pay show 1", .exit = 1},
        {"drafted once more",
         "pay prepare --programme dibao --month 2013-06 --as dibao1 --format csv",
         .expect = "DRAFT,8,189919", .keep = "run=run"},
        {"checked", "pay check {run} --as dibao2"},
        {"a checked run is not computed anew", "pay prepare --programme dibao --month 2013-06",
         .exit = 1, .expect = "不能重新编制"},
        {"reviewed", "pay review {run} --as supervisor"},
        {"approved", "pay approve {run} --as finance1"},
        {"an approved run is not given up", "pay discard {run}", .exit = 1},
        {"no month is skipped", "pay prepare --programme dibao --month 2013-08", .exit = 1,
         .expect = "不能跳过"},
        {"none before the first", "pay prepare --programme dibao --month 2013-05", .exit = 1},
        {"the next month", "pay prepare --programme dibao --month 2013-07 --format csv",
         .expect = "dibao,2013-07,DRAFT,8,189919"},
        {"suspended from July", "household status {h8} suspended --from 2013-07 --cause 核查收入"},
        {"is listed, not paid", "pay prepare --programme dibao --month 2013-07 --format csv",
         .expect = "dibao,2013-07,DRAFT,7,171919"},
        {"by name", "pay exceptions dibao/2013-07 --format csv", .expect = "SUSPENDED"},
        {"the audit is clean", "audit"});
    story_close(&s);
}

static void tamper(struct story *s)
{
    struct error e = {0};
    struct db *db = testdb_open(s->db.url, DB_WRITER);
    assert_ok_e(db_execute_raw(db,
                               "UPDATE payment_item SET basic_fen = basic_fen + 100 WHERE "
                               "household = (SELECT min(household) FROM payment_item)",
                               &e),
                &e);
    db_close(db);
}

static void a_frozen_roster_that_was_altered_is_neither_funded_nor_sent(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-06");
    STORY_TELL(&s, {"the draft", "pay prepare --programme dibao --month 2013-06 --as dibao1"});
    little_decide(&s, "1");
    STORY_TELL(&s, {"the audit is clean", "audit"},
               {"someone adds a yuan in the database; the money is not sent",
                "pay fund 1 --as finance2", .exit = 1, .act = tamper},
               {"nor is a file made", "pay send 1 -o {dir}/x --as finance2", .exit = 1},
               {"the audit names it", "audit", .exit = 1, .expect = "RUN_ALTERED"});
    story_close(&s);
}

static void by_the_quarter(struct story *s)
{
    static const struct plan_edit quarterly[] = {
        {"wubao.pay_months\n    clause: P3.2\n    periods:\n      - {from: 2013-01, value: 1,",
         "wubao.pay_months\n    clause: P3.2\n    periods:\n      - {from: 2013-01, value: 3,"}};
    plan_variant(s, "quarterly.yaml", quarterly, 1);
    char path[PROCESS_PATH_BYTES];
    story_set(s, "plan", story_path(s, "quarterly.yaml", path));
    little_county(s, "2013-04");
}

static void quarter_paid(struct story *s)
{
    bank_answer_pipe(s, "sent", "back", "w2", BANK_RIGHT);
}
static void quarter_paid_again(struct story *s)
{
    bank_answer_pipe(s, "sent2", "back2", "", BANK_RIGHT);
}

/* §B.5: scattered 325.00 a quarter, in a home 660.00; w1 moves on 1 May: 108.33 + 2 * 220.00 =
   548.33. 54833 + 2 * 32500 + 2 * 66000 = 251833. */
static void a_quarter_is_paid_in_one_run_of_three_months(enum db_engine engine)
{
    struct story s;
    story_open(&s, engine);
    by_the_quarter(&s);
    STORY_TELL(&s,
               {"w1 moves to the home in May",
                "wubao form {W1} institution --from 2013-05 --home 泾川镇敬老院"},
               {"the quarter",
                "pay prepare --programme wubao --month 2013-05 --as wubao1 --format csv",
                .expect = "1,wubao,2013-04..2013-06,DRAFT,15,251833"},
               {"its items", "pay items 1 --format csv"});
    assert_int_equal(story_sum(&s, "id_number", story_get(&s, "W1"), "total_fen"), 54833);
    assert_int_equal(story_sum(&s, "id_number", story_get(&s, "W2"), "total_fen"), 32500);
    assert_int_equal(story_sum(&s, "id_number", story_get(&s, "W4"), "total_fen"), 66000);
    little_decide(&s, "1");
    STORY_TELL(&s, {"funded", "pay fund 1 --as finance2"});
    s.watch = "1";
    STORY_TELL(
        &s, {"three lines a person", "pay send 1 -o {dir}/sent --as finance2", .expect = "15 笔"},
        {"w2's three come back", "pay return 1 {dir}/back --as finance2", .act = quarter_paid,
         .expect = "退回 3 笔"},
        {"a correction names the month", "pay correct 1 --household {w2}", .exit = 2},
        {"April", "pay correct 1 --household {w2} --month 2013-04"},
        {"May", "pay correct 1 --household {w2} --month 2013-05"},
        {"June", "pay correct 1 --household {w2} --month 2013-06"},
        {"re-issued", "pay reissue 1 -o {dir}/sent2 --as finance2", .expect = "3 笔"},
        {"paid", "pay return 1 {dir}/back2 --as finance2", .act = quarter_paid_again},
        {"closed", "pay close 1 --as finance1"});
    s.watch = NULL;
    STORY_TELL(&s,
               {"a quarter is not skipped", "pay prepare --programme wubao --month 2013-10",
                .exit = 1, .expect = "不能跳过"},
               /* Scattered 32500 twice, in the home 3 * 66000. */
               {"the next one", "pay prepare --programme wubao --month 2013-09 --format csv",
                .expect = "wubao,2013-07..2013-09,DRAFT,15,263000"},
               {"dibao is paid by the month beside it",
                "pay prepare --programme dibao --month 2013-04 --format csv",
                .expect = "dibao,2013-04,DRAFT,8,194919"},
               {"the audit is clean", "audit"});
    story_close(&s);
}

STORY_CLAIM(maker_checker_and_payer_are_different_people)
STORY_CLAIM(a_draft_is_computed_anew_and_a_decided_run_is_not)
STORY_CLAIM(a_frozen_roster_that_was_altered_is_neither_funded_nor_sent)
STORY_CLAIM(a_quarter_is_paid_in_one_run_of_three_months)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY_TESTS(maker_checker_and_payer_are_different_people),
        STORY_TESTS(a_draft_is_computed_anew_and_a_decided_run_is_not),
        STORY_TESTS(a_frozen_roster_that_was_altered_is_neither_funded_nor_sent),
        STORY_TESTS(a_quarter_is_paid_in_one_run_of_three_months),
    };
    return cmocka_run_group_tests_name("duties", tests, NULL, NULL);
}

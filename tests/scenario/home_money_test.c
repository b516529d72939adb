/* A home's money for a month, from the county's accounts to the signed sheet: support money by the
   bank's file, management money by transfer, claims against budgets, and no way across (P3.2
   专户储存、专帐核算、专款专用; 令456号 Art. 14). */
#include <stdio.h>

#include "scenario/bank.h"
#include "scenario/people.h"

#define HOME "泾川镇敬老院"
#define DIRECTOR " --as home100.director"
#define CLAIM "home claim write " HOME " --month 2013-06 --payee 泾川粮油店"

static void bank_pays(struct story *s)
{
    bank_answer_pipe(s, "wubao.txt", "wubao-back.txt", "w5", BANK_RIGHT);
}

static void file_write(struct story *s, const char *name, const char *text)
{
    char path[PROCESS_PATH_BYTES];
    FILE *f = fopen(story_path(s, name, path), "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void sheet(struct story *s)
{
    file_write(s, "june.csv",
               "项目,日期,内容,金额,票据号\n"
               "伙食,2013-06-03,大米 200 斤,86.00,0012\n"
               "meals,2013-06-10,\"猪肉, 20 斤\",40.50,0013\n");
}

/* w4 and w5 live in the home, 220.00 each; w5's line comes back. */
static void support_money_comes(struct story *s)
{
    STORY_TELL(
        s,
        {"the run", "pay prepare --programme wubao --month 2013-06 --as wubao1 --format csv",
         .keep = "run=run", .today = "2013-06-20"},
        {"checked", "pay check {run} --as wubao2"},
        {"reviewed", "pay review {run} --as supervisor"},
        {"approved", "pay approve {run} --as finance1"}, {"funded", "pay fund {run} --as finance2"},
        {"sent", "pay send {run} --layout nsh-pipe -o {dir}/wubao.txt --as finance2"},
        {"nothing is there before the bank says so",
         "home book gather --as accountant --format csv", .expect = "0"},
        {"the bank's answer", "pay return {run} {dir}/wubao-back.txt --as accountant",
         .act = bank_pays},
        {"a director does not gather", "home book gather" DIRECTOR, .exit = 1, .expect = "无权"},
        {"gathered", "home book gather --as accountant --format csv", .expect = "1"},
        {"what the bank paid into it", "home book show " HOME DIRECTOR " --format csv",
         .expect = "support,供养资金,22000,0"},
        {"his own only", "home book show 茂林镇敬老院" DIRECTOR, .exit = 1, .expect = "本院"});
}

static void management_money_comes(struct story *s)
{
    STORY_TELL(s,
               {"a month's running cost and staff pay",
                "allocation write HOME_RUNNING:2:300.00 HOME_STAFF:3:900.00 --payee G01 --month "
                "2013-06 --document 泾民〔2013〕6号 --as accountant"},
               {"checked", "transfer check 1 --as wubao1"},
               {"approved", "transfer approve 1 --as finance1"},
               {"funded", "transfer fund 1 --as finance2"},
               {"paid", "transfer pay 1 --reference HD1 --on 2013-06-21 --as finance2",
                .today = "2013-06-21"},
               {"gathered", "home book gather --as accountant --format csv", .expect = "1"},
               {"again: nothing", "home book gather --as accountant --format csv", .expect = "0"},
               {"beside the support money", "home book show " HOME " --format csv",
                .expect = "management,工作管理经费,120000,0"},
               {"a donation into the home's own book",
                "home book income " HOME " --book own --kind DONATION --party 徐老板 --amount 50 "
                "--on 2013-06-22 --as accountant",
                .today = "2013-06-22"},
               {"not into the support money",
                "home book income " HOME " --book support --kind DONATION --party 徐老板 --amount "
                "50 --as accountant",
                .exit = 1, .expect = "互相挪用"});
}

static void claims_are_made_approved_and_paid(struct story *s)
{
    STORY_TELL(
        s,
        {"meals for the year",
         "home budget set " HOME " --book support --year 2013 --line 伙食 --amount 126.50 "
         "--document 泾民预〔2013〕1号 --as wubao1"},
        {"staff pay",
         "home budget set " HOME " --book management --year 2013 --line staff_pay --amount 900 "
         "--document 泾民预〔2013〕1号 --as wubao1"},
        {"no budget for staff out of support money",
         "home budget set " HOME " --book support --year 2013 --line staff_pay --amount 900 "
         "--document 泾民预〔2013〕1号 --as wubao1",
         .exit = 1, .expect = "互相挪用"},
        {"nor a claim", CLAIM " --book support --line staff_pay:2013-06-20:工资:100.00" DIRECTOR,
         .exit = 1, .expect = "互相挪用"},
        {"food out of a sheet",
         CLAIM " --book support --file {dir}/june.csv" DIRECTOR " --format csv", .act = sheet,
         .keep = "meals=claim", .expect = "12650"},
        {"two lines", "home claim show {meals}" DIRECTOR " --format csv", .expect = "猪肉, 20 斤"},
        {"submitted", "home claim submit {meals}" DIRECTOR, .expect = "待审批"},
        {"one fen too much",
         CLAIM " --book support --line meals:2013-06-11:盐:0.01" DIRECTOR " --format csv",
         .keep = "salt=claim"},
        {"submitted", "home claim submit {salt}" DIRECTOR},
        {"staff",
         CLAIM " --book management --line staff_pay:2013-06-20:护理员工资:900.00" DIRECTOR
               " --format csv",
         .keep = "staff=claim"},
        {"submitted", "home claim submit {staff}" DIRECTOR},
        {"approved to the fen", "home claim approve {meals} --as wubao1", .expect = "待支付"},
        {"and not beyond", "home claim approve {salt} --as wubao1", .exit = 1, .expect = "预算"},
        {"back to the director", "home claim refuse {salt} --reason 超预算 --as wubao1"},
        {"staff approved", "home claim approve {staff} --as wubao1"},
        {"a director pays nothing", "home claim pay {meals} --reference HD2" DIRECTOR, .exit = 1},
        {"paid", "home claim pay {meals} --reference HD2 --as accountant", .expect = "已支付"},
        {"once", "home claim pay {meals} --reference HD3 --as accountant", .exit = 1},
        {"the bank sends it back", "home claim return {meals} --reason 户名不符 --as accountant"},
        {"paid again", "home claim pay {meals} --reference HD4 --as accountant"},
        {"the director's claims", "home claim list --format csv" DIRECTOR, .expect = "REFUSED"});
    assert_int_equal(story_rows(s), 3);
}

static void the_month_is_signed(struct story *s)
{
    STORY_TELL(
        s,
        {"not before it is over",
         "home statement sign " HOME " --book support --month 2013-06" DIRECTOR, .exit = 1,
         .expect = "还没有过完"},
        {"signed", "home statement sign " HOME " --book support --month 2013-06" DIRECTOR,
         .today = "2013-07-02"},
        {"confirmed",
         "home statement confirm " HOME " --book support --month 2013-06 --as accountant",
         .expect = "已确认"},
        {"and frozen",
         "home book income " HOME " --book support --kind INTEREST --amount 1 --on 2013-06-30 --as "
         "accountant",
         .exit = 1, .expect = "2013-06"},
        {"interest in July",
         "home book income " HOME " --book support --kind INTEREST --amount 1 --on 2013-07-01 --as "
         "accountant"},
        {"the figures", "home statement show " HOME " --month 2013-06 --book support --format csv",
         .expect = "support,closing,期末余额,9350"},
        {"each book for itself", "home statement show " HOME " --month 2013-06 --format csv",
         .expect = "management,owed,已审批未支付,90000"},
        {"on paper", "home statement paper " HOME " --month 2013-06 -o {dir}/june.pdf" DIRECTOR,
         .expect = "june.pdf"},
        {"and for the office", "home statement paper " HOME " --month 2013-06 -o {dir}/june.docx",
         .expect = "june.docx"},
        {"the audit is clean", "audit"});
}

/* Who tried to cross, all on record. */
static int64_t attempts(struct story *s)
{
    int64_t n;
    struct error e = {0};
    struct db *db = testdb_open(s->db.url, DB_READER);
    assert_ok_e(
        db_query_i64_raw(db, "SELECT count(*) FROM change_trail WHERE action = 'home.cross_funds'",
                         &n, &e),
        &e);
    db_close(db);
    return n;
}

static void a_homes_month_from_the_bank_to_the_signed_sheet(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-06");
    support_money_comes(&s);
    management_money_comes(&s);
    claims_are_made_approved_and_paid(&s);
    the_month_is_signed(&s);
    assert_int_equal(attempts(&s), 3);
    story_close(&s);
}
STORY_CLAIM(a_homes_month_from_the_bank_to_the_signed_sheet)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY_TESTS(a_homes_month_from_the_bank_to_the_signed_sheet)};
    return cmocka_run_group_tests_name("scenario home money", tests, NULL, NULL);
}

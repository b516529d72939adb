/* 怀远县 2025-05 as its notice states it: 632.8381万元, with electricity 650.68306万元, in eight
   categories of two funds (P3.2; 专户储存、专账核算). Entered as one month through the commands,
   taken through four people; every figure to the fen. */
#include <stdio.h>

#include "scenario/story.h"

/* Fen. */
#define SCATTERED_BASIC 471316300
#define SCATTERED_CARE 39568300
#define SCATTERED_ELECTRICITY 15970290
#define INSTITUTION_BASIC 54375100
#define INSTITUTION_CARE 26262400
#define INSTITUTION_ELECTRICITY 1874670
#define HOME_RUNNING 4986000
#define HOME_STAFF 36330000
#define NOTICE 632838100
#define NOTICE_WITH_ELECTRICITY 650683060

static void file_write(struct story *s, const char *name, const char *text)
{
    char path[PROCESS_PATH_BYTES];
    FILE *f = fopen(story_path(s, name, path), "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void sheets(struct story *s)
{
    file_write(s, "wrong.csv",
               "收款单位,类别,人数,金额（元）,说明\n"
               "Y001,集中供养基本生活,100,543751.00,\n"
               "某某银行,集中供养护理补贴,100,262624.00,\n"
               "Y001,烤火费,100,1.00,\n"
               "G01,公用经费,,4万九,\n");
    file_write(s, "crossed.csv",
               "收款单位,类别,人数,金额（元）,说明\n"
               "Y001,工作人员生活补助,90,363300.00,\n"
               "G02,集中供养护理补贴,100,262624.00,\n");
    file_write(s, "month.csv",
               "怀远县特困供养经费汇总\n"
               "收款单位,类别,人数,金额（元）,说明\n"
               "泾县农村商业银行代发户,集中供养基本生活,600,543751.00,\n"
               "泾县农村商业银行代发户,集中供养护理补贴,600,262624.00,\n"
               "泾县农村商业银行代发户,集中供养电费补贴,600,18746.70,\n"
               "G01,公用经费,,49860.00,一张表两项资金\n"
               "Y001,工作人员生活补助,90,363300.00,\n"
               "合计,,,1238281.70,\n");
}

#define WRITE "allocation write --month 2025-05 --document 怀远民〔2025〕5号 --as accountant "
#define IMPORT "allocation import --month 2025-05 --document 怀远民〔2025〕5号 --as accountant "

static void entered(struct story *s)
{
    STORY_TELL(
        s, {"a county", "init --plan {plan}", .today = "2025-06-10"},
        {"an officer writes none",
         "allocation write SCATTERED_CARE:1:1 --payee Y001 --month "
         "2025-05 --document 文 --as wubao1",
         .exit = 1, .expect = "无权"},
        {"what goes to scattered people",
         WRITE "SCATTERED_BASIC:5000:4713163.00 SCATTERED_CARE:800:395683.00 "
               "SCATTERED_ELECTRICITY:5000:159702.90 --payee Y001 --format csv",
         .expect =
             "1,wubao_support,2025-05,泾县农村商业银行代发户,TRANSFERRED,3,10800,526854890,1"},
        {"the same again", WRITE "SCATTERED_CARE:800:395683.00 --payee Y001", .exit = 1,
         .expect = "1 号汇总表"},
        {"staff is not paid out of support money",
         WRITE "SCATTERED_CARE:1:1.00 HOME_STAFF:1:1.00 --payee Y001 --supplement 1", .exit = 1,
         .expect = "互相挪用"},
        {"a sheet with broken cells", IMPORT "{dir}/wrong.csv", .exit = 1, .expect = "A3"},
        {"each of them is named", IMPORT "{dir}/wrong.csv", .exit = 1, .expect = "D5"},
        {"nor what is not paid from here", IMPORT "{dir}/wrong.csv", .exit = 1, .expect = "烤火费"},
        {"support money into an account for management money", IMPORT "{dir}/crossed.csv",
         .exit = 1, .expect = "不能拨到那里"},
        {"nothing of either is taken", "allocation list --format csv", .expect = "1,wubao_support"},
        {"the institutions' sheet", IMPORT "{dir}/month.csv --format csv",
         .expect = "2,wubao_support,2025-05,泾县农村商业银行代发户,TRANSFERRED,3,1800,82512170,2"},
        {"each fund on orders of its own", "transfer list --format csv", .expect = "MANAGEMENT"},
        {"nothing counts before it is approved", "allocation month --month 2025-05 --format csv"});
    assert_int_equal(story_rows(s), 0);
}

static void paid(struct story *s)
{
    STORY_TELL(s,
               {"who prepared does not check", "transfer check 1 2 3 4 --as accountant", .exit = 1,
                .expect = "不能"},
               {"an officer checks all", "transfer check 1 2 3 4 --as wubao1", .expect = "已复核"},
               {"finance approves", "transfer approve 1 2 3 4 --as finance1", .expect = "已审批"},
               {"another puts the money in", "transfer fund 1 2 3 4 --as finance2"},
               {"who approved does not pay", "transfer pay 1 2 3 4 --reference HD1 --as finance1",
                .exit = 1, .expect = "审批"},
               {"and pays", "transfer pay 1 2 3 4 --reference HD1 --on 2025-06-10 --as finance2",
                .expect = "已拨付"},
               {"once", "transfer pay 1 --reference HD1 --as finance2", .exit = 1});
}

static void figures(struct story *s)
{
    static const struct {
        const char *code;
        int64_t fen;
    } expected[] = {
        {"SCATTERED_BASIC", SCATTERED_BASIC},
        {"SCATTERED_CARE", SCATTERED_CARE},
        {"SCATTERED_ELECTRICITY", SCATTERED_ELECTRICITY},
        {"INSTITUTION_BASIC", INSTITUTION_BASIC},
        {"INSTITUTION_CARE", INSTITUTION_CARE},
        {"INSTITUTION_ELECTRICITY", INSTITUTION_ELECTRICITY},
        {"HOME_RUNNING", HOME_RUNNING},
        {"HOME_STAFF", HOME_STAFF},
    };
    STORY_TELL(s, {"the month", "allocation month --month 2025-05 --format csv"});
    assert_int_equal(story_rows(s), 8);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        assert_int_equal(story_number(s, "category", expected[i].code, "amount_fen"),
                         expected[i].fen);
        assert_int_equal(story_number(s, "category", expected[i].code, "paid_fen"),
                         expected[i].fen);
    }
    assert_int_equal(story_sum(s, "category", NULL, "amount_fen"), NOTICE_WITH_ELECTRICITY);
    assert_int_equal(story_sum(s, "category", NULL, "amount_fen") - SCATTERED_ELECTRICITY -
                         INSTITUTION_ELECTRICITY,
                     NOTICE);
    assert_int_equal(story_sum(s, "fund", "home_management", "paid_fen"),
                     HOME_RUNNING + HOME_STAFF);
    STORY_TELL(s, {"and in words", "allocation month --month 2025-05", .expect = "6,328,381.00"},
               {"with electricity", "allocation month --month 2025-05", .expect = "6,506,830.60"});
}

/* Debits equal credits, each fund holds its own expense, nothing is left owed or in the account. */
static void books(struct story *s, const char *fund, int number, int64_t total)
{
    char command[128], account[16];
    snprintf(command, sizeof command, "ledger balance --fund %s --format csv", fund);
    STORY_TELL(s, {"a fund's trial balance", command});
    assert_int_equal(story_sum(s, "account", NULL, "debit_fen"),
                     story_sum(s, "account", NULL, "credit_fen"));
    assert_int_equal(story_sum(s, "kind", "EXPENSE", "balance_fen"), total);
    assert_int_equal(story_sum(s, "kind", "INCOME", "balance_fen"), -total);
    snprintf(account, sizeof account, "%d1001", number);
    assert_int_equal(story_number(s, "account", account, "balance_fen"), 0);
    assert_int_equal(story_number(s, "account", account, "debit_fen"), total);
    snprintf(account, sizeof account, "%d2001", number);
    assert_int_equal(story_number(s, "account", account, "balance_fen"), 0);
}

/* To cross the funds, on record with who tried: one typed, one in a sheet. */
static int64_t attempts(struct story *s)
{
    int64_t n;
    struct error e = {0};
    struct db *db = testdb_open(s->db.url, DB_READER);
    assert_ok_e(db_query_i64_raw(db,
                                 "SELECT count(*) FROM change_trail WHERE action = "
                                 "'allocation.cross_funds' AND actor = 'accountant'",
                                 &n, &e),
                &e);
    db_close(db);
    return n;
}

static void a_month_of_two_funds_comes_to_what_the_notice_says(enum db_engine engine)
{
    struct story s;
    story_open(&s, engine);
    sheets(&s);
    entered(&s);
    paid(&s);
    figures(&s);
    books(&s, "wubao", 2, NOTICE_WITH_ELECTRICITY - HOME_RUNNING - HOME_STAFF);
    assert_int_equal(story_number(&s, "account", "25103", "balance_fen"), SCATTERED_CARE);
    assert_int_equal(story_number(&s, "account", "25106", "balance_fen"), INSTITUTION_ELECTRICITY);
    books(&s, "home_management", 3, HOME_RUNNING + HOME_STAFF);
    assert_int_equal(story_number(&s, "account", "35301", "balance_fen"), HOME_RUNNING);
    assert_int_equal(story_number(&s, "account", "35302", "balance_fen"), HOME_STAFF);
    STORY_TELL(&s, {"the audit is clean", "audit"});
    assert_int_equal(attempts(&s), 2);
    story_close(&s);
}
STORY_CLAIM(a_month_of_two_funds_comes_to_what_the_notice_says)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY_TESTS(a_month_of_two_funds_comes_to_what_the_notice_says)};
    return cmocka_run_group_tests_name("scenario month money", tests, NULL, NULL);
}

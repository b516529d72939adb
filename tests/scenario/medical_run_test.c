/* P3.3 医后救助: claims are applied for, decided and paid in the ordinary run: checked, reviewed,
   approved, funded, sent, returned, put right, paid, closed. After every command the run's position
   ties and the audit is clean. */
#include <stdio.h>
#include <stdlib.h>

#include "domain/medical/bill.h"
#include "scenario/bank.h"
#include "scenario/paths.h"

/* What the county's rules make of each bill (in scope less insurance, above the threshold × rate,
   half up):
     h1   (8000.00 − 3000.00) × 70 %                       3500.00
     h6   (4000.00 − 2000.00) × 70 %, no account           1400.00
     h7   (1500.00 − 500.00) × 70 %                         700.00
     a1   (50000.55 − 21700.00 − 20000.00) × 50 %          4150.28, in no programme */
#define JUNE_FEN 975028

static void bank_returns_one(struct story *s)
{
    bank_answer_pipe(s, "june.txt", "june-back.txt", "h7", BANK_RIGHT);
}
static void bank_pays_the_rest(struct story *s)
{
    bank_answer_pipe(s, "again.txt", "again-back.txt", "", BANK_RIGHT);
}
static void bank_pays_july(struct story *s)
{
    bank_answer_pipe(s, "july.txt", "july-back.txt", "", BANK_RIGHT);
}
/* Claims ask for an account; a household can lose its own all the same. */
static void h6_account_is_lost(struct story *s)
{
    struct error e = {0};
    struct db *db = testdb_open(s->db.url, DB_WRITER);
    char *sql = story_text(s, "DELETE FROM account WHERE owner_kind = 1 AND owner = {h6}");
    assert_ok_e(db_execute_raw(db, sql, &e), &e);
    free(sql);
    db_close(db);
}
static void june_watched(struct story *s)
{
    s->watch = "1";
}
static void july_watched(struct story *s)
{
    s->watch = "2";
}

struct claim {
    const char *file, *name, *number, *invoice, *discharged_on, *total, *in_scope, *insurance,
        *more;
};

static void form_write(struct story *s, const struct claim *c)
{
    char path[PROCESS_PATH_BYTES];
    FILE *f = fopen(story_path(s, c->file, path), "w");
    assert_non_null(f);
    fprintf(f,
            "{\"members.1.name\":\"%s\",\"members.1.id_number\":\"%s\",\"address\":\"高村3组\","
            "\"illness_code\":\"C34.1\",\"illness_name\":\"肺癌\",\"is_authorised\":\"1\","
            "\"is_promised\":\"1\",\"bills.1.hospital_name\":\"宣城市人民医院\","
            "\"bills.1.visit\":\"inpatient\",\"bills.1.scheme\":\"ncms\","
            "\"bills.1.invoice_no\":\"%s\",\"bills.1.admitted_on\":\"%.7s-06\","
            "\"bills.1.discharged_on\":\"%s\",\"bills.1.total\":\"%s\","
            "\"bills.1.in_scope\":\"%s\",\"bills.1.insurance\":\"%s\"%s}\n",
            c->name, story_get(s, c->number), c->invoice, c->discharged_on, c->discharged_on,
            c->total, c->in_scope, c->insurance, c->more ? c->more : "");
    assert_int_equal(fclose(f), 0);
    story_set(s, "form", c->file);
}

#define ACCOUNT_OF(name, number)                                                                   \
    ",\"bank\":\"泾县农村商业银行\",\"account_holder\":\"" name "\",\"account_number\":\"" number  \
    "\""
#define APPLY_MEDICAL                                                                              \
    "case apply --kind medical --division " VILLAGE " --file {dir}/{form} --as " CLERK             \
    " --format csv"

/* Somebody with dibao: the county decides without the township's review. */
static void granted(struct story *s, const struct claim *c)
{
    form_write(s, c);
    STORY_TELL(s, {c->name, APPLY_MEDICAL, .keep = "k=case"},
               {ACT("the township accepts", TOWNSHIP, "accept"), .expect = "DECIDING"},
               {ACT("the county approves", "medical2", "approve"), .expect = "ACTIVE"});
}

static void claims_are_decided(struct story *s)
{
    granted(s, &(struct claim){"h1.json", "赵一山", "H1", "1001", "2013-05-20", "10000", "8000",
                               "3000", NULL});
    granted(s, &(struct claim){"h6.json", "冯六顺", "H6", "1002", "2013-05-21", "5000", "4000",
                               "2000", ACCOUNT_OF("冯六顺", "6228480000000000201")});
    granted(s, &(struct claim){"h7.json", "陈七宝", "H7", "1003", "2013-05-22", "2000", "1500",
                               "500", NULL});
    form_write(s, &(struct claim){
                      "a1.json", "高一宝", "A1", "1004", "2013-05-23", "60000", "50000.55", "21700",
                      ",\"class\":\"low_income\"" ACCOUNT_OF("高一宝", "6228480000000000219")});
    STORY_TELL(
        s, {"somebody of low income, who has no benefit", APPLY_MEDICAL, .keep = "k=case"},
        {ACT("the township accepts", TOWNSHIP, "accept"), .expect = "ACCEPTED"},
        {ACT("and its lead agrees", LEAD, "review --set opinion=AGREE"), .expect = "REVIEWED"},
        {"it hangs", "notice post --cases {k} --place 村务公开栏 --as " CLERK,
         .today = "2013-06-04"},
        {"its number", "notice list --format csv --as " CLERK, .keep = "n=notice"},
        {"and comes down", "notice close {n} --result 无异议 --as " CLERK, .today = "2013-06-13"},
        {ACT("the county approves", "medical2", "approve"), .expect = "ACTIVE"},
        {"the household", "case list --kind medical --search 高一宝 --format csv",
         .keep = "a1=household"});
}

static void position(struct story *s, const char *run, struct story_position expected)
{
    struct story_position p = story_position(s, run);
    assert_int_equal(p.due, expected.due);
    assert_int_equal(p.paid, expected.paid);
    assert_int_equal(p.returned, expected.returned);
    assert_int_equal(p.held, expected.held);
    assert_int_equal(p.not_sent, expected.not_sent);
    assert_int_equal(p.in_transit, expected.in_transit);
}

static void june_is_decided(struct story *s)
{
    STORY_TELL(
        s,
        {"the draft", "pay prepare --programme medical --month 2013-06 --as medical1 --format csv",
         .expect = "medical,2013-06,DRAFT,4,975028", .act = h6_account_is_lost},
        {"who has no account is held", "pay exceptions 1 --format csv", .act = june_watched,
         .expect = "NO_ACCOUNT"},
        {"each item by ID number", "pay items medical/2013-06 --format csv", .expect = "{A1}"},
        {"the formula, bill by bill", "pay show 1 --household {a1} --format csv",
         .expect = "8,300.55 × 50% = 4,150.28"},
        {"only of who is in it", "pay show 1 --household {h2}", .exit = 1, .expect = "没有家庭"},
        {"rosters go by months, claims do not",
         "roster export --programme medical --month 2013-06 -o {dir}/x.xlsx", .exit = 1,
         .expect = "按账单救助"},
        {"what-if of a month neither",
         "simulate --programme medical --month 2013-06 --set dibao.standard_year=2400", .exit = 1},
        {"the maker can not check", "pay check 1 --as medical1", .exit = 1});
    assert_int_equal(story_position(s, "1").due, JUNE_FEN);
    little_decide(s, "1");
    STORY_TELL(s, {"funded", "pay fund 1 --as finance2", .expect = "已拨款"},
               {"the fund's books", "ledger balance --fund medical_aid --format csv"});
    assert_int_equal(story_number(s, "account", "42001", "balance_fen"), -JUNE_FEN);
    assert_int_equal(story_number(s, "account", "45204", "balance_fen"), JUNE_FEN);
    STORY_TELL(
        s,
        {"never two runs of a month", "pay prepare --programme medical --month 2013-06", .exit = 1},
        {"nor an earlier one", "pay prepare --programme medical --month 2013-05", .exit = 1},
        {"nothing is left for July", "pay prepare --programme medical --month 2013-07", .exit = 1,
         .expect = "没有待付"});
}

static void june_is_paid(struct story *s)
{
    STORY_TELL(s,
               {"to the bank", "pay send 1 --layout nsh-pipe -o {dir}/june.txt --as finance2",
                .expect = "3 笔"},
               {"one line comes back", "pay return 1 {dir}/june-back.txt --as accountant",
                .act = bank_returns_one, .expect = "退回 1 笔"},
               {"a task of a claim", "pay returns 1 --format csv", .expect = "陈七宝"});
    position(s, "1",
             (struct story_position){
                 .due = JUNE_FEN, .paid = 765028, .returned = 70000, .held = 140000});
    STORY_TELL(
        s,
        {"h7 opens another account",
         "household account {h7} --bank 泾县农村商业银行 --holder 陈七宝 --number "
         "6228480000000000979",
         .today = "2013-06-20"},
        {"the task is done", "pay correct 1 --household {h7} --note 新存折 --as medical1"},
        {"h6 is still without one", "pay release 1 --household {h6} --as medical1", .exit = 1},
        {"h6 opens one", "household account {h6} --bank 泾县农村商业银行 --holder 冯六顺 --number "
                         "6228480000000000060"},
        {"and is released", "pay release 1 --household {h6} --as medical1"},
        {"re-issued", "pay reissue 1 -o {dir}/again.txt --as finance2", .expect = "2 笔"},
        {"all is paid", "pay return 1 {dir}/again-back.txt --as accountant",
         .act = bank_pays_the_rest, .expect = "退回 0 笔"},
        {"closed", "pay close 1 --as accountant", .expect = "已结清"},
        {"the books are square", "ledger balance --fund medical_aid --format csv"});
    assert_int_equal(story_number(s, "account", "42001", "balance_fen"), 0);
    assert_int_equal(story_number(s, "account", "41001", "balance_fen"), 0);
    position(s, "1", (struct story_position){.due = JUNE_FEN, .paid = JUNE_FEN});
}

/* Insurance turns out to have paid 714.29 more: (1500.00 − 1214.29) × 70 % = 200.00 (199.997), and
   500.00 are owed back. */
static void h7_bill_is_corrected(struct story *s)
{
    struct error e = {0};
    struct keyring *keys;
    int64_t bill;
    struct db *db = testdb_open(s->db.url, DB_WRITER);
    const struct medical_amounts amounts = {
        .total = FEN(200000), .in_scope = FEN(150000), .insurance = FEN(121429)};
    setenv("MINSHENG_TODAY", "2013-07-05", 1);
    assert_ok_e(keyring_open(s->key, false, &keys, &e), &e);
    assert_ok_e(db_query_i64_raw(db,
                                 "SELECT id FROM medical_bill WHERE total_fen = 200000 AND state = "
                                 "1",
                                 &bill, &e),
                &e);
    struct medical_desk *desk = medical_desk_new(COUNTY_JINGXIAN, keys);
    assert_non_null(desk);
    assert_ok_e(medical_claim_correct(db, desk, bill, &amounts, "医保补报", "medical1",
                                      date_make(2013, 7, 5), &e),
                &e);
    medical_desk_free(desk);
    keyring_free(keys);
    db_close(db);
}

static void july_nets_what_was_too_much(struct story *s)
{
    STORY_TELL(s,
               {"what is owed back waits", "pay prepare --programme medical --month 2013-07",
                .exit = 1, .expect = "没有待付", .act = h7_bill_is_corrected,
                .today = "2013-07-05"},
               {"it is said why", "explain --programme medical --month 2013-07 --household {h7}",
                .expect = "以前已付"});
    granted(s, &(struct claim){"h7-2.json", "陈七宝", "H7", "1005", "2013-06-20", "3000", "2000",
                               "1000", NULL});
    STORY_TELL(
        s,
        {"July", "pay prepare --programme medical --month 2013-07 --as medical1 --format csv",
         .expect = "medical,2013-07,DRAFT,1,20000"},
        {"both claims", "explain --programme medical --month 2013-07 --household {h7} --format csv",
         .act = july_watched, .expect = "-70000"});
    little_decide(s, "2");
    STORY_TELL(s, {"funded", "pay fund 2 --as finance2"},
               {"sent", "pay send 2 --layout nsh-pipe -o {dir}/july.txt --as finance2"},
               {"paid", "pay return 2 {dir}/july-back.txt --as accountant", .act = bank_pays_july},
               {"closed", "pay close 2 --as accountant", .expect = "已结清"},
               {"June still explains itself",
                "explain --programme medical --month 2013-06 "
                "--household {h7} --format csv",
                .expect = ",70000,"});
}

static void claims_are_paid_in_the_normal_run(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-05");
    applicants(&s);
    claims_are_decided(&s);
    june_is_decided(&s);
    june_is_paid(&s);
    july_nets_what_was_too_much(&s);
    story_close(&s);
}

STORY_CLAIM(claims_are_paid_in_the_normal_run)

int main(void)
{
    const struct CMUnitTest tests[] = {STORY_TESTS(claims_are_paid_in_the_normal_run)};
    return cmocka_run_group_tests_name("medical_run", tests, NULL, NULL);
}

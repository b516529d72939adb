/* P3.3 医中救助、资助参合: a hospital's month from the counter to the bank, and the year's
   premiums: prepared, compared, checked, approved, paid, sent back, paid again. After every step of
   money the audit is clean. */
#include <stdio.h>
#include <stdlib.h>

#include "domain/medical/advance.h"
#include "domain/payee/payee.h"
#include "scenario/people.h"

/* What the counter deducts, by the example rules (dibao in hospital: no threshold, 70 %):
     Z1  (8000.00 − 4800.00) × 70 %                                    2240.00
     Z2  (4000.00 − 2000.00) × 70 % = 1400.00, struck, then
         (3000.00 − 2000.00) × 70 %                                     700.00
     Z3  1000.00 × 70 % = 700.00, struck                                  0.00
     Z5  1000.00 × 70 %, after an advance of 1500.00 before it            700.00
   June 3640.00, of it 700.00 before treatment. In July Z1 is struck after it was paid, and
     Z4  5000.00 × 70 %                                                3500.00
   July 3500.00 − 2240.00 = 1260.00. */
#define HOSPITAL_NAME "泾县医院"
#define COUNTER "hospital1.counter"

struct counter {
    struct db *db;
    struct keyring *keys;
    struct medical_desk *desk;
    struct arena *arena;
    int64_t hospital;
    int serial;
};

static void counter_open(struct counter *k, struct story *s)
{
    struct payee payee;
    struct error e = {0};
    setenv("MINSHENG_TODAY", s->today, 1);
    *k = (struct counter){.db = testdb_open(s->db.url, DB_WRITER), .arena = arena_new(1 << 24)};
    assert_ok_e(keyring_open(s->key, false, &k->keys, &e), &e);
    k->desk = medical_desk_new(COUNTY_JINGXIAN, k->keys);
    assert_non_null(k->desk);
    assert_ok_e(payee_by_name(k->db, COUNTY_JINGXIAN, HOSPITAL_NAME, k->arena, &payee, &e), &e);
    k->hospital = payee.id;
}

static void counter_close(struct counter *k)
{
    medical_desk_free(k->desk);
    keyring_free(k->keys);
    arena_free(k->arena);
    db_close(k->db);
}

static struct date day(const char *text)
{
    struct date d;
    assert_ok(date_parse(text, &d, NULL));
    return d;
}

static void say(struct counter *k, struct medical_message m, const char *serial)
{
    struct medical_answer answer;
    struct error e = {0};
    m.hospital = k->hospital;
    m.actor = COUNTER;
    m.serial = serial;
    m.today = date_today();
    assert_ok_e(medical_message_hear_take(k->db, k->desk, &m, k->arena, &answer, &e), &e);
}

struct stay {
    const char *number, *who, *name, *admitted_on, *discharged_on;
    int64_t in_scope, insurance; /* fen */
};

static void admit(struct counter *k, struct story *s, const struct stay *stay)
{
    char serial[64];
    (void)snprintf(serial, sizeof serial, "%s-in", stay->number);
    say(k,
        (struct medical_message){.kind = MESSAGE_ADMIT,
                                 .admission_no = stay->number,
                                 .id_number = story_get(s, stay->who),
                                 .name = stay->name,
                                 .department = "内科",
                                 .disease = "I50.9",
                                 .disease_name = "心力衰竭",
                                 .insurance_no = "3418230001",
                                 .visit = VISIT_INPATIENT,
                                 .scheme = SCHEME_NCMS,
                                 .admitted_on = day(stay->admitted_on)},
        serial);
}

static void settle(struct counter *k, const struct stay *stay, const char *suffix)
{
    char serial[64];
    (void)snprintf(serial, sizeof serial, "%s-%s", stay->number, suffix);
    say(k,
        (struct medical_message){.kind = MESSAGE_SETTLE,
                                 .admission_no = stay->number,
                                 .discharged_on = day(stay->discharged_on),
                                 .amounts = {.total = FEN(stay->in_scope + 100000),
                                             .in_scope = FEN(stay->in_scope),
                                             .insurance = FEN(stay->insurance)}},
        serial);
}

static void strike(struct counter *k, const char *number)
{
    char serial[64];
    (void)snprintf(serial, sizeof serial, "%s-strike", number);
    say(k,
        (struct medical_message){
            .kind = MESSAGE_REVERSE, .admission_no = number, .reason = "费用录错"},
        serial);
}

static enum status advance_work(struct db *db, void *context, struct error *e)
{
    const struct counter *k = context;
    int64_t change, id;
    struct advance_grant grant = {.hospital = k->hospital,
                                  .disease = "I50.9",
                                  .disease_name = "心力衰竭",
                                  .amount = FEN(150000),
                                  .approved_on = date_today(),
                                  .approved_by = "medical1"};
    TRY(db_query_i64_raw(db, "SELECT id FROM person WHERE name = '冯六顺'", &grant.person, e));
    TRY(db_query_i64_raw(db,
                         "SELECT m.household FROM member AS m JOIN person AS p ON p.id = m.person "
                         "WHERE p.name = '冯六顺'",
                         &grant.household, e));
    TRY(db_query_i64_raw(db, "SELECT min(division) FROM entitlement", &grant.division, e));
    TRY(change_record(
        db, COUNTY_JINGXIAN,
        &(struct change_entry){
            .actor = "medical1", .action = "advance.approve", .subject = "test", .detail = ""},
        &change, e));
    return advance_approve(db, COUNTY_JINGXIAN, &grant, change, &id, e);
}

static void june_at_the_counter(struct story *s)
{
    struct counter k;
    struct error e = {0};
    const struct stay z5 = {"Z5", "H6", "冯六顺", "2013-06-14", "2013-06-14", 100000, 0};
    const struct stay z1 = {"Z1", "H1", "赵一山", "2013-06-03", "2013-06-10", 800000, 480000};
    const struct stay z2 = {"Z2", "H7", "陈七宝", "2013-06-04", "2013-06-11", 400000, 200000};
    const struct stay z2_right = {"Z2", "H7", "陈七宝", "2013-06-04", "2013-06-11", 300000, 200000};
    const struct stay z3 = {"Z3", "H8", "褚八斤", "2013-06-05", "2013-06-12", 100000, 0};
    counter_open(&k, s);
    admit(&k, s, &z1);
    settle(&k, &z1, "out");
    admit(&k, s, &z2);
    settle(&k, &z2, "out");
    strike(&k, "Z2");
    settle(&k, &z2_right, "again");
    admit(&k, s, &z3);
    settle(&k, &z3, "out");
    strike(&k, "Z3");
    assert_ok_e(db_transaction(k.db, advance_work, &k, &e), &e);
    admit(&k, s, &z5);
    settle(&k, &z5, "out");
    counter_close(&k);
}

static void z1_is_struck_in_july(struct story *s)
{
    struct counter k;
    counter_open(&k, s);
    strike(&k, "Z1");
    counter_close(&k);
}

static void z4_in_july(struct story *s)
{
    struct counter k;
    const struct stay z4 = {"Z4", "H9", "卫九妹", "2013-07-01", "2013-07-09", 500000, 0};
    counter_open(&k, s);
    admit(&k, s, &z4);
    settle(&k, &z4, "out");
    counter_close(&k);
}

static void file_write(struct story *s, const char *name, const char *text)
{
    char path[PROCESS_PATH_BYTES];
    FILE *f = fopen(story_path(s, name, path), "w");
    char *filled = story_text(s, text);
    assert_non_null(f);
    fputs(filled, f);
    assert_int_equal(fclose(f), 0);
    free(filled);
}

static void their_lists(struct story *s)
{
    file_write(s, "wrong.csv",
               "住院号,姓名,救助金额\nZ1,赵一山,2240.00\nZ2,陈七宝,1400.00\nZ5,冯六顺,700.00\n");
    file_write(s, "broken.csv", "住院号,姓名,救助金额\nZ1,赵一山,二千\n");
    file_write(s, "right.csv",
               "住院号,姓名,救助金额\nZ1,赵一山,2240.00\nZ2,陈七宝,700.00\nZ3,褚八斤,0\nZ5,冯六顺,"
               "700.00\n");
    file_write(s, "july.csv", "住院号,姓名,救助金额\nZ1,赵一山,-2240.00\nZ4,卫九妹,3500.00\n");
}

static void a_month_is_settled_with_a_hospital(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-06");
    STORY_TELL(
        &s,
        {"nothing is owed yet", "medical statement prepare --month 2013-06 --as medical1",
         .expect = "没有应付", .today = "2013-06-14", .act = their_lists},
        {"June at the counter", "medical statement list --format csv", .act = june_at_the_counter},
        {"the bureau gathers it",
         "medical statement prepare --hospital " HOSPITAL_NAME
         " --month 2013-06 --as medical1 --format csv",
         .expect = "DRAFT,8,70000,294000,364000", .keep = "n=statement"},
        {"a clerk of a township does not",
         "medical statement prepare --month 2013-06 --as township100.clerk", .exit = 1,
         .expect = "无权"},
        {"a list that can not be read is not compared",
         "medical statement compare {n} {dir}/broken.csv --as medical1", .exit = 1, .expect = "C2"},
        {"the hospital has Z2 as it was first",
         "medical statement compare {n} {dir}/wrong.csv --as medical1", .exit = 1,
         .expect = "1 处不一致"},
        {"the difference", "medical statement show {n} --differences --format csv",
         .expect = "Z2,70000,140000,DIFFERENT"},
        {"nothing is paid before they agree", "medical statement transfer {n} --as medical1",
         .exit = 1},
        {"the right list", "medical statement compare {n} {dir}/right.csv --as medical1",
         .expect = "一致"},
        {"on paper", "medical statement paper {n} -o {dir}/statement.pdf --as accountant",
         .expect = "已写出"},
        {"a transfer", "medical statement transfer {n} --as medical1 --format csv",
         .keep = "t=transfer"},
        {"the maker does not check", "transfer check {t} --as medical1", .exit = 1,
         .expect = "编制"},
        {"the accountant checks", "transfer check {t} --as accountant", .expect = "已复核"},
        {"the accountant does not approve", "transfer approve {t} --as accountant", .exit = 1,
         .expect = "无权"},
        {"finance1 approves", "transfer approve {t} --as finance1", .expect = "已审批"},
        {"the books agree", "audit"},
        {"finance1 does not pay", "transfer pay {t} --reference 回单1 --as finance1", .exit = 1,
         .expect = "审批"},
        {"the account is empty", "transfer pay {t} --reference 回单1 --as finance2", .exit = 1,
         .expect = "不够"},
        {"finance puts money in", "transfer fund {t} --as finance2", .expect = "3,640.00"},
        {"the order to pay", "transfer paper {t} -o {dir}/order.docx --as finance2",
         .expect = "已写出"},
        {"paid", "transfer pay {t} --reference 回单1 --as finance2", .expect = "已拨付"},
        {"the books agree", "audit"},
        {"the bank sends it back", "transfer return {t} --reason 账号错误 --as finance2",
         .expect = "银行退回"},
        {"the books agree", "audit"},
        {"paid again", "transfer pay {t} --reference 回单2 --as finance2 --format csv",
         .expect = "PAID,8,364000,2,2013-06-14,回单2"},
        {"the books agree", "audit"},
        {"the account is empty again", "ledger balance --fund medical_aid --format csv"});
    assert_int_equal(story_number(&s, "account", "41001", "balance_fen"), 0);
    assert_int_equal(story_number(&s, "account", "42001", "balance_fen"), 0);
    assert_int_equal(story_number(&s, "account", "45202", "balance_fen"), 70000);
    assert_int_equal(story_number(&s, "account", "45203", "balance_fen"), 294000);
    STORY_TELL(
        &s,
        {"a bill that was paid is struck: owed back, and waits",
         "medical statement prepare --month 2013-07 --as medical1", .expect = "没有应付",
         .act = z1_is_struck_in_july, .today = "2013-07-05"},
        {"the books agree", "audit"},
        {"July's own", "medical statement list --format csv", .act = z4_in_july,
         .today = "2013-07-12"},
        {"is settled against it",
         "medical statement prepare --month 2013-07 --as medical1 --format csv",
         .expect = "DRAFT,2,0,126000,126000", .keep = "n=statement"},
        {"agreed", "medical statement compare {n} {dir}/july.csv --as medical1", .expect = "一致"},
        {"a transfer", "medical statement transfer {n} --as medical1 --format csv",
         .keep = "t=transfer"},
        {"given up", "transfer discard {t} --reason 医院要求更正 --as medical1",
         .expect = "已作废"},
        {"the books agree", "audit"},
        {"Z1 is put off",
         "medical statement put-off {n} --admission Z1 --reason 待查 --as medical1",
         .expect = "推迟"},
        {"and the rest is more",
         "medical statement prepare --month 2013-07 --as medical1 --format csv",
         .expect = "DRAFT,1,0,350000,350000"},
        {"the books agree", "audit"});
    story_close(&s);
}

static void enrolment_lists(struct story *s)
{
    file_write(s, "enrolment.csv",
               "姓名,身份证号,险种\n赵一山,{H1},新农合\n沈瑋,{W2},新农合\n外人,{X1},新农合\n");
    file_write(s, "spoilt.csv", "姓名,身份证号,险种\n赵一山,{H1},新农合\n沈瑋,{W2},人寿\n");
}

static void the_years_premiums_are_paid_to_the_insurance_office(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-06");
    story_set(&s, "X1", "342529197001010019");
    STORY_TELL(
        &s,
        {"the premium of the year",
         "plan set medical.premium_year 60 --from 2013-01 --document 文"},
        {"all of it for wubao", "plan set medical.wubao.premium 100% --from 2013-01 --document 文"},
        {"most of it for dibao",
         "plan set medical.dibao.premium 83.33% --from 2013-01 --document 文"},
        {"the list: 13 of dibao, 5 of wubao",
         "medical premium prepare --year 2013 --month 2013-06 --as medical1 --format csv",
         .expect = "2013,2013-06,DRAFT,18,0,18,6000,0,0", .keep = "n=list"},
        {"an enrolment with a broken cell is not taken",
         "medical premium enrolment {dir}/spoilt.csv --year 2013 --as medical1", .exit = 1,
         .expect = "C3", .act = enrolment_lists},
        {"nothing of it", "medical premium list --format csv", .expect = "DRAFT,18,0,18"},
        {"two are enrolled, one nobody knows",
         "medical premium enrolment {dir}/enrolment.csv --year 2013 --as medical1",
         .expect = "不在册 1 行，新增参合 2 人"},
        {"again: nothing new",
         "medical premium enrolment {dir}/enrolment.csv --year 2013 --as medical1",
         .expect = "新增参合 0 人"},
        /* 60.00 × 83.33 % = 50.00; 60.00 */
        {"confirmed", "medical premium confirm {n} --as medical1 --format csv",
         .expect = "CONFIRMED,2,2,16,6000,11000"},
        {"the others are the townships' task",
         "medical premium show {n} --not-enrolled --as township100.clerk --format csv",
         .expect = "陈七宝"},
        {"the audit agrees", "audit"},
        {"a transfer", "medical premium transfer {n} --as medical1 --format csv",
         .keep = "t=transfer"},
        {"checked", "transfer check {t} --as medical2"},
        {"approved", "transfer approve {t} --as finance1"},
        {"funded", "transfer fund {t} --as finance2", .expect = "110.00"},
        {"paid", "transfer pay {t} --reference 回单3 --as finance2", .expect = "已拨付"},
        {"the books agree", "audit"},
        {"on paper", "medical premium paper {n} -o {dir}/list.pdf --as medical1",
         .expect = "已写出"},
        {"nothing is open: it goes to another bureau",
         "handover set --bureau 县医疗保障局 --document 县编1号 --as supervisor"},
        {"from then on nothing is written",
         "medical premium prepare --year 2013 --month 2013-06 --as medical1", .exit = 1,
         .expect = "县医疗保障局"},
        {"but read", "medical premium list --format csv", .expect = "APPROVED"},
        {"the data leaves whole", "handover export {dir}/handed --as supervisor"},
        {"and can be held against what it says", "handover verify {dir}/handed"},
        {"taken back", "handover release --bureau 本局 --document 县编2号 --as supervisor"},
        {"a second list has the other 16",
         "medical premium prepare --year 2013 --month 2013-06 --as medical1 --format csv",
         .expect = "DRAFT,16,0,16"},
        {"while it is open nothing is handed over",
         "handover set --bureau 县医疗保障局 --document 县编3号 --as supervisor", .exit = 1},
        {"the audit agrees", "audit"});
    story_close(&s);
}

STORY_CLAIM(a_month_is_settled_with_a_hospital)
STORY_CLAIM(the_years_premiums_are_paid_to_the_insurance_office)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY_TESTS(a_month_is_settled_with_a_hospital),
        STORY_TESTS(the_years_premiums_are_paid_to_the_insurance_office),
    };
    return cmocka_run_group_tests_name("medical statement", tests, NULL, NULL);
}

/* P3.3 医后, 医前: claims after treatment and advances before it, told to the whole program: who
   decides, by when, what hangs, what is paid. Sums by the plan's table of 休宁 (§C.2). */
#include <stdio.h>
#include <string.h>

#include "scenario/bank.h"
#include "scenario/paths.h"

struct claim_bill {
    const char *hospital, *admitted, *discharged, *total, *in_scope, *insurance, *critical;
};

/* {dir}/NAME.json: one stay of a patient. class NULL: the registry's, with the household's account.
 */
static void claim_write(struct story *s, const char *name, const char *patient, const char *key,
                        const char *class, const struct claim_bill *b)
{
    char file[64], path[PROCESS_PATH_BYTES];
    snprintf(file, sizeof file, "%s.json", name);
    FILE *f = fopen(story_path(s, file, path), "w");
    assert_non_null(f);
    fprintf(f,
            "{\"members\":[{\"name\":\"%s\",\"id_number\":\"%s\"}],\"address\":\"高村3组\","
            "\"illness_code\":\"C34.1\",\"illness_name\":\"肺癌\",\"is_authorised\":\"1\","
            "\"is_promised\":\"1\",\"has_invoice\":\"1\",",
            patient, story_get(s, key));
    if (class)
        fprintf(f,
                "\"class\":\"%s\",\"bank\":\"泾县农村商业银行\",\"account_holder\":\"%s\","
                "\"account_number\":\"62284800000000003%s\",",
                class, patient, key + 1);
    fprintf(f,
            "\"bills\":[{\"hospital_name\":\"%s\",\"visit\":\"inpatient\",\"scheme\":\"ncms\","
            "\"invoice_no\":\"%s-%s\",\"admitted_on\":\"%s\",\"discharged_on\":\"%s\",\"total\":"
            "\"%s\",\"in_scope\":\"%s\",\"insurance\":\"%s\",\"critical\":\"%s\"}]}\n",
            b->hospital, name, key, b->admitted, b->discharged, b->total, b->in_scope, b->insurance,
            b->critical);
    assert_int_equal(fclose(f), 0);
}

#define CLAIM(file)                                                                                \
    "case apply --kind medical --division " VILLAGE " --file {dir}/" file ".json --as " CLERK      \
    " --format csv"

/* 20,000.00 left of the first: × 70 % = 14,000.00. 10,748.00 of the second: × 70 % = 7,523.60, of
   which the cap leaves 6,000.00. */
static const struct claim_bill FIRST = {"泾县医院", "2013-10-08", "2013-10-25", "20000",
                                        "20000",    "0",          "0"};
static const struct claim_bill SECOND = {"宣城市人民医院", "2013-11-01", "2013-11-20", "38562.40",
                                         "33120",          "19872",      "2500"};
/* 28,300.55 left: (28,300.55 − 20,000.00) × 40 % = 3,320.22. */
static const struct claim_bill LONE = {"宣城市人民医院", "2013-11-01", "2013-11-20", "60000",
                                       "50000.55",       "21700",      "0"};

static const struct claim_bill AT_COUNTER = {"泾县医院", "2013-12-05", "2013-12-20", "10000",
                                             "10000",    "6000",       "0"};

static void open_story(struct story *s, enum db_engine engine)
{
    little_county_copy(s, engine, "2013-06");
    applicants(s);
    claim_write(s, "first", "赵一山", "H1", NULL, &FIRST);
    claim_write(s, "second", "赵一山", "H1", NULL, &SECOND);
    claim_write(s, "ill", "高一宝", "A1", "illness_poor", &LONE);
    claim_write(s, "counter", "陈七宝", "H7", NULL, &AT_COUNTER);
    claim_write(s, "other", "高二妹", "A2", "other", &LONE);
}

static void first_claim(struct story *s)
{
    STORY_TELL(s,
               {"a dibao family brings its bills", CLAIM("first"), .keep = "k=case",
                .expect = "YL2013-100-00001", .today = "2013-12-02"},
               {"the same bill is not claimed twice", CLAIM("first"), 1, "YL2013-100-00001"},
               {ACT("accepted: the county decides directly, within ten working days", TOWNSHIP,
                    "accept --set papers=发票一张"),
                .expect = ",2013-12-17,", .today = "2013-12-03"},
               {"nobody in the township has an opinion to give",
                "case act {k} review --set opinion=AGREE --as " LEAD, 1, "不能办理"},
               {ACT("who is not the county does not decide", LEAD, "approve"), 1, NULL},
               {ACT("approved: 14,000.00 at once", "medical1", "approve"),
                .expect = ",dibao,0,0,1400000,2013-12,", .today = "2013-12-04"},
               {"owed and not yet paid", "case show {k}", 0, "UNPAID"},
               {"what was decided is not claimed again", CLAIM("first"), 1, "救助过"});
}

static void decided_run(struct story *s)
{
    STORY_TELL(
        s,
        {"December's claims are computed",
         "pay prepare --programme medical --month 2013-12 --as medical1 --format csv",
         .keep = "run=run", .expect = "2000000", .today = "2013-12-26"},
        {"checked", "pay check {run} --as medical2"},
        {"reviewed", "pay review {run} --as supervisor"},
        {"approved", "pay approve {run} --as finance1"},
        {"on its way", "case show {k}", 0, "IN_RUN"}, {"funded", "pay fund {run} --as finance2"},
        {"to the bank", "pay send {run} --layout nsh-pipe -o {dir}/claims.txt --as finance2"});
}

static void bank_returns(struct story *s)
{
    bank_answer_pipe(s, "claims.txt", "claims-back.txt", "h1", BANK_RIGHT);
}

static void bank_pays(struct story *s)
{
    bank_answer_pipe(s, "again.txt", "again-back.txt", "", BANK_RIGHT);
}

static void a_dibao_claim_is_decided_directly_and_paid(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    first_claim(&s);
    STORY_TELL(&s, {"another stay", CLAIM("second"), .keep = "k=case"},
               {ACT("accepted with what the cap leaves", TOWNSHIP, "accept"), .expect = ",600000,",
                .today = "2013-12-05"},
               {ACT("approved", "medical1", "approve"), .expect = ",600000,2013-12,",
                .today = "2013-12-06"},
               {"its class is the registry's", "case show {k} --format csv", 0, "\"dibao\""});
    decided_run(&s);
    STORY_TELL(&s,
               {"it comes back", "pay return {run} {dir}/claims-back.txt --as accountant",
                .act = bank_returns, .expect = "退回 1 笔", .today = "2013-12-27"},
               {"the case says so", "case show {k}", 0, "RETURNED"},
               {"another account",
                "household account {h1} --bank 泾县农村商业银行 --holder 赵一山 --number "
                "6228480000000000998"},
               {"corrected", "pay correct {run} --household {h1} --note 新存折 --as medical1"},
               {"issued again", "pay reissue {run} -o {dir}/again.txt --as finance2"},
               {"paid", "pay return {run} {dir}/again-back.txt --as accountant", .act = bank_pays},
               {"closed", "pay close {run} --as accountant"},
               {"and the case says so", "case show {k}", 0, "PAID"},
               {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(a_dibao_claim_is_decided_directly_and_paid)

static void others_go_through_township_and_notice(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    STORY_TELL(
        &s,
        {"a family made poor by illness", CLAIM("ill"), .keep = "k=case", .today = "2013-12-02"},
        {ACT("accepted: the township's opinion is due in ten working days", TOWNSHIP, "accept"),
         .expect = "ACCEPTED", .today = "2013-12-03"},
        {"until", "case show {k} --format csv", 0, "2013-12-17"},
        {ACT("who took it in has no opinion to give", TOWNSHIP, "review --set opinion=AGREE"), 1,
         NULL},
        {ACT("the lead agrees: 3,320.22", LEAD, "review --set opinion=AGREE"), .expect = ",332022,",
         .today = "2013-12-04"},
        {"no decision before the notice", "case act {k} approve --as medical1", 1, "不能办理"},
        {"it hangs",
         "notice post --village " VILLAGE " --kind first --place 村务公开栏 --as " CLERK,
         .today = "2013-12-05"},
        {"for seven days", "notice list --format csv --as " CLERK, .keep = "n=notice",
         .expect = "medical"},
        {"with the whole name on the wall", "notice show {n} --format csv --as " CLERK, 0,
         "高一宝"},
        {"somebody objects", "notice object {n} --case {k} --set ground=他家有车 --as " CLERK,
         .today = "2013-12-06"},
        {"it has left the notice", "case show {k}", 0, "REINVESTIGATE"},
        {"the objection's number", "notice objections {n} --format csv --as " LEAD,
         .keep = "o=objection"},
        {"looked into", "notice decide-objection {o} --upheld no --finding 车已报废 --as " LEAD,
         .today = "2013-12-09"},
        {ACT("decided by another", "medical1", "approve"), .expect = ",332022,2013-12,",
         .today = "2013-12-10"},
        {"he is registered, with a class until the end of the year",
         "person show {A1} --format csv", .keep = "a1=household"},
        {"and paid in the run of the programme",
         "pay prepare --programme medical --month 2013-12 --as medical1 --format csv",
         .expect = "332022"},
        {"printed", "case paper {k} medical_decision -o {dir}/decision.pdf"},
        {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(others_go_through_township_and_notice)

static void a_refused_claim_may_be_appealed(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    STORY_TELL(
        &s, {"applied", CLAIM("other"), .keep = "k=case", .today = "2013-12-02"},
        {ACT("papers are lacking", TOWNSHIP, "ask_papers --set papers=出院小结"),
         .expect = "PAPERS_MISSING"},
        {ACT("brought, with a figure put right", CLERK,
             "supply_papers --set papers=出院小结 --set bills.1.relief=100"),
         .expect = "APPLIED", .today = "2013-12-03"},
        {ACT("accepted", TOWNSHIP, "accept")},
        {ACT("reviewed", LEAD, "review --set opinion=DISAGREE --set reason=收入较高"),
         .today = "2013-12-04"},
        {"it hangs", "notice post --cases {k} --place 村务公开栏 --as " CLERK},
        {"until the tenth", "notice list --format csv --as " CLERK, .keep = "n=notice"},
        {"and comes down", "notice close {n} --result 无异议 --as " CLERK, .today = "2013-12-11"},
        {ACT("refused: to be served in three working days", "medical1",
             "refuse --set reason_code=NOT_ENTITLED --set reason=不属于救助对象"),
         .expect = ",2013-12-17,", .today = "2013-12-12"},
        {ACT("served", TOWNSHIP, "serve --set method=DIRECT --set receiver=高二妹"),
         .today = "2013-12-13"},
        {ACT("appealed", CLERK, "appeal --set reason=确有困难"), .expect = "APPEALED",
         .today = "2013-12-16"},
        {ACT("not judged by who refused", "medical1", "overturn --set reason=重审"), 1, "medical1"},
        {ACT("but by another", "medical2", "overturn --set reason=重审"), .expect = "DECIDING"},
        {ACT("and approved after all", "medical1", "approve"), .expect = "ACTIVE",
         .today = "2013-12-17"},
        {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(a_refused_claim_may_be_appealed)

#define ADVANCE(person, name, amount)                                                              \
    "case apply --kind advance --division " VILLAGE " --set members.1.name=" name                  \
    " --set members.1.id_number={" person "} --set address=高村3组 --set illness_code=C34.1 "   \
    "--set illness_name=肺癌 --set amount=" amount                                                 \
    " --set planned_on=2014-01-06 --set is_authorised=1 --set is_promised=1 --as " CLERK           \
    " --format csv"

static void an_advance_is_decided_before_the_stay(enum db_engine engine)
{
    struct story s;
    open_story(&s, engine);
    STORY_TELL(
        &s,
        {"who is nobody of the programme gets none", ADVANCE("A1", "高一宝", "1000"), 1, "救助对象",
         .today = "2013-12-02"},
        {"nor more than the plan allows", ADVANCE("H7", "陈七宝", "3000.01"), 1, "3000.00"},
        {"asked: decided within two working days", ADVANCE("H7", "陈七宝", "1500"),
         .keep = "k=case", .expect = ",2013-12-04,"},
        {"once", ADVANCE("H7", "陈七宝", "800"), 1, "YQ2013-100-00001"},
        {ACT("not more than was asked", "medical1", "approve --set amount=1600"), 1, "1500.00"},
        {ACT("approved, a little less", "medical1", "approve --set amount=1200"),
         .expect = ",120000,", .today = "2013-12-03"},
        {"the hospital's notice", "case paper {k} advance_notice -o {dir}/notice.pdf"},
        {"another is asked while it is open", ADVANCE("H7", "陈七宝", "500"), .keep = "k2=case"},
        {"and not approved", "case act {k2} approve --as medical2", 1, "未使用的医前救助"},
        {"but withdrawn", "case act {k2} withdraw --set reason=已有 --as " CLERK},
        {"the hospital lets him in with it",
         "medical admit ZY001 --id-number {H7} --name 陈七宝 --visit inpatient --scheme ncms "
         "--disease C34.1 --admitted 2013-12-05 --serial S1 --as hospital1.counter",
         .expect = "1,200.00", .today = "2013-12-05"},
        {"2,800.00 of aid, of which 1,200.00 were there already",
         "medical settle ZY001 --discharged 2013-12-20 --total 10000 --in-scope 10000 "
         "--insurance 6000 --serial S2 --as hospital1.counter",
         .expect = "1,600.00", .today = "2013-12-20"},
        {"used", "medical advance list --format csv", 0, "USED"},
        {"what the counter settled is not claimed afterwards", CLAIM("counter"), 1, "窗口结算"},
        {"at another total, of other days either",
         CLAIM("counter") " --set bills.1.total=10000.01 --set bills.1.admitted_on=2013-12-06", 1,
         "窗口结算"},
        {"everything ties out", "audit"});
    story_close(&s);
}
STORY_CLAIM(an_advance_is_decided_before_the_stay)

STORY_MAIN("medical claims", STORY_BOTH(a_dibao_claim_is_decided_directly_and_paid),
           STORY_BOTH(others_go_through_township_and_notice),
           STORY_BOTH(a_refused_claim_may_be_appealed),
           STORY_BOTH(an_advance_is_decided_before_the_stay))

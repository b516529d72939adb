/* Decisions in force: what a grant, a change, a stop, a grace period or a cancellation makes of the
   registry, and what the runs then pay, with amounts worked out by hand. */
#include "domain/casework/effect_fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIBAO PROGRAMME_DIBAO
#define WUBAO PROGRAMME_WUBAO

/* ---- grants ---- */

struct family {
    const char *head, *child;
    const char *form[80];
};

/* Two people, 1,800.00 of income: (2 × 2160.00 − 1800.00) ÷ 12 = 210.00; the child of 10 adds 20 %
   of 105.00 = 21.00. */
static void family_of(struct county *c, struct family *f, int sequence)
{
    f->head = new_id(c, 1975, 3, 3, sequence);
    f->child = new_id(c, 2003, 4, 4, sequence);
    const char *const form[] = {"address",
                                "东村 12 号",
                                "group_no",
                                "3",
                                "phone",
                                "13900000001",
                                "members.1.name",
                                "李四",
                                "members.1.id_number",
                                f->head,
                                "members.1.relation",
                                "HEAD",
                                "members.1.is_protected",
                                "1",
                                "members.2.name",
                                "李小",
                                "members.2.id_number",
                                f->child,
                                "members.2.relation",
                                "SON",
                                "members.2.is_protected",
                                "1",
                                "members.2.is_student",
                                "1",
                                "incomes.1.class",
                                "WAGE",
                                "incomes.1.amount_year",
                                "1800.00",
                                "mgmt_class",
                                "B",
                                "bank",
                                "农商行",
                                "account_holder",
                                "李四",
                                "account_number",
                                "6228480012345678",
                                NULL};
    memcpy(f->form, form, sizeof form);
}

static int64_t grant_dibao(struct county *c, struct family *f, int sequence, const char *on,
                           const char *from)
{
    family_of(c, f, sequence);
    return decided(
               c,
               &(struct decision){
                   .kind = CASE_DIBAO, .programme = DIBAO, .on = on, .form = f->form, .from = from})
        .household;
}

static void a_grant_claim(struct county *c)
{
    struct family f;
    struct error e = {0};
    family_of(c, &f, 101);
    struct decision d = {
        .kind = CASE_DIBAO, .programme = DIBAO, .on = "2013-06-20", .form = f.form};
    struct effect_result r = decided(c, &d);
    assert_true(r.household > 0);
    assert_int_equal(r.from.v, month_make(2013, 7).v);
    assert_string_equal(r.certificate, "DB-341823-2013-00001");
    assert_int_equal(amount_fen(c, DIBAO, r.household, "2013-06"), 0);
    assert_int_equal(amount_fen(c, DIBAO, r.household, "2013-07"), 23100);

    struct person_row head;
    struct account_row account;
    assert_ok_e(person_by_id_number(c->db, COUNTY, c->keys, f.head, c->arena, &head, &e), &e);
    assert_string_equal(head.name, "李四");
    assert_string_equal(head.id_number, f.head);
    assert_string_equal(head.phone_tail, "0001");
    assert_ok_e(account_current(c->db, COUNTY, OWNER_HOUSEHOLD, r.household, c->keys, c->arena,
                                &account, &e),
                &e);
    assert_string_equal(account.number, "6228480012345678");
    assert_int_equal(county_number(c, "SELECT count(*) FROM entitlement WHERE mgmt_class = 2 AND "
                                      "income_year_fen = 180000 AND begun_month = 201307"),
                     1);
    /* The same proposal, worked out before anybody decided. */
    struct fen amount;
    struct explanation explain = {.arena = c->arena};
    assert_ok_e(case_amount(c->db, COUNTY, CASE_DIBAO, form_of(c, f.form), month_make(2013, 7),
                            c->arena, &amount, &explain, &e),
                &e);
    assert_int_equal(amount.v, 23100);
    assert_int_equal(explain.count, 2);
    /* Twice is once too often. */
    assert_refused(decide(c, &d, &r, &e), &e, "PERSON_ELSEWHERE");
}

static void a_grant_makes_all_there_is(void **state)
{
    (void)state;
    county_each(a_grant_claim);
}

static void a_former_household_claim(struct county *c)
{
    struct family f;
    struct error e = {0};
    struct effect_result r;
    int64_t household = grant_dibao(c, &f, 102, "2013-01-20", NULL);
    decided(c, &(struct decision){.kind = CASE_STOP,
                                  .change = CHANGE_STOP,
                                  .programme = DIBAO,
                                  .household = household,
                                  .on = "2013-03-10",
                                  .form = FORM("cause", "OVER_INCOME", "reason", "务工")});
    assert_int_equal(amount_fen(c, DIBAO, household, "2013-03"), 23100);
    assert_int_equal(amount_fen(c, DIBAO, household, "2013-04"), 0);
    assert_int_equal(county_number(c, "SELECT void_on FROM certificate"), 20130331);

    /* The child alone can not be taken along by others while the household may come back. */
    const char *other = new_id(c, 1960, 1, 1, 103);
    r = decided(c,
                &(struct decision){
                    .kind = CASE_DIBAO,
                    .programme = DIBAO,
                    .on = "2013-05-20",
                    .form = FORM("address", "西村", "members.1.name", "王五", "members.1.id_number",
                                 other, "members.1.relation", "HEAD", "members.1.is_protected", "1",
                                 "members.2.name", "李小", "members.2.id_number", f.child,
                                 "members.2.relation", "GRANDSON", "members.2.is_protected", "1")});
    assert_int_not_equal(r.household, household);
    /* (2 × 2160.00) ÷ 12 = 360.00 and 20 % of 180.00 */
    assert_int_equal(amount_fen(c, DIBAO, r.household, "2013-06"), 39600);

    /* The head returns alone: the old household goes on, without the child. */
    struct effect_result again = decided(
        c, &(struct decision){.kind = CASE_DIBAO,
                              .programme = DIBAO,
                              .on = "2013-08-20",
                              .form = FORM("address", "东村 13 号", "members.1.name", "李四",
                                           "members.1.id_number", f.head, "members.1.relation",
                                           "HEAD", "members.1.is_protected", "1", "incomes.1.class",
                                           "WAGE", "incomes.1.amount_year", "960.00")});
    assert_int_equal(again.household, household);
    assert_int_equal(amount_fen(c, DIBAO, household, "2013-08"), 0);
    assert_int_equal(amount_fen(c, DIBAO, household, "2013-09"), 10000);
    assert_int_equal(assessed(c, DIBAO, household, "2013-09").protected_count, 1);
    assert_string_equal(again.certificate, "DB-341823-2013-00003");

    /* Somebody who receives with others can not be on another application. */
    struct decision taken = {
        .kind = CASE_DIBAO,
        .programme = DIBAO,
        .on = "2013-09-02",
        .form = FORM("address", "南村", "members.1.name", "赵六", "members.1.id_number",
                     new_id(c, 1961, 1, 1, 104), "members.1.relation", "HEAD", "members.2.name",
                     "李小", "members.2.id_number", f.child, "members.2.relation", "OTHER")};
    assert_refused(decide(c, &taken, &r, &e), &e, "PERSON_ELSEWHERE");
    taken.form = FORM("members.1.name", "赵六", "members.1.id_number", new_id(c, 1961, 1, 1, 104),
                      "members.1.relation", "SON");
    assert_refused(decide(c, &taken, &r, &e), &e, "CASE_HEAD");
}

static void a_former_household_is_taken_up_again(void **state)
{
    (void)state;
    county_each(a_former_household_claim);
}

static int64_t grant_wubao(struct county *c, const char *id, const char *form, const char *home,
                           const char *on, const char *from)
{
    return decided(c,
                   &(struct decision){.kind = CASE_WUBAO,
                                      .programme = WUBAO,
                                      .on = on,
                                      .from = from,
                                      .form = FORM("address", "北村", "members.1.name", "孙七",
                                                   "members.1.id_number", id, "members.1.relation",
                                                   "HEAD", "form", form, "home", home, "can_eat",
                                                   "1", "bank", "农商行", "account_holder", "孙七",
                                                   "account_number", "6228480087654321")})
        .household;
}

static void a_wubao_grant_claim(struct county *c)
{
    struct error e = {0};
    struct effect_result r;
    int64_t h = grant_wubao(c, new_id(c, 1940, 1, 1, 105), "SCATTERED", "", "2013-03-20", NULL);
    assert_int_equal(amount_fen(c, WUBAO, h, "2013-04"), 10833);
    assert_int_equal(county_number(c, "SELECT care_level FROM entitlement"), CARE_FULL);
    /* The person chooses; §B.5: 220.00 a month from May. */
    decided(c, &(struct decision){.kind = CASE_FORM,
                                  .change = CHANGE_FORM,
                                  .programme = WUBAO,
                                  .household = h,
                                  .on = "2013-04-10",
                                  .form = FORM("form", "INSTITUTION", "home", "云岭镇敬老院")});
    assert_int_equal(amount_fen(c, WUBAO, h, "2013-04"), 10833);
    assert_int_equal(amount_fen(c, WUBAO, h, "2013-05"), 22000);
    struct decision nowhere = {.kind = CASE_FORM,
                               .change = CHANGE_FORM,
                               .programme = WUBAO,
                               .household = h,
                               .on = "2013-05-10",
                               .form = FORM("form", "INSTITUTION", "home", "没有的敬老院")};
    assert_refused(decide(c, &nowhere, &r, &e), &e, "HOME_UNKNOWN");
    /* A second one, straight into a home. */
    int64_t second = grant_wubao(c, new_id(c, 1941, 1, 1, 106), "INSTITUTION", "云岭镇敬老院",
                                 "2013-05-20", NULL);
    assert_int_equal(amount_fen(c, WUBAO, second, "2013-06"), 22000);
}

static void wubao_is_granted_in_the_form_chosen(void **state)
{
    (void)state;
    county_each(a_wubao_grant_claim);
}

/* §B.1: all OK self, up to three that fail half, from four on full. */
static void care_claim(struct county *c)
{
    static const char *const abilities[] = {"can_eat",    "can_dress", "can_rise",
                                            "can_toilet", "can_walk",  "can_wash"};
    int64_t h = grant_wubao(c, new_id(c, 1940, 1, 1, 107), "SCATTERED", "", "2013-01-20", NULL);
    for (int able = 6; able >= 0; able--) {
        const char *form[20] = {0};
        char on[16];
        for (int i = 0; i < able; i++) {
            form[2 * i] = abilities[i];
            form[2 * i + 1] = "1";
        }
        struct effect_result r;
        struct error e = {0};
        (void)snprintf(on, sizeof on, "2013-%02d-10", 9 - able);
        struct decision d = {.kind = CASE_CHANGE,
                             .change = CHANGE_CARE,
                             .programme = WUBAO,
                             .household = h,
                             .on = on,
                             .form = form};
        enum status s = decide(c, &d, &r, &e);
        assert_true(s == STATUS_OK || strcmp(e.code, "NOTHING_TO_CHANGE") == 0);
        int expected = able == 6 ? CARE_SELF : able >= 3 ? CARE_HALF : CARE_FULL;
        assert_int_equal(county_number(c, "SELECT care_level FROM entitlement WHERE to_month = "
                                          "999912 AND known_to = 2147483647"),
                         expected);
    }
}

static void care_follows_six_abilities(void **state)
{
    (void)state;
    county_each(care_claim);
}

/* ---- grace ---- */

/* Like 313 + 104 → 313 (§A.6): two people without income, the aged one with a top-up of 20 % of
   180.00. */
static void grace_claim(struct county *c)
{
    int64_t h = county_household(c, &(struct new_household){.programme = DIBAO,
                                                            .from = "2013-01",
                                                            .persons = 2,
                                                            .birth = {"1970-05-05", "1930-05-05"}});
    assert_int_equal(amount_fen(c, DIBAO, h, "2013-01"), 36000 + 3600);
    for (int m = 1; m <= 3; m++) {
        char month[8];
        (void)snprintf(month, sizeof month, "2013-%02d", m);
        county_pay(c, DIBAO, month);
    }
    decided(c, &(struct decision){
                   .kind = CASE_STOP,
                   .change = CHANGE_GRACE,
                   .programme = DIBAO,
                   .household = h,
                   .on = "2013-03-15",
                   .form = FORM("cause", "OVER_INCOME", "reason", "收入超标", "months", "3")});
    assert_int_equal(county_number(c, "SELECT count(*) FROM entitlement WHERE known_to = "
                                      "2147483647 AND status = 3 AND from_month = 201304 AND "
                                      "to_month = 201306"),
                     1);
    assert_int_equal(amount_fen(c, DIBAO, h, "2013-06"), 39600);
    assert_int_equal(amount_fen(c, DIBAO, h, "2013-07"), 0);
    county_pay(c, DIBAO, "2013-04");
    county_death(c, h, 1, "2013-04-20");
    /* The dead member's own top-up ends; the amount of the household stays until the grace ends. */
    assert_int_equal(amount_fen(c, DIBAO, h, "2013-04"), 39600);
    assert_int_equal(amount_fen(c, DIBAO, h, "2013-05"), 36000);
    assert_int_equal(amount_fen(c, DIBAO, h, "2013-06"), 36000);
    assert_int_equal(amount_fen(c, DIBAO, h, "2013-07"), 0);
    /* And so says a what-if, which reads less. */
    struct simulation simulation;
    struct error e = {0};
    assert_ok_e(payment_simulate(c->db, COUNTY, DIBAO, month_make(2013, 5), NULL, 0, c->arena,
                                 &simulation, &e),
                &e);
    assert_int_equal(simulation.total.before.v, 36000);
    county_pay(c, DIBAO, "2013-05");
    county_pay(c, DIBAO, "2013-06");
    county_pay(c, DIBAO, "2013-07");
    assert_int_equal(county_settled(c, DIBAO, "2013-05", h), 36000);
    assert_int_equal(county_settled(c, DIBAO, "2013-06", h), 36000);
    assert_int_equal(county_settled(c, DIBAO, "2013-07", h), 0);
    audit_is_clean(c);
}

static void grace_keeps_the_amount_but_for_the_dead_members_top_up(void **state)
{
    (void)state;
    county_each(grace_claim);
}

/* The same death outside a grace period takes the whole share. */
static void death_without_grace_claim(struct county *c)
{
    int64_t h = county_household(c, &(struct new_household){.programme = DIBAO,
                                                            .from = "2013-01",
                                                            .persons = 2,
                                                            .birth = {"1970-05-05", "1930-05-05"}});
    county_death(c, h, 1, "2013-04-20");
    assert_int_equal(amount_fen(c, DIBAO, h, "2013-04"), 39600);
    assert_int_equal(amount_fen(c, DIBAO, h, "2013-05"), 18000);
    /* The grace begins after the death: it is not counted again. */
    decided(c, &(struct decision){.kind = CASE_STOP,
                                  .change = CHANGE_GRACE,
                                  .programme = DIBAO,
                                  .household = h,
                                  .on = "2013-06-15",
                                  .form = FORM("cause", "OVER_INCOME", "reason", "收入超标")});
    assert_int_equal(amount_fen(c, DIBAO, h, "2013-07"), 18000);
    assert_int_equal(amount_fen(c, DIBAO, h, "2013-12"), 18000);
    assert_int_equal(amount_fen(c, DIBAO, h, "2014-01"), 0);
}

static void a_death_before_the_grace_counts_as_any(void **state)
{
    (void)state;
    county_each(death_without_grace_claim);
}

/* ---- cancellation ---- */

static void cancel_claim(struct county *c)
{
    int64_t h =
        grant_wubao(c, new_id(c, 1940, 1, 1, 108), "SCATTERED", "", "2013-01-02", "2013-01");
    for (int m = 1; m <= 4; m++) {
        char month[8];
        (void)snprintf(month, sizeof month, "2013-%02d", m);
        county_pay(c, WUBAO, month);
    }
    /* §B.5: dead in March, reported in May, April paid already. */
    decided(c, &(struct decision){.kind = CASE_CANCEL,
                                  .change = CHANGE_DEATH,
                                  .programme = WUBAO,
                                  .household = h,
                                  .on = "2013-05-20",
                                  .form = FORM("died_on", "2013-03-12", "funeral_on", "2013-03-15",
                                               "funeral_by", "侄子孙八", "funeral_bank", "农商行",
                                               "funeral_account", "6228480011112222")});
    assert_int_equal(county_number(c, "SELECT void_on FROM certificate"), 20130312);
    assert_int_equal(county_number(c, "SELECT amount_fen FROM single_grant WHERE month = 201305"),
                     130000);
    county_pay(c, WUBAO, "2013-05");
    county_pay(c, WUBAO, "2013-06");
    /* One obligation: 1300.00 for the funeral less April's 108.33, to the one who buried him. */
    struct item item;
    assert_true(county_item(c, WUBAO, "2013-06", h, &item));
    assert_int_equal(item.basic, 0);
    assert_int_equal(county_settled(c, WUBAO, "2013-03", h), 10833);
    assert_int_equal(county_settled(c, WUBAO, "2013-04", h), 0);
    assert_int_equal(county_settled(c, WUBAO, "2013-05", h), 130000);
    assert_int_equal(county_number(c, "SELECT count(*) FROM payment_adjustment WHERE reason = "
                                      "'GRANT' AND amount_fen = 130000"),
                     1);
    county_pay(c, WUBAO, "2013-07");
    assert_false(county_item(c, WUBAO, "2013-07", h, &item));
    assert_int_equal(county_number(c,
                                   "SELECT CAST(sum(basic_fen + topup_fen + adjustment_fen) AS "
                                   "BIGINT) FROM payment_item WHERE household = %" PRId64,
                                   h),
                     3 * 10833 + 1 + 130000);
    audit_is_clean(c);
}

static void a_cancellation_pays_the_funeral_once(void **state)
{
    (void)state;
    county_each(cancel_claim);
}

/* ---- a year of changes ---- */

static void pay_month(struct county *c, int m)
{
    char month[8];
    (void)snprintf(month, sizeof month, "2013-%02d", m);
    county_pay(c, DIBAO, month);
}

static void change(struct county *c, int64_t h, enum case_change kind, const char *on,
                   const char *from, const char *const *form)
{
    bool is_stop = kind >= CHANGE_STOP && kind < CHANGE_FORM;
    decided(c, &(struct decision){.kind = is_stop ? CASE_STOP : CASE_CHANGE,
                                  .change = kind,
                                  .programme = DIBAO,
                                  .household = h,
                                  .on = on,
                                  .form = form,
                                  .from = from});
}

/* Every amount below is worked out by hand from 2160.00 a year and person; top-ups: severe
   disability 30 %, minors 20 %. */
static void year_claim(struct county *c)
{
    struct family f;
    int64_t h = grant_dibao(c, &f, 109, "2013-01-02", "2013-01"); /* 231.00 from January */
    pay_month(c, 1);
    /* Income up to 2,400.00 from February, decided in January: (4320 − 2400) ÷ 12 = 160.00, child
       16.00. */
    change(c, h, CHANGE_INCOME, "2013-01-15", NULL,
           FORM("income_year", "2400.00", "reason", "务工"));
    pay_month(c, 2);
    assert_int_equal(county_settled(c, DIBAO, "2013-02", h), 17600);
    /* A daughter was born in February, decided in March, from February on:
       (6480 − 2400) ÷ 12 = 340.00; each child 20 % of 113.33… = 22.67. Arrears for February and
       nothing for January. */
    const char *baby = new_id(c, 2013, 2, 1, 110);
    change(c, h, CHANGE_MEMBER_JOIN, "2013-03-10", "2013-02",
           FORM("members.1.name", "李新", "members.1.id_number", baby, "members.1.relation",
                "DAUGHTER", "members.1.is_protected", "1", "reason", "出生"));
    pay_month(c, 3);
    struct item item;
    assert_true(county_item(c, DIBAO, "2013-03", h, &item));
    assert_int_equal(item.basic, 34000);
    assert_int_equal(item.topup, 2 * 2267);
    assert_int_equal(item.adjustment, 34000 + 2 * 2267 - 17600);
    /* The head's disability of grade 2 from April: 30 % of 113.33… = 34.00. */
    change(c, h, CHANGE_MEMBER, "2013-03-20", NULL,
           FORM("id_number", f.head, "disability_kind", "4", "disability_grade", "2", "reason",
                "评残"));
    pay_month(c, 4);
    assert_int_equal(county_settled(c, DIBAO, "2013-04", h), 34000 + 2 * 2267 + 3400);
    /* The boy left for another family in March; found in April, from April on by the decision:
       (4320 − 2400) ÷ 12 = 160.00; head 24.00, baby 16.00. April was paid in full: 219.34 − … is
       taken back, at most half of May's own 200.00. */
    change(c, h, CHANGE_MEMBER_LEAVE, "2013-04-25", "2013-04",
           FORM("id_number", f.child, "cause", "OTHER", "left_on", "2013-03-28", "reason", "过继"));
    int64_t paid = 34000 + 2 * 2267 + 3400, due = 16000 + 2400 + 1600;
    pay_month(c, 5);
    assert_true(county_item(c, DIBAO, "2013-05", h, &item));
    assert_int_equal(item.basic + item.topup, due);
    assert_int_equal(item.adjustment, -due / 2);
    assert_int_equal(item.carry, -(paid - due - due / 2));
    pay_month(c, 6); /* again half; the rest in July */
    assert_true(county_item(c, DIBAO, "2013-06", h, &item));
    assert_int_equal(item.adjustment, -due / 2);
    pay_month(c, 7);
    assert_true(county_item(c, DIBAO, "2013-07", h, &item));
    assert_int_equal(item.adjustment, -(paid - due - due));
    assert_int_equal(item.carry, 0);
    assert_int_equal(county_settled(c, DIBAO, "2013-04", h), due);
    /* Suspended from August; found in time and resumed with August as well. */
    change(c, h, CHANGE_SUSPEND, "2013-07-10", NULL, FORM("cause", "LOST", "reason", "失联"));
    pay_month(c, 8);
    assert_false(county_item(c, DIBAO, "2013-08", h, &item));
    change(c, h, CHANGE_RESUME, "2013-08-10", "2013-08", FORM("reason", "已联系上"));
    /* A move within the county: the same money, another place. */
    change(c, h, CHANGE_PLACE, "2013-08-20", NULL,
           FORM("division", "341823101201", "reason", "搬迁"));
    pay_month(c, 9);
    assert_true(county_item(c, DIBAO, "2013-09", h, &item));
    assert_int_equal(item.adjustment, due);
    assert_int_equal(county_number(c, "SELECT division FROM payment_item WHERE month = 201309"),
                     INT64_C(341823101201));
    assert_int_equal(county_number(c, "SELECT division FROM payment_item WHERE month = 201307"),
                     VILLAGE);
    /* They give it up from November. */
    change(c, h, CHANGE_STOP, "2013-10-10", NULL, FORM("cause", "VOLUNTARY", "reason", "自愿放弃"));
    pay_month(c, 10);
    pay_month(c, 11);
    assert_false(county_item(c, DIBAO, "2013-11", h, &item));
    audit_is_clean(c);
}

static void a_year_of_changes_flows_into_the_runs(void **state)
{
    (void)state;
    county_each(year_claim);
}

/* ---- the head ---- */

static void head_claim(struct county *c)
{
    struct family f;
    struct error e = {0};
    struct effect_result r;
    int64_t h = grant_dibao(c, &f, 111, "2013-01-02", "2013-01");
    const char *wife = new_id(c, 1976, 6, 6, 112);
    change(c, h, CHANGE_MEMBER_JOIN, "2013-01-10", NULL,
           FORM("members.1.name", "周九", "members.1.id_number", wife, "members.1.relation",
                "SPOUSE", "members.1.is_protected", "1", "reason", "结婚"));
    struct decision leave = {.kind = CASE_CHANGE,
                             .change = CHANGE_MEMBER_LEAVE,
                             .programme = DIBAO,
                             .household = h,
                             .on = "2013-02-10",
                             .form = FORM("id_number", f.head, "cause", "MOVED", "left_on",
                                          "2013-02-01", "reason", "迁出")};
    assert_refused(decide(c, &leave, &r, &e), &e, "HEAD_LEAVES");
    /* Dead in February: the file goes on, the certificate does not. */
    r = decided(c, &(struct decision){.kind = CASE_CHANGE,
                                      .change = CHANGE_HEAD,
                                      .programme = DIBAO,
                                      .household = h,
                                      .on = "2013-03-10",
                                      .form = FORM("id_number", wife, "cause", "DEATH", "died_on",
                                                   "2013-02-05", "reason", "户主去世")});
    assert_string_equal(r.certificate, "DB-341823-2013-00002");
    assert_int_equal(county_number(c, "SELECT count(*) FROM certificate WHERE void_change = 0"), 1);
    assert_int_equal(county_number(c, "SELECT count(*) FROM certificate"), 2);
    assert_int_equal(r.from.v, month_make(2013, 3).v);
    struct person_row heir;
    assert_ok_e(person_by_id_number(c->db, COUNTY, c->keys, wife, c->arena, &heir, &e), &e);
    assert_int_equal(assessed(c, DIBAO, h, "2013-03").entitlement->head, heir.id);
    assert_int_equal(assessed(c, DIBAO, h, "2013-03").protected_count, 2);
    assert_int_not_equal(assessed(c, DIBAO, h, "2013-02").entitlement->head, heir.id);
    /* And hands over to her son in time. */
    r = decided(c, &(struct decision){
                       .kind = CASE_CHANGE,
                       .change = CHANGE_HEAD,
                       .programme = DIBAO,
                       .household = h,
                       .on = "2013-05-10",
                       .form = FORM("id_number", f.child, "cause", "HANDOVER", "reason", "自愿")});
    assert_int_equal(r.from.v, month_make(2013, 6).v);
    assert_int_equal(assessed(c, DIBAO, h, "2013-05").entitlement->head, heir.id);
    assert_int_not_equal(assessed(c, DIBAO, h, "2013-06").entitlement->head, heir.id);
}

static void the_head_dies_or_hands_over(void **state)
{
    (void)state;
    county_each(head_claim);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grant_makes_all_there_is),
        cmocka_unit_test(a_former_household_is_taken_up_again),
        cmocka_unit_test(wubao_is_granted_in_the_form_chosen),
        cmocka_unit_test(care_follows_six_abilities),
        cmocka_unit_test(grace_keeps_the_amount_but_for_the_dead_members_top_up),
        cmocka_unit_test(a_death_before_the_grace_counts_as_any),
        cmocka_unit_test(a_cancellation_pays_the_funeral_once),
        cmocka_unit_test(a_year_of_changes_flows_into_the_runs),
        cmocka_unit_test(the_head_dies_or_hands_over),
    };
    return cmocka_run_group_tests_name("effect", tests, NULL, NULL);
}

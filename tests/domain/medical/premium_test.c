/* Premium subsidy: who is on the year's list, who is enrolled, and the money (P3.3 资助参合). */
#include "domain/medical/settle_fixture.h"

#include "domain/registry/registry_fixture.h"

#include <inttypes.h>
#include <stdlib.h>

static const struct enrolment_row *enrolled(struct county *c, const char *const *numbers, size_t n)
{
    struct enrolment_row *rows = ARENA_ARRAY(c->arena, struct enrolment_row, n + 1);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct enrolment_row){numbers[i], SCHEME_NCMS};
    return rows;
}

static struct enrolment_result take(struct county *c, const char *const *numbers, size_t n)
{
    struct enrolment_result r = {0};
    struct error e = {0};
    assert_ok_e(premium_enrolment_take(c->db, COUNTY, c->keys, 2013, enrolled(c, numbers, n), n,
                                       MAKER, &r, &e),
                &e);
    return r;
}

static int64_t prepare(struct county *c, const char *month)
{
    int64_t list = 0;
    struct error e = {0};
    assert_ok_e(premium_prepare(c->db, COUNTY, 2013, settle_month(month), MAKER, &list, &e), &e);
    return list;
}

static struct premium_list list_now(struct county *c, int64_t list)
{
    struct premium_list l;
    struct error e = {0};
    assert_ok_e(premium_read(c->db, COUNTY, list, c->arena, &l, &e), &e);
    return l;
}

/* The person's line on a list; class NONE when there is none. */
static struct premium_line line_of(struct county *c, int64_t list, int64_t person,
                                   bool not_enrolled_only)
{
    struct premium_line *lines;
    size_t count;
    struct error e = {0};
    assert_ok_e(premium_lines(c->db, COUNTY, list, 341823000000, not_enrolled_only, 0, 0, 100,
                              c->arena, &lines, &count, &e),
                &e);
    for (size_t i = 0; i < count; i++)
        if (lines[i].person == person)
            return lines[i];
    return (struct premium_line){0};
}

struct people {
    const char *dibao_head, *dibao_wife, *lodger, *wubao;
};

struct class_work {
    int64_t person;
    enum medical_class class;
};

static enum status class_work(struct db *db, void *context, struct error *e)
{
    const struct class_work *w = context;
    int64_t change;
    TRY(change_record(db, COUNTY,
                      &(struct change_entry){
                          .actor = "bureau", .action = "test", .subject = "test", .detail = ""},
                      &change, e));
    return medical_class_write(db, COUNTY, w->person, w->class, month_make(2013, 1), MONTH_OPEN,
                               "文号", 0, change, e);
}

static void decide(struct county *c, int64_t person, enum medical_class class)
{
    struct class_work w = {person, class};
    struct error e = {0};
    assert_ok_e(db_transaction(c->db, class_work, &w, &e), &e);
}

/* A dibao couple with a lodger who is not protected, a wubao person, and settle.person, who was
   decided to be monitored and lives in no household that we know of. */
static struct people some_people(struct county *c)
{
    struct people p = {.dibao_head = id_number(1960, 1, 1, 1),
                       .dibao_wife = id_number(1962, 2, 2, 2),
                       .lodger = id_number(1990, 3, 3, 3),
                       .wubao = id_number(1940, 4, 4, 4)};
    const struct person_made dibao[] = {{p.dibao_head, "张一", RELATION_HEAD, true},
                                        {p.dibao_wife, "张二", RELATION_SPOUSE, true},
                                        {p.lodger, "张三", RELATION_OTHER, false}};
    const struct person_made wubao[] = {{p.wubao, "李一", RELATION_HEAD, true}};
    county_household(c, PROGRAMME_DIBAO, settle_month("2013-01"), dibao, 3);
    county_household(c, PROGRAMME_WUBAO, settle_month("2013-01"), wubao, 1);
    decide(c, settle.person, MEDICAL_MONITORED);
    return p;
}

static void each_class_gets_its_share_of_the_premium(struct county *c)
{
    struct error e = {0};
    int64_t list = 5;
    assert_status(premium_prepare(c->db, COUNTY, 2013, settle_month("2013-03"), MAKER, &list, &e),
                  STATUS_NONE);
    struct people p = some_people(c);
    list = prepare(c, "2013-03");
    struct premium_list l = list_now(c, list);
    assert_int_equal(l.people, 4);
    assert_int_equal(l.premium.v, 6000);
    assert_int_equal(l.total.v, 0); /* nobody is known to be enrolled yet */
    assert_int_equal(l.not_enrolled, 4);
    assert_int_equal(line_of(c, list, person_number(c, p.wubao), false).amount.v, 6000);
    /* 60.00 × 83.33 % = 49.998 */
    struct premium_line head = line_of(c, list, person_number(c, p.dibao_head), false);
    assert_int_equal(head.amount.v, 5000);
    assert_int_equal(head.class, MEDICAL_DIBAO);
    assert_int_equal(head.rate_bp, 8333);
    assert_string_equal(head.person_name, "张一");
    assert_int_equal(line_of(c, list, settle.person, false).amount.v, 3000);
    assert_int_equal(line_of(c, list, settle.person, false).class, MEDICAL_MONITORED);
    assert_int_equal(line_of(c, list, person_number(c, p.lodger), false).class, MEDICAL_NONE);
    /* A class without a share is on no list. */
    decide(c, settle.person, MEDICAL_LOW_INCOME);
    assert_int_equal(prepare(c, "2013-03"), list);
    assert_int_equal(list_now(c, list).people, 3);
}

static void the_dead_the_gone_and_the_suspended_are_not_on_it(struct county *c)
{
    struct people p = some_people(c);
    const char *other = id_number(1950, 5, 5, 5);
    const struct person_made one[] = {{other, "王一", RELATION_HEAD, true}};
    int64_t suspended = county_household(c, PROGRAMME_DIBAO, settle_month("2013-01"), one, 1);
    assert_int_equal(list_now(c, prepare(c, "2013-06")).people, 5);
    settle_tamper(c, "UPDATE entitlement SET status = 2 WHERE household = %" PRId64, suspended);
    assert_int_equal(list_now(c, prepare(c, "2013-06")).people, 4);
    /* Nor by a class that was decided beside it: 停助 is no gap in it. */
    decide(c, person_number(c, other), MEDICAL_MONITORED);
    assert_int_equal(list_now(c, prepare(c, "2013-06")).people, 4);
    settle_tamper(c, "UPDATE member SET is_present = 0 WHERE person = %" PRId64,
                  person_number(c, p.dibao_wife));
    assert_int_equal(list_now(c, prepare(c, "2013-06")).people, 3);
    settle_tamper(
        c,
        "INSERT INTO person_death (county, person, known_from, known_to, died_on, source) "
        "VALUES (341823, %" PRId64 ", 1, 2147483647, 20130630, '')",
        person_number(c, p.wubao));
    settle_tamper(
        c,
        "INSERT INTO person_death (county, person, known_from, known_to, died_on, source) "
        "VALUES (341823, %" PRId64 ", 1, 2147483647, 20130630, '')",
        settle.person);
    int64_t list = prepare(c, "2013-06");
    assert_int_equal(list_now(c, list).people, 1);
    assert_int_equal(line_of(c, list, person_number(c, p.dibao_head), false).class, MEDICAL_DIBAO);
}

static void the_enrolment_decides_who_is_paid_and_counts_once(struct county *c)
{
    struct error e = {0};
    struct people p = some_people(c);
    int64_t list = prepare(c, "2013-03");
    assert_refused(premium_confirm(c->db, COUNTY, list, MAKER, &e), &e, "PREMIUM_EMPTY");
    const char *const numbers[] = {p.dibao_head, p.wubao, p.dibao_head, id_number(1900, 1, 1, 9)};
    struct enrolment_result r = take(c, numbers, 4);
    assert_int_equal(r.rows, 4);
    assert_int_equal(r.known, 3);
    assert_int_equal(r.unknown, 1);
    assert_int_equal(r.added, 2);
    int64_t changes = settle_number(c, "SELECT count(*) FROM change_trail");
    r = take(c, numbers, 4);
    assert_int_equal(r.added, 0);
    assert_int_equal(r.known, 3);
    assert_int_equal(settle_number(c, "SELECT count(*) FROM change_trail"), changes);
    struct premium_list l = list_now(c, list);
    assert_int_equal(l.enrolled, 2);
    assert_int_equal(l.not_enrolled, 2);
    assert_int_equal(l.total.v, 11000);
    assert_true(line_of(c, list, person_number(c, p.wubao), false).is_enrolled);
    assert_int_equal(line_of(c, list, person_number(c, p.wubao), false).scheme, SCHEME_NCMS);
    /* Drawn anew it knows them still. */
    assert_int_equal(prepare(c, "2013-03"), list);
    assert_int_equal(list_now(c, list).enrolled, 2);

    assert_ok_e(premium_confirm(c->db, COUNTY, list, MAKER, &e), &e);
    l = list_now(c, list);
    assert_int_equal(l.state, PREMIUM_CONFIRMED);
    assert_int_equal(l.people, 2);
    assert_int_equal(l.total.v, 11000);
    assert_int_equal(l.not_enrolled, 2);
    struct premium_line wife = line_of(c, list, person_number(c, p.dibao_wife), true);
    assert_int_equal(wife.amount.v, 5000);
    assert_false(wife.is_enrolled);
    assert_int_equal(line_of(c, list, person_number(c, p.dibao_head), true).class, MEDICAL_NONE);
    assert_refused(premium_confirm(c->db, COUNTY, list, MAKER, &e), &e, "PREMIUM_STATE");
}

static void a_second_list_has_only_new_people_and_nobody_is_paid_twice(struct county *c)
{
    struct error e = {0};
    struct people p = some_people(c);
    int64_t list = prepare(c, "2013-03"), none = 0;
    const char *const first[] = {p.dibao_head, p.wubao};
    const char *const later[] = {p.dibao_wife};
    take(c, first, 2);
    assert_ok_e(premium_confirm(c->db, COUNTY, list, MAKER, &e), &e);
    int64_t second = prepare(c, "2013-06");
    assert_int_not_equal(second, list);
    assert_int_equal(list_now(c, second).people, 2); /* the wife, the monitored one */
    take(c, later, 1);
    assert_ok_e(premium_confirm(c->db, COUNTY, second, MAKER, &e), &e);
    assert_int_equal(list_now(c, second).people, 1);
    assert_int_equal(list_now(c, second).total.v, 5000);
    decide(c, settle.person, MEDICAL_NONE);
    assert_status(premium_prepare(c->db, COUNTY, 2013, settle_month("2013-06"), MAKER, &none, &e),
                  STATUS_NONE);
    assert_int_equal(settle_number(c, "SELECT count(*) - count(DISTINCT person) FROM premium_line"),
                     0);
    /* The database knows it too. */
    assert_refused(
        db_execute_raw(c->db,
                       "INSERT INTO premium_line SELECT county, year, person, list, household, "
                       "division, class, rate_bp, amount_fen, is_enrolled, scheme FROM "
                       "premium_line",
                       &e),
        &e, "DB_UNIQUE");
    assert_refused(premium_prepare(c->db, COUNTY, 2016, settle_month("2013-06"), MAKER, &none, &e),
                   &e, "PREMIUM_YEAR");
}

static void the_list_is_paid_to_the_insurance_office(struct county *c)
{
    struct error e = {0};
    struct people p = some_people(c);
    int64_t list = prepare(c, "2013-03"), transfer = 0;
    const char *const numbers[] = {p.dibao_head, p.dibao_wife, p.wubao};
    take(c, numbers, 3);
    assert_refused(premium_transfer(c->db, COUNTY, list, settle.office, settle_month("2013-06"),
                                    MAKER, &transfer, &e),
                   &e, "PREMIUM_STATE");
    assert_ok_e(premium_confirm(c->db, COUNTY, list, MAKER, &e), &e);
    assert_refused(premium_transfer(c->db, COUNTY, list, settle.county_hospital,
                                    settle_month("2013-06"), MAKER, &transfer, &e),
                   &e, "PAYEE_KIND");
    assert_ok_e(premium_transfer(c->db, COUNTY, list, settle.office, settle_month("2013-06"), MAKER,
                                 &transfer, &e),
                &e);
    assert_int_equal(transfer_now(c, transfer).lines, 3);
    assert_ok_e(transfer_check(c->db, COUNTY, transfer, CHECKER, &e), &e);
    settle_tamper(c, "UPDATE premium_line SET amount_fen = amount_fen + 1 WHERE person = %" PRId64,
                  person_number(c, p.wubao));
    assert_refused(transfer_approve(c->db, COUNTY, transfer, &TRANSFER_OF_PREMIUM, APPROVER,
                                    settle_month("2013-06"), &e),
                   &e, "PREMIUM_ALTERED");
    settle_tamper(c, "UPDATE premium_line SET amount_fen = amount_fen - 1 WHERE person = %" PRId64,
                  person_number(c, p.wubao));
    assert_ok_e(transfer_approve(c->db, COUNTY, transfer, &TRANSFER_OF_PREMIUM, APPROVER,
                                 settle_month("2013-06"), &e),
                &e);
    assert_int_equal(settle_balance(c, 5201), 16000);
    assert_int_equal(settle_balance(c, LEDGER_PAYABLE), -16000);
    assert_int_equal(settle_number(c, "SELECT amount_fen FROM posting WHERE line = %" PRId64,
                                   person_number(c, p.wubao)),
                     6000);
    settle_money(c, 16000, "2013-06");
    assert_ok_e(
        transfer_pay(c->db, COUNTY, transfer, "回单9", settle_date("2013-06-30"), PAYER, &e), &e);
    assert_int_equal(settle_balance(c, LEDGER_BANK), 0);
    assert_int_equal(list_now(c, list).state, PREMIUM_APPROVED);
    assert_int_equal(list_now(c, list).transfer, transfer);
}

#define TEST(name)                                                                                 \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        settle_each(name);                                                                         \
    }
TEST(each_class_gets_its_share_of_the_premium)
TEST(the_dead_the_gone_and_the_suspended_are_not_on_it)
TEST(the_enrolment_decides_who_is_paid_and_counts_once)
TEST(a_second_list_has_only_new_people_and_nobody_is_paid_twice)
TEST(the_list_is_paid_to_the_insurance_office)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_class_gets_its_share_of_the_premium),
        cmocka_unit_test(test_the_dead_the_gone_and_the_suspended_are_not_on_it),
        cmocka_unit_test(test_the_enrolment_decides_who_is_paid_and_counts_once),
        cmocka_unit_test(test_a_second_list_has_only_new_people_and_nobody_is_paid_twice),
        cmocka_unit_test(test_the_list_is_paid_to_the_insurance_office),
    };
    return cmocka_run_group_tests_name("premium", tests, NULL, NULL);
}

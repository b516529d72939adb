/* Works are paid to the contractor of the scope in force, within contract and investment, once the
   foundation stands (P3.4). */
#include "domain/allocation/money_fixture.h"
#include "domain/project/works.h"

#include <inttypes.h>

#define CONTRACT 80000
#define INVESTMENT 100000

struct entering {
    struct money_county *c;
    int64_t id;
};

static enum status contractor_work(struct db *db, void *context, struct error *e)
{
    struct entering *w = context;
    int64_t change;
    TRY(change_record(
        db, COUNTY,
        &(struct change_entry){.actor = MAKER, .action = "test", .subject = "test", .detail = ""},
        &change, e));
    return payee_write(db, COUNTY, w->c->keys,
                       &(struct payee_entry){.kind = PAYEE_CONTRACTOR,
                                             .code = "C001",
                                             .name = "示例建筑公司",
                                             .township = 341823100000,
                                             .bank = "泾县农村商业银行",
                                             .holder = "示例建筑公司",
                                             .account = "6229000034182306009"},
                       change, &w->id, e);
}

static int64_t contractor(struct money_county *c)
{
    struct error e = {0};
    struct entering w = {.c = c};
    assert_ok_e(db_transaction(c->db, contractor_work, &w, &e), &e);
    return w.id;
}

/* Project 900 with a scope in force, and nothing built. */
static void project(struct money_county *c, int64_t who)
{
    money_tamper(
        c,
        "INSERT INTO project (county, id, code, name, home, is_city, is_county, known_from) "
        "VALUES (%" PRId64 ", 900, 'T900', '示例项目', 0, 1, 1, 1)",
        COUNTY);
    money_tamper(
        c,
        "INSERT INTO project_scope (county, project, version, change, kind, township, site, land, "
        "area_m2, beds, central_fen, province_fen, city_fen, county_fen, own_fen, contractor, "
        "contract_fen, start_on, finish_on, reason, document, state, requested_by, requested_on, "
        "decided_by, decided_on, known_from, decided_change) VALUES (%" PRId64
        ", 900, 1, 'ORIGINAL', 1, 341823100000, '村口', 0, 0, 50, 0, 60000, 0, 40000, 0, %" PRId64
        ", %d, 20130101, 20131130, '', '', 2, 'plan', 20130101, NULL, 0, 1, 1)",
        COUNTY, who, CONTRACT);
}

static void foundation(struct money_county *c)
{
    money_tamper(c,
                 "INSERT INTO project_stage (county, project, stage, known_from, known_to, "
                 "planned_on, reached_on, actor) VALUES (%" PRId64
                 ", 900, 5, 1, 2147483647, 20130401, 20130401, 'x')",
                 COUNTY);
}

static enum status pay(struct money_county *c, int64_t fen, int64_t *ret_transfer, struct error *e)
{
    int64_t payment;
    return project_pay(c->db, COUNTY, 900, FEN(fen), money_month("2013-06"), "基础工程款",
                       "合同第1号", MAKER, &payment, ret_transfer, e);
}

static void works_are_paid_within_the_contract(struct money_county *c)
{
    struct error e = {0};
    int64_t first, second;
    assert_refused(pay(c, 1, &first, &e), &e, "PROJECT_UNKNOWN");
    project(c, 0);
    assert_refused(pay(c, 1, &first, &e), &e, "WORKS_CONTRACTOR");
    money_tamper(c, "UPDATE project_scope SET contractor = %" PRId64 " WHERE project = 900",
                 contractor(c));
    assert_refused(pay(c, 1, &first, &e), &e, "PROJECT_STAGE_ORDER");
    foundation(c);
    assert_refused(pay(c, CONTRACT + 1, &first, &e), &e, "WORKS_CONTRACT");
    assert_refused(pay(c, 0, &first, &e), &e, "PROJECT_FIELD");
    assert_ok_e(pay(c, 30000, &first, &e), &e);
    money_pay(c, first, &TRANSFER_OF_PROJECT);
    assert_refused(pay(c, CONTRACT - 30000 + 1, &second, &e), &e, "WORKS_CONTRACT");
    /* What was drafted counts; what was discarded does not. */
    assert_ok_e(pay(c, CONTRACT - 30000, &second, &e), &e);
    assert_refused(pay(c, 1, &first, &e), &e, "WORKS_CONTRACT");
    assert_ok_e(
        transfer_discard(c->db, COUNTY, second, &TRANSFER_OF_PROJECT, "进度未到", MAKER, &e), &e);
    money_tamper(c, "UPDATE project_scope SET contract_fen = 200000 WHERE project = 900");
    assert_refused(pay(c, INVESTMENT - 30000 + 1, &second, &e), &e, "WORKS_INVESTMENT");
    assert_ok_e(pay(c, INVESTMENT - 30000, &second, &e), &e);
    money_pay(c, second, &TRANSFER_OF_PROJECT);
    assert_int_equal(money_balance(c, FUND_HOME_CONSTRUCTION, LEDGER_EXPENSE_WORKS), INVESTMENT);
    assert_int_equal(money_balance(c, FUND_HOME_CONSTRUCTION, LEDGER_PAYABLE), 0);
    struct project_payment *list;
    size_t count;
    assert_ok_e(project_payment_list(c->db, COUNTY, 900, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 3);
    assert_int_equal(list[0].state, 3);
    assert_int_equal(list[1].state, 4);
    assert_string_equal(list[2].contractor_name, "示例建筑公司");
    /* No later change makes what was paid too much. */
    struct project p;
    int version;
    assert_ok_e(project_find(c->db, COUNTY, "T900", c->arena, &p, &e), &e);
    struct project_scope less = p.scope;
    less.change = "CONTRACT";
    less.reason = "核减";
    less.contract = FEN(INVESTMENT - 1);
    assert_refused(project_change_request(c->db, COUNTY, 900, &less, ACTOR_SYSTEM, &version, &e),
                   &e, "WORKS_CONTRACT");
    less = p.scope;
    less.change = "SCOPE";
    less.reason = "核减";
    less.investment[1].v--;
    assert_refused(project_change_request(c->db, COUNTY, 900, &less, ACTOR_SYSTEM, &version, &e),
                   &e, "WORKS_INVESTMENT");
}

static void an_altered_payment_is_not_approved(struct money_county *c)
{
    struct error e = {0};
    int64_t transfer;
    project(c, contractor(c));
    foundation(c);
    assert_ok_e(pay(c, 30000, &transfer, &e), &e);
    assert_refused(transfer_check(c->db, COUNTY, transfer, MAKER, &e), &e, "SAME_PERSON");
    assert_ok_e(transfer_check(c->db, COUNTY, transfer, CHECKER, &e), &e);
    money_tamper(c, "UPDATE project_payment SET amount_fen = 30001");
    assert_refused(transfer_approve(c->db, COUNTY, transfer, &TRANSFER_OF_PROJECT, APPROVER,
                                    money_month("2013-06"), &e),
                   &e, "WORKS_ALTERED");
    assert_int_equal(money_number(c, "SELECT count(*) FROM journal"), 0);
}

static void test_works_are_paid_within_the_contract(void **state)
{
    (void)state;
    money_each(works_are_paid_within_the_contract);
}
static void test_an_altered_payment_is_not_approved(void **state)
{
    (void)state;
    money_each(an_altered_payment_is_not_approved);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_works_are_paid_within_the_contract),
        cmocka_unit_test(test_an_altered_payment_is_not_approved),
    };
    return cmocka_run_group_tests_name("works", tests, NULL, NULL);
}

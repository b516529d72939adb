/* Institutions: one code, one row; names and accounts change, accounts keep their history. */
#include "support/county.h"

#include <string.h>

#include "domain/payee/payee.h"

#define COUNTY COUNTY_JINGXIAN
#define TOWNSHIP INT64_C(341823100000)

static int64_t number(struct county *c, const char *sql)
{
    int64_t n = -1;
    struct error e;
    assert_ok_e(db_query_i64_raw(c->db, sql, &n, &e), &e);
    return n;
}

struct write {
    struct county *c;
    struct payee_entry entry;
    int64_t id;
};

static enum status write_work(struct db *db, void *context, struct error *e)
{
    struct write *w = context;
    int64_t change;
    TRY(change_record(db, COUNTY,
                      &(struct change_entry){
                          .actor = "tester", .action = "test", .subject = "payee", .detail = ""},
                      &change, e));
    return payee_write(db, COUNTY, w->c->keys, &w->entry, change, &w->id, e);
}

static struct payee_entry entry(void)
{
    return (struct payee_entry){.kind = PAYEE_HOSPITAL,
                                .code = "H001",
                                .name = "泾县医院",
                                .township = TOWNSHIP,
                                .bank = "泾县农商行",
                                .holder = "泾县医院",
                                .account = "6229000034182303003"};
}

static void history(struct county *c)
{
    struct write w = {.c = c, .entry = entry()};
    struct payee p;
    struct error e;
    assert_ok_e(db_transaction(c->db, write_work, &w, &e), &e);
    int64_t id = w.id;
    /* the same again: no other row */
    assert_ok_e(db_transaction(c->db, write_work, &w, &e), &e);
    assert_int_equal(w.id, id);
    assert_int_equal(number(c, "SELECT count(*) FROM payee"), 1);
    assert_int_equal(number(c, "SELECT count(*) FROM payee_account"), 1);
    /* another account replaces it and is remembered beside it */
    w.entry.account = "6229000034182309999";
    assert_ok_e(db_transaction(c->db, write_work, &w, &e), &e);
    assert_int_equal(number(c, "SELECT count(*) FROM payee_account"), 2);
    assert_ok_e(payee_by_id(c->db, COUNTY, id, c->arena, &p, &e), &e);
    assert_string_equal(p.account_tail, "9999");
    /* a name alone leaves the account */
    w.entry.name = "泾县人民医院";
    w.entry.bank = NULL;
    assert_ok_e(db_transaction(c->db, write_work, &w, &e), &e);
    assert_ok_e(payee_by_name(c->db, COUNTY, "泾县人民医院", c->arena, &p, &e), &e);
    assert_int_equal(p.id, id);
    assert_string_equal(p.account_tail, "9999");
    assert_status(payee_by_name(c->db, COUNTY, "泾县医院", c->arena, &p, &e), STATUS_NONE);
    assert_status(payee_by_id(c->db, COUNTY, id + 1, c->arena, &p, &e), STATUS_NONE);
    /* the number itself is nowhere in clear */
    assert_int_equal(number(c, "SELECT count(*) FROM payee_account WHERE length(number_tail) <> 4"),
                     0);
}

static void an_account_is_replaced_and_remembered(void **state)
{
    (void)state;
    county_on_each(NULL, history);
}

static void refuse(struct county *c, struct payee_entry wrong, const char *code)
{
    struct write w = {.c = c, .entry = wrong};
    struct error e;
    assert_refused(db_transaction(c->db, write_work, &w, &e), &e, code);
}

static void refusals(struct county *c)
{
    struct write w = {.c = c, .entry = entry()};
    struct error e;
    assert_ok_e(db_transaction(c->db, write_work, &w, &e), &e);
    struct payee_entry wrong = entry();
    wrong.code = "h001";
    refuse(c, wrong, "PAYEE_CODE");
    wrong.code = "";
    refuse(c, wrong, "PAYEE_CODE");
    wrong = entry();
    wrong.name = "";
    refuse(c, wrong, "PAYEE_CODE");
    wrong = entry();
    wrong.kind = PAYEE_INSURANCE; /* the code is a hospital's */
    refuse(c, wrong, "PAYEE_KIND");
    wrong = entry();
    wrong.account = "6229-0000";
    refuse(c, wrong, "ACCOUNT_FORM");
    wrong.account = "1234567"; /* seven digits */
    refuse(c, wrong, "ACCOUNT_FORM");
    wrong = entry();
    wrong.holder = "";
    refuse(c, wrong, "ACCOUNT_HOLDER");
    wrong = entry();
    wrong.bank = "";
    refuse(c, wrong, "ACCOUNT_BANK");
    assert_int_equal(number(c, "SELECT count(*) FROM payee_account"), 1);
}

static void wrong_entries_change_nothing(void **state)
{
    (void)state;
    county_on_each(NULL, refusals);
}

static void lists(struct county *c)
{
    struct write w = {.c = c, .entry = entry()};
    struct payee *list;
    size_t count;
    struct error e;
    w.entry.code = "H002";
    w.entry.name = "泾县中医院";
    assert_ok_e(db_transaction(c->db, write_work, &w, &e), &e);
    w.entry = entry();
    assert_ok_e(db_transaction(c->db, write_work, &w, &e), &e);
    w.entry.kind = PAYEE_INSURANCE;
    w.entry.code = "B001";
    w.entry.bank = NULL;
    assert_ok_e(db_transaction(c->db, write_work, &w, &e), &e);
    assert_ok_e(payee_list(c->db, COUNTY, PAYEE_HOSPITAL, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 2);
    assert_string_equal(list[0].code, "H001");
    assert_string_equal(list[1].code, "H002");
    assert_ok_e(payee_list(c->db, COUNTY, PAYEE_INSURANCE, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_null(list[0].bank);
    assert_null(list[0].account_tail);
}

static void institutions_are_listed_by_kind_and_code(void **state)
{
    (void)state;
    county_on_each(NULL, lists);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_account_is_replaced_and_remembered),
        cmocka_unit_test(wrong_entries_change_nothing),
        cmocka_unit_test(institutions_are_listed_by_kind_and_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

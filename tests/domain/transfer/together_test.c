/* Two people do the same thing at once: exactly one succeeds, the other is told, and the books have
   it once. */
#include "domain/medical/settle_fixture.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>

#define ROUNDS 5

struct attempt {
    struct county *c;
    const char *actor;
    int64_t id;
    enum status (*act)(struct db *db, const char *actor, int64_t id, struct error *e);
    pthread_barrier_t *start;
    enum status status;
    struct error e;
};

static void *attempt_run(void *context)
{
    struct attempt *a = context;
    struct db *db = testdb_open(a->c->url, DB_WRITER);
    pthread_barrier_wait(a->start);
    a->status = a->act(db, a->actor, a->id, &a->e);
    db_close(db);
    return NULL;
}

/* How many of both succeeded; the other's refusal has this code. */
static int together(struct county *c, int64_t id,
                    enum status (*act)(struct db *, const char *, int64_t, struct error *),
                    const char *code)
{
    pthread_barrier_t start;
    pthread_t thread[2];
    struct attempt attempts[2] = {
        {.c = c, .actor = "one", .id = id, .act = act, .start = &start},
        {.c = c, .actor = "other", .id = id, .act = act, .start = &start}};
    int successes = 0;
    pthread_barrier_init(&start, NULL, 2);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, attempt_run, &attempts[i]), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(thread[i], NULL);
    pthread_barrier_destroy(&start);
    for (int i = 0; i < 2; i++) {
        if (attempts[i].status == STATUS_OK) {
            successes++;
            continue;
        }
        assert_int_equal(attempts[i].status, STATUS_REFUSED);
        assert_string_equal(attempts[i].e.code, code);
    }
    return successes;
}

static enum status approve(struct db *db, const char *actor, int64_t id, struct error *e)
{
    return transfer_approve(db, COUNTY, id, &TRANSFER_OF_STATEMENT, actor, settle_month("2013-06"),
                            e);
}

static enum status pay(struct db *db, const char *actor, int64_t id, struct error *e)
{
    return transfer_pay(db, COUNTY, id, "回单", settle_date("2013-06-28"), actor, e);
}

static enum status give_back(struct db *db, const char *actor, int64_t id, struct error *e)
{
    return transfer_return(db, COUNTY, id, "账号错误", settle_date("2013-06-28"), actor, e);
}

static enum status put_on_transfer(struct db *db, const char *actor, int64_t statement,
                                   struct error *e)
{
    int64_t transfer;
    (void)actor; /* the same maker twice: he may not approve later */
    return statement_transfer(db, COUNTY, statement, MAKER, &transfer, e);
}

static void every_step_is_taken_once(struct county *c)
{
    for (int round = 0; round < ROUNDS; round++) {
        struct error e = {0};
        char month[MONTH_TEXT_BYTES], number[16];
        (void)snprintf(number, sizeof number, "Z%d", round);
        month_format(month_make(2013, round + 1), month);
        settle_line(c, &(struct line_made){settle.county_hospital, number, "SETTLEMENT", 0, 1000,
                                           "2013-01-05"});
        int64_t statement = settle_statement(c, settle.county_hospital, month);
        settle_agree(c, statement);
        assert_int_equal(together(c, statement, put_on_transfer, "STATEMENT_STATE"), 1);
        int64_t id = settle_read(c, statement).transfer;
        assert_int_equal(
            settle_number(c, "SELECT count(*) FROM transfer WHERE subject = %" PRId64, statement),
            1);
        assert_ok_e(transfer_check(c->db, COUNTY, id, CHECKER, &e), &e);
        assert_int_equal(together(c, id, approve, "TRANSFER_STATE"), 1);
        settle_money(c, 1000, "2013-06");
        /* Whoever approved is refused for that, the third one pays. */
        assert_ok_e(pay(c->db, PAYER, id, &e), &e);
        assert_int_equal(together(c, id, give_back, "TRANSFER_STATE"), 1);
        assert_int_equal(settle_balance(c, LEDGER_BANK), 1000);
        assert_ok_e(pay(c->db, PAYER, id, &e), &e);
        assert_int_equal(settle_balance(c, LEDGER_BANK), 0);
        assert_int_equal(settle_balance(c, LEDGER_PAYABLE), 0);
        assert_int_equal(settle_balance(c, LEDGER_EXPENSE_DURING), (round + 1) * 1000);
    }
}

static enum status gather(struct db *db, const char *actor, int64_t hospital, struct error *e)
{
    int64_t id;
    return statement_prepare(db, COUNTY, hospital, settle_month("2013-06"), actor, &id, e);
}

static void two_who_gather_at_once_gather_one_statement(struct county *c)
{
    settle_line(c, &(struct line_made){settle.county_hospital, "Z1", "SETTLEMENT", 0, 700, NULL});
    assert_int_equal(together(c, settle.county_hospital, gather, ""), 2);
    assert_int_equal(settle_number(c, "SELECT count(*) FROM medical_statement"), 1);
    assert_int_equal(settle_number(c, "SELECT total_fen FROM medical_statement"), 700);
}

static void test_every_step_is_taken_once(void **state)
{
    (void)state;
    settle_each(every_step_is_taken_once);
}

static void test_two_who_gather_at_once_gather_one_statement(void **state)
{
    (void)state;
    settle_each(two_who_gather_at_once_gather_one_statement);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_step_is_taken_once),
        cmocka_unit_test(test_two_who_gather_at_once_gather_one_statement),
    };
    return cmocka_run_group_tests_name("transfer together", tests, NULL, NULL);
}

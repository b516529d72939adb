/* What a home's books receive is what the bank paid it, file by file, however often they gather
   (P3.2 专户储存、专账核算). */
#include "domain/home/book_fixture.h"

#include "domain/registry/registry.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MONTH "2013-06"
#define MONTH_FEN 22000 /* of one resident: 2640.00 a year */
#define PEOPLE 3        /* of each home */

static const char *const ACCOUNTS[2] = {"2001000000001001", "2001000000001002"};

static int64_t gather(struct county *c)
{
    struct error e = {0};
    int64_t rows;
    assert_ok_e(home_book_gather(c->db, COUNTY, ACCOUNTANT, &rows, &e), &e);
    return rows;
}

static int64_t received(struct county *c, int64_t home, enum home_book book)
{
    return book_balance(c, home, book, HOME_BANK);
}

static enum status accounts_work(struct db *db, void *context, struct error *e)
{
    struct county *c = context;
    int64_t change;
    TRY(change_record(db, COUNTY,
                      &(struct change_entry){
                          .actor = "township", .action = "test", .subject = "test", .detail = ""},
                      &change, e));
    for (int i = 0; i < 2; i++)
        TRY(account_write(db, COUNTY, c->keys, OWNER_HOME, books.home[i], change, "农商行",
                          "敬老院", ACCOUNTS[i], e));
    return STATUS_OK;
}

struct moved {
    int64_t household, home;
};

static enum status move_work(struct db *db, void *context, struct error *e)
{
    const struct moved *m = context;
    int64_t change;
    char sql[200];
    TRY(change_record(db, COUNTY,
                      &(struct change_entry){
                          .actor = "township", .action = "test", .subject = "test", .detail = ""},
                      &change, e));
    snprintf(sql, sizeof sql,
             "UPDATE entitlement SET known_to = %" PRId64 " WHERE household = %" PRId64, change,
             m->household);
    TRY(db_execute_raw(db, sql, e));
    char insert[700];
    snprintf(insert, sizeof insert,
             "INSERT INTO entitlement (county, programme, household, from_month, known_from, "
             "to_month, known_to, status, cause, division, head, mgmt_class, income_year_fen, "
             "form, home, care_level, begun_month) SELECT county, programme, household, "
             "from_month, %" PRId64 ", to_month, 2147483647, status, cause, division, head, "
             "mgmt_class, income_year_fen, form, %" PRId64 ", care_level, begun_month FROM "
             "entitlement WHERE household = %" PRId64,
             change, m->home, m->household);
    return db_execute_raw(db, insert, e);
}

struct paid_month {
    int64_t household[2 * PEOPLE], run;
    struct bank bank;
};

/* Three people in each home, and one outside; the file is with the bank. */
static struct paid_month *sent(struct county *c)
{
    struct error e = {0};
    struct paid_month *m = calloc(1, sizeof *m);
    assert_ok_e(db_transaction(c->db, accounts_work, c, &e), &e);
    for (int i = 0; i < 2 * PEOPLE; i++)
        m->household[i] =
            county_household(c, &(struct new_household){.programme = PROGRAMME_WUBAO,
                                                        .from = MONTH,
                                                        .form = FORM_INSTITUTION,
                                                        .home = books.home[i / PEOPLE]});
    county_household(c, &(struct new_household){
                            .programme = PROGRAMME_WUBAO, .from = MONTH, .form = FORM_SCATTERED});
    m->run = county_prepare(c, PROGRAMME_WUBAO, MONTH);
    county_decide(c, m->run);
    assert_ok_e(bank_send(c, m->run, false, &m->bank, &e), &e);
    return m;
}

/* The lines of the bank's answer that say paid into an account, by the account alone. */
static int64_t paid_into(const struct bank *bank, const char *account)
{
    int64_t sum = 0;
    for (size_t i = 0; i < bank->count; i++)
        if (bank->line[i].is_paid && strcmp(bank->line[i].account, account) == 0)
            sum += bank->line[i].amount.v;
    return sum;
}

static struct bank_line_text *line_of(struct bank *bank, int64_t household)
{
    char tail[24];
    snprintf(tail, sizeof tail, "%06" PRId64, household);
    for (size_t i = 0; i < bank->count; i++)
        if (strstr(bank->line[i].agent_no, tail))
            return &bank->line[i];
    fail_msg("household %" PRId64 " is not in the file", household);
    return NULL;
}

static void a_home_receives_what_the_bank_paid_it(struct county *c)
{
    struct error e = {0};
    struct paid_month *m = sent(c);
    assert_int_equal(gather(c), 0); /* sent, not yet paid */
    struct bank_line_text *back = line_of(&m->bank, m->household[0]);
    back->is_paid = false;
    back->code = "01";
    back->reason = "账号错误";
    assert_ok_e(bank_answer(c, m->run, &m->bank, "回盘", NULL, &e), &e);
    assert_int_equal(gather(c), 2);
    assert_int_equal(received(c, books.home[0], HOME_BOOK_SUPPORT),
                     paid_into(&m->bank, ACCOUNTS[0]));
    assert_int_equal(received(c, books.home[0], HOME_BOOK_SUPPORT), 2 * MONTH_FEN);
    assert_int_equal(received(c, books.home[1], HOME_BOOK_SUPPORT),
                     paid_into(&m->bank, ACCOUNTS[1]));
    assert_int_equal(received(c, books.home[1], HOME_BOOK_SUPPORT), 3 * MONTH_FEN);
    assert_int_equal(book_balance(c, books.home[1], HOME_BOOK_SUPPORT, HOME_INCOME_SUPPORT),
                     -3 * MONTH_FEN);
    /* Again: nothing, not even a line in the trail. */
    int64_t trail = county_number(c, "SELECT count(*) FROM change_trail");
    assert_int_equal(gather(c), 0);
    assert_int_equal(county_number(c, "SELECT count(*) FROM change_trail"), trail);
    free(m);
}

/* The home of a line is the one that was known when the file was made; of a line issued again, the
   one known then. */
static void a_move_learned_later_does_not_move_money(struct county *c)
{
    struct error e = {0};
    struct paid_month *m = sent(c);
    struct bank again = {0};
    struct moved moved = {m->household[0], books.home[1]};
    struct bank_line_text *back = line_of(&m->bank, m->household[1]);
    back->is_paid = false;
    back->code = "01";
    back->reason = "账号错误";
    assert_ok_e(db_transaction(c->db, move_work, &moved, &e), &e);
    assert_ok_e(bank_answer(c, m->run, &m->bank, "回盘", NULL, &e), &e);
    moved.household = m->household[1];
    assert_ok_e(db_transaction(c->db, move_work, &moved, &e), &e);
    assert_int_equal(gather(c), 2);
    assert_int_equal(received(c, books.home[0], HOME_BOOK_SUPPORT), 2 * MONTH_FEN);
    struct payment_context finance = county_as(c, FINANCE);
    assert_ok_e(
        payment_correct(c->db, &finance, m->run, m->household[1], book_month(MONTH), "改", &e), &e);
    assert_ok_e(bank_send(c, m->run, true, &again, &e), &e);
    assert_ok_e(bank_answer(c, m->run, &again, "回盘2", NULL, &e), &e);
    assert_int_equal(gather(c), 1);
    assert_int_equal(received(c, books.home[0], HOME_BOOK_SUPPORT), 2 * MONTH_FEN);
    assert_int_equal(received(c, books.home[1], HOME_BOOK_SUPPORT), 4 * MONTH_FEN);
    assert_int_equal(paid_into(&again, ACCOUNTS[1]), MONTH_FEN);
    free(m);
}

static int64_t management_payee(struct county *c)
{
    return county_number(c, "SELECT payee FROM home_payee WHERE home = %" PRId64 " AND book = 3",
                         books.home[0]);
}

/* As a paid transfer stands in the database. */
static void transfer_put(struct county *c, int64_t id, int fund, const char *kind, int64_t payee,
                         int64_t fen)
{
    county_tamper(
        c,
        "INSERT INTO transfer (county, id, fund, month, kind, subject, payee, lines, total_fen, "
        "content_hash, state, attempt, prepared_by, prepared_at, checked_by, approved_by, paid_by, "
        "paid_on, bank_reference, return_reason, known_from) SELECT county, %" PRId64
        ", %d, 201307, '%s', %" PRId64 ", %" PRId64 ", 1, %" PRId64
        ", hash, 4, 1, 'm', '2013-07-01T00:00:00Z', 'c', 'a', 'p', 20130705, '回单T', '', id FROM "
        "change_trail WHERE id = 1",
        id, fund, kind, id, payee, fen);
}

static void returned_put(struct county *c, int64_t transfer)
{
    county_tamper(
        c,
        "INSERT INTO journal (county, fund, id, month, entered_on, kind, run, remittance, "
        "document, memo, known_from, transfer) VALUES (%d, (SELECT fund FROM transfer WHERE id = "
        "%" PRId64 "), 9000 + %" PRId64
        " + (SELECT count(*) FROM journal), 201307, 20130712, 'TRANSFER_RETURN', 0, 0, "
        "'', '', 1, %" PRId64 ")",
        (int)COUNTY, transfer, transfer, transfer);
    county_tamper(c, "UPDATE transfer SET state = 5 WHERE id = %" PRId64, transfer);
}

static void management_money_comes_by_transfer_and_goes_back_by_it(struct county *c)
{
    const int64_t home = books.home[0], payee = management_payee(c);
    transfer_put(c, 1, 3, "MANAGEMENT", payee, 50000);
    transfer_put(c, 2, 4, "HOSPITAL", payee, 70000); /* not a home's money */
    transfer_put(c, 3, 2, "SUPPORT", payee, 90000);  /* of another fund: not into this book */
    assert_int_equal(gather(c), 1);
    assert_int_equal(received(c, home, HOME_BOOK_MANAGEMENT), 50000);
    assert_int_equal(received(c, home, HOME_BOOK_SUPPORT), 0);
    returned_put(c, 1);
    assert_int_equal(gather(c), 1);
    assert_int_equal(received(c, home, HOME_BOOK_MANAGEMENT), 0);
    assert_int_equal(book_balance(c, home, HOME_BOOK_MANAGEMENT, HOME_INCOME_MANAGEMENT), 0);
    assert_int_equal(gather(c), 0);
    /* Paid again under its number, sent back, paid a third time: all between two gatherings. */
    county_tamper(c, "UPDATE transfer SET state = 4, attempt = 2, paid_on = 20130720 WHERE id = 1");
    assert_int_equal(gather(c), 1);
    assert_int_equal(received(c, home, HOME_BOOK_MANAGEMENT), 50000);
    returned_put(c, 1);
    county_tamper(c, "UPDATE transfer SET state = 4, attempt = 3, paid_on = 20130725 WHERE id = 1");
    assert_int_equal(gather(c), 2);
    assert_int_equal(gather(c), 0);
    assert_int_equal(received(c, home, HOME_BOOK_MANAGEMENT), 50000);
    assert_int_equal(book_rows(c, "kind = 'RECEIVE' AND book = 3"), 3);
    assert_int_equal(book_rows(c, "kind = 'GRANT_BACK' AND book = 3 AND month = 201307"), 2);
}

/* Beside what runs pay person by person: the same book, another kind of subject. */
static void support_money_comes_by_transfer_too(struct county *c)
{
    const int64_t home = books.home[0];
    const int64_t before = received(c, home, HOME_BOOK_SUPPORT);
    const int64_t payee = county_number(
        c, "SELECT payee FROM home_payee WHERE home = %" PRId64 " AND book = 2", home);
    transfer_put(c, 1, 2, "SUPPORT", payee, 90000);
    transfer_put(c, 2, 3, "MANAGEMENT", payee, 50000); /* never by that account */
    assert_int_equal(gather(c), 1);
    assert_int_equal(received(c, home, HOME_BOOK_SUPPORT), before + 90000);
    assert_int_equal(received(c, home, HOME_BOOK_MANAGEMENT), 0);
    assert_int_equal(book_rows(c, "kind = 'RECEIVE' AND book = 2 AND line = 1 AND subject = 1"), 1);
    assert_int_equal(gather(c), 0);
    returned_put(c, 1);
    assert_int_equal(gather(c), 1);
    assert_int_equal(received(c, home, HOME_BOOK_SUPPORT), before);
    county_tamper(c, "UPDATE transfer SET state = 4, attempt = 2, paid_on = 20130720 WHERE id = 1");
    assert_int_equal(gather(c), 1);
    assert_int_equal(received(c, home, HOME_BOOK_SUPPORT), before + 90000);
}

static void what_is_learned_late_goes_into_an_open_month(struct county *c)
{
    struct error e = {0};
    const int64_t home = books.home[0];
    const struct month july = book_month("2013-07");
    transfer_put(c, 1, 3, "MANAGEMENT", management_payee(c), 50000);
    assert_refused(
        home_statement_sign(c->db, COUNTY, home, HOME_BOOK_MANAGEMENT, july, DIRECTOR, &e), &e,
        "HOME_STATEMENT_ORDER");
    assert_int_equal(gather(c), 1);
    assert_ok_e(home_statement_sign(c->db, COUNTY, home, HOME_BOOK_MANAGEMENT, july, DIRECTOR, &e),
                &e);
    assert_ok_e(
        home_statement_confirm(c->db, COUNTY, home, HOME_BOOK_MANAGEMENT, july, ACCOUNTANT, &e),
        &e);
    transfer_put(c, 2, 3, "MANAGEMENT", management_payee(c), 700);
    assert_int_equal(gather(c), 1);
    assert_int_equal(book_rows(c, "subject = 2 AND month = 201308 AND entered_on = 20130705"), 1);
}

/* A transfer that is sent back after the home spent it: a fact, with which nothing more is paid and
   no month signed. */
static void money_that_went_back_is_missing(struct county *c)
{
    struct error e = {0};
    const int64_t home = books.home[0];
    const struct month july = book_month("2013-07");
    transfer_put(c, 1, 3, "MANAGEMENT", management_payee(c), 50000);
    assert_int_equal(gather(c), 1);
    book_budget(c, home, HOME_BOOK_MANAGEMENT, "staff_pay", 100000);
    book_paid(c, book_claim(c, HOME_BOOK_MANAGEMENT, "staff_pay", 20000, "2013-07-08"),
              "2013-07-09");
    returned_put(c, 1);
    assert_int_equal(gather(c), 1);
    assert_int_equal(received(c, home, HOME_BOOK_MANAGEMENT), -20000);
    assert_refused(
        home_statement_sign(c->db, COUNTY, home, HOME_BOOK_MANAGEMENT, july, DIRECTOR, &e), &e,
        "HOME_BOOK_FUNDS");
    int64_t more = book_claim(c, HOME_BOOK_MANAGEMENT, "staff_pay", 1, "2013-07-08");
    assert_ok_e(book_act(c, more, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-07-20", &e), &e);
    assert_refused(book_act(c, more, HOME_CLAIM_PAY, ACCOUNTANT, "回单", "2013-07-20", &e), &e,
                   "HOME_BOOK_FUNDS");
    county_tamper(c, "UPDATE transfer SET state = 4, attempt = 2, paid_on = 20130728 WHERE id = 1");
    assert_int_equal(gather(c), 1);
    assert_ok_e(book_act(c, more, HOME_CLAIM_PAY, ACCOUNTANT, "回单", "2013-07-29", &e), &e);
    assert_ok_e(home_statement_sign(c->db, COUNTY, home, HOME_BOOK_MANAGEMENT, july, DIRECTOR, &e),
                &e);
}

struct gatherer {
    struct county *c;
    pthread_barrier_t *start;
    int64_t rows;
    enum status status;
};

static void *gatherer_run(void *context)
{
    struct gatherer *g = context;
    struct db *db = testdb_open(g->c->testdb.url, DB_WRITER);
    pthread_barrier_wait(g->start);
    g->status = home_book_gather(db, COUNTY, ACCOUNTANT, &g->rows, NULL);
    db_close(db);
    return NULL;
}

static void two_who_gather_at_once_gather_once(struct county *c)
{
    pthread_barrier_t start;
    pthread_t thread[2];
    struct gatherer g[2];
    transfer_put(c, 1, 3, "MANAGEMENT", management_payee(c), 50000);
    pthread_barrier_init(&start, NULL, 2);
    for (int i = 0; i < 2; i++) {
        g[i] = (struct gatherer){.c = c, .start = &start};
        assert_int_equal(pthread_create(&thread[i], NULL, gatherer_run, &g[i]), 0);
    }
    for (int i = 0; i < 2; i++)
        pthread_join(thread[i], NULL);
    pthread_barrier_destroy(&start);
    assert_ok(g[0].status);
    assert_ok(g[1].status);
    assert_int_equal(g[0].rows + g[1].rows, 1);
    assert_int_equal(received(c, books.home[0], HOME_BOOK_MANAGEMENT), 50000);
    assert_int_equal(
        county_number(c, "SELECT count(*) FROM change_trail WHERE action = 'home.gather'"), 1);
}

static void only_an_accountant_gathers(struct county *c)
{
    struct error e = {0};
    int64_t rows;
    assert_refused(home_book_gather(c->db, COUNTY, DIRECTOR, &rows, &e), &e, "ACCESS_DENIED");
    assert_refused(home_book_gather(c->db, COUNTY, "nobody", &rows, &e), &e, "ACCESS_DENIED");
    assert_ok_e(home_book_gather(c->db, COUNTY, ACTOR_SYSTEM, &rows, &e), &e);
}

#define CLAIM(name)                                                                                \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        book_each(name);                                                                           \
    }
CLAIM(a_home_receives_what_the_bank_paid_it)
CLAIM(a_move_learned_later_does_not_move_money)
CLAIM(support_money_comes_by_transfer_too)
CLAIM(management_money_comes_by_transfer_and_goes_back_by_it)
CLAIM(what_is_learned_late_goes_into_an_open_month)
CLAIM(money_that_went_back_is_missing)
CLAIM(two_who_gather_at_once_gather_once)
CLAIM(only_an_accountant_gathers)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_home_receives_what_the_bank_paid_it),
        cmocka_unit_test(test_a_move_learned_later_does_not_move_money),
        cmocka_unit_test(test_support_money_comes_by_transfer_too),
        cmocka_unit_test(test_management_money_comes_by_transfer_and_goes_back_by_it),
        cmocka_unit_test(test_what_is_learned_late_goes_into_an_open_month),
        cmocka_unit_test(test_money_that_went_back_is_missing),
        cmocka_unit_test(test_two_who_gather_at_once_gather_once),
        cmocka_unit_test(test_only_an_accountant_gathers),
    };
    return cmocka_run_group_tests_name("home book gather", tests, NULL, NULL);
}

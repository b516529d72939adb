/* A home's month: opening + received − spent = closing, signed and confirmed in order, then frozen;
   two at once; any order of income and claims. */
#include "domain/home/book_fixture.h"

#include "base/random.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define SUPPORT HOME_BOOK_SUPPORT
#define OWN HOME_BOOK_OWN

static enum status sign(struct county *c, const char *month, const char *actor, struct error *e)
{
    return home_statement_sign(c->db, COUNTY, books.home[0], OWN, book_month(month), actor, e);
}

static enum status confirm(struct county *c, const char *month, const char *actor, struct error *e)
{
    return home_statement_confirm(c->db, COUNTY, books.home[0], OWN, book_month(month), actor, e);
}

static struct home_statement statement(struct county *c, enum home_book book, const char *month)
{
    struct error e = {0};
    struct home_statement s;
    assert_ok_e(home_statement_read(c->db, COUNTY, books.home[0], book, book_month(month), c->arena,
                                    &s, &e),
                &e);
    assert_int_equal(s.closing.v, s.opening.v + s.received.v - s.spent.v);
    return s;
}

static void a_month_adds_up(struct county *c)
{
    struct error e = {0};
    book_budget(c, books.home[0], OWN, "meals", 100000);
    book_budget(c, books.home[0], OWN, "farm_cost", 100000);
    book_money(c, books.home[0], OWN, 10000, "2013-06-10");
    book_paid(c, book_claim(c, OWN, "farm_cost", 1500, "2013-06-12"), "2013-06-13");
    book_money(c, books.home[0], OWN, 500, "2013-07-01");
    int64_t back = book_claim(c, OWN, "meals", 700, "2013-07-02");
    book_paid(c, back, "2013-07-03");
    int64_t owed = book_claim(c, OWN, "meals", 300, "2013-07-05");
    assert_ok_e(book_act(c, owed, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-07-31", &e), &e);
    assert_ok_e(book_act(c, back, HOME_CLAIM_RETURN, ACCOUNTANT, "户名不符", "2013-08-01", &e), &e);
    struct home_statement june = statement(c, OWN, "2013-06"), july = statement(c, OWN, "2013-07"),
                          august = statement(c, OWN, "2013-08");
    assert_int_equal(june.opening.v, 0);
    assert_int_equal(june.closing.v, 8500);
    assert_int_equal(july.opening.v, 8500);
    assert_int_equal(july.received.v, 500);
    assert_int_equal(july.spent.v, 700);
    assert_int_equal(july.owed.v, 300);
    assert_int_equal(july.expense_count, 1);
    assert_int_equal(july.expense[0].account, home_account(OWN, 5401));
    assert_int_equal(july.income_count, 1);
    assert_int_equal(july.income[0].account, home_account(OWN, HOME_INCOME_DONATION));
    assert_int_equal(august.spent.v, -700); /* came back */
    assert_int_equal(august.closing.v, 9000);
    assert_int_equal(august.owed.v, 1000);
    assert_int_equal(statement(c, SUPPORT, "2013-07").closing.v, 0);
}

static void stay_put(struct county *c, int id, int person, int state, int from, int until)
{
    county_tamper(c,
                  "INSERT INTO home_stay (county, id, home, person, household, kind, state, "
                  "from_date, until_date, agreement, health, contact, note, form_from, form_back, "
                  "leave_reason, leave_note, next_stay, case_file, requested_by, confirmed_by, "
                  "leave_requested_by, leave_confirmed_by, known_from, confirmed_change, "
                  "left_change) VALUES (341823, %d, %" PRId64 ", %d, %d, 1, %d, %d, %d, '协', '', "
                  "'', '', 0, 0, '', '', 0, 0, 'a', 'b', NULL, NULL, 1, 1, %d)",
                  id, books.home[0], person, person, state, from, until, state == 4 ? 1 : 0);
}

static void leave_put(struct county *c, int id, int stay, int on, int until, int struck)
{
    county_tamper(c,
                  "INSERT INTO home_record (county, id, home, stay, kind, on_date, until_date, "
                  "month, quantity, amount_fen, result, detail, actor, confirmed_by, confirmed_on, "
                  "known_from, struck_change, strike_reason) VALUES (341823, %d, %" PRId64
                  ", %d, 'LEAVE', %d, %d, 0, 0, 0, '', '', 'x', '', 0, 1, %d, '')",
                  id, books.home[0], stay, on, until, struck);
}

/* July has 31 nights. */
static void residents_are_counted_by_nights(struct county *c)
{
    stay_put(c, 1, 11, 2, 20130101, 99991231); /* 31 */
    stay_put(c, 2, 12, 2, 20130731, 99991231); /* 1 */
    stay_put(c, 3, 13, 4, 20130101, 20130701); /* 0: away since the first */
    stay_put(c, 4, 14, 4, 20130101, 20130702); /* 1 */
    stay_put(c, 5, 15, 1, 20130701, 99991231); /* only asked for */
    stay_put(c, 6, 16, 2, 20130801, 99991231); /* next month */
    stay_put(c, 7, 12, 4, 20130703, 20130704); /* 1: the same person as 2 */
    struct home_statement july = statement(c, OWN, "2013-07");
    assert_int_equal(july.residents, 3);
    assert_int_equal(july.resident_days, 31 + 1 + 1 + 1);
    leave_put(c, 1, 1, 20130628, 20130703, 0); /* two nights of July */
    leave_put(c, 2, 1, 20130710, 20130715, 0); /* five */
    leave_put(c, 3, 1, 20130712, 20130716, 0); /* one more */
    leave_put(c, 4, 1, 20130720, 20130725, 1); /* struck */
    leave_put(c, 5, 1, 20130731, 20130802, 0); /* one */
    leave_put(c, 6, 4, 20130701, 20130710, 0); /* his only night */
    july = statement(c, OWN, "2013-07");
    assert_int_equal(july.residents, 3);
    assert_int_equal(july.resident_days, 34 - 9 - 1);
}

static void months_are_signed_and_confirmed_in_order(struct county *c)
{
    struct error e = {0};
    book_money(c, books.home[0], OWN, 100, "2013-06-10");
    book_money(c, books.home[0], OWN, 100, "2013-07-10");
    assert_refused(sign(c, "2013-07", DIRECTOR, &e), &e, "HOME_STATEMENT_ORDER");
    assert_refused(sign(c, "2013-09", DIRECTOR, &e), &e, "HOME_STATEMENT_ORDER");
    assert_refused(sign(c, "2013-06", DIRECTOR_2, &e), &e, "ACCESS_SCOPE");
    assert_refused(confirm(c, "2013-06", ACCOUNTANT, &e), &e, "HOME_STATEMENT_STATE");
    assert_ok_e(sign(c, "2013-06", DIRECTOR, &e), &e);
    assert_int_equal(statement(c, OWN, "2013-06").state, 1);
    assert_refused(confirm(c, "2013-06", DIRECTOR, &e), &e, "ACCESS_DENIED");
    /* Something came in between: the director signs what is true now. */
    book_money(c, books.home[0], OWN, 1, "2013-06-30");
    assert_refused(confirm(c, "2013-06", ACCOUNTANT, &e), &e, "HOME_STATEMENT_ALTERED");
    assert_ok_e(sign(c, "2013-06", DIRECTOR, &e), &e);
    county_tamper(c, "UPDATE access_user SET role = 'bureau_accountant' WHERE name = '%s'",
                  DIRECTOR);
    assert_refused(confirm(c, "2013-06", DIRECTOR, &e), &e, "SAME_PERSON");
    county_tamper(c, "UPDATE access_user SET role = 'home_director' WHERE name = '%s'", DIRECTOR);
    assert_ok_e(confirm(c, "2013-06", ACCOUNTANT, &e), &e);
    struct home_statement june = statement(c, OWN, "2013-06");
    assert_int_equal(june.state, 2);
    assert_string_equal(june.signed_by, DIRECTOR);
    assert_string_equal(june.confirmed_by, ACCOUNTANT);
    assert_refused(sign(c, "2013-06", DIRECTOR, &e), &e, "HOME_STATEMENT_STATE");
    assert_refused(sign(c, "2013-05", DIRECTOR, &e), &e, "HOME_STATEMENT_STATE");
    assert_refused(confirm(c, "2013-06", ACCOUNTANT_2, &e), &e, "HOME_STATEMENT_STATE");
    assert_ok_e(sign(c, "2013-07", DIRECTOR, &e), &e);
    assert_int_equal(statement(c, OWN, "2013-07").opening.v, 101);
    assert_refused(sign(c, "2013-08", DIRECTOR, &e), &e, "HOME_STATEMENT_ORDER");
    assert_ok_e(confirm(c, "2013-07", ACCOUNTANT, &e), &e);
    assert_ok_e(sign(c, "2013-08", DIRECTOR, &e), &e); /* its last day is today */
}

static void a_confirmed_month_takes_nothing(struct county *c)
{
    struct error e = {0};
    int64_t id;
    book_budget(c, books.home[0], OWN, "meals", 100000);
    book_money(c, books.home[0], OWN, 100, "2013-07-10");
    int64_t open = book_claim(c, OWN, "meals", 10, "2013-07-11");
    assert_ok_e(sign(c, "2013-07", DIRECTOR, &e), &e);
    assert_ok_e(confirm(c, "2013-07", ACCOUNTANT, &e), &e);
    struct home_income in = {.home = books.home[0],
                             .book = OWN,
                             .kind = "DONATION",
                             .party = "李四",
                             .amount = FEN(1),
                             .on = book_day("2013-07-31")};
    assert_refused(home_income_record(c->db, COUNTY, &in, ACCOUNTANT, &e), &e, "HOME_MONTH_CLOSED");
    in.on = book_day("2013-06-30"); /* nor an earlier one */
    assert_refused(home_income_record(c->db, COUNTY, &in, ACCOUNTANT, &e), &e, "HOME_MONTH_CLOSED");
    in.on = book_day("2013-08-01");
    assert_ok_e(home_income_record(c->db, COUNTY, &in, ACCOUNTANT, &e), &e);
    in.book = HOME_BOOK_MANAGEMENT; /* another book is open */
    in.kind = "INTEREST";
    in.on = book_day("2013-07-31");
    assert_ok_e(home_income_record(c->db, COUNTY, &in, ACCOUNTANT, &e), &e);
    assert_refused(book_act(c, open, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-07-31", &e), &e,
                   "HOME_MONTH_CLOSED");
    assert_ok_e(book_act(c, open, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-08-01", &e), &e);
    const struct home_claim_line line = {
        .line = "meals", .spent_on = book_day("2013-07-20"), .detail = "菜", .amount = FEN(1)};
    struct home_claim claim = {.home = books.home[0],
                               .book = OWN,
                               .month = book_month("2013-07"),
                               .payee_name = "菜场",
                               .line_count = 1,
                               .lines = &line};
    assert_refused(home_claim_write(c->db, COUNTY, &claim, DIRECTOR, &id, &e), &e,
                   "HOME_MONTH_CLOSED");
    claim.month = book_month("2013-08");
    assert_ok_e(home_claim_write(c->db, COUNTY, &claim, DIRECTOR, &id, &e), &e);
    assert_int_equal(statement(c, OWN, "2013-07").closing.v, 100);
}

/* ---- two at once ---- */

struct attempt {
    struct county *c;
    const char *actor;
    int64_t claim;
    enum home_claim_action action;
    pthread_barrier_t *start;
    enum status status;
    struct error e;
};

static void *attempt_run(void *context)
{
    struct attempt *a = context;
    struct db *db = testdb_open(a->c->testdb.url, DB_WRITER);
    pthread_barrier_wait(a->start);
    a->status =
        home_claim_act(db, COUNTY, a->claim, a->action, a->actor,
                       a->action == HOME_CLAIM_PAY ? "回单" : NULL, book_day("2013-07-10"), &a->e);
    db_close(db);
    return NULL;
}

/* How many of both succeeded; the other's refusal has this code. */
static int together(struct county *c, enum home_claim_action action, const int64_t claims[2],
                    const char *const actors[2], const char *code)
{
    pthread_barrier_t start;
    pthread_t thread[2];
    struct attempt attempts[2];
    int successes = 0;
    pthread_barrier_init(&start, NULL, 2);
    for (int i = 0; i < 2; i++) {
        attempts[i] = (struct attempt){
            .c = c, .actor = actors[i], .claim = claims[i], .action = action, .start = &start};
        assert_int_equal(pthread_create(&thread[i], NULL, attempt_run, &attempts[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(thread[i], NULL);
        if (attempts[i].status == STATUS_OK) {
            successes++;
            continue;
        }
        assert_int_equal(attempts[i].status, STATUS_REFUSED);
        assert_string_equal(attempts[i].e.code, code);
    }
    pthread_barrier_destroy(&start);
    return successes;
}

static void of_two_at_once_exactly_one_does_it(struct county *c)
{
    static const char *const officers[2] = {OFFICER, OFFICER_2};
    static const char *const accountants[2] = {ACCOUNTANT, ACCOUNTANT_2};
    book_money(c, books.home[0], OWN, 1000, "2013-07-01");
    book_budget(c, books.home[0], OWN, "meals", 1000);
    /* Two claims of which the budget bears one. */
    const int64_t claims[2] = {book_claim(c, OWN, "meals", 600, "2013-07-02"),
                               book_claim(c, OWN, "meals", 600, "2013-07-03")};
    assert_int_equal(together(c, HOME_CLAIM_APPROVE, claims, officers, "HOME_BUDGET"), 1);
    assert_int_equal(book_balance(c, books.home[0], OWN, 5401), 600);
    const int64_t approved =
        book_claim_now(c, claims[0]).state == HOME_CLAIM_APPROVED ? claims[0] : claims[1];
    assert_int_equal(together(c, HOME_CLAIM_PAY, (int64_t[]){approved, approved}, accountants,
                              "HOME_CLAIM_STATE"),
                     1);
    assert_int_equal(book_balance(c, books.home[0], OWN, HOME_BANK), 400);
    /* Two approved claims of which the account bears one. */
    book_budget(c, books.home[0], OWN, "meals", 100000);
    const int64_t more[2] = {book_claim(c, OWN, "meals", 300, "2013-07-02"),
                             book_claim(c, OWN, "meals", 300, "2013-07-03")};
    struct error e = {0};
    for (int i = 0; i < 2; i++)
        assert_ok_e(book_act(c, more[i], HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-07-05", &e), &e);
    assert_int_equal(together(c, HOME_CLAIM_PAY, more, accountants, "HOME_BOOK_FUNDS"), 1);
    assert_int_equal(book_balance(c, books.home[0], OWN, HOME_BANK), 100);
}

/* ---- any order ---- */

#define STEPS 120
#define CLAIMS_MAX 40

static const struct {
    enum home_book book;
    const char *line;
} SPENDABLE[] = {{HOME_BOOK_SUPPORT, "meals"},
                 {HOME_BOOK_MANAGEMENT, "staff_pay"},
                 {HOME_BOOK_OWN, "farm_cost"}};

static const int SPENT[HOME_BOOK_COUNT] = {5401, 5411, 5421}; /* their accounts */

struct walk {
    struct random random;
    int64_t claim[CLAIMS_MAX];
    int claims, done, step;
};

/* Time goes on, but people date their papers back by up to half a month. */
static const char *some_day(struct walk *w, char out[DATE_TEXT_BYTES])
{
    const int day = w->step * 75 / STEPS + (int)random_below(&w->random, 15);
    return date_format((struct date){book_day("2013-06-01").v + day}, out);
}

static void step(struct county *c, struct walk *w)
{
    char day[DATE_TEXT_BYTES];
    struct error e = {0};
    const size_t kind = random_below(&w->random, 3);
    const uint32_t what = random_below(&w->random, 10);
    if (what < 2) {
        book_money(c, books.home[0], SPENDABLE[kind].book, 1 + random_below(&w->random, 2000),
                   some_day(w, day));
        return;
    }
    if (w->claims == 0 || (what < 4 && w->claims < CLAIMS_MAX)) {
        w->claim[w->claims++] = book_claim(c, SPENDABLE[kind].book, SPENDABLE[kind].line,
                                           1 + random_below(&w->random, 1500), some_day(w, day));
        return;
    }
    static const struct {
        enum home_claim_action action;
        const char *actor, *text;
    } acts[] = {{HOME_CLAIM_APPROVE, OFFICER, NULL},
                {HOME_CLAIM_PAY, ACCOUNTANT, "回单"},
                {HOME_CLAIM_PAY, ACCOUNTANT, "回单"},
                {HOME_CLAIM_RETURN, ACCOUNTANT, "退汇"}};
    const size_t act = random_below(&w->random, 4);
    const int64_t id = w->claim[random_below(&w->random, (uint32_t)w->claims)];
    if (book_act(c, id, acts[act].action, acts[act].actor, acts[act].text, some_day(w, day), &e) ==
        STATUS_OK)
        w->done++;
}

/* No account below zero in any month, every month tied to the next, what is owed is the approved
   claims that are not paid, and both sides of the book are the same. */
static void books_hold(struct county *c)
{
    for (size_t b = 0; b < HOME_BOOK_COUNT; b++) {
        const int book = (int)HOME_BOOKS[b];
        struct home_statement june = statement(c, HOME_BOOKS[b], "2013-06"),
                              july = statement(c, HOME_BOOKS[b], "2013-07"),
                              august = statement(c, HOME_BOOKS[b], "2013-08");
        assert_true(june.closing.v >= 0 && july.closing.v >= 0 && august.closing.v >= 0);
        assert_int_equal(june.closing.v, july.opening.v);
        assert_int_equal(july.closing.v, august.opening.v);
        assert_int_equal(
            august.owed.v,
            county_number(
                c,
                "SELECT CAST(coalesce(sum(total_fen), 0) AS BIGINT) FROM home_claim WHERE "
                "book = %d AND state IN (3, 7)",
                book));
        /* What came in is still there, or spent, or both and owed. */
        assert_int_equal(june.received.v + july.received.v + august.received.v + august.owed.v,
                         august.closing.v +
                             book_balance(c, books.home[0], HOME_BOOKS[b], SPENT[b]));
    }
}

static void whatever_the_order_no_account_is_overdrawn(struct county *c)
{
    struct walk w = {.random = random_seed(test_seed())};
    for (size_t i = 0; i < 3; i++)
        book_budget(c, books.home[0], SPENDABLE[i].book, SPENDABLE[i].line, 12000);
    for (w.step = 0; w.step < STEPS; w.step++)
        step(c, &w);
    assert_true(w.done > 10);
    books_hold(c);
    assert_int_equal(crossings(c), 0);
    /* In the order of entry too. */
    assert_int_equal(
        county_number(c, "SELECT count(*) FROM (SELECT sum(CASE WHEN debit %% 10000 = 1001 THEN "
                         "amount_fen WHEN credit %% 10000 = 1001 THEN 0 - amount_fen ELSE 0 END) "
                         "OVER (PARTITION BY home, book ORDER BY id) AS held FROM home_journal) AS "
                         "x WHERE x.held < 0"),
        0);
}

#define CLAIM(name)                                                                                \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        book_each(name);                                                                           \
    }
CLAIM(a_month_adds_up)
CLAIM(residents_are_counted_by_nights)
CLAIM(months_are_signed_and_confirmed_in_order)
CLAIM(a_confirmed_month_takes_nothing)
CLAIM(of_two_at_once_exactly_one_does_it)
CLAIM(whatever_the_order_no_account_is_overdrawn)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_month_adds_up),
        cmocka_unit_test(test_residents_are_counted_by_nights),
        cmocka_unit_test(test_months_are_signed_and_confirmed_in_order),
        cmocka_unit_test(test_a_confirmed_month_takes_nothing),
        cmocka_unit_test(test_of_two_at_once_exactly_one_does_it),
        cmocka_unit_test(test_whatever_the_order_no_account_is_overdrawn),
    };
    return cmocka_run_group_tests_name("home book month", tests, NULL, NULL);
}

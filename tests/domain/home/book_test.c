/* A home's books at their edges: money that may not cross, budgets to the fen, four eyes, months
   that are frozen (P3.2 专帐核算、专款专用; 令456号 Art. 14). */
#include "domain/home/book_fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUPPORT HOME_BOOK_SUPPORT
#define MANAGEMENT HOME_BOOK_MANAGEMENT
#define OWN HOME_BOOK_OWN

static struct home_income income_of(enum home_book book, const char *kind)
{
    return (struct home_income){.home = books.home[0],
                                .book = book,
                                .kind = kind,
                                .party = "李四",
                                .document = "",
                                .memo = "",
                                .amount = FEN(100),
                                .on = book_day("2013-07-02")};
}

static enum status income_put(struct county *c, const struct home_income *in, struct error *e)
{
    return home_income_record(c->db, COUNTY, in, ACCOUNTANT, e);
}

static void income_belongs_to_its_book(struct county *c)
{
    struct error e = {0};
    static const char *const own_only[] = {"DONATION", "FARM", "OTHER"};
    int tried = 0;
    for (size_t i = 0; i < 3; i++) {
        struct home_income in = income_of(OWN, own_only[i]);
        assert_ok_e(income_put(c, &in, &e), &e);
        in.book = SUPPORT;
        assert_refused(income_put(c, &in, &e), &e, "HOME_FUND_CROSSED");
        in.book = MANAGEMENT;
        assert_refused(income_put(c, &in, &e), &e, "HOME_FUND_CROSSED");
        tried += 2;
        assert_int_equal(crossings(c), tried);
    }
    for (size_t i = 0; i < HOME_BOOK_COUNT; i++) {
        struct home_income in = income_of(HOME_BOOKS[i], "INTEREST");
        assert_ok_e(income_put(c, &in, &e), &e);
    }
    assert_int_equal(book_balance(c, books.home[0], OWN, HOME_BANK), 400);
    assert_int_equal(book_balance(c, books.home[0], SUPPORT, HOME_BANK), 100);
    assert_int_equal(book_balance(c, books.home[0], OWN, HOME_INCOME_FARM), -100);
    /* Nothing is received before the home opened. */
    county_tamper(c,
                  "INSERT INTO home_profile (county, home, known_from, known_to, grade, "
                  "registration, opened_on, land, floor_m2, indoor_m2, outdoor_m2, heating, "
                  "address, phone, director, introduction) VALUES (%d, %" PRId64
                  ", 1, 2147483647, 0, '', %" PRId64 ", 0, 0, 0, 0, 'NONE', '', '', '', '')",
                  (int)COUNTY, books.home[0], date_yyyymmdd(income_of(OWN, "FARM").on));
    struct home_income early = income_of(OWN, "DONATION");
    early.on.v--;
    assert_refused(income_put(c, &early, &e), &e, "HOME_INCOME");
    assert_non_null(strstr(e.message, "开院"));
    struct home_income bad = income_of(OWN, "DONATION");
    bad.party = "";
    assert_refused(income_put(c, &bad, &e), &e, "HOME_INCOME");
    bad = income_of(OWN, "GRANT");
    assert_refused(income_put(c, &bad, &e), &e, "HOME_INCOME");
    bad = income_of(OWN, "FARM");
    bad.amount = FEN(0);
    assert_refused(income_put(c, &bad, &e), &e, "HOME_INCOME");
    bad.amount = FEN(1);
    bad.on = book_day("2013-09-01"); /* tomorrow */
    assert_refused(income_put(c, &bad, &e), &e, "HOME_INCOME");
    bad.on = book_day("2013-08-31");
    assert_ok_e(income_put(c, &bad, &e), &e);
    assert_refused(home_income_record(c->db, COUNTY, &bad, DIRECTOR, &e), &e, "ACCESS_DENIED");
    bad.home = 99999;
    assert_refused(income_put(c, &bad, &e), &e, "HOME_UNKNOWN");
    assert_int_equal(crossings(c), tried);
}

/* ---- crossing ---- */

static struct home_claim claim_of(enum home_book book, const struct home_claim_line *line)
{
    return (struct home_claim){.home = books.home[0],
                               .book = book,
                               .month = book_month("2013-07"),
                               .payee_name = "某人",
                               .memo = "",
                               .line_count = 1,
                               .lines = line};
}

static struct home_claim_line line_of(const char *line)
{
    return (struct home_claim_line){.line = line,
                                    .spent_on = book_day("2013-07-03"),
                                    .detail = "开支",
                                    .receipt = "0001",
                                    .amount = FEN(100)};
}

static enum status claim_put(struct county *c, const struct home_claim *claim, int64_t *id,
                             struct error *e)
{
    return home_claim_write(c->db, COUNTY, claim, DIRECTOR, id, e);
}

/* Every line against every book: as the table says, and each attempt across is in the trail under
   the name of who made it. */
static void no_line_is_claimed_out_of_a_book_that_is_not_its_own(struct county *c)
{
    struct error e = {0};
    int64_t id, tried = 0;
    for (const struct home_line *l = HOME_LINES; l->code; l++)
        for (size_t i = 0; i < HOME_BOOK_COUNT; i++) {
            const struct home_claim_line line = line_of(l->name);
            const struct home_claim claim = claim_of(HOME_BOOKS[i], &line);
            bool is_of = false;
            for (size_t k = 0; k < HOME_BOOK_COUNT; k++)
                is_of = is_of || l->books[k] == HOME_BOOKS[i];
            if (is_of) {
                assert_ok_e(claim_put(c, &claim, &id, &e), &e);
                continue;
            }
            assert_refused(claim_put(c, &claim, &id, &e), &e, "HOME_FUND_CROSSED");
            assert_int_equal(crossings(c), ++tried);
        }
    assert_int_equal(tried, 36 - 21);
    assert_int_equal(county_number(c, "SELECT count(*) FROM change_trail WHERE action = "
                                      "'home.cross_funds' AND actor = '" DIRECTOR "' AND subject "
                                      "LIKE 'home %%' AND detail LIKE '%%staff_pay%%'"),
                     2);
    struct home_claim_line line = line_of("staff_pay");
    struct home_claim claim = claim_of(SUPPORT, &line);
    line.line = NULL;
    line.account = home_account(MANAGEMENT, 5411); /* the right line of another book */
    assert_refused(claim_put(c, &claim, &id, &e), &e, "HOME_FUND_CROSSED");
    line.line = "banquet";
    assert_refused(claim_put(c, &claim, &id, &e), &e, "HOME_LINE");
    assert_non_null(strstr(e.message, "meals"));
    assert_refused(home_budget_set(c->db, COUNTY, books.home[0], 2013, home_account(SUPPORT, 5411),
                                   FEN(1), "文号", OFFICER, &e),
                   &e, "HOME_FUND_CROSSED");
    assert_int_equal(crossings(c), tried + 2);
}

static void no_row_crosses_even_past_the_program(struct county *c)
{
    static const struct {
        int book, debit, credit;
    } rows[] = {
        {2, 21001, 34102}, {2, 31001, 24101}, {3, 61001, 61002},
        {6, 35411, 62001}, {3, 31001, 31001},
    };
    struct error e = {0};
    char sql[700];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        snprintf(sql, sizeof sql,
                 "INSERT INTO home_journal (county, home, book, id, month, entered_on, kind, "
                 "subject, line, debit, credit, amount_fen, party, document, memo, actor, "
                 "known_from) VALUES (341823, %lld, %d, 1, 201307, 20130701, 'OTHER', 0, 0, %d, "
                 "%d, 1, '', '', '', 'x', 1)",
                 (long long)books.home[0], rows[i].book, rows[i].debit, rows[i].credit);
        assert_refused(db_execute_raw(c->db, sql, &e), &e, "DB_CHECK");
    }
    int64_t id = book_claim(c, SUPPORT, "meals", 100, "2013-07-03");
    snprintf(sql, sizeof sql, "UPDATE home_claim_line SET account = 35411 WHERE claim = %lld",
             (long long)id);
    assert_refused(db_execute_raw(c->db, sql, &e), &e, "DB_CHECK");
    snprintf(sql, sizeof sql, "UPDATE home_claim SET book = 3 WHERE id = %lld", (long long)id);
    assert_refused(db_execute_raw(c->db, sql, &e), &e, "DB_FOREIGN_KEY");
}

/* ---- claims ---- */

static void a_claim_names_the_line_that_is_wrong(struct county *c)
{
    struct error e = {0};
    int64_t id;
    struct home_claim_line lines[2] = {line_of("meals"), line_of("clothing")};
    struct home_claim claim = claim_of(SUPPORT, lines);
    claim.line_count = 2;
    lines[1].amount = FEN(0);
    assert_refused(claim_put(c, &claim, &id, &e), &e, "HOME_CLAIM");
    assert_non_null(strstr(e.message, "第 2 行"));
    lines[1].amount = FEN(1);
    lines[1].spent_on = book_day("2013-08-01"); /* after the month */
    assert_refused(claim_put(c, &claim, &id, &e), &e, "HOME_CLAIM");
    lines[1].spent_on = book_day("2013-07-31");
    lines[1].detail = "";
    assert_refused(claim_put(c, &claim, &id, &e), &e, "HOME_CLAIM");
    lines[1].detail = "棉被";
    claim.line_count = 0;
    assert_refused(claim_put(c, &claim, &id, &e), &e, "HOME_CLAIM");
    claim.line_count = 2;
    claim.payee_name = "";
    assert_refused(claim_put(c, &claim, &id, &e), &e, "HOME_CLAIM");
    claim.payee_name = "被服厂";
    claim.month = book_month("2013-09");
    assert_refused(claim_put(c, &claim, &id, &e), &e, "HOME_CLAIM");
    claim.month = book_month("2013-07");
    assert_refused(home_claim_write(c->db, COUNTY, &claim, DIRECTOR_2, &id, &e), &e,
                   "ACCESS_SCOPE");
    assert_refused(home_claim_write(c->db, COUNTY, &claim, OFFICER, &id, &e), &e, "ACCESS_DENIED");
    assert_ok_e(claim_put(c, &claim, &id, &e), &e);
    assert_int_equal(book_claim_now(c, id).total.v, 101);
    /* Written anew as a whole, under the same number. */
    claim.id = id;
    claim.line_count = 1;
    assert_ok_e(claim_put(c, &claim, &claim.id, &e), &e);
    struct home_claim now = book_claim_now(c, id);
    assert_int_equal(now.total.v, 100);
    assert_int_equal(now.line_count, 1);
    assert_int_equal(now.lines[0].account, home_account(SUPPORT, 5401));
    claim.book = OWN;
    assert_refused(claim_put(c, &claim, &id, &e), &e, "HOME_CLAIM");
    claim.book = SUPPORT;
    assert_ok_e(book_act(c, id, HOME_CLAIM_SUBMIT, DIRECTOR, NULL, "2013-07-04", &e), &e);
    assert_refused(claim_put(c, &claim, &id, &e), &e, "HOME_CLAIM_STATE");
}

static void budgets_hold_to_the_fen(struct county *c)
{
    struct error e = {0};
    const int64_t meals = home_account(SUPPORT, 5401);
    int64_t first = book_claim(c, SUPPORT, "meals", 60000, "2013-07-03");
    int64_t second = book_claim(c, SUPPORT, "meals", 40001, "2013-07-04");
    assert_refused(book_act(c, first, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-07-05", &e), &e,
                   "HOME_BUDGET"); /* none decided */
    book_budget(c, books.home[0], SUPPORT, "meals", 100000);
    book_budget(c, books.home[1], SUPPORT, "meals", 900000);
    /* Who made room for a claim that waits does not approve it as well. */
    assert_refused(book_act(c, first, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-07-05", &e), &e,
                   "SAME_PERSON");
    assert_ok_e(book_act(c, first, HOME_CLAIM_APPROVE, OFFICER_2, NULL, "2013-07-05", &e), &e);
    assert_refused(book_act(c, second, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-07-05", &e), &e,
                   "HOME_BUDGET");
    assert_int_equal(book_claim_now(c, second).state, HOME_CLAIM_SUBMITTED);
    assert_int_equal(book_balance(c, books.home[0], SUPPORT, 5401), 60000);
    int64_t exact = book_claim(c, SUPPORT, "meals", 40000, "2013-07-04");
    assert_ok_e(book_act(c, exact, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-07-05", &e), &e);
    struct home_budget_row *rows;
    size_t count;
    assert_ok_e(home_budget_list(c->db, COUNTY, books.home[0], 2013, c->arena, &rows, &count, &e),
                &e);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].account, meals);
    assert_int_equal(rows[0].budget.v, 100000);
    assert_int_equal(rows[0].claimed.v, 100000);
    assert_int_equal(rows[0].free.v, 0);
    /* Not below what is approved, to it, and above. */
    assert_refused(
        home_budget_set(c->db, COUNTY, books.home[0], 2013, meals, FEN(99999), "文号", OFFICER, &e),
        &e, "HOME_BUDGET");
    assert_ok_e(home_budget_set(c->db, COUNTY, books.home[0], 2013, meals, FEN(100000), "文号",
                                OFFICER, &e),
                &e);
    book_budget(c, books.home[0], SUPPORT, "meals", 140001);
    assert_refused(book_act(c, second, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-07-05", &e), &e,
                   "SAME_PERSON");
    assert_ok_e(book_act(c, second, HOME_CLAIM_APPROVE, OFFICER_2, NULL, "2013-07-05", &e), &e);
    assert_int_equal(
        county_number(c, "SELECT count(*) FROM home_budget WHERE home = %" PRId64, books.home[0]),
        3);
    assert_refused(
        home_budget_set(c->db, COUNTY, books.home[0], 2013, meals, FEN(1), "文号", DIRECTOR, &e),
        &e, "ACCESS_DENIED");
}

/* Two lines of one account in a claim count together. */
static void lines_of_one_claim_share_a_budget(struct county *c)
{
    struct error e = {0};
    int64_t id;
    struct home_claim_line lines[2] = {line_of("meals"), line_of("meals")};
    struct home_claim claim = claim_of(SUPPORT, lines);
    claim.line_count = 2;
    assert_ok_e(claim_put(c, &claim, &id, &e), &e);
    assert_ok_e(book_act(c, id, HOME_CLAIM_SUBMIT, DIRECTOR, NULL, "2013-07-04", &e), &e);
    book_budget(c, books.home[0], SUPPORT, "meals", 199);
    assert_refused(book_act(c, id, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-07-05", &e), &e,
                   "HOME_BUDGET");
    book_budget(c, books.home[0], SUPPORT, "meals", 200);
    assert_ok_e(book_act(c, id, HOME_CLAIM_APPROVE, OFFICER_2, NULL, "2013-07-05", &e), &e);
    assert_int_equal(book_rows(c, "kind = 'CLAIM'"), 2);
}

static void four_eyes_and_three_people(struct county *c)
{
    struct error e = {0};
    book_budget(c, books.home[0], SUPPORT, "meals", 100000);
    book_money(c, books.home[0], SUPPORT, 100000, "2013-07-01");
    int64_t id = book_claim(c, SUPPORT, "meals", 1000, "2013-07-03");
    assert_refused(book_act(c, id, HOME_CLAIM_APPROVE, DIRECTOR, NULL, "2013-07-04", &e), &e,
                   "ACCESS_DENIED");
    assert_refused(book_act(c, id, HOME_CLAIM_PAY, ACCOUNTANT, "回单", "2013-07-04", &e), &e,
                   "HOME_CLAIM_STATE");
    assert_refused(book_act(c, id, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-07-02", &e), &e,
                   "HOME_CLAIM"); /* before it was submitted */
    assert_ok_e(book_act(c, id, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-07-04", &e), &e);
    assert_refused(book_act(c, id, HOME_CLAIM_PAY, OFFICER, "回单", "2013-07-04", &e), &e,
                   "ACCESS_DENIED");
    /* Whatever the posts: not the same hand twice, neither here nor past the program. */
    county_tamper(c, "UPDATE access_user SET role = 'bureau_accountant' WHERE name = '%s'",
                  OFFICER);
    assert_refused(book_act(c, id, HOME_CLAIM_PAY, OFFICER, "回单", "2013-07-04", &e), &e,
                   "SAME_PERSON");
    static const char *const hands[] = {DIRECTOR, OFFICER};
    for (size_t i = 0; i < 2; i++) {
        char sql[200];
        snprintf(sql, sizeof sql,
                 "UPDATE home_claim SET state = 4, paid_by = '%s', bank_reference = 'x' WHERE id = "
                 "%lld",
                 hands[i], (long long)id);
        assert_refused(db_execute_raw(c->db, sql, &e), &e, "DB_CHECK");
    }
    assert_refused(book_act(c, id, HOME_CLAIM_PAY, ACCOUNTANT, "", "2013-07-04", &e), &e,
                   "HOME_CLAIM");
    assert_refused(book_act(c, id, HOME_CLAIM_PAY, ACCOUNTANT, "回单", "2013-07-03", &e), &e,
                   "HOME_CLAIM"); /* before it was approved */
    assert_ok_e(book_act(c, id, HOME_CLAIM_PAY, ACCOUNTANT, "回单", "2013-07-04", &e), &e);
    struct home_claim now = book_claim_now(c, id);
    assert_string_equal(now.prepared_by, DIRECTOR);
    assert_string_equal(now.approved_by, OFFICER);
    assert_string_equal(now.paid_by, ACCOUNTANT);
    int64_t other = book_claim(c, SUPPORT, "meals", 1000, "2013-07-03");
    assert_refused(book_act(c, other, HOME_CLAIM_REFUSE, OFFICER_2, "", "2013-07-04", &e), &e,
                   "REASON_MISSING");
    assert_ok_e(book_act(c, other, HOME_CLAIM_REFUSE, OFFICER_2, "票据不全", "2013-07-04", &e), &e);
    assert_refused(book_act(c, other, HOME_CLAIM_SUBMIT, DIRECTOR, NULL, "2013-07-04", &e), &e,
                   "HOME_CLAIM_STATE");
    int64_t third = book_claim(c, SUPPORT, "meals", 1000, "2013-07-03");
    assert_refused(book_act(c, third, HOME_CLAIM_WITHDRAW, DIRECTOR_2, NULL, "2013-07-04", &e), &e,
                   "ACCESS_SCOPE");
    assert_ok_e(book_act(c, third, HOME_CLAIM_WITHDRAW, DIRECTOR, NULL, "2013-07-04", &e), &e);
    assert_int_equal(book_balance(c, books.home[0], SUPPORT, 5401), 1000);
    assert_refused(book_act(c, 999, HOME_CLAIM_SUBMIT, DIRECTOR, NULL, "2013-07-04", &e), &e,
                   "HOME_CLAIM_UNKNOWN");
}

static void an_altered_claim_goes_no_further(struct county *c)
{
    struct error e = {0};
    book_budget(c, books.home[0], SUPPORT, "meals", 100000);
    book_money(c, books.home[0], SUPPORT, 100000, "2013-07-01");
    int64_t id = book_claim(c, SUPPORT, "meals", 1000, "2013-07-03");
    county_tamper(c, "UPDATE home_claim SET payee_name = '别人' WHERE id = %" PRId64, id);
    assert_refused(book_act(c, id, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-07-04", &e), &e,
                   "HOME_CLAIM_ALTERED");
    county_tamper(c, "UPDATE home_claim SET payee_name = '粮油店' WHERE id = %" PRId64, id);
    assert_ok_e(book_act(c, id, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-07-04", &e), &e);
    county_tamper(c, "UPDATE home_claim_line SET amount_fen = 1001 WHERE claim = %" PRId64, id);
    assert_refused(book_act(c, id, HOME_CLAIM_PAY, ACCOUNTANT, "回单", "2013-07-04", &e), &e,
                   "HOME_CLAIM_ALTERED");
    county_tamper(c, "UPDATE home_claim_line SET amount_fen = 1000 WHERE claim = %" PRId64, id);
    county_tamper(c,
                  "UPDATE home_journal SET amount_fen = 999 WHERE kind = 'CLAIM' AND subject = "
                  "%" PRId64,
                  id);
    assert_refused(book_act(c, id, HOME_CLAIM_PAY, ACCOUNTANT, "回单", "2013-07-04", &e), &e,
                   "HOME_CLAIM_ALTERED");
}

/* What lies in the account, at the day of the payment and ever after; another book does not help.
 */
static void an_account_pays_what_it_has(struct county *c)
{
    struct error e = {0};
    book_budget(c, books.home[0], SUPPORT, "meals", 1000000);
    book_money(c, books.home[0], OWN, 500000, "2013-06-01");
    book_money(c, books.home[0], SUPPORT, 999, "2013-06-01");
    int64_t id = book_claim(c, SUPPORT, "meals", 1000, "2013-06-03");
    assert_ok_e(book_act(c, id, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-06-04", &e), &e);
    assert_refused(book_act(c, id, HOME_CLAIM_PAY, ACCOUNTANT, "回单", "2013-06-05", &e), &e,
                   "HOME_BOOK_FUNDS");
    book_money(c, books.home[0], SUPPORT, 1, "2013-08-01"); /* comes too late for June */
    assert_refused(book_act(c, id, HOME_CLAIM_PAY, ACCOUNTANT, "回单", "2013-07-31", &e), &e,
                   "HOME_BOOK_FUNDS");
    assert_ok_e(book_act(c, id, HOME_CLAIM_PAY, ACCOUNTANT, "回单", "2013-08-01", &e), &e);
    assert_int_equal(book_balance(c, books.home[0], SUPPORT, HOME_BANK), 0);
    /* Spent in August already: a payment dated June may not take it again. */
    book_money(c, books.home[0], SUPPORT, 1000, "2013-06-02");
    int64_t august = book_claim(c, SUPPORT, "meals", 1000, "2013-08-02");
    book_paid(c, august, "2013-08-03");
    int64_t late = book_claim(c, SUPPORT, "meals", 1, "2013-06-10");
    assert_ok_e(book_act(c, late, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-06-11", &e), &e);
    assert_refused(book_act(c, late, HOME_CLAIM_PAY, ACCOUNTANT, "回单", "2013-06-12", &e), &e,
                   "HOME_BOOK_FUNDS");
}

static void what_the_bank_sends_back_is_paid_again(struct county *c)
{
    struct error e = {0};
    book_budget(c, books.home[0], SUPPORT, "meals", 1000);
    book_money(c, books.home[0], SUPPORT, 1000, "2013-07-01");
    int64_t id = book_claim(c, SUPPORT, "meals", 1000, "2013-07-03");
    book_paid(c, id, "2013-07-04");
    assert_refused(book_act(c, id, HOME_CLAIM_RETURN, ACCOUNTANT, "户名不符", "2013-07-03", &e), &e,
                   "HOME_CLAIM");
    assert_ok_e(book_act(c, id, HOME_CLAIM_RETURN, ACCOUNTANT, "户名不符", "2013-07-06", &e), &e);
    assert_int_equal(book_balance(c, books.home[0], SUPPORT, HOME_BANK), 1000);
    assert_int_equal(book_balance(c, books.home[0], SUPPORT, HOME_PAYABLE), -1000);
    /* Still claimed: the budget is not free again. */
    int64_t more = book_claim(c, SUPPORT, "meals", 1, "2013-07-03");
    assert_refused(book_act(c, more, HOME_CLAIM_APPROVE, OFFICER, NULL, "2013-07-07", &e), &e,
                   "HOME_BUDGET");
    assert_ok_e(book_act(c, id, HOME_CLAIM_PAY, ACCOUNTANT_2, "回单2", "2013-07-08", &e), &e);
    assert_int_equal(book_balance(c, books.home[0], SUPPORT, HOME_BANK), 0);
    assert_int_equal(book_balance(c, books.home[0], SUPPORT, HOME_PAYABLE), 0);
    assert_int_equal(book_balance(c, books.home[0], SUPPORT, 5401), 1000);
    assert_int_equal(book_rows(c, "kind = 'CLAIM'"), 1);
    assert_int_equal(book_rows(c, "kind = 'CLAIM_PAY'"), 2);
}

static enum status account_work(struct db *db, void *context, struct error *e)
{
    struct county *c = context;
    int64_t change;
    TRY(change_record(
        db, COUNTY,
        &(struct change_entry){
            .actor = "admin", .action = "home.account", .subject = "test", .detail = ""},
        &change, e));
    TRY(home_account_write(db, COUNTY, c->keys, books.home[0], OWN, "农商行", "敬老院",
                           "20010000000009999", change, e));
    return home_account_write(db, COUNTY, c->keys, books.home[0], OWN, "农商行", "敬老院",
                              "20010000000008888", change, e);
}

static enum status support_account_work(struct db *db, void *context, struct error *e)
{
    struct county *c = context;
    int64_t change;
    TRY(change_record(
        db, COUNTY,
        &(struct change_entry){
            .actor = "admin", .action = "home.account", .subject = "test", .detail = ""},
        &change, e));
    return home_account_write(db, COUNTY, c->keys, books.home[0], SUPPORT, "农商行", "敬老院",
                              "20010000000009998", change, e);
}

static enum status shared_account_work(struct db *db, void *context, struct error *e)
{
    struct county *c = context;
    return home_account_write(db, COUNTY, c->keys, books.home[0], SUPPORT, "农商行", "敬老院",
                              "20010000000008888", 1, e);
}

static void a_book_has_one_account(struct county *c)
{
    struct error e = {0};
    assert_ok_e(db_transaction(c->db, account_work, c, &e), &e);
    assert_ok_e(db_transaction(c->db, account_work, c, &e), &e);
    assert_int_equal(county_number(c, "SELECT count(*) FROM home_payee WHERE book = 6"), 1);
    assert_int_equal(county_number(c, "SELECT count(*) FROM payee WHERE kind = 5"), 1);
    /* Books that share an account at the bank would not be apart. */
    assert_refused(db_transaction(c->db, shared_account_work, c, &e), &e, "HOME_ACCOUNT_SHARED");
    assert_ok_e(db_transaction(c->db, support_account_work, c, &e), &e);
    assert_int_equal(county_number(c,
                                   "SELECT count(*) FROM account WHERE owner_kind = 2 AND owner = "
                                   "%" PRId64 " AND number_tail = '9998' AND known_to = 2147483647",
                                   books.home[0]),
                     1);
    assert_int_equal(
        county_number(c,
                      "SELECT count(*) FROM home_payee AS h JOIN payee_account AS a ON "
                      "a.payee = h.payee WHERE h.book = 2 AND a.number_tail = '9998' "
                      "AND a.known_to = 2147483647 AND h.home = %" PRId64,
                      books.home[0]),
        1);
    books.home[0] = books.home[1];
    assert_refused(db_transaction(c->db, support_account_work, c, &e), &e, "HOME_ACCOUNT_SHARED");
}

#define CLAIM(name)                                                                                \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        book_each(name);                                                                           \
    }
CLAIM(income_belongs_to_its_book)
CLAIM(no_line_is_claimed_out_of_a_book_that_is_not_its_own)
CLAIM(no_row_crosses_even_past_the_program)
CLAIM(a_claim_names_the_line_that_is_wrong)
CLAIM(budgets_hold_to_the_fen)
CLAIM(lines_of_one_claim_share_a_budget)
CLAIM(four_eyes_and_three_people)
CLAIM(an_altered_claim_goes_no_further)
CLAIM(an_account_pays_what_it_has)
CLAIM(what_the_bank_sends_back_is_paid_again)
CLAIM(a_book_has_one_account)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_income_belongs_to_its_book),
        cmocka_unit_test(test_no_line_is_claimed_out_of_a_book_that_is_not_its_own),
        cmocka_unit_test(test_no_row_crosses_even_past_the_program),
        cmocka_unit_test(test_a_claim_names_the_line_that_is_wrong),
        cmocka_unit_test(test_budgets_hold_to_the_fen),
        cmocka_unit_test(test_lines_of_one_claim_share_a_budget),
        cmocka_unit_test(test_four_eyes_and_three_people),
        cmocka_unit_test(test_an_altered_claim_goes_no_further),
        cmocka_unit_test(test_an_account_pays_what_it_has),
        cmocka_unit_test(test_what_the_bank_sends_back_is_paid_again),
        cmocka_unit_test(test_a_book_has_one_account),
    };
    return cmocka_run_group_tests_name("home book", tests, NULL, NULL);
}

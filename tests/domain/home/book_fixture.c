#include "domain/home/book_fixture.h"

#include "domain/access/access.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define SCOPE_COUNTY INT64_C(341823000000)

struct books books;

struct date book_day(const char *text)
{
    struct date d;
    assert_ok(date_parse(text, &d, NULL));
    return d;
}

struct month book_month(const char *text)
{
    struct month m;
    assert_ok(month_parse(text, &m, NULL));
    return m;
}

static void user_add(struct county *c, const char *name, enum role role)
{
    struct error e = {0};
    assert_ok_e(access_user_add(c->db, COUNTY, "admin",
                                &(struct access_new_user){.name = name,
                                                          .title = name,
                                                          .role = role,
                                                          .scope = SCOPE_COUNTY,
                                                          .cost = ACCESS_COST_TEST},
                                &e),
                &e);
}

static enum status bind_work(struct db *db, void *context, struct error *e)
{
    (void)context;
    TRY(home_user_bind(db, COUNTY, DIRECTOR, books.home[0], e));
    return home_user_bind(db, COUNTY, DIRECTOR_2, books.home[1], e);
}

static void people(struct county *c)
{
    struct error e = {0};
    static const struct {
        const char *name;
        enum role role;
    } users[] = {
        {DIRECTOR, ROLE_HOME_DIRECTOR},       {DIRECTOR_2, ROLE_HOME_DIRECTOR},
        {OFFICER, ROLE_BUREAU_OFFICER},       {OFFICER_2, ROLE_BUREAU_OFFICER},
        {ACCOUNTANT, ROLE_BUREAU_ACCOUNTANT}, {ACCOUNTANT_2, ROLE_BUREAU_ACCOUNTANT},
    };
    books.home[0] = county_number(c, "SELECT min(id) FROM home");
    books.home[1] = county_number(c, "SELECT min(id) FROM home WHERE id > %" PRId64, books.home[0]);
    for (size_t i = 0; i < sizeof users / sizeof users[0]; i++)
        user_add(c, users[i].name, users[i].role);
    assert_ok_e(db_transaction(c->db, bind_work, NULL, &e), &e);
}

void book_each(void (*claim)(struct county *c))
{
    setenv("MINSHENG_TODAY", "2013-08-31", 1);
    for (int engine = DB_SQLITE; engine <= DB_POSTGRES; engine++) {
        struct county c;
        if (engine == DB_POSTGRES && !testdb_has_postgres())
            return;
        county_open(&c, (enum db_engine)engine);
        people(&c);
        claim(&c);
        county_close(&c);
    }
}

int64_t book_balance(struct county *c, int64_t home, enum home_book book, int code)
{
    struct error e = {0};
    struct fen sum;
    assert_ok_e(
        home_balance(c->db, COUNTY, home, book, home_account(book, code), MONTH_OPEN, &sum, &e),
        &e);
    return sum.v;
}

int64_t book_rows(struct county *c, const char *where)
{
    return county_number(c, "SELECT count(*) FROM home_journal WHERE %s", where);
}

int64_t crossings(struct county *c)
{
    return county_number(c, "SELECT count(*) FROM change_trail WHERE action = 'home.cross_funds'");
}

void book_money(struct county *c, int64_t home, enum home_book book, int64_t fen, const char *day)
{
    struct error e = {0};
    const struct home_income in = {.home = home,
                                   .book = book,
                                   .kind = book == HOME_BOOK_OWN ? "DONATION" : "INTEREST",
                                   .party = "好心人",
                                   .document = "收据1",
                                   .memo = "测试",
                                   .amount = FEN(fen),
                                   .on = book_day(day)};
    assert_ok_e(home_income_record(c->db, COUNTY, &in, ACCOUNTANT, &e), &e);
}

void book_budget(struct county *c, int64_t home, enum home_book book, const char *line, int64_t fen)
{
    struct error e = {0};
    int64_t account;
    assert_ok_e(home_line_account(book, line, &account, &e), &e);
    assert_ok_e(home_budget_set(c->db, COUNTY, home, 2013, account, FEN(fen), "预算〔2013〕1号",
                                OFFICER, &e),
                &e);
}

int64_t book_claim(struct county *c, enum home_book book, const char *line, int64_t fen,
                   const char *day)
{
    struct error e = {0};
    int64_t id;
    const struct home_claim_line lines[] = {
        {.line = line, .spent_on = book_day(day), .detail = "开支", .amount = FEN(fen)}};
    const struct home_claim claim = {.home = books.home[0],
                                     .book = book,
                                     .month = date_month(book_day(day)),
                                     .payee_name = "粮油店",
                                     .memo = "",
                                     .line_count = 1,
                                     .lines = lines};
    assert_ok_e(home_claim_write(c->db, COUNTY, &claim, DIRECTOR, &id, &e), &e);
    assert_ok_e(book_act(c, id, HOME_CLAIM_SUBMIT, DIRECTOR, NULL, day, &e), &e);
    return id;
}

enum status book_act(struct county *c, int64_t claim, enum home_claim_action action,
                     const char *actor, const char *text, const char *day, struct error *e)
{
    return home_claim_act(c->db, COUNTY, claim, action, actor, text, book_day(day), e);
}

void book_paid(struct county *c, int64_t claim, const char *day)
{
    struct error e = {0};
    assert_ok_e(book_act(c, claim, HOME_CLAIM_APPROVE, OFFICER, NULL, day, &e), &e);
    assert_ok_e(book_act(c, claim, HOME_CLAIM_PAY, ACCOUNTANT, "回单1", day, &e), &e);
}

struct home_claim book_claim_now(struct county *c, int64_t claim)
{
    struct error e = {0};
    struct home_claim ret;
    assert_ok_e(home_claim_read(c->db, COUNTY, claim, c->arena, &ret, &e), &e);
    return ret;
}

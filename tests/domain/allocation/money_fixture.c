#include "domain/allocation/money_fixture.h"

#include <stdio.h>
#include <stdlib.h>

#define SQL_BYTES 2048
#define ARENA_BYTES ((size_t)256 << 20)

void money_each(void (*body)(struct money_county *c))
{
    setenv("MINSHENG_TODAY", "2013-06-30", 1);
    for (int engine = DB_SQLITE; engine <= DB_POSTGRES; engine++) {
        struct testdb t;
        if (engine == DB_POSTGRES && !testdb_has_postgres())
            continue;
        struct money_county c = {.arena = arena_new(ARENA_BYTES)};
        planned_fresh((enum db_engine)engine, &t, &c.keys);
        c.db = testdb_open(t.url, DB_WRITER);
        body(&c);
        db_close(c.db);
        keyring_free(c.keys);
        arena_free(c.arena);
        testdb_drop(&t);
    }
}

struct month money_month(const char *text)
{
    struct month m;
    assert_ok(month_parse(text, &m, NULL));
    return m;
}

struct date money_date(const char *text)
{
    struct date d;
    assert_ok(date_parse(text, &d, NULL));
    return d;
}

int64_t money_payee(struct money_county *c, const char *code)
{
    struct payee p;
    struct error e = {0};
    assert_ok_e(payee_by_name(c->db, COUNTY, code, c->arena, &p, &e), &e);
    return p.id;
}

int64_t money_number(struct money_county *c, const char *sql, ...)
{
    char text[SQL_BYTES];
    struct error e = {0};
    int64_t n;
    va_list list;
    va_start(list, sql);
    (void)vsnprintf(text, sizeof text, sql, list);
    va_end(list);
    assert_ok_e(db_query_i64_raw(c->db, text, &n, &e), &e);
    return n;
}

void money_tamper(struct money_county *c, const char *sql, ...)
{
    char text[SQL_BYTES];
    struct error e = {0};
    va_list list;
    va_start(list, sql);
    (void)vsnprintf(text, sizeof text, sql, list);
    va_end(list);
    assert_ok_e(db_execute_raw(c->db, text, &e), &e);
}

int64_t money_balance(struct money_county *c, enum fund fund, int code)
{
    struct fen left;
    struct error e = {0};
    assert_ok_e(ledger_account_balance(c->db, COUNTY, fund, (enum ledger_code)code, &left, &e), &e);
    return left.v;
}

void money_pay(struct money_county *c, int64_t transfer, const struct transfer_kind *kind)
{
    struct error e = {0};
    struct fen put;
    assert_ok_e(transfer_check(c->db, COUNTY, transfer, CHECKER, &e), &e);
    assert_ok_e(
        transfer_approve(c->db, COUNTY, transfer, kind, APPROVER, money_month("2013-06"), &e), &e);
    assert_ok_e(transfer_fund(c->db, COUNTY, transfer, PAYER, &put, &e), &e);
    assert_ok_e(transfer_pay(c->db, COUNTY, transfer, "回单1", money_date("2013-06-28"), PAYER, &e),
                &e);
}

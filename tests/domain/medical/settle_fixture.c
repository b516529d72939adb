#include "domain/medical/settle_fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SQL_BYTES 2048
#define ARENA_BYTES ((size_t)512 << 20)
#define VILLAGE INT64_C(341823100204)

struct settle settle;

int64_t settle_number(struct county *c, const char *sql, ...)
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

void settle_tamper(struct county *c, const char *sql, ...)
{
    char text[SQL_BYTES];
    struct error e = {0};
    va_list list;
    va_start(list, sql);
    (void)vsnprintf(text, sizeof text, sql, list);
    va_end(list);
    assert_ok_e(db_execute_raw(c->db, text, &e), &e);
}

struct month settle_month(const char *text)
{
    struct month m;
    assert_ok(month_parse(text, &m, NULL));
    return m;
}

struct date settle_date(const char *text)
{
    struct date d;
    assert_ok(date_parse(text, &d, NULL));
    return d;
}

/* ---- the county ---- */

struct writing {
    struct county *c;
    const struct payee_entry *entry;
    int64_t payee;
    const char *name;
    struct month from;
    int64_t value;
};

static enum status change_of(struct db *db, int64_t *ret, struct error *e)
{
    return change_record(
        db, COUNTY,
        &(struct change_entry){.actor = "plan", .action = "test", .subject = "test", .detail = ""},
        ret, e);
}

static enum status payee_work(struct db *db, void *context, struct error *e)
{
    struct writing *w = context;
    int64_t change;
    TRY(change_of(db, &change, e));
    return payee_write(db, COUNTY, w->c->keys, w->entry, change, &w->payee, e);
}

static int64_t payee_put(struct county *c, const struct payee_entry *entry)
{
    struct error e = {0};
    struct writing w = {.c = c, .entry = entry};
    assert_ok_e(db_transaction(c->db, payee_work, &w, &e), &e);
    return w.payee;
}

void settle_account(struct county *c, int64_t payee, const char *number)
{
    struct payee p;
    struct error e = {0};
    assert_ok_e(payee_by_id(c->db, COUNTY, payee, c->arena, &p, &e), &e);
    payee_put(c, &(struct payee_entry){.kind = p.kind,
                                       .code = p.code,
                                       .name = p.name,
                                       .township = p.township,
                                       .bank = "泾县农商行",
                                       .holder = p.name,
                                       .account = number});
}

static enum status parameter_work(struct db *db, void *context, struct error *e)
{
    const struct writing *w = context;
    int64_t change;
    TRY(change_of(db, &change, e));
    return parameter_set(db, COUNTY, w->name, w->from, w->value, "文号", "P3.3", change, e);
}

void settle_parameter(struct county *c, const char *name, const char *from, int64_t value)
{
    struct error e = {0};
    struct writing w = {.name = name, .from = settle_month(from), .value = value};
    assert_ok_e(db_transaction(c->db, parameter_work, &w, &e), &e);
}

static void fill(struct county *c)
{
    struct error e = {0};
    struct plan *plan;
    assert_ok_e(plan_read(MINSHENG_PLANS "/jingxian-2013.yaml", c->arena, &plan, &e), &e);
    assert_ok_e(plan_load(c->db, plan, plan_content(plan), c->keys, "admin", NULL, &e), &e);
    const struct payee_entry county_hospital = {.kind = PAYEE_HOSPITAL,
                                                .code = "T001",
                                                .name = "甲医院",
                                                .township = 341823100000,
                                                .bank = "泾县农商行",
                                                .holder = "甲医院",
                                                .account = "20010000000000101"};
    const struct payee_entry town_hospital = {
        .kind = PAYEE_HOSPITAL, .code = "T002", .name = "乙卫生院", .township = 341823101000};
    const struct payee_entry office = {.kind = PAYEE_INSURANCE,
                                       .code = "T900",
                                       .name = "新农合管理中心",
                                       .township = 341823100000,
                                       .bank = "泾县农商行",
                                       .holder = "新农合管理中心",
                                       .account = "20010000000000903"};
    settle.county_hospital = payee_put(c, &county_hospital);
    settle.town_hospital = payee_put(c, &town_hospital);
    settle.office = payee_put(c, &office);
    settle_parameter(c, "medical.premium_year", "2013-01", PREMIUM_2013);
    settle_parameter(c, "medical.wubao.premium", "2013-01", 10000);
    settle_parameter(c, "medical.dibao.premium", "2013-01", 8333);
    settle_parameter(c, "medical.low_income.premium", "2013-01", 0);
    settle_parameter(c, "medical.monitored.premium", "2013-01", 5000);
    settle.person = 9000001;
    const char *blob = db_engine(c->db) == DB_SQLITE ? "x'%032d'" : "'\\x%032d'";
    char index[64];
    (void)snprintf(index, sizeof index, blob, 1);
    settle_tamper(c,
                  "INSERT INTO person (county, id, name, initials, sex, id_tail, id_index, "
                  "id_sealed, known_from) VALUES (341823, %" PRId64
                  ", '吴病人', 'wbr', 1, '0017', %s, %s, 1)",
                  settle.person, index, index);
}

/* Made once per engine, then copied for each claim. */
static void settle_on(enum db_engine engine, void (*body)(struct county *c))
{
    static struct testdb made[2];
    static struct settle known[2];
    struct testdb own;
    struct error e = {0};
    struct county c;
    if (made[engine].url[0] == '\0') {
        county_fresh(&c, engine, fill);
        made[engine].engine = engine;
        (void)snprintf(made[engine].url, sizeof made[engine].url, "%s", c.url);
        known[engine] = settle;
        county_end(&c);
    }
    testdb_copy(&made[engine], &own);
    settle = known[engine];
    c = (struct county){.db = testdb_open(own.url, DB_WRITER), .arena = arena_new(ARENA_BYTES)};
    assert_non_null(c.arena);
    (void)snprintf(c.url, sizeof c.url, "%s", own.url);
    assert_ok_e(keyring_open(test_path("county.key"), false, &c.keys, &e), &e);
    body(&c);
    county_end(&c);
    testdb_drop(&own);
}

void settle_each(void (*body)(struct county *c))
{
    settle_on(DB_SQLITE, body);
    if (testdb_has_postgres())
        settle_on(DB_POSTGRES, body);
}

/* ---- lines ---- */

int64_t settle_line(struct county *c, const struct line_made *line)
{
    const char *on = line->on ? line->on : "2013-06-20";
    const int64_t day = date_yyyymmdd(settle_date(on));
    int64_t admission = settle_number(c,
                                      "SELECT coalesce(max(id), 0) FROM medical_admission WHERE "
                                      "hospital = %" PRId64 " AND number = '%s'",
                                      line->hospital, line->admission);
    if (admission == 0) {
        admission = settle_number(c, "SELECT coalesce(max(id), 0) + 1 FROM medical_admission");
        settle_tamper(c,
                      "INSERT INTO medical_admission (county, id, hospital, number, person, "
                      "household, division, visit, admitted_on, department, disease, disease_name, "
                      "scheme, insurance_tail, advance, state, bill, received_on, known_from) "
                      "VALUES (341823, %" PRId64 ", %" PRId64 ", '%s', %" PRId64 ", 1, %" PRId64
                      ", 1, %" PRId64 ", '内科', 'C34', '肺癌', 1, '', 0, 1, 0, "
                      "%" PRId64 ", 1)",
                      admission, line->hospital, line->admission, settle.person, VILLAGE, day, day);
    }
    int64_t id = settle_number(c, "SELECT coalesce(max(id), 0) + 1 FROM medical_line");
    settle_tamper(c,
                  "INSERT INTO medical_line (county, id, payee_kind, payee, admission, case_file, "
                  "bill, person, reason, before_fen, during_fen, after_fen, entered_on, "
                  "known_from, batch) VALUES (341823, %" PRId64 ", 1, %" PRId64 ", %" PRId64
                  ", 0, 0, %" PRId64 ", '%s', %" PRId64 ", %" PRId64 ", 0, %" PRId64 ", 1, 0)",
                  id, line->hospital, admission, settle.person, line->reason, line->before,
                  line->during, day);
    return id;
}

struct statement_record settle_read(struct county *c, int64_t statement)
{
    struct statement_record r;
    struct error e = {0};
    assert_ok_e(statement_read(c->db, COUNTY, statement, c->arena, &r, &e), &e);
    return r;
}

void settle_agree(struct county *c, int64_t statement)
{
    struct statement_line *lines;
    size_t count;
    int64_t differences = -1;
    struct error e = {0};
    assert_ok_e(statement_lines(c->db, COUNTY, statement, c->arena, &lines, &count, &e), &e);
    struct their_line *theirs = ARENA_ARRAY(c->arena, struct their_line, count);
    for (size_t i = 0; i < count; i++)
        theirs[i] =
            (struct their_line){lines[i].admission_no, FEN(lines[i].before.v + lines[i].during.v)};
    assert_ok_e(
        statement_compare(c->db, COUNTY, statement, theirs, count, "医院", &differences, &e), &e);
    assert_int_equal(differences, 0);
}

int64_t settle_statement(struct county *c, int64_t hospital, const char *month)
{
    int64_t id;
    struct error e = {0};
    assert_ok_e(statement_prepare(c->db, COUNTY, hospital, settle_month(month), MAKER, &id, &e),
                &e);
    return id;
}

int64_t settle_transfer(struct county *c, int64_t statement)
{
    int64_t transfer;
    struct error e = {0};
    assert_ok_e(statement_transfer(c->db, COUNTY, statement, MAKER, &transfer, &e), &e);
    return transfer;
}

struct transfer_record transfer_now(struct county *c, int64_t transfer)
{
    struct transfer_record r;
    struct error e = {0};
    assert_ok_e(transfer_read(c->db, COUNTY, transfer, c->arena, &r, &e), &e);
    return r;
}

int64_t settle_balance(struct county *c, int code)
{
    struct fen amount;
    struct error e = {0};
    assert_ok_e(ledger_account_balance(c->db, COUNTY, FUND_MEDICAL_AID, (enum ledger_code)code,
                                       &amount, &e),
                &e);
    return amount.v;
}

void settle_money(struct county *c, int64_t amount, const char *month)
{
    struct error e = {0};
    assert_ok_e(ledger_appropriate(c->db, COUNTY, FUND_MEDICAL_AID, SOURCE_COUNTY, FEN(amount),
                                   settle_month(month), "泾财社1号", "finance", &e),
                &e);
}

void transfer_decide(struct county *c, int64_t transfer, const struct transfer_kind *kind,
                     const char *month)
{
    struct error e = {0};
    assert_ok_e(transfer_check(c->db, COUNTY, transfer, CHECKER, &e), &e);
    assert_ok_e(transfer_approve(c->db, COUNTY, transfer, kind, APPROVER, settle_month(month), &e),
                &e);
}

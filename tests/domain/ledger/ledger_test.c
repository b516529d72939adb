/* The books: balanced by construction, apart by fund, closed month by month. */
#include "support/test_support.h"

#include "domain/ledger/ledger.h"
#include "support/planned.h"

#define COUNTY COUNTY_JINGXIAN
#define ARENA_BYTES ((size_t)64 << 20)

struct books {
    struct testdb testdb;
    struct db *db;
    struct arena *arena;
    struct keyring *keys;
};

static struct books books_open(enum db_engine engine)
{
    struct books b = {.arena = arena_new(ARENA_BYTES)};
    planned_fresh(engine, &b.testdb, &b.keys);
    b.db = testdb_open(b.testdb.url, DB_WRITER);
    return b;
}

static void each(void (*claim)(struct books *b))
{
    enum db_engine engines[] = {DB_SQLITE, DB_POSTGRES};
    for (int i = 0; i < (testdb_has_postgres() ? 2 : 1); i++) {
        struct books b = books_open(engines[i]);
        claim(&b);
        db_close(b.db);
        keyring_free(b.keys);
        arena_free(b.arena);
    }
}

struct writing {
    struct journal_header header;
    const struct journal_line *lines;
    size_t count;
};

static enum status write_work(struct db *db, void *context, struct error *e)
{
    struct writing *w = context;
    TRY(change_record(db, COUNTY,
                      &(struct change_entry){
                          .actor = "finance", .action = "test", .subject = "fund", .detail = ""},
                      &w->header.change, e));
    return journal_write(db, COUNTY, &w->header, w->lines, w->count, NULL, e);
}

static enum status write_lines(struct books *b, enum fund fund, int month, const char *kind,
                               const struct journal_line *lines, size_t count, struct error *e)
{
    struct writing w = {.header = {.fund = fund, .month = month_make(2013, month), .kind = kind},
                        .lines = lines,
                        .count = count};
    return db_transaction(b->db, write_work, &w, e);
}

static enum status money_in(struct books *b, enum fund fund, int64_t amount, int month,
                            struct error *e)
{
    return ledger_appropriate(b->db, COUNTY, fund, SOURCE_PROVINCE, FEN(amount),
                              month_make(2013, month), "皖财社1号", "finance", e);
}

static int64_t balance(struct books *b, enum fund fund, enum ledger_code code)
{
    struct error e = {0};
    struct fen amount;
    assert_ok_e(ledger_account_balance(b->db, COUNTY, fund, code, &amount, &e), &e);
    return amount.v;
}

static void a_movement_stays_in_its_fund(struct books *b)
{
    struct error e = {0};
    assert_ok_e(money_in(b, FUND_DIBAO, 100000, 6, &e), &e);
    assert_ok_e(money_in(b, FUND_HOME_MANAGEMENT, 700, 6, &e), &e);
    assert_int_equal(balance(b, FUND_DIBAO, LEDGER_BANK), 100000);
    assert_int_equal(balance(b, FUND_DIBAO, LEDGER_INCOME_PROVINCE), -100000);
    assert_int_equal(balance(b, FUND_WUBAO, LEDGER_BANK), 0);
    assert_int_equal(balance(b, FUND_HOME_MANAGEMENT, LEDGER_BANK), 700);
    /* Not even past the program: a line with two funds, without amount, or on one account. */
    static const char *const FORBIDDEN[] = {
        "INSERT INTO posting VALUES (341823, 1, 1, 9, 11001, 24001, 5)",
        "INSERT INTO posting VALUES (341823, 1, 1, 9, 21001, 14001, 5)",
        "INSERT INTO posting VALUES (341823, 1, 1, 9, 11001, 14001, 0)",
        "INSERT INTO posting VALUES (341823, 1, 1, 9, 11001, 14001, -5)",
        "INSERT INTO posting VALUES (341823, 1, 1, 9, 11001, 11001, 5)",
    };
    for (size_t i = 0; i < sizeof FORBIDDEN / sizeof FORBIDDEN[0]; i++)
        assert_refused(db_execute_raw(b->db, FORBIDDEN[i], &e), &e, "DB_CHECK");
}

static void a_journal_without_sense_is_refused(struct books *b)
{
    struct error e = {0};
    const struct journal_line good = {LEDGER_BANK, LEDGER_INCOME_INTEREST, FEN(5)};
    const struct journal_line zero = {LEDGER_BANK, LEDGER_INCOME_INTEREST, FEN(0)};
    const struct journal_line same = {LEDGER_BANK, LEDGER_BANK, FEN(5)};
    assert_refused(write_lines(b, FUND_DIBAO, 6, "INTEREST", &good, 0, &e), &e, "JOURNAL_EMPTY");
    assert_refused(write_lines(b, FUND_DIBAO, 6, "INTEREST", &zero, 1, &e), &e, "JOURNAL_AMOUNT");
    assert_refused(write_lines(b, FUND_DIBAO, 6, "INTEREST", &same, 1, &e), &e, "JOURNAL_SIDES");
    assert_refused(write_lines(b, FUND_DIBAO, 6, "GIFT", &good, 1, &e), &e, "JOURNAL_KIND");
    assert_refused(write_lines(b, (enum fund)9, 6, "INTEREST", &good, 1, &e), &e, "FUND_UNKNOWN");
    assert_refused(money_in(b, FUND_DIBAO, 0, 6, &e), &e, "AMOUNT");
    assert_refused(ledger_appropriate(b->db, COUNTY, FUND_DIBAO, SOURCE_COUNTY, FEN(1),
                                      month_make(2013, 6), "", "finance", &e),
                   &e, "DOCUMENT_MISSING");
    assert_int_equal(balance(b, FUND_DIBAO, LEDGER_BANK), 0);
    assert_ok_e(write_lines(b, FUND_DIBAO, 6, "INTEREST", &good, 1, &e), &e);
}

static void debits_equal_credits_up_to_any_month(struct books *b)
{
    struct error e = {0};
    const struct journal_line lines[] = {{LEDGER_EXPENSE, LEDGER_PAYABLE, FEN(300)},
                                         {LEDGER_EXPENSE, LEDGER_PAYABLE, FEN(200)},
                                         {LEDGER_PAYABLE, LEDGER_BANK, FEN(400)}};
    assert_ok_e(money_in(b, FUND_DIBAO, 1000, 5, &e), &e);
    assert_ok_e(write_lines(b, FUND_DIBAO, 6, "OTHER", lines, 3, &e), &e);
    static const struct {
        int month;
        int64_t turnover, payable;
    } expected[] = {{4, 0, 0}, {5, 1000, 0}, {6, 1900, 100}, {7, 1900, 100}};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        struct trial_row *rows;
        size_t count;
        int64_t debit = 0, credit = 0, payable = 0;
        assert_ok_e(ledger_trial_balance(b->db, COUNTY, FUND_DIBAO,
                                         month_make(2013, expected[i].month), b->arena, &rows,
                                         &count, &e),
                    &e);
        assert_true(count >= 8);
        for (size_t k = 0; k < count; k++) {
            debit += rows[k].debit.v;
            credit += rows[k].credit.v;
            if (rows[k].account == ledger_account(FUND_DIBAO, LEDGER_PAYABLE))
                payable = rows[k].credit.v - rows[k].debit.v;
        }
        assert_int_equal(debit, expected[i].turnover);
        assert_int_equal(credit, expected[i].turnover);
        assert_int_equal(payable, expected[i].payable);
    }
}

static enum status close_month(struct books *b, int month, struct error *e)
{
    return ledger_close_month(b->db, COUNTY, FUND_DIBAO, month_make(2013, month), "finance", e);
}

static enum status state_balance(struct books *b, int month, int day, int64_t amount,
                                 struct error *e)
{
    return ledger_state_balance(b->db, COUNTY, FUND_DIBAO, date_make(2013, month, day), FEN(amount),
                                "对账单", "finance", e);
}

static void months_close_in_order_and_tie_to_the_bank(struct books *b)
{
    struct error e = {0};
    struct month open;
    assert_ok_e(money_in(b, FUND_DIBAO, 1000, 5, &e), &e);
    assert_ok_e(money_in(b, FUND_DIBAO, 500, 6, &e), &e);
    assert_refused(close_month(b, 6, &e), &e, "LEDGER_CLOSE_ORDER");
    assert_ok_e(state_balance(b, 5, 30, 1000, &e), &e);
    assert_ok_e(state_balance(b, 5, 31, 999, &e), &e); /* the later one counts */
    assert_refused(close_month(b, 5, &e), &e, "LEDGER_STATEMENT");
    assert_ok_e(state_balance(b, 5, 31, 1000, &e), &e);
    assert_ok_e(state_balance(b, 6, 1, 1, &e), &e); /* another month's does not count */
    assert_ok_e(close_month(b, 5, &e), &e);
    assert_refused(close_month(b, 5, &e), &e, "LEDGER_MONTH_CLOSED");
    assert_refused(close_month(b, 7, &e), &e, "LEDGER_CLOSE_ORDER");
    assert_refused(money_in(b, FUND_DIBAO, 1, 5, &e), &e, "LEDGER_MONTH_CLOSED");
    assert_refused(money_in(b, FUND_DIBAO, 1, 4, &e), &e, "LEDGER_MONTH_CLOSED");
    assert_refused(state_balance(b, 5, 31, 1000, &e), &e, "LEDGER_MONTH_CLOSED");
    assert_ok_e(money_in(b, FUND_WUBAO, 1, 5, &e), &e); /* another fund's books */
    assert_ok_e(ledger_open_month(b->db, COUNTY, FUND_DIBAO, month_make(2013, 4), &open, &e), &e);
    assert_int_equal(open.v, month_make(2013, 6).v);
    assert_ok_e(ledger_open_month(b->db, COUNTY, FUND_DIBAO, month_make(2013, 8), &open, &e), &e);
    assert_int_equal(open.v, month_make(2013, 8).v);
    assert_ok_e(state_balance(b, 6, 30, 1500, &e), &e);
    assert_ok_e(close_month(b, 6, &e), &e);
    assert_ok_e(close_month(b, 7, &e), &e); /* a month without movement */
    int64_t stored;
    assert_ok_e(db_query_i64_raw(b->db,
                                 "SELECT debit_fen FROM ledger_close WHERE month = 201306 AND "
                                 "account = 11001",
                                 &stored, &e),
                &e);
    assert_int_equal(stored, 1500);
}

static void an_overdrawn_account_does_not_close(struct books *b)
{
    struct error e = {0};
    const struct journal_line line = {LEDGER_EXPENSE, LEDGER_BANK, FEN(1)};
    assert_ok_e(write_lines(b, FUND_DIBAO, 6, "OTHER", &line, 1, &e), &e);
    assert_refused(close_month(b, 6, &e), &e, "LEDGER_OVERDRAWN");
}

static void funds_are_found_by_code_or_number(struct books *b)
{
    struct error e = {0};
    enum fund fund;
    assert_ok_e(ledger_fund_parse(b->db, COUNTY, "wubao", &fund, &e), &e);
    assert_int_equal(fund, FUND_WUBAO);
    assert_ok_e(ledger_fund_parse(b->db, COUNTY, "1", &fund, &e), &e);
    assert_int_equal(fund, FUND_DIBAO);
    assert_ok_e(ledger_fund_parse(b->db, COUNTY, "home_m", &fund, &e), &e);
    assert_int_equal(fund, FUND_HOME_MANAGEMENT);
    assert_refused(ledger_fund_parse(b->db, COUNTY, "home_", &fund, &e), &e, "FUND_UNKNOWN");
    assert_refused(ledger_fund_parse(b->db, COUNTY, "lottery", &fund, &e), &e, "FUND_UNKNOWN");
    assert_refused(ledger_fund_parse(b->db, COUNTY, "9", &fund, &e), &e, "FUND_UNKNOWN");
}

#define CLAIM(name)                                                                                \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        each(name);                                                                                \
    }
CLAIM(a_movement_stays_in_its_fund)
CLAIM(a_journal_without_sense_is_refused)
CLAIM(debits_equal_credits_up_to_any_month)
CLAIM(months_close_in_order_and_tie_to_the_bank)
CLAIM(an_overdrawn_account_does_not_close)
CLAIM(funds_are_found_by_code_or_number)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_movement_stays_in_its_fund),
        cmocka_unit_test(test_a_journal_without_sense_is_refused),
        cmocka_unit_test(test_debits_equal_credits_up_to_any_month),
        cmocka_unit_test(test_months_close_in_order_and_tie_to_the_bank),
        cmocka_unit_test(test_an_overdrawn_account_does_not_close),
        cmocka_unit_test(test_funds_are_found_by_code_or_number),
    };
    return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}

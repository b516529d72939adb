/* Properties of a year of payments, for random counties and random facts: what is paid does not
   depend on the order in which facts arrive, the yearly standard is paid to the fen, the books
   carry what the items say, and the auditor, who reckons by himself, finds nothing. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit.h"
#include "property/pair.h"

#define HOUSEHOLDS 50
#define ROUNDS 6 /* 300 cases */
#define ROUNDS_LONG 200

static enum status tell(void *context, const struct audit_finding *f, struct error *e)
{
    (void)context, (void)e;
    print_error("%s %s: %s\n", f->code, f->subject, f->detail);
    return STATUS_OK;
}

static void auditor_finds_nothing(struct county *c)
{
    struct error e = {0};
    struct audit_result result;
    struct audit_scope scope = {
        .county = COUNTY, .from = month_make(1900, 1), .to = MONTH_OPEN, .keys = c->keys};
    assert_ok_e(audit_run(c->db, &scope, tell, NULL, &result, &e), &e);
    assert_int_equal(result.findings, 0);
    assert_int_equal(result.runs, 2 * PAIR_MONTHS);
}

/* What each fund owes is what its items say; nothing was posted between funds. */
static void books_carry_the_items(struct county *c)
{
    for (int fund = 1; fund <= 2; fund++) {
        int64_t owed = county_number(
            c,
            "SELECT CAST(coalesce(sum(CASE WHEN credit = %d2001 THEN amount_fen WHEN debit = "
            "%d2001 "
            "THEN -amount_fen ELSE 0 END), 0) AS BIGINT) FROM posting WHERE fund = %d",
            fund, fund, fund);
        int64_t items = county_number(c,
                                      "SELECT CAST(coalesce(sum(basic_fen + topup_fen + "
                                      "adjustment_fen), 0) AS BIGINT) FROM payment_item WHERE "
                                      "programme = %d",
                                      fund);
        assert_int_equal(owed, items);
        assert_int_equal(county_number(c,
                                       "SELECT count(*) FROM posting WHERE debit / 10000 <> credit "
                                       "/ 10000 OR debit / 10000 <> fund"),
                         0);
    }
}

static int64_t carry(struct county *c, enum programme p, int64_t household)
{
    struct item i;
    return county_item(c, p, PAIR_MONTH[PAIR_MONTHS - 1], household, &i) ? i.carry : 0;
}

/* The same in all, open recoveries taken off; month by month once nothing is open. */
static void same_money(struct pair *p, int h)
{
    int64_t sum[2] = {0, 0}, open[2];
    for (int i = 0; i < 2; i++) {
        open[i] = carry(&p->county[i], p->programme[h], p->number[i][h]);
        for (int m = 0; m < PAIR_MONTHS; m++)
            sum[i] +=
                county_settled(&p->county[i], p->programme[h], PAIR_MONTH[m], p->number[i][h]);
    }
    if (sum[0] + open[0] != sum[1] + open[1])
        fail_msg("household %d: %" PRId64 " and %" PRId64 " open, %" PRId64 " and %" PRId64 " open",
                 h, sum[0], open[0], sum[1], open[1]);
    if (open[0] || open[1])
        return;
    for (int m = 0; m < PAIR_MONTHS; m++) {
        int64_t a = county_settled(&p->county[0], p->programme[h], PAIR_MONTH[m], p->number[0][h]);
        int64_t b = county_settled(&p->county[1], p->programme[h], PAIR_MONTH[m], p->number[1][h]);
        if (a != b)
            fail_msg("household %d, %s: %" PRId64 " and %" PRId64, h, PAIR_MONTH[m], a, b);
    }
}

static int64_t rounded(int64_t annual, int twelfths)
{
    return (annual * twelfths * 2 + 12) / 24; /* half up, by its own arithmetic */
}

/* pay(k) = R(A·k/12) − R(A·(k−1)/12), with the standard and the form of month k. */
static void wubao_year(struct pair *p, int h)
{
    int64_t scattered = 130000, expected = 0, paid = 0;
    int home_from = PAIR_MONTHS, gone_after = PAIR_MONTHS, raised_from = PAIR_MONTHS;
    int64_t raised = 0;
    for (int i = 0; i < p->events; i++) {
        const struct pair_event *e = &p->event[i];
        if (e->kind == PAIR_STANDARD && e->household == 1) {
            raised_from = e->month;
            raised = e->value;
        } else if (e->kind != PAIR_STANDARD && e->household == h) {
            if (e->kind == PAIR_FORM)
                home_from = e->month;
            else
                gone_after = e->month;
        }
    }
    for (int m = 0; m < PAIR_MONTHS && m <= gone_after; m++) {
        int64_t annual = m >= home_from ? 264000 : m >= raised_from ? raised : scattered;
        expected += rounded(annual, m + 1) - rounded(annual, m);
    }
    for (int m = 0; m < PAIR_MONTHS; m++)
        paid += county_settled(&p->county[0], PROGRAMME_WUBAO, PAIR_MONTH[m], p->number[0][h]);
    int64_t open = carry(&p->county[0], PROGRAMME_WUBAO, p->number[0][h]);
    if (paid + open != expected)
        fail_msg("wubao household %d: %" PRId64 " paid, %" PRId64 " open, %" PRId64 " due", h, paid,
                 open, expected);
}

static void one_county(enum db_engine engine, uint64_t seed)
{
    struct pair *p = calloc(1, sizeof *p);
    assert_non_null(p);
    pair_open(p, engine, seed, HOUSEHOLDS);
    for (int i = 0; i < 2; i++) {
        pair_live(p, i);
        auditor_finds_nothing(&p->county[i]);
        books_carry_the_items(&p->county[i]);
    }
    for (int h = 0; h < p->households; h++) {
        same_money(p, h);
        if (p->programme[h] == PROGRAMME_WUBAO)
            wubao_year(p, h);
    }
    pair_close(p);
    for (int i = 0; i < 2; i++)
        testdb_drop(&p->county[i].testdb);
    free(p);
}

static void what_is_paid_depends_on_the_facts_alone(enum db_engine engine)
{
    int rounds = getenv("MINSHENG_LONG") ? ROUNDS_LONG : ROUNDS;
    for (int i = 0; i < rounds; i++) {
        /* A failure names the seed of its round: MINSHENG_TEST_SEED=that repeats it first. */
        printf("# round %d: seed %" PRIu64 "\n", i, test_seed() + (uint64_t)i);
        one_county(engine, test_seed() + (uint64_t)i);
    }
}

static void test_on_sqlite(void **state)
{
    (void)state;
    what_is_paid_depends_on_the_facts_alone(DB_SQLITE);
}
static void test_on_postgresql(void **state)
{
    (void)state;
    if (!testdb_has_postgres()) {
        printf("# SKIP PostgreSQL: MINSHENG_TEST_PG is not set\n");
        skip();
    }
    what_is_paid_depends_on_the_facts_alone(DB_POSTGRES);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest sqlite[] = {
        {"what_is_paid_depends_on_the_facts_alone_sqlite", test_on_sqlite, NULL, NULL, NULL}};
    const struct CMUnitTest postgresql[] = {{"what_is_paid_depends_on_the_facts_alone_postgresql",
                                             test_on_postgresql, NULL, NULL, NULL}};
    if (argc > 1 && strcmp(argv[1], "postgresql") == 0)
        return cmocka_run_group_tests_name("order", postgresql, NULL, NULL);
    return cmocka_run_group_tests_name("order", sqlite, NULL, NULL);
}

/* Taking in a roster is idempotent, whatever the roster: the same file again changes nothing,
   looked at once more or not, and everybody is paid once. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "domain/payment/county.h"
#include "office/demo/demo.h"
#include "office/roster/roster.h"

#define HOUSEHOLDS 30
#define WUBAO 10
#define ROUNDS 8 /* 320 cases */
#define ROUNDS_LONG 250

static struct roster_result taken_in(struct county *c, const char *file, enum programme p,
                                     bool is_repeat)
{
    struct error e = {0};
    struct roster_result r = {0};
    struct roster_request request = {.files = &file,
                                     .file_count = 1,
                                     .programme = p,
                                     .from = month_make(2013, 6),
                                     .actor = "township",
                                     .is_repeat = is_repeat};
    assert_ok_e(roster_import(c->db, COUNTY, c->keys, &request, c->arena, &r, &e), &e);
    return r;
}

static void idempotent(struct county *c, const char *file, enum programme p)
{
    struct roster_result first = taken_in(c, file, p, false);
    assert_true(first.households_new > 0);
    int64_t changes = county_number(c, "SELECT count(*) FROM change_trail");
    int64_t rows = county_number(c, "SELECT (SELECT count(*) FROM entitlement) + (SELECT count(*) "
                                    "FROM member) + (SELECT count(*) FROM account)");
    struct roster_result same = taken_in(c, file, p, false);
    assert_true(same.is_known_file || same.households_returned > 0);
    struct roster_result again = taken_in(c, file, p, true);
    assert_int_equal(again.change, 0);
    assert_int_equal(again.households_new + again.households_changed + again.persons_new +
                         again.persons_joined + again.persons_left + again.persons_renamed,
                     0);
    assert_int_equal(again.households_unchanged, first.households_new);
    assert_int_equal(again.households_returned, first.households_returned);
    assert_int_equal(county_number(c, "SELECT count(*) FROM change_trail"), changes);
    assert_int_equal(county_number(c, "SELECT (SELECT count(*) FROM entitlement) + (SELECT "
                                      "count(*) FROM member) + (SELECT count(*) FROM account)"),
                     rows);
}

static void one_roster(struct county *c, uint64_t seed)
{
    struct error e = {0};
    struct demo_options options = {.seed = seed,
                                   .dibao_households = HOUSEHOLDS,
                                   .wubao_persons = WUBAO,
                                   .month = month_make(2013, 6)};
    struct demo_counts counts;
    char dibao[512], wubao[512];
    assert_ok_e(demo_ground_read(c->db, COUNTY, c->arena, &options, &e), &e);
    assert_ok_e(demo_roster_write(test_tmpdir(), &options, &counts, &e), &e);
    snprintf(dibao, sizeof dibao, "%s/dibao.xlsx", test_tmpdir());
    snprintf(wubao, sizeof wubao, "%s/wubao.xlsx", test_tmpdir());
    idempotent(c, dibao, PROGRAMME_DIBAO);
    idempotent(c, wubao, PROGRAMME_WUBAO);
    unlink(dibao);
    unlink(wubao);
}

static void importing_twice_is_importing_once(enum db_engine engine)
{
    int rounds = getenv("MINSHENG_LONG") ? ROUNDS_LONG : ROUNDS;
    for (int i = 0; i < rounds; i++) {
        struct county c;
        county_open(&c, engine);
        one_roster(&c, test_seed() + (uint64_t)i);
        county_close(&c);
        testdb_drop(&c.testdb);
    }
}

static void test_on_sqlite(void **state)
{
    (void)state;
    importing_twice_is_importing_once(DB_SQLITE);
}
static void test_on_postgresql(void **state)
{
    (void)state;
    if (!testdb_has_postgres()) {
        printf("# SKIP PostgreSQL: MINSHENG_TEST_PG is not set\n");
        skip();
    }
    importing_twice_is_importing_once(DB_POSTGRES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"importing_twice_is_importing_once_sqlite", test_on_sqlite, NULL, NULL, NULL},
        {"importing_twice_is_importing_once_postgresql", test_on_postgresql, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}

/* The demonstration's homes and projects: something in every state, half a year against the plan's
   line, the same on both engines, and an auditor with nothing to say. */
#include <stdio.h>
#include <stdlib.h>

#include "audit/audit.h"
#include "domain/project/return.h"
#include "office/demo/homes.h"
#include "office/demo/projects.h"
#include "support/test_support.h"
#include "support/testdb.h"

#define WUBAO 320
#define FEW 60

struct ground {
    struct db *db;
    struct keyring *keys;
    struct arena *arena;
    struct demo_options options;
    struct payment_context c;
};

static void set_today(struct date day)
{
    char text[DATE_TEXT_BYTES];
    setenv("MINSHENG_TODAY", date_format(day, text), 1);
}

static void ground_open(struct ground *g, const char *url, int64_t people)
{
    static int number;
    char name[32];
    struct plan *plan;
    struct demo_month_result paid;
    struct error e = {0};
    *g = (struct ground){.db = testdb_open(url, DB_WRITER), .arena = arena_new(64u << 20)};
    (void)snprintf(name, sizeof name, "homes-key%d", number++);
    assert_ok_e(keyring_open(test_path(name), true, &g->keys, &e), &e);
    assert_ok_e(plan_read(getenv("MINSHENG_PLAN"), g->arena, &plan, &e), &e);
    assert_ok_e(plan_load(g->db, plan, plan_content(plan), g->keys, ACTOR_SYSTEM, NULL, &e), &e);
    g->c = (struct payment_context){.county = COUNTY_JINGXIAN, .actor = "wubao1", .keys = g->keys};
    g->options = (struct demo_options){
        .seed = test_seed(), .wubao_persons = people, .month = month_make(2013, 6)};
    assert_ok_e(demo_ground_read(g->db, COUNTY_JINGXIAN, g->arena, &g->options, &e), &e);
    assert_ok_e(demo_store(g->db, &g->c, &g->options, NULL, &e), &e);
    assert_ok_e(demo_month_pay(g->db, &g->c,
                               &(struct demo_month){.programme = PROGRAMME_WUBAO,
                                                    .month = g->options.month,
                                                    .closes = true,
                                                    .scratch = test_tmpdir(),
                                                    .set_today = set_today},
                               &paid, &e),
                &e);
    unsetenv("MINSHENG_TODAY");
}

static void ground_close(struct ground *g)
{
    db_cleanup(&g->db);
    keyring_cleanup(&g->keys);
    arena_free(g->arena);
    unsetenv("MINSHENG_TODAY");
}

static int64_t number(struct ground *g, const char *sql)
{
    struct error e = {0};
    int64_t n;
    assert_ok_e(db_query_i64_raw(g->db, sql, &n, &e), &e);
    return n;
}

static enum status print_finding(void *context, const struct audit_finding *f, struct error *e)
{
    (void)context;
    (void)e;
    print_message("# %s %s: %s\n", f->code, f->subject, f->detail);
    return STATUS_OK;
}

static void check_audit(struct ground *g)
{
    struct audit_result result;
    struct error e = {0};
    assert_ok_e(audit_run(g->db,
                          &(struct audit_scope){.county = COUNTY_JINGXIAN,
                                                .from = month_make(2013, 1),
                                                .to = MONTH_OPEN,
                                                .keys = g->keys},
                          print_finding, NULL, &result, &e),
                &e);
    assert_int_equal(result.findings, 0);
}

static void tell(struct ground *g, void (*day)(struct date day))
{
    struct demo_home_counts homes;
    struct demo_project_counts projects;
    struct error e = {0};
    const struct date until = date_make(2013, 7, 4);
    assert_ok_e(demo_homes_store(g->db, &g->c, &g->options, until, day, &homes, &e), &e);
    assert_ok_e(demo_projects_store(g->db, &g->c, &g->options, until, day, &projects, &e), &e);
    assert_int_equal(homes.homes, 11);
    assert_int_equal(projects.returns, 42);
}

static void check_homes(struct ground *g)
{
    assert_int_equal(number(g, "SELECT count(*) FROM entitlement AS e WHERE form = 2 AND known_to"
                               " = 2147483647 AND from_month <= 201307 AND to_month >= 201307 AND"
                               " NOT EXISTS (SELECT 1 FROM home_stay AS s WHERE s.household ="
                               " e.household AND s.state IN (2, 3))"),
                     0); /* whoever the registry has in a home has a bed */
    assert_int_equal(number(g, "SELECT count(*) FROM home_stay WHERE state = 1"), 1);
    assert_int_equal(number(g, "SELECT count(*) FROM home_stay WHERE state = 3"), 1);
    assert_int_equal(number(g, "SELECT count(*) FROM home_stay WHERE leave_reason = 'TRANSFER'"),
                     1);
    assert_int_equal(number(g, "SELECT count(*) FROM home_stay WHERE form_from = 201307"), 5);
    assert_int_equal(number(g, "SELECT count(DISTINCT state) FROM home_claim"), 7);
    assert_int_equal(number(g, "SELECT count(*) FROM home_statement WHERE state = 2"), 2);
    assert_int_equal(number(g, "SELECT count(*) FROM home_statement WHERE state = 1"), 2);
    assert_int_equal(number(g, "SELECT count(*) FROM transfer WHERE kind = 'MANAGEMENT' AND"
                               " state = 4"),
                     11);
    assert_int_equal(number(g, "SELECT count(*) FROM transfer WHERE kind = 'MANAGEMENT' AND"
                               " state = 2"),
                     11);
    assert_true(number(g, "SELECT count(*) FROM home_wish WHERE state = 1") >= 8);
    assert_int_equal(number(g, "SELECT count(*) FROM home_record WHERE kind = 'INCIDENT'"), 1);
    assert_int_equal(number(g, "SELECT count(*) FROM change_trail WHERE action LIKE '%cross%'"), 0);
}

static void check_projects(struct ground *g)
{
    struct project_standing *list, county;
    size_t count;
    int by[3] = {0};
    struct error e = {0};
    assert_ok_e(project_standing_list(g->db, COUNTY_JINGXIAN, BOOK_CITY, date_make(2013, 6, 30),
                                      KNOWN_NOW, g->arena, &list, &count, &county, &e),
                &e);
    assert_int_equal(county.target_beds, 300);
    assert_int_equal(county.beds_due, 180);
    assert_int_equal(county.beds, 172);
    for (size_t i = 0; i < count; i++)
        if (list[i].has_target)
            by[list[i].by_beds + 1]++;
    assert_int_equal(by[0], 2);
    assert_int_equal(by[1], 1);
    assert_int_equal(by[2], 3);
    assert_int_equal(number(g, "SELECT count(*) FROM project_return WHERE state = 3"), 41);
    assert_int_equal(number(g, "SELECT count(*) FROM project_return WHERE state = 2"), 1);
    assert_int_equal(number(g, "SELECT count(*) FROM project_scope WHERE state = 1"), 1);
    assert_int_equal(number(g, "SELECT count(*) FROM project_scope WHERE change = 'SITE' AND"
                               " state = 2"),
                     1);
    assert_int_equal(number(g, "SELECT count(*) FROM project_problem WHERE closed_on = 0"), 2);
    assert_int_equal(number(g, "SELECT count(*) FROM transfer WHERE kind = 'PROJECT' AND state = "
                               "4"),
                     1);
}

static void something_stands_in_every_state_and_the_audit_is_clean(void **state)
{
    (void)state;
    struct testdb dbs[2];
    size_t count = testdb_each(dbs);
    int64_t spent = 0;
    for (size_t i = 0; i < count; i++) {
        struct ground g;
        ground_open(&g, dbs[i].url, WUBAO);
        tell(&g, set_today);
        check_homes(&g);
        check_projects(&g);
        check_audit(&g);
        int64_t now = number(&g, "SELECT CAST(sum(amount_fen) AS BIGINT) FROM home_journal");
        assert_true(i == 0 || now == spent);
        spent = now;
        ground_close(&g);
    }
}

/* A day that somebody has set stays; nothing is written behind it. */
static void on_a_day_that_was_set_all_happens_that_day_or_not_at_all(void **state)
{
    (void)state;
    struct testdb db;
    struct ground g;
    struct demo_home_counts homes;
    struct demo_project_counts projects;
    struct error e = {0};
    const struct date until = date_make(2013, 7, 4);
    testdb_fresh(DB_SQLITE, &db);
    ground_open(&g, db.url, WUBAO);
    set_today(date_make(2013, 7, 3));
    assert_status(demo_homes_store(g.db, &g.c, &g.options, until, NULL, &homes, &e), STATUS_NONE);
    assert_status(demo_projects_store(g.db, &g.c, &g.options, until, NULL, &projects, &e),
                  STATUS_NONE);
    assert_int_equal(number(&g, "SELECT count(*) FROM home_bed"), 0);
    set_today(date_make(2013, 7, 5));
    tell(&g, NULL);
    check_projects(&g);
    check_audit(&g);
    ground_close(&g);
}

static void a_county_with_too_few_people_has_no_story_of_homes(void **state)
{
    (void)state;
    struct testdb db;
    struct ground g;
    struct demo_home_counts homes;
    struct error e = {0};
    testdb_fresh(DB_SQLITE, &db);
    ground_open(&g, db.url, FEW);
    assert_status(
        demo_homes_store(g.db, &g.c, &g.options, date_make(2013, 7, 4), set_today, &homes, &e),
        STATUS_NONE);
    assert_int_equal(number(&g, "SELECT count(*) FROM home_stay"), 0);
    ground_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(something_stands_in_every_state_and_the_audit_is_clean),
        cmocka_unit_test(on_a_day_that_was_set_all_happens_that_day_or_not_at_all),
        cmocka_unit_test(a_county_with_too_few_people_has_no_story_of_homes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

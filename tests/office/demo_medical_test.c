/* The demonstration's month of medical assistance: something in every state, the same on both
   engines, and an auditor with nothing to say. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit.h"
#include "office/demo/medical.h"
#include "support/test_support.h"
#include "support/testdb.h"

#define HOUSEHOLDS 240
#define FEW 12

struct ground {
    struct db *db;
    struct keyring *keys;
    struct arena *arena;
    struct demo_options options;
    struct payment_context c;
};

static void ground_open(struct ground *g, const char *url, int64_t households)
{
    static int key_number;
    char key[32];
    struct plan *plan;
    struct demo_counts counts;
    struct error e = {0};
    *g = (struct ground){.db = testdb_open(url, DB_WRITER), .arena = arena_new(64u << 20)};
    (void)snprintf(key, sizeof(key), "medical-key%d", key_number++);
    assert_ok_e(keyring_open(test_path(key), true, &g->keys, &e), &e);
    assert_ok_e(plan_read(getenv("MINSHENG_PLAN"), g->arena, &plan, &e), &e);
    assert_ok_e(plan_load(g->db, plan, plan_content(plan), g->keys, ACTOR_SYSTEM, NULL, &e), &e);
    g->c = (struct payment_context){.county = COUNTY_JINGXIAN, .actor = "dibao1", .keys = g->keys};
    g->options = (struct demo_options){.seed = test_seed(),
                                       .dibao_households = households,
                                       .wubao_persons = households / 2,
                                       .month = month_make(2013, 6)};
    assert_ok_e(demo_ground_read(g->db, COUNTY_JINGXIAN, g->arena, &g->options, &e), &e);
    assert_ok_e(demo_store(g->db, &g->c, &g->options, &counts, &e), &e);
}

static void ground_close(struct ground *g)
{
    db_cleanup(&g->db);
    keyring_cleanup(&g->keys);
    arena_free(g->arena);
}

static enum status tell(struct ground *g, struct demo_medical_counts *ret, struct error *e)
{
    return demo_medical_store(g->db, &g->c, &g->options, date_make(2013, 7, 4), test_tmpdir(), NULL,
                              ret, e);
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

static void check_hospitals(struct ground *g)
{
    assert_int_equal(number(g, "SELECT count(*) FROM medical_admission WHERE state = 1"), 3);
    assert_int_equal(number(g, "SELECT count(*) FROM medical_bill WHERE state = 2"), 2);
    assert_int_equal(number(g, "SELECT count(*) FROM medical_bill WHERE replaces > 0"), 2);
    assert_int_equal(
        number(g, "SELECT count(*) FROM medical_bill WHERE source = 1 AND posted_on - discharged_on"
                  " BETWEEN 10 AND 20"),
        1); /* told late */
    assert_int_equal(number(g, "SELECT count(*) FROM medical_statement WHERE state = 3"), 2);
    assert_int_equal(number(g, "SELECT count(*) FROM medical_statement WHERE state = 1"), 1);
    assert_int_equal(
        number(g, "SELECT count(*) FROM medical_statement_match WHERE outcome = 'DIFFERENT'"), 1);
    assert_int_equal(number(g, "SELECT count(*) FROM transfer WHERE state = 4"), 3);
    assert_int_equal(number(g, "SELECT count(*) FROM premium_list WHERE state = 3"), 1);
}

static void check_households(struct ground *g)
{
    assert_int_equal(number(g, "SELECT count(*) FROM medical_advance WHERE state = 1"), 1);
    assert_int_equal(number(g, "SELECT count(*) FROM medical_advance WHERE state = 2"), 2);
    assert_int_equal(number(g, "SELECT count(*) FROM medical_advance WHERE state = 3"), 1);
    assert_int_equal(number(g, "SELECT count(DISTINCT state) FROM case_file WHERE kind = 8"), 10);
    assert_int_equal(
        number(g, "SELECT count(*) FROM payment_item WHERE programme = 3 AND state = 4"), 3);
    assert_int_equal(
        number(g, "SELECT count(*) FROM payment_item WHERE programme = 3 AND state = 5"), 1);
    assert_int_equal(
        number(g, "SELECT count(*) FROM medical_line WHERE payee_kind = 2 AND batch = 0"), 1);
}

static void something_stands_in_every_state_and_the_audit_is_clean(void **state)
{
    (void)state;
    struct testdb dbs[2];
    size_t count = testdb_each(dbs);
    int64_t aid = 0;
    for (size_t i = 0; i < count; i++) {
        struct ground g;
        struct demo_medical_counts counts;
        struct error e = {0};
        ground_open(&g, dbs[i].url, HOUSEHOLDS);
        assert_ok_e(tell(&g, &counts, &e), &e);
        assert_int_equal(counts.stays, 60);
        assert_int_equal(counts.advances, 5);
        assert_int_equal(counts.claims, 14);
        check_hospitals(&g);
        check_households(&g);
        check_audit(&g);
        int64_t now = number(&g, "SELECT CAST(sum(aid_fen) AS BIGINT) FROM medical_assessment"
                                 " WHERE known_to = 2147483647");
        assert_true(i == 0 || now == aid);
        aid = now;
        ground_close(&g);
    }
}

static void a_county_with_too_few_people_has_none_of_it(void **state)
{
    (void)state;
    struct testdb db;
    struct ground g;
    struct demo_medical_counts counts;
    struct error e = {0};
    testdb_fresh(DB_SQLITE, &db);
    ground_open(&g, db.url, FEW);
    assert_status(tell(&g, &counts, &e), STATUS_NONE);
    assert_int_equal(number(&g, "SELECT count(*) FROM medical_admission"), 0);
    assert_int_equal(number(&g, "SELECT count(*) FROM case_file"), 0);
    ground_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(something_stands_in_every_state_and_the_audit_is_clean),
        cmocka_unit_test(a_county_with_too_few_people_has_none_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

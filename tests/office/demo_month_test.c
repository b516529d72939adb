/* The demonstration in a database: the same for the same seed on both engines, a paid month, a
   draft, three open tasks, and an auditor with nothing to say. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit.h"
#include "domain/access/access.h"
#include "office/demo/demo.h"
#include "payment_item_sql.h"
#include "support/test_support.h"
#include "support/testdb.h"

#define HOUSEHOLDS 200
#define SUPPORTED 90
#define RETURNS 5

struct ground {
    struct db *db;
    struct keyring *keys;
    struct arena *arena;
    struct demo_options options;
    struct payment_context c;
};

static void ground_open(struct ground *g, const char *url, uint64_t seed)
{
    static int key_number;
    char key[32];
    struct plan *plan;
    struct error e = {0};
    *g = (struct ground){.db = testdb_open(url, DB_WRITER), .arena = arena_new(64u << 20)};
    snprintf(key, sizeof(key), "key%d", key_number++);
    assert_ok_e(keyring_open(test_path(key), true, &g->keys, &e), &e);
    assert_ok_e(plan_read(getenv("MINSHENG_PLAN"), g->arena, &plan, &e), &e);
    assert_ok_e(plan_load(g->db, plan, plan_content(plan), g->keys, ACTOR_SYSTEM, NULL, &e), &e);
    g->c = (struct payment_context){.county = COUNTY_JINGXIAN, .actor = "dibao1", .keys = g->keys};
    g->options = (struct demo_options){.seed = seed,
                                       .dibao_households = HOUSEHOLDS,
                                       .wubao_persons = SUPPORTED,
                                       .month = month_make(2013, 6)};
    assert_ok_e(demo_ground_read(g->db, COUNTY_JINGXIAN, g->arena, &g->options, &e), &e);
}

static void ground_close(struct ground *g)
{
    db_cleanup(&g->db);
    keyring_cleanup(&g->keys);
    arena_free(g->arena);
}

static void fill(struct ground *g)
{
    struct demo_counts counts;
    struct error e = {0};
    assert_ok_e(demo_store(g->db, &g->c, &g->options, &counts, &e), &e);
    assert_int_equal(counts.households, HOUSEHOLDS + SUPPORTED);
}

/* Everything a reader can see of persons, households and items, as one hash. */
static void fingerprint(struct ground *g, char out[HASH_HEX_BYTES])
{
    struct hash_state h;
    uint8_t hash[HASH_BYTES];
    struct error e = {0};
    char line[512];
    int64_t persons;
    struct payment_item_row item;

    hash_init(&h);
    assert_ok_e(db_query_i64_raw(g->db, "SELECT count(*) FROM person", &persons, &e), &e);
    for (int64_t id = 1; id <= persons; id++) {
        struct person_row p;
        assert_ok_e(person_by_id(g->db, COUNTY_JINGXIAN, id, g->keys, g->arena, &p, &e), &e);
        int n = snprintf(line, sizeof(line), "%" PRId64 "|%s|%s|%s\n", p.id, p.name, p.id_number,
                         p.phone_tail != NULL ? p.phone_tail : "");
        hash_update(&h, line, (size_t)n);
    }
    for (int p = PROGRAMME_DIBAO; p <= PROGRAMME_ENTITLED_COUNT; p++) {
        CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
        struct payment_run run;
        assert_ok_e(
            payment_prepare(g->db, &g->c, (enum programme)p, g->options.month, &run, g->arena, &e),
            &e);
        assert_ok_e(payment_item_scan_open(
                        g->db,
                        (struct payment_item_scan_args){COUNTY_JINGXIAN, p, run.from, run.to},
                        &cursor, &e),
                    &e);
        while (payment_item_scan_next(cursor, &item, &e) == STATUS_OK) {
            int n =
                snprintf(line, sizeof(line), "%" PRId64 "|%" PRId64 "|%" PRId64 "|%" PRId64 "\n",
                         item.household, item.division, item.basic.v, item.topup.v);
            hash_update(&h, line, (size_t)n);
        }
    }
    hash_final(&h, hash);
    hash_hex(hash, out);
}

static void one_seed_gives_one_county_on_every_engine_and_key(void **state)
{
    (void)state;
    char first[HASH_HEX_BYTES] = "", other[HASH_HEX_BYTES];
    for (int round = 0; round < 2; round++) {
        struct testdb dbs[2];
        size_t count = testdb_each(dbs);
        for (size_t i = 0; i < count; i++) {
            struct ground g;
            char got[HASH_HEX_BYTES];
            ground_open(&g, dbs[i].url, 7);
            fill(&g);
            fingerprint(&g, got);
            if (first[0] == '\0')
                memcpy(first, got, sizeof(first));
            assert_string_equal(got, first);
            ground_close(&g);
        }
    }
    struct testdb db;
    struct ground g;
    testdb_fresh(DB_SQLITE, &db);
    ground_open(&g, db.url, 8);
    fill(&g);
    fingerprint(&g, other);
    assert_string_not_equal(other, first);
    ground_close(&g);
}

static void it_goes_only_into_an_empty_registry(void **state)
{
    (void)state;
    struct testdb db;
    struct ground g;
    struct error e = {0};
    enum demo_presence presence;
    testdb_fresh(DB_SQLITE, &db);
    ground_open(&g, db.url, 7);
    assert_ok_e(demo_presence_read(g.db, COUNTY_JINGXIAN, &presence, &e), &e);
    assert_int_equal(presence, DEMO_ABSENT);
    fill(&g);
    assert_ok_e(demo_presence_read(g.db, COUNTY_JINGXIAN, &presence, &e), &e);
    assert_int_equal(presence, DEMO_LOADED);
    assert_refused(demo_store(g.db, &g.c, &g.options, NULL, &e), &e, "DEMO_NOT_EMPTY");
    assert_ok_e(db_execute_raw(g.db, "UPDATE change_trail SET action = 'x'", &e), &e);
    assert_ok_e(demo_presence_read(g.db, COUNTY_JINGXIAN, &presence, &e), &e);
    assert_int_equal(presence, DEMO_OTHER_DATA);
    ground_close(&g);
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
    assert_true(result.items > 0);
}

static void pay(struct ground *g, enum programme p, struct demo_month_result *ret)
{
    struct error e = {0};
    struct demo_month m = {.programme = p,
                           .month = g->options.month,
                           .returns = RETURNS,
                           .open_returns = p == PROGRAMME_DIBAO ? 3 : 0,
                           .closes = p == PROGRAMME_WUBAO,
                           .scratch = test_tmpdir()};
    assert_ok_e(demo_month_pay(g->db, &g->c, &m, ret, &e), &e);
}

static void check_state(struct ground *g, int64_t run, enum run_state expected)
{
    struct payment_run r;
    struct payment_position p;
    struct error e = {0};
    assert_ok_e(payment_run_by_id(g->db, COUNTY_JINGXIAN, run, g->arena, &r, &e), &e);
    assert_int_equal(r.state, expected);
    assert_ok_e(payment_position_read(g->db, COUNTY_JINGXIAN, run, &p, &e), &e);
    assert_int_equal(p.due.v, p.paid.v + p.returned.v + p.held.v + p.not_sent.v + p.in_transit.v +
                                  p.cancelled.v);
    assert_int_equal(p.in_transit_items, 0);
}

static void a_month_is_paid_but_for_three_returns_and_the_next_is_a_draft(void **state)
{
    (void)state;
    struct testdb dbs[2];
    size_t count = testdb_each(dbs);
    for (size_t i = 0; i < count; i++) {
        struct ground g;
        struct demo_month_result dibao, wubao;
        struct error e = {0};
        int64_t users;
        ground_open(&g, dbs[i].url, test_seed());
        fill(&g);
        pay(&g, PROGRAMME_DIBAO, &dibao);
        pay(&g, PROGRAMME_WUBAO, &wubao);
        assert_int_equal(dibao.returned, RETURNS);
        assert_int_equal(dibao.open_returns, 3);
        assert_int_equal(wubao.open_returns, 0);
        check_state(&g, dibao.run, RUN_RECONCILED);
        check_state(&g, wubao.run, RUN_CLOSED);
        check_state(&g, dibao.draft_run, RUN_DRAFT);
        check_state(&g, wubao.draft_run, RUN_DRAFT);
        check_audit(&g);
        assert_ok_e(
            demo_passwords_set(g.db, COUNTY_JINGXIAN, ACTOR_SYSTEM, ACCESS_COST_TEST, &users, &e),
            &e);
        assert_true(users >= 8);
        assert_ok_e(
            demo_passwords_set(g.db, COUNTY_JINGXIAN, ACTOR_SYSTEM, ACCESS_COST_TEST, &users, &e),
            &e);
        assert_int_equal(users, 0);
        ground_close(&g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_seed_gives_one_county_on_every_engine_and_key),
        cmocka_unit_test(it_goes_only_into_an_empty_registry),
        cmocka_unit_test(a_month_is_paid_but_for_three_returns_and_the_next_is_a_draft),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A plan loaded into both engines: versions, knowledge, homes' accounts, posts. */
#include "domain/plan/fixture.h"

#include "domain/registry/change.h"
#include "support/testdb.h"

#define ARENA_BYTES (64u << 20)
#define COUNTY COUNTY_JINGXIAN

struct world {
    struct testdb testdb;
    struct db *db;
    struct arena *arena;
    struct keyring *keys;
};

static struct world world_make(enum db_engine engine)
{
    struct world w = {.arena = arena_new(ARENA_BYTES)};
    struct error e;
    testdb_fresh(engine, &w.testdb);
    w.db = testdb_open(w.testdb.url, DB_WRITER);
    assert_ok_e(keyring_open(test_path("key"), true, &w.keys, &e), &e);
    return w;
}

static void world_end(struct world *w)
{
    db_close(w->db);
    keyring_free(w->keys);
    arena_free(w->arena);
}

static enum status load(struct world *w, const char *path, int64_t *ret_version, struct error *e)
{
    struct plan *plan = fixture_read(w->arena, path);
    return plan_load(w->db, plan, plan_content(plan), w->keys, "admin", ret_version, e);
}

static int64_t count(struct world *w, const char *sql)
{
    int64_t n;
    struct error e;
    assert_ok_e(db_query_i64_raw(w->db, sql, &n, &e), &e);
    return n;
}

static void both(void (*claim)(struct world *w))
{
    struct world w = world_make(DB_SQLITE);
    claim(&w);
    world_end(&w);
    if (!testdb_has_postgres())
        return;
    w = world_make(DB_POSTGRES);
    claim(&w);
    world_end(&w);
}

static void a_loaded_plan_is_all_there_claim(struct world *w)
{
    struct error e;
    int64_t county, version;
    const char *unit, *phone;
    assert_refused(plan_county(w->db, &county, &e), &e, "NOT_INITIALISED");
    assert_status(plan_bank_unit(w->db, COUNTY, w->arena, &unit, &e), STATUS_NONE);
    assert_ok_e(plan_phone(w->db, COUNTY, w->arena, &phone, &e), &e);
    assert_string_equal(phone, "");
    assert_ok_e(load(w, PLAN_PATH, &version, &e), &e);
    assert_ok_e(plan_county(w->db, &county, &e), &e);
    assert_int_equal(county, COUNTY);
    assert_int_equal(count(w, "SELECT count(*) FROM plan_version"), 1);
    assert_int_equal(count(w, "SELECT count(*) FROM plan_clause"), 13);
    assert_int_equal(count(w, "SELECT count(*) FROM division"), 167);
    assert_int_equal(count(w, "SELECT count(*) FROM fund"), 5);
    assert_int_equal(count(w, "SELECT count(*) FROM ledger_account"), 5 * 10 + 4 + 6 + 4 + 2 + 1);
    assert_int_equal(count(w, "SELECT count(*) FROM home"), 11);
    assert_int_equal(count(w, "SELECT count(*) FROM access_user WHERE password_hash IS NOT NULL"),
                     0);
    assert_int_equal(count(w, "SELECT count(*) FROM access_user WHERE role = 'bureau_officer' AND "
                              "scope = 341823000000"),
                     6);
    assert_int_equal(count(w, "SELECT count(*) FROM payee WHERE kind = 1"), 3);
    assert_int_equal(count(w, "SELECT count(*) FROM payee_account AS a JOIN payee AS p ON p.county "
                              "= a.county AND p.id = a.payee WHERE p.kind = 2 AND a.number_tail = "
                              "'3037'"),
                     1);
    assert_int_equal(count(w, "SELECT count(*) FROM hospital_user AS u JOIN payee AS p ON p.county "
                              "= u.county AND p.id = u.hospital WHERE u.user_name = "
                              "'hospital3.counter' AND p.name = '云岭镇中心卫生院'"),
                     1);
    assert_int_equal(count(w, "SELECT count(*) FROM medical_disease WHERE code_from = 'C00' AND "
                              "code_to = 'C97' AND from_month = 201301 AND is_example = 1"),
                     1);
    assert_int_equal(count(w, "SELECT count(*) FROM access_user WHERE name = 'township106.clerk' "
                              "AND scope = 341823106000"),
                     1);
    assert_int_equal(count(w, "SELECT CAST(sum(value) AS BIGINT) FROM plan_target WHERE measure = "
                              "'beds' AND book = 'city' AND due = 20131130"),
                     300);
    assert_int_equal(count(w, "SELECT CAST(sum(value) AS BIGINT) FROM plan_target WHERE measure = "
                              "'beds' AND book = 'county' AND due = 20131130"),
                     350);
    assert_int_equal(count(w, "SELECT CAST(sum(value) AS BIGINT) FROM plan_target WHERE measure = "
                              "'beds' AND book = 'city' AND due = 20130630"),
                     180);
    assert_int_equal(count(w, "SELECT CAST(sum(value) AS BIGINT) FROM plan_target WHERE measure = "
                              "'beds' AND book = 'county' AND due = 20130630"),
                     210);
    assert_int_equal(count(w, "SELECT count(*) FROM plan_target WHERE measure = 'inst_rate_bp' AND "
                              "value = 4000 AND book = 'county'"),
                     11);
    const char *title, *body;
    assert_ok_e(plan_clause_text(w->db, COUNTY, "P3.1", w->arena, &title, &body, &e), &e);
    assert_string_equal(title, "农村居民最低生活保障制度");
    assert_int_equal(plan_clause_text(w->db, COUNTY, "P9", w->arena, &title, &body, &e),
                     STATUS_NONE);
    assert_ok_e(plan_bank_unit(w->db, COUNTY, w->arena, &unit, &e), &e);
    assert_ok_e(plan_phone(w->db, COUNTY, w->arena, &phone, &e), &e);
    assert_string_equal(phone, "0563-5000000（示例）");
    assert_string_equal(unit, "341823001");
}

static void the_same_plan_again_changes_nothing_claim(struct world *w)
{
    struct error e;
    int64_t version = -1, again = -1, head;
    char hex[HASH_HEX_BYTES], hex_again[HASH_HEX_BYTES];
    assert_ok_e(load(w, PLAN_PATH, &version, &e), &e);
    assert_ok_e(change_head(w->db, COUNTY, &head, hex, &e), &e);
    assert_status(load(w, PLAN_PATH, &again, &e), STATUS_NONE);
    assert_int_equal(again, -1);
    assert_ok_e(change_head(w->db, COUNTY, &head, hex_again, &e), &e);
    assert_string_equal(hex, hex_again);
    assert_int_equal(count(w, "SELECT count(*) FROM plan_version"), 1);
}

static void another_title_is_a_version_but_no_new_policy_claim(struct world *w)
{
    struct error e;
    int64_t version, next;
    assert_ok_e(load(w, PLAN_PATH, &version, &e), &e);
    int64_t rows = count(w, "SELECT count(*) FROM parameter");
    int64_t accounts = count(w, "SELECT count(*) FROM account");
    const char *path = fixture_plan((const struct edit[]){
        {"民政局民生工程实施方案", "民政局民生工程实施方案（修订）"}, {NULL, NULL}});
    assert_ok_e(load(w, path, &next, &e), &e);
    assert_true(next > version);
    assert_int_equal(count(w, "SELECT count(*) FROM parameter"), rows);
    assert_int_equal(count(w, "SELECT count(*) FROM account"), accounts);
    assert_int_equal(count(w, "SELECT count(*) FROM plan_clause"), 26);
}

static int64_t standard(struct world *w, int64_t known, struct month m)
{
    struct error e;
    struct policy_table *t;
    struct policy policy;
    assert_ok_e(policy_table_read(w->db, COUNTY, known, w->arena, &t, &e), &e);
    assert_ok_e(policy_at(t, PROGRAMME_DIBAO, m, &policy, &e), &e);
    return policy.value[POLICY_DIBAO_STANDARD_YEAR].v;
}

static struct month changed_since(struct world *w, enum programme p, int64_t known)
{
    struct error e;
    struct policy_table *t;
    assert_ok_e(policy_table_read(w->db, COUNTY, KNOWN_NOW, w->arena, &t, &e), &e);
    return policy_changed_since(t, p, known);
}

/* The plan of July says: 2400.00 since April. */
static void a_standard_back_dated_is_new_knowledge_of_old_months_claim(struct world *w)
{
    struct error e;
    int64_t before;
    char hex[HASH_HEX_BYTES];
    assert_ok_e(load(w, PLAN_PATH, NULL, &e), &e);
    assert_ok_e(change_head(w->db, COUNTY, &before, hex, &e), &e);
    int64_t rows = count(w, "SELECT count(*) FROM parameter");
    const char *path = fixture_plan(
        (const struct edit[]){{"value: 2160.00, document: 示例, example: true}",
                               "value: 2160.00, document: 示例, example: true}\n      - {from: "
                               "2013-04, value: 2400.00, document: 泾民〔2013〕9号}"},
                              {NULL, NULL}});
    assert_ok_e(load(w, path, NULL, &e), &e);
    assert_int_equal(count(w, "SELECT count(*) FROM parameter"),
                     rows + 2); /* January to March, and from April */
    assert_int_equal(standard(w, KNOWN_NOW, month_make(2013, 3)), 216000);
    assert_int_equal(standard(w, KNOWN_NOW, month_make(2013, 4)), 240000);
    assert_int_equal(standard(w, KNOWN_NOW, month_make(2030, 1)), 240000);
    assert_int_equal(standard(w, before, month_make(2013, 4)), 216000);
    assert_int_equal(standard(w, before, month_make(2030, 1)), 216000);
    assert_int_equal(changed_since(w, PROGRAMME_DIBAO, before).v, month_make(2013, 4).v);
    assert_int_equal(changed_since(w, PROGRAMME_WUBAO, before).v, MONTH_OPEN.v);
}

static void next_years_plan_leaves_this_years_numbers_claim(struct world *w)
{
    struct error e;
    assert_ok_e(load(w, PLAN_PATH, NULL, &e), &e);
    assert_ok_e(load(w, TODAY_PATH, NULL, &e), &e);
    assert_int_equal(standard(w, KNOWN_NOW, month_make(2023, 12)), 216000);
    assert_int_equal(standard(w, KNOWN_NOW, month_make(2024, 1)), 906000);
    /* and the plan of an earlier year, corrected later, leaves those of later years */
    const char *path =
        fixture_plan((const struct edit[]){{"value: 2160.00", "value: 2200.00"}, {NULL, NULL}});
    assert_ok_e(load(w, path, NULL, &e), &e);
    assert_int_equal(standard(w, KNOWN_NOW, month_make(2023, 12)), 220000);
    assert_int_equal(standard(w, KNOWN_NOW, month_make(2024, 1)), 906000);
}

static void a_value_the_plan_of_the_year_does_not_know_ends_with_it_claim(struct world *w)
{
    struct error e;
    const char *path =
        fixture_plan((const struct edit[]){{"value: 2160.00, document: 示例, example: true}",
                                            "value: 2160.00, document: 示例, example: true}\n      "
                                            "- {from: 2013-10, value: 2400.00, document: 示例}"},
                                           {NULL, NULL}});
    assert_ok_e(load(w, path, NULL, &e), &e);
    assert_int_equal(standard(w, KNOWN_NOW, month_make(2013, 10)), 240000);
    assert_ok_e(load(w, PLAN_PATH, NULL, &e), &e);
    assert_int_equal(standard(w, KNOWN_NOW, month_make(2013, 10)), 216000);
}

static void a_homes_account_is_sealed_and_replaced_by_the_next_plan_claim(struct world *w)
{
    struct error e;
    assert_ok_e(load(w, PLAN_PATH, NULL, &e), &e);
    assert_int_equal(
        count(w, "SELECT count(*) FROM account WHERE owner_kind = 2 AND known_to = 2147483647"),
        11);
    const char *path = fixture_plan((const struct edit[]){
        {"account: \"6229000034182301", "account: \"6229000134182301"}, {NULL, NULL}});
    assert_ok_e(load(w, path, NULL, &e), &e);
    assert_int_equal(count(w, "SELECT count(*) FROM account WHERE owner_kind = 2"), 12);
    assert_int_equal(
        count(w, "SELECT count(*) FROM account WHERE owner_kind = 2 AND known_to = 2147483647"),
        11);
    assert_int_equal(count(w, "SELECT count(*) FROM account WHERE length(number_tail) <> 4"), 0);
    assert_int_equal(
        count(w, "SELECT count(*) FROM account WHERE length(number_sealed) <> 19 + 41"), 0);
    assert_int_equal(count(w, "SELECT count(*) FROM account AS a JOIN account AS b ON a.owner <> "
                              "b.owner AND a.number_index = b.number_index"),
                     0);
}

static void villages_that_end_come_with_the_next_plan_claim(struct world *w)
{
    struct error e;
    int64_t version;
    assert_ok_e(load(w, PLAN_PATH, NULL, &e), &e);
    const char *path = fixture_divisions((const struct edit[]){
        {"城南居委会,341823100000,JU,2000-01,", "城南居委会,341823100000,JU,2000-01,2013-08"},
        {NULL, NULL}});
    assert_ok_e(load(w, path, &version, &e), &e); /* the plan's own text is the same */
    struct division_table *t;
    assert_ok_e(division_table_read(w->db, COUNTY, month_make(2013, 8), w->arena, &t, &e), &e);
    assert_non_null(division_by_code(t, 341823100001));
    assert_ok_e(division_table_read(w->db, COUNTY, month_make(2013, 9), w->arena, &t, &e), &e);
    assert_null(division_by_code(t, 341823100001));
}

static void another_countys_plan_is_refused_and_changes_nothing_claim(struct world *w)
{
    struct error e;
    assert_ok_e(load(w, PLAN_PATH, NULL, &e), &e);
    int64_t changes = count(w, "SELECT count(*) FROM change_trail");
    assert_ok_e(db_execute_raw(w->db, "UPDATE plan_version SET county = 341825", &e), &e);
    assert_refused(load(w, TODAY_PATH, NULL, &e), &e, "PLAN_OTHER_COUNTY");
    assert_int_equal(count(w, "SELECT count(*) FROM change_trail"), changes);
}

static void an_administrators_changes_to_a_post_survive_the_next_plan_claim(struct world *w)
{
    struct error e;
    assert_ok_e(load(w, PLAN_PATH, NULL, &e), &e);
    assert_ok_e(db_execute_raw(
                    w->db,
                    "UPDATE access_user SET password_hash = 'x', title = 'y' WHERE name = 'dibao1'",
                    &e),
                &e);
    assert_ok_e(load(w, TODAY_PATH, NULL, &e), &e);
    assert_int_equal(count(w, "SELECT count(*) FROM access_user WHERE name = 'dibao1' AND "
                              "password_hash = 'x' AND title = 'y'"),
                     1);
}

static void the_plans_own_medical_number_wins_over_the_tables_claim(struct world *w)
{
    struct error e;
    int64_t version;
    const char *path = fixture_plan((const struct edit[]){
        {"parameters:\n",
         "parameters:\n  - name: medical.dibao.inpatient.rate\n    clause: P3.3\n    periods:\n"
         "      - {from: 2013-01, value: 75%, document: 泾民〔2013〕5号}\n"},
        {NULL, NULL}});
    assert_ok_e(load(w, path, &version, &e), &e);
    assert_int_equal(count(w, "SELECT count(*) FROM parameter WHERE name = "
                              "'medical.dibao.inpatient.rate' AND value = 7500 AND is_example = 0"),
                     1);
    assert_int_equal(count(w, "SELECT count(*) FROM parameter WHERE name = "
                              "'medical.dibao.inpatient.rate'"),
                     1);
    assert_int_equal(count(w, "SELECT count(*) FROM parameter WHERE name = "
                              "'medical.dibao.inpatient.cap' AND value = 2000000 AND is_example = "
                              "1"),
                     1);
}

static void a_disease_that_the_county_ended_is_not_brought_back_claim(struct world *w)
{
    struct error e;
    int64_t version, listed;
    assert_ok_e(load(w, PLAN_PATH, &version, &e), &e);
    listed = count(w, "SELECT count(*) FROM medical_disease");
    assert_ok_e(db_execute_raw(w->db,
                               "UPDATE medical_disease SET to_month = 201306 WHERE code_from = "
                               "'E05'; DELETE FROM medical_disease WHERE code_from = 'F31'",
                               &e),
                &e);
    const char *path = fixture_plan((const struct edit[]){
        {"民政局民生工程实施方案", "民政局民生工程实施方案（修订）"}, {NULL, NULL}});
    assert_ok_e(load(w, path, &version, &e), &e);
    assert_int_equal(count(w, "SELECT count(*) FROM medical_disease"), listed);
    assert_int_equal(count(w, "SELECT count(*) FROM medical_disease WHERE code_from = 'E05' AND "
                              "to_month = 201306"),
                     1);
}

static void a_plan_without_medical_assistance_is_whole_claim(struct world *w)
{
    struct error e;
    int64_t version;
    const char *path =
        fixture_plan((const struct edit[]){{"medical: {rules: xiuning}\n", ""}, {NULL, NULL}});
    assert_ok_e(load(w, path, &version, &e), &e);
    assert_int_equal(count(w, "SELECT count(*) FROM parameter WHERE name LIKE 'medical.%'"), 0);
    assert_int_equal(count(w, "SELECT count(*) FROM medical_disease"), 0);
    struct policy_table *t;
    struct policy policy;
    assert_ok_e(policy_table_read(w->db, COUNTY, KNOWN_NOW, w->arena, &t, &e), &e);
    assert_ok_e(policy_at(t, PROGRAMME_DIBAO, month_make(2013, 6), &policy, &e), &e);
}

#define ON_BOTH(claim)                                                                             \
    static void claim(void **state)                                                                \
    {                                                                                              \
        (void)state;                                                                               \
        both(claim##_claim);                                                                       \
    }
ON_BOTH(a_loaded_plan_is_all_there)
ON_BOTH(the_same_plan_again_changes_nothing)
ON_BOTH(another_title_is_a_version_but_no_new_policy)
ON_BOTH(a_standard_back_dated_is_new_knowledge_of_old_months)
ON_BOTH(next_years_plan_leaves_this_years_numbers)
ON_BOTH(a_value_the_plan_of_the_year_does_not_know_ends_with_it)
ON_BOTH(a_homes_account_is_sealed_and_replaced_by_the_next_plan)
ON_BOTH(villages_that_end_come_with_the_next_plan)
ON_BOTH(another_countys_plan_is_refused_and_changes_nothing)
ON_BOTH(an_administrators_changes_to_a_post_survive_the_next_plan)
ON_BOTH(the_plans_own_medical_number_wins_over_the_tables)
ON_BOTH(a_disease_that_the_county_ended_is_not_brought_back)
ON_BOTH(a_plan_without_medical_assistance_is_whole)

static void projects_of_a_plan_claim(struct world *w)
{
    struct error e;
    assert_ok_e(load(w, PLAN_PATH, NULL, &e), &e);
    assert_int_equal(count(w, "SELECT count(*) FROM project"), 7);
    assert_int_equal(count(w, "SELECT CAST(sum(s.beds) AS BIGINT) FROM project AS p JOIN "
                              "project_scope AS s ON s.county = p.county AND s.project = p.id "
                              "WHERE p.is_city = 1"),
                     300);
    assert_int_equal(count(w, "SELECT CAST(sum(beds) AS BIGINT) FROM project_scope"), 350);
    assert_int_equal(count(w, "SELECT count(*) FROM project_stage WHERE reached_on = 0"), 70);
    assert_int_equal(count(w, "SELECT CAST(sum(value) AS BIGINT) FROM parameter WHERE name LIKE "
                              "'project.stage.%' AND known_to = 2147483647"),
                     10000);
    assert_int_equal(count(w, "SELECT count(*) FROM home_user AS u JOIN home AS h ON h.county = "
                              "u.county AND h.id = u.home WHERE (u.user_name = 'home106.director' "
                              "AND h.name = '云岭镇敬老院') OR (u.user_name = 'home100.director' "
                              "AND h.name = '泾川镇敬老院')"),
                     2);
    /* Another text about a known project leaves it; about its target it is refused as a whole. */
    const char *wider = fixture_plan(
        (const struct edit[]){{"    beds: 60\n    area: 1500", "    beds: 60\n    area: 1600"},
                              {", home: 泾川镇敬老院", ""},
                              {NULL, NULL}});
    assert_ok_e(load(w, wider, NULL, &e), &e);
    assert_int_equal(count(w, "SELECT count(*) FROM project_scope WHERE area_m2 = 1600"), 0);
    assert_int_equal(count(w, "SELECT count(*) FROM project_scope"), 7);
    const char *other = fixture_plan(
        (const struct edit[]){{"{township: 泾川镇, value: 60", "{township: 泾川镇, value: 50"},
                              {"{township: 茂林镇, value: 50", "{township: 茂林镇, value: 60"},
                              {"    beds: 60\n", "    beds: 50\n"},
                              {"township: 茂林镇\n    kind: extend\n    beds: 50",
                               "township: 茂林镇\n    kind: extend\n    beds: 60"},
                              {NULL, NULL}});
    assert_refused(load(w, other, NULL, &e), &e, "PROJECT_DIFFERS");
    assert_string_equal(e.place, "projects: P01");
    assert_int_equal(count(w, "SELECT count(*) FROM plan_version"), 2);
}

static void a_project_known_is_not_changed_by_the_next_plan(void **state)
{
    (void)state;
    both(projects_of_a_plan_claim);
}

static void without_projects_claim(struct world *w)
{
    struct error e;
    int64_t version;
    assert_ok_e(load(w, TODAY_PATH, &version, &e), &e);
    assert_int_equal(count(w, "SELECT count(*) FROM project"), 0);
}

static void a_plan_without_projects_is_whole(void **state)
{
    (void)state;
    both(without_projects_claim);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_loaded_plan_is_all_there),
        cmocka_unit_test(a_project_known_is_not_changed_by_the_next_plan),
        cmocka_unit_test(a_plan_without_projects_is_whole),
        cmocka_unit_test(the_same_plan_again_changes_nothing),
        cmocka_unit_test(another_title_is_a_version_but_no_new_policy),
        cmocka_unit_test(a_standard_back_dated_is_new_knowledge_of_old_months),
        cmocka_unit_test(next_years_plan_leaves_this_years_numbers),
        cmocka_unit_test(a_value_the_plan_of_the_year_does_not_know_ends_with_it),
        cmocka_unit_test(a_homes_account_is_sealed_and_replaced_by_the_next_plan),
        cmocka_unit_test(villages_that_end_come_with_the_next_plan),
        cmocka_unit_test(another_countys_plan_is_refused_and_changes_nothing),
        cmocka_unit_test(an_administrators_changes_to_a_post_survive_the_next_plan),
        cmocka_unit_test(the_plans_own_medical_number_wins_over_the_tables),
        cmocka_unit_test(a_disease_that_the_county_ended_is_not_brought_back),
        cmocka_unit_test(a_plan_without_medical_assistance_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

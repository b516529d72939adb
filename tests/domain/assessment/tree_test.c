/* The plan's trees of points: read whole, kept by version, and every mistake named with its place.
 */
#include "domain/plan/fixture.h"
#include "support/planned.h"

#include <stdio.h>
#include <string.h>

#include "domain/assessment/tree.h"

#define ARENA_BYTES ((size_t)64 << 20)

static void tree_check(struct db *db, enum assessment_scope scope, struct arena *arena)
{
    struct assessment_node *nodes;
    struct error e = {0};
    size_t count, ties = 0;
    int64_t roots = 0;
    assert_ok_e(assessment_tree_read(db, COUNTY_JINGXIAN, 0, scope, arena, &nodes, &count, &e), &e);
    for (size_t i = 0; i < count; i++) {
        int64_t sum = 0;
        size_t children = 0;
        assert_int_equal(nodes[i].number, i + 1);
        assert_true(nodes[i].is_example); /* the county's text gives no points */
        roots += nodes[i].parent[0] ? 0 : nodes[i].weight_cp;
        ties += nodes[i].is_tie;
        if (nodes[i].indicator[0])
            assert_non_null(indicator_by_code(nodes[i].indicator));
        for (size_t k = 0; k < count; k++) {
            if (strcmp(nodes[k].parent, nodes[i].code) != 0)
                continue;
            assert_true(k > i);
            sum += nodes[k].weight_cp;
            children++;
        }
        assert_int_equal(nodes[i].is_leaf, children == 0);
        if (children)
            assert_int_equal(sum, nodes[i].weight_cp);
    }
    assert_int_equal(roots, 10000);
    assert_int_equal(ties, 1);
}

static void both_trees_of_2013_add_up_and_name_real_indicators(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct testdb t;
        struct keyring *keys;
        struct assessment_node *nodes;
        struct error e = {0};
        size_t count;
        if (i == 1 && !testdb_has_postgres())
            continue;
        CLEANUP(arena_cleanup) struct arena *arena = arena_new(ARENA_BYTES);
        planned_fresh(i ? DB_POSTGRES : DB_SQLITE, &t, &keys);
        keyring_free(keys);
        struct db *db = testdb_open(t.url, DB_READER);
        tree_check(db, ASSESSMENT_MIDYEAR, arena);
        tree_check(db, ASSESSMENT_YEAR, arena);
        assert_status(assessment_tree_read(db, COUNTY_JINGXIAN, 99, ASSESSMENT_YEAR, arena, &nodes,
                                           &count, &e),
                      STATUS_NONE);
        db_close(db);
    }
}

/* The year's placeholder: daily 40, the team 30, the township itself 10, the people 20. */
static void the_year_weighs_four_sources(void **state)
{
    (void)state;
    struct testdb t;
    struct keyring *keys;
    struct assessment_node *nodes;
    struct error e = {0};
    size_t count, found = 0;
    static const struct {
        const char *code;
        int64_t weight;
    } want[] = {{"A", 4000}, {"B", 3000}, {"C", 1000}, {"D", 2000}};
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ARENA_BYTES);
    planned_fresh(DB_SQLITE, &t, &keys);
    keyring_free(keys);
    struct db *db = testdb_open(t.url, DB_READER);
    assert_ok_e(
        assessment_tree_read(db, COUNTY_JINGXIAN, 0, ASSESSMENT_YEAR, arena, &nodes, &count, &e),
        &e);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < sizeof want / sizeof *want; k++) {
            if (strcmp(nodes[i].code, want[k].code) != 0)
                continue;
            assert_int_equal(nodes[i].weight_cp, want[k].weight);
            found++;
        }
    }
    assert_int_equal(found, 4);
    db_close(db);
}

static const struct {
    const char *what;
    struct edit edit;
    const char *code, *at;
} mistakes[] = {
    {"children that do not add up",
     {"title: 低保金按时发放, weight: 4.00", "title: 低保金按时发放, weight: 4.01"},
     "ASSESSMENT_SUM",
     "16.00, source"},
    {"a root that is missing points",
     {"title: 检查情况, weight: 20.00, source: group",
      "title: 检查情况, weight: 19.00, source: group"},
     "ASSESSMENT_SUM",
     "19.00, source"},
    {"a weight with three decimals",
     {"title: 张榜公示, weight: 1.00", "title: 张榜公示, weight: 1.001"},
     "YAML_VALUE",
     "1.001"},
    {"a parent that comes later",
     {"{code: A1, parent: A,", "{code: A1, parent: B,"},
     "ASSESSMENT_TREE",
     "B, title: 农村低保"},
    {"a code twice",
     {"{code: A12,", "{code: A11,"},
     "ASSESSMENT_TREE",
     "A11, parent: A1, title: 低保金足额"},
    {"a source that a rule can not use",
     {"source: inspection, rule: mark", "source: inspection, rule: linear"},
     "ASSESSMENT_TREE",
     "linear, clause: P4.1"},
    {"a number that the rule does not use",
     {"source: inspection, rule: mark,", "source: inspection, rule: mark, cap: 1.00,"},
     "ASSESSMENT_TREE",
     "1.00, clause: P4.1"},
    {"the wrong book",
     {"indicator: project.beds_county, book: county", "indicator: project.beds_county, book: city"},
     "ASSESSMENT_TREE",
     "city, clause: P3.4"},
    {"base and target alike",
     {"indicator: pay.on_time_dibao, base: 80%", "indicator: pay.on_time_dibao, base: 100%"},
     "ASSESSMENT_TREE",
     "100%, clause: P3.1"},
    {"steps that fall",
     {"{from: 30%, share: 100%}", "{from: 10%, share: 100%}"},
     "ASSESSMENT_TREE",
     "10%, share: 100%}"},
    {"a tie that is no node", {"tie: A\n", "tie: Z9\n"}, "ASSESSMENT_TREE", "Z9"},
    {"an unknown key", {"tie: A\n", "tei: A\n"}, "YAML_KEY_UNKNOWN", "tei"},
    {"the scope twice", {"scope: year\n", "scope: midyear\n"}, "ASSESSMENT_TREE", NULL},
};

static void every_mistake_in_a_tree_is_named_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        CLEANUP(arena_cleanup) struct arena *arena = arena_new(ARENA_BYTES);
        struct error e = {0};
        struct plan *plan = NULL;
        char place[600];
        const char *path = fixture_plan((const struct edit[]){mistakes[i].edit, {NULL, NULL}});
        enum status s = plan_read(path, arena, &plan, &e);
        if (s != STATUS_REFUSED || strcmp(e.code, mistakes[i].code) != 0)
            fail_msg("%s: %d %s at %s: %s", mistakes[i].what, (int)s, e.code, e.place, e.message);
        if (!mistakes[i].at)
            continue;
        snprintf(place, sizeof place, "%s:%s", path, fixture_position(path, mistakes[i].at));
        if (strcmp(e.place, place) != 0)
            fail_msg("%s: at %s, expected %s: %s", mistakes[i].what, e.place, place, e.message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_trees_of_2013_add_up_and_name_real_indicators),
        cmocka_unit_test(the_year_weighs_four_sources),
        cmocka_unit_test(every_mistake_in_a_tree_is_named_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

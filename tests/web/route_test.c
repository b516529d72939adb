/* Every route has its permission, every permission its row, and nothing is open that should not be.
 */
#include "support/test_support.h"
#include "web/pages/pages.h"

#include <stdio.h>
#include <string.h>

static void every_permission_has_a_row_with_holders(void **state)
{
    (void)state;
    for (int p = PERMISSION_NONE + 1; p < PERMISSION_COUNT; p++) {
        assert_int_equal(PERMISSIONS[p].permission, p);
        assert_non_null(PERMISSIONS[p].name);
        assert_int_equal(permission_by_name(PERMISSIONS[p].name), p);
        assert_true(PERMISSIONS[p].roles != 0);
    }
    assert_int_equal(permission_by_name("payment.everything"), PERMISSION_NONE);
    for (int role = 0; role < ROLE_COUNT; role++)
        assert_false(access_can((enum role)role, PERMISSION_NONE));
    assert_false(access_can(ROLE_ADMINISTRATOR, (enum permission)PERMISSION_COUNT));
    assert_false(access_can((enum role)ROLE_COUNT, PERMISSION_SESSION));
}

static void every_route_is_complete_and_only_the_door_and_the_world_s_pages_are_public(void **state)
{
    (void)state;
    /* Two forms of the public's own: an answer by code, a complaint. */
    static const char *const public_patterns[] = {"/login", "/login/step", "/healthz",
                                                  "/public/survey", "/public/complaint"};
    size_t count = 0;
    for (size_t t = 0; t < SITE_MAP.table_count; t++)
        for (size_t i = 0; i < SITE_MAP.tables[t]->count; i++) {
            const struct route *route = &SITE_MAP.tables[t]->routes[i];
            count++;
            assert_non_null(route->handle);
            assert_non_null(route->title);
            assert_int_equal(route->pattern[0], '/');
            assert_true(route->permission > PERMISSION_NONE &&
                        route->permission < PERMISSION_COUNT);
            /* What is under /public is for the world, which changes nothing. */
            bool may_be_public = (strcmp(route->pattern, "/public") == 0 ||
                                  strncmp(route->pattern, "/public/", 8) == 0) &&
                                 route->method == HTTP_GET;
            for (size_t k = 0; k < sizeof(public_patterns) / sizeof(public_patterns[0]); k++)
                may_be_public = may_be_public || strcmp(route->pattern, public_patterns[k]) == 0;
            if (!may_be_public)
                assert_false(access_can(ROLE_NONE, route->permission));
        }
    assert_true(count >= 5);
}

static void no_route_hides_another(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 20);
    for (size_t t = 0; t < SITE_MAP.table_count; t++)
        for (size_t i = 0; i < SITE_MAP.tables[t]->count; i++) {
            const struct route *route = &SITE_MAP.tables[t]->routes[i];
            /* "{run}" as a path of its own matches only patterns with a parameter there. */
            struct route_match match;
            assert_int_equal(
                (route->audience == AUDIENCE_PROGRAMS ? route_find_program : route_find)(
                    &SITE_MAP, route->method, route->pattern, arena, &match),
                ROUTE_FOUND);
            if (match.route != route)
                fprintf(stderr, "# %s is hidden by %s\n", route->pattern, match.route->pattern);
            assert_ptr_equal(match.route, route);
        }
}

static enum status nothing(struct request *r, struct error *e)
{
    (void)r;
    (void)e;
    return STATUS_NONE;
}

static void patterns_match_whole_paths_only(void **state)
{
    (void)state;
    static const struct route routes[] = {
        {HTTP_GET, "/", nothing, PERMISSION_SESSION, ""},
        {HTTP_GET, "/runs/{run}", nothing, PERMISSION_SESSION, ""},
        {HTTP_POST, "/runs/{run}/items/{month}", nothing, PERMISSION_SESSION, ""},
    };
    static const struct route_table table = ROUTE_TABLE("t", routes);
    static const struct route_table *const tables[] = {&table};
    const struct site_map map = {.tables = tables, .table_count = 1};
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 20);
    struct route_match m;
    assert_int_equal(route_find(&map, HTTP_GET, "/", arena, &m), ROUTE_FOUND);
    assert_int_equal(route_find(&map, HTTP_GET, "/runs/12", arena, &m), ROUTE_FOUND);
    assert_string_equal(m.parameter[0].value, "12");
    assert_int_equal(route_find(&map, HTTP_POST, "/runs/12/items/2013-06", arena, &m), ROUTE_FOUND);
    assert_int_equal(m.parameter_count, 2);
    assert_string_equal(m.parameter[1].value, "2013-06");
    assert_int_equal(m.parameter[1].name_bytes, strlen("month"));
    assert_int_equal(route_find(&map, HTTP_POST, "/runs/12", arena, &m), ROUTE_OTHER_METHOD);
    static const char *const unknown[] = {"/runs", "/runs/", "/runs/12/",     "/runs/1/2",
                                          "/run",  "//",     "/runs//items/2"};
    for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
        assert_int_equal(route_find(&map, HTTP_GET, unknown[i], arena, &m), ROUTE_UNKNOWN);
}

static void the_duties_are_apart(void **state)
{
    (void)state;
    /* Who prepares does not approve or pay; who pays changes no entitlement. */
    for (int i = ROLE_NONE + 1; i < ROLE_SYSTEM; i++) {
        enum role role = (enum role)i;
        if (access_can(role, PERMISSION_PAYMENT_PREPARE)) {
            assert_false(access_can(role, PERMISSION_PAYMENT_APPROVE));
            assert_false(access_can(role, PERMISSION_PAYMENT_SEND));
        }
        if (access_can(role, PERMISSION_PAYMENT_APPROVE) ||
            access_can(role, PERMISSION_LEDGER_WRITE))
            assert_false(access_can(role, PERMISSION_REGISTRY_CHANGE));
    }
    assert_false(access_can(ROLE_VILLAGE_CLERK, PERMISSION_ACCOUNT_READ));
    assert_false(access_can(ROLE_ADMINISTRATOR, PERMISSION_REGISTRY_READ));
    assert_false(access_can(ROLE_HOSPITAL, PERMISSION_REGISTRY_READ));
    static const enum permission writes[] = {PERMISSION_REGISTRY_CHANGE, PERMISSION_REGISTRY_IMPORT,
                                             PERMISSION_DEATH_REPORT,    PERMISSION_ACCOUNT_CHANGE,
                                             PERMISSION_PAYMENT_PREPARE, PERMISSION_PAYMENT_CHECK,
                                             PERMISSION_PAYMENT_APPROVE, PERMISSION_PAYMENT_CORRECT,
                                             PERMISSION_LEDGER_WRITE,    PERMISSION_USER_MANAGE};
    for (size_t i = 0; i < sizeof(writes) / sizeof(writes[0]); i++)
        assert_false(access_can(ROLE_AUDITOR, writes[i]));
    assert_false(access_can(ROLE_SYSTEM, PERMISSION_PAYMENT_APPROVE));
}

static void scope_is_a_prefix_of_the_division(void **state)
{
    (void)state;
    const int64_t county = INT64_C(341823000000), township = INT64_C(341823106000),
                  village = INT64_C(341823106201);
    assert_true(access_in_scope(county, village));
    assert_true(access_in_scope(341823, village));
    assert_true(access_in_scope(township, village));
    assert_true(access_in_scope(341823106, village));
    assert_true(access_in_scope(village, village));
    assert_true(access_in_scope(township, township));
    assert_false(access_in_scope(township, county));
    assert_false(access_in_scope(village, township));
    assert_false(access_in_scope(village, village + 1));
    assert_false(access_in_scope(township, INT64_C(341823107201)));
    assert_false(access_in_scope(county, INT64_C(341824106201)));
    assert_false(access_in_scope(0, village));
    assert_false(access_in_scope(county, 0));
    assert_false(access_in_scope(-county, village));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_permission_has_a_row_with_holders),
        cmocka_unit_test(
            every_route_is_complete_and_only_the_door_and_the_world_s_pages_are_public),
        cmocka_unit_test(no_route_hides_another),
        cmocka_unit_test(patterns_match_whole_paths_only),
        cmocka_unit_test(the_duties_are_apart),
        cmocka_unit_test(scope_is_a_prefix_of_the_division),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

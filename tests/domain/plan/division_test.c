/* Divisions by month, by code, and by the names that clerks write. */
#include "domain/plan/fixture.h"

#include <stdio.h>
#include <string.h>

#include "support/testdb.h"

#define ARENA_BYTES (64u << 20)

static struct arena *arena;
static struct db *db;

static int group_setup(void **state)
{
    (void)state;
    struct testdb testdb;
    struct error e;
    struct keyring *keys;
    arena = arena_new(ARENA_BYTES);
    testdb_fresh(DB_SQLITE, &testdb);
    db = testdb_open(testdb.url, DB_WRITER);
    struct plan *plan = fixture_read(arena, PLAN_PATH);
    if (keyring_open(test_path("key"), true, &keys, &e) != STATUS_OK ||
        plan_load(db, plan, plan_content(plan), keys, "admin", NULL, &e) != STATUS_OK)
        return -1;
    keyring_free(keys);
    return 0;
}

static int group_teardown(void **state)
{
    (void)state;
    db_close(db);
    arena_free(arena);
    return 0;
}

static struct division_table *in_month(int year, int month)
{
    struct division_table *t;
    struct error e;
    assert_ok_e(division_table_read(db, COUNTY_JINGXIAN, month_make(year, month), arena, &t, &e),
                &e);
    return t;
}

static size_t villages(const struct division_table *t, int *ret_townships)
{
    size_t n = 0;
    const struct division *d;
    *ret_townships = 0;
    for (size_t i = 0; (d = division_at(t, i)) != NULL; i++) {
        n += d->level == 3;
        *ret_townships += d->level == 2;
        assert_ptr_equal(division_by_code(t, d->code), d);
    }
    return n;
}

static void the_villages_of_2013_and_of_today_are_told_apart(void **state)
{
    (void)state;
    int townships;
    assert_int_equal(villages(in_month(2013, 6), &townships), 144);
    assert_int_equal(townships, 11);
    assert_int_equal(villages(in_month(2019, 12), &townships), 144);
    assert_int_equal(villages(in_month(2020, 1), &townships), 127);
    assert_int_equal(townships, 11);
    assert_null(division_by_code(in_month(2013, 6), 341823100011)); /* 官塘社区, since 2020 */
    assert_null(division_by_code(in_month(2013, 6), 341823999999));
    assert_null(division_by_code(in_month(2013, 6), 0));
    assert_int_equal(villages(in_month(1999, 12), &townships), 0);
}

static void expect(const struct division_table *t, int64_t township, const char *written,
                   int64_t code)
{
    const struct division *d = division_by_name(t, township, written, NULL);
    if (!d || d->code != code)
        fail_msg("%s: %s", written, d ? d->name : "unknown");
}

static void every_village_is_found_however_its_ending_is_written(void **state)
{
    (void)state;
    for (int year = 2013; year <= 2023; year += 10) {
        struct division_table *t = in_month(year, 6);
        const struct division *d;
        for (size_t i = 0; (d = division_at(t, i)) != NULL; i++) {
            if (d->level != 3)
                continue;
            char name[200];
            size_t n = strlen(d->name) - strlen("村委会"); /* 居委会 is as long */
            int64_t township = division_township(d->code);
            expect(t, township, d->name, d->code);
            snprintf(name, sizeof name, "%.*s", (int)n, d->name);
            expect(t, township, name, d->code);
            snprintf(name, sizeof name, "%.*s村", (int)n, d->name);
            expect(t, township, name, d->code);
            snprintf(name, sizeof name, "%.*s社区", (int)n, d->name);
            expect(t, township, name, d->code);
            snprintf(name, sizeof name, "%.*s村民委员会", (int)n, d->name);
            expect(t, township, name, d->code);
        }
    }
}

static void a_village_is_looked_for_in_its_township_only(void **state)
{
    (void)state;
    struct division_table *t = in_month(2013, 6);
    expect(t, 341823100000, "城南", 341823100001);
    assert_null(division_by_name(t, 341823106000, "城南", NULL));
    assert_null(division_by_name(t, 0, "城南居委会", NULL));
    assert_null(division_by_name(t, 341823106000, "云岭镇", NULL));
    assert_null(division_by_name(t, 0, "泾县", NULL));
    assert_null(division_by_name(t, 0, "", NULL));
}

static void a_misspelt_township_is_unknown_but_answered(void **state)
{
    (void)state;
    struct division_table *t = in_month(2013, 6);
    const char *suggestion = NULL;
    expect(t, 0, "云岭镇", 341823106000);
    assert_null(division_by_name(t, 0, "云领镇", &suggestion));
    assert_string_equal(suggestion, "云岭镇");
    assert_null(division_by_name(t, 0, "挑花潭镇", &suggestion));
    assert_string_equal(suggestion, "桃花潭镇");
    assert_null(division_by_name(t, 0, "丁桥镇", &suggestion));
    assert_string_equal(suggestion, "丁家桥镇");
    assert_null(division_by_name(t, 0, "汀溪", &suggestion));
    assert_string_equal(suggestion, "汀溪乡");
    assert_null(division_by_name(t, 0, "云岭乡", &suggestion));
    assert_string_equal(suggestion, "云岭镇");
    /* Only the ending is shared: no guess. */
    assert_null(division_by_name(t, 0, "乡镇", &suggestion));
    assert_null(suggestion);
    assert_null(division_by_name(t, 0, "XYZ", &suggestion));
    assert_null(suggestion);
}

static void a_misspelt_village_is_unknown_but_answered(void **state)
{
    (void)state;
    struct division_table *t = in_month(2013, 6);
    const char *suggestion = NULL;
    assert_null(division_by_name(t, 341823100000, "成南居委会", &suggestion));
    assert_string_equal(suggestion, "城南居委会");
    assert_null(division_by_name(t, 341823100000, "秦锋村", &suggestion));
    assert_string_equal(suggestion, "秦峰村村委会");
    assert_null(division_by_name(t, 341823100000, "甲乙居委会", &suggestion));
    assert_null(suggestion);
}

static void a_name_that_fits_two_villages_is_nobodys(void **state)
{
    (void)state;
    struct error e;
    assert_ok_e(db_execute_raw(
                    db,
                    "INSERT INTO division (county, code, valid_from, valid_to, level, name, "
                    "parent, committee) VALUES "
                    "(341823, 341823106900, 203001, 203012, 3, '双溪村委会', 341823106000, 'CUN'), "
                    "(341823, 341823106901, 203001, 203012, 3, '双溪居委会', 341823106000, 'JU')",
                    &e),
                &e);
    struct division_table *t = in_month(2030, 6);
    const char *suggestion = NULL;
    assert_null(division_by_name(t, 341823106000, "双溪", &suggestion));
    assert_non_null(suggestion);
    assert_null(division_by_name(t, 341823106000, "双溪村", &suggestion));
    expect(t, 341823106000, "双溪居委会", 341823106901);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_villages_of_2013_and_of_today_are_told_apart),
        cmocka_unit_test(every_village_is_found_however_its_ending_is_written),
        cmocka_unit_test(a_village_is_looked_for_in_its_township_only),
        cmocka_unit_test(a_misspelt_township_is_unknown_but_answered),
        cmocka_unit_test(a_misspelt_village_is_unknown_but_answered),
        cmocka_unit_test(a_name_that_fits_two_villages_is_nobodys),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}

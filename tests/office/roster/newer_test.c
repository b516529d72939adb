/* A newer roster of the same households: only what differs is written, from its month on. */
#include "office/roster/roster_fixture.h"

#include <pthread.h>
#include <string.h>

#define M(n) month_make(2013, (n))

static struct sheet_made sheets[2];
/* A registry with many more people than the file is asked person by person instead of scanned. */
static bool is_large_registry;

static const char *head_id(int n)
{
    static const int birth[3][4] = {{1950, 1, 2, 101}, {1960, 3, 4, 203}, {1970, 5, 6, 305}};
    return id_number(birth[n][0], birth[n][1], birth[n][2], birth[n][3]);
}
#define WIFE id_number(1955, 7, 8, 102)
#define SON id_number(2004, 9, 10, 307)

static void first_import(struct county *c)
{
    dibao_made(sheets);
    struct roster_result r = import_book(c, PROGRAMME_DIBAO, M(6), sheets, 2);
    assert_int_equal(r.households_new, 3);
    assert_int_equal(r.persons_new, 5);
    struct error e;
    if (is_large_registry)
        assert_ok_e(
            db_execute_raw(c->db, "UPDATE counter SET value = 100000 WHERE name = 'person'", &e),
            &e);
}

static struct roster_result second_import(struct county *c)
{
    return import_book(c, PROGRAMME_DIBAO, M(8), sheets, 2);
}

static void row_drop(struct sheet_made *s, int row)
{
    for (int r = row; r + 1 < s->rows; r++)
        memcpy(s->cell[r], s->cell[r + 1], sizeof s->cell[r]);
    s->rows--;
}

static void row_add(struct sheet_made *s, const char *const *cells, int count)
{
    sheet_row_set(s, s->rows, cells, count);
}

static void income_and_class(struct county *c)
{
    first_import(c);
    SET(&sheets[HOUSEHOLDS], 1, "家庭年收入(元)", "#2000");
    SET(&sheets[HOUSEHOLDS], 2, "类别", "B");
    struct roster_result r = second_import(c);
    assert_int_equal(r.households_changed, 2);
    assert_int_equal(r.households_unchanged, 1);
    struct dossier d = dossier_of(c, PROGRAMME_DIBAO, head_id(0));
    assert_int_equal(d.entitlement_count, 2);
    assert_int_equal(dossier_entitlement_at(&d, M(7))->income_year.v, 115950);
    assert_int_equal(dossier_entitlement_at(&d, M(8))->income_year.v, 200000);
    assert_int_equal(dossier_entitlement_at(&d, M(8))->known_from, r.change);
    d = dossier_of(c, PROGRAMME_DIBAO, head_id(1));
    assert_int_equal(dossier_entitlement_at(&d, M(7))->mgmt_class, 3);
    assert_int_equal(dossier_entitlement_at(&d, M(8))->mgmt_class, 2);
    d = dossier_of(c, PROGRAMME_DIBAO, head_id(2));
    assert_int_equal(d.entitlement_count, 1);
    assert_true(d.newest_known < r.change);
}

static void members_join_and_leave(struct county *c)
{
    first_import(c);
    const char *baby = id_number(2013, 1, 5, 11);
    const char *const row[] = {"#6", head_id(1), "李新", baby, "女", "健康", "", "", "", "是", ""};
    row_add(&sheets[MEMBERS], row, 11);
    SET(&sheets[HOUSEHOLDS], 2, "家庭人口", "#2");
    SET(&sheets[HOUSEHOLDS], 2, "保障人口", "#2");
    row_drop(&sheets[MEMBERS], 2); /* the wife of the first household */
    SET(&sheets[HOUSEHOLDS], 1, "家庭人口", "#1");
    SET(&sheets[HOUSEHOLDS], 1, "保障人口", "#1");
    struct roster_result r = second_import(c);
    assert_string_equal(marks_text(c, &r), "");
    assert_int_equal(r.persons_joined, 1);
    assert_int_equal(r.persons_left, 1);
    assert_int_equal(r.persons_new, 1);
    struct dossier d = dossier_of(c, PROGRAMME_DIBAO, head_id(0));
    assert_true(member_at(c, &d, WIFE, M(7))->is_present);
    assert_false(member_at(c, &d, WIFE, M(8))->is_present);
    assert_int_equal(household_of(c, WIFE), 0);
    d = dossier_of(c, PROGRAMME_DIBAO, head_id(1));
    assert_null(member_at(c, &d, baby, M(7)));
    assert_true(member_at(c, &d, baby, M(8))->is_present);
    assert_int_equal(d.entitlement_count, 1);
}

static void disability_name_phone_and_account(struct county *c)
{
    first_import(c);
    struct error e;
    SET(&sheets[MEMBERS], 2, "残疾等级", "1");
    SET(&sheets[MEMBERS], 2, "姓名", "赵香香");
    SET(&sheets[HOUSEHOLDS], 1, "联系电话", "13805630009");
    SET(&sheets[HOUSEHOLDS], 1, "账号", "6229001477996565527");
    struct roster_result r = second_import(c);
    assert_int_equal(r.households_changed, 1);
    assert_int_equal(r.persons_renamed, 1);
    struct dossier d = dossier_of(c, PROGRAMME_DIBAO, head_id(0));
    assert_int_equal(member_at(c, &d, WIFE, M(7))->disability_grade, 2);
    assert_int_equal(member_at(c, &d, WIFE, M(8))->disability_grade, 1);
    struct person_row p;
    assert_ok_e(person_by_id_number(c->db, COUNTY, c->keys, WIFE, c->arena, &p, &e), &e);
    assert_string_equal(p.name, "赵香香");
    assert_ok_e(person_by_id_number(c->db, COUNTY, c->keys, head_id(0), c->arena, &p, &e), &e);
    assert_string_equal(p.phone_tail, "0009");
    struct account_row a;
    assert_ok_e(
        account_current(c->db, COUNTY, OWNER_HOUSEHOLD, d.household, c->keys, c->arena, &a, &e),
        &e);
    assert_string_equal(a.number, "6229001477996565527");
    assert_int_equal(count_of(c, "SELECT count(*) FROM change_trail WHERE detail LIKE "
                                 "'%\"was\":\"赵香\",\"is\":\"赵香香\"%'"),
                     1);
}

static void another_head_of_the_same_household(struct county *c)
{
    first_import(c);
    int64_t household = household_of(c, head_id(0));
    row_drop(&sheets[MEMBERS], 1); /* the old head is gone */
    SET(&sheets[MEMBERS], 1, "户主身份证号", WIFE);
    SET(&sheets[MEMBERS], 1, "与户主关系", "户主");
    SET(&sheets[HOUSEHOLDS], 1, "户主身份证号", WIFE);
    SET(&sheets[HOUSEHOLDS], 1, "户主姓名", "赵香");
    SET(&sheets[HOUSEHOLDS], 1, "账户名", "赵香");
    SET(&sheets[HOUSEHOLDS], 1, "家庭人口", "#1");
    SET(&sheets[HOUSEHOLDS], 1, "保障人口", "#1");
    struct roster_result r = second_import(c);
    assert_string_equal(marks_text(c, &r), "");
    assert_int_equal(r.households_new, 0);
    assert_int_equal(r.households_changed, 1);
    assert_int_equal(household_of(c, WIFE), household);
    struct dossier d = dossier_of(c, PROGRAMME_DIBAO, WIFE);
    assert_true(dossier_entitlement_at(&d, M(7))->head != dossier_entitlement_at(&d, M(8))->head);
    assert_false(member_at(c, &d, head_id(0), M(8))->is_present);
    assert_int_equal(member_at(c, &d, WIFE, M(8))->relation, RELATION_HEAD);
}

static void a_member_moves_between_two_households_of_the_file(struct county *c)
{
    first_import(c);
    SET(&sheets[MEMBERS], 5, "户主身份证号", head_id(1)); /* the son goes to the second household */
    SET(&sheets[HOUSEHOLDS], 2, "家庭人口", "#2");
    SET(&sheets[HOUSEHOLDS], 2, "保障人口", "#2");
    SET(&sheets[HOUSEHOLDS], 3, "家庭人口", "#1");
    SET(&sheets[HOUSEHOLDS], 3, "保障人口", "#0");
    struct roster_result r = second_import(c);
    assert_string_equal(marks_text(c, &r), "");
    assert_int_equal(household_of(c, SON), household_of(c, head_id(1)));
    struct dossier d = dossier_of(c, PROGRAMME_DIBAO, head_id(2));
    assert_true(member_at(c, &d, SON, M(7))->is_present);
    assert_false(member_at(c, &d, SON, M(8))->is_present);
}

static void a_move_out_of_a_returned_household_returns_too(struct county *c)
{
    first_import(c);
    SET(&sheets[MEMBERS], 5, "户主身份证号", head_id(1));
    SET(&sheets[HOUSEHOLDS], 2, "家庭人口", "#2");
    SET(&sheets[HOUSEHOLDS], 2, "保障人口", "#2");
    SET(&sheets[HOUSEHOLDS], 3, "家庭人口", "#1");
    SET(&sheets[HOUSEHOLDS], 3, "保障人口", "#0");
    SET(&sheets[HOUSEHOLDS], 3, "家庭年收入(元)", "不详");
    struct roster_result r = second_import(c);
    assert_string_equal(marks_text(c, &r), "家庭 4 家庭年收入(元)|成员 6 身份证号");
    assert_int_equal(r.households_returned, 2);
    assert_int_equal(household_of(c, SON), household_of(c, head_id(2)));
}

static void households_not_in_the_file_stay(struct county *c)
{
    first_import(c);
    row_drop(&sheets[HOUSEHOLDS], 3);
    row_drop(&sheets[MEMBERS], 5);
    row_drop(&sheets[MEMBERS], 4);
    SET(&sheets[HOUSEHOLDS], 1, "家庭年收入(元)", "#5");
    struct roster_result r = second_import(c);
    assert_int_equal(r.households_untouched, 1);
    assert_int_equal(r.households_changed, 1);
    assert_true(household_of(c, head_id(2)) > 0);
}

static void what_is_known_of_later_months_stays(struct county *c)
{
    first_import(c);
    struct error e;
    const struct registry_actor actor = {"tester", ""};
    int64_t household = household_of(c, head_id(0));
    assert_ok_e(registry_change_income(c->db, COUNTY, household, FEN(777), M(10), &actor, &e), &e);
    SET(&sheets[HOUSEHOLDS], 1, "类别", "C");
    (void)second_import(c);
    struct dossier d = dossier_of(c, PROGRAMME_DIBAO, head_id(0));
    assert_int_equal(dossier_entitlement_at(&d, M(8))->mgmt_class, 3);
    assert_int_equal(dossier_entitlement_at(&d, M(8))->income_year.v, 115950);
    assert_int_equal(dossier_entitlement_at(&d, M(10))->mgmt_class, 3);
    assert_int_equal(dossier_entitlement_at(&d, M(10))->income_year.v, 777);
}

static void an_earlier_month_is_added_before(struct county *c)
{
    first_import(c);
    struct roster_result r = import_book(c, PROGRAMME_DIBAO, M(4), sheets, 2);
    assert_int_equal(r.households_changed, 3);
    struct dossier d = dossier_of(c, PROGRAMME_DIBAO, head_id(0));
    assert_int_equal(d.entitlements[0].from.v, M(4).v);
    assert_int_equal(member_at(c, &d, WIFE, M(4))->disability_grade, 2);
    assert_null(dossier_entitlement_at(&d, M(3)));
}

/* ---- one person, one benefit ---- */

static void nobody_is_in_two_benefits(struct county *c)
{
    static struct sheet_made wubao;
    first_import(c);
    wubao_made(&wubao);
    SET(&wubao, 1, "身份证号", WIFE);
    SET(&wubao, 2, "身份证号", head_id(1));
    struct roster_result r = import_book(c, PROGRAMME_WUBAO, M(8), &wubao, 1);
    assert_string_equal(marks_text(c, &r), "五保 2 身份证号|五保 3 身份证号");
    assert_non_null(strstr(r.marks[0].reason, "农村低保"));
    assert_non_null(strstr(r.marks[0].reason, "泾川镇高村"));
    assert_non_null(strstr(r.marks[0].reason, "户主张一"));
    assert_int_equal(r.households_new, 1);
}

static void nobody_is_in_two_households(struct county *c)
{
    first_import(c);
    static struct sheet_made other[2];
    dibao_made(other);
    const char *stranger = id_number(1980, 1, 1, 1);
    row_drop(&other[HOUSEHOLDS], 3);
    row_drop(&other[HOUSEHOLDS], 2);
    row_drop(&other[MEMBERS], 5);
    row_drop(&other[MEMBERS], 4);
    row_drop(&other[MEMBERS], 3);
    SET(&other[HOUSEHOLDS], 1, "户主身份证号", stranger);
    SET(&other[MEMBERS], 1, "户主身份证号", stranger);
    SET(&other[MEMBERS], 1, "身份证号", stranger);
    SET(&other[MEMBERS], 2, "户主身份证号", stranger); /* with another man's wife */
    struct roster_result r = import_book(c, PROGRAMME_DIBAO, M(8), other, 2);
    assert_string_equal(marks_text(c, &r), "成员 3 身份证号");
    assert_non_null(strstr(r.marks[0].reason, "户主张一"));
    assert_int_equal(r.households_new, 0);
}

static void whoever_left_may_come_elsewhere(struct county *c)
{
    static struct sheet_made wubao;
    struct error e;
    const struct registry_actor actor = {"tester", ""};
    first_import(c);
    assert_ok_e(registry_set_status(c->db, COUNTY, household_of(c, head_id(1)), ENTITLEMENT_ENDED,
                                    "转五保", M(8), &actor, &e),
                &e);
    wubao_made(&wubao);
    SET(&wubao, 2, "身份证号", head_id(1));
    SET(&wubao, 2, "姓名", "李二");
    struct roster_result r = import_book(c, PROGRAMME_WUBAO, M(8), &wubao, 1);
    assert_string_equal(marks_text(c, &r), "");
    assert_int_equal(r.households_new, 3);
    struct dossier d = dossier_of(c, PROGRAMME_WUBAO, head_id(1));
    assert_int_equal(d.entitlements[0].form, FORM_INSTITUTION);
}

static void the_dead_do_not_come_back(struct county *c)
{
    struct error e;
    const struct registry_actor actor = {"tester", ""};
    first_import(c);
    assert_ok_e(
        registry_report_death(c->db, COUNTY, c->keys, WIFE, date_make(2013, 6, 20), &actor, &e),
        &e);
    SET(&sheets[HOUSEHOLDS], 2, "家庭年收入(元)", "#5");
    struct roster_result r = second_import(c);
    assert_string_equal(marks_text(c, &r), "成员 3 身份证号");
    assert_non_null(strstr(r.marks[0].reason, "2013年6月20日"));
    assert_int_equal(r.households_changed, 1);
    assert_int_equal(r.households_returned, 1);
}

static bool cancel(void *context, int64_t done, int64_t total)
{
    (void)context;
    (void)done;
    return total == 0;
}

static void a_cancelled_import_leaves_nothing(struct county *c)
{
    const char *path = test_path("cancelled.xlsx");
    struct error e;
    struct roster_result r;
    dibao_made(sheets);
    book_write(path, sheets, 2);
    int64_t before = registry_rows(c);
    const struct roster_request request = {.files = &path,
                                           .file_count = 1,
                                           .programme = PROGRAMME_DIBAO,
                                           .from = FROM,
                                           .actor = "tester",
                                           .progress = cancel};
    assert_refused(roster_import(c->db, COUNTY, c->keys, &request, c->arena, &r, &e), &e,
                   "CANCELLED");
    assert_int_equal(registry_rows(c), before);
}

/* ---- two clerks at once ---- */

struct clerk {
    pthread_t thread;
    struct db *db;
    const struct keyring *keys;
    const char *path;
    struct roster_result r;
    enum status status;
    struct error e;
};

static void *clerk_imports(void *context)
{
    struct clerk *k = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(64u << 20);
    const struct roster_request request = {.files = &k->path,
                                           .file_count = 1,
                                           .programme = PROGRAMME_DIBAO,
                                           .from = FROM,
                                           .actor = "tester"};
    k->status = roster_import(k->db, COUNTY, k->keys, &request, arena, &k->r, &k->e);
    return NULL;
}

static void two_clerks_with_the_same_people(struct county *c)
{
    struct clerk clerks[2];
    memset(clerks, 0, sizeof clerks);
    for (int i = 0; i < 2; i++) {
        dibao_made(sheets);
        SET(&sheets[HOUSEHOLDS], 1, "备注", i ? "二" : "一");
        clerks[i].path = test_path(i ? "clerk2.xlsx" : "clerk1.xlsx");
        book_write(clerks[i].path, sheets, 2);
        clerks[i].db = testdb_open(c->url, DB_WRITER);
        clerks[i].keys = c->keys;
    }
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&clerks[i].thread, NULL, clerk_imports, &clerks[i]), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pthread_join(clerks[i].thread, NULL), 0);
        assert_ok_e(clerks[i].status, &clerks[i].e);
        db_close(clerks[i].db);
    }
    assert_int_equal(clerks[0].r.households_new + clerks[1].r.households_new, 3);
    assert_int_equal(clerks[0].r.households_unchanged + clerks[1].r.households_unchanged, 3);
    assert_int_equal(count_of(c, "SELECT count(*) FROM household"), 3);
    assert_int_equal(count_of(c, "SELECT count(*) FROM person"), 5);
}

#define CASE(body)                                                                                 \
    static void test_##body(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        is_large_registry = false;                                                                 \
        on_each_engine(body);                                                                      \
        is_large_registry = true;                                                                  \
        on_each_engine(body);                                                                      \
    }
CASE(income_and_class)
CASE(members_join_and_leave)
CASE(disability_name_phone_and_account)
CASE(another_head_of_the_same_household)
CASE(a_member_moves_between_two_households_of_the_file)
CASE(a_move_out_of_a_returned_household_returns_too)
CASE(households_not_in_the_file_stay)
CASE(what_is_known_of_later_months_stays)
CASE(an_earlier_month_is_added_before)
CASE(nobody_is_in_two_benefits)
CASE(nobody_is_in_two_households)
CASE(whoever_left_may_come_elsewhere)
CASE(the_dead_do_not_come_back)
CASE(a_cancelled_import_leaves_nothing)
CASE(two_clerks_with_the_same_people)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_income_and_class),
        cmocka_unit_test(test_members_join_and_leave),
        cmocka_unit_test(test_disability_name_phone_and_account),
        cmocka_unit_test(test_another_head_of_the_same_household),
        cmocka_unit_test(test_a_member_moves_between_two_households_of_the_file),
        cmocka_unit_test(test_a_move_out_of_a_returned_household_returns_too),
        cmocka_unit_test(test_households_not_in_the_file_stay),
        cmocka_unit_test(test_what_is_known_of_later_months_stays),
        cmocka_unit_test(test_an_earlier_month_is_added_before),
        cmocka_unit_test(test_nobody_is_in_two_benefits),
        cmocka_unit_test(test_nobody_is_in_two_households),
        cmocka_unit_test(test_whoever_left_may_come_elsewhere),
        cmocka_unit_test(test_the_dead_do_not_come_back),
        cmocka_unit_test(test_a_cancelled_import_leaves_nothing),
        cmocka_unit_test(test_two_clerks_with_the_same_people),
    };
    return cmocka_run_group_tests_name("roster newer", tests, NULL, NULL);
}

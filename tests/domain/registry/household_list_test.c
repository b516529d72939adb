/* Lists of households: filters, search, pages, and what a township may see. */
#include "domain/registry/registry_fixture.h"

#include <stdio.h>

#include "domain/registry/household_list.h"

#define OTHER_VILLAGE INT64_C(341823106201)
#define HOUSEHOLDS 7

static const struct month MAY = {2013 * 12 + 4}, JUNE = {2013 * 12 + 5};

static void make_households(struct county *c, int64_t ids[HOUSEHOLDS])
{
    static const char *const names[HOUSEHOLDS] = {"张三", "张三丰", "李四", "王五",
                                                  "赵六", "钱七",   "孙八"};
    for (int i = 0; i < HOUSEHOLDS; i++) {
        struct person_made head = {id_number(1950, 1 + i, 10, 1 + i), names[i], RELATION_HEAD,
                                   true};
        ids[i] = county_household(c, i < 5 ? PROGRAMME_DIBAO : PROGRAMME_WUBAO, MAY, &head, 1);
    }
}

static struct household_filter everyone(void)
{
    return (struct household_filter){.programme = PROGRAMME_DIBAO,
                                     .month = JUNE,
                                     .scope = INT64_C(341823000000),
                                     .row_count = 50};
}

static size_t count_of(struct county *c, const struct household_filter *f,
                       struct household_item **ret, bool *ret_more)
{
    struct error e = {0};
    struct household_item *items;
    size_t count;
    bool has_more;
    assert_ok_e(household_list(c->db, COUNTY, f, c->arena, &items, &count, &has_more, &e), &e);
    if (ret != NULL)
        *ret = items;
    if (ret_more != NULL)
        *ret_more = has_more;
    return count;
}

static void body_pages(struct county *c)
{
    int64_t ids[HOUSEHOLDS], seen = 0;
    struct household_item *items;
    struct household_filter f = everyone();
    bool has_more = true;
    make_households(c, ids);
    assert_int_equal(count_of(c, &f, &items, &has_more), 5);
    assert_false(has_more);
    assert_string_equal(items[0].head_name, "张三");
    f.row_count = 2;
    for (has_more = true; has_more;) {
        size_t count = count_of(c, &f, &items, &has_more);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(items[i].household, ids[seen++]);
        f.after = items[count - 1].household;
    }
    assert_int_equal(seen, 5);
    f = everyone();
    f.programme = PROGRAMME_WUBAO;
    assert_int_equal(count_of(c, &f, NULL, NULL), 2);
    f.month = month_make(2013, 4);
    assert_int_equal(count_of(c, &f, NULL, NULL), 0);
}

static void every_household_is_on_exactly_one_page(void **state)
{
    (void)state;
    on_each_engine(body_pages);
}

static void body_search(struct county *c)
{
    int64_t ids[HOUSEHOLDS];
    struct household_item *items;
    struct household_filter f = everyone();
    make_households(c, ids);
    f.search = "张三";
    assert_int_equal(count_of(c, &f, &items, NULL), 2);
    f.search = " 张 三丰　";
    assert_int_equal(count_of(c, &f, &items, NULL), 1);
    assert_int_equal(items[0].household, ids[1]);
    f.search = "孙八";
    assert_int_equal(count_of(c, &f, &items, NULL), 1); /* whatever the programme */
    assert_int_equal(items[0].programme, PROGRAMME_WUBAO);
    char tail[8];
    snprintf(tail, sizeof(tail), "%s", items[0].id_tail);
    f.search = tail;
    assert_true(count_of(c, &f, &items, NULL) >= 1);
    f.search = "x"; /* initials */
    assert_int_equal(count_of(c, &f, NULL, NULL), HOUSEHOLDS);
    f.search = "没有这个人";
    assert_int_equal(count_of(c, &f, NULL, NULL), 0);
    f.search = "%";
    assert_int_equal(count_of(c, &f, NULL, NULL), 0);
}

static void one_box_finds_names_initials_and_id_tails(void **state)
{
    (void)state;
    on_each_engine(body_search);
}

static void body_scope(struct county *c)
{
    int64_t ids[HOUSEHOLDS];
    struct household_filter f = everyone();
    struct entitlement_row row = {.from = MAY,
                                  .to = MONTH_OPEN,
                                  .status = ENTITLEMENT_ACTIVE,
                                  .division = OTHER_VILLAGE,
                                  .mgmt_class = 2,
                                  .begun = MAY,
                                  .cause = ""};
    make_households(c, ids);
    struct error e = {0};
    struct dossier d;
    assert_ok_e(dossier_read(c->db, COUNTY, PROGRAMME_DIBAO, ids[2], JUNE, JUNE, KNOWN_NOW,
                             c->arena, &d, &e),
                &e);
    row.head = d.entitlements[0].head;
    put_entitlement(c, PROGRAMME_DIBAO, ids[2], county_change(c), &row);

    f.scope = INT64_C(341823106000);
    struct household_item *items;
    assert_int_equal(count_of(c, &f, &items, NULL), 1);
    assert_int_equal(items[0].household, ids[2]);
    f.scope = 341823106; /* a bare prefix says the same */
    assert_int_equal(count_of(c, &f, NULL, NULL), 1);
    f.search = "张三"; /* of another township: not found, not even by name */
    assert_int_equal(count_of(c, &f, NULL, NULL), 0);
    f = everyone();
    f.division = OTHER_VILLAGE;
    assert_int_equal(count_of(c, &f, NULL, NULL), 1);
    f.mgmt_class = 2;
    assert_int_equal(count_of(c, &f, NULL, NULL), 1);
    f.mgmt_class = 1;
    assert_int_equal(count_of(c, &f, NULL, NULL), 0);
    f.scope = 0;
    f.division = 0;
    assert_int_equal(count_of(c, &f, NULL, NULL), 0);

    struct household_period *story;
    size_t count;
    assert_ok_e(household_story(c->db, COUNTY, ids[2], c->arena, &story, &count, &e), &e);
    assert_int_equal(count, 2); /* as first believed, and as corrected */
    assert_false(story[0].is_believed);
    assert_true(story[1].is_believed);
    assert_int_equal(story[1].division, OTHER_VILLAGE);

    struct township_count *townships;
    assert_ok_e(household_township_counts(c->db, COUNTY, PROGRAMME_DIBAO, JUNE,
                                          INT64_C(341823000000), c->arena, &townships, &count, &e),
                &e);
    assert_int_equal(count, 2);
    assert_int_equal(townships[0].households + townships[1].households, 5);
}

static void a_township_sees_its_own_households_only(void **state)
{
    (void)state;
    on_each_engine(body_scope);
}

static void body_members(struct county *c)
{
    struct error e = {0};
    struct household_member *members;
    size_t count;
    struct person_made family[] = {
        {id_number(1950, 3, 1, 1), "周一", RELATION_HEAD, true},
        {id_number(2005, 6, 30, 2), "周二", RELATION_SON, false},
    };
    int64_t household = county_household(c, PROGRAMME_DIBAO, MAY, family, 2);
    assert_ok_e(
        household_member_list(c->db, COUNTY, household, JUNE, c->arena, &members, &count, &e), &e);
    assert_int_equal(count, 2);
    assert_string_equal(members[0].name, "周一");
    assert_int_equal(members[0].relation, RELATION_HEAD);
    assert_true(members[0].is_protected);
    assert_false(members[1].is_protected);
    assert_ok_e(household_member_list(c->db, COUNTY, household, month_make(2013, 4), c->arena,
                                      &members, &count, &e),
                &e);
    assert_int_equal(count, 0);
}

static void members_are_those_of_the_month(void **state)
{
    (void)state;
    on_each_engine(body_members);
}

static void a_division_spans_what_lies_below_it(void **state)
{
    static const struct {
        int64_t division, from, to;
    } cases[] = {
        {341823000000, 341823000000, 341823999999}, {341823, 341823000000, 341823999999},
        {341823106000, 341823106000, 341823106999}, {341823106, 341823106000, 341823106999},
        {341823106201, 341823106201, 341823106201},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t from, to;
        division_span(cases[i].division, &from, &to);
        assert_int_equal(from, cases[i].from);
        assert_int_equal(to, cases[i].to);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_household_is_on_exactly_one_page),
        cmocka_unit_test(one_box_finds_names_initials_and_id_tails),
        cmocka_unit_test(a_township_sees_its_own_households_only),
        cmocka_unit_test(members_are_those_of_the_month),
        cmocka_unit_test(a_division_spans_what_lies_below_it),
    };
    return cmocka_run_group_tests_name("household_list", tests, NULL, NULL);
}

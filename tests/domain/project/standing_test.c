/* The plan's line to the bed, in two books that no figure mixes. */
#include "domain/project/project_fixture.h"

#include <stdio.h>

static struct project_standing county_at(struct world *w, enum target_book book, struct date on,
                                         int64_t known)
{
    struct project_standing *list, county;
    struct error e = {0};
    size_t n;
    assert_ok_e(project_standing_list(w->db, COUNTY_JINGXIAN, book, on, known, w->arena, &list, &n,
                                      &county, &e),
                &e);
    assert_int_equal(n, 11);
    return county;
}

static struct project_standing township_at(struct world *w, enum target_book book, int64_t township,
                                           struct date on)
{
    struct project_standing *list, county;
    struct error e = {0};
    size_t n;
    assert_ok_e(project_standing_list(w->db, COUNTY_JINGXIAN, book, on, KNOWN_NOW, w->arena, &list,
                                      &n, &county, &e),
                &e);
    for (size_t i = 0; i < n; i++) {
        if (list[i].township == township)
            return list[i];
    }
    fail();
    return county;
}

static const struct date JUNE_30 = {15886}, NOVEMBER_30 = {16039};

static void line_body(struct world *w)
{
    static const struct {
        int year, month, day;
        int64_t due_city, due_county;
    } points[] = {
        {2013, 1, 1, 0, 0},       {2013, 1, 2, 1, 2},       {2013, 6, 29, 179, 209},
        {2013, 6, 30, 180, 210},  {2013, 7, 1, 181, 211},   {2013, 11, 29, 300, 350},
        {2013, 11, 30, 300, 350}, {2013, 12, 31, 300, 350}, {2014, 3, 1, 300, 350},
        {2012, 12, 31, 0, 0},
    };
    struct error e = {0};
    assert_int_equal(JUNE_30.v, date_make(2013, 6, 30).v);
    assert_int_equal(NOVEMBER_30.v, date_make(2013, 11, 30).v);
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        struct plan_share city, county;
        struct date on = date_make(points[i].year, points[i].month, points[i].day);
        assert_ok_e(plan_line_at(w->db, COUNTY_JINGXIAN, BOOK_CITY, on, &city, &e), &e);
        assert_ok_e(plan_line_at(w->db, COUNTY_JINGXIAN, BOOK_COUNTY, on, &county, &e), &e);
        assert_int_equal(plan_line_due(300, city), points[i].due_city);
        assert_int_equal(plan_line_due(350, county), points[i].due_county);
        if (points[i].due_city == 0)
            continue;
        assert_int_equal(plan_line_compare(points[i].due_city - 1, 300, city), -1);
        assert_int_equal(plan_line_compare(points[i].due_county - 1, 350, county), -1);
    }
    /* What is due never falls, and one bed less than it is behind, on every day of the year. */
    for (int32_t day = date_make(2013, 1, 2).v, last = 0; day <= date_make(2013, 12, 31).v; day++) {
        struct plan_share at;
        assert_ok_e(plan_line_at(w->db, COUNTY_JINGXIAN, BOOK_CITY, (struct date){day}, &at, &e),
                    &e);
        int32_t due = (int32_t)plan_line_due(300, at);
        assert_true(due >= last && due <= 300);
        assert_true(plan_line_compare(due, 300, at) >= 0);
        assert_int_equal(plan_line_compare(due - 1, 300, at), -1);
        last = due;
    }
    struct plan_share line;
    assert_ok_e(plan_line_at(w->db, COUNTY_JINGXIAN, BOOK_CITY, JUNE_30, &line, &e), &e);
    assert_int_equal(line.numerator * 10, line.denominator * 6); /* 60 % to the last digit */
    assert_int_equal(plan_line_compare(180, 300, line), 0);
    assert_int_equal(plan_line_compare(179, 300, line), -1);
    assert_int_equal(plan_line_compare(181, 300, line), 1);
    assert_int_equal(plan_line_compare(7, 0, line), 0);
}

static void the_plans_line_is_exact_in_both_books(void **state)
{
    (void)state;
    world_on_each(line_body);
}

/* 180 beds in the six projects of the city's book and 30 in 云岭镇. */
static void halfway_body(struct world *w)
{
    static const struct {
        const char *code;
        int64_t beds;
    } done[] = {{"P01", 36}, {"P02", 30}, {"P03", 30}, {"P04", 30},
                {"P05", 24}, {"P06", 29}, {"P07", 31}};
    for (size_t i = 0; i < sizeof done / sizeof done[0]; i++)
        world_signed(w, done[i].code, 6, done[i].beds, done[i].beds * 8400);
    struct project_standing city = county_at(w, BOOK_CITY, JUNE_30, KNOWN_NOW);
    struct project_standing county = county_at(w, BOOK_COUNTY, JUNE_30, KNOWN_NOW);
    assert_int_equal(city.target_beds, 300);
    assert_int_equal(city.projects, 6);
    assert_int_equal(city.beds, 179);
    assert_int_equal(city.by_beds, -1);
    assert_int_equal(city.by_investment, -1);
    assert_int_equal(city.beds_due, 180);
    assert_int_equal(county.target_beds, 350);
    assert_int_equal(county.projects, 7);
    assert_int_equal(county.beds, 210);
    assert_int_equal(county.by_beds, 0);
    assert_int_equal(county.by_investment, 0);
    assert_int_equal(county.by_stage,
                     -1); /* no stage was entered: each measure speaks for itself */
    assert_int_equal(county.target_investment.v, 350 * 840000);

    /* A day earlier June's return does not count yet. */
    assert_int_equal(county_at(w, BOOK_COUNTY, (struct date){JUNE_30.v - 1}, KNOWN_NOW).beds, 0);

    /* The bed that lacked, said in another version of June: on the line, and what was known stays.
     */
    int64_t known;
    struct error e = {0};
    assert_ok_e(change_known_on(w->db, COUNTY_JINGXIAN, date_make(2099, 1, 1), &known, &e), &e);
    world_signed(w, "P06", 6, 30, 30 * 8400);
    city = county_at(w, BOOK_CITY, JUNE_30, KNOWN_NOW);
    assert_int_equal(city.beds, 180);
    assert_int_equal(city.by_beds, 0);
    assert_int_equal(city.by_investment, 0);
    assert_int_equal(county_at(w, BOOK_COUNTY, JUNE_30, KNOWN_NOW).beds, 211);
    assert_int_equal(county_at(w, BOOK_CITY, JUNE_30, known).beds, 179);

    /* By township: 云岭 has a target in the county's book alone, 蔡村 in neither. */
    struct project_standing yunling = township_at(w, BOOK_COUNTY, 341823106000, JUNE_30);
    assert_true(yunling.has_target);
    assert_int_equal(yunling.target_beds, 50);
    assert_int_equal(yunling.beds, 31);
    assert_int_equal(yunling.by_beds, 1);
    yunling = township_at(w, BOOK_CITY, 341823106000, JUNE_30);
    assert_false(yunling.has_target);
    assert_int_equal(yunling.projects, 0);
    assert_int_equal(yunling.beds, 0);
    struct project_standing caicun = township_at(w, BOOK_COUNTY, 341823105000, NOVEMBER_30);
    assert_false(caicun.has_target);
    assert_int_equal(caicun.by_beds, 0);
    assert_int_equal(caicun.by_investment, 0);
    assert_int_equal(caicun.by_stage, 0);
}

static void june_is_on_the_line_with_180_and_210_and_behind_with_one_less(void **state)
{
    (void)state;
    world_on_each(halfway_body);
}

static void stage_body(struct world *w)
{
    struct project_standing s;
    struct error e = {0};
    bool is_in;
    int64_t p01 = world_project(w, "P01"), p07 = world_project(w, "P07");
    world_stages(w, "P01", STAGE_STRUCTURE); /* the sixth, on 2 March: 5+5+10+10+15+25 = 70 % */
    assert_ok_e(project_standing_of(w->db, COUNTY_JINGXIAN, p01, BOOK_CITY, JUNE_30, KNOWN_NOW, &s,
                                    &is_in, &e),
                &e);
    assert_true(is_in);
    assert_int_equal(s.stage_bp, 60 * 7000);
    assert_int_equal(s.target_stage_bp, 60 * 10000);
    assert_int_equal(s.by_stage, 1);
    assert_int_equal(s.by_beds, -1);
    /* the day before STRUCTURE was reached: 45 %, the line is at 60 × 59 / 180 % */
    assert_ok_e(project_standing_of(w->db, COUNTY_JINGXIAN, p01, BOOK_CITY, date_make(2013, 3, 1),
                                    KNOWN_NOW, &s, &is_in, &e),
                &e);
    assert_int_equal(s.stage_bp, 60 * 4500);
    assert_int_equal(s.by_stage, 1);
    assert_ok_e(project_standing_of(w->db, COUNTY_JINGXIAN, p07, BOOK_CITY, JUNE_30, KNOWN_NOW, &s,
                                    &is_in, &e),
                &e);
    assert_false(is_in);
    assert_ok_e(project_standing_of(w->db, COUNTY_JINGXIAN, p07, BOOK_COUNTY, JUNE_30, KNOWN_NOW,
                                    &s, &is_in, &e),
                &e);
    assert_true(is_in);
}

static void stages_weigh_as_the_plan_says_and_books_do_not_mix(void **state)
{
    (void)state;
    world_on_each(stage_body);
}

static void swap_body(struct world *w)
{
    struct error e = {0};
    struct project p = world_read(w, "P01");
    struct project_scope to = p.scope;
    int version;
    to.change = "SWAP";
    to.township = 341823105000; /* 蔡村镇 */
    to.reason = "原址地质条件不合";
    world_signed(w, "P01", 6, 36, 0);
    assert_ok_e(project_change_request(w->db, COUNTY_JINGXIAN, p.id, &to, CLERK, &version, &e), &e);
    assert_ok_e(project_change_decide(w->db, COUNTY_JINGXIAN, p.id, version, true,
                                      "泾民〔2013〕9号", OFFICER, &e),
                &e);
    /* Decided on 31 December: at 30 June it was still in 泾川镇. */
    assert_int_equal(township_at(w, BOOK_CITY, 341823100000, JUNE_30).beds, 36);
    struct project_standing from = township_at(w, BOOK_CITY, 341823100000, date_make(2013, 12, 31));
    struct project_standing now = township_at(w, BOOK_CITY, 341823105000, date_make(2013, 12, 31));
    assert_int_equal(from.target_beds, 60); /* the target stays where the plan had it */
    assert_int_equal(from.beds, 0);
    assert_int_equal(from.by_beds, -1);
    assert_int_equal(now.beds, 36);
    assert_false(now.has_target);
    assert_int_equal(county_at(w, BOOK_CITY, date_make(2013, 12, 31), KNOWN_NOW).beds, 36);
}

static void a_swapped_project_leaves_its_target_behind(void **state)
{
    (void)state;
    world_on_each(swap_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plans_line_is_exact_in_both_books),
        cmocka_unit_test(june_is_on_the_line_with_180_and_210_and_behind_with_one_less),
        cmocka_unit_test(stages_weigh_as_the_plan_says_and_books_do_not_mix),
        cmocka_unit_test(a_swapped_project_leaves_its_target_behind),
    };
    return cmocka_run_group_tests_name("project standing", tests, NULL, NULL);
}

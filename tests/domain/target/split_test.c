/* Splits: both books add up and stay apart, makers do not issue, history stays. */
#include "domain/target/target_fixture.h"

#include <string.h>

static struct date june(void)
{
    return date_make(2013, 6, 30);
}

static struct date november(void)
{
    return date_make(2013, 11, 30);
}

static void plan_body(struct ground *g)
{
    struct error e = {0};
    size_t n;
    ground_issue_plan(g);
    struct target_split city = ground_split(g, BOOK_CITY, "beds", november(), TARGET_ISSUED),
                        county = ground_split(g, BOOK_COUNTY, "beds", november(), TARGET_ISSUED),
                        half = ground_split(g, BOOK_COUNTY, "beds", june(), TARGET_ISSUED),
                        rate = ground_split(g, BOOK_COUNTY, "inst_rate_bp", date_make(2013, 12, 31),
                                            TARGET_ISSUED);
    assert_int_equal(city.total, 300);
    assert_int_equal(ground_sum(&city), 300);
    assert_int_equal(county.total, 350);
    assert_int_equal(ground_sum(&county), 350);
    assert_int_equal(ground_sum(&half), 210);
    assert_int_equal(county.share_count, TOWNSHIPS);
    assert_true(city.is_example);
    assert_string_equal(city.indicator, "project.beds_city");
    /* Yunling: in the county's book, no part in the city's. Others: no part in either. */
    assert_true(ground_share(&county, YUNLING)->is_asked);
    assert_int_equal(ground_share(&county, YUNLING)->value, 50);
    assert_false(ground_share(&city, YUNLING)->is_asked);
    assert_false(ground_share(&county, 341823105000)->is_asked);
    for (size_t i = 0; i < rate.share_count; i++) {
        assert_true(rate.shares[i].is_asked);
        assert_int_equal(rate.shares[i].value, 4000);
    }
    assert_int_equal(rate.total, 4000);
    assert_false(rate.is_example);
    /* As the plan says already. */
    assert_status(target_split_from_plan(g->db, COUNTY_JINGXIAN, NULL, MAKER, &n, &e), STATUS_NONE);
}

static void the_plans_targets_stand_in_both_books(void **state)
{
    (void)state;
    ground_on_each(plan_body);
}

static enum status issue(struct ground *g, int64_t id, const char *actor, struct error *e)
{
    return target_split_issue(g->db, COUNTY_JINGXIAN, id, 2013, DOCUMENT, actor, NULL, e);
}

/* The director makes none, so whoever prepared it must be given the post to try it. */
static void makers_body(struct ground *g)
{
    struct error e = {0};
    size_t n;
    int64_t id;
    assert_refused(target_split_from_plan(g->db, COUNTY_JINGXIAN, NULL, DIRECTOR, &n, &e), &e,
                   "ACCESS_DENIED");
    assert_refused(target_split_from_plan(g->db, COUNTY_JINGXIAN, NULL, LEAD, &n, &e), &e,
                   "ACCESS_DENIED");
    assert_ok_e(target_split_from_plan(g->db, COUNTY_JINGXIAN, NULL, MAKER2, &n, &e), &e);
    id = ground_split(g, BOOK_CITY, "beds", june(), TARGET_DRAFT).id;
    assert_refused(issue(g, id, MAKER, &e), &e, "ACCESS_DENIED");
    assert_ok_e(access_user_role(g->db, COUNTY_JINGXIAN, "admin", MAKER2, ROLE_BUREAU_DIRECTOR,
                                 COUNTY_JINGXIAN, &e),
                &e);
    assert_refused(issue(g, id, MAKER2, &e), &e, "SAME_PERSON");
    assert_ok_e(issue(g, id, DIRECTOR, &e), &e);
    assert_refused(issue(g, id, DIRECTOR, &e), &e, "TARGET_STATE");
    assert_refused(issue(g, 999, DIRECTOR, &e), &e, "TARGET_UNKNOWN");
    assert_refused(target_split_discard(g->db, COUNTY_JINGXIAN, id, MAKER, &e), &e, "TARGET_STATE");
    id = ground_split(g, BOOK_CITY, "beds", november(), TARGET_DRAFT).id;
    assert_ok_e(target_split_discard(g->db, COUNTY_JINGXIAN, id, MAKER, &e), &e);
    assert_refused(issue(g, id, DIRECTOR, &e), &e, "TARGET_STATE");
    /* What was discarded may be drafted again; the other four drafts are as the plan says. */
    assert_ok_e(target_split_from_plan(g->db, COUNTY_JINGXIAN, NULL, MAKER, &n, &e), &e);
    assert_int_equal(n, 1);
}

static void whoever_prepares_does_not_issue(void **state)
{
    (void)state;
    ground_on_each(makers_body);
}

static void history_body(struct ground *g)
{
    struct error e = {0};
    struct target_split then;
    int64_t first, second, before;
    char hex[HASH_HEX_BYTES];
    ground_issue_plan(g);
    first = ground_split(g, BOOK_COUNTY, "beds", november(), TARGET_ISSUED).id;
    assert_ok_e(change_head(g->db, COUNTY_JINGXIAN, &before, hex, &e), &e);
    ground_today(7, 10);
    second = ground_move(g, november(), 350, 10, "茂林镇选址未定");
    assert_ok_e(issue(g, second, DIRECTOR, &e), &e);
    struct target_split now = ground_split(g, BOOK_COUNTY, "beds", november(), TARGET_ISSUED);
    assert_int_equal(now.id, second);
    assert_int_equal(ground_sum(&now), 350);
    assert_int_equal(ground_share(&now, JINGCHUAN)->value, 70);
    assert_int_equal(now.issued_on.v, date_make(2013, 7, 10).v);
    /* As known before: the first one was in force, the second unknown. */
    assert_ok_e(target_split_read(g->db, COUNTY_JINGXIAN, first, before, g->arena, &then, &e), &e);
    assert_int_equal(then.state, TARGET_ISSUED);
    assert_int_equal(then.replaced_change, 0);
    assert_int_equal(ground_share(&then, JINGCHUAN)->value, 60);
    assert_status(target_split_read(g->db, COUNTY_JINGXIAN, second, before, g->arena, &then, &e),
                  STATUS_NONE);
    assert_ok_e(target_split_read(g->db, COUNTY_JINGXIAN, first, KNOWN_NOW, g->arena, &then, &e),
                &e);
    assert_int_equal(then.state, TARGET_REPLACED);
    assert_true(then.replaced_change > before);
}

static void a_later_split_replaces_and_both_stay(void **state)
{
    (void)state;
    ground_on_each(history_body);
}

static enum status prepare(struct ground *g, const struct target_entry *t, int64_t *id,
                           struct error *e)
{
    return target_split_prepare(g->db, COUNTY_JINGXIAN, t, MAKER, id, e);
}

static void rules_body(struct ground *g)
{
    struct error e = {0};
    int64_t id;
    struct target_split s;
    struct target_share some[3] = {{.township = JINGCHUAN, .weight = 3},
                                   {.township = YUNLING, .weight = 0},
                                   {.township = 341823101000, .weight = 4}};
    struct target_entry t = {.year = 2013,
                             .book = BOOK_COUNTY,
                             .measure = "宣传进村",
                             .clause = "P5.3",
                             .due_on = june(),
                             .unit = TARGET_COUNT,
                             .total = 10,
                             .rule = TARGET_PROPORTION,
                             .share_count = 3,
                             .shares = some};
    assert_ok_e(prepare(g, &t, &id, &e), &e);
    assert_ok_e(target_split_read(g->db, COUNTY_JINGXIAN, id, KNOWN_NOW, g->arena, &s, &e), &e);
    assert_int_equal(ground_sum(&s), 10);
    assert_int_equal(ground_share(&s, JINGCHUAN)->value, 4);    /* 4.29 */
    assert_int_equal(ground_share(&s, 341823101000)->value, 6); /* 5.71 */
    assert_true(ground_share(&s, YUNLING)->is_asked);           /* a target of zero */
    assert_int_equal(ground_share(&s, YUNLING)->value, 0);
    assert_false(ground_share(&s, 341823105000)->is_asked);
    assert_refused(prepare(g, &t, &id, &e), &e, "TARGET_DRAFT_OPEN");

    t.due_on = november();
    t.rule = TARGET_BY_HAND;
    assert_refused(prepare(g, &t, &id, &e), &e, "TARGET_SUM");
    t.rule = TARGET_PROPORTION;
    some[0].weight = some[2].weight = 0;
    assert_refused(prepare(g, &t, &id, &e), &e, "TARGET_WEIGHTS");
    some[1].township = 341822106000;
    assert_refused(prepare(g, &t, &id, &e), &e, "TARGET_FIELD");
    t.share_count = 0;
    t.rule = TARGET_EQUAL;
    t.total = 25;
    assert_ok_e(prepare(g, &t, &id, &e), &e);
    assert_ok_e(target_split_read(g->db, COUNTY_JINGXIAN, id, KNOWN_NOW, g->arena, &s, &e), &e);
    assert_int_equal(ground_sum(&s), 25); /* 11 townships: three get three, by code */
    assert_int_equal(s.shares[0].value, 3);
    assert_int_equal(s.shares[2].value, 3);
    assert_int_equal(s.shares[3].value, 2);
    t.unit = TARGET_BP;
    t.rule = TARGET_PROPORTION;
    assert_refused(prepare(g, &t, &id, &e), &e, "TARGET_RULE");
    t.total = 10001;
    t.rule = TARGET_EQUAL;
    assert_refused(prepare(g, &t, &id, &e), &e, "TARGET_FIELD");
    t.total = 9000;
    t.clause = "P9.9";
    assert_refused(prepare(g, &t, &id, &e), &e, "TARGET_FIELD");
    assert_string_equal(e.place, "clause");
    t.clause = "P5.3";
    t.due_on = date_make(2014, 1, 31);
    assert_refused(prepare(g, &t, &id, &e), &e, "TARGET_FIELD");
}

static void each_rule_adds_up_and_zero_is_not_unasked(void **state)
{
    (void)state;
    ground_on_each(rules_body);
}

static void reason_body(struct ground *g)
{
    struct error e = {0};
    int64_t id;
    ground_issue_plan(g);
    const struct target_entry t = {.year = 2013,
                                   .book = BOOK_CITY,
                                   .measure = "inst_rate_bp",
                                   .clause = "P3.4",
                                   .due_on = date_make(2013, 12, 31),
                                   .unit = TARGET_BP,
                                   .total = 4500,
                                   .rule = TARGET_EQUAL};
    assert_refused(prepare(g, &t, &id, &e), &e, "REASON_MISSING");
}

static void replacing_needs_a_reason(void **state)
{
    (void)state;
    ground_on_each(reason_body);
}

static const struct target_line *line_of(const struct target_line *list, size_t n, int64_t township)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].township == township)
            return &list[i];
    fail_msg("no line");
    return NULL;
}

static struct target_line line_at(struct ground *g, const char *code, struct date day,
                                  int64_t known, int64_t township)
{
    struct target_line *list;
    struct error e = {0};
    size_t n;
    assert_ok_e(target_line_list(g->db, COUNTY_JINGXIAN, indicator_by_code(code), day, known,
                                 g->arena, &list, &n, &e),
                &e);
    assert_int_equal(n, TOWNSHIPS);
    return *line_of(list, n, township);
}

static void lines_body(struct ground *g)
{
    struct error e = {0};
    struct target_line *list;
    size_t n;
    int64_t before;
    char hex[HASH_HEX_BYTES];
    assert_status(target_line_list(g->db, COUNTY_JINGXIAN, indicator_by_code("project.beds_county"),
                                   june(), KNOWN_NOW, g->arena, &list, &n, &e),
                  STATUS_NONE);
    ground_issue_plan(g);
    assert_ok_e(change_head(g->db, COUNTY_JINGXIAN, &before, hex, &e), &e);
    struct target_line l = line_at(g, "project.beds_county", june(), KNOWN_NOW, JINGCHUAN);
    assert_int_equal(l.target_bp, 6000);
    assert_int_equal(l.final_bp, 10000);
    assert_int_equal(line_at(g, "project.beds_county", november(), KNOWN_NOW, YUNLING).target_bp,
                     10000);
    assert_false(line_at(g, "project.beds_city", november(), KNOWN_NOW, YUNLING).is_asked);
    assert_int_equal(
        line_at(g, "project.beds_county", date_make(2013, 1, 1), KNOWN_NOW, JINGCHUAN).target_bp,
        0);
    /* 90 of 180 days to 60 %: 30 %. Investment follows the line of its book. */
    assert_int_equal(
        line_at(g, "project.beds_city", date_make(2013, 4, 1), KNOWN_NOW, JINGCHUAN).target_bp,
        3000);
    assert_int_equal(
        line_at(g, "project.investment_city", date_make(2013, 4, 1), KNOWN_NOW, JINGCHUAN)
            .target_bp,
        3000);
    assert_int_equal(
        line_at(g, "project.beds_city", date_make(2013, 12, 31), KNOWN_NOW, JINGCHUAN).target_bp,
        10000);
    l = line_at(g, "home.inst_rate", date_make(2013, 3, 31), KNOWN_NOW, YUNLING);
    assert_int_equal(l.target_bp, 4000);
    assert_int_equal(l.final_bp, 4000);
    assert_true(l.is_asked);
    assert_status(target_line_list(g->db, COUNTY_JINGXIAN, indicator_by_code("medical.coverage"),
                                   june(), KNOWN_NOW, g->arena, &list, &n, &e),
                  STATUS_NONE);

    /* 60 → 70 beds from July on: June's 36 of 60 stay; from 70, 36 is 51.42 %. */
    ground_today(7, 10);
    int64_t id = ground_move(g, november(), 350, 10, "调整");
    assert_ok_e(issue(g, id, DIRECTOR, &e), &e);
    assert_int_equal(line_at(g, "project.beds_county", june(), KNOWN_NOW, JINGCHUAN).target_bp,
                     6000);
    assert_int_equal(
        line_at(g, "project.beds_county", date_make(2013, 7, 10), before, JINGCHUAN).target_bp,
        6261); /* 36 + 24 × 10/153 of 60 */
    assert_int_equal(
        line_at(g, "project.beds_county", date_make(2013, 7, 10), KNOWN_NOW, JINGCHUAN).target_bp,
        5460); /* 36 + 34 × 10/153 of 70 */
}

static void lines_run_between_milestones_as_known(void **state)
{
    (void)state;
    ground_on_each(lines_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plans_targets_stand_in_both_books),
        cmocka_unit_test(whoever_prepares_does_not_issue),
        cmocka_unit_test(a_later_split_replaces_and_both_stay),
        cmocka_unit_test(each_rule_adds_up_and_zero_is_not_unasked),
        cmocka_unit_test(replacing_needs_a_reason),
        cmocka_unit_test(lines_run_between_milestones_as_known),
    };
    return cmocka_run_group_tests_name("target-split", tests, NULL, NULL);
}

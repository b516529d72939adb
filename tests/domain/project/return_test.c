/* Monthly returns: a bed is counted once, months follow each other, one writes and another signs.
 */
#include "domain/project/project_fixture.h"

#include <string.h>

static struct project_return read_return(struct world *w, int64_t id)
{
    struct project_return r;
    struct error e = {0};
    assert_ok_e(project_return_read(w->db, COUNTY_JINGXIAN, id, w->arena, &r, &e), &e);
    return r;
}

/* The signed one of a month. */
static struct project_return signed_of(struct world *w, const char *code, int month)
{
    struct project_return *list;
    struct error e = {0};
    size_t n;
    assert_ok_e(project_return_list(w->db, COUNTY_JINGXIAN, world_project(w, code),
                                    month_make(2013, month), month_make(2013, month), w->arena,
                                    &list, &n, &e),
                &e);
    for (size_t i = 0; i < n; i++) {
        if (list[i].state == RETURN_SIGNED)
            return list[i];
    }
    fail_msg("%s has no signed return of month %d", code, month);
    return list[0];
}

static enum status try_write(struct world *w, const struct project_return *r, const char *actor,
                             struct error *e)
{
    int64_t id;
    return project_return_write(w->db, COUNTY_JINGXIAN, r, actor, &id, e);
}

static void beds_body(struct world *w)
{
    struct error e = {0};
    int64_t p = world_project(w, "P01"); /* 60 beds */
    world_signed(w, "P01", 5, 20, 100000);
    world_signed(w, "P01", 6, 30, 100000);
    struct project_return r = world_return(p, 7, 10, 0);
    assert_ok_e(try_write(w, &r, CLERK, &e), &e); /* 60 of 60 */
    r.beds_added = 11;
    assert_refused(try_write(w, &r, CLERK, &e), &e, "PROJECT_BEDS");
    r.beds_added = -1;
    assert_refused(try_write(w, &r, CLERK, &e), &e, "PROJECT_RETURN");

    /* June said too much: replaced, the totals of the months after follow. */
    world_signed(w, "P01", 7, 10, 0);
    assert_int_equal(signed_of(w, "P01", 7).beds_total, 60);
    world_signed(w, "P01", 6, 25, 40000);
    assert_int_equal(signed_of(w, "P01", 6).version, 2);
    assert_int_equal(signed_of(w, "P01", 6).beds_total, 45);
    assert_int_equal(signed_of(w, "P01", 7).beds_total, 55);
    assert_int_equal(signed_of(w, "P01", 7).invested_total.v, 140000 * 100);

    /* Whatever the months after have already counted can not be counted again before them. */
    r = world_return(p, 6, 31, 0);
    assert_refused(try_write(w, &r, CLERK, &e), &e, "PROJECT_BEDS");
    /* An excess may be taken back where it was said, not below nothing. */
    r = world_return(p, 5, -1, 0);
    assert_refused(try_write(w, &r, CLERK, &e), &e, "PROJECT_BEDS");
    r = world_return(p, 7, -45, 0);
    assert_ok_e(try_write(w, &r, CLERK, &e), &e);
    r.beds_added = -46;
    assert_refused(try_write(w, &r, CLERK, &e), &e, "PROJECT_BEDS");

    /* The draft of a replacement moves nothing until it is signed. */
    assert_int_equal(signed_of(w, "P01", 7).beds_added, 10);
}

static void no_bed_is_counted_twice_and_totals_follow_a_replacement(void **state)
{
    (void)state;
    world_on_each(beds_body);
}

static void order_body(struct world *w)
{
    struct error e = {0};
    int64_t p = world_project(w, "P01");
    struct project_return r = world_return(p, 5, 0, 0);
    world_signed(w, "P01", 3, 0, 0);
    assert_refused(try_write(w, &r, CLERK, &e), &e, "PROJECT_RETURN_ORDER");
    assert_non_null(strstr(e.message, "4月"));
    r.month = month_make(2013, 1);
    assert_refused(try_write(w, &r, CLERK, &e), &e, "PROJECT_RETURN_ORDER");
    r.month = month_make(2013, 4);
    assert_ok_e(try_write(w, &r, CLERK, &e), &e);
    r.month = month_make(2013, 2);
    assert_ok_e(try_write(w, &r, CLERK, &e), &e);
    r.month = month_make(2014, 1); /* today is 31 December */
    assert_refused(try_write(w, &r, CLERK, &e), &e, "PROJECT_RETURN");
    assert_string_equal(e.place, "month");
}

static void months_follow_each_other(void **state)
{
    (void)state;
    world_on_each(order_body);
}

static void way_body(struct world *w)
{
    struct error e = {0};
    int64_t p = world_project(w, "P01"), id, again;
    struct project_return r = world_return(p, 3, 5, 1000);
    assert_refused(try_write(w, &r, OTHER_CLERK, &e), &e, "ACCESS_SCOPE");
    assert_refused(try_write(w, &r, LEAD, &e), &e, "ACCESS_DENIED");
    assert_refused(try_write(w, &r, "nobody", &e), &e, "ACCESS_DENIED");
    r.progress = "";
    assert_refused(try_write(w, &r, CLERK, &e), &e, "PROJECT_FIELD");
    r.progress = "基础浇筑";
    assert_ok_e(project_return_write(w->db, COUNTY_JINGXIAN, &r, CLERK, &id, &e), &e);
    assert_refused(project_return_sign(w->db, COUNTY_JINGXIAN, id, LEAD, &e), &e,
                   "PROJECT_RETURN_STATE");
    assert_ok_e(project_return_submit(w->db, COUNTY_JINGXIAN, id, CLERK, &e), &e);
    assert_refused(project_return_sign(w->db, COUNTY_JINGXIAN, id, CLERK, &e), &e, "ACCESS_DENIED");
    assert_refused(project_return_send_back(w->db, COUNTY_JINGXIAN, id, "", LEAD, &e), &e,
                   "REASON_MISSING");
    assert_ok_e(project_return_send_back(w->db, COUNTY_JINGXIAN, id, "数字不对", LEAD, &e), &e);
    assert_int_equal(read_return(w, id).state, RETURN_SENT_BACK);
    assert_string_equal(read_return(w, id).reason, "数字不对");

    /* Written again it is the same return, a draft, to be submitted again. */
    r.beds_added = 4;
    assert_ok_e(project_return_write(w->db, COUNTY_JINGXIAN, &r, CLERK, &again, &e), &e);
    assert_int_equal(again, id);
    assert_int_equal(read_return(w, id).state, RETURN_DRAFT);
    assert_ok_e(project_return_submit(w->db, COUNTY_JINGXIAN, id, CLERK, &e), &e);
    assert_ok_e(project_return_sign(w->db, COUNTY_JINGXIAN, id, LEAD, &e), &e);
    assert_int_equal(read_return(w, id).state, RETURN_SIGNED);
    assert_string_equal(read_return(w, id).signed_by, LEAD);
    assert_refused(project_return_send_back(w->db, COUNTY_JINGXIAN, id, "晚了", LEAD, &e), &e,
                   "PROJECT_RETURN_STATE");

    /* Who writes does not sign, whatever he may otherwise. */
    r.month = month_make(2013, 4);
    assert_ok_e(project_return_write(w->db, COUNTY_JINGXIAN, &r, ACTOR_SYSTEM, &id, &e), &e);
    assert_ok_e(project_return_submit(w->db, COUNTY_JINGXIAN, id, ACTOR_SYSTEM, &e), &e);
    assert_refused(project_return_sign(w->db, COUNTY_JINGXIAN, id, ACTOR_SYSTEM, &e), &e,
                   "SAME_PERSON");
}

static void one_writes_and_another_signs(void **state)
{
    (void)state;
    world_on_each(way_body);
}

static void money_body(struct world *w)
{
    struct error e = {0};
    int64_t p = world_project(w, "P01"); /* 60 × 8400 = 504000 yuan */
    struct project_return r = world_return(p, 3, 0, 504000);
    assert_ok_e(try_write(w, &r, CLERK, &e), &e);
    r.invested = FEN(50400001);
    assert_refused(try_write(w, &r, CLERK, &e), &e, "PROJECT_MONEY");
    r.problem = "材料涨价";
    assert_ok_e(try_write(w, &r, CLERK, &e), &e);
    r.received[4] = FEN(-1);
    assert_refused(try_write(w, &r, CLERK, &e), &e, "PROJECT_RETURN");
    assert_string_equal(e.place, "own");

    /* The stage of a return is what was reached by the month's end. */
    world_stages(w, "P01", STAGE_FOUNDATION); /* the fifth on 20 February, the fourth on 10 */
    world_signed(w, "P01", 1, 0, 0);
    assert_int_equal(signed_of(w, "P01", 1).stage, STAGE_DESIGN); /* 31 January */
    world_signed(w, "P01", 2, 0, 0);
    assert_int_equal(signed_of(w, "P01", 2).stage, STAGE_FOUNDATION);
}

static void money_beyond_the_plan_needs_a_reason_and_the_stage_is_read(void **state)
{
    (void)state;
    world_on_each(money_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_bed_is_counted_twice_and_totals_follow_a_replacement),
        cmocka_unit_test(months_follow_each_other),
        cmocka_unit_test(one_writes_and_another_signs),
        cmocka_unit_test(money_beyond_the_plan_needs_a_reason_and_the_stage_is_read),
    };
    return cmocka_run_group_tests_name("project returns", tests, NULL, NULL);
}

/* Publicity: reported by one, confirmed by another, and how many households it reached. */
#include "domain/publicity/publicity.h"

#include <string.h>

#include "domain/project/project_fixture.h"

#define COUNTY COUNTY_JINGXIAN
#define COUNTY_CODE INT64_C(341823000000)
#define TOWNSHIP INT64_C(341823100000)
#define VILLAGE INT64_C(341823100200)
#define VILLAGE2 INT64_C(341823100201)
#define OTHER_VILLAGE INT64_C(341823101200)

static int64_t planned(struct world *w, int64_t township, const char *actor)
{
    struct error e = {0};
    int64_t id = 0;
    struct publicity_item i = {.title = "低保政策进村入户",
                               .form = PUBLICITY_VISIT,
                               .township = township,
                               .programme = PROGRAMME_DIBAO,
                               .planned_on = date_make(2013, 5, 20),
                               .responsible = "民政办"};
    assert_ok_e(publicity_plan(w->db, COUNTY, &i, actor, &id, &e), &e);
    return id;
}

static enum status done(struct world *w, int64_t id, int64_t village, int64_t households,
                        const char *actor, struct error *e)
{
    struct publicity_reached r = {village, households};
    return publicity_done(w->db, COUNTY, id, date_make(2013, 5, 21), "逐户发放宣传页，当面讲解。",
                          &r, 1, actor, e);
}

static void duties_body(struct world *w)
{
    struct error e = {0};
    struct publicity_item i;
    int64_t id = planned(w, TOWNSHIP, CLERK), other;
    struct publicity_item of_other = {.title = "越界",
                                      .form = PUBLICITY_BOARD,
                                      .township = TOWNSHIP,
                                      .planned_on = date_make(2013, 5, 20),
                                      .responsible = "民政办"};
    assert_int_equal(publicity_plan(w->db, COUNTY, &of_other, OTHER_CLERK, &other, &e),
                     STATUS_REFUSED);
    assert_string_equal(e.code, "ACCESS_SCOPE");
    assert_int_equal(done(w, id, VILLAGE, 10, OTHER_CLERK, &e), STATUS_REFUSED);
    assert_int_equal(publicity_confirm(w->db, COUNTY, id, LEAD, &e), STATUS_REFUSED);
    assert_string_equal(e.code, "PUBLICITY_STATE");
    assert_int_equal(done(w, id, OTHER_VILLAGE, 10, CLERK, &e), STATUS_REFUSED);
    assert_string_equal(e.code, "PUBLICITY_FIELD");
    assert_ok_e(publicity_read(w->db, COUNTY, id, w->arena, &i, &e), &e);
    assert_int_equal(i.state, PUBLICITY_PLANNED); /* what was refused left nothing */
    assert_true(i.is_late);
    assert_ok_e(done(w, id, VILLAGE, 10, CLERK, &e), &e);
    assert_int_equal(publicity_confirm(w->db, COUNTY, id, CLERK, &e), STATUS_REFUSED);
    assert_ok_e(publicity_confirm(w->db, COUNTY, id, LEAD, &e), &e);
    assert_int_equal(publicity_cancel(w->db, COUNTY, id, "不办了", CLERK, &e), STATUS_REFUSED);

    /* The county's own: who reports it may not confirm it, though his post could. */
    id = planned(w, COUNTY_CODE, "supervisor");
    assert_ok_e(done(w, id, OTHER_VILLAGE, 10, "supervisor", &e), &e);
    assert_int_equal(publicity_confirm(w->db, COUNTY, id, "supervisor", &e), STATUS_REFUSED);
    assert_string_equal(e.code, "SAME_PERSON");
    struct publicity_reached more = {VILLAGE, 5};
    assert_int_equal(publicity_reach_set(w->db, COUNTY, id, &more, 1, "supervisor2", &e),
                     STATUS_REFUSED);
    assert_ok_e(publicity_reach_set(w->db, COUNTY, id, &more, 1, "supervisor", &e), &e);
    assert_ok_e(publicity_confirm(w->db, COUNTY, id, "supervisor2", &e), &e);
    assert_int_equal(publicity_reach_set(w->db, COUNTY, id, &more, 1, "supervisor", &e),
                     STATUS_REFUSED);
    assert_ok_e(publicity_read(w->db, COUNTY, id, w->arena, &i, &e), &e);
    assert_int_equal(i.reached, 15);
}

static void who_reports_does_not_confirm(void **state)
{
    (void)state;
    world_on_each(duties_body);
}

static struct publicity_village at(struct world *w, int64_t village, int64_t known)
{
    struct error e = {0};
    struct publicity_village *list;
    size_t n;
    assert_ok_e(publicity_reach(w->db, COUNTY, 2013, 0, known, w->arena, &list, &n, &e), &e);
    for (size_t i = 0; i < n; i++)
        if (list[i].village == village)
            return list[i];
    return (struct publicity_village){0};
}

static void reach_body(struct world *w)
{
    struct error e = {0};
    int64_t changed, before;
    char hex[HASH_HEX_BYTES];
    const struct village_households rows[] = {{VILLAGE, 300, 2013, "2012年统计年报", true},
                                              {VILLAGE2, 200, 2013, "2012年统计年报", true}};
    struct village_households twice[] = {rows[0], rows[0]}, nowhere = rows[0];
    nowhere.village = 341823100999;
    assert_int_equal(village_households_set(w->db, COUNTY, rows, 2, CLERK, &changed, &e),
                     STATUS_REFUSED); /* a township does not say how many households there are */
    assert_int_equal(village_households_set(w->db, COUNTY, twice, 2, "supervisor", &changed, &e),
                     STATUS_REFUSED);
    assert_int_equal(village_households_set(w->db, COUNTY, &nowhere, 1, "supervisor", &changed, &e),
                     STATUS_REFUSED);
    assert_string_equal(e.code, "DIVISION_UNKNOWN");
    assert_ok_e(village_households_set(w->db, COUNTY, rows, 2, "supervisor", &changed, &e), &e);
    assert_int_equal(changed, 2);
    assert_ok_e(village_households_set(w->db, COUNTY, rows, 2, "supervisor", &changed, &e), &e);
    assert_int_equal(changed, 0);

    int64_t a = planned(w, TOWNSHIP, CLERK), b = planned(w, TOWNSHIP, CLERK),
            c = planned(w, TOWNSHIP, CLERK);
    assert_ok_e(done(w, a, VILLAGE, 120, CLERK, &e), &e);
    assert_ok_e(done(w, b, VILLAGE, 180, CLERK, &e), &e);
    assert_ok_e(done(w, c, VILLAGE2, 900, CLERK, &e), &e);
    assert_int_equal(at(w, VILLAGE, KNOWN_NOW).reached, 0); /* nothing is confirmed yet */
    assert_ok_e(publicity_confirm(w->db, COUNTY, a, LEAD, &e), &e);
    assert_int_equal(at(w, VILLAGE, KNOWN_NOW).reached, 120);
    assert_ok_e(change_head(w->db, COUNTY, &before, hex, &e), &e);
    assert_ok_e(publicity_confirm(w->db, COUNTY, b, LEAD, &e), &e);
    assert_ok_e(publicity_confirm(w->db, COUNTY, c, LEAD, &e), &e);
    /* The largest, not the sum; never more than live there; and as it was known before. */
    struct publicity_village v = at(w, VILLAGE, KNOWN_NOW);
    assert_int_equal(v.reached, 180);
    assert_int_equal(v.households, 300);
    assert_true(v.is_example);
    assert_int_equal(at(w, VILLAGE2, KNOWN_NOW).reached, 200);
    assert_int_equal(at(w, VILLAGE, before).reached, 120);
    assert_int_equal(at(w, VILLAGE2, before).reached, 0);
    const struct village_households less = {VILLAGE, 150, 2013, "2013年统计年报", false};
    assert_ok_e(village_households_set(w->db, COUNTY, &less, 1, "supervisor", &changed, &e), &e);
    v = at(w, VILLAGE, KNOWN_NOW);
    assert_int_equal(v.reached, 150);
    assert_false(v.is_example);
    assert_int_equal(at(w, VILLAGE, before).households, 300);
}

static void reach_is_the_largest_of_a_village_and_never_more_than_all(void **state)
{
    (void)state;
    world_on_each(reach_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_reports_does_not_confirm),
        cmocka_unit_test(reach_is_the_largest_of_a_village_and_never_more_than_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A project from the plan to the beds: what may change, in which order, by whom. */
#include "domain/project/project_fixture.h"

#include <string.h>

static void plan_body(struct world *w)
{
    struct project *list;
    struct error e = {0};
    size_t n;
    assert_ok_e(project_list(w->db, COUNTY_JINGXIAN, 0, BOOK_CITY, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 6);
    assert_ok_e(project_list(w->db, COUNTY_JINGXIAN, 0, BOOK_COUNTY, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 7);
    int64_t beds = 0;
    for (size_t i = 0; i < n; i++)
        beds += list[i].scope.beds;
    assert_int_equal(beds, 350);
    assert_ok_e(project_list(w->db, COUNTY_JINGXIAN, 341823106000, 0, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 1);
    assert_string_equal(list[0].code, "P07");
    assert_string_equal(list[0].home_name, "云岭镇敬老院");
    assert_false(list[0].is_city);
    assert_int_equal(project_investment(&list[0].scope).v, 50 * 840000);
    struct project_stage_day days[PROJECT_STAGES];
    assert_ok_e(project_stage_days(w->db, COUNTY_JINGXIAN, list[0].id, days, &e), &e);
    assert_int_equal(days[0].planned_on.v, date_make(2013, 1, 31).v);
    assert_int_equal(days[0].reached_on.v, 0);
    assert_status(project_find(w->db, COUNTY_JINGXIAN, "P99", w->arena, &list[0], &e), STATUS_NONE);

    /* Directors speak for the home that the plan names. */
    int64_t home;
    assert_ok_e(home_of_user(w->db, COUNTY_JINGXIAN, "home106.director", &home, &e), &e);
    assert_int_equal(home, world_read(w, "P07").home);
}

static void the_plans_projects_are_there_in_their_books(void **state)
{
    (void)state;
    world_on_each(plan_body);
}

static enum status request(struct world *w, const struct project *p,
                           const struct project_scope *scope, const char *actor, int *version,
                           struct error *e)
{
    return project_change_request(w->db, COUNTY_JINGXIAN, p->id, scope, actor, version, e);
}

static enum status decide(struct world *w, const struct project *p, int version, bool is_approved,
                          const char *actor, struct error *e)
{
    return project_change_decide(w->db, COUNTY_JINGXIAN, p->id, version, is_approved,
                                 "泾民〔2013〕12号", actor, e);
}

static void site_body(struct world *w)
{
    struct error e = {0};
    struct project p = world_read(w, "P01");
    struct project_scope to = p.scope;
    int version;
    to.change = "SITE";
    to.site = "泾川镇城西新区";
    to.land = 650;
    assert_refused(request(w, &p, &to, CLERK, &version, &e), &e, "REASON_MISSING");
    to.reason = "原址征地未成";
    assert_refused(request(w, &p, &to, OFFICER, &version, &e), &e, "ACCESS_DENIED");
    assert_refused(request(w, &p, &to, OTHER_CLERK, &version, &e), &e, "ACCESS_SCOPE");
    struct project_scope bigger = to;
    bigger.beds = 70; /* not by a change of site */
    assert_refused(request(w, &p, &bigger, CLERK, &version, &e), &e, "PROJECT_FIELD");
    assert_string_equal(e.place, "beds");
    assert_ok_e(request(w, &p, &to, CLERK, &version, &e), &e);
    assert_int_equal(version, 2);
    assert_true(world_read(w, "P01").has_open_change);
    assert_string_equal(world_read(w, "P01").scope.site, ""); /* not in force yet */
    assert_refused(request(w, &p, &to, CLERK, &version, &e), &e, "PROJECT_CHANGE_OPEN");
    assert_refused(decide(w, &p, 2, true, CLERK, &e), &e, "ACCESS_DENIED");
    assert_refused(decide(w, &p, 3, true, OFFICER, &e), &e, "PROJECT_CHANGE_UNKNOWN");
    assert_ok_e(decide(w, &p, 2, true, OFFICER, &e), &e);
    p = world_read(w, "P01");
    assert_false(p.has_open_change);
    assert_int_equal(p.scope.version, 2);
    assert_string_equal(p.scope.site, "泾川镇城西新区");
    assert_int_equal(p.scope.land, 650);
    assert_string_equal(p.scope.decided_by, OFFICER);
    assert_int_equal(p.original.version, 1);
    assert_int_equal(p.original.land, 520);
    assert_int_equal(p.original.beds, 60);

    /* A refused change leaves what is in force. */
    to = p.scope;
    to.change = "SCOPE";
    to.reason = "扩大规模";
    to.beds = 80;
    assert_ok_e(request(w, &p, &to, CLERK, &version, &e), &e);
    assert_ok_e(decide(w, &p, version, false, OFFICER, &e), &e);
    assert_int_equal(world_read(w, "P01").scope.beds, 60);
    assert_refused(decide(w, &p, version, true, OFFICER, &e), &e, "PROJECT_CHANGE_UNKNOWN");

    /* Whoever asked does not decide. */
    assert_ok_e(request(w, &p, &to, ACTOR_SYSTEM, &version, &e), &e);
    assert_refused(decide(w, &p, version, true, ACTOR_SYSTEM, &e), &e, "SAME_PERSON");
}

static void a_site_moves_by_approval_and_the_original_stays(void **state)
{
    (void)state;
    world_on_each(site_body);
}

static void scope_body(struct world *w)
{
    struct error e = {0};
    struct project p = world_read(w, "P01");
    struct project_scope to = p.scope;
    int version;
    world_signed(w, "P01", 6, 40, 0);
    to.change = "SCOPE";
    to.reason = "压缩规模";
    to.beds = 39;
    assert_refused(request(w, &p, &to, CLERK, &version, &e), &e, "PROJECT_BEDS");
    to.beds = 40;
    assert_ok_e(request(w, &p, &to, CLERK, &version, &e), &e);
    /* One bed more is signed before it is decided: now the scope would be too small. */
    world_signed(w, "P01", 7, 1, 0);
    assert_refused(decide(w, &p, version, true, OFFICER, &e), &e, "PROJECT_BEDS");
    assert_ok_e(decide(w, &p, version, false, OFFICER, &e), &e);
    to.change = "CANCEL";
    to.beds = 60;
    assert_refused(request(w, &p, &to, CLERK, &version, &e), &e, "PROJECT_BEDS");

    struct project p5 = world_read(w, "P05");
    to = p5.scope;
    to.change = "CANCEL";
    to.reason = "不再建设";
    assert_ok_e(request(w, &p5, &to, "township104.clerk", &version, &e), &e);
    assert_ok_e(decide(w, &p5, version, true, OFFICER, &e), &e);
    p5 = world_read(w, "P05");
    assert_true(p5.is_cancelled);
    assert_int_equal(p5.original.beds, 40);
    struct project_return r = world_return(p5.id, 6, 1, 0);
    int64_t id;
    assert_refused(project_return_write(w->db, COUNTY_JINGXIAN, &r, "township104.clerk", &id, &e),
                   &e, "PROJECT_CANCELLED");
}

static void a_scope_never_falls_below_what_is_built(void **state)
{
    (void)state;
    world_on_each(scope_body);
}

static enum status reach(struct world *w, enum project_stage stage, int month, int day,
                         struct error *e)
{
    return project_stage_reach(w->db, COUNTY_JINGXIAN, world_project(w, "P01"), stage,
                               date_make(2013, month, day), CLERK, e);
}

static void stage_body(struct world *w)
{
    struct error e = {0};
    struct project_stage_day days[PROJECT_STAGES];
    assert_refused(reach(w, STAGE_APPROVAL, 2, 1, &e), &e, "PROJECT_STAGE_ORDER");
    assert_ok_e(reach(w, STAGE_SITE, 2, 10, &e), &e);
    assert_refused(reach(w, STAGE_APPROVAL, 2, 9, &e), &e, "PROJECT_STAGE_ORDER");
    assert_ok_e(reach(w, STAGE_APPROVAL, 2, 10, &e), &e); /* the same day is in order */
    assert_refused(reach(w, STAGE_SITE, 2, 11, &e), &e, "PROJECT_STAGE_ORDER");
    assert_ok_e(reach(w, STAGE_SITE, 2, 1, &e), &e); /* a wrong day is superseded */
    assert_refused(reach(w, STAGE_SITE, 2, 1, &e), &e, "NOTHING_TO_CHANGE");
    assert_refused(reach(w, STAGE_ACCEPTANCE, 3, 1, &e), &e, "PROJECT_STAGE");
    assert_refused(reach(w, STAGE_IN_USE, 3, 1, &e), &e, "PROJECT_STAGE");
    assert_ok_e(project_stage_days(w->db, COUNTY_JINGXIAN, world_project(w, "P01"), days, &e), &e);
    assert_int_equal(days[0].reached_on.v, date_make(2013, 2, 1).v);
    assert_int_equal(days[0].planned_on.v, date_make(2013, 1, 31).v); /* stays beside it */
    assert_int_equal(days[1].reached_on.v, date_make(2013, 2, 10).v);
    assert_int_equal(days[2].reached_on.v, 0);
}

static void stages_come_in_their_order(void **state)
{
    (void)state;
    world_on_each(stage_body);
}

static struct project_acceptance acceptance(struct world *w, int64_t beds)
{
    return (struct project_acceptance){.project = world_project(w, "P01"),
                                       .beds = beds,
                                       .accepted_on = date_make(2013, 11, 20),
                                       .is_passed = true,
                                       .members = "张三、李四",
                                       .opinion = "合格"};
}

static void accept_body(struct world *w)
{
    struct error e = {0};
    int64_t id, p = world_project(w, "P01");
    struct project_acceptance a = acceptance(w, 55);
    world_signed(w, "P01", 10, 55, 0);
    assert_refused(project_accept(w->db, COUNTY_JINGXIAN, &a, OFFICER, &id, &e), &e,
                   "PROJECT_STAGE_ORDER");
    world_stages(w, "P01", STAGE_FITOUT);
    assert_refused(project_accept(w->db, COUNTY_JINGXIAN, &a, CLERK, &id, &e), &e, "ACCESS_DENIED");
    a.beds = 56; /* the returns have 55 */
    assert_refused(project_accept(w->db, COUNTY_JINGXIAN, &a, OFFICER, &id, &e), &e,
                   "PROJECT_BEDS");
    a.beds = 0;
    assert_refused(project_accept(w->db, COUNTY_JINGXIAN, &a, OFFICER, &id, &e), &e,
                   "PROJECT_BEDS");
    a.is_passed = false;
    assert_ok_e(project_accept(w->db, COUNTY_JINGXIAN, &a, OFFICER, &id, &e), &e);
    a = acceptance(w, 55);
    assert_ok_e(project_accept(w->db, COUNTY_JINGXIAN, &a, OFFICER, &id, &e), &e);
    assert_refused(project_accept(w->db, COUNTY_JINGXIAN, &a, OFFICER, &id, &e), &e,
                   "PROJECT_ACCEPTED");
    /* Entered wrongly: struck with a reason, and another entered. */
    int64_t wrong = id;
    assert_refused(project_accept_strike(w->db, COUNTY_JINGXIAN, p, wrong, "", OFFICER, &e), &e,
                   "REASON_MISSING");
    assert_refused(project_accept_strike(w->db, COUNTY_JINGXIAN, p, wrong, "错", CLERK, &e), &e,
                   "ACCESS_DENIED");
    assert_ok_e(project_accept_strike(w->db, COUNTY_JINGXIAN, p, wrong, "床位写错", OFFICER, &e),
                &e);
    assert_refused(project_accept_strike(w->db, COUNTY_JINGXIAN, p, wrong, "错", OFFICER, &e), &e,
                   "ACCEPTANCE_UNKNOWN");
    assert_refused(project_accept_confirm(w->db, COUNTY_JINGXIAN, p, wrong, OFFICER2, &e), &e,
                   "ACCEPTANCE_UNKNOWN");
    assert_ok_e(project_accept(w->db, COUNTY_JINGXIAN, &a, OFFICER, &id, &e), &e);
    assert_refused(project_accept_confirm(w->db, COUNTY_JINGXIAN, p, id, OFFICER, &e), &e,
                   "SAME_PERSON");
    assert_ok_e(project_accept_confirm(w->db, COUNTY_JINGXIAN, p, id, OFFICER2, &e), &e);
    assert_refused(project_accept_strike(w->db, COUNTY_JINGXIAN, p, id, "错", OFFICER, &e), &e,
                   "ACCEPTANCE_UNKNOWN");
    assert_refused(project_accept_confirm(w->db, COUNTY_JINGXIAN, p, id, OFFICER2, &e), &e,
                   "ACCEPTANCE_UNKNOWN");
    struct project_stage_day days[PROJECT_STAGES];
    assert_ok_e(project_stage_days(w->db, COUNTY_JINGXIAN, p, days, &e), &e);
    assert_int_equal(days[STAGE_ACCEPTANCE - 1].reached_on.v, date_make(2013, 11, 20).v);
    /* What is accepted can not be said to be less any more. */
    struct project_return r = world_return(p, 10, 54, 0);
    assert_refused(project_return_write(w->db, COUNTY_JINGXIAN, &r, CLERK, &id, &e), &e,
                   "PROJECT_BEDS");
}

static void what_is_accepted_was_built_and_confirmed_by_another(void **state)
{
    (void)state;
    world_on_each(accept_body);
}

static void handover_body(struct world *w)
{
    struct error e = {0};
    int64_t id, p = world_project(w, "P01");
    struct project_handover_room rooms[] = {{"201", 2, 20, 120}, {"202", 2, 20, 120}};
    struct project_handover h = {.project = p,
                                 .on = date_make(2013, 11, 25),
                                 .given_by = "泾川镇人民政府",
                                 .received_by = "泾川镇敬老院",
                                 .room_count = 2,
                                 .rooms = rooms};
    world_signed(w, "P01", 10, 60, 0);
    world_stages(w, "P01", STAGE_FITOUT);
    assert_refused(project_hand_over(w->db, COUNTY_JINGXIAN, &h, OFFICER, &id, &e), &e,
                   "PROJECT_STAGE_ORDER");
    world_accepted(w, "P01", 60);
    h.received_by = h.given_by;
    assert_refused(project_hand_over(w->db, COUNTY_JINGXIAN, &h, OFFICER, &id, &e), &e,
                   "SAME_PERSON");
    h.received_by = "泾川镇敬老院";
    h.on = date_make(2013, 11, 19);
    assert_refused(project_hand_over(w->db, COUNTY_JINGXIAN, &h, OFFICER, &id, &e), &e,
                   "PROJECT_STAGE_ORDER");
    h.on = date_make(2013, 11, 25);
    assert_ok_e(project_hand_over(w->db, COUNTY_JINGXIAN, &h, OFFICER, &id, &e), &e);

    /* 20 are left: 21 are refused and nothing of them stays. */
    struct project_handover_room more[] = {{"301", 3, 20, 120}, {"302", 3, 1, 12}};
    struct project_stage_day days[PROJECT_STAGES];
    h.rooms = more;
    assert_refused(project_hand_over(w->db, COUNTY_JINGXIAN, &h, OFFICER, &id, &e), &e,
                   "PROJECT_BEDS");
    assert_ok_e(project_stage_days(w->db, COUNTY_JINGXIAN, p, days, &e), &e);
    assert_int_equal(days[STAGE_IN_USE - 1].reached_on.v, 0);
    h.room_count = 1;
    assert_ok_e(project_hand_over(w->db, COUNTY_JINGXIAN, &h, OFFICER, &id, &e), &e);
    assert_ok_e(project_stage_days(w->db, COUNTY_JINGXIAN, p, days, &e), &e);
    assert_int_equal(days[STAGE_IN_USE - 1].reached_on.v, date_make(2013, 11, 25).v);

    struct project_handover *list;
    struct home_bed *beds;
    size_t n;
    assert_ok_e(project_handover_list(w->db, COUNTY_JINGXIAN, p, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 2);
    assert_int_equal(list[0].room_count, 2);
    assert_int_equal(list[0].beds, 40);
    assert_string_equal(list[1].rooms[0].number, "301");
    assert_ok_e(home_bed_list(w->db, COUNTY_JINGXIAN, world_read(w, "P01").home,
                              date_make(2013, 11, 25), true, w->arena, &beds, &n, &e),
                &e);
    assert_int_equal(n, 60);
    assert_ok_e(home_bed_list(w->db, COUNTY_JINGXIAN, world_read(w, "P01").home,
                              date_make(2013, 11, 24), true, w->arena, &beds, &n, &e),
                &e);
    assert_int_equal(n, 0);
}

static void accepted_beds_become_a_homes_beds_once(void **state)
{
    (void)state;
    world_on_each(handover_body);
}

struct entering {
    struct project_entry entry;
    int64_t id;
};

static enum status enter_work(struct db *db, void *context, struct error *e)
{
    struct entering *x = context;
    int64_t change;
    TRY(change_record(db, COUNTY_JINGXIAN,
                      &(struct change_entry){
                          .actor = OFFICER, .action = "project.add", .subject = "", .detail = ""},
                      &change, e));
    return project_write(db, COUNTY_JINGXIAN, &x->entry, OFFICER, change, &x->id, e);
}

static void entry_body(struct world *w)
{
    struct error e = {0};
    struct project p1 = world_read(w, "P01");
    struct entering x = {
        .entry = {
            .code = "P08", .name = "蔡村镇敬老院新建", .is_county = true, .scope = p1.original}};
    x.entry.scope.township = 341823105000;
    x.entry.scope.kind = PROJECT_NEW;
    assert_ok_e(db_transaction(w->db, enter_work, &x, &e), &e);
    assert_int_equal(world_read(w, "P08").home, 0);
    assert_int_equal(world_read(w, "P08").scope.township, 341823105000);
    x.entry.scope.area_m2 = 1; /* a known code: unchanged */
    assert_ok_e(db_transaction(w->db, enter_work, &x, &e), &e);
    assert_int_equal(world_read(w, "P08").scope.area_m2, 1500);
    x.entry.scope.beds = 61; /* but its target is not another's to move */
    assert_refused(db_transaction(w->db, enter_work, &x, &e), &e, "PROJECT_DIFFERS");
    assert_refused(project_enter(w->db, COUNTY_JINGXIAN, &x.entry, OFFICER, &x.id, &e), &e,
                   "PROJECT_CODE");
    assert_refused(project_enter(w->db, COUNTY_JINGXIAN, &x.entry, CLERK, &x.id, &e), &e,
                   "ACCESS_DENIED");
    x.entry.code = "P 9";
    assert_refused(db_transaction(w->db, enter_work, &x, &e), &e, "PROJECT_CODE");
    x.entry.code = "P09";
    x.entry.scope.township = 341823106001;
    assert_refused(db_transaction(w->db, enter_work, &x, &e), &e, "PROJECT_FIELD");
    assert_string_equal(e.place, "township");

    /* Its hand-over brings a home of its own. */
    int64_t id, p = world_project(w, "P08");
    struct project_handover_room room = {"101", 1, 2, 12};
    struct project_handover h = {.project = p,
                                 .on = date_make(2013, 11, 25),
                                 .given_by = "蔡村镇人民政府",
                                 .received_by = "县民政局",
                                 .room_count = 1,
                                 .rooms = &room};
    world_signed(w, "P08", 10, 2, 0);
    world_stages(w, "P08", STAGE_FITOUT);
    world_accepted(w, "P08", 2);
    assert_ok_e(project_hand_over(w->db, COUNTY_JINGXIAN, &h, OFFICER, &id, &e), &e);
    assert_string_equal(world_read(w, "P08").home_name, "蔡村镇敬老院新建");
}

static void a_project_is_added_once_and_may_bring_a_home(void **state)
{
    (void)state;
    world_on_each(entry_body);
}

static void problem_body(struct world *w)
{
    struct error e = {0};
    struct project_problem *list;
    size_t n;
    int64_t id, p = world_project(w, "P01");
    struct project_problem problem = {.project = p,
                                      .raised_on = date_make(2013, 6, 10),
                                      .due_on = date_make(2013, 6, 30),
                                      .problem = "连续降雨停工",
                                      .owner_unit = ""};
    assert_refused(project_problem_raise(w->db, COUNTY_JINGXIAN, &problem, CLERK, &id, &e), &e,
                   "PROJECT_FIELD");
    assert_string_equal(e.place, "owner_unit");
    problem.owner_unit = "泾川镇";
    assert_ok_e(project_problem_raise(w->db, COUNTY_JINGXIAN, &problem, CLERK, &id, &e), &e);
    assert_refused(project_problem_close(w->db, COUNTY_JINGXIAN, p, id, "已复工",
                                         date_make(2013, 6, 9), CLERK, &e),
                   &e, "PROJECT_FIELD");
    assert_ok_e(project_problem_close(w->db, COUNTY_JINGXIAN, p, id, "已复工",
                                      date_make(2013, 6, 20), OFFICER, &e),
                &e);
    assert_refused(project_problem_close(w->db, COUNTY_JINGXIAN, p, id, "已复工",
                                         date_make(2013, 6, 20), OFFICER, &e),
                   &e, "PROBLEM_UNKNOWN");
    assert_ok_e(project_problem_list(w->db, COUNTY_JINGXIAN, p, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 1);
    assert_string_equal(list[0].outcome, "已复工");
}

static void a_problem_has_an_owner_and_an_outcome(void **state)
{
    (void)state;
    world_on_each(problem_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plans_projects_are_there_in_their_books),
        cmocka_unit_test(a_site_moves_by_approval_and_the_original_stays),
        cmocka_unit_test(a_scope_never_falls_below_what_is_built),
        cmocka_unit_test(stages_come_in_their_order),
        cmocka_unit_test(what_is_accepted_was_built_and_confirmed_by_another),
        cmocka_unit_test(accepted_beds_become_a_homes_beds_once),
        cmocka_unit_test(a_project_is_added_once_and_may_bring_a_home),
        cmocka_unit_test(a_problem_has_an_owner_and_an_outcome),
    };
    return cmocka_run_group_tests_name("projects", tests, NULL, NULL);
}

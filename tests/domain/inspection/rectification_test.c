/* Orders to put something right and accountability: deadlines, and who may look again or decide. */
#include "domain/inspection/inspection_fixture.h"

#include <stdio.h>

#include "domain/inspection/accountability.h"

static enum status recheck(struct field *w, int64_t id, bool is_passed, const char *due,
                           const char *actor, struct error *e)
{
    return rectification_recheck(w->db, w->county, id, is_passed, "已到现场查看",
                                 due ? field_day(due) : (struct date){0}, actor, e);
}

static void steps_body(struct field *w)
{
    struct error e = {0};
    int64_t id = field_order(w, JINGCHUAN, TODAY);
    assert_refused(recheck(w, id, true, NULL, SUPERVISOR, &e), &e, "RECTIFICATION_STATE");
    assert_refused(rectification_reply(w->db, w->county, id, "已补", OTHER_CLERK, &e), &e,
                   "ACCESS_SCOPE");
    assert_refused(rectification_reply(w->db, w->county, id, "", CLERK, &e), &e,
                   "RECTIFICATION_FIELD");
    assert_ok_e(rectification_reply(w->db, w->county, id, "已补齐 12 户", CLERK, &e), &e);
    assert_refused(recheck(w, id, true, NULL, CLERK, &e), &e, "ACCESS_DENIED");
    assert_refused(recheck(w, id, false, TODAY, SUPERVISOR, &e), &e, "RECTIFICATION_DATE");
    assert_ok_e(recheck(w, id, false, "2013-07-11", SUPERVISOR, &e), &e);
    assert_int_equal(field_order_read(w, id).state, RECTIFICATION_RECHECK);
    assert_int_equal(field_order_read(w, id).due_on.v, field_day("2013-07-11").v);
    /* Late only the day after. */
    field_today("2013-07-11");
    assert_int_equal(field_order_read(w, id).days_overdue, 0);
    field_today("2013-07-12");
    assert_int_equal(field_order_read(w, id).days_overdue, 1);
    struct rectification *late;
    size_t n;
    assert_ok_e(rectification_list(w->db, w->county,
                                   &(struct rectification_filter){.is_overdue = true}, w->arena,
                                   &late, &n, &e),
                &e);
    assert_int_equal(n, 1);
    assert_refused(
        rectification_extend(w->db, w->county, id, field_day("2013-07-11"), "雨", SUPERVISOR, &e),
        &e, "RECTIFICATION_DATE");
    assert_refused(
        rectification_extend(w->db, w->county, id, field_day("2013-07-20"), "", SUPERVISOR, &e), &e,
        "REASON_MISSING");
    assert_ok_e(
        rectification_extend(w->db, w->county, id, field_day("2013-07-20"), "汛期", SUPERVISOR, &e),
        &e);
    assert_ok_e(rectification_reply(w->db, w->county, id, "全部补齐", LEAD, &e), &e);

    /* Who replied, at any time, does not look again: not even in another post. */
    assert_ok_e(access_user_role(w->db, w->county, "admin", LEAD, ROLE_INSPECTOR, 341823, &e), &e);
    assert_refused(recheck(w, id, true, NULL, LEAD, &e), &e, "SAME_PERSON");
    assert_ok_e(recheck(w, id, true, NULL, INSPECTOR, &e), &e);
    struct rectification r = field_order_read(w, id);
    assert_int_equal(r.state, RECTIFICATION_CLOSED);
    assert_string_equal(r.closed_by, INSPECTOR);
    assert_int_equal(r.moved, 2);
    assert_refused(rectification_reply(w->db, w->county, id, "再补", CLERK, &e), &e,
                   "RECTIFICATION_STATE");
    struct rectification_step *steps;
    assert_ok_e(rectification_step_list(w->db, w->county, id, w->arena, &steps, &n, &e), &e);
    assert_int_equal(n, 5);
    /* An inspector does not look again at his own place. */
    int64_t own = field_order(w, MAOLIN, "2013-07-31");
    assert_ok_e(rectification_reply(w->db, w->county, own, "已改", OTHER_CLERK, &e), &e);
    assert_refused(recheck(w, own, true, NULL, INSPECTOR_OF_MAOLIN, &e), &e, "INSPECTION_OWN");
}

static void who_replied_does_not_look_again(void **state)
{
    (void)state;
    field_on_each(steps_body);
}

static int64_t scan(struct field *w, const char *actor)
{
    struct error e = {0};
    int64_t n = 0;
    assert_ok_e(accountability_suggest_scan(w->db, w->county, actor, &n, &e), &e);
    return n;
}

static struct accountability only(struct field *w)
{
    struct accountability *list;
    struct error e = {0};
    size_t n;
    assert_ok_e(
        accountability_list(w->db, w->county, 0, ACCOUNTABILITY_SUGGESTED, w->arena, &list, &n, &e),
        &e);
    assert_int_equal(n, 1);
    return list[0];
}

static void scan_body(struct field *w)
{
    struct error e = {0};
    int64_t visit = field_visit(w, 0, JINGCHUAN, INSPECTOR), order;
    field_finding(w, visit, INSPECTION_DEFECT, "档案不齐");
    int missed = field_finding(w, visit, INSPECTION_MISSED_STEP, "民主评议没有记录");
    assert_int_equal(scan(w, SUPERVISOR), 0); /* a draft says nothing yet */
    assert_ok_e(inspection_submit(w->db, w->county, visit, NULL, 0, INSPECTOR, &e), &e);
    assert_int_equal(scan(w, SUPERVISOR), 1);
    assert_int_equal(scan(w, INSPECTOR), 0); /* once for each evidence */
    struct accountability a = only(w);
    assert_int_equal(a.trigger, ACCOUNTABILITY_MISSED_STEP);
    char evidence[60];
    (void)snprintf(evidence, sizeof evidence, "inspection %d/%d", (int)visit, missed);
    assert_string_equal(a.evidence, evidence);

    struct accountability_decision d = {.action = ACCOUNTABILITY_RECTIFICATION,
                                        .person = "赵六",
                                        .decision = "责令整改",
                                        .demand = "一个月内补做民主评议",
                                        .due_on = field_day("2013-08-10")};
    assert_refused(accountability_record(w->db, w->county, a.id, &d, SUPERVISOR, &order, &e), &e,
                   "ACCESS_DENIED");
    /* Who suggested it does not decide it: not even as the director later. */
    assert_ok_e(
        access_user_role(w->db, w->county, "admin", SUPERVISOR, ROLE_BUREAU_DIRECTOR, 341823, &e),
        &e);
    assert_refused(accountability_record(w->db, w->county, a.id, &d, SUPERVISOR, &order, &e), &e,
                   "SAME_PERSON");
    assert_ok_e(accountability_state_own(w->db, w->county, a.id, "当时正在换届", INSPECTOR, &e),
                &e);
    assert_ok_e(accountability_record(w->db, w->county, a.id, &d, DIRECTOR, &order, &e), &e);
    assert_true(order > 0);
    assert_int_equal(field_order_read(w, order).origin_id, visit);
    assert_refused(accountability_dismiss(w->db, w->county, a.id, "查无此事", DIRECTOR, &e), &e,
                   "ACCOUNTABILITY_STATE");
    assert_ok_e(accountability_read(w->db, w->county, a.id, w->arena, &a, &e), &e);
    assert_string_equal(a.statement, "当时正在换届");
    assert_string_equal(a.person, "赵六");
    assert_int_equal(scan(w, INSPECTOR), 0); /* nor once it is decided */
}

static void a_missed_step_is_suggested_once_and_the_director_decides(void **state)
{
    (void)state;
    field_on_each(scan_body);
}

static void delay_body(struct field *w)
{
    struct error e = {0};
    int64_t id = field_order(w, JINGCHUAN, "2013-07-31");
    assert_ok_e(
        rectification_extend(w->db, w->county, id, field_day("2013-08-10"), "汛期", SUPERVISOR, &e),
        &e);
    assert_int_equal(scan(w, SUPERVISOR), 0); /* moved once */
    assert_ok_e(
        rectification_extend(w->db, w->county, id, field_day("2013-08-20"), "汛期", SUPERVISOR, &e),
        &e);
    assert_int_equal(scan(w, SUPERVISOR), 1); /* moved twice */
    struct accountability a = only(w);
    assert_refused(accountability_dismiss(w->db, w->county, a.id, "", DIRECTOR, &e), &e,
                   "REASON_MISSING");
    assert_ok_e(accountability_dismiss(w->db, w->county, a.id, "因汛期，情有可原", DIRECTOR, &e),
                &e);
    field_order(w, MAOLIN, TODAY);
    field_order(w, MAOLIN, TODAY);
    field_today("2013-07-11");
    assert_int_equal(scan(w, SUPERVISOR), 0); /* two overdue */
    field_today(TODAY);
    field_order(w, MAOLIN, TODAY);
    assert_int_equal(scan(w, SUPERVISOR), 0); /* three, on their last day */
    field_today("2013-07-11");
    assert_int_equal(scan(w, SUPERVISOR), 1);
    a = only(w);
    assert_int_equal(a.trigger, ACCOUNTABILITY_REPEATED_DELAY);
    assert_int_equal(a.township, MAOLIN);
    struct accountability_new by_hand = {.trigger = ACCOUNTABILITY_REPEATED_DELAY,
                                         .evidence = a.evidence,
                                         .township = MAOLIN,
                                         .facts = "多次逾期"};
    int64_t other;
    assert_refused(accountability_suggest(w->db, w->county, &by_hand, INSPECTOR, &other, &e), &e,
                   "ACCOUNTABILITY_ONCE");
    by_hand.trigger = ACCOUNTABILITY_OTHER;
    assert_ok_e(accountability_suggest(w->db, w->county, &by_hand, INSPECTOR, &other, &e), &e);
}

static void repeated_delay_counts_moves_and_what_is_overdue(void **state)
{
    (void)state;
    field_on_each(delay_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_replied_does_not_look_again),
        cmocka_unit_test(a_missed_step_is_suggested_once_and_the_director_decides),
        cmocka_unit_test(repeated_delay_counts_moves_and_what_is_overdue),
    };
    return cmocka_run_group_tests_name("inspection", tests, NULL, NULL);
}

/* Objections: while it hangs, decided by another, and nobody learns who objected. */
#include <string.h>

#include "domain/casework/flow_support.h"
#include "domain/casework/notice.h"

/* On its first notice since 2013-10-10, to hang until 2013-10-16. */
static int64_t hanging(struct flow *f, int64_t *ret_notice)
{
    static const struct {
        enum case_action action;
        const char *user, *on;
    } steps[] = {
        {ACTION_ACCEPT, "clerk", "2013-09-16"}, {ACTION_CHECK, "dibao1", "2013-09-18"},
        {ACTION_SURVEY, "clerk", "2013-09-30"}, {ACTION_DELIBERATE, "clerk", "2013-10-08"},
        {ACTION_REVIEW, "lead", "2013-10-09"},
    };
    int64_t id = flow_open(f, CASE_DIBAO, flow_dibao_form(f), "village", "2013-09-13");
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        flow_act(f, id, steps[i].action, steps[i].user, steps[i].on,
                 flow_step_form(f, CASE_DIBAO, steps[i].action, steps[i].on));
    *ret_notice = flow_post(f, id, "village", "2013-10-10");
    return id;
}

static enum status object(struct flow *f, int64_t notice, int64_t case_id, const char *ground,
                          const char *on, int64_t *ret, struct error *e)
{
    struct case_actor actor = flow_actor(f, "village");
    struct entry_data *content =
        flow_data(f, "objector", "吴揭发", "phone", "13905631234", "ground", ground, NULL);
    return objection_record(f->db, COUNTY, f->keys, &actor, notice, case_id, content, day(on), NULL,
                            ret, e);
}

static enum status decide(struct flow *f, int64_t objection, const char *user, bool is_upheld,
                          const char *finding, const char *on, struct error *e)
{
    struct case_actor actor = flow_actor(f, user);
    return objection_decide(f->db, COUNTY, f->keys, &actor, objection, is_upheld, finding, day(on),
                            e);
}

static struct objection_row only(struct flow *f, int64_t case_id, const struct keyring *keys)
{
    struct objection_row *list;
    struct error e = {0};
    size_t count;
    assert_ok_e(objection_list(f->db, COUNTY, keys, case_id, f->arena, &list, &count, &e), &e);
    assert_int_equal(count, 1);
    return list[0];
}

static void course_body(struct flow *f)
{
    int64_t notice, objection = 0, id = hanging(f, &notice);
    struct error e = {0};
    assert_ok_e(object(f, notice, id, "有一辆面包车没有申报", "2013-10-12", &objection, &e), &e);
    assert_int_equal(flow_case(f, id).state, STATE_REINVESTIGATE);
    struct objection_row o = only(f, id, NULL);
    assert_null(o.content);
    /* Twenty working days after 12 October, itself a make-up day. */
    assert_int_equal(date_yyyymmdd(o.due_on), 20131108);
    assert_string_equal(entry_get(only(f, id, f->keys).content, "objector"), "吴揭发");

    /* The notice comes down without the case. */
    flow_close(f, notice, "village", "2013-10-18");
    assert_int_equal(flow_case(f, id).state, STATE_REINVESTIGATE);

    assert_refused(decide(f, objection, "lead", true, "", "2013-10-20", &e), &e,
                   "OBJECTION_FINDING");
    assert_refused(decide(f, objection, "lead", true, "属实", "2013-10-11", &e), &e, "CASE_DATE");
    assert_refused(decide(f, objection, "clerk2", true, "属实", "2013-10-20", &e), &e,
                   "ACCESS_DENIED");
    assert_refused(decide(f, objection + 1, "lead", true, "属实", "2013-10-20", &e), &e,
                   "OBJECTION_UNKNOWN");
    assert_int_equal(only(f, id, NULL).decided_on.v, 0);
    assert_ok_e(decide(f, objection, "lead", true, "车辆属实，收入重新核定", "2013-10-20", &e), &e);
    assert_int_equal(flow_case(f, id).state, STATE_DECIDING);
    o = only(f, id, NULL);
    assert_true(o.is_upheld);
    assert_string_equal(o.finding, "车辆属实，收入重新核定");
    assert_string_equal(o.decided_by, "lead");
    assert_refused(decide(f, objection, "lead", false, "不属实", "2013-10-21", &e), &e,
                   "OBJECTION_DECIDED");
}

static void an_objection_takes_the_case_out_and_is_decided_in_writing(void **state)
{
    (void)state;
    flow_each(course_body);
}

static void surveyor_body(struct flow *f)
{
    int64_t notice, objection = 0, id = hanging(f, &notice);
    struct error e = {0};
    assert_ok_e(object(f, notice, id, "收入不实", "2013-10-12", &objection, &e), &e);
    /* The same person, promoted meanwhile. */
    struct case_actor surveyor = flow_actor(f, "clerk");
    surveyor.role = ROLE_TOWNSHIP_LEAD;
    assert_refused(objection_decide(f->db, COUNTY, f->keys, &surveyor, objection, false, "查过了",
                                    day("2013-10-20"), &e),
                   &e, "CASE_DUTY");
    assert_int_equal(flow_case(f, id).state, STATE_REINVESTIGATE);
}

static void who_surveyed_does_not_decide(void **state)
{
    (void)state;
    flow_each(surveyor_body);
}

static void secret_body(struct flow *f)
{
    int64_t notice, objection = 0, id = hanging(f, &notice);
    struct error e = {0};
    struct case_step *steps;
    size_t count;
    assert_ok_e(object(f, notice, id, "收入不实", "2013-10-12", &objection, &e), &e);
    assert_ok_e(case_steps(f->db, COUNTY, f->keys, id, f->arena, &steps, &count, &e), &e);
    assert_int_equal(steps[count - 1].action, ACTION_OBJECT);
    assert_string_equal(entry_get(steps[count - 1].content, "ground"), "收入不实");
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(entry_get(steps[i].content, "objector"), "");
        assert_string_equal(entry_get(steps[i].content, "phone"), "");
    }
    assert_int_equal(
        flow_number(f, "SELECT count(*) FROM change_trail WHERE detail LIKE '%%吴揭发%%' OR "
                       "subject LIKE '%%吴揭发%%'"),
        0);
    assert_int_equal(flow_number(f, "SELECT count(*) FROM case_step WHERE facts LIKE '%%吴揭发%%'"),
                     0);
}

static void who_objects_stays_in_the_objection(void **state)
{
    (void)state;
    flow_each(secret_body);
}

static void several_body(struct flow *f)
{
    int64_t notice, first = 0, second = 0, id = hanging(f, &notice);
    struct error e = {0};
    assert_ok_e(object(f, notice, id, "收入不实", "2013-10-12", &first, &e), &e);
    assert_ok_e(object(f, notice, id, "房子两套", "2013-10-14", &second, &e), &e);
    assert_ok_e(decide(f, first, "lead", false, "收入属实", "2013-10-20", &e), &e);
    assert_int_equal(flow_case(f, id).state, STATE_REINVESTIGATE);
    assert_ok_e(decide(f, second, "lead", false, "只有一套", "2013-10-21", &e), &e);
    assert_int_equal(flow_case(f, id).state, STATE_DECIDING);
}

static void the_case_waits_for_the_last_of_several(void **state)
{
    (void)state;
    flow_each(several_body);
}

static void withdrawn_body(struct flow *f)
{
    int64_t notice, objection = 0, id = hanging(f, &notice);
    struct error e = {0};
    assert_ok_e(object(f, notice, id, "收入不实", "2013-10-12", &objection, &e), &e);
    flow_act(f, id, ACTION_WITHDRAW, "village", "2013-10-14",
             flow_data(f, "reason", "自愿撤回", NULL));
    struct objection_row o = only(f, id, NULL);
    assert_int_equal(date_yyyymmdd(o.decided_on), 20131014);
    assert_false(o.is_upheld);
    assert_string_equal(o.decided_by, "village");
    assert_refused(decide(f, objection, "lead", true, "属实", "2013-10-20", &e), &e,
                   "OBJECTION_DECIDED");
}

static void a_withdrawal_leaves_no_objection_open(void **state)
{
    (void)state;
    flow_each(withdrawn_body);
}

static void when_body(struct flow *f)
{
    int64_t notice, other_notice, objection = 0, id = hanging(f, &notice),
                                  other = hanging(f, &other_notice);
    struct error e = {0};
    struct entry_faults faults = {.arena = f->arena};
    struct case_actor actor = flow_actor(f, "village"), stranger = flow_actor(f, "other");
    assert_refused(object(f, notice, id, "", "2013-10-12", &objection, &e), &e, "CASE_FORM");
    assert_refused(objection_record(f->db, COUNTY, f->keys, &actor, notice, id,
                                    flow_data(f, "nonsense", "1", NULL), day("2013-10-12"), &faults,
                                    &objection, &e),
                   &e, "CASE_FORM");
    assert_true(faults.count >= 1);
    assert_refused(object(f, notice, id, "不实", "2013-10-09", &objection, &e), &e,
                   "OBJECTION_DAY");
    assert_refused(object(f, notice, other, "不实", "2013-10-12", &objection, &e), &e,
                   "OBJECTION_CASE");
    assert_refused(object(f, notice + 99, id, "不实", "2013-10-12", &objection, &e), &e,
                   "NOTICE_UNKNOWN");
    assert_refused(objection_record(f->db, COUNTY, f->keys, &stranger, notice, id,
                                    flow_data(f, "ground", "不实", NULL), day("2013-10-12"), NULL,
                                    &objection, &e),
                   &e, "ACCESS_SCOPE");
    assert_int_equal(flow_number(f, "SELECT count(*) FROM objection"), 0);
    /* On the first day, and as long as it hangs, be it overdue. */
    assert_ok_e(object(f, notice, id, "不实", "2013-10-10", &objection, &e), &e);
    assert_ok_e(object(f, other_notice, other, "不实", "2013-10-17", &objection, &e), &e);
    flow_close(f, other_notice, "village", "2013-10-18");
    assert_refused(object(f, other_notice, other, "不实", "2013-10-18", &objection, &e), &e,
                   "NOTICE_CLOSED");
}

static void objections_are_taken_only_while_it_hangs(void **state)
{
    (void)state;
    flow_each(when_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_objection_takes_the_case_out_and_is_decided_in_writing),
        cmocka_unit_test(who_surveyed_does_not_decide),
        cmocka_unit_test(who_objects_stays_in_the_objection),
        cmocka_unit_test(the_case_waits_for_the_last_of_several),
        cmocka_unit_test(a_withdrawal_leaves_no_objection_open),
        cmocka_unit_test(objections_are_taken_only_while_it_hangs),
    };
    return cmocka_run_group_tests_name("case-objection", tests, NULL, NULL);
}

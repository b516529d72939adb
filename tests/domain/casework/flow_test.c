/* What the flow lets through and what it does not: both sides of every rule. */
#include "domain/casework/flow_support.h"

#include <stdio.h>
#include <string.h>

#include "domain/casework/notice.h"
#include "domain/casework/sample.h"

static struct error e;

static enum status open_try(struct flow *f, enum case_kind kind, const struct entry_data *form,
                            const char *user, int64_t division, const char *on)
{
    struct case_actor actor = flow_actor(f, user);
    int64_t id;
    return case_open(
        f->db, COUNTY, f->keys, &actor,
        &(struct case_opening){.kind = kind, .division = division, .on = day(on), .content = form},
        NULL, &id, &e);
}

static int64_t applied(struct flow *f)
{
    return flow_open(f, CASE_DIBAO, flow_dibao_form(f), "village", "2013-09-13");
}

static void step(struct flow *f, int64_t id, enum case_action action, const char *user,
                 const char *on)
{
    flow_act(f, id, action, user, on, flow_step_form(f, flow_case(f, id).kind, action, on));
}

static enum status step_try(struct flow *f, int64_t id, enum case_action action, const char *user,
                            const char *on)
{
    return flow_try(f, id, action, user, on, flow_step_form(f, flow_case(f, id).kind, action, on),
                    &e);
}

static int64_t checked(struct flow *f)
{
    int64_t id = applied(f);
    step(f, id, ACTION_ACCEPT, "clerk", "2013-09-16");
    step(f, id, ACTION_CHECK, "dibao1", "2013-09-18");
    return id;
}

static int64_t surveyed(struct flow *f)
{
    int64_t id = checked(f);
    step(f, id, ACTION_SURVEY, "clerk", "2013-09-30");
    return id;
}

/* ---- deadlines ---- */

/* §A.2: accepted 16 September, survey due 30 September; surveyed then, deliberation by 12 October.
 */
static void days_body(struct flow *f)
{
    int64_t id = applied(f);
    step(f, id, ACTION_ACCEPT, "clerk", "2013-09-16");
    assert_true(flow_case(f, id).due_on.v > 0);
    step(f, id, ACTION_CHECK, "dibao1", "2013-09-18");
    assert_int_equal(flow_case(f, id).due_on.v, day("2013-09-30").v);
    step(f, id, ACTION_SURVEY, "clerk", "2013-09-30");
    assert_int_equal(flow_case(f, id).due_on.v, day("2013-10-12").v);
    f->today = day("2013-10-12");
    assert_int_equal(flow_case(f, id).days_left, 0);
    f->today = day("2013-10-14");
    assert_int_equal(flow_case(f, id).days_left, -1);
    f->today = day("2013-12-31");
}

static void the_survey_counts_from_acceptance_over_the_holidays(void **state)
{
    (void)state;
    flow_each(days_body);
}

static void sent_back_body(struct flow *f)
{
    int64_t id = flow_dibao_deciding(f);
    step(f, id, ACTION_SEND_BACK, "dibao2", "2013-10-21");
    struct case_record c = flow_case(f, id);
    assert_int_equal(c.state, STATE_CHECKED);
    assert_int_equal(c.due_on.v, day("2013-11-04").v);
}

static void drawn_again_body(struct flow *f)
{
    static const struct {
        enum case_action action;
        const char *user, *on;
    } steps[] = {
        {ACTION_SURVEY, "clerk", "2013-10-22"},
        {ACTION_DELIBERATE, "clerk", "2013-10-23"},
        {ACTION_REVIEW, "lead", "2013-10-24"},
    };
    int64_t id = flow_dibao_deciding(f);
    flow_sample(f, PROGRAMME_DIBAO, id, "2013-10-18");
    assert_true(flow_case(f, id).is_spot_checked);
    step(f, id, ACTION_SEND_BACK, "dibao2", "2013-10-21");
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        step(f, id, steps[i].action, steps[i].user, steps[i].on);
    flow_close(f, flow_post(f, id, "village", "2013-10-25"), "village", "2013-11-04");
    assert_refused(step_try(f, id, ACTION_APPROVE, "dibao2", "2013-11-05"), &e, "CASE_SAMPLE");
    flow_sample(f, PROGRAMME_DIBAO, id, "2013-11-05");
    step(f, id, ACTION_APPROVE, "dibao2", "2013-11-05");
}

static void what_was_sent_back_is_drawn_and_visited_again(void **state)
{
    (void)state;
    flow_each(drawn_again_body);
}

static void after_a_send_back_the_survey_counts_anew(void **state)
{
    (void)state;
    flow_each(sent_back_body);
}

/* ---- papers ---- */

static void papers_body(struct flow *f)
{
    int64_t id = applied(f);
    step(f, id, ACTION_ASK_PAPERS, "clerk", "2013-09-16");
    assert_int_equal(flow_case(f, id).state, STATE_PAPERS_MISSING);
    step(f, id, ACTION_SUPPLY_PAPERS, "village", "2013-09-17");
    assert_refused(step_try(f, id, ACTION_ASK_PAPERS, "clerk", "2013-09-18"), &e,
                   "CASE_PAPERS_ASKED");
    step(f, id, ACTION_ACCEPT, "clerk", "2013-09-18");
    int64_t other = applied(f);
    step(f, other, ACTION_ASK_PAPERS, "clerk", "2013-09-16");
    step(f, other, ACTION_NOT_ACCEPT, "clerk", "2013-09-27");
    assert_int_equal(flow_case(f, other).closed_on.v, day("2013-09-27").v);
}

static void papers_are_asked_for_once(void **state)
{
    (void)state;
    flow_each(papers_body);
}

static const struct entry_data *form_now(struct flow *f, int64_t id)
{
    const struct entry_data *form;
    assert_ok_e(case_form_read(f->db, COUNTY, f->keys, id, 0, f->arena, &form, &e), &e);
    return form;
}

/* As the page posts it: the whole application, its numbers left empty. */
static struct entry_data *supplied(struct flow *f, int64_t id)
{
    struct case_record c = flow_case(f, id);
    struct entry_data *known;
    assert_ok_e(case_supply_known(f->db, COUNTY, f->keys, &c, f->arena, &known, &e), &e);
    assert_string_equal(entry_get(known, "members.1.id_number"), "");
    assert_string_equal(entry_get(known, "account_number"), "");
    assert_ok_e(entry_data_set(known, "papers", "户口簿", &e), &e);
    return known;
}

static void corrected_body(struct flow *f)
{
    int64_t other = applied(f), id = applied(f);
    step(f, id, ACTION_ASK_PAPERS, "clerk", "2013-09-16");
    const struct entry_data *old = form_now(f, id);
    const char *first = entry_get(old, "members.1.id_number"),
               *second = entry_get(old, "members.2.id_number");

    /* Somebody on another application can not be put on this one. */
    struct entry_data *given = supplied(f, id);
    assert_ok_e(entry_data_set(given, "members.2.id_number",
                               entry_get(form_now(f, other), "members.1.id_number"), &e),
                &e);
    assert_refused(flow_try(f, id, ACTION_SUPPLY_PAPERS, "village", "2013-09-17", given, &e), &e,
                   "CASE_GUARD");
    /* A form that could not be handed in can not be supplied either. */
    given = supplied(f, id);
    assert_ok_e(entry_data_set(given, "address", "", &e), &e);
    assert_refused(flow_try(f, id, ACTION_SUPPLY_PAPERS, "village", "2013-09-17", given, &e), &e,
                   "CASE_FORM");
    given = supplied(f, id);
    assert_ok_e(entry_data_set(given, "assessed_income_year", "0", &e), &e);
    assert_refused(flow_try(f, id, ACTION_SUPPLY_PAPERS, "village", "2013-09-17", given, &e), &e,
                   "CASE_FORM");
    assert_int_equal(
        flow_number(f, "SELECT max(version) FROM case_form WHERE case_id = %lld", (long long)id),
        1);

    /* The head's name was misspelt, the son has another number, a child was forgotten. */
    const char *son = flow_id_number(f, 1981), *child = flow_id_number(f, 2005);
    given = supplied(f, id);
    assert_ok_e(entry_data_set(given, "members.1.name", "章正名", &e), &e);
    assert_ok_e(entry_data_set(given, "members.1.id_number", first, &e), &e);
    assert_ok_e(entry_data_set(given, "members.2.id_number", son, &e), &e);
    assert_ok_e(entry_data_set(given, "members.3.name", "章小三", &e), &e);
    assert_ok_e(entry_data_set(given, "members.3.id_number", child, &e), &e);
    assert_ok_e(entry_data_set(given, "members.3.relation", "GRANDSON", &e), &e);
    assert_ok_e(entry_data_set(given, "members.3.is_protected", "1", &e), &e);
    flow_act(f, id, ACTION_SUPPLY_PAPERS, "village", "2013-09-17", given);
    struct case_record c = flow_case(f, id);
    assert_int_equal(c.people_count, 3);
    assert_int_equal(c.protected_count, 3);
    assert_string_equal(c.applicant, "章正名");
    const struct entry_data *now = form_now(f, id);
    assert_string_equal(entry_get(now, "account_number"), entry_get(old, "account_number"));
    assert_string_equal(entry_get(now, "members.2.id_number"), son);
    assert_string_equal(entry_get(now, "papers"), "");
    assert_int_equal(
        flow_number(f, "SELECT max(version) FROM case_form WHERE case_id = %lld", (long long)id),
        2);
    /* Who is on it now is guarded, who was is free. */
    struct entry_data *next = flow_dibao_form(f);
    assert_ok_e(entry_data_set(next, "members.2.id_number", second, &e), &e);
    (void)flow_open(f, CASE_DIBAO, next, "village", "2013-09-17");
    next = flow_dibao_form(f);
    assert_ok_e(entry_data_set(next, "members.2.id_number", child, &e), &e);
    struct case_actor actor = flow_actor(f, "village");
    int64_t opened;
    assert_refused(case_open(f->db, COUNTY, f->keys, &actor,
                             &(struct case_opening){.kind = CASE_DIBAO,
                                                    .division = VILLAGE,
                                                    .on = day("2013-09-17"),
                                                    .content = next},
                             NULL, &opened, &e),
                   &e, "CASE_GUARD");
    step(f, id, ACTION_ACCEPT, "clerk", "2013-09-18");
}

static void supplied_papers_may_correct_the_application(void **state)
{
    (void)state;
    flow_each(corrected_body);
}

/* A single value of it, as the command line gives it. */
static void corrected_value_body(struct flow *f)
{
    int64_t id = applied(f);
    step(f, id, ACTION_ASK_PAPERS, "clerk", "2013-09-16");
    flow_act(f, id, ACTION_SUPPLY_PAPERS, "village", "2013-09-17",
             flow_data(f, "papers", "存折", "account_holder", "章更正", NULL));
    assert_string_equal(entry_get(form_now(f, id), "account_holder"), "章更正");
    assert_int_equal(entry_rows(form_now(f, id), "members"), 2);
}

static void a_single_value_may_be_corrected(void **state)
{
    (void)state;
    flow_each(corrected_value_body);
}

/* ---- what nobody may decide ---- */

static void grant_bounds_body(struct flow *f)
{
    int64_t id = flow_dibao_deciding(f);
    flow_sample(f, PROGRAMME_DIBAO, id, "2013-10-18");
    assert_refused(flow_try(f, id, ACTION_APPROVE, "dibao2", "2013-10-21",
                            flow_data(f, "from", "2012-01", NULL), &e),
                   &e, "CASE_FROM");
    assert_refused(flow_try(f, id, ACTION_APPROVE, "dibao2", "2013-10-21",
                            flow_data(f, "from", "2015-01", NULL), &e),
                   &e, "CASE_FROM");
    flow_act(f, id, ACTION_APPROVE, "dibao2", "2013-10-21", flow_data(f, "from", "2013-09", NULL));
}

static void a_grant_begins_neither_before_the_application_nor_years_ahead(void **state)
{
    (void)state;
    flow_each(grant_bounds_body);
}

/* ---- who, where, when ---- */

static enum status step_try_unknown(struct flow *f)
{
    return flow_try(f, 4711, ACTION_ACCEPT, "clerk", "2013-09-16", NULL, &e);
}

static void unknown_body(struct flow *f)
{
    assert_refused(step_try_unknown(f), &e, "CASE_UNKNOWN");
}

static void a_case_that_is_not_there_is_named_so(void **state)
{
    (void)state;
    flow_each(unknown_body);
}

static void reach_body(struct flow *f)
{
    assert_refused(open_try(f, CASE_DIBAO, flow_dibao_form(f), "other", VILLAGE, "2013-09-13"), &e,
                   "ACCESS_SCOPE");
    assert_refused(open_try(f, CASE_DIBAO, flow_dibao_form(f), "lead", VILLAGE, "2013-09-13"), &e,
                   "ACCESS_DENIED");
    assert_refused(open_try(f, CASE_DIBAO, flow_dibao_form(f), "clerk", TOWNSHIP, "2013-09-13"), &e,
                   "CASE_DIVISION");
    int64_t id = applied(f);
    assert_refused(step_try(f, id, ACTION_ACCEPT, "other", "2013-09-16"), &e, "ACCESS_SCOPE");
    assert_refused(step_try(f, id, ACTION_ACCEPT, "village", "2013-09-16"), &e, "ACCESS_DENIED");
    assert_refused(step_try(f, id, ACTION_ACCEPT, "system", "2013-09-16"), &e, "ACCESS_DENIED");
    assert_refused(step_try(f, id, ACTION_ACCEPT, "auditor", "2013-09-16"), &e, "ACCESS_DENIED");
    assert_refused(step_try(f, id, ACTION_CHECK, "dibao1", "2013-09-16"), &e, "CASE_STATE");
    assert_refused(flow_try(f, id, ACTION_POST, "village", "2013-09-16", NULL, &e), &e,
                   "CASE_NOTICE");
    step(f, id, ACTION_ACCEPT, "clerk", "2013-09-16");
}

static void role_level_and_village_decide_who_may_act(void **state)
{
    (void)state;
    flow_each(reach_body);
}

static void duties_body(struct flow *f)
{
    int64_t id = flow_dibao_deciding(f);
    flow_sample(f, PROGRAMME_DIBAO, id, "2013-10-21");
    assert_refused(flow_try(f, id, ACTION_APPROVE, "dibao1", "2013-10-22", NULL, &e), &e,
                   "CASE_DUTY");
    assert_non_null(strstr(e.message, "dibao1"));
    flow_act(f, id, ACTION_APPROVE, "dibao2", "2013-10-22", NULL);
}

static void who_checked_does_not_decide(void **state)
{
    (void)state;
    flow_each(duties_body);
}

static void dates_body(struct flow *f)
{
    int64_t id = applied(f);
    assert_refused(step_try(f, id, ACTION_ACCEPT, "clerk", "2013-09-12"), &e, "CASE_DATE");
    assert_refused(step_try(f, id, ACTION_ACCEPT, "clerk", "2014-01-01"), &e, "CASE_DATE");
    step(f, id, ACTION_ACCEPT, "clerk", "2013-09-13");
    assert_refused(open_try(f, CASE_DIBAO, flow_dibao_form(f), "clerk", VILLAGE, "2014-01-01"), &e,
                   "CASE_DATE");
}

static void a_step_is_not_before_the_last_nor_after_today(void **state)
{
    (void)state;
    flow_each(dates_body);
}

/* ---- guard ---- */

static struct entry_data *form_of(struct flow *f, const char *number)
{
    struct entry_data *form = flow_dibao_form(f);
    assert_ok(entry_data_set(form, "members.2.id_number", number, NULL));
    return form;
}

static void guard_body(struct flow *f)
{
    struct entry_data *form = flow_dibao_form(f);
    const char *son = entry_get(form, "members.2.id_number");
    int64_t id = flow_open(f, CASE_DIBAO, form, "village", "2013-09-13");
    assert_refused(open_try(f, CASE_DIBAO, form_of(f, son), "clerk", VILLAGE, "2013-09-14"), &e,
                   "CASE_GUARD");
    assert_non_null(strstr(e.message, flow_case(f, id).number));
    assert_non_null(strstr(e.message, "章渡"));
    assert_non_null(strstr(e.message, "王大山"));
    struct entry_data *wubao = flow_wubao_form(f);
    assert_ok(entry_data_set(wubao, "members.1.id_number", son, NULL));
    assert_ok(entry_data_set(wubao, "wubao_reason", "DISABLED", NULL));
    assert_ok(entry_data_set(wubao, "members.1.disability_kind", "5", NULL));
    assert_ok(entry_data_set(wubao, "members.1.disability_grade", "1", NULL));
    assert_refused(open_try(f, CASE_WUBAO, wubao, "clerk", VILLAGE, "2013-09-14"), &e,
                   "CASE_GUARD");
    step(f, id, ACTION_WITHDRAW, "village", "2013-09-16");
    assert_ok_e(open_try(f, CASE_DIBAO, form_of(f, son), "clerk", VILLAGE, "2013-09-16"), &e);
}

static void nobody_is_in_two_unfinished_cases(void **state)
{
    (void)state;
    flow_each(guard_body);
}

static void benefit_body(struct flow *f)
{
    int64_t id = flow_wubao_active(f);
    const struct entry_data *form;
    assert_ok_e(case_form_read(f->db, COUNTY, f->keys, id, 0, f->arena, &form, &e), &e);
    const char *number = entry_get(form, "members.1.id_number");
    assert_refused(open_try(f, CASE_DIBAO, form_of(f, number), "clerk", VILLAGE, "2013-11-04"), &e,
                   "CASE_GUARD");
    assert_non_null(strstr(e.message, "李孤老"));
    assert_int_equal(flow_number(f, "SELECT count(*) FROM case_file"), 1);
}

static void nobody_with_a_benefit_applies_again(void **state)
{
    (void)state;
    flow_each(benefit_body);
}

/* ---- survey, votes ---- */

static void survey_body(struct flow *f)
{
    int64_t id = checked(f);
    struct entry_data *form = flow_step_form(f, CASE_DIBAO, ACTION_SURVEY, "2013-09-20");
    assert_ok(entry_data_set(form, "investigators.2.name", "张 三", NULL));
    assert_refused(flow_try(f, id, ACTION_SURVEY, "clerk", "2013-09-20", form, &e), &e,
                   "CASE_INVESTIGATORS");
    assert_ok(entry_data_set(form, "investigators.2.name", "李四", NULL));
    assert_ok(entry_data_set(form, "visited_on", "2013-09-15", NULL));
    assert_refused(flow_try(f, id, ACTION_SURVEY, "clerk", "2013-09-20", form, &e), &e,
                   "CASE_DATE");
    /* The day on which the civil calendar of the program begins is a day as well. */
    assert_ok(entry_data_set(form, "visited_on", "1970-01-01", NULL));
    assert_refused(flow_try(f, id, ACTION_SURVEY, "clerk", "2013-09-20", form, &e), &e,
                   "CASE_DATE");
    assert_ok(entry_data_set(form, "visited_on", "2013-09-21", NULL));
    assert_refused(flow_try(f, id, ACTION_SURVEY, "clerk", "2013-09-20", form, &e), &e,
                   "CASE_DATE");
    assert_ok(entry_data_set(form, "visited_on", "2013-09-16", NULL));
    assert_ok(entry_data_set(form, "income_year", "2400", NULL));
    flow_act(f, id, ACTION_SURVEY, "clerk", "2013-09-20", form);
    assert_int_equal(flow_case(f, id).income_year.v, 240000);
    assert_int_equal(
        flow_number(f, "SELECT max(version) FROM case_form WHERE case_id = %lld", (long long)id),
        2);
}

static void two_different_people_visit(void **state)
{
    (void)state;
    flow_each(survey_body);
}

static enum status vote(struct flow *f, int64_t id, const char *expected, const char *present,
                        const char *villagers, const char *agree, const char *disagree,
                        const char *abstain)
{
    return flow_try(f, id, ACTION_DELIBERATE, "village", "2013-10-08",
                    flow_data(f, "held_on", "2013-10-08", "place", "村部", "chair", "赵主任",
                              "expected", expected, "present", present, "villagers", villagers,
                              "agree", agree, "disagree", disagree, "abstain", abstain, NULL),
                    &e);
}

static const char *count_text(struct flow *f, int64_t n)
{
    return arena_printf(f->arena, "%lld", (long long)n);
}

static void vote_body(struct flow *f)
{
    int64_t id = surveyed(f);
    struct case_rules rules;
    assert_ok_e(case_rules_read(f->db, COUNTY, month_make(2013, 10), &rules, &e), &e);
    int64_t min = rules.voters_min > 0 ? rules.voters_min : 1;
    const char *enough = count_text(f, min), *few = count_text(f, min - 1);
    int64_t villagers = (min * rules.villagers_share_bp + 9999) / 10000;
    assert_refused(vote(f, id, few, enough, enough, enough, "0", "0"), &e, "CASE_VOTE");
    assert_refused(vote(f, id, enough, enough, enough, few, "0", "0"), &e, "CASE_VOTE");
    assert_refused(vote(f, id, enough, enough, enough, enough, "0", "1"), &e, "CASE_VOTE");
    if (rules.voters_min > 0)
        assert_refused(vote(f, id, enough, few, few, few, "0", "0"), &e, "CASE_VOTE");
    if (villagers > 0)
        assert_refused(vote(f, id, enough, enough, count_text(f, villagers - 1), enough, "0", "0"),
                       &e, "CASE_VOTE");
    assert_refused(vote(f, id, enough, enough, count_text(f, min + 1), enough, "0", "0"), &e,
                   "CASE_VOTE");
    assert_ok_e(vote(f, id, enough, enough, count_text(f, villagers), "0", enough, "0"), &e);
    /* A vote is no veto: the township gives its opinion whatever it was. */
    step(f, id, ACTION_REVIEW, "lead", "2013-10-09");
}

static void votes_add_up_and_enough_came(void **state)
{
    (void)state;
    flow_each(vote_body);
}

static void left_out_body(struct flow *f)
{
    int64_t id = surveyed(f);
    assert_refused(step_try(f, id, ACTION_REVIEW, "lead", "2013-10-09"), &e, "CASE_DELIBERATION");
    step(f, id, ACTION_DELIBERATE, "village", "2013-10-08");
    step(f, id, ACTION_REVIEW, "lead", "2013-10-09");
}

static void under_the_rules_of_2012_deliberation_is_not_left_out(void **state)
{
    (void)state;
    flow_each(left_out_body);
}

/* ---- county ---- */

static void sample_body(struct flow *f)
{
    int64_t id = flow_dibao_deciding(f);
    assert_refused(flow_try(f, id, ACTION_APPROVE, "dibao2", "2013-10-22", NULL, &e), &e,
                   "CASE_SAMPLE");
    assert_refused(step_try(f, id, ACTION_REFUSE, "dibao2", "2013-10-22"), &e, "CASE_SAMPLE");
    struct case_actor actor = flow_actor(f, "dibao1");
    int64_t sample;
    actor.today = day("2013-10-21");
    assert_ok_e(sample_draw(f->db, COUNTY, &actor, PROGRAMME_DIBAO, "", &sample, &e), &e);
    /* The only one that waits is drawn, however small the share. */
    assert_true(flow_case(f, id).is_sampled);
    assert_refused(flow_try(f, id, ACTION_APPROVE, "dibao2", "2013-10-22", NULL, &e), &e,
                   "CASE_SAMPLE");
    step(f, id, ACTION_SPOT_CHECK, "dibao1", "2013-10-22");
    assert_int_equal(flow_case(f, id).state, STATE_DECIDING);
    flow_act(f, id, ACTION_APPROVE, "dibao2", "2013-10-22", NULL);
}

static void what_is_drawn_is_checked_before_it_is_decided(void **state)
{
    (void)state;
    flow_each(sample_body);
}

static void amount_body(struct flow *f)
{
    struct entry_data *form = flow_dibao_form(f);
    assert_ok(entry_data_set(form, "incomes.1.amount_year", "4320", NULL));
    int64_t id = flow_open(f, CASE_DIBAO, form, "village", "2013-09-13");
    step(f, id, ACTION_ACCEPT, "clerk", "2013-09-16");
    step(f, id, ACTION_CHECK, "dibao1", "2013-09-18");
    step(f, id, ACTION_SURVEY, "clerk", "2013-09-30");
    step(f, id, ACTION_DELIBERATE, "village", "2013-10-08");
    step(f, id, ACTION_REVIEW, "lead", "2013-10-09");
    flow_close(f, flow_post(f, id, "village", "2013-10-10"), "village", "2013-10-18");
    flow_sample(f, PROGRAMME_DIBAO, id, "2013-10-21");
    assert_refused(flow_try(f, id, ACTION_APPROVE, "dibao2", "2013-10-22", NULL, &e), &e,
                   "CASE_AMOUNT");
    step(f, id, ACTION_REFUSE, "dibao2", "2013-10-22");
}

static void an_income_at_the_standard_is_not_approved(void **state)
{
    (void)state;
    flow_each(amount_body);
}

/* ---- refusal, appeal ---- */

static int64_t refused(struct flow *f)
{
    int64_t id = flow_dibao_deciding(f);
    flow_sample(f, PROGRAMME_DIBAO, id, "2013-10-21");
    assert_refused(flow_try(f, id, ACTION_REFUSE, "dibao2", "2013-10-22",
                            flow_data(f, "reason_code", "INCOME", NULL), &e),
                   &e, "CASE_FORM");
    step(f, id, ACTION_REFUSE, "dibao2", "2013-10-22");
    return id;
}

static void appeal_body(struct flow *f)
{
    int64_t id = refused(f);
    assert_int_equal(flow_case(f, id).due_on.v, day("2013-10-25").v);
    assert_refused(step_try(f, id, ACTION_APPEAL, "village", "2013-10-23"), &e, "CASE_NOT_SERVED");
    step(f, id, ACTION_SERVE, "clerk", "2013-10-24");
    assert_int_equal(flow_case(f, id).closed_on.v, day("2013-10-24").v);
    assert_int_equal(flow_case(f, id).state, STATE_REFUSED);
    assert_refused(step_try(f, id, ACTION_SERVE, "clerk", "2013-10-25"), &e, "CASE_STATE");
    step(f, id, ACTION_APPEAL, "village", "2013-11-04");
    assert_int_equal(flow_case(f, id).closed_on.v, 0);
    assert_refused(step_try(f, id, ACTION_UPHOLD, "dibao2", "2013-11-05"), &e, "CASE_DUTY");
    step(f, id, ACTION_UPHOLD, "dibao1", "2013-11-05");
    step(f, id, ACTION_SERVE, "clerk", "2013-11-06");
    assert_refused(step_try(f, id, ACTION_APPEAL, "village", "2013-11-07"), &e, "CASE_APPEALED");
}

static void a_refusal_is_served_and_appealed_once(void **state)
{
    (void)state;
    flow_each(appeal_body);
}

static void late_body(struct flow *f)
{
    struct case_rules rules;
    int64_t id = refused(f);
    step(f, id, ACTION_SERVE, "clerk", "2013-10-24");
    assert_ok_e(case_rules_read(f->db, COUNTY, month_make(2013, 12), &rules, &e), &e);
    struct date due = case_limit_due(&rules, LIMIT_APPEAL, day("2013-10-24"));
    assert_true(due.v > 0 && due.v < f->today.v);
    char last[DATE_TEXT_BYTES], after[DATE_TEXT_BYTES];
    date_format(due, last);
    date_format((struct date){due.v + 1}, after);
    assert_refused(step_try(f, id, ACTION_APPEAL, "village", after), &e, "CASE_LATE");
    step(f, id, ACTION_APPEAL, "village", last);
}

static void an_appeal_comes_within_its_days(void **state)
{
    (void)state;
    flow_each(late_body);
}

/* Whoever applies again after a refusal can not have the old case opened as well. */
static void reopen_body(struct flow *f)
{
    int64_t id = refused(f);
    const struct entry_data *form;
    step(f, id, ACTION_SERVE, "clerk", "2013-10-24");
    assert_ok_e(case_form_read(f->db, COUNTY, f->keys, id, 1, f->arena, &form, &e), &e);
    int64_t again = flow_open(f, CASE_DIBAO, form, "village", "2013-10-25");
    assert_refused(step_try(f, id, ACTION_APPEAL, "village", "2013-10-28"), &e, "CASE_GUARD");
    assert_non_null(strstr(e.message, flow_case(f, again).number));
    step(f, again, ACTION_WITHDRAW, "village", "2013-10-28");
    step(f, id, ACTION_APPEAL, "village", "2013-10-28");
}

static void an_appeal_does_not_put_a_person_into_two_cases(void **state)
{
    (void)state;
    flow_each(reopen_body);
}

static void overturn_body(struct flow *f)
{
    int64_t id = refused(f);
    step(f, id, ACTION_SERVE, "clerk", "2013-10-24");
    step(f, id, ACTION_APPEAL, "village", "2013-11-04");
    step(f, id, ACTION_OVERTURN, "wubao1", "2013-11-05");
    assert_int_equal(flow_case(f, id).state, STATE_DECIDING);
    flow_act(f, id, ACTION_APPROVE, "wubao2", "2013-11-06", NULL);
    flow_close(f, flow_post(f, id, "village", "2013-11-07"), "village", "2013-11-18");
    struct case_record c = flow_case(f, id);
    assert_int_equal(c.state, STATE_ACTIVE);
    assert_int_equal(month_yyyymm(c.effective), 201312);
}

static void what_is_overturned_is_decided_again(void **state)
{
    (void)state;
    flow_each(overturn_body);
}

/* ---- changes ---- */

static int64_t propose(struct flow *f, enum case_kind kind, enum case_change change,
                       int64_t household, const char *user, const struct entry_data *form)
{
    struct case_actor actor = flow_actor(f, user);
    int64_t id = 0;
    enum status s = case_open(f->db, COUNTY, f->keys, &actor,
                              &(struct case_opening){.kind = kind,
                                                     .change = change,
                                                     .household = household,
                                                     .on = day("2013-11-04"),
                                                     .content = form},
                              NULL, &id, &e);
    return s == STATUS_OK ? id : 0;
}

static void change_body(struct flow *f)
{
    int64_t household = flow_case(f, flow_dibao_active(f)).household;
    struct entry_data *form = flow_data(f, "income_year", "2400", "reason", "收入减少", NULL);
    int64_t id = propose(f, CASE_CHANGE, CHANGE_INCOME, household, "village", form);
    assert_true(id > 0);
    assert_int_equal(propose(f, CASE_CHANGE, CHANGE_INCOME, household, "clerk", form), 0);
    assert_string_equal(e.code, "CASE_OPEN_CHANGE");
    assert_int_equal(propose(f, CASE_CHANGE, CHANGE_CARE, household, "clerk",
                             flow_data(f, "assessed_on", "2013-11-01", "reason", "评估", NULL)),
                     0);
    assert_string_equal(e.code, "NOT_WUBAO");
    assert_int_equal(propose(f, CASE_STOP, CHANGE_INCOME, household, "clerk", form), 0);
    assert_string_equal(e.code, "CASE_CHANGE_KIND");
    assert_int_equal(propose(f, CASE_STOP, CHANGE_STOP, household, "clerk",
                             flow_data(f, "cause", "OVER_INCOME", NULL)),
                     0);
    assert_string_equal(e.code, "CASE_FORM");
    step(f, id, ACTION_REVIEW, "lead", "2013-11-05");
    assert_refused(flow_try(f, id, ACTION_APPROVE, "lead", "2013-11-06", NULL, &e), &e,
                   "ACCESS_DENIED");
    flow_act(f, id, ACTION_APPROVE, "dibao2", "2013-11-06", NULL);
    assert_int_equal(flow_number(f,
                                 "SELECT income_year_fen FROM entitlement WHERE household = %lld "
                                 "AND known_to = 2147483647 AND to_month = 999912",
                                 (long long)household),
                     240000);
    /* The file shows what the household gets from then on. */
    assert_int_equal(flow_case(f, id).amount_month.v, (2 * 216000 - 240000) / 12);
    assert_int_equal(month_yyyymm(flow_case(f, id).effective), 201312);
}

static void a_change_is_in_force_with_its_decision(void **state)
{
    (void)state;
    flow_each(change_body);
}

static void recheck_body(struct flow *f)
{
    int64_t household = flow_case(f, flow_dibao_active(f)).household;
    int64_t id = propose(f, CASE_RECHECK, CHANGE_NONE, household, "clerk", flow_data(f, NULL));
    assert_true(id > 0);
    step(f, id, ACTION_SURVEY, "clerk", "2013-11-05");
    step(f, id, ACTION_REVIEW, "lead", "2013-11-06");
    assert_refused(flow_try(f, id, ACTION_TO_CHANGE, "clerk", "2013-11-07",
                            flow_data(f, "change", "stop", "reason", "超标", NULL), &e),
                   &e, "CASE_FORM");
    step(f, id, ACTION_TO_CHANGE, "clerk", "2013-11-07");
    assert_int_equal(flow_case(f, id).state, STATE_CONFIRMED);
    int64_t linked =
        flow_number(f, "SELECT id FROM case_file WHERE linked_case = %lld", (long long)id);
    struct case_record c = flow_case(f, linked);
    assert_int_equal(c.kind, CASE_CHANGE);
    assert_int_equal(c.state, STATE_PROPOSED);
    assert_int_equal(c.income_year.v, 120000);
}

static void a_recheck_that_finds_a_change_opens_it(void **state)
{
    (void)state;
    flow_each(recheck_body);
}

/* ---- what is kept ---- */

static void trail_body(struct flow *f)
{
    int64_t id = surveyed(f);
    struct case_step *steps;
    size_t count;
    assert_ok_e(case_steps(f->db, COUNTY, f->keys, id, f->arena, &steps, &count, &e), &e);
    assert_int_equal(count, 4);
    assert_int_equal(steps[3].action, ACTION_SURVEY);
    assert_string_equal(entry_get(steps[3].content, "investigators.2.name"), "李四");
    assert_null(strstr(steps[0].facts, "342529"));
    assert_int_equal(
        flow_number(f, "SELECT count(*) FROM change_trail WHERE action LIKE 'case.%%'"), 4);
    /* No ID number, no account, no name of a member stands in clear. */
    assert_int_equal(
        flow_number(f, "SELECT count(*) FROM change_trail WHERE detail LIKE '%%342529%%' OR "
                       "detail LIKE '%%6217%%' OR detail LIKE '%%王小明%%'"),
        0);
}

static void the_trail_names_every_step_and_no_secret(void **state)
{
    (void)state;
    flow_each(trail_body);
}

static void public_body(struct flow *f)
{
    int64_t id = applied(f);
    struct case_record c = flow_case(f, id);
    struct case_public_state state;
    assert_ok_e(case_public(f->db, COUNTY, c.receipt, f->today, f->arena, &state, &e), &e);
    assert_null(strstr(state.state_text, "王"));
    /* The number alone tells a stranger nothing. */
    assert_status(case_public(f->db, COUNTY, c.number, f->today, f->arena, &state, &e),
                  STATUS_NONE);
    assert_status(case_public(f->db, COUNTY, "0000-0000-0000", f->today, f->arena, &state, &e),
                  STATUS_NONE);
    char lower[32];
    size_t n = 0;
    for (const char *p = c.receipt; *p; p++)
        if (*p != '-')
            lower[n++] = (char)(*p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p);
    lower[n] = '\0';
    assert_ok_e(case_public(f->db, COUNTY, lower, f->today, f->arena, &state, &e), &e);
}

static void a_receipt_code_shows_where_the_case_stands(void **state)
{
    (void)state;
    flow_each(public_body);
}

static void choices_body(struct flow *f)
{
    struct case_record c = flow_case(f, applied(f));
    struct case_actor clerk = flow_actor(f, "clerk"), lead = flow_actor(f, "lead");
    struct case_choice *list;
    size_t count, allowed = 0;
    assert_ok_e(case_choices(f->db, COUNTY, &clerk, &c, f->arena, &list, &count, &e), &e);
    assert_int_equal(count, 4); /* accept, ask, not accept, withdraw */
    for (size_t i = 0; i < count; i++)
        allowed += list[i].reason == NULL;
    assert_int_equal(allowed, 4);
    assert_ok_e(case_choices(f->db, COUNTY, &lead, &c, f->arena, &list, &count, &e), &e);
    for (size_t i = 0; i < count; i++)
        assert_non_null(list[i].reason);
}

static void choices_say_what_and_why_not(void **state)
{
    (void)state;
    flow_each(choices_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_survey_counts_from_acceptance_over_the_holidays),
        cmocka_unit_test(after_a_send_back_the_survey_counts_anew),
        cmocka_unit_test(what_was_sent_back_is_drawn_and_visited_again),
        cmocka_unit_test(papers_are_asked_for_once),
        cmocka_unit_test(supplied_papers_may_correct_the_application),
        cmocka_unit_test(a_single_value_may_be_corrected),
        cmocka_unit_test(a_grant_begins_neither_before_the_application_nor_years_ahead),
        cmocka_unit_test(a_case_that_is_not_there_is_named_so),
        cmocka_unit_test(role_level_and_village_decide_who_may_act),
        cmocka_unit_test(who_checked_does_not_decide),
        cmocka_unit_test(a_step_is_not_before_the_last_nor_after_today),
        cmocka_unit_test(nobody_is_in_two_unfinished_cases),
        cmocka_unit_test(nobody_with_a_benefit_applies_again),
        cmocka_unit_test(two_different_people_visit),
        cmocka_unit_test(votes_add_up_and_enough_came),
        cmocka_unit_test(under_the_rules_of_2012_deliberation_is_not_left_out),
        cmocka_unit_test(what_is_drawn_is_checked_before_it_is_decided),
        cmocka_unit_test(an_income_at_the_standard_is_not_approved),
        cmocka_unit_test(a_refusal_is_served_and_appealed_once),
        cmocka_unit_test(an_appeal_comes_within_its_days),
        cmocka_unit_test(an_appeal_does_not_put_a_person_into_two_cases),
        cmocka_unit_test(what_is_overturned_is_decided_again),
        cmocka_unit_test(a_change_is_in_force_with_its_decision),
        cmocka_unit_test(a_recheck_that_finds_a_change_opens_it),
        cmocka_unit_test(the_trail_names_every_step_and_no_secret),
        cmocka_unit_test(a_receipt_code_shows_where_the_case_stands),
        cmocka_unit_test(choices_say_what_and_why_not),
    };
    return cmocka_run_group_tests_name("case-flow", tests, NULL, NULL);
}

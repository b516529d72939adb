/* Lists: scope, filters, pages, the search box, what waits and what rises. */
#include "domain/casework/flow_support.h"

#include <string.h>

static struct error e;
static struct case_record *list;
static size_t count;

static size_t found(struct flow *f, struct case_filter filter)
{
    bool has_more;
    if (filter.scope == 0)
        filter.scope = INT64_C(341823000000);
    filter.today = f->today;
    assert_ok_e(case_list(f->db, COUNTY, &filter, f->arena, &list, &count, &has_more, &e), &e);
    return count;
}

static int64_t in_village(struct flow *f, int64_t division, const char *on)
{
    struct case_actor actor = flow_actor(f, division == VILLAGE ? "clerk" : "other");
    int64_t id;
    assert_ok_e(case_open(f->db, COUNTY, f->keys, &actor,
                          &(struct case_opening){.kind = CASE_DIBAO,
                                                 .division = division,
                                                 .on = day(on),
                                                 .content = flow_dibao_form(f)},
                          NULL, &id, &e),
                &e);
    return id;
}

static void filters_body(struct flow *f)
{
    int64_t first = in_village(f, VILLAGE, "2013-09-13");
    int64_t other = in_village(f, VILLAGE_OTHER, "2013-10-08");
    int64_t wubao = flow_open(f, CASE_WUBAO, flow_wubao_form(f), "village", "2013-10-09");
    flow_act(f, wubao, ACTION_WITHDRAW, "village", "2013-10-10",
             flow_step_form(f, CASE_WUBAO, ACTION_WITHDRAW, "2013-10-10"));
    assert_int_equal(found(f, (struct case_filter){.scope = 0}), 3);
    assert_int_equal(found(f, (struct case_filter){.scope = TOWNSHIP}), 2);
    assert_int_equal(found(f, (struct case_filter){.division = VILLAGE_OTHER}), 1);
    assert_int_equal(list[0].id, other);
    assert_int_equal(found(f, (struct case_filter){.scope = TOWNSHIP, .division = VILLAGE_OTHER}),
                     0);
    assert_int_equal(found(f, (struct case_filter){.division = VILLAGE, .after = first}), 1);
    assert_int_equal(list[0].id, wubao);
    assert_int_equal(found(f, (struct case_filter){.kind = CASE_WUBAO}), 1);
    assert_int_equal(found(f, (struct case_filter){.programme = PROGRAMME_DIBAO}), 2);
    assert_int_equal(found(f, (struct case_filter){.state = STATE_WITHDRAWN}), 1);
    assert_int_equal(found(f, (struct case_filter){.is_open_only = true}), 2);
    assert_int_equal(found(f, (struct case_filter){.month = month_make(2013, 10)}), 2);
    assert_int_equal(found(f, (struct case_filter){.search = "王大"}), 2);
    assert_int_equal(found(f, (struct case_filter){.search = "WDS"}), 2);
    assert_int_equal(found(f, (struct case_filter){.search = "李孤老", .is_open_only = true}), 0);
    assert_int_equal(found(f, (struct case_filter){.search = "db2013-106-00001"}), 1);
    assert_int_equal(list[0].id, first);
    assert_int_equal(found(f, (struct case_filter){.search = list[0].id_tail}), 1);
    assert_int_equal(found(f, (struct case_filter){.search = "100%"}), 0);
}

static void filters_narrow_and_the_scope_holds(void **state)
{
    (void)state;
    flow_each(filters_body);
}

static void pages_body(struct flow *f)
{
    bool has_more = true;
    int64_t after = 0;
    size_t seen = 0;
    for (int i = 0; i < 7; i++)
        in_village(f, VILLAGE, "2013-09-13");
    while (has_more) {
        struct case_filter filter = {
            .scope = TOWNSHIP, .after = after, .row_count = 3, .today = f->today};
        assert_ok_e(case_list(f->db, COUNTY, &filter, f->arena, &list, &count, &has_more, &e), &e);
        for (size_t i = 0; i < count; i++) {
            assert_true(list[i].id > after);
            after = list[i].id;
            seen++;
        }
    }
    assert_int_equal(seen, 7);
}

static void pages_follow_each_other_without_gap(void **state)
{
    (void)state;
    flow_each(pages_body);
}

static struct case_waiting waiting(struct flow *f, enum role role, enum case_state state)
{
    struct case_waiting *rows, none = {0};
    size_t n;
    assert_ok_e(case_waiting_list(f->db, COUNTY, role, INT64_C(341823000000), f->today, f->arena,
                                  &rows, &n, &e),
                &e);
    for (size_t i = 0; i < n; i++)
        if (rows[i].state == state)
            return rows[i];
    return none;
}

/* What rises follows the days: due, a day after, `escalate` working days after. */
static void waiting_body(struct flow *f)
{
    struct case_rules rules;
    int64_t id = in_village(f, VILLAGE, "2013-09-13");
    struct date due = flow_case(f, id).due_on;
    assert_true(due.v > 0);
    assert_ok_e(case_rules_read(f->db, COUNTY, month_make(2013, 9), &rules, &e), &e);
    f->today = due;
    assert_int_equal(waiting(f, ROLE_TOWNSHIP_CLERK, STATE_APPLIED).count, 1);
    assert_int_equal(waiting(f, ROLE_TOWNSHIP_CLERK, STATE_APPLIED).due_soon, 1);
    assert_int_equal(waiting(f, ROLE_TOWNSHIP_CLERK, STATE_APPLIED).overdue, 0);
    assert_int_equal(waiting(f, ROLE_TOWNSHIP_LEAD, STATE_APPLIED).risen, 0);
    assert_int_equal(found(f, (struct case_filter){.is_overdue_only = true}), 0);
    f->today.v++;
    assert_int_equal(waiting(f, ROLE_TOWNSHIP_CLERK, STATE_APPLIED).overdue, 1);
    assert_int_equal(waiting(f, ROLE_TOWNSHIP_LEAD, STATE_APPLIED).risen, 1);
    assert_int_equal(waiting(f, ROLE_TOWNSHIP_LEAD, STATE_APPLIED).count, 0);
    assert_int_equal(waiting(f, ROLE_BUREAU_OFFICER, STATE_APPLIED).risen, 0);
    assert_int_equal(found(f, (struct case_filter){.is_overdue_only = true}), 1);
    f->today = due;
    while (flow_case(f, id).days_left > 1 - rules.escalate_days)
        f->today.v++;
    assert_int_equal(waiting(f, ROLE_BUREAU_OFFICER, STATE_APPLIED).risen, 0);
    while (flow_case(f, id).days_left > -rules.escalate_days)
        f->today.v++;
    assert_int_equal(waiting(f, ROLE_BUREAU_OFFICER, STATE_APPLIED).risen, 1);
    assert_int_equal(waiting(f, ROLE_FINANCE_OFFICER, STATE_APPLIED).risen, 0);
    assert_int_equal(found(f, (struct case_filter){.mine_role = ROLE_TOWNSHIP_CLERK}), 1);
    assert_int_equal(found(f, (struct case_filter){.mine_role = ROLE_TOWNSHIP_LEAD}), 0);
    f->today = day("2013-12-31");
}

static void what_is_overdue_rises_by_its_days(void **state)
{
    (void)state;
    flow_each(waiting_body);
}

static void household_body(struct flow *f)
{
    struct case_record c = flow_case(f, flow_dibao_active(f));
    struct entry_data *known;
    assert_ok_e(
        case_list_of_household(f->db, COUNTY, c.household, f->today, f->arena, &list, &count, &e),
        &e);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].id, c.id);
    assert_ok_e(case_form_prefill(f->db, COUNTY, f->keys, CASE_CHANGE, CHANGE_INCOME, c.household,
                                  f->arena, &known, &e),
                &e);
    assert_string_equal(entry_get(known, "income_year"), "3600.00");
    assert_int_equal(known->count, 1);
    assert_ok_e(case_form_prefill(f->db, COUNTY, f->keys, CASE_DIBAO, CHANGE_NONE, c.household,
                                  f->arena, &known, &e),
                &e);
    assert_string_equal(entry_get(known, "members.1.name"), "王大山");
    assert_string_equal(entry_get(known, "members.1.relation"), "HEAD");
    assert_int_equal(strlen(entry_get(known, "members.2.id_number")), 18);
    assert_string_equal(entry_get(known, "account_number"), "6217001234567890");
    assert_refused(case_form_prefill(f->db, COUNTY, f->keys, CASE_CHANGE, CHANGE_INCOME, 4711,
                                     f->arena, &known, &e),
                   &e, "HOUSEHOLD_UNKNOWN");
}

static void a_household_knows_its_cases_and_fills_its_forms(void **state)
{
    (void)state;
    flow_each(household_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filters_narrow_and_the_scope_holds),
        cmocka_unit_test(pages_follow_each_other_without_gap),
        cmocka_unit_test(what_is_overdue_rises_by_its_days),
        cmocka_unit_test(a_household_knows_its_cases_and_fills_its_forms),
    };
    return cmocka_run_group_tests_name("case-list", tests, NULL, NULL);
}

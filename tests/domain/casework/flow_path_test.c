/* The two applications from the knock on the door to the benefit. */
#include "domain/casework/flow_support.h"

#include <string.h>

static void dibao_body(struct flow *f)
{
    int64_t id = flow_dibao_active(f);
    struct case_record c = flow_case(f, id);
    assert_int_equal(c.state, STATE_ACTIVE);
    assert_string_equal(c.number, "DB2013-106-00001");
    assert_true(c.household > 0);
    assert_int_equal(month_yyyymm(c.effective), 201311);
    assert_int_equal(c.amount_month.v, (2 * 216000 - 360000) / 12);
    assert_int_equal(flow_number(f, "SELECT count(*) FROM case_person WHERE is_open = 1"), 0);
    assert_int_equal(flow_number(f,
                                 "SELECT count(*) FROM entitlement WHERE household = %lld AND "
                                 "status = 1 AND from_month = 201311",
                                 (long long)c.household),
                     1);
}

static void a_dibao_application_ends_in_a_benefit(void **state)
{
    (void)state;
    flow_each(dibao_body);
}

static void wubao_body(struct flow *f)
{
    struct case_record c = flow_case(f, flow_wubao_active(f));
    assert_int_equal(c.state, STATE_ACTIVE);
    assert_string_equal(c.number, "WB2013-106-00001");
    assert_true(c.household > 0);
}

static void a_wubao_application_ends_in_a_benefit(void **state)
{
    (void)state;
    flow_each(wubao_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dibao_application_ends_in_a_benefit),
        cmocka_unit_test(a_wubao_application_ends_in_a_benefit),
    };
    return cmocka_run_group_tests_name("case-flow-path", tests, NULL, NULL);
}

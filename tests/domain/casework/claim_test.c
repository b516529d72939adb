/* Claims and advances: what is refused, at which field, and what a decision leaves behind. */
#include "domain/casework/flow_support.h"

#include <stdio.h>
#include <string.h>

#include "domain/casework/claim.h"
#include "domain/casework/notice.h"
#include "domain/medical/advance.h"

static void set(struct entry_data *d, const char *name, const char *value)
{
    struct error e = {0};
    assert_ok_e(entry_data_set(d, name, value, &e), &e);
}

/* The case, or the refusal with its faults. */
static enum status try_open(struct flow *f, enum case_kind kind, const struct entry_data *form,
                            const char *on, struct entry_faults *faults, int64_t *ret,
                            struct error *e)
{
    struct case_actor actor = flow_actor(f, "village");
    *faults = (struct entry_faults){.arena = f->arena};
    return case_open(
        f->db, COUNTY, f->keys, &actor,
        &(struct case_opening){.kind = kind, .division = VILLAGE, .on = day(on), .content = form},
        faults, ret, e);
}

static void assert_fault(struct flow *f, enum case_kind kind, const struct entry_data *form,
                         const char *on, const char *field)
{
    struct entry_faults faults;
    struct error e = {0};
    int64_t id;
    assert_refused(try_open(f, kind, form, on, &faults, &id, &e), &e, "CASE_FORM");
    for (size_t i = 0; i < faults.count; i++)
        if (strcmp(faults.fault[i].field, field) == 0)
            return;
    fail_msg("no fault at %s but %zu others, first at %s", field, faults.count,
             faults.count ? faults.fault[0].field : "-");
}

static struct entry_data *lone(struct flow *f)
{
    return flow_claim_form(f, "赵病人", flow_id_number(f, 1961), "illness_poor");
}

/* ---- figures ---- */

static void figures_body(struct flow *f)
{
    struct entry_data *d = lone(f);
    set(d, "bills.1.in_scope", "60000.01");
    assert_fault(f, CASE_MEDICAL, d, "2013-12-02", "bills.1.in_scope");
    d = lone(f);
    set(d, "bills.1.critical", "38300.01"); /* 21,700.00 beside it: a fen above the total */
    assert_fault(f, CASE_MEDICAL, d, "2013-12-02", "bills.1.total");
    d = lone(f);
    set(d, "bills.1.discharged_on", "2013-10-31");
    assert_fault(f, CASE_MEDICAL, d, "2013-12-02", "bills.1.discharged_on");
    d = lone(f);
    for (size_t i = 0; i < 8; i++) {
        static const char *const fields[] = {"hospital_name", "visit", "scheme",   "admitted_on",
                                             "discharged_on", "total", "in_scope", "invoice_no"};
        char name[64];
        (void)snprintf(name, sizeof name, "bills.2.%s", fields[i]);
        set(d, name, entry_getf(d, "bills.1.%s", fields[i]));
    }
    set(d, "bills.2.invoice_no", "another");
    assert_fault(f, CASE_MEDICAL, d, "2013-12-02", "bills.2.invoice_no");
}

static void figures_are_checked_at_their_fields(void **state)
{
    (void)state;
    flow_each(figures_body);
}

/* ---- who, and when ---- */

static void class_body(struct flow *f)
{
    struct entry_data *d = lone(f);
    struct entry_faults faults;
    struct error e = {0};
    int64_t id;
    set(d, "class", "");
    assert_fault(f, CASE_MEDICAL, d, "2013-12-02", "class");
    /* Dibao from November on: by the registry, and on its own account. */
    const char *number = flow_head_number(f, flow_dibao_active(f));
    d = flow_claim_form(f, "王大山", number, "other");
    assert_fault(f, CASE_MEDICAL, d, "2013-12-02", "class");
    assert_fault(f, CASE_MEDICAL, d, "2013-12-02", "account_number");
    d = flow_claim_form(f, "王小山", number, NULL);
    assert_fault(f, CASE_MEDICAL, d, "2013-12-02", "members.1.name");
    d = flow_claim_form(f, "王大山", number, NULL);
    set(d, "bills.2.hospital_name", "泾县医院");
    set(d, "bills.2.visit", "inpatient");
    set(d, "bills.2.scheme", "ncms");
    set(d, "bills.2.invoice_no", "2");
    set(d, "bills.2.admitted_on", "2013-10-01");
    set(d, "bills.2.discharged_on", "2013-10-31"); /* before it */
    set(d, "bills.2.total", "1000");
    set(d, "bills.2.in_scope", "1000");
    assert_fault(f, CASE_MEDICAL, d, "2013-12-02", "class");
    set(d, "bills.2.discharged_on", "2013-11-01");
    assert_ok_e(try_open(f, CASE_MEDICAL, d, "2013-12-02", &faults, &id, &e), &e);
    assert_int_equal(flow_case(f, id).mgmt_class, MEDICAL_DIBAO);
    assert_string_equal(
        case_record_class(&(struct case_record){.kind = CASE_MEDICAL, .mgmt_class = MEDICAL_DIBAO}),
        "dibao");
}

static void the_class_is_the_registrys_where_it_has_one(void **state)
{
    (void)state;
    flow_each(class_body);
}

/* Calendar days, 180 of them in the plan: 2013-05-25 and 180 days are 2013-11-21. */
static void days_body(struct flow *f)
{
    struct entry_data *d = lone(f);
    struct entry_faults faults;
    struct error e = {0};
    int64_t id;
    set(d, "bills.1.admitted_on", "2013-05-01");
    set(d, "bills.1.discharged_on", "2013-05-25");
    assert_fault(f, CASE_MEDICAL, d, "2013-11-22", "bills.1.discharged_on");
    assert_ok_e(try_open(f, CASE_MEDICAL, d, "2013-11-21", &faults, &id, &e), &e);
    /* In time by the day it was handed in, however long it took. */
    flow_act(f, id, ACTION_ACCEPT, "clerk", "2013-12-20", flow_data(f, NULL));
    flow_act(f, id, ACTION_REVIEW, "lead", "2013-12-20", flow_data(f, "opinion", "AGREE", NULL));
    flow_close(f, flow_post(f, id, "village", "2013-12-20"), "village", "2013-12-27");
    flow_act(f, id, ACTION_APPROVE, "dibao2", "2013-12-30", flow_data(f, NULL));
    assert_int_equal(flow_case(f, id).amount_month.v, 332022);
}

static void a_claim_is_in_time_by_the_day_it_was_handed_in(void **state)
{
    (void)state;
    flow_each(days_body);
}

/* ---- the same bill, other cases ---- */

static void guard_body(struct flow *f)
{
    struct entry_data *d = lone(f), *again = entry_data_new(f->arena);
    struct entry_faults faults;
    struct error e = {0};
    int64_t id, other;
    assert_ok_e(try_open(f, CASE_MEDICAL, d, "2013-12-02", &faults, &id, &e), &e);
    assert_refused(try_open(f, CASE_MEDICAL, d, "2013-12-02", &faults, &other, &e), &e,
                   "CASE_GUARD");
    assert_non_null(strstr(e.message, flow_case(f, id).number));
    /* A fen more, a day less: the same stay. From its last day on it is another. */
    assert_ok_e(entry_merge(again, d, &e), &e);
    set(again, "bills.1.total", "60000.01");
    set(again, "bills.1.admitted_on", "2013-11-02");
    assert_refused(try_open(f, CASE_MEDICAL, again, "2013-12-02", &faults, &other, &e), &e,
                   "CASE_GUARD");
    set(again, "bills.1.hospital_name", "宣城市第二医院");
    assert_ok_e(try_open(f, CASE_MEDICAL, again, "2013-12-02", &faults, &other, &e), &e);
    flow_act(f, other, ACTION_WITHDRAW, "village", "2013-12-02",
             flow_data(f, "reason", "误填", NULL));
    set(again, "bills.1.hospital_name", "宣城市人民医院");
    set(again, "bills.1.admitted_on", "2013-11-20");
    set(again, "bills.1.discharged_on", "2013-11-30");
    assert_ok_e(try_open(f, CASE_MEDICAL, again, "2013-12-02", &faults, &other, &e), &e);
    /* An application for dibao is not in its way, nor it in that one's. */
    struct entry_data *dibao = flow_dibao_form(f);
    set(dibao, "members.1.id_number", entry_get(d, "members.1.id_number"));
    set(dibao, "members.1.name", "赵病人");
    assert_ok_e(try_open(f, CASE_DIBAO, dibao, "2013-12-02", &faults, &other, &e), &e);
    /* Withdrawn, it is free again. */
    flow_act(f, id, ACTION_WITHDRAW, "village", "2013-12-03", flow_data(f, "reason", "误填", NULL));
    assert_ok_e(try_open(f, CASE_MEDICAL, d, "2013-12-03", &faults, &other, &e), &e);
}

static void no_bill_is_in_two_claims(void **state)
{
    (void)state;
    flow_each(guard_body);
}

/* ---- what a decision leaves ---- */

static void decided_body(struct flow *f)
{
    int64_t id = flow_open(f, CASE_MEDICAL, lone(f), "village", "2013-12-02");
    enum claim_payment payment;
    struct fen amount;
    struct error e = {0};
    struct claim_assessed *bills;
    size_t count;
    flow_act(f, id, ACTION_ACCEPT, "clerk", "2013-12-03", flow_data(f, NULL));
    flow_act(f, id, ACTION_REVIEW, "lead", "2013-12-04", flow_data(f, "opinion", "AGREE", NULL));
    flow_close(f, flow_post(f, id, "village", "2013-12-05"), "village", "2013-12-12");
    assert_int_equal(claim_payment_read(f->db, COUNTY, id, &payment, &amount, &e), STATUS_NONE);
    flow_act(f, id, ACTION_APPROVE, "dibao2", "2013-12-13", flow_data(f, NULL));
    struct case_record c = flow_case(f, id);
    assert_int_equal(c.state, STATE_ACTIVE);
    assert_int_equal(c.amount_month.v, 332022);
    assert_true(c.household > 0);
    assert_ok_e(claim_payment_read(f->db, COUNTY, id, &payment, &amount, &e), &e);
    assert_int_equal(payment, CLAIM_UNPAID);
    assert_int_equal(amount.v, 332022);
    assert_ok_e(claim_assessed_read(f->db, COUNTY, id, f->arena, &bills, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_int_equal(bills[0].assessment.aid.v, 332022);
    assert_int_equal(bills[0].assessment.terms.rate_bp, 4000);
    /* The class holds for the year of the discharge, and by this case. */
    assert_int_equal(flow_number(f,
                                 "SELECT count(*) FROM medical_class WHERE class = 6 AND "
                                 "from_month = 201301 AND to_month = 201312 AND case_file = %d",
                                 (int)id),
                     1);
    assert_int_equal(flow_number(f,
                                 "SELECT count(*) FROM account WHERE owner_kind = 1 AND owner = %d",
                                 (int)c.household),
                     1);
    assert_int_equal(
        flow_number(f, "SELECT count(*) FROM entitlement WHERE household = %d", (int)c.household),
        0);
    /* A second claim of the same person is of the same household and keeps its account. */
    struct entry_data *second =
        flow_claim_form(f, "赵病人", flow_head_number(f, id), "illness_poor");
    set(second, "bills.1.admitted_on", "2013-11-21");
    set(second, "bills.1.discharged_on", "2013-11-25");
    assert_fault(f, CASE_MEDICAL, second, "2013-12-16", "account_number");
    set(second, "bank", "");
    set(second, "account_holder", "");
    set(second, "account_number", "");
    int64_t next = flow_open(f, CASE_MEDICAL, second, "village", "2013-12-16");
    flow_act(f, next, ACTION_ACCEPT, "clerk", "2013-12-16", flow_data(f, NULL));
    assert_int_equal(flow_case(f, next).amount_month.v, 332022);
}

static void a_decision_leaves_person_class_bill_and_debt(void **state)
{
    (void)state;
    flow_each(decided_body);
}

/* ---- advances ---- */

static void advance_body(struct flow *f)
{
    const char *number = flow_head_number(f, flow_dibao_active(f));
    struct entry_data *d = flow_advance_form(f, "王大山", number);
    struct entry_faults faults;
    struct error e = {0};
    struct claim_advance advance;
    int64_t id, other;
    set(d, "amount", "3000.01");
    assert_fault(f, CASE_ADVANCE, d, "2013-12-02", "amount");
    set(d, "amount", "3000");
    set(d, "hospital", "没有的医院");
    assert_fault(f, CASE_ADVANCE, d, "2013-12-02", "hospital");
    set(d, "hospital", "");
    assert_fault(f, CASE_ADVANCE, flow_advance_form(f, "赵病人", flow_id_number(f, 1961)),
                 "2013-12-02", "members.1.id_number");
    assert_ok_e(try_open(f, CASE_ADVANCE, d, "2013-12-02", &faults, &id, &e), &e);
    assert_int_equal(flow_case(f, id).due_on.v, day("2013-12-04").v);
    assert_refused(try_open(f, CASE_ADVANCE, d, "2013-12-02", &faults, &other, &e), &e,
                   "CASE_GUARD");
    assert_int_equal(claim_advance_read(f->db, COUNTY, id, &advance, &e), STATUS_NONE);
    assert_refused(flow_try(f, id, ACTION_APPROVE, "dibao2", "2013-12-03",
                            flow_data(f, "amount", "3000.01", NULL), &e),
                   &e, "CASE_AMOUNT");
    flow_act(f, id, ACTION_APPROVE, "dibao2", "2013-12-03", flow_data(f, "amount", "2500", NULL));
    assert_ok_e(claim_advance_read(f->db, COUNTY, id, &advance, &e), &e);
    assert_int_equal(advance.amount.v, 250000);
    assert_int_equal(advance.state, ADVANCE_APPROVED);
    assert_int_equal(flow_case(f, id).amount_month.v, 250000);
}

static void an_advance_is_within_limits_and_may_be_cut(void **state)
{
    (void)state;
    flow_each(advance_body);
}

static void makers_body(struct flow *f)
{
    const char *number = flow_head_number(f, flow_dibao_active(f));
    struct case_actor actor = flow_actor(f, "dibao1");
    struct error e = {0};
    int64_t id = 0;
    enum status s =
        case_open(f->db, COUNTY, f->keys, &actor,
                  &(struct case_opening){.kind = CASE_ADVANCE,
                                         .division = VILLAGE,
                                         .on = day("2013-12-02"),
                                         .content = flow_advance_form(f, "王大山", number)},
                  NULL, &id, &e);
    if (s == STATUS_REFUSED) { /* the county's officers do not apply at all */
        assert_string_equal(e.code, "ACCESS_DENIED");
        return;
    }
    assert_ok_e(s, &e);
    assert_refused(flow_try(f, id, ACTION_APPROVE, "dibao1", "2013-12-03", flow_data(f, NULL), &e),
                   &e, "CASE_DUTY");
}

static void who_asked_for_it_does_not_approve_it(void **state)
{
    (void)state;
    flow_each(makers_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_checked_at_their_fields),
        cmocka_unit_test(the_class_is_the_registrys_where_it_has_one),
        cmocka_unit_test(a_claim_is_in_time_by_the_day_it_was_handed_in),
        cmocka_unit_test(no_bill_is_in_two_claims),
        cmocka_unit_test(a_decision_leaves_person_class_bill_and_debt),
        cmocka_unit_test(an_advance_is_within_limits_and_may_be_cut),
        cmocka_unit_test(who_asked_for_it_does_not_approve_it),
    };
    return cmocka_run_group_tests_name("claim", tests, NULL, NULL);
}

/* Changes of fact: income, status, form of support, account; identity and where a person is. */
#include "domain/registry/registry_fixture.h"

#include <string.h>

#define M(n) month_make(2013, (n))

struct people {
    const char *dibao_id, *wubao_id;
    int64_t dibao, wubao;
};

static struct people people_make(struct county *c)
{
    struct people p = {.dibao_id = id_number(1960, 1, 2, 1), .wubao_id = id_number(1935, 3, 4, 2)};
    const struct person_made one[] = {{p.dibao_id, "周甲", RELATION_HEAD, true}};
    const struct person_made two[] = {{p.wubao_id, "吴乙", RELATION_HEAD, true}};
    p.dibao = county_household(c, PROGRAMME_DIBAO, M(2), one, 1);
    p.wubao = county_household(c, PROGRAMME_WUBAO, M(2), two, 1);
    county_home(c, 1, "云岭镇敬老院");
    county_home(c, 2, "汀溪乡敬老院");
    return p;
}

static void income_changes_from_its_month_on(struct county *c)
{
    struct people p = people_make(c);
    struct error e;
    assert_ok_e(registry_change_income(c->db, COUNTY, p.dibao, FEN(5), M(4), &ACTOR, &e), &e);
    struct dossier d = county_dossier(c, PROGRAMME_DIBAO, p.dibao, M(1), MONTH_OPEN, KNOWN_NOW);
    assert_int_equal(dossier_entitlement_at(&d, M(3))->income_year.v, 100000);
    assert_int_equal(dossier_entitlement_at(&d, M(4))->income_year.v, 5);
    assert_int_equal(dossier_entitlement_at(&d, M(4))->mgmt_class, 2);
    assert_refused(registry_change_income(c->db, COUNTY, p.dibao, FEN(5), M(4), &ACTOR, &e), &e,
                   "NOTHING_TO_CHANGE");
    assert_refused(registry_change_income(c->db, COUNTY, p.dibao, FEN(6), M(1), &ACTOR, &e), &e,
                   "MONTH_TOO_EARLY");
    assert_refused(registry_change_income(c->db, COUNTY, p.dibao, FEN(-1), M(4), &ACTOR, &e), &e,
                   "INCOME_NEGATIVE");
    assert_refused(registry_change_income(c->db, COUNTY, 999, FEN(1), M(4), &ACTOR, &e), &e,
                   "HOUSEHOLD_UNKNOWN");
}

static void a_stop_needs_its_reason(struct county *c)
{
    struct people p = people_make(c);
    struct error e;
    assert_refused(
        registry_set_status(c->db, COUNTY, p.dibao, ENTITLEMENT_SUSPENDED, "", M(5), &ACTOR, &e),
        &e, "CAUSE_MISSING");
    assert_ok_e(registry_set_status(c->db, COUNTY, p.dibao, ENTITLEMENT_ENDED, "收入超标", M(5),
                                    &ACTOR, &e),
                &e);
    struct dossier d = county_dossier(c, PROGRAMME_DIBAO, p.dibao, M(1), MONTH_OPEN, KNOWN_NOW);
    assert_int_equal(dossier_entitlement_at(&d, M(4))->status, ENTITLEMENT_ACTIVE);
    assert_int_equal(dossier_entitlement_at(&d, M(5))->status, ENTITLEMENT_ENDED);
    assert_string_equal(dossier_entitlement_at(&d, M(5))->cause, "收入超标");
    assert_ok_e(
        registry_set_status(c->db, COUNTY, p.dibao, ENTITLEMENT_ACTIVE, "", M(6), &ACTOR, &e), &e);
    d = county_dossier(c, PROGRAMME_DIBAO, p.dibao, M(1), MONTH_OPEN, KNOWN_NOW);
    assert_int_equal(dossier_entitlement_at(&d, M(5))->status, ENTITLEMENT_ENDED);
    assert_int_equal(dossier_entitlement_at(&d, M(6))->status, ENTITLEMENT_ACTIVE);
}

static void a_wubao_person_chooses_the_form(struct county *c)
{
    struct people p = people_make(c);
    struct error e;
    assert_ok_e(registry_change_form(c->db, COUNTY, c->keys, p.wubao_id, FORM_INSTITUTION,
                                     "汀溪乡敬老院", M(5), &ACTOR, &e),
                &e);
    struct dossier d = county_dossier(c, PROGRAMME_WUBAO, p.wubao, M(1), MONTH_OPEN, KNOWN_NOW);
    assert_int_equal(dossier_entitlement_at(&d, M(4))->form, FORM_SCATTERED);
    assert_int_equal(dossier_entitlement_at(&d, M(5))->form, FORM_INSTITUTION);
    assert_int_equal(dossier_entitlement_at(&d, M(5))->home, 2);
    assert_refused(registry_change_form(c->db, COUNTY, c->keys, p.wubao_id, FORM_INSTITUTION,
                                        "蓬莱敬老院", M(5), &ACTOR, &e),
                   &e, "HOME_UNKNOWN");
    assert_non_null(strstr(e.message, "云岭镇敬老院"));
    assert_refused(registry_change_form(c->db, COUNTY, c->keys, p.wubao_id, FORM_INSTITUTION, "",
                                        M(5), &ACTOR, &e),
                   &e, "HOME_MISSING");
    assert_refused(registry_change_form(c->db, COUNTY, c->keys, p.wubao_id, FORM_SCATTERED,
                                        "云岭镇敬老院", M(5), &ACTOR, &e),
                   &e, "HOME_UNEXPECTED");
    assert_refused(registry_change_form(c->db, COUNTY, c->keys, p.dibao_id, FORM_SCATTERED, "",
                                        M(5), &ACTOR, &e),
                   &e, "NOT_WUBAO");
    assert_ok_e(registry_change_form(c->db, COUNTY, c->keys, p.wubao_id, FORM_SCATTERED, "", M(7),
                                     &ACTOR, &e),
                &e);
    d = county_dossier(c, PROGRAMME_WUBAO, p.wubao, M(1), MONTH_OPEN, KNOWN_NOW);
    assert_int_equal(dossier_entitlement_at(&d, M(6))->form, FORM_INSTITUTION);
    assert_int_equal(dossier_entitlement_at(&d, M(7))->form, FORM_SCATTERED);
    assert_int_equal(dossier_entitlement_at(&d, M(7))->home, 0);
}

static void the_account_in_force_is_the_last_one(struct county *c)
{
    struct people p = people_make(c);
    struct error e;
    struct account_row a;
    assert_status(
        account_current(c->db, COUNTY, OWNER_HOUSEHOLD, p.dibao, c->keys, c->arena, &a, &e),
        STATUS_NONE);
    static const char *const numbers[] = {"6229005608053630947", "6229005704351563227"};
    for (int i = 0; i < 2; i++) {
        assert_ok_e(registry_change_account(c->db, COUNTY, c->keys, p.dibao, "泾县农村商业银行",
                                            "周甲", numbers[i], &ACTOR, &e),
                    &e);
        assert_ok_e(
            account_current(c->db, COUNTY, OWNER_HOUSEHOLD, p.dibao, c->keys, c->arena, &a, &e),
            &e);
        assert_string_equal(a.number, numbers[i]);
        assert_string_equal(a.number_tail, numbers[i] + 15);
    }
    assert_ok_e(account_current(c->db, COUNTY, OWNER_HOUSEHOLD, p.dibao, NULL, c->arena, &a, &e),
                &e);
    assert_string_equal(a.number, "");
    assert_refused(registry_change_account(c->db, COUNTY, c->keys, p.dibao, "泾县农村商业银行",
                                           "周甲", numbers[1], &ACTOR, &e),
                   &e, "NOTHING_TO_CHANGE");
    assert_refused(registry_change_account(c->db, COUNTY, c->keys, p.dibao, "行", "周甲",
                                           "6.229E+17", &ACTOR, &e),
                   &e, "ACCOUNT_FORM");
    assert_refused(registry_change_account(c->db, COUNTY, c->keys, p.dibao, "行", "周甲", "1234567",
                                           &ACTOR, &e),
                   &e, "ACCOUNT_FORM");
    assert_refused(registry_change_account(c->db, COUNTY, c->keys, p.dibao, "", "周甲", numbers[0],
                                           &ACTOR, &e),
                   &e, "ACCOUNT_BANK");
    int64_t rows = 0;
    assert_ok_e(db_query_i64_raw(c->db, "SELECT count(*) FROM account", &rows, &e), &e);
    assert_int_equal(rows, 2); /* the old one stays, closed */
}

static void an_identity_is_found_by_its_number_alone(struct county *c)
{
    struct people p = people_make(c);
    struct error e;
    struct person_row row;
    struct person_place place;
    int64_t person = person_number(c, p.dibao_id);
    assert_ok_e(person_by_id(c->db, COUNTY, person, c->keys, c->arena, &row, &e), &e);
    assert_string_equal(row.id_number, p.dibao_id);
    assert_string_equal(row.name, "周甲");
    assert_ok_e(person_by_id(c->db, COUNTY, person, NULL, c->arena, &row, &e), &e);
    assert_string_equal(row.id_number, "");
    assert_status(
        person_by_id_number(c->db, COUNTY, c->keys, id_number(1960, 1, 2, 9), c->arena, &row, &e),
        STATUS_NONE);
    assert_status(person_by_id(c->db, COUNTY, 9999, c->keys, c->arena, &row, &e), STATUS_NONE);
    assert_ok_e(person_current_place(c->db, COUNTY, person, c->arena, &place, &e), &e);
    assert_int_equal(place.household, p.dibao);
    assert_int_equal(place.programme, PROGRAMME_DIBAO);
    assert_string_equal(place.head_name, "周甲");
}

#define CASE(body)                                                                                 \
    static void test_##body(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        on_each_engine(body);                                                                      \
    }
CASE(income_changes_from_its_month_on)
CASE(a_stop_needs_its_reason)
CASE(a_wubao_person_chooses_the_form)
CASE(the_account_in_force_is_the_last_one)
CASE(an_identity_is_found_by_its_number_alone)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_income_changes_from_its_month_on),
        cmocka_unit_test(test_a_stop_needs_its_reason),
        cmocka_unit_test(test_a_wubao_person_chooses_the_form),
        cmocka_unit_test(test_the_account_in_force_is_the_last_one),
        cmocka_unit_test(test_an_identity_is_found_by_its_number_alone),
    };
    return cmocka_run_group_tests_name("facts", tests, NULL, NULL);
}

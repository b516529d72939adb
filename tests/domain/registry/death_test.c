/* Deaths: the month of death is still due, the household goes on, and a wrong day can be put right.
 */
#include "domain/registry/registry_fixture.h"

#define M(n) month_make(2013, (n))

struct family {
    const char *head_id, *wife_id, *son_id;
    int64_t household, head, wife, son;
};

static struct family family_make(struct county *c)
{
    struct family f = {.head_id = id_number(1950, 3, 4, 1),
                       .wife_id = id_number(1955, 5, 6, 2),
                       .son_id = id_number(2001, 7, 8, 3)};
    const struct person_made members[] = {{f.head_id, "张三", RELATION_HEAD, true},
                                          {f.son_id, "张小", RELATION_SON, true},
                                          {f.wife_id, "李四", RELATION_SPOUSE, true}};
    f.household = county_household(c, PROGRAMME_DIBAO, M(1), members, 3);
    f.head = person_number(c, f.head_id);
    f.wife = person_number(c, f.wife_id);
    f.son = person_number(c, f.son_id);
    return f;
}

static struct dossier all_of(struct county *c, const struct family *f)
{
    return county_dossier(c, PROGRAMME_DIBAO, f->household, M(1), MONTH_OPEN, KNOWN_NOW);
}

static bool is_there(const struct dossier *d, int64_t person, struct month m)
{
    const struct member_row *r = member_at(d, person, m);
    return r && r->is_present;
}

static void die(struct county *c, const char *id, int month, int day)
{
    struct error e;
    assert_ok_e(
        registry_report_death(c->db, COUNTY, c->keys, id, date_make(2013, month, day), &ACTOR, &e),
        &e);
}

static void a_member_is_gone_from_the_next_month(struct county *c)
{
    struct family f = family_make(c);
    die(c, f.son_id, 3, 31);
    struct dossier d = all_of(c, &f);
    assert_true(is_there(&d, f.son, M(3)));
    assert_false(is_there(&d, f.son, M(4)));
    assert_string_equal(member_at(&d, f.son, M(4))->cause, "DEATH");
    assert_int_equal(d.entitlement_count, 1);
    assert_int_equal(d.entitlements[0].head, f.head);
}

static void the_spouse_follows_a_head(struct county *c)
{
    struct family f = family_make(c);
    int64_t before = county_change(c);
    die(c, f.head_id, 3, 1);
    struct dossier d = all_of(c, &f);
    assert_int_equal(dossier_entitlement_at(&d, M(3))->head, f.head);
    assert_int_equal(dossier_entitlement_at(&d, M(4))->head, f.wife);
    assert_int_equal(dossier_entitlement_at(&d, M(4))->status, ENTITLEMENT_ACTIVE);
    assert_int_equal(member_at(&d, f.wife, M(3))->relation, RELATION_SPOUSE);
    assert_int_equal(member_at(&d, f.wife, M(4))->relation, RELATION_HEAD);
    assert_true(is_there(&d, f.head, M(3)));
    assert_false(is_there(&d, f.head, M(4)));
    d = county_dossier(c, PROGRAMME_DIBAO, f.household, M(1), MONTH_OPEN, before);
    assert_int_equal(d.entitlement_count, 1); /* what was known before stays as it was */
    assert_true(is_there(&d, f.head, M(12)));
}

static void every_later_period_gets_the_new_head(struct county *c)
{
    struct family f = family_make(c);
    struct error e;
    assert_ok_e(registry_change_income(c->db, COUNTY, f.household, FEN(7), M(6), &ACTOR, &e), &e);
    die(c, f.head_id, 3, 15);
    struct dossier d = all_of(c, &f);
    assert_int_equal(dossier_entitlement_at(&d, M(5))->head, f.wife);
    assert_int_equal(dossier_entitlement_at(&d, M(5))->income_year.v, 100000);
    assert_int_equal(dossier_entitlement_at(&d, M(6))->head, f.wife);
    assert_int_equal(dossier_entitlement_at(&d, M(6))->income_year.v, 7);
}

static void a_child_is_head_when_nobody_else_is_left(struct county *c)
{
    struct family f = family_make(c);
    die(c, f.wife_id, 2, 2);
    die(c, f.head_id, 4, 4);
    struct dossier d = all_of(c, &f);
    assert_int_equal(dossier_entitlement_at(&d, M(5))->head, f.son);
    assert_int_equal(dossier_entitlement_at(&d, M(5))->status, ENTITLEMENT_ACTIVE);
}

static void the_last_one_ends_the_benefit(struct county *c)
{
    const char *id = id_number(1940, 1, 1, 9);
    const struct person_made alone[] = {{id, "王五", RELATION_HEAD, true}};
    int64_t household = county_household(c, PROGRAMME_WUBAO, M(1), alone, 1);
    die(c, id, 3, 31);
    struct dossier d = county_dossier(c, PROGRAMME_WUBAO, household, M(1), MONTH_OPEN, KNOWN_NOW);
    assert_int_equal(dossier_entitlement_at(&d, M(3))->status, ENTITLEMENT_ACTIVE);
    assert_int_equal(dossier_entitlement_at(&d, M(4))->status, ENTITLEMENT_ENDED);
    assert_string_equal(dossier_entitlement_at(&d, M(4))->cause, "DEATH");
    struct person_place place;
    struct error e;
    assert_status(person_current_place(c->db, COUNTY, person_number(c, id), c->arena, &place, &e),
                  STATUS_NONE);
}

static void a_death_before_the_benefit_began(struct county *c)
{
    const char *head = id_number(1950, 3, 4, 5), *other = id_number(1960, 3, 4, 7);
    const struct person_made members[] = {{head, "赵一", RELATION_HEAD, true},
                                          {other, "赵二", RELATION_OTHER, true}};
    int64_t household = county_household(c, PROGRAMME_DIBAO, M(6), members, 2);
    die(c, head, 2, 1);
    struct dossier d = county_dossier(c, PROGRAMME_DIBAO, household, M(1), MONTH_OPEN, KNOWN_NOW);
    assert_int_equal(d.entitlements[0].from.v, M(6).v);
    assert_int_equal(d.entitlements[0].head, person_number(c, other));
    assert_false(is_there(&d, person_number(c, head), M(6)));
}

static void refusals(struct county *c)
{
    struct family f = family_make(c);
    struct error e;
    assert_refused(registry_report_death(c->db, COUNTY, c->keys, id_number(1951, 1, 1, 1),
                                         date_make(2013, 3, 1), &ACTOR, &e),
                   &e, "PERSON_UNKNOWN");
    assert_refused(
        registry_report_death(c->db, COUNTY, c->keys, f.head_id, date_make(2013, 7, 1), &ACTOR, &e),
        &e, "DEATH_FUTURE");
    assert_refused(
        registry_report_death(c->db, COUNTY, c->keys, f.head_id, date_make(1950, 3, 3), &ACTOR, &e),
        &e, "DEATH_BEFORE_BIRTH");
    assert_refused(registry_report_death(c->db, COUNTY, c->keys, "342529195003040012",
                                         date_make(2013, 3, 1), &ACTOR, &e),
                   &e, "IDNO_CHECK");
    die(c, f.head_id, 6, 30); /* today is not the future */
    assert_refused(registry_report_death(c->db, COUNTY, c->keys, f.head_id, date_make(2013, 6, 30),
                                         &ACTOR, &e),
                   &e, "DEATH_KNOWN");
}

static void an_earlier_day_takes_months_away(struct county *c)
{
    struct family f = family_make(c);
    die(c, f.head_id, 5, 5);
    die(c, f.head_id, 2, 5);
    struct dossier d = all_of(c, &f);
    assert_true(is_there(&d, f.head, M(2)));
    assert_false(is_there(&d, f.head, M(3)));
    assert_int_equal(dossier_entitlement_at(&d, M(2))->head, f.head);
    assert_int_equal(dossier_entitlement_at(&d, M(3))->head, f.wife);
    assert_int_equal(dossier_entitlement_at(&d, M(12))->head, f.wife);
    assert_int_equal(member_at(&d, f.wife, M(3))->relation, RELATION_HEAD);
}

static void a_later_day_gives_months_back(struct county *c)
{
    struct family f = family_make(c);
    die(c, f.head_id, 2, 5);
    die(c, f.head_id, 5, 5);
    struct dossier d = all_of(c, &f);
    assert_true(is_there(&d, f.head, M(5)));
    assert_false(is_there(&d, f.head, M(6)));
    assert_int_equal(dossier_entitlement_at(&d, M(5))->head, f.head);
    assert_int_equal(dossier_entitlement_at(&d, M(6))->head, f.wife);
    assert_int_equal(member_at(&d, f.wife, M(5))->relation, RELATION_SPOUSE);
    assert_int_equal(member_at(&d, f.wife, M(6))->relation, RELATION_HEAD);
}

static void a_later_day_gives_a_wubao_person_months_back(struct county *c)
{
    const char *id = id_number(1940, 1, 1, 9);
    const struct person_made alone[] = {{id, "王五", RELATION_HEAD, true}};
    int64_t household = county_household(c, PROGRAMME_WUBAO, M(1), alone, 1);
    die(c, id, 2, 5);
    die(c, id, 4, 5);
    struct dossier d = county_dossier(c, PROGRAMME_WUBAO, household, M(1), MONTH_OPEN, KNOWN_NOW);
    assert_int_equal(dossier_entitlement_at(&d, M(4))->status, ENTITLEMENT_ACTIVE);
    assert_int_equal(dossier_entitlement_at(&d, M(5))->status, ENTITLEMENT_ENDED);
    assert_true(is_there(&d, person_number(c, id), M(4)));
    assert_false(is_there(&d, person_number(c, id), M(5)));
}

#define CASE(body)                                                                                 \
    static void test_##body(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        on_each_engine(body);                                                                      \
    }
CASE(a_member_is_gone_from_the_next_month)
CASE(the_spouse_follows_a_head)
CASE(every_later_period_gets_the_new_head)
CASE(a_child_is_head_when_nobody_else_is_left)
CASE(the_last_one_ends_the_benefit)
CASE(a_death_before_the_benefit_began)
CASE(refusals)
CASE(an_earlier_day_takes_months_away)
CASE(a_later_day_gives_months_back)
CASE(a_later_day_gives_a_wubao_person_months_back)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_member_is_gone_from_the_next_month),
        cmocka_unit_test(test_the_spouse_follows_a_head),
        cmocka_unit_test(test_every_later_period_gets_the_new_head),
        cmocka_unit_test(test_a_child_is_head_when_nobody_else_is_left),
        cmocka_unit_test(test_the_last_one_ends_the_benefit),
        cmocka_unit_test(test_a_death_before_the_benefit_began),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_an_earlier_day_takes_months_away),
        cmocka_unit_test(test_a_later_day_gives_months_back),
        cmocka_unit_test(test_a_later_day_gives_a_wubao_person_months_back),
    };
    return cmocka_run_group_tests_name("death", tests, NULL, NULL);
}

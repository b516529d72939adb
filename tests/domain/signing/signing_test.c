/* What waits for a name waits for the right person: not for who prepared it, not for another
   township, and no longer than until it is signed. */
#include "domain/signing/signing.h"
#include "domain/target/target_fixture.h"

static int64_t items_of(struct ground *g, int64_t township, const char *user,
                        enum signing_kind kind, int64_t *ret_id)
{
    struct error e = {0};
    struct signing *list;
    size_t n;
    int64_t items = 0;
    assert_ok_e(signing_list(g->db, COUNTY_JINGXIAN, township, user, g->arena, &list, &n, &e), &e);
    for (size_t i = 0; i < n; i++) {
        assert_true(i == 0 || list[i - 1].kind <= list[i].kind);
        if (list[i].kind != kind)
            continue;
        items += list[i].items;
        *ret_id = list[i].id;
    }
    return items;
}

static void splits_body(struct ground *g)
{
    struct error e = {0};
    size_t drafted, issued;
    int64_t id = 0;
    ground_today(1, 20);
    assert_ok_e(target_split_from_plan(g->db, COUNTY_JINGXIAN, NULL, MAKER, &drafted, &e), &e);
    assert_int_equal(items_of(g, 0, DIRECTOR, SIGNING_SPLITS, &id), drafted);
    assert_int_equal(id, 2013);
    assert_int_equal(items_of(g, 0, MAKER, SIGNING_SPLITS, &id), 0);
    assert_int_equal(items_of(g, JINGCHUAN, LEAD, SIGNING_SPLITS, &id), 0);
    assert_int_equal(items_of(g, 0, DIRECTOR, SIGNING_LETTERS, &id), 0);
    assert_ok_e(
        target_split_issue(g->db, COUNTY_JINGXIAN, 0, 2013, DOCUMENT, DIRECTOR, &issued, &e), &e);
    assert_int_equal(items_of(g, 0, DIRECTOR, SIGNING_SPLITS, &id), 0);
    assert_int_equal(items_of(g, 0, DIRECTOR, SIGNING_LETTERS, &id), TOWNSHIPS);
}

static void drafted_targets_wait_for_another_than_their_maker(void **state)
{
    (void)state;
    ground_on_each(splits_body);
}

static void letters_body(struct ground *g)
{
    struct error e = {0};
    size_t n;
    int64_t id = 0;
    ground_today(1, 20);
    ground_issue_plan(g);
    assert_ok_e(
        target_letter_issue(g->db, COUNTY_JINGXIAN, 2013, JINGCHUAN, DOCUMENT, DIRECTOR, &n, &e),
        &e);
    assert_int_equal(items_of(g, 0, DIRECTOR, SIGNING_LETTERS, &id), TOWNSHIPS - 1);
    assert_int_equal(items_of(g, JINGCHUAN, LEAD, SIGNING_LETTER, &id), 1);
    assert_int_equal(items_of(g, YUNLING, "township106.lead", SIGNING_LETTER, &id), 0);
    assert_int_equal(items_of(g, JINGCHUAN, LEAD, SIGNING_LETTER, &id), 1);
    assert_ok_e(target_letter_sign(g->db, COUNTY_JINGXIAN, id, NULL, LEAD, &e), &e);
    assert_int_equal(items_of(g, JINGCHUAN, LEAD, SIGNING_LETTER, &id), 0);
    assert_int_equal(items_of(g, 0, DIRECTOR, SIGNING_LETTERS, &id), TOWNSHIPS - 1);
}

static void a_letter_waits_in_its_township_until_it_is_signed(void **state)
{
    (void)state;
    ground_on_each(letters_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drafted_targets_wait_for_another_than_their_maker),
        cmocka_unit_test(a_letter_waits_in_its_township_until_it_is_signed),
    };
    return cmocka_run_group_tests_name("signing", tests, NULL, NULL);
}

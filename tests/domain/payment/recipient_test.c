/* Recipients are those a look-up finds, in whatever order they are asked for. */
#include "domain/payment/county.h"
#include "domain/payment/recipient.h"

#include "base/random.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define HOUSEHOLDS 40
#define ASKED 400
#define SEED 20130601

static int64_t head_of(struct county *c, int64_t household, int month)
{
    return county_number(c,
                         "SELECT head FROM entitlement WHERE programme = 1 AND household = "
                         "%" PRId64 " AND from_month <= %d AND to_month >= %d AND known_to = "
                         "2147483647",
                         household, month, month);
}

static int64_t tail_of(struct county *c, int64_t household)
{
    return county_number(c,
                         "SELECT coalesce(max(CAST(number_tail AS BIGINT)), -1) FROM account WHERE "
                         "owner_kind = 1 AND owner = %" PRId64 " AND known_to = 2147483647",
                         household);
}

static void check(struct county *c, struct recipients *r, int month, int64_t household)
{
    struct error e = {0};
    struct recipient to;
    struct person_row person;
    char text[64];
    size_t n;
    assert_ok_e(recipient_at(r, month_from_yyyymm(month), household, &to, &e), &e);
    assert_ok_e(unseal(c->keys, SEAL_ID_NUMBER, to.id_sealed.p, to.id_sealed.n, text, &n, &e), &e);
    assert_ok_e(
        person_by_id(c->db, COUNTY, head_of(c, household, month), c->keys, c->arena, &person, &e),
        &e);
    assert_string_equal(text, person.id_number);
    int64_t tail = tail_of(c, household);
    assert_int_equal(to.number_sealed.p != NULL, tail >= 0);
    if (tail < 0)
        return;
    assert_ok_e(unseal(c->keys, SEAL_ACCOUNT, to.number_sealed.p, to.number_sealed.n, text, &n, &e),
                &e);
    assert_int_equal(strtoll(text + n - 4, NULL, 10), tail);
}

/* Heads fall while households rise; every seventh has no account; the third has another head from
 * July. Between them lie numbers of the other programme. */
static int64_t heads_out_of_order(struct county *c, int64_t households[HOUSEHOLDS])
{
    for (int i = 0; i < HOUSEHOLDS; i++) {
        households[i] = county_household(c, &(struct new_household){.programme = PROGRAMME_DIBAO,
                                                                    .from = "2013-03",
                                                                    .persons = 1 + i % 3,
                                                                    .has_no_account = i % 7 == 6});
        if (i % 5 == 4)
            county_household(c, &(struct new_household){.programme = PROGRAMME_WUBAO,
                                                        .from = "2013-03",
                                                        .form = FORM_SCATTERED});
    }
    county_tamper(c, "UPDATE entitlement SET head = (SELECT min(id) + max(id) FROM person) - head "
                     "WHERE programme = 1 AND household > 5");
    county_tamper(c,
                  "UPDATE entitlement SET to_month = 201306 WHERE programme = 1 AND household = "
                  "%" PRId64,
                  households[2]);
    county_tamper(
        c,
        "INSERT INTO entitlement (county, programme, household, from_month, known_from, to_month, "
        "known_to, status, cause, division, head, mgmt_class, income_year_fen, form, home, "
        "care_level, begun_month) SELECT county, programme, household, 201307, known_from, 999912, "
        "known_to, status, cause, division, head + 1, mgmt_class, income_year_fen, form, home, "
        "care_level, begun_month FROM entitlement WHERE programme = 1 AND household = %" PRId64,
        households[2]);
    return households[2];
}

static void recipients_are_what_a_look_up_finds(struct county *c)
{
    struct error e = {0};
    struct recipient to;
    int64_t households[HOUSEHOLDS];
    CLEANUP(recipients_cleanup) struct recipients *r = NULL;
    int64_t changed = heads_out_of_order(c, households);
    assert_int_not_equal(head_of(c, changed, 201306), head_of(c, changed, 201307));
    assert_ok_e(recipients_open(c->db, COUNTY, PROGRAMME_DIBAO, RECIPIENTS_NOW, &r, &e), &e);
    for (int month = 201306; month <= 201307; month++)
        for (int i = 0; i < HOUSEHOLDS; i++)
            check(c, r, month, households[i]);
    /* The next month begins with a household that lies ahead. */
    check(c, r, 201306, households[1]);
    check(c, r, 201307, changed);
    struct random random = random_seed(SEED);
    print_message("# seed %d\n", SEED);
    for (int i = 0; i < ASKED; i++)
        check(c, r, 201306 + (int)random_below(&random, 2),
              households[random_below(&random, HOUSEHOLDS)]);
    assert_status(recipient_at(r, month_make(2013, 2), households[0], &to, &e), STATUS_NONE);
    assert_status(
        recipient_at(r, month_make(2013, 6), households[HOUSEHOLDS - 1] + 100000, &to, &e),
        STATUS_NONE);
}

static void test_recipients(void **state)
{
    (void)state;
    county_each(recipients_are_what_a_look_up_finds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"recipients_are_what_a_look_up_finds", test_recipients, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("recipient", tests, NULL, NULL);
}

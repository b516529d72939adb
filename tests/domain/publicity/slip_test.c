/* Slips: the amount is the explanation's, and a code leads nowhere but to its own month. */
#include "domain/publicity/slip.h"

#include <stdio.h>
#include <string.h>

#include "domain/payment/county.h"

#define TOWNSHIP INT64_C(341823100000)

static struct month june(void)
{
    return month_make(2013, 6);
}

static struct slip_made *printed(struct county *c, int64_t household, int64_t division, size_t *n)
{
    struct error e = {0};
    struct slip_made *list = NULL;
    struct slip_wish wish = {PROGRAMME_DIBAO, june(), household, division};
    assert_ok_e(
        slip_print(c->db, COUNTY, c->keys, &wish, "township100.clerk", c->arena, &list, n, &e), &e);
    return list;
}

static int64_t lines_fen(const struct explained_month *x)
{
    int64_t sum = 0;
    for (size_t i = 0; i < x->explanation.count; i++)
        sum += x->explanation.line[i].amount.v;
    return sum;
}

static void claim_amounts(struct county *c)
{
    struct error e = {0};
    struct new_household poor = {.programme = PROGRAMME_DIBAO,
                                 .from = "2013-03",
                                 .income_year_fen = 120000,
                                 .persons = 2,
                                 .birth = {"1940-01-01"}};
    struct new_household rich = {
        .programme = PROGRAMME_DIBAO, .from = "2013-03", .income_year_fen = 500000};
    int64_t a = county_household(c, &poor), b = county_household(c, &rich);
    size_t n;
    struct slip_made *list = printed(c, 0, TOWNSHIP, &n);
    /* Before there is a run it is the rule's amount; who gets nothing gets no slip. */
    assert_int_equal(n, 1);
    assert_int_equal(list[0].slip.household, a);
    assert_int_equal(list[0].slip.amount.v, lines_fen(list[0].why));
    assert_true(list[0].slip.amount.v > 0);
    struct slip_wish nothing = {PROGRAMME_DIBAO, june(), b, 0};
    assert_int_equal(
        slip_print(c->db, COUNTY, c->keys, &nothing, "township100.clerk", c->arena, &list, &n, &e),
        STATUS_REFUSED);
    assert_string_equal(e.code, "SLIP_NOTHING");

    county_prepare(c, PROGRAMME_DIBAO, "2013-06");
    list = printed(c, a, 0, &n);
    assert_int_equal(n, 1);
    struct item item;
    assert_true(county_item(c, PROGRAMME_DIBAO, "2013-06", a, &item));
    assert_int_equal(list[0].slip.amount.v, item.basic + item.topup + item.adjustment);

    /* A later fact changes what will be paid, not what the slip says and leads to. */
    struct registry_actor actor = {.user = "dibao1", .document = "x"};
    assert_ok_e(registry_change_income(c->db, COUNTY, a, FEN(240000), june(), &actor, &e), &e);
    struct slip slip;
    struct explained_month *why;
    assert_ok_e(slip_find(c->db, COUNTY, c->keys, list[0].code, c->arena, &slip, &why, &e), &e);
    assert_int_equal(slip.amount.v, list[0].slip.amount.v);
    assert_int_equal(lines_fen(why), item.basic + item.topup);
}

static void amounts_are_those_of_the_explanation(void **state)
{
    (void)state;
    county_each(claim_amounts);
}

static enum status paper_fails(struct db *db, int64_t county, const struct slip_made *made,
                               size_t count, void *context, struct error *e)
{
    (void)db, (void)county, (void)made;
    *(size_t *)context = count;
    return error_set(e, STATUS_FAILED, "PAPER", "no paper");
}

static void claim_codes(struct county *c)
{
    struct error e = {0};
    struct new_household h = {
        .programme = PROGRAMME_DIBAO, .from = "2013-03", .income_year_fen = 60000};
    for (int i = 0; i < 5; i++)
        county_household(c, &h);
    size_t n, other_n;
    struct slip_made *list = printed(c, 0, VILLAGE, &n);
    struct slip slip;
    assert_int_equal(n, 5);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(strlen(list[i].code), SLIP_CODE_BYTES - 1);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(list[i].code, list[k].code);
        assert_ok_e(slip_find(c->db, COUNTY, c->keys, list[i].code, c->arena, &slip, NULL, &e), &e);
        assert_int_equal(slip.household, list[i].slip.household);
    }
    /* As people type it; and every code that is none has one answer. */
    char typed[SLIP_CODE_BYTES + 4], wrong[SLIP_CODE_BYTES];
    snprintf(typed, sizeof typed, "%.4s-%.4s %s", list[0].code, list[0].code + 4, list[0].code + 8);
    for (char *p = typed; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    assert_ok_e(slip_find(c->db, COUNTY, c->keys, typed, c->arena, &slip, NULL, &e), &e);
    for (size_t i = 0; i < SLIP_CODE_BYTES - 1; i++) {
        memcpy(wrong, list[0].code, sizeof wrong);
        wrong[i] = wrong[i] == '2' ? '3' : '2';
        assert_status(slip_find(c->db, COUNTY, c->keys, wrong, c->arena, &slip, NULL, &e),
                      STATUS_NONE);
    }
    const char *const none[] = {"",  "1",     "%", "2222222222222222", "22222222222222222",
                                "’", "1 OR 1"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        assert_status(slip_find(c->db, COUNTY, c->keys, none[i], c->arena, &slip, NULL, &e),
                      STATUS_NONE);
    /* Only the index is kept; printed again the old code leads nowhere. */
    assert_int_equal(county_number(c, "SELECT count(*) FROM slip"), 5);
    assert_int_equal(
        county_number(
            c,
            "SELECT count(*) FROM change_trail WHERE detail LIKE '%%%s%%' OR subject LIKE "
            "'%%%s%%'",
            list[0].code, list[0].code),
        0);
    struct slip_made *again = printed(c, list[0].slip.household, 0, &other_n);
    assert_status(slip_find(c->db, COUNTY, c->keys, list[0].code, c->arena, &slip, NULL, &e),
                  STATUS_NONE);
    assert_ok_e(slip_find(c->db, COUNTY, c->keys, again[0].code, c->arena, &slip, NULL, &e), &e);
    assert_int_equal(county_number(c, "SELECT count(*) FROM slip"), 5);
    /* Where the paper can not be made, the cards that are out stay good. */
    struct slip_wish all = {PROGRAMME_DIBAO, june(), 0, VILLAGE};
    assert_status(slip_print_on(c->db, COUNTY, c->keys, &all, "township100.clerk", paper_fails, &n,
                                c->arena, &other_n, &e),
                  STATUS_FAILED);
    assert_int_equal(n, 5); /* it was shown all of them */
    assert_ok_e(slip_find(c->db, COUNTY, c->keys, again[0].code, c->arena, &slip, NULL, &e), &e);
    assert_ok_e(slip_find(c->db, COUNTY, c->keys, list[4].code, c->arena, &slip, NULL, &e), &e);
}

static void a_code_can_not_be_guessed(void **state)
{
    (void)state;
    county_each(claim_codes);
}

static void claim_delivery(struct county *c)
{
    struct error e = {0};
    struct new_household h = {
        .programme = PROGRAMME_DIBAO, .from = "2013-03", .income_year_fen = 60000};
    for (int i = 0; i < 3; i++)
        county_household(c, &h);
    size_t n;
    struct slip_made *list = printed(c, 0, VILLAGE, &n);
    struct slip_wish one = {PROGRAMME_DIBAO, june(), list[0].slip.household, 0},
                     rest = {PROGRAMME_DIBAO, june(), 0, TOWNSHIP};
    int64_t count;
    struct date day = list[0].slip.printed_on, before = {day.v - 1}, after = {day.v + 1};
    assert_int_equal(slip_deliver(c->db, COUNTY, &one, before, "township100.clerk", &count, &e),
                     STATUS_REFUSED); /* before it was printed */
    assert_int_equal(slip_deliver(c->db, COUNTY, &one, after, "township100.clerk", &count, &e),
                     STATUS_REFUSED); /* not yet */
    assert_int_equal(slip_deliver(c->db, COUNTY, &one, day, "township101.clerk", &count, &e),
                     STATUS_REFUSED);
    assert_string_equal(e.code, "ACCESS_SCOPE");
    assert_ok_e(slip_deliver(c->db, COUNTY, &one, day, "township100.clerk", &count, &e), &e);
    assert_int_equal(count, 1);
    assert_int_equal(slip_deliver(c->db, COUNTY, &one, day, "township100.clerk", &count, &e),
                     STATUS_REFUSED);
    assert_ok_e(slip_deliver(c->db, COUNTY, &rest, day, "township100.clerk", &count, &e), &e);
    assert_int_equal(count, 2);
    /* A second print of one that was given stays given. */
    printed(c, list[0].slip.household, 0, &n);
    struct slip *slips;
    assert_ok_e(slip_list(c->db, COUNTY, PROGRAMME_DIBAO, june(), 0, c->arena, &slips, &n, &e), &e);
    assert_int_equal(n, 3);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(slips[i].delivered_on.v, day.v);
}

static void slips_are_given_out_once(void **state)
{
    (void)state;
    county_each(claim_delivery);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_are_those_of_the_explanation),
        cmocka_unit_test(a_code_can_not_be_guessed),
        cmocka_unit_test(slips_are_given_out_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

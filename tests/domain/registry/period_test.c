/* The writers of period rows: every shape of overlap, and random writes against a plain table of
 * month × knowledge. */
#include "domain/registry/registry_fixture.h"

#include <string.h>

#include "base/random.h"

#define M(n) month_make(2013, (n))
#define MONTHS 14 /* the last one stands for everything after */
#define CHANGES 10
#define ROUNDS 30

static struct entitlement_row income(int from, int to, int64_t value)
{
    return (struct entitlement_row){.from = M(from),
                                    .to = to ? M(to) : MONTH_OPEN,
                                    .status = ENTITLEMENT_ACTIVE,
                                    .division = VILLAGE,
                                    .head = 1,
                                    .income_year = FEN(value),
                                    .begun = M(1)};
}

/* "1-3:5 4-:7" of what is believed. */
static const char *believed(struct county *c, int64_t household, int64_t known)
{
    CLEANUP(buf_free) struct buf b = BUF_INIT(2000);
    struct dossier d =
        county_dossier(c, PROGRAMME_DIBAO, household, month_make(1990, 1), MONTH_OPEN, known);
    for (size_t i = 0; i < d.entitlement_count; i++) {
        const struct entitlement_row *r = &d.entitlements[i];
        buf_addf(&b, "%s%d-", b.n ? " " : "", r->from.v - M(1).v + 1);
        if (r->to.v != MONTH_OPEN.v)
            buf_addf(&b, "%d", r->to.v - M(1).v + 1);
        buf_addf(&b, ":%d", (int)r->income_year.v);
    }
    return arena_strdup(c->arena, buf_text(&b));
}

static void shapes(struct county *c)
{
    static const struct {
        int from, to;
        const char *after;
    } cases[] = {
        {3, 5, "1-2:1 3-5:9 6-:1"}, /* inside */
        {1, 0, "1-:9"},             /* all of it */
        {1, 4, "1-4:9 5-:1"},       /* its beginning */
        {7, 0, "1-6:1 7-:9"},       /* its end */
        {-3, 0, "-3-:9"},           /* more than all of it */
        {-3, 4, "-3-4:9 5-:1"},     /* over its beginning */
        {-3, -1, "-3--1:9 1-:1"},   /* before it, with a gap */
        {1, 1, "1-1:9 2-:1"},       /* one month */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t household = 100 + (int64_t)i;
        int64_t first = county_change(c);
        struct entitlement_row base = income(1, 0, 1);
        put_entitlement(c, PROGRAMME_DIBAO, household, first, &base);
        int64_t second = county_change(c);
        struct entitlement_row over = income(cases[i].from, cases[i].to, 9);
        put_entitlement(c, PROGRAMME_DIBAO, household, second, &over);
        assert_string_equal(believed(c, household, KNOWN_NOW), cases[i].after);
        assert_string_equal(believed(c, household, second), cases[i].after);
        assert_string_equal(believed(c, household, first), "1-:1");
        assert_string_equal(believed(c, household, first - 1), "");
    }
}

static void a_row_over_several_rows(struct county *c)
{
    int64_t change[4];
    struct entitlement_row rows[] = {income(1, 0, 1), income(4, 6, 2), income(9, 0, 3),
                                     income(5, 10, 4)};
    for (int i = 0; i < 4; i++) {
        change[i] = county_change(c);
        put_entitlement(c, PROGRAMME_DIBAO, 7, change[i], &rows[i]);
    }
    assert_string_equal(believed(c, 7, KNOWN_NOW), "1-3:1 4-4:2 5-10:4 11-:3");
    assert_string_equal(believed(c, 7, change[2]), "1-3:1 4-6:2 7-8:1 9-:3");
    assert_string_equal(believed(c, 7, change[1]), "1-3:1 4-6:2 7-:1");
    assert_string_equal(believed(c, 7, change[0]), "1-:1");
}

static void two_writes_of_one_change(struct county *c)
{
    int64_t first = county_change(c);
    struct entitlement_row base = income(1, 0, 1);
    put_entitlement(c, PROGRAMME_DIBAO, 8, first, &base);
    int64_t second = county_change(c);
    struct entitlement_row a = income(3, 8, 2), b = income(3, 5, 3), d = income(2, 9, 4);
    put_entitlement(c, PROGRAMME_DIBAO, 8, second, &a);
    put_entitlement(c, PROGRAMME_DIBAO, 8, second, &b);
    assert_string_equal(believed(c, 8, KNOWN_NOW), "1-2:1 3-5:3 6-8:2 9-:1");
    put_entitlement(c, PROGRAMME_DIBAO, 8, second, &d);
    assert_string_equal(believed(c, 8, KNOWN_NOW), "1-1:1 2-9:4 10-:1");
    assert_string_equal(believed(c, 8, first), "1-:1");
}

static void one_household_has_one_current_benefit(struct county *c)
{
    int64_t change = county_change(c);
    struct entitlement_row row = income(1, 0, 1);
    put_entitlement(c, PROGRAMME_DIBAO, 9, change, &row);
    struct entitlement_row ended = row;
    ended.from = M(6);
    ended.status = ENTITLEMENT_ENDED;
    put_entitlement(c, PROGRAMME_DIBAO, 9, county_change(c), &ended);
    struct entitlement_row other = income(6, 0, 2);
    other.form = FORM_SCATTERED;
    put_entitlement(c, PROGRAMME_WUBAO, 9, county_change(c), &other);
    struct dossier d = county_dossier(c, PROGRAMME_WUBAO, 9, M(6), M(6), KNOWN_NOW);
    assert_int_equal(d.entitlement_count, 1);
}

/* ---- random writes ---- */

struct model {
    int64_t change[CHANGES + 1]; /* [0]: before everything */
    int64_t value[CHANGES + 1][MONTHS];
};

static int64_t value_at(const struct dossier *d, int month)
{
    const struct entitlement_row *r = dossier_entitlement_at(d, M(month + 1));
    return r ? r->income_year.v : 0;
}

static void compare(struct county *c, int64_t household, const struct model *m)
{
    for (int k = 0; k <= CHANGES; k++) {
        struct dossier d = county_dossier(c, PROGRAMME_DIBAO, household, month_make(1990, 1),
                                          MONTH_OPEN, m->change[k]);
        for (int month = 0; month < MONTHS; month++)
            assert_int_equal(value_at(&d, month), m->value[k][month]);
        assert_int_equal(value_at(&d, MONTHS + 500), m->value[k][MONTHS - 1]);
        for (size_t i = 1; i < d.entitlement_count; i++)
            assert_true(d.entitlements[i - 1].to.v < d.entitlements[i].from.v);
    }
}

static void random_entitlements(struct county *c)
{
    struct random r = random_seed(test_seed());
    int64_t value = 1;
    for (int round = 0; round < ROUNDS; round++) {
        struct model m = {.change = {county_change(c)}};
        int64_t household = 1000 + round;
        for (int k = 1; k <= CHANGES; k++) {
            memcpy(m.value[k], m.value[k - 1], sizeof m.value[k]);
            m.change[k] = county_change(c);
            int writes = 1 + (int)random_below(&r, 3);
            for (int w = 0; w < writes; w++) {
                int from = (int)random_below(&r, MONTHS);
                int to = from + (int)random_below(&r, (uint32_t)(MONTHS - from));
                struct entitlement_row row =
                    income(from + 1, to == MONTHS - 1 ? 0 : to + 1, ++value);
                put_entitlement(c, PROGRAMME_DIBAO, household, m.change[k], &row);
                for (int month = from; month <= to; month++)
                    m.value[k][month] = value;
            }
        }
        compare(c, household, &m);
    }
}

static void random_members(struct county *c)
{
    struct random r = random_seed(test_seed() + 1);
    for (int round = 0; round < ROUNDS; round++) {
        int64_t household = 2000 + round, person = 5000 + round;
        int grade[CHANGES + 1][MONTHS] = {{0}};
        int64_t change[CHANGES + 1] = {county_change(c)};
        for (int k = 1; k <= CHANGES; k++) {
            memcpy(grade[k], grade[k - 1], sizeof grade[k]);
            change[k] = county_change(c);
            int from = (int)random_below(&r, MONTHS);
            int to = from + (int)random_below(&r, (uint32_t)(MONTHS - from));
            int g = 1 + (int)random_below(&r, 4);
            struct member_row row = {.person = person,
                                     .from = M(from + 1),
                                     .to = to == MONTHS - 1 ? MONTH_OPEN : M(to + 1),
                                     .birth = date_make(1950, 1, 31),
                                     .is_present = true,
                                     .relation = RELATION_HEAD,
                                     .disability_grade = g};
            put_member(c, household, change[k], &row);
            for (int month = from; month <= to; month++)
                grade[k][month] = g;
        }
        struct entitlement_row any = income(1, 0, 1);
        put_entitlement(c, PROGRAMME_DIBAO, household, change[CHANGES], &any);
        for (int k = 0; k <= CHANGES; k++) {
            struct dossier d =
                county_dossier(c, PROGRAMME_DIBAO, household, M(1), MONTH_OPEN, change[k]);
            for (int month = 0; month < MONTHS; month++) {
                const struct member_row *row = member_at(&d, person, M(month + 1));
                assert_int_equal(row ? row->disability_grade : 0, grade[k][month]);
            }
        }
    }
}

#define CASE(body)                                                                                 \
    static void test_##body(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        on_each_engine(body);                                                                      \
    }
CASE(shapes)
CASE(a_row_over_several_rows)
CASE(two_writes_of_one_change)
CASE(one_household_has_one_current_benefit)
CASE(random_entitlements)
CASE(random_members)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_a_row_over_several_rows),
        cmocka_unit_test(test_two_writes_of_one_change),
        cmocka_unit_test(test_one_household_has_one_current_benefit),
        cmocka_unit_test(test_random_entitlements),
        cmocka_unit_test(test_random_members),
    };
    return cmocka_run_group_tests_name("period", tests, NULL, NULL);
}

/* The synthetic county as such: nobody real, nobody twice, the same for the same seed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "office/demo/bank.h"
#include "office/demo/county.h"
#include "support/test_support.h"

#define HOUSEHOLDS 30000
#define SUPPORTED 3000
#define PEOPLE_MAX (HOUSEHOLDS * DEMO_MEMBERS_MAX)

static const struct demo_place places[] = {
    {INT64_C(341823100201), "泾川镇", "五星村村委会", 8},
    {INT64_C(341823106207), "云岭镇", "郭山村村委会", 16},
};
static const struct demo_home homes[] = {{1, INT64_C(341823106000), "云岭镇敬老院"}};

static struct demo_options options_of(uint64_t seed)
{
    return (struct demo_options){.seed = seed,
                                 .dibao_households = HOUSEHOLDS,
                                 .wubao_persons = SUPPORTED,
                                 .month = month_make(2013, 6),
                                 .standard_year = FEN(216000),
                                 .places = places,
                                 .place_count = 2,
                                 .homes = homes,
                                 .home_count = 1};
}

static struct demo_county *county_of(const struct demo_options *options)
{
    struct demo_county *c = NULL;
    struct error e = {0};
    assert_ok_e(demo_county_new(options, &c, &e), &e);
    return c;
}

static int by_text(const void *a, const void *b)
{
    return memcmp(a, b, IDNO_BYTES);
}

static void nobody_has_a_number_of_an_office_or_of_anyone_else(void **state)
{
    (void)state;
    struct demo_options options = options_of(test_seed());
    CLEANUP(demo_county_cleanup) struct demo_county *c = county_of(&options);
    char(*numbers)[IDNO_BYTES] = calloc(PEOPLE_MAX, IDNO_BYTES);
    size_t count = 0;
    struct demo_household h;

    assert_non_null(numbers);
    while (demo_county_next(c, &h)) {
        for (size_t i = 0; i < h.member_count; i++) {
            const struct demo_member *m = &h.members[i];
            struct idno read;
            struct error e = {0};
            assert_ok_e(idno_parse(m->id.text, month_last_day(options.month), &read, &e), &e);
            assert_int_equal(read.birth.v, m->id.birth.v);
            assert_int_equal(read.sex, m->id.sex);
            /* The county's area code until 2000 and since. */
            assert_true(text_starts(m->id.text, "342529") || text_starts(m->id.text, "341823"));
            assert_true(text_starts(m->id.text + 14, "000") || m->id.text[14] == '9');
            assert_true(m->phone[0] == '\0' || text_starts(m->phone, "12"));
            memcpy(numbers[count++], m->id.text, IDNO_BYTES);
        }
        assert_true(h.account[0] == '\0' || luhn_is_valid(h.account));
    }
    qsort(numbers, count, IDNO_BYTES, by_text);
    for (size_t i = 1; i < count; i++)
        assert_true(memcmp(numbers[i - 1], numbers[i], IDNO_BYTES) < 0);
    free(numbers);
}

static void check_family(const struct demo_household *h, struct month month)
{
    int counted = 0;
    assert_int_equal(h->members[0].relation, RELATION_HEAD);
    for (size_t i = 0; i < h->member_count; i++) {
        const struct demo_member *m = &h->members[i];
        int older = h->members[0].id.birth.v - m->id.birth.v;
        counted += m->is_protected;
        assert_true(m->id.birth.v <= month_last_day(month).v);
        assert_true((m->disability_kind == 0) == (m->disability_grade == 0));
        if (i > 0)
            assert_int_not_equal(m->relation, RELATION_HEAD);
        if (m->relation == RELATION_FATHER || m->relation == RELATION_MOTHER)
            assert_true(older > 15 * 365);
        if (m->relation >= RELATION_SON && m->relation <= RELATION_GRANDDAUGHTER)
            assert_true(older < -15 * 365);
        if (m->relation == RELATION_SPOUSE)
            assert_int_not_equal(m->id.sex, h->members[0].id.sex);
    }
    assert_int_equal(counted, h->protected_count);
    assert_true(counted >= 1);
    assert_int_equal(h->income_year.v % 100, 0);
}

static void families_could_be_real_and_about_three_in_a_hundred_are_special(void **state)
{
    (void)state;
    struct demo_options options = options_of(test_seed());
    CLEANUP(demo_county_cleanup) struct demo_county *c = county_of(&options);
    struct demo_household h;
    int64_t special = 0, dibao = 0, supported = 0, in_second_village = 0;

    while (demo_county_next(c, &h)) {
        check_family(&h, options.month);
        in_second_village += h.place == &places[1];
        if (h.programme == PROGRAMME_WUBAO) {
            supported++;
            assert_true((h.form == FORM_INSTITUTION) == (h.home != NULL));
            continue;
        }
        dibao++;
        bool has_zero = h.income_year.v >= options.standard_year.v * h.protected_count;
        special += has_zero || h.account[0] == '\0' || h.status == ENTITLEMENT_SUSPENDED;
    }
    assert_int_equal(dibao, HOUSEHOLDS);
    assert_int_equal(supported, SUPPORTED);
    assert_in_range(special * 1000 / dibao, 20, 40);
    assert_in_range(in_second_village * 1000 / (dibao + supported), 620, 710);
}

static void the_seed_alone_decides(void **state)
{
    (void)state;
    struct demo_options options = options_of(7), same = options_of(7), other = options_of(8);
    CLEANUP(demo_county_cleanup) struct demo_county *a = county_of(&options);
    CLEANUP(demo_county_cleanup) struct demo_county *b = county_of(&same);
    CLEANUP(demo_county_cleanup) struct demo_county *c = county_of(&other);
    struct demo_household x, y, z;
    int64_t differing = 0;
    while (demo_county_next(a, &x)) {
        assert_true(demo_county_next(b, &y) && demo_county_next(c, &z));
        assert_memory_equal(&x, &y, sizeof(x));
        differing += memcmp(&x, &z, sizeof(x)) != 0;
    }
    assert_false(demo_county_next(b, &y));
    assert_true(differing > HOUSEHOLDS);
}

static void too_many_people_or_no_village_is_refused(void **state)
{
    (void)state;
    struct demo_options options = options_of(1);
    struct demo_county *c = NULL;
    struct error e = {0};
    options.dibao_households = DEMO_HOUSEHOLDS_MAX;
    options.wubao_persons = 0;
    assert_ok_e(demo_county_new(&options, &c, &e), &e);
    demo_county_cleanup(&c);
    options.wubao_persons = 1;
    assert_refused(demo_county_new(&options, &c, &e), &e, "DEMO_SIZE");
    options = options_of(1);
    options.place_count = 0;
    assert_refused(demo_county_new(&options, &c, &e), &e, "DEMO_SIZE");
}

static void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

static void the_bank_answers_every_line_and_keeps_the_total(void **state)
{
    (void)state;
    const char *sent = test_path("out.txt"), *answer = test_path("in.txt");
    struct error e = {0};
    char got[1024] = "";
    /* The second name ends in the byte of the separator: 0x93 0x7C. */
    put(sent, "H|20130607|341823001|2|30.00\n201306000001|A|10.00|622|341823001|01|3425|1\n"
              "201306000002|\x93\x7C|20.00|623|341823001|01|3426|1\n");
    assert_ok_e(demo_bank_answer(sent, answer, 1, &e), &e);
    FILE *f = fopen(answer, "rb");
    assert_non_null(f);
    size_t n = fread(got, 1, sizeof(got) - 1, f);
    fclose(f);
    got[n] = '\0';
    assert_string_equal(got, "R|20130607|341823001|2|30.00|1|10.00\n"
                             "201306000001|A|10.00|622|341823001|01|3425|1|0000|\n"
                             "201306000002|\x93\x7C|20.00|623|341823001|01|3426|1|1001|"
                             "\xBB\xA7\xC3\xFB\xB2\xBB\xB7\xFB\n");
    put(sent, "H|20130607|341823001|2|30.01\n201306000001|A|10.00|622|341823001|01|3425|1\n"
              "201306000002|B|20.00|623|341823001|01|3426|1\n");
    assert_failed(demo_bank_answer(sent, answer, 0, &e), &e, "DEMO_BANK");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_has_a_number_of_an_office_or_of_anyone_else),
        cmocka_unit_test(families_could_be_real_and_about_three_in_a_hundred_are_special),
        cmocka_unit_test(the_seed_alone_decides),
        cmocka_unit_test(too_many_people_or_no_village_is_refused),
        cmocka_unit_test(the_bank_answers_every_line_and_keeps_the_total),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

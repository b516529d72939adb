#include "behind_check.h"

#include <inttypes.h>
#include <string.h>

#define PAGE 3
#define ID_DIGITS 15 /* as many in a row are an ID number or an account */

static void says_no_number(const struct indicator_subject *s)
{
    size_t digits = 0;
    for (const char *p = s->label; *p; p++) {
        digits = *p >= '0' && *p <= '9' ? digits + 1 : 0;
        assert_true(digits < ID_DIGITS);
    }
}

static void is_the_same(const struct indicator_subject *a, const struct indicator_subject *b)
{
    assert_string_equal(a->kind, b->kind);
    assert_string_equal(a->label, b->label);
    assert_string_equal(a->path, b->path);
    assert_int_equal(a->id, b->id);
    assert_int_equal(a->township, b->township);
    assert_int_equal(a->numerator, b->numerator);
    assert_int_equal(a->denominator, b->denominator);
}

/* The sums over all pages of one place, and of those rows that lie in `part` alone. */
static struct indicator_row sums(struct county *c, int64_t county, const struct indicator *i,
                                 int64_t township, struct month from, struct month to,
                                 int64_t known)
{
    struct error e = {0};
    struct indicator_subject *all, *page;
    struct indicator_row sum = {.township = township};
    size_t all_count, count, seen = 0;
    assert_ok_e(indicator_behind(c->db, county, i, township, from, to, known, 0,
                                 INDICATOR_SUBJECTS_MAX, c->arena, &all, &all_count, &e),
                &e);
    assert_true(all_count < INDICATOR_SUBJECTS_MAX);
    do {
        assert_ok_e(indicator_behind(c->db, county, i, township, from, to, known, (int64_t)seen,
                                     PAGE, c->arena, &page, &count, &e),
                    &e);
        for (size_t n = 0; n < count; n++) {
            assert_true(seen < all_count);
            is_the_same(&page[n], &all[seen++]);
            says_no_number(&page[n]);
            assert_true(page[n].label[0] != '\0' && page[n].kind[0] != '\0');
            assert_true(township == 0 || page[n].township == township);
            sum.numerator += page[n].numerator;
            sum.denominator += page[n].denominator;
        }
    } while (count == PAGE);
    assert_int_equal(seen, all_count);
    return sum;
}

void behind_adds_up(struct county *c, int64_t county, struct month from, struct month to,
                    int64_t known)
{
    struct error e = {0};
    const struct indicator *i;
    for (size_t n = 0; (i = indicator_at(n)) != NULL; n++) {
        struct indicator_row *rows, total, sum;
        size_t count;
        assert_ok_e(indicator_read(c->db, county, i, from, to, known, c->arena, &rows, &count, &e),
                    &e);
        total = indicator_total(rows, count);
        sum = sums(c, county, i, 0, from, to, known);
        if (sum.numerator != total.numerator || sum.denominator != total.denominator)
            fail_msg("%s: %" PRId64 "/%" PRId64 " behind %" PRId64 "/%" PRId64, i->code,
                     sum.numerator, sum.denominator, total.numerator, total.denominator);
        for (size_t t = 0; t < count && !i->is_county_only; t++) {
            if (rows[t].township == 0)
                continue;
            sum = sums(c, county, i, rows[t].township, from, to, known);
            if (sum.numerator != rows[t].numerator || sum.denominator != rows[t].denominator)
                fail_msg("%s of %s: %" PRId64 "/%" PRId64 " behind %" PRId64 "/%" PRId64, i->code,
                         rows[t].name, sum.numerator, sum.denominator, rows[t].numerator,
                         rows[t].denominator);
        }
    }
}

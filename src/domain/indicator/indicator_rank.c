/* Ranks: whole fractions held against each other, never their rounded texts. */
#include "domain/indicator/indicator.h"

static bool is_ranked(const struct indicator_row *row, const bool *is_asked, size_t index)
{
    return row->denominator > 0 && row->township != 0 && (is_asked == NULL || is_asked[index]);
}

static bool is_better(const struct indicator *i, const struct indicator_row *a,
                      const struct indicator_row *b)
{
    __int128 left = (__int128)a->numerator * b->denominator,
             right = (__int128)b->numerator * a->denominator;
    return i->is_more_better ? left > right : left < right;
}

void indicator_rank(const struct indicator *i, const struct indicator_row *rows,
                    const bool *is_asked, size_t count, int *ret_rank)
{
    for (size_t n = 0; n < count; n++) {
        ret_rank[n] = is_ranked(&rows[n], is_asked, n) ? 1 : 0;
        for (size_t other = 0; ret_rank[n] > 0 && other < count; other++)
            if (is_ranked(&rows[other], is_asked, other) && is_better(i, &rows[other], &rows[n]))
                ret_rank[n]++;
    }
}

/* Intervals of shares by whole numbers: floating point would make a printed figure depend on the
   machine. */
#include "domain/survey/survey.h"

#define Z2 38416 /* 1.96² in ten-thousandths */
#define Z2_SCALE 10000
#define FIXED 1000000 /* the root is taken to a millionth */

static unsigned __int128 root(unsigned __int128 n)
{
    unsigned __int128 r = 0;
    for (int bit = 126; bit >= 0; bit -= 2) {
        unsigned __int128 step = (unsigned __int128)1 << bit;
        if (n >= r + step) {
            n -= r + step;
            r = (r >> 1) + step;
        } else {
            r >>= 1;
        }
    }
    return r;
}

void survey_wilson(int64_t satisfied, int64_t answers, int64_t *ret_low_ppm, int64_t *ret_high_ppm)
{
    const unsigned __int128 k = (unsigned __int128)satisfied, n = (unsigned __int128)answers;
    /* (k + z²/2 ∓ z √(k(n−k)/n + z²/4)) ÷ (n + z²), everything times FIXED. */
    unsigned __int128 half = root(
        Z2 * (4 * Z2_SCALE * k * (n - k) + n * Z2) *
        ((unsigned __int128)FIXED * FIXED / ((unsigned __int128)Z2_SCALE * Z2_SCALE)) / (4 * n));
    unsigned __int128 middle = k * FIXED + (unsigned __int128)Z2 * FIXED / (2 * Z2_SCALE);
    unsigned __int128 whole = n * FIXED + (unsigned __int128)Z2 * FIXED / Z2_SCALE;
    *ret_low_ppm =
        middle <= half ? 0 : (int64_t)(((middle - half) * SURVEY_PPM + whole / 2) / whole);
    *ret_high_ppm = (int64_t)(((middle + half) * SURVEY_PPM + whole / 2) / whole);
    if (*ret_high_ppm > SURVEY_PPM || satisfied == answers)
        *ret_high_ppm = SURVEY_PPM;
    if (satisfied == 0)
        *ret_low_ppm = 0;
}

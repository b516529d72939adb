#include "base/ratio.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>

#define PERCENT_BP 100
#define TENTH_BP 10

static void share_format(int64_t size_bp, bool is_negative, int decimals, const char *unit,
                         char out[RATIO_TEXT_BYTES])
{
    const int64_t rest = decimals == 1 ? size_bp % PERCENT_BP / TENTH_BP : size_bp % PERCENT_BP;
    (void)snprintf(out, RATIO_TEXT_BYTES, "%s%" PRId64 ".%0*" PRId64 "%s",
                   is_negative && size_bp > 0 ? "-" : "", size_bp / PERCENT_BP, decimals, rest,
                   unit);
}

/* bp of part / whole, both positive: half up to the step, or down to the bp (step 0). */
static int64_t share_bp(__int128 part, int64_t whole, int64_t step)
{
    const __int128 exact = part * RATIO_WHOLE_BP;
    const __int128 bp =
        step == 0 ? exact / whole
                  : (exact * 2 + (__int128)whole * step) / ((__int128)whole * 2 * step) * step;
    return bp > INT64_MAX ? INT64_MAX : (int64_t)bp;
}

static void share_write(int64_t part, int64_t whole, int64_t target_bp, int decimals,
                        const char *unit, char out[RATIO_TEXT_BYTES])
{
    assert(decimals == 1 || decimals == 2);
    if (whole <= 0) {
        (void)snprintf(out, RATIO_TEXT_BYTES, "—");
        return;
    }
    const __int128 size = part < 0 ? -(__int128)part : part;
    const int64_t down = share_bp(size, whole, 0);
    const int64_t shown = share_bp(size, whole, decimals == 1 ? TENTH_BP : 1);
    const bool is_early = shown / PERCENT_BP > down / PERCENT_BP;
    const bool is_misread = target_bp > 0 && (shown >= target_bp) != (down >= target_bp);
    if (part > 0 && (is_early || is_misread))
        share_format(down, false, 2, unit, out);
    else
        share_format(shown, part < 0, decimals, unit, out);
}

char *ratio_percent(int64_t part, int64_t whole, int decimals, char out[RATIO_TEXT_BYTES])
{
    share_write(part, whole, 0, decimals, "%", out);
    return out;
}

char *ratio_percent_of_target(int64_t part, int64_t whole, int64_t target_bp, int decimals,
                              char out[RATIO_TEXT_BYTES])
{
    share_write(part, whole, target_bp, decimals, "%", out);
    return out;
}

char *ratio_number(int64_t part, int64_t whole, int decimals, char out[RATIO_TEXT_BYTES])
{
    share_write(part, whole, 0, decimals, "", out);
    return out;
}

char *ratio_rate(int64_t rate_bp, char out[RATIO_TEXT_BYTES])
{
    if (rate_bp % PERCENT_BP == 0)
        (void)snprintf(out, RATIO_TEXT_BYTES, "%" PRId64 "%%", rate_bp / PERCENT_BP);
    else
        share_format(rate_bp < 0 ? -rate_bp : rate_bp, rate_bp < 0, rate_bp % TENTH_BP == 0 ? 1 : 2,
                     "%", out);
    return out;
}

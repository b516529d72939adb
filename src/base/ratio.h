/* Shares and rates in words: integers in, text out, one way for pages, papers and commands.
 * A share is rounded half up to 1 or 2 decimals. A whole percent, and the target it is held
 * against, is never shown before the exact share has reached it, nor missed after: where the
 * rounded text would say otherwise the share is told with 2 decimals, rounded down. 1999 of 5000
 * against 40 % is "39.98%", not "40.0%"; 2000 of 5000 is "40.0%". */
#pragma once
#include <inttypes.h>

#define RATIO_TEXT_BYTES 32
#define RATIO_WHOLE_BP 10000 /* 100 %; 1 bp = 0.01 % */

/* "39.1%"; "—" when whole is not positive. decimals: 1 or 2. Returns out. A share beyond what 64
 * bits of bp hold is shown as the largest they hold. */
char *ratio_percent(int64_t part, int64_t whole, int decimals, char out[RATIO_TEXT_BYTES]);
/* The same, held against a target that need not be a whole percent. */
char *ratio_percent_of_target(int64_t part, int64_t whole, int64_t target_bp, int decimals,
                              char out[RATIO_TEXT_BYTES]);
/* "39.1": for a column whose head says that it is a percentage. */
char *ratio_number(int64_t part, int64_t whole, int decimals, char out[RATIO_TEXT_BYTES]);
/* A rate that is set, not reckoned, exactly and as short as it goes: "30%", "12.5%", "83.33%". */
char *ratio_rate(int64_t rate_bp, char out[RATIO_TEXT_BYTES]);

/* Money: whole fen (1/100 yuan) in 64 bits. The only file with arithmetic on amounts; nothing here
 * rounds twice. */
#pragma once
#include "base/status.h"

struct fen {
    int64_t v;
};
#define FEN(x) ((struct fen){(x)})
#define FEN_TEXT_BYTES 40

/* Checked: STATUS_FAILED (FEN_OVERFLOW) and *ret untouched when the result does not fit. */
MUST_USE enum status fen_add(struct fen a, struct fen b, struct fen *ret);
MUST_USE enum status fen_sub(struct fen a, struct fen b, struct fen *ret);
MUST_USE enum status fen_mul(struct fen a, int64_t times, struct fen *ret);
/* round-half-up(a * numerator / denominator), the product in 128 bits, one division, one rounding.
   Half-up is away from zero for positive and towards zero never used for negative: negative values
   round half away from zero too. denominator > 0 or it asserts. */
MUST_USE enum status fen_mul_div(struct fen a, int64_t numerator, int64_t denominator,
                                 struct fen *ret);
/* Same without the check, for values already bounded by the caller (asserts on overflow): the hot
 * loop of a run. */
static inline int64_t fen_half_up_i64(__int128 numerator, int64_t denominator)
{
    __int128 twice = numerator * 2;
    if (numerator >= 0)
        return (int64_t)((twice + denominator) / ((__int128)denominator * 2));
    return (int64_t)((twice - denominator) / ((__int128)denominator * 2));
}
/* "1234.56" (plain) and "1,234.56" (for people). Returns out. */
char *fen_format(struct fen a, char out[FEN_TEXT_BYTES]);
char *fen_format_people(struct fen a, char out[FEN_TEXT_BYTES]);
/* Yuan as people write them: optional sign, digits with optional thousands commas in right places,
   at most two decimals. REFUSED with the reason otherwise. */
MUST_USE enum status fen_parse(const char *text, struct fen *ret, struct error *e);
/* A number cell of a spreadsheet (shortest or 17-digit decimal text of a double, exponent allowed):
   accepted when it is within 1e-6 yuan of a whole fen (8775.370000000001 is 8775.37); REFUSED
   otherwise. No floating point is used. */
MUST_USE enum status fen_parse_cell_number(const char *text, struct fen *ret, struct error *e);

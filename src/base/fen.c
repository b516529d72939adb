#include "base/fen.h"
#include "base/i18n.h"
#include <assert.h>
#include <string.h>

#define CELL_TEXT_BYTES_MAX 64
#define CELL_EXPONENT_MAX 400

enum status fen_add(struct fen a, struct fen b, struct fen *ret)
{
    int64_t v;
    if (__builtin_add_overflow(a.v, b.v, &v))
        return STATUS_FAILED;
    ret->v = v;
    return STATUS_OK;
}

enum status fen_sub(struct fen a, struct fen b, struct fen *ret)
{
    int64_t v;
    if (__builtin_sub_overflow(a.v, b.v, &v))
        return STATUS_FAILED;
    ret->v = v;
    return STATUS_OK;
}

enum status fen_mul(struct fen a, int64_t times, struct fen *ret)
{
    int64_t v;
    if (__builtin_mul_overflow(a.v, times, &v))
        return STATUS_FAILED;
    ret->v = v;
    return STATUS_OK;
}

enum status fen_mul_div(struct fen a, int64_t numerator, int64_t denominator, struct fen *ret)
{
    assert(denominator > 0);
    __int128 product = (__int128)a.v * numerator; /* at most 2^126 */
    bool negative = product < 0;
    unsigned __int128 size = negative ? -(unsigned __int128)product
                                      : (unsigned __int128)product; /* half away from zero */
    unsigned __int128 d = (unsigned __int128)denominator;
    unsigned __int128 rounded = (size * 2 + d) / (d * 2);
    unsigned __int128 limit = (unsigned __int128)INT64_MAX + (negative ? 1 : 0);
    if (rounded > limit)
        return STATUS_FAILED;
    ret->v = negative ? (int64_t) - (__int128)rounded : (int64_t)rounded;
    return STATUS_OK;
}

static char *format_amount(struct fen a, char out[FEN_TEXT_BYTES], bool with_commas)
{
    char back[FEN_TEXT_BYTES]; /* 17 digits of yuan, 5 commas, point, 2 decimals, sign */
    size_t n = 0;
    uint64_t u = a.v < 0 ? -(uint64_t)a.v : (uint64_t)a.v;
    back[n++] = (char)('0' + u % 10);
    back[n++] = (char)('0' + u / 10 % 10);
    back[n++] = '.';
    u /= 100;
    unsigned count = 0;
    do {
        if (with_commas && count && count % 3 == 0)
            back[n++] = ',';
        back[n++] = (char)('0' + u % 10);
        u /= 10;
        count++;
    } while (u);
    if (a.v < 0)
        back[n++] = '-';
    for (size_t i = 0; i < n; i++)
        out[i] = back[n - 1 - i];
    out[n] = 0;
    return out;
}

char *fen_format(struct fen a, char out[FEN_TEXT_BYTES])
{
    return format_amount(a, out, false);
}

char *fen_format_people(struct fen a, char out[FEN_TEXT_BYTES])
{
    return format_amount(a, out, true);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static enum status refuse_form(const char *text, const char *why, struct error *e)
{
    if (!*text)
        return error_set(e, STATUS_REFUSED, "FEN_FORM", _("没有填金额。请填数字，如 5115.00。"));
    return error_set(
        e, STATUS_REFUSED, "FEN_FORM",
        _("金额“%.60s”%s。请填阿拉伯数字，单位元，最多两位小数，如 5115.00 或 5,115.00。"), text,
        why);
}

static enum status refuse_size(const char *text, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "FEN_OVERFLOW",
                     _("金额“%.60s”太大，系统无法表示。请核对。"), text);
}

/* Adds one decimal digit; magnitudes are kept negative-safe by refusing INT64_MIN. */
static bool push_digit(int64_t *v, int digit)
{
    return !__builtin_mul_overflow(*v, 10, v) && !__builtin_add_overflow(*v, digit, v);
}

/* The yuan part with its commas. Commas must stand before groups of three, after one to three
 * digits. */
static const char *read_yuan(const char *p, int64_t *v, bool *fits, const char **why)
{
    size_t group = 0;
    bool commas = false;
    for (;; p++) {
        if (is_digit(*p)) {
            group++;
            *fits = *fits && push_digit(v, *p - '0');
            if (commas && group > 3)
                break;
        } else if (*p == ',') {
            if (group == 0 || group > 3 || (commas && group != 3))
                break;
            commas = true;
            group = 0;
        } else if (commas && group != 3) {
            break;
        } else {
            if (!group)
                *why = _("不是数字");
            return p;
        }
    }
    *why = _("的千位逗号位置不对");
    return p;
}

enum status fen_parse(const char *text, struct fen *ret, struct error *e)
{
    const char *p = text;
    bool negative = *p == '-';
    if (*p == '-' || *p == '+')
        p++;
    int64_t v = 0;
    bool fits = true;
    const char *why = NULL;
    p = read_yuan(p, &v, &fits, &why);
    if (why)
        return refuse_form(text, why, e);
    int decimals = 0;
    if (*p == '.') {
        for (p++; is_digit(*p); p++) {
            if (++decimals > 2)
                return refuse_form(text, _("超过两位小数"), e);
            fits = fits && push_digit(&v, *p - '0');
        }
        if (!decimals)
            return refuse_form(text, _("小数点后没有数字"), e);
    }
    if (*p)
        return refuse_form(text, _("不是数字"), e);
    for (; decimals < 2; decimals++)
        fits = fits && push_digit(&v, 0);
    if (!fits)
        return refuse_size(text, e);
    ret->v = negative ? -v : v;
    return STATUS_OK;
}

/* A decimal number taken apart: value = 0.d1d2d3... times 10^point. */
struct decimal {
    char digits[CELL_TEXT_BYTES_MAX];
    int n, point;
    bool negative;
};

static bool read_exponent(const char *p, int *ret)
{
    bool negative = *p == '-';
    if (*p == '-' || *p == '+')
        p++;
    if (!is_digit(*p))
        return false;
    int v = 0;
    for (; is_digit(*p); p++) {
        v = v * 10 + (*p - '0');
        if (v > CELL_EXPONENT_MAX)
            return false;
    }
    *ret = negative ? -v : v;
    return *p == 0;
}

static bool read_decimal(const char *text, struct decimal *ret)
{
    *ret = (struct decimal){0};
    if (strlen(text) >= CELL_TEXT_BYTES_MAX)
        return false;
    const char *p = text;
    ret->negative = *p == '-';
    if (*p == '-' || *p == '+')
        p++;
    bool after_point = false, any = false;
    for (; is_digit(*p) || (*p == '.' && !after_point); p++) {
        if (*p == '.') {
            after_point = true;
            continue;
        }
        any = true;
        if (ret->n == 0 && *p == '0') { /* a leading zero moves the point only behind it */
            ret->point -= after_point ? 1 : 0;
            continue;
        }
        ret->digits[ret->n++] = *p;
        ret->point += after_point ? 0 : 1;
    }
    if (!any)
        return false;
    int exponent = 0;
    if (*p == 'e' || *p == 'E') {
        if (!read_exponent(p + 1, &exponent))
            return false;
    } else if (*p) {
        return false;
    }
    ret->point += exponent;
    return true;
}

static int digit_at(const struct decimal *d, int i)
{
    return i >= 0 && i < d->n ? d->digits[i] - '0' : 0;
}

enum status fen_parse_cell_number(const char *text, struct fen *ret, struct error *e)
{
    struct decimal d;
    if (!read_decimal(text, &d))
        return refuse_form(text, _("不是数字"), e);
    int whole = d.point + 2; /* how many of the digits are whole fen */
    int64_t v = 0;
    if (d.n > 0 && whole > 19)
        return refuse_size(text, e);
    for (int i = 0; i < whole; i++) {
        if (!push_digit(&v, digit_at(&d, i)))
            return refuse_size(text, e);
    }
    int first4 = 0; /* ten-thousandths of a fen: 1e-6 yuan */
    for (int i = whole; i < whole + 4; i++)
        first4 = first4 * 10 + digit_at(&d, i);
    bool rest = false;
    for (int i = whole + 4 > 0 ? whole + 4 : 0; i < d.n; i++)
        rest = rest || d.digits[i] != '0';
    if (first4 == 9999) {
        if (__builtin_add_overflow(v, 1, &v))
            return refuse_size(text, e);
    } else if (first4 > 1 || (first4 == 1 && rest)) {
        return refuse_form(text, _("不足一分的零头对不上整分"), e);
    }
    ret->v = d.negative ? -v : v;
    return STATUS_OK;
}

#include "office/medicalpaper/capitals.h"

#include "base/buf.h"

#include <stdio.h>
#include <string.h>

#define YUAN_MAX INT64_C(100000000000)
#define FEN_OF_YUAN 100
#define GROUP_DIGITS 4

static const char *const DIGITS[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
static const char *const PLACES[GROUP_DIGITS] = {"", "拾", "佰", "仟"};
static const char *const GROUPS[] = {"", "万", "亿"};

/* One 零 for any number of noughts between two other digits. */
static void yuan_add(struct buf *b, int64_t yuan)
{
    char text[24];
    const int n = snprintf(text, sizeof text, "%lld", (long long)yuan);
    bool is_nought_due = false, has_digits = false;
    for (int i = 0; i < n; i++) {
        const int place = n - 1 - i, digit = text[i] - '0';
        if (digit == 0) {
            is_nought_due = true;
        } else {
            if (is_nought_due && b->n > 0)
                buf_adds(b, DIGITS[0]);
            is_nought_due = false;
            has_digits = true;
            buf_adds(b, DIGITS[digit]);
            buf_adds(b, PLACES[place % GROUP_DIGITS]);
        }
        if (place % GROUP_DIGITS == 0) {
            if (has_digits)
                buf_adds(b, GROUPS[place / GROUP_DIGITS]);
            has_digits = false;
        }
    }
}

const char *fen_capitals(struct fen amount, char out[CAPITALS_BYTES])
{
    CLEANUP(buf_free) struct buf b = BUF_INIT(CAPITALS_BYTES);
    const uint64_t value = amount.v < 0 ? 0 - (uint64_t)amount.v : (uint64_t)amount.v;
    const int64_t yuan = (int64_t)(value / FEN_OF_YUAN);
    const int jiao = (int)(value % FEN_OF_YUAN / 10), fen = (int)(value % 10);
    out[0] = 0;
    if (yuan >= YUAN_MAX)
        return out;
    if (yuan > 0) {
        yuan_add(&b, yuan);
        buf_adds(&b, "元");
    }
    if (jiao > 0)
        buf_addf(&b, "%s角", DIGITS[jiao]);
    else if (fen > 0 && yuan > 0)
        buf_adds(&b, DIGITS[0]);
    if (fen > 0)
        buf_addf(&b, "%s分", DIGITS[fen]);
    else
        buf_adds(&b, value == 0 ? "零元整" : "整");
    (void)snprintf(out, CAPITALS_BYTES, "%s%s", amount.v < 0 ? "负" : "", buf_text(&b));
    return out;
}

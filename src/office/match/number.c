#include "office/match/number.h"

#include <stdio.h>
#include <string.h>

#define DIGITS 17

void number_rules_make(struct date today, struct number_rules *ret)
{
    ret->today = date_yyyymmdd(today);
    for (int p = 0; p < 100; p++) {
        char text[IDNO_BYTES];
        struct idno id;
        struct error ignored;
        (void)snprintf(text, sizeof text, "%02d000019000101001", p);
        text[DIGITS] = idno_check_char(text);
        text[DIGITS + 1] = 0;
        ret->is_province[p] = idno_parse(text, today, &id, &ignored) == STATUS_OK;
    }
}

static int two(const char *p)
{
    return (p[0] - '0') * 10 + p[1] - '0';
}

bool number_is_plain(const struct number_rules *rules, const char p[IDNO_BYTES - 1])
{
    static const uint8_t weights[DIGITS] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    unsigned sum = 0, bad = 0;
    for (int i = 0; i < DIGITS; i++) {
        unsigned digit = (unsigned char)p[i] - (unsigned)'0';
        bad |= digit > 9;
        sum += digit * weights[i];
    }
    if (bad || p[DIGITS] != "10X98765432"[sum % 11] || !rules->is_province[two(p)])
        return false;
    int year = two(p + 6) * 100 + two(p + 8), month = two(p + 10), day = two(p + 12);
    return year >= 1800 && date_is_valid(year, month, day) &&
           year * 10000 + month * 100 + day <= rules->today;
}

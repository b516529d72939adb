#include "base/idno.h"
#include "base/i18n.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>

#define OLD_LENGTH 15
#define NEW_LENGTH 18
#define SHOWN_BYTES 16

/* GB/T 2260: the first two digits. 81..83: residence permits of Hong Kong, Macao and Taiwan people;
 * 91: abroad. */
static bool province_is_known(int code)
{
    static const int8_t known[] = {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34,
                                   35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
                                   53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 91};
    for (size_t i = 0; i < sizeof known; i++) {
        if (known[i] == code)
            return true;
    }
    return false;
}

char idno_check_char(const char first17[17])
{
    static const int8_t weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++)
        sum += (first17[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

static int number(const char *p, int n)
{
    int v = 0;
    for (int i = 0; i < n; i++)
        v = v * 10 + (p[i] - '0');
    return v;
}

/* What a message may show of a refused number: messages reach logs, and a number with one wrong
 * digit still tells whose it is. */
static const char *shown(const char *text, char out[SHOWN_BYTES])
{
    size_t n = strlen(text);
    if (n <= 6 + 4)
        snprintf(out, SHOWN_BYTES, "%s", text);
    else
        snprintf(out, SHOWN_BYTES, "%.6s****%s", text, text + n - 4);
    return out;
}

/* 18 characters out of 15 or 18, digits checked. */
static enum status idno_widen(const char *text, char out[IDNO_BYTES], struct error *e)
{
    char seen[SHOWN_BYTES];
    size_t n = strlen(text);
    if (n != OLD_LENGTH && n != NEW_LENGTH)
        return error_set(e, STATUS_REFUSED, "IDNO_LENGTH",
                         _("身份证号“%s”有 %zu 位，应为 18 位（旧号 15 位）。请核对证件。"),
                         shown(text, seen), utf8_length(text));
    size_t digits = n == OLD_LENGTH ? OLD_LENGTH : NEW_LENGTH - 1;
    size_t good = strspn(text, "0123456789");
    bool last_ok = n == OLD_LENGTH || good == NEW_LENGTH || text[17] == 'X' || text[17] == 'x';
    if (good < digits || !last_ok)
        return error_set(e, STATUS_REFUSED, "IDNO_CHARACTER",
                         _("身份证号“%s”第 %zu 位不是数字（只有第 18 位可以是 X）。请核对证件。"),
                         shown(text, seen), good + 1);
    if (n == OLD_LENGTH) {
        memcpy(out, text, 6);
        memcpy(out + 6, "19", 2);
        memcpy(out + 8, text + 6, 9);
        out[17] = idno_check_char(out);
    } else {
        memcpy(out, text, NEW_LENGTH);
        if (out[17] == 'x')
            out[17] = 'X';
    }
    out[NEW_LENGTH] = 0;
    return STATUS_OK;
}

enum status idno_parse(const char *text, struct date today, struct idno *ret, struct error *e)
{
    struct idno id = {0};
    char seen[SHOWN_BYTES];
    TRY(idno_widen(text, id.text, e));
    if (!province_is_known(number(id.text, 2)))
        return error_set(e, STATUS_REFUSED, "IDNO_PROVINCE",
                         _("身份证号“%s”开头的 %.2s 不是省级代码。请核对证件。"), shown(text, seen),
                         id.text);
    int year = number(id.text + 6, 4), month = number(id.text + 10, 2),
        day = number(id.text + 12, 2);
    if (year < 1800 || !date_is_valid(year, month, day))
        return error_set(e, STATUS_REFUSED, "IDNO_BIRTH",
                         _("身份证号中的出生日期 %.8s 不存在。请核对证件。"), id.text + 6);
    id.birth = date_make(year, month, day);
    if (id.birth.v > today.v)
        return error_set(e, STATUS_REFUSED, "IDNO_FUTURE",
                         _("身份证号中的出生日期 %.8s 还没有到。请核对证件。"), id.text + 6);
    char right = idno_check_char(id.text);
    if (id.text[17] != right)
        return error_set(e, STATUS_REFUSED, "IDNO_CHECK",
                         _("身份证号“%s”校验不通过：按前 17 位，最后一位应为 %c。请核对证件。"),
                         shown(text, seen), right);
    id.sex = (id.text[16] - '0') % 2 ? SEX_MALE : SEX_FEMALE;
    *ret = id;
    return STATUS_OK;
}

bool luhn_is_valid(const char *digits)
{
    size_t n = strlen(digits);
    if (!n || digits[strspn(digits, "0123456789")])
        return false;
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        int d = digits[n - 1 - i] - '0';
        if (i % 2) {
            d *= 2;
            if (d > 9)
                d -= 9;
        }
        sum = (sum + d) % 10;
    }
    return sum == 0;
}

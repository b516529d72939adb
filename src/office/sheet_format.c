/* Number formats: which numbers are dates, and how many digits are shown. */
#include <string.h>

#include "base/month.h"
#include "office/sheet.h"
#include "office/sheet_source.h"

#define SERIAL_MAX 2958465      /* 9999-12-31 in the 1900 system */
#define DAY_1899_12_30 (-25569) /* days since 1970-01-01 */
#define DAY_1904_01_01 (-24107)

struct number_format number_format_builtin(int id)
{
    struct number_format f = {.digits = -1, .decimals = -1};
    f.is_date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
                (id >= 50 && id <= 58);
    if (id == 1 || id == 3 || id == 37 || id == 38)
        f.digits = 1, f.decimals = 0;
    else if (id == 2 || id == 4 || id == 39 || id == 40)
        f.digits = 1, f.decimals = 2;
    return f;
}

struct number_format number_format_of_code(const char *code)
{
    struct number_format f = {.digits = -1, .decimals = -1};
    int digits = 0, decimals = 0;
    bool has_year = false, has_day = false, has_month = false, has_time = false, has_point = false,
         is_fixed = true;
    for (const char *p = code; *p && *p != ';'; p++) {
        if (*p == '"') {
            const char *end = strchr(p + 1, '"');
            if (!end)
                break;
            p = end;
        } else if (*p == '[') {
            const char *end = strchr(p + 1, ']');
            if (!end)
                break;
            p = end;
        } else if (*p == '\\' || *p == '_' || *p == '*') {
            if (!p[1])
                break;
            p++;
        } else if (*p == 'y' || *p == 'Y') {
            has_year = true;
        } else if (*p == 'd' || *p == 'D') {
            has_day = true;
        } else if (*p == 'm' || *p == 'M') {
            has_month = true;
        } else if (*p == 'h' || *p == 'H' || *p == 's' || *p == 'S') {
            has_time = true;
        } else if (*p == '0') {
            has_point ? decimals++ : digits++;
        } else if (*p == '.') {
            has_point = true;
        } else if (*p == '%' || *p == 'E' || *p == 'e' || *p == '?' || *p == '@' || *p == '/' ||
                   (*p == '#' && has_point) || strncmp(p, "General", 7) == 0) {
            is_fixed = false;
        }
    }
    /* m beside h or s means minutes. */
    f.is_date =
        strncmp(code, "General", 7) != 0 && (has_year || has_day || (has_month && !has_time));
    if (!f.is_date && is_fixed && digits > 0 && digits <= 30 && decimals <= 15) {
        f.digits = (int8_t)digits;
        f.decimals = (int8_t)decimals;
    }
    return f;
}

/* The whole part of decimal text with optional exponent; -1 when negative, malformed or too large.
 */
static int64_t whole_part(const char *text)
{
    char digits[40];
    int n = 0, point = -1, exponent = 0;
    const char *p = text;
    for (; (*p >= '0' && *p <= '9') || *p == '.'; p++) {
        if (*p == '.') {
            if (point >= 0)
                return -1;
            point = n;
        } else if (n < (int)sizeof digits) {
            digits[n++] = *p;
        }
    }
    if (n == 0)
        return -1;
    if (point < 0)
        point = n;
    if (*p == 'e' || *p == 'E') {
        bool is_negative = p[1] == '-';
        p += (p[1] == '-' || p[1] == '+') ? 2 : 1;
        for (; *p >= '0' && *p <= '9' && exponent < 1000; p++)
            exponent = exponent * 10 + (*p - '0');
        if (is_negative)
            exponent = -exponent;
    }
    if (*p)
        return -1;
    int64_t whole = 0;
    for (int i = 0; i < point + exponent; i++) {
        whole = whole * 10 + (i < n ? digits[i] - '0' : 0);
        if (whole > SERIAL_MAX)
            return -1;
    }
    return whole;
}

bool serial_to_date(const char *number, bool is_1904, char out[24])
{
    int64_t serial = whole_part(number);
    if (serial < 0)
        return false;
    int days;
    if (is_1904) {
        days = DAY_1904_01_01 + (int)serial;
    } else {
        /* The 1900 system has a 29 February 1900 that never was: day 60. */
        if (serial == 0 || serial == 60)
            return false;
        days = DAY_1899_12_30 + (int)serial + (serial < 60);
    }
    struct date d = {days};
    if (d.v > DATE_OPEN.v)
        return false;
    date_format(d, out);
    return true;
}

const char *sheet_cell_shown(struct arena *a, const struct sheet_cell *cell)
{
    const char *text = cell->text;
    if (cell->kind != SHEET_NUMBER || cell->shown_digits < 0)
        return arena_strdup(a, text);
    const char *start = text + (text[0] == '-');
    size_t whole = strspn(start, "0123456789");
    size_t fraction = start[whole] == '.' ? strspn(start + whole + 1, "0123456789") : 0;
    const char *end = start + whole + (start[whole] == '.' ? 1 + fraction : 0);
    /* Exponents and digits the format would round away: the file's own digits are the better
     * witness. */
    if (whole == 0 || *end || fraction > (size_t)cell->shown_decimals)
        return arena_strdup(a, text);
    int zeros_before = (int)whole < cell->shown_digits ? cell->shown_digits - (int)whole : 0;
    int zeros_after = cell->shown_decimals - (int)fraction;
    static const char zeros[] = "0000000000000000000000000000000";
    return arena_printf(a, "%s%.*s%.*s%s%.*s%.*s", start == text ? "" : "-", zeros_before, zeros,
                        (int)whole, start, cell->shown_decimals > 0 ? "." : "", (int)fraction,
                        fraction ? start + whole + 1 : "", zeros_after, zeros);
}

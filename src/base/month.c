#include "base/month.h"
#include "base/i18n.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define YEAR_LEAST 1900
#define YEAR_MOST 9999
#define PEOPLE_YEAR_MOST 2999
#define PEOPLE_TEXT_BYTES_MAX 64

/* Days since 1970-01-01 of the proleptic Gregorian calendar, by eras of 400 years that begin on 1
   March: then the leap day is the last of its year and no table is needed. */
static int32_t days_from_civil(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void date_split(struct date d, int *year, int *month_1_12, int *day)
{
    int z = d.v + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int day_of_era = z - era * 146097;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * shifted + 2) / 5 + 1;
    *month_1_12 = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = year_of_era + era * 400 + (*month_1_12 <= 2 ? 1 : 0);
}

static int days_in_month(int year, int month)
{
    static const int8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

bool date_is_valid(int year, int month_1_12, int day)
{
    return year >= 1 && year <= YEAR_MOST && month_1_12 >= 1 && month_1_12 <= 12 && day >= 1 &&
           day <= days_in_month(year, month_1_12);
}

struct date date_make(int year, int month_1_12, int day)
{
    assert(date_is_valid(year, month_1_12, day));
    return (struct date){days_from_civil(year, month_1_12, day)};
}

struct month date_month(struct date d)
{
    int year, month, day;
    date_split(d, &year, &month, &day);
    return month_make(year, month);
}

int64_t date_yyyymmdd(struct date d)
{
    int year, month, day;
    date_split(d, &year, &month, &day);
    return (int64_t)year * 10000 + month * 100 + day;
}

struct date date_from_yyyymmdd(int64_t yyyymmdd)
{
    return (struct date){days_from_civil((int)(yyyymmdd / 10000), (int)(yyyymmdd / 100 % 100),
                                         (int)(yyyymmdd % 100))};
}

int date_weekday(struct date d)
{
    int w = (d.v + 3) % 7; /* 1970-01-01 was a Thursday */
    return (w < 0 ? w + 7 : w) + 1;
}

struct date month_first_day(struct month m)
{
    return (struct date){days_from_civil(month_year(m), month_of_year(m), 1)};
}

struct date month_last_day(struct month m)
{
    return (struct date){days_from_civil(month_year(m), month_of_year(m),
                                         days_in_month(month_year(m), month_of_year(m)))};
}

char *month_format(struct month m, char out[MONTH_TEXT_BYTES])
{
    snprintf(out, MONTH_TEXT_BYTES, "%04d-%02d", month_year(m), month_of_year(m));
    return out;
}

char *month_format_people(struct month m, char out[MONTH_TEXT_BYTES])
{
    snprintf(out, MONTH_TEXT_BYTES, "%d年%d月", month_year(m), month_of_year(m));
    return out;
}

char *date_format(struct date d, char out[DATE_TEXT_BYTES])
{
    int year, month, day;
    date_split(d, &year, &month, &day);
    snprintf(out, DATE_TEXT_BYTES, "%04d-%02d-%02d", year, month, day);
    return out;
}

char *date_format_people(struct date d, char out[DATE_TEXT_BYTES])
{
    int year, month, day;
    date_split(d, &year, &month, &day);
    snprintf(out, DATE_TEXT_BYTES, "%d年%d月%d日", year, month, day);
    return out;
}

/* Exactly n digits at p, or -1. */
static int digits_at(const char *p, int n)
{
    int v = 0;
    for (int i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return -1;
        v = v * 10 + (p[i] - '0');
    }
    return v;
}

enum status month_parse(const char *text, struct month *ret, struct error *e)
{
    int year = -1, month = -1;
    if (strlen(text) == 7 && text[4] == '-') {
        year = digits_at(text, 4);
        month = digits_at(text + 5, 2);
    }
    if (year < YEAR_LEAST || month < 1 || month > 12)
        return error_set(e, STATUS_REFUSED, "MONTH_FORM",
                         _("“%.40s”不是月份。请写成 2013-06 的样子。"), text);
    *ret = month_make(year, month);
    return STATUS_OK;
}

static bool strict_date(const char *text, struct date *ret)
{
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
        return false;
    int year = digits_at(text, 4), month = digits_at(text + 5, 2), day = digits_at(text + 8, 2);
    if (year < YEAR_LEAST || !date_is_valid(year, month, day))
        return false;
    *ret = date_make(year, month, day);
    return true;
}

enum status date_parse(const char *text, struct date *ret, struct error *e)
{
    if (strict_date(text, ret))
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "DATE_FORM",
                     _("“%.40s”不是日期，或没有这一天。请写成 2013-06-30 的样子。"), text);
}

/* Full-width ASCII (U+FF01..FF5E: EF BC 81 .. EF BD 9E) becomes half-width; spaces at the ends go.
 */
static bool narrow(const char *text, char *out, size_t out_bytes)
{
    size_t n = 0;
    const unsigned char *p = (const unsigned char *)text;
    while (*p == ' ')
        p++;
    while (*p) {
        if (n + 1 >= out_bytes)
            return false;
        if (p[0] == 0xEF && (p[1] == 0xBC || p[1] == 0xBD) && p[2] >= 0x80) {
            out[n++] = (char)(p[2] - 0x80 + 0x20 + (p[1] == 0xBD ? 0x40 : 0));
            p += 3;
        } else {
            out[n++] = (char)*p++;
        }
    }
    while (n && out[n - 1] == ' ')
        n--;
    out[n] = 0;
    return true;
}

static bool skip(const char **p, const char *word)
{
    size_t n = strlen(word);
    if (strncmp(*p, word, n) != 0)
        return false;
    *p += n;
    return true;
}

/* One or two digits, not followed by a third; -1 otherwise. */
static int short_number(const char **p)
{
    int n = digits_at(*p, 2) >= 0 ? 2 : 1;
    int v = digits_at(*p, n);
    if (v < 0 || digits_at(*p + n, 1) >= 0)
        return -1;
    *p += n;
    return v;
}

static bool is_time_or_end(const char *p)
{
    if (*p == 0)
        return true;
    if (*p != ' ' && *p != 'T')
        return false;
    return digits_at(p + 1, 1) >= 0 && p[1 + strspn(p + 1, "0123456789:.")] == 0;
}

/* Fills year, month and, when it is written, day (else 0). */
static bool people_form(const char *p, int *year, int *month, int *day)
{
    *year = digits_at(p, 4);
    if (*year < 0)
        return false;
    p += 4;
    *day = 0;
    if (digits_at(p, 2) >= 0) { /* 201306, 20130615 */
        *month = digits_at(p, 2);
        p += 2;
        if (digits_at(p, 2) >= 0) {
            *day = digits_at(p, 2);
            p += 2;
            return *day > 0 && is_time_or_end(p);
        }
        return *p == 0;
    }
    if (skip(&p, "年")) {
        *month = short_number(&p);
        if (*month < 0 || !skip(&p, "月"))
            return false;
        if (skip(&p, "份") || *p == 0)
            return *p == 0;
        *day = short_number(&p);
        return *day > 0 && (skip(&p, "日") || skip(&p, "号")) && is_time_or_end(p);
    }
    char separator[2] = {*p, 0};
    if (*p != '-' && *p != '/' && *p != '.')
        return false;
    p++;
    *month = short_number(&p);
    if (*month < 0)
        return false;
    if (*p == 0)
        return true;
    if (!skip(&p, separator))
        return false;
    *day = short_number(&p);
    return *day > 0 && is_time_or_end(p);
}

enum status month_parse_people(const char *text, struct month *ret, struct error *e)
{
    char plain[PEOPLE_TEXT_BYTES_MAX];
    int year = 0, month = 0, day = 0;
    if (!narrow(text, plain, sizeof plain) || !people_form(plain, &year, &month, &day))
        return error_set(e, STATUS_REFUSED, "MONTH_FORM",
                         _("“%.40s”不是年月。请写成 2013-06 或 2013年6月 的样子。"), text);
    if (year < YEAR_LEAST || year > PEOPLE_YEAR_MOST)
        return error_set(e, STATUS_REFUSED, "MONTH_YEAR",
                         _("“%.40s”的年份 %d 不在 %d 至 %d 之间。请核对。"), text, year, YEAR_LEAST,
                         PEOPLE_YEAR_MOST);
    if (month < 1 || month > 12)
        return error_set(e, STATUS_REFUSED, "MONTH_RANGE",
                         _("“%.40s”中的月份是 %d，没有这个月。月份应为 1 至 12。"), text, month);
    if (day && !date_is_valid(year, month, day))
        return error_set(e, STATUS_REFUSED, "MONTH_DAY", _("“%.40s”：%d年%d月没有 %d 日。请核对。"),
                         text, year, month, day);
    *ret = month_make(year, month);
    return STATUS_OK;
}

/* The day set for demonstrations and tests; a value that is no date is as if unset. */
static bool today_is_set(struct date *ret)
{
    const char *set = getenv("MINSHENG_TODAY");
    return set && strict_date(set, ret);
}

struct date date_today(void)
{
    struct date d;
    if (today_is_set(&d))
        return d;
    time_t now = time(NULL);
    struct tm local;
    if (!localtime_r(&now, &local))
        return (struct date){(int32_t)(now / 86400)};
    return date_make(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

char *time_now(char out[TIME_TEXT_BYTES])
{
    int64_t now = (int64_t)time(NULL);
    int second_of_day = (int)(now % 86400);
    struct date d;
    if (!today_is_set(&d))
        d.v = (int32_t)(now / 86400);
    char day[DATE_TEXT_BYTES];
    snprintf(out, TIME_TEXT_BYTES, "%.10sT%02d:%02d:%02dZ", date_format(d, day),
             second_of_day / 3600, second_of_day / 60 % 60, second_of_day % 60);
    return out;
}

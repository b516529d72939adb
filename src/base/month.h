/* Months and dates of the civil calendar. In the database a month is yyyymm and a date yyyymmdd,
 * both integers. */
#pragma once
#include "base/status.h"

struct month {
    int32_t v; /* year * 12 + (month - 1) */
};
struct date {
    int32_t v; /* days since 1970-01-01 */
};
#define MONTH_OPEN ((struct month){9999 * 12 + 11}) /* "no end": 9999-12, stored 999912 */
#define DATE_OPEN ((struct date){2932896})          /* 9999-12-31 */
#define MONTH_TEXT_BYTES 24
#define DATE_TEXT_BYTES 24

static inline struct month month_make(int year, int month_1_12)
{
    return (struct month){year * 12 + month_1_12 - 1};
}
static inline int month_year(struct month m)
{
    return m.v / 12;
}
static inline int month_of_year(struct month m) /* 1..12 */
{
    return m.v % 12 + 1;
}
static inline struct month month_add(struct month m, int months)
{
    return (struct month){m.v + months};
}
static inline int32_t month_yyyymm(struct month m)
{
    return (m.v / 12) * 100 + m.v % 12 + 1;
}
static inline struct month month_from_yyyymm(int64_t yyyymm)
{
    return month_make((int)(yyyymm / 100), (int)(yyyymm % 100));
}
static inline int month_quarter(struct month m) /* 1..4 */
{
    return m.v % 12 / 3 + 1;
}
/* Strict "YYYY-MM", year 1900..9999. REFUSED (MONTH_FORM) otherwise. */
MUST_USE enum status month_parse(const char *text, struct month *ret, struct error *e);
/* As people write months: 2013-06, 2013/6, 2013.6, 2013年6月, 201306, and a full date's month;
   full-width digits too. "2011.1" from a number cell means January, or October when the cell shows
   2011.10: the caller passes the text as shown. */
MUST_USE enum status month_parse_people(const char *text, struct month *ret, struct error *e);
char *month_format(struct month m, char out[MONTH_TEXT_BYTES]);        /* 2013-06 */
char *month_format_people(struct month m, char out[MONTH_TEXT_BYTES]); /* 2013年6月 */
struct date month_first_day(struct month m);
struct date month_last_day(struct month m);

bool date_is_valid(int year, int month_1_12, int day);
struct date date_make(int year, int month_1_12, int day); /* asserts validity */
void date_split(struct date d, int *year, int *month_1_12, int *day);
struct month date_month(struct date d);
int64_t date_yyyymmdd(struct date d);
struct date date_from_yyyymmdd(int64_t yyyymmdd);
int date_weekday(struct date d); /* 1 Monday .. 7 Sunday */
MUST_USE enum status date_parse(const char *text, struct date *ret,
                                struct error *e); /* strict YYYY-MM-DD */
char *date_format(struct date d, char out[DATE_TEXT_BYTES]);
char *date_format_people(struct date d, char out[DATE_TEXT_BYTES]); /* 2013年6月30日 */
/* Completed years of age by the last day of month m; an anniversary inside the month counts. */
static inline int age_in_month(struct month birth, struct month m)
{
    return (m.v - birth.v) / 12;
}
struct date
date_today(void); /* local civil date; MINSHENG_TODAY=YYYY-MM-DD overrides, for demo and tests */
#define TIME_TEXT_BYTES 24
char *time_now(
    char out[TIME_TEXT_BYTES]); /* YYYY-MM-DDTHH:MM:SSZ; follows MINSHENG_TODAY's day when set */

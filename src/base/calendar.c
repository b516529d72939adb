#include "base/calendar.h"
#include <assert.h>

enum calendar_kind { CALENDAR_FREE, CALENDAR_WORKING };

struct calendar_row {
    int32_t yyyymmdd;
    enum calendar_kind kind;
    const char *name;
};

#include "base/calendar_table.h"

#define ROW_COUNT (sizeof calendar_rows / sizeof calendar_rows[0])
#define WORKING_DAYS_MOST 100000

/* The first row on or after that day; ROW_COUNT when there is none. */
static size_t row_from(int64_t yyyymmdd)
{
    size_t low = 0, high = ROW_COUNT;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (calendar_rows[middle].yyyymmdd < yyyymmdd)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct calendar_row *row_of(struct date d)
{
    int64_t yyyymmdd = date_yyyymmdd(d);
    size_t i = row_from(yyyymmdd);
    return i < ROW_COUNT && calendar_rows[i].yyyymmdd == yyyymmdd ? &calendar_rows[i] : NULL;
}

static bool is_weekday(struct date d)
{
    return date_weekday(d) <= 5;
}

bool calendar_year_is_known(int year)
{
    return year >= CALENDAR_YEAR_FIRST && year <= CALENDAR_YEAR_LAST;
}

bool calendar_is_working_day(struct date d)
{
    const struct calendar_row *row = row_of(d);
    return row ? row->kind == CALENDAR_WORKING : is_weekday(d);
}

const char *calendar_day_name(struct date d)
{
    const struct calendar_row *row = row_of(d);
    return row ? row->name : "";
}

struct date calendar_add_working_days(struct date d, int n)
{
    assert(n >= 0 && n <= WORKING_DAYS_MOST);
    while (n > 0) {
        d.v++;
        n -= calendar_is_working_day(d);
    }
    return d;
}

struct date calendar_nth_day(struct date d, int n)
{
    assert(n >= 1);
    return (struct date){d.v + n - 1};
}

struct date calendar_nth_working_day(struct date d, int n)
{
    assert(n >= 1);
    return calendar_add_working_days((struct date){d.v - 1}, n);
}

/* Mondays to Fridays in (from, to], from <= to. */
static int weekdays_between(struct date from, struct date to)
{
    int days = to.v - from.v;
    int count = days / 7 * 5;
    for (int i = 0; i < days % 7; i++)
        count += is_weekday((struct date){to.v - i});
    return count;
}

int calendar_working_days_between(struct date from, struct date to)
{
    if (to.v < from.v)
        return -calendar_working_days_between(to, from);
    int count = weekdays_between(from, to);
    size_t end = row_from(date_yyyymmdd((struct date){to.v + 1}));
    for (size_t i = row_from(date_yyyymmdd((struct date){from.v + 1})); i < end; i++) {
        bool works = calendar_rows[i].kind == CALENDAR_WORKING;
        bool weekday = is_weekday(date_from_yyyymmdd(calendar_rows[i].yyyymmdd));
        count += (int)works - (int)weekday;
    }
    return count;
}

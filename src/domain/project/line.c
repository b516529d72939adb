/* The plan's line (序时进度): exact fractions between the milestones of one book. */
#include "domain/project/standing_internal.h"

#include "project_standing_sql.h"

enum status plan_line_year(struct db *db, int64_t county, enum target_book book, struct date on,
                           int64_t *ret_plan, int *ret_year, struct error *e)
{
    struct line_plan_row row;
    enum status s = line_plan(db,
                              (struct line_plan_args){.county = county,
                                                      .book = target_book_code(book),
                                                      .year = month_year(date_month(on))},
                              NULL, &row, e);
    *ret_plan = s == STATUS_OK ? row.plan : 0;
    *ret_year = s == STATUS_OK ? (int)row.year : month_year(date_month(on));
    return s == STATUS_NONE ? STATUS_OK : s;
}

struct point {
    struct date day;
    int64_t value;
};

/* Between two points, in days; the whole is the last milestone. */
static struct plan_share between(struct point a, struct point b, struct date on, int64_t whole)
{
    int64_t days = b.day.v - a.day.v;
    return (struct plan_share){.numerator = a.value * days + (b.value - a.value) * (on.v - a.day.v),
                               .denominator = whole * days};
}

enum status plan_line_at(struct db *db, int64_t county, enum target_book book, struct date on,
                         struct plan_share *ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct line_milestone_row row;
    struct point a, b = {0};
    int64_t plan, whole = 0;
    int year;
    bool is_after = false; /* a milestone lies after the day: b is the first such */
    enum status s;
    TRY(plan_line_year(db, county, book, on, &plan, &year, e));
    a = (struct point){.day = date_make(year, 1, 1)};
    TRY(line_milestones_open(db,
                             (struct line_milestones_args){
                                 .county = county, .plan = plan, .book = target_book_code(book)},
                             &cursor, e));
    while ((s = line_milestones_next(cursor, &row, e)) == STATUS_OK) {
        whole = row.value;
        if (row.due.v <= on.v) {
            a = (struct point){row.due, row.value};
        } else if (!is_after) {
            b = (struct point){row.due, row.value};
            is_after = true;
        }
    }
    if (s != STATUS_NONE)
        return s;
    if (whole == 0) /* no target: nothing is due */
        *ret = (struct plan_share){.numerator = 0, .denominator = 1};
    else if (!is_after)
        *ret = (struct plan_share){.numerator = 1, .denominator = 1};
    else
        *ret = between(a, b, on, whole);
    return STATUS_OK;
}

int plan_line_compare(int64_t done, int64_t target, struct plan_share line)
{
    if (target == 0)
        return 0;
    __int128 have = (__int128)done * line.denominator, due = (__int128)target * line.numerator;
    return have < due ? -1 : have > due;
}

int64_t plan_line_due(int64_t target, struct plan_share line)
{
    __int128 due = (__int128)target * line.numerator;
    return (int64_t)((due + line.denominator - 1) / line.denominator);
}

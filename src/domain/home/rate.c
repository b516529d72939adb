/* Rates of townships and occupancy of homes: counted by the database in one pass, judged here. */
#include "domain/home/rate.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/plan/plan.h"
#include "rate_sql.h"

#define LEVEL_TOWNSHIP 2
#define BP_WHOLE 10000
#define TREND_MONTHS 3 /* whose moves are carried on */
#define MONTHS_A_YEAR 12
#define HOMES_MAX 1000

struct rates {
    struct db *db;
    struct arena *arena;
    int64_t county, known;
    struct date on;
    struct home_rate *row;
    size_t count;
};

int64_t home_rate_gap(int64_t in, int64_t all, int64_t target_bp)
{
    int64_t due = (all * target_bp + BP_WHOLE - 1) / BP_WHOLE;
    return due > in ? due - in : 0;
}

static bool is_met(int64_t in, int64_t all, int64_t target_bp)
{
    return in * BP_WHOLE >= all * target_bp;
}

/* ---- rows ---- */

static enum status row_add(struct rates *r, int64_t township, const char *name,
                           struct home_rate **ret, struct error *e)
{
    if (r->count == HOME_RATES_MAX)
        return error_set(e, STATUS_FAILED, "HOME_RATES", _("乡镇超过 %d 个"), HOME_RATES_MAX);
    *ret = &r->row[r->count++];
    **ret = (struct home_rate){.township = township, .name = name};
    return STATUS_OK;
}

/* A place that is in no list any more still counts for the county. */
static enum status row_of(struct rates *r, int64_t township, struct home_rate **ret,
                          struct error *e)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->row[i].township == township) {
            *ret = &r->row[i];
            return STATUS_OK;
        }
    const char *name =
        township == 0 ? _("无户籍所在地") : arena_printf(r->arena, "%" PRId64, township);
    return name ? row_add(r, township, name, ret, e) : arena_exhausted(e);
}

static enum status townships_add(struct rates *r, struct error *e)
{
    struct division_table *table;
    const struct division *d;
    struct home_rate *row;
    TRY(division_table_read(r->db, r->county, date_month(r->on), r->arena, &table, e));
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++)
        if (d->level == LEVEL_TOWNSHIP)
            TRY(row_add(r, d->code, d->name, &row, e));
    return STATUS_OK;
}

/* ---- people ---- */

static struct home_rate_count_args count_args(const struct rates *r, struct date on)
{
    return (struct home_rate_count_args){
        .county = r->county, .on = on, .month = date_month(on), .known = r->known};
}

static enum status people_count(struct rates *r, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_rate_count_row counted;
    struct home_rate *row;
    enum status s;
    TRY(home_rate_count_open(r->db, count_args(r, r->on), &cursor, e));
    while ((s = home_rate_count_next(cursor, &counted, e)) == STATUS_OK) {
        TRY(row_of(r, counted.township, &row, e));
        row->in = counted.housed;
        row->all = counted.everybody;
        row->waiting = counted.waiting;
        row->leaving = counted.leaving;
        row->wishes = counted.wishes;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* The same day of an earlier month, or its last. */
static struct date months_before(struct date d, int months)
{
    int year, month, day;
    date_split(d, &year, &month, &day);
    struct month earlier = month_add(date_month(d), -months);
    struct date same = {month_first_day(earlier).v + day - 1}, last = month_last_day(earlier);
    return same.v < last.v ? same : last;
}

/* Before there was anybody at all nobody moved either: a county that begins has no trend. */
struct before {
    int64_t in[HOME_RATES_MAX], all[HOME_RATES_MAX], in_sum, all_sum; /* by row */
};

static enum status before_read(struct rates *r, struct before *b, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_rate_count_row counted;
    struct home_rate *row;
    enum status s;
    TRY(home_rate_count_open(r->db, count_args(r, months_before(r->on, TREND_MONTHS)), &cursor, e));
    while ((s = home_rate_count_next(cursor, &counted, e)) == STATUS_OK) {
        TRY(row_of(r, counted.township, &row, e));
        b->in[row - r->row] = counted.housed;
        b->all[row - r->row] = counted.everybody;
        b->in_sum += counted.housed;
        b->all_sum += counted.everybody;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static int64_t moved(int64_t now, int64_t before, int64_t sum_before, int months)
{
    return sum_before > 0 ? (now - before) * months / TREND_MONTHS : 0;
}

static enum status forecast(struct rates *r, struct error *e)
{
    struct before *b = ARENA_NEW(r->arena, struct before);
    int months = MONTHS_A_YEAR - month_of_year(date_month(r->on));
    if (!b)
        return arena_exhausted(e);
    TRY(before_read(r, b, e));
    for (size_t i = 0; i < r->count; i++) {
        struct home_rate *row = &r->row[i];
        int64_t in = row->in + row->waiting + moved(row->in, b->in[i], b->in_sum, months);
        int64_t all = row->all + moved(row->all, b->all[i], b->all_sum, months);
        row->forecast_all = all > 0 ? all : 0;
        row->forecast_in = in < 0 ? 0 : in < row->forecast_all ? in : row->forecast_all;
    }
    return STATUS_OK;
}

/* ---- targets and homes ---- */

/* Rows of a township come with the county's own book first, by day: the first one that is still
   ahead holds, else the last of that book. */
static enum status targets_take(struct rates *r, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_rate_target_row t;
    struct home_rate *row, *last = NULL;
    bool is_ahead = false, is_county = false;
    enum status s;
    const struct home_rate_target_scan_args args = {
        .county = r->county, .year = month_year(date_month(r->on)), .known = r->known};
    TRY(home_rate_target_scan_open(r->db, args, &cursor, e));
    while ((s = home_rate_target_scan_next(cursor, &t, e)) == STATUS_OK) {
        TRY(row_of(r, t.township, &row, e));
        if (text_equals(t.measure, "beds")) {
            row->has_project = row->has_project || t.value > 0;
            continue;
        }
        if (row != last) {
            is_ahead = false;
            is_county = text_equals(t.book, "county");
        }
        last = row;
        if (is_ahead || is_county != text_equals(t.book, "county"))
            continue;
        row->target_bp = t.value;
        is_ahead = t.due.v >= r->on.v;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status homes_take(struct rates *r, struct error *e)
{
    struct home_occupancy *homes;
    struct home_rate *row;
    size_t count;
    TRY(home_occupancy_list(r->db, r->county, r->on, r->known, r->arena, &homes, &count, e));
    for (size_t i = 0; i < count; i++) {
        TRY(row_of(r, homes[i].township, &row, e));
        row->beds += homes[i].beds;
        row->occupied += homes[i].occupied;
    }
    return STATUS_OK;
}

static void judge(struct home_rate *row)
{
    row->gap = home_rate_gap(row->in, row->all, row->target_bp);
    row->is_met = is_met(row->in, row->all, row->target_bp);
    row->is_forecast_met = is_met(row->forecast_in, row->forecast_all, row->target_bp);
}

static void sum_add(struct home_rate *sum, const struct home_rate *row)
{
    sum->in += row->in;
    sum->all += row->all;
    sum->beds += row->beds;
    sum->occupied += row->occupied;
    sum->waiting += row->waiting;
    sum->leaving += row->leaving;
    sum->wishes += row->wishes;
    sum->gap += row->gap;
    sum->forecast_in += row->forecast_in;
    sum->forecast_all += row->forecast_all;
    sum->is_met = sum->is_met && row->is_met;
    sum->is_forecast_met = sum->is_forecast_met && row->is_forecast_met;
    sum->has_project = sum->has_project || row->has_project;
}

enum status home_rate_list(struct db *db, int64_t county, struct date on, int64_t known,
                           struct arena *arena, struct home_rate **ret, size_t *ret_count,
                           struct home_rate *ret_county, struct error *e)
{
    struct rates r = {.db = db, .arena = arena, .county = county, .known = known, .on = on};
    struct home_rate sum = {.name = _("全县"), .is_met = true, .is_forecast_met = true};
    r.row = ARENA_ARRAY(arena, struct home_rate, HOME_RATES_MAX);
    if (!r.row)
        return arena_exhausted(e);
    TRY(townships_add(&r, e));
    TRY(people_count(&r, e));
    TRY(forecast(&r, e));
    TRY(homes_take(&r, e));
    TRY(targets_take(&r, e));
    for (size_t i = 0; i < r.count; i++) {
        judge(&r.row[i]);
        sum_add(&sum, &r.row[i]);
    }
    *ret = r.row;
    *ret_count = r.count;
    *ret_county = sum;
    return STATUS_OK;
}

/* ---- what is behind them ---- */

enum status home_rate_people(struct db *db, int64_t county, struct date on, int64_t known,
                             int64_t township, int64_t after, int rows, struct arena *arena,
                             struct home_rate_person **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_rate_person_row p;
    enum status s = STATUS_OK;
    size_t count = 0;
    const struct home_rate_person_scan_args args = {.county = county,
                                                    .on = on,
                                                    .month = date_month(on),
                                                    .known = known,
                                                    .township = township,
                                                    .after = after,
                                                    .rows = rows};
    struct home_rate_person *list = ARENA_ARRAY(arena, struct home_rate_person, (size_t)rows + 1);
    if (!list)
        return arena_exhausted(e);
    TRY(home_rate_person_scan_open(db, args, &cursor, e));
    while (count < (size_t)rows && (s = home_rate_person_scan_next(cursor, &p, e)) == STATUS_OK) {
        struct home_rate_person *one = &list[count++];
        *one = (struct home_rate_person){.person = p.person,
                                         .household = p.household,
                                         .division = p.division,
                                         .home = p.home,
                                         .is_in = p.is_in,
                                         .is_wish = p.is_wish};
        one->from = p.has_from_date ? p.from_date : (struct date){0};
        one->name = arena_strdup(arena, p.name);
        one->id_tail = arena_strdup(arena, p.id_tail);
        one->home_name = p.home_name ? arena_strdup(arena, p.home_name) : NULL;
        if (!one->name || !one->id_tail || (p.home_name && !one->home_name))
            return arena_exhausted(e);
    }
    *ret = list;
    *ret_count = count;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status home_name_in(struct home_occupancy *home, const struct home_occupancy_row *row,
                                const struct division_table *table, struct arena *arena,
                                struct error *e)
{
    const struct division *d = division_by_code(table, row->township);
    home->name = arena_strdup(arena, row->name);
    home->township_name = d ? d->name : arena_printf(arena, "%" PRId64, row->township);
    return home->name && home->township_name ? STATUS_OK : arena_exhausted(e);
}

enum status home_occupancy_list(struct db *db, int64_t county, struct date on, int64_t known,
                                struct arena *arena, struct home_occupancy **ret, size_t *ret_count,
                                struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct division_table *table;
    struct home_occupancy_row row;
    enum status s;
    size_t count = 0;
    struct home_occupancy *list = ARENA_ARRAY(arena, struct home_occupancy, HOMES_MAX);
    if (!list)
        return arena_exhausted(e);
    TRY(division_table_read(db, county, date_month(on), arena, &table, e));
    TRY(home_occupancy_scan_open(
        db, (struct home_occupancy_scan_args){.county = county, .on = on, .known = known}, &cursor,
        e));
    while ((s = home_occupancy_scan_next(cursor, &row, e)) == STATUS_OK) {
        if (count == HOMES_MAX)
            return error_set(e, STATUS_FAILED, "HOMES_MAX", _("敬老院超过 %d 所"), HOMES_MAX);
        list[count] = (struct home_occupancy){.home = row.home,
                                              .township = row.township,
                                              .beds = row.beds,
                                              .occupied = row.occupied,
                                              .reserved = row.reserved,
                                              .paying = row.paying,
                                              .away = row.away,
                                              .free_beds = row.beds - row.used};
        TRY(home_name_in(&list[count++], &row, table, arena, e));
    }
    *ret = list;
    *ret_count = count;
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status home_own_money(struct db *db, int64_t county, int64_t home, int year,
                           struct arena *arena, struct fen *ret_donated, struct fen *ret_spent,
                           struct error *e)
{
    struct home_own_money_row row;
    const struct home_own_money_sum_args args = {.county = county,
                                                 .home = home,
                                                 .january = month_make(year, 1),
                                                 .december = month_make(year, MONTHS_A_YEAR)};
    TRY(home_own_money_sum(db, args, arena, &row, e));
    *ret_donated = row.donated;
    *ret_spent = row.spent;
    return STATUS_OK;
}

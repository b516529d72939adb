/* Records as lists, newest first. */
#include "record_internal.h"

#include "base/i18n.h"

static enum status row_keep(struct arena *arena, const struct record_row *row,
                            struct home_record *ret, struct error *e)
{
    struct home_record r = {.id = row->id,
                            .home = row->home,
                            .stay = row->stay,
                            .on = row->on_date,
                            .until = row->until_date,
                            .month = row->month,
                            .quantity = row->quantity,
                            .amount = row->amount,
                            .result = arena_strdup(arena, row->result),
                            .detail = arena_strdup(arena, row->detail),
                            .actor = arena_strdup(arena, row->actor),
                            .confirmed_by = arena_strdup(arena, row->confirmed_by),
                            .person_name = arena_strdup(arena, row->person_name),
                            .strike_reason = arena_strdup(arena, row->strike_reason),
                            .confirmed_on = record_date_or_none(row->confirmed_on),
                            .is_struck = row->is_struck};
    if (!r.result || !r.detail || !r.actor || !r.confirmed_by || !r.person_name || !r.strike_reason)
        return arena_exhausted(e);
    TRY(record_kind_parse(row->kind, &r.kind, e));
    *ret = r;
    return STATUS_OK;
}

static enum status list_open(struct db *db, int64_t county, const struct record_filter *f,
                             struct date before, int64_t rows, struct db_cursor **ret,
                             struct error *e)
{
    const char *kind = f->kind == 0 ? "" : RECORD_KINDS[f->kind - 1].code;
    struct date to = f->to.v == 0 ? DATE_OPEN : f->to;
    if (f->stay != 0)
        return record_of_stay_open(db,
                                   (struct record_of_stay_args){.county = county,
                                                                .stay = f->stay,
                                                                .kind = kind,
                                                                .from_date = f->from,
                                                                .to_date = to,
                                                                .before_date = before,
                                                                .before_id = f->before,
                                                                .row_count = rows},
                                   ret, e);
    return record_of_home_open(db,
                               (struct record_of_home_args){.county = county,
                                                            .home = f->home,
                                                            .kind = kind,
                                                            .from_date = f->from,
                                                            .to_date = to,
                                                            .before_date = before,
                                                            .before_id = f->before,
                                                            .row_count = rows},
                               ret, e);
}

enum status home_record_list(struct db *db, int64_t county, const struct record_filter *filter,
                             struct arena *arena, struct home_record **ret, size_t *ret_count,
                             struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    size_t rows =
        filter->rows < 1 || filter->rows > RECORD_ROWS_MAX ? RECORD_ROWS_MAX : (size_t)filter->rows;
    struct home_record *list = ARENA_ARRAY(arena, struct home_record, rows);
    struct date before = DATE_OPEN;
    struct record_one_row last;
    struct record_row row;
    size_t n = 0;
    enum status s = STATUS_NONE;
    if (!list)
        return arena_exhausted(e);
    if (filter->before != 0) {
        s = record_one(db, (struct record_one_args){.county = county, .id = filter->before}, arena,
                       &last, e);
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
        before = s == STATUS_OK ? last.on_date : before;
    }
    TRY(list_open(db, county, filter, before, (int64_t)rows, &cursor, e));
    while (n < rows && (s = record_of_home_next(cursor, &row, e)) == STATUS_OK)
        TRY(row_keep(arena, &row, &list[n++], e));
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status home_record_residents(struct db *db, int64_t county, int64_t home, struct date on,
                                  struct arena *arena, int64_t **ret_stays, size_t *ret_count,
                                  struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    int64_t *stays = ARENA_ARRAY(arena, int64_t, RECORD_STAYS_MAX);
    struct record_resident_row row;
    size_t n = 0;
    enum status s;
    if (!stays)
        return arena_exhausted(e);
    TRY(record_residents_open(
        db,
        (struct record_residents_args){
            .county = county, .home = home, .on_date = on, .row_count = RECORD_STAYS_MAX + 1},
        &cursor, e));
    while ((s = record_residents_next(cursor, &row, e)) == STATUS_OK) {
        if (n == RECORD_STAYS_MAX)
            return error_set(e, STATUS_REFUSED, "HOME_RECORD",
                             _("一次最多 %d 位老人，请分批办理。"), RECORD_STAYS_MAX);
        stays[n++] = row.stay;
    }
    if (s != STATUS_NONE)
        return s;
    *ret_stays = stays;
    *ret_count = n;
    return STATUS_OK;
}

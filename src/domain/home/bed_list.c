/* Rooms and beds of a home at a day. */
#include "base/i18n.h"
#include "bed_sql.h"
#include "domain/home/home_internal.h"

#define ROOMS_MAX 2000
#define BEDS_MAX 8000

enum status home_room_list(struct db *db, int64_t county, int64_t home, struct date on,
                           struct arena *arena, struct home_room **ret, size_t *ret_count,
                           struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_room_page_row row;
    struct home_room *list = ARENA_ARRAY(arena, struct home_room, ROOMS_MAX);
    size_t count = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(home_room_page_open(
        db, (struct home_room_page_args){.county = county, .home = home, .on_date = on}, &cursor,
        e));
    while ((s = home_room_page_next(cursor, &row, e)) == STATUS_OK) {
        if (count == ROOMS_MAX)
            return error_set(e, STATUS_FAILED, "HOME_ROOMS_MAX", _("一所敬老院的房间超过 %d 间"),
                             ROOMS_MAX);
        list[count] = (struct home_room){.id = row.id,
                                         .number = arena_strdup(arena, row.number),
                                         .storey = (int)row.storey,
                                         .area_m2 = row.area_m2,
                                         .beds = row.beds,
                                         .occupied = row.occupied};
        if (!list[count++].number)
            return arena_exhausted(e);
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

static enum status bed_of(const struct home_bed_page_row *row, struct arena *arena,
                          struct home_bed *ret, struct error *e)
{
    struct home_bed bed = {.id = row->id,
                           .room = row->room,
                           .room_number = arena_strdup(arena, row->room_number),
                           .label = arena_strdup(arena, row->label),
                           .from = row->from_date,
                           .until = row->until_date,
                           .stay = row->stay};
    if (bed.stay)
        bed.person_name = arena_strdup(arena, row->person_name);
    if (!bed.room_number || !bed.label || (bed.stay && !bed.person_name))
        return arena_exhausted(e);
    *ret = bed;
    return STATUS_OK;
}

enum status home_bed_list(struct db *db, int64_t county, int64_t home, struct date on,
                          bool only_free, struct arena *arena, struct home_bed **ret,
                          size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_bed_page_row row;
    struct home_bed *list = ARENA_ARRAY(arena, struct home_bed, BEDS_MAX);
    size_t count = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(home_bed_page_open(
        db, (struct home_bed_page_args){.county = county, .home = home, .on_date = on}, &cursor,
        e));
    while ((s = home_bed_page_next(cursor, &row, e)) == STATUS_OK) {
        bool is_free = row.stay == 0 && row.from_date.v <= on.v && row.until_date.v == DATE_OPEN.v;
        if (only_free && !is_free)
            continue;
        if (count == BEDS_MAX)
            return error_set(e, STATUS_FAILED, "HOME_BEDS_MAX", _("一所敬老院的床位超过 %d 张"),
                             BEDS_MAX);
        TRY(bed_of(&row, arena, &list[count++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

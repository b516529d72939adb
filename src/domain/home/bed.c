/* Rooms and beds: added, taken out of use; who is given which. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "bed_sql.h"
#include "domain/home/home_internal.h"

#define ROOM_BEDS_MAX 20
#define BED_M2_MIN 5 /* a bed's share of a room (D.1: 5 ㎡) */
#define ROOM_NUMBER_BYTES_MAX 40
#define STOREY_MAX 60
#define STOREY_MIN (-5)
#define LABEL_BYTES 24
#define DETAIL_BYTES_MAX 1024
#define USES_MAX 64

/* ---- adding ---- */

static enum status room_refused(const char *number, const char *why, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "HOME_ROOM", _("房间“%.40s”：%s。"), number, why);
}

static enum status beds_check(const struct home_beds_new *n, struct error *e)
{
    const char *room = n->room ? n->room : "";
    if (n->beds < 1 || n->beds > ROOM_BEDS_MAX)
        return error_set(e, STATUS_REFUSED, "HOME_BEDS",
                         _("一间房增加 %d 张床不对：应为 1 至 %d 张。"), n->beds, ROOM_BEDS_MAX);
    if (!*room || strlen(room) > ROOM_NUMBER_BYTES_MAX)
        return room_refused(room, _("请写房号，不超过 13 个字"), e);
    if (n->storey < STOREY_MIN || n->storey > STOREY_MAX)
        return room_refused(room, _("楼层不对"), e);
    if (n->area_m2 < 0)
        return room_refused(room, _("面积不能是负数"), e);
    return STATUS_OK;
}

/* The room as it is, or a new one; its area holds for all its beds. */
static enum status room_take(struct db *db, int64_t county, const struct home_beds_new *n,
                             int64_t change, struct arena *arena, int64_t *ret,
                             struct home_room_beds_row *ret_beds, struct error *e)
{
    struct home_room_read_row room = {0};
    struct home_room_beds_row beds = {0};
    char why[ERROR_MESSAGE_BYTES / 4];
    enum status s = home_room_read(
        db, (struct home_room_read_args){.county = county, .home = n->home, .number = n->room},
        arena, &room, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK && n->area_m2 > 0 && n->area_m2 != room.area_m2) {
        (void)snprintf(why, sizeof why, _("已登记面积 %" PRId64 " ㎡，与所写的 %" PRId64 " ㎡不符"),
                       room.area_m2, n->area_m2);
        return room_refused(n->room, why, e);
    }
    if (s == STATUS_OK)
        TRY(home_room_beds(db, (struct home_room_beds_args){.county = county, .room = room.id},
                           arena, &beds, e));
    int64_t area = s == STATUS_OK ? room.area_m2 : n->area_m2, after = beds.usable + n->beds;
    if (after > ROOM_BEDS_MAX)
        return error_set(e, STATUS_REFUSED, "HOME_BEDS",
                         _("房间“%.40s”已有 %" PRId64 " 张床，再加 %d 张超过 %d 张。"), n->room,
                         beds.usable, n->beds, ROOM_BEDS_MAX);
    if (area < after * BED_M2_MIN) {
        (void)snprintf(why, sizeof why,
                       _("%" PRId64 " ㎡放不下 %" PRId64 " 张床：每张床不少于 %d ㎡"), area, after,
                       BED_M2_MIN);
        return room_refused(n->room, why, e);
    }
    if (s == STATUS_NONE) {
        TRY(counter_take(db, county, "home.room", 1, &room.id, e));
        TRY(home_room_insert(db,
                             (struct home_room_insert_args){.county = county,
                                                            .home = n->home,
                                                            .id = room.id,
                                                            .number = n->room,
                                                            .storey = n->storey,
                                                            .area_m2 = n->area_m2,
                                                            .known_from = change},
                             NULL, e));
    }
    *ret = room.id;
    *ret_beds = beds;
    return STATUS_OK;
}

enum status home_beds_add_within(struct db *db, int64_t county, const struct home_beds_new *beds,
                                 int64_t change, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(HOME_ARENA_BYTES);
    struct home home;
    struct home_room_beds_row before = {0};
    struct home_beds_new n = *beds;
    int64_t room, first;
    if (!arena)
        return arena_exhausted(e);
    TRY(home_read(db, county, n.home, arena, &home, e));
    TRY(home_open_check(&home, e));
    n.room = text_tidy(arena, n.room);
    TRY(beds_check(&n, e));
    TRY(room_take(db, county, &n, change, arena, &room, &before, e));
    TRY(counter_take(db, county, "home.bed", n.beds, &first, e));
    for (int i = 0; i < n.beds; i++) {
        char label[LABEL_BYTES];
        (void)snprintf(label, sizeof label, "%" PRId64, before.labels + 1 + i);
        TRY(home_bed_insert(db,
                            (struct home_bed_insert_args){.county = county,
                                                          .home = n.home,
                                                          .id = first + i,
                                                          .room = room,
                                                          .label = label,
                                                          .from_date = n.from,
                                                          .handover = n.handover,
                                                          .known_from = change},
                            NULL, e));
    }
    return STATUS_OK;
}

struct beds_work {
    int64_t county;
    const struct home_beds_new *beds;
    const char *actor;
};

static enum status add_work(struct db *db, void *context, struct error *e)
{
    const struct beds_work *w = context;
    CLEANUP(buf_free) struct buf detail = BUF_INIT(DETAIL_BYTES_MAX);
    int64_t change;
    TRY(home_require(db, w->county, w->actor, PERMISSION_HOME_MANAGE, w->beds->home, e));
    buf_addf(&detail, "{\"beds\":%d,\"room\":", w->beds->beds);
    buf_add_json(&detail, w->beds->room ? w->beds->room : "");
    buf_addc(&detail, '}');
    TRY(buf_status(&detail, e));
    TRY(home_change(db, w->county, w->actor, "home.beds", "home", w->beds->home, buf_text(&detail),
                    &change, e));
    return home_beds_add_within(db, w->county, w->beds, change, e);
}

enum status home_beds_add(struct db *db, int64_t county, const struct home_beds_new *beds,
                          const char *actor, struct error *e)
{
    struct beds_work w = {county, beds, actor};
    TRY(beds_check(beds, e));
    return db_transaction(db, add_work, &w, e);
}

/* ---- out of use ---- */

struct close_work {
    int64_t county, bed;
    struct date on;
    const char *reason, *actor;
};

static enum status bed_find(struct db *db, int64_t county, int64_t bed, struct arena *arena,
                            struct home_bed_read_row *ret, struct error *e)
{
    enum status s =
        home_bed_read(db, (struct home_bed_read_args){.county = county, .id = bed}, arena, ret, e);
    if (s != STATUS_NONE)
        return s;
    return error_set(e, STATUS_REFUSED, "HOME_BED_UNKNOWN",
                     _("没有编号为 %" PRId64 " 的床位。用 minsheng home bed list 查看床位编号。"),
                     bed);
}

/* NONE: nobody sleeps in it from that day on, but the stay `except`. */
static enum status bed_user(struct db *db, int64_t county, int64_t bed, struct date from,
                            int64_t except, struct arena *arena, const char **ret_name,
                            struct date *ret_from, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_bed_busy_row row;
    enum status s;
    TRY(home_bed_busy_open(
        db, (struct home_bed_busy_args){.county = county, .bed = bed, .from_date = from}, &cursor,
        e));
    while ((s = home_bed_busy_next(cursor, &row, e)) == STATUS_OK && row.stay == except)
        ;
    if (s != STATUS_OK)
        return s;
    *ret_name = arena_strdup(arena, row.person_name);
    *ret_from = row.from_date;
    return *ret_name ? STATUS_OK : arena_exhausted(e);
}

static enum status close_work(struct db *db, void *context, struct error *e)
{
    const struct close_work *w = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(HOME_ARENA_BYTES);
    CLEANUP(buf_free) struct buf detail = BUF_INIT(DETAIL_BYTES_MAX);
    struct home_bed_read_row bed;
    const char *name;
    struct date since;
    int64_t change;
    char day[DATE_TEXT_BYTES];
    if (!arena)
        return arena_exhausted(e);
    TRY(bed_find(db, w->county, w->bed, arena, &bed, e));
    TRY(home_require(db, w->county, w->actor, PERMISSION_HOME_MANAGE, bed.home, e));
    buf_addf(&detail, "{\"on\":\"%s\",\"reason\":", date_format(w->on, day));
    buf_add_json(&detail, w->reason);
    buf_addc(&detail, '}');
    TRY(buf_status(&detail, e));
    TRY(home_change(db, w->county, w->actor, "home.bed.close", "bed", w->bed, buf_text(&detail),
                    &change, e));
    if (bed.until_date.v != DATE_OPEN.v || w->on.v < bed.from_date.v)
        return error_set(e, STATUS_REFUSED, "HOME_BED_UNKNOWN",
                         _("%s房%s号床在%s不在用，无从停用。请核对床位和日期。"), bed.room_number,
                         bed.label, date_format_people(w->on, day));
    enum status s = bed_user(db, w->county, w->bed, w->on, 0, arena, &name, &since, e);
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "HOME_BED_USED",
                         _("%s房%s号床由%s使用（从%s起），不能停用。请先给他换床或办理离院。"),
                         bed.room_number, bed.label, name, date_format_people(since, day));
    if (s != STATUS_NONE)
        return s;
    return home_bed_end(
        db,
        (struct home_bed_end_args){
            .county = w->county, .id = w->bed, .until_date = w->on, .change = change},
        NULL, e);
}

enum status home_bed_close(struct db *db, int64_t county, int64_t bed, struct date on,
                           const char *reason, const char *actor, struct error *e)
{
    struct close_work w = {county, bed, on, reason, actor};
    if (!reason || !*reason)
        return error_set(e, STATUS_REFUSED, "REASON_MISSING", _("请写明停用床位的原因。"));
    return db_transaction(db, close_work, &w, e);
}

/* ---- given and left ---- */

static enum status free_first(struct db *db, int64_t county, const struct home *home,
                              struct date from, int64_t *ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_bed_free_row row;
    char day[DATE_TEXT_BYTES];
    TRY(home_bed_free_open(
        db, (struct home_bed_free_args){.county = county, .home = home->id, .from_date = from},
        &cursor, e));
    enum status s = home_bed_free_next(cursor, &row, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "STAY_BED",
                         _("%s从%s起没有空床位。请选另一所敬老院，或先增加床位。"), home->name,
                         date_format_people(from, day));
    if (s != STATUS_OK)
        return s;
    *ret = row.id;
    return STATUS_OK;
}

enum status bed_choose(struct db *db, int64_t county, const struct home *home, int64_t bed,
                       struct date from, int64_t except, int64_t *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(HOME_ARENA_BYTES);
    struct home_bed_read_row row;
    const char *name;
    struct date since;
    char day[DATE_TEXT_BYTES], first[DATE_TEXT_BYTES];
    if (!arena)
        return arena_exhausted(e);
    if (!bed)
        return free_first(db, county, home, from, ret, e);
    struct error why = {0};
    enum status s = bed_find(db, county, bed, arena, &row, &why);
    if (s == STATUS_REFUSED || (s == STATUS_OK && row.home != home->id))
        return error_set(e, STATUS_REFUSED, "STAY_BED",
                         _("%s没有编号为 %" PRId64 " 的床位。请从本院床位中选。"), home->name, bed);
    if (s != STATUS_OK) {
        if (e)
            *e = why;
        return s;
    }
    date_format_people(from, day);
    if (row.from_date.v > from.v || row.until_date.v != DATE_OPEN.v)
        return error_set(e, STATUS_REFUSED, "STAY_BED",
                         _("%s%s房%s号床从%s起不在用。请选另一张床。"), home->name, row.room_number,
                         row.label, day);
    s = bed_user(db, county, bed, from, except, arena, &name, &since, e);
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "STAY_BED",
                         _("%s%s房%s号床已由%s使用（从%s起）。请选另一张床。"), home->name,
                         row.room_number, row.label, name, date_format_people(since, first));
    if (s != STATUS_NONE)
        return s;
    *ret = bed;
    return STATUS_OK;
}

enum status bed_take(struct db *db, int64_t county, int64_t home, int64_t bed, int64_t stay,
                     struct date from, int64_t change, struct error *e)
{
    return home_use_insert(db,
                           (struct home_use_insert_args){.county = county,
                                                         .bed = bed,
                                                         .from_date = from,
                                                         .known_from = change,
                                                         .until_date = DATE_OPEN,
                                                         .stay = stay,
                                                         .home = home},
                           NULL, e);
}

enum status bed_leave(struct db *db, int64_t county, int64_t stay, struct date until,
                      int64_t change, struct error *e)
{
    struct home_use_later_row uses[USES_MAX];
    size_t count = 0;
    {
        CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
        struct home_use_later_row row;
        enum status s;
        TRY(home_use_later_open(
            db, (struct home_use_later_args){.county = county, .stay = stay, .after = until},
            &cursor, e));
        while ((s = home_use_later_next(cursor, &row, e)) == STATUS_OK && count < USES_MAX)
            uses[count++] = row;
        if (s != STATUS_NONE && s != STATUS_OK)
            return s;
    }
    TRY(home_use_supersede(db,
                           (struct home_use_supersede_args){
                               .county = county, .stay = stay, .after = until, .change = change},
                           NULL, e));
    for (size_t i = 0; i < count; i++) {
        if (uses[i].from_date.v >= until.v)
            continue; /* never slept in */
        TRY(home_use_insert(db,
                            (struct home_use_insert_args){.county = county,
                                                          .bed = uses[i].bed,
                                                          .from_date = uses[i].from_date,
                                                          .known_from = change,
                                                          .until_date = until,
                                                          .stay = stay,
                                                          .home = uses[i].home},
                            NULL, e));
    }
    return STATUS_OK;
}

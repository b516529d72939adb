/* A home for the aged: found, listed, added. */
#include "domain/home/home.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/home/home_internal.h"
#include "home_sql.h"

#define HOMES_MAX 2000
#define NAME_LETTERS_MAX 60
#define SUBJECT_BYTES 64
#define TOWNSHIP_LEVEL 2

static const struct {
    const char *code, *label;
} HEATINGS[HEATING_COUNT] = {
    [HEATING_NONE] = {"NONE", N_("无")},           [HEATING_STOVE] = {"STOVE", N_("火炉")},
    [HEATING_AIR] = {"AIR", N_("空调")},           [HEATING_CENTRAL] = {"CENTRAL", N_("集中供暖")},
    [HEATING_ELECTRIC] = {"ELECTRIC", N_("电暖")},
};

const char *heating_code(enum heating h)
{
    return HEATINGS[h < HEATING_COUNT ? h : HEATING_NONE].code;
}

const char *heating_label(enum heating h)
{
    return HEATINGS[h < HEATING_COUNT ? h : HEATING_NONE].label;
}

static enum heating heating_of(const char *code)
{
    for (int h = 0; h < HEATING_COUNT; h++)
        if (text_equals(HEATINGS[h].code, code))
            return (enum heating)h;
    return HEATING_NONE;
}

enum status home_change(struct db *db, int64_t county, const char *actor, const char *action,
                        const char *noun, int64_t id, const char *detail, int64_t *ret,
                        struct error *e)
{
    char subject[SUBJECT_BYTES];
    (void)snprintf(subject, sizeof subject, "%s %" PRId64, noun, id);
    return change_record(
        db, county,
        &(struct change_entry){
            .actor = actor, .action = action, .subject = subject, .detail = detail},
        ret, e);
}

/* ---- reading ---- */

static enum status home_of(const struct home_page_row *r, struct arena *arena, struct home *ret,
                           struct error *e)
{
    struct home h = {
        .id = r->id,
        .township = r->township,
        .merged_into = r->merged_into,
        .name = arena_strdup(arena, r->name),
        .township_name = arena_strdup(arena, r->township_name),
        .closed_on = r->closed_on,
        .grade = (int)r->grade,
        .land = r->land,
        .floor_m2 = r->floor_m2,
        .indoor_m2 = r->indoor_m2,
        .outdoor_m2 = r->outdoor_m2,
        .heating = heating_of(r->heating),
        .opened_on = r->opened_on,
        .registration = arena_strdup(arena, r->registration),
        .address = arena_strdup(arena, r->address),
        .phone = arena_strdup(arena, r->phone),
        .director = arena_strdup(arena, r->director),
        .introduction = arena_strdup(arena, r->introduction),
    };
    if (!h.name || !h.township_name || !h.registration || !h.address || !h.phone || !h.director ||
        !h.introduction)
        return arena_exhausted(e);
    *ret = h;
    return STATUS_OK;
}

static enum status home_one(struct db *db, const struct home_page_args *args, struct arena *arena,
                            struct home *ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_page_row row;
    TRY(home_page_open(db, *args, &cursor, e));
    TRY(home_page_next(cursor, &row, e));
    return home_of(&row, arena, ret, e);
}

enum status home_by_id(struct db *db, int64_t county, int64_t id, struct arena *arena,
                       struct home *ret, struct error *e)
{
    if (id <= 0)
        return STATUS_NONE;
    return home_one(db, &(struct home_page_args){.county = county, .id = id, .name = ""}, arena,
                    ret, e);
}

enum status home_find(struct db *db, int64_t county, const char *name_or_number,
                      struct arena *arena, struct home *ret, struct error *e)
{
    struct error no_number;
    int64_t id;
    if (!name_or_number || !*name_or_number)
        return STATUS_NONE;
    if (i64_parse(name_or_number, &id, &no_number) == STATUS_OK)
        return home_by_id(db, county, id, arena, ret, e);
    return home_one(db, &(struct home_page_args){.county = county, .name = name_or_number}, arena,
                    ret, e);
}

enum status home_list(struct db *db, int64_t county, int64_t township, struct arena *arena,
                      struct home **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_page_row row;
    struct home *list = NULL;
    size_t count = 0, room = 0;
    enum status s;
    TRY(home_page_open(db,
                       (struct home_page_args){.county = county, .township = township, .name = ""},
                       &cursor, e));
    while ((s = home_page_next(cursor, &row, e)) == STATUS_OK) {
        if (count == HOMES_MAX)
            return error_set(e, STATUS_FAILED, "HOMES_MAX", _("敬老院超过 %d 所"), HOMES_MAX);
        if (count == room) {
            size_t wider = room ? room * 2 : 16;
            struct home *grown = ARENA_ARRAY(arena, struct home, wider);
            if (!grown)
                return arena_exhausted(e);
            for (size_t i = 0; i < count; i++)
                grown[i] = list[i];
            list = grown;
            room = wider;
        }
        TRY(home_of(&row, arena, &list[count++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

enum status home_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                      struct home *ret, struct error *e)
{
    enum status s = home_by_id(db, county, id, arena, ret, e);
    if (s != STATUS_NONE)
        return s;
    return error_set(e, STATUS_REFUSED, "HOME_UNKNOWN",
                     _("没有编号为 %" PRId64 " 的敬老院。用 minsheng home list 查看全县的敬老院。"),
                     id);
}

enum status home_open_check(const struct home *home, struct error *e)
{
    char day[DATE_TEXT_BYTES];
    if (home->closed_on.v == DATE_OPEN.v)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "HOME_CLOSED",
                     _("%s已于%s起停办，不能再办理入住或增加床位。请选另一所敬老院。"), home->name,
                     date_format_people(home->closed_on, day));
}

/* ---- a new one ---- */

enum status home_add(struct db *db, int64_t county, const char *name, int64_t township,
                     int64_t change, int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(HOME_ARENA_BYTES);
    struct home known;
    struct home_township_known_row place;
    int64_t id;
    if (!arena)
        return arena_exhausted(e);
    const char *tidy = text_tidy(arena, name);
    if (!tidy || !*tidy || utf8_length(tidy) > NAME_LETTERS_MAX || text_is_digits(tidy))
        return error_set(e, STATUS_REFUSED, "HOME_NAME",
                         _("敬老院名称“%.80s”不对：须有名称，不超过 %d 个字，不能全是数字。"),
                         name ? name : "", NAME_LETTERS_MAX);
    enum status s = home_find(db, county, tidy, arena, &known, e);
    if (s == STATUS_OK && known.township != township)
        return error_set(e, STATUS_REFUSED, "HOME_NAME", _("%s已登记在%s。新的敬老院请另起名称。"),
                         tidy, known.township_name);
    if (s == STATUS_OK) {
        *ret_id = known.id;
        return STATUS_OK;
    }
    if (s != STATUS_NONE)
        return s;
    s = home_township_known(db,
                            (struct home_township_known_args){.county = county, .code = township},
                            arena, &place, e);
    if (s == STATUS_NONE || (s == STATUS_OK && place.level != TOWNSHIP_LEVEL))
        return error_set(e, STATUS_REFUSED, "TOWNSHIP_UNKNOWN",
                         _("%" PRId64 " 不是本县的乡镇。请写 12 位的乡镇代码。"), township);
    if (s != STATUS_OK)
        return s;
    TRY(counter_take(db, county, "home", 1, &id, e));
    TRY(home_insert(
        db,
        (struct home_insert_args){
            .county = county, .id = id, .name = tidy, .township = township, .known_from = change},
        NULL, e));
    *ret_id = id;
    return STATUS_OK;
}

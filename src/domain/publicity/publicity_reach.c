/* How far it went: households by village, and all households of the villages. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/library/may.h"
#include "domain/publicity/publicity_internal.h"

#define HOUSEHOLDS_MAX 100000
#define VILLAGE_LEVEL 3

enum status publicity_reach_write(struct publicity_work *w, const struct publicity_reached *reached,
                                  size_t count, struct error *e)
{
    struct division_table *divisions;
    const struct division *place;
    TRY(division_table_read(w->db, w->county, date_month(w->item.planned_on), w->arena, &divisions,
                            e));
    place = division_by_code(divisions, w->item.township);
    for (size_t i = 0; i < count; i++) {
        const struct division *d = division_by_code(divisions, reached[i].village);
        bool is_of = d && d->level == VILLAGE_LEVEL && place &&
                     (place->level == 1 || division_township(d->code) == w->item.township);
        if (!is_of)
            return publicity_field(e, "village", _("不是这个乡镇的村"));
        if (reached[i].households < 0 || reached[i].households > HOUSEHOLDS_MAX)
            return publicity_field(e, "households", _("覆盖户数应为 0 到 100000 的整数"));
        TRY(publicity_reach_put(
            w->db,
            (struct publicity_reach_put_args){.county = w->county,
                                              .item = w->id,
                                              .village = d->code,
                                              .households = reached[i].households,
                                              .actor = w->actor,
                                              .known_from = w->change},
            NULL, e));
    }
    return STATUS_OK;
}

/* Takes what both statements about villages give; the cursor is the caller's. */
static enum status village_of(const struct publicity_village_row *r, struct arena *arena,
                              struct publicity_village *ret, struct error *e)
{
    *ret = (struct publicity_village){.village = r->village,
                                      .township = division_township(r->village),
                                      .households = r->households,
                                      .reached = r->reached,
                                      .name = arena_strdup(arena, r->name),
                                      .township_name = arena_strdup(arena, r->township_name),
                                      .is_example = r->is_example};
    return ret->name && ret->township_name ? STATUS_OK : arena_exhausted(e);
}

enum status publicity_item_reach(struct db *db, int64_t county, int64_t item, struct arena *arena,
                                 struct publicity_village **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct publicity_village *list =
        ARENA_ARRAY(arena, struct publicity_village, PUBLICITY_VILLAGES_MAX);
    struct publicity_item of;
    struct publicity_village_row row;
    size_t n = 0;
    if (!list)
        return arena_exhausted(e);
    enum status s = publicity_read(db, county, item, arena, &of, e);
    if (s != STATUS_OK)
        return s;
    TRY(publicity_item_villages_open(
        db, (struct publicity_item_villages_args){.county = county, .item = item, .year = of.year},
        &cursor, e));
    while ((s = publicity_item_villages_next(cursor, &row, e)) == STATUS_OK &&
           n < PUBLICITY_VILLAGES_MAX)
        TRY(village_of(&row, arena, &list[n++], e));
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status publicity_reach(struct db *db, int64_t county, int year, int64_t township,
                            int64_t known, struct arena *arena, struct publicity_village **ret,
                            size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct publicity_village *list =
        ARENA_ARRAY(arena, struct publicity_village, PUBLICITY_VILLAGES_MAX);
    struct publicity_village_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(publicity_villages_open(
        db,
        (struct publicity_villages_args){
            .county = county, .year = year, .township = township, .known = known},
        &cursor, e));
    while ((s = publicity_villages_next(cursor, &row, e)) == STATUS_OK) {
        if (n == PUBLICITY_VILLAGES_MAX)
            return error_set(e, STATUS_FAILED, "PUBLICITY_ROWS", _("村超过 %d 个"),
                             PUBLICITY_VILLAGES_MAX);
        TRY(village_of(&row, arena, &list[n++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

/* ---- households of villages ---- */

struct counting {
    struct arena *arena;
    int64_t county, change, changed;
    const struct village_households *rows;
    size_t count;
    const char *actor;
};

static enum status row_check(const struct counting *x, const struct village_households *row,
                             const struct division_table *divisions, struct error *e)
{
    const struct division *d = division_by_code(divisions, row->village);
    if (!d || d->level != VILLAGE_LEVEL)
        return error_set(e, STATUS_REFUSED, "DIVISION_UNKNOWN", _("没有这个村：%" PRId64),
                         row->village);
    if (row->year != x->rows[0].year || row->year < 1990 || row->year > 9998)
        return publicity_field(e, "year", _("年度没有写，或一次写了几个年度"));
    if (row->households < 0 || row->households > HOUSEHOLDS_MAX)
        return publicity_field(e, "households", _("户数应为 0 到 100000 的整数"));
    return library_text_check("PUBLICITY_FIELD", "document", row->document, true, 300, e);
}

static enum status row_write(struct db *db, struct counting *x,
                             const struct village_households *row, struct error *e)
{
    struct village_households_row old;
    enum status s =
        village_households_one(db,
                               (struct village_households_one_args){
                                   .county = x->county, .village = row->village, .year = row->year},
                               x->arena, &old, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK && old.households == row->households && old.is_example == row->is_example &&
        text_equals(old.document, row->document))
        return STATUS_OK;
    if (!x->change)
        TRY(change_record(db, x->county,
                          &(struct change_entry){.actor = x->actor,
                                                 .action = "village.households",
                                                 .subject = "villages",
                                                 .detail = ""},
                          &x->change, e));
    if (s == STATUS_OK)
        TRY(village_households_end(db,
                                   (struct village_households_end_args){.county = x->county,
                                                                        .village = row->village,
                                                                        .year = row->year,
                                                                        .change = x->change},
                                   NULL, e));
    x->changed++;
    return village_households_insert(
        db,
        (struct village_households_insert_args){.county = x->county,
                                                .village = row->village,
                                                .year = row->year,
                                                .known_from = x->change,
                                                .households = row->households,
                                                .document = row->document,
                                                .is_example = row->is_example,
                                                .actor = x->actor},
        NULL, e);
}

static bool is_twice(const struct counting *x, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (x->rows[i].village == x->rows[at].village)
            return true;
    return false;
}

static enum status count_work(struct db *db, void *context, struct error *e)
{
    struct counting *x = context;
    struct division_table *divisions;
    arena_reset(x->arena);
    x->change = x->changed = 0;
    TRY(library_may(db, x->county, x->actor, PERMISSION_PUBLICITY_WRITE,
                    x->county * INT64_C(1000000), x->arena, e));
    if (x->count == 0)
        return STATUS_OK;
    TRY(division_table_read(db, x->county, month_make(x->rows[0].year, 12), x->arena, &divisions,
                            e));
    for (size_t i = 0; i < x->count; i++) {
        TRY(row_check(x, &x->rows[i], divisions, e));
        if (is_twice(x, i))
            return publicity_field(e, "village", _("同一个村写了两次"));
        TRY(row_write(db, x, &x->rows[i], e));
    }
    return STATUS_OK;
}

enum status village_households_set(struct db *db, int64_t county,
                                   const struct village_households *rows, size_t count,
                                   const char *actor, int64_t *ret_changed, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PUBLICITY_ARENA_BYTES);
    struct counting x = {
        .arena = arena, .county = county, .rows = rows, .count = count, .actor = actor};
    if (!arena)
        return arena_exhausted(e);
    if (count > PUBLICITY_VILLAGES_MAX)
        return publicity_field(e, "village", _("村太多"));
    TRY(db_transaction(db, count_work, &x, e));
    *ret_changed = x.changed;
    return STATUS_OK;
}

/* The ground a synthetic county stands on: the plan's villages, homes and standard. */
#include "office/demo/demo.h"

#include "base/i18n.h"
#include "base/text.h"
#include "demo_sql.h"
#include "household_sql.h"

#define HOMES_MAX 1000
#define WEIGHT_VILLAGE 8
#define WEIGHT_TOWN 3 /* town neighbourhoods have few rural households */
#define WEIGHT_SPREAD 8

static enum status read_places(struct db *db, int64_t county, struct arena *arena,
                               struct demo_options *options, struct error *e)
{
    struct division_table *table;
    TRY(division_table_read(db, county, options->month, arena, &table, e));
    size_t rows = 0;
    while (division_at(table, rows) != NULL)
        rows++;
    struct demo_place *places = ARENA_ARRAY(arena, struct demo_place, rows + 1);
    if (places == NULL)
        return arena_exhausted(e);
    struct random r = random_seed(options->seed ^ 0x70C4u);
    size_t count = 0;
    for (size_t i = 0; i < rows; i++) {
        const struct division *d = division_at(table, i);
        const struct division *township = division_by_code(table, division_township(d->code));
        if (d->level != 3 || township == NULL)
            continue;
        uint32_t base = text_ends(d->name, "居委会") ? WEIGHT_TOWN : WEIGHT_VILLAGE;
        places[count++] =
            (struct demo_place){d->code, township->name, d->name,
                                base * (WEIGHT_SPREAD + random_below(&r, WEIGHT_SPREAD))};
    }
    options->places = places;
    options->place_count = count;
    return STATUS_OK;
}

static enum status read_homes(struct db *db, int64_t county, struct arena *arena,
                              struct demo_options *options, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct demo_home *homes = ARENA_ARRAY(arena, struct demo_home, HOMES_MAX);
    struct registry_home_row row;
    size_t count = 0;
    enum status s;

    if (homes == NULL)
        return arena_exhausted(e);
    TRY(home_list_open(db, (struct home_list_args){.county = county}, &cursor, e));
    while ((s = home_list_next(cursor, &row, e)) == STATUS_OK && count < HOMES_MAX) {
        homes[count] = (struct demo_home){row.id, row.township, arena_strdup(arena, row.name)};
        if (homes[count++].name == NULL)
            return arena_exhausted(e);
    }
    if (s != STATUS_NONE && s != STATUS_OK)
        return s;
    options->homes = homes;
    options->home_count = count;
    return STATUS_OK;
}

static enum status read_standard(struct db *db, int64_t county, struct arena *arena,
                                 struct demo_options *options, struct error *e)
{
    struct policy_table *table;
    struct policy policy;
    TRY(policy_table_read(db, county, KNOWN_NOW, arena, &table, e));
    TRY(policy_at(table, PROGRAMME_DIBAO, options->month, &policy, e));
    options->standard_year = FEN(policy.value[POLICY_DIBAO_STANDARD_YEAR].v);
    return STATUS_OK;
}

enum status demo_ground_read(struct db *db, int64_t county, struct arena *arena,
                             struct demo_options *options, struct error *e)
{
    TRY(read_places(db, county, arena, options, e));
    TRY(read_homes(db, county, arena, options, e));
    return read_standard(db, county, arena, options, e);
}

static enum status has_person(struct db *db, int64_t county, bool *ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct demo_any_person_row person;
    TRY(demo_any_person_open(db, (struct demo_any_person_args){.county = county}, &cursor, e));
    enum status s = demo_any_person_next(cursor, &person, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = s == STATUS_OK;
    return STATUS_OK;
}

enum status demo_require_empty(struct db *db, int64_t county, struct error *e)
{
    bool is_used;
    TRY(has_person(db, county, &is_used, e));
    if (is_used)
        return error_set(e, STATUS_REFUSED, "DEMO_NOT_EMPTY",
                         _("数据库里已有人员：演示数据只能装进空库"));
    return STATUS_OK;
}

enum status demo_presence_read(struct db *db, int64_t county, enum demo_presence *ret,
                               struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 16);
    struct demo_load_count_row row;
    bool is_used;

    if (arena == NULL)
        return arena_exhausted(e);
    TRY(demo_load_count(db, (struct demo_load_count_args){.county = county, .action = DEMO_ACTION},
                        arena, &row, e));
    TRY(has_person(db, county, &is_used, e));
    *ret = row.loads > 0 ? DEMO_LOADED : is_used ? DEMO_OTHER_DATA : DEMO_ABSENT;
    return STATUS_OK;
}

/* Who is who: by number, by ID card through the blind index, and where a person is now. */
#include "base/i18n.h"
#include "domain/registry/registry.h"
#include "person_sql.h"
#include <string.h>

static enum status person_fill(const struct person_record *r, const struct keyring *keys,
                               struct person_row *ret, struct error *e)
{
    struct person_row row = {.id = r->id,
                             .name = r->name,
                             .id_tail = r->id_tail,
                             .phone_tail = r->phone_tail,
                             .sex = (enum sex)r->sex,
                             .known_from = r->known_from};
    if (keys) {
        char text[IDNO_BYTES + 1];
        size_t n = 0;
        if (r->id_sealed.n != SEAL_OVERHEAD_BYTES + IDNO_BYTES - 1)
            return error_set(e, STATUS_FAILED, "SEAL_BROKEN",
                             _("人员 %lld 的身份证号密文长度不对，数据已被改动。"),
                             (long long)r->id);
        TRY(unseal(keys, SEAL_ID_NUMBER, r->id_sealed.p, r->id_sealed.n, text, &n, e));
        memcpy(row.id_number, text, IDNO_BYTES - 1);
        row.id_number[IDNO_BYTES - 1] = 0;
    }
    *ret = row;
    return STATUS_OK;
}

enum status person_by_id(struct db *db, int64_t county, int64_t person, const struct keyring *keys,
                         struct arena *arena, struct person_row *ret, struct error *e)
{
    struct person_record r;
    TRY(person_select(db, (struct person_select_args){.county = county, .id = person}, arena, &r,
                      e));
    return person_fill(&r, keys, ret, e);
}

enum status person_by_id_number(struct db *db, int64_t county, const struct keyring *keys,
                                const char *id_number, struct arena *arena, struct person_row *ret,
                                struct error *e)
{
    struct idno id;
    TRY(idno_parse(id_number, date_today(), &id, e));
    uint8_t index[BLIND_INDEX_BYTES];
    blind_index(keys, SEAL_ID_NUMBER, id.text, index);
    struct person_record r;
    TRY(person_by_index(
        db, (struct person_by_index_args){.county = county, .id_index = {index, sizeof index}},
        arena, &r, e));
    return person_fill(&r, keys, ret, e);
}

/* "" when the division is not loaded: a place without a name still is a place. */
static enum status division_name(struct db *db, int64_t county, int64_t code, struct arena *arena,
                                 const char **ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct division_name_latest_row r;
    TRY(division_name_latest_open(
        db, (struct division_name_latest_args){.county = county, .code = code}, &cursor, e));
    enum status s = division_name_latest_next(cursor, &r, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    const char *name = arena_strdup(arena, s == STATUS_OK ? r.name : "");
    if (!name)
        return arena_exhausted(e);
    *ret = name;
    return STATUS_OK;
}

enum status person_current_place(struct db *db, int64_t county, int64_t person, struct arena *arena,
                                 struct person_place *ret, struct error *e)
{
    struct person_household_now_row in;
    TRY(person_household_now(
        db, (struct person_household_now_args){.county = county, .person = person}, arena, &in, e));
    struct household_benefit_now_row benefit;
    TRY(household_benefit_now(
        db, (struct household_benefit_now_args){.county = county, .household = in.household}, arena,
        &benefit, e));
    struct person_place place = {.household = in.household,
                                 .programme = (enum programme)benefit.programme,
                                 .head_name = benefit.head_name};
    TRY(division_name(db, county, benefit.division, arena, &place.village_name, e));
    TRY(division_name(db, county, division_township(benefit.division), arena, &place.township_name,
                      e));
    *ret = place;
    return STATUS_OK;
}

enum status person_last_household(struct db *db, int64_t county, int64_t person, int64_t *ret,
                                  struct error *e)
{
    struct person_household_now_row last;
    TRY(person_household_last(
        db, (struct person_household_last_args){.county = county, .person = person}, NULL, &last,
        e));
    *ret = last.household;
    return STATUS_OK;
}

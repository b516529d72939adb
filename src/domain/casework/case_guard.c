/* Nobody is in two unfinished cases, and nobody who receives applies again (§A.3). */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "case_internal.h"
#include "person_sql.h"

enum status case_place(struct db *db, int64_t county, int64_t division, struct month m,
                       struct arena *arena, const char **ret, int *ret_level, struct error *e)
{
    const char *names[2] = {"", ""};
    const int64_t codes[2] = {division_township(division), division};
    int level = 0;
    for (size_t i = codes[0] == codes[1] ? 1 : 0; i < 2; i++) {
        CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
        struct case_division_row row;
        TRY(case_division_name_open(
            db, (struct case_division_name_args){.county = county, .code = codes[i], .month = m},
            &cursor, e));
        enum status s = case_division_name_next(cursor, &row, e);
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
        level = s == STATUS_OK && row.valid ? (int)row.level : 0;
        if (s == STATUS_OK)
            names[i] = arena_strdup(arena, row.name);
        if (!names[i])
            return arena_exhausted(e);
    }
    const char *place = arena_printf(arena, "%s%s", names[0], names[1]);
    if (!place)
        return arena_exhausted(e);
    *ret = place;
    if (ret_level)
        *ret_level = level;
    return STATUS_OK;
}

struct guard {
    struct db *db;
    int64_t county, except;
    struct arena *arena;
};

static enum status guard_case(const struct guard *g, struct blob index, const char *who,
                              struct error *e)
{
    struct case_person_open_row row;
    const char *place;
    enum status s =
        case_person_open_in(g->db,
                            (struct case_person_open_in_args){
                                .county = g->county, .id_index = index, .except_case = g->except},
                            g->arena, &row, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    TRY(case_place(g->db, g->county, row.division, MONTH_OPEN, g->arena, &place, NULL, e));
    return error_set(e, STATUS_REFUSED, "CASE_GUARD",
                     _("%s已在另一件未办结的%s中：%s，户主（申请人）%s，案号 %s。"
                       "请先办结或撤回那一件。"),
                     who, _(case_kind_label((enum case_kind)row.kind)), place, row.applicant,
                     row.number);
}

static enum status guard_death(const struct guard *g, int64_t person, const char *who,
                               struct error *e)
{
    struct person_death_now_row death;
    char day[DATE_TEXT_BYTES];
    enum status s = person_death_now(
        g->db, (struct person_death_now_args){.county = g->county, .person = person}, g->arena,
        &death, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    return error_set(e, STATUS_REFUSED, "CASE_DEAD",
                     _("%s已登记死亡（%s）。请核对身份证号；登记有误的，先更正死亡登记。"), who,
                     date_format_people(death.died_on, day));
}

static enum status guard_benefit(const struct guard *g, struct blob index, const char *who,
                                 struct error *e)
{
    struct person_record person;
    struct person_place place;
    enum status s = person_by_index(
        g->db, (struct person_by_index_args){.county = g->county, .id_index = index}, g->arena,
        &person, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    TRY(guard_death(g, person.id, who, e));
    s = person_current_place(g->db, g->county, person.id, g->arena, &place, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    return error_set(e, STATUS_REFUSED, "CASE_GUARD",
                     _("%s正在享受%s：%s%s，户主%s，家庭编号 %" PRId64 "。请先办理停发或减员。"),
                     who, programme_name(place.programme), place.township_name, place.village_name,
                     place.head_name, place.household);
}

static enum status guard_index(const struct guard *g, struct blob index, const char *who,
                               struct error *e)
{
    TRY(guard_case(g, index, who, e));
    return guard_benefit(g, index, who, e);
}

enum status case_guard_content(struct db *db, int64_t county, const struct keyring *keys,
                               const struct entry_data *content, int64_t except, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(CASE_ARENA_BYTES);
    const struct guard g = {.db = db, .county = county, .except = except, .arena = arena};
    int rows = entry_rows(content, "members");
    if (!arena)
        return arena_exhausted(e);
    for (int n = 1; n <= rows; n++) {
        uint8_t index[BLIND_INDEX_BYTES];
        const char *number = entry_getf(content, "members.%d.id_number", n);
        size_t length = strlen(number);
        if (length < 4)
            continue;
        const char *who =
            arena_printf(arena, _("%s（身份证号尾号 %s）"),
                         entry_getf(content, "members.%d.name", n), number + length - 4);
        if (!who)
            return arena_exhausted(e);
        blind_index(keys, SEAL_ID_NUMBER, number, index);
        TRY(guard_index(&g, (struct blob){index, sizeof index}, who, e));
    }
    return STATUS_OK;
}

#define PERSONS_MAX 64

enum status case_guard_again(struct db *db, int64_t county, int64_t case_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(CASE_ARENA_BYTES);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    const struct guard g = {.db = db, .county = county, .except = case_id, .arena = arena};
    uint8_t kept[PERSONS_MAX][BLIND_INDEX_BYTES];
    struct case_person_row row;
    size_t count = 0;
    enum status s = STATUS_NONE;
    if (!arena)
        return arena_exhausted(e);
    TRY(case_person_indexes_open(
        db, (struct case_person_indexes_args){.county = county, .case_id = case_id}, &cursor, e));
    while (count < PERSONS_MAX && (s = case_person_indexes_next(cursor, &row, e)) == STATUS_OK)
        memcpy(kept[count++], row.id_index.p, BLIND_INDEX_BYTES);
    if (s != STATUS_NONE && s != STATUS_OK)
        return s;
    for (size_t i = 0; i < count; i++)
        TRY(guard_index(&g, (struct blob){kept[i], BLIND_INDEX_BYTES}, _("此件中的一人"), e));
    return STATUS_OK;
}

enum status case_person_record(struct db *db, int64_t county, const struct keyring *keys,
                               const struct entry_data *content, int64_t case_id, bool is_open,
                               struct error *e)
{
    int rows = entry_rows(content, "members");
    for (int n = 1; n <= rows; n++) {
        uint8_t index[BLIND_INDEX_BYTES];
        blind_index(keys, SEAL_ID_NUMBER, entry_getf(content, "members.%d.id_number", n), index);
        TRY(case_person_put(db,
                            (struct case_person_put_args){.county = county,
                                                          .case_id = case_id,
                                                          .id_index = {index, sizeof index},
                                                          .is_open = is_open},
                            NULL, e));
    }
    return STATUS_OK;
}

enum status case_guard_race(struct db *db, int64_t county, const struct keyring *keys,
                            const struct entry_data *content, int64_t case_id, struct error *e)
{
    enum status s = content ? case_guard_content(db, county, keys, content, case_id, e)
                            : case_guard_again(db, county, case_id, e);
    if (s != STATUS_OK)
        return s;
    return error_set(e, STATUS_REFUSED, "CASE_GUARD",
                     _("其中有人刚刚被录入另一件未办结的申请。请重新查看后再办。"));
}

/* One household's dossier, with the words (cause) that the stream leaves out. */
#include "base/i18n.h"
#include "dossier_sql.h"
#include "domain/registry/period_row.h"
#include "domain/registry/registry.h"
#include <inttypes.h>
#include <string.h>

#define GROWTH_START 8

/* Room for one more in a list that doubles inside the arena; the limit keeps the doubling bounded.
 */
static void *list_room(struct arena *arena, void *list, size_t count, size_t *capacity,
                       size_t bytes, size_t limit)
{
    if (count < *capacity)
        return list;
    size_t wanted = *capacity ? *capacity * 2 : GROWTH_START;
    if (wanted > limit)
        wanted = limit;
    if (count >= wanted)
        return NULL;
    void *bigger = arena_array(arena, wanted, bytes);
    if (bigger && count)
        memcpy(bigger, list, count * bytes);
    *capacity = wanted;
    return bigger;
}

static enum status no_room(int64_t household, struct error *e)
{
    return error_set(e, STATUS_FAILED, "DOSSIER_SIZE",
                     _("家庭 %" PRId64 " 的记录超过上限，请联系系统管理员核查该户数据。"),
                     household);
}

static enum status read_entitlements(struct db *db,
                                     struct dossier_household_entitlements_args arguments,
                                     struct arena *arena, struct dossier *d, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct dossier_household_entitlement_row r;
    struct entitlement_row *list = NULL;
    size_t capacity = 0;
    enum status s;
    TRY(dossier_household_entitlements_open(db, arguments, &cursor, e));
    while ((s = dossier_household_entitlements_next(cursor, &r, e)) == STATUS_OK) {
        list = list_room(arena, list, d->entitlement_count, &capacity, sizeof *list,
                         DOSSIER_ENTITLEMENTS_MAX);
        const char *cause = list ? arena_strdup(arena, r.cause) : NULL;
        if (!cause)
            return no_room(r.household, e);
        list[d->entitlement_count++] = ENTITLEMENT_WHOLE(r, cause);
        if (r.known_from > d->newest_known)
            d->newest_known = r.known_from;
    }
    d->entitlements = list;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status read_members(struct db *db, struct dossier_household_members_args arguments,
                                struct arena *arena, struct dossier *d, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct dossier_household_member_row r;
    struct member_row *list = NULL;
    size_t capacity = 0;
    enum status s;
    TRY(dossier_household_members_open(db, arguments, &cursor, e));
    while ((s = dossier_household_members_next(cursor, &r, e)) == STATUS_OK) {
        list =
            list_room(arena, list, d->member_count, &capacity, sizeof *list, DOSSIER_MEMBERS_MAX);
        const char *cause = list ? arena_strdup(arena, r.cause) : NULL;
        if (!cause)
            return no_room(r.household, e);
        list[d->member_count++] = MEMBER_WHOLE(r, r.person, cause);
        if (r.known_from > d->newest_known)
            d->newest_known = r.known_from;
    }
    d->members = list;
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status dossier_read(struct db *db, int64_t county, enum programme p, int64_t household,
                         struct month from, struct month to, int64_t known, struct arena *arena,
                         struct dossier *ret, struct error *e)
{
    struct household_has_entitlement_row any;
    TRY(household_has_entitlement(db,
                                  (struct household_has_entitlement_args){
                                      .county = county, .programme = p, .household = household},
                                  arena, &any, e));
    if (!any.found)
        return STATUS_NONE;
    struct dossier d = {.household = household};
    TRY(read_entitlements(db,
                          (struct dossier_household_entitlements_args){.county = county,
                                                                       .programme = p,
                                                                       .household = household,
                                                                       .known = known,
                                                                       .from_month = from,
                                                                       .to_month = to},
                          arena, &d, e));
    TRY(read_members(db,
                     (struct dossier_household_members_args){.county = county,
                                                             .household = household,
                                                             .known = known,
                                                             .from_month = from,
                                                             .to_month = to},
                     arena, &d, e));
    *ret = d;
    return STATUS_OK;
}

/* The writers of period rows. A new row takes its months; rows in the way are superseded, not
   altered, and what is left of them on either side is written again as known from the same change.
 */
#include "base/i18n.h"
#include "domain/registry/period.h"
#include "domain/registry/period_row.h"
#include "period_sql.h"
#include <assert.h>
#include <inttypes.h>

struct entitlement_key {
    struct db *db;
    int64_t county, household, change;
    enum programme programme;
};

static enum status entitlement_put(const struct entitlement_key *k, const struct entitlement_row *r,
                                   struct month from, struct month to, struct error *e)
{
    return entitlement_insert(k->db,
                              (struct entitlement_insert_args){.county = k->county,
                                                               .programme = k->programme,
                                                               .household = k->household,
                                                               .from_month = from,
                                                               .known_from = k->change,
                                                               .to_month = to,
                                                               .known_to = KNOWN_OPEN,
                                                               .status = r->status,
                                                               .cause = r->cause ? r->cause : "",
                                                               .division = r->division,
                                                               .head = r->head,
                                                               .mgmt_class = r->mgmt_class,
                                                               .income_year_fen = r->income_year,
                                                               .form = r->form,
                                                               .home = r->home,
                                                               .care_level = r->care,
                                                               .begun_month = r->begun},
                              NULL, e);
}

enum status entitlement_segments(struct db *db, int64_t county, enum programme p, int64_t household,
                                 struct month from, struct month to, struct arena *arena,
                                 struct entitlement_row *rows, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct entitlement_in_way_row r;
    size_t n = 0;
    enum status s;
    TRY(entitlement_in_way_open(db,
                                (struct entitlement_in_way_args){.county = county,
                                                                 .programme = p,
                                                                 .household = household,
                                                                 .from_month = from,
                                                                 .to_month = to},
                                &cursor, e));
    while ((s = entitlement_in_way_next(cursor, &r, e)) == STATUS_OK) {
        const char *cause = arena_strdup(arena, r.cause);
        if (!cause || n == DOSSIER_ENTITLEMENTS_MAX)
            return error_set(e, STATUS_FAILED, "DOSSIER_SIZE",
                             _("家庭 %" PRId64 " 的待遇记录超过上限。"), household);
        rows[n++] = ENTITLEMENT_WHOLE(r, cause);
    }
    *ret_count = n;
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* A row of this very change was never known to anybody: it goes. Any older one stays, closed. */
static enum status entitlement_yield(const struct entitlement_key *k,
                                     const struct entitlement_row *old, struct error *e)
{
    int64_t affected = 0;
    if (old->known_from == k->change)
        TRY(entitlement_retract(k->db,
                                (struct entitlement_retract_args){.county = k->county,
                                                                  .programme = k->programme,
                                                                  .household = k->household,
                                                                  .from_month = old->from,
                                                                  .change = k->change},
                                &affected, e));
    else
        TRY(entitlement_supersede(k->db,
                                  (struct entitlement_supersede_args){.county = k->county,
                                                                      .programme = k->programme,
                                                                      .household = k->household,
                                                                      .from_month = old->from,
                                                                      .known_from = old->known_from,
                                                                      .change = k->change},
                                  &affected, e));
    if (affected != 1)
        return error_set(e, STATUS_RETRY, "ENTITLEMENT_MOVED",
                         _("家庭 %" PRId64 " 的记录刚被他人修改，请重试。"), k->household);
    return STATUS_OK;
}

enum status entitlement_write(struct db *db, int64_t county, enum programme p, int64_t household,
                              int64_t change, const struct entitlement_row *row, struct error *e)
{
    assert(row->from.v <= row->to.v && row->to.v <= MONTH_OPEN.v && change < KNOWN_NOW);
    const struct entitlement_key k = {db, county, household, change, p};
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PERIOD_ARENA_BYTES);
    struct entitlement_row *old =
        arena ? ARENA_ARRAY(arena, struct entitlement_row, DOSSIER_ENTITLEMENTS_MAX) : NULL;
    size_t count = 0;
    if (!old)
        return arena_exhausted(e);
    TRY(entitlement_segments(db, county, p, household, row->from, row->to, arena, old, &count, e));
    /* First everything yields, then everything is written: the index of current rows never sees
     * two. */
    for (size_t i = 0; i < count; i++)
        TRY(entitlement_yield(&k, &old[i], e));
    for (size_t i = 0; i < count; i++) {
        if (old[i].from.v < row->from.v)
            TRY(entitlement_put(&k, &old[i], old[i].from, month_add(row->from, -1), e));
        if (old[i].to.v > row->to.v)
            TRY(entitlement_put(&k, &old[i], month_add(row->to, 1), old[i].to, e));
    }
    return entitlement_put(&k, row, row->from, row->to, e);
}

struct member_key {
    struct db *db;
    int64_t county, household, change;
};

static enum status member_put(const struct member_key *k, const struct member_row *r,
                              struct month from, struct month to, struct error *e)
{
    return member_insert(k->db,
                         (struct member_insert_args){.county = k->county,
                                                     .household = k->household,
                                                     .person = r->person,
                                                     .from_month = from,
                                                     .known_from = k->change,
                                                     .to_month = to,
                                                     .known_to = KNOWN_OPEN,
                                                     .birth = r->birth,
                                                     .is_present = r->is_present,
                                                     .is_protected = r->is_protected,
                                                     .relation = r->relation,
                                                     .disability_kind = r->disability_kind,
                                                     .disability_grade = r->disability_grade,
                                                     .is_seriously_ill = r->is_seriously_ill,
                                                     .is_student = r->is_student,
                                                     .cause = r->cause ? r->cause : ""},
                         NULL, e);
}

enum status member_segments(struct db *db, int64_t county, int64_t household, int64_t person,
                            struct month from, struct month to, struct arena *arena,
                            struct member_row *rows, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct member_in_way_row r;
    size_t n = 0;
    enum status s;
    TRY(member_in_way_open(db,
                           (struct member_in_way_args){.county = county,
                                                       .household = household,
                                                       .person = person,
                                                       .from_month = from,
                                                       .to_month = to},
                           &cursor, e));
    while ((s = member_in_way_next(cursor, &r, e)) == STATUS_OK) {
        const char *cause = arena_strdup(arena, r.cause);
        if (!cause || n == MEMBER_SEGMENTS_MAX)
            return error_set(e, STATUS_FAILED, "DOSSIER_SIZE",
                             _("家庭 %" PRId64 " 的成员记录超过上限。"), household);
        rows[n++] = MEMBER_WHOLE(r, person, cause);
    }
    *ret_count = n;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status member_yield(const struct member_key *k, const struct member_row *old,
                                struct error *e)
{
    int64_t affected = 0;
    if (old->known_from == k->change)
        TRY(member_retract(k->db,
                           (struct member_retract_args){.county = k->county,
                                                        .household = k->household,
                                                        .person = old->person,
                                                        .from_month = old->from,
                                                        .change = k->change},
                           &affected, e));
    else
        TRY(member_supersede(k->db,
                             (struct member_supersede_args){.county = k->county,
                                                            .household = k->household,
                                                            .person = old->person,
                                                            .from_month = old->from,
                                                            .known_from = old->known_from,
                                                            .change = k->change},
                             &affected, e));
    if (affected != 1)
        return error_set(e, STATUS_RETRY, "MEMBER_MOVED",
                         _("家庭 %" PRId64 " 的成员记录刚被他人修改，请重试。"), k->household);
    return STATUS_OK;
}

enum status member_write(struct db *db, int64_t county, int64_t household, int64_t change,
                         const struct member_row *row, struct error *e)
{
    assert(row->from.v <= row->to.v && row->to.v <= MONTH_OPEN.v && change < KNOWN_NOW);
    const struct member_key k = {db, county, household, change};
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PERIOD_ARENA_BYTES);
    struct member_row *old =
        arena ? ARENA_ARRAY(arena, struct member_row, MEMBER_SEGMENTS_MAX) : NULL;
    size_t count = 0;
    if (!old)
        return arena_exhausted(e);
    TRY(member_segments(db, county, household, row->person, row->from, row->to, arena, old, &count,
                        e));
    for (size_t i = 0; i < count; i++)
        TRY(member_yield(&k, &old[i], e));
    for (size_t i = 0; i < count; i++) {
        if (old[i].from.v < row->from.v)
            TRY(member_put(&k, &old[i], old[i].from, month_add(row->from, -1), e));
        if (old[i].to.v > row->to.v)
            TRY(member_put(&k, &old[i], month_add(row->to, 1), old[i].to, e));
    }
    return member_put(&k, row, row->from, row->to, e);
}

#include "domain/registry/fact_change.h"
#include "base/i18n.h"
#include "base/json.h"
#include "person_sql.h"
#include <inttypes.h>

enum status fact_household_find(struct db *db, int64_t county, int64_t household,
                                struct arena *arena, struct fact_household *ret, struct error *e)
{
    struct household_programme_row r;
    enum status s = household_programme(
        db, (struct household_programme_args){.county = county, .household = household}, arena, &r,
        e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "HOUSEHOLD_UNKNOWN",
                         _("没有编号为 %" PRId64 " 的受助家庭。请核对家庭编号。"), household);
    if (s != STATUS_OK)
        return s;
    *ret = (struct fact_household){
        .id = household, .head = r.head, .programme = (enum programme)r.programme};
    return STATUS_OK;
}

enum status fact_edit_entitlement(struct db *db, int64_t county,
                                  const struct fact_household *household, struct month from,
                                  int64_t change, fact_edit edit, void *context,
                                  size_t *ret_changed, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PERIOD_ARENA_BYTES);
    struct entitlement_row *rows =
        arena ? ARENA_ARRAY(arena, struct entitlement_row, DOSSIER_ENTITLEMENTS_MAX) : NULL;
    size_t count = 0, changed = 0;
    if (!rows)
        return arena_exhausted(e);
    TRY(entitlement_segments(db, county, household->programme, household->id, from, MONTH_OPEN,
                             arena, rows, &count, e));
    if (!count || rows[0].from.v > from.v) {
        char asked[MONTH_TEXT_BYTES], begins[MONTH_TEXT_BYTES];
        month_format_people(from, asked);
        month_format_people(count ? rows[0].from : from, begins);
        return error_set(e, STATUS_REFUSED, "MONTH_TOO_EARLY",
                         _("家庭 %" PRId64 " 的待遇从%s开始，不能改%s。请填%s或以后的月份。"),
                         household->id, begins, asked, begins);
    }
    rows[0].from = from;
    for (size_t i = 0; i < count; i++) {
        if (!edit(&rows[i], context))
            continue;
        TRY(entitlement_write(db, county, household->programme, household->id, change, &rows[i],
                              e));
        changed++;
    }
    *ret_changed = changed;
    return STATUS_OK;
}

enum status fact_record(struct db *db, int64_t county, const struct registry_actor *actor,
                        const char *action, const char *subject, struct buf *detail,
                        int64_t *ret_change, struct error *e)
{
    if (actor->document && *actor->document) {
        buf_adds(detail, ",\"document\":");
        buf_add_json(detail, actor->document);
    }
    buf_addc(detail, '}');
    TRY(buf_status(detail, e));
    return change_record(
        db, county,
        &(struct change_entry){
            .actor = actor->user, .action = action, .subject = subject, .detail = buf_text(detail)},
        ret_change, e);
}

/* The resident's mark, and striking. */
#include "record_internal.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"

struct step {
    int64_t county, id;
    const char *actor, *text; /* witness or reason */
    struct date on;
};

static enum status record_find(struct db *db, const struct step *w, struct arena *arena,
                               struct record_one_row *ret, struct error *e)
{
    enum status s =
        record_one(db, (struct record_one_args){.county = w->county, .id = w->id}, arena, ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "RECORD_UNKNOWN",
                         _("没有编号为 %" PRId64 " 的记录，请核对。"), w->id);
    if (s != STATUS_OK)
        return s;
    TRY(home_require(db, w->county, w->actor, PERMISSION_HOME_RECORD, ret->home, e));
    if (ret->is_struck)
        return error_set(e, STATUS_REFUSED, "RECORD_STATE", _("这条记录已经划去。"));
    return STATUS_OK;
}

static enum status confirm_one(struct db *db, const struct step *w, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(RECORD_ARENA_BYTES);
    struct record_one_row row;
    enum record_kind kind;
    const char *witness;
    int64_t change, affected;
    if (!arena)
        return arena_exhausted(e);
    TRY(record_find(db, w, arena, &row, e));
    TRY(record_kind_parse(row.kind, &kind, e));
    if (!RECORD_KINDS[kind - 1].is_confirmed)
        return error_set(e, STATUS_REFUSED, "RECORD_STATE", _("“%s”的记录不用老人签收。"),
                         _(RECORD_KINDS[kind - 1].label));
    if (row.confirmed_by[0] != '\0')
        return error_set(e, STATUS_REFUSED, "RECORD_STATE", _("已经签收过，见证人：%s。"),
                         row.confirmed_by);
    TRY(record_day(w->on, e));
    if (w->on.v < row.on_date.v)
        return error_set(e, STATUS_REFUSED, "RECORD_DATE", _("签收日期不能早于发放日期。"));
    TRY(record_text(arena, w->text, RECORD_NAME_BYTES_MAX, true, "HOME_RECORD", _("见证人"),
                    &witness, e));
    TRY(record_change(db, w->county, w->actor, "home.record_confirm", "home", row.home,
                      arena_printf(arena, "{\"record\":%" PRId64 "}", w->id), &change, e));
    TRY(record_confirm(
        db,
        (struct record_confirm_args){
            .county = w->county, .id = w->id, .confirmed_by = witness, .confirmed_on = w->on},
        &affected, e));
    return affected == 1 ? STATUS_OK
                         : error_set(e, STATUS_REFUSED, "RECORD_STATE", _("这条记录已经改变。"));
}

struct confirming {
    struct step step;
    const int64_t *ids;
    size_t count;
};

static enum status confirm_work(struct db *db, void *context, struct error *e)
{
    const struct confirming *c = context;
    struct step w = c->step;
    for (size_t i = 0; i < c->count; i++) {
        w.id = c->ids[i];
        enum status s = confirm_one(db, &w, e);
        if (s == STATUS_REFUSED && c->count > 1)
            (void)error_place(e, _("记录 %" PRId64), w.id);
        if (s != STATUS_OK)
            return s;
    }
    return STATUS_OK;
}

enum status home_record_confirm_all(struct db *db, int64_t county, const int64_t *ids, size_t count,
                                    const char *witness, struct date on, const char *actor,
                                    struct error *e)
{
    struct confirming c = {.step = {.county = county, .actor = actor, .text = witness, .on = on},
                           .ids = ids,
                           .count = count};
    if (count == 0 || count > RECORD_STAYS_MAX)
        return error_set(e, STATUS_REFUSED, "HOME_RECORD", _("请选 1 至 %d 条记录一起签收。"),
                         RECORD_STAYS_MAX);
    return db_transaction(db, confirm_work, &c, e);
}

enum status home_record_confirm(struct db *db, int64_t county, int64_t id, const char *witness,
                                struct date on, const char *actor, struct error *e)
{
    return home_record_confirm_all(db, county, &id, 1, witness, on, actor, e);
}

static enum status strike_work(struct db *db, void *context, struct error *e)
{
    const struct step *w = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(RECORD_ARENA_BYTES);
    struct record_one_row row;
    const char *reason;
    int64_t change, affected;
    if (!arena)
        return arena_exhausted(e);
    TRY(record_text(arena, w->text, RECORD_TEXT_BYTES_MAX, true, "REASON_MISSING", _("划去的原因"),
                    &reason, e));
    TRY(record_find(db, w, arena, &row, e));
    TRY(record_change(
        db, w->county, w->actor, "home.record_strike", "home", row.home,
        arena_printf(arena, "{\"record\":%" PRId64 ",\"kind\":\"%s\"}", w->id, row.kind), &change,
        e));
    TRY(record_strike(db,
                      (struct record_strike_args){
                          .county = w->county, .id = w->id, .reason = reason, .change = change},
                      &affected, e));
    return affected == 1 ? STATUS_OK
                         : error_set(e, STATUS_REFUSED, "RECORD_STATE", _("这条记录已经划去。"));
}

enum status home_record_strike(struct db *db, int64_t county, int64_t id, const char *reason,
                               const char *actor, struct error *e)
{
    struct step w = {.county = county, .id = id, .actor = actor, .text = reason};
    return db_transaction(db, strike_work, &w, e);
}

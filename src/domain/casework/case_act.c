/* Taking a step: alone, in its own transaction, or with others in somebody else's. */
#include <string.h>

#include "base/i18n.h"
#include "case_internal.h"

static struct case_moment moment(struct db *db, int64_t county, const struct keyring *keys,
                                 const struct case_actor *actor, struct arena *arena)
{
    return (struct case_moment){
        .db = db, .county = county, .keys = keys, .actor = actor, .arena = arena};
}

enum status case_act_within(struct db *db, int64_t county, const struct keyring *keys,
                            const struct case_actor *actor, const struct case_act *act,
                            int64_t change, struct entry_faults *faults, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(CASE_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    struct case_moment m = moment(db, county, keys, actor, arena);
    TRY(case_step_prepare(&m, act, faults, e));
    m.change = change;
    return case_step_write(&m, e);
}

struct act_work {
    int64_t county;
    const struct keyring *keys;
    const struct case_actor *actor;
    const struct case_act *act;
    struct entry_faults *faults;
};

static enum status act_work(struct db *db, void *context, struct error *e)
{
    const struct act_work *w = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(CASE_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    struct case_moment m = moment(db, w->county, w->keys, w->actor, arena);
    if (w->faults)
        w->faults->count = 0;
    TRY(case_step_prepare(&m, w->act, w->faults, e));
    TRY(case_change_record(&m, m.c.number, m.c.id, e));
    return case_step_write(&m, e);
}

/* These touch a notice as well: only notice.h takes them. */
static bool belongs_to_notice(enum case_action action)
{
    return action == ACTION_POST || action == ACTION_CLOSE_NOTICE || action == ACTION_OBJECT ||
           action == ACTION_REINVESTIGATE;
}

enum status case_act(struct db *db, int64_t county, const struct keyring *keys,
                     const struct case_actor *actor, const struct case_act *act,
                     struct entry_faults *faults, struct error *e)
{
    struct act_work w = {county, keys, actor, act, faults};
    struct error own;
    if (!e)
        e = &own;
    if (belongs_to_notice(act->action))
        return error_set(e, STATUS_REFUSED, "CASE_NOTICE",
                         _("“%s”随公示办理：请在公示中张贴、撤下、登记异议或作出结论。"),
                         _(case_action_label(act->action)));
    enum status s = db_transaction(db, act_work, &w, e);
    if (s == STATUS_REFUSED && strcmp(e->code, "DB_UNIQUE") == 0)
        return case_guard_race(db, county, keys, NULL, act->case_id, e);
    return s;
}

/* Stays: their states, what leads from one to the other, and what every act upon one begins with.
 */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/home/stay_internal.h"

static const struct {
    const char *code, *label;
} STATES[] = {
    [STAY_REQUESTED] = {"REQUESTED", N_("待确认入院")}, [STAY_IN] = {"IN", N_("在院")},
    [STAY_LEAVING] = {"LEAVING", N_("待确认离院")},     [STAY_LEFT] = {"LEFT", N_("已离院")},
    [STAY_REFUSED] = {"REFUSED", N_("未同意入院")},
};
static const struct {
    const char *code, *label;
} LEAVES[] = {
    [STAY_LEAVE_NONE] = {"", ""},
    [STAY_DISCHARGE] = {"DISCHARGE", N_("出院")},
    [STAY_TRANSFER] = {"TRANSFER", N_("转院")},
    [STAY_DEATH] = {"DEATH", N_("死亡")},
    [STAY_CEASED] = {"CEASED", N_("终止供养")},
    [STAY_MERGE] = {"MERGE", N_("敬老院整合")},
};

const char *stay_state_code(enum stay_state s)
{
    return s >= STAY_REQUESTED && s <= STAY_REFUSED ? STATES[s].code : "";
}

const char *stay_state_label(enum stay_state s)
{
    return s >= STAY_REQUESTED && s <= STAY_REFUSED ? STATES[s].label : "";
}

const char *stay_leave_code(enum stay_leave l)
{
    return l <= STAY_MERGE ? LEAVES[l].code : "";
}

const char *stay_leave_label(enum stay_leave l)
{
    return l <= STAY_MERGE ? LEAVES[l].label : "";
}

enum status stay_leave_parse(const char *code, enum stay_leave *ret, struct error *e)
{
    for (int l = STAY_DISCHARGE; code && l <= STAY_MERGE; l++) {
        if (!text_equals(LEAVES[l].code, code))
            continue;
        *ret = (enum stay_leave)l;
        return STATUS_OK;
    }
    return error_set(
        e, STATUS_REFUSED, "STAY_REASON",
        _("离院原因“%.40s”不对：应为 DISCHARGE（出院）、TRANSFER（转院）、DEATH（死亡）"
          "或 CEASED（终止供养）。"),
        code ? code : "");
}

const struct stay_transition STAY_TRANSITIONS[] = {
    {STAY_CONFIRM, STAY_REQUESTED, STAY_IN, "confirm", N_("确认入院"), "home.confirm",
     N_("申请人")},
    {STAY_REFUSE, STAY_REQUESTED, STAY_REFUSED, "refuse", N_("不同意入院"), "home.confirm", ""},
    {STAY_LEAVE, STAY_IN, STAY_LEAVING, "leave", N_("办理离院"), "home.admit", ""},
    {STAY_LEAVE_CONFIRM, STAY_LEAVING, STAY_LEFT, "leave-confirm", N_("确认离院"), "home.confirm",
     N_("离院申请人")},
    {STAY_LEAVE_TAKE_BACK, STAY_LEAVING, STAY_IN, "leave-take-back", N_("撤回离院"), "home.admit",
     ""},
};
const size_t STAY_TRANSITION_COUNT = sizeof STAY_TRANSITIONS / sizeof STAY_TRANSITIONS[0];

/* ---- what every act begins with ---- */

enum status stay_find(struct stay_work *w, int64_t id, struct stay_core_row *ret, struct error *e)
{
    enum status s =
        stay_core(w->db, (struct stay_core_args){.county = w->county, .id = id}, w->arena, ret, e);
    if (s != STATUS_NONE)
        return s;
    return error_set(e, STATUS_REFUSED, "STAY_UNKNOWN",
                     _("没有编号为 %" PRId64 " 的入住记录。用 minsheng home residents 查看编号。"),
                     id);
}

enum status stay_step_check(const struct stay_core_row *stay, enum stay_action action,
                            struct error *e)
{
    const struct stay_transition *t = NULL;
    for (size_t i = 0; i < STAY_TRANSITION_COUNT; i++)
        if (STAY_TRANSITIONS[i].action == action)
            t = &STAY_TRANSITIONS[i];
    if (t && t->from == (enum stay_state)stay->state)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "STAY_STATE",
                     _("%s在%s的入住记录（%" PRId64 "）现在是“%s”，不能“%s”。"), stay->person_name,
                     stay->home_name, stay->id, _(stay_state_label((enum stay_state)stay->state)),
                     t ? _(t->label) : "");
}

enum status stay_other_check(const struct stay_core_row *stay, const char *first, const char *actor,
                             struct error *e)
{
    if (!text_equals(first, actor))
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "SAME_PERSON", _("%s的申请是 %s 提出的，须由另一人确认。"),
                     stay->person_name, actor);
}

enum status stay_change(struct stay_work *w, const char *action, int64_t stay, const char *detail,
                        struct error *e)
{
    return home_change(w->db, w->county, w->actor, action, "stay", stay, detail, &w->change, e);
}

struct run {
    struct stay_work w;
    stay_job job;
    void *context;
};

static enum status run_work(struct db *db, void *context, struct error *e)
{
    struct run *r = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(STAY_ARENA_BYTES);
    struct stay_work w = r->w;
    if (!arena)
        return arena_exhausted(e);
    w.db = db;
    w.arena = arena;
    w.today = date_today();
    return r->job(&w, r->context, e);
}

enum status stay_run(struct db *db, int64_t county, const struct keyring *keys, const char *actor,
                     stay_job job, void *context, struct error *e)
{
    struct run r = {
        .w = {.county = county, .keys = keys, .actor = actor}, .job = job, .context = context};
    struct error why = {0};
    enum status s = db_transaction(db, run_work, &r, &why);
    if (s == STATUS_REFUSED && strcmp(why.code, "DB_UNIQUE") == 0)
        return error_set(e, STATUS_REFUSED, strstr(why.place, "bed") ? "STAY_BED" : "STAY_OPEN",
                         _("床位或人员刚刚被别人办理了入住。请重新查看后再办。"));
    if (s != STATUS_OK && e)
        *e = why;
    return s;
}

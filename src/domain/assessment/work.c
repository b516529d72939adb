/* What every act upon a round of assessment asks first. */
#include "domain/assessment/assessment_internal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "assessment_sql.h"
#include "base/i18n.h"
#include "base/text.h"

#define BOTH(from_, to_, permission_, action_, label_)                                             \
    {                                                                                              \
        ASSESSMENT_##from_, ASSESSMENT_##to_, PERMISSION_ASSESSMENT_##permission_,                 \
            "assessment." action_, label_, false                                                   \
    }
#define MIDYEAR(from_, to_, permission_, action_, label_)                                          \
    {                                                                                              \
        ASSESSMENT_##from_, ASSESSMENT_##to_, PERMISSION_ASSESSMENT_##permission_,                 \
            "assessment." action_, label_, true                                                    \
    }
const struct assessment_transition ASSESSMENT_TRANSITIONS[] = {
    BOTH(OPEN, SELF_SUBMITTED, MANAGE, "self-submitted", N_("自评收齐")),
    MIDYEAR(OPEN, INSPECTED, MANAGE, "inspected", N_("检查完成")),
    BOTH(SELF_SUBMITTED, INSPECTED, MANAGE, "inspected", N_("检查完成")),
    BOTH(INSPECTED, SURVEYED, MANAGE, "surveyed", N_("采用测评结果")),
    MIDYEAR(INSPECTED, SCORED, MANAGE, "score", N_("计分")),
    BOTH(SURVEYED, SCORED, MANAGE, "score", N_("计分")),
    BOTH(SCORED, SCORED, MANAGE, "score", N_("重新计分")),
    BOTH(SCORED, REVIEWED, MANAGE, "reviewed", N_("争议复核完毕")),
    BOTH(REVIEWED, PUBLISHED, DECIDE, "publish", N_("公布")),
    BOTH(PUBLISHED, FILED, MANAGE, "file", N_("归档")),
    BOTH(OPEN, CANCELLED, MANAGE, "cancel", N_("取消")),
    BOTH(SELF_SUBMITTED, CANCELLED, MANAGE, "cancel", N_("取消")),
    BOTH(INSPECTED, CANCELLED, MANAGE, "cancel", N_("取消")),
    BOTH(SURVEYED, CANCELLED, MANAGE, "cancel", N_("取消")),
    BOTH(SCORED, CANCELLED, MANAGE, "cancel", N_("取消")),
    BOTH(REVIEWED, CANCELLED, MANAGE, "cancel", N_("取消")),
};
const size_t ASSESSMENT_TRANSITION_COUNT =
    sizeof ASSESSMENT_TRANSITIONS / sizeof *ASSESSMENT_TRANSITIONS;

const struct assessment_transition *assessment_transition_find(enum assessment_scope scope,
                                                               enum assessment_state from,
                                                               enum assessment_state to)
{
    for (size_t i = 0; i < ASSESSMENT_TRANSITION_COUNT; i++) {
        const struct assessment_transition *t = &ASSESSMENT_TRANSITIONS[i];
        if (t->from == from && t->to == to && (!t->is_midyear_only || scope == ASSESSMENT_MIDYEAR))
            return t;
    }
    return NULL;
}

enum status assessment_state_parse(const char *code, enum assessment_state *ret, struct error *e)
{
    for (int s = ASSESSMENT_OPEN; s <= ASSESSMENT_CANCELLED; s++) {
        if (text_equals(code, assessment_state_code((enum assessment_state)s))) {
            *ret = (enum assessment_state)s;
            return STATUS_OK;
        }
    }
    return error_set(e, STATUS_REFUSED, "ASSESSMENT_STATE",
                     _("没有“%.30s”这个状态：可用 SELF_SUBMITTED、INSPECTED、SURVEYED、SCORED、"
                       "REVIEWED、PUBLISHED、FILED、CANCELLED"),
                     code ? code : "");
}

enum status assessment_may(struct assessment_work *w, enum permission permission, int64_t township,
                           struct error *e)
{
    w->user = (struct access_user){.role = ROLE_SYSTEM, .scope = w->county};
    if (!text_equals(w->actor, ACTOR_SYSTEM)) {
        enum status s = access_user_by_name(w->db, w->county, w->actor, w->arena, &w->user, e);
        if (s == STATUS_NONE)
            return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("没有用户“%s”"), w->actor);
        if (s != STATUS_OK)
            return s;
    }
    if (w->user.is_locked || !access_can(w->user.role, permission))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s 没有“%s”的权限"), w->actor,
                         _(PERMISSIONS[permission].label));
    if (!access_in_scope(w->user.scope, township ? township : w->county))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("%s 不管这个乡镇的考核"), w->actor);
    return STATUS_OK;
}

enum status assessment_take(struct assessment_work *w, enum permission permission, int64_t township,
                            struct error *e)
{
    assert(db_in_transaction(w->db));
    w->today = date_today();
    TRY(assessment_hold(w->db, (struct assessment_hold_args){.county = w->county, .id = w->id},
                        NULL, e));
    enum status s = assessment_head_read(w->db, w->county, w->id, w->arena, &w->head, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_UNKNOWN", _("没有第 %" PRId64 " 号考核"),
                         w->id);
    if (s != STATUS_OK)
        return s;
    return assessment_may(w, permission, township, e);
}

enum status assessment_record(struct assessment_work *w, const char *action, struct error *e)
{
    char subject[40];
    (void)snprintf(subject, sizeof subject, "assessment %" PRId64, w->id);
    return change_record(w->db, w->county,
                         &(struct change_entry){.actor = w->actor,
                                                .action = action,
                                                .subject = subject,
                                                .detail = w->detail ? w->detail : ""},
                         &w->change, e);
}

enum status assessment_step_find(const struct assessment_work *w, enum assessment_state to,
                                 const struct assessment_transition **ret, struct error *e)
{
    const struct assessment_transition *t =
        assessment_transition_find(w->head.scope, w->head.state, to);
    if (!t)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_STATE",
                         _("第 %" PRId64 " 号考核%s，不能转为“%s”"), w->id,
                         _(assessment_state_label(w->head.state)), _(assessment_state_label(to)));
    *ret = t;
    return STATUS_OK;
}

enum status assessment_step_write(struct assessment_work *w, enum assessment_state state,
                                  const char *note, struct error *e)
{
    struct assessment_step_last_row last;
    TRY(assessment_step_last(
        w->db, (struct assessment_step_last_args){.county = w->county, .assessment = w->id}, NULL,
        &last, e));
    return assessment_step_insert(
        w->db,
        (struct assessment_step_insert_args){.county = w->county,
                                             .assessment = w->id,
                                             .number = last.number + 1,
                                             .state = state,
                                             .on_date = date_yyyymmdd(w->today),
                                             .actor = w->actor,
                                             .note = note ? note : "",
                                             .known_from = w->change},
        NULL, e);
}

enum status assessment_run(struct db *db, struct assessment_work *w, db_work work, void *context,
                           struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ASSESSMENT_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    w->arena = arena;
    enum status s = db_transaction(db, work, context, e);
    w->arena = NULL;
    return s;
}

enum status assessment_text_check(const char *text, bool is_needed, const char *code,
                                  const char *message, struct error *e)
{
    if (is_needed && (!text || !text[0]))
        return error_set(e, STATUS_REFUSED, code, "%s", message);
    if (text && strlen(text) > ASSESSMENT_TEXT_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_FIELD", _("文字过长：最多 %d 字节"),
                         ASSESSMENT_TEXT_BYTES_MAX);
    return STATUS_OK;
}

enum status assessment_places(struct db *db, int64_t county, struct month m, struct arena *arena,
                              struct assessment_place **ret, size_t *ret_count, struct error *e)
{
    struct division_table *table;
    const struct division *d;
    size_t n = 0;
    TRY(division_table_read(db, county, m, arena, &table, e));
    struct assessment_place *places =
        ARENA_ARRAY(arena, struct assessment_place, ASSESSMENT_TOWNSHIPS_MAX);
    if (!places)
        return arena_exhausted(e);
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++) {
        if (d->level != 2)
            continue;
        if (n == ASSESSMENT_TOWNSHIPS_MAX)
            return error_set(e, STATUS_FAILED, "ASSESSMENT_LIMIT", _("乡镇超过 %d 个"),
                             ASSESSMENT_TOWNSHIPS_MAX);
        places[n++] = (struct assessment_place){.code = d->code, .name = d->name};
    }
    *ret = places;
    *ret_count = n;
    return STATUS_OK;
}

char *assessment_points(int64_t cp, char out[ASSESSMENT_POINTS_BYTES])
{
    int64_t size = cp < 0 ? -cp : cp;
    (void)snprintf(out, ASSESSMENT_POINTS_BYTES, "%s%" PRId64 ".%02" PRId64, cp < 0 ? "-" : "",
                   size / 100, size % 100);
    return out;
}

/* What every act upon a meeting, a problem or a practice asks first. */
#include "domain/meeting/meeting_internal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "problem_sql.h"

bool meeting_in_scope(int64_t scope, int64_t county, int64_t township)
{
    return scope == 0 || access_in_scope(scope, township ? township : county);
}

enum status meeting_may(const struct meeting_act *act, enum permission permission,
                        enum permission other, int64_t township, struct error *e)
{
    struct access_user user;
    if (text_equals(act->actor, ACTOR_SYSTEM))
        return STATUS_OK;
    enum status s = access_user_by_name(act->db, act->county, act->actor, act->arena, &user, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("没有用户“%s”"), act->actor);
    if (s != STATUS_OK)
        return s;
    if (user.is_locked || (!access_can(user.role, permission) &&
                           (other == PERMISSION_NONE || !access_can(user.role, other))))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s 没有“%s”的权限"), act->actor,
                         _(PERMISSIONS[permission].label));
    if (!access_in_scope(user.scope, township ? township : act->county))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("%s 只能办理本乡镇的问题和做法"),
                         act->actor);
    return STATUS_OK;
}

enum status meeting_act_record(struct meeting_act *act, const char *action, const char *noun,
                               const char *detail, struct error *e)
{
    char subject[40];
    assert(db_in_transaction(act->db));
    (void)snprintf(subject, sizeof subject, "%s %" PRId64, noun, act->id);
    act->today = date_today();
    return change_record(
        act->db, act->county,
        &(struct change_entry){
            .actor = act->actor, .action = action, .subject = subject, .detail = detail},
        &act->change, e);
}

enum status meeting_field(struct error *e, const char *code, const char *field, const char *reason)
{
    (void)error_set(e, STATUS_REFUSED, code, "%s", reason);
    return error_place(e, "%s", field);
}

enum status meeting_text_check(const char *code, const char *field, const char *text,
                               bool is_needed, size_t most, struct error *e)
{
    if (!text || !text[0])
        return is_needed ? meeting_field(e, code, field, _("这一栏没有填写")) : STATUS_OK;
    if (strlen(text) > most)
        return meeting_field(e, code, field, _("这一栏太长，请写得简短些"));
    return STATUS_OK;
}

enum status meeting_same_person(struct error *e, const char *actor)
{
    return error_set(e, STATUS_REFUSED, "SAME_PERSON", _("%s 是经办人：须由另一人签发、核实或决定"),
                     actor);
}

enum status meeting_is_open(struct db *db, int64_t county, int64_t meeting, struct error *e)
{
    struct problem_meeting_row row;
    enum status s = problem_meeting_state(
        db, (struct problem_meeting_state_args){.county = county, .meeting = meeting}, NULL, &row,
        e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "MEETING_UNKNOWN", _("没有第 %" PRId64 " 号调度会"),
                         meeting);
    if (s == STATUS_OK && row.state >= MEETING_ISSUED)
        return error_set(e, STATUS_REFUSED, "MEETING_STATE",
                         _("第 %" PRId64 " 号调度会%s，不能再增加问题和做法"), meeting,
                         _(meeting_state_label((enum meeting_state)row.state)));
    return s;
}

enum status meeting_township_check(struct db *db, int64_t county, const char *code,
                                   int64_t township, struct date day, struct arena *arena,
                                   struct error *e)
{
    struct problem_township_row row;
    if (!township)
        return STATUS_OK;
    enum status s = problem_township_known(
        db,
        (struct problem_township_known_args){
            .county = county, .township = township, .on_month = date_month(day)},
        arena, &row, e);
    return s == STATUS_NONE ? meeting_field(e, code, "township", _("本县没有这个乡镇")) : s;
}

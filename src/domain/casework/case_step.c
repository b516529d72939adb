/* One step of a case: read and check everything, then write everything. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "case_internal.h"
#include "domain/casework/dynamic.h"
#include "domain/casework/notice.h"
#include "domain/casework/sample.h"

bool case_state_is_closed(enum case_state s)
{
    switch (s) {
    case STATE_NOT_ACCEPTED:
    case STATE_ACTIVE:
    case STATE_WITHDRAWN:
    case STATE_CHANGED:
    case STATE_CONFIRMED:
        return true;
    default:
        return false;
    }
}

enum status case_date_check(struct date on, struct date earliest, struct date today,
                            struct error *e)
{
    char day[DATE_TEXT_BYTES], limit[DATE_TEXT_BYTES];
    if (on.v > today.v)
        return error_set(e, STATUS_REFUSED, "CASE_DATE", _("办理日期 %s 在今天（%s）以后。"),
                         date_format(on, day), date_format(today, limit));
    if (on.v < earliest.v)
        return error_set(e, STATUS_REFUSED, "CASE_DATE",
                         _("办理日期 %s 早于上一步的日期 %s。请核对日期。"), date_format(on, day),
                         date_format(earliest, limit));
    return STATUS_OK;
}

static enum case_level scope_level(int64_t scope)
{
    while (scope > 0 && scope < INT64_C(100000000000))
        scope *= 10;
    return scope % 1000000 == 0 ? LEVEL_COUNTY : scope % 1000 == 0 ? LEVEL_TOWNSHIP : LEVEL_VILLAGE;
}

enum status case_actor_check(const struct case_actor *actor, const struct case_transition *t,
                             int64_t division, struct error *e)
{
    if (!access_in_scope(actor->scope, division))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE",
                         _("%s 的管辖范围不含该村。请由所在乡镇或县级经办人办理。"), actor->user);
    if (!access_can(actor->role, t->permission))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s（%s）无权办理“%s”。"),
                         actor->user, _(role_label(actor->role)), _(case_action_label(t->action)));
    if (scope_level(actor->scope) < t->level)
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("“%s”须由%s办理，%s 的层级不够。"),
                         _(case_action_label(t->action)),
                         t->level == LEVEL_COUNTY ? _("县级") : _("乡镇"), actor->user);
    return STATUS_OK;
}

enum status case_duty_check(const struct case_actor *actor, const struct case_transition *t,
                            const struct case_record *c, const struct case_step *steps,
                            size_t count, struct error *e)
{
    for (size_t i = 0; i < count; i++) {
        if ((t->not_by >> steps[i].action & 1u) == 0 || strcmp(steps[i].actor, actor->user) != 0)
            continue;
        return error_set(e, STATUS_REFUSED, "CASE_DUTY",
                         _("%s 已在 %s 中办理过“%s”，不能再由同一人办理“%s”。请换另一位经办人。"),
                         actor->user, c->number, _(case_action_label(steps[i].action)),
                         _(case_action_label(t->action)));
    }
    return STATUS_OK;
}

/* Somebody was quicker: who did what when, so that nothing typed needs to be lost. */
static enum status changed_refused(struct case_moment *m, const struct case_record *now,
                                   struct error *e)
{
    struct case_step_at_row at = {.at = ""};
    struct case_step *steps;
    size_t count;
    TRY(case_steps(m->db, m->county, NULL, now->id, m->arena, &steps, &count, e));
    if (count == 0)
        return error_set(e, STATUS_FAILED, "CASE_STEPS", _("%s 没有任何步骤。"), now->number);
    const struct case_step *last = &steps[count - 1];
    enum status s = case_step_at(
        m->db, (struct case_step_at_args){.county = m->county, .change = last->known_from},
        m->arena, &at, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    return error_set(e, STATUS_REFUSED, "CASE_CHANGED",
                     _("%s 刚刚已由 %s 办理“%s”（%s），现在是“%s”。"
                       "您填写的内容没有丢失，请查看后再决定。"),
                     now->number, last->actor, _(case_action_label(last->action)), at.at,
                     _(case_record_state_label(now->kind, now->state)));
}

static enum status state_refused(const struct case_record *c, enum case_action action,
                                 struct error *e)
{
    char known[ERROR_MESSAGE_BYTES / 2];
    size_t used = 0;
    known[0] = '\0';
    for (size_t i = 0; i < CASE_TRANSITION_COUNT && used < sizeof known; i++) {
        const struct case_transition *t = &CASE_TRANSITIONS[i];
        const char *label = _(case_action_label(t->action));
        if ((t->kinds >> c->kind & 1u) == 0 || t->from != c->state || strstr(known, label))
            continue;
        int n = snprintf(known + used, sizeof known - used, "%s%s", used ? "、" : "", label);
        used += n > 0 ? (size_t)n : 0;
    }
    return error_set(e, STATUS_REFUSED, "CASE_STATE",
                     _("%s 现在是“%s”，不能办理“%s”。可以办理：%s。"), c->number,
                     _(case_record_state_label(c->kind, c->state)), _(case_action_label(action)),
                     *known ? known : _("（已办结）"));
}

static enum status read_case(struct case_moment *m, int64_t case_id, struct error *e)
{
    enum status s = case_read(m->db, m->county, case_id, m->actor->today, m->arena, &m->c, e);
    if (s == STATUS_NONE || (s == STATUS_OK && !access_in_scope(m->actor->scope, m->c.division)))
        return error_set(e, STATUS_REFUSED, s == STATUS_NONE ? "CASE_UNKNOWN" : "ACCESS_SCOPE",
                         _("您的管辖范围内没有这件（编号 %" PRId64 "）。"), case_id);
    return s;
}

enum status case_step_prepare(struct case_moment *m, const struct case_act *act,
                              struct entry_faults *faults, struct error *e)
{
    m->on = act->on.v != 0 ? act->on : m->actor->today;
    m->more_facts = "";
    TRY(read_case(m, act->case_id, e));
    if (act->version != 0 && act->version != m->c.version)
        return changed_refused(m, &m->c, e);
    if (!case_transition_find(m->c.kind, m->c.state, act->action))
        return state_refused(&m->c, act->action, e);
    TRY(case_rules_read(m->db, m->county, date_month(m->on), &m->rules, e));
    m->t = case_transition_choose(&m->c, &m->rules, act->action);
    TRY(case_actor_check(m->actor, m->t, m->c.division, e));
    TRY(case_steps(m->db, m->county, m->keys, m->c.id, m->arena, &m->steps, &m->step_count, e));
    if (m->step_count == 0 || m->step_count >= CASE_STEPS_MAX)
        return error_set(e, STATUS_REFUSED, "CASE_STEPS", _("%s 的步骤数不对：%zu。"), m->c.number,
                         m->step_count);
    TRY(case_duty_check(m->actor, m->t, &m->c, m->steps, m->step_count, e));
    TRY(case_date_check(m->on, m->steps[m->step_count - 1].on, m->actor->today, e));
    TRY(case_form_read(m->db, m->county, m->keys, m->c.id, 0, m->arena, &m->form, e));
    const struct entry_data *given = act->content;
    if (act->action == ACTION_SUPPLY_PAPERS)
        TRY(case_supply_take(m, given, faults, &given, e));
    TRY(case_form_check(m->c.kind, m->c.change_kind, act->action, given, m->actor->today, m->arena,
                        faults, &m->content, e));
    m->next = m->c;
    m->next.state = m->t->to;
    TRY(case_require(m, e));
    if (m->t->to != m->t->from)
        m->next.state_on = m->on;
    bool is_closing = case_state_is_closed(m->t->to) || act->action == ACTION_SERVE;
    m->next.closed_on = is_closing ? m->on : (struct date){0};
    m->next.due_on = is_closing ? (struct date){0} : case_due(m, m->t->to);
    return STATUS_OK;
}

enum status case_change_record(struct case_moment *m, const char *number, int64_t case_id,
                               struct error *e)
{
    CLEANUP(buf_free) struct buf detail = BUF_INIT(CASE_FACTS_BYTES_MAX * 2);
    struct case_sealed sealed;
    char action[48], subject[48], day[DATE_TEXT_BYTES], hex[HASH_HEX_BYTES];
    const char *facts;
    TRY(case_seal(m->keys, m->content, m->arena, &sealed, e));
    TRY(case_facts(case_form_of(m->c.kind, m->c.change_kind, m->t->action), m->content,
                   m->more_facts, m->arena, &facts, e));
    hash_hex(sealed.sha256, hex);
    (void)snprintf(action, sizeof action, "case.%s", case_action_code(m->t->action));
    (void)snprintf(subject, sizeof subject, "case %" PRId64, case_id);
    buf_adds(&detail, "{\"number\":");
    buf_add_json(&detail, number);
    buf_addf(&detail, ",\"kind\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"on\":\"%s\",\"facts\":%s",
             case_kind_code(m->c.kind), case_state_code(m->t->from), case_state_code(m->t->to),
             date_format(m->on, day), facts);
    if (m->c.change_kind != CHANGE_NONE)
        buf_addf(&detail, ",\"change\":\"%s\"", case_change_code(m->c.change_kind));
    buf_addf(&detail, ",\"sha256\":\"%s\"", hex);
    if (m->new_form) {
        TRY(case_seal(m->keys, m->new_form, m->arena, &sealed, e));
        hash_hex(sealed.sha256, hex);
        buf_addf(&detail, ",\"form_sha256\":\"%s\"", hex);
    }
    buf_adds(&detail, "}");
    TRY(buf_status(&detail, e));
    return change_record(m->db, m->county,
                         &(struct change_entry){.actor = m->actor->user,
                                                .action = action,
                                                .subject = subject,
                                                .detail = buf_text(&detail)},
                         &m->change, e);
}

/* ---- writing ---- */

static enum status file_move(struct case_moment *m, struct error *e)
{
    const struct case_record *n = &m->next;
    struct case_record now;
    int64_t affected = 0;
    TRY(case_file_move(m->db,
                       (struct case_file_move_args){
                           .county = m->county,
                           .id = m->c.id,
                           .version = m->c.version,
                           .state = n->state,
                           .state_on = case_date_stored(n->state_on),
                           .accepted_on = case_date_stored(n->accepted_on),
                           .due_on = case_date_stored(n->due_on),
                           .closed_on = case_date_stored(n->closed_on),
                           .household = n->household,
                           .people_count = n->people_count,
                           .protected_count = n->protected_count,
                           .mgmt_class = n->mgmt_class,
                           .income_year = n->income_year,
                           .amount_month = n->amount_month,
                           .effective_month = n->effective.v == 0 ? 0 : month_yyyymm(n->effective),
                           .is_relative = n->is_relative,
                           .is_spot_checked = n->is_spot_checked,
                           .change = m->change},
                       &affected, e));
    if (affected == 1)
        return STATUS_OK;
    enum status s = case_read(m->db, m->county, m->c.id, m->actor->today, m->arena, &now, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? error_set(e, STATUS_FAILED, "CASE_UNKNOWN", _("办件不见了。"))
                                : s;
    return changed_refused(m, &now, e);
}

static enum status step_put(struct case_moment *m, struct error *e)
{
    struct case_sealed sealed;
    const char *facts;
    TRY(case_seal(m->keys, m->content, m->arena, &sealed, e));
    TRY(case_facts(case_form_of(m->c.kind, m->c.change_kind, m->t->action), m->content,
                   m->more_facts, m->arena, &facts, e));
    return case_step_put(m->db,
                         (struct case_step_put_args){.county = m->county,
                                                     .case_id = m->c.id,
                                                     .seq = (int64_t)m->step_count + 1,
                                                     .known_from = m->change,
                                                     .action = m->t->action,
                                                     .from_state = m->t->from,
                                                     .to_state = m->t->to,
                                                     .actor = m->actor->user,
                                                     .on_date = case_date_stored(m->on),
                                                     .due_on = case_date_stored(m->next.due_on),
                                                     .document = m->t->document,
                                                     .facts = facts,
                                                     .content_sealed = sealed.sealed,
                                                     .content_sha256 = {sealed.sha256, HASH_BYTES}},
                         NULL, e);
}

static enum status form_put(struct case_moment *m, struct error *e)
{
    struct case_form_row newest;
    struct case_sealed sealed;
    if (!m->new_form)
        return STATUS_OK;
    TRY(case_form_newest(m->db,
                         (struct case_form_newest_args){.county = m->county, .case_id = m->c.id},
                         m->arena, &newest, e));
    TRY(case_seal(m->keys, m->new_form, m->arena, &sealed, e));
    return case_form_put(m->db,
                         (struct case_form_put_args){.county = m->county,
                                                     .case_id = m->c.id,
                                                     .version = newest.version + 1,
                                                     .known_from = m->change,
                                                     .content_sealed = sealed.sealed,
                                                     .content_sha256 = {sealed.sha256, HASH_BYTES}},
                         NULL, e);
}

enum status case_step_write(struct case_moment *m, struct error *e)
{
    TRY(case_effect(m, e));
    TRY(file_move(m, e));
    TRY(step_put(m, e));
    TRY(form_put(m, e));
    if (m->t->action == ACTION_SUPPLY_PAPERS)
        TRY(case_supply_write(m, e));
    bool was_open = m->c.closed_on.v == 0, is_open = m->next.closed_on.v == 0;
    if (was_open != is_open && !case_kind_is_medical(m->c.kind))
        TRY(case_person_set_open(m->db,
                                 (struct case_person_set_open_args){
                                     .county = m->county, .case_id = m->c.id, .is_open = is_open},
                                 NULL, e));
    if (m->t->action == ACTION_SEND_BACK)
        TRY(sample_forget(m->db, m->county, m->c.id, e));
    if (m->t->action == ACTION_WITHDRAW)
        TRY(objection_lapse(m->db, m->county, m->c.id, m->actor->user, m->on, m->change, e));
    if (m->t->to == STATE_CONFIRMED)
        TRY(recheck_done(m->db, m->county, m->c.id, m->on, e));
    return m->t->action == ACTION_TO_CHANGE ? case_open_linked(m, e) : STATUS_OK;
}

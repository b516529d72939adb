/* What follows from a step: its effect on the registry, and a change that it opens. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "case_internal.h"
#include "domain/casework/effect.h"

static bool takes_effect(const struct case_moment *m)
{
    if (m->c.kind == CASE_DIBAO)
        return m->t->to == STATE_ACTIVE;
    return m->t->action == ACTION_APPROVE;
}

/* What the household gets from now on: a change's notice says it. */
static enum status assess_household(struct case_moment *m, struct error *e)
{
    const struct month from = m->next.effective;
    struct policy_table *table;
    struct policy policy;
    struct dossier dossier;
    struct benefit_amount amount;
    enum status s = dossier_read(m->db, m->county, m->c.programme, m->next.household, from, from,
                                 KNOWN_NOW, m->arena, &dossier, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    TRY(policy_table_read(m->db, m->county, KNOWN_NOW, m->arena, &table, e));
    TRY(policy_at(table, m->c.programme, from, &policy, e));
    TRY(benefit_assess(&policy, m->c.programme, &dossier, from, &amount, NULL, e));
    if (amount.outcome != BENEFIT_PAYABLE) {
        m->next.amount_month = FEN(0);
        return STATUS_OK;
    }
    if (fen_add(amount.basic, amount.topup, &m->next.amount_month) != STATUS_OK)
        return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("月保障金超出可表示的范围。"));
    return STATUS_OK;
}

static enum status apply_effect(struct case_moment *m, struct error *e)
{
    struct effect_result result = {0};
    const struct case_step *approved = case_step_last(m, ACTION_APPROVE);
    bool is_now = m->t->action == ACTION_APPROVE;
    const struct effect_context x = {.keys = m->keys,
                                     .rules = &m->rules,
                                     .c = &m->next,
                                     .form = m->new_form ? m->new_form : m->form,
                                     .decision = is_now ? m->content : approved->content,
                                     .decided_on = is_now ? m->on : approved->on,
                                     .change = m->change,
                                     .actor = m->actor->user};
    if (case_kind_is_medical(m->c.kind)) /* behind the trail's lock: nobody claims meanwhile */
        TRY(case_medical_guard(m, x.form, m->c.id, e));
    TRY(case_effect_apply(m->db, m->county, &x, m->arena, &result, e));
    if (case_kind_is_medical(m->c.kind)) /* the rule's last word, with the class now written */
        m->next.amount_month = result.amount;
    if (result.household != 0)
        m->next.household = result.household;
    if (result.from.v != 0)
        m->next.effective = result.from;
    if (!case_kind_is_application(m->c.kind))
        TRY(assess_household(m, e));
    CLEANUP(buf_free) struct buf more = BUF_INIT(CASE_FACTS_BYTES_MAX);
    buf_addf(&more, "%s,\"household\":%" PRId64 ",\"in_force\":%d", m->more_facts,
             m->next.household, m->next.effective.v ? month_yyyymm(m->next.effective) : 0);
    if (case_kind_is_medical(m->c.kind))
        buf_addf(&more, ",\"amount_fen\":%" PRId64, result.amount.v);
    if (result.advance != 0)
        buf_addf(&more, ",\"advance\":%" PRId64, result.advance);
    if (result.certificate) {
        buf_adds(&more, ",\"certificate\":");
        buf_add_json(&more, result.certificate);
    }
    TRY(buf_status(&more, e));
    m->more_facts = arena_strndup(m->arena, buf_text(&more), more.n);
    return m->more_facts ? STATUS_OK : arena_exhausted(e);
}

enum status case_effect(struct case_moment *m, struct error *e)
{
    return takes_effect(m) ? apply_effect(m, e) : STATUS_OK;
}

enum status case_open_linked(struct case_moment *m, struct error *e)
{
    static const char *const fields[] = {"income_year", "mgmt_class", "cause", "from", "reason"};
    enum case_change change;
    TRY(case_change_parse(entry_get(m->content, "change"), &change, e));
    enum case_kind kind =
        change == CHANGE_INCOME || change == CHANGE_CLASS ? CASE_CHANGE : CASE_STOP;
    const struct entry_form *form = case_form_of(kind, change, ACTION_PROPOSE);
    struct entry_data *content = entry_data_new(m->arena);
    if (!content)
        return arena_exhausted(e);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (entry_field_find(form, fields[i], NULL))
            TRY(entry_data_set(content, fields[i], entry_get(m->content, fields[i]), e));
    int64_t opened;
    return case_open_within(m->db, m->county, m->keys, m->actor,
                            &(struct case_opening){.kind = kind,
                                                   .change = change,
                                                   .household = m->c.household,
                                                   .linked_case = m->c.id,
                                                   .on = m->on,
                                                   .content = content},
                            NULL, &opened, e);
}

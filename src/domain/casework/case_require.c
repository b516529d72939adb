/* What a step asks for beside its form, and what it changes in the file. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/i18n.h"
#include "case_internal.h"
#include "domain/casework/effect.h"
#include "domain/casework/sample.h"

#define FULL_BP 10000
#define RULE_SET_WITH_EXPENSES 2021
#define FROM_AHEAD_MONTHS_MAX 12

const struct case_step *case_step_last(const struct case_moment *m, enum case_action action)
{
    for (size_t i = m->step_count; i > 0; i--)
        if (m->steps[i - 1].action == action)
            return &m->steps[i - 1];
    return NULL;
}

bool case_change_is_publicised(const struct case_record *c, const struct case_rules *rules)
{
    if (!rules->is_change_publicised)
        return false;
    switch (c->change_kind) {
    case CHANGE_INCOME:
    case CHANGE_MEMBER_JOIN:
    case CHANGE_MEMBER_LEAVE:
    case CHANGE_MEMBER:
    case CHANGE_STOP:
        return true;
    default:
        return false;
    }
}

/* Which of the two rows holds, where there are two; true where there is one. */
static bool goes_longer_way(const struct case_record *c, const struct case_rules *rules,
                            enum case_action action)
{
    const enum medical_class class = (enum medical_class)c->mgmt_class;
    switch (c->kind) {
    case CASE_CHANGE:
    case CASE_STOP:
        return action != ACTION_APPROVE || case_change_is_publicised(c, rules);
    case CASE_MEDICAL:
        if (action == ACTION_REVIEW)
            return rules->is_claim_publicised[class];
        return (action != ACTION_ACCEPT && action != ACTION_SEND_BACK) ||
               !medical_class_is_key(class);
    default:
        return true;
    }
}

const struct case_transition *case_transition_choose(const struct case_record *c,
                                                     const struct case_rules *rules,
                                                     enum case_action action)
{
    const struct case_transition *first = case_transition_find(c->kind, c->state, action);
    if (!first || goes_longer_way(c, rules, action))
        return first;
    for (const struct case_transition *t = first + 1; t < CASE_TRANSITIONS + CASE_TRANSITION_COUNT;
         t++)
        if ((t->kinds >> c->kind & 1u) != 0 && t->from == c->state && t->action == action)
            return t;
    return first;
}

/* 2012: every case; 2021: when the visit left doubts. */
static bool needs_deliberation(const struct case_moment *m)
{
    const struct case_step *survey = case_step_last(m, ACTION_SURVEY);
    bool is_doubtful = m->t && m->t->action == ACTION_SURVEY
                           ? entry_bool(m->content, "is_doubtful")
                           : survey && entry_bool(survey->content, "is_doubtful");
    return m->c.kind == CASE_DIBAO && (m->rules.is_deliberation_required || is_doubtful);
}

/* The step that leads on from a state: the one with a limit. */
static const struct case_transition *main_step(const struct case_moment *m, enum case_state state)
{
    for (size_t i = 0; i < CASE_TRANSITION_COUNT; i++) {
        const struct case_transition *t = &CASE_TRANSITIONS[i];
        if ((t->kinds >> m->c.kind & 1u) == 0 || t->from != state || t->limit == LIMIT_NONE)
            continue;
        if (state == STATE_SURVEYED && m->c.kind == CASE_DIBAO &&
            (t->action == ACTION_DELIBERATE) != needs_deliberation(m))
            continue;
        return t;
    }
    return NULL;
}

struct date case_due(const struct case_moment *m, enum case_state state)
{
    const struct case_transition *next = main_step(m, state);
    if (!next || case_state_is_closed(state))
        return (struct date){0};
    if (m->t->from == state && state != STATE_REFUSED)
        return m->c.due_on;
    if (next->limit == LIMIT_NOTICE)
        return calendar_add_working_days(case_notice_last_day(&m->rules, m->on), 1);
    const struct case_transition *left = main_step(m, m->t->from);
    if (left && left->limit == next->limit && m->c.due_on.v != 0)
        return m->c.due_on;
    bool from_acceptance = next->limit == LIMIT_SURVEY && m->next.accepted_on.v != 0 &&
                           m->t->action != ACTION_SEND_BACK;
    return case_limit_due(&m->rules, next->limit, from_acceptance ? m->next.accepted_on : m->on);
}

/* ---- papers ---- */

static enum status require_first_asking(const struct case_moment *m, struct error *e)
{
    char day[DATE_TEXT_BYTES];
    const struct case_step *asked = case_step_last(m, ACTION_ASK_PAPERS);
    if (!asked)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "CASE_PAPERS_ASKED",
                     _("%s 已由 %s 一次性告知补正（%s），不能再次要求补正。"), m->c.number,
                     asked->actor, date_format_people(asked->on, day));
}

/* ---- survey, spot check ---- */

static enum status require_investigators(const struct case_moment *m, struct error *e)
{
    int rows = entry_rows(m->content, "investigators"), different = 0;
    for (int n = 1; n <= rows; n++) {
        const char *name = entry_getf(m->content, "investigators.%d.name", n);
        bool is_new = *name != '\0';
        for (int k = 1; k < n && is_new; k++)
            is_new = strcmp(name, entry_getf(m->content, "investigators.%d.name", k)) != 0;
        different += is_new ? 1 : 0;
    }
    if (different >= m->rules.investigators_min)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "CASE_INVESTIGATORS",
                     _("入户至少要有 %d 名调查人共同到场，现在只写了 %d 名不同的人。"),
                     m->rules.investigators_min, different);
}

static enum status require_day(const struct case_moment *m, const char *field, struct date earliest,
                               struct error *e)
{
    struct date day = entry_date(m->content, field);
    char first[DATE_TEXT_BYTES], last[DATE_TEXT_BYTES];
    if (!*entry_get(m->content, field) || (day.v >= earliest.v && day.v <= m->on.v))
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "CASE_DATE",
                     _("日期应在 %s 与办理当日 %s 之间。请核对表上的日期。"),
                     date_format(earliest, first), date_format(m->on, last));
}

/* Since 2021 rigid expenses are taken off the income that the visit found, never below nothing: as
   the visit found them, else as declared. What the review writes is final. "" when the income on
   the form stays. */
static enum status income_found(struct case_moment *m, const char **ret, struct error *e)
{
    const struct entry_data *seen = m->content, *form = m->form;
    char yuan[FEN_TEXT_BYTES];
    *ret = entry_get(seen, "income_year");
    if (m->t->action != ACTION_SURVEY || m->c.kind != CASE_DIBAO ||
        m->rules.rule_set < RULE_SET_WITH_EXPENSES)
        return STATUS_OK;
    const bool has_seen_income = **ret || entry_rows(seen, "incomes") > 0;
    const bool has_seen_expense = entry_rows(seen, "expenses") > 0;
    if (!has_seen_income && !has_seen_expense && *entry_get(form, "assessed_income_year"))
        return STATUS_OK; /* another visit that found nothing new */
    struct fen income = **ret             ? entry_fen(seen, "income_year")
                        : has_seen_income ? case_form_income_lines(seen)
                                          : case_form_income_lines(form);
    struct fen expense = case_form_rigid_expense(has_seen_expense ? seen : form);
    if (expense.v == 0)
        return STATUS_OK;
    *ret = arena_strdup(m->arena,
                        fen_format(FEN(income.v > expense.v ? income.v - expense.v : 0), yuan));
    m->more_facts =
        arena_printf(m->arena, "%s,\"income_found_fen\":%" PRId64 ",\"rigid_expense_fen\":%" PRId64,
                     m->more_facts, income.v, expense.v);
    return *ret && m->more_facts ? STATUS_OK : arena_exhausted(e);
}

/* What the township found becomes part of the form: version by version it stays to be seen. */
static enum status assess(struct case_moment *m, struct error *e)
{
    const char *income;
    const char *mgmt_class = entry_get(m->content, "mgmt_class");
    if (!case_is_application(m->c.kind))
        return STATUS_OK;
    TRY(income_found(m, &income, e));
    if (!*income && !*mgmt_class)
        return STATUS_OK;
    struct entry_data *form = entry_data_new(m->arena);
    if (!form)
        return arena_exhausted(e);
    TRY(entry_merge(form, m->form, e));
    if (*income)
        TRY(entry_data_set(form, "assessed_income_year", income, e));
    if (*mgmt_class)
        TRY(entry_data_set(form, "mgmt_class", mgmt_class, e));
    struct form_totals t = case_form_totals(m->c.kind, form);
    m->next.income_year = t.income_year;
    m->next.mgmt_class = t.mgmt_class;
    m->new_form = form;
    return STATUS_OK;
}

static enum status require_survey(struct case_moment *m, struct error *e)
{
    const struct case_step *back = case_step_last(m, ACTION_SEND_BACK);
    struct date earliest = m->c.accepted_on.v != 0 ? m->c.accepted_on : m->c.opened_on;
    if (back != NULL && back->on.v > earliest.v) /* what was seen before is what was sent back */
        earliest = back->on;
    TRY(require_investigators(m, e));
    TRY(require_day(m, "visited_on", earliest, e));
    return assess(m, e);
}

static enum status require_spot_check(struct case_moment *m, struct error *e)
{
    TRY(require_investigators(m, e));
    TRY(require_day(m, "visited_on", m->c.opened_on, e));
    m->next.is_spot_checked = true;
    return STATUS_OK;
}

/* ---- deliberation ---- */

static enum status vote_refused(struct error *e, const char *format, int64_t a, int64_t b)
{
    return error_set(e, STATUS_REFUSED, "CASE_VOTE", format, a, b);
}

static enum status require_vote(struct case_moment *m, struct error *e)
{
    const int64_t expected = entry_count(m->content, "expected"),
                  present = entry_count(m->content, "present"),
                  villagers = entry_count(m->content, "villagers"),
                  votes = entry_count(m->content, "agree") + entry_count(m->content, "disagree") +
                          entry_count(m->content, "abstain");
    const struct case_step *survey = case_step_last(m, ACTION_SURVEY);
    if (present > expected)
        return vote_refused(e, _("实到 %" PRId64 " 人多于应到 %" PRId64 " 人。"), present,
                            expected);
    if (present == 0)
        return vote_refused(e, _("实到 %" PRId64 " 人，没有人参加，不能评议（应到 %" PRId64 "）。"),
                            present, expected);
    if (votes != present)
        return vote_refused(e,
                            _("同意、不同意、弃权合计 %" PRId64 " 票，与实到 %" PRId64 " 人不符。"),
                            votes, present);
    if (villagers > present)
        return vote_refused(e, _("村民代表 %" PRId64 " 人多于实到 %" PRId64 " 人。"), villagers,
                            present);
    if (present < m->rules.voters_min)
        return vote_refused(
            e, _("实到 %" PRId64 " 人，少于规定的 %" PRId64 " 人，评议无效，须重新召集。"), present,
            m->rules.voters_min);
    if (villagers * FULL_BP < present * m->rules.villagers_share_bp)
        return error_set(e, STATUS_REFUSED, "CASE_VOTE",
                         _("村民代表 %" PRId64 " 人，不到实到 %" PRId64
                           " 人的 %d.%02d%%，评议无效，须重新召集。"),
                         villagers, present, m->rules.villagers_share_bp / 100,
                         m->rules.villagers_share_bp % 100);
    return require_day(m, "held_on", survey ? survey->on : m->c.opened_on, e);
}

/* ---- township ---- */

struct month case_month_in_force(const struct case_moment *m)
{
    struct month from = entry_month(m->content, "from");
    if (from.v == 0)
        from = entry_month(m->form, "from");
    if (from.v == 0)
        from = month_add(date_month(m->on), m->rules.start_months);
    return from;
}

static enum status propose_amount(struct case_moment *m, struct error *e)
{
    if (m->c.kind == CASE_MEDICAL)
        return case_medical_propose(m, e);
    if (!case_is_application(m->c.kind))
        return STATUS_OK;
    return case_amount(m->db, m->county, m->c.kind, m->new_form ? m->new_form : m->form,
                       case_month_in_force(m), m->arena, &m->next.amount_month, NULL, e);
}

static enum status require_review(struct case_moment *m, struct error *e)
{
    if (m->c.state == STATE_SURVEYED && needs_deliberation(m))
        return error_set(e, STATUS_REFUSED, "CASE_DELIBERATION",
                         _("%s 须先民主评议，再由乡镇审核。请先记录民主评议。"), m->c.number);
    TRY(assess(m, e));
    return propose_amount(m, e);
}

/* ---- county ---- */

static enum status require_sample(const struct case_moment *m, struct error *e)
{
    return case_is_application(m->c.kind) ? sample_require(m->db, m->county, &m->c, e) : STATUS_OK;
}

/* An application gives nothing for the time before it was made; nothing is decided for years
   ahead. How far back a change reaches is the registry's to judge. */
static enum status require_from(const struct case_moment *m, struct error *e)
{
    char text[MONTH_TEXT_BYTES], first_text[MONTH_TEXT_BYTES], last_text[MONTH_TEXT_BYTES];
    const struct month from = case_month_in_force(m), first = date_month(m->c.opened_on),
                       last = month_add(date_month(m->on), FROM_AHEAD_MONTHS_MAX);
    bool is_too_early = case_is_application(m->c.kind) && from.v < first.v;
    if (!is_too_early && from.v <= last.v)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "CASE_FROM",
                     _("%s 的起始月份 %s 不对，应在 %s 至 %s 之间。"), m->c.number,
                     month_format(from, text), month_format(first, first_text),
                     month_format(last, last_text));
}

static enum status require_approve(struct case_moment *m, struct error *e)
{
    if (case_kind_is_medical(m->c.kind))
        return case_medical_approve(m, e);
    TRY(require_sample(m, e));
    TRY(require_from(m, e));
    if (case_is_application(m->c.kind)) /* who died meanwhile, or receives by another way */
        TRY(case_guard_again(m->db, m->county, m->c.id, e));
    TRY(assess(m, e));
    TRY(propose_amount(m, e));
    m->next.effective = case_month_in_force(m);
    if (!case_is_application(m->c.kind))
        return STATUS_OK;
    if (m->next.amount_month.v <= 0)
        return error_set(e, STATUS_REFUSED, "CASE_AMOUNT",
                         _("%s 按规则算出的月保障金为 0，不能批准。收入达到标准的应不予批准；"
                           "申报或核定有误的，退回乡镇更正。"),
                         m->c.number);
    m->more_facts = arena_printf(m->arena, ",\"amount_month_fen\":%" PRId64 ",\"effective\":%d",
                                 m->next.amount_month.v, month_yyyymm(m->next.effective));
    return m->more_facts ? STATUS_OK : arena_exhausted(e);
}

/* ---- after a refusal ---- */

static enum status require_serve(const struct case_moment *m, struct error *e)
{
    if (m->c.closed_on.v == 0)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "CASE_STATE", _("%s 的告知书已经送达。"), m->c.number);
}

static enum status require_appeal(struct case_moment *m, struct error *e)
{
    const struct case_step *served = case_step_last(m, ACTION_SERVE);
    char last[DATE_TEXT_BYTES];
    if (m->c.closed_on.v == 0 || !served)
        return error_set(e, STATUS_REFUSED, "CASE_NOT_SERVED",
                         _("%s 的告知书还没有送达。请先登记送达，再受理复核申请。"), m->c.number);
    if (case_step_last(m, ACTION_APPEAL))
        return error_set(e, STATUS_REFUSED, "CASE_APPEALED",
                         _("%s 已经复核过一次。仍不服的，可以依法申请行政复议或提起诉讼。"),
                         m->c.number);
    struct date due = case_limit_due(&m->rules, LIMIT_APPEAL, served->on);
    if (due.v != 0 && m->on.v > due.v)
        return error_set(e, STATUS_REFUSED, "CASE_LATE",
                         _("%s 申请复核的期限到 %s 为止，已经过期。"), m->c.number,
                         date_format_people(due, last));
    if (case_kind_is_medical(m->c.kind))
        return case_medical_guard(m, m->form, m->c.id, e);
    return case_guard_again(m->db, m->county, m->c.id, e);
}

static enum status require_accept(struct case_moment *m, struct error *e)
{
    m->next.accepted_on = m->on;
    if (entry_bool(m->content, "is_relative"))
        m->next.is_relative = true;
    return m->c.kind == CASE_MEDICAL ? propose_amount(m, e) : STATUS_OK;
}

enum status case_require(struct case_moment *m, struct error *e)
{
    switch (m->t->action) {
    case ACTION_ASK_PAPERS:
        return require_first_asking(m, e);
    case ACTION_SEND_BACK:
        m->next.is_spot_checked = false;
        return STATUS_OK;
    case ACTION_SUPPLY_PAPERS:
        case_supply_totals(m);
        return m->new_form && case_kind_is_medical(m->c.kind)
                   ? case_medical_check(m, m->new_form, NULL, &m->next, e)
                   : STATUS_OK;
    case ACTION_ACCEPT:
        return require_accept(m, e);
    case ACTION_SURVEY:
        return require_survey(m, e);
    case ACTION_DELIBERATE:
        TRY(require_vote(m, e));
        return propose_amount(m, e);
    case ACTION_REVIEW:
        return require_review(m, e);
    case ACTION_SPOT_CHECK:
        return require_spot_check(m, e);
    case ACTION_APPROVE:
        return require_approve(m, e);
    case ACTION_REFUSE:
        return require_sample(m, e);
    case ACTION_SERVE:
        return require_serve(m, e);
    case ACTION_APPEAL:
        return require_appeal(m, e);
    default:
        return STATUS_OK;
    }
}

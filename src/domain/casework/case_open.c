/* Opening a case: an application, a change of a household, a re-verification, a cancellation. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/receipt.h"
#include "base/text.h"
#include "case_internal.h"
#include "domain/casework/dynamic.h"

#define NUMBER_BYTES 32

struct opening {
    struct case_moment m;
    const struct case_opening *wish;
    enum case_action action;
    char number[NUMBER_BYTES], receipt[RECEIPT_BYTES];
    const char *initials;
};

static bool change_fits(enum case_kind kind, enum case_change change)
{
    switch (kind) {
    case CASE_CHANGE:
        return change >= CHANGE_INCOME && change <= CHANGE_CARE;
    case CASE_STOP:
        return change >= CHANGE_STOP && change <= CHANGE_GRACE;
    case CASE_FORM:
        return change == CHANGE_FORM;
    case CASE_CANCEL:
        return change == CHANGE_DEATH || change == CHANGE_CEASE;
    default:
        return change == CHANGE_NONE;
    }
}

static enum status number_take(struct opening *o, struct error *e)
{
    static const char *const prefixes[CASE_KIND_COUNT] = {
        [CASE_DIBAO] = "DB",  [CASE_WUBAO] = "WB",   [CASE_CHANGE] = "BG",
        [CASE_STOP] = "TF",   [CASE_RECHECK] = "FH", [CASE_FORM] = "XS",
        [CASE_CANCEL] = "HX", [CASE_MEDICAL] = "YL", [CASE_ADVANCE] = "YQ"};
    char series[NUMBER_BYTES], counter[NUMBER_BYTES + 8];
    int year, month, day;
    int64_t n;
    date_split(o->m.on, &year, &month, &day);
    (void)snprintf(series, sizeof series, "%s%04d-%03d", prefixes[o->m.c.kind], year,
                   (int)(o->m.c.division / 1000 % 1000));
    (void)snprintf(counter, sizeof counter, "case.%s", series);
    TRY(counter_take(o->m.db, o->m.county, counter, 1, &n, e));
    (void)snprintf(o->number, sizeof o->number, "%.16s-%05" PRId64, series, n);
    o->m.c.number = o->number;
    return STATUS_OK;
}

/* An application is of a village that there is. */
static enum status application_begin(struct opening *o, struct error *e)
{
    struct case_record *c = &o->m.c;
    const struct entry_data *form = o->m.content;
    const char *place;
    int level;
    TRY(case_place(o->m.db, o->m.county, o->wish->division, date_month(o->m.on), o->m.arena, &place,
                   &level, e));
    if (level != 3)
        return error_set(e, STATUS_REFUSED, "CASE_DIVISION",
                         _("%" PRId64 " 不是本县的村（社区）。请写 12 位的村级代码。"),
                         o->wish->division);
    int head = c->kind == CASE_DIBAO ? case_form_head(form) : 1;
    const char *number = entry_getf(form, "members.%d.id_number", head);
    struct form_totals t = case_form_totals(c->kind, form);
    c->division = o->wish->division;
    c->programme = case_kind_is_medical(c->kind) ? PROGRAMME_MEDICAL
                   : c->kind == CASE_WUBAO       ? PROGRAMME_WUBAO
                                                 : PROGRAMME_DIBAO;
    c->applicant = entry_getf(form, "members.%d.name", head);
    c->id_tail = number + strlen(number) - 4;
    c->people_count = t.people;
    c->protected_count = t.protected_count;
    c->income_year = t.income_year;
    c->mgmt_class = t.mgmt_class;
    c->is_relative = entry_bool(form, "is_relative");
    return STATUS_OK;
}

/* What is proposed may change people, income and class; the file shows what is proposed. */
static void alteration_totals(struct case_record *c, const struct entry_data *form)
{
    struct form_totals t = case_form_totals(c->kind, form);
    if (*entry_get(form, "income_year"))
        c->income_year = t.income_year;
    if (t.mgmt_class != 0)
        c->mgmt_class = t.mgmt_class;
    if (c->change_kind == CHANGE_MEMBER_JOIN) {
        c->people_count += t.people;
        c->protected_count += t.protected_count;
    }
    if (c->change_kind == CHANGE_MEMBER_LEAVE && c->people_count > 0)
        c->people_count--;
}

static enum status household_find(struct opening *o, struct case_household_row *ret,
                                  struct error *e)
{
    struct case_record *c = &o->m.c;
    enum status s = case_household_read(
        o->m.db,
        (struct case_household_read_args){.county = o->m.county, .household = o->wish->household},
        o->m.arena, ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "HOUSEHOLD_UNKNOWN",
                         _("没有编号为 %" PRId64 " 的受助家庭。请核对家庭编号。"),
                         o->wish->household);
    if (s != STATUS_OK)
        return s;
    bool is_wubao_only =
        c->kind == CASE_FORM || c->kind == CASE_CANCEL || c->change_kind == CHANGE_CARE;
    if (is_wubao_only && ret->programme != PROGRAMME_WUBAO)
        return error_set(e, STATUS_REFUSED, "NOT_WUBAO",
                         _("家庭 %" PRId64 "（%s）享受的不是五保，不能办理“%s”。"),
                         o->wish->household, ret->head_name,
                         _(c->kind == CASE_CHANGE ? case_change_label(c->change_kind)
                                                  : case_kind_label(c->kind)));
    /* A death that was reported before has ended it; its cancellation is still to be done. */
    if (ret->status == ENTITLEMENT_ENDED && c->change_kind != CHANGE_DEATH)
        return error_set(e, STATUS_REFUSED, "CASE_HOUSEHOLD_ENDED",
                         _("家庭 %" PRId64 "（%s）的待遇已经终止，不能再办变动；需要时重新申请。"),
                         o->wish->household, ret->head_name);
    return STATUS_OK;
}

static enum status alteration_begin(struct opening *o, struct error *e)
{
    struct case_record *c = &o->m.c;
    struct case_household_row h;
    struct case_household_people_row people;
    struct case_change_open_row other;
    TRY(household_find(o, &h, e));
    TRY(case_household_people(o->m.db,
                              (struct case_household_people_args){.county = o->m.county,
                                                                  .household = o->wish->household,
                                                                  .month = date_month(o->m.on)},
                              o->m.arena, &people, e));
    *c = (struct case_record){.kind = c->kind,
                              .change_kind = c->change_kind,
                              .household = o->wish->household,
                              .division = h.division,
                              .programme = (enum programme)h.programme,
                              .applicant = h.head_name,
                              .id_tail = h.id_tail,
                              .people_count = (int)people.people,
                              .protected_count = (int)people.protected,
                              .income_year = h.income_year,
                              .mgmt_class = (int)h.mgmt_class};
    o->initials = h.head_initials;
    alteration_totals(c, o->m.content);
    enum status s = case_change_open(o->m.db,
                                     (struct case_change_open_args){.county = o->m.county,
                                                                    .household = c->household,
                                                                    .kind = c->kind,
                                                                    .change_kind = c->change_kind},
                                     o->m.arena, &other, e);
    if (s == STATUS_NONE)
        return STATUS_OK;
    if (s != STATUS_OK)
        return s;
    return error_set(e, STATUS_REFUSED, "CASE_OPEN_CHANGE",
                     _("家庭 %" PRId64 "（%s）已有一件同类的办件未办结：%s。请先办结那一件。"),
                     c->household, c->applicant, other.number);
}

/* The village is known only now; whoever opens it must have it in his scope. */
static enum status opening_check(struct opening *o, struct entry_faults *faults, struct error *e)
{
    struct case_moment *m = &o->m;
    struct case_record *c = &m->c;
    if (!change_fits(c->kind, c->change_kind))
        return error_set(e, STATUS_REFUSED, "CASE_CHANGE_KIND", _("“%s”没有这种变动：%s。"),
                         _(case_kind_label(c->kind)), case_change_code(c->change_kind));
    m->t = case_transition_find(c->kind, STATE_NONE, o->action);
    TRY(case_date_check(m->on, (struct date){0}, m->actor->today, e));
    TRY(case_form_check(c->kind, c->change_kind, o->action, o->wish->content, m->actor->today,
                        m->arena, faults, &m->content, e));
    TRY(case_kind_is_application(c->kind) ? application_begin(o, e) : alteration_begin(o, e));
    TRY(case_actor_check(m->actor, m->t, c->division, e));
    if (case_kind_is_medical(c->kind))
        TRY(case_medical_check(m, m->content, faults, c, e));
    if (c->kind == CASE_DIBAO || c->kind == CASE_WUBAO || c->change_kind == CHANGE_MEMBER_JOIN)
        TRY(case_guard_content(m->db, m->county, m->keys, m->content, 0, e));
    return case_rules_read(m->db, m->county, date_month(m->on), &m->rules, e);
}

static enum status file_write(struct opening *o, struct error *e)
{
    const struct case_record *c = &o->m.next;
    char initials[PINYIN_INITIALS_BYTES];
    pinyin_initials(c->applicant, initials);
    return case_file_put(
        o->m.db,
        (struct case_file_put_args){.county = o->m.county,
                                    .id = c->id,
                                    .number = o->number,
                                    .receipt = o->receipt,
                                    .kind = c->kind,
                                    .programme = c->programme,
                                    .division = c->division,
                                    .household = c->household,
                                    .linked_case = o->wish->linked_case,
                                    .state = c->state,
                                    .opened_on = case_date_stored(o->m.on),
                                    .due_on = case_date_stored(c->due_on),
                                    .applicant = c->applicant,
                                    .initials = o->initials ? o->initials : initials,
                                    .id_tail = c->id_tail,
                                    .people_count = c->people_count,
                                    .protected_count = c->protected_count,
                                    .mgmt_class = c->mgmt_class,
                                    .income_year = c->income_year,
                                    .amount_month = c->amount_month,
                                    .change_kind = c->change_kind,
                                    .is_relative = c->is_relative,
                                    .change = o->m.change},
        NULL, e);
}

static enum status opening_write(struct opening *o, struct error *e)
{
    struct case_moment *m = &o->m;
    struct case_sealed sealed;
    const char *facts;
    TRY(file_write(o, e));
    TRY(case_seal(m->keys, m->content, m->arena, &sealed, e));
    TRY(case_facts(case_form_of(m->c.kind, m->c.change_kind, o->action), m->content, "", m->arena,
                   &facts, e));
    TRY(case_form_put(m->db,
                      (struct case_form_put_args){.county = m->county,
                                                  .case_id = m->next.id,
                                                  .version = 1,
                                                  .known_from = m->change,
                                                  .content_sealed = sealed.sealed,
                                                  .content_sha256 = {sealed.sha256, HASH_BYTES}},
                      NULL, e));
    TRY(case_step_put(m->db,
                      (struct case_step_put_args){.county = m->county,
                                                  .case_id = m->next.id,
                                                  .seq = 1,
                                                  .known_from = m->change,
                                                  .action = o->action,
                                                  .from_state = STATE_NONE,
                                                  .to_state = m->t->to,
                                                  .actor = m->actor->user,
                                                  .on_date = case_date_stored(m->on),
                                                  .due_on = case_date_stored(m->next.due_on),
                                                  .document = m->t->document,
                                                  .facts = facts,
                                                  .content_sealed = sealed.sealed,
                                                  .content_sha256 = {sealed.sha256, HASH_BYTES}},
                      NULL, e));
    if (case_kind_is_application(m->c.kind) || m->c.change_kind == CHANGE_MEMBER_JOIN)
        TRY(case_person_record(m->db, m->county, m->keys, m->content, m->next.id,
                               !case_kind_is_medical(m->c.kind), e));
    if (m->c.kind != CASE_RECHECK)
        return STATUS_OK;
    struct month due = entry_month(m->content, "due_month");
    return recheck_begin(m->db, m->county, m->c.household, due.v ? due : date_month(m->on),
                         m->next.id, e);
}

enum status case_open_within(struct db *db, int64_t county, const struct keyring *keys,
                             const struct case_actor *actor, const struct case_opening *opening,
                             struct entry_faults *faults, int64_t *ret_case, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(CASE_ARENA_BYTES);
    struct opening o = {.m = {.db = db,
                              .county = county,
                              .keys = keys,
                              .actor = actor,
                              .arena = arena,
                              .on = opening->on,
                              .c = {.kind = opening->kind, .change_kind = opening->change},
                              .more_facts = ""},
                        .wish = opening,
                        .action = case_opening_action(opening->kind)};
    if (!arena)
        return arena_exhausted(e);
    TRY(opening_check(&o, faults, e));
    TRY(counter_take(db, county, "case", 1, &o.m.c.id, e));
    TRY(number_take(&o, e));
    if (case_kind_is_medical(o.m.c.kind))
        TRY(case_medical_guard(&o.m, o.m.content, o.m.c.id, e));
    receipt_make(o.receipt);
    o.m.next = o.m.c;
    o.m.next.state = o.m.t->to;
    o.m.next.due_on = case_due(&o.m, o.m.t->to);
    TRY(case_change_record(&o.m, o.number, o.m.c.id, e));
    TRY(opening_write(&o, e));
    *ret_case = o.m.c.id;
    return STATUS_OK;
}

struct open_work {
    int64_t county;
    const struct keyring *keys;
    const struct case_actor *actor;
    const struct case_opening *opening;
    struct entry_faults *faults;
    int64_t id;
};

static enum status open_work(struct db *db, void *context, struct error *e)
{
    struct open_work *w = context;
    if (w->faults)
        w->faults->count = 0;
    return case_open_within(db, w->county, w->keys, w->actor, w->opening, w->faults, &w->id, e);
}

enum status case_open(struct db *db, int64_t county, const struct keyring *keys,
                      const struct case_actor *actor, const struct case_opening *opening,
                      struct entry_faults *faults, int64_t *ret_case, struct error *e)
{
    struct open_work w = {county, keys, actor, opening, faults, 0};
    struct error own;
    if (!e)
        e = &own;
    enum status s = db_transaction(db, open_work, &w, e);
    if (s == STATUS_REFUSED && strcmp(e->code, "DB_UNIQUE") == 0 && opening->household != 0 &&
        opening->change != CHANGE_MEMBER_JOIN)
        return error_set(e, STATUS_REFUSED, "CASE_OPEN_CHANGE",
                         _("家庭 %" PRId64 " 刚刚被别人提出了同类的办件。请重新查看。"),
                         opening->household);
    if (s == STATUS_REFUSED && strcmp(e->code, "DB_UNIQUE") == 0)
        return case_guard_race(db, county, keys, opening->content, 0, e);
    if (s == STATUS_OK)
        *ret_case = w.id;
    return s;
}

/* Changes, stops and forms of support (§A.6): one function for each kind of change. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/effect_internal.h"
#include "domain/casework/forms_parts.h"

#define DIVISION_DIGITS 12

/* ---- small helps ---- */

const char *effect_cause(const struct field_choice *choices, const char *code)
{
    for (; choices->value; choices++) {
        if (text_equals(choices->value, code))
            return choices->label;
    }
    return code;
}

/* A part that may well be as it was: the case changes something else besides. */
static enum status unless_same(enum status s, const struct error *why, const char *code,
                               struct error *e)
{
    if (s == STATUS_REFUSED && text_equals(why->code, code))
        return STATUS_OK;
    if (s != STATUS_OK && e)
        *e = *why;
    return s;
}

static enum status person_of_form(struct effect *f, struct person_row *ret, struct error *e)
{
    enum status s = person_by_id_number(f->db, f->county, f->x->keys,
                                        entry_get(f->x->form, "id_number"), f->arena, ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PERSON_UNKNOWN",
                         _("名册中没有这个身份证号的人。请核对号码。"));
    return s;
}

static enum status income_too(struct effect *f, struct month from, struct error *e)
{
    struct error why = {0};
    if (entry_get(f->x->form, "income_year")[0] == '\0')
        return STATUS_OK;
    return unless_same(registry_income_within(f->db, f->county, f->x->c->household,
                                              entry_fen(f->x->form, "income_year"), from,
                                              f->x->change, &why),
                       &why, "NOTHING_TO_CHANGE", e);
}

enum status effect_head_now(struct effect *f, struct month m, int64_t *ret_head,
                            struct entitlement_row *ret_row, struct error *e)
{
    struct dossier d;
    enum status s = dossier_read(f->db, f->county, f->x->c->programme, f->x->c->household, m, m,
                                 KNOWN_NOW, f->arena, &d, e);
    const struct entitlement_row *row = s == STATUS_OK ? dossier_entitlement_at(&d, m) : NULL;
    if (s == STATUS_NONE || (s == STATUS_OK && !row))
        return error_set(e, STATUS_REFUSED, "HOUSEHOLD_UNKNOWN",
                         _("没有编号为 %lld 的受助家庭。请核对家庭编号。"),
                         (long long)f->x->c->household);
    if (s != STATUS_OK)
        return s;
    *ret_head = row->head;
    if (ret_row)
        *ret_row = *row;
    return STATUS_OK;
}

enum status effect_death(struct effect *f, const struct person_row *person, struct date died_on,
                         struct error *e)
{
    struct error why = {0};
    const struct registry_death death = {.county = f->county,
                                         .person = person->id,
                                         .name = person->name,
                                         .source = f->x->c->number,
                                         .died_on = died_on};
    /* Reported before, by the village or a match: the case then only draws the consequences. */
    return unless_same(registry_death_within(f->db, &death, f->x->change, &why), &why,
                       "DEATH_KNOWN", e);
}

/* ---- the kinds ---- */

static enum status change_income(struct effect *f, struct error *e)
{
    return registry_income_within(f->db, f->county, f->x->c->household,
                                  entry_fen(f->x->form, "income_year"), f->from, f->x->change, e);
}

static enum status change_join(struct effect *f, struct error *e)
{
    int count = entry_rows(f->x->form, "members");
    for (int n = 1; n <= count; n++) {
        struct effect_member member;
        struct idno id;
        effect_member_read(f->x->form, "members", n, &member);
        if (member.row.relation == RELATION_HEAD)
            return error_set(e, STATUS_REFUSED, "CASE_HEAD",
                             _("增员不能再加一名户主：换户主请办户主变更。"));
        TRY(registry_person_within(f->db, f->county, f->x->keys, &member.person, f->x->change,
                                   &member.row.person, &id, e));
        member.row.birth = id.birth;
        member.row.from = f->from;
        TRY(registry_join_within(f->db, f->county, f->x->c->household, &member.row, f->x->change,
                                 e));
    }
    return income_too(f, f->from, e);
}

/* A death counts from its day, whatever the decision; other leavings from the decision's month. */
static enum status change_leave(struct effect *f, struct error *e)
{
    const struct entry_data *form = f->x->form;
    struct person_row person;
    TRY(person_of_form(f, &person, e));
    if (text_equals(entry_get(form, "cause"), "DEATH")) {
        struct date died_on = entry_date(form, "left_on");
        f->from = month_add(date_month(died_on), 1);
        TRY(effect_death(f, &person, died_on, e));
        return income_too(f, f->from, e);
    }
    TRY(registry_leave_within(f->db, f->county, f->x->c->household, person.id,
                              effect_cause(LEAVE_CHOICES, entry_get(form, "cause")), f->from,
                              f->x->change, e));
    return income_too(f, f->from, e);
}

/* The file goes on under its number; a dead head's certificate is void and the new head gets one
   that the case links to it (§A.6). */
static enum status change_heads(struct effect *f, struct error *e)
{
    const struct entry_data *form = f->x->form;
    struct person_row heir, dead;
    struct date died_on = entry_date(form, "died_on");
    bool is_death = text_equals(entry_get(form, "cause"), "DEATH");
    int64_t head;
    struct error why = {0};
    TRY(person_of_form(f, &heir, e));
    if (is_death && entry_get(form, "died_on")[0]) {
        TRY(effect_head_now(f, date_month(died_on), &head, NULL, e));
        TRY(person_by_id(f->db, f->county, head, NULL, f->arena, &dead, e));
        f->from = month_add(date_month(died_on), 1);
        TRY(effect_death(f, &dead, died_on, e));
    }
    enum status s = registry_head_within(f->db, f->county, f->x->c->household, heir.id,
                                         RELATION_OTHER, f->from, f->x->change, &why);
    /* After a death the registry may have put the right one in already. */
    if (is_death)
        s = unless_same(s, &why, "NOTHING_TO_CHANGE", e);
    else if (s != STATUS_OK && e)
        *e = why;
    TRY(s);
    TRY(certificate_take_back(f, f->x->c->household, f->x->decided_on,
                              is_death ? _("户主死亡") : _("户主变更"), e));
    return certificate_give(f, f->x->c->household, heir.id, e);
}

static enum status change_class(struct effect *f, struct error *e)
{
    return registry_class_within(f->db, f->county, f->x->c->household,
                                 effect_class(entry_get(f->x->form, "mgmt_class")), f->from,
                                 f->x->change, e);
}

static enum status change_address(struct effect *f, struct error *e)
{
    const char *group = entry_get(f->x->form, "group_no");
    return registry_address_within(f->db, f->county, f->x->c->household,
                                   entry_get(f->x->form, "address"), *group ? group : NULL, e);
}

static enum status change_account(struct effect *f, struct error *e)
{
    const struct entry_data *form = f->x->form;
    return registry_account_within(f->db, f->county, f->x->keys, f->x->c->household,
                                   entry_get(form, "bank"), entry_get(form, "account_holder"),
                                   entry_get(form, "account_number"), f->x->change, e);
}

static enum status change_place(struct effect *f, struct error *e)
{
    const char *text = entry_get(f->x->form, "division");
    int64_t division = 0;
    TRY(i64_parse(text, &division, e));
    if (strlen(text) != DIVISION_DIGITS || division / 1000000 != f->county)
        return error_set(e, STATUS_REFUSED, "DIVISION_UNKNOWN",
                         _("“%.20s”不是本县的村（社区）代码。迁出本县请办停发。"), text);
    TRY(registry_division_within(f->db, f->county, f->x->c->household, division, f->from,
                                 f->x->change, e));
    if (entry_get(f->x->form, "address")[0])
        TRY(change_address(f, e));
    return STATUS_OK;
}

struct member_change {
    const struct entry_data *form;
};

static bool is_answered(const struct entry_data *form, const char *name, bool *fact)
{
    const char *answer = entry_get(form, name);
    if (*answer == '\0' || *fact == text_equals(answer, "YES"))
        return false;
    *fact = !*fact;
    return true;
}

static bool edit_member(struct member_row *row, void *context)
{
    const struct entry_data *form = ((const struct member_change *)context)->form;
    bool is_changed = is_answered(form, "seriously_ill", &row->is_seriously_ill);
    is_changed |= is_answered(form, "student", &row->is_student);
    is_changed |= is_answered(form, "protected", &row->is_protected);
    if (entry_get(form, "disability_grade")[0]) {
        int grade = (int)entry_count(form, "disability_grade");
        int kind = entry_get(form, "disability_kind")[0] - '0';
        if (grade == 0)
            kind = 0;
        else if (kind < 1 || kind > 9)
            kind = row->disability_kind;
        is_changed |= grade != row->disability_grade || kind != row->disability_kind;
        row->disability_grade = grade;
        row->disability_kind = kind;
    }
    return is_changed;
}

static enum status change_member(struct effect *f, struct error *e)
{
    struct person_row person;
    struct member_change w = {.form = f->x->form};
    TRY(person_of_form(f, &person, e));
    return registry_member_within(f->db, f->county, f->x->c->household, person.id, f->from,
                                  f->x->change, edit_member, &w, e);
}

static enum status change_care(struct effect *f, struct error *e)
{
    return registry_care_within(f->db, f->county, f->x->c->household, effect_care(f->x->form),
                                f->from, f->x->change, e);
}

static enum status change_stop(struct effect *f, struct error *e)
{
    const char *cause = effect_cause(STOP_CHOICES, entry_get(f->x->form, "cause"));
    TRY(registry_status_within(f->db, f->county, f->x->c->household, ENTITLEMENT_ENDED, cause,
                               f->from, f->x->change, e));
    return certificate_take_back(f, f->x->c->household, month_last_day(month_add(f->from, -1)),
                                 cause, e);
}

static enum status change_suspend(struct effect *f, struct error *e)
{
    return registry_status_within(f->db, f->county, f->x->c->household, ENTITLEMENT_SUSPENDED,
                                  effect_cause(STOP_CHOICES, entry_get(f->x->form, "cause")),
                                  f->from, f->x->change, e);
}

static enum status change_resume(struct effect *f, struct error *e)
{
    return registry_resume_within(f->db, f->county, f->x->c->household, f->from, f->x->change, e);
}

/* From the 1st of the month after the decision, whatever the start of grants is. */
static enum status change_grace(struct effect *f, struct error *e)
{
    const struct entry_data *form = f->x->form;
    const char *cause = effect_cause(STOP_CHOICES, entry_get(form, "cause"));
    int months = (int)entry_count(form, "months");
    if (months == 0)
        months = f->x->rules->grace_months;
    if (entry_get(form, "from")[0] == '\0' && entry_get(f->x->decision, "from")[0] == '\0')
        f->from = month_add(date_month(f->x->decided_on), 1);
    TRY(registry_grace_within(f->db, f->county, f->x->c->household, months, cause, f->from,
                              f->x->change, e));
    return certificate_take_back(f, f->x->c->household,
                                 month_last_day(month_add(f->from, months - 1)), cause, e);
}

static enum status change_form(struct effect *f, struct error *e)
{
    const struct entry_data *form = f->x->form;
    enum support_form chosen = effect_form(entry_get(form, "form"));
    return registry_form_within(f->db, f->county, f->x->c->household, chosen,
                                chosen == FORM_INSTITUTION ? entry_get(form, "home") : "", f->from,
                                f->x->change, e);
}

enum status effect_change(struct effect *f, struct error *e)
{
    static enum status (*const changes[CHANGE_COUNT])(struct effect *, struct error *) = {
        [CHANGE_INCOME] = change_income,      [CHANGE_MEMBER_JOIN] = change_join,
        [CHANGE_MEMBER_LEAVE] = change_leave, [CHANGE_HEAD] = change_heads,
        [CHANGE_CLASS] = change_class,        [CHANGE_ADDRESS] = change_address,
        [CHANGE_ACCOUNT] = change_account,    [CHANGE_PLACE] = change_place,
        [CHANGE_MEMBER] = change_member,      [CHANGE_CARE] = change_care,
        [CHANGE_STOP] = change_stop,          [CHANGE_SUSPEND] = change_suspend,
        [CHANGE_RESUME] = change_resume,      [CHANGE_GRACE] = change_grace,
        [CHANGE_FORM] = change_form,
    };
    enum case_change kind = f->x->c->change_kind;
    if (kind < CHANGE_NONE || kind >= CHANGE_COUNT || !changes[kind])
        return error_set(e, STATUS_FAILED, "CASE_CHANGE_KIND",
                         _("案件没有写明变动类别，数据不完整。"));
    return changes[kind](f, e);
}

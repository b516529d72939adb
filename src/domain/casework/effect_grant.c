/* Grants: persons, household, members, entitlement, account, certificate (§A.2 step 10; 令456号
   Art. 7). */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/effect_internal.h"

/* The newest rows that this household has now, to reuse it for another grant. */
struct former {
    int64_t household; /* 0: none */
    struct dossier dossier;
};

/* A household that the same head had in the same programme and that receives nothing from `from`
   on is taken up again: its history and its payments stay in one story. */
static enum status former_find(struct effect *f, int64_t head, struct former *ret, struct error *e)
{
    int64_t household;
    *ret = (struct former){0};
    enum status s = person_last_household(f->db, f->county, head, &household, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    struct dossier d;
    s = dossier_read(f->db, f->county, f->x->c->programme, household, f->from, MONTH_OPEN,
                     KNOWN_NOW, f->arena, &d, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    for (size_t i = 0; i < d.entitlement_count; i++) {
        if (d.entitlements[i].head != head)
            return STATUS_OK;
        if (d.entitlements[i].status != ENTITLEMENT_ENDED)
            return error_set(e, STATUS_REFUSED, "PERSON_ELSEWHERE",
                             _("户主已在享受%s（家庭编号 %lld），不能重复批准。"),
                             programme_name(f->x->c->programme), (long long)household);
    }
    if (d.entitlement_count > 0)
        *ret = (struct former){.household = household, .dossier = d};
    return STATUS_OK;
}

static bool is_in_former(const struct former *former, int64_t person)
{
    for (size_t i = 0; i < former->dossier.member_count; i++) {
        const struct member_row *m = &former->dossier.members[i];
        if (m->person == person && m->is_present && m->to.v == MONTH_OPEN.v)
            return true;
    }
    return false;
}

/* Who belonged to the former household and is not on the form has left it. */
static enum status leave_former_others(struct effect *f, const struct former *former,
                                       const int64_t *persons, int count, struct error *e)
{
    for (size_t i = 0; i < former->dossier.member_count; i++) {
        const struct member_row *m = &former->dossier.members[i];
        bool is_on_form = false;
        for (int n = 0; n < count; n++)
            is_on_form |= persons[n] == m->person;
        if (is_on_form || !m->is_present || m->to.v != MONTH_OPEN.v)
            continue;
        struct member_row gone = *m;
        if (gone.from.v < f->from.v)
            gone.from = f->from;
        gone.is_present = gone.is_protected = false;
        gone.cause = "NOT_IN_APPLICATION";
        TRY(member_write(f->db, f->county, former->household, f->x->change, &gone, e));
    }
    return STATUS_OK;
}

static enum status entitlement_make(struct effect *f, int64_t household, int64_t head,
                                    struct error *e)
{
    const struct entry_data *form = f->x->form;
    struct form_totals totals = case_form_totals(f->x->c->kind, form);
    const char *class_decided = entry_get(f->x->decision, "mgmt_class");
    struct entitlement_row row = {.from = f->from,
                                  .to = MONTH_OPEN,
                                  .status = ENTITLEMENT_ACTIVE,
                                  .division = f->x->c->division,
                                  .head = head,
                                  .mgmt_class = totals.mgmt_class,
                                  .income_year = totals.income_year,
                                  .begun = f->from,
                                  .cause = ""};
    if (effect_class(class_decided))
        row.mgmt_class = effect_class(class_decided);
    if (f->x->c->programme == PROGRAMME_WUBAO) {
        row.mgmt_class = 0;
        row.form = effect_form(entry_get(form, "form"));
        row.care = effect_care(form);
        if (row.form == FORM_NONE)
            return error_set(e, STATUS_REFUSED, "FORM_UNKNOWN", _("供养形式只能是散居或集中。"));
        if (row.form == FORM_INSTITUTION && entry_get(form, "home")[0] == '\0')
            return error_set(e, STATUS_REFUSED, "HOME_MISSING",
                             _("集中供养必须写明供养机构。请补上敬老院名称。"));
        if (row.form == FORM_INSTITUTION)
            TRY(registry_home_find(f->db, f->county, entry_get(form, "home"), &row.home, e));
    }
    return entitlement_write(f->db, f->county, f->x->c->programme, household, f->x->change, &row,
                             e);
}

static enum status account_make(struct effect *f, int64_t household, struct error *e)
{
    const struct entry_data *form = f->x->form;
    struct error why = {0};
    if (entry_get(form, "account_number")[0] == '\0')
        return STATUS_OK; /* the payment run lists it as an exception */
    enum status s = registry_account_within(
        f->db, f->county, f->x->keys, household, entry_get(form, "bank"),
        entry_get(form, "account_holder"), entry_get(form, "account_number"), f->x->change, &why);
    if (s == STATUS_REFUSED && text_equals(why.code, "NOTHING_TO_CHANGE"))
        return STATUS_OK; /* a former household kept its account */
    if (s != STATUS_OK && e)
        *e = why;
    return s;
}

static enum status members_make(struct effect *f, int64_t household, const struct former *former,
                                const struct effect_member *members, int count, struct error *e)
{
    for (int n = 0; n < count; n++) {
        struct member_row row = members[n].row;
        row.from = f->from;
        if (f->x->c->programme == PROGRAMME_WUBAO)
            row.is_protected = true;
        if (former->household && is_in_former(former, row.person))
            TRY(member_write(f->db, f->county, household, f->x->change, &row, e));
        else
            TRY(registry_join_within(f->db, f->county, household, &row, f->x->change, e));
    }
    return STATUS_OK;
}

static enum status persons_make(struct effect *f, struct effect_member *members, int64_t *persons,
                                int count, int head, struct error *e)
{
    for (int n = 0; n < count; n++) {
        struct idno id;
        effect_member_read(f->x->form, "members", n + 1, &members[n]);
        if (n + 1 == head)
            members[n].person.phone = entry_get(f->x->form, "phone");
        TRY(registry_person_within(f->db, f->county, f->x->keys, &members[n].person, f->x->change,
                                   &persons[n], &id, e));
        members[n].row.person = persons[n];
        members[n].row.birth = id.birth;
    }
    return STATUS_OK;
}

enum status effect_grant(struct effect *f, struct error *e)
{
    const struct entry_data *form = f->x->form;
    struct effect_member members[ENTRY_REPEAT_MAX];
    int64_t persons[ENTRY_REPEAT_MAX], household;
    struct former former;
    int count, head;
    TRY(effect_head_find(form, &count, &head, e));
    TRY(persons_make(f, members, persons, count, head, e));
    TRY(former_find(f, persons[head - 1], &former, e));
    household = former.household;
    if (household)
        TRY(registry_address_within(f->db, f->county, household, entry_get(form, "address"),
                                    entry_get(form, "group_no"), e));
    else
        TRY(registry_household_within(f->db, f->county, entry_get(form, "address"),
                                      entry_get(form, "group_no"), f->x->change, &household, e));
    TRY(leave_former_others(f, &former, persons, count, e));
    TRY(members_make(f, household, &former, members, count, e));
    TRY(entitlement_make(f, household, persons[head - 1], e));
    TRY(account_make(f, household, e));
    TRY(certificate_take_back(f, household, f->x->decided_on, _("重新批准，换发新证"), e));
    TRY(certificate_give(f, household, persons[head - 1], e));
    f->result->household = household;
    return STATUS_OK;
}

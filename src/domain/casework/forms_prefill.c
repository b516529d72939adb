/* What is known of a household already, under the names of the form that is about to be filled. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "case_sql.h"
#include "domain/casework/forms_parts.h"
#include "domain/registry/household_list.h"
#include "household_sql.h"

struct prefill {
    struct db *db;
    int64_t county, household;
    const struct keyring *keys;
    const struct entry_form *form;
    struct arena *arena;
    struct entry_data *out;
};

/* Only what the form asks for. */
static enum status put(const struct prefill *p, const char *name, const char *value,
                       struct error *e)
{
    if (!value || !*value || !entry_field_find(p->form, name, NULL))
        return STATUS_OK;
    return entry_data_set(p->out, name, value, e);
}

static enum status put_member(const struct prefill *p, int n, const char *field, const char *value,
                              struct error *e)
{
    char name[ENTRY_NAME_BYTES_MAX];
    (void)snprintf(name, sizeof name, "members.%d.%s", n, field);
    return put(p, name, value, e);
}

static enum status fill_member(const struct prefill *p, int n, const struct household_member *m,
                               struct error *e)
{
    struct person_row person;
    char grade[16];
    TRY(person_by_id(p->db, p->county, m->person, p->keys, p->arena, &person, e));
    TRY(put_member(p, n, "name", m->name, e));
    TRY(put_member(p, n, "id_number", person.id_number, e));
    if (m->relation >= RELATION_HEAD && m->relation <= RELATION_OTHER)
        TRY(put_member(p, n, "relation", RELATION_CHOICES[m->relation - RELATION_HEAD].value, e));
    TRY(put_member(p, n, "is_seriously_ill", m->is_seriously_ill ? "1" : "", e));
    TRY(put_member(p, n, "is_student", m->is_student ? "1" : "", e));
    TRY(put_member(p, n, "is_protected", m->is_protected ? "1" : "", e));
    (void)snprintf(grade, sizeof grade, "%d", m->disability_grade);
    return put_member(p, n, "disability_grade", m->disability_grade ? grade : "", e);
}

/* People as they are: only on an application are they written down again. */
static enum status fill_members(const struct prefill *p, struct month m, struct error *e)
{
    struct household_member *list;
    size_t count;
    int n = 0;
    TRY(household_member_list(p->db, p->county, p->household, m, p->arena, &list, &count, e));
    for (size_t i = 0; i < count && n < MEMBERS_MAX; i++)
        if (list[i].is_present)
            TRY(fill_member(p, ++n, &list[i], e));
    return STATUS_OK;
}

static enum status fill_place(const struct prefill *p, struct error *e)
{
    struct household_record h;
    enum status s = household_select(
        p->db, (struct household_select_args){.county = p->county, .id = p->household}, p->arena,
        &h, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    TRY(put(p, "address", h.address, e));
    return put(p, "group_no", h.group_no, e);
}

/* The bank and the holder; a number that is to be changed is written down anew. */
static enum status fill_account(const struct prefill *p, bool is_application, struct error *e)
{
    struct account_row account;
    enum status s = account_current(p->db, p->county, OWNER_HOUSEHOLD, p->household,
                                    is_application ? p->keys : NULL, p->arena, &account, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    TRY(put(p, "bank", account.bank, e));
    TRY(put(p, "account_holder", account.holder, e));
    return is_application ? put(p, "account_number", account.number, e) : STATUS_OK;
}

static enum status fill_benefit(const struct prefill *p, struct error *e)
{
    struct case_household_row h;
    char yuan[FEN_TEXT_BYTES];
    enum status s = case_household_read(
        p->db, (struct case_household_read_args){.county = p->county, .household = p->household},
        p->arena, &h, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE
                   ? error_set(e, STATUS_REFUSED, "HOUSEHOLD_UNKNOWN",
                               _("没有编号为 %" PRId64 " 的受助家庭。请核对家庭编号。"),
                               p->household)
                   : s;
    TRY(put(p, "income_year", fen_format(h.income_year, yuan), e));
    return put(p, "mgmt_class", case_class_code((int)h.mgmt_class), e);
}

enum status case_form_prefill(struct db *db, int64_t county, const struct keyring *keys,
                              enum case_kind kind, enum case_change change, int64_t household,
                              struct arena *arena, struct entry_data **ret, struct error *e)
{
    const bool is_application = kind == CASE_DIBAO || kind == CASE_WUBAO;
    const struct prefill p = {.db = db,
                              .county = county,
                              .household = household,
                              .keys = keys,
                              .form = case_form_of(kind, change, case_opening_action(kind)),
                              .arena = arena,
                              .out = entry_data_new(arena)};
    if (!p.out)
        return arena_exhausted(e);
    if (household != 0) {
        TRY(fill_benefit(&p, e));
        TRY(fill_place(&p, e));
        TRY(fill_account(&p, is_application, e));
        if (is_application)
            TRY(fill_members(&p, date_month(date_today()), e));
    }
    *ret = p.out;
    return STATUS_OK;
}

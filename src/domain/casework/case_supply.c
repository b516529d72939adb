/* Supplying papers may correct the application as well, until it is accepted: another version of
   the form, checked like the first, with everybody on it guarded anew. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "case_internal.h"
#include "supply_sql.h"

#define OWN_FIELD "papers" /* the step's own; all others are the application's */

/* Whole numbers are not shown on the form (case_supply_known): left empty, they stay. */
static bool is_number(const struct entry_field *f)
{
    return f->kind == FIELD_ID_NUMBER || f->kind == FIELD_ACCOUNT || f->kind == FIELD_PHONE ||
           strcmp(f->name, "disability_no") == 0;
}

/* Another number brings its own. */
static bool follows_number(const char *name, const struct entry_field *f)
{
    return text_starts(name, "members.") &&
           (strcmp(f->name, "birth") == 0 || strcmp(f->name, "sex") == 0);
}

static const struct entry_form *application_of(enum case_kind kind)
{
    return case_form_of(kind, CHANGE_NONE, ACTION_APPLY);
}

/* ---- the form to fill ---- */

static enum status section_loosen(const struct entry_section *from, struct arena *arena,
                                  struct entry_section *ret, struct error *e)
{
    struct entry_field *fields = ARENA_ARRAY(arena, struct entry_field, from->field_count);
    if (!fields)
        return arena_exhausted(e);
    memcpy(fields, from->fields, from->field_count * sizeof *fields);
    for (size_t i = 0; i < from->field_count; i++)
        if (is_number(&fields[i])) {
            fields[i].is_required = false;
            fields[i].hint = N_("不改的不填");
        }
    *ret = *from;
    ret->fields = fields;
    return STATUS_OK;
}

enum status case_supply_form(enum case_kind kind, struct arena *arena,
                             const struct entry_form **ret, struct error *e)
{
    const struct entry_form *own = case_form_of(kind, CHANGE_NONE, ACTION_SUPPLY_PAPERS);
    const struct entry_form *application = application_of(kind);
    const size_t count = own->section_count + application->section_count;
    struct entry_section *sections = ARENA_ARRAY(arena, struct entry_section, count);
    struct entry_form *form = ARENA_NEW(arena, struct entry_form);
    if (!sections || !form)
        return arena_exhausted(e);
    memcpy(sections, own->sections, own->section_count * sizeof *sections);
    for (size_t i = 0; i < application->section_count; i++)
        TRY(section_loosen(&application->sections[i], arena, &sections[own->section_count + i], e));
    *form = (struct entry_form){own->name, own->label, sections, count};
    *ret = form;
    return STATUS_OK;
}

enum status case_supply_known(struct db *db, int64_t county, const struct keyring *keys,
                              const struct case_record *c, struct arena *arena,
                              struct entry_data **ret, struct error *e)
{
    const struct entry_data *form;
    struct entry_data *known = entry_data_new(arena);
    if (!known)
        return arena_exhausted(e);
    TRY(case_form_read(db, county, keys, c->id, 0, arena, &form, e));
    for (size_t i = 0; i < form->count; i++) {
        const struct entry_field *f =
            entry_field_find(application_of(c->kind), form->item[i].name, NULL);
        if (f && !is_number(f) && !follows_number(form->item[i].name, f))
            TRY(entry_data_set(known, form->item[i].name, form->item[i].value, e));
    }
    *ret = known;
    return STATUS_OK;
}

/* ---- taking it ---- */

/* "members.2.id_number" of the old form belongs to whoever has that row's name on the new one. */
static enum status number_keep(const struct entry_data *old, size_t item, struct entry_data *now,
                               struct error *e)
{
    const char *name = old->item[item].name, *dot = strchr(name, '.');
    const char *field = strrchr(name, '.');
    char section[ENTRY_NAME_BYTES_MAX];
    if (!dot)
        return *entry_get(now, name) ? STATUS_OK
                                     : entry_data_set(now, name, old->item[item].value, e);
    (void)snprintf(section, sizeof section, "%.*s", (int)(dot - name), name);
    const char *owner = entry_getf(old, "%.*s.name", (int)(field - name), name);
    for (int n = 1; *owner && n <= entry_rows(now, section); n++) {
        char at[2 * ENTRY_NAME_BYTES_MAX];
        (void)snprintf(at, sizeof at, "%s.%d%s", section, n, field);
        if (strcmp(entry_getf(now, "%s.%d.name", section, n), owner) == 0 && !*entry_get(now, at))
            return entry_data_set(now, at, old->item[item].value, e);
    }
    return STATUS_OK;
}

/* With members it is the whole application as it is to stand; without, single values of it. */
static enum status corrected(const struct case_moment *m, const struct entry_data *given,
                             struct entry_data **ret, struct error *e)
{
    struct entry_data *now = entry_data_new(m->arena);
    const bool is_whole = entry_rows(given, "members") > 0;
    if (!now)
        return arena_exhausted(e);
    if (!is_whole)
        TRY(entry_merge(now, m->form, e));
    for (size_t i = 0; i < given->count; i++)
        if (strcmp(given->item[i].name, OWN_FIELD) != 0)
            TRY(entry_data_set(now, given->item[i].name, given->item[i].value, e));
    for (size_t i = 0; is_whole && i < m->form->count; i++) {
        const struct entry_field *f =
            entry_field_find(application_of(m->c.kind), m->form->item[i].name, NULL);
        if (f && is_number(f))
            TRY(number_keep(m->form, i, now, e));
    }
    *ret = now;
    return STATUS_OK;
}

static enum status is_same(const struct entry_data *a, const struct entry_data *b, bool *ret,
                           struct error *e)
{
    CLEANUP(buf_free) struct buf x = BUF_INIT(ENTRY_JSON_BYTES_MAX);
    CLEANUP(buf_free) struct buf y = BUF_INIT(ENTRY_JSON_BYTES_MAX);
    TRY(entry_json(a, &x, e));
    TRY(entry_json(b, &y, e));
    *ret = x.n == y.n && memcmp(x.p, y.p, x.n) == 0;
    return STATUS_OK;
}

enum status case_supply_take(struct case_moment *m, const struct entry_data *given,
                             struct entry_faults *faults, const struct entry_data **ret_own,
                             struct error *e)
{
    struct entry_data *now, *own = entry_data_new(m->arena);
    const struct entry_data *checked;
    bool has_others = false, is_unchanged;
    if (!own)
        return arena_exhausted(e);
    for (size_t i = 0; given && i < given->count; i++)
        has_others |= strcmp(given->item[i].name, OWN_FIELD) != 0;
    TRY(entry_data_set(own, OWN_FIELD, entry_get(given, OWN_FIELD), e));
    *ret_own = own;
    if (!has_others)
        return STATUS_OK;
    TRY(corrected(m, given, &now, e));
    TRY(case_form_check(m->c.kind, CHANGE_NONE, ACTION_APPLY, now, m->actor->today, m->arena,
                        faults, &checked, e));
    TRY(is_same(checked, m->form, &is_unchanged, e));
    if (is_unchanged)
        return STATUS_OK;
    if (case_kind_is_medical(m->c.kind)) {
        struct case_record unused = m->c;
        TRY(case_medical_check(m, checked, faults, &unused, e));
        TRY(case_medical_guard(m, checked, m->c.id, e));
    } else {
        TRY(case_guard_content(m->db, m->county, m->keys, checked, m->c.id, e));
    }
    m->new_form = checked;
    return STATUS_OK;
}

void case_supply_totals(struct case_moment *m)
{
    if (!m->new_form)
        return;
    struct form_totals t = case_form_totals(m->c.kind, m->new_form);
    if (case_kind_is_medical(m->c.kind))
        return; /* one patient; the class: case_supply_take */
    m->next.people_count = t.people;
    m->next.protected_count = t.protected_count;
    m->next.income_year = t.income_year;
    m->next.mgmt_class = t.mgmt_class;
    m->next.is_relative = entry_bool(m->new_form, "is_relative");
}

enum status case_supply_write(struct case_moment *m, struct error *e)
{
    char initials[PINYIN_INITIALS_BYTES];
    if (!m->new_form)
        return STATUS_OK;
    const int head = m->c.kind == CASE_DIBAO ? case_form_head(m->new_form) : 1;
    const char *name = entry_getf(m->new_form, "members.%d.name", head);
    const char *number = entry_getf(m->new_form, "members.%d.id_number", head);
    const size_t length = strlen(number);
    pinyin_initials(name, initials);
    TRY(supply_applicant(
        m->db,
        (struct supply_applicant_args){.county = m->county,
                                       .case_id = m->c.id,
                                       .applicant = name,
                                       .initials = initials,
                                       .id_tail = length > 4 ? number + length - 4 : number},
        NULL, e));
    TRY(supply_persons_drop(
        m->db, (struct supply_persons_drop_args){.county = m->county, .case_id = m->c.id}, NULL,
        e));
    return case_person_record(m->db, m->county, m->keys, m->new_form, m->c.id,
                              !case_kind_is_medical(m->c.kind), e);
}

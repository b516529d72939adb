/* Households the registry has: only what differs, as new period rows from the import's first month
   on. Later periods keep what the file does not speak of. */
#include "base/text.h"
#include "domain/registry/period.h"
#include "household_sql.h"
#include "office/roster/write.h"
#include "person_sql.h"
#include <string.h>

#define TAIL 4
#define NUMBER_BYTES 48

static struct existing_household *existing_of(const struct roster_writer *w,
                                              const struct household_in *h)
{
    return &w->m->existing[h->existing];
}

static const struct existing_member *known_member(const struct existing_household *x,
                                                  int64_t person)
{
    for (size_t i = 0; i < x->member_count; i++) {
        if (x->members[i].row.person == person)
            return &x->members[i];
    }
    return NULL;
}

/* ---- who leaves ---- */

static enum status leave(struct roster_writer *w, int64_t household, struct member_row row,
                         struct month start, struct error *e)
{
    if (row.from.v < start.v)
        row.from = start;
    row.to = MONTH_OPEN;
    row.is_present = row.is_protected = false;
    row.cause = CAUSE_ROSTER;
    w->result->persons_left++;
    return member_write(w->m->db, w->m->county, household, w->change, &row, e);
}

/* From a household whose benefit has ended: nobody else will write that he or she has gone. */
static enum status leave_ended(struct roster_writer *w, const struct person_in *p,
                               struct month start, struct error *e)
{
    struct roster_import *m = w->m;
    struct member_row *rows = ARENA_ARRAY(m->attempt, struct member_row, MEMBER_SEGMENTS_MAX);
    size_t count = 0;
    if (!rows)
        return arena_exhausted(e);
    TRY(member_segments(m->db, m->county, p->household, p->id, start, MONTH_OPEN, m->attempt, rows,
                        &count, e));
    return count ? leave(w, p->household, rows[0], start, e) : STATUS_OK;
}

enum status write_leavers(struct roster_writer *w, struct error *e)
{
    struct roster_import *m = w->m;
    for (int32_t i = 0; i < m->household_count; i++) {
        const struct household_in *h = &m->households[i];
        struct month start = household_start(m, h);
        if (household_returns(h))
            continue;
        struct existing_household *x = h->existing >= 0 ? existing_of(w, h) : NULL;
        for (size_t k = 0; x && (x->differences & DIFFERS_MEMBERS) && k < x->member_count; k++) {
            if (x->members[k].row.is_present && !x->members[k].is_in_file)
                TRY(leave(w, x->id, x->members[k].row, start, e));
        }
        for (int32_t k = h->first_member; k >= 0; k = m->members[k].next) {
            const struct person_in *p = &m->persons[m->members[k].person];
            int32_t at =
                p->household ? key_table_get(&m->existing_table, (uint64_t)p->household) : -1;
            if (at >= 0 && at != h->existing && m->existing[at].file_household < 0)
                TRY(leave_ended(w, p, start, e));
        }
    }
    return STATUS_OK;
}

/* ---- the entitlement ---- */

static void apply(struct entitlement_row *row, const struct entitlement_row *file, unsigned d)
{
    row->division = d & DIFFERS_DIVISION ? file->division : row->division;
    row->head = d & DIFFERS_HEAD ? file->head : row->head;
    row->mgmt_class = d & DIFFERS_CLASS ? file->mgmt_class : row->mgmt_class;
    row->income_year = d & DIFFERS_INCOME ? file->income_year : row->income_year;
    row->form = d & DIFFERS_FORM ? file->form : row->form;
    row->home = d & DIFFERS_FORM ? file->home : row->home;
    row->care = d & DIFFERS_CARE ? file->care : row->care;
    row->begun = d & DIFFERS_BEGUN ? file->begun : row->begun;
}

static enum status put_entitlement(struct roster_writer *w, int64_t household,
                                   const struct entitlement_row *row, struct error *e)
{
    return entitlement_write(w->m->db, w->m->county, w->m->request->programme, household, w->change,
                             row, e);
}

static enum status change_entitlement(struct roster_writer *w, const struct household_in *h,
                                      const struct existing_household *x, struct error *e)
{
    struct roster_import *m = w->m;
    const unsigned period = DIFFERS_DIVISION | DIFFERS_HEAD | DIFFERS_CLASS | DIFFERS_INCOME |
                            DIFFERS_FORM | DIFFERS_CARE | DIFFERS_BEGUN | DIFFERS_PERIOD;
    struct entitlement_row file = file_entitlement(m, h);
    if (!(x->differences & period))
        return STATUS_OK;
    if (!x->has_row || x->row.status == ENTITLEMENT_ENDED)
        return put_entitlement(w, x->id, &file, e);
    struct entitlement_row *rows =
        ARENA_ARRAY(m->attempt, struct entitlement_row, DOSSIER_ENTITLEMENTS_MAX);
    size_t count = 0;
    if (!rows)
        return arena_exhausted(e);
    TRY(entitlement_segments(m->db, m->county, x->programme, x->id, file.from, MONTH_OPEN,
                             m->attempt, rows, &count, e));
    if (count && rows[0].from.v > file.from.v) {
        struct entitlement_row before = file;
        before.to = month_add(rows[0].from, -1);
        TRY(put_entitlement(w, x->id, &before, e));
    }
    for (size_t i = 0; i < count; i++) {
        if (rows[i].status == ENTITLEMENT_ENDED ||
            !(x->differences & ~(unsigned)DIFFERS_PERIOD & period))
            continue;
        if (rows[i].from.v < file.from.v)
            rows[i].from = file.from;
        apply(&rows[i], &file, x->differences);
        TRY(put_entitlement(w, x->id, &rows[i], e));
    }
    return STATUS_OK;
}

/* ---- the members ---- */

static enum status change_member(struct roster_writer *w, const struct existing_household *x,
                                 const struct member_row *file, const struct member_row *known,
                                 struct error *e)
{
    struct roster_import *m = w->m;
    struct member_row *rows = ARENA_ARRAY(m->attempt, struct member_row, MEMBER_SEGMENTS_MAX);
    size_t count = 0;
    if (!rows)
        return arena_exhausted(e);
    TRY(member_segments(m->db, m->county, x->id, file->person, file->from, MONTH_OPEN, m->attempt,
                        rows, &count, e));
    if (count && rows[0].from.v > file->from.v) {
        struct member_row before = *file;
        before.to = month_add(rows[0].from, -1);
        TRY(member_write(m->db, m->county, x->id, w->change, &before, e));
    }
    for (size_t i = 0; i < count; i++) {
        struct member_row *r = &rows[i];
        struct member_row old = *r;
        if (!r->is_present)
            continue;
        if (known->is_protected != file->is_protected)
            r->is_protected = file->is_protected;
        if (known->is_seriously_ill != file->is_seriously_ill)
            r->is_seriously_ill = file->is_seriously_ill;
        if (known->is_student != file->is_student)
            r->is_student = file->is_student;
        if (known->relation != file->relation)
            r->relation = file->relation;
        if (known->disability_kind != file->disability_kind)
            r->disability_kind = file->disability_kind;
        if (known->disability_grade != file->disability_grade)
            r->disability_grade = file->disability_grade;
        bool is_same = old.is_protected == r->is_protected &&
                       old.is_seriously_ill == r->is_seriously_ill &&
                       old.is_student == r->is_student && old.relation == r->relation &&
                       old.disability_kind == r->disability_kind &&
                       old.disability_grade == r->disability_grade;
        if (is_same)
            continue;
        if (r->from.v < file->from.v)
            r->from = file->from;
        TRY(member_write(m->db, m->county, x->id, w->change, r, e));
    }
    return STATUS_OK;
}

static enum status change_members(struct roster_writer *w, const struct household_in *h,
                                  const struct existing_household *x, struct error *e)
{
    struct roster_import *m = w->m;
    if (!(x->differences & DIFFERS_MEMBERS))
        return STATUS_OK;
    for (int32_t i = h->first_member; i >= 0; i = m->members[i].next) {
        struct member_row file = file_member(m, h, &m->members[i]);
        const struct existing_member *known = known_member(x, file.person);
        if (known && known->row.is_present) {
            TRY(change_member(w, x, &file, &known->row, e));
            continue;
        }
        w->result->persons_joined++;
        TRY(member_write(m->db, m->county, x->id, w->change, &file, e));
    }
    return STATUS_OK;
}

/* ---- names, phones, group, account ---- */

static enum status change_persons(struct roster_writer *w, const struct household_in *h,
                                  struct error *e)
{
    struct roster_import *m = w->m;
    for (int32_t i = h->first_member; i >= 0; i = m->members[i].next) {
        const struct member_in *p = &m->members[i];
        const struct person_in *person = &m->persons[p->person];
        if (!person->known_name)
            continue;
        if (strcmp(person->known_name, p->name) != 0) {
            char initials[PINYIN_INITIALS_BYTES];
            pinyin_initials(p->name, initials);
            TRY(person_rename(
                m->db,
                (struct person_rename_args){
                    .county = m->county, .id = person->id, .name = p->name, .initials = initials},
                NULL, e));
            w->result->persons_renamed++;
        }
        size_t n = strlen(h->phone);
        if (!n || n >= NUMBER_BYTES || strcmp(p->id, h->id) != 0 ||
            (*person->known_phone && text_ends(h->phone, person->known_phone)))
            continue;
        uint8_t sealed[NUMBER_BYTES + SEAL_OVERHEAD_BYTES];
        size_t sealed_n = seal(m->keys, SEAL_PHONE, h->phone, n, sealed);
        TRY(person_set_phone(
            m->db,
            (struct person_set_phone_args){.county = m->county,
                                           .id = person->id,
                                           .phone_tail = h->phone + (n > TAIL ? n - TAIL : 0),
                                           .phone_sealed = {sealed, sealed_n}},
            NULL, e));
    }
    return STATUS_OK;
}

static enum status change_household(struct roster_writer *w, const struct household_in *h,
                                    struct error *e)
{
    struct roster_import *m = w->m;
    const struct existing_household *x = existing_of(w, h);
    TRY(change_entitlement(w, h, x, e));
    TRY(change_members(w, h, x, e));
    TRY(change_persons(w, h, e));
    if (x->differences & DIFFERS_GROUP)
        TRY(household_set_group(m->db,
                                (struct household_set_group_args){
                                    .county = m->county, .id = x->id, .group_no = h->group_no},
                                NULL, e));
    if (x->differences & DIFFERS_ACCOUNT)
        TRY(account_write(m->db, m->county, m->keys, OWNER_HOUSEHOLD, x->id, w->change, h->bank,
                          h->holder, h->account, e));
    return STATUS_OK;
}

enum status write_changed(struct roster_writer *w, struct error *e)
{
    struct roster_import *m = w->m;
    for (int32_t i = 0; i < m->household_count; i++) {
        const struct household_in *h = &m->households[i];
        if (household_returns(h) || h->existing < 0 || !existing_of(w, h)->differences)
            continue;
        TRY(change_household(w, h, e));
    }
    return STATUS_OK;
}

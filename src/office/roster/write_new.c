/* Households the registry does not have: five bulk writes side by side, in file order, so that
 * every insert is an append. */
#include "base/i18n.h"
#include "base/text.h"
#include "household_sql.h"
#include "office/roster/write.h"
#include "period_sql.h"
#include "person_sql.h"
#include <string.h>

#define TAIL 4
#define ID_SEALED_BYTES (IDNO_BYTES - 1 + SEAL_OVERHEAD_BYTES)
#define NUMBER_BYTES 48
#define PROGRESS_HOUSEHOLDS 256

struct bulks {
    struct db_bulk *persons, *households, *entitlements, *members, *accounts;
};

static void bulks_cleanup(struct bulks *b)
{
    db_bulk_cleanup(&b->persons);
    db_bulk_cleanup(&b->households);
    db_bulk_cleanup(&b->entitlements);
    db_bulk_cleanup(&b->members);
    db_bulk_cleanup(&b->accounts);
}

static const char *tail_of(const char *text)
{
    size_t n = strlen(text);
    return n > TAIL ? text + n - TAIL : text;
}

struct entitlement_row file_entitlement(const struct roster_import *m, const struct household_in *h)
{
    int32_t head = key_table_get(&m->person_table, h->key);
    return (struct entitlement_row){.from = household_start(m, h),
                                    .to = MONTH_OPEN,
                                    .status = ENTITLEMENT_ACTIVE,
                                    .division = h->division,
                                    .head = m->persons[head].id,
                                    .home = h->home,
                                    .mgmt_class = h->mgmt_class > 0 ? h->mgmt_class : 0,
                                    .income_year = h->income,
                                    .form = (enum support_form)h->form,
                                    .care = (enum care_level)(h->care > 0 ? h->care : CARE_NONE),
                                    .begun = h->begun,
                                    .cause = ""};
}

struct member_row file_member(const struct roster_import *m, const struct household_in *h,
                              const struct member_in *p)
{
    return (struct member_row){.person = m->persons[p->person].id,
                               .from = household_start(m, h),
                               .to = MONTH_OPEN,
                               .birth = p->birth,
                               .is_present = true,
                               .is_protected = p->is_protected,
                               .is_seriously_ill = p->is_ill,
                               .is_student = p->is_student,
                               .relation = (enum relation)p->relation,
                               .disability_kind = p->kind,
                               .disability_grade = p->grade,
                               .cause = ""};
}

/* ---- persons ---- */

static enum status number_persons(struct roster_writer *w, struct error *e)
{
    struct roster_import *m = w->m;
    int64_t count = 0, next = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t i = 0; i < m->household_count; i++) {
            if (household_returns(&m->households[i]))
                continue;
            for (int32_t k = m->households[i].first_member; k >= 0; k = m->members[k].next) {
                struct person_in *p = &m->persons[m->members[k].person];
                if (p->id)
                    continue;
                if (pass)
                    p->id = next++;
                else
                    count++;
            }
        }
        if (!pass && count)
            TRY(counter_take(m->db, m->county, "person", count, &next, e));
        if (!count)
            break;
    }
    w->result->persons_new = count;
    return STATUS_OK;
}

static enum status add_person(struct roster_writer *w, struct db_bulk *bulk,
                              const struct household_in *h, const struct member_in *p,
                              struct error *e)
{
    const struct roster_import *m = w->m;
    const struct person_in *person = &m->persons[p->person];
    uint8_t sealed[ID_SEALED_BYTES], phone_sealed[NUMBER_BYTES + SEAL_OVERHEAD_BYTES];
    char initials[PINYIN_INITIALS_BYTES];
    pinyin_initials(p->name, initials);
    size_t sealed_n = seal(m->keys, SEAL_ID_NUMBER, p->id, IDNO_BYTES - 1, sealed);
    struct person_bulk_row row = {.county = m->county,
                                  .id = person->id,
                                  .name = p->name,
                                  .initials = initials,
                                  .sex = p->sex,
                                  .id_tail = tail_of(p->id),
                                  .id_index = {person->index, BLIND_INDEX_BYTES},
                                  .id_sealed = {sealed, sealed_n},
                                  .known_from = w->change};
    bool has_phone = *h->phone && strlen(h->phone) < NUMBER_BYTES && strcmp(h->id, p->id) == 0;
    if (has_phone) {
        size_t n = seal(m->keys, SEAL_PHONE, h->phone, strlen(h->phone), phone_sealed);
        row.phone_tail = tail_of(h->phone);
        row.phone_sealed = (struct blob){phone_sealed, n};
    }
    return person_bulk_add(bulk, &row, e);
}

static enum status add_new_persons(struct roster_writer *w, struct db_bulk *bulk,
                                   const struct household_in *h, struct error *e)
{
    const struct roster_import *m = w->m;
    for (int32_t i = h->first_member; i >= 0; i = m->members[i].next) {
        if (!m->persons[m->members[i].person].known_name)
            TRY(add_person(w, bulk, h, &m->members[i], e));
    }
    return STATUS_OK;
}

/* ---- households ---- */

static enum status number_households(struct roster_writer *w, struct error *e)
{
    struct roster_import *m = w->m;
    int64_t count = 0, next = 0;
    for (int32_t i = 0; i < m->household_count; i++)
        count += !household_returns(&m->households[i]) && m->households[i].existing < 0;
    w->result->households_new = count;
    if (!count)
        return STATUS_OK;
    TRY(counter_take(m->db, m->county, "household", count, &next, e));
    for (int32_t i = 0; i < m->household_count; i++) {
        if (!household_returns(&m->households[i]) && m->households[i].existing < 0)
            m->households[i].id_new = next++;
    }
    return STATUS_OK;
}

static enum status add_entitlement(struct roster_writer *w, struct db_bulk *bulk,
                                   const struct household_in *h, struct error *e)
{
    const struct entitlement_row r = file_entitlement(w->m, h);
    return entitlement_bulk_add(
        bulk,
        &(struct entitlement_bulk_row){.county = w->m->county,
                                       .programme = w->m->request->programme,
                                       .household = h->id_new,
                                       .from_month = r.from,
                                       .known_from = w->change,
                                       .to_month = r.to,
                                       .known_to = KNOWN_OPEN,
                                       .status = r.status,
                                       .cause = "",
                                       .division = r.division,
                                       .head = r.head,
                                       .mgmt_class = r.mgmt_class,
                                       .income_year_fen = r.income_year,
                                       .form = r.form,
                                       .home = r.home,
                                       .care_level = r.care,
                                       .begun_month = r.begun},
        e);
}

static enum status add_member(struct roster_writer *w, struct db_bulk *bulk,
                              const struct household_in *h, const struct member_in *p,
                              struct error *e)
{
    const struct member_row r = file_member(w->m, h, p);
    return member_bulk_add(bulk,
                           &(struct member_bulk_row){.county = w->m->county,
                                                     .household = h->id_new,
                                                     .person = r.person,
                                                     .from_month = r.from,
                                                     .known_from = w->change,
                                                     .to_month = r.to,
                                                     .known_to = KNOWN_OPEN,
                                                     .birth = r.birth,
                                                     .is_present = true,
                                                     .is_protected = r.is_protected,
                                                     .relation = r.relation,
                                                     .disability_kind = r.disability_kind,
                                                     .disability_grade = r.disability_grade,
                                                     .is_seriously_ill = r.is_seriously_ill,
                                                     .is_student = r.is_student,
                                                     .cause = ""},
                           e);
}

static enum status add_account(struct roster_writer *w, struct db_bulk *bulk,
                               const struct household_in *h, struct error *e)
{
    const struct keyring *keys = w->m->keys;
    size_t n = strlen(h->account);
    uint8_t index[BLIND_INDEX_BYTES], sealed[NUMBER_BYTES + SEAL_OVERHEAD_BYTES];
    if (!h->has_account || n >= NUMBER_BYTES)
        return STATUS_OK;
    blind_index(keys, SEAL_ACCOUNT, h->account, index);
    size_t sealed_n = seal(keys, SEAL_ACCOUNT, h->account, n, sealed);
    return account_bulk_add(bulk,
                            &(struct account_bulk_row){.county = w->m->county,
                                                       .owner_kind = OWNER_HOUSEHOLD,
                                                       .owner = h->id_new,
                                                       .known_from = w->change,
                                                       .known_to = KNOWN_OPEN,
                                                       .bank = h->bank,
                                                       .holder = h->holder,
                                                       .number_tail = tail_of(h->account),
                                                       .number_index = {index, sizeof index},
                                                       .number_sealed = {sealed, sealed_n}},
                            e);
}

static enum status add_household(struct roster_writer *w, const struct bulks *b,
                                 const struct household_in *h, struct error *e)
{
    TRY(household_bulk_add(b->households,
                           &(struct household_bulk_row){.county = w->m->county,
                                                        .id = h->id_new,
                                                        .address = h->address,
                                                        .group_no = h->group_no,
                                                        .known_from = w->change},
                           e));
    TRY(add_entitlement(w, b->entitlements, h, e));
    for (int32_t i = h->first_member; i >= 0; i = w->m->members[i].next)
        TRY(add_member(w, b->members, h, &w->m->members[i], e));
    return add_account(w, b->accounts, h, e);
}

static enum status bulks_begin(struct db *db, struct bulks *b, struct error *e)
{
    TRY(person_bulk_begin(db, &b->persons, e));
    TRY(household_bulk_begin(db, &b->households, e));
    TRY(entitlement_bulk_begin(db, &b->entitlements, e));
    TRY(member_bulk_begin(db, &b->members, e));
    return account_bulk_begin(db, &b->accounts, e);
}

static enum status bulk_finish(struct db_bulk **b, struct error *e)
{
    struct db_bulk *ending = *b;
    *b = NULL;
    return db_bulk_end(ending, e);
}

static enum status bulks_end(struct bulks *b, struct error *e)
{
    TRY(bulk_finish(&b->persons, e));
    TRY(bulk_finish(&b->households, e));
    TRY(bulk_finish(&b->entitlements, e));
    TRY(bulk_finish(&b->members, e));
    return bulk_finish(&b->accounts, e);
}

enum status write_new(struct roster_writer *w, struct error *e)
{
    struct roster_import *m = w->m;
    const struct roster_request *r = m->request;
    CLEANUP(bulks_cleanup) struct bulks b = {NULL};
    TRY(number_persons(w, e));
    TRY(number_households(w, e));
    if (!w->result->persons_new && !w->result->households_new)
        return STATUS_OK;
    TRY(bulks_begin(m->db, &b, e));
    for (int32_t i = 0; i < m->household_count; i++) {
        const struct household_in *h = &m->households[i];
        if (household_returns(h))
            continue;
        TRY(add_new_persons(w, b.persons, h, e));
        if (h->existing < 0)
            TRY(add_household(w, &b, h, e));
        if (i % PROGRESS_HOUSEHOLDS == 0 && r->progress &&
            !r->progress(r->progress_context, i, m->household_count))
            return error_set(e, STATUS_REFUSED, "CANCELLED", _("导入已取消，没有改动。"));
    }
    TRY(bulks_end(&b, e));
    if (r->progress)
        (void)r->progress(r->progress_context, m->household_count, m->household_count);
    return STATUS_OK;
}

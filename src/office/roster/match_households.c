/* Which household of the registry is which of the file. */
#include "household_sql.h"
#include "office/roster/match.h"
#include "person_sql.h"
#include "roster_sql.h"
#include <string.h>

static const struct existing_member *member_of(const struct existing_household *x, int64_t person)
{
    for (size_t i = 0; i < x->member_count; i++) {
        if (x->members[i].row.person == person)
            return &x->members[i];
    }
    return NULL;
}

/* ---- reading ---- */

/* Every household in which someone of the file is now. */
static enum status collect(struct roster_import *m, struct error *e)
{
    size_t n = (size_t)m->person_count + 1;
    m->existing = ARENA_ARRAY(m->attempt, struct existing_household, n);
    if (!m->existing)
        return arena_exhausted(e);
    m->existing_count = 0;
    TRY(key_table_init(&m->existing_table, n, m->attempt, e));
    for (int32_t i = 0; i < m->person_count; i++) {
        int64_t id = m->persons[i].household;
        if (!id ||
            key_table_put(&m->existing_table, (uint64_t)id, m->existing_count) != m->existing_count)
            continue;
        m->existing[m->existing_count++] = (struct existing_household){
            .id = id, .file_household = -1, .status = ENTITLEMENT_ENDED, .group_no = ""};
    }
    return STATUS_OK;
}

static enum status read_benefits(struct roster_import *m, struct error *e)
{
    if (!m->is_scan) {
        for (int32_t i = 0; i < m->existing_count; i++) {
            struct existing_household *x = &m->existing[i];
            struct household_programme_row r;
            enum status s = household_programme(
                m->db, (struct household_programme_args){.county = m->county, .household = x->id},
                m->attempt, &r, e);
            if (s != STATUS_OK && s != STATUS_NONE)
                return s;
            if (s == STATUS_OK) {
                x->programme = (enum programme)r.programme;
                x->head = r.head;
                x->status = (enum entitlement_status)r.status;
            }
        }
        return STATUS_OK;
    }
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct roster_entitlement_now_row r;
    enum status s;
    TRY(roster_entitlements_now_open(
        m->db, (struct roster_entitlements_now_args){.county = m->county}, &cursor, e));
    while ((s = roster_entitlements_now_next(cursor, &r, e)) == STATUS_OK) {
        int32_t at = key_table_get(&m->existing_table, (uint64_t)r.household);
        if (at < 0 || (m->existing[at].programme && r.status == ENTITLEMENT_ENDED))
            continue;
        m->existing[at].programme = (enum programme)r.programme;
        m->existing[at].head = r.head;
        m->existing[at].status = (enum entitlement_status)r.status;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* Keeps of every member, and of the entitlement, the row of the first month or the first one after
 * it. */
static enum status take_dossier(struct roster_import *m, struct existing_household *x,
                                const struct dossier *d, struct error *e)
{
    if (d->entitlement_count) {
        x->has_row = true;
        x->row = d->entitlements[0];
        x->row.cause = "";
    }
    x->members = ARENA_ARRAY(m->attempt, struct existing_member, d->member_count + 1);
    if (!x->members)
        return arena_exhausted(e);
    for (size_t i = 0; i < d->member_count; i++) {
        if (i && d->members[i].person == d->members[i - 1].person)
            continue;
        x->members[x->member_count] = (struct existing_member){.row = d->members[i]};
        x->members[x->member_count++].row.cause = "";
    }
    return STATUS_OK;
}

static enum status read_dossiers(struct roster_import *m, struct error *e)
{
    struct month from = m->request->from;
    if (!m->is_scan) {
        for (int32_t i = 0; i < m->existing_count; i++) {
            struct existing_household *x = &m->existing[i];
            struct dossier d;
            if (x->programme != m->request->programme)
                continue;
            enum status s = dossier_read(m->db, m->county, x->programme, x->id, from, MONTH_OPEN,
                                         KNOWN_NOW, m->attempt, &d, e);
            if (s == STATUS_OK)
                s = take_dossier(m, x, &d, e);
            if (s != STATUS_OK && s != STATUS_NONE)
                return s;
        }
        return STATUS_OK;
    }
    CLEANUP(dossier_stream_cleanup) struct dossier_stream *stream = NULL;
    const struct dossier *d;
    enum status s;
    TRY(dossier_stream_open(m->db, m->county, m->request->programme, from, MONTH_OPEN, KNOWN_NOW,
                            &stream, e));
    while ((s = dossier_stream_next(stream, &d, e)) == STATUS_OK) {
        int32_t at = key_table_get(&m->existing_table, (uint64_t)d->household);
        if (at >= 0)
            TRY(take_dossier(m, &m->existing[at], d, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status take_account(struct roster_import *m, struct existing_household *x,
                                const char *bank, const char *holder, struct blob index,
                                struct error *e)
{
    x->account_bank = arena_strdup(m->attempt, bank);
    x->account_holder = arena_strdup(m->attempt, holder);
    if (!x->account_bank || !x->account_holder)
        return arena_exhausted(e);
    x->has_account = index.n == BLIND_INDEX_BYTES;
    if (x->has_account)
        memcpy(x->account_index, index.p, BLIND_INDEX_BYTES);
    return STATUS_OK;
}

static enum status ask_account(struct roster_import *m, struct existing_household *x,
                               struct error *e)
{
    struct account_record a;
    struct household_record h;
    enum status s =
        account_in_force(m->db,
                         (struct account_in_force_args){
                             .county = m->county, .owner_kind = OWNER_HOUSEHOLD, .owner = x->id},
                         m->attempt, &a, e);
    if (s == STATUS_OK)
        s = take_account(m, x, a.bank, a.holder, a.number_index, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    s = household_select(m->db, (struct household_select_args){.county = m->county, .id = x->id},
                         m->attempt, &h, e);
    if (s == STATUS_OK)
        x->group_no = h.group_no;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status read_accounts(struct roster_import *m, struct error *e)
{
    if (!m->is_scan) {
        for (int32_t i = 0; i < m->existing_count; i++)
            TRY(ask_account(m, &m->existing[i], e));
        return STATUS_OK;
    }
    CLEANUP(db_cursor_cleanup) struct db_cursor *accounts = NULL;
    struct roster_account_row a;
    enum status s;
    TRY(roster_accounts_now_open(m->db, (struct roster_accounts_now_args){.county = m->county},
                                 &accounts, e));
    while ((s = roster_accounts_now_next(accounts, &a, e)) == STATUS_OK) {
        int32_t at = key_table_get(&m->existing_table, (uint64_t)a.owner);
        if (at >= 0)
            TRY(take_account(m, &m->existing[at], a.bank, a.holder, a.number_index, e));
    }
    if (s != STATUS_NONE)
        return s;
    CLEANUP(db_cursor_cleanup) struct db_cursor *groups = NULL;
    struct roster_group_row g;
    TRY(roster_groups_open(m->db, (struct roster_groups_args){.county = m->county}, &groups, e));
    while ((s = roster_groups_next(groups, &g, e)) == STATUS_OK) {
        int32_t at = key_table_get(&m->existing_table, (uint64_t)g.id);
        if (at < 0)
            continue;
        m->existing[at].group_no = arena_strdup(m->attempt, g.group_no);
        if (!m->existing[at].group_no)
            return arena_exhausted(e);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* ---- which is which ---- */

static const struct person_in *head_of(const struct roster_import *m, const struct household_in *h)
{
    int32_t at = h->key ? key_table_get(&m->person_table, h->key) : -1;
    return at >= 0 ? &m->persons[at] : NULL;
}

static bool holds_person(const struct roster_import *m, const struct household_in *h,
                         int64_t person)
{
    for (int32_t i = h->first_member; i >= 0; i = m->members[i].next) {
        int32_t p = m->members[i].person;
        if (p >= 0 && m->persons[p].id == person)
            return true;
    }
    return false;
}

/* Another head, the same household: the old head is still in it, or everybody else of it is. */
static bool is_succession(const struct roster_import *m, const struct household_in *h,
                          const struct existing_household *x, int64_t head)
{
    const struct existing_member *self = member_of(x, head);
    if (!self || !self->row.is_present)
        return false;
    if (holds_person(m, h, x->head))
        return true;
    for (size_t i = 0; i < x->member_count; i++) {
        const struct member_row *r = &x->members[i].row;
        if (r->is_present && r->person != x->head && !holds_person(m, h, r->person))
            return false;
    }
    return true;
}

static void claim(struct roster_import *m, bool by_head)
{
    for (int32_t i = 0; i < m->household_count; i++) {
        struct household_in *h = &m->households[i];
        const struct person_in *head = head_of(m, h);
        if (h->existing >= 0 || !head || !head->household)
            continue;
        int32_t at = key_table_get(&m->existing_table, (uint64_t)head->household);
        struct existing_household *x = &m->existing[at];
        if (x->programme != m->request->programme || x->file_household >= 0)
            continue;
        if (by_head ? x->head != head->id : !is_succession(m, h, x, head->id))
            continue;
        h->existing = at;
        x->file_household = i;
    }
}

enum status match_households(struct roster_import *m, struct error *e)
{
    TRY(collect(m, e));
    TRY(read_benefits(m, e));
    TRY(read_dossiers(m, e));
    TRY(read_accounts(m, e));
    claim(m, true);
    claim(m, false);
    return STATUS_OK;
}

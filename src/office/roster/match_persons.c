/* Who of the file is known. A large file against the registry is one scan; a small one asks person
 * by person. */
#include "office/roster/match.h"
#include "person_sql.h"
#include "roster_sql.h"
#include <string.h>

#define SCAN_FACTOR 20

void match_prepare(struct roster_import *m)
{
    for (int32_t i = 0; i < m->person_count; i++) {
        struct person_in *p = &m->persons[i];
        blind_index(m->keys, SEAL_ID_NUMBER, m->members[p->member].id, p->index);
    }
}

static uint64_t index_key(const uint8_t index[BLIND_INDEX_BYTES])
{
    uint64_t v;
    memcpy(&v, index, sizeof v);
    return v ? v : 1;
}

static enum status take_person(struct roster_import *m, struct person_in *p,
                               const struct person_index_row *r, struct error *e)
{
    p->id = r->id;
    p->known_name = arena_strdup(m->attempt, r->name);
    p->known_phone = arena_strdup(m->attempt, r->phone_tail ? r->phone_tail : "");
    return p->known_name && p->known_phone ? STATUS_OK : arena_exhausted(e);
}

static enum status scan_persons(struct roster_import *m, struct error *e)
{
    struct key_table by_index;
    TRY(key_table_init(&by_index, (size_t)m->person_count + 1, m->attempt, e));
    for (int32_t i = 0; i < m->person_count; i++)
        key_table_put(&by_index, index_key(m->persons[i].index), i);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct person_index_row r;
    enum status s;
    TRY(person_indexes_open(m->db, (struct person_indexes_args){.county = m->county}, &cursor, e));
    while ((s = person_indexes_next(cursor, &r, e)) == STATUS_OK) {
        if (r.id_index.n != BLIND_INDEX_BYTES)
            continue;
        int32_t at = key_table_get(&by_index, index_key(r.id_index.p));
        if (at >= 0 && memcmp(m->persons[at].index, r.id_index.p, BLIND_INDEX_BYTES) == 0)
            TRY(take_person(m, &m->persons[at], &r, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status by_id_table(struct roster_import *m, struct key_table *t, struct error *e)
{
    TRY(key_table_init(t, (size_t)m->person_count + 1, m->attempt, e));
    for (int32_t i = 0; i < m->person_count; i++) {
        if (m->persons[i].id)
            key_table_put(t, (uint64_t)m->persons[i].id, i);
    }
    return STATUS_OK;
}

static enum status scan_places(struct roster_import *m, struct error *e)
{
    struct key_table by_id;
    TRY(by_id_table(m, &by_id, e));
    CLEANUP(db_cursor_cleanup) struct db_cursor *members = NULL;
    struct roster_member_now_row r;
    enum status s;
    TRY(roster_members_now_open(m->db, (struct roster_members_now_args){.county = m->county},
                                &members, e));
    while ((s = roster_members_now_next(members, &r, e)) == STATUS_OK) {
        int32_t at = key_table_get(&by_id, (uint64_t)r.person);
        if (at >= 0)
            m->persons[at].household = r.household;
    }
    if (s != STATUS_NONE)
        return s;
    CLEANUP(db_cursor_cleanup) struct db_cursor *deaths = NULL;
    struct roster_death_row d;
    TRY(roster_deaths_now_open(m->db, (struct roster_deaths_now_args){.county = m->county}, &deaths,
                               e));
    while ((s = roster_deaths_now_next(deaths, &d, e)) == STATUS_OK) {
        int32_t at = key_table_get(&by_id, (uint64_t)d.person);
        if (at >= 0)
            m->persons[at].died_on = d.died_on;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status ask_person(struct roster_import *m, struct person_in *p, struct error *e)
{
    struct person_index_row r;
    struct person_household_now_row in;
    struct person_death_now_row death;
    enum status s =
        person_index_one(m->db,
                         (struct person_index_one_args){.county = m->county,
                                                        .id_index = {p->index, BLIND_INDEX_BYTES}},
                         m->attempt, &r, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    TRY(take_person(m, p, &r, e));
    s = person_household_now(
        m->db, (struct person_household_now_args){.county = m->county, .person = r.id}, m->attempt,
        &in, e);
    if (s == STATUS_OK)
        p->household = in.household;
    else if (s != STATUS_NONE)
        return s;
    s = person_death_now(m->db, (struct person_death_now_args){.county = m->county, .person = r.id},
                         m->attempt, &death, e);
    if (s == STATUS_OK)
        p->died_on = death.died_on;
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status match_persons(struct roster_import *m, bool *ret_any, struct error *e)
{
    struct roster_counter_row total = {.value = 0};
    enum status s =
        roster_counter(m->db, (struct roster_counter_args){.county = m->county, .name = "person"},
                       m->attempt, &total, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    for (int32_t i = 0; i < m->person_count; i++) {
        struct person_in *p = &m->persons[i];
        p->id = p->household = 0;
        p->known_name = p->known_phone = NULL;
        p->died_on = DATE_OPEN;
    }
    *ret_any = s == STATUS_OK && total.value > 0;
    m->is_scan = (int64_t)m->person_count * SCAN_FACTOR > total.value;
    if (!*ret_any)
        return STATUS_OK;
    if (m->is_scan) {
        TRY(scan_persons(m, e));
        return scan_places(m, e);
    }
    for (int32_t i = 0; i < m->person_count; i++)
        TRY(ask_person(m, &m->persons[i], e));
    return STATUS_OK;
}

#include "domain/registry/registry_fixture.h"

#include <stdio.h>

#include "household_sql.h"
#include "person_sql.h"

void on_each_engine(void (*body)(struct county *c))
{
    county_on_each(NULL, body);
}

/* ---- one step inside a transaction ---- */

struct step {
    struct county *c;
    enum programme programme;
    int64_t household, change, first_person;
    const struct entitlement_row *entitlement;
    const struct member_row *member;
    struct month from;
    const struct person_made *members;
    size_t count;
};

static enum status change_step(struct db *db, void *context, struct error *e)
{
    struct step *s = context;
    return change_record(db, COUNTY,
                         &(struct change_entry){
                             .actor = "tester", .action = "test", .subject = "test", .detail = ""},
                         &s->change, e);
}

static enum status put_step(struct db *db, void *context, struct error *e)
{
    struct step *s = context;
    if (s->entitlement)
        return entitlement_write(db, COUNTY, s->programme, s->household, s->change, s->entitlement,
                                 e);
    return member_write(db, COUNTY, s->household, s->change, s->member, e);
}

static void run(struct county *c, db_work work, struct step *s)
{
    struct error e;
    assert_ok_e(db_transaction(c->db, work, s, &e), &e);
}

int64_t county_change(struct county *c)
{
    struct step s = {.c = c};
    run(c, change_step, &s);
    return s.change;
}

void put_entitlement(struct county *c, enum programme p, int64_t household, int64_t change,
                     const struct entitlement_row *row)
{
    struct step s = {
        .c = c, .programme = p, .household = household, .change = change, .entitlement = row};
    run(c, put_step, &s);
}

void put_member(struct county *c, int64_t household, int64_t change, const struct member_row *row)
{
    struct step s = {.c = c, .household = household, .change = change, .member = row};
    run(c, put_step, &s);
}

/* ---- a household ---- */

static enum status persons_step(struct db *db, void *context, struct error *e)
{
    struct step *s = context;
    CLEANUP(db_bulk_cleanup) struct db_bulk *bulk = NULL;
    TRY(counter_take(db, COUNTY, "person", (int64_t)s->count, &s->first_person, e));
    TRY(person_bulk_begin(db, &bulk, e));
    for (size_t i = 0; i < s->count; i++) {
        uint8_t index[BLIND_INDEX_BYTES], sealed[IDNO_BYTES + SEAL_OVERHEAD_BYTES];
        const char *id = s->members[i].id_number;
        blind_index(s->c->keys, SEAL_ID_NUMBER, id, index);
        size_t n = seal(s->c->keys, SEAL_ID_NUMBER, id, IDNO_BYTES - 1, sealed);
        struct person_bulk_row row = {.county = COUNTY,
                                      .id = s->first_person + (int64_t)i,
                                      .name = s->members[i].name,
                                      .initials = "x",
                                      .sex = id[16] % 2 ? SEX_MALE : SEX_FEMALE,
                                      .id_tail = id + 14,
                                      .id_index = {index, sizeof index},
                                      .id_sealed = {sealed, n},
                                      .known_from = s->change};
        TRY(person_bulk_add(bulk, &row, e));
    }
    struct db_bulk *ending = bulk;
    bulk = NULL;
    return db_bulk_end(ending, e);
}

static enum status household_step(struct db *db, void *context, struct error *e)
{
    struct step *s = context;
    CLEANUP(db_bulk_cleanup) struct db_bulk *bulk = NULL;
    TRY(persons_step(db, s, e));
    TRY(counter_take(db, COUNTY, "household", 1, &s->household, e));
    TRY(household_bulk_begin(db, &bulk, e));
    TRY(household_bulk_add(bulk,
                           &(struct household_bulk_row){.county = COUNTY,
                                                        .id = s->household,
                                                        .address = "",
                                                        .group_no = "1",
                                                        .known_from = s->change},
                           e));
    struct db_bulk *ending = bulk;
    bulk = NULL;
    TRY(db_bulk_end(ending, e));
    struct entitlement_row row = {.from = s->from,
                                  .to = MONTH_OPEN,
                                  .status = ENTITLEMENT_ACTIVE,
                                  .division = VILLAGE,
                                  .head = s->first_person,
                                  .mgmt_class = 2,
                                  .income_year = FEN(100000),
                                  .form =
                                      s->programme == PROGRAMME_WUBAO ? FORM_SCATTERED : FORM_NONE,
                                  .begun = s->from};
    TRY(entitlement_write(db, COUNTY, s->programme, s->household, s->change, &row, e));
    for (size_t i = 0; i < s->count; i++) {
        struct idno id;
        TRY(idno_parse(s->members[i].id_number, date_today(), &id, e));
        struct member_row m = {.person = s->first_person + (int64_t)i,
                               .from = s->from,
                               .to = MONTH_OPEN,
                               .birth = id.birth,
                               .is_present = true,
                               .is_protected = s->members[i].is_protected,
                               .relation = s->members[i].relation};
        TRY(member_write(db, COUNTY, s->household, s->change, &m, e));
    }
    return STATUS_OK;
}

int64_t county_household(struct county *c, enum programme p, struct month from,
                         const struct person_made *members, size_t count)
{
    struct step s = {.c = c,
                     .programme = p,
                     .change = county_change(c),
                     .from = from,
                     .members = members,
                     .count = count};
    run(c, household_step, &s);
    return s.household;
}

int64_t person_number(struct county *c, const char *number)
{
    struct person_row p;
    struct error e;
    assert_ok_e(person_by_id_number(c->db, COUNTY, c->keys, number, c->arena, &p, &e), &e);
    return p.id;
}

void county_home(struct county *c, int64_t id, const char *name)
{
    char sql[256];
    struct error e;
    (void)snprintf(
        sql, sizeof sql,
        "INSERT INTO home (county, id, name, township, known_from) VALUES (341823, %lld, "
        "'%s', 341823100000, 1)",
        (long long)id, name);
    assert_ok_e(db_execute_raw(c->db, sql, &e), &e);
}

struct dossier county_dossier(struct county *c, enum programme p, int64_t household,
                              struct month from, struct month to, int64_t known)
{
    struct dossier d;
    struct error e;
    assert_ok_e(dossier_read(c->db, COUNTY, p, household, from, to, known, c->arena, &d, &e), &e);
    return d;
}

const struct member_row *member_at(const struct dossier *d, int64_t person, struct month m)
{
    for (size_t i = 0; i < d->member_count; i++) {
        const struct member_row *r = &d->members[i];
        if (r->person == person && r->from.v <= m.v && m.v <= r->to.v)
            return r;
    }
    return NULL;
}

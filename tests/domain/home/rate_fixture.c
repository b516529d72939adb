#include "domain/home/rate_fixture.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "domain/plan/plan.h"
#include "domain/registry/change.h"

#define STATEMENT_BYTES 1600
#define BEDS_A_HOME 1000
#define FIRST_CHANGES 1000

void put(struct county *c, const char *format, ...)
{
    char sql[STATEMENT_BYTES];
    struct error e = {0};
    va_list args;
    va_start(args, format);
    assert_true(vsnprintf(sql, sizeof sql, format, args) < (int)sizeof sql);
    va_end(args);
    assert_ok_e(db_execute_raw(c->db, sql, &e), &e);
}

static enum status changes_burn(struct db *db, void *context, struct error *e)
{
    int64_t change;
    (void)context;
    for (int i = 0; i < FIRST_CHANGES; i++)
        TRY(change_record(db, COUNTY_JINGXIAN,
                          &(struct change_entry){
                              .actor = "system", .action = "test", .subject = "", .detail = ""},
                          &change, e));
    return STATUS_OK;
}

void put_changes(struct county *c)
{
    struct error e = {0};
    assert_ok_e(db_transaction(c->db, changes_burn, NULL, &e), &e);
}

void put_division(struct county *c, int64_t code, int level, const char *name)
{
    put(c,
        "INSERT INTO division (county, code, valid_from, valid_to, level, name, parent, committee)"
        " VALUES (341823, %" PRId64 ", 200001, 999912, %d, '%s', 341823000000, '')",
        code, level, name);
}

void put_person(struct county *c, int person, int64_t township, int status)
{
    const char *open = db_engine(c->db) == DB_SQLITE ? "x'" : "'\\x";
    put(c,
        "INSERT INTO person (county, id, name, initials, sex, id_tail, id_index, id_sealed,"
        " phone_tail, phone_sealed, known_from) VALUES (341823, %d, '某%d', '', 1, '%04d',"
        " %s%032x', %s00', NULL, NULL, 10)",
        person, person, person, open, (unsigned)person, open);
    put(c,
        "INSERT INTO member (county, household, person, from_month, known_from, to_month, known_to,"
        " birth, is_present, is_protected, relation, disability_kind, disability_grade,"
        " is_seriously_ill, is_student, cause)"
        " VALUES (341823, %d, %d, 201301, 10, 999912, 2147483647, 19400101, 1, 1, 1, 0, 0, 0, 0,"
        " '')",
        person, person);
    put(c,
        "INSERT INTO entitlement (county, programme, household, from_month, known_from, to_month,"
        " known_to, status, cause, division, head, mgmt_class, income_year_fen, form, home,"
        " care_level, begun_month) VALUES (341823, 2, %d, 201301, 10, 999912, 2147483647, %d, '',"
        " %" PRId64 ", %d, 0, 0, 1, 0, 0, 201301)",
        person, status, township + 201, person);
}

void put_home(struct county *c, int home, int64_t township, const char *name, int beds)
{
    put(c,
        "INSERT INTO home (county, id, name, township, known_from) VALUES (341823, %d, '%s', "
        "%" PRId64 ", 10)",
        home, name, township);
    put(c,
        "INSERT INTO home_room (county, home, id, number, storey, area_m2, known_from)"
        " VALUES (341823, %d, %d, '1', 1, 100, 10)",
        home, home);
    for (int bed = 1; bed <= beds; bed++)
        put(c,
            "INSERT INTO home_bed (county, home, id, room, label, from_date, until_date, handover,"
            " known_from, until_change)"
            " VALUES (341823, %d, %d, %d, '%d', 20130101, 99991231, 0, 10, 0)",
            home, home * BEDS_A_HOME + bed, home, bed);
}

void put_stay(struct county *c, const struct put_stay *s)
{
    int until = s->until ? s->until : 99991231;
    int confirmed = s->state == 1 || s->state == 5 ? 0 : s->confirmed ? s->confirmed : 100;
    put(c,
        "INSERT INTO home_stay (county, id, home, person, household, kind, state, from_date,"
        " until_date, agreement, health, contact, note, form_from, form_back, leave_reason,"
        " leave_note, next_stay, case_file, requested_by, confirmed_by, leave_requested_by,"
        " leave_confirmed_by, known_from, confirmed_change, left_change) VALUES (341823, %d, %d,"
        " %d, %d, %d, %d, %d, %d, 'a%d', '', '', '', 0, 0, '', '', 0, 0, 'a', %s, NULL, NULL, 50,"
        " %d, %d)",
        s->id, s->home, s->person, s->person, s->kind, s->state, s->from, until, s->id,
        confirmed ? "'b'" : "NULL", confirmed, s->left);
    if (s->bed)
        put(c,
            "INSERT INTO home_bed_use (county, bed, from_date, known_from, until_date, known_to,"
            " stay, home) VALUES (341823, %d, %d, 50, %d, 2147483647, %d, %d)",
            s->home * BEDS_A_HOME + s->bed, s->from, until, s->id, s->home);
}

void put_wish(struct county *c, int id, int person, int home, int asked_on)
{
    put(c,
        "INSERT INTO home_wish (county, id, person, household, home, asked_on, state, note,"
        " entered_by, stay, known_from) VALUES (341823, %d, %d, %d, %d, %d, 1, '', 'a', 0, 50)",
        id, person, person, home, asked_on);
}

void put_plan(struct county *c, int id, int year, int known)
{
    static const int64_t towns[] = {TOWN_A, TOWN_B, TOWN_C};
    put(c,
        "INSERT INTO plan_version (county, id, known_from, year, title, document, content, sha256)"
        " VALUES (341823, %d, %d, %d, '', '', '', %s00')",
        id, known, year, db_engine(c->db) == DB_SQLITE ? "x'" : "'\\x");
    for (size_t i = 0; i < sizeof towns / sizeof towns[0]; i++)
        put(c,
            "INSERT INTO plan_target (county, plan, book, township, measure, due, value, clause)"
            " VALUES (341823, %d, 'county', %" PRId64 ", 'inst_rate_bp', %d1231, 4000, 'P3.4')",
            id, towns[i], year);
}

#include "domain/medical/medical_fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/payee/payee.h"
#include "household_sql.h"
#include "person_sql.h"

#define SQL_BYTES 2048
#define KNOWN "known_to = 2147483647"

struct date day(const char *text)
{
    struct date d;
    assert_ok(date_parse(text, &d, NULL));
    return d;
}

struct fen yuan(const char *text)
{
    struct fen f;
    assert_ok(fen_parse(text, &f, NULL));
    return f;
}

static struct month month_of(const char *text)
{
    struct month m;
    assert_ok(month_parse(text, &m, NULL));
    return m;
}

int64_t world_number(struct world *w, const char *sql, ...)
{
    char text[SQL_BYTES];
    int64_t n;
    va_list list;
    va_start(list, sql);
    (void)vsnprintf(text, sizeof text, sql, list);
    va_end(list);
    assert_ok_e(db_query_i64_raw(w->c->db, text, &n, &w->e), &w->e);
    return n;
}

/* ---- the county ---- */

static enum status change_of(struct db *db, int64_t *ret, struct error *e)
{
    return change_record(db, COUNTY,
                         &(struct change_entry){
                             .actor = "tester", .action = "test", .subject = "test", .detail = ""},
                         ret, e);
}

struct terms_row {
    const char *class;
    int64_t in_deductible, in_rate, in_cap, out_deductible, out_rate, out_cap;
    int listed_only;
};
/* 休宁, in yuan. */
static const struct terms_row TERMS[] = {
    {"wubao", 0, 9000, 20000, 1000, 7000, 3000, 0},
    {"dibao", 0, 7000, 20000, 2000, 6000, 3000, 0},
    {"low_income", 20000, 5000, 10000, 3000, 6000, 3000, 0},
    {"illness_poor", 20000, 4000, 10000, 3000, 5000, 3000, 1},
};
static const struct {
    const char *name;
    int64_t value;
} NUMBERS[] = {
    {"medical.advance.max", 500000},
    {"medical.advance.days", 30 * 2},
    {"medical.claim.days", 180 * 2},
    {"medical.post.days", 60 * 2},
};

static enum status terms_set(struct db *db, const struct terms_row *t, int64_t change,
                             struct error *e)
{
    const struct {
        const char *field;
        int64_t value;
    } fields[] = {{"inpatient.deductible", t->in_deductible * 100},
                  {"inpatient.rate", t->in_rate},
                  {"inpatient.cap", t->in_cap * 100},
                  {"inpatient.listed_only", t->listed_only},
                  {"outpatient.deductible", t->out_deductible * 100},
                  {"outpatient.rate", t->out_rate},
                  {"outpatient.cap", t->out_cap * 100},
                  {"outpatient.listed_only", t->listed_only}};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        char name[64];
        (void)snprintf(name, sizeof name, "medical.%s.%s", t->class, fields[i].field);
        TRY(parameter_set(db, COUNTY, name, month_make(2012, 1), fields[i].value, "休民〔2012〕1号",
                          "P3.3", change, e));
    }
    return STATUS_OK;
}

static enum status fill_work(struct db *db, void *context, struct error *e)
{
    struct county *c = context;
    int64_t change;
    TRY(change_of(db, &change, e));
    for (size_t i = 0; i < sizeof TERMS / sizeof TERMS[0]; i++)
        TRY(terms_set(db, &TERMS[i], change, e));
    for (size_t i = 0; i < sizeof NUMBERS / sizeof NUMBERS[0]; i++)
        TRY(parameter_set(db, COUNTY, NUMBERS[i].name, month_make(2012, 1), NUMBERS[i].value,
                          "休民〔2012〕1号", "P3.3", change, e));
    TRY(medical_disease_set(db, COUNTY,
                            &(struct medical_disease){.code_from = "C00",
                                                      .code_to = "C97",
                                                      .name = "恶性肿瘤",
                                                      .document = "休民〔2012〕1号",
                                                      .from = month_make(2012, 1),
                                                      .to = MONTH_OPEN},
                            true, change, e));
    for (int i = 0; i < HOSPITALS; i++) {
        char code[8], name[32];
        (void)snprintf(code, sizeof code, "H%03d", i + 1);
        (void)snprintf(name, sizeof name, "第%d医院", i + 1);
        TRY(payee_write(db, COUNTY, c->keys,
                        &(struct payee_entry){.kind = PAYEE_HOSPITAL,
                                              .code = code,
                                              .name = name,
                                              .township = division_township(VILLAGE)},
                        change, NULL, e));
    }
    return STATUS_OK;
}

void world_fill(struct county *c)
{
    struct error e;
    assert_ok_e(db_transaction(c->db, fill_work, c, &e), &e);
}

void world_open(struct world *w, struct county *c)
{
    *w = (struct world){.c = c, .today = day("2013-06-30")};
    w->desk = medical_desk_new(COUNTY, c->keys);
    assert_non_null(w->desk);
    for (int i = 0; i < HOSPITALS; i++) {
        char code[8];
        struct payee payee;
        (void)snprintf(code, sizeof code, "H%03d", i + 1);
        assert_ok_e(payee_by_name(c->db, COUNTY, code, c->arena, &payee, &w->e), &w->e);
        w->hospital[i] = payee.id;
    }
}

void world_close(struct world *w)
{
    medical_desk_free(w->desk);
}

static void (*each_body)(struct world *w);

static void each(struct county *c)
{
    struct world w;
    world_open(&w, c);
    each_body(&w);
    world_is_sound(&w);
    world_close(&w);
}

void world_each(void (*body)(struct world *w))
{
    each_body = body;
    county_on_each(world_fill, each);
}

/* ---- people ---- */

struct people_work {
    struct world *w;
    const struct new_person *people;
    size_t count;
    const char **ids;
};

static enum status identity_write(struct db *db, const struct keyring *keys, const char *id,
                                  int64_t person, int64_t change, struct error *e)
{
    uint8_t index[BLIND_INDEX_BYTES], sealed[IDNO_BYTES + SEAL_OVERHEAD_BYTES];
    blind_index(keys, SEAL_ID_NUMBER, id, index);
    size_t n = seal(keys, SEAL_ID_NUMBER, id, IDNO_BYTES - 1, sealed);
    return person_insert(db,
                         (struct person_insert_args){.county = COUNTY,
                                                     .id = person,
                                                     .name = NAME,
                                                     .initials = "z",
                                                     .sex = SEX_FEMALE,
                                                     .id_tail = id + 14,
                                                     .id_index = {index, sizeof index},
                                                     .id_sealed = {sealed, n},
                                                     .known_from = change},
                         NULL, e);
}

static enum status household_write(struct db *db, int64_t *ret, int64_t change, struct error *e)
{
    struct db_bulk *bulk;
    TRY(counter_take(db, COUNTY, "household", 1, ret, e));
    TRY(household_bulk_begin(db, &bulk, e));
    TRY(household_bulk_add(
        bulk,
        &(struct household_bulk_row){
            .county = COUNTY, .id = *ret, .address = "", .group_no = "1", .known_from = change},
        e));
    return db_bulk_end(bulk, e);
}

static enum status person_write(struct db *db, struct world *w, const struct new_person *p,
                                const char *id, int64_t change, struct error *e)
{
    int64_t person, household;
    struct month from = month_make(2012, 1);
    struct idno idno;
    TRY(idno_parse(id, date_make(2013, 6, 30), &idno, e));
    TRY(counter_take(db, COUNTY, "person", 1, &person, e));
    TRY(identity_write(db, w->c->keys, id, person, change, e));
    TRY(household_write(db, &household, change, e));
    struct entitlement_row row = {.from = from,
                                  .to = MONTH_OPEN,
                                  .status = ENTITLEMENT_ACTIVE,
                                  .division = VILLAGE,
                                  .head = person,
                                  .form = p->class == MEDICAL_WUBAO ? FORM_SCATTERED : FORM_NONE,
                                  .begun = from,
                                  .cause = ""};
    struct member_row member = {.person = person,
                                .from = from,
                                .to = MONTH_OPEN,
                                .birth = idno.birth,
                                .is_present = true,
                                .is_protected = medical_class_is_key(p->class),
                                .relation = RELATION_HEAD,
                                .cause = ""};
    TRY(entitlement_write(db, COUNTY, p->class == MEDICAL_WUBAO ? PROGRAMME_WUBAO : PROGRAMME_DIBAO,
                          household, change, &row, e));
    TRY(member_write(db, COUNTY, household, change, &member, e));
    if (p->class == MEDICAL_NONE || medical_class_is_key(p->class))
        return STATUS_OK;
    return medical_class_write(db, COUNTY, person, p->class, from, MONTH_OPEN, "认定〔2012〕1号", 0,
                               change, e);
}

static enum status people_work(struct db *db, void *context, struct error *e)
{
    struct people_work *p = context;
    int64_t change;
    TRY(change_of(db, &change, e));
    for (size_t i = 0; i < p->count; i++)
        TRY(person_write(db, p->w, &p->people[i], p->ids[i], change, e));
    return STATUS_OK;
}

void world_people(struct world *w, const struct new_person *people, size_t count, const char **ret)
{
    static int sequence;
    struct people_work work = {w, people, count, ret};
    for (size_t i = 0; i < count; i++) {
        sequence = sequence % 980 + 1;
        ret[i] = arena_strdup(w->c->arena, id_number(people[i].year_of_birth, 3, 15, sequence));
    }
    assert_ok_e(db_transaction(w->c->db, people_work, &work, &w->e), &w->e);
}

const char *world_person(struct world *w, enum medical_class class, int year_of_birth)
{
    const char *id;
    world_people(w, &(struct new_person){class, year_of_birth}, 1, &id);
    return id;
}

int64_t person_of(struct world *w, const char *id_number)
{
    struct person_row row;
    assert_ok_e(
        person_by_id_number(w->c->db, COUNTY, w->c->keys, id_number, w->c->arena, &row, &w->e),
        &w->e);
    return row.id;
}

int64_t household_of(struct world *w, const char *id_number)
{
    return world_number(w, "SELECT max(household) FROM member WHERE person = %" PRId64,
                        person_of(w, id_number));
}

struct fact {
    int64_t person;
    enum medical_class class;
    struct month from, to;
    const char *name;
    int64_t value;
};

static enum status class_work(struct db *db, void *context, struct error *e)
{
    const struct fact *f = context;
    int64_t change;
    TRY(change_of(db, &change, e));
    return medical_class_write(db, COUNTY, f->person, f->class, f->from, f->to, "认定〔2013〕1号",
                               0, change, e);
}

void world_class(struct world *w, const char *id_number, enum medical_class class, const char *from,
                 const char *to)
{
    struct fact f = {.person = person_of(w, id_number),
                     .class = class,
                     .from = month_of(from),
                     .to = to ? month_of(to) : MONTH_OPEN};
    assert_ok_e(db_transaction(w->c->db, class_work, &f, &w->e), &w->e);
}

static enum status parameter_work(struct db *db, void *context, struct error *e)
{
    const struct fact *f = context;
    int64_t change;
    TRY(change_of(db, &change, e));
    return parameter_set(db, COUNTY, f->name, f->from, f->value, "休民〔2013〕9号", "P3.3", change,
                         e);
}

void world_parameter(struct world *w, const char *name, const char *from, int64_t value)
{
    struct fact f = {.name = name, .from = month_of(from), .value = value};
    assert_ok_e(db_transaction(w->c->db, parameter_work, &f, &w->e), &w->e);
}

/* ---- messages ---- */

static struct medical_message message(struct world *w, enum medical_message_kind kind, int h,
                                      const char *number)
{
    return (struct medical_message){
        .kind = kind,
        .hospital = w->hospital[h],
        .actor = CLERK,
        .serial = arena_printf(w->c->arena, "S%" PRId64, ++w->serial),
        .today = w->today,
        .admission_no = number,
    };
}

struct medical_message admit_message(struct world *w, int h, const char *number,
                                     const char *id_number, enum medical_visit visit,
                                     const char *admitted_on)
{
    struct medical_message m = message(w, MESSAGE_ADMIT, h, number);
    m.id_number = id_number;
    m.name = NAME;
    m.department = "内科";
    m.disease = "C34.1";
    m.disease_name = "肺癌";
    m.insurance_no = "3418230000123456";
    m.visit = visit;
    m.scheme = SCHEME_NCMS;
    m.admitted_on = day(admitted_on);
    return m;
}

struct medical_message settle_message(struct world *w, int h, const char *number,
                                      const char *discharged_on, struct medical_amounts amounts)
{
    struct medical_message m = message(w, MESSAGE_SETTLE, h, number);
    m.discharged_on = day(discharged_on);
    m.amounts = amounts;
    return m;
}

struct medical_message reverse_message(struct world *w, int h, const char *number)
{
    struct medical_message m = message(w, MESSAGE_REVERSE, h, number);
    m.reason = "费用录错";
    return m;
}

struct medical_message cancel_message(struct world *w, int h, const char *number)
{
    struct medical_message m = message(w, MESSAGE_CANCEL, h, number);
    m.reason = "未住院";
    return m;
}

struct medical_answer take(struct world *w, const struct medical_message *m)
{
    struct medical_answer a = {0};
    assert_ok_e(medical_message_hear_take(w->c->db, w->desk, m, w->c->arena, &a, &w->e), &w->e);
    return a;
}

struct medical_answer stay(struct world *w, int h, const char *number, const char *id_number,
                           enum medical_visit visit, const char *admitted_on,
                           const char *discharged_on, struct medical_amounts amounts)
{
    struct medical_message admit = admit_message(w, h, number, id_number, visit, admitted_on);
    (void)take(w, &admit);
    struct medical_message settle = settle_message(w, h, number, discharged_on, amounts);
    return take(w, &settle);
}

void refused(struct world *w, const struct medical_message *m, const char *code)
{
    struct medical_answer a = {0};
    int64_t rows = world_rows(w);
    assert_refused(medical_message_hear_take(w->c->db, w->desk, m, w->c->arena, &a, &w->e), &w->e,
                   code);
    assert_null(a.json);
    assert_int_equal(world_rows(w), rows);
}

struct medical_amounts plain(const char *in_scope_yuan)
{
    return (struct medical_amounts){.total = yuan(in_scope_yuan), .in_scope = yuan(in_scope_yuan)};
}

/* ---- what is kept ---- */

struct fen stay_before(struct world *w, int64_t admission)
{
    return FEN(world_number(w,
                            "SELECT CAST(coalesce(sum(before_fen), 0) AS BIGINT) FROM medical_line "
                            "WHERE admission = %" PRId64,
                            admission));
}

struct fen stay_during(struct world *w, int64_t admission)
{
    return FEN(world_number(w,
                            "SELECT CAST(coalesce(sum(during_fen), 0) AS BIGINT) FROM medical_line "
                            "WHERE admission = %" PRId64,
                            admission));
}

struct fen bill_aid(struct world *w, int64_t bill)
{
    return FEN(world_number(
        w, "SELECT aid_fen FROM medical_assessment WHERE bill = %" PRId64 " AND " KNOWN, bill));
}

struct fen year_aid(struct world *w, const char *id_number, int year, enum medical_visit visit)
{
    return FEN(world_number(w,
                            "SELECT coalesce(max(aid_fen), -1) FROM medical_year WHERE person = "
                            "%" PRId64 " AND year = %d AND visit = %d",
                            person_of(w, id_number), year, (int)visit));
}

struct advance_work {
    struct advance_grant grant;
    int64_t id;
};

static enum status advance_work(struct db *db, void *context, struct error *e)
{
    struct advance_work *a = context;
    int64_t change;
    TRY(change_of(db, &change, e));
    return advance_approve(db, COUNTY, &a->grant, change, &a->id, e);
}

int64_t world_advance(struct world *w, const char *id_number, const char *amount,
                      const char *approved_on)
{
    struct advance_work a = {.grant = {.person = person_of(w, id_number),
                                       .household = household_of(w, id_number),
                                       .division = VILLAGE,
                                       .disease = "C34",
                                       .disease_name = "肺癌",
                                       .amount = yuan(amount),
                                       .approved_on = day(approved_on),
                                       .approved_by = "officer"}};
    w->e = (struct error){0};
    return db_transaction(w->c->db, advance_work, &a, &w->e) == STATUS_OK ? a.id : 0;
}

int64_t advance_state_of(struct world *w, int64_t advance)
{
    return world_number(w, "SELECT state FROM medical_advance WHERE id = %" PRId64, advance);
}

int64_t world_rows(struct world *w)
{
    /* Who asked about whom stays when the answer is no. */
    static const char *const tables[] = {"change_trail WHERE action <> 'medical.entitlement'",
                                         "medical_message",
                                         "medical_admission",
                                         "medical_bill",
                                         "medical_assessment",
                                         "medical_year",
                                         "medical_line",
                                         "medical_advance"};
    int64_t n = 0;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        n += world_number(w, "SELECT count(*) FROM %s", tables[i]);
    return n;
}

static void none(struct world *w, const char *what, const char *sql)
{
    int64_t n = world_number(w, "%s", sql);
    if (n != 0)
        fail_msg("%s: %" PRId64, what, n);
}

void world_is_sound(struct world *w)
{
    none(w, "bills whose parts are not the total",
         "SELECT count(*) FROM medical_bill AS b JOIN medical_assessment AS s ON s.county = "
         "b.county AND s.bill = b.id "
         "WHERE b.total_fen <> b.insurance_fen + b.critical_fen + b.other_fen + b.relief_fen + "
         "b.veteran_fen + s.aid_fen + s.personal_fen");
    none(w, "living bills without an assessment",
         "SELECT count(*) FROM medical_bill AS b WHERE b.state = 1 AND (SELECT count(*) FROM "
         "medical_assessment AS s WHERE s.county = b.county AND s.bill = b.id AND s." KNOWN
         ") <> 1");
    none(w, "years that are not the sum of their bills",
         "SELECT count(*) FROM medical_year AS y WHERE y.aid_fen <> (SELECT coalesce(sum(s.aid_fen)"
         ", 0) FROM medical_bill AS b JOIN medical_assessment AS s ON s.county = b.county AND "
         "s.bill = b.id AND s." KNOWN " WHERE b.county = y.county AND b.person = y.person AND "
         "b.year = y.year AND b.visit = y.visit AND b.state = 1)");
    none(w, "years above a cap",
         "SELECT count(*) FROM medical_year AS y WHERE y.aid_fen > (SELECT coalesce(max(s.cap_fen)"
         ", 0) FROM medical_bill AS b JOIN medical_assessment AS s ON s.county = b.county AND "
         "s.bill = b.id AND s." KNOWN " WHERE b.county = y.county AND b.person = y.person AND "
         "b.year = y.year AND b.visit = y.visit AND b.state = 1)");
    none(w, "stays whose lines are not their position",
         "SELECT count(*) FROM medical_admission AS a LEFT JOIN medical_advance AS v ON v.county = "
         "a.county AND v.id = "
         "a.advance LEFT JOIN medical_assessment AS s ON s.county = a.county AND s.bill = a.bill "
         "AND s." KNOWN
         " WHERE (SELECT coalesce(sum(before_fen + during_fen), 0) FROM medical_line AS l WHERE "
         "l.county = a.county AND l.admission = a.id) <> CASE a.state WHEN 1 THEN "
         "coalesce(v.amount_fen, 0) WHEN 2 THEN "
         "s.aid_fen ELSE 0 END");
    none(w, "claims whose lines are not their bills' aid",
         "SELECT count(*) FROM (SELECT DISTINCT case_file FROM medical_bill WHERE source = 2) AS c "
         "WHERE (SELECT coalesce(sum(after_fen), 0) FROM medical_line AS l WHERE l.case_file = "
         "c.case_file) <> (SELECT coalesce(sum(s.aid_fen), 0) FROM medical_bill AS b JOIN "
         "medical_assessment AS s ON s.county = b.county AND s.bill = b.id AND s." KNOWN
         " WHERE b.case_file = c.case_file AND b.source = 2 AND b.state = 1)");
    none(
        w, "advances used by two or drawn by none",
        "SELECT count(*) FROM medical_advance AS v WHERE v.admission > 0 AND (SELECT count(*) FROM "
        "medical_admission AS a WHERE a.county = v.county AND a.advance = v.id) <> 1");
}

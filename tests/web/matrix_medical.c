/* Medical assistance in the matrix's county: in every place a bill and an advance of somebody, and
   of the county's one hospital an open stay, a statement, its transfer; a premium list. */
#include "domain/medical/advance.h"
#include "domain/medical/hospital.h"
#include "domain/medical/premium.h"
#include "domain/medical/statement.h"
#include "web/matrix.h"

#include <inttypes.h>
#include <stdio.h>

#define OFFICER "medical1"
#define TODAY date_make(2013, 10, 11)
#define TODAY_MONTH month_make(2013, 10)

struct filling {
    struct matrix *m;
    struct db *db;
    struct medical_desk *desk;
    int64_t hospital;
    int serial;
};

static void head_read(struct filling *f, int64_t household, struct person_row *ret)
{
    struct error e = {0};
    struct dossier d;
    const struct month june = month_make(2013, 6);
    assert_ok_e(dossier_read(f->db, LIVE_COUNTY, PROGRAMME_DIBAO, household, june, june, KNOWN_NOW,
                             f->m->arena, &d, &e),
                &e);
    assert_ok_e(
        person_by_id(f->db, LIVE_COUNTY, d.entitlements[0].head, f->m->keys, f->m->arena, ret, &e),
        &e);
}

static struct medical_answer send(struct filling *f, struct medical_message *message)
{
    struct error e = {0};
    struct medical_answer answer;
    char serial[20];
    snprintf(serial, sizeof(serial), "matrix-%d", ++f->serial);
    message->hospital = f->hospital;
    message->actor = matrix_user(ROLE_HOSPITAL);
    message->serial = serial;
    message->today = TODAY;
    assert_ok_e(medical_message_hear_take(f->db, f->desk, message, f->m->arena, &answer, &e), &e);
    return answer;
}

static int64_t admit(struct filling *f, const struct person_row *person, const char *number)
{
    struct medical_message message = {.kind = MESSAGE_ADMIT,
                                      .admission_no = number,
                                      .id_number = person->id_number,
                                      .name = person->name,
                                      .department = "内科",
                                      .disease = "C34.1",
                                      .disease_name = "肺恶性肿瘤",
                                      .insurance_no = "",
                                      .visit = VISIT_INPATIENT,
                                      .scheme = SCHEME_NCMS,
                                      .admitted_on = date_make(2013, 10, 2)};
    return send(f, &message).admission;
}

static int64_t settle(struct filling *f, const char *number)
{
    struct medical_message message = {.kind = MESSAGE_SETTLE,
                                      .admission_no = number,
                                      .discharged_on = date_make(2013, 10, 8),
                                      .amounts = {.total = FEN(500000), .in_scope = FEN(400000)}};
    return send(f, &message).bill;
}

static enum status advance_work(struct db *db, void *context, struct error *e)
{
    struct matrix_things *t = context;
    int64_t change;
    const struct advance_grant grant = {.person = t->person,
                                        .household = t->household,
                                        .division = t->village,
                                        .disease = "C34.1",
                                        .disease_name = "肺恶性肿瘤",
                                        .amount = FEN(100000),
                                        .approved_on = TODAY,
                                        .approved_by = OFFICER};
    TRY(change_record(
        db, LIVE_COUNTY,
        &(struct change_entry){
            .actor = OFFICER, .action = "test.advance", .subject = "matrix", .detail = ""},
        &change, e));
    return advance_approve(db, LIVE_COUNTY, &grant, change, &t->advance, e);
}

static void month_settle(struct filling *f)
{
    struct error e = {0};
    struct statement_line *lines;
    struct their_line theirs[SIDE_COUNT];
    size_t count;
    int64_t differences;
    struct matrix *m = f->m;
    assert_ok_e(
        statement_prepare(f->db, LIVE_COUNTY, f->hospital, TODAY_MONTH, OFFICER, &m->statement, &e),
        &e);
    assert_ok_e(statement_lines(f->db, LIVE_COUNTY, m->statement, m->arena, &lines, &count, &e),
                &e);
    assert_int_equal(count, SIDE_COUNT);
    for (size_t i = 0; i < count; i++)
        theirs[i] = (struct their_line){.admission_no = lines[i].admission_no,
                                        .amount = FEN(lines[i].before.v + lines[i].during.v)};
    assert_ok_e(statement_compare(f->db, LIVE_COUNTY, m->statement, theirs, count, OFFICER,
                                  &differences, &e),
                &e);
    assert_int_equal(differences, 0);
    assert_ok_e(statement_transfer(f->db, LIVE_COUNTY, m->statement, OFFICER, &m->transfer, &e),
                &e);
}

static enum status bind_work(struct db *db, void *context, struct error *e)
{
    return hospital_user_bind(db, LIVE_COUNTY, matrix_user(ROLE_HOSPITAL), *(int64_t *)context, e);
}

void matrix_medical_fill(struct matrix *m, struct db *db)
{
    struct error e = {0};
    CLEANUP(medical_desk_cleanup)
    struct medical_desk *desk = medical_desk_new(LIVE_COUNTY, m->keys);
    struct payee *hospitals;
    size_t count;
    assert_non_null(desk);
    assert_ok_e(payee_list(db, LIVE_COUNTY, PAYEE_HOSPITAL, m->arena, &hospitals, &count, &e), &e);
    assert_true(count > 0);
    struct filling f = {.m = m, .db = db, .desk = desk, .hospital = hospitals[0].id};
    for (int side = 0; side < SIDE_COUNT; side++) {
        struct matrix_things *t = &m->of[side];
        struct person_row head;
        char number[20];
        head_read(&f, t->household, &head);
        t->person = head.id;
        snprintf(number, sizeof(number), "M-%d", side);
        (void)admit(&f, &head, number);
        t->bill = settle(&f, number);
        if (side == SIDE_OWN)
            m->admission = admit(&f, &head, MATRIX_ADMISSION_NO);
        assert_ok_e(db_transaction(db, advance_work, t, &e), &e);
    }
    month_settle(&f);
    assert_ok_e(premium_prepare(db, LIVE_COUNTY, 2014, TODAY_MONTH, OFFICER, &m->premium_list, &e),
                &e);
    assert_ok_e(db_transaction(db, bind_work, &f.hospital, &e), &e);
}

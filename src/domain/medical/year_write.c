/* Brings what is kept of a person's year to what the rule says of it now: assessments are
   superseded, the guard of the cap is set, and every stay or claim that moved gets one line. */
#include "bill_internal.h"
#include "bill_sql.h"

#define YEAR_ARENA_BYTES ((size_t)8 << 20)

static enum status assessment_write(struct medical_work *w, const struct year_bill *bill,
                                    const char *reason, struct error *e)
{
    const struct medical_assessment *a = &bill->now;
    if (bill->kept_known_from == w->change)
        TRY(assessment_take_back(w->db,
                                 (struct assessment_take_back_args){
                                     .county = w->county, .bill = bill->id, .change = w->change},
                                 NULL, e));
    else if (bill->kept_known_from != 0)
        TRY(assessment_supersede(w->db,
                                 (struct assessment_supersede_args){
                                     .county = w->county, .bill = bill->id, .change = w->change},
                                 NULL, e));
    return assessment_insert(w->db,
                             (struct assessment_insert_args){.county = w->county,
                                                             .bill = bill->id,
                                                             .known_from = w->change,
                                                             .class = a->terms.class,
                                                             .deductible = a->terms.deductible,
                                                             .rate_bp = a->terms.rate_bp,
                                                             .cap = a->terms.cap,
                                                             .aided_before = a->aided_before,
                                                             .borne = a->borne,
                                                             .aid = a->aid,
                                                             .personal = a->personal,
                                                             .reason = reason},
                             NULL, e);
}

/* The second guard, beside the order: the table itself refuses more than the cap. */
static enum status guard_write(struct medical_work *w, const struct year *y, struct error *e)
{
    struct fen cap = {0}, aid = {0};
    for (size_t i = 0; i < y->count; i++) {
        const struct medical_assessment *now = &y->bill[i].now;
        if (now->terms.cap.v > cap.v)
            cap = now->terms.cap;
        TRY(fen_add(aid, now->aid, &aid));
    }
    return year_guard_set(w->db,
                          (struct year_guard_set_args){.county = w->county,
                                                       .person = y->person,
                                                       .year = y->year,
                                                       .visit = y->visit,
                                                       .cap = cap,
                                                       .aid = aid},
                          NULL, e);
}

static void result_add(struct year_result *result, const struct year_bill *bill)
{
    int64_t moved = bill->now.aid.v - bill->kept.aid.v;
    if (!result || bill->kept_known_from == 0 || moved == 0)
        return;
    result->bills++;
    if (moved > 0)
        result->more.v += moved;
    else
        result->less.v -= moved;
}

enum status year_write(struct medical_work *w, const struct year *y, const char *new_reason,
                       struct year_result *ret, struct error *e)
{
    for (size_t i = 0; i < y->count; i++) {
        const struct year_bill *bill = &y->bill[i];
        if (!bill->differs)
            continue;
        TRY(assessment_write(w, bill, bill->kept_known_from == 0 ? new_reason : REASON_REASSESSMENT,
                             e));
        result_add(ret, bill);
    }
    TRY(guard_write(w, y, e));
    /* Lines last: a claim's position is the sum of its bills. */
    for (size_t i = 0; i < y->count; i++) {
        const struct year_bill *bill = &y->bill[i];
        if (!bill->differs)
            continue;
        const char *reason = bill->kept_known_from == 0 ? new_reason : REASON_REASSESSMENT;
        if (bill->source == BILL_HOSPITAL)
            TRY(stay_bring(w, bill->admission, bill->id, reason, e));
        else if (bill->case_file != w->held_claim)
            TRY(claim_bring(w, bill->case_file, bill->household, y->person, bill->id, reason, e));
    }
    return STATUS_OK;
}

enum status year_assess(struct medical_work *w, int64_t person, int year, enum medical_visit visit,
                        const char *new_reason, struct year_result *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(YEAR_ARENA_BYTES);
    struct year y;
    if (!arena)
        return arena_exhausted(e);
    TRY(year_load(w->db, w->county, person, year, visit, arena, &y, e));
    TRY(year_compute(w->db, w->desk, &y, NULL, e));
    return year_write(w, &y, new_reason, ret, e);
}

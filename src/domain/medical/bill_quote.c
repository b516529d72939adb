/* What would be: asked at the counter and while a claim is reviewed. Writes nothing. */
#include "base/i18n.h"
#include "advance_sql.h"
#include "message_internal.h"

#define CANDIDATE_ID INT64_MAX /* after every bill of the same day, as a new one would be */

static enum status room_of(struct db *db, const struct medical_desk *desk, int64_t person,
                           struct date today, const struct medical_terms *terms, struct fen *ret,
                           struct error *e)
{
    struct year_guard_row guard = {0};
    enum status s =
        year_guard_read(db,
                        (struct year_guard_read_args){.county = desk->county,
                                                      .person = person,
                                                      .year = month_year(date_month(today)),
                                                      .visit = terms->visit},
                        NULL, &guard, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = FEN(terms->cap.v > guard.aid.v ? terms->cap.v - guard.aid.v : 0);
    return STATUS_OK;
}

static enum status open_advance(struct db *db, const struct medical_desk *desk, int64_t hospital,
                                struct date today, struct medical_entitlement *ret, struct error *e)
{
    struct advance_open_row row;
    enum status s = advance_open_of(
        db, (struct advance_open_of_args){.county = desk->county, .person = ret->person}, NULL,
        &row, e);
    if (s == STATUS_NONE)
        return STATUS_OK;
    if (s != STATUS_OK)
        return s;
    if ((row.hospital == 0 || row.hospital == hospital) && row.expires_on.v >= today.v) {
        ret->advance = row.amount;
        ret->advance_expires = row.expires_on;
    }
    return STATUS_OK;
}

enum status medical_entitlement_check(struct db *db, struct medical_desk *desk, int64_t hospital,
                                      const char *id_number, const char *name, struct date today,
                                      struct arena *arena, struct medical_entitlement *ret,
                                      struct error *e)
{
    struct medical_entitlement found = {0};
    struct medical_person who;
    struct month m = date_month(today);
    TRY(desk_refresh(db, desk, 0, e));
    TRY(message_person(db, desk, id_number, name, today, false, arena, &found.person, e));
    TRY(medical_class_of(db, desk->county, found.person, m, KNOWN_NOW, &who, e));
    found.class = who.class;
    found.is_suspended = who.is_suspended;
    TRY(medical_terms_at(desk->policy, who.class, VISIT_INPATIENT, m, &found.inpatient, e));
    TRY(medical_terms_at(desk->policy, who.class, VISIT_OUTPATIENT, m, &found.outpatient, e));
    TRY(room_of(db, desk, found.person, today, &found.inpatient, &found.inpatient_room, e));
    TRY(room_of(db, desk, found.person, today, &found.outpatient, &found.outpatient_room, e));
    TRY(open_advance(db, desk, hospital, today, &found, e));
    *ret = found;
    return STATUS_OK;
}

/* What of the aid is already with the hospital. */
enum status explain_advance(struct explanation *x, struct fen advance, struct fen aid,
                            struct error *e)
{
    char a[FEN_TEXT_BYTES], b[FEN_TEXT_BYTES], c[FEN_TEXT_BYTES];
    struct fen pay = FEN(aid.v - advance.v);
    if (!x || advance.v == 0 || x->count == EXPLANATION_LINES_MAX)
        return STATUS_OK;
    const char *formula = arena_printf(x->arena, "%s − %s = %s", fen_format(aid, a),
                                       fen_format(advance, b), fen_format(pay, c));
    if (!formula)
        return arena_exhausted(e);
    x->line[x->count++] = (struct explanation_line){.label = _("扣除医前已预付，本次窗口支付"),
                                                    .formula = formula,
                                                    .clause = "P3.3",
                                                    .document = "",
                                                    .amount = pay};
    return STATUS_OK;
}

enum status medical_quote(struct db *db, struct medical_desk *desk, const struct medical_message *m,
                          struct arena *arena, struct medical_answer *ret,
                          struct explanation *explain, struct error *e)
{
    struct medical_work w = {.db = db, .desk = desk, .county = desk->county, .today = m->today};
    struct medical_message as_settle = *m;
    struct medical_answer answer = {0};
    struct stay_row stay;
    struct bill_draft draft;
    struct year_bill own;
    struct year y;
    as_settle.kind = MESSAGE_SETTLE;
    TRY(desk_refresh(db, desk, 0, e));
    TRY(desk_writable(desk, e));
    TRY(message_stay(&w, m, arena, &stay, e));
    TRY(settle_draft(desk, &stay, m, &draft, e));
    TRY(year_load(db, desk->county, draft.person, month_year(date_month(draft.discharged_on)),
                  draft.visit, arena, &y, e));
    TRY(settle_not_claimed(db, desk->county, &y, &draft, e));
    bill_draft_of_year(&draft, CANDIDATE_ID, &own);
    own.is_explained = true;
    TRY(year_add(&y, &own, e));
    TRY(year_compute(db, desk, &y, explain, e));
    settle_answer(&stay, year_find(&y, CANDIDATE_ID), &answer);
    answer.bill = 0;
    TRY(explain_advance(explain, answer.advance, answer.assessment.aid, e));
    TRY(message_answer(&as_settle, arena, &answer, e));
    *ret = answer;
    return STATUS_OK;
}

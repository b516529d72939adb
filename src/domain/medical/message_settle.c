/* SETTLE and REVERSE: a bill takes its place in the year, or leaves it. */
#include "base/i18n.h"
#include "base/text.h"
#include "advance_sql.h"
#include "bill_internal.h"
#include "bill_sql.h"
#include "message_internal.h"

static enum status settle_is_possible(const struct stay_row *stay, const struct medical_message *m,
                                      struct error *e)
{
    if (stay->state == ADMISSION_SETTLED)
        return error_set(e, STATUS_REFUSED, "ADMISSION_SETTLED",
                         _("住院号 %.64s 已经结算：要更正请先冲账"), m->admission_no);
    if (stay->state == ADMISSION_CANCELLED)
        return error_set(e, STATUS_REFUSED, "ADMISSION_CANCELLED",
                         _("住院号 %.64s 的入院登记已经撤销"), m->admission_no);
    return STATUS_OK;
}

/* Days that a claim after treatment has already paid. */
static bool is_claim_of_days(const struct year_bill *b, const struct bill_draft *draft)
{
    return b->source == BILL_CLAIM && b->admitted_on.v <= draft->discharged_on.v &&
           b->discharged_on.v >= draft->admitted_on.v;
}

enum status settle_not_claimed(struct db *db, int64_t county, const struct year *y,
                               const struct bill_draft *draft, struct error *e)
{
    struct stay_claimed_row claimed;
    bool is_asked = false;
    for (size_t i = 0; i < y->count; i++)
        is_asked = is_asked || is_claim_of_days(&y->bill[i], draft);
    if (!is_asked)
        return STATUS_OK;
    enum status s = stay_claimed(db,
                                 (struct stay_claimed_args){.county = county,
                                                            .person = draft->person,
                                                            .hospital = draft->hospital,
                                                            .visit = draft->visit,
                                                            .admitted_on = draft->admitted_on,
                                                            .discharged_on = draft->discharged_on,
                                                            .total = draft->amounts.total},
                                 NULL, &claimed, e);
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "BILL_CLAIMED",
                         _("这次就医的费用已按医后救助办理（第 %lld 号账单），不能再在窗口结算："
                           "办错了的，请民政部门先冲账"),
                         (long long)claimed.id);
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status settle_draft(const struct medical_desk *desk, const struct stay_row *stay,
                         const struct medical_message *m, struct bill_draft *ret, struct error *e)
{
    /* The bill that is put right was posted in time. */
    bool is_correction = m->replaces && m->replaces[0] && m->discharged_on.v <= m->today.v;
    TRY(settle_is_possible(stay, m, e));
    TRY(medical_amounts_check(&m->amounts, e));
    TRY(bill_dates_check(desk, MEDICAL_POST_DAYS, stay->admitted_on, m->discharged_on,
                         is_correction ? m->discharged_on : m->today, e));
    *ret = (struct bill_draft){.source = BILL_HOSPITAL,
                               .hospital = m->hospital,
                               .hospital_name = "",
                               .admission = stay->id,
                               .person = stay->person,
                               .household = stay->household,
                               .division = stay->division,
                               .visit = (enum medical_visit)stay->visit,
                               .scheme = (enum medical_scheme)stay->scheme,
                               .admitted_on = stay->admitted_on,
                               .discharged_on = m->discharged_on,
                               .disease = stay->disease,
                               .amounts = m->amounts};
    return STATUS_OK;
}

void settle_answer(const struct stay_row *stay, const struct year_bill *bill,
                   struct medical_answer *ret)
{
    ret->admission = stay->id;
    ret->bill = bill->id;
    ret->class = bill->now.terms.class;
    ret->assessment = bill->now;
    ret->advance = stay->advance_amount;
    ret->pay_now = FEN(bill->now.aid.v - stay->advance_amount.v);
}

/* The struck bill of the same stay that this one corrects; 0: none is named. */
static enum status replaced_bill(struct medical_work *w, const struct stay_row *stay,
                                 const struct medical_message *m, int64_t *ret, struct error *e)
{
    struct stay_struck_bill_row struck;
    int64_t number = 0;
    *ret = 0;
    if (!m->replaces || !m->replaces[0])
        return STATUS_OK;
    enum status s = STATUS_NONE;
    if (i64_parse(m->replaces, &number, NULL) == STATUS_OK && number > 0)
        s = stay_struck_bill(w->db,
                             (struct stay_struck_bill_args){
                                 .county = w->county, .admission = stay->id, .bill = number},
                             NULL, &struck, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "BILL_UNKNOWN",
                         _("住院号 %.64s 没有已冲账的第 %.32s 号账单：请核对所更正的账单号"),
                         m->admission_no, m->replaces);
    if (s == STATUS_OK)
        *ret = struck.id;
    return s;
}

static enum status stay_settled(struct medical_work *w, const struct stay_row *stay, int64_t bill,
                                struct error *e)
{
    TRY(stay_set(w->db,
                 (struct stay_set_args){.county = w->county,
                                        .id = stay->id,
                                        .state = ADMISSION_SETTLED,
                                        .bill = bill,
                                        .advance = stay->advance},
                 NULL, e));
    if (!stay->advance)
        return STATUS_OK;
    return advance_state_set(w->db,
                             (struct advance_state_set_args){.county = w->county,
                                                             .id = stay->advance,
                                                             .state = ADVANCE_USED,
                                                             .admission = stay->id,
                                                             .bill = bill},
                             NULL, e);
}

enum status message_settle(struct medical_work *w, const struct medical_message *m,
                           struct arena *arena, struct medical_answer *ret, struct error *e)
{
    struct stay_row stay;
    struct bill_draft draft;
    struct year_bill own;
    struct year y;
    int64_t bill;
    TRY(message_stay(w, m, arena, &stay, e));
    TRY(settle_draft(w->desk, &stay, m, &draft, e));
    TRY(replaced_bill(w, &stay, m, &draft.replaces, e));
    TRY(year_load(w->db, w->county, draft.person, month_year(date_month(draft.discharged_on)),
                  draft.visit, arena, &y, e));
    TRY(settle_not_claimed(w->db, w->county, &y, &draft, e));
    TRY(bill_write(w, &draft, &bill, e));
    bill_draft_of_year(&draft, bill, &own);
    TRY(year_add(&y, &own, e));
    TRY(year_compute(w->db, w->desk, &y, NULL, e));
    TRY(stay_settled(w, &stay, bill, e));
    TRY(year_write(w, &y, REASON_SETTLEMENT, NULL, e));
    settle_answer(&stay, year_find(&y, bill), ret);
    return STATUS_OK;
}

static enum status reverse_is_possible(struct medical_work *w, const struct stay_row *stay,
                                       const struct medical_message *m, struct error *e)
{
    struct stay_struck_bill_row struck;
    if (stay->state == ADMISSION_SETTLED)
        return STATUS_OK;
    if (stay->state == ADMISSION_CANCELLED)
        return error_set(e, STATUS_REFUSED, "ADMISSION_CANCELLED",
                         _("住院号 %.64s 的入院登记已经撤销"), m->admission_no);
    enum status s = stay_struck_bill(
        w->db, (struct stay_struck_bill_args){.county = w->county, .admission = stay->id}, NULL,
        &struck, e);
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "BILL_STRUCK", _("住院号 %.64s 的账单已经冲过账"),
                         m->admission_no);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "BILL_UNKNOWN",
                         _("住院号 %.64s 还没有结算，没有账单可冲"), m->admission_no);
    return s;
}

/* As kept, of the bill that is about to leave. */
static enum status kept_assessment(struct medical_work *w, const struct stay_row *stay,
                                   struct arena *arena, struct medical_assessment *ret,
                                   struct error *e)
{
    struct year y;
    TRY(year_load(w->db, w->county, stay->person, (int)stay->bill_year,
                  (enum medical_visit)stay->visit, arena, &y, e));
    const struct year_bill *bill = year_find(&y, stay->bill);
    if (!bill)
        return error_set(e, STATUS_FAILED, "BILL_MISSING", _("没有第 %lld 号账单"),
                         (long long)stay->bill);
    *ret = bill->kept;
    ret->personal = FEN(bill->kept.borne.v - bill->kept.aid.v);
    return STATUS_OK;
}

enum status message_reverse(struct medical_work *w, const struct medical_message *m,
                            struct arena *arena, struct medical_answer *ret, struct error *e)
{
    struct stay_row stay;
    TRY(message_text_check(m->reason, _("冲账原因"), MEDICAL_TEXT_BYTES_MAX, true, e));
    TRY(message_stay(w, m, arena, &stay, e));
    TRY(reverse_is_possible(w, &stay, m, e));
    TRY(kept_assessment(w, &stay, arena, &ret->assessment, e));
    TRY(bill_strike(w->db,
                    (struct bill_strike_args){.county = w->county,
                                              .id = stay.bill,
                                              .struck_on = w->today,
                                              .change = w->change,
                                              .reason = m->reason},
                    NULL, e));
    TRY(stay_set(
        w->db,
        (struct stay_set_args){
            .county = w->county, .id = stay.id, .state = ADMISSION_OPEN, .advance = stay.advance},
        NULL, e));
    if (stay.advance)
        TRY(advance_restore(w, stay.advance, stay.id, e));
    TRY(year_assess(w, stay.person, (int)stay.bill_year, (enum medical_visit)stay.visit,
                    REASON_SETTLEMENT, NULL, e));
    TRY(stay_bring(w, stay.id, stay.bill, REASON_REVERSAL, e));
    ret->admission = stay.id;
    ret->bill = stay.bill;
    ret->class = ret->assessment.terms.class;
    ret->advance = stay.advance_amount;
    return STATUS_OK;
}

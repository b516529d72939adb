/* Bills of claims after treatment: they take their place in the same year and cap as those of the
   counter; what they bring goes to the household. */
#include "base/i18n.h"
#include "base/text.h"
#include "message_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define CLAIM_BILLS_MAX 200
#define CLAIM_ARENA_BYTES ((size_t)16 << 20)

struct claim { /* whose bills these are */
    int64_t case_file, person, household, division;
    enum medical_class class; /* given; NONE: the registry's */
    const struct claim_bill *bills;
    size_t count;
};

static int bill_year(const struct claim_bill *b)
{
    return month_year(date_month(b->discharged_on));
}

/* The first of the bills of its year and visit: a year is reckoned once. */
static bool is_first_of_year(const struct claim *c, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (bill_year(&c->bills[i]) == bill_year(&c->bills[at]) &&
            c->bills[i].visit == c->bills[at].visit)
            return false;
    return true;
}

static enum status bill_check(const struct claim_bill *b, struct error *e)
{
    if (b->visit < 1 || b->visit > VISIT_COUNT)
        return error_set(e, STATUS_REFUSED, "MEDICAL_VISIT", _("就诊类型须为住院或门诊"));
    if (b->scheme < 1 || b->scheme > SCHEME_COUNT)
        return error_set(e, STATUS_REFUSED, "MEDICAL_SCHEME", _("保险险种不对"));
    TRY(message_text_check(b->hospital_name, _("医院名称"), MEDICAL_TEXT_BYTES_MAX, true, e));
    TRY(message_text_check(b->disease, _("病种代码"), MEDICAL_TEXT_BYTES_MAX, false, e));
    TRY(medical_amounts_check(&b->amounts, e));
    if (b->admitted_on.v <= b->discharged_on.v)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "BILL_DATES", _("入院日期晚于出院日期"));
}

static enum status bills_check(const struct claim *c, struct error *e)
{
    if (c->count == 0 || c->count > CLAIM_BILLS_MAX)
        return error_set(e, STATUS_REFUSED, "BILL_COUNT", _("一次申请须有 1 至 %d 张账单"),
                         CLAIM_BILLS_MAX);
    for (size_t i = 0; i < c->count; i++)
        if (bill_check(&c->bills[i], e) != STATUS_OK)
            return error_place(e, _("第 %zu 张账单"), i + 1);
    return STATUS_OK;
}

static struct bill_draft draft_of(const struct claim *c, const struct claim_bill *b)
{
    return (struct bill_draft){.source = BILL_CLAIM,
                               .hospital_name = b->hospital_name,
                               .case_file = c->case_file,
                               .person = c->person,
                               .household = c->household,
                               .division = c->division,
                               .visit = b->visit,
                               .scheme = b->scheme,
                               .admitted_on = b->admitted_on,
                               .discharged_on = b->discharged_on,
                               .disease = b->disease ? b->disease : "",
                               .amounts = b->amounts};
}

/* Claims are in time by the day on which they were handed in, however long the decision took. */
static enum status handed_in(struct db *db, int64_t county, int64_t case_file,
                             struct date decided_on, struct date *ret, struct error *e)
{
    struct claim_opened_row row;
    enum status s = claim_opened(
        db, (struct claim_opened_args){.county = county, .case_file = case_file}, NULL, &row, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = s == STATUS_OK && row.opened_on > 0 ? date_from_yyyymmdd(row.opened_on) : decided_on;
    return STATUS_OK;
}

/* Each bill with a class in its month, and in time. */
static enum status is_in_time(struct medical_work *w, const struct claim *c, struct error *e)
{
    struct date day;
    TRY(handed_in(w->db, w->county, c->case_file, w->today, &day, e));
    for (size_t i = 0; i < c->count; i++) {
        const struct claim_bill *b = &c->bills[i];
        struct medical_person who;
        struct month m = date_month(b->discharged_on);
        /* Papers handed in afterwards are of the day of discharge at the earliest. */
        bool is_after = b->discharged_on.v > day.v && b->discharged_on.v <= w->today.v;
        if (bill_dates_check(w->desk, MEDICAL_CLAIM_DAYS, b->admitted_on, b->discharged_on,
                             is_after ? b->discharged_on : day, e) != STATUS_OK)
            return error_place(e, _("第 %zu 张账单"), i + 1);
        TRY(medical_class_of(w->db, w->county, c->person, m, KNOWN_NOW, &who, e));
        if (who.class == MEDICAL_NONE)
            return message_not_entitled(&who, m, e);
    }
    return STATUS_OK;
}

static enum status total_of(struct medical_work *w, int64_t case_file, int64_t person,
                            struct fen *ret, struct error *e)
{
    struct claim_aid_row row;
    TRY(claim_aid(
        w->db,
        (struct claim_aid_args){.county = w->county, .case_file = case_file, .person = person},
        NULL, &row, e));
    *ret = row.aid;
    return STATUS_OK;
}

enum status medical_claim_decide(struct db *db, struct medical_desk *desk, int64_t case_file,
                                 int64_t person, int64_t household, int64_t division,
                                 const struct claim_bill *bills, size_t bill_count,
                                 struct date decided_on, int64_t change, struct fen *ret_total_aid,
                                 struct error *e)
{
    struct medical_work w = {.db = db,
                             .desk = desk,
                             .county = desk->county,
                             .change = change,
                             .today = decided_on,
                             .held_claim = case_file};
    int64_t first = 0;
    struct claim c = {.case_file = case_file,
                      .person = person,
                      .household = household,
                      .division = division,
                      .bills = bills,
                      .count = bill_count};
    TRY(desk_refresh(db, desk, change, e));
    TRY(desk_writable(desk, e));
    TRY(bills_check(&c, e));
    TRY(is_in_time(&w, &c, e));
    for (size_t i = 0; i < c.count; i++) {
        struct bill_draft draft = draft_of(&c, &c.bills[i]);
        int64_t id;
        TRY(bill_write(&w, &draft, &id, e));
        first = i == 0 ? id : first;
    }
    for (size_t i = 0; i < c.count; i++)
        if (is_first_of_year(&c, i))
            TRY(year_assess(&w, person, bill_year(&c.bills[i]), c.bills[i].visit, REASON_CLAIM,
                            NULL, e));
    TRY(claim_bring(&w, case_file, household, person, first, REASON_CLAIM, e));
    return total_of(&w, case_file, person, ret_total_aid, e);
}

/* Ids of bills that are not there yet: after all others, in the order given. */
static int64_t candidate_id(const struct claim *c, size_t at)
{
    return INT64_MAX - (int64_t)(c->count - at);
}

static enum status quote_year(struct db *db, struct medical_desk *desk, const struct claim *c,
                              size_t first, struct arena *arena, struct fen *total,
                              struct explanation *explain, struct error *e)
{
    struct year y;
    int year = bill_year(&c->bills[first]);
    enum medical_visit visit = c->bills[first].visit;
    TRY(year_load(db, desk->county, c->person, year, visit, arena, &y, e));
    for (size_t i = first; i < c->count; i++) {
        struct bill_draft draft = draft_of(c, &c->bills[i]);
        struct year_bill own;
        if (bill_year(&c->bills[i]) != year || c->bills[i].visit != visit)
            continue;
        bill_draft_of_year(&draft, candidate_id(c, i), &own);
        own.class_given = c->class;
        own.is_explained = true;
        TRY(year_add(&y, &own, e));
    }
    TRY(year_compute(db, desk, &y, explain, e));
    for (size_t i = 0; i < y.count; i++)
        if (y.bill[i].is_explained)
            TRY(fen_add(*total, y.bill[i].now.aid, total));
    return STATUS_OK;
}

enum status medical_claim_quote(struct db *db, struct medical_desk *desk, int64_t person,
                                enum medical_class class, const struct claim_bill *bills,
                                size_t bill_count, struct arena *arena, struct fen *ret_total_aid,
                                struct explanation *explain, struct error *e)
{
    struct claim c = {.person = person, .class = class, .bills = bills, .count = bill_count};
    struct fen total = {0};
    TRY(desk_refresh(db, desk, 0, e));
    TRY(bills_check(&c, e));
    for (size_t i = 0; i < c.count; i++)
        if (is_first_of_year(&c, i))
            TRY(quote_year(db, desk, &c, i, arena, &total, explain, e));
    *ret_total_aid = total;
    return STATUS_OK;
}

/* ---- a bill put right ---- */

struct correction {
    struct medical_desk *desk;
    int64_t bill;
    const struct medical_amounts *amounts;
    const char *reason, *actor;
    struct date today;
};

static enum status correctable(struct db *db, const struct correction *c, struct arena *arena,
                               struct claim_bill_row *ret, struct error *e)
{
    struct claim_approver_row approver;
    TRY(message_text_check(c->reason, _("更正原因"), MEDICAL_TEXT_BYTES_MAX, true, e));
    enum status s = claim_bill(
        db, (struct claim_bill_args){.county = c->desk->county, .id = c->bill}, arena, ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "BILL_UNKNOWN", _("没有第 %" PRId64 " 号账单"),
                         c->bill);
    if (s != STATUS_OK)
        return s;
    if (ret->source != BILL_CLAIM)
        return error_set(e, STATUS_REFUSED, "BILL_SOURCE",
                         _("第 %" PRId64 " 号账单由医院结算：请医院冲账后重新结算"), c->bill);
    if (ret->state == BILL_STRUCK)
        return error_set(e, STATUS_REFUSED, "BILL_STRUCK", _("第 %" PRId64 " 号账单已经冲账"),
                         c->bill);
    s = claim_approver(db,
                       (struct claim_approver_args){.county = c->desk->county,
                                                    .case_file = ret->case_file,
                                                    .person = ret->person},
                       arena, &approver, e);
    if (s == STATUS_OK && text_equals(approver.actor, c->actor))
        return error_set(e, STATUS_REFUSED, "SAME_PERSON",
                         _("%s 审批了这件申请：更正须由另一人办理"), c->actor);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status bill_again(struct medical_work *w, const struct correction *c,
                              const struct claim_bill_row *row, struct error *e)
{
    int64_t id;
    struct bill_draft draft = {.source = BILL_CLAIM,
                               .hospital_name = row->hospital_name,
                               .case_file = row->case_file,
                               .person = row->person,
                               .household = row->household,
                               .division = row->division,
                               .visit = (enum medical_visit)row->visit,
                               .scheme = (enum medical_scheme)row->scheme,
                               .admitted_on = row->admitted_on,
                               .discharged_on = row->discharged_on,
                               .disease = row->disease,
                               .amounts = *c->amounts,
                               .replaces = c->bill};
    TRY(medical_amounts_check(c->amounts, e));
    return bill_write(w, &draft, &id, e);
}

static enum status correct_work(struct db *db, void *context, struct error *e)
{
    const struct correction *c = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(CLAIM_ARENA_BYTES);
    struct medical_work w = {
        .db = db, .desk = c->desk, .county = c->desk->county, .today = c->today};
    struct claim_bill_row row;
    char subject[64];
    if (!arena)
        return arena_exhausted(e);
    (void)snprintf(subject, sizeof subject, "bill %" PRId64, c->bill);
    TRY(change_record(
        db, w.county,
        &(struct change_entry){
            .actor = c->actor, .action = "medical.correct", .subject = subject, .detail = ""},
        &w.change, e));
    TRY(desk_refresh(db, c->desk, w.change, e));
    TRY(desk_writable(c->desk, e));
    TRY(correctable(db, c, arena, &row, e));
    TRY(bill_strike(db,
                    (struct bill_strike_args){.county = w.county,
                                              .id = c->bill,
                                              .struck_on = c->today,
                                              .change = w.change,
                                              .reason = c->reason},
                    NULL, e));
    if (c->amounts)
        TRY(bill_again(&w, c, &row, e));
    w.held_claim = row.case_file;
    TRY(year_assess(&w, row.person, (int)row.year, (enum medical_visit)row.visit,
                    REASON_REASSESSMENT, NULL, e));
    return claim_bring(&w, row.case_file, row.household, row.person, c->bill,
                       c->amounts ? REASON_REASSESSMENT : REASON_REVERSAL, e);
}

enum status medical_claim_correct(struct db *db, struct medical_desk *desk, int64_t bill,
                                  const struct medical_amounts *amounts, const char *reason,
                                  const char *actor, struct date today, struct error *e)
{
    struct correction c = {desk, bill, amounts, reason, actor, today};
    return db_transaction(db, correct_work, &c, e);
}

/* The money of the story: premiums, the hospitals' month, the run of claims, and an advance that
   lapses. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "domain/medical/premium.h"
#include "domain/medical/statement.h"
#include "domain/medical/transfer_kinds.h"
#include "office/bank/exchange.h"
#include "office/demo/bank.h"
#include "office/demo/medical_story.h"

#define APPROPRIATED 250000000 /* fen */
#define PREMIUM_LISTED 3       /* days after the first of the month */
#define PREMIUM_CHECKED 5
#define PREMIUM_PAID 8
#define NOT_ENROLLED_EVERY 40
#define RUN_RETURNS 1
#define DIFFERENCE 2000 /* fen that the third hospital reckons more */
#define PATH_BYTES 1200
#define DIFFERING_HOSPITAL 2

/* ---- premiums ---- */

static enum status enrolment_rows(struct medical_story *s, struct enrolment_row **ret,
                                  size_t *ret_count, struct error *e)
{
    CLEANUP(demo_county_cleanup) struct demo_county *county = NULL;
    struct demo_household h;
    size_t max = (size_t)(s->options->dibao_households * DEMO_MEMBERS_MAX +
                          s->options->wubao_persons),
           count = 0, seen = 0;
    struct enrolment_row *rows = ARENA_ARRAY(s->arena, struct enrolment_row, max);
    if (rows == NULL)
        return arena_exhausted(e);
    TRY(demo_county_new(s->options, &county, e));
    while (demo_county_next(county, &h)) {
        for (size_t i = 0; i < h.member_count; i++) {
            if (seen++ % NOT_ENROLLED_EVERY == NOT_ENROLLED_EVERY - 1)
                continue;
            rows[count].id_number = arena_strdup(s->arena, h.members[i].id.text);
            rows[count].scheme = SCHEME_NCMS;
            if (rows[count++].id_number == NULL)
                return arena_exhausted(e);
        }
    }
    *ret = rows;
    *ret_count = count;
    return STATUS_OK;
}

static enum status premium_day(struct medical_story *s, struct error *e)
{
    int year = month_year(s->options->month);
    struct enrolment_row *rows;
    struct enrolment_result taken;
    struct premium_list list;
    size_t count;
    int64_t id;
    TRY(premium_prepare(s->db, s->c->county, year, s->options->month, OFFICER, &id, e));
    TRY(enrolment_rows(s, &rows, &count, e));
    TRY(premium_enrolment_take(s->db, s->c->county, s->c->keys, year, rows, count, OFFICER, &taken,
                               e));
    TRY(premium_confirm(s->db, s->c->county, id, OFFICER, e));
    TRY(premium_read(s->db, s->c->county, id, s->arena, &list, e));
    s->counts.premiums = list.people;
    return premium_transfer(s->db, s->c->county, id, s->office, s->options->month, OFFICER,
                            &s->premium_transfer, e);
}

static enum status transfer_decide(struct medical_story *s, int64_t transfer,
                                   const struct transfer_kind *kind, struct error *e)
{
    TRY(transfer_check(s->db, s->c->county, transfer, SECOND_OFFICER, e));
    return transfer_approve(s->db, s->c->county, transfer, kind, APPROVER, date_month(s->today), e);
}

static enum status transfer_done(struct medical_story *s, int64_t transfer, struct error *e)
{
    char reference[STORY_TEXT_BYTES];
    snprintf(reference, sizeof reference, "NSH%08d", (int)transfer);
    s->counts.paid++;
    return transfer_pay(s->db, s->c->county, transfer, reference, s->today, PAYER, e);
}

/* ---- the hospitals' month ---- */

static enum status statements_prepare(struct medical_story *s, struct error *e)
{
    for (int h = 0; h < STORY_HOSPITALS; h++) {
        enum status done = statement_prepare(s->db, s->c->county, s->hospital[h], s->options->month,
                                             OFFICER, &s->statement[h], e);
        if (done != STATUS_OK && done != STATUS_NONE)
            return done;
        s->counts.statements += done == STATUS_OK;
    }
    return STATUS_OK;
}

/* Per admission what its lines come to, as the hospital's own books say. */
static enum status their_lines(struct medical_story *s, int64_t statement, bool is_different,
                               struct their_line **ret, size_t *ret_count, struct error *e)
{
    struct statement_line *ours;
    size_t count, admissions = 0;
    TRY(statement_lines(s->db, s->c->county, statement, s->arena, &ours, &count, e));
    struct their_line *lines = ARENA_ARRAY(s->arena, struct their_line, count + 1);
    if (lines == NULL)
        return arena_exhausted(e);
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        while (at < admissions && !text_equals(lines[at].admission_no, ours[i].admission_no))
            at++;
        if (at == admissions)
            lines[admissions++].admission_no = ours[i].admission_no;
        lines[at].amount.v += ours[i].before.v + ours[i].during.v;
    }
    if (is_different && admissions > 0)
        lines[0].amount.v += DIFFERENCE;
    *ret = lines;
    *ret_count = admissions;
    return STATUS_OK;
}

static enum status statements_compare(struct medical_story *s, struct error *e)
{
    for (int h = 0; h < STORY_HOSPITALS; h++) {
        struct their_line *lines;
        size_t count;
        int64_t differences;
        char actor[STORY_TEXT_BYTES];
        if (s->statement[h] == 0)
            continue;
        snprintf(actor, sizeof actor, "hospital%d.counter", h + 1);
        TRY(their_lines(s, s->statement[h], h == DIFFERING_HOSPITAL, &lines, &count, e));
        TRY(statement_compare(s->db, s->c->county, s->statement[h], lines, count, actor,
                              &differences, e));
        if (differences == 0)
            TRY(statement_transfer(s->db, s->c->county, s->statement[h], OFFICER, &s->transfer[h],
                                   e));
    }
    return STATUS_OK;
}

static enum status statements_decide(struct medical_story *s, struct error *e)
{
    for (int h = 0; h < STORY_HOSPITALS; h++)
        if (s->transfer[h] != 0)
            TRY(transfer_decide(s, s->transfer[h], &TRANSFER_OF_STATEMENT, e));
    return STATUS_OK;
}

static enum status statements_pay(struct medical_story *s, struct error *e)
{
    for (int h = 0; h < STORY_HOSPITALS; h++)
        if (s->transfer[h] != 0)
            TRY(transfer_done(s, s->transfer[h], e));
    return STATUS_OK;
}

/* ---- the run of claims ---- */

static struct payment_context as(const struct medical_story *s, const char *actor)
{
    struct payment_context c = *s->c;
    c.actor = actor;
    return c;
}

static enum status run_prepare(struct medical_story *s, struct error *e)
{
    struct payment_run run;
    struct payment_context maker = as(s, OFFICER);
    TRY(payment_prepare(s->db, &maker, PROGRAMME_MEDICAL, s->options->month, &run, s->arena, e));
    s->run = run.id;
    return STATUS_OK;
}

static enum status run_decide(struct medical_story *s, struct error *e)
{
    struct payment_context checker = as(s, SECOND_OFFICER), reviewer = as(s, ACCOUNTANT),
                           approver = as(s, APPROVER);
    TRY(payment_check(s->db, &checker, s->run, e));
    TRY(payment_review(s->db, &reviewer, s->run, e));
    TRY(payment_approve(s->db, &approver, s->run, e));
    return payment_fund(s->db, &approver, s->run, e);
}

static enum status run_pay(struct medical_story *s, struct error *e)
{
    char sent[PATH_BYTES], answer[PATH_BYTES];
    struct payment_return_result result;
    struct payment_context payer = as(s, PAYER);
    int64_t remittance;
    snprintf(sent, sizeof sent, "%.1000s/medical-out.txt", s->folder);
    snprintf(answer, sizeof answer, "%.1000s/medical-in.txt", s->folder);
    TRY(bank_exchange_send(s->db, &payer, s->run, DEMO_LAYOUT, false, &remittance, e));
    TRY(bank_exchange_write(s->db, s->c->county, s->c->keys, s->run, remittance, sent, e));
    TRY(demo_bank_answer(sent, answer, RUN_RETURNS, e));
    return bank_exchange_take(s->db, &payer, s->run, answer, &result, e);
}

/* ---- day by day ---- */

static enum status first_month_day(struct medical_story *s, int day, struct error *e)
{
    if (day == 0)
        return ledger_appropriate(s->db, s->c->county, FUND_MEDICAL_AID, SOURCE_COUNTY,
                                  FEN(APPROPRIATED), s->options->month, "泾财社〔2013〕15号",
                                  ACCOUNTANT, e);
    if (day == PREMIUM_LISTED)
        return premium_day(s, e);
    if (day == PREMIUM_CHECKED)
        return transfer_decide(s, s->premium_transfer, &TRANSFER_OF_PREMIUM, e);
    return day == PREMIUM_PAID ? transfer_done(s, s->premium_transfer, e) : STATUS_OK;
}

static enum status lapse(struct medical_story *s, struct error *e)
{
    int64_t count;
    return advance_expire(s->db, s->c->county, OFFICER, s->today, &count, e);
}

static enum status next_month_day(struct medical_story *s, int day, struct error *e)
{
    switch (day) {
    case 0:
        TRY(lapse(s, e));
        TRY(statements_prepare(s, e));
        return run_prepare(s, e);
    case 1:
        TRY(statements_compare(s, e));
        return run_decide(s, e);
    case 2:
        TRY(statements_decide(s, e));
        return run_pay(s, e);
    case 3:
        return statements_pay(s, e);
    default:
        return STATUS_OK;
    }
}

enum status medical_money_day(struct medical_story *s, struct error *e)
{
    return s->today.v < s->next.v ? first_month_day(s, s->today.v - s->first.v, e)
                                  : next_month_day(s, s->today.v - s->next.v, e);
}

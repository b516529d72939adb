/* What is owed for a stay or a claim. Its position follows from the facts alone; a line is the
   difference between the position and what earlier lines have brought, so their sum is the position
   whatever happened in between. */
#include "base/i18n.h"
#include "bill_internal.h"
#include "bill_sql.h"

struct stay_position stay_position_of(enum admission_state state, struct fen advance,
                                      struct fen aid)
{
    struct stay_position p = {0};
    switch (state) {
    case ADMISSION_OPEN:
        p.before = advance;
        break;
    case ADMISSION_SETTLED:
        p.before = advance.v < aid.v ? advance : aid;
        p.during = FEN(aid.v - p.before.v);
        break;
    case ADMISSION_CANCELLED:
        break;
    }
    return p;
}

static enum status line_write(struct medical_work *w, struct medical_line_insert_args *line,
                              struct error *e)
{
    if (line->before.v == 0 && line->during.v == 0 && line->after.v == 0)
        return STATUS_OK;
    line->county = w->county;
    line->entered_on = w->today;
    line->known_from = w->change;
    TRY(work_id(w, &line->id, e));
    return medical_line_insert(w->db, *line, NULL, e);
}

enum status stay_bring(struct medical_work *w, int64_t admission, int64_t bill, const char *reason,
                       struct error *e)
{
    struct stay_position_row row;
    enum status s = stay_position(
        w->db, (struct stay_position_args){.county = w->county, .admission = admission}, NULL, &row,
        e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_FAILED, "ADMISSION_MISSING", _("没有第 %lld 号入院登记"),
                         (long long)admission);
    if (s != STATUS_OK)
        return s;
    struct stay_position due =
        stay_position_of((enum admission_state)row.state, row.advance, row.aid);
    struct medical_line_insert_args line = {.payee_kind = PAYEE_KIND_HOSPITAL,
                                            .payee = row.hospital,
                                            .admission = admission,
                                            .bill = bill,
                                            .person = row.person,
                                            .reason = reason,
                                            .before = FEN(due.before.v - row.before.v),
                                            .during = FEN(due.during.v - row.during.v)};
    return line_write(w, &line, e);
}

/* What a claim is lowered by is owed back only as far as somebody got it: of an item that was
   cancelled nobody did, and so much becomes that run's. */
static enum status claim_lower(struct medical_work *w, struct medical_line_insert_args *line,
                               struct error *e)
{
    struct claim_given_up_row up;
    struct fen whole = line->after;
    enum status s = claim_given_up(w->db,
                                   (struct claim_given_up_args){.county = w->county,
                                                                .case_file = line->case_file,
                                                                .household = line->payee},
                                   NULL, &up, e);
    if (s == STATUS_NONE)
        return line_write(w, line, e);
    if (s != STATUS_OK)
        return s;
    line->batch = up.run;
    line->after = FEN(up.amount.v < -whole.v ? -up.amount.v : whole.v);
    whole = FEN(whole.v - line->after.v);
    TRY(line_write(w, line, e));
    line->batch = 0;
    line->after = whole;
    return line_write(w, line, e);
}

enum status claim_bring(struct medical_work *w, int64_t case_file, int64_t household,
                        int64_t person, int64_t bill, const char *reason, struct error *e)
{
    struct claim_aid_row due;
    struct claim_paid_row paid;
    TRY(claim_aid(
        w->db,
        (struct claim_aid_args){.county = w->county, .case_file = case_file, .person = person},
        NULL, &due, e));
    TRY(claim_paid(w->db,
                   (struct claim_paid_args){
                       .county = w->county, .case_file = case_file, .household = household},
                   NULL, &paid, e));
    struct medical_line_insert_args line = {.payee_kind = PAYEE_KIND_HOUSEHOLD,
                                            .payee = household,
                                            .case_file = case_file,
                                            .bill = bill,
                                            .person = person,
                                            .reason = reason,
                                            .after = FEN(due.aid.v - paid.after.v)};
    return line.after.v < 0 ? claim_lower(w, &line, e) : line_write(w, &line, e);
}

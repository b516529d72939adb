/* An item of claims, opened: which claims it pays, each bill with its formula, and what was paid
   for them before. */
#include "explain_claims.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "claims_sql.h"
#include "domain/medical/bill.h"

#define FORMULA_BYTES_MAX ((size_t)8 * 1024)

struct claim_explaining {
    struct db *db;
    int64_t county, household;
    struct arena *arena;
    struct explained_month *x;
};

static enum status line_add(struct claim_explaining *w, const struct explanation_line *line,
                            struct error *e)
{
    struct explanation *x = &w->x->explanation;
    if (!line->label || !line->formula || !line->document)
        return arena_exhausted(e);
    if (x->count == EXPLANATION_LINES_MAX)
        return error_set(e, STATUS_FAILED, "EXPLANATION_FULL", _("计算说明超过 %d 行"),
                         EXPLANATION_LINES_MAX);
    x->line[x->count++] = *line;
    return STATUS_OK;
}

/* The bill's own explanation as one line: its steps one after another. */
static const char *formula_of(struct arena *arena, const struct explanation *bill,
                              const char **ret_document)
{
    CLEANUP(buf_free) struct buf b = BUF_INIT(FORMULA_BYTES_MAX);
    *ret_document = "";
    for (size_t i = 0; i < bill->count; i++) {
        const struct explanation_line *line = &bill->line[i];
        if (line->document[0] != '\0')
            *ret_document = line->document;
        buf_addf(&b, "%s%s%s%s", i > 0 ? _("；") : "", line->label,
                 line->formula[0] != '\0' ? _("：") : "", line->formula);
    }
    return b.overflow ? NULL : arena_strdup(arena, buf_text(&b));
}

static enum status bill_add(struct claim_explaining *w, int64_t id, struct fen *aid,
                            struct error *e)
{
    struct bill_record bill;
    struct explanation *steps = ARENA_NEW(w->arena, struct explanation);
    bool differs;
    char day[DATE_TEXT_BYTES];
    const char *document;
    if (!steps)
        return arena_exhausted(e);
    enum status s = bill_read(w->db, w->county, id, w->arena, &bill, e);
    if (s == STATUS_OK)
        s = bill_explain(w->db, w->county, id, w->arena, steps, &differs, e);
    if (s == STATUS_NONE) /* it stands, so it was assessed */
        return error_set(e, STATUS_FAILED, "BILL_UNASSESSED",
                         _("第 %" PRId64 " 号账单没有核定。请运行 minsheng audit 查明。"), id);
    if (s != STATUS_OK)
        return s;
    w->x->differs |= differs;
    TRY(fen_add(*aid, bill.aid, aid));
    const char *formula = formula_of(w->arena, steps, &document);
    return line_add(
        w,
        &(struct explanation_line){.label = arena_printf(w->arena, _("%s 在%s的费用（%s）"),
                                                         bill.person_name, bill.hospital_name,
                                                         date_format(bill.discharged_on, day)),
                                   .formula = formula,
                                   .clause = "P3.3",
                                   .document = document,
                                   .amount = bill.aid,
                                   .person = bill.person},
        e);
}

/* The bills that stand less what was paid before; whatever became known after the item is said to
   be later, so that the lines add up to the item. */
static enum status case_add(struct claim_explaining *w, const struct claim_case_row *c,
                            struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct claim_standing_row row;
    struct fen aid = FEN(0);
    enum status s;
    TRY(claim_standing_bills_open(
        w->db, (struct claim_standing_bills_args){.county = w->county, .case_file = c->case_file},
        &cursor, e));
    while ((s = claim_standing_bills_next(cursor, &row, e)) == STATUS_OK)
        TRY(bill_add(w, row.id, &aid, e));
    if (s != STATUS_NONE)
        return s;
    const struct explanation_line earlier = {
        .label = _("以前已付"),
        .formula = arena_printf(w->arena, _("第 %" PRId64 " 号申请"), c->case_file),
        .clause = "P3.3",
        .document = "",
        .amount = FEN(-c->earlier.v)};
    struct explanation_line later = earlier;
    later.label = _("以后的更正，另行结算");
    later.amount = FEN(c->amount.v - (aid.v - c->earlier.v));
    if (earlier.amount.v != 0)
        TRY(line_add(w, &earlier, e));
    return later.amount.v != 0 ? line_add(w, &later, e) : STATUS_OK;
}

enum status claims_explain(struct db *db, int64_t county, int64_t household, int64_t bound_run,
                           struct arena *arena, struct explained_month *x, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct claim_explaining w = {
        .db = db, .county = county, .household = household, .arena = arena, .x = x};
    struct claim_case_row row;
    struct fen total = FEN(0);
    size_t count = 0;
    enum status s;
    TRY(claim_case_list_open(db,
                             (struct claim_case_list_args){.county = county,
                                                           .household = household,
                                                           .run = bound_run,
                                                           .until = month_last_day(x->month),
                                                           .known = x->known},
                             &cursor, e));
    while ((s = claim_case_list_next(cursor, &row, e)) == STATUS_OK) {
        TRY(case_add(&w, &row, e));
        TRY(fen_add(total, row.amount, &total));
        count++;
    }
    if (s != STATUS_NONE)
        return s;
    if (count == 0 && !x->has_item)
        return STATUS_NONE;
    x->amount = (struct benefit_amount){.outcome = total.v > 0 ? BENEFIT_PAYABLE : BENEFIT_ZERO,
                                        .basic = total};
    x->differs |= x->has_item && total.v != x->basic.v;
    return STATUS_OK;
}

/* One bill opened: its figures and that they add up, why the aid is what it is, what it brought
   whom, how it was assessed before, and what it replaces or was replaced by. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/medical/board.h"
#include "domain/medical/statement.h"
#include "domain/transfer/transfer.h"
#include "web/pages/guarded.h"
#include "web/pages/medical_page.h"
#include "web/pages/query.h"

static enum status explained_add(struct request *r, const struct bill_record *b, struct error *e)
{
    struct explanation *x = ARENA_NEW(r->arena, struct explanation);
    bool differs;
    if (x == NULL)
        return arena_exhausted(e);
    x->arena = r->arena;
    enum status s = bill_explain(r->db, r->county, b->id, r->arena, x, &differs, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    struct view *v = view_add_object(r->page, "explained");
    view_add_bool(v, "differs", differs);
    explanation_lines_add(r, v, x);
    view_add_fen(v, "total_fen", b->aid);
    return STATUS_OK;
}

/* Where a line went: a statement of the hospital's, or a run for the household. */
static enum status batch_add(struct request *r, struct view *v, const struct board_line *line,
                             const char *prefix, struct error *e)
{
    view_add_bool(v, "is_waiting", line->batch == 0);
    if (line->batch == 0)
        return STATUS_OK;
    if (!line->is_hospital) {
        view_add_textf(v, "batch_label", "%s %" PRId64, request_text(r, N_("发放批次")),
                       line->batch);
        if (request_can(r, PERMISSION_PAYMENT_READ))
            view_add_textf(v, "batch_path", "/runs/%" PRId64, line->batch);
        return STATUS_OK;
    }
    struct statement_record statement;
    char month[MONTH_TEXT_BYTES];
    enum status s = statement_read(r->db, r->county, line->batch, r->arena, &statement, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    const char *state = statement_state_label(statement.state);
    if (statement.transfer != 0 && statement.state == STATEMENT_APPROVED) {
        struct transfer_record transfer;
        TRY(transfer_read(r->db, r->county, statement.transfer, r->arena, &transfer, e));
        state = transfer.state == TRANSFER_APPROVED ? state : transfer_state_label(transfer.state);
    }
    view_add_textf(v, "batch_label", "%s %s · %s", month_text(r, statement.month, month),
                   request_text(r, N_("结算单")), request_text(r, state));
    if (request_sees_county(r) || request_can(r, PERMISSION_MEDICAL_COUNTER))
        view_add_textf(v, "batch_path", "%s/statements/%" PRId64, prefix, line->batch);
    if (statement.transfer != 0 && request_can(r, PERMISSION_TRANSFER_READ) &&
        request_sees_county(r))
        view_add_integer(v, "transfer", statement.transfer);
    return STATUS_OK;
}

static enum status lines_add(struct request *r, const struct bill_record *b, const char *prefix,
                             struct error *e)
{
    struct board_line *lines;
    size_t count;
    struct fen sum = FEN(0);
    TRY(board_lines(r->db, r->county, b->admission, b->case_file, r->arena, &lines, &count, e));
    struct view *list = view_add_list(r->page, "lines_owed");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        struct fen amount = FEN(lines[i].before.v + lines[i].during.v + lines[i].after.v);
        view_add_text(v, "reason_label", request_text(r, medical_reason_label(lines[i].reason)));
        view_add_text(v, "payee_label",
                      request_text(r, lines[i].is_hospital ? N_("医院") : N_("家庭")));
        view_add_fen(v, "before_fen", lines[i].before);
        view_add_fen(v, "during_fen", lines[i].during);
        view_add_fen(v, "after_fen", lines[i].after);
        view_add_fen(v, "amount_fen", amount);
        view_add_bool(v, "is_negative", amount.v < 0);
        view_add_date(v, "entered_on", lines[i].entered_on);
        TRY(batch_add(r, v, &lines[i], prefix, e));
        sum.v += amount.v;
    }
    view_add_fen(r->page, "owed_fen", sum);
    return STATUS_OK;
}

static enum status assessments_add(struct request *r, const struct bill_record *b, struct error *e)
{
    struct board_assessment *all;
    size_t count;
    TRY(board_assessments(r->db, r->county, b->id, r->arena, &all, &count, e));
    struct view *list = view_add_list(r->page, "assessments");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        stamp_add(v, "at", all[i].at);
        view_add_text(v, "actor", request_can(r, PERMISSION_MEDICAL_READ) ? all[i].actor : NULL);
        view_add_text(v, "reason_label", request_text(r, medical_reason_label(all[i].reason)));
        view_add_text(v, "class_label", request_text(r, medical_class_label(all[i].class)));
        view_add_fen(v, "deductible_fen", all[i].deductible);
        rate_add(v, "rate", all[i].rate_bp);
        view_add_fen(v, "cap_fen", all[i].cap);
        view_add_fen(v, "aided_before_fen", all[i].aided_before);
        view_add_fen(v, "aid_fen", all[i].aid);
        view_add_bool(v, "is_current", all[i].is_current);
    }
    view_add_bool(r->page, "has_assessments", count > 1);
    return STATUS_OK;
}

static bool is_same_story(const struct bill_record *a, const struct bill_record *b)
{
    if (a->id == b->id || a->source != b->source)
        return false;
    if (a->source == BILL_HOSPITAL)
        return a->admission == b->admission;
    return a->replaces == b->id || b->replaces == a->id;
}

/* Bills of the same stay, and those that a corrected claim bill replaced. */
static enum status history_add(struct request *r, const struct bill_record *b, const char *prefix,
                               struct error *e)
{
    bool is_counter = request_can(r, PERMISSION_MEDICAL_COUNTER);
    const struct bill_filter filter = {.scope = is_counter ? 0 : r->session.user.scope,
                                       .hospital = is_counter ? b->hospital : 0,
                                       .person = b->person,
                                       .is_struck_too = true,
                                       .row_count = BILL_PAGE_ROWS_MAX};
    struct bill_record *bills;
    size_t count;
    bool has_more;
    TRY(bill_list(r->db, r->county, &filter, r->arena, &bills, &count, &has_more, e));
    struct view *list = view_add_list(r->page, "history");
    for (size_t i = count; i > 0; i--) {
        if (!is_same_story(&bills[i - 1], b))
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_textf(v, "bill_path", "%s/bills/%" PRId64, prefix, bills[i - 1].id);
        bill_add(r, v, &bills[i - 1], NULL);
    }
    return STATUS_OK;
}

enum status bill_fill(struct request *r, const struct bill_record *b, const char *prefix,
                      struct error *e)
{
    const struct division_table *table = NULL;
    bool is_counter = request_can(r, PERMISSION_MEDICAL_COUNTER);
    if (!is_counter)
        TRY(place_table(r, date_month(date_today()), &table, e));
    view_add_text(r->page, "prefix", prefix);
    view_add_bool(r->page, "is_bureau", !is_counter);
    bill_add(r, r->page, b, table);
    bill_identity_add(r, r->page, &b->amounts, b->aid, b->personal);
    TRY(explained_add(r, b, e));
    TRY(lines_add(r, b, prefix, e));
    TRY(assessments_add(r, b, e));
    return history_add(r, b, prefix, e);
}

/* What a case would bring or brought, line by line: a month's benefit by the form, a claim's aid by
   its bills, an advance. */
#include "base/i18n.h"
#include "domain/casework/claim.h"
#include "domain/casework/effect.h"
#include "domain/medical/advance.h"
#include "web/pages/case_page.h"
#include "web/pages/pages.h"

static void lines_add(const struct request *r, struct view *lines, const char *bill,
                      const struct explanation *x)
{
    for (size_t i = 0; i < x->count; i++) {
        struct view *line = view_add_object(lines, NULL);
        view_add_text(line, "bill", i == 0 ? bill : NULL);
        view_add_text(line, "label", request_text(r, x->line[i].label));
        view_add_text(line, "formula", request_text(r, x->line[i].formula));
        view_add_text(line, "clause", x->line[i].clause);
        view_add_text(line, "document", request_text(r, x->line[i].document));
        view_add_fen(line, "amount_fen", x->line[i].amount);
    }
}

static struct view *proposal_add(struct request *r, const struct case_record *c, struct month m,
                                 struct fen amount)
{
    struct view *v = view_add_object(r->page, "proposal");
    view_add_month(v, "month", m);
    view_add_bool(v, "is_once", case_kind_is_medical(c->kind));
    view_add_fen(v, "total_fen", amount);
    return view_add_list(v, "lines");
}

/* A form half asked for, or a month without a plan: no proposal yet. */
static bool is_no_proposal(enum status s)
{
    return s == STATUS_REFUSED || s == STATUS_NONE;
}

static enum status proposed_add(struct request *r, const struct case_record *c,
                                const struct entry_data *form, struct error *e)
{
    struct explanation *x = ARENA_NEW(r->arena, struct explanation);
    const struct month m = c->effective.v != 0 ? c->effective : date_month(date_today());
    struct fen amount;
    struct error why = {0};
    if (x == NULL)
        return arena_exhausted(e);
    x->arena = r->arena;
    enum status s =
        c->kind == CASE_MEDICAL
            ? claim_quote(r->db, r->county, r->keys, form, (enum medical_class)c->mgmt_class,
                          r->arena, &amount, x, &why)
            : case_amount(r->db, r->county, c->kind, form, m, r->arena, &amount, x, &why);
    if (s == STATUS_OK)
        lines_add(r, proposal_add(r, c, m, amount), NULL, x);
    else if (!is_no_proposal(s))
        *e = why;
    return is_no_proposal(s) ? STATUS_OK : s;
}

static enum status payment_add(struct request *r, const struct case_record *c, struct error *e)
{
    enum claim_payment payment;
    struct fen amount;
    enum status s = claim_payment_read(r->db, r->county, c->id, &payment, &amount, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    struct view *v = view_add_object(r->page, "payment");
    view_add_text(v, "payment_code", claim_payment_code(payment));
    view_add_text(v, "payment_label", request_text(r, claim_payment_label(payment)));
    view_add_fen(v, "payment_fen", amount);
    view_add_bool(v, "is_paid", payment == CLAIM_PAID);
    view_add_bool(v, "is_returned", payment == CLAIM_RETURNED);
    return STATUS_OK;
}

static enum status decided_add(struct request *r, const struct case_record *c, struct error *e)
{
    struct claim_assessed *bills;
    size_t count;
    TRY(claim_assessed_read(r->db, r->county, c->id, r->arena, &bills, &count, e));
    struct fen sum = {0};
    for (size_t i = 0; i < count; i++)
        TRY(fen_add(sum, bills[i].assessment.aid, &sum));
    struct view *lines = proposal_add(r, c, c->effective, sum);
    for (size_t i = 0; i < count; i++)
        lines_add(r, lines, bills[i].written.hospital_name, bills[i].explanation);
    return payment_add(r, c, e);
}

static enum status advance_add(struct request *r, const struct case_record *c, struct error *e)
{
    struct claim_advance a;
    enum status s = claim_advance_read(r->db, r->county, c->id, &a, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    struct view *v = view_add_object(r->page, "advance");
    view_add_integer(v, "advance", a.id);
    view_add_text(v, "advance_state",
                  request_text(r, advance_state_label((enum advance_state)a.state)));
    view_add_fen(v, "advance_fen", a.amount);
    view_add_date(v, "expires_on", a.expires_on);
    return STATUS_OK;
}

enum status case_amount_add(struct request *r, const struct case_record *c,
                            const struct entry_data *form, struct error *e)
{
    if (c->kind == CASE_ADVANCE)
        return advance_add(r, c, e);
    if (c->kind == CASE_MEDICAL && c->state == STATE_ACTIVE)
        return decided_add(r, c, e);
    return case_kind_is_application(c->kind) ? proposed_add(r, c, form, e) : STATUS_OK;
}

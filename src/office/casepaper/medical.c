/* What was decided on a claim or an advance, for its papers: bill by bill with the sum, or the
   money that stands in for the deposit. */
#include "case_view.h"
#include "domain/casework/claim.h"
#include "domain/payee/payee.h"

static void bill_add(struct paper *p, struct view *list, const struct claim_assessed *a, int64_t no)
{
    const struct medical_amounts *m = &a->written.amounts;
    struct view *o = view_add_object(list, NULL);
    view_add_integer(o, "no", no);
    view_add_text(o, "hospital", a->written.hospital_name);
    view_add_text(o, "visit", medical_visit_label(a->written.visit));
    paper_date(o, "admitted_on", a->written.admitted_on, false);
    paper_date(o, "discharged_on", a->written.discharged_on, false);
    paper_fen(p, o, "total", m->total);
    paper_fen(p, o, "in_scope", m->in_scope);
    paper_fen(p, o, "insurance", m->insurance);
    paper_fen(p, o, "critical", m->critical);
    paper_fen(p, o, "other", m->other);
    paper_fen(p, o, "relief", m->relief);
    paper_fen(p, o, "veteran", m->veteran);
    paper_fen(p, o, "aid", a->assessment.aid);
    paper_fen(p, o, "personal", a->assessment.personal);
    struct view *lines = view_add_list(o, "lines");
    for (size_t i = 0; i < a->explanation->count; i++) {
        struct view *line = view_add_object(lines, NULL);
        view_add_text(line, "label", a->explanation->line[i].label);
        view_add_text(line, "formula", a->explanation->line[i].formula);
        view_add_text(line, "document", a->explanation->line[i].document);
        paper_fen(p, line, "amount", a->explanation->line[i].amount);
    }
}

static enum status claim_add(struct paper *p, const struct case_paper_case *x, struct error *e)
{
    struct claim_assessed *bills;
    struct fen cost = {0}, aid = {0}, personal = {0};
    size_t count;
    struct view *o = view_add_object(p->root, "claim"), *list = view_add_list(o, "bills");
    TRY(claim_assessed_read(p->db, p->county, x->c.id, p->arena, &bills, &count, e));
    for (size_t i = 0; i < count; i++) {
        bill_add(p, list, &bills[i], (int64_t)i + 1);
        TRY(fen_add(cost, bills[i].written.amounts.total, &cost));
        TRY(fen_add(aid, bills[i].assessment.aid, &aid));
        TRY(fen_add(personal, bills[i].assessment.personal, &personal));
    }
    paper_fen(p, o, "cost", cost);
    paper_fen(p, o, "aid", aid);
    paper_fen(p, o, "personal", personal);
    return STATUS_OK;
}

static enum status advance_add(struct paper *p, const struct case_paper_case *x, struct error *e)
{
    struct claim_advance a;
    struct payee hospital = {.name = "县内任一定点医院"};
    struct view *o = view_add_object(p->root, "advance");
    enum status s = claim_advance_read(p->db, p->county, x->c.id, &a, e);
    if (s != STATUS_OK) /* not approved yet */
        return s == STATUS_NONE ? STATUS_OK : s;
    if (a.hospital != 0)
        TRY(payee_by_id(p->db, p->county, a.hospital, p->arena, &hospital, e));
    view_add_integer(o, "number", a.id);
    view_add_text(o, "hospital", hospital.name);
    paper_fen(p, o, "amount", a.amount);
    paper_date(o, "approved_on", a.approved_on, false);
    paper_date(o, "expires_on", a.expires_on, false);
    return STATUS_OK;
}

enum status case_paper_medical(struct paper *p, const struct case_paper_case *x, struct error *e)
{
    TRY(x->c.kind == CASE_ADVANCE ? advance_add(p, x, e) : claim_add(p, x, e));
    return view_status(p->root, e);
}

#include "case_view.h"

#include "base/text.h"
#include "casepaper_sql.h"
#include "domain/casework/attachment.h"
#include "domain/payment/explain.h"

enum status case_paper_read(struct db *db, int64_t county, const struct keyring *keys,
                            int64_t case_id, struct date today, struct arena *arena,
                            struct case_paper_case *ret, struct error *e)
{
    *ret = (struct case_paper_case){.form = NULL};
    TRY(case_read(db, county, case_id, today, arena, &ret->c, e));
    TRY(case_steps(db, county, keys, case_id, arena, &ret->steps, &ret->step_count, e));
    if (!keys)
        return STATUS_OK;
    return case_form_read(db, county, keys, case_id, 0, arena, &ret->form, e);
}

const struct case_step *case_paper_step(const struct case_paper_case *x, enum case_action action)
{
    const struct case_step *found = NULL;
    for (size_t i = 0; i < x->step_count; i++)
        if (x->steps[i].action == action)
            found = &x->steps[i];
    return found;
}

static const char *class_word(int mgmt_class)
{
    static const char *const words[] = {"", "A类", "B类", "C类"};
    return mgmt_class >= 1 && mgmt_class <= 3 ? words[mgmt_class] : "";
}

/* What a household has in a month by the rule and what is known now; NONE: not in the programme. */
static enum status amount_at(struct paper *p, const struct case_record *c, struct month m,
                             struct fen *ret, struct error *e)
{
    struct explained_month *month;
    TRY(payment_explain(p->db, p->county, c->programme, c->household, m, KNOWN_NOW, p->arena,
                        &month, e));
    return fen_add(month->amount.basic, month->amount.topup, ret);
}

/* An application carries its amount itself; what changes a benefit shows the registry's, before and
   after once it is decided. */
static enum status amounts_add(struct paper *p, struct view *o, const struct case_record *c,
                               struct error *e)
{
    struct fen now, before, difference;
    bool is_decided = c->effective.v != 0;
    paper_fen(p, o, "income_year", c->income_year);
    if (c->household == 0 || case_kind_is_application(c->kind)) {
        if (is_decided || c->amount_month.v != 0) /* else left to be written */
            paper_fen(p, o, "amount_month", c->amount_month);
        return STATUS_OK;
    }
    enum status s = amount_at(p, c, is_decided ? c->effective : date_month(c->opened_on), &now, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    paper_fen(p, o, "amount_month", now);
    if (!is_decided)
        return STATUS_OK;
    s = amount_at(p, c, month_add(c->effective, -1), &before, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    TRY(fen_sub(now, before, &difference));
    paper_fen(p, o, "amount_before", before);
    paper_fen(p, o, "amount_difference", difference);
    return STATUS_OK;
}

static enum status limits_add(struct paper *p, struct view *o, const struct case_paper_case *x,
                              struct error *e)
{
    struct case_rules rules;
    const struct case_step *asked = case_paper_step(x, ACTION_ASK_PAPERS);
    if (asked)
        paper_date(o, "papers_due", asked->due_on, false);
    if (x->c.accepted_on.v == 0 || case_kind_is_medical(x->c.kind)) /* nobody visits */
        return STATUS_OK;
    TRY(case_rules_read(p->db, p->county, date_month(x->c.accepted_on), &rules, e));
    paper_date(o, "survey_due", case_limit_due(&rules, LIMIT_SURVEY, x->c.accepted_on), false);
    return STATUS_OK;
}

static enum status case_add(struct paper *p, const struct case_paper_case *x, struct error *e)
{
    const struct case_record *c = &x->c;
    struct view *o = view_add_object(p->root, "case");
    bool has_change = c->change_kind != CHANGE_NONE && !x->is_blank;
    const char *change = has_change ? case_change_label(c->change_kind) : "";
    int year, month, day;
    date_split(c->closed_on.v   ? c->closed_on
               : c->opened_on.v ? c->opened_on
                                : p->options->today,
               &year, &month, &day);
    view_add_text(o, "number", c->number);
    view_add_text(o, "receipt", c->receipt);
    view_add_text(o, "programme", paper_programme(c->programme));
    view_add_text(o, "applicant", c->applicant);
    view_add_text(o, "head_word",
                  c->programme == PROGRAMME_DIBAO     ? "户主姓名"
                  : c->programme == PROGRAMME_MEDICAL ? "患者姓名"
                                                      : "姓名");
    view_add_bool(o, "is_medical", case_kind_is_medical(c->kind));
    if (!x->is_blank) {
        view_add_integer(o, "people_count", c->people_count);
        view_add_integer(o, "protected_count", c->protected_count);
        TRY(amounts_add(p, o, c, e));
    }
    view_add_text(o, "class",
                  case_kind_is_medical(c->kind) ? case_record_class_label(c)
                                                : class_word(c->mgmt_class));
    view_add_text(o, "change", change);
    view_add_bool(o, "is_relative", c->is_relative);
    view_add_text(o, "is_relative_on", c->is_relative ? "true" : "false");
    paper_month(o, "effective", c->effective);
    paper_date(o, "opened_on", c->opened_on, false);
    paper_date(o, "accepted_on", c->accepted_on, false);
    /* The register of letters gives the number; it is written in by hand. */
    view_add_textf(o, "document_number", "%.3s民告〔%d〕　　号", p->whole ? p->whole->name : "",
                   year);
    return limits_add(p, o, x, e);
}

/* ---- steps ---- */

static void step_add(struct paper *p, struct view *steps, const char *name,
                     const struct case_paper_case *x, enum case_action action,
                     const struct case_step *step)
{
    struct view *o = view_add_object(steps, name);
    view_add_bool(o, "done", step != NULL);
    view_add_text(o, "actor", step ? paper_user(p, step->actor) : NULL);
    paper_date(o, "on", step ? step->on : (struct date){0}, true);
    paper_form(p, o, case_form_of(x->c.kind, x->c.change_kind, action),
               step ? step->content : NULL);
}

static const struct case_step *later(const struct case_step *a, const struct case_step *b)
{
    return !a || (b && b->seq > a->seq) ? b : a;
}

static void steps_add(struct paper *p, const struct case_paper_case *x)
{
    static const enum case_action actions[] = {
        ACTION_ASK_PAPERS,   ACTION_SUPPLY_PAPERS, ACTION_ACCEPT,     ACTION_NOT_ACCEPT,
        ACTION_CHECK,        ACTION_SURVEY,        ACTION_DELIBERATE, ACTION_REVIEW,
        ACTION_CLOSE_NOTICE, ACTION_REINVESTIGATE, ACTION_SPOT_CHECK, ACTION_SERVE,
        ACTION_CONFIRM,      ACTION_TO_CHANGE};
    struct view *steps = view_add_object(p->root, "step");
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
        step_add(p, steps, case_action_code(actions[i]), x, actions[i],
                 case_paper_step(x, actions[i]));
    /* A case has one decision: the later of the two. */
    const struct case_step *approved = case_paper_step(x, ACTION_APPROVE);
    const struct case_step *refused = case_paper_step(x, ACTION_REFUSE);
    const struct case_step *decided = later(approved, refused);
    step_add(p, steps, "approve", x, ACTION_APPROVE, decided == approved ? approved : NULL);
    step_add(p, steps, "refuse", x, ACTION_REFUSE, decided == refused ? refused : NULL);
    step_add(p, steps, "decision", x, decided ? decided->action : ACTION_APPROVE, decided);
    const struct case_step *concluded =
        later(case_paper_step(x, ACTION_CONFIRM), case_paper_step(x, ACTION_TO_CHANGE));
    step_add(p, steps, "conclusion", x, concluded ? concluded->action : ACTION_CONFIRM, concluded);
}

enum status case_paper_view(struct paper *p, const struct case_paper_case *x, struct error *e)
{
    const struct case_step *decided =
        later(case_paper_step(x, ACTION_APPROVE), case_paper_step(x, ACTION_REFUSE));
    TRY(paper_place(p, x->c.division, e));
    TRY(case_add(p, x, e));
    paper_form(p, view_add_object(p->root, "form"),
               case_form_of(x->c.kind, x->c.change_kind, case_opening_action(x->c.kind)), x->form);
    steps_add(p, x);
    struct date on = decided ? decided->on : x->is_blank ? p->options->today : x->c.state_on;
    TRY(paper_law(p, x->c.programme, on, e));
    return view_status(p->root, e);
}

enum status case_paper_attachments(struct paper *p, int64_t case_id, struct error *e)
{
    struct attachment_row *rows;
    size_t count;
    struct view *list = view_add_list(p->root, "attachments");
    TRY(attachment_list(p->db, p->county, case_id, p->arena, &rows, &count, e));
    for (size_t i = 0; i < count; i++) {
        struct view *o = view_add_object(list, NULL);
        view_add_integer(o, "no", (int64_t)i + 1);
        view_add_text(o, "title", rows[i].title);
        view_add_integer(o, "pages", rows[i].page_count);
        view_add_text(o, "kind", attachment_kind_label(rows[i].kind));
    }
    return STATUS_OK;
}

static const char *form_word(const struct entry_data *form)
{
    const char *code = entry_get(form, "form");
    return text_equals(code, "INSTITUTION") ? "集中供养"
           : text_equals(code, "SCATTERED") ? "分散供养"
                                            : "";
}

enum status case_paper_certificate(struct paper *p, const struct case_paper_case *x,
                                   struct error *e)
{
    struct casepaper_certificate_row row = {.number = ""};
    struct casepaper_funeral_row funeral;
    bool is_wubao = x->c.programme == PROGRAMME_WUBAO;
    const char *id = entry_get(x->form, "members.1.id_number");
    struct view *o = view_add_object(p->root, "certificate");
    enum status s = STATUS_NONE;
    if (x->c.household > 0)
        s = casepaper_certificate(
            p->db,
            (struct casepaper_certificate_args){.county = p->county, .household = x->c.household},
            p->arena, &row, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    view_add_text(o, "title", is_wubao ? "农村五保供养证书" : "农村居民最低生活保障证");
    view_add_text(o, "number", row.number);
    view_add_text(o, "id_number", p->options->shows_numbers ? id : paper_covered(p->arena, id));
    view_add_text(o, "form_word", is_wubao ? "供养形式" : "类别");
    view_add_text(o, "form", is_wubao ? form_word(x->form) : class_word(x->c.mgmt_class));
    paper_date(o, "issued_on", s == STATUS_OK ? row.issued_on : (struct date){0}, true);
    if (x->c.kind != CASE_CANCEL)
        return STATUS_OK;
    s = casepaper_funeral(p->db,
                          (struct casepaper_funeral_args){
                              .county = p->county, .household = x->c.household, .case_id = x->c.id},
                          p->arena, &funeral, e);
    if (s == STATUS_OK)
        paper_fen(p, o, "funeral_amount", funeral.amount_fen);
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* One case as one story: who, where it stands, what happens next by when, what was done, with what
   papers, and how the proposed amount comes about. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/deadline.h"
#include "domain/casework/forms.h"
#include "domain/casework/notice.h"
#include "domain/medical/board.h"
#include "domain/registry/household_list.h"
#include "web/pages/case_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

#define DAYS_SOON 3 /* working days in which something is said to be due soon */
#define HTTP_FORBIDDEN 403
#define HTTP_CONFLICT 409
#define HTTP_UNPROCESSABLE 422

struct case_actor case_page_actor(const struct request *r)
{
    return (struct case_actor){.user = r->session.user.name,
                               .role = r->session.user.role,
                               .scope = r->session.user.scope,
                               .today = date_today()};
}

enum status case_of_address(struct request *r, struct case_record *ret, struct error *e)
{
    int64_t id;
    struct case_record c;
    TRY(request_parameter_i64(r, "case", &id));
    TRY(case_read(r->db, r->county, id, date_today(), r->arena, &c, e));
    if (!access_in_scope(r->session.user.scope, c.division))
        return STATUS_NONE;
    *ret = c;
    return STATUS_OK;
}

unsigned case_refusal_status(const struct error *why)
{
    if (text_ends(why->code, "_CHANGED"))
        return HTTP_CONFLICT;
    return text_starts(why->code, "ACCESS_") ? HTTP_FORBIDDEN : HTTP_UNPROCESSABLE;
}

/* "A", "B", "C"; "" otherwise. */
static const char *class_name(int mgmt_class)
{
    static const char *const names[] = {"", "A", "B", "C"};
    return mgmt_class >= 0 && mgmt_class <= 3 ? names[mgmt_class] : "";
}

/* ---- the head ---- */

static void day_add(struct view *v, const char *name, struct date day)
{
    if (day.v == 0)
        view_add_text(v, name, NULL);
    else
        view_add_date(v, name, day);
}

static bool is_good_end(enum case_state s)
{
    return s == STATE_ACTIVE || s == STATE_CHANGED || s == STATE_CONFIRMED;
}

static bool is_bad_end(enum case_state s)
{
    return s == STATE_NOT_ACCEPTED || s == STATE_REFUSED;
}

static void days_add(struct view *v, const struct case_record *c)
{
    bool is_open = c->closed_on.v == 0, is_due = is_open && c->due_on.v != 0;
    day_add(v, "opened_on", c->opened_on);
    day_add(v, "accepted_on", c->accepted_on);
    day_add(v, "state_on", c->state_on);
    day_add(v, "due_on", is_open ? c->due_on : (struct date){0});
    day_add(v, "closed_on", c->closed_on);
    view_add_integer(v, "days_left", c->days_left);
    view_add_integer(v, "days_over", c->days_left < 0 ? -c->days_left : 0);
    view_add_bool(v, "is_due_today", is_due && c->days_left == 0);
    view_add_bool(v, "is_overdue", is_due && c->days_left < 0);
    view_add_bool(v, "is_soon", is_due && c->days_left > 0 && c->days_left <= DAYS_SOON);
    view_add_bool(v, "has_time", is_due && c->days_left > DAYS_SOON);
    view_add_bool(v, "is_open", is_open);
}

void case_head_add(const struct request *r, struct view *v, const struct case_record *c,
                   const struct division_table *table)
{
    view_add_integer(v, "case", c->id);
    view_add_textf(v, "case_path", "/cases/%" PRId64, c->id);
    view_add_text(v, "number", c->number);
    view_add_text(v, "kind", case_kind_code(c->kind));
    view_add_text(v, "kind_label", request_text(r, case_kind_label(c->kind)));
    view_add_text(v, "change",
                  c->change_kind != CHANGE_NONE ? case_change_code(c->change_kind) : "");
    view_add_text(v, "change_label",
                  c->change_kind != CHANGE_NONE ? request_text(r, case_change_label(c->change_kind))
                                                : "");
    view_add_text(v, "state", case_state_code(c->state));
    view_add_text(v, "state_label", request_text(r, case_record_state_label(c->kind, c->state)));
    view_add_bool(v, "is_good", is_good_end(c->state));
    view_add_bool(v, "is_bad", is_bad_end(c->state));
    view_add_text(v, "applicant", c->applicant);
    view_add_text(v, "id_tail", c->id_tail);
    view_add_count(v, "people", c->people_count);
    view_add_count(v, "protected", c->protected_count);
    view_add_text(v, "class", case_kind_is_medical(c->kind) ? "" : class_name(c->mgmt_class));
    view_add_bool(v, "is_medical", case_kind_is_medical(c->kind));
    view_add_text(v, "medical_class",
                  case_kind_is_medical(c->kind) && c->mgmt_class != 0
                      ? request_text(r, case_record_class_label(c))
                      : NULL);
    view_add_fen(v, "income_fen", c->income_year);
    view_add_fen(v, "amount_fen", c->amount_month);
    view_add_integer(v, "version", c->version);
    /* Who is helped without a benefit has no page among those who have one. */
    const bool has_page =
        !case_kind_is_medical(c->kind) || medical_class_is_key((enum medical_class)c->mgmt_class);
    if (c->household != 0 && has_page)
        view_add_integer(v, "household", c->household);
    else
        view_add_text(v, "household", NULL);
    days_add(v, c);
    place_add(v, table, c->division);
}

const char *case_title(const struct request *r, const struct case_record *c)
{
    return arena_printf(r->arena, "%s %s", c->number, c->applicant);
}

static void facts_add(const struct request *r, struct view *v, const struct case_record *c,
                      const struct division_table *table)
{
    case_head_add(r, v, c, table);
    view_add_text(v, "receipt", c->receipt);
    if (c->effective.v != 0)
        view_add_month(v, "effective", c->effective);
    else
        view_add_text(v, "effective", NULL);
    view_add_bool(v, "is_relative", c->is_relative);
    view_add_bool(v, "is_sampled", c->is_sampled);
    view_add_bool(v, "is_spot_checked", c->is_spot_checked);
    if (c->linked_case != 0)
        view_add_integer(v, "linked_case", c->linked_case);
    else
        view_add_text(v, "linked_case", NULL);
}

/* ---- what may be done ---- */

/* Notices take several cases at once and have their own pages. last_notice 0: none yet. */
static const char *choice_path(const struct request *r, const struct case_record *c,
                               enum case_action action, int64_t last_notice)
{
    if (action == ACTION_POST)
        return arena_printf(r->arena, "/notices/new?case=%" PRId64, c->id);
    if (action == ACTION_CLOSE_NOTICE && last_notice != 0)
        return arena_printf(r->arena, "/notices/%" PRId64, last_notice);
    if (action == ACTION_CLOSE_NOTICE)
        return "/notices";
    return arena_printf(r->arena, "/cases/%" PRId64 "/%s", c->id, case_action_code(action));
}

static void choice_add(const struct request *r, struct view *list, const struct case_record *c,
                       const struct case_choice *choice, int64_t last_notice)
{
    const struct case_transition *t = choice->transition;
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "action", case_action_code(t->action));
    view_add_text(v, "label", request_text(r, case_action_label(t->action)));
    view_add_text(v, "path", choice_path(r, c, t->action, last_notice));
    view_add_text(v, "next_state", request_text(r, case_record_state_label(c->kind, t->to)));
    view_add_bool(v, "is_allowed", choice->reason == NULL);
    view_add_text(v, "reason", choice->reason != NULL ? request_text(r, choice->reason) : NULL);
    view_add_text(v, "who", request_text(r, PERMISSIONS[t->permission].label));
    view_add_text(v, "document_label",
                  t->document != DOCUMENT_NONE ? request_text(r, case_document_label(t->document))
                                               : NULL);
    view_add_bool(v, "is_quiet",
                  t->action == ACTION_WITHDRAW || t->action == ACTION_SEND_BACK ||
                      t->action == ACTION_REFUSE || t->action == ACTION_NOT_ACCEPT ||
                      t->action == ACTION_OBJECT || t->action == ACTION_ASK_PAPERS);
}

static enum status choices_add(struct request *r, const struct case_record *c, struct error *e)
{
    struct case_actor actor = case_page_actor(r);
    struct case_choice *choices;
    size_t count;
    int64_t last_notice = 0;
    enum status s = notice_of_case(r->db, r->county, c->id, &last_notice, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (last_notice != 0)
        view_add_integer(r->page, "last_notice", last_notice);
    else
        view_add_text(r->page, "last_notice", NULL);
    TRY(case_choices(r->db, r->county, &actor, c, r->arena, &choices, &count, e));
    struct view *list = view_add_list(r->page, "choices");
    for (size_t i = 0; i < count; i++)
        choice_add(r, list, c, &choices[i], last_notice);
    view_add_text(r->page, "public_text",
                  count > 0 && choices[0].transition->public_text != NULL
                      ? request_text(r, choices[0].transition->public_text)
                      : NULL);
    return STATUS_OK;
}

/* ---- what was done ---- */

static void document_add(const struct request *r, struct view *v, const struct case_record *c,
                         enum case_document d)
{
    view_add_text(v, "document_label",
                  d != DOCUMENT_NONE ? request_text(r, case_document_label(d)) : NULL);
    view_add_textf(v, "document_path", "/cases/%" PRId64 "/documents/%s", c->id,
                   d != DOCUMENT_NONE ? case_document_code(d) : "");
}

static enum status steps_add(struct request *r, const struct case_record *c, struct error *e)
{
    struct case_step *steps;
    size_t count;
    TRY(case_steps(r->db, r->county, r->keys, c->id, r->arena, &steps, &count, e));
    struct view *list = view_add_list(r->page, "steps");
    for (size_t i = 0; i < count; i++) {
        const struct case_step *step = &steps[i];
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "seq", step->seq);
        view_add_text(v, "action", case_action_code(step->action));
        view_add_text(v, "label", request_text(r, case_action_label(step->action)));
        view_add_text(v, "state_label",
                      request_text(r, case_record_state_label(c->kind, step->to)));
        view_add_text(v, "actor", step->actor);
        day_add(v, "on", step->on);
        day_add(v, "due_on", step->due_on);
        view_add_bool(v, "was_late", step->due_on.v != 0 && step->on.v > step->due_on.v);
        document_add(r, v, c, step->document);
        struct view *values = view_add_list(v, "values");
        /* The opening step's form is shown once, as it stands now. */
        if (step->content != NULL && step->from != STATE_NONE)
            case_entry_values_add(r, values, case_form_of(c->kind, c->change_kind, step->action),
                                  step->content, false);
        view_add_bool(v, "has_values", values != NULL && values->of.count > 0);
    }
    return STATUS_OK;
}

/* ---- what was written ---- */

static enum status written_add(struct request *r, const struct case_record *c, struct error *e)
{
    const struct entry_data *form;
    struct view *values = view_add_list(r->page, "values");
    enum status s = case_form_read(r->db, r->county, r->keys, c->id, 0, r->arena, &form, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    const struct entry_form *table =
        case_form_of(c->kind, c->change_kind, case_opening_action(c->kind));
    case_entry_values_add(r, values, table, form, false);
    view_add_text(r->page, "form_label", request_text(r, table->label));
    return case_amount_add(r, c, form, e);
}

static enum status objections_add(struct request *r, const struct case_record *c, struct error *e)
{
    struct objection_row *rows;
    size_t count;
    struct view *list = view_add_list(r->page, "objections");
    TRY(objection_list(r->db, r->county, NULL, c->id, r->arena, &rows, &count, e));
    view_add_bool(r->page, "has_objections", count > 0);
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "objection", rows[i].id);
        view_add_integer(v, "notice", rows[i].notice);
        day_add(v, "received_on", rows[i].received_on);
        day_add(v, "objection_due_on", rows[i].due_on);
        day_add(v, "decided_on", rows[i].decided_on);
        view_add_bool(v, "is_upheld", rows[i].decided_on.v != 0 && rows[i].is_upheld);
        view_add_bool(v, "is_waiting", rows[i].decided_on.v == 0);
        view_add_text(v, "recorded_by", rows[i].recorded_by);
        view_add_text(v, "decided_by", rows[i].decided_by);
        view_add_text(v, "finding", rows[i].finding);
    }
    return STATUS_OK;
}

/* Leads from a decided claim or advance to all the help its patient had. */
static enum status patient_add(struct request *r, const struct case_record *c, struct error *e)
{
    int64_t person;
    if (!case_kind_is_medical(c->kind) || !request_can(r, PERMISSION_MEDICAL_READ))
        return STATUS_OK;
    enum status s = board_patient_of_case(r->db, r->county, c->id, r->arena, &person, e);
    if (s == STATUS_OK)
        view_add_integer(r->page, "medical_person", person);
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status case_fill(struct request *r, const struct case_record *c, struct error *e)
{
    const struct division_table *table;
    TRY(place_table(r, date_month(date_today()), &table, e));
    facts_add(r, r->page, c, table);
    TRY(patient_add(r, c, e));
    TRY(choices_add(r, c, e));
    TRY(steps_add(r, c, e));
    TRY(written_add(r, c, e));
    TRY(case_papers_add(r, c, e));
    return objections_add(r, c, e);
}

static enum status case_show(struct request *r, struct error *e)
{
    struct case_record c;
    TRY(case_of_address(r, &c, e));
    TRY(case_fill(r, &c, e));
    return respond_page(r, "case/page.html", case_title(r, &c), e);
}

/* A number or a receipt code as people say it leads to its case. */
static enum status case_find(struct request *r, struct error *e)
{
    int64_t id;
    struct case_record c;
    TRY(case_by_number(r->db, r->county, request_parameter(r, "number"), &id, e));
    TRY(case_read(r->db, r->county, id, date_today(), r->arena, &c, e));
    if (!access_in_scope(r->session.user.scope, c.division))
        return STATUS_NONE;
    return respond_redirect(r, NULL, e, "/cases/%" PRId64, id);
}

/* ---- for a household's page ---- */

enum status case_household_seen(struct request *r, int64_t household, int64_t *ret_division,
                                struct error *e)
{
    struct household_period *story;
    size_t count;
    TRY(household_story(r->db, r->county, household, r->arena, &story, &count, e));
    for (size_t i = count; i-- > 0;)
        if (story[i].is_believed && access_in_scope(r->session.user.scope, story[i].division)) {
            *ret_division = story[i].division;
            return STATUS_OK;
        }
    return STATUS_NONE;
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/cases/{case}", case_show, PERMISSION_CASE_READ, N_("办件")},
    {HTTP_GET, "/cases/number/{number}", case_find, PERMISSION_CASE_READ, N_("办件")},
};
const struct route_table CASE_ROUTES = ROUTE_TABLE("case", ROUTES);

/* The steps of a case: GET shows the step's form, POST takes the step. The version that was looked
   at goes along: when another was quicker, what was typed stays and the newer state is shown. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/forms.h"
#include "domain/casework/notice.h"
#include "web/pages/case_check.h"
#include "web/pages/case_page.h"
#include "web/pages/draft.h"
#include "web/pages/pages.h"

#define QUEUE_BYTES_MAX 2000

struct step {
    struct case_record c;
    enum case_action action;
    const struct case_transition *transition; /* NULL: not from the state it is in now */
    struct case_entry entry;
    const char *queue; /* cases to take after this one: "12,15,31" */
};

/* The step is the last part of the route's pattern. */
static enum status step_begin(struct request *r, struct step *s, struct error *e)
{
    struct error ignored;
    const char *name = strrchr(r->match.route->pattern, '/') + 1;
    if (case_action_parse(name, &s->action, &ignored) != STATUS_OK)
        return STATUS_NONE;
    TRY(case_of_address(r, &s->c, e));
    s->transition = case_transition_find(s->c.kind, s->c.state, s->action);
    const struct draft_place place = {.case_id = s->c.id, .action = s->action};
    const char *draft = draft_name(r->arena, &place);
    if (draft == NULL)
        return arena_exhausted(e);
    s->queue = r->method == HTTP_POST ? request_field(r, "queue") : request_query(r, "queue");
    if (strlen(s->queue) > QUEUE_BYTES_MAX || strspn(s->queue, "0123456789,") != strlen(s->queue))
        s->queue = "";
    const struct entry_form *form = case_form_of(s->c.kind, s->c.change_kind, s->action);
    if (s->action == ACTION_SUPPLY_PAPERS)
        TRY(case_supply_form(s->c.kind, r->arena, &form, e));
    TRY(case_entry_begin(r, form, draft, &s->entry, e));
    s->entry.hidden = "assessed_";
    return STATUS_OK;
}

static enum status form_show(struct request *r, struct step *s, unsigned status,
                             const struct error *why, struct error *e)
{
    const struct division_table *table;
    char day[DATE_TEXT_BYTES];
    if (s->entry.on[0] == '\0' &&
        (s->entry.on = arena_strdup(r->arena, date_format(date_today(), day))) == NULL)
        return arena_exhausted(e);
    TRY(place_table(r, date_month(date_today()), &table, e));
    case_head_add(r, r->page, &s->c, table);
    view_add_bool(r->page, "summary", true);
    view_add_text(r->page, "queue", s->queue);
    view_add_textf(r->page, "action", "/cases/%" PRId64 "/%s", s->c.id,
                   case_action_code(s->action));
    view_add_text(r->page, "submit_label", request_text(r, case_action_label(s->action)));
    view_add_textf(r->page, "discard", "/drafts/%s/discard", s->entry.draft);
    view_add_bool(r->page, "can_copy", false);
    enum case_document d = s->transition != NULL ? s->transition->document : DOCUMENT_NONE;
    view_add_text(r->page, "document_label",
                  d != DOCUMENT_NONE ? request_text(r, case_document_label(d)) : NULL);
    if (why != NULL && strcmp(why->code, "CASE_CHANGED") == 0) {
        struct view *v = view_add_object(r->page, "conflict");
        view_add_bool(v, "is_possible", s->transition != NULL);
        view_add_text(v, "state_label",
                      request_text(r, case_record_state_label(s->c.kind, s->c.state)));
    }
    TRY(case_entry_add(r, &s->entry, e));
    const char *title =
        arena_printf(r->arena, "%s · %s %s", request_text(r, case_action_label(s->action)),
                     s->c.number, s->c.applicant);
    return respond_page_status(r, status, "case/form.html", title, case_entry_refusal(r, why), e);
}

static enum status step_show(struct request *r, struct error *e)
{
    struct step s = {0};
    struct error why = {0};
    TRY(step_begin(r, &s, e));
    if (s.transition == NULL) {
        error_set(&why, STATUS_REFUSED, "CASE_STATE", _("办件现在的状态不能办这一步"));
        TRY(case_fill(r, &s.c, e));
        return respond_page_status(r, 422, "case/page.html", case_title(r, &s.c), &why, e);
    }
    if (s.action == ACTION_SUPPLY_PAPERS && request_can(r, s.transition->permission)) {
        struct entry_data *known;
        TRY(case_supply_known(r->db, r->county, r->keys, &s.c, r->arena, &known, e));
        TRY(entry_merge(s.entry.data, known, e));
    }
    TRY(case_entry_restore(r, &s.entry, e));
    return form_show(r, &s, 200, NULL, e);
}

/* ---- taking the step ---- */

/* An objection is kept with its notice, and moves the case itself. */
static enum status object(struct request *r, struct step *s, struct db *db, struct date on,
                          struct error *e)
{
    int64_t notice, objection;
    struct case_actor actor = case_page_actor(r);
    enum status status = notice_of_case(db, r->county, s->c.id, &notice, e);
    if (status == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "CASE_NOTICE", _("这个办件不在公示中"));
    TRY(status);
    return objection_record(db, r->county, r->keys, &actor, notice, s->c.id, s->entry.data, on,
                            &s->entry.faults, &objection, e);
}

static enum status reinvestigate(struct request *r, struct step *s, struct db *db, struct date on,
                                 struct error *e)
{
    struct objection_row *rows;
    size_t count;
    struct case_actor actor = case_page_actor(r);
    TRY(objection_list(db, r->county, NULL, s->c.id, r->arena, &rows, &count, e));
    for (size_t i = 0; i < count; i++)
        if (rows[i].decided_on.v == 0)
            return objection_decide(db, r->county, r->keys, &actor, rows[i].id,
                                    entry_bool(s->entry.data, "is_upheld"),
                                    entry_get(s->entry.data, "finding"), on, e);
    return error_set(e, STATUS_REFUSED, "CASE_STATE", _("这个办件没有待查的异议"));
}

static enum status act(struct request *r, struct step *s, struct error *e)
{
    struct db *db;
    struct case_actor actor = case_page_actor(r);
    struct case_act act = {.case_id = s->c.id, .action = s->action, .content = s->entry.data};
    struct error ignored;
    if (i64_parse(request_field(r, "version"), &act.version, &ignored) != STATUS_OK)
        act.version = s->c.version;
    enum status status = date_parse(s->entry.on, &act.on, e);
    if (status != STATUS_OK)
        return error_place(e, "%s", request_text(r, N_("日期")));
    TRY(request_writer(r, &db, e));
    if (s->action == ACTION_OBJECT)
        return object(r, s, db, act.on, e);
    if (s->action == ACTION_REINVESTIGATE)
        return reinvestigate(r, s, db, act.on, e);
    return case_act(db, r->county, r->keys, &actor, &act, &s->entry.faults, e);
}

/* To the next case of those chosen in a list, else to this one. */
static enum status go_on(struct request *r, const struct step *s, struct error *e)
{
    const char *done =
        arena_printf(r->arena, "%s · %s", request_text(r, case_action_label(s->action)),
                     request_text(r, N_("已办")));
    const char *comma = strchr(s->queue, ',');
    size_t first = comma != NULL ? (size_t)(comma - s->queue) : strlen(s->queue);
    if (first == 0)
        return respond_redirect(r, done, e, "/cases/%" PRId64, s->c.id);
    return respond_redirect(r, done, e, "/cases/%.*s/%s?queue=%s", (int)first, s->queue,
                            case_action_code(s->action), comma != NULL ? comma + 1 : "");
}

/* Reads the case again: a refusal may mean that it stands elsewhere by now. */
static enum status refused(struct request *r, struct step *s, const struct error *why,
                           struct error *e)
{
    TRY(case_of_address(r, &s->c, e));
    s->transition = case_transition_find(s->c.kind, s->c.state, s->action);
    TRY(case_check_fill(r, s->entry.form, s->entry.data, e));
    return form_show(r, s, case_refusal_status(why), why, e);
}

static enum status step_take(struct request *r, struct error *e)
{
    struct step s = {0};
    struct error why = {0};
    bool is_button;
    TRY(step_begin(r, &s, e));
    TRY(case_entry_read(r, &s.entry, e));
    TRY(case_entry_button(r, &s.entry, &is_button, &why, e));
    if (is_button)
        return form_show(r, &s, why.status == STATUS_OK ? 200 : case_refusal_status(&why),
                         why.status == STATUS_OK ? NULL : &why, e);
    enum status status = act(r, &s, &why);
    if (status == STATUS_REFUSED)
        return refused(r, &s, &why, e);
    if (status != STATUS_OK) {
        *e = why;
        return status;
    }
    TRY(case_entry_drop(r, &s.entry, e));
    return go_on(r, &s, e);
}

static const struct route_input STEP_INPUTS[] = {
    {"version", INPUT_INTEGER, false, N_("看到的版本，别人先办了就不办")},
    {"on", INPUT_DATE, true, N_("日期")},
    {"f.", INPUT_FORM, false, N_("这一步的表")},
    {.name = NULL},
};

/* Who may look at a case may look at its steps' forms; taking one needs the step's permission. A
   case is withdrawn by whoever may open its kind: the transition says who. */
#define STEP(name, permission, label)                                                              \
    {HTTP_GET, "/cases/{case}/" name,      step_show, PERMISSION_CASE_READ,                        \
     label,    .audience = AUDIENCE_PEOPLE},                                                       \
    {                                                                                              \
        HTTP_POST, "/cases/{case}/" name, step_take, PERMISSION_##permission, label,               \
            .inputs = STEP_INPUTS, .keeps_typed = true                                             \
    }
static const struct route ROUTES[] = {
    STEP("ask_papers", CASE_ACCEPT, N_("一次性告知")),
    STEP("supply_papers", CASE_APPLY, N_("补正材料")),
    STEP("accept", CASE_ACCEPT, N_("受理")),
    STEP("not_accept", CASE_ACCEPT, N_("不予受理")),
    STEP("check", CASE_CHECK, N_("核对")),
    STEP("survey", CASE_SURVEY, N_("入户调查")),
    STEP("deliberate", CASE_DELIBERATE, N_("民主评议")),
    STEP("review", CASE_REVIEW, N_("审核")),
    STEP("object", OBJECTION_RECORD, N_("登记异议")),
    STEP("reinvestigate", CASE_REVIEW, N_("重新调查")),
    STEP("spot_check", CASE_SAMPLE, N_("入户抽查")),
    STEP("approve", CASE_DECIDE, N_("审批")),
    STEP("refuse", CASE_DECIDE, N_("不予批准")),
    STEP("send_back", CASE_DECIDE, N_("退回重办")),
    STEP("serve", CASE_ACCEPT, N_("送达")),
    STEP("withdraw", CASE_READ, N_("撤回")),
    STEP("appeal", CASE_APPEAL, N_("申请复核")),
    STEP("uphold", CASE_DECIDE, N_("维持原决定")),
    STEP("overturn", CASE_DECIDE, N_("撤销原决定")),
    STEP("confirm", CASE_DECIDE, N_("复核无变化")),
    STEP("to_change", CASE_CHANGE, N_("复核转变动")),
};
const struct route_table CASE_STEP_ROUTES = ROUTE_TABLE("case_step", ROUTES);

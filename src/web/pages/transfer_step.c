/* What is done to a transfer, each step as TRANSFER_TRANSITIONS tells. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/transfer/transfer_kind.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/plain_form.h"
#include "web/pages/query.h"
#include "web/pages/transfer_page.h"

static const struct plain_field APPROVE_FIELDS[] = {
    {"month", N_("记入月份"), NULL, PLAIN_MONTH, false},
};
static const struct plain_field PAY_FIELDS[] = {
    {"bank_reference", N_("银行流水号或支付凭证号"), NULL, PLAIN_TEXT, false},
    {"on", N_("拨付日期"), NULL, PLAIN_DATE, false},
};
static const struct plain_field RETURN_FIELDS[] = {
    {"return_reason", N_("银行退回原因"), NULL, PLAIN_TEXT, false},
    {"returned_on", N_("退回日期"), NULL, PLAIN_DATE, false},
};
static const struct plain_field DISCARD_FIELDS[] = {
    {"discard_reason", N_("作废原因"), NULL, PLAIN_TEXT, false},
};
#define FIELDS(array) array, sizeof(array) / sizeof((array)[0])
static const struct {
    enum transfer_action action;
    const struct plain_field *fields;
    size_t count;
    const char *question, *notice;
} STEPS[] = {
    {TRANSFER_CHECK, NULL, 0, "", N_("已复核")},
    {TRANSFER_APPROVE, FIELDS(APPROVE_FIELDS), N_("审批后逐笔入账，不能再改。确定审批吗？"),
     N_("已审批入账")},
    {TRANSFER_PAY, FIELDS(PAY_FIELDS), "", N_("已登记拨付")},
    {TRANSFER_RETURN, FIELDS(RETURN_FIELDS), "", N_("已登记银行退回，查明后同一单再拨")},
    {TRANSFER_DISCARD, FIELDS(DISCARD_FIELDS), N_("作废后要重新编制。确定作废吗？"), N_("已作废")},
};
#define STEP_COUNT (sizeof(STEPS) / sizeof(STEPS[0]))

static size_t step_of(enum transfer_action action)
{
    size_t i = 0;
    while (i < STEP_COUNT && STEPS[i].action != action)
        i++;
    return i;
}

static void form_begin(struct request *r, struct view *parent, size_t step, struct plain_form *f)
{
    char text[DATE_TEXT_BYTES], month[MONTH_TEXT_BYTES];
    struct date today = date_today();
    const char *day = arena_strdup(r->arena, date_format(today, text));
    plain_begin(f, r, parent, STEPS[step].fields, STEPS[step].count);
    if (STEPS[step].action == TRANSFER_APPROVE)
        plain_default(f, "month", arena_strdup(r->arena, month_format(date_month(today), month)));
    else if (STEPS[step].action == TRANSFER_PAY)
        plain_default(f, "on", day);
    else if (STEPS[step].action == TRANSFER_RETURN)
        plain_default(f, "returned_on", day);
}

/* ---- what may be done now ---- */

/* Whether the viewer has had the transfer in hand where the table asks for somebody else. */
static bool is_same_person(const struct request *r, const struct transfer_transition *t,
                           const struct transfer_record *transfer)
{
    const char *const before[] = {transfer->prepared_by, transfer->checked_by,
                                  transfer->approved_by};
    if (t->must_differ == NULL || t->must_differ[0] == '\0')
        return false;
    for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
        if (before[i] != NULL && strcmp(before[i], r->session.user.name) == 0)
            return true;
    return false;
}

bool transfer_step_is_open(const struct request *r, const struct transfer_transition *t,
                           const struct transfer_record *transfer)
{
    return request_can(r, permission_by_name(t->permission)) && !is_same_person(r, t, transfer);
}

/* The form that was posted has its faults already. */
static void action_add(struct request *r, struct view *list, const struct transfer_transition *t,
                       const struct transfer_record *transfer)
{
    enum permission permission = permission_by_name(t->permission);
    size_t step = step_of(t->action);
    bool may = request_can(r, permission), is_same = is_same_person(r, t, transfer);
    bool is_posted =
        r->method == HTTP_POST && strcmp(strrchr(r->match.route->pattern, '/') + 1, t->name) == 0;
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "action", t->name);
    view_add_text(v, "label", request_text(r, t->label));
    view_add_textf(v, "path", "/transfers/%" PRId64 "/%s", transfer->id, t->name);
    view_add_bool(v, "is_open", may && !is_same);
    view_add_text(v, "needs", may ? NULL : request_text(r, PERMISSIONS[permission].label));
    view_add_bool(v, "needs_other", may && is_same);
    view_add_text(v, "must_differ",
                  t->must_differ != NULL && t->must_differ[0] != '\0'
                      ? request_text(r, t->must_differ)
                      : NULL);
    view_add_text(v, "question",
                  STEPS[step].question[0] != '\0' ? request_text(r, STEPS[step].question) : "");
    view_add_bool(v, "is_seldom", t->action == TRANSFER_DISCARD || t->action == TRANSFER_RETURN);
    view_add_bool(v, "is_tried", is_posted);
    if (!may || is_same)
        return;
    struct plain_form f;
    form_begin(r, v, step, &f);
    if (is_posted)
        for (size_t i = 0; i < f.count; i++)
            (void)plain_text(&f, f.fields[i].name);
    plain_end(&f);
}

void transfer_actions_add(struct request *r, const struct transfer_record *transfer)
{
    struct view *list = view_add_list(r->page, "actions");
    for (size_t i = 0; i < TRANSFER_TRANSITION_COUNT; i++) {
        const struct transfer_transition *t = &TRANSFER_TRANSITIONS[i];
        bool is_discard = t->action == TRANSFER_DISCARD;
        if (t->from == transfer->state &&
            (!is_discard || request_can(r, permission_by_name(t->permission))))
            action_add(r, list, t, transfer);
    }
}

/* ---- doing it ---- */

static enum status step_do(struct request *r, const struct transfer_record *t, size_t step,
                           struct error *e)
{
    const struct transfer_kind *kind = transfer_kind_by_code(t->kind);
    const char *actor = r->session.user.name;
    struct plain_form f;
    struct db *db;
    /* Its view is thrown away: what is shown again is made by transfer_actions_add. */
    form_begin(r, view_new(r->arena), step, &f);
    struct month month = {0};
    struct date on = {0};
    const char *text = "";
    if (STEPS[step].action == TRANSFER_APPROVE)
        month = plain_month(&f, "month");
    if (STEPS[step].action == TRANSFER_PAY) {
        text = plain_text(&f, "bank_reference");
        on = plain_date(&f, "on");
    }
    if (STEPS[step].action == TRANSFER_RETURN) {
        text = plain_text(&f, "return_reason");
        on = plain_date(&f, "returned_on");
    }
    if (STEPS[step].action == TRANSFER_DISCARD)
        text = plain_text(&f, "discard_reason");
    TRY(plain_status(&f, e));
    if (kind == NULL)
        return error_set(e, STATUS_FAILED, "TRANSFER_KIND", _("没有种类为 %s 的拨付"), t->kind);
    TRY(request_writer(r, &db, e));
    switch (STEPS[step].action) {
    case TRANSFER_CHECK:
        return transfer_check(db, r->county, t->id, actor, e);
    case TRANSFER_APPROVE:
        return transfer_approve(db, r->county, t->id, kind, actor, month, e);
    case TRANSFER_PAY:
        return transfer_pay(db, r->county, t->id, text, on, actor, e);
    case TRANSFER_RETURN:
        return transfer_return(db, r->county, t->id, text, on, actor, e);
    case TRANSFER_DISCARD:
        break;
    }
    return transfer_discard(db, r->county, t->id, kind, text, actor, e);
}

static enum status transfer_step(struct request *r, struct error *e)
{
    struct transfer_record t;
    struct error why = {0};
    const char *name = strrchr(r->match.route->pattern, '/') + 1;
    enum transfer_action action = TRANSFER_CHECK;
    for (size_t i = 0; i < TRANSFER_TRANSITION_COUNT; i++)
        if (strcmp(TRANSFER_TRANSITIONS[i].name, name) == 0)
            action = TRANSFER_TRANSITIONS[i].action;
    size_t step = step_of(action);
    TRY(transfer_of_address(r, &t, e));
    enum status s = step_do(r, &t, step, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, STEPS[step].notice), e, "/transfers/%" PRId64,
                                t.id);
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    return transfer_respond(r, &t, 422, &why, e);
}

/* The dedicated account gets what it lacks for this one. */
static enum status transfer_put(struct request *r, struct error *e)
{
    struct transfer_record t;
    struct error why = {0};
    struct fen put = {0};
    char text[FEN_TEXT_BYTES];
    struct db *db;
    TRY(transfer_of_address(r, &t, e));
    TRY(request_writer(r, &db, e));
    enum status s = transfer_fund(db, r->county, t.id, r->session.user.name, &put, &why);
    if (s == STATUS_OK)
        return respond_redirect(r,
                                arena_printf(r->arena, "%s %s",
                                             request_text(r, N_("已补足资金（元）：")),
                                             fen_format_people(put, text)),
                                e, "/transfers/%" PRId64, t.id);
    if (is_page_refusal(s, &why))
        return transfer_respond(r, &t, 422, &why, e);
    *e = why;
    return s;
}

static const struct route_input APPROVE_INPUTS[] = {
    {"month", INPUT_MONTH, true, N_("记入月份")},
    {.name = NULL},
};
static const struct route_input PAY_INPUTS[] = {
    {"bank_reference", INPUT_TEXT, true, N_("银行流水号或支付凭证号")},
    {"on", INPUT_DATE, true, N_("拨付日期")},
    {.name = NULL},
};
static const struct route_input RETURN_INPUTS[] = {
    {"return_reason", INPUT_TEXT, true, N_("银行退回原因")},
    {"returned_on", INPUT_DATE, true, N_("退回日期")},
    {.name = NULL},
};
static const struct route_input DISCARD_INPUTS[] = {
    {"discard_reason", INPUT_TEXT, true, N_("作废原因")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_POST, "/transfers/{transfer}/check", transfer_step, PERMISSION_TRANSFER_CHECK,
     N_("复核拨付单")},
    {HTTP_POST, "/transfers/{transfer}/approve", transfer_step, PERMISSION_TRANSFER_APPROVE,
     N_("审批拨付"), .inputs = APPROVE_INPUTS},
    {HTTP_POST, "/transfers/{transfer}/fund", transfer_put, PERMISSION_TRANSFER_PAY,
     N_("补足拨付资金")},
    {HTTP_POST, "/transfers/{transfer}/pay", transfer_step, PERMISSION_TRANSFER_PAY, N_("办理拨付"),
     .inputs = PAY_INPUTS},
    {HTTP_POST, "/transfers/{transfer}/return", transfer_step, PERMISSION_TRANSFER_PAY,
     N_("登记退汇"), .inputs = RETURN_INPUTS},
    {HTTP_POST, "/transfers/{transfer}/discard", transfer_step, PERMISSION_TRANSFER_PREPARE,
     N_("作废拨付单"), .inputs = DISCARD_INPUTS},
};
const struct route_table TRANSFER_STEP_ROUTES = ROUTE_TABLE("transfer_step", ROUTES);

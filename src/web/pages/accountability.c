/* Accountability: what is suggested, and what the director decides. */
#include "domain/inspection/accountability.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/inspection_page.h"
#include "web/pages/meeting_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"

#define SHOWN_MAX 500

static void record_add(struct request *r, struct view *v, const struct accountability *a)
{
    view_add_integer(v, "accountability", a->id);
    view_add_text(v, "township_name", a->township_name);
    view_add_text(v, "trigger", accountability_trigger_code(a->trigger));
    view_add_text(v, "trigger_label", request_text(r, accountability_trigger_label(a->trigger)));
    view_add_text(v, "evidence", a->evidence);
    view_add_text(v, "person", a->person);
    view_add_text(v, "facts", a->facts);
    view_add_text(v, "state_label", request_text(r, accountability_state_label(a->state)));
    view_add_bool(v, "is_open", a->state == ACCOUNTABILITY_SUGGESTED);
    view_add_bool(v, "is_recorded", a->state == ACCOUNTABILITY_RECORDED);
    view_add_text(v, "action_label", request_text(r, accountability_action_label(a->action)));
    view_add_text(v, "decision", a->decision);
    view_add_text(v, "statement", a->statement);
    view_add_text(v, "suggested_by", meeting_person(r, a->suggested_by));
    view_add_date(v, "suggested_on", a->suggested_on);
    view_add_text(v, "decided_by", meeting_person(r, a->decided_by));
    if (a->decided_on.v)
        view_add_date(v, "decided_on", a->decided_on);
}

static enum status list_respond(struct request *r, unsigned status, const struct error *why,
                                struct error *e)
{
    static const char *const typed[] = {"facts", "person", "evidence"};
    const int64_t township = r->method == HTTP_GET ? query_number(r, "township") : 0;
    const struct division_table *table;
    struct accountability *list;
    size_t n;
    TRY(accountability_list(r->db, r->county, township, 0, r->arena, &list, &n, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < n && i < SHOWN_MAX; i++)
        record_add(r, view_add_object(rows, NULL), &list[i]);
    struct view *triggers = view_add_list(r->page, "triggers");
    for (int t = ACCOUNTABILITY_MISSED_STEP; t <= ACCOUNTABILITY_OTHER; t++) {
        const char *code = accountability_trigger_code((enum accountability_trigger)t);
        option_add(triggers, code,
                   request_text(r, accountability_trigger_label((enum accountability_trigger)t)),
                   text_equals(request_field(r, "trigger"), code));
    }
    meeting_typed_add(r, typed, sizeof typed / sizeof typed[0]);
    view_add_count(r->page, "total", (int64_t)n);
    view_add_bool(r->page, "can_suggest", request_can(r, PERMISSION_ACCOUNTABILITY_SUGGEST));
    TRY(place_table(r, date_month(date_today()), &table, e));
    place_add_choices(r->page, r, table, township, 0);
    return respond_page_status(r, status, "accountability/list.html", NULL, why, e);
}

static enum status list_show(struct request *r, struct error *e)
{
    return list_respond(r, 200, NULL, e);
}

static enum status scan_do(struct request *r, struct error *e)
{
    struct db *db;
    int64_t n;
    TRY(request_writer(r, &db, e));
    TRY(accountability_suggest_scan(db, r->county, r->session.user.name, &n, e));
    return respond_redirect(
        r, n > 0 ? request_text(r, N_("已提出新的建议")) : request_text(r, N_("没有新的建议")), e,
        "/accountability");
}

static enum status suggest_do(struct request *r, struct error *e)
{
    struct accountability_new n = {.evidence = text_tidy(r->arena, request_field(r, "evidence")),
                                   .person = request_field(r, "person"),
                                   .facts = request_field(r, "facts")};
    struct db *db;
    struct error why = {0};
    int64_t id;
    TRY(request_writer(r, &db, e));
    enum status s = accountability_trigger_parse(request_field(r, "trigger"), &n.trigger, &why);
    if (s == STATUS_OK)
        s = inspection_field_number(r, "township", &n.township, &why);
    if (s == STATUS_OK)
        s = accountability_suggest(db, r->county, &n, r->session.user.name, &id, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已提出，待局长决定")), e,
                                "/accountability/%" PRId64, id);
    if (meeting_is_shown(s, &why))
        return list_respond(r, 422, &why, e);
    *e = why;
    return s;
}

static enum status of_address(struct request *r, struct accountability *ret, struct error *e)
{
    int64_t id;
    TRY(request_parameter_i64(r, "accountability", &id));
    return accountability_read(r->db, r->county, id, r->arena, ret, e);
}

static enum status one_respond(struct request *r, const struct accountability *a, unsigned status,
                               const struct error *why, struct error *e)
{
    static const char *const typed[] = {"decision", "person", "demand", "due_on", "text"};
    const bool is_open = a->state == ACCOUNTABILITY_SUGGESTED;
    record_add(r, r->page, a);
    struct view *actions = view_add_list(r->page, "actions");
    for (int x = ACCOUNTABILITY_TALK; x <= ACCOUNTABILITY_RECTIFICATION; x++) {
        const char *code = accountability_action_code((enum accountability_action)x);
        option_add(actions, code,
                   request_text(r, accountability_action_label((enum accountability_action)x)),
                   text_equals(request_field(r, "action"), code));
    }
    meeting_typed_add(r, typed, sizeof typed / sizeof typed[0]);
    view_add_bool(r->page, "can_decide",
                  is_open && request_can(r, PERMISSION_ACCOUNTABILITY_DECIDE) &&
                      !text_equals(a->suggested_by, r->session.user.name));
    view_add_bool(r->page, "can_state",
                  is_open && request_can(r, PERMISSION_ACCOUNTABILITY_SUGGEST));
    return respond_page_status(r, status, "accountability/page.html", NULL, why, e);
}

static enum status one_show(struct request *r, struct error *e)
{
    struct accountability a;
    TRY(of_address(r, &a, e));
    return one_respond(r, &a, 200, NULL, e);
}

static enum status answer(struct request *r, const struct accountability *a, enum status s,
                          const struct error *why, const char *notice, struct error *e)
{
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e, "/accountability/%" PRId64, a->id);
    if (meeting_is_shown(s, why))
        return one_respond(r, a, 422, why, e);
    *e = *why;
    return s;
}

static enum status record_do(struct request *r, struct error *e)
{
    struct accountability a;
    struct db *db;
    struct error why = {0};
    int64_t order;
    struct accountability_decision d = {.person = request_field(r, "person"),
                                        .decision = request_field(r, "decision"),
                                        .demand = request_field(r, "demand"),
                                        .document = request_field(r, "document")};
    TRY(of_address(r, &a, e));
    TRY(request_writer(r, &db, e));
    enum status s = accountability_action_parse(request_field(r, "action"), &d.action, &why);
    if (s == STATUS_OK)
        s = inspection_field_day(r, "due_on", &d.due_on, &why);
    if (s == STATUS_OK)
        s = accountability_record(db, r->county, a.id, &d, r->session.user.name, &order, &why);
    return answer(r, &a, s, &why, N_("已记录"), e);
}

typedef enum status (*text_act)(struct db *db, int64_t county, int64_t id, const char *text,
                                const char *actor, struct error *e);

static enum status text_do(struct request *r, text_act act, const char *notice, struct error *e)
{
    struct accountability a;
    struct db *db;
    struct error why = {0};
    TRY(of_address(r, &a, e));
    TRY(request_writer(r, &db, e));
    enum status s = act(db, r->county, a.id, request_field(r, "text"), r->session.user.name, &why);
    return answer(r, &a, s, &why, notice, e);
}

static enum status dismiss_do(struct request *r, struct error *e)
{
    return text_do(r, accountability_dismiss, N_("不予追究，已记录原因"), e);
}

static enum status statement_do(struct request *r, struct error *e)
{
    return text_do(r, accountability_state_own, N_("本人说明已记下"), e);
}

static const struct route_input LIST_INPUTS[] = {
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {.name = NULL},
};
static const struct route_input SUGGEST_INPUTS[] = {
    {"township", INPUT_INTEGER, true, N_("乡镇")},
    {"trigger", INPUT_TEXT, true, N_("事由：MISSED_STEP、FALSE_REPORT、REPEATED_DELAY 或 OTHER")},
    {"facts", INPUT_TEXT, true, N_("事实")},
    {"person", INPUT_TEXT, false, N_("责任人")},
    {"evidence", INPUT_TEXT, false, N_("依据")},
    {.name = NULL},
};
static const struct route_input RECORD_INPUTS[] = {
    {"action", INPUT_TEXT, true, N_("TALK、WARNING 或 RECTIFICATION")},
    {"decision", INPUT_TEXT, true, N_("决定")},
    {"person", INPUT_TEXT, false, N_("责任人")},
    {"demand", INPUT_TEXT, false, N_("整改要求")},
    {"due_on", INPUT_DATE, false, N_("整改期限")},
    {"document", INPUT_TEXT, false, N_("文号")},
    {.name = NULL},
};
static const struct route_input TEXT_INPUTS[] = {
    {"text", INPUT_TEXT, true, N_("原因或本人说明")},
    {.name = NULL},
};
#define ONE "/accountability/{accountability}"
static const struct route ROUTES[] = {
    {HTTP_GET, "/accountability", list_show, PERMISSION_ACCOUNTABILITY_READ, N_("责任追究"),
     .inputs = LIST_INPUTS},
    {HTTP_POST, "/accountability", suggest_do, PERMISSION_ACCOUNTABILITY_SUGGEST,
     N_("提出责任追究"), .inputs = SUGGEST_INPUTS},
    {HTTP_POST, "/accountability/scan", scan_do, PERMISSION_ACCOUNTABILITY_SUGGEST,
     N_("查找追究事由")},
    {HTTP_GET, ONE, one_show, PERMISSION_ACCOUNTABILITY_READ, N_("责任追究")},
    {HTTP_POST, ONE "/record", record_do, PERMISSION_ACCOUNTABILITY_DECIDE, N_("决定追究"),
     .inputs = RECORD_INPUTS},
    {HTTP_POST, ONE "/dismiss", dismiss_do, PERMISSION_ACCOUNTABILITY_DECIDE, N_("不予追究"),
     .inputs = TEXT_INPUTS},
    {HTTP_POST, ONE "/statement", statement_do, PERMISSION_ACCOUNTABILITY_SUGGEST,
     N_("记下本人说明"), .inputs = TEXT_INPUTS},
};
const struct route_table ACCOUNTABILITY_ROUTES = ROUTE_TABLE("accountability", ROUTES);

/* Orders to put something right: the list, one with its steps and papers, issuing by hand. */
#include "domain/inspection/rectification.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/planpaper/rectification.h"
#include "web/pages/inspection_page.h"
#include "web/pages/meeting_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"

#define SHOWN_MAX 500

static void order_add(struct request *r, struct view *v, const struct rectification *x)
{
    view_add_integer(v, "rectification", x->id);
    view_add_text(v, "township_name", x->township_name);
    view_add_text(v, "origin_label", request_text(r, rectification_origin_label(x->origin)));
    if (x->origin == RECTIFICATION_INSPECTION && x->origin_id)
        view_add_integer(v, "visit", x->origin_id);
    view_add_text(v, "node", x->node);
    view_add_text(v, "problem", x->problem);
    view_add_text(v, "demand", x->demand);
    view_add_text(v, "document", x->document);
    view_add_date(v, "issued_on", x->issued_on);
    view_add_date(v, "due_on", x->due_on);
    view_add_text(v, "issued_by", meeting_person(r, x->issued_by));
    view_add_text(v, "state", rectification_state_code(x->state));
    view_add_text(v, "state_label", request_text(r, rectification_state_label(x->state)));
    view_add_bool(v, "is_closed", x->state == RECTIFICATION_CLOSED);
    view_add_bool(v, "is_waiting", x->state == RECTIFICATION_REPLY);
    view_add_bool(v, "is_overdue", x->state != RECTIFICATION_CLOSED && x->days_overdue > 0);
    view_add_count(v, "days_overdue", x->days_overdue);
    view_add_count(v, "moved", x->moved);
}

static enum status list_respond(struct request *r, unsigned status, const struct error *why,
                                struct error *e)
{
    static const char *const typed[] = {"problem", "demand", "due_on", "document"};
    const bool is_get = r->method == HTTP_GET;
    const struct rectification_filter f = {
        .scope = inspection_scope_of(r),
        .township = is_get ? query_number(r, "township") : 0,
        .is_open = !is_get || strcmp(request_query(r, "closed"), "1") != 0,
        .is_overdue = is_get && strcmp(request_query(r, "overdue"), "1") == 0};
    const struct division_table *table;
    struct rectification *list;
    size_t n;
    TRY(rectification_list(r->db, r->county, &f, r->arena, &list, &n, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < n && i < SHOWN_MAX; i++)
        order_add(r, view_add_object(rows, NULL), &list[i]);
    view_add_count(r->page, "total", (int64_t)n);
    view_add_bool(r->page, "with_closed", !f.is_open);
    view_add_bool(r->page, "only_overdue", f.is_overdue);
    view_add_bool(r->page, "can_issue", request_can(r, PERMISSION_RECTIFICATION_ISSUE));
    meeting_typed_add(r, typed, sizeof typed / sizeof typed[0]);
    TRY(place_table(r, date_month(date_today()), &table, e));
    place_add_choices(r->page, r, table, f.township, 0);
    return respond_page_status(r, status, "rectification/list.html", NULL, why, e);
}

static enum status list_show(struct request *r, struct error *e)
{
    return list_respond(r, 200, NULL, e);
}

static enum status issue_do(struct request *r, struct error *e)
{
    struct rectification_new order = {.origin = RECTIFICATION_PROBLEM,
                                      .node = "",
                                      .problem = request_field(r, "problem"),
                                      .demand = request_field(r, "demand"),
                                      .document = request_field(r, "document")};
    struct db *db;
    struct error why = {0};
    int64_t id;
    TRY(request_writer(r, &db, e));
    enum status s = inspection_field_number(r, "township", &order.township, &why);
    if (s == STATUS_OK)
        s = inspection_field_day(r, "due_on", &order.due_on, &why);
    if (s == STATUS_OK)
        s = rectification_issue(db, r->county, &order, r->session.user.name, &id, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("整改通知已下达")), e,
                                "/rectifications/%" PRId64, id);
    if (meeting_is_shown(s, &why))
        return list_respond(r, 422, &why, e);
    *e = why;
    return s;
}

/* ---- one ---- */

static enum status of_address(struct request *r, struct rectification *ret, struct error *e)
{
    int64_t id;
    TRY(request_parameter_i64(r, "rectification", &id));
    return rectification_read(r->db, r->county, id, inspection_scope_of(r), r->arena, ret, e);
}

static enum status one_respond(struct request *r, const struct rectification *x, unsigned status,
                               const struct error *why, struct error *e)
{
    static const char *const typed[] = {"text", "due_on"};
    struct rectification_step *steps;
    size_t n;
    bool has_replied = false;
    const char *path = arena_printf(r->arena, "/rectifications/%" PRId64, x->id);
    const char *title =
        arena_printf(r->arena, "%s %s", x->township_name, request_text(r, N_("整改通知")));
    if (!path || !title)
        return arena_exhausted(e);
    order_add(r, r->page, x);
    TRY(rectification_step_list(r->db, r->county, x->id, r->arena, &steps, &n, e));
    struct view *rows = view_add_list(r->page, "steps");
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_date(v, "on", steps[i].on);
        view_add_text(v, "step_label", request_text(r, rectification_step_label(&steps[i])));
        view_add_text(v, "text", steps[i].text);
        view_add_text(v, "actor", meeting_person(r, steps[i].actor));
        if (steps[i].new_due_on.v)
            view_add_date(v, "new_due_on", steps[i].new_due_on);
        has_replied = has_replied || (text_equals(steps[i].step, "REPLY") &&
                                      text_equals(steps[i].actor, r->session.user.name));
    }
    const bool is_theirs = x->state == RECTIFICATION_NOTICE || x->state == RECTIFICATION_RECHECK;
    const bool may_check = request_can(r, PERMISSION_RECTIFICATION_CHECK);
    const bool may_reply = request_can(r, PERMISSION_RECTIFICATION_REPLY) && is_theirs;
    TRY(inspection_papers_add(r, ENCLOSURE_RECTIFICATION, x->id, path, false, e));
    meeting_typed_add(r, typed, sizeof typed / sizeof typed[0]);
    view_add_bool(r->page, "can_reply", may_reply);
    view_add_bool(r->page, "can_check",
                  may_check && x->state == RECTIFICATION_REPLY && !has_replied);
    view_add_bool(r->page, "can_extend", may_check && x->state != RECTIFICATION_CLOSED);
    return respond_page_status(r, status, "rectification/page.html", title, why, e);
}

static enum status one_show(struct request *r, struct error *e)
{
    struct rectification x;
    TRY(of_address(r, &x, e));
    return one_respond(r, &x, 200, NULL, e);
}

static enum status answer(struct request *r, const struct rectification *x, enum status s,
                          const struct error *why, const char *notice, struct error *e)
{
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e, "/rectifications/%" PRId64, x->id);
    if (meeting_is_shown(s, why))
        return one_respond(r, x, 422, why, e);
    *e = *why;
    return s;
}

static enum status reply_do(struct request *r, struct error *e)
{
    struct rectification x;
    struct db *db;
    struct error why = {0};
    TRY(of_address(r, &x, e));
    TRY(request_writer(r, &db, e));
    enum status s = rectification_reply(db, r->county, x.id, request_field(r, "text"),
                                        r->session.user.name, &why);
    return answer(r, &x, s, &why, N_("已回复，待复查"), e);
}

static enum status recheck_do(struct request *r, struct error *e)
{
    struct rectification x;
    struct db *db;
    struct date due;
    struct error why = {0};
    const bool is_passed = text_equals(request_field(r, "result"), "passed");
    TRY(of_address(r, &x, e));
    TRY(request_writer(r, &db, e));
    enum status s = inspection_field_day(r, "due_on", &due, &why);
    if (s == STATUS_OK)
        s = rectification_recheck(db, r->county, x.id, is_passed, request_field(r, "text"), due,
                                  r->session.user.name, &why);
    return answer(r, &x, s, &why, is_passed ? N_("复查通过，已销号") : N_("已退回乡镇再整改"), e);
}

static enum status extend_do(struct request *r, struct error *e)
{
    struct rectification x;
    struct db *db;
    struct date due;
    struct error why = {0};
    TRY(of_address(r, &x, e));
    TRY(request_writer(r, &db, e));
    enum status s = inspection_field_day(r, "due_on", &due, &why);
    if (s == STATUS_OK)
        s = rectification_extend(db, r->county, x.id, due, request_field(r, "text"),
                                 r->session.user.name, &why);
    return answer(r, &x, s, &why, N_("期限已延长"), e);
}

static enum status photo_add(struct request *r, struct error *e)
{
    struct rectification x;
    struct error why = {0};
    enum status s = STATUS_OK;
    TRY(of_address(r, &x, e));
    if (x.state == RECTIFICATION_CLOSED)
        s = error_set(&why, STATUS_REFUSED, "RECTIFICATION_STATE",
                      _("整改已销号，材料不能再增加。"));
    if (s == STATUS_OK)
        s = inspection_paper_store(r, ENCLOSURE_RECTIFICATION, x.id, N_("整改材料"), &why);
    return answer(r, &x, s, &why, N_("已收存"), e);
}

static enum status photo_show(struct request *r, struct error *e)
{
    struct rectification x;
    TRY(of_address(r, &x, e));
    return inspection_paper_show(r, ENCLOSURE_RECTIFICATION, x.id, "rectification", false, e);
}

static enum status thumbnail_show(struct request *r, struct error *e)
{
    struct rectification x;
    TRY(of_address(r, &x, e));
    return inspection_paper_show(r, ENCLOSURE_RECTIFICATION, x.id, "rectification", true, e);
}

static enum status paper_show(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct rectification x;
    const bool is_pdf = text_ends(r->path, ".pdf");
    TRY(of_address(r, &x, e));
    const struct rectification_paper_options options = {
        .kind = is_pdf ? DOCUMENT_PDF : DOCUMENT_DOCX, .today = date_today(), .with_steps = true};
    TRY(rectification_paper_render(r->db, r->county, x.id, &options, &bytes, e));
    const char *name =
        arena_printf(r->arena, "rectification-%" PRId64 "%s", x.id, is_pdf ? ".pdf" : ".docx");
    if (!name)
        return arena_exhausted(e);
    return respond_bytes(r,
                         is_pdf ? "application/pdf"
                                : "application/vnd.openxmlformats-officedocument."
                                  "wordprocessingml.document",
                         name, &bytes, e);
}

static const struct route_input LIST_INPUTS[] = {
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {"overdue", INPUT_BOOL, false, N_("只看逾期的")},
    {"closed", INPUT_BOOL, false, N_("也列出已销号的")},
    {.name = NULL},
};
static const struct route_input ISSUE_INPUTS[] = {
    {"township", INPUT_INTEGER, true, N_("乡镇")}, {"problem", INPUT_TEXT, true, N_("问题")},
    {"demand", INPUT_TEXT, true, N_("整改要求")},  {"due_on", INPUT_DATE, true, N_("期限")},
    {"document", INPUT_TEXT, false, N_("文号")},   {.name = NULL},
};
static const struct route_input REPLY_INPUTS[] = {
    {"text", INPUT_TEXT, true, N_("整改情况")},
    {.name = NULL},
};
static const struct route_input RECHECK_INPUTS[] = {
    {"text", INPUT_TEXT, true, N_("看到的情况")},
    {"result", INPUT_TEXT, true, N_("passed 或 failed")},
    {"due_on", INPUT_DATE, false, N_("未通过时的新期限")},
    {.name = NULL},
};
static const struct route_input EXTEND_INPUTS[] = {
    {"due_on", INPUT_DATE, true, N_("新期限")},
    {"text", INPUT_TEXT, true, N_("原因")},
    {.name = NULL},
};
static const struct route_input PHOTO_INPUTS[] = {
    {"file", INPUT_FILE, true, N_("JPEG、PNG 或 PDF")},
    {"title", INPUT_TEXT, false, N_("说明")},
    {.name = NULL},
};
#define ONE "/rectifications/{rectification}"
static const struct route ROUTES[] = {
    {HTTP_GET, "/rectifications", list_show, PERMISSION_INSPECTION_READ, N_("整改"),
     .inputs = LIST_INPUTS},
    {HTTP_POST, "/rectifications", issue_do, PERMISSION_RECTIFICATION_ISSUE, N_("下达整改通知"),
     .inputs = ISSUE_INPUTS},
    {HTTP_GET, ONE, one_show, PERMISSION_INSPECTION_READ, N_("整改通知")},
    {HTTP_POST, ONE "/reply", reply_do, PERMISSION_RECTIFICATION_REPLY, N_("回复整改"),
     .inputs = REPLY_INPUTS},
    {HTTP_POST, ONE "/recheck", recheck_do, PERMISSION_RECTIFICATION_CHECK, N_("复查整改"),
     .inputs = RECHECK_INPUTS},
    {HTTP_POST, ONE "/extend", extend_do, PERMISSION_RECTIFICATION_CHECK, N_("延长整改期限"),
     .inputs = EXTEND_INPUTS},
    {HTTP_POST, ONE "/photos", photo_add, PERMISSION_RECTIFICATION_REPLY, N_("收存整改材料"),
     .inputs = PHOTO_INPUTS},
    {HTTP_GET, ONE "/photos/{photo}", photo_show, PERMISSION_INSPECTION_READ, N_("整改材料"),
     .answers_file = true},
    {HTTP_GET, ONE "/photos/{photo}/thumbnail", thumbnail_show, PERMISSION_INSPECTION_READ,
     N_("整改材料"), .answers_file = true},
    {HTTP_GET, ONE "/paper.pdf", paper_show, PERMISSION_INSPECTION_READ, N_("整改通知书"),
     .answers_file = true},
    {HTTP_GET, ONE "/paper.docx", paper_show, PERMISSION_INSPECTION_READ, N_("整改通知书"),
     .answers_file = true},
};
const struct route_table RECTIFICATION_ROUTES = ROUTE_TABLE("rectification", ROUTES);

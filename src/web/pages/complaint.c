/* Complaints: what is due first, one of them with its steps, and what is done next. Who writes and
   what he writes is shown to whoever opens it, by a POST that the trail tells. */
#include "domain/complaint/complaint.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/planpaper/complaint.h"
#include "web/pages/download.h"
#include "web/pages/guarded.h"
#include "web/pages/meeting_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/plain_form.h"
#include "web/pages/query.h"
#include "web/pages/voice_page.h"

#define SHOWN_MAX 500
#define SOON_DAYS 5

bool voice_is_shown(enum status s, const struct error *why)
{
    return s == STATUS_REFUSED && !text_starts(why->code, "ACCESS_");
}

static void row_add(struct request *r, struct view *v, const struct complaint *c,
                    const struct division_table *table, struct date today)
{
    const struct division *d = division_by_code(table, c->township);
    view_add_integer(v, "complaint", c->id);
    view_add_text(v, "number", c->number);
    view_add_text(v, "township_name", d ? d->name : request_text(r, N_("全县")));
    view_add_text(v, "category", c->category);
    view_add_text(v, "category_label", request_text(r, complaint_category_label(c->category)));
    view_add_text(v, "channel_label", request_text(r, complaint_channel_label(c->channel)));
    view_add_text(v, "state", complaint_state_code(c->state));
    view_add_text(v, "state_label", request_text(r, complaint_stands(c)));
    view_add_text(v, "handler", meeting_person(r, c->handler));
    view_add_date(v, "received_on", c->received_on);
    if (c->due_on.v)
        view_add_date(v, "due_on", c->due_on);
    view_add_bool(v, "is_late", c->is_late);
    view_add_bool(v, "is_over", complaint_is_over(c, today));
    view_add_bool(v, "is_overdue", complaint_is_overdue(c, today));
    view_add_bool(v, "is_founded", c->is_founded == 1);
    view_add_bool(v, "is_unfounded", c->is_founded == 2);
}

enum status complaint_work_add(struct request *r, struct error *e)
{
    const struct date today = date_today();
    const struct complaint_filter f = {
        .scope = r->session.user.scope, .today = today, .due_until = {today.v + SOON_DAYS}};
    struct complaint *list;
    size_t n;
    int64_t overdue = 0;
    if (!request_can(r, PERMISSION_COMPLAINT_HANDLE) &&
        !request_can(r, PERMISSION_COMPLAINT_REVIEW))
        return STATUS_OK;
    TRY(complaint_list(r->db, r->county, &f, r->arena, &list, &n, e));
    if (n == 0)
        return STATUS_OK;
    for (size_t i = 0; i < n; i++)
        overdue += complaint_is_overdue(&list[i], today);
    struct view *v = view_add_object(r->page, "complaint_work");
    view_add_count(v, "soon", (int64_t)n - overdue);
    view_add_count(v, "overdue", overdue);
    return STATUS_OK;
}

/* ---- the list ---- */

static struct complaint_filter asked(const struct request *r)
{
    return (struct complaint_filter){.scope = r->session.user.scope,
                                     .township = query_number(r, "township"),
                                     .category = request_query(r, "category"),
                                     .is_open_only = strcmp(request_query(r, "closed"), "1") != 0,
                                     .is_overdue_only =
                                         strcmp(request_query(r, "overdue"), "1") == 0,
                                     .today = date_today()};
}

static enum status list_show(struct request *r, struct error *e)
{
    static const char *const paging[] = {NULL};
    const struct complaint_filter f = asked(r);
    const struct division_table *table;
    struct complaint *list;
    size_t n;
    int64_t overdue = 0;
    TRY(place_table(r, date_month(f.today), &table, e));
    TRY(complaint_list(r->db, r->county, &f, r->arena, &list, &n, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < n; i++) {
        overdue += complaint_is_overdue(&list[i], f.today);
        if (i < SHOWN_MAX)
            row_add(r, view_add_object(rows, NULL), &list[i], table, f.today);
    }
    view_add_count(r->page, "total", (int64_t)n);
    view_add_count(r->page, "overdue", overdue);
    view_add_bool(r->page, "is_cut", n > SHOWN_MAX);
    view_add_bool(r->page, "with_closed", !f.is_open_only);
    view_add_bool(r->page, "only_overdue", f.is_overdue_only);
    view_add_bool(r->page, "can_receive", request_can(r, PERMISSION_COMPLAINT_RECEIVE));
    view_add_text(r->page, "export", query_address(r, "/complaints.xlsx", paging));
    place_add_choices(r->page, r, table, f.township, 0);
    struct view *categories = view_add_list(r->page, "categories");
    for (int i = 0; i < COMPLAINT_CATEGORIES; i++)
        option_add(categories, COMPLAINT_CATEGORY_CODES[i],
                   request_text(r, complaint_category_label(COMPLAINT_CATEGORY_CODES[i])),
                   text_equals(f.category, COMPLAINT_CATEGORY_CODES[i]));
    return respond_page(r, "complaint/list.html", NULL, e);
}

static const struct paper_column COLUMNS[] = {
    {N_("编号"), 14, PAPER_LEFT, PAPER_TEXT, false},
    {N_("收到"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("乡镇"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("事项"), 22, PAPER_LEFT, PAPER_TEXT, false},
    {N_("来源"), 8, PAPER_LEFT, PAPER_TEXT, false},
    {N_("状态"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("期限"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("办理人"), 18, PAPER_LEFT, PAPER_TEXT, false},
    {N_("超期"), 8, PAPER_LEFT, PAPER_TEXT, false},
};
#define COLUMN_COUNT (sizeof COLUMNS / sizeof COLUMNS[0])

static enum status list_export(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    const struct complaint_filter f = asked(r);
    const struct division_table *table;
    struct complaint *list;
    char received[DATE_TEXT_BYTES], due[DATE_TEXT_BYTES];
    size_t n;
    TRY(place_table(r, date_month(f.today), &table, e));
    TRY(complaint_list(r->db, r->county, &f, r->arena, &list, &n, e));
    const char *title = request_text(r, N_("投诉台账"));
    TRY(download_begin(r, title, NULL, COLUMNS, COLUMN_COUNT, &download, e));
    for (size_t i = 0; i < n; i++) {
        const struct complaint *c = &list[i];
        const struct division *d = division_by_code(table, c->township);
        const bool is_late = c->is_late || complaint_is_overdue(c, f.today);
        const struct paper_cell cells[COLUMN_COUNT] = {
            {.text = c->number},
            {.text = date_format(c->received_on, received)},
            {.text = d ? d->name : request_text(r, N_("全县"))},
            {.text = request_text(r, complaint_category_label(c->category))},
            {.text = request_text(r, complaint_channel_label(c->channel))},
            {.text = request_text(r, complaint_stands(c))},
            {.text = c->due_on.v ? date_format(c->due_on, due) : ""},
            {.text = c->handler},
            {.text = is_late ? request_text(r, N_("是")) : ""},
        };
        TRY(paper_row(download.paper, cells, e));
    }
    return download_send(r, &download, title, e);
}

/* ---- one ---- */

/* Out of scope is as if it were not there. */
static enum status of_address(struct request *r, struct complaint *ret, struct error *e)
{
    struct error why = {0};
    int64_t id;
    TRY(request_parameter_i64(r, "complaint", &id));
    enum status s = complaint_read(r->db, r->county, id, r->arena, ret, &why);
    if (s == STATUS_REFUSED)
        return STATUS_NONE;
    if (s != STATUS_OK)
        *e = why;
    if (s == STATUS_OK && !complaint_in_scope(&r->session.user, ret))
        return STATUS_NONE;
    return s;
}

static void actions_add(struct request *r, const struct complaint *c)
{
    struct view *handle = view_add_list(r->page, "actions");
    struct view *decide = view_add_list(r->page, "decisions");
    size_t handled = 0, decided = 0;
    for (int i = COMPLAINT_ACCEPT; i < COMPLAINT_ACTION_END; i++) {
        const struct complaint_transition *t = &COMPLAINT_TRANSITIONS[i];
        bool is_level = t->level < 0 || t->level == c->level;
        if (!(t->from >> c->state & 1u) || !is_level || t->action == COMPLAINT_CLOSE)
            continue;
        bool handles =
            t->permission == PERMISSION_COMPLAINT_HANDLE || t->other == PERMISSION_COMPLAINT_HANDLE;
        bool decides = t->permission == PERMISSION_COMPLAINT_REVIEW;
        const bool is_chosen = text_equals(t->name, request_field(r, "action"));
        if (handles && request_can(r, PERMISSION_COMPLAINT_HANDLE)) {
            option_add(handle, t->name, request_text(r, t->label), is_chosen);
            handled++;
        } else if (decides && request_can(r, PERMISSION_COMPLAINT_REVIEW)) {
            option_add(decide, t->name, request_text(r, t->label), is_chosen);
            decided++;
        }
    }
    view_add_bool(r->page, "has_actions", handled > 0);
    view_add_bool(r->page, "has_decisions", decided > 0);
}

static void steps_add(struct request *r, const struct complaint_step *steps, size_t n)
{
    static const char *const letters[] = {"ACCEPT", "NOT_ACCEPT",    "FORWARD",      "EXTEND",
                                          "REPLY",  "REVIEW1_REPLY", "REVIEW2_REPLY"};
    struct view *list = view_add_list(r->page, "steps");
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(list, NULL);
        bool has_letter = false;
        for (size_t k = 0; k < sizeof letters / sizeof letters[0]; k++)
            has_letter = has_letter || text_equals(steps[i].step, letters[k]);
        view_add_integer(v, "step_number", steps[i].number);
        view_add_text(v, "step_label", request_text(r, steps[i].label));
        view_add_date(v, "on", steps[i].on_date);
        if (steps[i].due_on.v)
            view_add_date(v, "next_due", steps[i].due_on);
        view_add_bool(v, "step_late", steps[i].is_late);
        view_add_bool(v, "has_letter", has_letter);
        view_add_text(v, "document", steps[i].document);
        view_add_text(v, "actor",
                      strcmp(steps[i].actor, "public") == 0
                          ? request_text(r, complaint_channel_label(COMPLAINT_WEB))
                          : meeting_person(r, steps[i].actor));
        view_add_text(v, "text", steps[i].text ? steps[i].text : "");
    }
}

/* content NULL: it is not opened. */
static enum status one_respond(struct request *r, const struct complaint *c,
                               const struct complaint_content *content,
                               const struct complaint_step *opened, size_t opened_count,
                               unsigned status, const struct error *why, struct error *e)
{
    static const char *const typed[] = {"text", "document", "handler", "days", "result", "founded"};
    const struct division_table *table;
    struct complaint_step *steps;
    size_t n;
    TRY(place_table(r, date_month(date_today()), &table, e));
    row_add(r, r->page, c, table, date_today());
    view_add_text(r->page, "public_result", c->public_result);
    view_add_text(r->page, "received_by", c->received_by);
    actions_add(r, c);
    struct view *again = view_add_object(r->page, "typed");
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++)
        view_add_text(again, typed[i], request_field(r, typed[i]));
    if (content) {
        struct view *v = view_add_object(r->page, "content");
        view_add_text(v, "writer", content->name);
        view_add_text(v, "phone", content->phone);
        view_add_text(v, "about", content->about);
        view_add_text(v, "text", content->text);
        steps_add(r, opened, opened_count);
    } else {
        TRY(complaint_steps(r->db, r->county, NULL, c->id, r->arena, &steps, &n, e));
        steps_add(r, steps, n);
    }
    return respond_page_status(r, status, "complaint/page.html", c->number, why, e);
}

static enum status one_show(struct request *r, struct error *e)
{
    struct complaint c;
    TRY(of_address(r, &c, e));
    return one_respond(r, &c, NULL, NULL, 0, 200, NULL, e);
}

static enum status open_do(struct request *r, struct error *e)
{
    struct complaint c;
    struct complaint_content content;
    struct complaint_step *steps;
    struct db *db;
    size_t n;
    TRY(of_address(r, &c, e));
    TRY(require_keys(r, e));
    TRY(request_writer(r, &db, e));
    TRY(complaint_open(db, r->county, r->keys, c.id, r->session.user.name, r->arena, &content,
                       &steps, &n, e));
    return one_respond(r, &c, &content, steps, n, 200, NULL, e);
}

static enum status paper_do(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    const bool is_docx = text_equals(request_field(r, "format"), "docx");
    struct complaint_paper_options options = {.kind = is_docx ? DOCUMENT_DOCX : DOCUMENT_PDF,
                                              .today = date_today()};
    const struct division_table *table;
    struct complaint c;
    struct complaint_content content;
    struct complaint_step *steps;
    struct db *db;
    int64_t number = 0;
    size_t n, i = 0;
    TRY(of_address(r, &c, e));
    if (i64_parse(request_field(r, "step"), &number, NULL) != STATUS_OK)
        return error_set(e, STATUS_REFUSED, "COMPLAINT_FIELD", _("没有写哪一步的文书。"));
    TRY(require_keys(r, e));
    TRY(request_writer(r, &db, e));
    TRY(complaint_open(db, r->county, r->keys, c.id, r->session.user.name, r->arena, &content,
                       &steps, &n, e));
    while (i < n && steps[i].number != number)
        i++;
    if (i == n)
        return STATUS_NONE;
    TRY(place_table(r, date_month(options.today), &table, e));
    options.county_name = voice_county_name(table);
    TRY(complaint_paper_render(&c, &content, &steps[i], &options, &bytes, e));
    const char *name =
        arena_printf(r->arena, "%s-%" PRId64 "%s", c.number, number, document_ending(options.kind));
    return name ? respond_bytes(r, document_media_type(options.kind), name, &bytes, e)
                : arena_exhausted(e);
}

const char *voice_county_name(const struct division_table *table)
{
    const struct division *d;
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++)
        if (d->level == 1)
            return d->name;
    return "";
}

static enum status act_do(struct request *r, struct error *e)
{
    struct complaint_act act = {.text = request_field(r, "text"),
                                .document = request_field(r, "document"),
                                .handler = request_field(r, "handler"),
                                .public_result = request_field(r, "result")};
    struct complaint c;
    struct error why = {0};
    struct db *db;
    int64_t days = 0, founded = 0;
    TRY(of_address(r, &c, e));
    TRY(require_keys(r, e));
    if (i64_parse(request_field(r, "days"), &days, NULL) == STATUS_OK && days < 1000)
        act.days = (int)days;
    if (i64_parse(request_field(r, "founded"), &founded, NULL) == STATUS_OK && founded < 3)
        act.is_founded = (int)founded;
    enum status s = complaint_action_parse(request_field(r, "action"), &act.action, &why);
    if (s == STATUS_OK) {
        TRY(request_writer(r, &db, e));
        s = complaint_act(db, r->county, r->keys, c.id, &act, r->session.user.name, &why);
    }
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, COMPLAINT_TRANSITIONS[act.action].label), e,
                                "/complaints/%" PRId64, c.id);
    if (voice_is_shown(s, &why))
        return one_respond(r, &c, NULL, NULL, 0, 422, &why, e);
    *e = why;
    return s;
}

static const struct route_input LIST_INPUTS[] = {
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {"category", INPUT_TEXT, false, N_("事项")},
    {"overdue", INPUT_BOOL, false, N_("只看超期的")},
    {"closed", INPUT_BOOL, false, N_("也看已办结的")},
    {.name = NULL},
};
static const struct route_input ACT_INPUTS[] = {
    {"action", INPUT_TEXT, true, N_("办理：accept、refuse、forward、extend、reply、review 等")},
    {"text", INPUT_TEXT, false, N_("理由、答复或申请的内容")},
    {"document", INPUT_TEXT, false, N_("文书的文号")},
    {"handler", INPUT_TEXT, false, N_("办理人")},
    {"days", INPUT_INTEGER, false, N_("延长多少日")},
    {"founded", INPUT_INTEGER, false, N_("1 属实，2 不属实")},
    {"result", INPUT_TEXT, false, N_("凭查询码能看到的结果")},
    {.name = NULL},
};
static const struct route_input PAPER_INPUTS[] = {
    {"step", INPUT_INTEGER, true, N_("第几步的文书")},
    {"format", INPUT_TEXT, false, N_("pdf 或 docx")},
    {.name = NULL},
};
#define ONE "/complaints/{complaint}"
static const struct route ROUTES[] = {
    {HTTP_GET, "/complaints", list_show, PERMISSION_COMPLAINT_READ, N_("投诉"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/complaints.xlsx", list_export, PERMISSION_COMPLAINT_READ, N_("投诉台账"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, ONE, one_show, PERMISSION_COMPLAINT_READ, N_("投诉")},
    {HTTP_POST, ONE "/open", open_do, PERMISSION_COMPLAINT_READ, N_("打开投诉内容")},
    {HTTP_POST, ONE "/paper", paper_do, PERMISSION_COMPLAINT_READ, N_("投诉文书"),
     .inputs = PAPER_INPUTS, .answers_file = true},
    {HTTP_POST, ONE "/act", act_do, PERMISSION_COMPLAINT_HANDLE, N_("办理投诉"),
     .inputs = ACT_INPUTS},
    {HTTP_POST, ONE "/decide", act_do, PERMISSION_COMPLAINT_REVIEW, N_("批准延期和复查"),
     .inputs = ACT_INPUTS},
};
const struct route_table COMPLAINT_ROUTES = ROUTE_TABLE("complaint", ROUTES);

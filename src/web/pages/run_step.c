/* What is done to a run: each step as RUN_TRANSITIONS tells, the bank's file in, the file out
   again. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "office/bank/exchange.h"
#include "remittance_sql.h"
#include "web/pages/download.h"
#include "web/pages/layout_list.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/pages/run_page.h"
#include "web/pages/upload.h"

/* ---- what may be done now ---- */

static const char *confirm_question(enum run_action action)
{
    switch (action) {
    case RUN_APPROVE:
        return N_("审批后名册定稿并入账，不能再改。确定审批吗？");
    case RUN_FUND:
        return N_("将按分担比例补足专户。确定拨款吗？");
    case RUN_SEND:
        return N_("文件送出后就不能撤回。确定生成代发文件吗？");
    case RUN_CLOSE:
        return N_("结清后这批发放不再变动。确定结清吗？");
    case RUN_DISCARD:
        return N_("草稿将被删除。确定作废吗？");
    default:
        return "";
    }
}

static struct view *action_add(struct request *r, struct view *list, const struct payment_run *run,
                               const char *name, const char *label, enum permission permission,
                               enum run_action action)
{
    struct error why;
    bool may = request_can(r, permission), is_county = request_sees_county(r);
    bool is_other = run_step_person_check(run, action, r->session.user.name, &why) == STATUS_OK;
    struct view *row = view_add_object(list, NULL);
    view_add_text(row, "action", name);
    view_add_text(row, "label", request_text(r, label));
    view_add_textf(row, "path", "/runs/%" PRId64 "/%s", run->id, name);
    view_add_bool(row, "is_open", may && is_county && is_other);
    if (!may)
        view_add_text(row, "needs", request_text(r, PERMISSIONS[permission].label));
    view_add_bool(row, "needs_county", may && !is_county);
    view_add_bool(row, "needs_other", may && is_county && !is_other);
    for (size_t i = 0; i < RUN_TRANSITION_COUNT; i++)
        if (RUN_TRANSITIONS[i].action == action)
            view_add_text(row, "must_differ", request_text(r, RUN_TRANSITIONS[i].must_differ));
    view_add_text(row, "question", request_text(r, confirm_question(action)));
    view_add_bool(row, "is_send", action == RUN_SEND);
    view_add_bool(row, "is_return", action == RUN_RECONCILE);
    view_add_bool(row, "is_discard", action == RUN_DISCARD);
    return row;
}

/* What was sent last in, else what the form had; "" before the first file. */
static enum status layout_in_use(struct request *r, int64_t run, const char **ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct remittance_list_row row;
    enum status s;
    *ret = request_field(r, "layout");
    TRY(remittance_list_open(r->db, (struct remittance_list_args){.county = r->county, .run = run},
                             &cursor, e));
    while ((s = remittance_list_next(cursor, &row, e)) == STATUS_OK)
        if ((*ret = arena_strdup(r->arena, row.layout)) == NULL)
            return arena_exhausted(e);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status layouts_add(struct request *r, int64_t run, struct error *e)
{
    struct layout_name layouts[LAYOUT_LIST_MAX];
    const char *used;
    TRY(layout_in_use(r, run, &used, e));
    size_t count = layout_list(r->arena, layouts);
    struct view *list = view_add_list(r->page, "layouts");
    for (size_t i = 0; i < count; i++)
        option_add(list, layouts[i].name, layouts[i].title, strcmp(layouts[i].name, used) == 0);
    return STATUS_OK;
}

enum status run_actions_add(struct request *r, const struct payment_run *run,
                            const struct payment_position *whole, struct error *e)
{
    struct view *list = view_add_list(r->page, "actions");
    struct remittance_row open;
    bool is_with_bank = run->state == RUN_SENT || run->state == RUN_RECONCILED;
    enum status s = is_with_bank
                        ? payment_remittance_open(r->db, r->county, run->id, r->arena, &open, e)
                        : STATUS_NONE;
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK) {
        struct view *row = action_add(r, list, run, "return", N_("导入银行回盘"),
                                      PERMISSION_PAYMENT_RECONCILE, RUN_RECONCILE);
        view_add_integer(row, "number", open.number);
        view_add_count(row, "open_items", open.items);
        view_add_fen(row, "open_fen", open.total);
    }
    if (is_with_bank && whole->not_sent_items > 0) {
        struct view *row = action_add(r, list, run, "reissue", N_("重发已更正和已放行的项目"),
                                      PERMISSION_PAYMENT_SEND, RUN_SEND);
        view_add_count(row, "open_items", whole->not_sent_items);
        view_add_fen(row, "open_fen", whole->not_sent);
    }
    for (size_t i = 0; i < RUN_TRANSITION_COUNT; i++) {
        const struct run_transition *t = &RUN_TRANSITIONS[i];
        enum permission permission = permission_by_name(t->permission);
        if (t->from != run->state || t->action == RUN_RECONCILE)
            continue;
        if (t->action == RUN_DISCARD && !request_can(r, permission))
            continue;
        struct view *row = action_add(r, list, run, t->name, t->label, permission, t->action);
        view_add_text(row, "document", request_text(r, t->document));
        if (t->action == RUN_CLOSE)
            view_add_count(row, "unsettled",
                           whole->due_items - whole->paid_items - whole->cancelled_items);
    }
    if (run->state >= RUN_FUNDED && run->state < RUN_CLOSED)
        TRY(layouts_add(r, run->id, e));
    return STATUS_OK;
}

/* ---- doing it ---- */

enum status run_refused(struct request *r, const struct error *why, struct error *e)
{
    struct run_entry entry;
    TRY(run_of_address(r, &entry, e));
    TRY(run_fill(r, &entry, e));
    return respond_page_status(r, 422, "run/page.html", run_title(r, &entry.run), why, e);
}

/* What belongs to access or is no refusal goes the common way. */
static enum status step_failed(struct request *r, enum status s, const struct error *why,
                               struct error *e)
{
    if (s == STATUS_REFUSED && strncmp(why->code, "ACCESS_", 7) != 0)
        return run_refused(r, why, e);
    *e = *why;
    return s;
}

static const struct {
    const char *name;
    enum status (*call)(struct db *db, const struct payment_context *c, int64_t run,
                        struct error *e);
    const char *notice;
} STEPS[] = {
    {"check", payment_check, N_("已复核")},
    {"review", payment_review, N_("已审核")},
    {"approve", payment_approve, N_("已审批，名册定稿并入账")},
    {"fund", payment_fund, N_("已拨款")},
    {"close", payment_close, N_("已结清")},
    {"discard", payment_discard, N_("草稿已作废")},
};
#define STEP_COUNT (sizeof(STEPS) / sizeof(STEPS[0]))

/* The step is the last part of the route's pattern, whose permission the router has asked for. */
static size_t step_of_route(const struct request *r)
{
    const char *name = strrchr(r->match.route->pattern, '/') + 1;
    size_t i = 0;
    while (i < STEP_COUNT && strcmp(STEPS[i].name, name) != 0)
        i++;
    return i;
}

static enum status run_step(struct request *r, struct error *e)
{
    struct run_entry entry;
    struct db *db;
    struct error why = {0};
    struct payment_context c = run_context(r);
    size_t step = step_of_route(r);
    TRY(run_of_address(r, &entry, e));
    TRY(require_county(r, e));
    if (step == STEP_COUNT)
        return STATUS_NONE;
    TRY(request_writer(r, &db, e));
    enum status s = STEPS[step].call(db, &c, entry.run.id, &why);
    if (s != STATUS_OK)
        return step_failed(r, s, &why, e);
    const char *notice = request_text(r, STEPS[step].notice);
    if (strcmp(STEPS[step].name, "discard") == 0)
        return respond_redirect(r, notice, e, "/runs");
    return respond_redirect(r, notice, e, "/runs/%" PRId64, entry.run.id);
}

static enum status send_through(struct request *r, bool is_reissue, struct error *e)
{
    struct run_entry entry;
    struct db *db;
    struct error why = {0};
    struct payment_context c = run_context(r);
    int64_t remittance;
    TRY(run_of_address(r, &entry, e));
    TRY(require_county(r, e));
    TRY(request_writer(r, &db, e));
    enum status s = bank_exchange_send(db, &c, entry.run.id, request_field(r, "layout"), is_reissue,
                                       &remittance, &why);
    if (s == STATUS_NONE) {
        s = error_set(&why, STATUS_REFUSED, "NOTHING_TO_SEND",
                      _("没有可送银行的项目：退回的先更正，暂缓的先放行"));
    }
    if (s != STATUS_OK)
        return step_failed(r, s, &why, e);
    return respond_redirect(r, request_text(r, N_("代发文件已生成，请下载后送银行")), e,
                            "/runs/%" PRId64 "#bank", entry.run.id);
}

static enum status run_send(struct request *r, struct error *e)
{
    return send_through(r, false, e);
}

static enum status run_reissue(struct request *r, struct error *e)
{
    return send_through(r, true, e);
}

static enum status run_return(struct request *r, struct error *e)
{
    struct run_entry entry;
    struct db *db;
    struct error why = {0};
    struct payment_context c = run_context(r);
    struct payment_return_result result = {0};
    const struct form_file *file;
    char paid[FEN_TEXT_BYTES], returned[FEN_TEXT_BYTES];
    TRY(run_of_address(r, &entry, e));
    TRY(require_county(r, e));
    enum status s = request_file(r, "file", &file);
    if (s == STATUS_NONE)
        s = error_set(&why, STATUS_REFUSED, "RETURN_NO_FILE", _("请选择银行的回盘文件"));
    if (s == STATUS_OK) {
        TRY(request_writer(r, &db, e));
        s = bank_exchange_take(db, &c, entry.run.id, file->path, &result, &why);
    }
    if (s == STATUS_NONE)
        return respond_redirect(r, request_text(r, N_("这份回盘以前已经入账，没有改动")), e,
                                "/runs/%" PRId64, entry.run.id);
    if (s != STATUS_OK)
        return step_failed(r, s, &why, e);
    const char *notice =
        arena_printf(r->arena, "%s %s %" PRId64 " / %s · %s %" PRId64 " / %s",
                     request_text(r, N_("回盘已入账。")), request_text(r, N_("已发")), result.paid,
                     fen_format_people(result.paid_fen, paid), request_text(r, N_("退回")),
                     result.returned, fen_format_people(result.returned_fen, returned));
    return respond_redirect(r, notice, e, "/runs/%" PRId64, entry.run.id);
}

/* The bytes as they were kept; only for those who may hand them to the bank. */
static enum status run_bank_file(struct request *r, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct run_entry entry;
    struct remittance_list_row row;
    int64_t remittance;
    enum status s;
    TRY(run_of_address(r, &entry, e));
    TRY(require_county(r, e));
    TRY(request_parameter_i64(r, "remittance", &remittance));
    TRY(remittance_list_open(
        r->db, (struct remittance_list_args){.county = r->county, .run = entry.run.id}, &cursor,
        e));
    while ((s = remittance_list_next(cursor, &row, e)) == STATUS_OK && row.id != remittance)
        continue;
    if (s != STATUS_OK)
        return s;
    const char *path, *ending;
    int64_t number = row.number;
    TRY(layout_ending(r->arena, row.layout, &ending, e));
    db_cursor_cleanup(&cursor);
    TRY(upload_new_path(r, ending, &path, e));
    TRY(bank_exchange_write(r->db, r->county, r->keys, entry.run.id, remittance, path, e));
    return download_file(r, path, ending,
                         arena_printf(r->arena, "%s-%" PRId64 "-%" PRId64,
                                      programme_code(entry.run.programme), entry.run.id, number),
                         e);
}

static const struct route_input FILE_INPUTS[] = {
    {"layout", INPUT_TEXT, true, N_("文件格式")},
    {.name = NULL},
};
static const struct route_input ANSWER_INPUTS[] = {
    {"file", INPUT_FILE, true, N_("回盘文件")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_POST, "/runs/{run}/check", run_step, PERMISSION_PAYMENT_CHECK, N_("复核")},
    {HTTP_POST, "/runs/{run}/review", run_step, PERMISSION_PAYMENT_REVIEW, N_("审核")},
    {HTTP_POST, "/runs/{run}/approve", run_step, PERMISSION_PAYMENT_APPROVE, N_("审批")},
    {HTTP_POST, "/runs/{run}/fund", run_step, PERMISSION_PAYMENT_FUND, N_("拨款")},
    {HTTP_POST, "/runs/{run}/close", run_step, PERMISSION_PAYMENT_CLOSE, N_("结清")},
    {HTTP_POST, "/runs/{run}/discard", run_step, PERMISSION_PAYMENT_DISCARD, N_("作废草稿")},
    {HTTP_POST, "/runs/{run}/send", run_send, PERMISSION_PAYMENT_SEND, N_("送银行"),
     .inputs = FILE_INPUTS},
    {HTTP_POST, "/runs/{run}/reissue", run_reissue, PERMISSION_PAYMENT_SEND, N_("重发"),
     .inputs = FILE_INPUTS},
    {HTTP_POST, "/runs/{run}/return", run_return, PERMISSION_PAYMENT_RECONCILE, N_("导入银行回盘"),
     .inputs = ANSWER_INPUTS},
    {HTTP_GET, "/runs/{run}/remittances/{remittance}", run_bank_file, PERMISSION_PAYMENT_SEND,
     N_("代发文件"), .answers_file = true},
};
const struct route_table RUN_STEP_ROUTES = ROUTE_TABLE("run_step", ROUTES);

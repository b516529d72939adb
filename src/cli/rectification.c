/* rectification …: orders to put something right, replies, rechecks. */
#include "domain/inspection/rectification.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "cli/document.h"
#include "cli/project.h"
#include "office/planpaper/rectification.h"

static int64_t viewer_scope(const struct project_call *c)
{
    return c->actor.role == ROLE_INSPECTOR ? 0 : c->actor.scope;
}

static enum status issue_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct rectification_new order = {.problem = cli_option(cli, "--problem"),
                                      .demand = cli_option(cli, "--demand"),
                                      .node = cli_option(cli, "--node"),
                                      .document = cli_option(cli, "--document")};
    const char *origin = cli_option(cli, "--origin");
    int64_t id;
    TRY(project_call_argument(cli, 0, &order.township, e));
    TRY(rectification_origin_parse(origin ? origin : "problem", &order.origin, e));
    TRY(project_call_number(cli, "--origin-id", 0, &order.origin_id, e));
    TRY(cli_day_option(cli, "--due", &order.due_on, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(rectification_issue(c.db, c.county, &order, c.actor.user, &id, e));
    cli_say(cli, _("第 %" PRId64 " 号整改通知已下达"), id);
    return STATUS_OK;
}

static enum status step_begin(struct cli *cli, struct project_call *c, int64_t *id, struct error *e)
{
    TRY(project_call_argument(cli, 0, id, e));
    return project_call_begin(cli, true, c, e);
}

static enum status reply_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(step_begin(cli, &c, &id, e));
    TRY(rectification_reply(c.db, c.county, id, cli_option(cli, "--text"), c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号整改已回复，待复查"), id);
    return STATUS_OK;
}

static enum status recheck_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct date due = {0};
    int64_t id;
    const bool is_passed = cli_has(cli, "--passed");
    if (is_passed == cli_has(cli, "--failed"))
        return cli_usage(e, _("请写明 --passed（通过）或 --failed（未通过）"));
    if (cli_option(cli, "--due"))
        TRY(cli_day_option(cli, "--due", &due, e));
    TRY(step_begin(cli, &c, &id, e));
    TRY(rectification_recheck(c.db, c.county, id, is_passed, cli_option(cli, "--text"), due,
                              c.actor.user, e));
    cli_say(cli,
            is_passed ? _("第 %" PRId64 " 号整改复查通过，已销号")
                      : _("第 %" PRId64 " 号整改复查未通过，已退回"),
            id);
    return STATUS_OK;
}

static enum status extend_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct date due;
    int64_t id;
    TRY(cli_day_option(cli, "--due", &due, e));
    TRY(step_begin(cli, &c, &id, e));
    TRY(rectification_extend(c.db, c.county, id, due, cli_option(cli, "--reason"), c.actor.user,
                             e));
    cli_say(cli, _("第 %" PRId64 " 号整改的期限已延长"), id);
    return STATUS_OK;
}

static enum status list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"id",  "township", "problem", "issued_on",
                                          "due", "overdue",  "moved",   "state"};
    struct project_call c;
    struct rectification *list;
    char day[DATE_TEXT_BYTES];
    size_t n;
    TRY(project_call_begin(cli, false, &c, e));
    struct rectification_filter f = {.scope = viewer_scope(&c),
                                     .is_open = cli_has(cli, "--open"),
                                     .is_overdue = cli_has(cli, "--overdue")};
    TRY(project_call_number(cli, "--township", 0, &f.township, e));
    TRY(rectification_list(c.db, c.county, &f, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, list[i].id);
        cli_text(cli, list[i].township_name);
        cli_text(cli, list[i].problem);
        cli_text(cli, date_format(list[i].issued_on, day));
        cli_text(cli, date_format(list[i].due_on, day));
        cli_i64(cli, list[i].days_overdue);
        cli_i64(cli, list[i].moved);
        cli_text(cli, rectification_state_code(list[i].state));
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status order_find(struct cli *cli, struct project_call *c, struct rectification *ret,
                              struct error *e)
{
    int64_t id;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(project_call_begin(cli, false, c, e));
    enum status s =
        rectification_read(c->db, c->county, id, viewer_scope(c), cli_arena(cli), ret, e);
    return s == STATUS_NONE ? error_set(e, STATUS_REFUSED, "RECTIFICATION_UNKNOWN",
                                        _("没有第 %" PRId64 " 号整改通知"), id)
                            : s;
}

static enum status show_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"number", "step",  "on",  "is_passed",
                                          "due",    "actor", "text"};
    struct project_call c;
    struct rectification order;
    struct rectification_step *steps;
    char day[DATE_TEXT_BYTES];
    size_t n;
    TRY(order_find(cli, &c, &order, e));
    TRY(rectification_step_list(c.db, c.county, order.id, cli_arena(cli), &steps, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof *columns);
    cli_i64(cli, 0);
    cli_text(cli, "NOTICE");
    cli_text(cli, date_format(order.issued_on, day));
    cli_i64(cli, 0);
    cli_text(cli, date_format(order.due_on, day));
    cli_text(cli, order.issued_by);
    cli_text(cli, order.problem);
    cli_row_end(cli);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, steps[i].number);
        cli_text(cli, steps[i].step);
        cli_text(cli, date_format(steps[i].on, day));
        cli_i64(cli, steps[i].is_passed);
        cli_text(cli, steps[i].new_due_on.v ? date_format(steps[i].new_due_on, day) : NULL);
        cli_text(cli, steps[i].actor);
        cli_text(cli, steps[i].text);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status paper_command(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct rectification_paper_options options = {.today = date_today(),
                                                  .with_steps = cli_has(cli, "--steps")};
    struct project_call c;
    struct rectification order;
    TRY(cli_document_kind(cli, &options.kind, e));
    TRY(order_find(cli, &c, &order, e));
    TRY(rectification_paper_render(c.db, c.county, order.id, &options, &bytes, e));
    return cli_document_write(cli, &bytes, e);
}

const struct cli_command CLI_RECTIFICATION[] = {
    {"rectification issue",
     "TOWNSHIP",
     1,
     1,
     N_("向一个乡镇下达整改通知"),
     "rectification.issue",
     issue_command,
     {{"--problem", "TEXT", N_("问题"), true},
      {"--demand", "TEXT", N_("整改要求"), true},
      {"--due", "DATE", N_("期限"), true},
      {"--origin", "assessment|inspection|problem|complaint", N_("从何而来；默认 problem"), false},
      {"--origin-id", "N", N_("它的编号"), false},
      {"--node", "CODE", N_("考核项目"), false},
      {"--document", "TEXT", N_("文号"), false},
      {0}}},
    {"rectification reply",
     "N",
     1,
     1,
     N_("乡镇回复整改情况"),
     "rectification.reply",
     reply_command,
     {{"--text", "TEXT", N_("整改情况"), true}, {0}}},
    {"rectification recheck",
     "N",
     1,
     1,
     N_("由回复人以外的人复查"),
     "rectification.check",
     recheck_command,
     {{"--text", "TEXT", N_("看到的情况"), true},
      {"--passed", NULL, N_("通过，销号"), false},
      {"--failed", NULL, N_("未通过，退回乡镇"), false},
      {"--due", "DATE", N_("未通过时的新期限"), false},
      {0}}},
    {"rectification extend",
     "N",
     1,
     1,
     N_("延长期限"),
     "rectification.check",
     extend_command,
     {{"--due", "DATE", N_("新期限"), true}, {"--reason", "TEXT", N_("原因"), true}, {0}}},
    {"rectification list",
     "",
     0,
     0,
     N_("列出整改通知"),
     "inspection.read",
     list_command,
     {{"--township", "CODE", N_("乡镇"), false},
      {"--open", NULL, N_("只列没有销号的"), false},
      {"--overdue", NULL, N_("只列逾期的"), false},
      {0}}},
    {"rectification show", "N", 1, 1, N_("一件整改的经过"), "inspection.read", show_command, {{0}}},
    {"rectification paper",
     "N",
     1,
     1,
     N_("整改通知书"),
     "inspection.read",
     paper_command,
     {{"-o", "FILE", N_("写到 .pdf 或 .docx"), true},
      {"--steps", NULL, N_("也写回复和复查"), false},
      {0}}},
    {0},
};

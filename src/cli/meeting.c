/* meeting …: the month's meeting opened with its agenda, recorded, issued; its minutes on paper. */
#include "domain/meeting/meeting.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ratio.h"
#include "base/text.h"
#include "cli/document.h"
#include "cli/project.h"
#include "office/planpaper/minutes.h"

static enum status day_or(struct cli *cli, const char *option, struct date *day, struct error *e)
{
    return cli_option(cli, option) ? cli_day_option(cli, option, day, e) : STATUS_OK;
}

static enum status open_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct meeting_new new = {.place = cli_option(cli, "--place"),
                              .chair = cli_option(cli, "--chair"),
                              .recorder = cli_option(cli, "--recorder"),
                              .is_extra = cli_has(cli, "--extra")};
    int64_t id;
    TRY(cli_day_option(cli, "--on", &new.held_on, e));
    new.month = date_month(new.held_on);
    TRY(project_call_begin(cli, true, &c, e));
    TRY(meeting_open(c.db, c.county, &new, c.actor.user, &id, e));
    cli_say(cli, _("第 %" PRId64 " 号调度会已准备，议程已起草"), id);
    return STATUS_OK;
}

static enum status step_begin(struct cli *cli, struct project_call *c, int64_t *id, struct error *e)
{
    TRY(project_call_argument(cli, 0, id, e));
    return project_call_begin(cli, true, c, e);
}

static enum status agenda_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(step_begin(cli, &c, &id, e));
    TRY(meeting_agenda_refresh(c.db, c.county, id, c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号调度会的议程已重新起草"), id);
    return STATUS_OK;
}

/* "3=继续跟踪", as often as given. */
static enum status outcomes_option(struct cli *cli, struct meeting_record *record, struct error *e)
{
    const char *text;
    size_t n = 0;
    while (cli_option_nth(cli, "--outcome", n))
        n++;
    struct meeting_outcome *list = ARENA_ARRAY(cli_arena(cli), struct meeting_outcome, n + 1);
    if (!list)
        return arena_exhausted(e);
    for (size_t i = 0; (text = cli_option_nth(cli, "--outcome", i)) != NULL; i++) {
        const char *equals = strchr(text, '=');
        int64_t number;
        if (!equals ||
            i64_parse(arena_strndup(cli_arena(cli), text, (size_t)(equals - text)), &number,
                      NULL) != STATUS_OK ||
            number <= 0 || number > MEETING_ITEMS_MAX)
            return cli_usage(e, _("--outcome 要写成“议程序号=意见”"));
        list[i] = (struct meeting_outcome){.number = (int)number, .text = equals + 1};
    }
    record->outcomes = list;
    record->outcome_count = n;
    return STATUS_OK;
}

static enum status decisions_option(struct cli *cli, struct meeting_record *record, struct error *e)
{
    size_t n = 0;
    while (cli_option_nth(cli, "--decision", n))
        n++;
    const char **list = ARENA_ARRAY(cli_arena(cli), const char *, n + 1);
    if (!list)
        return arena_exhausted(e);
    for (size_t i = 0; i < n; i++)
        list[i] = cli_option_nth(cli, "--decision", i);
    record->decisions = list;
    record->decision_count = n;
    return STATUS_OK;
}

static enum status record_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct meeting_record record = {.present = cli_option(cli, "--present"),
                                    .absent = cli_option(cli, "--absent"),
                                    .summary = cli_option(cli, "--summary")};
    int64_t id;
    TRY(day_or(cli, "--on", &record.held_on, e));
    TRY(outcomes_option(cli, &record, e));
    TRY(decisions_option(cli, &record, e));
    TRY(step_begin(cli, &c, &id, e));
    TRY(meeting_record(c.db, c.county, id, &record, c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号调度会已登记，纪要待签发"), id);
    return STATUS_OK;
}

static enum status issue_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct meeting m;
    int64_t id;
    TRY(step_begin(cli, &c, &id, e));
    TRY(meeting_issue(c.db, c.county, id, cli_option(cli, "--document"), c.actor.user, e));
    TRY(meeting_read(c.db, c.county, id, cli_arena(cli), &m, e));
    cli_say(cli, _("%s 已签发"), m.document);
    return STATUS_OK;
}

static enum status cancel_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(step_begin(cli, &c, &id, e));
    TRY(meeting_cancel(c.db, c.county, id, cli_option(cli, "--reason"), c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号调度会已取消"), id);
    return STATUS_OK;
}

static const char *state_code(enum meeting_state s)
{
    static const char *const codes[] = {[MEETING_DRAFT] = "DRAFT",
                                        [MEETING_HELD] = "HELD",
                                        [MEETING_ISSUED] = "ISSUED",
                                        [MEETING_CANCELLED] = "CANCELLED"};
    return codes[s];
}

static enum status list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"id",        "month",     "number", "held_on",
                                          "place",     "chair",     "state",  "document",
                                          "issued_by", "issued_on", "sha256"};
    struct project_call c;
    struct meeting *list;
    int64_t year, known;
    size_t n;
    TRY(project_call_number(cli, "--year", 0, &year, e));
    TRY(project_call_begin(cli, false, &c, e));
    TRY(cli_known(cli, &known, e));
    TRY(meeting_list(c.db, c.county, (int)year, known, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, list[i].id);
        cli_month(cli, list[i].month);
        cli_i64(cli, list[i].number);
        project_call_day(cli, list[i].held_on);
        cli_text(cli, list[i].place);
        cli_text(cli, list[i].chair);
        cli_text(cli, state_code(list[i].state));
        cli_text(cli, list[i].document);
        cli_text(cli, list[i].issued_by);
        project_call_day(cli, list[i].issued_on);
        cli_text(cli, list[i].hash);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static void item_row(struct cli *cli, const struct meeting_item *i)
{
    char rate[RATIO_TEXT_BYTES];
    const bool is_figure = i->indicator[0] != '\0';
    cli_i64(cli, i->number);
    cli_text(cli, meeting_item_code(i->kind));
    cli_text(cli, i->indicator);
    cli_text(cli, i->book);
    cli_text(cli, i->township_name);
    if (is_figure) {
        cli_month(cli, i->from);
        cli_month(cli, i->to);
        cli_i64(cli, i->numerator);
        cli_i64(cli, i->denominator);
        cli_text(cli, ratio_percent_of_target(i->numerator, i->denominator, i->target_bp, 2, rate));
        cli_i64(cli, i->target_bp);
    } else {
        for (int k = 0; k < 6; k++)
            cli_text(cli, NULL);
    }
    cli_i64(cli, i->subject);
    cli_text(cli, i->text);
    cli_text(cli, i->outcome);
    cli_row_end(cli);
}

static enum status show_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {
        "number",    "kind",        "indicator", "book",      "township", "from", "to",
        "numerator", "denominator", "rate",      "target_bp", "subject",  "text", "outcome"};
    struct project_call c;
    struct meeting m;
    struct meeting_item *items;
    int64_t id;
    size_t n;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(project_call_begin(cli, false, &c, e));
    enum status s = meeting_read(c.db, c.county, id, cli_arena(cli), &m, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "MEETING_UNKNOWN", _("没有第 %" PRId64 " 号调度会"),
                         id);
    if (s != STATUS_OK)
        return s;
    TRY(meeting_verify(c.db, c.county, id, e));
    TRY(meeting_item_list(c.db, c.county, id, c.actor.scope, cli_arena(cli), &items, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++)
        item_row(cli, &items[i]);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status paper_command(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct meeting_paper_options options = {.today = date_today()};
    struct project_call c;
    int64_t id;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(cli_document_kind(cli, &options.kind, e));
    TRY(project_call_begin(cli, false, &c, e));
    options.scope = c.actor.scope;
    enum status s = meeting_paper_render(c.db, c.county, id, &options, &bytes, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "MEETING_UNKNOWN", _("没有第 %" PRId64 " 号调度会"),
                         id);
    return s == STATUS_OK ? cli_document_write(cli, &bytes, e) : s;
}

const struct cli_command CLI_MEETING[] = {
    {"meeting open",
     "",
     0,
     0,
     N_("准备一次月度调度会：按落后的指标和未解决的问题起草议程"),
     "meeting.manage",
     open_command,
     {{"--on", "DATE", N_("会议日期"), true},
      {"--place", "TEXT", N_("地点"), true},
      {"--chair", "NAME", N_("主持人"), true},
      {"--recorder", "NAME", N_("记录人"), true},
      {"--extra", NULL, N_("本月加开一次"), false},
      {0}}},
    {"meeting agenda", "N", 1, 1, N_("重新起草议程"), "meeting.manage", agenda_command, {{0}}},
    {"meeting record",
     "N",
     1,
     1,
     N_("登记会议情况"),
     "meeting.manage",
     record_command,
     {{"--present", "TEXT", N_("出席人员"), true},
      {"--absent", "TEXT", N_("缺席人员"), false},
      {"--summary", "TEXT", N_("会议概要"), true},
      {"--outcome", "N=TEXT", N_("一项议程的研究意见；可多次"), false},
      {"--decision", "TEXT", N_("一项议定事项；可多次"), false},
      {"--on", "DATE", N_("实际开会日期；默认原定日期"), false},
      {0}}},
    {"meeting issue",
     "N",
     1,
     1,
     N_("签发会议纪要：由记录人以外的人"),
     "meeting.issue",
     issue_command,
     {{"--document", "TEXT", N_("文号；默认本年下一号"), false}, {0}}},
    {"meeting cancel",
     "N",
     1,
     1,
     N_("取消没有召开的会"),
     "meeting.manage",
     cancel_command,
     {{"--reason", "TEXT", N_("原因"), true}, {0}}},
    {"meeting list",
     "",
     0,
     0,
     N_("调度会"),
     "meeting.read",
     list_command,
     {{"--year", "YYYY", N_("哪一年；默认全部"), false}, {0}},
     true},
    {"meeting show", "N", 1, 1, N_("一次会的议程和意见"), "meeting.read", show_command, {{0}}},
    {"meeting paper",
     "N",
     1,
     1,
     N_("会议纪要"),
     "meeting.read",
     paper_command,
     {{"-o", "FILE", N_("写到 .pdf 或 .docx"), true}, {0}}},
    {0},
};

/* problem …, practice …: the list of problems carried from meeting to meeting; good practices. */
#include "domain/meeting/problem.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "cli/project.h"
#include "domain/meeting/practice.h"

static enum status raise_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct problem_new new = {.source = PROBLEM_MEETING,
                              .indicator = cli_option(cli, "--indicator"),
                              .title = cli_option(cli, "--title"),
                              .cause = cli_option(cli, "--cause"),
                              .measure = cli_option(cli, "--measure"),
                              .owner = cli_option(cli, "--owner")};
    int64_t id;
    TRY(project_call_number(cli, "--meeting", 0, &new.source_id, e));
    if (new.source_id == 0)
        new.source = PROBLEM_INDICATOR;
    TRY(project_call_number(cli, "--township", 0, &new.township, e));
    TRY(cli_day_option(cli, "--due", &new.due_on, e));
    TRY(cli_day_option(cli, "--on", &new.raised_on, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(problem_raise(c.db, c.county, &new, c.actor.user, &id, e));
    cli_say(cli, _("第 %" PRId64 " 号问题已列入清单"), id);
    return STATUS_OK;
}

static enum status step_begin(struct cli *cli, struct project_call *c, int64_t *id, struct error *e)
{
    TRY(project_call_argument(cli, 0, id, e));
    return project_call_begin(cli, true, c, e);
}

static enum status report_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(step_begin(cli, &c, &id, e));
    TRY(problem_report(c.db, c.county, id, cli_option(cli, "--text"), c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号问题已报告，待核实"), id);
    return STATUS_OK;
}

static enum status send_back_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(step_begin(cli, &c, &id, e));
    TRY(problem_send_back(c.db, c.county, id, cli_option(cli, "--reason"), c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号问题已退回"), id);
    return STATUS_OK;
}

static enum status defer_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct date due;
    int64_t id;
    TRY(cli_day_option(cli, "--due", &due, e));
    TRY(step_begin(cli, &c, &id, e));
    TRY(problem_defer(c.db, c.county, id, due, cli_option(cli, "--reason"), c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号问题的期限已调整"), id);
    return STATUS_OK;
}

static enum status close_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(step_begin(cli, &c, &id, e));
    TRY(problem_close(c.db, c.county, id, cli_option(cli, "--outcome"), c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号问题已核实销号"), id);
    return STATUS_OK;
}

static const char *state_code(enum problem_state s)
{
    static const char *const codes[] = {
        [PROBLEM_OPEN] = "OPEN", [PROBLEM_REPORTED] = "REPORTED", [PROBLEM_CLOSED] = "CLOSED"};
    return codes[s];
}

static void problem_row(struct cli *cli, const struct problem *p)
{
    cli_i64(cli, p->id);
    cli_text(cli, problem_source_code(p->source));
    cli_i64(cli, p->source_id);
    cli_text(cli, p->township_name);
    cli_text(cli, p->title);
    cli_text(cli, p->cause);
    cli_text(cli, p->measure);
    cli_text(cli, p->owner);
    project_call_day(cli, p->raised_on);
    project_call_day(cli, p->first_due_on);
    project_call_day(cli, p->due_on);
    cli_text(cli, state_code(p->state));
    cli_i64(cli, p->days_overdue);
    cli_i64(cli, p->carried);
    cli_i64(cli, p->deferred);
    cli_text(cli, p->reported_by);
    cli_text(cli, p->closed_by);
    project_call_day(cli, p->closed_on);
    cli_text(cli, p->outcome);
    cli_row_end(cli);
}

static enum status list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {
        "id",       "source",      "source_id", "township",  "title",  "cause",        "measure",
        "owner",    "raised_on",   "first_due", "due",       "state",  "days_overdue", "carried",
        "deferred", "reported_by", "closed_by", "closed_on", "outcome"};
    struct project_call c;
    struct problem_filter f = {.owner = cli_option(cli, "--owner"),
                               .is_open = cli_has(cli, "--open"),
                               .is_overdue = cli_has(cli, "--overdue")};
    struct problem *list;
    size_t n;
    TRY(project_call_number(cli, "--township", 0, &f.township, e));
    if (cli_option(cli, "--source"))
        TRY(problem_source_parse(cli_option(cli, "--source"), &f.source, e));
    TRY(project_call_begin(cli, false, &c, e));
    TRY(cli_known(cli, &f.known, e));
    f.scope = c.actor.scope;
    TRY(problem_list(c.db, c.county, &f, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++)
        problem_row(cli, &list[i]);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status show_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"number", "kind",    "meeting", "on",
                                          "text",   "new_due", "actor"};
    struct project_call c;
    struct problem p;
    struct problem_note *notes;
    int64_t id, known;
    size_t n;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(project_call_begin(cli, false, &c, e));
    TRY(cli_known(cli, &known, e));
    enum status s = problem_read(c.db, c.county, id, c.actor.scope, known, cli_arena(cli), &p, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PROBLEM_UNKNOWN", _("没有第 %" PRId64 " 号问题"), id);
    if (s != STATUS_OK)
        return s;
    TRY(problem_note_list(c.db, c.county, id, known, cli_arena(cli), &notes, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, notes[i].number);
        cli_text(cli, notes[i].kind);
        cli_i64(cli, notes[i].meeting);
        project_call_day(cli, notes[i].on);
        cli_text(cli, notes[i].text);
        project_call_day(cli, notes[i].new_due_on);
        cli_text(cli, notes[i].actor);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- good practices ---- */

static enum status propose_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct practice p = {.title = cli_option(cli, "--title"), .body = cli_option(cli, "--body")};
    int64_t id;
    TRY(project_call_number(cli, "--meeting", 0, &p.meeting, e));
    TRY(project_call_number(cli, "--township", 0, &p.township, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(practice_propose(c.db, c.county, &p, c.actor.user, &id, e));
    cli_say(cli, _("第 %" PRId64 " 号做法已提出，待审定"), id);
    return STATUS_OK;
}

static enum status publish_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(step_begin(cli, &c, &id, e));
    TRY(practice_decide(c.db, c.county, id, true, c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号做法已推广"), id);
    return STATUS_OK;
}

static enum status decline_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(step_begin(cli, &c, &id, e));
    TRY(practice_decide(c.db, c.county, id, false, c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号做法未采用"), id);
    return STATUS_OK;
}

static const char *practice_code(enum practice_state s)
{
    static const char *const codes[] = {[PRACTICE_PROPOSED] = "PROPOSED",
                                        [PRACTICE_PUBLISHED] = "PUBLISHED",
                                        [PRACTICE_DECLINED] = "DECLINED"};
    return codes[s];
}

static enum status practices_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"id",    "meeting",     "township",   "title",     "body",
                                          "state", "proposed_by", "decided_by", "decided_on"};
    struct project_call c;
    struct practice *list;
    int64_t known;
    size_t n;
    TRY(project_call_begin(cli, false, &c, e));
    TRY(cli_known(cli, &known, e));
    TRY(practice_list(c.db, c.county, c.actor.scope, 0, known, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, list[i].id);
        cli_i64(cli, list[i].meeting);
        cli_text(cli, list[i].township_name);
        cli_text(cli, list[i].title);
        cli_text(cli, list[i].body);
        cli_text(cli, practice_code(list[i].state));
        cli_text(cli, list[i].proposed_by);
        cli_text(cli, list[i].decided_by);
        project_call_day(cli, list[i].decided_on);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_PROBLEM[] = {
    {"problem raise",
     "",
     0,
     0,
     N_("把一个问题列入清单"),
     "meeting.manage",
     raise_command,
     {{"--title", "TEXT", N_("问题"), true},
      {"--cause", "TEXT", N_("原因"), true},
      {"--measure", "TEXT", N_("措施"), true},
      {"--owner", "TEXT", N_("责任单位"), true},
      {"--due", "DATE", N_("解决期限"), true},
      {"--township", "CODE", N_("乡镇；默认全县"), false},
      {"--meeting", "N", N_("在哪次调度会上提出；没有则按指标提出"), false},
      {"--indicator", "CODE", N_("有关的指标"), false},
      {"--on", "DATE", N_("提出日期；默认今天"), false},
      {0}}},
    {"problem report",
     "N",
     1,
     1,
     N_("报告办理情况"),
     "problem.report",
     report_command,
     {{"--text", "TEXT", N_("做了什么"), true}, {0}}},
    {"problem send-back",
     "N",
     1,
     1,
     N_("退回没有解决的"),
     "meeting.manage",
     send_back_command,
     {{"--reason", "TEXT", N_("原因"), true}, {0}}},
    {"problem defer",
     "N",
     1,
     1,
     N_("调整期限"),
     "meeting.manage",
     defer_command,
     {{"--due", "DATE", N_("新的期限"), true}, {"--reason", "TEXT", N_("原因"), true}, {0}}},
    {"problem close",
     "N",
     1,
     1,
     N_("核实销号：由报告人以外的人"),
     "meeting.manage",
     close_command,
     {{"--outcome", "TEXT", N_("核实结果"), true}, {0}}},
    {"problem list",
     "",
     0,
     0,
     N_("问题清单"),
     "meeting.read",
     list_command,
     {{"--open", NULL, N_("只看没有销号的"), false},
      {"--overdue", NULL, N_("只看逾期的"), false},
      {"--township", "CODE", N_("乡镇"), false},
      {"--owner", "TEXT", N_("责任单位，一部分即可"), false},
      {"--source", "CODE", N_("来源"), false},
      {0}},
     true},
    {"problem show", "N", 1, 1, N_("一个问题的经过"), "meeting.read", show_command, {{0}}, true},
    {"practice propose",
     "",
     0,
     0,
     N_("提出一个好的做法"),
     "meeting.read",
     propose_command,
     {{"--title", "TEXT", N_("做法"), true},
      {"--body", "TEXT", N_("内容"), true},
      {"--township", "CODE", N_("乡镇；默认全县"), false},
      {"--meeting", "N", N_("在哪次调度会上介绍"), false},
      {0}}},
    {"practice publish", "N", 1, 1, N_("推广"), "meeting.issue", publish_command, {{0}}},
    {"practice decline", "N", 1, 1, N_("不采用"), "meeting.issue", decline_command, {{0}}},
    {"practice list", "", 0, 0, N_("好的做法"), "meeting.read", practices_command, {{0}}, true},
    {0},
};

/* project return …: the monthly returns. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/project.h"

static enum status write_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct project p;
    struct project_return r = {.progress = cli_option(cli, "--progress"),
                               .problem = cli_option(cli, "--problem"),
                               .cause = cli_option(cli, "--cause"),
                               .measure = cli_option(cli, "--measure")};
    int64_t id;
    TRY(cli_month_option(cli, "--month", &r.month, e));
    TRY(project_call_number(cli, "--beds", 0, &r.beds_added, e));
    TRY(project_call_yuan(cli, "--invested", FEN(0), &r.invested, e));
    TRY(project_call_sources(cli, "--received", r.received, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(project_call_find(cli, &c, &p, e));
    r.project = p.id;
    TRY(project_return_write(c.db, c.county, &r, c.actor.user, &id, e));
    cli_say(cli, _("第 %" PRId64 " 号月报已保存，尚未提交"), id);
    return STATUS_OK;
}

static enum status submit_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(project_return_submit(c.db, c.county, id, c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号月报已提交，待签发"), id);
    return STATUS_OK;
}

static enum status sign_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(project_return_sign(c.db, c.county, id, c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号月报已签发"), id);
    return STATUS_OK;
}

static enum status send_back_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(project_return_send_back(c.db, c.county, id, cli_option(cli, "--reason"), c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号月报已退回"), id);
    return STATUS_OK;
}

static void return_row(struct cli *cli, const struct project *p, const struct project_return *r)
{
    cli_i64(cli, r->id);
    cli_text(cli, p->code);
    cli_month(cli, r->month);
    cli_i64(cli, r->version);
    cli_text(cli, return_state_code(r->state));
    cli_i64(cli, r->beds_added);
    cli_i64(cli, r->beds_total);
    cli_fen(cli, r->invested);
    cli_fen(cli, r->invested_total);
    for (size_t i = 0; i < PROJECT_SOURCES; i++)
        cli_fen(cli, r->received[i]);
    cli_text(cli, r->stage == STAGE_NONE ? NULL : PROJECT_STAGE_ROWS[(int)r->stage - 1].code);
    cli_text(cli, r->progress);
    cli_text(cli, r->problem);
    cli_text(cli, r->cause);
    cli_text(cli, r->measure);
    cli_text(cli, r->prepared_by);
    cli_text(cli, r->signed_by);
    project_call_day(cli, r->signed_on);
    cli_text(cli, r->reason);
    cli_row_end(cli);
}

static enum status month_or(struct cli *cli, const char *option, struct month *m, struct error *e)
{
    return cli_option(cli, option) ? cli_month_option(cli, option, m, e) : STATUS_OK;
}

static enum status list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"return",      "project",      "month",
                                          "version",     "state",        "beds_added",
                                          "beds_total",  "invested_fen", "invested_total_fen",
                                          "central_fen", "province_fen", "city_fen",
                                          "county_fen",  "own_fen",      "stage",
                                          "progress",    "problem",      "cause",
                                          "measure",     "prepared_by",  "signed_by",
                                          "signed_on",   "reason"};
    struct project_call c;
    struct project *projects, one;
    struct project_return *list;
    struct month from = {0}, to = MONTH_OPEN;
    int64_t project = 0;
    size_t n, count;
    TRY(month_or(cli, "--from", &from, e));
    TRY(month_or(cli, "--to", &to, e));
    TRY(project_call_begin(cli, false, &c, e));
    if (cli_argument_count(cli) > 0) {
        TRY(project_call_find(cli, &c, &one, e));
        project = one.id;
    }
    TRY(project_list(c.db, c.county, 0, 0, cli_arena(cli), &projects, &count, e));
    TRY(project_return_list(c.db, c.county, project, from, to, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < count; k++) {
            if (projects[k].id == list[i].project &&
                access_in_scope(c.actor.scope, projects[k].scope.township))
                return_row(cli, &projects[k], &list[i]);
        }
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_PROJECT_RETURN[] = {
    {"project return write",
     "CODE",
     1,
     1,
     N_("填报一个月的月报：只填本月新增，累计由程序算出"),
     "project.return",
     write_command,
     {{"--month", "YYYY-MM", N_("月份"), true},
      {"--beds", "N", N_("本月新增床位"), false},
      {"--invested", "YUAN", N_("本月完成投资"), false},
      {"--received", "SOURCE=YUAN", N_("本月到位资金的一项来源；可多次"), false},
      {"--progress", "TEXT", N_("形象进度"), true},
      {"--problem", "TEXT", N_("存在问题"), false},
      {"--cause", "TEXT", N_("原因"), false},
      {"--measure", "TEXT", N_("措施"), false},
      {0}}},
    {"project return submit", "N", 1, 1, N_("提交月报"), "project.return", submit_command, {{0}}},
    {"project return sign",
     "N",
     1,
     1,
     N_("签发月报：由填报人以外的人"),
     "project.sign",
     sign_command,
     {{0}}},
    {"project return send-back",
     "N",
     1,
     1,
     N_("退回月报"),
     "project.sign",
     send_back_command,
     {{"--reason", "TEXT", N_("退回原因"), true}, {0}}},
    {"project return list",
     "[CODE]",
     0,
     1,
     N_("月报，新的在前"),
     "project.read",
     list_command,
     {{"--from", "YYYY-MM", N_("从哪个月"), false},
      {"--to", "YYYY-MM", N_("到哪个月"), false},
      {0}}},
    {0},
};

/* accountability …: what is suggested, recorded, dismissed. */
#include "domain/inspection/accountability.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "cli/project.h"

static enum status scan_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t n;
    TRY(project_call_begin(cli, true, &c, e));
    TRY(accountability_suggest_scan(c.db, c.county, c.actor.user, &n, e));
    cli_say(cli, _("新提出 %" PRId64 " 件责任追究建议"), n);
    return STATUS_OK;
}

static enum status suggest_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct accountability_new s = {.evidence = cli_option(cli, "--evidence"),
                                   .person = cli_option(cli, "--person"),
                                   .facts = cli_option(cli, "--facts")};
    int64_t id;
    TRY(project_call_argument(cli, 0, &s.township, e));
    TRY(accountability_trigger_parse(cli_option(cli, "--trigger"), &s.trigger, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(accountability_suggest(c.db, c.county, &s, c.actor.user, &id, e));
    cli_say(cli, _("第 %" PRId64 " 号责任追究已提出，待决定"), id);
    return STATUS_OK;
}

static enum status step_begin(struct cli *cli, struct project_call *c, int64_t *id, struct error *e)
{
    TRY(project_call_argument(cli, 0, id, e));
    return project_call_begin(cli, true, c, e);
}

static enum status statement_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(step_begin(cli, &c, &id, e));
    TRY(accountability_state_own(c.db, c.county, id, cli_option(cli, "--text"), c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号责任追究已记下本人说明"), id);
    return STATUS_OK;
}

static enum status record_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct accountability_decision d = {.person = cli_option(cli, "--person"),
                                        .decision = cli_option(cli, "--decision"),
                                        .demand = cli_option(cli, "--demand"),
                                        .document = cli_option(cli, "--document")};
    int64_t id, order;
    TRY(accountability_action_parse(cli_option(cli, "--action"), &d.action, e));
    if (cli_option(cli, "--due"))
        TRY(cli_day_option(cli, "--due", &d.due_on, e));
    TRY(step_begin(cli, &c, &id, e));
    TRY(accountability_record(c.db, c.county, id, &d, c.actor.user, &order, e));
    cli_say(cli, _("第 %" PRId64 " 号责任追究已记录"), id);
    if (order)
        cli_say(cli, _("第 %" PRId64 " 号整改通知已下达"), order);
    return STATUS_OK;
}

static enum status dismiss_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(step_begin(cli, &c, &id, e));
    TRY(accountability_dismiss(c.db, c.county, id, cli_option(cli, "--reason"), c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号责任追究：不予追究"), id);
    return STATUS_OK;
}

static const char *const COLUMNS[] = {"id",       "township",  "trigger",      "evidence",
                                      "person",   "state",     "action",       "facts",
                                      "decision", "statement", "suggested_by", "decided_by"};

static void record_row(struct cli *cli, const struct accountability *a)
{
    static const char *const states[] = {"", "SUGGESTED", "RECORDED", "DISMISSED"};
    cli_i64(cli, a->id);
    cli_text(cli, a->township_name);
    cli_text(cli, accountability_trigger_code(a->trigger));
    cli_text(cli, a->evidence);
    cli_text(cli, a->person);
    cli_text(cli, states[a->state]);
    cli_text(cli, accountability_action_code(a->action));
    cli_text(cli, a->facts);
    cli_text(cli, a->decision);
    cli_text(cli, a->statement);
    cli_text(cli, a->suggested_by);
    cli_text(cli, a->decided_by);
    cli_row_end(cli);
}

static enum status list_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct accountability *list;
    int64_t township;
    size_t n;
    TRY(project_call_number(cli, "--township", 0, &township, e));
    TRY(project_call_begin(cli, false, &c, e));
    TRY(accountability_list(c.db, c.county, township,
                            cli_has(cli, "--open") ? ACCOUNTABILITY_SUGGESTED : 0, cli_arena(cli),
                            &list, &n, e));
    cli_rows_begin(cli, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS);
    for (size_t i = 0; i < n; i++)
        record_row(cli, &list[i]);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status show_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct accountability a;
    int64_t id;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(project_call_begin(cli, false, &c, e));
    enum status s = accountability_read(c.db, c.county, id, cli_arena(cli), &a, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ACCOUNTABILITY_UNKNOWN",
                         _("没有第 %" PRId64 " 号责任追究"), id);
    if (s != STATUS_OK)
        return s;
    cli_rows_begin(cli, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS);
    record_row(cli, &a);
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_ACCOUNTABILITY[] = {
    {"accountability scan",
     "",
     0,
     0,
     N_("查找漏办、弄虚作假和多次逾期，提出追究建议"),
     "accountability.suggest",
     scan_command,
     {{0}}},
    {"accountability suggest",
     "TOWNSHIP",
     1,
     1,
     N_("提出责任追究建议"),
     "accountability.suggest",
     suggest_command,
     {{"--trigger", "missed|false|delay|other", N_("事由"), true},
      {"--facts", "TEXT", N_("事实"), true},
      {"--person", "NAME", N_("责任人"), false},
      {"--evidence", "TEXT", N_("依据，如 \"inspection 5/2\""), false},
      {0}}},
    {"accountability statement",
     "N",
     1,
     1,
     N_("记下责任人本人的说明"),
     "accountability.suggest",
     statement_command,
     {{"--text", "TEXT", N_("本人说明"), true}, {0}}},
    {"accountability record",
     "N",
     1,
     1,
     N_("局长决定追究"),
     "accountability.decide",
     record_command,
     {{"--action", "talk|warning|rectification", N_("处理方式"), true},
      {"--decision", "TEXT", N_("决定"), true},
      {"--person", "NAME", N_("责任人；默认建议中的"), false},
      {"--demand", "TEXT", N_("整改要求（责令整改时）"), false},
      {"--due", "DATE", N_("整改期限（责令整改时）"), false},
      {"--document", "TEXT", N_("文号"), false},
      {0}}},
    {"accountability dismiss",
     "N",
     1,
     1,
     N_("局长决定不予追究"),
     "accountability.decide",
     dismiss_command,
     {{"--reason", "TEXT", N_("原因"), true}, {0}}},
    {"accountability list",
     "",
     0,
     0,
     N_("列出责任追究"),
     "accountability.read",
     list_command,
     {{"--township", "CODE", N_("乡镇"), false}, {"--open", NULL, N_("只列待决定的"), false}, {0}}},
    {"accountability show",
     "N",
     1,
     1,
     N_("一件责任追究"),
     "accountability.read",
     show_command,
     {{0}}},
    {0},
};

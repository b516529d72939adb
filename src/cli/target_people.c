/* target group …, target responsible …: the leading group, and who answers for what. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/target.h"
#include "domain/target/leading.h"

static enum status days_option(struct cli *cli, struct date *from, struct date *until,
                               struct error *e)
{
    *until = DATE_OPEN;
    TRY(cli_day_option(cli, "--from", from, e));
    return cli_option(cli, "--until") ? cli_day_option(cli, "--until", until, e) : STATUS_OK;
}

static enum status id_option(struct cli *cli, int64_t *ret, struct error *e)
{
    *ret = 0;
    return cli_argument_count(cli) > 0 ? project_call_argument(cli, 0, ret, e) : STATUS_OK;
}

/* ---- the leading group ---- */

static enum status group_set_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct leading_member m = {.name = cli_option(cli, "--name"),
                               .post = cli_option(cli, "--post"),
                               .duty = cli_option(cli, "--duty"),
                               .document = cli_option(cli, "--document")};
    int64_t id;
    TRY(id_option(cli, &m.id, e));
    TRY(leading_seat_parse(cli_option(cli, "--seat"), &m.seat, e));
    TRY(days_option(cli, &m.from, &m.until, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(leading_set(c.db, c.county, &m, c.actor.user, &id, e));
    cli_say(cli, _("领导小组第 %" PRId64 " 号成员已登记"), id);
    return STATUS_OK;
}

static enum status group_end_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct date until;
    int64_t id;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(cli_day_option(cli, "--until", &until, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(leading_end(c.db, c.county, id, until, cli_option(cli, "--document"), c.actor.user, e));
    cli_say(cli, _("领导小组第 %" PRId64 " 号成员的任期已结束"), id);
    return STATUS_OK;
}

static enum status group_plan_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    size_t n = 0;
    TRY(project_call_begin(cli, true, &c, e));
    enum status s = leading_from_plan(c.db, c.county, c.actor.user, &n, e);
    if (s == STATUS_OK)
        cli_say(cli, _("按方案登记领导小组成员 %zu 人"), n);
    if (s == STATUS_NONE)
        cli_say(cli, _("方案没有写新的成员姓名"));
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status group_list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"id",   "seat", "seat_name", "name",    "post",
                                          "duty", "from", "until",     "document"};
    struct project_call c;
    struct leading_member *list;
    struct date on = {0};
    int64_t known;
    size_t n;
    if (!cli_has(cli, "--all"))
        TRY(cli_day_option(cli, "--on", &on, e));
    TRY(project_call_begin(cli, false, &c, e));
    TRY(cli_known(cli, &known, e));
    TRY(leading_list(c.db, c.county, on, known, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        const struct leading_member *m = &list[i];
        cli_i64(cli, m->id);
        cli_text(cli, leading_seat_code(m->seat));
        cli_text(cli, _(leading_seat_label(m->seat)));
        cli_text(cli, m->name);
        cli_text(cli, m->post);
        cli_text(cli, m->duty);
        project_call_day(cli, m->from);
        project_call_day(cli, m->until.v == DATE_OPEN.v ? (struct date){0} : m->until);
        cli_text(cli, m->document);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- who answers ---- */

static enum status responsible_set_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    const char *duty = cli_option(cli, "--duty");
    struct responsible p = {.item = cli_option(cli, "--item"),
                            .name = cli_option(cli, "--name"),
                            .post = cli_option(cli, "--post"),
                            .phone = cli_option(cli, "--phone"),
                            .is_lead = text_equals(duty, "LEAD")};
    int64_t id;
    if (!p.is_lead && !text_equals(duty, "HANDLE"))
        return cli_usage(e, _("--duty 应为 LEAD（领导责任）或 HANDLE（直接责任）"));
    TRY(id_option(cli, &p.id, e));
    TRY(days_option(cli, &p.from, &p.until, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(target_place_parse(cli, &c, cli_option(cli, "--division"), &p.division, e));
    TRY(responsible_set(c.db, c.county, &p, c.actor.user, &id, e));
    cli_say(cli, _("第 %" PRId64 " 号责任人已登记"), id);
    return STATUS_OK;
}

static enum status responsible_end_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct date until;
    int64_t id;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(cli_day_option(cli, "--until", &until, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(responsible_end(c.db, c.county, id, until, c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号责任人已结束"), id);
    return STATUS_OK;
}

static enum status responsible_list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"id",   "division", "place", "level", "item", "duty",
                                          "name", "post",     "phone", "from",  "until"};
    struct project_call c;
    struct responsible *list;
    struct date on;
    int64_t known, division = 0;
    size_t n;
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(project_call_begin(cli, false, &c, e));
    TRY(cli_known(cli, &known, e));
    if (cli_option(cli, "--division")) {
        TRY(target_place_parse(cli, &c, cli_option(cli, "--division"), &division, e));
        TRY(cli_case_scope(&c.actor, division, e));
    }
    TRY(responsible_list(c.db, c.county, c.actor.scope, division, cli_option(cli, "--item"), on,
                         known, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        const struct responsible *p = &list[i];
        cli_i64(cli, p->id);
        cli_i64(cli, p->division);
        cli_text(cli, p->division_name);
        cli_i64(cli, p->level);
        cli_text(cli, p->item);
        cli_text(cli, p->is_lead ? "LEAD" : "HANDLE");
        cli_text(cli, p->name);
        cli_text(cli, p->post);
        cli_text(cli, p->phone);
        project_call_day(cli, p->from);
        project_call_day(cli, p->until.v == DATE_OPEN.v ? (struct date){0} : p->until);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_TARGET_PEOPLE[] = {
    {"target group set",
     "[MEMBER]",
     0,
     1,
     N_("登记或更改领导小组成员"),
     "target.manage",
     group_set_command,
     {{"--seat", "LEADER|FIRST_DEPUTY|DEPUTY|MEMBER|OFFICE", N_("职务"), true},
      {"--name", "NAME", N_("姓名"), true},
      {"--post", "TEXT", N_("单位和职务"), false},
      {"--duty", "TEXT", N_("分工"), false},
      {"--from", "DATE", N_("开始日期"), false},
      {"--until", "DATE", N_("结束日期"), false},
      {"--document", "TEXT", N_("文号"), false},
      {0}}},
    {"target group end",
     "MEMBER",
     1,
     1,
     N_("结束一名成员的任期"),
     "target.manage",
     group_end_command,
     {{"--until", "DATE", N_("最后一天"), false}, {"--document", "TEXT", N_("文号"), false}, {0}}},
    {"target group plan",
     "",
     0,
     0,
     N_("按方案登记领导小组成员"),
     "target.manage",
     group_plan_command,
     {{0}}},
    {"target group list",
     "",
     0,
     0,
     N_("领导小组"),
     "target.read",
     group_list_command,
     {{"--on", "DATE", N_("日期"), false}, {"--all", NULL, N_("也列已离任的"), false}, {0}},
     true},
    {"target responsible set",
     "[PERSON]",
     0,
     1,
     N_("登记或更改责任人"),
     "target.manage",
     responsible_set_command,
     {{"--division", "CODE", N_("县、乡镇或村的代码，或乡镇名称"), true},
      {"--item", "ID", N_("方案条款、目标或指标"), true},
      {"--duty", "LEAD|HANDLE", N_("领导责任或直接责任"), true},
      {"--name", "NAME", N_("姓名"), true},
      {"--post", "TEXT", N_("单位和职务"), false},
      {"--phone", "TEXT", N_("电话"), false},
      {"--from", "DATE", N_("开始日期"), false},
      {"--until", "DATE", N_("结束日期"), false},
      {0}}},
    {"target responsible end",
     "PERSON",
     1,
     1,
     N_("结束一名责任人"),
     "target.manage",
     responsible_end_command,
     {{"--until", "DATE", N_("最后一天"), false}, {0}}},
    {"target responsible list",
     "",
     0,
     0,
     N_("责任人，连同其上级"),
     "target.read",
     responsible_list_command,
     {{"--division", "CODE", N_("县、乡镇或村"), false},
      {"--item", "ID", N_("方案条款、目标或指标"), false},
      {"--on", "DATE", N_("日期"), false},
      {0}},
     true},
    {0},
};

/* plan check | load | show | set, and init: the year's plan as configuration. */
#include <stdio.h>

#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/init.h"
#include "domain/plan/plan.h"
#include "domain/registry/change.h"

static enum status plan_check(struct cli *cli, struct error *e)
{
    struct plan *plan;
    TRY(plan_read(cli_argument(cli, 0), cli_arena(cli), &plan, e));
    struct plan_summary s = plan_summary(plan);
    cli_say(cli,
            _("%s：没有错误。%s %d 年《%s》，条款 %zu、参数 %zu、区划 %zu、资金 %zu、敬老院 "
              "%zu、目标 %zu、岗位 %zu"),
            cli_argument(cli, 0), s.county_name, s.year, s.title, s.clauses, s.parameters,
            s.divisions, s.funds, s.homes, s.targets, s.users);
    return STATUS_OK;
}

static void say_difference(struct cli *cli, const struct parameter_difference *d)
{
    char from[MONTH_TEXT_BYTES], value[FEN_TEXT_BYTES];
    (void)month_format(d->from, from);
    if (d->is_set)
        cli_say(cli, _("参数 %s 自 %s 起为 %s（%s）"), policy_key_name(d->key), from,
                policy_value_format(d->key, d->value, value), d->document);
    else
        cli_say(cli, _("参数 %s 自 %s 起没有数值"), policy_key_name(d->key), from);
}

static enum status say_changed(struct cli *cli, struct db *db, int64_t county, int64_t before,
                               struct error *e)
{
    struct parameter_difference *list;
    size_t count;
    TRY(parameter_differences(db, county, before, KNOWN_NOW, cli_arena(cli), &list, &count, e));
    for (size_t i = 0; i < count; i++)
        say_difference(cli, &list[i]);
    return STATUS_OK;
}

static enum status plan_load_file(struct cli *cli, struct error *e)
{
    struct plan *plan;
    struct db *db;
    const struct keyring *keys;
    int64_t county, version, before = 0;
    char hex[HASH_HEX_BYTES];
    TRY(plan_read(cli_argument(cli, 0), cli_arena(cli), &plan, e));
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(cli_keys(cli, &keys, e));
    enum status s = change_head(db, county, &before, hex, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    s = plan_load(db, plan, plan_content(plan), keys, cli_actor(cli), &version, e);
    if (s == STATUS_NONE) {
        cli_say(cli, _("没有变化"));
        return STATUS_OK;
    }
    if (s != STATUS_OK)
        return s;
    cli_say(cli, _("已装入第 %lld 版"), (long long)version);
    return say_changed(cli, db, county, before, e);
}

static enum status show_clause(struct cli *cli, struct db *db, int64_t county, struct error *e)
{
    static const char *const columns[] = {"clause", "title", "text"};
    const char *title, *body, *clause = cli_argument(cli, 0);
    enum status s = plan_clause_text(db, county, clause, cli_arena(cli), &title, &body, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PLAN_CLAUSE_UNKNOWN", _("方案中没有条款“%.40s”"),
                         clause);
    if (s != STATUS_OK)
        return s;
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    cli_text(cli, clause);
    cli_text(cli, title);
    cli_text(cli, body);
    cli_row_end(cli);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status plan_show(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"name",     "from",   "to",     "value",
                                          "document", "clause", "example"};
    struct db *db;
    int64_t county, known;
    struct parameter_info *list;
    size_t count;
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    if (cli_argument(cli, 0))
        return show_clause(cli, db, county, e);
    TRY(cli_known(cli, &known, e));
    TRY(parameter_list(db, county, known, cli_arena(cli), &list, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        const struct parameter_info *p = &list[i];
        char value[FEN_TEXT_BYTES];
        cli_text(cli, policy_key_name(p->key));
        cli_month(cli, p->from);
        if (p->to.v == MONTH_OPEN.v)
            cli_text(cli, NULL);
        else
            cli_month(cli, p->to);
        cli_text(cli, policy_value_format(p->key, p->value, value));
        cli_text(cli, p->document);
        cli_text(cli, p->clause);
        cli_i64(cli, p->is_example);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

struct setting {
    int64_t county, value;
    struct month from;
    const char *name, *text, *document, *clause, *actor;
};

static enum status set_work(struct db *db, void *context, struct error *e)
{
    const struct setting *s = context;
    char from[MONTH_TEXT_BYTES], subject[160];
    int64_t change;
    (void)snprintf(subject, sizeof subject, "%s=%s from %s", s->name, s->text,
                   month_format(s->from, from));
    TRY(change_record(
        db, s->county,
        &(struct change_entry){.actor = s->actor, .action = "plan.set", .subject = subject},
        &change, e));
    return parameter_set(db, s->county, s->name, s->from, s->value, s->document, s->clause, change,
                         e);
}

static enum status plan_set(struct cli *cli, struct error *e)
{
    struct setting setting = {.name = cli_argument(cli, 0),
                              .text = cli_argument(cli, 1),
                              .document = cli_option(cli, "--document"),
                              .clause = cli_option(cli, "--clause"),
                              .actor = cli_actor(cli)};
    struct db *db;
    const char *title, *body;
    TRY(policy_value_parse(setting.name, setting.text, &setting.value, e));
    TRY(cli_month_option(cli, "--from", &setting.from, e));
    if (!setting.document[0])
        return cli_usage(e, _("--document 应写明文号"));
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &setting.county, e));
    if (setting.clause) {
        enum status s =
            plan_clause_text(db, setting.county, setting.clause, cli_arena(cli), &title, &body, e);
        if (s == STATUS_NONE)
            return error_set(e, STATUS_REFUSED, "PLAN_CLAUSE_UNKNOWN", _("方案中没有条款“%.40s”"),
                             setting.clause);
        if (s != STATUS_OK)
            return s;
    }
    TRY(db_transaction(db, set_work, &setting, e));
    char from[MONTH_TEXT_BYTES];
    cli_say(cli, _("参数 %s 自 %s 起为 %s（%s）"), setting.name, month_format(setting.from, from),
            setting.text, setting.document);
    return STATUS_OK;
}

const struct cli_command CLI_PLAN[] = {
    {"init",
     "",
     0,
     0,
     N_("建立或升级数据库，装入区划和方案；再次运行没有变化"),
     NULL,
     cli_init,
     {{"--plan", "FILE", N_("方案文件，如 plans/jingxian-2013.yaml"), true},
      {NULL, NULL, NULL, false}}},
    {"plan check",
     "FILE",
     1,
     1,
     N_("检查方案文件，错误指明行和列"),
     NULL,
     plan_check,
     {{NULL, NULL, NULL, false}}},
    {"plan load",
     "FILE",
     1,
     1,
     N_("把方案装入为新的一版"),
     "user.manage",
     plan_load_file,
     {{NULL, NULL, NULL, false}}},
    {"plan show",
     "[CLAUSE]",
     0,
     1,
     N_("列出政策参数；写条款号则显示该条款"),
     "plan.read",
     plan_show,
     {{NULL, NULL, NULL, false}},
     true},
    {"plan set",
     "NAME VALUE",
     2,
     2,
     N_("从某月起更改一个参数，早已发放的月份会重新核算"),
     "user.manage",
     plan_set,
     {{"--from", "YYYY-MM", N_("从哪个月起执行"), true},
      {"--document", "TEXT", N_("文号"), true},
      {"--clause", "ID", N_("方案条款，默认不变"), false},
      {NULL, NULL, NULL, false}}},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, {{NULL, NULL, NULL, false}}},
};

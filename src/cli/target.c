/* target …: splits of the year's targets, from draft to force, and what should be reached by now.
 */
#include "domain/target/target.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/project.h"
#include "cli/target.h"
#include "cli/township.h"

enum status target_year_option(struct cli *cli, int *ret, struct error *e)
{
    int64_t year;
    TRY(project_call_number(cli, "--year", month_year(date_month(date_today())), &year, e));
    if (year < 1990 || year > 2100)
        return cli_usage(e, _("--year 应为四位年份"));
    *ret = (int)year;
    return STATUS_OK;
}

/* "泾川镇" or its code; the township's 12 digits. */
enum status target_place_parse(struct cli *cli, const struct project_call *c, const char *text,
                               int64_t *ret, struct error *e)
{
    struct division_table *table;
    const struct division *d;
    TRY(division_table_read(c->db, c->county, date_month(date_today()), cli_arena(cli), &table, e));
    if (i64_parse(text, ret, NULL) == STATUS_OK) {
        if (*ret == c->county)
            *ret *= 1000000;
        if (*ret == c->county * 1000000 || division_by_code(table, *ret))
            return STATUS_OK;
    } else if ((d = division_by_name(table, 0, text, NULL)) != NULL) {
        *ret = d->code;
        return STATUS_OK;
    }
    return error_set(e, STATUS_REFUSED, "DIVISION_UNKNOWN", _("没有“%.60s”这个地方"), text);
}

/* ---- list, show ---- */

static const char *const SPLIT_COLUMNS[] = {
    "id",          "year",      "book",      "measure",  "due",    "unit",    "total",
    "rule",        "weights",   "state",     "clause",   "reason", "asked",   "is_example",
    "prepared_by", "issued_by", "issued_on", "document", "known",  "replaced"};
#define SPLIT_COLUMN_COUNT (sizeof SPLIT_COLUMNS / sizeof SPLIT_COLUMNS[0])

static void split_row(struct cli *cli, const struct target_split *s)
{
    int64_t asked = 0;
    for (size_t i = 0; i < s->share_count; i++)
        asked += s->shares[i].is_asked;
    cli_i64(cli, s->id);
    cli_i64(cli, s->year);
    cli_text(cli, target_book_code(s->book));
    cli_text(cli, s->measure);
    project_call_day(cli, s->due_on);
    cli_text(cli, target_unit_code(s->unit));
    cli_i64(cli, s->total);
    cli_text(cli, target_rule_code(s->rule));
    cli_text(cli, s->weights);
    cli_text(cli, target_state_code(s->state));
    cli_text(cli, s->clause);
    cli_text(cli, s->reason);
    cli_i64(cli, asked);
    cli_text(cli, s->is_example ? "example" : "");
    cli_text(cli, s->prepared_by);
    cli_text(cli, s->issued_by);
    project_call_day(cli, s->issued_on);
    cli_text(cli, s->document);
    cli_i64(cli, s->known_from);
    cli_i64(cli, s->replaced_change);
    cli_row_end(cli);
}

static enum status list_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct target_filter filter = {.measure = cli_option(cli, "--measure"),
                                   .is_current_only = !cli_has(cli, "--history")};
    struct target_split *list;
    int64_t known;
    size_t n;
    if (cli_option(cli, "--book"))
        TRY(target_book_parse(cli_option(cli, "--book"), &filter.book, e));
    TRY(target_year_option(cli, &filter.year, e));
    TRY(project_call_begin(cli, false, &c, e));
    TRY(cli_known(cli, &known, e));
    TRY(target_split_list(c.db, c.county, &filter, known, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, SPLIT_COLUMNS, SPLIT_COLUMN_COUNT);
    for (size_t i = 0; i < n; i++)
        split_row(cli, &list[i]);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status show_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"township", "name", "asked", "weight", "value", "text"};
    struct project_call c;
    struct target_split s;
    int64_t id, known, scope;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(project_call_begin(cli, false, &c, e));
    TRY(cli_known(cli, &known, e));
    TRY(cli_township_option(cli, &c.actor, &scope, e));
    enum status st = target_split_read(c.db, c.county, id, known, cli_arena(cli), &s, e);
    if (st == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "TARGET_UNKNOWN", _("没有第 %" PRId64 " 号目标分解"),
                         id);
    if (st != STATUS_OK)
        return st;
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < s.share_count; i++) {
        const struct target_share *share = &s.shares[i];
        char text[TARGET_VALUE_BYTES];
        if (!access_in_scope(scope, share->township))
            continue;
        cli_i64(cli, share->township);
        cli_text(cli, share->name);
        cli_text(cli, share->is_asked ? "yes" : "no");
        cli_i64(cli, share->weight);
        cli_i64(cli, share->value);
        cli_text(cli, share->is_asked ? target_value_text(s.unit, share->value, text) : NULL);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- split, issue, discard ---- */

static enum status split_from_plan(struct cli *cli, struct error *e)
{
    struct project_call c;
    size_t n = 0;
    TRY(project_call_begin(cli, true, &c, e));
    enum status s =
        target_split_from_plan(c.db, c.county, cli_option(cli, "--reason"), c.actor.user, &n, e);
    if (s == STATUS_OK)
        cli_say(cli, _("按方案拟分解 %zu 项目标，待局长下达"), n);
    if (s == STATUS_NONE)
        cli_say(cli, _("各项目标都已按方案分解，没有新的拟分解"));
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* "泾川镇=60" as often as given: a weight, or the value itself by hand. */
static enum status shares_option(struct cli *cli, const struct project_call *c,
                                 struct target_entry *entry, struct error *e)
{
    const char *text;
    size_t n = 0;
    while (cli_option_nth(cli, "--share", n))
        n++;
    struct target_share *list = ARENA_ARRAY(cli_arena(cli), struct target_share, n + 1);
    if (!list)
        return arena_exhausted(e);
    for (size_t i = 0; (text = cli_option_nth(cli, "--share", i)) != NULL; i++) {
        const char *equals = strchr(text, '=');
        int64_t number;
        if (!equals || i64_parse(equals + 1, &number, NULL) != STATUS_OK)
            return cli_usage(e, _("--share 要写成“乡镇=数”：比例分解时是权重，逐乡镇时是目标数"));
        TRY(target_place_parse(cli, c, arena_strndup(cli_arena(cli), text, (size_t)(equals - text)),
                               &list[i].township, e));
        if (entry->rule == TARGET_BY_HAND)
            list[i].value = number;
        else
            list[i].weight = number;
    }
    entry->shares = list;
    entry->share_count = n;
    return STATUS_OK;
}

static enum status split_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct target_entry t = {.measure = cli_option(cli, "--measure"),
                             .indicator = cli_option(cli, "--indicator"),
                             .clause = cli_option(cli, "--clause"),
                             .reason = cli_option(cli, "--reason"),
                             .weight_indicator = cli_option(cli, "--weights"),
                             .is_weight_numerator = cli_has(cli, "--weight-numerator"),
                             .unit = TARGET_COUNT};
    int64_t id;
    if (cli_has(cli, "--plan"))
        return split_from_plan(cli, e);
    if (!cli_option(cli, "--book") || !t.measure || !cli_option(cli, "--due") ||
        !cli_option(cli, "--total") || !cli_option(cli, "--rule") || !t.clause)
        return cli_usage(e,
                         _("请写 --plan，或写全 --book --measure --due --total --rule --clause"));
    TRY(target_book_parse(cli_option(cli, "--book"), &t.book, e));
    TRY(target_rule_parse(cli_option(cli, "--rule"), &t.rule, e));
    if (cli_option(cli, "--unit"))
        TRY(target_unit_parse(cli_option(cli, "--unit"), &t.unit, e));
    TRY(cli_day_option(cli, "--due", &t.due_on, e));
    t.year = month_year(date_month(t.due_on));
    TRY(project_call_number(cli, "--total", 0, &t.total, e));
    t.weight_month = date_month(date_today());
    if (cli_option(cli, "--weight-month"))
        TRY(cli_month_option(cli, "--weight-month", &t.weight_month, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(shares_option(cli, &c, &t, e));
    TRY(target_split_prepare(c.db, c.county, &t, c.actor.user, &id, e));
    cli_say(cli, _("第 %" PRId64 " 号目标分解已拟好，待局长下达"), id);
    return STATUS_OK;
}

static enum status issue_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id = 0;
    int year;
    size_t n = 0;
    if (cli_argument_count(cli) > 0)
        TRY(project_call_argument(cli, 0, &id, e));
    TRY(target_year_option(cli, &year, e));
    TRY(project_call_begin(cli, true, &c, e));
    enum status s = target_split_issue(c.db, c.county, id, year, cli_option(cli, "--document"),
                                       c.actor.user, &n, e);
    if (s == STATUS_OK)
        cli_say(cli, _("已下达 %zu 项目标"), n);
    if (s == STATUS_NONE)
        cli_say(cli, _("没有待下达的目标分解"));
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status discard_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(target_split_discard(c.db, c.county, id, c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号目标分解已作废"), id);
    return STATUS_OK;
}

/* ---- what should be reached ---- */

static enum status lines_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"township", "asked", "target_bp", "final_bp"};
    const struct indicator *i = indicator_by_code(cli_argument(cli, 0));
    struct project_call c;
    struct target_line *list;
    struct date on;
    int64_t known, scope;
    size_t n = 0;
    if (!i)
        return error_set(e, STATUS_REFUSED, "INDICATOR_UNKNOWN",
                         _("没有指标 %s：indicator list 列出所有指标"), cli_argument(cli, 0));
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(project_call_begin(cli, false, &c, e));
    TRY(cli_known(cli, &known, e));
    TRY(cli_township_option(cli, &c.actor, &scope, e));
    enum status s = target_line_list(c.db, c.county, i, on, known, cli_arena(cli), &list, &n, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t k = 0; s == STATUS_OK && k < n; k++) {
        if (!access_in_scope(scope, list[k].township))
            continue;
        cli_i64(cli, list[k].township);
        cli_text(cli, list[k].is_asked ? "yes" : "no");
        cli_i64(cli, list[k].target_bp);
        cli_i64(cli, list[k].final_bp);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_TARGET[] = {
    {"target list",
     "",
     0,
     0,
     N_("目标分解，两种口径分列"),
     "target.read",
     list_command,
     {{"--year", "YYYY", N_("年份"), false},
      {"--book", "city|county", N_("考核口径"), false},
      {"--measure", "NAME", N_("目标"), false},
      {"--history", NULL, N_("也列已被替代和已作废的"), false},
      {0}},
     true},
    {"target show",
     "SPLIT",
     1,
     1,
     N_("一项目标分解的各乡镇份额"),
     "target.read",
     show_command,
     {{"--township", "CODE", N_("乡镇"), false}, {0}},
     true},
    {"target split",
     "",
     0,
     0,
     N_("拟一项目标分解，或按方案拟全部"),
     "target.manage",
     split_command,
     {{"--plan", NULL, N_("按方案分解全部目标"), false},
      {"--book", "city|county", N_("考核口径"), false},
      {"--measure", "NAME", N_("目标"), false},
      {"--indicator", "CODE", N_("由哪个指标衡量"), false},
      {"--due", "DATE", N_("完成期限"), false},
      {"--unit", "COUNT|FEN|BP", N_("计量单位"), false},
      {"--total", "N", N_("全县目标数（金额为分，比率为万分之一）"), false},
      {"--rule", "PROPORTION|EQUAL|BY_HAND", N_("分解办法"), false},
      {"--share", "TOWNSHIP=N", N_("承担的乡镇及权重或目标数，可重复；不写为全部乡镇"), false},
      {"--weights", "INDICATOR", N_("以某指标的分母为权重"), false},
      {"--weight-numerator", NULL, N_("改用分子为权重"), false},
      {"--weight-month", "YYYY-MM", N_("权重取哪个月"), false},
      {"--clause", "ID", N_("方案条款"), false},
      {"--reason", "TEXT", N_("重新分解的原因"), false},
      {0}}},
    {"target issue",
     "[SPLIT]",
     0,
     1,
     N_("下达一项拟分解；不写编号则下达当年全部"),
     "target.issue",
     issue_command,
     {{"--document", "TEXT", N_("文号"), true}, {"--year", "YYYY", N_("年份"), false}, {0}}},
    {"target discard",
     "SPLIT",
     1,
     1,
     N_("作废一项拟分解"),
     "target.manage",
     discard_command,
     {{0}}},
    {"target lines",
     "INDICATOR",
     1,
     1,
     N_("到某日各乡镇应达到的进度"),
     "target.read",
     lines_command,
     {{"--on", "DATE", N_("日期"), false}, {"--township", "CODE", N_("乡镇"), false}, {0}},
     true},
    {0},
};

/* inspection …: visits, what was found, marks. */
#include "domain/inspection/inspection.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/project.h"

#define DEMANDS_MAX 64

static int64_t viewer_scope(const struct project_call *c)
{
    return c->actor.role == ROLE_INSPECTOR ? 0 : c->actor.scope;
}

static const char *viewer(const struct project_call *c)
{
    return text_equals(c->actor.user, "system") ? NULL : c->actor.user;
}

static enum status open_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct inspection_entry entry = {.place = cli_option(cli, "--place"),
                                     .inspectors = cli_option(cli, "--inspectors"),
                                     .summary = cli_option(cli, "--summary")};
    int64_t id;
    TRY(project_call_argument(cli, 0, &entry.division, e));
    TRY(project_call_number(cli, "--assessment", 0, &entry.assessment, e));
    TRY(project_call_number(cli, "--latitude", 0, &entry.latitude, e));
    TRY(project_call_number(cli, "--longitude", 0, &entry.longitude, e));
    TRY(cli_day_option(cli, "--on", &entry.on, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(inspection_open(c.db, c.county, &entry, c.actor.user, &id, e));
    cli_say(cli, _("第 %" PRId64 " 号检查已开始记录"), id);
    return STATUS_OK;
}

static enum status finding_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct inspection_finding f = {.node = cli_option(cli, "--node"),
                                   .subject = cli_option(cli, "--subject"),
                                   .text = cli_option(cli, "--text")};
    int64_t id;
    int number;
    TRY(inspection_kind_parse(cli_option(cli, "--kind"), &f.kind, e));
    TRY(project_call_number(cli, "--cases", 0, &f.cases, e));
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(inspection_finding_add(c.db, c.county, id, &f, c.actor.user, &number, e));
    cli_say(cli, _("第 %" PRId64 " 号检查记下第 %d 条情况"), id, number);
    return STATUS_OK;
}

static enum status mark_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct inspection_mark m = {.node = cli_argument(cli, 1),
                                .reason = cli_option(cli, "--reason")};
    struct fen share;
    int64_t id;
    TRY(project_call_argument(cli, 0, &id, e));
    if (fen_parse(cli_option(cli, "--share"), &share, NULL) != STATUS_OK)
        return cli_usage(e, _("--share 应为百分比，如 85 或 87.50"));
    m.share_bp = share.v;
    TRY(project_call_begin(cli, true, &c, e));
    TRY(inspection_mark_write(c.db, c.county, id, &m, 1, c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号检查的项目 %s 已评分"), id, m.node);
    return STATUS_OK;
}

/* The next piece before a colon; the rest stays in *text. */
static const char *piece(struct cli *cli, const char **text)
{
    const char *from = *text, *to = strchr(from, ':');
    size_t n = to ? (size_t)(to - from) : strlen(from);
    *text = to ? to + 1 : from + n;
    return arena_printf(cli_arena(cli), "%.*s", (int)n, from);
}

/* FINDING:DAY:OWNER:TEXT of a problem, FINDING:DAY:TEXT of an order. */
static enum status demand_parse(struct cli *cli, const char *text, bool is_order,
                                struct inspection_demand *ret, struct error *e)
{
    int64_t finding = 0;
    struct inspection_demand d = {.is_order = is_order};
    const char *number = piece(cli, &text), *day = piece(cli, &text);
    d.owner = is_order ? "" : piece(cli, &text);
    d.demand = text;
    if (!number || !day || !d.owner)
        return arena_exhausted(e);
    if (i64_parse(number, &finding, NULL) != STATUS_OK || finding <= 0 || finding > INT32_MAX ||
        date_parse(day, &d.due_on, NULL) != STATUS_OK)
        return cli_usage(e, is_order ? _("--order 应为 情况号:期限:要求")
                                     : _("--problem 应为 情况号:期限:责任人:措施"));
    d.finding = (int)finding;
    *ret = d;
    return STATUS_OK;
}

static enum status submit_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct inspection_demand demands[DEMANDS_MAX];
    const char *text;
    size_t n = 0;
    int64_t id;
    for (size_t i = 0; n < DEMANDS_MAX && (text = cli_option_nth(cli, "--order", i)) != NULL; i++)
        TRY(demand_parse(cli, text, true, &demands[n++], e));
    for (size_t i = 0; n < DEMANDS_MAX && (text = cli_option_nth(cli, "--problem", i)) != NULL; i++)
        TRY(demand_parse(cli, text, false, &demands[n++], e));
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(inspection_submit(c.db, c.county, id, demands, n, c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号检查已提交"), id);
    return STATUS_OK;
}

static enum status strike_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(inspection_strike(c.db, c.county, id, cli_option(cli, "--reason"), c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号检查已作废"), id);
    return STATUS_OK;
}

static void visit_row(struct cli *cli, const struct inspection *i)
{
    char day[DATE_TEXT_BYTES];
    cli_i64(cli, i->id);
    cli_text(cli, date_format(i->on, day));
    cli_text(cli, i->township_name);
    cli_text(cli, i->place);
    cli_i64(cli, i->assessment);
    cli_text(cli, i->inspected_by);
    cli_i64(cli, i->findings);
    cli_i64(cli, i->defects);
    cli_i64(cli, i->marks);
    cli_text(cli, inspection_state_code(i->state));
    cli_row_end(cli);
}
static const char *const VISIT_COLUMNS[] = {"id",    "on",       "township", "place", "assessment",
                                            "actor", "findings", "defects",  "marks", "state"};
#define COUNT(a) (sizeof(a) / sizeof *(a))

static enum status list_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct inspection *list;
    size_t n;
    TRY(project_call_begin(cli, false, &c, e));
    struct inspection_filter f = {.scope = viewer_scope(&c), .viewer = viewer(&c)};
    TRY(project_call_number(cli, "--township", 0, &f.township, e));
    TRY(project_call_number(cli, "--assessment", 0, &f.assessment, e));
    TRY(inspection_list(c.db, c.county, &f, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, VISIT_COLUMNS, COUNT(VISIT_COLUMNS));
    for (size_t i = 0; i < n; i++)
        visit_row(cli, &list[i]);
    cli_rows_end(cli);
    return STATUS_OK;
}

/* Findings, then marks: one row each. */
static enum status show_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"kind",  "number",   "node", "subject",
                                          "cases", "share_bp", "text"};
    struct project_call c;
    struct inspection visit;
    struct inspection_finding *findings;
    struct inspection_mark *marks;
    size_t n, m;
    int64_t id;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(project_call_begin(cli, false, &c, e));
    const struct inspection_filter f = {.scope = viewer_scope(&c), .viewer = viewer(&c)};
    enum status s = inspection_read(c.db, c.county, id, &f, cli_arena(cli), &visit, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "INSPECTION_UNKNOWN", _("没有第 %" PRId64 " 号检查"),
                         id);
    if (s != STATUS_OK)
        return s;
    TRY(inspection_finding_list(c.db, c.county, id, cli_arena(cli), &findings, &n, e));
    TRY(inspection_mark_list(c.db, c.county, id, cli_arena(cli), &marks, &m, e));
    cli_rows_begin(cli, columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        cli_text(cli, inspection_kind_code(findings[i].kind));
        cli_i64(cli, findings[i].number);
        cli_text(cli, findings[i].node);
        cli_text(cli, findings[i].subject);
        cli_i64(cli, findings[i].cases);
        cli_text(cli, NULL);
        cli_text(cli, findings[i].text);
        cli_row_end(cli);
    }
    for (size_t i = 0; i < m; i++) {
        cli_text(cli, "MARK");
        cli_text(cli, NULL);
        cli_text(cli, marks[i].node);
        cli_text(cli, NULL);
        cli_text(cli, NULL);
        cli_i64(cli, marks[i].share_bp);
        cli_text(cli, marks[i].reason);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_INSPECTION[] = {
    {"inspection open",
     "DIVISION",
     1,
     1,
     N_("开始记录一次检查"),
     "inspection.record",
     open_command,
     {{"--place", "TEXT", N_("地点，如敬老院、村委会"), true},
      {"--inspectors", "TEXT", N_("检查人员"), true},
      {"--assessment", "N", N_("考核号；默认日常检查"), false},
      {"--on", "DATE", N_("检查日期；默认今天"), false},
      {"--summary", "TEXT", N_("总的情况"), false},
      {"--latitude", "N", N_("纬度，百万分之一度"), false},
      {"--longitude", "N", N_("经度，百万分之一度"), false},
      {0}}},
    {"inspection finding",
     "N",
     1,
     1,
     N_("记下一条检查情况"),
     "inspection.record",
     finding_command,
     {{"--kind", "good|defect|missed|false", N_("哪一种情况"), true},
      {"--text", "TEXT", N_("情况"), true},
      {"--node", "CODE", N_("考核项目"), false},
      {"--subject", "SUBJECT", N_("对象，如 \"household 12\"、\"home 3\""), false},
      {"--cases", "N", N_("件数；默认 1"), false},
      {0}}},
    {"inspection mark",
     "N NODE",
     2,
     2,
     N_("给一个考核项目评分"),
     "inspection.record",
     mark_command,
     {{"--share", "PERCENT", N_("满分的百分之几"), true},
      {"--reason", "TEXT", N_("扣分原因"), false},
      {0}}},
    {"inspection submit",
     "N",
     1,
     1,
     N_("提交检查，可同时下达整改和列入问题清单"),
     "inspection.record",
     submit_command,
     {{"--order", "FINDING:DATE:TEXT", N_("由这条情况下达整改；可多次"), false},
      {"--problem", "FINDING:DATE:OWNER:TEXT", N_("由这条情况列入问题清单；可多次"), false},
      {0}}},
    {"inspection strike",
     "N",
     1,
     1,
     N_("作废还没有提交的检查"),
     "inspection.record",
     strike_command,
     {{"--reason", "TEXT", N_("原因"), true}, {0}}},
    {"inspection list",
     "",
     0,
     0,
     N_("列出检查"),
     "inspection.read",
     list_command,
     {{"--township", "CODE", N_("乡镇"), false}, {"--assessment", "N", N_("考核号"), false}, {0}}},
    {"inspection show",
     "N",
     1,
     1,
     N_("一次检查的情况和评分"),
     "inspection.read",
     show_command,
     {{0}}},
    {0},
};

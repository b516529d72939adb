/* publicity …: planned, done, confirmed, how far it reached, households of villages. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ratio.h"
#include "base/text.h"
#include "cli/document.h"
#include "cli/township.h"
#include "domain/publicity/publicity.h"
#include "office/planpaper/slip.h"

#define LINE_BYTES 200
#define COUNTY_DIGITS INT64_C(1000000)

struct publicity_call {
    struct db *db;
    int64_t county, item; /* item: of the first argument */
};

static enum status begin(struct cli *cli, bool is_writing, struct publicity_call *ret,
                         struct error *e)
{
    struct publicity_call c = {0};
    if (cli_argument_count(cli) > 0)
        TRY(cli_number_argument(cli, _("活动号"), &c.item, e));
    TRY(is_writing ? cli_writer(cli, &c.db, e) : cli_reader(cli, &c.db, e));
    TRY(cli_county(cli, &c.county, e));
    *ret = c;
    return STATUS_OK;
}

static enum status year_option(struct cli *cli, int64_t *ret, struct error *e)
{
    *ret = month_year(date_month(date_today()));
    if (cli_option(cli, "--year") && i64_parse(cli_option(cli, "--year"), ret, NULL) != STATUS_OK)
        return cli_usage(e, _("--year 应为年度，如 2013"));
    return STATUS_OK;
}

static enum status plan_command(struct cli *cli, struct error *e)
{
    struct publicity_call c;
    struct publicity_item i = {.title = cli_option(cli, "--title"),
                               .audience = cli_option(cli, "--audience"),
                               .responsible = cli_option(cli, "--responsible")};
    enum programme p;
    int64_t id;
    TRY(publicity_form_parse(cli_option(cli, "--form"), &i.form, e));
    TRY(cli_day_option(cli, "--day", &i.planned_on, e));
    if (cli_option(cli, "--programme")) {
        TRY(programme_parse(cli_option(cli, "--programme"), &p, e));
        i.programme = (int)p;
    }
    TRY(begin(cli, true, &c, e));
    i.township = c.county * COUNTY_DIGITS;
    if (cli_option(cli, "--township") &&
        i64_parse(cli_option(cli, "--township"), &i.township, NULL) != STATUS_OK)
        return cli_usage(e, _("--township 应为 12 位区划代码，如 341823106000"));
    TRY(publicity_plan(c.db, c.county, &i, cli_actor(cli), &id, e));
    cli_say(cli, _("第 %" PRId64 " 号宣传活动已列入计划"), id);
    return STATUS_OK;
}

/* --reach VILLAGE=HOUSEHOLDS, as often as there are villages. */
static enum status reach_options(struct cli *cli, struct publicity_reached **ret, size_t *ret_count,
                                 struct error *e)
{
    struct publicity_reached *list =
        ARENA_ARRAY(cli_arena(cli), struct publicity_reached, PUBLICITY_VILLAGES_MAX);
    const char *text;
    size_t n = 0;
    if (!list)
        return arena_exhausted(e);
    for (; (text = cli_option_nth(cli, "--reach", n)) != NULL; n++) {
        const char *equals = strchr(text, '=');
        char *village =
            equals ? arena_strndup(cli_arena(cli), text, (size_t)(equals - text)) : NULL;
        if (n == PUBLICITY_VILLAGES_MAX || !village ||
            i64_parse(village, &list[n].village, NULL) != STATUS_OK ||
            i64_parse(equals + 1, &list[n].households, NULL) != STATUS_OK)
            return cli_usage(e, _("--reach 应为“村代码=户数”，如 341823100200=120"));
    }
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

static enum status done_command(struct cli *cli, struct error *e)
{
    struct publicity_call c;
    struct publicity_reached *reached;
    struct date on;
    size_t n;
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(reach_options(cli, &reached, &n, e));
    TRY(begin(cli, true, &c, e));
    TRY(publicity_done(c.db, c.county, c.item, on, cli_option(cli, "--report"), reached, n,
                       cli_actor(cli), e));
    cli_say(cli, _("第 %" PRId64 " 号宣传活动已报告，待另一人核实"), c.item);
    return STATUS_OK;
}

static enum status correct_command(struct cli *cli, struct error *e)
{
    struct publicity_call c;
    struct publicity_reached *reached;
    size_t n;
    TRY(reach_options(cli, &reached, &n, e));
    TRY(begin(cli, true, &c, e));
    TRY(publicity_reach_set(c.db, c.county, c.item, reached, n, cli_actor(cli), e));
    cli_say(cli, _("覆盖户数已更正"));
    return STATUS_OK;
}

static enum status confirm_command(struct cli *cli, struct error *e)
{
    struct publicity_call c;
    TRY(begin(cli, true, &c, e));
    TRY(publicity_confirm(c.db, c.county, c.item, cli_actor(cli), e));
    cli_say(cli, _("第 %" PRId64 " 号宣传活动已核实"), c.item);
    return STATUS_OK;
}

static enum status cancel_command(struct cli *cli, struct error *e)
{
    struct publicity_call c;
    TRY(begin(cli, true, &c, e));
    TRY(publicity_cancel(c.db, c.county, c.item, cli_option(cli, "--reason"), cli_actor(cli), e));
    cli_say(cli, _("第 %" PRId64 " 号宣传活动已取消"), c.item);
    return STATUS_OK;
}

/* Rows are asked for by township; who is bound to one sees only it. */
static enum status township_of(struct cli *cli, int64_t *ret, struct error *e)
{
    struct case_actor actor;
    TRY(cli_case_actor(cli, &actor, e));
    TRY(cli_township_option(cli, &actor, ret, e));
    while (*ret && *ret < INT64_C(100000000000))
        *ret *= 10;
    *ret = *ret % COUNTY_DIGITS == 0 ? 0 : division_township(*ret);
    return STATUS_OK;
}

static enum status list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"id",          "township",    "title",       "form",
                                          "planned_on",  "state",       "done_on",     "reached",
                                          "responsible", "reported_by", "confirmed_by"};
    static const char *const states[] = {"", "planned", "done", "confirmed", "cancelled"};
    struct publicity_call c;
    struct publicity_item *list;
    int64_t year, township;
    size_t n;
    char day[DATE_TEXT_BYTES];
    TRY(year_option(cli, &year, e));
    TRY(begin(cli, false, &c, e));
    TRY(township_of(cli, &township, e));
    TRY(publicity_list(c.db, c.county, (int)year, township, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, 11);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, list[i].id);
        cli_text(cli, list[i].township_name);
        cli_text(cli, list[i].title);
        cli_text(cli, publicity_form_code(list[i].form));
        cli_text(cli, date_format(list[i].planned_on, day));
        cli_text(cli, states[list[i].state]);
        cli_text(cli, list[i].done_on.v ? date_format(list[i].done_on, day) : "");
        cli_i64(cli, list[i].reached);
        cli_text(cli, list[i].responsible);
        cli_text(cli, list[i].reported_by);
        cli_text(cli, list[i].confirmed_by);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static void village_row(struct cli *cli, int64_t code, const char *township, const char *name,
                        int64_t reached, int64_t households, bool is_example)
{
    char rate[RATIO_TEXT_BYTES];
    cli_i64(cli, code);
    cli_text(cli, township);
    cli_text(cli, name);
    cli_i64(cli, reached);
    cli_i64(cli, households);
    cli_text(cli, ratio_percent(reached, households, 2, rate));
    cli_i64(cli, is_example);
    cli_row_end(cli);
}

static enum status reach_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"village",    "township", "name",      "reached",
                                          "households", "rate",     "is_example"};
    struct publicity_call c;
    struct publicity_village *list;
    int64_t year, township, known, reached = 0, households = 0;
    size_t n;
    TRY(year_option(cli, &year, e));
    TRY(begin(cli, false, &c, e));
    TRY(township_of(cli, &township, e));
    TRY(cli_known(cli, &known, e));
    TRY(publicity_reach(c.db, c.county, (int)year, township, known, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, 7);
    for (size_t i = 0; i < n; i++) {
        village_row(cli, list[i].village, list[i].township_name, list[i].name, list[i].reached,
                    list[i].households, list[i].is_example);
        reached += list[i].households ? list[i].reached : 0;
        households += list[i].households;
    }
    village_row(cli, township ? township : c.county * COUNTY_DIGITS, "", _("合计"), reached,
                households, false);
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- households of villages ---- */

/* "341823100200,312" a line; a first line that is no such thing is the head. */
static enum status households_read(const char *path, FILE *f, struct village_households *rows,
                                   size_t *ret_count, struct error *e)
{
    char line[LINE_BYTES];
    size_t n = 0, at = 0;
    while (fgets(line, sizeof line, f)) {
        char *comma = strchr(line, ',');
        at++;
        line[strcspn(line, "\r\n")] = '\0';
        if (!line[0])
            continue;
        if (comma)
            *comma = '\0';
        if (n < PUBLICITY_VILLAGES_MAX && comma &&
            i64_parse(line, &rows[n].village, NULL) == STATUS_OK &&
            i64_parse(comma + 1, &rows[n].households, NULL) == STATUS_OK) {
            n++;
            continue;
        }
        if (at == 1)
            continue;
        return error_set(e, STATUS_REFUSED, "PUBLICITY_FIELD", _("%s 第 %zu 行应为“村代码,户数”"),
                         path, at);
    }
    *ret_count = n;
    return STATUS_OK;
}

static enum status households_import(struct cli *cli, struct error *e)
{
    struct publicity_call c = {0};
    struct village_households *rows =
        ARENA_ARRAY(cli_arena(cli), struct village_households, PUBLICITY_VILLAGES_MAX + 1);
    const char *path = cli_argument(cli, 0);
    int64_t year, changed;
    size_t n;
    TRY(year_option(cli, &year, e));
    FILE *f = rows ? fopen(path, "r") : NULL;
    if (!f)
        return rows ? error_set(e, STATUS_REFUSED, "FILE_OPEN", _("打不开 %s：%s"), path,
                                strerror(errno))
                    : arena_exhausted(e);
    enum status s = households_read(path, f, rows, &n, e);
    fclose(f);
    if (s != STATUS_OK)
        return s;
    for (size_t i = 0; i < n; i++) {
        rows[i].year = (int)year;
        rows[i].document = cli_option(cli, "--document");
        rows[i].is_example = cli_has(cli, "--example");
    }
    TRY(cli_writer(cli, &c.db, e));
    TRY(cli_county(cli, &c.county, e));
    TRY(village_households_set(c.db, c.county, rows, n, cli_actor(cli), &changed, e));
    cli_say(cli, _("%zu 个村，改变 %" PRId64 " 个"), n, changed);
    return STATUS_OK;
}

static enum status households_set(struct cli *cli, struct error *e)
{
    struct publicity_call c = {0};
    struct village_households row = {.document = cli_option(cli, "--document"),
                                     .is_example = cli_has(cli, "--example")};
    int64_t year, changed;
    TRY(year_option(cli, &year, e));
    row.year = (int)year;
    if (i64_parse(cli_argument(cli, 0), &row.village, NULL) != STATUS_OK ||
        i64_parse(cli_argument(cli, 1), &row.households, NULL) != STATUS_OK)
        return cli_usage(e, _("请写村的 12 位代码和户数"));
    TRY(cli_writer(cli, &c.db, e));
    TRY(cli_county(cli, &c.county, e));
    TRY(village_households_set(c.db, c.county, &row, 1, cli_actor(cli), &changed, e));
    cli_say(cli, changed ? _("已登记") : _("没有变化"));
    return STATUS_OK;
}

static enum status leaflet_command(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct slip_paper_options options = {.today = date_today()};
    struct publicity_call c = {0};
    enum programme p;
    TRY(cli_document_kind(cli, &options.kind, e));
    TRY(programme_parse(cli_argument(cli, 0), &p, e));
    TRY(cli_reader(cli, &c.db, e));
    TRY(cli_county(cli, &c.county, e));
    TRY(leaflet_paper_render(c.db, c.county, p, &options, &bytes, e));
    return cli_document_write(cli, &bytes, e);
}

#define REACH_OPTION                                                                               \
    {                                                                                              \
        "--reach", "VILLAGE=N", N_("一个村覆盖多少户，可以写几次"), false                          \
    }
const struct cli_command CLI_PUBLICITY[] = {
    {"publicity plan",
     "",
     0,
     0,
     N_("把一项宣传活动列入计划"),
     "publicity.write",
     plan_command,
     {{"--title", "TEXT", N_("名称"), true},
      {"--form", "FORM", N_("LEAFLET、LETTER、BOARD、BROADCAST、VISIT、MARKET、WEB 或 SLIP"), true},
      {"--day", "DATE", N_("计划日期"), true},
      {"--responsible", "TEXT", N_("责任人"), true},
      {"--township", "CODE", N_("乡镇；默认县里"), false},
      {"--programme", "P", N_("救助项目；默认全部"), false},
      {"--audience", "TEXT", N_("对象"), false},
      {0}}},
    {"publicity done",
     "ITEM",
     1,
     1,
     N_("报告一项宣传活动已开展和覆盖的户数，待另一人核实"),
     "publicity.write",
     done_command,
     {{"--report", "TEXT", N_("做了什么"), true},
      {"--on", "DATE", N_("开展日期；默认今天"), false},
      REACH_OPTION,
      {0}}},
    {"publicity correct",
     "ITEM",
     1,
     1,
     N_("核实之前，由报告人更正覆盖户数"),
     "publicity.write",
     correct_command,
     {REACH_OPTION, {0}}},
    {"publicity confirm",
     "ITEM",
     1,
     1,
     N_("核实别人报告的宣传活动"),
     "publicity.confirm",
     confirm_command,
     {{0}}},
    {"publicity cancel",
     "ITEM",
     1,
     1,
     N_("取消计划中的宣传活动"),
     "publicity.write",
     cancel_command,
     {{"--reason", "TEXT", N_("原因"), true}, {0}}},
    {"publicity list",
     "",
     0,
     0,
     N_("宣传活动"),
     "publicity.read",
     list_command,
     {{"--year", "YYYY", N_("年度，默认今年"), false},
      {"--township", "CODE", N_("乡镇"), false},
      {0}}},
    {"publicity reach",
     "",
     0,
     0,
     N_("按村的覆盖户数和覆盖率"),
     "publicity.read",
     reach_command,
     {{"--year", "YYYY", N_("年度，默认今年"), false},
      {"--township", "CODE", N_("乡镇"), false},
      {0}},
     true},
    {"publicity leaflet",
     "PROGRAMME",
     1,
     1,
     N_("印一种救助的宣传页，数值取自现行政策"),
     "publicity.read",
     leaflet_command,
     {{"-o", "FILE", N_("写到 .pdf 或 .docx"), true}, {0}}},
    {"publicity households set",
     "VILLAGE N",
     2,
     2,
     N_("登记一个村的总户数"),
     "publicity.write",
     households_set,
     {{"--document", "TEXT", N_("出处"), true},
      {"--year", "YYYY", N_("年度，默认今年"), false},
      {"--example", NULL, N_("示例"), false},
      {0}}},
    {"publicity households import",
     "FILE",
     1,
     1,
     N_("导入各村总户数：CSV，每行“村代码,户数”"),
     "publicity.write",
     households_import,
     {{"--document", "TEXT", N_("出处"), true},
      {"--year", "YYYY", N_("年度，默认今年"), false},
      {"--example", NULL, N_("示例"), false},
      {0}}},
    {0},
};

/* recheck …: re-verification planned a year ahead, and who is due. */
#include <inttypes.h>

#include "base/i18n.h"
#include "cli/township.h"
#include "domain/casework/dynamic.h"

#define PAGE_ROWS 200
#define PAGE_ARENA_BYTES (4u << 20)

struct recheck_call {
    struct db *db;
    int64_t county, scope;
    enum programme programme;
};

static enum status call_open(struct cli *cli, bool is_change, struct recheck_call *ret,
                             struct error *e)
{
    struct recheck_call c = {0};
    struct case_actor actor;
    TRY(programme_parse_entitled(cli_option(cli, "--programme"), &c.programme, e));
    if (is_change)
        TRY(cli_writer(cli, &c.db, e));
    else
        TRY(cli_reader(cli, &c.db, e));
    TRY(cli_county(cli, &c.county, e));
    TRY(cli_case_actor(cli, &actor, e));
    c.scope = actor.scope;
    if (!is_change)
        TRY(cli_township_option(cli, &actor, &c.scope, e));
    *ret = c;
    return STATUS_OK;
}

static enum status run_plan(struct cli *cli, struct error *e)
{
    struct recheck_call c;
    struct recheck_plan_result r;
    struct month from;
    char first[MONTH_TEXT_BYTES], last[MONTH_TEXT_BYTES];
    TRY(cli_month_option(cli, "--from", &from, e));
    TRY(call_open(cli, true, &c, e));
    TRY(recheck_plan(c.db, c.county, c.programme, from, cli_actor(cli), &r, e));
    cli_say(cli, _("%s 至 %s：%" PRId64 " 户，新排 %" PRId64 " 次复核。"),
            month_format(r.from, first), month_format(r.to, last), r.households, r.planned);
    return STATUS_OK;
}

static const char *class_name(int mgmt_class)
{
    static const char *const names[] = {"", "A", "B", "C"};
    return names[mgmt_class];
}

static void print_rows(struct cli *cli, const struct recheck_row *rows, size_t count)
{
    char day[DATE_TEXT_BYTES];
    for (size_t i = 0; i < count; i++) {
        cli_i64(cli, rows[i].household);
        cli_i64(cli, rows[i].division);
        cli_text(cli, rows[i].head_name);
        cli_text(cli, rows[i].id_tail);
        cli_text(cli, class_name(rows[i].mgmt_class));
        cli_month(cli, rows[i].due);
        cli_i64(cli, rows[i].case_id);
        cli_text(cli, rows[i].done_on.v ? date_format(rows[i].done_on, day) : "");
        cli_row_end(cli);
    }
}

static enum status run_list(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"household", "division", "head", "id_tail",
                                          "class",     "due",      "case", "done_on"};
    struct recheck_call c;
    struct recheck_row *rows;
    struct month from, to;
    size_t count;
    bool has_more = true;
    TRY(cli_month_option(cli, "--from", &from, e));
    TRY(cli_month_option(cli, "--to", &to, e));
    TRY(call_open(cli, false, &c, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (int64_t after = 0; has_more;) {
        CLEANUP(arena_cleanup) struct arena *page = arena_new(PAGE_ARENA_BYTES);
        if (!page)
            return arena_exhausted(e);
        TRY(recheck_list(c.db, c.county, c.programme, from, to, c.scope, after, PAGE_ROWS, page,
                         &rows, &count, &has_more, e));
        print_rows(cli, rows, count);
        after = count ? rows[count - 1].household : after;
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status run_calendar(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"month", "due", "done"};
    struct recheck_call c;
    struct recheck_month *months;
    struct month from = date_month(date_today());
    size_t count;
    if (cli_has(cli, "--from"))
        TRY(cli_month_option(cli, "--from", &from, e));
    TRY(call_open(cli, false, &c, e));
    TRY(recheck_calendar(c.db, c.county, c.programme, from, c.scope, cli_arena(cli), &months,
                         &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_month(cli, months[i].month);
        cli_i64(cli, months[i].due);
        cli_i64(cli, months[i].done);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

#define OPTION_PROGRAMME                                                                           \
    {                                                                                              \
        "--programme", "dibao|wubao", N_("项目"), true                                             \
    }
#define OPTION_TOWNSHIP                                                                            \
    {                                                                                              \
        "--township", "CODE", N_("只看这个乡镇或村（12 位代码）"), false                           \
    }

const struct cli_command CLI_RECHECK[] = {
    {"recheck plan",
     "",
     0,
     0,
     N_("按类别排定今后十二个月的定期复核，各村各月均匀；已排的不动"),
     "recheck.plan",
     run_plan,
     {OPTION_PROGRAMME, {"--from", "YYYY-MM", N_("从哪个月起排"), true}, {0}},
     false},
    {"recheck list",
     "",
     0,
     0,
     N_("列出应复核的家庭和办结日期"),
     "case.read",
     run_list,
     {OPTION_PROGRAMME,
      {"--from", "YYYY-MM", N_("从哪个月"), true},
      {"--to", "YYYY-MM", N_("到哪个月"), true},
      OPTION_TOWNSHIP,
      {0}},
     false},
    {"recheck calendar",
     "",
     0,
     0,
     N_("十二个月各应复核多少户、已复核多少户"),
     "case.read",
     run_calendar,
     {OPTION_PROGRAMME,
      {"--from", "YYYY-MM", N_("从哪个月起，不写为本月"), false},
      OPTION_TOWNSHIP,
      {0}},
     false},
    {0},
};

/* indicator …: what there is, and one by township and month. */
#include <inttypes.h>

#include "base/i18n.h"
#include "cli/case_actor.h"
#include "cli/township.h"
#include "domain/access/access.h"
#include "domain/indicator/indicator.h"

#define MONTHS_MAX 120
#define PAGE_ARENA_BYTES (8u << 20)
#define MONTHS_SHOWN 6 /* unless --from says otherwise */

static enum status indicator_list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"code", "label", "clause", "numerator", "denominator"};
    const struct indicator *i;
    (void)e;
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t n = 0; (i = indicator_at(n)) != NULL; n++) {
        cli_text(cli, i->code);
        cli_text(cli, _(i->label));
        cli_text(cli, i->clause);
        cli_text(cli, _(i->numerator));
        cli_text(cli, _(i->denominator));
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

struct indicator_call {
    struct cli *cli;
    struct db *db;
    int64_t county, scope, known;
    const struct indicator *indicator;
    struct month from, to;
    bool sees_county;
};

static enum status call_open(struct cli *cli, struct indicator_call *c, struct error *e)
{
    struct case_actor actor;
    c->cli = cli;
    c->indicator = indicator_by_code(cli_argument(cli, 0));
    if (c->indicator == NULL)
        return error_set(e, STATUS_REFUSED, "INDICATOR_UNKNOWN",
                         _("没有指标 %s：indicator list 列出所有指标"), cli_argument(cli, 0));
    c->to = date_month(date_today());
    if (cli_has(cli, "--to"))
        TRY(cli_month_option(cli, "--to", &c->to, e));
    c->from = month_add(c->to, 1 - MONTHS_SHOWN);
    if (cli_has(cli, "--from"))
        TRY(cli_month_option(cli, "--from", &c->from, e));
    if (c->from.v > c->to.v || c->to.v - c->from.v >= MONTHS_MAX)
        return error_set(e, STATUS_REFUSED, "INDICATOR_SPAN",
                         _("起始月份应不晚于截止月份，最多 %d 个月"), MONTHS_MAX);
    TRY(cli_reader(cli, &c->db, e));
    TRY(cli_county(cli, &c->county, e));
    TRY(cli_known(cli, &c->known, e));
    TRY(cli_case_actor(cli, &actor, e));
    TRY(cli_township_option(cli, &actor, &c->scope, e));
    c->sees_county = access_in_scope(c->scope, c->county * INT64_C(1000000));
    return STATUS_OK;
}

static void row_say(const struct indicator_call *c, const char *months,
                    const struct indicator_row *row, const char *name)
{
    char figure[INDICATOR_TEXT_BYTES];
    cli_text(c->cli, months);
    cli_i64(c->cli, row->township);
    cli_text(c->cli, name);
    cli_i64(c->cli, row->numerator);
    cli_i64(c->cli, row->denominator);
    cli_text(c->cli, indicator_format(c->indicator, row->numerator, row->denominator, figure));
    cli_row_end(c->cli);
}

static enum status span_say(const struct indicator_call *c, struct month from, struct month to,
                            struct error *e)
{
    struct indicator_row *rows;
    size_t count;
    char first[MONTH_TEXT_BYTES], last[MONTH_TEXT_BYTES];
    TRY(indicator_read(c->db, c->county, c->indicator, from, to, c->known, cli_arena(c->cli), &rows,
                       &count, e));
    const char *months = month_format(from, first);
    if (from.v != to.v)
        months = arena_printf(cli_arena(c->cli), "%s..%s", first, month_format(to, last));
    if (months == NULL)
        return arena_exhausted(e);
    for (size_t i = 0; i < count; i++)
        if (c->sees_county || access_in_scope(c->scope, rows[i].township))
            row_say(c, months, &rows[i], rows[i].name);
    struct indicator_row total = indicator_total(rows, count);
    if (c->sees_county && !c->indicator->is_county_only)
        row_say(c, months, &total, _("全县"));
    return STATUS_OK;
}

static enum status indicator_show(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"month",     "township",    "name",
                                          "numerator", "denominator", "figure"};
    struct indicator_call c = {0};
    TRY(call_open(cli, &c, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    if (cli_has(cli, "--whole"))
        TRY(span_say(&c, c.from, c.to, e));
    else
        for (struct month m = c.from; m.v <= c.to.v; m = month_add(m, 1))
            TRY(span_say(&c, m, m, e));
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- what is behind ---- */

static enum status behind_may(const struct indicator_call *c, const struct case_actor *actor,
                              struct error *e)
{
    if (access_can(actor->role, indicator_behind_permission(c->indicator)) &&
        (c->sees_county || !c->indicator->is_county_only))
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s 无权查看 %s 的明细。"), actor->user,
                     c->indicator->code);
}

static enum status behind_page_say(const struct indicator_call *c, int64_t skip, size_t *ret_count,
                                   struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PAGE_ARENA_BYTES);
    struct indicator_subject *rows;
    if (arena == NULL)
        return arena_exhausted(e);
    TRY(indicator_behind(c->db, c->county, c->indicator,
                         c->sees_county ? 0 : division_township(c->scope), c->from, c->to, c->known,
                         skip, INDICATOR_SUBJECTS_MAX, arena, &rows, ret_count, e));
    for (size_t i = 0; i < *ret_count; i++) {
        cli_text(c->cli, rows[i].kind);
        cli_i64(c->cli, rows[i].id);
        cli_text(c->cli, rows[i].label);
        cli_i64(c->cli, rows[i].township);
        cli_i64(c->cli, rows[i].numerator);
        cli_i64(c->cli, rows[i].denominator);
        cli_text(c->cli, rows[i].path);
        cli_row_end(c->cli);
    }
    return STATUS_OK;
}

static enum status indicator_behind_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"kind",      "id",          "label", "township",
                                          "numerator", "denominator", "path"};
    struct indicator_call c = {0};
    struct case_actor actor;
    size_t count = INDICATOR_SUBJECTS_MAX;
    TRY(call_open(cli, &c, e));
    TRY(cli_case_actor(cli, &actor, e));
    TRY(behind_may(&c, &actor, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (int64_t skip = 0; count == INDICATOR_SUBJECTS_MAX; skip += INDICATOR_SUBJECTS_MAX)
        TRY(behind_page_say(&c, skip, &count, e));
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_INDICATOR[] = {
    {"indicator list",
     "",
     0,
     0,
     N_("所有指标：分子和分母各数什么"),
     "indicator.read",
     indicator_list_command,
     {{0}}},
    {"indicator show",
     "CODE",
     1,
     1,
     N_("一项指标，按乡镇和月份"),
     "indicator.read",
     indicator_show,
     {{"--from", "YYYY-MM", N_("从哪个月起；默认截止月份前五个月"), false},
      {"--to", "YYYY-MM", N_("到哪个月；默认本月"), false},
      {"--whole", NULL, N_("几个月合在一起算"), false},
      {"--township", "CODE", N_("只列一个乡镇"), false},
      {0}},
     .takes_as_of = true},
    {"indicator behind",
     "CODE",
     1,
     1,
     N_("一项指标的明细：由哪些行加起来"),
     "indicator.read",
     indicator_behind_command,
     {{"--from", "YYYY-MM", N_("从哪个月起；默认截止月份前五个月"), false},
      {"--to", "YYYY-MM", N_("到哪个月；默认本月"), false},
      {"--township", "CODE", N_("只列一个乡镇"), false},
      {0}},
     .takes_as_of = true},
    {0},
};

/* changes …: the month's list of what changed, and what next month will change by itself. */
#include <inttypes.h>

#include "base/i18n.h"
#include "cli/township.h"
#include "office/casepaper/change_table.h"

struct changes_call {
    struct cli *cli;
    struct db *db;
    int64_t county, scope;
    enum programme programme;
    struct month month;
    const struct division_table *divisions;
    struct paper_writer *paper; /* NULL: printed */
    int64_t number;
};

static enum status call_open(struct cli *cli, struct changes_call *ret, struct error *e)
{
    struct changes_call c = {.cli = cli, .programme = PROGRAMME_DIBAO};
    struct case_actor actor;
    struct division_table *divisions;
    if (cli_has(cli, "--programme"))
        TRY(programme_parse_entitled(cli_option(cli, "--programme"), &c.programme, e));
    TRY(cli_month_option(cli, "--month", &c.month, e));
    TRY(cli_reader(cli, &c.db, e));
    TRY(cli_county(cli, &c.county, e));
    TRY(cli_case_actor(cli, &actor, e));
    TRY(cli_township_option(cli, &actor, &c.scope, e));
    TRY(division_table_read(c.db, c.county, c.month, cli_arena(cli), &divisions, e));
    c.divisions = divisions;
    *ret = c;
    return STATUS_OK;
}

static const char *place_name(const struct changes_call *c, int64_t code)
{
    const struct division *d = division_by_code(c->divisions, code);
    return d ? d->name : "";
}

/* ---- the list ---- */

static enum status paper_put(struct changes_call *c, const struct change_list_row *row,
                             struct error *e)
{
    const struct change_words words = {.township = place_name(c, division_township(row->division)),
                                       .village = place_name(c, row->division),
                                       .change = _(month_change_label(row->change)),
                                       .cause = row->cause};
    return change_row_put(c->paper, ++c->number, row, &words, e);
}

static enum status row_put(const struct change_list_row *row, void *context, struct error *e)
{
    struct changes_call *c = context;
    struct cli *cli = c->cli;
    if (c->paper)
        return paper_put(c, row, e);
    cli_i64(cli, row->household);
    cli_text(cli, place_name(c, division_township(row->division)));
    cli_text(cli, place_name(c, row->division));
    cli_text(cli, row->head_name);
    cli_text(cli, row->id_tail);
    cli_text(cli, _(month_change_label(row->change)));
    cli_i64(cli, row->people_before);
    cli_i64(cli, row->people_after);
    cli_fen(cli, row->before);
    cli_fen(cli, row->after);
    cli_fen(cli, FEN(row->after.v - row->before.v));
    cli_text(cli, row->cause);
    cli_row_end(cli);
    return STATUS_OK;
}

static void totals_say(struct cli *cli, const struct change_list_total *total)
{
    int64_t difference = 0, count = 0;
    char yuan[FEN_TEXT_BYTES];
    for (int k = 0; k <= MONTH_SUSPENDED; k++) {
        difference += total->difference[k].v;
        count += k ? total->count[k] : 0;
    }
    cli_say(cli, _("变动 %" PRId64 " 户，月发放额增减 %s 元。"), count,
            fen_format_people(FEN(difference), yuan));
}

static enum status known_of(struct changes_call *c, int64_t *ret, struct error *e)
{
    struct date day;
    *ret = KNOWN_NOW;
    if (!cli_has(c->cli, "--cutoff"))
        return STATUS_OK;
    return change_list_cutoff(c->db, c->county, c->month, &day, ret, e);
}

static enum status list_to_paper(struct changes_call *c, int64_t known,
                                 struct change_list_total *total, struct error *e)
{
    CLEANUP(paper_cleanup) struct paper_writer *paper = NULL;
    char month[MONTH_TEXT_BYTES];
    const char *title =
        arena_printf(cli_arena(c->cli), _("%s%s变动清单"), month_format_people(c->month, month),
                     programme_name(c->programme));
    struct paper_column columns[CHANGE_COLUMN_COUNT];
    if (!title)
        return arena_exhausted(e);
    for (size_t i = 0; i < CHANGE_COLUMN_COUNT; i++) {
        columns[i] = CHANGE_COLUMNS[i];
        columns[i].title = _(CHANGE_COLUMNS[i].title);
    }
    const struct paper_table table = {.title = title,
                                      .subtitle = place_name(c, c->scope),
                                      .subtitle_right = _("单位：元"),
                                      .columns = columns,
                                      .column_count = (int)CHANGE_COLUMN_COUNT,
                                      .is_landscape = true,
                                      .date = date_today()};
    TRY(paper_begin(cli_option(c->cli, "-o"), &table, &paper, e));
    c->paper = paper;
    TRY(change_list(c->db, c->county, c->programme, c->month, c->scope, known, row_put, c, total,
                    e));
    return paper_end(paper, e);
}

static enum status run_list(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {
        "household",     "township",     "village",    "head",      "id_tail",        "change",
        "people_before", "people_after", "before_fen", "after_fen", "difference_fen", "cause"};
    struct changes_call c;
    struct change_list_total total;
    int64_t known;
    TRY(call_open(cli, &c, e));
    TRY(known_of(&c, &known, e));
    if (cli_has(cli, "-o")) {
        TRY(list_to_paper(&c, known, &total, e));
        totals_say(cli, &total);
        return STATUS_OK;
    }
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    TRY(change_list(c.db, c.county, c.programme, c.month, c.scope, known, row_put, &c, &total, e));
    cli_rows_end(cli);
    if (cli_format(cli) == CLI_TEXT)
        totals_say(cli, &total);
    return STATUS_OK;
}

/* ---- next month ---- */

static enum status run_preview(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"household", "township",   "village",
                                          "head",      "person",     "event",
                                          "birth",     "before_fen", "after_fen"};
    struct changes_call c;
    struct preview_row *rows;
    size_t count;
    char day[DATE_TEXT_BYTES];
    TRY(call_open(cli, &c, e));
    TRY(dynamic_preview(c.db, c.county, c.programme, c.month, c.scope, cli_arena(cli), &rows,
                        &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_i64(cli, rows[i].household);
        cli_text(cli, place_name(&c, division_township(rows[i].division)));
        cli_text(cli, place_name(&c, rows[i].division));
        cli_text(cli, rows[i].head_name);
        cli_text(cli, rows[i].name);
        cli_text(cli, _(age_event_label(rows[i].event)));
        cli_text(cli, rows[i].birth.v ? date_format(rows[i].birth, day) : "");
        cli_fen(cli, rows[i].before);
        cli_fen(cli, rows[i].after);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_CHANGES[] = {
    {"changes list",
     "",
     0,
     0,
     N_("一个月的变动清单：新增、增发、减发、停发、退出、暂停"),
     "case.read",
     run_list,
     {{"--programme", "dibao|wubao", N_("项目"), true},
      {"--month", "YYYY-MM", N_("哪个月，与上月相比"), true},
      {"--township", "CODE", N_("只看这个乡镇或村（12 位代码）"), false},
      {"--cutoff", NULL, N_("按截止日当时所知，不计以后的登记"), false},
      {"-o", "FILE", N_("写成 .xlsx、.pdf 或 .csv"), false},
      {0}},
     false},
    {"changes preview",
     "",
     0,
     0,
     N_("哪些人到了年龄、哪些户渐退期满，金额随之变动"),
     "case.read",
     run_preview,
     {{"--programme", "dibao|wubao", N_("项目，不写为低保"), false},
      {"--month", "YYYY-MM", N_("哪个月"), true},
      {"--township", "CODE", N_("只看这个乡镇或村（12 位代码）"), false},
      {0}},
     false},
    {0},
};

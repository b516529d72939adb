/* sample …: the county's draw for spot checks. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "domain/casework/sample.h"

static enum status run_draw(struct cli *cli, struct error *e)
{
    struct case_actor actor;
    enum programme programme;
    struct sample_row sample;
    struct sample_case_row *rows;
    struct db *db;
    int64_t county, id;
    size_t count;
    TRY(programme_parse(cli_option(cli, "--programme"), &programme, e));
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(cli_case_actor(cli, &actor, e));
    TRY(sample_draw(db, county, &actor, programme, cli_option(cli, "--seed"), &id, e));
    TRY(sample_cases(db, county, id, cli_arena(cli), &sample, &rows, &count, e));
    cli_say(cli, _("%" PRId64 " 号抽查：%" PRId64 " 件中抽中 %" PRId64 " 件，种子 %s"), id,
            sample.population, sample.selected, sample.seed);
    return STATUS_OK;
}

static enum status run_list(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"sample",     "programme", "drawn_on", "rate_bp",
                                          "population", "selected",  "drawn_by", "seed"};
    struct sample_row *list;
    struct db *db;
    int64_t county;
    size_t count;
    char day[DATE_TEXT_BYTES];
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(sample_list(db, county, cli_arena(cli), &list, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_i64(cli, list[i].id);
        cli_text(cli, programme_code(list[i].programme));
        cli_text(cli, date_format(list[i].drawn_on, day));
        cli_i64(cli, list[i].rate_bp);
        cli_i64(cli, list[i].population);
        cli_i64(cli, list[i].selected);
        cli_text(cli, list[i].drawn_by);
        cli_text(cli, list[i].seed);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static const char *reason_code(int reason)
{
    static const char *const codes[] = {"", "drawn", "relative"};
    return codes[reason];
}

static enum status run_show(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"rank", "case_number", "draw_key", "reason", "checked"};
    struct sample_row sample;
    struct sample_case_row *rows;
    struct db *db;
    int64_t county, id;
    size_t count;
    if (i64_parse(cli_argument(cli, 0), &id, NULL) != STATUS_OK)
        return cli_usage(e, _("“%s”不是抽查号。"), cli_argument(cli, 0));
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(sample_cases(db, county, id, cli_arena(cli), &sample, &rows, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_i64(cli, (int64_t)i + 1);
        cli_text(cli, rows[i].case_number);
        cli_text(cli, rows[i].draw_key);
        cli_text(cli, reason_code(rows[i].reason));
        cli_text(cli, rows[i].is_checked ? "yes" : "");
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_SAMPLE[] = {
    {"sample draw",
     "",
     0,
     0,
     N_("从待审批的申请中抽签，定出县里要入户抽查的"),
     "case.sample",
     run_draw,
     {{"--programme", "dibao|wubao", N_("项目"), true},
      {"--seed", "TEXT", N_("公开的种子；不写则用变动记录的链头"), false}},
     false},
    {"sample list", "", 0, 0, N_("列出各次抽查"), "case.read", run_list, {{0}}, false},
    {"sample show",
     "SAMPLE",
     1,
     1,
     N_("一次抽查的签号与结果，任何人可以重抽核对"),
     "case.read",
     run_show,
     {{0}},
     false},
    {0},
};

/* roster import | export: townships' rosters in, the registry's rosters out. */
#include <string.h>

#include "base/i18n.h"
#include "cli/cli.h"
#include "office/roster/roster.h"
#include "office/sheet.h"

#define MARKS_SHOWN 40

static enum status programme_option(struct cli *cli, enum programme *ret, struct error *e)
{
    struct error why = {0};
    const char *code = cli_option(cli, "--programme");
    enum status s = programme_parse_entitled(code, ret, &why);
    if (s == STATUS_OK)
        return STATUS_OK;
    if (strcmp(why.code, "PROGRAMME_UNENTITLED") == 0) {
        *e = why;
        return s;
    }
    return cli_usage(e, _("--programme 应为 dibao 或 wubao"));
}

/* Rows for a program that reads csv or json; sentences for a person. */
static void show_marks(struct cli *cli, const struct roster_request *request,
                       const struct roster_result *r)
{
    for (size_t i = 0; i < r->mark_count && i < MARKS_SHOWN; i++) {
        const struct roster_mark *k = &r->marks[i];
        const char *slash = strrchr(request->files[k->file], '/');
        char cell[SHEET_ADDRESS_BYTES];
        cli_say(cli, _("退回：%s 工作表“%s” %s%s%s：%s%s"),
                slash ? slash + 1 : request->files[k->file], k->sheet_name,
                sheet_address(k->row, k->col < 0 ? 0 : k->col, cell), *k->column ? " " : "",
                k->column, k->reason, k->suggestion ? k->suggestion : "");
    }
    if (r->mark_count > MARKS_SHOWN)
        cli_say(cli, _("……共 %zu 处，其余见错误工作簿。"), r->mark_count);
}

static void show_counts(struct cli *cli, const struct roster_result *r)
{
    cli_say(cli,
            _("读入 %lld 行：新增 %lld 户 %lld 人，变动 %lld 户（加入 %lld 人，离开 %lld 人，更名 "
              "%lld 人），未变 %lld 户，退回 %lld 户 %lld 行"),
            (long long)r->rows, (long long)r->households_new, (long long)r->persons_new,
            (long long)r->households_changed, (long long)r->persons_joined,
            (long long)r->persons_left, (long long)r->persons_renamed,
            (long long)r->households_unchanged, (long long)r->households_returned,
            (long long)r->rows_returned);
    if (r->households_untouched)
        cli_say(cli, _("名册中没有的在册家庭 %lld 户，未作改动"),
                (long long)r->households_untouched);
    if (r->warning_count)
        cli_say(cli, _("已录入但请核对：%zu 处（如账户名不是本人、关系与性别不符）"),
                r->warning_count);
}

static enum status import_files(struct cli *cli, struct error *e)
{
    const char *files[ROSTER_FILES_MAX];
    struct roster_request request = {.files = files,
                                     .actor = cli_actor(cli),
                                     .errors_path = cli_option(cli, "--errors"),
                                     .is_repeat = cli_has(cli, "--again"),
                                     .progress = cli_progress,
                                     .progress_context = cli};
    struct roster_result r = {0};
    const struct keyring *keys;
    struct db *db;
    int64_t county;
    request.file_count = cli_argument_count(cli);
    if (request.file_count > ROSTER_FILES_MAX)
        return cli_usage(e, _("一次最多导入 %d 个文件"), ROSTER_FILES_MAX);
    for (size_t i = 0; i < request.file_count; i++)
        files[i] = cli_argument(cli, i);
    TRY(programme_option(cli, &request.programme, e));
    TRY(cli_month_option(cli, "--from", &request.from, e));
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(cli_keys(cli, &keys, e));
    TRY(roster_import(db, county, keys, &request, cli_arena(cli), &r, e));
    if (r.is_known_file) {
        cli_say(cli, _("这份名册已经导入过，没有变化"));
        return STATUS_OK;
    }
    show_counts(cli, &r);
    show_marks(cli, &request, &r);
    for (size_t i = 0; i < r.error_file_count; i++)
        cli_say(cli, _("错误工作簿：%s（改正后再导入这个文件）"), r.error_files[i]);
    if (!r.rows_returned)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "IMPORT_RETURNED",
                     _("退回 %lld 户 %lld 行，请改正后再导入；其余已录入。%s"),
                     (long long)r.households_returned, (long long)r.rows_returned,
                     request.errors_path ? "" : _("用 --errors 文件.xlsx 取回标明错误的工作簿。"));
}

static enum status export_file(struct cli *cli, struct error *e)
{
    struct roster_export_request request = {.path = cli_option(cli, "-o")};
    const struct keyring *keys;
    struct db *db;
    int64_t county, households = 0;
    TRY(programme_option(cli, &request.programme, e));
    TRY(cli_month_option(cli, "--month", &request.month, e));
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(cli_keys(cli, &keys, e));
    TRY(cli_known(cli, &request.known, e));
    TRY(roster_export(db, county, keys, &request, &households, e));
    cli_say(cli, _("%s：%lld 户"), request.path, (long long)households);
    return STATUS_OK;
}

const struct cli_command CLI_ROSTER[] = {
    {"roster import",
     "FILE…",
     1,
     -1,
     N_("导入花名册：好的录入，错的退回"),
     "registry.import",
     import_files,
     {{"--programme", "dibao|wubao", N_("哪个项目"), true},
      {"--from", "YYYY-MM", N_("从哪个月起按名册执行"), true},
      {"--errors", "OUT.xlsx", N_("标明错误的工作簿写到哪里"), false},
      {"--again", NULL, N_("导入过的文件也重新核对一遍"), false},
      {NULL, NULL, NULL, false}}},
    {"roster export",
     "",
     0,
     0,
     N_("导出某月的花名册（.xlsx、.csv、.pdf）"),
     "account.read",
     export_file,
     {{"--programme", "dibao|wubao", N_("哪个项目"), true},
      {"--month", "YYYY-MM", N_("哪个月"), true},
      {"-o", "FILE", N_("写到哪里"), true},
      {NULL, NULL, NULL, false}},
     true},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, {{NULL, NULL, NULL, false}}},
};

/* audit [--from M --to M]: the independent check; one finding a line with a code, one line when
 * everything ties out. */
#include <inttypes.h>

#include "audit/audit.h"
#include "base/i18n.h"
#include "cli/cli.h"

static enum status print_finding(void *context, const struct audit_finding *finding,
                                 struct error *e)
{
    struct cli *cli = context;
    (void)e;
    cli_text(cli, finding->code);
    cli_text(cli, finding->subject);
    cli_text(cli, finding->detail);
    cli_row_end(cli);
    return STATUS_OK;
}

static enum status audit(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"code", "subject", "detail"};
    struct audit_scope scope = {.from = month_make(1900, 1), .to = MONTH_OPEN};
    struct audit_result result = {0};
    struct db *db;
    char total[FEN_TEXT_BYTES];

    if (cli_has(cli, "--from"))
        TRY(cli_month_option(cli, "--from", &scope.from, e));
    if (cli_has(cli, "--to"))
        TRY(cli_month_option(cli, "--to", &scope.to, e));
    if (scope.from.v > scope.to.v)
        return cli_usage(e, _("--from 晚于 --to"));
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &scope.county, e));
    TRY(cli_keys(cli, &scope.keys, e));
    if (cli_format(cli) != CLI_TEXT)
        cli_rows_begin(cli, columns, sizeof(columns) / sizeof(columns[0]));
    TRY(audit_run(db, &scope, print_finding, cli, &result, e));
    if (cli_format(cli) != CLI_TEXT)
        cli_rows_end(cli);
    if (result.findings > 0)
        return error_set(e, STATUS_REFUSED, "AUDIT_FINDINGS", _("审计发现 %" PRId64 " 个问题"),
                         result.findings);
    if (cli_format(cli) == CLI_TEXT)
        cli_say(cli,
                _("审计通过：%" PRId64 " 个批次、%" PRId64 " 项、%s 元，%" PRId64
                  " 条变动、%" PRId64 " 个文件，全部相符"),
                result.runs, result.items, fen_format_people(result.total, total), result.changes,
                result.files);
    return STATUS_OK;
}

const struct cli_command CLI_AUDIT[] = {
    {"audit",
     "",
     0,
     0,
     N_("独立审计：从原始事实、参数、分录和文件重新计算"),
     "session",
     audit,
     {{"--from", "YYYY-MM", N_("从哪个月的批次起"), false},
      {"--to", "YYYY-MM", N_("到哪个月的批次止"), false}}},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, {{NULL, NULL, NULL, false}}},
};

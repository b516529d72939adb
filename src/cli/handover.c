/* handover …: medical assistance in other hands: who has it, what is open, and its data written
   out. */
#include <inttypes.h>

#include "base/i18n.h"
#include "cli/cli.h"
#include "domain/handover/handover.h"
#include "office/handover/handover_export.h"

static enum status handover_show(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"open", "label", "count"};
    struct db *db;
    int64_t county;
    struct handover now;
    struct handover_open open[HANDOVER_OPEN_KINDS];
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    enum status s = handover_read(db, county, PROGRAMME_MEDICAL, cli_arena(cli), &now, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (cli_format(cli) == CLI_TEXT) {
        if (s == STATUS_OK && now.is_read_only)
            cli_say(cli, _("已按 %s 移交 %s，现在只读"), now.document, now.bureau);
        else
            cli_say(cli, _("由本局办理，没有移交"));
    }
    TRY(handover_open_read(db, county, open, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < HANDOVER_OPEN_KINDS; i++) {
        cli_text(cli, open[i].code);
        cli_text(cli, _(open[i].label));
        cli_i64(cli, open[i].count);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status set(struct cli *cli, bool is_read_only, struct error *e)
{
    struct db *db;
    int64_t county;
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    return handover_set(db, county, PROGRAMME_MEDICAL, is_read_only, cli_option(cli, "--bureau"),
                        cli_option(cli, "--document"), cli_actor(cli), e);
}

static enum status handover_set_command(struct cli *cli, struct error *e)
{
    TRY(set(cli, true, e));
    cli_say(cli, _("已移交 %s，医疗救助从现在起只读"), cli_option(cli, "--bureau"));
    return STATUS_OK;
}

static enum status handover_release(struct cli *cli, struct error *e)
{
    TRY(set(cli, false, e));
    cli_say(cli, _("已收回，医疗救助又由本局办理"));
    return STATUS_OK;
}

static enum status handover_export_command(struct cli *cli, struct error *e)
{
    struct db *reader, *writer;
    const struct keyring *keys;
    int64_t county;
    struct handover_export_result result;
    TRY(cli_reader(cli, &reader, e));
    TRY(cli_writer(cli, &writer, e));
    TRY(cli_county(cli, &county, e));
    TRY(cli_keys(cli, &keys, e));
    TRY(handover_export(reader, writer, county, keys, PROGRAMME_MEDICAL, cli_argument(cli, 0),
                        cli_actor(cli), &result, e));
    cli_say(
        cli,
        _("已写出 %" PRId64 " 张表 %" PRId64 " 行。里面有完整的证件号和账号：加密保管，交接后删除"),
        result.tables, result.rows);
    return STATUS_OK;
}

static enum status handover_verify_command(struct cli *cli, struct error *e)
{
    struct handover_export_result result;
    TRY(handover_verify(cli_argument(cli, 0), &result, e));
    cli_say(cli, _("%" PRId64 " 张表 %" PRId64 " 行，与移交清单一致"), result.tables, result.rows);
    return STATUS_OK;
}

#define OPTION_BUREAU                                                                              \
    {                                                                                              \
        "--bureau", "TEXT", N_("接收单位；收回时写本局"), true                                     \
    }
#define OPTION_DOCUMENT                                                                            \
    {                                                                                              \
        "--document", "TEXT", N_("文号"), true                                                     \
    }
const struct cli_command CLI_HANDOVER[] = {
    {"handover show",
     "",
     0,
     0,
     N_("医疗救助由谁办理，还有什么没有办结"),
     "programme.handover",
     handover_show,
     {{0}}},
    {"handover set",
     "",
     0,
     0,
     N_("移交医疗救助：从此只读"),
     "programme.handover",
     handover_set_command,
     {OPTION_BUREAU, OPTION_DOCUMENT, {0}}},
    {"handover release",
     "",
     0,
     0,
     N_("收回医疗救助"),
     "programme.handover",
     handover_release,
     {OPTION_BUREAU, OPTION_DOCUMENT, {0}}},
    {"handover export",
     "DIR",
     1,
     1,
     N_("把医疗救助的全部数据写到一个空文件夹"),
     "programme.handover",
     handover_export_command,
     {{0}}},
    {"handover verify",
     "DIR",
     1,
     1,
     N_("核对移交的文件夹：每个文件的行数和内容"),
     NULL,
     handover_verify_command,
     {{0}}},
    {0},
};

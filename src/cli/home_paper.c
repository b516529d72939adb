/* home paper agreement, file, property, pocket, clothing, checkup: official papers of residents. */
#include <inttypes.h>

#include "base/i18n.h"
#include "cli/case_actor.h"
#include "cli/document.h"
#include "office/homepaper/homepaper.h"

struct paper_call {
    struct db *db;
    int64_t county;
    struct home_paper_options options;
};

static enum status call_open(struct cli *cli, struct paper_call *c, struct error *e)
{
    *c = (struct paper_call){.options = {.today = date_today()}};
    TRY(cli_document_kind(cli, &c->options.kind, e));
    TRY(cli_reader(cli, &c->db, e));
    return cli_county(cli, &c->county, e);
}

typedef enum status (*stay_paper)(struct db *db, int64_t county, int64_t stay,
                                  const struct home_paper_options *options, struct buf *ret,
                                  struct error *e);

static enum status stay_paper_write(struct cli *cli, stay_paper render, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct paper_call c;
    struct stay stay;
    int64_t id;
    TRY(cli_number_argument(cli, _("入住编号"), &id, e));
    TRY(call_open(cli, &c, e));
    enum status s = stay_read(c.db, c.county, id, cli_arena(cli), &stay, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "STAY_UNKNOWN", _("没有编号为 %" PRId64 " 的入住。"),
                         id);
    if (s != STATUS_OK)
        return s;
    TRY(home_require(c.db, c.county, cli_actor(cli), PERMISSION_HOME_READ, stay.home, e));
    TRY(render(c.db, c.county, id, &c.options, &bytes, e));
    return cli_document_write(cli, &bytes, e);
}

static enum status run_agreement(struct cli *cli, struct error *e)
{
    return stay_paper_write(cli, home_agreement_paper_render, e);
}

static enum status run_file(struct cli *cli, struct error *e)
{
    return stay_paper_write(cli, home_file_paper_render, e);
}

static enum status run_property(struct cli *cli, struct error *e)
{
    return stay_paper_write(cli, home_property_paper_render, e);
}

static enum status sheet_write(struct cli *cli, enum record_kind kind, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct paper_call c;
    struct home home;
    struct month month;
    TRY(cli_month_option(cli, "--month", &month, e));
    TRY(call_open(cli, &c, e));
    enum status s = home_find(c.db, c.county, cli_argument(cli, 0), cli_arena(cli), &home, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "HOME_UNKNOWN",
                         _("没有敬老院“%.60s”：请写编号或全名。"), cli_argument(cli, 0));
    if (s != STATUS_OK)
        return s;
    TRY(home_require(c.db, c.county, cli_actor(cli), PERMISSION_HOME_READ, home.id, e));
    TRY(home_sheet_paper_render(c.db, c.county, home.id, kind, month, &c.options, &bytes, e));
    return cli_document_write(cli, &bytes, e);
}

static enum status run_pocket(struct cli *cli, struct error *e)
{
    return sheet_write(cli, RECORD_POCKET, e);
}

static enum status run_clothing(struct cli *cli, struct error *e)
{
    return sheet_write(cli, RECORD_CLOTHING, e);
}

static enum status run_checkup(struct cli *cli, struct error *e)
{
    return sheet_write(cli, RECORD_CHECKUP, e);
}

#define OPTION_FILE                                                                                \
    {                                                                                              \
        "-o", "FILE", N_("写成 .pdf 或 .docx"), true                                               \
    }
#define OPTION_MONTH                                                                               \
    {                                                                                              \
        "--month", "YYYY-MM", N_("哪个月"), true                                                   \
    }
const struct cli_command CLI_HOME_PAPER[] = {
    {"home paper agreement",
     "STAY",
     1,
     1,
     N_("打印一位老人的集中供养协议书"),
     "home.read",
     run_agreement,
     {OPTION_FILE, {0}}},
    {"home paper file",
     "STAY",
     1,
     1,
     N_("打印一位老人的入住人员档案"),
     "home.read",
     run_file,
     {OPTION_FILE, {0}}},
    {"home paper property",
     "STAY",
     1,
     1,
     N_("打印一位老人的物品清单；去世的为遗物清单"),
     "home.read",
     run_property,
     {OPTION_FILE, {0}}},
    {"home paper pocket",
     "HOME",
     1,
     1,
     N_("打印一个月的零花钱发放签收表"),
     "home.read",
     run_pocket,
     {OPTION_MONTH, OPTION_FILE, {0}}},
    {"home paper clothing",
     "HOME",
     1,
     1,
     N_("打印一个月的服装发放签收表"),
     "home.read",
     run_clothing,
     {OPTION_MONTH, OPTION_FILE, {0}}},
    {"home paper checkup",
     "HOME",
     1,
     1,
     N_("打印一个月的查体登记表"),
     "home.read",
     run_checkup,
     {OPTION_MONTH, OPTION_FILE, {0}}},
    {0},
};

#include "cli/money.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"

#define YEAR_MIN 1990
#define YEAR_MAX 2999

static enum status begin(struct cli *cli, struct money *ret, struct error *e)
{
    ret->actor = cli_actor(cli);
    return cli_county(cli, &ret->county, e);
}

enum status money_writer(struct cli *cli, struct money *ret, struct error *e)
{
    TRY(cli_writer(cli, &ret->db, e));
    return begin(cli, ret, e);
}

enum status money_reader(struct cli *cli, struct money *ret, struct error *e)
{
    TRY(cli_reader(cli, &ret->db, e));
    return begin(cli, ret, e);
}

enum status money_number(struct cli *cli, int64_t *ret, struct error *e)
{
    if (i64_parse(cli_argument(cli, 0), ret, NULL) == STATUS_OK && *ret > 0)
        return STATUS_OK;
    return cli_usage(e, _("“%s”不是编号。"), cli_argument(cli, 0));
}

enum status money_year(struct cli *cli, int *ret, struct error *e)
{
    int64_t year;
    const char *text = cli_option(cli, "--year");
    if (i64_parse(text, &year, NULL) != STATUS_OK || year < YEAR_MIN || year > YEAR_MAX)
        return cli_usage(e, _("--year 应为四位年份，如 2013"));
    *ret = (int)year;
    return STATUS_OK;
}

enum status money_payee(struct cli *cli, const struct money *m, const char *option,
                        enum payee_kind kind, struct payee *ret, struct error *e)
{
    struct payee *list;
    size_t count;
    const char *name = cli_option(cli, option);
    if (name) {
        enum status s = payee_by_name(m->db, m->county, name, cli_arena(cli), ret, e);
        if (s == STATUS_OK && ret->kind == kind)
            return STATUS_OK;
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
        return error_set(e, STATUS_REFUSED, "PAYEE_UNKNOWN", _("没有叫“%s”的收款单位。"), name);
    }
    TRY(payee_list(m->db, m->county, kind, cli_arena(cli), &list, &count, e));
    if (count != 1)
        return error_set(e, STATUS_REFUSED, "PAYEE_UNKNOWN",
                         _("收款单位不止一家或没有登记，请用 %s 写明。"), option);
    *ret = list[0];
    return STATUS_OK;
}

void money_transfer_prepared(struct cli *cli, int64_t transfer)
{
    static const char *const columns[] = {"transfer"};
    if (cli_format(cli) == CLI_TEXT) {
        cli_say(cli, _("已编制 %" PRId64 " 号拨付单。"), transfer);
        return;
    }
    cli_rows_begin(cli, columns, 1);
    cli_i64(cli, transfer);
    cli_row_end(cli);
    cli_rows_end(cli);
}

/* payee list | add: institutions of every kind that a fund pays by transfer. */
#include <string.h>

#include "base/i18n.h"
#include "cli/cli.h"
#include "domain/payee/payee.h"

static enum status kind_option(struct cli *cli, enum payee_kind *ret, struct error *e)
{
    *ret = (enum payee_kind)0;
    if (!cli_has(cli, "--kind"))
        return STATUS_OK;
    return payee_kind_parse(cli_option(cli, "--kind"), ret, e);
}

static enum status list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"id",       "code", "name",   "kind",
                                          "township", "bank", "holder", "account"};
    struct db *db;
    int64_t county;
    enum payee_kind kind;
    struct payee *list;
    size_t count;
    TRY(kind_option(cli, &kind, e));
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(payee_list(db, county, kind, cli_arena(cli), &list, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_i64(cli, list[i].id);
        cli_text(cli, list[i].code);
        cli_text(cli, list[i].name);
        cli_text(cli, payee_kind_code(list[i].kind));
        cli_i64(cli, list[i].township);
        cli_text(cli, list[i].bank);
        cli_text(cli, list[i].holder);
        cli_text(cli, list[i].account_tail);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

struct add_work {
    int64_t county;
    const struct keyring *keys;
    const char *actor;
    struct payee_entry entry;
};

static enum status add_work(struct db *db, void *context, struct error *e)
{
    const struct add_work *w = context;
    int64_t change;
    TRY(change_record(
        db, w->county,
        &(struct change_entry){
            .actor = w->actor, .action = "payee.write", .subject = w->entry.code, .detail = ""},
        &change, e));
    return payee_write(db, w->county, w->keys, &w->entry, change, NULL, e);
}

/* A county-wide institution (bank, contractor from outside) has the county's number. */
static enum status place_option(struct cli *cli, struct db *db, int64_t county, int64_t *ret,
                                struct error *e)
{
    struct division_table *divisions;
    const char *name = cli_option(cli, "--township"), *suggestion;
    *ret = county * 1000000;
    if (!name)
        return STATUS_OK;
    TRY(division_table_read(db, county, date_month(date_today()), cli_arena(cli), &divisions, e));
    const struct division *d = division_by_name(divisions, 0, name, &suggestion);
    if (!d)
        return error_set(e, STATUS_REFUSED, "TOWNSHIP_UNKNOWN",
                         suggestion ? _("没有乡镇“%.60s”，是否为“%s”？") : _("没有乡镇“%.60s”%s"),
                         name, suggestion ? suggestion : "");
    *ret = d->code;
    return STATUS_OK;
}

static enum status add_command(struct cli *cli, struct error *e)
{
    struct db *db;
    struct add_work w = {.actor = cli_actor(cli),
                         .entry = {.code = cli_argument(cli, 0),
                                   .name = cli_argument(cli, 1),
                                   .bank = cli_option(cli, "--bank"),
                                   .holder = cli_option(cli, "--holder"),
                                   .account = cli_option(cli, "--account")}};
    TRY(payee_kind_parse(cli_option(cli, "--kind"), &w.entry.kind, e));
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &w.county, e));
    TRY(cli_keys(cli, &w.keys, e));
    TRY(place_option(cli, db, w.county, &w.entry.township, e));
    TRY(db_transaction(db, add_work, &w, e));
    cli_say(cli, _("已登记 %s %s"), w.entry.code, w.entry.name);
    return STATUS_OK;
}

const struct cli_command CLI_PAYEE[] = {
    {"payee list",
     "",
     0,
     0,
     N_("由资金按单拨付的收款单位"),
     "transfer.read",
     list_command,
     {{"--kind", "KIND", N_("hospital、insurance、home_management、contractor、home_own 或 bank"),
       false},
      {0}}},
    {"payee add",
     "CODE NAME",
     2,
     2,
     N_("登记一家收款单位，或更正它的名称、账户"),
     "hospital.manage",
     add_command,
     {{"--kind", "KIND", N_("hospital、insurance、home_management、contractor、home_own 或 bank"),
       true},
      {"--township", "NAME", N_("所在乡镇，缺省为全县"), false},
      {"--bank", "TEXT", N_("开户行；不写则账户不变"), false},
      {"--holder", "TEXT", N_("账户名"), false},
      {"--account", "DIGITS", N_("账号"), false},
      {0}}},
    {0},
};

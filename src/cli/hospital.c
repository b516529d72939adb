/* hospital list | add | key add, list, revoke | bind: where bills come from, and who speaks for it.
 */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/cli.h"
#include "domain/medical/hospital.h"

static enum status hospital_list(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"id",       "code", "name",   "kind",
                                          "township", "bank", "holder", "account"};
    struct db *db;
    int64_t county;
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (int kind = PAYEE_HOSPITAL; kind <= PAYEE_INSURANCE; kind++) {
        struct payee *list;
        size_t count;
        TRY(payee_list(db, county, (enum payee_kind)kind, cli_arena(cli), &list, &count, e));
        for (size_t i = 0; i < count; i++) {
            cli_i64(cli, list[i].id);
            cli_text(cli, list[i].code);
            cli_text(cli, list[i].name);
            cli_text(cli, kind == PAYEE_HOSPITAL ? "hospital" : "insurance");
            cli_i64(cli, list[i].township);
            cli_text(cli, list[i].bank);
            cli_text(cli, list[i].holder);
            cli_text(cli, list[i].account_tail);
            cli_row_end(cli);
        }
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- adding one ---- */

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
            .actor = w->actor, .action = "hospital.write", .subject = w->entry.code, .detail = ""},
        &change, e));
    return payee_write(db, w->county, w->keys, &w->entry, change, NULL, e);
}

static enum status township_option(struct cli *cli, struct db *db, int64_t county, int64_t *ret,
                                   struct error *e)
{
    struct division_table *divisions;
    const char *name = cli_option(cli, "--township"), *suggestion;
    TRY(division_table_read(db, county, date_month(date_today()), cli_arena(cli), &divisions, e));
    const struct division *d = division_by_name(divisions, 0, name, &suggestion);
    if (!d)
        return error_set(e, STATUS_REFUSED, "TOWNSHIP_UNKNOWN",
                         suggestion ? _("没有乡镇“%.60s”，是否为“%s”？") : _("没有乡镇“%.60s”%s"),
                         name, suggestion ? suggestion : "");
    *ret = d->code;
    return STATUS_OK;
}

static enum status hospital_add(struct cli *cli, struct error *e)
{
    struct db *db;
    struct add_work w = {
        .actor = cli_actor(cli),
        .entry = {.kind = cli_has(cli, "--insurance") ? PAYEE_INSURANCE : PAYEE_HOSPITAL,
                  .code = cli_argument(cli, 0),
                  .name = cli_argument(cli, 1),
                  .bank = cli_option(cli, "--bank"),
                  .holder = cli_option(cli, "--holder"),
                  .account = cli_option(cli, "--account")}};
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &w.county, e));
    TRY(cli_keys(cli, &w.keys, e));
    TRY(township_option(cli, db, w.county, &w.entry.township, e));
    TRY(db_transaction(db, add_work, &w, e));
    cli_say(cli, _("已登记 %s %s"), w.entry.code, w.entry.name);
    return STATUS_OK;
}

/* ---- keys and users ---- */

static enum status hospital_argument(struct cli *cli, struct db *db, int64_t county, size_t index,
                                     struct payee *ret, struct error *e)
{
    const char *name = cli_argument(cli, index);
    enum status s = payee_by_name(db, county, name, cli_arena(cli), ret, e);
    if (s == STATUS_NONE || (s == STATUS_OK && ret->kind != PAYEE_HOSPITAL))
        return error_set(e, STATUS_REFUSED, "PAYEE_KIND",
                         _("没有定点医院“%.60s”：用 hospital list 查看编码和名称"), name);
    return s;
}

static enum status key_add(struct cli *cli, struct error *e)
{
    struct db *db;
    int64_t county, key;
    const struct keyring *keys;
    struct payee hospital;
    char secret[HOSPITAL_SECRET_BYTES];
    static const char *const columns[] = {"hospital", "key", "secret"};
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(cli_keys(cli, &keys, e));
    TRY(hospital_argument(cli, db, county, 0, &hospital, e));
    TRY(hospital_key_add(db, county, keys, cli_actor(cli), hospital.id, &key, secret, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    cli_text(cli, hospital.code);
    cli_i64(cli, key);
    cli_text(cli, secret);
    cli_row_end(cli);
    cli_rows_end(cli);
    if (cli_format(cli) == CLI_TEXT)
        cli_say(cli, _("密钥只显示这一次：请交医院信息科保存"));
    return STATUS_OK;
}

static enum status key_list(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"key", "created_at", "revoked"};
    struct db *db;
    int64_t county;
    struct payee hospital;
    struct hospital_key *list;
    size_t count;
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(hospital_argument(cli, db, county, 0, &hospital, e));
    TRY(hospital_key_list(db, county, hospital.id, cli_arena(cli), &list, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_i64(cli, list[i].id);
        cli_text(cli, list[i].created_at);
        cli_i64(cli, list[i].is_revoked);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status key_revoke(struct cli *cli, struct error *e)
{
    struct db *db;
    int64_t county, key;
    struct payee hospital;
    if (i64_parse(cli_argument(cli, 1), &key, e) != STATUS_OK)
        return cli_usage(e, _("密钥编号应为数字"));
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(hospital_argument(cli, db, county, 0, &hospital, e));
    enum status s = hospital_key_revoke(db, county, cli_actor(cli), hospital.id, key, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "HOSPITAL_KEYS", _("%s没有编号 %" PRId64 " 的有效密钥"),
                         hospital.name, key);
    if (s != STATUS_OK)
        return s;
    cli_say(cli, _("%s的密钥 %" PRId64 " 已停用"), hospital.name, key);
    return STATUS_OK;
}

struct bind_work {
    int64_t county, hospital;
    const char *user, *actor;
};

static enum status bind_work(struct db *db, void *context, struct error *e)
{
    const struct bind_work *w = context;
    int64_t change;
    TRY(change_record(
        db, w->county,
        &(struct change_entry){
            .actor = w->actor, .action = "hospital.bind", .subject = w->user, .detail = ""},
        &change, e));
    return hospital_user_bind(db, w->county, w->user, w->hospital, e);
}

static enum status hospital_bind(struct cli *cli, struct error *e)
{
    struct db *db;
    struct payee hospital;
    struct bind_work w = {.user = cli_argument(cli, 0), .actor = cli_actor(cli)};
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &w.county, e));
    TRY(hospital_argument(cli, db, w.county, 1, &hospital, e));
    w.hospital = hospital.id;
    TRY(db_transaction(db, bind_work, &w, e));
    cli_say(cli, _("%s 代表 %s"), w.user, hospital.name);
    return STATUS_OK;
}

const struct cli_command CLI_HOSPITAL[] = {
    {"hospital list", "", 0, 0, N_("定点医院和医保经办机构"), "medical.read", hospital_list, {{0}}},
    {"hospital add",
     "CODE NAME",
     2,
     2,
     N_("登记一家机构，或更正它的名称、账户"),
     "hospital.manage",
     hospital_add,
     {{"--township", "NAME", N_("所在乡镇"), true},
      {"--bank", "TEXT", N_("开户行；不写则账户不变"), false},
      {"--holder", "TEXT", N_("账户名"), false},
      {"--account", "DIGITS", N_("账号"), false},
      {"--insurance", NULL, N_("医保经办机构，不是医院"), false},
      {0}}},
    {"hospital key add",
     "HOSPITAL",
     1,
     1,
     N_("发一个新密钥，只显示一次；同时最多两个有效"),
     "hospital.manage",
     key_add,
     {{0}}},
    {"hospital key list",
     "HOSPITAL",
     1,
     1,
     N_("一家医院的密钥"),
     "hospital.manage",
     key_list,
     {{0}}},
    {"hospital key revoke",
     "HOSPITAL KEY",
     2,
     2,
     N_("停用一个密钥，立即生效"),
     "hospital.manage",
     key_revoke,
     {{0}}},
    {"hospital bind",
     "USER HOSPITAL",
     2,
     2,
     N_("指定一个 hospital 用户代表哪家医院"),
     "hospital.manage",
     hospital_bind,
     {{0}}},
    {0},
};

/* key show|rotate|reseal: the keys outside the database, and what they sealed. */
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "cli/cli_internal.h"
#include "domain/access/reseal.h"

static const char *key_path(struct cli *cli)
{
    const char *path = getenv("MINSHENG_KEY");
    return path != NULL && *path != '\0' ? path : cli_default_key_path(cli);
}

/* Never a key: what generations there are, and how much still waits to be sealed again. */
static enum status key_show(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"subject", "state", "detail"};
    const struct keyring *keys;
    struct db *db;
    int64_t county;
    char text[64];
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(cli_keys(cli, &keys, e));
    cli_rows_begin(cli, columns, 3);
    cli_text(cli, "file");
    cli_text(cli, "ok");
    cli_text(cli, key_path(cli));
    cli_row_end(cli);
    cli_text(cli, "index");
    cli_text(cli, keyring_index_suite(keys) == SEAL_SM ? "sm3" : "blake2b");
    cli_text(cli, "");
    cli_row_end(cli);
    for (int g = 1; g <= keyring_generation(keys); g++) {
        snprintf(text, sizeof(text), "generation %d", g);
        cli_text(cli, text);
        cli_text(cli, seal_suite_name(keyring_suite(keys, g)));
        cli_text(cli, g == keyring_generation(keys) ? _("现用") : "");
        cli_row_end(cli);
    }
    for (size_t i = 0; i < RESEAL_COLUMN_COUNT; i++) {
        int64_t due = 0;
        TRY(reseal_due(db, county, keys, i, &due, e));
        snprintf(text, sizeof(text), "%lld", (long long)due);
        cli_text(cli, reseal_column_name(i));
        cli_text(cli, due == 0 ? "current" : "due");
        cli_text(cli, text);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status key_rotate(struct cli *cli, struct error *e)
{
    const struct keyring *keys;
    struct db *db;
    int64_t county;
    int generation = 0;
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(cli_keys(cli, &keys, e));
    enum seal_suite suite = keyring_suite(keys, keyring_generation(keys));
    if (cli_has(cli, "--suite"))
        TRY(seal_suite_parse(cli_option(cli, "--suite"), &suite, e));
    TRY(keyring_rotate(key_path(cli), suite, &generation, e));
    TRY(reseal_rotation_record(db, county, cli_actor(cli), generation, suite, e));
    cli_say(cli,
            _("%s：已有第 %d 代密钥（%s）。请立即另行备份这个文件，重新启动网站和作业程序，再执行 "
              "minsheng key reseal"),
            key_path(cli), generation, seal_suite_name(suite));
    return STATUS_OK;
}

static enum status key_reseal(struct cli *cli, struct error *e)
{
    const struct keyring *keys;
    struct reseal_result result;
    struct db *db;
    int64_t county;
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(cli_keys(cli, &keys, e));
    TRY(reseal_all(db, county, cli_actor(cli), keys, cli_progress, cli, &result, e));
    cli_say(cli, _("已用第 %d 代密钥重新密封 %lld 个值"), keyring_generation(keys),
            (long long)result.values);
    if (result.broken == 0)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "RESEAL_BROKEN",
                     _("有 %lld 个值打不开，没有改动；第一个是 %s。请用 minsheng audit 核对"),
                     (long long)result.broken, result.first_broken);
}

const struct cli_command CLI_KEY[] = {
    {"key show",
     "",
     0,
     0,
     N_("密钥有几代，还有多少旧的待重新密封"),
     "user.manage",
     key_show,
     {{NULL, NULL, NULL, false}}},
    {"key rotate",
     "",
     0,
     0,
     N_("换一代密钥；旧的仍能打开以前的内容"),
     "user.manage",
     key_rotate,
     {{"--suite", "sodium|sm", N_("密码套件；sm 是国密 SM4、SM3；默认不变"), false}}},
    {"key reseal",
     "",
     0,
     0,
     N_("用现用的密钥重新密封旧的内容；可随时停下再继续"),
     "user.manage",
     key_reseal,
     {{NULL, NULL, NULL, false}}},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, {{NULL, NULL, NULL, false}}},
};

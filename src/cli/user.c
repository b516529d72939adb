/* user add|list|lock|unlock|passwd: who may act. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/cli.h"
#include "domain/access/access.h"
#include "domain/plan/plan.h"

#define PASSWORD_LINE_BYTES (ACCESS_PASSWORD_BYTES_MAX + 2)

/* The password comes from a file or, with "-", from one line of standard input: never from the
   argument list, which every user of the machine can read. */
static enum status read_password(struct cli *cli, char out[PASSWORD_LINE_BYTES], const char **ret,
                                 struct error *e)
{
    const char *path = cli_option(cli, "--password-file");
    *ret = NULL;
    if (path == NULL)
        return STATUS_OK;
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
    if (file == NULL)
        return error_set(e, STATUS_REFUSED, "PASSWORD_FILE", _("打不开密码文件 %s"), path);
    bool has_line = fgets(out, PASSWORD_LINE_BYTES, file) != NULL;
    if (file != stdin)
        fclose(file);
    if (!has_line)
        return error_set(e, STATUS_REFUSED, "PASSWORD_FILE", _("密码文件 %s 是空的"), path);
    out[strcspn(out, "\r\n")] = '\0';
    *ret = out;
    return STATUS_OK;
}

static enum status user_add(struct cli *cli, struct error *e)
{
    char line[PASSWORD_LINE_BYTES];
    struct db *db;
    int64_t county, scope;
    struct access_new_user user = {.name = cli_argument(cli, 0), .cost = ACCESS_COST_MODERATE};

    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(role_parse(cli_option(cli, "--role"), &user.role, e));
    const char *title = cli_option(cli, "--title");
    user.title = title != NULL ? title : user.name;
    scope = county;
    if (cli_has(cli, "--scope") && i64_parse(cli_option(cli, "--scope"), &scope, e) != STATUS_OK)
        return error_place(e, "--scope");
    user.scope = scope;
    TRY(read_password(cli, line, &user.password, e));
    TRY(access_user_add(db, county, cli_actor(cli), &user, e));
    cli_say(cli, _("已添加用户 %s(%s)"), user.name, _(role_label(user.role)));
    return STATUS_OK;
}

static enum status user_list(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"user", "role", "title", "scope", "locked", "password"};
    struct db *db;
    int64_t county;
    struct access_user *list;
    size_t count;

    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(access_user_list(db, county, cli_arena(cli), &list, &count, e));
    cli_rows_begin(cli, columns, sizeof(columns) / sizeof(columns[0]));
    for (size_t i = 0; i < count; i++) {
        cli_text(cli, list[i].name);
        cli_text(cli, role_code(list[i].role));
        cli_text(cli, list[i].title);
        cli_i64(cli, list[i].scope);
        cli_i64(cli, list[i].is_locked);
        cli_i64(cli, list[i].has_password);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status set_lock(struct cli *cli, bool is_locked, struct error *e)
{
    struct db *db;
    int64_t county;
    const char *name = cli_argument(cli, 0);

    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(access_user_lock(db, county, cli_actor(cli), name, is_locked, e));
    cli_say(cli, is_locked ? _("已停用 %s") : _("已启用 %s"), name);
    return STATUS_OK;
}

static enum status user_lock(struct cli *cli, struct error *e)
{
    return set_lock(cli, true, e);
}

static enum status user_unlock(struct cli *cli, struct error *e)
{
    return set_lock(cli, false, e);
}

static enum status user_passwd(struct cli *cli, struct error *e)
{
    char line[PASSWORD_LINE_BYTES];
    const char *password;
    struct db *db;
    int64_t county;

    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(read_password(cli, line, &password, e));
    TRY(access_user_passwd(db, county, cli_actor(cli), cli_argument(cli, 0), password,
                           ACCESS_COST_MODERATE, e));
    cli_say(cli, _("已设置 %s 的密码"), cli_argument(cli, 0));
    return STATUS_OK;
}

const struct cli_command CLI_USER[] = {
    {"user add",
     "NAME",
     1,
     1,
     N_("添加用户"),
     "user.manage",
     user_add,
     {{"--role", "ROLE", N_("角色，如 bureau_officer、finance_officer"), true},
      {"--title", "TEXT", N_("姓名或职务"), false},
      {"--scope", "CODE", N_("区划代码前缀；默认全县"), false},
      {"--password-file", "FILE|-", N_("密码所在文件；不给则不能登录网站"), false}}},
    {"user list", "", 0, 0, N_("列出用户"), "session", user_list, {{NULL, NULL, NULL, false}}},
    {"user lock",
     "NAME",
     1,
     1,
     N_("停用用户"),
     "user.manage",
     user_lock,
     {{NULL, NULL, NULL, false}}},
    {"user unlock",
     "NAME",
     1,
     1,
     N_("启用用户"),
     "user.manage",
     user_unlock,
     {{NULL, NULL, NULL, false}}},
    {"user passwd",
     "NAME",
     1,
     1,
     N_("设置密码"),
     "user.manage",
     user_passwd,
     {{"--password-file", "FILE|-", N_("密码所在文件"), true}}},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, {{NULL, NULL, NULL, false}}},
};

/* user add|list|lock|unlock|role|passwd|totp|token|setting: who may act, and how he proves it. */
#include <stdio.h>
#include <string.h>
#include <time.h>

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
    static const char *const columns[] = {"user",   "role",     "title", "scope",
                                          "locked", "password", "totp"};
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
        cli_i64(cli, list[i].has_totp);
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

static enum status user_role(struct cli *cli, struct error *e)
{
    struct db *db;
    int64_t county, scope;
    enum role role;

    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(role_parse(cli_option(cli, "--role"), &role, e));
    scope = county;
    if (cli_has(cli, "--scope") && i64_parse(cli_option(cli, "--scope"), &scope, e) != STATUS_OK)
        return error_place(e, "--scope");
    TRY(access_user_role(db, county, cli_actor(cli), cli_argument(cli, 0), role, scope, e));
    cli_say(cli, _("%s 现在是%s"), cli_argument(cli, 0), _(role_label(role)));
    return STATUS_OK;
}

static enum status user_totp(struct cli *cli, struct error *e)
{
    struct db *db;
    int64_t county;
    const char *name = cli_argument(cli, 0);
    struct access_user user;

    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    if (cli_has(cli, "--reset")) {
        TRY(access_totp_reset(db, county, cli_actor(cli), name, e));
        cli_say(cli, _("已解除 %s 的验证器；下次登录时重新绑定"), name);
        return STATUS_OK;
    }
    enum status s = access_user_by_name(db, county, name, cli_arena(cli), &user, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ACCESS_USER_UNKNOWN",
                         _("没有用户“%s”。用 minsheng user list 查看现有用户"), name);
    TRY(s);
    cli_say(cli, user.has_totp ? _("%s 已绑定验证器") : _("%s 没有绑定验证器"), name);
    return STATUS_OK;
}

/* ---- programs' tokens ---- */

static enum status token_add(struct cli *cli, struct db *db, int64_t county, struct error *e)
{
    char token[ACCESS_TOKEN_BYTES];
    int64_t id, days = 90;
    const char *label = cli_option(cli, "--label");
    if (label == NULL)
        return cli_usage(e, _("缺少选项 %s %s"), "--label", "TEXT");
    if (cli_has(cli, "--days") && i64_parse(cli_option(cli, "--days"), &days, e) != STATUS_OK)
        return error_place(e, "--days");
    TRY(access_bearer_create(db, county, cli_actor(cli), cli_argument(cli, 1), label,
                             (int64_t)time(NULL), days, token, &id, e));
    static const char *const columns[] = {"id", "token"};
    cli_rows_begin(cli, columns, 2);
    cli_i64(cli, id);
    cli_text(cli, token);
    cli_row_end(cli);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status token_list(struct cli *cli, struct db *db, int64_t county, struct error *e)
{
    static const char *const columns[] = {"id",      "user", "label",  "created",
                                          "expires", "used", "revoked"};
    struct access_bearer *list;
    size_t count;
    const char *name = cli_argument(cli, 1);
    TRY(access_require_own(db, county, cli_actor(cli), name == NULL ? "" : name, e));
    TRY(access_bearer_list(db, county, name, cli_arena(cli), &list, &count, e));
    cli_rows_begin(cli, columns, sizeof(columns) / sizeof(columns[0]));
    for (size_t i = 0; i < count; i++) {
        cli_i64(cli, list[i].id);
        cli_text(cli, list[i].user_name);
        cli_text(cli, list[i].label);
        cli_text(cli, list[i].created_at);
        cli_text(cli, list[i].expires_at);
        cli_text(cli, list[i].used_at);
        cli_i64(cli, list[i].is_revoked);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status token_revoke(struct cli *cli, struct db *db, int64_t county, struct error *e)
{
    int64_t id;
    if (cli_argument_count(cli) < 3)
        return cli_usage(e, _("请写明要撤销的令牌号，见 user token list"));
    TRY(i64_parse(cli_argument(cli, 2), &id, e));
    enum status s = access_bearer_revoke(db, county, cli_actor(cli), cli_argument(cli, 1), id, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ACCESS_BEARER_UNKNOWN",
                         _("%s 没有第 %lld 号令牌，见 user token list"), cli_argument(cli, 1),
                         (long long)id);
    TRY(s);
    cli_say(cli, _("已撤销 %s 的第 %lld 号令牌"), cli_argument(cli, 1), (long long)id);
    return STATUS_OK;
}

static enum status user_token(struct cli *cli, struct error *e)
{
    struct db *db;
    int64_t county;
    const char *verb = cli_argument(cli, 0), *name = cli_argument(cli, 1);
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    if (name != NULL && strcmp(verb, "add") == 0)
        return token_add(cli, db, county, e);
    if (strcmp(verb, "list") == 0)
        return token_list(cli, db, county, e);
    if (name != NULL && strcmp(verb, "revoke") == 0)
        return token_revoke(cli, db, county, e);
    return cli_usage(e, _("用法：minsheng %s %s"), "user token",
                     "add NAME --label TEXT | list [NAME] | revoke NAME ID");
}

static enum status user_setting(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"setting", "on", "meaning"};
    struct db *db;
    int64_t county;
    enum access_setting setting;
    bool is_on = false;
    const char *value = cli_argument(cli, 1);
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    if (cli_argument_count(cli) == 0) {
        cli_rows_begin(cli, columns, 3);
        for (int i = 0; i < ACCESS_SETTING_COUNT; i++) {
            TRY(access_setting_get(db, county, (enum access_setting)i, &is_on, e));
            cli_text(cli, access_setting_name((enum access_setting)i));
            cli_i64(cli, is_on);
            cli_text(cli, _(access_setting_label((enum access_setting)i)));
            cli_row_end(cli);
        }
        cli_rows_end(cli);
        return STATUS_OK;
    }
    TRY(access_setting_parse(cli_argument(cli, 0), &setting, e));
    if (value == NULL || (strcmp(value, "on") != 0 && strcmp(value, "off") != 0))
        return cli_usage(e, _("用法：minsheng %s %s"), "user setting", "NAME on|off");
    is_on = strcmp(value, "on") == 0;
    TRY(access_setting_set(db, county, cli_actor(cli), setting, is_on, e));
    cli_say(cli, is_on ? _("已打开：%s") : _("已关闭：%s"), _(access_setting_label(setting)));
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
    {"user role",
     "NAME",
     1,
     1,
     N_("调整岗位或数据范围"),
     "user.manage",
     user_role,
     {{"--role", "ROLE", N_("角色，如 bureau_officer、finance_officer"), true},
      {"--scope", "CODE", N_("区划代码前缀；默认全县"), false}}},
    {"user totp",
     "NAME",
     1,
     1,
     N_("查看或解除验证器"),
     "user.manage",
     user_totp,
     {{"--reset", NULL, N_("解除绑定，下次登录时重新绑定"), false}}},
    {"user token",
     "add|list|revoke [NAME] [ID]",
     1,
     3,
     N_("程序用的接口令牌；add 只显示一次"),
     "api.token",
     user_token,
     {{"--label", "TEXT", N_("给哪个程序用"), false},
      {"--days", "N", N_("有效天数；默认 90"), false}}},
    {"user setting",
     "[NAME on|off]",
     0,
     2,
     N_("查看或切换登录的规定"),
     "user.manage",
     user_setting,
     {{NULL, NULL, NULL, false}}},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, {{NULL, NULL, NULL, false}}},
};

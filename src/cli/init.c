/* init: creates or upgrades the database and loads the plan. Run again with the same plan, it
 * changes nothing. */
#include "cli/init.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "domain/plan/plan.h"
#include "domain/registry/change.h"

#define SQLITE_PREFIX "sqlite:"

/* var/ and the like, one level deep. */
static enum status make_folder(struct cli *cli, struct error *e)
{
    const char *url = cli_db_url(cli);
    if (strncmp(url, SQLITE_PREFIX, strlen(SQLITE_PREFIX)) != 0)
        return STATUS_OK;
    const char *path = url + strlen(SQLITE_PREFIX), *slash = strrchr(path, '/');
    if (!slash || slash == path)
        return STATUS_OK;
    const char *folder = arena_strndup(cli_arena(cli), path, (size_t)(slash - path));
    if (!folder)
        return arena_exhausted(e);
    if (mkdir(folder, 0700) == 0 || errno == EEXIST)
        return STATUS_OK;
    return error_set(e, STATUS_FAILED, "INIT_FOLDER", _("不能建立文件夹 %s：%s"), folder,
                     strerror(errno));
}

/* Whoever holds an empty database may fill it; later plans by others go through plan load. */
static enum status check_actor(struct cli *cli, struct db *db, struct error *e)
{
    int64_t county;
    struct error reason;
    if (strcmp(cli_actor(cli), ACTOR_SYSTEM) == 0 || plan_county(db, &county, &reason) != STATUS_OK)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "INIT_DONE", _("数据库已初始化：更换方案请用 plan load"));
}

enum status cli_init(struct cli *cli, struct error *e)
{
    struct plan *plan;
    struct db *db;
    const struct keyring *keys;
    int applied = 0;
    int64_t version = 0;
    TRY(plan_read(cli_option(cli, "--plan"), cli_arena(cli), &plan, e));
    TRY(make_folder(cli, e));
    TRY(cli_writer_new(cli, &db, e));
    TRY(db_migrate(db, &applied, e));
    TRY(check_actor(cli, db, e));
    TRY(cli_keys(cli, &keys, e));
    enum status s = plan_load(db, plan, plan_content(plan), keys, cli_actor(cli), &version, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    struct plan_summary summary = plan_summary(plan);
    if (s == STATUS_NONE)
        cli_say(cli, _("%s：没有变化"), cli_db_url(cli));
    else
        cli_say(cli,
                _("%s：已装入%s %d 年方案第 %lld 版（条款 %zu、参数 %zu、区划 %zu、敬老院 "
                  "%zu、岗位 %zu）"),
                cli_db_url(cli), summary.county_name, summary.year, (long long)version,
                summary.clauses, summary.parameters, summary.divisions, summary.homes,
                summary.users);
    return applied > 0 ? db_analyze(db, e) : STATUS_OK;
}

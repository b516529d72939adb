/* doctor, backup, restore: keeping the system itself well. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "domain/plan/plan.h"
#include "domain/registry/change.h"

#define COPY_BYTES 65536
#define SQLITE_PREFIX "sqlite:"

static void doctor_row(struct cli *cli, const char *subject, const char *state, const char *detail)
{
    cli_text(cli, subject);
    cli_text(cli, state);
    cli_text(cli, detail);
    cli_row_end(cli);
}

/* The race between a WAL reset and a commit was closed in SQLite 3.51.3; older ones are safe only
 * behind our write lock. */
static const char *engine_remark(const char *version)
{
    int major = 0, minor = 0, patch = 0;
    if (sscanf(version, "SQLite %d.%d.%d", &major, &minor, &patch) != 3)
        return "";
    bool has_fix = minor > 51 || (minor == 51 && patch >= 3);
    return has_fix ? "" : _("此版本的 WAL 重置缺陷由写锁避免；建议升级到 3.51.3 以上");
}

static enum status doctor(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"subject", "state", "detail"};
    struct db *db;
    int64_t county, head_id = 0;
    char hex[HASH_HEX_BYTES] = "", detail[160];

    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    cli_rows_begin(cli, columns, sizeof(columns) / sizeof(columns[0]));
    doctor_row(cli, "engine", db_version(db), engine_remark(db_version(db)));
    TRY(db_integrity(db, e));
    doctor_row(cli, "integrity", "ok", "");
    enum status s = change_head(db, county, &head_id, hex, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    snprintf(detail, sizeof(detail), "%" PRId64 " %s", head_id, hex);
    doctor_row(cli, "trail", "ok", detail);
    int year = month_year(date_month(date_today()));
    doctor_row(cli, "calendar", calendar_year_is_known(year) ? "ok" : "old",
               calendar_year_is_known(year) ? "" : _("没有本年的节假日安排，期限按周末计算"));
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status backup(struct cli *cli, struct error *e)
{
    struct db *db;
    TRY(cli_writer(cli, &db, e));
    TRY(db_backup(db, cli_argument(cli, 0), e));
    cli_say(cli, _("已备份到 %s；密钥文件须另行保管"), cli_argument(cli, 0));
    return STATUS_OK;
}

static enum status copy_file(const char *from, const char *to, struct error *e)
{
    char block[COPY_BYTES];
    ssize_t n = -1;
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = in < 0 ? -1 : open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool is_whole = in >= 0 && out >= 0;
    while (is_whole && (n = read(in, block, sizeof(block))) > 0)
        is_whole = write(out, block, (size_t)n) == n;
    is_whole = is_whole && n == 0 && fsync(out) == 0;
    int reason = errno;
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    if (is_whole)
        return STATUS_OK;
    if (out >= 0)
        unlink(to);
    return error_set(e, STATUS_FAILED, "RESTORE_COPY", _("不能把 %s 复制为 %s:%s"), from, to,
                     strerror(reason));
}

/* Restores only where nothing is: an existing database is never overwritten. */
static enum status restore(struct cli *cli, struct error *e)
{
    const char *from = cli_argument(cli, 0);
    const char *url = cli_db_url(cli);
    if (strncmp(url, SQLITE_PREFIX, strlen(SQLITE_PREFIX)) != 0)
        return error_set(e, STATUS_REFUSED, "RESTORE_ENGINE", _("PostgreSQL 请用 pg_restore 恢复"));
    const char *to = url + strlen(SQLITE_PREFIX);
    struct stat info;
    if (stat(to, &info) == 0)
        return error_set(e, STATUS_REFUSED, "RESTORE_EXISTS", _("%s 已存在：先移走它，再恢复"), to);
    const char *temporary = arena_printf(cli_arena(cli), "%s.restoring", to);
    const char *temporary_url = arena_printf(cli_arena(cli), SQLITE_PREFIX "%s", temporary);
    if (temporary == NULL || temporary_url == NULL)
        return arena_exhausted(e);
    unlink(temporary);
    TRY(copy_file(from, temporary, e));

    struct db *db = NULL;
    enum status s = db_open(temporary_url, DB_WRITER, &db, e);
    if (s == STATUS_OK)
        s = db_integrity(db, e);
    if (s == STATUS_OK)
        s = db_schema_check(db, e);
    db_close(db);
    if (s == STATUS_OK && rename(temporary, to) != 0)
        s = error_set(e, STATUS_FAILED, "RESTORE_RENAME", _("不能改名为 %s:%s"), to,
                      strerror(errno));
    if (s != STATUS_OK) {
        unlink(temporary);
        return s;
    }
    cli_say(cli, _("已恢复到 %s"), to);
    return STATUS_OK;
}

const struct cli_command CLI_SYSTEM[] = {
    {"doctor",
     "",
     0,
     0,
     N_("检查数据库、变动链和日历"),
     "session",
     doctor,
     {{NULL, NULL, NULL, false}}},
    {"backup",
     "FILE",
     1,
     1,
     N_("在使用中备份数据库"),
     "user.manage",
     backup,
     {{NULL, NULL, NULL, false}}},
    {"restore", "FILE", 1, 1, N_("从备份恢复到空位置"), NULL, restore, {{NULL, NULL, NULL, false}}},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, {{NULL, NULL, NULL, false}}},
};

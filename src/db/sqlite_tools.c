/* Raw statements, analysis, integrity and backup. */
#include "base/i18n.h"
#include "db/sqlite_internal.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum status execute(const struct sqlite *s, const char *sql, struct error *e)
{
    int rc = sqlite3_exec(s->handle, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? STATUS_OK : sqlite_error(s, rc, "raw", e);
}

enum status sqlite_execute(struct db *db, const char *sql, struct error *e)
{
    struct sqlite *s = sqlite_of(db);
    if (db->mode == DB_READER || db->in_transaction)
        return execute(s, sql, e);
    TRY(write_lock_take(&s->lock, s->lock.wait_ms, e));
    enum status status = execute(s, sql, e);
    write_lock_release(&s->lock);
    return status;
}

enum status sqlite_query_i64(struct db *db, const char *sql, int64_t *ret, struct error *e)
{
    const struct sqlite *s = sqlite_of(db);
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(s->handle, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    enum status status = STATUS_OK;
    if (rc == SQLITE_DONE)
        status = STATUS_NONE;
    else if (rc != SQLITE_ROW)
        status = sqlite_error(s, rc, "raw", e);
    else if (sqlite3_column_type(stmt, 0) != SQLITE_INTEGER)
        status = error_set(e, STATUS_FAILED, "DB_TYPE", _("查询没有给出整数"));
    else
        *ret = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return status;
}

enum status sqlite_analyze(struct db *db, struct error *e)
{
    return sqlite_execute(db, "PRAGMA analysis_limit=1000; ANALYZE", e);
}

static enum status integrity_row(const struct sqlite *s, const char *sql, const char *good,
                                 struct error *e)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(s->handle, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    enum status status = STATUS_OK;
    if (rc == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        if (good == NULL || text == NULL || strcmp(text, good) != 0)
            status =
                error_set(e, STATUS_FAILED, "DB_INTEGRITY",
                          _("数据库完整性检查未通过：%s；请从备份恢复"), text != NULL ? text : "");
    } else if (rc != SQLITE_DONE) {
        status = sqlite_error(s, rc, "integrity", e);
    }
    sqlite3_finalize(stmt);
    return status;
}

enum status sqlite_integrity(struct db *db, struct error *e)
{
    const struct sqlite *s = sqlite_of(db);
    TRY(integrity_row(s, "PRAGMA integrity_check(1)", "ok", e));
    return integrity_row(s, "PRAGMA foreign_key_check", NULL, e);
}

/* The copy must be on the disk before it gets its name: a half backup would be worse than none. */
static enum status publish(const char *partial, const char *path, struct error *e)
{
    int fd = open(partial, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    good = good && link(partial, path) == 0; /* not rename: never over an existing file */
    int why = errno;
    unlink(partial);
    if (good)
        return STATUS_OK;
    if (why == EEXIST)
        error_set(e, STATUS_REFUSED, "DB_BACKUP_EXISTS",
                  _("备份文件已存在，不会覆盖；请换一个文件名"));
    else
        error_set(e, STATUS_FAILED, "DB_BACKUP", _("备份写入失败（%s）；请检查磁盘"),
                  strerror(why));
    return error_place(e, "%s", path);
}

static enum status vacuum_into(const struct sqlite *s, const char *partial, struct error *e)
{
    int fd = open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC,
                  0600); /* VACUUM INTO accepts an empty file */
    if (fd < 0) {
        error_set(e, STATUS_FAILED, "DB_BACKUP", _("不能写备份文件（%s）"), strerror(errno));
        return error_place(e, "%s", partial);
    }
    close(fd);
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(s->handle, "VACUUM INTO $1", -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_text(stmt, 1, partial, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    enum status status = rc == SQLITE_DONE ? STATUS_OK : sqlite_error(s, rc, partial, e);
    sqlite3_finalize(stmt);
    if (status != STATUS_OK)
        unlink(partial);
    return status;
}

enum status sqlite_backup(struct db *db, const char *path, struct error *e)
{
    const struct sqlite *s = sqlite_of(db);
    char partial[SQLITE_PATH_BYTES];
    int n = snprintf(partial, sizeof partial, "%s.%ld.partial", path, (long)getpid());
    if (n < 0 || (size_t)n >= sizeof partial)
        return error_set(e, STATUS_REFUSED, "DB_PATH", _("备份文件的路径太长"));
    if (access(path, F_OK) == 0) {
        error_set(e, STATUS_REFUSED, "DB_BACKUP_EXISTS",
                  _("备份文件已存在，不会覆盖；请换一个文件名"));
        return error_place(e, "%s", path);
    }
    /* query_only would refuse to write the copy as well; VACUUM INTO does not touch the database
     * itself. */
    if (db->mode == DB_READER)
        TRY(execute(s, "PRAGMA query_only=OFF", e));
    enum status status = vacuum_into(s, partial, e);
    if (db->mode == DB_READER) {
        struct error restore;
        if (execute(s, "PRAGMA query_only=ON", &restore) != STATUS_OK && status == STATUS_OK) {
            unlink(partial);
            if (e != NULL)
                *e = restore;
            return STATUS_FAILED;
        }
    }
    TRY(status);
    return publish(partial, path, e);
}

/* Nothing to create, and the write lock already keeps others out. */
enum status sqlite_prepare_schema(struct db *db, struct error *e)
{
    (void)db;
    (void)e;
    return STATUS_OK;
}

/* A migration may widen a CHECK in the text of a table: there is no ALTER for it, and the table is
   a parent that can not be made anew (sqlite.org/lang_altertable.html, "making other kinds"). */
enum status sqlite_lock_schema(struct db *db, struct error *e)
{
    (void)e;
    sqlite3_db_config(sqlite_of(db)->handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    return STATUS_OK;
}

void sqlite_unlock_schema(struct db *db)
{
    sqlite3_db_config(sqlite_of(db)->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
}

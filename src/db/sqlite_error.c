#include "base/i18n.h"
#include "db/sqlite_internal.h"
#include <stdio.h>
#include <string.h>

/* "UNIQUE constraint failed: household.county, household.id" -> "household"; NOT NULL keeps
 * "household.id". */
static void constraint_place(const char *message, bool keep_column, char *out, size_t out_bytes)
{
    const char *colon = strstr(message, ": ");
    out[0] = '\0';
    if (colon == NULL)
        return;
    size_t n = strcspn(colon + 2, keep_column ? ", \n" : "., \n");
    snprintf(out, out_bytes, "%.*s", (int)(n < 120 ? n : 120), colon + 2);
}

static enum status constraint_error(int extended, const char *message, const char *where,
                                    struct error *e)
{
    char place[128] = "";
    switch (extended) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_ROWID:
        constraint_place(message, false, place, sizeof place);
        error_set(e, STATUS_REFUSED, "DB_UNIQUE", _("已有相同的记录，不能重复登记"));
        break;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        error_set(e, STATUS_REFUSED, "DB_FOREIGN_KEY", _("所引用的记录不存在，或仍被其他记录引用"));
        break;
    case SQLITE_CONSTRAINT_CHECK:
        constraint_place(message, true, place, sizeof place);
        error_set(e, STATUS_REFUSED, "DB_CHECK", _("内容不符合数据库的约束"));
        break;
    case SQLITE_CONSTRAINT_NOTNULL:
        constraint_place(message, true, place, sizeof place);
        error_set(e, STATUS_REFUSED, "DB_NOT_NULL", _("缺少必填的内容"));
        break;
    case SQLITE_CONSTRAINT_DATATYPE:
        constraint_place(message, true, place, sizeof place);
        error_set(e, STATUS_FAILED, "DB_TYPE", _("程序错误：写入的内容与数据库列的类型不符（%s）"),
                  message);
        break;
    default:
        error_set(e, STATUS_FAILED, "DB_CONSTRAINT", _("违反数据库约束（%s）"), message);
    }
    enum status s = extended == SQLITE_CONSTRAINT_DATATYPE ? STATUS_FAILED : STATUS_REFUSED;
    error_place(e, "%s", place[0] != '\0' ? place : where);
    return e != NULL ? e->status : s;
}

enum status sqlite_error(const struct sqlite *s, int rc, const char *where, struct error *e)
{
    int extended = s->handle != NULL ? sqlite3_extended_errcode(s->handle) : rc;
    if ((extended & 0xff) != (rc & 0xff))
        extended = rc;
    const char *message = s->handle != NULL ? sqlite3_errmsg(s->handle) : sqlite3_errstr(rc);
    switch (rc & 0xff) {
    case SQLITE_CONSTRAINT:
        return constraint_error(extended, message, where, e);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(e, STATUS_RETRY, "DB_BUSY", "%s", message);
    case SQLITE_FULL:
        error_set(e, STATUS_FAILED, "DB_FULL",
                  _("磁盘已满，写入没有完成，数据未改动；请清理磁盘后重试"));
        return error_place(e, "%s", s->path);
    case SQLITE_IOERR:
        error_set(e, STATUS_FAILED, "DB_IO", _("读写数据库文件失败（%s，代码 %d）；请检查磁盘"),
                  message, extended);
        return error_place(e, "%s", s->path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        error_set(e, STATUS_FAILED, "DB_CORRUPT",
                  _("数据库文件已损坏或不是数据库（%s）；请从备份恢复"), message);
        return error_place(e, "%s", s->path);
    case SQLITE_READONLY:
        error_set(e, STATUS_FAILED, "DB_READ_ONLY",
                  _("只读的数据库连接不能写入，或文件没有写权限"));
        return error_place(e, "%s", where);
    case SQLITE_CANTOPEN:
        error_set(e, STATUS_FAILED, "DB_OPEN", _("打不开数据库文件（%s）；请检查路径和权限"),
                  message);
        return error_place(e, "%s", s->path);
    case SQLITE_NOMEM:
        return db_out_of_memory(e);
    default:
        error_set(e, STATUS_FAILED, "DB_SQL", _("数据库语句出错：%s"), message);
        return error_place(e, "%s", where);
    }
}

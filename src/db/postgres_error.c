#include "base/i18n.h"
#include "db/postgres_internal.h"
#include <stdio.h>
#include <string.h>

bool postgres_is_lost(const struct postgres *pg)
{
    return PQstatus(pg->conn) != CONNECTION_OK;
}

static enum status connection_error(const struct postgres *pg, const char *message, struct error *e)
{
    char line[300];
    snprintf(line, sizeof line, "%.*s", (int)strcspn(message, "\n"), message);
    error_set(e, STATUS_FAILED, "DB_CONNECTION",
              _("与 PostgreSQL "
                "的连接失败或中断（%s）；请检查服务器是否运行、地址和口令是否正确，稍后重试"),
              line);
    const char *host = PQhost(pg->conn);
    error_place(e, "%s/%s", host != NULL ? host : "", PQdb(pg->conn) != NULL ? PQdb(pg->conn) : "");
    return STATUS_FAILED;
}

/* The name of a Citus shard's constraint ends in _<shard>; the constraint itself does not. */
static void strip_shard(char *name)
{
    size_t n = strlen(name);
    while (n > 0 && name[n - 1] >= '0' && name[n - 1] <= '9')
        n--;
    if (n > 0 && name[n] != '\0' && name[n - 1] == '_')
        name[n - 1] = '\0';
}

static enum status constraint_error(const PGresult *r, const char *state, const char *where,
                                    struct error *e)
{
    const char *table = PQresultErrorField(r, PG_DIAG_TABLE_NAME);
    const char *constraint = PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME);
    const char *column = PQresultErrorField(r, PG_DIAG_COLUMN_NAME);
    char place[140] = "";
    snprintf(place, sizeof place, "%.60s", table != NULL ? table : where);
    strip_shard(place);
    if (strcmp(state, "23505") == 0) {
        error_set(e, STATUS_REFUSED, "DB_UNIQUE", _("已有相同的记录，不能重复登记"));
    } else if (strcmp(state, "23503") == 0) {
        error_set(e, STATUS_REFUSED, "DB_FOREIGN_KEY", _("所引用的记录不存在，或仍被其他记录引用"));
    } else if (strcmp(state, "23514") == 0) {
        error_set(e, STATUS_REFUSED, "DB_CHECK", _("内容不符合数据库的约束"));
        if (constraint != NULL) {
            snprintf(place, sizeof place, "%.60s", constraint);
            strip_shard(place);
        }
    } else {
        error_set(e, STATUS_REFUSED, "DB_NOT_NULL", _("缺少必填的内容"));
        if (column != NULL)
            snprintf(place + strlen(place), sizeof place - strlen(place), ".%.60s", column);
    }
    error_place(e, "%s", place);
    return STATUS_REFUSED;
}

static bool state_is(const char *state, const char *list)
{
    return strlen(state) == 5 && strstr(list, state) != NULL;
}

static enum status read_only_error(const struct postgres *pg, const char *where, struct error *e)
{
    if (pg->db.mode == DB_WRITER)
        error_set(e, STATUS_FAILED, "DB_NO_TRANSACTION", _("程序错误：写入必须在事务之内"));
    else
        error_set(e, STATUS_FAILED, "DB_READ_ONLY", _("只读的数据库连接不能写入"));
    error_place(e, "%s", where);
    return STATUS_FAILED;
}

static enum status state_error(const struct postgres *pg, const PGresult *r, const char *where,
                               struct error *e)
{
    const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
    state = state != NULL ? state : "";
    message = message != NULL ? message : PQresultErrorMessage(r);
    if (strcmp(state, "XX000") == 0 && pg->last_warning[0] != '\0')
        state = pg->last_warning;
    if (postgres_is_lost(pg) || strncmp(state, "08", 2) == 0 || strncmp(state, "57P0", 4) == 0 ||
        state[0] == '\0')
        return connection_error(pg, message, e);
    if (state_is(state, "23505 23503 23514 23502 22004"))
        return constraint_error(r, state, where, e);
    if (state_is(state, "40001 40P01 55P03"))
        return error_set(e, STATUS_RETRY, "DB_BUSY", "%s", message);
    if (state_is(state, "25006"))
        return read_only_error(pg, where, e);
    if (state_is(state, "53100"))
        return error_set(e, STATUS_FAILED, "DB_FULL",
                         _("数据库服务器的磁盘已满，写入没有完成，数据未改动；请清理磁盘后重试"));
    if (state_is(state, "42501"))
        error_set(e, STATUS_FAILED, "DB_PERMISSION",
                  _("数据库用户没有所需的权限（%s）；请数据库管理员授权"), message);
    else
        error_set(e, STATUS_FAILED, "DB_SQL", _("数据库语句出错：%s（%s）"), message, state);
    error_place(e, "%s", where);
    return STATUS_FAILED;
}

enum status postgres_error(const struct postgres *pg, PGresult *r, const char *where,
                           struct error *e)
{
    if (r == NULL || PQresultErrorField(r, PG_DIAG_SQLSTATE) == NULL) {
        PQclear(r);
        return connection_error(pg, PQerrorMessage(pg->conn), e);
    }
    enum status s = state_error(pg, r, where, e);
    PQclear(r);
    return s;
}

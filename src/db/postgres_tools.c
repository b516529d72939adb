/* Raw statements, analysis, integrity and schema. */
#include "base/i18n.h"
#include "db/postgres_internal.h"
#include <endian.h>
#include <string.h>

enum status postgres_execute(struct db *db, const char *sql, struct error *e)
{
    struct postgres *pg = postgres_of(db);
    if (db->mode == DB_READER || db->in_transaction)
        return postgres_command(pg, sql, e);
    TRY(postgres_ready(pg, e));
    TRY(postgres_command(pg, "SET default_transaction_read_only TO off", e));
    enum status s = postgres_command(pg, sql, e);
    struct error restore = {0};
    enum status back = postgres_command(pg, "SET default_transaction_read_only TO on", &restore);
    if (s == STATUS_OK && back != STATUS_OK && e != NULL)
        *e = restore;
    return s != STATUS_OK ? s : back;
}

enum status postgres_query_i64(struct db *db, const char *sql, int64_t *ret, struct error *e)
{
    struct postgres *pg = postgres_of(db);
    if (!db->in_transaction && pg->own_cursors == 0)
        TRY(postgres_ready(pg, e));
    PGresult *r = PQexecParams(pg->conn, sql, 0, NULL, NULL, NULL, NULL, 1);
    if (PQresultStatus(r) != PGRES_TUPLES_OK)
        return postgres_error(pg, r, "raw", e);
    enum status s = STATUS_OK;
    uint64_t v8 = 0;
    uint32_t v4 = 0;
    if (PQntuples(r) == 0) {
        s = STATUS_NONE;
    } else if (PQnfields(r) == 1 && PQftype(r, 0) == PG_INT8 && PQgetisnull(r, 0, 0) == 0) {
        memcpy(&v8, PQgetvalue(r, 0, 0), 8);
        *ret = (int64_t)be64toh(v8);
    } else if (PQnfields(r) == 1 && PQftype(r, 0) == PG_INT4 && PQgetisnull(r, 0, 0) == 0) {
        memcpy(&v4, PQgetvalue(r, 0, 0), 4);
        *ret = (int32_t)be32toh(v4);
    } else {
        s = error_set(e, STATUS_FAILED, "DB_TYPE", _("查询没有给出整数"));
    }
    PQclear(r);
    return s;
}

/* Our tables only: a plain ANALYZE would warn about each catalog that belongs to another user. */
enum status postgres_analyze(struct db *db, struct error *e)
{
    struct postgres *pg = postgres_of(db);
    TRY(postgres_ready(pg, e));
    PGresult *r = PQexec(
        pg->conn, "SELECT 'ANALYZE ' || string_agg(format('%I.%I', schemaname, tablename), ', ')"
                  " FROM pg_tables WHERE schemaname = '" POSTGRES_SCHEMA "'");
    if (PQresultStatus(r) != PGRES_TUPLES_OK || PQntuples(r) != 1)
        return postgres_error(pg, r, "analyze", e);
    enum status s =
        PQgetisnull(r, 0, 0) != 0 ? STATUS_OK : postgres_execute(db, PQgetvalue(r, 0, 0), e);
    PQclear(r);
    return s;
}

enum status postgres_backup(struct db *db, const char *path, struct error *e)
{
    const struct postgres *pg = postgres_of(db);
    const char *host = PQhost(pg->conn), *user = PQuser(pg->conn);
    return error_set(e, STATUS_REFUSED, "DB_BACKUP_POSTGRES",
                     _("PostgreSQL 数据库请用它自己的工具备份：pg_dump --format=custom --host=%s "
                       "--port=%s --username=%s "
                       "--schema=" POSTGRES_SCHEMA " --file=%s %s"),
                     host != NULL ? host : "", PQport(pg->conn), user != NULL ? user : "", path,
                     PQdb(pg->conn));
}

enum status postgres_integrity(struct db *db, struct error *e)
{
    int64_t bad = 0;
    TRY(postgres_query_i64(
        db,
        "SELECT (SELECT count(*) FROM pg_constraint AS c JOIN pg_namespace AS n ON n.oid = "
        "c.connamespace WHERE n.nspname = '" POSTGRES_SCHEMA "' AND NOT c.convalidated) + "
        "(SELECT count(*) FROM pg_index AS i JOIN pg_class AS t ON t.oid = i.indrelid JOIN "
        "pg_namespace AS n ON n.oid = t.relnamespace WHERE n.nspname = '" POSTGRES_SCHEMA
        "' AND NOT i.indisvalid)",
        &bad, e));
    if (bad == 0)
        return STATUS_OK;
    return error_set(e, STATUS_FAILED, "DB_INTEGRITY",
                     _("有 %d 个约束或索引失效；请数据库管理员重建"), (int)bad);
}

enum status postgres_prepare_schema(struct db *db, struct error *e)
{
    return postgres_command(postgres_of(db), "CREATE SCHEMA IF NOT EXISTS " POSTGRES_SCHEMA, e);
}

enum status postgres_lock_schema(struct db *db, struct error *e)
{
    return postgres_command(postgres_of(db), "LOCK TABLE schema_migration IN ACCESS EXCLUSIVE MODE",
                            e);
}

/* The lock ends with its transaction. */
void postgres_unlock_schema(struct db *db)
{
    (void)db;
}

/* The PostgreSQL engine: connection, session settings, transaction. */
#include "db/postgres_internal.h"
#include "base/i18n.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OLDEST_VERSION 120000

/* Reading is the session's default; only db_transaction of a writer says READ WRITE. */
static const char session_settings[] =
    "SET search_path TO " POSTGRES_SCHEMA "; SET default_transaction_read_only TO on;"
    "SET client_min_messages TO warning; SET standard_conforming_strings TO on; SET lock_timeout "
    "TO '10s';"
    "SET jit TO off";

static void remember_warning(void *context, const PGresult *r)
{
    struct postgres *pg = context;
    const char *severity = PQresultErrorField(r, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    if (severity != NULL && state != NULL && strcmp(severity, "WARNING") == 0)
        snprintf(pg->last_warning, sizeof pg->last_warning, "%s", state);
}

enum status postgres_command(struct postgres *pg, const char *sql, struct error *e)
{
    PGresult *r = PQexec(pg->conn, sql);
    ExecStatusType status = PQresultStatus(r);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
        return postgres_error(pg, r, "command", e);
    PQclear(r);
    return STATUS_OK;
}

/* SQL_ASCII keeps the bytes it is given, which are UTF-8: we check them. The order of text is the
 * columns' own (migrate.c). */
static enum status check_encoding(const struct postgres *pg, struct error *e)
{
    const char *encoding = PQparameterStatus(pg->conn, "server_encoding");
    if (encoding != NULL && (strcmp(encoding, "UTF8") == 0 || strcmp(encoding, "SQL_ASCII") == 0))
        return STATUS_OK;
    return error_set(e, STATUS_FAILED, "DB_ENCODING",
                     _("数据库的编码须为 UTF-8：CREATE DATABASE 库名 TEMPLATE template0 ENCODING "
                       "'UTF8' LOCALE 'C.UTF-8'"));
}

static enum status session(struct postgres *pg, struct error *e)
{
    if (postgres_is_lost(pg))
        return postgres_error(pg, NULL, "connect", e);
    if (PQserverVersion(pg->conn) < OLDEST_VERSION)
        return error_set(e, STATUS_FAILED, "DB_VERSION", _("PostgreSQL 太旧，至少需要 12"));
    return postgres_command(pg, session_settings, e);
}

enum status postgres_ready(struct postgres *pg, struct error *e)
{
    if (!postgres_is_lost(pg))
        return STATUS_OK;
    PQreset(pg->conn);
    postgres_forget_all(pg);
    return session(pg, e);
}

enum status postgres_begin_as(struct postgres *pg, bool writing, struct error *e)
{
    const char *sql = writing ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
                              : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    TRY(postgres_ready(pg, e));
    pg->last_warning[0] = '\0';
    enum status s = postgres_command(pg, sql, e);
    if (s == STATUS_OK || !postgres_is_lost(pg))
        return s;
    /* The server went since our last command; nothing was begun, so beginning again is safe. */
    TRY(postgres_ready(pg, e));
    return postgres_command(pg, sql, e);
}

static enum status postgres_begin(struct db *db, struct error *e)
{
    return postgres_begin_as(postgres_of(db), db->mode == DB_WRITER, e);
}

static enum status postgres_commit(struct db *db, struct error *e)
{
    struct postgres *pg = postgres_of(db);
    PGresult *r = PQexec(pg->conn, "COMMIT");
    if (PQresultStatus(r) != PGRES_COMMAND_OK)
        return postgres_error(pg, r, "COMMIT", e);
    bool is_committed = strcmp(PQcmdStatus(r), "COMMIT") == 0;
    PQclear(r);
    return is_committed ? STATUS_OK
                        : error_set(e, STATUS_FAILED, "DB_COMMIT", _("数据库没有提交本次事务"));
}

static void postgres_rollback(struct db *db)
{
    struct postgres *pg = postgres_of(db);
    PGTransactionStatusType status = PQtransactionStatus(pg->conn);
    if (status == PQTRANS_INTRANS || status == PQTRANS_INERROR)
        PQclear(PQexec(pg->conn, "ROLLBACK"));
}

static enum status postgres_mark(struct db *db, struct error *e)
{
    return postgres_command(postgres_of(db), "SAVEPOINT piece", e);
}

static enum status postgres_keep(struct db *db, struct error *e)
{
    return postgres_command(postgres_of(db), "RELEASE SAVEPOINT piece", e);
}

static enum status postgres_undo(struct db *db, struct error *e)
{
    return postgres_command(postgres_of(db), "ROLLBACK TO SAVEPOINT piece; RELEASE SAVEPOINT piece",
                            e);
}

static void postgres_close(struct db *db)
{
    struct postgres *pg = postgres_of(db);
    PQclear(pg->described);
    postgres_forget_all(pg);
    PQfinish(pg->conn);
    free(pg);
}

static const struct db_ops postgres_ops = {
    .close = postgres_close,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .mark = postgres_mark,
    .keep = postgres_keep,
    .undo = postgres_undo,
    .one = postgres_one,
    .run = postgres_run,
    .cursor_open = postgres_cursor_open,
    .cursor_next = postgres_cursor_next,
    .cursor_close = postgres_cursor_close,
    .bulk_begin = postgres_bulk_begin,
    .bulk_add = postgres_bulk_add,
    .bulk_end = postgres_bulk_end,
    .bulk_free = postgres_bulk_free,
    .execute = postgres_execute,
    .query_i64 = postgres_query_i64,
    .analyze = postgres_analyze,
    .backup = postgres_backup,
    .integrity = postgres_integrity,
    .prepare_schema = postgres_prepare_schema,
    .lock_schema = postgres_lock_schema,
    .unlock_schema = postgres_unlock_schema,
    .describe = postgres_describe,
};

enum status postgres_open(const char *url, enum db_mode mode, struct db **ret, struct error *e)
{
    struct postgres *pg = calloc(1, sizeof *pg);
    if (pg == NULL)
        return db_out_of_memory(e);
    pg->db = (struct db){.ops = &postgres_ops, .engine = DB_POSTGRES, .mode = mode};
    /* What stands before dbname is a default that the URL may change; what stands behind it is
     * ours. */
    const char *const keywords[] = {"connect_timeout", "application_name", "dbname",
                                    "client_encoding", NULL};
    const char *const values[] = {"10", "minsheng", url, "UTF8", NULL};
    pg->conn = PQconnectdbParams(keywords, values, 1);
    if (pg->conn == NULL) {
        free(pg);
        return db_out_of_memory(e);
    }
    PQsetNoticeReceiver(pg->conn, remember_warning, pg);
    enum status s = session(pg, e);
    if (s == STATUS_OK)
        s = check_encoding(pg, e);
    if (s != STATUS_OK) {
        postgres_close(&pg->db);
        return s == STATUS_RETRY ? STATUS_FAILED : s;
    }
    int version = PQserverVersion(pg->conn);
    snprintf(pg->db.version, sizeof pg->db.version, "PostgreSQL %d.%d", version / 10000,
             version % 10000);
    *ret = &pg->db;
    return STATUS_OK;
}

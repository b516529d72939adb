/* Server cursors, fetched in batches: memory stays flat and other statements run in between. */
#include "base/buf.h"
#include "db/postgres_internal.h"
#include "db/value.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct postgres_cursor {
    struct db_cursor cursor;
    unsigned number; /* its name on the server is c<number> */
    PGresult *batch;
    int next, rows;
    bool is_last_batch, is_own_transaction;
    bool is_at_once; /* all rows came with the first answer: no cursor on the server */
};

static struct postgres_cursor *cursor_of(struct db_cursor *c)
{
    return (struct postgres_cursor *)(void *)c;
}

static enum status declare(struct postgres *pg, struct postgres_cursor *c, const void *arguments,
                           struct error *e)
{
    const struct db_statement *st = c->cursor.st;
    struct postgres_parameters p UNINITIALIZED;
    TRY(postgres_parameters_set(&p, st, arguments, e));
    CLEANUP(buf_free) struct buf sql = BUF_INIT(POSTGRES_SQL_MAX_BYTES);
    buf_addf(&sql, "DECLARE c%u NO SCROLL CURSOR FOR %s", c->number, st->sql);
    TRY(buf_status(&sql, e));
    PGresult *r =
        PQexecParams(pg->conn, buf_text(&sql), p.count, p.types, p.values, p.lengths, p.formats, 1);
    if (PQresultStatus(r) != PGRES_COMMAND_OK)
        return postgres_error(pg, r, st->name, e);
    PQclear(r);
    return STATUS_OK;
}

/* INSERT, UPDATE and DELETE ... RETURNING have no cursor on the server. */
static bool is_returning(const struct db_statement *st)
{
    return strchr("IUDiud", st->sql[0]) != NULL;
}

/* A number or an argument at *p; -1 for anything else. */
static int64_t take_number(const char **p, const struct db_statement *st, const void *arguments)
{
    bool is_argument = **p == '$';
    char *end;
    *p += is_argument ? 1 : 0;
    if (**p < '0' || **p > '9')
        return -1;
    int64_t n = strtoll(*p, &end, 10);
    *p = end;
    if (!is_argument)
        return n;
    const struct db_column *c = n >= 1 && n <= st->argument_count ? &st->arguments[n - 1] : NULL;
    return c != NULL && c->type == DB_I64 && value_has(arguments, c) ? value_load_i64(arguments, c)
                                                                     : -1;
}

/* "... LIMIT n" or "... LIMIT n OFFSET m" at the very end, with no more rows than may come at once:
 * a page of a list. */
static bool is_one_answer(const struct db_statement *st, const void *arguments)
{
    const char *p = NULL;
    for (const char *next = st->sql; (next = strstr(next, " LIMIT ")) != NULL; p = next)
        next += strlen(" LIMIT ");
    if (p == NULL)
        return false;
    int64_t limit = take_number(&p, st, arguments);
    if (strncmp(p, " OFFSET ", 8) == 0) {
        p += 8;
        take_number(&p, st, arguments);
    }
    return *p == '\0' && limit >= 0 && limit <= POSTGRES_AT_ONCE_ROWS;
}

static enum status take_all(struct postgres *pg, struct postgres_cursor *c, const void *arguments,
                            struct error *e)
{
    TRY(postgres_execute_statement(pg, c->cursor.st, arguments, &c->batch, e));
    c->rows = PQntuples(c->batch);
    c->is_last_batch = true;
    return postgres_check_columns(c->batch, c->cursor.st, e);
}

static enum status fetch(struct postgres *pg, struct postgres_cursor *c, struct error *e)
{
    char sql[64];
    snprintf(sql, sizeof sql, "FETCH FORWARD %d FROM c%u", POSTGRES_FETCH_ROWS, c->number);
    PQclear(c->batch);
    c->batch = NULL;
    c->next = c->rows = 0;
    PGresult *r = PQexecParams(pg->conn, sql, 0, NULL, NULL, NULL, NULL, 1);
    if (PQresultStatus(r) != PGRES_TUPLES_OK)
        return postgres_error(pg, r, c->cursor.st->name, e);
    c->batch = r;
    c->rows = PQntuples(r);
    c->is_last_batch = c->rows < POSTGRES_FETCH_ROWS;
    return postgres_check_columns(r, c->cursor.st, e);
}

/* Outside of a transaction all open cursors share a read-only one that ends with the last of them.
 */
static enum status enter_own_transaction(struct postgres *pg, struct postgres_cursor *c,
                                         struct error *e)
{
    if (pg->db.in_transaction)
        return STATUS_OK;
    if (pg->own_cursors == 0)
        TRY(postgres_begin_as(pg, false, e));
    pg->own_cursors++;
    c->is_own_transaction = true;
    return STATUS_OK;
}

static void leave_own_transaction(struct postgres *pg)
{
    if (--pg->own_cursors > 0)
        return;
    PGTransactionStatusType status = PQtransactionStatus(pg->conn);
    if (status == PQTRANS_INTRANS || status == PQTRANS_INERROR)
        PQclear(PQexec(pg->conn, "ROLLBACK"));
}

enum status postgres_cursor_open(struct db *db, const struct db_statement *st,
                                 const void *arguments, struct db_cursor **ret, struct error *e)
{
    struct postgres *pg = postgres_of(db);
    struct postgres_cursor *c = calloc(1, sizeof *c);
    if (c == NULL)
        return db_out_of_memory(e);
    c->cursor = (struct db_cursor){db, st};
    c->number = ++pg->cursor_number;
    c->is_at_once = is_returning(st) || is_one_answer(st, arguments);
    enum status s = c->is_at_once ? take_all(pg, c, arguments, e) : enter_own_transaction(pg, c, e);
    if (s == STATUS_OK && !c->is_at_once)
        s = declare(pg, c, arguments, e);
    if (s != STATUS_OK) {
        if (c->is_own_transaction)
            leave_own_transaction(pg);
        PQclear(c->batch);
        free(c);
        return s;
    }
    *ret = &c->cursor;
    return STATUS_OK;
}

enum status postgres_cursor_next(struct db_cursor *cursor, void *row, struct error *e)
{
    struct postgres_cursor *c = cursor_of(cursor);
    if (c->next == c->rows) {
        if (c->is_last_batch)
            return STATUS_NONE;
        TRY(fetch(postgres_of(cursor->db), c, e));
        if (c->rows == 0)
            return STATUS_NONE;
    }
    return postgres_decode(c->batch, c->next++, cursor->st, NULL, row, e);
}

void postgres_cursor_close(struct db_cursor *cursor)
{
    struct postgres_cursor *c = cursor_of(cursor);
    struct postgres *pg = postgres_of(cursor->db);
    bool is_last_own = c->is_own_transaction && pg->own_cursors == 1;
    if (!c->is_at_once && !is_last_own && PQtransactionStatus(pg->conn) == PQTRANS_INTRANS) {
        char sql[32];
        snprintf(sql, sizeof sql, "CLOSE c%u", c->number);
        PQclear(PQexec(pg->conn, sql));
    }
    if (c->is_own_transaction)
        leave_own_transaction(pg);
    PQclear(c->batch);
    free(c);
}

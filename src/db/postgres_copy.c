/* Bulk insert: rows are gathered here in COPY's binary format and sent as a whole COPY command per
   chunk, so cursors and other statements of the connection run between two chunks. */
#include "base/buf.h"
#include "base/i18n.h"
#include "db/postgres_internal.h"
#include "db/value.h"
#include <endian.h>
#include <limits.h>
#include <stdlib.h>

/* Signature, no flags, no header extension. */
static const char copy_header[19] = "PGCOPY\n\377\r\n\0";
static const char copy_trailer[2] = "\377\377";

struct postgres_bulk {
    struct db_bulk bulk;
    struct buf command; /* COPY table (columns) FROM STDIN */
    struct buf rows;
};

static struct postgres_bulk *bulk_of(struct db_bulk *b)
{
    return (struct postgres_bulk *)(void *)b;
}

enum status postgres_bulk_begin(struct db *db, const struct db_bulk_table *table,
                                struct db_bulk **ret, struct error *e)
{
    struct postgres_bulk *b = calloc(1, sizeof *b);
    if (b == NULL)
        return db_out_of_memory(e);
    b->bulk = (struct db_bulk){db, table};
    b->command = BUF_INIT(POSTGRES_SQL_MAX_BYTES);
    b->rows = BUF_INIT(POSTGRES_COPY_MAX_BYTES);
    buf_addf(&b->command, "COPY %s (", table->table);
    for (int i = 0; i < table->column_count; i++)
        buf_addf(&b->command, "%s%s", i > 0 ? ", " : "", table->columns[i].name);
    buf_adds(&b->command, ") FROM STDIN (FORMAT binary)");
    enum status s = buf_status(&b->command, e);
    if (s != STATUS_OK)
        postgres_bulk_free(&b->bulk);
    else
        *ret = &b->bulk;
    return s;
}

/* One result per call until NULL; the first failure is the one told. */
static enum status finish(struct postgres *pg, const char *table, struct error *e)
{
    enum status s = STATUS_OK;
    for (PGresult *r; (r = PQgetResult(pg->conn)) != NULL;) {
        ExecStatusType status = PQresultStatus(r);
        if (status == PGRES_COPY_IN) { /* cannot end by itself: would loop for ever */
            PQputCopyEnd(pg->conn, "interrupted");
            PQclear(r);
        } else if (status != PGRES_COMMAND_OK && s == STATUS_OK) {
            s = postgres_error(pg, r, table, e);
        } else {
            PQclear(r);
        }
        if (postgres_is_lost(pg) && s == STATUS_OK)
            s = postgres_error(pg, NULL, table, e);
        if (postgres_is_lost(pg))
            break;
    }
    return s;
}

static enum status flush(struct postgres *pg, struct postgres_bulk *b, struct error *e)
{
    const char *table = b->bulk.table->table;
    if (b->rows.n == 0)
        return STATUS_OK;
    PGresult *r = PQexec(pg->conn, buf_text(&b->command));
    if (PQresultStatus(r) != PGRES_COPY_IN)
        return postgres_error(pg, r, table, e);
    PQclear(r);
    bool is_sent = PQputCopyData(pg->conn, copy_header, sizeof copy_header) == 1 &&
                   PQputCopyData(pg->conn, b->rows.p, (int)b->rows.n) == 1 &&
                   PQputCopyData(pg->conn, copy_trailer, sizeof copy_trailer) == 1 &&
                   PQputCopyEnd(pg->conn, NULL) == 1;
    buf_clear(&b->rows);
    enum status s = finish(pg, table, e);
    if (s == STATUS_OK && !is_sent)
        return postgres_error(pg, NULL, table, e);
    return s;
}

static void add_length(struct buf *out, int32_t n)
{
    uint32_t wire = htobe32((uint32_t)n);
    buf_add(out, &wire, sizeof wire);
}

static void add_integer(struct buf *out, int64_t v)
{
    struct {
        uint32_t length;
        uint64_t value;
    } __attribute__((packed)) wire = {htobe32(8), htobe64((uint64_t)v)};
    buf_add(out, &wire, sizeof wire);
}

static enum status add_bytes(struct buf *out, const void *p, size_t n, const struct db_column *c,
                             const char *table, struct error *e)
{
    if (p == NULL) {
        if (!c->nullable)
            return value_null_error(table, c, e);
        add_length(out, -1);
        return STATUS_OK;
    }
    if (n > INT_MAX)
        return error_set(e, STATUS_REFUSED, "DB_TOO_LARGE", _("内容过大，不能存入数据库"));
    add_length(out, (int32_t)n);
    buf_add(out, p, n);
    return STATUS_OK;
}

static enum status add_field(struct buf *out, const struct db_column *c, const void *row,
                             const char *table, struct error *e)
{
    if (type_is_integer(c->type)) {
        if (value_has(row, c))
            add_integer(out, value_load_i64(row, c));
        else
            add_length(out, -1);
        return STATUS_OK;
    }
    if (c->type == DB_BLOB) {
        struct blob b = value_load_blob(row, c);
        return add_bytes(out, b.p, b.n, c, table, e);
    }
    const char *text = value_load_text(row, c);
    size_t n = 0;
    if (text != NULL)
        TRY(value_text_length(text, c, table, &n, e));
    return add_bytes(out, text, n, c, table, e);
}

enum status postgres_bulk_add(struct db_bulk *bulk, const void *row, struct error *e)
{
    struct postgres_bulk *b = bulk_of(bulk);
    const struct db_bulk_table *table = bulk->table;
    uint16_t fields = htobe16(table->column_count);
    buf_add(&b->rows, &fields, sizeof fields);
    for (int i = 0; i < table->column_count; i++)
        TRY(add_field(&b->rows, &table->columns[i], row, table->table, e));
    if (b->rows.n < POSTGRES_COPY_BYTES)
        return STATUS_OK;
    TRY(buf_status(&b->rows, e));
    return flush(postgres_of(bulk->db), b, e);
}

enum status postgres_bulk_end(struct db_bulk *bulk, struct error *e)
{
    struct postgres_bulk *b = bulk_of(bulk);
    TRY(buf_status(&b->rows, e));
    return flush(postgres_of(bulk->db), b, e);
}

void postgres_bulk_free(struct db_bulk *bulk)
{
    struct postgres_bulk *b = bulk_of(bulk);
    buf_free(&b->command);
    buf_free(&b->rows);
    free(b);
}

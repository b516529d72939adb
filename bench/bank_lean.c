/* The limit of the bank loop, on unsealed rows: bench-bank-lean hold|send|return DB YYYYMM FILE
   hold: sets items without a payee aside, as our run has done; not measured.
   send merges items, accounts and persons, three scans in the order of their keys; return merges
   the file with items and accounts. Each item's state is set as ours is, in one UPDATE. */
#include <iconv.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/bench.h"
#include "bench/lean.h"

#define LINE_BYTES 1024
#define NAME_BYTES 128

static const char rows_sql[] =
    "SELECT household, basic_fen + topup_fen + adjustment_fen FROM payment_item "
    "WHERE county = 341823 AND programme = 1 AND month = ?1 AND state = ?2 ORDER BY household";
static const char accounts_sql[] =
    "SELECT household, person, holder, account FROM plain_account ORDER BY household";
static const char persons_sql[] = "SELECT id, id_number FROM plain_person ORDER BY id";

static void encode(iconv_t gb, const char *text, size_t n, char out[NAME_BYTES])
{
    char *in = (char *)(uintptr_t)text, *to = out;
    size_t in_left = n, out_left = NAME_BYTES - 1;
    if (iconv(gb, &in, &in_left, &to, &out_left) == (size_t)-1)
        exit(1);
    *to = '\0';
}

static sqlite3_stmt *open_rows(sqlite3 *db, int64_t month, int64_t state)
{
    sqlite3_stmt *rows = lean_prepare(db, rows_sql);
    sqlite3_bind_int64(rows, 1, month);
    sqlite3_bind_int64(rows, 2, state);
    return rows;
}

/* Moves a scan to the row of this number; there must be one. */
static void move_to(sqlite3_stmt *scan, int64_t number)
{
    while (sqlite3_column_int64(scan, 0) < number)
        if (sqlite3_step(scan) != SQLITE_ROW)
            exit(1);
    if (sqlite3_column_int64(scan, 0) != number)
        exit(1);
}

static sqlite3_stmt *open_scan(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *scan = lean_prepare(db, sql);
    if (sqlite3_step(scan) != SQLITE_ROW)
        exit(1);
    return scan;
}

static void hold(sqlite3 *db, int64_t month)
{
    sqlite3_stmt *held = lean_prepare(
        db, "UPDATE payment_item SET state = 2 WHERE county = 341823 AND programme = 1 AND "
            "month = ?1 AND household NOT IN (SELECT household FROM plain_account)");
    lean_run(db, held, 1, &month);
    sqlite3_finalize(held);
}

static void send(sqlite3 *db, int64_t month, const char *path)
{
    char name[NAME_BYTES], sql[512];
    iconv_t gb = iconv_open("GB18030", "UTF-8");
    FILE *out = fopen(path, "wb");
    if (out == NULL || gb == (iconv_t)-1)
        exit(1);
    snprintf(sql, sizeof(sql),
             "SELECT count(*) FROM payment_item WHERE county = 341823 AND programme = 1 AND "
             "month = %" PRId64 " AND state = 1",
             month);
    int64_t count = lean_i64(db, sql), done = 0;
    snprintf(sql, sizeof(sql),
             "SELECT sum(basic_fen + topup_fen + adjustment_fen) FROM payment_item WHERE "
             "county = 341823 AND programme = 1 AND month = %" PRId64 " AND state = 1",
             month);
    int64_t total = lean_i64(db, sql);
    fprintf(out, "H|20130607|341823001|%" PRId64 "|%" PRId64 ".%02d\n", count, total / 100,
            (int)(total % 100));
    sqlite3_stmt *r = open_rows(db, month, 1);
    sqlite3_stmt *a = open_scan(db, accounts_sql), *p = open_scan(db, persons_sql);
    while (sqlite3_step(r) == SQLITE_ROW) {
        int64_t household = sqlite3_column_int64(r, 0), fen = sqlite3_column_int64(r, 1);
        move_to(a, household);
        move_to(p, sqlite3_column_int64(a, 1));
        encode(gb, (const char *)sqlite3_column_text(a, 2), (size_t)sqlite3_column_bytes(a, 2),
               name);
        fprintf(out, "%" PRId64 "%06" PRId64 "|%s|%" PRId64 ".%02d|%s|341823001|01|%s|1\n", month,
                household, name, fen / 100, (int)(fen % 100),
                (const char *)sqlite3_column_text(a, 3), (const char *)sqlite3_column_text(p, 1));
        done++;
    }
    sqlite3_finalize(r);
    sqlite3_finalize(a);
    sqlite3_finalize(p);
    fflush(out);
    fsync(fileno(out));
    fclose(out);
    iconv_close(gb);
    sqlite3_stmt *sent = lean_prepare(
        db, "UPDATE payment_item SET state = 3, attempt = 1, remittance = 1 WHERE county = 341823 "
            "AND programme = 1 AND month = ?1 AND state = 1");
    lean_run(db, sent, 1, &month);
    sqlite3_finalize(sent);
    fprintf(stderr, "limit: %" PRId64 " lines\n", done);
}

/* Field by field, a GB18030 second byte being skipped with its first. */
static int split(char *line, char *fields[16])
{
    int n = 1;
    fields[0] = line;
    for (unsigned char *p = (unsigned char *)line; *p != '\0'; p++) {
        if (*p >= 0x81 && p[1] != '\0') {
            p++;
        } else if (*p == '|' && n < 16) {
            *p = '\0';
            fields[n++] = (char *)p + 1;
        } else if (*p == '\n') {
            *p = '\0';
        }
    }
    return n;
}

static int64_t fen_of(const char *yuan)
{
    char *rest;
    int64_t v = strtoll(yuan, &rest, 10) * 100;
    return rest[0] == '.' ? v + (rest[1] - '0') * 10 + (rest[2] - '0') : v;
}

static void take(sqlite3 *db, int64_t month, const char *path)
{
    char line[LINE_BYTES], *f[16];
    int64_t paid = 0, returned = 0;
    FILE *in = fopen(path, "rb");
    if (in == NULL || fgets(line, sizeof(line), in) == NULL)
        exit(1);
    sqlite3_stmt *r = open_rows(db, month, 3), *a = open_scan(db, accounts_sql);
    sqlite3_stmt *back = lean_prepare(
        db, "UPDATE payment_item SET state = 5 WHERE county = 341823 AND programme = 1 AND "
            "month = ?1 AND household = ?2");
    int64_t *unpaid = calloc(1000000, sizeof(*unpaid));
    while (fgets(line, sizeof(line), in) != NULL) {
        if (split(line, f) != 10 || sqlite3_step(r) != SQLITE_ROW)
            exit(1);
        move_to(a, sqlite3_column_int64(r, 0));
        if (strtoll(f[0] + 6, NULL, 10) != sqlite3_column_int64(r, 0) ||
            fen_of(f[2]) != sqlite3_column_int64(r, 1) ||
            strcmp(f[3], (const char *)sqlite3_column_text(a, 3)) != 0) {
            fprintf(stderr, "limit: line %" PRId64 " differs\n", paid + returned + 2);
            exit(1);
        }
        if (strcmp(f[8], "0000") == 0)
            paid++;
        else
            unpaid[returned++] = sqlite3_column_int64(r, 0);
    }
    sqlite3_finalize(r);
    sqlite3_finalize(a);
    for (int64_t i = 0; i < returned; i++)
        lean_run(db, back, 2, (const int64_t[]){month, unpaid[i]});
    sqlite3_stmt *done = lean_prepare(
        db, "UPDATE payment_item SET state = 4 WHERE county = 341823 AND programme = 1 AND "
            "month = ?1 AND state = 3");
    lean_run(db, done, 1, &month);
    sqlite3_finalize(done);
    sqlite3_finalize(back);
    free(unpaid);
    fclose(in);
    fprintf(stderr, "limit: paid %" PRId64 ", returned %" PRId64 "\n", paid, returned);
}

int main(int argc, char **argv)
{
    if (argc != 5)
        return bench_usage("hold|send|return DB YYYYMM FILE");
    struct bench_meter meter = bench_start();
    sqlite3 *db = lean_open(argv[2]);
    int64_t month = strtoll(argv[3], NULL, 10);
    lean_do(db, "BEGIN IMMEDIATE");
    if (strcmp(argv[1], "hold") == 0)
        hold(db, month);
    else if (strcmp(argv[1], "send") == 0)
        send(db, month, argv[4]);
    else
        take(db, month, argv[4]);
    lean_do(db, "COMMIT");
    lean_close(db);
    bench_stop(&meter, argv[1], 0);
    return 0;
}

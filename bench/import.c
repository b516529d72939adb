/* A roster import: bench-import make DB FOLDER HOUSEHOLDS | ours DB FILE | lean DB FILE
   make: writes FOLDER/dibao.xlsx from DB's plan. lean: the same reader, the rows as they are. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/lean.h"
#include "office/demo/demo.h"
#include "office/roster/roster.h"
#include "office/sheet.h"

#define COLUMNS 16

static enum status make(char **argv, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new((size_t)64 << 20);
    CLEANUP(db_cleanup) struct db *db = NULL;
    CLEANUP(keyring_cleanup) struct keyring *keys = NULL;
    struct demo_options options = {.seed = DEMO_SEED + 1,
                                   .dibao_households = strtoll(argv[4], NULL, 10),
                                   .month = month_make(2013, 6)};
    struct demo_counts counts;
    TRY(bench_open(argv[2], &db, &keys, e));
    TRY(demo_ground_read(db, COUNTY_JINGXIAN, arena, &options, e));
    TRY(demo_roster_write(argv[3], &options, &counts, e));
    fprintf(stderr, "workbook: %" PRId64 " rows\n", counts.households + counts.persons);
    return STATUS_OK;
}

static enum status ours(char **argv, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ROSTER_ARENA_BYTES);
    CLEANUP(db_cleanup) struct db *db = NULL;
    CLEANUP(keyring_cleanup) struct keyring *keys = NULL;
    const char *const files[] = {argv[3]};
    struct roster_request request = {.files = files,
                                     .file_count = 1,
                                     .programme = PROGRAMME_DIBAO,
                                     .from = month_make(2013, 6),
                                     .actor = ACTOR_SYSTEM};
    struct roster_result result;
    TRY(bench_open(argv[2], &db, &keys, e));
    TRY(roster_import(db, COUNTY_JINGXIAN, keys, &request, arena, &result, e));
    fprintf(stderr, "import: %" PRId64 " rows, %" PRId64 " households, %" PRId64 " returned\n",
            result.rows, result.households_new, result.households_returned);
    return STATUS_OK;
}

static enum status copy_sheet(sqlite3 *db, struct sheet_book *book, int index, int64_t *rows,
                              struct error *e)
{
    CLEANUP(sheet_cleanup) struct sheet_reader *reader = NULL;
    struct sheet_row row;
    enum status s;
    sqlite3_stmt *insert = lean_prepare(
        db, "INSERT INTO lean_row VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
            "?14, ?15, ?16, ?17, ?18)");
    TRY(sheet_open(book, index, SHEET_AS_IS, &reader, e));
    while ((s = sheet_next(reader, &row, e)) == STATUS_OK) {
        sqlite3_clear_bindings(insert);
        sqlite3_bind_int(insert, 1, index);
        sqlite3_bind_int(insert, 2, row.row);
        for (int i = 0; i < row.count && i < COLUMNS; i++)
            sqlite3_bind_text(insert, 3 + i, row.cells[i].text, -1, SQLITE_STATIC);
        lean_run(db, insert, 0, NULL);
        ++*rows;
    }
    sqlite3_finalize(insert);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status lean(char **argv, struct error *e)
{
    CLEANUP(sheet_book_cleanup) struct sheet_book *book = NULL;
    sqlite3 *db = lean_open(argv[2]);
    int64_t rows = 0;
    lean_do(db, "DROP TABLE IF EXISTS lean_row; CREATE TABLE lean_row (sheet INTEGER, row INTEGER, "
                "c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, "
                "PRIMARY KEY (sheet, row)) WITHOUT ROWID; BEGIN IMMEDIATE");
    TRY(sheet_book_open(argv[3], &book, e));
    for (int i = 0; i < sheet_book_count(book); i++)
        TRY(copy_sheet(db, book, i, &rows, e));
    lean_do(db, "COMMIT");
    lean_close(db);
    fprintf(stderr, "limit: %" PRId64 " rows\n", rows);
    return STATUS_OK;
}

int main(int argc, char **argv)
{
    struct error e = {0};
    if (argc < 4)
        return bench_usage("make DB FOLDER HOUSEHOLDS | ours DB FILE | lean DB FILE");
    struct bench_meter meter = bench_start();
    if (strcmp(argv[1], "make") == 0 && argc == 5)
        bench_check(make(argv, &e), &e);
    else if (strcmp(argv[1], "ours") == 0)
        bench_check(ours(argv, &e), &e);
    else
        bench_check(lean(argv, &e), &e);
    bench_stop(&meter, argv[1], 0);
    return 0;
}

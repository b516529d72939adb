/* A roster import: bench-import make DB FOLDER HOUSEHOLDS | ours DB FILE | lean DB FILE
   make: writes FOLDER/dibao.xlsx from DB's plan. lean: the limit. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/lean.h"
#include "office/demo/demo.h"
#include "office/roster/roster.h"
#include "office/sheet.h"

#define HOUSEHOLDS_MAX 1100000

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

/* ---- the limit: the same rows in the same tables and indexes; nothing is checked, tidied, matched
   or sealed, the blind index is a cheap one. Members stand in the order of the households. ---- */
struct lean_import {
    sqlite3 *db;
    sqlite3_stmt *household, *entitlement, *account, *person, *member;
    char (*heads)[IDNO_BYTES]; /* of household 1, 2, … */
    int64_t households, persons, at;
};

static const char *cell(const struct sheet_row *row, int column)
{
    return column < row->count ? row->cells[column].text : "";
}

static int64_t number(const char *text)
{
    return strtoll(text, NULL, 10);
}

static void put(sqlite3_stmt *s, int at, const char *text)
{
    sqlite3_bind_text(s, at, text, -1, SQLITE_STATIC);
}

static void add_household(struct lean_import *l, const struct sheet_row *row)
{
    static const uint8_t sealed[60], index[16];
    int64_t id = ++l->households, income = number(cell(row, 9)) * 100;
    memcpy(l->heads[id], cell(row, 5), IDNO_BYTES);
    put(l->household, 2, cell(row, 2));
    put(l->household, 3, cell(row, 3));
    lean_run(l->db, l->household, 1, &id);
    lean_run(l->db, l->entitlement, 3, (const int64_t[]){id, l->persons + id, income});
    put(l->account, 2, cell(row, 10));
    put(l->account, 3, cell(row, 11));
    put(l->account, 4, cell(row, 12) + 15);
    sqlite3_bind_blob(l->account, 5, index, 16, SQLITE_STATIC);
    sqlite3_bind_blob(l->account, 6, sealed, 60, SQLITE_STATIC);
    lean_run(l->db, l->account, 1, &id);
}

static void add_member(struct lean_import *l, const struct sheet_row *row)
{
    static const uint8_t sealed[59];
    const char *head = cell(row, 1), *number_text = cell(row, 3);
    uint64_t index[2] = {14695981039346656037u, 1099511628211u};
    char initials[3] = {(char)('a' + number_text[9] - '0'), (char)('a' + number_text[16] - '0'), 0};
    while (l->at < l->households && memcmp(l->heads[l->at], head, 18) != 0)
        l->at++;
    for (int i = 0; i < 18; i++) {
        index[0] = (index[0] ^ (uint8_t)number_text[i]) * 1099511628211u;
        index[1] = (index[1] ^ index[0]) * 0x9E3779B97F4A7C15u;
    }
    int64_t id = ++l->persons, birth = number(number_text + 6) / 10000;
    put(l->person, 2, cell(row, 2));
    put(l->person, 3, initials);
    put(l->person, 4, number_text + 14);
    sqlite3_bind_blob(l->person, 5, index, 16, SQLITE_STATIC);
    sqlite3_bind_blob(l->person, 6, sealed, 59, SQLITE_STATIC);
    lean_run(l->db, l->person, 1, &id);
    lean_run(l->db, l->member, 4, (const int64_t[]){l->at, id, birth, number(cell(row, 7))});
}

static enum status copy_sheet(struct lean_import *l, struct sheet_book *book, int index,
                              void (*add)(struct lean_import *, const struct sheet_row *),
                              struct error *e)
{
    CLEANUP(sheet_cleanup) struct sheet_reader *reader = NULL;
    struct sheet_row row;
    enum status s;
    TRY(sheet_open(book, index, SHEET_AS_IS, &reader, e));
    while ((s = sheet_next(reader, &row, e)) == STATUS_OK) {
        if (row.row > 1)
            add(l, &row);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static void prepare(struct lean_import *l)
{
    l->household = lean_prepare(l->db, "INSERT INTO household VALUES (341823, ?1, ?2, ?3, 1)");
    l->entitlement = lean_prepare(
        l->db, "INSERT INTO entitlement VALUES (341823, 1, ?1, 201306, 1, 999912, 2147483647, 1, "
               "'', 341823100201, ?2, 1, ?3, 0, 0, 0, 201101)");
    l->account = lean_prepare(
        l->db, "INSERT INTO account VALUES (341823, 1, ?1, 1, 2147483647, ?2, ?3, ?4, ?5, ?6)");
    l->person = lean_prepare(
        l->db, "INSERT INTO person VALUES (341823, ?1, ?2, ?3, 1, ?4, ?5, ?6, NULL, NULL, 1)");
    l->member = lean_prepare(
        l->db, "INSERT INTO member VALUES (341823, ?1, ?2, 201306, 1, 999912, 2147483647, ?3, 1, "
               "1, 1, 0, ?4, 0, 0, '')");
}

static enum status lean(char **argv, struct error *e)
{
    CLEANUP(sheet_book_cleanup) struct sheet_book *book = NULL;
    struct lean_import l = {.db = lean_open(argv[2]), .at = 1};
    l.heads = calloc(HOUSEHOLDS_MAX, IDNO_BYTES);
    if (l.heads == NULL)
        return STATUS_FAILED;
    prepare(&l);
    lean_do(l.db, "BEGIN IMMEDIATE");
    TRY(sheet_book_open(argv[3], &book, e));
    TRY(copy_sheet(&l, book, 0, add_household, e));
    TRY(copy_sheet(&l, book, 1, add_member, e));
    lean_do(l.db, "COMMIT");
    sqlite3_stmt *const all[] = {l.household, l.entitlement, l.account, l.person, l.member};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        sqlite3_finalize(all[i]);
    lean_close(l.db);
    free(l.heads);
    fprintf(stderr, "limit: %" PRId64 " rows, %" PRId64 " households\n", l.households + l.persons,
            l.households);
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

/* A list of strangers held against the registry:
   bench-match make DB FOLDER ROWS | ours DB FILE
   make: FOLDER/vehicles.csv, in which every HIT_EACHth registered person stands once among
   strangers, and FOLDER/clear.db with the registry's numbers in clear, for the limit. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "bench/bench.h"
#include "bench/lean.h"
#include "domain/payment/payment.h"
#include "office/match/match_file.h"

#define HIT_EACH 100
#define HITS_MAX 100000
#define PATH_BYTES 4096

struct known {
    char number[IDNO_BYTES], name[48];
};

static void clear_add(sqlite3_stmt *insert, int64_t id, const char *number, const char *name)
{
    sqlite3_bind_int64(insert, 1, id);
    sqlite3_bind_text(insert, 2, number, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 3, name, -1, SQLITE_STATIC);
    lean_run(NULL, insert, 0, NULL);
}

/* Straight from the file: unsealing is this program's own work and is not measured. */
static int64_t copy_clear(const char *db_path, const char *clear_path, const struct keyring *keys,
                          struct known *hits, struct error *e)
{
    sqlite3 *db = lean_open(db_path), *clear = lean_open(clear_path);
    int64_t count = 0;
    lean_do(clear, "CREATE TABLE person_clear (id INTEGER PRIMARY KEY, id_number TEXT NOT NULL, "
                   "name TEXT NOT NULL)");
    lean_do(clear, "BEGIN");
    sqlite3_stmt *insert = lean_prepare(clear, "INSERT INTO person_clear VALUES (?1, ?2, ?3)");
    sqlite3_stmt *read =
        lean_prepare(db, "SELECT id, id_sealed, name FROM person WHERE county = 341823");
    while (sqlite3_step(read) == SQLITE_ROW) {
        char number[IDNO_BYTES + 1];
        size_t n;
        const char *name = (const char *)sqlite3_column_text(read, 2);
        bench_check(unseal(keys, SEAL_ID_NUMBER, sqlite3_column_blob(read, 1),
                           (size_t)sqlite3_column_bytes(read, 1), number, &n, e),
                    e);
        clear_add(insert, sqlite3_column_int64(read, 0), number, name);
        if (count % HIT_EACH == 0 && count / HIT_EACH < HITS_MAX) {
            struct known *hit = &hits[count / HIT_EACH];
            memcpy(hit->number, number, IDNO_BYTES);
            (void)snprintf(hit->name, sizeof hit->name, "%s", name);
        }
        count++;
    }
    lean_do(clear, "COMMIT");
    sqlite3_finalize(read);
    sqlite3_finalize(insert);
    lean_close(db);
    lean_close(clear);
    return count;
}

static void stranger(struct random *r, char number[IDNO_BYTES])
{
    (void)snprintf(number, IDNO_BYTES, "3401%02u19%02u%02u%02u%03u", random_below(r, 90) + 10,
                   random_below(r, 100), random_below(r, 12) + 1, random_below(r, 28) + 1,
                   random_below(r, 1000));
    number[17] = idno_check_char(number);
    number[18] = 0;
}

static void list_write(const char *path, int64_t rows, const struct known *hits, int64_t hit_count)
{
    static const char *const names[] = {"王建国", "李秀英", "张伟", "陈桂兰", "吴小红", "胡志强"};
    struct random r = random_seed(20130607);
    FILE *f = fopen(path, "wb");
    char number[IDNO_BYTES];
    int64_t next = 0;
    if (!f)
        exit(1);
    fputs("序号,车主姓名,身份证号码,号牌号码,车辆类型,初次登记日期\n", f);
    for (int64_t i = 0; i < rows; i++) {
        bool is_hit = next < hit_count && i == next * rows / hit_count;
        const struct known *hit = is_hit ? &hits[next++] : NULL;
        stranger(&r, number);
        fprintf(f, "%" PRId64 ",%s,%s,皖P%05u,小型轿车,20%02u-%02u-%02u\n", i + 1,
                hit ? hit->name : names[random_below(&r, 6)], hit ? hit->number : number,
                random_below(&r, 100000), random_below(&r, 13), random_below(&r, 12) + 1,
                random_below(&r, 28) + 1);
    }
    if (fclose(f) != 0)
        exit(1);
}

static void make(char **argv)
{
    CLEANUP(db_cleanup) struct db *db = NULL;
    CLEANUP(keyring_cleanup) struct keyring *keys = NULL;
    struct error e = {0};
    char path[PATH_BYTES];
    struct known *hits = calloc(HITS_MAX, sizeof *hits);
    if (!hits)
        exit(1);
    bench_check(bench_open(argv[2], &db, &keys, &e), &e);
    db_cleanup(&db);
    (void)snprintf(path, sizeof path, "%.4000s/clear.db", argv[3]);
    int64_t persons = copy_clear(argv[2], path, keys, hits, &e);
    int64_t hit_count = (persons + HIT_EACH - 1) / HIT_EACH;
    (void)snprintf(path, sizeof path, "%.4000s/vehicles.csv", argv[3]);
    list_write(path, strtoll(argv[4], NULL, 10), hits, hit_count < HITS_MAX ? hit_count : HITS_MAX);
    free(hits);
    fprintf(stderr, "list: %" PRId64 " persons, %s rows\n", persons, argv[4]);
}

static int64_t ours(char **argv)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MATCH_FILE_ARENA_BYTES);
    CLEANUP(db_cleanup) struct db *db = NULL;
    CLEANUP(keyring_cleanup) struct keyring *keys = NULL;
    struct error e = {0};
    struct match_file_request request = {
        .path = argv[3], .kind = MATCH_VEHICLE, .actor = ACTOR_SYSTEM};
    struct match_file_result result;
    bench_check(bench_open(argv[2], &db, &keys, &e), &e);
    bench_check(match_file_import(db, COUNTY_JINGXIAN, keys, &request, arena, &result, &e), &e);
    fprintf(stderr, "match: %" PRId64 " rows, %" PRId64 " hits\n", result.list.row_count,
            result.list.hit_count);
    return result.list.hit_count;
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return bench_usage("make DB FOLDER ROWS | ours DB FILE");
    struct bench_meter meter = bench_start();
    int64_t count = 0;
    if (strcmp(argv[1], "make") == 0 && argc == 5)
        make(argv);
    else
        count = ours(argv);
    bench_stop(&meter, "match", count);
    return 0;
}

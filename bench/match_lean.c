/* The limit of matching: a plain C hash join. bench-match-lean DB CLEAR-DB FILE
   The registry's numbers in clear are read from SQLite into one open-addressing table in plain
   memory, and the csv is cut at its commas. Nothing is checked, tidied or hashed with a key; hits
   are the same hits with the same facts, in the leanest table. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/bench.h"
#include "bench/lean.h"

#define BLOCK_BYTES ((size_t)1 << 20)
#define NUMBER_BYTES 18
#define NUMBER_COLUMN 2
#define NAME_COLUMN 1

struct slot {
    char number[NUMBER_BYTES];
    int64_t person; /* 0: empty */
};
struct join {
    sqlite3 *db;
    sqlite3_stmt *benefit, *insert;
    struct slot *slots;
    uint64_t mask;
    int64_t rows, hits;
};

static uint64_t number_hash(const char *p)
{
    uint64_t a, b;
    memcpy(&a, p, 8);
    memcpy(&b, p + 8, 8);
    a = (a ^ (b * 0x9E3779B97F4A7C15u)) * 0xD6E8FEB86659FD93u;
    a ^= (uint64_t)(unsigned char)p[16] << 8 ^ (unsigned char)p[17];
    a *= 0x9E3779B97F4A7C15u;
    return a ^ a >> 32;
}

static void table_fill(struct join *j)
{
    int64_t persons = lean_i64(j->db, "SELECT count(*) FROM clear.person_clear");
    uint64_t capacity = 1024;
    while (capacity < (uint64_t)persons + (uint64_t)persons / 2)
        capacity *= 2;
    j->mask = capacity - 1;
    j->slots = calloc(capacity, sizeof *j->slots);
    if (!j->slots)
        exit(1);
    sqlite3_stmt *read = lean_prepare(j->db, "SELECT id, id_number FROM clear.person_clear");
    while (sqlite3_step(read) == SQLITE_ROW) {
        const char *number = (const char *)sqlite3_column_text(read, 1);
        uint64_t i = number_hash(number) & j->mask;
        while (j->slots[i].person)
            i = (i + 1) & j->mask;
        memcpy(j->slots[i].number, number, NUMBER_BYTES);
        j->slots[i].person = sqlite3_column_int64(read, 0);
    }
    sqlite3_finalize(read);
}

static const char *cell(const char *p, const char *end, int column, size_t *n)
{
    const char *stop;
    for (int c = 0; c < column; c++) {
        stop = memchr(p, ',', (size_t)(end - p));
        if (!stop)
            return NULL;
        p = stop + 1;
    }
    stop = memchr(p, ',', (size_t)(end - p));
    *n = (size_t)((stop ? stop : end) - p);
    return p;
}

/* Whoever has a benefit: one look-up, one row. */
static void take(struct join *j, int64_t person, const char *line, const char *end)
{
    size_t name_n = 0, facts_n = 0;
    const char *name = cell(line, end, NAME_COLUMN, &name_n);
    const char *facts = cell(line, end, NUMBER_COLUMN + 1, &facts_n);
    sqlite3_bind_int64(j->benefit, 1, person);
    if (name && facts && sqlite3_step(j->benefit) == SQLITE_ROW) {
        const char *known = (const char *)sqlite3_column_text(j->benefit, 0);
        int differs = strlen(known) != name_n || memcmp(known, name, name_n) != 0;
        for (int i = 0; i < 3; i++)
            sqlite3_bind_int64(j->insert, 3 + i, sqlite3_column_int64(j->benefit, 1 + i));
        sqlite3_bind_int64(j->insert, 1, j->rows);
        sqlite3_bind_int64(j->insert, 2, person);
        sqlite3_bind_int64(j->insert, 6, differs);
        sqlite3_bind_text(j->insert, 7, facts, (int)(end - facts), SQLITE_STATIC);
        lean_run(j->db, j->insert, 0, NULL);
        j->hits++;
    }
    sqlite3_reset(j->benefit);
}

static void line_join(struct join *j, const char *line, const char *end)
{
    size_t n = 0;
    const char *number = cell(line, end, NUMBER_COLUMN, &n);
    j->rows++;
    if (!number || n != NUMBER_BYTES)
        return;
    for (uint64_t i = number_hash(number) & j->mask; j->slots[i].person; i = (i + 1) & j->mask)
        if (memcmp(j->slots[i].number, number, NUMBER_BYTES) == 0) {
            take(j, j->slots[i].person, line, end);
            return;
        }
}

static void file_join(struct join *j, const char *path)
{
    char *block = malloc(BLOCK_BYTES);
    int fd = open(path, O_RDONLY);
    size_t held = 0;
    ssize_t got;
    if (!block || fd < 0)
        exit(1);
    while ((got = read(fd, block + held, BLOCK_BYTES - held)) > 0) {
        const char *p = block, *end = block + held + (size_t)got, *stop;
        while ((stop = memchr(p, '\n', (size_t)(end - p))) != NULL) {
            line_join(j, p, stop);
            p = stop + 1;
        }
        held = (size_t)(end - p);
        memmove(block, p, held);
    }
    close(fd);
    free(block);
}

static void prepare(struct join *j, const char *clear_path)
{
    sqlite3_stmt *attach = lean_prepare(j->db, "ATTACH ?1 AS clear");
    sqlite3_bind_text(attach, 1, clear_path, -1, SQLITE_STATIC);
    lean_run(j->db, attach, 0, NULL);
    sqlite3_finalize(attach);
    lean_do(j->db, "CREATE TABLE lean_hit (row INTEGER PRIMARY KEY, person INTEGER, household "
                   "INTEGER, programme INTEGER, division INTEGER, differs INTEGER, facts TEXT)");
    j->benefit = lean_prepare(
        j->db,
        "SELECT person_clear.name, member.household, entitlement.programme, entitlement.division "
        "FROM clear.person_clear JOIN member ON member.county = 341823 AND member.person = "
        "person_clear.id AND member.to_month = 999912 AND member.known_to = 2147483647 AND "
        "member.is_present = 1 JOIN entitlement ON entitlement.county = 341823 AND "
        "entitlement.household = member.household AND entitlement.to_month = 999912 AND "
        "entitlement.known_to = 2147483647 AND entitlement.status < 4 WHERE person_clear.id = ?1");
    j->insert = lean_prepare(j->db, "INSERT INTO lean_hit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
}

int main(int argc, char **argv)
{
    struct join j = {0};
    if (argc != 4)
        return bench_usage("DB CLEAR-DB FILE");
    struct bench_meter meter = bench_start();
    j.db = lean_open(argv[1]);
    prepare(&j, argv[2]);
    lean_do(j.db, "BEGIN IMMEDIATE");
    table_fill(&j);
    file_join(&j, argv[3]);
    lean_do(j.db, "COMMIT");
    sqlite3_finalize(j.benefit);
    sqlite3_finalize(j.insert);
    lean_close(j.db);
    free(j.slots);
    fprintf(stderr, "limit: %" PRId64 " rows, %" PRId64 " hits\n", j.rows - 1, j.hits);
    bench_stop(&meter, "match-lean", j.hits);
    return 0;
}

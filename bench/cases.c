/* Fills a county's drawers: bench-cases DB COUNT opens so many applications, village by village, on
   the last working days before MINSHENG_TODAY, then puts half of them further on, a quarter to the
   end: as files only, without the steps that would have led there. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/idno.h"
#include "bench/bench.h"
#include "domain/casework/casework.h"
#include "domain/plan/plan.h"

#define CASES_MAX 200000
#define VILLAGE_LEVEL 3
#define DAYS_OF_BIRTHS 10000
#define SERIALS 20
#define SERIAL_FROM 950 /* the demo county's people come before */

/* Of each eight four stay with the township's clerk; two wait elsewhere, two are done. */
static const char SPREAD[] =
    "UPDATE case_file SET "
    "state = CASE id % 8 WHEN 0 THEN 4 WHEN 1 THEN 11 WHEN 2 THEN 14 WHEN 3 THEN 3 ELSE 1 END, "
    "closed_on = CASE WHEN id % 8 IN (2, 3) THEN opened_on ELSE 0 END, "
    "due_on = CASE WHEN id % 8 IN (2, 3) THEN 0 ELSE due_on END";
static const char SPREAD_PEOPLE[] =
    "UPDATE case_person SET is_open = 0 WHERE case_id % 8 IN (2, 3)";
_Static_assert(STATE_APPLIED == 1 && STATE_NOT_ACCEPTED == 3 && STATE_ACCEPTED == 4 &&
                   STATE_DECIDING == 11 && STATE_ACTIVE == 14,
               "the numbers of SPREAD");

struct work {
    struct db *db;
    const struct keyring *keys;
    struct date today;
};

static void number_make(int64_t i, char out[IDNO_BYTES])
{
    char day[DATE_TEXT_BYTES];
    date_format((struct date){date_make(1940, 1, 1).v + (int32_t)(i % DAYS_OF_BIRTHS)}, day);
    (void)snprintf(out, IDNO_BYTES, "341823%.4s%.2s%.2s%03d", day, day + 5, day + 8,
                   SERIAL_FROM + (int)(i / DAYS_OF_BIRTHS % SERIALS));
    out[17] = idno_check_char(out);
    out[18] = '\0';
}

/* The n-th village, round and round. */
static int64_t village_at(const struct division_table *t, size_t *at)
{
    const struct division *d;
    do {
        d = division_at(t, (*at)++);
        if (d == NULL)
            *at = 0;
    } while (d == NULL || d->level != VILLAGE_LEVEL);
    return d->code;
}

static enum status open_one(const struct work *w, int64_t i, int64_t village, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 20);
    char number[IDNO_BYTES], account[24];
    struct entry_data *form = arena != NULL ? entry_data_new(arena) : NULL;
    if (form == NULL)
        return arena_exhausted(e);
    number_make(i, number);
    (void)snprintf(account, sizeof(account), "62290012%011" PRId64, i);
    const struct date on = {w->today.v - (int32_t)(i % 7)};
    const char *const fields[][2] = {
        {"address", "一组 3 号"},        {"members.1.name", "王小明"},
        {"members.1.id_number", number}, {"members.1.relation", "HEAD"},
        {"incomes.1.class", "WAGE"},     {"incomes.1.amount_year", "1200"},
        {"bank", "泾县农村商业银行"},    {"account_holder", "王小明"},
        {"account_number", account},     {"mgmt_class", "B"},
        {"is_authorised", "1"},          {"is_promised", "1"},
    };
    for (size_t k = 0; k < sizeof(fields) / sizeof(fields[0]); k++)
        TRY(entry_data_set(form, fields[k][0], fields[k][1], e));
    const struct case_actor actor = {.user = "bench",
                                     .role = ROLE_TOWNSHIP_CLERK,
                                     .scope = division_township(village),
                                     .today = w->today};
    int64_t id;
    return case_open(
        w->db, COUNTY_JINGXIAN, w->keys, &actor,
        &(struct case_opening){.kind = CASE_DIBAO, .division = village, .on = on, .content = form},
        NULL, &id, e);
}

static enum status open_all(const struct work *w, int64_t count, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(16u << 20);
    struct division_table *divisions;
    size_t at = 0;
    TRY(division_table_read(w->db, COUNTY_JINGXIAN, date_month(w->today), arena, &divisions, e));
    for (int64_t i = 0; i < count; i++)
        TRY(open_one(w, i, village_at(divisions, &at), e));
    TRY(db_execute_raw(w->db, SPREAD, e));
    TRY(db_execute_raw(w->db, SPREAD_PEOPLE, e));
    return db_analyze(w->db, e);
}

int main(int argc, char **argv)
{
    CLEANUP(db_cleanup) struct db *db = NULL;
    CLEANUP(keyring_cleanup) struct keyring *keys = NULL;
    struct error e = {0};
    if (argc != 3)
        return bench_usage("DB COUNT");
    int64_t count = strtoll(argv[2], NULL, 10);
    if (count < 1 || count > CASES_MAX)
        return bench_usage("DB COUNT");
    struct bench_meter meter = bench_start();
    bench_check(bench_open(argv[1], &db, &keys, &e), &e);
    struct work work = {.db = db, .keys = keys, .today = date_today()};
    bench_check(open_all(&work, count, &e), &e);
    db_cleanup(&db);
    bench_stop(&meter, "cases", count);
    return 0;
}

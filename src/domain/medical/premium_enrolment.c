/* The scheme's own list: who of the registry is enrolled. */
#include "premium_internal.h"

#include "base/i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENROLMENT_ROWS_MAX ((size_t)2000000)

struct enrolled {
    uint8_t index[BLIND_INDEX_BYTES];
    int64_t person; /* 0: not in the registry */
    int64_t scheme;
    bool is_new;
};

struct enrolling {
    int64_t county;
    int year;
    const char *actor;
    struct enrolled *list; /* by index, then by person */
    size_t count;
    struct enrolment_result result;
};

static int by_index(const void *a, const void *b)
{
    return memcmp(((const struct enrolled *)a)->index, ((const struct enrolled *)b)->index,
                  BLIND_INDEX_BYTES);
}

static int by_person(const void *a, const void *b)
{
    const struct enrolled *x = a, *y = b;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    return (x->scheme > y->scheme) - (x->scheme < y->scheme);
}

/* Registry and list, both in the order of the blind index. */
static enum status persons_find(struct db *db, struct enrolling *w, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct premium_person_row row;
    enum status s = STATUS_NONE;
    size_t at = 0;
    qsort(w->list, w->count, sizeof *w->list, by_index);
    TRY(premium_person_list_open(db, (struct premium_person_list_args){.county = w->county},
                                 &cursor, e));
    while (at < w->count && (s = premium_person_list_next(cursor, &row, e)) == STATUS_OK) {
        if (row.id_index.n != BLIND_INDEX_BYTES)
            return error_set(e, STATUS_FAILED, "SEAL_BROKEN", _("身份证号索引的长度不对。"));
        while (at < w->count && memcmp(w->list[at].index, row.id_index.p, BLIND_INDEX_BYTES) < 0)
            at++;
        while (at < w->count && memcmp(w->list[at].index, row.id_index.p, BLIND_INDEX_BYTES) == 0) {
            w->list[at++].person = row.id;
            w->result.known++;
        }
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* Who is not yet kept as enrolled, each once. */
static enum status new_mark(struct db *db, struct enrolling *w, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct premium_enrolled_row row = {0};
    qsort(w->list, w->count, sizeof *w->list, by_person);
    TRY(premium_enrolled_list_open(
        db, (struct premium_enrolled_list_args){.county = w->county, .year = w->year}, &cursor, e));
    enum status s = premium_enrolled_list_next(cursor, &row, e);
    int64_t last = 0;
    for (size_t i = 0; i < w->count; i++) {
        struct enrolled *x = &w->list[i];
        if (x->person == 0 || x->person == last)
            continue;
        last = x->person;
        while (s == STATUS_OK && row.person < x->person)
            s = premium_enrolled_list_next(cursor, &row, e);
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
        x->is_new = s == STATUS_NONE || row.person > x->person;
        w->result.added += x->is_new;
    }
    return STATUS_OK;
}

static enum status new_write(struct db *db, const struct enrolling *w, int64_t change,
                             struct error *e)
{
    CLEANUP(db_bulk_cleanup) struct db_bulk *bulk = NULL;
    TRY(premium_enrolment_bulk_begin(db, &bulk, e));
    for (size_t i = 0; i < w->count; i++)
        if (w->list[i].is_new)
            TRY(premium_enrolment_bulk_add(bulk,
                                           &(struct premium_enrolment_bulk_row){
                                               .county = w->county,
                                               .year = w->year,
                                               .person = w->list[i].person,
                                               .scheme = w->list[i].scheme,
                                               .known_from = change,
                                           },
                                           e));
    struct db_bulk *ending = bulk;
    bulk = NULL;
    return db_bulk_end(ending, e);
}

static enum status draft_mark(struct db *db, const struct enrolling *w, struct error *e)
{
    struct premium_key_row key;
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(PREMIUM_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    enum status s = premium_draft_of_year(
        db, (struct premium_draft_of_year_args){.county = w->county, .year = w->year}, scratch,
        &key, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    TRY(premium_mark_enrolled(
        db, (struct premium_mark_enrolled_args){.county = w->county, .list = key.id}, NULL, e));
    return premium_sum(db, (struct premium_sum_args){.county = w->county, .id = key.id}, NULL, e);
}

static enum status enrolment_work(struct db *db, void *context, struct error *e)
{
    struct enrolling *w = context;
    char subject[48], detail[96];
    int64_t change;
    w->result = (struct enrolment_result){.rows = (int64_t)w->count};
    for (size_t i = 0; i < w->count; i++) {
        w->list[i].person = 0;
        w->list[i].is_new = false;
    }
    TRY(medical_writable(db, w->county, e));
    snprintf(subject, sizeof subject, "premium year %d", w->year);
    snprintf(detail, sizeof detail, "{\"rows\":%zu}", w->count);
    TRY(change_record(
        db, w->county,
        &(struct change_entry){
            .actor = w->actor, .action = "premium.enrolment", .subject = subject, .detail = detail},
        &change, e));
    TRY(persons_find(db, w, e));
    TRY(new_mark(db, w, e));
    w->result.unknown = w->result.rows - w->result.known;
    if (w->result.added == 0)
        return STATUS_NONE; /* nothing new: not even a row of the trail */
    TRY(new_write(db, w, change, e));
    return draft_mark(db, w, e);
}

static void list_free(struct enrolled **list)
{
    free(*list);
}

enum status premium_enrolment_take(struct db *db, int64_t county, const struct keyring *keys,
                                   int year, const struct enrolment_row *rows, size_t count,
                                   const char *actor, struct enrolment_result *ret, struct error *e)
{
    if (count > ENROLMENT_ROWS_MAX)
        return error_set(e, STATUS_REFUSED, "ENROLMENT_ROWS",
                         _("参合名单超过 %zu 行，请分开导入。"), ENROLMENT_ROWS_MAX);
    CLEANUP(list_free) struct enrolled *list = calloc(count + 1, sizeof *list);
    if (!list)
        return arena_exhausted(e);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].scheme < SCHEME_NCMS || (int)rows[i].scheme > SCHEME_COUNT)
            return error_set(e, STATUS_REFUSED, "MEDICAL_SCHEME", _("第 %zu 行没有险种。"), i + 1);
        blind_index(keys, SEAL_ID_NUMBER, rows[i].id_number, list[i].index);
        list[i].scheme = (int64_t)rows[i].scheme;
    }
    struct enrolling w = {
        .county = county, .year = year, .actor = actor, .list = list, .count = count};
    enum status s = db_transaction(db, enrolment_work, &w, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = w.result;
    return STATUS_OK;
}

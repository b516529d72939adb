/* Everybody's year by what is known today: a class decided back-dated, a rate changed, a disease
   listed. Looks first, and writes only where something differs. */
#include "base/i18n.h"
#include "bill_internal.h"
#include "bill_sql.h"

#include <inttypes.h>
#include <stdio.h>

#define REASSESS_ARENA_BYTES ((size_t)256 << 20)
#define YEAR_ARENA_BYTES ((size_t)8 << 20)
#define REASSESS_ROOM_FIRST 1024
#define REASSESS_PEOPLE_MAX INT64_C(5000000)

struct reassess {
    struct medical_desk *desk;
    int year;
    const char *actor;
    struct date today;
    struct reassess_result result;
};
struct people { /* person and visit, in order */
    struct year_person_row *row;
    size_t count, room;
};

static enum status people_add(struct people *p, const struct year_person_row *row,
                              struct arena *arena, struct error *e)
{
    if (p->count == p->room) {
        size_t room = p->room ? p->room * 2 : REASSESS_ROOM_FIRST;
        struct year_person_row *rows =
            room > REASSESS_PEOPLE_MAX ? NULL : ARENA_ARRAY(arena, struct year_person_row, room);
        if (!rows)
            return arena_exhausted(e);
        for (size_t i = 0; i < p->count; i++)
            rows[i] = p->row[i];
        p->row = rows;
        p->room = room;
    }
    p->row[p->count++] = *row;
    return STATUS_OK;
}

/* Those with a bill that would be assessed otherwise. */
static enum status people_find(struct db *db, struct reassess *r, struct arena *arena,
                               struct people *ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    CLEANUP(arena_cleanup) struct arena *aside = arena_new(YEAR_ARENA_BYTES);
    struct year_person_row row;
    enum status s;
    if (!aside)
        return arena_exhausted(e);
    TRY(year_people_open(db, (struct year_people_args){.county = r->desk->county, .year = r->year},
                         &cursor, e));
    while ((s = year_people_next(cursor, &row, e)) == STATUS_OK) {
        struct year y;
        arena_reset(aside);
        TRY(year_load(db, r->desk->county, row.person, r->year, (enum medical_visit)row.visit,
                      aside, &y, e));
        TRY(year_compute(db, r->desk, &y, NULL, e));
        if (year_differs(&y))
            TRY(people_add(ret, &row, arena, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status people_assess(struct db *db, struct reassess *r, const struct people *people,
                                 int64_t change, struct error *e)
{
    struct medical_work w = {
        .db = db, .desk = r->desk, .county = r->desk->county, .change = change, .today = r->today};
    struct year_result total = {0};
    int64_t last = 0;
    for (size_t i = 0; i < people->count; i++) {
        const struct year_person_row *p = &people->row[i];
        int64_t bills = total.bills;
        TRY(year_assess(&w, p->person, r->year, (enum medical_visit)p->visit, REASON_REASSESSMENT,
                        &total, e));
        if (total.bills > bills && p->person != last) {
            r->result.people++;
            last = p->person;
        }
    }
    r->result.bills = total.bills;
    r->result.more = total.more;
    r->result.less = total.less;
    return STATUS_OK;
}

static enum status reassess_work(struct db *db, void *context, struct error *e)
{
    struct reassess *r = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(REASSESS_ARENA_BYTES);
    struct people people = {0};
    char subject[64];
    int64_t change;
    if (!arena)
        return arena_exhausted(e);
    r->result = (struct reassess_result){0};
    TRY(desk_refresh(db, r->desk, 0, e));
    TRY(desk_writable(r->desk, e));
    TRY(people_find(db, r, arena, &people, e));
    if (people.count == 0)
        return STATUS_OK;
    (void)snprintf(subject, sizeof subject, "year %d", r->year);
    TRY(change_record(
        db, r->desk->county,
        &(struct change_entry){
            .actor = r->actor, .action = "medical.reassess", .subject = subject, .detail = ""},
        &change, e));
    TRY(desk_refresh(db, r->desk, change, e));
    return people_assess(db, r, &people, change, e);
}

enum status medical_reassess(struct db *db, struct medical_desk *desk, int year, const char *actor,
                             struct date today, struct reassess_result *ret, struct error *e)
{
    struct reassess r = {.desk = desk, .year = year, .actor = actor, .today = today};
    TRY(db_transaction(db, reassess_work, &r, e));
    *ret = r.result;
    return STATUS_OK;
}

/* What the files of this folder share. Private to meeting/. */
#pragma once
#include "domain/meeting/meeting.h"
#include "domain/meeting/practice.h"
#include "domain/meeting/problem.h"

#define MEETING_ARENA_BYTES ((size_t)64 << 20)
#define MEETING_TITLE_BYTES_MAX 300
#define MEETING_TEXT_BYTES_MAX 6000

/* A day that may be missing: v 0 in C, 0 in the table. */
static inline int64_t meeting_day_number(struct date d)
{
    return d.v ? date_yyyymmdd(d) : 0;
}
static inline struct date meeting_day_of(int64_t yyyymmdd)
{
    return yyyymmdd ? date_from_yyyymmdd(yyyymmdd) : (struct date){0};
}

/* One act: who, upon which number, under which change. Begun inside db_transaction. */
struct meeting_act {
    struct db *db;
    struct arena *arena;
    int64_t county, id, change;
    const char *actor;
    struct date today;
};
/* Either permission (other PERMISSION_NONE: none), and the place in the actor's scope; township 0:
   the county as a whole. REFUSED: ACCESS_DENIED, ACCESS_SCOPE. */
MUST_USE enum status meeting_may(const struct meeting_act *act, enum permission permission,
                                 enum permission other, int64_t township, struct error *e);
/* Records the change "noun id" and takes the day. */
MUST_USE enum status meeting_act_record(struct meeting_act *act, const char *action,
                                        const char *noun, const char *detail, struct error *e);
/* REFUSED (code) naming the field: empty when it must not be, or longer than most bytes. */
MUST_USE enum status meeting_text_check(const char *code, const char *field, const char *text,
                                        bool is_needed, size_t most, struct error *e);
enum status meeting_field(struct error *e, const char *code, const char *field, const char *reason);
enum status meeting_same_person(struct error *e, const char *actor);
/* Problems and practices may still be told at it. REFUSED: MEETING_UNKNOWN, MEETING_STATE. */
MUST_USE enum status meeting_is_open(struct db *db, int64_t county, int64_t meeting,
                                     struct error *e);
/* REFUSED (code): no township of the county on that day. 0 is the county itself. */
MUST_USE enum status meeting_township_check(struct db *db, int64_t county, const char *code,
                                            int64_t township, struct date day, struct arena *arena,
                                            struct error *e);
bool meeting_in_scope(int64_t scope, int64_t county, int64_t township); /* scope 0: all */
/* The items of a draft, from what is known at act->change. */
MUST_USE enum status meeting_draft_items(struct meeting_act *act, struct date held_on,
                                         struct error *e);
/* SHA-256 over the fields that docs/meeting.md lists. */
MUST_USE enum status meeting_hash(struct db *db, int64_t county, const struct meeting *m,
                                  struct arena *arena, uint8_t ret[HASH_BYTES], struct error *e);
/* Takes what others wrote: a draft's number and state. REFUSED: MEETING_UNKNOWN. */
MUST_USE enum status meeting_take(struct meeting_act *act, struct meeting *ret, struct error *e);
enum status meeting_state_refuse(struct error *e, const struct meeting *m);

/* Shared by the files of this folder. */
#pragma once
#include "base/buf.h"
#include "domain/match/match.h"

#define MATCH_ARENA_BYTES ((size_t)1 << 20)
#define MATCH_DETAIL_BYTES_MAX ((size_t)64 * 1024)
#define MATCH_SUBJECT_BYTES 64

struct match_opening { /* somebody who looks eligible, for one reason */
    enum match_kind kind;
    int64_t list, row_no; /* 0: a rule */
    const uint8_t *index;
    int64_t person, household, division;
    enum programme programme;
    const char *name, *id_tail, *place, *facts;
    struct date today;
};
/* Opens a candidate, adds the reason to one that is open, or leaves who rests alone. Inside a
   transaction. `change` 0: records a change of its own when one is needed. *ret_is_new may be NULL.
 */
MUST_USE enum status candidate_open(struct db *db, int64_t county, int64_t change,
                                    const struct match_opening *opening, struct arena *arena,
                                    bool *ret_is_new, struct error *e);
/* OK, or REFUSED (MATCH_NOTE). */
MUST_USE enum status match_note_check(const char *note, struct error *e);
/* REFUSED (ACCESS_SCOPE) unless the division lies in the actor's scope. */
MUST_USE enum status match_scope_check(const struct match_actor *actor, int64_t division,
                                       struct error *e);
/* The trail's row of what an actor did to "candidate" or "hit" number `id`; detail is its JSON. */
MUST_USE enum status match_change_record(struct db *db, int64_t county,
                                         const struct match_actor *actor, const char *action,
                                         const char *noun, int64_t id, const struct buf *detail,
                                         int64_t *ret_change, struct error *e);
/* 0 stands for no day. */
static inline struct date match_day(int64_t yyyymmdd)
{
    return yyyymmdd ? date_from_yyyymmdd(yyyymmdd) : (struct date){0};
}

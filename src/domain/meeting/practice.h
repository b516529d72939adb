/* Good practice (好的做法): proposed by a township or the bureau, published by the director, then
   open to everybody. P4.2. */
#pragma once
#include "domain/access/access.h"
#include "domain/registry/change.h"

enum practice_state { PRACTICE_PROPOSED = 1, PRACTICE_PUBLISHED, PRACTICE_DECLINED };
const char *practice_state_label(enum practice_state s); /* msgid */
struct practice {
    int64_t id, meeting, township; /* 0: told at no meeting; the county's own */
    const char *township_name;     /* "" for the county's own */
    const char *title, *body, *proposed_by, *decided_by; /* decided_by "": not yet */
    enum practice_state state;
    struct date decided_on; /* v 0: not yet */
};
/* id, state and who decided are not read. One transaction. REFUSED: ACCESS_…, PRACTICE_FIELD,
   MEETING_UNKNOWN, MEETING_STATE (its minutes are issued, or it was cancelled). */
MUST_USE enum status practice_propose(struct db *db, int64_t county,
                                      const struct practice *practice, const char *actor,
                                      int64_t *ret_id, struct error *e);
/* Published or declined, once. One transaction. REFUSED: ACCESS_…, PRACTICE_UNKNOWN,
   PRACTICE_STATE, SAME_PERSON. */
MUST_USE enum status practice_decide(struct db *db, int64_t county, int64_t id, bool is_published,
                                     const char *actor, struct error *e);
#define PRACTICES_MAX 2000
/* Newest first. scope: the viewer's; published ones are for everybody, others for whom they are in
   scope (0: all). meeting 0: all. known 0: now. */
MUST_USE enum status practice_list(struct db *db, int64_t county, int64_t scope, int64_t meeting,
                                   int64_t known, struct arena *arena, struct practice **ret,
                                   size_t *ret_count, struct error *e);
/* For the public: published ones, newest first; who proposed and decided is "". */
MUST_USE enum status practice_public_list(struct db *db, int64_t county, struct arena *arena,
                                          struct practice **ret, size_t *ret_count,
                                          struct error *e);

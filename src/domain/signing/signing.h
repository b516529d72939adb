/* What waits for somebody's name, over all nouns of the plan in motion: the director's signature, a
   township lead's, another's yes. Whoever made a thing is never asked for his own. P2, P4.1–P5.3.
 */
#pragma once
#include "base/arena.h"
#include "base/month.h"
#include "base/status.h"
#include "db/db.h"

enum signing_kind {
    SIGNING_SPLITS = 1,     /* drafted splits of a year; id: the year */
    SIGNING_LETTERS,        /* townships with a share in force and no letter; id: the year */
    SIGNING_MINUTES,        /* a recorded meeting */
    SIGNING_BULLETIN,       /* handed in */
    SIGNING_ASSESSMENT,     /* reviewed, to be published */
    SIGNING_DISPUTE,        /* open disputes of a round; id: the round */
    SIGNING_ACCOUNTABILITY, /* suggested */
    SIGNING_PRACTICE,       /* proposed, all together; id 0 */
    SIGNING_LETTER,         /* issued to a township, to be signed there */
    SIGNING_SELF,           /* a township's self-assessment; id: the round */
    SIGNING_PUBLICITY,      /* reported, to be confirmed, all together; id 0 */
    SIGNING_LIBRARY,        /* documents entered, to be approved, all together; id 0 */
    SIGNING_KINDS
};
struct signing {
    enum signing_kind kind;
    int64_t id, items, township; /* township 0: not of one */
    struct month month;          /* of minutes; v 0: none */
    const char *title;
};
#define SIGNINGS_MAX 200
/* user: who asks; what he prepared himself is left out. township 0: the whole county. In order of
   kind. At most SIGNINGS_MAX rows; the rest waits behind them. */
MUST_USE enum status signing_list(struct db *db, int64_t county, int64_t township, const char *user,
                                  struct arena *arena, struct signing **ret, size_t *ret_count,
                                  struct error *e);

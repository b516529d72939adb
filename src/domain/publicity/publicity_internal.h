/* What the files of this folder share. Private to publicity/. */
#pragma once
#include "domain/publicity/publicity.h"
#include "publicity_sql.h"

#define PUBLICITY_ARENA_BYTES ((size_t)16 << 20)
#define PUBLICITY_TEXT_BYTES_MAX 4000

/* One act upon one item. */
struct publicity_work {
    struct db *db;
    struct arena *arena;
    int64_t county, id, change;
    const char *actor;
    struct publicity_item item;
};
/* The item kept, who may asked (its township in the actor's scope), the change recorded. REFUSED:
   PUBLICITY_UNKNOWN, ACCESS_…. */
MUST_USE enum status publicity_begin(struct publicity_work *w, struct db *db,
                                     enum permission permission, const char *action,
                                     const char *detail, struct error *e);
enum status publicity_field(struct error *e, const char *field, const char *reason);
MUST_USE enum status publicity_state_check(const struct publicity_work *w,
                                           enum publicity_state wanted, struct error *e);
/* Each village is one of the item's township, or of the county for the county's items. */
MUST_USE enum status publicity_reach_write(struct publicity_work *w,
                                           const struct publicity_reached *reached, size_t count,
                                           struct error *e);

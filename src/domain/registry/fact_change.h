/* Inside the registry: one change of fact about one household, written through its periods. */
#pragma once
#include "domain/registry/period.h"

#define CAUSE_DEATH "DEATH"
#define CAUSE_HEAD_DEATH "HEAD_DEATH"
#define FACT_ARENA_BYTES (8u << 20)
#define FACT_DETAIL_BYTES_MAX 4096

struct fact_household {
    int64_t id, head;
    enum programme programme;
};
/* REFUSED (HOUSEHOLD_UNKNOWN) when the household never had a benefit. */
MUST_USE enum status fact_household_find(struct db *db, int64_t county, int64_t household,
                                         struct arena *arena, struct fact_household *ret,
                                         struct error *e);
/* Alters a row; false: leave it as it is. */
typedef bool (*fact_edit)(struct entitlement_row *row, void *context);
/* Applies edit to every period from `from` on (the first one is cut at `from`). REFUSED
   (MONTH_TOO_EARLY) when the benefit begins later. *ret_changed: periods written. */
MUST_USE enum status fact_edit_entitlement(struct db *db, int64_t county,
                                           const struct fact_household *household,
                                           struct month from, int64_t change, fact_edit edit,
                                           void *context, size_t *ret_changed, struct error *e);
/* REFUSED (NOTHING_TO_CHANGE). */
enum status nothing_to_change(int64_t household, struct error *e);
/* Records who did what; *detail is a JSON object under construction ("{…" without the closing
 * brace); document is added. */
MUST_USE enum status fact_record(struct db *db, int64_t county, const struct registry_actor *actor,
                                 const char *action, const char *subject, struct buf *detail,
                                 int64_t *ret_change, struct error *e);

/* Which blind indexes may be in the registry, in four bytes a person: most rows of an outside list
   end here. A yes is certain only after looking into the table; a no is certain at once. */
#pragma once
#include "base/seal.h"

#define MATCH_SET_PERSONS_MAX ((int64_t)1 << 30)

struct match_set;
MUST_USE enum status match_set_new(int64_t persons, struct match_set **ret, struct error *e);
void match_set_free(struct match_set *s);
/* FAILED (MATCH_SET_FULL) past the number it was made for. */
MUST_USE enum status match_set_add(struct match_set *s, const uint8_t index[BLIND_INDEX_BYTES],
                                   struct error *e);
/* At most MATCH_BATCH_ROWS at once; the tables' lines are fetched before they are looked at. */
void match_set_find(const struct match_set *s, const uint8_t (*indexes)[BLIND_INDEX_BYTES],
                    size_t count, bool *ret_may);

/* Shared by the files of homes and stays only. */
#pragma once
#include "domain/home/home.h"

#define HOME_ARENA_BYTES ((size_t)4 << 20)
#define HOME_DAYS_AHEAD_MAX 60

/* Records what is done to "home 3", "stay 12", … Inside db_transaction. detail: JSON or "". */
MUST_USE enum status home_change(struct db *db, int64_t county, const char *actor,
                                 const char *action, const char *noun, int64_t id,
                                 const char *detail, int64_t *ret, struct error *e);
/* As home_by_id; REFUSED (HOME_UNKNOWN) instead of NONE. */
MUST_USE enum status home_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                               struct home *ret, struct error *e);
/* REFUSED (HOME_CLOSED) unless the home stays open. */
MUST_USE enum status home_open_check(const struct home *home, struct error *e);

/* ---- who sleeps where ---- inside db_transaction, with a recorded change */
/* The bed asked for, or with 0 the first free one, from a day on. except: a stay whose own use does
   not count; 0. REFUSED: STAY_BED. */
MUST_USE enum status bed_choose(struct db *db, int64_t county, const struct home *home, int64_t bed,
                                struct date from, int64_t except, int64_t *ret, struct error *e);
/* The stay sleeps in the bed from … until further notice. */
MUST_USE enum status bed_take(struct db *db, int64_t county, int64_t home, int64_t bed,
                              int64_t stay, struct date from, int64_t change, struct error *e);
/* The stay has no bed from `until` on; what was planned beyond is superseded. */
MUST_USE enum status bed_leave(struct db *db, int64_t county, int64_t stay, struct date until,
                               int64_t change, struct error *e);

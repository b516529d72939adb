/* Inside the registry and its importer: the period rows believed now, cut by month. */
#pragma once
#include "domain/registry/registry.h"

#define MEMBER_SEGMENTS_MAX 400
#define PERIOD_ARENA_BYTES (1u << 20)

/* Rows believed now that touch [from, to], by month, as stored (they may reach beyond). rows: room
   for DOSSIER_ENTITLEMENTS_MAX; causes in the arena. */
MUST_USE enum status entitlement_segments(struct db *db, int64_t county, enum programme p,
                                          int64_t household, struct month from, struct month to,
                                          struct arena *arena, struct entitlement_row *rows,
                                          size_t *ret_count, struct error *e);
/* The same for one member; rows: room for MEMBER_SEGMENTS_MAX. */
MUST_USE enum status member_segments(struct db *db, int64_t county, int64_t household,
                                     int64_t person, struct month from, struct month to,
                                     struct arena *arena, struct member_row *rows,
                                     size_t *ret_count, struct error *e);
/* What an account must look like: 8 to 32 digits, a bank and a holder. */
MUST_USE enum status account_check(const char *bank, const char *holder, const char *number,
                                   struct error *e);
/* A home by its exact name; REFUSED (HOME_UNKNOWN) with the names there are. */
MUST_USE enum status registry_home_find(struct db *db, int64_t county, const char *name,
                                        int64_t *ret, struct error *e);

/* Shared by budgets and claims only. */
#pragma once
#include "base/hash.h"
#include "book_internal.h"
#include "home_claim_sql.h"

#define CLAIM_LINES_MAX 500

/* What is left of a budget line for a claim of that month; `more` is to fit. REFUSED (HOME_BUDGET)
   naming the line and the figures. */
MUST_USE enum status budget_fits(struct db *db, int64_t county, int64_t home, struct month month,
                                 int64_t account, struct fen more, struct error *e);
/* SHA-256 over the claim as it stands: county, id, home, book, month, count, total; payee and memo;
   per line number, account, day, amount, detail, receipt. Numbers are eight bytes big-endian, texts
   are preceded by their length so. ret_total: of the lines. */
MUST_USE enum status claim_hash(struct db *db, int64_t county, const struct home_claim_row *row,
                                uint8_t ret[HASH_BYTES], struct fen *ret_total, struct error *e);
/* REFUSED: HOME_CLAIM_UNKNOWN. */
MUST_USE enum status claim_find(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                struct home_claim_row *ret, struct error *e);
enum status claim_state_refused(const struct home_claim_row *row, const char *action,
                                struct error *e);
/* hash: of what is approved, for the trail; NULL: none. */
MUST_USE enum status claim_change(struct db *db, int64_t county, int64_t id, const char *action,
                                  const char *reason, const uint8_t *hash, const char *actor,
                                  int64_t *ret, struct error *e);

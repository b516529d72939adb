/* Shared by the files of statement only. */
#pragma once
#include "domain/medical/statement.h"
#include "statement_sql.h"

#define STATEMENT_SCRATCH_BYTES ((size_t)64 << 20)

/* Inside db_transaction: programme open, the change recorded, the statement as it is now. REFUSED
   (STATEMENT_UNKNOWN). */
struct statement_step {
    int64_t county, statement;
    const char *actor, *action, *detail;
};
MUST_USE enum status statement_step_begin(struct db *db, const struct statement_step *step,
                                          struct arena *scratch, struct statement_row *ret,
                                          int64_t *ret_change, struct error *e);
/* REFUSED (STATEMENT_STATE), naming the state it is in. */
enum status statement_state_refused(const struct statement_row *row, const char *action,
                                    struct error *e);
/* Not yet on a transfer: it may be drawn anew. */
bool statement_is_open(const struct statement_row *row);
/* SHA-256 over its lines in the order of their numbers; docs/medical.md says what it covers. */
MUST_USE enum status statement_hash(struct db *db, int64_t county, const struct statement_row *row,
                                    uint8_t ret[HASH_BYTES], struct statement_sums_row *ret_sums,
                                    struct error *e);
/* Sums of the lines it holds now, written as a draft; without anything to pay it is dissolved:
 *ret_is_gone. */
MUST_USE enum status statement_draw(struct db *db, int64_t county, int64_t id, int64_t hospital,
                                    struct month month, const char *actor, int64_t change,
                                    bool *ret_is_gone, struct error *e);

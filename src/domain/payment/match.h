/* The lines of a return file against what a remittance holds. */
#pragma once
#include "payment_internal.h"

#define HOLDER_INDEX_BYTES 16

struct sent_item {
    struct month month;
    int64_t household, attempt;
    struct fen amount;
    uint8_t account_index[BLIND_INDEX_BYTES], id_index[BLIND_INDEX_BYTES];
    uint8_t holder_index[HOLDER_INDEX_BYTES];
};
/* Expects the file in the order in which it was sent and then needs no memory; at the first line
   out of order the rest is read into memory and looked up. */
struct matcher;
MUST_USE enum status matcher_open(struct db *db, int64_t county, const struct payment_run_row *run,
                                  int64_t remittance, int64_t known, struct matcher **ret,
                                  struct error *e);
/* REFUSED: RETURN_UNKNOWN, RETURN_DUPLICATE. */
MUST_USE enum status matcher_take(struct matcher *m, const struct payment_return_line *line,
                                  struct sent_item *ret, struct error *e);
/* REFUSED (RETURN_MISSING) naming the first item that no line answered. */
MUST_USE enum status matcher_end(struct matcher *m, struct error *e);
/* Of an account holder as a layout keeps it: without the spaces at its ends. SipHash under a key
   drawn for this file: nobody can know two names that are taken for one, and it costs a tenth of
   SHA-256. */
void matcher_holder_index(const struct matcher *m, const char *holder,
                          uint8_t out[HOLDER_INDEX_BYTES]);
void matcher_cleanup(struct matcher **m);

/* Between a payment run and the bank's file formats: sends a run through a layout, takes its return
 * in. */
#pragma once
#include "domain/payment/payment.h"

/* Makes the file by layouts/LAYOUT.yaml, books it and keeps its bytes sealed; nothing is left on
   disk. The bytes are then written out with bank_exchange_write. NONE: nothing to send. REFUSED as
   payment_send, or naming the household whose name the layout's charset can not hold; then nothing
   was changed. */
MUST_USE enum status bank_exchange_send(struct db *db, const struct payment_context *c, int64_t run,
                                        const char *layout, bool reissue, int64_t *ret_remittance,
                                        struct error *e);
/* A remittance's kept bytes to a file that appears whole or not at all. The same bytes every time.
 */
MUST_USE enum status bank_exchange_write(struct db *db, int64_t county, const struct keyring *keys,
                                         int64_t run, int64_t remittance, const char *path,
                                         struct error *e);
/* Takes the return file of the run's oldest open remittance, in the layout it was sent in. NONE:
   the same file was taken in before. REFUSED, with nothing booked, naming the line. */
MUST_USE enum status bank_exchange_take(struct db *db, const struct payment_context *c, int64_t run,
                                        const char *path, struct payment_return_result *ret,
                                        struct error *e);

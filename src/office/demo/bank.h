/* The paying bank of the demonstration: takes a batch file in the layout nsh-pipe and answers with
   a return file. */
#pragma once
#include "domain/payment/payment.h"

#define DEMO_LAYOUT "nsh-pipe"

/* Answers the batch in `sent` with `answer`: `returns` lines spread evenly over the file come back
   unpaid, each with one of the bank's usual reasons; the others are paid. FAILED (DEMO_BANK) when
   the file is not such a batch. */
MUST_USE enum status demo_bank_answer(const char *sent, const char *answer, int64_t returns,
                                      struct error *e);

/* Sends what is due (or, reissue, what was corrected) into the file `path`. NONE: nothing to send.
 */
MUST_USE enum status demo_bank_send(struct db *db, const struct payment_context *c, int64_t run,
                                    bool reissue, const char *path, struct error *e);
/* Takes the return file in. */
MUST_USE enum status demo_bank_take(struct db *db, const struct payment_context *c, int64_t run,
                                    const char *path, struct payment_return_result *ret,
                                    struct error *e);

/* The paying bank of the demonstration: takes a batch file in the layout nsh-pipe and answers with
   a return file. */
#pragma once
#include "base/status.h"

#define DEMO_LAYOUT "nsh-pipe"

/* Answers the batch in `sent` with `answer`: `returns` lines spread evenly over the file come back
   unpaid, each with one of the bank's usual reasons; the others are paid. FAILED (DEMO_BANK) when
   the file is not such a batch. */
MUST_USE enum status demo_bank_answer(const char *sent, const char *answer, int64_t returns,
                                      struct error *e);

/* All that is paid to institutions by transfer (P3.2, P3.3, P3.4), in one table above its subjects:
   statements of hospitals, premium lists, support and management money, works. */
#pragma once
#include "domain/transfer/transfer.h"

/* Ends with NULL. */
extern const struct transfer_kind *const TRANSFER_KINDS[];
/* By the code that the transfer carries; NULL: none of ours. */
const struct transfer_kind *transfer_kind_by_code(const char *code);

/* What is paid to institutions by transfer: hospitals' statements, premium lists. */
#pragma once
#include "domain/transfer/transfer.h"

extern const struct transfer_kind TRANSFER_OF_STATEMENT, TRANSFER_OF_PREMIUM;
/* By the code that the transfer carries; NULL: none of ours. */
const struct transfer_kind *medical_transfer_kind(const char *code);

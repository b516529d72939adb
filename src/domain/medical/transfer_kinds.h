/* What medical assistance pays to institutions by transfer: hospitals' statements, premium lists.
 */
#pragma once
#include "domain/transfer/transfer.h"

extern const struct transfer_kind TRANSFER_OF_STATEMENT, TRANSFER_OF_PREMIUM;

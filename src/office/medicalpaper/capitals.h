/* An amount in capitals (大写), as orders to pay carry it beside the digits: 壹万零伍拾元叁角整. */
#pragma once
#include "base/fen.h"

#define CAPITALS_BYTES 192
/* "" for a hundred thousand million yuan and more. Negative: 负…. */
const char *fen_capitals(struct fen amount, char out[CAPITALS_BYTES]);

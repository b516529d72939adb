/* The blind index of many ID numbers at once: what blind_index says of each, several times as fast.
   For lists of millions. */
#pragma once
#include "base/seal.h"

#define BLIND_TEXT_BYTES 18 /* of an ID number, without NUL */

void blind_index_many(const struct keyring *k, enum seal_purpose purpose,
                      const char (*texts)[BLIND_TEXT_BYTES], size_t count,
                      uint8_t (*out)[BLIND_INDEX_BYTES]);
/* The same of texts of any kind, short enough for one block: account numbers beside ID numbers. */
#define BLIND_SHORT_BYTES 24 /* with NUL */
struct blind_text {
    enum seal_purpose purpose;
    char text[BLIND_SHORT_BYTES];
};
void blind_index_texts(const struct keyring *k, const struct blind_text *texts, size_t count,
                       uint8_t (*out)[BLIND_INDEX_BYTES]);
/* seal.c's: the key of the blind index where that is BLAKE2b (blind_index hashes the purpose's byte
   and the text under it), else NULL: then every number goes through blind_index itself. */
const uint8_t *keyring_blake2b_key(const struct keyring *k);

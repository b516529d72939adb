/* Numbers into a content hash: eight bytes each, big-endian. */
#pragma once
#include "base/hash.h"

#include <endian.h>

static inline void batch_hash_numbers(struct hash_state *h, const int64_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const uint64_t v = htobe64((uint64_t)numbers[i]);
        hash_update(h, &v, sizeof v);
    }
}

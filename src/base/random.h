/* Seeded random numbers for synthetic people and tests (splitmix64): same bytes for the same seed.
 * Not for secrets. */
#pragma once
#include <stdint.h>
struct random {
    uint64_t state;
};
struct random random_seed(uint64_t seed);
uint64_t random_u64(struct random *r);
uint32_t random_below(struct random *r, uint32_t bound); /* 0 <= x < bound, bound > 0, unbiased */

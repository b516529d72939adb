#include "base/random.h"
#include <assert.h>

struct random random_seed(uint64_t seed)
{
    return (struct random){seed};
}

uint64_t random_u64(struct random *r)
{
    uint64_t z = (r->state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* Lemire's method: the high half of a product, values of the uneven rest drawn again. */
uint32_t random_below(struct random *r, uint32_t bound)
{
    assert(bound > 0);
    uint64_t product = (random_u64(r) >> 32) * bound;
    uint32_t uneven = (0u - bound) % bound;
    while ((uint32_t)product < uneven)
        product = (random_u64(r) >> 32) * bound;
    return (uint32_t)(product >> 32);
}

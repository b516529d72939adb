#include "base/hash_cpu.h"
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static pthread_once_t asked = PTHREAD_ONCE_INIT;
static bool is_able;

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

#define CPUID_SSSE3_SSE41 ((1u << 9) | (1u << 19)) /* leaf 1, ecx */
#define CPUID_SHA (1u << 29)                       /* leaf 7, ebx */

static bool processor_is_able(void)
{
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || (c & CPUID_SSSE3_SSE41) != CPUID_SSSE3_SSE41)
        return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & CPUID_SHA) != 0;
}

_Alignas(16) static const uint32_t rounds[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static __m128i load(const void *p)
{
    return _mm_loadu_si128((const __m128i *)p);
}

/* The instructions keep the eight words as ABEF and CDGH, and do two rounds each. w holds the last
   sixteen words of the message schedule, four by four. */
__attribute__((target("sha,sse4.1"))) void hash_cpu_blocks(uint32_t state[8], const uint8_t *p,
                                                           size_t blocks)
{
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i dcba = _mm_shuffle_epi32(load(state), 0xB1);
    __m128i hgfe = _mm_shuffle_epi32(load(state + 4), 0x1B);
    __m128i abef = _mm_alignr_epi8(dcba, hgfe, 8);
    __m128i cdgh = _mm_blend_epi16(hgfe, dcba, 0xF0);
    for (; blocks > 0; blocks--, p += HASH_BLOCK_BYTES) {
        const __m128i abef_before = abef, cdgh_before = cdgh;
        __m128i w[4];
        for (int i = 0; i < 4; i++)
            w[i] = _mm_shuffle_epi8(load(p + 16 * i), big_endian);
        for (int r = 0; r < 16; r++) {
            __m128i k = _mm_add_epi32(w[r % 4], load(rounds + 4 * r));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, k);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(k, 0x0E));
            if (r >= 12)
                continue;
            __m128i near = w[(r + 3) % 4];
            __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w[r % 4], w[(r + 1) % 4]),
                                        _mm_alignr_epi8(near, w[(r + 2) % 4], 4));
            w[r % 4] = _mm_sha256msg2_epu32(sum, near);
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
    __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128((__m128i *)(void *)state, _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128((__m128i *)(void *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}
#else
static bool processor_is_able(void)
{
    return false;
}

void hash_cpu_blocks(uint32_t state[8], const uint8_t *p, size_t blocks)
{
    (void)state;
    (void)p;
    (void)blocks;
    assert(!"asked for instructions that are not there");
}
#endif

static void ask(void)
{
    const char *wish = getenv("MINSHENG_HASH");
    is_able = processor_is_able() && (wish == NULL || strcmp(wish, "portable") != 0);
}

bool hash_cpu_is_able(void)
{
    pthread_once(&asked, ask);
    return is_able;
}

/* The blind index of many numbers at once. BLAKE2b works on words of 64 bits, so several numbers
   go side by side through the processor's wide registers; the key's own block is the same for all
   and is worked off once. docs/decisions/0045-blind-index-of-many.md */
#include "base/blind.h"

#include <stdlib.h>
#include <string.h>

#include "base/idno.h"

#define TEXT_BYTES (IDNO_BYTES - 1)
#define KEY_BYTES ((size_t)32)
#define BLOCK_BYTES ((size_t)128)
#define ROUNDS 12
#define MESSAGE_WORDS 3 /* the purpose's byte, then the text; the block's words beyond are zero */
#define LANES_MAX 8

_Static_assert(1 + TEXT_BYTES <= MESSAGE_WORDS * 8, "an ID number fits");
_Static_assert(BLIND_SHORT_BYTES == MESSAGE_WORDS * 8, "so does a short text, its NUL left out");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "BLAKE2b counts in this order");

static const uint64_t IV[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                               0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                               0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
static const uint8_t SIGMA[ROUNDS][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
};

#define ROTATE(x, n) (((x) >> (n)) | ((x) << (64 - (n))))
#define MIX(v, a, b, c, d, x, y)                                                                   \
    do {                                                                                           \
        v[a] += v[b] + (x);                                                                        \
        v[d] = ROTATE(v[d] ^ v[a], 32);                                                            \
        v[c] += v[d];                                                                              \
        v[b] = ROTATE(v[b] ^ v[c], 24);                                                            \
        v[a] += v[b] + (y);                                                                        \
        v[d] = ROTATE(v[d] ^ v[a], 16);                                                            \
        v[c] += v[d];                                                                              \
        v[b] = ROTATE(v[b] ^ v[c], 63);                                                            \
    } while (0)
#define ROUND(v, m, s)                                                                             \
    do {                                                                                           \
        MIX(v, 0, 4, 8, 12, m((s)[0]), m((s)[1]));                                                 \
        MIX(v, 1, 5, 9, 13, m((s)[2]), m((s)[3]));                                                 \
        MIX(v, 2, 6, 10, 14, m((s)[4]), m((s)[5]));                                                \
        MIX(v, 3, 7, 11, 15, m((s)[6]), m((s)[7]));                                                \
        MIX(v, 0, 5, 10, 15, m((s)[8]), m((s)[9]));                                                \
        MIX(v, 1, 6, 11, 12, m((s)[10]), m((s)[11]));                                              \
        MIX(v, 2, 7, 8, 13, m((s)[12]), m((s)[13]));                                               \
        MIX(v, 3, 4, 9, 14, m((s)[14]), m((s)[15]));                                               \
    } while (0)

/* The state behind the key's block: BLAKE2b, BLIND_INDEX_BYTES out, key of 32 bytes. */
static void key_state(const uint8_t key[KEY_BYTES], uint64_t h[8])
{
    uint64_t v[16], m[16] = {0};
    memcpy(m, key, KEY_BYTES);
    memcpy(h, IV, sizeof IV);
    h[0] ^= 0x01010000 ^ (KEY_BYTES << 8) ^ BLIND_INDEX_BYTES;
    memcpy(v, h, sizeof IV);
    memcpy(v + 8, IV, sizeof IV);
    v[12] ^= BLOCK_BYTES;
#define KEY_WORD(i) m[i]
    for (int r = 0; r < ROUNDS; r++)
        ROUND(v, KEY_WORD, SIGMA[r]);
    for (int i = 0; i < 8; i++)
        h[i] ^= v[i] ^ v[i + 8];
    explicit_bzero(m, sizeof m);
    explicit_bzero(v, sizeof v);
}

struct message {
    uint64_t words[MESSAGE_WORDS];
    uint64_t bytes;
};

static struct message message_of(enum seal_purpose purpose, const char *text, size_t bytes)
{
    struct message m = {.bytes = 1 + bytes};
    uint8_t block[MESSAGE_WORDS * 8] = {(uint8_t)purpose};
    memcpy(block + 1, text, bytes);
    memcpy(m.words, block, sizeof m.words);
    return m;
}

/* One block for each lane: `lanes` messages with the same state before. WORD is a vector of 64-bit
   words; the words of the message that are always zero fall away when the loop is unrolled. */
#define MESSAGE_WORD(i) ((i) < MESSAGE_WORDS ? m[i] : zero)
#define LANES_BODY(WORD, lanes)                                                                    \
    WORD v[16], m[MESSAGE_WORDS], bytes = {0}, zero = {0};                                         \
    for (int lane = 0; lane < (lanes); lane++) {                                                   \
        bytes[lane] = messages[lane].bytes;                                                        \
        for (int i = 0; i < MESSAGE_WORDS; i++)                                                    \
            m[i][lane] = messages[lane].words[i];                                                  \
    }                                                                                              \
    for (int i = 0; i < 8; i++) {                                                                  \
        v[i] = zero + h[i];                                                                        \
        v[i + 8] = zero + IV[i];                                                                   \
    }                                                                                              \
    v[12] ^= bytes + BLOCK_BYTES;                                                                  \
    v[14] = ~v[14];                                                                                \
    _Pragma("GCC unroll 12") for (int r = 0; r < ROUNDS; r++) ROUND(v, MESSAGE_WORD, SIGMA[r]);    \
    WORD low = v[0] ^ v[8] ^ (zero + h[0]), high = v[1] ^ v[9] ^ (zero + h[1]);                    \
    for (int lane = 0; lane < (lanes); lane++) {                                                   \
        const uint64_t words[2] = {low[lane], high[lane]};                                         \
        memcpy(out[lane], words, BLIND_INDEX_BYTES);                                               \
    }

typedef uint64_t word2 __attribute__((vector_size(16)));
static void lanes2(const uint64_t h[8], const struct message *messages,
                   uint8_t (*out)[BLIND_INDEX_BYTES])
{
    LANES_BODY(word2, 2)
}

#if defined(__x86_64__)
typedef uint64_t word4 __attribute__((vector_size(32)));
typedef uint64_t word8 __attribute__((vector_size(64)));
__attribute__((target("avx2"))) static void
lanes4(const uint64_t h[8], const struct message *messages, uint8_t (*out)[BLIND_INDEX_BYTES])
{
    LANES_BODY(word4, 4)
}

/* The address sanitizer's frames for variables hold to 32 bytes, a vector of 64 would trap there.
 */
__attribute__((target("avx512f"), no_sanitize("address"))) static void
lanes8(const uint64_t h[8], const struct message *messages, uint8_t (*out)[BLIND_INDEX_BYTES])
{
    LANES_BODY(word8, 8)
}
#endif

struct lanes {
    void (*run)(const uint64_t h[8], const struct message *messages,
                uint8_t (*out)[BLIND_INDEX_BYTES]);
    size_t count;
};
/* MINSHENG_BLIND_LANES=2 or 4 holds it to fewer, for tests. */
static struct lanes lanes_widest(void)
{
    const char *limit = getenv("MINSHENG_BLIND_LANES");
    if (limit && *limit == '2')
        return (struct lanes){lanes2, 2};
#if defined(__x86_64__)
    bool is_narrow = limit && *limit == '4';
    if (!is_narrow && __builtin_cpu_supports("avx512f"))
        return (struct lanes){lanes8, 8};
    if (__builtin_cpu_supports("avx2"))
        return (struct lanes){lanes4, 4};
#endif
    return (struct lanes){lanes2, 2};
}

static void one_by_one(const struct keyring *k, const struct message *messages, size_t count,
                       uint8_t (*out)[BLIND_INDEX_BYTES])
{
    for (size_t i = 0; i < count; i++) {
        char block[MESSAGE_WORDS * 8 + 1] = "";
        memcpy(block, messages[i].words, sizeof messages[i].words);
        blind_index(k, (enum seal_purpose)(uint8_t)block[0], block + 1, out[i]);
    }
}

struct run {
    const struct keyring *k;
    const uint8_t *key;
    struct lanes lanes;
    uint64_t h[8];
};

static struct run run_begin(const struct keyring *k)
{
    struct run r = {.k = k, .key = keyring_blake2b_key(k), .lanes = lanes_widest()};
    if (r.key)
        key_state(r.key, r.h);
    return r;
}

/* At most as many as there are lanes. */
static void run_group(const struct run *r, const struct message *messages, size_t count,
                      uint8_t (*out)[BLIND_INDEX_BYTES])
{
    if (r->key && count == r->lanes.count)
        r->lanes.run(r->h, messages, out);
    else
        one_by_one(r->k, messages, count, out);
}

static size_t group_size(const struct run *r, size_t left)
{
    return left < r->lanes.count ? left : r->lanes.count;
}

void blind_index_many(const struct keyring *k, enum seal_purpose purpose,
                      const char (*texts)[BLIND_TEXT_BYTES], size_t count,
                      uint8_t (*out)[BLIND_INDEX_BYTES])
{
    struct run r = run_begin(k);
    struct message messages[LANES_MAX];
    for (size_t done = 0, n; done < count; done += n) {
        n = group_size(&r, count - done);
        for (size_t i = 0; i < n; i++)
            messages[i] = message_of(purpose, texts[done + i], TEXT_BYTES);
        run_group(&r, messages, n, out + done);
    }
    explicit_bzero(r.h, sizeof r.h);
}

void blind_index_texts(const struct keyring *k, const struct blind_text *texts, size_t count,
                       uint8_t (*out)[BLIND_INDEX_BYTES])
{
    struct run r = run_begin(k);
    struct message messages[LANES_MAX];
    for (size_t done = 0, n; done < count; done += n) {
        n = group_size(&r, count - done);
        for (size_t i = 0; i < n; i++) {
            const struct blind_text *t = &texts[done + i];
            messages[i] = message_of(t->purpose, t->text, strnlen(t->text, BLIND_SHORT_BYTES - 1));
        }
        run_group(&r, messages, n, out + done);
    }
    explicit_bzero(r.h, sizeof r.h);
}

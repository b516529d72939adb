#include "base/hash.h"
#include "base/hash_cpu.h"
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define NUMBER_TEXT_BYTES 24

_Static_assert(HASH_BYTES == crypto_hash_sha256_BYTES, "SHA-256");

/* With the processor's instructions the message is cut into blocks here; without them libsodium
 * does it all. */
struct sha {
    bool has_instructions;
    union {
        struct {
            uint32_t state[8];
            uint64_t bytes;
            uint8_t block[HASH_BLOCK_BYTES];
        } own;
        crypto_hash_sha256_state sodium;
    };
};
_Static_assert(sizeof(struct sha) <= sizeof(struct hash_state), "state must fit");

static struct sha *inner(struct hash_state *s)
{
    return (struct sha *)(void *)s->opaque;
}

void hash_init(struct hash_state *s)
{
    static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    struct sha *h = inner(s);
    h->has_instructions = hash_cpu_is_able();
    if (!h->has_instructions) {
        crypto_hash_sha256_init(&h->sodium);
        return;
    }
    memcpy(h->own.state, start, sizeof start);
    h->own.bytes = 0;
}

static void own_update(struct sha *h, const uint8_t *p, size_t n)
{
    size_t held = h->own.bytes % HASH_BLOCK_BYTES;
    h->own.bytes += n;
    if (held) {
        size_t part = HASH_BLOCK_BYTES - held < n ? HASH_BLOCK_BYTES - held : n;
        memcpy(h->own.block + held, p, part);
        if (held + part < HASH_BLOCK_BYTES)
            return;
        hash_cpu_blocks(h->own.state, h->own.block, 1);
        p += part;
        n -= part;
    }
    size_t blocks = n / HASH_BLOCK_BYTES;
    hash_cpu_blocks(h->own.state, p, blocks);
    memcpy(h->own.block, p + blocks * HASH_BLOCK_BYTES, n % HASH_BLOCK_BYTES);
}

void hash_update(struct hash_state *s, const void *p, size_t n)
{
    struct sha *h = inner(s);
    if (n == 0)
        return;
    if (h->has_instructions)
        own_update(h, p, n);
    else
        crypto_hash_sha256_update(&h->sodium, p, n);
}

void hash_final(struct hash_state *s, uint8_t out[HASH_BYTES])
{
    struct sha *h = inner(s);
    if (!h->has_instructions) {
        crypto_hash_sha256_final(&h->sodium, out);
        return;
    }
    uint64_t bits = h->own.bytes * 8;
    uint8_t tail[2 * HASH_BLOCK_BYTES] = {0x80};
    size_t held = h->own.bytes % HASH_BLOCK_BYTES;
    /* 0x80 and zeros up to the last eight bytes of a block, then the length in bits. */
    size_t n = (held < HASH_BLOCK_BYTES - 8 ? HASH_BLOCK_BYTES : 2 * HASH_BLOCK_BYTES) - held;
    for (size_t i = 0; i < 8; i++)
        tail[n - 1 - i] = (uint8_t)(bits >> (8 * i));
    own_update(h, tail, n);
    for (size_t i = 0; i < HASH_BYTES; i++)
        out[i] = (uint8_t)(h->own.state[i / 4] >> (24 - 8 * (i % 4)));
}

void hash_hex(const uint8_t hash[HASH_BYTES], char out[HASH_HEX_BYTES])
{
    sodium_bin2hex(out, HASH_HEX_BYTES, hash, HASH_BYTES);
}

void hash_bytes(const void *p, size_t n, uint8_t out[HASH_BYTES])
{
    struct hash_state s;
    hash_init(&s);
    hash_update(&s, p, n);
    hash_final(&s, out);
}

void hash_put_text(struct hash_state *s, const char *text)
{
    hash_update(s, text, strlen(text) + 1);
}

void hash_put_number(struct hash_state *s, int64_t v)
{
    char text[NUMBER_TEXT_BYTES];
    (void)snprintf(text, sizeof text, "%" PRId64, v);
    hash_put_text(s, text);
}

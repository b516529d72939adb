#include "base/hash.h"
#include <sodium.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct hash_state), "state must fit");
_Static_assert(HASH_BYTES == crypto_hash_sha256_BYTES, "SHA-256");

static crypto_hash_sha256_state *inner(struct hash_state *s)
{
    return (crypto_hash_sha256_state *)(void *)s->opaque;
}

void hash_init(struct hash_state *s)
{
    crypto_hash_sha256_init(inner(s));
}

void hash_update(struct hash_state *s, const void *p, size_t n)
{
    if (n)
        crypto_hash_sha256_update(inner(s), p, n);
}

void hash_final(struct hash_state *s, uint8_t out[HASH_BYTES])
{
    crypto_hash_sha256_final(inner(s), out);
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

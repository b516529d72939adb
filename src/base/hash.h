/* SHA-256, for content hashes of rosters and files and the audit chain. */
#pragma once
#include "base/status.h"
#define HASH_BYTES 32
#define HASH_HEX_BYTES 65
struct hash_state {
    _Alignas(16) unsigned char opaque[128];
};
void hash_init(struct hash_state *s);
void hash_update(struct hash_state *s, const void *p, size_t n);
void hash_final(struct hash_state *s, uint8_t out[HASH_BYTES]);
void hash_hex(const uint8_t hash[HASH_BYTES], char out[HASH_HEX_BYTES]);
void hash_bytes(const void *p, size_t n, uint8_t out[HASH_BYTES]);
/* A field of a content's hash: text with its zero byte, a number as decimal text with the same, so
   that no two rows of fields come to the same bytes. */
void hash_put_text(struct hash_state *s, const char *text);
void hash_put_number(struct hash_state *s, int64_t v);

/* SM4-CTR (GB/T 32907) and HMAC-SM3 (GB/T 32905, GM/T 0042) by OpenSSL. For seal.c and tests. */
#pragma once
#include "base/status.h"
#include <stddef.h>
#include <stdint.h>

#define SM4_KEY_BYTES 16
#define SM4_IV_BYTES 16
#define SM3_BYTES 32

/* The algorithms, fetched once: fetching costs more than sealing a number. May be used by several
   threads at once. */
struct sm;

/* FAILED (SEAL_SUITE) when OpenSSL does not have them. */
MUST_USE enum status sm_new(struct sm **ret, struct error *e);
void sm_free(struct sm *sm);
void sm_cleanup(struct sm **sm);

/* The next two end the program when memory ran out: a value is never left half sealed. */

/* Encrypts or decrypts n bytes; in and out may be the same. */
void sm4_ctr(const struct sm *sm, const uint8_t key[SM4_KEY_BYTES], const uint8_t iv[SM4_IV_BYTES],
             const void *in, size_t n, void *out);
/* Of a followed by b. */
void sm3_hmac(const struct sm *sm, const uint8_t *key, size_t key_n, const void *a, size_t a_n,
              const void *b, size_t b_n, uint8_t out[SM3_BYTES]);

/* Sealing at rest: ID numbers, bank accounts, phones, bank files. One key file outside the
   database; every seal is XChaCha20-Poly1305 with a random nonce, bound to its purpose. That a
   value stands in its own row is the audit's to check, against the look-up value beside it
   (NUMBER_SEAL). */
#pragma once
#include "base/buf.h"
#include "base/arena.h"

struct keyring;

#define BLIND_INDEX_BYTES 16
#define SEAL_OVERHEAD_BYTES 41 /* 1 version + 24 nonce + 16 tag */

/* Opens the key file (mode 0600 or stricter, else REFUSED); creates it with fresh random keys when
   it does not exist and `create` is true. Default path: MINSHENG_KEY, else var/minsheng.key. Keys
   are in locked memory. */
MUST_USE enum status keyring_open(const char *path, bool create, struct keyring **ret,
                                  struct error *e);
void keyring_free(struct keyring *k);
void keyring_cleanup(struct keyring **k);
/* Purposes keep fields apart: a sealed account can not be moved into an ID column. */
enum seal_purpose {
    SEAL_ID_NUMBER = 1,
    SEAL_ACCOUNT = 2,
    SEAL_PHONE = 3,
    SEAL_FILE = 4,
    SEAL_HEALTH = 5,     /* facts about a person's health */
    SEAL_ATTACHMENT = 6, /* photos and scans */
    SEAL_CASE = 7,       /* what a case's forms say */
    SEAL_DRAFT = 8,      /* a form not yet handed in */
    SEAL_TOTP = 9,       /* the secret of a user's second step */
};
/* out needs n + SEAL_OVERHEAD_BYTES. Returns the sealed length. */
size_t seal(const struct keyring *k, enum seal_purpose purpose, const void *p, size_t n,
            uint8_t *out);
/* out needs n - SEAL_OVERHEAD_BYTES + 1 (a NUL is added). FAILED (SEAL_BROKEN) when altered or of
 * another purpose/key. */
MUST_USE enum status unseal(const struct keyring *k, enum seal_purpose purpose,
                            const uint8_t *sealed, size_t n, char *out, size_t *ret_n,
                            struct error *e);
/* Keyed hash for equality look-up. */
void blind_index(const struct keyring *k, enum seal_purpose purpose, const char *text,
                 uint8_t out[BLIND_INDEX_BYTES]);

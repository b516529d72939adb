/* Sealing at rest: ID numbers, bank accounts, phones, health, papers, forms. One key file outside
   the database holds generations of keys: the last one seals, all of them open. Each names its
   suite: sodium is XChaCha20-Poly1305, sm is SM4-CTR then HMAC-SM3 (192 bits). The nonce is random,
   the purpose is authenticated. That a value stands in its own row is the audit's to check, against
   the look-up value beside it (NUMBER_SEAL). */
#pragma once
#include "base/buf.h"
#include "base/arena.h"

struct keyring;

#define BLIND_INDEX_BYTES 16
#define SEAL_OVERHEAD_BYTES 41   /* 1 generation and suite + 24 nonce + 16 tag; sm: 16 and 24 */
#define SEAL_GENERATIONS_MAX 127 /* of keys in one file */
#define KEY_PATH_BYTES 4096

enum seal_suite { SEAL_SODIUM, SEAL_SM, SEAL_SUITE_COUNT };
const char *seal_suite_name(enum seal_suite suite); /* "sodium", "sm" */
/* REFUSED (SEAL_SUITE). */
MUST_USE enum status seal_suite_parse(const char *name, enum seal_suite *ret, struct error *e);

/* Opens the key file (mode 0600 or stricter, else REFUSED); creates it with fresh random keys when
   it does not exist and `create` is true, in the suite that MINSHENG_SEAL names, else sodium.
   Default path: MINSHENG_KEY, else var/minsheng.key. Keys are in locked memory. Several threads
   may use one keyring. */
MUST_USE enum status keyring_open(const char *path, bool create, struct keyring **ret,
                                  struct error *e);
void keyring_free(struct keyring *k);
void keyring_cleanup(struct keyring **k);
/* The path that keyring_open would use. */
MUST_USE enum status key_file_path(const char *path, char out[KEY_PATH_BYTES], struct error *e);
/* Adds a generation of fresh keys to the file. What is open keeps its old keys: programs that run
   must be started again before they can read what the new generation sealed. The key of the blind
   index stays, so that stored look-up values stay right. REFUSED: KEY_BUSY, KEY_GENERATIONS. */
MUST_USE enum status keyring_rotate(const char *path, enum seal_suite suite, int *ret_generation,
                                    struct error *e);
int keyring_generation(const struct keyring *k); /* the one that seals; counts from 1 */
enum seal_suite keyring_suite(const struct keyring *k, int generation);
enum seal_suite keyring_index_suite(const struct keyring *k);
/* Whether the last generation sealed it; else it is due to be sealed again. */
bool seal_is_current(const struct keyring *k, const uint8_t *sealed, size_t n);
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
    SEAL_SIGNING = 10,   /* the secret with which a hospital's program signs */
};
/* out needs n + SEAL_OVERHEAD_BYTES. Returns the sealed length. */
size_t seal(const struct keyring *k, enum seal_purpose purpose, const void *p, size_t n,
            uint8_t *out);
/* out needs n - SEAL_OVERHEAD_BYTES + 1 (a NUL is added). FAILED (SEAL_BROKEN) when altered or of
 * another purpose/key. */
MUST_USE enum status unseal(const struct keyring *k, enum seal_purpose purpose,
                            const uint8_t *sealed, size_t n, char *out, size_t *ret_n,
                            struct error *e);
/* Keyed hash for equality look-up: BLAKE2b or HMAC-SM3, as the key file was made. */
void blind_index(const struct keyring *k, enum seal_purpose purpose, const char *text,
                 uint8_t out[BLIND_INDEX_BYTES]);

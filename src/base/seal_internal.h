/* Shared by seal.c and key_file.c only. */
#pragma once
#include "base/seal.h"
#include "base/seal_sm.h"

#define SEAL_KEY_BYTES 32

/* One generation of keys, as the file has it. */
struct seal_generation {
    enum seal_suite suite;
    uint8_t key[SEAL_KEY_BYTES];
    uint8_t cipher_key[SM4_KEY_BYTES], mac_key[SM3_BYTES]; /* derived; SEAL_SM only */
};
struct keyring {
    enum seal_suite index_suite;
    uint8_t index_key[SEAL_KEY_BYTES];
    int count; /* generations 1 … count; the last one seals */
    struct seal_generation generation[SEAL_GENERATIONS_MAX];
    struct sm *sm; /* NULL while no generation and no index needs it */
};

/* Fills what the file says. NONE when there is no file; REFUSED KEY_MODE; FAILED KEY_FILE,
 * KEY_BROKEN. */
MUST_USE enum status key_file_read(const char *path, struct keyring *k, struct error *e);
/* A new file with one generation; when somebody else was faster, his stays. */
MUST_USE enum status key_file_create(const char *path, enum seal_suite suite, struct error *e);

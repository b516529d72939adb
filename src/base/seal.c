#include "base/blind.h"
#include "base/i18n.h"
#include "base/seal_internal.h"
#include "base/text.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES
/* HMAC-SM3 shortened to what makes both suites equally long. */
#define SM_TAG_BYTES (SEAL_OVERHEAD_BYTES - 1 - SM4_IV_BYTES)
#define SM_MARK 0x80u /* in the first byte, beside the generation */
#define KEY_PATH_DEFAULT "var/minsheng.key"

_Static_assert(SEAL_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "as the file has it");
_Static_assert(SEAL_OVERHEAD_BYTES == 1 + NONCE_BYTES + TAG_BYTES,
               "overhead is part of the contract");
_Static_assert(SM_TAG_BYTES == 24, "192 bits");
_Static_assert(SEAL_GENERATIONS_MAX < SM_MARK, "a generation fits beside the mark");

static const char *const SUITES[SEAL_SUITE_COUNT] = {"sodium", "sm"};

const char *seal_suite_name(enum seal_suite suite)
{
    return (unsigned)suite < SEAL_SUITE_COUNT ? SUITES[suite] : "";
}

enum status seal_suite_parse(const char *name, enum seal_suite *ret, struct error *e)
{
    for (int i = 0; i < SEAL_SUITE_COUNT; i++)
        if (text_equals(name, SUITES[i])) {
            *ret = (enum seal_suite)i;
            return STATUS_OK;
        }
    return error_set(
        e, STATUS_REFUSED, "SEAL_SUITE",
        _("没有密码套件“%s”：可用 sodium（XChaCha20-Poly1305）或 sm（国密 SM4、SM3）。"),
        name == NULL ? "" : name);
}

enum status key_file_path(const char *path, char out[KEY_PATH_BYTES], struct error *e)
{
    if (!path || !*path)
        path = getenv("MINSHENG_KEY");
    if (!path || !*path)
        path = KEY_PATH_DEFAULT;
    if (strlen(path) >= KEY_PATH_BYTES)
        return error_set(e, STATUS_REFUSED, "KEY_PATH", _("密钥文件的路径太长。"));
    snprintf(out, KEY_PATH_BYTES, "%s", path);
    return STATUS_OK;
}

/* Encrypting and authenticating never share a key. */
static void derive(const struct sm *sm, struct seal_generation *g)
{
    static const char cipher[] = "minsheng seal cipher", mac[] = "minsheng seal mac";
    uint8_t out[SM3_BYTES];
    sm3_hmac(sm, g->key, sizeof g->key, cipher, sizeof cipher - 1, "", 0, out);
    memcpy(g->cipher_key, out, sizeof g->cipher_key);
    sm3_hmac(sm, g->key, sizeof g->key, mac, sizeof mac - 1, "", 0, g->mac_key);
    sodium_memzero(out, sizeof out);
}

static enum status prepare(struct keyring *k, struct error *e)
{
    bool needs_sm = k->index_suite == SEAL_SM;
    for (int i = 0; i < k->count; i++)
        needs_sm = needs_sm || k->generation[i].suite == SEAL_SM;
    if (needs_sm)
        TRY(sm_new(&k->sm, e));
    for (int i = 0; i < k->count; i++)
        if (k->generation[i].suite == SEAL_SM)
            derive(k->sm, &k->generation[i]);
    return STATUS_OK;
}

static enum status file_create(const char *path, struct error *e)
{
    enum seal_suite suite = SEAL_SODIUM;
    const char *wanted = getenv("MINSHENG_SEAL");
    if (wanted && *wanted)
        TRY(seal_suite_parse(wanted, &suite, e));
    if (suite == SEAL_SM) { /* not a key that this machine can not use */
        CLEANUP(sm_cleanup) struct sm *sm = NULL;
        TRY(sm_new(&sm, e));
    }
    return key_file_create(path, suite, e);
}

enum status keyring_open(const char *path, bool create, struct keyring **ret, struct error *e)
{
    char name[KEY_PATH_BYTES];
    if (sodium_init() < 0)
        return error_set(e, STATUS_FAILED, "SODIUM", _("加密组件 libsodium 无法启动。"));
    TRY(key_file_path(path, name, e));
    CLEANUP(keyring_cleanup) struct keyring *k = sodium_malloc(sizeof *k);
    if (!k)
        return arena_exhausted(e);
    k->sm = NULL;
    (void)sodium_mlock(k, sizeof *k); /* best effort: containers often allow no locked memory */
    enum status s = key_file_read(name, k, e);
    if (s == STATUS_NONE && create) {
        TRY(file_create(name, e));
        s = key_file_read(name, k, e);
    }
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "KEY_MISSING",
                         _("找不到密钥文件 %s。请从备份恢复，或用 MINSHENG_KEY 指明它的位置。"),
                         name);
    if (s != STATUS_OK)
        return s;
    TRY(prepare(k, e));
    (void)sodium_mprotect_readonly(k);
    *ret = k;
    k = NULL;
    return STATUS_OK;
}

void keyring_free(struct keyring *k)
{
    if (!k)
        return;
    sm_free(k->sm);
    sodium_free(k); /* wipes it first */
}

void keyring_cleanup(struct keyring **k)
{
    keyring_free(*k);
    *k = NULL;
}

int keyring_generation(const struct keyring *k)
{
    return k->count;
}

enum seal_suite keyring_suite(const struct keyring *k, int generation)
{
    return k->generation[generation - 1].suite;
}

enum seal_suite keyring_index_suite(const struct keyring *k)
{
    return k->index_suite;
}

static uint8_t mark_of(const struct keyring *k, int generation)
{
    return (uint8_t)((unsigned)generation |
                     (keyring_suite(k, generation) == SEAL_SM ? SM_MARK : 0));
}

bool seal_is_current(const struct keyring *k, const uint8_t *sealed, size_t n)
{
    return n > 0 && sealed[0] == mark_of(k, k->count);
}

/* Over the purpose, then everything before the tag. */
static void sm_tag(const struct keyring *k, const struct seal_generation *g, uint8_t purpose,
                   const uint8_t *sealed, size_t n, uint8_t out[SM3_BYTES])
{
    sm3_hmac(k->sm, g->mac_key, sizeof g->mac_key, &purpose, 1, sealed, n, out);
}

static size_t sm_seal(const struct keyring *k, const struct seal_generation *g, uint8_t purpose,
                      const void *p, size_t n, uint8_t *out)
{
    uint8_t tag[SM3_BYTES];
    size_t tagged = 1 + SM4_IV_BYTES + n;
    randombytes_buf(out + 1, SM4_IV_BYTES);
    sm4_ctr(k->sm, g->cipher_key, out + 1, p, n, out + 1 + SM4_IV_BYTES);
    sm_tag(k, g, purpose, out, tagged, tag);
    memcpy(out + tagged, tag, SM_TAG_BYTES);
    return tagged + SM_TAG_BYTES;
}

static bool sm_unseal(const struct keyring *k, const struct seal_generation *g, uint8_t purpose,
                      const uint8_t *sealed, size_t n, char *out, unsigned long long *ret_n)
{
    uint8_t tag[SM3_BYTES];
    size_t tagged = n - SM_TAG_BYTES;
    sm_tag(k, g, purpose, sealed, tagged, tag);
    if (sodium_memcmp(tag, sealed + tagged, SM_TAG_BYTES) != 0)
        return false;
    *ret_n = tagged - 1 - SM4_IV_BYTES;
    sm4_ctr(k->sm, g->cipher_key, sealed + 1, sealed + 1 + SM4_IV_BYTES, *ret_n, out);
    return true;
}

size_t seal(const struct keyring *k, enum seal_purpose purpose, const void *p, size_t n,
            uint8_t *out)
{
    const struct seal_generation *g = &k->generation[k->count - 1];
    const uint8_t bound[2] = {mark_of(k, k->count), (uint8_t)purpose};
    unsigned long long length = 0;
    out[0] = bound[0];
    if (g->suite == SEAL_SM)
        return sm_seal(k, g, bound[1], p, n, out);
    randombytes_buf(out + 1, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + 1 + NONCE_BYTES, &length, p, n, bound,
                                               sizeof bound, NULL, out + 1, g->key);
    return 1 + NONCE_BYTES + (size_t)length;
}

static bool opens(const struct keyring *k, uint8_t purpose, const uint8_t *sealed, size_t n,
                  char *out, unsigned long long *ret_n)
{
    int generation = sealed[0] & ~SM_MARK;
    if (generation < 1 || generation > k->count || sealed[0] != mark_of(k, generation))
        return false;
    const struct seal_generation *g = &k->generation[generation - 1];
    const uint8_t bound[2] = {sealed[0], purpose};
    if (g->suite == SEAL_SM)
        return sm_unseal(k, g, purpose, sealed, n, out, ret_n);
    return crypto_aead_xchacha20poly1305_ietf_decrypt((uint8_t *)out, ret_n, NULL,
                                                      sealed + 1 + NONCE_BYTES, n - 1 - NONCE_BYTES,
                                                      bound, sizeof bound, sealed + 1, g->key) == 0;
}

enum status unseal(const struct keyring *k, enum seal_purpose purpose, const uint8_t *sealed,
                   size_t n, char *out, size_t *ret_n, struct error *e)
{
    unsigned long long length = 0;
    if (n >= SEAL_OVERHEAD_BYTES && opens(k, (uint8_t)purpose, sealed, n, out, &length)) {
        out[length] = 0;
        *ret_n = (size_t)length;
        return STATUS_OK;
    }
    if (n >= SEAL_OVERHEAD_BYTES && (sealed[0] & ~SM_MARK) > (unsigned)k->count)
        return error_set(e, STATUS_FAILED, "SEAL_BROKEN",
                         _("加密内容用的是第 %d 代密钥，本程序只读到第 %d 代：换过密钥后请重新启动"
                           "程序，或核对密钥文件。"),
                         (int)(sealed[0] & ~SM_MARK), k->count);
    return error_set(e, STATUS_FAILED, "SEAL_BROKEN",
                     _("加密内容打不开：密钥不对，或数据被改动、放错了位置。请核对密钥文件。"));
}

void blind_index(const struct keyring *k, enum seal_purpose purpose, const char *text,
                 uint8_t out[BLIND_INDEX_BYTES])
{
    const uint8_t mixed = (uint8_t)purpose;
    if (k->index_suite == SEAL_SM) {
        uint8_t whole[SM3_BYTES];
        sm3_hmac(k->sm, k->index_key, sizeof k->index_key, &mixed, 1, text, strlen(text), whole);
        memcpy(out, whole, BLIND_INDEX_BYTES);
        return;
    }
    crypto_generichash_state state;
    crypto_generichash_init(&state, k->index_key, sizeof k->index_key, BLIND_INDEX_BYTES);
    crypto_generichash_update(&state, &mixed, 1);
    crypto_generichash_update(&state, (const uint8_t *)text, strlen(text));
    crypto_generichash_final(&state, out, BLIND_INDEX_BYTES);
}

const uint8_t *keyring_blake2b_key(const struct keyring *k)
{
    return k->index_suite == SEAL_SODIUM ? k->index_key : NULL;
}

#include "base/seal_sm.h"
#include "base/arena.h"
#include "base/i18n.h"

#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdlib.h>

struct sm {
    EVP_CIPHER *cipher;
    EVP_MAC_CTX *hmac; /* with its digest but without a key: each use copies it */
};

static void must(bool done)
{
    if (!done)
        abort();
}

void sm_free(struct sm *sm)
{
    if (sm == NULL)
        return;
    EVP_CIPHER_free(sm->cipher);
    EVP_MAC_CTX_free(sm->hmac);
    free(sm);
}

void sm_cleanup(struct sm **sm)
{
    sm_free(*sm);
    *sm = NULL;
}

enum status sm_new(struct sm **ret, struct error *e)
{
    char digest[] = "SM3";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end()};
    CLEANUP(sm_cleanup) struct sm *sm = calloc(1, sizeof(*sm));
    if (sm == NULL)
        return arena_exhausted(e);
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    sm->cipher = EVP_CIPHER_fetch(NULL, "SM4-CTR", NULL);
    sm->hmac = mac != NULL ? EVP_MAC_CTX_new(mac) : NULL;
    EVP_MAC_free(mac); /* the context keeps it */
    if (sm->cipher == NULL || sm->hmac == NULL || EVP_MAC_CTX_set_params(sm->hmac, parameters) != 1)
        return error_set(e, STATUS_FAILED, "SEAL_SUITE",
                         _("本机的 OpenSSL 没有 SM4 或 SM3，不能使用国密密钥。"));
    *ret = sm;
    sm = NULL;
    return STATUS_OK;
}

void sm4_ctr(const struct sm *sm, const uint8_t key[SM4_KEY_BYTES], const uint8_t iv[SM4_IV_BYTES],
             const void *in, size_t n, void *out)
{
    int done = 0;
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    must(n <= INT_MAX && c != NULL);
    must(EVP_EncryptInit_ex2(c, sm->cipher, key, iv, NULL) == 1);
    must(EVP_EncryptUpdate(c, out, &done, in, (int)n) == 1 && done == (int)n);
    EVP_CIPHER_CTX_free(c);
}

void sm3_hmac(const struct sm *sm, const uint8_t *key, size_t key_n, const void *a, size_t a_n,
              const void *b, size_t b_n, uint8_t out[SM3_BYTES])
{
    size_t done = 0;
    EVP_MAC_CTX *c = EVP_MAC_CTX_dup(sm->hmac);
    must(c != NULL && EVP_MAC_init(c, key, key_n, NULL) == 1);
    must(EVP_MAC_update(c, a, a_n) == 1 && EVP_MAC_update(c, b, b_n) == 1);
    must(EVP_MAC_final(c, out, &done, SM3_BYTES) == 1 && done == SM3_BYTES);
    EVP_MAC_CTX_free(c);
}

/* Hospitals as speakers: who may speak for one, and the secrets with which its programs sign
   (P3.3). The institution itself and its account are a payee. */
#pragma once
#include "domain/payee/payee.h"

/* ---- who speaks for a hospital ---- */
/* NONE: the user speaks for none. */
MUST_USE enum status hospital_of_user(struct db *db, int64_t county, const char *user,
                                      int64_t *ret_hospital, struct error *e);
/* Inside db_transaction. REFUSED: ACCESS_ROLE (not a hospital's user), PAYEE_KIND. */
MUST_USE enum status hospital_user_bind(struct db *db, int64_t county, const char *user,
                                        int64_t hospital, struct error *e);

/* ---- its secrets ---- */
#define HOSPITAL_SECRET_BYTES 44 /* 32 random bytes in base64url, and NUL */
/* A fresh secret, shown once; at most two are alive. One transaction. REFUSED (HOSPITAL_KEYS). */
MUST_USE enum status hospital_key_add(struct db *db, int64_t county, const struct keyring *keys,
                                      const char *actor, int64_t hospital, int64_t *ret_key,
                                      char ret_secret[HOSPITAL_SECRET_BYTES], struct error *e);
/* One transaction. NONE: no such key. */
MUST_USE enum status hospital_key_revoke(struct db *db, int64_t county, const char *actor,
                                         int64_t hospital, int64_t key, struct error *e);
struct hospital_key {
    int64_t id;
    const char *created_at;
    bool is_revoked;
};
MUST_USE enum status hospital_key_list(struct db *db, int64_t county, int64_t hospital,
                                       struct arena *arena, struct hospital_key **ret,
                                       size_t *ret_count, struct error *e);
#define SIGNATURE_SKEW_S 300
/* A request signed with HMAC-SHA-256 over "METHOD\nPATH\nTIMESTAMP\nHEX(SHA-256(body))\n": any
   living secret of the hospital. signature: 64 hex digits; timestamp: seconds since 1970, at most
   SIGNATURE_SKEW_S away from now. REFUSED (SIGNATURE_TIME, SIGNATURE_WRONG); constant time. The
   secrets are cached by nobody: a revoked one ends at once. */
struct signed_request {
    const char *method, *path, *timestamp, *signature;
    const void *body;
    size_t body_bytes;
};
MUST_USE enum status hospital_signature_check(struct db *db, int64_t county,
                                              const struct keyring *keys, int64_t hospital,
                                              const struct signed_request *request, int64_t now_s,
                                              struct error *e);
/* What a client sends; for clients of ours in tests and bench. */
void hospital_sign(const char *secret, const struct signed_request *request, char ret_hex[65]);

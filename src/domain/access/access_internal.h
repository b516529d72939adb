/* Shared by the files of this folder only. */
#pragma once
#include "base/hash.h"
#include "domain/access/access.h"

#define ACCESS_STAMP_BYTES 24 /* YYYY-MM-DDTHH:MM:SSZ */

/* UTC; asserts a year within 1970..9999. */
char *access_stamp(int64_t at_s, char out[ACCESS_STAMP_BYTES]);
/* Argon2id; takes 0.1–0.7 s and 64–256 MB unless ACCESS_COST_TEST. Out has crypto_pwhash_STRBYTES.
 */
MUST_USE enum status access_password_hash(const char *password, enum access_cost cost,
                                          char out[128], struct error *e);
/* Sets code and message for a change of the trail in the form all of access uses. Inside
 * db_transaction. */
MUST_USE enum status access_record(struct db *db, int64_t county, const char *actor,
                                   const char *action, const char *user_name, const char *detail,
                                   int64_t *ret_change, struct error *e);
MUST_USE enum status access_unknown_user(const char *name, struct error *e);
/* What is stored of a token instead of the token. */
struct blob access_token_hash(const char *token, uint8_t out[HASH_BYTES]);
/* REFUSED (ACCESS_DENIED) unless the actor is that user, the system, or may manage users. */
MUST_USE enum status access_require_own(struct db *db, int64_t county, const char *actor,
                                        const char *user_name, struct error *e);

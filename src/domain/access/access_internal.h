/* Shared by the files of this folder only. */
#pragma once
#include "base/hash.h"
#include "domain/access/access.h"
#include "domain/access/access_sql.h"

#define ACCESS_STAMP_BYTES 24 /* YYYY-MM-DDTHH:MM:SSZ */
#define ACCESS_HASH_TEXT_BYTES 128

/* UTC; asserts a year within 1970..9999. */
char *access_stamp(int64_t at_s, char out[ACCESS_STAMP_BYTES]);
/* Sets code and message for a change of the trail in the form all of access uses. Inside
 * db_transaction. */
MUST_USE enum status access_record(struct db *db, int64_t county, const char *actor,
                                   const char *action, const char *user_name, const char *detail,
                                   int64_t *ret_change, struct error *e);
MUST_USE enum status access_unknown_user(const char *name, struct error *e);
void access_user_from_row(const struct access_user_row *row, struct access_user *ret);
/* What is stored of a token instead of the token. */
struct blob access_token_hash(const char *token, uint8_t out[HASH_BYTES]);

/* ---- password.c ---- */
/* REFUSED (ACCESS_PASSWORD_WEAK). */
MUST_USE enum status access_password_check(const char *name, const char *password, struct error *e);
/* Argon2id; takes 0.1–0.7 s and 64–256 MB unless ACCESS_COST_TEST. */
MUST_USE enum status access_password_hash(const char *password, enum access_cost cost,
                                          char out[ACCESS_HASH_TEXT_BYTES], struct error *e);
/* The trail's detail of a password: the SHA-256 of its hash, so that a hash put in the table by
   other ways is found. */
#define ACCESS_PASSWORD_DETAIL_BYTES 96
void access_password_detail(const char *hash, char out[ACCESS_PASSWORD_DETAIL_BYTES]);
/* hash NULL: false, at the same cost in time. */
bool access_password_matches(const char *hash, const char *password);
MUST_USE enum status access_password_same(struct error *e); /* REFUSED (ACCESS_PASSWORD_SAME) */

/* ---- login.c ---- */
/* Seconds to wait after that many failures in a row. */
int64_t access_wait_after(int64_t failures);
/* The refusal while waiting; retry_after: a stamp. */
MUST_USE enum status access_must_wait(const char *retry_after, struct error *e);
/* Counts the attempt, then looks at the password: OK with the user's row. A refusal is recorded. */
MUST_USE enum status access_prove(struct db *db, int64_t county, const char *name,
                                  const char *password, int64_t now_s, struct arena *arena,
                                  struct access_user_row *ret, struct error *e);
/* What the user still lacks before a session may begin. */
MUST_USE enum status access_step_of(struct db *db, int64_t county,
                                    const struct access_user_row *row, bool is_coded,
                                    enum access_step *ret, struct error *e);
/* Inside db_transaction. */
MUST_USE enum status access_session_begin(struct db *db, int64_t county, const char *name,
                                          int64_t now_s, const char *token, const char *csrf,
                                          struct error *e);

/* ---- totp.c ---- */
/* The user's code, counted before it is looked at, and taken. Not inside a transaction: a refusal
   must stay counted. wants_confirmed: false while enrolling, when recovery codes do not count. */
MUST_USE enum status access_code_take(struct db *db, int64_t county, const struct keyring *keys,
                                      const char *user_name, const char *code, int64_t now_s,
                                      bool wants_confirmed, struct arena *arena, struct error *e);

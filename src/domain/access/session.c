#include "base/hash.h"
#include "base/i18n.h"
#include "domain/access/access_internal.h"
#include "domain/access/access_sql.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

void access_token_make(char out[ACCESS_TOKEN_BYTES])
{
    unsigned char raw[32];
    int ready = sodium_init();
    assert(ready >= 0);
    randombytes_buf(raw, sizeof(raw));
    sodium_bin2base64(out, ACCESS_TOKEN_BYTES, raw, sizeof(raw),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(raw, sizeof(raw));
}

bool access_token_equals(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return false;
    size_t n = strlen(a);
    return n > 0 && n == strlen(b) && sodium_memcmp(a, b, n) == 0;
}

/* 64-character tokens and their like are looked up by hash, so that a stolen database opens no
 * session. */
struct blob access_token_hash(const char *token, uint8_t out[HASH_BYTES])
{
    hash_bytes(token, strlen(token), out);
    return (struct blob){.p = out, .n = HASH_BYTES};
}

struct login_work {
    int64_t county, now_s;
    const char *name, *old_token;
    struct arena *arena;
    struct access_user_row row;
    bool is_known, must_wait;
    const char *token, *csrf;
};

static int64_t wait_after(int64_t failures)
{
    if (failures <= ACCESS_FREE_FAILURES)
        return 0;
    int64_t doublings = failures - ACCESS_FREE_FAILURES;
    return doublings >= 10 || (INT64_C(1) << doublings) > ACCESS_WAIT_MAX_S
               ? ACCESS_WAIT_MAX_S
               : INT64_C(1) << doublings;
}

/* First transaction: counts the attempt as failed until proven otherwise. */
static enum status login_begin_work(struct db *db, void *context, struct error *e)
{
    struct login_work *w = context;
    char now[ACCESS_STAMP_BYTES], retry[ACCESS_STAMP_BYTES];
    w->is_known = w->must_wait = false;
    enum status s =
        access_user_get(db, (struct access_user_get_args){.county = w->county, .name = w->name},
                        w->arena, &w->row, e);
    if (s == STATUS_NONE)
        return STATUS_OK;
    TRY(s);
    access_stamp(w->now_s, now);
    w->is_known = true;
    if (w->row.retry_after != NULL && strcmp(w->row.retry_after, now) > 0) {
        w->must_wait = true;
        return STATUS_OK;
    }
    int64_t failures = w->row.failure_count + 1, wait_s = wait_after(failures);
    access_stamp(w->now_s + wait_s, retry);
    return access_user_set_failures(
        db,
        (struct access_user_set_failures_args){.county = w->county,
                                               .name = w->name,
                                               .failure_count = failures,
                                               .retry_after = wait_s > 0 ? retry : NULL},
        NULL, e);
}

static enum status login_refused_work(struct db *db, void *context, struct error *e)
{
    const struct login_work *w = context;
    int64_t change;
    return access_record(db, w->county, w->name, "access.refuse", w->name,
                         w->row.is_locked ? "{\"reason\":\"locked\"}" : "{\"reason\":\"password\"}",
                         &change, e);
}

/* Second transaction, the password being right: the session begins. */
static enum status login_end_work(struct db *db, void *context, struct error *e)
{
    struct login_work *w = context;
    char now[ACCESS_STAMP_BYTES], expires[ACCESS_STAMP_BYTES];
    uint8_t hash[HASH_BYTES], old_hash[HASH_BYTES];
    TRY(access_user_set_failures(db,
                                 (struct access_user_set_failures_args){
                                     .county = w->county, .name = w->name, .failure_count = 0},
                                 NULL, e));
    if (w->old_token != NULL)
        TRY(access_session_delete(
            db,
            (struct access_session_delete_args){
                .county = w->county, .token_hash = access_token_hash(w->old_token, old_hash)},
            NULL, e));
    TRY(access_session_insert(db,
                              (struct access_session_insert_args){
                                  .county = w->county,
                                  .token_hash = access_token_hash(w->token, hash),
                                  .user_name = w->name,
                                  .csrf = w->csrf,
                                  .at = access_stamp(w->now_s, now),
                                  .expires_at = access_stamp(w->now_s + ACCESS_LIFE_S, expires)},
                              NULL, e));
    int64_t change;
    return access_record(db, w->county, w->name, "access.login", w->name, "", &change, e);
}

/* A well-formed hash nobody knows the password of: an unknown name costs the same time as a known
 * one. */
static bool password_verify(const struct login_work *w, const char *password)
{
    static const char decoy[] = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
                                "RdescudvJCsgt3ub+b4dWRWJTmaasKXW7LjHMPXlCn0";
    bool has_hash = w->is_known && w->row.password_hash != NULL &&
                    strlen(w->row.password_hash) < crypto_pwhash_STRBYTES;
    const char *hash = has_hash ? w->row.password_hash : decoy;
    char padded[crypto_pwhash_STRBYTES] = {0}; /* the library reads this many bytes */
    memcpy(padded, hash, strlen(hash));
    bool matches = crypto_pwhash_str_verify(padded, password, strlen(password)) == 0;
    return matches && has_hash && !w->row.is_locked;
}

enum status access_login(struct db *db, int64_t county, const char *name, const char *password,
                         int64_t now_s, const char *old_token, struct arena *arena,
                         char ret_token[ACCESS_TOKEN_BYTES], struct access_session *ret,
                         struct error *e)
{
    if (sodium_init() < 0 || strlen(name) > ACCESS_NAME_BYTES_MAX ||
        strlen(password) > ACCESS_PASSWORD_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "ACCESS_LOGIN", _("用户名或密码不对"));
    struct login_work w = {
        .county = county, .now_s = now_s, .name = name, .old_token = old_token, .arena = arena};
    TRY(db_transaction(db, login_begin_work, &w, e));
    if (w.must_wait)
        return error_set(
            e, STATUS_REFUSED, "ACCESS_WAIT",
            _("多次输错密码，请等到 %.5s 分以后再试（%s UTC）；忘记密码请找系统管理员"),
            w.row.retry_after + strlen("YYYY-MM-DDTHH:"), w.row.retry_after);
    if (!password_verify(&w, password)) {
        if (w.is_known)
            TRY(db_transaction(db, login_refused_work, &w, e));
        return error_set(e, STATUS_REFUSED, "ACCESS_LOGIN",
                         _("用户名或密码不对。忘记密码请找系统管理员重设"));
    }
    char token[ACCESS_TOKEN_BYTES], csrf[ACCESS_TOKEN_BYTES];
    access_token_make(token);
    access_token_make(csrf);
    w.token = token;
    w.csrf = csrf;
    TRY(db_transaction(db, login_end_work, &w, e));
    *ret = (struct access_session){
        .user = {
            .name = w.row.name, .title = w.row.title, .scope = w.row.scope, .has_password = true}};
    (void)!role_parse(w.row.role, &ret->user.role, NULL);
    memcpy(ret->csrf, csrf, sizeof(csrf));
    memcpy(ret_token, token, sizeof(token));
    return STATUS_OK;
}

enum status access_session_find(struct db *db, int64_t county, const char *token, int64_t now_s,
                                struct arena *arena, struct access_session *ret, struct error *e)
{
    if (token == NULL || strlen(token) != ACCESS_TOKEN_BYTES - 1)
        return STATUS_NONE;
    char now[ACCESS_STAMP_BYTES], seen_after[ACCESS_STAMP_BYTES], fresh[ACCESS_STAMP_BYTES];
    uint8_t hash[HASH_BYTES];
    struct access_session_row row;
    TRY(access_session_get(db,
                           (struct access_session_get_args){
                               .county = county,
                               .token_hash = access_token_hash(token, hash),
                               .now = access_stamp(now_s, now),
                               .seen_after = access_stamp(now_s - ACCESS_IDLE_S, seen_after)},
                           arena, &row, e));
    if (strlen(row.csrf) != ACCESS_TOKEN_BYTES - 1)
        return STATUS_NONE;
    *ret = (struct access_session){
        .user = {.name = row.name, .title = row.title, .scope = row.scope, .has_password = true},
        .needs_touch = strcmp(row.seen_at, access_stamp(now_s - ACCESS_TOUCH_S, fresh)) < 0};
    (void)!role_parse(row.role, &ret->user.role, NULL);
    memcpy(ret->csrf, row.csrf, ACCESS_TOKEN_BYTES);
    return STATUS_OK;
}

struct session_work {
    int64_t county, now_s;
    const char *token, *actor;
};

static enum status session_touch_work(struct db *db, void *context, struct error *e)
{
    const struct session_work *w = context;
    char now[ACCESS_STAMP_BYTES];
    uint8_t hash[HASH_BYTES];
    return access_session_see(
        db,
        (struct access_session_see_args){.county = w->county,
                                         .token_hash = access_token_hash(w->token, hash),
                                         .seen_at = access_stamp(w->now_s, now)},
        NULL, e);
}

enum status access_session_touch(struct db *db, int64_t county, const char *token, int64_t now_s,
                                 struct error *e)
{
    struct session_work w = {.county = county, .now_s = now_s, .token = token};
    return db_transaction(db, session_touch_work, &w, e);
}

static enum status logout_work(struct db *db, void *context, struct error *e)
{
    const struct session_work *w = context;
    uint8_t hash[HASH_BYTES];
    int64_t affected, change;
    TRY(access_session_delete(
        db,
        (struct access_session_delete_args){.county = w->county,
                                            .token_hash = access_token_hash(w->token, hash)},
        &affected, e));
    if (affected == 0)
        return STATUS_OK;
    return access_record(db, w->county, w->actor, "access.logout", w->actor, "", &change, e);
}

enum status access_logout(struct db *db, int64_t county, const char *token, const char *actor,
                          struct error *e)
{
    struct session_work w = {.county = county, .token = token, .actor = actor};
    return db_transaction(db, logout_work, &w, e);
}

static enum status sweep_work(struct db *db, void *context, struct error *e)
{
    const struct session_work *w = context;
    char now[ACCESS_STAMP_BYTES], seen_after[ACCESS_STAMP_BYTES];
    return access_session_delete_expired(
        db,
        (struct access_session_delete_expired_args){
            .county = w->county,
            .now = access_stamp(w->now_s, now),
            .seen_after = access_stamp(w->now_s - ACCESS_IDLE_S, seen_after)},
        NULL, e);
}

enum status access_session_sweep(struct db *db, int64_t county, int64_t now_s, struct error *e)
{
    struct session_work w = {.county = county, .now_s = now_s};
    return db_transaction(db, sweep_work, &w, e);
}

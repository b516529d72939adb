#include "base/hash.h"
#include "base/i18n.h"
#include "domain/access/access_internal.h"
#include "domain/access/login_sql.h"

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
    TRY(ticket_delete_expired(db,
                              (struct ticket_delete_expired_args){
                                  .county = w->county, .now = access_stamp(w->now_s, now)},
                              NULL, e));
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

/* ---- one's own sessions ---- */

enum status access_session_list(struct db *db, int64_t county, const char *user_name,
                                const char *current_token, int64_t now_s, struct arena *arena,
                                struct access_session_item **ret, size_t *ret_count,
                                struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    char now[ACCESS_STAMP_BYTES], seen_after[ACCESS_STAMP_BYTES];
    uint8_t current[HASH_BYTES] = {0};
    struct access_session_item_row row;
    struct access_session_item *list =
        ARENA_ARRAY(arena, struct access_session_item, ACCESS_SESSIONS_LISTED_MAX);
    size_t count = 0;
    enum status s;
    if (list == NULL)
        return arena_exhausted(e);
    if (current_token != NULL)
        (void)access_token_hash(current_token, current);
    TRY(access_session_of_user_open(
        db,
        (struct access_session_of_user_args){.county = county,
                                             .user_name = user_name,
                                             .now = access_stamp(now_s, now),
                                             .seen_after =
                                                 access_stamp(now_s - ACCESS_IDLE_S, seen_after)},
        &cursor, e));
    while (count < ACCESS_SESSIONS_LISTED_MAX &&
           (s = access_session_of_user_next(cursor, &row, e)) != STATUS_NONE) {
        char key[HASH_HEX_BYTES];
        TRY(s);
        if (row.token_hash.n != HASH_BYTES)
            continue;
        hash_hex(row.token_hash.p, key);
        list[count] = (struct access_session_item){
            .key = arena_strdup(arena, key),
            .created_at = arena_strdup(arena, row.created_at),
            .seen_at = arena_strdup(arena, row.seen_at),
            .expires_at = arena_strdup(arena, row.expires_at),
            .is_current = memcmp(row.token_hash.p, current, HASH_BYTES) == 0};
        if (list[count].key == NULL || list[count].created_at == NULL ||
            list[count].seen_at == NULL || list[count].expires_at == NULL)
            return arena_exhausted(e);
        count++;
    }
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

struct end_work {
    int64_t county, count;
    const char *user_name;
    struct blob hash;
    bool others;
};

static enum status end_work(struct db *db, void *context, struct error *e)
{
    struct end_work *w = context;
    int64_t change;
    w->count = 0;
    if (w->others)
        TRY(access_session_delete_others(
            db,
            (struct access_session_delete_others_args){
                .county = w->county, .user_name = w->user_name, .token_hash = w->hash},
            &w->count, e));
    else
        TRY(access_session_delete_one(
            db,
            (struct access_session_delete_one_args){
                .county = w->county, .user_name = w->user_name, .token_hash = w->hash},
            &w->count, e));
    if (w->count == 0)
        return STATUS_OK;
    return access_record(db, w->county, w->user_name, "access.logout", w->user_name,
                         w->others ? "{\"others\":1}" : "", &change, e);
}

enum status access_session_end(struct db *db, int64_t county, const char *user_name,
                               const char *key, struct error *e)
{
    uint8_t hash[HASH_BYTES];
    size_t n = 0;
    if (sodium_hex2bin(hash, sizeof(hash), key, strlen(key), NULL, &n, NULL) != 0 ||
        n != HASH_BYTES)
        return STATUS_NONE;
    struct end_work w = {.county = county, .user_name = user_name, .hash = {hash, n}};
    TRY(db_transaction(db, end_work, &w, e));
    return w.count > 0 ? STATUS_OK : STATUS_NONE;
}

enum status access_session_end_others(struct db *db, int64_t county, const char *user_name,
                                      const char *keep_token, int64_t *ret_count, struct error *e)
{
    uint8_t hash[HASH_BYTES];
    struct end_work w = {.county = county,
                         .user_name = user_name,
                         .hash = access_token_hash(keep_token, hash),
                         .others = true};
    TRY(db_transaction(db, end_work, &w, e));
    *ret_count = w.count;
    return STATUS_OK;
}

/* Who speaks for a hospital, and the secrets with which its programs sign. */
#include "domain/medical/hospital.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "base/text.h"
#include "hospital_sql.h"

#define KEYS_ALIVE_MAX 2
#define KEY_ROWS_MAX 1000
#define SECRET_BYTES 32
#define SUBJECT_BYTES 80
#define HOSPITAL_ARENA_BYTES (1u << 20)
#define TIMESTAMP_DIGITS_MAX 12

static_assert(HOSPITAL_SECRET_BYTES ==
                  sodium_base64_ENCODED_LEN(SECRET_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING),
              "a secret is shown as base64url");
static_assert(crypto_auth_hmacsha256_BYTES == HASH_BYTES, "a signature is 64 hex digits");

/* ---- who speaks ---- */

enum status hospital_of_user(struct db *db, int64_t county, const char *user, int64_t *ret_hospital,
                             struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(HOSPITAL_ARENA_BYTES);
    struct hospital_user_row row;
    if (!arena)
        return arena_exhausted(e);
    TRY(hospital_user_of(db, (struct hospital_user_of_args){.county = county, .user_name = user},
                         arena, &row, e));
    *ret_hospital = row.hospital;
    return STATUS_OK;
}

static enum status hospital_check(struct db *db, int64_t county, int64_t hospital,
                                  struct arena *arena, struct payee *ret, struct error *e)
{
    enum status s = payee_by_id(db, county, hospital, arena, ret, e);
    if (s == STATUS_NONE || (s == STATUS_OK && ret->kind != PAYEE_HOSPITAL))
        return error_set(e, STATUS_REFUSED, "PAYEE_KIND",
                         _("机构 %" PRId64 " 不是定点医院：用 hospital list 查看"), hospital);
    return s;
}

enum status hospital_user_bind(struct db *db, int64_t county, const char *user, int64_t hospital,
                               struct error *e)
{
    assert(db_in_transaction(db));
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(HOSPITAL_ARENA_BYTES);
    struct hospital_user_role_row row;
    struct payee payee;
    if (!arena)
        return arena_exhausted(e);
    TRY(hospital_check(db, county, hospital, arena, &payee, e));
    enum status s = hospital_user_role(
        db, (struct hospital_user_role_args){.county = county, .name = user}, arena, &row, e);
    if (s == STATUS_NONE || (s == STATUS_OK && strcmp(row.role, "hospital") != 0))
        return error_set(e, STATUS_REFUSED, "ACCESS_ROLE",
                         _("“%.64s”不是定点医院（hospital）的用户：先用 user add 建立"), user);
    if (s != STATUS_OK)
        return s;
    return hospital_user_put(
        db,
        (struct hospital_user_put_args){.county = county, .user_name = user, .hospital = hospital},
        NULL, e);
}

/* ---- its secrets ---- */

struct key_work {
    int64_t county, hospital, key;
    const struct keyring *keys;
    const char *actor;
    char secret[HOSPITAL_SECRET_BYTES];
    bool is_found;
};

static enum status keys_read(struct db *db, int64_t county, int64_t hospital, struct arena *arena,
                             struct hospital_key **ret, size_t *ret_count, struct error *e)
{
    struct hospital_key *list = ARENA_ARRAY(arena, struct hospital_key, KEY_ROWS_MAX);
    struct hospital_key_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(hospital_keys_open(db, (struct hospital_keys_args){.county = county, .hospital = hospital},
                           &cursor, e));
    while ((s = hospital_keys_next(cursor, &row, e)) == STATUS_OK) {
        if (n == KEY_ROWS_MAX)
            return error_set(e, STATUS_FAILED, "HOSPITAL_KEYS", _("一家医院的密钥超过 %d 个"),
                             KEY_ROWS_MAX);
        list[n] = (struct hospital_key){.id = row.id,
                                        .created_at = arena_strdup(arena, row.created_at),
                                        .is_revoked = row.is_revoked};
        if (!list[n++].created_at)
            return arena_exhausted(e);
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status hospital_key_list(struct db *db, int64_t county, int64_t hospital, struct arena *arena,
                              struct hospital_key **ret, size_t *ret_count, struct error *e)
{
    return keys_read(db, county, hospital, arena, ret, ret_count, e);
}

static enum status key_record(struct db *db, const struct key_work *w, const char *action,
                              int64_t *ret_change, struct error *e)
{
    char subject[SUBJECT_BYTES];
    (void)snprintf(subject, sizeof subject, "hospital %" PRId64 " key %" PRId64, w->hospital,
                   w->key);
    return change_record(db, w->county,
                         &(struct change_entry){
                             .actor = w->actor, .action = action, .subject = subject, .detail = ""},
                         ret_change, e);
}

static enum status key_add_work(struct db *db, void *context, struct error *e)
{
    struct key_work *w = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(HOSPITAL_ARENA_BYTES);
    struct payee payee;
    struct hospital_key *known;
    size_t count, alive = 0;
    int64_t change;
    char now[TIME_TEXT_BYTES];
    uint8_t raw[SECRET_BYTES], sealed[HOSPITAL_SECRET_BYTES + SEAL_OVERHEAD_BYTES];
    if (!arena)
        return arena_exhausted(e);
    TRY(hospital_check(db, w->county, w->hospital, arena, &payee, e));
    TRY(keys_read(db, w->county, w->hospital, arena, &known, &count, e));
    w->key = 1;
    for (size_t i = 0; i < count; i++) {
        alive += !known[i].is_revoked;
        w->key = known[i].id + 1;
    }
    if (alive >= KEYS_ALIVE_MAX)
        return error_set(e, STATUS_REFUSED, "HOSPITAL_KEYS",
                         _("%s已有 %d 个有效的密钥：先停用旧的（hospital key revoke）"), payee.name,
                         KEYS_ALIVE_MAX);
    TRY(key_record(db, w, "hospital.key_add", &change, e));
    randombytes_buf(raw, sizeof raw);
    (void)sodium_bin2base64(w->secret, sizeof w->secret, raw, sizeof raw,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(raw, sizeof raw);
    size_t n = seal(w->keys, SEAL_SIGNING, w->secret, strlen(w->secret), sealed);
    return hospital_key_insert(db,
                               (struct hospital_key_insert_args){.county = w->county,
                                                                 .hospital = w->hospital,
                                                                 .id = w->key,
                                                                 .secret_sealed = {sealed, n},
                                                                 .created_change = change,
                                                                 .created_at = time_now(now)},
                               NULL, e);
}

enum status hospital_key_add(struct db *db, int64_t county, const struct keyring *keys,
                             const char *actor, int64_t hospital, int64_t *ret_key,
                             char ret_secret[HOSPITAL_SECRET_BYTES], struct error *e)
{
    struct key_work w = {.county = county, .hospital = hospital, .keys = keys, .actor = actor};
    TRY(db_transaction(db, key_add_work, &w, e));
    *ret_key = w.key;
    memcpy(ret_secret, w.secret, HOSPITAL_SECRET_BYTES);
    sodium_memzero(w.secret, sizeof w.secret);
    return STATUS_OK;
}

static enum status key_revoke_work(struct db *db, void *context, struct error *e)
{
    struct key_work *w = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(HOSPITAL_ARENA_BYTES);
    struct hospital_key *known;
    size_t count;
    int64_t change;
    if (!arena)
        return arena_exhausted(e);
    TRY(keys_read(db, w->county, w->hospital, arena, &known, &count, e));
    w->is_found = false;
    for (size_t i = 0; i < count; i++)
        w->is_found = w->is_found || (known[i].id == w->key && !known[i].is_revoked);
    if (!w->is_found)
        return STATUS_OK;
    TRY(key_record(db, w, "hospital.key_revoke", &change, e));
    return hospital_key_end(
        db,
        (struct hospital_key_end_args){
            .county = w->county, .hospital = w->hospital, .id = w->key, .change = change},
        NULL, e);
}

enum status hospital_key_revoke(struct db *db, int64_t county, const char *actor, int64_t hospital,
                                int64_t key, struct error *e)
{
    struct key_work w = {.county = county, .hospital = hospital, .actor = actor, .key = key};
    TRY(db_transaction(db, key_revoke_work, &w, e));
    return w.is_found ? STATUS_OK : STATUS_NONE;
}

/* ---- signatures ---- */

static void sign(const char *secret, const struct signed_request *r, uint8_t out[HASH_BYTES])
{
    uint8_t digest[HASH_BYTES];
    char hex[HASH_HEX_BYTES];
    crypto_auth_hmacsha256_state state;
    hash_bytes(r->body ? r->body : "", r->body_bytes, digest);
    hash_hex(digest, hex);
    const char *parts[] = {r->method, r->path, r->timestamp, hex};
    (void)crypto_auth_hmacsha256_init(&state, (const uint8_t *)secret, strlen(secret));
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        (void)crypto_auth_hmacsha256_update(&state, (const uint8_t *)parts[i], strlen(parts[i]));
        (void)crypto_auth_hmacsha256_update(&state, (const uint8_t *)"\n", 1);
    }
    (void)crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof state);
}

void hospital_sign(const char *secret, const struct signed_request *request, char ret_hex[65])
{
    uint8_t mac[HASH_BYTES];
    sign(secret, request, mac);
    hash_hex(mac, ret_hex);
}

static enum status time_check(const char *timestamp, int64_t now_s, struct error *e)
{
    size_t n = strlen(timestamp);
    int64_t at_s = 0;
    if (n == 0 || n > TIMESTAMP_DIGITS_MAX || !text_is_digits(timestamp) ||
        i64_parse(timestamp, &at_s, NULL) != STATUS_OK)
        return error_set(e, STATUS_REFUSED, "SIGNATURE_TIME",
                         _("签名时间不对：应为 1970 年以来的秒数"));
    if (at_s < now_s - SIGNATURE_SKEW_S || at_s > now_s + SIGNATURE_SKEW_S)
        return error_set(e, STATUS_REFUSED, "SIGNATURE_TIME",
                         _("签名时间与服务器相差超过 %d 秒：请校准医院的时钟"), SIGNATURE_SKEW_S);
    return STATUS_OK;
}

/* Against every living secret, however early one fits. */
static enum status secrets_try(struct db *db, int64_t county, const struct keyring *keys,
                               int64_t hospital, const struct signed_request *request,
                               const uint8_t given[HASH_BYTES], bool *ret_fits, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct hospital_secret_row row;
    enum status s;
    bool fits = false;
    TRY(hospital_secrets_open(
        db, (struct hospital_secrets_args){.county = county, .hospital = hospital}, &cursor, e));
    while ((s = hospital_secrets_next(cursor, &row, e)) == STATUS_OK) {
        char secret[HOSPITAL_SECRET_BYTES + 1] = "";
        uint8_t mac[HASH_BYTES];
        size_t n;
        if (row.secret_sealed.n > HOSPITAL_SECRET_BYTES + SEAL_OVERHEAD_BYTES)
            return error_set(e, STATUS_FAILED, "SEAL_BROKEN",
                             _("医院密钥的密文长度不对，数据已被改动"));
        TRY(unseal(keys, SEAL_SIGNING, row.secret_sealed.p, row.secret_sealed.n, secret, &n, e));
        sign(secret, request, mac);
        fits = (sodium_memcmp(mac, given, sizeof mac) == 0) || fits;
        sodium_memzero(secret, sizeof secret);
    }
    *ret_fits = fits;
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status hospital_signature_check(struct db *db, int64_t county, const struct keyring *keys,
                                     int64_t hospital, const struct signed_request *request,
                                     int64_t now_s, struct error *e)
{
    uint8_t given[HASH_BYTES];
    size_t n = 0;
    bool fits = false;
    if (!request->timestamp || !request->signature)
        return error_set(e, STATUS_REFUSED, "SIGNATURE_WRONG", _("请求没有签名"));
    TRY(time_check(request->timestamp, now_s, e));
    if (strlen(request->signature) != 2 * HASH_BYTES ||
        sodium_hex2bin(given, sizeof given, request->signature, 2 * HASH_BYTES, NULL, &n, NULL) ||
        n != HASH_BYTES)
        return error_set(e, STATUS_REFUSED, "SIGNATURE_WRONG",
                         _("签名应为 64 位十六进制的 HMAC-SHA-256"));
    TRY(secrets_try(db, county, keys, hospital, request, given, &fits, e));
    if (!fits)
        return error_set(e, STATUS_REFUSED, "SIGNATURE_WRONG",
                         _("签名不对：请核对密钥、请求路径和正文"));
    return STATUS_OK;
}

/* The authenticator: RFC 6238 by liboath, recovery codes, and no code twice. */
#include "base/i18n.h"
#include "base/seal.h"
#include "base/text.h"
#include "domain/access/access_internal.h"
#include "domain/access/login_sql.h"

#include <assert.h>
#include <liboath/oath.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define SECRET_BYTES 20
#define SEALED_BYTES (SECRET_BYTES + SEAL_OVERHEAD_BYTES)
#define RECOVERY_LETTERS 16 /* 80 bits in base32 */
#define BASE32 "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
#define STEPS_AROUND 1 /* clocks and fingers: one step early or late */

bool access_totp_is_required(enum role role)
{
    return role == ROLE_BUREAU_OFFICER || role == ROLE_BUREAU_ACCOUNTANT ||
           role == ROLE_BUREAU_SUPERVISOR || role == ROLE_BUREAU_DIRECTOR ||
           role == ROLE_FINANCE_OFFICER || role == ROLE_ADMINISTRATOR;
}

static void library_begin(void)
{
    int done = oath_init();
    assert(done == OATH_OK);
    (void)done;
}

static void code_at(const uint8_t *secret, size_t n, int64_t step, char out[ACCESS_CODE_DIGITS + 1])
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, library_begin);
    char bytes[SECRET_BYTES];
    assert(n <= sizeof(bytes));
    memcpy(bytes, secret, n);
    int done = oath_hotp_generate(bytes, n, (uint64_t)step, ACCESS_CODE_DIGITS, false,
                                  OATH_HOTP_DYNAMIC_TRUNCATION, out);
    assert(done == OATH_OK);
    (void)done;
    sodium_memzero(bytes, sizeof(bytes));
}

void access_totp_code(const uint8_t *secret, size_t n, int64_t at_s,
                      char out[ACCESS_CODE_DIGITS + 1])
{
    code_at(secret, n, at_s / ACCESS_STEP_S, out);
}

static enum status secret_open(const struct keyring *keys, const struct totp_row *row,
                               uint8_t out[SECRET_BYTES + 1], struct error *e)
{
    size_t n = 0;
    if (row->secret_sealed.n == SEALED_BYTES)
        TRY(unseal(keys, SEAL_TOTP, row->secret_sealed.p, row->secret_sealed.n, (char *)out, &n,
                   e));
    return n == SECRET_BYTES
               ? STATUS_OK
               : error_set(e, STATUS_FAILED, "SEAL_BROKEN", _("验证器密钥长度不对。"));
}

/* ---- binding ---- */

struct totp_work {
    int64_t county;
    const char *actor, *user_name;
    struct blob sealed;
    char (*codes)[ACCESS_RECOVERY_BYTES];
};

static enum status begin_work(struct db *db, void *context, struct error *e)
{
    const struct totp_work *w = context;
    int64_t affected = 0;
    TRY(totp_begin(db,
                   (struct totp_begin_args){
                       .county = w->county, .user_name = w->user_name, .secret_sealed = w->sealed},
                   &affected, e));
    if (affected == 0)
        return error_set(e, STATUS_REFUSED, "ACCESS_TOTP_BOUND",
                         _("已绑定验证器。换手机请先请系统管理员解除绑定。"));
    return STATUS_OK;
}

enum status access_totp_begin(struct db *db, int64_t county, const struct keyring *keys,
                              const char *user_name, struct error *e)
{
    uint8_t secret[SECRET_BYTES], sealed[SEALED_BYTES];
    randombytes_buf(secret, sizeof(secret));
    size_t n = seal(keys, SEAL_TOTP, secret, sizeof(secret), sealed);
    sodium_memzero(secret, sizeof(secret));
    struct totp_work w = {.county = county, .user_name = user_name, .sealed = {sealed, n}};
    return db_transaction(db, begin_work, &w, e);
}

static void base32_write(const uint8_t *p, size_t n, char *out)
{
    uint32_t held = 0;
    int bits = 0;
    for (size_t i = 0; i < n; i++) {
        held = (held << 8) | p[i];
        for (bits += 8; bits >= 5; bits -= 5)
            *out++ = BASE32[(held >> (bits - 5)) & 31u];
    }
    *out = '\0';
}

enum status access_totp_pending(struct db *db, int64_t county, const struct keyring *keys,
                                const char *user_name, struct arena *arena,
                                char ret_secret[ACCESS_SECRET_TEXT_BYTES], struct error *e)
{
    struct totp_row row;
    uint8_t secret[SECRET_BYTES + 1];
    TRY(totp_get(db, (struct totp_get_args){.county = county, .user_name = user_name}, arena, &row,
                 e));
    if (row.has_confirmed_change)
        return STATUS_NONE;
    TRY(secret_open(keys, &row, secret, e));
    base32_write(secret, SECRET_BYTES, ret_secret);
    sodium_memzero(secret, sizeof(secret));
    return STATUS_OK;
}

/* ---- recovery codes ---- */

static void recovery_make(char out[ACCESS_RECOVERY_BYTES])
{
    uint8_t random[RECOVERY_LETTERS * 5 / 8];
    char letters[RECOVERY_LETTERS + 1];
    randombytes_buf(random, sizeof(random));
    base32_write(random, sizeof(random), letters);
    snprintf(out, ACCESS_RECOVERY_BYTES, "%.4s-%.4s-%.4s-%.4s", letters, letters + 4, letters + 8,
             letters + 12);
    sodium_memzero(random, sizeof(random));
}

/* As people type it: small letters, spaces, hyphens. False when it can not be one. */
static bool recovery_hash(const char *typed, uint8_t out[HASH_BYTES])
{
    char letters[RECOVERY_LETTERS];
    size_t n = 0;
    for (const char *p = typed; *p != '\0'; p++) {
        char c = *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
        if (c == '-' || c == ' ')
            continue;
        if (n == RECOVERY_LETTERS || strchr(BASE32, c) == NULL)
            return false;
        letters[n++] = c;
    }
    hash_bytes(letters, n, out);
    return n == RECOVERY_LETTERS;
}

static enum status recovery_renew(struct db *db, const struct totp_work *w, struct error *e)
{
    TRY(recovery_delete_all(
        db, (struct recovery_delete_all_args){.county = w->county, .user_name = w->user_name}, NULL,
        e));
    for (int i = 0; i < ACCESS_RECOVERY_CODES; i++) {
        uint8_t hash[HASH_BYTES];
        recovery_make(w->codes[i]);
        if (!recovery_hash(w->codes[i], hash))
            return error_set(e, STATUS_FAILED, "ACCESS_CODE", _("恢复码没有生成。"));
        TRY(recovery_insert(db,
                            (struct recovery_insert_args){.county = w->county,
                                                          .user_name = w->user_name,
                                                          .code_hash = {hash, sizeof(hash)}},
                            NULL, e));
    }
    return STATUS_OK;
}

static enum status confirm_work(struct db *db, void *context, struct error *e)
{
    struct totp_work *w = context;
    int64_t change, affected = 0;
    TRY(access_record(db, w->county, w->user_name, "user.totp", w->user_name, "{\"bound\":1}",
                      &change, e));
    TRY(totp_confirm(db,
                     (struct totp_confirm_args){.county = w->county,
                                                .user_name = w->user_name,
                                                .confirmed_change = change},
                     &affected, e));
    if (affected == 0)
        return error_set(e, STATUS_REFUSED, "ACCESS_TOTP_BOUND",
                         _("已绑定验证器。换手机请先请系统管理员解除绑定。"));
    return recovery_renew(db, w, e);
}

enum status access_totp_confirm(struct db *db, int64_t county, const struct keyring *keys,
                                const char *user_name, const char *code, int64_t now_s,
                                struct arena *arena,
                                char ret_codes[ACCESS_RECOVERY_CODES][ACCESS_RECOVERY_BYTES],
                                struct error *e)
{
    char codes[ACCESS_RECOVERY_CODES][ACCESS_RECOVERY_BYTES];
    TRY(access_code_take(db, county, keys, user_name, code, now_s, false, arena, e));
    struct totp_work w = {.county = county, .user_name = user_name, .codes = codes};
    TRY(db_transaction(db, confirm_work, &w, e));
    memcpy(ret_codes, codes, sizeof(codes));
    sodium_memzero(codes, sizeof(codes));
    return STATUS_OK;
}

static enum status reset_work(struct db *db, void *context, struct error *e)
{
    const struct totp_work *w = context;
    struct access_user user;
    int64_t change;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(64u << 10);
    if (arena == NULL)
        return arena_exhausted(e);
    enum status s = access_user_by_name(db, w->county, w->user_name, arena, &user, e);
    if (s == STATUS_NONE)
        return access_unknown_user(w->user_name, e);
    TRY(s);
    TRY(totp_delete(db, (struct totp_delete_args){.county = w->county, .user_name = w->user_name},
                    NULL, e));
    TRY(recovery_delete_all(
        db, (struct recovery_delete_all_args){.county = w->county, .user_name = w->user_name}, NULL,
        e));
    TRY(ticket_delete_of_user(
        db, (struct ticket_delete_of_user_args){.county = w->county, .user_name = w->user_name},
        NULL, e));
    TRY(access_session_delete_of_user(
        db,
        (struct access_session_delete_of_user_args){.county = w->county, .user_name = w->user_name},
        NULL, e));
    return access_record(db, w->county, w->actor, "user.totp", w->user_name, "{\"bound\":0}",
                         &change, e);
}

enum status access_totp_reset(struct db *db, int64_t county, const char *actor,
                              const char *user_name, struct error *e)
{
    struct totp_work w = {.county = county, .actor = actor, .user_name = user_name};
    return db_transaction(db, reset_work, &w, e);
}

/* ---- taking a code ---- */

struct code_work {
    int64_t county, now_s, step;
    const char *user_name;
    const uint8_t *recovery;
    struct arena *arena;
    struct totp_row row;
    bool must_wait, is_taken;
};

static enum status code_begin_work(struct db *db, void *context, struct error *e)
{
    struct code_work *w = context;
    char now[ACCESS_STAMP_BYTES], retry[ACCESS_STAMP_BYTES];
    TRY(totp_hold(db, (struct totp_hold_args){.county = w->county, .user_name = w->user_name}, NULL,
                  e));
    TRY(totp_get(db, (struct totp_get_args){.county = w->county, .user_name = w->user_name},
                 w->arena, &w->row, e));
    w->must_wait =
        w->row.retry_after != NULL && strcmp(w->row.retry_after, access_stamp(w->now_s, now)) > 0;
    if (w->must_wait)
        return STATUS_OK;
    int64_t failures = w->row.failure_count + 1, wait_s = access_wait_after(failures);
    access_stamp(w->now_s + wait_s, retry);
    return totp_set_failures(db,
                             (struct totp_set_failures_args){
                                 .county = w->county,
                                 .user_name = w->user_name,
                                 .failure_count = failures,
                                 .retry_after = wait_s > 0 ? retry : NULL,
                             },
                             NULL, e);
}

/* Takes the step or the recovery code, unless somebody was faster; else records the refusal. */
static enum status code_end_work(struct db *db, void *context, struct error *e)
{
    struct code_work *w = context;
    int64_t affected = 0, change;
    if (w->step > 0)
        TRY(totp_take_step(db,
                           (struct totp_take_step_args){
                               .county = w->county, .user_name = w->user_name, .step = w->step},
                           &affected, e));
    else if (w->recovery != NULL)
        TRY(recovery_take(db,
                          (struct recovery_take_args){.county = w->county,
                                                      .user_name = w->user_name,
                                                      .code_hash = {w->recovery, HASH_BYTES}},
                          &affected, e));
    w->is_taken = affected > 0;
    if (!w->is_taken)
        return access_record(db, w->county, w->user_name, "access.refuse", w->user_name,
                             "{\"reason\":\"code\"}", &change, e);
    if (w->step > 0)
        return STATUS_OK;
    TRY(totp_set_failures(
        db, (struct totp_set_failures_args){.county = w->county, .user_name = w->user_name}, NULL,
        e));
    return access_record(db, w->county, w->user_name, "access.recovery", w->user_name, "", &change,
                         e);
}

/* The time step whose code was typed; 0 when none around now that was not taken before. */
static int64_t step_of(const uint8_t *secret, const char *code, int64_t now_s, int64_t last_step)
{
    int64_t found = 0, here = now_s / ACCESS_STEP_S;
    char expected[ACCESS_CODE_DIGITS + 1];
    for (int64_t step = here - STEPS_AROUND; step <= here + STEPS_AROUND; step++) {
        code_at(secret, SECRET_BYTES, step, expected);
        if (step > last_step && sodium_memcmp(expected, code, ACCESS_CODE_DIGITS) == 0)
            found = step;
    }
    return found;
}

enum status access_code_take(struct db *db, int64_t county, const struct keyring *keys,
                             const char *user_name, const char *code, int64_t now_s,
                             bool wants_confirmed, struct arena *arena, struct error *e)
{
    struct code_work w = {.county = county, .now_s = now_s, .user_name = user_name, .arena = arena};
    uint8_t secret[SECRET_BYTES + 1], recovery[HASH_BYTES];
    enum status s = db_transaction(db, code_begin_work, &w, e);
    if (s == STATUS_NONE || (s == STATUS_OK && w.row.has_confirmed_change != wants_confirmed))
        return STATUS_NONE;
    TRY(s);
    if (w.must_wait)
        return access_must_wait(w.row.retry_after, e);
    TRY(secret_open(keys, &w.row, secret, e));
    if (strlen(code) == ACCESS_CODE_DIGITS && text_is_digits(code))
        w.step = step_of(secret, code, now_s, w.row.last_step);
    else if (wants_confirmed && recovery_hash(code, recovery))
        w.recovery = recovery;
    sodium_memzero(secret, sizeof(secret));
    TRY(db_transaction(db, code_end_work, &w, e));
    if (w.is_taken)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "ACCESS_CODE",
                     _("验证码不对，或已用过。请等手机上换出下一个再输入；也可输入一个恢复码。"));
}

/* From a name and a password to a session, step by step. A session exists only when every step is
   done; until then there is a ticket, which opens nothing else. */
#include "base/i18n.h"
#include "base/text.h"
#include "domain/access/access_internal.h"
#include "domain/access/login_sql.h"
#include "domain/registry/change.h"

#include <sodium.h>
#include <string.h>

int64_t access_wait_after(int64_t failures)
{
    if (failures <= ACCESS_FREE_FAILURES)
        return 0;
    int64_t doublings = failures - ACCESS_FREE_FAILURES;
    return doublings >= 10 || (INT64_C(1) << doublings) > ACCESS_WAIT_MAX_S
               ? ACCESS_WAIT_MAX_S
               : INT64_C(1) << doublings;
}

enum status access_must_wait(const char *retry_after, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "ACCESS_WAIT",
                     _("多次输错密码，请等到 %.5s 分以后再试（%s UTC）；忘记密码请找系统管理员"),
                     retry_after + strlen("YYYY-MM-DDTHH:"), retry_after);
}

/* ---- the password ---- */

struct prove_work {
    int64_t county, now_s;
    const char *name;
    struct arena *arena;
    struct access_user_row row;
    bool is_known, must_wait;
};

/* First transaction: counts the attempt as failed until proven otherwise. */
static enum status prove_begin_work(struct db *db, void *context, struct error *e)
{
    struct prove_work *w = context;
    char now[ACCESS_STAMP_BYTES], retry[ACCESS_STAMP_BYTES];
    w->is_known = w->must_wait = false;
    TRY(access_user_hold(db, (struct access_user_hold_args){.county = w->county, .name = w->name},
                         NULL, e));
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
    int64_t failures = w->row.failure_count + 1, wait_s = access_wait_after(failures);
    access_stamp(w->now_s + wait_s, retry);
    return access_user_set_failures(
        db,
        (struct access_user_set_failures_args){.county = w->county,
                                               .name = w->name,
                                               .failure_count = failures,
                                               .retry_after = wait_s > 0 ? retry : NULL},
        NULL, e);
}

static enum status prove_refused_work(struct db *db, void *context, struct error *e)
{
    const struct prove_work *w = context;
    int64_t change;
    return access_record(db, w->county, w->name, "access.refuse", w->name,
                         w->row.is_locked ? "{\"reason\":\"locked\"}" : "{\"reason\":\"password\"}",
                         &change, e);
}

enum status access_prove(struct db *db, int64_t county, const char *name, const char *password,
                         int64_t now_s, struct arena *arena, struct access_user_row *ret,
                         struct error *e)
{
    if (sodium_init() < 0 || strlen(name) > ACCESS_NAME_BYTES_MAX ||
        strlen(password) > ACCESS_PASSWORD_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "ACCESS_LOGIN", _("用户名或密码不对"));
    struct prove_work w = {.county = county, .now_s = now_s, .name = name, .arena = arena};
    TRY(db_transaction(db, prove_begin_work, &w, e));
    if (w.must_wait)
        return access_must_wait(w.row.retry_after, e);
    bool matches = access_password_matches(w.is_known ? w.row.password_hash : NULL, password);
    if (!matches || w.row.is_locked) {
        if (w.is_known)
            TRY(db_transaction(db, prove_refused_work, &w, e));
        return error_set(e, STATUS_REFUSED, "ACCESS_LOGIN",
                         _("用户名或密码不对。忘记密码请找系统管理员重设"));
    }
    *ret = w.row;
    return STATUS_OK;
}

/* ---- what is still lacking ---- */

enum status access_step_of(struct db *db, int64_t county, const struct access_user_row *row,
                           bool is_coded, enum access_step *ret, struct error *e)
{
    bool is_on = false;
    enum role role = ROLE_NONE;
    (void)!role_parse(row->role, &role, NULL);
    *ret = ACCESS_STEP_CODE;
    if (row->has_totp && !is_coded)
        return STATUS_OK;
    if (row->must_change)
        TRY(access_setting_get(db, county, ACCESS_SETTING_FIRST_PASSWORD, &is_on, e));
    *ret = ACCESS_STEP_PASSWORD;
    if (is_on)
        return STATUS_OK;
    if (!row->has_totp && access_totp_is_required(role))
        TRY(access_setting_get(db, county, ACCESS_SETTING_TOTP, &is_on, e));
    *ret = is_on ? ACCESS_STEP_ENROL : ACCESS_STEP_NONE;
    return STATUS_OK;
}

enum status access_session_begin(struct db *db, int64_t county, const char *name, int64_t now_s,
                                 const char *token, const char *csrf, struct error *e)
{
    char now[ACCESS_STAMP_BYTES], expires[ACCESS_STAMP_BYTES];
    uint8_t hash[HASH_BYTES];
    int64_t change;
    TRY(access_session_insert(db,
                              (struct access_session_insert_args){
                                  .county = county,
                                  .token_hash = access_token_hash(token, hash),
                                  .user_name = name,
                                  .csrf = csrf,
                                  .at = access_stamp(now_s, now),
                                  .expires_at = access_stamp(now_s + ACCESS_LIFE_S, expires)},
                              NULL, e));
    return access_record(db, county, name, "access.login", name, "", &change, e);
}

struct login_work {
    int64_t county, now_s;
    const char *old_token, *ticket;
    const struct access_user_row *row;
    char token[ACCESS_TOKEN_BYTES], csrf[ACCESS_TOKEN_BYTES];
    enum access_step next;
};

static enum status ticket_begin(struct db *db, const struct login_work *w, struct error *e)
{
    char now[ACCESS_STAMP_BYTES], expires[ACCESS_STAMP_BYTES];
    uint8_t hash[HASH_BYTES];
    return ticket_insert(db,
                         (struct ticket_insert_args){
                             .county = w->county,
                             .ticket_hash = access_token_hash(w->token, hash),
                             .user_name = w->row->name,
                             .created_at = access_stamp(w->now_s, now),
                             .expires_at = access_stamp(w->now_s + ACCESS_TICKET_S, expires)},
                         NULL, e);
}

/* Second transaction, the password being right. */
static enum status login_end_work(struct db *db, void *context, struct error *e)
{
    struct login_work *w = context;
    uint8_t old_hash[HASH_BYTES];
    TRY(access_user_set_failures(db,
                                 (struct access_user_set_failures_args){
                                     .county = w->county, .name = w->row->name, .failure_count = 0},
                                 NULL, e));
    if (w->old_token != NULL)
        TRY(access_session_delete(
            db,
            (struct access_session_delete_args){
                .county = w->county, .token_hash = access_token_hash(w->old_token, old_hash)},
            NULL, e));
    TRY(access_step_of(db, w->county, w->row, false, &w->next, e));
    return w->next == ACCESS_STEP_NONE
               ? access_session_begin(db, w->county, w->row->name, w->now_s, w->token, w->csrf, e)
               : ticket_begin(db, w, e);
}

static void session_give(const struct login_work *w, const struct access_user_row *row,
                         const char *token, char ret_token[ACCESS_TOKEN_BYTES],
                         struct access_session *ret)
{
    *ret = (struct access_session){.next = w->next};
    access_user_from_row(row, &ret->user);
    memcpy(ret->csrf, w->csrf, sizeof(w->csrf));
    memmove(ret_token, token, ACCESS_TOKEN_BYTES);
}

enum status access_login(struct db *db, int64_t county, const char *name, const char *password,
                         int64_t now_s, const char *old_token, struct arena *arena,
                         char ret_token[ACCESS_TOKEN_BYTES], struct access_session *ret,
                         struct error *e)
{
    struct access_user_row row;
    TRY(access_prove(db, county, name, password, now_s, arena, &row, e));
    struct login_work w = {.county = county, .now_s = now_s, .old_token = old_token, .row = &row};
    access_token_make(w.token);
    access_token_make(w.csrf);
    TRY(db_transaction(db, login_end_work, &w, e));
    session_give(&w, &row, w.token, ret_token, ret);
    return STATUS_OK;
}

/* ---- the steps after it ---- */

struct ticket_state {
    struct access_user_row user;
    bool is_coded;
    enum access_step step;
};

static enum status ticket_read(struct db *db, int64_t county, const char *ticket, int64_t now_s,
                               struct arena *arena, struct ticket_state *ret, struct error *e)
{
    char now[ACCESS_STAMP_BYTES];
    uint8_t hash[HASH_BYTES];
    struct ticket_row row;
    if (ticket == NULL || strlen(ticket) != ACCESS_TOKEN_BYTES - 1)
        return STATUS_NONE;
    TRY(ticket_get(db,
                   (struct ticket_get_args){.county = county,
                                            .ticket_hash = access_token_hash(ticket, hash),
                                            .now = access_stamp(now_s, now)},
                   arena, &row, e));
    TRY(access_user_get(db, (struct access_user_get_args){.county = county, .name = row.user_name},
                        arena, &ret->user, e));
    ret->is_coded = row.is_coded;
    return access_step_of(db, county, &ret->user, row.is_coded, &ret->step, e);
}

enum status access_ticket_find(struct db *db, int64_t county, const char *ticket, int64_t now_s,
                               struct arena *arena, struct access_ticket *ret, struct error *e)
{
    struct ticket_state state;
    TRY(ticket_read(db, county, ticket, now_s, arena, &state, e));
    access_user_from_row(&state.user, &ret->user);
    ret->step = state.step;
    return STATUS_OK;
}

/* The ticket on its step; NONE when it is another's turn. */
static enum status ticket_on(struct db *db, int64_t county, const char *ticket, int64_t now_s,
                             enum access_step step, struct arena *arena, struct ticket_state *ret,
                             struct error *e)
{
    TRY(ticket_read(db, county, ticket, now_s, arena, ret, e));
    return ret->step == step ? STATUS_OK : STATUS_NONE;
}

struct advance_work {
    struct login_work login;
    bool is_coded;
    struct arena *arena;
    const char *password_hash;
    struct access_user_row row;
};

static enum status password_set_own(struct db *db, const struct advance_work *w, struct error *e)
{
    int64_t change;
    char detail[ACCESS_PASSWORD_DETAIL_BYTES];
    access_password_detail(w->password_hash, detail);
    TRY(access_user_set_password(
        db,
        (struct access_user_set_password_args){
            .county = w->login.county, .name = w->row.name, .password_hash = w->password_hash},
        NULL, e));
    TRY(access_session_delete_of_user(db,
                                      (struct access_session_delete_of_user_args){
                                          .county = w->login.county, .user_name = w->row.name},
                                      NULL, e));
    return access_record(db, w->login.county, w->row.name, "user.passwd", w->row.name, detail,
                         &change, e);
}

/* One step is done: the next one, or the session. */
static enum status advance_work(struct db *db, void *context, struct error *e)
{
    struct advance_work *w = context;
    uint8_t hash[HASH_BYTES];
    struct blob ticket_hash = access_token_hash(w->login.ticket, hash);
    int64_t affected = 0;
    if (w->password_hash != NULL)
        TRY(password_set_own(db, w, e));
    if (w->is_coded)
        TRY(ticket_set_coded(
            db,
            (struct ticket_set_coded_args){.county = w->login.county, .ticket_hash = ticket_hash},
            NULL, e));
    TRY(access_user_get(
        db, (struct access_user_get_args){.county = w->login.county, .name = w->row.name}, w->arena,
        &w->row, e));
    TRY(access_step_of(db, w->login.county, &w->row, w->is_coded, &w->login.next, e));
    if (w->login.next != ACCESS_STEP_NONE)
        return STATUS_OK;
    TRY(ticket_delete(
        db, (struct ticket_delete_args){.county = w->login.county, .ticket_hash = ticket_hash},
        &affected, e));
    if (affected == 0) /* the same ticket went in twice: one session is enough */
        return error_set(e, STATUS_REFUSED, "ACCESS_LOGIN", _("登录已过期，请重新登录。"));
    return access_session_begin(db, w->login.county, w->row.name, w->login.now_s, w->login.token,
                                w->login.csrf, e);
}

static enum status advance(struct db *db, struct advance_work *w,
                           char ret_token[ACCESS_TOKEN_BYTES], struct access_session *ret,
                           struct error *e)
{
    access_token_make(w->login.token);
    access_token_make(w->login.csrf);
    TRY(db_transaction(db, advance_work, w, e));
    session_give(&w->login, &w->row,
                 w->login.next == ACCESS_STEP_NONE ? w->login.token : w->login.ticket, ret_token,
                 ret);
    return STATUS_OK;
}

enum status access_ticket_code(struct db *db, int64_t county, const struct keyring *keys,
                               const char *ticket, const char *code, int64_t now_s,
                               struct arena *arena, char ret_token[ACCESS_TOKEN_BYTES],
                               struct access_session *ret, struct error *e)
{
    struct ticket_state state;
    TRY(ticket_on(db, county, ticket, now_s, ACCESS_STEP_CODE, arena, &state, e));
    TRY(access_code_take(db, county, keys, state.user.name, code, now_s, true, arena, e));
    struct advance_work w = {.login = {.county = county, .now_s = now_s, .ticket = ticket},
                             .is_coded = true,
                             .arena = arena,
                             .row = state.user};
    return advance(db, &w, ret_token, ret, e);
}

enum status access_ticket_password(struct db *db, int64_t county, const char *ticket,
                                   const char *password, enum access_cost cost, int64_t now_s,
                                   struct arena *arena, char ret_token[ACCESS_TOKEN_BYTES],
                                   struct access_session *ret, struct error *e)
{
    struct ticket_state state;
    char hash[ACCESS_HASH_TEXT_BYTES];
    TRY(ticket_on(db, county, ticket, now_s, ACCESS_STEP_PASSWORD, arena, &state, e));
    TRY(access_password_check(state.user.name, password, e));
    if (access_password_matches(state.user.password_hash, password))
        return access_password_same(e);
    TRY(access_password_hash(password, cost, hash, e));
    struct advance_work w = {.login = {.county = county, .now_s = now_s, .ticket = ticket},
                             .is_coded = state.is_coded,
                             .arena = arena,
                             .password_hash = hash,
                             .row = state.user};
    return advance(db, &w, ret_token, ret, e);
}

enum status access_ticket_enrol(struct db *db, int64_t county, const struct keyring *keys,
                                const char *ticket, const char *code, int64_t now_s,
                                struct arena *arena,
                                char ret_codes[ACCESS_RECOVERY_CODES][ACCESS_RECOVERY_BYTES],
                                char ret_token[ACCESS_TOKEN_BYTES], struct access_session *ret,
                                struct error *e)
{
    struct ticket_state state;
    TRY(ticket_on(db, county, ticket, now_s, ACCESS_STEP_ENROL, arena, &state, e));
    TRY(access_totp_confirm(db, county, keys, state.user.name, code, now_s, arena, ret_codes, e));
    struct advance_work w = {.login = {.county = county, .now_s = now_s, .ticket = ticket},
                             .is_coded = true,
                             .arena = arena,
                             .row = state.user};
    return advance(db, &w, ret_token, ret, e);
}

/* ---- his own new password ---- */

struct change_work {
    struct login_work login;
    const char *password_hash;
};

static enum status password_change_work(struct db *db, void *context, struct error *e)
{
    struct change_work *w = context;
    struct advance_work own = {
        .login = w->login, .password_hash = w->password_hash, .row = *w->login.row};
    TRY(password_set_own(db, &own, e)); /* forgets the failures too */
    return access_session_begin(db, w->login.county, w->login.row->name, w->login.now_s,
                                w->login.token, w->login.csrf, e);
}

enum status access_password_change(struct db *db, int64_t county, const char *name,
                                   const char *old_password, const char *new_password,
                                   enum access_cost cost, int64_t now_s, struct arena *arena,
                                   char ret_token[ACCESS_TOKEN_BYTES], struct access_session *ret,
                                   struct error *e)
{
    struct access_user_row row;
    char hash[ACCESS_HASH_TEXT_BYTES];
    TRY(access_password_check(name, new_password, e));
    TRY(access_prove(db, county, name, old_password, now_s, arena, &row, e));
    if (strcmp(old_password, new_password) == 0)
        return access_password_same(e);
    TRY(access_password_hash(new_password, cost, hash, e));
    struct change_work w = {.login = {.county = county, .now_s = now_s, .row = &row},
                            .password_hash = hash};
    access_token_make(w.login.token);
    access_token_make(w.login.csrf);
    TRY(db_transaction(db, password_change_work, &w, e));
    row.must_change = false;
    session_give(&w.login, &row, w.login.token, ret_token, ret);
    return STATUS_OK;
}

#include "base/i18n.h"
#include "base/text.h"
#include "domain/access/access_internal.h"
#include "domain/access/login_sql.h"
#include "domain/registry/change.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define ROLE_DETAIL_BYTES 128

char *access_stamp(int64_t at_s, char out[ACCESS_STAMP_BYTES])
{
    struct tm tm;
    time_t t = (time_t)at_s;
    struct tm *ok = gmtime_r(&t, &tm);
    assert(ok != NULL && tm.tm_year >= 70 && tm.tm_year <= 8099);
    size_t n = strftime(out, ACCESS_STAMP_BYTES, "%Y-%m-%dT%H:%M:%SZ", &tm);
    assert(n == 20);
    return out;
}

enum status access_record(struct db *db, int64_t county, const char *actor, const char *action,
                          const char *user_name, const char *detail, int64_t *ret_change,
                          struct error *e)
{
    char subject[ACCESS_NAME_BYTES_MAX + 16];
    snprintf(subject, sizeof(subject), "user %s", user_name);
    struct change_entry entry = {
        .actor = actor, .action = action, .subject = subject, .detail = detail};
    return change_record(db, county, &entry, ret_change, e);
}

enum status access_unknown_user(const char *name, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "ACCESS_USER_UNKNOWN",
                     _("没有用户“%s”。用 minsheng user list 查看现有用户"), name);
}

static bool name_is_good(const char *name)
{
    size_t n = strlen(name);
    if (n == 0 || n > ACCESS_NAME_BYTES_MAX)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = name[i];
        bool is_good =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
        if (!is_good)
            return false;
    }
    return true;
}

struct user_work {
    int64_t county;
    const char *actor, *name, *hash, *action;
    const struct access_new_user *user;
    enum role role;
    int64_t scope;
    bool is_locked;
};

static void role_detail(enum role role, int64_t scope, char out[ROLE_DETAIL_BYTES])
{
    snprintf(out, ROLE_DETAIL_BYTES, "{\"role\":\"%s\",\"scope\":%lld}", role_code(role),
             (long long)scope);
}

static enum status user_add_work(struct db *db, void *context, struct error *e)
{
    const struct user_work *w = context;
    char detail[ROLE_DETAIL_BYTES + ACCESS_PASSWORD_DETAIL_BYTES];
    role_detail(w->user->role, w->user->scope, detail);
    if (w->hash != NULL) { /* one object of both: {…} and {…} become {…,…} */
        size_t n = strlen(detail);
        access_password_detail(w->hash, detail + n);
        detail[n - 1] = ',';
        memmove(detail + n, detail + n + 1, strlen(detail + n));
    }
    int64_t change;
    TRY(access_record(db, w->county, w->actor, "user.add", w->name, detail, &change, e));
    struct error inner = {0};
    enum status s = access_user_insert(db,
                                       (struct access_user_insert_args){
                                           .county = w->county,
                                           .name = w->name,
                                           .role = role_code(w->user->role),
                                           .title = w->user->title == NULL ? "" : w->user->title,
                                           .scope = w->user->scope,
                                           .password_hash = w->hash,
                                           .created_change = change,
                                           .must_change = w->hash != NULL,
                                       },
                                       NULL, &inner);
    if (s == STATUS_REFUSED && text_equals(inner.code, "DB_UNIQUE"))
        return error_set(e, STATUS_REFUSED, "ACCESS_USER_EXISTS",
                         _("用户“%s”已经存在。改密码用 user passwd"), w->name);
    if (s != STATUS_OK && e != NULL)
        *e = inner;
    return s;
}

static enum status role_scope_check(enum role role, int64_t scope, struct error *e)
{
    if (role <= ROLE_NONE || role >= ROLE_SYSTEM)
        return error_set(e, STATUS_REFUSED, "ACCESS_ROLE", _("请为用户指定角色"));
    if (!access_in_scope(scope, scope))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE",
                         _("请指定数据范围：县、乡镇或村的区划代码"));
    return STATUS_OK;
}

enum status access_user_add(struct db *db, int64_t county, const char *actor,
                            const struct access_new_user *user, struct error *e)
{
    if (!name_is_good(user->name))
        return error_set(
            e, STATUS_REFUSED, "ACCESS_NAME",
            _("用户名“%.64s”不可用：只能用小写字母、数字、点、横线和下划线，最多 %d 位"),
            user->name, ACCESS_NAME_BYTES_MAX);
    if (strcmp(user->name, ACTOR_SYSTEM) == 0)
        return error_set(e, STATUS_REFUSED, "ACCESS_NAME", _("用户名 %s 是系统自用的，请换一个"),
                         ACTOR_SYSTEM);
    if (user->title != NULL && strlen(user->title) > ACCESS_TITLE_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "ACCESS_NAME", _("姓名或职务过长"));
    TRY(role_scope_check(user->role, user->scope, e));
    char hash[ACCESS_HASH_TEXT_BYTES];
    struct user_work w = {.county = county, .actor = actor, .name = user->name, .user = user};
    if (user->password != NULL) {
        TRY(access_password_check(user->name, user->password, e));
        TRY(access_password_hash(user->password, user->cost, hash, e));
        w.hash = hash;
    }
    return db_transaction(db, user_add_work, &w, e);
}

/* Sessions, and logins that lack a step. */
static enum status sessions_end(struct db *db, const struct user_work *w, struct error *e)
{
    TRY(ticket_delete_of_user(
        db, (struct ticket_delete_of_user_args){.county = w->county, .user_name = w->name}, NULL,
        e));
    struct access_session_delete_of_user_args args = {.county = w->county, .user_name = w->name};
    return access_session_delete_of_user(db, args, NULL, e);
}

static enum status user_lock_work(struct db *db, void *context, struct error *e)
{
    const struct user_work *w = context;
    int64_t affected, change;
    TRY(access_user_set_lock(db,
                             (struct access_user_set_lock_args){
                                 .county = w->county, .name = w->name, .is_locked = w->is_locked},
                             &affected, e));
    if (affected == 0)
        return access_unknown_user(w->name, e);
    TRY(sessions_end(db, w, e));
    return access_record(db, w->county, w->actor, w->action, w->name, "", &change, e);
}

enum status access_user_lock(struct db *db, int64_t county, const char *actor, const char *name,
                             bool is_locked, struct error *e)
{
    if (is_locked && text_equals(actor, name))
        return error_set(e, STATUS_REFUSED, "ACCESS_OWN", _("不能停用自己。"));
    struct user_work w = {.county = county,
                          .actor = actor,
                          .name = name,
                          .is_locked = is_locked,
                          .action = is_locked ? "user.lock" : "user.unlock"};
    return db_transaction(db, user_lock_work, &w, e);
}

static enum status user_role_work(struct db *db, void *context, struct error *e)
{
    const struct user_work *w = context;
    char detail[ROLE_DETAIL_BYTES];
    int64_t affected, change;
    TRY(access_user_set_role(
        db,
        (struct access_user_set_role_args){
            .county = w->county, .name = w->name, .role = role_code(w->role), .scope = w->scope},
        &affected, e));
    if (affected == 0)
        return access_unknown_user(w->name, e);
    TRY(sessions_end(db, w, e));
    role_detail(w->role, w->scope, detail);
    return access_record(db, w->county, w->actor, "user.role", w->name, detail, &change, e);
}

enum status access_user_role(struct db *db, int64_t county, const char *actor, const char *name,
                             enum role role, int64_t scope, struct error *e)
{
    TRY(role_scope_check(role, scope, e));
    if (text_equals(actor, name))
        return error_set(e, STATUS_REFUSED, "ACCESS_OWN", _("不能改自己的岗位和数据范围。"));
    struct user_work w = {
        .county = county, .actor = actor, .name = name, .role = role, .scope = scope};
    return db_transaction(db, user_role_work, &w, e);
}

static enum status user_passwd_work(struct db *db, void *context, struct error *e)
{
    const struct user_work *w = context;
    bool is_own = text_equals(w->actor, w->name);
    char detail[ACCESS_PASSWORD_DETAIL_BYTES];
    int64_t affected, change;
    TRY(access_user_set_password(
        db,
        (struct access_user_set_password_args){
            .county = w->county, .name = w->name, .password_hash = w->hash, .must_change = !is_own},
        &affected, e));
    if (affected == 0)
        return access_unknown_user(w->name, e);
    TRY(sessions_end(db, w, e));
    access_password_detail(w->hash, detail);
    TRY(access_record(db, w->county, w->actor, "user.passwd", w->name, detail, &change, e));
    if (is_own)
        return STATUS_OK;
    struct access_bearer_end_all_args tokens = {
        .county = w->county, .user_name = w->name, .revoked_change = change};
    return access_bearer_end_all(db, tokens, NULL, e);
}

enum status access_user_passwd(struct db *db, int64_t county, const char *actor, const char *name,
                               const char *password, enum access_cost cost, struct error *e)
{
    char hash[ACCESS_HASH_TEXT_BYTES];
    TRY(access_password_check(name, password, e));
    TRY(access_password_hash(password, cost, hash, e));
    struct user_work w = {.county = county, .actor = actor, .name = name, .hash = hash};
    return db_transaction(db, user_passwd_work, &w, e);
}

void access_user_from_row(const struct access_user_row *row, struct access_user *ret)
{
    enum role role = ROLE_NONE; /* a role this program does not know may do nothing */
    (void)!role_parse(row->role, &role, NULL);
    *ret = (struct access_user){.name = row->name,
                                .title = row->title,
                                .role = role,
                                .scope = row->scope,
                                .is_locked = row->is_locked,
                                .has_password = row->password_hash != NULL,
                                .must_change = row->must_change,
                                .has_totp = row->has_totp};
}

enum status access_user_by_name(struct db *db, int64_t county, const char *name,
                                struct arena *arena, struct access_user *ret, struct error *e)
{
    struct access_user_row row;
    TRY(access_user_get(db, (struct access_user_get_args){.county = county, .name = name}, arena,
                        &row, e));
    access_user_from_row(&row, ret);
    return STATUS_OK;
}

enum status access_user_list(struct db *db, int64_t county, struct arena *arena,
                             struct access_user **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(access_user_all_open(db, (struct access_user_all_args){.county = county}, &cursor, e));
    struct access_user *users = ARENA_ARRAY(arena, struct access_user, ACCESS_USERS_MAX);
    if (users == NULL)
        return arena_exhausted(e);
    size_t count = 0;
    struct access_user_row row;
    enum status s;
    while ((s = access_user_all_next(cursor, &row, e)) == STATUS_OK) {
        if (count == ACCESS_USERS_MAX)
            return error_set(e, STATUS_FAILED, "ACCESS_LIMIT", _("用户超过 %d 个"),
                             ACCESS_USERS_MAX);
        access_user_from_row(&row, &users[count]);
        users[count].name = arena_strdup(arena, row.name);
        users[count].title = arena_strdup(arena, row.title);
        if (users[count].name == NULL || users[count].title == NULL)
            return arena_exhausted(e);
        count++;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = users;
    *ret_count = count;
    return STATUS_OK;
}

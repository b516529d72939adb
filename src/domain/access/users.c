#include "base/i18n.h"
#include "base/text.h"
#include "domain/access/access_internal.h"
#include "domain/access/access_sql.h"
#include "domain/registry/change.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

_Static_assert(crypto_pwhash_STRBYTES <= 128, "the hash text fits");

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

static enum status password_check(const char *name, const char *password, struct error *e)
{
    size_t n = strlen(password);
    if (n > ACCESS_PASSWORD_BYTES_MAX || !utf8_is_valid(password, n))
        return error_set(e, STATUS_REFUSED, "ACCESS_PASSWORD_WEAK",
                         _("密码过长或含有无法识别的字符，最多 %d 字节"),
                         ACCESS_PASSWORD_BYTES_MAX);
    bool is_one_character = true;
    for (size_t i = 1; i < n; i++)
        is_one_character = is_one_character && password[i] == password[0];
    if (n < ACCESS_PASSWORD_BYTES_MIN || is_one_character || text_equals(name, password))
        return error_set(e, STATUS_REFUSED, "ACCESS_PASSWORD_WEAK",
                         _("密码太弱：至少 %d 位，不能与用户名相同，也不能全是同一个字符"),
                         ACCESS_PASSWORD_BYTES_MIN);
    return STATUS_OK;
}

enum status access_password_hash(const char *password, enum access_cost cost, char out[128],
                                 struct error *e)
{
    unsigned long long operations = crypto_pwhash_OPSLIMIT_INTERACTIVE;
    size_t memory_bytes = crypto_pwhash_MEMLIMIT_INTERACTIVE;
    if (cost == ACCESS_COST_MODERATE) {
        operations = crypto_pwhash_OPSLIMIT_MODERATE;
        memory_bytes = crypto_pwhash_MEMLIMIT_MODERATE;
    } else if (cost == ACCESS_COST_TEST) {
        operations = crypto_pwhash_OPSLIMIT_MIN;
        memory_bytes = crypto_pwhash_MEMLIMIT_MIN;
    }
    if (sodium_init() < 0 ||
        crypto_pwhash_str(out, password, strlen(password), operations, memory_bytes) != 0)
        return error_set(e, STATUS_FAILED, "ACCESS_HASH", _("内存不足，无法保存密码，请稍后重试"));
    return STATUS_OK;
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
    bool is_locked;
};

static enum status user_add_work(struct db *db, void *context, struct error *e)
{
    const struct user_work *w = context;
    char detail[128];
    snprintf(detail, sizeof(detail), "{\"role\":\"%s\",\"scope\":%lld}", role_code(w->user->role),
             (long long)w->user->scope);
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
                                       },
                                       NULL, &inner);
    if (s == STATUS_REFUSED && text_equals(inner.code, "DB_UNIQUE"))
        return error_set(e, STATUS_REFUSED, "ACCESS_USER_EXISTS",
                         _("用户“%s”已经存在。改密码用 user passwd"), w->name);
    if (s != STATUS_OK && e != NULL)
        *e = inner;
    return s;
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
    if (user->role <= ROLE_NONE || user->role >= ROLE_SYSTEM)
        return error_set(e, STATUS_REFUSED, "ACCESS_ROLE", _("请为用户指定角色"));
    if (user->title != NULL && strlen(user->title) > ACCESS_TITLE_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "ACCESS_NAME", _("姓名或职务过长"));
    if (!access_in_scope(user->scope, user->scope))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE",
                         _("请指定数据范围：县、乡镇或村的区划代码"));
    char hash[128];
    struct user_work w = {.county = county, .actor = actor, .name = user->name, .user = user};
    if (user->password != NULL) {
        TRY(password_check(user->name, user->password, e));
        TRY(access_password_hash(user->password, user->cost, hash, e));
        w.hash = hash;
    }
    return db_transaction(db, user_add_work, &w, e);
}

static enum status sessions_end(struct db *db, const struct user_work *w, struct error *e)
{
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
    struct user_work w = {.county = county,
                          .actor = actor,
                          .name = name,
                          .is_locked = is_locked,
                          .action = is_locked ? "user.lock" : "user.unlock"};
    return db_transaction(db, user_lock_work, &w, e);
}

static enum status user_passwd_work(struct db *db, void *context, struct error *e)
{
    const struct user_work *w = context;
    int64_t affected, change;
    TRY(access_user_set_password(db,
                                 (struct access_user_set_password_args){.county = w->county,
                                                                        .name = w->name,
                                                                        .password_hash = w->hash},
                                 &affected, e));
    if (affected == 0)
        return access_unknown_user(w->name, e);
    TRY(sessions_end(db, w, e));
    return access_record(db, w->county, w->actor, "user.passwd", w->name, "", &change, e);
}

enum status access_user_passwd(struct db *db, int64_t county, const char *actor, const char *name,
                               const char *password, enum access_cost cost, struct error *e)
{
    char hash[128];
    TRY(password_check(name, password, e));
    TRY(access_password_hash(password, cost, hash, e));
    struct user_work w = {.county = county, .actor = actor, .name = name, .hash = hash};
    return db_transaction(db, user_passwd_work, &w, e);
}

static void user_from_row(const struct access_user_row *row, struct access_user *ret)
{
    enum role role = ROLE_NONE; /* a role this program does not know may do nothing */
    (void)!role_parse(row->role, &role, NULL);
    *ret = (struct access_user){.name = row->name,
                                .title = row->title,
                                .role = role,
                                .scope = row->scope,
                                .is_locked = row->is_locked,
                                .has_password = row->password_hash != NULL};
}

enum status access_user_by_name(struct db *db, int64_t county, const char *name,
                                struct arena *arena, struct access_user *ret, struct error *e)
{
    struct access_user_row row;
    TRY(access_user_get(db, (struct access_user_get_args){.county = county, .name = name}, arena,
                        &row, e));
    user_from_row(&row, ret);
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
        user_from_row(&row, &users[count]);
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

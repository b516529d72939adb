/* Who may act: every user, his role, scope, password, lock and authenticator, every switch and
   every token against what the trail says of them. A row altered past the program is named. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit_internal.h"
#include "audit_access_sql.h"
#include "base/hash.h"
#include "base/i18n.h"

#define SUBJECT_BYTES 120
#define COUNTY_UNIT 1000000
#define VILLAGE_UNIT 1000

struct access_check {
    struct audit *a;
    int64_t plan_change; /* whose content is held */
    const char *plan;
};

/* ---- a post of the plan, in its text ---- */

static bool ends_value(char c)
{
    return c == '\0' || strchr(" ,}\r\n\t#\"'", c) != NULL;
}

/* The value of "key:" within the text from..to, when there is one. */
static bool value_find(const char *from, const char *to, const char *key, const char **ret,
                       size_t *ret_n)
{
    size_t key_n = strlen(key);
    for (const char *p = from; p + key_n < to; p++) {
        if (strncmp(p, key, key_n) != 0 || p[key_n] != ':' ||
            (p > from && !strchr(" {,\t-\n", p[-1])))
            continue;
        p += key_n + 1;
        p += strspn(p, " \t\"'");
        size_t n = 0;
        while (p + n < to && !ends_value(p[n]))
            n++;
        *ret = p;
        *ret_n = n;
        return true;
    }
    return false;
}

static bool value_is(const char *from, const char *to, const char *key, const char *expected)
{
    const char *value;
    size_t n;
    return value_find(from, to, key, &value, &n) && n == strlen(expected) &&
           strncmp(value, expected, n) == 0;
}

/* The item of the list that names the user: from its dash to the next one. */
static bool post_find(const char *plan, const char *name, const char **ret_from,
                      const char **ret_to)
{
    const char *posts = strstr(plan, "\nposts:");
    const char *line = posts != NULL ? strchr(posts + 1, '\n') : NULL;
    while (line != NULL) {
        if (line[1 + strspn(line + 1, " ")] != '-') {
            if (line[1] != ' ' && line[1] != '#' && line[1] != '\n')
                return false; /* the next section */
            line = strchr(line + 1, '\n');
            continue;
        }
        const char *to = strchr(line + 1, '\n');
        while (to != NULL && to[1] == ' ' && to[1 + strspn(to + 1, " ")] != '-')
            to = strchr(to + 1, '\n');
        *ret_from = line + 1;
        *ret_to = to != NULL ? to : line + 1 + strlen(line + 1);
        if (value_is(*ret_from, *ret_to, "user", name))
            return true;
        line = to;
    }
    return false;
}

static enum status plan_of(struct access_check *c, int64_t change, const char **ret,
                           struct error *e)
{
    struct audit_access_plan_row row;
    if (c->plan_change != change) {
        c->plan = NULL;
        c->plan_change = change;
        enum status s = audit_access_plan(
            c->a->db,
            (struct audit_access_plan_args){.county = c->a->scope.county, .known = change},
            c->a->arena, &row, e);
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
        if (s == STATUS_OK)
            c->plan = row.content;
    }
    *ret = c->plan;
    return STATUS_OK;
}

/* Whether the plan gave him this role and this place. */
static enum status post_agrees(struct access_check *c, const struct audit_access_user_row *user,
                               bool *ret, struct error *e)
{
    struct audit_access_place_row place;
    const char *plan = NULL, *from, *to, *place_name;
    size_t n;
    *ret = false;
    TRY(plan_of(c, user->created_change, &plan, e));
    if (plan == NULL || !post_find(plan, user->name, &from, &to) ||
        !value_is(from, to, "role", user->role))
        return STATUS_OK;
    if (value_find(from, to, "hospital", &place_name, &n)) {
        const char *hospital = arena_strndup(c->a->arena, place_name, n);
        if (hospital == NULL)
            return arena_exhausted(e);
        TRY(audit_access_hospital(c->a->db,
                                  (struct audit_access_hospital_args){.county = c->a->scope.county,
                                                                      .user_name = user->name,
                                                                      .name = hospital,
                                                                      .scope = user->scope},
                                  c->a->arena, &place, e));
        *ret = place.found > 0;
        return STATUS_OK;
    }
    if (!value_find(from, to, "township", &place_name, &n)) {
        *ret = user->scope == c->a->scope.county * COUNTY_UNIT;
        return STATUS_OK;
    }
    const char *township = arena_strndup(c->a->arena, place_name, n);
    if (township == NULL)
        return arena_exhausted(e);
    TRY(audit_access_place(
        c->a->db,
        (struct audit_access_place_args){.county = c->a->scope.county,
                                         .code = user->scope / VILLAGE_UNIT * VILLAGE_UNIT,
                                         .name = township},
        c->a->arena, &place, e));
    *ret = place.found > 0;
    return STATUS_OK;
}

/* ---- one user ---- */

static bool role_agrees(const struct audit_access_user_row *user)
{
    char expected[160];
    int n = snprintf(expected, sizeof(expected), "{\"role\":\"%s\",\"scope\":%" PRId64, user->role,
                     user->scope);
    const char *detail = user->role_detail;
    return n > 0 && (size_t)n < sizeof(expected) && strncmp(detail, expected, (size_t)n) == 0 &&
           (detail[n] == ',' || detail[n] == '}');
}

/* An entry from before such entries carried a digest says nothing. */
static bool password_agrees(const struct audit_access_user_row *user)
{
    uint8_t digest[HASH_BYTES];
    char hex[HASH_HEX_BYTES], expected[HASH_HEX_BYTES + 16];
    const char *said = user->password_detail == NULL ? "" : user->password_detail;
    bool has_digest = strstr(said, "\"sha256\":") != NULL;
    if (user->password_hash == NULL)
        return !has_digest;
    if (!has_digest)
        return user->password_detail != NULL;
    hash_bytes(user->password_hash, strlen(user->password_hash), digest);
    hash_hex(digest, hex);
    snprintf(expected, sizeof(expected), "\"sha256\":\"%s\"", hex);
    return strstr(said, expected) != NULL;
}

static enum status check_user(struct access_check *c, const struct audit_access_user_row *user,
                              struct error *e)
{
    char subject[SUBJECT_BYTES];
    bool is_right = true;
    snprintf(subject, sizeof(subject), "user %s", user->name);
    if (user->role_detail != NULL)
        is_right = role_agrees(user);
    else
        TRY(post_agrees(c, user, &is_right, e));
    if (!is_right)
        TRY(audit_find(c->a, "ACCESS_ROLE", e, subject,
                       _("角色 %s、范围 %" PRId64 " 与变动记录或方案所说不符"), user->role,
                       user->scope));
    if (!password_agrees(user))
        TRY(audit_find(c->a, "ACCESS_PASSWORD", e, subject, _("密码不是变动记录中所设的那一个")));
    bool was_locked = user->lock_action != NULL && strcmp(user->lock_action, "user.lock") == 0;
    if (user->is_locked != was_locked)
        TRY(audit_find(c->a, "ACCESS_LOCK", e, subject, _("停用与否和变动记录所说不符")));
    bool was_bound = user->totp_detail != NULL && strstr(user->totp_detail, "\"bound\":1") != NULL;
    if (user->has_totp != was_bound)
        return audit_find(c->a, "ACCESS_TOTP", e, subject, _("验证器绑定与否和变动记录所说不符"));
    return STATUS_OK;
}

static enum status check_users(struct access_check *c, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_access_user_row row;
    enum status s;
    TRY(audit_access_users_open(
        c->a->db, (struct audit_access_users_args){.county = c->a->scope.county}, &cursor, e));
    while ((s = audit_access_users_next(cursor, &row, e)) == STATUS_OK) {
        s = check_user(c, &row, e);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* ---- switches ---- */

static enum status check_settings(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    CLEANUP(db_cursor_cleanup) struct db_cursor *lost = NULL;
    struct audit_access_setting_row row;
    struct audit_access_lost_row gone;
    char subject[SUBJECT_BYTES], expected[32];
    enum status s;
    TRY(audit_access_settings_open(
        a->db, (struct audit_access_settings_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_access_settings_next(cursor, &row, e)) == STATUS_OK) {
        snprintf(expected, sizeof(expected), "{\"value\":%" PRId64 "}", row.value);
        if (row.detail != NULL && strcmp(row.detail, expected) == 0)
            continue;
        snprintf(subject, sizeof(subject), "setting access.%s", row.name);
        s = audit_find(a, "ACCESS_SETTING", e, subject, _("设置不是变动记录中最后所设的值"));
        if (s != STATUS_OK)
            return s == STATUS_NONE ? STATUS_OK : s;
    }
    if (s != STATUS_NONE)
        return s;
    TRY(audit_access_settings_lost_open(
        a->db, (struct audit_access_settings_lost_args){.county = a->scope.county}, &lost, e));
    while ((s = audit_access_settings_lost_next(lost, &gone, e)) == STATUS_OK) {
        s = audit_find(a, "ACCESS_SETTING", e, gone.subject, _("设置不是变动记录中最后所设的值"));
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* ---- tokens ---- */

static bool names_token(const char *detail, int64_t id)
{
    char expected[48];
    int n = snprintf(expected, sizeof(expected), "{\"token\":%" PRId64, id);
    return detail != NULL && strncmp(detail, expected, (size_t)n) == 0 &&
           (detail[n] == ',' || detail[n] == '}');
}

static enum status check_bearers(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_access_bearer_row row;
    char subject[SUBJECT_BYTES];
    enum status s;
    TRY(audit_access_bearers_open(
        a->db, (struct audit_access_bearers_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_access_bearers_next(cursor, &row, e)) == STATUS_OK) {
        bool is_ended_rightly =
            !row.is_revoked ||
            (row.end_action != NULL &&
             (strcmp(row.end_action, "user.passwd") == 0 || names_token(row.ended, row.id)));
        if (names_token(row.made, row.id) && is_ended_rightly)
            continue;
        snprintf(subject, sizeof(subject), "token %" PRId64 " of %s", row.id, row.user_name);
        s = audit_find(a, "ACCESS_TOKEN", e, subject, _("接口令牌的建立或撤销在变动记录中找不到"));
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* Revoked by the trail, alive in the table. */
static enum status check_revoked(struct audit *a, struct error *e)
{
    static const char user[] = "user ", token[] = "{\"token\":";
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_access_revoked_row row;
    struct audit_access_alive_row alive;
    char subject[SUBJECT_BYTES];
    enum status s;
    TRY(audit_access_revoked_open(
        a->db, (struct audit_access_revoked_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_access_revoked_next(cursor, &row, e)) == STATUS_OK) {
        if (strncmp(row.subject, user, sizeof(user) - 1) != 0 ||
            strncmp(row.detail, token, sizeof(token) - 1) != 0)
            continue;
        const char *name = row.subject + sizeof(user) - 1;
        int64_t id = strtoll(row.detail + sizeof(token) - 1, NULL, 10);
        TRY(audit_access_alive(a->db,
                               (struct audit_access_alive_args){
                                   .county = a->scope.county, .id = id, .user_name = name},
                               a->arena, &alive, e));
        if (alive.alive == 0)
            continue;
        snprintf(subject, sizeof(subject), "token %" PRId64 " of %s", id, name);
        s = audit_find(a, "ACCESS_TOKEN", e, subject, _("接口令牌已撤销，却仍然有效"));
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status audit_check_access(struct audit *a, struct error *e)
{
    struct access_check c = {.a = a, .plan_change = -1};
    audit_check_begin(a);
    enum status s = check_users(&c, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    TRY(check_settings(a, e));
    TRY(check_bearers(a, e));
    return check_revoked(a, e);
}

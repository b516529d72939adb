/* Programs' tokens: who may make them, what they open. */
#include "base/i18n.h"
#include "base/text.h"
#include "domain/access/access_internal.h"
#include "domain/registry/change.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DAY_S INT64_C(86400)
#define BEARER_ARENA_BYTES (64u << 10)
#define BEARERS_LISTED_MAX 10000

struct bearer_work {
    int64_t county, now_s, days, id;
    const char *actor, *user_name, *label, *token;
    bool is_found;
};

enum status access_require_own(struct db *db, int64_t county, const char *actor,
                               const char *user_name, struct error *e)
{
    if (text_equals(actor, user_name) || text_equals(actor, ACTOR_SYSTEM))
        return STATUS_OK;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(BEARER_ARENA_BYTES);
    if (arena == NULL)
        return arena_exhausted(e);
    struct access_user user = {.role = ROLE_NONE};
    enum status s = access_user_by_name(db, county, actor, arena, &user, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK && !user.is_locked && access_can(user.role, PERMISSION_USER_MANAGE))
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "ACCESS_DENIED",
                     _("只能办理自己的；别人的由系统管理员办理。"));
}

static enum status bearer_create_work(struct db *db, void *context, struct error *e)
{
    struct bearer_work *w = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(BEARER_ARENA_BYTES);
    if (arena == NULL)
        return arena_exhausted(e);
    char now[ACCESS_STAMP_BYTES], expires[ACCESS_STAMP_BYTES], detail[64];
    uint8_t hash[HASH_BYTES];
    int64_t change;
    struct access_user user;
    struct access_bearer_alive_row alive;
    TRY(access_require_own(db, w->county, w->actor, w->user_name, e));
    enum status s = access_user_by_name(db, w->county, w->user_name, arena, &user, e);
    if (s == STATUS_NONE)
        return access_unknown_user(w->user_name, e);
    TRY(s);
    TRY(access_bearer_alive(db,
                            (struct access_bearer_alive_args){.county = w->county,
                                                              .user_name = w->user_name,
                                                              .now = access_stamp(w->now_s, now)},
                            arena, &alive, e));
    if (alive.alive >= ACCESS_BEARERS_MAX)
        return error_set(e, STATUS_REFUSED, "ACCESS_BEARERS_MAX",
                         _("用户 %s 已有 %d 个有效的接口令牌：请先撤销不用的。"), w->user_name,
                         ACCESS_BEARERS_MAX);
    TRY(counter_take(db, w->county, "access_bearer", 1, &w->id, e));
    snprintf(detail, sizeof(detail), "{\"token\":%" PRId64 ",\"days\":%" PRId64 "}", w->id,
             w->days);
    TRY(access_record(db, w->county, w->actor, "token.add", w->user_name, detail, &change, e));
    return access_bearer_insert(
        db,
        (struct access_bearer_insert_args){.county = w->county,
                                           .id = w->id,
                                           .token_hash = access_token_hash(w->token, hash),
                                           .user_name = w->user_name,
                                           .label = w->label,
                                           .created_change = change,
                                           .created_at = now,
                                           .expires_at =
                                               access_stamp(w->now_s + w->days * DAY_S, expires)},
        NULL, e);
}

enum status access_bearer_create(struct db *db, int64_t county, const char *actor,
                                 const char *user_name, const char *label, int64_t now_s,
                                 int64_t days, char ret_token[ACCESS_TOKEN_BYTES], int64_t *ret_id,
                                 struct error *e)
{
    size_t n = strlen(label);
    if (n == 0 || n > ACCESS_LABEL_BYTES_MAX || !utf8_is_valid(label, n))
        return error_set(e, STATUS_REFUSED, "ACCESS_LABEL",
                         _("请写明令牌给哪个程序用，最多 %d 字节。"), ACCESS_LABEL_BYTES_MAX);
    if (days < 1 || days > ACCESS_BEARER_DAYS_MAX)
        return error_set(e, STATUS_REFUSED, "ACCESS_DAYS", _("令牌的有效期应为 1 到 %d 天。"),
                         ACCESS_BEARER_DAYS_MAX);
    char token[ACCESS_TOKEN_BYTES];
    access_token_make(token);
    struct bearer_work w = {.county = county,
                            .now_s = now_s,
                            .days = days,
                            .actor = actor,
                            .user_name = user_name,
                            .label = label,
                            .token = token};
    TRY(db_transaction(db, bearer_create_work, &w, e));
    memcpy(ret_token, token, sizeof(token));
    *ret_id = w.id;
    return STATUS_OK;
}

enum status access_bearer_find(struct db *db, int64_t county, const char *token, int64_t now_s,
                               struct arena *arena, struct access_session *ret, struct error *e)
{
    if (token == NULL || strlen(token) != ACCESS_TOKEN_BYTES - 1)
        return STATUS_NONE;
    char now[ACCESS_STAMP_BYTES], fresh[ACCESS_STAMP_BYTES];
    uint8_t hash[HASH_BYTES];
    struct access_bearer_user_row row;
    TRY(access_bearer_get(
        db,
        (struct access_bearer_get_args){.county = county,
                                        .token_hash = access_token_hash(token, hash),
                                        .now = access_stamp(now_s, now)},
        arena, &row, e));
    access_stamp(now_s - ACCESS_TOUCH_S, fresh);
    *ret = (struct access_session){
        .user = {.name = row.name, .title = row.title, .scope = row.scope, .has_password = true},
        .needs_touch = row.used_at == NULL || strcmp(row.used_at, fresh) < 0};
    (void)!role_parse(row.role, &ret->user.role, NULL);
    return STATUS_OK;
}

static enum status bearer_touch_work(struct db *db, void *context, struct error *e)
{
    const struct bearer_work *w = context;
    char now[ACCESS_STAMP_BYTES];
    uint8_t hash[HASH_BYTES];
    return access_bearer_see(
        db,
        (struct access_bearer_see_args){.county = w->county,
                                        .token_hash = access_token_hash(w->token, hash),
                                        .used_at = access_stamp(w->now_s, now)},
        NULL, e);
}

enum status access_bearer_touch(struct db *db, int64_t county, const char *token, int64_t now_s,
                                struct error *e)
{
    struct bearer_work w = {.county = county, .now_s = now_s, .token = token};
    return db_transaction(db, bearer_touch_work, &w, e);
}

enum status access_bearer_list(struct db *db, int64_t county, const char *user_name,
                               struct arena *arena, struct access_bearer **ret, size_t *ret_count,
                               struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct access_bearer_all_args args = {.county = county, .user_name = user_name};
    TRY(access_bearer_all_open(db, args, &cursor, e));
    struct access_bearer *list = NULL;
    size_t count = 0, room = 0;
    struct access_bearer_row row;
    enum status s;
    while ((s = access_bearer_all_next(cursor, &row, e)) == STATUS_OK) {
        if (count == BEARERS_LISTED_MAX)
            break;
        if (count == room) {
            room = room == 0 ? 32 : room * 2;
            struct access_bearer *more = ARENA_ARRAY(arena, struct access_bearer, room);
            if (more == NULL)
                return arena_exhausted(e);
            if (count > 0)
                memcpy(more, list, count * sizeof(*list));
            list = more;
        }
        struct access_bearer *b = &list[count++];
        *b = (struct access_bearer){
            .id = row.id,
            .user_name = arena_strdup(arena, row.user_name),
            .label = arena_strdup(arena, row.label),
            .created_at = arena_strdup(arena, row.created_at),
            .expires_at = arena_strdup(arena, row.expires_at),
            .used_at = row.used_at != NULL ? arena_strdup(arena, row.used_at) : NULL,
            .is_revoked = row.has_revoked_change};
        if (b->user_name == NULL || b->label == NULL || b->created_at == NULL ||
            b->expires_at == NULL || (row.used_at != NULL && b->used_at == NULL))
            return arena_exhausted(e);
    }
    if (s != STATUS_NONE && s != STATUS_OK)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

static enum status bearer_revoke_work(struct db *db, void *context, struct error *e)
{
    struct bearer_work *w = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(BEARER_ARENA_BYTES);
    if (arena == NULL)
        return arena_exhausted(e);
    char detail[48];
    int64_t change;
    struct access_bearer_row row;
    TRY(access_require_own(db, w->county, w->actor, w->user_name, e));
    enum status s = access_bearer_by_id(db,
                                        (struct access_bearer_by_id_args){
                                            .county = w->county,
                                            .user_name = w->user_name,
                                            .id = w->id,
                                        },
                                        arena, &row, e);
    w->is_found = s == STATUS_OK;
    if (s == STATUS_NONE || (s == STATUS_OK && row.has_revoked_change))
        return STATUS_OK;
    TRY(s);
    snprintf(detail, sizeof(detail), "{\"token\":%" PRId64 "}", w->id);
    TRY(access_record(db, w->county, w->actor, "token.revoke", w->user_name, detail, &change, e));
    return access_bearer_end(
        db,
        (struct access_bearer_end_args){
            .county = w->county, .user_name = w->user_name, .id = w->id, .revoked_change = change},
        NULL, e);
}

enum status access_bearer_revoke(struct db *db, int64_t county, const char *actor,
                                 const char *user_name, int64_t id, struct error *e)
{
    struct bearer_work w = {.county = county, .actor = actor, .user_name = user_name, .id = id};
    TRY(db_transaction(db, bearer_revoke_work, &w, e));
    return w.is_found ? STATUS_OK : STATUS_NONE;
}

/* Passwords for the plan's posts, so that people can look round. */
#include "office/demo/demo.h"

#define USERS_ARENA_BYTES (8u << 20)

enum status demo_passwords_set(struct db *db, int64_t county, const char *actor,
                               enum access_cost cost, int64_t *ret_count, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(USERS_ARENA_BYTES);
    struct access_user *list;
    size_t count;
    int64_t done = 0;

    if (arena == NULL)
        return arena_exhausted(e);
    TRY(access_user_list(db, county, arena, &list, &count, e));
    for (size_t i = 0; i < count; i++) {
        if (list[i].has_password || list[i].role == ROLE_SYSTEM)
            continue;
        TRY(access_user_passwd(db, county, actor, list[i].name, DEMO_PASSWORD, cost, e));
        done++;
    }
    *ret_count = done;
    return STATUS_OK;
}

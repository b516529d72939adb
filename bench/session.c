/* Logs in and prints the session's token: bench-session DB USER PASSWORD */
#include <stdio.h>
#include <time.h>

#include "bench/bench.h"
#include "domain/access/access.h"
#include "domain/plan/plan.h"
#include "domain/registry/change.h"

static enum status login(struct db *db, char **argv, char token[ACCESS_TOKEN_BYTES],
                         struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 20);
    struct access_session session;
    for (int k = 0; k < ACCESS_SETTING_COUNT; k++)
        TRY(access_setting_set(db, COUNTY_JINGXIAN, ACTOR_SYSTEM, (enum access_setting)k, false,
                               e));
    TRY(access_user_passwd(db, COUNTY_JINGXIAN, ACTOR_SYSTEM, argv[2], argv[3], ACCESS_COST_TEST,
                           e));
    return access_login(db, COUNTY_JINGXIAN, argv[2], argv[3], (int64_t)time(NULL), NULL, arena,
                        token, &session, e);
}

int main(int argc, char **argv)
{
    CLEANUP(db_cleanup) struct db *db = NULL;
    CLEANUP(keyring_cleanup) struct keyring *keys = NULL;
    struct error e = {0};
    char token[ACCESS_TOKEN_BYTES];
    if (argc != 4)
        return bench_usage("DB USER PASSWORD");
    bench_check(bench_open(argv[1], &db, &keys, &e), &e);
    bench_check(login(db, argv, token, &e), &e);
    puts(token);
    return 0;
}

#include "support/planned.h"
#include "support/test_support.h"

#include "domain/plan/plan.h"

#define ARENA_BYTES ((size_t)64 << 20)

static void plan_fill(struct db *db)
{
    struct error e = {0};
    struct plan *plan;
    struct keyring *keys;
    struct arena *arena = arena_new(ARENA_BYTES);
    assert_ok_e(keyring_open(test_path(PLANNED_KEY), true, &keys, &e), &e);
    assert_ok_e(plan_read(MINSHENG_PLANS "/jingxian-2013.yaml", arena, &plan, &e), &e);
    assert_ok_e(plan_load(db, plan, plan_content(plan), keys, "admin", NULL, &e), &e);
    keyring_free(keys);
    arena_free(arena);
}

void planned_fresh(enum db_engine engine, struct testdb *out, struct keyring **ret_keys)
{
    struct error e = {0};
    testdb_filled(engine, plan_fill, out);
    assert_ok_e(keyring_open(test_path(PLANNED_KEY), false, ret_keys, &e), &e);
}

#include "access_support.h"

#include <stdio.h>

void access_world_user(struct world *w, const char *name, enum role role)
{
    struct access_new_user user = {.name = name,
                                   .title = "王敏",
                                   .role = role,
                                   .scope = 341823,
                                   .password = PASSWORD,
                                   .cost = ACCESS_COST_TEST};
    assert_ok_e(access_user_add(w->db, COUNTY, "system", &user, &w->e), &w->e);
}

int64_t access_world_i64(struct world *w, const char *sql)
{
    int64_t value = -1;
    assert_ok_e(db_query_i64_raw(w->db, sql, &value, &w->e), &w->e);
    return value;
}

int64_t access_world_trail(struct world *w, const char *action)
{
    char sql[200];
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM change_trail WHERE action = '%s'", action);
    return access_world_i64(w, sql);
}

void access_world_each(void (*body)(struct world *))
{
    struct testdb dbs[2];
    size_t n = testdb_each(dbs);
    assert_true(n >= 1);
    for (size_t i = 0; i < n; i++) {
        struct world w = {.db = testdb_open(dbs[i].url, DB_WRITER),
                          .arena = arena_new(8u << 20),
                          .url = dbs[i].url};
        for (int k = 0; k < ACCESS_SETTING_COUNT; k++)
            assert_ok_e(
                access_setting_set(w.db, COUNTY, "system", (enum access_setting)k, false, &w.e),
                &w.e);
        body(&w);
        db_close(w.db);
        arena_free(w.arena);
    }
}

#include "domain/project/project_fixture.h"

#include <stdio.h>
#include <stdlib.h>

#define ARENA_BYTES ((size_t)256 << 20)

void world_on_each(void (*body)(struct world *w))
{
    setenv("MINSHENG_TODAY", TODAY, 1);
    for (int i = 0; i < 2; i++) {
        struct testdb t;
        struct keyring *keys;
        if (i == 1 && !testdb_has_postgres())
            continue;
        planned_fresh(i ? DB_POSTGRES : DB_SQLITE, &t, &keys);
        keyring_free(keys);
        struct world w = {.db = testdb_open(t.url, DB_WRITER), .arena = arena_new(ARENA_BYTES)};
        assert_non_null(w.arena);
        body(&w);
        db_close(w.db);
        arena_free(w.arena);
    }
}

struct project world_read(struct world *w, const char *code)
{
    struct project p;
    struct error e = {0};
    assert_ok_e(project_find(w->db, COUNTY_JINGXIAN, code, w->arena, &p, &e), &e);
    return p;
}

int64_t world_project(struct world *w, const char *code)
{
    return world_read(w, code).id;
}

/* "township100.clerk" of the township where the project is built. */
static const char *of_township(struct world *w, const char *code, const char *post)
{
    static char name[2][40];
    static int at;
    char *out = name[at++ % 2];
    (void)snprintf(out, sizeof name[0], "township%03d.%s",
                   (int)(world_read(w, code).scope.township / 1000 % 1000), post);
    return out;
}

struct project_return world_return(int64_t project, int month, int64_t beds, int64_t yuan)
{
    return (struct project_return){.project = project,
                                   .month = month_make(2013, month),
                                   .beds_added = beds,
                                   .invested = FEN(yuan * 100),
                                   .progress = "按计划施工"};
}

void world_signed(struct world *w, const char *code, int month, int64_t beds, int64_t yuan)
{
    struct error e = {0};
    struct project_return r = world_return(world_project(w, code), month, beds, yuan);
    const char *clerk = of_township(w, code, "clerk"), *lead = of_township(w, code, "lead");
    int64_t id;
    assert_ok_e(project_return_write(w->db, COUNTY_JINGXIAN, &r, clerk, &id, &e), &e);
    assert_ok_e(project_return_submit(w->db, COUNTY_JINGXIAN, id, clerk, &e), &e);
    assert_ok_e(project_return_sign(w->db, COUNTY_JINGXIAN, id, lead, &e), &e);
}

void world_stages(struct world *w, const char *code, enum project_stage last)
{
    struct error e = {0};
    for (int s = STAGE_SITE; s <= (int)last; s++) {
        struct date on = {date_make(2013, 1, 1).v + s * 10};
        assert_ok_e(project_stage_reach(w->db, COUNTY_JINGXIAN, world_project(w, code),
                                        (enum project_stage)s, on, of_township(w, code, "clerk"),
                                        &e),
                    &e);
    }
}

int64_t world_accepted(struct world *w, const char *code, int64_t beds)
{
    struct error e = {0};
    struct project_acceptance a = {.project = world_project(w, code),
                                   .beds = beds,
                                   .area_m2 = 1500,
                                   .accepted_on = date_make(2013, 11, 20),
                                   .is_passed = true,
                                   .members = "张三、李四",
                                   .opinion = "合格"};
    int64_t id;
    assert_ok_e(project_accept(w->db, COUNTY_JINGXIAN, &a, OFFICER, &id, &e), &e);
    assert_ok_e(project_accept_confirm(w->db, COUNTY_JINGXIAN, a.project, id, OFFICER2, &e), &e);
    return id;
}

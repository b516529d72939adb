#include "domain/inspection/inspection_fixture.h"

#include <stdlib.h>

#define ARENA_BYTES ((size_t)256 << 20)

void field_today(const char *day)
{
    setenv("MINSHENG_TODAY", day, 1);
}

void field_on_each(void (*body)(struct field *w))
{
    for (int i = 0; i < 2; i++) {
        struct testdb t;
        struct keyring *keys;
        struct error e = {0};
        if (i == 1 && !testdb_has_postgres())
            continue;
        field_today(TODAY);
        planned_fresh(i ? DB_POSTGRES : DB_SQLITE, &t, &keys);
        keyring_free(keys);
        struct field w = {
            .db = testdb_open(t.url, DB_WRITER), .arena = arena_new(ARENA_BYTES), .county = 341823};
        assert_non_null(w.arena);
        assert_ok_e(access_user_add(w.db, w.county, "admin",
                                    &(struct access_new_user){.name = INSPECTOR_OF_MAOLIN,
                                                              .title = "茂林镇抽调检查员",
                                                              .role = ROLE_INSPECTOR,
                                                              .scope = MAOLIN,
                                                              .cost = ACCESS_COST_TEST},
                                    &e),
                    &e);
        body(&w);
        db_close(w.db);
        arena_free(w.arena);
    }
}

struct date field_day(const char *text)
{
    struct date d;
    struct error e = {0};
    assert_ok_e(date_parse(text, &d, &e), &e);
    return d;
}

int64_t field_visit(struct field *w, int64_t assessment, int64_t division, const char *actor)
{
    struct error e = {0};
    int64_t id = 0;
    assert_ok_e(inspection_open(w->db, w->county,
                                &(struct inspection_entry){.assessment = assessment,
                                                           .division = division,
                                                           .place = "敬老院",
                                                           .inspectors = "张三、李四"},
                                actor, &id, &e),
                &e);
    return id;
}

int field_finding(struct field *w, int64_t visit, enum inspection_kind kind, const char *text)
{
    struct error e = {0};
    int number = 0;
    assert_ok_e(inspection_finding_add(w->db, w->county, visit,
                                       &(struct inspection_finding){.kind = kind, .text = text},
                                       INSPECTOR, &number, &e),
                &e);
    return number;
}

int64_t field_order(struct field *w, int64_t township, const char *due)
{
    struct error e = {0};
    int64_t id = 0;
    assert_ok_e(rectification_issue(w->db, w->county,
                                    &(struct rectification_new){.origin = RECTIFICATION_PROBLEM,
                                                                .township = township,
                                                                .problem = "低保档案不全",
                                                                .demand = "逐户补齐",
                                                                .due_on = field_day(due)},
                                    SUPERVISOR, &id, &e),
                &e);
    return id;
}

struct rectification field_order_read(struct field *w, int64_t id)
{
    struct rectification r;
    struct error e = {0};
    assert_ok_e(rectification_read(w->db, w->county, id, 0, w->arena, &r, &e), &e);
    return r;
}

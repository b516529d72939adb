#include "domain/target/target_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BYTES ((size_t)64 << 20)

void ground_today(int month, int day)
{
    char text[16];
    (void)snprintf(text, sizeof text, "2013-%02d-%02d", month, day);
    setenv("MINSHENG_TODAY", text, 1);
}

void ground_on_each(void (*body)(struct ground *g))
{
    for (int i = 0; i < 2; i++) {
        struct testdb t;
        struct keyring *keys;
        if (i == 1 && !testdb_has_postgres())
            continue;
        ground_today(1, 10);
        planned_fresh(i ? DB_POSTGRES : DB_SQLITE, &t, &keys);
        keyring_free(keys);
        struct ground g = {.db = testdb_open(t.url, DB_WRITER), .arena = arena_new(ARENA_BYTES)};
        assert_non_null(g.arena);
        body(&g);
        db_close(g.db);
        arena_free(g.arena);
    }
}

void ground_issue_plan(struct ground *g)
{
    struct error e = {0};
    size_t n = 0;
    assert_ok_e(target_split_from_plan(g->db, COUNTY_JINGXIAN, NULL, MAKER, &n, &e), &e);
    assert_int_equal(n, 6); /* beds twice and the rate, in both books */
    assert_ok_e(target_split_issue(g->db, COUNTY_JINGXIAN, 0, 2013, DOCUMENT, DIRECTOR, &n, &e),
                &e);
    assert_int_equal(n, 6);
}

struct target_split ground_split(struct ground *g, enum target_book book, const char *measure,
                                 struct date due, enum target_state state)
{
    struct target_split *list, found = {0};
    struct error e = {0};
    size_t n;
    const struct target_filter filter = {.year = 2013, .book = book, .measure = measure};
    assert_ok_e(
        target_split_list(g->db, COUNTY_JINGXIAN, &filter, KNOWN_NOW, g->arena, &list, &n, &e), &e);
    for (size_t i = 0; i < n; i++)
        if (list[i].due_on.v == due.v && list[i].state == state)
            found = list[i];
    assert_int_not_equal(found.id, 0);
    return found;
}

const struct target_share *ground_share(const struct target_split *s, int64_t township)
{
    for (size_t i = 0; i < s->share_count; i++)
        if (s->shares[i].township == township)
            return &s->shares[i];
    fail_msg("no township %lld", (long long)township);
    return NULL;
}

int64_t ground_sum(const struct target_split *s)
{
    int64_t sum = 0;
    for (size_t i = 0; i < s->share_count; i++)
        sum += s->shares[i].value;
    return sum;
}

int64_t ground_move(struct ground *g, struct date due, int64_t total, int64_t moved,
                    const char *reason)
{
    struct target_split now = ground_split(g, BOOK_COUNTY, "beds", due, TARGET_ISSUED);
    struct target_share shares[TOWNSHIPS];
    struct error e = {0};
    size_t n = 0;
    int64_t id;
    for (size_t i = 0; i < now.share_count; i++) {
        if (!now.shares[i].is_asked)
            continue;
        shares[n] = now.shares[i];
        shares[n].value += shares[n].township == JINGCHUAN      ? moved
                           : shares[n].township == 341823101000 ? -moved
                                                                : 0;
        n++;
    }
    const struct target_entry entry = {.year = 2013,
                                       .book = BOOK_COUNTY,
                                       .measure = "beds",
                                       .indicator = "project.beds_county",
                                       .clause = "P3.4",
                                       .reason = reason,
                                       .due_on = due,
                                       .unit = TARGET_COUNT,
                                       .total = total,
                                       .rule = TARGET_BY_HAND,
                                       .share_count = n,
                                       .shares = shares};
    assert_ok_e(target_split_prepare(g->db, COUNTY_JINGXIAN, &entry, MAKER, &id, &e), &e);
    return id;
}

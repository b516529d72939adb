#include "support/county.h"

#include <stdio.h>
#include <stdlib.h>

#define COUNTY_ARENA_BYTES ((size_t)512 << 20)
#define ID_NUMBERS_KEPT 1024
#define MODELS_MAX 8

static void county_open(struct county *c, const struct testdb *t)
{
    struct error e;
    *c = (struct county){.db = testdb_open(t->url, DB_WRITER),
                         .arena = arena_new(COUNTY_ARENA_BYTES)};
    assert_non_null(c->arena);
    (void)snprintf(c->url, sizeof c->url, "%s", t->url);
    assert_ok_e(keyring_open(test_path("county.key"), true, &c->keys, &e), &e);
}

/* The county that `fill` makes, made once. */
static const struct testdb *model_of(enum db_engine engine, void (*fill)(struct county *c))
{
    static struct {
        void (*fill)(struct county *c);
        struct testdb db;
    } models[MODELS_MAX];
    static size_t count;
    struct county c;
    for (size_t i = 0; i < count; i++)
        if (models[i].fill == fill && models[i].db.engine == engine)
            return &models[i].db;
    assert_true(count < MODELS_MAX);
    testdb_fresh(engine, &models[count].db);
    county_open(&c, &models[count].db);
    fill(&c);
    county_end(&c);
    models[count].fill = fill;
    return &models[count++].db;
}

void county_fresh(struct county *c, enum db_engine engine, void (*fill)(struct county *c))
{
    struct testdb t;
    setenv("MINSHENG_TODAY", "2013-06-30", 1);
    if (fill)
        testdb_copy(model_of(engine, fill), &t);
    else
        testdb_fresh(engine, &t);
    county_open(c, &t);
}

void county_end(struct county *c)
{
    db_close(c->db);
    keyring_free(c->keys);
    arena_free(c->arena);
}

void county_on_each(void (*fill)(struct county *c), void (*body)(struct county *c))
{
    for (int i = 0; i < 2; i++) {
        struct county c;
        if (i == 1 && !testdb_has_postgres())
            continue;
        county_fresh(&c, i ? DB_POSTGRES : DB_SQLITE, fill);
        body(&c);
        county_end(&c);
    }
}

const char *id_number(int year, int month, int day, int sequence)
{
    static char ring[ID_NUMBERS_KEPT][IDNO_BYTES];
    static int at;
    char *out = ring[at++ % ID_NUMBERS_KEPT];
    (void)snprintf(out, IDNO_BYTES, "342529%04d%02d%02d%03d", year, month, day, sequence);
    out[17] = idno_check_char(out);
    out[18] = 0;
    return out;
}

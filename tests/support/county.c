#include "support/county.h"

#include <stdio.h>
#include <stdlib.h>

#define COUNTY_ARENA_BYTES ((size_t)512 << 20)
#define ID_NUMBERS_KEPT 1024

void county_fresh(struct county *c, enum db_engine engine, void (*fill)(struct county *c))
{
    struct testdb t;
    struct error e;
    setenv("MINSHENG_TODAY", "2013-06-30", 1);
    testdb_fresh(engine, &t);
    *c = (struct county){.db = testdb_open(t.url, DB_WRITER),
                         .arena = arena_new(COUNTY_ARENA_BYTES)};
    assert_non_null(c->arena);
    (void)snprintf(c->url, sizeof c->url, "%s", t.url);
    assert_ok_e(keyring_open(test_path("county.key"), true, &c->keys, &e), &e);
    if (fill)
        fill(c);
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

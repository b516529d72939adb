/* A fresh database of each engine with users, and the clock in the test's hand. */
#pragma once
#include "support/test_support.h"
#include "support/testdb.h"
#include "domain/access/access.h"

#define COUNTY INT64_C(341823)
#define NOW INT64_C(1372550400) /* 2013-06-30T00:00:00Z */
#define PASSWORD "correct horse"

struct world {
    struct db *db;
    struct arena *arena;
    struct error e;
    const char *url;
};

/* Runs the body on a fresh database of every engine. Settings are switched off: a password opens
 * a session. */
void access_world_each(void (*body)(struct world *));
void access_world_user(struct world *w, const char *name, enum role role);
/* Rows of the trail with that action. */
int64_t access_world_trail(struct world *w, const char *action);
int64_t access_world_i64(struct world *w, const char *sql);

/* A county on one engine with a few people in it, for the tests of registry/. */
#pragma once
#include "support/county.h"

#include "domain/registry/registry.h"

#define COUNTY COUNTY_JINGXIAN
#define VILLAGE INT64_C(341823100204)

/* Runs the body on each engine there is. */
void on_each_engine(void (*body)(struct county *c));
/* A recorded change, in a transaction of its own. */
int64_t county_change(struct county *c);

struct person_made {
    const char *id_number, *name;
    enum relation relation;
    bool is_protected;
};
/* A household with these members from `from` on, the first one its head; returns its number. */
int64_t county_household(struct county *c, enum programme p, struct month from,
                         const struct person_made *members, size_t count);
int64_t person_number(struct county *c, const char *id_number);
void county_home(struct county *c, int64_t id, const char *name);
struct dossier county_dossier(struct county *c, enum programme p, int64_t household,
                              struct month from, struct month to, int64_t known);
/* The member's row in month m; NULL: none. */
const struct member_row *member_at(const struct dossier *d, int64_t person, struct month m);
/* entitlement_write and member_write, each in a transaction. */
void put_entitlement(struct county *c, enum programme p, int64_t household, int64_t change,
                     const struct entitlement_row *row);
void put_member(struct county *c, int64_t household, int64_t change, const struct member_row *row);

static const struct registry_actor ACTOR = {.user = "tester", .document = "证明〔2013〕1号"};

/* A county of a test's own on one engine: a fresh database, its keys and room for what is read. */
#pragma once
#include "support/test_support.h"
#include "support/testdb.h"

#include "base/idno.h"
#include "base/seal.h"

struct county {
    struct db *db; /* writer */
    struct keyring *keys;
    struct arena *arena;
    char url[512];
};
/* "Today" is 2013-06-30. fill: what every county of the tests has, may be NULL; it is called
   once per engine, and the county is a copy of what it wrote. */
void county_fresh(struct county *c, enum db_engine engine, void (*fill)(struct county *c));
void county_end(struct county *c);
/* Runs the body in a county on each engine there is. */
void county_on_each(void (*fill)(struct county *c), void (*body)(struct county *c));
/* An ID number with the right check character: area 342529, this birth date and sequence. Static,
   of the last 1024. */
const char *id_number(int year, int month, int day, int sequence);

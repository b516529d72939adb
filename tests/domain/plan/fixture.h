/* The county's plan and edited copies of it, for the tests of plan/. */
#pragma once
#include "support/test_support.h"

#include "domain/plan/plan.h"

#define PLAN_PATH MINSHENG_PLANS "/jingxian-2013.yaml"
#define TODAY_PATH MINSHENG_PLANS "/example-today.yaml"

struct edit {
    const char *find, *replace; /* the first occurrence; find must be there */
};
/* Writes the plan with these edits (ended by find == NULL), with its divisions beside it, into the
   test's folder and returns the path. */
const char *fixture_plan(const struct edit *edits);
/* The same for the file of divisions, beside an unedited plan. */
const char *fixture_divisions(const struct edit *edits);
/* "line:column" of the first `text` in a file; the column counts characters. Static. */
const char *fixture_position(const char *path, const char *text);
/* Reads a plan that must be good. */
struct plan *fixture_read(struct arena *arena, const char *path);

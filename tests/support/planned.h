/* Databases in which the plan of the county in tests is loaded. */
#pragma once
#include "base/seal.h"
#include "support/testdb.h"

#define PLANNED_KEY "key" /* of test_path() */

/* One of its own, by "admin" as of today; its keys are the program's. Loaded once per engine. */
void planned_fresh(enum db_engine engine, struct testdb *out, struct keyring **ret_keys);

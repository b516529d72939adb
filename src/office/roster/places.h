/* Townships, villages and homes by the names clerks write. */
#pragma once
#include "office/roster/value.h"

MUST_USE enum status places_open(struct roster_import *m, struct error *e);
/* text: tidied and solid. */
bool place_township(struct roster_import *m, const char *text, int64_t *ret,
                    struct value_fault *fault);
/* A better suggestion for an unknown township: the only one that has this village; NULL: none or
 * several. */
const char *place_township_of(struct roster_import *m, const char *village);
bool place_village(struct roster_import *m, int64_t township, const char *text, int64_t *ret,
                   struct value_fault *fault);
bool place_home(struct roster_import *m, const char *text, int64_t *ret, struct value_fault *fault);

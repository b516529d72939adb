/* Writing an import: new households in bulk, known ones only where they differ. */
#pragma once
#include "office/roster/match.h"

struct roster_writer {
    struct roster_import *m;
    int64_t change;
    struct roster_result *result;
};
/* Memberships that end come first: a person is in one household at a time. */
MUST_USE enum status write_leavers(struct roster_writer *w, struct error *e);
MUST_USE enum status write_new(struct roster_writer *w, struct error *e);
MUST_USE enum status write_changed(struct roster_writer *w, struct error *e);
/* The file's facts as rows of the registry, from the household's first month on. */
struct entitlement_row file_entitlement(const struct roster_import *m,
                                        const struct household_in *h);
struct member_row file_member(const struct roster_import *m, const struct household_in *h,
                              const struct member_in *p);
#define CAUSE_ROSTER "ROSTER"
